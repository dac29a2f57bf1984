//! A list of feeds in, their addresses out: OPML as readers of feeds export it, or a text with an address a line.

use anyhow::{Context, bail};
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;
use std::fs;
use std::path::Path;

/// The addresses of the feeds, each once, in the order of the file.
pub(super) fn feeds(path: &Path) -> anyhow::Result<Vec<String>> {
    let text = fs::read_to_string(path).with_context(|| format!("failed to read {}", path.display()))?;
    let named = if text.trim_start().starts_with('<') {
        outlines(&text).with_context(|| format!("{} is no sound OPML file", path.display()))?
    } else {
        text.lines()
            .map(|line| line.trim().to_owned())
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .collect()
    };
    let mut feeds: Vec<String> = Vec::new();
    for address in named {
        let plain = url::Url::parse(&address).with_context(|| format!("{address:?} is no address of a feed"))?;
        if !feeds.contains(&plain.to_string()) {
            feeds.push(plain.to_string());
        }
    }
    if feeds.is_empty() {
        bail!("{} names no feeds; each is an outline with an xmlUrl, or a line", path.display());
    }
    Ok(feeds)
}

fn outlines(text: &str) -> anyhow::Result<Vec<String>> {
    let mut reader = Reader::from_str(text);
    let mut found = Vec::new();
    loop {
        match reader.read_event()? {
            Event::Start(tag) | Event::Empty(tag) if tag.name().as_ref() == "outline" => {
                for attribute in tag.attributes() {
                    let attribute = attribute?;
                    if attribute.key.as_ref().eq_ignore_ascii_case("xmlUrl") {
                        found.push(unescape(&attribute.value)?.trim().to_owned());
                    }
                }
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}
