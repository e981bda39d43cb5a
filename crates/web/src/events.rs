//! Live news: how much happened since a page was made, as a count to click.

use std::convert::Infallible;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use model::{EntryId, Seen};
use paper::Language;
use serde::Deserialize;
use serde_json::json;

use crate::App;
use crate::access::{Can, Read};
use crate::fault::Fault;

/// How often a stream looks; one indexed count each time.
const LOOK_EVERY: Duration = Duration::from_secs(4);
/// Streams that may be open at once.
pub(crate) const STREAMS_MAX: i64 = 500;

#[derive(Deserialize)]
pub(crate) struct Since {
    /// The newest journal entry that the page knows.
    since: Option<EntryId>,
}

/// An open stream; counted until it is dropped.
struct Stream {
    app: App,
    seen: Seen,
    language: Language,
    since: EntryId,
    told: i64,
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.app.metrics.streams.fetch_sub(1, Ordering::Relaxed);
    }
}

pub(crate) async fn show(
    who: Can<Read>,
    State(app): State<App>,
    Query(query): Query<Since>,
) -> Result<Response, Fault> {
    if app.metrics.streams.fetch_add(1, Ordering::Relaxed) >= STREAMS_MAX {
        app.metrics.streams.fetch_sub(1, Ordering::Relaxed);
        return Err(Fault::Other(StatusCode::SERVICE_UNAVAILABLE));
    }
    let language = who.visitor.language;
    let mut open = Stream { app, seen: who.seen, language, since: EntryId(0), told: 0 };
    open.since = match query.since {
        Some(since) => since,
        None => store::journal::find_last(&mut open.app.hub.db.read().await?, open.seen.workspace).await?,
    };
    let events = stream::unfold(open, |mut open| async move {
        let event = next(&mut open).await?;
        Some((Ok::<Event, Infallible>(event), open))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()).into_response())
}

/// Waits until there is more news than was told; `None` when the server stops or its database fails.
async fn next(open: &mut Stream) -> Option<Event> {
    let mut stopping = open.app.stopping.clone();
    loop {
        if *stopping.borrow() {
            return None;
        }
        match count(open).await {
            Ok(count) if count > open.told => {
                open.told = count;
                let written = open.language.count(count.unsigned_abs());
                let words = (open.language.words().shell.news)(&written);
                return Some(
                    Event::default().event("news").data(json!({ "count": count, "words": words }).to_string()),
                );
            }
            Ok(_) => {}
            Err(failure) => {
                tracing::warn!(%failure, "a live stream ended");
                return None;
            }
        }
        tokio::select! {
            _ = stopping.changed() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

async fn count(open: &Stream) -> Result<i64, store::Error> {
    let mut conn = open.app.hub.db.read().await?;
    store::journal::count_since(&mut conn, &open.seen, open.since).await
}
