//! Conditions in, who is quoted without being a party out: each voice with what it says, of whom, and where it stands; with
//! `?who=` all statements of one, by its name or code.

use super::Answer;
use crate::project::{Cited, Filter, Said};
use crate::serve::ask::Ask;
use crate::serve::layout::Page;
use crate::serve::parts;
use demarche::mention::Actor;
use demarche::voice::{Voice, VoiceKind};
use maud::{Markup, html};

/// Voices on a page, and statements of one that are not folded.
const PART: usize = 20;
/// Statements on a page of one voice.
const SAID: usize = 100;
const OPEN: usize = 3;
/// Statements of one voice that are shown.
const SHOWN: usize = 30;

pub(super) fn show(ask: &Ask<'_>) -> anyhow::Result<Answer> {
    let who = ask.query.get("who");
    let body = ask.once("voices", || who.map_or_else(|| list(ask), |who| of_one(ask, who)))?;
    Ok(Page::filtered(ask.say("nav.voices"), body).into())
}

fn list(ask: &Ask<'_>) -> anyhow::Result<Markup> {
    let heard = ask.project.voices(&ask.filter)?;
    let all = &heard.voices;
    let wanted = ask.query.one_of("kind", VoiceKind::ALL)?;
    let of = |kind: VoiceKind| all.iter().filter(|voice| voice.kind == kind).count();
    let shown: Vec<_> = all.iter().filter(|voice| wanted.is_none_or(|wanted| voice.kind == wanted)).collect();
    let (_, part, ways) = parts::part(ask, &shown, PART);
    let cards: Vec<Markup> = part.iter().map(|voice| card(ask, voice, &heard.said(voice))).collect::<Result<_, _>>()?;
    Ok(html! {
        h1 { (ask.say("nav.voices")) }
        p.extent {
            (ask.say("voices.note"))
            @if let Some(n) = heard.looked_at { " " (ask.fill("voices.looked", &[("n", &ask.tongue.number(n))])) }
            " " a href=(ask.query.lasting().on("/positions")) { (ask.say("nav.positions")) }
        }
        @if all.is_empty() { (parts::empty(ask, "empty.voices")) } @else {
            p.toggle role="group" aria-label=(ask.say("voices.kinds")) {
                a href=(ask.query.with("kind", "").on("/voices")) aria-current=[wanted.is_none().then_some("true")] { (ask.say("filter.any")) " " (all.len()) }
                @for kind in VoiceKind::ALL.iter().filter(|kind| of(**kind) > 0) {
                    a href=(ask.query.with("kind", kind.name()).on("/voices")) aria-current=[(wanted == Some(*kind)).then_some("true")] { (ask.say(&format!("voice.{kind}"))) " " (of(*kind)) }
                }
            }
            @for card in &cards { (card) }
            (ways)
            (parts::exports(ask, &["csv", "json", "atom"]))
        }
    })
}

/// All statements of those who have a name or code.
fn of_one(ask: &Ask<'_>, who: &str) -> anyhow::Result<Markup> {
    let voice = ask.query.one_of("kind", VoiceKind::ALL)?;
    let heard = ask.project.voices(&Filter { voice, who: Some(who.to_owned()), ..ask.filter.clone() })?;
    let said: Vec<Said> = heard.first(0).flat_map(|(_, said)| said).collect();
    let (_, part, ways) = parts::part(ask, &said, SAID);
    let part: Vec<&Said> = part.iter().collect();
    let cited = ask.project.cite_all(&part)?;
    let shown: Vec<Markup> = part.iter().zip(&cited).map(|(one, cited)| statement(ask, one, cited)).collect();
    // What is asked for may be a name or a code; a name that begins or sounds like a code is none.
    let code = who.to_uppercase();
    let own = heard.voices.iter().find(|voice| voice.name.to_uppercase() == code);
    let name = match own {
        Some(voice) => whole(voice).map_or(voice.name.clone(), |actor| ask.party(actor)),
        None if speaks_for(&heard.voices, &code) || ask.project.has_actor(&code)? => ask.name(&code),
        None => who.to_owned(),
    };
    Ok(html! {
        h1 { (ask.say("nav.voices")) ": " bdi { (name) } }
        p.extent { (ask.count("statements", said.len())) " · " a href=(ask.query.with("who", "").on("/voices")) { (ask.say("voices.all")) } }
        @if said.is_empty() { (parts::empty(ask, "empty.voices")) } @else {
            @for one in &shown { (one) }
            (ways)
            (parts::exports(ask, &["csv", "json", "atom"]))
        }
    })
}

/// Whether one of the voices is of this code, or code and sector.
fn speaks_for(voices: &[Voice], code: &str) -> bool {
    voices.iter().filter_map(|voice| voice.actor.as_ref()).any(|actor| actor.code == code || actor.key() == code)
}

/// For whom a voice speaks as a whole: words for a state or body stand in whatever case and language an article has them.
fn whole(voice: &Voice) -> Option<&Actor> {
    voice.actor.as_ref().filter(|actor| actor.name.is_none())
}

fn card(ask: &Ask<'_>, voice: &Voice, said: &[Said]) -> anyhow::Result<Markup> {
    let near: Vec<&Said> = said.iter().take(SHOWN).collect();
    let cited = ask.project.cite_all(&near)?;
    let statements: Vec<Markup> = near.iter().zip(&cited).map(|(one, cited)| statement(ask, one, cited)).collect();
    let (open, folded) = statements.split_at(statements.len().min(OPEN));
    let whole = whole(voice);
    Ok(html! {
        section.card-of aria-label=(voice.name) {
            h2 { @match whole { Some(actor) => a href=(ask.actor(&actor.code)) { (ask.party(actor)) }, None => bdi { (voice.name) } } }
            p.line {
                (ask.say(&format!("voice.{}", voice.kind)))
                @match (&voice.actor, whole) {
                    (_, Some(_)) => { " · " (ask.say("quote.open")) bdi { (voice.name) } (ask.say("quote.close")) },
                    (Some(actor), None) => { " · " a href=(ask.actor(&actor.code)) { (ask.party(actor)) } },
                    (None, None) => {},
                }
                " · " a href=(ask.query.with("who", &voice.name).on("/voices")) { (ask.count("statements", said.len())) }
            }
            @for one in open { (one) }
            @if !folded.is_empty() {
                details { summary { (ask.count("statements.more", folded.len())) } @for one in folded { (one) } }
            }
        }
    })
}

fn statement(ask: &Ask<'_>, said: &Said, cited: &Cited) -> Markup {
    let outlet = cited.source.as_ref().unwrap_or(&cited.doc);
    html! {
        p.held {
            span.tag { (ask.say(&format!("manner.{}", said.statement.manner))) } " "
            (parts::quoted(&cited.lang, &cited.sentence)) " "
            a href=(ask.passage(&cited.doc, cited.points)) { (outlet) ", " (ask.stored_day(&cited.published)) }
            @if !said.statement.about.is_empty() { " · " (ask.fill("voices.about", &[("who", &ask.parties(&said.statement.about))])) }
            @for event in &cited.events { " · " a href=(ask.event(event)) { (ask.say("nav.event")) } }
        }
    }
}
