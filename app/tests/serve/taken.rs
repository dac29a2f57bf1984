//! What an address takes along, and what is refused: conditions into exports, forms of another server, values that nobody understands.

use super::super::{folder, sample};
use super::{Server, after, in_tongue, plain};
use serde_json::Value;
use std::collections::BTreeSet;

/// The export of a page in a format, by the link that stands there.
fn export(server: &Server, page: &str, format: &str) -> String {
    let link = after(page, "href=\"/export/").find(|link| link.starts_with(&format!("{format}?")));
    let answer = server.get(&format!("/export/{}", link.unwrap_or_else(|| format!("{format} is not linked"))));
    assert_eq!(answer.code, 200, "{}", answer.body);
    answer.body
}

fn tables(server: &Server, page: &str) -> Value {
    serde_json::from_str(&export(server, page, "json")).unwrap()
}

/// What stands in a column of a table.
fn column<'v>(tables: &'v Value, table: &str, name: &str) -> Vec<&'v str> {
    tables[table].as_array().unwrap().iter().map(|row| row[name].as_str().unwrap_or_default()).collect()
}

/// The links of a page that name a value for a condition.
fn values(page: &str, name: &str) -> BTreeSet<String> {
    let value = |link: String| link.split(&format!("{name}=")).nth(1).map(|v| v.split('&').next().unwrap().to_owned());
    after(page, "href=\"").filter(|link| !link.starts_with("/export")).filter_map(value).collect()
}

#[test]
fn what_a_page_narrows_its_exports_narrow_too() {
    let disputed = [
        ("a", "Peru hat Chile am 6. Mai 2024 angegriffen."),
        ("b", "Peru bestritt, Chile am 6. Mai 2024 angegriffen zu haben."),
    ]
    .map(|(id, text)| {
        serde_json::json!({ "id": id, "text": text, "lang": "de", "published": "2024-05-07" }).to_string() + "\n"
    });
    let place = folder(&[("a.jsonl", disputed.concat().as_bytes())]);
    let server = Server::start(place.path(), &["-p", "x.demarche", "a.jsonl", sample().to_str().unwrap()]);
    for (path, name, table, field) in [
        ("/predictions", "outcome", "predictions", "outcome"),
        ("/disputes", "about", "disputes", "field"),
        ("/voices", "kind", "voices", "kind"),
    ] {
        let all = tables(&server, &server.page(&format!("{path}?ui=en")));
        let known = values(&server.page(path), name);
        assert!(!known.is_empty(), "{path} offers no {name}");
        for value in &known {
            let page = server.page(&format!("{path}?{name}={value}&ui=en"));
            let own = tables(&server, &page);
            let of = |tables: &Value| column(tables, table, field).iter().filter(|one| *one == value).count();
            assert_eq!(column(&own, table, field).len(), of(&all), "{path} {value}");
            assert_eq!(of(&own), of(&all), "{path} {value}");
            if path != "/voices" {
                let told: BTreeSet<&str> = column(&own, table, "event").into_iter().collect();
                assert_eq!(
                    column(&own, "events", "event").into_iter().collect::<BTreeSet<_>>(),
                    told,
                    "{path} {value}"
                );
            }
        }
    }
    // Nothing that belongs to other events.
    let all = tables(&server, &server.page("/disputes"));
    let events: BTreeSet<&str> = column(&all, "events", "event").into_iter().collect();
    for table in ["mentions", "disputes", "predictions", "positions"] {
        assert!(column(&all, table, "event").iter().all(|event| events.contains(event)), "{table}");
    }
    let calendar = |page: &str| export(&server, page, "ics").matches("BEGIN:VEVENT").count();
    let all = calendar(&server.page("/predictions"));
    let [silent, open] =
        ["silent", "open"].map(|outcome| calendar(&server.page(&format!("/predictions?outcome={outcome}"))));
    assert!(silent + open == all && open < all && silent > 0, "{silent} + {open} of {all}");
}

