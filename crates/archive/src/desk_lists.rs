//! Messages of a help desk in other lists than its own: those that a tool put beside the conversations, or into them
//! under a name of its own.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Value, json};

use crate::desk_names::Desk;
use crate::desk_wrappers;
use crate::desks::{self, About};
use crate::json;
use crate::left;
use crate::record::{Place, Row};
use crate::source::{File, Source};
use crate::walk::{self, Piece, Walk};

/// To look first saves work, but a tar would be unpacked from its beginning for the second opening; and of a tar with more
/// files than that each holds a conversation or a page, which no tool puts beside such a list.
const TARRED_MAX: usize = 50;

/// Where a message says of which conversation it is.
const PLACES: [&str; 2] = ["ticket_id", "conversation_id"];
/// What tools call a list of messages.
const NAMES: [&str; 14] = [
    "comments",
    "comment",
    "conversations",
    "conversation",
    "messages",
    "message",
    "replies",
    "reply",
    "threads",
    "thread",
    "answers",
    "answer",
    "parts",
    "part",
];
/// What may stand before such a name: any other word may say that only the staff reads along, or that nobody sent it.
const OWNERS: [&str; 15] = [
    "ticket",
    "conversation",
    "message",
    "comment",
    "thread",
    "request",
    "public",
    "all",
    "helpdesk",
    "chatwoot",
    "freshdesk",
    "zendesk",
    "intercom",
    "helpscout",
    "freescout",
];

/// The messages inside a conversation, and the name of the list that holds them.
pub(crate) fn inside<'a>(item: &'a Value, desk: &Desk) -> (Vec<&'a Value>, Option<&'a str>) {
    let fields = item.as_object().into_iter().flatten();
    let own = desk.messages.iter().find_map(|path| {
        let first = path.split('.').next()?;
        let (name, _) = item.as_object()?.get_key_value(first)?;
        let last = path.rsplit('.').next()?;
        // Some keep the whole answer of the API in the place of its list.
        let paths = [(*path).to_owned(), format!("{path}.{last}"), format!("{path}.payload")];
        let list = paths.iter().map(|path| json::list(item, path)).find(|list| !list.is_empty())?;
        Some((list, name))
    });
    let other = || {
        let mut lists = fields.filter_map(|(name, list)| Some((list.as_array()?.as_slice(), name)));
        lists.find(|(list, name)| is_messages(name) && list.iter().any(left::is_said))
    };
    let found = own.or_else(other);
    found.map_or((Vec::new(), None), |(list, name)| (list.iter().collect(), Some(name.as_str())))
}

fn is_messages(name: &str) -> bool {
    let name: String = name.chars().filter(|letter| letter.is_alphanumeric()).collect();
    let name = name.to_lowercase();
    NAMES.iter().any(|list| name.strip_suffix(list).is_some_and(is_desks))
}

/// Whether words name nothing but the desk and its tickets.
fn is_desks(words: &str) -> bool {
    let mut rest = words;
    while let Some(after) = OWNERS.iter().find_map(|owner| rest.strip_prefix(owner)) {
        rest = after.strip_prefix('s').unwrap_or(after);
    }
    rest.is_empty()
}

/// Whether a piece of a document is a list beside the conversations.
pub(crate) fn is_beside(piece: &Piece) -> bool {
    let [name] = piece.path.as_slice() else { return false };
    piece.raw.starts_with(b"[") && !name.bytes().all(|byte| byte.is_ascii_digit())
}

/// The messages of such a list, of which its name must tell that they are.
fn list_of(piece: &Piece) -> Vec<Value> {
    let list = is_messages(name_of(piece)).then(|| serde_json::from_slice(&piece.raw).ok()).flatten(); // tidy(swallow): it holds no rows then
    list.unwrap_or_default()
}

fn name_of(piece: &Piece) -> &str {
    piece.path.first().map_or("", String::as_str)
}

/// The messages of a list beside the conversations, as conversations of their own, and what of it nobody can place.
pub(crate) fn placed(piece: &Piece, desk: &Desk, place: &Place) -> (Vec<Value>, Vec<Row>) {
    if !is_messages(name_of(piece)) {
        return (Vec::new(), left::rows_of_list(name_of(piece), &piece.raw, place));
    }
    let list = list_of(piece);
    let (mut found, mut known, mut others) = (Vec::<(String, Vec<Value>)>::new(), HashMap::new(), Vec::new());
    for said in list {
        let Some(id) = place_of(&said, desk) else {
            others.push(said);
            continue;
        };
        let at = *known.entry(id.clone()).or_insert(found.len());
        match found.get_mut(at) {
            Some((_, list)) => list.push(said),
            None => found.push((id, vec![said])),
        }
    }
    let rows = left::rows(&json!({ name_of(piece): others }), |_| false, place);
    let list = desk.messages.last().copied().unwrap_or_default();
    (found.into_iter().map(|(id, said)| json!({ "id": id, list: said })).collect(), rows)
}

/// The conversation of a message that stands beside it.
fn place_of(said: &Value, desk: &Desk) -> Option<String> {
    json::first(said, desk.bodies).and_then(|_| json::first(said, &PLACES))
}

/// What conversations tell whose messages stand beside them in the same file.
pub(crate) fn abouts(source: &Source, files: &[File], desk: &Desk) -> HashMap<String, About> {
    let mut said: HashMap<String, HashSet<u64>> = HashMap::new();
    let mut holding = Vec::new();
    for file in files {
        let says = |place: &str| walk::holds(source, file, format!("\"{place}\"").as_bytes()).is_ok_and(|holds| holds);
        let worth = if file.is_tarred() { files.len() <= TARRED_MAX } else { PLACES.into_iter().any(says) };
        if !worth {
            continue;
        }
        let before = said.len();
        each(source, file, desk, |piece| {
            let list = if is_beside(piece) { list_of(piece) } else { Vec::new() };
            for (id, one) in list.iter().filter_map(|one| Some((place_of(one, desk)?, one))) {
                let words = desk.bodies.iter().filter_map(|name| json::text(one, name));
                said.entry(id).or_default().extend(words.map(|words| fingerprint(&words)));
            }
        });
        holding.extend((said.len() > before).then_some(file));
    }
    let mut abouts = HashMap::new();
    for file in holding {
        each(source, file, desk, |piece| {
            let Ok(item) = serde_json::from_slice::<Value>(&piece.raw) else { return };
            let item = desk_wrappers::unwrapped(item);
            let Some((id, known)) = json::text(&item, "id").and_then(|id| said.get_key_value(&id)) else { return };
            let mut about = About::of(&item, desk);
            let own = json::first(&item, desk.bodies);
            about.again = own.is_none_or(|own| known.contains(&fingerprint(&own)));
            abouts.insert(id.clone(), about);
        });
    }
    abouts
}

fn each(source: &Source, file: &File, desk: &Desk, mut take: impl FnMut(&Piece)) {
    // What cannot be read is told of when the messages are.
    let Ok((head, text)) = walk::open_with_head(source, file) else { return };
    let patterns = desks::patterns(&head, desk);
    if !head.trim_start().starts_with('{') || patterns.is_empty() {
        return;
    }
    let mut walk = Walk::new(text, patterns);
    while let Some(Ok(piece)) = walk.next_piece() {
        take(&piece);
    }
}

fn fingerprint(words: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.split_whitespace().for_each(|word| word.hash(&mut hasher));
    hasher.finish()
}
