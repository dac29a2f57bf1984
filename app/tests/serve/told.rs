//! What the pages say: refusals in the reader's language, decisions in words, lists with their lengths, numbers that differ with why.

use super::super::{folder, run, sample};
use super::{Server, after, in_tongue, plain, selected, squeezed};
use std::fs;

/// The words of a page, with a space for every tag.
fn main_of(page: &str) -> String {
    let main = page.split("<main").nth(1).unwrap().split("</main>").next().unwrap().split_once('>').unwrap().1;
    squeezed(&plain(&main.replace('<', " <")))
}

/// The events of a page, by their ids.
fn events(page: &str) -> Vec<String> {
    after(page, "class=\"fact\" href=\"/event/").map(|id| id.split('?').next().unwrap().to_owned()).collect()
}

#[test]
fn conditions_are_refused_in_the_language_of_the_page() {
    let server = Server::sample();
    let refused = "Diese Bedingung wurde nicht verstanden. ";
    let day = "Verlangt ist ein Tag wie 2024-05-01.";
    for (path, told) in [
        ("/events?from=soon", format!("Von: soon {day}")),
        ("/events?as-of=2024-13-01", format!("Stand vom: 2024-13-01 {day}")),
        (
            "/events?from=2024-05-02&to=2024-05-01",
            "Von: 2024-05-02 Zwischen diesen Tagen liegt keiner: Der frühere steht zuerst.".to_owned(),
        ),
        (
            "/events?dyad=IRN",
            "Zwischen: IRN Verlangt sind die Kürzel zweier Akteure mit einem Komma dazwischen, etwa IRN,USA.".to_owned(),
        ),
        (
            "/events?dyad=IRN,USA,DEU",
            "Zwischen: IRN,USA,DEU Verlangt sind die Kürzel zweier Akteure mit einem Komma dazwischen, etwa IRN,USA.".to_owned(),
        ),
        (
            "/relation?dyad=USA,usa%20gov",
            "Zwischen: USA,usa gov Verlangt sind die Kürzel zweier Akteure mit einem Komma dazwischen, etwa IRN,USA.".to_owned(),
        ),
        ("/events?type=SING", "Art: SING Verlangt ist eine Art aus der Liste.".to_owned()),
        ("/events?status=sure", "Status: sure Verlangt ist ein Status aus der Liste.".to_owned()),
        ("/events?min-origins=1.9", "Unabhängige mindestens: 1.9 Verlangt ist eine ganze Zahl.".to_owned()),
        ("/events?min-confidence=2", "Zuversicht mindestens: 2 Verlangt ist eine Zahl von 0 bis 1.".to_owned()),
        (
            "/events?actor=USB",
            "Akteur: USB Akteure haben Kürzel: ein Staat wie PER, mit Bereich wie PER GOV, eine Organisation wie IGO:UN."
                .to_owned(),
        ),
        ("/predictions?outcome=foo", "outcome=foo Gemeint sein kann: open , happened ,".to_owned()),
    ] {
        let answer = server.get(&in_tongue(path, "de"));
        let main = main_of(&answer.body);
        assert_eq!(answer.code, 400, "{path}");
        assert!(main.starts_with(&format!("{refused}{told}")), "{path}: {main}");
    }
    let near = main_of(&server.get("/events?actor=Irak&ui=de").body);
    assert!(near.contains("Gemeint sein kann: IRQ (Irak)"), "{near}");
    // What may be meant is one step away.
    for (path, meant) in [
        ("/events?actor=usa,Irak&type=ACCUSE", "/events?actor=usa%2CIRQ&amp;type=ACCUSE&amp;ui=de"),
        ("/relation?dyad=USA,Irak", "/relation?dyad=USA%2CIRQ&amp;ui=de"),
        ("/network?view=foo", "/network?view=matrix&amp;ui=de"),
    ] {
        let body = server.get(&in_tongue(path, "de")).body;
        assert!(body.contains(&format!("href=\"{meant}\"")), "{path}: {body}");
    }
    for (path, told) in [
        ("/search?q=type:SING&ui=de", "Suche Die Suche wurde nicht verstanden: type:SING"),
        ("/search?q=from:gestern&ui=de", "Suche Die Suche wurde nicht verstanden: from:gestern"),
        ("/search?q=-x&ui=de", "Suche Die Suche wurde nicht verstanden: -x"),
    ] {
        let main = main_of(&server.page(path));
        assert!(main.starts_with(told), "{path}: {main}");
    }
}

