//! Events in; where each stands on a line of time and on a map out.

use super::{Early, Sight};
use crate::project::{Filter, Kept, code_of};
use demarche::event::{Event, Outcome, Prediction};
use demarche::mention::{Precision, Status};
use demarche::resources::atlas::Atlas;
use demarche::tell::drawn::{self, Figure, Spot, Told};
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Parts of a degree that tell places apart.
const PARTS: f64 = 100.0;

/// What was announced for an event that came: when it was said, and when it came.
type Came = BTreeMap<i64, (Date, Date)>;

impl<'a> Sight<'a> {
    /// When the events were, in lanes.
    pub(crate) fn lanes(&self, events: &[Kept], id: &'a str) -> anyhow::Result<Figure> {
        let came = self.came(events)?;
        let mut told: Vec<Told> = Vec::new();
        for kept in events {
            told.extend(self.told(kept, &came));
        }
        Ok(drawn::lanes(&self.showing(id), &told))
    }

    /// The same without what became of announcements: a look at what happened when.
    pub(crate) fn strip(&self, events: &[Kept], id: &'a str) -> Figure {
        let told: Vec<Told> = events.iter().filter_map(|kept| self.told(kept, &Came::new())).collect();
        drawn::lanes(&self.showing(id), &told)
    }

    /// Announcements of these events that came true, by the number of the event.
    fn came(&self, events: &[Kept]) -> anyhow::Result<Came> {
        let mut came = Came::new();
        let today = self.project.today(self.filter)?;
        for kept in events {
            let made = self.project.predictions_of(self.filter, kept, today)?;
            came.extend(self.first_came(kept, made.into_iter().rev())?.map(|days| (kept.number, days)));
        }
        Ok(came)
    }

    /// The first of the announcements of an event that came true: when it was said, and when it came.
    fn first_came(&self, kept: &Kept, made: impl Iterator<Item = Prediction>) -> anyhow::Result<Option<(Date, Date)>> {
        for prediction in made {
            if !matches!(prediction.outcome, Outcome::Happened | Outcome::Late) {
                continue;
            }
            let said = self.project.quote(prediction.made)?.and_then(|quote| quote.published.parse().ok());
            let settled = prediction.settled.map(|at| self.project.quote(at)).transpose()?.flatten();
            let settled = settled.and_then(|q| q.mention.time.map(|t| t.start).or(q.published.parse().ok()));
            let day = kept.event.time.map(|t| t.start).or(settled);
            if let (Some(said), Some(day)) = (said, day)
                && said <= day
            {
                return Ok(Some((said, day)));
            }
        }
        Ok(None)
    }

    /// Of events those that stand long before all others, and the others.
    pub(crate) fn apart(events: Vec<Kept>) -> (Vec<Kept>, Option<Early>) {
        let day = |kept: &Kept| kept.event.time.map(|time| time.end).or(kept.told.0);
        let early = Early::of(events.iter().filter_map(day).collect());
        let Some(rest) = early.map(|early| early.rest) else { return (events, None) };
        (events.into_iter().filter(|kept| day(kept).is_none_or(|day| day >= rest)).collect(), early)
    }

    fn told(&self, kept: &Kept, came: &Came) -> Option<Told> {
        let event = &kept.event;
        let (first, last, soft) = match event.time {
            Some(time) => (time.start, time.end, time.precision != Precision::Day),
            None => (kept.told.0?, kept.told.0?, true),
        };
        let one = Told {
            id: event.id.clone(),
            lane: lane(event, self.filter),
            first,
            last,
            soft,
            status: event.status,
            quad: event.kind.quad(),
            became: None,
            when: (self.when)(kept),
            what: (self.fact)(event),
        };
        Some(match came.get(&kept.number) {
            Some((said, day)) => Told { first: *said, last: *said, soft: false, became: Some(*day), ..one },
            None => one,
        })
    }

