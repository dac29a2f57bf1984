//! What is done once at the end of a run that adds: what follows from all events together.

use super::Project;
use demarche::Resources;

impl Project {
    /// Ends a run. Without it everything is whole, but agreements are those of before.
    pub(crate) fn finish(&mut self, resources: &Resources) -> anyhow::Result<()> {
        self.find_agreements(resources)?;
        self.connection.execute_batch("PRAGMA optimize")?;
        Ok(())
    }
}
