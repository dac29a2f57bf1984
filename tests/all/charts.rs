//! Drawings: each as it was looked at (`tests/charts`), and whatever comes in, well-formed, the same again, without a number
//! that is none.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use demarche::mention::{Quad, Status};
use demarche::relate::acts::Act;
use demarche::relate::course::Course;
use demarche::resources::atlas::Atlas;
use demarche::tell::chart::calibration::{Calibration, Class};
use demarche::tell::chart::course::{Curves, Mark, Way};
use demarche::tell::chart::lanes::{Item, Lane, Lanes};
use demarche::tell::chart::map::{Fill, Map, Pin};
use demarche::tell::chart::matrix::{Cell, Matrix};
use demarche::tell::chart::months::{Months, bins};
use demarche::tell::chart::network::{Edge, Network, Node};
use demarche::tell::chart::{STYLE, Said};
use jiff::civil::{Date, date};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn said(id: &str) -> Said {
    Said { id: id.to_owned(), title: format!("Title of {id}"), text: "What it <shows> & \"how\"".to_owned() }
}

fn words<const N: usize>(words: [&str; N]) -> [String; N] {
    words.map(str::to_owned)
}

/// Compares with the drawing that was looked at; `BLESS=1` takes the new one.
fn looked_at(name: &str, svg: &str) {
    well_formed(svg);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/charts").join(format!("{name}.svg"));
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, svg).unwrap();
    }
    assert_eq!(svg, fs::read_to_string(&path).unwrap(), "{name}");
}

/// XML, with unique ids, classes only that the style knows of, and numbers that are some.
fn well_formed(svg: &str) {
    let read = roxmltree::Document::parse(svg).unwrap();
    let mut ids = BTreeSet::new();
    for node in read.descendants().filter(|node| node.is_element()) {
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            // An id is a name, in which a random one may spell either.
            let is_name = ["id", "aria-labelledby"].contains(&name) || value.starts_with("url(#");
            assert!(is_name || (!value.contains("NaN") && !value.contains("inf")), "{name}={value}");
            assert!(name != "id" || ids.insert(value.to_owned()), "{value} twice");
            assert!(!name.starts_with("on"), "{name}");
            assert!(name != "href" || !value.contains("script:"), "{value}");
            let is_colour = matches!(name, "fill" | "stroke" | "color");
            assert!(!is_colour || value.starts_with("url(#") || value == "currentColor", "{name}={value}");
        }
        let named = ["svg", "a", "g"].contains(&node.tag_name().name());
        assert!(named || node.tag_name().name() != "script");
    }
    let svg = read.root_element();
    assert!(svg.children().any(|n| n.has_tag_name(("http://www.w3.org/2000/svg", "title"))));
    assert!(svg.children().any(|n| n.has_tag_name(("http://www.w3.org/2000/svg", "desc"))));
}

fn act(day: u32, event: u32, quad: usize, score: f64) -> Act {
    Act { day, event, one: event, quad: Quad::ALL.get(quad).copied(), score: Some(score) }
}

fn courses() -> (Course, Course) {
    let forth: Vec<Act> = (0..40_u32)
        .map(|n| {
            let hostile = n > 22;
            act(19_000 + n * 9, n, if hostile { 3 } else { 0 }, if hostile { -6.0 } else { 4.0 + f64::from(n % 3) })
        })
        .collect();
    let back = [act(19_010, 50, 2, -3.0), act(19_180, 51, 1, 7.0), act(19_300, 52, 3, -8.0)];
    (Course::new(&forth, 19_400, &|_| None), Course::new(&back, 19_400, &|_| None))
}

