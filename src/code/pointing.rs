//! A word that points back in, whom it means out: "beide Länder", "die Rebellen", pronouns.

use super::Coding;
use super::actors::{Reading, Referent, Referents, government};
use super::discourse::{Discourse, Told};
use super::place;
use crate::mention::{Actor, Sector};
use crate::parse::{Attachment, Tag};
use crate::resources::descriptions::{Description, Kind};
use crate::resources::gazetteer::EntityKind;
use crate::resources::syntax::Roles as By;

/// How many can be meant by a number alone.
const GROUPS: std::ops::RangeInclusive<usize> = 3..=8;

/// How the codes of actors of no state begin.
pub(super) const NON_STATE: &str = "NSA:";

/// What only the codes of bodies and groups of no single state have.
pub(super) const OF_NO_STATE: char = ':';

impl Discourse<'_, '_> {
    /// Whoever a phrase points back at; `None` where its own words or its office tell who is meant.
    pub(super) fn pointed(&mut self, phrase: usize, reading: &Reading) -> Option<Referents> {
        let coding = self.coding;
        let p = coding.phrase(phrase);
        let head = &coding.parse.words[p.head];
        let span = coding.phrase_span(phrase);
        let description = coding.description(phrase);
        let is_country = description.is_some_and(|d| d.kind == Kind::Country);
        if let Some(country) = is_country.then(|| self.country(phrase, reading)).flatten() {
            return Some(Referents::from_elem(country, 1));
        }
        if !reading.names_nobody() {
            return None;
        }
        if let Some(half) = self.half(phrase) {
            return Some(Referents::from_elem(half, 1));
        }
        if description.is_some_and(|d| d.kind == Kind::Several) {
            return Some(Referents::new());
        }
        if p.agree.is_plural() {
            let members = self.members_told(phrase);
            if !members.is_empty() {
                return Some(members);
            }
        }
        let general = reading.office.is_none_or(|o| o.sector.is_none());
        // "die Gruppe „Morgenrot“": another than the one told before.
        let apart = |d: &Description| {
            reading.unknown_name.is_some() && matches!(d.kind, Kind::Body | Kind::Fighters | Kind::Company)
        };
        if let Some(description) = description.filter(|d| (general || d.kind != Kind::Body) && !apart(d)) {
            let found = self.described(phrase, description);
            // "mehrere Länder", "die Geberländer": others than the one that the article is about.
            let several = description.kind == Kind::Country && p.agree.is_plural();
            if !found.is_empty() || reading.office.is_none() || self.is_another(phrase, description) || several {
                return Some(found);
            }
        }
        if head.tag == Tag::Number && self.is_the_two(phrase) {
            return Some(self.both(phrase));
        }
        if let Some(actor) = self.short_name(phrase) {
            return Some(Referents::from_elem(Referent { actor, place: false, head: true }, 1));
        }
        // "the two governments", "the three foreign ministers"; where all is about one country, "both parties" are of it.
        let office = reading.office.filter(|_| p.agree.is_plural())?;
        let group = self.known_group(phrase)?;
        if coding.home.is_some() && !matches!(office.sector, None | Some(Sector::Gov | Sector::Mil)) {
            return None;
        }
        Some(group.into_iter().map(|r| r.of_office(office, span)).collect())
    }

    /// The state of "unser Land", "the Turkish capital", of which those act who govern it; "in" the second things are done.
    fn country(&self, phrase: usize, reading: &Reading) -> Option<Referent> {
        let p = self.coding.phrase(phrase);
        let ours = reading.nations.first().filter(|_| self.is_ours(phrase));
        let lone = match reading.nations.as_slice() {
            [code] if reading.named.is_empty() && !p.agree.is_plural() => Some(code),
            _ => None,
        };
        let place = ours.is_none() && p.preposition.is_some_and(|w| self.words.place.contains(&w));
        Some(government(ours.or(lone)?, self.coding.phrase_span(phrase), place))
    }

