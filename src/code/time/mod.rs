//! The words of an article in, its expressions of time out: what each names on the calendar, resolved against the
//! article's date and what was told before. Which of them a mention takes is decided elsewhere.

mod calendar;
mod dates;
mod durations;
mod relative;
mod spans;
mod timex;

use super::Coding;
use crate::article::{Article, Origin, Span};
use crate::mention::{Precision, Status, TimeSpan};
use crate::parse::{Clause, ClauseKind, Parse, Tag, Word};
use crate::resources::Resources;
use crate::resources::grammar::Form;
use crate::resources::lexicon::WordClass;
use crate::resources::times::{Count, DayPart, Era, Relation, TimeWord, Unit};
use calendar::Stretch;
pub(super) use calendar::day_away;
use jiff::civil::Date;
use std::ops::Range;

pub use timex::Timex;

/// One time told in a sentence. Without an interval it says that the act is not of the day of the news, but not when
/// it was: "seit Jahren", "kürzlich".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TimeHit {
    pub words: Range<usize>,
    pub time: Option<TimeSpan>,
    /// Says no more than that the clause is of the day ("unterdessen"): what follows is not set on it.
    pub passing: bool,
}

/// What an expression names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    On(Stretch),
    At(Option<Date>, Moment),
    Lasts(Count, Unit),
    Every(Count, Unit),
    Weekly(i8),
    Era(Era),
    /// A date that nothing tells which.
    Unresolved,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    Part(DayPart),
    Clock(i8, i8),
}

/// An expression that was read: what it names, when that is, where it ends.
#[derive(Clone, Copy, Debug)]
struct Found {
    value: Value,
    time: Option<TimeSpan>,
    end: usize,
    /// The interval does not hang on the article's date.
    dated: bool,
    /// It says when an act took place, if only that it was not the day of the news.
    says_when: bool,
    /// It looks back from what was told last, which later expressions still count from.
    aside: bool,
}

impl Found {
    fn on(stretch: Stretch, end: usize, dated: bool) -> Self {
        Self { value: Value::On(stretch), time: stretch.span(), end, dated, says_when: true, aside: false }
    }

    /// Says something of time that is no interval.
    fn other(value: Value, end: usize, says_when: bool) -> Self {
        Self { value, time: None, end, dated: true, says_when, aside: false }
    }
}

/// An expression where it stands.
#[derive(Clone, Debug)]
struct Expression {
    words: Range<usize>,
    found: Found,
    relation: Option<Relation>,
}

/// What was named last, and where.
#[derive(Clone, Copy, Debug)]
struct Mark {
    stretch: Stretch,
    dated: bool,
    sentence: usize,
    word: usize,
}

/// Where the verb of an expression's clause puts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tense {
    Past,
    Present,
    Future,
    Unknown,
}

/// Sentences over which a day that was told is still the one that others are counted from.
const DAY_REACH: usize = 6;

/// Days by which "am vergangenen Samstag" lies before the day that it is counted from, at most.
const NEAR_DAYS: i64 = 10;

/// Reads sentence by sentence, in order: later expressions refer to earlier ones ("am Vortag").
struct Reader<'c, 'a> {
    coding: &'c Coding<'a>,
    sentence: usize,
    range: Range<usize>,
    /// What each word of the sentence says.
    said: Vec<Option<TimeWord>>,
    /// The article's date, and whether it is exact enough for days.
    anchor: Option<(Date, bool)>,
    last: Option<Mark>,
    last_day: Option<Mark>,
}

/// For each sentence the times told in it.
pub(super) fn all(coding: &Coding<'_>) -> Vec<Vec<TimeHit>> {
    let mut reader = Reader::new(coding);
    let read = |sentence| {
        let expressions = reader.expressions(sentence);
        if expressions.is_empty() { Vec::new() } else { spans::hits(&reader, &expressions) }
    };
    (0..coding.parse.sentences.len()).map(read).collect()
}

/// The times told in an article, as mentions take them: where they stand, and their interval where it can be told.
pub fn times(resources: &Resources, article: &Article, parse: &Parse<'_>) -> Vec<(Span, Option<TimeSpan>)> {
    let Some(language) = resources.language(&article.lang) else { return Vec::new() };
    let coding = Coding::unresolved(language, article, parse);
    let span = |words: Range<usize>| coding.span_of(words);
    all(&coding).into_iter().flatten().map(|hit| (span(hit.words), hit.time)).collect()
}

/// The expressions of time in an article in the values of TIMEX3.
pub fn timex(resources: &Resources, article: &Article, parse: &Parse<'_>) -> Vec<Timex> {
    let Some(language) = resources.language(&article.lang) else { return Vec::new() };
    let coding = Coding::unresolved(language, article, parse);
    let mut reader = Reader::new(&coding);
    let mut out = Vec::new();
    for sentence in 0..parse.sentences.len() {
        for expression in reader.expressions(sentence) {
            out.extend(timex::written(&expression.found.value, coding.span_of(expression.words)));
        }
    }
    out
}

