//! Telegram Desktop's export as JSON: `result.json` of one chat or of all.

use std::collections::HashMap;

use model::{Attachment, Author, Incoming, Reaction, Time};
use serde::Deserialize;
use serde_json::Value;

use crate::dates::{self, Order};
use crate::flow::Flow;
use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::json;
use crate::jsonl::refuse;
use crate::media;
use crate::record::{Place, Reason, Record, Row, Rows, Skip, Warning, Warnings};
use crate::scalar::{Scalar, lenient};
use crate::source::{File, Source, without_copy};
use crate::telegram_blocks;
use crate::telegram_dumps;
use crate::telegram_repair::repaired;
use crate::walk::{self, Piece, Walk};

pub(crate) const FORMAT: Format = Format {
    name: "telegram",
    title: "Telegram export (JSON)",
    losses: &[Loss::Profiles, Loss::WhoReacted, Loss::Polls, Loss::SystemMessages, Loss::Formatting],
    mapped: Mapped::Known,
    detect,
    open,
};

const MESSAGES: &[&[&str]] =
    &[&["messages", "*"], &["chats", "list", "*", "messages", "*"], &["left_chats", "list", "*", "messages", "*"]];

fn detect(probe: &Probe) -> Confidence {
    let files = || probe.source().files().iter().filter(|file| is_named(file)).take(5);
    let is_sure = |head: &str| is_whole(head) || telegram_dumps::is_dump(head);
    if files().any(|file| is_sure(&probe.text(file))) {
        Confidence::Sure
    } else if files().any(|file| is_part(&probe.text(file))) {
        Confidence::Likely
    } else {
        Confidence::No
    }
}

fn is_named(file: &File) -> bool {
    ["json", "jsonl", "ndjson"].iter().any(|ending| file.has_ending(ending))
}

fn is_export(head: &str) -> bool {
    is_whole(head) || is_part(head) || telegram_dumps::is_dump(head)
}

/// Whether a file begins as what is left where somebody shortened an export: its messages alone, or with less of each.
fn is_part(head: &str) -> bool {
    let has = |name: &str| head.contains(name);
    let is_message =
        (has("\"type\": \"message\"") || has("\"type\":\"message\"")) && has("\"date\"") && has("\"text\"");
    let is_list = head.trim_start().starts_with('[');
    is_message && has("\"from\"") && if is_list { SIGNS.iter().any(|sign| has(sign)) } else { has("\"messages\"") }
}

/// Fields of a message that no other program writes so.
const SIGNS: [&str; 3] = ["\"date_unixtime\"", "\"from_id\"", "\"text_entities\""];

fn is_whole(head: &str) -> bool {
    let chat = head.contains("\"messages\"") && head.contains("\"type\"") && head.contains("\"date");
    let all = head.contains("\"chats\"") && head.contains("\"list\"") || head.contains("\"personal_information\"");
    all || chat && SIGNS.iter().any(|sign| head.contains(sign))
}

