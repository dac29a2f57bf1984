//! Numbers and their words in, drawings as SVG out. Drawings hold no colours: their classes are given them by
//! [`STYLE`], for light, dark and print. What a hue says, a stroke, a hatching or a shape says too; every drawing has a
//! title and a description, and what leads further is a link that keys reach. The same input gives the same text.

pub mod calibration;
pub mod course;
pub mod lanes;
mod layout;
pub mod map;
pub mod matrix;
pub mod months;
pub mod network;
mod scale;
mod svg;

pub use svg::Said;

/// Colours, strokes and letters of all drawings.
pub const STYLE: &str = include_str!("chart.css");

/// A tone below this is hostile, above its opposite friendly, between them mixed.
const MIXED: f64 = 0.5;

/// The class of a tone from −10 to 10; where nothing is told as done there is none.
pub fn tone(tone: Option<f64>) -> &'static str {
    match tone {
        None => "unsure",
        Some(tone) if tone > MIXED => "warm",
        Some(tone) if tone < -MIXED => "cold",
        Some(_) => "mixed",
    }
}