impl Coding<'_> {
    /// "ist geplant": what is so now, not what happened; "ist geplant worden" is no such clause.
    pub(super) fn is_state(&self, clause: &Clause) -> bool {
        let Some(verb) = &clause.verb else { return false };
        let auxiliaries = &self.language.auxiliaries;
        let is = |at: usize, lemma| self.parse.words[at].verbs.iter().any(|r| r.lemma == lemma);
        let became = clause.words.iter().any(|w| Some(*w) != verb.finite && is(*w, auxiliaries.passive));
        verb.passive && verb.perfect && !became && verb.finite.is_some_and(|f| is(f, auxiliaries.copula))
    }

    fn span_of(&self, words: Range<usize>) -> Span {
        let first = self.parse.words.get(words.start).map_or(Span::default(), |w| w.span);
        self.parse.words.get(words.end.saturating_sub(1)).map_or(first, |w| first.join(w.span))
    }
}

impl<'c, 'a> Reader<'c, 'a> {
    fn new(coding: &'c Coding<'a>) -> Self {
        // From a month or year that a page happens to name no day can be counted.
        let published = coding.article.published.filter(|(day, origin)| !origin.is_bound(*day));
        let anchor = published.map(|(day, origin)| (day, !matches!(origin, Origin::Estimated | Origin::FileTime)));
        Self { coding, sentence: 0, range: 0..0, said: Vec::new(), anchor, last: None, last_day: None }
    }

    /// The expressions of one sentence; sentences are read in order.
    fn expressions(&mut self, sentence: usize) -> Vec<Expression> {
        self.sentence = sentence;
        self.range = self.coding.parse.sentences[sentence].words.clone();
        let mut found = Vec::new();
        if !self.look_up() {
            return found;
        }
        let mut at = self.range.start;
        while at < self.range.end {
            let Some(pair) = self.read_all(at) else {
                at += 1;
                continue;
            };
            let start = at;
            for one in pair.into_iter().flatten() {
                let one = self.coarsened(one);
                let relation = self.relation_before(start);
                self.remember(&one, relation, start);
                at = one.end.max(start + 1);
                found.push(Expression { words: start..at, found: one, relation });
            }
        }
        found
    }

    /// Looks up what the words say; false where none says anything of time.
    fn look_up(&mut self) -> bool {
        let times = &self.coding.language.times;
        let mut any = false;
        self.said.clear();
        for (at, word) in self.coding.parse.words[self.range.clone()].iter().enumerate() {
            let lemma = if word.first == 0 { word.lemma } else { Default::default() };
            let said = if word.sign { None } else { times.word(word.form, lemma, word.capital, at == 0) };
            any |= word.tag == Tag::Number
                || said.is_some_and(|s| {
                    !matches!(
                        s,
                        TimeWord::Relation(_)
                            | TimeWord::Around
                            | TimeWord::Stress
                            | TimeWord::Than
                            | TimeWord::Severally
                            | TimeWord::Count(_)
                    )
                });
            self.said.push(said);
        }
        any
    }

    /// One expression at `at`, or two that one word holds ("1898-1976").
    fn read_all(&self, at: usize) -> Option<[Option<Found>; 2]> {
        let word = self.word(at)?;
        if word.tag == Tag::Number
            && let Some(pair) = self.joined_years(at)
        {
            return Some(pair.map(Some));
        }
        self.read(at).map(|one| [Some(one), None])
    }

    fn read(&self, at: usize) -> Option<Found> {
        let Some(said) = self.said(at) else {
            return if self.word(at)?.tag == Tag::Number { self.number(at) } else { None };
        };
        match said {
            TimeWord::Month(_) | TimeWord::ShortMonth(_) => self.month(at),
            TimeWord::Season(_) => self.season(at),
            TimeWord::Part(part) => self.part(at, part),
            TimeWord::PartOf(part, unit) => self.part_of(at, part, unit),
            TimeWord::Ordinal(number) => self.ordinal(at + 1, number),
            TimeWord::Decade(year) => self.decade_word(at, year),
            TimeWord::Feast(feast) => self.feast(at, feast),
            TimeWord::Weekday(..) => self.weekday(at, None),
            TimeWord::Day(offset) => self.day(at, offset),
            TimeWord::DayPart(part) => self.part_of_day(at, part),
            TimeWord::Direction(step) => self.directed(at, step),
            TimeWord::Same => self.same(at),
            TimeWord::Offset(unit, step) => self.offset(at, unit, step),
            TimeWord::Beside(unit, step) => self.beside(at + 1, unit, step),
            TimeWord::Unit(unit, _) => self.unit(at, unit),
            TimeWord::Clock => self.clock_after_range(at),
            TimeWord::Count(_) | TimeWord::Around => self.duration(at).or_else(|| self.around_date(at)),
            TimeWord::Each | TimeWord::Every => self.each(at),
            TimeWord::Often(unit) => Some(Found::other(Value::Every(Count::Whole(1), unit), at + 1, true)),
            TimeWord::Weekly(day) => Some(Found::other(Value::Weekly(day), at + 1, true)),
            TimeWord::Lasting(count, unit) => Some(Found::other(Value::Lasts(count, unit), at + 1, false)),
            TimeWord::Era(era) => self.era(at, era),
            TimeWord::Shift(step) if step < 0 => Some(Found::other(Value::Era(Era::Blurred), at + 1, true)),
            _ => None,
        }
    }

