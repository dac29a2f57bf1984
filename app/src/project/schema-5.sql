-- Format 5. What is found through sorted tables is written many articles at a time: the words for search, the buckets of
-- copies, the blocks. The fact 'settled' is the last article for which that is done.
INSERT INTO fact(name, value) SELECT 'settled', coalesce(max(id), 0) FROM article;
INSERT INTO words(words, rank) VALUES('hashsize', 16777216);

-- One row a bucket: its youngest articles, eight bytes each, the oldest first.
DROP TABLE bucket;
CREATE TABLE bucket(digest INTEGER PRIMARY KEY, articles BLOB NOT NULL);

DROP TABLE block;
CREATE TABLE block(key INTEGER NOT NULL, mention INTEGER NOT NULL, PRIMARY KEY(key, mention)) WITHOUT ROWID;

-- What belongs to no event yet is in no index of events.
DROP INDEX mention_event;
CREATE INDEX mention_event ON mention(event, published, id) WHERE event > 0;
