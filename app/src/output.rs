//! Where data goes: standard output, or a file that appears only when it is complete.

use anyhow::{Context, bail};
use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// An open output.
pub(crate) struct Output {
    writer: Box<dyn Write>,
    /// What is written to, where that is a file.
    path: Option<PathBuf>,
    /// The file under its working name, and the name it gets at the end.
    pending: Option<(PathBuf, PathBuf)>,
}

thread_local! {
    /// Where this thread's standard output goes while a caller in the same process waits for it.
    static CAUGHT: RefCell<Option<Rc<RefCell<Vec<u8>>>>> = const { RefCell::new(None) };
}

/// Does `work`, and gives what it would have written to standard output.
pub(crate) fn caught<R>(work: impl FnOnce() -> R) -> (R, Vec<u8>) {
    let page = Rc::new(RefCell::new(Vec::new()));
    CAUGHT.set(Some(Rc::clone(&page)));
    let waiting = Waiting;
    let result = work();
    drop(waiting);
    (result, page.take())
}

/// That a caller waits, up to the end of its work, also where that is a panic.
struct Waiting;

impl Drop for Waiting {
    fn drop(&mut self) {
        CAUGHT.set(None);
    }
}

/// A page that several writers may share, one after the other.
struct Page(Rc<RefCell<Vec<u8>>>);

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Opens an output as `open` does, unless it would take the place of a file that is read.
pub(crate) fn beside(read: &[PathBuf], path: Option<&Path>) -> anyhow::Result<Output> {
    let target = path.filter(|path| path.is_file()).and_then(|path| path.canonicalize().ok());
    if let (Some(path), Some(target)) = (path, target)
        && read.iter().any(|read| read.canonicalize().is_ok_and(|read| read == target))
    {
        bail!("{} is one of the files to be read; name another for the output", path.display());
    }
    open(path)
}

/// Opens the file, or standard output for none and for `-`.
pub(crate) fn open(path: Option<&Path>) -> anyhow::Result<Output> {
    let Some(path) = path.filter(|path| *path != Path::new("-")) else {
        if let Some(page) = CAUGHT.with_borrow(Option::clone) {
            return Ok(Output { writer: Box::new(Page(page)), path: None, pending: None });
        }
        return Ok(Output { writer: Box::new(BufWriter::new(io::stdout().lock())), path: None, pending: None });
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
    Ok(Output { writer: Box::new(BufWriter::new(file)), path: Some(path.to_owned()), pending })
}

impl Output {
    /// Completes the output; without this a file keeps its working name, and one that holds nothing goes.
    pub(crate) fn finish(mut self) -> anyhow::Result<()> {
        self.flush().context("failed to write the output")?;
        if let Some((working, path)) = self.pending.take() {
            fs::rename(working, &path).with_context(|| format!("failed to write {}", path.display()))?;
        }
        Ok(())
    }

    /// The fault with the name of the file that could not be written.
    fn named(&self, fault: io::Error) -> io::Error {
        match &self.path {
            Some(path) => io::Error::new(fault.kind(), format!("{}: {fault}", path.display())),
            None => fault,
        }
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        // What is still on its way would not fit either.
        if let Some((working, _)) = self.pending.take()
            && fs::metadata(&working).is_ok_and(|written| written.len() == 0)
        {
            fs::remove_file(working).unwrap_or_default();
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes).map_err(|fault| self.named(fault))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush().map_err(|fault| self.named(fault))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_in_caught_work_leaves_standard_output_as_it_was() {
        let list = [1, 2, 3];
        let work = || caught(|| list.iter().map(|n| list[*n]).sum::<usize>());
        assert!(crate::batch::guard(work).is_err());
        assert!(CAUGHT.with_borrow(Option::is_none));
    }
}
