//! A cell of CSV in, the same out so that a spreadsheet shows it and does not reckon with it.

use std::borrow::Cow;

/// Names, sentences and ids come from articles: what begins as a formula does, and is no number, gets an apostrophe before it.
pub(crate) fn inert(cell: &str) -> Cow<'_, str> {
    let reckons = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    if reckons { format!("'{cell}").into() } else { cell.into() }
}

#[cfg(test)]
mod tests {
    use super::inert;

    #[test]
    fn cells_are_shown_and_not_reckoned_with() {
        for cell in ["=HYPERLINK(\"http://evil.example\")", "@SUM(A1)", "+1+cmd", "-2+3", "\t=1"] {
            assert_eq!(inert(cell), format!("'{cell}"));
        }
        for cell in ["-3.5", "+2", "Peru", "a=b", ""] {
            assert_eq!(inert(cell), cell);
        }
    }
}
