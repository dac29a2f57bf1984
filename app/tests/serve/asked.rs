//! What readers ask of the pages: addresses, conditions, lists and forms, right and wrong.

use super::super::{folder, run, sample, stdout};
use super::{Server, after, in_tongue, plain, selected, serve};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

#[test]
fn no_link_leads_to_another_host() {
    let server = Server::sample();
    for path in
        ["//evil.example", "//evil.example/?ui=en&x=", "//evil.example/?token=long-enough-word", "/%2f/evil.example"]
    {
        let answer = server.get(path);
        let links: Vec<String> = after(&answer.body, "href=\"").collect();
        assert!(!links.iter().any(|link| link.starts_with("//")), "{path}: {links:?}");
        let to = answer.headers.get("location").map_or("", String::as_str);
        assert!(!to.starts_with("//"), "{path}: {to}");
    }
    assert_eq!(server.get("//evil.example").code, 404);
}

#[test]
fn an_answer_has_one_type() {
    let server = Server::sample();
    for path in ["/", "/nowhere", "/export/atom", "/static/style.css"] {
        let mut stream = TcpStream::connect(&server.address).unwrap();
        let host = &server.address;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        assert_eq!(text.split("\r\n\r\n").next().unwrap().matches("\ncontent-type:").count(), 1, "{path}");
    }
}

#[test]
fn what_turns_the_direction_of_writing_ends_with_its_quotation() {
    let text = "Peru drohte Chile am Montag mit einem \u{202e}Einmarsch.";
    let record = serde_json::json!({ "id": "a", "text": text, "lang": "de", "published": "2024-05-06" });
    let place = folder(&[("a.jsonl", format!("{record}\n").as_bytes())]);
    let server = Server::start(place.path(), &["a.jsonl"]);
    for path in ["/?ui=de", "/events?ui=de", "/search?q=Peru&ui=de"] {
        let page = server.page(path);
        let pieces: Vec<&str> = page.split('\u{202e}').collect();
        // Nothing but text: what stands in a tag is shown by itself.
        let tag = |before: &'_ str| before.rsplit('<').next().unwrap().split_once('>').map(|(tag, _)| tag.to_owned());
        let shown: Vec<_> = pieces.windows(2).filter_map(|two| Some((tag(two[0])?, two[1]))).collect();
        assert!(!shown.is_empty(), "{path}");
        for (before, behind) in shown {
            assert!(
                before.starts_with("bdi") && behind.split('<').nth(1).unwrap().starts_with("/bdi>"),
                "{path}: {before}"
            );
        }
    }
}

#[test]
fn where_nothing_is_a_page_says_so_and_no_screen_is_the_current_one() {
    let server = Server::sample();
    for path in [
        "/help/x",
        "/map/foo",
        "/disputes/zzz",
        "/nowhere",
        "/review?event=nosuch",
        "/actor/ZZZZ",
        "/sources?outlet=zzz",
    ] {
        let answer = server.get(path);
        let navigation = answer.body.split("<nav class=\"screens\"").nth(1).unwrap().split("</nav>").next().unwrap();
        let current = navigation.matches("aria-current").count();
        assert_eq!(
            (answer.code, current),
            (404, usize::from(["/review?", "/sources?"].iter().any(|listed| path.starts_with(listed)))),
            "{path}"
        );
    }
}

