//! The list of the inbox: a view page by page, or the conversations of what a search found.

use std::collections::{HashMap, HashSet};

use model::{ConversationId, MessageId, Month, Time};
use paper::Words;
use store::conversations::{self, Conversation, Filter};
use store::{Conn, global, labels};

use super::bulk::{self, Bulk};
use super::{Asked, COUNT_MAX, View};
use crate::access::{Can, Read};
use crate::fault::Fault;
use crate::pages::Shell;
use crate::shown::row::{Picked, Row, Rows};
use crate::{App, shown};

/// Rows of one page: enough to fill a tall screen twice.
const ROWS_MAX: usize = 40;
/// The same for a search: each hit lies elsewhere, so a row costs five times what one of a view does.
const HITS_MAX: usize = 25;
const _: () = assert!(ROWS_MAX <= hub::batch::THINGS_MAX, "a whole page can be selected");

pub(crate) struct List {
    pub(crate) title: String,
    pub(crate) count: String,
    /// The label that the list is narrowed to, and the address without it.
    pub(crate) label: Option<(String, String)>,
    /// What can be done with what is selected; nothing for those who may only read.
    pub(crate) bulk: Option<Bulk>,
    pub(crate) rows: Vec<Row>,
    pub(crate) older: Option<String>,
    pub(crate) q: String,
    /// Why the search cannot be read.
    pub(crate) fault: Option<String>,
    pub(crate) empty: String,
    /// Where a label's conversations are that this view has none of.
    pub(crate) way: Option<String>,
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
    older: Option<String>,
    count: String,
    fault: Option<String>,
}

pub(super) async fn load(
    app: &App,
    conn: &mut Conn,
    (who, s): (&Can<Read>, &Shell),
    (asked, view, here): (&Asked, Viewed, Option<ConversationId>),
) -> Result<List, Fault> {
    let w = s.w;
    let found = if asked.is_search() {
        list_search(conn, (who, w), asked).await?
    } else {
        list_view(conn, (who, w), (asked, view)).await?
    };
    let colleagues = global::staff_of(conn, who.workspace.id).await?;
    let staff = colleagues.iter().map(|one| (one.id.0, one.name.clone())).collect();
    let labels = labels_of(conn, who, &found.conversations).await?;
    let refused = s.toast.as_ref().map_or(&[][..], |toast| &toast.refused);
    let picked = if asked.pick == "all" { Picked::All } else { Picked::These(refused) };
    let rows = Rows { language: w.language, now: app.now(), staff: &staff, labels: &labels, here, picked };
    let bulk = match s.may_answer && !found.conversations.is_empty() {
        true => Some(bulk::load(app, conn, (who, s), (asked, view.view, here, colleagues)).await?),
        false => None,
    };
    let written = found.conversations.iter().map(|one| write(&rows, (who, asked), one));
    let (_, view_title) = view.view.words(w);
    let is_labelled = !asked.label.is_empty();
    let is_elsewhere = is_labelled && found.conversations.is_empty() && view.view != View::All;
    Ok(List {
        title: title(w, asked, view_title),
        count: found.count,
        label: is_labelled
            .then(|| (asked.label.clone(), asked.list(who.workspace.id, &[("label", ""), ("after", "")]))),
        way: is_elsewhere.then(|| asked.list(who.workspace.id, &[("view", View::All.words(w).0), ("after", "")])),
        bulk,
        rows: written.collect(),
        empty: empty(w, asked, (view.view, found.older.is_some())),
        older: found.older,
        q: asked.q.clone(),
        fault: found.fault,
    })
}

fn title(w: &'static Words, asked: &Asked, view: &str) -> String {
    match asked.started.parse::<Month>() {
        Ok(month) => (w.inbox.started_in)(&w.language.month(month)),
        Err(_) => view.to_owned(),
    }
}

fn empty(w: &'static Words, asked: &Asked, (view, has_more): (View, bool)) -> String {
    if asked.is_search() {
        return (w.inbox.empty_search)(&asked.q);
    }
    match (view, asked.label.as_str()) {
        (_, label) if has_more => {
            (w.inbox.empty_so_far)(label, &w.language.count(conversations::LOOKED_THROUGH_MAX.unsigned_abs()))
        }
        (_, label) if !label.is_empty() => (w.inbox.empty_label)(label),
        (View::All, _) if asked.started.is_empty() => w.inbox.empty_first.to_owned(),
        _ => w.inbox.empty_view.to_owned(),
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
    let count = match filter == all {
        true => shown::capped(viewed.count, COUNT_MAX, w.language),
        false => {
            let counted = conversations::count(conn, &who.seen, &filter, COUNT_MAX + 1).await?;
            let count = shown::capped(counted.count, COUNT_MAX, w.language);
            let is_more = !counted.is_all && counted.count <= COUNT_MAX;
            if is_more { format!("{count}+") } else { count }
        }
    };
    filter.after = parse_after(&asked.after);
    let page = conversations::page(conn, &who.seen, &filter, ROWS_MAX as i64).await?;
    let older = page.next.map(|(at, id)| {
        let after = format!("{}-{id}", at.micros());
        asked.list(who.workspace.id, &[("after", &after)])
    });
    Ok(Found { conversations: page.rows, older, count, ..Found::default() })
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
    let listed = match hub::search::list_page(conn, &who.seen, (&asked.q, before), HITS_MAX as i64).await {
        Ok(listed) => listed,
        Err(hub::Error::Invalid { message, .. }) => {
            return Ok(Found { fault: Some((w.faults.query)(&message)), ..Found::default() });
        }
        Err(other) => return Err(other.into()),
    };
    let older = listed.next.map(|next| asked.list(who.workspace.id, &[("after", &next.to_string())]));
    let count = shown::capped(listed.count as i64, COUNT_MAX, w.language);
    let mut conversations = conversations::list_by_hits(conn, &who.seen, &listed.ids).await?;
    let mut known = HashSet::new();
    conversations.retain(|one| known.insert(one.id.0));
    Ok(Found { conversations, count, older, ..Found::default() })
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

/// A row; of a search it leads to the message that was found.
fn write(rows: &Rows, (who, asked): (&Can<Read>, &Asked), of: &Conversation) -> Row {
    let hit = if asked.is_search() { of.last_message.to_string() } else { String::new() };
    let mut address = asked.conversation(who.workspace.id, of.merged_into.unwrap_or(of.id), &[("at", &hit)]);
    if !hit.is_empty() {
        address.push_str(&format!("#m{hit}"));
    }
    rows.row(of, address)
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
