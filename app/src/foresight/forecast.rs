//! `demarche forecast`: events and an actor or a pair in; what comes next, with chances and evidence, out; or what would
//! move if something happened.

use super::args::Forecast;
use super::book;
use super::history::{self, Beside, History, date, find};
use crate::args::Tier;
use crate::ask::args::Misuse;
use crate::event_table;
use crate::hands;
use crate::output;
use anyhow::{Context, bail};
use demarche::relate::acts::Announced;
use demarche::relate::foresee::{
    self, Between, Dated, Desk, EventTable, Outlook, Statement, Triple, Watch, pairwise, shifts,
};
use demarche::resources::Wording;
use demarche::resources::names::Names;
use demarche::tell::foretold::{Asked, Basis, Supposed, Telling, tell};
use std::io::Write;
use std::path::Path;

pub(crate) fn run(command: &Forecast) -> anyhow::Result<u8> {
    let wording = &Wording::embedded(&command.from.wording.language, "outlook.title")?;
    let names = &Names::embedded()?;
    let mut history = history::read(&command.from, Beside::Announced)?;
    let asked = asked(names, command, &history.table)?;
    let supposed = match &command.scenario {
        Some(path) => suppose(names, path, &mut history)?,
        None => Vec::new(),
    };
    let History { table, day, announced, doubtful, later, .. } = &mut history;
    announced.retain(|one| concerns(one, table, asked));
    let first = table.events.len() as u32;
    let watch = match asked {
        Asked::Pair(one, other) => Some((Watch::new(table, *day), [one, other])),
        Asked::Actor(_) => None,
    };
    let expected = |table: &EventTable| watch.as_ref().map(|(watch, pair)| Between::new(table, watch, *pair));
    let before = expected(table);
    let mut telling = Telling {
        table,
        day: *day,
        asked,
        basis: Basis::Counted(&[]),
        between: before.as_ref(),
        announced,
        supposed: None,
        doubtful: *doubtful,
        later: *later,
        most: command.most,
        date: &date,
    };
    let text = match (&before, counts(command)) {
        (Some(between), true) => {
            let paired = pairwise(telling.table, between, telling.day);
            let statements: Vec<Statement> = paired.iter().map(|one| one.statement).collect();
            put_down(command, &telling, &statements, "counts")?;
            telling.basis = Basis::Counted(&paired);
            tell(wording, &telling)
        }
        // No chance is stated, so none is learnt.
        _ if supposed.is_empty() && telling.little().is_some() => {
            put_down(command, &telling, &[], "learnt")?;
            tell(wording, &telling)
        }
        _ => {
            let tier = command.tier.and_then(Tier::engine).unwrap_or(foresee::Tier::Fast);
            let mut outlook = Outlook::new(telling.table, telling.day, tier, hands::HANDS);
            let statements = stated(&outlook, asked, before.as_ref());
            put_down(command, &telling, &statements, "learnt")?;
            let sums = before.as_ref().map(|between| outlook.class_sums(&mut Desk::default(), between));
            outlook.suppose(&supposed);
            let mut with = telling.table.clone();
            with.events.extend(supposed.iter().map(|triple| Dated { triple: *triple, day: telling.day - 1 }));
            let after = match (expected(&with), before.as_ref().zip(sums)) {
                (Some(after), Some((before, sums))) if !supposed.is_empty() => {
                    let moved = outlook.class_sums(&mut Desk::default(), &after);
                    Some(after.supposing(before, &sums, &moved))
                }
                (after, _) => after,
            };
            let moved = match supposed.is_empty() {
                true => Vec::new(),
                false => shifts(&statements, &stated(&outlook, asked, after.as_ref())),
            };
            let supposed =
                (!supposed.is_empty()).then_some(Supposed { first, before: before.as_ref(), shifts: &moved });
            let basis = Basis::Learnt(&outlook);
            tell(wording, &Telling { table: &with, basis, between: after.as_ref(), supposed, ..telling })
        }
    };
    let mut output = output::open(command.from.output.as_deref())?;
    output.write_all(text.as_bytes())?;
    output.finish()?;
    Ok(0)
}

