//! A text in, out its normal form, in which the tables look words up: letters with their accents as one sign, no soft
//! hyphens, no signs without width. It stands beside the text, which stays as it is, and knows where each of its parts
//! stands there.

use crate::article::{Article, Block, Span};
use crate::event::Coded;
use crate::mention::Mention;
use crate::voice::Statement;
use std::borrow::Cow;
use unicode_normalization::char::compose;

/// A stretch of the normal form, and what it stands for.
#[derive(Clone, Copy, Debug)]
struct Part {
    here: Span,
    there: Span,
    /// Both are the same, byte for byte.
    same: bool,
}

/// The normal form of a text that is not in it.
#[derive(Clone, Debug, Default)]
pub struct Normal {
    text: String,
    /// In order; what lies between them in the text has no part in the normal form.
    parts: Vec<Part>,
}

/// The article with its text in the normal form, and all places in it moved along.
pub fn normal_article(article: &Article) -> Cow<'_, Article> {
    Normal::of(&article.text).map_or(Cow::Borrowed(article), |normal| Cow::Owned(normal.article(article)))
}

/// The text in its normal form.
pub fn normal(text: &str) -> Cow<'_, str> {
    Normal::of(text).map_or(Cow::Borrowed(text), |normal| Cow::Owned(normal.text))
}

