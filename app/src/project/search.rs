//! Words and a filter in, the sentences out that hold them, with the events that are told there.
//!
//! Few hits come by how well they fit, many by youth: weighing all sentences that hold a common word would take longer
//! than anybody waits.

use super::articles::{self, HEADLINE, WITHIN};
use super::deeds::looked_at;
use super::filter::{Filter, Rows};
use super::passages::{self, Stored};
use super::past::Past;
use super::query::YOUNGEST;
use super::{Kept, Project};
use demarche::Article;
use demarche::article::Span;
use rusqlite::types::Value;
use rusqlite::{params, params_from_iter};
use rustc_hash::FxHashSet;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

/// Hits up to which the best come first.
const WEIGHED: i64 = 3_000;
/// Hits from which on the articles that can tell what the filter asks for are listed.
const MANY: usize = 2_000;
/// Articles that are held at a time: sentences of one article are often found together.
const HELD: usize = 64;

/// What to look for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sought {
    /// In the language of FTS5; empty for none.
    pub(crate) words: String,
    /// In the same language, what a sentence must not hold where no words are asked for; empty for nothing.
    pub(crate) unwanted: String,
    /// What it should be about, in any language and whatever words; empty for anything.
    pub(crate) meaning: String,
    /// Codes, or names in capitals, of whom a passage names as speaker.
    pub(crate) said_by: Vec<String>,
    pub(crate) filter: Filter,
}

/// A sentence that was found.
#[derive(Clone, Debug)]
pub(crate) struct Hit {
    pub(crate) doc: String,
    pub(crate) title: String,
    pub(crate) published: String,
    pub(crate) source: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) sentence: String,
    pub(crate) headline: bool,
    pub(crate) lang: String,
    /// Where the sentence stands in the text, in code points; a headline stands nowhere.
    pub(crate) points: Option<(usize, usize)>,
    /// Passages in the sentence: event, type, status.
    pub(crate) told: Vec<(String, String, String)>,
    /// How alike in meaning it is to what was asked for, from -1 to 1.
    pub(crate) alike: Option<f32>,
}

/// The place of a passage, or of a headline: as in the table of words, with the passage's number for the sentence's.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placed(pub(crate) i64);

/// An article with its sentences and all its passages in the order in which they stand there.
struct Whole {
    article: Article,
    sentences: Vec<Span>,
    /// Where each begins, in code points.
    points: Vec<usize>,
    /// Read when they are asked for.
    told: OnceCell<Vec<Stored>>,
}

impl Whole {
    /// All passages.
    fn told(&self, project: &Project, id: i64) -> anyhow::Result<&[Stored]> {
        if let Some(told) = self.told.get() {
            return Ok(told);
        }
        let mut told = passages::of_article(&project.connection, id)?;
        told.sort_by_key(|p| p.mention.sentence);
        Ok(self.told.get_or_init(|| told))
    }

    /// The number of a sentence, as the table of words has it.
    fn number(&self, sentence: Span) -> i64 {
        self.sentences.partition_point(|other| other.end <= sentence.start) as i64
    }

    /// A stretch of the text in code points.
    fn points_of(&self, span: Span) -> (usize, usize) {
        let text = &self.article.text;
        let sentence = self.sentences.partition_point(|s| s.start <= span.start).checked_sub(1);
        let known = sentence.and_then(|at| Some((self.sentences.get(at)?.start, *self.points.get(at)?)));
        let (from, count) = known.unwrap_or_default();
        let before = count + Span::new(from, span.start).of(text).chars().count();
        (before, before + span.of(text).chars().count())
    }
}

/// The passages of a sentence.
fn within(told: &[Stored], span: Span) -> &[Stored] {
    let from = told.partition_point(|p| p.mention.sentence.end <= span.start);
    let to = told.partition_point(|p| p.mention.sentence.start < span.end);
    told.get(from..to).unwrap_or_default()
}

/// Where sentences begin, in code points.
fn points(text: &str, sentences: &[Span]) -> Vec<usize> {
    let (mut at, mut count) = (0, 0);
    let mut begin = |span: &Span| {
        count += Span::new(at, span.start).of(text).chars().count();
        at = at.max(span.start);
        count
    };
    sentences.iter().map(&mut begin).collect()
}

/// The articles that were read last.
#[derive(Default)]
struct Held(BTreeMap<i64, Whole>);

