//! The course of a relation: index, band, norms, what moved it, turns, the network's balance, and third parties.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::{RESOURCES, linkspec};
use demarche::link;
use demarche::mention::Quad;
use demarche::relate::acts::{self, Act, Acts};
use demarche::relate::course::{Course, WEEK, gap};
use demarche::relate::foresee::EventTable;
use demarche::relate::network::{Dealings, Network, over_time};
use demarche::relate::thirds::{Tone, answers};
use demarche::relate::turns::{Turned, turns};
use demarche::resources::ontology::Ontology;
use proptest::prelude::*;

fn act(day: u32, event: u32, score: f64) -> Act {
    let quad = if score > 0.0 { Quad::VerbalCooperation } else { Quad::MaterialConflict };
    Act { day, event, one: event, quad: Some(quad), score: Some(score) }
}

fn course(acts: &[Act], end: u32) -> Course {
    Course::new(acts, end, &|_| None)
}

fn close(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 1e-5, "{found} is not {wanted}");
}

fn pair(from: &str, to: &str) -> (String, String) {
    (from.to_owned(), to.to_owned())
}

#[test]
fn an_index_is_a_decayed_mean_beside_one_act_of_nobody() {
    // Day 100 is not known; its week before is 93 to 99.
    let fresh = course(&[act(95, 0, 6.0)], 100);
    assert_eq!(fresh.weeks.len(), 1);
    let week = fresh.last().unwrap();
    assert_eq!((week.start, week.volume, week.quads), (93, 1, [1, 0, 0, 0]));
    close(week.index, 6.0 / 2.0);
    // Scatter: (6−3)² of the act and 16 of nobody's, each weighing one; nobody's act may lie as far off as acts scatter.
    close(week.band, 1.96 * ((9.0 + 16.0) / 2.0 + 16.0_f64).sqrt() / 2.0);
    // Four weeks later the act weighs half: 0.5 · 6 / 1.5.
    let old = course(&[act(95, 0, 6.0)], 128);
    assert_eq!(old.weeks.len(), 5);
    close(old.last().unwrap().index, 2.0);
    assert_eq!(old.last().unwrap().volume, 0);
    assert!(old.last().unwrap().norms[0].is_some());
    // The less is known, the wider the band; and what faded long ago deviates from nothing.
    let faded = course(&[act(95, 0, 6.0)], 1000);
    let bands = [&fresh, &old, &faded].map(|course| course.last().unwrap().band);
    assert!(bands[0] < bands[1] && bands[1] < bands[2], "{bands:?}");
    assert_eq!(faded.last().unwrap().z, None);
}

#[test]
fn cooperation_and_conflict_are_told_apart_and_volume_by_how_much_is_written() {
    let all = |start| Some(if start == 93 { 8 } else { 0 });
    let mixed = Course::new(&[act(95, 0, 4.0), act(96, 1, -8.0)], 100, &all);
    let week = mixed.last().unwrap();
    assert_eq!((week.cooperation, week.conflict, week.quads), (4.0, -8.0, [1, 0, 0, 1]));
    assert_eq!(week.share, Some(0.25));
    close(week.index, -4.0 / 3.0);
}

#[test]
fn a_blow_in_a_calm_relation_is_unusual_and_is_why_it_moved() {
    let mut acts: Vec<Act> = (0..30).map(|week| act(2 + week * WEEK, week, 3.0)).collect();
    acts.push(act(30 * WEEK + 3, 77, -9.0));
    let end = 31 * WEEK;
    let found = course(&acts, end);
    let last = found.weeks.len() - 1;
    let (before, after) = (&found.weeks[last - 1], &found.weeks[last]);
    assert!(before.z.unwrap().abs() < 1.5, "{before:?}");
    assert!(after.z.unwrap() < -3.0, "{after:?}");
    let moved = found.moved(last, after.start);
    assert_eq!(moved[0].event, 77);
    // Without it the index would be what the rest gives.
    let rest: Vec<Act> = acts.iter().copied().filter(|act| act.event != 77).collect();
    close(moved[0].by, after.index - course(&rest, end).weeks[last].index);
}

#[test]
fn many_small_steps_are_told_together() {
    // Thirteen friendly acts of one kind in three weeks, one harsh word among them, after a calm year.
    let mut acts: Vec<Act> = (0..50).map(|week| act(week * WEEK, week, 0.5)).collect();
    acts.extend((0..13).map(|n| act(50 * WEEK + n, 100 + n, 4.0)));
    acts.push(act(51 * WEEK, 200, -2.0));
    let found = course(&acts, 52 * WEEK);
    let kind = |event: u32| u32::from(event >= 100) + u32::from(event >= 200);
    let moved = found.moved_together(51, 48 * WEEK, &kind);
    assert_eq!((moved[0].count, moved[0].event), (13, 112), "{moved:?}");
    assert!(moved[0].by > 1.5 && moved.iter().any(|one| one.count == 1 && one.by < 0.0), "{moved:?}");
}

