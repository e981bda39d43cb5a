//! Matrix: the JSON export of Element and lists of events as a homeserver gives them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use model::{Attachment, Author, Incoming, Reaction, Time};
use serde_json::Value;

use crate::flow::Flow;
use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::html;
use crate::json;
use crate::lines::Lines;
use crate::record::{Place, Reason, Row, Rows};
use crate::source::{File, Source};
use crate::walk::{self, Piece, Walk};

pub(crate) const FORMAT: Format = Format {
    name: "matrix",
    title: "Matrix room export (Element JSON, lists of events)",
    losses: &[Loss::EditHistory, Loss::FileBytes, Loss::Membership, Loss::WhoReacted, Loss::SystemMessages],
    mapped: Mapped::Known,
    detect,
    open,
};

/// Element writes `messages`, the client API `chunk`, scripts a bare list.
const EVENTS: &[&[&str]] = &[&["messages", "*"], &["chunk", "*"], &["*"]];

fn detect(probe: &Probe) -> Confidence {
    let share = |file: &File| {
        let head = probe.text(file);
        let events = head.contains("\"origin_server_ts\"") && head.contains("\"sender\"");
        if events && head.contains("\"event_id\"") { Confidence::Sure } else { Confidence::No }
    };
    let files = probe.source().files().iter().filter(|file| is_events(file));
    files.take(5).map(share).max().unwrap_or(Confidence::No)
}

/// Synapse's export of a person's data calls them `rooms/!id/events`.
fn is_events(file: &File) -> bool {
    file.has_ending("json") || file.has_ending("jsonl") || file.name() == "events"
}

/// What later events say about earlier ones.
#[derive(Default)]
struct Room {
    name: Option<String>,
    people: HashMap<String, String>,
    edits: HashMap<String, (Time, Value)>,
    redacted: HashSet<String>,
    reactions: HashMap<String, Vec<Reaction>>,
    threads: HashSet<String>,
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let files: Vec<File> = source.files().iter().filter(|file| is_events(file)).cloned().collect();
    let origin = options.origin.clone().unwrap_or_else(|| "matrix".to_owned());
    Ok(each_file(source, files, move |source, file| {
        let mut room = Room::default();
        each_event(source, file, &mut |name, raw| room.learn(name, raw))?;
        let mut reader = Reader {
            room: Arc::new(room),
            flow: Flow::default(),
            origin: origin.clone(),
            stem: room_of(file).to_owned(),
        };
        if is_lines(source, file)? {
            return Ok(Box::new(Lines::open(source, file)?.rows(move |line, place| reader.row(line, &place))));
        }
        walk::rows(source, file, EVENTS, move |piece, place| {
            if is_event(&piece) { vec![reader.row(piece.raw, &place)] } else { Vec::new() }
        })
    }))
}

fn room_of(file: &File) -> &str {
    let folder = file.path.rsplit('/').nth(1).filter(|_| file.name() == "events");
    folder.unwrap_or(file.stem())
}

/// One event a line, instead of one document.
fn is_lines(source: &Source, file: &File) -> std::io::Result<bool> {
    let mut lines = Lines::open(source, file)?;
    let first = lines.next_line().and_then(Result::ok).unwrap_or(b"").trim_ascii();
    Ok(first.starts_with(b"{")
        && serde_json::from_slice::<Value>(first).is_ok_and(|event| event.get("event_id").is_some()))
}

fn is_event(piece: &Piece) -> bool {
    let number = piece.path.last().is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    number && (piece.path.len() == 1 || matches!(piece.path[0].as_str(), "messages" | "chunk"))
}

/// Gives all events, and the fields around them by their names.
fn each_event(source: &Source, file: &File, take: &mut dyn FnMut(Option<&str>, &[u8])) -> std::io::Result<()> {
    if is_lines(source, file)? {
        let mut lines = Lines::open(source, file)?;
        while let Some(line) = lines.next_line() {
            if let Ok(line) = line {
                take(None, line);
            }
        }
        return Ok(());
    }
    let mut walk = Walk::new(source.open_text(file)?, EVENTS);
    while let Some(Ok(piece)) = walk.next_piece() {
        take(piece.path.first().map(String::as_str).filter(|_| !is_event(&piece)), &piece.raw);
    }
    Ok(())
}

impl Room {
    fn learn(&mut self, name: Option<&str>, raw: &[u8]) {
        let Ok(value) = serde_json::from_slice::<Value>(raw) else { return };
        if let Some(name) = name {
            if name == "room_name" {
                self.name = value.as_str().map(str::to_owned);
            }
            return;
        }
        let target = relation(&value, "event_id");
        match (json::text(&value, "type").as_deref(), relation(&value, "rel_type").as_deref(), target) {
            (Some("m.room.name"), ..) => self.name = json::text(&value, "content.name").or(self.name.take()),
            (Some("m.room.member"), ..) => {
                if let (Some(who), Some(name)) =
                    (json::first(&value, &["state_key", "sender"]), json::text(&value, "content.displayname"))
                {
                    self.people.insert(who, name);
                }
            }
            (Some("m.room.redaction"), ..) => {
                self.redacted.extend(json::first(&value, &["redacts", "content.redacts"]));
            }
            (Some("m.reaction"), _, Some(target)) => self.react(target, relation(&value, "key").unwrap_or_default()),
            (_, Some("m.replace"), Some(target)) => {
                let at = json::time(&value, &["origin_server_ts"]).unwrap_or_default();
                let content = value["content"]["m.new_content"].clone();
                if self.edits.get(&target).is_none_or(|(known, _)| *known <= at) {
                    self.edits.insert(target, (at, content));
                }
            }
            (_, Some("m.thread"), Some(target)) => drop(self.threads.insert(target)),
            _ => {}
        }
    }

