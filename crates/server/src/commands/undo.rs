//! `tribune undo`: takes an act back by its journal entry.

use std::process::ExitCode;

use anyhow::{Context, bail};
use hub::{Asked, access, import};
use model::{EntryId, RunId};
use store::{global, journal};

use crate::place::Place;
use crate::surroundings::now;

/// Takes an act back, unless later acts built on it.
#[derive(clap::Args)]
pub(crate) struct Undo {
    #[command(flatten)]
    place: Place,
    /// The journal entry, as `act` and `journal list` print it
    entry: EntryId,
    /// Take back first what later acts built on it
    #[arg(long)]
    with_later: bool,
}

impl Undo {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        self.place.with_hub(|hub| async move {
            let mut conn = hub.db.read().await?;
            let Some(workspace) = global::workspace_of_entry(&mut conn, self.entry).await? else {
                bail!("there is no journal entry {}; `tribune journal list` shows them", self.entry);
            };
            let seen = access::operator(workspace);
            let entry = journal::find(&mut conn, &seen, self.entry).await?.context("the entry is gone")?;
            drop(conn);
            if entry.act == import::RUN {
                let run = entry.subjects.iter().find_map(|subject| subject.strip_prefix("run:"));
                let run: RunId = run.context("the entry names no run")?.parse()?;
                let taken = match self.with_later {
                    true => import::undo_with_later(&hub, &seen, (run, now), &mut |_| {}).await?,
                    false => import::undo(&hub, &seen, (run, now), &mut |_| {})
                        .await
                        .map_err(|error| told(error, self.entry))?,
                };
                eprintln!("took back {taken} messages of run {run}");
                return Ok(ExitCode::SUCCESS);
            }
            let input = serde_json::json!({ "entry": self.entry, "with_later": self.with_later });
            let done = hub.act(&seen, Asked::new("journal.undo", &input), now()).await?;
            println!("{}", serde_json::to_string(&done)?);
            Ok(ExitCode::SUCCESS)
        })
    }
}

/// An error in the words of this command: how to take the later acts back too.
pub(super) fn told(error: hub::Error, entry: EntryId) -> anyhow::Error {
    let hub::Error::Later(later) = &error else { return error.into() };
    let later: Vec<String> = later.iter().map(EntryId::to_string).collect();
    anyhow::anyhow!(
        "{} later acts changed what it brought: {}; take them back too with: tribune undo {entry} --with-later",
        later.len(),
        later.join(", ")
    )
}
