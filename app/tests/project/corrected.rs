//! What a person corrected is so on any day that is asked for.

use super::{ask, leave, lines, tables};
use crate::{code, folder, run, stderr};
use tempfile::TempDir;

/// One accusation, one plan: told on the 5th and again on the 20th.
fn told_twice() -> TempDir {
    let text = "Die peruanische Regierung warf Chile am 3. Mai 2024 vor, Soldaten an die Grenze verlegt zu haben. \
                Die peruanische Regierung will im Juni 2024 mit Chile verhandeln.";
    let article = |day: u8| {
        let record = serde_json::json!({
            "id": day.to_string(), "title": format!("Streit {day}"), "text": text, "lang": "de",
            "published": format!("2024-05-{day:02}"),
        });
        record.to_string() + "\n"
    };
    let files = folder(&[("a.jsonl", (article(5) + &article(20)).as_bytes())]);
    ask(&files, &["add", "a.jsonl", "--quiet"]);
    files
}

#[test]
fn every_list_of_any_day_knows_what_a_person_corrected() {
    let files = told_twice();
    let events = |arguments: &[&str]| lines(&ask(&files, &[&["events", "--jsonl"], arguments].concat()));
    let [accused, planned] = ["ACCUSE", "CONSULT"].map(|kind| {
        let found = events(&["--type", kind]);
        assert_eq!(found.len(), 1, "{found:?}");
        found[0]["id"].as_str().unwrap().to_owned()
    });
    ask(&files, &["review", "correct", &accused, "actors=KEN GOV", "time=2024-05-02"]);
    ask(&files, &["review", "correct", &planned, "actors=KEN"]);
    for day in ["2024-05-10", "2024-05-25"] {
        let then = ["--as-of", day];
        let of_kenya = events(&[&["--actor", "KEN"], &then[..]].concat());
        assert_eq!(of_kenya.len(), 2, "{day}: {of_kenya:?}");
        let who = |at: usize| (of_kenya[at]["type"].clone(), of_kenya[at]["actors"][0]["code"].clone());
        assert_eq!([who(0), who(1)], [("ACCUSE".into(), "KEN".into()), ("CONSULT".into(), "KEN".into())], "{day}");
        assert_eq!(of_kenya[0]["time"]["start"], "2024-05-02", "{day}");
        let of = |list: &str, code: &str| {
            lines(&ask(&files, &[&[list, "--jsonl", "--actor", code], &then[..]].concat())).len()
        };
        for (list, count) in [("timeline", 2), ("predictions", 1)] {
            assert_eq!((of(list, "KEN"), of(list, "PER")), (count, 0), "{list} {day}");
        }
        let sums = |from: &str| {
            let told = lines(&ask(&files, &[&["sums", from, "CHL", "--jsonl"], &then[..]].concat()));
            told.iter().find(|one| one["what"] == "all").map(|one| one["events"].clone())
        };
        assert_eq!((sums("KEN"), sums("PER")), (Some(1.into()), None), "{day}");
    }
}

#[test]
fn a_correction_to_days_in_the_wrong_order_is_refused() {
    let files = told_twice();
    let id = lines(&ask(&files, &["events", "--jsonl"]))[0]["id"].as_str().unwrap().to_owned();
    for time in ["time=2024-05-09/2024-05-01", "time=2024/2020", "time=2024-05/2024-04"] {
        let refused = run(files.path(), &["review", "correct", &id, time], b"");
        assert!(code(&refused) == 2 && stderr(&refused).contains("the earlier first"), "{refused:?}");
    }
    ask(&files, &["review", "correct", &id, "time=2024-05-01/2024-05"]);
}

#[test]
fn of_two_kinds_made_one_the_mode_of_the_other_falls() {
    let files = told_twice();
    let id =
        |kind: &str| lines(&ask(&files, &["events", "--jsonl", "--type", kind]))[0]["id"].as_str().unwrap().to_owned();
    let (accused, planned) = (id("ACCUSE"), id("CONSULT"));
    for (one, other) in [(&planned, &accused), (&accused, &planned)] {
        ask(&files, &["review", "merge", one, other]);
        let found = lines(&ask(&files, &["events", "--jsonl"]));
        let merged = found.iter().find(|event| event["id"] == one.as_str()).unwrap();
        assert!(merged["type"] == "ACCUSE" || merged["mode"].is_null(), "{merged}");
        ask(&files, &["review", "correct", one, "place=Lima"]);
        ask(&files, &["review", "undo"]);
        ask(&files, &["review", "undo"]);
    }
    let refused = run(files.path(), &["review", "correct", &accused, "status=foo"], b"");
    assert!(code(&refused) == 2 && stderr(&refused).contains("\"foo\" is none of reported, claimed"), "{refused:?}");
}

