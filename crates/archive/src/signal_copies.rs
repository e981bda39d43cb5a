//! What signal-export copies out of Signal: a folder for each chat, with `data.json`, a line a message, and `chat.md`.

use std::collections::HashSet;

use model::{Attachment, Author, Incoming, Time};
use serde_json::Value;

use crate::clock::Clock;
use crate::dates::{self, Order};
use crate::decode;
use crate::flow;
use crate::format::Options;
use crate::json;
use crate::lines::Lines;
use crate::media;
use crate::record::{Place, Reason, Record, Row, Rows, Warnings};
use crate::signal::ORIGIN;
use crate::source::{File, Source};

/// Who sent a message that the program found no name for.
const NOBODY: &str = "No-Sender";
const DELETED: &str = "(This message was deleted)";

/// `chat.md`, in older versions `index.md`.
pub(crate) fn is_text(file: &File) -> bool {
    matches!(file.name(), "chat.md" | "index.md")
}

/// Whether a file begins like a chat.
pub(crate) fn is_chat(file: &File, head: &str) -> bool {
    if is_text(file) {
        return head.lines().find(|line| !line.trim().is_empty()).is_some_and(|line| Opening::of(line).is_some());
    }
    let names = json::own_names(head);
    // A first message may be longer than what is looked at.
    let is_cut = file.name() == "data.json" && !head.contains('\n');
    names.starts_with(&["date", "sender", "body"]) && (names.contains(&"quote") || is_cut)
}

/// Those files whose messages stand in no other: beside `data.json` the text tells the same.
pub(crate) fn without_doubles(files: Vec<File>) -> Vec<File> {
    let told: HashSet<String> =
        files.iter().filter(|file| file.name() == "data.json").map(|file| folder(file).to_owned()).collect();
    files.into_iter().filter(|file| !is_text(file) || !told.contains(folder(file))).collect()
}

fn folder(file: &File) -> &str {
    file.path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The messages of `data.json`.
pub(crate) fn lines(lines: Lines, source: &Source, file: &File, options: &Options) -> Rows {
    let chat = Chat::of(source, file, options);
    Box::new(lines.rows(move |line, place| chat.line(line, &place)))
}

/// The messages of `chat.md`: each begins with its time, and goes on to the next.
pub(crate) fn texts(source: &Source, file: &File, options: &Options) -> std::io::Result<Rows> {
    let chat = Chat::of(source, file, options);
    let mut lines = Lines::open(source, file)?;
    let mut open: Option<(Vec<u8>, Place)> = None;
    let mut fault = None;
    Ok(Box::new(std::iter::from_fn(move || {
        if let Some(skip) = fault.take() {
            return Some(Err(skip));
        }
        loop {
            let (line, place) = match lines.next_line() {
                None => return open.take().map(|(message, place)| chat.text(message, &place)),
                Some(Err(skip)) => {
                    let Some((message, place)) = open.take() else { return Some(Err(skip)) };
                    fault = Some(skip);
                    return Some(chat.text(message, &place));
                }
                Some(Ok(line)) => (line.to_vec(), lines.place()),
            };
            let opens = Opening::of(&decode::line(&line).0).is_some();
            match open.as_mut() {
                Some((message, _)) if !opens && message.len() + line.len() <= MESSAGE_BYTES_MAX => {
                    message.push(b'\n');
                    message.extend(line);
                }
                None if line.trim_ascii().is_empty() => {}
                _ => {
                    if let Some((message, before)) = open.replace((line, place)) {
                        return Some(chat.text(message, &before));
                    }
                }
            }
        }
    })))
}

/// What goes on longer is no message.
const MESSAGE_BYTES_MAX: usize = 1 << 20;

/// The beginning of a message: `[2024-03-04 12:00:00] Ada: hello`.
struct Opening<'a> {
    time: &'a str,
    sender: &'a str,
    text: &'a str,
}

impl Opening<'_> {
    fn of(line: &str) -> Option<Opening<'_>> {
        let (time, behind) = line.strip_prefix('[')?.split_once("] ")?;
        let is_time = time.len() == 19
            && time.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                10 => byte == b' ',
                13 | 16 => byte == b':',
                _ => byte.is_ascii_digit(),
            });
        let (sender, text) = behind.split_once(':').filter(|_| is_time)?;
        Some(Opening { time, sender, text: text.strip_prefix(' ').unwrap_or(text) })
    }
}

/// The chat of a folder.
struct Chat {
    origin: String,
    name: String,
    folder: String,
    source: Source,
    clock: Clock,
}

/// What a message says in either form.
#[derive(Default)]
struct Told {
    time: String,
    sender: String,
    text: String,
    deleted: bool,
    files: Vec<(String, String)>,
    signs: Vec<String>,
}

impl Chat {
    fn of(source: &Source, file: &File, options: &Options) -> Chat {
        let folder = folder(file);
        let name = folder.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or_else(|| source.stem());
        Chat {
            origin: options.origin.clone().unwrap_or_else(|| ORIGIN.to_owned()),
            name: name.to_owned(),
            folder: if folder.is_empty() { String::new() } else { format!("{folder}/") },
            source: source.clone(),
            clock: options.clock.clone(),
        }
    }

