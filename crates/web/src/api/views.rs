//! `GET /api/v1/{view}[/{id}]`: every view of the list, page by page, with an ETag.

mod written;

use std::collections::HashMap;
use std::str::FromStr;

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use hub::named::Naming;
use hub::views::{One, VIEWS, View};
use model::{ConversationId, EntryId, ExampleId, Kind, MemberId, MessageId, Month, Reaction, RunId, Time, TopicId};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use store::conversations::{self, Filter, State as At};
use store::messages::Message;
use store::{Conn, channels, jobs, journal, members, messages, runs};

use crate::App;
use crate::access::Caller;
use crate::answer::{self, Page};
use crate::fault::{Fault, broken};
use crate::pages::inbox::COUNT_MAX;

/// Rows of one page unless `limit` says less or more.
const ROWS: i64 = 50;
pub(crate) const ROWS_MAX: i64 = 200;
/// Months that the list of reports offers.
const MONTHS: usize = 24;

/// What a list may be asked; each view uses what fits it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    after: String,
    limit: Option<i64>,
    /// The query language, for messages; the beginning of a name, for members.
    q: String,
    state: String,
    kind: String,
    label: String,
    unanswered: bool,
    /// `noun:ID`, for the journal.
    about: String,
    /// Of messages: a copy without what says who wrote them or reaches a person.
    scrub: String,
    /// Only to find the session's workspace; see `access`.
    #[serde(rename = "workspace")]
    _workspace: String,
}

/// One page: the rows, and what to send as `after` for the next; null at the end.
struct Rows {
    rows: Vec<Json>,
    next: Option<String>,
}

/// How messages are handed out.
#[derive(Clone, Copy)]
enum Copy {
    Whole,
    Scrubbed,
}

impl Copy {
    /// What was asked for is never answered with more: where no copy can be scrubbed, there is none.
    fn asked(written: &str, view: &str) -> Result<Copy, Fault> {
        match written {
            "" | "false" => Ok(Copy::Whole),
            "true" if view == "messages" => Ok(Copy::Scrubbed),
            "true" => Err(Fault::invalid("scrub", "is only for messages: what else there is tells who people are")),
            _ => Err(Fault::invalid("scrub", "is true or false")),
        }
    }

    fn write(self, message: &Message, naming: &Naming<'_>) -> Json {
        match self {
            Copy::Whole => written::message(message, naming),
            Copy::Scrubbed => written::scrubbed(message, naming),
        }
    }
}

