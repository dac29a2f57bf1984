//! The command as users run it: data on standard output, messages on standard error, exit codes that tell.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod drawn;
mod inputs;
mod project;
mod serve;
mod shuffled;
mod watch;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const PROSE: &str =
    "Der Außenminister reiste am Dienstag nach Wien, um dort mit der Regierung über Getreide zu sprechen.";

/// Runs the command in `folder` with `input` on its standard input.
fn run(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The command may end without reading its input: that is no failure of the test.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The values of one field, in the order of the records.
fn field(output: &Output, name: &str) -> Vec<String> {
    let value = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()[name].clone();
    stdout(output).lines().map(|line| value(line).as_str().unwrap_or_default().to_owned()).collect()
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/iran-deal")
}

#[test]
fn the_sample_story_is_read_in_the_order_of_its_files() {
    let output = run(&sample(), &["read", ".", "--quiet"], b"");
    assert_eq!((code(&output), stderr(&output)), (0, String::new()));
    assert_eq!(field(&output, "id"), ["ir02", "ir01", "ir03", "ir06", "ir09"]);
    assert_eq!(field(&output, "published"), ["2013-11-25", "2013-11-12", "2013-11-25", "2015-07-15", "2018-11-05"]);
}

#[test]
fn every_bad_input_is_named_with_its_place_and_remedy_and_the_rest_is_done() {
    let records = format!("{{\"id\":\"a\",\"title\":\"x\"}}\n{{\"id\":\"b\",\"text\":\"{PROSE}\"}}\n{{broken\n");
    let files = folder(&[
        ("in/binary.dat", &[0, 1, 2, 3, 255, 254, 0, 9]),
        ("in/broken.txt", b"one \x81\x8d\x8f\x90\x9d\x81\x8d two"),
        ("in/empty.txt", b""),
        ("in/good.txt", PROSE.as_bytes()),
        ("in/login.html", b"<html><body><nav><a href='/'>Politik</a></nav></body></html>"),
        ("in/page.png", b"\x89PNG"),
        ("in/records.jsonl", records.as_bytes()),
    ]);
    fs::create_dir(files.path().join("nothing")).unwrap();
    let output = run(files.path(), &["read", "missing.txt", "in", "nothing", "--quiet"], b"");
    assert_eq!(code(&output), 4);
    assert_eq!(field(&output, "id"), ["good", "b"]);
    assert_eq!(
        stderr(&output).lines().collect::<Vec<_>>(),
        [
            "demarche: skipped: missing.txt: no such file or folder; check the path",
            "demarche: skipped: nothing: the folder holds no files; name one with articles",
            "demarche: skipped: in/binary.dat: this is a binary file, not text; convert it to HTML, text or JSON lines first",
            "demarche: skipped: in/broken.txt:1: the bytes are neither UTF-8 nor any known encoding; convert the file to UTF-8, for example with iconv",
            "demarche: skipped: in/empty.txt: the input is empty; remove the file, or save the page again",
            "demarche: skipped: in/login.html: nothing in it looks like the text of an article; check that the page was saved whole and is an article, not a list or a login page",
            "demarche: skipped: in/page.png: this is a PNG picture, not text; convert it to HTML, text or JSON lines first",
            "demarche: skipped: in/records.jsonl:1: the record has no \"text\"; add the article's text to the record as \"text\"",
            "demarche: skipped: in/records.jsonl:3: not a record: key must be a string at column 2; write one JSON object a line, with id, title, text and published",
            "demarche: 9 inputs or articles were skipped",
        ]
    );
    assert_eq!(code(&run(files.path(), &["read", "in", "--keep-going", "--quiet"], b"")), 0);
}

#[test]
#[cfg(unix)]
fn unreadable_files_and_folders_cost_only_themselves() {
    use std::os::unix::fs::PermissionsExt;
    let files =
        folder(&[("in/a.txt", PROSE.as_bytes()), ("in/b.txt", PROSE.as_bytes()), ("in/c/d.txt", PROSE.as_bytes())]);
    let lock = |name: &str| fs::set_permissions(files.path().join(name), fs::Permissions::from_mode(0o000)).unwrap();
    lock("in/b.txt");
    lock("in/c");
    let allowed = fs::read(files.path().join("in/b.txt")).is_ok();
    let output = run(files.path(), &["read", "in", "--quiet"], b"");
    fs::set_permissions(files.path().join("in/c"), fs::Permissions::from_mode(0o755)).unwrap();
    if allowed {
        println!("skipped: this user may read every file");
        return;
    }
    assert_eq!((code(&output), field(&output, "id")), (4, vec!["a".to_owned()]));
    assert_eq!(
        stderr(&output).lines().collect::<Vec<_>>(),
        [
            "demarche: skipped: in/c: no permission to read it; change its mode or owner",
            "demarche: skipped: in/b.txt: no permission to read it; change its mode or owner",
            "demarche: 2 inputs or articles were skipped",
        ]
    );
}

#[test]
fn ten_thousand_files_come_out_in_order_with_the_bad_ones_named() {
    let files = TempDir::new().unwrap();
    for number in 0..10_000 {
        let text = if number % 1000 == 7 { String::new() } else { format!("{PROSE} Nummer {number}.") };
        fs::write(files.path().join(format!("{number:05}.txt")), text).unwrap();
    }
    let output = run(files.path(), &["read", ".", "--quiet"], b"");
    let expected: Vec<String> = (0..10_000).filter(|n| n % 1000 != 7).map(|n| format!("{n:05}")).collect();
    assert_eq!((code(&output), field(&output, "id")), (4, expected));
    assert_eq!(
        stderr(&output)
            .lines()
            .filter(|line| line.ends_with("the input is empty; remove the file, or save the page again"))
            .count(),
        10
    );
}

#[test]
fn standard_input_and_a_file_as_output_work() {
    let files = folder(&[]);
    let record = format!("{{\"id\":\"a\",\"text\":\"{PROSE}\",\"published\":\"2024-05-06\"}}\n");
    let output = run(files.path(), &["read", "-", "-o", "out.csv", "--format", "csv"], record.as_bytes());
    assert_eq!((code(&output), stdout(&output), stderr(&output)), (0, String::new(), String::new()));
    let written = fs::read_to_string(files.path().join("out.csv")).unwrap();
    let header = "id,published,published_from,lang,source,agency,url,title,authors,tags,text";
    assert_eq!(written, format!("{header}\na,2024-05-06,given,de,,,,,,,\"{PROSE}\"\n"));
    assert_eq!(fs::read_dir(files.path()).unwrap().count(), 1);
}

#[test]
fn the_output_takes_the_place_of_no_input() {
    let files = folder(&[("a.txt", PROSE.as_bytes())]);
    let output = run(files.path(), &["read", "a.txt", "-o", "./a.txt"], b"");
    assert_eq!((code(&output), fs::read_to_string(files.path().join("a.txt")).unwrap()), (1, PROSE.to_owned()));
    assert!(stderr(&output).contains("./a.txt is one of the files to be read; name another"), "{}", stderr(&output));
}

#[test]
fn what_was_read_reads_the_same_again() {
    let once = run(&sample(), &["read", ".", "--quiet"], b"");
    let twice = run(&sample(), &["read", "-", "--quiet"], &once.stdout);
    for name in ["id", "title", "text", "published", "lang"] {
        assert_eq!(field(&once, name), field(&twice, name));
    }
}

#[test]
fn dates_come_from_the_table_then_from_the_flag() {
    let files = folder(&[
        ("in/a.txt", PROSE.as_bytes()),
        ("in/b.txt", PROSE.as_bytes()),
        ("in/c.jsonl", format!("{{\"id\":\"c1\",\"text\":\"{PROSE}\"}}\n{{\"id\":\"c2\",\"text\":\"{PROSE}\",\"published\":\"2020-02-02\"}}").as_bytes()),
        ("meta.tsv", b"file\tpublished\tsource\na.txt\t2021-03-04\tMusterblatt\nc1\t2022-05-06\t\nc2\t1999-01-01\tProbe\nz\t2000-01-01\t\n"),
    ]);
    let output = run(files.path(), &["read", "in", "--meta", "meta.tsv", "--published", "2019-01-01"], b"");
    assert_eq!(code(&output), 0);
    assert_eq!(field(&output, "published"), ["2021-03-04", "2019-01-01", "2022-05-06", "2020-02-02"]);
    assert_eq!(field(&output, "source"), ["Musterblatt", "", "", "Probe"]);
    assert_eq!(stderr(&output), "demarche: note: meta.tsv: 1 rows fit no input, the first of them \"z\"\n");
    fs::write(files.path().join("meta.tsv"), "id,published\na,yesterday\n").unwrap();
    let output = run(files.path(), &["read", "in", "--meta", "meta.tsv"], b"");
    assert_eq!(
        (code(&output), stderr(&output)),
        (1, "demarche: meta.tsv:2: \"yesterday\" is no date of the form YYYY-MM-DD\n".to_owned())
    );
}

#[test]
fn equal_ids_are_told_apart() {
    let files = folder(&[("in/a/x.txt", PROSE.as_bytes()), ("in/b/x.txt", PROSE.as_bytes())]);
    let output = run(files.path(), &["read", "in", "--published", "2024-01-01"], b"");
    assert_eq!(field(&output, "id"), ["x", "x~2"]);
    assert_eq!(stderr(&output), "demarche: note: the id \"x\" is used before; this article becomes \"x~2\"\n");
}

#[test]
fn wrong_usage_and_empty_results_have_codes_of_their_own() {
    let files = folder(&[]);
    assert_eq!(code(&run(files.path(), &["read"], b"")), 2);
    assert_eq!(code(&run(files.path(), &["read", "-", "--published", "gestern"], b"")), 2);
    assert_eq!(code(&run(files.path(), &["read", "-", "--format", "docx"], b"")), 2);
    assert_eq!(code(&run(files.path(), &["read", "-", "--fail-empty", "--keep-going"], b"")), 3);
    assert_eq!(code(&run(files.path(), &["read", "-", "-o", "no/such/folder/x"], PROSE.as_bytes())), 1);
}

#[test]
#[cfg(unix)]
fn a_reader_that_goes_away_is_no_failure() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args(["read", "-", "--quiet"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let record = format!("{{\"id\":\"a\",\"text\":\"{PROSE}\"}}\n");
    child.stdin.take().unwrap().write_all(record.repeat(2000).as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((code(&output), stderr(&output)), (0, String::new()));
}

#[test]
fn mentions_come_in_every_form_and_name_their_article() {
    let files = folder(&[("a.txt", "Russland hat am 3. Mai 2024 Soldaten in die Ukraine geschickt.".as_bytes())]);
    let form = |name: &str| run(files.path(), &["code", "a.txt", "--published", "2024-05-04", "--format", name], b"");
    let records = form("jsonl");
    assert_eq!((code(&records), stderr(&records)), (0, String::new()));
    assert!(!field(&records, "doc").is_empty() && field(&records, "doc").iter().all(|doc| doc == "a"));
    let count = field(&records, "doc").len();
    assert_eq!(stdout(&form("csv")).lines().count(), count + 1);
    assert_eq!(stdout(&form("table")).lines().count(), count + 1);
    assert_eq!(stdout(&form("md")).matches("\n- **").count(), count);
    assert_eq!(stdout(&form("html")).matches("<tr><td>").count(), count);
    let strict = run(files.path(), &["code", "a.txt", "--min-confidence", "1", "--quiet", "--fail-empty"], b"");
    assert_eq!((code(&strict), stdout(&strict)), (3, String::new()));
    assert_eq!(code(&run(files.path(), &["code", "a.txt", "--min-confidence", "2"], b"")), 2);
}

#[test]
fn an_article_in_a_language_that_is_not_built_is_skipped_and_the_rest_coded() {
    let french = "Le ministre des Affaires étrangères s'est rendu mardi à Vienne pour y rencontrer le gouvernement et parler du blé.";
    let files = folder(&[("a.txt", french.as_bytes()), ("b.txt", PROSE.as_bytes())]);
    let output = run(files.path(), &["code", ".", "--quiet"], b"");
    assert_eq!((code(&output), field(&output, "doc").iter().all(|doc| doc == "b")), (4, true));
    let built = "its language (\"fr\") is not built yet; built: de, en;";
    assert_eq!(
        stderr(&output),
        format!("demarche: skipped: a: {built} a wrong guess is set right by \"lang\" in the record or in --meta\n")
    );
}

#[test]
fn the_briefing_of_the_sample_story_passes_its_check_and_is_the_same_every_time() {
    let brief = |arguments: &[&str]| run(&sample(), &[&["brief", ".", "--check", "--quiet"], arguments].concat(), b"");
    let german = brief(&[]);
    assert_eq!((code(&german), stderr(&german)), (0, String::new()));
    assert!(stdout(&german).starts_with("# Lagebild: "));
    assert_eq!(stdout(&brief(&[])), stdout(&german));
    let page = stdout(&brief(&["--format", "html", "--language", "en"]));
    assert!(page.to_lowercase().starts_with("<!doctype html"));
    let english = brief(&["--language", "en"]);
    assert_eq!((code(&english), stderr(&english)), (0, String::new()));
    assert!(stdout(&english).contains("- Barack Obama and Hassan Rouhani spoke by telephone in late September 2013"));
    let json: serde_json::Value = serde_json::from_str(&stdout(&brief(&["--format", "json"]))).unwrap();
    assert_eq!(json["extent"]["articles"], 5);
    assert_eq!(code(&brief(&["--language", "tlh"])), 2);
}

#[test]
fn articles_that_were_read_are_coded_and_linked_as_from_their_pages() {
    let pages = run(&sample(), &["code", ".", "--quiet", "--format", "jsonl"], b"");
    let read = run(&sample(), &["read", ".", "--quiet", "--format", "jsonl"], b"");
    // Between records of other kinds, which keep their order and their lines.
    let record = format!("{{\"id\":\"own\",\"published\":\"2024-01-01\",\"text\":\"{PROSE}\"}}\n");
    let lines = record.clone() + &stdout(&read) + "{torn\n" + &record;
    let coded = run(&sample(), &["code", "-", "--quiet", "--format", "jsonl"], lines.as_bytes());
    let own = |line: &&str| !line.starts_with("{\"doc\":\"own");
    let found = stdout(&coded);
    assert_eq!(found.lines().filter(own).collect::<Vec<_>>(), stdout(&pages).lines().collect::<Vec<_>>());
    assert_eq!(field(&coded, "doc").first().map(String::as_str), Some("own"));
    assert_eq!(field(&coded, "doc").last().map(String::as_str), Some("own~2"));
    assert!(stderr(&coded).contains("stdin:7: not a record"), "{}", stderr(&coded));

    let linked = run(&sample(), &["link", ".", "--quiet"], b"");
    assert_eq!((code(&linked), stderr(&linked)), (0, String::new()));
    assert_eq!(stdout(&linked), stdout(&run(&sample(), &["link", "-", "--quiet"], stdout(&read).as_bytes())));
    let disputes = run(&sample(), &["link", ".", "--quiet", "--what", "disputes"], b"");
    let events = field(&linked, "id");
    assert!(!events.is_empty() && field(&disputes, "event").iter().all(|event| events.contains(event)));
}

#[test]
fn a_passage_is_explained_with_the_rows_that_fired() {
    let explain = |words: &str| run(&sample(), &["explain", ".", "--passage", words, "--quiet"], b"");
    let output = explain("wies das noch am Abend über Twitter zurück");
    let text = stdout(&output);
    assert_eq!(code(&output), 0);
    assert!(text.starts_with("# ir01\ntopics politics ") && text.contains("row triggers-"), "{text}");
    let output = explain("davon steht nirgends etwas");
    assert_eq!((code(&output), stdout(&output)), (1, String::new()));
}

#[test]
fn only_the_article_that_is_asked_for_is_explained() {
    let french = "Le ministre des Affaires étrangères s'est rendu mardi à Vienne pour y rencontrer le gouvernement et parler du blé.";
    let files = folder(&[("a.txt", french.as_bytes()), ("b.txt", PROSE.as_bytes())]);
    let output = run(files.path(), &["explain", ".", "--doc", "b", "--quiet"], b"");
    assert_eq!((code(&output), stderr(&output)), (0, String::new()));
    assert!(stdout(&output).starts_with("# b\ntopics "));
    assert_eq!(code(&run(files.path(), &["explain", ".", "--doc", "a", "--quiet"], b"")), 4);
}

#[test]
fn every_form_of_output_holds_the_article_and_escapes_it() {
    let files = folder(&[("x.txt", format!("Wien <b>hilft</b> dem Nachbarn\n\n{PROSE}").as_bytes())]);
    let form =
        |name: &str| stdout(&run(files.path(), &["read", "x.txt", "--published", "2024-01-01", "--format", name], b""));
    assert_eq!(form("md"), format!("# Wien <b>hilft</b> dem Nachbarn\n\n2024-01-01 (given)\n\n{PROSE}\n"));
    assert_eq!(
        form("table"),
        "id  published   lang  source  title\nx   2024-01-01  de            Wien <b>hilft</b> dem Nachbarn\n"
    );
    assert!(form("html").contains("<h1>Wien &lt;b&gt;hilft&lt;/b&gt; dem Nachbarn</h1>"));
    assert!(form("html").ends_with("</article>\n</body>\n</html>\n"));
}

#[test]
fn a_date_that_is_none_is_named_with_its_line_and_the_article_still_read() {
    let record = |id: &str, date: &str| format!("{{\"id\":\"{id}\",\"text\":\"{PROSE}\",\"published\":\"{date}\"}}\n");
    let records = record("a", "gestern") + &record("b", "2024-13-45") + &record("c", "");
    let files = folder(&[("d.jsonl", records.as_bytes())]);
    let output = run(files.path(), &["read", "d.jsonl", "--published", "2024-01-01"], b"");
    assert_eq!((code(&output), field(&output, "published")), (0, vec!["2024-01-01".to_owned(); 3]));
    assert_eq!(
        stderr(&output).lines().collect::<Vec<_>>(),
        [
            "demarche: note: d.jsonl: a: line 1: \"published\" is \"gestern\", which is no date; write it as YYYY-MM-DD",
            "demarche: note: d.jsonl: b: line 2: \"published\" is \"2024-13-45\", which is no date; write it as YYYY-MM-DD",
        ]
    );
    // The day of the file is not that of an article that is said to be of another.
    let records = record("a", "0001-01-01") + &record("b", "gestern");
    fs::write(files.path().join("d.jsonl"), records).unwrap();
    assert_eq!(field(&run(files.path(), &["read", "d.jsonl"], b""), "published"), ["", ""]);
    let brief = run(files.path(), &["brief", "-"], record("a", "2024-05-06").as_bytes());
    assert_eq!((code(&brief), stdout(&brief).matches("6. Mai 2024 (angegebenes Datum)").count()), (0, 1));
}

#[test]
fn a_table_that_cannot_be_meant_so_is_refused_with_its_line() {
    let files = folder(&[("a.txt", PROSE.as_bytes())]);
    let read = |table: &[u8]| {
        fs::write(files.path().join("m.csv"), table).unwrap();
        run(files.path(), &["read", "a.txt", "--meta", "m.csv", "--published", "2024-01-01"], b"")
    };
    let known = "the columns are id (or doc, file, filename, name, path), published (or date), source (or outlet), url, title, lang (or language)";
    let wrong = [
        ("name,datum\na,2024-01-02\n", format!("m.csv:1: the column \"datum\" is not known; {known}")),
        ("id,date,published\n", format!("m.csv:1: the column \"published\" says what another says, too; {known}")),
        ("source\nx\n", format!("m.csv:1: no column says the id or file; {known}")),
        ("", format!("m.csv: the table is empty; {known}")),
        ("{\"id\":\"a\",\"datum\":\"x\"}\n", format!("m.csv:1: unknown field `datum`; {known}")),
        (
            "id,source\na,\"Blatt\nb,x\n",
            "m.csv:2: a quote opens here and is never closed; close it, or double it if it is part of the text"
                .to_owned(),
        ),
        ("id,source\na,B\na,C\n", "m.csv:3: the id \"a\" stands in line 2 already; keep one of the two".to_owned()),
        (
            "id,source\na,B,C\n",
            "m.csv:2: the row has 3 values, the header 2; quote values that hold the separator".to_owned(),
        ),
    ];
    for (table, message) in wrong {
        let output = read(table.as_bytes());
        assert_eq!(
            (code(&output), stdout(&output), stderr(&output)),
            (1, String::new(), format!("demarche: {message}\n"))
        );
    }
    let output = read(b"id,source\na,S\xfcddeutscher Bote und Anzeiger\n");
    assert_eq!((code(&output), field(&output, "source")), (0, vec!["Süddeutscher Bote und Anzeiger".to_owned()]));
    assert_eq!(stderr(&output), "demarche: note: m.csv: line 2: no valid UTF-8; read as windows-1252\n");
    let output = read(b"id,source\na,\"Der \"\"Bote\"\" aus Wien\"\n");
    assert_eq!((field(&output, "source"), stderr(&output)), (vec!["Der \"Bote\" aus Wien".to_owned()], String::new()));
}

#[test]
fn wrong_dates_folders_texts_and_records_are_told_with_what_is_wanted() {
    let files = folder(&[("d.jsonl", b"{\"id\":\"a\",\"text\":\"\"}\n{\"id\":\"b\",\"te")]);
    let message = |arguments: &[&str]| {
        let output = run(files.path(), arguments, PROSE.as_bytes());
        (code(&output), stderr(&output).lines().map(str::to_owned).collect::<Vec<_>>())
    };
    let (usage, lines) = message(&["read", "-", "--published", "12.03.2024"]);
    let wanted = "error: invalid value '12.03.2024' for '--published <DATE>': give the day as YYYY-MM-DD, for example 2024-03-12";
    assert_eq!((usage, lines.first().map(String::as_str)), (2, Some(wanted)));
    let missing = "demarche: failed to write no/such/x: the folder no/such does not exist; create it first";
    assert_eq!(message(&["read", "-", "-o", "no/such/x"]), (1, vec![missing.to_owned()]));
    let skipped = [
        "demarche: skipped: d.jsonl:1: the record's \"text\" is empty; give the article's text in it, or remove the record",
        "demarche: skipped: d.jsonl:2: not a record: EOF while parsing a string at column 13; write one JSON object a line, with id, title, text and published",
        "demarche: 2 inputs or articles were skipped",
    ];
    assert_eq!(message(&["read", "d.jsonl"]), (4, skipped.map(str::to_owned).to_vec()));
}

#[test]
#[cfg(unix)]
fn a_link_to_nothing_is_told_as_such() {
    let files = folder(&[]);
    fs::create_dir(files.path().join("in")).unwrap();
    std::os::unix::fs::symlink("nowhere", files.path().join("in/link.txt")).unwrap();
    for input in ["in", "in/link.txt"] {
        let output = run(files.path(), &["read", input], b"");
        let message = "in/link.txt: the target of this link is missing; restore it or remove the link";
        assert_eq!((code(&output), stderr(&output)), (4, format!("demarche: skipped: {message}\n")));
    }
}

#[test]
fn articles_without_a_built_language_are_skipped_with_the_reason_and_make_no_briefing() {
    let records = format!(
        "{{\"id\":\"s\",\"text\":\"Hij kwam naar Wenen.\"}}\n{{\"id\":\"x\",\"lang\":\"xx\",\"text\":\"{PROSE}\"}}\n"
    );
    let files = folder(&[("l.jsonl", records.as_bytes()), ("m.csv", b"id,lang\ns,de-AT\nx,de\n")]);
    let skipped = [
        "demarche: skipped: s: the text is too short to show its language; give it by \"lang\" in the record, in --meta or by --text-lang",
        "demarche: skipped: x: its language (\"xx\") is not built yet; built: de, en; a wrong guess is set right by \"lang\" in the record or in --meta",
        "demarche: no article could be read, so there is no briefing",
        "demarche: 2 inputs or articles were skipped",
    ];
    let brief = |more: &[&str]| {
        let output = run(files.path(), &[&["brief", "l.jsonl", "--quiet", "-o", "b.md"], more].concat(), b"");
        (code(&output), stderr(&output).lines().map(str::to_owned).collect::<Vec<_>>())
    };
    let lines = skipped.map(str::to_owned).to_vec();
    assert_eq!(brief(&[]), (4, lines.clone()));
    assert_eq!(brief(&["--fail-empty"]), (3, lines.clone()));
    assert_eq!(brief(&["--keep-going"]), (0, lines));
    assert!(!files.path().join("b.md").exists());
    assert_eq!(stdout(&run(files.path(), &["brief", "l.jsonl", "--quiet"], b"")), "");
    assert_eq!(brief(&["--meta", "m.csv"]), (0, Vec::new()));
}

#[test]
fn a_short_record_gets_the_language_that_knows_its_words_with_a_note() {
    let files = folder(&[("s.jsonl", b"{\"text\":\"Peru griff Chile an.\"}\n{\"text\":\"They were in Lima.\"}\n")]);
    let output = run(files.path(), &["read", "s.jsonl"], b"");
    let langs = stdout(&output).lines().map(|l| l.contains("\"lang\":\"de\"")).collect::<Vec<_>>();
    assert_eq!((code(&output), langs), (0, vec![true, false]));
    assert!(stderr(&output).contains("its words look like \"en\""));
}

#[test]
fn a_passage_is_found_by_its_words_and_else_the_nearest_line_is_named() {
    let files = folder(&[("a.jsonl", b"{\"id\":\"a\",\"lang\":\"de\",\"text\":\"Peru griff Chile gestern an.\"}\n")]);
    let explain = |words: &str| run(files.path(), &["explain", "a.jsonl", "--passage", words], b"");
    assert_eq!(code(&explain("peru griff  chile")), 0);
    let missing = explain("Chile gestern verlassen");
    assert_eq!(code(&missing), 1);
    assert!(stderr(&missing).contains("nearest in a: Peru griff Chile gestern an."));
}

/// A table of invented events: two neighbours quarrel daily, a third is seldom seen.
fn events(header: &str, divider: &str) -> String {
    let mut table = header.to_owned() + "\n";
    for day in 1..=28 {
        for month in 1..=3 {
            let date = format!("2031-{month:02}-{day:02}");
            table += &(["Norland", "ACCUSE", "Sudmark", &date].join(divider) + "\n");
            if day % 9 == 0 {
                table += &(["Westau", "CONSULT", "Norland", &date].join(divider) + "\n");
            }
        }
    }
    table
}

#[test]
fn a_forecast_reads_the_tables_of_several_systems() {
    let folder = TempDir::new().unwrap();
    let tables = [
        ("plain.csv", events("subject,type,object,date", ",")),
        ("icews.tsv", events("Source Name\tEvent Text\tTarget Name\tEvent Date", "\t")),
        ("polecat.tsv", events("Actor Name\tEvent Type\tRecipient Name\tEvent Date", "\t")),
    ];
    for (name, table) in tables {
        fs::write(folder.path().join(name), table).unwrap();
        let call = ["forecast", "--table", name, "--actor", "norland", "--language", "en", "--as-of", "2031-03-29"];
        let output = run(folder.path(), &call, b"");
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        let page = stdout(&output);
        assert!(page.contains("Norland → Sudmark: ACCUSE"), "{name}: {page}");
        assert!(page.contains("2031-03-28 Norland → Sudmark, ACCUSE"), "{name}: {page}");
    }
    let mut gdelt = String::new();
    for (month, day) in (1..=3).flat_map(|month| (1..=28).map(move |day| (month, day))) {
        let mut cells = vec![String::new(); 58];
        for (at, cell) in
            [(0, format!("9{month}{day:02}")), (1, format!("2031{month:02}{day:02}")), (6, "NORLAND".to_owned())]
        {
            cells[at] = cell;
        }
        cells[16] = "SUDMARK".to_owned();
        cells[26] = "112".to_owned();
        gdelt += &(cells.join("\t") + "\n");
    }
    fs::write(folder.path().join("gdelt.tsv"), gdelt).unwrap();
    let output = run(folder.path(), &["forecast", "--table", "gdelt.tsv", "--dyad", "NORLAND,SUDMARK"], b"");
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stdout(&output).contains("Konflikt"), "{}", stdout(&output));
}

#[test]
fn an_unknown_actor_is_told_with_near_names() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("e.csv"), events("subject,type,object,date", ",")).unwrap();
    let output = run(folder.path(), &["forecast", "--table", "e.csv", "--actor", "mark"], b"");
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).contains("Sudmark"), "{}", stderr(&output));
    let output = run(folder.path(), &["forecast", "--table", "e.csv"], b"");
    assert_eq!(code(&output), 2);
}

