//! The phrases of a clause in; genitives, prepositional phrases, appositions and conjuncts hung on what they belong to.

use super::tags::has;
use super::{Attachment, Clause, ClauseKind, Parse, Phrase, Tag, Word, is_source};
use crate::resources::Language;
use crate::resources::grammar::Agree;
use crate::resources::lexicon::WordClass;
use smallvec::SmallVec;

/// Attaches the phrases of every clause of a sentence.
pub(super) fn attach(language: &Language, text: &str, parse: &mut Parse<'_>, sentence: usize) {
    for clause in parse.sentences[sentence].clauses.clone() {
        for at in parse.clauses[clause].phrases.clone() {
            let attached = Site {
                language,
                text,
                parse,
                clause: &parse.clauses[clause],
                first: parse.clauses[clause].phrases.start,
            }
            .attachment(at);
            parse.phrases[at].attached = attached;
            agree_with_conjunct(parse, at);
        }
        for at in parse.clauses[clause].phrases.clone() {
            lead_from_behind(language, parse, at);
        }
    }
}

/// "Angaben der Polizei von Kairo zufolge", "der „Times“ zufolge": a preposition that stands behind all that hangs on its
/// noun, and behind quotation marks.
fn lead_from_behind(language: &Language, parse: &mut Parse<'_>, last: usize) {
    let behind = parse.phrases[last].words.end;
    let quote = parse.words.get(behind).is_some_and(|w| w.tag == Tag::Quote);
    let Some(word) = parse.words.get(behind + usize::from(quote)).filter(|w| w.tag == Tag::Preposition) else { return };
    let Some(closed) = word.closed.iter().find(|c| language.lexicon.only_behind(**c)) else { return };
    let (form, governed) = (word.form, closed.agree);
    let mut root = last;
    while let Some((to, _)) = parse.phrases[root].attached.filter(|(to, _)| *to < root) {
        root = to;
    }
    let phrase = &mut parse.phrases[root];
    if phrase.preposition.is_none() && phrase.agree.meets(governed) {
        phrase.preposition = Some(form);
        phrase.agree = phrase.agree.narrowed(governed);
    }
}

/// Conjuncts and appositions stand in one case.
fn agree_with_conjunct(parse: &mut Parse<'_>, at: usize) {
    let Some((to, Attachment::Coordination | Attachment::Apposition)) = parse.phrases[at].attached else { return };
    let cases = parse.phrases[at].agree.cases();
    let others = parse.phrases[to].agree.cases();
    if cases.is_empty()
        || others.is_empty()
        || parse.phrases[at].preposition.is_some() && parse.phrases[to].preposition.is_none()
    {
        return;
    }
    let narrow = |agree: Agree, by: Agree| if (agree & by).is_empty() { agree } else { agree & by };
    parse.phrases[at].agree = narrow(parse.phrases[at].agree, others);
    parse.phrases[to].agree = narrow(parse.phrases[to].agree, cases);
}

struct Site<'s, 'a> {
    language: &'s Language,
    text: &'s str,
    parse: &'s Parse<'a>,
    clause: &'s Clause,
    first: usize,
}

impl Site<'_, '_> {
    fn phrase(&self, at: usize) -> &Phrase {
        &self.parse.phrases[at]
    }

