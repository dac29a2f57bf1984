//! One act as a sentence: an event or a mention goes in, the sentence that its type, mode, status and sides allow comes
//! out, without its full stop. Nothing is said that the record does not hold.
//!
//! The phrase is looked up from the most exact key to the type's own: `TYPE.mode@variant:shape`, `TYPE@variant:shape`,
//! `TYPE.mode:shape`, `TYPE:shape`. The variant comes from the words of the trigger (`cue.TYPE@variant`), the shape
//! from who is known: `AR` actor and recipient, `A`, `R`, `0` neither, `S` sides that act on each other. The status
//! chooses the frame (`frame.reported`, `frame.claimed`, …) that sets the phrase's verb forms.

use super::party::Namer;
use super::pattern::{Slots, Value, capitalised, cases, fill, say};
use super::when::when;
use crate::mention::{Actor, EventType, Mode, Place, Quad, Sector, Status, TimeSpan};
use crate::resources::phrases::{ActPhrase, Phrases};
use jiff::civil::Date;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Stands before a context among the words of a passage: a cue with it means the context, never a word.
pub(super) const CONTEXT: char = '#';

/// What a sentence is made from.
#[derive(Clone, Debug)]
pub(super) struct Act<'a> {
    pub(super) kind: EventType,
    pub(super) mode: Option<Mode>,
    pub(super) actors: Vec<Actor>,
    pub(super) recipients: Vec<Actor>,
    pub(super) symmetric: bool,
    pub(super) status: Status,
    /// Who vouches for it, where the articles do not.
    pub(super) speakers: Vec<Actor>,
    pub(super) time: Option<TimeSpan>,
    /// Named in the language of the sentence where the tables of states know how.
    pub(super) place: Option<Place>,
    /// The text itself joins the place by the plain preposition, so the sentence may do so too.
    pub(super) plain_place: bool,
    /// Numbers with what they count, ready to print.
    pub(super) magnitudes: Vec<String>,
    /// For each passage the phrases of its language, its trigger, object and contexts: what chooses among the phrases of a type.
    pub(super) words: Vec<(&'a Phrases, Vec<Cow<'a, str>>)>,
    /// Name of the treaty that the act signs, in quotation marks.
    pub(super) treaty: Option<String>,
    /// Days of the articles that tell it.
    pub(super) published: Vec<Date>,
    /// Another source claims what this one denies.
    pub(super) disputed: bool,
    /// Some side of the record is left out, as no cited passage names it.
    pub(super) gaps: bool,
    /// So much is left out that the passage must speak for itself.
    pub(super) untold: bool,
}

/// Which sentence is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A sentence of its own, with the time in it.
    Dated,
    /// A sentence of its own below a date.
    Undated,
    /// The same for what was said beforehand: what was denied then was not to come.
    Ahead,
    /// "ob … geschah"
    Whether,
}

/// A sentence without its full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) text: String,
    /// The sentence says little: its passage should be quoted beside it.
    pub(super) thin: bool,
    /// It says nothing without the passage.
    pub(super) empty: bool,
}

/// Who stands where in the sentence.
struct Sides {
    shape: &'static str,
    subject: Value,
    object: Option<Value>,
    subject_keys: BTreeSet<String>,
    /// No person and no group of people stands in the subject, only states and bodies.
    bare: bool,
    bare_object: bool,
}

/// The sentence of an act; empty where the passage must speak for itself, `None` where no phrase fits.
pub(super) fn tell(namer: &mut Namer<'_>, act: &Act<'_>, form: Form) -> Option<Told> {
    let silent = || Some(Told { text: String::new(), thin: true, empty: true });
    if act.untold {
        return silent();
    }
    let told = worded(namer, act, form);
    if told.is_none() && act.gaps { silent() } else { told }
}

fn worded(namer: &mut Namer<'_>, act: &Act<'_>, form: Form) -> Option<Told> {
    let phrases = &namer.language.phrases;
    let sides = sides(namer, act)?;
    let variant = variant(phrases, act);
    let phrase = keys(act, variant).find_map(|key| phrases.act(&format!("{key}:{}", sides.shape)))?;
    let mut slots = Slots::default();
    circumstances(namer, act, &sides, form, &mut slots);
    if let Some(object) = &sides.object {
        slots.set("R", object.clone()).set("L", representatives(phrases, object, sides.bare_object));
    }
    if let Some(noun) = keys(act, variant).find_map(|key| phrases.get(&format!("noun.{key}"))) {
        slots.text("N", fill(phrases, noun, &Slots::default())?);
    }
    if let Some(treaty) = &act.treaty {
        slots.text("T", treaty);
    }
    details(namer, act, phrase, &mut slots);
    // What has yet to come is never clear from its type alone.
    let ahead = form == Form::Ahead || matches!(act.status, Status::Planned | Status::Possible);
    let frame = frame(act, &sides, form);
    if act.status == Status::Denied && !frame.starts_with("denied.") && form != Form::Whether {
        slots.text("n", phrases.word("word.not"));
    }
    if frame.starts_with("denied.") {
        slots.set("S", namer.all(&act.speakers)?).drop("s");
        rejoin_circumstances(&mut slots);
    }
    let subject = if phrase.people { representatives(phrases, &sides.subject, sides.bare) } else { sides.subject };
    let text = framed(phrases, phrase, frame, subject, slots)?;
    Some(Told {
        text: if form == Form::Whether { text } else { capitalised(&text) },
        thin: phrase.thin || act.gaps || ahead,
        empty: phrase.empty || act.gaps,
    })
}

