//! Units of a page in, blocks with their kinds out, with what the labels reveal: headline, authors, tags, agency.
//!
//! Words that give boilerplate away stand in the tables; here are the shapes: short lines in a row, lines said twice,
//! slugs, foreign scripts, headings without a text below them. The text itself stays as it is.

use super::dates;
use super::units::{Shape, Unit, ends_sentence, trim};
use super::{bylines, glue, lists, people, scripts, sources, teasers, turns};
use crate::article::{Block, BlockKind, Span};
use crate::resources::page::{CueKind, Hit, PageCues, bare_words, cue_words};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

/// What the labels say.
#[derive(Debug, Default)]
pub(super) struct Labelled {
    pub(super) blocks: Vec<Block>,
    pub(super) title: Option<Span>,
    pub(super) authors: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) agency: Option<String>,
    /// Lines that may hold the date of publishing, the likeliest first.
    pub(super) date_lines: Vec<Span>,
}

/// A unit with what was measured of it and what was decided.
#[derive(Debug)]
pub(super) struct Line<'t> {
    pub(super) unit: Unit,
    pub(super) words: Vec<Cow<'t, str>>,
    /// Reads as a statement: a full sentence, or long enough to be one.
    pub(super) prose: bool,
    pub(super) cue: Option<Hit>,
    pub(super) kind: Option<BlockKind>,
}

/// A run of short lines from which on it is a menu or a list of tags.
const RUN: usize = 3;
/// Words of an item that is more than a label.
const ITEM: usize = 6;
/// Words of a text that one hint speaks for.
const HINT_REACH: usize = 15;
/// Words of the longest text under a picture.
const CREDITED: usize = 60;
/// The longest line of such a run, in words.
const SHORT: usize = 6;
/// Times that a short line is said until it is no part of the text.
const OFTEN: usize = 3;
/// A line that holds little but a date, in words.
const DATED: usize = 10;
/// What stands before the lines of a message that another answers.
const QUOTED: char = '>';

/// Labels the units of `text`. `title` is the headline where record or page metadata gave one.
pub(super) fn label(text: &str, units: &[Unit], title: Option<&str>, cues: &[&PageCues]) -> Labelled {
    let mut lines: Vec<Line<'_>> = units.iter().map(|unit| Line::measure(text, *unit, cues)).collect();
    lines = teasers::split(text, lines, cues);
    lists::spare_items(text, &mut lines);
    bylines::find(text, &mut lines, title, cues);
    mark_noise(text, &mut lines, cues);
    turns::mark(text, &mut lines);
    let headline = find_title(text, &lines, title, cues);
    if let Some(index) = headline {
        lines[index].kind = Some(BlockKind::Title);
        lines = split_glued(text, lines, index, cues);
    }
    mark_repeats(text, &mut lines);
    mark_captions(text, &mut lines, cues);
    mark_prose(text, &mut lines);
    mark_within(text, &mut lines);
    mark_head(text, &mut lines, cues);
    mark_runs(text, &mut lines);
    teasers::mark_below(text, &mut lines);
    mark_headings(&mut lines);
    let mut labelled = collect(text, &lines, cues);
    glue::detach_dateline(text, &mut labelled, cues);
    labelled
}

/// The only line of a text as its paragraph: a headline by itself is all that there is to code. Nothing for a line that its
/// words or letters give away.
pub(super) fn lone(text: &str, unit: Unit, cues: &[&PageCues]) -> Option<Block> {
    let mut lines = [Line::measure(text, unit, cues)];
    mark_noise(text, &mut lines, cues);
    lines[0].kind.is_none().then_some(Block { span: unit.span, kind: BlockKind::Paragraph })
}

