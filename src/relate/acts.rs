//! Events in, one act for every ordered pair of sides out: who, to whom, on which day, of which class, how friendly.
//! Acts are what relations are counted from, whether they come from articles or from a table.

use super::directions;
use super::foresee::EventTable;
use crate::event::{Coded, Event, Linked, MentionRef, Outcome};
use crate::mention::{EventType, Mode, Quad, Status};
use crate::resources::ontology::Ontology;
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// What one side did to another on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Act {
    /// Day since 1970.
    pub day: u32,
    /// Index of the event, or row of the table.
    pub event: u32,
    /// The same in both directions of a reciprocal act, which are one.
    pub one: u32,
    pub quad: Option<Quad>,
    /// −10 to 10; none where the kind of act is unknown.
    pub score: Option<f64>,
}

/// Acts by the names of the two sides, each pair's in order of days and then of events.
pub type Acts = BTreeMap<(String, String), Vec<Act>>;

/// The day as a number; nothing before 1970.
pub fn day(date: Date) -> Option<u32> {
    let days = date.since(Date::constant(1970, 1, 1)).ok()?.get_days();
    u32::try_from(days).ok()
}

/// The day of a number.
pub fn date(day: u32) -> Option<Date> {
    Date::constant(1970, 1, 1).checked_add(jiff::Span::new().try_days(i64::from(day)).ok()?).ok()
}

/// Events of a lower score are wrong more often than right.
pub const LEAST_SCORE: f64 = 0.35;

/// Whether an event counts as done.
pub fn is_done(event: &Event) -> bool {
    event.status == Status::Reported && event.score >= LEAST_SCORE
}

/// Whether an event was announced as to come: what is feared or held possible is not.
pub fn is_announced(event: &Event) -> bool {
    event.status == Status::Planned && event.score >= LEAST_SCORE
}

/// The day on which an event counts: the first of its time; where no article tells it, that of the first article.
pub fn first_day(event: &Event, told: Option<Date>) -> Option<Date> {
    event.time.as_ref().map(|time| time.start).or(told)
}

/// What the articles report as done, as rows of a table: subject, kind (the type, with its mode), object and day. What has
/// no day has no place in a series.
pub fn rows(coded: &[Coded], linked: &Linked) -> Vec<([String; 3], u32)> {
    let published = |at: &MentionRef| coded.get(at.article)?.article.published.as_ref().map(|published| published.0);
    let mut rows = Vec::new();
    for event in linked.events.iter().filter(|event| is_done(event)) {
        let told = event.mentions.iter().filter_map(published).min();
        let Some(day) = first_day(event, told).and_then(day) else { continue };
        let kind = kind(event);
        rows.extend(directions(event).into_iter().map(|(from, to)| ([from, kind.clone(), to], day)));
    }
    rows
}

/// How many events that are reported as done between two are left out for their low confidence.
pub fn doubtful(linked: &Linked) -> usize {
    let is_low = |event: &&Event| event.status == Status::Reported && event.score < LEAST_SCORE;
    linked.events.iter().filter(is_low).filter(|event| !directions(event).is_empty()).count()
}

/// Something announced that is still to come.
#[derive(Clone, Debug, PartialEq)]
pub struct Announced {
    /// Days of the announcement and, where it is told, the last for which it was announced.
    pub said: u32,
    pub due: Option<u32>,
    pub subject: String,
    pub kind: String,
    pub object: String,
}

/// What is announced and open on a day, by pairs of codes, in order of announcement.
pub fn announced(coded: &[Coded], linked: &Linked, today: u32) -> Vec<Announced> {
    let mut all = Vec::new();
    for one in linked.predictions.iter().filter(|one| matches!(one.outcome, Outcome::Open | Outcome::Silent)) {
        let Some(event) = linked.events.get(one.event).filter(|event| is_announced(event)) else { continue };
        let published = coded.get(one.made.article).and_then(|coded| coded.article.published.as_ref());
        let Some(said) = published.and_then(|published| day(published.0)) else { continue };
        let due = event.time.as_ref().and_then(|time| day(time.end));
        if due.is_some_and(|due| due < today) {
            continue;
        }
        for (subject, object) in directions(event) {
            all.push(Announced { said, due, subject, kind: kind(event), object });
        }
    }
    once(all)
}

/// In order of announcement, each once: what two will do with one another is one thing.
pub fn once(mut all: Vec<Announced>) -> Vec<Announced> {
    let turned = |one: &Announced| {
        let (subject, object) = (one.object.clone(), one.subject.clone());
        Announced { subject, object, kind: one.kind.clone(), ..*one }
    };
    let key = |one: &Announced| (one.said, one.due, one.subject.clone(), one.kind.clone(), one.object.clone());
    let back: BTreeSet<_> = all.iter().filter(|one| one.subject < one.object).map(|one| key(&turned(one))).collect();
    all.retain(|one| !back.contains(&key(one)));
    all.sort_by(|a, b| (a.said, &a.subject, &a.object, &a.kind).cmp(&(b.said, &b.subject, &b.object, &b.kind)));
    all.dedup();
    all
}

