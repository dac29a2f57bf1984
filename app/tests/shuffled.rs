//! Positions and voices of passages that travelled: what all articles at once give.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use demarche_cli::door;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Records without the order of a table.
fn sorted(lines: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = lines.lines().collect();
    lines.sort_unstable();
    lines
}

#[test]
fn what_travels_gives_the_same_positions_and_voices() {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/iran-deal").to_owned();
    let (articles, _) = door::read(&[example], true, &|| Ok(())).unwrap();
    let mut batch = door::Batch::default();
    let mut coder = door::Coder::new(Some(1), true, 0.0, None).unwrap();
    coder.code(&articles.lines().collect::<Vec<_>>(), &mut batch).unwrap();
    let found = batch.link().unwrap();
    let passages = batch.passages().unwrap();
    let lines: Vec<&str> = passages.lines().collect();
    assert!(found.positions.lines().count() > 1 && found.voices.lines().count() > 1);
    assert_eq!(sorted(&door::positions(&lines).unwrap()), sorted(&found.positions));
    let mut events: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for event in found.events.lines() {
        let event: Value = serde_json::from_str(event).unwrap();
        for told in event["mentions"].as_array().unwrap() {
            let doc = told["doc"].as_str().unwrap().to_owned();
            events.entry(doc).or_default().push(json!({ "mention": told["mention"], "id": event["id"] }));
        }
    }
    let mut said: Vec<String> = Vec::new();
    for line in &lines {
        let passage: Value = serde_json::from_str(line).unwrap();
        for statement in passage["statements"].as_array().unwrap() {
            let own = events.get(passage["doc"].as_str().unwrap());
            said.push(json!({ "doc": passage["doc"], "record": statement["record"], "events": own }).to_string());
        }
    }
    let said: Vec<&str> = said.iter().map(String::as_str).collect();
    assert_eq!(sorted(&door::voices(&said).unwrap()), sorted(&found.voices));
}
