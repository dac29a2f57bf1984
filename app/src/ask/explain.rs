//! `demarche explain ID`: an event of a project with all that it rests on.

use super::args::Which;
use super::lists::{keys, when};
use crate::output;
use crate::project::{Filter, Kept, Project, Quote};
use anyhow::Context;
use demarche::article::Span;
use demarche::event::MentionRef;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

/// Whether what was given is the id of an event, not a path.
pub(crate) fn is_id(path: &Path) -> bool {
    let text = path.to_string_lossy();
    let plain = |c: char| c.is_ascii_hexdigit() || c == '-';
    text.len() >= 4 && text.chars().all(plain) && text.chars().any(|c| c != '-') && !path.exists()
}

pub(crate) fn run(id: &str, which: &Which, output: Option<&Path>) -> anyhow::Result<u8> {
    let text = which.with(|project| {
        let kept = project.event(id)?;
        explain(project, &kept.with_context(|| format!("there is no event {id:?}; `demarche events` lists them"))?)
    })?;
    let mut out = output::open(output)?;
    out.write_all(text.as_bytes())?;
    out.finish()?;
    Ok(0)
}

fn explain(project: &Project, kept: &Kept) -> anyhow::Result<String> {
    let e = &kept.event;
    let mut out = String::new();
    writeln!(out, "{} {}{}", e.id, e.kind, e.mode.map_or(String::new(), |m| format!(" {m}")))?;
    writeln!(out, "  actors      {}", keys(&e.actors))?;
    writeln!(out, "  recipients  {}{}", keys(&e.recipients), if e.symmetric { " (both ways)" } else { "" })?;
    writeln!(out, "  time        {}", when(kept))?;
    writeln!(out, "  status      {}", e.status)?;
    if let Some(place) = &e.place {
        writeln!(out, "  place       {}", place.name)?;
    }
    writeln!(out, "  confidence  {:.2}, from {} passages of {} origins", e.score, kept.passages, e.origins)?;
    for old in project.former_ids(kept.number)? {
        writeln!(out, "  took in     {old}")?;
    }
    for decision in project.decisions()?.iter().filter(|d| d.event == e.id) {
        let undone = if decision.undone { ", undone" } else { "" };
        writeln!(out, "  decision {}  {} {}{undone}", decision.number, decision.act, decision.detail)?;
    }
    let of = Filter { ids: vec![e.id.clone()], ..Filter::default() };
    for (_, dispute) in project.disputes(&of)? {
        writeln!(out, "\nDisputed: {}", dispute.field)?;
        for version in &dispute.versions {
            let holders = if version.holders.is_empty() { "the articles".to_owned() } else { keys(&version.holders) };
            writeln!(out, "  {} ({holders}; {} passages)", version.value, version.mentions.len())?;
        }
    }
    for (_, prediction) in project.predictions(&of)? {
        writeln!(out, "\nAnnounced: {}", prediction.outcome)?;
        for at in [Some(prediction.made), prediction.settled].into_iter().flatten() {
            if let Some(q) = project.quote(at)? {
                writeln!(out, "  {} {}: {}", q.published, q.doc, q.sentence)?;
            }
        }
    }
    for (number, at) in e.mentions.iter().enumerate() {
        if let Some(q) = project.quote(*at)? {
            passage(&mut out, number + 1, *at, &q)?;
        }
    }
    Ok(out)
}

fn passage(out: &mut String, number: usize, at: MentionRef, q: &Quote) -> anyhow::Result<()> {
    let m = &q.mention;
    let words = |span: Span| {
        let start = span.start.checked_sub(m.sentence.start);
        let end = span.end.checked_sub(m.sentence.start);
        start.zip(end).map(|(start, end)| Span::new(start, end).of(&q.sentence).to_owned()).unwrap_or_default()
    };
    let source = q.source.as_deref().map_or(String::new(), |s| format!(", {s}"));
    writeln!(out, "\n{number}. {}#{} {}{source}: {}", q.doc, at.mention, q.published, q.title)?;
    writeln!(out, "   {}", q.sentence.trim())?;
    let said = if m.said_by.is_empty() { String::new() } else { format!(", said by {}", keys(&m.said_by)) };
    writeln!(out, "   {} > {}, {}{said}, confidence {:.2}", keys(&m.actors), keys(&m.recipients), m.status, m.score)?;
    writeln!(out, "   {:?} fired {}", words(m.trigger), m.evidence.row)?;
    for (span, role) in &m.evidence.cues {
        writeln!(out, "   {:?} decided {role}", words(*span))?;
    }
    Ok(())
}
