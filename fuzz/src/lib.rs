//! Feeds any bytes to a family of readers: whatever comes, none panics, and all end.

use std::sync::Arc;

use archive::{Memory, Options, Source};

/// Formats that one target tries; the first byte of the input chooses.
pub type Family = &'static [&'static str];

/// Zips, tars and gzip, with the format found out.
pub const PACKED: Family = &[""];
pub const CHAT: Family = &[
    "slack",
    "discord",
    "discord_package",
    "telegram",
    "zulip",
    "mattermost",
    "rocketchat",
    "matrix",
    "messenger",
    "google_chat",
    "skype",
    "hangouts",
    "teams",
    "signal",
];
/// Rocket.Chat alone, whose dumps are BSON: few inputs of the chat family would come to it.
pub const DUMP: Family = &["rocketchat"];
pub const LINES: Family = &["whatsapp", "irc"];
pub const MAIL: Family = &["mbox", "eml"];
pub const FORUM: Family =
    &["discourse", "discourse_backup", "github", "gitlab", "mastodon", "stackexchange", "tribune", "lemmy"];
pub const DESK: Family = &["chatwoot", "freshdesk", "zendesk", "intercom", "helpscout"];
pub const TABLE: Family = &["jsonl", "csv", "xlsx"];
pub const THING: Family = &["vcard", "icalendar", "opml", "listmonk", "mailchimp"];

/// All families, by the name of their target.
pub const FAMILIES: &[(&str, Family)] = &[
    ("packed", PACKED),
    ("chat", CHAT),
    ("dump", DUMP),
    ("lines", LINES),
    ("mail", MAIL),
    ("forum", FORUM),
    ("desk", DESK),
    ("table", TABLE),
    ("thing", THING),
];

/// What stands between two files of an input; each file is its path, a line end, and its bytes.
pub const BETWEEN: &[u8] = b"\xff\x00\xff";

/// An input that is read as these files.
pub fn input(number: usize, files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut input = vec![number as u8];
    for (at, (path, bytes)) in files.iter().enumerate() {
        if at > 0 {
            input.extend(BETWEEN);
        }
        input.extend(path.as_bytes());
        input.push(b'\n');
        input.extend(bytes);
    }
    input
}

/// Reads the input to its end with one of the family's formats.
pub fn read(family: Family, input: &[u8]) {
    let Some((number, mut rest)) = input.split_first() else { return };
    let format = family[usize::from(*number) % family.len()];
    let mut files: Vec<(String, Arc<[u8]>)> = Vec::new();
    while files.len() < 16 && !rest.is_empty() {
        let end = rest.windows(BETWEEN.len()).position(|part| part == BETWEEN).unwrap_or(rest.len());
        let (file, behind) = (&rest[..end], rest.get(end + BETWEEN.len()..).unwrap_or(&[]));
        let line = file.iter().position(|byte| *byte == b'\n').unwrap_or(file.len());
        let path = String::from_utf8_lossy(&file[..line]).into_owned();
        if !files.iter().any(|(known, _)| *known == path) {
            files.push((path, file.get(line + 1..).unwrap_or(&[]).into()));
        }
        rest = behind;
    }
    let Ok(source) = Source::new("input", Arc::new(Memory(files))) else { return };
    let options = Options { format: (!format.is_empty()).then(|| format.to_owned()), ..Options::default() };
    drop(archive::plan(&source, &options));
    if let Ok((_, rows)) = archive::open(&source, &options) {
        // A packed input may hold many more bytes than it has.
        let most = input.len() * 300 + 1_000;
        assert!(rows.take(most).count() < most, "rows without end");
    }
}
