//! Tribune's own export: one record a line, and the bytes of files beside them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use model::{Attachment, Author, Incoming, Key, Reaction, Thing, ThingKind, Time};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use crate::base64;
use crate::decode;
use crate::format::{Confidence, Error, Format, Mapped, Options, Probe, each_file};
use crate::jsonl;
use crate::lines::Lines;
use crate::record::{Place, Reason, Record, Row, Rows, Skip, Warning, Warnings, possible};
use crate::source::{File, Source};

pub(crate) const FORMAT: Format =
    Format { name: "tribune", title: "Tribune's own export", losses: &[], mapped: Mapped::Known, detect, open };

/// The version of the lines; a reader refuses a newer one.
const VERSION: u32 = 1;
/// A line of an export may hold a whole mail as its source.
const LINE_BYTES_MAX: usize = 8 << 20;
/// Source records larger than this stand beside the lines.
const SOURCE_BYTES_INSIDE: usize = 256 << 10;
const MEDIA_BYTES_MAX: u64 = 64 << 20;

/// One line of the export. Fields that are empty are left out, except `source`.
#[derive(Serialize, Deserialize)]
struct Line<'a> {
    tribune: u32,
    #[serde(rename = "type")]
    kind: Cow<'a, str>,
    #[serde(default)]
    origin: Cow<'a, str>,
    #[serde(default)]
    channel: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<Cow<'a, str>>,
    #[serde(default)]
    conversation: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reply_to: Option<Cow<'a, str>>,
    #[serde(default)]
    author: Who<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    time: Option<Time>,
    #[serde(default)]
    text: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    edited: Option<Time>,
    #[serde(default, skip_serializing_if = "is_false")]
    deleted: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<Media<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    reactions: Vec<Reaction>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    facts: BTreeMap<String, Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source_base64: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source_media: Option<String>,
    /// What only the database that it came from knows of the message.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    kept: Map<String, Json>,
}

#[derive(Default, Serialize, Deserialize)]
struct Who<'a> {
    handle: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "is_false")]
    bot: bool,
}

#[derive(Serialize, Deserialize)]
struct Media<'a> {
    name: Cow<'a, str>,
    media_type: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<Cow<'a, str>>,
    /// The path of the bytes in the export.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    media: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bytes: Option<i64>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
fn is_false(value: &bool) -> bool {
    !value
}

/// One message as it leaves: its line with the line's end, and the files that belong beside it.
pub struct Exported<'a> {
    pub line: Vec<u8>,
    /// Path in the export and bytes; the same bytes always have the same path.
    pub media: Vec<(String, &'a [u8])>,
}

/// Writes a message as one line of the export.
pub fn export(message: &Incoming) -> Exported<'_> {
    let mut media = Vec::new();
    let mut line = line(message);
    for (file, told) in message.attachments.iter().zip(&mut line.attachments) {
        told.media = file.bytes.as_deref().map(|bytes| put_beside(bytes, &mut media));
    }
    match std::str::from_utf8(&message.source) {
        _ if message.source.len() > SOURCE_BYTES_INSIDE => {
            line.source_media = Some(put_beside(&message.source, &mut media))
        }
        Ok(text) => line.source = Some(text.into()),
        Err(_) => line.source_base64 = Some(base64::encode(&message.source)),
    }
    Exported { line: bytes(&line), media }
}

/// What stands beside a message in the export of a whole workspace.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Beside<Kept = Map<String, Json>> {
    /// For each file of the message the path of its bytes, and how many they are.
    pub media: Vec<(Option<String>, i64)>,
    pub source: Beneath,
    /// What only the database that it came from knows of the message: an object.
    pub kept: Kept,
}

/// Where the source record of a message is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Beneath {
    /// In the message.
    #[default]
    Inside,
    /// In a file of the export.
    At(String),
    /// It was taken away.
    Nowhere,
}

/// The path beside the lines for a source record too large to stand in one.
pub fn source_path(source: &[u8], name: &str) -> Option<String> {
    (source.len() > SOURCE_BYTES_INSIDE).then(|| format!("sources/{name}"))
}

