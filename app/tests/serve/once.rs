//! What is told once however often articles tell it, and what a page says of what it does not heed.

use super::super::{code, folder, run, stderr};
use super::{Server, plain, squeezed};

/// A server of articles: id, outlet, day and text.
fn server(articles: &[(&str, &str, &str, &str)]) -> Server {
    let record = |(id, source, published, text): &(&str, &str, &str, &str)| {
        let record =
            serde_json::json!({ "id": id, "text": text, "lang": "de", "published": published, "source": source });
        format!("{record}\n")
    };
    let place = folder(&[("a.jsonl", articles.iter().map(record).collect::<String>().as_bytes())]);
    let mut server = Server::start(place.path(), &["a.jsonl"]);
    server._folder = Some(place);
    server
}

/// The words of a page, with a space for every tag.
fn words(page: &str) -> String {
    let main = page.split("<main").nth(1).unwrap().split("</main>").next().unwrap().split_once('>').unwrap().1;
    squeezed(&plain(&main.replace('<', " <")))
}

#[test]
fn an_announcement_told_by_several_passages_is_one() {
    let server = server(&[
        ("a", "Alpha", "2024-05-05", "Die peruanische Regierung will am 3. Juni 2024 mit Chile in Lima verhandeln."),
        ("b", "Beta", "2024-05-06", "Die peruanische Regierung will am 3. Juni 2024 mit Chile in Lima verhandeln."),
        ("c", "Gamma", "2024-05-07", "Die peruanische Regierung will mit Chile in Lima verhandeln."),
        ("d", "Gamma", "2024-05-08", "Peru will am 5. Mai 2024 ein Abkommen mit Chile kündigen."),
    ]);
    let list = words(&server.page("/predictions?dyad=PER,CHL&type=CONSULT&ui=de"));
    assert!(list.contains("alle 1 offen 1 "), "{list}");
    assert_eq!(list.matches("verhandeln.").count(), 1, "{list}");
    assert!(list.contains("5. Mai 2024 3. Juni 2024 offen"), "the first told: {list}");
    // Whose announcements came true is asked of each outlet that told it.
    for outlet in ["Alpha 1 0", "Beta 1 0", "Gamma 1 0"] {
        assert!(list.contains(outlet), "{outlet}: {list}");
    }
    let relation = words(&server.page("/relation?dyad=PER,CHL&type=CONSULT&ui=de"));
    assert!(relation.contains("Ankündigungen 1 "), "{relation}");
    let calendar = server.get("/export/ics?of=/predictions&type=CONSULT&ui=de").body.replace("\r\n ", "");
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 1, "{calendar}");
    assert!(calendar.contains("in Lima verhandeln. (Alpha\\, 5. Mai 2024)"), "{calendar}");
    let event = list_of(&server, "CONSULT");
    assert_eq!(words(&server.page(&event)).matches("offen : ").count(), 1);
    // On the day after, nobody had told it again.
    let then = words(&server.page("/predictions?type=CONSULT&as-of=2024-05-06&ui=de"));
    assert!(then.contains("alle 1 offen 1 "), "{then}");
}

/// The address of the only event of a type.
fn list_of(server: &Server, kind: &str) -> String {
    let page = server.page(&format!("/events?type={kind}&ui=de"));
    let id = page.split("class=\"fact\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    id.replace("&amp;", "&")
}

#[test]
fn nobody_is_told_to_act_towards_himself() {
    let text = "Pristina hatte Serbien am 2. Oktober 2023 beschuldigt, die Gruppe ausgerüstet zu haben.";
    let server = server(&[("a", "Alpha", "2023-10-04", text)]);
    for (tongue, told, towards) in [
        ("de", "Serbien (Regierung), im Inneren: Hilfe", "Serbien (Regierung) →"),
        ("en", "Serbia (government), at home: aid", "Serbia (government) →"),
    ] {
        for path in ["/events", "/article/a", "/timeline"] {
            let page = words(&server.page(&format!("{path}?ui={tongue}")));
            assert!(page.contains(told) && !page.contains(towards), "{path}: {page}");
        }
    }
}

#[test]
fn names_that_say_nothing_are_told() {
    let server = Server::sample();
    let page = server.page("/events?foo=bar&min_confidence=0.9&ui=de");
    assert!(page.contains("<p class=\"unknown\" role=\"status\">"), "{page}");
    let told = squeezed(&plain(&page.split("class=\"unknown\"").nth(1).unwrap().replace('<', " <")));
    let expected = "Keine Bedingung dieser Seiten und nicht beachtet: foo=bar min_confidence=0.9 (Gemeint sein kann: min-confidence=0.9 )";
    assert!(told.contains(expected), "{told}");
    assert!(page.contains("href=\"/events?min-confidence=0.9&amp;foo=bar&amp;ui=de\""), "{page}");
    for known in [
        "/events?page=1",
        "/network?view=explore&chosen=IRN&without=cold",
        "/map?area=world",
        "/search?q=Iran",
        "/voices?kind=expert",
    ] {
        assert!(!server.page(known).contains("class=\"unknown\""), "{known}");
    }
    assert!(server.page("/disputes?kind=expert").contains("<code>kind=expert</code>"));
}

#[test]
fn the_list_of_relations_can_be_taken_along() {
    let server = Server::sample();
    let page = server.page("/relation?ui=en");
    assert!(page.contains("href=\"/relation?csv=pairs&amp;ui=en\""), "{page}");
    let file = server.get("/relation?csv=pairs&ui=en");
    assert_eq!((file.code, file.headers["content-type"].as_str()), (200, "text/csv; charset=utf-8"));
    assert!(file.body.starts_with("Actor,Actor,Events\r\nIran,United States,"), "{}", file.body);
}

#[test]
fn a_report_is_written_under_no_name_of_another_kind() {
    let text =
        r#"{"id": "a", "text": "Peru hat Chile am 6. Mai 2024 kritisiert.", "lang": "de", "published": "2024-05-07"}"#;
    let files = folder(&[("a.jsonl", text.as_bytes())]);
    let added = run(files.path(), &["add", "a.jsonl", "-p", "x.demarche", "--quiet"], b"");
    assert_eq!(code(&added), 0, "{}", stderr(&added));
    let refused = run(files.path(), &["report", "x.demarche", "-o", "r.txt"], b"");
    assert_eq!(code(&refused), 2);
    let told = "demarche: a report is no .txt file: name the file .html, .pdf or .docx, or say with --format which of these it is\n";
    assert_eq!(stderr(&refused), told);
    assert!(!files.path().join("r.txt").exists());
    for arguments in [&["-o", "r.txt", "--format", "html"][..], &["-o", "r.HTM"], &["-o", "r"]] {
        let written = run(files.path(), &[&["report", "x.demarche"], arguments].concat(), b"");
        assert_eq!(code(&written), 0, "{arguments:?}: {}", stderr(&written));
    }
}
