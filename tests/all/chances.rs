//! Chances of a pair, as pages state them: that they hold for all sizes, nest, move with a burst, and with no stranger.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::foresee::{HANDS, below, number, warn, world};
use demarche::relate::foresee::{
    Between, Counted, Dated, Desk, EventTable, HORIZONS, Lane, Outlook, Pair, Tier, Warning, Watch, drawn, pairwise,
};

/// Pairs that act at rates of their own from once a year to twice a week, some of it conflict; a week of it at a time is
/// livelier than others.
fn lively(weeks: u32, seed: u64) -> EventTable {
    let mut seed = seed;
    let mut rows = Vec::new();
    for pair in 0..900_u64 {
        let yearly = [1, 1, 1, 2, 2, 4, 8, 25, 100][(pair % 9) as usize];
        for week in 0..weeks {
            let lively = [0, 1, 3][below(&mut seed, 3) as usize];
            for _ in 0..7 {
                if below(&mut seed, 364 * 3) < yearly * lively * 9 / 4 {
                    let kind = if below(&mut seed, 4) == 0 { "ACCUSE" } else { "CONSULT" };
                    let names = [format!("S{}", pair / 30), kind.to_owned(), format!("O{pair:03}")];
                    rows.push((names, 1000 + week * 7 + below(&mut seed, 7) as u32));
                }
            }
        }
    }
    EventTable::from_rows(rows)
}

#[test]
fn chances_hold_for_quiet_pairs_as_for_busy_ones() {
    let table = lively(160, 77);
    let end = 1000 + 160 * 7;
    // Of each size and length: cases, came, stated.
    let mut seen = [[[0.0_f64; 3]; 2]; 4];
    for back in 1..=8 {
        let day = end - back * 31;
        let watch = Watch::new(&table, day);
        let pairs = drawn(&table, day, 900);
        let lanes = Lane::of(&table, &pairs, end);
        for (lane, before) in lanes.iter().zip(Lane::of(&table, &pairs, day)) {
            let acts: u32 = before.series(Counted::All, 1000, 160).own.iter().sum();
            for warning in watch.of_lane(&before) {
                let counted = warning.counted;
                let size =
                    if counted == Counted::Conflict { 0 } else { 1 + [8, 40].iter().filter(|n| acts >= **n).count() };
                for (at, days) in HORIZONS.into_iter().enumerate() {
                    let came = f64::from(u8::from(lane.came(counted, day..day + days)));
                    let sums = &mut seen[size][at];
                    *sums = [sums[0] + 1.0, sums[1] + came, sums[2] + warning.within[at]];
                }
            }
        }
    }
    for [n, came, stated] in seen.into_iter().flatten() {
        let (came, stated) = (came / n, stated / n);
        let error = 3.0 * (came * (1.0 - came) / n).sqrt() + 0.015;
        assert!((came - stated).abs() < error.max(0.25 * came), "of {n} cases {came} came, {stated} stated: {seen:?}");
    }
}

#[test]
fn a_quiet_pair_among_busy_ones_is_not_held_busy() {
    let mut rows = Vec::new();
    let row = |s: &str, k: &str, o: &str, day| ([s, k, o].map(str::to_owned), day);
    for day in 0..730_u32 {
        for busy in 0..12_u32 {
            rows.push(row(&format!("B{busy}"), if day % 3 == 0 { "ACCUSE" } else { "CONSULT" }, "C", 1000 + day));
        }
    }
    // Twice a year; in conflict never.
    (0..4).for_each(|n| rows.push(row("Q", "CONSULT", "R", 1030 + 180 * n)));
    let table = EventTable::from_rows(rows);
    let pair = ["Q", "R"].map(|name| number(&table.actors, name));
    for counted in [Counted::All, Counted::Conflict] {
        let warning = warn(&table, pair, 1730, counted);
        for (within, usual) in warning.within.iter().zip(warning.usual) {
            assert!(*within <= (2.0 * usual).max(0.03) && usual < 0.25, "{warning:?}");
        }
    }
    // What never came is expected hardly ever.
    let [q, r] = pair;
    assert!(warn(&table, [r, q], 1730, Counted::All).within[1] < 0.05);
}

