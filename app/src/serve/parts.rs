//! What screens share: signs of status, facts as rows, passages with their deciding words marked, citations.

use super::ask::Ask;
use super::query::{PAGE, Query};
use crate::project::{COUNTED, Correction, Decision, Filter, Kept, Quote};
use demarche::article::Span;
use demarche::event::MentionRef;
use demarche::mention::{Mention, Status};
use maud::{Markup, html};
use std::borrow::Cow;

/// Characters of a sentence that lists show.
pub(super) const SHOWN: usize = 400;
/// Characters of a title that lists show.
const LONGEST_TITLE: usize = 240;
/// Of a list at most so many are looked for: nobody leafs farther.
const FARTHEST: usize = 1_000_000;

/// A status as sign and word: never by colour alone.
pub(super) fn status(ask: &Ask<'_>, status: Status) -> Markup {
    let sign = match status {
        Status::Reported => "●",
        Status::Claimed => "◐",
        Status::Denied => "⊘",
        Status::Planned => "◷",
        Status::Possible => "○",
    };
    html! {
        span class={ "status " (status.name()) } {
            span.sign aria-hidden="true" { (sign) } " " (ask.say(&format!("status.{status}")))
        }
    }
}

/// How many are shown, and of how many; where these are all, of events.
pub(super) fn shown(ask: &Ask<'_>, shown: usize, all: Option<usize>) -> Markup {
    let of = |all: usize| [("n", ask.tongue.number(shown)), ("all", ask.tongue.number(all))];
    let fill = |key: &str, all: usize| {
        let [n, all] = of(all);
        ask.fill(key, &[(n.0, &n.1), (all.0, &all.1)])
    };
    html! {
        p.extent {
            @match all.filter(|all| *all > shown) {
                Some(all) if all >= COUNTED => (fill("shown.of.most", all)),
                Some(all) => (fill("shown.of", all)),
                None => (ask.count("events", shown)),
            }
        }
    }
}

/// How many passages tell it, of how many origins.
pub(super) fn evidence(ask: &Ask<'_>, kept: &Kept) -> String {
    format!("{} / {}", ask.count("passages", kept.passages), ask.count("origins", kept.event.origins))
}

/// Events as a table, each with its first passage.
pub(super) fn facts(ask: &Ask<'_>, events: &[Kept]) -> anyhow::Result<Markup> {
    let rows: Vec<Markup> = events.iter().map(|kept| fact(ask, kept)).collect::<Result<_, _>>()?;
    Ok(html! {
        table.facts {
            thead {
                tr {
                    @for column in ["when", "status", "fact", "evidence"] {
                        th scope="col" { (ask.say(&format!("column.{column}"))) }
                    }
                }
            }
            tbody { @for row in &rows { (row) } }
        }
    })
}

fn fact(ask: &Ask<'_>, kept: &Kept) -> anyhow::Result<Markup> {
    let event = &kept.event;
    let first = event.mentions.first().map(|at| ask.project.quote(*at)).transpose()?.flatten();
    let disputed = ask.project.is_disputed(&ask.filter, kept)?;
    Ok(html! {
        tr {
            td.when { (ask.when(kept)) }
            td { (status(ask, event.status)) }
            td.what {
                a.fact href=(ask.event(&event.id)) { (ask.fact(event)) }
                @if let Some(place) = &event.place { span.place { " · " bdi { (ask.place(place)) } } }
                @if disputed {
                    " " a.disputed href=(format!("{}#disputes", ask.event(&event.id))) { span aria-hidden="true" { "⚡" } " " (ask.say("disputed")) }
                }
                @if let Some(quote) = &first { p.first { (words(quote)) } }
            }
            td.evidence { (evidence(ask, kept)) }
        }
    })
}

/// The beginning of a list, as far as it was looked for, and whether it goes on.
pub(super) struct List<T> {
    pub(super) items: Vec<T>,
    pub(super) more: bool,
    /// How many there are where that is known.
    pub(super) all: Option<usize>,
}

impl<T> List<T> {
    /// Finds what leads up to the page that is asked for, and at least so many; no more than the address limits them to. What
    /// finds them gets the conditions with how many are wanted.
    pub(super) fn find(
        ask: &Ask<'_>,
        size: usize,
        least: usize,
        find: impl FnOnce(&Filter) -> anyhow::Result<Vec<T>>,
    ) -> anyhow::Result<Self> {
        let up_to_here = || page(ask).saturating_mul(size).clamp(least, FARTHEST);
        Self::first(ask, if is_limited(ask) { ask.filter.limit } else { up_to_here() }, find)
    }

