//! Articles in the forms that `demarche read` writes.

use crate::args::Format;
use crate::page::{self, escape, visible};
use demarche::Article;
use demarche::article::{Block, BlockKind, Origin};
use demarche::records;
use std::io::Write;

const COLUMNS: &[&str] =
    &["id", "published", "published_from", "lang", "source", "agency", "url", "title", "authors", "tags", "text"];

/// Writes articles one after the other; a table waits for the last, to know its widths.
pub(crate) struct Writer<'a, W: Write> {
    format: Format,
    out: &'a mut W,
    count: usize,
    rows: Vec<[String; 5]>,
}

impl<'a, W: Write> Writer<'a, W> {
    pub(crate) fn new(format: Format, out: &'a mut W) -> Self {
        Self { format, out, count: 0, rows: Vec::new() }
    }

    pub(crate) fn article(&mut self, article: &Article) -> anyhow::Result<()> {
        let first = self.count == 0;
        self.count += 1;
        match self.format {
            Format::Jsonl => writeln!(self.out, "{}", records::articles::write(article))?,
            Format::Csv => self.csv(article, first)?,
            Format::Md => self.markdown(article, first)?,
            Format::Html => self.html(article, first)?,
            Format::Table => self.rows.push(row(article)),
        }
        Ok(())
    }

    pub(crate) fn finish(&mut self) -> anyhow::Result<()> {
        match self.format {
            Format::Html => {
                if self.count == 0 {
                    write!(self.out, "{}", page::HEAD)?;
                }
                write!(self.out, "{}", page::FOOT)?;
            }
            Format::Csv if self.count == 0 => writeln!(self.out, "{}", COLUMNS.join(","))?,
            Format::Table => page::table(self.out, ["id", "published", "lang", "source", "title"], &self.rows)?,
            _ => {}
        }
        Ok(())
    }

    fn csv(&mut self, article: &Article, first: bool) -> anyhow::Result<()> {
        let mut writer = csv::Writer::from_writer(&mut *self.out);
        if first {
            writer.write_record(COLUMNS)?;
        }
        let [id, published, lang, source, title] = row(article);
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let origin = article.published.map_or("", |(_, origin)| origin_name(origin)).to_owned();
        let lists = (article.authors.join("; "), article.tags.join("; "));
        let (agency, url) = (text(&article.agency), text(&article.url));
        writer.write_record([
            id,
            published,
            origin,
            lang,
            source,
            agency,
            url,
            title,
            lists.0,
            lists.1,
            article.text.clone(),
        ])?;
        writer.flush()?;
        Ok(())
    }

    fn markdown(&mut self, article: &Article, first: bool) -> anyhow::Result<()> {
        if !first {
            writeln!(self.out, "\n---\n")?;
        }
        writeln!(self.out, "# {}\n\n{}", visible(title(article)), visible(&facts(article)))?;
        for block in body(article) {
            let text = visible(block.span.of(&article.text)).replace('\n', " ");
            match block.kind {
                BlockKind::Heading => writeln!(self.out, "\n## {text}")?,
                BlockKind::Item => writeln!(self.out, "\n- {text}")?,
                BlockKind::Caption => writeln!(self.out, "\n*{text}*")?,
                _ => writeln!(self.out, "\n{text}")?,
            }
        }
        Ok(())
    }

    fn html(&mut self, article: &Article, first: bool) -> anyhow::Result<()> {
        if first {
            write!(self.out, "{}", page::HEAD)?;
        }
        writeln!(self.out, "<article id=\"{}\" lang=\"{}\">", escape(&article.id), escape(&article.lang))?;
        writeln!(self.out, "<h1>{}</h1>\n<p><small>{}</small></p>", escape(title(article)), escape(&facts(article)))?;
        for block in body(article) {
            let text = escape(block.span.of(&article.text));
            match block.kind {
                BlockKind::Heading => writeln!(self.out, "<h2>{text}</h2>")?,
                BlockKind::Item => writeln!(self.out, "<p>• {text}</p>")?,
                BlockKind::Caption => writeln!(self.out, "<p><em>{text}</em></p>")?,
                _ => writeln!(self.out, "<p>{text}</p>")?,
            }
        }
        writeln!(self.out, "</article>")?;
        Ok(())
    }
}

fn row(article: &Article) -> [String; 5] {
    let published = article.published.map(|(date, origin)| origin.shown(date)).unwrap_or_default();
    let source = article.source.clone().unwrap_or_default();
    [article.id.clone(), published, article.lang.clone(), source, article.title.clone()]
}

fn title(article: &Article) -> &str {
    if article.title.is_empty() { &article.id } else { &article.title }
}

/// Day, outlet, authors and address in one line.
fn facts(article: &Article) -> String {
    let published = article.published.map(|(date, origin)| format!("{} ({})", origin.shown(date), origin_name(origin)));
    let authors = (!article.authors.is_empty()).then(|| article.authors.join(", "));
    let parts = [published, article.source.clone(), authors, article.agency.clone(), article.url.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn origin_name(origin: Origin) -> &'static str {
    match origin {
        Origin::Given => "given",
        Origin::Metadata => "metadata",
        Origin::Page => "page",
        Origin::Estimated => "estimated",
        Origin::FileTime => "file-time",
    }
}

/// The blocks below the headline that belong to the article.
fn body(article: &Article) -> impl Iterator<Item = &Block> {
    article.blocks.iter().filter(|block| block.kind.is_coded() && block.kind != BlockKind::Title)
}
