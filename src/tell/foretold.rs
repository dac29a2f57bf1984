//! An outlook on an actor or a pair in; its statements in sentences, each with its chance, grounds and events, out as
//! Markdown.

use super::pattern::{Slots, Value, say};
use crate::relate::foresee::{Applied, Counted, Desk, EventTable, HORIZON, Outlook, Statement, Triple, Warning, warn};
use crate::resources::phrases::Phrases;
use crate::resources::{Language, Resources};

/// Of whom is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    Actor(u32),
    Pair(u32, u32),
}

/// Upper bounds of the words for chances; `chance.1` to `chance.7` of the phrases.
const CHANCES: [f64; 6] = [0.05, 0.20, 0.45, 0.55, 0.80, 0.95];
/// Rules and events told of each statement.
const MOST_RULES: usize = 2;
const MOST_EVENTS: usize = 3;

/// Tells at most `most` statements; `None` where no language is built. `date` writes a day of the table's calendar.
pub fn tell(
    resources: &Resources,
    reader: &str,
    table: &EventTable,
    outlook: &Outlook,
    asked: Asked,
    most: usize,
    date: &dyn Fn(u32) -> String,
) -> Option<String> {
    // A language whose table tells of other things only is not chosen.
    let tells = |language: &&Language| language.phrases.get("outlook.title").is_some();
    let language = resources.language(reader).filter(tells).or_else(|| resources.languages().find(tells))?;
    let mut page = Page { phrases: &language.phrases, table, outlook, date, lines: Vec::new() };
    let mut desk = Desk::default();
    let statements = match asked {
        Asked::Actor(actor) => {
            page.head(&page.name(actor));
            outlook.of_actor(&mut desk, actor)
        }
        Asked::Pair(one, other) => {
            page.head(&format!("{} – {}", page.name(one), page.name(other)));
            page.warnings(one, other);
            outlook.of_pair(&mut desk, one, other)
        }
    };
    page.line("acts", &Slots::default());
    if statements.is_empty() {
        page.line("none", &Slots::default());
    }
    for statement in statements.iter().take(most) {
        page.statement(&mut desk, statement);
    }
    page.record();
    Some(page.lines.join("\n") + "\n")
}

struct Page<'a> {
    phrases: &'a Phrases,
    table: &'a EventTable,
    outlook: &'a Outlook,
    date: &'a dyn Fn(u32) -> String,
    lines: Vec<String>,
}