#[test]
fn a_course_has_its_band_its_turns_and_its_points() {
    let (forth, back) = courses();
    let curves = Curves {
        said: said("course"),
        ways: vec![
            Way { name: "Peru → Chile".to_owned(), weeks: &forth.weeks },
            Way { name: "Chile → Peru".to_owned(), weeks: &back.weeks },
        ],
        turns: vec![Mark {
            day: 19_205,
            way: 0,
            title: "Turn".to_owned(),
            address: "/events?from=2022-08-01".to_owned(),
        }],
        points: vec![
            Mark { day: 19_180, way: 1, title: "AID".to_owned(), address: "/e/1".to_owned() },
            Mark { day: 19_243, way: 0, title: "ASSAULT".to_owned(), address: String::new() },
        ],
        friendly: "friendly".to_owned(),
        hostile: "hostile".to_owned(),
        turn: "turn".to_owned(),
        empty: "nothing".to_owned(),
    };
    looked_at("course", &curves.svg());
    well_formed(&Curves::default().svg());
}

#[test]
fn months_show_cooperation_above_and_conflict_below() {
    let acts: Vec<(Date, usize)> = (0..90_i16)
        .map(|n| (date(2023 + n / 60, 1 + ((n * 5) % 12) as i8, 1 + (n % 28) as i8), (n % 7 % 4) as usize))
        .collect();
    let mut bins = bins(&acts);
    assert_eq!(bins.iter().flat_map(|bin| bin.counts).sum::<u32>(), 90);
    for bin in &mut bins {
        bin.title = bin.label.clone();
        bin.address = format!("/events?from={}&to={}", bin.first, bin.last);
    }
    let classes = words(["Cooperation in words", "Cooperation in deeds", "Conflict in words", "Conflict in deeds"]);
    looked_at("months", &Months { said: said("months"), classes, bins, empty: String::new() }.svg());
    well_formed(&Months::default().svg());
}

#[test]
fn many_months_become_quarters_and_years() {
    let labels = |last: Date| bins(&[(date(2000, 2, 3), 0), (last, 3)]);
    let month = labels(date(2000, 4, 30));
    assert_eq!(month.iter().map(|b| b.label.as_str()).collect::<Vec<_>>(), ["2000-02", "2000-03", "2000-04"]);
    let quarters = labels(date(2010, 1, 1));
    assert_eq!((quarters[0].label.as_str(), quarters.len()), ("2000-01/03", 41));
    assert_eq!((quarters[0].first, quarters[0].last), (date(2000, 1, 1), date(2000, 3, 31)));
    assert_eq!(labels(date(2050, 1, 1)).len(), 51);
    assert_eq!(labels(date(2300, 1, 1)).len(), 31);
    assert!(bins(&[]).is_empty());
}

fn lanes() -> Vec<Lane> {
    let item = |first: Date, last: Date, status: Status, quad: usize, title: &str| Item {
        first,
        last,
        soft: first != last,
        status,
        quad: Quad::ALL[quad],
        became: None,
        title: title.to_owned(),
        address: format!("/e/{title}"),
    };
    let one = vec![
        item(date(2024, 1, 10), date(2024, 1, 10), Status::Reported, 0, "met"),
        Item {
            became: Some(date(2024, 5, 2)),
            ..item(date(2024, 3, 1), date(2024, 3, 31), Status::Planned, 0, "announced")
        },
        item(date(2024, 2, 1), date(2024, 4, 30), Status::Claimed, 3, "moved troops"),
        item(date(2024, 6, 6), date(2024, 6, 6), Status::Denied, 2, "denied"),
        item(date(2024, 7, 1), date(2024, 7, 31), Status::Possible, 1, "may help"),
    ];
    let many = (0..14).map(|n| item(date(2024, 6, 1), date(2024, 6, 10), Status::Reported, n % 4, &format!("of {n}")));
    vec![
        Lane { name: "Peru – Chile".to_owned(), address: "/relation/PER/CHL".to_owned(), items: one },
        Lane { name: "A name that is longer than its lane".to_owned(), address: String::new(), items: many.collect() },
    ]
}

