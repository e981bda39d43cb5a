//! `tribune migrate`: brings the database's schema up to date.

use std::process::ExitCode;

use store::{Db, migrate};

use crate::place::{Place, runtime};

/// Brings the database's schema up to date.
#[derive(clap::Args)]
pub(crate) struct Migrate {
    #[command(flatten)]
    place: Place,
}

impl Migrate {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        runtime()?.block_on(async {
            let db = Db::open(&self.place.find()).await?;
            let migrated = migrate::run(&db).await?;
            db.close().await;
            match migrated.applied.as_slice() {
                [] => eprintln!("the schema is up to date at {}", migrated.at),
                applied => eprintln!("applied {}; the schema is at {}", applied.join(", "), migrated.at),
            }
            Ok(ExitCode::SUCCESS)
        })
    }
}