    /// Finds so many, and one more, which tells that there are more.
    pub(super) fn first(
        ask: &Ask<'_>,
        most: usize,
        find: impl FnOnce(&Filter) -> anyhow::Result<Vec<T>>,
    ) -> anyhow::Result<Self> {
        let mut items = find(&Filter { limit: most + 1, ..ask.filter.clone() })?;
        let more = items.len() > most;
        items.truncate(most);
        let all = (!more).then_some(items.len());
        Ok(Self { items, more, all })
    }

    /// The page that is asked for: where it begins, what is on it, and the ways to the others. A page has a size that it keeps to.
    pub(super) fn part(&self, ask: &Ask<'_>, size: usize) -> (usize, &[T], Markup) {
        let found = self.items.len().div_ceil(size).max(1);
        let at = page(ask).min(found);
        let (goes_on, limited) = (self.more && self.items.len() < FARTHEST, is_limited(ask));
        let parts = if limited { Some(found) } else { self.all.map(|all| all.div_ceil(size).max(1)) };
        let next = at < found || goes_on && !limited;
        let number = at.to_string();
        let ways = html! {
            @if found > 1 || next {
                nav.pages aria-label=(ask.say("article.parts")) {
                    @match parts {
                        Some(parts) => (ask.fill("article.part", &[("n", &number), ("all", &parts.to_string())])),
                        None => (ask.fill("article.part.open", &[("n", &number)])),
                    }
                    @if at > 1 { " · " a href=(there(ask, at - 1)) { (ask.say("previous")) } }
                    @if next { " · " a href=(there(ask, at + 1)) { (ask.say("next")) } }
                }
            }
            @if at == found && goes_on && limited {
                p { a.more href=(ask.query.with("limit", "").with(PAGE, &(self.items.len() / size + 1).to_string()).on(&ask.whole_path())) { (ask.say("more.list")) } }
            }
        };
        ((at - 1) * size, self.items.chunks(size).nth(at - 1).unwrap_or_default(), ways)
    }
}

/// Whether the address says how many are to be listed at most; 0 stands for all.
pub(super) fn is_limited(ask: &Ask<'_>) -> bool {
    ask.query.number("limit").is_some_and(|limit| limit > 0)
}

fn page(ask: &Ask<'_>) -> usize {
    ask.query.number(PAGE).unwrap_or(1).max(1)
}

fn there(ask: &Ask<'_>, page: usize) -> String {
    ask.query.with(PAGE, &if page > 1 { page.to_string() } else { String::new() }).on(&ask.whole_path())
}

/// Where one part of a long list that is known as a whole begins, the part, and the ways to the others.
pub(super) fn part<'t, T>(ask: &Ask<'_>, all: &'t [T], size: usize) -> (usize, &'t [T], Markup) {
    let parts = all.len().div_ceil(size).max(1);
    let at = page(ask).min(parts);
    let ways = html! {
        @if parts > 1 {
            nav.pages aria-label=(ask.say("article.parts")) {
                (ask.fill("article.part", &[("n", &at.to_string()), ("all", &parts.to_string())]))
                @if at > 1 { " · " a href=(there(ask, at - 1)) { (ask.say("previous")) } }
                @if at < parts { " · " a href=(there(ask, at + 1)) { (ask.say("next")) } }
            }
        }
    };
    ((at - 1) * size, all.chunks(size).nth(at - 1).unwrap_or_default(), ways)
}

/// Which of a long list stand on a page.
pub(super) fn span(ask: &Ask<'_>, first: usize, count: usize, all: Option<usize>) -> Markup {
    let Some(all) = all.filter(|_| first > 0) else { return shown(ask, count, all) };
    let key = if all >= COUNTED { "shown.from.most" } else { "shown.from" };
    html! { p.extent { (which(ask, key, first, count, all)) } }
}

/// The same in words, where all are known.
pub(super) fn which(ask: &Ask<'_>, key: &str, first: usize, count: usize, all: usize) -> String {
    let [from, to, all] = [first + 1, first + count, all].map(|number| ask.tongue.number(number));
    ask.fill(key, &[("from", &from), ("to", &to), ("all", &all)])
}

/// A text of an article as lists show it: its beginning where it is longer.
pub(super) fn brief(text: &str, longest: usize) -> Cow<'_, str> {
    let text = text.trim();
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", Span::new(0, end).of(text)).into(),
        None => text.into(),
    }
}

