//! Room `relate`.
