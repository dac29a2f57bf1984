//! Cue words of web pages, from `page.tsv`: what marks an advert, a teaser, a by-line, a date line;
//! month names; words in classes of elements.
//!
//! A row is `kind fit words cue`. `cue` is a row of words; `#` stands for a number and `word*` for any word that
//! begins so. `fit` says where in a stretch of text the cue must stand, and `words` how long that stretch may be.

pub use super::bare::{bare_words, cue_words};
pub use super::classes::{ClassKind, ClassKinds};
use super::table::{self, Row};
use crate::error::LoadError;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::str::FromStr;

/// What a cue marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CueKind {
    Advert,
    Newsletter,
    Consent,
    Paywall,
    /// "Read more", "you may also like": links to other articles.
    Teaser,
    Tags,
    Share,
    /// Who wrote it.
    Byline,
    ReadingTime,
    /// Who took or owns a picture.
    Credit,
    /// Where a text or a picture is from.
    Source,
    /// Words that open or close the text under a picture.
    Caption,
    Legal,
    Comments,
    Navigation,
    Published,
    Updated,
    /// How a letter ends: what follows is who wrote it.
    Farewell,
}

impl CueKind {
    /// Whether it marks what leads to something else than the article.
    pub fn leads_away(self) -> bool {
        matches!(self, Self::Advert | Self::Comments | Self::Newsletter | Self::Tags | Self::Teaser)
    }
}

impl FromStr for CueKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match text {
            "advert" => Self::Advert,
            "newsletter" => Self::Newsletter,
            "consent" => Self::Consent,
            "paywall" => Self::Paywall,
            "teaser" => Self::Teaser,
            "tags" => Self::Tags,
            "share" => Self::Share,
            "byline" => Self::Byline,
            "reading-time" => Self::ReadingTime,
            "credit" => Self::Credit,
            "source" => Self::Source,
            "caption" => Self::Caption,
            "legal" => Self::Legal,
            "comments" => Self::Comments,
            "navigation" => Self::Navigation,
            "published" => Self::Published,
            "updated" => Self::Updated,
            "farewell" => Self::Farewell,
            _ => return Err(format!("{text:?} is no kind of cue")),
        })
    }
}

/// What stands behind a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Clock {
    /// A half of the day.
    Half,
    Zone,
}

/// Where in a stretch of text a cue must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    Whole,
    /// The text begins so and is no sentence.
    Start,
    /// The text begins so, sentence or not.
    Opens,
    End,
    Any,
    /// Proves nothing alone; two of them do.
    Hint,
}

impl FromStr for Fit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match text {
            "whole" => Self::Whole,
            "start" => Self::Start,
            "opens" => Self::Opens,
            "end" => Self::End,
            "any" => Self::Any,
            "hint" => Self::Hint,
            _ => return Err(format!("{text:?} is no fit; use whole, start, opens, end, any or hint")),
        })
    }
}

#[derive(Clone, Debug)]
enum Pattern {
    Word(String),
    Prefix(String),
    Number,
}

impl Pattern {
    fn read(word: &str) -> Self {
        match (word, word.strip_suffix('*')) {
            ("#", _) => Self::Number,
            (_, Some(prefix)) => Self::Prefix(prefix.to_lowercase()),
            _ => Self::Word(word.to_lowercase()),
        }
    }

    fn fits(&self, word: &str) -> bool {
        match self {
            Self::Word(w) => w == word,
            Self::Prefix(p) => word.starts_with(p.as_str()),
            Self::Number => word.bytes().all(|b| b.is_ascii_digit()),
        }
    }
}

#[derive(Clone, Debug)]
struct Cue {
    kind: CueKind,
    fit: Fit,
    longest: usize,
    pattern: Vec<Pattern>,
}

impl Cue {
    /// Whether the cue stands at the given place of the words and may stand there.
    fn fits(&self, words: &[Cow<'_, str>], place: usize, sentence: bool) -> bool {
        let (length, rest) = (self.pattern.len(), words.get(place..).unwrap_or_default());
        if rest.len() < length || words.len() > self.longest {
            return false;
        }
        let placed = match self.fit {
            Fit::Whole => place == 0 && words.len() == length,
            Fit::Start => place == 0 && !sentence,
            Fit::Opens => place == 0,
            Fit::End => rest.len() == length,
            Fit::Any | Fit::Hint => true,
        };
        placed && self.pattern.iter().zip(rest).all(|(pattern, word)| pattern.fits(word))
    }

    /// Whether the cue may stand at the beginning alone.
    fn opens(&self) -> bool {
        matches!(self.fit, Fit::Whole | Fit::Start | Fit::Opens)
    }
}

/// Cues by how their first word begins.
#[derive(Debug, Default)]
struct Beginnings(FxHashMap<u16, Vec<usize>>);

impl Beginnings {
    fn add(&mut self, cue: &Cue, number: usize) -> Option<()> {
        let start = match cue.pattern.first()? {
            Pattern::Word(word) => start(word),
            Pattern::Prefix(prefix) => (prefix.len() > 1).then(|| start(prefix))?,
            Pattern::Number => NUMBER,
        };
        self.0.entry(start).or_default().push(number);
        Some(())
    }

