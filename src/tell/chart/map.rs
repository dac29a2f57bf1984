//! Where events were in, a map out: states shaded by how friendly their dealings are, a mark only where a place is told.

use super::svg::{Anchor, Said, Svg, class, name, number};
use super::tone;
use crate::resources::atlas::Atlas;
use std::collections::BTreeMap;

/// The least part of the world that is shown, as a share of its width, and what is left free around what is shown.
const LEAST: f64 = 0.22;
const FREE: f64 = 0.04;
/// Marks that are named, where there is room; how wide a letter of a name is, and half of how high.
const NAMED: usize = 12;
const LETTER: f64 = 7.2;
const HALF_LINE: f64 = 7.0;
/// Ways from a mark to its name, the best first, and how far the name may stand off; beyond the first a line leads to it.
const WAYS: [(f64, f64); 8] =
    [(1.0, 0.0), (-1.0, 0.0), (0.0, -1.0), (0.0, 1.0), (0.7, -0.7), (0.7, 0.7), (-0.7, -0.7), (-0.7, 0.7)];
const FAR: [f64; 5] = [0.0, 14.0, 28.0, 46.0, 68.0];
/// Points of a line to a name that no other name may cover.
const POINTS: u8 = 6;
/// Height of the strip below the map, as a share of the width shown.
const STRIP: f64 = 0.105;

/// What a state takes part in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fill {
    pub events: usize,
    /// −10 to 10; nothing where nothing of it is told as done.
    pub tone: Option<f64>,
    pub address: String,
    pub title: String,
}

/// A place at which something happened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pin {
    pub latitude: f64,
    pub longitude: f64,
    pub name: String,
    pub events: usize,
    /// −10 to 10; nothing where nothing of it is told as done.
    pub tone: Option<f64>,
    pub address: String,
    pub title: String,
}

/// What happened where.
#[derive(Clone, Debug, Default)]
pub struct Map {
    pub said: Said,
    /// By code.
    pub states: BTreeMap<String, Fill>,
    pub pins: Vec<Pin>,
    /// The whole world, also where little of it is concerned.
    pub whole: bool,
    /// Words for friendly, mixed, hostile, for what is not told as done, and for a place.
    pub keys: [String; 5],
    /// Whose borders these are.
    pub note: String,
}

impl Map {
    pub fn svg(&self, atlas: &Atlas) -> String {
        let [left, top, wide, high] = self.view(atlas);
        // Of one unit of a drawing that is as wide as the others.
        let unit = wide / 720.0;
        let mut svg = Svg::new(&self.said, "map", [left, top, wide, high + STRIP * wide]);
        let id = name(&self.said.id);
        let step = number(6.0 * unit);
        svg.raw(&format!(
            "<defs><clipPath id=\"{id}-c\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/></clipPath>\
             <pattern id=\"{id}-h\" width=\"{step}\" height=\"{step}\" patternUnits=\"userSpaceOnUse\" \
             patternTransform=\"rotate(45)\"><line class=\"hatch\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"{step}\" \
             stroke-width=\"{}\"/></pattern></defs>\n<g clip-path=\"url(#{id}-c)\">\n",
            number(left),
            number(top),
            number(wide),
            number(high),
            number(1.8 * unit)
        ));
        svg.rect("sea", (left, top), (wide, high));
        for (code, land) in &atlas.lands {
            if !self.states.contains_key(*code) {
                if land.path.is_empty() {
                    svg.circle("land", land.centre, 1.2 * unit);
                } else {
                    svg.path("land", land.path);
                }
            }
        }
        for (code, fill) in &self.states {
            let Some(land) = atlas.lands.get(code.as_str()) else { continue };
            let kind = tone(fill.tone);
            svg.link("mark", &fill.address, &fill.title);
            if land.path.is_empty() {
                svg.circle(&class(&[&"state", &kind]), land.centre, 4.0 * unit);
            } else {
                svg.path(&class(&[&"state", &kind]), land.path);
                if kind == "cold" {
                    svg.raw(&format!("<path class=\"over\" fill=\"url(#{id}-h)\" d=\"{}\"/>\n", land.path));
                }
            }
            svg.close();
        }
        self.draw_pins(&mut svg, atlas, unit);
        svg.raw("</g>\n");
        self.legend(&mut svg, (left, top + high), unit, &id);
        svg.end()
    }

