//! Which server an archive comes from: by what its items tell, else by its name without dates.

use serde_json::Value;

use crate::source::{File, Source, without_copy};
use crate::walk::Walk;

/// How many files are asked, and how many items of each.
const FILES_MAX: usize = 8;
const ITEMS_MAX: usize = 200;

/// What the first item that tells of its server says of it.
pub(crate) fn told(
    source: &Source,
    files: &[File],
    patterns: &'static [&'static [&'static str]],
    find: fn(&Value) -> Option<String>,
) -> Option<String> {
    files.iter().take(FILES_MAX).find_map(|file| {
        // What cannot be read is told of when the messages are.
        let Ok(text) = source.open_text(file) else { return None };
        let mut walk = Walk::new(text, patterns);
        for _ in 0..ITEMS_MAX {
            let Some(Ok(piece)) = walk.next_piece() else { return None };
            let Ok(item) = serde_json::from_slice(&piece.raw) else { continue };
            if let Some(server) = find(&item) {
                return Some(server);
            }
        }
        None
    })
}

/// `acme.example` of `https://acme.example/t/5`.
pub(crate) fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next().filter(|host| !host.is_empty())?;
    Some(host.to_ascii_lowercase())
}

/// The origin of a format's archive: with the server where one is known.
pub(crate) fn of(word: &str, server: Option<String>) -> String {
    server.map_or_else(|| word.to_owned(), |server| format!("{word}:{server}"))
}

/// `acme` of `acme-2025-10-01-033000-v20250901`; of a name without a date, nothing.
pub(crate) fn before_date(stem: &str) -> Option<&str> {
    let at = stem.match_indices('-').map(|(at, _)| at).find(|at| is_date(&stem[at + 1..]))?;
    Some(&stem[..at]).filter(|name| !name.is_empty())
}

/// `acme_widget` of `2024-03-01_12-00-000_acme_widget_export`; any other name as it is.
pub(crate) fn after_date(stem: &str) -> &str {
    let stem = without_copy(stem);
    let named = stem.strip_suffix("_export").filter(|name| is_date(name));
    named.and_then(|name| name.splitn(3, '_').nth(2)).filter(|name| !name.is_empty()).unwrap_or(stem)
}

/// Whether a text begins with a day: `2025-10-01`.
fn is_date(text: &str) -> bool {
    let day = text.as_bytes().get(..10);
    day.is_some_and(|day| {
        day.iter().enumerate().all(|(at, byte)| if matches!(at, 4 | 7) { *byte == b'-' } else { byte.is_ascii_digit() })
    })
}
