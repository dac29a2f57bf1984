//! Settled matches in, mentions out: time, place, numbers and confidence are added, what the codebook leaves out is
//! dropped.

use super::Coding;
use super::about;
use super::echo;
use super::fill::is_same;
use super::match_frames::Match;
use super::place;
use super::pointing::OF_NO_STATE;
use super::sides::{self, Sides};
use super::status::{Settled, promised};
use super::sureness;
use super::time_of;
use crate::article::Span;
use crate::mention::{Actor, EventType, Evidence, Mention, Mode, Sector, Status, TREATY, TimeSpan};
use crate::parse::{Mood, Tag, VerbComplex};
use crate::resources::frames::{Frame, Slot};
use crate::resources::gazetteer::EntityKind;

/// Turns matches into mentions, in order of the text.
pub(super) fn mentions(coding: &Coding<'_>, matches: &[Match], settled: &[Settled]) -> Vec<Mention> {
    let times = time_of::all(coding, matches, settled);
    let mut told: Vec<(usize, Mention)> = Vec::new();
    let sides = sides::all(coding, matches, settled);
    for (at, ((m, time), sides)) in matches.iter().zip(times).zip(sides).enumerate() {
        if let Some(mention) = mention(coding, m, &settled[at], time, sides)
            && (mention.kind == EventType::Retreat
                || is_vowed(coding, matches, m)
                || promised(coding, matches, m).is_none())
            && !vows(coding, matches, m, mention.kind)
            && !told.iter().any(|(_, other)| repeats(other, &mention))
        {
            told.push((at, mention));
        }
    }
    told.sort_by_key(|(_, m)| (m.sentence.start, m.trigger.start, m.trigger.end));
    let others: Vec<Vec<usize>> = told.iter().map(|(at, _)| about::of(coding, matches, settled, &told, *at)).collect();
    let mut mentions: Vec<Mention> = told.into_iter().map(|(_, mention)| mention).collect();
    for (mention, others) in mentions.iter_mut().zip(others) {
        mention.about = others.into_iter().map(|o| coding.parse.words[matches[o].word].span).collect();
    }
    echo::denials(coding, matches, settled, &mut mentions);
    mentions
}

/// An act of force that is promised; one that is refused stays with its refusal.
fn is_vowed(coding: &Coding<'_>, matches: &[Match], m: &Match) -> bool {
    let word = promised(coding, matches, m).filter(|_| coding.event(m).is_some_and(is_hostile));
    word.is_some_and(|w| matches.iter().any(|o| o.word == w && coding.event(o) == Some(EventType::Agree)))
}

/// "vowed to attack": no offer, but the plan of the act that is told with it.
fn vows(coding: &Coding<'_>, matches: &[Match], m: &Match, kind: EventType) -> bool {
    let hostile = |o: &Match| coding.event(o).is_some_and(is_hostile) && o.clause != m.clause;
    kind == EventType::Agree
        && m.phrase.is_none()
        && matches.iter().any(|o| o.phrase.is_none() && hostile(o) && promised(coding, matches, o) == Some(m.word))
}

/// Force and its preparation.
fn is_hostile(kind: EventType) -> bool {
    use EventType::{Assault, Coerce, Mobilize, Sanction};
    matches!(kind, Assault | Coerce | Mobilize | Sanction)
}

/// The same act told by two words of one sentence: "bei einem Treffen … trafen sich".
fn repeats(other: &Mention, new: &Mention) -> bool {
    let codes = |m: &Mention| {
        let mut all: Vec<String> = m.actors.iter().chain(&m.recipients).map(|a| a.code.clone()).collect();
        all.sort();
        all
    };
    other.sentence == new.sentence
        && other.kind == new.kind
        && other.status == new.status
        && other.trigger.overlaps(new.trigger)
        && codes(other) == codes(new)
}

