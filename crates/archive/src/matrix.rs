//! Matrix: the JSON export of Element and lists of events as a homeserver gives them.

use std::collections::{HashMap, HashSet};
use std::io::{self, Cursor, Read};
use std::sync::Arc;

use model::{Attachment, Author, Incoming, Reaction, Time};
use serde_json::Value;

use crate::flow::Flow;
use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::html;
use crate::json;
use crate::lines::Lines;
use crate::matrix_ids;
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

/// Element writes `messages`, the client API `chunk` and `state`, scripts a bare list.
const EVENTS: &[&[&str]] = &[&["messages", "*"], &["chunk", "*"], &["state", "*"], &["*"]];

fn detect(probe: &Probe) -> Confidence {
    let share = |file: &File| {
        let head = probe.text(file);
        let events = head.contains("\"origin_server_ts\"") && head.contains("\"sender\"");
        let told = ["\"event_id\"", "\"auth_events\"", "\"prev_events\""].iter().any(|sign| head.contains(sign));
        if events && told { Confidence::Sure } else { Confidence::No }
    };
    let files = probe.source().files().iter().filter(|file| is_events(file));
    files.take(5).map(share).max().unwrap_or(Confidence::No)
}

/// Synapse's export of a person's data calls them `rooms/!id/events`.
fn is_events(file: &File) -> bool {
    file.has_ending("json") || file.has_ending("jsonl") || file.name() == "events"
}

/// The state of a room that Synapse's export lays beside its events: `rooms/!id/state/$id`.
fn is_state_file(source: &Source, file: &File) -> bool {
    let room = file.path.rsplit_once('/').and_then(|(folder, _)| folder.strip_suffix("/state"));
    !is_events(file) && room.is_some_and(|room| source.find(&format!("{room}/events")).is_some())
}

/// Servers take no event over 64 KiB; what they add to one is less than that.
const EVENT_BYTES_MAX: u64 = 256 << 10;

/// What an archive says of its rooms and people, and what later events say of earlier ones, in whichever file.
#[derive(Default)]
struct Known {
    /// Names that files give themselves, by path.
    files: HashMap<Arc<str>, String>,
    rooms: HashMap<String, Told>,
    /// The version of a room where its beginning tells it.
    versions: HashMap<String, String>,
    people: HashMap<String, Told>,
    /// How many more notices than words somebody sent.
    notices: HashMap<String, i64>,
    /// The last edit of a message by each who tried; it holds if it is by the author.
    edits: HashMap<(String, String), (Time, Value)>,
    redacted: HashSet<String>,
    /// The reactions to a message: the event and the sign.
    reactions: HashMap<String, Vec<(String, String)>>,
    threads: HashSet<String>,
}

/// A name, and when it was told.
type Told = (Time, String);

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let files: Vec<File> = source.files().iter().filter(|file| is_events(file)).cloned().collect();
    let origin = options.origin.clone().unwrap_or_else(|| "matrix".to_owned());
    let mut known = Known::default();
    // The state of a room goes first: it tells how the ids of its events are made.
    let states = source.files().iter().filter(|file| is_state_file(source, file));
    for file in states.chain(&files) {
        known.learn_file(source, file).unwrap_or_default(); // tidy(swallow): told of when its rows are read
    }
    let known = Arc::new(known);
    Ok(each_file(source, files, move |source, file| {
        let (shape, text) = open_file(source, file)?;
        let mut reader =
            Reader { known: Arc::clone(&known), flow: Flow::default(), origin: origin.clone(), file: file.clone() };
        if shape == Shape::Lines {
            return Ok(Box::new(
                Lines::new(text, Arc::clone(&file.path)).rows(move |line, place| reader.row(line, &place)),
            ));
        }
        walk::rows_of(text, file, shape.patterns(), move |piece, place| {
            if is_event(&piece) && !is_state(&piece) { vec![reader.row(piece.raw, &place)] } else { Vec::new() }
        })
    }))
}

fn room_of(file: &File) -> &str {
    let folder = file.path.rsplit('/').nth(1).filter(|_| file.name() == "events");
    folder.unwrap_or(file.stem())
}

/// How the events of a file stand.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    /// One document that holds them.
    Document,
    /// One event a line.
    Lines,
    /// One event after the other, each over several lines.
    Events,
}

impl Shape {
    /// How a file with this beginning is built.
    fn of(head: &[u8]) -> Shape {
        let is_one = |raw: &[u8]| {
            raw.starts_with(b"{")
                && serde_json::from_slice::<Value>(raw)
                    .is_ok_and(|event| event.get("event_id").is_some() || matrix_ids::is_bare(&event))
        };
        if is_one(head.split(|byte| *byte == b'\n').next().unwrap_or(b"").trim_ascii()) {
            return Shape::Lines;
        }
        // A document that is no event may be large; only its beginning is looked at.
        let mut walk = Walk::new(Box::new(Cursor::new(head.to_vec())), &[]);
        let first = walk.next_piece();
        if first.is_some_and(|first| first.is_ok_and(|piece| is_one(&piece.raw))) {
            Shape::Events
        } else {
            Shape::Document
        }
    }