#[test]
fn lanes_tell_status_by_shape_and_uncertain_days_by_soft_ends() {
    let lanes = Lanes {
        said: said("lanes"),
        lanes: lanes(),
        states: words(["reported", "claimed", "denied", "planned", "possible"]),
        sides: words(["cooperation", "conflict"]),
        empty: String::new(),
        more: Some(&|lane, first, last| format!("/timeline?lane={lane}&from={first}&to={last}")),
        many: Some(&|count| format!("{count} more")),
    };
    let svg = lanes.svg();
    assert!(svg.contains(">A name that is longer<") && svg.contains(">than its lane<"), "on two lines");
    looked_at("lanes", &svg);
    well_formed(&Lanes::default().svg());
}

fn network(count: usize) -> Network {
    let nodes = (0..count).map(|n| Node {
        code: format!("A{n}"),
        name: format!("Actor {n}"),
        events: 1 + (n * 7) % 30,
        address: format!("/actor/A{n}"),
        title: format!("Actor {n}"),
    });
    let edges = (1..count).map(|n| Edge {
        from: if n % 3 == 0 { n / 3 } else { 0 },
        to: n,
        events: 1 + (n * 5) % 17,
        tone: (n % 8 != 0).then_some([5.0, 0.0, -6.0][n % 3]),
        address: format!("/relation/A0/A{n}"),
        title: format!("A0 – A{n}"),
    });
    Network {
        said: said("network"),
        nodes: nodes.collect(),
        edges: edges.collect(),
        middle: Some(0),
        keys: words(["friendly", "mixed", "hostile", "not told as done"]),
        empty: "nobody".to_owned(),
    }
}

#[test]
fn a_network_is_drawn_around_the_one_asked_for() {
    let drawn = network(18).svg();
    let edges = |class: &str| drawn.matches(&format!("class=\"edge {class}\"")).count();
    assert_eq!(["warm", "mixed", "cold", "unsure"].map(edges), [6, 6, 6, 3], "each in the legend, too");
    looked_at("network", &drawn);
    well_formed(&network(150).svg());
    well_formed(&Network::default().svg());
}

#[test]
fn a_place_in_the_network_hangs_on_who_one_is_not_on_the_order() {
    let places = |network: &Network| -> Vec<(String, f64, f64)> {
        let svg = network.svg();
        let read = roxmltree::Document::parse(&svg).unwrap();
        let nodes = read.descendants().filter(|n| n.attribute("class").is_some_and(|c| c.starts_with("node ")));
        let number = |n: roxmltree::Node<'_, '_>, name: &str| n.attribute(name).unwrap().parse::<f64>().unwrap();
        let of = |n: roxmltree::Node<'_, '_>| {
            let title = n.parent().unwrap().children().find(|c| c.tag_name().name() == "title").unwrap();
            (title.text().unwrap().to_owned(), number(n, "cx"), number(n, "cy"))
        };
        let mut found: Vec<_> = nodes.map(of).collect();
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found
    };
    let one = network(12);
    let mut other = network(12);
    other.nodes.reverse();
    for edge in &mut other.edges {
        (edge.from, edge.to) = (11 - edge.from, 11 - edge.to);
    }
    other.middle = Some(11);
    for (a, b) in places(&one).iter().zip(places(&other)) {
        assert_eq!(a.0, b.0);
        assert!((a.1 - b.1).abs() < 2.0 && (a.2 - b.2).abs() < 2.0, "{a:?} {b:?}");
    }
}

#[test]
fn a_matrix_has_a_shape_for_each_tone() {
    let cells = (0..10).map(|n| Cell {
        row: n % 5,
        column: (n * 3 + 1) % 6,
        events: n * n + 1,
        tone: (n != 0).then_some([4.0, 0.1, -4.0][n % 3]),
        address: format!("/relation/{n}"),
        title: n.to_string(),
    });
    let names = ["Vereinigte Staaten", "Iran", "Russland", "China", "Internationale Atomenergie-Organisation", "EU"];
    let matrix = Matrix {
        said: said("matrix"),
        names: names.map(str::to_owned).to_vec(),
        cells: cells.collect(),
        keys: words(["friendly", "mixed", "hostile", "not told as done"]),
        empty: String::new(),
    };
    assert_eq!(matrix.svg().matches("class=\"cell unsure\"").count(), 2, "in the legend and of the first");
    looked_at("matrix", &matrix.svg());
    well_formed(&Matrix::default().svg());
}

