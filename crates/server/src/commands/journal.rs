//! `tribune journal`: lists decisions and checks that the chain of them is whole.

use std::process::ExitCode;

use hub::access;
use model::{EntryId, WorkspaceId};
use store::{global, journal};

use crate::place::{self, Place};

/// Lists decisions, or checks that the chain of them is whole.
#[derive(clap::Args)]
pub(crate) struct Journal {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(clap::Subcommand)]
enum Verb {
    /// Check every hash and payload of the chain
    Verify {
        #[arg(long)]
        workspace: Option<String>,
        #[arg(long)]
        json: bool,
    },
    /// List the newest decisions
    List {
        #[arg(long)]
        workspace: String,
        /// How many
        #[arg(long, default_value_t = 50)]
        limit: i64,
        #[arg(long)]
        json: bool,
    },
}

impl Journal {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        self.place.with_hub(|hub| async move {
            match self.verb {
                Verb::Verify { workspace, json } => verify(&hub, workspace, json).await,
                Verb::List { workspace, limit, json } => {
                    let workspace = place::workspace(&hub, &workspace).await?;
                    list(&hub, workspace, (limit, json)).await
                }
            }
        })
    }
}

async fn verify(hub: &hub::Hub, workspace: Option<String>, json: bool) -> anyhow::Result<ExitCode> {
    let mut conn = hub.db.read().await?;
    let all = global::workspaces(&mut conn).await?;
    let mut whole = true;
    for known in all.iter().filter(|known| workspace.as_ref().is_none_or(|name| *name == known.name)) {
        let found = journal::verify(&mut conn, known.id).await?;
        whole &= found.broken.is_empty();
        let (sealed, unsealed, erased) = (found.sealed, found.unsealed, found.erased);
        if json {
            let name = &known.name;
            println!(
                "{}",
                serde_json::json!({ "workspace": name, "sealed": sealed, "unsealed": unsealed, "erased": erased, "broken": found.broken })
            );
        } else {
            println!(
                "{}: {sealed} sealed, {unsealed} unsealed, {erased} erased, {} broken",
                known.name,
                found.broken.len()
            );
            found.broken.iter().for_each(|broken| println!("  {broken}"));
        }
    }
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn list(hub: &hub::Hub, workspace: WorkspaceId, (limit, json): (i64, bool)) -> anyhow::Result<ExitCode> {
    let mut conn = hub.db.read().await?;
    let entries =
        journal::list(&mut conn, &access::operator(workspace), EntryId(i64::MAX), limit.clamp(1, 10_000)).await?;
    for entry in entries {
        let who = if entry.actor_name.is_empty() { &entry.actor } else { &entry.actor_name };
        if json {
            println!(
                "{}",
                serde_json::json!({ "entry": entry.id, "seq": entry.seq, "at": entry.at, "actor": who, "act": entry.act,
                    "subjects": entry.subjects, "undoes": entry.undoes, "undone_by": entry.undone_by })
            );
        } else {
            let undone = entry.undone_by.map_or(String::new(), |by| format!("  (undone by {by})"));
            println!("{}  {}  {who}  {}  {}{undone}", entry.id, entry.at, entry.act, entry.subjects.join(" "));
        }
    }
    Ok(ExitCode::SUCCESS)
}
