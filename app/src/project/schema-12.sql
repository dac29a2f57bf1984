-- Format 12. What was announced on which days, and what had become of it: found by the day, where each event of the past had a
-- list of all that was announced about it. Lists of a past day read `past` in their order; what is asked of each act between
-- two stands in an index.
CREATE TABLE announced(
    event INTEGER NOT NULL,
    made INTEGER NOT NULL,               -- the passage
    since TEXT NOT NULL,                 -- it stood so from this day on,
    until TEXT NOT NULL,                 -- and no longer on this one; ~ where it still does
    said TEXT NOT NULL, due TEXT NOT NULL, outcome TEXT NOT NULL, settled INTEGER,
    PRIMARY KEY(event, made, since)
) WITHOUT ROWID;
CREATE INDEX announced_since ON announced(since, until, due, outcome);
INSERT INTO announced
    SELECT e.id, p.made, e.since, '~', p.said, p.due, p.outcome, p.settled FROM prediction p CROSS JOIN event e ON e.id = p.event
    WHERE e.since > '' AND e.told = e.told_last ORDER BY 1, 2;

DROP INDEX past_since;
CREATE INDEX past_since ON past(since, until);
CREATE INDEX past_day ON past(record ->> 'day', since, until);
CREATE INDEX event_told ON event(id, told);

-- What told on past days which treaty an event is about, as `treaty` does now: from the day `since` on, and no longer on the
-- day `until`.
CREATE TABLE treaty_past(
    event INTEGER NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY(event, since)
) WITHOUT ROWID;
