//! Actors and what each does to each in, a matrix out: rows act, columns are acted upon. It stays readable where a network of
//! lines is a tangle.

use super::svg::{Anchor, Said, Svg, class, cut};
use super::tone;

const CELL: f64 = 24.0;
const LEFT: f64 = 150.0;
/// Below it stand no words of the legend.
const LEGEND: f64 = 34.0;
/// The heads of columns: letters at most, degrees that they lean, how far up and to the right a letter goes so.
const LONGEST: usize = 21;
const LEAN: f64 = -52.0;
const LETTER: (f64, f64) = (5.9, 4.6);
/// Rows that a page has room for: as many as a network around one has actors.
pub const MOST: usize = 31;

/// What the actor of a row does to that of a column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    pub row: usize,
    pub column: usize,
    pub events: usize,
    /// −10 to 10; nothing where nothing of it is told as done.
    pub tone: Option<f64>,
    pub address: String,
    pub title: String,
}

#[derive(Clone, Debug, Default)]
pub struct Matrix {
    pub said: Said,
    pub names: Vec<String>,
    pub cells: Vec<Cell>,
    /// Words for friendly, mixed, hostile, and for what is not told as done.
    pub keys: [String; 4],
    pub empty: String,
}

impl Matrix {
    pub fn svg(&self) -> String {
        let count = self.names.len().min(MOST);
        let side = count as f64 * CELL;
        let letters = self.names.iter().take(count).map(|name| name.chars().count().min(LONGEST)).max().unwrap_or(0);
        let top = LEGEND + 8.0 + letters as f64 * LETTER.0;
        let view = [0.0, 0.0, (LEFT + side + letters as f64 * LETTER.1).max(720.0), top + side + 16.0];
        let mut svg = Svg::new(&self.said, "matrix", view);
        let mut x = 14.0;
        for (kind, words) in ["warm", "mixed", "cold", "unsure"].into_iter().zip(&self.keys) {
            mark(&mut svg, kind, (x, 12.0), 8.0);
            svg.word("key", (x + 14.0, 16.0), Anchor::Start, words);
            x += 40.0 + 6.6 * words.chars().count() as f64;
        }
        if count == 0 {
            svg.word("empty", (LEFT, top), Anchor::Start, &self.empty);
        }
        for (at, name) in self.names.iter().take(count).enumerate() {
            let middle = (at as f64 + 0.5) * CELL;
            svg.line("grid", (LEFT, top + middle + CELL / 2.0), (LEFT + side, top + middle + CELL / 2.0));
            svg.line("grid", (LEFT + middle + CELL / 2.0, top), (LEFT + middle + CELL / 2.0, top + side));
            svg.word("name", (LEFT - 8.0, top + middle + 4.0), Anchor::End, &cut(name, LONGEST));
            let (x, y) = (LEFT + middle + 4.0, top - 8.0);
            svg.raw(&format!("<g transform=\"rotate({LEAN} {} {})\">", super::svg::number(x), super::svg::number(y)));
            svg.word("name", (x, y), Anchor::Start, &cut(name, LONGEST));
            svg.raw("</g>\n");
            svg.rect("self", (LEFT + middle - CELL / 2.0, top + middle - CELL / 2.0), (CELL, CELL));
        }
        let most = self.cells.iter().map(|cell| cell.events).max().unwrap_or(1).max(1) as f64;
        for cell in self.cells.iter().filter(|cell| cell.row.max(cell.column) < count) {
            let middle = |at: usize| (at as f64 + 0.5) * CELL;
            let at = (LEFT + middle(cell.column), top + middle(cell.row));
            svg.link("mark", &cell.address, &cell.title);
            svg.rect("hit", (at.0 - CELL / 2.0, at.1 - CELL / 2.0), (CELL, CELL));
            mark(&mut svg, tone(cell.tone), at, 3.5 + 6.5 * (cell.events as f64 / most).sqrt());
            svg.close();
        }
        svg.end()
    }
}

/// A circle for friendly, a square for hostile, a diamond for mixed; an empty circle for what is not told as done.
fn mark(svg: &mut Svg, kind: &str, (x, y): (f64, f64), size: f64) {
    let class = class(&[&"cell", &kind]);
    match kind {
        "warm" | "unsure" => svg.circle(&class, (x, y), size),
        "cold" => svg.rect(&class, (x - size * 0.9, y - size * 0.9), (1.8 * size, 1.8 * size)),
        _ => {
            let corners = [(x, y - size), (x + size, y), (x, y + size), (x - size, y)];
            svg.path(&class, &super::svg::path(&corners, true));
        }
    }
}
