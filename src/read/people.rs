//! A by-line or the value of a field in, the people whom it names out.
//!
//! Which small words stand between people, in names and before places is told by the tables.

use super::dates;
use crate::resources::letters::lower;
use crate::resources::page::{CueKind, Hit, PageCues, cue_words};
use std::borrow::Cow;

/// What stands between the parts of a list of people.
const BETWEEN: [char; 7] = [',', ';', '|', '/', '\u{b7}', '&', '\n'];
/// Words of an office, at most.
const LONGEST_OFFICE: usize = 6;
/// Words of the name of an unknown person, at most.
const LONGEST_NAME: usize = 4;
/// Words before what stands behind a name, small ones among them, at most: "Anna Maria de la Cruz".
const LONGEST_WAY: usize = 6;
/// The longest label of a by-line, in bytes.
const LONGEST_LABEL: usize = 30;

/// A by-line that is longer than its cue may be: behind the cue nothing but names, with small words among them. `words` are
/// those of the text. A day may stand before it or behind it.
pub(super) fn byline(text: &str, words: &[Cow<'_, str>], cues: &[&PageCues]) -> Option<Hit> {
    match dates::undated(text, cues) {
        Some(undated) => names_people(undated, &cue_words(undated), cues),
        None => names_people(text, words, cues),
    }
}

fn names_people(text: &str, words: &[Cow<'_, str>], cues: &[&PageCues]) -> Option<Hit> {
    let begins = cues.iter().find_map(|table| table.begins(words, CueKind::Byline));
    let length = begins.or_else(|| labelled(text, cues).map(|(label, _)| cue_words(label).len()))?;
    let rest = behind(text, length);
    let is_small = |word: &str| cues.iter().any(|t| t.joins(word) || t.is_particle(word) || t.leads_to_place(word));
    let is_name = |word: &str| word.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
    let all = words_of(rest);
    let named = all.windows(2).any(|pair| is_name(&pair[0]) && is_name(&pair[1]));
    let plain = all.iter().all(|word| is_name(word) || is_small(word)) && !rest.ends_with(['?', '!', ':']);
    (named && plain && !joins_full_names(&all, cues)).then_some(Hit { kind: CueKind::Byline, opens: true, length })
}

/// Whether what follows the first words of a text is no by-line: it leads from one person to another.
pub(super) fn tells_of_two(text: &str, skip: usize, cues: &[&PageCues]) -> bool {
    joins_full_names(&words_of(behind(text, skip)), cues)
}

/// The words of a by-line without signs around them.
fn words_of(rest: &str) -> Vec<String> {
    let bare = |word: &'_ str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    rest.split([' ', '/', '|']).map(bare).filter(|word| !word.is_empty()).collect()
}

/// Whether a particle alone stands between two full names, as in "Jane Park zu Kim Lee": one name has it behind one word or
/// before one.
fn joins_full_names(words: &[String], cues: &[&PageCues]) -> bool {
    let is_small = |word: &String| word.starts_with(char::is_lowercase);
    let parts: Vec<&[String]> = words.chunk_by(|a, b| is_small(a) == is_small(b)).collect();
    let leads = |small: &[String]| {
        let all = small.join(" ");
        cues.iter().any(|t| small.iter().any(|word| t.joins(word)) || t.leads_to_place(&all))
    };
    parts.windows(3).any(|near| match near {
        [before, small, after] => before.len() > 1 && after.len() > 1 && small.iter().all(is_small) && !leads(small),
        _ => false,
    })
}

/// The names in a by-line behind its first `skip` words: "Von Jane Park und Kim Lee in Seoul, für Wien heute" gives two.
pub(super) fn names_after(text: &str, skip: usize, cues: &[&PageCues]) -> Vec<String> {
    let text = dates::undated(text, cues).unwrap_or(text);
    split_names(&without_places(behind(text, skip), cues), cues)
}

/// The people behind the day of a line: "Published on 12 March 2024 by Jane Park".
pub(super) fn after_day(text: &str, cues: &[&PageCues]) -> Vec<String> {
    let rest = dates::behind(text, cues).unwrap_or_default();
    let hit = names_people(rest, &cue_words(rest), cues);
    hit.map(|hit| names_after(rest, hit.length, cues)).unwrap_or_default()
}

/// What follows the first words of a text.
fn behind(text: &str, skip: usize) -> &str {
    let mut rest = text.trim();
    for _ in 0..skip {
        let start = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        rest = start.trim_start_matches(char::is_alphanumeric);
    }
    rest.trim_start_matches([':', ' '])
}

/// The text without the places and employers that stand behind full names.
fn without_places(text: &str, cues: &[&PageCues]) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let lower = |at: usize| words.get(at).map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
    let is = |test: &dyn Fn(&PageCues, &str) -> bool, word: &str| cues.iter().any(|table| test(table, word));
    let (mut kept, mut name, mut skipping) = (Vec::new(), 0, false);
    for (at, word) in words.iter().enumerate() {
        let small = lower(at).unwrap_or_default();
        let pair = format!("{small} {}", lower(at + 1).unwrap_or_default());
        if is(&PageCues::joins, word) {
            (skipping, name) = (false, 0);
        } else if name > 1 && (word.starts_with(char::is_lowercase) || words.get(at + 2).is_some()) {
            // "Ursula von der Leyen" has one word before its small ones, "Anna Alt von der Agentur" two. Where such a word is
            // written large, two follow that are no name: "Jane Park For The Daily Mail".
            skipping |= is(&PageCues::leads_to_place, &small) || is(&PageCues::leads_to_place, &pair);
        }
        if !skipping {
            kept.push(*word);
        }
        // Titles and first letters end with a stop.
        name += usize::from(word.starts_with(char::is_uppercase) && !word.ends_with('.'));
        if word.ends_with([',', ';']) {
            kept.extend(skipping.then_some(","));
            (skipping, name) = (false, 0);
        }
    }
    kept.join(" ")
}

/// Whether a by-line is one by its label alone: what stands before the colon may as well say of whom the text is.
pub(super) fn is_labelled(text: &str, cues: &[&PageCues]) -> bool {
    let text = dates::undated(text, cues).unwrap_or(text);
    let begins = || cues.iter().any(|table| table.begins(&cue_words(text), CueKind::Byline).is_some());
    labelled(text, cues).is_some() && !begins()
}

/// The people whom an element names that is a by-line, or a name alone.
pub(super) fn signed(text: &str, cues: &[&PageCues]) -> Vec<String> {
    let text = dates::undated(text, cues).unwrap_or(text);
    let words = cue_words(text);
    let hit = cues.iter().find_map(|table| table.find(&words, false)).filter(|hit| hit.kind == CueKind::Byline);
    let length = hit.filter(|hit| hit.opens).map(|hit| hit.length);
    // Of the first part that may be a name the words tell whether it is one: no agency, no outlet, no label of a field.
    let is_small = |word: &str| {
        let is_particle = || cues.iter().any(|table| table.is_particle(word));
        word.starts_with(char::is_lowercase) && !is_particle() || cues.iter().any(|table| table.joins(word))
    };
    let counted = |part: &str| {
        let named = part.split_whitespace().take_while(|word| !is_small(word));
        named.filter(|word| word.contains(char::is_alphanumeric)).count()
    };
    let first = || text.split(BETWEEN).map(counted).find(|count| *count > 1);
    let mut names = match length.or_else(|| cues.iter().find_map(|table| table.begins(&words, CueKind::Byline))) {
        Some(length) => names_after(text, length, cues),
        None if first().is_some_and(|count| count <= LONGEST_NAME) => split_names(text, cues),
        None => Vec::new(),
    };
    // "Online seit heute", "Jane Park schreibt"
    names.retain(|name| !name.rsplit(' ').next().is_some_and(|last| last.chars().all(char::is_lowercase)));
    names
}

/// Splits a list of people at commas, strokes and small words between capitalised ones.
pub(super) fn split_names(list: &str, cues: &[&PageCues]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let list = without_brackets(list, cues);
    for part in list.split(BETWEEN).filter(|part| !is_credit(part, cues) && !is_notice(part, cues)) {
        let part = labelled(part, cues).map_or(part, |(_, rest)| rest);
        // "Jane Park, Chief Political Correspondent, AFP and Reuters"
        let is_behind_name = names.iter().any(|name| name.contains(' '));
        if is_behind_name && (holds_office(part, cues) || is_of_agencies(part, cues)) {
            continue;
        }
        let mut name: Vec<&str> = Vec::new();
        let words: Vec<&str> = part.split_whitespace().filter(|word| !is_address(word)).collect();
        // "Jane Park and agencies", "Jane Park with AFP"
        let end = end_of_people(&words.join(" "), cues);
        let mut at = 0;
        for (index, word) in words.iter().enumerate() {
            let small = word.chars().all(char::is_lowercase) && !cues.iter().any(|table| table.is_particle(word));
            let is_joint = cues.iter().any(|table| table.joins(word));
            // "Jane Park and Kim Lee", "AFP and Kim Lee"
            let is_whole = name.len() >= 2 || name.first().is_some_and(|name| is_agency(name, cues));
            let joins = (small || is_joint) && is_whole && words.len() - index > 2;
            let opens = name.is_empty() && is_joint;
            if (small || is_joint) && name.len() >= 2 && end.is_some_and(|end| at >= end) {
                break;
            }
            at += word.len() + 1;
            // "Jane Park - Reuters"
            let is_sign = !word.contains(char::is_alphanumeric);
            if joins || opens || is_sign {
                names.push(name.join(" "));
                name.clear();
            } else {
                name.push(without_button(word, cues).trim_matches(|c: char| !c.is_alphanumeric() && c != '.'));
            }
        }
        let name = name.join(" ");
        names.push(before_agency(&name, cues).map_or(name.as_str(), |(person, _)| person).to_owned());
    }
    // "Jane Park, Seoul": a lone word beside full names is a place or an agency.
    let full = names.iter().any(|name| name.contains(' '));
    // "Jane Park, BBC News": nor is what begins with capitals alone beside names that do not.
    let opens_with_capitals = |name: &str| {
        let first = name.split_whitespace().next().unwrap_or_default();
        first.chars().nth(2).is_some() && first.chars().all(char::is_uppercase)
    };
    let is_mixed = names.iter().any(|name| name.contains(' ') && !opens_with_capitals(name));
    let is_other = |name: &str| {
        let is_outlet = is_mixed && opens_with_capitals(name);
        is_outlet || is_office(name, cues) || is_of_agency(name, cues) || name.contains(|c: char| c.is_ascii_digit())
    };
    names.retain(|name| {
        let words = name.split_whitespace().count();
        (usize::from(full) + 1..=5).contains(&words)
            && name.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
            && !is_other(name)
    });
    names
}

/// The stretches of a text between its small words, each with its place: "Jane Park" and "dpa" of "Jane Park mit dpa".
fn runs<'t>(part: &'t str, cues: &[&PageCues]) -> Vec<(usize, &'t str)> {
    let is_small = |word: &str| {
        let is_low = word.chars().all(|c| c.is_lowercase() || !c.is_alphanumeric());
        let is_joint = || cues.iter().any(|table| table.joins(word));
        is_low && !is_agency(word, cues) && !is_role(word, cues) || is_joint()
    };
    let mut found: Vec<(usize, usize)> = Vec::new();
    let (mut at, mut goes_on) = (0, false);
    for word in part.split(' ') {
        let span = (at, at + word.len());
        at = span.1 + 1;
        match found.last_mut().filter(|_| goes_on) {
            _ if is_small(word) => goes_on = false,
            Some(run) => run.1 = span.1,
            None => {
                found.push(span);
                goes_on = true;
            }
        }
    }
    found.into_iter().filter_map(|(start, end)| Some((start, part.get(start..end)?))).collect()
}

