//! Articles in, how well edited copies of them are found out.

use std::path::Path;

pub(crate) fn print(_: &Path) -> anyhow::Result<()> {
    Ok(())
}
