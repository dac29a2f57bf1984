//! Nouns that point back at an actor: "beide Länder", "das Land", "die andere Seite", "die Organisation", "die Kanzlerin".

use super::lexicon::Lexicon;
use super::symbol::Symbol;
use super::table;
use crate::error::LoadError;
use rustc_hash::{FxHashMap, FxHashSet};

/// What a describing noun can point at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Country,
    Side,
    Person,
    /// Fighters of no state.
    Fighters,
    /// A body of several states, or of none.
    Body,
    Company,
    /// Several together that no code stands for: "the Gulf states", "the international community".
    Several,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Description {
    pub kind: Kind,
    /// Somebody else than he whose the noun says it is: "his guest", "its neighbour".
    pub other: bool,
}

#[derive(Debug, Default)]
pub struct Descriptions {
    nouns: FxHashMap<Symbol, Description>,
    /// Two words in lower case, the second of them the head: "militant group".
    pairs: FxHashMap<Box<str>, Description>,
    /// The heads of these.
    heads: FxHashSet<Box<str>>,
    /// Nouns of office with the role in which the table of persons has those who hold it.
    holders: FxHashMap<Box<str>, Box<str>>,
    /// Nouns of office that only these states have: "Kremlchef".
    states: FxHashMap<Box<str>, Box<[Box<str>]>>,
    /// Nouns for a half of a divided country with its code and that of the other half: "der Norden".
    halves: FxHashMap<Symbol, Vec<[Box<str>; 2]>>,
}

impl Descriptions {
    pub(super) fn load((file, text): (&str, &str), lexicon: &mut Lexicon) -> Result<Self, LoadError> {
        let mut descriptions = Self::default();
        for row in table::rows(file, text, &["noun", "kind", "which"])? {
            let row = row?;
            let which = row.cell(2);
            let kind = match row.cell(1) {
                "country" => Kind::Country,
                "side" => Kind::Side,
                "person" => Kind::Person,
                "fighters" => Kind::Fighters,
                "body" => Kind::Body,
                "company" => Kind::Company,
                "several" => Kind::Several,
                "holder" => {
                    let _ = descriptions.holders.insert(row.cell(0).to_lowercase().into(), which.into());
                    continue;
                }
                "office" => {
                    let states: Box<[Box<str>]> = row.list(2).map(Box::from).collect();
                    if states.is_empty() || states.iter().any(|s| s.len() != 3) {
                        return Err(row.error("an office needs the codes of the states that have it"));
                    }
                    if descriptions.states.insert(row.cell(0).to_lowercase().into(), states).is_some() {
                        return Err(row.error("the office stands twice"));
                    }
                    continue;
                }
                "half" => {
                    let states: Vec<Box<str>> = row.list(2).map(Box::from).collect();
                    let halves = <[Box<str>; 2]>::try_from(states)
                        .map_err(|_| row.error("a half needs its code and that of the other half"))?;
                    descriptions.halves.entry(symbol_of(row.cell(0), lexicon)).or_default().push(halves);
                    continue;
                }
                other => return Err(row.error(format!("{other:?} is no kind of description"))),
            };
            let description = Description { kind, other: which == OTHER };
            if let Some((_, head)) = row.cell(0).rsplit_once(' ') {
                descriptions.heads.insert(head.to_lowercase().into());
                descriptions.pairs.insert(row.cell(0).to_lowercase().into(), description);
                continue;
            }
            let _ = descriptions.nouns.insert(symbol_of(row.cell(0), lexicon), description);
        }
        Ok(descriptions)
    }

    pub fn of(&self, noun: Symbol) -> Option<Description> {
        self.nouns.get(&noun).copied()
    }

    /// What a noun means with the word right before it, both in lower case.
    pub fn of_pair(&self, before: &str, noun: &str) -> Option<Description> {
        let pair = self.heads.contains(noun).then(|| format!("{before} {noun}"))?;
        self.pairs.get(pair.as_str()).copied()
    }

    /// Codes of a half of a divided country that the noun may mean, each with that of the other half.
    pub fn halves(&self, noun: Symbol) -> &[[Box<str>; 2]] {
        self.halves.get(&noun).map_or(&[], |halves| halves)
    }

    /// The role of those who hold an office, by its noun in lower case.
    pub fn role(&self, noun: &str) -> Option<&str> {
        self.holders.get(noun).map(|r| &**r)
    }

    /// The states that have an office, by its noun in lower case; none where any may have it.
    pub fn states(&self, noun: &str) -> &[Box<str>] {
        self.states.get(noun).map_or(&[], |states| states)
    }
}

/// The noun as the lexicon has it, or as it stands in the table.
fn symbol_of(noun: &str, lexicon: &mut Lexicon) -> Symbol {
    let head = lexicon.noun(noun).filter(|n| n.first == 0).map(|n| n.head);
    head.unwrap_or_else(|| lexicon.symbols.intern(noun))
}

/// Marks nouns that name somebody by whom he stands beside.
const OTHER: &str = "other";
