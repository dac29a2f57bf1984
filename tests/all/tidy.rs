//! The rules of the house in, every breach of them out: rooms, words, lengths, names, tables, documents, commands.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use demarche::resources::Resources;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Files longer than this are divided; tests may be longer.
const LONGEST: usize = 500;
/// What every room may import beside the rooms before it.
const SHARED: [&str; 9] = ["article", "error", "event", "mention", "normal", "note", "relation", "voice", "resources"];
/// Names that say nothing.
const EMPTY_NAMES: [&str; 9] = ["util", "utils", "helper", "helpers", "common", "misc", "manager", "processor", "info"];
/// Crates that the engine may use; `docs/decisions/0001-three-packages.md` says why the list is closed.
const ENGINE_CRATES: [&str; 13] = [
    "chardetng",
    "encoding_rs",
    "html5ever",
    "isolang",
    "jiff",
    "pulldown-cmark",
    "rustc-hash",
    "serde",
    "serde_json",
    "smallvec",
    "unicode-normalization",
    "whatlang",
    "whichlang",
];
/// Folders at the top of the repository: a token in a document that begins with one of them is a path.
const TOP: [&str; 15] = [
    ".ci", "app", "benches", "docs", "examples", "fuzz", "gold", "lang", "python", "score", "spec", "src", "tests",
    "tools", "world",
];
/// Marks a line of a template that would be a row.
const EXAMPLE: &str = "#> ";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// Files below a folder by their path from the root; what git ignores is not looked at.
fn files(folder: &str, ending: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![root().join(folder)];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && !["target", ".git", "__pycache__", "node_modules"].contains(&name.as_str()) {
                open.push(path);
            } else if name.ends_with(ending)
                && let Ok(text) = fs::read_to_string(&path)
            {
                let _ = found.insert(path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/"), text);
            }
        }
    }
    found
}

/// Every Rust file of the two packages.
fn sources() -> BTreeMap<String, String> {
    files("", ".rs")
}

fn folders(path: &str) -> Vec<String> {
    let entries = fs::read_dir(root().join(path)).unwrap().map(|e| e.unwrap());
    let mut names: Vec<String> =
        entries.filter(|e| e.path().is_dir()).map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn languages() -> Vec<String> {
    folders("lang").into_iter().filter(|name| !name.starts_with('_')).collect()
}

#[track_caller]
fn none(breaches: Vec<String>) {
    assert!(breaches.is_empty(), "\n{}\n", breaches.join("\n"));
}

/// Rust without its comments; strings and lines stay.
fn without_comments(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let mut out = String::with_capacity(source.len());
    let mut i = 0;
    while i < chars.len() {
        let end = match (at(i), at(i + 1)) {
            ('/', '/') => {
                i = (i..chars.len()).find(|j| at(*j) == '\n').unwrap_or(chars.len());
                continue;
            }
            ('/', '*') => {
                i = (i + 2..chars.len()).find(|j| at(*j) == '*' && at(*j + 1) == '/').map_or(chars.len(), |j| j + 2);
                continue;
            }
            ('"', _) => closing(&chars, i + 1),
            ('r', '"' | '#') if !at(i.wrapping_sub(1)).is_alphanumeric() && at(i.wrapping_sub(1)) != '_' => {
                raw_end(&chars, i)
            }
            ('\'', '\\') => (i + 3..chars.len()).find(|j| at(*j) == '\'').map_or(chars.len(), |j| j + 1),
            ('\'', _) if at(i + 2) == '\'' => i + 3,
            _ => i + 1,
        };
        out.extend(&chars[i..end.min(chars.len())]);
        i = end;
    }
    out
}

/// One past the quotation mark that closes a string.
fn closing(chars: &[char], mut i: usize) -> usize {
    while i < chars.len() && chars[i] != '"' {
        i += if chars[i] == '\\' { 2 } else { 1 };
    }
    i + 1
}

/// One past the end of a raw string; of `r#name`, one past the `r`.
fn raw_end(chars: &[char], start: usize) -> usize {
    let hashes = chars[start + 1..].iter().take_while(|c| **c == '#').count();
    let open = start + 1 + hashes;
    if chars.get(open) != Some(&'"') {
        return start + 1;
    }
    let closes =
        |j: &usize| chars[*j] == '"' && chars[*j + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes;
    (open + 1..chars.len()).find(closes).map_or(chars.len(), |j| j + 1 + hashes)
}

#[test]
fn comments_are_told_from_strings() {
    let source =
        "a(\"// no \\\" comment\"); // comment \"\nlet c = '\"'; /* two\nlines */ b::<'x>(r#\"/* \"no\" */\"#)";
    let code = "a(\"// no \\\" comment\"); \nlet c = '\"';  b::<'x>(r#\"/* \"no\" */\"#)";
    assert_eq!(without_comments(source), code);
}

/// The rooms in flow order, as `lib.rs` declares them.
fn rooms() -> Vec<String> {
    let rooms = folders("src");
    let library = text("src/lib.rs");
    let declared = library.lines().filter_map(|l| l.strip_prefix("pub mod ")?.strip_suffix(';')).map(str::to_owned);
    declared.filter(|name| name != "resources" && rooms.contains(name)).collect()
}

/// The first parts of all paths that begin with `crate::`, also inside braces.
fn imports(code: &str) -> BTreeSet<String> {
    let name = |text: &str| -> String { text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect() };
    let mut found = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        let Some(inside) = rest.strip_prefix('{') else {
            found.extend([name(rest)]);
            continue;
        };
        let mut depth = 0;
        let mut part = String::new();
        for c in inside.chars() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => found.extend([name(std::mem::take(&mut part).trim())]),
                _ => part.push(c),
            }
        }
        found.extend([name(part.trim())]);
    }
    found.remove("");
    found
}

