//! A request with all that is needed to answer it: the project, the conditions, words and names in the reader's language.

use super::query::{Query, Wrong};
use super::site::Site;
use super::words::Tongue;
use crate::project::{Ambiguous, Filter, Kept, Project};
use demarche::article::Span;
use demarche::event::Event;
use demarche::mention::{Actor, EventType, Mention, Mode, Place, Precision, TimeSpan};
use demarche::resources::Wording;
use demarche::resources::names::Case;
use jiff::civil::Date;
use maud::{Markup, PreEscaped};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What stays as it is in a part of a path.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b':');
/// Stands behind a part of dots.
const DOTS: &str = ";";
/// Parties of one side that are named.
const NAMED: usize = 4;

/// What is asked for.
pub(super) struct Ask<'a> {
    pub(super) site: &'a Site,
    pub(super) project: &'a Project,
    pub(super) tongue: Tongue<'a>,
    pub(super) wording: &'a Wording,
    /// The path of the screen, and what stands behind it: an event's id, an article's name, a code.
    pub(super) path: &'a str,
    pub(super) rest: String,
    pub(super) query: Query,
    pub(super) filter: Filter,
    /// Whether the conditions were understood; else which was not.
    pub(super) understood: Result<(), Wrong>,
    /// The server as the request names it, before a path.
    pub(super) host: String,
    /// The cookies that came with the request.
    pub(super) cookies: &'a str,
}

