//! How to read the pages: signs, keys, limits.

use super::Answer;
use crate::serve::ask::Ask;
use crate::serve::layout::Page;
use crate::serve::parts;
use demarche::mention::{EventType, Quad, Status};
use maud::html;

/// Keys, each with the row of the table that says what it does.
const KEYS: [&str; 10] = ["/", "g", "j", "k", "o", "c", "a", "x", "⌫", "?"];

#[expect(clippy::unnecessary_wraps, reason = "as all screens")]
pub(super) fn show(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    let title = ask.say("nav.help");
    let body = html! {
        h1 { (title) }
        h2 { (ask.say("help.statuses")) }
        dl { @for status in Status::ALL { dt { (parts::status(ask, *status)) } dd { (ask.say(&format!("help.status.{status}"))) } } }
        h2 { (ask.say("help.types")) }
        @for quad in Quad::ALL {
            h3 { (ask.say(&format!("quad.{quad}"))) }
            ul { @for kind in EventType::ALL.iter().filter(|kind| kind.quad() == *quad) { li { a href=(ask.fresh("/events", &[("type", kind.name())])) { (ask.kind(*kind, None)) } " " code { (kind) } } } }
        }
        h2 { (ask.say("help.marks")) }
        p { mark.act { (ask.say("mark.act")) } " " mark.who { (ask.say("mark.who")) } " " mark.whom { (ask.say("mark.whom")) } " " mark.cue { (ask.say("mark.cue")) } }
        h2 { (ask.say("help.keys")) }
        dl.keys { @for key in KEYS { dt { kbd { (key) } } dd { (ask.say(&format!("key.{key}"))) } } }
        p { label { input #keys type="checkbox" checked; " " (ask.say("help.keys.on")) } }
        h2 { (ask.say("help.limits")) }
        ul { @for limit in 1..=4 { li { (ask.say(&format!("help.limit.{limit}"))) } } }
    };
    Ok(Page::new(title, body).into())
}
