//! What `link` finds, as JSON lines: events, disputes, predictions, agreements, positions and voices, each with its passages.

use super::line;
use super::mentions::{SpanRecord, TextRecord, TimeRecord, Writer, rounded, time_record};
use super::offsets::Offsets;
use crate::article::Span;
use crate::event::{Agreement, Coded, Dispute, Event, Linked, MentionRef, Position, Prediction};
use crate::mention::{Actor, Magnitude, Place};
use crate::voice::{StatementRef, Voice};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Debug, Serialize)]
struct EventRecord<'a> {
    id: &'a str,
    r#type: &'static str,
    mode: Option<&'static str>,
    actors: Vec<SideRecord<'a>>,
    recipients: Vec<SideRecord<'a>>,
    symmetric: bool,
    status: &'static str,
    historical: bool,
    time: Option<TimeRecord>,
    place: Option<PlaceRecord<'a>>,
    magnitudes: Vec<NumberRecord<'a>>,
    origins: usize,
    score: f64,
    mentions: Vec<PassageRecord<'a>>,
}

/// An actor of an event: it stands in several articles, so it has no one place in a text.
#[derive(Debug, Serialize)]
struct SideRecord<'a> {
    code: &'a str,
    sector: Option<&'static str>,
    name: Option<&'a str>,
    role: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct PlaceRecord<'a> {
    name: &'a str,
    country: Option<&'a str>,
    lat: Option<f64>,
    lon: Option<f64>,
}

#[derive(Debug, Serialize)]
struct NumberRecord<'a> {
    value: f64,
    unit: &'a str,
    vague: bool,
}

/// A passage: the article, the number of the mention in it, and where and how it tells the act.
#[derive(Debug, Serialize)]
struct PassageRecord<'a> {
    doc: &'a str,
    mention: usize,
    sentence: SpanRecord,
    trigger: TextRecord,
    status: &'static str,
    said_by: Vec<SideRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct DisputeRecord<'a> {
    event: &'a str,
    field: &'static str,
    versions: Vec<VersionRecord<'a>>,
    confirmed_later: bool,
}

#[derive(Debug, Serialize)]
struct VersionRecord<'a> {
    value: &'a str,
    holders: Vec<SideRecord<'a>>,
    mentions: Vec<PassageRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct PredictionRecord<'a> {
    event: &'a str,
    made: Option<PassageRecord<'a>>,
    outcome: &'static str,
    settled: Option<PassageRecord<'a>>,
    again: bool,
}

#[derive(Debug, Serialize)]
struct PositionRecord<'a> {
    event: &'a str,
    holder: SideRecord<'a>,
    stands: Vec<StandRecord<'a>>,
    changed: bool,
}

#[derive(Debug, Serialize)]
struct VoiceRecord<'a> {
    name: &'a str,
    kind: &'static str,
    actor: Option<SideRecord<'a>>,
    statements: Vec<StatementRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct StatementRecord<'a> {
    doc: &'a str,
    published: Option<String>,
    manner: &'static str,
    sentence: TextRecord,
    words: TextRecord,
    cue: TextRecord,
    about: Vec<SideRecord<'a>>,
    mentions: Vec<usize>,
    events: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct StandRecord<'a> {
    stance: &'static str,
    since: Option<String>,
    mentions: Vec<PassageRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct AgreementRecord<'a> {
    name: &'a str,
    parties: Vec<SideRecord<'a>>,
    signed: Option<TimeRecord>,
    clauses: Vec<ClauseRecord<'a>>,
    events: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct ClauseRecord<'a> {
    doc: &'a str,
    #[serde(flatten)]
    words: TextRecord,
}

/// Writes what was found in one batch, one record a line.
#[derive(Debug)]
pub struct LinkedWriter<'a> {
    coded: &'a [Coded],
    linked: &'a Linked,
    offsets: Vec<Offsets<'a>>,
}

impl<'a> LinkedWriter<'a> {
    pub fn new(coded: &'a [Coded], linked: &'a Linked) -> Self {
        Self { coded, linked, offsets: coded.iter().map(|c| Offsets::new(&c.article.text)).collect() }
    }

    pub fn events(&self) -> String {
        lines(self.linked.events.iter().map(|e| self.event(e)))
    }

    pub fn disputes(&self) -> String {
        lines(self.linked.disputes.iter().map(|d| self.dispute(d)))
    }

    pub fn predictions(&self) -> String {
        lines(self.linked.predictions.iter().map(|p| self.prediction(p)))
    }

    pub fn agreements(&self) -> String {
        lines(self.linked.agreements.iter().map(|a| self.agreement(a)))
    }

    pub fn positions(&self) -> String {
        lines(self.linked.positions.iter().map(|p| self.position(p)))
    }

    pub fn voices(&self) -> String {
        let mut events: BTreeMap<MentionRef, &'a str> = BTreeMap::new();
        for event in &self.linked.events {
            events.extend(event.mentions.iter().map(|at| (*at, event.id.as_str())));
        }
        self.voices_of(&events)
    }

    /// The same where somebody else knows which event each mention tells.
    pub fn voices_of(&self, events: &BTreeMap<MentionRef, &'a str>) -> String {
        lines(self.linked.voices.iter().map(|v| self.voice(v, events)))
    }