    fn patterns(self) -> &'static [&'static [&'static str]] {
        if self == Shape::Events { &[] } else { EVENTS }
    }
}

/// A file and how it is built: in a tar, to open it once more is to unpack again all that lies before it.
fn open_file(source: &Source, file: &File) -> io::Result<(Shape, walk::Text)> {
    let mut text = source.open_text(file)?;
    let mut head = Vec::new();
    let read = Read::take(&mut text, EVENT_BYTES_MAX).read_to_end(&mut head);
    let shape = Shape::of(&head);
    // Whoever reads it comes upon the same fault behind what is whole.
    let text: walk::Text =
        if read.is_ok() { Box::new(Cursor::new(head).chain(text)) } else { source.open_text(file)? };
    Ok((shape, text))
}

fn is_event(piece: &Piece) -> bool {
    if piece.path.is_empty() {
        return true;
    }
    let number = piece.path.last().is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    number && (piece.path.len() == 1 || matches!(piece.path[0].as_str(), "messages" | "chunk" | "state"))
}

/// What a page of messages tells of those who speak in it: no row of its own.
fn is_state(piece: &Piece) -> bool {
    piece.path.first().is_some_and(|part| part == "state")
}

impl Known {
    fn learn_file(&mut self, source: &Source, file: &File) -> io::Result<()> {
        let (shape, text) = open_file(source, file)?;
        if shape == Shape::Lines {
            let mut lines = Lines::new(text, Arc::clone(&file.path));
            while let Some(line) = lines.next_line() {
                if let Ok(line) = line {
                    self.learn(line, file);
                }
            }
            return Ok(());
        }
        let mut walk = Walk::new(text, shape.patterns());
        while let Some(Ok(piece)) = walk.next_piece() {
            if is_event(&piece) {
                self.learn(&piece.raw, file);
            } else if piece.is(&["room_name"]) {
                self.files.extend(piece.text().map(|name| (Arc::clone(&file.path), name)));
            }
        }
        Ok(())
    }

    fn learn(&mut self, raw: &[u8], file: &File) {
        let Ok(mut event) = serde_json::from_slice::<Value>(raw) else { return };
        let sender = json::text(&event, "sender").unwrap_or_default();
        let at = json::time(&event, &["origin_server_ts"]).unwrap_or_default();
        self.learn_bundled(&event, at);
        let target = relation(&event, "event_id");
        match (json::text(&event, "type").as_deref(), relation(&event, "rel_type").as_deref(), target) {
            (Some("m.room.create"), ..) => {
                let version = json::text(&event, "content.room_version");
                self.versions.extend(version.map(|version| (room_id(&event, file), version)));
            }
            (Some("m.room.name"), ..) => {
                tell(&mut self.rooms, Some(room_id(&event, file)), (at, json::text(&event, "content.name")));
            }
            (Some("m.room.member"), ..) => {
                let who = json::first(&event, &["state_key", "sender"]);
                tell(&mut self.people, who, (at, json::text(&event, "content.displayname")));
            }
            (Some("m.room.redaction"), ..) => {
                self.redacted.extend(json::first(&event, &["redacts", "content.redacts"]));
            }
            (Some("m.reaction"), _, Some(target)) => {
                let sign = relation(&event, "key").unwrap_or_default();
                let id = self.event_id(&event, file).unwrap_or_default();
                self.reactions.entry(target).or_default().push((id, sign));
            }
            (_, Some("m.replace"), Some(target)) => {
                let content = event.pointer_mut("/content/m.new_content").map(Value::take);
                self.edit((target, sender), at, content.unwrap_or_default());
            }
            (kind, rel, target) => {
                self.threads.extend(target.filter(|_| rel == Some("m.thread")));
                if kind == Some("m.room.message") {
                    *self.notices.entry(sender).or_default() += weight(&event);
                }
            }
        }
    }

    fn event_id(&self, event: &Value, file: &File) -> Option<String> {
        matrix_ids::event_id(event, self.versions.get(&room_id(event, file)).map(String::as_str))
    }

    /// The last edit of a message, which servers put into the message itself: as a whole, or only that there is one.
    fn learn_bundled(&mut self, event: &Value, sent: Time) {
        let edit = event.get("unsigned").and_then(|unsigned| unsigned.get("m.relations")?.get("m.replace"));
        let Some((edit, id)) = edit.zip(json::text(event, "event_id")) else { return };
        let content = edit.get("content").and_then(|content| content.get("m.new_content")).cloned();
        let at = json::time(edit, &["origin_server_ts"]).unwrap_or(sent);
        let by = json::text(edit, "sender").unwrap_or_default();
        self.edit((id, by), at, content.unwrap_or(Value::Null));
    }

