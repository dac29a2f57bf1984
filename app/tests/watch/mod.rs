//! Watching feeds and fetching pages, from a server of the test's own on this machine: what it is asked, how often, and what
//! comes of its answers.

use super::inputs::brotli;
use super::{code, field, folder, run, stderr, stdout};
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// One answer: the status with its reason, the header, the body.
type Answer = (&'static str, String, Vec<u8>);

/// What was asked: the path, and the header in small letters.
type Asked = (String, BTreeMap<String, String>);

/// A server that answers from a table and notes what it is asked.
struct Server {
    address: String,
    answers: Arc<Mutex<BTreeMap<String, Answer>>>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (answers, asked) = (Arc::<Mutex<BTreeMap<String, Answer>>>::default(), Arc::<Mutex<Vec<Asked>>>::default());
        let (table, log) = (Arc::clone(&answers), Arc::clone(&asked));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (table, log) = (Arc::clone(&table), Arc::clone(&log));
                thread::spawn(move || serve(stream, &table, &log));
            }
        });
        Self { address, answers, asked }
    }

    fn set(&self, path: &str, status: &'static str, header: &str, body: &[u8]) {
        self.answers.lock().unwrap().insert(path.to_owned(), (status, header.to_owned(), body.to_vec()));
    }

    /// What was asked since the last call, in order.
    fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }

    /// A feed of these pages, of this server or of others.
    fn feed(&self, pages: &[&str]) -> Vec<u8> {
        let whole =
            |page: &str| if page.starts_with('/') { format!("{}{page}", self.address) } else { page.to_owned() };
        let item = |page: &&str| format!("<item><title>{page}</title><link>{}</link></item>", whole(page));
        let items: String = pages.iter().map(item).collect();
        format!("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Probe</title>{items}</channel></rss>")
            .into_bytes()
    }

    fn opml(&self, feeds: &[&str]) -> TempDir {
        let whole =
            |feed: &str| if feed.starts_with('/') { format!("{}{feed}", self.address) } else { feed.to_owned() };
        let outline = |feed: &&str| format!("<outline type=\"rss\" xmlUrl=\"{}\"/>", whole(feed));
        let outlines: String = feeds.iter().map(outline).collect();
        let opml = format!("<opml version=\"2.0\"><body><outline text=\"x\">{outlines}</outline></body></opml>");
        folder(&[("feeds.opml", opml.as_bytes())])
    }
}

fn serve(stream: TcpStream, table: &Mutex<BTreeMap<String, Answer>>, log: &Mutex<Vec<Asked>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut stream = stream;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
        let mut header = BTreeMap::new();
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
            match line.trim().split_once(':') {
                Some((name, value)) => header.insert(name.to_lowercase(), value.trim().to_owned()),
                None => break,
            };
        }
        let none = ("404 Not Found", String::new(), Vec::new());
        let (mut status, extra, mut body) = table.lock().unwrap().get(&path).cloned().unwrap_or(none);
        // A server that knows the validator it once gave answers that nothing has changed.
        if header.get("if-none-match").is_some_and(|etag| extra.contains(etag.as_str())) {
            (status, body) = ("304 Not Modified", Vec::new());
        }
        log.lock().unwrap().push((path, header));
        let head = format!("HTTP/1.1 {status}\r\n{extra}Content-Length: {}\r\n\r\n", body.len());
        if stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body)).is_err() {
            return;
        }
    }
}

fn page(who: &str, whom: &str) -> Vec<u8> {
    format!(
        "<!DOCTYPE html><html lang='de'><head><title>Streit zwischen {who} und {whom}</title>\
         <meta property='article:published_time' content='2024-05-07T09:30:00+02:00'></head><body><article>\
         <h1>Streit zwischen {who} und {whom}</h1><p>{who} warf {whom} am Dienstag vor, 200 Soldaten an die Grenze verlegt \
         zu haben. {whom} wies das zurück.</p><p>{who} will im Juni mit {whom} über die Grenze verhandeln, teilte die \
         Regierung am Dienstag mit.</p></article></body></html>"
    )
    .into_bytes()
}

/// One round.
fn watch(folder: &TempDir, more: &[&str]) -> std::process::Output {
    let usual = ["watch", "feeds.opml", "-p", "x.demarche", "--once", "--delay", "0"];
    run(folder.path(), &[&usual, more].concat(), b"")
}

