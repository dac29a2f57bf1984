//! The tables of a project: documents, mentions, events, actors, disputes, agreements, predictions, positions, voices. As CSV, as
//! Parquet, or as one JSON object. Ids join them: `doc`, `event`.

use super::inert;
use super::items::{Item, each, keys, names};
use super::parquet;
use crate::output;
use crate::project::{Filter, Project};
use demarche::Article;
use demarche::article::Span;
use demarche::mention::{Actor, Mention};
use demarche::records::offsets::Offsets;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Whole,
    Number,
    Flag,
    /// A day as YYYY-MM-DD.
    Day,
}

/// Rows under named columns; a missing value is null.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: Vec<(&'static str, Kind)>,
    pub(super) rows: Vec<Vec<Value>>,
}

impl Table {
    fn new(name: &'static str, columns: &str) -> Self {
        let kind = |mark: &str| match mark {
            "i" => Kind::Whole,
            "f" => Kind::Number,
            "b" => Kind::Flag,
            "d" => Kind::Day,
            _ => Kind::Text,
        };
        // Names are literals of this file; leaking the list once costs nothing.
        let parts = columns.split_whitespace().map(|c| c.split_once(':').unwrap_or((c, "t")));
        let columns = parts.map(|(name, mark)| (&*Box::leak(name.to_owned().into_boxed_str()), kind(mark)));
        Self { name, columns: columns.collect(), rows: Vec::new() }
    }
}

pub(crate) fn write_folder(project: &Project, filter: &Filter, folder: &Path, as_parquet: bool) -> anyhow::Result<()> {
    for table in all(project, filter)? {
        let ending = if as_parquet { "parquet" } else { "csv" };
        let mut out = output::open(Some(&folder.join(format!("{}.{ending}", table.name))))?;
        if as_parquet {
            out.write_all(&parquet::file(&table)?)?;
        } else {
            let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut out);
            csv.write_record(table.columns.iter().map(|(name, _)| name))?;
            for row in &table.rows {
                csv.write_record(row.iter().map(cell))?;
            }
            csv.flush()?;
        }
        out.finish()?;
    }
    Ok(())
}

pub(super) fn write_json(project: &Project, filter: &Filter, out: &mut dyn Write) -> anyhow::Result<()> {
    let tables = all(project, filter)?;
    let mut whole: BTreeMap<&str, Part<'_>> = tables.iter().map(|table| (table.name, Part::Table(table))).collect();
    whole.insert("schema", Part::Schema("demarche.tables/1"));
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    Ok(writeln!(out)?)
}

/// What stands under one key of the JSON object.
#[derive(Serialize)]
#[serde(untagged)]
enum Part<'a> {
    Schema(&'static str),
    Table(&'a Table),
}

/// A list of objects, the keys of each in the order of the alphabet.
impl Serialize for Table {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut order: Vec<usize> = (0..self.columns.len()).collect();
        order.sort_unstable_by_key(|at| self.columns[*at].0);
        serializer.collect_seq(self.rows.iter().map(|row| Record { order: &order, columns: &self.columns, row }))
    }
}

struct Record<'a> {
    order: &'a [usize],
    columns: &'a [(&'static str, Kind)],
    row: &'a [Value],
}

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.order.iter().map(|at| (self.columns[*at].0, &self.row[*at])))
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A value as a cell of CSV.
fn cell(value: &Value) -> String {
    let text = plain(value);
    if value.is_string() { inert(&text).into_owned() } else { text }
}

