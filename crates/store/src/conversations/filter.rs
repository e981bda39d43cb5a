//! Which conversations a list of the inbox shows, and how each choice is asked of an index.

use model::{ChannelId, ConversationId, Seen, StaffId, Time, WorkspaceId};

use super::{Conversation, State, list_by_ids};
use crate::conn::Keep;
use crate::{Conn, Result, Value, labels, values};

/// From this urgency on, in 1/10,000, a conversation is among the urgent ones; an index holds just these.
pub const URGENT_MIN: i64 = 5_000;

/// Which conversations a list shows, and from where on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub states: Vec<State>,
    pub kind: Option<i64>,
    pub kind_not: Option<i64>,
    pub channel: Option<ChannelId>,
    pub assignee: Assigned,
    pub label: Option<String>,
    /// Only those of [`URGENT_MIN`] or more.
    pub urgent: bool,
    /// Where nobody but the starter ever wrote.
    pub unanswered: bool,
    pub started: Option<(Time, Time)>,
    /// Continue after the conversation with this last time and id.
    pub after: Option<(Time, ConversationId)>,
}

/// Whose conversations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Assigned {
    #[default]
    Anyone,
    Nobody,
    To(StaffId),
}

const IDS: &str = "
    select conversation.id, conversation.last_at
    from conversation
    where conversation.workspace_id = $1 and conversation.merged_into is null";

// `cross join` keeps the order: from the few rows of the label to their conversations, which are then sorted.
const IDS_OF_LABEL: &str = "
    select conversation.id, conversation.last_at
    from label
    cross join conversation
    where label.workspace_id = $1 and label.subject = 'conversation' and label.name = $2
        and conversation.workspace_id = label.workspace_id and conversation.id = label.subject_id
        and conversation.merged_into is null";

/// How far a list goes for a label.
pub(crate) struct Limits {
    /// Up to so many conversations a list begins with the label's rows; beyond, it goes through the conversations in
    /// their order and asks each for the label: one that so many carry is soon met.
    pub(crate) label_rows: i64,
    /// How many conversations one page goes through so; the next page goes on where it stopped.
    pub(crate) looked_through: i64,
}

/// How many conversations one page goes through for a label that very many carry.
pub const LOOKED_THROUGH_MAX: i64 = 5_000;
const LIMITS: Limits = Limits { label_rows: 2_000, looked_through: LOOKED_THROUGH_MAX };

/// Where a conversation stands in a list.
pub type Place = (Time, ConversationId);

/// A part of a list.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub rows: Vec<Conversation>,
    /// What the next page comes after; `None` at the end. A page may be short, even empty, and have a next one.
    pub next: Option<Place>,
}

/// How many match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HowMany {
    pub count: i64,
    /// Whether the end was reached: else there may be more than `count`.
    pub is_all: bool,
}

/// Where a list sets out from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start<'a> {
    Conversations,
    Label(&'a str),
}

/// A page of conversations, the one with the latest message first.
pub async fn page(conn: &mut Conn, seen: &Seen, filter: &Filter, limit: i64) -> Result<Page> {
    let (places, next) = list_places(conn, seen.workspace, (filter, &LIMITS), limit).await?;
    let ids: Vec<ConversationId> = places.iter().map(|(_, id)| *id).collect();
    Ok(Page { rows: list_by_ids(conn, seen, &ids).await?, next })
}

/// The first conversations of a list, where nobody asks for more.
pub async fn list(conn: &mut Conn, seen: &Seen, filter: &Filter, limit: i64) -> Result<Vec<Conversation>> {
    Ok(page(conn, seen, filter, limit).await?.rows)
}

/// How many conversations match, counting no further than `limit`.
pub async fn count(conn: &mut Conn, seen: &Seen, filter: &Filter, limit: i64) -> Result<HowMany> {
    count_within(conn, seen.workspace, (filter, &LIMITS), limit).await
}

pub(crate) async fn list_places(
    conn: &mut Conn,
    workspace: WorkspaceId,
    (filter, limits): (&Filter, &Limits),
    limit: i64,
) -> Result<(Vec<Place>, Option<Place>)> {
    let (start, floor) = set_out(conn, workspace, (filter, limits)).await?;
    let mut places = read_places(conn, ordered(workspace, (filter, start), (floor, limit + 1))).await?;
    if places.len() as i64 <= limit {
        return Ok((places, floor));
    }
    places.truncate(usize::try_from(limit).unwrap_or(0));
    let last = places.last().copied();
    Ok((places, last))
}

