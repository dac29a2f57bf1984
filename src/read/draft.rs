//! What record, caller and page say of an article in, its settled values out, with all that was said and where.
//!
//! The written order: the record itself, then the caller, then the page in the order of `metadata`, then the text.

use super::Hints;
use super::address;
use super::dates::{self, Known};
use super::label::Labelled;
use super::language;
use super::page::Facts;
use super::record::Record;
use crate::article::{Article, Field, Moment, Place, Statement};
use crate::note::{Note, NoteKind};
use crate::resources::Resources;
use crate::resources::page::{CueKind, PageCues};
use jiff::civil::Date;

/// An article before it is settled.
#[derive(Debug)]
pub(super) struct Draft {
    /// What is left of the record: lists, id and agency, completed as more is known.
    pub(super) record: Record,
    stated: Vec<Statement>,
    agency_is_given: bool,
    /// The caller tells the day of publishing, which may be any.
    day_is_told: bool,
    /// When the file of the article was saved: its text may tell another day.
    saved: Option<String>,
    /// The last day on which an article can have been published.
    latest: Option<Date>,
    /// A `<time>` of the page, one that may be the article's, and one that is beside it.
    time: Option<String>,
    time_near: Option<String>,
    time_beside: Option<String>,
}

impl Draft {
    pub(super) fn begin(mut record: Record, hints: &Hints) -> Self {
        let mut stated = Vec::new();
        let saved = record.published.take_if(|_| record.is_whole);
        let mut state = |field: Field, place: Place, value: Option<String>| {
            if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
                stated.push(Statement { field, place, value });
            }
        };
        state(Field::Title, Place::Record, record.title.take());
        state(Field::Published, Place::Record, record.published.take());
        state(Field::Updated, Place::Record, record.updated.take());
        state(Field::Lang, Place::Record, record.lang.take());
        state(Field::Url, Place::Record, record.url.take());
        state(Field::Source, Place::Record, record.source.take());
        record.authors.iter().for_each(|name| state(Field::Author, Place::Record, Some(name.clone())));
        state(Field::Title, Place::Told, hints.title.clone());
        state(Field::Published, Place::Told, hints.published.map(|date| date.to_string()));
        state(Field::Lang, Place::Told, hints.lang.clone());
        state(Field::Url, Place::Told, hints.url.clone());
        state(Field::Source, Place::Told, hints.source.clone());
        // East of here it may be tomorrow.
        let latest = hints.today.and_then(|today| today.tomorrow().ok());
        Self {
            agency_is_given: record.agency.is_some(),
            record,
            stated,
            day_is_told: hints.published.is_some(),
            saved,
            latest,
            time: None,
            time_near: None,
            time_beside: None,
        }
    }

    pub(super) fn first(&self, field: Field) -> Option<&str> {
        self.stated.iter().find(|stated| stated.field == field).map(|stated| stated.value.as_str())
    }

    /// The page's own facts.
    pub(super) fn add_facts(&mut self, facts: Facts) {
        self.stated.extend(facts.stated);
        self.time = facts.time;
        self.time_near = facts.time_near;
        self.time_beside = facts.time_beside;
        self.record.agency = self.record.agency.take().or(facts.agency);
        fill(&mut self.record.authors, facts.authors);
        fill(&mut self.record.tags, facts.tags);
    }

    /// What the lines of the text say.
    pub(super) fn add_labels(&mut self, text: &str, labelled: &Labelled) {
        let mut state = |field: Field, value: String| self.stated.push(Statement { field, place: Place::Text, value });
        if let Some(title) = labelled.title {
            state(Field::Title, title.of(text).to_owned());
        }
        labelled.authors.iter().for_each(|name| state(Field::Author, name.clone()));
        // A dateline is the agency's own word; what stands among the authors is only likely one.
        if !self.agency_is_given {
            self.record.agency = labelled.agency.clone().or_else(|| self.record.agency.take());
        }
        fill(&mut self.record.authors, labelled.authors.clone());
        fill(&mut self.record.tags, labelled.tags.clone());
    }

    /// The date that the record gives, if it is none.
    pub(super) fn bad_date(&self, cues: &[&PageCues]) -> Option<String> {
        let given = self.stated.iter().find(|s| s.field == Field::Published && s.place == Place::Record)?;
        dates::moment(&given.value, cues).is_none().then(|| given.value.clone())
    }

    /// The first value of a field that is a moment; one that cannot be only where there is no other. What the caller tells can.
    pub(super) fn moment(&mut self, field: Field, cues: &[&PageCues]) -> Option<Moment> {
        let of_field = |stated: &&Statement| stated.field == field;
        let moments = || {
            let told = self.stated.iter().filter(of_field);
            told.filter_map(|s| Some((s.place, dates::moment(&s.value, cues)?)))
        };
        let can_be = |(place, moment): &(Place, Moment)| self.is_sure(*place) || !self.is_late(moment.date);
        let (place, moment) = moments().find(can_be).or_else(|| moments().next())?;
        // What is no date was not used, so it does not stand first.
        self.stated.retain(|s| s.field != field || s.place >= place || dates::moment(&s.value, cues).is_some());
        let mut stated = std::mem::take(&mut self.stated);
        stated.sort_by_cached_key(|s| {
            let is_late = || dates::moment(&s.value, cues).is_some_and(|moment| self.is_late(moment.date));
            s.field == field && !self.is_sure(s.place) && is_late()
        });
        self.stated = stated;
        Some(moment)
    }

    /// Whether a day from there counts though it is still to come.
    fn is_sure(&self, place: Place) -> bool {
        self.day_is_told && place == Place::Told
    }

    /// Whether a day is still to come.
    fn is_late(&self, date: Date) -> bool {
        self.latest.is_some_and(|latest| date > latest)
    }

    /// The day of publishing by the written order. `lines` of the text may tell it.
    pub(super) fn settle_dates(
        &mut self,
        article: &mut Article,
        hints: &Hints,
        lines: &[String],
        whole: impl Fn() -> String,
        cues: &[&PageCues],
    ) -> Option<Note> {
        self.add_likely_dates(hints, lines, cues);
        let moment = self.moment(Field::Published, cues);
        let place = self.stated.iter().find(|s| s.field == Field::Published).map(|s| s.place);
        let late = moment.filter(|moment| !place.is_some_and(|place| self.is_sure(place)) && self.is_late(moment.date));
        article.published_at = moment.filter(|moment| moment.time.is_some());
        let date = moment.map(|moment| moment.date);
        let of = |wanted: fn(Place) -> bool| date.filter(|_| place.is_some_and(wanted));
        let known = Known {
            given: of(|place| place <= Place::Told),
            metadata: of(|place| place > Place::Told && place != Place::Text),
            line: of(|place| place == Place::Text),
            beside: self.time_beside.as_deref().and_then(|time| dates::moment(time, cues)).map(|moment| moment.date),
            file_time: hints.file_time,
            is_misdated: self.bad_date(cues).is_some(),
            latest: self.latest,
        };
        dates::settle(article, known, whole, cues).or_else(|| late.map(|late| not_yet(late.date)))
    }

    /// What else tells of the day of publishing where neither record, caller nor the page's data do: a line that says so, a
    /// `<time>`, a list that names the article, its address, other lines at its head, a `<time>` that may be of something else,
    /// the last change of a page or record, and when a file was saved.
    fn add_likely_dates(&mut self, hints: &Hints, lines: &[String], cues: &[&PageCues]) {
        let can_be = |s: &Statement| {
            let moment = dates::moment(&s.value, cues);
            moment.is_some_and(|moment| self.is_sure(s.place) || !self.is_late(moment.date))
        };
        let is_known = self.stated.iter().any(|s| s.field == Field::Published && can_be(s));
        let told = lines.iter().flat_map(|line| dates::told(line, cues)).filter(|(_, told)| !self.is_late(told.date));
        let told: Vec<(Option<CueKind>, Moment)> = told.collect();
        let first =
            |kind: Option<CueKind>| told.iter().find(|(told, _)| *told == kind).map(|(_, moment)| moment.to_string());
        let line = |kind| if is_known { None } else { first(kind) };
        let mut urls = self.stated.iter().filter(|stated| stated.field == Field::Url);
        let of_address = urls.find_map(|stated| address::day(&stated.value));
        let is_given = |stated: &Statement| stated.field == Field::Published && stated.place <= Place::Told;
        let is_open = !self.record.is_whole && !self.stated.iter().any(is_given);
        let is_change = |stated: &&Statement| {
            stated.field == Field::Updated && (stated.place == Place::Meta || is_open && stated.place == Place::Record)
        };
        let of_change = self.stated.iter().find(is_change).map(|stated| stated.value.clone());
        let mut likely = vec![
            (Place::Text, line(Some(CueKind::Published))),
            (Place::Markup, self.time.take()),
            (Place::Told, hints.listed.clone()),
            (Place::Address, of_address),
            (Place::Text, line(None)),
            (Place::Markup, self.time_near.take()),
            (Place::Meta, of_change),
            (Place::Record, self.saved.take()),
        ];
        // Of those that are of the same day as a line or address the machine's word is the more exact.
        let day_of =
            |at: usize| likely[at].1.as_ref().and_then(|value| dates::moment(value, cues)).map(|told| told.date);
        let likeliest = (0..likely.len()).find(|at| day_of(*at).is_some());
        let exact = |first: &usize| match first {
            0 => [1, 2, 3, 5].into_iter().find(|at| day_of(*at) == day_of(0)),
            3 | 4 => Some(5).filter(|at| day_of(*at) == day_of(*first)),
            _ => None,
        };
        if let Some((first, exact)) = likeliest.and_then(|first| Some((first, exact(&first)?))) {
            likely.swap(first, exact);
        }
        likely.retain(|(_, value)| value.as_ref().is_some_and(|value| dates::moment(value, cues).is_some()));
        // A page that tells only of its last change was published then at the latest.
        let field = if is_known || !likely.is_empty() { Field::Updated } else { Field::Published };
        let updated = (field, Place::Text, first(Some(CueKind::Updated)));
        let all = likely.into_iter().map(|(place, value)| (Field::Published, place, value)).chain([updated]);
        let all = all.filter_map(|(field, place, value)| Some(Statement { field, place, value: value? }));
        self.stated.extend(all.collect::<Vec<_>>());
    }

    /// The language: as given, else as the text shows, else as the page says, whose word counts first where no text could
    /// show it.
    pub(super) fn settle_language(&mut self, coded: &str, resources: &Resources) -> String {
        let fields = &resources.fields;
        let is_given = |s: &&Statement| s.field == Field::Lang && s.place <= Place::Told;
        let given = self.stated.iter().find(is_given).map(|s| language::named(&s.value, fields));
        let says = |s: &Statement| (s.field == Field::Lang).then(|| language::normalise(&s.value, fields)).flatten();
        let said = self.stated.iter().find_map(says);
        let is_hidden = said.as_deref().is_some_and(|lang| !language::is_shown_by_letters(lang, fields));
        let shown = language::detect(resources, coded);
        let shown = shown.filter(|lang| !is_hidden || language::is_clear(resources, coded, lang));
        let lang = given.or_else(|| shown.clone()).or(said).unwrap_or_default();
        if let Some(shown) = shown {
            let after = self.stated.iter().rposition(|s| s.field == Field::Lang && s.place <= Place::Told);
            let statement = Statement { field: Field::Lang, place: Place::Text, value: shown };
            self.stated.insert(after.map_or(0, |at| at + 1), statement);
        }
        lang
    }

    /// All statements, field by field.
    pub(super) fn into_statements(self) -> Vec<Statement> {
        let mut stated = self.stated;
        stated.sort_by_key(|s| s.field);
        stated
    }
}

/// The only day that is told of an article is still to come.
fn not_yet(date: Date) -> Note {
    let message = format!(
        "the day of publishing, {date}, is still to come; give the right one with --published or in the record"
    );
    Note::new(NoteKind::BadDate, message)
}

fn fill(list: &mut Vec<String>, values: Vec<String>) {
    if list.is_empty() {
        *list = values;
    }
}
