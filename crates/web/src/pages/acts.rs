//! Where every form of every page asks for its act.

use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use hub::Asked;
use model::{EntryId, RunId, WorkspaceId};
use serde_json::{Map, Value as Json};
use store::runs;

use crate::access::{Can, Read, is_ours, same};
use crate::answer::{Page, see_other};
use crate::cookies;
use crate::fault::Fault;
use crate::pace::ACTS;
use crate::{App, paths, toast};

/// A toast that no page told is forgotten after this long.
pub(super) const TOAST_SECONDS: i64 = 60;

/// Does the act with the form's fields, then leads back to where the form stood.
pub(crate) async fn run(
    who: Can<Read>,
    State(app): State<App>,
    Path((_, act)): Path<(String, String)>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Page {
    let field = |name: &str| fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
    if !is_proven(&who, &headers, &fields) {
        return Err(Fault::Expired);
    }
    app.paces.step(&ACTS, &who.visitor.secret, app.now())?;
    let input = input(&fields);
    let done = match app.hub.act(&who.seen, Asked::new(&act, &input), app.now()).await {
        Err(hub::Error::Later(entries)) => {
            let asked = entry_of(&app, &who, (field("entry"), field("run"))).await?;
            let asked = asked.map(|entry| (entry, field("csrf").to_owned()));
            return Err(Fault::Later { entries, asked });
        }
        done => done?,
    };
    app.metrics.acted();
    let back = paths::local(field("return")).map_or_else(|| beside(&done, who.workspace.id), str::to_owned);
    let mut response = see_other(&back);
    let cookie = cookies::set(&app, (cookies::TOAST, &toast::of(&done)), TOAST_SECONDS);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// Whether a form comes from a page of ours that this person was shown.
pub(super) fn is_proven(who: &Can<Read>, headers: &HeaderMap, fields: &[(String, String)]) -> bool {
    let csrf = fields.iter().find(|(name, _)| name == "csrf").map_or("", |(_, value)| value.as_str());
    is_ours(headers) && same(csrf, &who.visitor.signed.csrf)
}

/// The entry that was to be undone: as the form names it, or that of the run which it names.
async fn entry_of(app: &App, who: &Can<Read>, (entry, run): (&str, &str)) -> Result<Option<EntryId>, Fault> {
    let Ok(run) = run.parse::<RunId>() else { return Ok(entry.parse().ok()) }; // tidy(swallow): the act has read it already
    let mut conn = app.hub.db.read().await?;
    Ok(runs::find(&mut conn, who.seen.workspace, run).await?.map(|run| run.entry))
}

/// Where a form that names no place to go back to leads: to the run that it began, else to Today.
fn beside(done: &hub::Done, workspace: WorkspaceId) -> String {
    let run = done.subjects.iter().find_map(|subject| subject.strip_prefix("run:")?.parse().ok()); // tidy(swallow): what is no run has no page
    run.map_or_else(|| paths::today(workspace), |run| paths::run(workspace, run))
}

/// The form's fields as the act's input: boxes of one name join, what was left empty is left out.
fn input(fields: &[(String, String)]) -> Json {
    let mut input: Map<String, Json> = Map::new();
    for (name, value) in fields.iter().filter(|(name, value)| name != "csrf" && name != "return" && !value.is_empty()) {
        let joined = match input.get(name).and_then(Json::as_str) {
            Some(known) => format!("{known},{value}"),
            None => value.clone(),
        };
        input.insert(name.clone(), joined.into());
    }
    Json::Object(input)
}
