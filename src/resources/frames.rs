//! The frame lexicon: words that say an act, who does it to whom in which slots, under which conditions, and what
//! status they give to acts told in their complements.

use super::letters::lower;
use super::lexicon::Lexicon;
use super::symbol::Symbol;
use super::table::{self, Files, Row};
use super::words::Words;
use crate::error::LoadError;
use crate::mention::{EventType, Mode, Status};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// Index of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FrameId(pub u32);

/// A place in a clause or noun phrase where a side or an object is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    Subject,
    Accusative,
    Dative,
    Genitive,
    /// Possessive or genitive before the noun.
    Possessive,
    /// Adjective of nationality.
    Adjective,
    /// First part of a compound.
    Compound,
    /// The recipient, wherever it was found.
    Recipient,
    /// The clause told in the complement: its subject fills the slot, its modal verb is its word.
    Content,
    /// The bare infinitive that a clause governs: only whether there is one can be asked.
    Infinitive,
    /// The noun that a verb of being makes the subject: "ist ein Verbrechen".
    Predicate,
    /// Whoever is quoted with the clause.
    Speaker,
    Preposition(Symbol),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    Filled,
    Actor,
    /// Head noun, lower-case.
    Head(Vec<Box<str>>),
    Class(Symbol),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    pub negated: bool,
    pub slot: Slot,
    pub check: Check,
}