fn map(whole: bool) -> Map {
    let fill =
        |tone: Option<f64>| Fill { events: 3, tone, address: "/actor/X".to_owned(), title: "a state".to_owned() };
    let states = [
        ("IRN", Some(-5.0)),
        ("IRQ", Some(0.0)),
        ("SYR", None),
        ("CHE", Some(4.0)),
        ("SGP", Some(3.0)),
        ("XXX", Some(1.0)),
    ];
    let pin = |latitude: f64, longitude: f64, name: &str| Pin {
        latitude,
        longitude,
        name: name.to_owned(),
        events: 4,
        tone: Some(2.0),
        address: "/events".to_owned(),
        title: name.to_owned(),
    };
    Map {
        said: said("map"),
        states: states.into_iter().map(|(code, tone)| (code.to_owned(), fill(tone))).collect(),
        pins: vec![pin(46.2, 6.15, "Geneva"), pin(35.69, 51.42, "Tehran"), pin(f64::NAN, 0.0, "nowhere")],
        whole,
        keys: words(["friendly", "mixed", "hostile", "not told as done", "place"]),
        note: "Borders: Natural Earth via Visionscarto; depiction is not a position.".to_owned(),
    }
}

#[test]
fn a_map_shades_states_and_marks_places() {
    let mut atlas = Atlas::embedded().unwrap();
    let svg = map(true).svg(&atlas);
    well_formed(&svg);
    assert_eq!(
        svg.matches("class=\"pin mixed\"").count() + svg.matches("class=\"pin warm\"").count(),
        3,
        "two and the key"
    );
    // The list of states that are as they should be: drawn apart, not within another.
    for code in ["UKR", "RUS", "ESH", "MAR", "XKX", "TWN", "PSE"] {
        assert!(atlas.lands.contains_key(code), "{code}");
    }
    atlas.lands.retain(|code, _| ["IRN", "IRQ", "SYR", "SAU", "TUR", "CHE", "SGP"].contains(code));
    looked_at("map", &map(false).svg(&atlas));
    well_formed(&Map::default().svg(&atlas));
}

#[test]
fn names_of_a_crowded_map_cover_neither_marks_nor_each_other() {
    let places = [
        ("Geneva", 46.2, 6.15),
        ("Vienna", 48.21, 16.37),
        ("Budapest", 47.5, 19.04),
        ("Belgrade", 44.8, 20.46),
        ("Pristina", 42.66, 21.16),
        ("Ohrid", 41.12, 20.8),
        ("Skopje", 42.0, 21.43),
        ("Ankara", 39.93, 32.86),
    ];
    let pin = |&(name, latitude, longitude): &(&str, f64, f64)| Pin {
        latitude,
        longitude,
        name: name.to_owned(),
        events: 1,
        ..Pin::default()
    };
    let crowded = Map { whole: true, pins: places.iter().map(pin).collect(), ..map(true) };
    let svg = crowded.svg(&Atlas::embedded().unwrap());
    well_formed(&svg);
    let read = roxmltree::Document::parse(&svg).unwrap();
    let number = |node: roxmltree::Node<'_, '_>, name: &str| node.attribute(name).unwrap().parse::<f64>().unwrap();
    let of = |class: &'static str| {
        read.descendants()
            .filter(move |node| node.attribute("class").is_some_and(|own| own.split(' ').next() == Some(class)))
    };
    // Of a letter as wide as half of its height, as most are: left, top, right, bottom.
    let name = |node: roxmltree::Node<'_, '_>| {
        let (x, y, size) = (number(node, "x"), number(node, "y"), number(node, "font-size"));
        let wide = 0.5 * size * node.text().unwrap().chars().count() as f64;
        let left = match node.attribute("text-anchor") {
            Some("start") => x,
            Some("middle") => x - wide / 2.0,
            _ => x - wide,
        };
        [left, y - 0.75 * size, left + wide, y]
    };
    let mark = |node: roxmltree::Node<'_, '_>| {
        let (x, y, r) = (number(node, "cx"), number(node, "cy"), number(node, "r"));
        [x - r, y - r, x + r, y + r]
    };
    let names: Vec<[f64; 4]> = of("label").map(name).collect();
    // The last is that of the key.
    let marks: Vec<[f64; 4]> = of("pin").map(mark).take(places.len()).collect();
    let apart = |a: &[f64; 4], b: &[f64; 4]| a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
    for (at, one) in names.iter().enumerate() {
        assert!(names.iter().skip(at + 1).chain(&marks).all(|other| apart(one, other)), "{one:?} of {names:?}");
    }
    assert!(names.len() >= 6 && of("leader").count() >= 2, "{} names, {} lines", names.len(), of("leader").count());
}

