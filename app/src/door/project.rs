//! A question to a project in, the answer of the command of that name out, and what a notebook shows of a project beside.

use super::coding::told;
use super::parsed;
use crate::args::{Arguments, Command};
use crate::ask::add::add_silently;
use crate::ask::args::{Conditions, Which};
use crate::foresight::relation;
use crate::obey;
use crate::output;
use crate::report::Reason;
use anyhow::bail;
use clap::Parser;
use demarche::relate::acts;
use demarche::relate::course::Course;
use demarche::resources::ontology::Ontology;

fn command(words: &[String]) -> anyhow::Result<Command> {
    Ok(parsed::<Arguments>(words)?.command)
}

/// Does what `demarche add` does with these words, unless `go_on` stops it; gives what was skipped, and why.
pub fn add(words: &[String], go_on: &dyn Fn() -> anyhow::Result<()>) -> anyhow::Result<Vec<Reason>> {
    let Command::Add(asked) = command(words)? else { bail!("these are not the words of an addition") };
    add_silently(&asked, go_on)
}

/// Does what `demarche` does with these words, and gives what it would print.
pub fn ask(words: &[String]) -> anyhow::Result<String> {
    let command = command(words)?;
    let (done, page) = output::caught(|| obey(&command));
    let _ = done?;
    Ok(String::from_utf8(page)?)
}

/// Which project, and which of its events.
#[derive(Debug, Parser)]
struct Asked {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    conditions: Conditions,
}

/// The briefing on what the conditions leave of a project, in Markdown, HTML or JSON.
pub fn brief(words: &[String], lang: &str, format: &str) -> anyhow::Result<String> {
    let asked: Asked = parsed(words)?;
    let filter = asked.conditions.filter_or(0)?;
    let (coded, linked) = asked.which.with(|project| project.batch(&filter))?;
    told(&coded, &linked, lang, format)
}

/// How each of two actors stands to the other, a JSON line for each week; the words are those of `demarche relation`.
pub fn courses(words: &[String]) -> anyhow::Result<String> {
    let Command::Relation(asked) = command(words)? else { bail!("these are not the words of a relation") };
    let (history, one, other) = relation::pair(&asked)?;
    let acts = acts::of_table(&Ontology::embedded()?, &history.table);
    let mut out = String::new();
    for (from, to) in [(&one, &other), (&other, &one)] {
        let of_pair = acts.get(&(from.clone(), to.clone())).map_or(&[][..], Vec::as_slice);
        for week in Course::new(of_pair, history.day, &|_| None).weeks {
            let line = serde_json::json!({
                "from": from, "to": to, "week": acts::date(week.start).map(|day| day.to_string()),
                "acts": week.volume, "index": rounded(week.index), "low": rounded(week.index - week.band),
                "high": rounded(week.index + week.band), "cooperation": rounded(week.cooperation),
                "conflict": rounded(week.conflict),
            });
            out.push_str(&line.to_string());
            out.push('\n');
        }
    }
    Ok(out)
}

fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}
