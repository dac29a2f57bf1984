//! Events of the past in, what comes next out: whom an actor deals with, how, how likely, and on what evidence.

mod analogy;
mod calibration;
mod counts;
mod evidence;
mod features;
mod forecaster;
mod groups;
mod lanes;
mod likely;
mod memory;
mod mixture;
mod outlook;
mod pairwise;
mod ranks;
mod rules;
mod similar;
mod slate;
mod spells;
mod study;
mod table;
mod trees;
mod vectors;
mod warning;

pub use analogy::{Analogy, SOON, Strangers, analogies, strangers};
pub use calibration::Calibration;
pub use counts::{Counts, Method, Series, Spread};
pub use evidence::{Applied, Evidence, Ground};
pub use forecaster::{Answer, Desk, Forecaster, Grown, Guess, LESSONS, Lesson, Tier, Triple, Use};
pub use lanes::{Counted, Lane, Pair, WEEK, busiest, drawn};
pub use likely::{HORIZONS, Proof};
pub use outlook::{HORIZON, Hands, Learn, Ledger, Outlook, Shift, Statement, shifts};
pub use pairwise::{FEW_EVENTS, Followed, Known, Paired, pairwise};
pub use ranks::{Ranks, place};
pub use study::Study;
pub use table::{Dated, EventTable, Rows, class};
pub use warning::{Between, ClassSums, Warning, Watch};