/// Where the last person of a text ends, if agencies or offices follow: beside full names a lone word is no person, as in
/// "Jane Park mit Material der dpa".
fn end_of_people(text: &str, cues: &[&PageCues]) -> Option<usize> {
    let runs = runs(text, cues);
    let is_somebody = |run: &str| !is_nobody(run, cues);
    let full = runs.iter().rposition(|(_, run)| run.contains(' ') && is_somebody(run));
    let last = full.or_else(|| runs.iter().rposition(|(_, run)| is_somebody(run)))?;
    (last + 1 < runs.len()).then(|| runs[last].0 + runs[last].1.len())
}

/// "Text: Jane Park", "Interview: Jane Park": the label and what follows it.
fn labelled<'t>(part: &'t str, cues: &[&PageCues]) -> Option<(&'t str, &'t str)> {
    let is_label = |label: &str| cues.iter().any(|table| table.labels_author(&label.trim().to_lowercase()));
    part.split_once(':').filter(|(label, _)| label.len() <= LONGEST_LABEL && is_label(label))
}

/// A list without what stands in brackets behind full names: "Eva Alt (Kiew) und Jane Park (Berlin)".
fn without_brackets<'t>(list: &'t str, cues: &[&PageCues]) -> Cow<'t, str> {
    if !list.contains('(') {
        return Cow::Borrowed(list);
    }
    let (mut kept, mut rest) = (String::with_capacity(list.len()), list);
    while let Some((before, (inside, behind))) =
        rest.split_once('(').and_then(|(before, open)| Some((before, open.split_once(')')?)))
    {
        kept.push_str(before);
        let named = before.rsplit(BETWEEN).next().is_some_and(|name| name.split_whitespace().nth(1).is_some());
        let next = behind.split_whitespace().next().unwrap_or_default();
        let ends = next.is_empty() || next.starts_with(BETWEEN) || cues.iter().any(|table| table.joins(next));
        if !(named && ends) {
            kept.extend(["(", inside, ")"]);
        }
        rest = behind;
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

/// A part of a by-line that tells of its day or leads elsewhere: "Updated", "Alle Artikel".
fn is_notice(part: &str, cues: &[&PageCues]) -> bool {
    use CueKind::{Comments, Newsletter, Published, ReadingTime, Share, Teaser, Updated};
    let words = cue_words(part);
    let hit = cues.iter().find_map(|table| table.find(&words, false));
    let is_one = |kind| matches!(kind, Comments | Newsletter | Published | ReadingTime | Share | Teaser | Updated);
    hit.is_some_and(|hit| is_one(hit.kind))
}

/// "Quelle: sid" says where a text is from, not whose it is.
fn is_credit(part: &str, cues: &[&PageCues]) -> bool {
    let opening = part.split_once(':').map(|(opening, _)| cue_words(opening));
    let hit = opening.and_then(|words| cues.iter().find_map(|table| table.find(&words, false)));
    hit.is_some_and(|hit| matches!(hit.kind, CueKind::Credit | CueKind::Source))
}

/// An address of the web or of a mailbox, as pages put it behind names.
fn is_address(word: &str) -> bool {
    word.contains('@') || word.contains("://") || word.starts_with("www.")
}

/// "LazareTwitter" is a name and the button beside it.
fn without_button<'a>(word: &'a str, cues: &[&PageCues]) -> &'a str {
    let is_button = |tail: &str| {
        let hit = cues.iter().find_map(|table| table.find(&[lower(tail)], false));
        hit.is_some_and(|hit| hit.kind == CueKind::Share)
    };
    let mut before = word.char_indices().zip(word.chars().skip(1));
    let seam = before.find(|((_, c), next)| c.is_lowercase() && next.is_uppercase());
    let cut = seam.and_then(|((place, c), _)| word.split_at_checked(place + c.len_utf8()));
    cut.filter(|(name, button)| name.len() > 2 && is_button(button)).map_or(word, |(name, _)| name)
}

