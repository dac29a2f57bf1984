//! `demarche serve` as browsers meet it: the program itself on a loopback address, requests in, pages out.

mod asked;
mod fed;
mod heeded;
mod once;
mod taken;
mod told;
mod views;

use super::{folder, sample};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

/// Bytes of a page, without the map.
const LARGEST: usize = 300_000;
/// Links that are followed.
const FOLLOWED: usize = 300;

struct Server {
    child: Child,
    address: String,
    _folder: Option<TempDir>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Answer {
    code: u16,
    headers: BTreeMap<String, String>,
    body: String,
}

fn serve(place: &Path, arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
    command.args(["serve", "--port", "0"]).args(arguments).current_dir(place);
    command.stderr(Stdio::piped()).spawn().unwrap()
}

/// The address at which a server says that it listens.
fn listening(child: &mut Child) -> String {
    let mut told = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("is open at http://") {
        line.clear();
        assert!(told.read_line(&mut line).unwrap() > 0, "the server ended");
    }
    // What else it says must go somewhere.
    thread::spawn(move || told.read_to_end(&mut Vec::new()));
    line.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned()
}

impl Server {
    /// Serves what the arguments say, and waits until all articles are in.
    fn start(place: &Path, arguments: &[&str]) -> Self {
        let mut child = serve(place, arguments);
        let address = listening(&mut child);
        let server = Self { child, address, _folder: None };
        server.wait();
        server
    }

    fn sample() -> Self {
        let place = folder(&[]);
        let mut server = Self::start(place.path(), &[sample().to_str().unwrap()]);
        server._folder = Some(place);
        server
    }

    fn wait(&self) {
        for _ in 0..600 {
            if !self.get("/run").body.contains("data-running") {
                return;
            }
            thread::sleep(Duration::from_millis(100));
        }
        assert!(!self.get("/run").body.contains("data-running"), "articles are still being added");
    }

    fn send(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let mut lines = head.lines();
        let code = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines.filter_map(|l| l.split_once(": ")).map(|(n, v)| (n.to_lowercase(), v.to_owned())).collect();
        Answer { code, headers, body: body.to_owned() }
    }

    fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> Answer {
        let (address, length) = (&self.address, body.len());
        let host = if headers.contains("Host:") { String::new() } else { format!("Host: {address}\r\n") };
        self.send(&format!(
            "{method} {path} HTTP/1.1\r\n{host}{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        ))
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "", "")
    }

    fn page(&self, path: &str) -> String {
        let answer = self.get(path);
        assert_eq!(answer.code, 200, "{path}: {}", answer.body);
        assert!(answer.body.len() < LARGEST, "{path}: {} bytes", answer.body.len());
        answer.body
    }

    fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let body = form.iter().map(|(n, v)| format!("{n}={}", v.replace(' ', "+").replace(';', "%3B")));
        let kind = "Content-Type: application/x-www-form-urlencoded\r\n";
        self.ask("POST", path, kind, &body.collect::<Vec<_>>().join("&"))
    }

    /// The word that forms bring back.
    fn token(&self) -> String {
        after(&self.page("/run"), "name=\"token\" value=\"").next().unwrap()
    }

    fn upload(&self, token: &str, name: &str, text: &str) -> Answer {
        self.upload_all(token, &[(name, text)])
    }

