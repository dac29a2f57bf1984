//! Codes articles given as JSON lines on standard input and writes mentions as JSON lines: the engine without the app.

use demarche::article::{Block, BlockKind, Origin, Span};
use demarche::{Article, Resources};
use std::io::{self, BufRead, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let resources = Resources::embedded()?;
    let explain = std::env::args().any(|a| a == "--explain");
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let record: serde_json::Value = serde_json::from_str(&line?)?;
        let field = |name: &str| record.get(name).and_then(|v| v.as_str()).unwrap_or("").to_owned();
        let text = field("text");
        let mut blocks = Vec::new();
        let mut start = 0;
        for paragraph in text.split_inclusive('\n') {
            let span = Span::new(start, start + paragraph.len());
            start += paragraph.len();
            if !paragraph.trim().is_empty() {
                blocks.push(Block { span, kind: BlockKind::Paragraph });
            }
        }
        let published = field("published").parse().ok().map(|d| (d, Origin::Given));
        let article = Article { id: field("id"), lang: field("lang"), text, blocks, published, ..Article::default() };
        if let Some(language) = explain.then(|| resources.language(&article.lang)).flatten() {
            let parse = demarche::parse::parse(language, &article);
            let whole = Span::new(0, article.text.len());
            write!(out, "{}", demarche::code::explain(&resources, &article, &parse, whole))?;
            continue;
        }
        let (mentions, _) = demarche::run(&resources, &article);
        out.write_all(demarche::records::mentions::write(&article, &mentions).as_bytes())?;
    }
    Ok(())
}