pub(crate) async fn list(
    caller: Caller,
    State(app): State<App>,
    Path(view): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Page {
    caller.require(of(&view)?.needs)?;
    let mut conn = app.hub.db.read().await?;
    let limit = asked.limit.unwrap_or(ROWS);
    if !(1..=ROWS_MAX).contains(&limit) {
        return Err(Fault::invalid("limit", format!("is a number from 1 to {ROWS_MAX}")));
    }
    let copy = Copy::asked(&asked.scrub, &view)?;
    let found = match view.as_str() {
        "channels" => all(channels::list(&mut conn, &caller.seen).await?.iter().map(written::channel)),
        "conversations" => list_conversations(&mut conn, &caller, (&asked, limit)).await?,
        "examples" => list_examples(&mut conn, &caller, (&asked, limit)).await?,
        "jobs" => all(jobs::list(&mut conn, &caller.seen).await?.iter().map(written::job)),
        "journal" => list_journal(&mut conn, &caller, (&asked, limit)).await?,
        "labels" => list_labels(&mut conn, &caller).await?,
        "members" => list_members(&mut conn, &caller, (&asked, limit)).await?,
        "messages" => list_messages(&app, &mut conn, (&caller, copy), (&asked, limit)).await?,
        "products" => all(store::products::list(&mut conn, &caller.seen).await?.iter().map(written::product)),
        "reports" => all(months(app.now().month()).map(|month| json!({ "id": month.to_string() }))),
        "runs" => all(runs::list(&mut conn, &caller.seen).await?.iter().map(written::run)),
        "topics" => all(hub::topics::list(&mut conn, &caller.seen, app.now()).await?.0.iter().map(written::topic)),
        other => return Err(broken(&format!("the view `{other}` has no list"))),
    };
    answer::json(&headers, &json!({ "rows": found.rows, "next": found.next }))
}

pub(crate) async fn find(
    caller: Caller,
    State(app): State<App>,
    Path((view, id)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Page {
    let known = of(&view)?;
    caller.require(known.needs)?;
    if known.one == One::No {
        return Err(Fault::not_found("view of one"));
    }
    let mut conn = app.hub.db.read().await?;
    let seen = &caller.seen;
    let copy = Copy::asked(&asked.scrub, &view)?;
    let found = match view.as_str() {
        "conversations" => find_conversation(&app, &mut conn, (&caller, parse(&id)?)).await?,
        "journal" => journal::find(&mut conn, seen, parse(&id)?).await?.as_ref().map(written::entry),
        "members" => find_member(&mut conn, &caller, parse(&id)?).await?,
        "messages" => {
            let naming = Naming::load(&app.hub, &mut conn, seen).await?;
            let found = messages::find(&mut conn, seen, parse(&id)?).await?;
            let write = |message: &Message| copy.write(message, &naming);
            with_signs(&mut conn, &caller, found.as_slice(), write).await?.pop()
        }
        "reports" => Some(report(&app, &caller, &id).await?),
        "runs" => runs::find(&mut conn, seen.workspace, parse::<RunId>(&id)?).await?.as_ref().map(written::run),
        "topics" => find_topic(&mut conn, (&caller, app.now()), parse(&id)?).await?,
        other => return Err(broken(&format!("the view `{other}` has no view of one"))),
    };
    answer::json(&headers, &found.ok_or_else(|| Fault::NotFound(view.trim_end_matches('s').to_owned()))?)
}

fn of(name: &str) -> Result<&'static View, Fault> {
    VIEWS.iter().find(|view| view.name == name).ok_or_else(|| Fault::not_found("view"))
}

/// An id that cannot be is an id that is not there.
fn parse<T: FromStr>(written: &str) -> Result<T, Fault> {
    written.parse().map_err(|_| Fault::not_found("id"))
}

/// Where the page begins; nothing written is the beginning.
fn after<T: FromStr>(written: &str, beginning: T) -> Result<T, Fault> {
    if written.is_empty() {
        return Ok(beginning);
    }
    written.parse().map_err(|_| Fault::invalid("after", "is not the `next` of a page"))
}

fn all(rows: impl Iterator<Item = Json>) -> Rows {
    Rows { rows: rows.collect(), next: None }
}

/// How a row is written, and what continues after it.
type Written<T> = (fn(&T) -> Json, fn(&T) -> String);

/// Cuts the row that was asked for to see whether there is a next page.
fn page<T>(mut found: Vec<T>, limit: i64, (write, key): Written<T>) -> Rows {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = found.len() > limit;
    found.truncate(limit);
    let next = if has_more { found.last().map(key) } else { None };
    Rows { rows: found.iter().map(write).collect(), next }
}

async fn list_conversations(conn: &mut Conn, caller: &Caller, (asked, limit): (&Asked, i64)) -> Result<Rows, Fault> {
    let mut filter = Filter { unanswered: asked.unanswered, ..Filter::default() };
    if !asked.state.is_empty() {
        let state = At::ALL.into_iter().find(|state| state.word() == asked.state);
        filter.states = vec![state.ok_or_else(|| Fault::invalid("state", "is open, waiting, snoozed or closed"))?];
    }
    if !asked.kind.is_empty() {
        let kind: Kind =
            asked.kind.parse().map_err(|error: model::kind::NotAKind| Fault::invalid("kind", error.to_string()))?;
        filter.kind = Some(kind as i64);
    }
    let label = store::labels::as_kept(&asked.label);
    filter.label = (!label.is_empty()).then_some(label);
    if !asked.after.is_empty() {
        let place = asked.after.rsplit_once('-').and_then(|(micros, id)| {
            Some((Time::from_micros(micros.parse().ok()?), id.parse::<ConversationId>().ok()?)) // tidy(swallow): refused on the next line
        });
        filter.after = Some(place.ok_or_else(|| Fault::invalid("after", "is not the `next` of a page"))?);
    }
    let found = conversations::page(conn, &caller.seen, &filter, limit).await?;
    let next = found.next.map(|(at, id)| format!("{}-{id}", at.micros()));
    Ok(Rows { rows: found.rows.iter().map(written::conversation).collect(), next })
}

async fn list_examples(conn: &mut Conn, caller: &Caller, (asked, limit): (&Asked, i64)) -> Result<Rows, Fault> {
    let before = after(&asked.after, ExampleId(i64::MAX))?;
    let found = store::examples::list(conn, &caller.seen, before, limit + 1).await?;
    Ok(page(found, limit, (written::example, |last| last.id.to_string())))
}

async fn list_labels(conn: &mut Conn, caller: &Caller) -> Result<Rows, Fault> {
    let names = store::labels::list_names(conn, &caller.seen, COUNT_MAX + 1).await?;
    Ok(all(names.iter().map(
        |(name, count)| json!({ "name": name, "conversations": *count.min(&COUNT_MAX), "more": *count > COUNT_MAX }),
    )))
}

async fn list_messages(
    app: &App,
    conn: &mut Conn,
    (caller, copy): (&Caller, Copy),
    (asked, limit): (&Asked, i64),
) -> Result<Rows, Fault> {
    let before = after(&asked.after, MessageId(i64::MAX))?;
    let naming = Naming::load(&app.hub, conn, &caller.seen).await?;
    let hits = hub::search::find(conn, &caller.seen, (&asked.q, Some(before)), limit).await?;
    let rows = with_signs(conn, caller, &hits.messages, |message| copy.write(message, &naming)).await?;
    Ok(Rows { rows, next: hits.next.map(|next| next.to_string()) })
}

/// Messages as `write` puts them, with the signs that people left on them.
async fn with_signs(
    conn: &mut Conn,
    caller: &Caller,
    messages: &[Message],
    write: impl Fn(&Message) -> Json,
) -> Result<Vec<Json>, Fault> {
    let ids: Vec<MessageId> = messages.iter().map(|message| message.id).collect();
    let mut signs: HashMap<MessageId, Vec<Reaction>> = HashMap::new();
    for (id, sign) in store::reactions::list(conn, caller.seen.workspace, &ids).await? {
        signs.entry(id).or_default().push(sign);
    }
    let written = messages.iter().map(|message| {
        let mut json = write(message);
        json["reactions"] = json!(signs.remove(&message.id).unwrap_or_default());
        json
    });
    Ok(written.collect())
}

async fn list_members(conn: &mut Conn, caller: &Caller, (asked, limit): (&Asked, i64)) -> Result<Rows, Fault> {
    if !asked.q.is_empty() {
        let found = hub::search::find_people(conn, &caller.seen, &asked.q, limit).await?;
        return Ok(all(found.iter().map(written::identity)));
    }
    let found = members::list(conn, &caller.seen, after(&asked.after, MemberId(0))?, limit + 1).await?;
    Ok(page(found, limit, (written::member, |last| last.id.to_string())))
}

async fn list_journal(conn: &mut Conn, caller: &Caller, (asked, limit): (&Asked, i64)) -> Result<Rows, Fault> {
    let before = after(&asked.after, EntryId(i64::MAX))?;
    let found = if asked.about.is_empty() {
        journal::list(conn, &caller.seen, before, limit + 1).await?
    } else {
        journal::list_about(conn, &caller.seen, (&asked.about, before), limit + 1).await?
    };
    Ok(page(found, limit, (written::entry, |last| last.id.to_string())))
}

async fn find_conversation(
    app: &App,
    conn: &mut Conn,
    (caller, id): (&Caller, ConversationId),
) -> Result<Option<Json>, Fault> {
    let Some(found) = conversations::find(conn, &caller.seen, id).await? else { return Ok(None) };
    let mut group = vec![id];
    group.extend(conversations::list_merged(conn, &caller.seen, id).await?);
    let said = messages::list_in_conversations(conn, &caller.seen, (&group, MessageId(i64::MAX))).await?;
    let labels = store::labels::list(conn, &caller.seen, "conversation", &[id.0]).await?;
    let notes = store::notes::list(conn, &caller.seen, &group).await?;
    let mut json = written::conversation(&found);
    json["labels"] = labels.into_iter().map(|label| label.name).collect();
    json["notes"] = notes.iter().map(written::note).collect();
    let naming = Naming::load(&app.hub, conn, &caller.seen).await?;
    let said = with_signs(conn, caller, &said, |message| written::message(message, &naming)).await?;
    json["latest_messages"] = said.into();
    Ok(Some(json))
}

async fn find_member(conn: &mut Conn, caller: &Caller, id: MemberId) -> Result<Option<Json>, Fault> {
    let Some(found) = members::find(conn, &caller.seen, id).await? else { return Ok(None) };
    let identities = members::list_identities(conn, &caller.seen, id).await?;
    let mut json = written::member(&found);
    json["identities"] = identities.iter().map(written::identity).collect();
    Ok(Some(json))
}

async fn find_topic(conn: &mut Conn, (caller, now): (&Caller, Time), id: TopicId) -> Result<Option<Json>, Fault> {
    let (trends, _) = hub::topics::list(conn, &caller.seen, now).await?;
    let Some(trend) = trends.iter().find(|trend| trend.topic.id == id) else { return Ok(None) };
    let newest = store::topic_book::list_messages(conn, &caller.seen, (id, MessageId(i64::MAX)), ROWS).await?;
    let mut json = written::topic(trend);
    json["latest_messages"] = newest.iter().map(|one| json!(one.message)).collect();
    Ok(Some(json))
}

fn months(latest: Month) -> impl Iterator<Item = Month> {
    std::iter::successors(Some(latest), |month| Some(month.previous())).take(MONTHS)
}

async fn report(app: &App, caller: &Caller, month: &str) -> Result<Json, Fault> {
    let report = hub::report::make(&app.hub, &caller.seen, parse(month)?).await?;
    let written = paper::report::json(&report, paper::Language::English);
    serde_json::from_str(&written).map_err(|error| broken(&error.to_string()))
}