/// The people whom a value of a record or of a page's data names: "By Jane Park and Kim Lee", "Park, Jane; Lee, Kim".
pub(super) fn people(told: &str, cues: &[&PageCues]) -> Vec<String> {
    let words = cue_words(told);
    let by = cues.iter().find_map(|table| table.find(&words, false));
    let by = by.filter(|hit| hit.kind == CueKind::Byline && hit.opens && words.len() > hit.length);
    let length = by.map(|hit| hit.length).or_else(|| cues.iter().find_map(|t| t.begins(&words, CueKind::Byline)));
    let told = length.map_or(told, |length| behind(told, length)).trim();
    let parted = told.split([';', '|', '\n']).map(str::trim).filter(|part| !part.is_empty());
    let bare = |part: &str| {
        let part = without_extras(part, cues);
        // "Jane Park in Kyiv and Kim Lee in London"; the name of one body may hold such words.
        let is_pair = part.split(' ').any(|word| cues.iter().any(|table| table.joins(word)));
        if is_pair { without_places(&part, cues) } else { part }
    };
    let mut names: Vec<String> = parted.flat_map(|part| named(&bare(part), cues)).collect();
    if names.iter().any(|name| name.contains(' ') && !is_agency(name, cues)) {
        names.retain(|name| !is_agency(name, cues));
    }
    names
}

