//! An article in, whether it is about politics out: what the codebook leaves out (crime, sport, …) is told in articles that
//! speak of little else.

use super::Coding;
use crate::mention::Actor;
use crate::resources::gazetteer::EntityKind;
use crate::resources::letters::lower;
use crate::resources::topics::Shares;
use smallvec::SmallVec;
use std::borrow::Cow;

/// What is taken to speak of politics and of all else before a word is read: a sentence alone decides nothing.
const UNREAD: u32 = 6;

/// How many times more must speak of other topics for an act at home to be left out, and for one between states.
const ELSEWHERE: u32 = 2;
const ABROAD: u32 = 4;

/// What each statesman, party or armed group that is named says of politics.
const NAMED: u32 = 2;

impl<'a> Coding<'a> {
    /// How much the article's words say of each topic.
    pub(super) fn topics(&self) -> &Shares<'a> {
        self.topics.get_or_init(|| {
            let mut shares = self.language.topics.shares();
            for word in self.article.title.split(|c: char| !c.is_alphanumeric() && c != '-') {
                shares.count([lower(word)]);
            }
            for (at, word) in self.parse.words.iter().enumerate().filter(|(_, w)| !w.sign && w.closed.is_empty()) {
                let whole = || {
                    let first = self.text(at).get(..word.first).unwrap_or_default();
                    let base = lower(self.language.lexicon.symbols.word(word.lemma));
                    if first.is_empty() { base } else { Cow::Owned([&*lower(first), &*base].concat()) }
                };
                let own = std::iter::once(Cow::Borrowed(self.small(at)));
                shares.count(own.chain(std::iter::once_with(whole)));
            }
            shares.add(NAMED * self.named_politics());
            shares
        })
    }

    /// How many of those that the article names are known for politics.
    fn named_politics(&self) -> u32 {
        use EntityKind::{Group, Party, Person};
        let gazetteer = &self.language.gazetteer;
        let entities = self.parse.words.iter().filter_map(|w| gazetteer.entity(w.name?.entity));
        let known = entities.filter(|e| matches!(e.kind, Group | Party | Person));
        let mut named: SmallVec<[(&str, &str); 8]> = known.map(|e| (&*e.code, &*e.name)).collect();
        named.sort_unstable();
        named.dedup();
        u32::try_from(named.len()).unwrap_or(u32::MAX)
    }

    /// Whether an act between these sides is one of the article's politics.
    pub(super) fn is_politics(&self, actors: &[Actor], recipients: &[Actor]) -> bool {
        let lacks = |side: &[Actor], other: &[Actor]| side.iter().any(|a| other.iter().all(|b| a.code != b.code));
        self.tells(lacks(actors, recipients) && lacks(recipients, actors))
    }

    /// Whether the article speaks enough of politics for acts between states, or for those at home.
    pub(super) fn tells(&self, abroad: bool) -> bool {
        let (politics, other) = self.topics().politics();
        let times = if abroad { ABROAD } else { ELSEWHERE };
        other.saturating_add(UNREAD) <= times * politics.saturating_add(UNREAD)
    }
}
