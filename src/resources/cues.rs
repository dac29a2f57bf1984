//! Closed-class cues of status: negation, modal verbs, hearsay, condition, future, attribution.

use super::letters::lower;
use super::lexicon::Lexicon;
use super::symbol::Symbol;
use super::table;
use crate::error::LoadError;
use crate::mention::Status;
use rustc_hash::{FxHashMap, FxHashSet};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CueKind {
    Negation,
    Hearsay,
    Hypothetical,
    Future,
}

#[derive(Debug, Default)]
pub struct Cues {
    words: FxHashMap<Box<str>, (CueKind, Status)>,
    /// First word of a cue of several words → the words behind it.
    phrases: FxHashMap<Symbol, Vec<(Vec<Symbol>, CueKind, Status)>>,
    /// Modal verb → status with a plain infinitive, with a perfect infinitive, and told of as past.
    modals: FxHashMap<Symbol, Modal>,
    /// Prepositions whose phrase names the source.
    pub attributions: FxHashSet<Symbol>,
    /// Words behind what is said whose phrase names the source: ", so X".
    pub attribution_words: FxHashSet<Symbol>,
    /// Prepositions before nouns of saying ("nach Angaben").
    pub attribution_nouns_after: FxHashSet<Symbol>,
    /// Subordinators before what is waited for ("bis").
    pub waits: FxHashSet<Symbol>,
    /// Modal verbs that tell only what could be where a condition stands beside them ("would … if …").
    pub unreal: FxHashSet<Symbol>,
    /// Words after a negation that make it a limit ("nicht nur").
    pub limiters: FxHashSet<Symbol>,
    /// Sub-classes of the subordinators that open contents.
    pub contents: [Symbol; 3],
    /// Sub-class of the subordinators of condition.
    pub conditional: Symbol,
    /// Sub-class of the subordinators of manner: "wie er sagte".
    pub manner: Symbol,
}

/// How a modal verb stands with the verb of the act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModalForm {
    /// "kann angreifen".
    Plain,
    /// "kann angegriffen haben".
    Perfect,
    /// "konnte angreifen", "hat angreifen können": it came to pass, or with a negation did not.
    Past,
}

/// What a modal verb makes of an act, by its form.
#[derive(Clone, Copy, Debug, Default)]
struct Modal {
    plain: Option<Status>,
    perfect: Option<Status>,
    done: Option<Status>,
}

impl Cues {
    pub(super) fn load((file, text): (&str, &str), lexicon: &mut Lexicon) -> Result<Self, LoadError> {
        let contents = ["that", "whether", "how"].map(|w| lexicon.symbols.intern(w));
        let [conditional, manner] = ["if", "how"].map(|w| lexicon.symbols.intern(w));
        let mut cues = Self { conditional, manner, contents, ..Self::default() };
        for row in table::rows(file, text, &["form", "kind", "effect"])? {
            let row = row?;
            let form = row.cell(0);
            let kind = match row.cell(1) {
                "negation" => CueKind::Negation,
                "hearsay" => CueKind::Hearsay,
                "hypothetical" => CueKind::Hypothetical,
                "future" => CueKind::Future,
                "modal" => {
                    let entry = cues.modals.entry(lexicon.symbols.intern(form)).or_default();
                    for effect in row.list(2) {
                        let (when, status) = effect.split_once(':').unwrap_or(("inf", effect));
                        let status = Some(status.parse::<Status>().map_err(|c| row.error(c))?);
                        match when {
                            "inf" => entry.plain = status,
                            "perf" => entry.perfect = status,
                            "past" => entry.done = status,
                            other => return Err(row.error(format!("{other:?} is neither inf nor perf nor past"))),
                        }
                    }
                    continue;
                }
                "attribution" => {
                    cues.attributions.extend([lexicon.symbols.intern(form)]);
                    continue;
                }
                "attribution_word" => {
                    cues.attribution_words.extend([lexicon.symbols.intern(form)]);
                    continue;
                }
                "attribution_noun" => {
                    cues.attribution_nouns_after.extend([lexicon.symbols.intern(form)]);
                    continue;
                }
                "wait" => {
                    cues.waits.extend([lexicon.symbols.intern(form)]);
                    continue;
                }
                "unreal" => {
                    cues.unreal.extend([lexicon.symbols.intern(form)]);
                    continue;
                }
                "limiter" => {
                    cues.limiters.extend([lexicon.symbols.intern(form)]);
                    continue;
                }
                other => return Err(row.error(format!("{other:?} is no kind of cue"))),
            };
            let status = row.parse::<Status>(2)?.ok_or_else(|| row.error("a cue needs an effect"))?;
            if !form.contains(' ') {
                let _ = cues.words.insert(form.trim_end_matches('~').into(), (kind, status));
                continue;
            }
            let mut rest = form.split(' ').map(|w| lexicon.symbols.intern(&lower(w)));
            if let Some(first) = rest.next() {
                cues.phrases.entry(first).or_default().push((rest.collect(), kind, status));
            }
        }
        Ok(cues)
    }

    pub fn word(&self, form: &str) -> Option<(CueKind, Status)> {
        self.words.get(form).copied()
    }

    /// The cue of several words that begins with a word; `behind` gives the words that follow it, in small letters.
    pub fn phrase<I: Iterator<Item = Symbol>>(
        &self,
        first: Symbol,
        behind: impl Fn() -> I,
    ) -> Option<(CueKind, Status)> {
        let stands = |rest: &[Symbol]| behind().take(rest.len()).eq(rest.iter().copied());
        let (_, kind, status) = self.phrases.get(&first)?.iter().find(|(rest, ..)| stands(rest))?;
        Some((*kind, *status))
    }

    /// What a modal verb makes of the act, with a plain or a perfect infinitive, or told of as past.
    pub fn modal(&self, lemma: Symbol, form: ModalForm) -> Option<Status> {
        let modal = self.modals.get(&lemma)?;
        match form {
            ModalForm::Plain => modal.plain,
            ModalForm::Perfect => modal.perfect.or(modal.plain),
            ModalForm::Past => modal.done.or(modal.plain),
        }
    }
}
