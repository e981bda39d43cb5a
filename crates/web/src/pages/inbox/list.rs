//! The list of the inbox: a view page by page, or the conversations of what a search found.

use std::collections::{HashMap, HashSet};

use model::{ConversationId, MessageId, Month, Time};
use paper::Words;
use store::conversations::{self, Conversation, Filter};
use store::messages::Message;
use store::{Conn, global, labels};

use super::{Asked, COUNT_MAX, View};
use crate::access::{Can, Read};
use crate::fault::Fault;
use crate::shown::row::{Row, Rows, titled};
use crate::{App, shown};

/// Rows of one page: enough to fill a tall screen twice.
const ROWS_MAX: usize = 40;

pub(crate) struct List {
    pub(crate) title: String,
    pub(crate) count: String,
    pub(crate) rows: Vec<Row>,
    pub(crate) older: Option<String>,
    pub(crate) q: String,
    /// Why the search cannot be read.
    pub(crate) fault: Option<String>,
    pub(crate) empty: String,
}

/// A view, and how many conversations are in it.
#[derive(Clone, Copy)]
pub(super) struct Viewed {
    pub(super) view: View,
    pub(super) count: i64,
}

/// What was found, before it is written out as rows.
#[derive(Default)]
struct Found {
    conversations: Vec<Conversation>,
    /// The message that a search found in each.
    hits: HashMap<i64, Message>,
    older: Option<String>,
    count: String,
    fault: Option<String>,
}

