//! Matches and the times told around them in, the time of each act out: told with it, with what governs it, with the
//! same act elsewhere in the article, or the day that the article tells of.

use super::Coding;
use super::match_frames::Match;
use super::status::Settled;
use super::time::{self, TimeHit};
use crate::article::Origin;
use crate::mention::{EventType, Mode, Precision, Quad, Status, TimeSpan};
use crate::parse::{Attachment, Clause, ClauseKind, Mood, Tag};
use crate::resources::frames::FrameKind;
use crate::resources::lexicon::WordClass;
use crate::resources::times::{Relation, TimeWord};
use jiff::ToSpan;
use jiff::civil::Date;
use std::ops::Range;

/// Acts further back than this are history.
const HISTORY_YEARS: i64 = 2;
/// The day that an article tells of lies at most so many days before it.
const NEWS_DAYS: i64 = 7;
/// Sentences that open an article: what they tell is its news.
const LEAD: usize = 2;

/// The time of every match; none where the text leaves it open.
pub(super) fn all(coding: &Coding<'_>, matches: &[Match], settled: &[Settled]) -> Vec<Option<TimeSpan>> {
    let hits = time::all(coding);
    let paragraphs = paragraphs(coding);
    let mut teller = Teller { coding, matches, settled, hits, paragraphs, own: Vec::new(), going_on: Vec::new(), news: None, published: None };
    teller.own = matches.iter().map(|m| teller.own(m)).collect();
    teller.going_on = teller.times_going_on();
    teller.published = coding.article.published.filter(|(_, origin)| *origin <= Origin::Page).map(|(day, _)| day_span(day));
    teller.news = teller.news_day();
    let mut times: Vec<Option<TimeSpan>> = Vec::with_capacity(matches.len());
    for at in 0..matches.len() {
        let time = teller.time(at, &times);
        times.push(time);
    }
    times
}

/// True for what lies more than two years before the article.
pub(super) fn is_history(coding: &Coding<'_>, time: TimeSpan) -> bool {
    let Some((published, _)) = coding.article.published else { return false };
    published.checked_sub(HISTORY_YEARS.years()).is_ok_and(|limit| time.end < limit)
}

/// The codes of both sides, sorted.
fn parties(m: &Match) -> Vec<&str> {
    let mut codes: Vec<&str> = m.actors.iter().chain(&m.recipients).map(|a| a.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn coding_day(coding: &Coding<'_>) -> Option<Date> {
    coding.article.published.map(|(day, _)| day)
}

fn day_span(day: Date) -> TimeSpan {
    TimeSpan { start: day, end: day, precision: Precision::Day }
}

/// For each sentence the number of its paragraph.
fn paragraphs(coding: &Coding<'_>) -> Vec<usize> {
    let sentences = &coding.parse.sentences;
    let mut number = 0;
    let mut out = Vec::with_capacity(sentences.len());
    for (at, sentence) in sentences.iter().enumerate() {
        let gap = at.checked_sub(1).map_or("", |before| coding.article.text.get(sentences[before].span.end..sentence.span.start).unwrap_or(""));
        number += usize::from(gap.contains('\n'));
        out.push(number);
    }
    out
}

/// What the words around an act say of its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Own {
    Nothing,
    /// Some other time than the day of the news: "seit Jahren".
    Open,
    At(TimeSpan),
}

impl Own {
    fn of(hits: &[&TimeHit]) -> Self {
        match (hits.iter().find_map(|h| h.time), hits.is_empty()) {
            (Some(time), _) => Self::At(time),
            (None, true) => Self::Nothing,
            (None, false) => Self::Open,
        }
    }
}

/// How a clause tells what happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Telling {
    /// "traf", "hat getroffen".
    Past,
    /// "hatte getroffen".
    Before,
    Present,
    /// No finite verb.
    Verbless,
}

/// Where an expression stands in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Free,
    /// In a noun phrase.
    Noun,
    /// With the noun of an act that is an object.
    Object,
    /// With the noun of an act that is a circumstance, or in an attribute.
    Circumstance,
    /// With a noun behind "seit".
    Since,
}

