//! A project file in, pages on a local address out: `demarche serve`.
//!
//! A request passes the [`door`], becomes an [`ask::Ask`], goes to one of the [`screens`], and its answer gets the frame of
//! [`layout`]. Everything a page needs stands in it: with scripts off nothing is missing. Words of the interface stand in
//! `words.tsv`, one column a language. `docs/decisions/0012-the-pages.md` says why it is built so.

mod adding;
mod args;
mod ask;
mod door;
mod drawings;
mod layout;
mod parts;
mod query;
mod ready;
mod screens;
mod site;
mod telling;
mod views;
mod visit;
pub(crate) mod words;

pub(crate) use args::{SERVE_EXAMPLES, Serve};
pub(crate) use views::{address as address_of_view, read as read_view, shown as shown_view};

use crate::project::{ENDING, Project, explain};
use anyhow::{Context, bail};
use site::Site;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::net::TcpListener;

/// Threads that take requests and files in; pages are made by others.
const LISTENERS: usize = 2;
/// Requests that are worked on at a time.
const AT_A_TIME: usize = 8;

/// How often a folder is removed that something still writes into.
const REMOVALS: usize = 50;

/// What is shown, what is added to it first, and the folder that goes when the server ends.
struct Shown {
    project: PathBuf,
    add: Vec<PathBuf>,
    passing: Option<TempDir>,
}

pub(crate) fn run(command: &Serve) -> anyhow::Result<u8> {
    let address: IpAddr = command.host.parse().with_context(|| format!("{:?} is no address", command.host))?;
    if !address.is_loopback() && command.token.is_none() {
        bail!("other machines can reach {address}: give a --token that they must know, or leave --host out");
    }
    let shown = shown(command)?;
    if !shown.project.is_file() {
        drop(Project::create(&shown.project)?);
        if shown.add.is_empty() {
            eprintln!("demarche: {} is new: no article is in it yet", shown.project.display());
        }
    }
    drop(Project::open(&shown.project).map_err(|error| explain(error, &shown.project))?);
    let site = Arc::new(Site::new(&shown.project, address.is_loopback() && command.token.is_none(), command)?);
    site.load_tables();
    if !shown.add.is_empty() {
        adding::begin(&site, shown.add, None);
    }
    ready::begin(&site);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(LISTENERS)
        .max_blocking_threads(AT_A_TIME)
        .enable_all()
        .build()?;
    runtime.block_on(listen(&site, SocketAddr::new(address, command.port)))?;
    // A reader that is still at work, or articles that are still being added, do not keep the program.
    runtime.shutdown_background();
    shown.passing.into_iter().for_each(remove);
    Ok(0)
}

/// Removes the folder of a passing project, into which articles that are still being added may write once more.
fn remove(folder: TempDir) {
    let path = folder.path().to_owned();
    drop(folder);
    for _ in 0..REMOVALS {
        if !path.exists() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
        let _ = std::fs::remove_dir_all(&path);
    }
}

async fn listen(site: &Arc<Site>, address: SocketAddr) -> anyhow::Result<()> {
    // Before an address is told: whoever reads it may end the program at once.
    let asked_to_end = asked_to_end()?;
    let listener = TcpListener::bind(address).await.with_context(|| format!("failed to listen on {address}"))?;
    let address = listener.local_addr()?;
    let entry = site.token().map_or(String::new(), |token| format!("?token={token}"));
    eprintln!("demarche: {} is open at http://{address}/{entry} (Ctrl+C ends it)", site.path().display());
    tokio::select! {
        served = axum::serve(listener, door::router(site)) => served.map_err(Into::into),
        () = asked_to_end => Ok(()),
    }
}

/// Ends with Ctrl+C, where the program is told to end, or its terminal closes, so that a passing project goes with the
/// server. Signals are waited for from the call on.
#[cfg(unix)]
fn asked_to_end() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut told = signal(SignalKind::terminate())?;
    let mut left = signal(SignalKind::hangup())?;
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = told.recv() => {}
            _ = left.recv() => {}
        }
    })
}

/// Ends with Ctrl+C, so that a passing project goes with the server.
#[cfg(windows)]
fn asked_to_end() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupted = tokio::signal::windows::ctrl_c()?;
    Ok(async move { drop(interrupted.recv().await) })
}

/// The project that is named; else one of its own for the articles that are named; else the one of this folder.
fn shown(command: &Serve) -> anyhow::Result<Shown> {
    match &command.paths[..] {
        [] => Ok(Shown { project: command.which.path()?, add: Vec::new(), passing: None }),
        [project] if project.extension().is_some_and(|e| e == ENDING) => {
            Ok(Shown { project: project.clone(), add: Vec::new(), passing: None })
        }
        articles if command.which.project.is_some() => {
            Ok(Shown { project: command.which.path_or_new()?, add: articles.to_vec(), passing: None })
        }
        articles => {
            let folder = tempfile::tempdir().context("failed to make a folder for a passing project")?;
            let project = folder.path().join(format!("articles.{ENDING}"));
            Ok(Shown { project, add: articles.to_vec(), passing: Some(folder) })
        }
    }
}
