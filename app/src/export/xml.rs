//! Text in, text that may stand in XML out.

use crate::page;

/// Escapes what means something in XML and drops what XML cannot hold.
pub(super) fn escape(text: &str) -> String {
    let spaced = text.chars().map(|c| if matches!(c, '\n' | '\t') { ' ' } else { c });
    let held = |c: &char| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}');
    page::escape(&spaced.filter(held).collect::<String>())
}
