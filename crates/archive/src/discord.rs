//! Discord: JSON of DiscordChatExporter, and lists of its API.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use model::{Attachment, Author, Incoming, Reaction};
use serde::Deserialize;
use serde_json::Value;

use crate::dates::{self, Order};
use crate::discord_csv;
use crate::discord_library::{self, Library};
use crate::discord_lists::{self, Lists};
use crate::discord_tracker;
use crate::discord_words::{Embed, Layout, Poll, add_below, push_line, with_names};
use crate::flow::Flow;
use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::jsonl::refuse;
use crate::media;
use crate::record::{Place, Reason, Record, Row, Rows, Skip, Warning, Warnings, is_left_out};
use crate::scalar::{Scalar, lenient};
use crate::source::{File, Source};
use crate::walk::{self, Piece};

pub(crate) const FORMAT: Format = Format {
    name: "discord",
    title: "Discord channels (DiscordChatExporter JSON or CSV)",
    losses: &[Loss::Profiles, Loss::Membership, Loss::FileBytes, Loss::WhoReacted, Loss::SystemMessages, Loss::Polls],
    mapped: Mapped::Known,
    detect,
    open,
};

/// The exporter's own shape, and bare lists of messages as Discord's API gives them.
const MESSAGES: &[&[&str]] = &[&["messages", "*"], &["guild", "*"], &["channel", "*"], &["*"]];

fn detect(probe: &Probe) -> Confidence {
    let files = || probe.source().files().iter().filter(|file| file.has_ending("json")).take(5);
    let mut tables = probe.source().files().iter().filter(|file| file.has_ending("csv")).take(5);
    let mut tracked = probe.source().files().iter().filter(|file| discord_tracker::is_named(file)).take(5);
    if files().any(|file| is_export(&probe.text(file)))
        || tables.any(|file| discord_csv::is_export(&probe.text(file)))
        || tracked.any(|file| discord_tracker::is_export(&probe.text(file)))
    {
        Confidence::Sure
    } else if files().any(|file| is_of_api(&probe.text(file))) {
        Confidence::Likely
    } else {
        Confidence::No
    }
}

fn is_export(head: &str) -> bool {
    head.contains("\"guild\"")
        && head.contains("\"channel\"")
        && (head.contains("\"dateRange\"") || head.contains("\"messages\""))
}

/// Whether a file begins as lists of the API, or of a library that gives them.
fn is_of_api(head: &str) -> bool {
    let signs = ["\"channel_id\"", "\"edited_timestamp\"", "\"author\"", "\"content\""];
    signs.iter().all(|sign| head.contains(sign)) || discord_library::is_dump(head)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    id: Scalar,
    #[serde(default, rename = "type")]
    kind: Scalar,
    #[serde(default, rename = "channel_id")]
    channel: Scalar,
    #[serde(default)]
    timestamp: Option<String>,
    #[serde(default, alias = "edited_timestamp")]
    timestamp_edited: Option<String>,
    #[serde(default)]
    content: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    author: User,
    #[serde(default, rename = "webhook_id")]
    webhook: Scalar,
    #[serde(default, deserialize_with = "lenient")]
    attachments: Vec<Upload>,
    #[serde(default, deserialize_with = "lenient")]
    embeds: Vec<Embed>,
    #[serde(default, deserialize_with = "lenient", alias = "sticker_items")]
    stickers: Vec<Sticker>,
    #[serde(default, deserialize_with = "lenient")]
    reactions: Vec<Sign>,
    #[serde(default, deserialize_with = "lenient", alias = "message_reference")]
    reference: Option<Reference>,
    #[serde(default, deserialize_with = "lenient")]
    forwarded_message: Option<Forwarded>,
    /// What was forwarded, as the API gives it.
    #[serde(default, deserialize_with = "lenient", rename = "message_snapshots")]
    snapshots: Vec<Snapshot>,
    #[serde(default, deserialize_with = "lenient")]
    poll: Option<Poll>,
    #[serde(default, deserialize_with = "lenient")]
    components: Vec<Value>,
    #[serde(default, deserialize_with = "lenient")]
    mentions: Vec<User>,
}

