//! A clause with its phrases and verb in, its subject and objects out: the assignment of cases that fits best.

use super::relate::is_content;
use super::tags::has;
use super::{Arguments, Attachment, Clause, ClauseKind, Parse, Phrase, Tag, VerbComplex};
use crate::resources::Language;
use crate::resources::frames::{Frame, Slot};
use crate::resources::grammar::Agree;
use crate::resources::lexicon::WordClass;
use smallvec::SmallVec;

/// Chooses subject and objects of every clause of a sentence.
pub(super) fn assign(language: &Language, parse: &mut Parse<'_>, sentence: usize) {
    for clause in parse.sentences[sentence].clauses.clone() {
        let chosen = Case::new(language, parse, clause).best();
        if let Some(subject) = chosen.subject {
            // "über 1000 Menschen": the preposition only blurs the number.
            parse.phrases[subject].preposition = None;
        }
        parse.clauses[clause].arguments = chosen;
    }
}

/// True for a phrase that names who says the clause: "…, so der Minister".
pub(crate) fn is_source(language: &Language, parse: &Parse<'_>, phrase: usize) -> bool {
    let p = &parse.phrases[phrase];
    let Some(word) = p.words.start.checked_sub(1) else { return false };
    let led = p.preposition.is_none() && language.cues.attribution_words.contains(&parse.words[word].form);
    let apart =
        word.checked_sub(1).is_some_and(|at| matches!(parse.words[at].tag, Tag::Comma | Tag::Quote | Tag::Break));
    let verb = parse.clauses[p.clause].verb.as_ref();
    // "X werde, so der Minister, kommen": commas on both sides.
    let closed = parse.words.get(p.words.end).is_some_and(|w| matches!(w.tag, Tag::Comma | Tag::Quote));
    led && apart && (closed || verb.is_some_and(|v| v.word < word && v.finite.is_none_or(|f| f < word)))
}

/// A phrase that can be subject or object, and what speaks for each.
struct Candidate {
    phrase: usize,
    subject: Option<i32>,
    accusative: Option<i32>,
    dative: Option<i32>,
    /// What it costs to leave the phrase without a role.
    left: i32,
}

struct Case<'c, 'a> {
    language: &'c Language,
    parse: &'c Parse<'a>,
    clause: &'c Clause,
    /// The clause goes on with the subject of the one before.
    follows: bool,
    candidates: SmallVec<[Candidate; 6]>,
}

/// More phrases without a preposition than this do not stand in one clause.
const MOST: usize = 8;

impl<'c, 'a> Case<'c, 'a> {
    fn new(language: &'c Language, parse: &'c Parse<'a>, clause: usize) -> Self {
        let clause = &parse.clauses[clause];
        let mut case = Self { language, parse, clause, follows: false, candidates: SmallVec::new() };
        case.follows = case.goes_on() || case.is_listed();
        let bare: SmallVec<[usize; 8]> = case.clause.phrases.clone().filter(|p| case.is_bare(*p)).take(MOST).collect();
        for (order, phrase) in bare.iter().enumerate() {
            let candidate = case.candidate(*phrase, order);
            case.candidates.push(candidate);
        }
        case
    }

    /// A phrase that can be subject or object: no preposition, hanging on nothing, no reflexive.
    fn is_bare(&self, phrase: usize) -> bool {
        let p = &self.parse.phrases[phrase];
        let word = &self.parse.words[p.head];
        (p.preposition.is_none() || self.is_count(phrase))
            && p.attached.is_none()
            // "wo", "womit", "weshalb"
            && !(word.tag == Tag::Relative && p.agree.is_empty())
            && !word.closed.iter().any(|c| p.pronoun && c.extra == self.language.lexicon.reflexive() && !self.is_mutual())
            && !is_source(self.language, self.parse, phrase)
            && !(word.tag == Tag::Number && p.words.len() == 1 && word.closed.is_empty())
    }

    /// "beschuldigten sich gegenseitig"
    fn is_mutual(&self) -> bool {
        self.parse.has_closed(self.clause, self.language.lexicon.reciprocal())
    }

    /// "über 1000 Menschen" may be as many of them, where nobody else is the subject.
    fn is_count(&self, phrase: usize) -> bool {
        let p = &self.parse.phrases[phrase];
        let number = p.words.start + 1;
        p.preposition.is_some_and(|w| self.language.lexicon.counts(w))
            && number < p.head
            && self.parse.words[number].tag == Tag::Number
            && self.parse.words[p.head].tag == Tag::Noun
            && !self.language.lexicon.is_time_noun(self.parse.words[p.head].lemma)
    }

