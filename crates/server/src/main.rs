//! The one binary `tribune`: reads the command line and runs one command.

mod cli;
mod commands;
mod config;
mod desk;
mod files;
mod lines;
mod place;
mod surroundings;

use std::process::ExitCode;

use clap::Parser;

/// What one thread prepares another frees: docs/decisions/0012.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match cli::Cli::parse().command.run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("tribune: {error:#}");
            ExitCode::FAILURE
        }
    }
}
