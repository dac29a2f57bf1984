//! Conditions in, the briefing on the events that meet them out, each sentence with the passages it rests on.

use super::Answer;
use crate::figures::Sight;
use crate::figures::brief::{self, TOLD};
use crate::project::{COUNTED, Filter};
use crate::serve::adding;
use crate::serve::ask::Ask;
use crate::serve::drawings;
use crate::serve::layout::Page;
use crate::serve::parts;
use crate::serve::views;
use crate::serve::visit;
use demarche::event::Coded;
use demarche::tell::{Brief, Citation, Section, SectionKind, Statement};
use jiff::civil::Date;
use maud::{Markup, PreEscaped, html};

/// Pairs of actors that are named.
const PAIRS: usize = 8;
/// Events of the line of time.
const STRIP: usize = 60;
/// Characters of a passage that show beside the pointer.
const HINTED: usize = 80;
/// Sections of the short briefing.
const SHORT: [SectionKind; 4] =
    [SectionKind::Keys, SectionKind::Disputes, SectionKind::Predictions, SectionKind::Outlook];

pub(super) fn show(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    if ask.project.is_empty()? {
        let title = ask.say("empty.title");
        let body = html! { h1 { (title) } (adding::state(ask)) p { (ask.say("empty.project")) } (adding::forms(ask)) };
        return Ok(Page::new(title, body).into());
    }
    let short = is_short(ask);
    let made_of = format!("{} {} {}", ask.project.state()?, ask.tongue.code(), ask.here());
    let text = ask.site.made(&made_of, || Ok(briefing(ask)?.into_string()))?;
    let side_of = format!("side {} {} {}", ask.project.state()?, ask.tongue.code(), ask.screen("/"));
    let side = ask.site.made(&side_of, || Ok(corpus(ask)?.into_string()))?;
    // A look at a past day is no visit of today: nothing of it counts as seen.
    let (news, cookie) = match ask.filter.as_of {
        Some(day) => (past(ask, day).into_string(), None),
        None => visit::news(ask).map(|(news, cookie)| (news, Some(cookie)))?,
    };
    let lengths = [("full", !short), ("short", short)];
    let body = html! {
        @if ask.site.job().running { (adding::state(ask)) }
        div.columns.briefing {
            div.main {
                p.toggle role="group" aria-label=(ask.say("brief.length")) {
                    @for (length, current) in lengths {
                        a href=(ask.query.with("length", if length == "full" { "" } else { length }).on("/")) aria-current=[current.then_some("true")] { (ask.say(&format!("brief.{length}"))) }
                    }
                }
                (PreEscaped(&*text))
                (parts::exports(ask, &["brief.md", "brief.html", "brief.json", "atom"]))
            }
            div.side { (PreEscaped(&news)) (views::list(ask, false)?) (PreEscaped(&*side)) }
        }
    };
    Ok(Page { cookie, ..Page::filtered(ask.say("nav.overview"), body) }.into())
}

/// What a page of a past day stands on, and the way to today's.
fn past(ask: &Ask<'_>, day: Date) -> Markup {
    html! {
        section aria-labelledby="past" {
            h2 #past { (ask.fill("past.title", &[("day", &ask.day(day))])) }
            p { (ask.say("past.how")) " " a href=(ask.query.with("as-of", "").on("/")) { (ask.say("past.today")) } }
        }
    }
}

