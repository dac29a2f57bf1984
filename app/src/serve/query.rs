//! The query of an address in, what it asks for out; and back, in one order, so that the same view has one address.

use crate::args::confidence;
use crate::ask::args::{Conditions, in_order, kind, status};
use crate::project::Filter;
use std::error::Error;
use std::fmt;

/// The conditions that all screens share, under the names of the command line, in the order of addresses.
pub(super) const CONDITIONS: [&str; 11] =
    ["actor", "dyad", "type", "status", "from", "to", "lang", "source", "min-origins", "min-confidence", "as-of"];
/// The language of the interface.
pub(super) const TONGUE: &str = "ui";
/// The part of a long list.
pub(super) const PAGE: &str = "page";

/// Names beside the conditions whose values are whole numbers, and those whose values are words: of a screen, or of all.
const NUMBERS: [&str; 4] = ["limit", PAGE, "part", "passage"];
const WORDS: [(&str, &str, &[&str]); 4] = [
    ("length", "", &["full", "short"]),
    ("view", "/network", &["lines", "matrix", "table", "explore"]),
    ("view", "", &["table"]),
    ("area", "", &["part", "world"]),
];

/// Further names, and the screens that take them, some only by their own scripts; without a screen all do.
const TAKEN: [(&str, &[&str]); 14] = [
    ("q", &["/search"]),
    ("about", &["/disputes"]),
    ("outcome", &["/predictions"]),
    ("stance", &["/positions"]),
    ("kind", &["/voices"]),
    ("who", &["/voices"]),
    ("outlet", &["/sources"]),
    ("at", &["/article", "/review"]),
    ("event", &["/review"]),
    ("data", &["/network"]),
    ("chosen", &["/network"]),
    ("without", &["/network"]),
    ("of", &["/export"]),
    ("csv", &[]),
];

/// A value that nobody understands: the reader's fault, while all others are the server's.
#[derive(Debug)]
pub(super) struct Wrong {
    /// The name of the condition; none for what stands in the path.
    pub(super) name: &'static str,
    pub(super) value: String,
    /// Behind `expects.` the key of the words that say what is understood, where there are such.
    pub(super) expects: &'static str,
    /// What may be meant.
    pub(super) near: Vec<String>,
}

impl Wrong {
    pub(super) fn new(name: &'static str, value: &str) -> Self {
        Self { name, value: value.to_owned(), expects: name, near: Vec::new() }
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}={}", self.name, self.value)
    }
}

impl Error for Wrong {}

