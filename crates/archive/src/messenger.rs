//! Chats of Facebook Messenger and Instagram: `message_1.json` of a downloaded account, and the
//! files of Messenger's own download of encrypted chats.

use std::borrow::Cow;

use model::{Attachment, Author, Incoming};
use serde_json::Value;

use crate::flow;
use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::json;
use crate::media;
use crate::messenger_words::{is_deed, is_of_attachment, is_reaction};
use crate::record::{Place, Reason, Record, Row, Rows, Warning, Warnings};
use crate::source::{File, Source};
use crate::walk::{self, Piece, Walk};

pub(crate) const FORMAT: Format = Format {
    name: "messenger",
    title: "Facebook Messenger or Instagram download (JSON)",
    losses: &[Loss::WhoReacted, Loss::Membership, Loss::SystemMessages, Loss::Profiles],
    mapped: Mapped::Known,
    detect,
    open,
};

const MESSAGES: &[&[&str]] = &[&["messages", "*"]];

fn detect(probe: &Probe) -> Confidence {
    let mut json = probe.source().files().iter().filter(|file| is_named(file));
    let chat = |file: &File| is_chat(&probe.text(file));
    // A download of everything has its chats among hundreds of other files.
    let found = json.clone().take(5).any(chat) || json.any(|file| is_message_file(file) && chat(file));
    if found { Confidence::Sure } else { Confidence::No }
}

fn is_named(file: &File) -> bool {
    file.has_ending("json")
}

