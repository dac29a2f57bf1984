//! The one table format: tab-separated, a header line, `#` comments, `.` for empty, `|` between alternatives.

use crate::error::LoadError;
use smallvec::SmallVec;

/// The files of one folder: name and content.
pub type Files<'a> = [(&'a str, &'a str)];

/// The named file of a folder, or an error that says which folder lacks it.
pub(super) fn find<'a>(folder: &str, files: &Files<'a>, name: &str) -> Result<(&'a str, &'a str), LoadError> {
    files
        .iter()
        .find(|(file, _)| *file == name)
        .copied()
        .ok_or_else(|| LoadError::new(format!("{folder}/{name}"), 0, "the table is missing"))
}

/// One row with its line number; cells in the order of the columns asked for.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    pub file: &'a str,
    pub line: usize,
    cells: SmallVec<[&'a str; 11]>,
}

/// The rows of `text`, each checked as it comes; its header must name exactly `columns`.
pub fn rows<'a>(
    file: &'a str,
    text: &'a str,
    columns: &[&str],
) -> Result<impl Iterator<Item = Result<Row<'a>, LoadError>> + use<'a>, LoadError> {
    let mut lines = Lines { text, at: 0, line: 0, signs: Signs { bytes: text.as_bytes(), at: 0, found: 0 } };
    let header: Vec<&str> = match lines.next() {
        Some((_, cells)) => cells.into_iter().collect(),
        None => return Err(LoadError::new(file, 0, "the table is empty; it needs a header line")),
    };
    if header != columns {
        let wanted = columns.join(", ");
        return Err(LoadError::new(file, 1, format!("the header must name the columns {wanted}")));
    }
    Ok(lines.map(move |(line, cells)| {
        if cells.len() != header.len() {
            let cause = format!("{} cells where the header names {} columns", cells.len(), header.len());
            return Err(LoadError::new(file, line, cause));
        }
        if let Some(column) = cells.iter().position(|cell| cell.trim_start().is_empty()) {
            let cause = format!("column {:?} is blank; write `.` for nothing", header[column]);
            return Err(LoadError::new(file, line, cause));
        }
        Ok(Row { file, line, cells })
    }))
}

/// The lines that hold cells, with their numbers.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    signs: Signs<'a>,
}

impl<'a> Iterator for Lines<'a> {
    type Item = (usize, SmallVec<[&'a str; 11]>);

    fn next(&mut self) -> Option<Self::Item> {
        while self.at < self.text.len() {
            self.line += 1;
            let mut cells: SmallVec<[&str; 11]> = SmallVec::new();
            loop {
                let end = self.signs.next().unwrap_or(self.text.len());
                let cell = self.text.get(self.at..end).unwrap_or_default();
                self.at = end + 1;
                if self.text.as_bytes().get(end) == Some(&b'\t') {
                    cells.push(cell);
                    continue;
                }
                cells.push(cell.strip_suffix('\r').unwrap_or(cell));
                break;
            }
            let is_empty = cells.len() == 1 && cells[0].is_empty();
            if !is_empty && !cells[0].starts_with('#') {
                return Some((self.line, cells));
            }
        }
        None
    }
}

/// Where tabs and ends of lines stand: eight bytes are looked at together, for tables are long and read at every start.
struct Signs<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The highest bit of each of the eight bytes before `at` that is one and has not been told.
    found: u64,
}

impl Iterator for Signs<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        while self.found == 0 {
            let rest = self.bytes.get(self.at..).filter(|rest| !rest.is_empty())?;
            let eight = rest.first_chunk().copied().unwrap_or_else(|| {
                let mut last = [0; 8];
                last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
                last
            });
            let eight = u64::from_le_bytes(eight);
            self.found = equal(eight, b'\t') | equal(eight, b'\n');
            self.at += 8;
        }
        let byte = self.found.trailing_zeros() as usize / 8;
        self.found &= self.found - 1;
        Some(self.at - 8 + byte)
    }
}

/// The highest bit of each of eight bytes that is this one.
fn equal(eight: u64, byte: u8) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    const LOW: u64 = ONES * 0x7f;
    let differs = eight ^ (ONES * u64::from(byte));
    !(((differs & LOW) + LOW) | differs | LOW)
}

impl<'a> Row<'a> {
    /// The cell as written; empty for `.`.
    pub fn cell(&self, column: usize) -> &'a str {
        match self.cells.get(column) {
            Some(&".") | None => "",
            Some(cell) => cell,
        }
    }

    /// The alternatives of a cell; none for `.`.
    pub fn list(&self, column: usize) -> impl Iterator<Item = &'a str> + use<'a> {
        self.cell(column).split('|').filter(|c| !c.is_empty())
    }

    /// The cell parsed; `None` for `.`.
    pub fn parse<T>(&self, column: usize) -> Result<Option<T>, LoadError>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        match self.cell(column) {
            "" => Ok(None),
            cell => cell.parse().map(Some).map_err(|cause: T::Err| self.error(cause.to_string())),
        }
    }

    pub fn error(&self, cause: impl Into<String>) -> LoadError {
        LoadError::new(self.file, self.line, cause)
    }
}
