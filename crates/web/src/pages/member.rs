//! One member: under which handles they write, what they wrote, and who else they are.

use askama::Template;
use axum::extract::{Path, Query, State};
use model::{IdentityId, MemberId, MessageId};
use serde::Deserialize;
use store::Conn;
use store::members::{self, Identity, Member};
use store::messages::{self, Message};

use super::{Room, Shell};
use crate::access::{Can, Read};
use crate::answer::{Page, html};
use crate::fault::Fault;
use crate::shown::reading::{ReadingSeen, seen};
use crate::shown::row::titled;
use crate::{App, paths, shown};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// Messages before this one.
    before: String,
    /// The beginning of the name of somebody who may be the same person.
    find: String,
}

/// Somebody who may be the same person.
struct Person {
    id: MemberId,
    address: String,
    name: String,
    handle: String,
}

struct Handle {
    id: IdentityId,
    name: String,
    handle: String,
    origin: String,
    messages: String,
    first: String,
    last: String,
    is_bot: bool,
}

struct Wrote {
    address: String,
    title: String,
    place: String,
    when: String,
    snippet: String,
    reading: ReadingSeen,
}

#[derive(Template)]
#[template(path = "member.html")]
struct View {
    s: Shell,
    id: MemberId,
    name: String,
    messages: String,
    first: String,
    last: String,
    handles: Vec<Handle>,
    wrote: Vec<Wrote>,
    older: Option<String>,
    merged_into: Option<String>,
    journal: String,
    find: String,
    people: Vec<Person>,
}

/// Messages of one page; older ones are a link away.
const MESSAGES_MAX: usize = 25;
/// People who are offered as the same person.
const PEOPLE_MAX: usize = 6;
/// How many of them are looked at: more only where the first are one person's or known already.
const PEOPLE_LOOKED_AT: [i64; 2] = [PEOPLE_MAX as i64 + 2, 40];

pub(crate) async fn show(
    who: Can<Read>,
    State(app): State<App>,
    Path((_, member)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Page {
    let id: MemberId = member.parse().map_err(|_| Fault::not_found("member"))?;
    let mut conn = app.hub.db.read().await?;
    let s = Shell::load(&app, &mut conn, (&who, Room::Members)).await?;
    let found = members::find(&mut conn, &who.seen, id).await?.ok_or_else(|| Fault::not_found("member"))?;
    let identities = members::list_identities(&mut conn, &who.seen, id).await?;
    let ids: Vec<IdentityId> = identities.iter().map(|one| one.id).collect();
    let before = asked.before.parse().unwrap_or(MessageId(i64::MAX));
    let of = (ids.as_slice(), before);
    let mut said = messages::list_by_identities(&mut conn, &who.seen, of, MESSAGES_MAX as i64 + 1).await?;
    let is_more = said.len() > MESSAGES_MAX;
    said.truncate(MESSAGES_MAX);
    let last = said.last().filter(|_| is_more).map(|last| last.id.to_string());
    let people = if s.may_merge { people(&mut conn, &who, (&found, &asked.find)).await? } else { Vec::new() };
    let (language, now, workspace) = (s.language(), app.now(), who.workspace.id);
    let moment = |at: Option<model::Time>| at.map_or_else(String::new, |at| shown::time_ago(at, now, language));
    let total: i64 = identities.iter().map(|one| one.messages).sum();
    html(&View {
        id,
        name: found.name,
        messages: s.w.shell.message.with(language, total.unsigned_abs()),
        first: moment(identities.iter().filter_map(|one| one.first_at).min()),
        last: moment(identities.iter().filter_map(|one| one.last_at).max()),
        handles: identities.into_iter().map(|one| handle(&s, one, now)).collect(),
        wrote: said.iter().map(|message| wrote(&s, message, (now, workspace))).collect(),
        older: last.map(|last| paths::with(&paths::member(workspace, id), &[("before", &last)])),
        merged_into: found.merged_into.map(|into| paths::member(workspace, into)),
        find: asked.find,
        people,
        journal: paths::with(&paths::journal(workspace), &[("about", &format!("member:{id}"))]),
        s,
    })
}

/// Members whose name begins like this one's, or as was asked.
async fn people(conn: &mut Conn, who: &Can<Read>, (of, find): (&Member, &str)) -> Result<Vec<Person>, Fault> {
    let wanted = if find.trim().is_empty() { &of.name } else { find };
    let mut people: Vec<Person> = Vec::new();
    for limit in PEOPLE_LOOKED_AT {
        people.clear();
        let found = hub::search::find_people(conn, &who.seen, wanted, limit).await?;
        let is_all = (found.len() as i64) < limit;
        let today = members::today(conn, &who.seen, &found).await?;
        for (one, id) in found.into_iter().zip(today) {
            let is_known = id == of.id || people.iter().any(|person| person.id == id);
            if !is_known && people.len() < PEOPLE_MAX {
                let address = paths::member(who.workspace.id, id);
                people
                    .push(Person { id, address, name: one.name, handle: format!("{} · {}", one.handle, one.origin) });
            }
        }
        if is_all || people.len() == PEOPLE_MAX {
            break;
        }
    }
    Ok(people)
}

fn handle(s: &Shell, one: Identity, now: model::Time) -> Handle {
    let language = s.language();
    let moment = |at: Option<model::Time>| at.map_or_else(String::new, |at| shown::time_short(at, now, language));
    Handle {
        id: one.id,
        messages: language.count(one.messages.unsigned_abs()),
        first: moment(one.first_at),
        last: moment(one.last_at),
        is_bot: one.bot,
        name: one.name,
        handle: one.handle,
        origin: one.origin,
    }
}

fn wrote(s: &Shell, message: &Message, (now, workspace): (model::Time, model::WorkspaceId)) -> Wrote {
    let (language, id) = (s.language(), message.id.to_string());
    let (title, text) = titled(&message.conversation_title, &message.text);
    let address = paths::with(&paths::conversation(workspace, message.conversation), &[("view", "all"), ("at", &id)]);
    Wrote {
        address: format!("{address}#m{id}"),
        title: if title.is_empty() { s.w.inbox.untitled.to_owned() } else { title },
        place: message.channel_name.clone(),
        when: match message.sent_at {
            Some(at) => shown::time_short(at, now, language),
            None => s.w.inbox.unknown_time.to_owned(),
        },
        snippet: text,
        reading: seen(&message.reading, &message.text, language),
    }
}
