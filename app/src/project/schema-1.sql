-- Format 1. Days are texts of the form YYYY-MM-DD, empty where unknown; flags are 0 and 1; offsets are bytes.

CREATE TABLE fact(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- One row an article, in the order in which they were added.
CREATE TABLE article(
    id INTEGER PRIMARY KEY,
    doc TEXT NOT NULL UNIQUE,            -- its name in all outputs
    hash TEXT NOT NULL UNIQUE,           -- of its content: what is there already is not added again
    title TEXT NOT NULL,
    published TEXT NOT NULL,
    lang TEXT NOT NULL,
    url TEXT,
    source TEXT,
    origin INTEGER NOT NULL,             -- the first added of the articles that copy each other
    rest TEXT NOT NULL                   -- the other fields, as JSON
);
CREATE INDEX article_origin ON article(origin);
CREATE INDEX article_published ON article(published);
CREATE INDEX article_source ON article(source);

-- Apart from the articles, so that lists of them need not read the texts.
CREATE TABLE body(article INTEGER PRIMARY KEY, text TEXT NOT NULL, blocks TEXT NOT NULL, sentences TEXT NOT NULL);

-- Sentences by article * 65536 + number; number 65535 is the headline.
CREATE VIRTUAL TABLE words USING fts5(
    text, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2'
);

-- Where copies of an article are looked for.
CREATE TABLE bucket(digest INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY(digest, article)) WITHOUT ROWID;

-- One row a passage; its id is article * 65536 + number.
CREATE TABLE mention(
    id INTEGER PRIMARY KEY,
    event INTEGER NOT NULL,
    day INTEGER NOT NULL,                -- its place in time in days since 2000, for linking
    status TEXT NOT NULL,
    published TEXT NOT NULL,
    sentence TEXT NOT NULL,
    record TEXT NOT NULL
);
CREATE INDEX mention_event ON mention(event, published, id);

-- The blocks in which a passage can meet its like.
CREATE TABLE block(
    key INTEGER NOT NULL, day INTEGER NOT NULL, mention INTEGER NOT NULL, PRIMARY KEY(key, day, mention)
) WITHOUT ROWID;

CREATE TABLE event(
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    mode TEXT,
    status TEXT NOT NULL,
    first TEXT NOT NULL,                 -- first and last day: told, else of the first article
    last TEXT NOT NULL,
    told TEXT NOT NULL,                  -- days of the first and the last article
    told_last TEXT NOT NULL,
    passages INTEGER NOT NULL,
    origins INTEGER NOT NULL,
    score REAL NOT NULL,
    treaty INTEGER NOT NULL,             -- a passage is about a treaty
    pinned INTEGER NOT NULL DEFAULT 0    -- a person has merged or split it: linking adds to it only
);
CREATE INDEX event_first ON event(first, id);
CREATE INDEX event_kind ON event(kind, first, id);

-- Apart from the events, so that a look through all of them stays short.
CREATE TABLE event_record(event INTEGER PRIMARY KEY, record TEXT NOT NULL);

-- Who takes part, by code and, where there is one, by code and sector ("PER GOV"); side is a or r.
CREATE TABLE part(
    code TEXT NOT NULL, first TEXT NOT NULL, event INTEGER NOT NULL, side TEXT NOT NULL,
    kind TEXT NOT NULL, status TEXT NOT NULL, PRIMARY KEY(code, first, event, side)
) WITHOUT ROWID;
CREATE INDEX part_event ON part(event);

-- From whom to whom, in codes without sectors; reciprocal acts both ways.
CREATE TABLE pair(
    actor TEXT NOT NULL, recipient TEXT NOT NULL, first TEXT NOT NULL, event INTEGER NOT NULL,
    kind TEXT NOT NULL, mode TEXT, status TEXT NOT NULL, PRIMARY KEY(actor, recipient, first, event)
) WITHOUT ROWID;
CREATE INDEX pair_event ON pair(event);
CREATE INDEX pair_recipient ON pair(recipient, actor);

-- Ids that events had before they were merged, and the events that they are now.
CREATE TABLE redirect(old TEXT PRIMARY KEY, event INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX redirect_event ON redirect(event);

CREATE TABLE dispute(
    event INTEGER NOT NULL, field TEXT NOT NULL, first TEXT NOT NULL, confirmed INTEGER NOT NULL,
    record TEXT NOT NULL, PRIMARY KEY(event, field)
) WITHOUT ROWID;
CREATE INDEX dispute_first ON dispute(first, event);

-- Announcements; what is open or silent depends on the day that is asked for.
CREATE TABLE prediction(
    made INTEGER PRIMARY KEY,            -- the passage
    event INTEGER NOT NULL,
    said TEXT NOT NULL,                  -- day of its article
    due TEXT NOT NULL,                   -- last day for which it was announced
    outcome TEXT NOT NULL,               -- happened, late, cancelled, contradicted, or open
    settled INTEGER                      -- the passage that settles it
);
CREATE INDEX prediction_event ON prediction(event);
CREATE INDEX prediction_said ON prediction(said);

CREATE TABLE agreement(
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, signed TEXT NOT NULL, parties TEXT NOT NULL, record TEXT NOT NULL
);
CREATE TABLE agreement_event(agreement INTEGER NOT NULL, event INTEGER NOT NULL, PRIMARY KEY(agreement, event)) WITHOUT ROWID;
CREATE INDEX agreement_of ON agreement_event(event);

-- What people decided, in order; undone decisions stay.
CREATE TABLE decision(
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, act TEXT NOT NULL, event INTEGER NOT NULL, detail TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX decision_event ON decision(event);
