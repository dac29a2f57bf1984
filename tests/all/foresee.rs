//! Forecasts: what is known when, how places are counted, what an answer rests on, how counts are spread.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use demarche::mention::Quad;
use demarche::relate::foresee::{
    Answer, Between, Calibration, Counted, Counts, Desk, EventTable, Forecaster, Ground, Grown, Guess, HORIZON, Hands,
    Method, Outlook, Pair, Ranks, Series, Spread, Tier, Triple, Use, Warning, Watch, class, place,
};
use proptest::prelude::*;

/// A stream of numbers below `end` from a seed.
pub(crate) fn below(seed: &mut u64, end: u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) % end
}

/// Rows of a small world: neighbours deal with each other often, with others at times.
pub(crate) fn world(days: u32, seed: u64) -> Vec<([String; 3], u32)> {
    let mut seed = seed;
    let mut rows = Vec::new();
    let actor = |n: u64| match n {
        0..=3 => format!("State {n}"),
        _ => format!("Police (State {})", n % 4),
    };
    for day in 1..=days {
        for _ in 0..12 {
            let from = below(&mut seed, 8);
            let to = if below(&mut seed, 4) > 0 { (from + 1) % 8 } else { below(&mut seed, 8) };
            let kind = ["AGREE", "ACCUSE", "CONSULT"][below(&mut seed, 3) as usize];
            if from != to {
                rows.push(([actor(from), kind.to_owned(), actor(to)], day));
            }
        }
    }
    rows
}

pub(crate) fn grow(forecaster: &mut Forecaster) {
    let grown: Vec<Grown> = forecaster.lessons().iter().map(|lesson| lesson.grow()).collect();
    forecaster.take(grown);
}

pub(crate) const HANDS: Hands<'static> =
    Hands { grow: &grow, learn: &|known, day, events, purpose| known.learn(day, events, purpose) };

/// A forecaster that knows all days of the table before `end`.
fn learnt(table: &EventTable, tier: Tier, end: u32) -> Forecaster {
    let mut forecaster = Forecaster::new(&table.actors, table.kinds.len(), tier);
    for (day, events) in table.days().filter(|(day, _)| *day < end) {
        let purpose = if day < end / 2 { Use::Lesson } else { Use::Calibrate };
        if day == end / 2 {
            grow(&mut forecaster);
        }
        forecaster.learn(day, &events, &[purpose]);
    }
    forecaster
}

pub(crate) fn number(names: &[String], name: &str) -> u32 {
    names.iter().position(|n| n == name).unwrap() as u32
}

#[test]
fn equals_share_the_mean_of_their_places() {
    let place = |answer, others: &[f32]| place(answer, others.iter().copied());
    assert_eq!(place(3.0, &[1.0, 2.0]), 1.0);
    assert_eq!(place(1.0, &[2.0, 2.0, 0.0]), 3.0);
    // Three are equal: places 2, 3 and 4.
    assert_eq!(place(1.0, &[2.0, 1.0, 1.0, 0.0]), 3.0);
    // All are equal: the best would be 1, the worst 5.
    assert_eq!(place(0.0, &[0.0; 4]), 3.0);
}

#[test]
fn other_answers_of_the_day_are_taken_out_and_the_unlisted_are_equals() {
    let guess = |actor, key| Guess { actor, key, raw: 0.0 };
    let answer = Answer { guesses: vec![guess(4, 3.0), guess(2, 2.0), guess(0, 1.0)] };
    assert_eq!(answer.place(6, &[2], 2), 2.0);
    assert_eq!(answer.place(6, &[4, 2], 2), 1.0, "4 is true as well");
    // 1, 3 and 5 are no candidates: places 4, 5 and 6.
    assert_eq!(answer.place(6, &[5], 5), 5.0);
    assert_eq!(answer.place(6, &[5, 4, 3], 5), 3.5);
}

#[test]
fn means_over_ranks_are_those_by_hand() {
    let mut ranks = Ranks::default();
    for place in [1.0, 2.5, 4.0, 20.0] {
        ranks.add(place);
    }
    assert!((ranks.reciprocal() - (1.0 + 0.4 + 0.25 + 0.05) / 4.0).abs() < 1e-12);
    assert_eq!(ranks.hits(), [0.25, 0.5, 0.75]);
}

