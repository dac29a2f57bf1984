//! `demarche forecast`: events and an actor or a pair in; what comes next, with chances and evidence, out; or what would
//! move if something happened.

use super::args::Forecast;
use super::history::{self, History, date, find};
use super::ledger;
use crate::args::Tier;
use crate::event_table;
use crate::hands;
use crate::output;
use anyhow::{Context, bail};
use demarche::relate::acts::Announced;
use demarche::relate::foresee::{
    self, Counted, Dated, Desk, EventTable, Known, Outlook, Statement, Triple, Watch, pairwise, shifts,
};
use demarche::resources::Wording;
use demarche::tell::foretold::{Asked, Basis, Supposed, Telling, tell};
use std::io::Write;
use std::path::Path;

/// Up to so many events the whole table is learnt for a pair without being asked to.
const LEARNT: usize = 20_000;

pub(crate) fn run(command: &Forecast) -> anyhow::Result<u8> {
    let wording = &Wording::embedded(&command.from.lang, "outlook.title")?;
    let mut history = history::read(&command.from)?;
    let asked = asked(wording, command, &history.table)?;
    let supposed = match &command.scenario {
        Some(path) => suppose(wording, path, &mut history.table)?,
        None => Vec::new(),
    };
    let History { mut table, day, announced, .. } = history;
    let announced: Vec<Announced> = announced.into_iter().filter(|one| concerns(one, &table, asked)).collect();
    let first = table.events.len() as u32;
    let basis = basis(command, &table, day, asked);
    let mut telling = Telling {
        table: &table,
        day,
        asked,
        basis: Basis::Counted(&[]),
        announced: &announced,
        supposed: None,
        most: command.most,
        date: &date,
    };
    let text = match basis {
        Made::Counted(statements) => {
            put_down(command, &telling, &statements, "counts")?;
            telling.basis = Basis::Counted(&statements);
            tell(wording, &telling)
        }
        Made::Learnt(mut outlook) => {
            let statements = stated(&outlook, asked);
            put_down(command, &telling, &statements, "learnt")?;
            outlook.suppose(&supposed);
            let moved = if supposed.is_empty() { Vec::new() } else { shifts(&statements, &stated(&outlook, asked)) };
            table.events.extend(supposed.iter().map(|triple| Dated { triple: *triple, day: day - 1 }));
            let supposed = (!supposed.is_empty()).then_some(Supposed { first, shifts: &moved });
            let telling = Telling {
                table: &table,
                basis: Basis::Learnt(&outlook),
                supposed,
                day,
                asked,
                announced: &announced,
                most: command.most,
                date: &date,
            };
            tell(wording, &telling)
        }
    };
    let mut output = output::open(command.from.output.as_deref())?;
    output.write_all(text.as_bytes())?;
    output.finish()?;
    Ok(0)
}

enum Made {
    Counted(Vec<Statement>),
    Learnt(Box<Outlook>),
}

/// Counts where they were asked for, or where learning a large table would keep the reader waiting.
fn basis(command: &Forecast, table: &EventTable, day: u32, asked: Asked) -> Made {
    let counts = match command.tier {
        Some(tier) => tier == Tier::Counts,
        None => command.scenario.is_none() && table.events.len() > LEARNT,
    };
    match asked {
        Asked::Pair(one, other) if counts => {
            let watch = Watch::new(table, day, Counted::All);
            Made::Counted(pairwise(table, &watch, [one, other], day))
        }
        _ => {
            let tier = command.tier.and_then(Tier::engine).unwrap_or(foresee::Tier::Fast);
            Made::Learnt(Box::new(Outlook::new(table, day, tier, hands::HANDS)))
        }
    }
}

fn stated(outlook: &Outlook, asked: Asked) -> Vec<Statement> {
    let mut desk = Desk::default();
    match asked {
        Asked::Actor(actor) => outlook.of_actor(&mut desk, actor),
        Asked::Pair(one, other) => outlook.of_pair(&mut desk, one, other),
    }
}

/// Statements go into the ledger as they are printed; where too little is known, none is made.
fn put_down(command: &Forecast, telling: &Telling<'_>, statements: &[Statement], basis: &str) -> anyhow::Result<()> {
    let Some(path) = &command.ledger else { return Ok(()) };
    let (subject, object) = match telling.asked {
        Asked::Actor(actor) => (actor, None),
        Asked::Pair(one, other) => (one, Some(other)),
    };
    if Known::new(telling.table, subject, object, telling.day).is_little() {
        eprintln!("demarche: too little is known to state a chance; nothing is put down in {}", path.display());
        return Ok(());
    }
    let statements = statements.get(..command.most.min(statements.len())).unwrap_or_default();
    ledger::append(path, telling.table, telling.day, statements, basis)
}

fn asked(wording: &Wording, command: &Forecast, table: &EventTable) -> anyhow::Result<Asked> {
    match (&command.actor, &command.dyad) {
        (Some(actor), _) => Ok(Asked::Actor(find(wording, table, actor)?)),
        (None, Some(dyad)) => {
            let (one, other) =
                dyad.split_once(',').context("give the two actors of --dyad with a comma between them")?;
            Ok(Asked::Pair(find(wording, table, one.trim())?, find(wording, table, other.trim())?))
        }
        (None, None) => bail!("say of whom: --actor NAME or --dyad NAME,NAME"),
    }
}

fn concerns(one: &Announced, table: &EventTable, asked: Asked) -> bool {
    let name = |actor: u32| table.actors.get(actor as usize).map_or("", String::as_str);
    let sides = [one.subject.as_str(), one.object.as_str()];
    match asked {
        Asked::Actor(actor) => sides.contains(&name(actor)),
        Asked::Pair(one, other) => sides.contains(&name(one)) && sides.contains(&name(other)),
    }
}

/// The events of a scenario; actors and kinds of act that the table does not know are added to its names.
fn suppose(wording: &Wording, path: &Path, table: &mut EventTable) -> anyhow::Result<Vec<Triple>> {
    let mut supposed = Vec::new();
    for [subject, kind, object] in event_table::undated(path)? {
        let mut number = |name: &str| match find(wording, table, name) {
            Ok(known) => known,
            Err(_) => {
                table.actors.push(name.to_owned());
                table.actors.len() as u32 - 1
            }
        };
        let (subject, object) = (number(&subject), number(&object));
        let plain = |name: &str| name.replace('_', " ").to_lowercase();
        let known = table.kinds.iter().position(|known| plain(known) == plain(&kind));
        let kind = known.unwrap_or_else(|| {
            table.classes.resize(table.kinds.len(), None);
            table.classes.push(foresee::class(&kind));
            table.kinds.push(kind);
            table.kinds.len() - 1
        });
        supposed.push([subject, kind as u32, object]);
    }
    if supposed.is_empty() {
        bail!("{} supposes no event: it needs subject, type and object", path.display());
    }
    Ok(supposed)
}
