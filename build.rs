//! Finds the language folders and `world/`, and writes an index that embeds their tables; those of verbs and nouns as forms,
//! which the engine's own code makes of them. No logic beside it.

#[expect(unreachable_pub, reason = "the engine uses more of it")]
#[path = "src/error.rs"]
mod error;
#[expect(dead_code, unreachable_pub, reason = "the engine uses more of it")]
#[path = "."]
mod resources {
    #[path = "src/resources/endings.rs"]
    pub mod endings;
    #[path = "src/resources/forms.rs"]
    pub mod forms;
    #[path = "src/resources/grammar.rs"]
    pub mod grammar;
    #[path = "src/resources/sealed.rs"]
    pub mod sealed;
    #[path = "src/resources/symbol.rs"]
    pub mod symbol;
    #[path = "src/resources/table.rs"]
    pub mod table;
    #[path = "src/resources/words.rs"]
    pub mod words;
}

use resources::forms::Forms;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The tables that become forms.
const FORMS: [&str; 5] = ["verbs.tsv", "verbs-own.tsv", "verb-forms.tsv", "nouns.tsv", "nouns-own.tsv"];

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let mut index = String::from("pub(crate) static LANGUAGES: &[Embedded] = &[\n");
    for changed in ["build.rs", "lang", "src/error.rs", "src/resources", "world"] {
        println!("cargo:rerun-if-changed={changed}");
    }
    for folder in entries(&root.join("lang"))? {
        let name = file_name(&folder);
        if folder.is_dir() && !name.starts_with('_') {
            let tables = tables(&folder)?;
            let (made, plain): (Vec<_>, Vec<_>) = tables.iter().partition(|path| FORMS.contains(&&*file_name(path)));
            let _ = writeln!(index, "    ({name:?}, &[");
            plain.into_iter().for_each(|table| embed(table, &mut index));
            index.push_str("    ], ");
            let morphology = tables.iter().filter(|path| file_name(path) == "morphology.tsv");
            let read = |path: &PathBuf| Ok((file_name(path), fs::read_to_string(path)?));
            let texts: Vec<(String, String)> =
                made.into_iter().chain(morphology).map(read).collect::<io::Result<_>>()?;
            let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
            let forms = Forms::load(&format!("lang/{name}"), &files).map_err(io::Error::other)?;
            write_forms(&forms, &out, &name, &mut index)?;
            index.push_str("),\n");
        }
    }
    index.push_str("];\npub(crate) static WORLD: &[(&str, &str)] = &[\n");
    tables(&root.join("world"))?.iter().for_each(|table| embed(table, &mut index));
    index.push_str("];\n");
    fs::write(out.join("embedded.rs"), index)
}

/// Writes the parts of the forms, each into its file, and embeds these.
fn write_forms(forms: &Forms, out: &Path, name: &str, index: &mut String) -> io::Result<()> {
    let (words, lists) = forms.parts();
    let written = |part: String, bytes: &[u8]| {
        let path = out.join(format!("{name}-{part}"));
        fs::write(&path, bytes).map(|()| path)
    };
    index.push_str("([");
    for (number, (letters, numbers)) in words.iter().enumerate() {
        let letters = written(format!("letters-{number}"), letters.as_bytes())?;
        let numbers = written(format!("numbers-{number}"), numbers)?;
        let _ = write!(index, "(include_str!({letters:?}), include_bytes!({numbers:?})), ");
    }
    index.push_str("], [");
    for (number, list) in lists.iter().enumerate() {
        let list = written(format!("list-{number}"), list)?;
        let _ = write!(index, "include_bytes!({list:?}), ");
    }
    index.push_str("])");
    Ok(())
}

fn tables(folder: &Path) -> io::Result<Vec<PathBuf>> {
    Ok(entries(folder)?.into_iter().filter(|file| file.extension().is_some_and(|e| e == "tsv")).collect())
}

fn embed(table: &PathBuf, index: &mut String) {
    let _ = writeln!(index, "        ({:?}, include_str!({table:?})),", file_name(table));
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}