struct Teller<'c, 'a> {
    coding: &'c Coding<'a>,
    matches: &'c [Match],
    settled: &'c [Settled],
    hits: Vec<Vec<TimeHit>>,
    paragraphs: Vec<usize>,
    own: Vec<Own>,
    /// For each sentence the time at which its paragraph stands when the sentence begins.
    going_on: Vec<Option<TimeSpan>>,
    /// The day that the opening names for the news.
    news: Option<TimeSpan>,
    /// The article's date, where the article gives it.
    published: Option<TimeSpan>,
}

impl Teller<'_, '_> {
    /// The time of one match, those before it being known.
    fn time(&self, at: usize, before: &[Option<TimeSpan>]) -> Option<TimeSpan> {
        let (m, settled) = (&self.matches[at], &self.settled[at]);
        match self.own[at] {
            Own::At(time) => return Some(time),
            Own::Open => return None,
            Own::Nothing => {}
        }
        match settled.status {
            Status::Possible | Status::Denied => return None,
            Status::Planned => return self.planned_for(at, before),
            Status::Claimed | Status::Reported => {}
        }
        if let Some(time) = self.same_act(at) {
            return Some(time);
        }
        if let Some(time) = self.taken_up(m, at, before).or_else(|| self.shared(m, at, before)) {
            return Some(time);
        }
        if settled.status == Status::Claimed && settled.governor.is_some() {
            return None;
        }
        if let Some(governor) = settled.governor.filter(|_| m.phrase.is_none()) {
            if self.clause(m).kind != ClauseKind::Infinitive {
                return None;
            }
            let told = before.get(governor).copied().unwrap_or(match self.own[governor] {
                Own::At(time) => Some(time),
                _ => None,
            });
            if told.is_some() {
                return told;
            }
        }
        match self.from_outside(m) {
            Own::At(time) => return Some(time),
            Own::Open => return None,
            Own::Nothing => {}
        }
        self.of_the_day(m)
    }

    /// "dabei": the time of the act told in the sentences before.
    fn taken_up(&self, m: &Match, at: usize, before: &[Option<TimeSpan>]) -> Option<TimeSpan> {
        let clause = self.clause(m);
        let parse = self.coding.parse;
        let therewith = m.phrase.is_none() && clause.words.iter().any(|w| self.coding.language.times.is_therewith(parse.words[*w].form));
        let earlier = |o: &usize| self.is_event(&self.matches[*o]) && self.clause(&self.matches[*o]).sentence < clause.sentence;
        (0..at).rev().filter(|_| therewith).find(earlier).and_then(|o| before[o])
    }

    /// "wurden getötet und verletzt": what shares an auxiliary shares the time.
    fn shared(&self, m: &Match, at: usize, before: &[Option<TimeSpan>]) -> Option<TimeSpan> {
        let shares = self.clause(m).shares.filter(|_| m.phrase.is_none())?;
        let same = |o: &usize| self.matches[*o].clause == shares && self.matches[*o].phrase.is_none();
        (0..at).rev().find(same).and_then(|o| before[o])
    }

    fn clause(&self, m: &Match) -> &Clause {
        &self.coding.parse.clauses[m.clause]
    }

    fn is_event(&self, m: &Match) -> bool {
        self.event(m).is_some()
    }

    fn event(&self, m: &Match) -> Option<(EventType, Option<Mode>)> {
        self.coding.language.frames.frame(m.frame).and_then(|f| f.event)
    }

    /// What the act's own words say: its phrase, its relative clause, its clause.
    fn own(&self, m: &Match) -> Own {
        let clause = self.clause(m);
        let hits = &self.hits[clause.sentence];
        let Some(phrase) = m.phrase else { return self.of_clause(m.clause, m) };
        let p = self.coding.phrase(phrase);
        if m.word != p.head {
            let inside: Vec<&TimeHit> = hits.iter().filter(|h| h.words.start >= p.words.start && h.words.start < m.word).collect();
            return Own::of(&inside);
        }
        let with: Vec<&TimeHit> = hits.iter().filter(|h| self.stands_with(h, clause, phrase)).collect();
        if !with.is_empty() {
            return Own::of(&with);
        }
        let told = self.of_relative(m, phrase);
        if told != Own::Nothing {
            return told;
        }
        if self.carries_clause(m, phrase) { self.of_clause(m.clause, m) } else { Own::Nothing }
    }

    /// The expression stands in the noun's phrase or hangs on it.
    fn stands_with(&self, hit: &TimeHit, clause: &Clause, phrase: usize) -> bool {
        self.chain(hit, clause).any(|p| p == phrase)
    }

