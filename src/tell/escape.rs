//! Text of unknown origin made harmless for a format: nothing in an article can become markup, script or a control
//! character of the page it is shown on.

/// White space as single spaces; control and direction characters become the replacement character.
pub(super) fn visible(text: &str) -> String {
    let shown = |c: char| {
        let direction = matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
        if direction || c.is_control() { char::REPLACEMENT_CHARACTER } else { c }
    };
    let words: Vec<String> = text.split_whitespace().map(|word| word.chars().map(shown).collect()).collect();
    words.join(" ")
}

pub(super) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

pub(super) fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!') {
            out.push('\\');
        }
        out.push(c);
    }
    // An exclamation mark means something only before a bracket.
    out.replace("\\!", "!").replace("!\\[", "\\!\\[")
}