impl<'t> Line<'t> {
    pub(super) fn measure(text: &'t str, unit: Unit, cues: &[&PageCues]) -> Self {
        let inside = unit.span.of(text);
        let words = cue_words(inside);
        let stated = sources::statement(inside, cues);
        let is_stated = stated.len() < inside.len() && is_prose(stated, bare_words(stated).count());
        // "May 9, 2024, 5:30 p.m." is no sentence for its stop.
        let is_date = || words.len() <= DATED && dates::is_little_else(inside, cues);
        let is_sentence = is_prose(inside, words.len()) || is_stated;
        let is_open = !is_sentence && matches!(unit.shape, Shape::Paragraph | Shape::Line);
        let head = if is_open { sources::before_tail(inside) } else { None };
        let head = head.filter(|head| is_prose(head, bare_words(head).count()));
        let prose = (is_sentence || head.is_some()) && !is_date();
        let mut cue = cue_of(&words, prose, cues);
        // Words behind a sentence are not asked what that is, but for what is no sentence as a whole: "Mehr zum Thema: ..."
        if let Some(head) = head {
            let leads = |hit: &Hit| hit.opens && hit.kind.leads_away();
            cue = cue_of(&words, false, cues).filter(leads).or_else(|| cue_of(&cue_words(head), prose, cues));
        }
        // What a note behind its source is, the statement is not; a picture may say what it is there.
        if stated.len() < inside.len() && cue.is_some_and(|hit| !matches!(hit.kind, CueKind::Caption | CueKind::Credit))
        {
            cue = cue_of(&cue_words(stated), prose, cues);
        }
        // Headings of sections may be one word long ("Wirtschaft"); a menu is a run of them.
        let lone_heading = matches!(unit.shape, Shape::Heading | Shape::Headline);
        if lone_heading && cue.is_some_and(|hit| hit.kind == CueKind::Navigation) {
            cue = None;
        }
        Self { unit, words, prose, cue, kind: None }
    }

    fn is_boilerplate(&self) -> bool {
        self.kind == Some(BlockKind::Boilerplate)
    }

    /// A few words that say nothing of what they are.
    fn is_plain(&self) -> bool {
        self.is_boilerplate() && !self.words.is_empty() && self.cue.is_none() && self.words.len() <= 4 && !self.prose
    }

    /// A sentence of a few words: what the markup of a page says, or "Moskau bestritt dies." on a line that begins no heading.
    fn states_little(&self, text: &str) -> bool {
        let inside = self.unit.span.of(text);
        match self.unit.shape {
            Shape::Paragraph if self.unit.marked => ends_sentence(inside),
            Shape::Line => {
                // Names and abbreviations end with a stop as well: "Anna M.", "Beispiel GmbH & Co."
                let is_low = |word: &str| word.starts_with(char::is_lowercase) && word.chars().nth(1).is_some();
                inside.ends_with('.') && bare_words(inside).skip(1).any(is_low)
            }
            _ => false,
        }
    }

    pub(super) fn is_statement(&self) -> bool {
        matches!(self.kind, Some(BlockKind::Paragraph | BlockKind::Item))
    }
}

