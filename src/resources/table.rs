//! The one table format: tab-separated, a header line, `#` comments, `.` for empty, `|` between alternatives.

use crate::error::LoadError;

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
    cells: Vec<&'a str>,
}

impl<'a> Table<'a> {
    /// Reads `text`, whose header must name exactly `columns`.
    pub fn read(file: &'a str, text: &'a str, columns: &[&str]) -> Result<Self, LoadError> {
        let mut lines = text.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#'));
        let header: Vec<&str> = match lines.next() {
            Some((_, line)) => line.split('\t').collect(),
            None => return Err(LoadError::new(file, 0, "the table is empty; it needs a header line")),
        };
        if header != columns {
            let wanted = columns.join(", ");
            return Err(LoadError::new(file, 1, format!("the header must name the columns {wanted}")));
        }
        let mut rows = Vec::new();
        for (number, line) in lines {
            let cells: Vec<&str> = line.split('\t').collect();
            if cells.len() != columns.len() {
                let cause = format!("{} cells where the header names {} columns", cells.len(), columns.len());
                return Err(LoadError::new(file, number + 1, cause));
            }
            if let Some(column) = cells.iter().position(|c| c.trim().is_empty()) {
                let cause = format!("column {:?} is blank; write `.` for nothing", columns[column]);
                return Err(LoadError::new(file, number + 1, cause));
            }
            rows.push(Row { file, line: number + 1, cells });
        }
        Ok(Self { file, rows })
    }
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