/// "Jane Park (dpa)" is one person, and so is "Jane Park (https://…)".
fn without_extras(part: &str, cues: &[&PageCues]) -> String {
    let mut parts = part.split('(');
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_extra = |inside: &str| is_of_agencies(inside, cues) || inside.split(' ').any(is_address);
        match part.split_once(')').filter(|(inside, _)| is_extra(inside)) {
            Some((_, behind)) => kept.push_str(behind),
            None => kept.extend(["(", part]),
        }
    }
    kept.trim().to_owned()
}

fn named(part: &str, cues: &[&PageCues]) -> Vec<String> {
    if is_turned(part) {
        return vec![part.to_owned()];
    }
    let mut names = split_names(part, cues);
    // "Kiew, Moskau und Berlin" are no full names, and none of them is kept alone.
    let is_pair = |name: &String| name.split(' ').any(|word| cues.iter().any(|table| table.joins(word)));
    if names.iter().any(is_pair) {
        names.clear();
    }
    // What looks like no name of a person is whoever it names, unless it is an address, a credit or an agency.
    let is_named = part.contains(' ') && part.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
    // "The Associated Press" signs like a person where nobody else does.
    let signs = || without_article(part, cues).is_some_and(|rest| is_agency(rest, cues));
    let is_person = !is_credit(part, cues) && !is_office(part, cues) && (!is_of_agency(part, cues) || signs());
    let is_other = names.is_empty() && is_named && is_person && !part.split(' ').any(is_address);
    if is_other { vec![part.to_owned()] } else { names }
}

