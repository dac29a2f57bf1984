//! The acts between all and a pair in; how the two stand out, as Markdown: index with its band week by week, norms, why it
//! moved, turns, third parties and the balance of the whole network, each with its events.

use super::foretold::{label, percent};
use super::pattern::{Slots, Value, say};
use crate::mention::Quad;
use crate::relate::acts::Acts;
use crate::relate::course::{Course, Together, WEEK, gap};
use crate::relate::foresee::{EventTable, Known};
use crate::relate::network::{Dealings, Network, over_time};
use crate::relate::thirds::{Tone, answers};
use crate::relate::turns::{Turned, turns};
use crate::resources::Wording;
use std::collections::BTreeMap;

/// Weeks printed, events, turns, triads and answers told.
const WEEKS: usize = 8;
const MOVED: usize = 3;
const MOST: usize = 5;
/// Points in time of the network, and weeks between them.
const POINTS: u32 = 4;
const APART: u32 = 13;
/// A movement that is not worth telling.
const STILL: f64 = 0.05;

/// Of whom, from which acts, and until when.
#[derive(Clone, Copy)]
pub struct Related<'a> {
    pub table: &'a EventTable,
    pub acts: &'a Acts,
    pub one: &'a str,
    pub other: &'a str,
    /// The first day that is not known.
    pub day: u32,
    /// Events left out for their low confidence.
    pub doubtful: usize,
    /// Articles of the day or later that took part in deciding which passages tell the same event.
    pub later: usize,
    pub date: &'a dyn Fn(u32) -> String,
}

/// Writes the page.
pub fn tell(wording: &Wording, related: &Related<'_>) -> String {
    let mut page = Page { wording, related, lines: Vec::new() };
    page.write();
    page.lines.join("\n") + "\n"
}

struct Page<'a> {
    wording: &'a Wording,
    related: &'a Related<'a>,
    lines: Vec<String>,
}

