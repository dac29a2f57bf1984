//! Linking taken apart for work that is spread over machines: keys of passages and articles, which of them touch each
//! other, and the copies, events, positions and voices of whole groups.
//!
//! A group is the union of all blocks that touch each other, so that each can be linked apart with the same outcome as all
//! at once (`link::merge`). A passage travels as its mention record with the words of its sentence, and with the passages
//! that take a stand on it; what voices of an article say travels with its first passage.

use super::coding::Batch;
use super::said;
use super::sparse::{Piece, Told, set_up};
use crate::project::{content_hash, settle_scores};
use crate::tables;
use anyhow::Context;
use demarche::Article;
use demarche::article::Span;
use demarche::event::{Coded, Linked, MentionRef};
use demarche::link::{self, Fingerprint, Passage};
use demarche::records::linked::LinkedWriter;
use demarche::records::mentions;
use demarche::records::offsets::Offsets;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What a passage needs to travel, beside its mention record.
#[derive(Debug, Deserialize, Serialize)]
struct Travel {
    /// Number of the mention in its article.
    number: usize,
    published: Option<String>,
    /// Words of the sentence, and bytes of the article before it.
    quote: String,
    offset: usize,
    /// A digest of what the article says: one that comes twice is one, two of one id are two.
    version: i64,
    /// Blocks in which passages of the same act would be found.
    keys: Vec<i64>,
    /// Id of the article whose copy this passage's article is, or its own.
    #[serde(default)]
    origin: Option<String>,
    /// The passages of the article that take a stand on this one.
    #[serde(default)]
    stands: Vec<Stand>,
    /// Of the first passage of an article: what voices say in it.
    #[serde(default)]
    statements: Vec<said::Travel>,
}

/// A passage that takes a stand on another: its number, its record and its sentence.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Stand {
    number: usize,
    record: String,
    piece: Piece,
}

/// Where a passage stands and what its record says of that, in code points.
#[derive(Debug, Deserialize)]
struct Placed {
    doc: String,
    lang: String,
    sentence: Ends,
    #[serde(flatten)]
    travel: Travel,
}

#[derive(Clone, Copy, Debug, Deserialize)]
struct Ends {
    start: usize,
    end: usize,
}

impl Batch {
    /// The mentions of all articles, one JSON line each, with what they need to be linked elsewhere.
    pub fn passages(&self) -> anyhow::Result<String> {
        let mut out = String::new();
        for (article, one) in self.coded.iter().enumerate() {
            let mut one = one.clone();
            settle_scores(&mut one);
            let version = version(&one.article);
            let written = mentions::write(&one.article, &one.mentions);
            let lines: Vec<&str> = written.lines().collect();
            let offsets = Offsets::new(&one.article.text);
            let mut stands: BTreeMap<Span, Vec<Stand>> = BTreeMap::new();
            for (number, (mention, line)) in one.mentions.iter().zip(&lines).enumerate() {
                for act in &mention.about {
                    let piece = Piece::of(&offsets, mention.sentence);
                    stands.entry(*act).or_default().push(Stand { number, record: (*line).to_owned(), piece });
                }
            }
            for (number, (mention, line)) in one.mentions.iter().zip(&lines).enumerate() {
                let passage = Passage::new(MentionRef { article, mention: number }, &one.article, "", mention);
                let travel = Travel {
                    number,
                    published: one.article.published.map(|(day, _)| day.to_string()),
                    quote: mention.sentence.of(&one.article.text).to_owned(),
                    offset: mention.sentence.start,
                    version,
                    keys: link::key(&passage).iter().map(|key| key.0.cast_signed()).collect(),
                    origin: None,
                    stands: stands.get(&mention.trigger).cloned().unwrap_or_default(),
                    statements: if number == 0 { said::statements(&one, &lines)? } else { Vec::new() },
                };
                // Both are objects: the second goes on where the first ends.
                out.push_str(line.strip_suffix('}').unwrap_or(line));
                out.push(',');
                out.push_str(serde_json::to_string(&travel)?.strip_prefix('{').unwrap_or_default());
                out.push('\n');
            }
        }
        Ok(out)
    }
}

/// First bytes of the hash of the content.
fn version(article: &Article) -> i64 {
    let hash = content_hash(article);
    hash.get(..16).and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or_default().cast_signed()
}

/// Where copies of an article would be found.
#[derive(Clone, Debug)]
pub struct Buckets {
    /// The day of the article; empty where it has none.
    pub published: String,
    /// What shared buckets must count together for two articles to be compared.
    pub enough: usize,
    /// Each bucket with what it counts to share it.
    pub buckets: Vec<(i64, usize)>,
}

/// For each record the buckets in which copies of it would be found; none for one that cannot be read.
pub fn buckets(json: &[&str]) -> anyhow::Result<Vec<Option<Buckets>>> {
    let found = |article: Article| {
        let print = Fingerprint::of(&article);
        Buckets {
            published: article.published.map(|(day, _)| day.to_string()).unwrap_or_default(),
            enough: print.enough(),
            buckets: print.buckets().map(|(bucket, counts)| (bucket.cast_signed(), counts)).collect(),
        }
    };
    json.iter().map(|line| Ok(each_article(&[line])?.pop().map(found))).collect()
}

