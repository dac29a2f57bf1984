//! The one box of search in, words and conditions out.
//!
//! `sanctions "heavy water" actor:IRN type:REJECT status:denied said:RUS from:2024-01-01 to:2024-03-31 lang:de source:X -oil`:
//! words must all be there, words in quotation marks side by side, `word*` begins a word, `-word` is not there, `OR` stands
//! between alternatives. `meaning:"weapons for a neighbour"` finds sentences on the matter in whatever words and language.

use super::args::{in_order, kind, status};
use crate::project::{Filter, Sought};
use anyhow::{Context, anyhow, bail};
use demarche::normal::normal;
use std::error::Error;
use std::fmt;

/// What stands before a colon.
const FIELDS: [&str; 9] = ["meaning", "actor", "said", "type", "status", "from", "to", "lang", "source"];

/// A part of the question that nobody understands.
#[derive(Debug)]
pub(crate) struct Misread {
    pub(crate) part: String,
    why: String,
}

impl fmt::Display for Misread {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.why)
    }
}

impl Error for Misread {}

fn misread(part: &str, why: &anyhow::Error) -> Misread {
    Misread { part: part.to_owned(), why: format!("{why:#}") }
}

pub(crate) fn read(text: &str, filter: Filter) -> anyhow::Result<Sought> {
    let mut sought = Sought { filter, ..Sought::default() };
    let (mut wanted, mut unwanted, mut narrowed) = (Vec::new(), Vec::new(), false);
    for part in parts(&normal(text)) {
        match part.split_once(':') {
            Some((field, value)) if !part.starts_with('"') && (!value.is_empty() || FIELDS.contains(&field)) => {
                condition(&mut sought, field, value).map_err(|why| misread(&part, &why))?;
                narrowed = true;
            }
            _ if part == "OR" => wanted.push(part),
            _ => match part.strip_prefix('-') {
                Some(word) if !word.is_empty() => unwanted.extend(quoted(word)),
                _ => wanted.extend(quoted(&part)),
            },
        }
    }
    if joined(&wanted).is_empty() && unwanted.is_empty() && !narrowed && !text.trim().is_empty() {
        return Err(misread(text, &anyhow!("there is no word in it to look for")).into());
    }
    in_order(sought.filter.from, sought.filter.to).map_err(|why| misread(text, &why))?;
    // Passages are found, and shown with what they say themselves.
    sought.filter.told_as = std::mem::take(&mut sought.filter.statuses);
    sought.words = joined(&wanted);
    if !unwanted.is_empty() {
        let unwanted = unwanted.join(" OR ");
        if !sought.words.is_empty() {
            sought.words = format!("({}) NOT ({unwanted})", sought.words);
        } else if sought.asks_for_something() {
            sought.unwanted = unwanted;
        } else {
            let why = anyhow!("give a word or a condition to look for beside the words that must not be there");
            return Err(misread(text, &why).into());
        }
    }
    Ok(sought)
}

/// Words, and what stands in quotation marks as one; a field's value may be quoted too.
fn parts(text: &str) -> Vec<String> {
    let (mut parts, mut part, mut within) = (Vec::new(), String::new(), false);
    for c in text.chars() {
        match c {
            '"' | '„' | '“' | '”' => {
                within = !within;
                part.push('"');
            }
            c if c.is_whitespace() && !within => parts.extend(Some(std::mem::take(&mut part))),
            c => part.push(c),
        }
    }
    parts.push(part);
    parts.retain(|part| !part.is_empty());
    parts
}

fn condition(sought: &mut Sought, field: &str, value: &str) -> anyhow::Result<()> {
    let value = value.trim_matches('"').trim();
    if value.is_empty() && FIELDS.contains(&field) {
        bail!("{field}: is empty; write what it asks for right behind the colon");
    }
    let day = || value.parse().with_context(|| format!("{field}: wants a day as YYYY-MM-DD"));
    let refused = |fault: String| anyhow!("{field}:{value}: {fault}");
    let filter = &mut sought.filter;
    match field {
        "meaning" => sought.meaning = value.to_owned(),
        "actor" => filter.actors.push(value.to_uppercase()),
        "said" => sought.said_by.push(value.to_uppercase()),
        "type" => filter.types.push(kind(value).map_err(refused)?),
        "status" => filter.statuses.push(status(value).map_err(refused)?),
        "from" => filter.from = Some(day()?),
        "to" => filter.to = Some(day()?),
        "lang" => filter.langs.push(value.to_owned()),
        "source" => filter.sources.push(value.to_owned()),
        other => bail!("there is no field {other:?}; there are {}", FIELDS.join(", ")),
    }
    Ok(())
}

/// A word or phrase as FTS5 takes it: quoted, so that no sign in it means anything.
fn quoted(part: &str) -> Option<String> {
    let begins = part.ends_with('*');
    let plain = part.replace(['"', '*'], " ");
    let plain = plain.trim();
    plain.chars().any(char::is_alphanumeric).then(|| format!("\"{plain}\"{}", if begins { " *" } else { "" }))
}

/// Side by side means all of them.
fn joined(words: &[String]) -> String {
    let groups = words.split(|word| word == "OR").filter(|group| !group.is_empty());
    let groups: Vec<String> = groups.map(|group| group.join(" AND ")).collect();
    if groups.len() > 1 {
        groups.iter().map(|g| format!("({g})")).collect::<Vec<_>>().join(" OR ")
    } else {
        groups.concat()
    }
}

#[cfg(test)]
mod tests {
    use super::{Filter, read};

    #[test]
    fn words_phrases_beginnings_and_exclusions_are_told_apart() {
        let words = |text: &str| read(text, Filter::default()).map(|s| s.words).unwrap_or_default();
        assert_eq!(words("iran „schweres Wasser“"), "\"iran\" AND \"schweres Wasser\"");
        assert_eq!(words("a b OR c -d*"), "((\"a\" AND \"b\") OR (\"c\")) NOT (\"d\" *)");
        assert_eq!(words("x* AND(\"y"), "\"x\" * AND \"AND( y\"");
        assert_eq!(words("  "), "");
        assert!(["-x", "((((", "\"", "- &", "OR"].into_iter().all(|text| read(text, Filter::default()).is_err()));
        let unwanted = |text: &str| read(text, Filter::default()).map(|s| (s.words, s.unwanted)).unwrap_or_default();
        assert_eq!(unwanted("actor:IRN -a -b*"), (String::new(), "\"a\" OR \"b\" *".to_owned()));
        assert_eq!(words("iran:"), "\"iran:\"");
        for refused in ["colour:red", "type:", "x actor:\"\""] {
            assert!(read(refused, Filter::default()).is_err(), "{refused}");
        }
    }

    #[test]
    fn fields_narrow_the_filter() {
        let sought = read("öl actor:\"per gov\" type:reject from:2024-01-02", Filter::default()).unwrap_or_default();
        assert_eq!((sought.words.as_str(), sought.filter.actors), ("\"öl\"", vec!["PER GOV".to_owned()]));
        assert_eq!(sought.filter.from.map(|d| d.to_string()).as_deref(), Some("2024-01-02"));
    }
}
