//! One test binary: spec, properties, tidy.

mod read;
mod records;
mod rows;
mod tables;
