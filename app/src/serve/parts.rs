//! What screens share: signs of status, facts as rows, passages with their deciding words marked, citations.

use super::ask::Ask;
use crate::project::{Kept, Quote};
use demarche::article::Span;
use demarche::event::MentionRef;
use demarche::mention::{Mention, Status};
use maud::{Markup, html};

/// A status as sign and word: never by colour alone.
pub(super) fn status(ask: &Ask<'_>, status: Status) -> Markup {
    let sign = match status {
        Status::Reported => "●",
        Status::Claimed => "◐",
        Status::Denied => "⊘",
        Status::Planned => "◷",
        Status::Possible => "○",
    };
    html! {
        span class={ "status " (status.name()) } {
            span.sign aria-hidden="true" { (sign) } " " (ask.say(&format!("status.{status}")))
        }
    }
}

/// How many passages tell it, of how many origins.
pub(super) fn evidence(ask: &Ask<'_>, kept: &Kept) -> String {
    format!("{} / {}", ask.count("passages", kept.passages), ask.count("origins", kept.event.origins))
}

/// Events as a table, each with its first passage.
pub(super) fn facts(ask: &Ask<'_>, events: &[Kept]) -> anyhow::Result<Markup> {
    let rows: Vec<Markup> = events.iter().map(|kept| fact(ask, kept)).collect::<Result<_, _>>()?;
    Ok(html! {
        table.facts {
            thead {
                tr {
                    @for column in ["when", "status", "fact", "evidence"] {
                        th scope="col" { (ask.say(&format!("column.{column}"))) }
                    }
                }
            }
            tbody { @for row in &rows { (row) } }
        }
    })
}

fn fact(ask: &Ask<'_>, kept: &Kept) -> anyhow::Result<Markup> {
    let event = &kept.event;
    let first = event.mentions.first().map(|at| ask.project.quote(*at)).transpose()?.flatten();
    let disputed = ask.project.is_disputed(kept.number)?;
    Ok(html! {
        tr {
            td.when { (ask.when(kept)) }
            td { (status(ask, event.status)) }
            td {
                a.fact href=(ask.event(&event.id)) { (ask.fact(event)) }
                @if let Some(place) = &event.place { span.place { " · " bdi { (place.name) } } }
                @if disputed {
                    " " a.disputed href=(format!("{}#disputes", ask.event(&event.id))) { span aria-hidden="true" { "⚡" } " " (ask.say("disputed")) }
                }
                @if let Some(quote) = &first { p.first { (words(quote)) } }
            }
            td.evidence { (evidence(ask, kept)) }
        }
    })
}

/// A sentence in its own language.
pub(super) fn words(quote: &Quote) -> Markup {
    html! { q lang=(quote.mention.lang) dir="auto" { (quote.sentence.trim()) } }
}

/// A passage with all that says where it stands and what was read from it.
pub(super) fn passage(ask: &Ask<'_>, at: MentionRef, quote: &Quote) -> Markup {
    let m = &quote.mention;
    let there = ask.query.tongue().with("passage", &at.mention.to_string());
    let there = format!("{}#at", there.on(&super::ask::within("/article", &quote.doc)));
    html! {
        figure.passage id={ "p" (at.article) "-" (at.mention) } {
            blockquote lang=(m.lang) dir="auto" { (marked(&quote.sentence, m)) }
            figcaption {
                a href=(there) { (source(ask, quote)) }
                " " span.tag { (m.lang) }
                " " (status(ask, m.status))
                @if !m.said_by.is_empty() { " · " (ask.fill("said.by", &[("who", &ask.parties(&m.said_by))])) }
                @if let Some(time) = m.time { " · " (ask.time(time)) }
                " · " (ask.fill("score", &[("n", &format!("{:.2}", m.score))]))
                (copyable(ask, &citation(ask, quote)))
            }
        }
    }
}

/// Outlet and day, by which readers know an article.
pub(super) fn source(ask: &Ask<'_>, quote: &Quote) -> String {
    let outlet = quote.source.clone().unwrap_or_else(|| quote.doc.clone());
    format!("{outlet}, {}", ask.stored_day(&quote.published))
}

/// A passage as it is cited elsewhere.
pub(super) fn citation(ask: &Ask<'_>, quote: &Quote) -> String {
    let (open, close) = (ask.say("quote.open"), ask.say("quote.close"));
    let address = quote.url.as_deref().map_or(String::new(), |url| format!(", {url}"));
    let title = if quote.title.is_empty() { String::new() } else { format!(": {}", quote.title) };
    format!("{open}{}{close} ({}{title}{address})", quote.sentence.trim(), source(ask, quote))
}

/// A text that a button puts on the clipboard; without scripts it can be opened and copied by hand.
pub(super) fn copyable(ask: &Ask<'_>, text: &str) -> Markup {
    html! {
        details.copy {
            summary { (ask.say("cite")) }
            p { code { (text) } }
            button type="button" data-copy=(text) hidden { (ask.say("copy")) }
        }
    }
}

/// A sentence with the words that decided: the act, who did it to whom, and the cues of status, speaker and time.
pub(super) fn marked(sentence: &str, mention: &Mention) -> Markup {
    let from = mention.sentence.start;
    let local = |span: Span| Span::new(span.start.saturating_sub(from), span.end.saturating_sub(from));
    let mut wanted: Vec<(Span, &str)> = vec![(local(mention.trigger), "act")];
    wanted.extend(mention.actors.iter().map(|actor| (local(actor.span), "who")));
    wanted.extend(mention.recipients.iter().map(|actor| (local(actor.span), "whom")));
    wanted.extend(mention.evidence.cues.iter().map(|(span, _)| (local(*span), "cue")));
    // Of marks that overlap the first stands: the act before all others.
    let mut marks: Vec<(Span, &str)> = Vec::new();
    for (span, class) in wanted {
        let fits = span.start < span.end && sentence.get(span.start..span.end).is_some();
        if fits && !marks.iter().any(|(other, _)| other.overlaps(span)) {
            marks.push((span, class));
        }
    }
    marks.sort_unstable();
    let mut at = 0;
    let mut pieces: Vec<(&str, Option<&str>)> = Vec::new();
    for (span, class) in marks {
        pieces.push((Span::new(at, span.start).of(sentence), None));
        pieces.push((span.of(sentence), Some(class)));
        at = span.end;
    }
    pieces.push((Span::new(at, sentence.len()).of(sentence), None));
    html! {
        @for (text, class) in pieces {
            @match class { Some(class) => mark class=(class) { (text) }, None => (text) }
        }
    }
}

/// What stands where there is nothing to show, and what to do about it.
pub(super) fn empty(ask: &Ask<'_>, key: &str) -> Markup {
    html! { p.empty { (ask.say(key)) } }
}

/// A web address as a link, or nothing: an article cannot bring a script in by its own address.
pub(super) fn web(ask: &Ask<'_>, url: Option<&str>) -> Markup {
    let url = url.filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    html! { @if let Some(url) = url { " · " a href=(url) rel="noreferrer noopener external" { (ask.say("original")) } } }
}

/// The exports of what is shown.
pub(super) fn exports(ask: &Ask<'_>, formats: &[&str]) -> Markup {
    html! {
        p.exports {
            (ask.say("export.label")) ": "
            @for (at, format) in formats.iter().enumerate() {
                @if at > 0 { " · " }
                a href=(ask.screen(&format!("/export/{format}"))) download { (ask.say(&format!("export.{format}"))) }
            }
        }
    }
}