#[test]
fn the_evaluation_of_forecasts_prints_its_table() {
    let folder = TempDir::new().unwrap();
    let part = |days: std::ops::Range<u32>| -> String {
        days.flat_map(|day| (0..6).map(move |n| format!("{n}\t{}\t{}\t{}\n", n % 2, (n + 1) % 6, day * 24))).collect()
    };
    fs::write(folder.path().join("train.txt"), part(0..40)).unwrap();
    fs::write(folder.path().join("valid.txt"), part(40..50)).unwrap();
    fs::write(folder.path().join("test.txt"), part(50..60)).unwrap();
    let names = |prefix: &str, count: usize| (0..count).map(|n| format!("{prefix} {n}\t{n}\n")).collect::<String>();
    fs::write(folder.path().join("entity2id.txt"), names("Actor", 6)).unwrap();
    fs::write(folder.path().join("relation2id.txt"), names("Act", 2)).unwrap();
    let output = run(folder.path(), &["eval", "forecast", "--data", "."], b"");
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let page = stdout(&output);
    // Every act recurs daily: nothing is easier to foretell.
    assert!(page.contains("| demarche, fast tier | 1.0000 | 1.0000 |"), "{page}");
    assert!(page.contains("| demarche, full tier | 1.0000 | 1.0000 |"), "{page}");
    assert!(page.contains("| climatology |") && page.contains("240 / 60 / 60 events"), "{page}");
}