#[test]
fn no_answer_changes_with_what_else_is_asked_that_day() {
    let table = EventTable::from_rows(world(60, 5));
    for tier in [Tier::Fast, Tier::Full] {
        let forecaster = learnt(&table, tier, 50);
        let (_, events) = table.days().find(|(day, _)| *day == 50).unwrap();
        let questions = forecaster.questions(&events);
        let mut desk = Desk::default();
        let mut ask = |q: &Triple| forecaster.ask(&mut desk, q[0], q[1], 50);
        let all: Vec<Answer> = questions.iter().map(&mut ask).collect();
        let mut backwards: Vec<Answer> = questions.iter().rev().map(&mut ask).collect();
        backwards.reverse();
        assert_eq!(all, backwards, "the order of the questions");
        let every_third: Vec<Answer> = questions.iter().step_by(3).map(&mut ask).collect();
        assert_eq!(all.iter().step_by(3).cloned().collect::<Vec<_>>(), every_third, "hidden questions");
        let alone = |q: &Triple| forecaster.ask(&mut Desk::default(), q[0], q[1], 50);
        assert_eq!(all, questions.iter().map(alone).collect::<Vec<_>>(), "each alone");
    }
}

pub(crate) fn warn(table: &EventTable, pair: Pair, day: u32, counted: Counted) -> Warning {
    Watch::new(table, day).warn(table, pair, counted)
}

#[test]
fn what_comes_after_the_day_of_issue_changes_no_statement() {
    let past = world(70, 9);
    let with = |future: Vec<([String; 3], u32)>| {
        let mut rows = past.clone();
        rows.extend(future);
        EventTable::from_rows(rows)
    };
    let told = |table: &EventTable, tier: Tier| {
        let outlook = Outlook::new(table, 71, tier, HANDS);
        let statements = outlook.of_actor(&mut Desk::default(), 0);
        assert!(statements.len() > 10);
        let watch = Watch::new(table, 71);
        let between = Between::new(table, &watch, [0, 1]);
        (statements, outlook.of_pair(&mut Desk::default(), &between), warn(table, [0, 1], 71, Counted::All))
    };
    let later = |seed: u64| world(90, seed).into_iter().filter(|(_, day)| *day > 70).collect::<Vec<_>>();
    // Names of actors, of acts and of a whole country that nobody knew on the day of issue, before and after all others.
    let strangers = (0..400_u32).map(|n| {
        let names = [format!("Aland {}", n % 40), "ABDUCT".to_owned(), format!("Zetland (State {})", n % 7)];
        (names, 80 + n % 9)
    });
    let alone = with(Vec::new()).before(71);
    for future in [later(1), later(2), strangers.collect()] {
        assert_eq!(with(future).before(71), alone);
    }
    // What stands in the table later, under names that are known, is not looked at either.
    let (one, other) = (with(later(1)), with(later(2)));
    assert_ne!(one, other);
    assert_eq!(told(&one, Tier::Full), told(&other, Tier::Full));
    assert_eq!(told(&one, Tier::Fast), told(&alone, Tier::Fast));
}

#[test]
fn same_rows_in_any_order_give_the_same_answers() {
    let rows = world(50, 3);
    let mut turned = rows.clone();
    turned.reverse();
    let again: Vec<_> = rows.iter().take(20).chain(&rows).cloned().collect();
    let (table, other) = (EventTable::from_rows(rows), EventTable::from_rows(turned));
    assert_eq!(EventTable::from_rows(again).events.len(), table.events.len() + 20, "what happened twice is two");
    assert_eq!(table, other);
    let ask = |table: &EventTable| learnt(table, Tier::Full, 50).ask(&mut Desk::default(), 1, 0, 50);
    assert_eq!(ask(&table), ask(&other));
}

/// Every day A accuses B; every tenth day A accuses C, and C agrees with A the day after.
pub(crate) fn quarrel() -> EventTable {
    let row = |s: &str, k: &str, o: &str, day| ([s, k, o].map(str::to_owned), day);
    let mut rows = Vec::new();
    for day in 1..=60 {
        rows.push(row("A", "ACCUSE", "B", day));
        if day % 10 == 0 {
            rows.push(row("A", "ACCUSE", "C", day));
        }
        if day % 10 == 1 && day > 10 {
            rows.push(row("C", "AGREE", "A", day));
        }
        if day % 7 == 0 {
            rows.push(row("D", "CONSULT", "E", day));
        }
    }
    EventTable::from_rows(rows)
}