/// Signs that are not seen and say nothing of a word: soft hyphens, spaces without width, marks of direction.
pub(crate) fn is_silent(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Accents that follow their letter.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Bytes that are passed over together where they are ASCII.
const STRETCH: usize = 32;

/// Whether a silent sign or an accent stands in the text: by its bytes, for every text is asked.
fn is_odd(text: &str) -> bool {
    let bytes = text.as_bytes();
    let begins = |at: usize| match bytes.get(at..).unwrap_or_default() {
        [0xe2, 0x80, third, ..] => matches!(third, 0x8b..=0x8f | 0xaa..=0xae),
        [0xe2, 0x81, third, ..] => matches!(third, 0xa0..=0xa9),
        [0xc2, second, ..] => *second == 0xad,
        [0xcd, second, ..] => *second <= 0xaf,
        [first, ..] => *first == 0xcc || bytes.get(at..at + 3) == Some(&[0xef, 0xbb, 0xbf]),
        [] => false,
    };
    let stretches = bytes.chunks(STRETCH).zip((0..).step_by(STRETCH));
    let mut beyond = stretches.filter(|(stretch, _)| !stretch.is_ascii());
    beyond.any(|(stretch, from)| (from..).zip(stretch).any(|(at, byte)| *byte >= 0xc2 && *byte != 0xc3 && begins(at)))
}

impl Normal {
    /// None where the text is in its normal form.
    pub fn of(text: &str) -> Option<Self> {
        if !is_odd(text) {
            return None;
        }
        let mut normal = Self::default();
        for (at, c) in text.char_indices() {
            let span = Span::new(at, at + c.len_utf8());
            if is_silent(c) {
                continue;
            }
            let letter = || normal.text.chars().next_back();
            match is_accent(c).then(letter).flatten().and_then(|letter| Some((letter, compose(letter, c)?))) {
                Some((letter, composed)) => normal.accent(letter, composed, span),
                None => normal.push(c, span),
            }
        }
        Some(normal)
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    fn push(&mut self, c: char, there: Span) {
        let here = Span::new(self.text.len(), self.text.len() + c.len_utf8());
        self.text.push(c);
        match self.parts.last_mut() {
            Some(last) if last.same && last.there.end == there.start => {
                (last.here, last.there) = (last.here.join(here), last.there.join(there));
            }
            _ => self.parts.push(Part { here, there, same: true }),
        }
    }

    /// The last letter gets an accent.
    fn accent(&mut self, letter: char, composed: char, accent: Span) {
        let bytes = letter.len_utf8();
        let Some(mut last) = self.parts.pop() else { return };
        let mut first = last.there.start;
        if last.same {
            first = last.there.end - bytes;
            last = Part {
                here: Span::new(last.here.start, last.here.end - bytes),
                there: Span::new(last.there.start, first),
                same: true,
            };
            if last.here.start < last.here.end {
                self.parts.push(last);
            }
        }
        self.text.truncate(self.text.len() - bytes);
        let here = Span::new(self.text.len(), self.text.len() + composed.len_utf8());
        self.text.push(composed);
        self.parts.push(Part { here, there: Span::new(first, accent.end), same: false });
    }

    /// A span of the text as one of the normal form.
    pub fn forth(&self, span: Span) -> Span {
        moved(&self.parts, span, |part| (part.there, part.here), self.text.len())
    }

    /// A span of the normal form as one of the text.
    pub fn back(&self, span: Span) -> Span {
        moved(&self.parts, span, |part| (part.here, part.there), self.parts.last().map_or(0, |part| part.there.end))
    }

    /// The article of the text with the normal form for its text.
    pub(crate) fn article(&self, article: &Article) -> Article {
        let block = |block: &Block| Block { span: self.forth(block.span), ..*block };
        Article {
            text: self.text.clone(),
            blocks: article.blocks.iter().map(block).collect(),
            foreign: article.foreign.iter().map(|(span, lang)| (self.forth(*span), lang.clone())).collect(),
            ..article.clone()
        }
    }

    /// What was read in the normal form, as it stands in the text.
    pub(crate) fn restore(&self, article: &mut Article, text: &str) {
        article.text = text.to_owned();
        article.blocks.iter_mut().for_each(|block| block.span = self.back(block.span));
        article.foreign.iter_mut().for_each(|(span, _)| *span = self.back(*span));
    }

    /// What was coded in the normal form, as it stands in the article.
    pub(crate) fn replace(&self, coded: &mut Coded, article: Article) {
        coded.article = article;
        let statements = coded.statements.iter_mut().flat_map(said);
        let spans = coded.sentences.iter_mut().chain(coded.mentions.iter_mut().flat_map(spans)).chain(statements);
        spans.for_each(|span| *span = self.back(*span));
    }
}

/// A span of one side of the parts as one of the other side, which ends with `end`.
fn moved(parts: &[Part], span: Span, sides: impl Fn(&Part) -> (Span, Span), end: usize) -> Span {
    let first = parts.partition_point(|part| sides(part).0.end <= span.start);
    let start = parts.get(first).map_or(end, |part| {
        let (from, to) = sides(part);
        to.start + if part.same { span.start.saturating_sub(from.start) } else { 0 }
    });
    let last = parts.partition_point(|part| sides(part).0.start < span.end);
    let end = last.checked_sub(1).and_then(|last| parts.get(last)).map_or(0, |part| {
        let (from, to) = sides(part);
        if part.same { to.start + (span.end.min(from.end) - from.start) } else { to.end }
    });
    Span::new(start, end.max(start))
}

/// All places that a statement names.
fn said(statement: &mut Statement) -> impl Iterator<Item = &mut Span> {
    let actors = statement.actor.iter_mut().chain(&mut statement.about).map(|actor| &mut actor.span);
    [&mut statement.words, &mut statement.sentence, &mut statement.cue]
        .into_iter()
        .chain(actors)
        .chain(&mut statement.acts)
}

/// All places that a mention names.
fn spans(mention: &mut Mention) -> impl Iterator<Item = &mut Span> {
    let actors = mention.actors.iter_mut().chain(&mut mention.recipients).chain(&mut mention.said_by);
    [&mut mention.sentence, &mut mention.trigger]
        .into_iter()
        .chain(actors.map(|actor| &mut actor.span))
        .chain(mention.place.iter_mut().map(|place| &mut place.span))
        .chain(mention.magnitudes.iter_mut().map(|magnitude| &mut magnitude.span))
        .chain(&mut mention.object)
        .chain(&mut mention.about)
        .chain(mention.evidence.cues.iter_mut().map(|(span, _)| span))
}
