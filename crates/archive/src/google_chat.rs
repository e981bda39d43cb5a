//! Google Chat in a Takeout: `messages.json` of each space and direct message, with the files beside it.

use std::collections::HashMap;

use model::{Attachment, Author, Incoming, Reaction, Time};
use serde_json::Value;

use crate::flow::Flow;
use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::json;
use crate::media;
use crate::record::{Place, Reason, Row, Rows};
use crate::source::{File, Source};
use crate::takeout_dates;
use crate::walk::{self, Names, Walk};

pub(crate) const FORMAT: Format = Format {
    name: "google_chat",
    title: "Google Chat of a Takeout (JSON)",
    losses: &[Loss::EditHistory, Loss::Formatting, Loss::Membership, Loss::SystemMessages, Loss::WhoReacted],
    mapped: Mapped::Known,
    detect,
    open,
};

const MESSAGES: &[&[&str]] = &[&["messages", "*"]];
const MEMBERS: &[&[&str]] = &[&["members", "*"]];
/// How many members name a chat that has no name.
const NAMED_MAX: usize = 10;
/// How many links of a message, and how many of its files, are looked at.
const PARTS_MAX: usize = 100;

fn detect(probe: &Probe) -> Confidence {
    let mut json = probe.source().files().iter().filter(|file| file.has_ending("json"));
    let chat = |file: &File| is_chat(&probe.text(file));
    // A Takeout of everything has its chats among thousands of other files.
    let found = json.clone().take(5).any(chat) || json.any(|file| is_messages(file) && chat(file));
    if found { Confidence::Sure } else { Confidence::No }
}

/// `Space AAAA/messages.json`; other programs have files of that name in folders of their own.
fn is_messages(file: &File) -> bool {
    let mut parts = file.path.rsplit('/');
    let name = parts.next();
    name == Some("messages.json")
        && parts.next().is_some_and(|folder| ["Space ", "DM "].iter().any(|kind| folder.starts_with(kind)))
}

fn is_chat(head: &str) -> bool {
    let has = |word: &str| head.contains(word);
    let is_person = |about: &str| {
        let about = about.split('}').next().unwrap_or(about);
        about.starts_with('{') && (about.contains("\"email\"") || about.contains("\"user_type\""))
    };
    let said = values(head, "creator").any(is_person) && (has("\"created_date\"") || has("\"updated_date\""));
    let deleted = || {
        let is_told = values(head, "deletion_metadata").any(|about| about.starts_with('{'));
        is_told || values(head, "deleted_date").any(|date| date.starts_with('"'))
    };
    let chat = if has("\"topic_id\"") { said || deleted() } else { said && has("\"user_type\"") };
    head.trim_start().starts_with('{') && chat && json::own_names(head).contains(&"messages")
}

/// What follows each `"name":` of a document.
fn values<'a>(head: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let quoted = format!("\"{name}\"");
    let length = quoted.len();
    let found: Vec<usize> = head.match_indices(&quoted).map(|(at, _)| at).collect();
    found.into_iter().filter_map(move |at| Some(head.get(at + length..)?.trim_start().strip_prefix(':')?.trim_start()))
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let among_others = source.files().iter().any(is_messages);
    // A folder may have been given another name.
    let named: fn(&File) -> bool =
        if among_others { |file| file.name() == "messages.json" } else { |file| file.has_ending("json") };
    let files = walk::chosen(source, named, is_chat);
    let origin = options.origin.clone().unwrap_or_else(|| FORMAT.name.to_owned());
    let mut names = Names::default();
    // In a tar, to open a file once more is to unpack again all that lies before it.
    let chats: Vec<Chat> = files.iter().map(|file| Chat::of(source, file, &mut names)).collect();
    let mut chats = chats.into_iter();
    let rows = each_file(source, files, move |source, file| {
        let chat = chats.next().ok_or_else(|| std::io::Error::other("a chat without its group"))?;
        let mut chat = Chat { origin: origin.clone(), ..chat };
        walk::rows(source, file, MESSAGES, move |piece, place| {
            if piece.is(MESSAGES[0]) { vec![chat.row(piece.raw, &place)] } else { Vec::new() }
        })
    });
    Ok(names.before(rows))
}

/// A space, a group of people or two of them.
struct Chat {
    origin: String,
    name: String,
    /// `AAAA` of the folder `Space AAAA`.
    id: String,
    /// Whether each topic is a conversation: in a talk without topics each message begins one.
    has_topics: bool,
    /// Names by address.
    people: HashMap<String, String>,
    folder: String,
    source: Source,
    flow: Flow,
    /// How often each name of a file was met.
    met: HashMap<String, usize>,
}

