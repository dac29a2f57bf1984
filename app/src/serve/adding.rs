//! Files from a form, or paths of this machine, in; articles of the project out, while pages say how far it is.
//!
//! One run at a time. The page that asks for it comes back at once; `/run` shows the state, and repeats itself while the
//! run goes on.

use super::ask::Ask;
use super::door::is_same;
use super::query::{Query, TONGUE};
use super::screens::{STALE, code_of, not_taken};
use super::site::Site;
use crate::args::Input;
use crate::ask::add::{Step, add};
use crate::project::{Project, explain};
use crate::report::Report;
use anyhow::Context;
use axum::extract::State;
use axum::extract::multipart::{Field, Multipart};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use std::fs::{self, File};
use std::io::Write;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::sync::Arc;
use std::thread;
use tempfile::TempDir;
use tokio::task;

/// Bytes of a file's name that are kept, and of them of its ending; and files of one form.
const NAME: usize = 200;
const ENDING: usize = 20;
const FILES: usize = 2_000;
/// The language of what the program says of files that give nothing.
const PROGRAM: &str = "en";
/// The articles that come with the program.
const SAMPLE: [(&str, &[u8]); 5] = [
    ("agentur.jsonl", include_bytes!("../../../examples/iran-deal/agentur.jsonl")),
    ("ir01.html", include_bytes!("../../../examples/iran-deal/ir01.html")),
    ("ir03.html", include_bytes!("../../../examples/iran-deal/ir03.html")),
    ("ir06.html", include_bytes!("../../../examples/iran-deal/ir06.html")),
    ("ir09.txt", include_bytes!("../../../examples/iran-deal/ir09.txt")),
];

/// A run that adds.
#[derive(Clone, Debug, Default)]
pub(super) struct Job {
    pub(super) running: bool,
    /// Whether there was one since the server began.
    pub(super) known: bool,
    pub(super) found: usize,
    pub(super) done: usize,
    pub(super) added: usize,
    /// Articles that were there before.
    pub(super) there: usize,
    /// What was left out, and why.
    pub(super) skipped: Vec<String>,
    pub(super) fault: Option<String>,
}

/// Begins a run; false where one is going on. The folder, if there is one, goes when it ends.
pub(super) fn begin(site: &Arc<Site>, paths: Vec<PathBuf>, folder: Option<TempDir>) -> bool {
    {
        let mut job = site.job();
        if job.running {
            return false;
        }
        *job = Job { running: true, known: true, ..Job::default() };
    }
    let site = Arc::clone(site);
    thread::spawn(move || {
        let mut report = Report::new(true);
        let worked = crate::batch::guard(|| run(&site, paths, &mut report));
        let mut job = site.job();
        job.running = false;
        let own = |why: &str| folder.as_ref().map_or(why.to_owned(), |folder| by_own_names(why, folder.path()));
        job.skipped = report.reasons().iter().map(|reason| own(&reason.why)).collect();
        job.fault = match worked {
            Ok(Ok(())) => None,
            Ok(Err(fault)) => Some(format!("{fault:#}")),
            Err(panic) => Some(panic),
        };
        drop(folder);
    });
    true
}

fn run(site: &Site, paths: Vec<PathBuf>, report: &mut Report) -> anyhow::Result<()> {
    let input = Input::quiet(paths, site.limits().clone());
    let work = |report: &mut Report| {
        let mut project = Project::create(site.path())?;
        add(&mut project, site.tables()?, &input, report, &mut |step| {
            let mut job = site.job();
            match step {
                Step::Found(count) => job.found += count,
                Step::Known(count) => job.there += count,
                Step::Done(new) => {
                    job.done += 1;
                    job.added += usize::from(new);
                }
            }
            Ok(())
        })
    };
    work(report).map(drop).map_err(|error| explain(error, site.path()))
}

