//! `demarche watch`: feeds in; their new articles coded and in the project, and what is new in it as feeds, out.
//!
//! A round asks the feeds, then the pages that they name, then reads what came. Each step is in the project before the
//! next begins, so that a run that is killed goes on there, and no page is asked for twice.

use super::args::Watch;
use super::client::{Answer, Client, LONGEST_WAIT, host, moment, now};
use super::fetch::{documents, why};
use super::opml;
use crate::ask::add::{Counts, put};
use crate::ask::args::shown;
use crate::export::{self, Format, InCodes};
use crate::open::limits::Limits;
use crate::open::{self, Body, Stream};
use crate::pipeline;
use crate::project::{Entry, Filter, Known, Page, Project, Stored, Validators, Waiting, explain};
use crate::report::Report;
use crate::{SOME_SKIPPED, tables};
use anyhow::{anyhow, bail};
use demarche::Resources;
use demarche::read::{self, Hints, Record};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;
use std::thread;
use std::time::Duration;

/// The first wait after a fault, doubled with each further one.
const FIRST_WAIT: Duration = Duration::from_secs(300);
/// A page at which something was in the way so often is given up.
const TRIES: u32 = 5;
/// Pages that are asked for and then read together.
const AT_A_TIME: usize = 16;
/// Pages that one answer of a feed may name.
const NAMED: usize = 2_000;
/// New events that stand in the feeds.
const SHOWN: usize = 200;

pub(crate) fn run(command: &Watch) -> anyhow::Result<u8> {
    let path = command.which.path_or_new()?;
    watch(command, &path).map_err(|error| explain(error, &path))
}

fn watch(command: &Watch, path: &Path) -> anyhow::Result<u8> {
    let feeds = opml::feeds(&command.feeds)?;
    let mut listing = Report::new(command.quiet);
    feeds.faults.iter().for_each(|fault| listing.skip(fault));
    let feeds = feeds.named;
    let limits = command.limits.checked();
    let mut watching = Watching {
        project: Project::create(path)?,
        resources: tables()?,
        client: Client::new(&command.manners, &limits, &feeds),
        limits,
    };
    for (host, until) in watching.project.resting(now())? {
        watching.client.rest(&host, until);
    }
    watching.project.note_news()?;
    loop {
        let mut report = Report::new(command.quiet);
        let round = watching.round(&feeds, &mut report)?;
        let new = watching.project.note_news()?;
        let news = InCodes::new("news", "demarche: new events");
        for (format, file) in [(Format::Atom, &command.atom), (Format::JsonFeed, &command.json_feed)] {
            if let Some(file) = file {
                export::to_file(
                    &watching.project,
                    &Filter { is_news: true, limit: SHOWN, ..Filter::default() },
                    format,
                    &news,
                    file,
                )?;
            }
        }
        report.finish();
        if !command.quiet {
            let Round { feeds, unchanged, pages, counts } = round;
            let shown = shown(path);
            eprintln!(
                "demarche: {shown}: {feeds} feeds asked, {unchanged} of them unchanged; {pages} pages came; \
                 {} articles added, {} were there; {new} new events",
                counts.new, counts.known
            );
        }
        if command.once {
            return Ok(if report.skipped() + listing.skipped() > 0 { SOME_SKIPPED } else { 0 });
        }
        thread::sleep(Duration::from_secs(command.every * 60));
    }
}

/// What a round did.
#[derive(Default)]
struct Round {
    feeds: usize,
    unchanged: usize,
    pages: usize,
    counts: Counts,
}

struct Watching {
    project: Project,
    resources: &'static Resources,
    client: Client,
    limits: Limits,
}