    fn event(&self, event: &'a Event) -> EventRecord<'a> {
        let number = |m: &'a Magnitude| NumberRecord { value: m.value, unit: &m.unit, vague: m.vague };
        EventRecord {
            id: &event.id,
            r#type: event.kind.name(),
            mode: event.mode.map(|m| m.name()),
            actors: sides(&event.actors),
            recipients: sides(&event.recipients),
            symmetric: event.symmetric,
            status: event.status.name(),
            historical: event.historical,
            time: event.time.map(time_record),
            place: event.place.as_ref().map(place),
            magnitudes: event.magnitudes.iter().map(number).collect(),
            origins: event.origins,
            score: rounded(event.score),
            mentions: self.passages(&event.mentions),
        }
    }

    fn dispute(&self, dispute: &'a Dispute) -> DisputeRecord<'a> {
        let version = |v: &'a crate::event::Version| VersionRecord {
            value: &v.value,
            holders: sides(&v.holders),
            mentions: self.passages(&v.mentions),
        };
        DisputeRecord {
            event: self.id(dispute.event),
            field: dispute.field.name(),
            versions: dispute.versions.iter().map(version).collect(),
            confirmed_later: dispute.confirmed_later,
        }
    }

    fn prediction(&self, prediction: &'a Prediction) -> PredictionRecord<'a> {
        PredictionRecord {
            event: self.id(prediction.event),
            made: self.passage(prediction.made),
            outcome: prediction.outcome.name(),
            settled: prediction.settled.and_then(|m| self.passage(m)),
            again: prediction.again,
        }
    }

    fn position(&self, position: &'a Position) -> PositionRecord<'a> {
        let stand = |s: &'a crate::event::Stand| StandRecord {
            stance: s.stance.name(),
            since: s.since.map(|day| day.to_string()),
            mentions: self.passages(&s.mentions),
        };
        PositionRecord {
            event: self.id(position.event),
            holder: side(&position.holder),
            stands: position.stands.iter().map(stand).collect(),
            changed: position.changed,
        }
    }

    fn voice(&self, voice: &'a Voice, events: &BTreeMap<MentionRef, &'a str>) -> VoiceRecord<'a> {
        VoiceRecord {
            name: &voice.name,
            kind: voice.kind.name(),
            actor: voice.actor.as_ref().map(side),
            statements: voice.statements.iter().filter_map(|at| self.statement(*at, events)).collect(),
        }
    }

    fn statement(&self, at: StatementRef, events: &BTreeMap<MentionRef, &'a str>) -> Option<StatementRecord<'a>> {
        let one = self.coded.get(at.article)?;
        let said = one.statements.get(at.statement)?;
        let writer = self.writer(at.article)?;
        let acts = said.mentions(&one.mentions);
        let event = |mention: &usize| events.get(&MentionRef { article: at.article, mention: *mention }).copied();
        let mut told: Vec<&str> = acts.iter().filter_map(event).collect();
        told.dedup();
        Some(StatementRecord {
            doc: &one.article.id,
            published: one.article.published.map(|(day, _)| day.to_string()),
            manner: said.manner.name(),
            sentence: writer.text(said.sentence),
            words: writer.text(said.words),
            cue: writer.text(said.cue),
            about: sides(&said.about),
            events: told,
            mentions: acts,
        })
    }

    fn agreement(&self, agreement: &'a Agreement) -> AgreementRecord<'a> {
        AgreementRecord {
            name: &agreement.name,
            parties: sides(&agreement.parties),
            signed: agreement.signed.map(time_record),
            clauses: agreement.clauses.iter().filter_map(|(article, span)| self.clause(*article, *span)).collect(),
            events: agreement.events.iter().map(|e| self.id(*e)).collect(),
        }
    }

    fn id(&self, event: usize) -> &'a str {
        self.linked.events.get(event).map_or("", |e| &e.id)
    }

    fn passages(&self, mentions: &[MentionRef]) -> Vec<PassageRecord<'a>> {
        mentions.iter().filter_map(|m| self.passage(*m)).collect()
    }

    fn passage(&self, at: MentionRef) -> Option<PassageRecord<'a>> {
        let mention = self.coded.get(at.article)?.mentions.get(at.mention)?;
        let writer = self.writer(at.article)?;
        Some(PassageRecord {
            doc: &mention.doc,
            mention: at.mention,
            sentence: writer.span(mention.sentence),
            trigger: writer.text(mention.trigger),
            status: mention.status.name(),
            said_by: sides(&mention.said_by),
        })
    }

    fn clause(&self, article: usize, span: Span) -> Option<ClauseRecord<'a>> {
        let words = self.writer(article)?.text(span);
        Some(ClauseRecord { doc: &self.coded.get(article)?.article.id, words })
    }

    fn writer(&self, article: usize) -> Option<Writer<'_, 'a>> {
        self.offsets.get(article).map(|offsets| Writer { offsets })
    }
}

fn place(place: &Place) -> PlaceRecord<'_> {
    PlaceRecord { name: &place.name, country: place.country.as_deref(), lat: place.lat, lon: place.lon }
}

fn sides(actors: &[Actor]) -> Vec<SideRecord<'_>> {
    actors.iter().map(side).collect()
}

fn side(a: &Actor) -> SideRecord<'_> {
    SideRecord { code: &a.code, sector: a.sector.map(|s| s.name()), name: a.name.as_deref(), role: a.role.as_deref() }
}

fn lines<T: Serialize>(records: impl Iterator<Item = T>) -> String {
    records.map(|r| line(&r) + "\n").collect()
}
