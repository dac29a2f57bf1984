//! A briefing as one HTML page that needs nothing else: own styles, no script, light, dark and print; citation numbers
//! lead to the passages and back.

use super::chart;
use super::document::{Brief, Citation, Entry, Section, SectionKind, Statement};
use super::drawn::Figure;
use super::escape::html as escaped;
use std::fmt::Write as _;

const STYLE: &str = include_str!("brief.css");

/// Drawings that stand on the page, what they are called together, and what their tables are called.
#[derive(Clone, Copy, Debug, Default)]
pub struct Drawings<'a> {
    pub heading: &'a str,
    pub table: &'a str,
    pub figures: &'a [Figure],
}

impl Drawings<'_> {
    fn style(&self) -> &'static str {
        if self.figures.is_empty() { "" } else { chart::STYLE }
    }
}

impl Brief {
    /// The briefing as a page.
    pub fn html(&self) -> String {
        self.page(&Drawings::default())
    }

    /// The briefing as a page with drawings.
    pub fn page(&self, drawings: &Drawings<'_>) -> String {
        let (lang, title) = (escaped(&self.lang), escaped(&self.title));
        let mut out = String::from("<!DOCTYPE html>\n");
        let _ = write!(out, "<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n");
        out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        let policy = "default-src 'none'; style-src 'unsafe-inline'";
        let _ = writeln!(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
        let _ =
            write!(out, "<style>\n{STYLE}{}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n", drawings.style());
        let _ = write!(out, "<p class=\"extent\">{}</p>\n</header>\n<main>\n", escaped(&self.labels.extent));
        if self.sections.is_empty() {
            let _ = writeln!(out, "<p>{}</p>", escaped(&self.labels.empty));
        }
        for section in &self.sections {
            self.write_html_section(section, &mut out);
        }
        self.write_html_drawings(drawings, &mut out);
        self.write_html_tags(&mut out);
        self.write_html_sources(&mut out);
        self.write_html_notes(&mut out);
        out.push_str("</main>\n</body>\n</html>\n");
        out
    }

    fn write_html_drawings(&self, drawings: &Drawings<'_>, out: &mut String) {
        if !drawings.figures.is_empty() {
            self.write_heading("drawings", drawings.heading, out);
            for figure in drawings.figures {
                let _ = write!(out, "<figure>\n{}", figure.html());
                let table = escaped(drawings.table);
                let _ = writeln!(out, "<details><summary>{table}</summary>\n{}</details>\n</figure>", figure.table());
            }
            out.push_str("</section>\n");
        }
    }

    /// A heading in the language of the labels.
    fn write_heading(&self, id: &str, heading: &str, out: &mut String) {
        let lang = if self.labels_lang == self.lang {
            String::new()
        } else {
            format!(" lang=\"{}\"", escaped(&self.labels_lang))
        };
        let _ = write!(out, "<section id=\"{id}\">\n<h2{lang}>{}</h2>\n", escaped(heading));
    }

    fn write_html_section(&self, section: &Section, out: &mut String) {
        self.write_heading(section.kind.name(), &section.heading, out);
        let class = if section.kind == SectionKind::Keys { " class=\"keys\"" } else { "" };
        for group in &section.groups {
            if let Some(heading) = &group.heading {
                let _ = writeln!(out, "<h3>{}</h3>", escaped(heading));
            }
            let _ = writeln!(out, "<ul{class}>");
            for entry in &group.entries {
                self.write_html_entry(entry, out);
            }
            out.push_str("</ul>\n");
        }
        out.push_str("</section>\n");
    }

    fn write_html_entry(&self, entry: &Entry, out: &mut String) {
        out.push_str("<li>");
        if let Some(lead) = &entry.lead {
            let _ = write!(out, "<bdi class=\"lead\">{}</bdi> ", escaped(lead));
        }
        for (at, statement) in entry.statements.iter().enumerate() {
            let gap = if at == 0 { "" } else { " " };
            let _ = write!(out, "{gap}<bdi>{}</bdi>", escaped(&statement.text));
            self.write_numbers(statement, out);
        }
        out.push_str("</li>\n");
    }

    fn write_numbers(&self, statement: &Statement, out: &mut String) {
        out.push_str("<span class=\"cite\">");
        for number in &statement.citations {
            let citation = number.checked_sub(1).and_then(|index| self.citations.get(index));
            let passage = citation.map_or("", |c| c.passage.as_str());
            let _ = write!(out, "<a href=\"#n{number}\" title=\"{}\">[{number}]</a>", escaped(passage));
        }
        out.push_str("</span>");
    }

    fn write_html_tags(&self, out: &mut String) {
        if !self.tags.is_empty() {
            self.write_heading("tags", &self.labels.tags, out);
            let tags: Vec<String> = self.tags.iter().map(|tag| format!("<bdi>{}</bdi>", escaped(&tag.name))).collect();
            let _ = write!(out, "<p>{}</p>\n</section>\n", tags.join(" · "));
        }
    }

    fn write_html_sources(&self, out: &mut String) {
        self.write_heading("sources", &self.labels.sources, out);
        out.push_str("<ol>\n");
        for (source, line) in self.sources.iter().zip(&self.labels.source_lines) {
            let title = format!("<bdi>{}</bdi>", escaped(&source.title));
            // Only web addresses become links: an article cannot bring a script in by its own address.
            let web = source.url.as_deref().filter(|u| u.starts_with("https://") || u.starts_with("http://"));
            let title = web.map_or(title.clone(), |url| format!("<a href=\"{}\">{title}</a>", escaped(url)));
            let number = source.article + 1;
            let _ = writeln!(out, "<li value=\"{number}\">{title}<p class=\"line\">{}</p></li>", escaped(line));
        }
        out.push_str("</ol>\n</section>\n");
    }

    fn write_html_notes(&self, out: &mut String) {
        if self.citations.is_empty() {
            return;
        }
        self.write_heading("notes", &self.labels.notes, out);
        out.push_str("<ol class=\"notes\">\n");
        for citation in &self.citations {
            self.write_note(citation, out);
        }
        out.push_str("</ol>\n</section>\n");
    }

    fn write_note(&self, citation: &Citation, out: &mut String) {
        let (number, passage) = (citation.number, escaped(&citation.passage));
        let reference = self.labels.references.get(citation.article).map_or("", String::as_str);
        let (open, close) = &self.labels.quotes;
        let _ = write!(
            out,
            "<li id=\"n{number}\" value=\"{number}\"><p class=\"line\"><bdi>{}</bdi>:</p> ",
            escaped(reference)
        );
        let _ = writeln!(out, "{}<bdi>{passage}</bdi>{}</li>", escaped(open), escaped(close));
    }
}