    /// An approximate date ("spätestens 15. Mai") is read behind the word that makes it so; a number word may be more.
    fn around_date(&self, at: usize) -> Option<Found> {
        if self.word(at)?.tag == Tag::Number { self.number(at) } else { None }
    }

    fn remember(&mut self, found: &Found, relation: Option<Relation>, word: usize) {
        // What looks back leaves the story where it stands.
        if found.aside {
            return;
        }
        let stretch = match found.value {
            Value::On(stretch) => stretch,
            Value::At(Some(day), _) => Stretch::Day(day),
            _ => return,
        };
        let mark = Mark { stretch, dated: found.dated, sentence: self.sentence, word };
        if let Stretch::Day(_) = stretch {
            self.last_day = Some(mark);
        }
        if relation != Some(Relation::Since) {
            self.last = Some(mark);
        }
    }

    /// Where the article's date is only guessed, what hangs on it is no more exact than a month.
    fn coarsened(&self, found: Found) -> Found {
        let Some((_, false)) = self.anchor else { return found };
        let Some(time) = found.time.filter(|t| !found.dated && t.start.first_of_month() == t.end.first_of_month())
        else {
            return found;
        };
        let month = Stretch::Month(time.start.first_of_month());
        let value = if matches!(found.value, Value::On(_) | Value::At(..)) { Value::On(month) } else { found.value };
        Found { value, time: month.span().map(|m| self.or_later(time, m)), ..found }
    }

    /// The latest date that a text names is the earliest on which it can stand: "am vergangenen Samstag", counted back
    /// from it into the month before, may as well be of its own month.
    fn or_later(&self, time: TimeSpan, month: TimeSpan) -> TimeSpan {
        let estimated = self.coding.article.published.filter(|(_, origin)| *origin == Origin::Estimated);
        match estimated.map(|(day, _)| day) {
            Some(day)
                if month.end < day && day_away(time.end, NEAR_DAYS, Unit::Day).is_some_and(|near| day <= near) =>
            {
                TimeSpan { start: month.start, end: day.last_of_month(), precision: Precision::Span }
            }
            _ => month,
        }
    }