/// Counts where nothing else was asked for: what is learnt from all would let each event move every pair.
fn counts(command: &Forecast) -> bool {
    command.tier.map_or(command.scenario.is_none(), |tier| tier == Tier::Counts)
}

fn stated(outlook: &Outlook, asked: Asked, between: Option<&Between>) -> Vec<Statement> {
    let mut desk = Desk::default();
    match (asked, between) {
        (_, Some(between)) => outlook.of_pair(&mut desk, between),
        (Asked::Actor(actor) | Asked::Pair(actor, _), None) => outlook.of_actor(&mut desk, actor),
    }
}

/// Statements go into the ledger as they are printed; where too little is known, none is made.
fn put_down(command: &Forecast, telling: &Telling<'_>, statements: &[Statement], basis: &str) -> anyhow::Result<()> {
    let from = &command.from;
    let of_project = from.table.is_none() && from.paths.is_empty() && command.scenario.is_none();
    let path = match &command.ledger {
        Some(path) => path.clone(),
        None if of_project && !command.no_ledger => book::of_project(&from.which.path()?),
        None => return Ok(()),
    };
    if telling.little().is_some() {
        eprintln!("demarche: too little is known to state a chance; nothing is put down in {}", path.display());
        return Ok(());
    }
    let printed = statements.iter().take(command.most).copied();
    let stated: Vec<Statement> = printed.filter(|statement| telling.states(statement.triple)).collect();
    book::append(&path, telling, &stated, basis)
}

fn asked(names: &[Names], command: &Forecast, table: &EventTable) -> anyhow::Result<Asked> {
    match (&command.actor, &command.dyad) {
        (Some(actor), _) => Ok(Asked::Actor(find(names, table, actor)?)),
        (None, Some(dyad)) => {
            // A name may hold a comma itself: the one between the two is where both are known.
            let both = |at: usize| {
                let (one, other) = dyad.split_at(at);
                let other = other.trim_start_matches(',');
                anyhow::Ok((find(names, table, one.trim())?, find(names, table, other.trim())?))
            };
            let mut parted = dyad.match_indices(',').map(|(at, _)| both(at));
            let told = "give the two actors of --dyad with a comma between them";
            let first = parted.next().with_context(|| Misuse(told.to_owned()))?;
            let (one, other) = first.or_else(|error| parted.find_map(Result::ok).ok_or(error))?;
            if one == other {
                bail!(Misuse(format!("give two actors with --dyad; {dyad} is one")));
            }
            Ok(Asked::Pair(one, other))
        }
        (None, None) => bail!(Misuse("say of whom: --actor NAME or --dyad NAME,NAME".to_owned())),
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
fn suppose(names: &[Names], path: &Path, history: &mut History) -> anyhow::Result<Vec<Triple>> {
    let (table, eve) = (&mut history.table, history.day - 1);
    let mut supposed = Vec::new();
    for ([subject, kind, object], given) in event_table::undated(path)? {
        if let Some(given) = given.filter(|given| *given != eve) {
            let (given, eve) = (date(given), date(eve));
            eprintln!(
                "demarche: {}: dated {given}; it is supposed on {eve}, the eve of the day of issue",
                path.display()
            );
        }
        let mut number = |name: &str| match find(names, table, name) {
            Ok(known) => known,
            Err(_) => {
                eprintln!("demarche: {}: no event names {name:?}; nothing is known of it", path.display());
                table.actors.push(name.to_owned());
                table.actors.len() as u32 - 1
            }
        };
        let (subject, object) = (number(&subject), number(&object));
        let plain = |name: &str| name.replace('_', " ").to_lowercase();
        let known = table.kinds.iter().position(|known| plain(known) == plain(&kind));
        if known.is_none() && event_table::class_of(&kind).is_none() {
            bail!("{}: no event is called {kind:?}, and no act of CAMEO or of the codebook is", path.display());
        }
        let kind = known.unwrap_or_else(|| {
            eprintln!("demarche: {}: no event was ever called {kind:?}; it gets no chance of its own", path.display());
            table.classes.resize(table.kinds.len(), None);
            table.classes.push(event_table::class_of(&kind));
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
