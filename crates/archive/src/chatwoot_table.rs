//! Chatwoot's table of messages: which rows no customer saw.

use serde_json::Value;

use crate::record::Reason;

/// Where a table says who may see a row, and what kind of row it is.
pub(crate) struct Columns {
    private: usize,
    kind: Option<usize>,
    /// It is Chatwoot's beyond doubt.
    sure: bool,
    /// What was said is called as Chatwoot calls it.
    has_content: bool,
}

/// What stands in the cell of a row that its program does not keep to itself; whatever else does keeps it private.
const FALSE: [&str; 10] = ["", "f", "false", "0", "no", "n", "null", "\\n", "none", "nan"];
/// Columns of Chatwoot that other programs hardly have beside a conversation, something private and a kind of message.
const SIGNS: [&str; 5] = ["accountid", "inboxid", "sendertype", "contenttype", "contentattributes"];
/// Kinds of messages that Chatwoot has not and that are no notes: another program's.
const MEDIA: [&str; 11] =
    ["text", "image", "photo", "video", "audio", "voice", "file", "document", "sticker", "location", "contact"];

/// Of the kinds that Chatwoot writes as numbers.
const LAST_KIND: u32 = 3;

/// The columns of a table that is or may be Chatwoot's.
pub(crate) fn columns(header: &[String]) -> Option<Columns> {
    let header: Vec<String> = header.iter().map(|name| plain(name)).collect();
    let at = |name: &str| header.iter().position(|known| known == name);
    at("conversationid")?;
    let (private, kind) = (at("private")?, at("messagetype"));
    let (sure, has_content) = (SIGNS.iter().any(|name| at(name).is_some()), at("content").is_some());
    (kind.is_some() || sure || has_content).then_some(Columns { private, kind, sure, has_content })
}

/// A name without what programs write differently: `Conversation ID`, `conversationId`.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|sign| sign.to_ascii_lowercase()).collect()
}

/// Why an object with the columns of such a table as its fields is no answer to anybody.
pub(crate) fn why_object_left(text: &str) -> Option<(Reason, &'static str)> {
    ["private", "Private", "PRIVATE"].iter().any(|name| text.contains(name)).then_some(())?;
    let object: serde_json::Map<String, Value> = serde_json::from_str(text).ok()?; // tidy(swallow): what is none is told about when it is read
    let (header, cells): (Vec<String>, Vec<String>) =
        object.into_iter().map(|(name, value)| (name, cell(value))).unzip();
    columns(&header)?.why_left(&cells)
}

fn cell(value: Value) -> String {
    match value {
        Value::String(text) => text,
        value => value.to_string(),
    }
}

impl Columns {
    /// Why a row is no answer to anybody. In doubt what is private stays private, and what may be an activity is said.
    pub(crate) fn why_left(&self, cells: &[String]) -> Option<(Reason, &'static str)> {
        // Some write whole numbers as broken ones.
        let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim().trim_end_matches(".0"));
        let kind = self.kind.map_or("", cell);
        let is_kind = |words: &[&str]| words.iter().any(|word| kind.eq_ignore_ascii_case(word));
        let is_private = !FALSE.iter().any(|word| cell(self.private).eq_ignore_ascii_case(word));
        let is_others = is_kind(&MEDIA) || kind.parse().is_ok_and(|kind: u32| kind > LAST_KIND);
        if is_private && (self.sure || self.has_content || !is_others) {
            return Some((Reason::Unsupported, "a note among the staff, not public"));
        }
        let is_activity = is_kind(&["activity"]) || self.sure && is_kind(&["2"]);
        is_activity.then_some((Reason::System, ""))
    }
}