#[test]
fn the_gap_says_who_is_the_friendlier() {
    let (one, other) = (course(&[act(95, 0, 6.0)], 100), course(&[act(96, 1, -2.0)], 100));
    let (differs, band) = gap(&one, &other).unwrap();
    close(differs, 4.0);
    let bands = [&one, &other].map(|course| course.last().unwrap().band);
    close(band, bands[0].hypot(bands[1]));
    assert_eq!(gap(&one, &Course::default()), None);
}

#[test]
fn a_turn_is_found_where_tone_and_number_become_others() {
    let mut acts = Vec::new();
    for week in 0..40 {
        let (count, score) = if week < 24 { (1, 4.0) } else { (5, -6.0) };
        acts.extend((0..count).map(|n| act(week * WEEK + n, week * 10 + n, score + f64::from(week % 3) - 1.0)));
    }
    let found = turns(&course(&acts, 40 * WEEK));
    let what: Vec<_> = found.iter().map(|turn| (turn.what, turn.start)).collect();
    assert_eq!(what, [(Turned::Tone, 24 * WEEK), (Turned::Volume, 24 * WEEK)]);
    close(found[0].before, 4.0);
    assert!((found[0].after + 6.0).abs() < 0.1);
    assert_eq!((found[1].before, found[1].after), (1.0, 5.0));
    assert_eq!(found[0].events[0], 240);
}

#[test]
fn no_turn_is_dated_before_the_act_that_made_it() {
    let mut acts: Vec<Act> = (0..24).map(|week| act(week * WEEK + 2, week, 4.0 + f64::from(week % 3))).collect();
    // The acts of the week in which all changes begin on its sixth day.
    acts.extend((24..40).flat_map(|week| (0..5).map(move |n| act(week * WEEK + 5 + n % 2, 100 + week, -6.0))));
    let found = turns(&course(&acts, 40 * WEEK));
    assert!(found.len() == 2 && found.iter().all(|turn| turn.start == 24 * WEEK + 5), "{found:?}");
}

#[test]
fn what_goes_on_as_before_does_not_turn() {
    let acts: Vec<Act> = (0..60).map(|n| act(n * 4, n, [3.0, 2.0, 4.0][n as usize % 3])).collect();
    assert_eq!(turns(&course(&acts, 240)), []);
    assert_eq!(turns(&course(&acts[..2], 10)), []);
}

/// A stream of numbers between 0 and 1.
fn unit(seed: &mut u64) -> f64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    ((*seed >> 33) as f64 + 0.5) / f64::from(1_u32 << 31)
}

/// A count that is spread as counts of acts are: more than if each came by itself (negative binomial).
fn burst(seed: &mut u64, mean: f64, dispersion: f64) -> u32 {
    let mut chance = (1.0 + dispersion * mean).powf(-1.0 / dispersion);
    let (odds, draw) = (dispersion * mean / (1.0 + dispersion * mean), unit(seed));
    let (mut below, mut count) = (chance, 0);
    while draw > below && count < 1000 {
        count += 1;
        chance *= (f64::from(count) - 1.0 + 1.0 / dispersion) / f64::from(count) * odds;
        below += chance;
    }
    count
}

#[test]
fn acts_that_come_in_bursts_but_no_oftener_do_not_turn() {
    for (mean, dispersion) in [(1.0, 1.0), (3.0, 0.5), (3.0, 1.0), (10.0, 0.5)] {
        let mut turned = 0;
        for case in 0..100_u64 {
            let mut seed = 31 * case + 7;
            let mut acts = Vec::new();
            for week in 0..104 {
                for n in 0..burst(&mut seed, mean, dispersion) {
                    acts.push(act(week * WEEK + n % WEEK, week * 1000 + n, 2.0));
                }
            }
            turned += usize::from(!turns(&course(&acts, 104 * WEEK)).is_empty());
        }
        assert!(turned <= 5, "of 100 with mean {mean} and dispersion {dispersion}, {turned} turned");
    }
}

