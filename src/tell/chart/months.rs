//! Counts by month and class in, bars out: cooperation upwards, conflict downwards, deeds hatched.

use super::scale::{Scale, ceiling};
use super::svg::{Anchor, Said, Svg, name};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fmt::Write as _;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 704.0;
const TOP: f64 = 62.0;
const BOTTOM: f64 = 270.0;
/// Bars that have room; of more months, quarters or years are made.
const BARS: usize = 72;
const WIDEST: f64 = 26.0;

/// The acts of some months.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bin {
    /// `2024-05`, `2024 Q2` as `2024-04/06`, `2024`
    pub label: String,
    pub first: Date,
    pub last: Date,
    /// In the order of [`Quad::ALL`](crate::mention::Quad::ALL).
    pub counts: [u32; 4],
    pub address: String,
    pub title: String,
}

/// How many acts of each class there were, month by month.
#[derive(Clone, Debug, Default)]
pub struct Months {
    pub said: Said,
    /// Names of the classes.
    pub classes: [String; 4],
    pub bins: Vec<Bin>,
    pub empty: String,
}

/// Days with the number of a class, as bins without gaps: of months, or of quarters or years where months are too many.
pub fn bins(acts: &[(Date, usize)]) -> Vec<Bin> {
    let Some((first, last)) = acts.iter().map(|a| a.0).min().zip(acts.iter().map(|a| a.0).max()) else {
        return Vec::new();
    };
    let number = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
    let count = |size: i32| number(last).div_euclid(size) - number(first).div_euclid(size) + 1;
    let size = [1, 3, 12, 120].into_iter().find(|size| count(*size) <= BARS as i32).unwrap_or(1200);
    let mut found: BTreeMap<i32, Bin> = BTreeMap::new();
    for at in number(first).div_euclid(size)..=number(last).div_euclid(size) {
        let day = |month: i32| {
            let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
            Date::new(i16::try_from(year).unwrap_or(i16::MAX), i8::try_from(month).unwrap_or(1), 1).unwrap_or(last)
        };
        let (first, last) = (day(at * size), day(at * size + size - 1).last_of_month());
        let label = match size {
            1 => format!("{:04}-{:02}", first.year(), first.month()),
            3 => format!("{:04}-{:02}/{:02}", first.year(), first.month(), last.month()),
            12 => first.year().to_string(),
            _ => format!("{}\u{2013}{}", first.year(), last.year()),
        };
        found.insert(at, Bin { label, first, last, ..Bin::default() });
    }
    for (date, class) in acts {
        if let Some(bin) = found.get_mut(&number(*date).div_euclid(size))
            && let Some(count) = bin.counts.get_mut(*class)
        {
            *count += 1;
        }
    }
    found.into_values().collect()
}

impl Months {
    pub fn svg(&self) -> String {
        let mut svg = Svg::new(&self.said, "months", [0.0, 0.0, WIDTH, HEIGHT]);
        svg.raw(&self.patterns());
        let sums = |two: fn(&[u32; 4]) -> u32| self.bins.iter().map(|bin| two(&bin.counts)).max().unwrap_or(0);
        let up = ceiling(sums(|c| c[0].saturating_add(c[1])));
        let down = ceiling(sums(|c| c[2].saturating_add(c[3])));
        let scale = Scale::new((-f64::from(down), f64::from(up)), (BOTTOM, TOP));
        for mark in [f64::from(up), f64::from(up) / 2.0, 0.0, -f64::from(down) / 2.0, -f64::from(down)] {
            let y = scale.at(mark);
            svg.line(if mark == 0.0 { "axis" } else { "grid" }, (LEFT, y), (RIGHT, y));
            if mark.fract() == 0.0 {
                svg.word("tick", (LEFT - 6.0, y + 4.0), Anchor::End, &mark.abs().to_string());
            }
        }
        self.legend(&mut svg);
        if self.bins.is_empty() {
            svg.word("empty", ((LEFT + RIGHT) / 2.0, scale.at(0.0) - 8.0), Anchor::Middle, &self.empty);
        }
        let room = (RIGHT - LEFT) / self.bins.len().max(1) as f64;
        let wide = (room * 0.76).min(WIDEST);
        let every = self.bins.len().div_ceil(8).max(1);
        for (at, bin) in self.bins.iter().enumerate() {
            let middle = LEFT + room * (at as f64 + 0.5);
            self.bar(&mut svg, bin, middle, wide, scale);
            if at % every == 0 {
                svg.word("tick", (middle, BOTTOM + 18.0), Anchor::Middle, &bin.label);
            }
        }
        svg.end()
    }

    fn bar(&self, svg: &mut Svg, bin: &Bin, middle: f64, wide: f64, scale: Scale) {
        if bin.counts.iter().all(|count| *count == 0) {
            return;
        }
        svg.link("mark", &bin.address, &bin.title);
        svg.rect("hit", (middle - wide / 2.0, TOP), (wide, BOTTOM - TOP));
        let counts = bin.counts.map(f64::from);
        for (class, from, to) in [
            (0, 0.0, counts[0]),
            (1, counts[0], counts[0] + counts[1]),
            (2, -counts[2], 0.0),
            (3, -counts[2] - counts[3], -counts[2]),
        ] {
            if counts[class] > 0.0 {
                let (top, bottom) = (scale.at(to), scale.at(from));
                self.block(svg, class, (middle - wide / 2.0, top), (wide, bottom - top));
            }
        }
        svg.close();
    }

    /// A block of one class: deeds are hatched.
    fn block(&self, svg: &mut Svg, class: usize, at: (f64, f64), size: (f64, f64)) {
        svg.rect(&format!("bar q{class}"), at, size);
        if class % 2 == 1 {
            let [x, y, w, h] = [at.0, at.1, size.0, size.1].map(super::svg::number);
            let id = name(&self.said.id);
            svg.raw(&format!(
                "<rect class=\"over\" fill=\"url(#{id}-h{class})\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"/>\n"
            ));
        }
    }

    fn patterns(&self) -> String {
        let id = name(&self.said.id);
        let mut out = String::from("<defs>\n");
        for (class, turn) in [(1, 45), (3, 135)] {
            let _ = writeln!(
                out,
                "<pattern id=\"{id}-h{class}\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" \
                 patternTransform=\"rotate({turn})\"><line class=\"hatch\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"5\"/></pattern>"
            );
        }
        out.push_str("</defs>\n");
        out
    }

    fn legend(&self, svg: &mut Svg) {
        for (class, words) in self.classes.iter().enumerate() {
            let (x, y) = (LEFT + 330.0 * (class / 2) as f64, 10.0 + 20.0 * (class % 2) as f64);
            self.block(svg, class, (x, y), (22.0, 12.0));
            svg.word("key", (x + 30.0, y + 11.0), Anchor::Start, words);
        }
    }
}
