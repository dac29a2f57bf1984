//! Events in the columns of GDELT 2.0 (61 and 16), ICEWS (20) and POLECAT (40), separated by tabs.
//!
//! What these sets know and demarche does not (tone, districts, Wikipedia ids) stays empty, or `None` where the format
//! writes it. `GoldsteinScale` and `Intensity` hold the scores of PLOVER, which have the same range.

use super::countries::{country, name};
use super::items::{Item, each, numeric};
use crate::project::{Filter, Project, Quote};
use demarche::Resources;
use demarche::event::MentionRef;
use demarche::mention::{Actor, Quad};
use demarche::records::offsets::Offsets;
use jiff::civil::Date;
use std::io::Write;

fn line(out: &mut dyn Write, cells: &[String]) -> anyhow::Result<()> {
    let clean: Vec<String> = cells.iter().map(|c| c.replace(['\t', '\n', '\r'], " ")).collect();
    writeln!(out, "{}", clean.join("\t"))?;
    Ok(())
}

fn digits(day: Option<Date>) -> String {
    day.map_or(String::new(), |d| d.strftime("%Y%m%d").to_string())
}

fn quad(item: &Item) -> String {
    let at = Quad::ALL.iter().position(|q| *q == item.kept.event.kind.quad()).unwrap_or_default();
    (at + 1).to_string()
}

fn intensity(resources: &Resources, item: &Item) -> String {
    format!("{:.1}", resources.ontology.score(item.kept.event.kind, item.kept.event.mode))
}

fn cameo(item: &Item) -> String {
    item.first().map_or(String::new(), |q| q.mention.cameo.clone())
}

pub(super) fn gdelt(project: &Project, filter: &Filter, out: &mut dyn Write) -> anyhow::Result<()> {
    let resources = Resources::of([])?;
    each(project, filter, |item| {
        let e = &item.kept.event;
        let day = item.day();
        let code = cameo(&item);
        let prefix = |count: usize| code.chars().take(count).collect::<String>();
        let fraction = day.map_or(String::new(), |d| {
            let part = (f64::from(d.month()) * 30.0 + f64::from(d.day())) / 365.0;
            format!("{:.4}", f64::from(d.year()) + part)
        });
        let mut cells = vec![
            numeric(&e.id).to_string(),
            digits(day),
            digits(day).chars().take(6).collect(),
            digits(day).chars().take(4).collect(),
            fraction,
        ];
        cells.extend(gdelt_actor(e.actors.first()));
        cells.extend(gdelt_actor(e.recipients.first()));
        cells.extend([
            "1".to_owned(),
            code.clone(),
            prefix(3),
            prefix(2),
            quad(&item),
            intensity(&resources, &item),
            item.kept.passages.to_string(),
            e.origins.to_string(),
            item.docs().len().to_string(),
            String::new(),
        ]);
        cells.extend(vec![String::new(); 16]);
        cells.extend(gdelt_place(&item));
        let added = item.kept.told.0.map_or(String::new(), |d| format!("{}000000", digits(Some(d))));
        let url = item.first().and_then(|q| q.url.clone()).or_else(|| item.first().map(|q| q.doc.clone()));
        cells.extend([added, url.unwrap_or_default()]);
        line(out, &cells)
    })
}

/// Ten columns: code, name, country, group, ethnic, two religions, three types.
fn gdelt_actor(actor: Option<&Actor>) -> Vec<String> {
    let mut cells = vec![String::new(); 10];
    if let Some(actor) = actor {
        let plain = actor.code.replace(':', "");
        let sector = actor.sector.map_or("", |s| s.name());
        cells[0] = format!("{plain}{sector}");
        cells[1] = actor.name.clone().unwrap_or_else(|| name(&actor.code)).to_uppercase();
        match actor.code.split_once(':') {
            Some((_, group)) => cells[3] = group.to_owned(),
            None => cells[2].clone_from(&actor.code),
        }
        cells[7] = sector.to_owned();
    }
    cells
}

/// Eight columns: kind of place, name, country and region by FIPS, two regions, coordinates, id.
fn gdelt_place(item: &Item) -> Vec<String> {
    let mut cells = vec![String::new(); 8];
    cells[0] = "0".to_owned();
    if let Some(place) = &item.kept.event.place {
        let fips = place.country.as_deref().and_then(country).map_or("", |c| c.fips);
        cells[0] = if place.lat.is_some() { "4" } else { "1" }.to_owned();
        cells[1].clone_from(&place.name);
        cells[2] = fips.to_owned();
        cells[3] = fips.to_owned();
        cells[5] = place.lat.map_or(String::new(), |n| n.to_string());
        cells[6] = place.lon.map_or(String::new(), |n| n.to_string());
    }
    cells
}

pub(super) fn gdelt_mentions(project: &Project, filter: &Filter, out: &mut dyn Write) -> anyhow::Result<()> {
    each(project, filter, |item| {
        for (at, quote) in &item.quotes {
            line(out, &mention_cells(project, &item, *at, quote)?)?;
        }
        Ok(())
    })
}

