//! The frame around every page: names of screens, search, language, the conditions that are set.

use super::adding;
use super::ask::Ask;
use super::query::{CONDITIONS, PAGE, Query, TONGUE};
use super::screens::SCREENS;
use super::{parts, views};
use demarche::mention::{EventType, Status};
use maud::{DOCTYPE, Markup, html};

/// What a screen gives: the frame is laid around it.
pub(super) struct Page {
    pub(super) title: String,
    pub(super) body: Markup,
    /// Whether the conditions narrow what is shown.
    pub(super) filtered: bool,
    /// What the browser is to remember.
    pub(super) cookie: Option<String>,
    /// What it loads beside what all pages load.
    pub(super) script: Option<&'static str>,
}

impl Page {
    pub(super) fn new(title: impl Into<String>, body: Markup) -> Self {
        Self { title: title.into(), body, filtered: false, cookie: None, script: None }
    }

    pub(super) fn filtered(title: impl Into<String>, body: Markup) -> Self {
        Self { title: title.into(), body, filtered: true, cookie: None, script: None }
    }
}

pub(super) fn frame(ask: &Ask<'_>, page: &Page) -> Markup {
    let corpus = ask.site.path().file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let feed = parts::export(ask, "atom");
    html! {
        (DOCTYPE)
        html lang=(ask.tongue.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (page.title) " · " (corpus) }
                link rel="icon" href="/static/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/static/style.css";
                link rel="stylesheet" href="/static/chart.css";
                script src="/static/theme.js" {}
                script src="/static/pages.js" defer {}
                @if let Some(script) = page.script { script src=(script) defer {} }
                link rel="alternate" type="application/atom+xml" href=(feed) title=(ask.say("feed"));
            }
            body {
                a.skip href="#main" { (ask.say("skip")) }
                (head(ask, &corpus))
                (navigation(ask))
                (unknown(ask))
                @if page.filtered { (conditions(ask, &page.title)) }
                main #main tabindex="-1" { (page.body) }
                (adding::dropped(ask))
                footer {
                    p { (ask.say("foot.local")) " " a href=(ask.fresh("/help", &[])) { (ask.say("nav.help")) } }
                    p.print-only { (ask.here()) }
                }
            }
        }
    }
}

fn head(ask: &Ask<'_>, corpus: &str) -> Markup {
    let words = ask.query.get("q").filter(|_| ask.path == "/search").unwrap_or_default();
    html! {
        header.top {
            a.brand href=(ask.fresh("/", &[])) { "demarche" }
            bdi.corpus title=(corpus) { (corpus) }
            form.find role="search" action="/search" {
                (kept(&ask.query.lasting(), &[]))
                label.hidden for="q" { (ask.say("search.label")) }
                input #q type="search" name="q" value=(words) placeholder=(ask.say("search.label")) maxlength="500";
                button { (ask.say("search.go")) }
            }
            div.tongues role="group" aria-label=(ask.say("tongue.label")) {
                @for code in ask.site.words().languages() {
                    @let there = ask.query.with(TONGUE, code).on(&ask.whole_path());
                    a href=(there) lang=(code) hreflang=(code) aria-current=[(*code == ask.tongue.code()).then_some("true")] {
                        (code.to_uppercase())
                    }
                }
            }
            button #theme type="button" hidden aria-label=(ask.say("theme")) title=(ask.say("theme")) { "◐" }
        }
    }
}

fn navigation(ask: &Ask<'_>) -> Markup {
    html! {
        nav.screens aria-label=(ask.say("nav.label")) {
            ul {
                @for screen in SCREENS.iter().filter(|screen| screen.listed) {
                    li {
                        a href=(ask.screen(screen.path)) aria-current=[(screen.path == ask.path).then_some("page")] {
                            (ask.say(screen.name))
                        }
                    }
                }
            }
        }
    }
}

/// What of the address says nothing here: nobody is to take the page for what he asked for.
fn unknown(ask: &Ask<'_>) -> Markup {
    let unknown = ask.query.unknown(ask.path);
    html! {
        @if !unknown.is_empty() {
            p.unknown role="status" {
                (ask.say("filter.unknown"))
                @for (name, value, meant) in unknown {
                    " " code { (name) "=" (value) }
                    @if let Some(meant) = meant {
                        " (" (ask.say("refused.near")) " "
                        a href=(ask.query.without(name, value).with(meant, value).on(&ask.whole_path())) { code { (meant) "=" (value) } } ")"
                    }
                }
            }
        }
    }
}

/// What of an address a form must send along.
pub(super) fn kept(query: &Query, beside: &[&str]) -> Markup {
    html! { @for (name, value) in query.beside(beside) { input type="hidden" name=(name) value=(value); } }
}