    fn react(&mut self, target: String, name: String) {
        let signs = self.reactions.entry(target).or_default();
        match signs.iter_mut().find(|sign| sign.name == name) {
            Some(sign) => sign.count += 1,
            None => signs.push(Reaction { name, count: 1 }),
        }
    }
}

/// A field of `m.relates_to`, whose name has a dot in it.
fn relation(event: &Value, field: &str) -> Option<String> {
    event.get("content")?.get("m.relates_to")?.get(field)?.as_str().map(str::to_owned)
}

struct Reader {
    room: Arc<Room>,
    flow: Flow,
    origin: String,
    stem: String,
}

impl Reader {
    fn row(&mut self, raw: Vec<u8>, place: &Place) -> Row {
        let event = json::parse(&raw, place)?;
        let kind = json::text(&event, "type").unwrap_or_default();
        let rel = relation(&event, "rel_type").unwrap_or_default();
        if kind == "m.room.encrypted" || json::text(&event, "content.msgtype").as_deref() == Some("m.bad.encrypted") {
            return json::skip(Reason::Encrypted, "the exporter had no key", place);
        }
        match kind.as_str() {
            "m.room.message" | "m.sticker" if rel != "m.replace" => {}
            "m.room.message" | "m.reaction" | "m.room.redaction" => return json::skip(Reason::Folded, "", place),
            "m.poll.start" | "org.matrix.msc3381.poll.start" => {}
            other => return json::skip(Reason::System, other, place),
        }
        let id = json::text(&event, "event_id");
        let room_id = json::text(&event, "room_id").unwrap_or_else(|| self.stem.clone());
        let channel = self.room.name.clone().unwrap_or_else(|| room_id.clone());
        let answered = event
            .get("content")
            .and_then(|content| content.get("m.relates_to")?.get("m.in_reply_to")?.get("event_id")?.as_str());
        let sent = json::time(&event, &["origin_server_ts"]);
        let thread = relation(&event, "event_id").filter(|_| rel == "m.thread");
        let reply_to = answered.map(str::to_owned).or_else(|| thread.clone());
        let begins = id.clone().filter(|id| self.room.threads.contains(id));
        let conversation = match thread.or(begins) {
            Some(root) => format!("{room_id}\u{1f}{root}"),
            None => self.flow.place(&room_id, id.as_deref(), reply_to.as_deref(), sent),
        };
        let known = id.as_deref().unwrap_or("");
        let edit = self.room.edits.get(known);
        let content = edit.map_or(&event["content"], |(_, content)| content);
        let deleted = self.room.redacted.contains(known) || json::at(&event, "unsigned.redacted_because").is_some();
        let sender = json::text(&event, "sender").unwrap_or_default();
        let (text, file) = (body(content, &kind), attachment(content, &kind));
        if text.is_empty() && file.is_none() && !deleted {
            return json::skip(Reason::NoText, "", place);
        }
        let message = Incoming {
            origin: self.origin.clone(),
            channel,
            conversation,
            reply_to,
            author: Author {
                name: self.room.people.get(&sender).cloned(),
                bot: json::text(content, "msgtype").as_deref() == Some("m.notice"),
                handle: sender,
            },
            sent,
            text,
            edited: edit.map(|(at, _)| *at),
            deleted,
            attachments: file.into_iter().collect(),
            reactions: self.room.reactions.get(known).cloned().unwrap_or_default(),
            native_id: id,
            source: raw,
            ..Incoming::default()
        };
        json::row(message, place)
    }
}

/// The words, without the quote that older clients put before an answer.
fn body(content: &Value, kind: &str) -> String {
    if kind.contains("poll.start") {
        let poll =
            content.get("m.poll").or_else(|| content.get("org.matrix.msc3381.poll.start")).unwrap_or(&Value::Null);
        return json::first(poll, &["question.body", "question.m.text"])
            .or_else(|| json::text(content, "body"))
            .unwrap_or_default();
    }
    let is_file = json::at(content, "url").is_some() || json::at(content, "file").is_some();
    // A file's body is its name, unless a name stands beside it.
    if is_file && json::text(content, "filename").is_none_or(|name| json::text(content, "body") == Some(name)) {
        return String::new();
    }
    let text = json::text(content, "body")
        .or_else(|| json::text(content, "formatted_body").map(|text| html::to_text(&text)))
        .unwrap_or_default();
    let text = match text.strip_prefix("> <") {
        Some(_) => text
            .lines()
            .skip_while(|line| line.starts_with('>'))
            .skip_while(|line| line.is_empty())
            .collect::<Vec<_>>()
            .join("\n"),
        None => text,
    };
    if json::text(content, "msgtype").as_deref() == Some("m.emote") { format!("/me {text}") } else { text }
}

fn attachment(content: &Value, kind: &str) -> Option<Attachment> {
    let url = json::first(content, &["url", "file.url"])?;
    let name = json::first(content, &["filename", "body"]).unwrap_or_else(|| "file".to_owned());
    let guess = if kind == "m.sticker" { "image/png" } else { crate::media::of_name(&name) };
    Some(Attachment {
        media_type: json::text(content, "info.mimetype").unwrap_or_else(|| guess.to_owned()),
        name,
        bytes: None,
        url: Some(url),
    })
}
