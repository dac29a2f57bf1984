//! Pages on what comes next: statements with their events, scenarios, what little knowledge allows, and the ledger.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::foresee::{HANDS, number, quarrel, world};
use demarche::relate::acts::{self, Announced, Foretold};
use demarche::relate::foresee::{
    Between, Dated, Desk, EventTable, Known, Outlook, Tier, Watch, analogies, pairwise, shifts, strangers,
};
use demarche::relate::ledger::{Issued, Settled, What, record, settle, usual};
use demarche::resources::Wording;
use demarche::resources::ontology::Ontology;
use demarche::tell::foretold::{Asked, Basis, Supposed, Telling, tell};
use demarche::tell::related::{self, Related};
use demarche::tell::settled;
use std::collections::BTreeMap;

fn wording(reader: &str) -> Wording {
    Wording::embedded(reader, "ledger.title").unwrap()
}

fn date(day: u32) -> String {
    format!("<{day}>")
}

fn telling<'a>(table: &'a EventTable, day: u32, asked: Asked, basis: Basis<'a>) -> Telling<'a> {
    Telling {
        table,
        day,
        asked,
        basis,
        between: None,
        announced: &[],
        supposed: None,
        doubtful: 0,
        later: 0,
        most: 3,
        date: &date,
    }
}

fn between(table: &EventTable, day: u32, pair: [u32; 2]) -> Between {
    Between::new(table, &Watch::new(table, day), pair)
}

#[test]
fn an_outlook_is_told_in_words_with_its_events() {
    let table = quarrel();
    let outlook = Outlook::new(&table, 61, Tier::Fast, HANDS);
    for reader in ["de", "en"] {
        let [a, b] = ["A", "B"].map(|name| number(&table.actors, name));
        let expected = between(&table, 61, [a, b]);
        let mut of_pair = telling(&table, 61, Asked::Pair(a, b), Basis::Learnt(&outlook));
        of_pair.between = Some(&expected);
        let page = tell(&wording(reader), &of_pair);
        assert!(page.contains("A → B: ACCUSE"), "{page}");
        assert!(page.contains("<61>") && page.contains("<67>"), "issue and end: {page}");
        assert!(page.contains("<60> A → B, ACCUSE"), "{page}");
        assert!(!page.contains('{') && !page.contains("()"), "{page}");
        let page = tell(&wording(reader), &telling(&table, 61, Asked::Actor(a), Basis::Learnt(&outlook)));
        assert!(page.contains(if reader == "de" { "Fällen diesem Partner" } else { "cases" }), "{page}");
    }
}

#[test]
fn counts_alone_foretell_what_a_pair_mostly_does() {
    let table = quarrel();
    let [a, b] = ["A", "B"].map(|name| number(&table.actors, name));
    let expected = between(&table, 61, [a, b]);
    let paired = pairwise(&table, &expected, 61);
    assert!(paired[0].share > 0.99 && (0.4..0.9).contains(&paired[0].usual), "{paired:?}");
    let statements: Vec<_> = paired.iter().map(|one| one.statement).collect();
    assert_eq!(statements[0].triple, [a, number(&table.kinds, "ACCUSE"), b]);
    assert!(statements[0].chance > 0.9 && statements[0].expected > 5.0, "{statements:?}");
    assert!(statements[1..].iter().all(|s| s.chance < 0.5), "{statements:?}");
    // The other way nothing ever came.
    assert!(statements.iter().filter(|s| s.triple[0] == b).all(|s| s.chance < 0.2), "{statements:?}");
    let page = tell(&wording("en"), &telling(&table, 61, Asked::Pair(a, b), Basis::Counted(&paired)));
    assert!(
        page.contains("A → B: ACCUSE – ") && page.contains("almost certain") && page.contains("<60> A → B, ACCUSE"),
        "{page}"
    );
}

