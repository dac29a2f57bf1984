//! The commands on relations, forecasts and their ledger, from outside.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_demarche")).args(arguments).current_dir(folder).output().unwrap()
}

/// What a command prints that ends well.
fn page(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Invented: Norland accuses Sudmark on most days, and Westau visits Norland now and then.
fn world() -> TempDir {
    let folder = TempDir::new().unwrap();
    let mut table = "subject,type,object,date\n".to_owned();
    for month in 1..=4 {
        for day in 1..=28 {
            let date = format!("2031-{month:02}-{day:02}");
            if day % 3 > 0 {
                table += &format!("Norland,ACCUSE,Sudmark,{date}\n");
            }
            if day % 9 == 0 {
                table += &format!("Westau,CONSULT,Norland,{date}\nSudmark,REJECT,Norland,{date}\n");
            }
        }
    }
    fs::write(folder.path().join("e.csv"), table).unwrap();
    folder
}

#[test]
fn a_relation_page_tells_index_norm_and_third_parties() {
    let folder = world();
    let told = page(folder.path(), &["relation", "norland", "Sudmark", "--table", "e.csv", "--lang", "en"]);
    assert!(told.contains("# Relation: Norland – Sudmark") && told.contains("## Norland → Sudmark"), "{told}");
    assert!(told.contains("Index −") && told.contains("friendlier by"), "{told}");
    let before = page(
        folder.path(),
        &["relation", "Norland", "Sudmark", "--table", "e.csv", "--lang", "en", "--as-of", "2031-01-05"],
    );
    assert!(before.contains("As of 2031-01-05") && !before.contains("2031-02"), "{before}");
}

#[test]
fn articles_are_asked_as_a_table_is() {
    let folder = TempDir::new().unwrap();
    let article = "{\"published\":\"2031-05-09\",\"text\":\"Die peruanische Regierung warf Chile am Dienstag vor, 200 Soldaten an die Grenze verlegt zu haben. Chile wies das zurück.\"}\n";
    fs::write(folder.path().join("a.jsonl"), article).unwrap();
    let told = page(folder.path(), &["relation", "PER", "Chile", "a.jsonl"]);
    assert!(told.contains("# Beziehung: Peru – Chile") && told.contains("ACCUSE"), "{told}");
    let told = page(folder.path(), &["forecast", "a.jsonl", "--dyad", "Peru,Chile"]);
    assert!(told.contains("zu wenig für eine Wahrscheinlichkeit"), "{told}");
    let output = run(folder.path(), &["forecast", "a.jsonl", "--dyad", "Peru,Chile", "--as-of", "2031-05-09"]);
    assert_eq!(output.status.code(), Some(1), "published on the day of issue, not before it");
}

#[test]
fn a_project_is_asked_as_its_articles_are() {
    let folder = TempDir::new().unwrap();
    let article = "{\"published\":\"2031-05-09\",\"text\":\"Die peruanische Regierung warf Chile am Dienstag vor, 200 Soldaten an die Grenze verlegt zu haben. Chile wies das zurück.\"}\n";
    fs::write(folder.path().join("a.jsonl"), article).unwrap();
    let _ = page(folder.path(), &["add", "a.jsonl", "-p", "x.demarche"]);
    for call in [&["relation", "PER", "CHL"][..], &["forecast", "--dyad", "PER,CHL"]] {
        let as_of = ["--as-of", "2031-05-10"];
        let of_project = page(folder.path(), &[call, &as_of, &["-p", "x.demarche"]].concat());
        let of_article = page(folder.path(), &[call, &as_of, &["a.jsonl"]].concat());
        assert_eq!(of_project, of_article);
        assert_eq!(page(folder.path(), &[call, &as_of].concat()), of_project, "the only project in the folder");
    }
}

#[test]
fn a_scenario_is_marked_and_moves_chances() {
    let folder = world();
    fs::write(folder.path().join("s.csv"), "subject,type,object\nWestau,AID weapons,Sudmark\nWestau,CONSULT,Norland\n")
        .unwrap();
    let call = ["forecast", "--table", "e.csv", "--actor", "Norland", "--scenario", "s.csv", "--lang", "en"];
    let told = page(folder.path(), &call);
    assert!(told.contains("## Scenario") && told.contains("supposed: Westau → Sudmark, AID weapons"), "{told}");
    assert!(!page(folder.path(), &call[..5]).contains("Szenario"));
}

#[test]
fn the_ledger_keeps_what_was_stated_settles_it_and_shows_a_change() {
    let folder = world();
    let state = |day: &str| {
        let tier = ["--tier", "counts", "--ledger", "l.jsonl", "--as-of", day];
        page(folder.path(), &[&["forecast", "--table", "e.csv", "--dyad", "Norland,Sudmark"][..], &tier].concat())
    };
    let _ = (state("2031-03-10"), state("2031-04-01"));
    let kept = fs::read_to_string(folder.path().join("l.jsonl")).unwrap();
    let _ = state("2031-04-01");
    assert_eq!(fs::read_to_string(folder.path().join("l.jsonl")).unwrap(), kept, "stated once");
    assert!(kept.lines().all(|line| line.contains("demarche.forecast/1")), "{kept}");
    let call = ["ledger", "l.jsonl", "--table", "e.csv", "--lang", "en"];
    let told = page(folder.path(), &call);
    assert!(told.contains("Brier") && told.contains("came true"), "{told}");
    let early = page(folder.path(), &[&call[..], &["--as-of", "2031-03-12"]].concat());
    assert!(early.contains("Nothing is settled yet"), "{early}");
    fs::write(folder.path().join("l.jsonl"), kept.replacen("\"chance\":0.", "\"chance\":0.1", 1)).unwrap();
    let output = run(folder.path(), &call);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("l.jsonl:2"),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
