//! Bytes of a page or of records in, articles out: main text, title, day of publishing, outlet, language, tags, and a
//! label on every block, so that adverts, menus and teasers are told from the article.
//!
//! Plain text and the text of records stay as they are and every line gets its label. Of HTML and Markdown the text is
//! the blocks of the article, joined by blank lines. What a text is shows by its content; the name only gives the id.

mod address;
mod body;
mod bylines;
mod clock;
mod dates;
mod decode;
mod dom;
mod draft;
mod error;
mod escaped;
mod format;
mod glue;
mod halves;
mod label;
mod language;
mod linked_data;
mod lists;
mod main_text;
mod markdown;
mod markup;
mod metadata;
mod page;
mod people;
mod record;
mod scripts;
mod sources;
mod strip;
mod teasers;
mod times;
mod titles;
mod turns;
mod units;
mod weights;
mod wrapped;

pub use error::{Cause, ReadError};
pub use page::Piece;
pub use record::{Content, Record};
pub use units::Shape;

use crate::article::{Article, Block, BlockKind, Field, Moment, Place, Span, Statement};
use crate::normal::{Normal, normal};
use crate::note::{Note, NoteKind};
use crate::resources::Resources;
use crate::resources::fields::Use;
use crate::resources::page::PageCues;
use draft::Draft;
use format::Format;
use jiff::civil::Date;
use markup::Markup;
use page::Facts;

/// What the caller knows of an input beyond its bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hints {
    /// Name of a single article, where the name of its input is none.
    pub id: Option<String>,
    /// Lines of the file before the bytes, which then are lines of records as well.
    pub lines_before: usize,
    /// The bytes are items of a list that began before them.
    pub in_list: bool,
    /// Day of publishing; a record's own date goes before it.
    pub published: Option<Date>,
    /// When a list of articles says that this one was published: it counts where the page's own data tell nothing.
    pub listed: Option<String>,
    pub file_time: Option<Date>,
    /// The day of reading: nothing was published later.
    pub today: Option<Date>,
    /// What a server called the encoding of the bytes.
    pub charset: Option<String>,
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
        self.article.lang = language::named(lang, &resources.fields);
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
    let cues = resources.page_cues();
    let (text, repaired) = match decode::decode(bytes, hints.charset.as_deref()) {
        Ok(decoded) => decoded,
        Err(cause) => return vec![Err(ReadError::new(name, hints.lines_before, cause))],
    };
    let reader = Reader { resources, cues: &cues, name, hints };
    // What follows other lines of its file is lines too, whatever it begins with.
    let format = if hints.lines_before > 0 { Format::Json } else { format::sniff(&text) };
    let mut readings = match format {
        Format::Json => reader.records(&text),
        Format::Html => vec![reader.html(&text, Record::default())],
        Format::Markdown | Format::Text if format::is_code(&text) => {
            vec![Err(ReadError::new(name, hints.lines_before, Cause::Code))]
        }
        Format::Markdown => vec![reader.markdown(&text)],
        Format::Text => vec![reader.text(&text, Facts::default(), Record::default(), || text.clone())],
        Format::Xml => vec![Err(ReadError::new(name, 0, Cause::Markup))],
    };
    if let Some(Ok(first)) = readings.first_mut() {
        first.notes.extend(repaired);
    }
    readings
}

/// Reads the article of one record, whatever the file it came from.
pub fn read_record(resources: &Resources, name: &str, record: Record, hints: &Hints) -> Result<Reading, ReadError> {
    let cues = resources.page_cues();
    Reader { resources, cues: &cues, name, hints }.record(record)
}

/// What the records of a JSON text say, whether or not there is an article in them.
pub fn records(resources: &Resources, text: &str) -> Vec<Result<Record, Cause>> {
    record::records(text, false, &resources.fields).into_iter().map(|found| found.record).collect()
}

/// The text of the bytes of any file, whatever its encoding, with a note where they had to be repaired.
pub fn decode(bytes: &[u8]) -> Result<(String, Option<Note>), Cause> {
    decode::decode(bytes, None)
}