/// Eight invented events between two countries in nine weeks, and one of a third.
fn few() -> EventTable {
    let row = |s: &str, k: &str, o: &str, day| ([s, k, o].map(str::to_owned), day);
    EventTable::from_rows(vec![
        row("PER", "CONSULT visit", "CHL", 3),
        row("CHL", "CONSULT visit", "PER", 3),
        row("PER", "ACCUSE", "CHL", 20),
        row("CHL", "REJECT", "PER", 21),
        row("PER", "MOBILIZE troops", "CHL", 40),
        row("CHL", "THREATEN", "PER", 41),
        row("PER", "AGREE", "CHL", 55),
        row("CHL", "AGREE", "PER", 55),
        row("BOL", "CONSULT", "PER", 60),
    ])
}

#[test]
fn two_that_never_met_are_shown_what_is_comparable() {
    let table = few();
    let [bol, chl] = ["BOL", "CHL"].map(|name| number(&table.actors, name));
    let page = tell(&wording("en"), &telling(&table, 63, Asked::Pair(bol, chl), Basis::Counted(&[])));
    let lines: Vec<&str> = page.lines().filter(|line| line.contains("no history together")).collect();
    assert_eq!(lines.len(), 2, "one each way: {page}");
    assert!(
        lines[0].contains("<60> Bolivia → Peru, CONSULT") && lines[0].contains("<55> Peru → Chile, AGREE"),
        "{page}"
    );
    assert!(!lines[0].contains("Chile → ") && !lines[1].contains("<60>"), "{page}");
}

#[test]
fn two_that_never_met_are_told_what_those_do_who_deal_with_the_same() {
    let mut rows = Vec::new();
    let row = |s: &str, k: &str, o: &str, day| ([s, k, o].map(str::to_owned), day);
    for week in 0..20 {
        // B is as A is: both deal with C and D; B also visits E, whom A never met. F deals with others.
        for actor in ["A", "B"] {
            rows.push(row(actor, "AID", "C", week * 7));
            rows.push(row(actor, "CONSULT", "D", week * 7 + 1));
        }
        rows.push(row("B", "CONSULT visit", "E", week * 7 + 2));
        rows.push(row("F", "ACCUSE", "E", week * 7 + 3));
        rows.push(row("F", "ACCUSE", "G", week * 7 + 3));
    }
    let table = EventTable::from_rows(rows);
    let [a, b, e] = ["A", "B", "E"].map(|name| number(&table.actors, name));
    let visit = number(&table.kinds, "CONSULT visit");
    let found = analogies(&table.events, a, Some(e), 140);
    assert_eq!(found.len(), 1, "F is not like A: {found:?}");
    assert_eq!(
        (found[0].triple, found[0].stands, found[0].place, found[0].actors, found[0].acts),
        ([a, visit, e], b, a, 1, 20)
    );
    assert_eq!(analogies(&table.events, e, Some(a), 140), []);
    let of_actor = analogies(&table.events, a, None, 140);
    assert!(of_actor.iter().any(|one| one.triple == [a, visit, e]), "of an actor alone too: {of_actor:?}");
    // Of what is not known yet nothing shows.
    assert_eq!(analogies(&table.events, a, Some(e), 2), []);
    for (reader, words) in
        [("de", "B, mit denselben Partnern wie A (20 solche"), ("en", "B, with the same partners as A")]
    {
        let page = tell(&wording(reader), &telling(&table, 140, Asked::Pair(a, e), Basis::Counted(&[])));
        let (_, analogy) = page.split_once("A → E: CONSULT visit").unwrap();
        assert!(analogy.contains(words) && analogy.contains("<135> B → E, CONSULT visit"), "{page}");
        assert!(!analogy.contains('%') && !page.contains('{') && !page.contains('['), "{page}");
    }
}

