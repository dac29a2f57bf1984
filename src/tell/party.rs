//! Sides of an act as noun phrases: actors go in, "die USA, Japan und Südkoreas Präsident Moon Jae-in" in four cases and
//! with its number comes out.

use super::pattern::{Slots, Value, capitalised, cases, say};
use super::persons::{Person, Persons, office};
use crate::mention::{Actor, Sector};
use crate::resources::Language;
use crate::resources::names::{Case, Gender};
use std::collections::BTreeSet;

/// A list of more parties is given in full once in a section, and then shortened.
const LONGEST_LIST: usize = 5;

/// Names actors in one language; remembers who has been introduced with an office.
pub(super) struct Namer<'a> {
    pub(super) language: &'a Language,
    pub(super) persons: &'a Persons,
    introduced: BTreeSet<usize>,
    /// Persons whose office is told with its state.
    pub(super) placed: BTreeSet<usize>,
    /// Long lists that have been given in full.
    listed: Vec<Vec<Value>>,
}

impl<'a> Namer<'a> {
    pub(super) fn new(language: &'a Language, persons: &'a Persons) -> Self {
        Self { language, persons, introduced: BTreeSet::new(), placed: BTreeSet::new(), listed: Vec::new() }
    }

    /// From here on persons are introduced anew: a section must be readable alone.
    pub(super) fn forget(&mut self) {
        self.introduced.clear();
        self.listed.clear();
    }

    /// All sides in one phrase; `None` where there is nobody to name.
    pub(super) fn all(&mut self, actors: &[Actor]) -> Option<Value> {
        self.facing(actors, &[])
    }

    /// The same, where the other side is known: of a state that faces its own people, the government is named.
    pub(super) fn facing(&mut self, actors: &[Actor], others: &[Actor]) -> Option<Value> {
        let mut named: Vec<Value> = Vec::new();
        let mut persons = BTreeSet::new();
        for actor in distinct(actors, self.persons) {
            if let Some((index, _)) = self.persons.of(actor)
                && !persons.insert(index)
            {
                continue;
            }
            let at_home = others.iter().any(|other| other.code == actor.code && other.sector != actor.sector);
            let value = self.one(actor, at_home);
            if !named.contains(&value) {
                named.push(value);
            }
        }
        if named.len() > LONGEST_LIST {
            if self.listed.contains(&named) {
                return self.shortened(&named);
            }
            self.listed.push(named.clone());
        }
        self.list(named)
    }

    /// One actor: a person, a medium by its name, a part of a society, a state or a body.
    fn one(&mut self, actor: &Actor, at_home: bool) -> Value {
        if let Some((index, person)) = self.persons.of(actor) {
            let first = self.introduced.insert(index);
            let role = actor.role.as_deref().filter(|_| first).and_then(|role| office(self.language, role));
            // An article in another language gives the office in its own words: told is the one that the others give.
            let role = role.and_then(|role| person.roles.iter().find(|own| **own == role).or(person.roles.first()));
            return self.person(person, role.map(String::as_str), self.placed.contains(&index));
        }
        if let (Some(Sector::Med), Some(name)) = (actor.sector, &actor.name) {
            return self.bare(name);
        }
        match actor.sector {
            Some(Sector::Gov) if at_home => self.part(&actor.code, Sector::Gov),
            None | Some(Sector::Gov | Sector::Igo) => self.code(&actor.code),
            // A group with a code of its own is no part of a society.
            Some(Sector::Ngo) if actor.code.contains(':') => self.code(&actor.code),
            Some(sector) => self.part(&actor.code, sector),
        }
    }