    /// "der Norden": half of a country, where the article names both halves; not "im Norden der Stadt".
    fn half(&self, phrase: usize) -> Option<Referent> {
        let coding = self.coding;
        let p = coding.phrase(phrase);
        let halves = coding.language.descriptions.halves(coding.parse.words[p.head].lemma);
        let named = |code: &str| coding.states.iter().any(|(c, _)| c == code);
        let [code, _] = halves.iter().find(|states| states.iter().all(|code| named(code)))?;
        let words = &coding.parse.words;
        let is_the = |d: usize| coding.language.lexicon.is_pointing_at(words[d].closed);
        let known = coding.merges_article(phrase) || p.determiner.is_some_and(is_the);
        let mut others = p.words.clone().filter(|at| *at != p.head);
        let alone = others.all(|at| matches!(words[at].tag, Tag::Preposition | Tag::Determiner));
        // "im Norden von Japan"
        let mut inner =
            [Attachment::Genitive, Attachment::Preposition].map(|a| coding.attached(phrase, a)).into_iter().flatten();
        let plain = alone && inner.next().is_none();
        let place = p.preposition.is_some_and(|w| self.words.place.contains(&w));
        (known && plain).then(|| government(code, coding.phrase_span(phrase), place))
    }

    fn described(&mut self, phrase: usize, description: Description) -> Referents {
        let coding = self.coding;
        let p = coding.phrase(phrase);
        let span = coding.phrase_span(phrase);
        if let Some(group) = self.known_group(phrase) {
            return group;
        }
        let article =
            p.determiner.is_some_and(|d| !coding.language.lexicon.is_indefinite(coding.parse.words[d].closed));
        let definite = article && !p.agree.is_plural();
        if !(definite || article && description.kind == Kind::Fighters) {
            return Referents::new();
        }
        // "sicherten dem Land Hilfe zu": another country than theirs.
        let given = coding.parse.clauses[p.clause].arguments.dative == Some(phrase);
        let mut theirs = if description.other || given { self.own_of(phrase) } else { Vec::new() };
        // "The country accused Chile": whoever stands on the other side of its verb is another.
        theirs.extend(coding.named_opposite(phrase));
        let fits = |t: &&Told| {
            let kind = match description.kind {
                Kind::Person => t.person,
                Kind::Fighters => t.actor.code.starts_with(NON_STATE),
                Kind::Country | Kind::Side => t.actor.code.len() == 3,
                Kind::Body => t.actor.code.contains(OF_NO_STATE),
                Kind::Company => self.names_company(t.phrase),
                Kind::Several => false,
            };
            kind && !theirs.contains(&t.actor.code)
        };
        let sentence = |phrase: usize| coding.parse.clauses[coding.phrase(phrase).clause].sentence;
        let near = |t: &&Told| sentence(t.phrase) == sentence(phrase);
        // "das Land": the one told in the sentence, else the one that the article is about.
        if let (Kind::Country, Some(home)) = (description.kind, &coding.home)
            && !self.recent().any(|t| fits(&t) && near(&t))
            && !theirs.contains(home)
        {
            return Referents::from_elem(government(home, span, false), 1);
        }
        let told = self.recent().find(fits).map(|t| Actor { span, ..t.actor.clone() });
        let state = |a: Actor| match description.kind {
            Kind::Country => Actor { sector: Some(Sector::Gov), name: None, role: None, ..a },
            Kind::Body => Actor { name: None, role: None, ..a },
            _ => a,
        };
        told.map(|a| Referent { actor: state(a), place: false, head: true }).into_iter().collect()
    }

    /// Codes of those who a counterpart is not: whose it is, and who does something toward it.
    fn own_of(&self, phrase: usize) -> Vec<String> {
        let subject = self.coding.roles(self.coding.phrase(phrase).clause).subject.filter(|s| *s != phrase);
        let beside = subject.and_then(|s| self.done[s].clone()).unwrap_or_default();
        let owners = if self.is_owned(phrase) { self.owners(phrase) } else { Vec::new() };
        beside.into_iter().map(|r| r.actor).chain(owners).map(|a| a.code).collect()
    }

    /// "Ukraine's allies": others than the one whose they are, and nobody says who.
    pub(super) fn is_anothers(&self, phrase: usize, reading: &Reading) -> bool {
        let coding = self.coding;
        let head = coding.parse.words[coding.phrase(phrase).head].lemma;
        let other = coding.language.descriptions.of(head).is_some_and(|d| d.other);
        let unnamed = reading.named.is_empty() && reading.unknown_name.is_none();
        other && unnamed && coding.attached(phrase, Attachment::Genitive).any(|q| coding.location_code(q).is_some())
    }

