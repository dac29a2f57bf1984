//! An outlook on an actor or a pair in; its statements in sentences, each with its chance, grounds and events, out as
//! Markdown. Where hardly anything is known the page says so, and gives a range in words in place of a number.

use super::pattern::{Slots, Value, say};
use crate::relate::acts::Announced;
use crate::relate::foresee::{
    Applied, Between, Counted, Dated, Desk, EventTable, Ground, HORIZON, HORIZONS, Known, Outlook, Paired, Proof,
    Statement, Triple, Warning,
};
use crate::resources::Wording;

mod analogy;
mod supposed;

pub use supposed::Supposed;

/// Of whom is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    Actor(u32),
    Pair(u32, u32),
}

/// What the statements rest on.
#[derive(Clone, Copy, Debug)]
pub enum Basis<'a> {
    /// The whole table was learnt.
    Learnt(&'a Outlook),
    /// The counts of the two alone.
    Counted(&'a [Paired]),
}

/// What is to be told.
#[derive(Clone, Copy)]
pub struct Telling<'a> {
    /// Holds nothing of the day of issue or later, except what is supposed.
    pub table: &'a EventTable,
    pub day: u32,
    pub asked: Asked,
    pub basis: Basis<'a>,
    /// How much to expect of a pair.
    pub between: Option<&'a Between>,
    pub announced: &'a [Announced],
    pub supposed: Option<Supposed<'a>>,
    /// Events left out for their low confidence.
    pub doubtful: usize,
    /// Articles of the day of issue or later that took part in deciding which passages tell the same event.
    pub later: usize,
    /// Statements at most.
    pub most: usize,
    /// Writes a day of the table's calendar.
    pub date: &'a dyn Fn(u32) -> String,
}

impl Telling<'_> {
    /// How much is known of whom is asked, where that is too little for a chance.
    pub fn little(&self) -> Option<Known> {
        let (subject, object) = match self.asked {
            Asked::Actor(actor) => (actor, None),
            Asked::Pair(one, other) => (one, Some(other)),
        };
        let known = Known::new(self.events(), subject, object, self.day);
        known.is_little().then_some(known)
    }

    /// Whether enough is known between the two of a statement for a chance: asked for an actor as for a pair.
    pub fn states(&self, [one, _, other]: Triple) -> bool {
        !Known::new(self.events(), one, Some(other), self.day).is_little()
    }

    /// What is known, and not supposed.
    fn events(&self) -> &[Dated] {
        let known = self.supposed.map_or(self.table.events.len(), |supposed| supposed.first as usize);
        self.table.events.get(..known).unwrap_or_default()
    }
}

/// Upper bounds of the words for chances; `chance.1` to `chance.7` of the phrases.
pub(super) const CHANCES: [f64; 6] = [0.05, 0.20, 0.45, 0.55, 0.80, 0.95];
/// Rules and events told of each statement.
const MOST_RULES: usize = 2;
/// Days without any event after which a page says that nothing is known of them.
const SILENT: u32 = 30;
const MOST_EVENTS: usize = 3;

/// Writes the page.
pub fn tell(wording: &Wording, telling: &Telling<'_>) -> String {
    let mut page = Page { wording, telling, lines: Vec::new() };
    match telling.asked {
        Asked::Actor(actor) => page.head(&page.name(actor)),
        Asked::Pair(one, other) => page.head(&format!("{} – {}", page.name(one), page.name(other))),
    }
    if let Some(known) = telling.little() {
        page.little(&known);
        page.analogies(&known);
        page.nothing_supposed();
        page.announced();
        return page.lines.join("\n") + "\n";
    }
    page.supposed();
    if let Some(between) = telling.between {
        page.warnings(between);
    }
    page.announced();
    page.acts();
    page.lines.join("\n") + "\n"
}

struct Page<'a> {
    wording: &'a Wording,
    telling: &'a Telling<'a>,
    lines: Vec<String>,
}

