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
    let positions: String = groups(&lines).iter().map(|group| door::positions(group).unwrap()).collect();
    assert_eq!(sorted(&positions), sorted(&found.positions));
    let mut events: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for event in found.events.lines() {
        let event: Value = serde_json::from_str(event).unwrap();
        for told in event["mentions"].as_array().unwrap() {
            let doc = told["doc"].as_str().unwrap().to_owned();
            events.entry(doc).or_default().push(json!({ "mention": told["mention"], "id": event["id"] }));
        }
    }
    // As on a cluster: the statements of one voice come together, those of several need not.
    let mut said: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for line in &lines {
        let passage: Value = serde_json::from_str(line).unwrap();
        for statement in passage["statements"].as_array().unwrap() {
            let vouched = statement["mentions"].as_array().unwrap();
            let of_article = events.get(passage["doc"].as_str().unwrap()).into_iter().flatten();
            let own: Vec<&Value> = of_article.filter(|event| vouched.contains(&event["mention"])).collect();
            let row = json!({ "doc": passage["doc"], "record": statement["record"], "events": own }).to_string();
            said.entry(statement["voice"].as_i64().unwrap()).or_default().push(row);
        }
    }
    assert!(said.len() > 1);
    let of_voice = |said: &Vec<String>| door::voices(&said.iter().map(String::as_str).collect::<Vec<_>>()).unwrap();
    assert_eq!(sorted(&said.values().map(of_voice).collect::<String>()), sorted(&found.voices));
}

/// Passages that share a key, directly or through others, each group by itself.
fn groups<'l>(lines: &[&'l str]) -> Vec<Vec<&'l str>> {
    let mut groups: Vec<(Vec<Value>, Vec<&str>)> = Vec::new();
    for line in lines {
        let passage: Value = serde_json::from_str(line).unwrap();
        let keys = passage["keys"].as_array().unwrap().clone();
        let (meet, apart): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|(known, _)| keys.iter().any(|key| known.contains(key)));
        groups = apart;
        let mut group = (keys, vec![*line]);
        for (keys, lines) in meet {
            group.0.extend(keys);
            group.1.extend(lines);
        }
        groups.push(group);
    }
    assert!(groups.len() > 1);
    groups.into_iter().map(|(_, lines)| lines).collect()
}
