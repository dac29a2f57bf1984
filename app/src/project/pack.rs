//! The engine's records in, the JSON that the project file keeps out, and back. Offsets stay bytes of the article's text.
//!
//! The shapes belong to the schema: whoever changes them adds a migration. Scores keep four decimals, so that a record
//! read back equals the one that was stored.

use anyhow::{Context, anyhow};
use demarche::article::Span;
use demarche::event::Event;
use demarche::mention::{Actor, Evidence, Magnitude, Mention, Place, TimeSpan};
use demarche::voice::Statement;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;

type Ends = (usize, usize);

#[derive(Deserialize, Serialize)]
struct Side<'a> {
    #[serde(borrow)]
    code: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    sector: Option<&'a str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    role: Option<Cow<'a, str>>,
    at: Ends,
}

#[derive(Deserialize, Serialize)]
struct Site {
    name: String,
    country: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    at: Ends,
}

#[derive(Deserialize, Serialize)]
struct Figure {
    value: f64,
    vague: bool,
    unit: String,
    at: Ends,
}

/// Start, end, precision.
pub(crate) type Days = (String, String, String);

#[derive(Deserialize, Serialize)]
struct MentionPack<'a> {
    #[serde(borrow)]
    lang: Cow<'a, str>,
    sentence: Ends,
    trigger: Ends,
    kind: &'a str,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    mode: Option<&'a str>,
    #[serde(default, skip_serializing_if = "<[_]>::is_empty")]
    contexts: Cow<'a, [String]>,
    #[serde(borrow)]
    cameo: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    actors: Vec<Side<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    recipients: Vec<Side<'a>>,
    #[serde(default, skip_serializing_if = "is_false")]
    symmetric: bool,
    status: &'a str,
    #[serde(default, skip_serializing_if = "is_false")]
    historical: bool,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    said_by: Vec<Side<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    time: Option<Days>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<Site>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    magnitudes: Vec<Figure>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    object: Option<Ends>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    about: Vec<Ends>,
    score: f64,
    #[serde(borrow)]
    row: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    cues: Vec<(usize, usize, Cow<'a, str>)>,
    #[serde(default, skip_serializing_if = "<[_]>::is_empty")]
    features: Cow<'a, [String]>,
}

#[derive(Deserialize, Serialize)]
struct StatementPack<'a> {
    kind: &'a str,
    #[serde(borrow)]
    name: Cow<'a, str>,
    words: Ends,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    actor: Option<Side<'a>>,
    sentence: Ends,
    cue: Ends,
    manner: &'a str,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    about: Vec<Side<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    acts: Vec<Ends>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    mentions: Vec<usize>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

#[derive(Deserialize, Serialize)]
struct EventPack<'a> {
    kind: &'a str,
    #[serde(borrow)]
    mode: Option<&'a str>,
    #[serde(borrow)]
    actors: Vec<Side<'a>>,
    #[serde(borrow)]
    recipients: Vec<Side<'a>>,
    symmetric: bool,
    time: Option<Days>,
    place: Option<Site>,
    magnitudes: Vec<Figure>,
    status: &'a str,
    historical: bool,
    origins: usize,
    score: f64,
}

/// Four decimals: the same digits on every machine, and exact when read back.
pub(crate) fn rounded(score: f64) -> f64 {
    (score * 1e4).round() / 1e4
}