    fn edit(&mut self, key: (String, String), at: Time, content: Value) {
        let newer = |(known, _): &(Time, Value)| *known < at || *known == at && !content.is_null();
        if self.edits.get(&key).is_none_or(newer) {
            self.edits.insert(key, (at, content));
        }
    }

    /// The name of the channel: as the file says it, else as the room was called last.
    fn channel(&self, file: &File, room: &str) -> String {
        let last = || self.rooms.get(room).map(|(_, name)| name);
        self.files.get(&file.path).or_else(last).map_or_else(|| room.to_owned(), String::clone)
    }

    /// How often each sign was left on a message and not taken back.
    fn reactions(&self, id: &str) -> Vec<Reaction> {
        let mut counts: Vec<Reaction> = Vec::new();
        let (mut places, mut seen) = (HashMap::new(), HashSet::new());
        // Pages that overlap tell of a reaction twice.
        let left = self.reactions.get(id).into_iter().flatten();
        for (event, sign) in left.filter(|(event, _)| !self.redacted.contains(event)) {
            if !seen.insert(event) {
                continue;
            }
            let place = *places.entry(sign).or_insert(counts.len());
            match counts.get_mut(place) {
                Some(known) => known.count += 1,
                None => counts.push(Reaction { name: sign.clone(), count: 1 }),
            }
        }
        counts
    }

    /// Who speaks: where an account lends its voice, as bridges do without accounts for each, whoever has it then.
    fn author(&self, sender: String, content: &Value) -> Author {
        let name = self.people.get(&sender).map(|(_, name)| name.clone());
        let bot = self.is_program(&sender);
        let shown = profile(content).and_then(|profile| Some((profile, json::text(profile, "displayname")?)));
        let Some((profile, shown)) = shown.filter(|(_, shown)| Some(shown) != name.as_ref()) else {
            return Author { handle: sender, name, bot };
        };
        let id = json::text(profile, "id").unwrap_or_else(|| shown.clone());
        Author { handle: format!("{sender}/{}", json::short(&id)), name: Some(json::short(&shown)), bot }
    }

    /// Programs send notices; now and then a person does.
    fn is_program(&self, sender: &str) -> bool {
        self.notices.get(sender).is_some_and(|balance| *balance > 0)
    }
}

/// Keeps what was told last.
fn tell(names: &mut HashMap<String, Told>, of: Option<String>, (at, name): (Time, Option<String>)) {
    let Some((of, name)) = of.zip(name) else { return };
    if names.get(&of).is_none_or(|(known, _)| *known <= at) {
        names.insert(of, (at, name));
    }
}

/// What a message says of whether its sender is a program.
fn weight(event: &Value) -> i64 {
    match json::text(event, "content.msgtype").as_deref() {
        Some("m.notice") => 1,
        Some("m.text" | "m.emote") => -1,
        _ => 0,
    }
}

fn room_id(event: &Value, file: &File) -> String {
    json::text(event, "room_id").unwrap_or_else(|| room_of(file).to_owned())
}

/// A field of `m.relates_to`, whose name has a dot in it.
fn relation(event: &Value, field: &str) -> Option<String> {
    event.get("content")?.get("m.relates_to")?.get(field)?.as_str().map(str::to_owned)
}

fn is_falling_back(event: &Value) -> bool {
    let relates = event.get("content").and_then(|content| content.get("m.relates_to"));
    relates.is_some_and(|relates| json::is_true(relates, "is_falling_back"))
}

struct Reader {
    known: Arc<Known>,
    flow: Flow,
    origin: String,
    file: File,
}

