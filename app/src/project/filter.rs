//! What a user wants to see in, the conditions that the file understands out.
//!
//! Each condition narrows what all the others leave. A list means any of its members.

use super::Kept;
use super::articles::WITHIN;
use super::past::{self, Past};
use super::shelf::Mark;
use demarche::event::{DisputeField, Outcome, Position, Stance};
use demarche::mention::{EventType, Status};
use demarche::relate::acts::LEAST_SCORE;
use demarche::voice::VoiceKind;
use jiff::civil::Date;
use rusqlite::types::Value;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;

/// One set of conditions for every command, page and export.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Filter {
    /// Takes part on either side: a code (`PER`) or code and sector (`PER GOV`).
    pub(crate) actors: Vec<String>,
    /// Stand on different sides of the act, or do it together; codes as above, in any order.
    pub(crate) dyad: Option<(String, String)>,
    pub(crate) types: Vec<EventType>,
    pub(crate) statuses: Vec<Status>,
    /// First and last day that the act may have in common with the time asked for.
    pub(crate) from: Option<Date>,
    pub(crate) to: Option<Date>,
    /// Told by a passage in which one of these speaks; codes as above, or names in capitals.
    pub(crate) said_by: Vec<String>,
    /// Told by a passage that tells it so, whatever all of them come to.
    pub(crate) told_as: Vec<Status>,
    /// Told by an article in this language, of this outlet.
    pub(crate) langs: Vec<String>,
    pub(crate) sources: Vec<String>,
    pub(crate) min_origins: usize,
    pub(crate) min_confidence: Option<f64>,
    /// Only what articles of this day and before tell.
    pub(crate) as_of: Option<Date>,
    /// Ids of events, or beginnings of them.
    pub(crate) ids: Vec<String>,
    /// Only events about which the file holds all of this; of what is told of them, only what is named here.
    pub(crate) having: Vec<Having>,
    /// Of voices only those of this kind.
    pub(crate) voice: Option<VoiceKind>,
    /// Of voices only those of this name, or who speak for the one of this code, in any case of letters.
    pub(crate) who: Option<String>,
    /// Only events that are new since the project is watched.
    pub(crate) is_news: bool,
    /// Only events with exactly these ids.
    pub(crate) named: Option<Vec<String>>,
    /// Only what these articles tell, by their numbers in the file: of an event, only their passages.
    pub(crate) articles: Option<BTreeSet<usize>>,
    /// Only events that came after this moment.
    pub(crate) after: Option<Mark>,
    /// Of less confidence than this or disputed, and looked at by nobody.
    pub(crate) doubtful: Option<f64>,
    /// At most so many, the youngest where more are found; 0 for all.
    pub(crate) limit: usize,
}

/// What can be known about an event beside its passages: any of a kind, or one that is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Having {
    Dispute(Option<DisputeField>),
    Prediction(Option<Outcome>),
    Position(Option<Stance>),
}

impl Having {
    /// The condition, and what its question marks stand for. What was disputed or announced on a past day only a look at
    /// the passages of then tells, and which stand is taken only a look at any: of those any of the kind will do.
    fn condition(self, ways: &Ways, then: bool) -> (&'static str, Option<String>) {
        match self {
            Having::Dispute(Some(field)) if !then => (ways.disputed_about, Some(field.name().to_owned())),
            Having::Dispute(_) => (ways.disputed, None),
            // So many are announced that looking at each of the youngest finds them sooner than listing all.
            Having::Prediction(Some(Outcome::Silent)) if !then => (FELL_SILENT, None),
            Having::Prediction(Some(Outcome::Open)) if !then => (STILL_OPEN, None),
            Having::Prediction(Some(outcome)) if !then => (CAME_SO, Some(outcome.name().to_owned())),
            Having::Prediction(_) => (ANNOUNCED, None),
            Having::Position(_) => (ways.stood, None),
        }
    }
}