/// An event of which several speak, and one of which one of them speaks.
pub(super) const SPOKEN: &str = concat!(
    r#"{"id": "a", "lang": "de", "published": "2024-05-15", "text": "Am 13. Mai 2024 griff Russland die Ukraine an. "#,
    r#"Der israelische Ministerpräsident Benjamin Netanjahu sagte, Russland habe die Ukraine am 13. Mai 2024 angegriffen. "#,
    r#"Nach Angaben von US-Außenminister John Kerry hat Russland die Ukraine am 13. Mai 2024 angegriffen. "#,
    r#"Israelische Experten sagten, Russland habe die Ukraine am 13. Mai 2024 angegriffen."}"#,
    "\n",
    r#"{"id": "b", "lang": "de", "published": "2024-05-16", "text": "Am 14. Mai 2024 bombardierte Kenia Uganda. "#,
    r#"Der israelische Außenminister Avigdor Lieberman sagte, Kenia habe Uganda am 14. Mai 2024 bombardiert."}"#,
    "\n",
);

#[test]
fn an_export_of_one_voice_holds_no_other() {
    let place = folder(&[("a.jsonl", SPOKEN.as_bytes())]);
    let server = Server::start(place.path(), &["-p", "x.demarche", "a.jsonl"]);
    for (query, said) in [
        ("who=Benjamin+Netanjahu", &["Benjamin Netanjahu"][..]),
        ("who=john+kerry", &["John Kerry"]),
        ("who=ISR&kind=expert", &["Israelische Experten"]),
        ("who=ISR&kind=state", &["Avigdor Lieberman", "Benjamin Netanjahu"]),
        ("who=ISR", &["Avigdor Lieberman", "Benjamin Netanjahu", "Israelische Experten"]),
    ] {
        let page = server.page(&format!("/voices?{query}"));
        assert_eq!(page.matches("class=\"held\"").count(), said.len(), "{query}");
        let of = tables(&server, &page);
        let names: BTreeSet<&str> = column(&of, "voices", "name").into_iter().collect();
        assert_eq!(names, said.iter().copied().collect(), "{query}");
    }
}

#[test]
fn the_articles_of_an_outlet_are_exported_and_of_all_outlets_all() {
    let server = Server::sample();
    let cited = |page: &str| -> Vec<Value> { serde_json::from_str(&export(&server, page, "csl-json")).unwrap() };
    let all = server.page("/sources?ui=en");
    let outlet = values(&all, "outlet").into_iter().find(|outlet| outlet != "-").unwrap();
    let own = cited(&server.page(&format!("/sources?outlet={outlet}&ui=en")));
    let name = plain(&outlet.replace('+', " "));
    assert!(!own.is_empty() && own.len() < cited(&all).len());
    for one in &own {
        assert_eq!(one["container-title"].as_str().unwrap().replace(' ', ""), name.replace(' ', ""), "{one}");
    }
    // The list heeds no condition, so neither does what is exported.
    assert_eq!(cited(&server.page("/sources?dyad=IRN,USA&ui=en")), cited(&all));
}

#[test]
fn the_short_briefing_is_exported_short() {
    let server = Server::sample();
    let headings = |text: &str| text.matches("\n## ").count();
    let whole = export(&server, &server.page("/?ui=en"), "brief.md");
    let short = export(&server, &server.page("/?length=short&ui=en"), "brief.md");
    assert!(headings(&short) < headings(&whole) && headings(&short) > 2, "{short}");
    // Its passages are those that it cites, from the first on.
    let (told, notes) = short.rsplit_once("\n## ").unwrap();
    let noted = notes.lines().filter(|line| line.split('.').next().unwrap().parse::<usize>().is_ok()).count();
    for number in 1..=noted {
        assert!(told.contains(&format!("[{number}]")), "{number}");
    }
    assert!(noted > 3 && !told.contains(&format!("[{}]", noted + 1)), "{noted}");
}

