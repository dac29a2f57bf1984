//! The briefing as a structure: sections of entries of statements, each statement with the passages and events it rests
//! on. Renderers read it; `check` proves that nothing stands in it without a source.

use crate::article::{Origin, Span};
use crate::event::{Coded, Linked};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What a section tells of, in the order of the briefing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SectionKind {
    Keys,
    Timeline,
    Actors,
    Relations,
    Disputes,
    Predictions,
    Agreements,
    Voices,
    Background,
    Outlook,
    Glossary,
}

impl SectionKind {
    pub const ALL: [SectionKind; 11] = {
        use SectionKind::*;
        [Keys, Timeline, Actors, Relations, Disputes, Predictions, Agreements, Voices, Background, Outlook, Glossary]
    };

    /// The stable name: key of the heading, anchor in a page, `kind` in JSON.
    pub fn name(self) -> &'static str {
        match self {
            SectionKind::Keys => "keys",
            SectionKind::Timeline => "timeline",
            SectionKind::Actors => "actors",
            SectionKind::Relations => "relations",
            SectionKind::Disputes => "disputes",
            SectionKind::Predictions => "predictions",
            SectionKind::Agreements => "agreements",
            SectionKind::Voices => "voices",
            SectionKind::Background => "background",
            SectionKind::Outlook => "outlook",
            SectionKind::Glossary => "glossary",
        }
    }
}

/// One sentence (or one entry of a list) with what it rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    /// The whole sentence, with its punctuation and, where the passage speaks for itself, the quotation.
    pub text: String,
    /// Numbers of the citations, in order.
    pub citations: Vec<usize>,
    /// Ids of the events that the sentence tells.
    pub events: Vec<String>,
}

/// Statements that belong together, below a date, a name or a topic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    pub lead: Option<String>,
    pub statements: Vec<Statement>,
}

/// Entries below a heading of their own, as the years of a timeline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    pub heading: Option<String>,
    pub entries: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    pub kind: SectionKind,
    pub heading: String,
    pub groups: Vec<Group>,
}

/// A passage that a statement rests on. Citation number n stands at index n − 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    pub number: usize,
    /// Index of the article in the batch.
    pub article: usize,
    /// Where the passage stands, in bytes.
    pub span: Span,
    pub passage: String,
}

/// An article as the list of sources shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub article: usize,
    pub id: String,
    pub title: String,
    pub outlet: Option<String>,
    pub url: Option<String>,
    pub published: Option<(Date, Origin)>,
    /// The article whose copy this one is.
    pub copy_of: Option<usize>,
    /// How many articles copy this one.
    pub copies: usize,
    /// Passages coded in it.
    pub passages: usize,
}

/// A topic with the articles that carry it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    pub name: String,
    pub articles: Vec<usize>,
}

/// What the whole briefing rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    pub articles: usize,
    pub origins: usize,
    pub events: usize,
    pub passages: usize,
    /// First and last day of publication.
    pub published: Option<(Date, Date)>,
}

/// Words that a renderer puts around the statements, in the reader's language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels {
    pub notes: String,
    pub tags: String,
    pub sources: String,
    pub empty: String,
    /// "5 Artikel · 22. Januar 2024 bis 13. Juli 2025 · …"
    pub extent: String,
    /// One line for each source, in order: outlet, date and where it was found, copies, passages.
    pub source_lines: Vec<String>,
    /// Outlet, title and day of each article, as a reference names it; by article.
    pub references: Vec<String>,
    /// Marks around a quoted passage.
    pub quotes: (String, String),
}

/// A briefing in which each sentence names its sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    /// Language of the sentences.
    pub lang: String,
    /// Language of headings and labels.
    pub labels_lang: String,
    pub title: String,
    pub extent: Extent,
    pub sections: Vec<Section>,
    pub tags: Vec<Tag>,
    pub sources: Vec<Source>,
    pub citations: Vec<Citation>,
    pub labels: Labels,
}

/// What is wrong with a briefing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The sentence rests on nothing.
    NoCitation,
    /// The number leads to no citation.
    UnknownCitation(usize),
    /// The passage is empty.
    EmptyPassage(usize),
    /// The span does not lie in the article, or the article says something else there.
    WrongPassage(usize),
    /// No event has this id.
    UnknownEvent(String),
}

/// A fault and the sentence that has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub section: SectionKind,
    pub text: String,
    pub kind: FaultKind,
}

impl Brief {
    /// All statements with their sections, in order.
    pub fn statements(&self) -> impl Iterator<Item = (SectionKind, &Statement)> {
        self.sections.iter().flat_map(|section| {
            let entries = section.groups.iter().flat_map(|g| &g.entries);
            entries.flat_map(|e| &e.statements).map(|statement| (section.kind, statement))
        })
    }

    pub fn section(&self, kind: SectionKind) -> Option<&Section> {
        self.sections.iter().find(|s| s.kind == kind)
    }

    /// The same with these sections alone, and the passages that their sentences cite, numbered anew.
    pub fn only(mut self, kinds: &[SectionKind]) -> Self {
        self.sections.retain(|section| kinds.contains(&section.kind));
        self.with_cited()
    }

    /// The same with the passages alone that its sentences cite, numbered anew.
    pub(super) fn with_cited(mut self) -> Self {
        let cited: BTreeSet<usize> = self.statements().flat_map(|(_, said)| said.citations.iter().copied()).collect();
        let numbers: BTreeMap<usize, usize> = cited.into_iter().zip(1..).collect();
        let entries = self.sections.iter_mut().flat_map(|section| &mut section.groups).flat_map(|g| &mut g.entries);
        for number in entries.flat_map(|e| &mut e.statements).flat_map(|said| &mut said.citations) {
            *number = numbers.get(number).copied().unwrap_or(*number);
        }
        self.citations.retain_mut(|citation| {
            let new = numbers.get(&citation.number);
            citation.number = new.copied().unwrap_or(citation.number);
            new.is_some()
        });
        self
    }

    /// Every sentence must cite at least one passage that stands in its article, word for word, and name only events
    /// that exist. `coded` and `linked` are what the briefing was made from.
    pub fn check(&self, coded: &[Coded], linked: &Linked) -> Vec<Fault> {
        let ids: BTreeSet<&str> = linked.events.iter().map(|e| e.id.as_str()).collect();
        let mut faults = Vec::new();
        for (section, statement) in self.statements() {
            let mut fault = |kind| faults.push(Fault { section, text: statement.text.clone(), kind });
            if statement.citations.is_empty() {
                fault(FaultKind::NoCitation);
            }
            for number in &statement.citations {
                let citation = number.checked_sub(1).and_then(|index| self.citations.get(index));
                match citation.filter(|c| c.number == *number) {
                    None => fault(FaultKind::UnknownCitation(*number)),
                    Some(citation) if citation.passage.trim().is_empty() => fault(FaultKind::EmptyPassage(*number)),
                    Some(citation) if !citation.stands_in(coded) => fault(FaultKind::WrongPassage(*number)),
                    Some(_) => {}
                }
            }
            for id in statement.events.iter().filter(|id| !ids.contains(id.as_str())) {
                fault(FaultKind::UnknownEvent(id.clone()));
            }
        }
        faults
    }
}

impl Citation {
    fn stands_in(&self, coded: &[Coded]) -> bool {
        coded.get(self.article).is_some_and(|c| self.span.of(&c.article.text) == self.passage)
    }
}
