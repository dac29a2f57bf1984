//! Articles in, how well edited copies of them are found out.
//!
//! Each article gets a copy as an agency's clients make them: another headline, a tenth of the sentences dropped, a tenth
//! in another place, or all of it.

use anyhow::Context;
use demarche::article::{Article, Origin};
use demarche::link;
use std::fs;
use std::path::Path;

/// The kinds of edits.
const EDITS: [&str; 4] = ["headline", "dropped", "reordered", "all of these"];

pub(crate) fn print(texts: &Path) -> anyhow::Result<()> {
    let file = fs::read_to_string(texts).with_context(|| format!("failed to read {}", texts.display()))?;
    let mut articles: Vec<Article> = Vec::new();
    for (index, line) in file.lines().enumerate() {
        let record: serde_json::Value = serde_json::from_str(line)?;
        let text = |name: &str| record[name].as_str().unwrap_or_default().to_owned();
        let day = ["date", "published"].iter().find_map(|name| text(name).get(..10)?.parse().ok());
        let published = day.map(|day| (day, Origin::Given));
        let (title, text) = (text("title"), text("text"));
        articles.push(Article {
            id: format!("a{index:05}"),
            title,
            text,
            published,
            lang: "de".to_owned(),
            ..Article::default()
        });
    }
    let count = articles.len();
    let copies: Vec<Article> = articles.iter().enumerate().map(|(index, article)| edited(article, index)).collect();
    articles.extend(copies);
    let found = link::copies(&articles.iter().collect::<Vec<_>>());
    let origin = |at: usize| found[at].map_or(at, |copy| copy.of);
    println!("\n{count} articles of {}, each with an edited copy\n", texts.display());
    println!("| edit | copies found | of |\n|---|---|---|");
    for (kind, name) in EDITS.iter().enumerate() {
        let all = (0..count).filter(|index| index % EDITS.len() == kind);
        let right = all.clone().filter(|index| origin(*index) == origin(index + count)).count();
        println!("| {name} | {right} | {} |", all.count());
    }
    let right = (0..count).filter(|index| origin(*index) == origin(index + count)).count();
    // All pairs of one origin, of which those of an article and its own copy are right.
    let mut sizes = vec![0usize; articles.len()];
    (0..articles.len()).for_each(|at| sizes[origin(at)] += 1);
    let pairs: usize = sizes.iter().map(|n| n * n.saturating_sub(1) / 2).sum();
    println!("\nrecall {:.3}, precision {:.3}", right as f64 / count.max(1) as f64, right as f64 / pairs.max(1) as f64);
    Ok(())
}

/// A copy of the article with the edits that its number asks for.
fn edited(article: &Article, index: usize) -> Article {
    let kind = index % EDITS.len();
    let mut sentences: Vec<&str> = article.text.split_inclusive(". ").collect();
    let tenth = sentences.len().div_ceil(10);
    let mut chance = Chance(index as u64 + 1);
    for _ in 0..tenth {
        if sentences.len() > 2 && matches!(kind, 1 | 3) {
            sentences.remove(chance.below(sentences.len()));
        }
        if matches!(kind, 2 | 3) {
            let sentence = sentences.remove(chance.below(sentences.len()));
            sentences.insert(chance.below(sentences.len() + 1), sentence);
        }
    }
    let title = if matches!(kind, 0 | 3) {
        format!("Was heute sonst noch zu melden war, Folge {index}")
    } else {
        article.title.clone()
    };
    Article { id: format!("b{index:05}"), title, text: sentences.concat(), ..article.clone() }
}

/// The same chances in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % count.max(1)
    }
}
