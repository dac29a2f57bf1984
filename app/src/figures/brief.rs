//! A project and conditions in, its briefing out, with the articles that tell it: the same for pages and reports.

use crate::project::{Filter, Project};
use demarche::event::Coded;
use demarche::relate::acts::LEAST_SCORE;
use demarche::tell::{self, Brief};
use demarche::{Resources, relate};

/// Events on which a briefing is written, if nothing is said.
pub(crate) const TOLD: usize = 160;
/// The conditions of a briefing: if nothing is said, doubtful events are left out, as by `demarche brief`.
pub(crate) fn told(filter: Filter) -> Filter {
    Filter { min_confidence: filter.min_confidence.or(Some(LEAST_SCORE)), ..filter }
}

/// The briefing on what meets the conditions; nothing where nothing does.
pub(crate) fn write(
    project: &Project,
    resources: &Resources,
    filter: &Filter,
    lang: &str,
) -> anyhow::Result<Option<(Brief, Vec<Coded>)>> {
    let (coded, linked) = project.batch(filter)?;
    if coded.is_empty() {
        return Ok(None);
    }
    let relations = relate::relate(resources, &linked);
    let brief = tell::brief(resources, lang, &coded, &linked, &relations);
    Ok(brief.map(|brief| (brief, coded)))
}
