//! A clause with its phrases and verb in, its subject and objects out.

use super::{Arguments, Attachment, ClauseKind, Parse, Tag};
use crate::resources::Language;
use crate::resources::grammar::Agree;

/// Chooses subject and objects of every clause of a sentence.
pub(super) fn assign(language: &Language, parse: &mut Parse<'_>, sentence: usize) {
    for clause in parse.sentences[sentence].clauses.clone() {
        let arguments = choose(language, parse, clause);
        parse.clauses[clause].arguments = arguments;
    }
}

fn choose(language: &Language, parse: &Parse<'_>, clause: usize) -> Arguments {
    let c = &parse.clauses[clause];
    let bare: Vec<usize> = c.phrases.clone().filter(|p| is_bare(language, parse, *p)).collect();
    let plural = c.verb.as_ref().filter(|v| v.finite.is_some()).map(|v| v.plural);
    // "… hat A entsandt und B beliefert": what shares the auxiliary shares the subject.
    let shared = c.shares.is_some() && c.verb.as_ref().is_some_and(|v| v.finite.is_none_or(|f| !c.words.contains(&f)));
    let infinitive = shared
        || c.kind == ClauseKind::Infinitive
        || c.verb.as_ref().is_some_and(|v| v.finite.is_none() && c.shares.is_none() && c.kind != ClauseKind::Fragment);
    let fits = |p: &usize| {
        let agree = parse.phrases[*p].agree;
        let several = c.phrases.clone().any(|q| parse.phrases[q].attached == Some((*p, Attachment::Coordination))) || agree.is_plural();
        agree.meets(Agree::NOM) && plural.is_none_or(|v| v == several || (v && agree.meets(Agree::PLURAL)) || !v && !several)
    };
    let only = |p: usize, case: Agree| {
        let cases = parse.phrases[p].agree.cases();
        cases.meets(case) && cases.without(case).is_empty()
    };
    let mut chosen = Arguments::default();
    if !infinitive {
        let sure = bare.iter().copied().find(|p| only(*p, Agree::NOM) && fits(p));
        let likely = bare.iter().copied().find(|p| fits(p));
        let any = bare.iter().copied().find(|p| parse.phrases[*p].agree.meets(Agree::NOM));
        // "… und betonte die Bedeutung": verb-first behind a coordinator shares the subject, unless a pronoun is one.
        let pronoun = sure.filter(|p| parse.phrases[*p].pronoun);
        chosen.subject = match (c.shares.is_some(), c.verb_first) {
            (true, true) => pronoun,
            (true, false) => sure.or(likely),
            _ => sure.or(likely).or(any),
        };
    }
    let objects: Vec<usize> = bare.into_iter().filter(|p| Some(*p) != chosen.subject).collect();
    let meets = |p: &usize, case| parse.phrases[*p].agree.meets(case);
    chosen.dative = objects
        .iter()
        .copied()
        .find(|p| only(*p, Agree::DAT))
        .or_else(|| objects.iter().copied().find(|p| meets(p, Agree::DAT) && (objects.len() > 1 || !meets(p, Agree::ACC))))
        .or_else(|| objects.iter().copied().find(|p| meets(p, Agree::DAT)));
    chosen.accusative = objects
        .iter()
        .copied()
        .find(|p| only(*p, Agree::ACC))
        .or_else(|| objects.iter().copied().find(|p| meets(p, Agree::ACC) && Some(*p) != chosen.dative))
        .or_else(|| objects.iter().copied().find(|p| meets(p, Agree::ACC)));
    chosen
}

/// A phrase that can be subject or object: no preposition, hanging on nothing, no reflexive.
fn is_bare(language: &Language, parse: &Parse<'_>, phrase: usize) -> bool {
    let p = &parse.phrases[phrase];
    let word = &parse.words[p.head];
    p.preposition.is_none()
        && p.attached.is_none()
        && !word.closed.iter().any(|c| p.pronoun && c.extra == language.lexicon.reflexive())
        && !language.lexicon.is_time_noun(word.lemma)
        && !(word.tag == Tag::Number && p.words.len() == 1)
}