    /// "sein Gast": somebody else than he whose guest it is, and of another country, unless all are of one.
    pub(super) fn is_another(&self, phrase: usize, description: Description) -> bool {
        let abroad = description.kind != Kind::Person || self.coding.home.is_none();
        description.other && abroad && self.is_owned(phrase)
    }

    /// "sein Gast", "ihre Nachbarn"
    pub(super) fn is_owned(&self, phrase: usize) -> bool {
        let determiner = self.coding.phrase(phrase).determiner;
        determiner.is_some_and(|d| {
            self.coding.parse.words[d].closed.iter().any(|c| self.words.possessives.contains(&c.extra))
        })
    }

    /// "Länder wie Ghana und Togo", "mehrere Staaten, darunter Ghana": the ones named.
    fn members_told(&mut self, phrase: usize) -> Referents {
        let coding = self.coding;
        let bare = |q: &usize| {
            let p = coding.phrase(*q);
            let first = coding.parse.words[p.words.start].closed;
            p.preposition.is_none() || first.iter().any(|c| coding.language.lexicon.is_comparison(*c))
        };
        let examples: Vec<usize> =
            coding.attached(phrase, Attachment::Preposition).filter(|q| *q > phrase && bare(q)).collect();
        let all = examples.into_iter().flat_map(|q| coding.conjuncts(q));
        all.flat_map(|q| self.visit(q)).filter(|r| r.head && !r.place).collect()
    }

    /// "unser Volk"
    pub(super) fn is_ours(&self, phrase: usize) -> bool {
        let determiner = self.coding.phrase(phrase).determiner;
        determiner.is_some_and(|d| self.coding.parse.words[d].closed.iter().any(|c| c.extra == self.words.ours))
    }

    /// The state of whoever is quoted with a phrase: the subject around the quotation in its sentence.
    pub(super) fn speaker_beside(&mut self, phrase: usize) -> Option<String> {
        let coding = self.coding;
        let own = &coding.parse.clauses[coding.phrase(phrase).clause];
        let quoted = |p: usize| coding.parse.words[coding.phrase(p).head].quoted;
        let clauses = coding.parse.sentences[own.sentence].clauses.clone();
        let subjects = own.parent.into_iter().chain(clauses).filter_map(|c| coding.parse.clauses[c].arguments.subject);
        let outside: Vec<usize> = subjects.filter(|s| quoted(phrase) && !quoted(*s)).collect();
        let found = outside.into_iter().flat_map(|s| self.visit(s)).find(|r| r.head && r.actor.code.len() == 3);
        found.map(|r| r.actor.code)
    }

    /// True where a phrase names a company of the tables.
    fn names_company(&self, phrase: usize) -> bool {
        let coding = self.coding;
        let named = |at: usize| coding.parse.words[at].name.and_then(|n| coding.entity(n.entity));
        coding.phrase(phrase).words.clone().filter_map(named).any(|e| e.kind == EntityKind::Company)
    }

    /// "the two": nothing but the number.
    fn is_the_two(&self, phrase: usize) -> bool {
        let coding = self.coding;
        let p = coding.phrase(phrase);
        let lexicon = &coding.language.lexicon;
        let known = p.determiner.is_some_and(|d| lexicon.is_pointing_at(coding.parse.words[d].closed));
        let two = lexicon.symbols.word(lexicon.both_adjective());
        known && p.head + 1 == p.words.end && lexicon.adjective_stem(coding.text(p.head)) == two
    }

