//! `tribune user`: adds colleagues to a workspace.

use std::io::Read;
use std::process::ExitCode;

use anyhow::{Context, bail};
use hub::access::{self, NewStaff};
use model::Role;

use crate::place::{self, Place};
use crate::surroundings::now;

const PASSWORD_BYTES_MAX: u64 = 4096;

/// Adds colleagues to a workspace, or gives them another role or password.
#[derive(clap::Args)]
pub(crate) struct User {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(clap::Subcommand)]
enum Verb {
    /// Add a colleague; a known address gets the role and the new password
    Add(Add),
}

#[derive(clap::Args)]
struct Add {
    /// The e-mail address to sign in with
    email: String,
    #[arg(long)]
    workspace: String,
    /// owner, agent or analyst
    #[arg(long)]
    role: Role,
    /// How colleagues call this person [default: the address before the @]
    #[arg(long)]
    name: Option<String>,
    /// The language of the pages: en or fr
    #[arg(long, default_value = "en")]
    language: String,
    /// Read the password from standard input
    #[arg(long)]
    password_stdin: bool,
}

impl User {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let Verb::Add(add) = self.verb;
        if !add.password_stdin {
            bail!("say where the password comes from: --password-stdin");
        }
        if paper::Language::from_code(&add.language).is_none() {
            bail!("--language is en or fr, not `{}`", add.language);
        }
        let mut password = String::new();
        std::io::stdin().take(PASSWORD_BYTES_MAX).read_to_string(&mut password).context("cannot read the password")?;
        self.place.with_hub(|hub| async move {
            let workspace = place::workspace(&hub, &add.workspace).await?;
            let name = add.name.as_deref().or_else(|| add.email.split('@').next()).unwrap_or(&add.email);
            let password = password.trim_end_matches(['\r', '\n']);
            let new = NewStaff { email: &add.email, name, password, language: &add.language, role: add.role };
            access::staff_add(&hub, workspace, new, now()).await?;
            eprintln!("{} works in `{}` as {}", add.email, add.workspace, add.role);
            Ok(ExitCode::SUCCESS)
        })
    }
}