#[test]
fn the_projection_is_equal_earth() {
    let atlas = Atlas::embedded().unwrap();
    assert_eq!(atlas.point(0.0, 0.0).map(|p| p.0), Some(1000.0));
    assert_eq!(atlas.point(0.0, 180.0).map(|p| p.0.round()), Some(2000.0));
    // By the formula of the projection: x is 0.7533 of the half width at 60 degrees, 0.5924 at the pole.
    let (edge, pole) = (atlas.point(60.0, 180.0).unwrap(), atlas.point(90.0, 180.0).unwrap());
    assert!((edge.0 - 1000.0 - 753.3).abs() < 0.5, "{edge:?}");
    assert!((pole.0 - 1000.0 - 592.4).abs() < 0.5, "{pole:?}");
    for (latitude, longitude) in [(91.0, 0.0), (0.0, 181.0), (f64::NAN, 0.0), (0.0, f64::INFINITY)] {
        assert_eq!(atlas.point(latitude, longitude), None);
    }
}

#[test]
fn calibration_shows_how_far_chances_missed() {
    let class = |count: usize, stated: f64, came: f64| Class { count, stated, came, title: format!("{count}") };
    let calibration = Calibration {
        said: said("calibration"),
        classes: vec![class(0, 0.0, 0.0), class(40, 0.06, 0.1), class(12, 0.33, 0.25), class(5, 0.72, 1.0)],
        stated: "stated".to_owned(),
        came: "came".to_owned(),
        right: "as stated".to_owned(),
        beside: words(["57 statements", "Brier 0.12"]).to_vec(),
        empty: String::new(),
    };
    looked_at("calibration", &calibration.svg());
    well_formed(&Calibration::default().svg());
}

#[test]
fn the_style_names_no_class_twice_with_another_hue_for_paper() {
    assert!(STYLE.contains("@media print") && STYLE.contains("prefers-color-scheme: dark"));
    assert!(!STYLE.contains("http"));
}

fn anything() -> impl Strategy<Value = String> {
    any::<String>()
}

fn any_day() -> impl Strategy<Value = Date> {
    (-9999_i16..=9999, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| date(y, m, d))
}