/// Takes the form: its word first, then files, a path of this machine, or the wish for the sample.
pub(super) async fn receive(State(site): State<Arc<Site>>, headers: HeaderMap, mut form: Multipart) -> Response {
    let mut ui = String::new();
    let (code, why) = match take(&site, &mut form, &mut ui).await {
        Ok(Taken::Begun) => {
            let to = Query::default().with(TONGUE, &ui).on("/run");
            return (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response();
        }
        Ok(Taken::Stranger) => (StatusCode::FORBIDDEN, STALE.to_owned()),
        Ok(Taken::Busy) => (StatusCode::CONFLICT, "add.busy".to_owned()),
        Ok(Taken::TooMany) => (StatusCode::PAYLOAD_TOO_LARGE, "add.many".to_owned()),
        Err(fault) => code_of(&fault, "add.cut"),
    };
    let refused = task::spawn_blocking(move || {
        let form = Query::default().with(TONGUE, &ui);
        not_taken(&site, &headers, &form, code, &why, &form.on("/run"))
    });
    refused.await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// What came of a form.
enum Taken {
    Begun,
    /// It does not bring back the form's word.
    Stranger,
    /// Nothing of it is added: another run goes on, or it holds too many files.
    Busy,
    TooMany,
}

/// Takes what the form brings; the language of the page that it stood on as soon as it is known.
async fn take(site: &Arc<Site>, form: &mut Multipart, ui: &mut String) -> anyhow::Result<Taken> {
    let folder = tempfile::tempdir().context("failed to make a folder for the files")?;
    let (mut allowed, mut files, mut paths) = (false, 0, Vec::new());
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "token" {
            allowed = is_same(&field.text().await?, site.form_token());
            continue;
        }
        match name.as_str() {
            "ui" => *ui = field.text().await?,
            // Received all the same, as what is too much: a browser hears of it only then.
            _ if !allowed => {}
            "files" => {
                files += 1;
                if files <= FILES {
                    paths.extend(keep(field, folder.path(), files).await?);
                }
            }
            "folder" if site.is_local() => {
                let path = field.text().await?;
                paths.extend(Some(path.trim()).filter(|path| !path.is_empty()).map(PathBuf::from));
            }
            "sample" => {
                for (name, bytes) in SAMPLE {
                    fs::write(folder.path().join(name), bytes)?;
                }
                paths.push(folder.path().to_owned());
            }
            _ => {}
        }
    }
    Ok(match (allowed, files > FILES) {
        (false, _) => Taken::Stranger,
        (true, true) => Taken::TooMany,
        (true, false) if paths.is_empty() || begin(site, paths, Some(folder)) => Taken::Begun,
        (true, false) => Taken::Busy,
    })
}

/// Writes a file of the form into a folder of its own, so that names can be the same; without a name it is no file.
async fn keep(mut field: Field<'_>, folder: &Path, number: usize) -> anyhow::Result<Option<PathBuf>> {
    let name = plain(field.file_name().unwrap_or_default());
    if name.is_empty() {
        return Ok(None);
    }
    let own = folder.join(number.to_string());
    fs::create_dir(&own)?;
    let path = own.join(name);
    let mut file = File::create(&path)?;
    while let Some(chunk) = field.chunk().await? {
        file.write_all(&chunk)?;
    }
    Ok(Some(path))
}

/// A message without the folders into which the files of a form were written: readers know the names that they gave.
fn by_own_names(message: &str, folder: &Path) -> String {
    let folder = format!("{}{MAIN_SEPARATOR}", folder.display());
    let mut pieces = message.split(&folder);
    let mut told = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let numbered =
            piece.split_once(MAIN_SEPARATOR).filter(|(n, _)| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()));
        told.push_str(numbered.map_or(piece, |(_, name)| name));
    }
    told
}