impl Page<'_> {
    fn say(&self, key: &str, slots: &Slots) -> String {
        say(&self.wording.phrases, &format!("relation.{key}"), slots).unwrap_or_default()
    }

    fn line(&mut self, before: &str, key: &str, slots: &Slots) {
        let text = self.say(key, slots);
        self.lines.push(format!("{before}{text}"));
    }

    fn head(&mut self, key: &str, slots: &Slots) {
        let text = self.say(key, slots);
        self.lines.push(format!("\n## {text}\n"));
    }

    fn name(&self, name: &str) -> String {
        label(self.wording, name)
    }

    fn pair(&self, one: &str, other: &str) -> Slots {
        let mut slots = Slots::default();
        slots.text("A", self.name(one)).text("B", self.name(other));
        slots
    }

    /// How many acts there were in the week that begins on a day, between anybody.
    fn all(&self) -> BTreeMap<u32, u32> {
        let mut all: BTreeMap<u32, u32> = BTreeMap::new();
        for act in self.related.acts.values().flatten().filter(|act| act.day < self.related.day) {
            let back = (self.related.day - 1 - act.day) / WEEK + 1;
            *all.entry(self.related.day.saturating_sub(back * WEEK)).or_default() += 1;
        }
        all
    }

    fn write(&mut self) {
        let Related { acts, one, other, day, date, .. } = *self.related;
        let slots = self.pair(one, other);
        self.line("# ", "title", &slots);
        self.lines.push(String::new());
        self.line("", "asof", Slots::default().text("d", date(day)));
        for (key, count) in [("doubtful", self.related.doubtful), ("later", self.related.later)] {
            if count > 0 {
                self.lines.push(String::new());
                self.line("", key, Slots::default().set("n", Value::count(count)));
            }
        }
        let all = self.all();
        let course = |from: &str, to: &str| {
            let acts = acts.get(&(from.to_owned(), to.to_owned())).map_or(&[][..], Vec::as_slice);
            Course::new(acts, day, &|start| all.get(&start).copied())
        };
        let (forth, back) = (course(one, other), course(other, one));
        let count = forth.acts().len() + back.acts().len();
        self.lines.push(String::new());
        match count {
            0 => self.line("", "none", &slots),
            _ => self.line("", "scale", &slots),
        }
        // Where weeks of which nothing is known prevail, silence says nothing of what is usual.
        let number = |name: &str| self.related.table.actors.iter().position(|actor| actor == name).map(|at| at as u32);
        let known = number(one)
            .zip(number(other))
            .map(|(one, other)| Known::new(&self.related.table.events, one, Some(other), day));
        let enough = known.is_some_and(|known| !known.is_little());
        if count > 0 && !enough {
            self.lines.push(String::new());
            let known = known.unwrap_or_default();
            let mut slots = Slots::default();
            slots.set("n", Value::count(count)).set("k", Value::count(known.weeks)).set("m", Value::count(known.span));
            self.line("", if known.is_patchy() { "patchy" } else { "few" }, &slots);
        }
        for (from, to, course) in [(one, other, &forth), (other, one, &back)] {
            if course.last().is_some() {
                self.way(from, to, course, enough);
            }
        }
        if let Some((gap, band)) = gap(&forth, &back) {
            self.gap(gap, band);
        }
        self.triads();
        self.thirds();
    }

    /// One direction; what is usual only where enough is known.
    fn way(&mut self, from: &str, to: &str, course: &Course, enough: bool) {
        let slots = self.pair(from, to);
        self.head("way", &slots);
        let Some((last, week)) = course.weeks.iter().enumerate().next_back() else { return };
        let mut slots = Slots::default();
        slots.text("x", signed(week.index)).text("b", format!("{:.1}", week.band)).text("w", self.tone(week.index));
        slots.set("n", Value::count(course.acts().len())).set("m", Value::count(week.volume as usize));
        if let Some(share) = week.share.filter(|_| week.volume > 0) {
            slots.text("s", percent(share));
        }
        self.line("- ", "index", &slots);
        let mut quads = [0_usize; 4];
        for quad in course.acts().iter().filter_map(|act| act.quad) {
            if let Some(at) = Quad::ALL.iter().position(|q| *q == quad) {
                quads[at] += 1;
            }
        }
        let mut slots = Slots::default();
        for (slot, count) in ["p", "q", "r", "s"].into_iter().zip(quads) {
            slots.text(slot, count.to_string());
        }
        self.line("- ", "quads", &slots);
        let mut slots = Slots::default();
        for (slot, norm) in ["x", "y"].into_iter().zip(week.norms) {
            if let Some(norm) = norm {
                slots.text(slot, signed(norm.mean));
            }
        }
        slots.set("n", Value::count(course.weeks.len()));
        match week.z.filter(|_| enough) {
            Some(z) => self.line("- ", "norm", slots.text("z", signed(z))),
            None if enough && week.norms[1].is_some() => self.line("- ", "faded", &slots),
            None => self.line("- ", "nonorm", &slots),
        }
        let since = self.related.day.saturating_sub(4 * WEEK);
        let events = &self.related.table.events;
        let kind = |row: u32| events.get(row as usize).map_or(0, |event| event.triple[1]);
        let moved = course.moved_together(last, since, &kind);
        let moved: Vec<String> =
            moved.iter().filter(|one| one.by.abs() >= STILL).take(MOVED).map(|one| self.moved(one)).collect();
        if !moved.is_empty() {
            self.line("- ", "moved", Slots::default().text("e", moved.join("; ")));
        }
        if enough {
            self.turns(course);
        }
        self.weeks(course, enough);
    }

    fn moved(&self, together: &Together) -> String {
        let mut slots = Slots::default();
        slots.text("e", self.event(together.event)).text("x", signed(together.by));
        slots.set("n", Value::count(together.count));
        self.say(if together.count == 1 { "mover" } else { "movers" }, &slots)
    }

    fn event(&self, row: u32) -> String {
        let table = self.related.table;
        let Some(event) = table.events.get(row as usize) else { return String::new() };
        let name = |names: &[String], at: u32| names.get(at as usize).cloned().unwrap_or_default();
        let mut slots = self.pair(&name(&table.actors, event.triple[0]), &name(&table.actors, event.triple[2]));
        slots.text("k", name(&table.kinds, event.triple[1]).replace('_', " "));
        slots.text("d", (self.related.date)(event.day));
        say(&self.wording.phrases, "outlook.event", &slots).unwrap_or_default()
    }

    fn events(&self, rows: &[u32]) -> String {
        rows.iter().map(|row| self.event(*row)).collect::<Vec<_>>().join("; ")
    }

    fn turns(&mut self, course: &Course) {
        for turn in turns(course).iter().rev().take(MOST) {
            let mut slots = Slots::default();
            slots.text("d", (self.related.date)(turn.start)).text("e", self.events(&turn.events));
            let key = match turn.what {
                Turned::Tone => {
                    slots.text("x", signed(turn.before)).text("y", signed(turn.after));
                    "turn.tone"
                }
                Turned::Volume => {
                    slots.text("x", format!("{:.1}", turn.before)).text("y", format!("{:.1}", turn.after));
                    "turn.volume"
                }
            };
            self.line("- ", key, &slots);
        }
    }

    fn weeks(&mut self, course: &Course, enough: bool) {
        let head = self.say("weeks", &Slots::default());
        self.lines.push(format!("\n{head}\n|---|---|---|---|---|"));
        for week in course.weeks.iter().rev().take(WEEKS) {
            let z = week.z.filter(|_| enough).map_or("–".to_owned(), signed);
            let cells = [
                (self.related.date)(week.start),
                format!("{} ± {:.1}", signed(week.index), week.band),
                week.volume.to_string(),
                week.quads.map(|count| count.to_string()).join(" / "),
                z,
            ];
            self.lines.push(format!("| {} |", cells.join(" | ")));
        }
    }

    /// The word of the first band whose upper bound the tone does not pass.
    fn tone(&self, tone: f64) -> String {
        let mut bands = self.wording.phrases.list("relations.tones").filter_map(|band| band.split_once('='));
        let fits = |bound: &str| bound.parse::<f64>().is_ok_and(|bound| tone <= bound);
        bands.find(|(bound, _)| fits(bound)).map_or("", |(_, word)| word).to_owned()
    }

    fn gap(&mut self, gap: f64, band: f64) {
        let (one, other) = (self.related.one, self.related.other);
        let (warmer, cooler) = if gap < 0.0 { (other, one) } else { (one, other) };
        let mut slots = self.pair(warmer, cooler);
        self.lines.push(String::new());
        slots.text("x", format!("{:.1}", gap.abs())).text("b", format!("{band:.1}"));
        self.line("", if gap.abs() > band { "gap" } else { "nogap" }, &slots);
    }

    fn triads(&mut self) {
        let Related { acts, one, other, day, date, .. } = *self.related;
        let dealings = Dealings::of(acts);
        let network = Network::new(&dealings, day);
        self.head("triads", &Slots::default());
        let triads = network.triads_of(one, other);
        for triad in triads.iter().take(MOST) {
            let mut slots = Slots::default();
            for (slot, name) in ["A", "B", "C"].into_iter().zip(&triad.actors) {
                slots.text(slot, self.name(name));
            }
            for (slot, tone) in ["x", "y", "z"].into_iter().zip(triad.tones) {
                slots.text(slot, signed(tone));
            }
            self.line("- ", if triad.is_balanced() { "balanced" } else { "unbalanced" }, &slots);
        }
        for balance in over_time(&dealings, day, POINTS, APART) {
            let mut slots = Slots::default();
            slots.text("d", date(balance.end)).set("n", Value::count(balance.edges));
            slots.set("m", Value::count(balance.hostile)).set("f", Value::count(balance.frustrated));
            slots.set("t", Value::count(balance.triads.iter().sum()));
            if let Some(share) = balance.share() {
                slots.text("p", format!("{:.0} %", 100.0 * share));
            }
            self.line("- ", "network", &slots);
        }
    }

    fn thirds(&mut self) {
        let Related { acts, one, other, day, .. } = *self.related;
        self.head("thirds", &Slots::default());
        let found = answers(acts, one, other, day);
        if found.is_empty() {
            self.line("", "nothirds", &Slots::default());
        }
        let word = |tone: Tone| if tone == Tone::Friendly { "friendly" } else { "hostile" };
        for answer in found.iter().take(MOST) {
            let mut slots = self.pair(&answer.third, &answer.towards);
            slots.text("f", self.say(&format!("after.{}", word(answer.after)), &Slots::default()));
            slots.text("h", self.say(&format!("tone.{}", word(answer.tone)), &Slots::default()));
            slots.set("m", Value::count(answer.came)).set("n", Value::count(answer.cases));
            slots.text("u", format!("{:.0} %", 100.0 * answer.usual)).text("e", self.events(&answer.events));
            self.line("- ", if answer.came == 0 { "noanswer" } else { "answer" }, &slots);
        }
    }
}

/// "+2.1", "−0.4"
fn signed(number: f64) -> String {
    match format!("{:.1}", number.abs()) {
        text if text == "0.0" => text,
        text if number < 0.0 => format!("−{text}"),
        text => format!("+{text}"),
    }
}