impl Reader {
    fn row(&mut self, raw: Vec<u8>, place: &Place) -> Row {
        let event = json::parse(&raw, place)?;
        let kind = json::text(&event, "type").unwrap_or_default();
        let rel = relation(&event, "rel_type").unwrap_or_default();
        if kind == "m.room.encrypted" || json::text(&event, "content.msgtype").as_deref() == Some("m.bad.encrypted") {
            return json::skip(Reason::Encrypted, "the exporter had no key", place);
        }
        if json::text(&event, "content.msgtype").as_deref() == Some("m.key.verification.request") {
            return json::skip(Reason::System, "m.key.verification.request", place);
        }
        match kind.as_str() {
            "m.room.message" | "m.sticker" if rel != "m.replace" => {}
            "m.room.message" | "m.reaction" | "m.room.redaction" => return json::skip(Reason::Folded, "", place),
            "m.poll.start" | "org.matrix.msc3381.poll.start" => {}
            other => return json::skip(Reason::System, other, place),
        }
        let id = self.known.event_id(&event, &self.file);
        let room_id = room_id(&event, &self.file);
        let answered = event
            .get("content")
            .and_then(|content| content.get("m.relates_to")?.get("m.in_reply_to")?.get("event_id")?.as_str());
        let sent = json::time(&event, &["origin_server_ts"]);
        let thread = relation(&event, "event_id").filter(|_| rel == "m.thread");
        // For programs that know no threads, each message of a thread also answers the one before it.
        let falls_back = thread.is_some() && is_falling_back(&event);
        let reply_to = answered.filter(|_| !falls_back).map(str::to_owned).or_else(|| thread.clone());
        let begins = id.clone().filter(|id| self.known.threads.contains(id));
        let conversation = match thread.or(begins) {
            Some(root) => format!("{room_id}\u{1f}{root}"),
            None => self.flow.place(&room_id, id.as_deref(), reply_to.as_deref(), sent),
        };
        let known = id.as_deref().unwrap_or("");
        let sender = json::text(&event, "sender").unwrap_or_default();
        let edit = self.known.edits.get(&(known.to_owned(), sender.clone()));
        let said = edit.map(|(_, content)| content).filter(|content| !content.is_null());
        let content = said.unwrap_or(&event["content"]);
        let deleted = self.known.redacted.contains(known) || json::at(&event, "unsigned.redacted_because").is_some();
        let (text, file) = (body(content, &kind, answered), attachment(content, &kind));
        let text = without_name(text, content);
        if text.is_empty() && file.is_none() && !deleted {
            return json::skip(Reason::NoText, "", place);
        }
        let message = Incoming {
            origin: self.origin.clone(),
            channel: self.known.channel(&self.file, &room_id),
            conversation,
            reply_to,
            author: self.known.author(sender, &event["content"]),
            sent,
            text,
            edited: edit.map(|(at, _)| *at),
            deleted,
            attachments: file.into_iter().collect(),
            reactions: self.known.reactions(known),
            native_id: id,
            source: raw,
            ..Incoming::default()
        };
        json::row(message, place)
    }
}

/// The name that a message has for itself alone, as it was proposed and as it is used until then.
fn profile(content: &Value) -> Option<&Value> {
    ["m.per_message_profile", "com.beeper.per_message_profile"].iter().find_map(|name| content.get(name))
}

/// The words without that name before them, which stands there for programs that do not know such names.
fn without_name(text: String, content: &Value) -> String {
    let profile = profile(content).filter(|profile| json::is_true(profile, "has_fallback"));
    let name = profile.and_then(|profile| json::text(profile, "displayname"));
    let rest = name.and_then(|name| text.strip_prefix(&name)?.strip_prefix(": ").map(str::to_owned));
    rest.unwrap_or(text)
}

/// The words, without the quote that older clients put before an answer.
fn body(content: &Value, kind: &str, answered: Option<&str>) -> String {
    if kind.contains("poll.start") {
        return poll(content);
    }
    let is_file = json::at(content, "url").is_some() || json::at(content, "file").is_some();
    // A file's body is its name, unless a name stands beside it.
    if is_file && json::text(content, "filename").is_none_or(|name| json::text(content, "body") == Some(name)) {
        return String::new();
    }
    let text = json::text(content, "body")
        .or_else(|| json::text(content, "formatted_body").map(|text| html::to_text(&text)))
        .unwrap_or_default();
    // People quote by hand too, and write of tags: `> <b>`.
    let text = if answered.is_some() { without_quote(text) } else { text };
    if json::text(content, "msgtype").as_deref() == Some("m.emote") { format!("/me {text}") } else { text }
}

/// What stands below `> <@ada:x> …` or, where a deed is answered, `> * <@ada:x> …`.
fn without_quote(text: String) -> String {
    if !["> <", "> * <"].iter().any(|quote| text.starts_with(quote)) {
        return text;
    }
    let own = text.lines().skip_while(|line| line.starts_with('>')).skip_while(|line| line.is_empty());
    own.collect::<Vec<_>>().join("\n")
}

/// The question, and the answers that it offers.
fn poll(content: &Value) -> String {
    let poll = content.get("m.poll").or_else(|| content.get("org.matrix.msc3381.poll.start")).unwrap_or(&Value::Null);
    let answers = json::list(poll, "answers").iter().filter_map(said).map(|answer| format!("- {answer}"));
    let lines: Vec<String> = poll.get("question").and_then(said).into_iter().chain(answers).collect();
    if lines.is_empty() { said(content).unwrap_or_default() } else { lines.join("\n") }
}

/// The words of a part of a poll, under whichever name the proposal had then; all but one have dots in them.
fn said(part: &Value) -> Option<String> {
    ["m.text", "org.matrix.msc1767.text", "body"].iter().find_map(|name| match part.get(name)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Array(forms) => forms.iter().find_map(|form| json::text(form, "body")),
        _ => None,
    })
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
