//! What the system says of processor time and memory; and the whole command run on many articles.

use crate::texts::{self, Line};
use anyhow::{Context, bail};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

pub(crate) const HEADER: &str = "| whole command | articles | words | words / CPU-s | articles / CPU-s | CPU-s | peak MB |\n|---|---|---|---|---|---|---|";

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

/// Runs `PROGRAM code` on so many articles.
pub(crate) fn whole(program: &Path, lang: &str, lines: &[Line], most: usize) -> anyhow::Result<()> {
    let mut count = 1000.min(most);
    while count <= most {
        let folder = std::env::temp_dir().join(format!("bench-code-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let path = folder.join("articles.jsonl");
        let words = texts::write(&path, lines, count)?;
        let before = of_children();
        let mut child =
            Command::new(program).arg("code").arg(&path).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let mut peak = 0;
        while child.try_wait()?.is_none() {
            peak = peak_of(&child.id().to_string()).unwrap_or(0).max(peak);
            std::thread::sleep(Duration::from_millis(5));
        }
        if !child.wait()?.success() {
            bail!("{} code failed", program.display());
        }
        fs::remove_dir_all(&folder)?;
        let seconds = of_children() - before;
        println!(
            "| {lang} | {count} | {words} | {:.0} | {:.0} | {seconds:.2} | {peak} |",
            words as f64 / seconds,
            count as f64 / seconds
        );
        count *= 10;
    }
    Ok(())
}

/// Processor seconds of the children that have ended.
fn of_children() -> f64 {
    let told = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let cells: Vec<&str> = told.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let cell = |at: usize| cells.get(at).and_then(|cell| cell.parse::<f64>().ok()).unwrap_or(f64::NAN);
    (cell(13) + cell(14)) / 100.0
}
