//! The words of a sentence in, closed-class words of several parts joined in them: "according to".

use crate::parse::Word;
use crate::resources::Language;
use crate::resources::grammar::Form;
use crate::resources::letters::lower;
use crate::resources::lexicon::WordClass;

/// Words back in which the verb of a particle is sought.
const PARTICLE_REACH: usize = 5;

/// Marks the further words of closed-class words of several parts ("according to"); the first gets the whole form.
pub(super) fn join<'a>(language: &'a Language, text: &str, words: &mut [Word<'a>]) {
    let lexicon = &language.lexicon;
    let mut whole = String::new();
    for at in 0..words.len() {
        if words[at].joined {
            continue;
        }
        let first = lower(words[at].span.of(text));
        for parts in (2..=lexicon.most_parts(&first)).rev() {
            let Some(run) = words.get(at..at + parts) else { continue };
            whole.clear();
            for word in run {
                whole.extend((!whole.is_empty()).then_some(' '));
                whole.push_str(&lower(word.span.of(text)));
            }
            let form = lexicon.symbols.get(&whole);
            let closed = language.lexicon.closed(lexicon.symbols.word(form));
            if closed.is_empty() || words[at].in_name || words[at].name.is_some() || splits(language, words, at, parts)
            {
                continue;
            }
            words[at].form = form;
            words[at].closed = closed;
            words[at].parts = parts - 1;
            for word in &mut words[at + 1..at + parts] {
                word.joined = true;
            }
            break;
        }
    }
}

/// "pulled its troops out | of Chad", "is due | to visit": the first word belongs to the verb before, or the second to the
/// verb behind.
fn splits(language: &Language, words: &[Word<'_>], at: usize, parts: usize) -> bool {
    let lexicon = &language.lexicon;
    let symbols = &lexicon.symbols;
    let part = &words[at];
    let near = words[..at].iter().rev().take(PARTICLE_REACH).take_while(|w| !w.sign);
    let particle = language.syntax.verb_particles.contains(&part.form)
        && near.flat_map(|w| w.verbs.iter()).any(|v| {
            let whole = symbols.get(&format!("{} {}", symbols.word(v.lemma), symbols.word(part.form)));
            whole.is_known() && !language.frames.verb(whole).is_empty()
        });
    let mark = words.get(at + parts - 1).is_some_and(|w| w.closed.iter().any(|c| c.class == WordClass::InfinitiveMark));
    let being = at > 0 && words[at - 1].verbs.iter().any(|v| v.lemma == language.auxiliaries.copula);
    let verb = words.get(at + parts).is_some_and(|w| w.verbs.iter().any(|v| v.form.meets(Form::INFINITIVE)));
    parts == 2 && (particle || mark && being && verb)
}
