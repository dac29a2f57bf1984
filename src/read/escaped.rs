//! A value of a record or of a page's data in, its plain words out: programs write HTML into it, once or twice over.

use super::dom::{Page, ROOT, fold_space};
use super::record::Record;

/// How often a value is unpacked: feeds pack what a page had packed.
const ROUNDS: usize = 2;
/// The longest name of a sign.
const LONGEST: usize = 10;

/// The words of a value of a page's data: `&uuml;`, `&#8217;`.
pub(super) fn plain(text: &str) -> String {
    fold_space(&unpacked(text.to_owned()))
}

/// The values of a record but for its text without what their programs packed them in; others stay as they are written.
pub(super) fn unpack(record: &mut Record) {
    let Record { title, source, authors, tags, .. } = record;
    for value in title.iter_mut().chain(source).chain(authors).chain(tags) {
        *value = unpacked(std::mem::take(value));
    }
}

/// A value without what its program packed it in.
pub(super) fn unpacked(mut value: String) -> String {
    for _ in 0..ROUNDS {
        match (has_marks(&value), has_sign(&value)) {
            (true, _) => value = Page::parse(&value).text(ROOT),
            // An angle that opens no mark is of the words.
            (false, true) => value = Page::parse(&value.replace('<', "&lt;")).text(ROOT),
            _ => break,
        }
    }
    value
}

fn has_marks(text: &str) -> bool {
    text.match_indices("</")
        .any(|(at, _)| text.get(at + 2..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic())))
}

/// Whether a sign stands in a text by its name or number; "AT&T;" has none.
fn has_sign(text: &str) -> bool {
    text.split('&').skip(1).any(|rest| {
        let name = rest.split_once(';').map_or("", |(name, _)| name);
        (2..=LONGEST).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#')
    })
}