#[test]
fn a_value_that_nobody_understands_is_refused_in_words() {
    let server = Server::sample();
    let article = format!("/article/{}", after(&server.page("/"), "href=\"/article/").next().unwrap());
    let article = article.split('?').next().unwrap();
    for (path, word) in [
        ("/positions?stance=foo", "May be meant: supports,"),
        ("/predictions?outcome=foo", "foo"),
        ("/voices?kind=foo", "foo"),
        ("/disputes?about=foo", "foo"),
        ("/events?actor=ZZZZ", "Actor: ZZZZ"),
        ("/relation?dyad=IRN,ZZZZ", "Between: ZZZZ"),
        ("/events?limit=many", "limit=many"),
        ("/network?view=globe", "view=globe"),
        ("/review?at=last", "at=last"),
        (&format!("{article}?at=abc"), "at=abc"),
        (&format!("{article}?at=9-3"), "at=9-3"),
        (&format!("{article}?passage=first"), "passage=first"),
        (&format!("{article}?passage=999"), "passage=999"),
        (&format!("{article}?part=last"), "part=last"),
    ] {
        let answer = server.get(&in_tongue(path, "en"));
        let main = plain(answer.body.split("<main").nth(1).unwrap().split("</main>").next().unwrap());
        assert_eq!(answer.code, 400, "{path}");
        assert!(main.contains("This condition was not understood.") && main.contains(word), "{path}: {main}");
    }
    assert_eq!(server.get("/events?actor=GAB").code, 200, "an actor of whom nothing is told");
    // The form that sets it right stands there, the field is named, and other pages are free of it.
    let page = server.get("/events?from=soon&actor=IRN&ui=de").body;
    let main = page.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
    assert!(main.contains("Von: <code>soon") && main.contains("name=\"actor\" type=\"text\" value=\"IRN\""), "{main}");
    assert!(!page.split("<main").next().unwrap().contains("soon"));
    assert_eq!(server.get("/events?min-confidence=0,5").code, 200);
}

#[test]
fn a_search_without_a_word_or_condition_is_refused() {
    let server = Server::sample();
    for words in ["((((", "%22", "-%20%26"] {
        let page = server.page(&format!("/search?q={words}&ui=en"));
        let main = page.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
        assert!(main.contains("The search was not understood:") && !main.contains("class=\"hits\""), "{main}");
    }
}

#[test]
fn titles_of_thousands_of_letters_are_shortened_in_lists_and_whole_on_the_page_of_their_article() {
    let titled = |n: usize| {
        let text = format!("Peru griff Chile am 5. Mai 2024 an. Das schrieb der Bote Nummer {n} in seiner Ausgabe.");
        let title = format!("Titel {n} {}Ende", "W".repeat(3_000));
        serde_json::json!({ "id": n.to_string(), "text": text, "title": title, "lang": "de", "published": "2024-05-06" })
    };
    let articles: String = (0..60).map(|n| format!("{}\n", titled(n))).collect();
    let place = folder(&[("a.jsonl", articles.as_bytes())]);
    let server = Server::start(place.path(), &["a.jsonl"]);
    let event = facts(&server.page("/events")).remove(0);
    let page = server.page(&event);
    assert!(page.contains("Titel 7 WWW") && page.contains("WWWEnde)"), "{page}");
    assert!(!page.contains(&"W".repeat(300)));
    assert!(!server.page("/sources?outlet=-").contains(&"W".repeat(300)));
    assert!(server.page("/article/7").contains(&"W".repeat(3_000)));
}

#[test]
fn a_drawing_that_shows_a_table_leads_back_to_itself() {
    let server = Server::sample();
    let page = server.page("/network?view=table&ui=en");
    for (id, address) in [("network", "/network"), ("matrix", "/network?view=matrix")] {
        let link = format!(
            "href=\"{}#{id}\">As a drawing",
            if id == "network" { "/network?ui=en" } else { "/network?view=matrix&amp;ui=en" }
        );
        assert!(page.contains(&link), "{link}: {page}");
        assert!(server.page(address).contains(&format!("<figure class=\"drawing\" id=\"{id}\"")), "{address}");
    }
}

#[test]
fn passages_of_a_question_bear_the_numbers_by_which_they_are_split_off() {
    let server = Server::sample();
    let told = |event: &String| server.page(&event.replace("/event/", "/review?event="));
    let page = facts(&server.page("/events")).iter().map(told).find(|page| page.contains("name=\"passage\"")).unwrap();
    let numbers: Vec<String> = after(&page, "<strong class=\"nth\">").map(|rest| rest.trim().to_owned()).collect();
    let asked = page.matches("name=\"passage\"").count();
    assert!(asked > 1);
    assert_eq!(numbers, (1..=asked).map(|n| n.to_string()).collect::<Vec<_>>());
}

/// The events of a page, by their links.
fn facts(page: &str) -> Vec<String> {
    after(page, "class=\"fact\" href=\"").collect()
}

/// The link of a page to the next.
fn next(page: &str) -> Option<String> {
    let nav = page.split("<nav class=\"pages\"").nth(1)?.split("</nav>").next()?;
    nav.split("<a ").find(|link| link.contains(">next<")).and_then(|link| after(link, "href=\"").next())
}

