//! `words.tsv` in, the words of the interface by key out, in one of its languages.

use crate::project::Kept;
use anyhow::{Context, bail};
use demarche::event::Event;
use demarche::mention::{Actor, EventType, Mode, Precision, TimeSpan};
use std::collections::BTreeMap;

const TABLE: &str = include_str!("words.tsv");

/// All words, by key and language.
#[derive(Debug)]
pub(crate) struct Words {
    languages: Vec<&'static str>,
    rows: BTreeMap<&'static str, Vec<&'static str>>,
}

impl Words {
    /// Reads the table; a cell that is missing in a language is an error.
    pub(crate) fn load() -> anyhow::Result<Self> {
        let mut lines = TABLE.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let (_, header) = lines.next().context("words.tsv is empty")?;
        let languages: Vec<&str> = header.split('\t').skip(1).collect();
        let mut rows = BTreeMap::new();
        for (at, line) in lines {
            let mut cells = line.split('\t');
            let key = cells.next().unwrap_or_default();
            let cells: Vec<&str> = cells.collect();
            if cells.len() != languages.len() || cells.iter().any(|cell| cell.trim().is_empty()) {
                bail!("words.tsv:{}: {key} needs one cell for each language", at + 1);
            }
            if rows.insert(key, cells).is_some() {
                bail!("words.tsv:{}: {key} stands there twice", at + 1);
            }
        }
        Ok(Self { languages, rows })
    }

    pub(super) fn languages(&self) -> &[&'static str] {
        &self.languages
    }

    /// The language of the interface: the one asked for, else the first of the reader's that there is, else the first.
    pub(crate) fn choose(&self, asked: Option<&str>, accepted: &str) -> Tongue<'_> {
        let known = |code: &str| self.languages.iter().position(|l| *l == code);
        let accepted = accepted.split(',').filter_map(|part| {
            let code = part.split([';', '-']).next()?.trim();
            known(&code.to_lowercase())
        });
        let at = asked.and_then(known).or(accepted.into_iter().next()).unwrap_or_default();
        Tongue { words: self, at }
    }
}

/// The words of one language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tongue<'a> {
    words: &'a Words,
    at: usize,
}

impl<'a> Tongue<'a> {
    pub(super) fn code(self) -> &'static str {
        self.words.languages.get(self.at).copied().unwrap_or_default()
    }

    /// The words of a key. One that the table lacks shows in brackets, so that tests find it on the page.
    pub(crate) fn say(self, key: &str) -> String {
        self.find(key).map_or_else(|| format!("⟦{key}⟧"), str::to_owned)
    }

    pub(super) fn find(self, key: &str) -> Option<&'a str> {
        self.words.rows.get(key).and_then(|cells| cells.get(self.at)).copied()
    }

    /// The words of a key with their holes filled.
    pub(crate) fn fill(self, key: &str, holes: &[(&str, &str)]) -> String {
        holes.iter().fold(self.say(key), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    /// What an act is.
    pub(crate) fn kind(self, kind: EventType, mode: Option<Mode>) -> String {
        let kind = self.say(&format!("type.{kind}"));
        mode.map_or_else(|| kind.clone(), |mode| format!("{kind}: {}", self.say(&format!("mode.{mode}"))))
    }

    /// Who does what to whom, in one line.
    pub(crate) fn fact(self, event: &Event, parties: impl Fn(&[Actor]) -> String) -> String {
        let kind = self.kind(event.kind, event.mode);
        self.act((&event.actors, &event.recipients, event.symmetric), &kind, parties)
    }

    /// The same of sides and of what is done. Nobody is told to act towards himself: what one does to his own is done at home.
    pub(crate) fn act(
        self,
        (actors, recipients, symmetric): (&[Actor], &[Actor], bool),
        kind: &str,
        parties: impl Fn(&[Actor]) -> String,
    ) -> String {
        let own: Vec<String> = actors.iter().map(|one| parties(std::slice::from_ref(one))).collect();
        let is_other = |one: &&Actor| !own.contains(&parties(std::slice::from_ref(*one)));
        let others: Vec<Actor> = recipients.iter().filter(is_other).cloned().collect();
        match (symmetric, others.is_empty()) {
            (true, false) => format!("{} ↔ {}: {kind}", parties(actors), parties(&others)),
            (false, false) => format!("{} → {}: {kind}", parties(actors), parties(&others)),
            (false, true) if !recipients.is_empty() => {
                self.fill("fact.home", &[("who", &parties(actors)), ("what", kind)])
            }
            _ => format!("{}: {kind}", parties(actors)),
        }
    }

    /// When an event was, or when it was first told.
    pub(crate) fn when(self, kept: &Kept, time: impl Fn(TimeSpan) -> String) -> String {
        match (kept.event.time, kept.told.0) {
            (Some(told), _) => time(told),
            (None, Some(day)) => {
                let day = TimeSpan { start: day, end: day, precision: Precision::Day };
                self.fill("date.told", &[("day", &time(day))])
            }
            (None, None) => self.say("date.none"),
        }
    }

    /// A number and what is counted: `key.one` or `key.many`.
    pub(super) fn count(self, key: &str, count: usize) -> String {
        let form = if count == 1 { "one" } else { "many" };
        self.fill(&format!("{key}.{form}"), &[("n", &self.number(count))])
    }

    /// A number with its thousands apart.
    pub(super) fn number(self, number: usize) -> String {
        let digits: Vec<char> = number.to_string().chars().collect();
        let groups: Vec<String> = digits.rchunks(3).rev().map(|group| group.iter().collect()).collect();
        groups.join(&self.say("number.thousands"))
    }

    /// A number with so many figures behind the decimal sign.
    pub(super) fn decimal(self, number: f64, figures: usize) -> String {
        format!("{number:.figures$}").replace('.', &self.say("number.decimal")).replace('-', "\u{2212}")
    }

    /// The same with its sign, also where it is more than nothing.
    pub(super) fn signed(self, number: f64) -> String {
        let told = self.decimal(number.abs(), 1);
        if told == self.decimal(0.0, 1) {
            return told;
        }
        format!("{}{told}", if number < 0.0 { '\u{2212}' } else { '+' })
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn the_table_is_whole_and_the_reader_chooses() {
        let words = Words::load().unwrap_or_else(|fault| unreachable!("{fault}"));
        let first = words.languages()[0];
        for code in words.languages() {
            assert_eq!(words.choose(Some(code), first).code(), *code);
            assert_eq!(words.choose(None, &format!("xx-YY, {code}-AT;q=0.8")).code(), *code);
        }
        assert_eq!(words.choose(Some("xx"), "").code(), first);
        let [german, english] = ["de", "en"].map(|code| words.choose(Some(code), ""));
        assert_eq!((german.number(1_234_567), english.number(1_234)), ("1.234.567".to_owned(), "1,234".to_owned()));
        assert_eq!(
            (german.decimal(0.351, 2), english.decimal(-0.35, 1)),
            ("0,35".to_owned(), "\u{2212}0.3".to_owned())
        );
        assert_eq!([-2.0, 0.04, -0.04, 1.5].map(|n| english.signed(n)), ["\u{2212}2.0", "0.0", "0.0", "+1.5"]);
    }
}