    fn draw_pins(&self, svg: &mut Svg, atlas: &Atlas, unit: f64) {
        let most = self.pins.iter().map(|pin| pin.events).max().unwrap_or(1).max(1) as f64;
        for pin in &self.pins {
            let Some(at) = atlas.point(pin.latitude, pin.longitude) else { continue };
            let radius = radius(pin, most) * unit;
            svg.link("mark", &pin.address, &pin.title);
            svg.circle("hit", at, 12.0 * unit);
            svg.circle(&class(&[&"pin", &tone(pin.tone)]), at, radius);
            svg.circle("dot", at, 1.6 * unit);
            svg.close();
        }
        self.draw_names(svg, atlas, unit, most);
    }

    /// Names stand where they cover neither marks nor each other: beside their mark, else at the end of a line, else nowhere, as
    /// each mark tells its own when it is pointed at.
    fn draw_names(&self, svg: &mut Svg, atlas: &Atlas, unit: f64, most: f64) {
        let view = self.view(atlas);
        let within = [view[0], view[1], view[0] + view[2], view[1] + view[3]];
        let marks = self
            .pins
            .iter()
            .filter_map(|pin| Some((pin, atlas.point(pin.latitude, pin.longitude)?, radius(pin, most) * unit)));
        let marks: Vec<_> = marks.collect();
        let mut taken: Vec<[f64; 4]> = marks.iter().map(|(_, at, radius)| around(*at, *radius)).collect();
        for (pin, at, radius) in marks.iter().take(NAMED) {
            let size = (LETTER * unit * pin.name.chars().count() as f64, 2.0 * HALF_LINE * unit);
            let places =
                FAR.iter().flat_map(|far| WAYS.map(|way| Place::new(*at, *radius, way, far * unit, size, unit)));
            let Some(place) = places.into_iter().find(|place| place.is_free(within, &taken)) else { continue };
            if place.led {
                svg.line("leader", place.line.0, place.line.1);
            }
            svg.word_of("label", place.word, place.anchor, 12.0 * unit, &pin.name);
            taken.push(place.name);
            taken.extend(place.points());
        }
    }

    fn legend(&self, svg: &mut Svg, (left, bottom): (f64, f64), unit: f64, id: &str) {
        let (mut x, mut y) = (left + 4.0 * unit, bottom + 10.0 * unit);
        let [friendly, mixed, hostile, unsure, place] = &self.keys;
        let key = |svg: &mut Svg, kind: &str, (x, y): (f64, f64), words: &str| {
            let size = (18.0 * unit, 12.0 * unit);
            svg.rect(&format!("state {kind}"), (x, y), size);
            if kind == "cold" {
                let [x, y, w, h] = [x, y, size.0, size.1].map(number);
                svg.raw(&format!(
                    "<rect class=\"over\" fill=\"url(#{id}-h)\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"/>\n"
                ));
            }
            svg.word_of("key", (x + 24.0 * unit, y + 10.5 * unit), Anchor::Start, 12.0 * unit, words);
        };
        for (kind, words) in [("warm", friendly), ("mixed", mixed), ("cold", hostile)] {
            key(svg, kind, (x, y), words);
            x += (48.0 + 6.8 * words.chars().count() as f64) * unit;
        }
        svg.circle("pin mixed", (x + 6.0 * unit, y + 6.0 * unit), 6.0 * unit);
        svg.circle("dot", (x + 6.0 * unit, y + 6.0 * unit), 1.6 * unit);
        svg.word_of("key", (x + 18.0 * unit, y + 10.5 * unit), Anchor::Start, 12.0 * unit, place);
        y += 22.0 * unit;
        key(svg, "unsure", (left + 4.0 * unit, y), unsure);
        svg.word_of("note", (left + 4.0 * unit, y + 32.0 * unit), Anchor::Start, 11.0 * unit, &self.note);
    }

