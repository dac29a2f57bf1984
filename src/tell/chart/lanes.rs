//! Events in lanes in; a line of time for each lane out, with intervals whose ends are soft where the days are not told,
//! shapes for status, and a line from what was announced to when it happened.

use super::course::days_axis;
use super::scale::Days;
use super::svg::{Anchor, Said, Svg, class, cut, name, number};
use crate::mention::{Quad, Status};
use jiff::civil::Date;
use std::fmt::Write as _;

const WIDTH: f64 = 720.0;
const LEFT: f64 = 158.0;
const RIGHT: f64 = 704.0;
const TOP: f64 = 70.0;
const ROW: f64 = 18.0;
/// Letters of a name for which there is room on a line, and what stands between two actors.
const LETTERS: usize = 24;
const BETWEEN: &str = " \u{2013} ";
/// Rows of a lane; what finds no room in them is counted.
const ROWS: usize = 6;
/// Half the width of a shape, and the room that it takes.
const HALF: f64 = 5.5;
const ROOM: f64 = 14.0;
/// Width of the stretches in which what found no room is counted.
const STRETCH: f64 = 60.0;

/// One event.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub first: Date,
    pub last: Date,
    /// The days are not told, only an interval within which they lie.
    pub soft: bool,
    pub status: Status,
    pub quad: Quad,
    /// The day on which something announced came true.
    pub became: Option<Date>,
    pub title: String,
    pub address: String,
}

/// The events of an actor, a pair, a theme.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lane {
    pub name: String,
    pub address: String,
    pub items: Vec<Item>,
}

/// What happened when.
#[derive(Clone, Default)]
pub struct Lanes<'a> {
    pub said: Said,
    pub lanes: Vec<Lane>,
    /// Names of the five states, in the order of [`Status::ALL`], of cooperation and of conflict.
    pub states: [String; 5],
    pub sides: [String; 2],
    pub empty: String,
    /// The address of all events of a lane between two days, and what to say of so many.
    pub more: Option<&'a dyn Fn(usize, Date, Date) -> String>,
    pub many: Option<&'a dyn Fn(usize) -> String>,
}

/// An item with its place.
struct Placed<'a> {
    item: &'a Item,
    from: f64,
    to: f64,
    row: usize,
}

impl Lanes<'_> {
    pub fn svg(&self) -> String {
        let first = self.lanes.iter().flat_map(|lane| &lane.items).map(|item| item.first).min();
        let ends = |item: &Item| item.became.map_or(item.last, |day| day.max(item.last));
        let last = self.lanes.iter().flat_map(|lane| &lane.items).map(ends).max();
        let Some((first, last)) = first.zip(last) else {
            let mut svg = Svg::new(&self.said, "lanes", [0.0, 0.0, WIDTH, 60.0]);
            svg.word("empty", (WIDTH / 2.0, 34.0), Anchor::Middle, &self.empty);
            return svg.end();
        };
        let days = Days::new(first, last, (LEFT + 10.0, RIGHT - 10.0));
        let placed: Vec<(Vec<Placed<'_>>, Vec<&Item>)> =
            self.lanes.iter().map(|lane| place(&lane.items, &days)).collect();
        let high = |(placed, over): &(Vec<Placed<'_>>, Vec<&Item>)| {
            let rows = placed.iter().map(|p| p.row + 1).max().unwrap_or(1) + usize::from(!over.is_empty());
            rows as f64 * ROW + 10.0
        };
        let bottom = TOP + placed.iter().map(high).sum::<f64>();
        let mut svg = Svg::new(&self.said, "lanes", [0.0, 0.0, WIDTH, bottom + 28.0]);
        self.gradients(&mut svg);
        self.legend(&mut svg);
        for (date, _) in days.marks() {
            svg.line("grid", (days.at(date), TOP), (days.at(date), bottom));
        }
        let mut y = TOP;
        for (at, (lane, placed)) in self.lanes.iter().zip(&placed).enumerate() {
            svg.line("grid", (0.0, y), (RIGHT, y));
            svg.link("lane", &lane.address, &lane.name);
            for (at, line) in lines(&lane.name).into_iter().enumerate() {
                svg.word("name", (4.0, y + 14.0 + 13.0 * at as f64), Anchor::Start, &line);
            }
            svg.close();
            for one in &placed.0 {
                self.item(&mut svg, one, &days, y + 5.0 + ROW * (one.row as f64 + 0.5));
            }
            let next = y + high(placed);
            self.counted(&mut svg, at, &placed.1, &days, next - ROW / 2.0 - 1.0);
            y = next;
        }
        svg.line("axis", (0.0, bottom), (RIGHT, bottom));
        days_axis(&mut svg, &days, bottom);
        svg.end()
    }

    fn item(&self, svg: &mut Svg, one: &Placed<'_>, days: &Days, y: f64) {
        let (item, from, to) = (one.item, one.from, one.to);
        let middle = (from + to) / 2.0;
        svg.link("mark", &item.address, &item.title);
        svg.rect("hit", (from.min(middle - 12.0), y - ROW / 2.0), ((to - from).max(24.0), ROW));
        if let Some(day) = item.became {
            let end = (days.at(day) + days.after(day)) / 2.0;
            svg.line("became", (middle, y), (end, y));
            shape(svg, item.quad, Status::Reported, (end, y));
        }
        if to - from > 2.0 * HALF {
            let side = side_class(item.quad);
            let fill =
                if item.soft { format!("url(#{}-{side})", name(&self.said.id)) } else { "currentColor".to_owned() };
            let [x, y, w, h] = [from, y - 3.0, to - from, 6.0].map(number);
            svg.raw(&format!(
                "<rect class=\"span {side}\" fill=\"{fill}\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"3\"/>\n"
            ));
        }
        shape(svg, item.quad, item.status, (middle, y));
        svg.close();
    }

    /// What found no room, counted by stretches of the line.
    fn counted(&self, svg: &mut Svg, lane: usize, over: &[&Item], days: &Days, y: f64) {
        let stretches = ((RIGHT - LEFT) / STRETCH) as usize;
        for at in 0..=stretches {
            let (from, to) = (LEFT + at as f64 * STRETCH, LEFT + (at + 1) as f64 * STRETCH);
            let within = over.iter().filter(|item| (from..to).contains(&days.at(item.first)));
            let count = within.clone().count();
            let Some((first, last)) = within.clone().map(|i| i.first).min().zip(within.map(|i| i.last).max()) else {
                continue;
            };
            let address = self.more.map_or(String::new(), |more| more(lane, first, last));
            let title = self.many.map_or(String::new(), |many| many(count));
            svg.link("mark more", &address, &title);
            svg.rect("hit", (from, y - 12.0), (STRETCH.min(RIGHT - from), 24.0));
            svg.word(
                "more",
                ((from + to).min(2.0 * RIGHT - STRETCH / 2.0) / 2.0, y + 4.0),
                Anchor::Middle,
                &format!("+{count}"),
            );
            svg.close();
        }
    }

    /// Ends that fade.
    fn gradients(&self, svg: &mut Svg) {
        let id = name(&self.said.id);
        for side in ["cooperation", "conflict"] {
            let mut stops = String::new();
            for (at, opacity) in [(0, 0.0), (35, 0.85), (65, 0.85), (100, 0.0)] {
                let _ =
                    write!(stops, "<stop offset=\"{at}%\" stop-color=\"currentColor\" stop-opacity=\"{opacity}\"/>");
            }
            svg.raw(&format!("<linearGradient class=\"{side}\" id=\"{id}-{side}\">{stops}</linearGradient>\n"));
        }
    }

    fn legend(&self, svg: &mut Svg) {
        let mut x = 10.0;
        for (status, words) in Status::ALL.iter().zip(&self.states) {
            shape(svg, Quad::VerbalCooperation, *status, (x, 16.0));
            svg.word("key", (x + 12.0, 20.0), Anchor::Start, words);
            x += 40.0 + 6.6 * words.chars().count() as f64;
        }
        let mut x = 10.0;
        for (quad, words) in [Quad::VerbalCooperation, Quad::VerbalConflict].into_iter().zip(&self.sides) {
            shape(svg, quad, Status::Reported, (x, 40.0));
            svg.word("key", (x + 12.0, 44.0), Anchor::Start, words);
            x += 40.0 + 6.6 * words.chars().count() as f64;
        }
    }
}