impl Message {
    /// Fills in what a library calls otherwise.
    fn complete(&mut self, told: Library) {
        let Library { channel_id, author_id, created_timestamp, edited_timestamp } = told;
        self.timestamp = created_timestamp.text();
        self.timestamp_edited = self.timestamp_edited.take().or(edited_timestamp.text());
        self.channel = self.channel.clone().text().map_or(channel_id, |channel| Scalar(Some(channel)));
        self.author.id = self.author.id.clone().text().map_or(author_id, |author| Scalar(Some(author)));
    }
}

#[derive(Deserialize)]
struct Snapshot {
    message: Forwarded,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct User {
    #[serde(default)]
    id: Scalar,
    #[serde(default, alias = "username")]
    name: Option<String>,
    #[serde(default, alias = "global_name")]
    nickname: Option<String>,
    #[serde(default, alias = "bot")]
    is_bot: bool,
    #[serde(default)]
    discriminator: Scalar,
}

impl User {
    /// The name that people see.
    fn shown(&self) -> Option<&str> {
        self.nickname.as_deref().filter(|name| !name.is_empty()).or(self.name.as_deref())
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Upload {
    url: String,
    #[serde(default, alias = "filename")]
    file_name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sticker {
    name: String,
    #[serde(default)]
    source_url: Option<String>,
}

#[derive(Deserialize)]
struct Sign {
    emoji: Emoji,
    #[serde(default)]
    count: u64,
}

#[derive(Deserialize)]
struct Emoji {
    #[serde(default)]
    id: Scalar,
    #[serde(default)]
    name: String,
    #[serde(default)]
    code: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reference {
    #[serde(default, alias = "message_id")]
    message_id: Scalar,
}

#[derive(Deserialize)]
struct Forwarded {
    #[serde(default, deserialize_with = "lenient")]
    mentions: Vec<User>,
    #[serde(default, deserialize_with = "lenient")]
    components: Vec<Value>,
    #[serde(default)]
    content: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    attachments: Vec<Upload>,
    #[serde(default, deserialize_with = "lenient")]
    embeds: Vec<Embed>,
    #[serde(default, deserialize_with = "lenient", alias = "sticker_items")]
    stickers: Vec<Sticker>,
}

/// How many pictures of embeds are kept; Discord itself shows ten embeds of up to four.
const PICTURES_MAX: usize = 100;

/// What stands before the messages of a file.
#[derive(Default)]
struct Room {
    guild: String,
    id: String,
    name: String,
    kind: String,
    category: String,
    /// Whose files lie in the archive by number. A thread has the number of the message that it hangs on.
    channels: Arc<HashSet<String>>,
    /// What lists beside the messages call channels.
    names: Arc<HashMap<String, String>>,
    /// The channel of the first message.
    first: String,
}

impl Room {
    fn take(&mut self, piece: &Piece) {
        let value = piece.text().unwrap_or_default();
        match (piece.path[0].as_str(), piece.path[1].as_str()) {
            ("guild", "id") => self.guild = value,
            ("channel", "id") => self.id = value,
            ("channel", "name") => self.name = value,
            ("channel", "type") => self.kind = value,
            ("channel", "category") => self.category = value,
            _ => {}
        }
    }

    /// The number and the name of a message's channel; a list of the API may hold those of several.
    fn spot(&mut self, told: Option<String>) -> (String, String) {
        let is_list = self.id.is_empty();
        let id = told.filter(|_| is_list);
        if self.first.is_empty() {
            self.first = id.as_ref().unwrap_or(&self.id).clone();
        }
        let id = id.unwrap_or_else(|| self.first.clone());
        let listed = self.names.get(&id).filter(|_| is_list);
        (id, listed.unwrap_or(&self.name).clone())
    }

    fn is_thread(&self) -> bool {
        self.kind.contains("Thread") || matches!(self.kind.as_str(), "10" | "11" | "12")
    }
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let begins = |head: &str| is_export(head) || is_of_api(head);
    let (mut files, broken) = walk::chosen_and_broken(source, |file| file.has_ending("json"), begins);
    let (tables, tracked) = (discord_csv::files(source), discord_tracker::files(source));
    if !tables.is_empty() || !tracked.is_empty() {
        files.retain(|file| walk::head(source, file).is_some_and(|head| is_export(&head) || is_of_api(&head)));
        files.extend(tables.into_iter().chain(tracked.iter().cloned()));
    }
    let tracked: HashSet<Arc<str>> = tracked.into_iter().map(|file| file.path).collect();
    // What people attached lies in folders of its own.
    let folders: HashSet<String> = files.iter().map(folder).collect();
    files.extend(broken.into_iter().filter(|file| folders.contains(&folder(file))));
    files.sort_by_cached_key(part_of);
    let channels: Arc<HashSet<String>> = Arc::new(files.iter().filter_map(number_of).collect());
    let origin = options.origin.clone();
    let flow_of_last = Arc::new(Mutex::new((String::new(), Flow::default())));
    let Lists { names, told, shared } = discord_lists::find(source, &files);
    Ok(told.before(each_file(source, files, move |source, file| {
        let origin = origin.clone();
        if file.has_ending("csv") {
            return discord_csv::rows(source, file, origin.unwrap_or_else(|| origin_of("")));
        }
        if tracked.contains(&file.path) {
            return discord_tracker::rows(source, file, origin.unwrap_or_else(|| origin_of("")));
        }
        let flow_of_last = Arc::clone(&flow_of_last);
        let name = discord_lists::called(file, &shared);
        let (channels, names) = (Arc::clone(&channels), Arc::clone(&names));
        let mut room = Room { name, channels, names, ..Room::default() };
        let source_of_files = source.clone();
        let folder = folder(file);
        walk::rows(source, file, MESSAGES, move |piece, place| {
            let bare = piece.path.len() == 1 && piece.path[0].bytes().all(|byte| byte.is_ascii_digit());
            if bare || piece.is(&["messages", "*"]) {
                let origin = origin.clone().unwrap_or_else(|| origin_of(&room.guild));
                // Nobody else holds it: the files are read one after the other.
                let mut flow = flow_of_last.lock().unwrap_or_else(PoisonError::into_inner);
                let row = row(piece.raw, &mut room, &origin, &mut flow, place);
                return vec![row.map(|record| with_files(record, &source_of_files, &folder))];
            }
            if piece.path.len() == 2 {
                room.take(&piece);
            }
            Vec::new()
        })
    })))
}

fn folder(file: &File) -> String {
    file.path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"))
}

/// A channel may be exported in parts: `help [1].json`, `help [1] [part 2].json`; in their order.
fn part_of(file: &File) -> (String, u32) {
    let stem = file.path.strip_suffix(".json").unwrap_or(&file.path);
    let part = stem.strip_suffix(']').and_then(|stem| stem.rsplit_once(" [part "));
    let number = part.and_then(|(stem, number)| Some((stem, number.parse().ok()?))); // tidy(swallow): part of a name
    number.map_or((stem.to_owned(), 1), |(stem, number)| (stem.to_owned(), number))
}

/// The number that the exporter puts behind a channel's name: `Acme - help - login loop [77].json`.
fn number_of(file: &File) -> Option<String> {
    let (stem, _) = part_of(file);
    let (_, number) = stem.strip_suffix(']')?.rsplit_once('[')?;
    number.bytes().all(|byte| byte.is_ascii_digit()).then(|| number.to_owned())
}

/// An export and a live connection of the same server share it; private talks have no server.
pub(crate) fn origin_of(guild: &str) -> String {
    if guild.is_empty() || guild == "0" { "discord".to_owned() } else { format!("discord:{guild}") }
}

fn row(raw: Vec<u8>, room: &mut Room, origin: &str, last: &mut (String, Flow), place: Place) -> Row {
    let mut found: Message = match serde_json::from_slice(&raw) {
        Ok(found) => found,
        Err(error) => return Err(refuse(place, &error)),
    };
    let said =
        ["Default", "Reply", "0", "19", "20", "23", "ChatInputCommand", "ApplicationCommand", "ContextMenuCommand", ""];
    if !said.iter().chain(&discord_library::SAID).any(|said| *said == found.kind.as_str()) {
        return Err(Skip { place, reason: Reason::System, detail: found.kind.as_str().to_owned() });
    }
    if found.timestamp.is_none() {
        found.complete(Library::of(&raw));
    }
    let (spot, name) = room.spot(found.channel.clone().text());
    if last.0 != room.first {
        *last = (room.first.clone(), Flow::default());
    }
    if let Some(snapshot) = found.snapshots.pop() {
        found.forwarded_message.get_or_insert(snapshot.message);
    }
    let sent = found.timestamp.as_deref().and_then(time);
    let id = found.id.clone().text();
    let reply_to = found
        .reference
        .take()
        .and_then(|reference| reference.message_id.text())
        .filter(|_| found.forwarded_message.is_none());
    let (channel, conversation, title) = if room.is_thread() {
        // The category of a thread is the channel that it hangs on.
        let channel = if room.category.is_empty() { &room.name } else { &room.category };
        (channel.clone(), room.id.clone(), Some(room.name.clone()))
    } else {
        let day = last.1.place(&spot, id.as_deref(), reply_to.as_deref(), sent);
        let thread = id.clone().filter(|id| room.channels.contains(id));
        (name, thread.unwrap_or(day), None)
    };
    let layout = Layout::of(&found.components);
    let text = text(&found, &layout);
    let attachments = attachments(&mut found, layout);
    if text.is_empty() && attachments.is_empty() {
        return Err(Skip { place, reason: Reason::NoText, detail: String::new() });
    }
    let message = Incoming {
        origin: origin.to_owned(),
        channel,
        native_id: id,
        conversation,
        title,
        reply_to,
        author: author(found.author, &found.webhook),
        sent,
        text,
        edited: found.timestamp_edited.as_deref().and_then(time),
        attachments,
        reactions: found.reactions.into_iter().map(reaction).collect(),
        source: raw,
        ..Incoming::default()
    };
    Ok(Record::new(message, place, Warnings::default()))
}

/// Who speaks. Through a webhook, which has no account, a bridge or a program speaks under many names.
fn author(user: User, webhook: &Scalar) -> Author {
    let name = user.shown().map(str::to_owned);
    // Programs with an account have a number beside their name, which some lists leave out.
    let is_webhook = match user.discriminator.as_str() {
        "" => !webhook.as_str().is_empty() && *webhook == user.id,
        number => number.bytes().all(|digit| digit == b'0'),
    };
    let handle = user.id.text().or(user.name).unwrap_or_default();
    let own = name.as_ref().filter(|_| is_webhook && user.is_bot).map(|name| format!("{handle}/{name}"));
    Author { handle: own.unwrap_or(handle), name, bot: user.is_bot }
}

/// The words, below them what was forwarded, marked as a quote, the poll, and what embeds and programs say.
fn text(found: &Message, layout: &Layout) -> String {
    let mut text = found.content.clone().unwrap_or_default();
    let embeds = own_embeds(found);
    let forwarded = found.forwarded_message.as_ref();
    let quote = |line: &str| format!("> {line}");
    if let Some(forwarded) = forwarded {
        let shown = forwarded.embeds.iter().flat_map(Embed::lines).chain(Layout::of(&forwarded.components).lines);
        let shown: Vec<String> = shown.flat_map(|said| said.lines().map(quote).collect::<Vec<_>>()).collect();
        add_below(&mut text, forwarded.content.as_deref().unwrap_or("").lines().map(quote));
        add_below(&mut text, shown.into_iter());
    }
    // All of it, for two answers may be the same, or one the beginning of another.
    found.poll.iter().flat_map(Poll::lines).for_each(|line| push_line(&mut text, &line));
    add_below(&mut text, embeds.iter().flat_map(Embed::lines));
    add_below(&mut text, layout.lines.iter().cloned());
    let mentions = found.mentions.iter().chain(forwarded.into_iter().flat_map(|forwarded| &forwarded.mentions));
    // Who is mentioned in the message itself goes before those of what it forwards.
    let people: HashMap<&str, &User> = mentions.rev().map(|user| (user.id.as_str(), user)).collect();
    with_names(&text, |id| people.get(id)?.shown(), |_| None)
}

/// The embeds that are a message's own: what else stands below one is the site of a link in it.
fn own_embeds(found: &Message) -> &[Embed] {
    let own = found.author.is_bot || found.content.as_deref().unwrap_or("").is_empty();
    if own { &found.embeds } else { &[] }
}

/// Files of a message, of what it forwards and of what a program laid out or embedded; stickers behind them.
fn attachments(found: &mut Message, layout: Layout) -> Vec<Attachment> {
    let pictures: Vec<String> = own_embeds(found).iter().flat_map(Embed::pictures).take(PICTURES_MAX).collect();
    let forwarded = found.forwarded_message.take();
    let (uploads, stickers) =
        forwarded.map(|forwarded| (forwarded.attachments, forwarded.stickers)).unwrap_or_default();
    let uploads = std::mem::take(&mut found.attachments).into_iter().chain(uploads);
    let mut files: Vec<Attachment> = uploads.map(|file| upload(file.url, file.file_name)).collect();
    for url in layout.files.into_iter().chain(pictures) {
        if files.iter().all(|file| file.url.as_ref() != Some(&url)) {
            files.push(upload(url, None));
        }
    }
    files.extend(std::mem::take(&mut found.stickers).into_iter().chain(stickers).map(sticker));
    files
}

fn sticker(sticker: Sticker) -> Attachment {
    let url = sticker.source_url.as_deref().unwrap_or("");
    // Some move, and are drawn by a file of JSON.
    let media_type = match media::of_name(url.split('?').next().unwrap_or(url)) {
        told @ ("application/json" | "image/gif" | "image/webp") => told,
        _ => "image/png",
    };
    Attachment { name: sticker.name, media_type: media_type.to_owned(), bytes: None, url: sticker.source_url }
}

pub(crate) fn time(written: &str) -> Option<model::Time> {
    dates::parse(written, Order::YearFirst, 0)
}

pub(crate) fn upload(url: String, name: Option<String>) -> Attachment {
    let last = url.rsplit('/').next().unwrap_or("").split('?').next().unwrap_or("").to_owned();
    let name = name.unwrap_or(last);
    Attachment { media_type: media::of_name(&name).to_owned(), name, bytes: None, url: Some(url) }
}

/// An exporter that was told to download the files writes where they are in the place of addresses.
pub(crate) fn with_files(mut record: Record, source: &Source, folder: &str) -> Record {
    for file in &mut record.message.attachments {
        let Some(path) = file.url.take_if(|url| !url.contains("://")) else { continue };
        file.bytes = media::load(source, &format!("{folder}{}", path.replace('\\', "/")));
        file.url = Some(path).filter(|_| file.bytes.is_none());
    }
    if !record.message.attachments.iter().any(is_left_out) {
        record.warnings.remove(Warning::FileLeftOut);
    }
    record
}

/// A server's own emoji has a number, and a code besides its picture; others are their own name, whatever code an
/// exporter gives them.
fn reaction(sign: Sign) -> Reaction {
    let own = !sign.emoji.id.as_str().is_empty();
    let name = sign.emoji.code.filter(|code| own && !code.is_empty()).unwrap_or(sign.emoji.name);
    Reaction { name, count: sign.count }
}
