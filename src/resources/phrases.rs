//! Phrases with holes from which `tell` builds the sentences and labels of a briefing, checked as they are loaded.
//! What a pattern means is told at the top of `tell::pattern`; this file knows only how one is written.

use super::names::Case;
use super::table::{self, Row};
use crate::error::LoadError;
use std::collections::BTreeMap;

/// One piece of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    /// `{A}`, `{R.dat}`
    Slot {
        name: String,
        case: Case,
    },
    /// `{A:was|were}`
    Agree {
        name: String,
        one: String,
        many: String,
    },
    /// `{?A}`: prints nothing and fails where the slot is empty.
    Present(String),
    /// `[…/…]`
    Choice(Vec<Pattern>),
}

/// A phrase with holes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pattern(pub Vec<Piece>);

/// How an act is said, from which every status makes its sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActPhrase {
    /// Finite verb for one and for many.
    pub finite: (String, String),
    /// What stands last in a main clause: a separated particle, a participle.
    pub rest: String,
    /// All between: objects, reflexive, adverbials.
    pub middle: Pattern,
    pub participle: String,
    /// Infinitive of the auxiliary of the perfect.
    pub auxiliary: String,
    pub infinitive: String,
    /// The phrase says little: the passage should be quoted beside it.
    pub thin: bool,
    /// It says nothing without the passage.
    pub empty: bool,
    /// Only people can be its subject: for a bare state its representatives stand.
    pub people: bool,
}

/// Words in a trigger that call for a more exact phrase than the type's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// As written after the `@` of the phrases' keys.
    pub variant: String,
    pub words: Vec<String>,
}

/// Phrase patterns by key.
#[derive(Debug, Default)]
pub struct Phrases {
    patterns: BTreeMap<String, Pattern>,
    acts: BTreeMap<String, ActPhrase>,
    cues: BTreeMap<String, Vec<Cue>>,
}

impl Phrases {
    /// True where somebody has written how acts are told.
    pub fn tell_acts(&self) -> bool {
        !self.acts.is_empty()
    }

    pub(super) fn load((file, text): (&str, &str)) -> Result<Self, LoadError> {
        let mut phrases = Self::default();
        for row in table::rows(file, text, &["key", "pattern"])? {
            let row = row?;
            let (key, written) = (row.cell(0), row.cell(1));
            let twice = if let Some(act) = key.strip_prefix("act.") {
                phrases.acts.insert(act.to_owned(), ActPhrase::read(&row, written)?).is_some()
            } else if let Some((kind, variant)) = key.strip_prefix("cue.").and_then(|k| k.split_once('@')) {
                let cues = phrases.cues.entry(kind.to_owned()).or_default();
                let twice = cues.iter().any(|c| c.variant == variant);
                cues.push(Cue { variant: variant.to_owned(), words: row.list(1).map(str::to_owned).collect() });
                twice
            } else {
                phrases.patterns.insert(key.to_owned(), Pattern::read(&row, written)?).is_some()
            };
            if twice {
                return Err(row.error(format!("the key {key:?} stands twice")));
            }
        }
        Ok(phrases)
    }

    pub fn get(&self, key: &str) -> Option<&Pattern> {
        self.patterns.get(key)
    }

    /// The phrase of an act, by `TYPE[.mode][@variant]:shape`.
    pub fn act(&self, key: &str) -> Option<&ActPhrase> {
        self.acts.get(key)
    }

    /// The cues of a type, in the order of the table.
    pub fn cues(&self, kind: &str) -> &[Cue] {
        self.cues.get(kind).map_or(&[], Vec::as_slice)
    }

    /// A pattern without holes, as written; empty where the key is missing.
    pub fn word(&self, key: &str) -> &str {
        match self.patterns.get(key).map(|p| p.0.as_slice()) {
            Some([Piece::Text(text)]) => text,
            _ => "",
        }
    }

    /// The alternatives of a pattern without holes.
    pub fn list(&self, key: &str) -> impl Iterator<Item = &str> {
        self.word(key).split('|').filter(|w| !w.is_empty())
    }
}

