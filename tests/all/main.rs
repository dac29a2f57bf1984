//! One test binary: spec, properties, tidy.

mod records;
mod tell;
