//! What is done once at the end of a run that adds: the log is worked into the file.

use super::Project;
use demarche::Resources;

impl Project {
    /// Ends a run. A project that was not ended is whole all the same.
    pub(crate) fn finish(&mut self, _resources: &Resources) -> anyhow::Result<()> {
        self.connection.execute_batch("PRAGMA optimize")?;
        Ok(())
    }
}
