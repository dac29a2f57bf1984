//! What a page calls its article in, the titles without the outlet's name out, the one that is used first.

use super::dom::{NodeId, Page, fold_space};
use super::markup::{self, Role};
use super::metadata::letters;
use crate::article::Place;

/// A heading that is longer, in bytes, has no end: what stands in blocks within it is the text below.
pub(super) const LONGEST_HEADING: usize = 300;
/// Words of a title that may be that of any page, and of a headline that is none such.
const FEW: usize = 2;
const ENOUGH: usize = 4;
/// Words beside the name of an outlet behind a headline.
const BESIDE: usize = 2;
/// A longer title, in bytes, is no headline with an outlet, and further headings are not compared with it.
const LONGEST_TITLE: usize = 2000;
const HEADINGS: usize = 60;

/// What stands between a headline and the outlet; behind the first also a section.
const JOINTS: [&str; 16] = [
    BAR,
    " \u{2502} ",
    " \u{2013} ",
    " - ",
    " \u{2014} ",
    " :: ",
    " \u{b7} ",
    " \u{ab} ",
    " \u{bb} ",
    " \u{2022} ",
    " \u{203a} ",
    " : ",
    "\u{ff1a}",
    "\u{ff5c}",
    "_",
    "|",
];
const BAR: &str = " | ";
/// Letters of a headline in a script without spaces, at least.
const WIDE: usize = 8;
/// Letters of a part of a host that may be no name of its own.
const SHORT_LABEL: usize = 3;
/// Parts of a title behind a headline, at most.
const PARTS: usize = 4;
/// What stands before words that are quoted, and ends a value in markup that is written without care.
const QUOTES: [char; 2] = ['"', '\''];

/// The titles without the outlet's name, in the order in which they are trusted: as stated, then the headings.
pub(super) fn settle(page: &Page, stated: [(Place, Option<String>); 5], source: Option<&str>) -> Vec<(Place, String)> {
    let value = |wanted: Place| stated.iter().find(|(place, _)| *place == wanted).and_then(|(_, title)| title.clone());
    let element = value(Place::TitleElement).unwrap_or_default();
    let headings: Vec<String> = page.elements("h1").take(HEADINGS).map(|id| headline(page, id)).collect();
    let marked = [value(Place::OpenGraph), value(Place::Markup)].into_iter().flatten();
    let shown: Vec<String> = headings.iter().cloned().chain(marked).map(|title| letters(&title)).collect();
    let bare = |title: &str| without_outlet(&fold_space(title), source, &shown, headings.len()).to_owned();
    let mut titles: Vec<(Place, String)> =
        stated.into_iter().filter_map(|(place, title)| Some((place, bare(&title?)))).collect();
    // What `<title>` and a heading agree on is the headline, whatever an attribute in the page calls one.
    titles.sort_by_key(|(place, title)| match place {
        Place::TitleElement => u8::from(!shown[..headings.len()].contains(&letters(title))) * 2,
        Place::Markup => 1,
        _ => 0,
    });
    titles.extend(headings.iter().map(|heading| (Place::Heading, heading.clone())));
    // The outlet's name is a title only where no heading says more.
    let is_outlet = |title: &str| source.is_some_and(|source| names(source, title));
    let is_headed = headings.iter().any(|heading| !heading.is_empty() && !is_outlet(heading));
    titles.retain(|(_, title)| !(title.is_empty() || is_headed && is_outlet(title)));
    if let Some(better) = better_than_first(&titles, &element) {
        titles[..=better].rotate_right(1);
    }
    titles
}

/// Whether a title is the name of an outlet, which may be known by its host alone. Short parts of a host are states and
/// bodies as well.
fn names(source: &str, title: &str) -> bool {
    let title = letters(title);
    let is_of_host = || source.rsplit('.').skip(1).any(|label| label.len() > SHORT_LABEL && letters(label) == title);
    letters(source) == title || is_of_host()
}

/// Whether the words of one stand in another, in letters of any case.
fn has_words(text: &str, words: &str) -> bool {
    let (text, words) = (text.to_lowercase(), words.to_lowercase());
    // Scripts without cases have names right beside other words.
    let goes_on = |near: Option<char>| near.is_some_and(|c| c.is_lowercase() || c.is_numeric());
    text.match_indices(&words).any(|(at, _)| {
        let (before, behind) = (text.get(..at).unwrap_or_default(), text.get(at + words.len()..).unwrap_or_default());
        !goes_on(before.chars().next_back()) && !goes_on(behind.chars().next())
    })
}

/// Whether words behind a joint are the name of an outlet with a word or two beside it, or much of its name: "Israel" is no
/// name of "The Times of Israel".
fn is_of_outlet(tail: &str, source: &str) -> bool {
    let words = |text: &str| text.split_whitespace().count();
    let (own, whole) = (letters(tail), letters(source));
    // "keine Zeit", "Die Zeit drängt": words of a clause are written small; hosts are as well.
    let is_small = |word: &&str| word.starts_with(char::is_lowercase) && !word.contains('.');
    let small = |text: &str| text.split_whitespace().filter(is_small).count();
    if own != whole && small(tail) > small(source) {
        return false;
    }
    words(tail) <= words(source) + BESIDE && has_words(tail, source)
        || (own.len() * 2 >= whole.len() || whole.starts_with(&own)) && has_words(source, tail)
}

