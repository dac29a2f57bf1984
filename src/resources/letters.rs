//! A word in, the same in lower case out: most words of a text are so already, and are taken as they stand.

use std::borrow::Cow;

/// What `str::to_lowercase` gives.
pub fn lower(word: &str) -> Cow<'_, str> {
    if is_small(word.as_bytes()) { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) }
}

/// Surely nothing but small letters and signs: of those beyond ASCII the common ones of Latin script are looked at.
fn is_small(mut bytes: &[u8]) -> bool {
    loop {
        bytes = match bytes {
            [] => return true,
            [first, rest @ ..] if first.is_ascii() && !first.is_ascii_uppercase() => rest,
            [0xc3, 0x9f..=0xbf, rest @ ..] => rest,
            _ => return false,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::lower;
    use std::borrow::Cow;

    #[test]
    fn lower_is_what_the_library_gives() {
        for c in (0..0x3000).filter_map(char::from_u32) {
            for word in [format!("{c}"), format!("a{c}b"), format!("Ab{c}"), format!("\u{3b1}{c}")] {
                assert_eq!(lower(&word), word.to_lowercase());
            }
        }
        assert!(matches!(lower("gr\u{f6}\u{df}e"), Cow::Borrowed(_)));
    }
}
