//! The binary `sandpail`; see `sandpail --help`.

use std::process::ExitCode;

mod cli;

// What it is measured by: docs/decisions/0022.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run()
}