/// What the project holds, and between whom most happens: counted over all of it, so kept until it changes. Beside what was
/// known on a past day the first is told as of today, and the second is left out.
fn corpus(ask: &Ask<'_>) -> anyhow::Result<Markup> {
    let extent = ask.project.extent()?;
    let (title, pairs) = match ask.filter.as_of {
        Some(_) => ("past.corpus", Vec::new()),
        None => ("overview.corpus", ask.project.active_pairs(PAIRS)?),
    };
    let today = |path: &str| ask.query.lasting().with("as-of", "").on(path);
    Ok(html! {
        section aria-labelledby="corpus" {
            h2 #corpus { (ask.say(title)) }
            dl {
                dt { (ask.say("column.articles")) } dd { a href=(today("/sources")) { (ask.tongue.number(extent.articles as usize)) } @if extent.copies > 0 { " (" (ask.count("copies", extent.copies as usize)) ")" } }
                dt { (ask.say("column.from.to")) } dd { (ask.stored_day(&extent.first)) " – " (ask.stored_day(&extent.last)) }
                dt { (ask.say("nav.events")) } dd { a href=(today("/events")) { (ask.tongue.number(extent.events as usize)) } }
                dt { (ask.say("column.languages")) } dd { @for (at, (code, count)) in extent.languages.iter().enumerate() { @if at > 0 { ", " } (ask.tongue.find(&format!("language.{code}")).unwrap_or(code)) " " (ask.tongue.number(*count as usize)) } }
            }
        }
        @if !pairs.is_empty() {
            section aria-labelledby="pairs" {
                h2 #pairs { (ask.say("overview.pairs")) }
                p.hint { (ask.say("pairs.how")) }
                ol.plain {
                    @for (a, b, count) in &pairs {
                        li {
                            a href=(ask.relation(a, b)) { (ask.name(a)) " – " (ask.name(b)) } " " span.count { (ask.tongue.number(*count)) }
                            (standing(ask, a, b)?)
                        }
                    }
                }
            }
        }
    })
}

/// How two stand to each other beside what was usual in the year before.
fn standing(ask: &Ask<'_>, one: &str, other: &str) -> anyhow::Result<Markup> {
    let mut told = Vec::new();
    for (from, to) in [(one, other), (other, one)] {
        told.extend(drawings::with(ask, |sight| sight.standing(from, to))?.map(|found| (from, to, found)));
    }
    let moved: Vec<_> = told.iter().filter(|(_, _, found)| found.moved).collect();
    Ok(html! {
        @if !told.is_empty() && moved.is_empty() { div.standing { (ask.say("standing.same")) } }
        @for (from, to, found) in moved {
            @let (sign, key) = if found.index > found.usual { ("↑", "standing.up") } else { ("↓", "standing.down") };
            div.standing {
                (ask.name(from)) " → " (ask.name(to)) ": " span aria-hidden="true" { (sign) } " " (ask.say(key)) ", "
                (ask.fill("standing.told", &[("index", &ask.tongue.signed(found.index)), ("usual", &ask.tongue.signed(found.usual))]))
            }
        }
    })
}

/// What happened last, on a line of time.
fn strip(ask: &Ask<'_>) -> anyhow::Result<Markup> {
    let events = ask.project.events(&Filter { limit: STRIP, ..ask.filter.clone() })?;
    let events = Sight::apart(events).0;
    drawings::with(ask, |sight| {
        let figure = sight.strip(&events, "strip");
        Ok(html! {
            figure.drawing #strip { (PreEscaped(figure.html())) p.ways { a href=(ask.screen("/timeline")) { (ask.say("nav.timeline")) } " · " a href=(ask.query.lasting().with("view", "table").on("/timeline")) { (ask.say("drawing.table")) } } }
        })
    })
}

/// The briefing, as long as it is asked for, and the articles that it rests on.
pub(super) fn write(ask: &Ask<'_>) -> anyhow::Result<Option<(Brief, Vec<Coded>)>> {
    let made = brief::write(ask.project, ask.site.tables()?, &conditions(ask), ask.tongue.code())?;
    Ok(made.map(|(brief, coded)| (if is_short(ask) { brief.only(&SHORT) } else { brief }, coded)))
}

fn is_short(ask: &Ask<'_>) -> bool {
    ask.query.get("length") == Some("short")
}

fn conditions(ask: &Ask<'_>) -> Filter {
    let limit = ask.query.number("limit").map_or(TOLD, |_| ask.filter.limit);
    brief::told(Filter { limit, ..ask.filter.clone() })
}