    /// A part of a society by the code of its state or body.
    fn part(&self, code: &str, sector: Sector) -> Value {
        let names = &self.language.names;
        if let Some(forms) = names.forms(&format!("{code} {sector}")) {
            return Value::from_forms(forms);
        }
        if let Some(adjective) = names.state(code).and_then(|s| s.adjective.as_deref())
            && let Some(forms) = names.forms(&format!("* {sector}"))
        {
            return Value::from_forms(forms).map(|form| form.replace("{adj}", adjective));
        }
        let whole = self.code(code);
        match names.forms(&format!("+ {sector}")) {
            Some(forms) => Value::from_forms(forms).map(|form| form.replace("{gen}", whole.case(Case::Genitive))),
            None => whole,
        }
    }

    /// A state or body by its code alone; a code that no table names stands for itself.
    pub(super) fn code(&self, code: &str) -> Value {
        let names = &self.language.names;
        if let Some(forms) = names.forms(code) {
            return Value::from_forms(forms);
        }
        let short = code.split_once(':').map_or(code, |(_, name)| name);
        let state = names.state(code).map(|state| state.name.as_str());
        self.bare(state.or(names.body(code)).unwrap_or(short))
    }

    /// The name of a state or body as a label: short and without an article, where there is such a name.
    pub(super) fn label(&self, code: &str) -> String {
        let names = &self.language.names;
        let short = names.state(code).map(|state| state.name.as_str()).or(names.body(code));
        short.map_or_else(|| capitalised(self.code(code).case(Case::Nominative)), str::to_owned)
    }

    /// A name without an article.
    fn bare(&self, name: &str) -> Value {
        let phrases = &self.language.phrases;
        let blocked = phrases.list("genitive.bare").any(|ending| name.to_lowercase().ends_with(ending));
        let key = if blocked { "genitive.of" } else { "genitive" };
        let genitive = say(phrases, key, Slots::default().text("A", name)).unwrap_or_else(|| name.to_owned());
        Value::new(false, |case| if case == Case::Genitive { genitive.clone() } else { name.to_owned() })
    }

    /// A person with an office, or with the bare name.
    fn person(&self, person: &Person, role: Option<&str>, placed: bool) -> Value {
        let phrases = &self.language.phrases;
        let with_office = role.and_then(|role| self.office(person, role, placed));
        let value = with_office.unwrap_or_else(|| Value::plain(&person.name));
        if value.case(Case::Genitive) != value.case(Case::Nominative) {
            return value;
        }
        let of = say(phrases, "genitive.of", Slots::default().set("A", value.clone()));
        Value::new(false, |case| match (case, &of) {
            (Case::Genitive, Some(of)) => of.clone(),
            _ => value.case(case).to_owned(),
        })
    }

    fn office(&self, person: &Person, role: &str, placed: bool) -> Option<Value> {
        let (phrases, names) = (&self.language.phrases, &self.language.names);
        let state = names.state(&person.code);
        let (kind, body) = person.code.split_once(':').unwrap_or(("", &person.code));
        let known = names.office(role).map(|(name, forms)| (Value::from_forms(forms), name, forms));
        let mut slots = Slots::default();
        slots.text("o", &person.name).text("r", role).set("s", self.code(&person.code));
        let once = |key: &str, slots: &Slots| say(phrases, key, slots).map(Value::plain);
        // A language that has no such pattern treats long offices like others.
        // What no table knows as an office ("Rivale"), and what a town has, is not that of a state.
        let local = phrases.list("role.local").any(|office| role.ends_with(office));
        let unknown = known.is_none() && phrases.get("person.m.nom").is_some();
        let long = match role {
            role if role.contains(' ') => Some("person.after"),
            role if role.contains('-') => Some("person.plain"),
            _ => (unknown || local || !placed).then_some("person.apart"),
        };
        if let Some(value) = long.and_then(|key| once(key, &slots)) {
            return Some(value);
        }
        if let Some(adjective) = state.and_then(|s| s.adjective.as_deref()) {
            slots.text("j", adjective);
        }
        // "IGO:EU" joins as "EU-…"; a group by its genitive.
        let prefix = state.and_then(|s| s.prefix.as_deref()).filter(|_| names.forms(&person.code).is_some());
        if let Some(prefix) = prefix.or((kind == "IGO").then_some(body)) {
            return once("person.prefix", slots.text("p", prefix));
        }
        let Some(state) = state else { return once("person.of", &slots) };
        let article = names.forms(&person.code);
        if article.is_none_or(|forms| matches!(forms.gender, Gender::Masculine | Gender::Neuter)) {
            return once("person.state", slots.set("s", self.bare(&state.name)));
        }
        let (office, name, forms) = known?;
        slots.set("r", office.map(|form| rejoined(&name, form)));
        let gender = if forms.gender == Gender::Feminine { "f" } else { "m" };
        cases(|case| say(phrases, &format!("person.{gender}.{case}"), &slots))
    }