impl Chat {
    fn of(source: &Source, file: &File, names: &mut Names) -> Chat {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let last = folder.rsplit('/').next().filter(|last| !last.is_empty());
        let mut chat = Chat {
            origin: String::new(),
            name: String::new(),
            id: last.map_or(file.stem(), |last| last.split_once(' ').map_or(last, |(_, id)| id)).to_owned(),
            has_topics: !last.is_some_and(|last| last.starts_with("DM ")),
            people: HashMap::new(),
            folder: if folder.is_empty() { String::new() } else { format!("{folder}/") },
            source: source.clone(),
            flow: Flow::default(),
            met: HashMap::new(),
        };
        if let Some(group) = source.find(&format!("{}group_info.json", chat.folder)) {
            chat.take_group(group, names);
        }
        if chat.name.is_empty() {
            chat.name = last.unwrap_or_default().to_owned();
        }
        chat
    }

    /// What `group_info.json` says; a group without a name is called by its members.
    fn take_group(&mut self, group: &File, names: &mut Names) {
        let mut walk = match self.source.open_text(group) {
            Ok(text) => Walk::new(text, MEMBERS),
            Err(error) => return names.tell(group, 1, &error.to_string()),
        };
        let (mut name, mut members, mut row) = (None, Vec::new(), 0);
        while let Some(piece) = walk.next_piece() {
            row += 1;
            let place = Place { path: group.path.clone(), row };
            match piece {
                Ok(piece) if piece.is(&["name"]) => name = piece.text(),
                Ok(piece) if piece.is(MEMBERS[0]) => match json::parse(&piece.raw, &place) {
                    Ok(member) => members.extend(self.take_member(&member).filter(|_| members.len() < NAMED_MAX)),
                    Err(why) => names.tell(group, row, &why.to_reason()),
                },
                Ok(_) => {}
                Err(fault) => names.tell(group, row, &fault.into_skip(place).to_reason()),
            }
        }
        let name = name.filter(|name| !name.trim().is_empty());
        self.has_topics &= name.is_some();
        self.name = json::short(&name.unwrap_or_else(|| members.join(", ")));
    }

    fn take_member(&mut self, member: &Value) -> Option<String> {
        let said = |field: &str| json::text(member, field).map(|text| json::short(&text));
        let (name, email) = (said("name"), said("email"));
        if let (Some(name), Some(email)) = (&name, &email) {
            self.people.insert(email.clone(), name.clone());
        }
        name.or(email)
    }

    fn row(&mut self, raw: Vec<u8>, place: &Place) -> Row {
        let found = json::parse(&raw, place)?;
        let deleted_at = time(&found, "deleted_date");
        let deleted = deleted_at.is_some()
            || json::at(&found, "deletion_metadata").is_some()
            || json::text(&found, "message_state").as_deref() == Some("DELETED");
        let text = said(&found);
        let attachments = self.files(&found);
        if text.trim().is_empty() && attachments.is_empty() && !deleted {
            // What Google's own programs tell: a task, a call, a meeting.
            let told = annotations(&found).find_map(|part| part.get("gsuite_integration_metadata")?.as_object());
            let kind = told.and_then(|told| told.keys().next()).map_or("", String::as_str);
            return json::skip(if told.is_some() { Reason::System } else { Reason::NoText }, kind, place);
        }
        let native_id = json::text(&found, "message_id");
        let thread = Thread::of(native_id.as_deref(), json::text(&found, "topic_id"), &self.id);
        let sent = time(&found, "created_date").or_else(|| first_version(&found));
        let conversation = match &thread.topic {
            Some(topic) if self.has_topics => format!("{}\u{1f}{topic}", thread.group),
            // A deleted message has only the time of its deletion.
            _ => {
                let answered = thread.begun_by.as_deref();
                self.flow.place(&thread.group, native_id.as_deref(), answered, sent.or(deleted_at))
            }
        };
        let message = Incoming {
            origin: self.origin.clone(),
            channel: if self.name.is_empty() { thread.group } else { self.name.clone() },
            native_id,
            conversation,
            reply_to: thread.begun_by,
            author: self.author(&found),
            sent,
            text,
            edited: time(&found, "updated_date"),
            deleted,
            attachments,
            reactions: reactions(&found),
            source: raw,
            ..Incoming::default()
        };
        json::row(message, place)
    }

    fn author(&self, found: &Value) -> Author {
        let email = json::text(found, "creator.email");
        let known = || self.people.get(email.as_deref()?).cloned();
        let name = json::text(found, "creator.name").or_else(known);
        let bot = json::text(found, "creator.user_type").is_some_and(|kind| kind.eq_ignore_ascii_case("bot"));
        let handle = email.clone().or_else(|| name.clone()).unwrap_or_default();
        Author { name: name.filter(|name| *name != handle), handle, bot }
    }

    /// Files of a message, and those that lie in somebody's Drive.
    fn files(&mut self, found: &Value) -> Vec<Attachment> {
        let mut files = Vec::new();
        for item in json::list(found, "attached_files").iter().take(PARTS_MAX) {
            let Some(name) = json::first(item, &["original_name", "export_name"]) else { continue };
            let bytes = json::text(item, "export_name").and_then(|exported| self.load(&exported));
            files.push(Attachment { media_type: media::of_name(&name).to_owned(), name, bytes, url: None });
        }
        let text = json::text(found, "text").unwrap_or_default();
        for part in annotations(found).filter_map(|part| part.get("drive_metadata")) {
            let Some(id) = json::text(part, "id").filter(|id| !text.contains(id)) else { continue };
            let name = json::text(part, "title").unwrap_or_else(|| id.clone());
            let url = Some(format!("https://drive.google.com/open?id={id}"));
            files.push(Attachment { media_type: media::of_name(&name).to_owned(), name, bytes: None, url });
        }
        files
    }

