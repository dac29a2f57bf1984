//! A list of feeds in, their addresses out: OPML as readers of feeds export it, or a text with an address a line.

use anyhow::{Context, anyhow, bail};
use demarche::read;
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;
use std::borrow::Cow;
use std::fs;
use std::path::Path;

/// What a list holds.
pub(super) struct Feeds {
    /// The addresses of the feeds, each once, in the order of the file.
    pub(super) named: Vec<String>,
    /// What is wrong with the rest.
    pub(super) faults: Vec<String>,
}

pub(super) fn feeds(path: &Path) -> anyhow::Result<Feeds> {
    let shown = path.display();
    let bytes = fs::read(path).with_context(|| format!("failed to read {shown}"))?;
    let (text, _) = read::decode(&bytes).map_err(|cause| anyhow!("{shown}: {cause}; {}", cause.remedy()))?;
    let mut feeds = Feeds { named: Vec::new(), faults: Vec::new() };
    let told: Vec<String> = if text.trim_start().starts_with('<') {
        let (told, broken) = outlines(&text);
        feeds.faults.extend(broken.map(|error| format!("{shown} is no sound OPML file from here on: {error}")));
        told
    } else {
        let lines = text.lines().map(|line| line.trim().to_owned());
        lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
    };
    for address in told {
        match url::Url::parse(&address) {
            Ok(plain) if feeds.named.contains(&plain.to_string()) => {}
            Ok(plain) => feeds.named.push(plain.to_string()),
            Err(error) => {
                feeds.faults.push(format!("{shown}: {address:?} is no address of a feed ({error}); correct it"));
            }
        }
    }
    if feeds.named.is_empty() {
        let faults: String = feeds.faults.iter().map(|fault| format!("; {fault}")).collect();
        bail!("{shown} names no feeds; each is an outline with an xmlUrl, or a line{faults}");
    }
    Ok(feeds)
}

/// The addresses of all outlines up to where the file is damaged, and what is wrong there.
fn outlines(text: &str) -> (Vec<String>, Option<quick_xml::Error>) {
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_dangling_amp = true;
    let mut found = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.name().as_ref() == "outline" => {
                let named = tag.attributes().flatten().filter(|a| a.key.as_ref().eq_ignore_ascii_case("xmlUrl"));
                found.extend(named.map(|attribute| {
                    let plain = unescape(&attribute.value).unwrap_or(Cow::Borrowed(&attribute.value));
                    plain.trim().to_owned()
                }));
            }
            Ok(Event::Eof) => return (found, None),
            Ok(_) => {}
            Err(error) => return (found, Some(error)),
        }
    }
}
