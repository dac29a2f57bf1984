//! The project in, what is in it out: counts, languages, types, what is missing; the last run that added, and forms for another.

use super::Answer;
use crate::serve::adding;
use crate::serve::ask::Ask;
use crate::serve::layout::Page;
use maud::html;

#[rustfmt::skip]
pub(super) fn show(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    let status = ask.project.status()?;
    let undated = ask.project.undated()?;
    let number = |count: i64| ask.tongue.number(usize::try_from(count).unwrap_or_default());
    let rows = [
        ("articles", status.articles), ("copies", status.copies), ("undated", undated), ("passages", status.mentions),
        ("events", status.events), ("disputes", status.disputes), ("predictions", status.predictions),
        ("agreements", status.agreements), ("decisions", status.decisions),
    ];
    let title = ask.say("nav.run");
    let body = html! {
        h1 { (title) }
        (adding::state(ask))
        div.columns {
            div.main {
                h2 { (ask.say("run.add")) }
                (adding::forms(ask))
            }
            div.side {
                section aria-labelledby="counts" {
                    h2 #counts { (ask.say("run.counts")) }
                    dl { @for (name, count) in rows { dt { (ask.say(&format!("run.{name}"))) } dd.count { (number(count)) } } }
                }
                section aria-labelledby="languages" {
                    h2 #languages { (ask.say("column.languages")) }
                    dl { @for (code, count) in &status.languages { dt { (ask.tongue.find(&format!("language.{code}")).unwrap_or(code)) } dd.count { (number(*count)) } } }
                }
                section aria-labelledby="types" {
                    h2 #types { (ask.say("help.types")) }
                    dl { @for (kind, count) in &status.types { dt { a href=(ask.fresh("/events", &[("type", kind)])) { (ask.say(&format!("type.{kind}"))) } } dd.count { (number(*count)) } } }
                }
                p.extent { (ask.fill("run.file", &[("path", &status.file), ("format", &status.format.to_string())])) }
            }
        }
    };
    Ok(Page::new(title, body).into())
}