impl Watching {
    fn round(&mut self, feeds: &[String], report: &mut Report) -> anyhow::Result<Round> {
        let mut round = Round::default();
        // What an earlier run has stored comes first.
        self.read_stored(&mut round, report)?;
        for feed in feeds {
            self.ask_feed(feed, &mut round, report)?;
        }
        let mut open: BTreeMap<String, VecDeque<Page>> = BTreeMap::new();
        for page in self.project.open_pages(now())? {
            open.entry(host(&page.url)).or_default().push_back(page);
        }
        let mut unread = 0;
        loop {
            open.retain(|host, pages| !pages.is_empty() && self.client.rests_until(host) <= now());
            // While one host wants a pause, another may be ready.
            let ready = open.iter_mut().min_by_key(|(host, _)| self.client.wait(host));
            let Some(page) = ready.and_then(|(_, pages)| pages.pop_front()) else { break };
            unread += usize::from(self.ask_page(&page, report)?);
            if unread == AT_A_TIME {
                round.pages += std::mem::take(&mut unread);
                self.read_stored(&mut round, report)?;
            }
        }
        round.pages += unread;
        self.read_stored(&mut round, report)?;
        self.project.finish(self.resources)?;
        Ok(round)
    }

    fn ask_feed(&mut self, url: &str, round: &mut Round, report: &mut Report) -> anyhow::Result<()> {
        let known = self.project.feed(url)?;
        let (host, own) = (self.client.rests_until(&host(url)) - now(), known.due - now());
        if host.max(own) > 0 {
            let who = if own < host { "its host" } else { "it" };
            let left = host.max(own);
            report.remark(&format!("{url}: {who} is not asked for another {left} s, after what it answered last"));
            return Ok(());
        }
        round.feeds += 1;
        let answer = self.ask(url, &known.validators)?;
        match &answer {
            Answer::Page { url: led, kind, body, validators } => match entries(self.resources, led, body, &self.limits)
            {
                Ok(Told { pages, nameless, fault }) => {
                    if nameless > 0 {
                        report.skip(&format!("{url}: {nameless} entries name no page and are left out"));
                    }
                    // What cannot be read may be whole again later: what told of a change is not kept.
                    let validators = if fault.is_none() { validators.clone() } else { Validators::default() };
                    fault.iter().for_each(|fault| report.skip(&format!("{url}: {fault:#}")));
                    let known = Known { validators, ..Known::default() };
                    self.project.keep_entries(&Stored { url, led, kind, body }, &known, &pages)?;
                }
                Err(error) => self.put_off_feed(url, &known, None, &format!("{error:#}"), report)?,
            },
            Answer::Unchanged => {
                round.unchanged += 1;
                self.project.keep_feed(url, &Known { due: 0, faults: 0, ..known })?;
            }
            Answer::Later { after, .. } => self.put_off_feed(url, &known, *after, &why(&answer), report)?,
            Answer::Away { until, .. } => {
                report.skip(&format!("{url}: {}", why(&answer)));
                self.project.keep_feed(url, &Known { due: *until, ..known })?;
            }
            Answer::Denied | Answer::Gone(_) => {
                self.put_off_feed(url, &known, Some(LONGEST_WAIT), &why(&answer), report)?;
            }
        }
        Ok(())
    }

    fn put_off_feed(
        &mut self,
        url: &str,
        known: &Known,
        after: Option<Duration>,
        why: &str,
        report: &mut Report,
    ) -> anyhow::Result<()> {
        report.skip(&format!("{url}: {why}"));
        let due = later(after, known.faults);
        self.project.keep_feed(url, &Known { due, faults: known.faults + 1, ..known.clone() })
    }

    /// Asks a server, and keeps which hosts are to be left alone.
    fn ask(&mut self, url: &str, validators: &Validators) -> anyhow::Result<Answer> {
        let answer = self.client.get(url, validators);
        if matches!(answer, Answer::Later { .. } | Answer::Away { .. }) {
            self.client.resting().try_for_each(|(host, until)| self.project.rest(host, until))?;
        }
        Ok(answer)
    }

