//! Rocket.Chat: room exports, answers of its API, and MongoDB exports and dumps of its messages.

use std::collections::HashMap;

use model::{Attachment, Author, Incoming, Reaction};
use serde_json::Value;

use crate::bson::Documents;
use crate::flow;
use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::html;
use crate::json;
use crate::lines::Lines;
use crate::media;
use crate::record::{Place, Reason, Row, Rows};
use crate::slack_words::words_of;
use crate::source::{File, Source};
use crate::walk::{self, Names};

pub(crate) const FORMAT: Format = Format {
    name: "rocketchat",
    title: "Rocket.Chat messages (JSON, MongoDB dump)",
    losses: &[Loss::Profiles, Loss::Membership, Loss::FileBytes, Loss::WhoReacted, Loss::SystemMessages],
    mapped: Mapped::Known,
    detect,
    open,
};

const MESSAGES: &[&[&str]] = &[&["messages", "*"]];

fn detect(probe: &Probe) -> Confidence {
    if probe.source().files().iter().any(is_dump) {
        return Confidence::Sure;
    }
    let share = |file: &File| {
        let head = probe.text(file);
        let has = |name: &str| head.contains(&format!("\"{name}\""));
        match (has("msg") && has("ts"), has("rid") && has("u"), has("username")) {
            (true, true, _) => Confidence::Sure,
            (true, _, true) => Confidence::Likely,
            _ => Confidence::No,
        }
    };
    let files = probe.source().files().iter().filter(|file| file.has_ending("json") || file.has_ending("jsonl"));
    files.take(5).map(share).max().unwrap_or(Confidence::No)
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let mut names = Names::default();
    let rooms = room_names(source, &mut names);
    let files: Vec<File> = source.files().iter().filter(|file| is_messages(source, file)).cloned().collect();
    let origin = options.origin.clone().unwrap_or_else(|| "rocketchat".to_owned());
    Ok(names.before(each_file(source, files, move |source, file| {
        let export = Export { origin: origin.clone(), rooms: rooms.clone(), room: room_of(file) };
        if is_dump(file) {
            let documents = Documents::new(source.open_bytes(file)?, &file.path);
            // The record that is kept is what a dump says, in letters that people and programs can read.
            return Ok(Box::new(documents.map(move |document| {
                let (document, place) = document?;
                export.row(document.to_string().into_bytes(), &place)
            })));
        }
        let mut head = Vec::new();
        std::io::Read::read_to_end(&mut std::io::Read::take(source.open_text(file)?, 4096), &mut head)?;
        let head = String::from_utf8_lossy(&head).into_owned();
        let opens_list = head.trim_start().starts_with('[');
        if opens_list || head.contains("\"messages\"") && !head.trim_start().starts_with("{\"_id\"") {
            let patterns: &'static [&'static [&'static str]] = if opens_list { &[&["*"]] } else { MESSAGES };
            return walk::rows(source, file, patterns, move |piece, place| {
                let is_item = opens_list || piece.is(MESSAGES[0]);
                if is_item { vec![export.row(piece.raw, &place)] } else { Vec::new() }
            });
        }
        Ok(Box::new(Lines::open(source, file)?.rows(move |line, place| export.row(line, &place))))
    })))
}

/// Everything but the lists of people, rooms and files that lie beside the messages.
fn is_messages(source: &Source, file: &File) -> bool {
    const LISTS: [&str; 7] = ["user", "users", "room", "rooms", "channels", "subscription", "uploads"];
    let stem = file.stem().strip_prefix("rocketchat_").unwrap_or(file.stem());
    let named = file.has_ending("json") || file.has_ending("jsonl");
    let tells = || walk::head(source, file).is_none_or(|head| head.contains("\"msg\"") || head.trim().is_empty());
    is_dump(file) || named && !LISTS.contains(&stem) && tells()
}

/// The messages in what `mongodump` writes.
fn is_dump(file: &File) -> bool {
    file.has_ending("bson") && file.stem() == "rocketchat_message"
}

/// A room export is called by its room, or lies in a folder that is.
fn room_of(file: &File) -> String {
    let folder = file.path.rsplit('/').nth(1);
    let plain = ["messages", "rocketchat_message", "export"].contains(&file.stem());
    folder.filter(|_| plain).unwrap_or(file.stem()).to_owned()
}

fn room_names(source: &Source, names: &mut Names) -> HashMap<String, String> {
    const LISTS: [&str; 4] = ["rooms.json", "channels.json", "rocketchat_room.json", "rocketchat_rooms.json"];
    let file = LISTS.iter().find_map(|name| source.find(name));
    let mut rooms = HashMap::new();
    if let Some(file) = file {
        names.each(source, file, |room| rooms.extend(room_name(&room)));
    }
    if let Some(file) = source.find("rocketchat_room.bson") {
        match source.open_bytes(file) {
            Ok(bytes) => {
                for document in Documents::new(bytes, &file.path) {
                    match document {
                        Ok((room, _)) => rooms.extend(room_name(&room)),
                        Err(skip) => names.tell(file, skip.place.row, &skip.to_reason()),
                    }
                }
            }
            Err(error) => names.tell(file, 1, &error.to_string()),
        }
    }
    rooms
}

/// A room by its number; one between people is called by them.
fn room_name(room: &Value) -> Option<(String, String)> {
    let people = || {
        let people: Vec<&str> = json::list(room, "usernames").iter().filter_map(Value::as_str).collect();
        (!people.is_empty()).then(|| people.join(", "))
    };
    json::text(room, "_id").zip(json::first(room, &["fname", "name"]).or_else(people))
}

struct Export {
    origin: String,
    rooms: HashMap<String, String>,
    room: String,
}

impl Export {
    fn row(&self, raw: Vec<u8>, place: &Place) -> Row {
        let found = json::parse(&raw, place)?;
        // A room's own export has no ids, and calls the kind of a message its type.
        let own_export = json::at(&found, "_id").is_none();
        let kind = json::text(&found, "t").or_else(|| json::text(&found, "type").filter(|_| own_export));
        let kind = kind.unwrap_or_default();
        let deleted = kind == "rm";
        let said = deleted || matches!(kind.as_str(), "" | "e2e") || kind.starts_with("discussion");
        if !said {
            return json::skip(Reason::System, &kind, place);
        }
        // With its history on, Rocket.Chat keeps each former version as a hidden row, and what was deleted too.
        let hidden = json::is_true(&found, "_hidden");
        if hidden && json::at(&found, "parent").is_some() {
            return json::skip(Reason::Folded, "a former version", place);
        }
        let deleted = deleted || hidden;
        if kind == "e2e" {
            return json::skip(Reason::Encrypted, "end-to-end encrypted", place);
        }
        let room = json::text(&found, "rid").unwrap_or_else(|| self.room.clone());
        let id = json::text(&found, "_id");
        let root = json::text(&found, "tmid");
        let sent = json::time(&found, &["ts"]);
        let thread = root.clone().or_else(|| id.clone());
        let message = Incoming {
            origin: self.origin.clone(),
            channel: self
                .rooms
                .get(&room)
                .cloned()
                .unwrap_or_else(|| if room.len() == 17 { self.room.clone() } else { room.clone() }),
            conversation: thread.map_or_else(|| flow::on_day(&room, sent), |thread| format!("{room}\u{1f}{thread}")),
            native_id: id,
            reply_to: root.or_else(|| quoted(&found)),
            author: author(&found),
            sent,
            text: text(&found),
            edited: json::time(&found, &["editedAt"]),
            deleted,
            attachments: json::list(&found, "attachments").iter().filter_map(attachment).collect(),
            reactions: reactions(&found),
            source: raw,
            ..Incoming::default()
        };
        if message.text.trim().is_empty() && message.attachments.is_empty() && !deleted {
            return json::skip(Reason::NoText, "", place);
        }
        json::row(message, place)
    }
}

/// Who speaks. A program that posts in somebody's name, and each of several that share an account, is somebody else.
fn author(found: &Value) -> Author {
    let username = json::first(found, &["u.username", "username"]).unwrap_or_default();
    let own = json::first(found, &["u.name", "name"]);
    let bot = json::at(found, "bot").is_some_and(|bot| *bot != Value::Bool(false)) || username == "rocket.cat";
    // A visitor of the livechat has a name of this kind too.
    let is_visitor = json::at(found, "token").is_some();
    let alias = json::text(found, "alias");
    // Up to version 2 each message of a person had the person's name as its alias, and no other name.
    let is_own = |alias: &String| *alias == username || Some(alias) == own.as_ref() || !bot && own.is_none();
    match alias.clone().filter(|alias| !is_visitor && !is_own(alias)) {
        Some(alias) => Author { handle: format!("{username}/{alias}"), name: Some(alias), bot },
        None => Author { name: alias.or(own).filter(|name| *name != username), handle: username, bot },
    }
}

/// The id of the message that a quote links to: `…/channel/general?msg=a1`.
fn quoted(found: &Value) -> Option<String> {
    let text = json::text(found, "msg").unwrap_or_default();
    let link = text.strip_prefix("[ ](").and_then(|rest| rest.split_once(')')).map(|(link, _)| link.to_owned());
    let card = || json::list(found, "attachments").iter().find_map(|card| json::text(card, "message_link"));
    let link = link.or_else(card)?;
    let (_, id) = link.rsplit_once("msg=")?;
    id.split('&').next().filter(|id| !id.is_empty()).map(str::to_owned)
}

/// The text, with what quoted messages and cards say; without any what a program lays out, or a place.
fn text(found: &Value) -> String {
    let mut text = json::text(found, "msg").unwrap_or_default();
    // A quote begins with an empty link to what it quotes.
    if let Some(end) = text.strip_prefix("[ ](").and_then(|_| text.find(')')) {
        text = text[end + 1..].trim_start().to_owned();
    }
    for card in json::list(found, "attachments") {
        let quoted = json::at(card, "message_link").is_some();
        let said = if quoted { quote_of(card) } else { card_lines(card).join("\n") };
        if said.is_empty() || text.contains(&said) {
            continue;
        }
        text = match (text.is_empty(), quoted) {
            (true, _) => said,
            (false, true) => format!("{said}\n{text}"),
            (false, false) => format!("{text}\n{said}"),
        };
    }
    if text.is_empty() {
        text = html::entities(&words_of(&found["blocks"]));
    }
    if text.is_empty() { place(found).unwrap_or_default() } else { text }
}

/// A place that somebody shared, as it is written everywhere but in GeoJSON: north first.
fn place(found: &Value) -> Option<String> {
    let [east, north] = json::list(found, "location.coordinates") else { return None };
    Some(format!("{}, {}", north.as_f64()?, east.as_f64()?))
}

fn quote_of(card: &Value) -> String {
    let said = json::first(card, &["text", "description"]).unwrap_or_default();
    said.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")
}

/// What a card says. The title of a file is its name.
fn card_lines(card: &Value) -> Vec<String> {
    let heads: &[&str] = if is_upload(card) { &[] } else { &["pretext", "author_name"] };
    let mut lines: Vec<String> = heads.iter().filter_map(|head| json::text(card, head)).collect();
    if let Some(title) = json::text(card, "title").filter(|_| !is_upload(card)) {
        let link = json::text(card, "title_link").filter(|link| *link != title);
        lines.push(link.map_or_else(|| title.clone(), |link| format!("{title} <{link}>")));
    }
    lines.extend(json::first(card, &["text", "description"]));
    lines.extend(json::list(card, "fields").iter().filter_map(|field| {
        let value = json::text(field, "value");
        json::text(field, "title")
            .map_or(value.clone(), |title| Some(format!("{title}: {}", value.unwrap_or_default())))
    }));
    lines
}

/// Whether a card stands for a file that somebody put into the chat.
fn is_upload(card: &Value) -> bool {
    let link = json::first(card, &["title_link", "url"]).unwrap_or_default();
    json::text(card, "type").as_deref() == Some("file")
        || json::is_true(card, "title_link_download")
        || link.contains("/file-upload/")
}

/// The file or the picture of a card; a title with a link to somewhere is none.
fn attachment(card: &Value) -> Option<Attachment> {
    let uploaded = is_upload(card);
    let places = ["title_link", "image_url", "audio_url", "video_url", "url"];
    let url = json::first(card, if uploaded { &places } else { &places[1..4] })?;
    let last = || url.split('?').next().and_then(|url| url.rsplit('/').next()).unwrap_or("file").to_owned();
    let name = json::first(card, &["title", "fileName"]).filter(|_| uploaded).unwrap_or_else(last);
    let media_type = json::first(card, &["image_type", "audio_type", "video_type"])
        .unwrap_or_else(|| media::of_name(&name).to_owned());
    Some(Attachment { name, media_type, bytes: None, url: Some(url) })
}

/// `{":+1:": {"usernames": ["ada", "grace"]}}`
fn reactions(found: &Value) -> Vec<Reaction> {
    let signs = json::at(found, "reactions").and_then(Value::as_object).into_iter().flatten();
    signs
        .map(|(name, who)| Reaction {
            name: name.trim_matches(':').to_owned(),
            count: json::list(who, "usernames").len() as u64,
        })
        .collect()
}