#[test]
fn imports_are_seen_also_inside_braces() {
    let code = "use crate::{a::{b, c}, d};\nuse crate::e::f;\nlet x = crate::g(h);";
    let expected = ["a", "d", "e", "g"].map(str::to_owned);
    assert_eq!(imports(code), BTreeSet::from(expected));
}

#[test]
fn a_room_imports_only_rooms_before_it() {
    let rooms = rooms();
    let mut breaches = Vec::new();
    for (path, source) in files("src", ".rs") {
        let parts: Vec<&str> = path.trim_start_matches("src/").split('/').collect();
        if parts == ["lib.rs"] {
            continue;
        }
        let room = parts[0].trim_end_matches(".rs");
        let before = rooms.iter().position(|r| r == room).map_or(&[][..], |at| &rooms[..=at]);
        let mut allowed: Vec<&str> = SHARED.iter().copied().chain(before.iter().map(String::as_str)).collect();
        // The root names three types again for callers.
        allowed.extend(["Article", "Mention", "Resources"]);
        if parts.len() == 1 {
            // The files of the records know nothing of tables.
            allowed.retain(|name| !name.eq_ignore_ascii_case("resources"));
        }
        let code = without_comments(&source);
        let wrong = imports(&code).into_iter().filter(|i| !allowed.contains(&i.as_str()));
        breaches.extend(wrong.map(|i| format!("{path} imports {i}")));
        let depth = parts.len() - usize::from(parts.last() == Some(&"mod.rs"));
        if code.contains(&format!("{}super::", "super::".repeat(depth - 1))) {
            breaches.push(format!("{path} leaves its room through super::"));
        }
    }
    none(breaches);
}

#[test]
fn engine_source_holds_no_word_of_a_language_and_no_language_code() {
    let mut breaches = Vec::new();
    let languages = languages();
    for (path, source) in files("src", ".rs") {
        let code = without_comments(&source);
        let foreign = code.lines().filter(|l| l.chars().any(|c| c.is_alphabetic() && !c.is_ascii()));
        breaches.extend(foreign.map(|l| format!("{path}: {}", l.trim())));
        for language in &languages {
            let named = [format!("\"{language}\""), format!("lang/{language}")].iter().any(|name| code.contains(name));
            breaches.extend(named.then(|| format!("{path} names the language {language}")));
        }
    }
    none(breaches);
}

