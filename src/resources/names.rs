//! Names of actors as a sentence needs them: `states.tsv` (name, adjective, prefix), `bodies.tsv` (names of bodies and
//! groups) and `forms.tsv` (names that take an article or inflect, parts of a society, offices) become lookups by code.

use super::table;
use crate::error::LoadError;
use crate::mention::Sector;
use std::collections::BTreeMap;
use std::str::FromStr;

/// The four cases in which a name can stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Case {
    #[default]
    Nominative,
    Genitive,
    Dative,
    Accusative,
}

impl Case {
    pub const ALL: [Case; 4] = [Case::Nominative, Case::Genitive, Case::Dative, Case::Accusative];
}

impl FromStr for Case {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "nom" => Ok(Case::Nominative),
            "gen" => Ok(Case::Genitive),
            "dat" => Ok(Case::Dative),
            "acc" => Ok(Case::Accusative),
            _ => Err(format!("{text:?} is no case; write nom, gen, dat or acc")),
        }
    }
}

/// What a verb or an adjective must agree with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    Masculine,
    Feminine,
    Neuter,
    Plural,
}

impl FromStr for Gender {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "m" => Ok(Gender::Masculine),
            "f" => Ok(Gender::Feminine),
            "n" => Ok(Gender::Neuter),
            "pl" => Ok(Gender::Plural),
            _ => Err(format!("{text:?} is no gender; write m, f, n or pl")),
        }
    }
}

/// A name with its article in all cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forms {
    cases: [String; 4],
    pub gender: Gender,
}

impl Forms {
    pub fn case(&self, case: Case) -> &str {
        Case::ALL.iter().zip(&self.cases).find(|(c, _)| **c == case).map_or("", |(_, form)| form)
    }
}

/// A state as a sentence names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateName {
    pub name: String,
    /// Stem without ending, to which patterns add one.
    pub adjective: Option<String>,
    pub capital: Option<String>,
    /// Names that inflect, without their endings.
    pub inflected: Vec<String>,
    /// Short form that stands before a hyphen.
    pub prefix: Option<String>,
}

/// Letters of an ending.
const ENDING: usize = 2;

/// Display names by code.
#[derive(Debug, Default)]
pub struct Names {
    states: BTreeMap<String, StateName>,
    /// All names of a body, in small letters where they are sought; the first that does not inflect is the one shown.
    bodies: BTreeMap<String, (String, Vec<String>)>,
    /// All names of bodies and of their parts, by code and in small letters.
    parts: BTreeMap<String, Vec<String>>,
    forms: BTreeMap<String, Forms>,
}

impl Names {
    pub(super) fn load(states: (&str, &str), bodies: (&str, &str), forms: (&str, &str)) -> Result<Self, LoadError> {
        let parts = load_parts(bodies)?;
        Ok(Self { states: load_states(states)?, bodies: load_bodies(bodies)?, parts, forms: load_forms(forms)? })
    }

    pub fn state(&self, code: &str) -> Option<&StateName> {
        self.states.get(code)
    }

    /// The capitals, each with the code of its state.
    pub fn capitals(&self) -> impl Iterator<Item = (&str, &str)> {
        self.states.iter().filter_map(|(code, state)| Some((code.as_str(), state.capital.as_deref()?)))
    }

    /// Whether a state is called so, also without the ending of its name.
    pub fn is_state(&self, code: &str, name: &str) -> bool {
        self.state(code).is_some_and(|state| state.name == name || state.inflected.iter().any(|stem| stem == name))
    }

    /// Those of every built language.
    pub fn embedded() -> Result<Vec<Self>, LoadError> {
        super::LANGUAGES.iter().map(|(code, files, _)| Self::of(code, files)).collect()
    }

    pub(super) fn of(code: &str, files: &super::Files<'_>) -> Result<Self, LoadError> {
        let folder = format!("lang/{code}");
        let [states, bodies, forms] =
            ["states.tsv", "bodies.tsv", "forms.tsv"].map(|name| super::find(&folder, files, name));
        Self::load(states?, bodies?, forms?)
    }

    /// The name of a state or body.
    pub fn name(&self, code: &str) -> Option<&str> {
        self.state(code).map(|state| state.name.as_str()).or(self.body(code))
    }

    /// The codes of the states and bodies that are called so or have this code, in small letters.
    pub fn called(&self, name: &str) -> impl Iterator<Item = &str> {
        let codes = self.states.keys().chain(self.bodies.keys()).map(String::as_str);
        codes.filter(move |code| code.to_lowercase() == name || self.is_called(code, name))
    }

    /// The codes of the states in whose names these words stand, in small letters.
    pub fn holding(&self, words: &str) -> impl Iterator<Item = &str> {
        let words = format!(" {words} ");
        let holds = move |name: &str| format!(" {} ", name.to_lowercase()).contains(&words);
        self.states.iter().filter(move |(_, state)| holds(&state.name)).map(|(code, _)| code.as_str())
    }

    /// Whether a state or body is called so, in small letters.
    pub fn is_called(&self, code: &str, name: &str) -> bool {
        self.name(code).is_some_and(|known| known.to_lowercase() == name)
    }

    /// Whether words of an article are a name of the body itself, whatever their endings.
    pub fn is_body(&self, code: &str, words: &str) -> bool {
        let words = words.to_lowercase();
        self.bodies.get(code).is_some_and(|(_, names)| names.iter().any(|name| inflects(name, &words)))
    }

