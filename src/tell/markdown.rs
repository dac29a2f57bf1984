//! A briefing as Markdown: headings, lists, citation numbers in brackets, the passages as numbered references.

use super::document::{Brief, Entry, Section, Statement};
use super::escape::markdown as escaped;
use std::fmt::Write as _;

impl Brief {
    /// The briefing as Markdown.
    pub fn markdown(&self) -> String {
        let mut out = format!("# {}\n\n*{}*\n", escaped(&self.title), escaped(&self.labels.extent));
        if self.sections.is_empty() {
            let _ = write!(out, "\n{}\n", escaped(&self.labels.empty));
        }
        for section in &self.sections {
            write_section(section, &mut out);
        }
        self.write_tags(&mut out);
        self.write_sources(&mut out);
        self.write_notes(&mut out);
        out
    }

    fn write_tags(&self, out: &mut String) {
        if !self.tags.is_empty() {
            let tags: Vec<String> = self.tags.iter().map(|tag| escaped(&tag.name)).collect();
            let _ = write!(out, "\n## {}\n\n{}\n", escaped(&self.labels.tags), tags.join(" · "));
        }
    }

    fn write_sources(&self, out: &mut String) {
        let _ = write!(out, "\n## {}\n\n", escaped(&self.labels.sources));
        for (source, line) in self.sources.iter().zip(&self.labels.source_lines) {
            let _ = writeln!(out, "{}. {}  \n   {}", source.article + 1, escaped(&source.title), escaped(line));
        }
    }

    fn write_notes(&self, out: &mut String) {
        if self.citations.is_empty() {
            return;
        }
        let _ = write!(out, "\n## {}\n\n", escaped(&self.labels.notes));
        let (open, close) = &self.labels.quotes;
        for citation in &self.citations {
            let reference = self.labels.references.get(citation.article).map_or("", String::as_str);
            let (number, passage) = (citation.number, escaped(&citation.passage));
            let _ = writeln!(out, "{number}. {}: {open}{passage}{close}", escaped(reference));
        }
    }
}

fn write_section(section: &Section, out: &mut String) {
    let _ = write!(out, "\n## {}\n", escaped(&section.heading));
    for group in &section.groups {
        if let Some(heading) = &group.heading {
            let _ = write!(out, "\n### {}\n", escaped(heading));
        }
        out.push('\n');
        for entry in &group.entries {
            write_entry(entry, out);
        }
    }
}

fn write_entry(entry: &Entry, out: &mut String) {
    out.push_str("- ");
    if let Some(lead) = &entry.lead {
        let _ = write!(out, "**{}** ", escaped(lead));
    }
    let statements: Vec<String> = entry.statements.iter().map(statement).collect();
    out.push_str(&statements.join(" "));
    out.push('\n');
}

fn statement(statement: &Statement) -> String {
    let numbers: String = statement.citations.iter().map(|number| format!("[{number}]")).collect();
    format!("{}{numbers}", escaped(&statement.text))
}
