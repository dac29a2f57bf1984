//! x
mod features;
mod groups;
mod trees;
mod memory;
mod mixture;
mod numbers;
pub mod ranks;
mod rules;
mod similar;
mod slate;
pub mod proto;