impl Ask<'_> {
    /// Words of the interface.
    pub(super) fn say(&self, key: &str) -> String {
        self.tongue.say(key)
    }

    pub(super) fn fill(&self, key: &str, holes: &[(&str, &str)]) -> String {
        self.tongue.fill(key, holes)
    }

    pub(super) fn count(&self, key: &str, count: usize) -> String {
        self.tongue.count(key, count)
    }

    /// The address of this view.
    pub(super) fn here(&self) -> String {
        self.query.on(&self.whole_path())
    }

    /// What is made of the whole project for this address: kept until the project changes.
    pub(super) fn once(&self, what: &str, make: impl FnOnce() -> anyhow::Result<Markup>) -> anyhow::Result<Markup> {
        let of = format!("{what} {} {} {}", self.project.state()?, self.tongue.code(), self.here());
        let made = self.site.made(&of, || Ok(make()?.into_string()))?;
        Ok(PreEscaped(made.as_str().to_owned()))
    }

    /// The path of this view, without its query.
    pub(super) fn whole_path(&self) -> String {
        if self.rest.is_empty() { self.path.to_owned() } else { within(self.path, &self.rest) }
    }

    /// A screen with the conditions that are set.
    pub(super) fn screen(&self, path: &str) -> String {
        self.query.lasting().on(path)
    }

    /// A screen with these conditions and no others.
    pub(super) fn fresh(&self, path: &str, pairs: &[(&str, &str)]) -> String {
        pairs.iter().fold(self.query.tongue(), |query, (name, value)| query.with(name, value)).on(path)
    }

    /// A screen about others with the conditions that are set, but for whom these are about.
    pub(super) fn kept(&self, path: &str, pairs: &[(&str, &str)]) -> String {
        let about = self.query.lasting().with("actor", "").with("dyad", "");
        pairs.iter().fold(about, |query, (name, value)| query.with(name, value)).on(path)
    }

    pub(super) fn kept_relation(&self, one: &str, other: &str) -> String {
        self.kept("/relation", &[("dyad", &format!("{one},{other}"))])
    }

    pub(super) fn event(&self, id: &str) -> String {
        self.fresh(&within("/event", id), &[])
    }

    pub(super) fn actor(&self, code: &str) -> String {
        self.fresh(&within("/actor", code), &[])
    }

    pub(super) fn relation(&self, one: &str, other: &str) -> String {
        self.fresh("/relation", &[("dyad", &format!("{one},{other}"))])
    }

    /// A passage where it stands: code points of the article's text.
    pub(super) fn passage(&self, doc: &str, points: (usize, usize)) -> String {
        let at = format!("{}-{}", points.0, points.1);
        format!("{}#at", self.fresh(&within("/article", doc), &[("at", &at)]))
    }

    pub(super) fn article(&self, doc: &str) -> String {
        self.fresh(&within("/article", doc), &[])
    }

    /// The event of an id that the reader gave, or of the beginning of one.
    pub(super) fn found(&self, id: &str) -> anyhow::Result<Option<Kept>> {
        self.project.event(id).map_err(|fault| match fault.is::<Ambiguous>() {
            true => Wrong { name: "", value: id.to_owned(), expects: "id", near: Vec::new() }.into(),
            false => fault,
        })
    }

    /// The name of a code, in the reader's language.
    pub(super) fn name(&self, code: &str) -> String {
        let (plain, sector) = code.split_once(' ').map_or((code, None), |(plain, sector)| (plain, Some(sector)));
        let names = &self.wording.names;
        let state = names.state(plain).map(|state| state.name.as_str());
        let bare = plain.split_once(':').map_or(plain, |(_, bare)| bare);
        let form = names.forms(plain).map(|forms| forms.case(Case::Nominative));
        let name = state.or(names.body(plain)).or(form).unwrap_or(bare);
        match sector.and_then(|sector| self.tongue.find(&format!("sector.{sector}"))) {
            Some(sector) => format!("{name} ({sector})"),
            None => name.to_owned(),
        }
    }

    /// A place by its name in the reader's language, where that has another one for the state or town.
    pub(super) fn place(&self, place: &Place) -> String {
        let Some(country) = &place.country else { return place.name.clone() };
        if self.site.is_state(country, &place.name) {
            return self.name(country);
        }
        self.wording.towns.name(country, &place.name).unwrap_or(&place.name).to_owned()
    }

    /// A party by the name that the text gives, with what it stands for.
    pub(super) fn party(&self, actor: &Actor) -> String {
        match &actor.name {
            Some(name) if !self.is_own(&actor.code, name) && !self.is_foreign(&actor.code, name) => {
                format!("{name} ({})", self.name(&actor.code))
            }
            _ => self.name(&actor.key()),
        }
    }

    /// Whether a name in an article is one of the state or body itself, in whatever language.
    fn is_own(&self, code: &str, name: &str) -> bool {
        self.wording.names.is_called(code, &name.to_lowercase())
            || self.site.is_state(code, name)
            || self.site.is_body(code, name)
    }

    /// Whether a name is one that another language has for a part of a state or body: then what the part stands for names it.
    fn is_foreign(&self, code: &str, name: &str) -> bool {
        !self.wording.names.is_part(code, name) && self.site.is_part(code, name)
    }

    pub(super) fn parties(&self, actors: &[Actor]) -> String {
        let mut named: Vec<String> = Vec::new();
        for actor in actors {
            let name = self.party(actor);
            if !named.contains(&name) {
                named.push(name);
            }
        }
        let more = named.len().saturating_sub(NAMED);
        named.truncate(NAMED);
        if more > 0 {
            named.push(self.count("more", more));
        }
        if named.is_empty() { self.say("unknown") } else { named.join(", ") }
    }

    pub(super) fn kind(&self, kind: EventType, mode: Option<Mode>) -> String {
        self.tongue.kind(kind, mode)
    }

    /// Who does what to whom, in one line.
    pub(super) fn fact(&self, event: &Event) -> String {
        self.tongue.fact(event, |actors| self.parties(actors))
    }

    /// The same of a passage.
    pub(super) fn act(&self, mention: &Mention) -> String {
        let kind = self.kind(mention.kind, mention.mode);
        let sides = (&*mention.actors, &*mention.recipients, mention.symmetric);
        self.tongue.act(sides, &kind, |actors| self.parties(actors))
    }

    pub(super) fn day(&self, day: Date) -> String {
        let month = self.say(&format!("month.{}", day.month()));
        self.fill("date.day", &[("d", &day.day().to_string()), ("m", &month), ("y", &day.year().to_string())])
    }

    /// An interval of days, as exact as it is.
    pub(super) fn time(&self, time: TimeSpan) -> String {
        let month = |day: Date| self.say(&format!("month.{}", day.month()));
        let year = time.start.year().to_string();
        match time.precision {
            _ if time.start == time.end => self.day(time.start),
            Precision::Month => self.fill("date.month", &[("m", &month(time.start)), ("y", &year)]),
            Precision::Year => year,
            _ if time.start.year() == time.end.year() => {
                let day = time.start.day().to_string();
                let start = self.fill("date.short", &[("d", &day), ("m", &month(time.start))]);
                format!("{start} – {}", self.day(time.end))
            }
            _ => format!("{} – {}", self.day(time.start), self.day(time.end)),
        }
    }

    /// When an event was, or when it was first told.
    pub(super) fn when(&self, kept: &Kept) -> String {
        self.tongue.when(kept, |time| self.time(time))
    }

    /// A stored day.
    pub(super) fn stored_day(&self, text: &str) -> String {
        text.parse().map_or_else(|_| self.say("date.none"), |day| self.day(day))
    }
}

/// A path with one more part. Browsers take dots alone for a step in the path, however they are written: behind such stands a
/// sign that no part has as it is.
pub(super) fn within(path: &str, part: &str) -> String {
    let end = if matches!(part, "." | "..") { DOTS } else { "" };
    format!("{path}/{}{end}", utf8_percent_encode(part, PLAIN))
}

/// A part of a path as it was before.
pub(super) fn without(part: &str) -> String {
    let plain = part.strip_suffix(DOTS).filter(|plain| matches!(*plain, "." | "..")).unwrap_or(part);
    percent_decode_str(plain).decode_utf8_lossy().into_owned()
}

/// A range of code points of a text in bytes.
pub(super) fn bytes(text: &str, points: (usize, usize)) -> Span {
    let at = |point: usize| text.char_indices().nth(point).map_or(text.len(), |(at, _)| at);
    Span::new(at(points.0), at(points.1))
}