/// Where stands what an event was on the day of a filter.
#[derive(Clone, Copy)]
pub(super) enum Rows<'a> {
    /// In its own rows: it stands as it did on that day.
    Event,
    /// In what is kept of its past, which was asked already.
    Past,
    /// In its own rows, or it is one of these, of which that was asked.
    Either(&'a [Arc<Past>]),
}

/// A condition of SQL with the values of its question marks.
#[derive(Debug, Default)]
pub(super) struct Where {
    pub(super) sql: String,
    pub(super) values: Vec<Value>,
}

impl Where {
    pub(super) fn and(&mut self, condition: &str, values: impl IntoIterator<Item = String>) {
        self.sql.push_str(if self.sql.is_empty() { "" } else { " AND " });
        self.sql.push_str(condition);
        self.values.extend(values.into_iter().map(Value::Text));
    }

    fn any(&mut self, condition: &str, values: Vec<String>) {
        if !values.is_empty() {
            let marks = vec!["?"; values.len()].join(", ");
            self.and(&condition.replace("??", &marks), values);
        }
    }

    /// The conditions of both.
    fn with(&mut self, other: Self) {
        if !other.sql.is_empty() {
            self.and(&other.sql, []);
            self.values.extend(other.values);
        }
    }

    /// The condition, or one that is always met.
    pub(super) fn text(&self) -> &str {
        if self.sql.is_empty() { "1" } else { &self.sql }
    }
}

impl Filter {
    /// The codes that it names.
    pub(crate) fn codes(&self) -> impl Iterator<Item = &str> {
        let dyad = self.dyad.iter().flat_map(|(one, other)| [one, other]);
        self.actors.iter().chain(dyad).map(String::as_str)
    }

    /// The same where the file holds this, too.
    pub(super) fn and_having(&self, what: Having) -> Self {
        let mut both = self.clone();
        both.having.push(what);
        both
    }

    /// Whether a dispute is one of those that it names.
    pub(super) fn names_dispute(&self, field: DisputeField) -> bool {
        self.having.iter().all(|having| !matches!(having, Having::Dispute(Some(named)) if *named != field))
    }

    /// Whether an announcement of which this became is one of those that it names.
    pub(super) fn names_outcome(&self, outcome: Outcome) -> bool {
        self.having.iter().all(|having| !matches!(having, Having::Prediction(Some(named)) if *named != outcome))
    }

    /// Whether a position is one of those that it names.
    pub(super) fn names_position(&self, position: &Position) -> bool {
        let takes = |stance: &Stance| position.stands.iter().any(|stand| stand.stance == *stance);
        self.having.iter().all(|having| !matches!(having, Having::Position(Some(named)) if !takes(named)))
    }

    /// Whether only a look at each event tells if it meets the conditions.
    pub(super) fn needs_a_look(&self) -> bool {
        self.as_of.is_some() || self.having.iter().any(|having| matches!(having, Having::Position(Some(_))))
    }

    /// The same for one more, to know whether there are more.
    pub(crate) fn and_one(&self) -> Self {
        Self { limit: if self.limit == 0 { 0 } else { self.limit + 1 }, ..self.clone() }
    }

    /// Nothing but the day that is asked for.
    pub(crate) fn then(&self) -> Self {
        Self { as_of: self.as_of, ..Self::default() }
    }

    /// The same for what is between these codes anyway, or around one of them: it need not be asked for again.
    pub(crate) fn around(&self, codes: &[&str]) -> Self {
        let named = |code: &String| codes.contains(&code.as_str());
        let dyad = self.dyad.clone().filter(|(one, other)| !named(one) || !named(other));
        let actors =
            if self.actors.len() == 1 && self.actors.iter().all(named) { Vec::new() } else { self.actors.clone() };
        Self { actors, dyad, ..self.clone() }
    }

    /// The conditions on the event as `e`, as it stands now.
    pub(super) fn conditions(&self) -> Where {
        self.conditions_in(Rows::Event)
    }

    /// The same on a past day. Who took part and in what is asked of what stood on it; the rest that its articles did not yet
    /// know is tested by [`Filter::admits`] on the event as it was then.
    pub(super) fn conditions_in(&self, rows: Rows<'_>) -> Where {
        self.conditions_by(&LISTED, rows)
    }

