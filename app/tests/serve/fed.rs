//! Feeds, calendars and tables of pages: what they are called, in whose words they tell, and that they hold what the page shows.

use super::super::{folder, run};
use super::{Server, after};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn article(id: &str, day: &str, text: &str) -> String {
    let mut record = json!({ "id": id, "text": text, "lang": "de", "title": format!("Titel {id}") });
    if !day.is_empty() {
        record["published"] = json!(day);
    }
    record.to_string() + "\n"
}

/// From standard input: a file would give its own day to an article that has none.
fn server(articles: &[String]) -> Server {
    let place = folder(&[]);
    run(place.path(), &["add", "-", "--quiet", "-p", "articles.demarche"], articles.concat().as_bytes());
    let mut server = Server::start(place.path(), &["articles.demarche"]);
    server._folder = Some(place);
    server
}

/// What stands in an element, wherever it stands.
fn all(text: &str, name: &str) -> Vec<String> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    text.split(&open).skip(1).map(|rest| rest.split(&close).next().unwrap().to_owned()).collect()
}

fn accused() -> Vec<String> {
    let said = |who: &str, whom: &str| format!("{who} warf {whom} vor, Soldaten entsandt zu haben.");
    vec![
        article("a", "2019-03-01", &said("Peru", "Chile")),
        article("b", "2024-05-02", &said("Kenia", "Uganda")),
        article("c", "", &said("Norwegen", "Schweden")),
        article("d", "2021-07-03", &said("Ghana", "Togo")),
    ]
}

#[test]
fn a_feed_begins_with_the_youngest_says_what_it_leaves_out_and_invents_no_day() {
    let server = server(&accused());
    let feed = server.get("/export/atom?ui=en").body;
    assert_eq!(
        all(&feed, "published"),
        ["2024-05-02T00:00:00Z", "2021-07-03T00:00:00Z", "2019-03-01T00:00:00Z"],
        "{feed}"
    );
    assert_eq!(
        (feed.matches("<entry>").count(), feed.contains("1970"), feed.contains("<subtitle>")),
        (4, false, false)
    );
    let cut = server.get("/export/atom?ui=en&limit=2").body;
    assert_eq!(all(&cut, "published"), ["2024-05-02T00:00:00Z", "2021-07-03T00:00:00Z"]);
    assert_eq!(all(&cut, "subtitle"), ["The youngest 2 of 4"]);
    let json: Value = serde_json::from_str(&server.get("/export/json-feed?ui=de&limit=2").body).unwrap();
    assert_eq!((&json["description"], &json["language"]), (&json!("Die jüngsten 2 von 4"), &json!("de")));
    // The command leaves out the same.
    let place = folder(&[]);
    run(place.path(), &["add", "-", "--quiet", "-p", "x.demarche"], accused().concat().as_bytes());
    let told = run(place.path(), &["export", "--format", "atom", "--limit", "2", "-p", "x.demarche"], b"");
    let told = String::from_utf8(told.stdout).unwrap();
    assert_eq!(all(&told, "published"), all(&cut, "published"));
    assert_eq!(all(&told, "subtitle"), ["the youngest 2 of 4"]);
}