#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    id: Scalar,
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    action: Option<String>,
    #[serde(default)]
    title: Scalar,
    #[serde(default)]
    new_title: Scalar,
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    date_unixtime: Scalar,
    #[serde(default)]
    edited: Option<String>,
    #[serde(default)]
    edited_unixtime: Scalar,
    #[serde(default)]
    from: Option<String>,
    #[serde(default)]
    from_id: Scalar,
    /// Who signed a post of a channel.
    #[serde(default)]
    author: Scalar,
    #[serde(default)]
    via_bot: Option<String>,
    #[serde(default)]
    reply_to_message_id: Scalar,
    /// Set where the answered message is in another chat.
    #[serde(default)]
    reply_to_peer_id: Scalar,
    /// `null` where nobody may know from whom; missing where nothing was forwarded.
    #[serde(default, deserialize_with = "as_it_stands")]
    forwarded_from: Option<Value>,
    #[serde(default)]
    text: Value,
    /// Stands instead of a text.
    #[serde(default)]
    rich_message: Value,
    #[serde(default)]
    photo: Option<String>,
    #[serde(default)]
    file: Option<String>,
    #[serde(default)]
    file_name: Option<String>,
    #[serde(default)]
    mime_type: Option<String>,
    #[serde(default)]
    media_type: Option<String>,
    #[serde(default)]
    sticker_emoji: Option<String>,
    #[serde(default)]
    game_title: Option<String>,
    #[serde(default)]
    place_name: Option<String>,
    #[serde(default)]
    address: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    poll: Option<Poll>,
    #[serde(default, deserialize_with = "lenient")]
    todo_list: Option<Tasks>,
    #[serde(default, deserialize_with = "written")]
    invoice_information: Option<Invoice>,
    #[serde(default, deserialize_with = "lenient")]
    giveaway_information: Option<Giveaway>,
    #[serde(default, deserialize_with = "lenient")]
    location_information: Option<Location>,
    #[serde(default, deserialize_with = "lenient")]
    contact_information: Option<Contact>,
    #[serde(default, deserialize_with = "lenient")]
    contact_vcard: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    reactions: Vec<Sign>,
}

/// A value that is there, even if it is `null`.
fn as_it_stands<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// An object, or one that is written as a text; of anything else, none.
fn written<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Invoice>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let found = value.as_str().map_or_else(|| Invoice::deserialize(&value), serde_json::from_str);
    Ok(found.ok()) // tidy(swallow): what is no object says nothing
}

#[derive(Deserialize)]
struct Poll {
    question: Value,
    #[serde(default, deserialize_with = "lenient")]
    answers: Vec<Answer>,
}

#[derive(Deserialize)]
struct Answer {
    text: Value,
}

#[derive(Deserialize)]
struct Tasks {
    #[serde(default)]
    title: Value,
    #[serde(default, deserialize_with = "lenient")]
    answers: Vec<Answer>,
}

#[derive(Deserialize)]
struct Invoice {
    #[serde(default)]
    title: String,
    #[serde(default)]
    description: String,
}

#[derive(Deserialize)]
struct Location {
    latitude: f64,
    longitude: f64,
}

#[derive(Deserialize)]
struct Contact {
    #[serde(default)]
    first_name: String,
    #[serde(default)]
    last_name: String,
    #[serde(default)]
    phone_number: Scalar,
}

#[derive(Deserialize)]
struct Giveaway {
    #[serde(default)]
    additional_prize: String,
}

#[derive(Deserialize)]
struct Sign {
    #[serde(default)]
    emoji: Option<String>,
    #[serde(default)]
    document_id: Option<String>,
    #[serde(default)]
    count: u64,
}

/// The chat that the messages belong to which come next.
#[derive(Default)]
struct Chat {
    id: String,
    kind: String,
    name: String,
    /// What tells its messages from those of other chats.
    key: String,
    /// What the file is called, for one that tells no chat.
    file: String,
    flow: Flow,
    /// Forum topics by the message that created them, and the messages in them.
    topics: HashMap<u64, String>,
    /// What topics were called in the end.
    renamed: HashMap<u64, String>,
    topic_of: HashMap<u64, u64>,
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let files = walk::chosen(source, is_named, is_export);
    let options = options.clone();
    Ok(each_file(source, files, move |source, file| {
        if walk::head(source, file).is_some_and(|head| telegram_dumps::is_dump(&head)) {
            return telegram_dumps::rows(source, file, &options);
        }
        let account = account(source, file)?;
        let reader = Reader { source: source.clone(), folder: folder(file), options: options.clone(), account };
        let (mut chat, mut at, called) = (Chat::default(), None, called(file));
        let mut renamed = last_names(source, file)?;
        walk::rows(source, file, MESSAGES, move |piece, place| {
            let Some(in_chat) = chat_part(&piece) else { return Vec::new() };
            if at.as_ref() != Some(&in_chat) {
                let file = if in_chat.is_empty() { called.clone() } else { String::new() };
                chat = Chat { renamed: renamed.remove(&in_chat).unwrap_or_default(), file, ..Chat::default() };
                chat.key = reader.key(&chat);
                at = Some(in_chat);
            }
            if is_message(&piece) {
                return vec![reader.row(piece.raw, &mut chat, place)];
            }
            match piece.path.last().map(String::as_str) {
                Some("name") => chat.name = name(&piece).unwrap_or_default(),
                Some("type") => chat.kind = piece.text().unwrap_or_default(),
                Some("id") => chat.id = piece.text().unwrap_or_default(),
                _ => {}
            }
            chat.key = reader.key(&chat);
            Vec::new()
        })
    }))
}

