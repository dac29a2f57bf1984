//! An address in, what its server answers out: never faster, nor anything else, than the server wishes.

use super::args::Manners;
use super::outside::{self, Outside};
use crate::open::http;
use crate::open::limits::Limits;
use crate::project::Validators;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::thread;
use std::time::{Duration, Instant};
use texting_robots::Robot;
use ureq::http::{HeaderMap, Response, header};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Body, Error, Timeout};
use url::Url;

/// Addresses that one request may be led through.
const REDIRECTIONS: usize = 5;
/// A server that has not answered by then is asked another time.
const PATIENCE: Duration = Duration::from_secs(30);
/// Bytes of a robots.txt that are read.
const ROBOTS: u64 = 512 << 10;
/// A longer pause that a robots.txt asks for is cut to this.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// How long a robots.txt holds.
const ROBOTS_HOLD: Duration = Duration::from_secs(86_400);
/// How long a host is left alone that does not answer; and at most, whatever it says.
const HOST_WAIT: Duration = Duration::from_secs(900);
pub(super) const LONGEST_WAIT: Duration = Duration::from_secs(86_400);

/// What became of a request.
#[derive(Debug)]
pub(super) enum Answer {
    Page {
        /// The address at the end of all redirections.
        url: String,
        kind: String,
        body: Vec<u8>,
        validators: Validators,
    },
    /// As it was when the validators were given.
    Unchanged,
    /// The host's robots.txt does not want it read.
    Denied,
    /// It is not there, and asking again will not help.
    Gone(String),
    /// Something is in the way of the page now; the server may say for how long.
    Later { after: Option<Duration>, why: String },
    /// Its host does not answer, or wants to be left alone until this moment, whatever page is asked for.
    Away { until: i64, why: String },
}

/// What is known of a host.
struct Host {
    ready: Instant,
    pause: Duration,
    /// Until when it is left alone.
    rest: i64,
    robots: Option<(Instant, Rules)>,
}

enum Rules {
    All,
    Robot(Box<Robot>),
}

/// Asks servers, one request at a time.
pub(super) struct Client {
    /// One asks wherever it is led, the other only public addresses.
    anywhere: ureq::Agent,
    outside: ureq::Agent,
    /// Hosts that the user has named, which may be private.
    named: BTreeSet<String>,
    name: String,
    pause: Duration,
    limits: Limits,
    hosts: BTreeMap<String, Host>,
}

/// The host of an address with its scheme and port.
pub(super) fn host(url: &str) -> String {
    Url::parse(url).map_or_else(|_| String::new(), |url| url.origin().ascii_serialization())
}

pub(super) fn now() -> i64 {
    Timestamp::now().as_second()
}