impl Page<'_> {
    fn say(&self, key: &str, slots: &Slots) -> String {
        say(&self.wording.phrases, &format!("outlook.{key}"), slots).unwrap_or_default()
    }

    fn line(&mut self, key: &str, slots: &Slots) {
        let text = self.say(key, slots);
        // The table's own spaces at the start of a line are closed when a pattern is filled; lists are set here.
        let text = match key {
            "title" => format!("# {text}\n"),
            "acts" | "counts" | "little" | "announced" | "scenario" | "moves" | "byanalogy" => format!("\n## {text}\n"),
            "act" | "unstated" | "warning" | "range" | "range.one" | "announcement" | "assumption" | "shift"
            | "alike" => {
                format!("- {text}")
            }
            "issued" | "settling" | "record" | "scale" | "learnt" | "norecord" | "known" | "unknown" | "counted"
            | "noshift" | "nosupposing" | "beyond" | "doubtful" | "later" | "marked" | "strangers" | "noown"
            | "noownactor" => {
                format!("{text}\n")
            }
            _ => format!("  - {text}"),
        };
        self.lines.push(text);
    }

    fn name(&self, actor: u32) -> String {
        let name = self.telling.table.actors.get(actor as usize).map_or("", String::as_str);
        label(self.wording, name)
    }

    fn kind(&self, kind: u32) -> String {
        self.telling.table.kinds.get(kind as usize).map(|name| name.replace('_', " ")).unwrap_or_default()
    }

    /// Slots of an act: A to B, k the kind.
    fn act(&self, [subject, kind, object]: Triple) -> Slots {
        let mut slots = Slots::default();
        slots.text("A", self.name(subject)).text("B", self.name(object)).text("k", self.kind(kind));
        slots
    }

    fn chance(&self, slots: &mut Slots, chance: f64) {
        slots.text("c", percent(chance)).text("w", self.word(chance));
    }

    /// The word of the scale, by the number as it is printed.
    fn word(&self, chance: f64) -> String {
        let chance = (chance * 100.0).round() / 100.0;
        let class = 1 + CHANCES.iter().filter(|bound| chance >= **bound).count();
        self.say(&format!("chance.{class}"), &Slots::default())
    }

    fn head(&mut self, name: &str) {
        let mut slots = Slots::default();
        let (issued, end) = (self.telling.day, self.telling.day + HORIZON);
        let date = self.telling.date;
        slots.text("A", name).text("d", date(issued)).text("e", date(end - 1));
        slots.set("h", Value::count(HORIZON as usize));
        for key in ["title", "issued", "settling", "scale"] {
            self.line(key, &slots);
        }
        if let Some(last) = self.telling.events().last().filter(|last| last.day + SILENT < issued) {
            let mut slots = Slots::default();
            slots.text("d", date(last.day)).set("n", Value::count((issued - 1 - last.day) as usize));
            self.line("beyond", &slots);
        }
        if self.telling.doubtful > 0 {
            self.line("doubtful", Slots::default().set("n", Value::count(self.telling.doubtful)));
        }
        if self.telling.later > 0 {
            self.line("later", Slots::default().set("n", Value::count(self.telling.later)));
        }
    }

    /// What can be said where hardly anything is known: how much that is, and how far a chance could reach.
    fn little(&mut self, known: &Known) {
        self.line("little", &Slots::default());
        let mut slots = Slots::default();
        self.line("known", slots.set("n", Value::count(known.events)).set("k", Value::count(known.weeks)));
        self.line("unknown", &Slots::default());
        let (table, day) = (self.telling.table, self.telling.day);
        let ways: Vec<(u32, Option<u32>)> = match self.telling.asked {
            Asked::Actor(actor) => vec![(actor, None)],
            Asked::Pair(one, other) => vec![(one, Some(other)), (other, Some(one))],
        };
        for (from, to) in ways {
            let known = Known::new(self.telling.events(), from, to, day);
            let (least, most) = known.range();
            let mut slots = Slots::default();
            slots.text("A", self.name(from)).text("w", self.word(least)).text("v", self.word(most));
            slots.set("k", Value::count(known.active)).set("n", Value::count(known.weeks));
            if let Some(to) = to {
                slots.text("B", self.name(to));
            }
            self.line(if self.word(least) == self.word(most) { "range.one" } else { "range" }, &slots);
            // Where the two never met: what the one does to others, and others to the other.
            let strangers = to.is_some() && known.events == 0;
            let wanted = |[subject, _, object]: &Triple| match to {
                Some(to) if strangers => *subject == from || *object == to,
                to => *subject == from && to.is_none_or(|to| to == *object),
            };
            let rows = table.events.iter().enumerate().rev().filter(|(_, e)| e.day < day && wanted(&e.triple));
            let rows: Vec<u32> = rows.map(|(row, _)| row as u32).take(MOST_EVENTS).collect();
            self.cite(if strangers { "analogue" } else { "drivers" }, &rows);
        }
    }

    fn announced(&mut self) {
        if self.telling.announced.is_empty() {
            return;
        }
        self.line("announced", &Slots::default());
        for one in self.telling.announced {
            let mut slots = Slots::default();
            let date = self.telling.date;
            slots.text("d", date(one.said)).text("A", label(self.wording, &one.subject));
            slots.text("B", label(self.wording, &one.object)).text("k", one.kind.clone());
            if let Some(due) = one.due {
                slots.text("e", date(due));
            }
            self.line("announcement", &slots);
        }
    }

    fn acts(&mut self) {
        self.line("acts", &Slots::default());
        let mut desk = Desk::default();
        match (self.telling.basis, self.telling.between) {
            (Basis::Counted(paired), _) => {
                self.line("counted", &Slots::default());
                for one in paired.iter().take(self.telling.most) {
                    self.paired(one);
                }
            }
            (Basis::Learnt(outlook), between) => {
                let mut statements = match (between, self.telling.asked) {
                    (Some(between), _) => outlook.of_pair(&mut desk, between),
                    (None, Asked::Actor(actor) | Asked::Pair(actor, _)) => outlook.of_actor(&mut desk, actor),
                };
                statements.retain(|statement| self.is_known(statement.triple[1]));
                if statements.is_empty() {
                    self.line("none", &Slots::default());
                } else if between.is_none() {
                    self.line("learnt", &Slots::default());
                }
                for statement in statements.iter().take(self.telling.most) {
                    self.statement(&mut desk, outlook, statement);
                }
                if between.is_none() {
                    self.record(outlook);
                }
            }
        }
    }

    /// Whether an act of this kind was ever reported: of one that is only supposed no chance is known.
    fn is_known(&self, kind: u32) -> bool {
        self.telling.supposed.is_none() || self.telling.events().iter().any(|event| event.triple[1] == kind)
    }

    fn stated(&mut self, statement: &Statement) {
        let mut slots = self.act(statement.triple);
        if !self.telling.states(statement.triple) {
            return self.line("unstated", &slots);
        }
        self.chance(&mut slots, statement.chance);
        slots.text("m", format!("{:.2}", statement.expected));
        self.line("act", &slots);
    }

    /// A counted statement: the shares behind it, what it followed upon, and the latest of its like.
    fn paired(&mut self, paired: &Paired) {
        self.stated(&paired.statement);
        let mut slots = self.act(paired.statement.triple);
        slots.set("m", Value::count(paired.plain.0)).set("n", Value::count(paired.plain.1));
        self.line("share", slots.text("c", percent(paired.share)).text("d", percent(paired.usual)));
        for followed in paired.followed.iter().take(MOST_RULES) {
            let mut slots = self.act(followed.body);
            slots.set("m", Value::count(followed.came)).set("n", Value::count(followed.cases));
            self.line("follows", slots.text("u", percent(followed.usual)));
        }
        self.cite_alike(paired.statement.triple);
    }

    fn statement(&mut self, desk: &mut Desk, outlook: &Outlook, statement: &Statement) {
        self.stated(statement);
        let grounds = outlook.grounds(desk, statement);
        let told = |(ground, share): &(Ground, f64)| {
            format!("{} {}", self.say(&format!("ground.{}", ground.name()), &Slots::default()), percent(*share))
        };
        let grounds: Vec<String> = grounds.iter().filter(|g| g.1 >= 0.05).map(told).collect();
        let mut slots = Slots::default();
        self.line("grounds", slots.text("g", grounds.join(", ")));
        for applied in outlook.applied(statement).iter().filter(|a| a.cases >= 5).take(MOST_RULES) {
            self.rule(outlook.body(statement, applied), applied);
        }
        let evidence = outlook.evidence(statement);
        let (key, rows) = match evidence.own.is_empty() {
            false => ("cited", evidence.own),
            true => ("analogue", evidence.analogues),
        };
        self.cite(key, &rows);
    }

    /// The latest of the same acts, else the latest of the pair.
    fn cite_alike(&mut self, [subject, kind, object]: Triple) {
        let day = self.telling.day;
        let of = |same: bool| -> Vec<u32> {
            let events = self.telling.table.events.iter().enumerate().rev().filter(|(_, e)| e.day < day);
            let fits = |t: &Triple| t[0] == subject && t[2] == object && (!same || t[1] == kind);
            events.filter(|(_, e)| fits(&e.triple)).map(|(row, _)| row as u32).take(MOST_EVENTS).collect()
        };
        let rows = Some(of(true)).filter(|rows| !rows.is_empty()).unwrap_or_else(|| of(false));
        self.cite("cited", &rows);
    }

    fn rule(&mut self, body: Triple, applied: &Applied) {
        let mut slots = self.act(body);
        slots.set("m", Value::count(applied.hits as usize)).set("n", Value::count(applied.cases as usize));
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
            rows.iter().filter_map(|row| Some((self.telling.table.events.get(*row as usize)?.day, *row))).collect();
        told.sort_by(|a, b| b.cmp(a));
        let told: Vec<String> = told.iter().take(MOST_EVENTS).filter_map(|(_, row)| self.event(*row)).collect();
        if !told.is_empty() {
            let mut slots = Slots::default();
            self.line(key, slots.text("e", told.join("; ")));
        }
    }

    fn event(&self, row: u32) -> Option<String> {
        let event = self.telling.table.events.get(row as usize)?;
        let mut slots = self.act(event.triple);
        slots.text("d", (self.telling.date)(event.day));
        let text = self.say("event", &slots);
        let supposed = self.telling.supposed.is_some_and(|supposed| row >= supposed.first);
        Some(if supposed { self.say("assumed", Slots::default().text("e", text)) } else { text })
    }

    fn warnings(&mut self, between: &Between) {
        self.line("counts", &Slots::default());
        let mut unproven = false;
        for ([subject, object], warning) in between.warnings() {
            self.warning(warning, subject, object);
            unproven |= !warning.first && !warning.proofs.iter().all(Proof::holds);
        }
        if unproven {
            self.line("unproven", &Slots::default());
        }
        if !between.knows_conflict() {
            let is_classed = self.telling.table.classes.iter().any(Option::is_some);
            self.line(if is_classed { "noconflict" } else { "noclass" }, &Slots::default());
        }
    }

    /// What is counted, in words.
    fn counted(&self, warning: &Warning) -> String {
        let key = match (warning.counted, warning.onset) {
            (Counted::All, _) => "counted.all",
            (Counted::Conflict, true) => "counted.onset",
            (Counted::Conflict, false) => "counted.continuation",
        };
        self.say(key, &Slots::default())
    }

    fn warning(&mut self, warning: &Warning, subject: u32, object: u32) {
        let mut slots = Slots::default();
        slots.text("A", self.name(subject)).text("B", self.name(object));
        slots.text("k", self.counted(warning)).text("m", format!("{:.1}", warning.expected));
        self.chance(&mut slots, warning.within[0]);
        slots.text("u", percent(warning.usual[0])).text("v", percent(warning.usual[1]));
        slots.text("t", percent(warning.within[1])).set("n", Value::count(warning.weeks));
        self.line("warning", &slots);
        for (days, proof) in HORIZONS.into_iter().zip(&warning.proofs).filter(|(_, proof)| proof.holds()) {
            let mut slots = Slots::default();
            slots.set("n", Value::count(proof.cases)).set("h", Value::count(days as usize));
            slots.text("a", percent(proof.stated)).text("b", percent(proof.came));
            self.line("proven", slots.text("c", percent(proof.usual)));
        }
        if warning.first {
            let mut slots = Slots::default();
            self.line("first", slots.text("A", self.name(subject)).text("B", self.name(object)));
        }
        self.cite("drivers", &warning.drivers);
    }

    fn record(&mut self, outlook: &Outlook) {
        let ledger = &outlook.ledger;
        let mut slots = Slots::default();
        slots.set("n", Value::count(ledger.settled)).set("m", Value::count(ledger.came));
        slots.text("x", format!("{:.3}", ledger.brier())).text("y", format!("{:.3}", ledger.base_brier()));
        let key = if ledger.settled == 0 { "norecord" } else { "record" };
        self.lines.push(String::new());
        self.line(key, &slots);
    }
}

/// The name of a code in the language of the page; other names with spaces for low lines.
pub(super) fn label(wording: &Wording, name: &str) -> String {
    wording.names.name(name).map_or_else(|| name.replace('_', " "), str::to_owned)
}

pub(super) fn percent(share: f64) -> String {
    match share * 100.0 {
        p if p < 1.0 => "< 1 %".to_owned(),
        p if p > 99.0 => "> 99 %".to_owned(),
        p => format!("{p:.0} %"),
    }
}
