//! Where the inbox asks for one act on everything that is selected in it.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use hub::batch::field_of;
use hub::{Act, Batch, Each};
use model::{ConversationId, EntryId};
use serde_json::{Map, Value as Json};
use store::journal;

use super::acts::{TOAST_SECONDS, is_proven};
use crate::access::{Can, Read};
use crate::answer::{Page, see_other};
use crate::fault::Fault;
use crate::pace::ACTS;
use crate::{App, cookies, paths, toast};

/// Fields of a form or of an address, in their order.
type Fields = Vec<(String, String)>;

/// Does the act for each thing that the form names, then leads back with one toast for them all. What is the same
/// for all may stand in the address too, since one form has the buttons of several acts.
pub(crate) async fn run(
    who: Can<Read>,
    State(app): State<App>,
    (Path((_, act)), Query(chosen), headers): (Path<(String, String)>, Query<Fields>, HeaderMap),
    Form(fields): Form<Fields>,
) -> Page {
    if !is_proven(&who, &headers, &fields) {
        return Err(Fault::Expired);
    }
    let act = hub::acts::find(&act)?;
    let unknown = || Fault::not_found("act for several things");
    let field = field_of(act).ok_or_else(unknown)?;
    let mut things: Vec<String> = Vec::new();
    for (_, thing) in fields.iter().filter(|(name, _)| name == field.name) {
        if !things.contains(thing) {
            things.push(thing.clone());
        }
    }
    for _ in &things {
        app.paces.step(&ACTS, &who.visitor.secret, app.now())?;
    }
    let shared = shared(act, (&chosen, &fields));
    let name = toast::EachName::of(act.name, &shared).ok_or_else(unknown)?;
    let each = Each { act: act.name, things: &things, shared: &shared };
    let batch = app.hub.act_each(&who.seen, each, app.now()).await?;
    for _ in &batch.done {
        app.metrics.acted();
    }
    // All is done by now: what cannot be looked up any more must not look like a failure.
    let refused = refused(&app, &who, (act, &batch)).await.unwrap_or_else(|fault| {
        tracing::error!(?fault, "what refused could not be looked up");
        Vec::new()
    });
    let back = fields.iter().find(|(name, _)| name == "return").and_then(|(_, value)| paths::local(value));
    let mut response = see_other(back.unwrap_or(&paths::inbox(who.workspace.id)));
    let cookie = cookies::set(&app, (cookies::TOAST, &toast::of_each(name, &batch, &refused)), TOAST_SECONDS);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// What the act knows of the fields, apart from the things; the address wins over the form.
fn shared(act: &Act, (chosen, fields): (&Fields, &Fields)) -> Map<String, Json> {
    let known = act.fields.iter().skip(1).filter_map(|field| {
        let of = |fields: &Fields| fields.iter().find(|(name, _)| name == field.name).map(|(_, value)| value.clone());
        let value = of(chosen).or_else(|| of(fields)).filter(|value| !value.trim().is_empty())?;
        Some((field.name.to_owned(), value.into()))
    });
    known.collect()
}

/// The conversations of those that refused.
async fn refused(app: &App, who: &Can<Read>, (act, batch): (&Act, &Batch)) -> Result<Vec<ConversationId>, Fault> {
    if act.name != toast::UNDO {
        return Ok(batch.refused.iter().filter_map(|(thing, _)| thing.parse().ok()).collect()); // tidy(swallow): the hub has read it already
    }
    let mut found = Vec::new();
    let mut conn = app.hub.db.read().await?;
    for (entry, _) in &batch.refused {
        let Ok(entry) = entry.parse::<EntryId>() else { continue };
        let known = journal::find(&mut conn, &who.seen, entry).await?;
        let subjects = known.into_iter().flat_map(|entry| entry.subjects);
        let id = |subject: String| subject.strip_prefix("conversation:")?.parse::<ConversationId>().ok(); // tidy(swallow): other subjects are no conversations
        found.extend(subjects.filter_map(id));
    }
    Ok(found)
}
