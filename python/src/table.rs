//! JSON lines in, a table out that speaks Arrow's PyCapsule interface; and any Arrow stream in, JSON lines out.

use crate::schema;
use crate::{Error, raised};
use anyhow::Context;
use arrow_array::{Array, RecordBatch, StructArray};
use arrow_json::ReaderBuilder;
use arrow_json::writer::{LineDelimited, WriterBuilder};
use arrow_schema::{Field, SchemaRef};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use pyo3_arrow::PyRecordBatchReader;
use pyo3_arrow::ffi::{ArrayIterator, to_schema_pycapsule, to_stream_pycapsule};
use std::sync::Arc;

/// Rows of one batch of a stream.
const ROWS: usize = 8192;

/// A table of records of one kind.
#[pyclass(module = "demarche._native", frozen)]
#[derive(Debug)]
pub(crate) struct Table {
    kind: String,
    lines: String,
    rows: usize,
}

impl Table {
    pub(crate) fn of(kind: &str, lines: String) -> Self {
        let rows = lines.lines().count();
        Self { kind: kind.to_owned(), lines, rows }
    }

    fn batches(&self, schema: &SchemaRef) -> anyhow::Result<Vec<RecordBatch>> {
        let reader = ReaderBuilder::new(Arc::clone(schema)).with_batch_size(ROWS).build(self.lines.as_bytes())?;
        Ok(reader.collect::<Result<_, _>>()?)
    }
}

#[pymethods]
impl Table {
    /// A table of this kind from its records, one JSON line each.
    #[new]
    fn new(kind: &str, lines: String) -> PyResult<Self> {
        let _ = columns(kind)?;
        Ok(Self::of(kind, lines))
    }

    #[getter]
    fn kind(&self) -> &str {
        &self.kind
    }

    /// The records, one JSON line each.
    #[getter]
    fn lines(&self) -> &str {
        &self.lines
    }

    fn __len__(&self) -> usize {
        self.rows
    }

    fn schema(&self) -> PyResult<Schema> {
        Schema::new(&self.kind)
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = columns(&self.kind)?;
        let batches = py.detach(|| self.batches(&schema)).map_err(raised)?;
        let arrays = batches.into_iter().map(|batch| Ok(Arc::new(StructArray::from(batch)) as Arc<dyn Array>));
        let field = Arc::new(Field::new_struct("", schema.fields().clone(), false));
        Ok(to_stream_pycapsule(py, Box::new(ArrayIterator::new(arrays, field)), requested_schema)?)
    }
}

/// The columns of a kind of table.
#[pyclass(module = "demarche._native", frozen)]
#[derive(Debug)]
pub(crate) struct Schema {
    columns: SchemaRef,
}

#[pymethods]
impl Schema {
    #[new]
    fn new(kind: &str) -> PyResult<Self> {
        Ok(Self { columns: columns(kind)? })
    }

    #[getter]
    fn names(&self) -> Vec<String> {
        self.columns.fields().iter().map(|field| field.name().clone()).collect()
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        Ok(to_schema_pycapsule(py, self.columns.as_ref())?)
    }
}

fn columns(kind: &str) -> PyResult<SchemaRef> {
    schema::of(kind).ok_or_else(|| Error::new_err(format!("there is no table {kind:?}")))
}

/// The rows of anything that gives an Arrow stream, one JSON text each.
#[pyfunction]
pub(crate) fn json_lines(py: Python<'_>, stream: PyRecordBatchReader) -> PyResult<Vec<String>> {
    let reader = stream.into_reader()?;
    let written = py.detach(|| -> anyhow::Result<Vec<String>> {
        let mut lines = Vec::new();
        for batch in reader {
            let mut writer = WriterBuilder::new().build::<_, LineDelimited>(Vec::new());
            writer.write(&batch.context("the table cannot be read")?)?;
            writer.finish()?;
            lines.extend(String::from_utf8(writer.into_inner())?.lines().map(str::to_owned));
        }
        Ok(lines)
    });
    written.map_err(raised)
}