#[test]
fn forms_are_refused_in_the_language_of_the_page() {
    let place = folder(&[]);
    let server = Server::start(place.path(), &["-p", "x.demarche", sample().to_str().unwrap()]);
    let token = server.token();
    let event = events(&server.page("/events"))[0].clone();
    let page = server.page(&format!("/review?event={event}"));
    let form = page.split("name=\"act\" value=\"correct\"").nth(1).unwrap();
    let [kind, mode, status] = ["type", "mode", "status"].map(|name| selected(form, name));
    let stands = [("type", kind.as_str()), ("mode", &mode), ("status", &status)];
    let codes = "Verlangt sind Kürzel: ein Staat wie PER, mit Bereich wie PER GOV, zwei wie PER; CHL.";
    for (fields, told) in [
        (&[("act", "correct"), ("actors", "Schweden")][..], format!("Wer: Schweden {codes}")),
        (
            &[("act", "correct"), ("actors", "IRN"), ("time", "gestern")],
            "Wann: gestern Verlangt ist ein Tag".to_owned(),
        ),
        (&[("act", "merge"), ("other", "ffff")], "Verlangt ist die Kennung eines anderen Ereignisses".to_owned()),
        (&[("act", "merge"), ("other", &event)], "Verlangt ist die Kennung eines anderen Ereignisses".to_owned()),
        (&[("act", "split")], "Verlangt sind einige der Stellen".to_owned()),
        (&[("act", "undo"), ("number", "77")], "Diese Entscheidung ist schon zurückgenommen".to_owned()),
    ] {
        let form =
            [&[("token", token.as_str()), ("event", event.as_str()), ("ui", "de")][..], &stands, fields].concat();
        let answer = server.post("/review", &form);
        let main = main_of(&answer.body);
        assert_eq!(answer.code, 400, "{fields:?}");
        assert!(main.contains(&format!("Das ging nicht. {told}")), "{fields:?}: {main}");
    }
    for (act, told) in
        [("keep", "Verlangt ist ein Name von 1 bis 80 Zeichen."), ("drop", "Diese Ansicht gibt es nicht mehr.")]
    {
        let form = [("token", token.as_str()), ("act", act), ("name", ""), ("address", "/search?q=a"), ("ui", "de")];
        let main = main_of(&server.post("/views", &form).body);
        assert!(main.starts_with(&format!("Das ging nicht. {told}")), "{main}");
    }
}

#[test]
fn merging_and_splitting_are_told_by_the_titles_of_both_events() {
    let place = folder(&[]);
    let server = Server::start(place.path(), &["-p", "x.demarche", sample().to_str().unwrap()]);
    let token = server.token();
    let of_event = |id: &str| main_of(&server.page(&format!("/event/{id}?ui=de")));
    let title = |id: &str| {
        let page = server.page(&format!("/event/{id}?ui=de"));
        plain(page.split("<h1").nth(1).unwrap().split("</h1>").next().unwrap().split_once('>').unwrap().1)
    };
    let single = |id: &&String| server.page(&format!("/event/{id}?ui=en")).contains("1 passage / 1 independent");
    let all = events(&server.page("/events"));
    let singles: Vec<&String> = all.iter().filter(single).take(2).collect();
    let (one, other) = (singles[0], singles[1]);
    let taken_in = title(other);
    let form = [("token", token.as_str()), ("act", "merge"), ("event", one), ("other", other)];
    assert_eq!(server.post("/review", &form).code, 303);
    let log = main_of(&server.page("/review?ui=de"));
    assert!(log.contains(&format!("zusammengelegt {} · aufgenommen wurde {taken_in} (1 Beleg)", title(one))), "{log}");
    let told = of_event(one);
    assert!(told.contains(&format!("1. zusammengelegt · aufgenommen wurde {taken_in} (1 Beleg)")), "{told}");

    let passage = after(&server.page(&format!("/review?event={one}")), "name=\"passage\" value=\"").last().unwrap();
    let form = [("token", token.as_str()), ("act", "split"), ("event", one), ("passage", &passage)];
    assert_eq!(server.post("/review", &form).code, 303);
    let page = server.page("/review?ui=de");
    let split = page.split("<ol class=\"plain log\">").nth(1).unwrap().split("</li>").next().unwrap();
    let links: Vec<String> =
        after(split, "href=\"/event/").map(|id| id.split('?').next().unwrap().to_owned()).collect();
    assert_eq!(links.len(), 2, "{split}");
    let [from, new] = [title(&links[0]), title(&links[1])];
    let told = squeezed(&plain(split));
    assert!(told.contains(&format!("getrennt {from} · ein eigenes Ereignis wurde {new} (1 Beleg)")), "{told}");
}