    fn line(&self, raw: Vec<u8>, place: &Place) -> Row {
        let found = json::parse(&raw, place)?;
        if json::is_true(&found, "call") {
            return json::skip(Reason::System, "call", place);
        }
        let said = |field: &str| json::text(&found, field).unwrap_or_default();
        let quote = said("quote");
        let parts = [quote.trim_matches('\n').to_owned(), said("body").trim_end().to_owned()];
        let mut text = parts.into_iter().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join("\n\n");
        if text.is_empty() {
            text = json::first(&found, &["sticker.emoji", "sticker"]).unwrap_or_default();
        }
        let files = json::list(&found, "attachments").iter();
        let signs = json::list(&found, "reactions").iter();
        let told = Told {
            time: said("date"),
            sender: said("sender"),
            text,
            deleted: json::is_true(&found, "deleted"),
            files: files.filter_map(|file| Some((json::text(file, "name")?, json::text(file, "path")?))).collect(),
            // A pair of who and what.
            signs: signs.filter_map(|sign| sign.get(1).and_then(Value::as_str).map(str::to_owned)).collect(),
        };
        self.row(told, raw, place)
    }

    fn text(&self, raw: Vec<u8>, place: &Place) -> Row {
        let message = decode::line(&raw).0.into_owned();
        let Some(opening) = Opening::of(&message) else {
            return json::skip(Reason::Malformed, "no time begins it", place);
        };
        let (text, files) = files(opening.text);
        let (text, signs) = signs(&text);
        let text = text.trim();
        let deleted = text == DELETED;
        let sticker = text.strip_prefix("(( ").and_then(|text| text.strip_suffix(" ))"));
        let told = Told {
            time: opening.time.to_owned(),
            sender: opening.sender.to_owned(),
            text: if deleted { String::new() } else { sticker.unwrap_or(text).to_owned() },
            deleted,
            files,
            signs,
        };
        self.row(told, raw, place)
    }

    fn row(&self, told: Told, raw: Vec<u8>, place: &Place) -> Row {
        let sent: Option<Time> = dates::parse_by(&told.time, Order::YearFirst, &self.clock);
        let attachments: Vec<Attachment> = told.files.iter().map(|(name, path)| self.file(name, path)).collect();
        if told.text.is_empty() && attachments.is_empty() && !told.deleted {
            return json::skip(Reason::NoText, "", place);
        }
        let handle = if told.sender == NOBODY { String::new() } else { told.sender };
        let message = Incoming {
            origin: self.origin.clone(),
            channel: self.name.clone(),
            conversation: flow::on_day(&self.name, sent),
            author: Author { handle, ..Author::default() },
            sent,
            text: told.text,
            deleted: told.deleted,
            attachments,
            reactions: json::count(told.signs.into_iter()),
            source: raw,
            ..Incoming::default()
        };
        Ok(Record::new(message, place.clone(), Warnings::default()))
    }

    /// `2024-03-04T12-00-00.000_00_crash.log`, which was called `crash.log`.
    fn file(&self, name: &str, path: &str) -> Attachment {
        let path = format!("{}{}", self.folder, path.trim_start_matches("./").replace("%20", " "));
        let mut parts = name.splitn(3, '_');
        let dated =
            parts.next().is_some_and(|date| date.contains('T') && date.starts_with(|sign: char| sign.is_ascii_digit()));
        let name = parts.nth(1).filter(|_| dated).unwrap_or(name).to_owned();
        let media_type = media::of_name(&name).to_owned();
        Attachment { name, media_type, bytes: media::load(&self.source, &path), url: None }
    }
}

/// A text without its last line where that tells reactions: `(- Ada: ❤, Bo: 👍 -)`.
fn signs(text: &str) -> (&str, Vec<String>) {
    let last = text.trim_end().rsplit_once('\n');
    let told = last.and_then(|(before, last)| Some((before, last.strip_prefix("(- ")?.strip_suffix(" -)")?)));
    let Some((before, told)) = told else { return (text, Vec::new()) };
    let parts: Vec<&str> = told.split(", ").collect();
    let signs: Vec<&str> = parts.iter().filter_map(|part| part.rsplit_once(": ")).map(|(_, sign)| sign).collect();
    // A name may have a comma, but the last part has a sign. What somebody typed stays.
    let is_told = parts.last().is_some_and(|last| last.contains(": ")) && signs.iter().all(|sign| is_sign(sign));
    if is_told { (before, signs.into_iter().map(str::to_owned).collect()) } else { (text, Vec::new()) }
}

/// Whether a word is one of the signs by which people react; some are made of a letter or digit and a mark behind it.
fn is_sign(word: &str) -> bool {
    const MARKS: [char; 2] = ['\u{fe0f}', '\u{20e3}'];
    !word.trim().is_empty() && (word.contains(MARKS) || !word.contains(char::is_alphanumeric))
}

/// A text without the files that it links to: `![a](./media/a.png)  `.
fn files(text: &str) -> (String, Vec<(String, String)>) {
    const MEDIA: &str = "](./media/";
    let (mut kept, mut files, mut rest) = (String::with_capacity(text.len()), Vec::new(), text);
    while let Some(at) = rest.find(MEDIA) {
        let open = rest[..at].rfind('[');
        let end = rest[at..].find(')').map(|end| at + end);
        let (Some(open), Some(end)) = (open, end) else { break };
        files.push((rest[open + 1..at].to_owned(), rest[at + 4..end].to_owned()));
        kept.push_str(rest[..open].strip_suffix('!').unwrap_or(&rest[..open]));
        rest = &rest[end + 1..];
    }
    kept.push_str(rest);
    (kept, files)
}
