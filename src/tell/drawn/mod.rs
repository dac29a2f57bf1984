//! Relations, events, networks, places and records in; drawings out that say in the reader's language what they show, each with
//! the same as a table. Who shows them says where their marks lead.

mod between;
mod places;
mod record;
mod times;
mod ties;

pub use between::{Acted, Between, course, months};
pub use places::{Spot, map};
pub use record::calibration;
pub use ties::{Crowd, Shared, Tie, matrix, network, pairs, title};
pub use times::{Told, lanes};

use super::chart::Said;
use super::escape::html;
use super::figures::grouped;
use super::foretold::label;
use super::pattern::{Slots, Value, say};
use super::when;
use crate::mention::{Quad, Status, TimeSpan};
use crate::resources::Wording;
use jiff::civil::Date;
use std::fmt::Write as _;

/// A drawing with what it shows in a sentence, and the same as a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    pub title: String,
    /// What is to be seen.
    pub caption: String,
    pub svg: String,
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
}

/// A line of the table, and where it leads; empty for nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub cells: Vec<String>,
    pub address: String,
}

/// What a reader may want to follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead<'a> {
    Event(&'a str),
    Actor(&'a str),
    Pair(&'a str, &'a str),
    /// The events between two, or of one, or of all, on these days.
    Days {
        actors: &'a [&'a str],
        first: Date,
        last: Date,
    },
    /// The events at a place, by its names in the articles.
    Place(&'a [String]),
}

/// In whose words and with which addresses.
#[derive(Clone, Copy)]
pub struct Showing<'a> {
    pub wording: &'a Wording,
    /// Begins the ids of the drawing.
    pub id: &'a str,
    /// The address of what may be followed; empty for none.
    pub lead: &'a dyn Fn(Lead<'_>) -> String,
}

impl Showing<'_> {
    fn say(&self, key: &str, slots: &Slots) -> String {
        say(&self.wording.phrases, &format!("chart.{key}"), slots).unwrap_or_default()
    }

    fn word(&self, key: &str) -> String {
        self.say(key, &Slots::default())
    }

    fn name(&self, code: &str) -> String {
        label(self.wording, code)
    }

    fn said(&self, title: &str, text: &str) -> Said {
        Said { id: self.id.to_owned(), title: title.to_owned(), text: text.to_owned() }
    }

    /// A day as the language writes it.
    fn day(&self, date: Date) -> String {
        when::day(&self.wording.phrases, date)
    }

    /// When something was, as exactly as that is told.
    pub fn time(&self, time: TimeSpan) -> String {
        when::when(&self.wording.phrases, time, &[]).label
    }

    /// How many, with its thousands apart; other words agree with it.
    fn count(&self, count: usize) -> Value {
        let text = grouped(&self.wording.phrases, &count.to_string()).unwrap_or_default();
        Value { plural: count != 1, ..Value::plain(text) }
    }

    /// Headings of the columns of a table.
    fn columns<const N: usize>(&self, keys: [&str; N]) -> Vec<String> {
        keys.iter().map(|key| self.word(&format!("column.{key}"))).collect()
    }

    fn classes(&self) -> [String; 4] {
        [0, 1, 2, 3].map(|at| self.word(&format!("class.{}", at + 1)))
    }

    /// Words for friendly, mixed, hostile, and for what is not told as done.
    fn tones(&self) -> [String; 4] {
        ["tone.friendly", "tone.mixed", "tone.hostile", "network.unsure"].map(|key| self.word(key))
    }

    /// "Peru – Chile: 12 events, tone +2.1", of the slots of its beginning.
    fn with_tone(&self, mut slots: Slots, tone: Option<f64>) -> String {
        if let Some(tone) = tone {
            slots.text("x", signed(self, tone)).text("w", self.tone(tone));
        }
        self.say("network.edge", &slots)
    }

    /// The word of the band in which a tone lies.
    fn tone(&self, tone: f64) -> String {
        let mut bands = self.wording.phrases.list("relations.tones").filter_map(|band| band.split_once('='));
        let fits = |bound: &str| bound.parse::<f64>().is_ok_and(|bound| tone <= bound);
        bands.find(|(bound, _)| fits(bound)).map_or("", |(_, word)| word).to_owned()
    }

    fn status(&self, status: Status) -> String {
        self.word(&format!("status.{status}"))
    }
}

/// "+2.1", "−0.4", with the decimal sign of the language.
fn signed(showing: &Showing<'_>, number: f64) -> String {
    let plain = decimal(showing, number.abs());
    match format!("{:.1}", number.abs()).as_str() {
        "0.0" => plain,
        _ if number < 0.0 => format!("\u{2212}{plain}"),
        _ => format!("+{plain}"),
    }
}

/// One figure behind the decimal sign of the language.
fn decimal(showing: &Showing<'_>, number: f64) -> String {
    let plain = format!("{number:.1}");
    let Some((whole, rest)) = plain.split_once('.') else { return plain };
    let mut slots = Slots::default();
    slots.text("a", whole).text("b", rest);
    say(&showing.wording.phrases, "number.decimal", &slots).unwrap_or(plain)
}

/// The number of a class in the order of [`Quad::ALL`].
fn class_of(quad: Quad) -> usize {
    Quad::ALL.iter().position(|q| *q == quad).unwrap_or_default()
}

impl Figure {
    /// The drawing with what is to be seen, as a part of a page.
    pub fn html(&self) -> String {
        let (title, caption) = (html(&self.title), html(&self.caption));
        format!("<figcaption><strong>{title}</strong> {caption}</figcaption>\n{}", self.svg)
    }

    /// The same as a table.
    pub fn table(&self) -> String {
        let mut out = format!("<table>\n<caption>{}</caption>\n<thead><tr>", html(&self.title));
        for column in &self.columns {
            let _ = write!(out, "<th scope=\"col\">{}</th>", html(column));
        }
        out.push_str("</tr></thead>\n<tbody>\n");
        for row in &self.rows {
            out.push_str("<tr>");
            for (at, cell) in row.cells.iter().enumerate() {
                let cell = html(cell);
                let _ = match row.address.as_str() {
                    "" => write!(out, "<td>{cell}</td>"),
                    address if at == 0 => write!(out, "<td><a href=\"{}\">{cell}</a></td>", html(address)),
                    _ => write!(out, "<td>{cell}</td>"),
                };
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody>\n</table>\n");
        out
    }
}
