//! Messages of Discord as discord.js writes them down, which calls some of what the API tells otherwise.

use serde::Deserialize;

use crate::scalar::Scalar;

/// Whether a file begins with such messages; older versions write `ID` in the place of `Id`.
pub(crate) fn is_dump(head: &str) -> bool {
    let has = |name: &str| head.contains(name);
    let of_one = |ids: [&str; 2]| ids.iter().all(|name| has(name));
    has("\"createdTimestamp\"")
        && has("\"content\"")
        && (of_one(["\"channelId\"", "\"authorId\""]) || of_one(["\"channelID\"", "\"authorID\""]))
}

/// How it says that somebody wrote or answered, or asked a program for something.
pub(crate) const SAID: [&str; 5] =
    ["DEFAULT", "REPLY", "APPLICATION_COMMAND", "CHAT_INPUT_COMMAND", "CONTEXT_MENU_COMMAND"];

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Library {
    #[serde(default, alias = "channelID")]
    pub(crate) channel_id: Scalar,
    #[serde(default, alias = "authorID")]
    pub(crate) author_id: Scalar,
    #[serde(default)]
    pub(crate) created_timestamp: Scalar,
    #[serde(default)]
    pub(crate) edited_timestamp: Scalar,
}

impl Library {
    /// What of a message only this library calls so.
    pub(crate) fn of(raw: &[u8]) -> Library {
        serde_json::from_slice(raw).unwrap_or_default() // tidy(swallow): whoever has none of it lacks nothing
    }
}
