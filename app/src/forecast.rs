//! `demarche forecast`: a table of events and an actor or a pair in; what comes next, with chances and evidence, out.

use crate::args;
use crate::event_table;
use crate::hands;
use crate::output;
use anyhow::{Context, bail};
use demarche::Resources;
use demarche::relate::foresee::{EventTable, Outlook, Tier};
use demarche::tell::foretold::{Asked, tell};
use std::io::Write;

pub(crate) fn run(command: &args::Forecast) -> anyhow::Result<u8> {
    let read = event_table::read(&command.table)?;
    if read.skipped > 0 {
        eprintln!("demarche: {} rows without subject, type, object or date were left out", read.skipped);
    }
    let table = read.table;
    let last = table.events.last().map_or(0, |e| e.day);
    let day = command.as_of.map_or(Ok(last + 1), event_table::number)?;
    if table.events.first().is_none_or(|e| e.day >= day) {
        bail!("the table has no event before the day of issue; give a later --as-of");
    }
    let asked = match (&command.actor, &command.dyad) {
        (Some(actor), _) => Asked::Actor(find(&table, actor)?),
        (None, Some(dyad)) => {
            let (one, other) =
                dyad.split_once(',').context("give the two actors of --dyad with a comma between them")?;
            Asked::Pair(find(&table, one.trim())?, find(&table, other.trim())?)
        }
        (None, None) => bail!("say of whom: --actor NAME or --dyad NAME,NAME"),
    };
    let tier = command.tier.map_or(Tier::Fast, args::Tier::engine);
    let outlook = Outlook::new(&table, day, tier, hands::HANDS);
    let resources = Resources::embedded()?;
    let date = |day: u32| event_table::date(day).map(|d| d.to_string()).unwrap_or_default();
    let text = tell(&resources, &command.lang, &table, &outlook, asked, command.most, &date);
    let text = text.context("no language is built")?;
    let mut output = output::open(command.output.as_deref())?;
    output.write_all(text.as_bytes())?;
    output.finish()?;
    Ok(0)
}

/// The actor of this name, as written or with spaces for low lines and in any case.
fn find(table: &EventTable, name: &str) -> anyhow::Result<u32> {
    let plain = |name: &str| name.replace('_', " ").to_lowercase();
    let exact = table.actors.iter().position(|a| a == name);
    let found = exact.or_else(|| table.actors.iter().position(|a| plain(a) == plain(name)));
    let near = || {
        let near: Vec<&str> =
            table.actors.iter().map(String::as_str).filter(|a| plain(a).contains(&plain(name))).take(5).collect();
        if near.is_empty() { String::new() } else { format!("; there are {}", near.join(", ")) }
    };
    found.map(|at| at as u32).with_context(|| format!("the table knows no actor {name:?}{}", near()))
}
