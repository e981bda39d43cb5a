//! Acts on conversations.

pub(super) mod assign;
pub(super) mod close;
pub(super) mod label;
pub(super) mod merge;
pub(super) mod note;
pub(super) mod reopen;
pub(super) mod snooze;
pub(super) mod split;
pub(super) mod unlabel;

use model::ConversationId;
use serde_json::Value as Json;
use store::conversations::State;
use store::touch::Record;

use crate::doing::{self, Doing};
use crate::{Error, Result};

/// The conversation of an act, which must not have been merged into another.
async fn load(doing: &mut Doing<'_>, id: ConversationId) -> Result<Record> {
    let record = doing.load("conversation", &doing::conversation(id)).await?;
    doing.about("conversation", id.0);
    match record.int("merged_into") {
        None => Ok(record),
        Some(into) => Err(Error::Conflict(format!(
            "conversation {id} was merged into {}; work there, or undo the merge",
            ConversationId(into)
        ))),
    }
}

/// Moves a conversation to another state; a snooze ends with any other state.
async fn set_state(doing: &mut Doing<'_>, id: ConversationId, (state, until): (State, Json)) -> Result<()> {
    let before = load(doing, id).await?;
    let columns = [("state", state.number().into()), ("snoozed_until", until)];
    doing.set(&doing::conversation(id), &before, &columns).await
}