    /// The second file of a name is written with a number, which `messages.json` leaves out; where that is missing, the
    /// first one is that of another message.
    fn load(&mut self, exported: &str) -> Option<Vec<u8>> {
        let met = self.met.entry(exported.to_owned()).or_default();
        let number = *met;
        *met += 1;
        let plain = exported.replace(NOT_IN_NAMES, "_");
        // A picture without an ending gets one.
        let with_ending = Some(format!("{plain}.jpg")).filter(|_| !plain.contains('.'));
        let names: Vec<&str> = [Some(exported), Some(&plain), with_ending.as_deref()].into_iter().flatten().collect();
        let path = names.into_iter().find_map(|name| {
            let name = if number > 0 { with_number(name, number) } else { name.to_owned() };
            let path = format!("{}{name}", self.folder);
            self.source.find(&path).is_some().then_some(path)
        })?;
        media::load(&self.source, &path)
    }
}

/// Signs for which names of files have `_`.
const NOT_IN_NAMES: [char; 12] = ['?', ':', '*', '"', '<', '>', '|', '\\', '/', '&', '%', '\''];

/// `File-a(1).png` of `File-a.png`.
fn with_number(name: &str, number: usize) -> String {
    let (stem, ending) = name.rsplit_once('.').map_or((name, None), |(stem, ending)| (stem, Some(ending)));
    ending.map_or_else(|| format!("{stem}({number})"), |ending| format!("{stem}({number}).{ending}"))
}

/// Where a message stands: its id is that of the group, the topic and its own, `AAAA/bbb/ccc`.
struct Thread {
    group: String,
    topic: Option<String>,
    /// The message that began the topic, if it was another one.
    begun_by: Option<String>,
}

impl Thread {
    fn of(id: Option<&str>, topic: Option<String>, folder_id: &str) -> Thread {
        let mut parts = id.unwrap_or_default().splitn(3, '/');
        let (Some(group), Some(own_topic), Some(own)) = (parts.next(), parts.next(), parts.next()) else {
            return Thread { group: folder_id.to_owned(), topic, begun_by: None };
        };
        let begun_by = (own != own_topic).then(|| format!("{group}/{own_topic}/{own_topic}"));
        Thread { group: group.to_owned(), topic: topic.or_else(|| Some(own_topic.to_owned())), begun_by }
    }
}

fn time(found: &Value, field: &str) -> Option<Time> {
    json::text(found, field).and_then(|written| takeout_dates::parse(&written))
}

/// Of an edited message only its first version may say when it was sent.
fn first_version(found: &Value) -> Option<Time> {
    json::list(found, "previous_message_versions").iter().find_map(|version| time(version, "created_date"))
}

fn annotations(found: &Value) -> impl Iterator<Item = &Value> {
    json::list(found, "annotations").iter().take(PARTS_MAX)
}

/// The words, above them those that they quote, below them where links lead whose words are others.
fn said(found: &Value) -> String {
    let quoted = json::text(found, "quoted_message_metadata.text").unwrap_or_default();
    let mut lines: Vec<String> = quoted.lines().map(|line| format!("> {line}")).collect();
    let text = json::text(found, "text").unwrap_or_default();
    let links: Vec<String> = annotations(found).filter_map(|part| link(part, &text)).collect();
    lines.extend((!text.is_empty()).then_some(text));
    for link in links {
        if !lines.contains(&link) {
            lines.push(link);
        }
    }
    lines.join("\n")
}

/// Where a link leads, unless the words say so.
fn link(part: &Value, text: &str) -> Option<String> {
    const WRAPPED: &str = "url.private_do_not_access_or_else_safe_url_wrapped_value";
    if let Some(id) = json::text(part, "youtube_metadata.id") {
        return Some(format!("https://www.youtube.com/watch?v={id}")).filter(|_| !text.contains(&id));
    }
    let wrapped = |kind: &str| json::text(part, &format!("{kind}.{WRAPPED}"));
    let url = wrapped("url_metadata")
        .or_else(|| wrapped("interaction_data"))
        .or_else(|| json::text(part, "video_call_metadata.meeting_space.meeting_url"))?;
    let bare = url.split_once("://").map_or(url.as_str(), |(_, bare)| bare).trim_end_matches('/');
    (!text.contains(bare)).then_some(url)
}

fn reactions(found: &Value) -> Vec<Reaction> {
    let sign = |sign: &Value| {
        let name = json::first(sign, &["emoji.unicode", "emoji.custom_emoji.shortcode"])?;
        // Who reacted is left out where their address is not known.
        Some(Reaction { name, count: json::list(sign, "reactor_emails").len().max(1) as u64 })
    };
    json::list(found, "reactions").iter().filter_map(sign).collect()
}
