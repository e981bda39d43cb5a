//! Lists of what people said that a reader does not take: a row tells of each, so that none vanishes.

use serde_json::Value;

use crate::json;
use crate::record::{Place, Reason, Row};

/// How programs call words, whose they are, and when they were said.
const WORDS: [&str; 11] = [
    "body",
    "text",
    "content",
    "message",
    "comment",
    "note",
    "plain_body",
    "html_body",
    "body_text",
    "bodyText",
    "comment_text",
];
const WHO: [&str; 11] = [
    "author",
    "author_id",
    "authorId",
    "user",
    "user_id",
    "userId",
    "username",
    "sender",
    "sender_id",
    "from",
    "createdBy",
];
const WHEN: [&str; 9] =
    ["created_at", "createdAt", "created", "created_time", "timestamp", "time", "date", "submitted_at", "submittedAt"];

/// Lists whose items have a sign where others have words.
const SIGNS: [&str; 3] = ["reaction", "award", "emoji"];
/// How many lists of one object are told, and how much of the name of each.
const TOLD_MAX: usize = 5;
const NAME_CHARS_MAX: usize = 30;

/// A row for each list in an object that holds words of people and that nobody reads.
pub(crate) fn rows(item: &Value, is_read: impl Fn(&str) -> bool, place: &Place) -> Vec<Row> {
    let mut rows = Vec::new();
    for (name, value) in item.as_object().into_iter().flatten().filter(|(name, _)| !is_read(name)) {
        rows.extend(row(name, value, place));
        let inside = value.as_object().into_iter().flatten().filter(|(name, _)| !is_read(name));
        rows.extend(inside.filter_map(|(inner, value)| row(&format!("{name}.{inner}"), value, place)));
    }
    rows.truncate(TOLD_MAX);
    rows
}

/// The same for an object as it is written, which is only looked into if it holds a list of objects.
pub(crate) fn rows_of(raw: &[u8], is_read: impl Fn(&str) -> bool, place: &Place) -> Vec<Row> {
    let holds_list = memchr::memchr_iter(b'[', raw)
        .any(|at| raw.get(at + 1..).is_some_and(|rest| rest.trim_ascii_start().first() == Some(&b'{')));
    let item: Option<Value> = holds_list.then(|| serde_json::from_slice(raw).ok()).flatten(); // tidy(swallow): its own row tells
    item.map_or_else(Vec::new, |item| rows(&item, is_read, place))
}

/// The same for a list of this name that stands beside those that are read.
pub(crate) fn rows_of_list(name: &str, raw: &[u8], place: &Place) -> Vec<Row> {
    let list: Option<Value> = serde_json::from_slice(raw).ok(); // tidy(swallow): it holds no rows then
    list.and_then(|list| row(name, &list, place)).into_iter().collect()
}

/// Which lists beside the one that is read are told already, where their objects come one by one.
#[derive(Default)]
pub(crate) struct Beside(Vec<String>);

impl Beside {
    /// A row for a list whose first words of somebody these are.
    pub(crate) fn row(&mut self, name: &str, raw: &[u8], place: &Place) -> Option<Row> {
        if self.0.len() >= TOLD_MAX || is_of_signs(name) || self.0.iter().any(|told| told == name) {
            return None;
        }
        let object: Option<Value> = serde_json::from_slice(raw).ok(); // tidy(swallow): it holds no words then
        object.filter(is_said)?;
        self.0.push(name.to_owned());
        Some(json::skip(Reason::Unsupported, &format!("its list `{}` is not read", shown(name)), place))
    }
}

fn shown(name: &str) -> String {
    name.chars().take(NAME_CHARS_MAX).collect()
}

fn is_of_signs(name: &str) -> bool {
    SIGNS.iter().any(|sign| name.to_ascii_lowercase().contains(sign))
}

fn row(name: &str, value: &Value, place: &Place) -> Option<Row> {
    let count = value.as_array()?.iter().filter(|said| is_said(said)).count();
    let detail = || format!("its list `{}` of {count} texts is not read", shown(name));
    (count > 0 && !is_of_signs(name)).then(|| json::skip(Reason::Unsupported, &detail(), place))
}

/// Whether these are words of somebody.
pub(crate) fn is_said(said: &Value) -> bool {
    let has = |names: &[&str]| names.iter().any(|name| json::at(said, name).is_some());
    json::first(said, &WORDS).is_some() && (has(&WHO) || has(&WHEN))
}
