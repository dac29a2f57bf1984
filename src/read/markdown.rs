//! Markdown in, the pieces of its text with their shapes out, and what the head above a text says.

use super::dom::fold_space;
use super::page::{BETWEEN_CELLS, Facts, Piece};
use super::units::Shape;
use crate::article::{Field, Place};
use crate::resources::fields::{Fields, Use};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// The pieces of a Markdown text in order.
pub(super) fn read(body: &str) -> Vec<Piece> {
    let mut reading = Reading::default();
    for event in Parser::new_ext(body, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        reading.take(event);
    }
    reading.close();
    reading.pieces
}

/// The lines between two `---` at the very top that name values, and the rest.
pub(super) fn split_front(text: &str) -> (&str, &str) {
    let begin = text.trim_start();
    let parted = begin.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    parted.filter(|(front, _)| names_values(front)).unwrap_or(("", begin))
}

/// Whether most lines are `name: value`, or of a list below a name. Despatches between rules are not.
fn names_values(front: &str) -> bool {
    let is_name = |name: &str| !name.is_empty() && !name.trim().contains(char::is_whitespace);
    let is_value = |line: &&str| {
        line.split_once(':').is_some_and(|(name, _)| is_name(name)) || line.starts_with([' ', '\t', '-', '#'])
    };
    let lines = || front.lines().filter(|line| !line.trim().is_empty());
    lines().filter(is_value).count() * 2 > lines().count()
}

/// What the lines before a text say, their names those of the fields of records.
pub(super) fn facts(front: &str, fields: &Fields) -> Facts {
    let mut facts = Facts::default();
    let named = front.lines().filter_map(|line| line.split_once(':'));
    let mut told: Vec<(usize, Use, String)> = named
        .filter_map(|(key, value)| {
            let (rank, kind) = fields.field(key)?;
            let value = value.trim().trim_matches(['"', '\'']).to_owned();
            (!value.is_empty()).then_some((rank, kind, value))
        })
        .collect();
    told.sort_by_key(|(rank, ..)| *rank);
    for (_, kind, value) in told {
        let list =
            || value.trim_matches(['[', ']']).split([',', ';']).map(|v| v.trim().trim_matches(['"', '\'']).to_owned());
        match kind {
            Use::Title => facts.state(Field::Title, Place::Meta, value),
            Use::Published => facts.state(Field::Published, Place::Meta, value),
            Use::Url => facts.state(Field::Url, Place::Meta, value),
            Use::Source => facts.state(Field::Source, Place::Meta, value),
            Use::Updated => facts.state(Field::Updated, Place::Meta, value),
            Use::Lang => facts.lang = facts.lang.or(Some(value)),
            Use::Authors if facts.authors.is_empty() => facts.authors = list().collect(),
            Use::Tags if facts.tags.is_empty() => facts.tags = list().collect(),
            _ => {}
        }
    }
    facts
}

#[derive(Default)]
struct Reading {
    pieces: Vec<Piece>,
    text: String,
    shape: Option<Shape>,
    headline: bool,
    items: usize,
    in_link: bool,
    linked: usize,
    in_picture: bool,
    hidden: bool,
}

impl Reading {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) if !self.hidden && !self.in_picture => {
                self.linked += if self.in_link { text.len() } else { 0 };
                self.text.push_str(&text);
            }
            Event::SoftBreak => self.text.push(' '),
            Event::HardBreak => self.text.push('\n'),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.close();
                let first = *level == HeadingLevel::H1 && !self.headline;
                self.headline |= first;
                self.shape = Some(if first { Shape::Headline } else { Shape::Heading });
            }
            Tag::Item => {
                self.close();
                self.items += 1;
            }
            Tag::Paragraph | Tag::BlockQuote(_) | Tag::List(_) => self.close(),
            Tag::TableHead | Tag::TableRow => {
                self.close();
                self.shape = Some(Shape::Row);
            }
            Tag::TableCell if !self.text.is_empty() => self.text.push_str(BETWEEN_CELLS),
            Tag::CodeBlock(_) | Tag::HtmlBlock => self.hidden = true,
            Tag::Link { .. } => self.in_link = true,
            Tag::Image { .. } => self.in_picture = true,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::BlockQuote(_) | TagEnd::TableHead | TagEnd::TableRow => {
                self.close();
            }
            TagEnd::Item => {
                self.close();
                self.items = self.items.saturating_sub(1);
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock => self.hidden = false,
            TagEnd::Link => self.in_link = false,
            TagEnd::Image => self.in_picture = false,
            _ => {}
        }
    }

    fn close(&mut self) {
        let text = fold_space(&std::mem::take(&mut self.text));
        let default = if self.items > 0 { Shape::Item } else { Shape::Line };
        let shape = self.shape.take().unwrap_or(default);
        let linked = std::mem::take(&mut self.linked);
        if !text.is_empty() {
            self.pieces.push(Piece { linked: linked * 10 > text.len() * 8, text, shape });
        }
    }
}
