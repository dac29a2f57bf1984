//! The desk at which a briefing is written: it knows the batch, numbers the citations and turns events and mentions into
//! cited statements. The sections ask it for sentences and decide what to tell.

use super::act::{Act, Form, Told, tell};
use super::document::{Citation, Statement};
use super::party::Namer;
use super::passage::{Cut, cut, trimmed};
use super::pattern::{Slots, say};
use super::persons::Persons;
use crate::article::Span;
use crate::event::{Coded, DisputeField, Event, Linked, MentionRef};
use crate::mention::{Actor, Magnitude, Mention, Status};
use crate::relation::Relation;
use crate::resources::Language;
use crate::resources::phrases::Phrases;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Passages that one statement cites at most.
const MOST_CITATIONS: usize = 3;
/// A vague number is quoted as the text gives it, if it is no longer than this.
const LONGEST_NUMBER: usize = 60;

pub(super) struct Teller<'a> {
    pub(super) language: &'a Language,
    pub(super) coded: &'a [Coded],
    pub(super) linked: &'a Linked,
    pub(super) relations: &'a [Relation],
    pub(super) namer: Namer<'a>,
    pub(super) citations: Vec<Citation>,
    labels: &'a str,
    event_of: BTreeMap<MentionRef, usize>,
    treaty_of: BTreeMap<usize, usize>,
    disputed: BTreeSet<usize>,
    numbers: BTreeMap<(usize, Span), usize>,
}

/// How a statement on an event is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wish {
    pub(super) form: Form,
    /// Whether a sentence that says little is followed by its passage.
    pub(super) quote: bool,
}

impl Wish {
    pub(super) const FULL: Wish = Wish { form: Form::Dated, quote: true };
    pub(super) const BRIEF: Wish = Wish { form: Form::Dated, quote: false };
    pub(super) const BELOW_DATE: Wish = Wish { form: Form::Undated, quote: true };
    pub(super) const BRIEF_BELOW_DATE: Wish = Wish { form: Form::Undated, quote: false };
}

impl<'a> Teller<'a> {
    pub(super) fn new(
        language: &'a Language,
        labels: &'a str,
        (coded, linked, relations): (&'a [Coded], &'a Linked, &'a [Relation]),
        persons: &'a Persons,
    ) -> Self {
        let places = |(index, event): (usize, &'a Event)| event.mentions.iter().map(move |place| (*place, index));
        let event_of = linked.events.iter().enumerate().flat_map(places).collect();
        let signed = linked.agreements.iter().enumerate();
        let treaty_of = signed.flat_map(|(index, a)| a.events.iter().map(move |event| (*event, index))).collect();
        let happened = linked.disputes.iter().filter(|d| d.field == DisputeField::Happened);
        Self {
            language,
            coded,
            linked,
            relations,
            namer: Namer::new(language, persons),
            citations: Vec::new(),
            labels,
            event_of,
            treaty_of,
            disputed: happened.map(|d| d.event).collect(),
            numbers: BTreeMap::new(),
        }
    }

    pub(super) fn phrases(&self) -> &'a Phrases {
        &self.language.phrases
    }

    /// A heading or label in the reader's language, else in that of the sentences.
    pub(super) fn label(&self, key: &str) -> &'a str {
        let phrases = self.phrases();
        match phrases.word(&format!("label@{}.{key}", self.labels)) {
            "" => phrases.word(&format!("label.{key}")),
            label => label,
        }
    }

