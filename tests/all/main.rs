//! One test binary: spec, properties, tidy.