    fn attachment(&self, at: usize) -> Option<(usize, Attachment)> {
        let phrase = self.phrase(at);
        let last = self.clause.phrases.end;
        if at + 1 < last && self.leads(at, at + 1) {
            return Some((at + 1, Attachment::Genitive));
        }
        // "Aram Sarkissjan, einer der Minister, …": one of several can stand beside a name.
        let partitive = is_partitive(&self.parse.words[phrase.head]);
        if at == self.first || phrase.pronoun && phrase.preposition.is_none() && !partitive {
            return None;
        }
        // "Merkel und Frankreichs | Präsident": what leads into this phrase is not led by it, but may be joined with it.
        let led = self.phrase(at - 1).attached == Some((at, Attachment::Genitive));
        if led {
            let before = (at - 1).checked_sub(1).filter(|p| *p >= self.first)?;
            let gap = self.gap(self.phrase(before).words.end, self.phrase(at - 1).words.start);
            return if *gap == [Tag::Coordinator] { self.conjunct(at, before) } else { None };
        }
        let before = self.phrase(at - 1);
        if before.words.end > phrase.words.start {
            return None;
        }
        if is_source(self.language, self.parse, at) {
            return None;
        }
        let gap = self.gap(before.words.end, phrase.words.start);
        match gap.as_slice() {
            [] if phrase.preposition.is_none() && self.is_inserted(at) => Some((at - 2, Attachment::Preposition)),
            [] if !phrase.pronoun || phrase.preposition.is_some() => self.adjacent(at - 1, at),
            [Tag::Coordinator]
            | [Tag::Coordinator, Tag::Adverb | Tag::Negation]
            | [Tag::Comma, Tag::Coordinator]
            | [Tag::Comma, Tag::Coordinator, Tag::Adverb]
                if !phrase.pronoun || phrase.preposition.is_some() =>
            {
                let outer = (gap.first() == Some(&Tag::Comma)).then(|| self.around(at - 1)).flatten();
                self.conjunct(at, outer.unwrap_or(at - 1))
            }
            // "hat, wie Peru, den Botschafter ausgewiesen": the second comma closes what the first opened.
            [Tag::Comma]
                if is_source(self.language, self.parse, at - 1)
                    || before.preposition.is_some() && phrase.preposition.is_none() && self.is_opened(at - 1) =>
            {
                None
            }
            [Tag::Comma] if phrase.pronoun && phrase.preposition.is_none() => self.one_of(at),
            [Tag::Comma] | [Tag::Comma, Tag::Adverb | Tag::Negation] => self.listed(at),
            _ => None,
        }
    }

    /// A comma stands right before the phrase, or before an adverb that leads it.
    fn is_opened(&self, at: usize) -> bool {
        let words = &self.parse.words;
        let mut before = self.phrase(at).words.start;
        while before > 0 && words[before - 1].tag == Tag::Adverb {
            before -= 1;
        }
        before.checked_sub(1).is_some_and(|i| words[i].tag == Tag::Comma)
    }

    /// The phrase around an apposition that a comma has closed, for what a conjunction adds to it.
    fn around(&self, mut at: usize) -> Option<usize> {
        while let Some((to, how)) = self.phrase(at).attached.filter(|(to, _)| *to < at) {
            if how == Attachment::Apposition {
                return Some(to);
            }
            at = to;
        }
        None
    }

    /// "elf Angeklagte, darunter drei Minister, …": some of those told right before.
    fn is_inserted(&self, at: usize) -> bool {
        if at < self.first + 2 {
            return false;
        }
        let (some, all) = (self.phrase(at - 1), self.phrase(at - 2));
        let led = self.parse.words[some.head].tag == Tag::Proadverb && some.words.len() == 1;
        led && *self.gap(all.words.end, some.words.start) == [Tag::Comma]
    }

    /// The words between two phrases; what brackets hold ("Ida Lund (SPD), Ministerin von …") and quotation marks do not
    /// part them.
    fn gap(&self, from: usize, to: usize) -> SmallVec<[Tag; 16]> {
        let mut depth = 0_usize;
        let mut gap = SmallVec::new();
        // What an embedded clause holds parts nothing: "Ungarn, das …, und Polen".
        // An adverb of several words is one.
        let own = |i: &usize| {
            let word = &self.parse.words[*i];
            word.sign || !word.joined && self.clause.words.contains(i)
        };
        for tag in (from..to).filter(own).map(|i| self.parse.words[i].tag) {
            match tag {
                Tag::Comma if gap.last() == Some(&Tag::Comma) => {}
                Tag::Open => depth += 1,
                Tag::Close => depth = depth.saturating_sub(1),
                Tag::Quote => {}
                _ if depth == 0 => gap.push(tag),
                _ => {}
            }
        }
        // Behind an embedded clause only a conjunction goes on with what stands before it.
        if (from..to).any(|i| !own(&i)) && !gap.contains(&Tag::Coordinator) {
            gap.push(Tag::Break);
        }
        gap
    }

