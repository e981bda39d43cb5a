//! Which server an archive comes from: by what its items tell, else by its name without dates.

use serde_json::Value;

use crate::source::{File, Source, without_copy};
use crate::walk::{self, Patterns, Walk};

/// What an item tells of its server.
pub(crate) type Find = fn(&Value) -> Option<String>;

/// What the items tell of their server: the surest way of finding it that finds any. The files are read until the
/// first way does, so that no order of files or items makes another server.
pub(crate) fn told(
    source: &Source,
    files: &[File],
    patterns: impl Fn(&str) -> Patterns,
    finds: &[Find],
) -> Option<String> {
    let mut found: Vec<Option<String>> = vec![None; finds.len()];
    for file in files.iter().filter(|_| !finds.is_empty()) {
        // What cannot be read is told of when the messages are.
        let Ok((head, text)) = walk::open_with_head(source, file) else { continue };
        let mut walk = Walk::new(text, patterns(&head));
        while let Some(Ok(piece)) = walk.next_piece() {
            let Ok(item) = serde_json::from_slice(&piece.raw) else { continue };
            for (find, known) in finds.iter().zip(&mut found).filter(|(_, known)| known.is_none()) {
                *known = find(&item);
            }
            if found[0].is_some() {
                return found.swap_remove(0);
            }
        }
    }
    found.into_iter().flatten().next()
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

/// The name that a person gave an archive which tells no server and counts its ids: `acme` of `acme-2025-10-01 (1)`.
/// None of what programs call their files by themselves, such as `1-posts-2`.
pub(crate) fn named(stem: &str) -> Option<&str> {
    const GENERIC: &str = "all answers api archive audits backup chatwoot comments conversations data discourse download \
        dump export exports freshdesk full history json latest lemmy list messages output page part post posts \
        response results search settings ticket tickets topic topics zendesk zulip";
    let name = without_date(without_copy(stem));
    let own = |part: &str| {
        let part = part.to_ascii_lowercase();
        !part.bytes().all(|byte| byte.is_ascii_digit()) && GENERIC.split(' ').all(|word| word != part)
    };
    Some(name).filter(|name| name.split(SEPARATORS).any(own))
}

const SEPARATORS: [char; 4] = ['-', '_', '.', ' '];

/// What stands before the day in a name, or behind it: `acme` of `acme-2025-10-01-033000` and `20251001_acme`.
fn without_date(stem: &str) -> &str {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_day = |at: usize| {
        stem.get(at..at + 10).is_some_and(|day| is_date(&day.replace('_', "-"))) || {
            let part = stem[at..].split(SEPARATORS).next().unwrap_or("");
            part.len() == 8 && digits(part) && (part.starts_with("19") || part.starts_with("20"))
        }
    };
    let mut starts = std::iter::once(0).chain(stem.match_indices(SEPARATORS).map(|(at, _)| at + 1));
    let Some(day) = starts.find(|at| is_day(*at)) else { return stem };
    let before = stem[..day].trim_end_matches(SEPARATORS);
    if before.is_empty() {
        stem[day..].trim_start_matches(|sign: char| sign.is_ascii_digit() || SEPARATORS.contains(&sign))
    } else {
        before
    }
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
