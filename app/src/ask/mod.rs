//! The commands on a project: arguments in, the file changed or asked, and answers as a table, JSON or CSV out.

pub(crate) mod add;
pub(crate) mod args;
pub(crate) mod explain;
pub(crate) mod follow;
pub(crate) mod known;
pub(crate) mod lists;
pub(crate) mod question;
pub(crate) mod recode;
pub(crate) mod review;
mod show;
pub(crate) mod sums;
pub(crate) mod told;
pub(crate) mod views;
pub(crate) mod voices;
pub(crate) mod whole;
