//! The Python module `demarche._native`: what the package `demarche` of this folder is written on.
//!
//! Records come as JSON texts and leave as JSON lines or as Arrow streams; everything between is the app's, and runs
//! without Python's lock. Exceptions are `demarche.Error`.

use pyo3::prelude::*;

mod batch;
mod schema;
mod shuffle;
mod table;

/// Tables are hundreds of thousands of small allocations; this allocator makes loading a third faster.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

pyo3::create_exception!(demarche, Error, pyo3::exceptions::PyException, "What the program says where it cannot go on.");

/// What the app says, as an exception; what Python said before, as it was.
fn raised(error: anyhow::Error) -> PyErr {
    error.downcast::<PyErr>().unwrap_or_else(|error| Error::new_err(format!("{error:#}")))
}

/// Whether the user wants to stop.
fn go_on() -> anyhow::Result<()> {
    Ok(Python::attach(|py| py.check_signals())?)
}

#[pymodule]
mod _native {
    #[pymodule_export]
    use super::Error;
    #[pymodule_export]
    use super::batch::Batch;
    #[pymodule_export]
    use super::shuffle::{Forest, buckets, copies, link_passages, link_positions, link_voices};
    #[pymodule_export]
    use super::table::{Schema, Table, json_lines};

    use super::{go_on, raised};
    use demarche_cli::door;
    use pyo3::prelude::*;
    use std::ffi::OsString;

    /// Does what the command line does; gives the exit code.
    #[pyfunction]
    fn run(py: Python<'_>, arguments: Vec<OsString>) -> u8 {
        py.detach(|| demarche_cli::run(arguments))
    }

    /// Why something gave nothing, behind its id, where that is known.
    type Reasons = Vec<(Option<String>, String)>;

    fn told(reasons: Vec<door::Reason>) -> Reasons {
        reasons.into_iter().map(|reason| (reason.id, reason.why)).collect()
    }

    /// Adds to a project; gives what was skipped.
    #[pyfunction]
    fn add(py: Python<'_>, words: Vec<String>) -> PyResult<Reasons> {
        py.detach(|| door::add(&words, &go_on)).map(told).map_err(raised)
    }

    /// What the command of these words prints.
    #[pyfunction]
    fn ask(py: Python<'_>, words: Vec<String>) -> PyResult<String> {
        py.detach(|| door::ask(&words)).map_err(raised)
    }

    /// The briefing on a project.
    #[pyfunction]
    fn brief(py: Python<'_>, words: Vec<String>, lang: &str, format: &str) -> PyResult<String> {
        py.detach(|| door::brief(&words, lang, format)).map_err(raised)
    }

    /// How two actors stand to each other, week by week.
    #[pyfunction]
    fn courses(py: Python<'_>, words: Vec<String>) -> PyResult<Table> {
        let lines = py.detach(|| door::courses(&words)).map_err(raised)?;
        Ok(Table::of("courses", lines))
    }

    /// The articles behind paths, and what was skipped. `shared` says that others read other files of the same work.
    #[pyfunction]
    #[pyo3(signature = (words, shared=false))]
    fn read(py: Python<'_>, words: Vec<String>, shared: bool) -> PyResult<(Table, Reasons)> {
        let (lines, skipped) = py.detach(|| door::read(&words, shared, &go_on)).map_err(raised)?;
        Ok((Table::of("articles", lines), told(skipped)))
    }
}