/// Sets the forms of the phrase's verb and fills the frame of the status.
fn framed(phrases: &Phrases, phrase: &ActPhrase, frame: &str, subject: Value, mut slots: Slots) -> Option<String> {
    let middle = fill(phrases, &phrase.middle, &slots)?;
    let (one, many) = &phrase.finite;
    slots.text("V", if subject.plural { many } else { one }).text("W", &phrase.rest).text("M", middle);
    slots.text("P", &phrase.participle).text("H", &phrase.auxiliary).text("I", &phrase.infinitive);
    slots.set("U", subject);
    let auxiliary = format!("aux.{}", phrase.auxiliary);
    let (finite, indirect) =
        (say(phrases, &auxiliary, &slots)?, say(phrases, &format!("{auxiliary}.indirect"), &slots)?);
    slots.text("F", finite).text("K", indirect);
    say(phrases, &format!("frame.{frame}"), &slots)
}

/// "Vertreter Russlands" in place of "Russland".
fn representatives(phrases: &Phrases, value: &Value, bare: bool) -> Value {
    let slots = Slots::default().set("A", value.clone()).clone();
    match cases(|case| say(phrases, &format!("people.{case}"), &slots)) {
        Some(people) if bare => Value { plural: true, ..people },
        _ => value.clone(),
    }
}

fn sides(namer: &mut Namer<'_>, act: &Act<'_>) -> Option<Sides> {
    let keys = |actors: &[Actor]| actors.iter().map(Actor::key).collect::<BTreeSet<_>>();
    let bare = |actors: &[Actor], namer: &Namer<'_>| {
        actors
            .iter()
            .all(|a| matches!(a.sector, None | Some(Sector::Gov | Sector::Igo)) && namer.persons.of(a).is_none())
    };
    if act.symmetric {
        let union: Vec<Actor> = act.actors.iter().chain(&act.recipients).cloned().collect();
        if let Some(subject) = namer.all(&union) {
            let shape = if subject.plural || keys(&union).len() > 1 { "S" } else { "A" };
            let bare = bare(&union, namer);
            return Some(Sides { shape, subject, object: None, subject_keys: keys(&union), bare, bare_object: false });
        }
    }
    let subject = namer.facing(&act.actors, &act.recipients);
    // What one does at home it does to nobody else.
    let is_actor = |one: &Actor| act.actors.iter().any(|a| a.key() == one.key() && a.name == one.name);
    let others: Vec<Actor> = act.recipients.iter().filter(|one| !is_actor(one)).cloned().collect();
    let object = namer.facing(&others, &act.actors);
    let object = object.filter(|object| subject.as_ref() != Some(object));
    let (shape, subject, object, who): (_, _, _, &[Actor]) = match (subject, object) {
        (Some(subject), Some(object)) => ("AR", subject, Some(object), &act.actors),
        (Some(subject), None) => ("A", subject, None, &act.actors),
        (None, Some(subject)) => ("R", subject, None, &act.recipients),
        (None, None) => ("0", Value::plain(namer.language.phrases.word("word.it")), None, &[]),
    };
    let bare_object = bare(&others, namer);
    let bare = !who.is_empty() && bare(who, namer);
    Some(Sides { shape, subject, object, subject_keys: keys(who), bare, bare_object })
}

/// The keys under which an act's phrase may stand, most exact first.
fn keys(act: &Act<'_>, variant: Option<&str>) -> impl Iterator<Item = String> {
    let kind = act.kind.name();
    let mode = act.mode.map(|mode| format!("{kind}.{mode}"));
    let with = |base: &str| variant.map(|v| format!("{base}@{v}"));
    let exact = [mode.as_deref().and_then(with), with(kind), mode, Some(kind.to_owned())];
    exact.into_iter().flatten()
}

