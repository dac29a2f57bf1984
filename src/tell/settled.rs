//! Forecasts as issued, what came of them and their record in; the page of the ledger, as Markdown, out; beside it what
//! sources announced.

use super::foretold::{CHANCES, label, percent};
use super::pattern::{Slots, Value, say};
use crate::relate::acts::Foretold;
use crate::relate::ledger::{Issued, Record, Settled, What, record};
use crate::resources::Wording;
use std::collections::BTreeMap;

/// Fewer settled statements than this prove nothing.
const FEW: usize = 100;

/// What is to be told.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// Before the day.
    pub issued: &'a [Issued],
    /// What came of each.
    pub settled: &'a [Settled],
    /// Announcements by source.
    pub sources: &'a BTreeMap<String, Foretold>,
    /// The first day that is not known.
    pub day: u32,
    /// The first day that the events no longer cover.
    pub reach: u32,
    /// Lines of the book, and the digest of its last.
    pub lines: usize,
    pub head: &'a str,
    /// Forecasts listed at most, open and settled.
    pub most: usize,
    pub date: &'a dyn Fn(u32) -> String,
}

/// Writes the page.
pub fn tell(wording: &Wording, page: &Page<'_>) -> String {
    let mut teller = Teller { wording, page, lines: Vec::new() };
    teller.write();
    teller.lines.join("\n") + "\n"
}

struct Teller<'a> {
    wording: &'a Wording,
    page: &'a Page<'a>,
    lines: Vec<String>,
}

