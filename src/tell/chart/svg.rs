//! Shapes and words in, the text of one SVG drawing out. Colours are classes of `chart.css`; whatever text comes in, the
//! drawing is well-formed, and a number that is none is drawn as zero.

use super::super::escape;
use std::fmt::{Display, Write as _};

/// What a drawing says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Begins every id of the drawing, so that several can stand on one page.
    pub id: String,
    pub title: String,
    pub text: String,
}

/// From where a word runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

pub(super) struct Svg {
    out: String,
    open: Vec<&'static str>,
}

impl Svg {
    /// A drawing with the corners that its view shows: left, top, width, height.
    pub(super) fn new(said: &Said, class: &str, view: [f64; 4]) -> Self {
        let mut svg = Self { out: String::new(), open: Vec::new() };
        let (id, [x, y, w, h]) = (name(&said.id), view.map(number));
        let _ = write!(
            svg.out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart {class}\" id=\"{id}\" viewBox=\"{x} {y} {w} {h}\" \
             role=\"group\" aria-labelledby=\"{id}-t {id}-d\">\n<title id=\"{id}-t\">{}</title>\n\
             <desc id=\"{id}-d\">{}</desc>\n",
            text(&said.title),
            text(&said.text)
        );
        svg.open.push("svg");
        svg
    }

    pub(super) fn end(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.out
    }

    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            let _ = writeln!(self.out, "</{name}>");
        }
    }

    /// Opens a link, or where there is no address a group; both say on hovering what they are. The caller closes it.
    pub(super) fn link(&mut self, class: &str, address: &str, title: &str) {
        if is_address(address) {
            let _ = write!(self.out, "<a class=\"{class}\" href=\"{}\">", text(address));
            self.open.push("a");
        } else {
            let _ = write!(self.out, "<g class=\"{class}\">");
            self.open.push("g");
        }
        if !title.is_empty() {
            let _ = write!(self.out, "<title>{}</title>", text(title));
        }
    }

    pub(super) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(number);
        let _ = writeln!(self.out, "<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>");
    }

    pub(super) fn rect(&mut self, class: &str, at: (f64, f64), size: (f64, f64)) {
        let [x, y, w, h] = [at.0, at.1, size.0.max(0.0), size.1.max(0.0)].map(number);
        let _ = writeln!(self.out, "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"/>");
    }

    pub(super) fn circle(&mut self, class: &str, at: (f64, f64), radius: f64) {
        let [x, y, r] = [at.0, at.1, radius.max(0.0)].map(number);
        let _ = writeln!(self.out, "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{r}\"/>");
    }

    /// A path whose description the caller has written with [`path`] or taken from a table of the engine.
    pub(super) fn path(&mut self, class: &str, description: &str) {
        let _ = writeln!(self.out, "<path class=\"{class}\" d=\"{description}\"/>");
    }

    /// A line as thick as told, since thickness is what it says.
    pub(super) fn stroke(&mut self, class: &str, from: (f64, f64), to: (f64, f64), width: f64) {
        let [x1, y1, x2, y2, w] = [from.0, from.1, to.0, to.1, width].map(number);
        let _ = writeln!(
            self.out,
            "<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke-width=\"{w}\"/>"
        );
    }

    pub(super) fn word(&mut self, class: &str, at: (f64, f64), anchor: Anchor, words: &str) {
        self.sized(class, at, anchor, "", words);
    }

    /// A word of a size of its own, in units of the view.
    pub(super) fn word_of(&mut self, class: &str, at: (f64, f64), anchor: Anchor, size: f64, words: &str) {
        self.sized(class, at, anchor, &format!(" font-size=\"{}\"", number(size)), words);
    }

    fn sized(&mut self, class: &str, at: (f64, f64), anchor: Anchor, size: &str, words: &str) {
        let [x, y] = [at.0, at.1].map(number);
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let words = text(words);
        let _ = writeln!(
            self.out,
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\"{size}>{words}</text>"
        );
    }

    /// Definitions that the engine wrote itself.
    pub(super) fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }
}

/// A path through these points.
pub(super) fn path(points: &[(f64, f64)], closed: bool) -> String {
    let mut out = String::new();
    for (at, (x, y)) in points.iter().enumerate() {
        let _ = write!(out, "{}{} {}", if at == 0 { 'M' } else { 'L' }, number(*x), number(*y));
    }
    if closed && !points.is_empty() {
        out.push('Z');
    }
    out
}

/// With one decimal at most; what is no number is zero, what is out of all sight is at its edge.
pub(super) fn number(value: f64) -> String {
    let value = if value.is_nan() { 0.0 } else { value.clamp(-1e6, 1e6) };
    let tenths = (value * 10.0).round() as i64;
    match (tenths / 10, (tenths % 10).abs()) {
        (whole, 0) => whole.to_string(),
        (0, rest) if tenths < 0 => format!("-0.{rest}"),
        (whole, rest) => format!("{whole}.{rest}"),
    }
}

/// Text that may stand between tags and in attributes; XML knows fewer signs than Unicode.
pub(super) fn text(words: &str) -> String {
    let known = |c: &char| !matches!(c, '\u{FFFE}' | '\u{FFFF}');
    escape::html(&words.chars().filter(known).collect::<String>())
}

/// Letters, figures and strokes of an id; an id begins with a letter.
pub(super) fn name(id: &str) -> String {
    let kept: String = id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    format!("c-{kept}")
}

/// Addresses within the page or the site, or on the web: nothing that could run.
fn is_address(address: &str) -> bool {
    ["/", "?", "#", "https://", "http://"].iter().any(|begin| address.starts_with(begin))
}

/// So many characters at most, with a sign where some are left out.
pub(super) fn cut(words: &str, most: usize) -> String {
    if words.chars().count() <= most {
        return words.to_owned();
    }
    let kept: String = words.chars().take(most.saturating_sub(1)).collect();
    format!("{}\u{2026}", kept.trim_end())
}

/// A class made of parts.
pub(super) fn class(parts: &[&dyn Display]) -> String {
    parts.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
