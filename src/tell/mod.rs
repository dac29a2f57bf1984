//! Room `tell`.
