//! Matches and the times told around them in, the time of each act out: told with it, with what governs it, with the
//! same act elsewhere in the article, or the day that the article tells of.

use super::Coding;
use super::match_frames::Match;
use super::status::Settled;
use super::time::{self, TimeHit};
use crate::article::Origin;
use crate::mention::{Precision, Quad, Status, TimeSpan};
use crate::parse::{Attachment, Clause, ClauseKind, Mood};
use crate::resources::lexicon::WordClass;
use crate::resources::times::{Relation, TimeWord};
use jiff::ToSpan;
use jiff::civil::Date;
use std::ops::Range;

/// Acts further back than this are history.
const HISTORY_YEARS: i64 = 2;
/// The day that an article tells of lies at most so many days before it.
const NEWS_DAYS: i64 = 10;
/// Sentences that open an article: what they tell is its news.
const LEAD: usize = 2;

/// The time of every match; none where the text leaves it open.
pub(super) fn all(coding: &Coding<'_>, matches: &[Match], settled: &[Settled]) -> Vec<Option<TimeSpan>> {
    let hits = time::all(coding);
    let paragraphs = paragraphs(coding);
    let mut teller = Teller { coding, matches, settled, hits, paragraphs, own: Vec::new(), days: Vec::new(), news: None, published: None };
    teller.own = matches.iter().map(|m| teller.own(m)).collect();
    teller.days = teller.days_told();
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

struct Teller<'c, 'a> {
    coding: &'c Coding<'a>,
    matches: &'c [Match],
    settled: &'c [Settled],
    hits: Vec<Vec<TimeHit>>,
    paragraphs: Vec<usize>,
    own: Vec<Own>,
    /// For each sentence the day on which its paragraph stands when the sentence begins.
    days: Vec<Option<TimeSpan>>,
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
            Status::Possible => return None,
            Status::Planned => return self.plan_before(at),
            Status::Denied | Status::Claimed | Status::Reported => {}
        }
        if let Some(time) = self.same_act(at) {
            return Some(time);
        }
        let hearsay = settled.status == Status::Claimed && settled.governor.is_none();
        if settled.status != Status::Reported && !hearsay {
            return None;
        }
        if let Some(governor) = settled.governor {
            let infinitive = self.clause(m).kind == ClauseKind::Infinitive && m.phrase.is_none();
            if infinitive {
                return before.get(governor).copied().flatten();
            }
            if m.phrase.is_none() {
                return None;
            }
        }
        match self.from_outside(m) {
            Own::At(time) => return Some(time),
            Own::Open => return None,
            Own::Nothing => {}
        }
        self.of_the_day(m)
    }

    fn clause(&self, m: &Match) -> &Clause {
        &self.coding.parse.clauses[m.clause]
    }

    fn is_event(&self, m: &Match) -> bool {
        self.kind(m).is_some()
    }

    fn kind(&self, m: &Match) -> Option<crate::mention::EventType> {
        self.coding.language.frames.frame(m.frame).and_then(|f| f.event).map(|(kind, _)| kind)
    }

    /// What the act's own words say: its phrase, its relative clause, its clause.
    fn own(&self, m: &Match) -> Own {
        let clause = self.clause(m);
        let hits = &self.hits[clause.sentence];
        if hits.is_empty() {
            return Own::Nothing;
        }
        let Some(phrase) = m.phrase else { return self.of_verb(m) };
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
        clause.phrases.clone().any(|p| self.overlaps(p, &hit.words) && (p == phrase || p > phrase && self.coding.hangs_on(p, phrase)))
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
        let with = p.preposition.map(|w| self.coding.language.times.word(w, Default::default(), false, false));
        let during = |w: Option<TimeWord>| matches!(w, Some(TimeWord::Relation(Relation::In | Relation::During)));
        match (with, self.acts_in(m.clause, m)) {
            (Some(word), _) => during(word) && self.settled_free(m),
            (None, true) => false,
            (None, false) => p.attached.is_none_or(|(_, how)| how == Attachment::Coordination) && self.settled_free(m),
        }
    }

    fn settled_free(&self, m: &Match) -> bool {
        let at = self.matches.iter().position(|o| std::ptr::eq(o, m));
        at.is_some_and(|at| self.settled[at].governor.is_none())
    }

    /// Of the expressions in a verb's clause those that stand free, before those inside noun phrases; those of another
    /// act's noun only where that noun is an object.
    fn of_verb(&self, m: &Match) -> Own {
        self.of_clause(m.clause, m)
    }

    fn of_clause(&self, clause: usize, m: &Match) -> Own {
        let c = &self.coding.parse.clauses[clause];
        let own: Vec<&TimeHit> = self.hits[c.sentence].iter().filter(|h| c.words.contains(&h.words.start)).collect();
        for level in 0..3 {
            let here: Vec<&TimeHit> = own.iter().copied().filter(|h| self.depth(h, c, m) == level).collect();
            if !here.is_empty() {
                return Own::of(&here);
            }
        }
        Own::Nothing
    }

    /// How deep an expression sits: 0 free in the clause, 1 in a noun phrase, 2 with the noun of an act that is an object,
    /// 3 with the noun of an act that is a circumstance, or inside an attribute.
    fn depth(&self, hit: &TimeHit, clause: &Clause, m: &Match) -> u8 {
        let Some(mut at) = clause.phrases.clone().find(|p| self.overlaps(*p, &hit.words)) else { return 0 };
        let own = self.coding.phrase(at);
        if hit.words.end <= own.head && self.coding.parse.words[own.head].tag == crate::parse::Tag::Noun && !hit.words.contains(&own.head) {
            return 3;
        }
        let mut deep = 0;
        while let Some((to, how)) = self.coding.phrase(at).attached.filter(|(to, _)| *to < at) {
            if how == Attachment::Coordination {
                break;
            }
            deep = deep.max(1);
            let noun = self.matches.iter().any(|o| o.phrase == Some(to) && o.word != m.word && self.is_event(o));
            if noun {
                deep = deep.max(if self.coding.phrase(to).preposition.is_some() { 3 } else { 2 });
            }
            at = to;
        }
        deep
    }

    /// The same act told with a time elsewhere: "das Treffen" after or before the sentence that dates it.
    fn same_act(&self, at: usize) -> Option<TimeSpan> {
        let m = &self.matches[at];
        let phrase = m.phrase.filter(|p| m.word == self.coding.phrase(*p).head)?;
        if self.coding.phrase(phrase).agree.is_plural() {
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
        let first = self.coding.parse.words[p.words.start].closed;
        p.determiner.is_some_and(named) || first.iter().any(|c| c.class == WordClass::PrepositionArticle)
    }

    /// The same kind of act between the same parties; a definite noun may leave parties out.
    fn same_parties(&self, m: &Match, other: &Match, definite: bool) -> bool {
        if self.kind(m).is_none() || self.kind(m) != self.kind(other) {
            return false;
        }
        let (mine, others) = (parties(m), parties(other));
        mine == others || definite && !mine.is_empty() && mine.iter().all(|c| others.contains(c))
    }

    /// A plan told before it in the same paragraph, of the same kind: "An diesen Gesprächen werden … teilnehmen".
    fn plan_before(&self, at: usize) -> Option<TimeSpan> {
        let m = &self.matches[at];
        let paragraph = self.paragraphs[self.clause(m).sentence];
        let plans = (0..at).rev().filter(|o| self.settled[*o].status == Status::Planned && self.paragraphs[self.clause(&self.matches[*o]).sentence] == paragraph);
        plans.filter(|o| self.kind(&self.matches[*o]) == self.kind(m)).find_map(|o| match self.own[o] {
            Own::At(time) => Some(time),
            _ => None,
        })
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

    /// For each sentence the day that the sentences before it in its paragraph told last; a vaguer time ends it.
    fn days_told(&self) -> Vec<Option<TimeSpan>> {
        let mut day = None;
        let mut out = Vec::with_capacity(self.hits.len());
        for (at, hits) in self.hits.iter().enumerate() {
            if at > 0 && self.paragraphs[at] != self.paragraphs[at - 1] {
                day = None;
            }
            out.push(day);
            if hits.is_empty() {
                continue;
            }
            for clause in self.coding.parse.sentences[at].clauses.clone() {
                let c = &self.coding.parse.clauses[clause];
                let free = hits.iter().filter(|h| c.words.contains(&h.words.start) && self.is_free(h, c));
                if let (ClauseKind::Main | ClauseKind::Fragment, Some(hit)) = (c.kind, free.last()) {
                    day = hit.time.filter(|t| t.precision == Precision::Day);
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
            hit.words.contains(&p.head) || p.head < hit.words.start || self.coding.parse.words[p.head].tag != crate::parse::Tag::Noun
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
        (0..parse.sentences.len()).filter(whole).take(LEAD)
    }

    fn is_opening(&self, sentence: usize) -> bool {
        self.opening().last().is_none_or(|last| sentence <= last)
    }

    /// The day that goes on from the sentences before, the day of the news, the day of the article: by how the clause
    /// tells and by whether words or deeds are told.
    fn of_the_day(&self, m: &Match) -> Option<TimeSpan> {
        let clause = self.clause(m);
        let sentence = clause.sentence;
        let event = self.kind(m)?;
        let words = matches!(event.quad(), Quad::VerbalCooperation | Quad::VerbalConflict);
        let attribute = m.phrase.is_some_and(|p| m.word != self.coding.phrase(p).head);
        if m.phrase.is_some_and(|p| !attribute && !self.carries_clause(m, p)) {
            return None;
        }
        let quoted = clause.verb.as_ref().is_some_and(|v| v.mood == Mood::Quoted);
        let opening = self.is_opening(sentence);
        match self.telling(clause) {
            Telling::Before => self.day_before(sentence),
            Telling::Past if quoted && !opening => self.days[sentence],
            Telling::Past => {
                let news = self.news.or(self.published);
                self.days[sentence].or_else(|| news.filter(|_| words || opening))
            }
            Telling::Present if opening => self.news.or(self.published),
            Telling::Present => self.published.filter(|_| words),
            Telling::Verbless => self.news.or(self.published).filter(|_| opening),
        }
    }

    /// What is told as further back belongs to the time of the sentence just before it in the paragraph.
    fn day_before(&self, sentence: usize) -> Option<TimeSpan> {
        let before = sentence.checked_sub(1).filter(|b| self.paragraphs[*b] == self.paragraphs[sentence])?;
        self.hits[before].last().and_then(|h| h.time)
    }
}
