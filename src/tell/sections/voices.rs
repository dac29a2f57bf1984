//! What those say who are no party: what third parties did in words, how they stand to what others did, and who else is
//! heard: experts, forums, officials without a name, each in his own words.

use super::super::document::{Entry, Group, Statement};
use super::super::pattern::{Slots, capitalised, say};
use super::super::rank::ranked;
use super::super::teller::{Teller, Wish};
use super::super::when::when;
use super::{events, listed, plain};
use crate::event::{MentionRef, Position, Stance};
use crate::mention::{Actor, TimeSpan};
use crate::voice::{Manner, StatementRef, VoiceKind};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Events to which somebody takes a stand, and those who take the same.
const MOST_EVENTS: usize = 6;
const MOST_HOLDERS: usize = 5;
/// Passages of each kind of voice.
const MOST_HEARD: usize = 3;
/// Who speaks for a state or a body is told with its acts, and what media say is told with what they report.
const TOLD_ELSEWHERE: [VoiceKind; 3] = [VoiceKind::State, VoiceKind::Body, VoiceKind::Medium];

pub(in super::super) fn voices(teller: &mut Teller<'_>) -> Vec<Group> {
    let chosen = on_events(teller);
    let positions: &[Position] = &teller.linked.positions;
    let of_chosen = positions.iter().filter(|p| chosen.contains(&p.event));
    let stands: BTreeSet<MentionRef> =
        of_chosen.flat_map(|p| &p.stands).flat_map(|s| s.mentions.iter().copied()).collect();
    let told = stands.into_iter().filter_map(|place| teller.event_of(place)).collect();
    let mut groups = listed(events::said_by_thirds(teller, &told));
    let entries = chosen.into_iter().map(|event| on_event(teller, event)).collect();
    groups.extend(headed(teller, "stands", plain(entries)));
    let heard = VoiceKind::ALL.iter().filter(|kind| !TOLD_ELSEWHERE.contains(kind)).map(|kind| heard(teller, *kind));
    let heard = plain(heard.collect());
    groups.extend(headed(teller, "heard", heard));
    groups
}

fn headed(teller: &Teller<'_>, key: &str, groups: Vec<Group>) -> Vec<Group> {
    let heading = Some(teller.label(key).to_owned());
    groups.into_iter().map(|group| Group { heading: heading.clone(), ..group }).collect()
}

/// The weightiest events on which somebody takes a stand, in order of time; of what is told by no other sentence than the
/// stand, that sentence says all.
fn on_events(teller: &Teller<'_>) -> Vec<usize> {
    let sentence = |place: MentionRef| teller.mention(place).map(|m| (place.article, m.sentence));
    let mut stands: BTreeMap<usize, BTreeSet<_>> = BTreeMap::new();
    for position in &teller.linked.positions {
        let places = position.stands.iter().flat_map(|stand| stand.mentions.iter().copied());
        stands.entry(position.event).or_default().extend(places.filter_map(sentence));
    }
    stands.retain(|event, own| {
        let told = teller.event(*event).map(|event| event.mentions.iter().copied().filter_map(sentence));
        teller.is_worth_telling(*event) && told.is_some_and(|mut told| told.any(|place| !own.contains(&place)))
    });
    let mut chosen: Vec<usize> = ranked(teller, stands.into_keys().collect()).into_iter().take(MOST_EVENTS).collect();
    chosen.sort_unstable();
    chosen
}

/// The same stand, taken by some at one time, each with the passage that tells it first.
struct Taken<'a> {
    since: Option<Date>,
    stance: Stance,
    time: Option<TimeSpan>,
    holders: Vec<(&'a Actor, MentionRef)>,
}

