-- Format 14. Of what several passages announce, all but the first tell it again: they are not counted.
ALTER TABLE prediction ADD COLUMN again INTEGER NOT NULL DEFAULT 0;
ALTER TABLE announced ADD COLUMN again INTEGER NOT NULL DEFAULT 0;
DROP INDEX announced_since;
CREATE INDEX announced_since ON announced(since, until, due, outcome, again);
