//! Bytes of a page or of records in, articles out: main text, title, day of publishing, outlet, language, tags, and a
//! label on every block, so that adverts, menus and teasers are told from the article.
//!
//! Plain text and the text of records stay as they are and every line gets its label. Of HTML and Markdown the text is
//! the blocks of the article, joined by blank lines. What a text is shows by its content; the name only gives the id.

mod dates;
mod decode;
mod dom;
mod error;
mod format;
mod glue;
mod label;
mod language;
mod main_text;
mod markdown;
mod markup;
mod metadata;
mod page;
mod record;
mod units;

pub use error::{Cause, ReadError};

use crate::article::{Article, Block, BlockKind, Span};
use crate::note::{Note, NoteKind};
use crate::resources::Resources;
use crate::resources::page::PageCues;
use dates::Known;
use format::Format;
use jiff::civil::Date;
use markup::Markup;
use page::{Facts, Piece};
use record::Record;

/// What the caller knows of an input beyond its bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hints {
    /// Day of publishing; a record's own date goes before it.
    pub published: Option<Date>,
    pub file_time: Option<Date>,
    pub title: Option<String>,
    pub lang: Option<String>,
    pub url: Option<String>,
    pub source: Option<String>,
}

/// One article with the remarks that its reading earned.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub article: Article,
    pub notes: Vec<Note>,
}

impl Reading {
    /// Sets the language and the note on it, if it is not built.
    pub fn settle_language(&mut self, resources: &Resources, lang: &str) {
        self.article.lang = language::named(lang);
        self.notes.retain(|note| note.kind != NoteKind::UnknownLanguage);
        if resources.language(&self.article.lang).is_none() {
            let message = match self.article.lang.as_str() {
                "" => "the text is too short to show its language; name it in the record as \"lang\"".to_owned(),
                lang => format!("the language {lang:?} is not built yet; only its text can be read"),
            };
            self.notes.push(Note::new(NoteKind::UnknownLanguage, message));
        }
    }
}

/// Reads every article in `bytes`. `name` is the input's name: it appears in errors, and without folder and ending it
/// is the id of a text that brings none.
pub fn read(resources: &Resources, name: &str, bytes: &[u8], hints: &Hints) -> Vec<Result<Reading, ReadError>> {
    let cues: Vec<&PageCues> = resources.languages().map(|language| &language.page).collect();
    let (text, repaired) = match decode::decode(bytes) {
        Ok(decoded) => decoded,
        Err(cause) => return vec![Err(ReadError::new(name, 0, cause))],
    };
    let reader = Reader { resources, cues: &cues, name, hints };
    let mut readings = match format::sniff(&text) {
        Format::Json => reader.records(&text),
        Format::Html => vec![reader.html(&text)],
        Format::Markdown => vec![reader.markdown(&text)],
        Format::Text => vec![reader.text(&text, Record::default(), 0)],
        Format::Xml => vec![Err(ReadError::new(name, 0, Cause::Markup))],
    };
    if let Some(Ok(first)) = readings.first_mut() {
        first.notes.extend(repaired);
    }
    readings
}

/// The text of the bytes of any file, whatever its encoding, with a note where they had to be repaired.
pub fn decode(bytes: &[u8]) -> Result<(String, Option<Note>), Cause> {
    decode::decode(bytes)
}

/// What all forms need.
struct Reader<'a> {
    resources: &'a Resources,
    cues: &'a [&'a PageCues],
    name: &'a str,
    hints: &'a Hints,
}

type Outcome = Result<Reading, ReadError>;