    /// The same where the actors have so many events that each event is asked whether it is one of them.
    pub(super) fn conditions_on_each(&self, rows: Rows<'_>) -> Where {
        self.conditions_by(&Ways { actors: ASKED.actors, ..LISTED }, rows)
    }

    /// The same where events are asked one at a time: no list is made for each of them.
    pub(super) fn conditions_on_one(&self) -> Where {
        self.conditions_by(&ASKED, Rows::Event)
    }

    /// What later articles may have changed: what [`Standing::meets`] asks of what stood then.
    fn of_standing(&self, ways: &Ways) -> Where {
        let mut found = Where::default();
        found.any(ways.actors, self.actors.clone());
        if let Some((a, b)) = &self.dyad {
            let (x, y) = (code_of(a), code_of(b));
            found.and(ways.dyad, [x, y, y, x].map(str::to_owned));
            let sectors = [a, b].into_iter().filter(|code| code.contains(' '));
            sectors.for_each(|code| found.and(ways.part, [code.clone()]));
        }
        found.any("e.kind IN (??)", self.types.iter().map(|kind| kind.name().to_owned()).collect());
        found.any("e.status IN (??)", self.statuses.iter().map(|status| status.name().to_owned()).collect());
        if let Some(to) = self.to {
            found.and("e.first <= ? AND e.first > ''", [to.to_string()]);
        }
        if let Some(least) = self.min_confidence.filter(|_| self.asks_for_the_sure()) {
            found.and("e.score >= CAST(? AS REAL)", [least.to_string()]);
        }
        found
    }

    fn conditions_by(&self, ways: &Ways, rows: Rows<'_>) -> Where {
        let mut found = Where::default();
        let day = self.as_of;
        match (day, rows) {
            (Some(_), Rows::Past) => {}
            (Some(day), Rows::Either(past)) => {
                found.and("e.since > '' AND e.since <= ?", [day.to_string()]);
                found.with(self.of_standing(ways));
                found.sql = format!("({} OR e.id IN (SELECT value FROM json_each(?)))", found.sql);
                found.values.push(Value::Text(past::numbers(past)));
            }
            (day, _) => {
                day.into_iter().for_each(|day| found.and("e.told > '' AND e.told <= ?", [day.to_string()]));
                found.with(self.of_standing(ways));
            }
        }
        // Later articles only add to them.
        if self.min_origins > 1 {
            found.and("e.origins >= CAST(? AS INTEGER)", [self.min_origins.to_string()]);
        }
        // What was told of since may have been surer, or of other days.
        let or_changed = day.map_or(String::new(), |day| format!("e.since = '' OR e.told_last > '{day}' OR"));
        if let Some(least) = self.min_confidence.filter(|least| *least > 0.0 && !self.asks_for_the_sure()) {
            found.and(&format!("({or_changed} e.score >= CAST(? AS REAL))"), [least.to_string()]);
        }
        if let Some(from) = self.from {
            found.and(&format!("({or_changed} e.last >= ?)"), [from.to_string()]);
        }
        let by_then = day.map_or(String::new(), |day| format!("t.published > '' AND t.published <= '{day}' AND"));
        found.any(&ways.language.replace("{by_then}", &by_then), self.langs.clone());
        found.any(&ways.outlet.replace("{by_then}", &by_then), self.sources.clone());
        found.any(ways.said_by, self.said_by.clone());
        found.any(TOLD_AS, self.told_as.iter().map(|status| status.name().to_owned()).collect());
        if let Some(bound) = self.doubtful {
            found.and(DOUBTED, [bound.to_string()]);
        }
        if let Some(named) = &self.named {
            // As one value: there may be more of them than a statement takes.
            found.and("e.name IN (SELECT value FROM json_each(?))", [json!(named).to_string()]);
        }
        if let Some(articles) = &self.articles {
            found.and(OF_ARTICLES, [json!(articles).to_string()]);
        }
        if let Some(Mark { article, event }) = self.after {
            let first = (article + 1) << WITHIN;
            found.and(ways.after, [event, first].map(|number| number.to_string()));
        }
        if self.is_news {
            found.and("e.name IN (SELECT event FROM news WHERE at > '')", []);
        }
        for having in &self.having {
            match having {
                Having::Prediction(_) if let Some(day) = day => {
                    found.and(ANNOUNCED_THEN, [day.to_string(), day.to_string()]);
                }
                _ => {
                    let (condition, value) = having.condition(ways, day.is_some());
                    found.and(condition, value);
                }
            }
        }
        if !self.ids.is_empty() {
            let one = "e.name GLOB ? OR e.id IN (SELECT event FROM redirect WHERE old GLOB ?)";
            let marks = vec![one; self.ids.len()].join(" OR ");
            let plain = |id: &String| id.chars().filter(char::is_ascii_alphanumeric).collect::<String>() + "*";
            found.and(&format!("({marks})"), self.ids.iter().flat_map(|id| [plain(id), plain(id)]));
        }
        found
    }

