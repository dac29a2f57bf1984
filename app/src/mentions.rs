//! Mentions in the forms that `demarche code` writes.

use crate::args::Format;
use crate::page::{self, escape};
use demarche::event::Coded;
use demarche::mention::Actor;
use demarche::{Mention, records};
use std::io::Write;

const COLUMNS: [&str; 7] = ["doc", "time", "type", "actors", "recipients", "status", "passage"];

/// Writes the mentions of one article after the other; a table waits for the last, to know its widths.
pub(crate) struct Writer<'a, W: Write> {
    format: Format,
    out: &'a mut W,
    begun: bool,
    rows: Vec<[String; 7]>,
}

impl<'a, W: Write> Writer<'a, W> {
    pub(crate) fn new(format: Format, out: &'a mut W) -> Self {
        Self { format, out, begun: false, rows: Vec::new() }
    }

    pub(crate) fn coded(&mut self, coded: &Coded) -> anyhow::Result<()> {
        self.begin()?;
        let Coded { article, mentions, .. } = coded;
        match self.format {
            Format::Jsonl => write!(self.out, "{}", records::mentions::write(article, mentions))?,
            Format::Csv => write!(self.out, "{}", records::csv::write(article, mentions))?,
            Format::Table => self.rows.extend(mentions.iter().map(|mention| row(coded, mention))),
            Format::Md => self.markdown(coded)?,
            Format::Html => self.html(coded)?,
        }
        Ok(())
    }

    pub(crate) fn finish(&mut self) -> anyhow::Result<()> {
        self.begin()?;
        match self.format {
            Format::Table => page::table(self.out, COLUMNS, &self.rows)?,
            Format::Html => write!(self.out, "{}", page::FOOT)?,
            _ => {}
        }
        Ok(())
    }

    fn begin(&mut self) -> anyhow::Result<()> {
        if !self.begun {
            match self.format {
                Format::Csv => write!(self.out, "{}", records::csv::header())?,
                Format::Html => write!(self.out, "{}", page::HEAD)?,
                _ => {}
            }
        }
        self.begun = true;
        Ok(())
    }

    fn markdown(&mut self, coded: &Coded) -> anyhow::Result<()> {
        writeln!(self.out, "# {}\n", heading(coded))?;
        for mention in &coded.mentions {
            let [_, time, kind, actors, recipients, status, passage] = row(coded, mention);
            let passage = passage.replace('\n', " ");
            writeln!(self.out, "- **{kind}** {actors} → {recipients} · {status} · {time}\n  > {passage}\n")?;
        }
        Ok(())
    }

    fn html(&mut self, coded: &Coded) -> anyhow::Result<()> {
        writeln!(self.out, "<h1>{}</h1>\n<table>", escape(&heading(coded)))?;
        let cells = |tag: &str, cells: &[String]| -> String {
            cells.iter().skip(1).map(|cell| format!("<{tag}>{}</{tag}>", escape(cell))).collect()
        };
        writeln!(self.out, "<tr>{}</tr>", cells("th", &COLUMNS.map(str::to_owned)))?;
        for mention in &coded.mentions {
            writeln!(self.out, "<tr>{}</tr>", cells("td", &row(coded, mention)))?;
        }
        writeln!(self.out, "</table>")?;
        Ok(())
    }
}

fn heading(coded: &Coded) -> String {
    let article = &coded.article;
    if article.title.is_empty() { article.id.clone() } else { format!("{}: {}", article.id, article.title) }
}

fn row(coded: &Coded, mention: &Mention) -> [String; 7] {
    let text = &coded.article.text;
    let kind = match mention.mode {
        Some(mode) => format!("{} {mode}", mention.kind),
        None => mention.kind.to_string(),
    };
    let status = match mention.said_by.is_empty() {
        true => mention.status.to_string(),
        false => format!("{}, said by {}", mention.status, keys(&mention.said_by)),
    };
    [
        mention.doc.clone(),
        mention.time.map(|time| time.to_string()).unwrap_or_default(),
        kind,
        keys(&mention.actors),
        keys(&mention.recipients),
        status,
        mention.sentence.of(text).to_owned(),
    ]
}

fn keys(actors: &[Actor]) -> String {
    actors.iter().map(Actor::key).collect::<Vec<_>>().join(", ")
}