impl Held {
    fn get(&mut self, project: &Project, id: i64) -> anyhow::Result<&Whole> {
        if self.0.len() >= HELD && !self.0.contains_key(&id) {
            self.0.clear();
        }
        match self.0.entry(id) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(new) => {
                let (article, sentences) = articles::read(&project.connection, id)?;
                let points = points(&article.text, &sentences);
                Ok(new.insert(Whole { article, sentences, points, told: OnceCell::new() }))
            }
        }
    }
}

/// The articles that were read last, and which articles and events meet the filter.
#[derive(Default)]
struct Looked {
    held: Held,
    articles: BTreeMap<i64, bool>,
    meets: BTreeMap<i64, bool>,
}

impl Looked {
    /// Whether an article is one that the filter asks for and, where it asks for events, tells such a one: what a look at
    /// the tables rules out is not read.
    fn may_meet(&mut self, project: &Project, article: i64, sought: &Sought) -> anyhow::Result<bool> {
        if let Some(known) = self.articles.get(&article) {
            return Ok(*known);
        }
        let mut meets = project.article_meets(article, &sought.filter)?;
        if meets && sought.needs_passage() {
            meets = false;
            for event in passages::events_of_article(&project.connection, article, &sought.filter.told_as)? {
                meets = meets || self.event_meets(project, event, sought)?;
            }
        }
        self.articles.insert(article, meets);
        Ok(meets)
    }

    fn event_meets(&mut self, project: &Project, event: i64, sought: &Sought) -> anyhow::Result<bool> {
        if let Some(known) = self.meets.get(&event) {
            return Ok(*known);
        }
        let meets = project.meets(event, &sought.filter)?;
        self.meets.insert(event, meets);
        Ok(meets)
    }
}

impl Project {
    /// The sentences that hold the words, and where conditions on events are given, tell such an event.
    pub(crate) fn search(&self, sought: &Sought) -> anyhow::Result<Vec<Hit>> {
        let (mut hits, mut looked) = (Vec::new(), Looked::default());
        if sought.words.is_empty() {
            let most = if sought.filter.limit == 0 { usize::MAX } else { sought.filter.limit };
            let spoken = Filter { said_by: sought.said_by.clone(), ..sought.filter.clone() };
            self.each_event(&spoken, YOUNGEST, |kept| {
                if let Some(stored) = self.shown(&kept, sought)? {
                    let (article, sentence) = (stored.id >> WITHIN, stored.mention.sentence);
                    let whole = looked.held.get(self, article)?;
                    if !self.holds(article << WITHIN | whole.number(sentence), &sought.unwanted)? {
                        hits.push(self.hit(whole, Some(sentence), &[&stored])?);
                    }
                }
                Ok(hits.len() < most)
            })?;
            return Ok(hits);
        }
        // How a passage tells its event stands in no index: that is looked at.
        let of_events = Filter { told_as: Vec::new(), ..sought.filter.clone() };
        let of_events = Sought { filter: of_events, ..Sought::default() };
        let asks_for_events = of_events.needs_passage();
        let (mut seen, mut telling) = (0, None);
        self.each_row(sought, |row| {
            let (article, number) = (row >> WITHIN, row & HEADLINE);
            seen += 1;
            if seen == MANY && asks_for_events {
                telling = Some(self.articles_that_tell(&of_events.filter)?);
            }
            let may_tell = telling.as_ref().is_none_or(|telling| telling.contains(&article));
            if !may_tell || !looked.may_meet(self, article, sought)? {
                return Ok(true);
            }
            // A headline stands nowhere in the text.
            let span =
                looked.held.get(self, article)?.sentences.get(number as usize).copied().filter(|_| number != HEADLINE);
            if span.is_some() || number == HEADLINE {
                hits.extend(self.meeting(article, span, sought, &mut looked)?);
            }
            Ok(hits.len() < sought.limit())
        })?;
        Ok(hits)
    }

    /// The passage that stands for an event where no words are asked for: the first, or the first that is told by those and
    /// in that way that is asked for.
    fn shown(&self, kept: &Kept, sought: &Sought) -> anyhow::Result<Option<Stored>> {
        let spoken = match sought.said_by.is_empty() {
            true => None,
            false => Some(passages::spoken_of_event(&self.connection, kept.number, &sought.said_by)?),
        };
        let places = self.places(&sought.filter, kept)?.into_iter().map(passages::number);
        for id in places.filter(|id| spoken.as_ref().is_none_or(|spoken| spoken.contains(id))) {
            let stored = passages::one(&self.connection, id)?;
            if sought.is_told_so(&stored) {
                return Ok(Some(stored));
            }
        }
        Ok(None)
    }

