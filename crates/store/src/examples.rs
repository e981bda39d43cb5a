//! Texts that people pasted to say how they are to be read.

use model::{ExampleId, MessageId, Seen, StaffId, Time, WorkspaceId};

use crate::readings::Said;
use crate::{Conn, Result, Row, pages, values};

/// Examples that a workspace may hold: an import looks each message up among them.
pub const EXAMPLES_MAX: usize = 2_000;

/// An example with its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    pub id: ExampleId,
    pub title: String,
    pub text: String,
    pub said: Said,
    pub by: StaffId,
    pub by_name: String,
    pub at: Time,
}

const LIST: &str = "
    select example.kind, example.sentiment, example.language, example.toxicity, example.spam, example.urgency,
        example.asks_reply, example.id, example.title, example.text, example.by_id, coalesce(staff.name, ''),
        example.at
    from example
    left join staff on staff.id = example.by_id
    where example.workspace_id = $1 and example.id < $2
    order by example.id desc
    limit $3";

/// The examples of a workspace before one, the newest first.
pub async fn list(conn: &mut Conn, seen: &Seen, before: ExampleId, limit: i64) -> Result<Vec<Example>> {
    conn.rows(LIST, values![seen.workspace, before, limit]).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Example> {
    Ok(Example {
        said: Said::from_row(row, 0)?,
        id: ExampleId(row.get(7)?),
        title: row.get(8)?,
        text: row.get(9)?,
        by: StaffId(row.get(10)?),
        by_name: row.get(11)?,
        at: Time(row.get(12)?),
    })
}

const COUNT: &str = "select count(*) from example where workspace_id = $1";

/// How many examples a workspace has.
pub async fn count(conn: &mut Conn, workspace: WorkspaceId) -> Result<i64> {
    conn.number(COUNT, values![workspace]).await
}

const BY_DIGEST: &str = "select id from example where workspace_id = $1 and digest = $2 limit 1";

/// The example of the same words, if there is one.
pub async fn find_by_digest(conn: &mut Conn, seen: &Seen, digest: &str) -> Result<Option<Example>> {
    let Some(row) = conn.find(BY_DIGEST, values![seen.workspace, digest]).await? else { return Ok(None) };
    let next = row.get::<i64>(0)?.saturating_add(1);
    Ok(list(conn, seen, ExampleId(next), 1).await?.pop())
}

/// An example as an import knows it: by the digest of its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub digest: String,
    pub id: ExampleId,
    pub at: Time,
    pub said: Said,
}

const KNOWN: &str = "
    select kind, sentiment, language, toxicity, spam, urgency, asks_reply, digest, id, at
    from example
    where workspace_id = $1
    order by id
    limit 10000";

/// All examples of a workspace without their texts.
pub async fn list_known(conn: &mut Conn, workspace: WorkspaceId) -> Result<Vec<Known>> {
    let rows = conn.rows(KNOWN, values![workspace]).await?;
    rows.iter()
        .map(|row| {
            Ok(Known {
                said: Said::from_row(row, 0)?,
                digest: row.get(7)?,
                id: ExampleId(row.get(8)?),
                at: Time(row.get(9)?),
            })
        })
        .collect()
}

/// The texts of a page of examples, as an erasure looks at them.
pub struct Worded {
    pub id: ExampleId,
    pub words: String,
}

const WORDED: &str = "
    select id, title, text from example where workspace_id = $1 and id > $2 order by id limit $3";
const WORDED_SIZES: &str = "
    select id, octet_length(title) + octet_length(text) as size
    from example
    where workspace_id = $1 and id > $2
    order by id
    limit 500";

/// The next texts after `after`: a page of rows and bytes.
pub async fn list_words(conn: &mut Conn, workspace: WorkspaceId, after: ExampleId) -> Result<Vec<Worded>> {
    let rows = pages::list(conn, ("id", WORDED_SIZES), WORDED, values![workspace, after]).await?;
    let worded = |row: &Row| {
        let (title, text): (String, String) = (row.get(1)?, row.get(2)?);
        Ok(Worded { id: ExampleId(row.get(0)?), words: format!("{title}\n{text}") })
    };
    rows.iter().map(worded).collect()
}

const DROP: &str = "delete from example where workspace_id = $1 and id = $2";

/// Forgets an example with its text; says how many went.
pub async fn forget(conn: &mut Conn, workspace: WorkspaceId, id: ExampleId) -> Result<u64> {
    conn.run(DROP, values![workspace, id]).await
}

const CORRECTED: &str = "
    select correction.kind, correction.sentiment, correction.language, correction.toxicity, correction.spam,
        correction.urgency, correction.asks_reply, message.id, message.text
    from correction
    join message on message.workspace_id = correction.workspace_id and message.id = correction.message_id
    where correction.workspace_id = $1 and correction.message_id > $2 and message.deleted = false
        and message.text <> ''
    order by correction.message_id
    limit 200";

/// The next messages after `after` that people corrected, with what they said.
pub async fn list_corrected(conn: &mut Conn, seen: &Seen, after: MessageId) -> Result<Vec<(MessageId, String, Said)>> {
    let rows = conn.rows(CORRECTED, values![seen.workspace, after]).await?;
    rows.iter().map(|row| Ok((MessageId(row.get(7)?), row.get(8)?, Said::from_row(row, 0)?))).collect()
}
