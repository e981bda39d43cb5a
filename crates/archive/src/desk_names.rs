//! What each help desk calls the things that all of them have.

use serde_json::Value;

use crate::json;
use crate::origins::{self, Find};

/// How a desk calls what all of them have.
pub(crate) struct Desk {
    pub(crate) word: &'static str,
    /// Words that stand in every export of it: all of one of these lists.
    pub(crate) signs: &'static [&'static [&'static str]],
    /// Where the lists of conversations may be.
    pub(crate) items: &'static [&'static [&'static str]],
    /// The lists of messages inside a conversation.
    pub(crate) messages: &'static [&'static str],
    /// A first message that stands in the conversation itself.
    pub(crate) opening: &'static [&'static str],
    pub(crate) opens: Opens,
    pub(crate) bodies: &'static [&'static str],
    pub(crate) authors: &'static [&'static str],
    pub(crate) kinds: &'static [&'static str],
    pub(crate) channels: &'static [&'static str],
    pub(crate) attachments: &'static [&'static str],
    /// Kinds of messages that a person did not write.
    pub(crate) system: &'static [&'static str],
    /// Kinds of messages that the desk itself writes to somebody.
    pub(crate) own: &'static [&'static str],
    pub(crate) markup: Markup,
    /// What it calls those who write to the desk.
    pub(crate) customers: &'static [&'static str],
    /// The lists of people that may lie beside the conversations, where messages only say numbers.
    pub(crate) people: &'static [&'static str],
    /// How a conversation tells the server that it comes from.
    pub(crate) servers: &'static [Find],
    pub(crate) ids: Ids,
    /// How it gives the messages of one conversation alone.
    pub(crate) apart: Option<Apart>,
}

/// A list of messages that does not say of which conversation: only its file's name does.
pub(crate) struct Apart {
    /// What the list stands in, if in anything.
    pub(crate) inside: Option<&'static str>,
    pub(crate) list: &'static str,
    /// The word for a conversation that may stand before its number.
    pub(crate) item: &'static str,
}

/// Whose conversations a desk's numbers tell apart.
#[derive(PartialEq)]
pub(crate) enum Ids {
    /// Those of all its customers.
    Unique,
    /// Those of one customer, or of one server: each counts from one.
    Counted,
}

/// Whether what was said comes as HTML.
#[derive(Clone, Copy)]
pub(crate) enum Markup {
    Always,
    /// It does where it looks so.
    Sometimes,
}

/// What the words in the conversation itself are, where it has messages too.
#[derive(PartialEq)]
pub(crate) enum Opens {
    /// Its first message, which is among the others once more.
    Again,
    /// Its first message, which is nowhere else.
    Alone,
}

pub(crate) const CHATWOOT_NAMES: Desk = Desk {
    word: "chatwoot",
    signs: &[&["\"message_type\"", "\"inbox_id\"", "\"content\""]],
    items: &[&["data", "payload", "*"], &["payload", "*"], &["conversations", "*"], &["*"]],
    messages: &["messages"],
    opening: &[],
    opens: Opens::Again,
    bodies: &["content"],
    authors: &["sender"],
    kinds: &["message_type"],
    channels: &["inbox.name", "inbox_id", "meta.channel"],
    attachments: &["attachments"],
    system: &["2", "activity"],
    own: &["3", "template"],
    markup: Markup::Sometimes,
    customers: &[],
    people: &[],
    servers: &[account_of],
    ids: Ids::Counted,
    apart: None,
};

pub(crate) const FRESHDESK_NAMES: Desk = Desk {
    word: "freshdesk",
    signs: &[
        &["\"requester_id\"", "\"description_text\""],
        &["\"ticket_id\"", "\"user_id\"", "\"body_text\"", "\"incoming\""],
        &["\"helpdesk_ticket\""],
    ],
    items: &[&["tickets", "*"], &["*"]],
    messages: &["conversations", "notes"],
    opening: &["description_text", "description"],
    opens: Opens::Alone,
    bodies: &["body_text", "body", "description_text", "description"],
    authors: &["user_id", "requester", "requester_id"],
    kinds: &[],
    channels: &["group.name"],
    attachments: &["attachments"],
    system: &[],
    own: &[],
    markup: Markup::Sometimes,
    customers: &[],
    people: &["contacts", "agents"],
    servers: &[|ticket| origins::host(&json::first(ticket, &["url", "ticket_url", "helpdesk_ticket.url"])?)],
    ids: Ids::Counted,
    apart: None,
};

