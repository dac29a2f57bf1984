//! Words with their letters in, lines on pages out: where each piece of text stands. Widths are those of the font.

use anyhow::Context;
use std::collections::BTreeMap;
use ttf_parser::Face;

const REGULAR: &[u8] = include_bytes!("fonts/LibertinusSerif-Regular.otf");
const BOLD: &[u8] = include_bytes!("fonts/LibertinusSerif-Bold.otf");

/// A4 and what is left free, in points.
pub(super) const PAGE: (f32, f32) = (595.0, 842.0);
pub(super) const SIDE: f32 = 68.0;
const TOP: f32 = 64.0;
const BOTTOM: f32 = 72.0;
/// The height of a line for each point of letters.
const LEADING: f32 = 1.36;
/// Signs without width that say how the letters beside them stand.
const JOINERS: [char; 2] = ['\u{200C}', '\u{200D}'];

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    Regular,
    Bold,
}

impl Weight {
    pub(super) fn file(self) -> &'static [u8] {
        if self == Self::Bold { BOLD } else { REGULAR }
    }
}

/// Letters of one kind.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) weight: Weight,
    pub(super) size: f32,
    /// Above the line, as numbers of notes stand.
    pub(super) raised: bool,
    /// The note to which it leads.
    pub(super) note: Option<usize>,
}

impl Run {
    pub(super) fn new(text: impl Into<String>, weight: Weight, size: f32) -> Self {
        Self { text: text.into(), weight, size, raised: false, note: None }
    }
}

/// A piece of text in its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Placed {
    pub(super) run: Run,
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
}

/// How a paragraph stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shape {
    pub(super) before: f32,
    pub(super) indent: f32,
    /// Points that must be left below it on its page.
    pub(super) keep: f32,
}

/// Pages that are being filled.
pub(super) struct Pages {
    faces: [Face<'static>; 2],
    pub(super) pages: Vec<Vec<Placed>>,
    y: f32,
    /// Page and height of what may be led to.
    pub(super) notes: BTreeMap<usize, (usize, f32)>,
    pub(super) headings: Vec<(String, usize, f32)>,
}

impl Pages {
    pub(super) fn new() -> anyhow::Result<Self> {
        let face = |file: &'static [u8]| Face::parse(file, 0).context("failed to read a font of the program");
        let faces = [face(REGULAR)?, face(BOLD)?];
        Ok(Self { faces, pages: vec![Vec::new()], y: TOP, notes: BTreeMap::new(), headings: Vec::new() })
    }

    fn face(&self, weight: Weight) -> &Face<'static> {
        let [regular, bold] = &self.faces;
        if weight == Weight::Bold { bold } else { regular }
    }

    /// The text with a sign in place of letters that the font does not have.
    fn known(&self, text: &str, weight: Weight) -> String {
        let face = self.face(weight);
        let has = |c: char| face.glyph_index(c).is_some();
        text.chars().filter(|c| has(*c) || !JOINERS.contains(c)).map(|c| if has(c) { c } else { '?' }).collect()
    }

    fn width(&self, text: &str, weight: Weight, size: f32) -> f32 {
        let face = self.face(weight);
        let of = |c: char| face.glyph_index(c).and_then(|glyph| face.glyph_hor_advance(glyph)).unwrap_or(500);
        let units: f32 = text.chars().map(|c| f32::from(of(c))).sum();
        units * size / f32::from(face.units_per_em())
    }

    /// Sets a paragraph, and gives the page and the height at which it begins; `mark` stands before its first line.
    pub(super) fn paragraph(&mut self, runs: &[Run], shape: Shape, mark: Option<&Run>) -> (usize, f32) {
        let size = runs.iter().filter(|run| !run.raised).map(|run| run.size).fold(0.0, f32::max).max(6.0);
        let line = size * LEADING;
        if self.y > TOP {
            self.y += shape.before;
        }
        if self.y + line + shape.keep > PAGE.1 - BOTTOM {
            self.turn();
        }
        let begin = (self.pages.len() - 1, self.y);
        if let Some(mark) = mark {
            let placed = Placed { run: mark.clone(), x: SIDE, y: self.y + size, width: 0.0 };
            self.put(placed);
        }
        let (left, right) = (SIDE + shape.indent, PAGE.0 - SIDE);
        let mut x = left;
        for run in runs {
            let text = self.known(&run.text, run.weight);
            for word in words(&text) {
                let width = self.width(word.trim_end(), run.weight, run.size);
                if x + width > right && x > left {
                    self.y += line;
                    x = left;
                    if self.y + line > PAGE.1 - BOTTOM {
                        self.turn();
                    }
                }
                let word = if x == left { word.trim_start() } else { word };
                let raise = if run.raised { size * 0.33 } else { 0.0 };
                let full = self.width(word, run.weight, run.size);
                self.put(Placed {
                    run: Run { text: word.to_owned(), ..run.clone() },
                    x,
                    y: self.y + size - raise,
                    width: full,
                });
                x += full;
            }
        }
        self.y += line;
        begin
    }

    /// Puts a piece on the page; one that goes on where the last ended becomes part of it.
    fn put(&mut self, placed: Placed) {
        let Some(page) = self.pages.last_mut() else { return };
        if let Some(last) = page.last_mut() {
            let alike = last.run.weight == placed.run.weight && last.run.size == placed.run.size;
            let joins = last.y == placed.y && (last.x + last.width - placed.x).abs() < 0.01;
            if alike && joins && last.run.note.is_none() && placed.run.note.is_none() {
                last.run.text.push_str(&placed.run.text);
                last.width += placed.width;
                return;
            }
        }
        page.push(placed);
    }

    fn turn(&mut self) {
        self.pages.push(Vec::new());
        self.y = TOP;
    }
}

/// The words of a text, each with the space behind it; what is too long for a line is divided.
fn words(text: &str) -> Vec<&str> {
    const LONGEST: usize = 48;
    let mut found = Vec::new();
    for word in text.split_inclusive(' ') {
        let mut rest = word;
        while let Some((at, _)) = rest.char_indices().nth(LONGEST) {
            let (head, tail) = rest.split_at(at);
            found.push(head);
            rest = tail;
        }
        found.push(rest);
    }
    found
}
