//! The letters of a PDF file with their places in, its text in the order of reading out: columns one after the other, also
//! where the file writes line by line across them.

use pdf_extract::{MediaBox, OutputDev, OutputError, Transform};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::mem::{size_of, take};
use std::ops::RangeInclusive;

/// Columns of a page at most.
const COLUMNS: usize = 8;
/// Lines on both sides of a gap from which on it parts two columns.
const LINES: usize = 4;
/// The usual line of a column is at least so long; those of a table are shorter.
const LETTERS: usize = 20;
/// How much larger the letters of a headline are at the least.
const LARGER: f64 = 1.2;
/// Sizes of letters that are looked at for it.
const SIZES: usize = 32;
/// How far below the columns a footer is at the least, in heights of their letters.
const AWAY: f64 = 4.0;
/// Words of a headline.
const HEADLINE: RangeInclusive<usize> = 3..=30;
/// How far columns may be out of line, in the unit of pages, a seventy-second of an inch.
const SLACK: f64 = 3.0;

/// Letters that follow one another on a line.
#[derive(Debug)]
struct Run {
    text: String,
    /// Down the page.
    top: f64,
    from: f64,
    to: f64,
    /// Height of its letters.
    size: f64,
}

/// Gathers the text of a file page by page.
pub(super) struct Laid {
    pages: Vec<Vec<Run>>,
    page: Vec<Run>,
    begins: bool,
    /// Bytes that may be gathered, and those that were.
    most: u64,
    pub(super) spent: u64,
}

impl Laid {
    pub(super) fn new(most: u64) -> Self {
        Self { pages: Vec::new(), page: Vec::new(), begins: true, most, spent: 0 }
    }

    /// The text of all pages, without what their margins say again.
    pub(super) fn text(&self) -> String {
        let mut told = Told { text: String::new(), end: (0.0, f64::MAX, 0.0) };
        for (page, again) in self.pages.iter().zip(said_again(&self.pages)) {
            // The first line of a page stands above the last of the one before.
            told.end.0 = f64::MAX;
            let is_again = |run: &&Run| again.iter().any(|top| (run.top - top).abs() <= run.size * 0.5);
            let runs = page.iter().filter(|run| !is_again(run)).collect();
            in_columns(runs, COLUMNS).into_iter().for_each(|run| told.say(run));
        }
        told.text
    }

    /// What stands in the largest letters of the first page, if it is words in a line or a few and larger than most.
    pub(super) fn headline(&self) -> Option<String> {
        let page = self.pages.first()?;
        let mut sizes: Vec<f64> = page.iter().map(|run| run.size).collect();
        sizes.sort_by(f64::total_cmp);
        let usual = *sizes.get(sizes.len() / 2)?;
        sizes.dedup();
        let larger = sizes.iter().rev().take_while(|size| **size > usual * LARGER).take(SIZES);
        let told = larger.map(|size| {
            let words =
                page.iter().filter(|run| (run.size - size).abs() < 0.1).flat_map(|run| run.text.split_whitespace());
            words.collect::<Vec<_>>()
        });
        // Of fewer words is the name of a paper.
        let mut told = told.filter(|words| HEADLINE.contains(&words.len()));
        told.next().map(|words| words.join(" "))
    }

    fn spend(&mut self, bytes: usize) -> Result<(), OutputError> {
        self.spent += bytes as u64;
        if self.spent > self.most { Err(OutputError::FormatError(fmt::Error)) } else { Ok(()) }
    }
}

/// A text so far.
struct Told {
    text: String,
    /// Down the page, and to the right: where the text ends; and the height of its last letters.
    end: (f64, f64, f64),
}

impl Told {
    fn say(&mut self, run: &Run) {
        let (top, to, size) = self.end;
        let away = (run.top - top).abs();
        let is_larger = size > run.size * LARGER || run.size > size * LARGER;
        // The top of the next column or page goes on where the one before breaks off, unless its sentence was at an end.
        let is_over = self.text.ends_with(['.', '!', '?', '\u{201c}', '\u{201d}']) || is_larger;
        let is_next = run.top < top - run.size * 0.5;
        let is_far = away > run.size * 1.5 && run.from < to || is_larger;
        let is_paragraph = if is_next { is_over } else { is_far };
        if away > run.size * 0.5 {
            self.text.push_str(if is_paragraph { "\n\n" } else { "\n" });
        }
        if run.from > to + run.size * 0.1 {
            self.text.push(' ');
        }
        self.text.push_str(&run.text);
        self.end = (run.top, run.to, run.size);
    }
}