    /// The part of the world that holds what is to be shown: left, top, width, height.
    fn view(&self, atlas: &Atlas) -> [f64; 4] {
        let pins = self.pins.iter().filter_map(|pin| atlas.point(pin.latitude, pin.longitude));
        let states = self.states.keys().filter_map(|code| atlas.lands.get(code.as_str()).map(|land| land.centre));
        let shown: Vec<(f64, f64)> = pins.chain(states).collect();
        if self.whole || shown.is_empty() {
            return [0.0, 0.0, atlas.width, atlas.height];
        }
        let bounds = |side: fn(&(f64, f64)) -> f64| {
            let values = || shown.iter().map(side);
            (values().fold(f64::MAX, f64::min), values().fold(f64::MIN, f64::max))
        };
        let ((x0, x1), (y0, y1)) = (bounds(|p| p.0), bounds(|p| p.1));
        let shape = atlas.height / atlas.width;
        let wide = (x1 - x0).max((y1 - y0) / shape) * 1.25 + 2.0 * FREE * atlas.width;
        let wide = wide.clamp(LEAST * atlas.width, atlas.width);
        let high = wide * shape;
        let left = ((x0 + x1 - wide) / 2.0).clamp(0.0, atlas.width - wide);
        let top = ((y0 + y1 - high) / 2.0).clamp(0.0, atlas.height - high);
        [left, top, wide, high]
    }
}

/// The radius of a mark in units, where one has most events.
fn radius(pin: &Pin, most: f64) -> f64 {
    3.5 + 5.0 * (pin.events as f64 / most).sqrt()
}

/// Left, top, right and bottom of what lies so near.
fn around(at: (f64, f64), away: f64) -> [f64; 4] {
    [at.0 - away, at.1 - away, at.0 + away, at.1 + away]
}

/// Where a name may stand.
struct Place {
    /// Left, top, right, bottom.
    name: [f64; 4],
    anchor: Anchor,
    /// Where the word begins, or ends, or has its middle, on its line.
    word: (f64, f64),
    /// From the edge of the mark to the name, drawn where the name stands off.
    line: ((f64, f64), (f64, f64)),
    led: bool,
    unit: f64,
}

impl Place {
    fn new(at: (f64, f64), radius: f64, (dx, dy): (f64, f64), far: f64, (wide, high): (f64, f64), unit: f64) -> Self {
        let along = |away: f64| (at.0 + dx * away, at.1 + dy * away);
        let (edge, end) = (along(radius), along(radius + 3.0 * unit + far));
        let side = |way: f64| if way == 0.0 { 0.0 } else { way.signum() };
        let (left, top) = (end.0 + wide * (side(dx) - 1.0) / 2.0, end.1 + high * (side(dy) - 1.0) / 2.0);
        let anchor = match side(dx) {
            1.0 => Anchor::Start,
            0.0 => Anchor::Middle,
            _ => Anchor::End,
        };
        Self {
            name: [left, top, left + wide, top + high],
            anchor,
            word: (end.0, top + high / 2.0 + 4.0 * unit),
            line: (edge, end),
            led: far > 0.0,
            unit,
        }
    }

    /// Whether it lies in the frame and covers nothing, and nothing its line.
    fn is_free(&self, frame: [f64; 4], taken: &[[f64; 4]]) -> bool {
        let [left, top, right, bottom] = self.name;
        let inside = left > frame[0] && top > frame[1] && right < frame[2] && bottom < frame[3];
        let clear = |own: &[f64; 4]| {
            taken.iter().all(|other| own[2] < other[0] || other[2] < own[0] || own[3] < other[1] || other[3] < own[1])
        };
        inside && clear(&self.name) && self.points().all(|point| clear(&point))
    }

    /// What the line to the name takes up; none where the name stands beside its mark.
    fn points(&self) -> impl Iterator<Item = [f64; 4]> {
        let ((x, y), (to_x, to_y)) = self.line;
        let at = move |n: u8| {
            let part = f64::from(n) / f64::from(POINTS);
            (x + part * (to_x - x), y + part * (to_y - y))
        };
        let (led, near) = (self.led, self.unit);
        (1..POINTS).filter(move |_| led).map(move |n| around(at(n), near))
    }
}