#[test]
fn long_lists_tell_how_long_they_are_and_lead_to_their_end() {
    // One a month, so that each is an act of its own.
    let record = |n: usize| {
        let text = format!("Die bolivianische Regierung warf Paraguay am Montag vor, {n} Soldaten entsandt zu haben.");
        let day = format!("{}-{:02}-15", 2_000 + n / 12, n % 12 + 1);
        serde_json::json!({ "id": format!("a{n}"), "text": text, "lang": "de", "published": day }).to_string() + "\n"
    };
    let place = folder(&[("a.jsonl", (0..230).map(record).collect::<String>().as_bytes())]);
    let server = Server::start(place.path(), &["a.jsonl"]);
    let first = server.page("/events?ui=en");
    assert!(first.contains("The youngest 100 of 230"), "{}", plain(&first));
    let (mut seen, mut at) = (BTreeSet::new(), Some("/events?ui=en".to_owned()));
    let mut pages = 0;
    while let Some(path) = at {
        let page = server.page(&path);
        seen.extend(facts(&page));
        at = next(&page);
        pages += 1;
    }
    assert_eq!((pages, seen.len()), (3, 230));
    let second = server.page("/events?page=2&ui=en");
    assert!(second.contains("101 to 200 of 230") && second.contains("Part 2 of 3"), "{}", plain(&second));
    // A list that the address limits says of how many it is, and leads on.
    let few = server.page("/events?limit=100&ui=en");
    assert!(few.contains("The youngest 100 of 230") && next(&few).is_none());
    assert_eq!(after(&few, "class=\"more\" href=\"").next().unwrap(), "/events?page=2&ui=en");

    let found = server.page("/search?q=Soldaten&ui=en");
    assert!(found.contains("230 passages") && found.contains("Part 1 of 3"), "{}", plain(&found));
    let last = server.page("/search?q=Soldaten&page=3&ui=en");
    assert!(last.contains("start=\"201\"") && next(&last).is_none());
    // Another condition begins with the first page; so does a view that is kept.
    assert!(!second.contains("name=\"page\""));
    let narrowed = server.page("/events?page=2&type=ACCUSE&ui=en");
    let chips = narrowed.split("class=\"chips\"").nth(1).unwrap().split("</ul>").next().unwrap();
    assert!(!chips.contains("page="), "{chips}");
    assert_eq!(after(&narrowed, "name=\"address\" value=\"").next().unwrap(), "/events?type=ACCUSE");
}

#[test]
fn what_is_disputed_is_counted_however_few_are_listed() {
    let told = |n: usize, (a, b): (&str, &str)| {
        [
            format!("{a} hat {b} am 6. Mai 2024 angegriffen."),
            format!("{a} bestritt, {b} am 6. Mai 2024 angegriffen zu haben."),
        ]
        .map(|text| {
            let id = format!("{n}{}", text.len());
            serde_json::json!({ "id": id, "text": text, "lang": "de", "published": "2024-05-07" }).to_string() + "\n"
        })
    };
    let pairs = [("Peru", "Chile"), ("Bolivien", "Paraguay"), ("Brasilien", "Kolumbien")];
    let articles: String = (0..).zip(pairs).flat_map(|(n, pair)| told(n, pair)).collect();
    let place = folder(&[("a.jsonl", articles.as_bytes())]);
    let server = Server::start(place.path(), &["a.jsonl", sample().to_str().unwrap(), "-p", "x.demarche"]);
    // Commands too list no more than they are asked for.
    for command in ["disputes", "predictions", "positions"] {
        let listed = run(place.path(), &[command, "--limit", "1", "--json", "-p", "x.demarche"], b"");
        let listed: serde_json::Value = serde_json::from_str(&stdout(&listed)).unwrap();
        assert_eq!(listed["records"].as_array().unwrap().len(), 1, "{command}");
    }
    let any = |path: &str| {
        let page = server.page(path);
        let toggle = page.split("class=\"toggle\"").nth(1).unwrap().split("</p>").next().unwrap().to_owned();
        (plain(toggle.split_once('>').unwrap().1), page)
    };
    for path in ["/disputes", "/predictions", "/positions"] {
        let (all, whole) = any(&format!("{path}?ui=en"));
        let (few, one) = any(&format!("{path}?limit=1&ui=en"));
        assert_eq!(all, few, "{path}");
        assert!(facts(&one).len() < facts(&whole).len(), "{path}");
        assert!(one.contains("class=\"more\""), "{path}");
    }
}