/// The mention that a match makes, unless the codebook leaves it out.
fn mention(
    coding: &Coding<'_>,
    m: &Match,
    settled: &Settled,
    (time, own): (Option<TimeSpan>, bool),
    sides: Sides,
) -> Option<Mention> {
    let frame = coding.language.frames.frame(m.frame)?;
    let flags = frame.flags;
    let mut mention = draft(coding, m, settled, sides)?;
    let wants = |needed: bool, side: &[Actor]| needed && side.is_empty();
    // What nobody is quoted with is nobody's act.
    let untold = wants(flags.needs_actor || frame.is_quoted_speech(), &mention.actors)
        || wants(flags.needs_recipient, &mention.recipients);
    let codable = codable(mention.kind, &mention.actors, &mention.recipients);
    if untold || !codable || !coding.is_politics(&mention.actors, &mention.recipients) {
        return None;
    }
    // "Das Treffen findet am Montag statt": what lies ahead of the article is planned; not what is told in the past ("The
    // next day Chad attacked").
    let past = m.phrase.is_none() && coding.parse.clauses[m.clause].verb.as_ref().is_some_and(is_past);
    let ahead = time.zip(coding.article.published).is_some_and(|(t, (day, _))| t.start > day);
    let time = time.filter(|_| !(ahead && past));
    let ahead = ahead && !past;
    if ahead && mention.status == Status::Reported {
        mention.status = Status::Planned;
    }
    mention.historical = time.is_some_and(|t| time_of::is_history(coding, t));
    let foretold = matches!(mention.status, Status::Planned | Status::Possible);
    mention.time = time.filter(|t| !foretold || !time_of::has_passed(coding, *t));
    mention.evidence.features.extend(own.then(|| "own time".to_owned()));
    Some(mention)
}

/// A plain past: no modal, no speech that is only reported.
fn is_past(verb: &VerbComplex) -> bool {
    verb.past && !verb.future && verb.modal.is_none() && verb.mood == Mood::Indicative
}

/// The match as a mention, its time aside.
pub(super) fn draft(
    coding: &Coding<'_>,
    m: &Match,
    settled: &Settled,
    Sides { mut actors, mut recipients }: Sides,
) -> Option<Mention> {
    let frame = coding.language.frames.frame(m.frame)?;
    let (kind, mode) = frame.event?;
    let clause = &coding.parse.clauses[m.clause];
    let sentence = &coding.parse.sentences[clause.sentence];
    let word = &coding.parse.words[m.word];
    let together = actors.len() > 1 && m.symmetric;
    let acts = |r: &Actor| actors.iter().any(|a| is_same(a, r) && a.span == r.span || is_one_body(a, r));
    recipients.retain(|r| together || !acts(r));
    if kind != EventType::Assault {
        // What is sent to or done in a place is done toward its country, not toward the people there.
        recipients.iter_mut().filter(|r| is_place(coding, r)).for_each(|r| r.sector = Some(Sector::Gov));
    }
    if mode == Some(Mode::Demo) {
        // "In der peruanischen Hauptstadt gab es Proteste": no government demonstrates.
        let bare = |a: &&mut Actor| a.sector == Some(Sector::Gov) && a.name.is_none() && a.role.is_none();
        actors.iter_mut().filter(bare).for_each(|a| a.sector = Some(Sector::Cvl));
    }
    // What a government does at home it does to itself; what it does to others it does to them.
    let itself = |r: &Actor| actors.iter().any(|a| is_one_government(a, r));
    let others = recipients.iter().any(|r| !itself(r));
    recipients.retain(|r| together || !others || !itself(r));
    let features = sureness::features(coding, m, frame, settled, (&actors, &recipients));
    // Somebody in the slot, placed by what is told around: said by his own words.
    for (side, slots) in [(&mut actors, &frame.actor), (&mut recipients, &frame.recipient)] {
        if let Some(somebody) = sides::somebody(coding, m, slots) {
            side.iter_mut().filter(|r| r.span == word.span).for_each(|r| r.span = somebody);
        }
    }
    Some(Mention {
        doc: coding.article.id.clone(),
        lang: coding.article.lang.clone(),
        sentence: sentence.span,
        trigger: word.span,
        kind,
        mode,
        contexts: contexts(coding, m, frame),
        cameo: String::new(),
        symmetric: m.symmetric && (settled.status != Status::Possible || !recipients.is_empty()),
        actors,
        recipients,
        status: settled.status,
        historical: false,
        said_by: settled.said_by.clone(),
        time: None,
        place: place::place(coding, m),
        magnitudes: place::magnitudes(coding, m),
        object: m.object.map(|p| object_span(coding, m, p)),
        about: Vec::new(),
        score: coding.language.confidence.of(features.iter().copied()),
        evidence: Evidence {
            row: frame.row.clone(),
            cues: settled.cues.clone(),
            features: features.into_iter().map(str::to_owned).collect(),
        },
    })
}

