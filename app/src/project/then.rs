//! An event and a past day in; what of it was known on that day, and the event as that told it, out.
//!
//! One answer asks for an event several times: for a list, for what is disputed of it, for the agreement that it belongs to.
//! Its passages are read once.

use super::deeds::Met;
use super::filter::Filter;
use super::passages::{self, Stored};
use super::past::Pasts;
use super::query::{Kept, ends};
use super::{Project, pack, review};
use demarche::event::Event;
use demarche::link;
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::Arc;

/// Passages that are kept at most for what is asked for again.
const KEPT: usize = 32_768;

/// Passages of events as they were known on days, for as long as the file cannot change ([`Project::at_once`]).
#[derive(Default)]
pub(super) struct Read {
    of: HashMap<(i64, Option<Date>), Arc<[Stored]>>,
    passages: usize,
    /// What the last filter was met by: one answer asks for it several times.
    met: Option<(Filter, Arc<Met>)>,
    pub(super) pasts: Pasts,
}

impl Read {
    fn keep(&mut self, of: (i64, Option<Date>), then: &Arc<[Stored]>) {
        if self.passages + then.len() > KEPT {
            (self.of, self.passages) = (HashMap::new(), 0);
        }
        self.passages += then.len();
        self.of.insert(of, Arc::clone(then));
    }
}

/// What is kept of something.
pub(super) fn kept_of<K: PartialEq, T: ?Sized>(kept: &Option<(K, Arc<T>)>, of: &K) -> Option<Arc<T>> {
    kept.as_ref().filter(|(known, _)| known == of).map(|(_, found)| Arc::clone(found))
}

/// Whether an article of a day was there on the day that the filter asks for.
pub(super) fn is_by(filter: &Filter, told: &str) -> bool {
    filter.as_of.is_none_or(|day| !told.is_empty() && told <= day.to_string().as_str())
}

impl Project {
    /// The event as the passages of the day that the filter asks for tell it, with these, and with what a person corrected: a
    /// reader knows that on any day.
    pub(super) fn told_then(&self, filter: &Filter, kept: Kept) -> anyhow::Result<Option<(Kept, Arc<[Stored]>)>> {
        let then = self.then(filter, kept.number)?;
        let told: Vec<link::Passage<'_>> = then.iter().map(Stored::wordless).collect();
        let Some(assembled) = link::assemble(&told) else { return Ok(None) };
        let mentions = then.iter().map(|one| passages::place(one.id)).collect();
        // As sure as it would have been stored.
        let mut event = Event { id: kept.event.id, mentions, score: pack::rounded(assembled.score), ..assembled };
        if kept.reviewed {
            review::lay_over(&self.connection, kept.number, &mut event)?;
        }
        let last = then.iter().filter_map(Stored::published).max();
        let mut kept = Kept { event, passages: then.len(), told: (kept.told.0, last), ..kept };
        kept.passages = self.places(filter, &kept)?.len();
        Ok(filter.admits(&kept).then_some((kept, then)))
    }

    /// The events that meet the filter, as they are found where they are not known.
    pub(super) fn kept_met(
        &self,
        filter: &Filter,
        find: impl FnOnce() -> anyhow::Result<Met>,
    ) -> anyhow::Result<Arc<Met>> {
        let known = self.read.borrow().as_ref().and_then(|read| kept_of(&read.met, filter));
        if let Some(known) = known {
            return Ok(known);
        }
        let found = Arc::new(find()?);
        if let Some(read) = self.read.borrow_mut().as_mut() {
            read.met = Some((filter.clone(), Arc::clone(&found)));
        }
        Ok(found)
    }

    /// The passages of an event that were there on the day that the filter asks for.
    pub(super) fn then(&self, filter: &Filter, event: i64) -> anyhow::Result<Arc<[Stored]>> {
        let of = (event, filter.as_of);
        if let Some(then) = self.read.borrow().as_ref().and_then(|read| read.of.get(&of)) {
            return Ok(Arc::clone(then));
        }
        let mut then = passages::told_of_event(&self.connection, event)?;
        then.retain(|(told, _)| is_by(filter, told));
        let then = ends(then).into_iter().map(|(_, id)| passages::one(&self.connection, id));
        let then: Arc<[Stored]> = then.collect::<Result<_, _>>()?;
        if let Some(read) = self.read.borrow_mut().as_mut() {
            read.keep(of, &then);
        }
        Ok(then)
    }
}
