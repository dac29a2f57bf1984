//! Words that a user remembers and a text go in, the place where they stand comes out: breaks between words, case and
//! the kind of quotation marks do not matter. Where they do not stand, the line that holds most of them is named.

use demarche::article::Span;

/// Words without the marks around them, lower-case, with their places.
fn words(text: &str) -> Vec<(String, Span)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let span = Span::new(from, at);
                words.push((span.of(text).to_lowercase(), span));
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// Where the words stand one after the other.
pub(crate) fn find(text: &str, wanted: &str) -> Option<Span> {
    if let Some(start) = text.find(wanted) {
        return Some(Span::new(start, start + wanted.len()));
    }
    let (text, wanted) = (words(text), words(wanted));
    let same = |run: &&[(String, Span)]| run.iter().map(|w| &w.0).eq(wanted.iter().map(|w| &w.0));
    let run = text.windows(wanted.len().max(1)).find(same)?;
    Some(run.first()?.1.join(run.last()?.1))
}

/// The line that holds most of the words, with their number; none where no line holds half of them.
pub(crate) fn nearest<'t>(text: &'t str, wanted: &str) -> Option<(usize, &'t str)> {
    let wanted = words(wanted);
    let held = |line: &str| {
        let own = words(line);
        wanted.iter().filter(|(word, _)| own.iter().any(|(other, _)| other == word)).count()
    };
    let best = text.lines().map(|line| (held(line), line.trim())).reduce(|a, b| if b.0 > a.0 { b } else { a })?;
    (best.0 * 2 >= wanted.len().max(1)).then_some(best)
}