    /// The cues that may begin with a word.
    fn of(&self, word: &str) -> &[usize] {
        self.0.get(&start(word)).map_or(&[], Vec::as_slice)
    }
}

/// A role of so many bytes ends no longer word by chance.
const SHORT_ROLE: usize = 7;

/// The start of all words that begin with a digit.
const NUMBER: u16 = 0;

/// The first two bytes of a word, by which few words that are no cues look like one.
fn start(word: &str) -> u16 {
    match word.as_bytes() {
        [first, ..] if first.is_ascii_digit() => NUMBER,
        [first, second, ..] => u16::from_be_bytes([*first, *second]),
        [first] => u16::from(*first),
        [] => NUMBER,
    }
}

/// A cue that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    pub kind: CueKind,
    /// The cue stands at the beginning; what follows it may be its value: the name after "by".
    pub opens: bool,
    /// Words of the cue.
    pub length: usize,
}

/// The cues of one language.
#[derive(Debug, Default)]
pub struct PageCues {
    cues: Vec<Cue>,
    /// Those that stand at the beginning alone, and those that stand anywhere.
    opening: Beginnings,
    within: Beginnings,
    months: FxHashMap<String, i8>,
    /// Those of languages without a folder.
    far_months: FxHashMap<String, i8>,
    classes: FxHashMap<String, ClassKinds>,
    joints: FxHashSet<String>,
    particles: FxHashSet<String>,
    places: FxHashSet<String>,
    hours: FxHashSet<String>,
    before_times: FxHashSet<String>,
    by_dates: FxHashSet<String>,
    /// Titles of what servers show instead of articles, and the names of news agencies.
    refusals: FxHashSet<Vec<Cow<'static, str>>>,
    /// Those in lower case, as they are written.
    agencies: FxHashMap<String, String>,
    /// What those do who write, what does so only before the rest of an office, and what is theirs before a colon.
    roles: FxHashSet<String>,
    offices: FxHashSet<String>,
    labels: FxHashSet<String>,
    /// Minutes, by what stands behind a time of day.
    minutes: FxHashMap<(Clock, String), i32>,
    zones_of_places: FxHashMap<String, String>,
}

impl PageCues {
    /// The words on clocks that belong to no language with a folder, from `clock.tsv`.
    pub(super) fn of_clock((file, text): (&str, &str)) -> Result<Self, LoadError> {
        let mut cues = Self::default();
        for row in table::rows(file, text, &["kind", "value", "names"])? {
            let row = row?;
            let names = row.list(2).map(str::to_lowercase);
            let kind = match row.cell(0) {
                "hour" => {
                    cues.hours.extend(names);
                    continue;
                }
                "before-time" => {
                    cues.before_times.extend(names);
                    continue;
                }
                "month" => {
                    let month = row.parse(1)?.ok_or_else(|| row.error("the value is missing"))?;
                    cues.far_months.extend(names.map(|name| (name, month)));
                    continue;
                }
                "zone-of" => {
                    cues.zones_of_places.extend(row.list(2).map(|name| (name.to_owned(), row.cell(1).to_owned())));
                    continue;
                }
                "half" => Clock::Half,
                "zone" => Clock::Zone,
                other => {
                    return Err(row.error(format!(
                        "{other:?} is no kind; write half, zone, zone-of, hour, before-time or month"
                    )));
                }
            };
            let minutes = row.parse(1)?.ok_or_else(|| row.error("the value is missing"))?;
            for name in names {
                if cues.minutes.insert((kind, name.clone()), minutes).is_some() {
                    return Err(row.error(format!("{name:?} stands twice")));
                }
            }
        }
        Ok(cues)
    }

