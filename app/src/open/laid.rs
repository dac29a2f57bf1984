//! The letters of a PDF file with their places in, its text in the order of reading out: columns one after the other, also
//! where the file writes line by line across them.

use pdf_extract::{MediaBox, OutputDev, OutputError, Transform};
use std::fmt;
use std::mem::{size_of, take};

/// Columns of a page at most.
const COLUMNS: usize = 8;
/// Lines on both sides of a gap from which on it parts two columns.
const LINES: usize = 4;
/// The usual line of a column is at least so long; those of a table are shorter.
const LETTERS: usize = 20;
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
    pub(super) text: String,
    page: Vec<Run>,
    /// Down the page, and to the right: where the text so far ends.
    end: (f64, f64),
    begins: bool,
    /// Bytes that may be gathered, and those that were.
    most: u64,
    pub(super) spent: u64,
}

impl Laid {
    pub(super) fn new(most: u64) -> Self {
        Self { text: String::new(), page: Vec::new(), end: (0.0, f64::MAX), begins: true, most, spent: 0 }
    }

    fn spend(&mut self, bytes: usize) -> Result<(), OutputError> {
        self.spent += bytes as u64;
        if self.spent > self.most { Err(OutputError::FormatError(fmt::Error)) } else { Ok(()) }
    }

    fn say(&mut self, run: &Run) {
        let (top, to) = self.end;
        let away = (run.top - top).abs();
        // The top of the next column goes on where the one before breaks off, unless its sentence was at an end.
        let is_next = run.top < top && self.text.ends_with(['.', '!', '?', '\u{201c}', '\u{201d}']);
        if away > run.size * 1.5 {
            self.text.push('\n');
        }
        if (run.from < to || is_next) && away > run.size * 0.5 {
            self.text.push('\n');
        }
        if run.from > to + run.size * 0.1 {
            self.text.push(' ');
        }
        self.text.push_str(&run.text);
        self.end = (run.top, run.to);
    }
}

impl OutputDev for Laid {
    fn begin_page(&mut self, _: u32, _: &MediaBox, _: Option<(f64, f64, f64, f64)>) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        let page = take(&mut self.page);
        in_columns(page.iter().collect(), COLUMNS).into_iter().for_each(|run| self.say(run));
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

/// The runs of a page, the columns of a stretch of lines one after the other. Without columns they stay in the order of the
/// file.
fn in_columns(page: Vec<&Run>, most: usize) -> Vec<&Run> {
    let lines = lines(&page);
    let Some(edge) = edge(&lines).filter(|_| most > 1) else { return page };
    let (mut ordered, mut left, mut right) = (Vec::new(), Vec::new(), Vec::new());
    for run in lines.into_iter().flatten() {
        if run.from >= edge - SLACK {
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