#[test]
fn of_strangers_it_is_counted_how_many_met() {
    let row = |s: String, o: String, day| ([s, "CONSULT".to_owned(), o], day);
    let mut rows = Vec::new();
    for actor in 0..40 {
        rows.push(row(format!("N{actor:02}"), "HUB".to_owned(), actor % 5));
    }
    // N00 meets one of the others each month, all of whom deal with the same hub.
    for month in 0..6 {
        rows.push(row("N00".to_owned(), format!("N{:02}", month + 10), 20 + 30 * month));
    }
    let table = EventTable::from_rows(rows);
    let pair = ["N00", "N01"].map(|name| number(&table.actors, name));
    let found = strangers(&table.events, pair, 190).unwrap();
    // Of N00 in six months 39, 38 … less those met; of N01 all 39 each time.
    assert_eq!(found.met, 6, "{found:?}");
    assert!((400..480).contains(&found.pairs), "{found:?}");
    let (least, most) = found.range();
    assert!(least < 0.0135 && most > 0.0135 && most < 0.05, "{least} {most}");
    assert_eq!(strangers(&table.events, pair, 20), None, "too few months");
}

#[test]
fn from_eight_events_no_number_is_feigned() {
    let table = few();
    let [per, chl] = ["PER", "CHL"].map(|name| number(&table.actors, name));
    let known = Known::new(&table.events, per, Some(chl), 63);
    // Anything is known of six of the nine weeks.
    assert_eq!((known.events, known.span, known.weeks, known.active), (8, 9, 6, 4));
    assert!(known.is_little());
    let (least, most) = known.range();
    assert!(least < 0.45 && most > 0.8, "{least} {most}");
    let announced = [Announced {
        said: 55,
        due: Some(70),
        subject: "PER".to_owned(),
        kind: "CONSULT".to_owned(),
        object: "CHL".to_owned(),
    }];
    for reader in ["de", "en"] {
        let outlook = Outlook::new(&table, 63, Tier::Fast, HANDS);
        for asked in [Asked::Pair(per, chl), Asked::Actor(chl)] {
            let mut telling = telling(&table, 63, asked, Basis::Learnt(&outlook));
            telling.announced = &announced;
            let page = tell(&wording(reader), &telling);
            // The scale of words names its bounds; nothing after it has a share.
            let (_, body) = page.split_once("\n## ").unwrap();
            assert!(!body.contains('%'), "{page}");
            assert!(body.contains("<70>") && body.contains("<55>"), "what is announced: {page}");
            assert!(page.contains("Peru") && !page.contains('{'), "{page}");
            // What is supposed is no knowledge.
            let mut with = table.clone();
            with.events.push(Dated { triple: [chl, 0, per], day: 62 });
            let supposed = Some(Supposed { first: 9, before: None, shifts: &[] });
            let ranges = |page: &str| {
                page.lines().filter(|l| l.starts_with("- ") && l.contains("7")).map(str::to_owned).collect::<Vec<_>>()
            };
            let known = ranges(&page);
            let page = tell(&wording(reader), &Telling { table: &with, supposed, ..telling });
            assert!(!known.is_empty() && known.iter().all(|line| page.contains(line)), "{known:?} {page}");
            let (_, body) = page.split_once("\n## ").unwrap();
            assert!(!body.contains('%') && body.contains("Chile → Peru, ACCUSE"), "{page}");
        }
    }
}

