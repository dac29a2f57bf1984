//! Why an input gave no article: the file, the line, the cause and what to do about it.

use std::fmt;

/// An input, or a line of it, that gave no article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// Name of the input as the caller gave it.
    pub name: String,
    /// One-based; 0 where the whole input is meant.
    pub line: usize,
    /// Of the record, where it has one.
    pub id: Option<String>,
    pub cause: Cause,
}

/// What is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    Empty,
    /// What the bytes are, as far as that shows.
    Binary(&'static str),
    /// The code of a program, or rules of style.
    Code,
    Encoding {
        line: usize,
    },
    /// A page or text in which nothing looks like an article.
    NoText,
    /// A page of headlines that lead to articles.
    Front,
    /// What a server shows instead of an article, by its title.
    Refusal(String),
    /// The record's text holds nothing.
    EmptyText,
    /// The record is no JSON, or its fields have the wrong type.
    Record(String),
    NoTextField,
    /// Markup that is neither HTML nor Markdown.
    Markup,
}

impl ReadError {
    pub(super) fn new(name: &str, line: usize, cause: Cause) -> Self {
        let line = match cause {
            Cause::Encoding { line: inside } => line + inside,
            _ => line,
        };
        Self { name: name.to_owned(), line, id: None, cause }
    }

    pub(super) fn of(self, id: Option<&String>) -> Self {
        Self { id: id.cloned(), ..self }
    }
}

impl Cause {
    /// What the user can do.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Empty => "remove the file, or save the page again",
            Self::Binary(_) => "convert it to HTML, text or JSON lines first",
            Self::Code => "leave the file out; the page that it belongs to holds the article",
            Self::Encoding { .. } => "convert the file to UTF-8, for example with iconv",
            Self::NoText => "check that the page was saved whole and is an article, not a list or a login page",
            Self::Front => "save the pages that its headlines lead to, or use demarche watch with its feed",
            Self::Refusal(_) => "save the page again from a browser that shows the article",
            Self::Record(_) => "write one JSON object a line, with id, title, text and published",
            Self::EmptyText => "give the article's text in it, or remove the record",
            Self::NoTextField => "add the article's text to the record as \"text\"",
            Self::Markup => "save the articles as HTML, text or JSON lines",
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "the input is empty"),
            Self::Binary(what) => write!(f, "this is {what}, not text"),
            Self::Code => write!(f, "this is the code of a page or program, not text"),
            Self::Encoding { .. } => write!(f, "the bytes are neither UTF-8 nor any known encoding"),
            Self::NoText => write!(f, "nothing in it looks like the text of an article"),
            Self::Front => write!(f, "this is a front page with the headlines of many articles, not one of them"),
            Self::Refusal(title) => {
                write!(f, "this is what a server shows instead of an article ({title:?})")
            }
            Self::Record(cause) => write!(f, "not a record: {cause}"),
            Self::EmptyText => write!(f, "the record's \"text\" is empty"),
            Self::NoTextField => write!(f, "the record has no \"text\""),
            Self::Markup => write!(f, "this is XML that is no HTML page"),
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.name)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        write!(f, ": {}; {}", self.cause, self.cause.remedy())
    }
}

impl std::error::Error for ReadError {}
