//! Two passages in, the weight of the evidence out that they tell one act; nothing where they cannot.
//!
//! The weights add up like odds: zero is undecided. They were set on three of the stories in `gold/stories` and on the
//! seed articles, and checked on the other two stories; `score/README.md` has the figures.

use super::agreements::about_treaty;
use super::passage::{Days, Passage, both, codes};
use super::words::{alike, shared};
use crate::mention::{EventType, Magnitude, Mode, Sector, Status};
use rustc_hash::FxHashMap;
use std::cmp::Ordering;

/// What two acts of one type between the same sides have in common before anything else is known.
const NOTHING_KNOWN: f64 = -1.2;
/// Intervals that are equal, and wide ones that merely hold one another.
const SAME_DAYS: f64 = 3.5;
const WITHIN_MONTH: f64 = 1.5;
const WITHIN_QUARTER: f64 = 1.4;
const WITHIN_YEAR: f64 = 0.9;
const WITHIN_YEARS: f64 = -0.3;
/// Words of the clause, words of the sentence, names across languages, each times a share of 0 to 1.
const CLAUSE: f64 = 6.0;
const SENTENCE: f64 = 1.2;
const NAMES: f64 = 3.0;
const NUMBER: f64 = 0.5;
/// Sides that hold each other, and sides that only overlap.
const SIDES_WITHIN: f64 = -1.7;
const SIDES_OVERLAP: f64 = -2.5;
const OTHER_SECTORS: f64 = -0.6;
/// One article says of the armies what it does not say of the governments.
const OTHER_SECTORS_IN_ARTICLE: f64 = -2.0;
/// One state at most stands on the sides of both: at first, for articles of a year apart, and the share where times touch.
const LITTLE_TOLD: f64 = -1.6;
const LITTLE_TOLD_YEAR_APART: f64 = -1.4;
const LITTLE_TOLD_TIMES_TOUCH: f64 = 0.15;
/// Days of a time in which only few such acts are done.
const FEW_ACTS: i32 = 40;
const OTHER_MODE: f64 = -1.9;
/// One passage is about a treaty, the other is not.
const OTHER_MATTER: f64 = -4.0;
/// The other does not say what it is about.
const MATTER_UNTOLD: f64 = -2.0;
const SAME_MODE: f64 = 0.4;
const OTHER_DIRECTION: f64 = -1.1;
/// What both sides sign or agree on is not what one says of the other.
const OTHER_DIRECTION_OF_WORDS: f64 = -2.5;
/// Within one article: neighbours, an act with its denial, two acts of one sentence, other dates, one date only.
const NEAR: f64 = 0.8;
const DENIED_NEARBY: f64 = 1.0;
const SAME_SENTENCE: f64 = -2.4;
const OTHER_DATE: f64 = -1.1;
const ONE_DATE: f64 = -0.5;
/// Words of one kind are said often in one article: they are seldom the same, and its common date tells less.
const SPEECH_AGAIN: f64 = -0.5;
const WORDS_SAME_ARTICLE: f64 = 0.6;
/// For each year between an undated passage's article and the act.
const YEAR_APART: f64 = -0.45;
const YEARS_COUNTED: f64 = 6.0;
/// For articles of a year apart that both tell words without a date.
const SPEECH_APART: f64 = -1.5;
/// A plan told after the act was reported, and before.
const PLAN_AFTER_ACT: f64 = -1.5;
const PLAN_BEFORE_ACT: f64 = 0.5;
/// A plan that came true after its time.
const LATE: f64 = -0.2;
/// Dates that nearly touch.
const BLURRED: f64 = -0.5;
const OTHER_PERSONS: f64 = -1.0;
const OTHER_PERSONS_MET: f64 = -2.5;
const SAME_PERSONS: f64 = 0.5;
const SAME_PLACE: f64 = 0.6;
const OTHER_COUNTRY: f64 = -1.0;
/// Nobody meets in two countries at once.
const OTHER_COUNTRY_MET: f64 = -3.0;
const SAME_MAGNITUDE: f64 = 0.5;

/// Bytes of text within which passages are neighbours.
const NEIGHBOURHOOD: f64 = 600.0;
/// Days after its time within which a plan may still come true.
const LATENESS: i32 = 400;
/// Days before its article that an undated plan may lie: the act was under way.
const UNDER_WAY: i32 = 10;
/// Days that a historical act lies back at least.
const HISTORY: i32 = 700;
/// Days by which dates may miss each other where one of them is no single day.
const SLACK: i32 = 2;
/// Summed rarity of shared words from which on they count in full.
const ENOUGH_SHARED: f64 = 1.5;