/// A title or name as lists show it: one that no reader reads to its end without what is between its ends.
pub(super) fn shortened(text: &str) -> Cow<'_, str> {
    let count = text.chars().count();
    if count <= LONGEST_TITLE {
        return text.into();
    }
    let (head, tail) = (2 * LONGEST_TITLE / 3, LONGEST_TITLE / 3);
    let begin: String = text.chars().take(head).collect();
    let end: String = text.chars().skip(count - tail).collect();
    format!("{} … {}", begin.trim_end(), end.trim_start()).into()
}

/// A sentence in its own language.
pub(super) fn words(quote: &Quote) -> Markup {
    quoted(&quote.mention.lang, &quote.sentence)
}

/// Words of an article as a quotation: what turns the direction of writing in them ends before our own closing mark.
pub(super) fn quoted(lang: &str, words: &str) -> Markup {
    html! { q lang=(lang) { bdi { (brief(words, SHOWN)) } } }
}

/// A sentence of ours in which words of articles stand between these marks: each quotation keeps its direction to itself.
pub(super) fn quoting(text: &str, (open, close): (&str, &str)) -> Markup {
    let mut pieces = text.split(open);
    let first = pieces.next().unwrap_or_default();
    html! {
        (first)
        @for piece in pieces {
            (open)
            @match piece.split_once(close) { Some((words, rest)) => { bdi { (words) } (close) (rest) } None => bdi { (piece) } }
        }
    }
}

/// A passage with all that says where it stands and what was read from it.
pub(super) fn passage(ask: &Ask<'_>, at: MentionRef, quote: &Quote) -> Markup {
    numbered(ask, at, quote, None)
}

/// The same, with a number where others speak of it by one.
pub(super) fn numbered(ask: &Ask<'_>, at: MentionRef, quote: &Quote, number: Option<usize>) -> Markup {
    let m = &quote.mention;
    let there = place(ask, at, quote);
    html! {
        figure.passage id={ "p" (at.article) "-" (at.mention) } {
            blockquote lang=(m.lang) dir="auto" { (marked(&quote.sentence, m)) }
            figcaption {
                @if let Some(number) = number { strong.nth { (number) } " " }
                a href=(there) { (source(ask, quote)) }
                " " span.tag { (m.lang) }
                " " (status(ask, m.status))
                @if !m.said_by.is_empty() { " · " (ask.fill("said.by", &[("who", &ask.parties(&m.said_by))])) }
                @if let Some(time) = m.time { " · " (ask.time(time)) }
                " · " (ask.fill("score", &[("n", &ask.tongue.decimal(m.score, 2))]))
                (copyable(ask, &citation(ask, quote)))
            }
        }
    }
}

/// Where a passage stands in its article.
pub(super) fn place(ask: &Ask<'_>, at: MentionRef, quote: &Quote) -> String {
    let passage = [("passage", &*at.mention.to_string())];
    format!("{}#at", ask.fresh(&super::ask::within("/article", &quote.doc), &passage))
}

/// Outlet and day, by which readers know an article.
pub(super) fn source(ask: &Ask<'_>, quote: &Quote) -> String {
    let outlet = quote.source.clone().unwrap_or_else(|| quote.doc.clone());
    format!("{outlet}, {}", ask.stored_day(&quote.published))
}

/// A passage as it is cited elsewhere.
pub(super) fn citation(ask: &Ask<'_>, quote: &Quote) -> String {
    let (open, close) = (ask.say("quote.open"), ask.say("quote.close"));
    let address = quote.url.as_deref().map_or(String::new(), |url| format!(", {url}"));
    let title = match quote.title.as_str() {
        "" => String::new(),
        title => format!(": {}", shortened(title)),
    };
    format!("{open}{}{close} ({}{title}{address})", quote.sentence.trim(), source(ask, quote))
}

/// A text that a button puts on the clipboard; without scripts it can be opened and copied by hand.
pub(super) fn copyable(ask: &Ask<'_>, text: &str) -> Markup {
    html! {
        details.copy {
            summary { (ask.say("cite")) }
            p { code { (text) } }
            button type="button" data-copy hidden { (ask.say("copy")) }
        }
    }
}

