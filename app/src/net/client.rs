//! An address in, what its server answers out: never faster, nor anything else, than the server wishes.

use super::args::Manners;
use crate::open::http;
use crate::open::limits::Limits;
use crate::project::Validators;
use anyhow::{Context, anyhow};
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use std::collections::BTreeMap;
use std::thread;
use std::time::{Duration, Instant};
use texting_robots::Robot;
use ureq::http::{HeaderMap, header};
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

/// What became of a request.
#[derive(Debug)]
pub(super) enum Answer {
    Page {
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
    /// Something is in the way now; the server may say for how long.
    Later {
        after: Option<Duration>,
        why: String,
    },
}

/// What is known of a host.
struct Host {
    ready: Instant,
    pause: Duration,
    robots: Option<(Instant, Rules)>,
}

enum Rules {
    All,
    Robot(Box<Robot>),
}

/// Asks servers, one request at a time.
pub(super) struct Client {
    agent: ureq::Agent,
    name: String,
    pause: Duration,
    limits: Limits,
    hosts: BTreeMap<String, Host>,
}

/// The host of an address with its scheme and port.
pub(super) fn host(url: &str) -> Option<String> {
    Some(Url::parse(url).ok()?.origin().ascii_serialization())
}

impl Client {
    pub(super) fn new(manners: &Manners, limits: &Limits) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(PATIENCE))
            .user_agent(manners.agent.as_str());
        let name = manners.agent.split(['/', ' ']).next().unwrap_or_default().to_owned();
        let agent = config.build().new_agent();
        Self { agent, name, pause: manners.delay, limits: limits.clone(), hosts: BTreeMap::new() }
    }

    /// How long the address must wait for its host's pause to end.
    pub(super) fn wait(&self, url: &str) -> Duration {
        let known = host(url).and_then(|host| self.hosts.get(&host));
        known.map_or(Duration::ZERO, |host| host.ready.saturating_duration_since(Instant::now()))
    }

    pub(super) fn get(&mut self, url: &str, validators: &Validators) -> Answer {
        let mut at = match Url::parse(url) {
            Ok(at) => at,
            Err(error) => return Answer::Gone(format!("this is no address ({error})")),
        };
        for _ in 0..=REDIRECTIONS {
            if !matches!(at.scheme(), "http" | "https") {
                return Answer::Gone(format!("{:?} is not read; only http and https are", at.scheme()));
            }
            match self.allows(&at) {
                Ok(true) => {}
                Ok(false) => return Answer::Denied,
                Err(later) => return later,
            }
            match self.ask(&at, validators) {
                Ok(Step::Done(answer)) => return answer,
                Ok(Step::Elsewhere(next)) => at = next,
                Err(error) => return Answer::Later { after: None, why: format!("{error:#}") },
            }
        }
        Answer::Gone(format!("it leads through more than {REDIRECTIONS} other addresses"))
    }

    /// Whether the host's robots.txt allows the address; an answer where that cannot be known now.
    fn allows(&mut self, at: &Url) -> Result<bool, Answer> {
        let origin = at.origin().ascii_serialization();
        let held = self.hosts.get(&origin).and_then(|host| host.robots.as_ref());
        if held.is_none_or(|(since, _)| since.elapsed() > ROBOTS_HOLD) {
            let (rules, pause) = self.robots(at).map_err(|(after, why)| Answer::Later { after, why })?;
            let host = self.host(&origin);
            host.robots = Some((Instant::now(), rules));
            host.pause = host.pause.max(pause);
        }
        let held = self.hosts.get(&origin).and_then(|host| host.robots.as_ref());
        Ok(held.is_none_or(|(_, rules)| match rules {
            Rules::All => true,
            Rules::Robot(robot) => robot.allowed(at.as_str()),
        }))
    }

    /// The rules of a host and the pause it asks for. A host without a robots.txt allows everything; of one whose server
    /// fails nothing is known yet.
    fn robots(&mut self, at: &Url) -> Result<(Rules, Duration), (Option<Duration>, String)> {
        let failed = |why: String| (None, format!("its robots.txt cannot be read: {why}"));
        let address = at.join("/robots.txt").map_err(|error| failed(error.to_string()))?;
        let all = (Rules::All, Duration::ZERO);
        let mut response =
            self.request(&address, &Validators::default()).map_err(|error| failed(format!("{error:#}")))?;
        match response.status().as_u16() {
            200..=299 => {
                let coding = response.headers().get(header::CONTENT_ENCODING).and_then(|value| value.to_str().ok());
                let coding = coding.unwrap_or_default().to_ascii_lowercase();
                let body = response.body_mut().with_config().limit(ROBOTS).read_to_vec();
                let body = body.map_err(|error| failed(error.to_string()))?;
                let body = http::unpack(body, &coding, &self.limits).map_err(|error| failed(format!("{error:#}")))?;
                let Ok(robot) = Robot::new(&self.name, &body) else { return Ok(all) };
                let pause =
                    robot.delay.map_or(Duration::ZERO, |seconds| Duration::from_secs_f32(seconds.clamp(0.0, 1e4)));
                Ok((Rules::Robot(Box::new(robot)), pause.min(LONGEST_PAUSE)))
            }
            status @ (429 | 500..) => {
                Err((retry_after(response.headers()), format!("its robots.txt answers {status}")))
            }
            _ => Ok(all),
        }
    }

    fn host(&mut self, origin: &str) -> &mut Host {
        let pause = self.pause;
        self.hosts.entry(origin.to_owned()).or_insert_with(|| Host { ready: Instant::now(), pause, robots: None })
    }

    /// One request, after the host's pause.
    fn request(&mut self, at: &Url, validators: &Validators) -> anyhow::Result<ureq::http::Response<ureq::Body>> {
        thread::sleep(self.wait(at.as_str()));
        let mut request = self.agent.get(at.as_str()).header(header::ACCEPT_ENCODING, "gzip, br");
        if let Some(etag) = &validators.etag {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(modified) = &validators.modified {
            request = request.header(header::IF_MODIFIED_SINCE, modified);
        }
        let response = request.call();
        let host = self.host(&at.origin().ascii_serialization());
        host.ready = Instant::now() + host.pause;
        response.context("the server does not answer")
    }

    fn ask(&mut self, at: &Url, validators: &Validators) -> anyhow::Result<Step> {
        let response = self.request(at, validators)?;
        let headers = response.headers().clone();
        let text = |name: header::HeaderName| headers.get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
        Ok(Step::Done(match response.status().as_u16() {
            200 => {
                let packed = self.limits.read(&mut response.into_body().into_with_config().limit(u64::MAX).reader())?;
                let coding = text(header::CONTENT_ENCODING).unwrap_or_default().to_ascii_lowercase();
                let body = http::unpack(packed, &coding, &self.limits)?;
                let validators = Validators { etag: text(header::ETAG), modified: text(header::LAST_MODIFIED) };
                Answer::Page { kind: text(header::CONTENT_TYPE).unwrap_or_default(), body, validators }
            }
            304 => Answer::Unchanged,
            301 | 302 | 303 | 307 | 308 => {
                let to = text(header::LOCATION).ok_or_else(|| anyhow!("it leads nowhere"))?;
                return Ok(Step::Elsewhere(at.join(&to).context("it leads to no address")?));
            }
            status @ (408 | 425 | 429 | 500..) => {
                Answer::Later { after: retry_after(&headers), why: format!("the server answers {status}") }
            }
            status => Answer::Gone(format!("the server answers {status}")),
        }))
    }
}

enum Step {
    Done(Answer),
    Elsewhere(Url),
}

/// How long a server asks to wait: seconds, or a moment.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let moment = rfc2822::parse(value).ok()?.timestamp();
    Duration::try_from(moment.duration_since(Timestamp::now())).ok()
}