/// What a chat is known by that an export does not tell: its file, or the folder of one that every chat has so.
pub(crate) fn called(file: &File) -> String {
    let stem = without_copy(file.stem());
    let is_day =
        stem.starts_with("20") && stem.contains('-') && stem.bytes().all(|byte| b"0123456789-".contains(&byte));
    let folder = file.path.rsplit('/').nth(1).filter(|_| is_day || matches!(stem, "result" | "messages"));
    folder.unwrap_or(stem).to_owned()
}

/// Whose export it is: as it says, else who answers in a talk of two. The export of a single chat never says it, but
/// without the account messages that two accounts count alike would be lost. The price: a chat that was exported before
/// its first answer comes in anew behind it, which the run can undo.
fn account(source: &Source, file: &File) -> std::io::Result<Option<String>> {
    let mut walk = Walk::new(source.open_text(file)?, MESSAGES);
    let mut chat = Chat::default();
    while let Some(Ok(piece)) = walk.next_piece() {
        let is_message = is_message(&piece);
        match piece.path.last().map(String::as_str) {
            Some("personal_information") => {
                let told: Value = serde_json::from_slice(&piece.raw).unwrap_or_default(); // tidy(swallow): tells nothing then
                if let Some(id) = json::text(&told, "user_id") {
                    return Ok(Some(format!("user{id}")));
                }
            }
            Some("type") => chat.kind = piece.text().unwrap_or_default(),
            Some("id") => chat.id = piece.text().unwrap_or_default(),
            _ if is_message && is_of_two(&chat.kind) => {
                // What is no message is told of when it is read.
                let Ok(found) = serde_json::from_slice::<Sender>(&piece.raw) else { continue };
                let sender = peer(found.from_id).filter(|sender| sender.starts_with("user"));
                if let Some(own) = sender.filter(|sender| !is_of(sender, &chat.id)) {
                    return Ok(Some(own));
                }
            }
            _ if is_message && piece.path.len() <= 2 => return Ok(None),
            _ => {}
        }
    }
    Ok(None)
}

#[derive(Deserialize)]
struct Sender {
    #[serde(default)]
    from_id: Scalar,
}

/// The chats whose messages each account counts for itself, and whose exports tell the account.
fn is_of_two(kind: &str) -> bool {
    matches!(kind, "personal_chat" | "bot_chat")
}

/// Whether a sender is the other one of a talk. Exports of 2019 and 2020 may have added 2^32 to the chat's number.
fn is_of(sender: &str, chat: &str) -> bool {
    let modulo = |id: &str| number(id).map(|id| id % (1 << 32));
    let sender = sender.strip_prefix("user").unwrap_or(sender);
    sender == chat || modulo(chat).is_some() && modulo(sender) == modulo(chat)
}

/// Exports before 2021 wrote the bare number of a user.
fn peer(id: Scalar) -> Option<String> {
    let is_bare = |id: &str| id.bytes().all(|byte| byte.is_ascii_digit());
    id.text().map(|id| if is_bare(&id) { format!("user{id}") } else { id })
}

