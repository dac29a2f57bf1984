//! A parsed sentence in, a few compact lines out, one a clause: for tests, examples and reports.
//!
//! `main liefern past: subj Russland  dat Nordkorea  acc Öl(aus Sibirien)  in Juni`

use super::{Attachment, ClauseKind, Mood, Parse};
use crate::resources::Language;
use std::fmt::Write as _;

/// The clauses of a sentence, in order.
pub fn show(language: &Language, text: &str, parse: &Parse<'_>, sentence: usize) -> String {
    let Some(s) = parse.sentences.get(sentence) else { return String::new() };
    let shower = Shower { language, text, parse, first: s.clauses.start };
    let lines: Vec<String> = s.clauses.clone().map(|c| shower.clause(c)).collect();
    lines.join("\n")
}

struct Shower<'s, 'a> {
    language: &'s Language,
    text: &'s str,
    parse: &'s Parse<'a>,
    first: usize,
}

impl Shower<'_, '_> {
    fn word(&self, at: usize) -> &str {
        self.parse.words.get(at).map_or("", |w| w.span.of(self.text))
    }

    fn clause(&self, at: usize) -> String {
        let c = &self.parse.clauses[at];
        let mut out = match c.kind {
            ClauseKind::Main => "main",
            ClauseKind::Subordinate => "sub",
            ClauseKind::Relative => "rel",
            ClauseKind::Infinitive => "inf",
            ClauseKind::Fragment => "frag",
        }
        .to_owned();
        if let Some(link) = c.link {
            let _ = write!(out, " {}", self.word(link).to_lowercase());
        }
        if let Some(antecedent) = c.antecedent {
            let _ = write!(out, " >{}", self.word(self.parse.phrases[antecedent].head));
        } else if let Some(parent) = c.parent {
            let _ = write!(out, " >{}", parent + 1 - self.first);
        }
        if let Some(shared) = c.shares {
            let _ = write!(out, " &{}", shared + 1 - self.first);
        }
        if let Some(verb) = &c.verb {
            let symbols = &self.language.lexicon.symbols;
            let _ = write!(out, " | {}", symbols.word(verb.lemma));
            if let Some((modal, _)) = verb.modal {
                let _ = write!(out, " {}", symbols.word(modal));
            }
            let marks = [
                (verb.passive, "passive"),
                (verb.perfect, "perfect"),
                (verb.past, "past"),
                (verb.future, "future"),
                (verb.mood == Mood::Quoted, "quoted"),
                (verb.mood == Mood::Wish, "wish"),
            ];
            for (_, mark) in marks.iter().filter(|(on, _)| *on) {
                let _ = write!(out, " {mark}");
            }
        }
        let mut separator = " |";
        for phrase in c.phrases.clone().filter(|p| self.parse.phrases[*p].attached.is_none()) {
            let role = match Some(phrase) {
                p if p == c.arguments.subject => "subj ",
                p if p == c.arguments.accusative => "acc ",
                p if p == c.arguments.dative => "dat ",
                _ => "",
            };
            let _ = write!(out, "{separator} {role}{}", self.phrase(phrase));
            separator = ";";
        }
        out
    }

    /// Preposition, head with its names, and what hangs on it.
    fn phrase(&self, at: usize) -> String {
        let p = &self.parse.phrases[at];
        let mut out = String::new();
        if let Some(preposition) = p.preposition {
            let _ = write!(out, "{} ", self.language.lexicon.symbols.word(preposition));
        }
        let mut head = p.head;
        let _ = write!(out, "{}", self.word(head));
        while head + 1 < p.words.end {
            head += 1;
            let _ = write!(out, " {}", self.word(head));
        }
        let all = self.parse.clauses[p.clause].phrases.clone();
        let hanging: Vec<String> = all
            .filter_map(|q| self.parse.phrases[q].attached.filter(|(to, _)| *to == at).map(|(_, how)| (q, how)))
            .map(|(q, how)| {
                let mark = match how {
                    Attachment::Genitive => "gen ",
                    Attachment::Preposition => "",
                    Attachment::Apposition => "= ",
                    Attachment::Coordination => "+ ",
                };
                format!("{mark}{}", self.phrase(q))
            })
            .collect();
        if !hanging.is_empty() {
            let _ = write!(out, " ({})", hanging.join(", "));
        }
        out
    }
}
