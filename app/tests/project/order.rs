//! The same articles in any order and any portions, by `add` and by `link`: the same events, ids and fields.

use super::super::{code, folder, run, stderr};
use super::{ask, lines};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const HAND_CODED: &str = "../shared/gold/stories/articles.jsonl";

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        (1..items.len()).for_each(|at| items.swap(at, self.below(at + 1)));
    }
}

/// What `demarche read` makes of the example, and of the hand-coded stories where these lie beside the checkout, as far as
/// their languages are built.
fn stories() -> Vec<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut paths = vec!["examples/iran-deal"];
    if root.join(HAND_CODED).is_file() {
        paths.push(HAND_CODED);
    } else {
        eprintln!("left out: {HAND_CODED} is not there");
    }
    let output = run(&root, &[&["read", "-q"], &paths[..]].concat(), b"");
    let mut stories = lines(&super::stdout(&output));
    stories.retain(|story| ["de", "en"].iter().any(|lang| story["lang"] == *lang));
    stories
}

/// The stories with as many mixes of their paragraphs, told on other days; where two are of two languages, one of them
/// under another id.
fn articles(dice: &mut Dice) -> Vec<Value> {
    let stories = stories();
    let mut all: Vec<Value> = Vec::new();
    for at in 0..2 * stories.len() {
        let mut record = serde_json::Map::new();
        let (own, other) = (&stories[at % stories.len()], &stories[dice.below(stories.len())]);
        for field in ["lang", "published", "title", "text"] {
            record.insert(field.to_owned(), own[field].clone());
        }
        record.insert("id".to_owned(), json!(format!("{}-{at}", own["id"].as_str().unwrap())));
        if at >= stories.len() && own["lang"] == other["lang"] {
            let paragraphs = |story: &Value| -> Vec<String> {
                story["text"]
                    .as_str()
                    .unwrap()
                    .split('\n')
                    .filter(|p| !p.trim().is_empty())
                    .map(str::to_owned)
                    .collect()
            };
            let mut mixed = [paragraphs(own), paragraphs(other)].concat();
            dice.shuffle(&mut mixed);
            mixed.truncate(mixed.len() / 2 + 1);
            record.insert("text".to_owned(), json!(mixed.join("\n\n")));
            record.insert("published".to_owned(), other["published"].clone());
        }
        all.push(Value::Object(record));
    }
    all
}

fn text(articles: &[Value]) -> String {
    articles.iter().fold(String::new(), |mut text, article| {
        let _ = writeln!(text, "{article}");
        text
    })
}

/// What linking found, without the marks that only one door has.
fn told(events: &str) -> BTreeMap<String, Value> {
    let mut told = BTreeMap::new();
    for mut event in lines(events) {
        let place = event["place"].get("name").cloned();
        let fields = event.as_object_mut().unwrap();
        if let Some(mentions) = fields.remove("mentions") {
            fields.insert("passages".to_owned(), json!(mentions.as_array().unwrap().len()));
        }
        fields.extend(place.map(|name| ("place".to_owned(), name)));
        fields.remove("reviewed");
        fields.remove("told");
        let before = told.insert(event["id"].as_str().unwrap().to_owned(), event);
        assert_eq!(before, None, "two events have one id");
    }
    told
}

/// Who stands how to which event and since when; each voice with what it says where.
fn spoken(positions: &str, voices: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for position in lines(positions) {
        for stand in position["stands"].as_array().unwrap() {
            let told = stand.get("mentions").unwrap_or(&stand["passages"]).as_array().unwrap().len();
            let (event, changed) = (&position["event"], &position["changed"]);
            let (stance, since) = (&stand["stance"], &stand["since"]);
            found.insert(format!("{event} {}: {stance} {since} {told} {changed}", position["holder"]));
        }
    }
    for voice in lines(voices) {
        for said in voice["statements"].as_array().unwrap() {
            let words = said["words"].get("text").unwrap_or(&said["words"]);
            let (doc, manner, about, events) = (&said["doc"], &said["manner"], &said["about"], &said["events"]);
            found.insert(format!("{} {}: {doc} {manner} {words} {about} {events}", voice["name"], voice["actor"]));
        }
    }
    found
}

/// The event of each passage.
fn passages(events: &str) -> BTreeMap<(String, u64), String> {
    let mut found = BTreeMap::new();
    for event in lines(events) {
        for mention in event["mentions"].as_array().unwrap() {
            let place = (mention["doc"].as_str().unwrap().to_owned(), mention["mention"].as_u64().unwrap());
            found.insert(place, event["id"].as_str().unwrap().to_owned());
        }
    }
    found
}

fn added(portions: &[&[Value]]) -> TempDir {
    let files = folder(&[]);
    for portion in portions {
        fs::write(files.path().join("a.jsonl"), text(portion)).unwrap();
        let output = run(files.path(), &["add", "a.jsonl", "--quiet", "-p", "x.demarche"], b"");
        assert_eq!(code(&output), 0, "{}", stderr(&output));
    }
    files
}

