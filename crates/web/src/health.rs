//! What machines ask of a server: is it alive, may it be sent work, how is it doing.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::Capability;

use crate::fault::Fault;
use crate::{App, access};

/// Alive: the process answers. It asks no database, so a busy disk does not get it killed.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// Ready: the database answers and the server is not stopping.
pub(crate) async fn ready(State(app): State<App>) -> Result<Response, Fault> {
    if *app.stopping.borrow() {
        return Err(Fault::Other(StatusCode::SERVICE_UNAVAILABLE));
    }
    let mut conn = app.hub.db.read().await?;
    store::global::workspaces(&mut conn).await?;
    Ok("ok\n".into_response())
}

/// Somebody on this machine, or a program with a token. A proxy's requests come from this machine
/// too, so whoever was forwarded needs the token.
pub(crate) struct Watcher;

impl FromRequestParts<App> for Watcher {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Watcher, Fault> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        if peer.is_some_and(|peer| peer.ip().is_loopback()) && !is_forwarded(&parts.headers) {
            return Ok(Watcher);
        }
        let token = access::bearer(&parts.headers).ok_or(Fault::SignedOut)?;
        let seen = hub::access::token_find(&app.hub, token).await?.ok_or(Fault::SignedOut)?;
        hub::access::require(&seen, Capability::Read)?;
        Ok(Watcher)
    }
}

fn is_forwarded(headers: &HeaderMap) -> bool {
    headers.contains_key(header::FORWARDED) || headers.contains_key("x-forwarded-for")
}

/// Counters for Prometheus.
pub(crate) async fn metrics(_: Watcher, State(app): State<App>) -> Result<Response, Fault> {
    let mut conn = app.hub.db.read().await?;
    let workspaces = store::global::workspaces(&mut conn).await?;
    let mut waiting = 0;
    for workspace in &workspaces {
        let seen = hub::access::system(workspace.id);
        waiting += store::jobs::list(&mut conn, &seen).await?.len() as i64;
    }
    let text = app.metrics.text(&[("workspaces", workspaces.len() as i64), ("jobs_waiting", waiting)]);
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response())
}