/// The last name of each topic that was renamed, by chat: messages before the renaming belong to it too.
fn last_names(source: &Source, file: &File) -> std::io::Result<HashMap<String, HashMap<u64, String>>> {
    let mut names: HashMap<String, HashMap<u64, String>> = HashMap::new();
    if !walk::holds(source, file, b"\"topic_edit\"")? {
        return Ok(names);
    }
    let mut walk = Walk::new(source.open_text(file)?, MESSAGES);
    while let Some(Ok(piece)) = walk.next_piece() {
        let Some(chat) = chat_part(&piece).filter(|_| memchr::memmem::find(&piece.raw, b"topic_edit").is_some()) else {
            continue;
        };
        // What is no message is told of when it is read.
        let Ok(found) = serde_json::from_slice::<Message>(&piece.raw) else { continue };
        let topic =
            number(found.reply_to_message_id.as_str()).filter(|_| found.action.as_deref() == Some("topic_edit"));
        if let Some((topic, name)) = topic.zip(found.new_title.text()) {
            names.entry(chat).or_default().insert(topic, name);
        }
    }
    Ok(names)
}

/// The text of a piece, control characters left out.
fn name(piece: &Piece) -> Option<String> {
    let mended = || repaired(&piece.raw).and_then(|raw| Piece { path: Vec::new(), raw }.text());
    Some(piece.text().or_else(mended)?.replace(char::is_control, ""))
}

/// Which chat a piece belongs to: the only one of the file, or one of the list.
fn chat_part(piece: &Piece) -> Option<String> {
    match piece.path.as_slice() {
        [list, _, number, ..] if list == "chats" || list == "left_chats" => Some(format!("{list}{number}")),
        [name] if matches!(name.as_str(), "name" | "type" | "id") => Some(String::new()),
        [messages, _] if messages == "messages" => Some(String::new()),
        [_] if is_message(piece) => Some(String::new()),
        _ => None,
    }
}

/// Whether a piece is a message of a chat, or of a list without one.
fn is_message(piece: &Piece) -> bool {
    let is_item = |part: &String| part.bytes().all(|byte| byte.is_ascii_digit());
    piece.path.iter().any(|part| part == "messages") || matches!(piece.path.as_slice(), [item] if is_item(item))
}

fn folder(file: &File) -> String {
    file.path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"))
}

struct Reader {
    source: Source,
    folder: String,
    options: Options,
    account: Option<String>,
}

impl Reader {
    /// Groups and channels number their messages for all. Those of a talk of two are numbered by account, so that two
    /// people have other messages under the same numbers.
    fn key(&self, chat: &Chat) -> String {
        let own = self.account.as_ref().filter(|_| is_of_two(&chat.kind));
        let id = if chat.id.is_empty() { &chat.file } else { &chat.id };
        own.map_or_else(|| id.clone(), |own| format!("{own}/{id}"))
    }

    /// A message of another chat: `user777` and its number.
    fn elsewhere(&self, peer: &str, message: &str, chat: &Chat) -> Option<String> {
        let id = peer.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
        if id == chat.id {
            return None;
        }
        let own = self.account.as_ref().filter(|own| peer.starts_with("user") && *own != peer);
        Some(own.map_or_else(|| format!("{id}/{message}"), |own| format!("{own}/{id}/{message}")))
    }

