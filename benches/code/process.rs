//! What the system says of processor time and memory; and the whole command run on many articles.

use crate::row::{Row, Size};
use crate::texts::Texts;
use anyhow::{Context, bail};
use demarche::Resources;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Times that a short run is made; the fastest counts.
const RUNS: usize = 5;

/// Processor time of this thread.
pub(crate) struct Clock(f64);

impl Clock {
    pub(crate) fn start() -> Self {
        Self(used())
    }

    pub(crate) fn seconds(&self) -> f64 {
        used() - self.0
    }
}

/// Seconds that this thread has had a processor.
fn used() -> f64 {
    let told = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    told.split(' ').next().and_then(|first| first.parse::<f64>().ok()).map_or(f64::NAN, |nanoseconds| nanoseconds / 1e9)
}

/// The most memory held since it was last forgotten, in megabytes.
pub(crate) fn peak() -> anyhow::Result<u64> {
    peak_of("self")
}

fn peak_of(process: &str) -> anyhow::Result<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no peak of memory is told")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse::<u64>()? / 1024)
}

/// Forgets the peak, so that the next is that of what comes.
pub(crate) fn forget_peak() {
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// Runs the command on one word, which shows what it costs to begin, on a thousand articles and so on up to `most`; and puts
/// the first thousand into a project.
pub(crate) fn whole(
    resources: &Resources,
    program: &Path,
    lang: &str,
    texts: &Texts,
    most: usize,
) -> anyhow::Result<Vec<Row>> {
    let folder = std::env::temp_dir().join(format!("bench-code-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let (articles, project) = (folder.join("articles.jsonl"), folder.join("bench.demarche"));
    let mut rows = Vec::new();
    let mut row = |part: String, size: Size, (seconds, peak)| {
        rows.push(Row { lang: lang.to_owned(), part, size, seconds, allocations: None, peak: Some(peak) });
    };
    fs::write(&articles, texts.with_text(0, "x"))?;
    row("start of the command".to_owned(), Size::default(), fastest(program, "code", &[&articles])?);
    let mut count = 1000.min(most);
    while count <= most {
        texts.write(&articles, count)?;
        let size = size(resources, texts, count);
        row(format!("code, {count} articles, whole command"), size, fastest(program, "code", &[&articles])?);
        if count <= 1000 {
            let added = run(program, "add", &[&articles, Path::new("-p"), &project])?;
            row(format!("add, {count} articles, whole command"), size, added);
        }
        count *= 10;
    }
    fs::remove_dir_all(&folder)?;
    Ok(rows)
}

fn size(resources: &Resources, texts: &Texts, count: usize) -> Size {
    let mut size = Size { articles: count, ..Size::default() };
    for id in 0..count {
        for coded in crate::rooms::code_all(resources, &[texts.line(id)]) {
            size.words += coded.article.text.split_whitespace().count();
            size.sentences += coded.sentences.len();
        }
    }
    size
}

fn fastest(program: &Path, command: &str, arguments: &[&Path]) -> anyhow::Result<(f64, u64)> {
    let runs = (0..RUNS).map(|_| run(program, command, arguments)).collect::<anyhow::Result<Vec<_>>>()?;
    runs.into_iter().min_by(|a, b| a.0.total_cmp(&b.0)).context("there was no run")
}

/// Processor seconds and most memory of one run.
fn run(program: &Path, command: &str, arguments: &[&Path]) -> anyhow::Result<(f64, u64)> {
    let before = of_children();
    let mut child = Command::new(program)
        .args([command, "--quiet", "--keep-going"])
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("failed to run {}", program.display()))?;
    let mut peak = 0;
    while child.try_wait()?.is_none() {
        peak = peak_of(&child.id().to_string()).unwrap_or(0).max(peak);
        std::thread::sleep(Duration::from_millis(5));
    }
    if !child.wait()?.success() {
        bail!("{} {command} failed", program.display());
    }
    Ok((of_children() - before, peak))
}

/// Processor seconds of the children that have ended.
fn of_children() -> f64 {
    let told = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let cells: Vec<&str> = told.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let cell = |at: usize| cells.get(at).and_then(|cell| cell.parse::<f64>().ok()).unwrap_or(f64::NAN);
    (cell(13) + cell(14)) / 100.0
}
