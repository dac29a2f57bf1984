//! HTML text in, the same without what no reader of articles asks for out: most of a page's bytes are scripts, styles
//! and attributes for its looks. What objects say in JSON stays.

use html5ever::tendril::StrTendril;

/// Elements whose content nobody reads.
const IDLE: &[&str] = &["script", "style", "noscript"];
/// Elements in which a tag is mere text.
const RAW: &[&str] = &["script", "style", "noscript", "title", "textarea", "xmp", "iframe", "noembed", "noframes"];
/// Attributes that say something of the text.
const TELLING: &[&str] = &[
    "class",
    "id",
    "itemprop",
    "rel",
    "name",
    "property",
    "content",
    "datetime",
    "type",
    "style",
    "role",
    "lang",
    "hidden",
    "aria-hidden",
    "http-equiv",
    "pubdate",
    "href",
];

pub(super) fn bare(html: &str) -> StrTendril {
    let mut kept = StrTendril::with_capacity(u32::try_from(html.len() / 2).unwrap_or_default());
    let mut at = 0;
    while let Some(lead) = html.get(at..).and_then(|rest| rest.find('<')) {
        let open = at + lead;
        let Some(rest) = html.get(open..) else { break };
        kept.push_slice(html.get(at..open).unwrap_or_default());
        at = open
            + match rest.as_bytes().get(1) {
                Some(b'!') => markup(rest, &mut kept),
                Some(letter) if letter.is_ascii_alphabetic() => match Tag::read(rest) {
                    Some(tag) => element(rest, &tag, &mut kept),
                    None => break_off(rest, &mut kept),
                },
                _ => copied(rest, 1, &mut kept),
            };
    }
    kept.push_slice(html.get(at..).unwrap_or_default());
    kept
}

/// Keeps so many bytes as they are.
fn copied(text: &str, length: usize, kept: &mut StrTendril) -> usize {
    kept.push_slice(text.get(..length).unwrap_or_default());
    length
}

/// What does not end takes all that follows, which stays as it is.
fn break_off(rest: &str, kept: &mut StrTendril) -> usize {
    copied(rest, rest.len(), kept)
}

/// A comment or the like. Of a comment that ends where it seems to, nothing but its place is kept.
fn markup(rest: &str, kept: &mut StrTendril) -> usize {
    let Some(inside) = rest.strip_prefix("<!--") else { return copied(rest, 2, kept) };
    if inside.starts_with('>') || inside.starts_with("->") {
        return copied(rest, 4, kept);
    }
    match inside.find("-->") {
        Some(length) if !inside.get(..length).unwrap_or_default().contains("--!>") => {
            kept.push_slice("<!---->");
            length + 7
        }
        Some(length) => copied(rest, length + 7, kept),
        None => break_off(rest, kept),
    }
}

/// A tag with the content that goes with it: what is idle goes, what is raw stays as it is. Gives the bytes that are done with.
fn element(rest: &str, tag: &Tag<'_>, kept: &mut StrTendril) -> usize {
    tag.keep(kept);
    let is_one_of = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(tag.name));
    if !is_one_of(RAW) {
        return tag.length;
    }
    let inside = rest.get(tag.length..).unwrap_or_default();
    let Some(length) = closing(inside, tag.name) else { return tag.length + break_off(inside, kept) };
    let text = inside.get(..length).unwrap_or_default();
    // A comment within or around it may hold the tag that seems to end it.
    let ends_elsewhere = tag.closes || text.contains("<!--") || text.contains("-->");
    if is_one_of(IDLE) && !ends_elsewhere && !tag.attributes.contains("ld+json") {
        return tag.length + length;
    }
    tag.length + copied(inside, length, kept)
}

/// A tag that opens an element.
struct Tag<'a> {
    name: &'a str,
    /// All between name and end.
    attributes: &'a str,
    /// Bytes of it all.
    length: usize,
    /// It ends in `/>`.
    closes: bool,
}