fn paths(asked: &[Asked]) -> Vec<&str> {
    asked.iter().map(|(path, _)| path.as_str()).collect()
}

fn docs(folder: &TempDir) -> usize {
    let status = run(folder.path(), &["status", "-p", "x.demarche", "--json"], b"");
    let status: serde_json::Value = serde_json::from_str(&stdout(&status)).unwrap();
    let records = status["records"].as_array().unwrap();
    let articles = records.iter().find(|record| record["what"] == "articles").unwrap();
    articles["value"].as_u64().unwrap().try_into().unwrap()
}

#[test]
fn new_articles_are_added_once_and_new_events_are_told_in_feeds() {
    let server = Server::start();
    server.set("/robots.txt", "200 OK", "", b"User-agent: *\nDisallow: /private/\n");
    server.set("/feed", "200 OK", "ETag: \"one\"\r\n", &server.feed(&["/a", "/b", "/private/c"]));
    server.set("/a", "200 OK", "Content-Type: text/html\r\n", &page("Peru", "Chile"));
    server.set("/b", "200 OK", "Content-Type: text/html\r\n", &page("Norwegen", "Schweden"));
    let folder = server.opml(&["/feed"]);
    let feeds = ["--atom", "new.xml", "--json-feed", "new.json"];
    let first = watch(&folder, &feeds);
    assert_eq!(code(&first), 4, "{}", stderr(&first));
    assert!(stderr(&first).contains("/private/c: its robots.txt does not want it read"), "{}", stderr(&first));
    assert_eq!(paths(&server.asked()), ["/robots.txt", "/feed", "/a", "/b"]);
    assert_eq!(docs(&folder), 2);
    let told = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(told("new.xml").contains("<entry>") && told("new.xml").contains("ACCUSE"));
    assert!(told("new.xml").contains("<id>urn:demarche:news</id><title>demarche: new events</title>"));
    let json: serde_json::Value = serde_json::from_str(&told("new.json")).unwrap();
    let before = json["items"].as_array().unwrap().len();
    assert!(before >= 2, "{json}");

    // Nothing has changed: the feed says so, and no page is asked for again.
    let second = watch(&folder, &feeds);
    assert_eq!(code(&second), 0, "{}", stderr(&second));
    assert!(stderr(&second).contains("1 of them unchanged"), "{}", stderr(&second));
    let asked = server.asked();
    assert_eq!(paths(&asked), ["/robots.txt", "/feed"]);
    assert_eq!(asked[1].1["if-none-match"], "\"one\"");
    assert!(asked[1].1["user-agent"].starts_with("demarche/"));

    server.set("/feed", "200 OK", "ETag: \"two\"\r\n", &server.feed(&["/d", "/a"]));
    server.set("/d", "200 OK", "Content-Type: text/html\r\n", &page("Kenia", "Uganda"));
    let third = watch(&folder, &feeds);
    assert_eq!(code(&third), 0, "{}", stderr(&third));
    assert_eq!(paths(&server.asked()), ["/robots.txt", "/feed", "/d"]);
    assert_eq!(docs(&folder), 3);
    let json: serde_json::Value = serde_json::from_str(&told("new.json")).unwrap();
    assert!(json["items"].as_array().unwrap().len() > before);
}

#[test]
fn a_server_that_wants_to_be_left_alone_is() {
    let server = Server::start();
    server.set("/feed", "429 Too Many Requests", "Retry-After: 3600\r\n", b"");
    server.set("/other", "200 OK", "", &server.feed(&["/a"]));
    server.set("/a", "200 OK", "", &page("Peru", "Chile"));
    let folder = server.opml(&["/other", "/feed", "/third"]);
    let first = watch(&folder, &[]);
    assert!(stderr(&first).contains("answers 429; it can be asked again in 3600 s"), "{}", stderr(&first));
    // The page was named before, but its host has asked for an hour of rest.
    assert_eq!(paths(&server.asked()), ["/robots.txt", "/other", "/feed"]);
    let second = watch(&folder, &[]);
    assert!(stderr(&second).contains("it is not asked for another"), "{}", stderr(&second));
    assert_eq!(paths(&server.asked()), [""; 0]);
    assert_eq!(docs(&folder), 0);
}

