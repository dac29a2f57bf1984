-- Format 9. An event of which an article without a day tells too has the days of the others; as it stands now it is known on
-- no day, so `since` is empty and all days stand in `past`. What is kept there names who took part, too: it is filled anew.
UPDATE event SET told = (SELECT coalesce(min(m.published), '') FROM mention m
    WHERE m.event = event.id AND m.event > 0 AND m.published > '') WHERE told = '';
UPDATE event SET first = told, last = told WHERE first = '' AND told > '';
UPDATE part SET first = (SELECT e.first FROM event e WHERE e.id = part.event) WHERE first = '';
UPDATE pair SET first = (SELECT e.first FROM event e WHERE e.id = pair.event) WHERE first = '';
UPDATE dispute SET first = (SELECT e.first FROM event e WHERE e.id = dispute.event) WHERE first = '';