impl OutputDev for Laid {
    fn begin_page(&mut self, _: u32, _: &MediaBox, _: Option<(f64, f64, f64, f64)>) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        self.pages.push(take(&mut self.page));
        Ok(())
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        _: f64,
        size: f64,
        letter: &str,
    ) -> Result<(), OutputError> {
        // The side of the square that covers as much as the letter's own, which may be stretched or turned.
        let size = size * (place.m11 * place.m22 - place.m12 * place.m21).abs().sqrt();
        let (from, top) = (place.m31, -place.m32);
        let to = from + width * size;
        self.spend(letter.len())?;
        let begins = take(&mut self.begins);
        let last = self.page.last_mut().filter(|last| {
            !begins || (top - last.top).abs() <= size * 0.5 && from <= last.to + size && from >= last.to - size
        });
        match last {
            Some(run) => {
                if begins && from > run.to + size * 0.1 {
                    run.text.push(' ');
                }
                run.text.push_str(letter);
                run.to = to;
            }
            None => {
                self.page.push(Run { text: letter.to_owned(), top, from, to, size });
                self.spend(size_of::<Run>())?;
            }
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        self.begins = true;
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

/// Lines at the top and at the bottom of a page that may stand in its margin.
const MARGIN: usize = 2;

/// Pages that say the same words in the same place, from which on these are no text.
const PAGES: usize = 3;
/// Words beside the number of a page.
const BESIDE: usize = 2;
/// Figures of the number of a page, where years have more.
const FIGURES: usize = 3;

/// A line in the margin of a page.
struct Edge {
    /// What it says, with the number of a page counted from that of the first, and where it stands.
    said: (String, i64),
    top: f64,
    is_foot: bool,
    is_number: bool,
}

/// How far down each page the lines are that only its margins say: the numbers of the pages, and what most pages have in the
/// same place, but for the first at its head. Statements stay, whatever else says them.
fn said_again(pages: &[Vec<Run>]) -> Vec<Vec<f64>> {
    let margins: Vec<Vec<Edge>> = pages.iter().enumerate().map(|(at, page)| edges(at, page)).collect();
    let mut counts: BTreeMap<&(String, i64), usize> = BTreeMap::new();
    // Copies of a page say nothing of its margins.
    let mut copies = BTreeSet::new();
    let texts = pages.iter().map(|page| page.iter().map(|run| run.text.as_str()).collect::<Vec<_>>());
    let distinct = margins.iter().zip(texts).filter(|(_, text)| copies.insert(text.clone()));
    distinct.flat_map(|(page, _)| page).for_each(|edge| *counts.entry(&edge.said).or_default() += 1);
    // Of two pages both must say it.
    let most = PAGES.min(copies.len().max(2)).max(copies.len() / 2 + 1);
    let mut seen = BTreeSet::new();
    let again = |page: &Vec<Edge>| {
        let least = |edge: &Edge| if edge.is_number { 2 } else { most };
        let all = page.iter().filter(|edge| counts.get(&edge.said).is_some_and(|count| *count >= least(edge)));
        let again = all.filter(|edge| !seen.insert(edge.said.clone()) || edge.is_foot || edge.is_number);
        again.map(|edge| edge.top).collect()
    };
    margins.iter().map(again).collect()
}

/// The lines of a page that may stand in its margins: those that are no statement.
fn edges(at: usize, page: &[Run]) -> Vec<Edge> {
    let lines = lines(&page.iter().collect::<Vec<_>>());
    let foot = lines.len().saturating_sub(MARGIN).max(MARGIN);
    let edge = |(place, line): (usize, &Vec<&Run>)| {
        let text = line.iter().map(|run| run.text.trim()).collect::<Vec<_>>().join(" ");
        let words = text.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
        if words > BESIDE && text.ends_with(['.', '!', '?']) {
            return None;
        }
        let is_foot = place >= foot;
        let top = line.first()?.top;
        // At the head of a page, words beside a number are a heading.
        // Programs that print a page of the web put its address there.
        let bare = text.split_whitespace().filter(|word| !word.contains("://")).collect::<Vec<_>>().join(" ");
        let number = counted(&bare, at).filter(|_| words <= if is_foot { BESIDE } else { 0 });
        let is_number = number.is_some();
        Some(Edge { said: (number.unwrap_or(text), top.round() as i64), top, is_foot, is_number })
    };
    lines.iter().enumerate().filter(|(place, _)| *place < MARGIN || *place >= foot).filter_map(edge).collect()
}

/// A line with its first number counted from that of the first page, so that the numbers of pages are one. What a full stop
/// follows numbers days and paragraphs.
fn counted(line: &str, page: usize) -> Option<String> {
    let begin = line.find(|c: char| c.is_ascii_digit())?;
    let (before, rest) = line.split_at(begin);
    let (number, behind) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()));
    let first = number.parse::<usize>().ok()?.checked_sub(page)?;
    (number.len() <= FIGURES && !behind.starts_with('.')).then(|| format!("{before}{first}{behind}"))
}