/// Writes a message as one line of the export of a whole workspace.
pub fn export_beside(message: &Incoming, beside: Beside<impl Serialize>) -> Vec<u8> {
    let mut line = line(message);
    for ((path, size), told) in beside.media.into_iter().zip(&mut line.attachments) {
        told.bytes = path.is_some().then_some(size);
        told.media = path;
    }
    match (beside.source, std::str::from_utf8(&message.source)) {
        (Beneath::At(path), _) => line.source_media = Some(path),
        (Beneath::Nowhere, _) => {}
        (Beneath::Inside, Ok(text)) => line.source = Some(text.into()),
        (Beneath::Inside, Err(_)) => line.source_base64 = Some(base64::encode(&message.source)),
    }
    let mut bytes = bytes(&line);
    // The last field: written as it comes, since a map of it costs as much as the rest of the line.
    bytes.truncate(bytes.len() - "}\n".len());
    bytes.extend_from_slice(b",\"kept\":");
    serde_json::to_writer(&mut bytes, &beside.kept).expect("strings, numbers and lists are always JSON");
    bytes.extend_from_slice(b"}\n");
    bytes
}

/// Reads what [`export_beside`] wrote; the bytes of files stay where they are.
pub(crate) fn returned(line: &[u8], source: &Source) -> Result<(Incoming, Beside), String> {
    let mut found: Line = serde_json::from_slice(line).map_err(|error| error.to_string())?;
    let media = found.attachments.iter_mut().map(|file| (file.media.take(), file.bytes.unwrap_or(0))).collect();
    let kept = std::mem::take(&mut found.kept);
    let (source, beneath) = match (found.source.take(), found.source_base64.take(), found.source_media.take()) {
        (Some(text), _, _) => (text.into_owned().into_bytes(), Beneath::Inside),
        (_, Some(encoded), _) => (base64::decode(&encoded).ok_or("`source_base64` is not base64")?, Beneath::Inside),
        (_, _, Some(path)) => {
            let file = source.find(&path).ok_or_else(|| format!("{path} is missing"))?;
            let bytes = source.read(file, MEDIA_BYTES_MAX).map_err(|error| error.to_string())?;
            (bytes, Beneath::At(path))
        }
        _ => (Vec::new(), Beneath::Nowhere),
    };
    let attachments = std::mem::take(&mut found.attachments);
    let mut message = incoming(found, None);
    (message.sent, message.edited) = (possible(message.sent), possible(message.edited));
    message.attachments = attachments.into_iter().map(|file| attachment(file, None)).collect();
    message.source = source;
    Ok((message, Beside { media, source: beneath, kept }))
}

fn line(message: &Incoming) -> Line<'_> {
    let attachments = message.attachments.iter().map(|file| Media {
        name: file.name.as_str().into(),
        media_type: file.media_type.as_str().into(),
        url: file.url.as_deref().map(Cow::from),
        media: None,
        bytes: None,
    });
    Line {
        tribune: VERSION,
        kind: message.thing.as_ref().map_or("message", |thing| thing.kind.word()).into(),
        origin: message.origin.as_str().into(),
        channel: message.channel.as_str().into(),
        id: message.native_id.as_deref().map(Cow::from),
        conversation: message.conversation.as_str().into(),
        title: message.title.as_deref().map(Cow::from),
        reply_to: message.reply_to.as_deref().map(Cow::from),
        author: Who {
            handle: message.author.handle.as_str().into(),
            name: message.author.name.as_deref().map(Cow::from),
            bot: message.author.bot,
        },
        time: message.sent,
        text: message.text.as_str().into(),
        edited: message.edited,
        deleted: message.deleted,
        attachments: attachments.collect(),
        reactions: message.reactions.clone(),
        facts: message.thing.as_ref().map(|thing| thing.facts.clone()).unwrap_or_default(),
        source: None,
        source_base64: None,
        source_media: None,
        kept: Map::new(),
    }
}

fn bytes(line: &Line) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(line).expect("strings, numbers and lists are always JSON");
    bytes.push(b'\n');
    bytes
}

fn put_beside<'a>(bytes: &'a [u8], media: &mut Vec<(String, &'a [u8])>) -> String {
    let name: String = Key::of(&[bytes]).0.iter().map(|byte| format!("{byte:02x}")).collect();
    let path = format!("media/{name}");
    media.push((path.clone(), bytes));
    path
}

fn is_line(head: &[u8]) -> bool {
    head.trim_ascii_start().starts_with(b"{\"tribune\":")
}

/// The files that hold lines of messages; of a whole workspace those of its messages only.
fn files(source: &Source) -> impl Iterator<Item = &File> {
    let below = |file: &File, folder: &str| file.path.rsplit('/').nth(1) == Some(folder);
    let whole = source.files().iter().any(|file| below(file, "messages"));
    let beside = move |file: &File| below(file, "media") || below(file, "sources");
    source.files().iter().filter(move |file| if whole { below(file, "messages") } else { !beside(file) })
}