/// Of how many events the briefing is, where other screens show more.
fn read(ask: &Ask<'_>) -> anyhow::Result<Markup> {
    let filter = conditions(ask);
    let (all, sure) = (ask.project.count(&ask.filter)?, ask.project.count(&filter)?);
    let Some((all, sure)) = all.zip(sure).filter(|(all, sure)| filter.limit.min(*sure) < *all) else {
        return Ok(html! {});
    };
    let [n, most] = [filter.limit.min(sure), filter.limit].map(|number| ask.tongue.number(number));
    let all = format!("{}{}", if all < COUNTED { "" } else { "> " }, ask.tongue.number(all));
    let least = ask.tongue.decimal(filter.min_confidence.unwrap_or_default(), 2);
    let holes = [("n", n.as_str()), ("all", &all), ("most", &most), ("least", &least)];
    Ok(
        html! { p.hint { (ask.fill("brief.of", &holes)) " " a href=(ask.screen("/events")) { (ask.say("nav.events")) } } },
    )
}

fn briefing(ask: &Ask<'_>) -> anyhow::Result<Markup> {
    let Some((brief, coded)) = write(ask)? else {
        return Ok(html! { h1 { (ask.say("nav.overview")) } (parts::empty(ask, "empty.events")) });
    };
    let read = read(ask)?;
    let sections = &brief.sections;
    Ok(html! {
        h1 { (brief.title) }
        p.extent { (brief.labels.extent) }
        (read)
        @if sections.is_empty() { p.empty { (brief.labels.empty) } }
        @if sections.len() > 2 {
            nav.contents aria-label=(ask.say("contents")) { ul { @for section in sections { li { a href={ "#" (section.kind.name()) } { (section.heading) } } } } }
        }
        @for (at, section) in sections.iter().enumerate() {
            (told(ask, &brief, &coded, section))
            @if at == 0 && !is_short(ask) { (strip(ask)?) }
        }
        section.notes aria-labelledby="notes" {
            h2 #notes { (brief.labels.notes) }
            ol {
                @for citation in &brief.citations {
                    li id={ "n" (citation.number) } value=(citation.number) {
                        (parts::quoting(brief.labels.references.get(citation.article).map_or("", String::as_str), marks(&brief))) ": "
                        a href=(there(ask, &coded, citation)) {
                            (brief.labels.quotes.0) bdi lang=[lang(&coded, citation)] { (parts::brief(&citation.passage, parts::SHOWN)) } (brief.labels.quotes.1)
                        }
                    }
                }
            }
        }
    })
}

/// The marks of a quotation.
fn marks(brief: &Brief) -> (&str, &str) {
    (&brief.labels.quotes.0, &brief.labels.quotes.1)
}

fn told(ask: &Ask<'_>, brief: &Brief, coded: &[Coded], section: &Section) -> Markup {
    let name = section.kind.name();
    html! {
        section.told aria-labelledby=(name) {
            h2 id=(name) { (section.heading) }
            @for group in &section.groups {
                @if let Some(heading) = &group.heading { h3 { (heading) } }
                ul class=(name) {
                    @for entry in &group.entries {
                        li {
                            @if let Some(lead) = &entry.lead { bdi.lead { (lead) } " " }
                            @for statement in &entry.statements { (said(ask, brief, coded, statement)) " " }
                        }
                    }
                }
            }
        }
    }
}

/// A sentence; its numbers open the passages, its mark the event.
fn said(ask: &Ask<'_>, brief: &Brief, coded: &[Coded], statement: &Statement) -> Markup {
    let citations = statement.citations.iter().filter_map(|n| brief.citations.get(n.checked_sub(1)?));
    html! {
        (parts::quoting(&statement.text, marks(brief)))
        span.cites {
            @for citation in citations {
                a.cite href=(there(ask, coded, citation)) data-note=(citation.number) title=(parts::brief(&citation.passage, HINTED)) {
                    span.hidden { (ask.say("cite.number")) " " } (citation.number)
                }
            }
            @if let [event] = &statement.events[..] {
                a.why href=(ask.event(event)) title=(ask.say("why")) { span.hidden { (ask.say("why")) } span aria-hidden="true" { "›" } }
            }
        }
    }
}

/// Where a cited passage stands.
fn there(ask: &Ask<'_>, coded: &[Coded], citation: &Citation) -> String {
    let Some(of) = coded.get(citation.article) else { return ask.here() };
    ask.passage(&of.article.id, citation.span.points(&of.article.text))
}

fn lang<'c>(coded: &'c [Coded], citation: &Citation) -> Option<&'c str> {
    coded.get(citation.article).map(|of| of.article.lang.as_str())
}
