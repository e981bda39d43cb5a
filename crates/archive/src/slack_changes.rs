//! Rows of Slack that tell of an edit or a deletion of another message.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;

use crate::json;
use crate::scalar::Scalar;
use crate::slack::Message;

/// What became of messages, by channel and time.
#[derive(Default)]
pub(crate) struct Changes(HashMap<String, Fate>);

/// What other rows say of one message.
#[derive(Default)]
pub(crate) struct Fate {
    /// The last version.
    pub(crate) edited: Option<Box<Message>>,
    pub(crate) deleted: bool,
    /// The time of the row that was the last to bring the words.
    teller: String,
    /// Whether the message stands in the archive itself.
    is_there: bool,
}

/// As much of a row as says which message it is.
#[derive(Deserialize)]
struct Known {
    #[serde(default)]
    subtype: Option<String>,
    #[serde(default)]
    ts: Scalar,
}

/// Whether a row only tells of another one.
pub(crate) fn tells_of_another(subtype: &str) -> bool {
    matches!(subtype, "message_changed" | "message_deleted")
}

impl Changes {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Fate> {
        self.0.get(id)
    }

    /// Notes what a row of a channel tells of another one.
    pub(crate) fn learn(&mut self, channel: &str, raw: &[u8]) {
        let has = |word: &[u8]| memchr::memmem::find(raw, word).is_some();
        if !has(b"message_changed") && !has(b"message_deleted") {
            return;
        }
        let Ok(mut row) = serde_json::from_slice::<Message>(raw) else { return };
        let Some(id) = changed(channel, &row) else { return };
        let fate = self.0.entry(id).or_default();
        let is_gone = tells_of_deletion(&row);
        fate.deleted |= is_gone;
        if let Some(words) = take_words(&mut row) {
            fate.teller = row.ts.as_str().to_owned();
            fate.edited = if is_gone { fate.edited.take() } else { Some(Box::new(words)) };
        }
    }

    /// Notes that a message stands in the archive itself.
    pub(crate) fn mark_there(&mut self, channel: &str, raw: &[u8]) {
        let Ok(row) = serde_json::from_slice::<Known>(raw) else { return };
        let own = row.ts.text().filter(|_| !tells_of_another(row.subtype.as_deref().unwrap_or_default()));
        if let Some(fate) = own.and_then(|ts| self.0.get_mut(&format!("{channel}/{ts}"))) {
            fate.is_there = true;
        }
    }

    /// The message that a row of a channel brings: one that stands nowhere else.
    pub(crate) fn brought(&self, channel: &str, row: &mut Message) -> Option<Message> {
        let fate = self.0.get(&changed(channel, row)?)?;
        let words = take_words(row)?;
        (!fate.is_there && fate.teller == row.ts.as_str()).then_some(words)
    }
}

/// Which message a row changes.
fn changed(channel: &str, row: &Message) -> Option<String> {
    let told = |words: &Option<Value>| words.as_ref().and_then(|words| json::text(words, "ts"));
    let ts = match row.subtype.as_deref()? {
        "message_changed" => told(&row.message),
        "message_deleted" => row.deleted_ts.clone().text().or_else(|| told(&row.previous_message)),
        _ => None,
    };
    ts.map(|ts| format!("{channel}/{ts}"))
}

/// Whether a row says that another message is gone: Slack may put a tombstone into its place.
fn tells_of_deletion(row: &Message) -> bool {
    let new = row.message.as_ref().and_then(|new| json::text(new, "subtype"));
    row.subtype.as_deref() == Some("message_deleted") || new.as_deref() == Some("tombstone")
}

/// The message as it was last, taken out of a row that tells of its edit or deletion.
fn take_words(row: &mut Message) -> Option<Message> {
    let words = if tells_of_deletion(row) { row.previous_message.take() } else { row.message.take() };
    // What is no message brings no words.
    let words = Message::deserialize(words?).ok()?; // tidy(swallow): the row is folded
    Some(words).filter(|words| !words.ts.as_str().is_empty())
}
