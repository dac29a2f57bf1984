//! The sections that tell events: key statements, the timeline, what lies back, and what third parties do in words.

use super::super::document::{Entry, Group, Statement};
use super::super::rank::{ranked, various};
use super::super::stories::{Story, stories};
use super::super::teller::{Teller, Wish};
use super::super::when::when;
use super::{listed, merged, told, told_once};
use crate::event::Event;
use crate::mention::{Actor, EventType, Quad, Sector, Status};
use std::collections::BTreeSet;

const MOST_KEYS: usize = 8;
/// Of each story where there are several.
const FEWEST_KEYS: usize = 3;
const MOST_VOICES: usize = 10;
const MOST_HISTORY: usize = 10;
/// A batch of a few articles is told whole; of a large one the weightiest events.
const MOST_DATED: usize = 200;
const MOST_UNDATED: usize = 24;
/// Passages quoted below one date; the other statements of that date stay short.
const QUOTES_BELOW_DATE: usize = 1;

/// The events that a reader must know, and what the sentences say of them.
pub(in super::super) fn keys(teller: &mut Teller<'_>) -> (Vec<Group>, BTreeSet<usize>) {
    let done = |e: &Event| !e.historical && matches!(e.status, Status::Reported | Status::Claimed | Status::Denied);
    let stories = stories(teller);
    if !stories.is_empty() {
        return keys_by_story(teller, &stories, indices(teller, done));
    }
    let chosen = various(teller, indices(teller, done), MOST_KEYS);
    (listed(told_once(teller, chosen.iter().copied())), chosen.into_iter().collect())
}

/// The same below a heading for each story.
fn keys_by_story(teller: &mut Teller<'_>, stories: &[Story], all: Vec<usize>) -> (Vec<Group>, BTreeSet<usize>) {
    let each = (MOST_KEYS / stories.len()).max(FEWEST_KEYS);
    let mut groups = Vec::new();
    let mut known = BTreeSet::new();
    for story in stories {
        let own = all.iter().copied().filter(|index| teller.event(*index).is_some_and(|e| story.tells(e)));
        let chosen = various(teller, own.filter(|index| !known.contains(index)).collect(), each);
        known.extend(chosen.iter().copied());
        let heading = Some(story.label.clone());
        let told = listed(told_once(teller, chosen));
        groups.extend(told.into_iter().map(|group| Group { heading: heading.clone(), ..group }));
    }
    (groups, known)
}

/// All dated events by year and date, then what has no date and is told nowhere else.
pub(in super::super) fn timeline(teller: &mut Teller<'_>, keys: &BTreeSet<usize>) -> Vec<Group> {
    let happened = |e: &Event| !e.historical && !matches!(e.status, Status::Planned | Status::Possible);
    let all = indices(teller, happened);
    let (mut dated, undated): (Vec<usize>, Vec<usize>) =
        all.into_iter().partition(|index| teller.time(*index).is_some());
    dated = ranked(teller, dated).into_iter().take(MOST_DATED).collect();
    dated.sort_by_key(|index| (teller.time(*index).map(|t| (t.start, t.end)), *index));
    let mut groups: Vec<Group> = Vec::new();
    let mut days: Vec<(i16, String, Vec<usize>)> = Vec::new();
    for index in dated {
        let Some((year, label)) = date(teller, index) else { continue };
        match days.last_mut().filter(|(y, l, _)| (*y, l) == (year, &label)) {
            Some((_, _, events)) => events.push(index),
            None => days.push((year, label, vec![index])),
        }
    }
    for (year, label, events) in days {
        let statements = of_one_date(teller, events);
        if statements.is_empty() {
            continue;
        }
        let entry = Entry { lead: Some(label), statements };
        let heading = Some(year.to_string());
        match groups.last_mut().filter(|g| g.heading == heading) {
            Some(group) => group.entries.push(entry),
            None => groups.push(Group { heading, entries: vec![entry] }),
        }
    }
    let main = main_pair(teller);
    let elsewhere = |teller: &Teller<'_>, index: usize| {
        keys.contains(&index)
            || teller.is_disputed(index)
            || teller.event(index).is_some_and(|e| is_voice(teller, e, &main))
    };
    let rest: Vec<usize> = undated.into_iter().filter(|index| !elsewhere(teller, *index)).collect();
    let rest = various(teller, rest, MOST_UNDATED);
    let statements = told_once(teller, rest);
    let heading = Some(teller.label("undated").to_owned());
    groups.extend(listed(statements).into_iter().map(|group| Group { heading: heading.clone(), ..group }));
    groups
}

