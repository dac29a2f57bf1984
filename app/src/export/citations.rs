//! The articles that tell the events, for programs that keep literature: CSL-JSON, BibLaTeX, RIS.

use super::items::documents;
use crate::project::{Filter, Project};
use serde_json::{Value, json};
use std::io::Write;

pub(super) fn csl(project: &Project, filter: &Filter, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut records = Vec::new();
    for (id, q) in documents(project, filter)? {
        let authors: Vec<Value> = authors(project, id)?.iter().map(|name| json!({ "literal": name })).collect();
        let parts: Vec<i64> = q.published.split('-').filter_map(|part| part.parse().ok()).collect();
        let mut record = json!({
            "id": q.doc, "type": "article-newspaper", "title": q.title, "language": q.mention.lang,
        });
        let known = [("container-title", &q.source), ("URL", &q.url)];
        known.iter().for_each(|(name, value)| {
            if let Some(value) = value {
                record[*name] = json!(value);
            }
        });
        if !parts.is_empty() {
            record["issued"] = json!({ "date-parts": [parts] });
        }
        if !authors.is_empty() {
            record["author"] = json!(authors);
        }
        records.push(record);
    }
    writeln!(out, "{}", serde_json::to_string_pretty(&records)?)?;
    Ok(())
}

pub(super) fn biblatex(project: &Project, filter: &Filter, out: &mut dyn Write) -> anyhow::Result<()> {
    for (id, q) in documents(project, filter)? {
        let kind = if q.url.is_some() { "online" } else { "article" };
        writeln!(out, "@{kind}{{{},", key(&q.doc))?;
        let authors = authors(project, id)?;
        let authors: Vec<String> = authors.iter().map(|name| format!("{{{}}}", tex(name))).collect();
        let mut fields = vec![("title", format!("{{{}}}", tex(&q.title)))];
        if !authors.is_empty() {
            fields.push(("author", authors.join(" and ")));
        }
        if !q.published.is_empty() {
            fields.push(("date", q.published.clone()));
        }
        fields.extend(q.source.as_ref().map(|source| ("journaltitle", tex(source))));
        fields.extend(q.url.as_ref().map(|url| ("url", url.replace(['{', '}'], ""))));
        for (name, value) in fields {
            writeln!(out, "  {name} = {{{value}}},")?;
        }
        writeln!(out, "}}\n")?;
    }
    Ok(())
}

pub(super) fn ris(project: &Project, filter: &Filter, out: &mut dyn Write) -> anyhow::Result<()> {
    for (id, q) in documents(project, filter)? {
        let line = |out: &mut dyn Write, tag: &str, value: &str| -> anyhow::Result<()> {
            let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
            if !value.is_empty() {
                write!(out, "{tag}  - {value}\r\n")?;
            }
            Ok(())
        };
        write!(out, "TY  - NEWS\r\n")?;
        line(out, "ID", &q.doc)?;
        line(out, "TI", &q.title)?;
        for author in authors(project, id)? {
            line(out, "AU", &author)?;
        }
        line(out, "T2", q.source.as_deref().unwrap_or(""))?;
        line(out, "PY", q.published.split('-').next().unwrap_or(""))?;
        line(out, "DA", &q.published.replace('-', "/"))?;
        line(out, "LA", &q.mention.lang)?;
        line(out, "UR", q.url.as_deref().unwrap_or(""))?;
        write!(out, "ER  - \r\n\r\n")?;
    }
    Ok(())
}

fn authors(project: &Project, article: usize) -> anyhow::Result<Vec<String>> {
    Ok(project.coded(article as i64)?.article.authors)
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