#[test]
fn agreements_are_no_calendar_and_without_articles_none_is_old() {
    let server = Server::sample();
    let page = server.page("/agreements?ui=en");
    assert!(page.contains("/export/json") && !page.contains("/export/ics"), "{page}");
    let place = folder(&[]);
    let empty = Server::start(place.path(), &["-p", "new.demarche"]);
    let page = empty.page("/agreements?ui=en");
    assert!(!page.contains("did not end"), "{}", plain(&page));
}

#[test]
fn a_form_of_before_the_server_was_started_is_refused_in_words() {
    let server = Server::sample();
    let old = [("token", "of-before"), ("ui", "de"), ("act", "keep"), ("name", "x"), ("address", "/events")];
    let told = "Bitte die Seite neu laden";
    for path in ["/views", "/review"] {
        let answer = server.post(path, &old);
        assert_eq!(answer.code, 403, "{path}");
        assert!(
            answer.body.contains(told) && answer.body.contains("<nav class=\"screens\""),
            "{path}: {}",
            answer.body
        );
    }
    let answer = server.upload("of-before", "a.txt", "Peru drohte Chile.");
    assert_eq!(answer.code, 403);
    assert!(answer.body.contains(told), "{}", answer.body);
    let headers =
        "Origin: http://127.0.0.1:1\r\nAccept-Language: de\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    let answer = server.ask("POST", "/views", headers, "act=keep");
    assert_eq!(answer.code, 403);
    assert!(answer.body.contains(told) && !answer.body.contains("<nav"), "{}", answer.body);
}

#[test]
fn a_limit_of_none_lists_all() {
    // One a month, so that each is an act of its own.
    let record = |n: usize| {
        let text = format!("Die bolivianische Regierung warf Paraguay am Montag vor, {n} Soldaten entsandt zu haben.");
        let day = format!("{}-{:02}-15", 2_000 + n / 12, n % 12 + 1);
        serde_json::json!({ "id": format!("a{n}"), "text": text, "lang": "de", "published": day }).to_string() + "\n"
    };
    let place = folder(&[("a.jsonl", (0..120).map(record).collect::<String>().as_bytes())]);
    let server = Server::start(place.path(), &["a.jsonl"]);
    let listed = |path: &str| server.page(path).matches("class=\"fact\"").count();
    assert_eq!(listed("/events?limit=1"), 1);
    assert_eq!(listed("/events?limit=0"), listed("/events"));
    assert_eq!((listed("/events?limit=0"), listed("/events?limit=0&page=2")), (100, 20));
    let exported = |path: &str| server.get(path).body.matches("\"country\"").count();
    assert_eq!(exported("/export/json?limit=0"), exported("/export/json"));
}

#[test]
fn how_a_page_is_looked_at_is_understood_or_refused() {
    let server = Server::sample();
    for (path, told) in [
        ("/events?limit=x", "A whole number is wanted"),
        ("/events?page=-1", "A whole number is wanted"),
        ("/?length=foo", "May be meant: full, short"),
        ("/timeline?view=matrix", "May be meant: table"),
        ("/network?view=foo", "May be meant: lines, matrix, table, explore"),
        ("/map?area=XX", "May be meant: part, world"),
        ("/timeline?csv=nope", "May be meant: lanes"),
        ("/export/json?of=foo", "The path of a page is wanted"),
    ] {
        let answer = server.get(&in_tongue(path, "en"));
        assert_eq!(answer.code, 400, "{path}");
        assert!(plain(&answer.body).contains(told), "{path}: {}", plain(&answer.body));
    }
    for path in ["/network?view=matrix", "/timeline?view=table", "/map?area=world", "/?length=short", "/events?page=1"]
    {
        server.page(path);
    }
}