impl ActPhrase {
    /// `finite|finite … rest ~ middle ~ participle auxiliary ~ infinitive [~ QEP]`
    fn read(row: &Row<'_>, written: &str) -> Result<Self, LoadError> {
        let parts: Vec<&str> = written.split('~').map(str::trim).collect();
        let (finite, middle, perfect, infinitive, flags) = match parts.as_slice() {
            [f, m, p, i] => (*f, *m, *p, *i, ""),
            [f, m, p, i, flags] if flags.chars().all(|flag| matches!(flag, 'Q' | 'E' | 'P')) => {
                (*f, *m, *p, *i, *flags)
            }
            _ => {
                return Err(row.error("an act is written `finite ~ middle ~ perfect ~ infinitive`, then flags Q, E, P"));
            }
        };
        let (finite, rest) = finite.split_once('\u{2026}').unwrap_or((finite, ""));
        let (one, many) = finite.split_once('|').unwrap_or((finite, finite));
        let (participle, auxiliary) =
            perfect.rsplit_once(' ').ok_or_else(|| row.error("the perfect needs a participle and an auxiliary"))?;
        Ok(Self {
            finite: (one.trim().to_owned(), many.trim().to_owned()),
            rest: rest.trim().to_owned(),
            middle: Pattern::read(row, middle)?,
            participle: participle.to_owned(),
            auxiliary: auxiliary.to_owned(),
            infinitive: infinitive.to_owned(),
            thin: flags.contains(['Q', 'E']),
            empty: flags.contains('E'),
            people: flags.contains('P'),
        })
    }
}

impl Pattern {
    fn read(row: &Row<'_>, written: &str) -> Result<Self, LoadError> {
        let mut rest = written;
        let pattern = Self::pieces(&mut rest, 0).map_err(|cause| row.error(cause))?;
        match rest {
            "" => Ok(pattern),
            _ => Err(row.error(format!("{rest:?} closes a bracket that is not open"))),
        }
    }

    /// Reads up to the end, or inside brackets up to `/` or `]`, which stays in `rest`.
    fn pieces(rest: &mut &str, depth: usize) -> Result<Self, String> {
        let mut pieces = Vec::new();
        while let Some(next) = rest.chars().next() {
            match next {
                '{' => {
                    let (hole, after) = after_first(rest).split_once('}').ok_or("a `{` is not closed")?;
                    pieces.push(hole_piece(hole)?);
                    *rest = after;
                }
                '[' => {
                    *rest = after_first(rest);
                    pieces.push(Piece::Choice(Self::choices(rest, depth + 1)?));
                }
                ']' => break,
                '/' if depth > 0 => break,
                _ => {
                    let stops: &[char] = if depth > 0 { &['{', '[', ']', '/'] } else { &['{', '[', ']'] };
                    let (text, after) = rest.split_at(rest.find(stops).unwrap_or(rest.len()));
                    pieces.push(Piece::Text(text.to_owned()));
                    *rest = after;
                }
            }
        }
        Ok(Self(pieces))
    }

    fn choices(rest: &mut &str, depth: usize) -> Result<Vec<Pattern>, String> {
        let mut choices = Vec::new();
        loop {
            choices.push(Self::pieces(rest, depth)?);
            let closing = rest.chars().next().ok_or("a `[` is not closed")?;
            *rest = after_first(rest);
            if closing == ']' {
                return Ok(choices);
            }
        }
    }

    /// Whether the pattern has a place for the slot.
    pub fn mentions(&self, slot: &str) -> bool {
        self.0.iter().any(|piece| match piece {
            Piece::Text(_) => false,
            Piece::Slot { name, .. } | Piece::Agree { name, .. } | Piece::Present(name) => name == slot,
            Piece::Choice(choices) => choices.iter().any(|c| c.mentions(slot)),
        })
    }
}

fn after_first(text: &str) -> &str {
    let mut chars = text.chars();
    let _ = chars.next();
    chars.as_str()
}

fn hole_piece(hole: &str) -> Result<Piece, String> {
    let checked = |name: &str| match !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric()) {
        true => Ok(name.to_owned()),
        false => Err(format!("{name:?} is no name of a slot")),
    };
    if let Some(name) = hole.strip_prefix('?') {
        return Ok(Piece::Present(checked(name)?));
    }
    if let Some((name, forms)) = hole.split_once(':') {
        let (one, many) = forms.split_once('|').ok_or_else(|| format!("{hole:?} needs a form for one and for many"))?;
        return Ok(Piece::Agree { name: checked(name)?, one: one.to_owned(), many: many.to_owned() });
    }
    let (name, case) = match hole.split_once('.') {
        Some((name, case)) => (name, case.parse()?),
        None => (hole, Case::Nominative),
    };
    Ok(Piece::Slot { name: checked(name)?, case })
}