#[test]
fn only_one_room_of_the_app_asks_the_web() {
    let outside = files("app/src", "rs").into_iter().filter(|(path, _)| !path.starts_with("app/src/net/"));
    let connects = |code: &str| ["ureq::", "TcpStream"].iter().any(|word| code.contains(word));
    none(outside.filter(|(_, source)| connects(&without_comments(source))).map(|(path, _)| path).collect());
}

#[test]
fn every_file_says_what_enters_and_what_leaves() {
    let silent = sources().into_iter().filter(|(_, source)| !source.starts_with("//! "));
    none(silent.map(|(path, _)| path).collect());
}

#[test]
fn no_file_is_longer_than_a_reader_can_hold() {
    let long = sources().into_iter().filter(|(path, source)| {
        !path.starts_with("tests/") && !path.starts_with("app/tests/") && source.lines().count() > LONGEST
    });
    none(long.map(|(path, source)| format!("{path}: {} lines", source.lines().count())).collect());
}

#[test]
fn no_file_has_a_name_that_says_nothing() {
    let names = |path: &String| path.split('/').any(|part| EMPTY_NAMES.contains(&part.trim_end_matches(".rs")));
    none(sources().into_keys().filter(names).collect());
}

#[test]
fn the_engine_does_not_panic_on_purpose_and_silences_no_lint() {
    let banned = [
        ".unwrap()",
        ".expect(",
        "panic!(",
        "todo!(",
        "unimplemented!(",
        "unreachable!(",
        "dbg!(",
        "#[allow(",
        "#![allow(",
    ];
    let mut breaches = Vec::new();
    for (path, source) in files("src", ".rs") {
        let code = without_comments(&source);
        breaches.extend(banned.iter().filter(|b| code.contains(**b)).map(|b| format!("{path} holds {b}")));
    }
    none(breaches);
}

#[test]
fn every_file_of_tests_runs() {
    let main = text("tests/all/main.rs");
    let names = files("tests/all", ".rs").into_keys().filter(|path| path != "tests/all/main.rs");
    let idle = names.filter(|path| {
        let module = path.trim_start_matches("tests/all/").trim_end_matches(".rs").trim_end_matches("/mod");
        !module.contains('/') && !main.lines().any(|l| l == format!("mod {module};"))
    });
    none(idle.map(|path| format!("{path} is no module of tests/all/main.rs")).collect());
}

#[test]
fn the_engine_depends_on_a_closed_list_of_crates() {
    let manifest = text("Cargo.toml");
    let section = manifest.split("\n[dependencies]\n").nth(1).unwrap().split("\n[").next().unwrap();
    let names: BTreeSet<&str> = section.lines().filter_map(|l| Some(l.split_once('=')?.0.trim())).collect();
    assert_eq!(names, BTreeSet::from(ENGINE_CRATES));
}

/// The header of a table.
fn header(table: &str) -> &str {
    table.lines().find(|l| !l.is_empty() && !l.starts_with('#')).unwrap_or("")
}

fn tables(language: &str) -> BTreeMap<String, String> {
    let folder = format!("lang/{language}/");
    let found = files(&folder, ".tsv");
    found.into_iter().map(|(path, text)| (path.trim_start_matches(&folder).to_owned(), text)).collect()
}

#[test]
fn every_language_has_the_tables_of_the_template() {
    let heads = |tables: &BTreeMap<String, String>| -> BTreeSet<String> {
        tables.iter().map(|(name, table)| format!("{name}: {}", header(table).replace('\t', " "))).collect()
    };
    let template = heads(&tables("_template"));
    let mut breaches = Vec::new();
    for language in languages() {
        let own = heads(&tables(&language));
        breaches
            .extend(own.difference(&template).map(|t| format!("lang/_template lacks {t}, which lang/{language} has")));
        breaches.extend(template.difference(&own).map(|t| format!("lang/{language} lacks {t}")));
    }
    none(breaches);
}

