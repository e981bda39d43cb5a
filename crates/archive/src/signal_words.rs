//! What a message of Signal says, of each kind that its export knows.

use std::collections::HashMap;

use serde_json::Value;

use crate::json;
use crate::signal_people::People;

/// What stands in a text for somebody who is mentioned.
const MENTION: char = '\u{fffc}';

/// The words of a message, and where its files are told.
#[derive(Default)]
pub(crate) struct Said<'a> {
    /// The name of the field that holds it: `standardMessage`.
    pub(crate) kind: &'a str,
    pub(crate) text: String,
    pub(crate) deleted: bool,
    pub(crate) pointers: Vec<Pointer<'a>>,
}

/// Where a file is told.
pub(crate) struct Pointer<'a> {
    pub(crate) found: &'a Value,
    /// What it is called that has no name.
    pub(crate) what: &'static str,
}

/// The name of what holds a text that is too long for its message.
pub(crate) const LONG_TEXT: &str = "text";

/// The kinds of messages.
const KINDS: [&str; 11] = [
    "standardMessage",
    "contactMessage",
    "stickerMessage",
    "remoteDeletedMessage",
    "adminDeletedMessage",
    "updateMessage",
    "paymentNotification",
    "giftBadge",
    "viewOnceMessage",
    "directStoryReplyMessage",
    "poll",
];

pub(crate) fn is_known(kind: &str) -> bool {
    KINDS.contains(&kind)
}

/// Whether nobody says anything in such a message.
pub(crate) fn is_event(kind: &str) -> bool {
    matches!(kind, "updateMessage" | "paymentNotification" | "giftBadge")
}

/// What happened: `groupChange`, `JOINED_SIGNAL`.
pub(crate) fn event(item: &Value, kind: &str) -> String {
    let update = item.get(kind).and_then(Value::as_object).and_then(|fields| fields.iter().next());
    let told = update.filter(|_| kind == "updateMessage");
    told.map_or(kind.to_owned(), |(name, update)| json::text(update, "type").unwrap_or_else(|| name.clone()))
}

/// The reactions to a message.
pub(crate) fn reactions<'a>(item: &'a Value, kind: &str) -> impl Iterator<Item = &'a Value> {
    item.get(kind).map_or(&[][..], |found| json::list(found, "reactions")).iter()
}

pub(crate) fn said<'a>(item: &'a Value, people: &People) -> Said<'a> {
    let Some((kind, found)) = KINDS.into_iter().find_map(|kind| Some((kind, item.get(kind)?))) else {
        return Said { kind: unknown(item), ..Said::default() };
    };
    let mut said = Said { kind, ..Said::default() };
    match kind {
        "standardMessage" => standard(found, people, &mut said),
        "contactMessage" => said.text = card(found.get("contact").unwrap_or(found)),
        "stickerMessage" => {
            said.pointers.extend(json::at(found, "sticker.data").map(|found| Pointer { found, what: "sticker" }));
            said.text = json::text(found, "sticker.emoji").unwrap_or_default();
        }
        "remoteDeletedMessage" | "adminDeletedMessage" => said.deleted = true,
        "viewOnceMessage" => said.pointers.extend(json::at(found, "attachment").and_then(pointer)),
        "directStoryReplyMessage" => {
            said.text = words(json::at(found, "textReply.text"), people);
            if said.text.is_empty() {
                said.text = json::text(found, "emoji").unwrap_or_default();
            }
        }
        "poll" => {
            let options = json::list(found, "options").iter().filter_map(|option| json::text(option, "option"));
            let options = options.map(|option| format!("- {option}"));
            said.text = json::text(found, "question").into_iter().chain(options).collect::<Vec<_>>().join("\n");
        }
        _ => {}
    }
    said
}

/// The field that holds what this program does not know.
fn unknown(item: &Value) -> &str {
    const AROUND: [&str; 12] = [
        "chatId",
        "authorId",
        "dateSent",
        "expireStartDate",
        "expiresInMs",
        "revisions",
        "sms",
        "incoming",
        "outgoing",
        "directionless",
        "pinDetails",
        "expirationTimerMs",
    ];
    let mut names = item.as_object().into_iter().flat_map(|fields| fields.keys());
    names.find(|name| !AROUND.contains(&name.as_str())).map_or("", String::as_str)
}

fn standard<'a>(found: &'a Value, people: &People, said: &mut Said<'a>) {
    said.text = words(found.get("text"), people);
    said.pointers.extend(json::at(found, "longText").map(|found| Pointer { found, what: LONG_TEXT }));
    let attached = json::list(found, "attachments");
    for caption in attached.iter().filter_map(|attached| json::text(attached, "pointer.caption")) {
        said.text.push_str(if said.text.is_empty() { "" } else { "\n" });
        said.text.push_str(&caption);
    }
    said.pointers.extend(attached.iter().filter_map(pointer));
}

fn pointer(attached: &Value) -> Option<Pointer<'_>> {
    let is_voice = json::text(attached, "flag").is_some_and(|flag| flag == "VOICE_MESSAGE");
    let what = if is_voice { "voice message" } else { "file" };
    Some(Pointer { found: json::at(attached, "pointer")?, what })
}

/// A text with names for the marks that stand for people; their places are counted in UTF-16.
fn words(text: Option<&Value>, people: &People) -> String {
    let Some(text) = text else { return String::new() };
    let body = json::text(text, "body").unwrap_or_default();
    if !body.contains(MENTION) {
        return body;
    }
    let marks = json::list(text, "bodyRanges").iter().filter_map(|range| {
        // What begins at the beginning is not told where.
        let start = json::text(range, "start").map_or(Some(0), |start| start.parse().ok()); // tidy(swallow): no place, no mark
        Some((start?, json::text(range, "mentionAci")?))
    });
    let marks: HashMap<usize, String> = marks.collect();
    let mut place = 0;
    let mut out = String::with_capacity(body.len());
    for letter in body.chars() {
        match marks.get(&place).filter(|_| letter == MENTION) {
            Some(aci) => {
                out.push('@');
                out.push_str(people.mentioned(aci).unwrap_or("somebody"));
            }
            None => out.push(letter),
        }
        place += letter.len_utf16();
    }
    out
}

/// A contact card: name, numbers, addresses.
fn card(contact: &Value) -> String {
    let name = ["givenName", "middleName", "familyName"].iter();
    let name: Vec<String> = name.filter_map(|part| json::text(contact, &format!("name.{part}"))).collect();
    let ways = ["number", "email"].into_iter().flat_map(|list| json::list(contact, list));
    let ways = ways.filter_map(|way| json::text(way, "value"));
    let lines = [name.join(" ")].into_iter().chain(json::text(contact, "organization")).chain(ways);
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