/// The conditions that are set, each with a way out, and the form that sets them.
fn conditions(ask: &Ask<'_>, title: &str) -> Markup {
    let set = ask.query.conditions();
    html! {
        section.conditions aria-label=(ask.say("filter.label")) {
            @if !set.is_empty() {
                ul.chips {
                    @for (name, value) in &set {
                        li {
                            a href=(ask.query.without(name, value).on(&ask.whole_path())) {
                                (ask.say(&format!("filter.{name}"))) ": " (shown(ask, name, value)) " "
                                span aria-hidden="true" { "×" } span.hidden { (ask.say("filter.remove")) }
                            }
                        }
                    }
                    @let none = set.iter().fold(ask.query.clone(), |q, (n, v)| q.without(n, v));
                    li { a.plain href=(none.on(&ask.whole_path())) { (ask.say("filter.clear")) } }
                }
            }
            details {
                summary { (ask.say("filter.label")) }
                (condition_form(ask))
            }
            @if !set.is_empty() || ask.query.get("q").is_some() || !ask.rest.is_empty() { (views::keep(ask, &named(ask, title))) }
        }
    }
}

/// The form that sets conditions, with those that are set.
pub(super) fn condition_form(ask: &Ask<'_>) -> Markup {
    html! { form action=(ask.whole_path()) { (fields(ask)) } }
}

/// A name for the view: its title and what narrows it.
fn named(ask: &Ask<'_>, title: &str) -> String {
    let set = ask.query.conditions();
    let narrow = set.iter().filter(|(name, _)| !(*name == "dyad" && ask.path == "/relation"));
    let parts = narrow.map(|(name, value)| shown(ask, name, value));
    let whole = [title.to_owned()].into_iter().chain(parts).collect::<Vec<_>>().join(", ");
    whole.chars().take(80).collect()
}

/// A condition's value as readers know it.
pub(super) fn shown(ask: &Ask<'_>, name: &str, value: &str) -> String {
    let one = |code: &str| match name {
        "actor" | "dyad" => ask.name(code.trim()),
        // As they are understood: in any case.
        "type" => ask.tongue.find(&format!("type.{}", code.trim().to_uppercase())).unwrap_or(code).to_owned(),
        "status" | "lang" => {
            let word = if name == "lang" { "language" } else { name };
            ask.tongue.find(&format!("{word}.{}", code.trim().to_lowercase())).unwrap_or(code).to_owned()
        }
        "from" | "to" | "as-of" => ask.stored_day(code),
        _ => code.to_owned(),
    };
    if name == "source" { value.to_owned() } else { value.split(',').map(one).collect::<Vec<_>>().join(", ") }
}

fn fields(ask: &Ask<'_>) -> Markup {
    let value = |name: &str| ask.query.all(name).collect::<Vec<_>>().join(",");
    let label = |name: &str| ask.say(&format!("filter.{name}"));
    let field = |name: &str, kind: &str, example: &str| {
        html! {
            label { span { (label(name)) } input name=(name) type=(kind) value=(value(name)) placeholder=[Some(example).filter(|e| !e.is_empty())]; }
        }
    };
    let choice = |name: &str, all: Vec<(String, String)>| {
        let set = value(name);
        // What is none of them, or several, stays a condition when the form is sent.
        let other = !set.is_empty() && !all.iter().any(|(code, _)| code.eq_ignore_ascii_case(&set));
        html! {
            label {
                span { (label(name)) }
                select name=(name) {
                    option value="" { (ask.say("filter.any")) }
                    @if other { option value=(set) selected { (shown(ask, name, &set)) } }
                    @for (code, word) in &all { option value=(code) selected[code.eq_ignore_ascii_case(&set)] { (word) } }
                }
            }
        }
    };
    let types = EventType::ALL.iter().map(|t| (t.name().to_owned(), ask.kind(*t, None))).collect();
    let statuses = Status::ALL.iter().map(|s| (s.name().to_owned(), ask.say(&format!("status.{s}")))).collect();
    let tongues = ask.site.words().languages();
    let languages = tongues.iter().map(|code| ((*code).to_owned(), ask.say(&format!("language.{code}")))).collect();
    html! {
        (kept(&ask.query.with(PAGE, ""), &CONDITIONS))
        div.fields {
            (field("actor", "text", "IRN, USA GOV"))
            (field("dyad", "text", "IRN,USA"))
            (choice("type", types))
            (choice("status", statuses))
            (field("from", "date", ""))
            (field("to", "date", ""))
            (choice("lang", languages))
            (field("source", "text", ""))
            (field("min-origins", "number", ""))
            (field("min-confidence", "text", "0.5"))
            (field("as-of", "date", ""))
        }
        button { (ask.say("filter.apply")) }
    }
}