pub(crate) const ZENDESK_NAMES: Desk = Desk {
    word: "zendesk",
    signs: &[
        &["\"requester_id\"", "\"subject\""],
        &["\"requester\"", "\"raw_subject\""],
        &["\"author_id\"", "\"audit_id\"", "\"plain_body\""],
        &["\"ticket_id\"", "\"updater_id\"", "\"child_events\""],
    ],
    items: &[&["tickets", "*"], &["audits", "*"], &["ticket_events", "*"], &["*"]],
    messages: &["comments"],
    opening: &["description"],
    opens: Opens::Again,
    bodies: &["plain_body", "body", "html_body", "description"],
    authors: &["author", "author_id", "submitter_id", "requester_id", "submitter", "requester"],
    kinds: &["type"],
    channels: &["via.channel", "group.name", "brand.name"],
    attachments: &["attachments"],
    system: &["VoiceComment"],
    own: &[],
    markup: Markup::Sometimes,
    customers: &[],
    people: &["users"],
    servers: &[|ticket| origins::host(&json::first(ticket, &["url", "ticket.url"])?)],
    ids: Ids::Counted,
    apart: Some(Apart { inside: None, list: "comments", item: "ticket" }),
};

pub(crate) const INTERCOM_NAMES: Desk = Desk {
    word: "intercom",
    signs: &[&["\"conversation_parts\""], &["\"delivered_as\"", "\"author\"", "\"body\""]],
    items: &[&["conversations", "*"], &["data", "*"], &["*"]],
    messages: &["conversation_parts.conversation_parts", "conversation_parts"],
    opening: &["source", "conversation_message"],
    opens: Opens::Alone,
    bodies: &["body"],
    authors: &["author"],
    kinds: &["part_type"],
    channels: &["source.type", "source.delivered_as"],
    attachments: &["attachments"],
    system: &[
        "assignment",
        "close",
        "open",
        "snoozed",
        "unsnoozed",
        "participant_added",
        "attribute_updated_by_admin",
        "state_change",
    ],
    own: &[],
    markup: Markup::Always,
    customers: &["user", "lead", "contact"],
    people: &[],
    servers: &[],
    ids: Ids::Unique,
    apart: None,
};

pub(crate) const HELPSCOUT_NAMES: Desk = Desk {
    word: "helpscout",
    signs: &[&["\"_embedded\"", "\"threads\""], &["\"mailbox\"", "\"threadCount\"", "\"threads\""]],
    items: &[&["_embedded", "conversations", "*"], &["items", "*"], &["*"]],
    messages: &["_embedded.threads", "threads"],
    opening: &[],
    opens: Opens::Again,
    bodies: &["body"],
    authors: &["createdBy", "customer", "author"],
    kinds: &["type"],
    channels: &["mailbox.name", "mailboxId"],
    attachments: &["_embedded.attachments", "attachments"],
    system: &["lineitem", "lineItem"],
    own: &[],
    markup: Markup::Always,
    customers: &[],
    people: &[],
    servers: &[],
    ids: Ids::Unique,
    apart: Some(Apart { inside: Some("_embedded"), list: "threads", item: "conversation" }),
};

/// The server at which a file or a picture lies that Chatwoot keeps, and the account there.
fn account_of(item: &Value) -> Option<String> {
    const OWN: &str = "/rails/active_storage/";
    let messages = || json::list(item, "messages").iter().chain([item]);
    let urls = messages().flat_map(|said| {
        let files = json::list(said, "attachments").iter().filter_map(|file| json::text(file, "data_url"));
        files.chain(json::first(said, &["sender.thumbnail", "sender.avatar_url", "meta.sender.thumbnail"]))
    });
    let host = urls.filter(|url| url.contains(OWN)).find_map(|url| origins::host(&url))?;
    // Each account of a server counts its conversations from one.
    let account = messages().find_map(|said| json::text(said, "account_id"));
    Some(account.map_or_else(|| host.clone(), |account| format!("{host}/{account}")))
}
