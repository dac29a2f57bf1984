//! What `read` produces and every later room borrows: one article, its text untouched, its paragraphs labelled.

use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use std::borrow::Cow;
use std::fmt;

/// A byte range inside an article's text. `records` alone turns it into code points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The words under the span; empty where the span does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// The code points of the text before the span and up to its end.
    pub fn points(self, text: &str) -> (usize, usize) {
        let before = text.get(..self.start).unwrap_or(text).chars().count();
        (before, before + self.of(text).chars().count())
    }

    pub fn covers(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    pub fn join(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

/// What a stretch of the text is. Only `Title`, `Heading`, `Paragraph`, `Item` and `Caption` reach the coder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BlockKind {
    /// The headline of the article, where it stands in the text.
    Title,
    Heading,
    Paragraph,
    /// A list item that is a statement of the article.
    Item,
    /// The words under a picture: they hold facts, and are kept apart.
    Caption,
    /// Adverts, navigation, newsletter blurbs, teasers, tag lists, by-lines, repeated headlines: not coded.
    Boilerplate,
}

impl BlockKind {
    pub fn is_coded(self) -> bool {
        self != BlockKind::Boilerplate
    }
}

/// One block of the text; blocks are in order and do not overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    pub span: Span,
    pub kind: BlockKind,
}

/// Where a value of the article was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// The record or the command line gave it.
    Given,
    /// The page's own metadata (JSON-LD, Open Graph, `<time>` and the like).
    Metadata,
    /// A date line or by-line of the page's text.
    Page,
    /// The latest full date that the text names: the article cannot be much older. Relative dates stay coarse.
    Estimated,
    /// The modification time of the file.
    FileTime,
}

impl Origin {
    /// A day of this origin, no more exact than it is known: of an estimate the first of a month or year stands for all of
    /// it.
    pub fn shown(self, day: Date) -> String {
        match (self, day.month(), day.day()) {
            (Self::Estimated, 1, 1) => format!("{:04}", day.year()),
            (Self::Estimated, _, 1) => format!("{:04}-{:02}", day.year(), day.month()),
            _ => day.to_string(),
        }
    }

    /// Whether of a day of this origin only the month or the year is known, and that only as the earliest.
    pub fn is_bound(self, day: Date) -> bool {
        self == Self::Estimated && day.day() == 1
    }
}

/// A moment, as exactly as its source tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    pub date: Date,
    pub time: Option<Time>,
    /// Time zone, as its distance from UTC.
    pub offset: Option<Offset>,
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date)?;
        if let Some(time) = self.time {
            write!(f, "T{time}")?;
        }
        match (self.time, self.offset) {
            (Some(_), Some(Offset::UTC)) => write!(f, "Z"),
            (Some(_), Some(offset)) => {
                let minutes = offset.seconds() / 60;
                let sign = if minutes < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
            _ => Ok(()),
        }
    }
}

/// What a statement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    Title,
    Published,
    Updated,
    Author,
    Source,
    Url,
    Lang,
}

/// Where a value stands in the input, the most trusted place first. `docs/decisions/0009-reading-everything.md` says why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The record that holds the article.
    Record,
    /// The command line, or a table that goes with the input.
    Told,
    /// A `<link>` of the page's head.
    Link,
    /// A JSON-LD object of the page that describes the article.
    JsonLd,
    /// A `<meta>` element of Open Graph.
    OpenGraph,
    /// Another `<meta>` element.
    Meta,
    /// An attribute that says what an element holds: `itemprop`, `rel`, `datetime`.
    Markup,
    /// The headline of the page.
    Heading,
    /// The `<title>` element.
    TitleElement,
    /// A line of the page's text: by-line, date line, the language of its words.
    Text,
    /// The address of the page.
    Address,
}

/// A value that the input gives for a field, whether it was used or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub field: Field,
    pub place: Place,
    pub value: String,
}

/// One article. `text` is never rewritten; all spans point into it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    pub id: String,
    pub title: String,
    pub text: String,
    /// Publication day and where it was found.
    pub published: Option<(Date, Origin)>,
    /// The moment of publishing, where more than the day is told.
    pub published_at: Option<Moment>,
    /// The last change that the article tells of.
    pub updated: Option<Moment>,
    /// ISO 639-1 code.
    pub lang: String,
    /// Paragraphs in another language than most of the article.
    pub foreign: Vec<(Span, String)>,
    pub url: Option<String>,
    /// Outlet: its name or host.
    pub source: Option<String>,
    pub authors: Vec<String>,
    pub tags: Vec<String>,
    /// The agency whose copy this is, where the article says so.
    pub agency: Option<String>,
    /// The article that this one copies, by its id, and the share of the words that both have.
    pub copy_of: Option<(String, f64)>,
    /// What the input says of each field and where; of those that differ, the first of a field was used.
    pub stated: Vec<Statement>,
    pub blocks: Vec<Block>,
}

impl Article {
    /// What it says: its address, headline, the day that it names itself, its text. Two that say the same are one article
    /// under two ids.
    pub fn content(&self) -> (&str, &str, Option<Date>, &str) {
        let own = |origin: Origin| !matches!(origin, Origin::Estimated | Origin::FileTime);
        let day = self.published.filter(|(_, origin)| own(*origin)).map(|(day, _)| day);
        (self.url.as_deref().unwrap_or_default(), &self.title, day, &self.text)
    }

    /// The article as each of its languages has it: first what is in its own, then the paragraphs in each other.
    pub fn by_language(&self) -> Vec<Cow<'_, Self>> {
        if self.foreign.is_empty() {
            return vec![Cow::Borrowed(self)];
        }
        let of_block = |block: &Block| {
            let foreign = self.foreign.iter().find(|(span, _)| span.covers(block.span));
            foreign.map_or(self.lang.as_str(), |(_, lang)| lang.as_str())
        };
        let mut langs = vec![self.lang.as_str()];
        for (_, lang) in &self.foreign {
            if !langs.contains(&lang.as_str()) {
                langs.push(lang);
            }
        }
        let part = |lang: &str| {
            let blocks = self.blocks.iter().filter(|block| of_block(block) == lang).copied().collect();
            Cow::Owned(Self { lang: lang.to_owned(), blocks, foreign: Vec::new(), ..self.clone() })
        };
        langs.into_iter().map(part).collect()
    }
}
