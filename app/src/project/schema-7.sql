-- Format 7. How an event stood before articles changed it, for views of a past day: from the day `since` on, and no longer
-- on the day `until`. The event itself stands as it does since its own day.
ALTER TABLE event ADD COLUMN since TEXT NOT NULL DEFAULT '';
UPDATE event SET since = told_last;
CREATE TABLE past(
    event INTEGER NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY(event, since)
) WITHOUT ROWID;