impl Page<'_> {
    fn say(&self, key: &str, slots: &Slots) -> String {
        say(self.phrases, &format!("outlook.{key}"), slots).unwrap_or_default()
    }

    fn line(&mut self, key: &str, slots: &Slots) {
        let text = self.say(key, slots);
        // The table's own spaces at the start of a line are closed when a pattern is filled; lists are set here.
        let text = match key {
            "title" => format!("# {text}\n"),
            "acts" | "counts" => format!("\n## {text}\n"),
            "act" | "warning" => format!("- {text}"),
            "issued" | "settling" | "record" | "scale" | "norecord" => format!("{text}\n"),
            _ => format!("  - {text}"),
        };
        self.lines.push(text);
    }

    fn name(&self, actor: u32) -> String {
        self.table.actors.get(actor as usize).map(|name| name.replace('_', " ")).unwrap_or_default()
    }

    fn kind(&self, kind: u32) -> String {
        self.table.kinds.get(kind as usize).map(|name| name.replace('_', " ")).unwrap_or_default()
    }

    /// Slots of an act: A to B, k the kind.
    fn act(&self, [subject, kind, object]: Triple) -> Slots {
        let mut slots = Slots::default();
        slots.text("A", self.name(subject)).text("B", self.name(object)).text("k", self.kind(kind));
        slots
    }

    fn chance(&self, slots: &mut Slots, chance: f64) {
        // By the number as it is printed.
        let chance = (chance * 100.0).round() / 100.0;
        let class = 1 + CHANCES.iter().filter(|bound| chance >= **bound).count();
        let word = self.say(&format!("chance.{class}"), &Slots::default());
        slots.text("c", percent(chance)).text("w", word);
    }

    fn head(&mut self, name: &str) {
        let mut slots = Slots::default();
        let (issued, end) = (self.outlook.day, self.outlook.day + HORIZON);
        slots.text("A", name).text("d", (self.date)(issued)).text("e", (self.date)(end - 1));
        slots.set("h", Value::count(HORIZON as usize));
        for key in ["title", "issued", "settling", "scale"] {
            self.line(key, &slots);
        }
    }

    fn statement(&mut self, desk: &mut Desk, statement: &Statement) {
        let mut slots = self.act(statement.triple);
        self.chance(&mut slots, statement.chance);
        slots.text("m", format!("{:.2}", statement.expected));
        self.line("act", &slots);
        let grounds = self.outlook.grounds(desk, statement);
        let told = |(ground, share): &(crate::relate::foresee::Ground, f64)| {
            format!("{} {}", self.say(&format!("ground.{}", ground.name()), &Slots::default()), percent(*share))
        };
        let grounds: Vec<String> = grounds.iter().filter(|g| g.1 >= 0.05).map(told).collect();
        let mut slots = Slots::default();
        self.line("grounds", slots.text("g", grounds.join(", ")));
        for applied in self.outlook.applied(statement).iter().filter(|a| a.cases >= 5).take(MOST_RULES) {
            self.rule(statement, applied);
        }
        let evidence = self.outlook.evidence(statement);
        let (key, rows) = match evidence.own.is_empty() {
            false => ("cited", evidence.own),
            true => ("analogue", evidence.analogues),
        };
        self.cite(key, &rows);
    }

    fn rule(&mut self, statement: &Statement, applied: &Applied) {
        let mut slots = self.act(self.outlook.body(statement, applied));
        slots.text("c", percent(applied.confidence)).set("n", Value::count(applied.cases as usize));
        slots.set("a", Value::count(applied.lag.0 as usize));
        if let Some(most) = applied.lag.1.filter(|most| *most > applied.lag.0) {
            slots.set("b", Value::count(most as usize));
        }
        let key = match applied.lag.1 {
            Some(most) if most > applied.lag.0 => "rule.between",
            Some(_) => "rule.on",
            None => "rule.longer",
        };
        self.line(key, &slots);
    }

    fn cite(&mut self, key: &str, rows: &[u32]) {
        let mut told: Vec<(u32, u32)> =
            rows.iter().filter_map(|row| Some((self.table.events.get(*row as usize)?.day, *row))).collect();
        told.sort_by(|a, b| b.cmp(a));
        let told: Vec<String> = told.iter().take(MOST_EVENTS).filter_map(|(_, row)| self.event(*row)).collect();
        if !told.is_empty() {
            let mut slots = Slots::default();
            self.line(key, slots.text("e", told.join("; ")));
        }
    }

    fn event(&self, row: u32) -> Option<String> {
        let event = self.table.events.get(row as usize)?;
        let mut slots = self.act(event.triple);
        slots.text("d", (self.date)(event.day));
        Some(self.say("event", &slots))
    }

    fn warnings(&mut self, one: u32, other: u32) {
        self.line("counts", &Slots::default());
        let knows_conflict = (0..self.table.kinds.len() as u32).any(|kind| self.table.is_conflict(kind));
        for (subject, object) in [(one, other), (other, one)] {
            for counted in [Counted::All, Counted::Conflict] {
                if counted == Counted::Conflict && !knows_conflict {
                    continue;
                }
                let warning = warn(self.table, [subject, object], self.outlook.day, counted);
                self.warning(&warning, subject, object);
            }
        }
        if !knows_conflict {
            self.line("noclass", &Slots::default());
        }
    }

    fn warning(&mut self, warning: &Warning, subject: u32, object: u32) {
        let counted = match (warning.counted, warning.onset) {
            (Counted::All, _) => "counted.all",
            (Counted::Conflict, true) => "counted.onset",
            (Counted::Conflict, false) => "counted.continuation",
        };
        let mut slots = Slots::default();
        slots.text("A", self.name(subject)).text("B", self.name(object));
        slots.text("k", self.say(counted, &Slots::default())).text("m", format!("{:.1}", warning.week.mean));
        self.chance(&mut slots, warning.within[0]);
        slots.text("u", percent(warning.usual[0])).text("v", percent(warning.usual[1]));
        slots.text("t", percent(warning.within[1])).set("n", Value::count(warning.weeks));
        self.line("warning", &slots);
        self.cite("drivers", &warning.drivers);
    }

    fn record(&mut self) {
        let ledger = &self.outlook.ledger;
        let mut slots = Slots::default();
        slots.set("n", Value::count(ledger.settled)).set("m", Value::count(ledger.came));
        slots.text("x", format!("{:.3}", ledger.brier())).text("y", format!("{:.3}", ledger.base_brier()));
        let key = if ledger.settled == 0 { "norecord" } else { "record" };
        self.lines.push(String::new());
        self.line(key, &slots);
    }
}

fn percent(share: f64) -> String {
    match share * 100.0 {
        p if p < 1.0 => "< 1 %".to_owned(),
        p if p > 99.0 => "> 99 %".to_owned(),
        p => format!("{p:.0} %"),
    }
}