/// How the sides of two passages lie to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sides {
    Equal,
    /// One passage names some of those whom the other names.
    Within,
    /// Both name some, and each names others.
    Overlap,
}

/// How rare the words of each passage are among the passages that are compared.
#[derive(Debug, Default)]
pub(super) struct Rarity(Vec<RareWords>);

/// The rarities of a passage's words, in the order of its sets.
#[derive(Debug, Default)]
pub(super) struct RareWords {
    clause: Rare,
    sentence: Rare,
    names: Rare,
}

#[derive(Debug, Default)]
struct Rare {
    each: Vec<f64>,
    sum: f64,
}

impl Rarity {
    pub(super) fn new(passages: &[&Passage<'_>]) -> Self {
        let mut by_doc: Vec<&Passage<'_>> = passages.to_vec();
        by_doc.sort_unstable_by_key(|p| p.mention.doc.as_str());
        // Words with the number of articles they stand in, and the last of these.
        let mut seen: FxHashMap<u64, (usize, usize)> = FxHashMap::default();
        let mut docs = 0;
        for same in by_doc.chunk_by(|a, b| a.same_article(b)) {
            docs += 1;
            for word in same.iter().flat_map(|p| p.said.sentence.stems.iter().chain(&p.said.sentence.names)) {
                let (count, last) = seen.entry(*word).or_default();
                if *last != docs {
                    (*count, *last) = (*count + 1, docs);
                }
            }
        }
        // From nearly 1 for a word of one article among many to a fifth for one that all have.
        let articles = docs as f64;
        let of = |word: &u64| articles / (articles + 4.0 * seen.get(word).map_or(0.0, |(count, _)| *count as f64));
        let rare = |words: &[u64]| {
            let each: Vec<f64> = words.iter().map(of).collect();
            Rare { sum: each.iter().sum(), each }
        };
        let words = |p: &&Passage<'_>| RareWords {
            clause: rare(&p.said.clause.stems),
            sentence: rare(&p.said.sentence.stems),
            names: rare(&p.said.sentence.names),
        };
        Self(passages.iter().map(words).collect())
    }

    pub(super) fn words(&self, passage: usize) -> &RareWords {
        &self.0[passage]
    }
}

/// What two word sets share, 0 to 1: the cosine of their rarities, less where little is shared at all.
fn likeness((a, rare): (&[u64], &Rare), (b, other): (&[u64], &Rare)) -> f64 {
    let mut common = 0.0;
    let (mut x, mut y) = (0, 0);
    while let (Some(word), Some(met)) = (a.get(x), b.get(y)) {
        match word.cmp(met) {
            Ordering::Less => x += 1,
            Ordering::Greater => y += 1,
            Ordering::Equal => {
                common += rare.each[x];
                (x, y) = (x + 1, y + 1);
            }
        }
    }
    if common <= 0.0 {
        return 0.0;
    }
    common / (rare.sum * other.sum).sqrt() * (common / ENOUGH_SHARED).min(1.0)
}