impl Teller<'_> {
    fn say(&self, key: &str, slots: &Slots) -> String {
        say(&self.wording.phrases, &format!("ledger.{key}"), slots).unwrap_or_default()
    }

    fn plain(&self, key: &str) -> String {
        self.say(key, &Slots::default())
    }

    fn write(&mut self) {
        let page = self.page;
        let all = record(page.issued, page.settled, &|_| true);
        let unknown = page.settled.iter().filter(|settled| **settled == Settled::Unknown).count();
        let mut slots = Slots::default();
        slots.set("n", Value::count(all.issued)).set("m", Value::count(all.settled));
        slots.set("k", Value::count(all.came)).text("d", (page.date)(page.day));
        let title = self.plain("title");
        self.lines.push(format!("# {title}\n"));
        self.lines.push(self.say("sum", &slots));
        let mut slots = Slots::default();
        slots.set("n", Value::count(page.lines)).text("h", page.head);
        let reach = (page.date)(page.reach.saturating_sub(1));
        let (book, rule) = (self.say("book", &slots), self.say("rule", Slots::default().text("d", reach)));
        self.lines.push(format!("\n{book}\n\n{rule}\n"));
        if unknown > 0 {
            let text = self.say("unknown", Slots::default().set("n", Value::count(unknown)));
            self.lines.push(format!("{text}\n"));
        }
        if all.settled == 0 {
            self.lines.push(self.plain("nothing"));
        }
        for (key, ahead) in [("ahead", true), ("afterwards", false)] {
            let record = record(page.issued, page.settled, &|one| one.is_ahead() == ahead);
            if record.settled > 0 {
                let head = self.plain(key);
                self.lines.push(format!("\n## {head}\n"));
                self.record(&record);
                self.parts(ahead);
            }
        }
        self.list("open", &[Settled::Open]);
        self.list("settled", &[Settled::Came, Settled::Failed]);
        self.list("unsettled", &[Settled::Unknown]);
        self.sources();
    }

    fn record(&mut self, record: &Record) {
        let mut slots = Slots::default();
        let numbers = [
            ("x", record.brier),
            ("y", record.usual_brier),
            ("u", record.surprise),
            ("v", record.usual_surprise),
            ("e", record.calibration),
        ];
        for (slot, number) in numbers {
            slots.text(slot, format!("{number:.3}"));
        }
        if let Some(skill) = record.skill() {
            // Adding zero takes the sign off a zero.
            let skill = (100.0 * skill).round() + 0.0;
            slots.text("s", format!("{skill:.0} %").replace('-', "\u{2212}"));
        }
        let scores = self.say("scores", &slots);
        self.lines.push(scores);
        if record.skill().is_some_and(|skill| skill <= 0.0) {
            let worse = self.plain("worse");
            self.lines.push(format!("\n{worse}"));
        }
        if record.settled < FEW {
            let few = self.say("few", Slots::default().set("n", Value::count(record.settled)));
            self.lines.push(format!("\n{few}"));
        }
        let head = self.plain("classes");
        self.lines.push(format!("\n{head}\n|---|---|---|---|"));
        for (tenth, (count, stated, came)) in record.classes.iter().enumerate().filter(|(_, class)| class.0 > 0) {
            let (from, to) = (10 * tenth, 10 * tenth + 10);
            let (stated, came) = (percent(*stated), 100.0 * came);
            self.lines.push(format!("| {from}–{to} % | {count} | {stated} | {came:.0} % |"));
        }
    }

    /// Acts, any act and conflict, each for itself.
    fn parts(&mut self, ahead: bool) {
        self.lines.push(String::new());
        for (key, wanted) in
            [("part.act", None), ("part.any", Some(What::Any)), ("part.conflict", Some(What::Conflict))]
        {
            let is_part = |one: &Issued| match (&wanted, &one.what) {
                (None, What::Act(_)) => true,
                (wanted, what) => wanted.as_ref() == Some(what),
            };
            let record = record(self.page.issued, self.page.settled, &|one| one.is_ahead() == ahead && is_part(one));
            if record.settled > 0 {
                let mut slots = Slots::default();
                slots.text("k", self.plain(key)).set("n", Value::count(record.settled));
                slots.text("a", percent(record.stated)).text("b", percent(record.came as f64 / record.settled as f64));
                slots.text("x", format!("{:.3}", record.brier)).text("y", format!("{:.3}", record.usual_brier));
                let text = self.say("part", &slots);
                self.lines.push(format!("- {text}"));
            }
        }
    }

    fn list(&mut self, key: &str, wanted: &[Settled]) {
        let page = self.page;
        let all = page.issued.iter().zip(page.settled).rev().filter(|(_, settled)| wanted.contains(settled));
        let told: Vec<String> = all.take(page.most).map(|(one, settled)| self.entry(one, *settled)).collect();
        if !told.is_empty() {
            let head = self.plain(key);
            self.lines.push(format!("\n## {head}\n"));
            self.lines.extend(told);
        }
    }

    fn entry(&self, one: &Issued, settled: Settled) -> String {
        let mut slots = Slots::default();
        slots.text("A", label(self.wording, &one.subject)).text("B", label(self.wording, &one.object));
        let what = match &one.what {
            What::Act(kind) => kind.replace('_', " "),
            What::Any => self.plain("part.any"),
            What::Conflict => self.plain("part.conflict"),
        };
        slots.text("k", what).text("c", percent(one.chance));
        let class = 1 + CHANCES.iter().filter(|bound| one.chance >= **bound).count();
        let word = say(&self.wording.phrases, &format!("outlook.chance.{class}"), &Slots::default());
        slots.text("w", word.unwrap_or_default());
        slots.text("d", (self.page.date)(one.day)).text("e", (self.page.date)(one.end - 1));
        match settled {
            Settled::Open | Settled::Unknown => {}
            Settled::Came => drop(slots.text("o", self.plain("came"))),
            Settled::Failed => drop(slots.text("o", self.plain("failed"))),
        }
        format!("- {}", self.say("entry", &slots))
    }

    fn sources(&mut self) {
        if self.page.sources.is_empty() {
            return;
        }
        let head = self.plain("sources");
        self.lines.push(format!("\n## {head}\n"));
        for (name, source) in self.page.sources {
            let mut slots = Slots::default();
            slots.text("A", name.clone()).set("n", Value::count(source.made));
            slots.set("m", Value::count(source.came)).set("k", Value::count(source.late));
            slots.set("p", Value::count(source.failed));
            slots.set("q", Value::count(source.made - source.came - source.failed));
            let text = self.say("source", &slots);
            self.lines.push(format!("- {text}"));
        }
    }
}
