//! `tribune serve`: the desk over a data folder or database.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use web::Mode;

use crate::config::Config;
use crate::desk::{self, Desk};
use crate::place::{Place, runtime};

/// Serves the desk to people who sign in.
#[derive(clap::Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    place: Place,
    /// Where to listen [default: 127.0.0.1:7420]
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// The configuration file
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Serve {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let config = Config::load(self.config.as_deref())?;
        desk::log_to_stderr(config.log.as_deref())?;
        let place = match (&self.place.data, &self.place.database) {
            (None, None) => Place { data: config.data.clone(), database: config.database.clone() },
            _ => self.place,
        };
        let listen = self.listen.unwrap_or_else(|| config.listen());
        runtime()?.block_on(async {
            let hub = place.open().await?;
            desk::serve(hub, Desk { listen, mode: Mode::Serve, public_url: config.public_url }).await?;
            Ok(ExitCode::SUCCESS)
        })
    }
}
