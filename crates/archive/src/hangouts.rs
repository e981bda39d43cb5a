//! Google Hangouts in a Takeout: `Hangouts.json`, in the layout of 2018 and the one before, with the pictures beside it.

use std::collections::HashMap;

use model::{Attachment, Author, Incoming};
use serde_json::Value;

use crate::flow;
use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::json;
use crate::media;
use crate::record::{Place, Reason, Row, Rows};
use crate::source::{File, Source};
use crate::walk::{self, Piece};

pub(crate) const FORMAT: Format = Format {
    name: "hangouts",
    title: "Google Hangouts of a Takeout (JSON)",
    losses: &[Loss::FileBytes, Loss::Formatting, Loss::Membership, Loss::SystemMessages],
    mapped: Mapped::Known,
    detect,
    open,
};

const EVENTS: &[&[&str]] =
    &[&["conversations", "*", "events", "*"], &["conversation_state", "*", "conversation_state", "event", "*"]];
/// Where what is known of a conversation stands before its events.
const ABOUT: [&[&str]; 2] =
    [&["conversations", "*", "conversation"], &["conversation_state", "*", "conversation_state", "conversation"]];
/// How many people name a conversation that has no name.
const NAMED_MAX: usize = 10;
/// How many files of a message are looked at.
const FILES_MAX: usize = 100;

fn detect(probe: &Probe) -> Confidence {
    let mut json = probe.source().files().iter().filter(|file| file.has_ending("json"));
    let export = |file: &File| is_export(&probe.text(file));
    // A Takeout of everything has it among thousands of other files.
    let found = json.clone().take(5).any(export) || json.any(|file| is_named(file) && export(file));
    if found { Confidence::Sure } else { Confidence::No }
}

/// `Hangouts.json`; some Takeouts have a second one, `Hangouts2.json`.
fn is_named(file: &File) -> bool {
    file.name().starts_with("Hangouts")
}

fn is_export(head: &str) -> bool {
    let own = json::own_names(head);
    let has_list = ["conversations", "conversation_state"].iter().any(|name| own.contains(name));
    head.trim_start().starts_with('{') && has_list && head.contains("\"gaia_id\"")
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let among_others = source.files().iter().any(|file| is_named(file) && file.has_ending("json"));
    let named = if among_others { is_named } else { |file: &File| file.has_ending("json") };
    let files = walk::chosen(source, named, is_export);
    let origin = options.origin.clone().unwrap_or_else(|| FORMAT.name.to_owned());
    Ok(each_file(source, files, move |source, file| {
        let folder = file.path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let mut talks = Talks {
            origin: origin.clone(),
            source: source.clone(),
            folder,
            people: HashMap::new(),
            number: String::new(),
            talk: Talk::default(),
            unnamed: file.stem().to_owned(),
        };
        walk::rows(source, file, EVENTS, move |piece, place| {
            talks.take(&piece);
            if EVENTS.iter().any(|pattern| piece.is(pattern)) { vec![talks.row(piece.raw, &place)] } else { Vec::new() }
        })
    }))
}

struct Talks {
    origin: String,
    source: Source,
    folder: String,
    /// Names by number; a conversation may leave out one that another has.
    people: HashMap<String, String>,
    /// Which conversation of the list the next events belong to.
    number: String,
    talk: Talk,
    /// What a conversation without an id is called by: its file.
    unnamed: String,
}

#[derive(Default)]
struct Talk {
    id: Option<String>,
    name: String,
}

impl Talks {
    fn take(&mut self, piece: &Piece) {
        let Some(number) = piece.path.get(1) else { return };
        if self.number != *number {
            self.number.clone_from(number);
            self.talk = Talk::default();
        }
        if !ABOUT.iter().any(|pattern| piece.is(pattern)) {
            return;
        }
        // What is no object says nothing of the conversation; its events tell their own.
        let Ok(told) = serde_json::from_slice::<Value>(&piece.raw) else { return };
        let about = json::at(&told, "conversation").unwrap_or(&told);
        let id = json::text(&told, "conversation_id.id").or_else(|| json::text(about, "id.id"));
        let mut names = Vec::new();
        for person in json::list(about, "participant_data") {
            let name = json::first(person, &["fallback_name", "phone_number.e164"]);
            let (Some(name), Some(id)) = (name, number_of(person, "id")) else { continue };
            let name = json::short(&name);
            if names.len() < NAMED_MAX {
                names.push(name.clone());
            }
            self.people.insert(id, name);
        }
        let name = json::text(about, "name").filter(|name| !name.trim().is_empty());
        let name = name.unwrap_or_else(|| names.join(", "));
        self.talk = Talk { id: id.map(|id| json::short(&id)), name: json::short(&name) };
    }

