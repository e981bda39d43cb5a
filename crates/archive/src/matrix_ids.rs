//! Ids of Matrix events that a server wrote without them: since version 3 of rooms an event's id is its own hash.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::base64;
use crate::json;

/// What of an event is hashed beside its content, which for all but a room's state is emptied before.
const HASHED: [&str; 9] = [
    "auth_events",
    "depth",
    "hashes",
    "membership",
    "origin",
    "origin_server_ts",
    "prev_events",
    "prev_state",
    "sender",
];
/// What versions from 11 on no longer hash.
const DROPPED: [&str; 3] = ["membership", "origin", "prev_state"];

/// Whether an event stands as servers send it to each other.
pub(crate) fn is_bare(event: &Value) -> bool {
    event.get("type").is_some() && ["auth_events", "prev_events"].iter().any(|field| event.get(field).is_some())
}

/// The id of an event: as it says, else its hash, as servers of rooms of this version make it. Of what was said only
/// `hashes` stands in it: without these, several events would be one.
pub(crate) fn event_id(event: &Value, version: Option<&str>) -> Option<String> {
    let is_whole = is_bare(event) && json::at(event, "hashes").is_some();
    json::text(event, "event_id").or_else(|| is_whole.then(|| hash(event, version)))
}

fn hash(event: &Value, version: Option<&str>) -> String {
    let is_new = version.and_then(|version| version.parse::<u32>().ok()).is_some_and(|version| version >= 11); // tidy(swallow): a version under test has a name
    let mut hashed = Map::new();
    for field in HASHED.into_iter().chain(["room_id", "type"]).filter(|field| !is_new || !DROPPED.contains(field)) {
        hashed.extend(event.get(field).map(|value| (field.to_owned(), value.clone())));
    }
    hashed.insert("content".to_owned(), Value::Object(Map::new()));
    let mut hashed = Value::Object(hashed);
    hashed.sort_all_objects();
    let id = base64::encode(&Sha256::digest(hashed.to_string()));
    let id = id.trim_end_matches('=');
    // Only version 3 wrote the letters of base64 that an address does not allow.
    if version == Some("3") { format!("${id}") } else { format!("${}", id.replace('+', "-").replace('/', "_")) }
}
