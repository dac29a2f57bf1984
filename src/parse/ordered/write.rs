//! Finished clauses in; the clauses and phrases of the parse out, in the order of the text.

use super::chunks::{Chunk, Kind};
use super::drafts::Draft;
use super::groups::Shape;
use crate::parse::{Arguments, Clause, ClauseKind, Parse};
use crate::resources::Language;

/// Appends the clauses of a sentence to the parse.
pub(super) fn write(language: &Language, parse: &mut Parse<'_>, sentence: usize, chunks: &[Chunk], drafts: &[Draft]) {
    let first = |d: &Draft| d.chunks.iter().map(|c| chunks[*c].words.start).min();
    let mut order: Vec<usize> = (0..drafts.len()).filter(|d| first(&drafts[*d]).is_some()).collect();
    order.sort_by_key(|d| (first(&drafts[*d]), *d));
    let base = parse.clauses.len();
    let place = |draft: usize| order.iter().position(|d| *d == draft).map(|n| base + n);
    // A clause without words hands its dependents to the clause around it.
    let outer = |mut draft: usize| {
        for _ in 0..drafts.len() {
            if let Some(found) = place(draft) {
                return Some(found);
            }
            draft = drafts[draft].parent?;
        }
        None
    };
    let mut phrase_of: Vec<Option<usize>> = vec![None; chunks.len()];
    for (n, draft) in order.iter().enumerate() {
        let d = &drafts[*draft];
        let mut own = d.chunks.clone();
        own.sort_unstable();
        let from = parse.phrases.len();
        let mut words: Vec<usize> = Vec::new();
        for &at in &own {
            words.extend(chunks[at].words.clone());
            if let Kind::Phrase(phrase) = &chunks[at].kind {
                phrase_of[at] = Some(parse.phrases.len());
                let mut phrase = (**phrase).clone();
                phrase.clause = base + n;
                parse.phrases.push(phrase);
            }
        }
        words.sort_unstable();
        words.dedup();
        let verb = d.verb.as_ref().map(|g| g.complex.clone());
        let kind = if verb.is_none() && d.kind == ClauseKind::Main { ClauseKind::Fragment } else { d.kind };
        let verb_first = kind == ClauseKind::Main
            && d.shares.is_none()
            && d.verb.as_ref().is_some_and(|g| g.shape == Shape::Finite)
            && !own.iter().take_while(|c| !matches!(chunks[**c].kind, Kind::Verb(_))).any(|c| chunks[*c].is_bare());
        parse.clauses.push(Clause {
            kind,
            sentence,
            words,
            link: d.link,
            parent: d.parent.and_then(outer).filter(|p| *p != base + n),
            shares: d.shares.and_then(place),
            auxiliary: None,
            antecedent: None,
            content: d.content && d.parent.is_some(),
            verb,
            phrases: from..parse.phrases.len(),
            verb_first,
            arguments: Arguments::default(),
        });
    }
    for (n, draft) in order.iter().enumerate() {
        parse.clauses[base + n].antecedent = drafts[*draft].antecedent.and_then(|a| phrase_of[a]);
        particle_apart(language, parse, base + n);
    }
    parse.sentences[sentence].clauses = base..parse.clauses.len();
}

/// "turned the offer down": the particle behind the object, which ends the clause or stands before a preposition.
fn particle_apart(language: &Language, parse: &mut Parse<'_>, clause: usize) {
    let Some(verb) = parse.clauses[clause].verb.clone().filter(|v| v.particle.is_none()) else { return };
    let symbols = &language.lexicon.symbols;
    let base = symbols.word(verb.lemma);
    let found = parse.clauses[clause].words.iter().copied().filter(|w| *w > verb.word).find_map(|w| {
        let word = &parse.words[w];
        let free = !parse.clauses[clause].phrases.clone().any(|p| parse.phrases[p].words.contains(&w));
        let form = Some(word.form).filter(|f| free && language.syntax.verb_particles.contains(f))?;
        let whole = symbols.get(&format!("{base} {}", symbols.word(form)));
        (whole.is_known() && !language.frames.verb(whole).is_empty()).then_some((whole, w))
    });
    if let (Some((whole, particle)), Some(verb)) = (found, &mut parse.clauses[clause].verb) {
        verb.lemma = whole;
        verb.particle = Some(particle);
    }
}