/// Numbers as bytes, the lowest first.
pub(super) fn numbers(numbers: &[i64]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

pub(super) fn read_numbers(bytes: &[u8]) -> Vec<i64> {
    bytes.as_chunks().0.iter().map(|eight| i64::from_le_bytes(*eight)).collect()
}

pub(crate) fn mention(m: &Mention) -> anyhow::Result<String> {
    let pack = MentionPack {
        lang: (&m.lang).into(),
        sentence: ends(m.sentence),
        trigger: ends(m.trigger),
        kind: m.kind.name(),
        mode: m.mode.map(|m| m.name()),
        contexts: (&m.contexts).into(),
        cameo: (&m.cameo).into(),
        actors: sides(&m.actors),
        recipients: sides(&m.recipients),
        symmetric: m.symmetric,
        status: m.status.name(),
        historical: m.historical,
        said_by: sides(&m.said_by),
        time: m.time.map(days),
        place: m.place.as_ref().map(site),
        magnitudes: m.magnitudes.iter().map(figure).collect(),
        object: m.object.map(ends),
        about: m.about.iter().copied().map(ends).collect(),
        score: rounded(m.score),
        row: (&m.evidence.row).into(),
        cues: m.evidence.cues.iter().map(|(span, role)| (span.start, span.end, role.into())).collect(),
        features: (&m.evidence.features).into(),
    };
    Ok(serde_json::to_string(&pack)?)
}

/// A mention of the article of this name, which is not in the record: it may change.
pub(crate) fn read_mention(json: &str, doc: String) -> anyhow::Result<Mention> {
    let pack: MentionPack = serde_json::from_str(json).context("a stored mention cannot be read")?;
    let cue = |(start, end, role): (usize, usize, Cow<'_, str>)| (Span::new(start, end), role.into_owned());
    Ok(Mention {
        sentence: span(pack.sentence),
        trigger: span(pack.trigger),
        kind: word(pack.kind)?,
        mode: pack.mode.map(word).transpose()?,
        contexts: pack.contexts.into_owned(),
        cameo: pack.cameo.into_owned(),
        actors: actors(pack.actors)?,
        recipients: actors(pack.recipients)?,
        symmetric: pack.symmetric,
        status: word(pack.status)?,
        historical: pack.historical,
        said_by: actors(pack.said_by)?,
        time: pack.time.map(time).transpose()?,
        place: pack.place.map(place),
        magnitudes: pack.magnitudes.into_iter().map(magnitude).collect(),
        object: pack.object.map(span),
        about: pack.about.into_iter().map(span).collect(),
        score: pack.score,
        evidence: Evidence {
            row: pack.row.into_owned(),
            cues: pack.cues.into_iter().map(cue).collect(),
            features: pack.features.into_owned(),
        },
        doc,
        lang: pack.lang.into_owned(),
    })
}

/// An event without its id and passages, which have columns of their own.
pub(crate) fn event(e: &Event) -> anyhow::Result<String> {
    let pack = EventPack {
        kind: e.kind.name(),
        mode: e.mode.map(|m| m.name()),
        actors: sides(&e.actors),
        recipients: sides(&e.recipients),
        symmetric: e.symmetric,
        time: e.time.map(days),
        place: e.place.as_ref().map(site),
        magnitudes: e.magnitudes.iter().map(figure).collect(),
        status: e.status.name(),
        historical: e.historical,
        origins: e.origins,
        score: rounded(e.score),
    };
    Ok(serde_json::to_string(&pack)?)
}

pub(crate) fn read_event(id: &str, json: &str) -> anyhow::Result<Event> {
    let pack: EventPack = serde_json::from_str(json).with_context(|| format!("event {id} cannot be read"))?;
    Ok(Event {
        id: id.to_owned(),
        kind: word(pack.kind)?,
        mode: pack.mode.map(word).transpose()?,
        actors: actors(pack.actors)?,
        recipients: actors(pack.recipients)?,
        symmetric: pack.symmetric,
        time: pack.time.map(time).transpose()?,
        place: pack.place.map(place),
        magnitudes: pack.magnitudes.into_iter().map(magnitude).collect(),
        status: word(pack.status)?,
        historical: pack.historical,
        mentions: Vec::new(),
        origins: pack.origins,
        score: pack.score,
    })
}

/// A statement with the numbers of the mentions that it vouches for.
pub(crate) fn statement(s: &Statement, mentions: Vec<usize>) -> anyhow::Result<String> {
    let pack = StatementPack {
        kind: s.kind.name(),
        name: (&s.name).into(),
        words: ends(s.words),
        actor: s.actor.as_ref().map(side),
        sentence: ends(s.sentence),
        cue: ends(s.cue),
        manner: s.manner.name(),
        about: sides(&s.about),
        acts: s.acts.iter().copied().map(ends).collect(),
        mentions,
    };
    Ok(serde_json::to_string(&pack)?)
}

pub(crate) fn read_statement(json: &str) -> anyhow::Result<(Statement, Vec<usize>)> {
    let pack: StatementPack = serde_json::from_str(json).context("a stored statement cannot be read")?;
    let statement = Statement {
        kind: word(pack.kind)?,
        name: pack.name.into_owned(),
        words: span(pack.words),
        actor: pack.actor.map(actor).transpose()?,
        sentence: span(pack.sentence),
        cue: span(pack.cue),
        manner: word(pack.manner)?,
        about: actors(pack.about)?,
        acts: pack.acts.into_iter().map(span).collect(),
    };
    Ok((statement, pack.mentions))
}

/// Actors by themselves, as disputes and agreements hold them.
pub(crate) fn parties(actors: &[Actor]) -> anyhow::Result<String> {
    Ok(serde_json::to_string(&sides(actors))?)
}

pub(crate) fn read_parties(json: &str) -> anyhow::Result<Vec<Actor>> {
    actors(serde_json::from_str(json).context("stored parties cannot be read")?)
}

/// A word of one of the engine's closed lists.
pub(crate) fn word<T: FromStr>(text: &str) -> anyhow::Result<T>
where
    T::Err: Display,
{
    text.parse().map_err(|cause: T::Err| anyhow!("{cause}"))
}

fn ends(span: Span) -> Ends {
    (span.start, span.end)
}

fn span((start, end): Ends) -> Span {
    Span::new(start, end)
}

fn sides(actors: &[Actor]) -> Vec<Side<'_>> {
    actors.iter().map(side).collect()
}

fn side(a: &Actor) -> Side<'_> {
    Side {
        code: (&a.code).into(),
        sector: a.sector.map(|s| s.name()),
        name: a.name.as_ref().map(Cow::from),
        role: a.role.as_ref().map(Cow::from),
        at: ends(a.span),
    }
}

fn actors(sides: Vec<Side<'_>>) -> anyhow::Result<Vec<Actor>> {
    sides.into_iter().map(actor).collect()
}

fn actor(s: Side<'_>) -> anyhow::Result<Actor> {
    let sector = s.sector.map(word).transpose()?;
    let [name, role] = [s.name, s.role].map(|told| told.map(Cow::into_owned));
    Ok(Actor { code: s.code.into_owned(), sector, name, role, span: span(s.at) })
}

pub(crate) fn days(t: TimeSpan) -> Days {
    (t.start.to_string(), t.end.to_string(), t.precision.to_string())
}

pub(crate) fn time((start, end, precision): Days) -> anyhow::Result<TimeSpan> {
    Ok(TimeSpan { start: start.parse()?, end: end.parse()?, precision: word(&precision)? })
}

fn site(p: &Place) -> Site {
    Site { name: p.name.clone(), country: p.country.clone(), lat: p.lat, lon: p.lon, at: ends(p.span) }
}

fn place(s: Site) -> Place {
    Place { name: s.name, country: s.country, lat: s.lat, lon: s.lon, span: span(s.at) }
}

fn figure(m: &Magnitude) -> Figure {
    Figure { value: m.value, vague: m.vague, unit: m.unit.clone(), at: ends(m.span) }
}

fn magnitude(f: Figure) -> Magnitude {
    Magnitude { value: f.value, vague: f.vague, unit: f.unit, span: span(f.at) }
}