    /// A genitive name and the noun phrase right behind it; "deren" and its noun.
    fn leads(&self, at: usize, next: usize) -> bool {
        let (phrase, following) = (self.phrase(at), self.phrase(next));
        let head = &self.parse.words[phrase.head];
        let possessive =
            head.tag == Tag::Relative && head.closed.iter().any(|c| self.language.lexicon.is_relative_possessive(*c));
        // "den Regierungen Polens und Ungarns | Waffen": a second genitive stands beside the first.
        let joined = at.checked_sub(1).filter(|p| *p >= self.first).is_some_and(|before| {
            matches!(self.phrase(before).attached, Some((to, Attachment::Genitive)) if to < before)
                && *self.gap(self.phrase(before).words.end, phrase.words.start) == [Tag::Coordinator]
        });
        // "haben im Norden Malis | Soldaten getötet"
        let region = at.checked_sub(1).filter(|p| *p >= self.first).is_some_and(|before| {
            let noun = self.parse.words[self.phrase(before).head].lemma;
            self.phrase(before).words.end == phrase.words.start && self.language.syntax.region_nouns.contains(&noun)
        });
        phrase.words.end == following.words.start
            && !joined
            && !region
            && following.preposition.is_none()
            && following.determiner.is_none()
            && !following.pronoun
            && (possessive || phrase.agree == Agree::GEN && head.tag == Tag::Name && !phrase.pronoun)
    }

    fn adjacent(&self, before: usize, at: usize) -> Option<(usize, Attachment)> {
        let (left, phrase) = (self.phrase(before), self.phrase(at));
        // "hält den Plan für falsch": what something is held to be belongs to the verb.
        if self.parse.words[phrase.head].tag == Tag::Adverb {
            return None;
        }
        if phrase.preposition.is_some() {
            return self.noun_for(before, at).map(|to| (to, Attachment::Preposition));
        }
        let partitive = left.pronoun && is_partitive(&self.parse.words[left.head]);
        if left.pronoun && !partitive {
            return None;
        }
        // "die Außenminister Lai und Okoro": names behind a plural noun tell who is meant.
        let head = &self.parse.words[phrase.head];
        let plural = left.agree.is_plural() && self.parse.words[left.head].tag == Tag::Noun;
        let named = phrase.determiner.is_none() && head.name.is_some_and(|n| !n.genitive) && phrase.agree != Agree::GEN;
        if plural && named && (left.preposition.is_some() || self.in_prefield(phrase) || self.is_joined(at)) {
            return Some((before, Attachment::Apposition));
        }
        let genitive_name = self.parse.words[phrase.head].name.is_some_and(|n| n.genitive)
            || phrase.agree == Agree::GEN && self.parse.words[phrase.head].tag == Tag::Name;
        // "nach Aussagen Gordons": of somebody whom no table knows.
        let source = self.language.syntax.source_nouns.contains(&self.parse.words[left.head].lemma);
        let unknown = head.tag == Tag::Name && head.name.is_none() && phrase.determiner.is_none();
        let last = self.parse.words[phrase.words.end - 1].span.of(self.text);
        let genitive_name = genitive_name || source && unknown && self.language.lexicon.is_genitive(last);
        let common = matches!(self.parse.words[left.head].tag, Tag::Noun | Tag::Number | Tag::Adjective)
            || partitive
            || left.determiner.is_some();
        // Figures show no case: "am 3. Mai 2024 | Soldaten".
        let start = &self.parse.words[phrase.words.start];
        let marked = phrase.determiner.is_some()
            || start.tag == Tag::Adjective
            || start.tag == Tag::Number && !start.span.of(self.text).starts_with(|c: char| c.is_ascii_digit());
        let genitive =
            genitive_name || common && marked && phrase.agree.meets(Agree::GEN) && !self.is_dative(before, at);
        genitive.then_some((before, Attachment::Genitive))
    }