    /// "the agency", "the North": the last part of a body's name told before, the first of a state's. Only where a capital
    /// tells a name from a noun.
    fn short_name(&self, phrase: usize) -> Option<Actor> {
        let coding = self.coding;
        let p = coding.phrase(phrase);
        let head = &coding.parse.words[p.head];
        let lexicon = &coding.language.lexicon;
        let known = p.determiner.is_some_and(|d| lexicon.is_pointing_at(coding.parse.words[d].closed));
        let plain = p.words.len() == 2 + usize::from(p.preposition.is_some()) && !p.agree.is_plural();
        if !known || !plain {
            return None;
        }
        if coding.language.syntax.roles != By::Order {
            return self.last_part(phrase);
        }
        let lower = coding.text(p.head).to_lowercase();
        let short = lexicon.genitive_base(&lower).filter(|b| !b.is_empty()).unwrap_or(&lower);
        let told = self.recent().filter(|t| !t.person).find(|t| {
            let mut words = coding.phrase(t.phrase).words.clone();
            let named = words.find_map(|at| Some((at, coding.parse.words[at].name?)));
            named.is_some_and(|(at, hit)| {
                let name = at..at + usize::from(hit.words);
                let state = t.actor.code.len() == 3 && t.actor.name.is_none();
                let part = if head.tag == Tag::Noun && !head.capital { name.end - 1 } else { name.start };
                let fits = if part == name.start { state } else { !state };
                hit.words > 1 && fits && coding.text(part).to_lowercase() == short
            })
        });
        told.map(|t| Actor { span: coding.phrase_span(phrase), ..t.actor.clone() })
    }

    /// "die Kommission": the last word of a body's name told before ("Europäische Kommission", "EU-Kommission").
    fn last_part(&self, phrase: usize) -> Option<Actor> {
        let coding = self.coding;
        let noun = coding.text(coding.phrase(phrase).head);
        let told = self.recent().find(|t| {
            let named = coding.phrase(t.phrase).words.clone().find_map(|at| Some((at, coding.parse.words[at].name?)));
            named.is_some_and(|(at, hit)| {
                let last = coding.text(at + usize::from(hit.words) - 1);
                let state = t.actor.code.len() == 3 && t.actor.name.is_none();
                let short = last.rsplit('-').next().unwrap_or(last);
                !state && !t.person && (hit.words > 1 || short != last) && short == noun
            })
        });
        told.map(|t| Actor { span: coding.phrase_span(phrase), ..t.actor.clone() })
    }

    /// Toward whom a clause tells something: its object, or behind a preposition other than of place, between and whose.
    fn is_object(&self, phrase: usize) -> bool {
        let coding = self.coding;
        let p = coding.phrase(phrase);
        let roles = coding.roles(p.clause);
        let mut mutual = coding.language.lexicon.mutual_prepositions();
        match p.preposition {
            None => [roles.accusative, roles.dative].contains(&Some(phrase)),
            Some(word) => !self.words.place.contains(&word) && !mutual.any(|m| m == word),
        }
    }

    /// The two states told last, as they were told; at the head of an article the two that it names most.
    pub(super) fn both(&self, phrase: usize) -> Referents {
        let (span, clause) = (self.coding.phrase_span(phrase), self.coding.phrase(phrase).clause);
        let told = |c: &String| self.recent().any(|t| t.actor.code == *c);
        // "gab sein Veto gegen beide Kandidaten auf": whoever acts is neither of those toward whom.
        let acting = if self.is_object(phrase) { self.own_of(phrase) } else { Vec::new() };
        let others = |codes: &Vec<String>| !codes.iter().any(|c| acting.contains(c));
        let main = self.coding.pair.clone().filter(|p| p.iter().all(told)).map(|p| p.to_vec()).filter(others);
        let mut codes = main.or_else(|| self.last_beside(2, clause).filter(others)).unwrap_or_default();
        for told in self.recent() {
            if codes.len() >= 2 {
                break;
            }
            if told.actor.code.len() == 3 && !codes.contains(&told.actor.code) && !acting.contains(&told.actor.code) {
                codes.insert(0, told.actor.code.clone());
            }
        }
        for (code, _) in &self.coding.states {
            if codes.len() < 2 && !codes.contains(code) && !acting.contains(code) {
                codes.push(code.clone());
            }
        }
        codes.iter().map(|code| government(code, span, false)).collect()
    }

    /// The states that are meant by their number: "both countries", "the three countries".
    pub(super) fn known_group(&self, phrase: usize) -> Option<Referents> {
        let (span, clause) = (self.coding.phrase_span(phrase), self.coding.phrase(phrase).clause);
        let both = self.coding.means_both(phrase).then(|| self.both(phrase));
        both.or_else(|| self.counted(phrase).map(|count| self.several(count, span, clause)))
    }

