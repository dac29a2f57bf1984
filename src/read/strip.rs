//! HTML text in, the same without what its scripts and styles hold out: half of a page's bytes, and no word of an article.
//! What objects say in JSON stays.

use std::borrow::Cow;

/// Elements whose content nobody reads.
const CODE: &[&str] = &["script", "style"];

pub(super) fn without_code(html: &str) -> Cow<'_, str> {
    let mut kept = String::new();
    let mut from = 0;
    let mut at = 0;
    while let Some(body) = next_body(html, at) {
        at = body.end;
        if body.is_idle {
            if kept.is_empty() {
                kept.reserve(html.len());
            }
            kept.push_str(html.get(from..body.start).unwrap_or_default());
            from = body.end;
        }
    }
    if from == 0 {
        return Cow::Borrowed(html);
    }
    kept.push_str(html.get(from..).unwrap_or_default());
    Cow::Owned(kept)
}

/// What stands between the tags of a script or style.
struct Body {
    start: usize,
    end: usize,
    /// Nothing in it counts, and its end is where it seems to be.
    is_idle: bool,
}

fn next_body(html: &str, mut at: usize) -> Option<Body> {
    loop {
        at += html.get(at..)?.find('<')? + 1;
        let rest = html.get(at..)?;
        let Some(name) = CODE.iter().find(|name| is_tag(rest, name)) else { continue };
        let tag = rest.get(..tag_length(rest)?)?;
        let start = at + tag.len();
        let inside = html.get(start..)?;
        let length = closing(inside, name)?;
        let text = inside.get(..length)?;
        // A comment within or around it may hold the tag that seems to end it; a tag in an attribute is none.
        let plain = !text.contains("<!--") && !text.contains("-->") && !tag.contains('<') && !tag.ends_with("/>");
        return Some(Body { start, end: start + length, is_idle: plain && !tag.contains("ld+json") });
    }
}

/// Whether the text behind a `<` begins with this name and no longer one.
fn is_tag(text: &str, name: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name.as_bytes()))
        && bytes.get(name.len()).is_some_and(|next| next.is_ascii_whitespace() || matches!(next, b'>' | b'/'))
}

/// Bytes of a tag up to its end, quoted values passed over.
fn tag_length(text: &str) -> Option<usize> {
    let mut quote = None;
    for (place, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(place + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// Where the tag stands that closes the element.
fn closing(text: &str, name: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at += text.get(at..)?.find('<')?;
        let rest = text.get(at + 1..)?;
        if rest.strip_prefix('/').is_some_and(|rest| is_tag(rest, name)) {
            return Some(at);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::without_code;

    #[test]
    fn code_goes_and_tags_stay() {
        let page = "<p>a<script src=\"x>y\">if (a < b) {}</script>b<STYLE>p{}</Style >c<scripted>d";
        assert_eq!(without_code(page), "<p>a<script src=\"x>y\"></script>b<STYLE></Style >c<scripted>d");
    }

    #[test]
    fn what_may_count_or_end_elsewhere_stays() {
        for page in [
            "<script type=\"application/ld+json\">{\"a\":1}</script>",
            "<script><!-- <script>a</script> --></script>",
            "<!-- <style> --><p>a</p><style>b</style>",
            "<svg><script/></svg><p>a</p>",
            "<p>a</p><script>var a",
        ] {
            assert_eq!(without_code(page), page);
        }
    }
}
