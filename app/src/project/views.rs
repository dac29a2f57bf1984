//! Addresses of views in, kept under names as decisions that can be undone; the names that stand, and what is new there, out.

use super::query::YOUNGEST;
use super::review::note;
use super::{Project, Sought};
use anyhow::bail;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The decisions that concern views, and no event.
pub(super) const ACTS: [&str; 2] = [KEEP, DROP];
const KEEP: &str = "keep";
const DROP: &str = "drop";
/// What stands where other decisions name their event.
const NO_EVENT: i64 = 0;
/// Characters of a name and of an address.
const NAME: usize = 80;
const ADDRESS: usize = 4_000;
/// New events of a view that are looked at one by one.
const LOOKED_AT: usize = 200;

/// A view that is kept.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct View {
    pub(crate) name: String,
    /// Path and query of the page, without its language.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) address: String,
}

impl Project {
    /// The views that are kept, in the order in which they were.
    pub(crate) fn views(&self) -> anyhow::Result<Vec<View>> {
        let mut views: Vec<View> = Vec::new();
        let sql = "SELECT act, detail FROM decision WHERE act IN (?1, ?2) AND undone = 0 ORDER BY id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(ACTS, |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        for row in rows {
            let (act, detail) = row?;
            let view: View = serde_json::from_str(&detail)?;
            views.retain(|known| known.name != view.name);
            views.extend((act == KEEP).then_some(view));
        }
        Ok(views)
    }

    /// The address of the view of this name.
    pub(crate) fn view(&self, name: &str) -> anyhow::Result<Option<String>> {
        Ok(self.views()?.into_iter().find(|view| view.name == name).map(|view| view.address))
    }

    /// Keeps a view; one of the same name gives way to it, and its address is given where that is another.
    pub(crate) fn keep_view(&mut self, name: &str, address: &str) -> anyhow::Result<Option<String>> {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() || name.chars().count() > NAME || name.contains(char::is_control) {
            bail!("give the view a name of 1 to {NAME} characters");
        }
        if !address.starts_with('/') || address.starts_with("//") || address.len() > ADDRESS {
            bail!("{address:?} is no address of a view");
        }
        let replaced = self.view(&name)?.filter(|other| other != address);
        let view = serde_json::to_string(&View { name, address: address.to_owned() })?;
        self.change(|connection| note(connection, KEEP, NO_EVENT, &view))?;
        Ok(replaced)
    }

    /// Keeps the view of this name no longer.
    pub(crate) fn drop_view(&mut self, name: &str) -> anyhow::Result<()> {
        if self.view(name)?.is_none() {
            bail!("there is no view {name:?}; `demarche views` lists them");
        }
        let view = serde_json::to_string(&View { name: name.to_owned(), address: String::new() })?;
        self.change(|connection| note(connection, DROP, NO_EVENT, &view))
    }

    /// How many events there are of a view of what came after a moment, up to [`LOOKED_AT`] where each must be looked at.
    pub(crate) fn new_in(&self, sought: &Sought) -> anyhow::Result<usize> {
        if Some(self.mark()?) == sought.filter.after {
            return Ok(0);
        }
        if sought.is_of_words() {
            let hits = self.search(sought)?;
            return Ok(hits.iter().flat_map(|hit| &hit.told).map(|(event, ..)| event).collect::<BTreeSet<_>>().len());
        }
        if let Some(count) = self.count(&sought.filter)? {
            return Ok(count);
        }
        let mut count = 0;
        self.each_event(&sought.filter, YOUNGEST, |_| {
            count += 1;
            Ok(count < LOOKED_AT)
        })?;
        Ok(count)
    }
}
