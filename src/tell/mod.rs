//! Coded articles, events and relations go in, a briefing comes out: sections of sentences, each with the passages it
//! rests on. `Brief` is a structure that prints itself as Markdown and as a page; `records::brief` writes it as JSON.
//!
//! What the room does not do: it neither judges nor forecasts, it adds no word that a record does not hold, and it knows
//! no language: names stand in `forms.tsv`, phrases in `phrases.tsv` of the language's folder.

mod act;
pub mod chart;
mod cited;
mod document;
pub mod drawn;
mod escape;
mod figures;
pub mod foretold;
mod html;
mod markdown;
mod party;
mod passage;
mod pattern;
mod persons;
mod rank;
pub mod related;
mod sections;
pub mod settled;
mod shown;
mod stories;
mod teller;
mod when;

pub use document::{
    Brief, Citation, Entry, Extent, Fault, FaultKind, Group, Labels, Section, SectionKind, Source, Statement, Tag,
};
pub use html::Drawings;

use crate::event::{Coded, Linked};
use crate::relation::Relation;
use crate::resources::{Language, Resources};
use pattern::{Slots, Value, say};
use persons::Persons;
use sections::{actors, agreements, disputes, events, glossary, outlook, relations as pairs, sources, voices};
use teller::Teller;

/// Writes the briefing. Sentences are in `lang` where that language is built, else in the language of most articles, else
/// in the first that is built; headings and labels are in `lang` wherever the table of the sentences has them.
/// `None` where no language is built.
pub fn brief(
    resources: &Resources,
    lang: &str,
    coded: &[Coded],
    linked: &Linked,
    relations: &[Relation],
) -> Option<Brief> {
    let language = language(resources, lang, coded)?;
    let persons = Persons::gather(language, coded);
    let mut teller = Teller::new(resources, (language, lang), (coded, linked, relations), &persons);
    let mut sections = Vec::new();
    let (groups, keys) = events::keys(&mut teller);
    push(&teller, &mut sections, SectionKind::Keys, groups);
    for kind in SectionKind::ALL {
        teller.begin();
        let groups = match kind {
            SectionKind::Keys => continue,
            SectionKind::Timeline => events::timeline(&mut teller, &keys),
            SectionKind::Actors => actors::actors(&mut teller),
            SectionKind::Relations => pairs::relations(&mut teller),
            SectionKind::Disputes => disputes::disputes(&mut teller),
            SectionKind::Predictions => outlook::predictions(&mut teller),
            SectionKind::Agreements => agreements::agreements(&mut teller),
            SectionKind::Voices => voices::voices(&mut teller),
            SectionKind::Background => events::background(&mut teller),
            SectionKind::Outlook => outlook::outlook(&mut teller),
            SectionKind::Glossary => glossary::glossary(&mut teller),
        };
        push(&teller, &mut sections, kind, groups);
    }
    let (extent, all) = (sources::extent(&teller), sources::sources(&teller));
    let brief = Brief {
        lang: language.code.clone(),
        labels_lang: lang.to_owned(),
        title: title(&teller),
        labels: sources::labels(&teller, &extent, &all),
        extent,
        sections,
        tags: sources::tags(&teller),
        sources: all,
        citations: teller.citations,
    };
    // What was cited for a sentence that was not told after all is no note.
    Some(brief.with_cited())
}

fn language<'a>(resources: &'a Resources, lang: &str, coded: &[Coded]) -> Option<&'a Language> {
    let articles = |language: &Language| coded.iter().filter(|c| c.article.lang == language.code).count();
    // A language in which nobody has written how acts are told cannot tell anything.
    let telling = || resources.languages().filter(|l| l.phrases.tell_acts());
    let most = || telling().reduce(|best, next| if articles(next) > articles(best) { next } else { best });
    resources.language(lang).filter(|l| l.phrases.tell_acts()).or_else(most)
}

fn push(teller: &Teller<'_>, sections: &mut Vec<Section>, kind: SectionKind, groups: Vec<Group>) {
    if !groups.is_empty() {
        sections.push(Section { kind, heading: teller.label(kind.name()).to_owned(), groups });
    }
}

/// "Lagebild: Nordkorea – Russland", after the two actors between whom most happens; of a batch of several stories the
/// largest, and how many more.
fn title(teller: &Teller<'_>) -> String {
    let stories = stories::stories(teller);
    if let [first, rest @ ..] = stories.as_slice()
        && !rest.is_empty()
    {
        let more = Slots::default().text("a", first.label.as_str()).set("n", Value::count(rest.len())).clone();
        let text = say(teller.phrases(), "title.stories", &more).unwrap_or_default();
        return format!("{}: {text}", teller.label("title"));
    }
    let pair: Vec<String> = events::main_pair(teller).iter().map(|code| teller.namer.label(code)).collect();
    let word = teller.label("title");
    match pair.as_slice() {
        [a, b] => format!("{word}: {}", teller.joined("relations.pair", a, b)),
        _ => word.to_owned(),
    }
}
