//! A message on its way in, from an archive or a live channel, before it has an id.

use std::collections::BTreeMap;

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
    /// Set where the record is no message, but something that is kept beside the messages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thing: Option<Box<Thing>>,
}

/// What a record is that is no message. Its name is the title, whom it is about is the author, its
/// day is the time when it was sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Thing {
    pub kind: ThingKind,
    /// What else the source says, by the words of `docs/operators/import-formats.md`.
    pub facts: BTreeMap<String, Vec<String>>,
}

/// The kinds of things that archives hold beside messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThingKind {
    /// A person in somebody's address book.
    Contact,
    /// A feed that somebody follows.
    Feed,
    /// A day in a calendar.
    Date,
    /// Somebody who gets a newsletter, or no longer wants it.
    Subscriber,
}

impl ThingKind {
    pub const ALL: [ThingKind; 4] = [ThingKind::Contact, ThingKind::Feed, ThingKind::Date, ThingKind::Subscriber];

    /// The word that stands for the kind in tables and exports.
    pub const fn word(self) -> &'static str {
        match self {
            ThingKind::Contact => "contact",
            ThingKind::Feed => "feed",
            ThingKind::Date => "date",
            ThingKind::Subscriber => "subscriber",
        }
    }

    /// The kind that a word stands for.
    pub fn from_word(word: &str) -> Option<ThingKind> {
        ThingKind::ALL.into_iter().find(|kind| kind.word() == word)
    }
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reaction {
    pub name: String,
    pub count: u64,
}