/// What the words of a text say that it is.
fn cue_of(words: &[Cow<'_, str>], prose: bool, cues: &[&PageCues]) -> Option<Hit> {
    let looks: Vec<Result<Hit, Vec<CueKind>>> = cues.iter().map(|table| table.look(words, prose)).collect();
    // Two hints are proof in a short text; a long one has more room for chance. A word that two languages share counts once,
    // so each table speaks for itself.
    let proof = |look: &Result<Hit, Vec<CueKind>>| {
        let hints = look.as_ref().err()?;
        let enough = hints.len() > 1 && hints.len() * HINT_REACH >= words.len();
        hints.first().copied().filter(|_| enough)
    };
    let told = looks.iter().find_map(|look| look.as_ref().ok().copied());
    told.or_else(|| looks.iter().find_map(proof).map(|kind| Hit { kind, opens: false, length: 0 }))
}

/// Whether a text reads as a statement.
pub(super) fn is_prose(text: &str, words: usize) -> bool {
    let clause = text.ends_with([':', ',', ';']) && words >= 8;
    words >= 20 || clause || (ends_sentence(text) && (words >= 4 || scripts::is_long_without_spaces(text)))
}

/// Lines that are noise by their cue or by their very letters.
fn mark_noise(text: &str, lines: &mut [Line<'_>], cues: &[&PageCues]) {
    let insides: Vec<&str> = lines.iter().map(|line| line.unit.span.of(text)).collect();
    let main = scripts::main(&insides);
    // A message that is passed on stands behind such marks as a whole.
    let is_quoted = |line: &Line<'_>| line.unit.shape == Shape::Line && line.unit.span.of(text).starts_with(QUOTED);
    let is_reply = lines.iter().filter(|line| is_quoted(line)).count() * 2 < lines.len();
    let tail = lines.iter().rposition(|line| !is_quoted(line)).map_or(0, |last| last + 1);
    let mut answers = false;
    for (index, line) in lines.iter_mut().enumerate() {
        let inside = line.unit.span.of(text);
        let foreign = !line.prose && scripts::majority(inside).is_some_and(|own| Some(own) != main);
        // Captions, and credits with a sentence before them, are looked at later.
        let picture =
            line.cue.is_some_and(|hit| hit.kind == CueKind::Caption || (hit.kind == CueKind::Credit && line.prose));
        // "On 12 March 2024 Jane Park wrote:" leads to what is answered; other quotations are of the text.
        let is_answered = is_reply && is_quoted(line) && (index >= tail || answers);
        answers &= is_quoted(line);
        answers |= inside.ends_with(':') && (inside.contains('@') || !dates::find(inside, cues).is_empty());
        let is_sign = is_slug(inside) || is_wordless(line, inside) || glue::lone_dateline(inside, cues).is_some();
        if (line.cue.is_some() && !picture) || is_answered || foreign || is_sign {
            line.kind = Some(BlockKind::Boilerplate);
        }
    }
}

/// No letter stands in it. Rows of a table may be figures alone.
fn is_wordless(line: &Line<'_>, text: &str) -> bool {
    let figures = line.unit.shape == Shape::Row && text.contains(|c: char| c.is_ascii_digit());
    !figures && !text.contains(char::is_alphabetic)
}

/// `one-of-those-names-of-a-page`, or an address.
fn is_slug(text: &str) -> bool {
    let joints = text.matches(['-', '_', '/']).count();
    let plain = !text.contains(char::is_whitespace) && !text.contains(char::is_uppercase);
    (plain && joints >= 3) || (text.contains("://") && !text.contains(". "))
}

/// The line that is the headline: the given one, else the first that looks like one before the text begins.
fn find_title(text: &str, lines: &[Line<'_>], given: Option<&str>, cues: &[&PageCues]) -> Option<usize> {
    if let Some(given) = given.filter(|title| !title.trim().is_empty()) {
        let wanted = cue_words(given);
        let same = |line: &Line<'_>| line.words == wanted;
        let opens = |line: &Line<'_>| wanted.len() > 3 && glue::prefix(line.unit.span.of(text), given.trim()).is_some();
        return lines.iter().position(|line| same(line) || opens(line));
    }
    if let Some(index) = lines.iter().position(|line| line.unit.shape == Shape::Headline) {
        return Some(index);
    }
    let begin = lines.iter().position(|line| line.kind.is_none() && line.prose && line.words.len() >= 12);
    let head = &lines[..begin.unwrap_or(lines.len()).min(40)];
    let is_candidate = |line: &Line<'_>| {
        line.kind.is_none()
            && line.words.len() >= 3
            && line.unit.shape != Shape::Item
            && !line.unit.span.of(text).ends_with(['.', ':'])
            && !dates::is_head(line.unit.span.of(text), cues)
    };
    let said_again = |line: &Line<'_>| lines.iter().filter(|other| other.words == line.words).count() > 1;
    head.iter()
        .position(|line| is_candidate(line) && said_again(line))
        .or_else(|| head.iter().position(|line| is_candidate(line) && line.words.len() >= 4))
        .or_else(|| head.iter().position(is_candidate))
        .filter(|_| begin.is_some() || lines.len() > 1)
}

/// Later lines that begin with the headline and go on without a joint are cut where the glue is.
fn split_glued<'t>(text: &'t str, lines: Vec<Line<'t>>, headline: usize, cues: &[&PageCues]) -> Vec<Line<'t>> {
    let title = lines[headline].unit.span.of(text);
    if lines[headline].words.len() < 4 {
        return lines;
    }
    let mut split = Vec::with_capacity(lines.len());
    for (index, line) in lines.into_iter().enumerate() {
        let inside = line.unit.span.of(text);
        match glue::prefix(inside, title) {
            Some(cut) if index != headline && cut < inside.len() => {
                let middle = line.unit.span.start + cut;
                let first = Unit { span: Span::new(line.unit.span.start, middle), ..line.unit };
                let second = Unit { span: Span::new(middle, line.unit.span.end), gap: false, ..line.unit };
                let mut repeat = Line::measure(text, first, cues);
                repeat.kind = Some(BlockKind::Boilerplate);
                split.push(repeat);
                split.push(Line::measure(text, second, cues));
            }
            _ => split.push(line),
        }
    }
    split
}

/// What was said before, word for word, is not said again.
fn mark_repeats(text: &str, lines: &mut [Line<'_>]) {
    let mut counts: FxHashMap<&[Cow<'_, str>], usize> = FxHashMap::default();
    for line in lines.iter().filter(|line| line.words.len() < 3 && line.unit.shape != Shape::Item) {
        *counts.entry(&line.words).or_default() += 1;
    }
    let often: Vec<bool> =
        lines.iter().map(|line| counts.get(line.words.as_slice()).is_some_and(|n| *n >= OFTEN)).collect();
    for (line, often) in lines.iter_mut().zip(often) {
        if often && line.kind.is_none() {
            line.kind = Some(BlockKind::Boilerplate);
        }
    }
    let mut said: FxHashSet<&[Cow<'_, str>]> = FxHashSet::default();
    let again: Vec<bool> = lines.iter().map(|line| line.words.len() >= 3 && !said.insert(&line.words)).collect();
    for (line, is_repeat) in lines.iter_mut().zip(again) {
        // A section heading may repeat; a heading and the prose below it do not.
        if is_repeat && line.kind.is_none() && !line.unit.span.of(text).is_empty() {
            line.kind = Some(BlockKind::Boilerplate);
        }
    }
}

fn mark_captions(text: &str, lines: &mut [Line<'_>], cues: &[&PageCues]) {
    for line in lines.iter_mut().filter(|line| line.kind.is_none()) {
        let inside = line.unit.span.of(text);
        let credit = if line.words.len() <= CREDITED { glue::credit(inside, cues) } else { None };
        let is_source = |cut: usize| sources::is_source(inside.get(cut..).unwrap_or_default(), cues);
        // "... einbestellt. (dpa)": where a statement is from makes it none of a picture.
        let credited = credit.is_some_and(|cut| !(line.prose && is_source(cut)));
        let closed = line.cue.is_some_and(|hit| hit.kind == CueKind::Caption);
        if line.unit.shape == Shape::Caption || credited || closed {
            line.kind = Some(BlockKind::Caption);
        }
    }
}

fn mark_prose(text: &str, lines: &mut [Line<'_>]) {
    let following: Vec<bool> = (0..lines.len()).map(|i| lines.get(i + 1).is_some_and(|next| next.prose)).collect();
    for (line, followed) in lines.iter_mut().zip(following) {
        if line.kind.is_some() {
            continue;
        }
        let inside = line.unit.span.of(text);
        let asks = inside.ends_with(['?', '!']) && line.words.len() <= 12 && followed;
        line.kind = match line.unit.shape {
            Shape::Heading | Shape::Headline => continue,
            Shape::Line if asks => continue,
            // Markup says that it is an item; of plain text a mark before the line alone says so.
            Shape::Row => Some(BlockKind::Item),
            Shape::Item if line.prose || (line.unit.marked && line.words.len() >= ITEM) => Some(BlockKind::Item),
            Shape::Code => Some(BlockKind::Paragraph),
            _ if line.prose => Some(BlockKind::Paragraph),
            _ => continue,
        };
    }
}

/// Among statements the markup of a page says what a few words are: an item of the article's list, an answer.
fn mark_within(text: &str, lines: &mut [Line<'_>]) {
    let first = lines.iter().position(Line::is_statement).unwrap_or(lines.len());
    let last = lines.iter().rposition(Line::is_statement).unwrap_or(0);
    for line in lines.iter_mut().take(last).skip(first).filter(|line| line.kind.is_none()) {
        line.kind = match line.unit.shape {
            Shape::Item if line.unit.marked => Some(BlockKind::Item),
            _ if line.states_little(text) => Some(BlockKind::Paragraph),
            _ => None,
        };
    }
    // Below the last statement only what follows it at once: a list, with or without a heading, and short sentences. Pictures
    // and adverts may stand between.
    let is_between = |line: &Line<'_>| {
        line.kind == Some(BlockKind::Caption) || line.cue.is_some_and(|hit| hit.kind == CueKind::Advert)
    };
    let below = lines.iter_mut().skip(last + 1).take_while(|line| line.kind.is_none() || is_between(line));
    for line in below.filter(|line| line.kind.is_none()) {
        match line.unit.shape {
            Shape::Heading if line.unit.marked => {}
            Shape::Item if line.unit.marked => line.kind = Some(BlockKind::Item),
            _ if line.states_little(text) => line.kind = Some(BlockKind::Paragraph),
            _ => break,
        }
    }
}

/// Between headline and text stand section names, dates, authors and buttons.
fn mark_head(text: &str, lines: &mut [Line<'_>], cues: &[&PageCues]) {
    let begin = lines.iter().position(|l| l.is_statement() && l.words.len() >= 8).unwrap_or(0);
    for index in 0..begin {
        let crowded =
            !lines[index].unit.gap || lines.get(index + 1).is_some_and(|next| !next.unit.gap && index + 1 < begin);
        let line = &mut lines[index];
        let short = line.words.len() <= 3 || (crowded && line.words.len() < SHORT);
        let inside = line.unit.span.of(text);
        let dated = || line.words.len() <= DATED && !dates::find(inside, cues).is_empty();
        // A paragraph may be a lead that ends without a stop.
        let is_date = || !line.prose && line.words.len() <= DATED && dates::is_head(inside, cues);
        let line_alone = line.unit.shape == Shape::Line;
        let is_marked = matches!(line.unit.shape, Shape::Paragraph | Shape::Heading);
        if line.kind.is_none() && (line_alone && (short || dated()) || is_marked && is_date()) {
            line.kind = Some(BlockKind::Boilerplate);
        }
    }
}

/// Short lines in a row are menus and tag lists, unless a sentence leads up to them.
fn mark_runs(text: &str, lines: &mut [Line<'_>]) {
    let is_short = |line: &Line<'_>| {
        line.kind.is_none() && line.words.len() <= SHORT && !matches!(line.unit.shape, Shape::Heading | Shape::Headline)
    };
    let leads = |at: usize| lists::leads(text, lines, at);
    let led: Vec<bool> = (0..lines.len()).map(|at| at > 0 && leads(at - 1)).collect();
    let mut index = 0;
    while index < lines.len() {
        let mut end = index;
        while lines.get(end).is_some_and(is_short) && (end == index || !led[end]) {
            end += 1;
        }
        let led = led[index];
        if end - index >= RUN {
            // The last of them may head what follows: "Fazit".
            let heads = lines.get(end).is_some_and(Line::is_statement) && lines[end - 1].unit.gap;
            let listed = led && lines[index].unit.shape == Shape::Item;
            let kind = if listed { BlockKind::Item } else { BlockKind::Boilerplate };
            for line in &mut lines[index..end - usize::from(heads)] {
                line.kind = Some(kind);
            }
        }
        index = end.max(index + 1);
    }
}

/// What is left are short lines: headings where a text stands below them.
fn mark_headings(lines: &mut [Line<'_>]) {
    let mut heads = false;
    for index in (0..lines.len()).rev() {
        let line = &mut lines[index];
        match line.kind {
            Some(BlockKind::Paragraph | BlockKind::Item) => heads = true,
            Some(_) => {}
            None => line.kind = Some(if heads { BlockKind::Heading } else { BlockKind::Boilerplate }),
        }
    }
}

fn collect(text: &str, lines: &[Line<'_>], cues: &[&PageCues]) -> Labelled {
    let mut labelled = Labelled::default();
    let last = lines.iter().rposition(Line::is_statement).unwrap_or(0);
    let first = lines.iter().position(Line::is_statement).unwrap_or(0);
    let plain_after = lines.get(last + 1..).unwrap_or_default().iter().take_while(|line| line.is_plain()).count();
    let unbroken = lines.get(last + 2..).unwrap_or_default().iter().take_while(|line| !line.unit.gap).count() + 1;
    let tag_run = if plain_after >= RUN { last + plain_after.min(unbroken) } else { 0 };
    let mut by = false;
    for (index, line) in lines.iter().enumerate() {
        let (span, kind) = (line.unit.span, line.kind.unwrap_or(BlockKind::Paragraph));
        let inside = span.of(text);
        if kind == BlockKind::Title {
            labelled.title = labelled.title.or(Some(span));
        }
        match (kind == BlockKind::Caption).then(|| glue::credit(inside, cues)).flatten() {
            Some(cut) if cut > 0 => {
                labelled.blocks.push(Block { span: trim(text, Span::new(span.start, span.start + cut)), kind });
                let credit = Span::new(span.start + cut, span.end);
                labelled.blocks.push(Block { span: credit, kind: BlockKind::Boilerplate });
            }
            Some(_) => labelled.blocks.push(Block { span, kind: BlockKind::Boilerplate }),
            None => labelled.blocks.push(Block { span, kind }),
        }
        let is_near = || line.is_boilerplate() && index < first + 3 && !tells_other_days(line, inside, cues);
        if line.cue.is_some_and(|hit| is_dated(hit.kind)) || is_near() {
            labelled.date_lines.push(span);
        }
        let byline = line.cue.filter(|hit| hit.kind == CueKind::Byline && hit.opens);
        if line.cue.is_some_and(|hit| is_dated(hit.kind)) {
            let people = people::after_day(inside, cues);
            let agency = || people::agency(&[inside.to_owned()], cues).filter(|_| !people.is_empty());
            labelled.agency = labelled.agency.or_else(agency);
            labelled.authors.extend(people);
        }
        if by && line.is_boilerplate() || byline.is_some_and(|hit| line.words.len() > hit.length) {
            labelled.authors.extend(people::names_after(inside, byline.map_or(0, |hit| hit.length), cues));
            labelled.agency = labelled.agency.or_else(|| people::agency(&[inside.to_owned()], cues));
        }
        by = byline.is_some_and(|hit| line.words.len() == hit.length);
        if index > last && line.is_boilerplate() {
            collect_tag(inside, line, index <= tag_run, &mut labelled.tags);
        }
    }
    // A line that says "published" beats one that only stands near the top.
    labelled.date_lines.sort_by_key(|span| {
        let kind = lines.iter().find(|line| line.unit.span == *span).and_then(|line| line.cue).map(|hit| hit.kind);
        match kind {
            Some(CueKind::Published) => 0,
            None => 1,
            _ => 2,
        }
    });
    labelled
}

fn is_dated(kind: CueKind) -> bool {
    matches!(kind, CueKind::Published | CueKind::Updated)
}

/// Whether the days in a line are of something else, as those of a picture, of another article or of a look at a source,
/// unless its words say that they are of the publishing.
fn tells_other_days(line: &Line<'_>, inside: &str, cues: &[&PageCues]) -> bool {
    let kind = line.cue.map(|hit| hit.kind);
    let is_other = matches!(kind, Some(CueKind::Caption | CueKind::Credit | CueKind::Legal | CueKind::Teaser));
    is_other && dates::said(inside, cues).is_none()
}

/// Tags are the run of short lines right below the text, and words with a hash anywhere below it.
fn collect_tag(inside: &str, line: &Line<'_>, in_run: bool, tags: &mut Vec<String>) {
    let tag = match inside.strip_prefix('#') {
        Some(tag) => tag,
        None if in_run && line.is_plain() => inside,
        None => return,
    };
    if !tags.iter().any(|known| known == tag) {
        tags.push(tag.to_owned());
    }
}