    /// "warf die Opposition der Regierung Versagen vor": the verb wants a dative that nothing else can be.
    fn is_dative(&self, before: usize, at: usize) -> bool {
        let Some(verb) = &self.clause.verb else { return false };
        let phrase = self.phrase(at);
        // "Die Regierung der Türkei hat der Ukraine …": before the verb stands one phrase with what belongs to it.
        if !phrase.agree.meets(Agree::DAT) || self.in_prefield(phrase) {
            return false;
        }
        let syntax = &self.language.syntax;
        let alone = syntax.dative_verbs.contains(&verb.lemma);
        if !alone && !syntax.dative_objects.contains(&verb.lemma)
            || verb.word < phrase.words.start && alone && self.phrase(before).words.end < verb.word
        {
            return false;
        }
        let bare = |p: usize| self.phrase(p).preposition.is_none() && self.phrase(p).attached.is_none();
        let other = self.clause.phrases.clone().filter(|p| *p != at).any(|p| {
            bare(p) && self.phrase(p).agree.meets(Agree::DAT) && !self.phrase(p).agree.meets(Agree::NOM | Agree::GEN)
        });
        let object =
            self.clause.phrases.clone().filter(|p| *p > at).any(|p| bare(p) && self.phrase(p).agree.meets(Agree::ACC));
        // "warf der Sudan der Hisbollah vor, …": what is told may be a clause, and names take no genitive behind them.
        let told = self.parse.clauses[self.parse.sentences[self.clause.sentence].clauses.clone()].iter().any(|c| {
            matches!(c.kind, ClauseKind::Infinitive | ClauseKind::Subordinate)
                && c.words.first().is_some_and(|w| *w >= phrase.words.end)
        });
        let named = self.parse.words[self.phrase(before).head].name.is_some();
        !other && (alone || object || told || named) && bare(before) && self.phrase(before).agree.meets(Agree::NOM)
    }

    /// The noun on which a prepositional phrase hangs that follows it directly, if it does not belong to the verb.
    fn noun_for(&self, before: usize, at: usize) -> Option<usize> {
        let (left, phrase) = (self.phrase(before), self.phrase(at));
        let preposition = phrase.preposition?;
        let syntax = &self.language.syntax;
        if left.pronoun
            || self.language.lexicon.is_time_noun(self.parse.words[left.head].lemma)
                && self.parse.words[left.head].first == 0
        {
            return None;
        }
        let timed = self.language.lexicon.is_time_noun(self.parse.words[phrase.head].lemma);
        if self.in_prefield(phrase) {
            return Some(before);
        }
        let lemma = self.parse.words[left.head].lemma;
        if syntax.source_nouns.contains(&lemma) && self.language.lexicon.is_agent(preposition)
            || syntax.partner_nouns.contains(&lemma)
                && self.language.lexicon.mutual_prepositions().any(|m| m == preposition)
        {
            return Some(before);
        }
        let passive = self.clause.verb.as_ref().is_some_and(|v| v.passive);
        if passive && self.language.lexicon.is_agent(preposition)
            || timed
            || syntax.verb_prepositions.contains(&preposition)
            || phrase.pronoun
        {
            return None;
        }
        let noun = self.parse.words[left.head].tag == Tag::Noun;
        (noun && syntax.noun_prepositions.contains(&preposition)).then_some(before)
    }

    /// Only one phrase stands before the finite verb of a main clause: all that stands there hangs together.
    fn in_prefield(&self, phrase: &Phrase) -> bool {
        let finite = self.clause.verb.as_ref().and_then(|v| v.finite);
        self.clause.kind == ClauseKind::Main && finite.is_some_and(|f| phrase.words.end <= f)
    }

    /// The phrase before that a conjunct can stand beside: same preposition or same case; the nearest first.
    fn conjunct(&self, at: usize, before: usize) -> Option<(usize, Attachment)> {
        let phrase = self.phrase(at);
        if phrase.preposition.is_some() {
            let same = (self.first..at)
                .rev()
                .take(4)
                .find(|p| self.phrase(*p).preposition == phrase.preposition && !self.phrase(*p).pronoun);
            return same.map(|p| (p, Attachment::Coordination));
        }
        let cases = phrase.agree.cases();
        let fits = |p: usize| {
            let other = self.phrase(p);
            let others = other.agree.cases();
            (others.is_empty() || cases.is_empty() || others.meets(cases))
                && !(other.pronoun && other.preposition.is_some())
        };
        let mut candidate = before;
        for _ in 0..6 {
            if fits(candidate) {
                return Some((candidate, Attachment::Coordination));
            }
            match self.phrase(candidate).attached {
                Some((outer, how)) if how != Attachment::Coordination && outer < candidate => candidate = outer,
                // "der Autor zu zehn Jahren Haft und der Verleger …"
                None if self.phrase(candidate).preposition.is_some() && candidate > self.first => candidate -= 1,
                _ => break,
            }
        }
        None
    }

