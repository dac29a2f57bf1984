//! A table in, in the place of one of the template of languages or of the world: it loads or is refused, and what is loaded
//! codes an article.
//!
//! The first byte says which table it is.

#![no_main]

use demarche::Resources;
use demarche::read::{self, Hints};
use demarche_fuzz::{code_and_tell, in_time, watch_panics};
use libfuzzer_sys::fuzz_target;
use std::path::Path;
use std::sync::LazyLock;

/// Opens a line of the template that would be a row.
const EXAMPLE: &str = "#> ";
/// Rows of each table of the world: enough for its kinds, and quick to load.
const ROWS: usize = 200;
const TEXT: &str = "On Monday Chile denied having blocked the border, the minister said. Peru and Bolivia blocked the port of Arica.";

static TABLES: LazyLock<Vec<(bool, String, String)>> = LazyLock::new(|| {
    let mut tables = Vec::new();
    for (is_world, folder) in [(false, "../lang/_template"), (true, "../world")] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for entry in std::fs::read_dir(folder).expect("the tables lie beside") {
            let path = entry.expect("the tables lie beside").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.ends_with(".tsv") {
                let text = std::fs::read_to_string(&path).expect("tables are text").replace(EXAMPLE, "");
                let lines: Vec<&str> = text.lines().take(if is_world { ROWS } else { usize::MAX }).collect();
                tables.push((is_world, name, lines.join("\n")));
            }
        }
    }
    tables.sort();
    tables
});

fn load(bytes: &[u8]) -> Option<Resources> {
    let (which, bytes) = bytes.split_first()?;
    let table = String::from_utf8_lossy(bytes);
    let which = usize::from(*which) % TABLES.len();
    let text = |(at, (is_world, name, text))| (is_world, name, if at == which { table.as_ref() } else { text });
    let all: Vec<(&bool, &String, &str)> =
        TABLES.iter().enumerate().map(|(at, (w, n, t))| text((at, (w, n, t.as_str())))).collect();
    let of = |world: bool| -> Vec<(&str, &str)> {
        all.iter().filter(|(w, ..)| **w == world).map(|(_, name, text)| (name.as_str(), *text)).collect()
    };
    in_time(|| Resources::load(&[("xx", &of(false))], &of(true))).ok()
}

fuzz_target!(
    init: watch_panics(),
    |bytes: &[u8]| {
        let Some(resources) = load(bytes) else { return };
        let hints = Hints { lang: Some("xx".to_owned()), published: "2024-05-07".parse().ok(), ..Hints::default() };
        let readings = read::read(&resources, "a.txt", TEXT.as_bytes(), &hints);
        code_and_tell(&resources, readings.into_iter().flatten().map(|reading| reading.article).collect());
    }
);