#[test]
fn an_article_under_two_names_is_one_of_the_lesser() {
    let mut twice = stories()[..2].to_vec();
    twice.push(twice[0].clone());
    twice[2]["id"] = json!("again");
    twice[0]["id"] = json!("before");
    let told_of = |portions: &[&[Value]]| {
        let files = added(portions);
        let asked = |arguments: &[&str]| ask(&files, &[arguments, &["-p", "x.demarche"]].concat());
        let articles: Value = serde_json::from_str(&asked(&["export", "--format", "json"])).unwrap();
        let names: Vec<String> = articles["documents"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["doc"].as_str().unwrap().to_owned())
            .collect();
        (names, told(&asked(&["events", "--limit", "0", "--jsonl"])), files)
    };
    let (names, events, files) = told_of(&[&twice[..2], &twice[2..]]);
    assert_eq!(names, ["again", twice[1]["id"].as_str().unwrap()]);
    let whole = folder(&[("a.jsonl", text(&twice).as_bytes())]);
    assert_eq!(events, told(&ask(&whole, &["link", "a.jsonl", "--quiet"])));
    assert_eq!(events, told_of(&[&twice[1..], &twice[..1]]).1);
    // What an event was called before leads to it.
    let first = folder(&[("a.jsonl", text(&twice[..2]).as_bytes())]);
    let before = told(&ask(&first, &["link", "a.jsonl", "--quiet"]));
    for id in before.keys() {
        assert!(
            ask(&files, &["explain", id, "-p", "x.demarche"]).contains(&names[0]) || events.contains_key(id),
            "{id}"
        );
    }
}

#[test]
fn any_order_and_portions_give_the_events_of_all_at_once() {
    let mut dice = Dice(20);
    let mut articles = articles(&mut dice);
    let whole = folder(&[("a.jsonl", text(&articles).as_bytes())]);
    let linked = ask(&whole, &["link", "a.jsonl", "--quiet"]);
    let heard = ["positions", "voices"].map(|what| ask(&whole, &["link", "a.jsonl", "--quiet", "--what", what]));
    let heard = spoken(&heard[0], &heard[1]);
    let mut before = None;
    for _ in 0..3 {
        dice.shuffle(&mut articles);
        let mut portions: Vec<&[Value]> = Vec::new();
        let mut rest = articles.as_slice();
        while !rest.is_empty() {
            let (portion, others) = rest.split_at(rest.len().min(1 + dice.below(articles.len())));
            portions.push(portion);
            rest = others;
        }
        let files = added(&portions);
        let events = ask(&files, &["events", "--limit", "0", "--jsonl", "-p", "x.demarche"]);
        assert_eq!(told(&events), told(&linked));
        assert!(before.is_none_or(|before| before == events), "the bytes hang on the order of adding");
        before = Some(events);
        let listed = |what| ask(&files, &[what, "--limit", "0", "--jsonl", "-p", "x.demarche"]);
        assert_eq!(spoken(&listed("positions"), &listed("voices")), heard);
        let tables: Value =
            serde_json::from_str(&ask(&files, &["export", "--format", "json", "-p", "x.demarche"])).unwrap();
        let place = |row: &Value| (row["doc"].as_str().unwrap().to_owned(), row["number"].as_u64().unwrap());
        let kept = tables["mentions"].as_array().unwrap().iter();
        let kept: BTreeMap<_, _> = kept.map(|row| (place(row), row["event"].as_str().unwrap().to_owned())).collect();
        assert_eq!(kept, passages(&linked));
        assert!(ask(&files, &["doctor", "-p", "x.demarche"]).is_empty());
    }
}

#[test]
fn calendars_and_copies_name_the_same_in_any_order_of_adding() {
    let text = "Die peruanische Regierung will am 3. Juni 2024 mit Chile in Lima verhandeln, teilte das Ministerium mit. \
                Die norwegische Regierung warf Schweden am 2. Mai 2024 vor, Soldaten an die Grenze verlegt zu haben. \
                Schweden wies das am Abend in Stockholm zurück und verlangte eine Entschuldigung aus Oslo.";
    let record = |id: &str, more: &str| {
        json!({ "id": id, "title": "Bericht", "text": format!("{text} {more}"), "lang": "de", "published": "2024-05-03" })
            .to_string()
            + "\n"
    };
    let (one, other) = (record("a", ""), record("b", "So hieß es."));
    let exported = [[&one, &other], [&other, &one]].map(|order| {
        let files = folder(&[("a.jsonl", order.map(String::as_str).concat().as_bytes())]);
        ask(&files, &["add", "a.jsonl", "--quiet"]);
        ["ics", "json"].map(|format| ask(&files, &["export", "--format", format]))
    });
    for [calendar, tables] in &exported {
        assert!(calendar.contains("UID:"), "{calendar}");
        let tables: Value = serde_json::from_str(tables).unwrap();
        let origins: Vec<&Value> = tables["documents"].as_array().unwrap().iter().map(|row| &row["origin"]).collect();
        assert_eq!(origins, ["a", "a"]);
    }
    assert_eq!(exported[0][0], exported[1][0]);
}