fn detect(probe: &Probe) -> Confidence {
    let found = files(probe.source()).take(20).any(|file| is_line(&probe.head(file)));
    if found { Confidence::Sure } else { Confidence::No }
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let files: Vec<File> =
        files(source).filter(|file| file.has_ending("jsonl") || source.files().len() == 1).cloned().collect();
    let origin = options.origin.clone();
    Ok(each_file(source, files, move |source, file| {
        let lines = Lines::open(source, file)?.with_bytes_max(LINE_BYTES_MAX);
        let (source, origin) = (source.clone(), origin.clone());
        Ok(Box::new(lines.rows(move |line, place| row(&line, place, &source, origin.as_deref()))))
    }))
}

fn row(line: &[u8], place: Place, source: &Source, origin: Option<&str>) -> Row {
    let (text, _) = decode::line(line);
    let mut found: Line = match serde_json::from_str(&text) {
        Ok(found) => found,
        Err(error) => return Err(jsonl::refuse(place, &error)),
    };
    let refuse = |place, detail| Skip { place, reason: Reason::Unsupported, detail };
    if found.tribune > VERSION {
        return Err(refuse(place, format!("written by a newer Tribune (version {} of the export)", found.tribune)));
    }
    let thing = match (&*found.kind, ThingKind::from_word(&found.kind)) {
        ("message", _) => None,
        (_, Some(kind)) => Some(Box::new(Thing { kind, facts: std::mem::take(&mut found.facts) })),
        (_, None) => return Err(refuse(place, found.kind.chars().take(40).collect())),
    };
    let mut warnings = Warnings::default();
    let mut attachments = Vec::new();
    for mut file in std::mem::take(&mut found.attachments) {
        let bytes = file.media.take().and_then(|path| read_beside(source, &path, &mut warnings));
        attachments.push(attachment(file, bytes));
    }
    let kept = match (found.source.take(), found.source_base64.take(), found.source_media.take()) {
        (Some(text), _, _) => text.into_owned().into_bytes(),
        (_, Some(encoded), _) => base64::decode(&encoded).unwrap_or_else(|| line.to_vec()),
        (_, _, Some(path)) => read_beside(source, &path, &mut warnings).unwrap_or_default(),
        _ => line.to_vec(),
    };
    let message = Incoming { attachments, source: kept, thing, ..incoming(found, origin) };
    Ok(Record::new(message, place, warnings))
}

fn attachment(file: Media, bytes: Option<Vec<u8>>) -> Attachment {
    let (name, media_type) = (file.name.into_owned(), file.media_type.into_owned());
    Attachment { name, media_type, bytes, url: file.url.map(Cow::into_owned) }
}

/// The message of a line, without its files and its source.
fn incoming(found: Line, origin: Option<&str>) -> Incoming {
    Incoming {
        origin: origin.map_or_else(|| found.origin.into_owned(), str::to_owned),
        channel: found.channel.into_owned(),
        native_id: found.id.map(Cow::into_owned),
        conversation: found.conversation.into_owned(),
        title: found.title.map(Cow::into_owned),
        reply_to: found.reply_to.map(Cow::into_owned),
        author: Author {
            handle: found.author.handle.into_owned(),
            name: found.author.name.map(Cow::into_owned),
            bot: found.author.bot,
        },
        sent: found.time,
        text: found.text.into_owned(),
        edited: found.edited,
        deleted: found.deleted,
        attachments: Vec::new(),
        reactions: found.reactions,
        source: Vec::new(),
        thing: None,
    }
}

fn read_beside(source: &Source, path: &str, warnings: &mut Warnings) -> Option<Vec<u8>> {
    let read = match source.find(path) {
        Some(file) => source.read(file, MEDIA_BYTES_MAX),
        None => Err(io::ErrorKind::NotFound.into()),
    };
    match read {
        Ok(bytes) => Some(bytes),
        Err(_) => {
            warnings.add(Warning::FileLeftOut);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_leaves_as_one_line() {
        let message = Incoming { text: "a\nb".to_owned(), source: vec![0xff], ..Incoming::default() };
        let line = String::from_utf8(export(&message).line).unwrap();
        assert_eq!(
            line,
            "{\"tribune\":1,\"type\":\"message\",\"origin\":\"\",\"channel\":\"\",\"conversation\":\"\",\"author\":{\"handle\":\"\"},\"text\":\"a\\nb\",\"source_base64\":\"/w==\"}\n"
        );
    }
}
