//! What the forms of output share: aligned tables, and the frame and escapes of HTML.

use std::borrow::Cow;
use std::io::{self, Write};

/// The widest cell of a table, in characters.
const WIDEST: usize = 60;

pub(crate) const HEAD: &str =
    "<!DOCTYPE html>\n<html>\n<head><meta charset=\"utf-8\"><title>demarche</title></head>\n<body>\n";

pub(crate) const FOOT: &str = "</body>\n</html>\n";

/// Writes rows below a header, each column as wide as its widest cell.
pub(crate) fn table<const N: usize>(out: &mut impl Write, header: [&str; N], rows: &[[String; N]]) -> io::Result<()> {
    let rows: Vec<[String; N]> =
        [header.map(str::to_owned)].iter().chain(rows).map(|row| row.each_ref().map(|c| cut(c))).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..N).map(width).collect();
    for row in &rows {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        writeln!(out, "{}", cells.join("  ").trim_end())?;
    }
    Ok(())
}

fn cut(cell: &str) -> String {
    let cell = visible(cell).replace(['\n', '\t'], " ");
    match cell.char_indices().nth(WIDEST) {
        Some((place, _)) => format!("{}…", cell.get(..place).unwrap_or_default()),
        None => cell,
    }
}

/// The text with what steers a terminal written out, as it is in the program's own source; ends of lines and tabs stay.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    let steers = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if steers(c) { shown.extend(c.escape_default()) } else { shown.push(c) }
    }
    Cow::Owned(shown)
}

/// The text with everything that HTML would take for markup written out.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            c => safe.push(c),
        }
    }
    safe
}
