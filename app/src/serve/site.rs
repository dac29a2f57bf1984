//! What all requests share: the project's readers, tables, words, what is being added, and the words that must be known.

use super::AT_A_TIME;
use super::adding::Job;
use super::args::Serve;
use super::words::Words;
use crate::args::Limits;
use crate::project::{Project, explain};
use anyhow::{anyhow, bail};
use demarche::Resources;
use demarche::resources::Wording;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, TryLockError};
use std::thread;

/// Bytes of the word that forms must bring back.
const FORM_TOKEN: usize = 16;
/// Made pages that are kept.
const KEPT: usize = 64;
/// A phrase that a language has that can name actors.
const NAMES_ACTORS: &str = "relation.title";

/// The server's state.
pub(super) struct Site {
    path: PathBuf,
    local: bool,
    limits: Limits,
    token: Option<String>,
    form_token: String,
    words: Words,
    /// Names of actors by language of the interface.
    wordings: BTreeMap<&'static str, Wording>,
    tables: OnceLock<Result<&'static Resources, String>>,
    /// Open readers that nobody uses.
    readers: Mutex<Vec<Project>>,
    /// What took long to make, by what it was made from, the last used last.
    made: Mutex<Vec<(String, Arc<String>)>>,
    /// The state of the project for which what takes long was made; held while it is being made.
    ready: Mutex<Option<String>>,
    job: Mutex<Job>,
}

impl Site {
    pub(super) fn new(path: &Path, local: bool, command: &Serve) -> anyhow::Result<Self> {
        let words = Words::load()?;
        let wording = |code: &&'static str| anyhow::Ok((*code, Wording::embedded(code, NAMES_ACTORS)?));
        let mut random = [0; FORM_TOKEN];
        getrandom::fill(&mut random).map_err(|fault| anyhow!("the system gives no random numbers: {fault}"))?;
        let form_token = random.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
        Ok(Self {
            path: path.to_owned(),
            local,
            limits: command.limits.clone(),
            token: command.token.clone(),
            form_token,
            wordings: words.languages().iter().map(wording).collect::<Result<_, _>>()?,
            words,
            tables: OnceLock::new(),
            readers: Mutex::default(),
            made: Mutex::default(),
            ready: Mutex::default(),
            job: Mutex::default(),
        })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether only this machine can reach the server: with a token, another server may stand in front of it.
    pub(super) fn is_local(&self) -> bool {
        self.local
    }

    /// What an article that is added may cost.
    pub(super) fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(super) fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    pub(super) fn form_token(&self) -> &str {
        &self.form_token
    }

    pub(super) fn words(&self) -> &Words {
        &self.words
    }

    pub(super) fn wording(&self, code: &str) -> anyhow::Result<&Wording> {
        self.wordings.get(code).ok_or_else(|| anyhow!("no names in the language {code:?}"))
    }

    /// Whether a state is called so in a language of the interface.
    pub(super) fn is_state(&self, code: &str, name: &str) -> bool {
        self.wordings.values().any(|wording| wording.names.is_state(code, name))
    }

    /// Whether words are a name of the body itself in a language of the interface.
    pub(super) fn is_body(&self, code: &str, name: &str) -> bool {
        self.wordings.values().any(|wording| wording.names.is_body(code, name))
    }

    /// The same of the body or of a part of a state or body.
    pub(super) fn is_part(&self, code: &str, name: &str) -> bool {
        self.wordings.values().any(|wording| wording.names.is_part(code, name))
    }

    /// Begins to load the tables, so that they are there when they are needed.
    pub(super) fn load_tables(self: &Arc<Self>) {
        let site = Arc::clone(self);
        thread::spawn(move || site.tables().is_ok());
    }

    /// The tables of all languages; waits until they are loaded.
    pub(super) fn tables(&self) -> anyhow::Result<&'static Resources> {
        match self.tables.get_or_init(|| crate::tables().map_err(|fault| format!("{fault:#}"))) {
            Ok(tables) => Ok(tables),
            Err(fault) => bail!("{fault}"),
        }
    }

    /// Does something with a reader of the project; what the file refuses is told in words.
    pub(super) fn with<R>(&self, work: impl FnOnce(&Project) -> anyhow::Result<R>) -> anyhow::Result<R> {
        let waiting = hold(&self.readers).pop();
        let opened = waiting.map_or_else(|| Project::open(&self.path), Ok);
        let project = opened.map_err(|error| explain(error, &self.path))?;
        let result = project.at_once(work).map_err(|error| explain(error, &self.path))?;
        let mut readers = hold(&self.readers);
        if readers.len() < AT_A_TIME {
            readers.push(project);
        }
        Ok(result)
    }

    /// What was made of this before, or what is made of it now.
    pub(super) fn made(&self, of: &str, make: impl FnOnce() -> anyhow::Result<String>) -> anyhow::Result<Arc<String>> {
        let known = |made: &mut Vec<(String, Arc<String>)>| {
            let at = made.iter().position(|(key, _)| key == of)?;
            let found = made.remove(at);
            made.push(found);
            made.last().map(|(_, text)| Arc::clone(text))
        };
        if let Some(text) = known(&mut hold(&self.made)) {
            return Ok(text);
        }
        let text = Arc::new(make()?);
        let mut made = hold(&self.made);
        if made.len() >= KEPT {
            made.remove(0);
        }
        made.push((of.to_owned(), Arc::clone(&text)));
        Ok(text)
    }

    /// The state of the project for which what takes long was made; nothing to be had while somebody is at it.
    pub(super) fn ready(&self) -> Option<MutexGuard<'_, Option<String>>> {
        match self.ready.try_lock() {
            Ok(ready) => Some(ready),
            Err(TryLockError::Poisoned(ready)) => Some(ready.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    /// What is being added.
    pub(super) fn job(&self) -> MutexGuard<'_, Job> {
        hold(&self.job)
    }
}

/// What a thread held that failed serves on: at worst a page or a reader that was kept is made anew.
fn hold<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
pub(super) mod tests {
    use super::{AT_A_TIME, Path, Project, Serve, Site, hold};
    use clap::Parser;

    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        serve: Serve,
    }

    /// What serves a project to this machine, as where nothing else is said.
    pub(crate) fn site(path: &Path) -> Site {
        Site::new(path, true, &Command::parse_from(["serve"]).serve).unwrap()
    }

    /// So many readers at a time.
    fn read(site: &Site, readers: usize) {
        if readers > 0 {
            site.with(|_| {
                read(site, readers - 1);
                Ok(())
            })
            .unwrap();
        }
    }

    #[test]
    fn readers_beyond_those_that_work_at_a_time_are_let_go() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.demarche");
        drop(Project::create(&path).unwrap());
        let site = site(&path);
        read(&site, 2 * AT_A_TIME);
        assert_eq!(hold(&site.readers).len(), AT_A_TIME);
    }
}
