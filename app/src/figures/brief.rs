//! A project and conditions in, its briefing out, with the articles that tell it: the same for pages and reports.

use crate::project::{Filter, Project, code_of};
use demarche::event::Coded;
use demarche::relate::acts::LEAST_SCORE;
use demarche::relation::Relation;
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
    // An event of several is between others, too: whoever asks for a pair or for one of a few is told of these.
    let asked = |relation: &Relation| {
        let names = |code: &String| [&relation.from, &relation.to].iter().any(|one| **one == code_of(code));
        match &filter.dyad {
            Some((one, other)) => names(one) && names(other),
            None => filter.actors.is_empty() || filter.actors.iter().any(names),
        }
    };
    let relations: Vec<Relation> = relate::relate(resources, &linked).into_iter().filter(asked).collect();
    let brief = tell::brief(resources, lang, &coded, &linked, &relations);
    Ok(brief.map(|brief| (brief, coded)))
}
