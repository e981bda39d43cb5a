//! Everything of a workspace on its way out and back in: one list of nouns serves both, so that
//! what leaves can return.

pub mod above;
pub mod messages;
mod nouns;
pub mod settle;

use model::{Kind, Time, WorkspaceId, ids};
use serde_json::{Map, Value as Json, json};

use crate::conn::Keep;
use crate::conversations::State;
use crate::{Conn, Error, Result, Row, Value, pages, sources, values};

pub use nouns::{NEVER, NOUNS, TOGETHER};

/// One sort of row, and the folder and word that stand for it in an export.
pub struct Noun {
    pub name: &'static str,
    pub table: &'static str,
    pub columns: &'static [Column],
    /// How many of the first columns tell rows apart; they give the order.
    key: usize,
    /// Which rows of the table leave.
    only: &'static str,
    /// Columns that follow from other rows, with what they hold until those are there.
    pub derived: &'static [(&'static str, Start)],
}

/// One field of a line, and the column that it stands for.
pub struct Column {
    pub field: &'static str,
    pub column: &'static str,
    pub kind: Shape,
}

/// How a column's value is written in a line. What is null is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Id,
    Number,
    Words,
    Moment,
    Flag,
    /// In hex.
    Bytes,
    /// A record of a source: text where it is text, else `{"hex": …}`.
    Packed,
    /// The id of a topic, or nothing where none fits.
    Topic,
    /// The word of a kind of message.
    Kind,
    /// The word of a conversation's state.
    State,
}

impl Shape {
    fn is_long(self) -> bool {
        matches!(self, Shape::Words | Shape::Bytes | Shape::Packed)
    }
}

/// What a derived column holds until it is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    Zero,
    Empty,
    Null,
    /// The caller gives it as a field of the column's name.
    Given,
}

impl Noun {
    /// The noun that a folder or a line's type names.
    pub fn find(name: &str) -> Option<&'static Noun> {
        NOUNS.iter().find(|noun| noun.name == name)
    }

    /// The bytes of a row's long columns, as SQL.
    fn size(&self) -> String {
        let long = self.columns.iter().filter(|column| column.kind.is_long());
        let sizes = long.map(|column| format!(" + coalesce(octet_length({}), 0)", column.column));
        std::iter::once("0".to_owned()).chain(sizes).collect()
    }
}

/// What stands in a column of a topic where none fits.
const NO_TOPIC: i64 = -1;

/// Each page has the same plan, and a good one. PostgreSQL would look for a better one page after page, and start
/// helpers that cost more than they do.
const PAGES: &str = "set local plan_cache_mode = force_generic_plan; set local max_parallel_workers_per_gather = 0";

/// Readies a transaction for reading everything page by page.
pub async fn read_in_pages(conn: &mut Conn) -> Result<()> {
    if conn.is_postgres() { conn.script(PAGES.to_owned()).await } else { Ok(()) }
}

/// A page of a noun's rows in the order of their keys, and where the next page goes on.
pub struct Page {
    pub lines: Vec<Map<String, Json>>,
    pub next: Option<Vec<Value>>,
}

/// The next rows after `after`.
pub async fn list(conn: &mut Conn, workspace: WorkspaceId, (noun, after): (&Noun, Option<Vec<Value>>)) -> Result<Page> {
    let columns: Vec<&str> = noun.columns.iter().map(|column| column.column).collect();
    let key = columns[..noun.key].join(", ");
    let mut bound = values![workspace];
    let mut from = String::new();
    if let Some(after) = after {
        bound.extend(after);
        let places: Vec<String> = (2..=bound.len()).map(|place| format!("${place}")).collect();
        from = format!("and ({key}) > ({})", places.join(", "));
    }
    let rest = format!("from {} where workspace_id = $1 {} {from} order by {key} limit", noun.table, noun.only);
    let sizes = format!("select {key}, {} as size {rest} {}", noun.size(), pages::ROWS_MAX);
    let limit = pages::rows_that_fit(conn, (&key, &sizes), bound.clone()).await?;
    bound.push(limit.into());
    let sql = format!("select {} {rest} ${}", columns.join(", "), bound.len());
    let rows = conn.rows_text(sql, bound, Keep::Prepared).await?;
    let lines = rows.iter().map(|row| line(noun, row)).collect::<Result<Vec<_>>>()?;
    let next = match rows.last() {
        Some(last) if rows.len() as i64 == limit => Some(key_of(noun, last)?),
        _ => None,
    };
    Ok(Page { lines, next })
}

fn line(noun: &Noun, row: &Row) -> Result<Map<String, Json>> {
    let mut line = Map::new();
    for (index, column) in noun.columns.iter().enumerate() {
        if let Some(value) = to_json(row, index, column.kind)? {
            line.insert(column.field.to_owned(), value);
        }
    }
    Ok(line)
}

fn key_of(noun: &Noun, row: &Row) -> Result<Vec<Value>> {
    let columns = noun.columns[..noun.key].iter().enumerate();
    columns
        .map(|(index, column)| match column.kind {
            Shape::Words => row.get::<Option<String>>(index).map(Value::Text),
            Shape::Bytes => row.get::<Option<Vec<u8>>>(index).map(Value::Bytes),
            _ => row.get::<Option<i64>>(index).map(Value::Int),
        })
        .collect()
}