    pub(super) fn load((file, text): (&str, &str)) -> Result<Self, LoadError> {
        let rows = table::rows(file, text, &["kind", "fit", "words", "cue"])?;
        let mut cues = Self::default();
        for row in rows {
            let row = &row?;
            match row.cell(0) {
                kind if kind.starts_with("class-") => cues.add_classes(row)?,
                "joint" => cues.joints.extend(row.list(3).map(str::to_lowercase)),
                "particle" => cues.particles.extend(row.list(3).map(str::to_lowercase)),
                "place" => cues.places.extend(row.list(3).map(str::to_lowercase)),
                "hour" => cues.hours.extend(row.list(3).map(str::to_lowercase)),
                "before-time" => cues.before_times.extend(row.list(3).map(str::to_lowercase)),
                "refusal" => cues.refusals.extend(row.list(3).map(owned_words)),
                "role" => cues.roles.extend(row.list(3).map(str::to_lowercase)),
                "office" => cues.offices.extend(row.list(3).map(str::to_lowercase)),
                "label" => cues.labels.extend(row.list(3).map(str::to_lowercase)),
                "agency" => cues.agencies.extend(row.list(3).map(|name| (name.to_lowercase(), name.to_owned()))),
                "by-date" => cues.by_dates.extend(row.list(3).map(str::to_lowercase)),
                kind => match kind.strip_prefix("month-") {
                    Some(number) => cues.add_months(number, row)?,
                    None => cues.add_cues(row)?,
                },
            }
        }
        Ok(cues)
    }

    fn add_classes(&mut self, row: &Row<'_>) -> Result<(), LoadError> {
        let kind = row.parse(0)?.ok_or_else(|| row.error("the kind is missing"))?;
        for word in row.list(3) {
            self.classes.entry(word.to_lowercase()).or_default().add(kind);
        }
        Ok(())
    }

    fn add_months(&mut self, number: &str, row: &Row<'_>) -> Result<(), LoadError> {
        let number: i8 = number.parse().map_err(|_| row.error("a month row is named month-01 to month-12"))?;
        if !(1..=12).contains(&number) {
            return Err(row.error("a month row is named month-01 to month-12"));
        }
        for name in row.list(3) {
            if self.months.insert(name.to_lowercase(), number).is_some_and(|other| other != number) {
                return Err(row.error(format!("{name:?} names two months")));
            }
        }
        Ok(())
    }

    fn add_cues(&mut self, row: &Row<'_>) -> Result<(), LoadError> {
        let kind = row.parse(0)?.ok_or_else(|| row.error("the kind is missing"))?;
        let fit = row.parse(1)?.ok_or_else(|| row.error("the fit is missing"))?;
        let longest = row.parse(2)?.unwrap_or(usize::MAX);
        for cue in row.list(3) {
            let pattern: Vec<Pattern> = cue.split_whitespace().map(Pattern::read).collect();
            let cue = Cue { kind, fit, longest, pattern };
            let beginnings = if cue.opens() { &mut self.opening } else { &mut self.within };
            beginnings.add(&cue, self.cues.len()).ok_or_else(|| row.error("a cue is empty"))?;
            self.cues.push(cue);
        }
        Ok(())
    }