/// What one source announced, and what became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Foretold {
    pub made: usize,
    /// Came true, the late among them.
    pub came: usize,
    pub late: usize,
    /// Called off or contradicted.
    pub failed: usize,
}

impl Foretold {
    /// Counts so many announcements of which this became.
    pub fn note(&mut self, outcome: Outcome, count: usize) {
        self.made += count;
        match outcome {
            Outcome::Happened => self.came += count,
            Outcome::Late => (self.came, self.late) = (self.came + count, self.late + count),
            Outcome::Cancelled | Outcome::Contradicted => self.failed += count,
            Outcome::Open | Outcome::Silent => {}
        }
    }
}

/// The announcements by the outlet that told them.
pub fn by_source(coded: &[Coded], linked: &Linked) -> BTreeMap<String, Foretold> {
    let mut all: BTreeMap<String, Foretold> = BTreeMap::new();
    let is_sure = |at: usize| linked.events.get(at).is_some_and(|event| event.score >= LEAST_SCORE);
    for one in linked.predictions.iter().filter(|one| is_sure(one.event)) {
        let Some(article) = coded.get(one.made.article).map(|coded| &coded.article) else { continue };
        let name = article.source.clone().unwrap_or_else(|| article.id.clone());
        all.entry(name).or_default().note(one.outcome, 1);
    }
    all
}

/// The type of an event, with its mode.
fn kind(event: &Event) -> String {
    event.mode.map_or_else(|| event.kind.to_string(), |mode| format!("{} {mode}", event.kind))
}

/// The acts of a table. The score is that of the type and mode, or of the acts with the same CAMEO code.
pub fn of_table(ontology: &Ontology, table: &EventTable) -> Acts {
    let weigh = |kind: u32| {
        let name = table.kinds.get(kind as usize).map_or("", String::as_str);
        let quad = table.classes.get(kind as usize).copied().flatten();
        (quad, score(ontology, name).or_else(|| quad.map(usual)))
    };
    let weights: Vec<(Option<Quad>, Option<f64>)> = (0..table.kinds.len() as u32).map(weigh).collect();
    let mut acts: BTreeMap<[u32; 2], Vec<Act>> = BTreeMap::new();
    // What two do to one another on a day and has one name is one act with two directions, as many times as both have it.
    // The rows of a day stand together, and of a day those that say the same.
    let mut first: FxHashMap<(u32, [u32; 2], usize), u32> = FxHashMap::default();
    let (mut before, mut nth) = (None, 0);
    for (row, event) in table.events.iter().enumerate() {
        let [from, kind, to] = event.triple;
        nth = if before == Some(event) { nth + 1 } else { 0 };
        if before.is_none_or(|before| before.day != event.day) {
            first.clear();
        }
        before = Some(event);
        let one = *first.entry((kind, [from.min(to), from.max(to)], nth)).or_insert(row as u32);
        let (quad, score) = weights.get(kind as usize).copied().unwrap_or_default();
        if from != to {
            let act = Act { day: event.day, event: row as u32, one, quad, score };
            acts.entry([from, to]).or_default().push(act);
        }
    }
    let name = |actor: u32| table.actors.get(actor as usize).cloned().unwrap_or_default();
    acts.into_iter().map(|([from, to], acts)| ((name(from), name(to)), acts)).collect()
}

/// The score of a kind of act by its name: a type, perhaps with its mode, or a CAMEO code.
fn score(ontology: &Ontology, name: &str) -> Option<f64> {
    let mut words = name.split([' ', '_', '-', ':', '.']);
    let first = words.next()?;
    if let Ok(kind) = first.parse::<EventType>() {
        let mode = words.next().and_then(|mode| mode.parse::<Mode>().ok()).filter(|m| kind.modes().contains(m));
        return Some(ontology.score(kind, mode));
    }
    let is_code = (2..=4).contains(&first.len()) && first.chars().all(|c| c.is_ascii_digit());
    if is_code { ontology.score_of_cameo(first) } else { None }
}

/// Half of what is most for the class: known to be of a class, but not which act.
fn usual(quad: Quad) -> f64 {
    match quad {
        Quad::VerbalCooperation => 3.0,
        Quad::MaterialCooperation => 6.0,
        Quad::VerbalConflict => -4.0,
        Quad::MaterialConflict => -8.0,
    }
}
