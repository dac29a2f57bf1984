//! The record of forecasts in; how stated chances came in, drawn and as a list, out.

use super::super::chart::calibration::{Calibration, Class};
use super::super::pattern::Slots;
use super::{Figure, Row, Showing};
use crate::relate::ledger::Record;

/// Whether chances came as often as stated.
pub fn calibration(showing: &Showing<'_>, record: &Record) -> Figure {
    let title = showing.word("calibration.title");
    let percent = |share: f64| format!("{:.0} %", 100.0 * share);
    let mut slots = Slots::default();
    slots.set("n", showing.count(record.settled)).set("m", showing.count(record.came));
    slots.text("e", percent(record.calibration));
    if let Some(skill) = record.skill() {
        slots.text("s", percent(skill));
    }
    let caption =
        if record.settled == 0 { showing.word("calibration.none") } else { showing.say("calibration.found", &slots) };
    let class = |(count, stated, came): &(usize, f64, f64)| {
        let mut slots = Slots::default();
        slots.set("n", showing.count(*count)).text("p", percent(*stated)).text("c", percent(*came));
        Class { count: *count, stated: *stated, came: *came, title: showing.say("calibration.class", &slots) }
    };
    let classes: Vec<Class> = record.classes.iter().map(class).collect();
    let rows = classes.iter().filter(|class| class.count > 0).map(|class| Row {
        cells: vec![class.count.to_string(), percent(class.stated), percent(class.came)],
        address: String::new(),
    });
    let rows = rows.collect();
    let drawing = Calibration {
        said: showing.said(&title, &caption),
        classes,
        stated: showing.word("column.stated"),
        came: showing.word("column.came"),
        right: showing.word("calibration.right"),
        beside: showing.wording.phrases.list("chart.calibration.beside").map(str::to_owned).collect(),
        empty: showing.word("calibration.none"),
    };
    Figure { svg: drawing.svg(), title, caption, columns: showing.columns(["statements", "stated", "came"]), rows }
}