/// The object's noun with what describes it, without the words that tie it into its clause or tell the act:
/// "umfassende Abkommen" of "für das im Juni unterzeichnete umfassende Abkommen".
fn object_span(coding: &Coding<'_>, m: &Match, phrase: usize) -> Span {
    let p = coding.phrase(phrase);
    let ties = |at: &usize| matches!(coding.parse.words[*at].tag, Tag::Preposition | Tag::Determiner);
    let before = p.words.start..p.head;
    let start = match before.contains(&m.word) {
        true => m.word + 1,
        false => before.take_while(|at| ties(at)).count() + p.words.start,
    };
    let end = treaty_place(coding, phrase).unwrap_or(p.words.end);
    let words = &coding.parse.words;
    words[start].span.join(words[end - 1].span)
}

/// Where the place of a treaty's name ends: "Treaty of Aachen", "Vertrag von Aachen".
fn treaty_place(coding: &Coding<'_>, phrase: usize) -> Option<usize> {
    let (p, place) = (coding.phrase(phrase), coding.parse.phrases.get(phrase + 1)?);
    let whole = place.words.start == p.words.end && p.head + 1 == p.words.end && place.words.end == place.head + 1;
    let of = place.preposition.is_some_and(|of| coding.language.syntax.named_by.contains(&of));
    let named = place.determiner.is_none() && coding.parse.words[place.head].tag == Tag::Name;
    let entity = coding.parse.words[place.head].name.and_then(|n| coding.language.gazetteer.entity(n.entity));
    let site = entity.is_none_or(|e| matches!(e.kind, EntityKind::Place | EntityKind::Seat));
    (whole && of && named && site && coding.about_treaty(p.head)).then_some(place.words.end)
}

/// The same body on both sides, where no organs of it are told apart: it meets, thanks or fights nobody.
fn is_one_body(a: &Actor, b: &Actor) -> bool {
    let of_no_state = |actor: &Actor| actor.code.contains(OF_NO_STATE);
    let differ = a.name.is_some() && b.name.is_some() && a.name != b.name || a.role != b.role;
    of_no_state(a) && a.code == b.code && a.sector == b.sector && !differ
}

/// One government on both sides, none of it told apart by an office or a name.
fn is_one_government(a: &Actor, b: &Actor) -> bool {
    let whole = |actor: &Actor| actor.sector == Some(Sector::Gov) && actor.name.is_none() && actor.role.is_none();
    whole(a) && whole(b) && a.code == b.code
}

/// A recipient that is a town or region by its name.
fn is_place(coding: &Coding<'_>, actor: &Actor) -> bool {
    let at = coding.parse.words.partition_point(|w| w.span.start < actor.span.start);
    let hit = coding.parse.words.get(at).and_then(|w| w.name);
    hit.and_then(|n| coding.language.gazetteer.entity(n.entity)).is_some_and(|e| e.kind == EntityKind::Place)
}

/// What the act is about beyond its type: an agreement that is signed, broken or invoked.
fn contexts(coding: &Coding<'_>, m: &Match, frame: &Frame) -> Vec<String> {
    // Praise of a treaty is no signing.
    if frame.event.is_some_and(|(kind, _)| kind == EventType::Support) && !frame.flags.founds_treaty {
        return Vec::new();
    }
    let about = m.object.map(|o| coding.phrase(o).head).or_else(|| m.phrase.map(|p| coding.phrase(p).head));
    let genitives = m.phrase.map(|p| coding.noun_slot(p, Slot::Genitive)).unwrap_or_default();
    let heads = about.into_iter().chain(genitives.into_iter().map(|g| coding.phrase(g).head));
    if heads.into_iter().any(|head| coding.about_treaty(head)) { vec![TREATY.to_owned()] } else { Vec::new() }
}

/// The codebook's floor: a mention without an actor is coded for attacks and protests, or where the recipient is a
/// state or a named body; one without a recipient needs its actor.
fn codable(kind: EventType, actors: &[Actor], recipients: &[Actor]) -> bool {
    match (actors.is_empty(), recipients.is_empty()) {
        (true, true) => false,
        (true, false) => {
            matches!(
                kind,
                EventType::Assault | EventType::Protest | EventType::Sanction | EventType::Coerce | EventType::Accuse
            ) || recipients.iter().any(|r| r.sector.is_none() || r.sector == Some(crate::mention::Sector::Gov))
        }
        _ => true,
    }
}