#[test]
fn a_broken_feed_costs_only_itself_and_a_server_without_rules_for_robots_is_asked_later() {
    let server = Server::start();
    server.set("/broken", "200 OK", "ETag: \"x\"\r\n", b"<rss version=\"2.0\"><channel><item><title>a</ti");
    server.set("/page", "200 OK", "", b"<!DOCTYPE html><html><body><p>Not here.</p></body></html>");
    server.set("/feed", "200 OK", "", &server.feed(&["/a"]));
    server.set("/a", "200 OK", "Content-Encoding: br\r\n", &brotli(&page("Peru", "Chile")));
    let folder = server.opml(&["/broken", "/page", "/feed", "/missing"]);
    let first = watch(&folder, &[]);
    assert_eq!(code(&first), 4);
    let told = stderr(&first);
    assert!(
        told.contains("/broken: ")
            && told.contains("/page: this is no feed")
            && told.contains("/missing: the server answers 404"),
        "{told}"
    );
    assert_eq!(docs(&folder), 1);
    let outlines = "<outline text=\"a\" text=\"b\" xmlUrl=\"http://a.example/\"/><outline xmlUrl=\"file:///x\"/>";
    let folder = crate::folder(&[("feeds.opml", format!("<opml><body>{outlines}</body></opml>").as_bytes())]);
    let told = stderr(&watch(&folder, &[]));
    assert!(told.contains("feeds.opml has an outline that cannot be read ("), "{told}");
    let failing = Server::start();
    failing.set("/robots.txt", "503 Service Unavailable", "", b"");
    let folder = failing.opml(&["/feed"]);
    let refused = watch(&folder, &[]);
    assert!(stderr(&refused).contains("its robots.txt answers 503"), "{}", stderr(&refused));
    assert_eq!(paths(&failing.asked()), ["/robots.txt"]);
}

#[test]
fn articles_that_feeds_name_in_other_ways_are_asked_for_as_well() {
    let server = Server::start();
    let rss = |items: &str, end: &str| {
        format!("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>P</title>{items}{end}")
    };
    let own = &server.address;
    let items =
        format!("<item><title>a</title><link>/a</link></item><item><title>b</title><guid>{own}/b</guid></item>");
    server.set("/rss", "200 OK", "", rss(&items, "</channel></rss>").as_bytes());
    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>P</title><entry><title>c</title><link href=\"c\"/></entry></feed>";
    server.set("/atom", "200 OK", "", atom.as_bytes());
    let json = format!(
        "{{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"P\",\"items\":[{{\"id\":\"1\",\"url\":\"{own}/d\"}}]}}"
    );
    server.set("/json", "200 OK", "", json.as_bytes());
    let cut = rss(&format!("<item><title>e</title><link>{own}/e</link></item>"), "<item><title>f</ti");
    server.set("/cut", "200 OK", "ETag: \"x\"\r\n", cut.as_bytes());
    for (path, who) in [("/a", "Peru"), ("/b", "Chile"), ("/c", "Bolivien"), ("/d", "Ecuador"), ("/e", "Brasilien")] {
        server.set(path, "200 OK", "", &page(who, "Kolumbien"));
    }
    let folder = server.opml(&["/rss", "/atom", "/json", "/cut"]);
    let first = watch(&folder, &[]);
    assert_eq!(docs(&folder), 5, "{}", stderr(&first));
    assert!(stderr(&first).contains("/cut: the feed is damaged here"), "{}", stderr(&first));
}