    /// Asks for a page; whether it came.
    fn ask_page(&mut self, page: &Page, report: &mut Report) -> anyhow::Result<bool> {
        let Page { url, faults } = page;
        let answer = self.ask(url, &Validators::default())?;
        if let Answer::Page { url: led, kind, body, .. } = &answer {
            self.project.keep_page(&Stored { url, led, kind, body })?;
            return Ok(true);
        }
        report.skip(&format!("{url}: {}", why(&answer)));
        match answer {
            // That is no fault of the page.
            Answer::Away { until, .. } => self.project.put_off_page(url, until, *faults)?,
            Answer::Later { after, .. } if faults + 1 < TRIES => {
                self.project.put_off_page(url, later(after, *faults), faults + 1)?;
            }
            _ => self.project.end_page(url, false)?,
        }
        Ok(false)
    }

    /// Reads, codes and adds what is stored.
    fn read_stored(&mut self, round: &mut Round, report: &mut Report) -> anyhow::Result<()> {
        loop {
            let pages = self.project.stored_pages(AT_A_TIME)?;
            if pages.is_empty() {
                return Ok(());
            }
            let mut waiting = Vec::new();
            for Waiting { entry, led, body } in &pages {
                let hints = Hints { url: Some(led.clone()), listed: entry.published.clone(), ..Hints::default() };
                waiting.extend(documents(&entry.url, body, hints, &self.limits, report)?);
            }
            let mut readings = Vec::new();
            for (name, reading) in pipeline::read(self.resources, waiting, &self.limits, report) {
                report.notes(&name, &reading.notes);
                readings.push(reading);
            }
            let limit = self.limits.time;
            round.counts.join(put(&mut self.project, self.resources, readings, limit, report, &mut |_| Ok(()))?);
            for page in &pages {
                self.project.end_page(&page.entry.url, true)?;
            }
        }
    }
}

/// What a feed tells.
#[derive(Default)]
struct Told {
    /// The articles that it names, each address once.
    pages: Vec<Entry>,
    /// Entries without an address.
    nameless: usize,
    /// Why no more of it could be read.
    fault: Option<anyhow::Error>,
}

/// An error where no page can be known.
fn entries(resources: &Resources, url: &str, body: &[u8], limits: &Limits) -> anyhow::Result<Told> {
    let (mut told, mut records) = (Told::default(), Vec::new());
    let hints = Hints { id: Some(url.to_owned()), url: Some(url.to_owned()), ..Hints::default() };
    open::each(Stream::new(url.to_owned(), body, hints), limits, &mut |document| {
        match document.map(|document| document.body) {
            Ok(Body::Record(record)) => records.push(*record),
            // A JSON Feed; a page of HTML is an error told with a smile.
            Ok(Body::Bytes(bytes)) if bytes.trim_ascii_start().starts_with(b"{") => {
                let (text, _) = read::decode(&bytes).map_err(|cause| anyhow!("{cause}; {}", cause.remedy()))?;
                for record in read::records(resources, &text) {
                    match record {
                        Ok(record) => records.push(record),
                        Err(cause) => told.fault = Some(anyhow!("{cause}")),
                    }
                }
            }
            Ok(_) => bail!("this is no feed"),
            Err(fault) => told.fault = Some(fault),
        }
        Ok(())
    })?;
    let base = url::Url::parse(url)?;
    let mut seen = BTreeSet::new();
    for Record { url, published, .. } in records {
        let Some(mut address) = url.and_then(|address| base.join(&address).ok()) else {
            told.nameless += 1;
            continue;
        };
        address.set_fragment(None);
        if seen.insert(address.to_string()) {
            told.pages.push(Entry { url: address.into(), published });
        }
    }
    told.pages.truncate(NAMED);
    match told.fault.take_if(|_| told.pages.is_empty()) {
        Some(fault) => Err(fault),
        None => Ok(told),
    }
}

/// When to ask again: as the server says, else ever later.
fn later(after: Option<Duration>, faults: u32) -> i64 {
    moment(after.unwrap_or_else(|| FIRST_WAIT * 2u32.saturating_pow(faults.min(10))))
}
