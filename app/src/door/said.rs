//! What voices say, taken apart for work that is spread over machines: statements of articles out, voices of whole groups in.

use super::sparse::{Piece, Told, set_up};
use crate::project::{read_statement, statement};
use anyhow::Context;
use demarche::event::{Coded, Linked, MentionRef};
use demarche::link;
use demarche::records::linked::LinkedWriter;
use demarche::records::offsets::Offsets;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A statement as it travels, with a number for whose it is: those of one voice meet by it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Travel {
    voice: i64,
    /// The mentions that it vouches for, by their numbers: of the events of its article those that tell one go with it.
    mentions: Vec<usize>,
    record: String,
}

/// What a group must know of a statement.
#[derive(Debug, Deserialize, Serialize)]
struct Said {
    /// Its number in the article.
    number: usize,
    published: Option<String>,
    lang: String,
    statement: String,
    /// The sentence, and the words that name the voice and by which it speaks, in it or before it.
    sentence: Piece,
    words: Piece,
    cue: Piece,
    /// The records of the mentions that it vouches for, by their numbers.
    acts: Vec<(usize, String)>,
}

/// A statement with its article and the events that tell the acts for which it vouches.
#[derive(Debug, Deserialize)]
struct Row {
    doc: String,
    record: String,
    events: Option<Vec<Event>>,
}

#[derive(Debug, Deserialize)]
struct Event {
    mention: usize,
    id: String,
}

/// The statements of an article whose mentions have these records.
pub(super) fn statements(one: &Coded, lines: &[&str]) -> anyhow::Result<Vec<Travel>> {
    let offsets = Offsets::new(&one.article.text);
    let travel = |(number, said): (usize, &demarche::voice::Statement)| {
        let acts = said.mentions(&one.mentions);
        let mentions = acts.clone();
        let record = Said {
            number,
            published: one.article.published.map(|(day, _)| day.to_string()),
            lang: one.article.lang.clone(),
            sentence: Piece::of(&offsets, said.sentence),
            words: Piece::of(&offsets, said.words),
            cue: Piece::of(&offsets, said.cue),
            acts: acts.iter().filter_map(|act| Some((*act, (*lines.get(*act)?).to_owned()))).collect(),
            statement: statement(said, acts)?,
        };
        Ok(Travel { voice: link::voice(one, said).cast_signed(), mentions, record: serde_json::to_string(&record)? })
    };
    one.statements.iter().enumerate().map(travel).collect()
}

/// The voices of the statements of whole groups, one JSON line each.
pub fn voices(json: &[&str]) -> anyhow::Result<String> {
    let mut by_doc: BTreeMap<String, (BTreeMap<usize, Said>, Vec<Event>)> = BTreeMap::new();
    for line in json {
        let row: Row = serde_json::from_str(line).context("a statement cannot be read")?;
        let said: Said = serde_json::from_str(&row.record).context("a statement cannot be read")?;
        let (all, events) = by_doc.entry(row.doc).or_default();
        let _ = all.insert(said.number, said);
        events.extend(row.events.unwrap_or_default());
    }
    let mut coded = Vec::with_capacity(by_doc.len());
    let mut events: BTreeMap<MentionRef, &str> = BTreeMap::new();
    for (article, (doc, (all, own))) in by_doc.iter().enumerate() {
        coded.push(with_statements(doc, all)?);
        events.extend(own.iter().map(|event| (MentionRef { article, mention: event.mention }, event.id.as_str())));
    }
    let linked = Linked { voices: link::voices(&coded), ..Linked::default() };
    Ok(LinkedWriter::new(&coded, &linked).voices_of(&events))
}

fn with_statements(doc: &str, all: &BTreeMap<usize, Said>) -> anyhow::Result<Coded> {
    let (_, first) = all.first_key_value().context("an article without statements")?;
    let mut told = Told::new();
    for said in all.values() {
        told.extend(said.acts.iter().map(|(number, record)| (*number, (record.as_str(), said.sentence.clone()))));
    }
    let pieces = all.values().flat_map(|said| [&said.sentence, &said.words, &said.cue]).cloned().collect();
    let mut one = set_up(doc, (first.published.as_deref(), &first.lang), &told, pieces)?;
    // Two articles of which the same sentence is known are two.
    one.article.title = doc.to_owned();
    let read = |said: &Said| Ok(read_statement(&said.statement)?.0);
    one.statements = all.values().map(read).collect::<anyhow::Result<_>>()?;
    Ok(one)
}