    /// The cues among the words, each with its number, in no order; one may come twice.
    fn fitting(&self, words: &[Cow<'_, str>], sentence: bool) -> impl Iterator<Item = (usize, &Cue)> {
        let opening = words.first().into_iter().flat_map(|word| self.opening.of(word)).map(|number| (0, *number));
        let places = words.iter().enumerate();
        let within = places.flat_map(|(place, word)| self.within.of(word).iter().map(move |number| (place, *number)));
        let fits = move |place: usize, cue: &Cue| cue.fits(words, place, sentence);
        opening.chain(within).filter_map(move |(place, number)| {
            self.cues.get(number).filter(|cue| fits(place, cue)).map(|cue| (number, cue))
        })
    }

    /// What the words are by a cue that is proof: the first row that fits, else none and the kinds of the hints among
    /// them, two of which are proof. `sentence` tells whether they are one.
    pub fn look(&self, words: &[Cow<'_, str>], sentence: bool) -> Result<Hit, Vec<CueKind>> {
        let mut first: Option<(usize, &Cue)> = None;
        let mut hints: Vec<(usize, CueKind)> = Vec::new();
        for (number, cue) in self.fitting(words, sentence) {
            match cue.fit {
                Fit::Hint => hints.push((number, cue.kind)),
                _ if first.is_none_or(|(other, _)| number < other) => first = Some((number, cue)),
                _ => {}
            }
        }
        let Some((_, cue)) = first else {
            hints.sort_unstable();
            hints.dedup();
            return Err(hints.into_iter().map(|(_, kind)| kind).collect());
        };
        Ok(Hit { kind: cue.kind, opens: cue.opens(), length: cue.pattern.len() })
    }

    /// What the words are by a cue that is proof.
    pub fn find(&self, words: &[Cow<'_, str>], sentence: bool) -> Option<Hit> {
        self.look(words, sentence).ok()
    }

    /// What a word of a class or id, lower-cased, says of its element.
    pub fn classes(&self, word: &str) -> ClassKinds {
        self.classes.get(word).copied().unwrap_or_default()
    }

    /// Whether a word stands between two of a list of people, which may be all in capitals.
    pub fn joins(&self, word: &str) -> bool {
        let is_large = || word.len() > 1 && word.chars().all(char::is_uppercase);
        self.joints.contains(word) || is_large() && self.joints.contains(&word.to_lowercase())
    }

    /// Whether a word, lower-cased, begins what somebody's office is; elsewhere it is as likely a surname.
    pub fn leads_office(&self, word: &str) -> bool {
        self.offices.contains(word)
    }

    /// Whether a word, lower-cased, says before a colon that who wrote it follows: "Interview: Jane Park".
    pub fn labels_author(&self, word: &str) -> bool {
        self.labels.contains(word)
    }

    /// Whether a word, lower-cased, says what someone who writes does, or that agencies did.
    pub fn is_role(&self, word: &str) -> bool {
        // "Auslandskorrespondent"
        self.roles.contains(word)
            || self.roles.iter().any(|role| role.len() > SHORT_ROLE && word.ends_with(role.as_str()))
    }

    /// Whether a small word may stand in a name.
    pub fn is_particle(&self, word: &str) -> bool {
        self.particles.contains(word)
    }

    /// Whether a word, or two, lead from a name to where its bearer is or whom they work for.
    pub fn leads_to_place(&self, words: &str) -> bool {
        self.places.contains(words)
    }

    /// Whether a word behind a number says that it is an hour.
    pub fn tells_hour(&self, word: &str) -> bool {
        self.hours.contains(word)
    }

    /// The place whose clocks a zone goes by that changes with the season; its name as it is written.
    pub fn place_of_zone(&self, name: &str) -> Option<&str> {
        self.zones_of_places.get(name).map(String::as_str)
    }

    /// The minutes that a half of the day begins after midnight, or a zone is before universal time; `name` is lower-cased.
    pub fn minutes(&self, kind: Clock, name: &str) -> Option<i32> {
        self.minutes.get(&(kind, name.to_owned())).copied()
    }

    /// Whether a word stands between a date and its time.
    pub fn leads_to_time(&self, word: &str) -> bool {
        self.before_times.contains(word)
    }

    /// Whether a word may stand beside a date that is all there is to a line.
    pub fn stands_by_date(&self, word: &str) -> bool {
        self.by_dates.contains(word)
    }

    /// Whether a title is of what a server shows instead of an article: a refusal, a question for consent.
    pub fn is_refusal(&self, title: &[Cow<'_, str>]) -> bool {
        self.refusals.contains(title)
    }

    /// How a news agency is written; `name` is lower-cased.
    pub fn agency(&self, name: &str) -> Option<&str> {
        self.agencies.get(name).map(String::as_str)
    }

    /// The length of the longest cue of a kind that the words begin with, however long they are.
    pub fn begins(&self, words: &[Cow<'_, str>], kind: CueKind) -> Option<usize> {
        let named = self.opening.of(words.first()?).iter().filter_map(|number| self.cues.get(*number));
        let opening = named.filter(|cue| cue.kind == kind && matches!(cue.fit, Fit::Start | Fit::Opens));
        let fitting = opening.filter(|cue| {
            words.len() > cue.pattern.len() && cue.pattern.iter().zip(words).all(|(pattern, word)| pattern.fits(word))
        });
        fitting.map(|cue| cue.pattern.len()).max()
    }

    /// The number of a month, by any of its names; `name` is lower-cased.
    pub fn month(&self, name: &str) -> Option<i8> {
        self.month_alone(name).or_else(|| self.far_months.get(name).copied())
    }

    /// The same without the names of other languages, which are names of a month only behind a day.
    pub fn month_alone(&self, name: &str) -> Option<i8> {
        self.months.get(name).copied()
    }
}

fn owned_words(text: &str) -> Vec<Cow<'static, str>> {
    cue_words(text).into_iter().map(|word| Cow::Owned(word.into_owned())).collect()
}
