//! The configuration of `serve`: one TOML file, overridden by the environment, overridden by flags.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::Deserialize;

use crate::desk;
use crate::surroundings::variable;

const LISTEN: &str = "127.0.0.1:7420";

/// What an operator can set. Every key is also an environment variable, in capitals behind `TRIBUNE_`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Where to listen; port 0 takes a free one. Default: 127.0.0.1:7420.
    pub(crate) listen: Option<SocketAddr>,
    /// The data folder.
    pub(crate) data: Option<PathBuf>,
    /// A PostgreSQL database instead: `postgres://…`.
    pub(crate) database: Option<String>,
    /// The address that people use, for cookies and links: `https://desk.example.org`.
    pub(crate) public_url: Option<String>,
    /// `info`, `debug`, or a filter like `warn,hub=debug`.
    pub(crate) log: Option<String>,
}

impl Config {
    /// Reads the file, if one is named, and the environment over it.
    pub(crate) fn load(file: Option<&Path>) -> anyhow::Result<Config> {
        let mut config = match file {
            Some(path) => {
                let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
                toml::from_str(&text).with_context(|| format!("{} is not a configuration", path.display()))?
            }
            None => Config::default(),
        };
        if let Some(listen) = variable("TRIBUNE_LISTEN") {
            config.listen = Some(listen.parse().with_context(|| format!("TRIBUNE_LISTEN: `{listen}` is no address"))?);
        }
        config.data = variable("TRIBUNE_DATA").map(PathBuf::from).or(config.data);
        config.database = variable("TRIBUNE_DATABASE").or(config.database);
        config.public_url = variable("TRIBUNE_PUBLIC_URL").or(config.public_url);
        config.log = variable("TRIBUNE_LOG").or(config.log);
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> anyhow::Result<()> {
        if let Some(url) = &self.public_url {
            let fits = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
            anyhow::ensure!(
                fits.is_some_and(|host| !host.is_empty()),
                "public_url: `{url}` does not start with https://"
            );
        }
        if let Some(url) = &self.database {
            anyhow::ensure!(
                url.starts_with("postgres://") || url.starts_with("postgresql://"),
                "database: write postgres://…"
            );
            anyhow::ensure!(self.data.is_none(), "set `data` or `database`, not both");
        }
        desk::log_filter(self.log.as_deref())?;
        Ok(())
    }

    pub(crate) fn listen(&self) -> SocketAddr {
        self.listen.unwrap_or_else(|| LISTEN.parse().expect("the default address is one"))
    }
}