fn date(teller: &Teller<'_>, index: usize) -> Option<(i16, String)> {
    let event = teller.event(index)?;
    let articles: BTreeSet<usize> = event.mentions.iter().map(|place| place.article).collect();
    let published: Vec<_> = articles.into_iter().filter_map(|a| teller.published(a)).collect();
    let time = teller.time(index)?;
    Some((time.start.year(), when(teller.phrases(), time, &published).label))
}

/// The weightiest first and with its passage; the others in a word each.
fn of_one_date(teller: &mut Teller<'_>, events: Vec<usize>) -> Vec<Statement> {
    teller.namer.forget();
    let mut quoted = 0;
    let mut statements = Vec::new();
    for index in ranked(teller, events) {
        let wish = if quoted < QUOTES_BELOW_DATE { Wish::BELOW_DATE } else { Wish::BRIEF_BELOW_DATE };
        let made = teller.make(index, wish).filter(|made| !made.says_nothing());
        let Some(statement) = made.map(|made| made.statement) else { continue };
        quoted += usize::from(statement.text.contains(": "));
        statements.push(statement);
    }
    merged(statements)
}

/// What lies more than two years before its article.
pub(in super::super) fn background(teller: &mut Teller<'_>) -> Vec<Group> {
    let past = |e: &Event| e.historical && !matches!(e.status, Status::Planned | Status::Possible);
    let dated = indices(teller, past).into_iter().filter(|index| teller.time(*index).is_some()).collect();
    let mut chosen: Vec<usize> = ranked(teller, dated).into_iter().take(MOST_HISTORY).collect();
    chosen.sort_by_key(|index| (teller.time(*index).map_or((1, None), |t| (0, Some(t.start))), *index));
    listed(told(teller, chosen))
}

/// Criticism, demands and support from outside the main relation, and what media and experts there say; not what is
/// told as a stand on something else.
pub(in super::super) fn said_by_thirds(teller: &mut Teller<'_>, stands: &BTreeSet<usize>) -> Vec<Statement> {
    let main = main_pair(teller);
    let mut voices = indices(teller, |e| is_voice(teller, e, &main));
    voices.retain(|index| teller.is_told(*index) && !stands.contains(index));
    let mut chosen = various(teller, voices, MOST_VOICES);
    chosen.sort_unstable();
    told(teller, chosen)
}

fn is_voice(teller: &Teller<'_>, event: &Event, main: &BTreeSet<String>) -> bool {
    let outside = |a: &Actor| !main.contains(&a.code);
    let observer = |a: &Actor| {
        outside(a)
            && matches!(
                a.sector,
                Some(Sector::Med | Sector::Edu | Sector::Ngo | Sector::Cvl | Sector::Rel | Sector::Bus)
            )
    };
    let told = !event.historical && !matches!(event.status, Status::Planned | Status::Possible);
    let third = !event.symmetric && !event.actors.is_empty() && event.actors.iter().all(outside);
    let speaks = matches!(event.kind, EventType::Accuse | EventType::Request | EventType::Support);
    let observed = event.kind.quad() != Quad::MaterialConflict && event.actors.iter().any(observer);
    let reported = teller.supporting(event).iter().any(|(_, m)| m.said_by.iter().any(observer));
    told && (third && (speaks || observed) || reported)
}

/// The two actors between whom most happens.
pub(in super::super) fn main_pair(teller: &Teller<'_>) -> BTreeSet<String> {
    let foreign = teller.relations.iter().filter(|r| r.from != r.to);
    let told = |r: &&crate::relation::Relation| r.events.iter().filter(|e| teller.is_told(**e)).count();
    let most =
        foreign.filter(|r| told(r) > 0).max_by_key(|r| (told(r), std::cmp::Reverse((r.from.clone(), r.to.clone()))));
    most.map(|r| [r.from.clone(), r.to.clone()].into_iter().collect()).unwrap_or_default()
}

pub(in super::super) fn indices(teller: &Teller<'_>, wanted: impl Fn(&Event) -> bool) -> Vec<usize> {
    let all = teller.linked.events.iter().enumerate();
    all.filter(|(index, e)| teller.is_worth_telling(*index) && wanted(e)).map(|(index, _)| index).collect()
}

/// The weightiest of some events.
pub(in super::super) fn weightiest(teller: &Teller<'_>, events: &[usize]) -> Option<usize> {
    events.iter().copied().max_by(|a, b| teller.weight(*a).total_cmp(&teller.weight(*b)).then(b.cmp(a)))
}