impl Test {
    /// How much the test says about what it lets through: a word or class more than an actor, that more than any filler.
    pub fn weight(&self) -> i32 {
        match (self.negated, &self.check) {
            (true, _) => 0,
            (false, Check::Filled) => 1,
            (false, Check::Actor) => 2,
            (false, Check::Class(_)) => 8,
            (false, Check::Head(_)) => 9,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FrameKind {
    Verb,
    Noun,
    Adjective,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    pub symmetric: bool,
    pub plural_symmetric: bool,
    pub needs_recipient: bool,
    pub needs_actor: bool,
    pub no_recipient: bool,
    pub needs_circumstance: bool,
    /// A plan that is announced: who does so vouches for it.
    pub voiced: bool,
    /// What the object tells is done by others than the subject.
    pub others: bool,
    /// The act makes an agreement, where it is about one: signing, ratifying, joining.
    pub founds_treaty: bool,
    /// Only in a mood of reported speech.
    pub quoted: bool,
    /// Only with a negation in the clause.
    pub negated: bool,
    /// What is told in the object is the subject's own act: "admitted the attack".
    pub own: bool,
    /// What is told in the object was to come and is called off.
    pub off: bool,
}

/// One row of the frame lexicon.
#[derive(Clone, Debug)]
pub struct Frame {
    /// `file:line lemma`, as evidence.
    pub row: String,
    pub kind: FrameKind,
    pub reflexive: bool,
    /// `None` for rows that only set status or speaker, or that keep others from firing.
    pub event: Option<(EventType, Option<Mode>)>,
    pub actor: Vec<Slot>,
    pub recipient: Vec<Slot>,
    pub tests: Vec<Test>,
    pub flags: Flags,
    /// Status of the act told in the complement, and who does an infinitive's act.
    pub content: Option<(Status, Option<Slot>)>,
    pub example: String,
    pub expect: String,
}

impl Frame {
    /// Rows that only keep others from firing go first among equals, then acts, then words of speaking.
    pub fn precedence(&self) -> u8 {
        match (self.event.is_some(), self.content.is_some()) {
            (false, false) => 0,
            (true, _) => 1,
            (false, true) => 2,
        }
    }

    /// One side is told by a genitive behind the noun as well as by one before it, or a possessive.
    pub fn takes_owner(&self) -> bool {
        let both = |slots: &[Slot]| slots.contains(&Slot::Genitive) && slots.contains(&Slot::Possessive);
        both(&self.actor) || both(&self.recipient)
    }

    /// Codes nothing itself, and denies what it governs.
    pub fn denies(&self) -> bool {
        self.event.is_none() && self.content.is_some_and(|(status, _)| status == Status::Denied)
    }

    /// True for an act that whoever is quoted does by what he says: "das Vorgehen sei inakzeptabel, sagte X".
    pub fn is_quoted_speech(&self) -> bool {
        self.actor.contains(&Slot::Speaker)
    }

    /// True where the row asks for a thing in the slot, so that an actor there is told inside it ("Kampfjets der Armee").
    pub fn expects_thing(&self, slot: Slot) -> bool {
        self.tests.iter().any(|t| !t.negated && t.slot == slot && matches!(t.check, Check::Head(_) | Check::Class(_)))
    }
}

#[derive(Debug, Default)]
pub struct Frames {
    frames: Vec<Frame>,
    verbs: FxHashMap<Symbol, SmallVec<[FrameId; 4]>>,
    adjectives: Words<SmallVec<[FrameId; 4]>>,
    /// Lower-case noun lemma → rows.
    nouns: Words<SmallVec<[FrameId; 4]>>,
    /// Lower-case noun → its classes.
    classes: Words<SmallVec<[Symbol; 4]>>,
}

const COLUMNS: [&str; 11] =
    ["lemma", "pos", "type", "mode", "actor", "recipient", "if", "flags", "content", "example", "expect"];

impl Frames {
    pub(super) fn load(files: &Files<'_>, lexicon: &mut Lexicon) -> Result<Self, LoadError> {
        let mut frames = Self::default();
        let defaults = Defaults::new(lexicon);
        for (file, text) in files.iter().filter(|(name, _)| name.starts_with("triggers")) {
            for row in table::rows(file, text, &COLUMNS)? {
                let row = row?;
                frames.add(&row, lexicon, &defaults)?;
            }
        }
        for (file, text) in files.iter().filter(|(name, _)| name.starts_with("classes")) {
            for row in table::rows(file, text, &["class", "nouns"])? {
                let row = row?;
                let class = lexicon.symbols.intern(row.cell(0));
                row.list(1)
                    .flat_map(|n| inflections(n, lexicon))
                    .for_each(|noun| frames.classes.entry(&noun).push(class));
            }
        }
        Ok(frames)
    }

    fn add(&mut self, row: &Row<'_>, lexicon: &mut Lexicon, defaults: &Defaults) -> Result<(), LoadError> {
        let kind = match row.cell(1) {
            "v" => FrameKind::Verb,
            "n" => FrameKind::Noun,
            "a" => FrameKind::Adjective,
            other => return Err(row.error(format!("{other:?} is none of v, n, a"))),
        };
        let event = match row.cell(2) {
            "-" | "" => None,
            name => Some((name.parse::<EventType>().map_err(|c| row.error(c))?, row.parse::<Mode>(3)?)),
        };
        if let Some((kind, Some(mode))) = event
            && !kind.modes().contains(&mode)
        {
            return Err(row.error(format!("{kind} has no mode {mode}")));
        }
        let lemma = row.cell(0);
        let reflexive = lemma.starts_with("sich ");
        let plain = lemma.trim_start_matches("sich ").replace('|', "");
        let id = FrameId(u32::try_from(self.frames.len()).unwrap_or(u32::MAX));
        let noun = kind == FrameKind::Noun;
        self.frames.push(Frame {
            row: [row.file, ":", &row.line.to_string(), " ", lemma].concat(),
            kind,
            reflexive,
            event,
            actor: slots(row, 4, lexicon, if noun { &defaults.noun_actor } else { &defaults.verb_actor })?,
            recipient: slots(row, 5, lexicon, if noun { &defaults.noun_recipient } else { &defaults.verb_recipient })?,
            tests: tests(row, lexicon)?,
            flags: flags(row)?,
            content: content(row, lexicon)?,
            example: row.cell(9).to_owned(),
            expect: row.cell(10).to_owned(),
        });
        match kind {
            FrameKind::Verb => self.verbs.entry(lexicon.symbols.intern(&plain)).or_default().push(id),
            FrameKind::Adjective => self.adjectives.entry(&plain.to_lowercase()).push(id),
            FrameKind::Noun => self.nouns.entry(&plain.to_lowercase()).push(id),
        }
        Ok(())
    }

    pub fn frame(&self, id: FrameId) -> Option<&Frame> {
        self.frames.get(id.0 as usize)
    }

    pub fn all(&self) -> &[Frame] {
        &self.frames
    }

    pub fn verb(&self, lemma: Symbol) -> &[FrameId] {
        self.verbs.get(&lemma).map_or(&[], |f| f)
    }

    pub fn adjective(&self, stem: &str) -> &[FrameId] {
        self.adjectives.get(stem).map_or(&[], |f| f)
    }

    /// Rows of a noun by its lower-case lemma.
    pub fn noun(&self, lemma: &str) -> &[FrameId] {
        self.nouns.get(lemma).map_or(&[], |f| f)
    }

    /// The classes that a noun is listed in.
    pub fn classes(&self, noun: &str) -> &[Symbol] {
        self.classes.get(noun).map_or(&[], |c| c)
    }

    pub fn in_class(&self, class: Symbol, noun: &str) -> bool {
        self.classes(noun).contains(&class)
    }
}

/// Slots that a row means with `.`.
struct Defaults {
    verb_actor: Vec<Slot>,
    verb_recipient: Vec<Slot>,
    noun_actor: Vec<Slot>,
    noun_recipient: Vec<Slot>,
}

impl Defaults {
    fn new(lexicon: &Lexicon) -> Self {
        Self {
            verb_actor: vec![Slot::Subject],
            verb_recipient: [Slot::Accusative, Slot::Dative]
                .into_iter()
                .chain(lexicon.recipient_prepositions())
                .collect(),
            noun_actor: [Slot::Genitive, Slot::Possessive]
                .into_iter()
                .chain(lexicon.agent_prepositions())
                .chain([Slot::Adjective, Slot::Compound])
                .collect(),
            noun_recipient: lexicon.recipient_prepositions().collect(),
        }
    }
}

fn slot(name: &str, lexicon: &mut Lexicon) -> Slot {
    match name {
        "subj" => Slot::Subject,
        "acc" => Slot::Accusative,
        "dat" => Slot::Dative,
        "gen" => Slot::Genitive,
        "poss" => Slot::Possessive,
        "adj" => Slot::Adjective,
        "comp" => Slot::Compound,
        "rec" | "recipient" => Slot::Recipient,
        "content" => Slot::Content,
        "inf" => Slot::Infinitive,
        "pred" => Slot::Predicate,
        "speaker" => Slot::Speaker,
        preposition => Slot::Preposition(lexicon.symbols.intern(preposition)),
    }
}

fn slots(row: &Row<'_>, column: usize, lexicon: &mut Lexicon, default: &[Slot]) -> Result<Vec<Slot>, LoadError> {
    Ok(match row.cell(column) {
        "" => default.to_vec(),
        "none" => Vec::new(),
        _ => row.list(column).map(|name| slot(name, lexicon)).collect(),
    })
}

fn tests(row: &Row<'_>, lexicon: &mut Lexicon) -> Result<Vec<Test>, LoadError> {
    let mut tests = Vec::new();
    for text in row.cell(6).split_whitespace() {
        let (negated, text) = text.strip_prefix('!').map_or((false, text), |t| (true, t));
        let (name, check) = if let Some((name, words)) = text.split_once('=') {
            (name, Check::Head(words.split('|').flat_map(|w| inflections(w, lexicon)).collect()))
        } else if let Some((name, class)) = text.split_once('~') {
            (name, Check::Class(lexicon.symbols.intern(class)))
        } else if let Some((name, what)) = text.split_once(':') {
            if what != "actor" {
                return Err(row.error(format!("{what:?}: a slot can be tested for `actor` only")));
            }
            (name, Check::Actor)
        } else {
            (text, Check::Filled)
        };
        tests.push(Test { negated, slot: slot(name, lexicon), check });
    }
    Ok(tests)
}

/// A word in lower case; one that ends in `~` with every adjective ending.
fn inflections(word: &str, lexicon: &Lexicon) -> Vec<Box<str>> {
    match word.strip_suffix('~') {
        None => {
            let lower = lower(word);
            let singular = lexicon.singular(&lower);
            std::iter::once(lower.into()).chain(singular.map(Into::into)).collect()
        }
        Some(stem) => {
            let stem = stem.to_lowercase();
            let endings = lexicon.adjective_endings().map(|e| format!("{stem}{e}").into());
            std::iter::once(stem.clone().into()).chain(endings).collect()
        }
    }
}

fn flags(row: &Row<'_>) -> Result<Flags, LoadError> {
    let mut flags = Flags::default();
    for flag in row.cell(7).split_whitespace() {
        match flag {
            "sym" => flags.symmetric = true,
            "pluralsym" => flags.plural_symmetric = true,
            "needrec" => flags.needs_recipient = true,
            "needact" => flags.needs_actor = true,
            "norec" => flags.no_recipient = true,
            "treaty" => flags.founds_treaty = true,
            "voiced" => flags.voiced = true,
            "others" => flags.others = true,
            "noun-needs-circ" => flags.needs_circumstance = true,
            "quoted" => flags.quoted = true,
            "negated" => flags.negated = true,
            "own" => flags.own = true,
            "off" => flags.off = true,
            other => return Err(row.error(format!("{other:?} is no flag"))),
        }
    }
    Ok(flags)
}

fn content(row: &Row<'_>, lexicon: &mut Lexicon) -> Result<Option<(Status, Option<Slot>)>, LoadError> {
    let cell = row.cell(8);
    if cell.is_empty() {
        return Ok(None);
    }
    let (status, who) = cell.split_once('@').map_or((cell, None), |(s, w)| (s, Some(w)));
    let status = status.parse().map_err(|c: String| row.error(c))?;
    Ok(Some((status, who.map(|w| slot(w, lexicon)))))
}