fn all(project: &Project, filter: &Filter) -> anyhow::Result<Vec<Table>> {
    let mut mentions = Table::new(
        "mentions",
        "doc number:i event lang published:d sentence_start:i sentence_end:i sentence trigger_start:i trigger_end:i \
         trigger type mode contexts cameo actors recipients symmetric:b status historical:b said_by time_start:d \
         time_end:d precision place country lat:f lon:f magnitudes confidence:f row",
    );
    let mut events = Table::new(
        "events",
        "event type mode actors actor_names recipients recipient_names symmetric:b status historical:b time_start:d \
         time_end:d precision place country lat:f lon:f magnitudes origins:i passages:i first_told:d last_told:d \
         confidence:f reviewed:b",
    );
    let mut sums: BTreeMap<String, (i64, i64, BTreeSet<String>, String, String)> = BTreeMap::new();
    let mut articles: BTreeSet<usize> = BTreeSet::new();
    each(project, filter, |item| {
        events.rows.push(event_row(&item));
        count_actors(&item, &mut sums);
        for (at, quote) in &item.quotes {
            articles.insert(at.article);
            mentions.rows.push(mention_row(&item, at.mention, &quote.sentence, &quote.published, &quote.mention));
        }
        Ok(())
    })?;
    let mut documents = Table::new(
        "documents",
        "doc title published:d lang source url authors tags agency characters:i mentions:i origin",
    );
    let mut offsets: BTreeMap<String, Article> = BTreeMap::new();
    articles.extend(filter.articles.iter().flatten());
    if *filter == (Filter { limit: filter.limit, ..Filter::default() }) && filter.limit == 0 {
        // Nothing was asked for in particular: articles that tell no event belong to the whole as well.
        articles.extend(project.article_ids()?.into_iter().map(|id| id as usize));
    }
    for id in &articles {
        let (row, article) = document_row(project, *id)?;
        documents.rows.push(row);
        offsets.insert(article.id.clone(), article);
    }
    place_in_points(&mut mentions, &offsets);
    mentions.rows.sort_by(|a, b| (plain(&a[0]), a[1].as_i64()).cmp(&(plain(&b[0]), b[1].as_i64())));
    let mut actors = Table::new("actors", "actor names as_actor:i as_recipient:i first:d last:d");
    for (code, (acts, suffers, names, first, last)) in sums {
        let names = names.into_iter().collect::<Vec<_>>().join("; ");
        actors.rows.push(vec![json!(code), json!(names), json!(acts), json!(suffers), day(&first), day(&last)]);
    }
    let [disputes, agreements, predictions] = followed(project, filter)?;
    let [positions, voices] = spoken(project, filter)?;
    Ok(vec![documents, mentions, events, actors, disputes, agreements, predictions, positions, voices])
}

fn event_row(item: &Item) -> Vec<Value> {
    let (kept, e) = (&item.kept, &item.kept.event);
    let place = e.place.as_ref();
    vec![
        json!(e.id),
        json!(e.kind.name()),
        json!(e.mode.map(|m| m.name())),
        json!(keys(&e.actors)),
        json!(named(&e.actors)),
        json!(keys(&e.recipients)),
        json!(named(&e.recipients)),
        json!(e.symmetric),
        json!(e.status.name()),
        json!(e.historical),
        json!(e.time.map(|t| t.start.to_string())),
        json!(e.time.map(|t| t.end.to_string())),
        json!(e.time.map(|t| t.precision.name())),
        json!(place.map(|p| &p.name)),
        json!(place.and_then(|p| p.country.as_ref())),
        json!(place.and_then(|p| p.lat)),
        json!(place.and_then(|p| p.lon)),
        json!(figures(&e.magnitudes)),
        json!(e.origins),
        json!(kept.passages),
        json!(kept.told.0.map(|d| d.to_string())),
        json!(kept.told.1.map(|d| d.to_string())),
        json!((e.score * 1e4).round() / 1e4),
        json!(kept.reviewed),
    ]
}

fn named(actors: &[demarche::mention::Actor]) -> String {
    let with: Vec<_> = actors.iter().filter(|a| a.name.is_some()).cloned().collect();
    if with.is_empty() { String::new() } else { names(&with) }
}

fn figures(magnitudes: &[demarche::mention::Magnitude]) -> String {
    let told = |m: &demarche::mention::Magnitude| format!("{}{} {}", if m.vague { "~" } else { "" }, m.value, m.unit);
    magnitudes.iter().map(told).collect::<Vec<_>>().join("; ")
}

