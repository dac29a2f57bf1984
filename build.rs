//! Finds the language folders and `world/`, and writes an index that embeds their tables. No logic.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut index = String::from("pub(crate) static LANGUAGES: &[(&str, &[(&str, &str)])] = &[\n");
    println!("cargo:rerun-if-changed=lang");
    println!("cargo:rerun-if-changed=world");
    for folder in entries(&root.join("lang"))? {
        let name = file_name(&folder);
        if folder.is_dir() && !name.starts_with('_') {
            let _ = writeln!(index, "    ({name:?}, &[");
            tables(&folder, &mut index)?;
            index.push_str("    ]),\n");
        }
    }
    index.push_str("];\npub(crate) static WORLD: &[(&str, &str)] = &[\n");
    tables(&root.join("world"), &mut index)?;
    index.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("embedded.rs"), index)
}

fn tables(folder: &Path, index: &mut String) -> io::Result<()> {
    for file in entries(folder)? {
        if file.extension().is_some_and(|e| e == "tsv") {
            let _ = writeln!(index, "        ({:?}, include_str!({:?})),", file_name(&file), file);
        }
    }
    Ok(())
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}