/// The variant whose words stand in most passages, in half of them at least; among equals the first of the table. A passage
/// is of the first variant that its words call for.
pub(super) fn variant<'p>(phrases: &'p Phrases, act: &Act<'_>) -> Option<&'p str> {
    let kind = act.kind.name();
    let says =
        |told: &[Cow<'_, str>], words: &[String]| told.iter().any(|t| words.iter().any(|w| t.contains(w.as_str())));
    // Variants have one name in all languages; the words that call for them are those of the passage's own.
    let first = |(own, told): &(&Phrases, Vec<Cow<'_, str>>)| {
        own.cues(kind).iter().find(|cue| says(told, &cue.words)).map(|cue| cue.variant.clone())
    };
    let called: Vec<Option<String>> = act.words.iter().map(first).collect();
    let hits = |variant: &str| called.iter().filter(|called| called.as_deref() == Some(variant)).count();
    let counted = phrases.cues(kind).iter().map(|cue| (hits(&cue.variant), cue.variant.as_str()));
    let frequent = counted.filter(|(count, _)| *count > 0 && count * 2 >= act.words.len());
    let best = frequent.reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.map(|(_, variant)| variant)
}

fn frame(act: &Act<'_>, sides: &Sides, form: Form) -> &'static str {
    let fate = matches!(sides.shape, "R" | "0");
    match act.status {
        _ if form == Form::Whether => "whether",
        Status::Reported => "reported",
        Status::Claimed => "claimed",
        Status::Planned if fate => "planned.fate",
        Status::Denied if form == Form::Ahead && fate => "planned.fate",
        Status::Planned => "planned",
        Status::Denied if form == Form::Ahead => "planned",
        Status::Possible => "possible",
        Status::Denied if act.disputed && own(act, sides) => "denied.own",
        Status::Denied if act.disputed && !act.speakers.is_empty() => "denied.by",
        Status::Denied => "denied",
    }
}

/// Whether those who speak are those of whom is spoken.
fn own(act: &Act<'_>, sides: &Sides) -> bool {
    let spoken: BTreeSet<String> = act.speakers.iter().map(Actor::key).collect();
    !spoken.is_empty() && spoken == sides.subject_keys
}

/// Time, place and speaker, each alone and all in one.
fn circumstances(namer: &mut Namer<'_>, act: &Act<'_>, sides: &Sides, form: Form, slots: &mut Slots) {
    let phrases = &namer.language.phrases;
    if let Some(time) = act.time.filter(|_| form != Form::Undated) {
        slots.text("t", when(phrases, time, &act.published).adverb);
    }
    if let Some(place) = place_name(namer, act).filter(|_| act.plain_place) {
        slots.text("p", say(phrases, "place", Slots::default().set("o", place)).unwrap_or_default());
    }
    if form != Form::Whether {
        slots.text("s", said(namer, act, sides).unwrap_or_default());
    }
    rejoin_circumstances(slots);
}

fn rejoin_circumstances(slots: &mut Slots) {
    let all: Vec<String> = ["t", "p", "s"].iter().filter_map(|name| slots.nominative(name)).collect();
    slots.drop("x").text("x", all.join(" "));
}

fn said(namer: &mut Namer<'_>, act: &Act<'_>, sides: &Sides) -> Option<String> {
    let phrases = &namer.language.phrases;
    let medium = |a: &Actor| a.sector == Some(Sector::Med);
    if own(act, sides) {
        // Whoever threatens, asks or accuses says so himself.
        let verbal = matches!(act.kind.quad(), Quad::VerbalConflict | Quad::VerbalCooperation);
        if verbal && act.status == Status::Reported && act.kind != EventType::Consult {
            return None;
        }
        return say(phrases, "said.own", &Slots::default());
    }
    let speakers = namer.all(&act.speakers)?;
    let key = if act.speakers.iter().any(medium) { "said.MED" } else { "said" };
    say(phrases, key, Slots::default().set("S", speakers))
}

/// The place, unless it repeats a party.
fn place_name(namer: &Namer<'_>, act: &Act<'_>) -> Option<Value> {
    // Words have no place that matters: "sees with concern what goes on in …".
    let verbal = matches!(act.kind.quad(), Quad::VerbalConflict | Quad::VerbalCooperation);
    let place = act.place.as_ref().filter(|_| !verbal || act.kind == EventType::Consult)?;
    let country = place.country.as_deref().filter(|code| namer.label(code) == place.name);
    let party = |actor: &Actor| Some(actor.code.as_str()) == country;
    if act.actors.iter().chain(&act.recipients).any(party) {
        return None;
    }
    Some(country.map_or_else(|| Value::plain(&place.name), |code| namer.code(code)))
}

/// Numbers, and the place where the phrase has no room for it: in brackets behind the sentence.
fn details(namer: &Namer<'_>, act: &Act<'_>, phrase: &ActPhrase, slots: &mut Slots) {
    let phrases = &namer.language.phrases;
    let mut all = act.magnitudes.clone();
    let roomy = act.plain_place && (phrase.middle.mentions("x") || phrase.middle.mentions("p"));
    if let Some(place) = act.place.as_ref().filter(|_| !roomy && place_name(namer, act).is_some()) {
        all.extend(say(phrases, "detail.place", Slots::default().text("o", &place.name)));
    }
    let pair = |a: String, b: String| {
        say(phrases, "detail.join", Slots::default().text("a", a).text("b", b)).unwrap_or_default()
    };
    slots.text("d", all.into_iter().reduce(pair).unwrap_or_default());
}
