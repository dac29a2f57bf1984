//! The desk at which a briefing is written: it knows the batch, numbers the citations and turns events and mentions into
//! cited statements. The sections ask it for sentences and decide what to tell.

use super::act::{Act, CONTEXT, Form, Told, tell};
use super::cited::{Cited, MOST_CITATIONS};
use super::document::{Citation, Statement};
use super::party::Namer;
use super::passage::{Cut, cut, is_quote, trimmed};
use super::pattern::{Slots, say};
use super::persons::Persons;
use super::rank::weights;
use super::when;
use crate::article::Span;
use crate::event::{Coded, DisputeField, Event, Linked, MentionRef};
use crate::mention::{Actor, Magnitude, Mention, Place, Status, TimeSpan};
use crate::relation::Relation;
use crate::resources::phrases::Phrases;
use crate::resources::{Language, Resources};
use crate::voice::StatementRef;
use jiff::civil::Date;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The passage of an act whose score is lower must speak for itself.
const UNSURE: f64 = 0.45;
/// An act whose score is lower is not told at all.
const DOUBTFUL: f64 = 0.25;

pub(super) struct Teller<'a> {
    pub(super) resources: &'a Resources,
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
    weights: Vec<f64>,
    /// Whether the passages of an event show enough of it for a sentence, and its time, if they show that.
    shown: Vec<(bool, Option<TimeSpan>)>,
    numbers: BTreeMap<(usize, Span), usize>,
    /// Citations whose passage this section has quoted: none is quoted twice.
    quoted: BTreeSet<usize>,
}

/// A statement, and the citation that it would have quoted had the section not quoted it before.
pub(super) struct Made {
    pub(super) statement: Statement,
    /// The sentence without its passage.
    pub(super) head: String,
    pub(super) repeats: Option<usize>,
    empty: bool,
}