#[test]
fn agreements_of_a_day_are_those_that_a_project_of_its_articles_has() {
    let article = |day: u8, text: &str| {
        let record = serde_json::json!({
            "id": day.to_string(), "title": format!("Vertrag {day}"), "text": text, "lang": "de",
            "published": format!("2019-05-{day:02}"),
        });
        record.to_string() + "\n"
    };
    let early = article(4, "Peru und Chile haben am 3. Mai 2019 einen Freundschaftsvertrag unterzeichnet.");
    let late = article(
        20,
        "Peru und Chile haben am 3. Mai 2019 den Freundschaftsvertrag von Lima unterzeichnet. Der Vertrag verpflichtet \
         Chile, seine Truppen abzuziehen. Kenia und Uganda haben am 18. Mai 2019 einen Handelsvertrag unterzeichnet. \
         Chile kündigte den Freundschaftsvertrag mit Peru am 19. Mai 2019.",
    );
    let project = |text: &str| {
        let files = folder(&[("a.jsonl", text.as_bytes())]);
        ask(&files, &["add", "a.jsonl", "--quiet"]);
        files
    };
    let (then, now) = (project(&early), project(&(early.clone() + &late)));
    let told = ask(&then, &["agreements", "--jsonl"]);
    assert_eq!(lines(&told).len(), 1, "{told}");
    assert_ne!(ask(&now, &["agreements", "--jsonl"]), told);
    assert_eq!(ask(&now, &["agreements", "--jsonl", "--as-of", "2019-05-10"]), told);
    assert_eq!(ask(&now, &["agreements", "--jsonl", "--as-of", "2019-05-20"]), ask(&now, &["agreements", "--jsonl"]));
    // Of an article that tells of two treaties each keeps its own clauses, also where only one is asked for.
    let [last, of_day] = [&[][..], &["--as-of", "2019-05-20"]]
        .map(|day| ask(&now, &[&["agreements", "--jsonl", "--limit", "1"], day].concat()));
    assert_eq!((lines(&last).len(), &of_day), (1, &last));
    let exported = |files: &TempDir, more: &[&str]| {
        let text = ask(files, &[&["export", "--format", "json"], more].concat());
        serde_json::from_str::<serde_json::Value>(&text).unwrap()["agreements"].clone()
    };
    assert_eq!(exported(&now, &["--as-of", "2019-05-10"]), exported(&then, &[]));
}

/// Treaties, two acts of one of them on a day; articles and events stand in another order than they were added in.
const TREATIES: [&str; 3] = [
    concat!(
        r#"{"id": "a4", "lang": "de", "published": "2024-04-05", "text": "Mali und Tschad haben am 5. April 2024 ein "#,
        r#"Handelsabkommen unterzeichnet. Das Abkommen sieht vor, dass beide Seiten Zölle senken."}"#
    ),
    concat!(
        r#"{"id": "a6", "lang": "de", "published": "2024-04-07", "text": "Bolivien und Chile haben am 7. April 2024 einen "#,
        r#"Freundschaftsvertrag unterzeichnet. Mali kündigte das Handelsabkommen mit Tschad am 7. April 2024. "#,
        r#"Der Vertrag verpflichtet Mali, Truppen abzuziehen."}"#
    ),
    concat!(
        r#"{"id": "a34", "lang": "de", "published": "2024-04-07", "text": "Mali und Tschad haben am 7. April 2024 ein "#,
        r#"Handelsabkommen unterzeichnet. Das Abkommen sieht vor, dass beide Seiten Zölle senken."}"#
    ),
];

fn added(portions: &[String]) -> TempDir {
    let files = folder(&[]);
    for portion in portions {
        let output = run(files.path(), &["add", "-", "--quiet"], portion.as_bytes());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
    }
    files
}

#[test]
fn agreements_are_the_same_however_articles_were_added() {
    let whole = added(&[TREATIES.join("\n")]);
    let told = ask(&whole, &["agreements", "--jsonl"]);
    let trade = lines(&told).into_iter().find(|one| one["events"].as_array().unwrap().len() == 3).unwrap();
    assert_eq!(trade["clauses"].as_array().unwrap().len(), 3, "{trade}");
    assert_eq!(ask(&whole, &["agreements", "--jsonl", "--as-of", "2024-04-07"]), told);
    let one_by_one = added(&TREATIES.map(str::to_owned));
    assert_eq!(ask(&one_by_one, &["agreements", "--jsonl"]), told);
    assert_eq!(tables(&one_by_one), tables(&whole));
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let articles = order.map(|at| TREATIES[at].to_owned());
        assert_eq!(ask(&added(&[articles.join("\n")]), &["agreements", "--jsonl"]), told, "{order:?} at once");
        assert_eq!(ask(&added(&articles), &["agreements", "--jsonl"]), told, "{order:?} one by one");
    }
}

#[test]
fn what_is_kept_of_treaties_is_mended_by_coding_again() {
    let files = added(&[TREATIES.join("\n")]);
    let told = || ask(&files, &["agreements", "--jsonl", "--as-of", "2024-04-06"]);
    let before = told();
    assert_eq!(lines(&before).len(), 1, "{before}");
    leave(&files, "UPDATE treaty SET record = '{'");
    assert_eq!(code(&run(files.path(), &["agreements", "--as-of", "2024-04-06"], b"")), 1);
    let doctor = || run(files.path(), &["doctor", "--full"], b"");
    assert!(stderr(&doctor()).contains("`demarche recode`"));
    ask(&files, &["recode", "--quiet"]);
    assert_eq!((told(), code(&doctor())), (before, 0));
}

#[test]
fn agreements_that_other_rules_have_found_are_found_anew() {
    let files = added(&[TREATIES.join("\n")]);
    let told = || ask(&files, &["agreements", "--jsonl"]);
    let before = told();
    // As a program of the same version left them whose rules for names were others.
    leave(
        &files,
        "UPDATE agreement SET name = 'unterzeichnet'; UPDATE fact SET value = '0.1.0' WHERE name = 'agreements told by'",
    );
    assert_ne!(told(), before);
    assert_eq!(code(&run(files.path(), &["add", "-", "--quiet"], b"Es regnet.\n")), 0);
    assert_eq!(told(), before);
}
