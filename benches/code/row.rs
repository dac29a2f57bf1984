//! What one part of the work cost; as a line of the table on the page and of the table in the file.

use std::fmt;

pub(crate) const COLUMNS: [&str; 9] = [
    "measured",
    "language",
    "part",
    "words / CPU-s",
    "sentences / CPU-s",
    "articles / CPU-s",
    "CPU-s",
    "allocations / article",
    "peak MB",
];

pub(crate) const HEADER: &str = "| language | part | words / CPU-s | sentences / CPU-s | articles / CPU-s | CPU-s | allocations / article | peak MB |\n|---|---|---|---|---|---|---|---|";

/// What was worked on.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Size {
    pub(crate) words: usize,
    pub(crate) sentences: usize,
    pub(crate) articles: usize,
}

/// The cost of one part.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) lang: String,
    pub(crate) part: String,
    pub(crate) size: Size,
    pub(crate) seconds: f64,
    /// For all articles; of another process nobody knows them.
    pub(crate) allocations: Option<f64>,
    pub(crate) peak: Option<u64>,
}

impl Row {
    pub(crate) fn cells(&self) -> [String; 8] {
        let a_second =
            |count: usize| if count == 0 { "–".to_owned() } else { format!("{:.0}", count as f64 / self.seconds) };
        let an_article = |all: f64| format!("{:.0}", all / self.size.articles as f64);
        [
            self.lang.clone(),
            self.part.clone(),
            a_second(self.size.words),
            a_second(self.size.sentences),
            a_second(self.size.articles),
            format!("{:.3}", self.seconds),
            self.allocations.map_or_else(|| "–".to_owned(), an_article),
            self.peak.map_or_else(|| "–".to_owned(), |peak| peak.to_string()),
        ]
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "| {} |", self.cells().join(" | "))
    }
}