#[test]
fn a_run_that_is_killed_goes_on_where_it_was() {
    let server = Server::start();
    let names: Vec<String> = (0..12).map(|at| format!("/{at}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    server.set("/feed", "200 OK", "ETag: \"one\"\r\n", &server.feed(&names));
    for (at, name) in names.iter().enumerate() {
        let others = ["Chile", "Bolivien", "Ecuador", "Kolumbien", "Brasilien", "Uruguay"];
        server.set(name, "200 OK", "", &page(["Peru", "Argentinien"][at % 2], others[at / 2]));
    }
    let folder = server.opml(&["/feed"]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args(["watch", "feeds.opml", "-p", "x.demarche", "--once", "--delay", "0.3"])
        .current_dir(folder.path())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let came = || server.asked.lock().unwrap().len();
    for _ in 0..3000 {
        if came() >= 6 {
            break;
        }
        thread::sleep(Duration::from_millis(50));
    }
    assert!(came() >= 6, "the first run asks");
    child.kill().unwrap();
    child.wait().unwrap();
    let again = watch(&folder, &[]);
    assert_eq!(code(&again), 0, "{}", stderr(&again));
    assert_eq!(docs(&folder), 12);
    // The answer to the page in hand may have been lost; no other is asked for twice.
    let asked = server.asked();
    let pages: Vec<&str> = paths(&asked).into_iter().filter(|path| names.contains(path)).collect();
    assert!(pages.len() <= 13, "{pages:?}");
    assert_eq!(code(&run(folder.path(), &["doctor", "-p", "x.demarche"], b"")), 0);
}

/// A page's state and faults as the project keeps them.
fn kept(folder: &TempDir, path: &str) -> (String, u32) {
    let file = Connection::open(folder.path().join("x.demarche")).unwrap();
    let sql = format!("SELECT state, faults FROM page WHERE url LIKE '%{path}'");
    file.query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
}

#[test]
fn what_a_robots_txt_says_holds_wherever_it_stands_and_however_long_it_is() {
    let server = Server::start();
    server.set("/robots.txt", "301 Moved Permanently", "Location: /rules.txt\r\n", b"");
    let long = "# nothing but words\n".repeat(40_000);
    let rules = format!("User-agent: *\nDisallow: /private/\nCrawl-delay: 1\n{long}");
    server.set("/rules.txt", "200 OK", "", rules.as_bytes());
    server.set("/private/a", "200 OK", "", &page("Peru", "Chile"));
    server.set("/b", "200 OK", "", &page("Peru", "Chile"));
    let folder = folder(&[]);
    let (private, open) = (format!("{}/private/a", server.address), format!("{}/b", server.address));
    let begun = Instant::now();
    let output = run(folder.path(), &["fetch", &private, &open, "--delay", "0"], b"");
    assert!(stderr(&output).contains("its robots.txt does not want it read"), "{}", stderr(&output));
    assert_eq!(field(&output, "title"), ["Streit zwischen Peru und Chile"]);
    assert_eq!(paths(&server.asked()), ["/robots.txt", "/rules.txt", "/b"]);
    assert!(begun.elapsed() >= Duration::from_secs(1), "the pause that it asks for begins with it");
}

#[test]
fn a_page_is_not_lost_while_its_host_is_away_and_not_asked_for_again_when_it_is_too_large() {
    let server = Server::start();
    server.set("/feed", "200 OK", "", &server.feed(&["/a", "/large"]));
    server.set("/a", "503 Service Unavailable", "", b"");
    server.set("/large", "200 OK", "", &page("Peru", "Chile").repeat(200));
    let folder = server.opml(&["/feed"]);
    let first = watch(&folder, &["--max-size", "64K"]);
    assert!(stderr(&first).contains("/large: it is larger than 64K"), "{}", stderr(&first));
    assert_eq!((kept(&folder, "/a"), kept(&folder, "/large")), (("open".to_owned(), 1), ("refused".to_owned(), 0)));
    // One more fault of its own and it would be given up; but now the server itself fails.
    let file = Connection::open(folder.path().join("x.demarche")).unwrap();
    file.execute("UPDATE page SET due = 0, faults = 4 WHERE state = 'open'", []).unwrap();
    server.set("/robots.txt", "503 Service Unavailable", "", b"");
    server.asked();
    let second = watch(&folder, &[]);
    assert!(stderr(&second).contains("its robots.txt answers 503"), "{}", stderr(&second));
    assert_eq!(paths(&server.asked()), ["/robots.txt"]);
    assert_eq!(kept(&folder, "/a"), ("open".to_owned(), 4));
    file.execute("DELETE FROM rest", []).unwrap();
    file.execute("UPDATE feed SET due = 0", []).unwrap();
    server.set("/robots.txt", "404 Not Found", "", b"");
    server.set("/a", "200 OK", "", &page("Peru", "Chile"));
    assert_eq!(code(&watch(&folder, &[])), 0);
    assert_eq!(docs(&folder), 1);
}

#[test]
fn feeds_and_redirections_lead_into_no_private_network() {
    let (server, inner) = (Server::start(), Server::start());
    let secret = format!("{}/secret", inner.address);
    inner.set("/secret", "200 OK", "", &page("Peru", "Chile"));
    server.set("/feed", "200 OK", "", &server.feed(&[&secret, "/led", "http://localhost:1/x"]));
    server.set("/led", "302 Found", &format!("Location: {secret}\r\n"), b"");
    let folder = server.opml(&["/feed"]);
    let told = stderr(&watch(&folder, &[]));
    assert_eq!(told.matches("it leads into a private network").count(), 3, "{told}");
    assert_eq!(paths(&inner.asked()), [""; 0]);
    // Who names the address means it.
    let read = run(folder.path(), &["fetch", &secret, "--delay", "0"], b"");
    assert_eq!(code(&read), 0, "{}", stderr(&read));
}

#[test]
fn the_host_that_wants_rest_gets_it_not_the_one_that_led_there() {
    let (server, other) = (Server::start(), Server::start());
    other.set("/feed", "200 OK", "", &other.feed(&[]));
    other.set("/x", "429 Too Many Requests", "Retry-After: 3600\r\n", b"");
    server.set("/feed", "200 OK", "", &server.feed(&["/a", "/b", "/c"]));
    for led in ["/a", "/b"] {
        server.set(led, "302 Found", &format!("Location: {}/x\r\n", other.address), b"");
    }
    server.set("/c", "200 OK", "", &page("Peru", "Chile"));
    let folder = server.opml(&["/feed", &format!("{}/feed", other.address)]);
    let told = stderr(&watch(&folder, &[]));
    assert!(told.contains("answers 429; it can be asked again in 3600 s"), "{told}");
    assert!(told.contains(&format!("{} is left alone for now", other.address)), "{told}");
    assert_eq!(paths(&other.asked()), ["/robots.txt", "/feed", "/x"]);
    assert_eq!(docs(&folder), 1);
    server.asked();
    let again = stderr(&watch(&folder, &[]));
    assert!(again.contains(&format!("{}/feed: its host is not asked for another", other.address)), "{again}");
    assert_eq!((paths(&server.asked()), paths(&other.asked())), (vec!["/robots.txt", "/feed"], vec![]));
}

#[test]
fn a_page_is_fetched_and_read() {
    let server = Server::start();
    server.set("/old", "301 Moved Permanently", "Location: /new\r\n", b"");
    server.set("/new", "200 OK", "Content-Type: text/html\r\n", &page("Peru", "Chile"));
    let folder = folder(&[]);
    let url = format!("{}/old", server.address);
    let read = run(folder.path(), &["fetch", &url, "--delay", "0"], b"");
    assert_eq!(code(&read), 0, "{}", stderr(&read));
    assert_eq!(field(&read, "title"), ["Streit zwischen Peru und Chile"]);
    assert_eq!(field(&read, "url"), [format!("{}/new", server.address)]);
    let wrong = run(folder.path(), &["fetch", "file:///etc/hosts"], b"");
    assert_eq!(code(&wrong), 4);
    assert!(stderr(&wrong).contains("only http and https"), "{}", stderr(&wrong));
}

#[test]
fn the_feed_tells_the_day_where_the_page_names_a_year_and_the_last_address_is_the_page_s() {
    let server = Server::start();
    let day = "<pubDate>Tue, 12 Mar 2024 10:00:00 +0100</pubDate>";
    let item = format!("<item><link>{}/old</link>{day}</item>", server.address);
    let feed = format!("<rss version=\"2.0\"><channel><title>Probe</title>{item}</channel></rss>");
    server.set("/feed", "200 OK", "", feed.as_bytes());
    server.set("/old", "301 Moved Permanently", "Location: /new\r\n", b"");
    let undated = String::from_utf8(page("Peru", "Chile")).unwrap();
    let undated =
        undated.replace("2024-05-07T09:30:00+02:00", "").replace("</article>", "</article><p>\u{a9} 2024</p>");
    server.set("/new", "200 OK", "Content-Type: text/html; charset=utf-8\r\n", undated.as_bytes());
    let folder = server.opml(&["/feed"]);
    let output = watch(&folder, &[]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let connection = Connection::open(folder.path().join("x.demarche")).unwrap();
    let told = connection.query_row("SELECT published, url FROM article", [], |row| Ok((row.get(0)?, row.get(1)?)));
    assert_eq!(told.unwrap(), ("2024-03-12".to_owned(), format!("{}/new", server.address)));
}

#[test]
fn a_bad_line_of_the_list_is_named_and_the_rest_is_asked() {
    let server = Server::start();
    server.set("/feed", "200 OK", "", &server.feed(&["/a"]));
    server.set("/a", "200 OK", "", &page("Peru", "Chile"));
    let list = format!("# mine\nno address\n{}/feed\n", server.address);
    let outlines = format!(
        "<opml><body><outline xmlUrl=\"no address\"/><outline xmlUrl=\"{}/feed\"/><outline xmlUrl=\"<",
        server.address
    );
    for (text, faults) in [(list, 1), (outlines, 2)] {
        let folder = folder(&[("feeds.opml", text.as_bytes())]);
        let output = watch(&folder, &[]);
        assert_eq!((code(&output), docs(&folder)), (4, 1), "{}", stderr(&output));
        assert_eq!(stderr(&output).matches("skipped: ").count(), faults, "{}", stderr(&output));
        assert!(stderr(&output).contains("feeds.opml: \"no address\" is no address of a feed"), "{}", stderr(&output));
    }
}

#[test]
fn every_entry_of_a_feed_is_asked_for_however_it_names_its_page() {
    let server = Server::start();
    let at = |path: &str| format!("{}{path}", server.address);
    let rss = format!(
        "<rss version='2.0'><channel><title>Probe</title><item><title>A</title><link>/a</link></item><item><title>B</title>\
         <guid>{}</guid></item><item><title>C</title><guid isPermaLink='false'>{}</guid><description>Text.</description></item>\
         </channel></rss>",
        at("/b"),
        at("/c")
    );
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>Probe</title><entry><title>D</title><link href='d'/><id>r</id>\
                </entry></feed>";
    let json = format!(
        "{{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"Probe\",\"items\":[{{\"id\":\"1\",\"url\":\"{}\",\
         \"date_published\":\"2024-05-09T10:00:00Z\"}},{{\"id\":\"2\",\"url\":\"{}\",\"content_text\":\"Kurz.\"}}]}}",
        at("/e"),
        at("/f")
    );
    server.set("/rss", "200 OK", "", rss.as_bytes());
    server.set("/in/atom", "200 OK", "", atom.as_bytes());
    server.set("/json", "200 OK", "", json.as_bytes());
    for path in ["/a", "/b", "/in/d", "/e", "/f"] {
        server.set(path, "200 OK", "", &page("Peru", "Chile"));
    }
    let told = watch(&server.opml(&["/rss", "/in/atom", "/json"]), &[]);
    let asked = server.asked();
    assert_eq!(paths(&asked), ["/robots.txt", "/rss", "/in/atom", "/json", "/a", "/b", "/e", "/f", "/in/d"]);
    assert_eq!(code(&told), 4);
    assert!(stderr(&told).contains("/rss: 1 entries name no page and are left out"), "{}", stderr(&told));
}

#[test]
fn what_stands_before_the_break_in_a_feed_is_asked_for() {
    let server = Server::start();
    let whole = server.feed(&["/a", "/b"]);
    let cut = whole.get(..whole.len() - 40).unwrap();
    server.set("/feed", "200 OK", "ETag: \"1\"\r\n", cut);
    server.set("/a", "200 OK", "", &page("Peru", "Chile"));
    let folder = server.opml(&["/feed"]);
    let told = watch(&folder, &[]);
    assert_eq!(paths(&server.asked()), ["/robots.txt", "/feed", "/a"]);
    assert_eq!((code(&told), docs(&folder)), (4, 1));
    assert!(stderr(&told).contains("the feed is damaged here"), "{}", stderr(&told));
    // The rest may come: it is asked as one that was never read.
    watch(&folder, &[]);
    let asked = server.asked();
    let feed = asked.iter().find(|(path, _)| path == "/feed").unwrap();
    assert_eq!((paths(&asked).contains(&"/a"), feed.1.get("if-none-match")), (false, None));
}
