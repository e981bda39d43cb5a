//! `tribune act`: does any act from the list.

use std::io::Read;
use std::process::ExitCode;

use anyhow::{Context, bail};
use hub::acts::DryRun;
use hub::{ACTS, Asked, access};
use serde_json::Value as Json;

use crate::place::{self, Place};
use crate::surroundings::now;

const INPUT_BYTES_MAX: u64 = 1 << 20;

/// Does an act, as a form or the API would: one transaction, one journal entry.
#[derive(clap::Args)]
pub(crate) struct Act {
    #[command(flatten)]
    place: Place,
    /// The act's name, as `--list` gives it
    #[arg(required_unless_present = "list")]
    name: Option<String>,
    /// Its input as JSON; `-` reads standard input
    #[arg(default_value = "{}")]
    input: String,
    #[arg(long, required_unless_present = "list")]
    workspace: Option<String>,
    /// Act as this colleague [default: the local operator]
    #[arg(long = "as", value_name = "EMAIL")]
    as_email: Option<String>,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
    /// List the acts with their fields
    #[arg(long)]
    list: bool,
    /// With --list: as JSON
    #[arg(long)]
    json: bool,
}

impl Act {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        if self.list {
            return list(self.json);
        }
        let (Some(name), Some(workspace)) = (self.name, self.workspace) else { bail!("name an act and a --workspace") };
        let input = read_input(&self.input)?;
        self.place.with_hub(|hub| async move {
            let workspace = place::workspace(&hub, &workspace).await?;
            let seen = match &self.as_email {
                Some(email) => access::staff_seen(&hub, workspace, email).await?,
                None => access::operator(workspace),
            };
            let dry_run = if self.dry_run { DryRun::Yes } else { DryRun::No };
            let asked = Asked { dry_run, ..Asked::new(&name, &input) };
            let mut done = hub.act(&seen, asked, now()).await?;
            if dry_run == DryRun::No {
                hub::journal::seal(&hub, workspace, now()).await?;
                let mut conn = hub.db.read().await?;
                done.seq = store::journal::find(&mut conn, &seen, done.entry).await?.and_then(|entry| entry.seq);
            }
            println!("{}", serde_json::to_string(&done)?);
            Ok(ExitCode::SUCCESS)
        })
    }
}

fn read_input(written: &str) -> anyhow::Result<Json> {
    let mut text = written.to_owned();
    if written == "-" {
        text.clear();
        std::io::stdin().take(INPUT_BYTES_MAX).read_to_string(&mut text).context("cannot read the input")?;
    }
    serde_json::from_str(&text).context("the input is not JSON")
}

fn list(json: bool) -> anyhow::Result<ExitCode> {
    for act in ACTS {
        let fields: Vec<String> = act
            .fields
            .iter()
            .map(|field| if field.required { field.name.to_owned() } else { format!("[{}]", field.name) })
            .collect();
        if json {
            let fields: Vec<Json> = act
                .fields
                .iter()
                .map(|field| {
                    serde_json::json!({ "name": field.name, "kind": format!("{:?}", field.kind), "required": field.required, "about": field.about })
                })
                .collect();
            let needs = act.needs.word();
            println!(
                "{}",
                serde_json::json!({ "name": act.name, "about": act.about, "needs": needs, "fields": fields })
            );
        } else {
            println!("{}  {}  {}", act.name, fields.join(" "), act.about);
        }
    }
    Ok(ExitCode::SUCCESS)
}