#[test]
fn articles_named_by_dots_are_opened() {
    let record = |id: &str, who: &str| {
        let text = format!("{who} drohte Chile am Montag mit einem Einmarsch.");
        serde_json::json!({ "id": id, "text": text, "lang": "de", "published": "2024-05-06" }).to_string() + "\n"
    };
    let articles = [(".", "Peru"), ("..", "Bolivien"), ("..;;", "Paraguay")].map(|(id, who)| record(id, who)).concat();
    let place = folder(&[("a.jsonl", articles.as_bytes())]);
    let server = Server::start(place.path(), &["a.jsonl"]);
    let page = server.page("/sources?outlet=-&ui=en");
    let links: BTreeSet<String> = after(&page, "href=\"").filter(|link| link.starts_with("/article/")).collect();
    assert_eq!(links.len(), 3, "{links:?}");
    let mut told = BTreeSet::new();
    for link in &links {
        // A browser takes such parts for steps, also where their dots are escaped.
        let part = link.strip_prefix("/article/").unwrap().split('?').next().unwrap().replace("%2E", ".");
        assert!(!matches!(part.as_str(), "." | ".."), "{link}");
        let page = server.page(link);
        told.extend(
            ["Peru", "Bolivien", "Paraguay"].into_iter().filter(|who| {
                page.contains(&format!("{who} </mark>")) || plain(&page).contains(&format!("{who} drohte"))
            }),
        );
        assert!(export(&server, &page, "csl-json").contains("\"id\""), "{link}");
    }
    assert_eq!(told.len(), 3, "{told:?}");
}

#[test]
fn conditions_are_searched_without_words_that_must_not_be_there() {
    let server = Server::sample();
    let found = |query: &str| {
        let page = server.page(&format!("/search?q={query}&ui=en"));
        let list = page.split("<ol class=\"hits\"").nth(1).map(|rest| plain(rest.split("</ol>").next().unwrap()));
        list.unwrap_or_default()
    };
    let (all, rest) = (found("actor:IRN"), found("actor:IRN+-Sanktionen"));
    assert!(all.contains("Sanktionen") && !rest.is_empty() && !rest.contains("Sanktionen"), "{rest}");
    assert!(rest.len() < all.len());
    assert!(server.page("/search?q=-Sanktionen&actor=IRN&ui=en").contains("<ol class=\"hits\""));
    assert!(server.page("/search?q=-Sanktionen&ui=en").contains("The search was not understood"));
}

#[test]
fn a_place_is_one_mark_whatever_languages_call_it() {
    let articles = [
        ("a", "de", "Peru griff am 6. Mai 2024 in Kairo Chile an."),
        ("b", "de", "Bolivien griff am 7. Mai 2024 in Kairo Paraguay an."),
        ("c", "en", "Brazil attacked Colombia in Cairo on 8 May 2024."),
    ]
    .map(|(id, lang, text)| {
        serde_json::json!({ "id": id, "text": text, "lang": lang, "published": "2024-05-09" }).to_string() + "\n"
    });
    let place = folder(&[("a.jsonl", articles.concat().as_bytes())]);
    let server = Server::start(place.path(), &["a.jsonl"]);
    for (tongue, own, other) in [("en", "Cairo", "Kairo"), ("de", "Kairo", "Cairo")] {
        let table = server.get(&format!("/map?csv=map&ui={tongue}")).body;
        let rows: Vec<&str> = table.lines().filter(|line| line.contains(own) || line.contains(other)).collect();
        assert_eq!(rows.len(), 1, "{table}");
        assert!(rows[0].contains(&format!(",{own},3,")), "{table}");
        let links: Vec<String> = after(&server.page(&format!("/map?ui={tongue}")), "href=\"/search?").collect();
        let link = links.iter().find(|link| link.contains("airo")).unwrap();
        let page = plain(&server.page(&format!("/search?{link}")));
        assert!(page.contains("in Kairo Chile") && page.contains("in Cairo"), "{link}: {page}");
    }
}
