//! The sentences of a project in, their vectors out, kept in a file beside it; and of a text, which sentences mean the like.
//!
//! The file holds nothing that could not be made again: it can be deleted at any time. A vector belongs to the words of a
//! sentence, so that copies cost nothing and coding again keeps what is known.

use super::encoder::Encoder;
use super::weights;
use crate::project::{Placed, Project};
use anyhow::{Context, bail};
use ndarray::ArrayView1;
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What stands behind a project's name in that of the file.
const ENDING: &str = "-meaning";
/// Sentences that are weighed and stored at a time.
const PORTION: usize = 512;
/// What is less alike is on another matter: to a few words that are foreign to them all, no sentence of our examples is more.
const ALIKE: f32 = 0.15;
/// The largest number of a vector as it is stored.
const LARGEST: f32 = 127.0;
const PATIENCE: Duration = Duration::from_secs(30);
/// What the file holds: `state` is that of the project when it was last looked through.
const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS fact(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS vector(words INTEGER PRIMARY KEY, scale REAL NOT NULL, numbers BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS place(place INTEGER PRIMARY KEY, words INTEGER NOT NULL);
    CREATE INDEX IF NOT EXISTS place_words ON place(words);";

/// The vectors of a project.
pub(crate) struct Meanings {
    connection: Connection,
    encoder: Encoder,
}

impl Meanings {
    /// Opens the file beside a project, or makes it; where nothing can be written, it is made anew in memory.
    pub(crate) fn beside(project: &Project) -> anyhow::Result<Self> {
        let encoder = weights::encoder()?;
        let path = beside(project.path());
        let opened = Connection::open(&path).and_then(prepare);
        let connection = match opened {
            Ok(connection) => connection,
            Err(_) => prepare(Connection::open_in_memory()?).with_context(|| path.display().to_string())?,
        };
        Ok(Self { connection, encoder })
    }

    /// Weighs the sentences that have no vector yet; `tell` hears how many of how many are done.
    pub(crate) fn catch_up(
        &mut self,
        project: &Project,
        most: usize,
        mut tell: impl FnMut(usize, usize),
    ) -> anyhow::Result<()> {
        let state = project.state()?;
        let known = "SELECT value FROM fact WHERE name = 'state'";
        if self.connection.query_row(known, [], |row| row.get::<_, String>(0)).optional()?.as_ref() == Some(&state) {
            return Ok(());
        }
        let missing = self.places(project)?;
        if missing.len() > most {
            bail!("{} sentences have no vector yet; `demarche search` by meaning makes them once", missing.len());
        }
        let mut done = 0;
        for portion in missing.chunks(PORTION) {
            let texts: Vec<&str> = portion.iter().map(|(_, text)| text.as_str()).collect();
            let vectors = self.encoder.vectors(&texts);
            let transaction = self.connection.transaction()?;
            for ((words, _), vector) in portion.iter().zip(vectors.rows()) {
                let (scale, numbers) = packed(vector);
                transaction
                    .prepare_cached("INSERT OR REPLACE INTO vector(words, scale, numbers) VALUES(?1, ?2, ?3)")?
                    .execute(params![words, scale, numbers])?;
            }
            transaction.commit()?;
            done += portion.len();
            tell(done, missing.len());
        }
        self.connection.execute("INSERT OR REPLACE INTO fact(name, value) VALUES('state', ?1)", [state])?;
        Ok(())
    }

    /// Notes where which words stand; gives those without a vector.
    fn places(&mut self, project: &Project) -> anyhow::Result<Vec<(i64, String)>> {
        let transaction = self.connection.transaction()?;
        let mut missing = Vec::new();
        let mut seen = HashSet::new();
        {
            transaction.execute("DELETE FROM place", [])?;
            let mut place = transaction.prepare("INSERT INTO place(place, words) VALUES(?1, ?2)")?;
            let mut is_known = transaction.prepare("SELECT 1 FROM vector WHERE words = ?1")?;
            project.each_told(|at, text| {
                let words = digest(text);
                place.execute([at.0, words])?;
                if seen.insert(words) && !is_known.exists([words])? {
                    missing.push((words, text.to_owned()));
                }
                Ok(())
            })?;
        }
        transaction.commit()?;
        Ok(missing)
    }

    /// Where sentences stand that mean the like of a text, and how alike they are, from -1 to 1: the most alike first, each
    /// wording's places together.
    pub(crate) fn like(&self, text: &str) -> anyhow::Result<Vec<(f32, Vec<Placed>)>> {
        let asked = self.encoder.vectors(&[text]);
        let asked = asked.row(0);
        let mut found = Vec::new();
        let mut statement = self.connection.prepare("SELECT words, scale, numbers FROM vector")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let numbers = row.get_ref(2)?.as_blob()?;
            let dot: f32 = asked.iter().zip(numbers).map(|(a, b)| a * f32::from(b.cast_signed())).sum();
            let alike = dot * row.get::<_, f32>(1)?;
            if alike >= ALIKE {
                found.push((alike, row.get::<_, i64>(0)?));
            }
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut places = self.connection.prepare("SELECT place FROM place WHERE words = ?1 ORDER BY place")?;
        found
            .into_iter()
            .map(|(alike, words)| {
                let at = places.query_map([words], |row| Ok(Placed(row.get(0)?)))?;
                Ok((alike, at.collect::<Result<_, _>>()?))
            })
            .collect()
    }
}

/// The file beside a project.
fn beside(project: &Path) -> PathBuf {
    let mut name = project.as_os_str().to_owned();
    name.push(ENDING);
    name.into()
}

fn prepare(connection: Connection) -> rusqlite::Result<Connection> {
    connection.busy_timeout(PATIENCE)?;
    connection.execute_batch(TABLES)?;
    Ok(connection)
}

fn digest(text: &str) -> i64 {
    Sha256::digest(text.as_bytes()).iter().take(8).fold(0, |sum, byte| sum << 8 | i64::from(*byte))
}

/// A vector as bytes, and what each is multiplied by.
fn packed(vector: ArrayView1<'_, f32>) -> (f32, Vec<u8>) {
    let largest = vector.iter().fold(f32::MIN_POSITIVE, |most, x| most.max(x.abs()));
    let scale = largest / LARGEST;
    (scale, vector.iter().map(|x| ((x / scale).round() as i8).cast_unsigned()).collect())
}

#[cfg(test)]
mod tests {
    use super::packed;
    use crate::meaning::WIDTH;
    use ndarray::Array1;

    #[test]
    fn a_packed_vector_keeps_its_direction() {
        let vector = Array1::from_shape_fn(WIDTH, |at| ((at * 37 % 101) as f32 - 50.0) / 1000.0);
        let (scale, bytes) = packed(vector.view());
        assert_eq!(bytes.len(), WIDTH);
        let back = Array1::from_iter(bytes.iter().map(|byte| f32::from(byte.cast_signed()) * scale));
        let cosine = vector.dot(&back) / (vector.dot(&vector) * back.dot(&back)).sqrt();
        assert!(cosine > 0.9999, "{cosine}");
    }
}