    /// The same among these places of passages and headlines, in their order. Of places that say the same in the same words
    /// the first that meets the conditions stands for all.
    pub(crate) fn search_at(&self, sought: &Sought, places: &[(f32, Vec<Placed>)]) -> anyhow::Result<Vec<Hit>> {
        let (mut hits, mut looked) = (Vec::new(), Looked::default());
        for (alike, places) in places {
            for place in places {
                let (article, number) = (place.0 >> WITHIN, place.0 & HEADLINE);
                let whole = looked.held.get(self, article)?;
                let told = whole.told(self, article)?;
                let span = told.iter().find(|stored| stored.id == place.0).map(|stored| stored.mention.sentence);
                let row = span.map_or(HEADLINE, |span| whole.number(span));
                let is_there = span.is_some() || number == HEADLINE;
                let row = article << WITHIN | row;
                let is_missing = !sought.words.is_empty() && !self.holds(row, &sought.words)?;
                if !is_there || is_missing || self.holds(row, &sought.unwanted)? {
                    continue;
                }
                if let Some(hit) = self.meeting(article, span, sought, &mut looked)? {
                    hits.push(Hit { alike: Some(*alike), ..hit });
                    break;
                }
            }
            if hits.len() == sought.limit() {
                break;
            }
        }
        Ok(hits)
    }

    /// Hands on the sentence of each passage, and each headline, with its place.
    pub(crate) fn each_told(&self, mut take: impl FnMut(Placed, &str) -> anyhow::Result<()>) -> anyhow::Result<()> {
        let headlines =
            format!("SELECT (id << {WITHIN}) + {HEADLINE}, title FROM article WHERE title <> '' ORDER BY id");
        for sql in ["SELECT id, sentence FROM mention ORDER BY id", headlines.as_str()] {
            let mut statement = self.connection.prepare(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                take(Placed(row.get(0)?), row.get_ref(1)?.as_str()?)?;
            }
        }
        Ok(())
    }

    /// The sentence at a place of an article, or its headline, if it meets the conditions.
    fn meeting(
        &self,
        article: i64,
        span: Option<Span>,
        sought: &Sought,
        looked: &mut Looked,
    ) -> anyhow::Result<Option<Hit>> {
        if !looked.may_meet(self, article, sought)? {
            return Ok(None);
        }
        let told: Vec<Stored> = match span {
            Some(span) => {
                let told = looked.held.get(self, article)?.told(self, article)?;
                within(told, span).to_vec()
            }
            None => Vec::new(),
        };
        let mut kept = Vec::new();
        for stored in &told {
            if looked.event_meets(self, stored.event, sought)? && sought.is_told_so(stored) {
                kept.push(stored);
            }
        }
        if kept.is_empty() && sought.needs_passage() {
            return Ok(None);
        }
        self.hit(looked.held.get(self, article)?, span, &kept).map(Some)
    }

    /// Whether a sentence holds any of the words; none where there are none.
    fn holds(&self, row: i64, words: &str) -> anyhow::Result<bool> {
        let mut statement =
            self.connection.prepare_cached("SELECT 1 FROM words WHERE words MATCH ?1 AND rowid = ?2")?;
        Ok(!words.is_empty() && statement.exists(params![words, row])?)
    }

    /// The articles that tell such events, by their numbers.
    fn articles_that_tell(&self, filter: &Filter) -> anyhow::Result<FxHashSet<i64>> {
        let conditions = self.conditions(filter, Rows::Either(&self.past(filter)?))?;
        let sql = format!(
            "SELECT m.id >> {WITHIN} FROM event e CROSS JOIN mention m ON m.event = e.id WHERE m.event > 0 AND {}",
            conditions.text()
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let articles = statement.query_map(params_from_iter(&conditions.values), |row| row.get(0))?;
        Ok(articles.collect::<Result<_, _>>()?)
    }

    /// Hands on the places of the words, for as long as they are taken.
    fn each_row(&self, sought: &Sought, mut take: impl FnMut(i64) -> anyhow::Result<bool>) -> anyhow::Result<()> {
        let (words, first) = (&sought.words, sought.filter.after.map_or(0, |mark| (mark.article + 1) << WITHIN));
        let count: i64 = self
            .connection
            .prepare_cached("SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ?1 AND rowid >= ?3 LIMIT ?2)")?
            .query_row(params![words, WEIGHED + 1, first], |row| row.get(0))?;
        let order = if count > WEIGHED { "rowid DESC" } else { "rank, rowid DESC" };
        let sql = format!("SELECT rowid FROM words WHERE words MATCH ?1 AND rowid >= ?2 ORDER BY {order}");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params![words, first])?;
        while let Some(row) = rows.next()? {
            if !take(row.get(0)?)? {
                break;
            }
        }
        Ok(())
    }

