//! The articles that tell the events, for programs that keep literature: CSL-JSON, BibLaTeX, RIS.

use super::items::documents;
use crate::project::{Filter, Project};
use demarche::Article;
use serde_json::json;
use std::io::Write;

pub(super) fn csl(project: &Project, filter: &Filter, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut records = Vec::new();
    for id in documents(project, filter)? {
        let a = article(project, id)?;
        let mut record = json!({ "id": a.id, "type": "article-newspaper", "title": a.title, "language": a.lang });
        let known = [("container-title", &a.source), ("URL", &a.url)];
        known.iter().for_each(|(name, value)| {
            if let Some(value) = value {
                record[*name] = json!(value);
            }
        });
        if let Some((day, _)) = a.published {
            record["issued"] = json!({ "date-parts": [[json!(day.year()), json!(day.month()), json!(day.day())]] });
        }
        if !a.authors.is_empty() {
            record["author"] = a.authors.iter().map(|name| json!({ "literal": name })).collect();
        }
        records.push(record);
    }
    writeln!(out, "{}", serde_json::to_string_pretty(&records)?)?;
    Ok(())
}

pub(super) fn biblatex(project: &Project, filter: &Filter, out: &mut dyn Write) -> anyhow::Result<()> {
    for id in documents(project, filter)? {
        let a = article(project, id)?;
        let kind = if a.url.is_some() { "online" } else { "article" };
        writeln!(out, "@{kind}{{{},", key(&a.id))?;
        let authors: Vec<String> = a.authors.iter().map(|name| format!("{{{}}}", tex(name))).collect();
        let mut fields = vec![("title", format!("{{{}}}", tex(&a.title)))];
        if !authors.is_empty() {
            fields.push(("author", authors.join(" and ")));
        }
        fields.extend(a.published.map(|(day, _)| ("date", day.to_string())));
        fields.extend(a.source.as_ref().map(|source| ("journaltitle", tex(source))));
        fields.extend(a.url.as_ref().map(|url| ("url", url.replace(['{', '}'], ""))));
        for (name, value) in fields {
            writeln!(out, "  {name} = {{{value}}},")?;
        }
        writeln!(out, "}}\n")?;
    }
    Ok(())
}

pub(super) fn ris(project: &Project, filter: &Filter, out: &mut dyn Write) -> anyhow::Result<()> {
    for id in documents(project, filter)? {
        let a = article(project, id)?;
        let line = |out: &mut dyn Write, tag: &str, value: &str| -> anyhow::Result<()> {
            let value = value.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
            let value = value.collect::<Vec<_>>().join(" ");
            if !value.is_empty() {
                write!(out, "{tag}  - {value}\r\n")?;
            }
            Ok(())
        };
        write!(out, "TY  - NEWS\r\n")?;
        line(out, "ID", &a.id)?;
        line(out, "TI", &a.title)?;
        for author in &a.authors {
            line(out, "AU", author)?;
        }
        line(out, "T2", a.source.as_deref().unwrap_or(""))?;
        if let Some((day, _)) = a.published {
            line(out, "PY", &day.strftime("%Y").to_string())?;
            line(out, "DA", &day.strftime("%Y/%m/%d").to_string())?;
        }
        line(out, "LA", &a.lang)?;
        line(out, "UR", a.url.as_deref().unwrap_or(""))?;
        write!(out, "ER  - \r\n\r\n")?;
    }
    Ok(())
}

fn article(project: &Project, id: usize) -> anyhow::Result<Article> {
    Ok(project.coded(id as i64)?.article)
}

/// A name that BibLaTeX takes.
fn key(doc: &str) -> String {
    doc.chars().map(|c| if c.is_ascii_alphanumeric() || "-_:.".contains(c) { c } else { '_' }).collect()
}

/// Signs that TeX would take for its own.
fn tex(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' => out.extend(['\\', c]),
            '{' | '}' | '\\' | '~' | '^' => out.push(' '),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