impl Client {
    /// A client for these addresses, and for what public ones they lead to.
    pub(super) fn new(manners: &Manners, limits: &Limits, named: &[String]) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(PATIENCE))
            .timeout_resolve(Some(PATIENCE / 2))
            .timeout_connect(Some(PATIENCE / 2))
            .user_agent(manners.agent.as_str())
            .build();
        Self {
            anywhere: config.new_agent(),
            outside: ureq::Agent::with_parts(config, DefaultConnector::default(), Outside::default()),
            named: named.iter().map(|url| host(url)).collect(),
            name: manners.agent.split(['/', ' ']).next().unwrap_or_default().to_owned(),
            pause: manners.delay,
            limits: limits.clone(),
            hosts: BTreeMap::new(),
        }
    }

    /// How long a host's pause still is.
    pub(super) fn wait(&self, host: &str) -> Duration {
        let known = self.hosts.get(host);
        known.map_or(Duration::ZERO, |host| host.ready.saturating_duration_since(Instant::now()))
    }

    /// Leaves a host alone until a moment.
    pub(super) fn rest(&mut self, host: &str, until: i64) {
        let host = self.host(host);
        host.rest = host.rest.max(until);
    }

    /// Until when a host is left alone; a moment that has passed where it need not be.
    pub(super) fn rests_until(&self, host: &str) -> i64 {
        self.hosts.get(host).map_or(0, |host| host.rest)
    }

    /// The hosts that are left alone, and until when.
    pub(super) fn resting(&self) -> impl Iterator<Item = (&str, i64)> {
        let now = now();
        self.hosts.iter().filter(move |(_, host)| host.rest > now).map(|(name, host)| (name.as_str(), host.rest))
    }

    pub(super) fn get(&mut self, url: &str, validators: &Validators) -> Answer {
        self.led(url, validators).unwrap_or_else(|in_the_way| in_the_way)
    }

    /// The answer at the end of all redirections.
    fn led(&mut self, url: &str, validators: &Validators) -> Result<Answer, Answer> {
        let mut at = Url::parse(url).map_err(|error| Answer::Gone(format!("this is no address ({error})")))?;
        for _ in 0..=REDIRECTIONS {
            if !self.allows(&at)? {
                return Ok(Answer::Denied);
            }
            let response = self.request(&at, validators)?;
            match elsewhere(&at, &response)? {
                Some(next) => at = next,
                None => return self.answer(&at, response),
            }
        }
        Err(Answer::Gone(format!("it leads through more than {REDIRECTIONS} other addresses")))
    }

    /// Whether the host's robots.txt allows the address.
    fn allows(&mut self, at: &Url) -> Result<bool, Answer> {
        let origin = at.origin().ascii_serialization();
        let held = self.hosts.get(&origin).and_then(|host| host.robots.as_ref());
        if held.is_none_or(|(since, _)| since.elapsed() > ROBOTS_HOLD) {
            let (rules, pause) = self.robots(at).map_err(|in_the_way| match in_the_way {
                // Nothing of the host can be asked for without them.
                Answer::Later { after, why } => self.away(&origin, after, why),
                Answer::Away { until, why } => {
                    self.rest(&origin, until);
                    Answer::Away { until, why }
                }
                other => other,
            })?;
            let host = self.host(&origin);
            host.robots = Some((Instant::now(), rules));
            // It holds from the request for the robots.txt on.
            let longer = pause.saturating_sub(host.pause);
            host.pause += longer;
            host.ready += longer;
        }
        let held = self.hosts.get(&origin).and_then(|host| host.robots.as_ref());
        Ok(held.is_none_or(|(_, rules)| match rules {
            Rules::All => true,
            Rules::Robot(robot) => robot.allowed(at.as_str()),
        }))
    }

    /// The rules of a host and the pause it asks for, wherever they stand. A host without a robots.txt, or with one that leads
    /// nowhere, allows everything; of one whose server fails nothing is known yet.
    fn robots(&mut self, of: &Url) -> Result<(Rules, Duration), Answer> {
        let none = Ok((Rules::All, Duration::ZERO));
        let Ok(mut at) = of.join("/robots.txt") else { return none };
        for _ in 0..=REDIRECTIONS {
            let response = self.request(&at, &Validators::default())?;
            if let Ok(Some(next)) = elsewhere(&at, &response) {
                at = next;
                continue;
            }
            return match response.status().as_u16() {
                200..=299 => {
                    let coding = text(response.headers(), &header::CONTENT_ENCODING).to_ascii_lowercase();
                    let read = body(response, ROBOTS).and_then(|body| http::unpack(body, &coding, &self.limits));
                    let why = |error| format!("its robots.txt cannot be read: {error:#}");
                    let bytes = read.map_err(|error| Answer::Later { after: None, why: why(error) })?;
                    let Ok(robot) = Robot::new(&self.name, &bytes) else { return none };
                    let pause =
                        robot.delay.map_or(Duration::ZERO, |seconds| Duration::from_secs_f32(seconds.clamp(0.0, 1e4)));
                    Ok((Rules::Robot(Box::new(robot)), pause.min(LONGEST_PAUSE)))
                }
                status @ (429 | 500..) => {
                    let after = retry_after(response.headers());
                    Err(Answer::Later { after, why: format!("its robots.txt answers {status}") })
                }
                _ => none,
            };
        }
        none
    }

    fn host(&mut self, origin: &str) -> &mut Host {
        let pause = self.pause;
        let fresh = || Host { ready: Instant::now(), pause, rest: 0, robots: None };
        self.hosts.entry(origin.to_owned()).or_insert_with(fresh)
    }

    /// Leaves a host alone, and says why.
    fn away(&mut self, origin: &str, after: Option<Duration>, why: String) -> Answer {
        let until = moment(after.unwrap_or(HOST_WAIT));
        self.rest(origin, until);
        Answer::Away { until, why }
    }

    /// One request, after the host's pause; none while it is left alone.
    fn request(&mut self, at: &Url, validators: &Validators) -> Result<Response<Body>, Answer> {
        if !matches!(at.scheme(), "http" | "https") {
            return Err(Answer::Gone(format!("{:?} is not read; only http and https are", at.scheme())));
        }
        let origin = at.origin().ascii_serialization();
        let until = self.rests_until(&origin);
        if until > now() {
            return Err(Answer::Away { until, why: format!("{origin} is left alone for now") });
        }
        thread::sleep(self.wait(&origin));
        let agent = if self.named.contains(&origin) { &self.anywhere } else { &self.outside };
        let mut request = agent.get(at.as_str()).header(header::ACCEPT_ENCODING, "gzip, br");
        if let Some(etag) = &validators.etag {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(modified) = &validators.modified {
            request = request.header(header::IF_MODIFIED_SINCE, modified);
        }
        let response = request.call();
        let host = self.host(&origin);
        host.ready = Instant::now() + host.pause;
        let why = |error: &Error| format!("the server does not answer: {error}");
        response.map_err(|error| match error {
            Error::Timeout(Timeout::Resolve | Timeout::Connect) => self.away(&origin, None, why(&error)),
            // It is there, but takes too long over this page.
            Error::Timeout(_) => Answer::Later { after: None, why: why(&error) },
            _ if outside::is_private(&error) => Answer::Gone(error.to_string()),
            _ => self.away(&origin, None, why(&error)),
        })
    }

    /// What a response comes to that leads nowhere else.
    fn answer(&mut self, at: &Url, response: Response<Body>) -> Result<Answer, Answer> {
        let headers = response.headers().clone();
        let given = |name: header::HeaderName| Some(text(&headers, &name).to_owned()).filter(|value| !value.is_empty());
        match response.status().as_u16() {
            200 => {
                let later = |error| Answer::Later { after: None, why: format!("its answer breaks off: {error:#}") };
                let packed = body(response, self.limits.size.saturating_add(1)).map_err(later)?;
                let coding = text(&headers, &header::CONTENT_ENCODING).to_ascii_lowercase();
                let fits = self.limits.check_size(packed.len() as u64);
                let body = fits.and_then(|()| http::unpack(packed, &coding, &self.limits));
                let body = body.map_err(|error| Answer::Gone(format!("{error:#}")))?;
                let validators = Validators { etag: given(header::ETAG), modified: given(header::LAST_MODIFIED) };
                let kind = text(&headers, &header::CONTENT_TYPE).to_owned();
                Ok(Answer::Page { url: at.to_string(), kind, body, validators })
            }
            304 => Ok(Answer::Unchanged),
            status @ (408 | 425 | 429 | 500..) => {
                let after = retry_after(&headers);
                if let Some(after) = after {
                    // A server that says when it wants to be asked again means all of its pages.
                    self.rest(&at.origin().ascii_serialization(), moment(after));
                }
                Ok(Answer::Later { after, why: format!("the server answers {status}") })
            }
            status => Ok(Answer::Gone(format!("the server answers {status}"))),
        }
    }
}

/// Where a response leads to, if it leads elsewhere.
fn elsewhere(at: &Url, response: &Response<Body>) -> Result<Option<Url>, Answer> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let to = text(response.headers(), &header::LOCATION);
    let next = at.join(to).ok().filter(|_| !to.is_empty());
    next.map(Some).ok_or_else(|| Answer::Gone("it leads to no address".to_owned()))
}

fn text<'h>(headers: &'h HeaderMap, name: &header::HeaderName) -> &'h str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// The body of a response as it comes, up to so many bytes.
fn body(response: Response<Body>, most: u64) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    response.into_body().into_with_config().limit(u64::MAX).reader().take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The moment after a wait, which has its bounds.
pub(super) fn moment(wait: Duration) -> i64 {
    now() + i64::try_from(wait.min(LONGEST_WAIT).as_secs()).unwrap_or_default().max(1)
}

/// How long a server asks to wait: seconds, or a moment.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = text(headers, &header::RETRY_AFTER).trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let moment = rfc2822::parse(value).ok()?.timestamp();
    Duration::try_from(moment.duration_since(Timestamp::now())).ok()
}