pub(crate) async fn count_within(
    conn: &mut Conn,
    workspace: WorkspaceId,
    (filter, limits): (&Filter, &Limits),
    limit: i64,
) -> Result<HowMany> {
    let (start, floor) = set_out(conn, workspace, (filter, limits)).await?;
    let (sql, bound) = match start {
        // The order leads the planner to the index that holds the state: without it, it walks a whole other one.
        Start::Conversations => ordered(workspace, (filter, start), (floor, limit)),
        Start::Label(_) => {
            let (sql, mut bound) = filtered(workspace, filter, start);
            bound.push(limit.into());
            (format!("{sql} limit ${}", bound.len()), bound)
        }
    };
    let rows = conn.rows_text(format!("select count(*) from ({sql}) as found"), bound, Keep::Prepared).await?;
    let count = rows.first().map_or(Ok(0), |row| row.get(0))?;
    Ok(HowMany { count, is_all: count < limit && floor.is_none() })
}

/// Where to set out from and, in search of a label that very many carry, the last conversation to go through; `None`
/// where the list ends before.
pub(crate) async fn set_out<'a>(
    conn: &mut Conn,
    workspace: WorkspaceId,
    (filter, limits): (&'a Filter, &Limits),
) -> Result<(Start<'a>, Option<Place>)> {
    let Some(label) = filter.label.as_deref() else { return Ok((Start::Conversations, None)) };
    if labels::reach(conn, workspace, label, limits.label_rows + 1).await? <= limits.label_rows {
        return Ok((Start::Label(label), None));
    }
    let any = Filter { label: None, ..filter.clone() };
    let (sql, mut bound) = ordered(workspace, (&any, Start::Conversations), (None, 1));
    bound.push((limits.looked_through - 1).into());
    let sql = format!("{sql} offset ${}", bound.len());
    Ok((Start::Conversations, read_places(conn, (sql, bound)).await?.pop()))
}

/// The filter's conversations in their order, from the last one of the page before down to `floor`.
pub(crate) fn ordered(
    workspace: WorkspaceId,
    (filter, start): (&Filter, Start<'_>),
    (floor, limit): (Option<Place>, i64),
) -> (String, Vec<Value>) {
    let (mut sql, mut bound) = filtered(workspace, filter, start);
    for (sign, place) in [("<", filter.after), (">=", floor)] {
        let Some((last_at, id)) = place else { continue };
        bound.extend(values![last_at, id]);
        let (at, of) = (bound.len() - 1, bound.len());
        sql.push_str(&format!("\n and (conversation.last_at, conversation.id) {sign} (${at}, ${of})"));
    }
    bound.push(limit.into());
    sql.push_str(&format!("\n order by conversation.last_at desc, conversation.id desc limit ${}", bound.len()));
    (sql, bound)
}

async fn read_places(conn: &mut Conn, (sql, bound): (String, Vec<Value>)) -> Result<Vec<Place>> {
    let rows = conn.rows_text(sql, bound, Keep::Prepared).await?;
    rows.iter().map(|row| Ok((Time(row.get(1)?), ConversationId(row.get(0)?)))).collect()
}

/// The filter's conditions, each written so that an index serves it together with the order.
fn filtered(workspace: WorkspaceId, filter: &Filter, start: Start<'_>) -> (String, Vec<Value>) {
    let (mut sql, mut bound): (String, Vec<Value>) = match start {
        Start::Conversations => (IDS.to_owned(), values![workspace]),
        Start::Label(name) => (IDS_OF_LABEL.to_owned(), values![workspace, name]),
    };
    let mut and = |condition: &str, values: Vec<Value>| {
        let mut text = condition.to_owned();
        for value in values {
            bound.push(value);
            text = text.replacen('?', &format!("${}", bound.len()), 1);
        }
        sql.push_str("\n and ");
        sql.push_str(&text);
    };
    match filter.states.as_slice() {
        [] => {}
        [one] => and("conversation.state = ?", values![one.number()]),
        many => {
            let places = vec!["?"; many.len()].join(", ");
            let numbers = many.iter().map(|state| state.number().into()).collect();
            and(&format!("conversation.state in ({places})"), numbers);
        }
    }
    if let Some(kind) = filter.kind {
        and("conversation.kind = ?", values![kind]);
    }
    if let Some(kind) = filter.kind_not {
        and("conversation.kind <> ?", values![kind]);
    }
    if let Some(channel) = filter.channel {
        and("conversation.channel_id = ?", values![channel]);
    }
    match filter.assignee {
        Assigned::Anyone => {}
        Assigned::Nobody => and("conversation.assignee_id is null", values![]),
        Assigned::To(staff) => and("conversation.assignee_id = ?", values![staff]),
    }
    if let (Some(label), Start::Conversations) = (&filter.label, start) {
        let condition = "exists (
            select 1 from label
            where label.workspace_id = ? and label.subject = 'conversation' and label.subject_id = conversation.id
                and label.name = ?)";
        and(condition, values![workspace, label.as_str()]);
    }
    if filter.urgent {
        and("conversation.urgency >= 5000", values![]); // as in the index conversation_urgent
    }
    if filter.unanswered {
        and("conversation.first_other_at is null", values![]);
    }
    if let Some((from, before)) = filter.started {
        and("conversation.started_at >= ? and conversation.started_at < ?", values![from, before]);
    }
    (sql, bound)
}