/// The same where the encoding is known by its name.
pub fn decode_as(bytes: &[u8], charset: &str) -> Result<(String, Option<Note>), Cause> {
    decode::decode(bytes, Some(charset))
}

/// The name of the old encoding that the beginning of a text shows; nothing where that is UTF-8.
pub fn charset(head: &[u8]) -> Option<&'static str> {
    decode::charset(head)
}

/// The moment that a text in ISO form names.
pub fn moment(text: &str) -> Option<Moment> {
    dates::moment(text, &[])
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
        let before = |line: usize| if line == 0 { 0 } else { line + self.hints.lines_before };
        let read = |found: record::Found| {
            let line = if found.alone { before(found.line) } else { 0 };
            let outcome = match found.record {
                Ok(record) => self.record(Record { line, ..record }),
                Err(cause) => Err(ReadError::new(self.name, 0, cause)),
            };
            // An item of a list has no line of its own, but stands in one.
            let mut reading = outcome.map_err(|error| ReadError { line: before(found.line), ..error })?;
            if found.is_mended {
                let message = "it holds half of a letter (a lone surrogate), which stands as U+FFFD now";
                reading.notes.push(Note::new(NoteKind::Repaired, message));
            }
            Ok(reading)
        };
        record::records(text, self.hints.lines_before > 0 && !self.hints.in_list, &self.resources.fields)
            .into_iter()
            .map(read)
            .collect()
    }

    fn record(&self, record: Record) -> Outcome {
        let line = record.line;
        if let Some(cause) = record::fault(&record) {
            return Err(ReadError::new(self.name, line, cause).of(record.id.as_ref()));
        }
        let mut record = record;
        escaped::unpack(&mut record);
        record.agency = record.agency.or_else(|| people::agency(&record.authors, self.cues));
        record.authors = record.authors.iter().flat_map(|told| people::people(told, self.cues)).collect();
        record.authors.retain(|name| self.is_somebody(name));
        match std::mem::take(&mut record.content) {
            // What is no page of its own is an article as a whole.
            Content::Html(html) if format::is_page(&html) => self.html(&html, record),
            Content::Html(html) => self.html(&format!("<article>{html}</article>"), record),
            // A record that would tell its day has a field for it; the days that its text names are those of its story.
            Content::Text(text) => {
                let is_whole = record.is_whole;
                let whole = || if is_whole { text.clone() } else { String::new() };
                self.text(&text, Facts::default(), record, whole)
            }
            Content::Pieces(pieces) => {
                let whole = || pieces.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join("\n");
                self.page(&pieces, Facts::default(), record, whole)
            }
            Content::Missing => Err(ReadError::new(self.name, line, Cause::NoTextField).of(record.id.as_ref())),
        }
    }

    /// Whether a name is more than what programs write where nobody is named.
    fn is_somebody(&self, name: &str) -> bool {
        !self.resources.fields.is_of_template(Use::Authors, name)
    }

    /// A text that is kept as it is, with what its head and its record say. `whole` gives all text in which a day of publishing may be
    /// looked for.
    fn text(&self, text: &str, facts: Facts, record: Record, whole: impl Fn() -> String) -> Outcome {
        let Some(normal) = Normal::of(text) else { return self.normal_text(text, facts, record, whole) };
        let mut reading = self.normal_text(normal.text(), facts, record, whole)?;
        normal.restore(&mut reading.article, text);
        Ok(reading)
    }

    /// The same for a text in its normal form.
    fn normal_text(&self, text: &str, facts: Facts, record: Record, whole: impl Fn() -> String) -> Outcome {
        let mut draft = Draft::begin(record, self.hints);
        draft.add_facts(facts);
        let title = draft.first(Field::Title).map(|title| normal(title).into_owned());
        let units = units::split(text);
        let mut labelled = label::label(text, &units, title.as_deref(), self.cues);
        if let [only] = units[..]
            && !labelled.blocks.iter().any(|block| block.kind.is_coded())
        {
            labelled.blocks.splice(.., label::lone(text, only, self.cues));
        }
        if !labelled.blocks.iter().any(|block| block.kind.is_coded()) {
            return Err(ReadError::new(self.name, draft.record.line, Cause::NoText).of(draft.record.id.as_ref()));
        }
        let lines = labelled.date_lines.iter().map(|span| span.of(text).to_owned()).collect();
        draft.add_labels(text, &labelled);
        let article = Article { text: text.to_owned(), blocks: labelled.blocks, ..Article::default() };
        Ok(self.finish(draft, article, lines, whole))
    }

    fn html(&self, html: &str, record: Record) -> Outcome {
        let page = dom::Page::parse(html);
        let markup = Markup::new(&page, self.cues);
        let mut facts = metadata::facts(&markup);
        let main_text::Main { mut pieces, is_front } = main_text::read(&markup, facts.description.as_deref());
        let is_dated = |stated: &Statement| {
            stated.field == Field::Published && matches!(stated.place, Place::JsonLd | Place::OpenGraph)
        };
        // Who writes a record of it knows that it is an article.
        let is_told = record.published.is_some() || record.title.is_some();
        if is_front && !is_told && !facts.stated.iter().any(is_dated) {
            return Err(ReadError::new(self.name, record.line, Cause::Front).of(record.id.as_ref()));
        }
        let outlet = record.source.as_deref().or(self.hints.source.as_deref());
        if !is_told
            && self.hints.published.is_none()
            && facts.first(Field::Published).or(facts.time.as_deref()).is_none()
            && let Some(title) = page::refusal(&pieces, &facts, outlet, self.cues)
        {
            return Err(ReadError::new(self.name, record.line, Cause::Refusal(title)).of(record.id.as_ref()));
        }
        facts.authors.retain(|name| self.is_somebody(name));
        if let Some(told) = facts.body.take() {
            pieces = body::fuller(pieces, &told, self.cues);
        }
        // A name alone above the text is whose article it is.
        let is_text = |piece: &Piece| label::is_prose(&piece.text, piece.text.split_whitespace().count());
        let mut above = pieces.iter().position(is_text).unwrap_or(pieces.len());
        pieces.retain(|piece| {
            let is_above = above > 0;
            above = above.saturating_sub(1);
            !is_above || piece.shape == Shape::Headline || !facts.authors.contains(&piece.text)
        });
        let has_headline = pieces.iter().any(|piece| piece.shape == Shape::Headline);
        if let (false, Some(title)) = (has_headline, facts.first(Field::Title)) {
            pieces.insert(0, Piece::new(Shape::Headline, title));
        }
        facts.lang = facts.lang.as_deref().and_then(|lang| language::normalise(lang, &self.resources.fields));
        let whole = || page.text(page.elements("body").next().unwrap_or(dom::ROOT));
        // A teaser of two sentences and a link: of an entry with a title all that it holds is its text.
        let spare = (is_told && !format::is_page(html)).then(|| record.clone());
        match (self.page(&pieces, facts, record, whole), spare) {
            (Err(fault), Some(record)) if fault.cause == Cause::NoText => {
                self.text(&whole(), Facts::default(), record, String::new).map_err(|_| fault)
            }
            (outcome, _) => outcome,
        }
    }

    fn markdown(&self, text: &str) -> Outcome {
        let (front, body) = markdown::split_front(text);
        let facts = markdown::facts(front, &self.resources.fields);
        // Extractors write such a head above the plain lines of an article.
        if !format::is_markdown(body) {
            return self.text(body, facts, Record::default(), || text.to_owned());
        }
        let pieces = markdown::read(body);
        self.page(&pieces, facts, Record::default(), || text.to_owned())
    }

    /// An article from the pieces of a page: what is boilerplate among them is left out of its text. `whole` gives all
    /// text of the page.
    fn page(&self, pieces: &[Piece], facts: Facts, record: Record, whole: impl Fn() -> String) -> Outcome {
        let mut draft = Draft::begin(record, self.hints);
        let title = draft.first(Field::Title).or(facts.first(Field::Title));
        let (drawn, units) = page::join(pieces);
        let known_title = title.filter(|title| drawn.contains(title));
        let labelled = label::label(&drawn, &units, known_title, self.cues);
        let (text, blocks) = keep_coded(pieces, &units, &labelled.blocks);
        if !blocks.iter().any(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Caption))
        {
            return Err(ReadError::new(self.name, draft.record.line, Cause::NoText).of(draft.record.id.as_ref()));
        }
        draft.add_facts(facts);
        draft.add_labels(&drawn, &labelled);
        let lines = labelled.date_lines.iter().map(|span| span.of(&drawn).to_owned()).collect();
        let article = Article { blocks, text, ..Article::default() };
        Ok(self.finish(draft, article, lines, whole))
    }

    /// Settles what the draft states: of each field the first value, of dates the first that is one.
    fn finish(
        &self,
        mut draft: Draft,
        mut article: Article,
        lines: Vec<String>,
        whole: impl Fn() -> String,
    ) -> Reading {
        let line = draft.record.line;
        let mut notes: Vec<Note> = draft.bad_date(self.cues).map(|value| bad_date(&value, line)).into_iter().collect();
        article.id = draft.record.id.take().unwrap_or_else(|| self.id(line));
        notes.extend(draft.settle_dates(&mut article, self.hints, &lines, whole, self.cues));
        article.updated = draft.moment(Field::Updated, self.cues);
        let coded = article.blocks.iter().filter(|block| block.kind.is_coded());
        let coded = scripts::of_main(coded.map(|block| block.span.of(&article.text)).collect()).join(" ");
        let told = draft.settle_language(&coded, self.resources);
        let guessed = if told.is_empty() { language::by_words(self.resources, &coded) } else { None };
        article.title = draft.first(Field::Title).unwrap_or_default().to_owned();
        article.url = draft.first(Field::Url).map(str::to_owned);
        let host = || article.url.as_deref().and_then(address::host);
        article.source = draft.first(Field::Source).map(str::to_owned).or_else(host);
        article.agency = draft.record.agency.take();
        article.authors = std::mem::take(&mut draft.record.authors);
        article.tags = std::mem::take(&mut draft.record.tags);
        article.stated = draft.into_statements();
        let mut reading = Reading { article, notes };
        reading.settle_language(self.resources, guessed.as_deref().unwrap_or(&told));
        if let Some(lang) = guessed {
            let message =
                format!("the text is short; its words look like {lang:?}; name another as \"lang\" in the record");
            reading.notes.push(Note::new(NoteKind::UnknownLanguage, message));
        }
        reading.article.foreign = language::foreign(self.resources, &reading.article);
        reading
    }

    /// The name without folder and ending; with the line where a file holds several articles.
    fn id(&self, line: usize) -> String {
        if let Some(id) = self.hints.id.as_ref().filter(|_| line == 0) {
            return id.clone();
        }
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

/// The text of the pieces that hold something to be coded, with their blocks moved to where they stand in it. Blocks
/// stand in the order of their pieces.
fn keep_coded(pieces: &[Piece], units: &[units::Unit], blocks: &[Block]) -> (String, Vec<Block>) {
    let mut rest = blocks;
    let mut kept: Vec<(Span, &[Block])> = Vec::new();
    let mut chosen = Vec::new();
    for (piece, unit) in pieces.iter().zip(units) {
        let (own, later) = rest.split_at(rest.partition_point(|block| block.span.end <= unit.span.end));
        rest = later;
        if own.iter().any(|block| block.kind.is_coded()) {
            kept.push((unit.span, own));
            chosen.push(piece.clone());
        }
    }
    let (text, moved) = page::join(&chosen);
    let mut placed = Vec::new();
    for ((old, own), unit) in kept.iter().zip(&moved) {
        for block in own.iter().filter(|block| old.covers(block.span)) {
            let start = unit.span.start + (block.span.start - old.start);
            placed
                .push(Block { span: Span::new(start, start + (block.span.end - block.span.start)), kind: block.kind });
        }
    }
    (text, placed)
}