#[test]
fn two_are_foretold_alike_from_either_side_and_kinds_make_up_their_class() {
    let table = EventTable::from_rows(world(200, 6));
    let outlook = Outlook::new(&table, 201, Tier::Fast, HANDS);
    let watch = Watch::new(&table, 201);
    let of = |pair: Pair| {
        let between = Between::new(&table, &watch, pair);
        let mut statements = outlook.of_pair(&mut Desk::default(), &between);
        statements.sort_by_key(|s| s.triple);
        let all: Vec<_> = statements.iter().map(|s| (s.triple, s.expected, s.chance)).collect();
        let conflict =
            between.warnings().find(|(p, w)| *p == [0, 1] && w.counted == Counted::Conflict).unwrap().1.clone();
        (all, conflict)
    };
    let (forth, conflict) = of([0, 1]);
    assert_eq!(forth, of([1, 0]).0);
    let kinds: f64 = forth.iter().filter(|s| s.0[0] == 0 && table.is_conflict(s.0[1])).map(|s| s.1).sum();
    assert!((kinds - conflict.expected).abs() < 1e-6, "{kinds} of {conflict:?}");
    let chances: f64 = forth.iter().filter(|s| s.0[0] == 0 && table.is_conflict(s.0[1])).map(|s| s.2).sum();
    assert!(conflict.within[0] <= chances + 1e-6);
}

fn row(s: &str, k: &str, o: &str, day: u32) -> ([String; 3], u32) {
    ([s, k, o].map(str::to_owned), day)
}

#[test]
fn who_acts_each_week_is_all_but_sure_to_and_no_more_is_expected_than_ever_came() {
    for (each, silent) in [(1, 0), (2, 0), (1, 20), (1, 10)] {
        let mut rows = Vec::new();
        for week in 0..60_u32 {
            let acts = if silent > 0 && week % silent == 7 { 0 } else { each };
            (0..acts).for_each(|n| rows.push(row("A", "CONSULT", "B", 1000 + 7 * week + n)));
            rows.push(row("C", "CONSULT", "D", 1000 + 7 * week));
        }
        let table = EventTable::from_rows(rows);
        let pair = ["A", "B"].map(|name| number(&table.actors, name));
        let warning = warn(&table, pair, 1000 + 420, Counted::All);
        let least = if silent == 0 { 0.95 } else { 0.8 };
        assert!(warning.within[0] > least && warning.expected >= warning.within[0], "{warning:?}");
        assert!(warning.expected <= f64::from(each), "{warning:?}");
    }
}

#[test]
fn a_burst_moves_the_chance_as_it_moves_the_number() {
    let mut rows = Vec::new();
    for day in 0..1200_u32 {
        let old = day < 1140;
        rows.push(row("C", "CONSULT", "D", 1000 + day));
        if !old || day % 30 == 0 {
            rows.push(row("A", if old { "CONSULT" } else { "ASSAULT" }, "B", 1000 + day));
        }
    }
    let table = EventTable::from_rows(rows);
    let pair = ["A", "B"].map(|name| number(&table.actors, name));
    for counted in [Counted::All, Counted::Conflict] {
        let warning = warn(&table, pair, 2200, counted);
        assert!(warning.within.iter().all(|chance| *chance > 0.75) && warning.expected > 4.0, "{warning:?}");
    }
}

#[test]
fn weeks_of_which_the_table_tells_nothing_are_no_silence() {
    let whole = lively(120, 5);
    let mut holed = whole.clone();
    let hole = 1000 + 105 * 7..1000 + 113 * 7;
    holed.events.retain(|event| !hole.contains(&event.day));
    let day = 1000 + 120 * 7;
    let (of_whole, of_holed) = (Watch::new(&whole, day), Watch::new(&holed, day));
    let pairs = drawn(&holed, day, 300);
    let mut sums = [0.0; 2];
    for (full, lane) in Lane::of(&whole, &pairs, day).iter().zip(Lane::of(&holed, &pairs, day)) {
        for (full, warning) in of_whole.of_lane(full).iter().zip(of_holed.of_lane(&lane)) {
            for (at, within) in warning.within.iter().enumerate() {
                assert!(warning.within[0] > 0.05 || *within < 0.9, "{warning:?}");
                sums = [sums[0] + full.within[at], sums[1] + within];
            }
        }
    }
    assert!((0.75..1.25).contains(&(sums[1] / sums[0])), "{sums:?}");
}

#[test]
fn an_event_of_a_stranger_leaves_the_chances_of_others_as_they_are() {
    let table = lively(160, 77);
    let day = 1000 + 160 * 7;
    let mut rows: Vec<([String; 3], u32)> = table
        .events
        .iter()
        .map(|event| {
            let [from, kind, to] = event.triple.map(|at| at as usize);
            ([&table.actors[from], &table.kinds[kind], &table.actors[to]].map(Clone::clone), event.day)
        })
        .collect();
    // By its name before all others, of a kind that was never told.
    rows.push(row("A stranger", "ABDUCT", "Another", day - 1));
    let other = EventTable::from_rows(rows);
    let (watch, with) = (Watch::new(&table, day), Watch::new(&other, day));
    let pairs = drawn(&table, day, 200);
    let named = pairs.iter().map(|pair| pair.map(|at| number(&other.actors, &table.actors[at as usize])));
    let named: Vec<Pair> = named.collect();
    let mut proven = 0;
    for (lane, same) in Lane::of(&table, &pairs, day).iter().zip(Lane::of(&other, &named, day)) {
        let warnings = watch.of_lane(lane);
        assert_eq!(warnings, with.of_lane(&same));
        proven += warnings.iter().filter(|warning| warning.proofs.iter().any(|proof| proof.holds())).count();
    }
    assert!(proven > 50, "what is learnt enters: {proven}");
}

