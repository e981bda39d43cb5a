//! Ids as 63-bit integers inside and short base32 strings outside.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::Time;
use crate::places::{self, Place};

/// Crockford's base32 in lower case: no `i`, `l`, `o`, `u`, so that an id can be read aloud.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH_MAX: usize = 13;

/// Why a string is not an id.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not an id; an id is up to 13 letters and digits as shown in a page's address")]
pub struct NotAnId(pub String);

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);
        impl fmt::Display for $name { fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&encode(self.0)) } }
        impl FromStr for $name { type Err = NotAnId; fn from_str(s: &str) -> Result<Self, NotAnId> { decode(s).map($name) } }
        impl Serialize for $name { fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.collect_str(self) } }
        impl<'de> Deserialize<'de> for $name { fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> { String::deserialize(d)?.parse().map_err(serde::de::Error::custom) } }
    )*};
}

ids! {
    /// One brand or community.
    WorkspaceId
    /// A person who works here.
    StaffId
    /// One connected place.
    ChannelId
    /// A handle at an origin.
    IdentityId
    /// A person in the community.
    MemberId
    /// One utterance; the order of ids is the order of time.
    MessageId
    /// Messages that belong together.
    ConversationId
    /// One line of the journal.
    EntryId
    /// One execution of an import.
    RunId
    /// One piece of deferred work.
    JobId
    /// A note that staff left on a conversation or member.
    NoteId
    /// A key with which a program signs in.
    TokenId
    /// A file that somebody handed in.
    FileId
    /// Messages about the same thing over time.
    TopicId
    /// Much more or less said than usual.
    AlertId
    /// A text of which a person said how it is to be read.
    ExampleId
}

/// Writes an id the way it stands in addresses and JSON.
pub fn encode(id: i64) -> String {
    let mut rest = id as u64;
    let mut letters = Vec::with_capacity(LENGTH_MAX);
    loop {
        letters.push(char::from(ALPHABET[(rest & 31) as usize]));
        rest >>= 5;
        if rest == 0 {
            return letters.iter().rev().collect();
        }
    }
}

/// Reads what [`encode`] wrote; letter case does not matter.
pub fn decode(written: &str) -> Result<i64, NotAnId> {
    let refuse = || NotAnId(written.chars().take(40).collect());
    if written.is_empty() || written.len() > LENGTH_MAX {
        return Err(refuse());
    }
    let mut id: u64 = 0;
    for letter in written.bytes() {
        let digit = ALPHABET.iter().position(|known| *known == letter.to_ascii_lowercase()).ok_or_else(refuse)?;
        id = id.checked_mul(32).ok_or_else(refuse)? | digit as u64;
    }
    i64::try_from(id).map_err(|_| refuse())
}

const MESSAGE_HASH_BITS: u32 = 21;
const MESSAGE_MS_MAX: i64 = (1 << 42) - 1;

/// The smallest message id that can belong to `from`; with it, ranges of time are ranges of ids.
pub fn message_id_floor(from: Time) -> MessageId {
    MessageId(from.millis().clamp(0, MESSAGE_MS_MAX) << MESSAGE_HASH_BITS)
}

/// When a message was sent, as its id tells.
pub fn message_time(id: MessageId) -> Time {
    Time::from_millis(id.0 >> MESSAGE_HASH_BITS)
}

/// The natural key of a thing from outside: the first 16 bytes of a SHA-256 over its named parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub [u8; 16]);

impl Key {
    /// Hashes `parts` with their lengths, so that no two lists of parts run together.
    pub fn of(parts: &[&[u8]]) -> Key {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let digest = hash.finalize();
        let mut key = [0; 16];
        key.copy_from_slice(&digest[..16]);
        Key(key)
    }

    /// The same key with its first two bytes a place as far as `exact` says, so that keys of one place are neighbours
    /// in an index.
    fn at(mut self, place: Option<Place>, exact: u16) -> Key {
        if let Some(place) = place {
            let hash = u16::from_be_bytes([self.0[0], self.0[1]]);
            [self.0[0], self.0[1]] = (place & exact | hash & !exact & 0xff).to_be_bytes();
        }
        self
    }

    /// A positive 63-bit id derived from the key: the same on every database and after every
    /// re-import, without a look-up.
    pub fn id(&self) -> i64 {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&self.0[..8]);
        (i64::from_be_bytes(bytes) & i64::MAX).max(1)
    }
}

/// The id of an identity, from where it is and how it is called there.
pub fn identity_id(workspace: WorkspaceId, origin: &str, handle: &str) -> IdentityId {
    IdentityId(Key::of(&[b"identity", &workspace.0.to_be_bytes(), origin.as_bytes(), handle.as_bytes()]).id())
}

/// Whether natural keys stand in indexes where their hash falls, or near those of about the same time. A workspace
/// keeps the order that it was born with, since keys tell what it knows already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyOrder {
    /// Workspaces made before there was another.
    Hash,
    /// By the number at the end of an id, a day and a half in one place.
    Near,
    /// By the moment or count in a Message-ID too, eight minutes in one place.
    NearMail,
}

impl KeyOrder {
    /// That of new workspaces.
    pub const LATEST: KeyOrder = KeyOrder::NearMail;

    /// As it stands in the database.
    pub fn number(self) -> i64 {
        match self {
            KeyOrder::Hash => 0,
            KeyOrder::Near => 1,
            KeyOrder::NearMail => 2,
        }
    }

    /// The bits of a place that stand in a key.
    fn exact(self) -> u16 {
        match self {
            KeyOrder::Hash => 0,
            KeyOrder::Near => 0xff00,
            KeyOrder::NearMail => 0xffff,
        }
    }