/// A passage with the rarities of its words.
type Weighed<'p, 'a> = (&'p Passage<'a>, &'p RareWords);

/// The weight of the evidence that both passages tell one act; `None` where that is ruled out.
pub(super) fn affinity(one: Weighed<'_, '_>, other: Weighed<'_, '_>) -> Option<f64> {
    let (a, b) = (one.0, other.0);
    if a.kind() != b.kind() || greeting_beside_meeting(a, b) {
        return None;
    }
    let lie = sides(a, b)?;
    let is_little_told = is_little_told(a, b);
    let sides = match lie {
        Sides::Equal if a.same_article(b) && sectors_exclude(a, b) => OTHER_SECTORS_IN_ARTICLE,
        // Of one state the sectors are the sides.
        _ if is_little_told && sectors_exclude(a, b) => return None,
        Sides::Equal if a.sectors != b.sectors => OTHER_SECTORS,
        Sides::Equal => 0.0,
        Sides::Within => SIDES_WITHIN,
        Sides::Overlap => SIDES_OVERLAP,
    };
    let little_told = if is_little_told { little_told(a, b) } else { 0.0 };
    let known = sides + little_told + time(a, b)? + facts(a, b);
    Some(NOTHING_KNOWN + known + words(one, other) + manner(a, b) + neighbourhood(a, b))
}

/// What one state does at home, or with a side left open, is told of many acts: it takes more than type and sides to be one
/// of two articles, the more the farther these lie apart, and hardly any where their times touch.
fn little_told(a: &Passage<'_>, b: &Passage<'_>) -> f64 {
    let apart = a.published_day.zip(b.published_day).map_or(0, |(x, y)| (x - y).abs());
    let weight = LITTLE_TOLD + LITTLE_TOLD_YEAR_APART * (f64::from(apart) / 365.0).min(1.0);
    // In a year a state does much of a kind.
    let done = [a, b].iter().all(|p| p.mention.status == Status::Reported);
    let telling = |days: Days| !done || days.length() <= FEW_ACTS;
    let touch = a.time.zip(b.time).is_some_and(|(x, y)| x.gap(y) <= 0 && telling(x) && telling(y));
    if touch { weight * LITTLE_TOLD_TIMES_TOUCH } else { weight }
}

/// Whether two articles have no more than one party in common.
fn is_little_told(a: &Passage<'_>, b: &Passage<'_>) -> bool {
    !a.same_article(b) && shared(&a.parties, &b.parties).count() <= 1
}

/// Whether both tell the sector of every party, and no party's is the same.
fn sectors_exclude(a: &Passage<'_>, b: &Passage<'_>) -> bool {
    let told = |p: &Passage<'_>| p.sectors.iter().all(|(_, sector)| sector.is_some());
    let same = |(x, s): &(&str, Option<Sector>)| b.sectors.iter().any(|(y, t)| x == y && alike_sectors(*s, *t));
    told(a) && told(b) && !a.sectors.iter().any(same)
}

/// Whether articles may tell one actor's sector so and so: the opposition is parties.
fn alike_sectors(one: Option<Sector>, other: Option<Sector>) -> bool {
    let party = |sector| matches!(sector, Some(Sector::Pty | Sector::Opp));
    one == other || party(one) && party(other)
}

/// How the sides lie to each other; `None` where they name nobody in common or contradict each other.
pub(super) fn sides(a: &Passage<'_>, b: &Passage<'_>) -> Option<Sides> {
    if a.mention.symmetric || b.mention.symmetric {
        let (x, y) = (&a.parties, &b.parties);
        if x == y {
            return Some(Sides::Equal);
        }
        return match shared(x, y).count() {
            0 => None,
            n if n == x.len() || n == y.len() => Some(Sides::Within),
            1 => None,
            _ => Some(Sides::Overlap),
        };
    }
    let (actors, recipients) = (side(&a.actors, &b.actors)?, side(&a.recipients, &b.recipients)?);
    let common = || shared(&a.actors, &b.actors).count() + shared(&a.recipients, &b.recipients).count();
    match actors + recipients {
        0 => Some(Sides::Equal),
        _ if common() == 0 => None,
        1 => Some(Sides::Within),
        2 | 3 => Some(Sides::Overlap),
        _ => None,
    }
}

/// 0 for equal codes, 1 where one list holds the other, 2 for an overlap, nothing for different ones.
fn side(a: &[&str], b: &[&str]) -> Option<u8> {
    if a == b {
        return Some(0);
    }
    match shared(a, b).count() {
        n if n == a.len() || n == b.len() => Some(1),
        0 => None,
        _ => Some(2),
    }
}

/// A directed consultation that is no visit (greetings handed over, a call) is neither the visit nor the meeting at which
/// it was done.
fn greeting_beside_meeting(a: &Passage<'_>, b: &Passage<'_>) -> bool {
    let visit = |p: &Passage<'_>| p.mention.mode == Some(Mode::Visit);
    let greeting = |p: &Passage<'_>| !p.mention.symmetric && !visit(p);
    let meeting = |p: &Passage<'_>| p.mention.symmetric || visit(p);
    a.kind() == EventType::Consult && ((greeting(a) && meeting(b)) || (greeting(b) && meeting(a)))
}

fn time(a: &Passage<'_>, b: &Passage<'_>) -> Option<f64> {
    let mut weight = match (a.time, b.time) {
        (Some(x), Some(y)) if x.gap(y) <= 0 => overlap(a, b, x, y),
        (Some(x), Some(y)) => miss(a, b, x, y)?,
        (None, None) => both_undated(a, b),
        _ => undated(a, b)? + undated(b, a)?,
    };
    for (plan, act) in [(a, b), (b, a)] {
        if plan.foretold() && act.mention.status == Status::Reported && !plan.same_article(act) {
            match plan.published.cmp(&act.published) {
                Ordering::Less => weight += PLAN_BEFORE_ACT,
                Ordering::Equal => {}
                Ordering::Greater => weight += PLAN_AFTER_ACT,
            }
        }
    }
    Some(weight)
}

fn overlap(a: &Passage<'_>, b: &Passage<'_>, x: Days, y: Days) -> f64 {
    let widest = x.length().max(y.length());
    let fulfilled = a.foretold() != b.foretold() && widest <= LATENESS;
    let within = match widest {
        _ if fulfilled => WITHIN_MONTH,
        ..32 => WITHIN_MONTH,
        32..93 => WITHIN_QUARTER,
        93..367 => WITHIN_YEAR,
        _ => WITHIN_YEARS,
    };
    let common = 1 - x.gap(y);
    let share = f64::from(common) / f64::from(x.length() + y.length() - common);
    let weight = within + (SAME_DAYS - within) * share;
    if a.same_article(b) && is_speech(a.kind()) { weight * WORDS_SAME_ARTICLE } else { weight }
}

/// Dates that exclude each other, save for plans that came late and for dates that are a little blurred. What was done
/// before somebody announced it for a later day is another act.
fn miss(a: &Passage<'_>, b: &Passage<'_>, x: Days, y: Days) -> Option<f64> {
    let gap = x.gap(y);
    if done_before(a, b, y) || done_before(b, a, x) {
        return None;
    }
    if a.foretold() || b.foretold() {
        return (gap <= LATENESS).then_some(LATE);
    }
    (gap <= SLACK && (x.length() > 1 || y.length() > 1)).then_some(BLURRED)
}

/// Whether an act, told as done on some days, was over when a plan was told.
fn done_before(plan: &Passage<'_>, act: &Passage<'_>, days: Days) -> bool {
    let over = plan.published_day.is_some_and(|published| days.last < published - UNDER_WAY);
    plan.foretold() && act.mention.status == Status::Reported && over
}

/// Words without a date are mostly those of the day: the farther the articles lie apart, the less likely they are the same.
fn both_undated(a: &Passage<'_>, b: &Passage<'_>) -> f64 {
    match (a.published_day, b.published_day) {
        (Some(x), Some(y)) if is_speech(a.kind()) && !a.foretold() && !b.foretold() => {
            SPEECH_APART * (f64::from((x - y).abs()) / 365.0).min(1.0)
        }
        _ => 0.0,
    }
}

/// What an undated passage can mean: a past act lies before its article, a plan after it.
fn undated(a: &Passage<'_>, b: &Passage<'_>) -> Option<f64> {
    let (None, Some(published), Some(time)) = (a.time, a.published_day, b.time) else { return Some(0.0) };
    let told_as_past = !a.foretold() && a.mention.status != Status::Denied;
    if told_as_past && time.first > published {
        return None;
    }
    if done_before(a, b, time) {
        return None;
    }
    if a.mention.historical && time.first > published - HISTORY {
        return None;
    }
    let apart = if a.foretold() { time.first - published } else { published - time.last };
    Some(YEAR_APART * (f64::from(apart.abs()) / 365.0).min(YEARS_COUNTED))
}

fn words((a, rare): Weighed<'_, '_>, (b, other): Weighed<'_, '_>) -> f64 {
    let numbers = shared(&a.said.clause.numbers, &b.said.clause.numbers).count().min(2) as f64 * NUMBER;
    if a.mention.lang == b.mention.lang {
        let clause = likeness((&a.said.clause.stems, &rare.clause), (&b.said.clause.stems, &other.clause));
        let sentence = likeness((&a.said.sentence.stems, &rare.sentence), (&b.said.sentence.stems, &other.sentence));
        numbers + CLAUSE * clause + SENTENCE * sentence
    } else {
        numbers + NAMES * likeness((&a.said.sentence.names, &rare.names), (&b.said.sentence.names, &other.names))
    }
}

fn manner(a: &Passage<'_>, b: &Passage<'_>) -> f64 {
    // "Quito denies it" says nothing of the matter.
    let echo = |p: &Passage<'_>| p.mention.status == Status::Denied && p.mention.object.is_none();
    let same = about_treaty(a.mention) == about_treaty(b.mention) || echo(a) || echo(b);
    let silent = |p: &Passage<'_>| !about_treaty(p.mention) && p.mention.object.is_none();
    let matter = match same {
        true => 0.0,
        false if !a.same_article(b) && (silent(a) || silent(b)) => MATTER_UNTOLD,
        false => OTHER_MATTER,
    };
    mode(a, b) + matter
}

fn mode(a: &Passage<'_>, b: &Passage<'_>) -> f64 {
    let mode = match (a.mention.mode, b.mention.mode) {
        (Some(x), Some(y)) if x == y => SAME_MODE,
        (Some(_), Some(_)) => OTHER_MODE,
        _ => 0.0,
    };
    match a.mention.symmetric == b.mention.symmetric {
        true => mode,
        false if matches!(a.kind(), EventType::Agree | EventType::Support) => mode + OTHER_DIRECTION_OF_WORDS,
        false => mode + OTHER_DIRECTION,
    }
}

fn neighbourhood(a: &Passage<'_>, b: &Passage<'_>) -> f64 {
    if !a.same_article(b) {
        return 0.0;
    }
    let (x, y) = (a.mention, b.mention);
    let near = (1.0 - x.trigger.start.abs_diff(y.trigger.start) as f64 / NEIGHBOURHOOD).max(0.0);
    let mut weight = NEAR * near;
    let told = [x.status, y.status];
    if told.contains(&Status::Denied) && (told.contains(&Status::Claimed) || told.contains(&Status::Reported)) {
        weight += DENIED_NEARBY * near;
    }
    if x.status == y.status && x.sentence.overlaps(y.sentence) && codes(x.said_by.iter()) == codes(y.said_by.iter()) {
        weight += SAME_SENTENCE;
    }
    if x.status == y.status && is_speech(x.kind) {
        weight += SPEECH_AGAIN;
    }
    match (a.time, b.time) {
        (Some(x), Some(y)) if x != y && !a.foretold() && !b.foretold() => weight += OTHER_DATE,
        (Some(_), None) | (None, Some(_)) => weight += ONE_DATE,
        _ => {}
    }
    weight
}

/// Persons, places and figures, where both passages name them.
fn facts(a: &Passage<'_>, b: &Passage<'_>) -> f64 {
    let mut weight = persons(a, b);
    if let (Some(x), Some(y)) = (&a.mention.place, &b.mention.place) {
        let countries = x.country.as_ref().zip(y.country.as_ref());
        weight += if alike(&x.name, &y.name) {
            SAME_PLACE
        } else if countries.is_some_and(|(x, y)| x != y) {
            if a.kind() == EventType::Consult { OTHER_COUNTRY_MET } else { OTHER_COUNTRY }
        } else {
            0.0
        };
    }
    let figures = &b.mention.magnitudes;
    let same = |x: &Magnitude| figures.iter().any(|y| x.value == y.value && !x.vague && !y.vague);
    if a.mention.magnitudes.iter().any(same) { weight + SAME_MAGNITUDE } else { weight }
}

/// Whether the persons that both passages name for a side are the same: "Kim met Schoigu" is not "Kim met Lawrow".
fn persons(a: &Passage<'_>, b: &Passage<'_>) -> f64 {
    let mut weight = 0.0;
    for code in shared(&a.parties, &b.parties) {
        let (mut x, mut y) = (named(a, code).peekable(), named(b, code).peekable());
        if x.peek().is_none() || y.peek().is_none() {
            continue;
        }
        weight += match x.any(|x| named(b, code).any(|y| alike(x, y))) {
            true => SAME_PERSONS,
            false if a.kind() == EventType::Consult => OTHER_PERSONS_MET,
            false if is_speech(a.kind()) => OTHER_PERSONS,
            false => 0.0,
        };
    }
    weight
}

/// The names of a party in a passage.
fn named<'p>(passage: &'p Passage<'_>, code: &str) -> impl Iterator<Item = &'p str> {
    both(passage.mention).filter(move |x| x.code == code).filter_map(|x| x.name.as_deref())
}

/// Acts that are words, and the standing cooperation that is told like them: often repeated, seldom one event.
pub(super) fn is_speech(kind: EventType) -> bool {
    use EventType::*;
    matches!(kind, Support | Accuse | Consult | Agree | Request | Cooperate)
}
