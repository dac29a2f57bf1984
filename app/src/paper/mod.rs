//! A briefing in, a document for paper out: PDF or DOCX, with its passages as notes.

mod docx;
mod lines;
mod pdf;

pub(crate) use docx::docx;
pub(crate) use pdf::pdf;

use demarche::tell::{Brief, Section, SectionKind};

/// What stands one below the other.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Block {
    Title(String),
    /// Small and soft.
    Line(String),
    Heading(String),
    Subheading(String),
    Entry(Told),
    Source {
        number: usize,
        title: String,
        line: String,
    },
    /// A passage with its number, the article that it stands in, and its words.
    Note {
        number: usize,
        reference: String,
        quote: String,
    },
}

/// Sentences below a date, a name or a topic, each with the numbers of its notes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Told {
    lead: Option<String>,
    sentences: Vec<(String, Vec<usize>)>,
    /// Stands by itself, without a sign before it.
    key: bool,
}

/// The briefing up to its notes.
fn body(brief: &Brief) -> Vec<Block> {
    let mut blocks = vec![Block::Title(plain(&brief.title)), Block::Line(plain(&brief.labels.extent))];
    if brief.sections.is_empty() {
        blocks.push(Block::Line(plain(&brief.labels.empty)));
    }
    for section in &brief.sections {
        of_section(section, &mut blocks);
    }
    if !brief.tags.is_empty() {
        blocks.push(Block::Heading(plain(&brief.labels.tags)));
        let names: Vec<String> = brief.tags.iter().map(|tag| plain(&tag.name)).collect();
        blocks.push(Block::Line(names.join(" · ")));
    }
    blocks.push(Block::Heading(plain(&brief.labels.sources)));
    for (source, line) in brief.sources.iter().zip(&brief.labels.source_lines) {
        let (title, line) = (plain(&source.title), plain(line));
        blocks.push(Block::Source { number: source.article + 1, title, line });
    }
    blocks
}

fn of_section(section: &Section, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading(plain(&section.heading)));
    for group in &section.groups {
        blocks.extend(group.heading.as_deref().map(|heading| Block::Subheading(plain(heading))));
        blocks.extend(group.entries.iter().map(|entry| {
            Block::Entry(Told {
                lead: entry.lead.as_deref().map(plain),
                sentences: entry.statements.iter().map(|s| (plain(&s.text), s.citations.clone())).collect(),
                key: section.kind == SectionKind::Keys,
            })
        }));
    }
}

/// The passages that sentences rest on, in order of their numbers.
fn notes(brief: &Brief) -> impl Iterator<Item = Block> {
    let (open, close) = &brief.labels.quotes;
    brief.citations.iter().map(move |citation| Block::Note {
        number: citation.number,
        reference: plain(brief.labels.references.get(citation.article).map_or("", String::as_str)),
        quote: format!("{open}{}{close}", plain(&citation.passage)),
    })
}

/// One line without signs that steer: text of unknown origin cannot turn the direction of a page or end a part of it. Signs
/// that join letters or keep them apart belong to the words of many scripts and stay.
fn plain(text: &str) -> String {
    let steers = |c: char| {
        c.is_control()
            || matches!(c, '\u{200B}' | '\u{200E}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
    };
    let kept: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !steers(*c)).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_steers_goes_and_what_belongs_to_words_stays() {
        assert_eq!(plain("\u{202E}a\u{2066}b\u{200F}\tc\u{200B}d\u{FEFF}"), "ab cd");
        let words = "\u{645}\u{6CC}\u{200C}\u{62E}\u{648}\u{627}\u{647}\u{645} \u{915}\u{94D}\u{200D}\u{937}";
        assert_eq!(plain(words), words);
    }
}
