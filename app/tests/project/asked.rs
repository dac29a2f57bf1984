//! What nobody can mean is refused with what may be meant; times are told as exactly as they are known.

use super::{BEFORE_12, articles, ask, leave, lines, project};
use crate::{code, folder, run, stderr, stdout};
use std::fs;
use std::process::{Command, Stdio};
use tempfile::TempDir;

#[test]
fn an_unknown_actor_is_refused_with_those_that_may_be_meant() {
    let files = project(12);
    for (arguments, told) in [
        (&["events", "--actor", "PRE"][..], "there is no actor PRE; did you mean PER"),
        (&["disputes", "--actor", "Norwegen"], "there is no actor NORWEGEN; did you mean NOR?"),
        (&["timeline", "--dyad", "PER,CHLE"], "there is no actor CHLE; did you mean CHL"),
        (&["voices", "--actor", "PER GVO"], "there is no actor PER GVO; did you mean PER"),
        (&["events", "--actor", "korea"], "there is no actor KOREA; did you mean KOR, PRK?"),
        (&["events", "--actor", "Congo"], "there is no actor CONGO; did you mean COG, COD?"),
        (&["events", "--actor", ""], "an actor is named by no code; give one such as PER"),
        (&["events", "--dyad", ",PER"], "an actor is named by no code; give one such as PER"),
        (&["search", "actor:"], "actor: is empty; write what it asks for"),
        (&["events", "--dyad", "PER,CHL,BOL"], "--dyad is of two codes; BOL is one too many"),
        (&["events", "--dyad", "PER,per gov"], "--dyad is of two actors; PER is one"),
        (&["sums", "PER", "PER"], "sums are of two actors; PER is one"),
        (&["sums", "PER GOV", "CHL"], "sums are of whole actors: write PER for PER GOV"),
        (&["search", "actor:QQQ"], "there is no actor QQQ; actors have codes such as PER"),
        (&["sums", "PER", "CHLI"], "there is no actor CHLI; did you mean CHL"),
        (&["actor", "PRE"], "there is no actor PRE; did you mean PER"),
        (&["export", "--format", "json", "--actor", "PRE"], "there is no actor PRE; did you mean PER"),
        (&["report", "--actor", "PRE"], "there is no actor PRE; did you mean PER"),
    ] {
        let refused = run(files.path(), arguments, b"");
        assert_eq!((code(&refused), stdout(&refused).as_str()), (2, ""), "{arguments:?}");
        assert!(stderr(&refused).contains(told), "{arguments:?}: {}", stderr(&refused));
    }
    let elsewhere = run(files.path(), &["events", "--actor", "DNK", "--jsonl"], b"");
    assert_eq!((code(&elsewhere), stdout(&elsewhere).as_str()), (0, ""));
    assert!(stderr(&elsewhere).contains("no event of this project names DNK"), "{elsewhere:?}");
}

#[test]
fn unknown_types_and_days_in_the_wrong_order_are_refused() {
    let files = project(2);
    for (arguments, exit, told) in [
        (&["events", "--type", "ACUSE"][..], 2, "did you mean ACCUSE? the types are AGREE"),
        (&["events", "--type", ""], 2, "for '--type <TYPE>': the types are AGREE"),
        (&["search", "type:"], 2, "type: is empty; write what it asks for"),
        (&["search", "colour:red"], 2, "there is no field \"colour\""),
        (&["events", "--dyad", "PER"], 2, "give the two codes of --dyad"),
        (&["forecast", "-p", "project.demarche", "--dyad", "PER"], 2, "give the two actors of --dyad"),
        (&["events", "--status", "denid"], 2, "did you mean denied? one of"),
        (&["search", "type:ACUSE"], 2, "type:ACUSE: did you mean ACCUSE? the types are"),
        (&["events", "--from", "2024-06-02", "--to", "2024-06-01"], 2, "from 2024-06-02 to 2024-06-01 there is no day"),
        (&["search", "x", "from:2024-06-02", "to:2024-06-01"], 2, "from 2024-06-02 to 2024-06-01 there is no day"),
        (&["brief", "a.jsonl", "--lang", "en"], 2, "write --language en for that of the page"),
        (&["relation", "PER", "CHL", "--lang", "en"], 2, "write --language en for that of the page"),
    ] {
        let refused = run(files.path(), arguments, b"");
        assert_eq!((code(&refused), stdout(&refused).as_str()), (exit, ""), "{arguments:?}");
        assert!(stderr(&refused).contains(told), "{arguments:?}: {}", stderr(&refused));
    }
}