    pub(super) fn event(&self, index: usize) -> Option<&'a Event> {
        self.linked.events.get(index)
    }

    pub(super) fn event_of(&self, place: MentionRef) -> Option<usize> {
        self.event_of.get(&place).copied()
    }

    /// Whether the event makes, invokes or leaves a treaty.
    pub(super) fn is_treaty(&self, event: usize) -> bool {
        self.treaty_of.contains_key(&event)
    }

    pub(super) fn is_disputed(&self, event: usize) -> bool {
        self.disputed.contains(&event)
    }

    pub(super) fn mention(&self, place: MentionRef) -> Option<&'a Mention> {
        self.coded.get(place.article)?.mentions.get(place.mention)
    }

    pub(super) fn published(&self, article: usize) -> Option<Date> {
        self.coded.get(article)?.article.published.map(|(date, _)| date)
    }

    /// The outlet of an article, else its number in the list of sources.
    pub(super) fn outlet(&self, article: usize) -> String {
        let named = self.coded.get(article).and_then(|c| c.article.source.clone());
        let number = || say(self.phrases(), "outlet.unnamed", Slots::default().text("n", (article + 1).to_string()));
        named.or_else(number).unwrap_or_default()
    }

    /// The headline, else the first line of the text.
    pub(super) fn title(&self, article: usize) -> String {
        let Some(coded) = self.coded.get(article) else { return String::new() };
        let line = coded.article.text.lines().map(str::trim).find(|l| l.chars().filter(|c| c.is_alphabetic()).count() > 3);
        let title = if coded.article.title.is_empty() { line.unwrap_or_default() } else { &coded.article.title };
        title.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The passages of an event that say what the event as a whole says; all, where none does.
    pub(super) fn supporting(&self, event: &Event) -> Vec<(MentionRef, &'a Mention)> {
        let all: Vec<_> = event.mentions.iter().filter_map(|place| Some((*place, self.mention(*place)?))).collect();
        let same: Vec<_> = all.iter().copied().filter(|(_, m)| m.status == event.status).collect();
        if same.is_empty() { all } else { same }
    }

    /// The number of a passage in the list of citations.
    pub(super) fn cite_span(&mut self, article: usize, span: Span) -> Option<usize> {
        let text = &self.coded.get(article)?.article.text;
        let span = trimmed(text, span);
        if span.of(text).is_empty() {
            return None;
        }
        if let Some(number) = self.numbers.get(&(article, span)) {
            return Some(*number);
        }
        let number = self.citations.len() + 1;
        self.citations.push(Citation { number, article, span, passage: span.of(text).to_owned() });
        self.numbers.insert((article, span), number);
        Some(number)
    }

    pub(super) fn cite(&mut self, place: MentionRef) -> Option<usize> {
        self.cite_span(place.article, self.mention(place)?.sentence)
    }

    /// Cites at most three passages, the most confident one of each origin.
    pub(super) fn cite_best(&mut self, places: &[MentionRef]) -> Vec<usize> {
        let mut seen = BTreeSet::new();
        let mut chosen: Vec<MentionRef> = places.to_vec();
        let score = |place: &MentionRef| self.mention(*place).map_or(0.0, |m| m.score);
        chosen.sort_by(|a, b| score(b).total_cmp(&score(a)).then(a.cmp(b)));
        chosen.retain(|place| seen.insert(self.linked.origins.get(place.article).copied().unwrap_or(place.article)));
        let mut numbers: Vec<usize> = chosen.into_iter().take(MOST_CITATIONS).filter_map(|p| self.cite(p)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// A cited statement on one event.
    pub(super) fn statement(&mut self, index: usize, wish: Wish) -> Option<Statement> {
        let event = self.event(index)?;
        let act = self.act_of_event(index)?;
        let told = tell(&mut self.namer, &act, wish.form)?;
        let supporting = self.supporting(event);
        let places: Vec<MentionRef> = supporting.iter().map(|(place, _)| *place).collect();
        let quoted = supporting.iter().max_by(|(_, a), (_, b)| a.score.total_cmp(&b.score)).map(|(place, _)| *place);
        Some(self.finish(told, wish, quoted, &places, vec![event.id.clone()]))
    }

    /// A cited statement on one passage.
    pub(super) fn passage_statement(&mut self, place: MentionRef, wish: Wish) -> Option<Statement> {
        let act = self.act_of_mention(place)?;
        let told = tell(&mut self.namer, &act, wish.form)?;
        let events = self.event_of(place).and_then(|e| self.event(e)).map(|e| e.id.clone());
        Some(self.finish(told, wish, Some(place), &[place], events.into_iter().collect()))
    }

    fn finish(&mut self, told: Told, wish: Wish, quoted: Option<MentionRef>, places: &[MentionRef], events: Vec<String>) -> Statement {
        let quote = quoted.filter(|_| told.thin && wish.quote).and_then(|place| Some((place, self.quote_of(place)?)));
        let mut citations = Vec::new();
        let text = match quote {
            Some((place, quote)) => {
                // The quoted passage is named first, so that a reader finds it at once.
                citations.extend(self.cite(place));
                format!("{}: {quote}", told.text)
            }
            None => format!("{}.", told.text),
        };
        for number in self.cite_best(places) {
            if !citations.contains(&number) && citations.len() < MOST_CITATIONS {
                citations.push(number);
            }
        }
        Statement { text, citations, events }
    }

    /// The words of a passage in quotation marks.
    pub(super) fn quote_of(&self, place: MentionRef) -> Option<String> {
        let mention = self.mention(place)?;
        let text = &self.coded.get(place.article)?.article.text;
        let sides = mention.actors.iter().chain(&mention.recipients).map(|a| a.span).filter(|s| mention.sentence.covers(*s));
        let core = sides.fold(mention.trigger, Span::join);
        Some(self.quote(text, cut(text, mention.sentence, core)))
    }

    /// A stretch of a text in quotation marks, other ones where it has some itself.
    pub(super) fn quote(&self, text: &str, cut: Cut) -> String {
        let phrases = self.phrases();
        let words = cut.span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let inner = phrases.list("mark.inner").any(|mark| words.contains(mark));
        let (open, close) = if inner { ("mark.open.inner", "mark.close.inner") } else { ("mark.open", "mark.close") };
        let dots = phrases.word("mark.ellipsis");
        let (before, after) = (if cut.before { dots } else { "" }, if cut.after { dots } else { "" });
        let ended = after.is_empty() && words.ends_with(['.', '!', '?']);
        let gap = |part: &str| if part.is_empty() { "" } else { " " };
        let (left, right) = (gap(before), gap(after));
        let (open, close) = (phrases.word(open), phrases.word(close));
        let stop = if ended { "" } else { "." };
        format!("{open}{before}{left}{words}{right}{after}{close}{stop}")
    }

    pub(super) fn act_of_event(&self, index: usize) -> Option<Act<'a>> {
        let event = self.event(index)?;
        let supporting = self.supporting(event);
        let mentions: Vec<&'a Mention> = supporting.iter().map(|(_, m)| *m).collect();
        // Where one passage needs no speaker, the event needs none.
        let unattributed = event.status == Status::Reported && mentions.iter().any(|m| m.said_by.is_empty());
        let speakers = if unattributed { Vec::new() } else { mentions.iter().flat_map(|m| m.said_by.clone()).collect() };
        let articles: BTreeSet<usize> = event.mentions.iter().map(|place| place.article).collect();
        Some(Act {
            kind: event.kind,
            mode: event.mode,
            actors: event.actors.clone(),
            recipients: event.recipients.clone(),
            symmetric: event.symmetric,
            status: event.status,
            speakers,
            time: event.time,
            place: event.place.as_ref(),
            magnitudes: self.magnitudes(&event.magnitudes, &event.mentions),
            triggers: mentions.iter().filter_map(|m| self.trigger(m)).collect(),
            treaty: self.treaty(index),
            published: articles.into_iter().filter_map(|a| self.published(a)).collect(),
            disputed: self.is_disputed(index),
        })
    }

    pub(super) fn act_of_mention(&self, place: MentionRef) -> Option<Act<'a>> {
        let mention = self.mention(place)?;
        let event = self.event_of(place);
        Some(Act {
            kind: mention.kind,
            mode: mention.mode,
            actors: mention.actors.clone(),
            recipients: mention.recipients.clone(),
            symmetric: mention.symmetric,
            status: mention.status,
            speakers: mention.said_by.clone(),
            time: mention.time,
            place: mention.place.as_ref(),
            magnitudes: self.magnitudes(&mention.magnitudes, &[place]),
            triggers: self.coded.get(place.article).map(|c| mention.trigger.of(&c.article.text)).into_iter().collect(),
            treaty: event.and_then(|e| self.treaty(e)),
            published: self.published(place.article).into_iter().collect(),
            disputed: event.is_some_and(|e| self.is_disputed(e)),
        })
    }

    fn trigger(&self, mention: &'a Mention) -> Option<&'a str> {
        let coded = self.coded.iter().find(|c| c.article.id == mention.doc)?;
        Some(mention.trigger.of(&coded.article.text))
    }

    fn treaty(&self, event: usize) -> Option<String> {
        let agreement = self.linked.agreements.get(*self.treaty_of.get(&event)?)?;
        let name = Span::new(0, agreement.name.len());
        let whole = Cut { span: name, before: false, after: false };
        Some(self.quote(&agreement.name, whole).trim_end_matches('.').to_owned())
    }

    /// Numbers as a reader wants them: exact ones written out, vague ones in the words of the text.
    pub(super) fn magnitudes(&self, magnitudes: &[Magnitude], places: &[MentionRef]) -> Vec<String> {
        let mut printed: Vec<String> = Vec::new();
        for magnitude in magnitudes {
            let text = if magnitude.vague { self.in_text(magnitude, places) } else { self.counted(magnitude) };
            printed.extend(text.filter(|t| !printed.contains(t)));
        }
        printed
    }

    fn in_text(&self, magnitude: &Magnitude, places: &[MentionRef]) -> Option<String> {
        let home = places.iter().find(|p| self.mention(**p).is_some_and(|m| m.magnitudes.contains(magnitude)))?;
        let words = magnitude.span.of(&self.coded.get(home.article)?.article.text);
        (!words.is_empty() && words.len() <= LONGEST_NUMBER).then(|| words.to_owned())
    }

    fn counted(&self, magnitude: &Magnitude) -> Option<String> {
        let number = self.number(magnitude.value)?;
        Some(if magnitude.unit.is_empty() { number } else { format!("{number} {}", magnitude.unit) })
    }

    /// A number with the marks of the language; whole numbers below ten thousand stay together.
    pub(super) fn number(&self, value: f64) -> Option<String> {
        let plain = format!("{value}");
        let (whole, rest) = plain.split_once('.').map_or((plain.as_str(), None), |(w, r)| (w, Some(r)));
        let mut grouped = whole.to_owned();
        if whole.len() > 4 && whole.chars().all(|c| c.is_ascii_digit()) {
            let digits: Vec<char> = whole.chars().collect();
            let groups: Vec<String> = digits.rchunks(3).rev().map(|group| group.iter().collect()).collect();
            grouped = groups.into_iter().reduce(|a, b| self.joined("number.thousands", &a, &b))?;
        }
        Some(rest.map_or(grouped.clone(), |rest| self.joined("number.decimal", &grouped, rest)))
    }

    pub(super) fn joined(&self, key: &str, a: &str, b: &str) -> String {
        say(self.phrases(), key, Slots::default().text("a", a).text("b", b)).unwrap_or_default()
    }

    /// Codes of all actors of an event, speakers apart.
    pub(super) fn codes(event: &Event) -> BTreeSet<&str> {
        event.actors.iter().chain(&event.recipients).map(|a: &Actor| a.code.as_str()).collect()
    }
}
