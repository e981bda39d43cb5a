//! In which shapes Slack's messages are written: a list, a list of threads, a list in an object, a message a line.

use serde::Deserialize;

use crate::scalar::Scalar;
use crate::slack_places::is_ts;
use crate::source::File;
use crate::walk::{Patterns, Piece};

/// The file of a day is a list; `slackdump` and Slack's own API put the list into an object.
const ITEMS: Patterns = &[&["messages", "*"], &["*"]];
/// Scripts that ask for each thread write a list of them, each the list of its messages.
const THREADS: Patterns = &[&["*", "*"]];

/// Where the messages of a file stand that begins so.
pub(crate) fn patterns(head: &str) -> Patterns {
    let first = head.trim_start().strip_prefix('[').map_or("", str::trim_start);
    if first.starts_with('[') { THREADS } else { ITEMS }
}

/// Whether a file may hold messages.
pub(crate) fn may_hold_messages(file: &File) -> bool {
    ["json", "jsonl", "ndjson"].iter().any(|ending| file.has_ending(ending))
}

/// Whether a file that begins so has a message a line. Other programs' messages may have the same names, but not times
/// like Slack's.
pub(crate) fn is_of_lines(head: &str) -> bool {
    #[derive(Deserialize)]
    struct Known {
        r#type: String,
        ts: Scalar,
    }
    let line = head.trim_start().lines().next().filter(|line| line.starts_with('{'));
    let first = line.and_then(|line| serde_json::from_str::<Known>(line).ok()); // tidy(swallow): a document of many lines
    first.is_some_and(|first| first.r#type == "message" && is_ts(first.ts.as_str()))
}

/// An item of a list, not what stands around it.
pub(crate) fn is_message(piece: &Piece) -> bool {
    piece.path.last().is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a file begins like a list of Slack's messages.
pub(crate) fn tells_messages(head: &str) -> bool {
    let plain: String = head.chars().take(20_000).filter(|letter| !letter.is_whitespace()).collect();
    let list =
        plain.starts_with("[{") || plain.starts_with("[[") || plain.contains("\"messages\":[{") || is_of_lines(head);
    list && plain.contains("\"type\":\"message\"")
        && (plain.contains("\"ts\":\"") || plain.contains("\"ts\":1"))
        && (plain.contains("\"user\":") || plain.contains("\"bot_id\":"))
}