    /// Where the events were and whose they are.
    pub(crate) fn map(&self, events: &[Kept], atlas: &Atlas, whole: bool, id: &'a str) -> anyhow::Result<Figure> {
        let (mut states, mut places) = (BTreeMap::new(), BTreeMap::new());
        for Kept { event, .. } in events {
            let codes: BTreeSet<&str> =
                event.actors.iter().chain(&event.recipients).map(|actor| actor.code.as_str()).collect();
            for code in codes {
                self.count(event, states.entry(code.to_owned()).or_default());
            }
            if let Some(place) = &event.place
                && let Some(at) = place.lat.zip(place.lon)
            {
                // Each language has a name of its own for a place, and all say where it lies.
                let where_it_lies = [at.0, at.1].map(|degrees| (degrees * PARTS).round() as i64);
                let sum: &mut Sum = places.entry(where_it_lies).or_default();
                sum.at = Some(at);
                sum.state.clone_from(&place.country);
                *sum.names.entry(place.name.clone()).or_default() += 1;
                self.count(event, sum);
            }
        }
        let states: Vec<Spot> = states.into_iter().map(|(code, sum): (String, Sum)| sum.spot(code)).collect();
        let places: Vec<Spot> = places.into_values().map(|sum| self.place(sum)).collect();
        Ok(drawn::map(&self.showing(id), atlas, &states, &places, whole))
    }

    /// A place by the name that most articles have for it, where the reader's language has no other for that.
    fn place(&self, sum: Sum) -> Spot {
        let most =
            sum.names.iter().max_by_key(|(name, count)| (**count, Reverse(*name))).map(|(name, _)| name.as_str());
        let most = most.unwrap_or_default();
        let own = sum.state.as_deref().and_then(|state| self.showing.wording.towns.name(state, most));
        let name = own.unwrap_or(most).to_owned();
        sum.spot(name)
    }

    fn count(&self, event: &Event, sum: &mut Sum) {
        sum.events += 1;
        if event.status == Status::Reported {
            sum.done += 1;
            sum.score += self.ontology.score(event.kind, event.mode);
        }
    }
}

/// Events at a place or of a state.
#[derive(Default)]
struct Sum {
    at: Option<(f64, f64)>,
    state: Option<String>,
    /// How often articles call it so.
    names: BTreeMap<String, usize>,
    events: usize,
    done: usize,
    score: f64,
}

impl Sum {
    fn spot(self, name: String) -> Spot {
        let told = self.names.into_keys().collect();
        let tone = (self.done > 0).then(|| self.score / self.done as f64);
        Spot { name, told, at: self.at, events: self.events, tone }
    }
}

/// Whose lane an event stands in: that of the pair that is asked for, else of its first pair, or of the pair with the one who
/// is asked for.
fn lane(event: &Event, filter: &Filter) -> Vec<String> {
    let codes =
        |actors: &[demarche::mention::Actor]| -> Vec<String> { actors.iter().map(|a| a.code.clone()).collect() };
    let (from, to) = (codes(&event.actors), codes(&event.recipients));
    let all: Vec<&String> = from.iter().chain(&to).collect();
    if let Some((one, other)) = &filter.dyad {
        let pair = [code_of(one), code_of(other)].map(str::to_owned);
        if pair.iter().all(|code| all.contains(&code)) {
            return BTreeSet::from(pair).into_iter().collect();
        }
    }
    let asked = filter.actors.iter().map(|code| code_of(code));
    let one = asked.into_iter().find_map(|code| all.iter().find(|c| c.as_str() == code)).copied();
    let one = one.or(from.first()).or(to.first());
    let Some(one) = one else { return Vec::new() };
    let other = if from.contains(one) && !to.is_empty() { to.first() } else { from.first() };
    let other = other.filter(|other| *other != one).or_else(|| all.iter().find(|c| **c != one).copied());
    let mut lane: Vec<String> = [Some(one), other].into_iter().flatten().cloned().collect();
    lane.sort();
    lane
}
