//! Two that hardly ever met, or an actor of whom little is known, in; what those do who deal with the same partners, marked
//! as an analogy and with its events, out.

use super::{Asked, Page, Slots, Value};
use crate::relate::foresee::{Analogy, Known, SOON, analogies, strangers};

/// Analogies told each way.
const MOST: usize = 3;

impl Page<'_> {
    pub(super) fn analogies(&mut self, known: &Known) {
        // Of a patchy past the likeness of actors is made of what happens to be told.
        if known.is_patchy() {
            return;
        }
        let (events, day) = (self.telling.events(), self.telling.day);
        let tell = |one: u32, other: Option<u32>| -> Vec<Analogy> {
            let mut found = analogies(events, one, other, day);
            found.truncate(if other.is_some() { MOST } else { 2 * MOST });
            found
        };
        let (found, met) = match self.telling.asked {
            Asked::Actor(actor) => (tell(actor, None), None),
            Asked::Pair(one, other) => {
                let met = strangers(events, [one, other], day).filter(|_| known.events == 0);
                ([tell(one, Some(other)), tell(other, Some(one))].concat(), met.map(|met| (one, other, met)))
            }
        };
        if found.is_empty() && met.is_none() {
            return;
        }
        self.line("byanalogy", &Slots::default());
        if let Some((one, other, met)) = met {
            let (least, most) = met.range();
            let mut slots = Slots::default();
            slots.text("A", self.name(one)).text("B", self.name(other)).text("w", self.word(least));
            if self.word(least) != self.word(most) {
                slots.text("v", self.word(most));
            }
            slots.set("m", Value::count(met.met)).set("n", Value::count(met.pairs));
            self.line("strangers", slots.set("h", Value::count(SOON as usize)));
        }
        if !found.is_empty() {
            let of_actor = matches!(self.telling.asked, Asked::Actor(_));
            self.line(if of_actor { "noownactor" } else { "noown" }, &Slots::default());
        }
        for one in found {
            let mut slots = self.act(one.triple);
            slots.text("C", self.name(one.stands)).text("D", self.name(one.place));
            self.line("alike", slots.set("n", Value::count(one.acts)).set("m", Value::count(one.actors)));
            self.cite("cited", &one.rows);
        }
    }
}