    /// The phrase that holds an expression, or that it directly follows, and those which that hangs on.
    fn chain(&self, hit: &TimeHit, clause: &Clause) -> impl Iterator<Item = usize> + '_ {
        let holds = clause.phrases.clone().find(|p| self.overlaps(*p, &hit.words));
        let first = holds.or_else(|| clause.phrases.clone().find(|p| self.coding.phrase(*p).words.end == hit.words.start));
        std::iter::successors(first, |p| self.coding.phrase(*p).attached.map(|(to, _)| to).filter(|to| to < p))
    }

    fn overlaps(&self, phrase: usize, words: &Range<usize>) -> bool {
        let p = self.coding.phrase(phrase);
        p.words.start < words.end && words.start < p.words.end
    }

    /// "das Treffen, das am Samstag stattfand".
    fn of_relative(&self, m: &Match, phrase: usize) -> Own {
        let sentence = &self.coding.parse.sentences[self.clause(m).sentence];
        let describes = |c: &usize| self.coding.parse.clauses[*c].antecedent == Some(phrase) && !self.acts_in(*c, m);
        sentence.clauses.clone().find(describes).map_or(Own::Nothing, |c| self.of_clause(c, m))
    }

    /// Another act is told by the verb of the clause.
    fn acts_in(&self, clause: usize, besides: &Match) -> bool {
        self.matches.iter().any(|o| o.clause == clause && o.phrase.is_none() && o.word != besides.word && self.is_event(o))
    }

    /// A noun that says what its clause tells: "ein Treffen fand statt", "kam es zu Gefechten", "bei dem Treffen".
    fn carries_clause(&self, m: &Match, phrase: usize) -> bool {
        let p = self.coding.phrase(phrase);
        let during = matches!(self.relation(phrase), Some(Relation::In | Relation::During));
        match (p.preposition.is_some(), self.acts_in(m.clause, m)) {
            (true, _) => during && self.settled_free(m),
            (false, true) => false,
            (false, false) => p.attached.is_none_or(|(_, how)| how == Attachment::Coordination) && self.settled_free(m),
        }
    }

    fn settled_free(&self, m: &Match) -> bool {
        let at = self.matches.iter().position(|o| std::ptr::eq(o, m));
        at.is_some_and(|at| self.settled[at].governor.is_none())
    }

    /// Of the expressions in a clause those that stand free in it, before those inside noun phrases, before those of
    /// another act's noun.
    fn of_clause(&self, clause: usize, m: &Match) -> Own {
        let c = &self.coding.parse.clauses[clause];
        let own: Vec<&TimeHit> = self.hits[c.sentence].iter().filter(|h| c.words.contains(&h.words.start)).collect();
        for level in [Place::Free, Place::Noun, Place::Object] {
            let here: Vec<&TimeHit> = own.iter().copied().filter(|h| self.place(h, c, m) == level).collect();
            if !here.is_empty() {
                return Own::of(&here);
            }
        }
        if let Some(hit) = own.iter().find(|h| self.place(h, c, m) == Place::Since) {
            return match (hit.time, self.published) {
                (Some(time), Some(today)) if time.start <= today.end => Own::At(TimeSpan { start: time.start, end: today.end, precision: Precision::Span }),
                _ => Own::Open,
            };
        }
        // "seit Beginn des Krieges".
        if c.phrases.clone().any(|p| self.relation(p) == Some(Relation::Since)) { Own::Open } else { Own::Nothing }
    }

    fn place(&self, hit: &TimeHit, clause: &Clause, m: &Match) -> Place {
        let mut place = Place::Free;
        for at in self.chain(hit, clause) {
            let p = self.coding.phrase(at);
            if hit.words.start > p.words.start && hit.words.end <= p.head && self.coding.parse.words[p.head].tag == Tag::Noun {
                return Place::Circumstance;
            }
            let holds = self.overlaps(at, &hit.words);
            // "das Abkommen von 2005".
            if holds && p.attached.is_some() && self.relation(at) == Some(Relation::Range) && hit.time.is_some_and(|t| t.precision != Precision::Span) {
                return Place::Circumstance;
            }
            if !holds && self.relation(at) == Some(Relation::Since) {
                return Place::Since;
            }
            if !holds && self.matches.iter().any(|o| o.phrase == Some(at) && o.word == p.head && o.word != m.word && self.is_event(o)) {
                let object = [clause.arguments.subject, clause.arguments.accusative].contains(&Some(at));
                return if object { Place::Object } else { Place::Circumstance };
            }
            if !holds {
                place = Place::Noun;
            }
        }
        place
    }

    /// What the preposition of a phrase says of time.
    fn relation(&self, phrase: usize) -> Option<Relation> {
        let word = self.coding.phrase(phrase).preposition?;
        match self.coding.language.times.word(word, Default::default(), false, false) {
            Some(TimeWord::Relation(relation)) => Some(relation),
            _ => None,
        }
    }

    /// The same act told with a time elsewhere: "das Treffen" after or before the sentence that dates it.
    fn same_act(&self, at: usize) -> Option<TimeSpan> {
        let m = &self.matches[at];
        let phrase = m.phrase.filter(|p| m.word == self.coding.phrase(*p).head)?;
        let p = self.coding.phrase(phrase);
        if p.agree.is_plural() || p.determiner.is_none() && !self.joins_article(phrase) && !self.has_genitive_name(phrase) {
            return None;
        }
        let definite = self.is_definite(phrase);
        let dated = |o: &usize| matches!(self.own[*o], Own::At(_)) && self.same_parties(m, &self.matches[*o], definite);
        let earlier = (0..at).rev().filter(|_| definite).find(dated);
        let later = || (at + 1..self.matches.len()).find(|o| dated(o) && self.refers_back(*o, at));
        match self.own[earlier.or_else(later)?] {
            Own::At(time) => Some(time),
            _ => None,
        }
    }

    /// A later mention that takes the first one up: a definite noun within two sentences.
    fn refers_back(&self, later: usize, first: usize) -> bool {
        let (o, m) = (&self.matches[later], &self.matches[first]);
        let near = self.clause(o).sentence - self.clause(m).sentence <= LEAD;
        near && o.phrase.is_some_and(|p| self.is_definite(p))
    }

    fn is_definite(&self, phrase: usize) -> bool {
        let p = self.coding.phrase(phrase);
        let lexicon = &self.coding.language.lexicon;
        let word = |at: usize| self.coding.parse.words[at].closed;
        let named = |at: usize| word(at).iter().any(|c| lexicon.is_pointing(c.extra)) || lexicon.is_possessive(word(at));
        p.determiner.is_some_and(named) || self.joins_article(phrase) || self.has_genitive_name(phrase)
    }

    /// "beim Treffen".
    fn joins_article(&self, phrase: usize) -> bool {
        let first = self.coding.phrase(phrase).words.start;
        self.coding.parse.words[first].closed.iter().any(|c| c.class == WordClass::PrepositionArticle)
    }

    /// "Putins Besuch".
    fn has_genitive_name(&self, phrase: usize) -> bool {
        self.coding.attached(phrase, Attachment::Genitive).any(|p| p < phrase)
    }

    /// The same kind of act between the same parties; a definite noun may leave parties out.
    fn same_parties(&self, m: &Match, other: &Match, definite: bool) -> bool {
        if self.event(m).is_none() || self.event(m) != self.event(other) {
            return false;
        }
        let (mine, others) = (parties(m), parties(other));
        mine == others || definite && !mine.is_empty() && mine.iter().all(|c| others.contains(c))
    }

    /// When a plan is for: a time ahead in the words that announce it, or the time of a plan of the same kind told before
    /// it in the paragraph ("An diesen Gesprächen werden … teilnehmen").
    fn planned_for(&self, at: usize, before: &[Option<TimeSpan>]) -> Option<TimeSpan> {
        let m = &self.matches[at];
        let clause = self.clause(m);
        let today = coding_day(self.coding);
        let ahead = self.hits[clause.sentence].iter().filter(|h| clause.words.contains(&h.words.start)).find_map(|h| h.time.filter(|t| today.is_some_and(|d| t.end > d)));
        if ahead.is_some() && m.phrase.is_some() {
            return ahead;
        }
        let paragraph = self.paragraphs[clause.sentence];
        let kind = |m: &Match| self.event(m).map(|(kind, _)| kind);
        let plans = (0..at).rev().filter(|o| self.settled[*o].status == Status::Planned && self.paragraphs[self.clause(&self.matches[*o]).sentence] == paragraph);
        plans.filter(|o| kind(&self.matches[*o]) == kind(m)).find_map(|o| before[o])
    }

    fn telling(&self, clause: &Clause) -> Telling {
        match &clause.verb {
            Some(v) if v.past && v.perfect => Telling::Before,
            Some(v) if v.past || v.perfect && !self.is_state(clause) => Telling::Past,
            Some(v) if v.finite.is_some() => Telling::Present,
            _ => Telling::Verbless,
        }
    }

    /// "ist festgenommen": what is so now, not what happened.
    fn is_state(&self, clause: &Clause) -> bool {
        let auxiliaries = &self.coding.language.auxiliaries;
        let is = |at: usize, lemma| self.coding.parse.words[at].verbs.iter().any(|r| r.lemma == lemma);
        clause.verb.as_ref().is_some_and(|v| {
            v.passive && v.finite.is_some_and(|f| is(f, auxiliaries.copula)) && !clause.words.iter().any(|w| Some(*w) != v.finite && is(*w, auxiliaries.passive))
        })
    }

    /// What the clauses around say: the one it depends on, or the one before it in the sentence.
    fn from_outside(&self, m: &Match) -> Own {
        if m.phrase.is_some_and(|p| !self.carries_clause(m, p)) {
            return Own::Nothing;
        }
        let clause = self.clause(m);
        let outer = match clause.kind {
            ClauseKind::Infinitive | ClauseKind::Relative | ClauseKind::Subordinate => clause.parent,
            ClauseKind::Main => self.clause_before(m.clause),
            ClauseKind::Fragment => None,
        };
        let Some(outer) = outer.filter(|o| *o != m.clause) else { return Own::Nothing };
        let told = self.telling(&self.coding.parse.clauses[outer]);
        let same = clause.kind == ClauseKind::Infinitive || self.telling(clause) == told || self.telling(clause) == Telling::Verbless;
        if same { self.of_clause(outer, m) } else { Own::Nothing }
    }

    /// The main clause before this one in its sentence.
    fn clause_before(&self, clause: usize) -> Option<usize> {
        let c = &self.coding.parse.clauses[clause];
        let first = self.coding.parse.sentences[c.sentence].clauses.start;
        c.shares.or_else(|| (first..clause).rev().find(|b| self.coding.parse.clauses[*b].kind == ClauseKind::Main))
    }

    /// For each sentence the time that goes on from those before it in its paragraph: a day until another time is told,
    /// a vaguer time for one sentence.
    fn times_going_on(&self) -> Vec<Option<TimeSpan>> {
        let mut on = None;
        let mut out = Vec::with_capacity(self.hits.len());
        for (at, hits) in self.hits.iter().enumerate() {
            if at > 0 && self.paragraphs[at] != self.paragraphs[at - 1] {
                on = None;
            }
            out.push(on);
            on = on.filter(|t: &TimeSpan| t.precision == Precision::Day);
            if hits.is_empty() {
                continue;
            }
            for clause in self.coding.parse.sentences[at].clauses.clone() {
                let c = &self.coding.parse.clauses[clause];
                let free = hits.iter().filter(|h| !h.passing && c.words.contains(&h.words.start) && self.is_free(h, c));
                if let (ClauseKind::Main | ClauseKind::Fragment, Some(hit)) = (c.kind, free.last()) {
                    on = hit.time;
                }
            }
        }
        out
    }

    /// Not inside an attribute before a noun.
    fn is_free(&self, hit: &TimeHit, clause: &Clause) -> bool {
        let phrase = clause.phrases.clone().find(|p| self.overlaps(*p, &hit.words));
        phrase.is_none_or(|p| {
            let p = self.coding.phrase(p);
            hit.words.contains(&p.head) || p.head < hit.words.start || self.coding.parse.words[p.head].tag != Tag::Noun
        })
    }

    /// The recent day that the opening names: in a main clause of the first sentence, or in a relative clause of the
    /// first two.
    fn news_day(&self) -> Option<TimeSpan> {
        let published = self.published?.start;
        let recent = |t: &TimeSpan| t.precision == Precision::Day && t.start <= published && published.checked_sub(NEWS_DAYS.days()).is_ok_and(|limit| limit <= t.start);
        for (nth, sentence) in self.opening().enumerate() {
            for clause in self.coding.parse.sentences[sentence].clauses.clone() {
                let c = &self.coding.parse.clauses[clause];
                let tells = match c.kind {
                    ClauseKind::Main => nth == 0,
                    ClauseKind::Relative => true,
                    _ => false,
                };
                let hits = self.hits[sentence].iter().filter(|h| tells && c.words.contains(&h.words.start) && self.is_free(h, c));
                let day = hits.filter_map(|h| h.time).find(recent);
                if day.is_some() && self.telling(c) == Telling::Past {
                    return day;
                }
            }
        }
        None
    }

    /// The first sentences that are told as sentences, not as headings.
    fn opening(&self) -> impl Iterator<Item = usize> + '_ {
        let parse = self.coding.parse;
        let whole = |s: &usize| {
            let sentence = &parse.sentences[*s];
            let stop = sentence.span.of(&self.coding.article.text).ends_with(['.', '!', '?', '“', '"', '«', '»']);
            stop && sentence.clauses.clone().any(|c| parse.clauses[c].verb.as_ref().is_some_and(|v| v.finite.is_some()))
        };
        let mut paragraph = None;
        (0..parse.sentences.len()).filter(whole).take(LEAD).filter(move |s| *paragraph.get_or_insert(self.paragraphs[*s]) == self.paragraphs[*s])
    }

    fn is_opening(&self, sentence: usize) -> bool {
        self.opening().last().is_none_or(|last| sentence <= last)
    }

    /// The day that goes on from the sentences before, the day of the news, the day of the article: by how the clause
    /// tells and by whether words or deeds are told.
    fn of_the_day(&self, m: &Match) -> Option<TimeSpan> {
        let clause = self.clause(m);
        let sentence = clause.sentence;
        let (event, _) = self.event(m)?;
        let words = matches!(event.quad(), Quad::VerbalCooperation | Quad::VerbalConflict);
        let attribute = m.phrase.is_some_and(|p| m.word != self.coding.phrase(p).head);
        if m.phrase.is_some_and(|p| !attribute && !self.carries_clause(m, p)) {
            return None;
        }
        let quoted = clause.verb.as_ref().is_some_and(|v| v.mood == Mood::Quoted);
        let opening = self.is_opening(sentence);
        let news = self.news.or(self.published);
        let today = coding_day(self.coding);
        let on = self.going_on[sentence].filter(|t| today.is_none_or(|d| t.start <= d));
        match (self.telling(clause), quoted) {
            (Telling::Before, _) => self.time_before(sentence),
            (Telling::Past, true) if !opening => on,
            (Telling::Past, _) | (Telling::Present, true) => on.or(news.filter(|_| words || opening)).or(self.published.filter(|_| self.is_of_the_story(m))),
            (Telling::Present, _) if opening && (words || clause.kind != ClauseKind::Relative) => news,
            (Telling::Present, _) => self.published.filter(|_| words && !self.is_attitude(m)),
            (Telling::Verbless, _) => news.filter(|_| opening),
        }
    }

    /// A deed of those whom the opening is about, told in a main clause and not as what followed on another act.
    fn is_of_the_story(&self, m: &Match) -> bool {
        let clause = self.clause(m);
        let attributed = |p: usize| self.matches.iter().any(|o| o.phrase == Some(p) && !self.is_event(o));
        let follows = clause.phrases.clone().next().is_some_and(|p| self.relation(p) == Some(Relation::After) && !attributed(p));
        let shares = |o: &Match| parties(o).iter().any(|code| parties(m).contains(code));
        m.phrase.is_none() && clause.kind == ClauseKind::Main && !follows && self.matches.iter().any(|o| self.is_opening(self.clause(o).sentence) && shares(o))
    }

    /// "zeigt sich besorgt": so every day, not on the day of the news.
    fn is_attitude(&self, m: &Match) -> bool {
        self.coding.language.frames.frame(m.frame).is_some_and(|f| f.kind == FrameKind::Adjective)
    }

    /// What is told as further back belongs to the time of the sentence just before it in the paragraph.
    fn time_before(&self, sentence: usize) -> Option<TimeSpan> {
        let before = sentence.checked_sub(1).filter(|b| self.paragraphs[*b] == self.paragraphs[sentence])?;
        self.hits[before].last().and_then(|h| h.time)
    }
}
