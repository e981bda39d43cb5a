//! What a file is that no format knows, so that the person hears what to do with it.

use crate::format::{Error, Probe};
use crate::source::File;

/// How files begin that are often mistaken for archives, and what to do with them.
const KNOWN: [(&[u8], &str); 18] = [
    (b"PK\x03\x04", "a zip inside another archive; unpack the outer one first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive; unpack it first"),
    (b"Rar!\x1a\x07", "a RAR archive; unpack it first"),
    (b"\xfd7zXZ\0", "packed with xz; unpack it first"),
    (b"BZh", "packed with bzip2; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd; unpack it first"),
    (b"!BDN", "an Outlook file (.pst); save the mails as mbox or .eml"),
    (b"\xd0\xcf\x11\xe0", "an old Office or Outlook file (.xls, .msg); save it as .xlsx, CSV or .eml"),
    (b"SQLite format 3\0", "a database of a program; export from the program itself"),
    (b"%PDF-", "a PDF; export the messages as text or JSON"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"-----BEGIN PGP MESSAGE", "encrypted; decrypt it first"),
    (b"<!DOCTYPE html", "a web page; export the messages as JSON"),
    (b"<html", "a web page; export the messages as JSON"),
    (b"window.YTD.", TWEETS),
    (b"==============================================================\nGuild: ", DISCORD_TEXT),
    (b"==============================================================\r\nGuild: ", DISCORD_TEXT),
];

/// What tells more of files that begin as many do, and what to do with them.
const CLOSER: [(&[u8], &[u8], &str); 3] = [
    (b"PK\x03\x04", b"application/vnd.oasis.opendocument", "a document of LibreOffice; save it as .xlsx or CSV"),
    (b"<!DOCTYPE html", b"<!--beginarticle-->", LIST),
    (b"<html", b"<!--beginarticle-->", LIST),
];
const LIST: &str = "a page of a mailing list's archive; take the list's .txt or .txt.gz for each month instead";
const TWEETS: &str = "a part of an archive of X (Twitter); take away what stands before its first `[`, call it tweets.json, and \
     import that with --map text=tweet.full_text,time=tweet.created_at,id=tweet.id_str,reply_to=tweet.in_reply_to_status_id_str";
const DISCORD_TEXT: &str = "a plain text of DiscordChatExporter; export the channel as JSON";

/// Words of JSON that programs write whose archives nobody can read here, and whose they are: no map would help.
const UNREAD: [(&[&str], &str); 5] = [
    (&["\"memberCreator\"", "\"commentCard\""], "a board of Trello"),
    (&["\"idBoard\"", "\"idList\""], "a board of Trello"),
    (&["\"fields\"", "\"summary\"", "\"reporter\""], "a list of Jira's issues"),
    (&["\"kind\"", "\"Listing\"", "\"children\""], "a list of Reddit's API"),
    (&["\"IsSender\"", "\"Media Type\""], "an export of Snapchat"),
];

/// Words of JSON that is a part of what Tribune reads, and where the rest is.
const PARTS: [(&[&str], &str); 2] = [
    (
        &["\"topic_list\"", "\"topics\"", "\"posts_count\""],
        "a list of Discourse's topics without their posts; get each of them as /t/ID.json",
    ),
    (
        &["\"t\"", "\"ts\"", "\"id\"", "\"ci\"", "\"m\""],
        "slackdump's archive of pieces; make an export of it with `slackdump convert`",
    ),
];

/// Why nobody can read the first JSON file that is only a part, or that a program wrote which Tribune does not read.
pub(crate) fn unread(probe: &Probe) -> Option<Error> {
    let json = |file: &&File| ["json", "jsonl", "ndjson"].iter().any(|ending| file.has_ending(ending));
    probe.source().files().iter().filter(json).take(20).find_map(|file| {
        let head = probe.text(file);
        let known = |list: &[(&[&str], &'static str)]| {
            list.iter().find(|(signs, _)| signs.iter().all(|sign| head.contains(sign))).map(|(_, what)| *what)
        };
        let name = || file.path.to_string();
        let part = known(&PARTS).map(|what| Error::Foreign { name: name(), what });
        part.or_else(|| known(&UNREAD).map(|what| Error::Unread { name: name(), what }))
    })
}

/// What the first file is that looks like something known; `None` where nobody can say.
pub(crate) fn what(probe: &Probe) -> Option<(String, &'static str)> {
    let files = probe.source().files();
    let mut empty = true;
    // An archive of X begins with a page that shows it, and has hundreds of files.
    let tweets = files.iter().filter(|file| matches!(file.name(), "tweets.js" | "tweet.js"));
    for file in tweets.take(1).chain(files.iter().take(20)) {
        let head = probe.head(file);
        let start = head.trim_ascii_start();
        empty &= start.iter().all(|byte| *byte == 0);
        let begins = |magic: &[u8]| start.get(..magic.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(magic));
        let has = |sign: &[u8]| memchr::memmem::find(start, sign).is_some();
        let closer = CLOSER.iter().find(|(magic, sign, _)| begins(magic) && has(sign)).map(|(.., what)| *what);
        let known = || KNOWN.iter().find(|(magic, _)| begins(magic)).map(|(_, what)| *what);
        if let Some(what) = closer.or_else(known) {
            return Some((file.path.to_string(), what));
        }
    }
    let first = files.first().filter(|_| empty)?;
    Some((first.path.to_string(), "empty, or holds nothing but zeros"))
}