#[test]
fn a_part_is_never_likelier_than_the_whole() {
    for (seed, weeks) in [(1, 3), (2, 14), (3, 30), (4, 60)] {
        let table = lively(weeks, seed);
        let day = 1000 + weeks * 7;
        let watch = Watch::new(&table, day);
        for pair in drawn(&table, day, 60) {
            let between = Between::new(&table, &watch, pair);
            let warnings: Vec<Warning> =
                between.warnings().filter(|one| one.0 == pair).map(|one| one.1.clone()).collect();
            for warning in &warnings {
                assert!(
                    warning.within[0] <= warning.within[1] && warning.usual[0] <= warning.usual[1],
                    "{:?}",
                    warning
                );
                assert!(warning.expected >= warning.within[0] - 1e-9, "{:?}", warning);
            }
            if let [all, conflict] = &warnings[..] {
                assert!(all.within.iter().zip(conflict.within).all(|(all, of)| *all >= of), "{:?}", warnings);
                assert!(all.usual.iter().zip(conflict.usual).all(|(all, of)| *all >= of), "{:?}", warnings);
                assert!(all.expected >= conflict.expected, "{:?}", warnings);
            }
            for one in pairwise(&table, &between, day).iter().filter(|one| one.statement.triple[0] == pair[0]) {
                let of_conflict = table.is_conflict(one.statement.triple[1]) && warnings.len() > 1;
                let class = &warnings[usize::from(of_conflict)];
                assert!(one.statement.chance <= class.within[0], "{:?} {:?}", one, class);
                assert!(one.statement.expected <= class.expected + 1e-9, "{:?} {:?}", one, class);
                assert!(one.statement.chance <= one.statement.expected + 1e-6, "{:?}", one);
            }
            let kinds = pairwise(&table, &between, day).into_iter().filter(|one| one.statement.triple[0] == pair[0]);
            let together: f64 = kinds.map(|one| one.statement.expected).sum();
            assert!(together <= warnings[0].expected + 1e-6, "{together} of {warnings:?}");
        }
    }
}

/// The rows of a table.
fn rows(table: &EventTable) -> Vec<([String; 3], u32)> {
    let told = |event: &Dated| {
        let [from, kind, to] = event.triple.map(|at| at as usize);
        ([&table.actors[from], &table.kinds[kind], &table.actors[to]].map(Clone::clone), event.day)
    };
    table.events.iter().map(told).collect()
}

#[test]
fn a_war_is_told_within_days_and_the_longer_chance_does_not_waver() {
    let mut few = Vec::new();
    for day in 0..1200_u32 {
        few.extend((day % 3 == 0).then(|| row("C", "CONSULT", "D", 1000 + day)));
    }
    for mut peace in [few, rows(&lively(170, 77))] {
        let begins = 2100;
        peace.retain(|row| row.1 < begins);
        (0..30).for_each(|n| peace.push(row("Norland", "CONSULT", "Sudmark", 1010 + 36 * n)));
        let mut before = [0.0; 2];
        for days in [0, 1, 2, 5, 7, 10, 14, 21, 28] {
            let mut rows = peace.clone();
            (0..days).for_each(|n| rows.push(row("Norland", "ASSAULT", "Sudmark", begins + n)));
            let table = EventTable::from_rows(rows);
            let pair = ["Norland", "Sudmark"].map(|name| number(&table.actors, name));
            let within = warn(&table, pair, begins + days, Counted::Conflict).within;
            let least = match days {
                0..2 => 0.0,
                2..5 => 0.1,
                5..10 => 0.18,
                _ => 0.75,
            };
            assert!(within[0] >= least, "after {days} days {within:?}");
            assert!(
                within.iter().zip(before).all(|(now, before)| *now > before - 0.1),
                "{days}: {before:?} {within:?}"
            );
            before = within;
        }
    }
}

#[test]
fn the_steady_are_expected_to_act_as_often_as_they_do() {
    for counts in [[1, 2], [2, 2], [1, 3], [3, 4]] {
        let mut rows = Vec::new();
        for week in 0..80_u32 {
            (0..counts[(week % 2) as usize]).for_each(|n| rows.push(row("A", "CONSULT", "B", 1000 + 7 * week + n)));
            rows.push(row("C", "CONSULT", "D", 1000 + 7 * week));
        }
        let table = EventTable::from_rows(rows);
        let pair = ["A", "B"].map(|name| number(&table.actors, name));
        let warning = warn(&table, pair, 1560, Counted::All);
        let mean = f64::from(counts[0] + counts[1]) / 2.0;
        assert!((0.85..1.15).contains(&(warning.expected / mean)), "{counts:?}: {warning:?}");
    }
}

