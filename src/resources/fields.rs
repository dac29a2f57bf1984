//! What others call the fields of their records, the languages of their texts and the zones of their times, and what they
//! write where they know nothing, from `fields.tsv`, `languages.tsv`, `clock.tsv` and `templates.tsv`.

use super::table;
use crate::error::LoadError;
use rustc_hash::{FxHashMap, FxHashSet};
use std::str::FromStr;
use std::sync::LazyLock;

/// What a value of a record is used as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    Id,
    Title,
    Text,
    /// A page that holds the text.
    Html,
    Published,
    Updated,
    Lang,
    Url,
    Source,
    Agency,
    Authors,
    Tags,
}

impl FromStr for Use {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match text {
            "id" => Self::Id,
            "title" => Self::Title,
            "text" => Self::Text,
            "html" => Self::Html,
            "published" => Self::Published,
            "updated" => Self::Updated,
            "lang" => Self::Lang,
            "url" => Self::Url,
            "source" => Self::Source,
            "agency" => Self::Agency,
            "authors" => Self::Authors,
            "tags" => Self::Tags,
            _ => return Err(format!("{text:?} is no use of a field")),
        })
    }
}

/// The names of fields by their rank, and of languages by their name.
#[derive(Debug, Default)]
struct Names {
    fields: Vec<(&'static str, Use)>,
    ranks: FxHashMap<&'static str, usize>,
    languages: FxHashMap<&'static str, &'static str>,
    /// What stands in properties that nobody has filled in.
    templates: FxHashSet<&'static str>,
    /// Minutes, by what stands behind a time of day.
    clock: FxHashMap<(Clock, &'static str), i32>,
}

/// What stands around a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Clock {
    Half,
    Zone,
    /// Tells that the number before it is an hour.
    Hour,
    /// Leads from a date to its time.
    Before,
}

impl FromStr for Clock {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "half" => Ok(Self::Half),
            "zone" => Ok(Self::Zone),
            "hour" => Ok(Self::Hour),
            "before" => Ok(Self::Before),
            _ => Err(format!("{text:?} is no kind; write half, zone, hour or before")),
        }
    }
}

/// Rooms that read records have no resources at hand, and these names depend on none.
static NAMES: LazyLock<Result<Names, LoadError>> = LazyLock::new(Names::load);

impl Names {
    fn load() -> Result<Self, LoadError> {
        let mut names = Self::default();
        let (file, text) = super::find("world", super::WORLD, "fields.tsv")?;
        for row in table::rows(file, text, &["use", "names"])? {
            let row = row?;
            let kind = row.parse(0)?.ok_or_else(|| row.error("the use is missing"))?;
            for name in row.list(1) {
                if names.ranks.insert(name, names.fields.len()).is_some() {
                    return Err(row.error(format!("{name:?} stands twice")));
                }
                names.fields.push((name, kind));
            }
        }
        let (file, text) = super::find("world", super::WORLD, "languages.tsv")?;
        for row in table::rows(file, text, &["code", "names"])? {
            let row = row?;
            for name in row.list(1) {
                if names.languages.insert(name, row.cell(0)).is_some() {
                    return Err(row.error(format!("{name:?} stands twice")));
                }
            }
        }
        let (file, text) = super::find("world", super::WORLD, "templates.tsv")?;
        for row in table::rows(file, text, &["property", "values"])? {
            names.templates.extend(row?.list(1));
        }
        let (file, text) = super::find("world", super::WORLD, "clock.tsv")?;
        for row in table::rows(file, text, &["kind", "value", "names"])? {
            let row = row?;
            let kind: Clock = row.parse(0)?.ok_or_else(|| row.error("the kind is missing"))?;
            let minutes = row.parse(1)?.ok_or_else(|| row.error("the value is missing"))?;
            for name in row.list(2) {
                if names.clock.insert((kind, name), minutes).is_some() {
                    return Err(row.error(format!("{name:?} stands twice")));
                }
            }
        }
        Ok(names)
    }
}

/// What is wrong with the tables, if anything is.
pub(super) fn check() -> Result<(), LoadError> {
    NAMES.as_ref().map(|_| ()).map_err(Clone::clone)
}

/// What a field of that name is used as, with its rank among the names. Case and joints do not count.
pub fn field(name: &str) -> Option<(usize, Use)> {
    let names = NAMES.as_ref().ok()?;
    let rank = *names.ranks.get(plain(name).as_str())?;
    names.fields.get(rank).map(|(_, kind)| (rank, *kind))
}

/// A name without its joints, in lower case.
pub fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The names of fields that are used so, the most trusted first.
pub fn names_of(wanted: Use) -> impl Iterator<Item = &'static str> {
    let fields = NAMES.as_ref().map_or(&[] as &[_], |names| names.fields.as_slice());
    fields.iter().filter(move |(_, kind)| *kind == wanted).map(|(name, _)| *name)
}

/// The code of the language that others call so.
pub fn language(name: &str) -> Option<&'static str> {
    NAMES.as_ref().ok()?.languages.get(name.trim().to_lowercase().as_str()).copied()
}

/// Whether a property of a document holds what its program writes where nobody has filled it in.
pub fn is_of_template(value: &str) -> bool {
    let value = value.trim().to_lowercase();
    NAMES.as_ref().is_ok_and(|names| names.templates.contains(value.as_str()))
}

/// The minutes of a half of the day or of a zone.
pub fn minutes(kind: Clock, name: &str) -> Option<i32> {
    let name = name.to_lowercase();
    NAMES.as_ref().ok()?.clock.get(&(kind, name.as_str())).copied()
}
