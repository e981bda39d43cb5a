//! Where the data is, and opening it: the flags that every command with a database shares.

use std::future::Future;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use hub::Hub;
use model::WorkspaceId;
use store::{Db, global, migrate};

use crate::surroundings::{entropy, now, variable};

const FOLDER: &str = "tribune-data";

/// Where the data is.
#[derive(clap::Args, Clone, Debug, Default)]
pub(crate) struct Place {
    /// The data folder [default: $TRIBUNE_DATA, else ./tribune-data]
    #[arg(long, value_name = "DIR", global = true, conflicts_with = "database")]
    pub(crate) data: Option<PathBuf>,
    /// A PostgreSQL database: postgres://… [default: $TRIBUNE_DATABASE]
    #[arg(long, value_name = "URL", global = true)]
    pub(crate) database: Option<String>,
}

impl Place {
    /// The place that flags and environment name.
    pub(crate) fn find(&self) -> store::Place {
        let url = self.database.clone().or_else(|| self.data.is_none().then(|| variable("TRIBUNE_DATABASE"))?);
        if let Some(url) = url {
            return store::Place::Url(url);
        }
        let folder = self.data.clone().or_else(|| variable("TRIBUNE_DATA").map(PathBuf::from));
        store::Place::Folder(folder.unwrap_or_else(|| FOLDER.into()))
    }

    /// Opens the database with its schema up to date.
    pub(crate) async fn open(&self) -> anyhow::Result<Hub> {
        let place = self.find();
        let db = Db::open(&place).await.with_context(|| format!("cannot open {}", name(&place)))?;
        migrate::run(&db).await?;
        let folder = match place {
            store::Place::Folder(folder) => folder,
            store::Place::Url(_) => variable("TRIBUNE_DATA").unwrap_or_else(|| FOLDER.to_owned()).into(),
        };
        Ok(Hub::open(db, entropy, now()).await?.with_spool(folder.join("files")))
    }

    /// Opens the hub, does `work` with it, and closes it again.
    pub(crate) fn with_hub<F, W>(&self, work: W) -> anyhow::Result<ExitCode>
    where
        W: FnOnce(Hub) -> F,
        F: Future<Output = anyhow::Result<ExitCode>>,
    {
        runtime()?.block_on(async {
            let hub = self.open().await?;
            let done = work(hub.clone()).await;
            let sealed = hub::journal::seal_all(&hub, now()).await;
            let closed = hub.close().await;
            let code = done?;
            sealed?;
            closed?;
            Ok(code)
        })
    }
}

/// A place as people know it, without a password.
pub(crate) fn name(place: &store::Place) -> String {
    match place {
        store::Place::Folder(folder) => folder.display().to_string(),
        store::Place::Url(url) => match (url.split_once("://"), url.rsplit_once('@')) {
            (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
            _ => url.clone(),
        },
    }
}

pub(crate) fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start the threads")
}

/// The workspace of that name, which must be there.
pub(crate) async fn workspace(hub: &Hub, name: &str) -> anyhow::Result<WorkspaceId> {
    let mut conn = hub.db.read().await?;
    if let Some(workspace) = global::workspace_find(&mut conn, name).await? {
        return Ok(workspace.id);
    }
    let known = global::workspaces(&mut conn).await?;
    let names: Vec<&str> = known.iter().map(|workspace| workspace.name.as_str()).collect();
    if names.is_empty() {
        bail!("there is no workspace `{name}`; make it with `tribune workspace add {name}`");
    }
    bail!("there is no workspace `{name}`; there are {}", names.join(", "));
}
