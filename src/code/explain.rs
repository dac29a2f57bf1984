//! One passage in, every stage of its coding out as plain lines: words, phrases with their actors, clauses with their
//! verbs, times, rows that fired with slots, status and speaker.

use super::Coding;
use super::match_frames::Match;
use super::status::Settled;
use super::time::{self, TimeHit};
use crate::article::{Article, Span};
use crate::mention::Actor;
use crate::parse::Parse;
use crate::resources::Resources;
use std::fmt::Write as _;

/// Explains the sentences of an article that overlap `passage`.
pub fn explain(resources: &Resources, article: &Article, parse: &Parse<'_>, passage: Span) -> String {
    let Some(language) = resources.language(&article.lang) else { return String::new() };
    let coding = Coding::new(language, article, parse);
    let (matches, settled) = coding.told();
    let times = time::all(&coding);
    let mut out = topics(&coding);
    for (at, sentence) in parse.sentences.iter().enumerate() {
        if sentence.span.overlaps(passage) {
            one(&coding, at, &times[at], &matches, &settled, &mut out);
        }
    }
    out
}

/// What the words of the article speak of, and what is left out for it.
fn topics(coding: &Coding<'_>) -> String {
    let told: Vec<String> = coding.topics().told().map(|(topic, weight)| format!("{topic} {weight}")).collect();
    let left_out = match (coding.tells(false), coding.tells(true)) {
        (true, _) => "",
        (false, true) => ": acts within one country are not coded",
        (false, false) => ": no act is coded",
    };
    format!("topics {}{left_out}\n", told.join(", "))
}

fn one(
    coding: &Coding<'_>,
    sentence: usize,
    times: &[TimeHit],
    matches: &[Match],
    settled: &[Settled],
    out: &mut String,
) {
    let s = &coding.parse.sentences[sentence];
    let text = &coding.article.text;
    let _ = writeln!(out, "sentence {}..{} {:?}: {}", s.span.start, s.span.end, s.block, s.span.of(text).trim());
    out.push_str("  words   ");
    for at in s.words.clone() {
        let word = &coding.parse.words[at];
        let mark = if word.name.is_some() { "*" } else { "" };
        let _ = write!(out, " {}{mark}/{:?}", coding.text(at), word.tag);
    }
    out.push('\n');
    for hit in times {
        let words: Vec<&str> = hit.words.clone().map(|w| coding.text(w)).collect();
        let when =
            hit.time.map_or_else(|| "not told".to_owned(), |t| format!("{} to {} ({})", t.start, t.end, t.precision));
        let _ = writeln!(out, "  time     {} = {when}", words.join(" "));
    }
    for clause in s.clauses.clone() {
        describe(coding, clause, out);
        for (m, settled) in matches.iter().zip(settled).filter(|(m, _)| m.clause == clause) {
            fired(coding, m, settled, matches, out);
        }
    }
}

fn describe(coding: &Coding<'_>, clause: usize, out: &mut String) {
    let c = &coding.parse.clauses[clause];
    let lexicon = &coding.language.lexicon;
    let words: Vec<&str> = c.words.iter().map(|w| coding.text(*w)).collect();
    let _ = write!(out, "  clause {clause} {:?}", c.kind);
    if let Some(parent) = c.parent {
        let _ = write!(out, " under {parent}");
    }
    if let Some(shared) = c.shares {
        let _ = write!(out, " sharing {shared}");
    }
    let _ = writeln!(out, ": {}", words.join(" "));
    if let Some(verb) = &c.verb {
        let modal = verb.modal.map_or("", |(m, _)| lexicon.symbols.word(m));
        let marks = [
            (verb.passive, "passive"),
            (verb.perfect, "perfect"),
            (verb.past, "past"),
            (verb.future, "future"),
            (verb.plural, "plural"),
        ];
        let marks: Vec<&str> = marks.iter().filter(|(on, _)| *on).map(|(_, m)| *m).collect();
        let _ =
            writeln!(out, "    verb {} {:?} {} {modal}", lexicon.symbols.word(verb.lemma), verb.mood, marks.join(" "));
    }
    let roles = coding.roles(clause);
    for phrase in c.phrases.clone() {
        let p = coding.phrase(phrase);
        let role = [(roles.subject, "subject"), (roles.accusative, "accusative"), (roles.dative, "dative")];
        let role: Vec<&str> = role.iter().filter(|(r, _)| *r == Some(phrase)).map(|(_, n)| *n).collect();
        let attached = p.attached.map(|(to, how)| format!(" {how:?} of {to}")).unwrap_or_default();
        let actors: Vec<String> = coding.referents[phrase]
            .iter()
            .map(|r| {
                format!(
                    "{}{}{}",
                    r.actor.key(),
                    if r.place { " (place)" } else { "" },
                    if r.head { "" } else { " (inside)" }
                )
            })
            .collect();
        let span = coding.phrase_span(phrase);
        let _ = writeln!(
            out,
            "    phrase {phrase} [{}] {}{attached} agree {:04x}{}",
            span.of(&coding.article.text),
            role.join("+"),
            p.agree.0,
            if actors.is_empty() { String::new() } else { format!(" = {}", actors.join(", ")) }
        );
    }
}

fn fired(coding: &Coding<'_>, m: &Match, settled: &Settled, matches: &[Match], out: &mut String) {
    let Some(frame) = coding.language.frames.frame(m.frame) else { return };
    let list = |actors: &[Actor]| actors.iter().map(Actor::key).collect::<Vec<_>>().join(", ");
    let kind = frame.event.map_or_else(
        || "speech".to_owned(),
        |(kind, mode)| mode.map_or_else(|| kind.to_string(), |mode| format!("{kind} {mode}")),
    );
    let arrow = if m.symmetric { "<>" } else { ">" };
    let _ = writeln!(
        out,
        "    row {} on {:?}: {kind} {} {arrow} {} {}",
        frame.row,
        coding.text(m.word),
        list(&m.actors),
        list(&m.recipients),
        settled.status
    );
    if let Some(governor) = settled.governor.map(|g| &matches[g]) {
        let _ = writeln!(out, "      inside what {:?} tells", coding.text(governor.word));
    }
    if !settled.said_by.is_empty() {
        let _ = writeln!(out, "      said by {}", list(&settled.said_by));
    }
    for (span, what) in &settled.cues {
        let _ = writeln!(out, "      {what}: {:?}", span.of(&coding.article.text));
    }
}
