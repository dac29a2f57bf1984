//! Reads articles as JSON lines on standard input and writes their expressions of time as JSON lines, in the values of
//! TIMEX3: what `score/score_dates.py` scores.

use demarche::article::{Block, BlockKind, Origin, Span};
use demarche::records::offsets::Offsets;
use demarche::{Article, Resources};
use std::io::{self, BufRead, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let resources = Resources::embedded()?;
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let record: serde_json::Value = serde_json::from_str(&line?)?;
        let field = |name: &str| record.get(name).and_then(|v| v.as_str()).unwrap_or("").to_owned();
        let text = field("text");
        let blocks = vec![Block { span: Span::new(0, text.len()), kind: BlockKind::Paragraph }];
        let published = field("published").parse().ok().map(|d| (d, Origin::Given));
        let article = Article { id: field("id"), lang: field("lang"), text, blocks, published, ..Article::default() };
        let Some(language) = resources.language(&article.lang) else { continue };
        let parse = demarche::parse::parse(language, &article);
        let offsets = Offsets::new(&article.text);
        for timex in demarche::code::timex(&resources, &article, &parse) {
            let (start, end) = offsets.to_points(timex.span);
            let row = serde_json::json!({
                "doc": article.id, "start": start, "end": end, "text": timex.span.of(&article.text),
                "type": timex.kind, "value": timex.value,
            });
            writeln!(out, "{row}")?;
        }
    }
    Ok(())
}
