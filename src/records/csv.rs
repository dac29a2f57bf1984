//! Mentions as a table with a header, after RFC 4180: what spreadsheets and statistics programs open.

use super::mentions::rounded;
use crate::article::Article;
use crate::mention::{Actor, Magnitude, Mention};

const COLUMNS: &[&str] = &[
    "doc",
    "lang",
    "published",
    "source",
    "sentence",
    "trigger",
    "type",
    "mode",
    "contexts",
    "cameo",
    "actors",
    "actor_names",
    "recipients",
    "recipient_names",
    "symmetric",
    "status",
    "historical",
    "said_by",
    "time_start",
    "time_end",
    "precision",
    "place",
    "country",
    "lat",
    "lon",
    "magnitudes",
    "object",
    "about",
    "score",
    "row",
];

/// The header line.
pub fn header() -> String {
    COLUMNS.join(",") + "\r\n"
}

/// The mentions of one article, one line each.
pub fn write(article: &Article, mentions: &[Mention]) -> String {
    let mut out = String::new();
    for mention in mentions {
        let cells: Vec<String> = cells(article, mention).iter().map(|c| quoted(c)).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

fn cells(article: &Article, mention: &Mention) -> [String; 30] {
    let Mention { time, place, .. } = mention;
    let date = |d: Option<jiff::civil::Date>| d.map_or(String::new(), |d| d.to_string());
    let number = |n: Option<f64>| n.map_or(String::new(), |n| n.to_string());
    let span = |s: crate::article::Span| s.of(&article.text).to_owned();
    [
        mention.doc.clone(),
        mention.lang.clone(),
        date(article.published.map(|(d, _)| d)),
        article.source.clone().unwrap_or_default(),
        span(mention.sentence),
        span(mention.trigger),
        mention.kind.to_string(),
        mention.mode.map_or(String::new(), |m| m.to_string()),
        mention.contexts.join("; "),
        mention.cameo.clone(),
        keys(&mention.actors),
        names(&mention.actors),
        keys(&mention.recipients),
        names(&mention.recipients),
        mention.symmetric.to_string(),
        mention.status.to_string(),
        mention.historical.to_string(),
        keys(&mention.said_by),
        date(time.map(|t| t.start)),
        date(time.map(|t| t.end)),
        time.map_or(String::new(), |t| t.precision.to_string()),
        place.as_ref().map_or(String::new(), |p| p.name.clone()),
        place.as_ref().and_then(|p| p.country.clone()).unwrap_or_default(),
        number(place.as_ref().and_then(|p| p.lat)),
        number(place.as_ref().and_then(|p| p.lon)),
        magnitudes(&mention.magnitudes),
        mention.object.map_or(String::new(), span),
        mention.about.iter().map(|at| span(*at)).collect::<Vec<_>>().join("; "),
        rounded(mention.score).to_string(),
        mention.evidence.row.clone(),
    ]
}

fn keys(actors: &[Actor]) -> String {
    actors.iter().map(Actor::key).collect::<Vec<_>>().join("; ")
}

fn names(actors: &[Actor]) -> String {
    actors.iter().filter_map(|a| a.name.as_deref()).collect::<Vec<_>>().join("; ")
}

fn magnitudes(magnitudes: &[Magnitude]) -> String {
    let told = |m: &Magnitude| format!("{}{} {}", if m.vague { "~" } else { "" }, m.value, m.unit);
    magnitudes.iter().map(told).collect::<Vec<_>>().join("; ")
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}
