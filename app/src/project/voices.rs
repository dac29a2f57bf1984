//! Statements of articles in, their rows out; a filter in, the voices that meet it out.

use super::articles::{WITHIN, day};
use super::filter::{Filter, code_of};
use super::{Project, pack, passages};
use demarche::event::MentionRef;
use demarche::link::{self, Quoted};
use demarche::mention::Actor;
use demarche::voice::{Statement, StatementRef, Voice};
use demarche::{Article, Mention};
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Where voices are limited in number, so many of the youngest statements are looked at.
const LOOKED_AT: usize = 20_000;

/// One statement of a voice, as it is stored.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub(crate) article: i64,
    pub(crate) statement: Statement,
    /// The mentions that it vouches for, by their places in the file.
    pub(crate) mentions: Vec<MentionRef>,
}

/// Voices in order, the one with most statements first.
pub(crate) struct Heard {
    pub(crate) voices: Vec<Voice>,
    /// So many of the youngest statements were looked at, where there are more.
    pub(crate) looked_at: Option<usize>,
    articles: Vec<Found>,
}

impl Heard {
    /// So many of the most quoted; all where the limit is zero.
    pub(crate) fn first(&self, limit: usize) -> impl Iterator<Item = (&Voice, Vec<Said>)> {
        let voices = self.voices.iter().take(if limit == 0 { usize::MAX } else { limit });
        voices.map(|voice| (voice, self.said(voice)))
    }

    /// The statements of a voice.
    pub(crate) fn said(&self, voice: &Voice) -> Vec<Said> {
        let said = |at: &StatementRef| self.articles[at.article].said(at.statement);
        voice.statements.iter().map(said).collect()
    }
}

/// A statement as it is quoted.
#[derive(Clone, Debug)]
pub(crate) struct Cited {
    pub(crate) doc: String,
    pub(crate) title: String,
    pub(crate) published: String,
    pub(crate) lang: String,
    pub(crate) source: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) sentence: String,
    /// Where the sentence stands, in code points.
    pub(crate) points: (usize, usize),
    /// The words that name the voice.
    pub(crate) words: String,
    /// Ids of the events that the voice vouches for.
    pub(crate) events: Vec<String>,
}

/// An article as its statements are cited.
struct Quoting {
    doc: String,
    title: String,
    published: String,
    lang: String,
    source: Option<String>,
    url: Option<String>,
    text: String,
}

/// What an article quotes, in the order of its text, with its name and its day.
struct Found {
    article: i64,
    doc: String,
    published: Option<Date>,
    statements: Vec<Statement>,
    /// For each statement the mentions that it vouches for.
    mentions: Vec<Vec<MentionRef>>,
}

impl Found {
    fn said(&self, at: usize) -> Said {
        Said { article: self.article, statement: self.statements[at].clone(), mentions: self.mentions[at].clone() }
    }
}

/// Stores the statements of an article in the place of those that it had.
pub(super) fn write(
    connection: &Connection,
    article: i64,
    of: &Article,
    statements: &[Statement],
    mentions: &[Mention],
) -> anyhow::Result<()> {
    let range = [article << WITHIN, ((article + 1) << WITHIN) - 1];
    connection.prepare_cached("DELETE FROM statement WHERE id BETWEEN ?1 AND ?2")?.execute(range)?;
    let mut insert = connection.prepare_cached("INSERT INTO statement(id, published, record) VALUES(?1, ?2, ?3)")?;
    let published = of.published.map_or(String::new(), |(day, _)| day.to_string());
    for (at, statement) in statements.iter().enumerate().take(1 << WITHIN) {
        let record = pack::statement(statement, statement.mentions(mentions))?;
        insert.execute(params![(article << WITHIN) + at as i64, published, record])?;
    }
    Ok(())
}