/// Offsets are bytes until the article is there to count.
fn mention_row(item: &Item, number: usize, sentence: &str, published: &str, m: &Mention) -> Vec<Value> {
    let place = m.place.as_ref();
    let within = |span: Span| {
        let ends = span.start.checked_sub(m.sentence.start).zip(span.end.checked_sub(m.sentence.start));
        ends.map_or("", |(start, end)| Span::new(start, end).of(sentence))
    };
    vec![
        json!(m.doc),
        json!(number),
        json!(item.kept.event.id),
        json!(m.lang),
        day(published),
        json!(m.sentence.start),
        json!(m.sentence.end),
        json!(sentence),
        json!(m.trigger.start),
        json!(m.trigger.end),
        json!(within(m.trigger)),
        json!(m.kind.name()),
        json!(m.mode.map(|m| m.name())),
        json!(m.contexts.join("; ")),
        json!(m.cameo),
        json!(keys(&m.actors)),
        json!(keys(&m.recipients)),
        json!(m.symmetric),
        json!(m.status.name()),
        json!(m.historical),
        json!(keys(&m.said_by)),
        json!(m.time.map(|t| t.start.to_string())),
        json!(m.time.map(|t| t.end.to_string())),
        json!(m.time.map(|t| t.precision.name())),
        json!(place.map(|p| &p.name)),
        json!(place.and_then(|p| p.country.as_ref())),
        json!(place.and_then(|p| p.lat)),
        json!(place.and_then(|p| p.lon)),
        json!(figures(&m.magnitudes)),
        json!(m.score),
        json!(m.evidence.row),
    ]
}

