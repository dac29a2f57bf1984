//! The tables of the frame lexicon in, their promises checked: known classes, no row twice, examples that use their word.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use demarche::resources::Resources;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// One row of a table: where it stands, and its cells.
struct Row {
    at: String,
    cells: Vec<String>,
}

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("lang");
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(root).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()).collect();
    folders.sort();
    folders
}

/// The rows of all tables of a folder whose names begin with `prefix`.
fn rows(folder: &Path, prefix: &str) -> Vec<Row> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let mut rows = Vec::new();
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        if !name.starts_with(prefix) || !name.ends_with(".tsv") {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        let lines = text.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#')).skip(1);
        rows.extend(
            lines.map(|(n, l)| Row {
                at: format!("{name}:{}", n + 1),
                cells: l.split('\t').map(str::to_owned).collect(),
            }),
        );
    }
    rows
}

#[test]
fn every_table_loads() {
    assert!(Resources::embedded().unwrap().languages().all(|l| !l.frames.all().is_empty()));
}

#[test]
fn classes_that_rows_name_exist() {
    for folder in folders() {
        let classes: BTreeSet<String> = rows(&folder, "classes").into_iter().map(|r| r.cells[0].clone()).collect();
        let mut unknown = Vec::new();
        for row in rows(&folder, "triggers") {
            for test in
                row.cells[6].split(' ').filter_map(|t| t.split_once('~').filter(|(slot, _)| !slot.contains('=')))
            {
                if !classes.contains(test.1) {
                    unknown.push(format!("{} {}", row.at, test.1));
                }
            }
        }
        assert_eq!(unknown, Vec::<String>::new());
    }
}

#[test]
fn no_two_rows_of_a_word_have_the_same_conditions() {
    for folder in folders() {
        let mut seen: BTreeMap<(String, String, BTreeSet<String>), String> = BTreeMap::new();
        let mut twice = Vec::new();
        for row in rows(&folder, "triggers") {
            let tests = row.cells[6].split(' ').map(str::to_owned).collect();
            let key = (row.cells[0].clone(), row.cells[1].clone(), tests);
            if let Some(other) = seen.insert(key, row.at.clone()) {
                twice.push(format!("{other} and {}", row.at));
            }
        }
        assert_eq!(twice, Vec::<String>::new());
    }
}

#[test]
fn no_class_names_a_noun_twice() {
    for folder in folders() {
        let mut twice = Vec::new();
        for row in rows(&folder, "classes") {
            let mut nouns = BTreeSet::new();
            twice.extend(row.cells[1].split('|').filter(|n| !nouns.insert(*n)).map(|n| format!("{} {n}", row.at)));
        }
        assert_eq!(twice, Vec::<String>::new());
    }
}

#[test]
fn every_example_uses_the_word_of_its_row() {
    let resources = Resources::embedded().unwrap();
    let mut missing = Vec::new();
    for language in resources.languages() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("lang").join(&language.code);
        for row in rows(&folder, "triggers") {
            let (lemma, example) = (row.cells[0].trim_start_matches("sich "), &row.cells[9]);
            let tokens: Vec<&str> = example.split(|c: char| !c.is_alphanumeric() && c != '-').collect();
            let lexicon = &language.lexicon;
            // "vor|legen" and "carry out": base and particle.
            let (base, particle) = match (lemma.split_once('|'), lemma.split_once(' ')) {
                (Some((particle, base)), _) | (None, Some((base, particle))) => (base, Some(particle)),
                (None, None) => (lemma, None),
            };
            let whole = lexicon.symbols.get(&lemma.replace('|', ""));
            let base = lexicon.symbols.get(base);
            let verb = tokens.iter().any(|t| {
                let lower = t.to_lowercase();
                lexicon.verb(&lower).iter().chain(&lexicon.inflected_participle(&lower)).any(|r| {
                    r.lemma == whole
                        || (r.lemma == base
                            && particle
                                .is_some_and(|p| p.split(' ').all(|p| tokens.iter().any(|t| t.to_lowercase() == p))))
                })
            });
            // Nouns and adjectives: the stem, its vowel left open ("Vorwurf", "Vorwürfe").
            let last = lemma.rsplit(' ').next().unwrap_or(lemma);
            let stem: String = folded(last).chars().take(last.chars().count().saturating_sub(2).max(3)).collect();
            let noun = tokens.iter().any(|t| folded(t).contains(&stem));
            if !(if row.cells[1] == "v" { verb } else { noun }) {
                missing.push(format!("{} {lemma}: {example}", row.at));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

fn folded(word: &str) -> String {
    word.to_lowercase()
        .chars()
        .map(|c| match c {
            'ä' => 'a',
            'ö' => 'o',
            'ü' => 'u',
            c => c,
        })
        .collect()
}