fn mention_cells(project: &Project, item: &Item, at: MentionRef, q: &Quote) -> anyhow::Result<Vec<String>> {
    let coded = project.coded(at.article as i64)?;
    let offsets = Offsets::new(&coded.article.text);
    let place = |actors: &[Actor]| {
        let span = actors.first().map(|a| a.span).filter(|s| s.start < s.end);
        span.map_or("-1".to_owned(), |s| offsets.to_point(s.start).to_string())
    };
    let sentence = coded.sentences.iter().position(|s| s.covers(q.mention.sentence)).map_or(1, |n| n + 1);
    let time = |day: &str| if day.is_empty() { String::new() } else { format!("{}000000", day.replace('-', "")) };
    Ok(vec![
        numeric(&item.kept.event.id).to_string(),
        item.day().map_or(String::new(), |d| format!("{}000000", digits(Some(d)))),
        time(&q.published),
        "1".to_owned(),
        q.source.clone().unwrap_or_default(),
        q.url.clone().unwrap_or_else(|| q.doc.clone()),
        sentence.to_string(),
        place(&q.mention.actors),
        place(&q.mention.recipients),
        offsets.to_point(q.mention.trigger.start).to_string(),
        "1".to_owned(),
        format!("{:.0}", q.mention.score * 100.0),
        coded.article.text.chars().count().to_string(),
        String::new(),
        String::new(),
        String::new(),
    ])
}

const ICEWS: [&str; 20] = [
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
];

pub(super) fn icews(project: &Project, filter: &Filter, out: &mut dyn Write) -> anyhow::Result<()> {
    let resources = Resources::of([])?;
    line(out, &ICEWS.map(str::to_owned))?;
    each(project, filter, |item| {
        let e = &item.kept.event;
        let place = e.place.as_ref();
        let mut cells = vec![numeric(&e.id).to_string(), item.day().map_or(String::new(), |d| d.to_string())];
        cells.extend(party(&e.actors, ", "));
        let mode = e.mode.map_or(String::new(), |m| format!(" ({m})"));
        cells.extend([format!("{}{mode}", e.kind), cameo(&item), intensity(&resources, &item)]);
        cells.extend(party(&e.recipients, ", "));
        cells.extend([
            item.first().map_or(String::new(), |q| q.doc.clone()),
            String::new(),
            item.first().and_then(|q| q.source.clone()).unwrap_or_default(),
            place.map_or(String::new(), |p| p.name.clone()),
            String::new(),
            String::new(),
            place.and_then(|p| p.country.as_deref()).map_or(String::new(), name),
            place.and_then(|p| p.lat).map_or(String::new(), |n| n.to_string()),
            place.and_then(|p| p.lon).map_or(String::new(), |n| n.to_string()),
        ]);
        line(out, &cells)
    })
}

/// Name, sectors, country of one side.
fn party(actors: &[Actor], separator: &str) -> [String; 3] {
    let joined = |part: &dyn Fn(&Actor) -> Option<String>| {
        let mut parts: Vec<String> = Vec::new();
        for one in actors.iter().filter_map(part) {
            if !parts.contains(&one) {
                parts.push(one);
            }
        }
        parts.join(separator)
    };
    [
        joined(&|a| Some(a.name.clone().unwrap_or_else(|| name(&a.code)))),
        joined(&|a| a.sector.map(|s| s.name().to_owned())),
        joined(&|a| (!a.code.contains(':')).then(|| name(&a.code))),
    ]
}

const POLECAT: [&str; 40] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

pub(super) fn polecat(project: &Project, filter: &Filter, out: &mut dyn Write) -> anyhow::Result<()> {
    let resources = Resources::of([])?;
    line(out, &POLECAT.map(str::to_owned))?;
    each(project, filter, |item| {
        let e = &item.kept.event;
        let place = e.place.as_ref();
        let mut contexts: Vec<&str> =
            item.quotes.iter().flat_map(|(_, q)| q.mention.contexts.iter().map(String::as_str)).collect();
        contexts.sort_unstable();
        contexts.dedup();
        let mut cells = vec![
            e.id.clone(),
            item.day().map_or(String::new(), |d| d.to_string()),
            e.kind.to_string(),
            e.mode.map_or(String::new(), |m| m.to_string()),
            intensity(&resources, &item),
            quad_name(&item),
            contexts.join("; "),
        ];
        cells.extend(polecat_side(&e.actors));
        cells.extend(polecat_side(&e.recipients));
        let raw = place.map_or(String::new(), |p| p.name.clone());
        cells.extend([
            raw.clone(),
            raw.clone(),
            String::new(),
            String::new(),
            place.and_then(|p| p.country.clone()).unwrap_or_default(),
            place.and_then(|p| p.lat).map_or(String::new(), |n| n.to_string()),
            place.and_then(|p| p.lon).map_or(String::new(), |n| n.to_string()),
            String::new(),
            raw,
            String::new(),
        ]);
        let first = item.first();
        cells.extend([
            first.and_then(|q| q.source.clone()).unwrap_or_default(),
            first.map_or(String::new(), |q| q.published.clone()),
            String::new(),
            String::new(),
            String::new(),
            first.map_or(String::new(), |q| q.mention.lang.clone()),
            concat!("demarche-", env!("CARGO_PKG_VERSION")).to_owned(),
        ]);
        let told = |cell: String| if cell.is_empty() { "None".to_owned() } else { cell };
        line(out, &cells.into_iter().map(told).collect::<Vec<_>>())
    })
}

fn quad_name(item: &Item) -> String {
    item.kept.event.kind.quad().name().to_uppercase()
}

/// Eight columns: name, country, COW, first sector, sectors, title, raw name, Wikipedia id.
fn polecat_side(actors: &[Actor]) -> Vec<String> {
    let join = |part: &dyn Fn(&Actor) -> Option<String>| actors.iter().filter_map(part).collect::<Vec<_>>().join("; ");
    let sector = |a: &Actor| a.sector.map(|s| s.name().to_owned());
    vec![
        join(&|a| Some(a.name.clone().unwrap_or_else(|| name(&a.code)))),
        join(&|a| (!a.code.contains(':')).then(|| a.code.clone())),
        String::new(),
        actors.first().and_then(sector).unwrap_or_default(),
        join(&sector),
        join(&|a| a.role.clone()),
        join(&|a| a.name.clone()),
        String::new(),
    ]
}