    fn has_subject(&self) -> bool {
        let c = self.clause;
        // "… hat A entsandt und B beliefert": what shares the auxiliary shares the subject.
        let shared =
            c.shares.is_some() && c.verb.as_ref().is_some_and(|v| v.finite.is_none_or(|f| !c.words.contains(&f)));
        let headless = c.verb.as_ref().is_some_and(|v| v.finite.is_none()) && c.kind != ClauseKind::Fragment;
        // "wurden A getötet und B verletzt"
        let passive = c.verb.as_ref().is_some_and(|v| v.passive) && c.auxiliary.is_some();
        !(shared && !passive || c.kind == ClauseKind::Infinitive || headless && !passive)
    }

    /// The phrases that stand beside this one.
    fn joined(&self, phrase: usize) -> impl Iterator<Item = usize> + '_ {
        let beside = Some((phrase, Attachment::Coordination));
        self.clause.phrases.clone().filter(move |q| self.parse.phrases[*q].attached == beside)
    }

    fn is_several(&self, phrase: usize) -> bool {
        self.joined(phrase).next().is_some() || (self.parse.phrases[phrase].agree & Agree::NOM).is_plural()
    }

    /// Whether the phrase can be the subject of the finite verb by its number; "die Mehrheit …" may go either way.
    fn agrees(&self, phrase: usize) -> bool {
        let Some(verb) = self.clause.verb.as_ref().filter(|v| v.finite.is_some()) else { return true };
        if self.clause.auxiliary.is_some() {
            return true;
        }
        let nominative = self.parse.phrases[phrase].agree & Agree::NOM;
        if verb.plural {
            self.is_several(phrase) || nominative.meets(Agree::PLURAL) || self.is_measured(phrase)
        } else {
            !self.is_several(phrase) || self.is_one_person(phrase) || self.is_either(phrase)
        }
    }

    /// "79 Prozent gaben an": several by their number, whatever the form.
    fn is_measured(&self, phrase: usize) -> bool {
        let p = &self.parse.phrases[phrase];
        let numbered = p.words.clone().any(|at| at < p.head && self.parse.words[at].tag == Tag::Number);
        numbered && self.language.syntax.measure_nouns.contains(&self.parse.words[p.head].lemma)
    }

    /// "Kenia oder Togo", "nicht nur Kenia, sondern auch Togo": the verb goes by the last.
    fn is_either(&self, phrase: usize) -> bool {
        let words = &self.parse.words;
        let joined = |q: usize| {
            let start = self.parse.phrases[q].words.start;
            let before = (0..start).rev().find(|i| !words[*i].sign && words[*i].tag != Tag::Adverb);
            before.is_some_and(|i| words[i].closed.iter().any(|c| self.language.lexicon.is_alternative(*c)))
        };
        !(self.parse.phrases[phrase].agree & Agree::NOM).is_plural() && self.joined(phrase).any(joined)
    }

    /// "die Präsidentin und Parteichefin Lai": two titles under one article.
    fn is_one_person(&self, phrase: usize) -> bool {
        let p = &self.parse.phrases[phrase];
        let plural = (p.agree & Agree::NOM).is_plural();
        let mut joined = self.joined(phrase);
        let title = |q: &usize| {
            let other = &self.parse.phrases[*q];
            other.determiner.is_none() && self.parse.words[other.head].tag == Tag::Noun
        };
        p.determiner.is_some() && !plural && joined.next().is_some_and(|q| title(&q)) && joined.next().is_none()
    }

    /// A clause that opens with a conjunction and its verb, behind another.
    fn goes_on(&self) -> bool {
        let finite = self.clause.verb.as_ref().and_then(|v| v.finite);
        let words = || self.clause.words.iter().copied().filter(|w| !self.parse.words[*w].sign);
        let joined = words().next().is_some_and(|w| self.parse.words[w].tag == Tag::Coordinator);
        self.clause.shares.is_some() && joined && finite.is_some() && words().nth(1) == finite
    }

    /// "X lobte A, kritisierte B und dankte C": behind a comma the verb goes on with the subject before, unless it tells who
    /// said what stands before it.
    fn is_listed(&self) -> bool {
        let c = self.clause;
        let words = &self.parse.words;
        let Some(first) = c.words.first().copied() else { return false };
        let comma = first.checked_sub(1).is_some_and(|at| words[at].tag == Tag::Comma) && !words[first].sign;
        let sentence = self.parse.sentences[c.sentence].clauses.clone();
        let mains = || sentence.clone().filter(|o| self.parse.clauses[*o].kind == ClauseKind::Main);
        let before = mains().rfind(|o| self.parse.clauses[*o].words.first().is_some_and(|w| *w < first));
        let (Some(before), Some(verb)) = (before.map(|o| &self.parse.clauses[o]), &c.verb) else { return false };
        let told = before.words.iter().any(|w| words[*w].quoted)
            || before.verb.as_ref().is_none_or(|v| v.mood != verb.mood)
            || before.arguments.subject.is_none() && before.shares.is_none();
        if c.kind != ClauseKind::Main || !c.verb_first || c.shares.is_some() || !comma || told {
            return false;
        }
        let frames = &self.language.frames;
        let frame = || frames.verb(verb.lemma).iter().filter_map(|id| frames.frame(*id));
        let joined = || {
            mains().map(|o| &self.parse.clauses[o]).any(|o| {
                let opens = o.words.iter().find(|w| !words[**w].sign);
                o.verb_first && opens.is_some_and(|w| *w > first && words[*w].tag == Tag::Coordinator)
            })
        };
        // "kritisierte A, lobte aber B"
        let contrast = || {
            let behind = verb.finite.and_then(|f| words.get(f + 1));
            behind.is_some_and(|w| w.closed.iter().any(|c| self.language.lexicon.is_contrast(*c)))
        };
        contrast()
            || frame().all(|f| f.content.is_none())
            || frame().all(|f| f.event.is_some() || f.content.is_none()) && joined()
    }

    /// Before the finite verb stands one phrase that can be the subject and names people.
    fn opens_with_people(&self, finite: usize) -> bool {
        let mut before = self.clause.phrases.clone().filter(|q| self.parse.phrases[*q].head < finite);
        let first = before.find(|q| self.is_bare(*q));
        first.is_some_and(|q| {
            let p = &self.parse.phrases[q];
            let head = &self.parse.words[p.head];
            let noun = self.language.lexicon.symbols.word(head.lemma);
            let office = || self.language.gazetteer.office(&self.language.lexicon, noun, head.lemma);
            let people = !p.pronoun && (head.tag == Tag::Name || head.name.is_some() || office().is_some());
            people && p.agree.meets(Agree::NOM) && self.agrees(q)
        })
    }

    /// A genitive stands before the phrase: "Perus Regierungschefin".
    fn is_led(&self, phrase: usize) -> bool {
        phrase
            .checked_sub(1)
            .is_some_and(|before| self.parse.phrases[before].attached == Some((phrase, Attachment::Genitive)))
    }

    fn candidate(&self, phrase: usize, order: usize) -> Candidate {
        let p = &self.parse.phrases[phrase];
        if p.preposition.is_some() {
            let plural = self.clause.verb.as_ref().is_some_and(|v| v.plural && v.finite.is_some());
            let subject = (plural && self.has_subject()).then_some(1);
            return Candidate { phrase, subject, accusative: None, dative: None, left: 0 };
        }
        let head = &self.parse.words[p.head];
        let cases = p.agree.cases();
        let only = |case: Agree| !cases.is_empty() && cases.without(case).is_empty();
        let verb = self.clause.verb.as_ref();
        let syntax = &self.language.syntax;
        let lemma = verb.map(|v| v.lemma).unwrap_or_default();
        // "Ende Juni": a part of a month.
        let month = |at: usize| self.language.lexicon.is_time_noun(self.parse.words[at].lemma);
        let part = p.determiner.is_none() && p.words.len() == 2 && month(p.words.end - 1);
        let timed = head.tag != Tag::Name
            && (self.language.lexicon.is_time_noun(head.lemma) || part)
            && (head.first == 0 || !only(Agree::NOM));
        // "den 14. April" is when, not whom.
        let dated = timed && p.words.clone().any(|at| self.parse.words[at].tag == Tag::Number);
        let order = i32::try_from(order).unwrap_or(0);
        // A noun without article is seldom the subject, but for a title with its name or country.
        let titled = (p.head + 1..p.words.end).any(|at| self.parse.words[at].tag == Tag::Name) || self.is_led(phrase);
        let weak = p.determiner.is_none() && head.tag == Tag::Noun && !titled && !p.pronoun && !p.agree.is_plural();
        let finite = verb.and_then(|v| v.finite);
        let behind = finite.is_some_and(|f| p.words.start == f + 1);
        let mut subject = 12 - 2 * order;
        let personal = p.pronoun && has(head, WordClass::Pronoun);
        subject += if personal { 2 } else { 0 };
        // "Soldaten haben sie vertrieben": people that stand before the verb do what is done.
        let led = || p.agree.meets(Agree::ACC) && finite.is_some_and(|f| self.opens_with_people(f));
        subject += if behind && personal && !led() { 2 } else { 0 };
        // "… und drohte Kenia": right behind the conjunction the verb goes on with the subject before.
        subject -= if self.follows { 10 } else { 0 };
        // "dass X Togo angriff und Ghana besetzte": where the verb comes last the subject is the one before as well.
        let behind_last = matches!(self.clause.kind, ClauseKind::Subordinate | ClauseKind::Relative);
        subject -= if behind_last && self.clause.shares.is_some() { 8 } else { 0 };
        // "Es wurde ein Abkommen unterzeichnet": holds the first place only.
        let first = self.clause.words.iter().find(|w| !self.parse.words[**w].sign) == Some(&p.words.start);
        let neuter = !p.agree.is_empty() && p.agree.without(Agree::NEUTER).is_empty();
        let passive = verb.is_some_and(|v| v.passive);
        subject -= if personal && first && neuter && passive { 12 } else { 0 };
        // "Das behauptet die Opposition", "was der Minister gesagt hat": what is said, where anybody can be who says it.
        subject -= if self.is_told_by_another(phrase) { 12 } else { 0 };
        subject -= if weak { 2 } else { 0 };
        subject -= if timed { 8 } else { 0 };
        // "Drei Tage lang verhandelten …": how long, where anybody else can be the subject.
        subject -= if dated { 3 } else { 0 };
        let known = head.name.is_some();
        // "Scharfe Kritik äußerte Präsident Lai": people do more than things.
        subject += if titled { 2 } else { i32::from(known) };
        let can_subject = cases.is_empty() || cases.meets(Agree::NOM);
        let mut accusative = 6 + order.min(2);
        accusative += if only(Agree::ACC) { 6 } else { 0 };
        accusative -= if timed { 9 } else { 0 };
        accusative -= if syntax.dative_verbs.contains(&lemma) { 4 } else { 0 };
        let predicative = syntax.predicative.contains(&lemma)
            && verb.is_some_and(|v| v.finite == Some(v.word) || v.lemma == self.language.auxiliaries.copula);
        subject += if !only(Agree::NOM) {
            0
        } else if predicative {
            1
        } else {
            8
        };
        let can_accusative = cases.is_empty() || cases.meets(Agree::ACC);
        accusative -= if passive { 8 } else { 0 };
        accusative -= if predicative && lemma != self.language.auxiliaries.perfect { 12 } else { 0 };
        let mut dative = if only(Agree::DAT) { 8 } else { 0 };
        dative += if syntax.dative_verbs.contains(&lemma) { 6 } else { 0 };
        dative += if syntax.dative_objects.contains(&lemma) { 3 } else { 0 };
        dative += if passive && self.is_told_of(phrase) { 12 } else { 0 };
        dative -= if timed { 9 } else { 0 };
        let can_dative = cases.meets(Agree::DAT);
        let left = if timed || p.agree == Agree::GEN {
            0
        } else if p.pronoun {
            -4
        } else {
            -3
        };
        Candidate {
            phrase,
            subject: (can_subject && self.has_subject() && self.agrees(phrase)).then_some(subject),
            accusative: (can_accusative && !dated).then_some(accusative),
            dative: (can_dative && !dated).then_some(dative),
            left,
        }
    }

    /// A pronoun for what is said: the verb is one of saying, and another phrase can be its subject. "Es", "das" and "was" are
    /// things; in "die Sie nannten", "wie sie die Opposition formuliert" order tells it.
    fn is_told_by_another(&self, phrase: usize) -> bool {
        let frames = &self.language.frames;
        let says = |v: &VerbComplex| {
            let mut rows = frames.verb(v.lemma).iter().filter_map(|id| frames.frame(*id));
            // "gab zu Protokoll" is said by more than its verb.
            let plain = |f: &Frame| f.tests.iter().all(|t| t.negated || t.slot == Slot::Subject);
            rows.any(|f| f.event.is_none() && f.content.is_some() && f.actor.contains(&Slot::Subject) && plain(f))
        };
        let is_thing = |p: &Phrase| p.pronoun && p.agree.without(Agree::NEUTER).is_empty();
        let told = &self.parse.phrases[phrase];
        let relative = self.parse.words[told.head].tag == Tag::Relative;
        let link = self.clause.link.filter(|w| w + 1 == told.head);
        let how = link.is_some_and(|w| self.parse.words[w].closed.iter().any(|c| c.extra == self.language.cues.manner));
        let speaks = |q: usize| {
            let p = &self.parse.phrases[q];
            let timed = self.language.lexicon.is_time_noun(self.parse.words[p.head].lemma);
            let led = is_thing(told) || relative && p.pronoun && p.head == told.head + 1 || how && !p.pronoun;
            let may = q != phrase && led && !is_thing(p) && !timed;
            may && self.is_bare(q) && p.agree.meets(Agree::NOM) && self.agrees(q)
        };
        told.pronoun
            && told.agree.meets(Agree::ACC)
            && self.clause.verb.as_ref().is_some_and(|v| !v.passive && says(v))
            && self.clause.phrases.clone().any(speaks)
    }

    /// "Assad wird vorgeworfen, dass …", "Uganda wurde Hilfe zugesagt": a name beside the passive of a verb with a dative,
    /// where a clause or a thing is what the verb takes as well.
    fn is_told_of(&self, phrase: usize) -> bool {
        let (p, syntax) = (&self.parse.phrases[phrase], &self.language.syntax);
        let word = |q: usize| &self.parse.words[self.parse.phrases[q].head];
        let takes = |verb| syntax.dative_objects.contains(verb);
        if p.determiner.is_some()
            || word(phrase).tag != Tag::Name
            || !self.clause.verb.as_ref().is_some_and(|v| takes(&v.lemma))
        {
            return false;
        }
        let thing = |q: &usize| {
            *q != phrase
                && self.is_bare(*q)
                && word(*q).tag == Tag::Noun
                && self.parse.phrases[*q].agree.meets(Agree::NOM)
        };
        let last = self.clause.words.last();
        let behind = |c: &usize| self.parse.clauses[*c].words.first() > last;
        let next = self.parse.sentences[self.clause.sentence].clauses.clone().find(behind);
        self.clause.phrases.clone().any(|q| thing(&q)) || next.is_some_and(|c| is_content(self.language, self.parse, c))
    }

    /// Tries every choice of subject, accusative and dative.
    fn best(&self) -> Arguments {
        let rest: i32 = self.candidates.iter().map(|c| c.left).sum();
        let mut best = (rest, Arguments::default());
        let none = [None];
        let options = |score: fn(&Candidate) -> Option<i32>| -> SmallVec<[Option<usize>; 8]> {
            let own = self.candidates.iter().enumerate().filter(|(_, c)| score(c).is_some()).map(|(i, _)| Some(i));
            none.into_iter().chain(own).collect()
        };
        let gain = |chosen: Option<usize>, score: fn(&Candidate) -> Option<i32>| {
            chosen.and_then(|i| self.candidates.get(i)).map_or(0, |c| score(c).unwrap_or(0) - c.left)
        };
        for subject in options(|c| c.subject) {
            for accusative in options(|c| c.accusative) {
                if accusative.is_some() && accusative == subject {
                    continue;
                }
                for dative in options(|c| c.dative) {
                    if dative.is_some() && (dative == subject || dative == accusative) {
                        continue;
                    }
                    let score = rest
                        + gain(subject, |c| c.subject)
                        + gain(accusative, |c| c.accusative)
                        + gain(dative, |c| c.dative);
                    if score > best.0 {
                        let at = |i: Option<usize>| i.and_then(|i| self.candidates.get(i)).map(|c| c.phrase);
                        best =
                            (score, Arguments { subject: at(subject), accusative: at(accusative), dative: at(dative) });
                    }
                }
            }
        }
        best.1
    }
}
