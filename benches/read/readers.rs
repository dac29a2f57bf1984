//! Bytes of a page in, what an extractor reads in it out: ours, and others to compare with.

use demarche::Resources;
use demarche::article::BlockKind;
use demarche::read::{self, Hints};

/// What was read from a page.
#[derive(Default)]
pub(crate) struct Found {
    /// All that the extractor gives as the text of the article.
    pub(crate) text: String,
    /// Of it the body: neither headline nor captions, where the extractor tells them apart.
    pub(crate) body: String,
    pub(crate) title: String,
    pub(crate) day: String,
    pub(crate) authors: Vec<String>,
}

type Read = Box<dyn Fn(&[u8], &str) -> Found>;

pub(crate) struct Reader {
    pub(crate) name: &'static str,
    pub(crate) read: Read,
}

impl Reader {
    fn new(name: &'static str, read: impl Fn(&[u8], &str) -> Found + 'static) -> Self {
        Self { name, read: Box::new(read) }
    }

    pub(crate) fn ours() -> anyhow::Result<Self> {
        let resources = Resources::embedded()?;
        Ok(Self::new("demarche", move |bytes, _| ours(&resources, bytes)))
    }

    pub(crate) fn all() -> anyhow::Result<Vec<Self>> {
        #[cfg_attr(not(feature = "others"), expect(unused_mut, reason = "without the feature there is only one"))]
        let mut all = vec![Self::ours()?];
        #[cfg(feature = "others")]
        all.extend(others::all());
        #[cfg(not(feature = "others"))]
        println!("skipped: other extractors; build with --features others\n");
        Ok(all)
    }
}

fn ours(resources: &Resources, bytes: &[u8]) -> Found {
    let mut readings = read::read(resources, "page.html", bytes, &Hints::default());
    let Some(Ok(reading)) = readings.pop() else { return Found::default() };
    let article = reading.article;
    let part = |wanted: fn(BlockKind) -> bool| {
        let blocks = article.blocks.iter().filter(|block| wanted(block.kind));
        blocks.map(|block| block.span.of(&article.text)).collect::<Vec<_>>().join("\n")
    };
    Found {
        text: part(BlockKind::is_coded),
        body: part(|kind| matches!(kind, BlockKind::Heading | BlockKind::Paragraph | BlockKind::Item)),
        title: article.title.clone(),
        day: article.published.map(|(date, _)| date.to_string()).unwrap_or_default(),
        authors: article.authors.clone(),
    }
}

#[cfg(feature = "others")]
mod others {
    use super::{Found, Reader};

    pub(super) fn all() -> Vec<Reader> {
        vec![
            Reader::new("legible 0.5", legible_page),
            Reader::new("dom_smoothie 0.19", smoothie_page),
            Reader::new("trafilatura 0.6", trafilatura_page),
            Reader::new("rs-trafilatura 0.2", rs_trafilatura_page),
        ]
    }

    fn html(bytes: &[u8]) -> String {
        demarche::read::decode(bytes).map(|(text, _)| text).unwrap_or_default()
    }

    fn names(list: &str) -> Vec<String> {
        list.split([',', ';']).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
    }

    fn day(value: Option<String>) -> String {
        value.unwrap_or_default().chars().take(10).collect()
    }

    fn legible_page(bytes: &[u8], url: &str) -> Found {
        let Ok(article) = legible::parse(&html(bytes), Some(url), None) else { return Found::default() };
        let text = article.text_content.to_string();
        Found {
            body: text.clone(),
            text,
            title: article.title.to_string(),
            day: day(article.published_time.map(|time| time.to_string())),
            authors: article.byline.map(|line| names(&line)).unwrap_or_default(),
        }
    }

    fn smoothie_page(bytes: &[u8], url: &str) -> Found {
        let config = dom_smoothie::Config { text_mode: dom_smoothie::TextMode::Formatted, ..Default::default() };
        let page = dom_smoothie::Readability::new(html(bytes), Some(url), Some(config));
        let Some(article) = page.ok().and_then(|mut page| page.parse().ok()) else { return Found::default() };
        let text = article.text_content.to_string();
        Found {
            body: text.clone(),
            text,
            title: article.title,
            day: day(article.published_time),
            authors: article.byline.map(|line| names(&line)).unwrap_or_default(),
        }
    }

    fn trafilatura_page(bytes: &[u8], _: &str) -> Found {
        let options = trafilatura::Options::default().with_fallback(true);
        let Ok(result) = trafilatura::extract(&html(bytes), &options) else { return Found::default() };
        Found {
            body: result.content_text.clone(),
            text: result.content_text,
            title: result.metadata.title,
            day: result.metadata.date.map(|date| date.to_string()).unwrap_or_default(),
            authors: names(&result.metadata.author),
        }
    }

    fn rs_trafilatura_page(bytes: &[u8], _: &str) -> Found {
        let Ok(result) = rs_trafilatura::extract_bytes(bytes) else { return Found::default() };
        Found {
            body: result.content_text.clone(),
            text: result.content_text,
            title: result.metadata.title.unwrap_or_default(),
            day: result.metadata.date.map(|date| date.date_naive().to_string()).unwrap_or_default(),
            authors: names(&result.metadata.author.unwrap_or_default()),
        }
    }
}