#[test]
fn outlets_and_their_articles_are_counted_and_led_through_to_the_end() {
    let record = |n: usize| {
        let source = if n < 120 { "Blatt 0".to_owned() } else { format!("Blatt {n}") };
        let text = format!("Die Regierung von Peru lud am {n}. Tag zu einem Fest ein.");
        serde_json::json!({ "id": format!("a{n}"), "text": text, "lang": "de", "published": "2024-05-07", "source": source })
            .to_string()
            + "\n"
    };
    let place = folder(&[("a.jsonl", (0..250).map(record).collect::<String>().as_bytes())]);
    let server = Server::start(place.path(), &["a.jsonl"]);
    let rows = |page: &str| page.split("<tbody>").nth(1).unwrap().matches("<tr>").count();
    let first = server.page("/sources?ui=de");
    assert!(main_of(&first).contains("131 Quellen: 1 bis 100 von 131"), "{}", main_of(&first));
    let second = server.page("/sources?page=2&ui=de");
    assert_eq!((rows(&first), rows(&second)), (100, 31));
    assert!(main_of(&second).contains("131 Quellen: 101 bis 131 von 131") && second.contains("Teil 2 von 2"));
    let first = server.page("/sources?outlet=Blatt+0&ui=en");
    assert!(main_of(&first).contains("120 articles: 1 to 100 of 120"), "{}", main_of(&first));
    assert_eq!(rows(&server.page("/sources?outlet=Blatt+0&page=2&ui=en")), 20);
}

#[test]
fn where_a_briefing_has_fewer_events_than_other_screens_it_says_why() {
    let server = Server::sample();
    let all = events(&server.page("/events?limit=2000")).len();
    let sure = events(&server.page("/events?limit=2000&min-confidence=0.35")).len();
    assert!(sure < all);
    let told = format!(
        "Das Lagebild steht auf {sure} von {all} Ereignissen: höchstens die jüngsten 160, und nur solche mit einer Zuversicht ab 0,35."
    );
    assert!(main_of(&server.page("/?ui=de")).contains(&told), "{}", main_of(&server.page("/?ui=de")));
    assert!(!main_of(&server.page("/?min-confidence=0.35&ui=de")).contains("Das Lagebild steht auf"));
}

#[test]
fn no_cell_of_exported_tables_is_a_formula() {
    let record = serde_json::json!({ "id": "-1+1", "source": "=cmd|' /C calc'!A0", "title": "@SUM(A1)", "lang": "de",
        "text": "Peru drohte Chile am Montag mit einem Einmarsch.", "published": "2024-05-07" });
    let place = folder(&[("a.jsonl", format!("{record}\n").as_bytes())]);
    run(place.path(), &["add", "a.jsonl", "-p", "x.demarche", "-q"], b"");
    run(place.path(), &["export", "-p", "x.demarche", "--format", "csv", "-o", "out"], b"");
    let table = fs::read_to_string(place.path().join("out/documents.csv")).unwrap();
    let row = table.lines().nth(1).unwrap();
    assert!(row.starts_with("'-1+1,'@SUM(A1),2024-05-07,de,'=cmd|' /C calc'!A0,"), "{row}");
    // Days and numbers stay what they are.
    let events = fs::read_to_string(place.path().join("out/events.csv")).unwrap();
    assert!(events.lines().nth(1).unwrap().contains(",2024-05-06,"), "{events}");
}

#[test]
fn the_table_of_outlets_counts_what_meets_the_conditions() {
    let told = |outlet: &str, day: &str, who: &str, whom: &str| {
        let text = format!("Die {who} Regierung will am 3. Juni 2024 mit {whom} in Lima verhandeln.");
        let record = serde_json::json!({
            "id": outlet, "text": text, "lang": "de", "published": day, "title": outlet, "source": outlet,
        });
        record.to_string() + "\n"
    };
    let articles = [
        told("Morgenblatt", "2024-05-02", "peruanische", "Chile"),
        told("Abendblatt", "2024-05-20", "kenianische", "Uganda"),
    ];
    let files = folder(&[("a.jsonl", articles.concat().as_bytes())]);
    run(files.path(), &["add", "a.jsonl", "--quiet"], b"");
    let server = Server::start(files.path(), &["-p", "project.demarche"]);
    for (path, expected) in [
        ("/predictions?ui=de", [true, true]),
        ("/predictions?as-of=2024-05-10&ui=de", [true, false]),
        ("/predictions?actor=KEN&ui=de", [false, true]),
    ] {
        let page = server.page(path);
        let (_, table) = page.split_once("<h2").unwrap();
        assert_eq!(["Morgenblatt", "Abendblatt"].map(|name| table.contains(name)), expected, "{path}");
    }
}