/// "Park, Jane": a name as catalogues write it, or two that cannot be told from it.
fn is_turned(part: &str) -> bool {
    let is_name = |word: &str| word.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
    let given = |rest: &str| (1..=2).contains(&rest.split(' ').count()) && rest.split(' ').all(is_name);
    part.split_once(", ").is_some_and(|(name, rest)| !name.contains(' ') && is_name(name) && given(rest))
}

/// The agency that stands among the authors, or behind one of them.
pub(super) fn agency(authors: &[String], cues: &[&PageCues]) -> Option<String> {
    let is_one = |name: &&str| is_agency(name, cues);
    // "Bloomberg, Michael" is a person.
    let is_person = |told: &str| is_turned(told) && !told.split(", ").nth(1).is_some_and(|name| is_agency(name, cues));
    let open = authors.iter().map(String::as_str).filter(|told| !is_person(told));
    let parts = open.flat_map(|told| told.split(BETWEEN)).flat_map(|part| part.split(['(', ')']));
    let runs: Vec<&str> = parts.flat_map(|part| runs(part, cues)).map(|(_, run)| run.trim()).collect();
    // "Jane Park and Kim Lee Reuters": of several people one has it behind the name.
    let all = || runs.iter().copied().chain(authors.iter().map(String::as_str));
    let behind = || all().find_map(|told| Some(before_agency(told, cues)?.1));
    // "Nachrichtenagentur AFP"
    let titled =
        |run: &str| run.split_once(' ').is_some_and(|(title, rest)| is_role(title, cues) && is_agency(rest, cues));
    let bare = || runs.iter().find(|run| titled(run))?.split_once(' ').map(|(_, rest)| rest);
    let found = runs.iter().copied().find(is_one).or_else(bare).or_else(behind)?;
    Some(without_article(found, cues).unwrap_or(found).to_owned())
}

/// "The Associated Press" without its first word, which may be written large.
fn without_article<'t>(name: &'t str, cues: &[&PageCues]) -> Option<&'t str> {
    let (first, rest) = name.split_once(' ')?;
    cues.iter().any(|table| table.is_particle(&first.to_lowercase())).then_some(rest)
}

/// A full name and the agency right behind it: "Jane Park dpa".
fn before_agency<'a>(name: &'a str, cues: &[&PageCues]) -> Option<(&'a str, &'a str)> {
    let is_sure = |(person, behind): &(&str, &str)| {
        // A name that is written in capitals alone is no surname where the agency is written so: "JANE PARK AFP".
        let is_own = |spelt: &str| spelt == *behind && !is_mixed(spelt);
        let mut spelt = cues.iter().filter_map(|table| table.agency(&behind.to_lowercase()));
        spelt.any(|spelt| is_own(spelt) || !may_be_surname(person, behind))
    };
    let (person, behind) = ways(name).find(is_sure)?;
    // "Kim Lee of The Associated Press"
    let is_small = |word: &str| {
        let word = word.to_lowercase();
        cues.iter().any(|table| table.is_particle(&word) || table.leads_to_place(&word))
    };
    let bare = |person: &'a str| {
        person.rsplit_once(' ').filter(|(rest, last)| rest.contains(' ') && is_small(last)).map(|(rest, _)| rest)
    };
    let person = std::iter::successors(Some(person), |person| bare(person)).last()?;
    Some((person, behind))
}