#[test]
fn a_known_table_gives_the_answers_one_would_give_by_hand() {
    let table = quarrel();
    let [a, b, c, d] = ["A", "B", "C", "D"].map(|name| number(&table.actors, name));
    let accuse = number(&table.kinds, "ACCUSE");
    let forecaster = learnt(&table, Tier::Full, 61);
    let mut desk = Desk::default();
    let answer = forecaster.ask(&mut desk, a, accuse, 61);
    let order: Vec<u32> = answer.guesses.iter().take(2).map(|g| g.actor).collect();
    assert_eq!(order, [b, c]);
    assert!(answer.guesses[0].raw > 0.7, "{answer:?}");
    // The latest accusation of B is cited, by its row.
    let evidence = forecaster.evidence(a, accuse, b);
    let cited = table.events[evidence.own[0] as usize];
    assert_eq!((cited.triple, cited.day), ([a, accuse, b], 60));
    // D and B never met: what is comparable is cited apart.
    let evidence = forecaster.evidence(d, accuse, b);
    assert!(evidence.own.is_empty());
    assert_eq!(table.events[evidence.analogues[0] as usize].triple, [a, accuse, b]);
    let grounds = forecaster.grounds(&mut desk, [a, accuse, b], 61);
    assert!((grounds.iter().map(|g| g.1).sum::<f64>() - 1.0).abs() < 0.03, "{grounds:?}");
    assert!(grounds.iter().any(|g| g.0 == Ground::Same));
}

#[test]
fn a_rule_says_after_what_how_long_ago_and_how_often() {
    let table = quarrel();
    let [a, c] = ["A", "C"].map(|name| number(&table.actors, name));
    let [accuse, agree] = ["ACCUSE", "AGREE"].map(|name| number(&table.kinds, name));
    // Day 61: A accused C the day before, for the sixth time.
    let forecaster = learnt(&table, Tier::Fast, 61);
    let applied = forecaster.applied(c, agree, a, 61);
    let turned = forecaster.turn(accuse);
    let rule = applied.iter().find(|rule| rule.body == turned).unwrap();
    assert_eq!((rule.lag, rule.count), ((1, Some(1)), (6, None)));
    let own = applied.iter().find(|rule| rule.body == agree).unwrap();
    assert_eq!(own.lag, (8, Some(10)));
    let cited = table.events[rule.event as usize];
    assert_eq!((cited.triple, cited.day), ([a, accuse, c], 60));
}

#[test]
fn statements_are_settled_and_the_record_corrects_the_next() {
    let table = quarrel();
    let [a, b] = ["A", "B"].map(|name| number(&table.actors, name));
    let outlook = Outlook::new(&table, 61, Tier::Fast, HANDS);
    let first = outlook.of_actor(&mut Desk::default(), a)[0];
    assert_eq!(first.triple, [a, number(&table.kinds, "ACCUSE"), b]);
    assert!(first.chance > 0.8, "{first:?}");
    assert!((first.expected - f64::from(HORIZON)).abs() < 1.5, "{first:?}");
    assert!(outlook.ledger.settled > 0 && outlook.ledger.came > 0);
    assert!(outlook.ledger.brier() <= outlook.ledger.base_brier());
}

#[test]
fn the_class_of_an_act_is_told_by_its_code() {
    assert_eq!(class("ACCUSE"), Some(Quad::VerbalConflict));
    assert_eq!(class("AID food"), Some(Quad::MaterialCooperation));
    assert_eq!(class("036"), Some(Quad::VerbalCooperation));
    assert_eq!(class("190"), Some(Quad::MaterialConflict));
    assert_eq!(class("1"), None);
    assert_eq!(class("99"), None);
    assert_eq!(class("Hold a feast"), None);
}

#[test]
fn a_warning_tells_onset_from_continuation_and_cites_its_drivers() {
    let table = quarrel();
    let [a, b, d, e] = ["A", "B", "D", "E"].map(|name| number(&table.actors, name));
    let quarrel = warn(&table, [a, b], 61, Counted::Conflict);
    assert!(!quarrel.onset);
    assert!(quarrel.usual.iter().all(|usual| (0.9..1.0).contains(usual)), "{quarrel:?}");
    assert!((5.0..9.0).contains(&quarrel.expected), "{quarrel:?}");
    assert!(quarrel.within[0] > 0.9);
    assert_eq!(quarrel.drivers.iter().map(|row| table.events[*row as usize].day).collect::<Vec<_>>(), [60, 59, 58]);
    let peace = warn(&table, [d, e], 61, Counted::Conflict);
    assert!(peace.onset && peace.drivers.is_empty());
    assert!(peace.within[0] < 0.3, "{peace:?}");
    assert!(warn(&table, [d, e], 61, Counted::All).within[0] > 0.4);
}

