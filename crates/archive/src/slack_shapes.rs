//! In which shapes Slack's messages are written: a list, a list of threads, a list in an object.

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

/// An item of a list, not what stands around it.
pub(crate) fn is_message(piece: &Piece) -> bool {
    piece.path.last().is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a file begins like a list of Slack's messages.
pub(crate) fn tells_messages(head: &str) -> bool {
    let plain: String = head.chars().take(20_000).filter(|letter| !letter.is_whitespace()).collect();
    let list = plain.starts_with("[{") || plain.starts_with("[[") || plain.contains("\"messages\":[{");
    list && plain.contains("\"type\":\"message\"")
        && (plain.contains("\"ts\":\"") || plain.contains("\"ts\":1"))
        && (plain.contains("\"user\":") || plain.contains("\"bot_id\":"))
}
