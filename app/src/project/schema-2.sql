-- Format 2. The tables are those of format 1; copies of articles are looked for in fewer buckets, and the parts of a block
-- stand side by side. Both are filled anew.
DELETE FROM bucket;
DELETE FROM block;

-- An agreement is also what two sides came to without a word for a treaty.
UPDATE event SET treaty = 1 WHERE kind = 'AGREE' AND status = 'reported' AND (
    SELECT json_extract(record, '$.symmetric') FROM event_record r WHERE r.event = event.id);
INSERT OR IGNORE INTO fact(name, value) VALUES('agreements are stale', '');
