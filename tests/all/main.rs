//! One test binary: spec, properties, tidy.

mod link;
mod linkspec;
mod records;
mod relate;