/// The event, then each stand on it, the earliest first.
fn on_event(teller: &mut Teller<'_>, event: usize) -> Entry {
    teller.namer.forget();
    let mut statements: Vec<Statement> = teller.statement(event, Wish::BRIEF).into_iter().collect();
    if !statements.is_empty() {
        let mut stands: Vec<Taken<'_>> = Vec::new();
        for position in teller.linked.positions.iter().filter(|p| p.event == event) {
            for stand in &position.stands {
                let Some(first) = stand.mentions.first() else { continue };
                let time = teller.event_of(*first).and_then(|stand| teller.time(stand));
                match stands.iter_mut().find(|other| (other.stance, other.time) == (stand.stance, time)) {
                    Some(same) => same.holders.push((&position.holder, *first)),
                    None => {
                        let holders = vec![(&position.holder, *first)];
                        stands.push(Taken { since: stand.since, stance: stand.stance, time, holders });
                    }
                }
            }
        }
        stands.sort_by_key(|taken| (taken.since.is_none(), taken.since));
        for stand in stands {
            statements.extend(taken(teller, &stand));
        }
    }
    Entry { lead: None, statements }
}

/// "Frankreich und Polen kritisierten dies (15. Mai 2024)." Each holder with the passage that tells it first.
fn taken(teller: &mut Teller<'_>, stand: &Taken<'_>) -> Option<Statement> {
    let holders = stand.holders.get(..MOST_HOLDERS).unwrap_or(&stand.holders);
    let named: Vec<Actor> = holders.iter().map(|(holder, _)| (*holder).clone()).collect();
    let mut slots = Slots::default();
    slots.set("S", teller.namer.all(&named)?);
    if let Some(time) = stand.time {
        slots.text("d", when(teller.phrases(), time, &[]).label);
    }
    let text = capitalised(&say(teller.phrases(), &format!("stand.{}", stand.stance), &slots)?);
    let places: Vec<MentionRef> = holders.iter().map(|(_, place)| *place).collect();
    let told: BTreeSet<usize> = places.iter().filter_map(|place| teller.event_of(*place)).collect();
    let citations = teller.cite_all(&places);
    Some(Statement { text, citations, events: teller.ids(told) })
}

/// What voices of one kind say, first what is about those of whom the briefing tells most, and judgements before claims.
fn heard(teller: &mut Teller<'_>, kind: VoiceKind) -> Entry {
    let main = events::main_pair(teller);
    let voices = teller.linked.voices.iter().filter(|voice| voice.kind == kind);
    let mut places: Vec<StatementRef> = voices.flat_map(|voice| voice.statements.iter().copied()).collect();
    places.retain(|at| teller.said(*at).is_some_and(|said| !said.about.is_empty()));
    places.sort_by_cached_key(|at| {
        let said = teller.said(*at);
        let of_main = |said: &crate::voice::Statement| said.about.iter().filter(|a| main.contains(&a.code)).count();
        (said.map(|s| (std::cmp::Reverse(of_main(s)), s.manner == Manner::Claim)), *at)
    });
    let mut articles = BTreeSet::new();
    let mut statements = Vec::new();
    for at in places {
        if statements.len() < MOST_HEARD && !articles.contains(&at.article) {
            let quoted = words_of(teller, at);
            articles.extend(quoted.is_some().then_some(at.article));
            statements.extend(quoted);
        }
    }
    Entry { lead: Some(teller.label(&format!("voice.{kind}")).to_owned()), statements }
}

/// The passage, behind the name of the voice where it does not stand in the passage itself; nothing where the section has
/// quoted it before.
fn words_of(teller: &mut Teller<'_>, at: StatementRef) -> Option<Statement> {
    let said = teller.said(at)?;
    let core = said.cue.join(if said.sentence.covers(said.words) { said.words } else { said.cue });
    let (number, quote) = teller.quote_once(at.article, said.sentence, core)?;
    let outside = (!said.sentence.covers(said.words)).then(|| said.name.clone());
    let text = match outside {
        Some(name) => say(teller.phrases(), "heard.before", Slots::default().text("w", name).text("q", quote))?,
        None => quote,
    };
    let coded = teller.coded.get(at.article)?;
    let vouched = said.mentions(&coded.mentions).into_iter();
    let places = vouched.map(|mention| MentionRef { article: at.article, mention });
    let told: BTreeSet<usize> = places.filter_map(|place| teller.event_of(place)).collect();
    Some(Statement { text, citations: vec![number], events: teller.ids(told) })
}
