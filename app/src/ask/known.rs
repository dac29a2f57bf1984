//! Codes that a question names in; where nobody knows one, those that may be meant out.

use super::args::Misuse;
use crate::project::{Filter, Project, code_of};
use anyhow::bail;
use demarche::mention::Sector;
use demarche::resources::names::Names;
use std::collections::BTreeSet;

/// How alike a name must be to be named, from 0 to 1, and how many are named at most.
const NEAR: f64 = 0.8;
const MOST: usize = 5;

/// Refuses a code that neither the project nor a table of names has; of one that the project lacks it says so, as of
/// languages and outlets.
pub(crate) fn check(project: &Project, filter: &Filter) -> anyhow::Result<()> {
    for lang in &filter.langs {
        if !project.has_language(lang)? {
            eprintln!("demarche: note: no article of this project is in the language {lang}");
        }
    }
    for outlet in &filter.sources {
        if !project.has_outlet(outlet)? {
            eprintln!("demarche: note: no article of this project is of the outlet {outlet}");
        }
    }
    for code in filter.codes() {
        match look(project, code)? {
            Known::Here => {}
            Known::Elsewhere => eprintln!("demarche: note: no event of this project names {code}"),
            Known::Nowhere(near) => bail!(Misuse(refusal(code, &near))),
        }
    }
    Ok(())
}

/// The first code that is refused, with those that may be meant.
pub(crate) fn unknown<'c>(
    project: &Project,
    codes: impl Iterator<Item = &'c str>,
) -> anyhow::Result<Option<(&'c str, Vec<String>)>> {
    for code in codes {
        if let Known::Nowhere(near) = look(project, code)? {
            return Ok(Some((code, near)));
        }
    }
    Ok(None)
}

/// Why a code is refused.
fn refusal(code: &str, near: &[String]) -> String {
    match near {
        _ if code.trim().is_empty() => {
            "an actor is named by no code; give one such as PER, \"PER GOV\" or IGO:UN".to_owned()
        }
        [] => format!("there is no actor {code}; actors have codes such as PER, \"PER GOV\" or IGO:UN"),
        near => format!("there is no actor {code}; did you mean {}?", near.join(", ")),
    }
}

/// Who knows a code: the project, a table of names, or nobody, with those that may be meant.
enum Known {
    Here,
    Elsewhere,
    Nowhere(Vec<String>),
}

fn look(project: &Project, code: &str) -> anyhow::Result<Known> {
    if code.trim().is_empty() {
        return Ok(Known::Nowhere(Vec::new()));
    }
    if project.has_actor(code)? {
        return Ok(Known::Here);
    }
    let names = Names::embedded()?;
    let of_sector = code.split_once(' ').is_none_or(|(_, sector)| sector.parse::<Sector>().is_ok());
    if of_sector && names.iter().any(|names| names.name(code_of(code)).is_some()) {
        return Ok(Known::Elsewhere);
    }
    let wanted = code.to_lowercase();
    let mut known: BTreeSet<String> = project.actor_codes()?;
    let called = names.iter().flat_map(|names| names.called(&wanted).chain(names.holding(&wanted)));
    known.extend(called.map(str::to_owned));
    let near = alike(&wanted, named(&names, known.iter().map(String::as_str)));
    Ok(Known::Nowhere(near.into_iter().map(str::to_owned).collect()))
}

/// Codes, each with the names that it has.
pub(crate) fn named<'c>(
    names: &[Names],
    codes: impl Iterator<Item = &'c str>,
) -> impl Iterator<Item = (&'c str, Vec<String>)> {
    codes.map(|code| {
        let titles = names.iter().filter_map(|names| names.name(code)).map(str::to_owned);
        (code, titles.chain([code.to_owned()]).collect())
    })
}

/// Those, the nearest first, one of whose names holds what was wanted or is like it; in any case, with spaces for low lines.
/// Nothing is like no name at all.
pub(crate) fn alike<'c>(wanted: &str, named: impl Iterator<Item = (&'c str, Vec<String>)>) -> Vec<&'c str> {
    let wanted = plain(wanted);
    if wanted.is_empty() {
        return Vec::new();
    }
    // Of names that hold it that which holds little else is nearest.
    let of = |name: &String| {
        let name = plain(name);
        f64::from(name.contains(&wanted)) + strsim::jaro_winkler(&name, &wanted)
    };
    let mut near: Vec<(f64, &str)> =
        named.map(|(word, names)| (names.iter().map(of).fold(0.0, f64::max), word)).collect();
    near.retain(|(alike, _)| *alike >= NEAR);
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    near.into_iter().take(MOST).map(|(_, word)| word).collect()
}

/// A name as it is compared.
pub(crate) fn plain(name: &str) -> String {
    name.replace('_', " ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::alike;

    #[test]
    fn names_that_hold_the_word_come_before_those_like_it() {
        let named =
            [("PER", "Peru"), ("CHL", "Chile"), ("PRT", "Portugal"), ("GIB", "Guinea-Bissau"), ("GIN", "Guinea")];
        let of = |wanted: &str| alike(wanted, named.iter().map(|(c, n)| (*c, vec![(*n).to_owned(), (*c).to_owned()])));
        assert_eq!(of("guinea"), ["GIN", "GIB"]);
        assert_eq!(of("Cile"), ["CHL"]);
        assert_eq!(of("PRE"), ["PER", "PRT"]);
        assert!(of("Sudmark").is_empty() && of("").is_empty());
    }
}