    /// "A, B und C" in all cases.
    pub(super) fn list(&self, mut values: Vec<Value>) -> Option<Value> {
        let last = values.pop()?;
        let Some(head) = self.commas(&values) else { return Some(last) };
        Some(Value::new(true, |case| self.pair("list.and", head.case(case), last.case(case))))
    }

    fn commas(&self, values: &[Value]) -> Option<Value> {
        let joined = |a: Value, b: &Value| Value::new(true, |case| self.pair("list.comma", a.case(case), b.case(case)));
        let (first, rest) = values.split_first()?;
        Some(rest.iter().fold(first.clone(), joined))
    }

    fn pair(&self, key: &str, a: &str, b: &str) -> String {
        say(&self.language.phrases, key, Slots::default().text("a", a).text("b", b)).unwrap_or_default()
    }

    /// A long list that the reader knows: the first two, the last, and how many more.
    fn shortened(&self, values: &[Value]) -> Option<Value> {
        let phrases = &self.language.phrases;
        let (first, rest) = values.split_at_checked(2)?;
        let (last, between) = rest.split_last()?;
        let named: Vec<Value> = first.iter().chain([last]).cloned().collect();
        let number = phrases.word(&format!("number.{}", between.len()));
        let more = if number.is_empty() { between.len().to_string() } else { number.to_owned() };
        let head = self.commas(&named)?;
        let said = |case: &str| {
            let form = head.case(case.parse().unwrap_or_default());
            say(phrases, &format!("list.more.{case}"), Slots::default().text("a", form).text("n", &more))
        };
        cases(said).map(|value| Value { plural: true, ..value })
    }
}

/// A compound office with the ending of its last part: "Vizepräsident" and "Präsidenten" give "Vizepräsidenten".
fn rejoined(name: &str, form: &str) -> String {
    let shared = |len: usize| name.len().checked_sub(len).and_then(|at| name.get(at..));
    let stem = form.char_indices().map(|(at, c)| at + c.len_utf8()).rev();
    for len in stem {
        let head = form.get(..len).unwrap_or_default();
        if let Some(tail) = shared(len).filter(|tail| tail.to_lowercase() == head.to_lowercase()) {
            let front = name.get(..name.len() - tail.len()).unwrap_or_default();
            return format!("{front}{tail}{}", form.get(len..).unwrap_or_default());
        }
    }
    name.to_owned()
}

/// Each party once: where persons of a state act, the bare state beside them adds nothing.
fn distinct<'b>(actors: &'b [Actor], persons: &Persons) -> Vec<&'b Actor> {
    let mut kept: Vec<&Actor> = Vec::new();
    for actor in actors {
        let person = persons.of(actor).is_some();
        let covered = |other: &&Actor| other.key() == actor.key() && persons.of(other).is_some();
        let bare_again = |other: &&Actor| other.key() == actor.key() && persons.of(other).is_none();
        let medium = actor.sector == Some(Sector::Med) && actor.name.is_some();
        if !person && !medium && (actors.iter().any(|other| covered(&other)) || kept.iter().any(bare_again)) {
            continue;
        }
        kept.push(actor);
    }
    kept
}