    fn row(&self, raw: Vec<u8>, place: &Place) -> Row {
        let found = json::parse(&raw, place)?;
        let kind = json::text(&found, "event_type").unwrap_or_default();
        if json::at(&found, "chat_message").is_none() {
            const TOLD: [&str; 3] = ["hangout_event", "membership_change", "conversation_rename"];
            const KINDS: [&str; 4] = ["ADD_USER", "REMOVE_USER", "OTR_MODIFICATION", "GROUP_LINK_SHARING_MODIFICATION"];
            let told = TOLD.iter().any(|field| json::at(&found, field).is_some()) || KINDS.contains(&kind.as_str());
            return json::skip(if told { Reason::System } else { Reason::Unsupported }, &kind, place);
        }
        let embedded: Vec<Embedded> = json::list(&found, "chat_message.message_content.attachment")
            .iter()
            .take(FILES_MAX)
            .filter_map(|item| Embedded::of(json::at(item, "embed_item")?))
            .collect();
        let text = said(&found, &embedded);
        let attachments: Vec<Attachment> =
            embedded.iter().filter(|item| item.is_file()).map(|item| self.file(item)).collect();
        if text.trim().is_empty() && attachments.is_empty() {
            return json::skip(Reason::NoText, &kind, place);
        }
        let told = json::text(&found, "conversation_id.id").or_else(|| self.talk.id.clone());
        let talk = told.unwrap_or_else(|| self.unnamed.clone());
        let sent = json::time(&found, &["timestamp"]);
        let handle = number_of(&found, "sender_id").unwrap_or_default();
        let message = Incoming {
            origin: self.origin.clone(),
            channel: if self.talk.name.is_empty() { talk.clone() } else { self.talk.name.clone() },
            native_id: json::text(&found, "event_id").map(|id| format!("{talk}/{id}")),
            conversation: flow::on_day(&talk, sent),
            author: Author { name: self.people.get(&handle).cloned(), handle, bot: false },
            sent,
            text,
            attachments,
            source: raw,
            ..Incoming::default()
        };
        json::row(message, place)
    }

    fn file(&self, item: &Embedded) -> Attachment {
        let urls: Vec<String> = ["original_content_url", "url", "thumbnail.image_url", "download_url"]
            .iter()
            .filter_map(|field| json::text(item.about, field))
            .collect();
        let names = || urls.iter().map(|url| last_part(url));
        let name = names().find(|name| name.contains('.')).or_else(|| names().next()).unwrap_or_default();
        let known = media::of_name(&name);
        let is_picture = item.kind == "plus_photo" && known == "application/octet-stream";
        let bytes = self.load(&name);
        Attachment {
            media_type: if is_picture { "image/jpeg" } else { known }.to_owned(),
            name: if name.is_empty() { item.kind.to_owned() } else { name },
            url: urls.into_iter().next().filter(|_| bytes.is_none()),
            bytes,
        }
    }

    /// A file beside, unless a second one of its name is there too: nobody can tell which is which then.
    fn load(&self, name: &str) -> Option<Vec<u8>> {
        let (stem, ending) = name.rsplit_once('.')?;
        let path = |name: &str| format!("{}{name}", self.folder);
        let second = [format!("{stem}(1).{ending}"), format!("{name}(1)")];
        let alone = second.iter().all(|name| self.source.find(&path(name)).is_none());
        media::load(&self.source, &path(name)).filter(|_| alone)
    }
}

/// The number that Google gives a person; in some lists only that of the chat stands.
fn number_of(value: &Value, field: &str) -> Option<String> {
    let person = json::at(value, field)?;
    json::first(person, &["gaia_id", "chat_id"])
}

/// What a message embeds: a picture, a recording, a place.
struct Embedded<'a> {
    kind: &'static str,
    about: &'a Value,
}

impl Embedded<'_> {
    /// `plus_photo`, or `embeds.PlusPhoto.plus_photo` before 2018.
    fn of(item: &Value) -> Option<Embedded<'_>> {
        const KINDS: [&str; 5] = ["plus_photo", "plus_audio_v2", "place_v2", "thing_v2", "thing"];
        item.as_object()?.iter().find_map(|(name, about)| {
            let last = name.rsplit('.').next()?;
            let kind = KINDS.into_iter().find(|kind| *kind == last)?;
            about.is_object().then_some(Embedded { kind, about })
        })
    }

    fn is_file(&self) -> bool {
        matches!(self.kind, "plus_photo" | "plus_audio_v2")
    }

    /// What a place or a thing is called, where it is and what shows it.
    fn lines(&self) -> Vec<String> {
        const TOLD: [&str; 3] = ["name", "address.postal_address_v2.street_address", "url"];
        if self.is_file() {
            Vec::new()
        } else {
            TOLD.iter().filter_map(|field| json::text(self.about, field)).collect()
        }
    }
}

/// The words, and below them what stands for a place.
fn said(found: &Value, embedded: &[Embedded]) -> String {
    let mut text = String::new();
    for segment in json::list(found, "chat_message.message_content.segment") {
        let is_break = json::text(segment, "type").is_some_and(|kind| kind == "LINE_BREAK");
        // A break has no text of its own in newer exports.
        let words = json::first(segment, &["text", "link_data.link_target"]);
        text.push_str(&if is_break { "\n".to_owned() } else { words.unwrap_or_default() });
    }
    for line in embedded.iter().flat_map(Embedded::lines) {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&line);
    }
    text
}

/// `pic.jpg` of `https://lh3.example/a/s0/pic.jpg?x`.
fn last_part(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    path.rsplit('/').next().unwrap_or(path).to_owned()
}