    /// Whether it asks for events of the confidence that is kept of their past: that of briefings.
    pub(super) fn asks_for_the_sure(&self) -> bool {
        self.min_confidence == Some(LEAST_SCORE)
    }

    /// Whether an event as it was on the day asked for meets the conditions that depend on it.
    pub(super) fn admits(&self, kept: &Kept) -> bool {
        let event = &kept.event;
        let days = event.time.map(|time| (time.start, time.end)).or(kept.told.0.map(|day| (day, day)));
        days.is_none_or(|(first, last)| {
            self.from.is_none_or(|from| last >= from) && self.to.is_none_or(|to| first <= to)
        }) && (self.statuses.is_empty() || self.statuses.contains(&event.status))
            && event.origins >= self.min_origins
            && self.min_confidence.is_none_or(|least| event.score >= least)
    }
}

/// The code of an actor without its sector: `PER` of `PER GOV`.
pub(crate) fn code_of(key: &str) -> &str {
    key.split_once(' ').map_or(key, |(code, _)| code)
}

/// How it is found out whether an event meets a condition.
struct Ways {
    /// Actors take part.
    actors: &'static str,
    part: &'static str,
    /// One acts towards the other, or both act together.
    dyad: &'static str,
    /// New itself, and told by a new article.
    after: &'static str,
    disputed: &'static str,
    disputed_about: &'static str,
    /// Told by a passage on which another takes a stand.
    stood: &'static str,
    outlet: &'static str,
    language: &'static str,
    said_by: &'static str,
}

/// Those that meet it are listed, once for all events: few meet it.
const LISTED: Ways = Ways {
    actors: "e.id IN (SELECT event FROM part WHERE code IN (??))",
    part: "e.id IN (SELECT event FROM part WHERE code = ?)",
    dyad: "e.id IN (SELECT event FROM pair WHERE actor = ? AND recipient = ?
        UNION SELECT event FROM pair WHERE actor = ? AND recipient = ?)",
    after: "e.id > CAST(? AS INTEGER) AND e.id IN (SELECT event FROM mention WHERE id >= CAST(? AS INTEGER))",
    disputed: "e.id IN (SELECT event FROM dispute)",
    disputed_about: "e.id IN (SELECT event FROM dispute WHERE field = ?)",
    stood: "e.id IN (SELECT m.event FROM stand s CROSS JOIN mention m ON m.id = s.act)",
    outlet: "e.id IN (SELECT m.event FROM article t
        JOIN mention m ON m.id BETWEEN t.id << 16 AND (t.id << 16) + 65535 WHERE {by_then} t.source IN (??))",
    // Of a language there is much: its articles are listed, and each event is looked at.
    language: "EXISTS (SELECT 1 FROM mention m WHERE m.event = e.id AND m.event > 0
        AND m.id >> 16 IN (SELECT t.id FROM article t WHERE {by_then} t.lang IN (??)))",
    said_by: "e.id IN (SELECT m.event FROM speaker s CROSS JOIN mention m ON m.id = s.mention WHERE s.code IN (??))",
};

