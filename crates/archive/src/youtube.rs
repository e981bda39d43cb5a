//! Comments as a Google Takeout of YouTube keeps them: a sentence is a list of parts in JSON, without its brackets.

use serde::Deserialize;

use crate::fields::{Field, Map};

#[derive(Deserialize)]
struct Part {
    #[serde(default)]
    text: String,
}

/// Whether comments are read from a table as YouTube calls its columns.
pub(crate) fn is_comments(header: &[String], map: &Map) -> bool {
    let has = |name: &str| header.iter().any(|known| known.eq_ignore_ascii_case(name));
    has("Comment Create Timestamp")
        && map.get(Field::Text).is_some_and(|name| name.eq_ignore_ascii_case("Comment Text"))
}

/// The words of a comment; none of what is written otherwise.
pub(crate) fn words(text: &str) -> Option<String> {
    // tidy(swallow): what is no list of parts is plain words
    let parts: Vec<Part> = serde_json::from_str(&format!("[{text}]")).ok()?;
    Some(parts.into_iter().map(|part| part.text).collect())
}
