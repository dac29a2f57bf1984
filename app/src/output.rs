//! Where data goes: standard output, or a file that appears only when it is complete.

use anyhow::{Context, bail};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// An open output.
pub(crate) struct Output {
    writer: Box<dyn Write>,
    /// The file under its working name, and the name it gets at the end.
    pending: Option<(PathBuf, PathBuf)>,
}

/// Opens the file, or standard output for none and for `-`.
pub(crate) fn open(path: Option<&Path>) -> anyhow::Result<Output> {
    let Some(path) = path.filter(|path| *path != Path::new("-")) else {
        return Ok(Output { writer: Box::new(BufWriter::new(io::stdout().lock())), pending: None });
    };
    // A device or pipe cannot be replaced; it is written to as it is.
    let is_special = fs::metadata(path).is_ok_and(|metadata| !metadata.is_file());
    let mut working = path.as_os_str().to_owned();
    working.push(".part");
    let target = if is_special { path.to_owned() } else { PathBuf::from(working) };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists());
    if let Some(folder) = folder {
        bail!("failed to write {}: the folder {} does not exist; create it first", path.display(), folder.display());
    }
    let file = File::create(&target).with_context(|| format!("failed to write {}", path.display()))?;
    let pending = (!is_special).then(|| (target, path.to_owned()));
    Ok(Output { writer: Box::new(BufWriter::new(file)), pending })
}

impl Output {
    /// Completes the output; without this a file keeps its working name.
    pub(crate) fn finish(mut self) -> anyhow::Result<()> {
        self.writer.flush().context("failed to write the output")?;
        if let Some((working, path)) = &self.pending {
            fs::rename(working, path).with_context(|| format!("failed to write {}", path.display()))?;
        }
        Ok(())
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}
