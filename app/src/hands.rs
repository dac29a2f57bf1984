//! The long work of forecasts shared out between two threads; what comes out is the same as from one.

use demarche::relate::foresee::{Desk, Forecaster, Grown, Hands, Study, Triple, Use};
use std::thread;

/// Fewer questions than this are not worth a thread.
const FEW: usize = 16;

pub(crate) const HANDS: Hands<'static> = Hands { grow: &grow, learn: &learn };

/// Grows the trees of all lessons side by side.
pub(crate) fn grow(forecaster: &mut Forecaster) {
    let lessons = forecaster.lessons();
    let grown: Vec<Grown> = thread::scope(|scope| {
        let work: Vec<_> = lessons.iter().map(|lesson| scope.spawn(|| lesson.grow())).collect();
        work.into_iter().map(joined).collect()
    });
    forecaster.take(grown);
}

/// Learns a day that is over, its questions studied side by side.
pub(crate) fn learn(forecaster: &mut Forecaster, day: u32, events: &[Triple], purpose: &[Use]) {
    let questions = forecaster.questions(events);
    let asked: Vec<&[Triple]> = questions.chunk_by(|a, b| a[..2] == b[..2]).collect();
    let known = &*forecaster;
    let study = |asked: &[&[Triple]]| -> Vec<Study> {
        let mut desk = Desk::default();
        asked.iter().filter_map(|asked| known.study(&mut desk, day, asked, purpose)).collect()
    };
    let (left, right) = asked.split_at(if asked.len() < FEW { asked.len() } else { asked.len() / 2 });
    let studies = thread::scope(|scope| {
        let other = (!right.is_empty()).then(|| scope.spawn(|| study(right)));
        let mut studies = study(left);
        studies.extend(other.map(joined).unwrap_or_default());
        studies
    });
    forecaster.learn_from(day, events, studies);
}

/// What a thread brings; its panic is ours.
pub(crate) fn joined<T>(thread: thread::ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
