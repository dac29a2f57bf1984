//! Tells by content what a text is: HTML, JSON, Markdown or plain text. Names and endings count for nothing.

use super::markdown;
use serde::de::IgnoredAny;

/// The forms that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Html,
    Json,
    Markdown,
    Text,
    /// Markup that cannot be read.
    Xml,
}

/// How far into a text its form must show.
const HEAD: usize = 4096;

pub(super) fn sniff(text: &str) -> Format {
    let begin = text.trim_start();
    if begin.starts_with('<') {
        return markup(begin);
    }
    if is_json(begin) {
        return Format::Json;
    }
    if is_page(begin) {
        return Format::Html;
    }
    let has_head = !markdown::split_front(begin).0.is_empty();
    if has_head || is_markdown(begin) { Format::Markdown } else { Format::Text }
}

/// The beginning of a text behind comments and scripts, in small letters: they can be longer than what shows its form.
fn head(text: &str) -> String {
    let mut text = text.trim_start();
    while let Some(rest) = behind_insert(text) {
        text = rest;
    }
    text.chars().take(HEAD).collect::<String>().to_lowercase()
}

/// What follows the comment or script with which a text begins.
fn behind_insert(text: &str) -> Option<&str> {
    let opened = |opens: &str| text.get(..opens.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(opens));
    let inserts = [("<!--", "-->"), ("<script", "</script>")];
    let (_, closes) = inserts.into_iter().find(|(opens, _)| opened(opens))?;
    text.split_once(closes).map(|(_, rest)| rest.trim_start())
}

/// Whether HTML is a page of its own, not a part of one.
pub(super) fn is_page(text: &str) -> bool {
    let head = head(text);
    head.contains("<html") || head.contains("<body")
}

fn markup(text: &str) -> Format {
    let head = head(text);
    let is_xml = head.starts_with("<?xml") || head.starts_with("<rss") || head.starts_with("<feed");
    let has = |tag: &str| head.contains(tag);
    let page = ["<!doctype html", "<html", "<head", "<body", "<p", "<div", "<article", "<meta", "<h1", "<span"];
    match page.iter().any(|tag| has(tag)) {
        true if !(has("<rss") || has("<feed")) => Format::Html,
        _ if is_xml => Format::Xml,
        _ => Format::Text,
    }
}

/// An object or an array; a text may begin with a bracket, too: "[Anzeige]".
fn is_json(text: &str) -> bool {
    let mut characters = text.chars().filter(|c| !c.is_whitespace());
    match (characters.next(), characters.next()) {
        (Some('{'), Some('"' | '}')) | (Some('['), Some('{' | ']')) => true,
        (Some('['), _) => serde_json::from_str::<IgnoredAny>(text).is_ok(),
        _ => false,
    }
}

/// Whether a text is written in Markdown, a head above it aside.
pub(super) fn is_markdown(text: &str) -> bool {
    let heading = |line: &str| {
        let rest = line.trim_start_matches('#');
        (1..=6).contains(&(line.len() - rest.len())) && rest.starts_with(' ') && !rest.trim().is_empty()
    };
    text.lines().any(heading) || text.matches("](").count() >= 2
}

/// Of so many letters one at least is a bracket or stop of code.
const LETTERS_A_SIGN: usize = 25;
/// Of so many letters one at least is a brace of code.
const LETTERS_A_BRACE: usize = 150;

/// Of so many letters one at least is a sign of code where most lines end as those of code do.
const LETTERS_A_MARK: usize = 50;

/// Whether most lines of a text end as those of code do, and enough of its signs stand in them: scripts with long comments.
fn is_of_code_lines(text: &str) -> bool {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let is_code = |line: &&str| line.ends_with([';', '{', '}', ',']) || line.ends_with("*/") || line.starts_with("//");
    let marks = text.bytes().filter(|byte| matches!(byte, b'{' | b'}' | b'(' | b')' | b';' | b'=')).count();
    marks * LETTERS_A_MARK > text.len() && lines().filter(is_code).count() * 2 > lines().count()
}

/// Whether a text is code, as it lies beside saved pages: rules of style, scripts. A row of `=` is a rule between texts.
pub(super) fn is_code(text: &str) -> bool {
    let bytes = text.as_bytes();
    let braces = bytes.iter().filter(|byte| matches!(byte, b'{' | b'}')).count();
    let runs = bytes.chunk_by(|a, b| *a == b'=' && *b == b'=');
    let others = runs.filter(|run| matches!(run, [b';' | b'='])).count();
    text.contains('{')
        && text.contains('}')
        && (braces * LETTERS_A_BRACE > text.len() && (braces + others) * LETTERS_A_SIGN > text.len()
            || is_of_code_lines(text))
}