    /// The sentence at a place of an article, or its headline, with passages.
    fn hit(&self, whole: &Whole, span: Option<Span>, told: &[&Stored]) -> anyhow::Result<Hit> {
        let found = &whole.article;
        let sentence = span.map_or(found.title.as_str(), |span| span.of(&found.text)).to_owned();
        let mut events = Vec::new();
        for stored in told {
            let name = self
                .connection
                .prepare_cached("SELECT name FROM event WHERE id = ?1")?
                .query_row([stored.event], |row| row.get::<_, String>(0))?;
            events.push((name, stored.mention.kind.to_string(), stored.mention.status.to_string()));
        }
        Ok(Hit {
            doc: found.id.clone(),
            title: found.title.clone(),
            published: found.published.map_or(String::new(), |(day, _)| day.to_string()),
            source: found.source.clone(),
            url: found.url.clone(),
            sentence,
            headline: span.is_none(),
            lang: found.lang.clone(),
            points: span.map(|span| whole.points_of(span)),
            told: events,
            alike: None,
        })
    }

    /// Whether an event meets the conditions, on a past day as it was then.
    pub(super) fn meets(&self, event: i64, filter: &Filter) -> anyhow::Result<bool> {
        Ok(self.may_be_met(event, filter)?
            && (looked_at(filter).is_none() || self.numbered_then(filter, event)?.is_some()))
    }

    /// The same as far as can be known without a look at its passages.
    fn may_be_met(&self, event: i64, filter: &Filter) -> anyhow::Result<bool> {
        let is_of = |past: &Arc<Past>| past.event.cmp(&event);
        if self.past(filter)?.binary_search_by(is_of).is_ok() {
            return Ok(true);
        }
        let mut conditions = filter.conditions_on_one();
        if let Some(day) = filter.as_of {
            conditions.and("e.since > '' AND e.since <= ?", [day.to_string()]);
        }
        let sql = format!("SELECT 1 FROM event e WHERE e.id = ? AND {}", conditions.text());
        let values = [Value::Integer(event)].into_iter().chain(conditions.values.iter().cloned());
        Ok(self.connection.prepare_cached(&sql)?.exists(params_from_iter(values))?)
    }

    /// What of the filter concerns articles.
    fn article_meets(&self, article: i64, filter: &Filter) -> anyhow::Result<bool> {
        let (lang, source, published): (String, Option<String>, String) = self
            .connection
            .prepare_cached("SELECT lang, source, published FROM article WHERE id = ?1")?
            .query_row([article], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let day = articles::day(&published)?;
        let listed = |list: &[String], value: &str| list.is_empty() || list.iter().any(|one| one == value);
        Ok(listed(&filter.langs, &lang)
            && listed(&filter.sources, source.as_deref().unwrap_or(""))
            && filter.as_of.is_none_or(|then| day.is_some_and(|day| day <= then)))
    }
}

impl Sought {
    fn limit(&self) -> usize {
        if self.filter.limit == 0 { usize::MAX } else { self.filter.limit }
    }

    /// Whether what is asked for can only be known from a passage.
    fn needs_passage(&self) -> bool {
        let f = &self.filter;
        let plain = Filter {
            langs: f.langs.clone(),
            sources: f.sources.clone(),
            as_of: f.as_of,
            limit: f.limit,
            ..Filter::default()
        };
        !self.said_by.is_empty() || *f != plain
    }

    /// Whether it asks for more than events do by themselves.
    pub(crate) fn is_of_words(&self) -> bool {
        let Self { words, unwanted, meaning, said_by, .. } = self;
        !(words.is_empty() && unwanted.is_empty() && meaning.is_empty() && said_by.is_empty())
    }

    /// Whether it asks for more than some events, whichever.
    pub(crate) fn asks_for_something(&self) -> bool {
        self.is_of_words() || self.filter != Filter { limit: self.filter.limit, ..Filter::default() }
    }

    /// Whether a passage is told by those and in that way that is asked for.
    fn is_told_so(&self, stored: &Stored) -> bool {
        let (speakers, told_as) = (stored.speakers(), &self.filter.told_as);
        (self.said_by.is_empty() || self.said_by.iter().any(|who| speakers.contains(who)))
            && (told_as.is_empty() || told_as.contains(&stored.mention.status))
    }
}
