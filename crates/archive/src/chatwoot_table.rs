//! Chatwoot's table of messages: which rows no customer saw.

use crate::record::Reason;

/// Where a table says who may see a row, and what kind of row it is.
pub(crate) struct Columns {
    private: usize,
    kind: usize,
    /// It is Chatwoot's beyond doubt.
    sure: bool,
}

/// Whether a row that its program keeps to itself has a cell of these.
const TRUE: [&str; 4] = ["t", "true", "1", "yes"];
/// Columns of Chatwoot that other programs hardly have beside a conversation, something private and a kind of message.
const SIGNS: [&str; 5] = ["account_id", "inbox_id", "sender_type", "content_type", "content_attributes"];
/// Kinds of messages that Chatwoot has not and that are no notes: another program's.
const MEDIA: [&str; 11] =
    ["text", "image", "photo", "video", "audio", "voice", "file", "document", "sticker", "location", "contact"];

/// Of the kinds that Chatwoot writes as numbers.
const LAST_KIND: u32 = 3;

/// The columns of a table that is or may be Chatwoot's.
pub(crate) fn columns(header: &[String]) -> Option<Columns> {
    let at = |name: &str| header.iter().position(|known| known.trim().eq_ignore_ascii_case(name));
    at("conversation_id")?;
    let sure = SIGNS.iter().any(|name| at(name).is_some());
    Some(Columns { private: at("private")?, kind: at("message_type")?, sure })
}

impl Columns {
    /// Why a row is no answer to anybody. In doubt what is private stays private, and what may be an activity is said.
    pub(crate) fn why_left(&self, cells: &[String]) -> Option<(Reason, &'static str)> {
        // Some write whole numbers as broken ones.
        let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim().trim_end_matches(".0"));
        let is_kind = |words: &[&str]| words.iter().any(|word| cell(self.kind).eq_ignore_ascii_case(word));
        let is_private = TRUE.iter().any(|word| cell(self.private).eq_ignore_ascii_case(word));
        let is_others = is_kind(&MEDIA) || cell(self.kind).parse().is_ok_and(|kind: u32| kind > LAST_KIND);
        if is_private && (self.sure || !is_others) {
            return Some((Reason::Unsupported, "a note among the staff, not public"));
        }
        let is_activity = is_kind(&["activity"]) || self.sure && is_kind(&["2"]);
        is_activity.then_some((Reason::System, ""))
    }
}