#[test]
fn what_is_supposed_counts_once() {
    let table = EventTable::from_rows(world(200, 6));
    let outlook = Outlook::new(&table, 201, Tier::Fast, HANDS);
    let watch = Watch::new(&table, 201);
    let before = Between::new(&table, &watch, [0, 1]);
    let sums = outlook.class_sums(&mut Desk::default(), &before);
    let mut with = table.clone();
    let accuse = number(&table.kinds, "ACCUSE");
    (0..3).for_each(|_| with.events.push(Dated { triple: [0, accuse, 1], day: 200 }));
    // What adds nothing to the learnt acts moves as much as if it had happened.
    let real = Between::new(&with, &watch, [0, 1]);
    let after = Between::new(&with, &watch, [0, 1]).supposing(&before, &sums, &sums);
    for (((_, known), (_, real)), (_, moved)) in before.warnings().zip(real.warnings()).zip(after.warnings()) {
        for ((known, real), moved) in known.within.iter().zip(real.within).zip(moved.within) {
            assert!((known.max(real) - moved).abs() < 1e-3, "{known} {real} {moved}");
        }
    }
}

#[test]
fn a_first_blow_that_is_supposed_moves_conflict() {
    let mut rows = rows(&lively(160, 77));
    (0..150).for_each(|week| rows.push(row("Norland", "CONSULT", "Sudmark", 1010 + 7 * week)));
    let table = EventTable::from_rows(rows);
    let watch = Watch::new(&table, 2120);
    let pair = ["Norland", "Sudmark"].map(|name| number(&table.actors, name));
    let before = Between::new(&table, &watch, pair);
    let sums = Outlook::new(&table, 2120, Tier::Fast, HANDS).class_sums(&mut Desk::default(), &before);
    let mut with = table.clone();
    let blow = (0..table.kinds.len() as u32).find(|kind| table.is_conflict(*kind)).unwrap_or_default();
    with.events.push(Dated { triple: [pair[0], blow, pair[1]], day: 2119 });
    let after = Between::new(&with, &watch, pair).supposing(&before, &sums, &sums);
    let conflict = |between: &Between| {
        let mut own = between.warnings().filter(|(from, w)| *from == pair && w.counted == Counted::Conflict);
        own.next().map(|(_, warning)| warning.within).unwrap_or_default()
    };
    let (known, moved) = (conflict(&before), conflict(&after));
    assert!(moved[0] > 3.0 * known[0] && moved[0] > 0.05, "{known:?} {moved:?}");
}

#[test]
fn a_direction_that_never_acted_is_stated_as_usual() {
    let mut rows = rows(&lively(160, 77));
    (0..60).for_each(|n| rows.push(row("Norland", "CONSULT", "Sudmark", 1010 + 18 * n)));
    let table = EventTable::from_rows(rows);
    let watch = Watch::new(&table, 2120);
    let back = ["Sudmark", "Norland"].map(|name| number(&table.actors, name));
    let between = Between::new(&table, &watch, back);
    let (mut first, mut lined) = (0, 0);
    for (pair, warning) in between.warnings() {
        assert_eq!(warning.first, pair == back, "{warning:?}");
        if warning.first {
            first += 1;
            assert_eq!(warning.within, warning.usual, "{warning:?}");
            assert!(warning.proofs.iter().all(|proof| proof.cases == 0), "no trial speaks of it: {warning:?}");
        } else {
            lined += warning.proofs.iter().filter(|proof| proof.holds()).count();
        }
    }
    assert!(first == 2 && lined > 0, "{first} {lined}");
}

#[test]
fn one_more_pair_of_long_ago_does_not_shift_what_is_learnt_of_others() {
    let table = lively(160, 77);
    let day = 1000 + 160 * 7;
    let mut rows = rows(&table);
    rows.push(row("A stranger", "CONSULT", "Another", 1500));
    let other = EventTable::from_rows(rows);
    let (watch, with) = (Watch::new(&table, day), Watch::new(&other, day));
    let pairs = drawn(&table, day, 200);
    let named: Vec<Pair> =
        pairs.iter().map(|pair| pair.map(|at| number(&other.actors, &table.actors[at as usize]))).collect();
    let lanes = Lane::of(&table, &pairs, day).into_iter().zip(Lane::of(&other, &named, day));
    let moved = lanes.flat_map(|(lane, same)| {
        let both = watch.of_lane(&lane).into_iter().zip(with.of_lane(&same));
        both.flat_map(|(was, now)| was.within.into_iter().zip(now.within)).map(|(was, now)| (was - now).abs())
    });
    let most = moved.fold(0.0, f64::max);
    assert!(most < 0.002, "{most}");
}