impl Reader<'_> {
    fn records(&self, text: &str) -> Vec<Outcome> {
        let read = |(line, record): (usize, Result<Record, Cause>)| match record {
            Ok(mut record) => {
                let text = record.text.take().unwrap_or_default();
                self.text(&text, record, line)
            }
            Err(cause) => Err(ReadError::new(self.name, line, cause)),
        };
        record::records(text).into_iter().map(read).collect()
    }

    /// A text that is kept as it is, with what its record says.
    fn text(&self, text: &str, record: Record, line: usize) -> Outcome {
        let title = record.title.filter(|t| !t.trim().is_empty()).or_else(|| self.hints.title.clone());
        let labelled = label::label(text, &units::split(text), title.as_deref(), self.cues);
        if !labelled.blocks.iter().any(|block| block.kind.is_coded()) {
            return Err(ReadError::new(self.name, line, Cause::NoText));
        }
        let found = labelled.title.map(|span| span.of(text).to_owned());
        let mut article = Article {
            id: record.id.map(record::Scalar::into_text).unwrap_or_else(|| self.id(line)),
            title: title.or(found).unwrap_or_default(),
            url: record.url.or_else(|| self.hints.url.clone()),
            source: record.source.or_else(|| self.hints.source.clone()),
            authors: record.authors.map_or(labelled.authors, record::Many::into_list),
            tags: record.tags.map_or(labelled.tags, record::Many::into_list),
            agency: record.agency.or(labelled.agency),
            blocks: labelled.blocks,
            text: text.to_owned(),
            ..Article::default()
        };
        let stated = record.published.as_deref().filter(|value| !value.trim().is_empty());
        let given = stated.and_then(|value| dates::from_metadata(value, self.cues));
        let bad_date = stated.filter(|_| given.is_none()).map(|value| bad_date(value, line));
        let known = Known { given: given.or(self.hints.published), metadata: None, file_time: self.hints.file_time };
        let lines: Vec<&str> = labelled.date_lines.iter().map(|span| span.of(text)).collect();
        let note = dates::settle(&mut article, known, &lines, text, self.cues);
        Ok(self.finish(article, record.lang.as_deref(), None, bad_date.into_iter().chain(note).collect()))
    }

    fn html(&self, html: &str) -> Outcome {
        let page = dom::Page::parse(html);
        let markup = Markup { page: &page, cues: self.cues };
        let mut facts = metadata::facts(markup);
        let mut pieces = main_text::pieces(markup);
        let has_headline = pieces.iter().any(|piece| piece.shape == units::Shape::Headline);
        if let (false, Some(title)) = (has_headline, facts.title.as_deref()) {
            pieces.insert(0, Piece { text: title.to_owned(), shape: units::Shape::Headline, linked: false });
        }
        let whole = page.text(page.elements("body").next().unwrap_or(dom::ROOT));
        facts.lang = facts.lang.as_deref().and_then(language::normalise);
        self.page(pieces, facts, &whole)
    }

    fn markdown(&self, text: &str) -> Outcome {
        let (pieces, facts) = markdown::read(text);
        self.page(pieces, facts, text)
    }

    /// An article from the pieces of a page: what is boilerplate among them is left out of its text.
    fn page(&self, pieces: Vec<Piece>, facts: Facts, whole: &str) -> Outcome {
        let title = self.hints.title.clone().or(facts.title);
        let (draft, units) = page::join(&pieces);
        let known_title = title.as_deref().filter(|title| draft.contains(title));
        let labelled = label::label(&draft, &units, known_title, self.cues);
        let (text, blocks) = keep_coded(&pieces, &units, &labelled.blocks);
        if !blocks.iter().any(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Caption))
        {
            return Err(ReadError::new(self.name, 0, Cause::NoText));
        }
        let found = labelled.title.map(|span| span.of(&draft).to_owned());
        let url = self.hints.url.clone().or(facts.url);
        let mut article = Article {
            id: self.id(0),
            title: title.or(found).unwrap_or_default(),
            source: self.hints.source.clone().or(facts.source).or_else(|| url.as_deref().and_then(metadata::host)),
            url,
            authors: if facts.authors.is_empty() { labelled.authors } else { facts.authors },
            tags: if facts.tags.is_empty() { labelled.tags } else { facts.tags },
            agency: labelled.agency.or(facts.agency),
            blocks,
            text,
            ..Article::default()
        };
        let metadata = facts.date.as_deref().and_then(|value| dates::from_metadata(value, self.cues));
        let known = Known { given: self.hints.published, metadata, file_time: self.hints.file_time };
        let lines: Vec<&str> = labelled.date_lines.iter().map(|span| span.of(&draft)).collect();
        let note = dates::settle(&mut article, known, &lines, whole, self.cues);
        Ok(self.finish(article, None, facts.lang.as_deref(), note.into_iter().collect()))
    }

    /// Settles the language: as given, else as the text shows, else as the page says.
    fn finish(&self, article: Article, given: Option<&str>, stated: Option<&str>, notes: Vec<Note>) -> Reading {
        let coded =
            article.blocks.iter().filter(|block| block.kind.is_coded()).map(|block| block.span.of(&article.text));
        let coded = coded.collect::<Vec<_>>().join(" ");
        let is_named = |lang: &&str| !lang.trim().is_empty();
        let given = given.filter(is_named).or(self.hints.lang.as_deref().filter(is_named)).map(language::named);
        let told = given.or_else(|| language::detect(&coded)).or_else(|| stated.map(str::to_owned));
        let guessed = if told.is_none() { language::by_words(self.resources, &coded) } else { None };
        let mut reading = Reading { article, notes };
        reading.settle_language(self.resources, told.or(guessed.clone()).unwrap_or_default().as_str());
        if let Some(lang) = guessed {
            let message =
                format!("the text is short; its words look like {lang:?}; name another as \"lang\" in the record");
            reading.notes.push(Note::new(NoteKind::UnknownLanguage, message));
        }
        reading
    }

    /// The name without folder and ending; with the line where a file holds several articles.
    fn id(&self, line: usize) -> String {
        let file = self.name.rsplit(['/', '\\']).next().unwrap_or(self.name);
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let stem = if stem.is_empty() { file } else { stem };
        if line == 0 { stem.to_owned() } else { format!("{stem}:{line}") }
    }
}

/// A date that a record gives and that is none. `line` is 0 where the record has no line of its own.
fn bad_date(value: &str, line: usize) -> Note {
    let place = if line == 0 { String::new() } else { format!("line {line}: ") };
    let message = format!("{place}\"published\" is {value:?}, which is no date; write it as YYYY-MM-DD");
    Note::new(NoteKind::BadDate, message)
}

/// The text of the pieces that hold something to be coded, with their blocks moved to where they stand in it.
fn keep_coded(pieces: &[Piece], units: &[units::Unit], blocks: &[Block]) -> (String, Vec<Block>) {
    let holds = |index: usize| blocks.iter().any(|b| b.kind.is_coded() && units[index].span.covers(b.span));
    let kept: Vec<usize> = (0..pieces.len()).filter(|index| holds(*index)).collect();
    let chosen: Vec<Piece> = kept.iter().map(|index| pieces[*index].clone()).collect();
    let (text, moved) = page::join(&chosen);
    let mut placed = Vec::new();
    for (index, unit) in kept.iter().zip(&moved) {
        let old = units[*index].span;
        for block in blocks.iter().filter(|block| old.covers(block.span)) {
            let start = unit.span.start + (block.span.start - old.start);
            placed
                .push(Block { span: Span::new(start, start + (block.span.end - block.span.start)), kind: block.kind });
        }
    }
    (text, placed)
}
