//! Rows that acts change: loaded with a before-image, written only at the version they were
//! loaded at, and put back the same way.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use crate::conn::Keep;
use crate::{Conn, Error, Result, Row, Value, values};

/// The tables whose rows acts may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Table {
    Alert,
    Conversation,
    Correction,
    Example,
    Label,
    Member,
    MemberLink,
    Message,
    Note,
    Product,
    Topic,
    WatchedSeries,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Int,
    Text,
}

struct Shape {
    table: &'static str,
    /// What tells rows of a workspace apart.
    key: &'static [(&'static str, Type)],
    /// What acts may set; `version` is added everywhere.
    columns: &'static [(&'static str, Type)],
}

/// What acts may set in the wider tables.
const CONVERSATION: &[(&str, Type)] = &[
    ("channel_id", Type::Int),
    ("origin", Type::Text),
    ("key", Type::Text),
    ("title", Type::Text),
    ("state", Type::Int),
    ("assignee_id", Type::Int),
    ("snoozed_until", Type::Int),
    ("merged_into", Type::Int),
];
const CORRECTION: &[(&str, Type)] = &[
    ("kind", Type::Int),
    ("sentiment", Type::Int),
    ("language", Type::Text),
    ("toxicity", Type::Int),
    ("spam", Type::Int),
    ("urgency", Type::Int),
    ("asks_reply", Type::Int),
    ("by_id", Type::Int),
    ("at", Type::Int),
];
const EXAMPLE: &[(&str, Type)] = &[
    ("digest", Type::Text),
    ("title", Type::Text),
    ("text", Type::Text),
    ("kind", Type::Int),
    ("sentiment", Type::Int),
    ("language", Type::Text),
    ("toxicity", Type::Int),
    ("spam", Type::Int),
    ("urgency", Type::Int),
    ("asks_reply", Type::Int),
    ("by_id", Type::Int),
    ("at", Type::Int),
];

impl Table {
    fn shape(self) -> Shape {
        use Type::{Int, Text};
        match self {
            Table::Alert => Shape { table: "alert", key: &[("id", Int)], columns: &[("dismissed", Int)] },
            Table::Conversation => Shape { table: "conversation", key: &[("id", Int)], columns: CONVERSATION },
            Table::Correction => Shape { table: "correction", key: &[("message_id", Int)], columns: CORRECTION },
            Table::Example => Shape { table: "example", key: &[("id", Int)], columns: EXAMPLE },
            Table::Label => Shape {
                table: "label",
                key: &[("subject", Text), ("subject_id", Int), ("name", Text)],
                columns: &[("by_id", Int), ("at", Int)],
            },
            Table::Member => {
                Shape { table: "member", key: &[("id", Int)], columns: &[("name", Text), ("merged_into", Int)] }
            }
            Table::MemberLink => {
                Shape { table: "member_link", key: &[("identity_id", Int)], columns: &[("member_id", Int)] }
            }
            Table::Message => Shape { table: "message", key: &[("id", Int)], columns: &[("conversation_id", Int)] },
            Table::Note => Shape {
                table: "note",
                key: &[("id", Int)],
                columns: &[("conversation_id", Int), ("by_id", Int), ("at", Int), ("body", Text)],
            },
            Table::Product => Shape {
                table: "product",
                key: &[("key", Text)],
                columns: &[("name", Text), ("spellings", Text), ("by_id", Int), ("at", Int)],
            },
            Table::Topic => Shape {
                table: "topic",
                key: &[("id", Int)],
                columns: &[("name", Text), ("named", Int), ("pinned", Int), ("merged_into", Int)],
            },
            Table::WatchedSeries => {
                Shape { table: "watched_series", key: &[("series", Text)], columns: &[("by_id", Int), ("at", Int)] }
            }
        }
    }
}

/// Which row: the table and the values of its key, in the order of the key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    pub table: Table,
    pub key: Vec<Json>,
}

/// A row's columns that acts may set, by name; and its version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub version: i64,
    pub columns: Map<String, Json>,
}

impl Record {
    /// A row to be created.
    pub fn new(columns: Map<String, Json>) -> Record {
        Record { version: 0, columns }
    }

    pub fn int(&self, column: &str) -> Option<i64> {
        self.columns.get(column).and_then(Json::as_i64)
    }

    pub fn text(&self, column: &str) -> &str {
        self.columns.get(column).and_then(Json::as_str).unwrap_or("")
    }
}

/// The row as it stands, if it exists.
pub async fn find(conn: &mut Conn, workspace_id: i64, place: &Place) -> Result<Option<Record>> {
    let shape = place.table.shape();
    let columns: Vec<&str> = shape.columns.iter().map(|(name, _)| *name).collect();
    let sql = format!(
        "select version, {} from {} where workspace_id = $1 and {} limit 1",
        columns.join(", "),
        shape.table,
        key_places(&shape, 1)
    );
    let mut bound = values![workspace_id];
    bound.extend(key_values(&shape, place)?);
    let Some(row) = conn.rows_text(sql, bound, Keep::Prepared).await?.into_iter().next() else { return Ok(None) };
    let mut record = Record { version: row.get(0)?, columns: Map::new() };
    for (index, (name, kind)) in shape.columns.iter().enumerate() {
        record.columns.insert((*name).to_owned(), read_json(&row, index + 1, *kind)?);
    }
    Ok(Some(record))
}

