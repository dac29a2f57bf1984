//! Relations: which events count for whom, how often, how friendly.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::{RESOURCES, linkspec};
use demarche::link;
use demarche::mention::Quad;
use demarche::relate::relate;
use demarche::relation::Relation;

fn relations(text: &str) -> Vec<Relation> {
    relate(&RESOURCES, &link::link(&RESOURCES, &linkspec::articles(text)))
}

#[test]
fn a_directed_act_counts_one_way_and_a_reciprocal_one_both_ways() {
    let score = |kind: &str| RESOURCES.ontology.score(kind.parse().unwrap(), None);
    let found = relations(
        "a de 2024-06-19\n\
         CONSULT RUS GOV <> PRK GOV reported on 2024-06-18: Die beiden trafen sich am Dienstag.\n\
         AID PRK GOV > RUS GOV reported on 2024-05-02: Im Mai kam die Lieferung an.",
    );
    let relation = |from: &str, to: &str, counts, tone, events: &[usize]| Relation {
        from: from.to_owned(),
        to: to.to_owned(),
        counts,
        tone,
        events: events.to_vec(),
    };
    let (met, helped) = (score("CONSULT"), score("AID"));
    let wanted = [
        relation("PRK", "RUS", [1, 1, 0, 0], (helped + met) / 2.0, &[0, 1]),
        relation("RUS", "PRK", [1, 0, 0, 0], met, &[1]),
    ];
    assert_eq!(found, wanted);
    assert_eq!(found[0].count(Quad::MaterialCooperation), 1);
}

#[test]
fn only_what_is_told_as_done_between_two_codes_counts() {
    let found = relations(
        "a de 2024-06-19\n\
         AID PRK GOV > RUS GOV claimed said USA GOV on 2024-05-02: Nordkorea soll Munition geliefert haben.\n\
         CONSULT RUS GOV <> PRK GOV planned on 2024-07-02: Die beiden wollen sich im Juli treffen.\n\
         COERCE RUS COP > RUS OPP reported on 2024-06-18: Die Polizei nahm Oppositionelle fest.",
    );
    assert_eq!(found, []);
}
