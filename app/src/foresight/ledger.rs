//! `demarche ledger`: forecasts as issued and the events since in; what came of them out.

use super::args::Ledger;
use super::book::{self, Book};
use super::history::{self, Beside, date};
use crate::output;
use anyhow::bail;
use demarche::relate::ledger::settle;
use demarche::resources::Wording;
use demarche::tell::settled::{Page, tell};
use std::io::Write;

pub(crate) fn run(command: &Ledger) -> anyhow::Result<u8> {
    let path = match &command.ledger {
        Some(path) => path.clone(),
        None => book::of_project(&command.from.which.path()?),
    };
    if !book::exists(&path) {
        bail!("there is no book of forecasts {}; `demarche forecast --ledger` makes one", path.display());
    }
    let book = Book::read(&path)?;
    if let Some(kept) = &command.head {
        book.must_hold(&path, kept)?;
    }
    let history = history::read(&command.from, Beside::Sources)?;
    let issued = book.issued(history.day)?;
    if issued.is_empty() {
        bail!("{} holds no forecast issued before {}", path.display(), date(history.day));
    }
    let reach = history.day.min(history.reach);
    let settled = settle(&issued, &history.table, reach);
    let page = Page {
        issued: &issued,
        settled: &settled,
        sources: &history.sources,
        day: history.day,
        reach,
        lines: book.len(),
        head: &book.head(),
        most: command.most,
        date: &date,
    };
    let text = tell(&Wording::embedded(&command.from.wording.language, "ledger.title")?, &page);
    let mut output = output::open(command.from.output.as_deref())?;
    output.write_all(text.as_bytes())?;
    output.finish()?;
    Ok(0)
}
