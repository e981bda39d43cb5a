//! `tribune check-config`: says whether `serve` would take this configuration.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::config::Config;

/// Checks a configuration file and the environment, without starting anything.
#[derive(clap::Args)]
pub(crate) struct CheckConfig {
    /// The configuration file
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl CheckConfig {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let config = Config::load(self.config.as_deref())?;
        eprintln!("the configuration is good; it listens on {}", config.listen());
        Ok(ExitCode::SUCCESS)
    }
}
