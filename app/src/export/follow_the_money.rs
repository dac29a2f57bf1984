//! Events, articles and who takes part, as FollowTheMoney entities, one a line. An event is a node; the parties are
//! entities of their own, joined by property.

use super::countries::{country, name};
use super::items::each;
use crate::project::{Filter, Project};
use demarche::mention::Actor;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

pub(super) fn write(project: &Project, filter: &Filter, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut parties: BTreeMap<String, Value> = BTreeMap::new();
    let mut articles: BTreeSet<String> = BTreeSet::new();
    each(project, filter, |item| {
        let e = &item.kept.event;
        let mut involved = Vec::new();
        for actor in e.actors.iter().chain(&e.recipients) {
            let (id, entity) = party(actor);
            involved.push(id.clone());
            parties.entry(id).or_insert(entity);
        }
        involved.sort_unstable();
        involved.dedup();
        for (_, q) in &item.quotes {
            if articles.insert(q.doc.clone()) {
                let properties = clean(json!({
                    "title": [q.title], "publishedAt": [q.published], "sourceUrl": [q.url], "language": [three(&q.mention.lang)],
                    "publisher": [q.source], "fileName": [q.doc],
                }));
                writeln!(out, "{}", json!({ "id": article(&q.doc), "schema": "Article", "properties": properties }))?;
            }
        }
        let countries: BTreeSet<&str> =
            e.place.iter().filter_map(|p| country(p.country.as_deref()?)).map(|c| c.iso2).collect();
        let proof: Vec<String> = item.docs().iter().map(|doc| article(doc)).collect();
        let properties = clean(json!({
            "name": [item.title()],
            "startDate": [item.day().map(|d| d.to_string())],
            "endDate": [e.time.map(|t| t.end.to_string())],
            "location": [e.place.as_ref().map(|p| &p.name)],
            "country": countries.iter().map(|c| c.to_lowercase()).collect::<Vec<_>>(),
            "involved": involved,
            "summary": item.quotes.iter().take(3).map(|(_, q)| &q.sentence).collect::<Vec<_>>(),
            "sourceUrl": item.quotes.iter().filter_map(|(_, q)| q.url.as_ref()).collect::<BTreeSet<_>>(),
            "recordId": [e.id],
            "proof": proof,
        }));
        writeln!(out, "{}", json!({ "id": format!("event-{}", e.id), "schema": "Event", "properties": properties }))?;
        Ok(())
    })?;
    for entity in parties.values() {
        writeln!(out, "{entity}")?;
    }
    Ok(())
}

fn article(doc: &str) -> String {
    format!("article-{}", plain(doc))
}

/// A person where one is named, else the body that acts for the country.
fn party(actor: &Actor) -> (String, Value) {
    let country: Vec<String> = country(&actor.code).iter().map(|c| c.iso2.to_lowercase()).collect();
    let (schema, told) = match (&actor.name, actor.sector) {
        (Some(person), Some(_)) => ("Person", person.clone()),
        (Some(body), None) => ("Organization", body.clone()),
        (None, Some(sector)) => ("Organization", format!("{} {sector}", name(&actor.code))),
        (None, None) if actor.code.contains(':') => ("Organization", actor.code.clone()),
        (None, None) => ("PublicBody", name(&actor.code)),
    };
    let id = plain(&format!("{} {told}", actor.key()).to_lowercase());
    let place = if schema == "Person" { "nationality" } else { "country" };
    let position = if schema == "Person" { json!([actor.role]) } else { json!([]) };
    let properties = clean(json!({ "name": [told], place: country, "position": position }));
    (id.clone(), json!({ "id": id, "schema": schema, "properties": properties }))
}

/// As an id may be written: in letters without marks, all else by number, so that no two names fall together.
fn plain(text: &str) -> String {
    let letter = |c: char| match c {
        ' ' | ':' | '-' => "-".to_owned(),
        _ if c.is_ascii_alphanumeric() => c.to_string(),
        _ => format!(".{:x}.", u32::from(c)),
    };
    let id: String = text.chars().map(letter).collect();
    id.trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_owned()
}

/// FollowTheMoney has languages of three letters.
fn three(code: &str) -> &str {
    match code {
        "de" => "deu",
        "en" => "eng",
        "fr" => "fra",
        "es" => "spa",
        "it" => "ita",
        "ru" => "rus",
        "uk" => "ukr",
        other => other,
    }
}

/// Without properties that hold nothing, each value once.
fn clean(properties: Value) -> Value {
    let Value::Object(map) = properties else { return properties };
    let kept = map.into_iter().filter_map(|(name, value)| {
        let mut values: Vec<Value> = Vec::new();
        for one in value.as_array()?.iter().filter(|v| v.as_str().is_some_and(|text| !text.is_empty())) {
            if !values.contains(one) {
                values.push(one.clone());
            }
        }
        (!values.is_empty()).then_some((name, Value::Array(values)))
    });
    Value::Object(kept.collect())
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn an_id_is_of_plain_letters_and_no_other_names_have_it() {
        assert_eq!(plain("deu gov gerhard schröder"), "deu-gov-gerhard-schr.f6.der");
        assert_eq!(plain("igo:eu rené"), "igo-eu-ren.e9");
        assert_ne!(plain("a_b"), plain("a.b"));
    }
}
