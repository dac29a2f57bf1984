//! What a feed or a calendar is called, and how it tells its events: in codes, or in the words of the pages.

use super::items::{keys, title};
use crate::ask::args::Conditions;
use crate::serve::address_of_view;
use demarche::event::{Event, Outcome};

/// How events are told to readers.
pub(crate) trait Telling {
    /// What is told, the same for the same view and conditions: it stands behind `urn:demarche:`.
    fn id(&self) -> &str;
    fn title(&self) -> &str;
    /// The language of the words; none where they are codes.
    fn language(&self) -> Option<&str>;
    fn event(&self, event: &Event) -> String;
    fn announced(&self, event: &Event, outcome: Outcome) -> String;
    fn kind(&self, event: &Event) -> String;
    /// A stored day, which may be unknown.
    fn day(&self, stored: &str) -> String;
    /// That only so many are told; of how many, where that is known.
    fn cut(&self, told: usize, all: Option<usize>) -> String;
    /// The address of an event's page, where there is one.
    fn page(&self, id: &str) -> Option<String>;
}

/// Tells by codes, as the command does.
pub(crate) struct InCodes {
    id: String,
    title: String,
}

impl InCodes {
    pub(crate) fn new(id: &str, title: &str) -> Self {
        Self { id: id.to_owned(), title: title.to_owned() }
    }

    /// What meets these conditions.
    pub(crate) fn of(conditions: &Conditions) -> Self {
        let address = address_of_view("", conditions);
        let query = address.split_once('?').map_or("", |(_, query)| query);
        let values: Vec<_> = form_urlencoded::parse(query.as_bytes()).map(|(_, value)| value.into_owned()).collect();
        let title = if values.is_empty() { String::new() } else { format!(": {}", values.join(", ")) };
        Self { id: id(&address), title: format!("demarche{title}") }
    }
}

/// The address of a view as a part of a name: a name has no query.
pub(crate) fn id(address: &str) -> String {
    address.trim_start_matches('/').replacen('?', ":", 1)
}

impl Telling for InCodes {
    fn id(&self) -> &str {
        &self.id
    }

    fn title(&self) -> &str {
        &self.title
    }

    fn language(&self) -> Option<&str> {
        None
    }

    fn event(&self, event: &Event) -> String {
        title(event)
    }

    fn announced(&self, event: &Event, outcome: Outcome) -> String {
        format!("{} > {}: {} ({outcome})", keys(&event.actors), keys(&event.recipients), event.kind)
    }

    fn kind(&self, event: &Event) -> String {
        event.kind.to_string()
    }

    fn day(&self, stored: &str) -> String {
        if stored.is_empty() { "undated".to_owned() } else { stored.to_owned() }
    }

    fn cut(&self, told: usize, all: Option<usize>) -> String {
        all.map_or_else(|| format!("the youngest {told}"), |all| format!("the youngest {told} of {all}"))
    }

    fn page(&self, _: &str) -> Option<String> {
        None
    }
}
