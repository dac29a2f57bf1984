//! Views that are kept under a name, on the pages and by command.

use super::super::{code, field, run, sample, stderr, stdout};
use super::{Server, accusations, after, folder};

/// The entries of the list of kept views, each as its markup.
fn kept(page: &str) -> Vec<String> {
    let list = page.split("<section class=\"views\"").nth(1).map(|rest| rest.split("</section>").next().unwrap());
    list.map_or(Vec::new(), |list| list.split("<li>").skip(1).map(str::to_owned).collect())
}

#[test]
fn a_view_is_kept_counts_what_is_new_gives_a_feed_and_is_forgotten_again() {
    let place = folder(&[]);
    let server = Server::start(place.path(), &["-p", "x.demarche", sample().to_str().unwrap()]);
    let token = server.token();
    let words = "/search?actor=BOL%26q=vor%26ui=en";
    let keep = |name: &str, address: &str, token: &str| {
        server.post("/views", &[("token", token), ("act", "keep"), ("name", name), ("address", address)]).code
    };
    // Its own page offers to keep it, without its language.
    let page = server.page("/search?actor=BOL&q=vor&ui=en");
    assert_eq!(after(&page, "name=\"address\" value=\"").next().unwrap(), "/search?actor=BOL&q=vor");
    assert!(!server.page("/events").contains("action=\"/views\""), "all events are no view of their own");
    assert_eq!(keep("Bolivia", "/search?actor=BOL%26q=vor", "wrong"), 403);
    assert_eq!(keep("", "/search?q=vor", &token), 400);
    for wrong in ["//evil.example/", "https://evil.example/", "/search?q=colour:red", "/events?from=soon"] {
        assert_eq!(keep("x", wrong, &token), 400, "{wrong}");
    }
    assert_eq!(keep("Bolivia", "/search?actor=BOL%26q=vor", &token), 303);
    assert_eq!(keep("Threats & <b>fear</b>".replace('&', "%26").as_str(), "/events?type=THREATEN", &token), 303);
    assert_eq!(keep("Disputes", "/disputes?actor=BOL", &token), 303);
    assert_eq!(keep("Nobody", "/voices?who=Nobody", &token), 303);
    assert!(server.page("/search?actor=BOL&q=vor&ui=en").contains("Kept as <bdi>Bolivia</bdi>"));

    // What is new is counted since the visit before, in each of them.
    let first = server.ask("GET", "/?ui=en", "", "");
    let cookie = first.headers["set-cookie"].split(';').next().unwrap().to_owned();
    let (state, at) = cookie.rsplit_once('.').unwrap();
    let cookie = format!("{state}.{}", at.parse::<i64>().unwrap() - 7_200);
    assert_eq!(server.upload(&token, "a.jsonl", &accusations(3)).code, 303);
    server.wait();
    for path in ["/?ui=en", "/search?ui=en"] {
        let page = server.ask("GET", path, &format!("Cookie: {cookie}\r\n"), "").body;
        let list = kept(&page);
        assert_eq!(list.len(), 4, "{path}: {list:?}");
        assert!(list[0].contains("Bolivia") && list[0].contains("new event"), "{path}: {}", list[0]);
        assert!(!list[1].contains("new event") && list[1].contains("&lt;b&gt;fear"), "{path}: {}", list[1]);
        assert!(!list[2].contains("new event"), "{path}: {}", list[2]);
        assert!(!list[3].contains("new event"), "{path}: {}", list[3]);
    }

    // Its feed holds what it shows, and nothing else.
    let list = kept(&server.page("/search?ui=en"));
    let feed = |at: usize| {
        let link = after(&list[at], "href=\"/export/").next().unwrap();
        server.get(&format!("/export/{link}")).body
    };
    assert!(feed(0).contains("Paraguay") || feed(0).contains("PRY"), "{}", feed(0));
    let all = server.get("/export/atom").body.matches("<entry>").count();
    for at in 0..4 {
        let found = feed(at).matches("<entry>").count();
        assert!(found < all && (found > 0) == (at == 0), "{at}: {found} of {all}");
    }
    let link = after(&list[0], "href=\"").next().unwrap();
    assert_eq!(link, "/search?actor=BOL&q=vor&ui=en");
    assert!(server.page(&link).contains("Paraguay"));

    // Another under the same name takes its place, and that is said; the same again does not.
    let again = |address: &str| {
        let form =
            [("token", token.as_str()), ("ui", "en"), ("act", "keep"), ("name", "Disputes"), ("address", address)];
        server.post("/views", &form)
    };
    let answer = again("/disputes?actor=PRY");
    assert_eq!(answer.code, 200);
    assert!(answer.body.contains("Kept, in the place of another view"), "{}", answer.body);
    assert_eq!(again("/disputes?actor=PRY").code, 303);
    assert_eq!(kept(&server.page("/search?ui=en")).len(), 4);

    // Forgotten, and by undoing known again; each is a decision that the log names.
    let drop = [("token", token.as_str()), ("act", "drop"), ("name", "Bolivia"), ("address", words)];
    assert_eq!(server.post("/views", &drop).headers["location"], "/search?actor=BOL&q=vor&ui=en");
    assert_eq!(kept(&server.page("/search?ui=en")).len(), 3);
    let log = server.page("/review?ui=en");
    assert!(log.contains("view forgotten") && log.contains("view kept") && log.contains("<bdi>Bolivia</bdi>"), "{log}");
    assert_eq!(server.post("/review", &[("token", &token), ("act", "undo"), ("event", "")]).code, 303);
    assert_eq!(kept(&server.page("/search?ui=en")).len(), 4);
    let checked = run(place.path(), &["doctor", "-p", "x.demarche"], b"");
    assert_eq!(code(&checked), 0, "{}{}", stdout(&checked), stderr(&checked));
}

