-- Format 8. When a page was published by the feed that named it, and the address at which it was in the end.
ALTER TABLE page ADD COLUMN published TEXT;
ALTER TABLE page ADD COLUMN led TEXT;