/// The statements of an article.
pub(super) fn of_article(connection: &Connection, article: i64) -> anyhow::Result<Vec<Statement>> {
    let sql = "SELECT record FROM statement WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
    let mut statement = connection.prepare_cached(sql)?;
    let range = [article << WITHIN, ((article + 1) << WITHIN) - 1];
    let rows = statement.query_map(range, |row| row.get::<_, String>(0))?;
    rows.map(|row| Ok(pack::read_statement(&row?)?.0)).collect()
}

impl Project {
    /// Who is quoted in what meets the filter, each with its statements. Whether all statements are looked at hangs on the
    /// limit of the filter; all voices found in them are given.
    pub(crate) fn voices(&self, filter: &Filter) -> anyhow::Result<Heard> {
        let (articles, whole) = self.said(filter)?;
        let quoted = articles.iter().enumerate().map(|(article, found)| Quoted {
            article,
            id: &found.doc,
            published: found.published,
            statements: &found.statements,
        });
        let mut voices = link::voices_of(quoted.collect());
        let who = filter.who.as_ref().map(|who| who.to_uppercase());
        voices.retain(|voice| filter.voice.is_none_or(|kind| voice.kind == kind));
        voices.retain(|voice| who.as_ref().is_none_or(|who| is_of(voice, who)));
        Ok(Heard { voices, looked_at: (!whole).then_some(LOOKED_AT), articles })
    }

    /// A statement with its article and its words.
    pub(crate) fn cite(&self, said: &Said) -> anyhow::Result<Cited> {
        self.cite_in(&self.cited_article(said.article)?, said)
    }

    /// The same of many, in their order. They are read in the order of the file, each article once.
    pub(crate) fn cite_all(&self, said: &[&Said]) -> anyhow::Result<Vec<Cited>> {
        let mut order: Vec<usize> = (0..said.len()).collect();
        order.sort_by_key(|at| said[*at].article);
        let mut cited: Vec<(usize, Cited)> = Vec::with_capacity(said.len());
        for same in order.chunk_by(|a, b| said[*a].article == said[*b].article) {
            let article = self.cited_article(said[same[0]].article)?;
            for at in same {
                cited.push((*at, self.cite_in(&article, said[*at])?));
            }
        }
        cited.sort_unstable_by_key(|(at, _)| *at);
        Ok(cited.into_iter().map(|(_, one)| one).collect())
    }

    fn cited_article(&self, article: i64) -> anyhow::Result<Quoting> {
        let mut statement = self.connection.prepare_cached(
            "SELECT doc, title, published, source, url, text, lang FROM article JOIN body ON body.article = article.id
             WHERE id = ?1",
        )?;
        let article = statement.query_row([article], |row| {
            let (doc, title, published) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let (source, url, text, lang) = (row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?);
            Ok(Quoting { doc, title, published, source, url, text, lang })
        })?;
        Ok(article)
    }

    fn cite_in(&self, article: &Quoting, said: &Said) -> anyhow::Result<Cited> {
        let mut of = self
            .connection
            .prepare_cached("SELECT e.name FROM mention m JOIN event e ON e.id = m.event WHERE m.id = ?1")?;
        let mut events: Vec<String> = Vec::new();
        for at in &said.mentions {
            for name in of.query_map([passages::number(*at)], |row| row.get(0))? {
                events.push(name?);
            }
        }
        events.dedup();
        Ok(Cited {
            doc: article.doc.clone(),
            title: article.title.clone(),
            published: article.published.clone(),
            lang: article.lang.clone(),
            source: article.source.clone(),
            url: article.url.clone(),
            sentence: said.statement.sentence.of(&article.text).to_owned(),
            words: said.statement.words.of(&article.text).to_owned(),
            points: said.statement.sentence.points(&article.text),
            events,
        })
    }