/// The runs of a page, the columns of a stretch of lines one after the other. Without columns they stay in the order of the
/// file.
fn in_columns(page: Vec<&Run>, most: usize) -> Vec<&Run> {
    let lines = lines(&page);
    let Some(edge) = edge(&lines).filter(|_| most > 1) else { return page };
    let (mut ordered, mut left, mut right, mut after) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let is_parted = |line: &Vec<&Run>| line.get(1).is_some_and(|second| (second.from - edge).abs() <= SLACK);
    let columns = lines.iter().find(|line| is_parted(line));
    let first = columns.and_then(|line| line.first()).map_or((0.0, f64::MAX), |run| (run.top, run.size));
    // A footer may be no wider either; it stands away from the columns.
    let last = lines.iter().rposition(is_parted).unwrap_or(0);
    let top = |line: &Vec<&Run>| line.first().map_or(0.0, |run| run.top);
    let below = lines.get(last..).unwrap_or_default().windows(2);
    let foot = below.map(|pair| (top(&pair[0]), top(&pair[1]))).find(|(above, top)| top - above > first.1 * AWAY);
    let foot = foot.map_or(f64::MAX, |(_, top)| top);
    // A headline in the middle of the page may be no wider than a column; it ends what stands above them all.
    let is_headline = |run: &&&Run| run.top < first.0 && run.size > first.1 * LARGER;
    let head = lines.iter().flatten().filter(is_headline).map(|run| run.top).fold(f64::MIN, f64::max);
    for run in lines.into_iter().flatten() {
        if run.top <= head {
            ordered.push(run);
        } else if run.top >= foot {
            after.push(run);
        } else if run.from >= edge - SLACK {
            right.push(run);
        } else if run.to <= edge {
            left.push(run);
        } else {
            // A headline above the columns, or a line below them, goes across.
            ordered.append(&mut left);
            ordered.extend(in_columns(take(&mut right), most - 1));
            ordered.push(run);
        }
    }
    ordered.append(&mut left);
    ordered.extend(in_columns(right, most - 1));
    ordered.append(&mut after);
    ordered
}

/// Where the second column begins: where most lines have a run behind a gap, long ones on both sides.
fn edge(lines: &[Vec<&Run>]) -> Option<f64> {
    let gap = |line: &Vec<&Run>| match line.as_slice() {
        [first, second, ..] if second.from > first.to => Some((second.from, letters(first), letters(second))),
        _ => None,
    };
    let mut gaps: Vec<(f64, usize, usize)> = lines.iter().filter_map(gap).collect();
    gaps.sort_by(|a, b| a.0.total_cmp(&b.0));
    let near = |at: f64| {
        let begin = gaps.partition_point(|(from, ..)| *from < at - SLACK);
        let end = gaps.partition_point(|(from, ..)| *from <= at + SLACK);
        gaps.get(begin..end).unwrap_or_default()
    };
    let edge = gaps.iter().map(|(from, ..)| *from).max_by_key(|at| near(*at).len())?;
    let usual = |mut lengths: Vec<usize>| {
        lengths.sort_unstable();
        lengths.get(lengths.len() / 2).copied().unwrap_or(0)
    };
    let first = usual(near(edge).iter().map(|(_, first, _)| *first).collect());
    let second = usual(near(edge).iter().map(|(.., second)| *second).collect());
    (near(edge).len() >= LINES && first.min(second) >= LETTERS).then_some(edge)
}

fn letters(run: &Run) -> usize {
    run.text.chars().count()
}

/// The runs line by line down the page, each line from its beginning.
fn lines<'r>(runs: &[&'r Run]) -> Vec<Vec<&'r Run>> {
    let mut runs = runs.to_vec();
    runs.sort_by(|a, b| a.top.total_cmp(&b.top));
    let mut lines: Vec<Vec<&Run>> = Vec::new();
    for run in runs {
        let same = |line: &&mut Vec<&Run>| line.first().is_some_and(|first| run.top - first.top <= first.size * 0.5);
        match lines.last_mut().filter(same) {
            Some(line) => line.push(run),
            None => lines.push(vec![run]),
        }
    }
    lines.iter_mut().for_each(|line| line.sort_by(|a, b| a.from.total_cmp(&b.from)));
    lines
}
