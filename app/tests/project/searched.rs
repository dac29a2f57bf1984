//! What passages are found by and exported with: their own words, not those of their event on another day.

use super::super::stderr;
use super::{Path, ask, code, folder, leave, lines, project, run, stdout};
use tempfile::TempDir;

/// Articles in German, each with its day.
fn told(articles: &[(String, String)]) -> TempDir {
    let record = |(at, (day, text)): (usize, &(String, String))| {
        let record = serde_json::json!({ "id": format!("t{at}"), "text": text, "lang": "de", "published": day });
        format!("{record}\n")
    };
    let all: String = articles.iter().enumerate().map(record).collect();
    let files = folder(&[("a.jsonl", all.as_bytes())]);
    ask(&files, &["add", "a.jsonl", "--quiet"]);
    files
}

fn of_days(articles: &[(&str, &str)]) -> TempDir {
    told(&articles.iter().map(|(day, text)| ((*day).to_owned(), (*text).to_owned())).collect::<Vec<_>>())
}

fn rows(file: &Path) -> usize {
    csv::Reader::from_path(file).unwrap().records().count()
}

#[test]
fn an_export_holds_all_passages_of_an_event_that_very_many_tell() {
    let articles: Vec<_> = (0..230)
        .map(|at| {
            (
                format!("2024-05-{:02}", 2 + at % 20),
                format!("Uganda verhängte am 1. Mai 2024 Sanktionen gegen Kenia. Meldung {at}."),
            )
        })
        .collect();
    let files = told(&articles);
    let passages = |then: &[&str]| {
        let told = lines(&ask(&files, &[&["events", "--jsonl"], then].concat()));
        assert_eq!(told.len(), 1);
        told[0]["passages"].as_u64().unwrap()
    };
    assert_eq!((passages(&[]), passages(&["--as-of", "2024-05-20"])), (230, 219));
    ask(&files, &["export", "--format", "csv", "--output", "all"]);
    assert_eq!(rows(&files.path().join("all/mentions.csv")), 230);
    ask(&files, &["export", "--format", "csv", "--output", "then", "--as-of", "2024-05-20"]);
    assert_eq!(rows(&files.path().join("then/mentions.csv")), 219);
    assert_eq!(ask(&files, &["export", "--format", "gdelt-mentions"]).lines().count(), 230);
}

#[test]
fn a_search_for_a_status_finds_the_passages_that_have_it() {
    let files = of_days(&[
        ("2024-05-02", "Uganda verhängte am 1. Mai 2024 Sanktionen gegen Kenia."),
        ("2024-05-12", "Uganda bestritt, am 3. April 2024 Sanktionen gegen Kenia verhängt zu haben."),
    ]);
    let ids: Vec<String> =
        lines(&ask(&files, &["events", "--jsonl"])).iter().map(|e| e["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids.len(), 2);
    ask(&files, &["review", "merge", &ids[1], &ids[0]]);
    let found = |asked: &[&str]| {
        let hits = lines(&ask(&files, &[&["search", "--jsonl"], asked].concat()));
        hits.iter().map(|hit| hit["doc"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    for (asked, expected) in [
        (&["Sanktionen status:denied"][..], "t1"),
        (&["Sanktionen", "--status", "denied"], "t1"),
        (&["said:UGA status:denied"], "t1"),
        (&["status:denied"], "t1"),
        (&["Sanktionen status:reported"], "t0"),
        (&["status:reported"], "t0"),
    ] {
        assert_eq!(found(asked), [expected], "{asked:?}");
    }
    assert_eq!(found(&["said:UGA status:reported"]), [""; 0]);
}

#[test]
fn words_and_voices_of_a_past_day_know_only_the_events_of_that_day() {
    let files = of_days(&[
        (
            "2024-05-02",
            "Der Politologe Hans Meier von der Universität Wien sagte, Kenia habe am 1. Mai 2024 Sanktionen gegen Uganda verhängt.",
        ),
        ("2024-05-20", "Kenia hat am 1. Mai 2024 Sanktionen gegen Uganda verhängt, wie erst jetzt bekannt wurde."),
    ]);
    for (list, columns) in [(&["search", "Sanktionen"][..], 2), (&["voices"], 1), (&["events"], 1)] {
        let count =
            |then: &[&str]| lines(&ask(&files, &[list, &["--jsonl", "--min-origins", "2"], then].concat())).len();
        assert_eq!(count(&[]), columns, "{list:?}");
        assert_eq!(count(&["--as-of", "2024-05-21"]), columns, "{list:?}");
        assert_eq!(count(&["--as-of", "2024-05-03"]), 0, "{list:?}");
    }
}

#[test]
fn a_list_that_is_cut_says_so_and_an_actor_is_told_as_of_a_day() {
    let files = project(40);
    for list in [&["search", "Soldaten"][..], &["disputes"], &["positions"], &["agreements"]] {
        let all = ask(&files, &[list, &["--jsonl", "--limit", "0"]].concat()).lines().count();
        let cut = run(files.path(), &[list, &["--jsonl", "--limit", "1"]].concat(), b"");
        assert_eq!(stderr(&cut).contains("there are more than these 1"), all > 1, "{list:?} {all} {cut:?}");
        assert_eq!(stdout(&cut).lines().count(), all.min(1), "{list:?}");
    }
    let does = |then: &[&str]| {
        let told = lines(&ask(&files, &[&["actor", "PER", "--jsonl"], then].concat()));
        let count = |one: &serde_json::Value| if one["what"] == "does" { one["events"].as_u64() } else { None };
        told.iter().filter_map(count).sum::<u64>()
    };
    let listed = |then: &[&str]| {
        let told = lines(&ask(&files, &[&["events", "--actor", "PER", "--jsonl", "--limit", "0"], then].concat()));
        let acts = |event: &&serde_json::Value| event["actors"].as_array().unwrap().iter().any(|a| a["code"] == "PER");
        told.iter().filter(acts).count() as u64
    };
    for then in [&[][..], &["--as-of", "2024-05-09"], &["--type", "ACCUSE"], &["--from", "2024-06-01"]] {
        assert_eq!(does(then), listed(then), "{then:?}");
    }
    assert!(does(&["--as-of", "2024-05-09"]) < does(&[]));
}

#[test]
fn what_cannot_be_read_is_found_and_named() {
    for damage in [
        "UPDATE mention SET record = CAST(x'ff' AS TEXT) WHERE id = (SELECT min(id) FROM mention)",
        "UPDATE event_record SET record = CAST(x'ff' AS TEXT) WHERE event = (SELECT min(event) FROM event_record)",
        "INSERT INTO dispute(event, field, first, confirmed, record) SELECT id, 'place', '', 0, CAST(x'ff' AS TEXT) FROM event LIMIT 1",
    ] {
        let files = project(6);
        leave(&files, damage);
        let doctor = run(files.path(), &["doctor", "--full"], b"");
        assert!(code(&doctor) != 0 && stdout(&doctor).contains("cannot be read"), "{damage}: {doctor:?}");
        let export = run(files.path(), &["export", "--format", "json"], b"");
        assert_eq!(code(&export), 1, "{damage}: {export:?}");
        assert!(
            stderr(&export).contains("project.demarche") && stderr(&export).contains("doctor --full"),
            "{export:?}"
        );
    }
}
