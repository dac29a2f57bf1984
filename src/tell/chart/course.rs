//! The weeks of one or two directions in; their index as curves with bands, and the marked turns, out.

use super::scale::{Days, Scale};
use super::svg::{Anchor, Said, Svg, class, number, path};
use crate::relate::acts::date;
use crate::relate::course::{WEEK, Week};

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 320.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 704.0;
const TOP: f64 = 58.0;
const BOTTOM: f64 = 284.0;
/// Points of a curve at most: two to a unit of width.
const POINTS: usize = 1200;

/// One direction.
#[derive(Clone, Debug, Default)]
pub struct Way<'a> {
    pub name: String,
    pub weeks: &'a [Week],
}

/// A day with something to say of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mark {
    /// Day since 1970.
    pub day: u32,
    /// Of which direction: its number.
    pub way: usize,
    pub title: String,
    pub address: String,
}

/// How one or two stand to each other over time.
#[derive(Clone, Debug, Default)]
pub struct Curves<'a> {
    pub said: Said,
    pub ways: Vec<Way<'a>>,
    pub turns: Vec<Mark>,
    /// Weeks with what moved the index.
    pub points: Vec<Mark>,
    /// What stands at the upper and at the lower end, for a turn, and where there is nothing.
    pub friendly: String,
    pub hostile: String,
    pub turn: String,
    pub empty: String,
}

impl Curves<'_> {
    pub fn svg(&self) -> String {
        let mut svg = Svg::new(&self.said, "course", [0.0, 0.0, WIDTH, HEIGHT]);
        let value = Scale::new((-10.0, 10.0), (BOTTOM, TOP));
        for mark in [-10.0, -5.0, 0.0, 5.0, 10.0] {
            let y = value.at(mark);
            svg.line(if mark == 0.0 { "axis" } else { "grid" }, (LEFT, y), (RIGHT, y));
            let sign = if mark > 0.0 { "+" } else { "" };
            svg.word("tick", (LEFT - 6.0, y + 4.0), Anchor::End, &format!("{sign}{mark}").replace('-', "\u{2212}"));
        }
        svg.word("end", (LEFT + 4.0, TOP + 13.0), Anchor::Start, &self.friendly);
        svg.word("end", (LEFT + 4.0, BOTTOM - 6.0), Anchor::Start, &self.hostile);
        self.legend(&mut svg);
        let starts = self.ways.iter().flat_map(|way| way.weeks.first());
        let ends = self.ways.iter().flat_map(|way| way.weeks.last());
        let first = starts.filter_map(|week| date(week.start)).min();
        let last = ends.filter_map(|week| date(week.start + WEEK - 1)).max();
        if let Some((first, last)) = first.zip(last) {
            let days = Days::new(first, last, (LEFT, RIGHT));
            days_axis(&mut svg, &days, BOTTOM);
            self.curves(&mut svg, &days, value);
            self.marks(&mut svg, &days, value);
        } else {
            svg.word("empty", ((LEFT + RIGHT) / 2.0, value.at(0.0) - 8.0), Anchor::Middle, &self.empty);
        }
        svg.end()
    }

    fn legend(&self, svg: &mut Svg) {
        let mut x = LEFT;
        for (at, way) in self.ways.iter().enumerate().filter(|(_, way)| !way.weeks.is_empty()) {
            svg.line(&class(&[&"curve", &way_class(at)]), (x, 16.0), (x + 30.0, 16.0));
            svg.word("key", (x + 36.0, 20.0), Anchor::Start, &way.name);
            x += 60.0 + 6.6 * way.name.chars().count() as f64;
            if x > 480.0 {
                x = LEFT;
            }
        }
        if !self.turns.is_empty() {
            svg.path("turn", &triangle(LEFT + 6.0, 40.0));
            svg.word("key", (LEFT + 18.0, 40.0), Anchor::Start, &self.turn);
        }
    }

    fn curves(&self, svg: &mut Svg, days: &Days, value: Scale) {
        for (at, way) in self.ways.iter().enumerate() {
            let stride = way.weeks.len().div_ceil(POINTS).max(1);
            // From the last back, so that the last is among them.
            let mut weeks: Vec<&Week> = way.weeks.iter().rev().step_by(stride).collect();
            weeks.reverse();
            let place = |week: &Week, y: f64| Some((days.after(date(week.start + WEEK - 1)?), value.at(y)));
            let held = |y: f64| y.clamp(-10.0, 10.0);
            let upper = weeks.iter().filter_map(|week| place(week, held(week.index + week.band)));
            let lower = weeks.iter().rev().filter_map(|week| place(week, held(week.index - week.band)));
            let band: Vec<(f64, f64)> = upper.chain(lower).collect();
            let curve: Vec<(f64, f64)> = weeks.iter().filter_map(|week| place(week, held(week.index))).collect();
            svg.path(&class(&[&"band", &way_class(at)]), &path(&band, true));
            svg.path(&class(&[&"curve", &way_class(at)]), &path(&curve, false));
            if let [(x, y)] = curve.as_slice() {
                svg.circle(&class(&[&"point", &way_class(at)]), (*x, *y), 4.0);
            }
        }
    }

    fn marks(&self, svg: &mut Svg, days: &Days, value: Scale) {
        for mark in &self.points {
            let week = self.ways.get(mark.way).and_then(|way| way.weeks.iter().find(|w| w.start + WEEK > mark.day));
            let Some((week, day)) = week.and_then(|w| Some((w, date(w.start + WEEK - 1)?))) else { continue };
            let (x, y) = (days.after(day), value.at(week.index.clamp(-10.0, 10.0)));
            svg.link("mark", &mark.address, &mark.title);
            svg.circle("hit", (x, y), 12.0);
            match mark.way {
                0 => svg.circle("point w0", (x, y), 4.0),
                _ => svg.rect("point w1", (x - 3.5, y - 3.5), (7.0, 7.0)),
            }
            svg.close();
        }
        for turn in &self.turns {
            let Some(day) = date(turn.day) else { continue };
            let x = days.at(day);
            svg.link("mark", &turn.address, &turn.title);
            svg.line("turn", (x, TOP), (x, BOTTOM));
            svg.rect("hit", (x - 12.0, TOP - 14.0), (24.0, 24.0));
            svg.path("turn", &triangle(x, TOP + 1.0));
            svg.close();
        }
    }
}

/// The class of a direction; what is drawn apart by hue is also drawn apart by strokes.
fn way_class(at: usize) -> &'static str {
    if at == 0 { "w0" } else { "w1" }
}

/// A triangle that stands on its point here.
fn triangle(x: f64, y: f64) -> String {
    let [l, r, t, b, x] = [x - 5.0, x + 5.0, y - 9.0, y, x].map(number);
    format!("M{l} {t}L{r} {t}L{x} {b}Z")
}

/// The line of days below a drawing, with its marks.
pub(super) fn days_axis(svg: &mut Svg, days: &Days, y: f64) {
    for (date, label) in days.marks() {
        let x = days.at(date);
        svg.line("mark-line", (x, y), (x, y + 5.0));
        svg.word("tick", (x, y + 18.0), if x < 70.0 { Anchor::Start } else { Anchor::Middle }, &label);
    }
}
