//! The one table format: tab-separated, a header line, `#` comments, `.` for empty, `|` between alternatives.

use crate::error::LoadError;
use smallvec::SmallVec;

/// A checked table: every row has as many cells as the header names columns.
#[derive(Clone, Debug)]
pub struct Table<'a> {
    pub file: &'a str,
    pub rows: Vec<Row<'a>>,
}

/// One row with its line number; cells in the order of the columns asked for.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    pub file: &'a str,
    pub line: usize,
    cells: SmallVec<[&'a str; 9]>,
}

impl<'a> Table<'a> {
    /// Reads `text`, whose header must name exactly `columns`.
    pub fn read(file: &'a str, text: &'a str, columns: &[&str]) -> Result<Self, LoadError> {
        let mut rows = Vec::new();
        Self::each(file, text, columns, |row| {
            rows.push(row);
            Ok(())
        })?;
        Ok(Self { file, rows })
    }

    /// Hands the rows of `text` over one by one, for tables that are too long to be held.
    pub fn each(
        file: &'a str,
        text: &'a str,
        columns: &[&str],
        mut take: impl FnMut(Row<'a>) -> Result<(), LoadError>,
    ) -> Result<(), LoadError> {
        let mut lines = text.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#'));
        let header: Vec<&str> = match lines.next() {
            Some((_, line)) => line.split('\t').collect(),
            None => return Err(LoadError::new(file, 0, "the table is empty; it needs a header line")),
        };
        if header != columns {
            let wanted = columns.join(", ");
            return Err(LoadError::new(file, 1, format!("the header must name the columns {wanted}")));
        }
        for (number, line) in lines {
            let cells = cells(line);
            if cells.len() != columns.len() {
                let cause = format!("{} cells where the header names {} columns", cells.len(), columns.len());
                return Err(LoadError::new(file, number + 1, cause));
            }
            if let Some(column) = cells.iter().position(|c| c.chars().all(char::is_whitespace)) {
                let cause = format!("column {:?} is blank; write `.` for nothing", columns[column]);
                return Err(LoadError::new(file, number + 1, cause));
            }
            take(Row { file, line: number + 1, cells })?;
        }
        Ok(())
    }
}

fn cells(line: &str) -> SmallVec<[&str; 9]> {
    let mut cells = SmallVec::new();
    let mut start = 0;
    for (at, byte) in line.bytes().enumerate() {
        if byte == b'\t' {
            cells.push(line.get(start..at).unwrap_or_default());
            start = at + 1;
        }
    }
    cells.push(line.get(start..).unwrap_or_default());
    cells
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