/// Names and values of a query.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    pub(super) fn read(text: &str) -> Self {
        let pairs = form_urlencoded::parse(text.as_bytes());
        Self(pairs.map(|(name, value)| (name.into_owned(), value.trim().to_owned())).collect())
    }

    /// Whether the address could be shorter: a form sends its empty fields too.
    pub(super) fn has_blanks(&self) -> bool {
        self.0.iter().any(|(_, value)| value.is_empty())
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, v)| n == name && !v.is_empty()).map(|(_, value)| value.as_str())
    }

    pub(super) fn all<'q>(&'q self, name: &'q str) -> impl Iterator<Item = &'q str> {
        self.0.iter().filter(move |(n, v)| n == name && !v.is_empty()).map(|(_, value)| value.as_str())
    }

    pub(super) fn number(&self, name: &str) -> Option<usize> {
        self.get(name).and_then(|text| text.parse().ok())
    }

    /// Whether what says how a screen is looked at can be understood.
    pub(super) fn check(&self, screen: &str) -> Result<(), Wrong> {
        for name in NUMBERS {
            self.read_one(name, str::parse::<usize>)?;
        }
        if screen == "/review" {
            self.read_one("at", str::parse::<usize>).map_err(|wrong| Wrong { expects: PAGE, ..wrong })?;
        }
        let mut words: Vec<_> = WORDS.iter().filter(|(_, of, _)| of.is_empty() || *of == screen).collect();
        // Those of the screen stand before those of all.
        words.dedup_by_key(|(name, ..)| *name);
        words.into_iter().try_for_each(|(name, _, known)| self.one_of(name, known).map(drop))
    }

    /// Which of these a name asks for, if any.
    pub(super) fn one_of<T: Copy + fmt::Display>(&self, name: &'static str, all: &[T]) -> Result<Option<T>, Wrong> {
        let Some(text) = self.get(name) else { return Ok(None) };
        let found = all.iter().find(|one| one.to_string() == text);
        let known = || all.iter().map(T::to_string).collect();
        found.copied().map(Some).ok_or_else(|| Wrong { near: known(), ..Wrong::new(name, text) })
    }

    /// The same with one value for a name; empty for none. Another list begins with its first page.
    pub(super) fn with(&self, name: &str, value: &str) -> Self {
        let mut pairs = self.0.clone();
        pairs.retain(|(n, _)| n != name && (n != PAGE || name == TONGUE));
        pairs.push((name.to_owned(), value.to_owned()));
        Self(pairs)
    }

    /// The same with one more value for a name.
    pub(super) fn and(&self, name: &str, value: &str) -> Self {
        let mut pairs = self.0.clone();
        pairs.push((name.to_owned(), value.to_owned()));
        Self(pairs)
    }

    /// The same without one value of a name.
    pub(super) fn without(&self, name: &str, value: &str) -> Self {
        Self(self.0.iter().filter(|(n, v)| n != PAGE && !(n == name && v == value)).cloned().collect())
    }

    /// Only the conditions and the language of the interface: what goes along from screen to screen.
    pub(super) fn lasting(&self) -> Self {
        let lasting = |name: &str| CONDITIONS.contains(&name) || name == TONGUE;
        Self(self.0.iter().filter(|(name, _)| lasting(name)).cloned().collect())
    }

    /// Only the language of the interface.
    pub(super) fn tongue(&self) -> Self {
        Self(self.0.iter().filter(|(name, _)| name == TONGUE).cloned().collect())
    }

    /// The conditions that are set, one value at a time.
    pub(super) fn conditions(&self) -> Vec<(&'static str, &str)> {
        CONDITIONS.iter().flat_map(|name| self.all(name).map(move |value| (*name, value))).collect()
    }

    /// Names that the screen does not take, with their values, and of each the condition that may be meant.
    pub(super) fn unknown(&self, screen: &str) -> Vec<(&str, &str, Option<&'static str>)> {
        let is_taken =
            |name: &str| TAKEN.iter().any(|(taken, by)| *taken == name && (by.is_empty() || by.contains(&screen)));
        let is_word = |name: &str| WORDS.iter().any(|(word, ..)| *word == name) || is_taken(name) || name == TONGUE;
        let is_known = |name: &str| CONDITIONS.contains(&name) || NUMBERS.contains(&name) || is_word(name);
        let plain = |name: &str| name.to_lowercase().replace(['-', '_'], "").trim_end_matches('s').to_owned();
        let meant = |name: &str| CONDITIONS.into_iter().find(|known| plain(known) == plain(name));
        let unknown = self.0.iter().filter(|(name, value)| !is_known(name) && !value.is_empty());
        unknown.map(|(name, value)| (name.as_str(), value.as_str(), meant(name))).collect()
    }

    /// Everything but these names.
    pub(super) fn beside(&self, names: &[&str]) -> Vec<(&str, &str)> {
        let kept = self.0.iter().filter(|(name, value)| !names.contains(&name.as_str()) && !value.is_empty());
        kept.map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    /// An address with this query.
    pub(super) fn on(&self, path: &str) -> String {
        let place = |name: &str| match CONDITIONS.iter().position(|n| *n == name) {
            Some(at) => at,
            None if name == TONGUE => CONDITIONS.len() + 1,
            None => CONDITIONS.len(),
        };
        let mut pairs: Vec<&(String, String)> = self.0.iter().filter(|(_, value)| !value.is_empty()).collect();
        pairs.sort_by_key(|(name, _)| place(name));
        if pairs.is_empty() {
            return path.to_owned();
        }
        let mut text = form_urlencoded::Serializer::new(String::new());
        text.extend_pairs(pairs);
        format!("{path}?{}", text.finish())
    }

    /// The conditions as the project understands them; of more than `limit` events the youngest.
    pub(super) fn filter(&self, limit: usize) -> Result<Filter, Wrong> {
        let least = |text: &str| confidence(&text.replace(',', "."));
        let dyad = self.get("dyad").map(str::to_owned);
        let conditions = Conditions {
            actor: self.listed("actor"),
            dyad: dyad.clone(),
            r#type: self.read_all("type", kind)?,
            status: self.read_all("status", status)?,
            from: self.read_one("from", str::parse)?,
            to: self.read_one("to", str::parse)?,
            lang: self.listed("lang"),
            source: self.all("source").map(str::to_owned).collect(),
            min_origins: self.read_one("min-origins", str::parse)?.unwrap_or_default(),
            min_confidence: self.read_one("min-confidence", least)?,
            as_of: self.read_one("as-of", str::parse)?,
            limit: Some(limit),
        };
        // What is left to go wrong: days the wrong way round, and two that are no pair.
        conditions.filter().map_err(|_| match dyad.filter(|_| in_order(conditions.from, conditions.to).is_ok()) {
            Some(dyad) => Wrong::new("dyad", &dyad),
            None => Wrong { expects: "order", ..Wrong::new("from", self.get("from").unwrap_or_default()) },
        })
    }

    fn listed(&self, name: &str) -> Vec<String> {
        self.0
            .iter()
            .filter(|(n, v)| n == name && !v.is_empty())
            .flat_map(|(_, text)| text.split(','))
            .map(|one| one.trim().to_owned())
            .collect()
    }

    fn read_one<T, E>(&self, name: &'static str, read: impl Fn(&str) -> Result<T, E>) -> Result<Option<T>, Wrong> {
        self.get(name).map(|text| read(text).map_err(|_| Wrong::new(name, text))).transpose()
    }

    fn read_all<T>(&self, name: &'static str, read: impl Fn(&str) -> Result<T, String>) -> Result<Vec<T>, Wrong> {
        self.listed(name).into_iter().map(|text| read(&text).map_err(|_| Wrong::new(name, &text))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Query;

    #[test]
    fn the_same_view_has_one_address() {
        let one = Query::read("ui=de&limit=5&type=ACCUSE&actor=PER+GOV&to=&actor=CHL");
        assert_eq!(one.on("/events"), "/events?actor=PER+GOV&actor=CHL&type=ACCUSE&limit=5&ui=de");
        assert_eq!(one.without("actor", "CHL").lasting().on("/"), "/?actor=PER+GOV&type=ACCUSE&ui=de");
        assert!(one.has_blanks());
        assert_eq!(Query::default().with("q", "a&b=ü").on("/search"), "/search?q=a%26b%3D%C3%BC");
    }

    #[test]
    fn names_that_a_screen_does_not_take_are_told_apart() {
        let asked = "foo=bar&min_confidence=7&Actor=PER&actor=PER&view=table&page=2&csv=map&ui=de&chosen=PER";
        let query = Query::read(asked);
        let always =
            [("foo", "bar", None), ("min_confidence", "7", Some("min-confidence")), ("Actor", "PER", Some("actor"))];
        assert_eq!(query.unknown("/network"), always);
        assert_eq!(query.unknown("/events"), [&always[..], &[("chosen", "PER", None)]].concat());
    }

    #[test]
    fn conditions_are_those_of_the_command_line() {
        let filter = |text: &str| Query::read(text).filter(7);
        let found = filter("actor=per,chl%20gov&type=accuse&status=denied&from=2024-05-01&min-origins=2").ok();
        let found = found.unwrap_or_default();
        assert_eq!(found.actors, ["PER", "CHL GOV"]);
        assert_eq!((found.types.len(), found.statuses.len(), found.min_origins, found.limit), (1, 1, 2, 7));
        for wrong in
            ["min-origins=1.9", "min-origins=-3", "min-confidence=NaN", "min-confidence=-1", "min-confidence=2"]
        {
            assert!(filter(wrong).is_err(), "{wrong}");
        }
        assert!(filter("type=SING").is_err() && filter("from=soon").is_err() && filter("dyad=PER").is_err());
        assert!(filter("dyad=PER,CHL").is_ok() && filter("dyad=PER,per%20gov").is_err());
    }
}
