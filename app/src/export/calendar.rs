//! What was announced for named days, as a calendar (RFC 5545).

use super::telling::Telling;
use crate::project::{Filter, Project};
use std::io::Write;

/// Bytes of a line, after which it is folded.
const WIDTH: usize = 73;

pub(super) fn write(
    project: &Project,
    filter: &Filter,
    telling: &dyn Telling,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let mut text = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//demarche//EN\r\n");
    fold(&mut text, &format!("X-WR-CALNAME:{}", escape(telling.title())));
    for (kept, prediction) in project.predictions(filter)? {
        let Some(made) = project.quote(prediction.made)? else { continue };
        let Some(time) = made.mention.time else { continue };
        let e = &kept.event;
        let day = |d: jiff::civil::Date| d.strftime("%Y%m%d").to_string();
        let teller = made.source.as_deref().unwrap_or(&made.doc);
        let after = time.end.tomorrow().unwrap_or(time.end);
        let told = made.published.replace('-', "");
        let told = if told.is_empty() { day(time.start) } else { told };
        text.push_str("BEGIN:VEVENT\r\n");
        for (name, value) in [
            ("UID", escape(&format!("{}-{}-{}@demarche", e.id, made.doc, prediction.made.mention))),
            ("DTSTAMP", format!("{told}T000000Z")),
            ("DTSTART;VALUE=DATE", day(time.start)),
            ("DTEND;VALUE=DATE", day(after)),
            ("SUMMARY", escape(&telling.announced(e, prediction.outcome))),
            ("DESCRIPTION", escape(&format!("{} ({teller}, {})", made.sentence.trim(), telling.day(&made.published)))),
            ("CATEGORIES", escape(&telling.kind(e))),
        ] {
            fold(&mut text, &format!("{name}:{value}"));
        }
        if let Some(url) = &made.url {
            fold(&mut text, &format!("URL:{url}"));
        }
        text.push_str("END:VEVENT\r\n");
    }
    text.push_str("END:VCALENDAR\r\n");
    out.write_all(text.as_bytes())?;
    Ok(())
}

fn escape(text: &str) -> String {
    let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
    plain.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,")
}

/// A long line goes on in the next, after a space.
fn fold(text: &mut String, line: &str) {
    let mut width = 0;
    for c in line.chars() {
        if width + c.len_utf8() > WIDTH {
            text.push_str("\r\n ");
            width = 1;
        }
        text.push(c);
        width += c.len_utf8();
    }
    text.push_str("\r\n");
}