#[test]
fn a_scenario_moves_what_follows_on_it_and_says_through_which_rule() {
    let mut table = quarrel();
    let [a, c] = ["A", "C"].map(|name| number(&table.actors, name));
    let [accuse, agree] = ["ACCUSE", "AGREE"].map(|name| number(&table.kinds, name));
    // Day 65: A accused C five days ago, C agreed four days ago; next would be on day 70.
    table.events.retain(|event| event.day < 56);
    let mut outlook = Outlook::new(&table, 56, Tier::Fast, HANDS);
    let watch = Watch::new(&table, 56);
    let unmoved = Between::new(&table, &watch, [a, c]);
    let before = outlook.of_pair(&mut Desk::default(), &unmoved);
    let same = outlook.of_pair(&mut Desk::default(), &unmoved);
    assert_eq!(shifts(&before, &same), [], "nothing supposed, nothing moved");
    let sums = outlook.class_sums(&mut Desk::default(), &unmoved);
    outlook.suppose(&[[a, accuse, c]]);
    let first = table.events.len() as u32;
    table.events.push(Dated { triple: [a, accuse, c], day: 55 });
    let expected = Between::new(&table, &watch, [a, c]);
    let grown = outlook.class_sums(&mut Desk::default(), &expected);
    let expected = expected.supposing(&unmoved, &sums, &grown);
    let likelier = |of: &Between| of.warnings().map(|one| one.1.within[0]).collect::<Vec<f64>>();
    assert!(likelier(&expected)[1] > likelier(&unmoved)[1], "the class moves with its kinds");
    let moved = shifts(&before, &outlook.of_pair(&mut Desk::default(), &expected));
    let again = moved.iter().find(|shift| shift.after.triple == [a, accuse, c]).unwrap();
    assert!(again.after.chance > again.before, "{again:?}");
    let of = |all: &[demarche::relate::foresee::Statement]| all.iter().find(|s| s.triple == [c, agree, a]).unwrap().raw;
    assert!(
        of(&outlook.of_pair(&mut Desk::default(), &expected)) > of(&before),
        "what follows on it is likelier as well"
    );
    let mut telling = telling(&table, 56, Asked::Actor(a), Basis::Learnt(&outlook));
    telling.supposed = Some(Supposed { first, before: Some(&unmoved), shifts: &moved });
    let page = tell(&wording("en"), &telling);
    assert!(page.contains("supposed: A → C, ACCUSE") && page.contains("(supposed)"), "{page}");
    // Of the two alone too little is known for a chance, whoever is asked about.
    assert!(!page.contains("A → C: ACCUSE – from"), "{page}");
}

#[test]
fn what_is_supposed_of_others_moves_no_count_of_the_pair() {
    let table = EventTable::from_rows(world(60, 4));
    let mut outlook = Outlook::new(&table, 61, Tier::Fast, HANDS);
    let expected = between(&table, 61, [0, 1]);
    let rules = |outlook: &Outlook| {
        outlook.of_pair(&mut Desk::default(), &expected).iter().map(|s| outlook.applied(s)).collect::<Vec<_>>()
    };
    let before = rules(&outlook);
    outlook.suppose(&[[5, 0, 6]]);
    assert_eq!(before.len(), rules(&outlook).len());
    let flat = |all: Vec<Vec<demarche::relate::foresee::Applied>>| {
        let mut all: Vec<String> = all.into_iter().flatten().map(|rule| format!("{rule:?}")).collect();
        all.sort();
        all
    };
    assert_eq!(flat(before), flat(rules(&outlook)), "rules and their cases stay");
}

fn issued(day: u32, [subject, kind, object]: [&str; 3], chance: f64, usual: f64) -> Issued {
    let [subject, kind, object] = [subject, kind, object].map(str::to_owned);
    Issued { day, end: day + 7, written: day, subject, what: What::Act(kind), object, chance, usual, events: 50 }
}

#[test]
fn a_forecast_is_settled_only_when_its_days_are_over() {
    let table = quarrel();
    let all = [
        issued(50, ["A", "ACCUSE", "B"], 0.9, 0.8),
        issued(50, ["C", "AGREE", "A"], 0.5, 0.5),
        issued(52, ["A", "ACCUSE", "E"], 0.2, 0.1),
        issued(55, ["A", "ACCUSE", "B"], 0.9, 0.8),
    ];
    let settled = settle(&all, &table, 61);
    // C agrees on day 51; the last speaks of days up to 61.
    assert_eq!(settled, [Settled::Came, Settled::Came, Settled::Failed, Settled::Open]);
    let record = record(&all, &settled, &|_| true);
    assert_eq!((record.issued, record.settled, record.came), (4, 3, 2));
    assert!((record.brier - (0.01 + 0.25 + 0.04) / 3.0).abs() < 1e-12);
    assert!((record.usual_brier - (0.04 + 0.25 + 0.01) / 3.0).abs() < 1e-12);
    assert!(record.skill().unwrap().abs() < 1e-9);
    let by_hand = -(0.9_f64.ln() + 0.5_f64.ln() + 0.8_f64.ln()) / 3.0;
    assert!((record.surprise - by_hand).abs() < 1e-5);
    let sources: BTreeMap<String, Foretold> =
        [("PER".to_owned(), Foretold { made: 4, came: 2, late: 1, failed: 1 })].into();
    let page = settled::Page {
        issued: &all,
        settled: &settled,
        sources: &sources,
        day: 61,
        reach: 61,
        lines: 4,
        head: "abc",
        most: 9,
        date: &date,
    };
    for reader in ["de", "en"] {
        let page = settled::tell(&wording(reader), &page);
        assert!(page.contains("<50>") && page.contains("<56>") && page.contains("PER: 4"), "{page}");
        assert!(page.contains("<60>"), "how far the events reach: {page}");
        assert!(page.contains("abc"), "the digest of the last line: {page}");
        assert!(!page.contains('{') && !page.contains("["), "{page}");
    }
}