/// The name of a file without its folders, no longer than a file system takes; what it ends in says what it is.
fn plain(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last.trim_start_matches('.').chars().filter(|c| !c.is_control()).collect();
    if name.len() <= NAME {
        return name;
    }
    let ending =
        name.rfind('.').and_then(|at| name.get(at..)).filter(|ending| ending.len() <= ENDING).unwrap_or_default();
    let end = (0..=NAME - ending.len()).rev().find(|end| name.is_char_boundary(*end)).unwrap_or_default();
    format!("{}{ending}", name.get(..end).unwrap_or_default())
}

/// What a form that writes must bring back.
pub(super) fn form_token(ask: &Ask<'_>) -> Markup {
    html! {
        input type="hidden" name="token" value=(ask.site.form_token());
        @if let Some(tongue) = ask.query.get(TONGUE) { input type="hidden" name="ui" value=(tongue); }
    }
}

/// The forms that add articles.
pub(super) fn forms(ask: &Ask<'_>) -> Markup {
    html! {
        div.adding {
            form method="post" action="/add" enctype="multipart/form-data" {
                (form_token(ask))
                label { span { (ask.say("add.files")) } input type="file" name="files" multiple required; }
                p.hint { (ask.say("add.kinds")) }
                button { (ask.say("add.go")) }
            }
            @if ask.site.is_local() {
                form method="post" action="/add" enctype="multipart/form-data" {
                    (form_token(ask))
                    label { span { (ask.say("add.folder")) } input type="text" name="folder" required placeholder="/home/…/articles"; }
                    button { (ask.say("add.go")) }
                }
            }
            form method="post" action="/add" enctype="multipart/form-data" {
                (form_token(ask))
                input type="hidden" name="sample" value="1";
                p { (ask.say("add.sample")) }
                button { (ask.say("add.sample.go")) }
            }
        }
    }
}

/// What takes files that are dropped on a page, whichever it is; without scripts it is not to be seen.
pub(super) fn dropped(ask: &Ask<'_>) -> Markup {
    html! {
        form #drop hidden method="post" action="/add" enctype="multipart/form-data" {
            (form_token(ask))
            input type="file" name="files" multiple tabindex="-1" aria-hidden="true";
            p { (ask.say("add.drop")) }
        }
    }
}

/// How far the run is; nothing where there was none.
pub(super) fn state(ask: &Ask<'_>) -> Markup {
    let job = ask.site.job().clone();
    html! {
        @if job.known {
            section.job role="status" data-running=[job.running.then_some("1")] {
                @if job.running {
                    p { (ask.fill("job.running", &[("done", &job.done.to_string()), ("found", &job.found.to_string())])) }
                    progress value=(job.done) max=(job.found.max(1)) aria-label=(ask.say("job.progress")) {}
                    noscript { p { a href=(ask.here()) { (ask.say("job.again")) } } }
                } @else {
                    p { (ask.fill("job.ended", &[("added", &job.added.to_string()), ("there", &job.there.to_string())])) " " a href=(ask.fresh("/", &[])) { (ask.say("job.read")) } }
                }
                @if let Some(fault) = &job.fault { p.fault { (ask.say("job.fault")) " " code lang=(PROGRAM) { (fault) } } }
                @if !job.skipped.is_empty() {
                    details { summary { (ask.count("job.skipped", job.skipped.len())) } p.hint { (ask.say("job.words")) } ul { @for reason in &job.skipped { li lang=(PROGRAM) { bdi { (reason) } } } } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{NAME, by_own_names, plain};
    use std::path::Path;

    #[test]
    fn names_are_cut_at_a_character_and_keep_their_ending() {
        for (given, expected) in
            [("../../neu é.txt", "neu é.txt"), ("C:\\a\\b.html", "b.html"), ("..\u{0}", ""), ("", "")]
        {
            assert_eq!(plain(given), expected);
        }
        assert_eq!(by_own_names("/t/x/12/a.bin: no text; /t/x/b/c.txt", Path::new("/t/x")), "a.bin: no text; b/c.txt");
        let long = plain(&format!("{}.html", "國".repeat(110)));
        assert_eq!(long, format!("{}.html", "國".repeat((NAME - 5) / 3)));
    }
}