#[test]
fn a_day_of_the_briefing_has_a_sentence_with_its_passage() {
    let text = "Peru and Chile met on Sunday. Peru’s foreign ministry condemned the step as illegal on Monday, as it had \
        condemned the start of works of Chile last year.";
    let record = serde_json::json!({ "id": "a", "text": text, "lang": "en", "published": "2023-09-11" });
    let place = folder(&[("a.jsonl", format!("{record}\n").as_bytes())]);
    let server = Server::start(place.path(), &["a.jsonl"]);
    for tongue in ["de", "en"] {
        let page = server.page(&format!("/?ui={tongue}"));
        let entries: Vec<&str> = page.split("<bdi class=\"lead\">").skip(1).collect();
        assert!(entries.len() > 4, "{}", plain(&page));
        for entry in entries {
            let entry = entry.split("</li>").next().unwrap();
            assert!(entry.contains("class=\"cite\""), "{tongue}: {entry}");
        }
    }
}

#[test]
fn a_place_has_its_name_in_the_language_of_the_page() {
    let told = |id: &str, lang: &str, text: &str| {
        serde_json::json!({ "id": id, "text": text, "lang": lang, "published": "2024-05-07" }).to_string() + "\n"
    };
    let articles = [
        told("a", "de", "Peru hat am 6. Mai 2024 mit Chile in Genf verhandelt."),
        told("b", "en", "Kenya held talks with Uganda in Vienna on 6 May 2024."),
    ];
    let place = folder(&[("a.jsonl", articles.concat().as_bytes())]);
    let server = Server::start(place.path(), &["a.jsonl"]);
    let places = |path: &str| {
        let found: Vec<String> = server
            .page(path)
            .split("<span class=\"place\">")
            .skip(1)
            .map(|rest| plain(rest.split("</span>").next().unwrap()))
            .collect();
        found
    };
    assert_eq!(places("/events?ui=de&actor=PER"), [" · Genf"]);
    assert_eq!(places("/events?ui=en&actor=PER"), [" · Geneva"]);
    assert_eq!(places("/events?ui=de&actor=KEN"), [" · Wien"]);
    assert_eq!(places("/events?ui=en&actor=KEN"), [" · Vienna"]);
    let map = |tongue: &str| plain(&server.page(&format!("/map?view=table&ui={tongue}")));
    assert!(map("de").contains("Genf") && map("de").contains("Wien"), "{}", map("de"));
    assert!(map("en").contains("Geneva") && map("en").contains("Vienna"), "{}", map("en"));
}

#[test]
fn a_place_that_a_person_or_the_language_of_the_page_names_stays() {
    let told = |id: &str, lang: &str, text: &str| {
        serde_json::json!({ "id": id, "text": text, "lang": lang, "published": "2024-05-07" }).to_string() + "\n"
    };
    let articles = [
        told("a", "de", "Peru hat am 6. Mai 2024 mit Chile in Genf verhandelt."),
        told("b", "de", "Kenia hat am 6. Mai 2024 mit Uganda in Bydgoszcz verhandelt."),
        told("c", "de", "Bolivien hat am 6. Mai 2024 mit Brasilien in Belaja verhandelt."),
        told("d", "en", "Ghana held talks with Togo in Newtown on 6 May 2024."),
    ];
    let place = folder(&[("a.jsonl", articles.concat().as_bytes())]);
    run(place.path(), &["add", "-p", "x.demarche", "a.jsonl"], b"");
    let found =
        String::from_utf8(run(place.path(), &["events", "-p", "x.demarche", "--actor", "PER", "--jsonl"], b"").stdout);
    let id = serde_json::from_str::<serde_json::Value>(&found.unwrap()).unwrap()["id"].as_str().unwrap().to_owned();
    run(place.path(), &["review", "correct", "-p", "x.demarche", &id, "place=Wien"], b"");
    let server = Server::start(place.path(), &["x.demarche"]);
    for (actor, named) in [("PER", "Wien"), ("KEN", "Bydgoszcz"), ("BOL", "Belaja"), ("GHA", "Newtown")] {
        for tongue in ["de", "en"] {
            let page = server.page(&format!("/events?ui={tongue}&actor={actor}"));
            let told =
                page.split("<span class=\"place\">").nth(1).map(|rest| plain(rest.split("</span>").next().unwrap()));
            assert_eq!(told, Some(format!(" · {named}")), "{tongue}");
        }
    }
    assert!(!plain(&server.page(&format!("/event/{id}?ui=de"))).contains("Wien (Schweiz)"));
}

