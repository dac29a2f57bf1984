//! A briefing in, a PDF out: its own fonts in it, numbers that lead to the passages, headings as bookmarks.

use super::lines::{PAGE, Pages, Placed, Run, SIDE, Shape, Weight};
use super::{Block, Told, body, notes};
use anyhow::{Context, anyhow};
use demarche::tell::Brief;
use krilla::Document;
use krilla::annotation::{LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::destination::XyzDestination;
use krilla::geom::{Point, Rect};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::text::{Font, TextDirection};

/// Points of letters.
const TITLE: f32 = 20.0;
const HEADING: f32 = 13.5;
const TEXT: f32 = 10.5;
const SMALL: f32 = 8.8;
const INDENT: f32 = 14.0;

pub(crate) fn pdf(brief: &Brief) -> anyhow::Result<Vec<u8>> {
    let mut pages = Pages::new()?;
    for block in body(brief) {
        set(&mut pages, &block);
    }
    if !brief.citations.is_empty() {
        set(&mut pages, &Block::Heading(brief.labels.notes.clone()));
    }
    for block in notes(brief) {
        set(&mut pages, &block);
    }
    draw(brief, &pages)
}

fn set(pages: &mut Pages, block: &Block) {
    let run = |text: &str, weight: Weight, size: f32| Run::new(text, weight, size);
    let shape = |before: f32, indent: f32, keep: f32| Shape { before, indent, keep };
    match block {
        Block::Title(title) => {
            pages.paragraph(&[run(title, Weight::Bold, TITLE)], shape(0.0, 0.0, 40.0), None);
        }
        Block::Line(line) => {
            pages.paragraph(&[run(line, Weight::Regular, SMALL)], shape(2.0, 0.0, 0.0), None);
        }
        Block::Heading(heading) => {
            let (page, y) = pages.paragraph(&[run(heading, Weight::Bold, HEADING)], shape(16.0, 0.0, 40.0), None);
            pages.headings.push((heading.clone(), page, y));
        }
        Block::Subheading(heading) => {
            pages.paragraph(&[run(heading, Weight::Bold, TEXT)], shape(8.0, 0.0, 30.0), None);
        }
        Block::Entry(told) => {
            let mark = run("\u{2022}", Weight::Regular, TEXT);
            let (indent, mark) = if told.key { (0.0, None) } else { (INDENT, Some(&mark)) };
            pages.paragraph(&sentences(told), shape(4.0, indent, 0.0), mark);
        }
        Block::Source { number, title, line } => {
            let mark = run(&format!("{number}."), Weight::Regular, TEXT);
            let runs = [run(title, Weight::Regular, TEXT), run(&format!("  {line}"), Weight::Regular, SMALL)];
            pages.paragraph(&runs, shape(3.0, 1.6 * INDENT, 0.0), Some(&mark));
        }
        Block::Note { number, reference, quote } => {
            let mark = run(&number.to_string(), Weight::Bold, SMALL);
            let runs = [run(&format!("{reference}: "), Weight::Bold, SMALL), run(quote, Weight::Regular, SMALL)];
            let begin = pages.paragraph(&runs, shape(3.0, 1.8 * INDENT, 0.0), Some(&mark));
            let _ = pages.notes.insert(*number, begin);
        }
    }
}

fn sentences(told: &Told) -> Vec<Run> {
    let mut runs: Vec<Run> = told.lead.iter().map(|lead| Run::new(format!("{lead} "), Weight::Bold, TEXT)).collect();
    for (at, (sentence, numbers)) in told.sentences.iter().enumerate() {
        let gap = if at == 0 { "" } else { " " };
        runs.push(Run::new(format!("{gap}{sentence}"), Weight::Regular, TEXT));
        for number in numbers {
            let text = format!("[{number}]");
            runs.push(Run { raised: true, note: Some(*number), ..Run::new(text, Weight::Regular, 0.68 * TEXT) });
        }
    }
    runs
}

fn draw(brief: &Brief, pages: &Pages) -> anyhow::Result<Vec<u8>> {
    let font =
        |weight: Weight| Font::new(weight.file().to_vec().into(), 0).context("failed to read a font of the program");
    let (regular, bold) = (font(Weight::Regular)?, font(Weight::Bold)?);
    let mut document = Document::new();
    document.set_metadata(
        Metadata::new().title(brief.title.clone()).language(brief.lang.clone()).creator("demarche".to_owned()),
    );
    let mut outline = Outline::new();
    for (heading, page, y) in &pages.headings {
        let destination = XyzDestination::new(*page, Point::from_xy(SIDE, *y));
        outline.push_child(OutlineNode::new(heading.clone(), destination));
    }
    document.set_outline(outline);
    let count = pages.pages.len();
    for (at, placed) in pages.pages.iter().enumerate() {
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1).context("failed to lay out a page")?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for piece in placed {
            let (grey, font) = if piece.run.weight == Weight::Bold { (20, &bold) } else { (30, &regular) };
            let colour =
                if piece.run.note.is_some() { rgb::Color::new(11, 87, 164) } else { rgb::Color::new(grey, grey, grey) };
            surface.set_fill(Some(Fill {
                paint: colour.into(),
                opacity: NormalizedF32::ONE,
                rule: Default::default(),
            }));
            let point = Point::from_xy(piece.x, piece.y);
            surface.draw_text(point, font.clone(), piece.run.size, &piece.run.text, false, TextDirection::LeftToRight);
        }
        let grey = rgb::Color::new(90, 90, 90);
        surface.set_fill(Some(Fill { paint: grey.into(), opacity: NormalizedF32::ONE, rule: Default::default() }));
        let foot = format!("{} / {count}", at + 1);
        let point = Point::from_xy(PAGE.0 / 2.0 - 10.0, PAGE.1 - 36.0);
        surface.draw_text(point, regular.clone(), SMALL, &foot, false, TextDirection::LeftToRight);
        surface.finish();
        for piece in placed {
            if let Some(annotation) = link(pages, piece) {
                page.add_annotation(annotation.into());
            }
        }
        page.finish();
    }
    document.finish().map_err(|fault| anyhow!("failed to write the document: {fault:?}"))
}

/// The way from a number to its passage.
fn link(pages: &Pages, piece: &Placed) -> Option<LinkAnnotation> {
    let (page, y) = *pages.notes.get(&piece.run.note?)?;
    let (top, high) = (piece.y - piece.run.size, 1.3 * piece.run.size);
    let area = Rect::from_xywh(piece.x, top, piece.width.max(1.0), high)?;
    let target = XyzDestination::new(page, Point::from_xy(SIDE, y));
    Some(LinkAnnotation::new(area, Target::Destination(target.into())))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::{Pages, set};
    use crate::paper::Block;

    #[test]
    fn a_note_is_led_to_where_it_begins_also_when_it_ends_on_another_page() {
        let mut pages = Pages::new().unwrap();
        let quote = "The two sides met again on Tuesday. ".repeat(90);
        for number in 1..=7 {
            let quote = if number % 2 == 0 { "Short.".to_owned() } else { quote.clone() };
            set(&mut pages, &Block::Note { number, reference: "Daily".to_owned(), quote });
        }
        assert!(pages.pages.len() > 2, "{}", pages.pages.len());
        for number in 1..=7 {
            let is_mark = |text: &str| text == number.to_string();
            let found = pages.pages.iter().enumerate().find_map(|(at, page)| {
                page.iter().find(|placed| is_mark(&placed.run.text)).map(|placed| (at, placed.y - placed.run.size))
            });
            assert_eq!(pages.notes[&number], found.unwrap(), "note {number}");
        }
    }
}