/// Of the records of whole groups those that copy another: `doc`, `origin` and the share of words as JSON lines.
pub fn copies(json: &[&str]) -> anyhow::Result<String> {
    let articles = each_article(json)?;
    let found = link::copies(&articles.iter().collect::<Vec<_>>());
    let mut out = String::new();
    for (article, copy) in articles.iter().zip(found) {
        let Some(copy) = copy else { continue };
        let shared = (copy.shared * 1000.0).round() / 1000.0;
        let origin = articles.get(copy.of).map_or("", |origin| origin.id.as_str());
        out.push_str(&serde_json::json!({ "doc": article.id, "origin": origin, "shared": shared }).to_string());
        out.push('\n');
    }
    Ok(out)
}

fn each_article(json: &[&str]) -> anyhow::Result<Vec<Article>> {
    let resources = tables()?;
    let read = |(at, line): (usize, &&str)| super::coding::document(at + 1, line, None).read(resources);
    let mut found = Vec::new();
    for readings in json.iter().enumerate().map(read) {
        found.extend(readings?.into_iter().filter_map(Result::ok).map(|reading| reading.article));
    }
    Ok(found)
}

/// The events of the passages of whole groups, one JSON line each.
pub fn events(json: &[&str]) -> anyhow::Result<String> {
    let (coded, linked) = linked(json)?;
    Ok(LinkedWriter::new(&coded, &linked).events())
}

/// The positions on the events of the passages of whole groups, one JSON line each.
pub fn positions(json: &[&str]) -> anyhow::Result<String> {
    let (coded, mut linked) = linked(json)?;
    linked.positions = link::positions(&coded, &linked.events);
    Ok(LinkedWriter::new(&coded, &linked).positions())
}

/// The articles of the passages with what of them is known, and their events.
fn linked(json: &[&str]) -> anyhow::Result<(Vec<Coded>, Linked)> {
    let mut by_doc: BTreeMap<(String, i64), Vec<(Placed, &str)>> = BTreeMap::new();
    for line in json {
        let placed: Placed = serde_json::from_str(line).context("a passage cannot be read")?;
        by_doc.entry((placed.doc.clone(), placed.travel.version)).or_default().push((placed, line));
    }
    // Of the ids under which an article comes the least is its own.
    let mut seen = BTreeSet::new();
    by_doc.retain(|(_, version), _| seen.insert(*version));
    let mut coded = Vec::with_capacity(by_doc.len());
    let mut places: Vec<(MentionRef, String)> = Vec::new();
    for ((doc, _), mut passages) in by_doc {
        passages.sort_by(|(a, line), (b, other)| (a.travel.number, *line).cmp(&(b.travel.number, *other)));
        passages.dedup_by_key(|(placed, _)| placed.travel.number);
        let mut told = Told::new();
        for (placed, _) in &passages {
            for stand in &placed.travel.stands {
                let _ = told.insert(stand.number, (stand.record.as_str(), stand.piece.clone()));
            }
        }
        for (placed, line) in &passages {
            let _ = told.insert(placed.travel.number, (line, placed.piece()));
            let origin = placed.travel.origin.clone().unwrap_or_else(|| doc.clone());
            places.push((MentionRef { article: coded.len(), mention: placed.travel.number }, origin));
        }
        let (first, _) = passages.first().context("a group without passages")?;
        coded.push(set_up(&doc, (first.travel.published.as_deref(), &first.lang), &told, Vec::new())?);
    }
    let passage = |(at, origin): &(MentionRef, String)| {
        let one: &Coded = coded.get(at.article)?;
        Some(Passage::new(*at, &one.article, origin, one.mentions.get(at.mention)?))
    };
    let passages: Vec<Passage<'_>> = places.iter().filter_map(passage).collect();
    let events = link::merge(&passages);
    Ok((coded, Linked { events, ..Linked::default() }))
}

impl Placed {
    fn piece(&self) -> Piece {
        let (Ends { start, end }, travel) = (self.sentence, &self.travel);
        Piece { start, end, offset: travel.offset, quote: travel.quote.clone() }
    }
}

/// Keys that belong together, known by the smallest of each group: what is left of many rows of keys when each machine
/// has joined its own.
#[derive(Debug, Default)]
pub struct Forest {
    parents: BTreeMap<i64, i64>,
}

impl Forest {
    /// Joins the keys of one row.
    pub fn join(&mut self, keys: &[i64]) {
        for pair in keys.windows(2) {
            let (a, b) = (self.root(pair[0]), self.root(pair[1]));
            if a != b {
                let _ = self.parents.insert(a.max(b), a.min(b));
            }
        }
    }

    fn root(&mut self, key: i64) -> i64 {
        let mut root = key;
        while let Some(parent) = self.parents.get(&root) {
            root = *parent;
        }
        // The way is shortened, so that the next one is not long.
        let mut at = key;
        while let Some(parent) = self.parents.get_mut(&at) {
            at = std::mem::replace(parent, root);
        }
        root
    }

    /// Each key that is not the smallest of its group, with the smallest.
    pub fn edges(mut self) -> Vec<(i64, i64)> {
        let keys: Vec<i64> = self.parents.keys().copied().collect();
        keys.into_iter().map(|key| (key, self.root(key))).collect()
    }
}