    /// A further name stands beside the one that heads a phrase.
    fn is_joined(&self, at: usize) -> bool {
        let end = self.phrase(at).words.end;
        let tag = |w: usize| self.parse.words.get(w).map(|w| w.tag);
        tag(end) == Some(Tag::Coordinator) && tag(end + 1) == Some(Tag::Name)
    }

    /// "…, einer der Minister": beside the name before the comma, where a genitive tells of whom it is one.
    fn one_of(&self, at: usize) -> Option<(usize, Attachment)> {
        let name = self.parse.words[self.phrase(at - 1).head].tag == Tag::Name;
        let next = (at + 1 < self.clause.phrases.end).then(|| self.phrase(at + 1))?;
        let several = next.words.start == self.phrase(at).words.end && next.agree.meets(Agree::GEN);
        (name && several).then_some((at - 1, Attachment::Apposition))
    }

    /// After a comma: another member of a list, or an apposition to the phrase before.
    fn listed(&self, at: usize) -> Option<(usize, Attachment)> {
        let phrase = self.phrase(at);
        let before = self.phrase(at - 1);
        if before.pronoun && before.preposition.is_some() || phrase.pronoun {
            return None;
        }
        if self.list_goes_on(at) {
            let conjunct = self.conjunct(at, at - 1);
            if conjunct.is_some() {
                return conjunct;
            }
        }
        if phrase.preposition.is_some() {
            return None;
        }
        let cases = phrase.agree.cases();
        let fits = |p: usize| {
            let others = self.phrase(p).agree.cases();
            !self.phrase(p).pronoun && (others.is_empty() || cases.is_empty() || others.meets(cases))
        };
        // A second phrase after a comma resumes the clause: "Schoigu, der Sekretär des Rates, eine Allianz …".
        let mut root = at - 1;
        while let Some((to, how)) = self.phrase(root).attached.filter(|(to, _)| *to < root) {
            if how == Attachment::Apposition {
                return None;
            }
            if fits(root)
                && how != Attachment::Preposition
                && phrase.determiner.is_none() == self.phrase(root).determiner.is_none()
            {
                break;
            }
            root = to;
        }
        let root = if fits(root) { root } else { Some(at - 1).filter(|p| fits(*p))? };
        Some((root, Attachment::Apposition))
    }

    /// A conjunction closes the list further on: "A, B, C und D".
    fn list_goes_on(&self, at: usize) -> bool {
        let phrase = self.phrase(at);
        let mut here = at;
        while here < self.clause.phrases.end && here < at + 8 {
            let end = self.phrase(here).words.end;
            let next = self.parse.words.get(end).map(|w| w.tag);
            let following = (here + 1 < self.clause.phrases.end).then(|| self.phrase(here + 1));
            match (next, following) {
                (Some(Tag::Coordinator), Some(f)) if f.words.start <= end + 2 => {
                    return f.preposition == phrase.preposition
                        && (f.agree.cases().meets(phrase.agree.cases())
                            || f.agree.is_empty()
                            || phrase.agree.is_empty());
                }
                (Some(Tag::Comma), Some(f)) if f.words.start == end + 1 => here += 1,
                // A genitive or prepositional phrase of the member.
                (_, Some(f)) if f.words.start == end && (f.preposition.is_some() || f.agree.meets(Agree::GEN)) => {
                    here += 1
                }
                _ => return false,
            }
        }
        false
    }
}

/// True where a determiner says "one of several", with a genitive behind it.
fn is_partitive(word: &Word<'_>) -> bool {
    word.tag == Tag::Pronoun && has(word, WordClass::Determiner)
}
