//! `tribune workspace`: makes and lists workspaces.

use std::process::ExitCode;

use anyhow::{bail, ensure};
use store::global;

use crate::place::Place;
use crate::surroundings::now;

const NAME_CHARS_MAX: usize = 60;

/// Makes or lists workspaces: one brand or community each.
#[derive(clap::Args)]
pub(crate) struct Workspace {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(clap::Subcommand)]
enum Verb {
    /// Make a workspace
    Add { name: String },
    /// List the workspaces, a name a line
    List,
}

impl Workspace {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        self.place.with_hub(|hub| async move {
            match self.verb {
                Verb::Add { name } => {
                    let name = name.trim().to_owned();
                    let chars = name.chars().count();
                    ensure!(
                        (1..=NAME_CHARS_MAX).contains(&chars),
                        "a workspace's name has 1 to {NAME_CHARS_MAX} characters"
                    );
                    let mut conn = hub.db.write().await?;
                    if global::workspace_find(&mut conn, &name).await?.is_some() {
                        bail!("there is a workspace `{name}` already");
                    }
                    global::workspace_add(&mut conn, &name, now()).await?;
                    conn.commit().await?;
                    eprintln!("made the workspace `{name}`");
                }
                Verb::List => {
                    let mut conn = hub.db.read().await?;
                    for workspace in global::workspaces(&mut conn).await? {
                        println!("{}", workspace.name);
                    }
                }
            }
            Ok(ExitCode::SUCCESS)
        })
    }
}
