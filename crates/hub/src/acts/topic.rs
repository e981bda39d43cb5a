//! Acts on topics: a person's word on what belongs together, and what it is called.

pub(super) mod merge;
pub(super) mod pin;
pub(super) mod rename;
pub(super) mod unpin;

use model::TopicId;
use store::touch::{Place, Record, Table};

use crate::Result;
use crate::doing::Doing;

/// Where a topic's row is.
fn place(id: TopicId) -> Place {
    Place { table: Table::Topic, key: vec![id.0.into()] }
}

/// The topic, noted as what the act is about.
async fn load(doing: &mut Doing<'_>, id: TopicId) -> Result<Record> {
    let record = doing.load("topic", &place(id)).await?;
    doing.about("topic", id.0);
    Ok(record)
}