#[test]
fn conditions_that_no_list_offers_stay_when_the_form_is_sent() {
    let server = Server::sample();
    for (path, name, value) in [
        ("/events?lang=fr", "lang", "fr"),
        ("/events?type=agree", "type", "AGREE"),
        ("/events?type=ACCUSE,agree", "type", "ACCUSE,agree"),
    ] {
        assert_eq!(selected(&server.page(path), name), value, "{path}");
    }
    let chips = |path: &str| {
        let page = server.page(path);
        plain(page.split("class=\"chips\"").nth(1).unwrap().split("</ul>").next().unwrap().split_once('>').unwrap().1)
    };
    assert!(chips("/events?type=ACCUSE,agree&ui=en").contains("Type: accusation, agreement"));
    assert!(chips("/events?lang=de&ui=en").contains("Language: German"));
}

#[test]
fn forms_that_are_refused_say_so_on_a_page_of_their_language_with_the_way_back() {
    let place = folder(&[]);
    let server = Server::start(place.path(), &["-p", "x.demarche", sample().to_str().unwrap()]);
    let token = server.token();
    let event = facts(&server.page("/events"))[0].replace("/event/", "");
    let fields = [("token", token.as_str()), ("act", "merge"), ("event", &event), ("other", "ffff"), ("ui", "en")];
    let refused = server.post("/review", &fields);
    assert_eq!(refused.code, 400, "{}", refused.body);
    assert!(refused.body.contains("<html lang=\"en\">") && refused.body.contains("That did not work."));
    // The form stands there again, with what it held.
    assert_eq!(after(&refused.body, "name=\"other\" value=\"").next().unwrap(), "ffff");
    assert_eq!(after(&refused.body, "name=\"event\" value=\"").next().unwrap(), event);
    let fields =
        [("token", token.as_str()), ("act", "correct"), ("event", &event), ("actors", "Schweden"), ("ui", "de")];
    let refused = server.post("/review", &fields);
    assert!(
        refused.code == 400 && refused.body.contains("<html lang=\"de\">") && refused.body.contains("Das ging nicht.")
    );
    assert_eq!(after(&refused.body, "name=\"actors\" value=\"").next().unwrap(), "Schweden");
    let views = server.post("/views", &[("token", &token), ("act", "keep"), ("name", ""), ("address", "/search?q=a")]);
    assert_eq!(views.code, 400);
    assert!(after(&views.body, "class=\"button\" href=\"").any(|to| to == "/search?q=a"), "{}", views.body);
    let long = format!("{}.html", "國".repeat(110));
    let went = server.upload(&token, &long, "<p>Peru drohte Chile am Montag mit einem Einmarsch.</p>");
    assert_eq!(went.code, 303, "{}", went.body);
}

#[test]
fn a_fault_of_the_file_is_the_servers() {
    let place = folder(&[]);
    let server = Server::start(place.path(), &["-p", "x.demarche", sample().to_str().unwrap()]);
    let file = rusqlite::Connection::open(place.path().join("x.demarche")).unwrap();
    file.execute("UPDATE event_record SET record = '?'", []).unwrap();
    let answer = server.get("/events?ui=en");
    assert_eq!(answer.code, 500);
    assert!(answer.body.contains("That did not work.") && answer.body.contains("<nav class=\"screens\""));
}

#[test]
fn a_project_that_was_not_there_is_said_to_be_new() {
    let place = folder(&[]);
    let before_it_is_open = || {
        let mut child = serve(place.path(), &["nope.demarche"]);
        let lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
        let told: Vec<String> = lines.take_while(|line| !line.contains("is open at http://")).collect();
        child.kill().unwrap();
        child.wait().unwrap();
        told
    };
    assert_eq!(before_it_is_open(), ["demarche: nope.demarche is new: no article is in it yet"]);
    assert!(before_it_is_open().is_empty());
}