#[test]
fn a_steady_count_is_foretold_as_such_and_a_bursting_one_spreads_wider() {
    let steady = Series { own: vec![3; 40], other: vec![0; 40] };
    let bursts = Series { own: (0..40).map(|w| if w % 8 == 0 { 24 } else { 0 }).collect(), other: vec![0; 40] };
    let model = Counts::learn(Method::Full, &[steady.clone(), bursts.clone()], 8, 40);
    let after = |series: &Series| *model.spreads(series).last().unwrap();
    let (calm, wild) = (after(&steady), after(&bursts));
    assert!((2.0..4.0).contains(&calm.mean), "{calm:?}");
    assert!(wild.dispersion > 2.0 * calm.dispersion, "{calm:?} {wild:?}");
    assert!(calm.surprise(3) < calm.surprise(12));
}

#[test]
fn overstated_chances_are_corrected_by_their_record() {
    let mut record = Calibration::default();
    for case in 0..1000 {
        record.note(0.9, case % 2 == 0);
        record.note(0.1, case % 20 == 0);
    }
    assert!((record.error() - 0.225).abs() < 1e-9, "{}", record.error());
    record.settle();
    // A thousand cases weigh fifty times what twenty doubts do.
    assert!((record.correct(0.9) - (0.5 * 50.0 + 0.9) / 51.0).abs() < 1e-3);
    assert!((record.correct(0.1) - (0.05 * 50.0 + 0.1) / 51.0).abs() < 1e-3);
    assert!((0.05..0.5).contains(&record.correct(0.5)));
}

#[test]
fn a_handful_of_cases_makes_no_chance_sure_or_impossible() {
    let mut record = Calibration::default();
    (0..6).for_each(|_| record.note(0.4, false));
    record.settle();
    assert!((0.3..0.4).contains(&record.correct(0.4)), "six that failed: {}", record.correct(0.4));
    (0..300).for_each(|case| record.note(0.3, case % 3 == 0));
    record.note(0.97, true);
    record.settle();
    assert!(record.correct(0.97) < 0.98, "one that came: {}", record.correct(0.97));
    assert!(record.correct(0.97) > record.correct(0.3));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    #[test]
    fn chances_of_a_count_sum_to_one_and_have_its_mean(mean in 0.01_f64..20.0, dispersion in 0.02_f64..3.0) {
        let spread = Spread { mean, dispersion };
        let chances = spread.chances(4000);
        let total: f64 = chances.iter().sum();
        let found: f64 = chances.iter().enumerate().map(|(n, c)| n as f64 * c).sum();
        prop_assert!((total - 1.0).abs() < 1e-4, "{}", total);
        prop_assert!((found - mean).abs() < 1e-3 * mean.max(1.0), "{} {}", found, mean);
        prop_assert!((spread.at_least(1) - (1.0 - chances[0])).abs() < 1e-9);
        let exact = -(1.0 + dispersion * mean).ln() / dispersion;
        prop_assert!((chances[0] - exact.exp()).abs() < 1e-5);
    }

    #[test]
    fn corrected_chances_rise_with_what_is_stated(cases in prop::collection::vec((0.0_f64..1.0, any::<bool>()), 1..400)) {
        let mut record = Calibration::default();
        for (stated, came) in cases {
            record.note(stated, came);
        }
        record.settle();
        let corrected: Vec<f64> = (0..=100).map(|n| record.correct(f64::from(n) / 100.0)).collect();
        prop_assert!(corrected.iter().all(|c| (0.0..=1.0).contains(c)));
        prop_assert!(corrected.windows(2).all(|c| c[0] <= c[1] + 1e-9), "{:?}", corrected);
    }

    #[test]
    fn guesses_are_distinct_in_order_and_share_one(seed in any::<u64>()) {
        let table = EventTable::from_rows(world(25, seed));
        for tier in [Tier::Fast, Tier::Full] {
            let answer = learnt(&table, tier, 25).ask(&mut Desk::default(), 0, 1, 25);
            let mut actors: Vec<u32> = answer.guesses.iter().map(|g| g.actor).collect();
            actors.sort_unstable();
            actors.dedup();
            prop_assert_eq!(actors.len(), answer.guesses.len());
            prop_assert!(answer.guesses.windows(2).all(|g| g[0].key >= g[1].key));
            let total: f32 = answer.guesses.iter().map(|g| g.raw).sum();
            prop_assert!((total - 1.0).abs() < 1e-3, "{}", total);
        }
    }
}
