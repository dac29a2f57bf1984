//! Passages as W3C web annotations, one a line: each leads to its words by position and by quotation. Positions count Unicode
//! code points of the article's text.

use super::items::each;
use crate::project::{Filter, Project};
use demarche::Article;
use serde_json::json;
use std::collections::BTreeMap;
use std::io::Write;

/// Characters before and after a quotation that help to find it.
const AROUND: usize = 32;
/// Articles that are kept at hand.
const KEPT: usize = 256;

pub(super) fn write(project: &Project, filter: &Filter, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut articles: BTreeMap<usize, Article> = BTreeMap::new();
    each(project, filter, |item| {
        for (at, quote) in &item.quotes {
            if articles.len() > KEPT {
                articles.clear();
            }
            if let std::collections::btree_map::Entry::Vacant(entry) = articles.entry(at.article) {
                entry.insert(project.coded(at.article as i64)?.article);
            }
            let Some(article) = articles.get(&at.article) else { continue };
            let span = quote.mention.sentence;
            let (start, end) = span.points(&article.text);
            let before: Vec<char> = article.text.get(..span.start).unwrap_or("").chars().rev().take(AROUND).collect();
            let after: String = article.text.get(span.end..).unwrap_or("").chars().take(AROUND).collect();
            let source = article.url.clone().unwrap_or_else(|| format!("urn:demarche:article:{}", article.id));
            let record = json!({
                "@context": "http://www.w3.org/ns/anno.jsonld",
                "id": format!("urn:demarche:mention:{}:{}", article.id, at.mention),
                "type": "Annotation",
                "motivation": "classifying",
                "body": {
                    "type": "TextualBody", "format": "text/plain", "value": item.title(),
                    "purpose": "tagging", "source": format!("urn:demarche:event:{}", item.kept.event.id),
                },
                "target": {
                    "source": source,
                    "selector": [
                        { "type": "TextPositionSelector", "start": start, "end": end },
                        { "type": "TextQuoteSelector", "exact": span.of(&article.text),
                          "prefix": before.into_iter().rev().collect::<String>(), "suffix": after },
                    ],
                },
            });
            writeln!(out, "{record}")?;
        }
        Ok(())
    })
}
