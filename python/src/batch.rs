//! Records in, a batch of coded articles out, and the tables that can be made of it.

use crate::raised;
use crate::table::Table;
use demarche_cli::door;
use pyo3::prelude::*;
use std::num::NonZeroUsize;

/// Records that are coded before Python may look whether the user wants to stop.
const PORTION: usize = 256;

/// Coded articles.
#[pyclass(module = "demarche._native", frozen)]
#[derive(Debug)]
pub(crate) struct Batch {
    inner: door::Batch,
}

#[pymethods]
impl Batch {
    /// Codes records, one JSON text each. `shared` says that others code other records of the same work: then ids are
    /// never changed, and a record without one is skipped. `lang` is the language of those that name none.
    #[new]
    #[pyo3(signature = (records, threads=None, shared=false, min_confidence=0.0, lang=None))]
    fn new(
        py: Python<'_>,
        records: Vec<String>,
        threads: Option<NonZeroUsize>,
        shared: bool,
        min_confidence: f64,
        lang: Option<String>,
    ) -> PyResult<Self> {
        let mut inner = door::Batch::default();
        let threads = threads.map(NonZeroUsize::get);
        let mut coder = door::Coder::new(threads, shared, min_confidence, lang).map_err(raised)?;
        for portion in records.chunks(PORTION) {
            let lines: Vec<&str> = portion.iter().map(String::as_str).collect();
            py.detach(|| coder.code(&lines, &mut inner)).map_err(raised)?;
            py.check_signals()?;
        }
        Ok(Self { inner })
    }

    /// The number of each record that was skipped, and why.
    fn skipped(&self) -> Vec<(usize, String)> {
        self.inner.skipped.iter().map(|skipped| (skipped.record, skipped.why.clone())).collect()
    }

    /// The number of each record of which there is something else to tell, and what.
    fn notes(&self) -> Vec<(usize, String)> {
        self.inner.notes.iter().map(|note| (note.record, note.why.clone())).collect()
    }

    fn articles(&self, py: Python<'_>) -> Table {
        Table::of("articles", py.detach(|| self.inner.articles()))
    }

    fn mentions(&self, py: Python<'_>) -> Table {
        Table::of("mentions", py.detach(|| self.inner.mentions()))
    }

    /// The mentions with what they need to be linked elsewhere.
    fn passages(&self, py: Python<'_>) -> PyResult<Table> {
        let lines = py.detach(|| self.inner.passages()).map_err(raised)?;
        Ok(Table::of("passages", lines))
    }

    /// Events, disputes, predictions, agreements, positions, voices.
    fn link(&self, py: Python<'_>) -> PyResult<[Table; 6]> {
        let found = py.detach(|| self.inner.link()).map_err(raised)?;
        let tables = [
            ("events", found.events),
            ("disputes", found.disputes),
            ("predictions", found.predictions),
            ("agreements", found.agreements),
            ("positions", found.positions),
            ("voices", found.voices),
        ];
        Ok(tables.map(|(name, lines)| Table::of(name, lines)))
    }

    fn brief(&self, py: Python<'_>, lang: &str, format: &str, min_confidence: f64) -> PyResult<String> {
        py.detach(|| self.inner.brief(lang, format, min_confidence)).map_err(raised)
    }
}
