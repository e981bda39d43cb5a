//! Serving the desk: the listener, the workers beside it, and a stop that loses nothing.

use std::future::Future;
use std::io::{IsTerminal, Write};
use std::net::SocketAddr;

use anyhow::Context;
use hub::Hub;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;
use web::{App, Mode};

use crate::surroundings::now;

const LOG_DEFAULT: &str = "info,sqlx=warn";

/// What the desk is started with.
pub(crate) struct Desk {
    pub(crate) listen: SocketAddr,
    pub(crate) mode: Mode,
    pub(crate) public_url: Option<String>,
}

/// What is logged, from `info`, `debug` or a filter like `warn,hub=debug`.
pub(crate) fn log_filter(filter: Option<&str>) -> anyhow::Result<Targets> {
    let filter = filter.unwrap_or(LOG_DEFAULT);
    let mut targets = Targets::new();
    for part in filter.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (target, level) = part.split_once('=').map_or((None, part), |(target, level)| (Some(target.trim()), level));
        // No level at all would mean `error`.
        let (Ok(level), false) = (level.trim().parse::<LevelFilter>(), level.trim().is_empty()) else {
            anyhow::bail!("log: `{part}` is no filter; write `info`, or `warn,hub=debug`");
        };
        if let Some(target) = target.filter(|target| target.contains(['[', ']'])) {
            anyhow::bail!("log: `{target}` is no target; spans are not told apart");
        }
        targets = match target {
            Some(target) => targets.with_target(target, level),
            None => targets.with_default(level),
        };
    }
    Ok(targets)
}

/// Lines for people on a terminal, JSON for whoever collects them otherwise.
pub(crate) fn log_to_stderr(filter: Option<&str>) -> anyhow::Result<()> {
    let filter = log_filter(filter)?;
    let lines = fmt::layer().with_writer(std::io::stderr);
    let lines = if std::io::stderr().is_terminal() { lines.boxed() } else { lines.json().boxed() };
    let set = tracing_subscriber::registry().with(lines.with_filter(filter)).try_init();
    set.map_err(|error| anyhow::anyhow!("cannot log: {error}"))
}

/// Listens, says so on standard output, and serves until the process is asked to stop.
pub(crate) async fn serve(hub: Hub, desk: Desk) -> anyhow::Result<()> {
    let listener = TcpListener::bind(desk.listen).await.with_context(|| format!("cannot listen on {}", desk.listen))?;
    let address = listener.local_addr()?;
    let (stop, stopping) = watch::channel(false);
    let workers = tokio::spawn(hub::workers::run(hub.clone(), now, stopping.clone()));
    let public_url = desk.public_url.unwrap_or_else(|| format!("http://{address}"));
    let app = App::new(hub.clone(), now, desk.mode, stopping).with_public_url(&public_url);
    let service = web::router(app).into_make_service_with_connect_info::<SocketAddr>();
    say_ready(address)?;
    let asked = asked_to_stop()?;
    let graceful = async move {
        asked.await;
        // Nobody listens any more only when the workers have ended already.
        stop.send_replace(true);
    };
    axum::serve(listener, service).with_graceful_shutdown(graceful).await.context("the listener failed")?;
    workers.await.context("the workers stopped")?;
    hub::journal::seal_all(&hub, now()).await?;
    Ok(hub.close().await?)
}

/// The contract: the first line of standard output, once ready.
fn say_ready(address: SocketAddr) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "listening on http://{address}").and_then(|()| out.flush()).context("cannot say that it listens")
}

fn asked_to_stop() -> anyhow::Result<impl Future<Output = ()>> {
    let mut term = signal(SignalKind::terminate()).context("cannot wait for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot wait for SIGINT")?;
    Ok(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
    })
}