    fn row(&self, raw: Vec<u8>, chat: &mut Chat, place: Place) -> Row {
        let read = |raw: &[u8]| serde_json::from_slice::<Message>(raw);
        let mended = || repaired(&raw).and_then(|mended| read(&mended).ok()); // tidy(swallow): the first error is told
        let found = match read(&raw).or_else(|error| mended().ok_or(error)) {
            Ok(found) => found,
            Err(error) => return Err(refuse(place, &error)),
        };
        let id = found.id.as_str().to_owned();
        if found.kind != "message" {
            let action = found.action.clone().unwrap_or_default();
            if let Some(number) = number(&id).filter(|_| action == "topic_created") {
                chat.topics.insert(number, found.title.text().unwrap_or_default());
            }
            let system = found.kind == "service";
            let reason = if system { Reason::System } else { Reason::Unsupported };
            return Err(Skip { place, reason, detail: if system { action } else { found.kind } });
        }
        let mut warnings = Warnings::default();
        let sent = self.time(&found.date_unixtime, found.date.as_deref());
        let answered = found.reply_to_message_id.clone().text();
        let peer = found.reply_to_peer_id.clone().text().zip(answered.as_ref());
        let elsewhere = peer.and_then(|(peer, message)| self.elsewhere(&peer, message, chat));
        let answered = answered.filter(|_| elsewhere.is_none());
        let begins = |parent: &u64| chat.topics.contains_key(parent);
        let parent = answered.as_deref().and_then(number);
        let topic = parent.filter(begins).or_else(|| chat.topic_of.get(&parent?).copied());
        let of_topic = parent.is_some_and(|parent| begins(&parent));
        let native_id = Some(id).filter(|id| !id.is_empty());
        let (conversation, title) = match topic {
            Some(topic) => {
                chat.topic_of.extend(native_id.as_deref().and_then(number).map(|id| (id, topic)));
                let title = chat.renamed.get(&topic).or_else(|| chat.topics.get(&topic));
                (format!("{}\u{1f}{topic}", chat.key), title.cloned())
            }
            None => (chat.flow.place(&chat.key, native_id.as_deref(), answered.as_deref(), sent), None),
        };
        let message = Incoming {
            origin: self.options.origin.clone().unwrap_or_else(|| "telegram".to_owned()),
            channel: channel(chat),
            // Telegram counts the messages of each chat from 1.
            native_id: native_id.map(|id| format!("{}/{id}", chat.key)),
            conversation,
            title,
            reply_to: answered.filter(|_| !of_topic).map(|parent| format!("{}/{parent}", chat.key)).or(elsewhere),
            author: author(&found),
            sent,
            text: text(&found),
            // Until 2020 a message that nobody edited was "edited" at the beginning of 1970.
            edited: self
                .time(&found.edited_unixtime, found.edited.as_deref())
                .filter(|edited| sent.is_none_or(|sent| *edited >= sent) && edited.day() > 1),
            attachments: self.files(&found, &mut warnings),
            reactions: found.reactions.iter().map(reaction).collect(),
            source: raw,
            ..Incoming::default()
        };
        if message.text.is_empty() && message.attachments.is_empty() {
            return Err(Skip { place, reason: Reason::NoText, detail: found.media_type.unwrap_or_default() });
        }
        Ok(Record::new(message, place, warnings))
    }

    /// The time of day in `date` is that of the computer which exported; newer exports add the
    /// moment itself.
    fn time(&self, moment: &Scalar, local: Option<&str>) -> Option<Time> {
        let moment = dates::parse(moment.as_str(), Order::Unknown, 0);
        moment.or_else(|| dates::parse_by(local?, Order::YearFirst, &self.options.clock)).filter(|at| at.seconds() > 0)
    }

    fn files(&self, found: &Message, warnings: &mut Warnings) -> Vec<Attachment> {
        let photo = found.photo.iter().map(|path| (path, None, Some("image/jpeg")));
        let file = found.file.iter().map(|path| (path, found.file_name.as_deref(), found.mime_type.as_deref()));
        let card = found.contact_vcard.iter().map(|path| (path, None, Some("text/vcard")));
        let mut files = Vec::new();
        for (path, name, media_type) in photo.chain(file).chain(card) {
            let name = name.unwrap_or_else(|| path.rsplit('/').next().unwrap_or(path)).to_owned();
            let bytes = media::load(&self.source, &format!("{}{path}", self.folder));
            if bytes.is_none() {
                warnings.add(Warning::FileLeftOut);
            }
            // "(File not included. Change data exporting settings to download.)"
            let name = if path.starts_with('(') && found.file_name.is_none() { "file".to_owned() } else { name };
            let media_type = media_type.map_or_else(|| media::of_name(&name).to_owned(), str::to_owned);
            files.push(Attachment { name, media_type, bytes, url: None });
        }
        files
    }
}