/// A sentence with the words that decided: the act, who did it to whom, and the cues of status, speaker and time.
pub(super) fn marked(sentence: &str, mention: &Mention) -> Markup {
    let from = mention.sentence.start;
    let local = |span: Span| Span::new(span.start.saturating_sub(from), span.end.saturating_sub(from));
    let mut wanted: Vec<(Span, &str)> = vec![(local(mention.trigger), "act")];
    wanted.extend(mention.actors.iter().map(|actor| (local(actor.span), "who")));
    wanted.extend(mention.recipients.iter().map(|actor| (local(actor.span), "whom")));
    wanted.extend(mention.evidence.cues.iter().map(|(span, _)| (local(*span), "cue")));
    // Of marks that overlap the first stands: the act before all others.
    let mut marks: Vec<(Span, &str)> = Vec::new();
    for (span, class) in wanted {
        let fits = span.start < span.end && sentence.get(span.start..span.end).is_some();
        if fits && !marks.iter().any(|(other, _)| other.overlaps(span)) {
            marks.push((span, class));
        }
    }
    marks.sort_unstable();
    let mut at = 0;
    let mut pieces: Vec<(&str, Option<&str>)> = Vec::new();
    for (span, class) in marks {
        pieces.push((Span::new(at, span.start).of(sentence), None));
        pieces.push((span.of(sentence), Some(class)));
        at = span.end;
    }
    pieces.push((Span::new(at, sentence.len()).of(sentence), None));
    html! {
        @for (text, class) in pieces {
            @match class { Some(class) => mark class=(class) { (text) }, None => (text) }
        }
    }
}

/// What stands where there is nothing to show, and what to do about it.
pub(super) fn empty(ask: &Ask<'_>, key: &str) -> Markup {
    html! { p.empty { (ask.say(key)) } }
}

/// A web address as a link, or nothing: an article cannot bring a script in by its own address.
pub(super) fn web(ask: &Ask<'_>, url: Option<&str>) -> Markup {
    let url = url.filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    html! { @if let Some(url) = url { " · " a href=(url) rel="noreferrer noopener external" { (ask.say("original")) } } }
}

/// What a decision did, in words: what a correction set, what a merge took in, what a split made an event of its own.
pub(super) fn decided(ask: &Ask<'_>, decision: &Decision) -> anyhow::Result<Markup> {
    if decision.act == "correct" {
        return Ok(html! { " · " (corrected(ask, decision)) });
    }
    let Some((id, passages)) = decision.moved() else { return Ok(html! {}) };
    // A split's other event is named as it stands; that of a merge is no more, and what its passages tell names it.
    let apart = if decision.act == "split" { ask.project.event(&id)? } else { None };
    let first = passages.first().map(|at| ask.project.quote(*at)).transpose()?.flatten();
    Ok(html! {
        " · " (ask.say(&format!("decision.{}.other", decision.act))) " "
        @match (apart, first) {
            (Some(kept), _) => a href=(ask.event(&kept.event.id)) { (ask.fact(&kept.event)) },
            (None, Some(quote)) => bdi { (ask.act(&quote.mention)) },
            (None, None) => code { (id) },
        }
        " (" (ask.count("passages", passages.len())) ")"
    })
}

fn corrected(ask: &Ask<'_>, decision: &Decision) -> String {
    let set: Vec<Correction> = serde_json::from_str(&decision.detail).unwrap_or_default();
    let one = |Correction { field, value }: &Correction| {
        let name = self::field(ask, field);
        let word = ask.tongue.find(&format!("{field}.{value}")).unwrap_or(value);
        format!("{name}: {}", if word.is_empty() { "–" } else { word })
    };
    set.iter().map(one).collect::<Vec<_>>().join(" · ")
}

/// The name of a field that can be corrected.
pub(super) fn field(ask: &Ask<'_>, field: &str) -> String {
    ask.say(&if field == "status" { "column.status".to_owned() } else { format!("field.{field}") })
}

/// The address of an export of this page, with what page it is of.
pub(super) fn export(ask: &Ask<'_>, format: &str) -> String {
    let address = super::views::export(ask, format, &ask.whole_path(), &ask.query);
    let (path, query) = address.split_once('?').unwrap_or((&address, ""));
    Query::read(query).with("of", &ask.whole_path()).on(path)
}

/// The exports of what is shown.
pub(super) fn exports(ask: &Ask<'_>, formats: &[&str]) -> Markup {
    html! {
        p.exports {
            (ask.say("export.label")) ": "
            @for (at, format) in formats.iter().enumerate() {
                @if at > 0 { " · " }
                a href=(export(ask, format)) download { (ask.say(&format!("export.{format}"))) }
            }
        }
    }
}
