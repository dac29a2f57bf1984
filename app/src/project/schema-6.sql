-- Format 6. Which mentions take a stand on which act of the same article: who else speaks of an event. Files of older
-- programs get them by coding again.
CREATE TABLE stand(act INTEGER NOT NULL, mention INTEGER NOT NULL, PRIMARY KEY(act, mention)) WITHOUT ROWID;

-- What is said by those who are no party: numbered as mentions are.
CREATE TABLE statement(id INTEGER PRIMARY KEY, published TEXT NOT NULL, record TEXT NOT NULL);
CREATE INDEX statement_published ON statement(published, id);
