//! Telegram's messages as libraries write their objects down: Telethon's and Pyrogram's, with the kind of each as `_`.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use model::{Attachment, Author, Incoming, Reaction, Time};
use serde_json::Value;

use crate::clock::Clock;
use crate::dates::{self, Order};
use crate::flow::Flow;
use crate::format::Options;
use crate::json;
use crate::lines::Lines;
use crate::media;
use crate::record::{Place, Reason, Row, Rows};
use crate::source::{File, Source};
use crate::telegram::{called, plain};
use crate::walk::{self, Piece, Walk};

const MESSAGES: &[&[&str]] = &[&["messages", "*"]];
/// The lists that lie beside the messages of an answer of the API.
const BESIDE: &[&[&str]] = &[&["messages", "*"], &["users", "*"], &["chats", "*"]];

/// Whether a file begins with such an object, or a list of them.
pub(crate) fn is_dump(head: &str) -> bool {
    let is_kind = head.contains("\"_\": \"Message") || head.contains("\"_\":\"Message");
    let places = ["\"peer_id\"", "\"to_id\"", "\"from_user\"", "\"sender_chat\""];
    is_kind && head.contains("\"date\"") && places.iter().any(|place| head.contains(place))
}

/// The messages of one file: a list, an answer of the API, or objects, one a line or laid out over several.
pub(crate) fn rows(source: &Source, file: &File, options: &Options) -> io::Result<Rows> {
    let head = walk::head(source, file).unwrap_or_default();
    let is_answer = json::own_names(&head).contains(&"messages");
    let mut reader = Reader {
        origin: options.origin.clone().unwrap_or_else(|| "telegram".to_owned()),
        file: called(file),
        names: if is_answer { names(source, file)? } else { HashMap::new() },
        clock: options.clock.clone(),
        last: (String::new(), Flow::default()),
    };
    let is_list = is_answer || head.trim_start().starts_with('[');
    let is_one_a_line = head.trim_start().lines().next().is_none_or(|line| line.trim_end().ends_with('}'));
    if is_list || !is_one_a_line {
        return walk::rows(source, file, if is_list { MESSAGES } else { &[] }, move |piece, place| {
            let is_item = piece.path.last().is_none_or(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
            if is_item { vec![reader.row(piece.raw, &place)] } else { Vec::new() }
        });
    }
    let lines = Lines::new(source.open_text(file)?, Arc::clone(&file.path));
    Ok(Box::new(lines.rows(move |line, place| reader.row(line, &place))))
}

/// What the people and chats of an answer are called, by the number that messages name.
fn names(source: &Source, file: &File) -> io::Result<HashMap<String, String>> {
    let mut names = HashMap::new();
    let mut walk = Walk::new(source.open_text(file)?, BESIDE);
    // What cannot be read is told of when its rows are.
    while let Some(Ok(Piece { path, raw })) = walk.next_piece() {
        let list = path.first().filter(|list| path.len() == 2 && *list != "messages");
        let Some(list) = list else { continue };
        let Ok(told) = serde_json::from_slice::<Value>(&raw) else { continue };
        let kind = if list == "users" { "user" } else { "chat" };
        names.extend(json::text(&told, "id").zip(name(&told)).map(|(id, name)| (format!("{kind}{id}"), name)));
    }
    Ok(names)
}

/// The name of a person or chat.
fn name(told: &Value) -> Option<String> {
    let parts: Vec<String> = ["first_name", "last_name"].iter().filter_map(|part| json::text(told, part)).collect();
    let person = Some(parts.join(" ")).filter(|name| !name.is_empty());
    json::text(told, "title").or(person).or_else(|| json::text(told, "username")).map(|name| json::short(&name))
}

struct Reader {
    origin: String,
    file: String,
    names: HashMap<String, String>,
    clock: Clock,
    last: (String, Flow),
}

impl Reader {
    fn row(&mut self, raw: Vec<u8>, place: &Place) -> Row {
        let found = json::parse(&raw, place)?;
        let kind = json::text(&found, "_").unwrap_or_default();
        if kind != "Message" {
            let action = json::first(&found, &["action._", "service"]).unwrap_or(kind);
            let is_event = found.get("action").is_some();
            return json::skip(if is_event { Reason::System } else { Reason::Unsupported }, &action, place);
        }
        if let Some(service) = json::text(&found, "service") {
            return json::skip(Reason::System, &service, place);
        }
        let (text, attachments) = (text(&found), attachments(&found));
        if text.is_empty() && attachments.is_empty() {
            return json::skip(Reason::NoText, &json::text(&found, "media._").unwrap_or_default(), place);
        }
        let chat = chat(&found);
        let key = chat.as_ref().map_or(&self.file, |(_, id)| id).clone();
        let sent = self.time(&found, "date");
        let id = json::text(&found, "id");
        let (topic, answered) = answered(&found);
        if self.last.0 != key {
            self.last = (key.clone(), Flow::default());
        }
        let conversation = match topic {
            Some(topic) => format!("{key}\u{1f}{topic}"),
            None => self.last.1.place(&key, id.as_deref(), answered.as_deref(), sent),
        };
        let message = Incoming {
            origin: self.origin.clone(),
            channel: self.channel(&found, chat.as_ref()),
            native_id: id.map(|id| format!("{key}/{id}")),
            conversation,
            reply_to: answered.map(|parent| format!("{key}/{parent}")),
            author: self.author(&found, chat),
            sent,
            text,
            edited: self.edited(&found, sent),
            attachments,
            reactions: json::list(&found, "reactions.results").iter().filter_map(reaction).collect(),
            source: raw,
            ..Incoming::default()
        };
        json::row(message, place)
    }

    /// Telethon names the zone; Pyrogram writes by the clock of the machine.
    fn time(&self, found: &Value, name: &str) -> Option<Time> {
        dates::parse_by(&json::text(found, name)?, Order::YearFirst, &self.clock).filter(|at| at.seconds() > 0)
    }

    /// Telegram calls a message edited, too, whose reactions or answers changed, and hides that.
    fn edited(&self, found: &Value, sent: Option<Time>) -> Option<Time> {
        let edited = self.time(found, "edit_date").filter(|_| !json::is_true(found, "edit_hide"));
        edited.filter(|edited| Some(*edited) != sent)
    }

    fn channel(&self, found: &Value, chat: Option<&(&str, String)>) -> String {
        let told = found.get("chat").and_then(name);
        let known = chat.and_then(|(kind, id)| self.names.get(&format!("{}{id}", of_list(kind))).cloned());
        told.or(known).unwrap_or_else(|| self.file.clone())
    }

    /// Who wrote a message, by the number that Telegram's own export has for people and channels. What nobody signs in
    /// a channel is said by the channel, and in a talk of two by the other one, unless it went out.
    fn author(&self, found: &Value, chat: Option<(&str, String)>) -> Author {
        let is_out = json::is_true(found, "out");
        let told =
            ["from_user", "sender_chat"].iter().find_map(|sender| found.get(*sender)).filter(|it| it.is_object());
        let peer = told.and_then(sender).or_else(|| peer(found.get("from_id")?));
        let Some((kind, id)) = peer.or(chat.filter(|(kind, _)| *kind == "channel" || *kind == "user" && !is_out))
        else {
            return Author::default();
        };
        let known = || self.names.get(&format!("{}{id}", of_list(kind))).cloned();
        let (handle, name) = (format!("{kind}{id}"), told.and_then(name).or_else(known));
        match json::first(found, &["post_author", "author_signature"]).filter(|_| kind == "channel") {
            Some(signed) => Author { handle: format!("{handle}/{signed}"), name: Some(signed), bot: false },
            None => Author { handle, name, bot: told.is_some_and(|told| json::is_true(told, "is_bot")) },
        }
    }
}

/// The list of an answer that has those of a kind.
fn of_list(kind: &str) -> &str {
    if kind == "user" { kind } else { "chat" }
}

/// A person, group or channel: `{"_": "PeerUser", "user_id": 5}`, or before 2021 the number of a person alone.
fn peer(told: &Value) -> Option<(&'static str, String)> {
    let kinds = [("user", "user_id"), ("channel", "channel_id"), ("chat", "chat_id")];
    let bare = || told.as_u64().map(|id| ("user", id.to_string()));
    kinds.into_iter().find_map(|(kind, field)| Some((kind, json::text(told, field)?))).or_else(bare)
}

/// The same as Pyrogram writes it, where chats have numbers below zero and channels such behind `-100`.
fn sender(told: &Value) -> Option<(&'static str, String)> {
    let id = json::text(told, "id")?;
    let below = id.strip_prefix('-').map(|id| id.strip_prefix("100").map_or(("chat", id), |id| ("channel", id)));
    let (kind, id) = below.unwrap_or(("user", &id));
    Some((kind, id.to_owned()))
}

/// Where a message was said, by the number that Telegram's own export has for the chat. Before 2020 a message of a talk
/// of two tells whom it went to, which is the own account where it came in.
fn chat(found: &Value) -> Option<(&'static str, String)> {
    let is_person = |(kind, _): &(&str, String)| *kind == "user";
    let came_in = found.get("out").is_some() && !json::is_true(found, "out") && found.get("peer_id").is_none();
    if came_in
        && found.get("to_id").and_then(peer).as_ref().is_some_and(is_person)
        && let Some(sender) = found.get("from_id").and_then(peer).filter(is_person)
    {
        return Some(sender);
    }
    let told = ["peer_id", "to_id"].iter().find_map(|place| peer(found.get(*place)?));
    told.or_else(|| sender(found.get("chat")?))
}

/// The topic of a forum that a message is in, and the message of the same chat that it answers.
fn answered(found: &Value) -> (Option<String>, Option<String>) {
    if json::at(found, "reply_to.reply_to_peer_id").is_some() {
        return (None, None);
    }
    let parents = ["reply_to.reply_to_msg_id", "reply_to_msg_id", "reply_to_message_id", "reply_to_message.id"];
    let parent = json::first(found, &parents);
    if !json::is_true(found, "reply_to.forum_topic") {
        return (None, parent);
    }
    match json::text(found, "reply_to.reply_to_top_id") {
        Some(topic) => (Some(topic), parent),
        None => (parent, None),
    }
}

/// The words, marked as a quote where they were forwarded, and the question and answers of a poll.
fn text(found: &Value) -> String {
    let said = json::first(found, &["message", "text", "caption"]).unwrap_or_default();
    let is_forwarded =
        ["fwd_from", "forward_date", "forward_origin"].iter().any(|name| json::at(found, name).is_some());
    let quoted = || said.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n");
    let mut parts = vec![if is_forwarded { quoted() } else { said.clone() }];
    if let Some(poll) = ["media.poll", "poll"].iter().find_map(|place| json::at(found, place)) {
        parts.extend(poll.get("question").map(plain));
        let answers = ["answers", "options"].into_iter().flat_map(|name| json::list(poll, name));
        parts.extend(answers.filter_map(|answer| answer.get("text")).map(|answer| format!("- {}", plain(answer))));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n")
}

/// The file of a message, which a dump does not have.
fn attachments(found: &Value) -> Vec<Attachment> {
    let file = |name: Option<String>, media_type: Option<String>| {
        let name = name.unwrap_or_else(|| "file".to_owned());
        let media_type = media_type.unwrap_or_else(|| media::of_name(&name).to_owned());
        vec![Attachment { name, media_type, bytes: None, url: None }]
    };
    let is_photo = json::at(found, "media.photo").is_some() || found.get("photo").is_some_and(Value::is_object);
    if is_photo {
        return file(Some("photo.jpg".to_owned()), None);
    }
    let told =
        ["media.document", "document", "video", "audio", "voice"].iter().find_map(|place| json::at(found, place));
    let Some(document) = told.filter(|told| told.is_object()) else { return Vec::new() };
    let of_list = || json::list(document, "attributes").iter().find_map(|told| json::text(told, "file_name"));
    file(json::text(document, "file_name").or_else(of_list), json::text(document, "mime_type"))
}

fn reaction(told: &Value) -> Option<Reaction> {
    let name = json::first(told, &["reaction.emoticon", "reaction.document_id", "reaction"])?;
    Some(Reaction { name, count: told.get("count")?.as_u64()? })
}
