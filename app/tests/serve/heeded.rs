//! What conditions and past days do to drawings, sums and marks: the same as to the lists beside them.

use super::super::folder;
use super::{Server, plain, squeezed};
use std::fmt::Write as _;

/// Told on different days, by different outlets: a threat, an announcement that comes, and what only a year is told of.
const STORY: [(&str, &str, &str, &str); 4] = [
    ("a", "Alpha", "2024-04-01", "Iran said on Monday that it would attack Israel with drones on 10 April 2024."),
    ("b", "Alpha", "2024-04-03", "Iran threatened Israel on 3 April 2024."),
    ("c", "Beta", "2024-04-11", "Iran attacked Israel with drones on 10 April 2024."),
    ("d", "Beta", "2024-01-11", "Israel criticised Iran in 2015."),
];

fn told() -> Server {
    let mut lines = String::new();
    for (id, source, published, text) in STORY {
        let record =
            serde_json::json!({ "id": id, "text": text, "lang": "en", "published": published, "source": source });
        let _ = writeln!(lines, "{record}");
    }
    let place = folder(&[("a.jsonl", lines.as_bytes())]);
    let mut server = Server::start(place.path(), &["a.jsonl"]);
    server._folder = Some(place);
    server
}

/// A table of a drawing, line by line.
fn table(server: &Server, path: &str) -> Vec<String> {
    let answer = server.get(path);
    assert_eq!(answer.code, 200, "{path}: {}", answer.body);
    answer.body.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn a_relation_of_a_past_day_knows_nothing_of_later_days() {
    let server = told();
    let then = server.page("/relation?dyad=IRN,ISR&as-of=2024-04-05&ui=en");
    assert!(!then.contains("10 April 2024: Iran") && !then.contains("assault: drone (−"), "{then}");
    assert!(then.contains("3 April 2024: Iran (government) → Israel (government): threat"), "{then}");
    let course = |day: &str| table(&server, &format!("/relation?dyad=IRN,ISR&ui=en&csv=course{day}"));
    let deeds =
        |rows: &[String]| rows.iter().filter(|row| row.contains("Iran → Israel") && !row.contains(",0,")).count();
    assert_eq!((deeds(&course("&as-of=2024-04-05")), deeds(&course(""))), (1, 2));
    assert_eq!(
        table(&server, "/relation?dyad=IRN,ISR&from=2024-01-01&as-of=2024-04-05&ui=en&csv=months"),
        ["2024-04,0,0,1,0"]
    );
    // The announcement is an event, and nothing that is done.
    let matrix = |day: &str| table(&server, &format!("/network?ui=en&csv=matrix&type=ASSAULT{day}")).concat();
    assert!(matrix("&as-of=2024-04-05").starts_with("Iran,Israel,1,0,"), "{}", matrix("&as-of=2024-04-05"));
    assert!(matrix("").starts_with("Iran,Israel,1,1,-"), "{}", matrix(""));
    // Nobody had heard of either before.
    assert!(table(&server, "/network?ui=en&csv=matrix&as-of=2024-01-01").is_empty());
}

#[test]
fn drawings_and_sums_heed_the_conditions_of_the_list_beside_them() {
    let server = told();
    for (condition, rows) in [
        ("", vec!["2015-01,0,0,1,0"]),
        ("&type=THREATEN", vec!["2024-04,0,0,1,0"]),
        ("&source=Beta&from=2024-01-01", vec!["2024-04,0,0,0,1"]),
        ("&status=denied", vec![]),
        ("&lang=de", vec![]),
        ("&min-origins=2", vec!["2024-04,0,0,0,1"]),
        ("&min-confidence=1", vec![]),
    ] {
        let found = table(&server, &format!("/relation?dyad=IRN,ISR&ui=en&csv=months{condition}"));
        if condition.is_empty() {
            // Of what was in 2015 no month is told.
            assert_eq!(found, ["2024-04,0,0,1,1"], "{rows:?}");
        } else {
            assert_eq!(found, rows, "{condition}");
        }
    }
    let actor = |condition: &str| {
        let page = server.page(&format!("/actor/IRN?ui=en{condition}"));
        let main = page.split("<h1>").nth(1).unwrap();
        let sums = main.split("<section aria-label=").nth(1).unwrap().split("</section>").next().unwrap();
        let days = main.split("<p class=\"line\">").nth(1).unwrap().split(" · ").next().unwrap();
        (squeezed(&plain(days)), squeezed(&plain(&sums.replace("</li>", ";"))))
    };
    let all = actor("");
    assert!(all.0 == "1 January 2015 – 10 April 2024" && all.1.contains("assault 1;"), "{all:?}");
    let then = actor("&as-of=2024-04-03&from=2024-01-01");
    assert!(then.1.contains("threat 1;") && then.1.contains("assault 1;"), "{then:?}");
    let threats = actor("&type=THREATEN");
    assert_eq!(threats.0, "3 April 2024 – 3 April 2024");
    assert!(threats.1.ends_with("threat 1;"), "{threats:?}");
    // A mark leads to what it counts.
    let page = server.page("/network?type=THREATEN&ui=en");
    assert!(page.contains("href=\"/relation?dyad=IRN%2CISR&amp;type=THREATEN&amp;ui=en\""), "{page}");
}

#[test]
fn a_year_is_no_day_where_a_curve_tells_of_it() {
    let server = told();
    let page = server.page("/relation?dyad=IRN,ISR&ui=en&from=2010-01-01");
    let mark = "<title>2015: Israel (government) → Iran (government): accusation";
    assert!(page.contains(mark) && !page.contains("1 January 2015"), "{page}");
    assert!(page.contains("Not drawn: 1 event of which no month is told."), "{page}");
}

#[test]
fn a_name_that_begins_like_a_code_is_none() {
    let text = "Ben Wallace, an analyst at the Institute for Peace, said Russia had attacked Ukraine on 3 May 2024.";
    let record = serde_json::json!({ "id": "a", "text": text, "lang": "en", "published": "2024-05-04" });
    let place = folder(&[("a.jsonl", format!("{record}\n").as_bytes())]);
    let server = Server::start(place.path(), &["a.jsonl"]);
    for (who, heading) in
        [("Ben+Wallace", "Voices: Ben Wallace"), ("Per+Petersen", "Voices: Per Petersen"), ("RUS", "Voices: Russia")]
    {
        let page = server.page(&format!("/voices?who={who}&ui=en"));
        let title = page.split("<h1>").nth(1).unwrap().split("</h1>").next().unwrap();
        assert_eq!(plain(title), heading);
    }
}

#[test]
fn an_event_is_disputed_since_somebody_denied_it() {
    let told = |id: &str, day: &str, text: &str| {
        serde_json::json!({ "id": id, "text": text, "lang": "en", "published": day }).to_string() + "\n"
    };
    let articles = [
        told("a", "2024-05-01", "Colombia said that Peru had attacked Ecuador on 30 April 2024."),
        told("b", "2024-05-09", "Peru denied that it had attacked Ecuador on 30 April 2024."),
    ];
    let place = folder(&[("a.jsonl", articles.concat().as_bytes())]);
    let server = Server::start(place.path(), &["a.jsonl"]);
    let marked = |day: &str| server.page(&format!("/events?ui=en{day}")).matches("class=\"disputed\"").count();
    assert_eq!((marked(""), marked("&as-of=2024-05-02")), (1, 0));
}

#[test]
fn names_of_other_languages_give_way_to_what_they_stand_for() {
    let text = "Die Große Nationalversammlung der Türkei kritisierte am 5. Mai 2024 Griechenland.";
    let record = serde_json::json!({ "id": "a", "text": text, "lang": "de", "published": "2024-05-07" });
    let place = folder(&[("a.jsonl", format!("{record}\n").as_bytes())]);
    let server = Server::start(place.path(), &["a.jsonl"]);
    let told = |tongue: &str| {
        let page = server.page(&format!("/events?ui={tongue}"));
        plain(page.split("class=\"fact\" href=").nth(1).unwrap().split("</a>").next().unwrap())
    };
    assert!(told("en").contains("Turkey (parliament) → Greece"), "{}", told("en"));
    assert!(told("de").contains("Große Nationalversammlung der Türkei (Türkei)"), "{}", told("de"));
}

#[test]
fn a_list_of_sources_holds_no_sign_that_steers() {
    let text = "Peru attacked Chile on 5 May 2024.";
    let title = "Attack\u{0}ed \u{1b}[31mred";
    let record =
        serde_json::json!({ "id": "a", "title": title, "text": text, "lang": "en", "published": "2024-05-07" });
    let place = folder(&[("a.jsonl", format!("{record}\n").as_bytes())]);
    let server = Server::start(place.path(), &["a.jsonl"]);
    let list = server.get("/export/ris").body;
    assert!(list.contains("TI  - Attack") && list.contains("[31mred\r\n"), "{list:?}");
    assert!(!list.chars().any(|c| c.is_control() && !matches!(c, '\r' | '\n')), "{list:?}");
}