#[test]
fn a_body_has_its_name_in_the_language_of_the_page() {
    let told = |id: &str, lang: &str, text: &str| {
        serde_json::json!({ "id": id, "text": text, "lang": lang, "published": "2024-05-07" }).to_string() + "\n"
    };
    let articles = [
        told("a", "en", "The European Union imposed sanctions on Belarus on 6 May 2024."),
        told("b", "de", "Die Weltbank hat am 5. Mai 2024 Kenia kritisiert."),
    ];
    let place = folder(&[("a.jsonl", articles.concat().as_bytes())]);
    let server = Server::start(place.path(), &["a.jsonl"]);
    let told = |tongue: &str| {
        let page = server.page(&format!("/events?ui={tongue}"));
        page.split("class=\"fact\" href=")
            .skip(1)
            .map(|rest| plain(rest.split("</a>").next().unwrap()))
            .collect::<Vec<_>>()
    };
    let (german, english) = (told("de").concat(), told("en").concat());
    assert!(german.contains(">EU →") && german.contains(">Weltbank →"), "{german}");
    assert!(english.contains(">European Union →") && english.contains(">World Bank →"), "{english}");
}

#[test]
fn a_voice_of_a_state_is_headed_by_its_name_not_by_words_in_a_case() {
    let text = "Nach Darstellung Kairos hatte Äthiopien auf einem Gipfel Ende Juni zugesagt, den See nicht zu füllen.";
    let record = serde_json::json!({ "id": "a", "text": text, "lang": "de", "published": "2020-07-16" });
    let place = folder(&[("a.jsonl", format!("{record}\n").as_bytes())]);
    let server = Server::start(place.path(), &["a.jsonl"]);
    let page = server.page("/voices?ui=de");
    let heading = plain(page.split("<section class=\"card-of\"").nth(1).unwrap().split("</p>").next().unwrap());
    // All that one says has a page, by what he is called and by his code; a search for what he says leads there.
    let all = page.split("<a href=\"/voices?who=").nth(1).unwrap().split('"').next().unwrap();
    for path in [&format!("/voices?who={all}"), "/voices?who=EGY&ui=de"] {
        let page = server.page(path);
        assert_eq!(page.matches("<p class=\"held\"").count(), 1, "{path}: {page}");
    }
    assert!(plain(&server.page("/voices?who=EGY&ui=de")).contains("Stimmen: Ägypten"));
    assert!(server.page("/search?q=said:EGY&ui=de").contains("href=\"/voices?who=EGY&amp;ui=de\""));
    assert!(!server.page("/voices?who=PER&ui=de").contains("class=\"held\""));
    assert!(heading.ends_with("Ägypten (Regierung)Staaten und Parteien · „Kairos“ · 1 Äußerung"), "{heading}");
}

#[test]
fn a_tie_of_which_nothing_is_told_as_done_is_no_mixed_one() {
    let text = "Peru bestritt am Montag, Chile am 5. Mai 2024 angegriffen zu haben.";
    let record = serde_json::json!({ "id": "a", "text": text, "lang": "de", "published": "2024-05-07" });
    let place = folder(&[("a.jsonl", format!("{record}\n").as_bytes())]);
    let server = Server::start(place.path(), &["a.jsonl"]);
    let graph: serde_json::Value = serde_json::from_str(&server.get("/network?data=graph&ui=en").body).unwrap();
    let edge = &graph["edges"][0];
    assert_eq!((&edge["tone"], &edge["kind"]), (&serde_json::Value::Null, &serde_json::json!("unsure")), "{graph}");
    assert!(edge["told"].as_str().unwrap().ends_with(", only announced, claimed or denied"), "{edge}");
    // One in the legend, one in the drawing; of the map both states.
    let count = |path: &str, sign: &str| server.page(path).matches(sign).count();
    assert_eq!(count("/network", "class=\"edge unsure\""), 2);
    assert_eq!(count("/network?view=matrix", "class=\"cell unsure\""), 2);
    assert_eq!(count("/network?view=explore", "data-tone=\"unsure\""), 1);
    assert_eq!(count("/map?area=world", "class=\"state unsure\""), 3);
}

#[test]
fn a_network_counts_what_two_do_together_once_as_lists_do() {
    let server = Server::sample();
    let listed = events(&server.page("/events?limit=2000&dyad=IRN,USA")).len();
    let caption = plain(&server.page("/network?ui=en"));
    assert!(caption.contains(&format!("most Iran – United States ({listed}).")), "{listed}: {caption}");
    let graph = server.get("/network?data=graph&ui=en").body;
    assert!(graph.contains(&format!("Iran – United States: {listed} events")), "{listed}: {graph}");
}
