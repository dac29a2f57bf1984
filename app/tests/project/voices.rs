//! Who stands how to an event, and who is quoted, by the commands on a project.

use super::super::{code, folder, run, stderr, stdout};
use super::{BEFORE_12, ask, leave, lines};

const FIRST: &str = concat!(
    r#"{"id":"a","lang":"de","published":"2024-05-15","title":"","text":"Am 13. Mai 2024 griff Russland die Ukraine an. "#,
    r#"Frankreich verurteilte den Angriff. Viele Experten denken, dass Chile Truppen nach Peru schicken könnte."}"#,
    "\n"
);
const LATER: &str = concat!(
    r#"{"id":"b","lang":"de","published":"2024-05-20","title":"","text":"Am 13. Mai 2024 griff Russland die Ukraine an. "#,
    r#"Frankreich begrüßte dies."}"#,
    "\n"
);

#[test]
fn a_project_tells_positions_and_voices_by_the_shared_filters() {
    let files = folder(&[("a.jsonl", FIRST.as_bytes()), ("b.jsonl", LATER.as_bytes())]);
    for name in ["a.jsonl", "b.jsonl"] {
        let output = run(files.path(), &["add", name, "--quiet", "-p", "x.demarche"], b"");
        assert_eq!(code(&output), 0, "{}", stderr(&output));
    }
    let told = |more: &[&str]| lines(&ask(&files, &[more, &["--jsonl", "-p", "x.demarche"]].concat()));
    let only = |more: &[&str]| {
        let mut found = told(more);
        assert_eq!(found.len(), 1, "{more:?}: {found:?}");
        found.remove(0)
    };
    let position = only(&["positions"]);
    assert_eq!((position["holder"]["code"].as_str(), position["changed"].as_bool()), (Some("FRA"), Some(true)));
    let stands: Vec<_> = position["stands"].as_array().unwrap().iter().map(|s| (&s["stance"], &s["since"])).collect();
    assert_eq!(format!("{stands:?}").matches("2024-05").count(), 2, "{stands:?}");
    assert_eq!(position["stands"][0]["passages"][0]["sentence"], "Frankreich verurteilte den Angriff.");
    // On the day of the first article nothing had changed.
    let before = only(&["positions", "--as-of", "2024-05-16"]);
    assert_eq!(before["changed"], false);
    assert!(told(&["positions", "--actor", "CHL"]).is_empty());

    let voice = only(&["voices", "--actor", "CHL"]);
    assert_eq!((voice["name"].as_str(), voice["kind"].as_str()), (Some("Viele Experten"), Some("expert")));
    assert_eq!(voice["statements"][0]["manner"], "prediction");
    assert!(told(&["voices", "--from", "2024-05-16"]).is_empty());
    let csv = stdout(&run(files.path(), &["voices", "--csv", "-p", "x.demarche"], b""));
    assert!(csv.starts_with("name,kind,code,statements,manners,about,first,last,passage\r\nViele Experten,expert,,1,"));
    let few = run(files.path(), &["voices", "--limit", "1", "-p", "x.demarche"], b"");
    let many = told(&["voices"]).len();
    assert_eq!(stderr(&few), format!("demarche: 1 of {many} are shown, the most quoted; --limit 0 shows all\n"));
    // Coding again with the same program changes nothing.
    let all = told(&["positions"]);
    assert_eq!(code(&run(files.path(), &["recode", "--quiet", "-p", "x.demarche"], b"")), 0);
    assert_eq!(told(&["positions"]), all);
}

#[test]
fn a_speaker_is_found_by_code_and_by_name_in_whichever_passage_he_speaks() {
    let told = concat!(
        r#"{"id": "a", "lang": "de", "published": "2024-05-06", "text": "Die USA griffen am 5. Mai 2024 Syrien an."}"#,
        "\n",
        r#"{"id": "b", "lang": "de", "published": "2024-05-07", "text": "Der russische Außenminister Sergej Lawrow sagte am "#,
        r#"Montag, die USA hätten am 5. Mai 2024 Syrien angegriffen."}"#,
        "\n"
    );
    let files = folder(&[("a.jsonl", told.as_bytes())]);
    ask(&files, &["add", "a.jsonl", "--quiet"]);
    let docs = |asked: &str, more: &[&str]| {
        let found = lines(&ask(&files, &[&["search", asked, "--jsonl"], more].concat()));
        found.iter().map(|hit| hit["doc"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let by = ["said:RUS", "said:\"RUS GOV\"", "said:\"Sergej Lawrow\"", "angegriffen said:\"Sergej Lawrow\""];
    for asked in by {
        assert_eq!(docs(asked, &[]), ["b"], "{asked}");
        assert!(docs(asked, &["--as-of", "2024-05-06"]).is_empty(), "{asked}");
    }
    assert!(docs("said:USA", &[]).is_empty());
    // A file of a program that noted codes only.
    leave(&files, &format!("{BEFORE_12} DELETE FROM speaker WHERE code = 'SERGEJ LAWROW'; PRAGMA user_version = 10"));
    assert_eq!(docs("said:\"Sergej Lawrow\"", &[]), ["b"]);
}
