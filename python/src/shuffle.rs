//! The parts of linking that travel between machines, for `demarche.spark`.

use crate::raised;
use crate::table::Table;
use demarche_cli::door;
use pyo3::prelude::*;

/// Day, what must be shared and the buckets of one record.
type Buckets = (String, usize, Vec<(i64, usize)>);

/// Where copies of each record would be found; none for one that cannot be read.
#[pyfunction]
pub(crate) fn buckets(py: Python<'_>, records: Vec<String>) -> PyResult<Vec<Option<Buckets>>> {
    let found = py.detach(|| door::buckets(&borrowed(&records))).map_err(raised)?;
    Ok(found.into_iter().map(|one| one.map(|one| (one.published, one.enough, one.buckets))).collect())
}

/// Which of the records of whole groups copy another.
#[pyfunction]
pub(crate) fn copies(py: Python<'_>, records: Vec<String>) -> PyResult<Table> {
    let lines = py.detach(|| door::copies(&borrowed(&records))).map_err(raised)?;
    Ok(Table::of("copies", lines))
}

/// The events of the passages of whole groups.
#[pyfunction]
pub(crate) fn link_passages(py: Python<'_>, passages: Vec<String>) -> PyResult<Table> {
    let lines = py.detach(|| door::events(&borrowed(&passages))).map_err(raised)?;
    Ok(Table::of("events", lines))
}

/// The positions on the events of the passages of whole groups.
#[pyfunction]
pub(crate) fn link_positions(py: Python<'_>, passages: Vec<String>) -> PyResult<Table> {
    let lines = py.detach(|| door::positions(&borrowed(&passages))).map_err(raised)?;
    Ok(Table::of("positions", lines))
}

/// The voices of the statements of whole groups.
#[pyfunction]
pub(crate) fn link_voices(py: Python<'_>, statements: Vec<String>) -> PyResult<Table> {
    let lines = py.detach(|| door::voices(&borrowed(&statements))).map_err(raised)?;
    Ok(Table::of("voices", lines))
}

fn borrowed(records: &[String]) -> Vec<&str> {
    records.iter().map(String::as_str).collect()
}

/// Keys that belong together.
#[pyclass(module = "demarche._native")]
#[derive(Debug, Default)]
pub(crate) struct Forest {
    inner: door::Forest,
}

#[pymethods]
impl Forest {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Joins the keys of each row.
    fn join(&mut self, py: Python<'_>, rows: Vec<Vec<i64>>) {
        py.detach(|| rows.iter().for_each(|keys| self.inner.join(keys)));
    }

    /// Each key that is not the smallest of its group, with the smallest.
    fn edges(&mut self, py: Python<'_>) -> Vec<(i64, i64)> {
        py.detach(|| std::mem::take(&mut self.inner).edges())
    }
}
