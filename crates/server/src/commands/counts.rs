//! `tribune counts rebuild`: computes the kept counts anew and says whether they were right.

use std::process::ExitCode;

use store::{counts, digest, global};

use crate::place::Place;

/// Computes the kept counts anew from the messages.
#[derive(clap::Args)]
pub(crate) struct Counts {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(clap::Subcommand)]
enum Verb {
    /// Compute all counts anew and say whether what was kept was right
    Rebuild,
}

impl Counts {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let Verb::Rebuild = self.verb;
        self.place.with_hub(|hub| async move {
            let workspaces = {
                let mut conn = hub.db.read().await?;
                global::workspaces(&mut conn).await?
            };
            for workspace in workspaces {
                let before = digest::of_workspace(&hub.db, workspace.id.0).await?;
                let mut conn = hub.db.write().await?;
                counts::rebuild(&mut conn, workspace.id).await?;
                conn.commit().await?;
                let same = before == digest::of_workspace(&hub.db, workspace.id.0).await?;
                let found = if same { "equal what was kept" } else { "differ from what was kept and replace it" };
                println!("{}: the counts {found}", workspace.name);
            }
            Ok(ExitCode::SUCCESS)
        })
    }
}
