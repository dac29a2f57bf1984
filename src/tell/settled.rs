//! Forecasts as issued, what came of them and their record in; the page of the ledger, as Markdown, out; beside it what
//! sources announced.

use super::foretold::{CHANCES, label, percent};
use super::pattern::{Slots, Value, say};
use crate::relate::acts::Foretold;
use crate::relate::ledger::{Issued, Settled, record};
use crate::resources::Wording;
use std::collections::BTreeMap;

/// What is to be told.
#[derive(Clone, Copy)]
pub struct Book<'a> {
    pub issued: &'a [Issued],
    /// What came of each.
    pub settled: &'a [Settled],
    /// Announcements by source.
    pub sources: &'a BTreeMap<String, Foretold>,
    /// The first day that is not known.
    pub day: u32,
    /// Forecasts listed at most, open and settled.
    pub most: usize,
    pub date: &'a dyn Fn(u32) -> String,
}

/// Writes the page.
pub fn tell(wording: &Wording, book: &Book<'_>) -> String {
    let say = |key: &str, slots: &Slots| say(&wording.phrases, &format!("ledger.{key}"), slots).unwrap_or_default();
    let mut lines = vec![format!("# {}\n", say("title", &Slots::default()))];
    let record = record(book.issued, book.settled);
    let mut slots = Slots::default();
    slots.set("n", Value::count(record.issued)).set("m", Value::count(record.settled));
    slots.set("k", Value::count(record.came)).text("d", (book.date)(book.day));
    lines.push(say("sum", &slots));
    lines.push(format!("\n{}\n", say("rule", &Slots::default())));
    if record.settled == 0 {
        lines.push(say("nothing", &Slots::default()));
    } else {
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
            slots.text("s", format!("{:.0} %", 100.0 * skill));
        }
        lines.push(say("scores", &slots));
        lines.push(format!("\n{}\n|---|---|---|---|", say("classes", &Slots::default())));
        for (tenth, (count, stated, came)) in record.classes.iter().enumerate().filter(|(_, class)| class.0 > 0) {
            let (from, to) = (10 * tenth, 10 * tenth + 10);
            let (stated, came) = (percent(*stated), 100.0 * came);
            lines.push(format!("| {from}–{to} % | {count} | {stated} | {came:.0} % |"));
        }
    }
    for (key, open) in [("open", true), ("settled", false)] {
        let wanted =
            book.issued.iter().zip(book.settled).rev().filter(|(_, settled)| (**settled == Settled::Open) == open);
        let told: Vec<String> = wanted
            .take(book.most)
            .map(|(one, settled)| {
                let mut slots = Slots::default();
                slots.text("A", label(wording, &one.subject)).text("B", label(wording, &one.object));
                slots.text("k", one.kind.replace('_', " ")).text("c", percent(one.chance));
                let class = 1 + CHANCES.iter().filter(|bound| one.chance >= **bound).count();
                let word = super::pattern::say(&wording.phrases, &format!("outlook.chance.{class}"), &Slots::default());
                slots.text("w", word.unwrap_or_default());
                slots.text("d", (book.date)(one.day)).text("e", (book.date)(one.end - 1));
                match settled {
                    Settled::Open => {}
                    Settled::Came => drop(slots.text("o", say("came", &Slots::default()))),
                    Settled::Failed => drop(slots.text("o", say("failed", &Slots::default()))),
                }
                format!("- {}", say("entry", &slots))
            })
            .collect();
        if !told.is_empty() {
            lines.push(format!("\n## {}\n", say(key, &Slots::default())));
            lines.extend(told);
        }
    }
    if !book.sources.is_empty() {
        lines.push(format!("\n## {}\n", say("sources", &Slots::default())));
        for (name, source) in book.sources {
            let mut slots = Slots::default();
            slots.text("A", label(wording, name)).set("n", Value::count(source.made));
            slots.set("m", Value::count(source.came)).set("k", Value::count(source.late));
            slots.set("p", Value::count(source.failed));
            slots.set("q", Value::count(source.made - source.came - source.failed));
            lines.push(format!("- {}", say("source", &slots)));
        }
    }
    lines.join("\n") + "\n"
}
