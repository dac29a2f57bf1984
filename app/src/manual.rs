//! The command line in, completions and manual pages out.

use crate::args::Arguments;
use crate::output;
use anyhow::Context;
use clap::CommandFactory;
use std::fs;
use std::path::Path;

pub(crate) fn completions(shell: clap_complete::Shell) -> anyhow::Result<u8> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "demarche", &mut text);
    let mut out = output::open(None)?;
    std::io::Write::write_all(&mut out, &text)?;
    out.finish()?;
    Ok(0)
}

/// One page for the program and one for each command.
pub(crate) fn pages(folder: &Path) -> anyhow::Result<u8> {
    fs::create_dir_all(folder).with_context(|| format!("failed to make the folder {}", folder.display()))?;
    let mut command = Arguments::command();
    command.build();
    let mut open = vec![command];
    while let Some(next) = open.pop() {
        let name = next.get_display_name().unwrap_or("demarche").to_owned();
        let mut text = Vec::new();
        clap_mangen::Man::new(next.clone().display_name(name.clone())).render(&mut text)?;
        let path = folder.join(format!("{name}.1"));
        fs::write(&path, text).with_context(|| format!("failed to write {}", path.display()))?;
        open.extend(next.get_subcommands().filter(|c| c.get_name() != "help").cloned());
    }
    Ok(0)
}