#[test]
fn the_doctor_of_a_damaged_file_does_not_send_to_the_doctor() {
    let files = project(40);
    let path = files.path().join("project.demarche");
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..].fill(0x5A);
    fs::write(&path, bytes).unwrap();
    for arguments in [&["doctor"][..], &["doctor", "--full"]] {
        let found = run(files.path(), arguments, b"");
        assert_eq!(code(&found), 5, "{found:?}");
        assert!(stdout(&found).starts_with("fault\n"), "{}", stdout(&found));
        assert!(stderr(&found).contains("is damaged: go back to a copy"), "{}", stderr(&found));
        assert!(!(stderr(&found) + &stdout(&found)).contains("demarche doctor"), "{found:?}");
    }
}

#[test]
fn years_and_months_are_told_as_such() {
    let article = |id: &str, text: &str| {
        let record = serde_json::json!({ "id": id, "text": text, "lang": "de", "published": "2019-05-04", "title": "Zwei Verträge" });
        record.to_string() + "\n"
    };
    let told = article("a", "Peru und Chile haben im Jahr 2015 einen Freundschaftsvertrag unterzeichnet.")
        + &article("b", "Kenia und Uganda haben im März 2019 einen Handelsvertrag unterzeichnet.");
    let files = folder(&[("a.jsonl", told.as_bytes())]);
    ask(&files, &["add", "a.jsonl", "--quiet"]);
    let csv = ask(&files, &["agreements", "--csv"]);
    let days = |text: &str| text.lines().skip(1).map(|l| l.split(',').next().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(days(&csv), ["2015", "2019-03"]);
    let agreements = lines(&ask(&files, &["agreements", "--jsonl"]));
    let told = |a: &serde_json::Value| (a["signed"].clone(), a["precision"].clone(), a["events"][0]["time"].clone());
    assert_eq!(told(&agreements[0]), ("2015".into(), "year".into(), "2015".into()));
    assert_eq!(told(&agreements[1]), ("2019-03".into(), "month".into(), "2019-03".into()));
    assert_eq!(days(&ask(&files, &["timeline", "--csv"])), ["2015", "2019-03"]);
    // What is told so can be said so.
    let event = agreements[0]["events"][0]["event"].as_str().unwrap();
    ask(&files, &["review", "correct", event, "time=2014-11/2015"]);
    assert_eq!(days(&ask(&files, &["timeline", "--csv"])), ["2014-11/2015-12", "2019-03"]);
}

#[test]
fn whoever_stops_reading_an_answer_is_told_of_no_fault() {
    // More than is kept back before it is written.
    let files = project(80);
    for arguments in [
        &["events", "--json"][..],
        &["events", "--jsonl"],
        &["events", "--csv"],
        &["events"],
        &["read", "a.jsonl"],
        &["export", "--format", "json"],
        &["export", "--format", "ftm"],
        &["export", "--format", "geojson"],
        &["export", "--format", "gdelt"],
        &["export", "--format", "gexf"],
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_demarche"))
            .args(arguments)
            .current_dir(files.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((code(&output), stderr(&output)), (0, String::new()), "{arguments:?}");
    }
    // Nor does it matter that nobody hears that more could be shown.
    let (closed, open) = std::io::pipe().unwrap();
    drop(closed);
    let mut deaf = Command::new(env!("CARGO_BIN_EXE_demarche"));
    deaf.args(["events", "--limit", "1"]).current_dir(files.path()).stderr(open);
    let output = deaf.output().unwrap();
    assert!(code(&output) == 0 && stdout(&output).lines().count() == 2, "{output:?}");
}

#[test]
fn a_past_day_is_told_as_if_no_later_article_had_come() {
    let told = |id: &str, day: &str, text: &str| {
        let record =
            serde_json::json!({ "id": id, "text": text, "lang": "de", "published": day, "title": "Peru und Chile" });
        record.to_string() + "\n"
    };
    let all = [
        told("a", "2024-05-05", "Die peruanische Regierung will am 3. Juni 2024 mit Chile in Lima verhandeln."),
        told(
            "b",
            "2024-05-20",
            "Die peruanische Regierung will am 3. Juni 2024 mit Chile in Lima verhandeln, so ein Sprecher. \
             Die peruanische Regierung will im August 2024 in Bolivien mit Brasilien verhandeln.",
        ),
        told("c", "2024-06-04", "Die peruanische Regierung hat am 3. Juni 2024 mit Chile in Lima verhandelt."),
        told("d", "2024-06-20", "Die peruanische Regierung hat am 3. Juni 2024 mit Chile in Lima verhandelt, hieß es."),
        told("e", "2024-06-21", "Die peruanische Regierung hat Chile am 20. Juni 2024 kritisiert."),
    ];
    let whole = folder(&[("a.jsonl", all.concat().as_bytes())]);
    ask(&whole, &["add", "a.jsonl", "--quiet"]);
    let outcomes = |files: &TempDir, then: &[&str]| {
        let told = lines(&ask(files, &[&["predictions", "--jsonl"], then].concat()));
        told.iter().map(|one| one["outcome"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    for (at, (day, expected)) in
        [("2024-05-06", &["open"][..]), ("2024-05-21", &["open"; 2]), ("2024-06-04", &["happened", "open"])]
            .iter()
            .enumerate()
    {
        let known = folder(&[("a.jsonl", all[..=at].concat().as_bytes())]);
        ask(&known, &["add", "a.jsonl", "--quiet"]);
        let then = ["--as-of", day];
        assert_eq!(outcomes(&whole, &then), *expected, "{day}");
        for asked in [&["sums", "PER", "CHL", "--jsonl"][..], &["predictions", "--jsonl"], &["events", "--jsonl"]] {
            assert_eq!(ask(&whole, &[asked, &then].concat()), ask(&known, &[asked, &then].concat()), "{asked:?} {day}");
        }
        let listed = run(whole.path(), &["predictions", "--limit", "1", "--as-of", day], b"");
        let counted = stderr(&listed).contains("1 of 2 are shown");
        assert_eq!(counted, expected.len() == 2, "{day}: {listed:?}");
    }
}

/// Articles as JSON lines: id, day and text.
fn dated(articles: &[(&str, &str, &str)]) -> String {
    let record = |(id, day, text): &(&str, &str, &str)| {
        serde_json::json!({ "id": id, "text": text, "lang": "de", "published": day, "title": format!("Bericht {id}") })
            .to_string()
            + "\n"
    };
    articles.iter().map(record).collect()
}

#[test]
fn a_passage_without_a_day_takes_an_event_from_no_past_day() {
    let text = "Die peruanische Regierung warf Chile am 31. März 2024 vor, Soldaten an die Grenze verlegt zu haben. \
                Die peruanische Regierung will am 3. Juni 2024 mit Chile in Lima verhandeln.";
    let articles = dated(&[("a", "2024-04-01", text), ("b", "2024-04-12", text)]);
    let [known, whole] = [(), ()].map(|()| {
        let files = folder(&[("a.jsonl", articles.as_bytes())]);
        ask(&files, &["add", "a.jsonl", "--quiet"]);
        files
    });
    let undated = format!("{text} So hieß es.\n");
    assert_eq!(code(&run(whole.path(), &["add", "-", "--quiet"], undated.as_bytes())), 0);
    let told = lines(&ask(&whole, &["events", "--jsonl"]));
    assert!(told.len() == 3 && told.iter().all(|event| event["passages"] == 3), "{told:?}");
    for day in ["2024-04-01", "2024-04-11", "2024-04-13"] {
        for list in [
            &["events", "--jsonl"][..],
            &["events", "--jsonl", "--dyad", "PER,CHL", "--type", "ACCUSE"],
            &["events", "--jsonl", "--to", "2024-04-02"],
            &["predictions", "--jsonl"],
            &["sums", "PER", "CHL", "--jsonl"],
        ] {
            let then = [list, &["--as-of", day]].concat();
            let expected = ask(&known, &then);
            assert!(!expected.is_empty(), "{then:?}");
            assert_eq!(ask(&whole, &then), expected, "{then:?}");
        }
    }
}

#[test]
fn lists_of_a_past_day_are_in_the_order_of_that_day() {
    let articles = dated(&[
        ("w", "2024-05-02", "Togo verhängte am 30. April 2024 Sanktionen gegen Benin."),
        ("x", "2024-05-02", "Uganda verhängte am 1. Mai 2024 Sanktionen gegen Kenia."),
        ("y", "2024-05-10", "Uganda verhängte am 3. April 2024 Sanktionen gegen Kenia."),
        ("z", "2024-05-11", "Uganda verhängte am 3. April 2024 Sanktionen gegen Kenia, hieß es."),
    ]);
    let files = folder(&[("a.jsonl", articles.as_bytes())]);
    ask(&files, &["add", "a.jsonl", "--quiet"]);
    let days = |then: &[&str]| {
        let told = lines(&ask(&files, &[&["events", "--jsonl"], then].concat()));
        let one = |event: &serde_json::Value| format!("{} {}", event["time"]["start"], event["id"]).replace('"', "");
        told.iter().map(one).collect::<Vec<_>>()
    };
    let apart = days(&[]);
    let of = |day: &str| apart.iter().find(|told| told.starts_with(day)).unwrap().split(' ').nth(1).unwrap();
    let (early, late) = (of("2024-04-03"), of("2024-05-01"));
    ask(&files, &["review", "merge", late, early]);
    let starts = |then: &[&str]| days(then).iter().map(|told| told.split_at(10).0.to_owned()).collect::<Vec<_>>();
    assert_eq!(starts(&[]), ["2024-04-03", "2024-04-30"]);
    assert_eq!(starts(&["--as-of", "2024-05-03"]), ["2024-04-30", "2024-05-01"]);
    assert_eq!(starts(&["--as-of", "2024-05-03", "--limit", "1"]), ["2024-05-01"]);
    assert_eq!(starts(&["--as-of", "2024-05-03", "--to", "2024-04-30"]), ["2024-04-30"]);
}

#[test]
fn lists_of_a_past_day_ask_for_what_stood_then() {
    let articles = dated(&[
        ("x", "2024-05-02", "Uganda verhängte am 1. Mai 2024 Sanktionen gegen Kenia."),
        ("y", "2024-05-10", "Togo unterstützte am 1. Mai 2024 Uganda mit Geld."),
        ("z", "2024-05-11", "Togo unterstützte am 1. Mai 2024 Uganda mit Geld, hieß es."),
    ]);
    let files = folder(&[("a.jsonl", articles.as_bytes())]);
    ask(&files, &["add", "a.jsonl", "--quiet"]);
    let ids: Vec<String> = lines(&ask(&files, &["events", "--jsonl"]))
        .iter()
        .map(|event| event["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids.len(), 2);
    ask(&files, &["review", "merge", &ids[0], &ids[1]]);
    let types = |conditions: &[&str]| {
        let told = lines(&ask(&files, &[&["events", "--jsonl"], conditions].concat()));
        told.iter().map(|event| event["type"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    for (of_then, of_now) in [
        (["--actor", "KEN"], ["--actor", "TGO"]),
        (["--actor", "KEN GOV"], ["--actor", "TGO GOV"]),
        (["--dyad", "KEN,UGA"], ["--dyad", "TGO,UGA"]),
        (["--dyad", "KEN GOV,UGA"], ["--dyad", "TGO GOV,UGA"]),
        (["--type", "SANCTION"], ["--type", "AID"]),
    ] {
        let (then, now) = (["--as-of", "2024-05-03"], ["--as-of", "2024-05-11"]);
        assert_eq!(types(&[of_then, then].concat()), ["SANCTION"], "{of_then:?}");
        assert_eq!(types(&[of_now, then].concat()), [""; 0], "{of_now:?}");
        assert_eq!(types(&[of_then, now].concat()), [""; 0], "{of_then:?}");
        assert_eq!(types(&[of_now, now].concat()), ["AID"], "{of_now:?}");
    }
}

#[test]
fn what_an_outlet_told_later_is_not_its_own_before() {
    let told = |outlet: &str, day: &str| {
        let text = "Uganda verhängte am 1. Mai 2024 Sanktionen gegen Kenia.";
        serde_json::json!({ "id": outlet, "text": text, "lang": "de", "published": day, "title": outlet, "source": outlet })
            .to_string()
            + "\n"
    };
    let files = folder(&[("a.jsonl", [told("Eins", "2024-05-02"), told("Zwei", "2024-05-09")].concat().as_bytes())]);
    ask(&files, &["add", "a.jsonl", "--quiet"]);
    let count =
        |outlet: &str, day: &str| lines(&ask(&files, &["events", "--jsonl", "--source", outlet, "--as-of", day])).len();
    let counts = ["2024-05-03", "2024-05-09"].map(|day| [count("Eins", day), count("Zwei", day)]);
    assert_eq!(counts, [[1, 0], [1, 1]]);
}

#[test]
fn languages_and_outlets_that_a_project_lacks_are_told() {
    let files = project(3);
    for (condition, note) in [
        (["--lang", "fr"], "note: no article of this project is in the language fr"),
        (["--source", "Foo"], "note: no article of this project is of the outlet Foo"),
    ] {
        let none = run(files.path(), &[&["events"], &condition[..]].concat(), b"");
        assert!(code(&none) == 0 && stderr(&none).contains(note), "{none:?}");
    }
    let some = run(files.path(), &["events", "--lang", "de", "--source", "Blatt 1"], b"");
    assert!(!stderr(&some).contains("note"), "{some:?}");
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_is_named_and_leaves_nothing_empty() {
    let files = folder(&[("a.jsonl", articles(3).as_bytes())]);
    let script = "ulimit -f 0; trap '' XFSZ; exec \"$0\" read a.jsonl -o out.jsonl";
    let mut shell = Command::new("sh");
    let output = shell.args(["-c", script, env!("CARGO_BIN_EXE_demarche")]).current_dir(files.path()).output().unwrap();
    assert!(code(&output) != 0 && stderr(&output).contains("out.jsonl: "), "{output:?}");
    let left: Vec<_> = fs::read_dir(files.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(left, ["a.jsonl"]);
}

#[test]
fn the_doctor_sees_records_that_were_altered() {
    for (change, fault) in [
        (
            "UPDATE mention SET sentence = upper(sentence) WHERE id = (SELECT min(id) FROM mention)",
            "1 passages are not what was coded",
        ),
        ("UPDATE mention SET record = replace(record, '\"PER\"', '\"BOL\"')", "passages are not what was coded"),
        ("UPDATE event_record SET record = replace(record, '\"PER\"', '\"BOL\"')", "is not what its passages tell"),
        ("UPDATE event SET since = '2024-05-01'", "did not stand on past days as is kept"),
        (
            "INSERT INTO past VALUES((SELECT min(id) FROM event), '', '~', '\"torn\"')",
            "did not stand on past days as is kept",
        ),
        (
            "INSERT INTO announced VALUES((SELECT min(id) FROM event), 65536, '2024-05-01', '~', '', '', 'open', NULL, 0)",
            "did not stand on past days as is kept",
        ),
        (
            "INSERT INTO announced VALUES(-1, 65536, '', '~', '', '', 'open', NULL, 0)",
            "announcements of no event on past days: 1",
        ),
        ("INSERT INTO treaty_past VALUES(-1, '', '~', '{}')", "treaties of past days of no event: 1"),
        ("DELETE FROM speaker", "the speakers of 2 passages are not what is kept"),
        ("INSERT INTO past VALUES(-1, '', '~', '{}')", "a past of no event: 1"),
        ("INSERT INTO speaker VALUES('PER', -1)", "speakers in no mention: 1"),
        ("INSERT INTO treaty VALUES(-1, '{}')", "treaties of no event: 1"),
        (
            "INSERT OR REPLACE INTO treaty VALUES((SELECT min(id) FROM event), '{}');
             INSERT INTO treaty_past VALUES((SELECT min(id) FROM event), '', '~', '{}')",
            "is not about the treaty that is kept",
        ),
    ] {
        let files = project(1);
        let doctor = || run(files.path(), &["doctor", "--full"], b"");
        assert_eq!(code(&doctor()), 0);
        leave(&files, change);
        let found = doctor();
        assert!(code(&found) == 5 && stdout(&found).contains(fault), "{change}: {found:?}");
        let retold = ["not what", "did not stand", "not about"].iter().any(|part| fault.contains(part));
        assert_eq!(stderr(&found).contains("`demarche recode`"), retold, "{change}: {found:?}");
        if retold {
            ask(&files, &["recode", "--quiet"]);
            let mended = doctor();
            assert_eq!((code(&mended), stdout(&mended)), (0, String::new()), "{change}");
        }
    }
}

#[test]
fn a_file_of_an_older_format_gets_its_past_when_it_is_opened() {
    let text = "Die peruanische Regierung warf Chile am 31. März 2024 vor, Soldaten an die Grenze verlegt zu haben. \
                Die peruanische Regierung will am 3. Juni 2024 mit Chile in Lima verhandeln.";
    let signed = "Peru und Chile haben am 3. April 2024 einen Freundschaftsvertrag unterzeichnet. \
                  Der peruanische Präsident sagte, Chile habe Soldaten an die Grenze verlegt.";
    let articles = dated(&[("a", "2024-04-01", text), ("b", "2024-04-12", text), ("c", "2024-04-05", signed)]);
    let files = folder(&[("a.jsonl", articles.as_bytes())]);
    ask(&files, &["add", "a.jsonl", "--quiet"]);
    assert_eq!(code(&run(files.path(), &["add", "-", "--quiet"], format!("{text} So hieß es.\n").as_bytes())), 0);
    let told = || {
        [
            &["events", "--jsonl", "--actor", "PER", "--as-of", "2024-04-01"][..],
            &["predictions", "--jsonl", "--as-of", "2024-04-13"],
            &["sums", "PER", "CHL", "--jsonl", "--as-of", "2024-04-01"],
            &["agreements", "--jsonl", "--as-of", "2024-04-13"],
            &["search", "said:PER", "--jsonl"],
        ]
        .map(|list| ask(&files, list))
    };
    let before = told();
    assert!(before.iter().all(|list| !list.is_empty()), "{before:?}");
    for older in [
        // What was announced stood with each state of an event, and treaties of past days were found anew.
        "PRAGMA user_version = 11",
        // Such files had no day for what an article without one tells.
        "UPDATE event SET told = ''; DROP INDEX event_first; CREATE INDEX event_first ON event(first, id);
         DROP INDEX article_lang; DROP TABLE speaker; DROP TABLE treaty; DROP TABLE treaty_news; DROP TABLE past;
         ALTER TABLE event DROP COLUMN since; ALTER TABLE page DROP COLUMN published; ALTER TABLE page DROP COLUMN led;
         PRAGMA user_version = 6;",
    ] {
        leave(&files, &format!("{BEFORE_12} {older}"));
        let doctor = run(files.path(), &["doctor", "--full"], b"");
        assert_eq!(code(&doctor), 0, "{older}: {doctor:?}");
        assert_eq!(told(), before, "{older}");
    }
}

#[test]
fn cells_of_an_answer_are_shown_by_spreadsheets_and_not_reckoned_with() {
    let record = serde_json::json!({
        "id": "=1+1", "text": "Uganda verhängte Sanktionen gegen Kenia.", "lang": "de", "published": "2024-05-02",
        "title": "Kenia", "source": "@Blatt",
    });
    let files = folder(&[("a.jsonl", format!("{record}\n").as_bytes())]);
    ask(&files, &["add", "a.jsonl", "--quiet"]);
    let found = ask(&files, &["search", "Sanktionen", "--csv"]);
    assert!(found.contains("'=1+1,'@Blatt,"), "{found}");
    let timeline = ask(&files, &["timeline", "--csv"]);
    assert!(timeline.contains("'@Blatt"), "{timeline}");
}

#[test]
fn the_most_doubtful_events_come_first_however_few_are_asked_for() {
    let files = project(40);
    let doubts = |most: &str| lines(&ask(&files, &["review", "--jsonl", "--limit", most]));
    let all = doubts("0");
    let scores: Vec<f64> = all.iter().map(|one| one["score"].as_f64().unwrap()).collect();
    assert!(all.len() > 3 && scores.is_sorted() && scores[0] < scores[all.len() - 1], "{scores:?}");
    assert_eq!(doubts("2"), all[..2]);
    ask(&files, &["review", "accept", all[0]["id"].as_str().unwrap()]);
    assert_eq!(doubts("1"), all[1..2]);
    let listed = run(files.path(), &["review", "--limit", "1"], b"");
    let told = format!("1 of {} are shown, the most doubtful", all.len() - 1);
    assert!(stderr(&listed).contains(&told), "{listed:?}");
}

#[test]
fn a_merge_with_an_event_that_is_not_there_merges_none() {
    let files = project(6);
    let before = ask(&files, &["events", "--jsonl", "--limit", "0"]);
    let all = super::ids(&files, &[]);
    let refused = run(files.path(), &["review", "merge", &all[0], &all[1], "nonexistent"], b"");
    assert!(code(&refused) != 0 && stderr(&refused).contains("nonexistent"), "{refused:?}");
    assert_eq!(ask(&files, &["events", "--jsonl", "--limit", "0"]), before);
}
