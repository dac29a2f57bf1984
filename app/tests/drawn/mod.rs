//! Drawings as users meet them: in a report, read back by other readers than the writers, and on the pages of the server.

mod briefed;

use super::{code, folder, run, sample, stderr};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::{BufRead, BufReader, Cursor, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use tempfile::TempDir;
use zip::ZipArchive;

/// The sample story as a project.
fn project() -> TempDir {
    let files = folder(&[]);
    let sample = sample().display().to_string();
    let output = run(files.path(), &["add", &sample, "-p", "iran.demarche", "--quiet"], b"");
    assert_eq!((code(&output), stderr(&output)), (0, String::new()));
    files
}

fn report(files: &TempDir, arguments: &[&str], name: &str) -> Vec<u8> {
    let arguments = [&["report", "iran.demarche", "-o", name], arguments].concat();
    let output = run(files.path(), &arguments, b"");
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    std::fs::read(files.path().join(name)).unwrap()
}

#[test]
fn a_report_is_one_page_that_needs_nothing_else() {
    let files = project();
    let page = String::from_utf8(report(&files, &["--language", "en"], "r.html")).unwrap();
    assert!(page.contains("<html lang=\"en\">") && page.contains("default-src 'none'"));
    for outside in ["<script", "src=", "@import", "url(http", "<link", "<img", "<iframe"] {
        assert!(!page.contains(outside), "{outside}");
    }
    let drawings = page.matches("<svg ").count();
    assert!(drawings >= 6, "{drawings}");
    assert_eq!((page.matches("<figcaption>").count(), page.matches("<table>").count()), (drawings, drawings));
    assert!(page.contains("id=\"c-course1\"") && page.contains("id=\"c-map\"") && page.contains("Natural Earth"));
    // Marks lead to the passages of the page itself.
    let ids: Vec<&str> = page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(ids.len() > 20);
    assert!(ids.iter().all(|id| page.contains(&format!("id=\"{id}\""))), "{ids:?}");
    assert_eq!(page.into_bytes(), report(&files, &["--language", "en"], "again.html"), "the same again");
}

#[test]
fn a_report_as_pdf_can_be_read_back() {
    let files = project();
    let bytes = report(&files, &[], "r.pdf");
    assert!(bytes.starts_with(b"%PDF-"));
    let text = pdf_extract::extract_text_from_mem(&bytes).unwrap();
    let words: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for expected in ["Lagebild", "Kernaussagen", "Quellen", "Belege", "[1]", "Iran"] {
        assert!(words.contains(expected), "{expected}: {words}");
    }
    let read = run(files.path(), &["read", "r.pdf", "--quiet"], b"");
    assert_eq!(code(&read), 0, "{}", stderr(&read));
}

#[test]
fn a_report_as_docx_has_its_passages_as_footnotes() {
    let files = project();
    let bytes = report(&files, &["--language", "en"], "r.docx");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        well_formed(&text);
        text
    };
    let (document, notes) = (part("word/document.xml"), part("word/footnotes.xml"));
    part("word/styles.xml");
    assert!(document.contains("Key statements") && document.contains("Heading1"));
    let references = document.matches("<w:footnoteReference").count();
    assert!(references > 10, "{references}");
    assert_eq!(notes.matches("<w:footnote ").count() - notes.matches("w:type=").count(), references);
}

fn well_formed(xml: &str) {
    let mut reader = Reader::from_str(xml);
    while !matches!(reader.read_event().unwrap(), Event::Eof) {}
}

#[test]
fn a_briefing_of_articles_can_be_printed_without_a_project() {
    let files = folder(&[]);
    for (format, begin) in [("pdf", &b"%PDF-"[..]), ("docx", &b"PK"[..])] {
        let output = run(files.path(), &["brief", &sample().display().to_string(), "--format", format], b"");
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        assert!(output.stdout.starts_with(begin));
    }
}

#[test]
fn hostile_text_stays_text_on_paper() {
    let text = "Am Dienstag warf Peru Chile vor, <script>alert(1)</script> \u{202E}Truppen verlegt zu haben. \
                Peru verurteilte Chile am Mittwoch \u{1F600} \u{6c34} scharf."
        .to_owned()
        + &"x".repeat(5000);
    let record =
        serde_json::json!({ "id": "a", "title": "]]>&<b>", "text": text, "published": "2024-05-09", "lang": "de" });
    let files = folder(&[("a.jsonl", record.to_string().as_bytes())]);
    assert_eq!(code(&run(files.path(), &["add", "a.jsonl", "-p", "iran.demarche", "--quiet"], b"")), 0);
    let page = String::from_utf8(report(&files, &[], "r.html")).unwrap();
    assert!(!page.contains("<script") && !page.contains('\u{202E}'));
    assert!(report(&files, &[], "r.pdf").starts_with(b"%PDF-"));
    let bytes = report(&files, &[], "r.docx");
    let mut document = String::new();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut document).unwrap();
    well_formed(&document);
}

/// A server that ends with the test.
struct Server {
    child: Child,
    address: String,
    /// Open as long as the server may want to say something.
    _said: BufReader<ChildStderr>,
}

impl Server {
    fn start(folder: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_demarche"))
            .args(["serve", "iran.demarche", "--port", "0"])
            .current_dir(folder)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        said.read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
        Self { child, address, _said: said }
    }

    fn get(&self, path: &str) -> (String, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), body.to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn screens_of_drawings_stand_in_both_languages_with_tables_and_files() {
    let files = project();
    let server = Server::start(files.path());
    let screens = [
        ("/relation", 0),
        ("/relation?dyad=IRN,USA", 2),
        ("/actor/IRN", 2),
        ("/timeline", 1),
        ("/timeline?dyad=IRN,USA&from=2013-01-01", 1),
        ("/network", 1),
        ("/network?actor=IRN", 1),
        ("/network?view=matrix", 1),
        ("/map", 1),
        ("/map?area=world", 1),
    ];
    for (path, drawings) in screens {
        for tongue in ["de", "en"] {
            let sign = if path.contains('?') { '&' } else { '?' };
            let (head, body) = server.get(&format!("{path}{sign}ui={tongue}"));
            assert!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
            assert!(!body.contains('⟦'), "{path} lacks words: {}", body.split('⟦').nth(1).unwrap_or_default());
            assert_eq!(body.matches("<svg ").count(), drawings, "{path}");
            assert_eq!(body.matches("<figcaption>").count(), drawings, "{path}");
            assert!(!body.contains(" style="), "the policy of the pages allows no styles in elements: {path}");
            let (_, table) = server.get(&format!("{path}{sign}view=table&ui={tongue}"));
            let drawn = drawings == 0 || path.contains("view=");
            assert!(drawn || (table.contains("<tbody>") && !table.contains("<svg ")), "{path}");
        }
    }
    let (head, table) = server.get("/relation?dyad=IRN,USA&csv=course&ui=en");
    assert!(head.contains("text/csv") && table.contains("Week from,Direction,Index"), "{head} {table}");
    let (head, _) = server.get("/actor/XYZ");
    assert!(head.starts_with("HTTP/1.1 404"), "{head}");
}