#[test]
fn the_template_explains_every_column_and_shows_a_row() {
    let mut breaches = Vec::new();
    for (name, table) in tables("_template") {
        let columns: Vec<&str> = header(&table).split('\t').collect();
        let explained = |column: &&str| table.lines().any(|l| l.starts_with(&format!("# {column}: ")));
        breaches.extend(columns.iter().filter(|c| !explained(c)).map(|c| format!("{name} does not explain {c}")));
        let rows: Vec<&str> = table.lines().filter_map(|l| l.strip_prefix(EXAMPLE)).collect();
        if rows.is_empty() || rows.iter().any(|row| row.split('\t').count() != columns.len()) {
            breaches.push(format!("{name} needs example rows of {} cells", columns.len()));
        }
    }
    none(breaches);
}

/// Loads the template as a language, with its tables changed.
fn load_template(change: impl Fn(&str) -> String) -> Result<(), String> {
    let tables: Vec<(String, String)> = tables("_template").into_iter().map(|(n, t)| (n, change(&t))).collect();
    let world: Vec<(String, String)> =
        files("world", ".tsv").into_iter().map(|(n, t)| (n.trim_start_matches("world/").to_owned(), t)).collect();
    let tables: Vec<(&str, &str)> = tables.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    let world: Vec<(&str, &str)> = world.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    Resources::load(&[("xx", &tables)], &world).map(drop).map_err(|e| e.to_string())
}

#[test]
fn the_template_loads_as_it_stands_and_with_its_example_rows() {
    assert_eq!(load_template(str::to_owned), Ok(()));
    assert_eq!(load_template(|table| table.replace(EXAMPLE, "")), Ok(()));
}

/// Every document but the list of changes, which may name what is gone.
fn documents() -> BTreeMap<String, String> {
    let mut all = files("", ".md");
    all.retain(|path, _| path != "CHANGELOG.md" && !path.starts_with("tests/") && !path.starts_with("spec/"));
    all
}

/// The words of a document that look like paths or file names.
fn tokens(document: &str) -> impl Iterator<Item = &str> {
    let sign = |c: char| !(c.is_alphanumeric() || "_./*-".contains(c));
    document.split(sign).map(|t| t.trim_end_matches(['.', '-'])).filter(|t| !t.is_empty())
}

/// Whether a path exists, from the root or from the document's folder; `*` stands for any part of a file's name.
fn exists(path: &str, from: &Path) -> bool {
    let at = |base: &Path| {
        let whole = base.join(path);
        let Some((prefix, suffix)) = path.split_once('*') else { return whole.exists() };
        let Some((folder, prefix)) = prefix.rsplit_once('/') else { return false };
        let Ok(entries) = fs::read_dir(base.join(folder)) else { return false };
        let mut names = entries.filter_map(|e| Some(e.ok()?.file_name().to_string_lossy().into_owned()));
        names.any(|name| name.starts_with(prefix) && name.ends_with(suffix))
    };
    at(&root()) || at(from)
}

#[test]
fn files_that_documents_name_exist() {
    let endings = [".rs", ".tsv", ".toml", ".py"];
    let names: BTreeSet<String> = endings
        .iter()
        .flat_map(|e| files("", e).into_keys())
        .filter_map(|p| Some(p.rsplit_once('/')?.1.to_owned()))
        .collect();
    let mut breaches = Vec::new();
    for (document, text) in documents() {
        let folder = root().join(&document).parent().unwrap().to_owned();
        for token in tokens(&text) {
            let missing = match token.split_once('/') {
                Some((top, _)) => TOP.contains(&top) && !exists(token, &folder),
                None => {
                    let named =
                        endings.iter().any(|e| token.len() > e.len() && token.ends_with(e)) && !token.contains('*');
                    named && !names.contains(token) && !exists(token, &folder)
                }
            };
            breaches.extend(missing.then(|| format!("{document} names {token}, which does not exist")));
        }
    }
    none(breaches);
}

