//! Mentions from and to JSON lines, as the codebook's "Records" has them.

use super::articles::date;
use super::offsets::Offsets;
use super::{Line, line};
use crate::article::{Article, Span};
use crate::error::LoadError;
use crate::event::Coded;
use crate::mention::{Actor, Evidence, Magnitude, Mention, Place, Precision, TimeSpan};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

#[derive(Debug, Deserialize, Serialize)]
struct MentionRecord {
    doc: String,
    lang: String,
    sentence: SpanRecord,
    trigger: TextRecord,
    r#type: String,
    mode: Option<String>,
    #[serde(default)]
    contexts: Vec<String>,
    #[serde(default)]
    cameo: String,
    actors: Vec<ActorRecord>,
    recipients: Vec<ActorRecord>,
    symmetric: bool,
    status: String,
    #[serde(default)]
    historical: bool,
    #[serde(default)]
    said_by: Vec<ActorRecord>,
    time: Option<TimeRecord>,
    place: Option<PlaceRecord>,
    #[serde(default)]
    magnitudes: Vec<MagnitudeRecord>,
    object: Option<TextRecord>,
    #[serde(default)]
    about: Vec<TextRecord>,
    score: f64,
    #[serde(default)]
    evidence: EvidenceRecord,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub(super) struct SpanRecord {
    start: usize,
    end: usize,
}

#[derive(Debug, Deserialize, Serialize)]
pub(super) struct TextRecord {
    start: usize,
    end: usize,
    #[serde(default)]
    text: String,
}

#[derive(Debug, Deserialize, Serialize)]
struct ActorRecord {
    code: String,
    sector: Option<String>,
    name: Option<String>,
    role: Option<String>,
    start: Option<usize>,
    end: Option<usize>,
}

#[derive(Debug, Deserialize, Serialize)]
pub(super) struct TimeRecord {
    start: String,
    end: String,
    precision: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
struct PlaceRecord {
    name: String,
    country: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    start: Option<usize>,
    end: Option<usize>,
}

#[derive(Debug, Deserialize, Serialize)]
struct MagnitudeRecord {
    value: f64,
    unit: String,
    #[serde(default)]
    vague: bool,
    start: Option<usize>,
    end: Option<usize>,
}

#[derive(Debug, Default, Deserialize, Serialize)]
struct EvidenceRecord {
    row: String,
    #[serde(default)]
    cues: Vec<CueRecord>,
    #[serde(default)]
    features: Vec<String>,
}

#[derive(Debug, Deserialize, Serialize)]
struct CueRecord {
    start: usize,
    end: usize,
    text: String,
    r#as: String,
}

/// Writes the mentions of one article, one line each, each line ended by a line feed.
pub fn write(article: &Article, mentions: &[Mention]) -> String {
    let writer = Writer { offsets: &Offsets::new(&article.text) };
    let mut out = String::new();
    for mention in mentions {
        out.push_str(&line(&writer.mention(mention)));
        out.push('\n');
    }
    out
}

/// Reads the lines of a file and gives each mention to its article; mentions of unknown articles are an error.
pub fn read(file: &str, lines: &str, articles: Vec<Article>) -> Result<Vec<Coded>, LoadError> {
    let mut by_doc: BTreeMap<String, Vec<(usize, MentionRecord)>> = BTreeMap::new();
    for (number, json) in lines.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let at = Line { file, number: number + 1 };
        let record: MentionRecord =
            serde_json::from_str(json).map_err(|e| at.error(format!("no mention record: {e}")))?;
        by_doc.entry(record.doc.clone()).or_default().push((at.number, record));
    }
    let mut coded = Vec::with_capacity(articles.len());
    for article in articles {
        let reader = Reader { offsets: Offsets::new(&article.text) };
        let records = by_doc.remove(&article.id).unwrap_or_default();
        let mentions = records
            .into_iter()
            .map(|(number, record)| reader.mention(Line { file, number }, record))
            .collect::<Result<Vec<_>, _>>()?;
        coded.push(Coded { sentences: sentences(&mentions), article, mentions, ..Coded::default() });
    }
    match by_doc.values().flatten().next() {
        Some((number, record)) => {
            Err(LoadError::new(file, *number, format!("there is no article {:?} for this mention", record.doc)))
        }
        None => Ok(coded),
    }
}

/// The sentences that the mentions name: all that a mention record knows of them.
fn sentences(mentions: &[Mention]) -> Vec<Span> {
    let mut spans: Vec<Span> = mentions.iter().map(|m| m.sentence).collect();
    spans.sort_unstable();
    spans.dedup();
    spans
}

/// Turns what the engine holds into records: byte spans become code points.
pub(super) struct Writer<'o, 't> {
    pub(super) offsets: &'o Offsets<'t>,
}

impl Writer<'_, '_> {
    fn mention(&self, mention: &Mention) -> MentionRecord {
        MentionRecord {
            doc: mention.doc.clone(),
            lang: mention.lang.clone(),
            sentence: self.span(mention.sentence),
            trigger: self.text(mention.trigger),
            r#type: mention.kind.to_string(),
            mode: mention.mode.map(|m| m.to_string()),
            contexts: mention.contexts.clone(),
            cameo: mention.cameo.clone(),
            actors: self.actors(&mention.actors),
            recipients: self.actors(&mention.recipients),
            symmetric: mention.symmetric,
            status: mention.status.to_string(),
            historical: mention.historical,
            said_by: self.actors(&mention.said_by),
            time: mention.time.map(time_record),
            place: mention.place.as_ref().map(|p| self.place(p)),
            magnitudes: mention.magnitudes.iter().map(|m| self.magnitude(m)).collect(),
            object: mention.object.map(|o| self.text(o)),
            about: mention.about.iter().map(|o| self.text(*o)).collect(),
            score: rounded(mention.score),
            evidence: EvidenceRecord {
                row: mention.evidence.row.clone(),
                cues: mention.evidence.cues.iter().map(|(span, role)| self.cue(*span, role)).collect(),
                features: mention.evidence.features.clone(),
            },
        }
    }

