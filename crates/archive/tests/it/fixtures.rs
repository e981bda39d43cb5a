//! Every format on its fixtures: what is read equals what stands in `expected.txt` beside them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use archive::{Memory, Options, Source};

use crate::read::{gz, show, tar, zip};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// The files of a fixture, by their path inside it.
pub(crate) fn load(folder: &Path) -> Vec<(String, Arc<[u8]>)> {
    let mut found = Vec::new();
    collect(folder, folder, &mut found);
    found.sort();
    found
}

fn collect(top: &Path, folder: &Path, found: &mut Vec<(String, Arc<[u8]>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(top, &path, found);
        } else if path.file_name().is_some_and(|name| name != "expected.txt") {
            let name = path.strip_prefix(top).unwrap().to_str().unwrap().to_owned();
            found.push((name, std::fs::read(&path).unwrap().into()));
        }
    }
}

/// The names of all fixtures; each begins with the name of its format.
pub(crate) fn names() -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(fixtures()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

pub(crate) fn folder(name: &str) -> PathBuf {
    fixtures().join(name)
}

fn told(source: &Source) -> String {
    let (format, rows) =
        archive::open(source, &Options::default()).unwrap_or_else(|error| panic!("{}: {error}", source.name()));
    let mut told = format!("format {}\n", format.name);
    let mut origins = std::collections::BTreeSet::new();
    for row in rows {
        told.push_str(&show(&row));
        told.push('\n');
        origins.extend(row.ok().map(|record| record.message.origin));
    }
    for origin in origins {
        told.push_str(&format!("origin {origin}\n"));
    }
    told
}

#[test]
fn every_fixture_is_read_as_its_expectation_says() {
    let mut wrong = Vec::new();
    for name in names() {
        let folder = folder(&name);
        let files = load(&folder);
        let alone = if let [(path, _)] = files.as_slice() { path.clone() } else { name.clone() };
        let found = told(&Source::new(&alone, Arc::new(Memory(files.clone()))).unwrap());
        let expected = std::fs::read_to_string(folder.join("expected.txt")).unwrap_or_default();
        if found != expected {
            let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.txt"));
            std::fs::write(&kept, &found).unwrap();
            wrong.push(format!("{name}: the found rows are in {}", kept.display()));
        }
        if files.len() > 1 {
            let members: Vec<(&str, &[u8])> = files.iter().map(|(path, bytes)| (path.as_str(), &**bytes)).collect();
            let zipped = Source::new(&format!("{name}.zip"), Arc::new(Memory::file("a.zip", zip(&members)))).unwrap();
            assert_eq!(told(&zipped), found, "{name} as a zip");
            let packed = gz(&tar(&members));
            let tarred = Source::new(&format!("{name}.tar.gz"), Arc::new(Memory::file("a.tar.gz", packed))).unwrap();
            assert_eq!(told(&tarred), found, "{name} as a tar.gz");
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_format_has_a_fixture() {
    let names = names();
    for format in archive::FORMATS {
        let tested_elsewhere = ["tribune", "mbox", "eml", "jsonl", "csv"].contains(&format.name);
        assert!(
            tested_elsewhere || names.iter().any(|name| name.split('-').next() == Some(format.name)),
            "{}",
            format.name
        );
    }
}

/// What people attach to messages, each an archive of its own kind where it lies alone.
const ATTACHED: [(&str, &str); 11] = [
    ("card.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nEMAIL:ada@example.org\nEND:VCARD\n"),
    ("meeting.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:x\nDTSTART:20240101\nEND:VEVENT\nEND:VCALENDAR\n"),
    ("feeds.opml", "<opml version=\"1.0\"><body><outline text=\"a\" xmlUrl=\"http://a.example/\"/></body></opml>"),
    ("table.csv", "id,author,text,time\n1,ada,hello,2024-03-01T12:00:00Z\n"),
    ("lines.jsonl", "{\"id\":1,\"author\":\"ada\",\"text\":\"hello\"}\n{\"id\":2,\"text\":\"again\"}\n"),
    ("mail.eml", "From: ada@example.org\nDate: Mon, 4 Mar 2024 12:00:00 GMT\nSubject: x\nMessage-ID: <1@x>\n\nhello\n"),
    ("old.mbox", "From ada@example.org Mon Mar  4 12:00:00 2024\nFrom: ada@example.org\nSubject: x\n\nhello\n"),
    ("config.json", "{\"name\":\"x\",\"version\":\"1.0.0\",\"type\":\"module\",\"messages\":[1,2]}"),
    ("2024-03-01.json", "[{\"type\":\"message\",\"user\":\"U1\",\"ts\":\"1700000000.1\",\"text\":\"x\"}]"),
    ("messages-000002.json", "{\"zerver_message\":[{\"id\":1,\"sender\":1,\"content\":\"x\"}]}"),
    ("notes.txt", "12:00 <ada> hello\n12:01 <grace> hi\n12:02 <ada> bye\n"),
];

#[test]
fn what_people_attached_is_no_archive_of_its_own() {
    let mut wrong = Vec::new();
    for (name, place) in [
        ("slack", "__uploads/F9"),
        ("slack", "general/attachments"),
        ("discord", "Acme - Text - help [900100].json_Files"),
        ("discord_package", "attachments/1"),
        ("telegram", "files"),
        ("telegram-full", "chats/chat_1/files"),
        ("signal", "signal-export-2024-03-07-08-26-40/files/aa"),
        ("signal-copies", "LunchClub/media"),
        ("whatsapp", ""),
        ("whatsapp-iphone-de", ""),
        ("messenger", "your_activity_across_facebook/messages/inbox/adagrace_10203/files"),
        ("google_chat", "Takeout/Google Chat/Groups/DM dmAda01AAAAE"),
        ("hangouts", "Takeout/Hangouts"),
        ("skype", "media"),
        ("teams-chats", "archive/data/19_group@thread.v2"),
        ("zulip", "uploads/2/aa"),
        ("mattermost", "data/20240301"),
        ("mastodon", "media_attachments"),
        ("discourse_backup", "uploads/default/original/1X"),
        ("gitlab", "uploads/1a2b"),
        ("github-migration", "attachments/1"),
    ] {
        let mut files = load(&folder(name));
        let source = |files: &[(String, Arc<[u8]>)]| Source::new(name, Arc::new(Memory(files.to_vec()))).unwrap();
        let messages = |told: &str| -> Vec<String> {
            told.lines().filter(|line| !line.starts_with("skip ")).map(str::to_owned).collect()
        };
        let before = told(&source(&files));
        for (file, content) in ATTACHED {
            let path = if place.is_empty() { file.to_owned() } else { format!("{place}/{file}") };
            files.push((path, content.as_bytes().into()));
        }
        let after = told(&source(&files));
        if messages(&before) != messages(&after) || before.lines().count() != after.lines().count() {
            let first = before.lines().zip(after.lines()).find(|(a, b)| a != b);
            wrong.push(format!("{name} {place}: {first:?}, {} and {}", before.lines().count(), after.lines().count()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
