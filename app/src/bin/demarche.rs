//! The program `demarche`: its arguments in, its exit code out.

use std::process::ExitCode;

/// Tables are hundreds of thousands of small allocations; this allocator makes loading a third faster.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(demarche_cli::run(std::env::args_os()))
}
