//! What may be typed after `tribune`.

use crate::commands::Command;

/// The community manager's whole desk in one program.
#[derive(clap::Parser)]
#[command(name = "tribune", version, arg_required_else_help = true, propagate_version = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}
