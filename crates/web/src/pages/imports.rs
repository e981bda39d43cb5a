//! Imports: a file is handed in, and every run with its state.

mod plan;
mod run;

use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::HeaderMap;
use hub::spool::FILE_BYTES_MAX;
use paper::Words;
use store::runs::{self, Run, State as At};
use store::{Conn, journal};

use super::{Room, Shell};
use crate::access::{Can, Import, is_ours, same};
use crate::answer::{Page, html, see_other};
use crate::fault::Fault;
use crate::pace::ACTS;
use crate::{App, api, paths, shown};

pub(crate) use plan::show as plan;
pub(crate) use run::{progress, show};

/// Runs that the page lists, the newest first.
const RUNS_MAX: usize = 50;

struct Line {
    address: String,
    file: String,
    format: String,
    who: String,
    when: String,
    state: &'static str,
    is_failed: bool,
    imported: String,
    already: String,
    skipped: String,
}

#[derive(Template)]
#[template(path = "imports/list.html")]
struct View {
    s: Shell,
    limit: String,
    formats: Vec<&'static str>,
    lines: Vec<Line>,
}

pub(crate) async fn list(who: Can<Import>, State(app): State<App>) -> Page {
    let mut conn = app.hub.db.read().await?;
    let s = Shell::load(&app, &mut conn, (&who, Room::Imports)).await?;
    let mut lines = Vec::new();
    for run in runs::list(&mut conn, &who.seen).await?.iter().take(RUNS_MAX) {
        lines.push(line(&mut conn, &who, (&app, &s, run)).await?);
    }
    let mut formats: Vec<&str> = hub::import::plan::formats().map(|(_, title)| title).collect();
    formats.sort_unstable();
    html(&View { limit: shown::bytes(FILE_BYTES_MAX, s.language()), formats, lines, s })
}

async fn line(conn: &mut Conn, who: &Can<Import>, (app, s, run): (&App, &Shell, &Run)) -> Result<Line, Fault> {
    let language = s.language();
    let count = |number: i64| language.count(number.unsigned_abs());
    Ok(Line {
        address: paths::run(who.workspace.id, run.id),
        file: run.file.clone(),
        format: title_of(&run.format),
        who: actor(conn, who, (s, run)).await?,
        when: shown::time_ago(run.started_at, app.now(), language),
        state: state(run, s.w),
        is_failed: run.state == At::Failed,
        imported: count(run.imported),
        already: count(run.already),
        skipped: count(hub::import::plan::counts(&run.skipped)?.values().sum()),
    })
}

/// Who asked for a run, as its journal entry tells.
async fn actor(conn: &mut Conn, who: &Can<Import>, (s, run): (&Shell, &Run)) -> Result<String, Fault> {
    let entry = journal::find(conn, &who.seen, run.entry).await?;
    Ok(entry.map_or_else(String::new, |entry| super::journal::actor(&entry, s.w)))
}

/// What people call a format.
fn title_of(format: &str) -> String {
    let known = hub::import::plan::formats().find(|(name, _)| *name == format);
    known.map_or_else(|| format.to_owned(), |(_, title)| title.to_owned())
}

fn state(run: &Run, w: &'static Words) -> &'static str {
    let words = &w.imports;
    match run.state {
        At::Running if run.position == 0 => words.state_waiting,
        At::Running => words.state_running,
        At::Done => words.state_done,
        At::Undoing => words.state_undoing,
        At::Undone => words.state_undone,
        At::Failed => words.state_failed,
    }
}

/// Takes a file in and leads to its plan.
pub(crate) async fn upload(who: Can<Import>, State(app): State<App>, headers: HeaderMap, form: Multipart) -> Page {
    if !is_ours(&headers) {
        return Err(Fault::Expired);
    }
    app.paces.step(&ACTS, &who.visitor.secret, app.now())?;
    let proves = |csrf: &str| same(csrf, &who.visitor.signed.csrf);
    let spooled = api::files::take_form(&app, &who.seen, form, proves).await?;
    Ok(see_other(&paths::file(who.workspace.id, spooled.id)))
}
