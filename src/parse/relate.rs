//! Clauses with their phrases in; what they depend on out: the main clause behind an opening subordinate clause, the
//! noun that a relative clause describes, the clause whose subject a bare one goes on with.

use super::tags::agree_of;
use super::{Attachment, ClauseKind, Parse, Tag};
use crate::resources::Language;
use crate::resources::grammar::Agree;
use crate::resources::lexicon::WordClass;

/// Settles the relations between the clauses of a sentence, once phrases and verbs are known.
pub(super) fn relate(language: &Language, parse: &mut Parse<'_>, sentence: usize) {
    let clauses = parse.sentences[sentence].clauses.clone();
    for clause in clauses.clone() {
        let kind = parse.clauses[clause].kind;
        if kind == ClauseKind::Relative {
            parse.clauses[clause].antecedent = antecedent(parse, clause, clauses.start);
        }
        if parse.clauses[clause].parent.is_none() && matches!(kind, ClauseKind::Subordinate | ClauseKind::Infinitive) {
            let main = (clause + 1..clauses.end).find(|c| parse.clauses[*c].kind == ClauseKind::Main);
            parse.clauses[clause].parent =
                main.or_else(|| (clauses.start..clause).rev().find(|c| parse.clauses[*c].kind == ClauseKind::Main));
        }
        continue_subject(parse, clause, clauses.start);
        parse.clauses[clause].content = is_content(language, parse, clause);
    }
}

/// An infinitive by itself, a clause that a conjunction of contents opens, or one that tells what is in its source.
pub(super) fn is_content(language: &Language, parse: &Parse<'_>, clause: usize) -> bool {
    let c = &parse.clauses[clause];
    let opens = |link: usize| {
        let contents = language.cues.contents;
        parse.words[link].closed.iter().any(|k| k.class == WordClass::Subordinator && contents.contains(&k.extra))
    };
    match (c.kind, c.link) {
        // "Der Vorwurf, Russland habe …, ist absurd"
        (ClauseKind::Infinitive | ClauseKind::Subordinate, None) => true,
        (ClauseKind::Subordinate, Some(link)) => opens(link),
        // "Berichte, denen zufolge …", "Meldungen, nach denen …"
        (ClauseKind::Relative, Some(link)) => {
            let cues = &language.cues;
            let source = |w| cues.attributions.contains(&w) || cues.attribution_nouns_after.contains(&w);
            let phrase = c.phrases.clone().find(|p| parse.phrases[*p].words.contains(&link));
            phrase.and_then(|p| parse.phrases[p].preposition).is_some_and(source)
        }
        _ => false,
    }
}

/// "X äußert Bedenken, betont aber …": a verb-first clause without a subject goes on with the main clause before it.
fn continue_subject(parse: &mut Parse<'_>, clause: usize, first: usize) {
    let c = &parse.clauses[clause];
    let lacks = c.kind == ClauseKind::Main
        && c.verb_first
        && c.shares.is_none()
        && c.arguments.subject.is_none()
        && c.verb.is_some();
    if lacks {
        let before = (first..clause)
            .rev()
            .find(|b| parse.clauses[*b].kind == ClauseKind::Main && parse.clauses[*b].verb.is_some());
        parse.clauses[clause].shares = before;
    }
}

/// The noun phrase before the relative pronoun that agrees with it in gender and number, the nearest first.
fn antecedent(parse: &Parse<'_>, clause: usize, first: usize) -> Option<usize> {
    let c = &parse.clauses[clause];
    let link = c.link?;
    let start = *c.words.first()?;
    let word = &parse.words[link];
    if word.agree.is_empty() && word.closed.is_empty() {
        return None;
    }
    let pronoun = number_of(parse, clause, link);
    // The clause that holds the last phrase before the comma.
    let near = (first..parse.clauses.len())
        .filter(|o| *o != clause)
        .flat_map(|o| parse.clauses[o].phrases.clone())
        .filter(|p| {
            parse.phrases[*p].words.end <= start
                && !(parse.phrases[*p].pronoun && parse.phrases[*p].preposition.is_some())
        })
        .max_by_key(|p| parse.phrases[*p].words.end)?;
    let mut candidate = near;
    for _ in 0..6 {
        if agrees(parse, candidate, pronoun) {
            return Some(candidate);
        }
        let phrase = &parse.phrases[candidate];
        let outer = match phrase.attached {
            Some((to, _)) if to < candidate => Some(to),
            _ => (parse.clauses[phrase.clause].phrases.start..candidate).rev().find(|p| !parse.phrases[*p].pronoun),
        };
        match outer {
            Some(outer) => candidate = outer,
            None => break,
        }
    }
    Some(near)
}

/// Gender and number that the pronoun leaves open, narrowed by the verb where the pronoun is its subject.
fn number_of(parse: &Parse<'_>, clause: usize, link: usize) -> Agree {
    let c = &parse.clauses[clause];
    let agree = agree_of(&parse.words[link], WordClass::Relative);
    let phrase = c.phrases.clone().find(|p| parse.phrases[*p].words.contains(&link));
    let cases = phrase.filter(|p| parse.phrases[*p].preposition.is_some()).map(|p| parse.phrases[p].agree.cases());
    let agree = cases.filter(|c| agree.meets(*c)).map_or(agree, |c| agree & c);
    let subject = c.arguments.subject.is_some_and(|s| Some(s) == phrase);
    match c.verb.as_ref().filter(|v| v.finite.is_some() && subject) {
        Some(verb) if verb.plural => agree & Agree::NOM & Agree::PLURAL,
        Some(_) if (agree & Agree::NOM).meets(Agree::ALL.without(Agree::PLURAL)) => {
            (agree & Agree::NOM).without(Agree::PLURAL)
        }
        _ => agree,
    }
}

fn agrees(parse: &Parse<'_>, phrase: usize, pronoun: Agree) -> bool {
    let agree = parse.phrases[phrase].agree;
    let kinds = [Agree::MASCULINE, Agree::FEMININE, Agree::NEUTER, Agree::PLURAL];
    let joined = || parse.phrases[phrase].attached.is_some_and(|(_, how)| how == Attachment::Coordination);
    let head = &parse.words[parse.phrases[phrase].head];
    // Gender and number are those of the noun, whatever cases its article leaves.
    let noun = if head.agree.is_empty() || head.tag != Tag::Noun { agree } else { agree & head.agree };
    let set = if noun.is_empty() { agree } else { noun };
    pronoun.is_empty()
        || set.is_empty()
        || kinds.iter().any(|k| set.meets(*k) && pronoun.meets(*k))
        || joined() && pronoun.meets(Agree::PLURAL)
}