fn any_number() -> impl Strategy<Value = f64> {
    prop_oneof![any::<f64>(), -12.0..12.0_f64, Just(f64::NAN), Just(f64::INFINITY)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_comes_in_a_drawing_is_well_formed_and_the_same_again(
        texts in vec(anything(), 12),
        days in vec((any_day(), any_day(), 0..5_usize, 0..4_usize), 0..30),
        numbers in vec((any_number(), any_number(), 0..9_usize, any::<u16>()), 0..20),
        acts in vec((0..40_000_u32, -10.0..10.0_f64), 0..20),
    ) {
        let text = |n: usize| texts[n % texts.len()].clone();
        let said = |id: usize| Said { id: text(id), title: text(id + 1), text: text(id + 2) };
        let made: Vec<Act> = acts.iter().map(|(day, score)| act(*day, *day, (*day % 4) as usize, *score)).collect();
        let course = Course::new(&made, 40_000, &|_| None);
        let marks: Vec<Mark> = acts.iter().map(|(day, _)| Mark {
            day: *day, way: (*day % 3) as usize, title: text(3), address: text(4),
        }).collect();
        let items = days.iter().enumerate().map(|(n, (a, b, status, quad))| Item {
            first: *a.min(b), last: *a.max(b), soft: n % 2 == 0, status: Status::ALL[*status], quad: Quad::ALL[*quad],
            became: (n % 3 == 0).then_some(*b), title: text(n), address: text(n + 1),
        });
        let lane = Lane { name: text(5), address: text(6), items: items.collect() };
        let nodes: Vec<Node> = numbers.iter().enumerate().map(|(n, (_, _, _, events))| Node {
            code: text(n), name: text(n), events: usize::from(*events), address: text(n + 1), title: text(n + 2),
        }).collect();
        let edges = numbers.iter().enumerate().map(|(n, (tone, _, to, events))| Edge {
            from: n, to: *to, events: usize::from(*events), tone: (n != 1).then_some(*tone), address: text(n), title: text(n),
        });
        let cells = numbers.iter().enumerate().map(|(n, (tone, _, to, events))| Cell {
            row: n, column: *to, events: usize::from(*events), tone: (n != 1).then_some(*tone), address: text(n), title: text(n),
        });
        let pins = numbers.iter().map(|(a, b, n, events)| Pin {
            latitude: *a, longitude: *b, name: text(*n), events: usize::from(*events), tone: Some(*b),
            address: text(*n), title: text(*n),
        });
        let states = numbers.iter().map(|(a, _, n, events)| {
            let code = ["IRN", "", "<", "VAT", "DEU"][n % 5].to_owned();
            (code, Fill { events: usize::from(*events), tone: (*n != 1).then_some(*a), address: text(*n), title: text(*n) })
        });
        let classes = numbers.iter().map(|(a, b, n, events)| Class {
            count: usize::from(*events), stated: *a, came: *b, title: text(*n),
        });
        let curves = Curves {
            said: said(0), ways: vec![Way { name: text(1), weeks: &course.weeks }], turns: marks.clone(), points: marks,
            friendly: text(2), hostile: text(3), turn: text(4), empty: text(5),
        };
        let dated: Vec<(Date, usize)> = days.iter().map(|(a, _, _, quad)| (*a, *quad)).collect();
        let months = Months { said: said(2), bins: bins(&dated), ..Months::default() };
        let lanes = Lanes { said: said(3), lanes: vec![lane], ..Lanes::default() };
        let network = Network {
            said: said(4), nodes, edges: edges.collect(), middle: Some(1), keys: [0, 1, 2, 3].map(text), empty: text(6),
        };
        let matrix = Matrix {
            said: said(5), names: texts.clone(), cells: cells.collect(), keys: [0, 1, 2, 3].map(text), empty: text(1),
        };
        let map = Map {
            said: said(6), states: states.collect(), pins: pins.collect(), whole: false, keys: [4, 5, 6, 7, 3].map(text), note: text(8),
        };
        let calibration = Calibration { said: said(7), classes: classes.collect(), beside: texts.clone(), ..Calibration::default() };
        let atlas = Atlas::embedded().unwrap();
        let draw = || [
            curves.svg(), months.svg(), lanes.svg(), network.svg(), matrix.svg(), map.svg(&atlas), calibration.svg(),
        ];
        let drawn = draw();
        drawn.iter().for_each(|svg| well_formed(svg));
        prop_assert_eq!(&drawn, &draw());
    }
}
