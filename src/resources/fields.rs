//! What others call the fields of their records and the languages of their texts, and what they write where they know
//! nothing, from `fields.tsv`, `languages.tsv` and `templates.tsv`.

use super::{Files, table};
use crate::error::LoadError;
use rustc_hash::FxHashMap;
use std::str::FromStr;

/// What a value of a record is used as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

/// The knowledge graph marks its columns with the version that brought them.
const VERSIONS: &[&str] = &["v21", "v2", "v15", "v1"];

/// The names of fields by their rank, of languages, and of nothing.
#[derive(Debug, Default)]
pub struct Fields {
    fields: Vec<(String, Use)>,
    ranks: FxHashMap<String, usize>,
    languages: FxHashMap<String, String>,
    /// What stands in properties that nobody has filled in.
    templates: Vec<(Use, String)>,
}

impl Fields {
    pub(super) fn load(world: &Files<'_>) -> Result<Self, LoadError> {
        let mut names = Self::default();
        let (file, text) = super::find("world", world, "fields.tsv")?;
        for row in table::rows(file, text, &["use", "names"])? {
            let row = row?;
            let kind = row.parse(0)?.ok_or_else(|| row.error("the use is missing"))?;
            for name in row.list(1) {
                if names.ranks.insert(name.to_owned(), names.fields.len()).is_some() {
                    return Err(row.error(format!("{name:?} stands twice")));
                }
                names.fields.push((name.to_owned(), kind));
            }
        }
        let (file, text) = super::find("world", world, "languages.tsv")?;
        for row in table::rows(file, text, &["code", "names"])? {
            let row = row?;
            for name in row.list(1) {
                if names.languages.insert(name.to_owned(), row.cell(0).to_owned()).is_some() {
                    return Err(row.error(format!("{name:?} stands twice")));
                }
            }
        }
        let (file, text) = super::find("world", world, "templates.tsv")?;
        for row in table::rows(file, text, &["use", "values"])? {
            let row = row?;
            let kind = row.parse(0)?.ok_or_else(|| row.error("the use is missing"))?;
            names.templates.extend(row.list(1).map(|value| (kind, value.to_owned())));
        }
        Ok(names)
    }

    /// What a field of that name is used as, with its rank among the names. Case and joints do not count.
    pub fn field(&self, name: &str) -> Option<(usize, Use)> {
        let plain: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        let bare = || VERSIONS.iter().find_map(|version| self.ranks.get(plain.strip_prefix(version)?));
        let rank = *self.ranks.get(&plain).or_else(bare)?;
        self.fields.get(rank).map(|(_, kind)| (rank, *kind))
    }

    /// Whether a field of that name holds the text of an article, or its page.
    pub fn is_text(&self, name: &str) -> bool {
        self.field(name).is_some_and(|(_, kind)| matches!(kind, Use::Text | Use::Html))
    }

    /// The names that a field with the text of an article may bear, the most trusted first.
    pub fn names_of_text(&self) -> impl Iterator<Item = &str> {
        let of = |wanted: Use| self.fields.iter().filter(move |(_, kind)| *kind == wanted);
        of(Use::Text).chain(of(Use::Html)).map(|(name, _)| name.as_str())
    }

    /// The code of the language that others call so.
    pub fn language(&self, name: &str) -> Option<&str> {
        self.languages.get(name.trim().to_lowercase().as_str()).map(String::as_str)
    }

    /// Whether a property of a document holds what its program writes where nobody has filled it in.
    pub fn is_of_template(&self, kind: Use, value: &str) -> bool {
        let value = value.trim().to_lowercase();
        let fits = |template: &str| match template.strip_suffix('*') {
            Some(begin) => value.starts_with(begin),
            None => value == template,
        };
        self.templates.iter().any(|(of, template)| *of == kind && fits(template))
    }
}