#[test]
fn among_many_who_act_as_they_like_nobody_answers() {
    let mut told = 0;
    for case in 0..40_u64 {
        let mut seed = 17 * case + 3;
        let mut acts = Acts::new();
        for n in 0..12_000 {
            let [from, to] = [0, 1].map(|_| (unit(&mut seed) * 40.0) as u32);
            let day = (unit(&mut seed) * 700.0) as u32;
            let score = if unit(&mut seed) < 0.5 { 4.0 } else { -4.0 };
            // Half of the worlds have visits of several days.
            for again in 0..if case % 2 == 0 { 1 } else { 1 + n % 3 } {
                let one = act(day + again, 10 * n + again, score);
                acts.entry((format!("N{from:02}"), format!("N{to:02}"))).or_default().push(one);
            }
        }
        acts.retain(|(from, to), _| from != to);
        acts.values_mut().for_each(|all| all.sort_by_key(|act| (act.day, act.event)));
        told += usize::from(!answers(&acts, "N01", "N02", 700).is_empty());
    }
    assert!(told <= 4, "{told} of 40 pages name somebody");
}

fn network(edges: &[(&str, &str, f64)]) -> Acts {
    edges
        .iter()
        .zip(0..)
        .map(|((a, b, score), n)| (pair(a, b), vec![act(90, n, *score), act(91, n + 100, *score)]))
        .collect()
}

#[test]
fn the_enemy_of_my_enemy_balances_and_two_enemies_of_one_friend_do_not() {
    let found = Network::new(&Dealings::of(&network(&[("A", "B", 5.0), ("B", "C", -5.0), ("A", "C", -5.0)])), 100);
    let balance = found.balance();
    assert_eq!((balance.triads, balance.share(), balance.frustrated), ([0, 0, 1, 0], Some(1.0), 0));
    let found = Network::new(&Dealings::of(&network(&[("A", "B", 5.0), ("C", "B", 5.0), ("A", "C", -5.0)])), 100);
    let balance = found.balance();
    assert_eq!((balance.triads, balance.share(), balance.frustrated), ([0, 1, 0, 0], Some(0.0), 1));
    let triads = found.triads_of("C", "A");
    assert_eq!(triads[0].actors, ["A", "B", "C"].map(str::to_owned));
    assert!(!triads[0].is_balanced() && triads[0].hostile() == 1);
    assert_eq!(found.edge("C", "A").unwrap().events, [102, 2]);
}

#[test]
fn a_reciprocal_act_counts_once_in_the_network_and_faint_ties_have_no_sign() {
    let both: Acts = [(pair("A", "B"), vec![act(99, 1, 4.0)]), (pair("B", "A"), vec![act(99, 1, 4.0)])].into();
    let edge = Network::new(&Dealings::of(&both), 100).edge("A", "B").cloned().unwrap();
    assert!(edge.weight < 1.0, "{edge:?}");
    let row = |from: &str, kind: &str, to: &str| ([from, kind, to].map(str::to_owned), 99);
    let weigh = |rows: Vec<([String; 3], u32)>| {
        let table = EventTable::from_rows(rows);
        let acts = acts::of_table(&Ontology::embedded().unwrap(), &table);
        Network::new(&Dealings::of(&acts), 100).edge("A", "B").map_or(0.0, |edge| edge.weight)
    };
    let meeting = || vec![row("A", "CONSULT", "B"), row("B", "CONSULT", "A")];
    close(weigh(meeting()), edge.weight);
    close(weigh([meeting(), meeting()].concat()), 2.0 * edge.weight);
    close(weigh(vec![row("A", "CONSULT", "B"), row("B", "AID", "A")]), 2.0 * edge.weight);
    assert!(Network::new(&Dealings::of(&network(&[("A", "B", 0.3)])), 100).edges.is_empty());
    assert!(Network::new(&Dealings::of(&network(&[("A", "B", 5.0)])), 2000).edges.is_empty(), "long forgotten");
}

#[test]
fn the_balance_over_time_follows_a_friend_who_changes_sides() {
    let mut acts = network(&[("A", "B", 5.0), ("B", "C", -5.0), ("A", "C", -5.0)]);
    for (pair, score) in [(pair("B", "C"), 9.0), (pair("A", "C"), -9.0), (pair("A", "B"), 9.0)] {
        acts.get_mut(&pair).unwrap().extend((0..20).map(|n| act(200 + n, 500 + n, score)));
    }
    let found = over_time(&Dealings::of(&acts), 224, 2, 17);
    assert_eq!(found.iter().map(|balance| balance.share()).collect::<Vec<_>>(), [Some(1.0), Some(0.0)]);
}