    /// Whether words are a name of a body or of a part of a state or body, whatever their endings.
    pub fn is_part(&self, code: &str, words: &str) -> bool {
        let words = words.to_lowercase();
        self.parts.get(code).is_some_and(|names| names.iter().any(|name| inflects(name, &words)))
    }

    /// The first name of a body or group that has a code of its own.
    pub fn body(&self, code: &str) -> Option<&str> {
        self.bodies.get(code).map(|(name, _)| name.as_str())
    }

    /// The row of `forms.tsv` with this key: a code, a code with its sector, `* SECTOR`, `+ SECTOR`.
    pub fn forms(&self, key: &str) -> Option<&Forms> {
        self.forms.get(key)
    }

    /// The office that a word of a text is a form of; compounds go by their last part, longest first.
    pub fn office(&self, word: &str) -> Option<(String, &Forms)> {
        let lower = word.to_lowercase();
        let rows = self.forms.iter().filter_map(|(key, forms)| Some((key.strip_prefix("role ")?, forms)));
        let fits = rows.flat_map(|(base, forms)| forms.cases.iter().map(move |form| (base, form, forms)));
        let best =
            fits.filter(|(_, form, _)| lower.ends_with(&form.to_lowercase())).max_by_key(|(_, form, _)| form.len());
        let (base, form, forms) = best?;
        let head = word.get(..word.len().checked_sub(form.len())?)?;
        let tail = if head.is_empty() || head.ends_with('-') { base.to_owned() } else { base.to_lowercase() };
        Some((format!("{head}{tail}"), forms))
    }
}

fn load_states((file, text): (&str, &str)) -> Result<BTreeMap<String, StateName>, LoadError> {
    let columns = ["code", "names", "adjectives", "demonyms", "capital", "seats", "prefixes"];
    let mut states = BTreeMap::new();
    for row in table::rows(file, text, &columns)? {
        let row = row?;
        // A name with `~` inflects: `forms.tsv` says how; here the first plain name serves.
        let name = row.list(1).find(|n| !n.contains('~')).or(row.list(1).next());
        let name = name.ok_or_else(|| row.error("a state needs a name"))?.replace('~', "");
        let plain = |a: &&str| a.chars().all(char::is_lowercase);
        let adjective = row.list(2).find(plain).or(row.list(2).next()).map(str::to_owned);
        let capital = row.list(4).next().map(|capital| capital.replace('~', ""));
        let inflected = row.list(1).filter(|n| n.contains('~')).map(|n| n.replace('~', "")).collect();
        let state = StateName { name, adjective, capital, inflected, prefix: row.list(6).next().map(str::to_owned) };
        if states.insert(row.cell(0).to_owned(), state).is_some() {
            return Err(row.error(format!("the code {:?} stands twice", row.cell(0))));
        }
    }
    Ok(states)
}

/// Whether words are a name whose `~` stand for endings.
fn inflects(name: &str, words: &str) -> bool {
    let mut parts = name.split('~');
    let Some(mut rest) = parts.next().and_then(|head| words.strip_prefix(head)) else { return false };
    for part in parts {
        let ending = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let Some(after) = rest.get(ending..).filter(|_| ending <= ENDING).and_then(|rest| rest.strip_prefix(part))
        else {
            return false;
        };
        rest = after;
    }
    rest.is_empty()
}

fn load_bodies((file, text): (&str, &str)) -> Result<BTreeMap<String, (String, Vec<String>)>, LoadError> {
    let mut bodies = BTreeMap::new();
    for row in table::rows(file, text, &["code", "sector", "names", "kind"])? {
        let row = row?;
        let name = row.list(2).find(|n| !n.contains('~'));
        // What a body is a part of is told by a sector; an organisation of citizens is no part.
        let whole = row.parse(1)?.is_none_or(|sector: Sector| sector == Sector::Ngo);
        if let Some(name) = name.filter(|_| row.cell(0).contains(':') && whole) {
            let names = || row.list(2).map(str::to_lowercase).collect();
            let _ = bodies.entry(row.cell(0).to_owned()).or_insert_with(|| (name.to_owned(), names()));
        }
    }
    Ok(bodies)
}

fn load_parts((file, text): (&str, &str)) -> Result<BTreeMap<String, Vec<String>>, LoadError> {
    let mut parts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in table::rows(file, text, &["code", "sector", "names", "kind"])? {
        let row = row?;
        parts.entry(row.cell(0).to_owned()).or_default().extend(row.list(2).map(str::to_lowercase));
    }
    Ok(parts)
}

fn load_forms((file, text): (&str, &str)) -> Result<BTreeMap<String, Forms>, LoadError> {
    let columns = ["code", "nominative", "genitive", "dative", "accusative", "gender"];
    let mut forms = BTreeMap::new();
    for row in table::rows(file, text, &columns)? {
        let row = row?;
        let cases = [1, 2, 3, 4].map(|column| row.cell(column).to_owned());
        let gender = row.parse(5)?.ok_or_else(|| row.error("a name needs a gender or `pl`"))?;
        if forms.insert(row.cell(0).to_owned(), Forms { cases, gender }).is_some() {
            return Err(row.error(format!("the code {:?} stands twice", row.cell(0))));
        }
    }
    Ok(forms)
}