fn to_json(row: &Row, index: usize, kind: Shape) -> Result<Option<Json>> {
    let number = |row: &Row| row.get::<Option<i64>>(index);
    Ok(match kind {
        Shape::Id => number(row)?.map(|id| ids::encode(id).into()),
        Shape::Number => number(row)?.map(Json::from),
        Shape::Topic => number(row)?.filter(|id| *id != NO_TOPIC).map(|id| ids::encode(id).into()),
        Shape::Moment => number(row)?.map(|at| Time(at).to_string().into()),
        Shape::Words => row.get::<Option<String>>(index)?.map(Json::from),
        Shape::Flag => row.get::<Option<bool>>(index)?.map(Json::from),
        Shape::Bytes => row.get::<Option<Vec<u8>>>(index)?.map(|bytes| hex(&bytes).into()),
        Shape::Packed => match row.get::<Option<Vec<u8>>>(index)? {
            Some(packed) => Some(readable(sources::unpack(&packed)?)),
            None => None,
        },
        Shape::Kind => number(row)?.map(kind_word).transpose()?.map(Json::from),
        Shape::State => match number(row)? {
            Some(state) => Some(State::from_number(state)?.word().into()),
            None => None,
        },
    })
}

fn readable(record: Vec<u8>) -> Json {
    String::from_utf8(record).map_or_else(|bytes| json!({ "hex": hex(bytes.as_bytes()) }), Json::from)
}

/// What [`readable`] wrote.
fn record(json: &Json) -> Option<Vec<u8>> {
    json.as_str().map(|text| text.as_bytes().to_vec()).or_else(|| unhex(json.get("hex")?.as_str()?))
}

pub(crate) fn kind_word(number: i64) -> Result<&'static str> {
    let kind = Kind::from_number(number).ok_or_else(|| Error::Damaged(format!("kind {number}")))?;
    Ok(kind.word())
}

/// Two letters of hex a byte.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What [`hex`] wrote.
pub fn unhex(written: &str) -> Option<Vec<u8>> {
    if !written.is_ascii() || !written.len().is_multiple_of(2) {
        return None;
    }
    let pairs = (0..written.len()).step_by(2).map(|at| u8::from_str_radix(&written[at..at + 2], 16));
    pairs.collect::<std::result::Result<_, _>>().ok() // tidy(swallow): none is the answer
}

/// Puts lines back as rows; says in words which field of which line does not fit.
pub async fn add(conn: &mut Conn, workspace: WorkspaceId, (noun, lines): (&Noun, &[Map<String, Json>])) -> Result<()> {
    let width = 1 + noun.columns.len() + noun.derived.len();
    let mut bound = Vec::with_capacity(lines.len() * width);
    for line in lines {
        bound.extend(values![workspace]);
        for column in noun.columns {
            bound.push(from_json(line.get(column.field), column)?);
        }
        for (column, start) in noun.derived {
            bound.push(match start {
                Start::Zero => Value::Int(Some(0)),
                Start::Empty => Value::Text(Some(String::new())),
                Start::Null => Value::Int(None),
                Start::Given => Value::Text(line.get(*column).and_then(Json::as_str).map(str::to_owned)),
            });
        }
    }
    let names: Vec<&str> =
        noun.columns.iter().map(|column| column.column).chain(noun.derived.iter().map(|(name, _)| *name)).collect();
    let sql = format!(
        "insert into {} (workspace_id, {}) values {{rows}} on conflict do nothing",
        noun.table,
        names.join(", ")
    );
    let added = conn.run_many_text(&sql, width, bound).await?;
    if added == lines.len() as u64 {
        return Ok(());
    }
    Err(there_already(noun.name))
}

/// An export holds what stands here under the same number: another copy of the workspace.
pub(crate) fn there_already(noun: &str) -> Error {
    Error::Unusable(format!("some {noun} of this export are here already; import it into an instance of its own"))
}

fn from_json(json: Option<&Json>, column: &Column) -> Result<Value> {
    let json = json.unwrap_or(&Json::Null);
    let word = json.as_str();
    let absent = json.is_null();
    let value = match column.kind {
        Shape::Id => word.map(ids::decode).and_then(std::result::Result::ok).map(Value::from), // tidy(swallow): refused below
        Shape::Number => json.as_i64().map(Value::from),
        Shape::Topic if absent => Some(NO_TOPIC.into()),
        Shape::Topic => word.map(ids::decode).and_then(std::result::Result::ok).map(Value::from), // tidy(swallow): refused below
        Shape::Moment => word.map(str::parse::<Time>).and_then(std::result::Result::ok).map(Value::from), // tidy(swallow): refused below
        Shape::Words => word.map(Value::from),
        Shape::Flag => json.as_bool().map(Value::from),
        Shape::Bytes => word.and_then(unhex).map(Value::from),
        Shape::Packed => record(json).map(|record| sources::pack(record).into()),
        Shape::Kind => word.and_then(kind_number).map(Value::from),
        Shape::State => word
            .and_then(|word| State::ALL.into_iter().find(|state| state.word() == word))
            .map(|state| state.number().into()),
    };
    match value {
        Some(value) => Ok(value),
        None if absent => Ok(null(column.kind)),
        None => Err(Error::Unusable(format!("`{}` of a line cannot be {json}; the export was changed", column.field))),
    }
}

pub(crate) fn kind_number(word: &str) -> Option<i64> {
    word.parse::<Kind>().ok().map(|kind| kind as i64) // tidy(swallow): none is the answer
}

fn null(kind: Shape) -> Value {
    match kind {
        Shape::Words => Value::Text(None),
        Shape::Bytes | Shape::Packed => Value::Bytes(None),
        _ => Value::Int(None),
    }
}
