//! `tribune token`: makes a key with which a program signs in.

use std::process::ExitCode;

use hub::access;

use crate::place::{self, Place};
use crate::surroundings::now;

/// Makes keys with which programs sign in.
#[derive(clap::Args)]
pub(crate) struct Token {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(clap::Subcommand)]
enum Verb {
    /// Make a token and print it, this once
    Add {
        #[arg(long)]
        workspace: String,
        /// read, or read,write
        #[arg(long)]
        scopes: String,
        /// What it is for
        #[arg(long, default_value = "token")]
        name: String,
    },
}

impl Token {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let Verb::Add { workspace, scopes, name } = self.verb;
        self.place.with_hub(|hub| async move {
            let workspace = place::workspace(&hub, &workspace).await?;
            println!("{}", access::token_add(&hub, workspace, (&name, &scopes), now()).await?);
            Ok(ExitCode::SUCCESS)
        })
    }
}
