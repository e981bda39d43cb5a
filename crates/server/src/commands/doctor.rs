//! `tribune doctor`: says whether everything here is well, and what to do where it is not.

use std::process::ExitCode;

use store::{Db, global, journal, migrate};

use crate::place::{Place, name, runtime};

/// Checks the database, its schema and the journal's chain.
#[derive(clap::Args)]
pub(crate) struct Doctor {
    #[command(flatten)]
    place: Place,
}

impl Doctor {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        runtime()?.block_on(async {
            let place = self.place.find();
            let mut well = true;
            let db = match Db::open(&place).await {
                Ok(db) => db,
                Err(error) => {
                    println!("database  FAIL  cannot open {}: {error}", name(&place));
                    return Ok(ExitCode::FAILURE);
                }
            };
            println!("database  ok    {} at {}", db.kind(), name(&place));
            match migrate::check(&db).await {
                Ok(()) => println!("schema    ok    up to date"),
                Err(error) => {
                    println!("schema    FAIL  {error}");
                    return Ok(ExitCode::FAILURE);
                }
            }
            let mut conn = db.read().await?;
            for workspace in global::workspaces(&mut conn).await? {
                let found = journal::verify(&mut conn, workspace.id).await?;
                let word = if found.broken.is_empty() { "ok  " } else { "FAIL" };
                well &= found.broken.is_empty();
                println!("journal   {word}  {}: {} entries, {} unsealed", workspace.name, found.sealed, found.unsealed);
                found.broken.iter().for_each(|broken| println!("          {broken}"));
            }
            drop(conn);
            db.close().await;
            Ok(if well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        })
    }
}