    /// How many "the three countries" are, where more than two; not "three countries".
    fn counted(&self, phrase: usize) -> Option<usize> {
        let coding = self.coding;
        let p = coding.phrase(phrase);
        let known = p.determiner.is_some_and(|d| coding.language.lexicon.is_pointing_at(coding.parse.words[d].closed));
        let number = p.words.clone().find(|at| coding.parse.words[*at].tag == Tag::Number).filter(|_| known)?;
        let (value, vague) = place::number(coding, number)?;
        GROUPS.into_iter().find(|n| !vague && *n as f64 == value)
    }

    /// As many states: those last named side by side, else the ones that the article names most, if all were told.
    fn several(&self, count: usize, span: crate::article::Span, clause: usize) -> Referents {
        let named = |c: &String| self.done.iter().flatten().flatten().any(|r| r.actor.code == *c);
        let told = |c: &&(String, usize)| named(&c.0);
        let most = || {
            let codes: Vec<String> =
                self.coding.states.iter().take(count).filter(told).map(|(c, _)| c.clone()).collect();
            (codes.len() == count).then_some(codes)
        };
        let codes = self.last_beside(count, clause).or_else(most).unwrap_or_default();
        codes.iter().map(|code| government(code, span, false)).collect()
    }

    /// The states last named side by side that are so many: coordinated, or in one compound.
    fn last_beside(&self, count: usize, clause: usize) -> Option<Vec<String>> {
        for told in self.recent().filter(|t| self.coding.phrase(t.phrase).clause != clause) {
            let members = self.coding.conjuncts_back(told.phrase);
            let mut codes: Vec<String> = Vec::new();
            for referent in members.iter().flat_map(|m| self.done[*m].iter().flatten()) {
                if referent.actor.code.len() == 3 && !codes.contains(&referent.actor.code) {
                    codes.push(referent.actor.code.clone());
                }
            }
            if codes.len() == count {
                return Some(codes);
            }
        }
        None
    }

    /// The last phrases told together, or the last group; none of those who are `others`.
    pub(super) fn last_several(&self, span: crate::article::Span, others: &[usize]) -> Referents {
        for told in self.recent().filter(|t| !others.contains(&t.phrase)) {
            let members = self.coding.conjuncts_back(told.phrase);
            let all: Referents = members
                .iter()
                .flat_map(|m| self.done[*m].clone().unwrap_or_default())
                .filter(|r| r.head && !r.place)
                .collect();
            if all.len() > 1 || (told.group && !all.is_empty()) {
                return all.into_iter().map(|r| Referent { actor: Actor { span, ..r.actor }, ..r }).collect();
            }
        }
        Referents::new()
    }
}

impl Coding<'_> {
    /// What a noun can point at: with the word before it, as the compound that it is, else by its head; not where it is an
    /// office of several words.
    fn description(&self, phrase: usize) -> Option<Description> {
        let p = self.phrase(phrase);
        let head = &self.parse.words[p.head];
        let descriptions = &self.language.descriptions;
        if head.tag != Tag::Noun {
            return None;
        }
        let before = p.head.checked_sub(1).filter(|at| p.words.contains(at));
        let pair = before.and_then(|at| descriptions.of_pair(self.small(at), self.small(p.head)));
        pair.or_else(|| {
            let alone = self.office_of_words(p).is_none();
            let whole = self.language.lexicon.symbols.get(self.text(p.head));
            alone.then(|| descriptions.of(whole).or_else(|| descriptions.of(head.lemma))).flatten()
        })
    }

    /// "beide Länder", "the two countries"; not "two countries".
    pub(super) fn means_both(&self, phrase: usize) -> bool {
        let lexicon = &self.language.lexicon;
        let p = self.phrase(phrase);
        let known = p.determiner.is_some_and(|d| !lexicon.is_indefinite(self.parse.words[d].closed));
        let counts = self.language.syntax.roles != By::Order || known;
        let stem = lexicon.symbols.word(lexicon.both_adjective());
        let is_stem = |text: &str| text.starts_with(stem) && lexicon.adjective_stem(text) == stem;
        p.words.clone().filter(|at| *at < p.head).any(|at| {
            self.parse.words[at].closed.iter().any(|c| c.extra == self.both) || counts && is_stem(self.text(at))
        })
    }
}