/// `message_1.json`.
fn is_message_file(file: &File) -> bool {
    file.stem().strip_prefix("message_").is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_chat(head: &str) -> bool {
    let has = |words: &[&str]| words.iter().all(|word| head.contains(word));
    let account = has(&["\"participants\"", "\"messages\"", "\"sender_name\"", "\"timestamp_ms\""]);
    let encrypted = has(&["\"participants\"", "\"threadName\"", "\"messages\"", "\"senderName\"", "\"timestamp\""]);
    head.trim_start().starts_with('{') && (account || encrypted)
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let (mut files, broken) = walk::chosen_and_broken(source, is_named, is_chat);
    files.extend(broken.into_iter().filter(is_message_file));
    files.sort_by(|one, other| one.path.cmp(&other.path));
    // In a tar, to open a file once more is to unpack again all that lies before it.
    let mut chats =
        files.iter().map(|file| Chat::of(source, file, options.origin.clone())).collect::<Vec<_>>().into_iter();
    Ok(each_file(source, files, move |source, file| {
        let chat = chats.next().ok_or_else(|| std::io::Error::other("a chat whose head was not read"))??;
        walk::rows(source, file, MESSAGES, move |piece, place| {
            if piece.is(MESSAGES[0]) { vec![chat.row(piece.raw, &place)] } else { Vec::new() }
        })
    }))
}

/// The chat of a file, told behind its messages.
struct Chat {
    origin: String,
    /// `inbox/adagrace_10203`, whichever box it lies in, or what the file's folder says.
    path: String,
    title: String,
    source: Source,
    folder: String,
}

impl Chat {
    fn of(source: &Source, file: &File, origin: Option<String>) -> std::io::Result<Chat> {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let (mut title, mut thread, mut name, mut people) = (None, None, None, Vec::new());
        let mut walk = Walk::new(source.open_text(file)?, MESSAGES);
        // What is broken is told of when the messages are read.
        while let Some(Ok(piece)) = walk.next_piece() {
            match piece.path.first().map(String::as_str) {
                Some("title") => title = piece.text(),
                Some("thread_path") => thread = piece.text(),
                Some("threadName") => name = piece.text(),
                Some("participants") => people = names(&piece),
                _ => {}
            }
        }
        let in_instagram = folder.split('/').any(|part| part.contains("instagram"));
        let named = name.as_deref().map(|name| without_number(name).to_owned());
        let path = thread.or_else(|| named.clone()).filter(|path| !path.is_empty());
        let title = title.map(|title| mended(&title).into_owned()).or(named).filter(|title| !title.trim().is_empty());
        Ok(Chat {
            origin: origin.unwrap_or_else(|| if in_instagram { "instagram" } else { "messenger" }.to_owned()),
            path: in_inbox(path.unwrap_or_else(|| last_two(folder).to_owned())),
            title: title.unwrap_or_else(|| people.join(", ")),
            source: source.clone(),
            folder: format!("{folder}/"),
        })
    }

    fn row(&self, raw: Vec<u8>, place: &Place) -> Row {
        let found = json::parse(&raw, place)?;
        let said = |paths: &[&str]| json::first(&found, paths).map(|text| mended(&text).into_owned());
        let kind = said(&["type"]).unwrap_or_default();
        if matches!(kind.as_str(), "Subscribe" | "Unsubscribe" | "Call") || json::at(&found, "call_duration").is_some()
        {
            return json::skip(Reason::System, &kind, place);
        }
        let deleted = ["is_unsent", "isUnsent"].iter().any(|field| json::is_true(&found, field));
        if !json::list(&found, "users").is_empty() {
            return json::skip(Reason::System, "joined or left", place);
        }
        let text = said(&["content", "text"]).unwrap_or_default();
        let author = said(&["sender_name", "senderName"]).unwrap_or_default();
        let mut warnings = Warnings::default();
        let attachments = self.files(&found, &mut warnings);
        let is_empty = kind == "placeholder" && !deleted && attachments.is_empty();
        if is_empty || is_deed(&text, &author) {
            return json::skip(Reason::System, &kind, place);
        }
        if is_reaction(&text) {
            return json::skip(Reason::Folded, "a reaction", place);
        }
        let sent = json::time(&found, &["timestamp_ms", "timestamp"]);
        let text = with_link(text, &found, !attachments.is_empty());
        if text.trim().is_empty() && attachments.is_empty() && !deleted {
            return json::skip(Reason::NoText, &kind, place);
        }
        let signs = json::list(&found, "reactions").iter().filter_map(|sign| json::text(sign, "reaction"));
        let message = Incoming {
            origin: self.origin.clone(),
            channel: self.title.clone(),
            conversation: flow::on_day(&self.path, sent),
            author: Author { handle: author, ..Author::default() },
            sent,
            text,
            deleted,
            attachments,
            reactions: json::count(signs.map(|sign| mended(&sign).into_owned())),
            source: raw,
            ..Incoming::default()
        };
        Ok(Record::new(message, place.clone(), warnings))
    }

    fn files(&self, found: &Value, warnings: &mut Warnings) -> Vec<Attachment> {
        const LISTS: [&str; 7] = ["photos", "videos", "audio_files", "gifs", "files", "media", "sticker"];
        let items = LISTS.iter().flat_map(|list| {
            let items = match json::at(found, list) {
                Some(Value::Array(items)) => items.as_slice(),
                Some(item @ Value::Object(_)) => std::slice::from_ref(item),
                _ => &[],
            };
            items.iter().filter_map(move |item| Some((*list, json::text(item, "uri")?)))
        });
        let mut files = Vec::new();
        for (list, path) in items {
            let path = mended(&path).into_owned();
            // "Failed to download media"
            let is_path = path.contains(['/', '.']);
            let name = if is_path { path.rsplit('/').next().unwrap_or(&path) } else { "file" }.to_owned();
            // A recording is a film without a picture, and called like one.
            let is_recording = list == "audio_files" && name.ends_with(".mp4");
            let media_type = if is_recording { "audio/mp4" } else { media::of_name(&name) }.to_owned();
            let is_web = path.contains("://");
            let bytes = if is_web { None } else { self.load(&path) };
            if bytes.is_none() && !is_web {
                warnings.add(Warning::FileLeftOut);
            }
            files.push(Attachment { name, media_type, bytes, url: is_web.then_some(path) });
        }
        files
    }

    /// A file is named by its path from the top of the download, or from the chat's folder.
    fn load(&self, path: &str) -> Option<Vec<u8>> {
        let near = path.trim_start_matches("./");
        let in_folder = last_two(near);
        media::load(&self.source, near)
            .or_else(|| media::load(&self.source, &format!("{}{near}", self.folder)))
            .or_else(|| media::load(&self.source, &format!("{}{in_folder}", self.folder)))
    }
}

/// The end of a path: `photos/1.jpg`.
fn last_two(path: &str) -> &str {
    path.rmatch_indices('/').nth(1).map_or(path, |(at, _)| &path[at + 1..])
}

/// A chat that moves from one box to another stays the same: its folder has the number of the thread.
fn in_inbox(path: String) -> String {
    const BOXES: [&str; 4] = ["archived_threads", "e2ee_cutover", "filtered_threads", "message_requests"];
    match path.split_once('/') {
        Some((name, thread)) if BOXES.contains(&name) => format!("inbox/{thread}"),
        _ => path,
    }
}

/// `Ada Lovelace` of `Ada Lovelace_12`, the twelfth file that was written.
fn without_number(name: &str) -> &str {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    name.rsplit_once('_').filter(|(_, number)| digits(number)).map_or(name, |(name, _)| name)
}

/// The names of a list of people: `[{"name": "Ada"}]`, or `["Ada"]`.
fn names(people: &Piece) -> Vec<String> {
    let people: Value = serde_json::from_slice(&people.raw).unwrap_or_default(); // tidy(swallow): nobody is named then
    let people = people.as_array().map_or(&[][..], Vec::as_slice);
    let name = |person: &Value| person.as_str().map(str::to_owned).or_else(|| json::text(person, "name"));
    people.iter().filter_map(name).map(|name| mended(&name).into_owned()).collect()
}

/// The words and the shared address; what the program says of the sharing itself goes where there is one.
fn with_link(text: String, found: &Value, with_files: bool) -> String {
    let link = json::text(found, "share.link").or_else(|| json::text(found, "link"));
    let shared = json::text(found, "share.share_text").map(|text| mended(&text).into_owned());
    let told = (link.is_some() || with_files) && is_of_attachment(&text);
    let mut parts = vec![if told { String::new() } else { text }];
    for part in [shared, link].into_iter().flatten() {
        if !parts.iter().any(|known| known.contains(&part)) {
            parts.push(part);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n")
}

/// Facebook writes each byte of UTF-8 as a letter of its own: `CafÃ©` is `Café`.
fn mended(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let bytes: Result<Vec<u8>, _> = text.chars().map(u8::try_from).collect();
    match bytes.map(String::from_utf8) {
        Ok(Ok(text)) => Cow::Owned(text),
        // Some letter is no byte, or the bytes are no UTF-8: it stands as it was meant.
        _ => Cow::Borrowed(text),
    }
}
