//! What was read and what should have been in, shares and rates out.

use crate::pages::{Pages, Segmented, Whole};
use crate::readers::{Found, Reader};
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::time::Instant;

/// Bytes of a page of usual size: rates are told in such pages.
const USUAL: f64 = 75_000.0;
/// Runs over all pages.
const RUNS: usize = 3;
/// Words of a run by which bodies are compared.
const RUN: usize = 4;

/// One row of the table.
#[derive(Default)]
pub(crate) struct Line {
    name: &'static str,
    precision: f64,
    recall: f64,
    title: f64,
    day: f64,
    authors: f64,
    body: f64,
    pages: f64,
}

impl Line {
    pub(crate) const HEADER: &'static str = "| extractor | segments F | precision | recall | title | day | authors | body F | pages/s |\n|---|---|---|---|---|---|---|---|---|";
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let balanced = harmonic(self.precision, self.recall);
        write!(
            f,
            "| {} | {balanced:.3} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} | {:.0} |",
            self.name, self.precision, self.recall, self.title, self.day, self.authors, self.body, self.pages
        )
    }
}

/// Reads all pages with one extractor, on one core.
pub(crate) fn measure(reader: &Reader, pages: &Pages) -> Line {
    let read = || {
        let start = cpu_seconds();
        let found: Vec<Found> = pages.segments.iter().map(|page| guarded(reader, &page.bytes, &page.url)).collect();
        let articles: Vec<Found> =
            pages.whole.iter().map(|page| guarded(reader, &page.bytes, "https://example.com/a")).collect();
        (found, articles, cpu_seconds() - start)
    };
    let (found, articles, first) = read();
    // Others share the machine: the fastest of a few runs is nearest to what the program itself takes.
    let seconds = (1..RUNS).map(|_| read().2).fold(first, f64::min);
    let mut bytes = pages.segments.iter().map(|page| page.bytes.len()).sum::<usize>();
    bytes += pages.whole.iter().map(|page| page.bytes.len()).sum::<usize>();
    let mut line = Line { name: reader.name, pages: bytes as f64 / USUAL / seconds, ..Line::default() };
    (line.precision, line.recall) = segments(&pages.segments, &found);
    let mean = |value: fn(&Whole, &Found) -> f64| {
        pages.whole.iter().zip(&articles).map(|(page, found)| value(page, found)).sum::<f64>()
            / pages.whole.len().max(1) as f64
    };
    line.title = mean(|page, found| f64::from(same_title(page, found)));
    line.day = mean(|page, found| f64::from(page.day == found.day));
    line.authors = mean(|page, found| f64::from(same_authors(page, found)));
    line.body = mean(body);
    line
}

/// An extractor that panics on a page has read nothing in it.
fn guarded(reader: &Reader, bytes: &[u8], url: &str) -> Found {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let found = catch_unwind(AssertUnwindSafe(|| (reader.read)(bytes, url))).unwrap_or_default();
    panic::set_hook(usual);
    found
}

/// Seconds that this thread was on a core: other work on the machine does not count. Elsewhere the clock must do.
fn cpu_seconds() -> f64 {
    thread_local!(static BEGIN: Instant = Instant::now());
    let nanoseconds = fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|line| line.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| BEGIN.with(|begin| begin.elapsed().as_secs_f64()), |count| count / 1e9)
}

/// Precision and recall over all segments of all pages, as the set's own program counts them.
fn segments(pages: &[Segmented], found: &[Found]) -> (f64, f64) {
    let (mut right, mut wrong, mut missed) = (0.0, 0.0, 0.0);
    for (page, found) in pages.iter().zip(found) {
        let text = folded(&found.text);
        let there = |segment: &&String| text.contains(&folded(segment));
        let with = page.with.iter().filter(there).count();
        right += with as f64;
        missed += (page.with.len() - with) as f64;
        wrong += page.without.iter().filter(there).count() as f64;
    }
    (right / (right + wrong).max(1.0), right / (right + missed).max(1.0))
}

pub(crate) fn harmonic(a: f64, b: f64) -> f64 {
    if a + b == 0.0 { 0.0 } else { 2.0 * a * b / (a + b) }
}

/// White space as one space, dashes and quotation marks as their plain forms.
pub(crate) fn folded(text: &str) -> String {
    let plain = |c: char| match c {
        '\u{2010}'..='\u{2015}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{201a}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' => '"',
        c => c,
    };
    let text: String = text.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}')).map(plain).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(crate) fn same_title(page: &Whole, found: &Found) -> bool {
    folded(&page.title) == folded(&found.title)
}

/// The same people, in any order.
pub(crate) fn same_authors(page: &Whole, found: &Found) -> bool {
    let set = |names: &[String]| {
        let mut names: Vec<String> = names.iter().map(|name| folded(name).to_lowercase()).collect();
        names.sort();
        names.dedup();
        names
    };
    set(&page.authors) == set(&found.authors)
}

/// F of the runs of four words, each counted as often as it stands there.
pub(crate) fn body(page: &Whole, found: &Found) -> f64 {
    let (wanted, got) = (runs(&page.body), runs(&found.body));
    let count = |runs: &BTreeMap<Vec<String>, usize>| runs.values().sum::<usize>() as f64;
    let shared: usize = wanted.iter().map(|(run, n)| got.get(run).map_or(0, |m| *n.min(m))).sum();
    harmonic(shared as f64 / count(&got).max(1.0), shared as f64 / count(&wanted).max(1.0))
}

fn runs(text: &str) -> BTreeMap<Vec<String>, usize> {
    let mut runs = BTreeMap::new();
    let text = folded(text);
    // Languages written without spaces are compared letter by letter.
    let wide = |c: char| matches!(u32::from(c), 0x3040..=0x30ff | 0x3400..=0x9fff);
    let mut words: Vec<String> = Vec::new();
    let mut joins = false;
    for c in text.chars() {
        match words.last_mut() {
            Some(word) if joins && c.is_alphanumeric() && !wide(c) => word.push(c),
            _ if c.is_alphanumeric() => words.push(c.to_string()),
            _ => {}
        }
        joins = c.is_alphanumeric() && !wide(c);
    }
    for run in words.windows(RUN.min(words.len().max(1))) {
        *runs.entry(run.to_vec()).or_insert(0) += 1;
    }
    runs
}
