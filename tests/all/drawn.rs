//! Drawings in words: each says in both languages what is to be seen, and has the same as a table with ways to follow.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use demarche::mention::{Quad, Status};
use demarche::relate::acts::Act;
use demarche::relate::course::Course;
use demarche::relate::ledger::Record;
use demarche::resources::Wording;
use demarche::resources::atlas::Atlas;
use demarche::tell::drawn::{self, Acted, Between, Crowd, Figure, Lead, Shared, Showing, Spot, Tie, Told};
use jiff::civil::date;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The figure in a language; addresses name what they lead to.
fn figure(lang: &str, draw: impl Fn(&Showing<'_>) -> Figure) -> Figure {
    let wording = Wording::embedded(lang, "chart.empty").unwrap();
    let lead = |lead: Lead<'_>| format!("/{lead:?}");
    let figure = draw(&Showing { wording: &wording, id: "x", lead: &lead });
    assert!(figure.rows.iter().all(|row| row.cells.len() == figure.columns.len()), "{:?}", figure.rows);
    assert!(figure.columns.iter().all(|column| !column.is_empty()), "{:?}", figure.columns);
    roxmltree::Document::parse(&figure.svg).unwrap();
    roxmltree::Document::parse(&figure.table()).unwrap();
    figure
}

#[test]
fn both_languages_have_the_words_of_all_drawings() {
    let keys = |lang: &str| -> BTreeSet<String> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("lang").join(lang).join("phrases.tsv");
        let text = fs::read_to_string(path).unwrap();
        text.lines()
            .filter_map(|l| l.split('\t').next())
            .filter(|k| k.starts_with("chart."))
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(keys("de"), keys("en"));
    assert!(keys("de").len() > 60);
}

fn courses() -> [Course; 2] {
    let act = |day: u32, event: u32, quad: usize, score: f64| Act {
        day,
        event,
        one: event,
        quad: Some(Quad::ALL[quad]),
        score: Some(score),
    };
    let forth: Vec<Act> = (0..40)
        .map(|n| if n > 22 { act(19_000 + n * 9, n, 3, -6.0) } else { act(19_000 + n * 9, n, 0, 5.0) })
        .collect();
    [Course::new(&forth, 19_400, &|_| None), Course::new(&[act(19_390, 99, 2, -3.0)], 19_400, &|_| None)]
}

#[test]
fn a_course_says_where_it_stands_and_when_it_turned() {
    let [forth, back] = courses();
    let act = |event: u32| Acted {
        when: format!("day {event}"),
        what: format!("act {event}"),
        address: format!("/event/{event}"),
    };
    let between =
        Between { one: "PER", other: "CHL", forth: &forth, back: &back, act: &act, loose: &BTreeSet::from([7]) };
    let german = figure("de", |showing| drawn::course(showing, &between));
    assert_eq!(german.title, "Index Peru – Chile");
    assert!(
        german.caption.starts_with("Peru → Chile: zuletzt −") && german.caption.contains("Chile → Peru: −"),
        "{}",
        german.caption
    );
    let told = " 1 Wende im Ton, die letzte ab dem 3. August 2022.";
    assert!(german.caption.ends_with(told), "{}", german.caption);
    assert!(german.caption.contains(','), "the decimal sign is that of the language: {}", german.caption);
    assert!(german.svg.contains("href=\"/event/99\"") && german.svg.contains("act 99"));
    let english = figure("en", |showing| drawn::course(showing, &between));
    assert!(english.caption.ends_with(" 1 turn in tone, the last from 3 August 2022."), "{}", english.caption);
    assert!(english.rows.iter().any(|row| row.cells[5] == "Turn") && english.rows.len() == 43);
    let months = figure("en", |showing| drawn::months(showing, &between));
    let told = "40 events: cooperation 22 in words and 0 in deeds, conflict 1 in words and 17 in deeds; most in ";
    assert!(months.caption.starts_with(told) && months.caption.contains(" 2022 ("), "{}", months.caption);
    // One stands in no month.
    assert!(months.caption.ends_with("). Not drawn: 1 event of which no month is told."), "{}", months.caption);
    let none = Course::default();
    let nothing = Between { forth: &none, back: &none, ..between };
    assert_eq!(figure("en", |showing| drawn::course(showing, &nothing)).caption, "Nothing is known of this.");
    assert_eq!(figure("de", |showing| drawn::months(showing, &nothing)).caption, "Dazu ist nichts bekannt.");
}

#[test]
fn a_line_of_time_counts_what_was_announced_and_what_came() {
    let told = |id: &str, lane: &[&str], status: Status, month: i8| Told {
        id: id.to_owned(),
        lane: lane.iter().map(|code| (*code).to_owned()).collect(),
        first: date(2024, month, 1),
        last: date(2024, month, 20),
        soft: true,
        status,
        quad: Quad::VerbalCooperation,
        became: (month == 3).then_some(date(2024, 9, 9)),
        when: "then".to_owned(),
        what: format!("what {id}"),
    };
    let events = [
        told("a", &["CHL", "PER"], Status::Reported, 1),
        told("b", &["CHL", "PER"], Status::Reported, 3),
        told("c", &["BOL"], Status::Denied, 5),
    ];
    let german = figure("de", |showing| drawn::lanes(showing, &events));
    let caption = "3 Ereignisse vom 1. Januar 2024 bis zum 20. Mai 2024, am meisten in der Zeile Chile – Peru (2). 1 ist angekündigt, davon 1 eingetroffen.";
    assert_eq!(german.caption, caption);
    assert_eq!(german.rows[1].cells[3], "angekündigt → berichtet");
    assert!(
        german.svg.contains("class=\"shape cooperation planned\"") && german.svg.contains("(angekündigt → berichtet)")
    );
    assert_eq!(german.rows[2].cells, ["then", "Bolivien", "what c", "bestritten"]);
    assert_eq!(german.rows[2].address, "/Event(\"c\")");
}

#[test]
fn a_network_names_who_has_most_to_do_with_whom() {
    let tie = |from: &str, to: &str, events: usize, done: usize, score: f64| Tie {
        from: from.to_owned(),
        to: to.to_owned(),
        events,
        done,
        score,
        shared: Shared::default(),
    };
    // One of the events is what both do together.
    let shared = Shared { events: 1, done: 1, score: 2.0 };
    let ties = [
        Tie { shared, ..tie("PER", "CHL", 8, 6, -30.0) },
        Tie { shared, ..tie("CHL", "PER", 2, 2, -2.0) },
        tie("PER", "BOL", 3, 3, 15.0),
        tie("BOL", "CHL", 1, 0, 0.0),
        tie("PER", "PER", 5, 5, 5.0),
    ];
    let english = figure("en", |showing| drawn::network(showing, &ties, Crowd { middle: Some("PER"), more: true }));
    assert_eq!(english.title, "Network around Peru");
    let caption = "3 actors with 3 relations, 1 of them friendly and 1 hostile; most Chile – Peru (9).";
    assert_eq!(english.caption, format!("{caption} These are not all, but the 2 with the most events with Peru."));
    let whole = figure("en", |showing| drawn::network(showing, &ties, Crowd { middle: Some("PER"), more: false }));
    assert_eq!(whole.caption, caption);
    assert_eq!(english.rows[0].cells, ["Peru", "12", "2", "Chile (9), Bolivia (3)"]);
    assert!(
        english.svg.contains("Bolivia – Chile: 1 event<")
            && english.svg.contains("Chile – Peru: 9 events, tone −4.9 (marked by conflict)")
    );
    let matrix = figure("de", |showing| drawn::matrix(showing, &ties, Crowd::default()));
    assert_eq!(matrix.title, "Netz");
    assert_eq!(matrix.rows[0].cells, ["Peru", "Chile", "8", "6", "−5,0"]);
    assert_eq!((matrix.rows.len(), matrix.svg.matches("class=\"cell ").count()), (4, 8));
}

#[test]
fn a_map_marks_no_state_as_a_place() {
    let spot = |name: &str, at: Option<(f64, f64)>, events: usize| Spot {
        name: name.to_owned(),
        told: vec![name.to_owned()],
        at,
        events,
        tone: Some(3.0),
    };
    let announced = Spot { tone: None, ..spot("CHL", None, 2) };
    let states = [spot("PER", None, 4), announced, spot("IGO:EU", None, 9)];
    let places = [spot("Lima", Some((-12.04, -77.03)), 3), spot("Anden", None, 8)];
    let atlas = Atlas::embedded().unwrap();
    let german = figure("de", |showing| drawn::map(showing, &atlas, &states, &places, false));
    assert_eq!(
        german.caption,
        "2 Staaten nehmen teil, am häufigsten Peru (4 Ereignisse); 1 genauer Ort ist genannt, am häufigsten Lima (3)."
    );
    let rows: Vec<_> = german.rows.iter().map(|row| [&*row.cells[1], &*row.cells[3]]).collect();
    assert_eq!(rows, [["Lima", "+3,0"], ["Peru", "+3,0"], ["Chile", ""]]);
    assert!(german.svg.contains("<title>Chile: 2 Ereignisse</title><path class=\"state unsure\""));
    assert!(!german.svg.contains("Anden"));
    assert_eq!(
        figure("en", |showing| drawn::map(showing, &atlas, &[], &[], false)).caption,
        "Nothing is known of this."
    );
}

#[test]
fn calibration_says_how_far_chances_missed() {
    let classes = (0..10).map(|n| if n == 2 { (12, 0.25, 0.5) } else { (0, 0.0, 0.0) }).collect();
    let record =
        Record { settled: 12, came: 6, calibration: 0.25, brier: 0.1, usual_brier: 0.2, classes, ..Record::default() };
    let english = figure("en", |showing| drawn::calibration(showing, &record));
    let caption = "12 statements settled, 6 came true; stated and seen frequency lie 25 % apart on average; of the error of the usual shares avoided: 50 %.";
    assert_eq!(english.caption, caption);
    assert_eq!(english.rows.len(), 1);
    let none = figure("de", |showing| drawn::calibration(showing, &Record::default()));
    assert_eq!(none.caption, "Noch ist keine Aussage entschieden.");
}