/// Bytes of the article become code points.
fn place_in_points(mentions: &mut Table, articles: &BTreeMap<String, Article>) {
    let mut of: Option<(&str, Offsets<'_>)> = None;
    for row in &mut mentions.rows {
        let doc = plain(&row[0]);
        if of.as_ref().is_none_or(|(known, _)| *known != doc) {
            of = articles.get(&doc).map(|article| (article.id.as_str(), Offsets::new(&article.text)));
        }
        let Some((_, offsets)) = &of else { continue };
        for column in [5, 6, 8, 9] {
            let byte = row[column].as_u64().unwrap_or_default() as usize;
            row[column] = json!(offsets.to_point(byte));
        }
    }
}

fn document_row(project: &Project, id: usize) -> anyhow::Result<(Vec<Value>, Article)> {
    let coded = project.coded(id as i64)?;
    let a = coded.article;
    let row = vec![
        json!(a.id),
        json!(a.title),
        json!(a.published.map(|(day, _)| day.to_string())),
        json!(a.lang),
        json!(a.source),
        json!(a.url),
        json!(a.authors.join("; ")),
        json!(a.tags.join("; ")),
        json!(a.agency),
        json!(a.text.chars().count()),
        json!(coded.mentions.len()),
        json!(project.origin_of(id as i64)?),
    ];
    Ok((row, a))
}

fn count_actors(item: &Item, sums: &mut BTreeMap<String, (i64, i64, BTreeSet<String>, String, String)>) {
    let e = &item.kept.event;
    let on = item.day().map_or(String::new(), |d| d.to_string());
    for (side, actors) in [(0, &e.actors), (1, &e.recipients)] {
        for actor in actors {
            let sum = sums.entry(actor.key()).or_default();
            if side == 0 {
                sum.0 += 1
            } else {
                sum.1 += 1
            }
            sum.2.extend(actor.name.clone());
            if !on.is_empty() {
                if sum.3.is_empty() || on < sum.3 {
                    sum.3.clone_from(&on);
                }
                if on > sum.4 {
                    sum.4.clone_from(&on);
                }
            }
        }
    }
}

/// What follows from all articles together: of some that are named, nothing.
fn followed(project: &Project, filter: &Filter) -> anyhow::Result<[Table; 3]> {
    let is_whole = filter.articles.is_none();
    let mut disputes = Table::new("disputes", "event field version:i value holders since:d passages confirmed_later:b");
    let found = if is_whole { project.disputes(filter)? } else { Vec::new() };
    for (kept, dispute) in found {
        for (at, v) in dispute.versions.iter().enumerate() {
            let mut passages = Vec::new();
            for mention in &v.mentions {
                let (doc, published) = project.article_of(*mention)?;
                passages.push((published, format!("{doc}#{}", mention.mention)));
            }
            let since = passages.iter().map(|(day, _)| day.as_str()).min().unwrap_or("").to_owned();
            let told: Vec<String> = passages.into_iter().map(|(_, place)| place).collect();
            disputes.rows.push(vec![
                json!(kept.event.id),
                json!(dispute.field.name()),
                json!(at + 1),
                json!(v.value),
                json!(keys(&v.holders)),
                day(&since),
                json!(told.join("; ")),
                json!(dispute.confirmed_later),
            ]);
        }
    }
    let mut agreements =
        Table::new("agreements", "agreement:i name parties signed:d signed_end:d precision events clauses");
    let found = if is_whole { project.agreements(filter)? } else { Vec::new() };
    for (at, a) in found.into_iter().enumerate() {
        let mut events = Vec::new();
        for number in &a.events {
            events.extend(project.numbered(*number as i64)?.map(|k| k.event.id));
        }
        let mut clauses = Vec::new();
        for (article, span) in &a.clauses {
            clauses.extend(project.words_of(*article, *span)?.map(|(_, words)| words));
        }
        agreements.rows.push(vec![
            json!(at + 1),
            json!(a.name),
            json!(keys(&a.parties)),
            json!(a.signed.map(|t| t.start.to_string())),
            json!(a.signed.map(|t| t.end.to_string())),
            json!(a.signed.map(|t| t.precision.name())),
            json!(events.join("; ")),
            json!(clauses.join(" | ")),
        ]);
    }
    let mut predictions =
        Table::new("predictions", "event doc number:i said:d due:d outcome settled_doc settled_number:i sentence");
    let found = if is_whole { project.predictions(filter)? } else { Vec::new() };
    for (kept, p) in found {
        let Some(made) = project.quote(p.made)? else { continue };
        let settled = p.settled.map(|at| project.article_of(at)).transpose()?;
        predictions.rows.push(vec![
            json!(kept.event.id),
            json!(made.doc),
            json!(p.made.mention),
            day(&made.published),
            json!(made.mention.time.map(|t| t.end.to_string())),
            json!(p.outcome.name()),
            json!(settled.map(|(doc, _)| doc)),
            json!(p.settled.map(|at| at.mention)),
            json!(made.sentence),
        ]);
    }
    Ok([disputes, agreements, predictions])
}

/// How those who are no party stand to events, a row for each stand; and who is quoted, a row for each statement.
fn spoken(project: &Project, filter: &Filter) -> anyhow::Result<[Table; 2]> {
    let mut positions = Table::new("positions", "event holder stance since:d changed:b passages");
    let found = if filter.articles.is_none() { project.positions(filter)? } else { Vec::new() };
    for (kept, position) in found {
        for stand in &position.stands {
            let mut told = Vec::new();
            for at in &stand.mentions {
                told.push(format!("{}#{}", project.article_of(*at)?.0, at.mention));
            }
            positions.rows.push(vec![
                json!(kept.event.id),
                json!(position.holder.key()),
                json!(stand.stance.name()),
                json!(stand.since.map(|day| day.to_string())),
                json!(position.changed),
                json!(told.join("; ")),
            ]);
        }
    }
    let mut voices = Table::new("voices", "voice:i name kind code doc published:d manner words about events sentence");
    let heard = project.voices(filter)?;
    let first: Vec<_> = heard.first(filter.limit).collect();
    let mut all = project.cite_all(&first.iter().flat_map(|(_, said)| said).collect::<Vec<_>>())?.into_iter();
    for (at, (voice, said)) in first.iter().enumerate() {
        for (one, cited) in said.iter().zip(&mut all) {
            voices.rows.push(vec![
                json!(at + 1),
                json!(voice.name),
                json!(voice.kind.name()),
                json!(voice.actor.as_ref().map(Actor::key)),
                cited.doc.into(),
                day(&cited.published),
                json!(one.statement.manner.name()),
                cited.words.into(),
                keys(&one.statement.about).into(),
                cited.events.join("; ").into(),
                cited.sentence.into(),
            ]);
        }
    }
    Ok([positions, voices])
}

fn day(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { json!(text) }
}
