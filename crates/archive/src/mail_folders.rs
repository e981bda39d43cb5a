//! What the place of a mail is called by, from the path of its file.

use std::sync::Arc;

use crate::base64;
use crate::dates;
use crate::record::{Place, Reason, Row, Skip};
use crate::source::File;

/// A file called by a month, a week or a quarter (`2024-March.txt`, `2012q3.txt`) is a part of the list that its folder
/// is called by.
pub(crate) fn channel(file: &File, fallback: &str) -> String {
    let stem = without_dates(file.stem());
    let is_month = stem.strip_prefix("Week-of-Mon-").unwrap_or(stem).split(['-', '_']).all(is_part_of_date);
    let folder = file.path.rsplit('/').nth(1);
    match folder {
        Some(folder) if is_month => folder.to_owned(),
        None if is_month => fallback.to_owned(),
        // Apple Mail: `Name.mbox/mbox`.
        Some(folder) if stem == "mbox" => folder.trim_end_matches(".mbox").to_owned(),
        // Google's Takeout: `users@groups.example/topics.mbox`.
        Some(folder) if stem == "topics" && folder.contains('@') => folder.to_owned(),
        _ => stem.to_owned(),
    }
}

/// `2024`, `March`, `2012q3`.
fn is_part_of_date(part: &str) -> bool {
    let quarter = ["q1", "q2", "q3", "q4"].iter().find_map(|quarter| part.strip_suffix(quarter));
    let year = quarter.filter(|year| year.len() == 4).unwrap_or(part);
    year.bytes().all(|byte| byte.is_ascii_digit()) || dates::month_named(part).is_some()
}

/// HyperKitty calls a part of a list `users@example.org-2024-03` or by two whole dates.
fn without_dates(stem: &str) -> &str {
    let Some((list, rest)) = stem.split_once('@') else { return stem };
    let is_date = |at: usize| {
        let dates = rest[at..].strip_prefix('-').unwrap_or("");
        dates.len() >= 7
            && dates.starts_with("20")
            && dates.split('-').all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let end = rest.char_indices().map(|(at, _)| at).find(|at| is_date(*at)).unwrap_or(rest.len());
    &stem[..list.len() + 1 + end]
}

/// Whether a file is called a mailbox; Apple Mail has them as `Name.mbox/mbox`.
pub(crate) fn is_box(file: &File) -> bool {
    file.has_ending("mbox") || file.has_ending("mbx") || file.name() == "mbox"
}

/// Whether a file is a mail of a Maildir; people have folders of those names for whole mailboxes, too.
pub(crate) fn is_maildir(file: &File) -> bool {
    let mut folders = file.path.rsplit('/').skip(1);
    matches!(folders.next(), Some("cur" | "new")) && !is_box(file)
}

/// Whether a mail was still being delivered to a Maildir: `tmp` lies beside `cur` and `new`. A program that was stopped
/// leaves a part of it there, with the id of the whole one.
pub(crate) fn is_arriving(file: &File, files: &[File]) -> bool {
    let folder = file.path.strip_suffix(file.name()).and_then(|path| path.strip_suffix("tmp/"));
    let Some(maildir) = folder.filter(|folder| folder.is_empty() || folder.ends_with('/')) else { return false };
    let is_called = |file: &File| is_box(file) || file.has_ending("eml") || file.has_ending("emlx");
    let is_beside = |folder: &str| {
        let beside = format!("{maildir}{folder}/");
        let first = files.partition_point(|file| *file.path < *beside);
        files.get(first).is_some_and(|file| file.path.starts_with(&beside) && !is_called(file))
    };
    !is_called(file) && ["cur", "new"].into_iter().any(is_beside)
}

/// A row for the mails of a source that were still being delivered.
pub(crate) fn arriving(files: &[File]) -> Option<Row> {
    let mut arriving = files.iter().filter(|file| is_arriving(file, files));
    let place = Place { path: Arc::clone(&arriving.next()?.path), row: 1 };
    let count = match arriving.count() + 1 {
        1 => "1 file".to_owned(),
        count => format!("{count} files"),
    };
    let detail = format!("not read: {count} of `tmp` in a Maildir, which a program had not delivered");
    Some(Err(Skip { place, reason: Reason::Unsupported, detail }))
}

/// The folder of a mail in a file of its own: `.Lists.Users/cur/123` of Maildir is in `Lists.Users`, and
/// `INBOX.mbox/2B/Data/Messages/123.emlx` of Apple Mail in `INBOX`.
pub(crate) fn folder(file: &File, fallback: &str) -> String {
    let above = || file.path.rsplit('/').skip(1);
    if file.has_ending("emlx")
        && let Some(name) = above().find_map(|folder| folder.strip_suffix(".mbox"))
    {
        return name.to_owned();
    }
    let depth = usize::from(is_maildir(file) || is_hashed(file));
    let folder = above().nth(depth).map(|folder| folder.trim_start_matches('.')).filter(|folder| !folder.is_empty());
    folder.map_or(fallback.to_owned(), |folder| if depth > 0 { of_imap(folder) } else { folder.to_owned() })
}

/// Whether a file is called by a hash whose first byte is its folder, as public-inbox keeps mails: `ab/cdef…`.
fn is_hashed(file: &File) -> bool {
    let is_hex =
        |part: &str, letters: usize| part.len() == letters && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex(file.name(), 38) && file.path.rsplit('/').nth(1).is_some_and(|folder| is_hex(folder, 2))
}

/// A name as IMAP and Maildir write it (RFC 3501): `&AOk-` is `é`, `&-` is `&`. What is written in no such way stays.
fn of_imap(name: &str) -> String {
    let mut out = String::new();
    let mut parts = name.split('&');
    out.push_str(parts.next().unwrap_or(""));
    for part in parts {
        match part.split_once('-').and_then(|(packed, rest)| Some((wide(packed)?, rest))) {
            Some((letters, rest)) => out.extend([letters.as_str(), rest]),
            None => out.extend(["&", part]),
        }
    }
    out
}

fn wide(packed: &str) -> Option<String> {
    if packed.is_empty() {
        return Some("&".to_owned());
    }
    let bytes = base64::decode(&packed.replace(',', "/"))?;
    let is_packed = base64::encode(&bytes).trim_end_matches('=').replace('/', ",") == packed;
    if !is_packed || bytes.len() % 2 != 0 {
        return None;
    }
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    String::from_utf16(&units).ok().filter(|letters| !letters.contains(char::is_control)) // tidy(swallow): a name with a sign of its own
}