/// A name that is longer than there is room stands on two lines, broken after the stroke between two actors or between words.
fn lines(name: &str) -> Vec<String> {
    let is_short = |part: &str| part.chars().count() <= LETTERS;
    if is_short(name) {
        return vec![name.to_owned()];
    }
    let stroke = name.find(BETWEEN).map(|at| at + BETWEEN.len());
    let words = || name.rmatch_indices(' ').map(|(at, _)| at + 1).find(|at| name.get(..*at).is_some_and(is_short));
    let Some((first, rest)) = stroke.or_else(words).and_then(|at| name.split_at_checked(at)) else {
        return vec![cut(name, LETTERS)];
    };
    [first, rest].map(|line| cut(line.trim(), LETTERS)).to_vec()
}

/// Items in rows so that none covers another, and those for which there is no room.
fn place<'a>(items: &'a [Item], days: &Days) -> (Vec<Placed<'a>>, Vec<&'a Item>) {
    let mut sorted: Vec<&Item> = items.iter().collect();
    sorted.sort_by_key(|item| (item.first, item.last, &item.address, &item.title));
    let mut ends = [f64::MIN; ROWS];
    let (mut placed, mut over) = (Vec::new(), Vec::new());
    for item in sorted {
        let (from, to) = (days.at(item.first), days.after(item.last));
        let middle = (from + to) / 2.0;
        let far = item.became.map_or(to, |day| days.after(day));
        let (begin, end) = (from.min(middle - ROOM / 2.0), far.max(middle + ROOM / 2.0));
        match ends.iter().position(|taken| *taken <= begin) {
            Some(row) => {
                ends[row] = end;
                placed.push(Placed { item, from, to, row });
            }
            None => over.push(item),
        }
    }
    (placed, over)
}

fn is_conflict(quad: Quad) -> bool {
    matches!(quad, Quad::VerbalConflict | Quad::MaterialConflict)
}

fn side_class(quad: Quad) -> &'static str {
    if is_conflict(quad) { "conflict" } else { "cooperation" }
}

/// A circle for cooperation, a square for conflict; filled where it is reported, hollow where it is planned, half where
/// it is claimed, crossed where it is denied, of dots where it is possible.
fn shape(svg: &mut Svg, quad: Quad, status: Status, (x, y): (f64, f64)) {
    let class = class(&[&"shape", &side_class(quad), &status]);
    if is_conflict(quad) {
        svg.rect(&class, (x - HALF + 0.5, y - HALF + 0.5), (2.0 * HALF - 1.0, 2.0 * HALF - 1.0));
    } else {
        svg.circle(&class, (x, y), HALF);
    }
    match status {
        Status::Claimed => svg.rect("half", (x - HALF / 2.0, y), (HALF, HALF - 1.0)),
        Status::Denied => svg.line("cross", (x - HALF - 1.5, y + HALF + 1.5), (x + HALF + 1.5, y - HALF - 1.5)),
        Status::Reported | Status::Planned | Status::Possible => {}
    }
}