impl Made {
    /// Without a passage it says nothing, and the section has quoted that before.
    pub(super) fn says_nothing(&self) -> bool {
        self.empty && self.repeats.is_some()
    }
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
        resources: &'a Resources,
        (language, labels): (&'a Language, &'a str),
        (coded, linked, relations): (&'a [Coded], &'a Linked, &'a [Relation]),
        persons: &'a Persons,
    ) -> Self {
        let places = |(index, event): (usize, &'a Event)| event.mentions.iter().map(move |place| (*place, index));
        let event_of = linked.events.iter().enumerate().flat_map(places).collect();
        let signed = linked.agreements.iter().enumerate();
        let treaty_of = signed.flat_map(|(index, a)| a.events.iter().map(move |event| (*event, index))).collect();
        let happened = linked.disputes.iter().filter(|d| d.field == DisputeField::Happened);
        let mut teller = Self {
            resources,
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
            quoted: BTreeSet::new(),
            weights: Vec::new(),
            shown: Vec::new(),
        };
        teller.namer.placed = teller.placed();
        teller.shown = linked.events.iter().enumerate().map(|(at, event)| teller.look(at, event)).collect();
        teller.weights = weights(&teller);
        teller
    }

    /// How much an event matters: see `rank`.
    pub(super) fn weight(&self, event: usize) -> f64 {
        self.weights.get(event).copied().unwrap_or_default()
    }

    fn look(&self, index: usize, event: &Event) -> (bool, Option<TimeSpan>) {
        let told = self.act_of_event(index).is_some_and(|act| !act.untold);
        (told, self.shown_time(event, &self.chosen(event)))
    }

    /// Whether the passages of an event show enough of it for a sentence.
    pub(super) fn is_told(&self, event: usize) -> bool {
        self.shown.get(event).is_some_and(|(told, _)| *told)
    }

    /// Whether an event is told, or at least its passage quoted.
    pub(super) fn is_worth_telling(&self, index: usize) -> bool {
        self.is_told(index) || self.event(index).is_some_and(|event| event.score >= DOUBTFUL)
    }

    /// When an event took place, as far as its passages say.
    pub(super) fn time(&self, event: usize) -> Option<TimeSpan> {
        self.shown.get(event).and_then(|(_, time)| *time)
    }

    /// A section begins: it introduces its persons and quotes its passages itself.
    pub(super) fn begin(&mut self) {
        self.namer.forget();
        self.quoted.clear();
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

    /// The ids of some events.
    pub(super) fn ids(&self, events: impl IntoIterator<Item = usize>) -> Vec<String> {
        events.into_iter().filter_map(|index| self.event(index)).map(|event| event.id.clone()).collect()
    }

    /// How friendly an act of this kind is.
    pub(super) fn score(&self, event: &Event) -> f64 {
        self.resources.ontology.score(event.kind, event.mode)
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

    /// The day of an article's publishing in words; of a guessed one no more than the guess says.
    pub(super) fn published_words(&self, article: usize) -> Option<String> {
        self.coded.get(article)?.article.published.map(|published| when::published(self.phrases(), published))
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
        let line =
            coded.article.text.lines().map(str::trim).find(|l| l.chars().filter(|c| c.is_alphabetic()).count() > 3);
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

    /// A cited statement on one event.
    pub(super) fn statement(&mut self, index: usize, wish: Wish) -> Option<Statement> {
        self.make(index, wish).map(|made| made.statement)
    }

    /// The same, with a word on whether its passage has been quoted before.
    pub(super) fn make(&mut self, index: usize, wish: Wish) -> Option<Made> {
        let event = self.event(index)?;
        let act = self.act_of_event(index)?;
        let told = tell(&mut self.namer, &act, wish.form)?;
        let places = self.chosen(event);
        let made = self.finish(told, wish, places.first().copied(), &places, vec![event.id.clone()]);
        Some(made).filter(|made| !made.statement.text.is_empty())
    }

    /// A cited statement on one passage.
    pub(super) fn passage_statement(&mut self, place: MentionRef, wish: Wish) -> Option<Statement> {
        let act = self.act_of_mention(place)?;
        let told = tell(&mut self.namer, &act, wish.form)?;
        let events = self.event_of(place).and_then(|e| self.event(e)).map(|e| e.id.clone());
        let made = self.finish(told, wish, Some(place), &[place], events.into_iter().collect());
        Some(made.statement).filter(|statement| !statement.text.is_empty())
    }

    fn finish(
        &mut self,
        told: Told,
        wish: Wish,
        lead: Option<MentionRef>,
        places: &[MentionRef],
        events: Vec<String>,
    ) -> Made {
        let lead = lead.filter(|_| told.empty || told.thin && wish.quote);
        let number = lead.and_then(|place| self.cite(place));
        let repeats = number.filter(|n| self.quoted.contains(n));
        let quote = lead.filter(|_| repeats.is_none()).and_then(|place| self.quote_of(place));
        let mut citations = Vec::new();
        let text = match quote {
            Some(quote) => {
                // The quoted passage is named first, so that a reader finds it at once.
                citations.extend(number);
                self.quoted.extend(number);
                if told.text.is_empty() { quote } else { format!("{}: {quote}", told.text) }
            }
            None if told.text.is_empty() => String::new(),
            None => format!("{}.", told.text),
        };
        for number in self.cite_all(places) {
            if !citations.contains(&number) && citations.len() < MOST_CITATIONS {
                citations.push(number);
            }
        }
        // What is only quoted resembles nothing but itself.
        let head = if told.text.is_empty() { text.clone() } else { told.text };
        Made { statement: Statement { text, citations, events }, head, repeats, empty: told.empty }
    }

    /// The words of a passage in quotation marks.
    pub(super) fn quote_of(&self, place: MentionRef) -> Option<String> {
        let mention = self.mention(place)?;
        let text = &self.coded.get(place.article)?.article.text;
        let sides =
            mention.actors.iter().chain(&mention.recipients).map(|a| a.span).filter(|s| mention.sentence.covers(*s));
        let core = sides.fold(mention.trigger, Span::join);
        Some(self.quote(text, cut(text, mention.sentence, core)))
    }

    /// A statement of the batch.
    pub(super) fn said(&self, at: StatementRef) -> Option<&'a crate::voice::Statement> {
        self.coded.get(at.article)?.statements.get(at.statement)
    }

    /// A sentence in quotation marks, as much around `core` as a quotation holds, and its citation; nothing where the
    /// section has quoted it before.
    pub(super) fn quote_once(&mut self, article: usize, sentence: Span, core: Span) -> Option<(usize, String)> {
        let number = self.cite_span(article, sentence)?;
        let text = &self.coded.get(article)?.article.text;
        self.quoted.insert(number).then(|| (number, self.quote(text, cut(text, sentence, core))))
    }

    /// A stretch of a text in quotation marks, other ones where it has some itself.
    pub(super) fn quote(&self, text: &str, cut: Cut) -> String {
        let phrases = self.phrases();
        // A space that must not break is part of the text's spelling.
        let breaking = |c: char| c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{202F}');
        let words = cut.span.of(text).split(breaking).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
        let inner = phrases.list("mark.inner").any(|mark| words.contains(mark));
        let (open, close) = if inner { ("mark.open.inner", "mark.close.inner") } else { ("mark.open", "mark.close") };
        let dots = phrases.word("mark.ellipsis");
        let (before, after) = (if cut.before { dots } else { "" }, if cut.after { dots } else { "" });
        let ended = after.is_empty() && words.trim_end_matches(is_quote).ends_with(['.', '!', '?']);
        let gap = |part: &str| if part.is_empty() { "" } else { " " };
        let (left, right) = (gap(before), gap(after));
        let (open, close) = (phrases.word(open), phrases.word(close));
        let stop = if ended { "" } else { "." };
        format!("{open}{before}{left}{words}{right}{after}{close}{stop}")
    }

    pub(super) fn act_of_event(&self, index: usize) -> Option<Act<'a>> {
        let event = self.event(index)?;
        let supporting = self.supporting(event);
        let cited = self.chosen(event);
        let told = Cited::new(cited.iter().filter_map(|place| self.mention(*place)));
        let sides = (event.actors.as_slice(), event.recipients.as_slice(), event.symmetric);
        let mentions: Vec<&'a Mention> = supporting.iter().map(|(_, m)| *m).collect();
        // Where one passage needs no speaker, the event needs none.
        let unattributed = event.status == Status::Reported && mentions.iter().any(|m| m.said_by.is_empty());
        let speakers =
            if unattributed { Vec::new() } else { mentions.iter().flat_map(|m| m.said_by.clone()).collect() };
        let articles: BTreeSet<usize> = event.mentions.iter().map(|place| place.article).collect();
        let shown = self.shown(&cited, sides, &speakers);
        let counted: Vec<Magnitude> = event.magnitudes.iter().filter(|m| told.figure(m)).cloned().collect();
        Some(Act {
            kind: event.kind,
            mode: event.mode,
            actors: shown.actors,
            recipients: shown.recipients,
            symmetric: event.symmetric,
            status: event.status,
            speakers: shown.speakers,
            time: self.shown_time(event, &cited),
            place: event.place.as_ref().filter(|p| told.place(p)).map(|p| self.place(p)),
            plain_place: event.place.as_ref().is_some_and(|p| self.is_plain(&p.name, &event.mentions)),
            magnitudes: self.magnitudes(&counted, &cited),
            words: supporting.iter().filter_map(|(place, _)| self.words_of_act(*place)).collect(),
            treaty: self.treaty(Some(index), &event.mentions),
            published: articles.into_iter().filter_map(|a| self.published(a)).collect(),
            disputed: self.is_disputed(index),
            gaps: shown.gaps,
            untold: shown.untold || event.score < UNSURE || shown.gaps && event.status == Status::Denied,
        })
    }

    pub(super) fn act_of_mention(&self, place: MentionRef) -> Option<Act<'a>> {
        let mention = self.mention(place)?;
        let event = self.event_of(place);
        let sides = (mention.actors.as_slice(), mention.recipients.as_slice(), mention.symmetric);
        let shown = self.shown(&[place], sides, &mention.said_by);
        Some(Act {
            kind: mention.kind,
            mode: mention.mode,
            actors: shown.actors,
            recipients: shown.recipients,
            symmetric: mention.symmetric,
            status: mention.status,
            speakers: shown.speakers,
            time: mention.time.filter(|time| self.dates(place, *time)),
            place: mention.place.as_ref().map(|p| self.place(p)),
            plain_place: mention.place.as_ref().is_some_and(|p| self.is_plain(&p.name, &[place])),
            magnitudes: self.magnitudes(&mention.magnitudes, &[place]),
            words: self.words_of_act(place).into_iter().collect(),
            treaty: self.treaty(event, &[place]),
            published: self.published(place.article).into_iter().collect(),
            disputed: event.is_some_and(|e| self.is_disputed(e)),
            gaps: shown.gaps,
            untold: shown.untold || mention.score < UNSURE || shown.gaps && mention.status == Status::Denied,
        })
    }

    /// The trigger, the object and the contexts of a passage: what chooses among the phrases of a type.
    /// None in a language that is not built.
    fn words_of_act(&self, place: MentionRef) -> Option<(&'a Phrases, Vec<Cow<'a, str>>)> {
        let mention = self.mention(place)?;
        let phrases = &self.resources.language(&mention.lang)?.phrases;
        let coded = self.coded.get(place.article)?;
        let spans = [Some(mention.trigger), mention.object].into_iter().flatten();
        let words = spans.map(|span| Cow::Borrowed(span.of(&coded.article.text)));
        let contexts = mention.contexts.iter().map(|context| Cow::Owned(format!("{CONTEXT}{context}")));
        Some((phrases, words.chain(contexts).collect()))
    }

    /// Whether one of the passages says "in" right before the place, so that its name stands there as it is.
    fn is_plain(&self, name: &str, places: &[MentionRef]) -> bool {
        places.iter().any(|at| {
            let place = self.mention(*at).and_then(|m| m.place.as_ref()).filter(|p| p.name == name);
            let text = self.coded.get(at.article).map(|c| c.article.text.as_str());
            let before = place.zip(text).and_then(|(p, text)| text.get(..p.span.start)?.split_whitespace().next_back());
            let own =
                self.mention(*at).and_then(|m| self.resources.language(&m.lang)).map(|language| &language.phrases);
            let plain = |word: &str| own.is_some_and(|own| own.list("place.before").any(|p| p == word.to_lowercase()));
            before.is_some_and(plain)
        })
    }

    /// The place with its name in the language of the briefing, where it is a state or a town that another names.
    pub(super) fn place(&self, place: &Place) -> Place {
        let renamed = || {
            let own = self.language.names.state(place.country.as_deref()?)?;
            let mut all = self.resources.languages().filter_map(|l| l.names.state(place.country.as_deref()?));
            all.find_map(|state| match &place.name {
                name if *name == state.name || state.inflected.contains(name) => Some(own.name.clone()),
                name if Some(name) == state.capital.as_ref() => own.capital.clone(),
                _ => None,
            })
        };
        let town = || self.language.town(place.country.as_deref()?, &place.name).map(str::to_owned);
        Place { name: renamed().or_else(town).unwrap_or_else(|| place.name.clone()), ..place.clone() }
    }

    /// The treaty's name as the texts give it, in quotation marks: that of the agreement, else the object of a passage.
    fn treaty(&self, event: Option<usize>, places: &[MentionRef]) -> Option<String> {
        let agreement = event.and_then(|e| self.linked.agreements.get(*self.treaty_of.get(&e)?));
        let object = || {
            places.iter().find_map(|place| {
                let words = self.mention(*place)?.object?.of(&self.coded.get(place.article)?.article.text);
                (!words.is_empty()).then_some(words)
            })
        };
        // A single common noun ("deal") is no name.
        let named = |name: &&str| name.contains(char::is_uppercase) || name.contains(' ');
        let name = agreement.map(|a| a.name.as_str()).filter(named).or_else(|| object().filter(named))?;
        Some(self.name_quoted(name))
    }

    /// A name in quotation marks, as it stands in the text.
    pub(super) fn name_quoted(&self, name: &str) -> String {
        let whole = Cut { span: Span::new(0, name.len()), before: false, after: false };
        self.quote(name, whole).trim_end_matches('.').to_owned()
    }

    pub(super) fn joined(&self, key: &str, a: &str, b: &str) -> String {
        say(self.phrases(), key, Slots::default().text("a", a).text("b", b)).unwrap_or_default()
    }

    /// Codes of all actors of an event, speakers apart.
    pub(super) fn codes(event: &Event) -> BTreeSet<&str> {
        event.actors.iter().chain(&event.recipients).map(|a: &Actor| a.code.as_str()).collect()
    }
}