/// The first two words of a name or more, and what stands behind them.
fn ways(name: &str) -> impl Iterator<Item = (&str, &str)> {
    name.match_indices(' ').take(LONGEST_WAY).skip(1).filter_map(|(at, _)| Some((name.get(..at)?, name.get(at + 1..)?)))
}

/// A full name and what stands behind it, where that is known as no part of it and cannot be a surname.
pub(super) fn parted(name: &str, is_other: impl Fn(&str) -> bool) -> Option<(&str, &str)> {
    ways(name).find(|(person, behind)| is_other(behind) && !may_be_surname(person, behind))
}

/// Whether what stands behind the first names of a person is one word that is written as they are: "Michael R. Bloomberg".
fn may_be_surname(person: &str, behind: &str) -> bool {
    let is_capital = behind.starts_with(char::is_uppercase);
    is_capital && !behind.contains(' ') && is_mixed(behind) == is_mixed(person)
}

fn is_mixed(name: &str) -> bool {
    name.contains(char::is_lowercase) && name.contains(char::is_uppercase)
}

/// Whether a text names agencies and nobody else: "AFP and Reuters", "mit dpa".
fn is_of_agencies(text: &str, cues: &[&PageCues]) -> bool {
    let mut runs = text.split(BETWEEN).flat_map(|part| runs(part, cues)).peekable();
    runs.peek().is_some() && runs.all(|(_, run)| is_agency(run, cues))
}

/// Whether a name is of an agency, wherever that writes from: "Reuters Staff", "Agence France-Presse in Kyiv".
fn is_of_agency(name: &str, cues: &[&PageCues]) -> bool {
    let is_written = |word: &str| cues.iter().any(|table| table.agency(&word.to_lowercase()) == Some(word));
    let is_one = |run: &str| if run.contains(' ') { is_nobody(run, cues) } else { is_written(run) };
    let runs = runs(name.trim(), cues);
    // "Material der dpa"
    let is_last = || matches!(runs[..], [(_, first), .., (_, last)] if !first.contains(' ') && is_nobody(last, cues));
    runs.first().is_some_and(|(at, run)| *at == 0 && is_one(run)) || is_last()
}

/// Whether a stretch names agencies and offices alone: "Reuters", "Agenturen", "Reuters correspondents".
fn is_nobody(run: &str, cues: &[&PageCues]) -> bool {
    let is_other = |word: &str| is_role(word, cues) || is_agency(word, cues);
    let mut rest = run;
    while let Some((before, _)) = rest.rsplit_once(' ').filter(|(_, last)| is_other(last)) {
        rest = before;
    }
    is_other(rest)
}

fn is_role(word: &str, cues: &[&PageCues]) -> bool {
    cues.iter().any(|table| table.is_role(&word.to_lowercase()))
}

/// "Political Editor" and "Lisbon correspondent" are offices; of three words the first two may be a name.
fn is_office(name: &str, cues: &[&PageCues]) -> bool {
    let mut words = name.split_whitespace().rev();
    words.next().is_some_and(|word| is_role(word, cues)) && words.nth(1).is_none()
}

/// Whether a part of a list behind a name tells what its bearer does, in however many words: "White House Correspondent",
/// "Korrespondentin in Wien".
fn holds_office(part: &str, cues: &[&PageCues]) -> bool {
    let words = cue_words(part);
    let leads = |word: &str| is_role(word, cues) || cues.iter().any(|table| table.leads_office(word));
    let is_one = words.first().is_some_and(|word| leads(word)) || words.last().is_some_and(|word| is_role(word, cues));
    words.len() <= LONGEST_OFFICE && is_one
}

/// Whether a name is of a news agency.
pub(super) fn is_agency(name: &str, cues: &[&PageCues]) -> bool {
    let is_one = |name: &str| cues.iter().any(|table| table.agency(&name.to_lowercase()).is_some());
    is_one(name.trim()) || without_article(name.trim(), cues).is_some_and(is_one)
}