/// The rows of each event are looked at.
const ASKED: Ways = Ways {
    actors: "EXISTS (SELECT 1 FROM part p WHERE p.event = e.id AND p.code IN (??))",
    part: "EXISTS (SELECT 1 FROM part p WHERE p.event = e.id AND p.code = ?)",
    dyad: "EXISTS (SELECT 1 FROM pair p WHERE p.event = e.id
        AND (p.actor = ? AND p.recipient = ? OR p.actor = ? AND p.recipient = ?))",
    after: "e.id > CAST(? AS INTEGER)
        AND EXISTS (SELECT 1 FROM mention m WHERE m.event = e.id AND m.event > 0 AND m.id >= CAST(? AS INTEGER))",
    disputed: "EXISTS (SELECT 1 FROM dispute d WHERE d.event = e.id)",
    disputed_about: "EXISTS (SELECT 1 FROM dispute d WHERE d.event = e.id AND d.field = ?)",
    stood: "EXISTS (SELECT 1 FROM mention m CROSS JOIN stand s ON s.act = m.id WHERE m.event = e.id AND m.event > 0)",
    outlet: "EXISTS (SELECT 1 FROM mention m JOIN article t ON t.id = m.id >> 16
        WHERE m.event = e.id AND m.event > 0 AND {by_then} t.source IN (??))",
    language: "EXISTS (SELECT 1 FROM mention m JOIN article t ON t.id = m.id >> 16
        WHERE m.event = e.id AND m.event > 0 AND {by_then} t.lang IN (??))",
    said_by: "EXISTS (SELECT 1 FROM mention m CROSS JOIN speaker s ON s.mention = m.id
        WHERE m.event = e.id AND m.event > 0 AND s.code IN (??))",
};

const TOLD_AS: &str = "EXISTS (SELECT 1 FROM mention m WHERE m.event = e.id AND m.event > 0 AND m.status IN (??))";

const DOUBTED: &str = "(e.score < CAST(? AS REAL) OR EXISTS (SELECT 1 FROM dispute d WHERE d.event = e.id))
    AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.event = e.id AND d.undone = 0)";

const OF_ARTICLES: &str = "e.id IN (SELECT m.event FROM json_each(?) t
    CROSS JOIN mention m ON m.id BETWEEN t.value << 16 AND (t.value << 16) + 65535)";

const ANNOUNCED: &str = "EXISTS (SELECT 1 FROM prediction p WHERE p.event = e.id)";
const ANNOUNCED_THEN: &str = "EXISTS (SELECT 1 FROM announced p WHERE p.event = e.id AND p.since <= ? AND p.until > ?)";

/// What became of an announcement; of what is open and was due before the youngest article nothing is heard any more.
const CAME_SO: &str = "EXISTS (SELECT 1 FROM prediction p WHERE p.event = e.id AND p.outcome = ?)";
const FELL_SILENT: &str =
    "EXISTS (SELECT 1 FROM prediction p WHERE p.event = e.id AND p.again = 0 AND (p.outcome = 'silent'
    OR p.outcome = 'open' AND p.due > '' AND p.due < (SELECT max(published) FROM article)))";
