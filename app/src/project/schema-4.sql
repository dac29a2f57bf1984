-- Format 4. Linking looks at whole groups of passages, and is done when a run ends: what it has yet to look at waits here.
CREATE TABLE pending(mention INTEGER PRIMARY KEY);

-- The keys of its blocks, eight bytes each.
ALTER TABLE mention ADD COLUMN keys BLOB;

-- Events of equal days stand in the order of their ids, whatever the order in which articles came.
DROP INDEX event_first;
CREATE INDEX event_first ON event(first, name);
DROP INDEX event_kind;
CREATE INDEX event_kind ON event(kind, first, name);

-- Events of older programs hung on the order of adding.
INSERT INTO pending(mention) SELECT id FROM mention;