#[test]
fn the_feed_of_a_kept_view_of_agreements_holds_agreements_only() {
    let place = folder(&[]);
    let server = Server::start(place.path(), &["-p", "x.demarche", sample().to_str().unwrap()]);
    let form = [("token", &*server.token()), ("act", "keep"), ("name", "Pacts"), ("address", "/agreements?actor=IRN")];
    assert_eq!(server.post("/views", &form).code, 303);
    let link = after(&kept(&server.page("/search"))[0], "href=\"/export/").next().unwrap();
    let entries = |path: &str| server.get(path).body.matches("<entry>").count();
    let fed = entries(&format!("/export/{link}"));
    assert_eq!(fed, entries("/export/atom?actor=IRN&of=/agreements"));
    assert!(0 < fed && fed < entries("/export/atom?actor=IRN"), "{fed}");
    let shown = |name: &str| {
        let output = run(place.path(), &["views", "show", name, "--limit", "0", "--jsonl", "-p", "x.demarche"], b"");
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        field(&output, "id").len()
    };
    assert_eq!(shown("Pacts"), fed);
}

#[test]
fn a_kept_view_of_voices_shows_what_they_vouch_for() {
    let place = folder(&[("a.jsonl", super::taken::SPOKEN.as_bytes())]);
    let server = Server::start(place.path(), &["-p", "x.demarche", "a.jsonl"]);
    server.wait();
    for (name, query, expected) in [
        ("One", "who=John+Kerry", 1),
        ("Land", "who=ISR", 2),
        ("Experts", "who=ISR%26kind=expert", 1),
        ("Nobody", "who=Nobody", 0),
    ] {
        let address = format!("/voices?{query}");
        let form = [("token", &*server.token()), ("act", "keep"), ("name", name), ("address", &address)];
        assert_eq!(server.post("/views", &form).code, 303);
        let output = run(place.path(), &["views", "show", name, "--jsonl", "-p", "x.demarche"], b"");
        assert_eq!((code(&output), field(&output, "id").len()), (0, expected), "{name}: {}", stderr(&output));
        let feed = format!("/export/atom?of=/voices&{}", query.replace("%26", "&"));
        assert_eq!(server.get(&feed).body.matches("<entry>").count(), expected, "{name}");
    }
}