pub(super) async fn load(
    app: &App,
    conn: &mut Conn,
    (who, w): (&Can<Read>, &'static Words),
    (asked, view, here): (&Asked, Viewed, Option<ConversationId>),
) -> Result<List, Fault> {
    let found = if asked.q.trim().is_empty() {
        list_view(conn, (who, w), (asked, view)).await?
    } else {
        list_search(conn, (who, w), asked).await?
    };
    let staff = global::staff_of(conn, who.workspace.id).await?;
    let staff = staff.into_iter().map(|one| (one.id.0, one.name)).collect();
    let labels = labels_of(conn, who, &found.conversations).await?;
    let rows = Rows { language: w.language, now: app.now(), staff: &staff, labels: &labels, here };
    let written = found.conversations.iter().map(|one| write(&rows, (who, asked), one, found.hits.get(&one.id.0)));
    let (_, view_title) = view.view.words(w);
    Ok(List {
        title: title(w, asked, view_title),
        count: found.count,
        rows: written.collect(),
        older: found.older,
        q: asked.q.clone(),
        fault: found.fault,
        empty: empty(w, asked, view.view),
    })
}

fn title(w: &'static Words, asked: &Asked, view: &str) -> String {
    match (asked.started.parse::<Month>(), asked.label.as_str()) {
        (Ok(month), _) => (w.inbox.started_in)(&w.language.month(month)),
        (Err(_), "") => view.to_owned(),
        (Err(_), label) => format!("{}: {label}", w.inbox.labels),
    }
}

fn empty(w: &'static Words, asked: &Asked, view: View) -> String {
    match (asked.q.is_empty(), view) {
        (false, _) => (w.inbox.empty_search)(&asked.q),
        (true, View::All) if asked.started.is_empty() && asked.label.is_empty() => w.inbox.empty_first.to_owned(),
        (true, _) => w.inbox.empty_view.to_owned(),
    }
}

async fn list_view(
    conn: &mut Conn,
    (who, w): (&Can<Read>, &'static Words),
    (asked, viewed): (&Asked, Viewed),
) -> Result<Found, Fault> {
    let all = viewed.view.filter(who.visitor.signed.staff);
    let mut filter = all.clone();
    narrow(&mut filter, asked);
    let mut found = Found::default();
    let count = match filter == all {
        true => viewed.count,
        false => conversations::count(conn, &who.seen, &filter, COUNT_MAX + 1).await?,
    };
    found.count = shown::capped(count, COUNT_MAX, w.language);
    filter.after = parse_after(&asked.after);
    found.conversations = conversations::list(conn, &who.seen, &filter, ROWS_MAX as i64 + 1).await?;
    if found.conversations.len() > ROWS_MAX {
        found.conversations.truncate(ROWS_MAX);
        let last = found.conversations.last().map(|last| format!("{}-{}", last.last_at.micros(), last.id));
        found.older = last.map(|after| asked.list(who.workspace.id, &[("after", &after)]));
    }
    Ok(found)
}

fn narrow(filter: &mut Filter, asked: &Asked) {
    if let Ok(month) = asked.started.parse::<Month>() {
        filter.started = Some((month.start(), month.end()));
    }
    filter.unanswered |= !asked.unanswered.is_empty();
    if !asked.label.is_empty() {
        filter.label = Some(asked.label.clone());
    }
}

/// `MICROS-ID` of the last row of the page before; anything else begins at the top.
fn parse_after(written: &str) -> Option<(Time, ConversationId)> {
    let (micros, id) = written.rsplit_once('-')?;
    Some((Time::from_micros(micros.parse().ok()?), id.parse().ok()?)) // tidy(swallow): an edited address begins at the top
}

async fn list_search(conn: &mut Conn, (who, w): (&Can<Read>, &'static Words), asked: &Asked) -> Result<Found, Fault> {
    let before: Option<MessageId> = if asked.after.is_empty() { None } else { asked.after.parse().ok() }; // tidy(swallow): an edited address begins at the top
    let hits = match hub::search::find(conn, &who.seen, (&asked.q, before), ROWS_MAX as i64).await {
        Ok(hits) => hits,
        Err(hub::Error::Invalid { message, .. }) => {
            return Ok(Found { fault: Some((w.faults.query)(&message)), ..Found::default() });
        }
        Err(other) => return Err(other.into()),
    };
    let count = hub::search::count(conn, &who.seen, &asked.q).await? as i64;
    let older = hits.next.map(|next| asked.list(who.workspace.id, &[("after", &next.to_string())]));
    let mut known = HashSet::new();
    let mut found = Found { count: shown::capped(count, COUNT_MAX, w.language), older, ..Found::default() };
    let mut ids = Vec::new();
    for hit in hits.messages {
        if known.insert(hit.conversation.0) {
            ids.push(hit.conversation);
            found.hits.insert(hit.conversation.0, hit);
        }
    }
    found.conversations = conversations::list_by_ids(conn, &who.seen, &ids).await?;
    Ok(found)
}

async fn labels_of(
    conn: &mut Conn,
    who: &Can<Read>,
    found: &[Conversation],
) -> Result<HashMap<i64, Vec<String>>, Fault> {
    let ids: Vec<i64> = found.iter().map(|one| one.id.0).collect();
    let mut by_id: HashMap<i64, Vec<String>> = HashMap::new();
    for label in labels::list(conn, &who.seen, "conversation", &ids).await? {
        by_id.entry(label.subject_id).or_default().push(label.name);
    }
    Ok(by_id)
}

/// A row; of a search it shows the message that was found, not the last one.
fn write(rows: &Rows, (who, asked): (&Can<Read>, &Asked), of: &Conversation, hit: Option<&Message>) -> Row {
    let id = hit.map(|hit| hit.id.to_string()).unwrap_or_default();
    let mut address = asked.conversation(who.workspace.id, of.merged_into.unwrap_or(of.id), &[("at", &id)]);
    if !id.is_empty() {
        address.push_str(&format!("#m{id}"));
    }
    let mut row = rows.row(of, address);
    if let Some(hit) = hit {
        (row.title, row.snippet) = titled(&of.title, &hit.text);
        row.who = if hit.author.is_empty() { row.who } else { hit.author.clone() };
        if let Some(at) = hit.sent_at {
            row.when = shown::time_short(at, rows.now, rows.language);
        }
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_in_a_list_reads_back() {
        assert_eq!(parse_after("1700-2k"), Some((Time::from_micros(1700), ConversationId(83))));
        assert_eq!(parse_after("-5-2k"), Some((Time::from_micros(-5), ConversationId(83))));
        assert_eq!(parse_after("nonsense"), None);
    }
}