    fn upload_all(&self, token: &str, files: &[(&str, &str)]) -> Answer {
        let part =
            |head: &str, value: &str| format!("--cut\r\nContent-Disposition: form-data; {head}\r\n\r\n{value}\r\n");
        let file = |(name, text): &(&str, &str)| part(&format!("name=\"files\"; filename=\"{name}\""), text);
        let files: String = files.iter().map(file).collect();
        let body = part("name=\"token\"", token) + &files + "--cut--\r\n";
        self.ask("POST", "/add", "Content-Type: multipart/form-data; boundary=cut\r\n", &body)
    }
}

/// What stands behind each occurrence, up to the next quotation mark.
fn after(page: &str, begin: &str) -> impl Iterator<Item = String> {
    let found: Vec<String> =
        page.split(begin).skip(1).map(|rest| plain(rest.split('"').next().unwrap_or_default())).collect();
    found.into_iter()
}

/// Text of HTML, without its tags and entities.
fn plain(html: &str) -> String {
    let mut text = String::new();
    for (at, part) in html.split('<').enumerate() {
        text.push_str(if at == 0 { part } else { part.split_once('>').map_or("", |(_, rest)| rest) });
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The screens of the navigation, and one each of those behind them.
fn screens(server: &Server) -> Vec<String> {
    let start = server.page("/");
    let navigation = start.split("<nav class=\"screens\"").nth(1).unwrap().split("</nav>").next().unwrap();
    let mut paths: Vec<String> = after(navigation, "href=\"").collect();
    paths.extend(after(&start, "class=\"cite\" href=\"").next());
    paths.extend(after(&server.page("/events"), "class=\"fact\" href=\"").next());
    paths.extend(
        ["/search", "/search?q=Iran", "/help", "/?length=short", "/events?dyad=IRN,USA&from=2015-01-01"]
            .map(str::to_owned),
    );
    paths
}

fn in_tongue(path: &str, tongue: &str) -> String {
    let (path, place) = path.split_once('#').unwrap_or((path, ""));
    let mark = if path.contains('?') { '&' } else { '?' };
    format!("{path}{mark}ui={tongue}#{place}").trim_end_matches('#').to_owned()
}

fn asked(path: &str) -> &str {
    path.split('#').next().unwrap_or_default()
}

#[test]
fn every_screen_is_whole_in_both_languages() {
    let server = Server::sample();
    let paths = screens(&server);
    assert!(paths.len() > 12, "{paths:?}");
    let mut said: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for tongue in ["de", "en"] {
        for path in &paths {
            let page = server.page(asked(&in_tongue(path, tongue)));
            assert!(page.contains(&format!("<html lang=\"{tongue}\">")), "{path}");
            let missing: Vec<&str> = page.split('⟦').skip(1).map(|r| r.split('⟧').next().unwrap()).collect();
            assert!(missing.is_empty(), "{path}: words.tsv lacks {missing:?}");
            let main = page.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
            assert!(main.contains("<h1") && plain(main).len() > 60, "{path}: {main}");
            assert!(!page.contains(" style=\"") && !page.contains("onclick"), "{path} breaks its own policy");
            said.entry(path.clone()).or_default().push(plain(main));
        }
    }
    for (path, told) in said {
        assert_ne!(told[0], told[1], "{path} says the same in both languages");
    }
}

#[test]
fn no_link_of_any_page_leads_nowhere() {
    let server = Server::sample();
    let mut open: Vec<String> = screens(&server);
    let mut seen: BTreeSet<String> = open.iter().map(|path| asked(path).to_owned()).collect();
    let mut followed = 0;
    while let Some(path) = open.pop() {
        let answer = server.get(asked(&path));
        assert_eq!(answer.code, 200, "{path}");
        followed += 1;
        if followed == FOLLOWED || !answer.headers["content-type"].starts_with("text/html") {
            continue;
        }
        if path.starts_with("/export") {
            continue;
        }
        for link in after(&answer.body, "href=\"").filter(|link| !link.starts_with("http")) {
            if let Some(place) = link.strip_prefix('#') {
                assert!(answer.body.contains(&format!("id=\"{place}\"")), "{path}: {link}");
            } else if seen.insert(asked(&link).to_owned()) && followed < FOLLOWED {
                open.push(link);
            }
        }
    }
    assert!(followed > 60, "{followed}");
}

#[test]
fn a_confidence_that_is_asked_for_is_used_also_below_the_usual_one() {
    let place = folder(&[]);
    let server = Server::start(place.path(), &["-p", "x.demarche", sample().to_str().unwrap()]);
    let cited = |path: &str| server.page(path).matches("class=\"cite\"").count();
    assert!(cited("/?min-confidence=0.1") > cited("/"));
    assert!(cited("/?min-confidence=0.6") < cited("/"));
    let report = |least: &[&str]| {
        let output = super::run(place.path(), &[&["report", "x.demarche"], least].concat(), b"");
        super::stdout(&output).len()
    };
    assert!(report(&["--min-confidence", "0"]) > report(&[]));
    assert_eq!(report(&["--min-confidence", "0.35"]), report(&[]));
}

#[test]
fn every_citation_opens_the_passage_where_it_stands() {
    let server = Server::sample();
    let start = server.page("/?ui=de");
    let marks: Vec<(String, String)> = after(&start, "class=\"cite\" href=\"").zip(after_title(&start)).collect();
    assert!(marks.len() > 20, "{}", marks.len());
    for (link, passage) in marks.iter().collect::<BTreeSet<_>>() {
        let page = server.page(asked(link));
        let marked: String = page
            .split("<mark class=\"target")
            .skip(1)
            .map(|rest| plain(rest.split_once('>').unwrap().1.split("</mark>").next().unwrap()))
            .collect();
        // Beside the pointer stands no more than how it begins.
        let begins = passage.strip_suffix('…').unwrap_or(passage);
        assert!(squeezed(&marked).starts_with(squeezed(begins).as_str()), "{link}: {marked}");
        assert_eq!(page.matches("id=\"at\"").count(), 1, "{link}");
    }
}

fn after_title(page: &str) -> impl Iterator<Item = String> {
    let cites = page.split("<a class=\"cite\"").skip(1).map(|rest| rest.split('>').next().unwrap().to_owned());
    let titles: Vec<String> = cites.map(|tag| after(&tag, "title=\"").next().unwrap()).collect();
    titles.into_iter()
}

#[test]
fn article_text_stays_text() {
    let bad = [
        "<script>alert(1)</script> </p></main><script src=//evil.example/x.js></script>",
        "<img src=x onerror=alert(1)> <svg onload=alert(1)> <a href=javascript:alert(1)>x</a>",
        "\u{202e}Peru drohte Chile\u{202c} \u{2066}mit Krieg\u{2069} &lt;b&gt; &#x3c;script&#x3e; ]]> <!-- -->",
    ];
    let text = bad.map(|b| format!("Peru warf Chile am Montag {b} vor, die Grenze verletzt zu haben.")).join("\n\n");
    let title = "Peru droht Chile <script>alert(2)</script>\" onmouseover=\"alert(3)";
    let record = serde_json::json!({
        "id": "x\"><script>alert(4)</script>/../é ü?#", "title": title, "text": text, "published": "2024-05-06",
        "url": "javascript:alert(5)", "source": "<b>Blatt</b>\" x=\"", "lang": "de",
    });
    let place = folder(&[("a.jsonl", format!("{record}\n").as_bytes())]);
    let server = Server::start(place.path(), &["a.jsonl"]);
    let mut paths = screens(&server);
    paths.extend(after(&server.page("/events"), "class=\"fact\" href=\""));
    paths.extend(after(&server.page("/sources"), "<th scope=\"row\"><a href=\""));
    paths.extend(
        ["/search?q=Peru&ui=de", "/search?q=%3Cscript%3Ealert(9)%3C/script%3E", "/review?ui=%22%3E%3Cscript%3E"]
            .map(str::to_owned),
    );
    let event = after(&server.page("/events"), "class=\"fact\" href=\"").next().unwrap();
    let article = after(&server.page(&event), "<figcaption><a href=\"").next().unwrap();
    let page = server.page(asked(&article));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && page.contains('\u{202e}'), "{page}");
    paths.push(article);
    for path in paths {
        let page = server.page(asked(&path));
        let scripts: Vec<&str> = page.split("<script").skip(1).map(|rest| rest.split('>').next().unwrap()).collect();
        assert_eq!(scripts.len(), 2, "{path}: {scripts:?}");
        for sign in ["<img", "<svg onload", "javascript:alert(5)\"", "<b>Blatt", "onmouseover=\"alert"] {
            assert!(!page.contains(sign), "{path} holds {sign}");
        }
        assert!(!page.contains("href=\"javascript"), "{path}");
    }
}

#[test]
fn long_articles_come_in_parts() {
    let sentences: String =
        (0..400).map(|n| format!("Peru warf Chile am Montag vor, {n} Soldaten entsandt zu haben. ")).collect();
    let paragraph = "Wort ".repeat(40_000);
    let records = [("many", sentences), ("long", paragraph)].map(|(id, text)| {
        serde_json::json!({ "id": id, "title": id, "text": text, "published": "2024-05-06", "lang": "de" }).to_string()
    });
    let place = folder(&[("a.jsonl", records.join("\n").as_bytes())]);
    let server = Server::start(place.path(), &["a.jsonl", "--max-time", "120"]);
    for path in [
        "/article/many",
        "/article/long",
        "/article/many?at=20000-20040",
        "/article/long?part=4",
        "/",
        "/events?limit=2000",
        "/search?q=Peru&limit=2000",
        "/search?q=Peru&limit=2000&page=4",
        "/search?q=Wort",
    ] {
        server.page(path);
    }
    assert!(server.page("/article/many?at=20000-20040").contains("id=\"at\""));
    assert!(server.page("/article/long?part=99").contains("Wort"));
}

#[test]
fn only_this_machine_and_its_own_forms_come_in() {
    let server = Server::sample();
    for host in ["evil.example", "127.0.0.1.evil.example", "evil.example:80"] {
        assert_eq!(server.ask("GET", "/", &format!("Host: {host}\r\n"), "").code, 421, "{host}");
    }
    let answer = server.get("/");
    let policy = &answer.headers["content-security-policy"];
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(answer.headers["x-content-type-options"], "nosniff");
    let event = after(&server.page("/events"), "class=\"fact\" href=\"/event/").next().unwrap();
    let token = server.token();
    let good = [("token", token.as_str()), ("act", "accept"), ("event", event.as_str())];
    assert_eq!(server.post("/review", &good[1..]).code, 403);
    assert_eq!(server.post("/review", &[("token", "0"), good[1], good[2]]).code, 403);
    let body = format!("token={token}&act=accept&event={event}");
    let kind = "Content-Type: application/x-www-form-urlencoded\r\n";
    for header in ["Origin: http://evil.example\r\n", "Sec-Fetch-Site: cross-site\r\n", "Origin: null\r\n"] {
        assert_eq!(server.ask("POST", "/review", &format!("{kind}{header}"), &body).code, 403, "{header}");
    }
    assert!(server.page("/review").contains("name=\"act\""));
    assert_eq!(server.upload("0", "a.txt", "x").code, 403);
    assert_eq!(server.ask("DELETE", "/", "", "").code, 405);
    assert_eq!(server.get(&format!("/events?source={}", "x".repeat(9_000))).code, 414);
    assert_eq!(server.ask("GET", "/", &format!("X-Long: {}\r\n", "x".repeat(40_000)), "").code, 431);
    let long = "x".repeat(100_000);
    assert_eq!(server.post("/review", &[("token", &token), ("act", &long)]).code, 413);
    for path in [
        "/../../etc/passwd",
        "/static/../Cargo.toml",
        "/article/..%2f..%2fetc%2fpasswd",
        "/event/%00",
        "/nowhere",
        "/static/x",
    ] {
        assert_eq!(server.get(path).code, 404, "{path}");
    }
    for path in ["/events?type=SING", "/events?from=soon", "/events?dyad=PER", "/events?min-origins=many"] {
        assert_eq!(server.get(path).code, 400, "{path}");
    }
}

#[test]
fn a_token_is_wanted_where_others_can_come_in() {
    let (place, articles) = (folder(&[]), sample());
    let articles = articles.to_str().unwrap();
    let refused = super::run(place.path(), &["serve", "--host", "0.0.0.0", "-p", "x.demarche", articles], b"");
    assert!(super::stderr(&refused).contains("--token"), "{}", super::stderr(&refused));
    let mut server = Command::new(env!("CARGO_BIN_EXE_demarche"));
    server.current_dir(place.path());
    let child = server.args(["serve", "--port", "0", "--token", "long-enough-word", "-p", "x.demarche", articles]);
    let mut child = child.stderr(Stdio::piped()).spawn().unwrap();
    let mut told = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    told.read_line(&mut line).unwrap();
    thread::spawn(move || told.read_to_end(&mut Vec::new()));
    let address = line.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
    let server = Server { child, address, _folder: Some(place) };
    assert_eq!(server.get("/").code, 401);
    assert_eq!(server.get("/static/style.css").code, 401);
    assert_eq!(server.get("/?token=another-long-word").code, 401);
    assert!(server.get("/").body.contains("?token="), "a page that says what is wanted");
    let entered = server.get("/events?actor=IRN&token=long-enough-word&ui=en");
    assert_eq!((entered.code, entered.headers["location"].as_str()), (303, "/events?actor=IRN&ui=en"));
    let cookie = entered.headers["set-cookie"].split(';').next().unwrap().to_owned();
    assert!(entered.headers["set-cookie"].contains("HttpOnly; SameSite=Strict"));
    assert!(cookie.starts_with(&format!("demarche-{}=", server.address.rsplit(':').next().unwrap())), "{cookie}");
    // Who is known already gets rid of it too: no page holds it.
    let again = server.ask("GET", "/help?token=long-enough-word", &format!("Cookie: {cookie}\r\n"), "");
    assert_eq!((again.code, again.headers["location"].as_str()), (303, "/help"));
    assert_eq!(server.ask("GET", "/run", &format!("Cookie: {cookie}\r\n"), "").code, 200);
    assert_eq!(server.ask("GET", "/run", "Authorization: Bearer long-enough-word\r\n", "").code, 200);
}

#[test]
fn files_are_added_and_decisions_taken_back() {
    let place = folder(&[]);
    let made = super::run(place.path(), &["add", sample().to_str().unwrap(), "-p", "x.demarche", "-q"], b"");
    assert_eq!(super::code(&made), 0, "{}", super::stderr(&made));
    let server = Server::start(place.path(), &["x.demarche"]);
    let token = server.token();
    let text = "Peru drohte Chile am Montag mit einem Einmarsch. Chile wies die Drohung am Dienstag scharf zurück.";
    let went = server.upload(&token, "../../neu é.txt", text);
    assert_eq!((went.code, went.headers["location"].as_str()), (303, "/run"), "{}", went.body);
    server.wait();
    assert!(server.page("/run?ui=en").contains("Added: 1"), "{}", server.page("/run?ui=en"));
    assert!(server.page("/article/neu%20%C3%A9").contains("Einmarsch"));
    server.upload(&token, "neu é.txt", text);
    server.wait();
    assert!(server.page("/run?ui=en").contains("already there: 1"));
    server.upload(&token, "nothing.bin", "\u{0}\u{1}\u{2}");
    server.wait();
    let skipped = server.page("/run?ui=en");
    let reason = skipped.split("1 skipped").nth(1).unwrap().split("</details>").next().unwrap();
    assert!(reason.contains("<li lang=\"en\"><bdi>nothing.bin"), "{reason}");

    let event = after(&server.page("/events?actor=PER&type=THREATEN"), "class=\"fact\" href=\"/event/").next().unwrap();
    let before = server.page(&format!("/event/{event}?ui=en"));
    let form = server.page(&format!("/review?event={event}&ui=en"));
    assert!(form.contains("value=\"CHL"), "{form}");
    let field = |name: &str| after(&form, &format!("name=\"{name}\" value=\"")).next().unwrap_or_default();
    let (recipients, time) = (field("recipients"), field("time"));
    assert!(field("actors").starts_with("PER"), "{form}");
    let correct = |actors: &str| {
        server.post(
            "/review",
            &[
                ("token", &token),
                ("act", "correct"),
                ("event", &event),
                ("actors", actors),
                ("recipients", &recipients),
                ("type", "THREATEN"),
                ("mode", &selected(&form, "mode")),
                ("status", "denied"),
                ("time", &time),
                ("place", &field("place")),
            ],
        )
    };
    assert_eq!(correct("BOL GOV; PER").code, 303);
    let after_it = server.page(&format!("/event/{event}?ui=en"));
    assert!(
        after_it.contains("Bolivia") && after_it.contains("denied") && after_it.contains("corrected"),
        "{after_it}"
    );
    assert_eq!(correct("nobody at all").code, 400);
    assert_eq!(server.post("/review", &[("token", &token), ("act", "undo"), ("event", "")]).code, 303);
    let undone = server.page(&format!("/event/{event}?ui=en"));
    assert!(!undone.contains("Bolivia") && undone.contains("undone"), "{undone}");
    let denied = "class=\"status denied\"";
    assert!(after_it.contains(denied));
    assert_eq!(before.matches(denied).count(), undone.matches(denied).count());
}

/// Articles that tell one accusation each, as JSON lines.
fn accusations(count: usize) -> String {
    let record = |n: usize| {
        let text = format!("Die bolivianische Regierung warf Paraguay am 6. Mai vor, {n} Soldaten entsandt zu haben.");
        serde_json::json!({ "id": format!("a{n}"), "text": text, "lang": "de", "published": "2024-05-07" }).to_string()
    };
    (0..count).map(|n| record(n) + "\n").collect()
}

#[test]
fn files_that_are_not_taken_are_refused_in_words() {
    let place = folder(&[]);
    let server = Server::start(place.path(), &["-p", "x.demarche", sample().to_str().unwrap()]);
    let token = server.token();
    let before = server.page("/sources?ui=de");
    let many: Vec<(&str, &str)> = (0..2_001).map(|_| ("a.txt", "x")).collect();
    let refused = server.upload_all(&token, &many);
    assert_eq!(refused.code, 413);
    assert!(refused.body.contains("2,000") || refused.body.contains("2000"), "{}", refused.body);
    assert_eq!(server.page("/sources?ui=de"), before);
    assert_eq!(server.upload(&token, "many.jsonl", &accusations(100)).code, 303);
    let second = server.upload(&token, "b.jsonl", &accusations(1));
    assert_eq!(second.code, 409, "{}", second.body);
    assert!(second.body.split_whitespace().count() > 5, "{}", second.body);
    server.wait();
    assert_eq!(server.upload(&token, "b.jsonl", &accusations(1)).code, 303);
}

#[test]
fn a_server_with_tls_may_stand_in_front() {
    let server = Server::sample();
    let event = after(&server.page("/events"), "class=\"fact\" href=\"/event/").next().unwrap();
    let body = format!("token={}&act=accept&event={event}", server.token());
    let origin = format!("Content-Type: application/x-www-form-urlencoded\r\nOrigin: https://{}\r\n", server.address);
    assert_eq!(server.ask("POST", "/review", &origin, &body).code, 303);
    let place = folder(&[]);
    let known = "Authorization: Bearer a-long-word\r\n";
    let mut child = serve(place.path(), &["-p", "x.demarche", "--token", "a-long-word", sample().to_str().unwrap()]);
    let server = Server { address: listening(&mut child), child, _folder: None };
    assert_eq!(server.ask("GET", "/", "Host: pages.example\r\n", "").code, 401);
    let page = server.ask("GET", "/run", &format!("Host: pages.example\r\n{known}"), "");
    assert_eq!(page.code, 200);
    assert!(page.body.contains("name=\"files\"") && !page.body.contains("name=\"folder\""));
}

#[test]
fn passages_are_split_off_by_their_own_numbers() {
    let place = folder(&[]);
    let server = Server::start(place.path(), &["-p", "x.demarche", sample().to_str().unwrap()]);
    let token = server.token();
    let split = |event: &str, passage: &str| {
        server.post("/review", &[("token", &token), ("act", "split"), ("event", event), ("passage", passage)])
    };
    let events: Vec<String> = after(&server.page("/events"), "class=\"fact\" href=\"/event/").collect();
    let form = |event: &String| server.page(&format!("/review?event={event}"));
    let event = events.iter().find(|event| form(event).contains("name=\"passage\"")).unwrap();
    let numbers: Vec<String> = after(&form(event), "name=\"passage\" value=\"").collect();
    assert_eq!(split(event, &numbers[1]).code, 303);
    // The same form once more, from a page that was made before: the passage stands elsewhere now.
    assert_eq!(split(event, &numbers[1]).code, 400);
    assert!(!form(event).contains(&format!("name=\"passage\" value=\"{}\"", numbers[1])));
}

#[test]
fn what_is_new_since_the_last_visit_is_told() {
    let place = folder(&[]);
    let server = Server::start(place.path(), &["-p", "x.demarche", sample().to_str().unwrap()]);
    let visit = |cookie: &str| {
        let answer = server.ask("GET", "/?ui=en", &format!("Cookie: other=1; {cookie}\r\n"), "");
        let cookie = answer.headers["set-cookie"].split(';').next().unwrap().to_owned();
        let news = answer
            .body
            .split("aria-labelledby=\"news\"")
            .nth(1)
            .map(|rest| rest.split("</section>").next().unwrap().to_owned());
        (cookie, news)
    };
    let (first, news) = visit("");
    assert_eq!(news, None, "who comes first has missed nothing");
    assert_eq!(server.upload(&server.token(), "a.jsonl", &accusations(3)).code, 303);
    server.wait();
    // The same visit goes on; and one that comes two hours later.
    let (_, within) = visit(&first);
    let earlier = |cookie: &str| {
        let (state, at) = cookie.rsplit_once('.').unwrap();
        format!("{state}.{}", at.parse::<i64>().unwrap() - 7_200)
    };
    let (later, news) = visit(&earlier(&first));
    assert_eq!(news, within);
    let news = news.unwrap();
    assert!(news.contains("3 new articles") && news.contains("new event") && news.contains("Paraguay"), "{news}");
    let link = after(&news, "href=\"").next().unwrap();
    assert!(server.page(&link).contains("Paraguay"));
    let (_, nothing) = visit(&earlier(&later));
    assert_eq!(nothing, None, "all of it was seen");
    assert_eq!(server.page("/events?ui=en").matches("aria-labelledby=\"news\"").count(), 0);
}

#[test]
fn a_past_day_is_no_visit_and_says_what_it_stands_on() {
    let place = folder(&[]);
    let server = Server::start(place.path(), &["-p", "x.demarche", sample().to_str().unwrap()]);
    let past = server.ask("GET", "/?as-of=2016-01-10&ui=en", "", "");
    assert_eq!(past.headers.get("set-cookie"), None, "nothing of today was seen");
    let side = past.body.split("<div class=\"side\">").nth(1).unwrap();
    assert!(side.contains("As of 10 January 2016") && side.contains("Corpus today"), "{side}");
    assert!(side.contains("href=\"/?ui=en\"") && side.contains("href=\"/events?ui=en\""), "{side}");
    assert!(!side.contains("Where most happens"), "{side}");
    let before = server.ask("GET", "/?as-of=1990-01-01&ui=en", "", "").body;
    assert!(before.contains("<h1>Overview</h1><p class=\"empty\">No event meets this."), "{before}");
    let today = server.page("/?ui=en");
    let side = today.split("<div class=\"side\">").nth(1).unwrap();
    assert!(!side.contains("today") && side.contains("Where most happens"), "{side}");
}

#[test]
fn a_network_says_who_is_left_out_and_the_graph_who_the_others_leave_out() {
    let states = [
        "Albania",
        "Algeria",
        "Angola",
        "Argentina",
        "Austria",
        "Bolivia",
        "Brazil",
        "Bulgaria",
        "Canada",
        "Chile",
        "Colombia",
        "Cuba",
        "Denmark",
        "Ecuador",
        "Finland",
        "Ghana",
        "Greece",
        "Hungary",
        "Iceland",
        "Kenya",
        "Malta",
        "Mexico",
    ];
    let told = |states: &[&str]| {
        let acts =
            states.windows(2).map(|two| format!("{} criticised {}.", two[0], two[1])).collect::<Vec<_>>().join(" ");
        let record = serde_json::json!({ "id": "a", "text": acts, "lang": "en", "published": "2024-05-07" });
        let place = folder(&[("a.jsonl", format!("{record}\n").as_bytes())]);
        let server = Server::start(place.path(), &["a.jsonl"]);
        let [drawn, matrix, graph] =
            ["", "view=matrix&", "view=explore&"].map(|view| plain(&server.page(&format!("/network?{view}ui=en"))));
        assert_eq!(drawn.contains("not all"), matrix.contains("not all"));
        (drawn, graph)
    };
    let (drawn, graph) = told(&states);
    assert!(drawn.contains("20 actors with 19 relations"), "{drawn}");
    assert!(drawn.contains("These are not all, but the 20 with the most events."), "{drawn}");
    assert!(graph.contains("22 actors, 21 relations"), "{graph}");
    assert!(graph.contains("Lines, matrix and table show only the 20 with the most events."), "{graph}");
    let (drawn, graph) = told(&states[..20]);
    assert!(drawn.contains("20 actors with 19 relations") && !drawn.contains("not all"), "{drawn}");
    assert!(graph.contains("20 actors, 19 relations") && !graph.contains("show only"), "{graph}");
}

#[test]
fn pages_follow_what_other_commands_do_to_the_project() {
    let text = "Die bolivianische Regierung warf Paraguay am 6. Mai vor, 100 Soldaten an die Grenze verlegt zu haben.";
    let record = serde_json::json!({ "id": "a", "text": text, "lang": "de", "published": "2024-05-07" });
    let place = folder(&[("a.jsonl", format!("{record}\n").as_bytes())]);
    assert_eq!(super::code(&super::run(place.path(), &["add", "a.jsonl", "-p", "x.demarche", "--quiet"], b"")), 0);
    let server = Server::start(place.path(), &["x.demarche"]);
    assert!(server.page("/?ui=de").contains("Paraguay"));
    let file = rusqlite::Connection::open(place.path().join("x.demarche")).unwrap();
    file.execute("UPDATE article SET lang = 'en'", []).unwrap();
    drop(file);
    assert_eq!(super::code(&super::run(place.path(), &["recode", "-p", "x.demarche", "--quiet"], b"")), 0);
    assert!(!server.page("/?ui=de").contains("Paraguay"));
}

/// The chosen option of a field.
fn selected(page: &str, name: &str) -> String {
    let list = page.split(&format!("<select name=\"{name}\"")).nth(1).unwrap().split("</select>").next().unwrap();
    let chosen = list.split("<option ").find(|option| option.split('>').next().unwrap().contains("selected"));
    chosen.and_then(|option| after(option, "value=\"").next()).unwrap_or_default()
}

#[test]
fn who_only_suffers_is_in_the_network_too() {
    let place = folder(&[("a.jsonl", accusations(1).as_bytes())]);
    let server = Server::start(place.path(), &["a.jsonl"]);
    let graph = server.get("/network?data=graph&ui=en").body;
    assert!(graph.contains("Bolivia") && graph.contains("Paraguay"), "{graph}");
    let page = server.page("/network?view=explore&ui=en");
    assert!(page.contains("2 actors, 1 relation<") && page.contains("<script src=\"/static/explore.js\""), "{page}");
    assert!(!server.page("/network").contains("explore.js"), "the library is loaded only where it is asked for");
    assert!(server.page("/network?ui=en").contains("Paraguay"));
}

#[test]
fn every_view_can_be_taken_along() {
    let server = Server::sample();
    // Every screen but those that add, review or help.
    let mut paths = screens(&server);
    paths.extend(["/actor/IRN", "/relation?dyad=IRN,USA", "/search?q=Iran"].map(str::to_owned));
    paths
        .retain(|path| !["/run", "/review", "/help", "/relation"].contains(&path.as_str()) && asked(path) != "/search");
    let taken = |path: &String| {
        let links: Vec<String> = after(&server.page(asked(path)), "href=\"/export/").collect();
        assert!(!links.is_empty(), "{path}");
        links
    };
    let links: BTreeSet<String> = paths.iter().flat_map(taken).collect();
    assert!(links.len() > 30, "{links:?}");
    for link in &links {
        let answer = server.get(&format!("/export/{link}"));
        assert_eq!(answer.code, 200, "{link}");
        assert!(answer.headers["content-disposition"].starts_with("attachment; filename="), "{link}");
        assert!(answer.body.len() > 30, "{link}: {}", answer.body);
    }
    let few = server.get("/export/atom?dyad=IRN,USA&from=2016-01-01").body.matches("<entry>").count();
    let all = server.get("/export/atom").body.matches("<entry>").count();
    assert!(few > 0 && few < all, "{few} of {all}");
    assert!(server.get("/export/csv").body.starts_with("PK"));
}

#[cfg(unix)]
#[test]
fn a_passing_project_goes_with_a_server_that_is_told_to_end() {
    let place = folder(&[]);
    let passing = folder(&[]);
    for signal in ["-TERM", "-HUP", "-INT"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
        command.args(["serve", "--port", "0"]).arg(sample()).current_dir(place.path()).env("TMPDIR", passing.path());
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        listening(&mut child);
        assert_ne!(passing.path().read_dir().unwrap().count(), 0);
        assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
        child.wait().unwrap();
        assert_eq!(passing.path().read_dir().unwrap().count(), 0, "what {signal} left behind");
    }
}
