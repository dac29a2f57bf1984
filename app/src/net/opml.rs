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
        let (told, faults) = outlines(&text);
        feeds.faults.extend(faults.iter().map(|fault| format!("{shown} {fault}")));
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

/// The addresses of all outlines up to where the file is damaged, and what is wrong there and with outlines before.
fn outlines(text: &str) -> (Vec<String>, Vec<String>) {
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_dangling_amp = true;
    let (mut found, mut faults) = (Vec::new(), Vec::new());
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.name().as_ref() == "outline" => {
                for attribute in tag.attributes() {
                    match attribute {
                        Ok(named) if named.key.as_ref().eq_ignore_ascii_case("xmlUrl") => {
                            let plain = unescape(&named.value).unwrap_or(Cow::Borrowed(&named.value));
                            found.push(plain.trim().to_owned());
                        }
                        Ok(_) => {}
                        Err(error) => faults.push(format!("has an outline that cannot be read ({error}); correct it")),
                    }
                }
            }
            Ok(Event::Eof) => return (found, faults),
            Ok(_) => {}
            Err(error) => {
                faults.push(format!("is no sound OPML file from here on: {error}"));
                return (found, faults);
            }
        }
    }
}