    pub(super) fn span(&self, span: Span) -> SpanRecord {
        let (start, end) = self.offsets.to_points(span);
        SpanRecord { start, end }
    }

    pub(super) fn text(&self, span: Span) -> TextRecord {
        let (start, end) = self.offsets.to_points(span);
        TextRecord { start, end, text: span.of(self.offsets.text()).to_owned() }
    }

    fn cue(&self, span: Span, role: &str) -> CueRecord {
        let TextRecord { start, end, text } = self.text(span);
        CueRecord { start, end, text, r#as: role.to_owned() }
    }

    /// Both ends, or neither for a span that points nowhere.
    fn ends(&self, span: Span) -> (Option<usize>, Option<usize>) {
        let (start, end) = self.offsets.to_points(span);
        if start < end { (Some(start), Some(end)) } else { (None, None) }
    }

    fn actors(&self, actors: &[Actor]) -> Vec<ActorRecord> {
        let record = |actor: &Actor| {
            let (start, end) = self.ends(actor.span);
            ActorRecord {
                code: actor.code.clone(),
                sector: actor.sector.map(|s| s.to_string()),
                name: actor.name.clone(),
                role: actor.role.clone(),
                start,
                end,
            }
        };
        actors.iter().map(record).collect()
    }

    fn place(&self, place: &Place) -> PlaceRecord {
        let (start, end) = self.ends(place.span);
        let Place { name, country, lat, lon, .. } = place;
        PlaceRecord { name: name.clone(), country: country.clone(), lat: *lat, lon: *lon, start, end }
    }

    fn magnitude(&self, magnitude: &Magnitude) -> MagnitudeRecord {
        let (start, end) = self.ends(magnitude.span);
        let Magnitude { value, vague, unit, .. } = magnitude;
        MagnitudeRecord { value: *value, vague: *vague, unit: unit.clone(), start, end }
    }
}

pub(super) fn time_record(time: TimeSpan) -> TimeRecord {
    TimeRecord { start: time.start.to_string(), end: time.end.to_string(), precision: Some(time.precision.to_string()) }
}

/// Four decimals: enough for a confidence, and the same digits on every machine.
pub(super) fn rounded(score: f64) -> f64 {
    (score * 1e4).round() / 1e4
}

struct Reader<'a> {
    offsets: Offsets<'a>,
}

impl Reader<'_> {
    fn mention(&self, at: Line<'_>, record: MentionRecord) -> Result<Mention, LoadError> {
        let evidence = Evidence {
            cues: record
                .evidence
                .cues
                .into_iter()
                .map(|c| Ok((self.span(at, c.start, c.end)?, c.r#as)))
                .collect::<Result<_, LoadError>>()?,
            row: record.evidence.row,
            features: record.evidence.features,
        };
        Ok(Mention {
            sentence: self.span(at, record.sentence.start, record.sentence.end)?,
            trigger: self.span(at, record.trigger.start, record.trigger.end)?,
            kind: parsed(at, &record.r#type)?,
            mode: record.mode.as_deref().map(|m| parsed(at, m)).transpose()?,
            contexts: record.contexts,
            cameo: record.cameo,
            actors: self.actors(at, record.actors)?,
            recipients: self.actors(at, record.recipients)?,
            symmetric: record.symmetric,
            status: parsed(at, &record.status)?,
            historical: record.historical,
            said_by: self.actors(at, record.said_by)?,
            time: record.time.map(|t| time(at, &t)).transpose()?,
            place: record.place.map(|p| self.place(at, p)).transpose()?,
            magnitudes: record.magnitudes.into_iter().map(|m| self.magnitude(at, m)).collect::<Result<_, _>>()?,
            object: record.object.map(|o| self.span(at, o.start, o.end)).transpose()?,
            about: record.about.into_iter().map(|o| self.span(at, o.start, o.end)).collect::<Result<_, _>>()?,
            score: record.score,
            evidence,
            doc: record.doc,
            lang: record.lang,
        })
    }

    fn span(&self, at: Line<'_>, start: usize, end: usize) -> Result<Span, LoadError> {
        self.offsets
            .to_span(start, end)
            .ok_or_else(|| at.error(format!("{start} to {end} lies outside the article's text")))
    }

    fn ends(&self, at: Line<'_>, start: Option<usize>, end: Option<usize>) -> Result<Span, LoadError> {
        match (start, end) {
            (Some(start), Some(end)) => self.span(at, start, end),
            _ => Ok(Span::default()),
        }
    }

    fn actors(&self, at: Line<'_>, records: Vec<ActorRecord>) -> Result<Vec<Actor>, LoadError> {
        let actor = |record: ActorRecord| {
            Ok(Actor {
                sector: record.sector.as_deref().map(|s| parsed(at, s)).transpose()?,
                span: self.ends(at, record.start, record.end)?,
                code: record.code,
                name: record.name,
                role: record.role,
            })
        };
        records.into_iter().map(actor).collect()
    }

    fn place(&self, at: Line<'_>, record: PlaceRecord) -> Result<Place, LoadError> {
        let PlaceRecord { name, country, lat, lon, start, end } = record;
        Ok(Place { name, country, lat, lon, span: self.ends(at, start, end)? })
    }

    fn magnitude(&self, at: Line<'_>, record: MagnitudeRecord) -> Result<Magnitude, LoadError> {
        let MagnitudeRecord { value, unit, vague, start, end } = record;
        Ok(Magnitude { value, vague, unit, span: self.ends(at, start, end)? })
    }
}

fn time(at: Line<'_>, record: &TimeRecord) -> Result<TimeSpan, LoadError> {
    let precision = record.precision.as_deref().map(|p| parsed(at, p)).transpose()?;
    Ok(TimeSpan {
        start: date(at, &record.start)?,
        end: date(at, &record.end)?,
        precision: precision.unwrap_or(Precision::Span),
    })
}

/// A word of one of the closed lists.
pub(super) fn parsed<T>(at: Line<'_>, text: &str) -> Result<T, LoadError>
where
    T: FromStr,
    T::Err: Display,
{
    text.parse().map_err(|cause: T::Err| at.error(cause.to_string()))
}