    pub fn of(number: i64) -> Option<KeyOrder> {
        [KeyOrder::Hash, KeyOrder::Near, KeyOrder::NearMail].into_iter().find(|order| order.number() == number)
    }
}

/// How a workspace makes the natural keys of messages and conversations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keys {
    /// The workspace where the data was born.
    pub workspace: WorkspaceId,
    pub order: KeyOrder,
}

impl Keys {
    /// The key of a message, from where it is and its id there.
    pub fn message(&self, origin: &str, native_id: &str) -> Key {
        let key = Key::of(&[b"message", &self.workspace.0.to_be_bytes(), origin.as_bytes(), native_id.as_bytes()]);
        key.at(places::of_id(native_id, self.order), self.order.exact())
    }

    /// The key of a message without an id at its origin, from all that it says and when.
    pub fn content(&self, parts: &[&[u8]], sent: Option<Time>) -> Key {
        let near = sent.filter(|_| self.order != KeyOrder::Hash);
        Key::of(parts).at(near.map(places::of_time), self.order.exact())
    }

    /// The id that a message wishes for when it follows none of the same millisecond: 42 bits of sent
    /// milliseconds and 21 bits of its natural key's hash.
    pub fn message_id(&self, sent: Time, key: &Key) -> MessageId {
        let [.., x, y, z] = key.0;
        let hash = match self.order {
            KeyOrder::Hash => [0, key.0[0], key.0[1], key.0[2]],
            KeyOrder::Near | KeyOrder::NearMail => [0, x, y, z],
        };
        let ms = sent.millis().clamp(0, MESSAGE_MS_MAX);
        MessageId((ms << MESSAGE_HASH_BITS) | (i64::from(u32::from_be_bytes(hash)) & ((1 << MESSAGE_HASH_BITS) - 1)))
    }

    /// The id of a conversation, from where it is and its key there.
    pub fn conversation(&self, origin: &str, key: &str) -> ConversationId {
        let named = Key::of(&[b"conversation", &self.workspace.0.to_be_bytes(), origin.as_bytes(), key.as_bytes()]);
        // Fewer bits than a key's, since ids have few to tell conversations apart.
        ConversationId(named.at(places::of_id(key, self.order), self.order.exact() & 0xfff0).id())
    }
}

/// The id of a channel, from its origin and its name there.
pub fn channel_id(workspace: WorkspaceId, origin: &str, name: &str) -> ChannelId {
    ChannelId(Key::of(&[b"channel", &workspace.0.to_be_bytes(), origin.as_bytes(), name.as_bytes()]).id())
}

/// The id of a thing: each version that a source tells of is a row of its own, so that a later word
/// about consent never hides in an earlier one.
pub fn thing_id(workspace: WorkspaceId, (kind, origin, native_id): (&str, &str, &str), record: &[u8]) -> i64 {
    let parts = [kind.as_bytes(), origin.as_bytes(), native_id.as_bytes(), record];
    Key::of(&[b"thing", &workspace.0.to_be_bytes(), parts[0], parts[1], parts[2], parts[3]]).id()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_it_was_written() {
        for id in [0, 1, 31, 32, 1_519_660_926_000, i64::MAX] {
            assert_eq!(decode(&encode(id)), Ok(id));
        }
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for wrong in ["", "l", "zzzzzzzzzzzzz", "00000000000000", "é"] {
            assert!(decode(wrong).is_err(), "{wrong}");
        }
    }

    const KEYS: Keys = Keys { workspace: WorkspaceId(1), order: KeyOrder::NearMail };

    #[test]
    fn message_ids_sort_by_time() {
        for order in [KeyOrder::Hash, KeyOrder::Near, KeyOrder::NearMail] {
            let (keys, key) = (Keys { order, ..KEYS }, Key::of(&[b"x"]));
            let first = keys.message_id(Time::from_millis(1000), &key);
            assert!(first < keys.message_id(Time::from_millis(1001), &key));
            assert!(message_id_floor(Time::from_millis(1000)) <= first);
        }
    }

    #[test]
    fn numbers_that_tell_a_time_or_count_put_their_keys_beside_each_other() {
        let same = [
            ("C1/1700000000.000100", "C2/1700000900.123456"),
            ("1170000000000000000", "1170000000000999999"),
            ("topic/12345", "topic/12346"),
        ];
        for (one, other) in same {
            assert_eq!(KEYS.message("x", one).0[0], KEYS.message("x", other).0[0], "{one} {other}");
            assert_ne!(KEYS.message("x", one), KEYS.message("x", other), "{one} {other}");
            assert_eq!(KEYS.conversation("x", one).0 >> 56, KEYS.conversation("x", other).0 >> 56, "{one} {other}");
        }
        let later = ["C1/1700300000.000100", "1172000000000000000", "topic/22345"];
        for ((one, _), other) in same.into_iter().zip(later) {
            assert_ne!(KEYS.message("x", one).0[0], KEYS.message("x", other).0[0], "{one} {other}");
        }
    }

    #[test]
    fn what_tells_no_time_stands_where_its_hash_falls() {
        let hashed = Keys { order: KeyOrder::Hash, ..KEYS };
        for id in ["<a.b123@x.example>", "general\u{1f}2024-01-02", "ab123456", "v1.123456", "12", "", "1.2.3"] {
            assert_eq!(KEYS.message("x", id), hashed.message("x", id), "{id}");
            assert_eq!(KEYS.conversation("x", id), hashed.conversation("x", id), "{id}");
        }
        assert_ne!(KEYS.message("x", "C1/1700000000.000100"), hashed.message("x", "C1/1700000000.000100"));
    }

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(Key::of(&[b"ab", b"c"]), Key::of(&[b"a", b"bc"]));
    }
}