    /// What articles quote that meets the filter, in the order of the file, and whether all statements were looked at.
    fn said(&self, filter: &Filter) -> anyhow::Result<(Vec<Found>, bool)> {
        let mut statement = self.connection.prepare_cached(
            "SELECT s.id, s.published, s.record, a.doc, a.lang, a.source FROM statement s JOIN article a ON a.id = s.id >> 16
             WHERE (?1 = '' OR s.published >= ?1) AND (?2 = '' OR s.published <= ?2 AND s.published > '') AND s.id >= ?3
             ORDER BY s.published DESC, s.id DESC",
        )?;
        let until = [filter.to, filter.as_of].into_iter().flatten().min();
        let text = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
        let first = filter.after.map_or(0, |mark| (mark.article + 1) << WITHIN);
        let mut rows = statement.query(params![text(filter.from), text(until), first])?;
        let mut found: BTreeMap<i64, Found> = BTreeMap::new();
        let (mut looked_at, mut whole) = (0, true);
        while let Some(row) = rows.next()? {
            looked_at += 1;
            if filter.limit > 0 && looked_at > LOOKED_AT {
                whole = false;
                break;
            }
            let (lang, source) = (row.get::<_, String>(4)?, row.get::<_, Option<String>>(5)?);
            let outlet = |source: &String| filter.sources.contains(source);
            if !(filter.langs.is_empty() || filter.langs.contains(&lang))
                || !(filter.sources.is_empty() || source.as_ref().is_some_and(outlet))
            {
                continue;
            }
            let (id, published) = (row.get::<_, i64>(0)?, row.get::<_, String>(1)?);
            let (statement, numbers) = pack::read_statement(&row.get::<_, String>(2)?)?;
            let article = id >> WITHIN;
            if filter.articles.as_ref().is_some_and(|articles| !articles.contains(&(article as usize))) {
                continue;
            }
            let place = |mention: usize| MentionRef { article: article as usize, mention };
            let mentions: Vec<MentionRef> = numbers.into_iter().map(place).collect();
            if concerns(filter, &statement) && self.tells_such(filter, &mentions)? {
                let of = match found.entry(article) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(new) => {
                        let (doc, published) = (row.get(3)?, day(&published)?);
                        new.insert(Found { article, doc, published, statements: Vec::new(), mentions: Vec::new() })
                    }
                };
                of.statements.push(statement);
                of.mentions.push(mentions);
            }
        }
        let mut found: Vec<Found> = found.into_values().collect();
        // They came the last first.
        for of in &mut found {
            of.statements.reverse();
            of.mentions.reverse();
        }
        Ok((found, whole))
    }

    /// Whether a statement vouches for an event of the kind that the filter asks for; for one that asks for none any does.
    fn tells_such(&self, filter: &Filter, mentions: &[MentionRef]) -> anyhow::Result<bool> {
        let of_events = Filter {
            actors: Vec::new(),
            dyad: None,
            from: None,
            to: None,
            langs: Vec::new(),
            sources: Vec::new(),
            limit: 0,
            voice: None,
            who: None,
            // Where articles are named, what they quote beside their events is wanted, too.
            named: filter.named.clone().filter(|_| filter.articles.is_none()),
            articles: None,
            ..filter.clone()
        };
        if of_events == of_events.then() {
            return Ok(true);
        }
        let mut event = self.connection.prepare_cached("SELECT event FROM mention WHERE id = ?1")?;
        for at in mentions {
            let event = event.query_row([passages::number(*at)], |row| row.get(0)).optional()?;
            if event.map_or(Ok(false), |event| self.meets(event, &of_events))? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Whether a voice has this name, or speaks for the one who has this code; both in capitals.
fn is_of(voice: &Voice, who: &str) -> bool {
    let is = |actor: &Actor| actor.code == who || actor.key() == who;
    voice.name.to_uppercase() == who || voice.actor.as_ref().is_some_and(is)
}

/// Whether those whom the filter names speak or are spoken of.
fn concerns(filter: &Filter, said: &Statement) -> bool {
    let named = |code: &str| {
        let is = |a: &Actor| a.key() == code || a.code == code;
        said.about.iter().any(is) || said.actor.as_ref().is_some_and(is)
    };
    (filter.actors.is_empty() || filter.actors.iter().any(|code| named(code)))
        && filter.dyad.as_ref().is_none_or(|(a, b)| named(code_of(a)) && named(code_of(b)))
}