#[test]
fn views_are_kept_shown_and_dropped_by_command() {
    let place = folder(&[("a.jsonl", accusations(3).as_bytes())]);
    let done = |arguments: &[&str]| {
        let output = run(place.path(), arguments, b"");
        assert_eq!(code(&output), 0, "{arguments:?}: {}", stderr(&output));
        output
    };
    done(&["add", "a.jsonl", sample().to_str().unwrap(), "-p", "x.demarche", "--quiet"]);
    done(&["views", "keep", "Iran denies", "Iran", "said:IRN", "--status", "denied,claimed", "--from", "2013-01-01"]);
    done(&["views", "keep", "Bolivia", "--actor", "BOL"]);
    let list = done(&["views", "--jsonl"]);
    assert_eq!(field(&list, "name"), ["Iran denies", "Bolivia"]);
    let address = "/search?status=denied&status=claimed&from=2013-01-01&q=Iran+said%3AIRN";
    assert_eq!(field(&list, "address"), [address, "/events?actor=BOL"]);
    // The same as what it was kept of.
    let shown = done(&["views", "show", "Iran denies", "--jsonl"]);
    let asked = ["search", "Iran", "said:IRN", "--status", "denied,claimed", "--from", "2013-01-01", "--jsonl"];
    assert_eq!(stdout(&shown), stdout(&done(&asked)));
    assert_eq!(stdout(&done(&["views", "show", "Bolivia"])), stdout(&done(&["events", "--actor", "BOL"])));
    // Under the same name the newer one; undoing brings the older back.
    let replaced = done(&["views", "keep", "Bolivia", "Paraguay"]);
    assert!(stderr(&replaced).contains("it replaces /events?actor=BOL"), "{}", stderr(&replaced));
    assert_eq!(field(&done(&["views", "--jsonl"]), "address"), [address, "/search?q=Paraguay"]);
    done(&["review", "undo"]);
    done(&["views", "drop", "Iran denies"]);
    assert_eq!(field(&done(&["views", "--jsonl"]), "address"), ["/events?actor=BOL"]);
    done(&["review", "undo"]);
    assert_eq!(field(&done(&["views", "--jsonl"]), "name"), ["Iran denies", "Bolivia"]);
    for (wrong, told) in [
        (&["views", "show", "nothing"][..], 1),
        (&["views", "drop", "nothing"], 1),
        (&["views", "keep", "x", "colour:red"], 2),
    ] {
        assert_eq!(code(&run(place.path(), wrong, b"")), told, "{wrong:?}");
    }
    // A person's views stay when all is coded again.
    done(&["recode", "--quiet"]);
    assert_eq!(field(&done(&["views", "--jsonl"]), "name"), ["Iran denies", "Bolivia"]);
}

#[test]
fn exports_hold_what_their_page_shows_on_the_day_and_of_the_stance_that_is_asked_for() {
    let told = |id: &str, day: &str, text: &str| {
        serde_json::json!({ "id": id, "text": text, "lang": "de", "published": day }).to_string() + "\n"
    };
    let articles = [
        told("a", "2024-05-02", "Peru will am 3. Juni 2024 mit Chile in Lima verhandeln."),
        told("b", "2024-06-04", "Peru hat am 3. Juni 2024 mit Chile in Lima verhandelt."),
        told("c", "2024-05-15", "Am 13. Mai 2024 griff Russland die Ukraine an. Frankreich verurteilte den Angriff."),
        told("d", "2024-05-20", "Am 13. Mai 2024 griff Russland die Ukraine an. Frankreich begrüßte dies."),
        told("e", "2024-05-21", "Am 14. Mai 2024 bombardierte Kenia Uganda. Norwegen verurteilte den Angriff."),
    ];
    let place = folder(&[("a.jsonl", articles.concat().as_bytes())]);
    run(place.path(), &["add", "a.jsonl", "--quiet", "-p", "x.demarche"], b"");
    let server = Server::start(place.path(), &["x.demarche"]);
    for (screen, shown, query, expected) in [
        ("/predictions", "class=\"outcome ", "outcome=happened", 1),
        ("/predictions", "class=\"outcome ", "outcome=open", 0),
        ("/predictions", "class=\"outcome ", "outcome=happened&as-of=2024-05-10", 0),
        ("/predictions", "class=\"outcome ", "outcome=open&as-of=2024-05-10", 1),
        ("/positions", "class=\"card-of\"", "ui=en", 2),
        ("/positions", "class=\"card-of\"", "stance=criticises", 2),
        ("/positions", "class=\"card-of\"", "stance=supports", 1),
        ("/positions", "class=\"card-of\"", "stance=supports&as-of=2024-05-16", 0),
        ("/positions", "class=\"card-of\"", "stance=criticises&as-of=2024-05-16", 1),
    ] {
        let page = server.page(&format!("{screen}?{query}"));
        assert_eq!(page.matches(shown).count(), expected, "{screen}?{query}");
        let feed = server.get(&format!("/export/atom?of={screen}&{query}")).body;
        assert_eq!(feed.matches("<entry>").count(), expected, "{screen}?{query}: {feed}");
        let link = after(&page, "href=\"/export/json?").next().unwrap();
        assert!(link.contains(&screen.replace('/', "of=%2F")), "the page leads to its own export: {link}");
    }
}