const STILL_OPEN: &str =
    "EXISTS (SELECT 1 FROM prediction p WHERE p.event = e.id AND p.again = 0 AND p.outcome = 'open'
    AND (p.due = '' OR p.due >= (SELECT max(published) FROM article)))";

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::super::schema::migrate;
    use super::{Filter, Having, Mark, Rows, Where};
    use rusqlite::{Connection, params_from_iter};
    use std::path::Path;

    /// Two events, told by an article each; the first by the second article too.
    const ROWS: &str = "
        INSERT INTO article(id, doc, hash, title, published, lang, source, origin, rest)
            VALUES(1, 'a', 'a', '', '2024-01-01', 'de', 'X', 1, ''), (2, 'b', 'b', '', '2024-01-02', 'en', 'Y', 2, '');
        INSERT INTO event VALUES(1, 'e1', 'ACCUSE', NULL, 'reported', '2024-01-01', '2024-01-01', '2024-01-01', '2024-01-02', 2, 2, 0.9, 0, 0, '2024-01-02'),
            (2, 'e2', 'AGREE', NULL, 'planned', '2024-01-03', '2024-01-03', '2024-01-02', '2024-01-02', 1, 1, 0.4, 0, 0, '2024-01-02');
        INSERT INTO mention(id, event, day, status, published, sentence, record)
            VALUES(65536, 1, 0, '', '2024-01-01', '', ''), (131072, 1, 0, '', '2024-01-02', '', ''), (131073, 2, 0, '', '2024-01-02', '', '');
        INSERT INTO part VALUES('PER', '2024-01-01', 1, 'a', '', ''), ('PER GOV', '2024-01-01', 1, 'a', '', ''),
            ('CHL', '2024-01-01', 1, 'r', '', ''), ('CHL', '2024-01-03', 2, 'a', '', '');
        INSERT INTO pair VALUES('PER', 'CHL', '2024-01-01', 1, '', NULL, ''), ('CHL', 'BOL', '2024-01-03', 2, '', NULL, '');
        INSERT INTO speaker VALUES('RUS', 131072), ('RUS', 131073), ('RUS GOV', 131072);
        INSERT INTO dispute VALUES(2, 'who', '', 0, '');
        INSERT INTO stand VALUES(65536, 65537);";

    fn met(connection: &Connection, conditions: &Where) -> Vec<i64> {
        let sql = format!("SELECT e.id FROM event e WHERE {} ORDER BY e.id", conditions.text());
        let mut statement = connection.prepare(&sql).unwrap();
        let rows = statement.query_map(params_from_iter(&conditions.values), |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    }

    #[test]
    fn a_condition_is_met_by_the_same_events_however_they_are_asked() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection, Path::new("x.demarche")).unwrap();
        connection.execute_batch(ROWS).unwrap();
        let text = |text: &str| text.to_owned();
        let dyad = |a, b| Filter { dyad: Some((text(a), text(b))), ..Filter::default() };
        let having = |having| Filter { having: vec![having], ..Filter::default() };
        for (filter, expected) in [
            (Filter { actors: vec![text("PER")], ..Filter::default() }, vec![1]),
            (Filter { actors: vec![text("CHL"), text("PER")], ..Filter::default() }, vec![1, 2]),
            (dyad("CHL", "PER GOV"), vec![1]),
            (dyad("BOL", "CHL"), vec![2]),
            (Filter { sources: vec![text("X")], ..Filter::default() }, vec![1]),
            (Filter { sources: vec![text("Y")], ..Filter::default() }, vec![1, 2]),
            (Filter { langs: vec![text("de")], ..Filter::default() }, vec![1]),
            (Filter { said_by: vec![text("RUS GOV")], ..Filter::default() }, vec![1]),
            (Filter { said_by: vec![text("RUS"), text("PER")], ..Filter::default() }, vec![1, 2]),
            (Filter { named: Some(vec![text("e2"), text("e3")]), ..Filter::default() }, vec![2]),
            (Filter { articles: Some([1].into()), ..Filter::default() }, vec![1]),
            (Filter { articles: Some([2, 3].into()), ..Filter::default() }, vec![1, 2]),
            (having(Having::Dispute(None)), vec![2]),
            (having(Having::Position(None)), vec![1]),
            (Filter { after: Some(Mark { article: 1, event: 1 }), ..Filter::default() }, vec![2]),
            (Filter { after: Some(Mark { article: 1, event: 0 }), ..Filter::default() }, vec![1, 2]),
        ] {
            for conditions in [filter.conditions(), filter.conditions_on_each(Rows::Event), filter.conditions_on_one()]
            {
                assert_eq!(met(&connection, &conditions), expected, "{}", conditions.text());
            }
        }
    }
}
