//! A briefing in, a Word document out: headings as styles, passages as footnotes.

use super::{Block, Told, body, notes};
use anyhow::anyhow;
use demarche::tell::Brief;
use docx_rs::{
    AbstractNumbering, Docx, Footnote, IndentLevel, Level, LevelJc, LevelText, LineSpacing, NumberFormat, Numbering,
    NumberingId, Paragraph, Run, RunFonts, SpecialIndentType, Start, Style, StyleType, VertAlignType,
};
use std::collections::BTreeMap;
use std::io::Cursor;

/// Half points of letters, twentieths of a point of indents.
const LETTERS: usize = 22;
const SMALL: usize = 17;
const INDENT: i32 = 340;

pub(crate) fn docx(brief: &Brief) -> anyhow::Result<Vec<u8>> {
    let mut writer = Writer { notes: notes(brief).filter_map(note).collect(), placed: BTreeMap::new() };
    let mut docx = styled();
    for block in body(brief) {
        docx = docx.add_paragraph(writer.paragraph(block));
    }
    let mut bytes = Cursor::new(Vec::new());
    docx.build().pack(&mut bytes).map_err(|fault| anyhow!("failed to write the document: {fault}"))?;
    Ok(bytes.into_inner())
}

fn note(block: Block) -> Option<(usize, String)> {
    match block {
        Block::Note { number, reference, quote } => Some((number, format!("{reference}: {quote}"))),
        _ => None,
    }
}

struct Writer {
    notes: BTreeMap<usize, String>,
    /// The footnote under which a passage stands already.
    placed: BTreeMap<usize, usize>,
}

impl Writer {
    fn paragraph(&mut self, block: Block) -> Paragraph {
        let text = |text: String| Paragraph::new().add_run(Run::new().add_text(text));
        match block {
            Block::Title(title) => text(title).style("Title"),
            Block::Heading(heading) => text(heading).style("Heading1"),
            Block::Subheading(heading) => text(heading).style("Heading2"),
            Block::Line(line) => text(line).style("Small"),
            Block::Entry(told) => self.entry(told),
            Block::Source { number, title, line } => Paragraph::new()
                .add_run(Run::new().add_text(format!("{number}. {title}")))
                .add_run(Run::new().add_text(format!(" ({line})")).style("SmallLetters")),
            Block::Note { number, reference, quote } => text(format!("{number}. {reference}: {quote}")).style("Small"),
        }
    }

    fn entry(&mut self, told: Told) -> Paragraph {
        let mut paragraph = Paragraph::new();
        if !told.key {
            paragraph = paragraph.numbering(NumberingId::new(1), IndentLevel::new(0));
        }
        if let Some(lead) = told.lead {
            paragraph = paragraph.add_run(Run::new().add_text(lead + " ").bold());
        }
        for (at, (sentence, numbers)) in told.sentences.into_iter().enumerate() {
            let gap = if at == 0 { "" } else { " " };
            paragraph = paragraph.add_run(Run::new().add_text(format!("{gap}{sentence}")));
            for (at, number) in numbers.into_iter().enumerate() {
                if at > 0 {
                    paragraph = paragraph.add_run(raised(", "));
                }
                paragraph = paragraph.add_run(self.reference(number));
            }
        }
        paragraph
    }

    /// The footnote of a passage; where it stands already, its number.
    fn reference(&mut self, number: usize) -> Run {
        if let Some(placed) = self.placed.get(&number) {
            return raised(&placed.to_string());
        }
        let _ = self.placed.insert(number, self.placed.len() + 1);
        let words = self.notes.get(&number).cloned().unwrap_or_default();
        let content = Paragraph::new().style("FootnoteText").add_run(Run::new().add_text(words));
        Run::new().add_footnote_reference(Footnote::new().add_content(content))
    }
}

fn raised(text: &str) -> Run {
    let mut run = Run::new().add_text(text);
    run.run_property = run.run_property.vert_align(VertAlignType::SuperScript);
    run
}

fn styled() -> Docx {
    let heading = |id: &str, name: &str, size: usize, level: usize| {
        Style::new(id, StyleType::Paragraph)
            .name(name)
            .size(size)
            .bold()
            .outline_lvl(level)
            .line_spacing(LineSpacing::new().before(280).after(80))
    };
    let small = |id: &str, kind: StyleType| Style::new(id, kind).name(id).size(SMALL);
    let level =
        Level::new(0, Start::new(1), NumberFormat::new("bullet"), LevelText::new("\u{2022}"), LevelJc::new("left"))
            .indent(Some(INDENT), Some(SpecialIndentType::Hanging(INDENT)), None, None);
    Docx::new()
        .default_size(LETTERS)
        .default_fonts(RunFonts::new().ascii("Georgia").hi_ansi("Georgia").cs("Georgia"))
        .default_line_spacing(LineSpacing::new().after(100))
        .add_style(Style::new("Title", StyleType::Paragraph).name("Title").size(40).bold())
        .add_style(heading("Heading1", "heading 1", 28, 0))
        .add_style(heading("Heading2", "heading 2", 23, 1))
        .add_style(small("Small", StyleType::Paragraph))
        .add_style(small("FootnoteText", StyleType::Paragraph))
        .add_style(small("SmallLetters", StyleType::Character))
        .add_style(raised_style())
        .add_abstract_numbering(AbstractNumbering::new(1).add_level(level))
        .add_numbering(Numbering::new(1, 1))
}

fn raised_style() -> Style {
    let mut style = Style::new("FootnoteReference", StyleType::Character).name("footnote reference");
    style.run_property = style.run_property.vert_align(VertAlignType::SuperScript);
    style
}