#[test]
fn other_events_settle_nothing() {
    let table = quarrel();
    let whole = [
        issued(50, ["A", "ACCUSE", "Z"], 0.9, 0.8),
        issued(50, ["A", "ABDUCT", "B"], 0.9, 0.8),
        Issued { events: 500, ..issued(50, ["A", "ACCUSE", "B"], 0.9, 0.8) },
    ];
    let settled = settle(&whole, &table, 61);
    assert_eq!(settled, [Settled::Unknown; 3], "an actor, an act, and events that are not there");
    assert_eq!(record(&whole, &settled, &|_| true).settled, 0);
    let any = |what: What| Issued { what, ..issued(50, ["C", "", "A"], 0.5, 0.5) };
    // C agreed with A on day 51, and never did anything hostile.
    let found = settle(&[any(What::Any), any(What::Conflict)], &table, 61);
    assert_eq!(found, [Settled::Came, Settled::Failed]);
}

#[test]
fn what_is_usual_is_the_share_of_past_weeks() {
    let table = quarrel();
    let [a, b, c] = ["A", "B", "C"].map(|name| number(&table.actors, name));
    let [accuse, agree] = ["ACCUSE", "AGREE"].map(|name| number(&table.kinds, name));
    // Eight whole weeks before day 61: daily, and in five of them.
    assert!((usual(&table, [a, accuse, b], 61) - 8.5 / 9.0).abs() < 1e-12);
    assert!((usual(&table, [c, agree, a], 61) - 5.5 / 9.0).abs() < 1e-12);
    assert!((usual(&table, [b, agree, c], 61) - 0.5 / 9.0).abs() < 1e-12);
}

#[test]
fn a_relation_is_told_with_its_index_its_turn_and_its_events() {
    let mut rows = Vec::new();
    let row = |s: &str, k: &str, o: &str, day| ([s, k, o].map(str::to_owned), day);
    for week in 0..40 {
        let kind = if week < 30 { "CONSULT" } else { "ASSAULT" };
        rows.push(row("PER", kind, "CHL", 700 + week * 7));
        rows.push(row("CHL", if week < 30 { "AGREE" } else { "REJECT" }, "PER", 702 + week * 7));
        rows.push(row("BOL", "ACCUSE", "CHL", 703 + week * 7));
        rows.push(row("BOL", "SUPPORT", "PER", 703 + week * 7));
    }
    let table = EventTable::from_rows(rows);
    let acts = acts::of_table(&Ontology::embedded().unwrap(), &table);
    let related =
        Related { table: &table, acts: &acts, one: "PER", other: "CHL", day: 980, doubtful: 0, later: 0, date: &date };
    for (reader, words) in [("de", ["Wende", "Peru: ausgeglichen"]), ("en", ["Turn from", "Peru: balanced"])] {
        let page = related::tell(&wording(reader), &related);
        assert!(words.iter().all(|word| page.contains(word)), "{page}");
        assert!(page.contains("Peru → Chile") && page.contains("<973>"), "{page}");
        assert!(page.contains("ASSAULT") && !page.contains('{') && !page.contains('['), "{page}");
    }
    let nothing = Related { one: "BOL", other: "ARG", ..related };
    let page = related::tell(&wording("en"), &nothing);
    assert!(page.contains("Nothing is reported"), "{page}");
}