/// Telegram counts messages, so that an id needs eight bytes, not a text.
fn number(id: &str) -> Option<u64> {
    id.parse().ok() // tidy(swallow): what is no number belongs to no topic
}

/// One's saved messages have no name, nor do deleted accounts.
fn channel(chat: &Chat) -> String {
    [&chat.name, &chat.kind, &chat.id, &chat.file]
        .into_iter()
        .find(|name| !name.is_empty())
        .cloned()
        .unwrap_or_default()
}

fn author(found: &Message) -> Author {
    let name = found.from.clone().filter(|name| !name.is_empty());
    let handle = peer(found.from_id.clone()).or_else(|| name.clone()).unwrap_or_default();
    // Several people write in the name of a channel.
    if let Some(signed) = found.author.clone().text().filter(|_| handle.starts_with("channel")) {
        return Author { handle: format!("{handle}/{signed}"), name: Some(signed), bot: false };
    }
    let bot = found.via_bot.is_none() && name.as_deref().is_some_and(is_of_bot) && handle.starts_with("user");
    Author { handle, name, bot }
}

/// Telegram wants names of bots to end so; people are called Talbot and Abbot.
fn is_of_bot(name: &str) -> bool {
    ["Bot", "_bot", " bot"].iter().any(|ending| name.ends_with(ending))
}

/// The words of a message, and in words what is no text: a poll, a place, a contact, a sticker.
fn text(found: &Message) -> String {
    let mut parts = Vec::new();
    let said = Some(plain(&found.text)).filter(|said| !said.is_empty());
    let said = said.unwrap_or_else(|| telegram_blocks::words(&found.rich_message));
    match &found.forwarded_from {
        Some(_) => parts.push(said.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")),
        None => parts.push(said),
    }
    if let Some(poll) = &found.poll {
        parts.push(plain(&poll.question));
        parts.extend(poll.answers.iter().map(|answer| format!("- {}", plain(&answer.text))));
    }
    if let Some(tasks) = &found.todo_list {
        parts.push(plain(&tasks.title));
        parts.extend(tasks.answers.iter().map(|task| format!("- {}", plain(&task.text))));
    }
    if let Some(invoice) = &found.invoice_information {
        parts.extend([invoice.title.clone(), invoice.description.clone()]);
    }
    parts.extend(found.giveaway_information.iter().map(|giveaway| giveaway.additional_prize.clone()));
    parts.extend([&found.place_name, &found.address, &found.game_title].into_iter().flatten().cloned());
    if let Some(place) = &found.location_information {
        parts.push(format!("{}, {}", place.latitude, place.longitude));
    }
    if let Some(contact) = &found.contact_information {
        parts.push(format!("{} {}", contact.first_name, contact.last_name).trim().to_owned());
        parts.push(contact.phone_number.as_str().to_owned());
    }
    parts.extend(found.sticker_emoji.clone());
    parts.retain(|part| !part.is_empty());
    parts.join("\n")
}

/// A text is a string, or a list of strings and of marked pieces, which hold others in blocks.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(plain).collect(),
        Value::Object(piece) => {
            let said = ["text", "texts"].iter().find_map(|name| piece.get(*name)).map(plain).unwrap_or_default();
            let href = piece.get("href").and_then(Value::as_str).filter(|href| *href != said);
            match piece.get("type").and_then(Value::as_str) {
                Some("pre") => format!("```\n{said}\n```"),
                Some("code") => format!("`{said}`"),
                Some("blockquote") => said.lines().map(|line| format!("> {line}\n")).collect(),
                _ => href.map_or_else(|| said.clone(), |href| format!("{said} <{href}>")),
            }
        }
        _ => String::new(),
    }
}

fn reaction(sign: &Sign) -> Reaction {
    // A custom emoji is a file, which the export may have left out and then says so.
    let custom = sign.document_id.as_ref().map(|path| if path.starts_with('(') { "custom" } else { path }.to_owned());
    let name = sign.emoji.clone().or(custom).unwrap_or_else(|| "paid".to_owned());
    Reaction { name, count: sign.count }
}