impl<'a> Tag<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let bytes = text.as_bytes();
        let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>');
        let name_end = 1 + bytes.get(1..)?.iter().position(ends)?;
        let mut attributes = Attributes { text, at: name_end };
        let mut last = name_end;
        while attributes.next().is_some() {
            last = attributes.at;
        }
        let end = attributes.at;
        (bytes.get(end) == Some(&b'>')).then(|| Self {
            name: text.get(1..name_end).unwrap_or_default(),
            attributes: text.get(name_end..end).unwrap_or_default(),
            length: end + 1,
            closes: end > last && bytes[end - 1] == b'/',
        })
    }

    /// Writes it with the attributes that tell something.
    fn keep(&self, kept: &mut StrTendril) {
        kept.push_slice("<");
        kept.push_slice(self.name);
        for (name, whole) in (Attributes { text: self.attributes, at: 0 }) {
            if self.asks_for(name, whole) {
                kept.push_slice(" ");
                kept.push_slice(whole);
            }
        }
        kept.push_slice(if self.closes { " />" } else { ">" });
    }

    fn asks_for(&self, name: &str, whole: &str) -> bool {
        let is = |wanted: &str| name.eq_ignore_ascii_case(wanted);
        let is_idle = is("href") && self.name.eq_ignore_ascii_case("a")
            || is("style") && !whole.contains("none") && !whole.contains("hidden");
        !is_idle && TELLING.iter().any(|wanted| is(wanted))
    }
}

/// The attributes of a tag, each as name and whole; `at` is where they end.
struct Attributes<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        let skip = |from: usize, over: fn(&u8) -> bool| {
            from + bytes.get(from..).unwrap_or_default().iter().take_while(|byte| over(byte)).count()
        };
        let start = skip(self.at, |byte| byte.is_ascii_whitespace() || *byte == b'/');
        self.at = start;
        if bytes.get(start).is_none_or(|byte| *byte == b'>') {
            return None;
        }
        // A name may begin with the sign of equality.
        let name_end = skip(start + 1, |byte| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>' | b'='));
        let sign = skip(name_end, u8::is_ascii_whitespace);
        let mut end = name_end;
        if bytes.get(sign) == Some(&b'=') {
            let value = skip(sign + 1, u8::is_ascii_whitespace);
            end = match bytes.get(value) {
                Some(quote @ (b'"' | b'\'')) => {
                    let length = bytes.get(value + 1..).and_then(|rest| rest.iter().position(|byte| byte == quote));
                    // One that does not end takes all that follows.
                    length.map_or(bytes.len(), |length| value + length + 2)
                }
                Some(b'>') | None => value,
                Some(_) => skip(value, |byte| !byte.is_ascii_whitespace() && *byte != b'>'),
            };
        }
        self.at = end;
        Some((self.text.get(start..name_end)?, self.text.get(start..end)?))
    }
}

/// Whether the text behind a `<` begins with this name and no longer one.
fn is_tag(text: &str, name: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name.as_bytes()))
        && bytes.get(name.len()).is_some_and(|next| next.is_ascii_whitespace() || matches!(next, b'>' | b'/'))
}

/// Where the tag stands that closes the element.
fn closing(text: &str, name: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at += text.get(at..)?.find("</")?;
        if is_tag(text.get(at + 2..)?, name) {
            return Some(at);
        }
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn code_goes_and_tags_stay() {
        let page = "<p>a<script src=\"x>y\">if (a < b) {}</script>b<STYLE>p{}</Style >c<scripted>d";
        assert_eq!(&*bare(page), "<p>a<script></script>b<STYLE></Style >c<scripted>d");
    }

    #[test]
    fn attributes_stay_that_tell_something() {
        for (page, kept) in [
            ("<a href='/b' class=c title=\"x>y\">d</a>", "<a class=c>d</a>"),
            ("<link rel=canonical href = /b/>", "<link rel=canonical href = /b/>"),
            ("<link href=\"/b\"/>", "<link href=\"/b\" />"),
            ("<p STYLE='color:red' data-a id=\"b\"hidden>c", "<p id=\"b\" hidden>c"),
            ("<p style=\"display: none\"/ =a=b lang=\"de\">c", "<p style=\"display: none\" lang=\"de\">c"),
            ("<img alt='a' src=b/><br/>", "<img><br />"),
        ] {
            assert_eq!(&*bare(page), kept, "{page}");
        }
    }

    #[test]
    fn what_may_count_or_end_elsewhere_stays() {
        for page in [
            "<script type=\"application/ld+json\">{\"a\":1}</script>",
            "<script><!-- <script>a</script> --></script>",
            "<svg><script /></svg><p>a</p>",
            "<p>a</p><script>var a",
            "<title>a <p title=b> c</title>",
            "<p>a < b <1 </p><!doctype html><!-->a<!--->b",
            "<!--a--!><p>a</p>-->",
            "<!--<p>a</p>",
            "<p title=\"a",
            "<p",
        ] {
            assert_eq!(&*bare(page), page);
        }
        assert_eq!(&*bare("<!-- <style> --><p>a</p><style>b</style>"), "<!----><p>a</p><style></style>");
    }
}
