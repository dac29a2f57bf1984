//! An event in, its passages out; of very many only those that differ in what they tell.

use super::agreements::about_treaty;
use super::digest::digest_of;
use super::passage::{codes, day};
use crate::event::{Coded, Event, MentionRef};
use crate::mention::{CALLED_OFF, Mention, Status};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Passages up to which all of an event are looked at.
const ALL: usize = 32;
/// Groups of like passages that are looked at where there are more: the largest stories that we met have 30.
const GROUPS: usize = 96;
/// Days between the articles of a denial and of what it denies.
pub(super) const NEAR: i32 = 92;

/// One passage of an event: where it stands, what it says, when it was published.
#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    pub(super) at: MentionRef,
    pub(super) mention: &'a Mention,
    pub(super) published: Option<Date>,
}

/// Like passages by their places in the event: the first, the first of another article, the last. A passage between them
/// tells nothing that these do not: what two passages differ on hangs on what each of them says, on whether they stand in one
/// article, and on how far apart they were published.
struct Like {
    first: usize,
    other: Option<usize>,
    last: usize,
}

/// The passages of an event in its order. Those of many agree mostly, and what they differ on is asked of each pair; so of
/// many that tell the same a few stand for all, and a passage that agrees with another takes no other's place.
pub(super) fn passages<'a>(coded: &'a [Coded], event: &Event) -> Vec<Told<'a>> {
    let told = |at: &MentionRef| {
        let one = coded.get(at.article)?;
        let published = one.article.published.map(|(date, _)| date);
        Some(Told { at: *at, mention: one.mentions.get(at.mention)?, published })
    };
    let told: Vec<Told<'a>> = event.mentions.iter().filter_map(told).collect();
    if told.len() <= ALL {
        return told;
    }
    let mut groups: BTreeMap<(u8, u64), Like> = BTreeMap::new();
    for (place, one) in told.iter().enumerate() {
        let like = groups.entry(likeness(one)).or_insert(Like { first: place, other: None, last: place });
        like.last = place;
        if like.other.is_none() && told[like.first].at.article != one.at.article {
            like.other = Some(place);
        }
    }
    let mut chosen = vec![false; told.len()];
    for like in groups.values().take(GROUPS) {
        [Some(like.first), like.other, Some(like.last)].into_iter().flatten().for_each(|place| chosen[place] = true);
    }
    told.into_iter().zip(chosen).filter(|(_, chosen)| *chosen).map(|(one, _)| one).collect()
}

/// Whether the words of a passage call off what was to come.
pub(super) fn is_called_off(mention: &Mention) -> bool {
    mention.evidence.cues.iter().any(|(_, decides)| decides.starts_with(CALLED_OFF))
}

/// Whether a passage was published before the time that it tells of.
pub(super) fn beforehand(told: &Told<'_>) -> bool {
    matches!((told.published, told.mention.time), (Some(published), Some(time)) if published < time.start)
}

/// The same for passages that are alike in all that is compared; denials come first, then what is foretold.
fn likeness(told: &Told<'_>) -> (u8, u64) {
    let m = told.mention;
    let rank = match m.status {
        Status::Denied => 0,
        Status::Planned | Status::Possible => 1,
        Status::Reported | Status::Claimed => 2,
    };
    let figures: Vec<_> = m.magnitudes.iter().map(|f| (f.value, f.vague, &f.unit)).collect();
    let sides = (codes(m.actors.iter()), codes(m.recipients.iter()), codes(m.said_by.iter()));
    let place = m.place.as_ref().map(|p| (&p.name, &p.country));
    let matter = (m.mode, m.symmetric, about_treaty(m), is_called_off(m));
    let when = (m.time, m.historical, beforehand(told), told.published.map(|date| day(date).div_euclid(NEAR)));
    let what = format!("{:?}", (m.status, matter, sides, figures, place, when));
    (rank, digest_of(&[&what]))
}
