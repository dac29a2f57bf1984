//! A briefing as JSON: sections, entries and statements with their citations and events; passages in code points.

use super::offsets::Offsets;
use crate::event::Coded;
use crate::tell::{Brief, Citation, Entry, Group, Section, Source, Statement};
use serde::Serialize;

/// Version of this form; it grows when a reader of the old one would go wrong.
const VERSION: u32 = 1;

#[derive(Debug, Serialize)]
struct BriefRecord<'a> {
    version: u32,
    lang: &'a str,
    labels_lang: &'a str,
    title: &'a str,
    extent: ExtentRecord,
    sections: Vec<SectionRecord<'a>>,
    tags: Vec<TagRecord<'a>>,
    sources: Vec<SourceRecord<'a>>,
    citations: Vec<CitationRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct ExtentRecord {
    articles: usize,
    origins: usize,
    events: usize,
    passages: usize,
    published: Option<[String; 2]>,
}

#[derive(Debug, Serialize)]
struct SectionRecord<'a> {
    kind: &'static str,
    heading: &'a str,
    groups: Vec<GroupRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct GroupRecord<'a> {
    heading: Option<&'a str>,
    entries: Vec<EntryRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct EntryRecord<'a> {
    lead: Option<&'a str>,
    statements: Vec<StatementRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct StatementRecord<'a> {
    text: &'a str,
    citations: &'a [usize],
    events: &'a [String],
}

#[derive(Debug, Serialize)]
struct TagRecord<'a> {
    name: &'a str,
    docs: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct SourceRecord<'a> {
    doc: &'a str,
    title: &'a str,
    outlet: Option<&'a str>,
    url: Option<&'a str>,
    published: Option<String>,
    copy_of: Option<&'a str>,
    copies: usize,
    passages: usize,
    line: &'a str,
}

#[derive(Debug, Serialize)]
struct CitationRecord<'a> {
    number: usize,
    doc: &'a str,
    start: usize,
    end: usize,
    passage: &'a str,
}

/// Writes a briefing, indented, with a line feed at the end. `coded` is what it was made from.
pub fn write(brief: &Brief, coded: &[Coded]) -> String {
    let id = |article: usize| coded.get(article).map_or("", |c| c.article.id.as_str());
    let offsets: Vec<Offsets<'_>> = coded.iter().map(|c| Offsets::new(&c.article.text)).collect();
    let record = BriefRecord {
        version: VERSION,
        lang: &brief.lang,
        labels_lang: &brief.labels_lang,
        title: &brief.title,
        extent: ExtentRecord {
            articles: brief.extent.articles,
            origins: brief.extent.origins,
            events: brief.extent.events,
            passages: brief.extent.passages,
            published: brief.extent.published.map(|(first, last)| [first.to_string(), last.to_string()]),
        },
        sections: brief.sections.iter().map(section).collect(),
        tags: brief
            .tags
            .iter()
            .map(|tag| TagRecord { name: &tag.name, docs: tag.articles.iter().map(|article| id(*article)).collect() })
            .collect(),
        sources: (brief.sources.iter().zip(&brief.labels.source_lines))
            .map(|(s, line)| source(s, s.copy_of.map(id), line))
            .collect(),
        citations: brief.citations.iter().map(|c| citation(c, id(c.article), offsets.get(c.article))).collect(),
    };
    // Records hold strings, numbers and lists of them: there is nothing that JSON could refuse.
    let mut json = serde_json::to_string_pretty(&record).unwrap_or_default();
    json.push('\n');
    json
}

fn section(section: &Section) -> SectionRecord<'_> {
    let groups = section.groups.iter().map(group).collect();
    SectionRecord { kind: section.kind.name(), heading: &section.heading, groups }
}

fn group(group: &Group) -> GroupRecord<'_> {
    GroupRecord { heading: group.heading.as_deref(), entries: group.entries.iter().map(entry).collect() }
}

fn entry(entry: &Entry) -> EntryRecord<'_> {
    EntryRecord { lead: entry.lead.as_deref(), statements: entry.statements.iter().map(statement).collect() }
}

fn statement(statement: &Statement) -> StatementRecord<'_> {
    StatementRecord { text: &statement.text, citations: &statement.citations, events: &statement.events }
}

fn source<'a>(source: &'a Source, copy_of: Option<&'a str>, line: &'a str) -> SourceRecord<'a> {
    SourceRecord {
        doc: &source.id,
        title: &source.title,
        outlet: source.outlet.as_deref(),
        url: source.url.as_deref(),
        published: source.published.map(|(date, origin)| origin.shown(date)),
        copy_of,
        copies: source.copies,
        passages: source.passages,
        line,
    }
}

fn citation<'a>(citation: &'a Citation, doc: &'a str, offsets: Option<&Offsets<'_>>) -> CitationRecord<'a> {
    let (start, end) = offsets.map_or((citation.span.start, citation.span.end), |o| o.to_points(citation.span));
    CitationRecord { number: citation.number, doc, start, end, passage: &citation.passage }
}
