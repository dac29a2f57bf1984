//! What `read` produces and every later room borrows: one article, its text untouched, its paragraphs labelled.

use jiff::civil::Date;

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

/// One article. `text` is never rewritten; all spans point into it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    pub id: String,
    pub title: String,
    pub text: String,
    /// Publication day and where it was found.
    pub published: Option<(Date, Origin)>,
    /// ISO 639-1 code.
    pub lang: String,
    pub url: Option<String>,
    /// Outlet: its name or host.
    pub source: Option<String>,
    pub authors: Vec<String>,
    pub tags: Vec<String>,
    /// The agency whose copy this is, where the article says so.
    pub agency: Option<String>,
    pub blocks: Vec<Block>,
}
