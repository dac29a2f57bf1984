//! Stated chances and what came in, a drawing out that shows whether of ten things stated at one in ten one came: points on the
//! diagonal are right.

use super::scale::Scale;
use super::svg::{Anchor, Said, Svg};

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 420.0;
const LEFT: f64 = 60.0;
const RIGHT: f64 = 400.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 364.0;

/// Forecasts of about one chance.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Class {
    pub count: usize,
    /// Mean of what was stated, and the share that came.
    pub stated: f64,
    pub came: f64,
    pub title: String,
}

#[derive(Clone, Debug, Default)]
pub struct Calibration {
    pub said: Said,
    pub classes: Vec<Class>,
    /// Names of the two axes, and of the diagonal.
    pub stated: String,
    pub came: String,
    pub right: String,
    /// What stands beside: how to read it, line by line.
    pub beside: Vec<String>,
    pub empty: String,
}

impl Calibration {
    pub fn svg(&self) -> String {
        let mut svg = Svg::new(&self.said, "calibration", [0.0, 0.0, WIDTH, HEIGHT]);
        let (across, up) = (Scale::new((0.0, 1.0), (LEFT, RIGHT)), Scale::new((0.0, 1.0), (BOTTOM, TOP)));
        for percent in [0, 25, 50, 75, 100] {
            let share = f64::from(percent) / 100.0;
            let line = if percent == 0 { "axis" } else { "grid" };
            svg.line(line, (LEFT, up.at(share)), (RIGHT, up.at(share)));
            svg.line(line, (across.at(share), TOP), (across.at(share), BOTTOM));
            svg.word("tick", (LEFT - 6.0, up.at(share) + 4.0), Anchor::End, &format!("{percent} %"));
            svg.word("tick", (across.at(share), BOTTOM + 18.0), Anchor::Middle, &format!("{percent} %"));
        }
        svg.word("end", ((LEFT + RIGHT) / 2.0, BOTTOM + 40.0), Anchor::Middle, &self.stated);
        svg.word("end", (LEFT + 6.0, TOP + 14.0), Anchor::Start, &self.came);
        svg.line("ideal", (LEFT, BOTTOM), (RIGHT, TOP));
        let most = self.classes.iter().map(|class| class.count).max().unwrap_or(1).max(1) as f64;
        for class in self.classes.iter().filter(|class| class.count > 0) {
            let at = (across.at(class.stated.clamp(0.0, 1.0)), up.at(class.came.clamp(0.0, 1.0)));
            let radius = 4.0 + 10.0 * (class.count as f64 / most).sqrt();
            svg.link("mark", "", &class.title);
            svg.line("miss", at, (at.0, up.at(class.stated.clamp(0.0, 1.0))));
            svg.circle("class", at, radius);
            svg.word("count", (at.0, at.1 - radius - 4.0), Anchor::Middle, &class.count.to_string());
            svg.close();
        }
        if self.classes.iter().all(|class| class.count == 0) {
            svg.word("empty", ((LEFT + RIGHT) / 2.0, (TOP + BOTTOM) / 2.0), Anchor::Middle, &self.empty);
        }
        svg.line("ideal", (RIGHT + 24.0, TOP + 10.0), (RIGHT + 54.0, TOP + 10.0));
        svg.word("key", (RIGHT + 60.0, TOP + 14.0), Anchor::Start, &self.right);
        for (at, line) in self.beside.iter().enumerate() {
            svg.word("key", (RIGHT + 24.0, TOP + 44.0 + 20.0 * at as f64), Anchor::Start, line);
        }
        svg.end()
    }
}
