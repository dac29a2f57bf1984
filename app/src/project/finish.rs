//! What is done once at the end of a run that adds: linking, and what follows from all events together.

use super::Project;
use demarche::Resources;

impl Project {
    /// Ends a run. Without it articles are there and wait for the end of another.
    pub(crate) fn finish(&mut self, resources: &Resources) -> anyhow::Result<()> {
        self.settle()?;
        self.link()?;
        self.find_agreements(resources)?;
        self.connection.execute_batch("PRAGMA optimize")?;
        Ok(())
    }
}
