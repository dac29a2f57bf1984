//! Short entries on names that a reader may not know: persons and media with what the texts say of them.

use super::super::document::{Entry, Group, Statement};
use super::super::pattern::{Slots, say};
use super::super::persons::Person;
use super::super::teller::Teller;
use super::plain;
use crate::event::MentionRef;
use crate::mention::Sector;
use std::collections::BTreeMap;

const MOST_NAMES: usize = 24;
const MOST_ROLES: usize = 3;
const MOST_VARIANTS: usize = 2;

pub(in super::super) fn glossary(teller: &mut Teller<'_>) -> Vec<Group> {
    let mut entries: Vec<(usize, Entry)> = Vec::new();
    let known = teller.namer.persons;
    for person in known.all().iter().filter(|p| p.name.contains(' ')) {
        let statement = person_entry(teller, person);
        entries.extend(
            statement.map(|s| (person.mentions.len(), Entry { lead: Some(person.name.clone()), statements: vec![s] })),
        );
    }
    for ((name, code), places) in media(teller) {
        let statement = medium_entry(teller, &code, &places);
        entries.extend(statement.map(|s| (places.len(), Entry { lead: Some(name), statements: vec![s] })));
    }
    entries.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    entries.truncate(MOST_NAMES);
    entries.sort_by_key(|(_, entry)| entry.lead.clone());
    plain(entries.into_iter().map(|(_, entry)| entry).collect())
}

/// "Machthaber, Staatschef (Nordkorea); auch »Kim Jong-un« geschrieben."
fn person_entry(teller: &mut Teller<'_>, person: &Person) -> Option<Statement> {
    let mut slots = Slots::default();
    let joined = |words: &mut dyn Iterator<Item = String>| words.reduce(|a, b| teller.joined("list.comma", &a, &b));
    let roles = joined(&mut person.roles.iter().take(MOST_ROLES).cloned());
    let variants = joined(&mut person.variants.iter().take(MOST_VARIANTS).cloned());
    slots.text("r", roles.unwrap_or_default()).text("v", variants.unwrap_or_default());
    slots.text("L", teller.namer.label(&person.code));
    let text = say(teller.phrases(), "glossary.person", &slots)?;
    // The passage that gives the office says most.
    let with_role = |place: &&MentionRef| {
        let role = person.roles.first();
        let named = |a: &crate::mention::Actor| a.code == person.code && a.role.is_some() && role.is_some();
        teller.mention(**place).is_some_and(|m| m.actors.iter().chain(&m.recipients).chain(&m.said_by).any(named))
    };
    let introduced = |place: &&MentionRef| teller.introduces(**place, &person.code, &person.name);
    let mut places = person.mentions.iter().filter(introduced);
    let place = places.clone().find(with_role).or(places.next())?;
    Some(Statement { text, citations: teller.cite(*place).into_iter().collect(), events: Vec::new() })
}

fn medium_entry(teller: &mut Teller<'_>, code: &str, places: &[MentionRef]) -> Option<Statement> {
    let mut slots = Slots::default();
    slots.text("L", teller.namer.label(code));
    let text = say(teller.phrases(), "glossary.medium", &slots)?;
    Some(Statement { text, citations: teller.cite(*places.first()?).into_iter().collect(), events: Vec::new() })
}

/// Media that speak in the articles, by name and code.
fn media(teller: &Teller<'_>) -> BTreeMap<(String, String), Vec<MentionRef>> {
    let mut media: BTreeMap<(String, String), Vec<MentionRef>> = BTreeMap::new();
    for (article, coded) in teller.coded.iter().enumerate() {
        for (mention, told) in coded.mentions.iter().enumerate() {
            for actor in told.said_by.iter().chain(&told.actors).filter(|a| a.sector == Some(Sector::Med)) {
                if let Some(name) = &actor.name {
                    media.entry((name.clone(), actor.code.clone())).or_default().push(MentionRef { article, mention });
                }
            }
        }
    }
    media
}
