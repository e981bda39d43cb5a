//! `tribune erase`: a person goes for ever, with a certificate.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use hub::acts::DryRun;
use hub::{Asked, Hub, access, erase};
use model::{MemberId, Seen};
use serde_json::{Value as Json, json};
use store::global;

use crate::place::{self, Place};
use crate::surroundings::now;

/// Erases a person: everything that they wrote and that tells of them. Without --yes it only says what would go.
#[derive(clap::Args)]
pub(crate) struct Erase {
    #[command(flatten)]
    place: Place,
    #[arg(long, required_unless_present_any = ["replay", "log_to"])]
    workspace: Option<String>,
    /// The member, as their page's address shows it
    #[arg(long)]
    member: Option<MemberId>,
    /// One of their handles: ada@slack:T01
    #[arg(long, value_name = "HANDLE@ORIGIN", conflicts_with = "member")]
    identity: Option<String>,
    /// Print an earlier certificate again
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["member", "identity"])]
    certificate: Option<i64>,
    /// Erase again whom this log names: after a backup of the database was restored
    #[arg(long, value_name = "FILE", conflicts_with_all = ["member", "identity", "certificate"])]
    replay: Option<PathBuf>,
    /// Keep the log of erasures in this folder too, from now on: where dumps or moved backups lie
    #[arg(long, value_name = "DIR")]
    log_to: Option<PathBuf>,
    /// Act as this colleague [default: the local operator]
    #[arg(long = "as", value_name = "EMAIL")]
    as_email: Option<String>,
    /// Really do it: nothing undoes it
    #[arg(long)]
    yes: bool,
    /// Print the certificate as one JSON object
    #[arg(long)]
    json: bool,
}

impl Erase {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        self.place.clone().with_hub(|hub| async move {
            if let Some(log) = &self.replay {
                let erased = erase::replay(&hub, log, now()).await?;
                erase::clean(&hub).await?;
                println!("erased {erased} again, as {} says", log.display());
                return Ok(ExitCode::SUCCESS);
            }
            if let Some(folder) = &self.log_to {
                keep_log_in(&hub, folder).await?;
                if self.workspace.is_none() {
                    return Ok(ExitCode::SUCCESS);
                }
            }
            let name = self.workspace.as_deref().context("name a --workspace")?;
            let workspace = place::workspace(&hub, name).await?;
            let seen = match &self.as_email {
                Some(email) => access::staff_seen(&hub, workspace, email).await?,
                None => access::operator(workspace),
            };
            if let Some(number) = self.certificate {
                return self.print(&serde_json::from_str(&erase::certificate(&hub, &seen, number).await?)?);
            }
            let member = match (&self.identity, self.member) {
                (Some(identity), _) => erase::find(&hub, &seen, identity).await?,
                (None, Some(member)) => member,
                (None, None) => bail!("say whom: --member ID or --identity HANDLE@ORIGIN"),
            };
            self.erase(&hub, (&seen, member)).await
        })
    }

    async fn erase(&self, hub: &Hub, (seen, member): (&Seen, MemberId)) -> anyhow::Result<ExitCode> {
        let input = json!({ "member": member, "confirm": true });
        let dry_run = if self.yes { DryRun::No } else { DryRun::Yes };
        let asked = Asked { dry_run, ..Asked::new("member.erase", &input) };
        let done = hub.act(seen, asked, now()).await?;
        if !self.yes {
            if self.json {
                println!("{}", json!({ "dry_run": true, "removed": done.told["removed"] }));
            } else {
                print_counts(&done.told);
            }
            bail!("nothing was erased yet: this cannot be undone, so say it again with --yes");
        }
        hub::journal::seal(hub, seen.workspace, now()).await?;
        erase::clean(hub)
            .await
            .context("erased, but not yet out of all files or logs; `tribune serve` tries again by itself")?;
        self.print(&done.told)
    }

    fn print(&self, certificate: &Json) -> anyhow::Result<ExitCode> {
        if self.json {
            println!("{certificate}");
            return Ok(ExitCode::SUCCESS);
        }
        println!("CERTIFICATE OF ERASURE No. {}\n", certificate["certificate"]);
        for field in ["workspace", "at", "by", "entry"] {
            println!("{:20}{}", field, certificate[field].as_str().unwrap_or(""));
        }
        println!("\nRemoved");
        print_counts(certificate);
        println!("\nWhat remains: {}", certificate["remains"].as_str().unwrap_or(""));
        Ok(ExitCode::SUCCESS)
    }
}

async fn keep_log_in(hub: &Hub, folder: &Path) -> anyhow::Result<()> {
    let folder = folder.canonicalize().with_context(|| format!("there is no folder {}", folder.display()))?;
    let mut conn = hub.db.write().await?;
    global::backup_folder_add(&mut conn, &folder.display().to_string()).await?;
    conn.commit().await?;
    Ok(erase::write_logs(hub).await?)
}

fn print_counts(certificate: &Json) {
    for (what, count) in certificate["removed"].as_object().into_iter().flatten() {
        println!("  {:18}{count}", what.replace('_', " "));
    }
}