#[test]
fn decisions_are_called_by_the_number_of_their_file() {
    let mut breaches = Vec::new();
    for (document, text) in documents() {
        for (before, after) in text.match_indices("](").map(|(at, _)| text.split_at(at)) {
            let label = before.rsplit('[').next().unwrap_or_default();
            let target = after.trim_start_matches("](").split(')').next().unwrap_or_default();
            let file = target.rsplit('/').next().unwrap_or_default();
            let is_number = label.len() == 4 && label.bytes().all(|b| b.is_ascii_digit());
            if is_number && target.contains("decisions/") && !file.starts_with(label) {
                breaches.push(format!("{document} calls {file} {label}"));
            }
        }
    }
    none(breaches);
}

/// Where the command line is declared: subcommands and flags as users write them.
fn command_line() -> (BTreeSet<String>, BTreeSet<String>) {
    let code = without_comments(&text("app/src/args.rs"));
    let rest = ["ask", "figures", "foresight", "net", "serve"].map(|room| format!("app/src/{room}/args.rs"));
    let rest = rest.map(|file| without_comments(&text(&file)));
    let all = code.clone() + &rest.concat();
    let body = code.split("enum Command {").nth(1).unwrap().split("\n}").next().unwrap();
    let variants = body.lines().filter_map(|l| Some(l.trim().split_once('(')?.0.to_lowercase()));
    let fields = all.lines().filter_map(|l| l.trim().strip_prefix("pub(crate) ")?.split_once(':'));
    let flags = fields
        .map(|(name, _)| name.trim_start_matches("r#").replace('_', "-"))
        .chain(["help", "version"].map(str::to_owned));
    (variants.filter(|v| v.chars().all(char::is_alphabetic)).collect(), flags.collect())
}

/// The lines of a document that show what to type: fenced, or indented by four.
fn typed(document: &str) -> Vec<&str> {
    let mut fenced = false;
    let mut lines = Vec::new();
    for line in document.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if fenced || line.starts_with("    ") {
            lines.push(line.trim());
        }
    }
    lines
}

#[test]
fn commands_that_documents_show_exist() {
    let (commands, flags) = command_line();
    let mut breaches = Vec::new();
    for (document, text) in documents() {
        for part in typed(&text).into_iter().flat_map(|line| line.split(" | ")) {
            let call =
                part.strip_prefix("demarche ").or_else(|| part.split_once("-p demarche-cli -- ").map(|(_, c)| c));
            let Some((first, rest)) = call.map(|call| call.split_once(' ').unwrap_or((call, ""))) else { continue };
            if !commands.contains(first) && !first.starts_with("--") {
                breaches.push(format!("{document} shows the command {first:?}"));
            }
            let named = rest.split(' ').chain([first]).filter_map(|w| w.strip_prefix("--")?.split('=').next());
            let unknown = named.filter(|flag| !flags.contains(*flag));
            breaches.extend(unknown.map(|flag| format!("{document} shows the flag --{flag}")));
        }
    }
    none(breaches);
}

#[test]
fn recipes_that_documents_name_exist() {
    let justfile = text("justfile");
    let recipes: BTreeSet<&str> = justfile
        .lines()
        .filter(|l| l.starts_with(|c: char| c.is_ascii_lowercase()) && !l.contains(":="))
        .filter_map(|l| l.split([':', ' ']).next())
        .collect();
    let mut breaches = Vec::new();
    for (document, text) in documents() {
        let named = text.split("`just ").skip(1).map(|rest| rest.split(['`', ' ']).next().unwrap_or(""));
        breaches.extend(named.filter(|r| !recipes.contains(r)).map(|r| format!("{document} names the recipe {r:?}")));
    }
    none(breaches);
}

#[test]
fn the_first_screen_has_two_commands_and_the_second_is_what_ci_runs() {
    let readme = text("README.md");
    let screen: Vec<&str> = readme.lines().take(40).collect();
    let screen = screen.join("\n");
    let calls: Vec<&str> = typed(&screen).into_iter().filter(|line| line.starts_with("cargo ")).collect();
    assert_eq!(calls.len(), 2, "{calls:?}");
    assert!(calls[0].starts_with("cargo run") || calls[0].starts_with("cargo install"), "{calls:?}");
    assert!(text(".ci/run").contains(calls[1]), ".ci/run does not run {:?}", calls[1]);
}
