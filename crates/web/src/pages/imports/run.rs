//! One import: how far it is, then its sheet, and taking it back.

use std::convert::Infallible;
use std::sync::atomic::Ordering;
use std::time::Duration;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use model::{RunId, Seen};
use paper::Words;
use serde_json::json;
use store::runs::{self, Run, State as At};

use super::super::{Room, Shell};
use super::plan::name;
use crate::access::{Can, Import};
use crate::answer::{Page, html};
use crate::events::STREAMS_MAX;
use crate::fault::{Fault, broken};
use crate::{App, paths, shown};

/// How often a stream looks at its run: one row by its key.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// A line of the sheet: the number, and what it counts.
struct Count {
    number: String,
    what: String,
    is_part: bool,
}

#[derive(Template)]
#[template(path = "imports/run.html")]
struct View {
    s: Shell,
    id: RunId,
    file: String,
    format: String,
    who: String,
    state: &'static str,
    started: String,
    finished: String,
    failure: String,
    /// How far it is, while it goes on.
    progress: String,
    note: &'static str,
    counts: Vec<Count>,
    warnings: Vec<(String, String)>,
    verdict: &'static str,
    is_sound: bool,
    may_undo: bool,
    undo_lead: &'static str,
    stream: String,
    home: String,
    journal: String,
}

pub(crate) async fn show(who: Can<Import>, State(app): State<App>, Path((_, id)): Path<(String, String)>) -> Page {
    let mut conn = app.hub.db.read().await?;
    let run = load(&mut conn, &who.seen, &id).await?;
    let s = Shell::load(&app, &mut conn, (&who, Room::Imports)).await?;
    let (words, language) = (&s.w.imports, s.language());
    let actor = super::actor(&mut conn, &who, (&s, &run)).await?;
    let skipped = hub::import::plan::counts(&run.skipped)?;
    let warnings = hub::import::plan::counts(&run.warnings)?;
    let count = |number: i64| language.count(number.unsigned_abs());
    let line = |number: i64, what: &str, is_part: bool| Count { number: count(number), what: what.to_owned(), is_part };
    let mut counts = vec![
        line(run.position, words.read, false),
        line(run.imported, words.imported, true),
        line(run.already, words.already, true),
    ];
    counts.extend(skipped.iter().map(|(word, number)| {
        line(*number, &format!("{}{} {}", words.skipped, s.w.shell.colon, name(&s, word)), true)
    }));
    let is_restore = run.is_restore();
    let is_sound = run.position == run.imported + run.already + skipped.values().sum::<i64>();
    let is_stuck = run.state == At::Undoing && run.failure.is_some();
    let goes_on = matches!(run.state, At::Running | At::Undoing) && !is_stuck;
    html(&View {
        id: run.id,
        file: run.file.clone(),
        format: super::title_of(&run.format),
        who: actor,
        state: super::state(&run, s.w),
        started: shown::time(run.started_at, &language.moment(run.started_at), language),
        finished: run.finished_at.map_or_else(String::new, |at| shown::time(at, &language.moment(at), language)),
        failure: run.failure.clone().unwrap_or_default(),
        progress: if goes_on { progress_words(&run, s.w) } else { String::new() },
        note: match run.state {
            At::Undone => words.undone,
            At::Done if run.imported == 0 => words.nothing_new,
            _ => "",
        },
        counts: if run.state == At::Done && !is_restore { counts } else { Vec::new() },
        warnings: warnings.iter().map(|(word, number)| (count(*number), name(&s, word))).collect(),
        verdict: if is_sound { words.balanced } else { words.unbalanced },
        is_sound,
        may_undo: !is_restore
            && (matches!(run.state, At::Running | At::Done | At::Failed) && run.position > 0
                || run.state == At::Running
                || is_stuck),
        undo_lead: if run.state == At::Running { words.stop_lead } else { words.undo_lead },
        stream: if goes_on { format!("{}/progress", paths::run(who.workspace.id, run.id)) } else { String::new() },
        home: paths::imports(who.workspace.id),
        journal: paths::with(&paths::journal(who.workspace.id), &[("about", &format!("run:{}", run.id))]),
        s,
    })
}

async fn load(conn: &mut store::Conn, seen: &Seen, id: &str) -> Result<Run, Fault> {
    let id: RunId = id.parse().map_err(|_| Fault::not_found("run"))?;
    runs::find(conn, seen.workspace, id).await?.ok_or_else(|| Fault::not_found("run"))
}

fn progress_words(run: &Run, w: &'static Words) -> String {
    let count = |number: i64| w.language.count(number.unsigned_abs());
    match run.state {
        At::Undoing => w.imports.undoing.to_owned(),
        _ if run.position == 0 => w.imports.waiting.to_owned(),
        _ => (w.imports.progress)(&count(run.position), &count(run.imported)),
    }
}

/// An open stream of a run's progress; counted until it is dropped.
struct Stream {
    app: App,
    seen: Seen,
    id: String,
    w: &'static Words,
    told: String,
    has_ended: bool,
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.app.metrics.streams.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Tells each second how far a run is, and `done` when there is a sheet to look at.
pub(crate) async fn progress(
    who: Can<Import>,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Fault> {
    load(&mut app.hub.db.read().await?, &who.seen, &id).await?;
    if app.metrics.streams.fetch_add(1, Ordering::Relaxed) >= STREAMS_MAX {
        app.metrics.streams.fetch_sub(1, Ordering::Relaxed);
        return Err(Fault::Other(StatusCode::SERVICE_UNAVAILABLE));
    }
    let w = who.visitor.language.words();
    let open = Stream { app, seen: who.seen, id, w, told: String::new(), has_ended: false };
    let events = stream::unfold(open, |mut open| async move {
        let event = next(&mut open).await?;
        Some((Ok::<Event, Infallible>(event), open))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()).into_response())
}

async fn next(open: &mut Stream) -> Option<Event> {
    let mut stopping = open.app.stopping.clone();
    while !open.has_ended && !*stopping.borrow() {
        let run = match look(open).await {
            Ok(run) => run,
            Err(_) => return None,
        };
        if !matches!(run.state, At::Running | At::Undoing) {
            open.has_ended = true;
            return Some(Event::default().event("done").data("{}"));
        }
        let words = progress_words(&run, open.w);
        if words != open.told {
            open.told.clone_from(&words);
            return Some(
                Event::default()
                    .event("progress")
                    .data(json!({ "words": words, "state": super::state(&run, open.w) }).to_string()),
            );
        }
        tokio::select! {
            _ = stopping.changed() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
    None
}

async fn look(open: &Stream) -> Result<Run, Fault> {
    let mut conn = open.app.hub.db.read().await.map_err(|error| broken(&error.to_string()))?;
    load(&mut conn, &open.seen, &open.id).await
}
