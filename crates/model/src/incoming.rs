//! A message on its way in, from an archive or a live channel, before it has an id.

use serde::{Deserialize, Serialize};

use crate::Time;

/// One message as its source tells it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Incoming {
    /// The network instance where the message has its identity.
    pub origin: String,
    /// The name of the place inside the origin: a stream, room, mailbox, repository.
    pub channel: String,
    /// The message's id at its origin. Without one, its content is its identity.
    pub native_id: Option<String>,
    /// What tells this conversation from others of the same origin. Where a topic's name is unique
    /// only inside its channel, the reader puts the channel's name into this key.
    pub conversation: String,
    /// The conversation's title, if it has one.
    pub title: Option<String>,
    /// The native id of the message that this one answers.
    pub reply_to: Option<String>,
    pub author: Author,
    /// When it was said; `None` when the source does not say or cannot be understood. Such a
    /// message counts in no statistic of time.
    pub sent: Option<Time>,
    /// What was said, as plain text.
    pub text: String,
    pub edited: Option<Time>,
    /// Known to have been deleted at its origin.
    pub deleted: bool,
    pub attachments: Vec<Attachment>,
    pub reactions: Vec<Reaction>,
    /// The record as it stood in the source, never changed.
    pub source: Vec<u8>,
}

/// Who said it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Author {
    /// What tells this author from others of the same origin: an address, a user id, a nick.
    pub handle: String,
    pub name: Option<String>,
    pub bot: bool,
}

/// A file that came with a message.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Attachment {
    pub name: String,
    pub media_type: String,
    /// The bytes, where the archive has them; else `None`, and `url` says where they were.
    pub bytes: Option<Vec<u8>>,
    pub url: Option<String>,
}

/// A sign that people left on a message.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reaction {
    pub name: String,
    pub count: u64,
}
