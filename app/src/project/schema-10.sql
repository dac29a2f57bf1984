-- Format 10. What a passage is asked for by its speaker, and what tells which treaty an event is about: a look at each
-- passage took too long. Articles are found by language, and rows of the past by their days; what lists of a past day ask of
-- these and of events stands in the index.
DROP INDEX event_first;
CREATE INDEX event_first ON event(first, name, since, told);
CREATE INDEX article_lang ON article(lang, published);
CREATE INDEX past_since ON past(
    since, until, json_array_length(record, '$.announced') > 0, record ->> 'day'
);

-- Who speaks in a passage, by code and, where there is one, by code and sector.
CREATE TABLE speaker(code TEXT NOT NULL, mention INTEGER NOT NULL, PRIMARY KEY(code, mention)) WITHOUT ROWID;
INSERT OR IGNORE INTO speaker
    SELECT s.value ->> 'code', m.id FROM mention m, json_each(m.record, '$.said_by') s ORDER BY 1, 2;
INSERT OR IGNORE INTO speaker
    SELECT (s.value ->> 'code') || ' ' || (s.value ->> 'sector'), m.id FROM mention m, json_each(m.record, '$.said_by') s
    WHERE s.value ->> 'sector' IS NOT NULL ORDER BY 1, 2;

-- Of an event about a treaty: parties, days, words of the names, and its first passages, as JSON.
CREATE TABLE treaty(event INTEGER PRIMARY KEY, record TEXT NOT NULL);

-- Articles that may tell otherwise of treaties than when agreements were found.
CREATE TABLE treaty_news(article INTEGER PRIMARY KEY);
