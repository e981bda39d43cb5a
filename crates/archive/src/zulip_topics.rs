//! Topics of Zulip: what tells one from another, and where a public archive keeps them.

use std::collections::HashMap;
use std::sync::Arc;

use crate::record::Place;
use crate::source::{File, Source};
use crate::walk::{Names, Walk};

/// What Zulip puts before the name of a topic that somebody marked as resolved.
const RESOLVED: &str = "✔ ";

/// The conversation of a topic. Zulip takes topics that differ only in letter case for one, and renames a topic when it
/// is resolved.
pub(crate) fn key(stream: &str, topic: &str) -> String {
    let open = topic.strip_prefix(RESOLVED).map(|rest| rest.trim_start_matches([' ', '✔']));
    let topic = open.filter(|open| !open.is_empty()).unwrap_or(topic);
    format!("{stream}\u{1f}{}", topic.to_lowercase())
}

/// Where a message was said.
#[derive(Clone)]
pub(crate) struct Spot {
    pub(crate) stream: String,
    pub(crate) topic: String,
}

/// Whether a file begins with messages that say neither stream nor topic: zulip-archive keeps only the words of each,
/// whose they are and when.
pub(crate) fn lists_bare_messages(head: &str) -> bool {
    let signs = ["\"sender_full_name\"", "\"timestamp\"", "\"content\"", "\"id\""];
    head.trim_start().starts_with('[')
        && signs.iter().all(|sign| head.contains(sign))
        && !head.contains("\"display_recipient\"")
}

/// The names of streams by the numbers that their folders begin with, whose own names have lost some letters.
#[derive(Default)]
pub(crate) struct Streams(HashMap<String, String>);

const IDS: &[&[&str]] = &[&["streams", "*", "*"]];

impl Streams {
    pub(crate) fn read(source: &Source, names: &mut Names) -> Streams {
        let mut streams = Streams::default();
        for file in source.files().iter().filter(|file| file.name() == "stream_index.json") {
            let text = match source.open_text(file) {
                Ok(text) => text,
                Err(error) => {
                    names.tell(file, 1, &error.to_string());
                    continue;
                }
            };
            let mut walk = Walk::new(text, IDS);
            while let Some(piece) = walk.next_piece() {
                match piece {
                    Ok(piece) => streams.0.extend(stream(&piece.path).zip(piece.text()).map(|(name, id)| (id, name))),
                    Err(fault) => {
                        let place = Place { path: Arc::clone(&file.path), row: 1 };
                        names.tell(file, 1, &fault.into_skip(place).to_reason());
                    }
                }
            }
        }
        streams
    }

    /// Where the messages of `599-new-members/lunch.20break.json` were said; of a topic alone nobody knows the stream.
    pub(crate) fn spot(&self, source: &Source, file: &File) -> Spot {
        let folder = file.path.rsplit('/').nth(1).unwrap_or(source.stem());
        let is_stream = |(id, _): &(&str, &str)| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
        let stream = folder.split_once('-').filter(is_stream).map(|(id, name)| match self.0.get(id) {
            Some(told) => told.clone(),
            None => name.to_owned(),
        });
        Spot { stream: stream.unwrap_or_else(|| "zulip".to_owned()), topic: decoded(file.stem()) }
    }
}

/// The stream whose number this is.
fn stream(path: &[String]) -> Option<String> {
    let [_, name, field] = path else { return None };
    (field == "id").then(|| name.clone())
}

/// `✔ a/b` of `.E2.9C.94.20a.2Fb`: percent-encoding with dots.
fn decoded(name: &str) -> String {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let code = behind.get(..2).and_then(|code| std::str::from_utf8(code).ok()); // tidy(swallow): no code then
        let byte = code.filter(|_| *first == b'.').and_then(|code| u8::from_str_radix(code, 16).ok()); // tidy(swallow): a dot then
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { behind.get(2..).unwrap_or(&[]) } else { behind };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| name.to_owned())
}