/// The text of a heading, of one without an end what stands before the blocks in it.
fn headline(page: &Page, id: NodeId) -> String {
    if let Some(whole) = page.short_text(id, LONGEST_HEADING) {
        return whole;
    }
    let inside = page.walk(id).map(|(node, _)| node).skip(1);
    let before = inside.take_while(|node| !matches!(markup::role(page.tag(*node)), Role::Block(_)));
    let opening = fold_space(&before.map(|node| page.own_text(node)).collect::<String>());
    if opening.is_empty() { page.text(id) } else { opening }
}

/// A title that goes before the first: a part of it that the page shows as its headline, what Open Graph says where
/// the page shows that and not the first, the whole of what a quotation mark has cut off, or the headline where the first
/// is a word or two that the page does not show. `element` is what `<title>` says, the outlet's name with it.
fn better_than_first(titles: &[(Place, String)], element: &str) -> Option<usize> {
    let ((place, first), rest) = titles.split_first()?;
    let headings = || rest.iter().filter(|(place, _)| *place == Place::Heading).map(|(_, title)| letters(title));
    let is_shown = |title: &str| headings().any(|heading| heading == letters(title));
    let is_cut = |(_, title): &(Place, String)| {
        title.strip_prefix(first.as_str()).is_some_and(|rest| rest.trim_start().starts_with(QUOTES))
    };
    if let Some(whole) = rest.iter().position(is_cut) {
        return Some(whole + 1);
    }
    if is_shown(first) {
        return None;
    }
    let graph = rest.iter().position(|(place, _)| *place == Place::OpenGraph);
    let graph_says = graph.map(|at| rest[at].1.as_str());
    let agreed = graph_says.is_some_and(|title| letters(title) == letters(first));
    let words = |title: &str| title.split_whitespace().count();
    let part = |(place, title): &(Place, String)| {
        let within = words(title) >= ENOUGH && title != first && first.contains(title.as_str());
        // What stands before a headline in both places is its kicker: "Kenia: Nairobi von unten".
        let kicked = agreed && first.ends_with(title.as_str());
        within && !kicked && (*place == Place::OpenGraph || is_shown(title))
    };
    let shown = || {
        let title = graph_says.filter(|_| *place == Place::JsonLd)?;
        // What `<title>` says letter for letter, without the outlet, was written for searching.
        graph.filter(|_| (agreed && title != first) || (is_shown(title) && title != element))
    };
    let says_more = |(_, title): &(Place, String)| {
        words(first) <= FEW && words(title) >= ENOUGH && is_shown(title) && !title.ends_with(first.as_str())
    };
    rest.iter().position(part).or_else(shown).or_else(|| rest.iter().position(says_more)).map(|index| index + 1)
}

/// `Headline - Outlet`, `Headline | Section | Outlet` and `Outlet - Headline` lose what is not the headline. `shown` are the
/// letters of what the page shows as such, its headings first: what is longer behind it is the headline, and that the outlet;
/// before it stands a kicker. What a heading shows whole is the headline.
fn without_outlet<'a>(title: &'a str, source: Option<&str>, shown: &[String], headings: usize) -> &'a str {
    let words = |part: &str| part.split_whitespace().count();
    let letters_of = |part: &str| part.chars().count();
    let is_headed = |title: &str| shown.iter().take(headings).any(|heading| *heading == letters(title));
    let mut bare = title.trim_end_matches(['|', ' ']);
    for joint in JOINTS.into_iter().filter(|_| title.len() <= LONGEST_TITLE) {
        let is_longer = |head: &str, tail: &str| {
            words(head) >= words(tail).max(2) || letters_of(head) >= letters_of(tail).max(WIDE)
        };
        // What follows the heading may have several parts: "Headline – Outlet – 27.06.2024".
        let mut openings = bare
            .match_indices(joint)
            .take(PARTS)
            .filter_map(|(at, _)| Some((bare.get(..at)?, bare.get(at + joint.len()..)?)));
        let headed = openings.find(|(head, tail)| is_headed(head) && is_longer(head, tail));
        bare = headed.filter(|_| !is_headed(bare)).map_or(bare, |(head, _)| head.trim());
        while let Some((head, tail)) = bare.rsplit_once(joint).filter(|_| !is_headed(bare)) {
            let known = tail.is_empty() || source.is_some_and(|source| is_of_outlet(tail, source));
            let bar = joint == BAR && words(head) >= 3;
            if !(known || bar || is_longer(head, tail) && shown.contains(&letters(head))) {
                break;
            }
            bare = head.trim();
        }
        if let Some((head, tail)) = bare.split_once(joint)
            && source.is_some_and(|source| names(source, head))
            && !is_headed(bare)
        {
            bare = tail.trim();
        }
    }
    bare
}