    fn word(&self, at: usize) -> Option<&Word<'a>> {
        self.coding.parse.words.get(at).filter(|_| self.range.contains(&at))
    }

    fn token(&self, at: usize) -> &str {
        if self.range.contains(&at) { self.coding.text(at) } else { "" }
    }

    fn said(&self, at: usize) -> Option<TimeWord> {
        at.checked_sub(self.range.start).and_then(|i| self.said.get(i)).copied().flatten()
    }

    fn before(&self, at: usize) -> Option<TimeWord> {
        at.checked_sub(1).and_then(|i| self.said(i))
    }

    fn is(&self, at: usize, class: WordClass) -> bool {
        self.word(at).is_some_and(|w| w.closed.iter().any(|c| c.class == class))
    }

    fn is_binding(&self, at: usize) -> bool {
        self.is(at, WordClass::Determiner) || self.is(at, WordClass::PrepositionArticle)
    }

    fn today(&self) -> Option<Date> {
        self.anchor.map(|(day, _)| day)
    }

    /// The preposition that binds an expression: articles and words of approximation may stand between.
    fn relation_before(&self, at: usize) -> Option<Relation> {
        let mut at = at.checked_sub(1)?;
        for _ in 0..4 {
            match self.said(at) {
                Some(TimeWord::Relation(relation)) => return Some(relation),
                Some(TimeWord::Around | TimeWord::Stress | TimeWord::Than | TimeWord::Count(Count::Vague)) => {}
                _ => match self.joined_preposition(at) {
                    // "bis zum".
                    Some(inner) => {
                        let outer = at.checked_sub(1).and_then(|before| self.said(before));
                        return match outer {
                            Some(TimeWord::Relation(Relation::Until)) if inner == Some(Relation::During) => {
                                Some(Relation::Until)
                            }
                            _ => inner,
                        };
                    }
                    None if self.is(at, WordClass::Determiner) || self.word(at)?.tag == Tag::Determiner => {}
                    None => return None,
                },
            }
            at = at.checked_sub(1)?;
        }
        None
    }

    /// What the preposition inside "zum" says; none for other words.
    fn joined_preposition(&self, at: usize) -> Option<Option<Relation>> {
        let closed = self.word(at)?.closed.iter().find(|c| c.class == WordClass::PrepositionArticle)?;
        Some(match self.coding.language.times.word(closed.extra, Default::default(), false, false) {
            Some(TimeWord::Relation(relation)) => Some(relation),
            _ => None,
        })
    }

    /// The tense of the clause in which the words `at..end` stand, or of the participle that they belong to ("der im
    /// Juni unterzeichnete Vertrag").
    fn tense(&self, at: usize, end: usize) -> Tense {
        for ahead in end..end + 5 {
            match self.word(ahead) {
                Some(w) if w.tag == Tag::Adjective && w.can_be(Form::PRESENT_PARTICIPLE) => return Tense::Present,
                Some(w) if w.tag == Tag::Adjective && !w.verbs.is_empty() => return Tense::Past,
                Some(w) if matches!(w.tag, Tag::Adverb | Tag::Preposition | Tag::Name | Tag::Adjective) => {}
                _ => break,
            }
        }
        let parse = self.coding.parse;
        let clause = parse.sentences[self.sentence].clauses.clone().find(|c| parse.clauses[*c].words.contains(&at));
        clause.map_or(Tense::Unknown, |c| self.tense_of(c))
    }

    fn tense_of(&self, clause: usize) -> Tense {
        let parse = self.coding.parse;
        let clause = &parse.clauses[clause];
        let Some(verb) = &clause.verb else { return Tense::Unknown };
        if verb.future {
            return Tense::Future;
        }
        if verb.past && verb.modal.is_none() {
            return Tense::Past;
        }
        if verb.perfect {
            return if self.coding.is_state(clause) { Tense::Present } else { Tense::Past };
        }
        if self.looks_back(clause) {
            return Tense::Past;
        }
        if verb.modal.is_some() || clause.kind == ClauseKind::Infinitive {
            let begun = clause.parent.filter(|p| verb.modal.is_none() && self.is_begun(*p));
            return begun.map_or(if verb.past { Tense::Past } else { Tense::Future }, |p| self.tense_of(p));
        }
        if verb.finite.is_some() { Tense::Present } else { Tense::Unknown }
    }

    /// "denied attacking and burning the town": what such a verb has behind it was before.
    fn looks_back(&self, clause: &Clause) -> bool {
        let parse = self.coding.parse;
        let gerund = |c: &&Clause| {
            let verb = c.verb.as_ref().filter(|v| v.finite.is_none() && c.kind == ClauseKind::Infinitive);
            verb.is_some_and(|v| parse.words[v.word].can_be(Form::PRESENT_PARTICIPLE))
        };
        let above = |c: &Clause| c.parent.map(|p| &parse.clauses[p]);
        let outer = std::iter::successors(Some(clause).filter(gerund), |c| above(c).filter(gerund)).last();
        let governor = outer.and_then(above).and_then(|c| c.verb.as_ref());
        governor.is_some_and(|v| self.coding.language.syntax.look_back.contains(&v.lemma))
    }

    /// "began to withdraw": what the infinitive tells happens when its verb does.
    fn is_begun(&self, clause: usize) -> bool {
        let frames = &self.coding.language.frames;
        let verb = self.coding.parse.clauses[clause].verb.as_ref();
        let rows = verb.into_iter().flat_map(|v| frames.verb(v.lemma)).filter_map(|id| frames.frame(*id));
        rows.filter(|f| f.event.is_none()).any(|f| f.content.is_some_and(|(status, _)| status == Status::Reported))
    }

    /// The stretch told last, where it was told in this sentence or the one before.
    fn near_mark(&self) -> Option<Mark> {
        self.last.filter(|m| self.sentence - m.sentence <= 1)
    }

    /// The day that "am Vortag" counts from: the one told last, else the article's own.
    fn day_told(&self) -> Option<(Date, bool)> {
        let mark = self.last_day.filter(|m| self.sentence - m.sentence <= DAY_REACH);
        match mark.map(|m| (m.stretch, m.dated)) {
            Some((Stretch::Day(day), dated)) => Some((day, dated)),
            _ => self.today().map(|d| (d, false)),
        }
    }
}

fn span_between(start: Date, end: Date) -> Option<TimeSpan> {
    (start <= end).then_some(TimeSpan { start, end, precision: Precision::Span })
}
