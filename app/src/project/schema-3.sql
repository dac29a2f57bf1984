-- Format 3: what copies share, and what `watch` remembers. Moments to come are seconds since 1970.

-- Of an article that copies another: the share of the words that both have.
ALTER TABLE article ADD COLUMN shared REAL;

-- Feeds that were asked: by what they tell whether they have changed, and when they may be asked again.
CREATE TABLE feed(
    url TEXT PRIMARY KEY, etag TEXT, modified TEXT, due INTEGER NOT NULL, faults INTEGER NOT NULL
) WITHOUT ROWID;

-- Pages that feeds named: open (to be asked for), stored (to be read), done, or refused.
CREATE TABLE page(
    url TEXT PRIMARY KEY, state TEXT NOT NULL, due INTEGER NOT NULL, faults INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX page_state ON page(state, due);

-- Hosts that have asked to be left alone until then.
CREATE TABLE rest(host TEXT PRIMARY KEY, due INTEGER NOT NULL) WITHOUT ROWID;

-- Answers of servers as they came, packed with gzip.
CREATE TABLE response(
    id INTEGER PRIMARY KEY, url TEXT NOT NULL, at TEXT NOT NULL, kind TEXT NOT NULL, body BLOB NOT NULL
);
CREATE INDEX response_url ON response(url);

-- Events that watching has seen, and since when; those that were there before it have no moment.
CREATE TABLE news(event TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX news_at ON news(at);
