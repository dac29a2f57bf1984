//! JSON in, the same without what programs write wrongly out: commas behind the last item, and halves of letters.
//! JSON writes a letter beyond the first plane as two halves, and programs that cut a text between them leave one. It
//! becomes U+FFFD; every byte keeps its place.

use std::borrow::Cow;

/// What stands for a half.
const MENDED: &str = "\\ufffd";

/// The text with each half of a letter that stands alone replaced.
pub(super) fn mended(json: &str) -> Cow<'_, str> {
    let mut mended = String::new();
    let (mut at, mut kept) = (0, 0);
    while let Some(next) = json.get(at..).and_then(|rest| rest.find('\\')) {
        at += next;
        let (first, second) = (half(json, at), half(json, at + MENDED.len()));
        at += match (first, second) {
            (Some(Half::First), Some(Half::Second)) => 2 * MENDED.len(),
            (Some(_), _) => {
                mended.push_str(json.get(kept..at).unwrap_or_default());
                mended.push_str(MENDED);
                kept = at + MENDED.len();
                MENDED.len()
            }
            // A stroke behind a stroke begins nothing.
            (None, _) => 1 + json.get(at + 1..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8),
        };
    }
    if kept == 0 {
        return Cow::Borrowed(json);
    }
    mended.push_str(json.get(kept..).unwrap_or_default());
    Cow::Owned(mended)
}

/// The bytes that stand in no string, each string by its first quotation mark. A string ends with its line at the latest.
pub(super) fn outside_texts(json: &str) -> impl Iterator<Item = (usize, u8)> + '_ {
    let (mut in_text, mut escaped) = (false, false);
    json.bytes().enumerate().filter(move |(_, byte)| {
        if !in_text {
            in_text = *byte == b'"';
            return true;
        }
        in_text = *byte != b'\n' && (escaped || *byte != b'"');
        escaped = !escaped && *byte == b'\\';
        false
    })
}

/// The text with a space for each comma behind which no further item stands; every byte keeps its place.
pub(super) fn without_commas(json: &str) -> String {
    let mut bare = String::with_capacity(json.len());
    let (mut kept, mut comma) = (0, None);
    for (at, byte) in outside_texts(json) {
        match byte {
            b',' => comma = Some(at),
            b'}' | b']' => {
                if let Some(comma) = comma.take() {
                    bare.extend([json.get(kept..comma).unwrap_or_default(), " "]);
                    kept = comma + 1;
                }
            }
            _ if byte.is_ascii_whitespace() => {}
            _ => comma = None,
        }
    }
    bare.push_str(json.get(kept..).unwrap_or_default());
    bare
}

#[derive(Clone, Copy)]
enum Half {
    First,
    Second,
}

/// The half that is written at a place, if one is.
fn half(json: &str, at: usize) -> Option<Half> {
    let code = json.get(at..at + MENDED.len())?.strip_prefix("\\u")?;
    match u16::from_str_radix(code, 16).ok()? {
        0xd800..0xdc00 => Some(Half::First),
        0xdc00..0xe000 => Some(Half::Second),
        _ => None,
    }
}