#[test]
fn a_third_party_that_helps_after_each_blow_is_named_with_its_acts() {
    let (mut blows, mut help, mut other) = (Vec::new(), Vec::new(), Vec::new());
    for n in 0..12 {
        blows.push(act(20 + n * 30, n, -9.0));
        help.push(act(22 + n * 30, 100 + n, 8.0));
        // Comes and goes as it likes.
        other.push(act(5 + n * 13, 200 + n, 3.0));
    }
    let acts: Acts = [(pair("A", "B"), blows), (pair("C", "B"), help), (pair("D", "A"), other)].into();
    let found = answers(&acts, "A", "B", 400);
    let first = &found[0];
    assert_eq!((first.after, first.third.as_str(), first.towards.as_str()), (Tone::Hostile, "C", "B"));
    assert_eq!((first.tone, first.cases, first.came), (Tone::Friendly, 12, 12));
    assert!(first.usual < 0.3 && first.by_chance < 1e-6, "{first:?}");
    assert_eq!(first.events, [111, 110, 109]);
    assert!(found.iter().all(|answer| answer.third == "C"), "{found:?}");
}

#[test]
fn rows_of_articles_make_a_table_whose_acts_are_weighed_by_type_and_mode() {
    let linked = link::link(
        &RESOURCES,
        &linkspec::articles(
            "a de 2024-06-19\n\
             CONSULT RUS GOV <> PRK GOV reported on 2024-06-18: Die beiden trafen sich am Dienstag.\n\
             AID PRK GOV > RUS GOV reported on 2024-05-02: Im Mai kam die Lieferung an.\n\
             AID PRK GOV > RUS GOV claimed said USA GOV on 2024-05-02: Nordkorea soll geliefert haben.",
        ),
    );
    let rows = acts::rows(&[], &linked);
    assert_eq!(rows.len(), 3, "{rows:?}");
    let table = EventTable::from_rows(rows);
    let acts = acts::of_table(&RESOURCES.ontology, &table);
    let help = &acts[&pair("PRK", "RUS")];
    assert_eq!(help.iter().map(|act| act.score.unwrap()).collect::<Vec<_>>(), [10.0, 2.0]);
    assert_eq!(acts::date(help[0].day).unwrap().to_string(), "2024-05-02");
    assert_eq!(acts[&pair("RUS", "PRK")].len(), 1);
}

#[test]
fn a_cameo_code_weighs_what_its_root_weighs_and_an_unknown_kind_nothing() {
    let row = |kind: &str| (["A", kind, "B"].map(str::to_owned), 5);
    let table = EventTable::from_rows(vec![row("057"), row("190"), row("Hold a feast")]);
    let acts = acts::of_table(&RESOURCES.ontology, &table);
    let scores: Vec<Option<f64>> = acts[&pair("A", "B")].iter().map(|act| act.score).collect();
    assert!(scores.contains(&Some(3.5)) && scores.contains(&None), "{scores:?}");
    assert!(scores.iter().flatten().any(|score| *score < -8.0), "{scores:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn no_order_of_acts_changes_a_course(days in prop::collection::vec((0_u32..300, -90_i32..90), 1..60), turn in 0_usize..60) {
        let acts: Vec<Act> = days.iter().zip(0..).map(|((day, score), n)| act(*day, n, f64::from(*score) / 9.0)).collect();
        let mut turned = acts.clone();
        turned.reverse();
        let at = turn % turned.len();
        turned.rotate_left(at);
        let found = course(&acts, 310);
        prop_assert_eq!(&found, &course(&turned, 310));
        prop_assert_eq!(turns(&found), turns(&course(&turned, 310)));
        let volume: u32 = found.weeks.iter().map(|week| week.volume).sum();
        prop_assert_eq!(volume as usize, acts.len());
        prop_assert!(found.weeks.iter().all(|week| week.index.abs() <= 10.0 && week.band > 0.0));
        // Later acts change nothing of what was known.
        let early: Vec<Act> = acts.iter().copied().filter(|act| act.day < 205).collect();
        prop_assert_eq!(course(&acts, 205), course(&early, 205));
    }

    #[test]
    fn two_camps_are_never_frustrated(camps in prop::collection::vec(any::<bool>(), 3..12), ties in prop::collection::vec((0_usize..12, 0_usize..12), 3..40)) {
        let name = |at: usize| format!("N{:02}", at % camps.len());
        let mut acts = Acts::new();
        for (n, (a, b)) in ties.iter().enumerate().filter(|(_, (a, b))| a % camps.len() != b % camps.len()) {
            let score = if camps[a % camps.len()] == camps[b % camps.len()] { 6.0 } else { -6.0 };
            acts.entry((name(*a), name(*b))).or_default().push(act(90, n as u32, score));
        }
        let balance = Network::new(&Dealings::of(&acts), 95).balance();
        prop_assert_eq!(balance.frustrated, 0);
        prop_assert!(balance.share().is_none_or(|share| share == 1.0));
    }
}