/// Writes `after` in place of `before`: inserts, updates what differs, or deletes. Fails with
/// [`Error::Changed`] when the row is no longer at `before`'s version.
pub async fn write(
    conn: &mut Conn,
    workspace_id: i64,
    place: &Place,
    (before, after): (Option<&Record>, Option<&Record>),
) -> Result<()> {
    let changed = match (before, after) {
        (None, Some(after)) => insert(conn, workspace_id, place, after).await?,
        (Some(before), Some(after)) => update(conn, workspace_id, place, (before, after)).await?,
        (Some(before), None) => delete(conn, workspace_id, place, before).await?,
        (None, None) => 1,
    };
    if changed == 1 { Ok(()) } else { Err(Error::Changed(format!("{:?} {:?}", place.table, place.key))) }
}

async fn insert(conn: &mut Conn, workspace_id: i64, place: &Place, after: &Record) -> Result<u64> {
    let shape = place.table.shape();
    let mut names = vec!["workspace_id", "version"];
    let mut bound = values![workspace_id, after.version];
    names.extend(shape.key.iter().map(|(name, _)| *name));
    bound.extend(key_values(&shape, place)?);
    for (name, kind) in shape.columns {
        names.push(name);
        bound.push(json_value(after.columns.get(*name).unwrap_or(&Json::Null), *kind)?);
    }
    let places: Vec<String> = (1..=names.len()).map(|place| format!("${place}")).collect();
    // tidy(workspace): the names begin with it
    let sql = format!(
        "insert into {} ({}) values ({}) on conflict do nothing",
        shape.table,
        names.join(", "),
        places.join(", ")
    );
    conn.run_text(sql, bound, Keep::Prepared).await
}

async fn update(conn: &mut Conn, workspace_id: i64, place: &Place, (before, after): (&Record, &Record)) -> Result<u64> {
    let shape = place.table.shape();
    let mut bound = values![workspace_id, before.version, after.version];
    bound.extend(key_values(&shape, place)?);
    let mut sets = vec!["version = $3".to_owned()];
    for (name, kind) in shape.columns {
        let wanted = after.columns.get(*name).unwrap_or(&Json::Null);
        if before.columns.get(*name) != Some(wanted) {
            bound.push(json_value(wanted, *kind)?);
            sets.push(format!("{name} = ${}", bound.len()));
        }
    }
    let sql = format!(
        "update {} set {} where workspace_id = $1 and version = $2 and {}",
        shape.table,
        sets.join(", "),
        key_places(&shape, 3)
    );
    conn.run_text(sql, bound, Keep::Prepared).await
}

async fn delete(conn: &mut Conn, workspace_id: i64, place: &Place, before: &Record) -> Result<u64> {
    let shape = place.table.shape();
    let mut bound = values![workspace_id, before.version];
    bound.extend(key_values(&shape, place)?);
    let sql =
        format!("delete from {} where workspace_id = $1 and version = $2 and {}", shape.table, key_places(&shape, 2));
    conn.run_text(sql, bound, Keep::Prepared).await
}

fn key_places(shape: &Shape, after: usize) -> String {
    let places: Vec<String> =
        shape.key.iter().enumerate().map(|(index, (name, _))| format!("{name} = ${}", after + index + 1)).collect();
    places.join(" and ")
}

fn key_values(shape: &Shape, place: &Place) -> Result<Vec<Value>> {
    if shape.key.len() != place.key.len() {
        return Err(Error::Damaged(format!("the key {:?} of {}", place.key, shape.table)));
    }
    shape.key.iter().zip(&place.key).map(|((_, kind), value)| json_value(value, *kind)).collect()
}

fn json_value(json: &Json, kind: Type) -> Result<Value> {
    match (kind, json) {
        (Type::Int, Json::Null) => Ok(Value::Int(None)),
        (Type::Text, Json::Null) => Ok(Value::Text(None)),
        (Type::Int, json) if json.is_i64() => Ok(Value::Int(json.as_i64())),
        (Type::Text, Json::String(text)) => Ok(text.as_str().into()),
        (_, other) => Err(Error::Damaged(format!("a before-image holds {other}"))),
    }
}

fn read_json(row: &Row, index: usize, kind: Type) -> Result<Json> {
    Ok(match kind {
        Type::Int => row.get::<Option<i64>>(index)?.map_or(Json::Null, Json::from),
        Type::Text => row.get::<Option<String>>(index)?.map_or(Json::Null, Json::from),
    })
}