#[test]
fn each_view_has_a_feed_of_its_own_in_the_words_of_the_page() {
    let server = server(&accused());
    let event = server.page("/events").split("href=\"/event/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let head = |path: &str| {
        let feed = server.get(path).body;
        (all(&feed, "id").remove(0), all(&feed, "title").remove(0))
    };
    let heads = [
        "/export/atom?ui=de".to_owned(),
        "/export/atom?ui=de&dyad=PER,CHL".to_owned(),
        "/export/atom?ui=de&of=/disputes".to_owned(),
        "/export/atom?ui=de&of=/predictions&outcome=open".to_owned(),
        format!("/export/atom?ui=de&of=/event/{event}"),
    ]
    .map(|path| head(&path));
    let [whole, pair, disputes, open, one] = &heads;
    assert_eq!(*whole, ("urn:demarche:events".to_owned(), "Ereignisse · articles".to_owned()));
    assert_eq!(
        *pair,
        ("urn:demarche:events:dyad=PER%2CCHL".to_owned(), "Ereignisse, Peru, Chile · articles".to_owned())
    );
    assert_eq!(disputes.1, "Streit · articles");
    assert_eq!(open.1, "Ankündigungen, offen · articles");
    assert_eq!(one.0, format!("urn:demarche:event/{event}"));
    let ids: BTreeSet<&String> = heads.iter().map(|(id, _)| id).collect();
    assert_eq!(ids.len(), heads.len());

    let feed = server.get("/export/atom?ui=de&dyad=PER,CHL").body;
    assert_eq!(
        all(&feed, "title")[1],
        "Peru (Regierung) → Chile (Regierung): Vorwurf: Anschuldigung (berichtet)",
        "{feed}"
    );
    assert!(feed.contains("1. März 2019") && feed.contains("xml:lang=\"de\""), "{feed}");
    let link = feed.split("rel=\"alternate\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    let page = link.strip_prefix(&format!("http://{}", server.address)).unwrap();
    assert!(server.page(page).contains("Peru"), "{page}");
    // By the name and the scheme under which a server in front of it is known.
    let headers = "Host: localhost:8443\r\nX-Forwarded-Proto: https\r\n";
    let json: Value = serde_json::from_str(&server.ask("GET", "/export/json-feed?limit=1", headers, "").body).unwrap();
    let link = json["items"][0]["url"].as_str().unwrap();
    assert!(link.starts_with("https://localhost:8443/event/"), "{link}");
    assert_eq!(
        all(&server.get("/export/atom?ui=en&dyad=PER,CHL").body, "title")[1],
        "Peru (government) → Chile (government): accusation: allegation (reported)"
    );
}

#[test]
fn a_calendar_speaks_the_language_of_the_page() {
    let server = server(&[article("a", "2024-05-02", "Peru will am 3. Juni 2024 mit Chile in Lima verhandeln.")]);
    let told = |tongue: &str| {
        let calendar = server.get(&format!("/export/ics?of=/predictions&ui={tongue}")).body;
        let line = |name: &str| calendar.lines().find_map(|l| l.strip_prefix(name)).unwrap_or_default().to_owned();
        (line("X-WR-CALNAME:"), line("SUMMARY:"))
    };
    let (name, summary) = told("de");
    assert_eq!(name, "Ankündigungen · articles");
    assert!(summary.starts_with("Peru (Regierung) ↔ Chile (Regierung): Gespräch"), "{summary}");
    assert_ne!(told("en"), (name, summary));
}

#[test]
fn tables_of_a_page_hold_what_stands_on_it() {
    let server = server(&[
        article("a", "2024-05-02", "Peru und Chile unterzeichneten am 2. Mai 2024 in Lima ein Handelsabkommen."),
        article("b", "2024-05-03", "Peru und Chile unterzeichneten am 2. Mai 2024 in Lima ein Handelsabkommen."),
        article("c", "2024-05-04", "Kenia bombardierte am 3. Mai 2024 Uganda."),
        article(
            "d",
            "2024-05-05",
            "Ghana drohte Togo mit Sanktionen, sagte ein Beamter, der nicht genannt werden wollte.",
        ),
        article("e", "2024-05-06", "Der Sommer war warm."),
    ]);
    let tables = |path: &str| -> Value { serde_json::from_str(&server.get(path).body).unwrap() };
    let docs = |tables: &Value, table: &str| -> BTreeSet<String> {
        tables[table].as_array().unwrap().iter().map(|row| row["doc"].as_str().unwrap().to_owned()).collect()
    };
    for doc in ["a", "e"] {
        let found = tables(&format!("/export/json?of=/article/{doc}"));
        assert_eq!(docs(&found, "documents"), [doc.to_owned()].into(), "{found}");
        assert!(docs(&found, "mentions").iter().all(|told| told == doc), "{found}");
        let cited = tables(&format!("/export/csl-json?of=/article/{doc}"));
        assert_eq!(cited.as_array().unwrap().iter().map(|one| &one["id"]).collect::<Vec<_>>(), [doc]);
        assert_eq!(server.get(&format!("/export/biblatex?of=/article/{doc}")).body.matches('@').count(), 1);
    }
    assert_eq!(server.get("/export/json?of=/article/none").code, 400);

    let page = server.page("/agreements?ui=de");
    for link in ["json?", "atom?"] {
        let link = after(&page, "href=\"/export/").find(|found| found.starts_with(link)).unwrap();
        assert!(link.contains("of=%2Fagreements"), "{link}");
    }
    let found = tables("/export/json?of=/agreements");
    assert_eq!(docs(&found, "mentions"), ["a", "b"].map(str::to_owned).into(), "{found}");
    assert_eq!(found["agreements"].as_array().unwrap().len(), page.matches("class=\"card-of\"").count());
    let feed = server.get("/export/atom?of=/agreements").body;
    assert_eq!(feed.matches("<entry>").count(), found["events"].as_array().unwrap().len());

    let voices = server.page("/voices?kind=official");
    let found = tables("/export/json?of=/voices&kind=official");
    assert!(voices.contains("class=\"card-of\""), "{voices}");
    assert_eq!(docs(&found, "documents"), ["d".to_owned()].into(), "{found}");
    assert!(docs(&found, "mentions").iter().all(|told| told == "d"), "{found}");
}

#[test]
fn an_agreement_shows_its_passage_and_of_what_became_of_it_only_what_came_later() {
    let server = server(&[
        article("a", "2023-05-02", "Peru und Chile unterzeichneten am 2. Mai 2023 in Lima ein Handelsabkommen."),
        article("b", "2024-05-04", "Peru setzte am 3. Mai 2024 das Handelsabkommen mit Chile aus."),
        article("c", "2024-06-04", "Kenia und Uganda unterzeichneten am 2. Juni 2024 in Kampala ein Abkommen."),
    ]);
    let page = server.page("/agreements?ui=de");
    let cards: Vec<&str> = page.split("class=\"card-of\"").skip(1).collect();
    assert_eq!(cards.len(), 2, "{page}");
    for (card, words, later) in [(cards[0], "in Kampala ein", 0), (cards[1], "in Lima ein", 1)] {
        assert!(card.contains(words) && card.contains("/article/"), "{card}");
        assert_eq!(card.matches("class=\"fact\"").count(), later, "{card}");
        assert_eq!(card.contains("Was daraus wurde"), later > 0);
    }
}

#[test]
fn regions_of_a_page_have_names_of_their_own() {
    let server = server(&[
        article("a", "2021-05-02", "Peru und Chile unterzeichneten am 2. Mai 2021 in Lima ein Abkommen."),
        article("b", "2023-05-02", "Peru und Chile unterzeichneten am 2. Mai 2023 in Santiago ein Abkommen."),
    ]);
    for (path, regions) in [("/agreements?ui=en", 0), ("/network?view=table&ui=en", 2)] {
        let page = server.page(path);
        let sections = after(&page, "<section class=\"card-of\" aria-label=\"");
        let names: Vec<String> = sections.chain(after(&page, "role=\"region\" aria-label=\"")).collect();
        assert_eq!(names.len(), regions, "{path}: {page}");
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), regions, "{path}: {names:?}");
    }
    assert_eq!(server.page("/agreements?ui=en").matches("class=\"card-of\"").count(), 2);
}
