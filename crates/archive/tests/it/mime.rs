//! Mails that other projects collected, read as their authors say.

use std::path::{Path, PathBuf};

use archive::{Options, Record};
use serde_json::Value;

use crate::read::{file, rows, shared, show};

/// A suite's folder. Where the machine says that it is the one that checks everything, a suite that
/// is missing is a failure.
#[expect(clippy::disallowed_methods, reason = "the checking machine says so by its environment")]
fn suite(path: &str) -> Option<PathBuf> {
    let found = shared(path);
    let checks_all = std::env::var("CI").is_ok_and(|value| value == "true");
    assert!(found.is_some() || !checks_all, "the suite {path} must be beside the repository where CI=true");
    found
}

/// How many statements of each kind hold.
#[derive(Default)]
struct Share {
    agreed: usize,
    all: usize,
}

impl Share {
    fn add(&mut self, holds: bool, told: impl FnOnce() -> String) {
        self.all += 1;
        self.agreed += usize::from(holds);
        if !holds {
            println!("{}", told());
        }
    }

    fn percent(&self) -> f64 {
        self.agreed as f64 * 100.0 / self.all.max(1) as f64
    }
}

#[derive(Default)]
struct Shares {
    headers: Share,
    bodies: Share,
    attachments: Share,
}

/// What the suite's authors say of one mail.
struct Expected(Value);

impl Expected {
    fn header(&self, name: &str) -> Option<&Value> {
        let headers = self.0["parts"][0]["headers"].as_array()?;
        headers.iter().rfind(|header| header["name"] == name).map(|header| &header["value"])
    }

    fn text(&self, name: &str) -> Option<String> {
        self.header(name)?["Text"].as_str().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    fn parts(&self, list: &str) -> Vec<&Value> {
        let places = self.0[list].as_array().into_iter().flatten().filter_map(Value::as_u64);
        places.map(|place| &self.0["parts"][place as usize]).collect()
    }

    /// The texts, and whether their lines are marked as going on: the authors leave those as they were broken.
    fn words(&self) -> Vec<(String, bool)> {
        let bodies = self.parts("text_body").into_iter();
        let bodies = bodies.filter_map(|part| Some((part["body"]["Text"].as_str()?, is_flowed(part))));
        bodies.map(|(text, is_flowed)| (text.replace("\r\n", "\n").trim().to_owned(), is_flowed)).collect()
    }

    fn check(&self, record: &Record, path: &Path, shares: &mut Shares) {
        let message = &record.message;
        let told = |what: &str| format!("{} {what}: {message:?}", path.display());
        let from = self.header("from").and_then(|value| value["Address"]["List"][0]["address"].as_str());
        let id = self.text("message_id");
        let subject = self.text("subject");
        // Where its authors lost letters that are in no charset, we have them.
        let better = |expected: &str, found: &str| expected.contains('\u{fffd}') && !found.contains('\u{fffd}');
        let same = subject == message.title
            || better(subject.as_deref().unwrap_or(""), message.title.as_deref().unwrap_or("\u{fffd}"));
        shares.headers.add(same, || told("subject"));
        shares.headers.add(id.is_none() || id == message.native_id, || told("id"));
        shares.headers.add(from.is_none_or(|from| from.to_lowercase() == message.author.handle), || told("from"));
        if let Some(date) = self.header("date").map(|value| &value["DateTime"]).filter(|date| date.is_object()) {
            let hour = message.sent.map(|sent| sent.to_string());
            let zone_minutes = date["tz_hour"].as_i64().unwrap_or(0) * 60 + date["tz_minute"].as_i64().unwrap_or(0);
            let minutes = date["hour"].as_i64().unwrap_or(0) * 60 + date["minute"].as_i64().unwrap_or(0);
            let ahead = if date["tz_before_gmt"] == true { zone_minutes } else { -zone_minutes };
            let clock = (minutes + ahead).rem_euclid(1440);
            let expected = format!("T{:02}:{:02}:", clock / 60, clock % 60);
            shares.headers.add(hour.is_some_and(|hour| hour.contains(&expected)), || told("date"));
        }
        let has = |(words, is_flowed): &(String, bool)| match is_flowed {
            true => without_marks(&message.text).contains(&without_marks(&joined(words))),
            false => message.text.contains(words.as_str()) || better(words, &message.text),
        };
        shares.bodies.add(self.words().iter().all(has), || told("text"));
        let files = self.parts("attachments");
        shares.attachments.add(files.len() == message.attachments.len(), || told("files"));
        for (expected, found) in files.iter().zip(&message.attachments) {
            let bytes = expected["body"]["Binary"].as_array();
            let bytes =
                bytes.map(|bytes| bytes.iter().filter_map(|byte| byte.as_u64().map(|byte| byte as u8)).collect());
            let bytes: Option<Vec<u8>> = bytes.or_else(|| Some(expected["body"]["Text"].as_str()?.as_bytes().to_vec()));
            // The authors wrote their expectations for the mails with the line ends of Unix.
            let plain = |bytes: &Option<Vec<u8>>| {
                bytes.as_ref().map(|bytes| String::from_utf8_lossy(bytes).replace("\r\n", "\n"))
            };
            let same = bytes.is_none() || plain(&bytes) == plain(&found.bytes);
            shares.attachments.add(same, || {
                let lengths = (bytes.as_ref().map(Vec::len), found.bytes.as_ref().map(Vec::len));
                format!("{}: {} has other bytes: {lengths:?}", path.display(), found.name)
            });
        }
    }
}

fn is_flowed(part: &Value) -> bool {
    let headers = part["headers"].as_array().into_iter().flatten();
    let attributes = headers.filter_map(|header| header["value"]["ContentType"]["attributes"].as_array()).flatten();
    attributes.into_iter().any(|attribute| attribute["name"] == "format" && attribute["value"] == "flowed")
}

/// The text with a line for each that its author ended: RFC 3676, 4.1, as far as the suite has it.
fn joined(text: &str) -> String {
    let mut whole: Vec<String> = Vec::new();
    for line in text.lines() {
        let goes_on = |last: &&mut String| last.ends_with(' ') && !last.ends_with("-- ") && !line.is_empty();
        match whole.last_mut().filter(goes_on) {
            Some(last) if depth(last) == depth(line) => last.push_str(line.trim_start_matches('>')),
            _ => whole.push(line.to_owned()),
        }
    }
    whole.join("\n")
}

fn depth(line: &str) -> usize {
    line.bytes().take_while(|byte| *byte == b'>').count()
}

/// The words of each line, between single spaces.
fn without_marks(text: &str) -> String {
    let words = |line: &str| line.replace('>', " > ").split_whitespace().collect::<Vec<_>>().join(" ");
    text.lines().map(words).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_mime_suite_is_read_as_its_authors_say() {
    let Some(folder) = suite("fixtures/mail-parser/resources/eml") else { return };
    let mut shares = Shares::default();
    for path in files_below(&folder).into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "eml")) {
        let expected = Expected(serde_json::from_slice(&std::fs::read(path.with_extension("json")).unwrap()).unwrap());
        let found = rows(&file("a.eml", &std::fs::read(&path).unwrap()), &options()).remove(0);
        match found {
            Ok(record) => expected.check(&record, &path, &mut shares),
            Err(_) => {
                println!("{}: {}", path.display(), show(&found));
                let says_something = expected.text("subject").is_some() || expected.header("from").is_some();
                shares.headers.add(!says_something, || format!("{} is no mail", path.display()));
            }
        }
    }
    for (what, share) in
        [("headers", &shares.headers), ("bodies", &shares.bodies), ("attachments", &shares.attachments)]
    {
        println!("{what}: {} of {} agree ({:.1} %)", share.agreed, share.all, share.percent());
        assert!(share.all > 90 && share.percent() >= 98.0, "{what}: {} of {}", share.agreed, share.all);
    }
}

/// The other suite has no list of what it expects: what its own headers say must be found again.
#[test]
fn the_other_mime_suite_gives_a_mail_or_a_clear_line() {
    let Some(folder) = suite("fixtures/mikel_mail/spec/fixtures/emails") else { return };
    let (mut read, mut share) = (0, Share::default());
    for path in files_below(&folder) {
        let bytes = std::fs::read(&path).unwrap();
        let raw = String::from_utf8_lossy(&bytes).into_owned();
        let head = raw.split("\n\n").next().unwrap_or("").split("\r\n\r\n").next().unwrap_or("").to_lowercase();
        let says = |name: &str| {
            let line = head.lines().find_map(|line| line.strip_prefix(name));
            line.is_some_and(|value| !value.trim().is_empty())
        };
        for row in rows(&file("a.eml", &bytes), &options()) {
            match &row {
                Ok(record) => {
                    read += 1;
                    let message = &record.message;
                    let told = |what: &str| format!("{} {what}: {message:?}", path.display());
                    share.add(!says("subject:") || message.title.is_some(), || told("subject"));
                    share.add(!says("from:") || message.author.handle != archive::record::NOBODY, || told("from"));
                    share.add(!says("message-id:") || message.native_id.is_some(), || told("id"));
                    share.add(!says("date:") || message.sent.is_some(), || told("date"));
                    let named = raw.contains("filename=") && raw.contains("attachment");
                    share.add(!named || !message.attachments.is_empty(), || told("files"));
                }
                Err(_) => println!("{}: {}", path.display(), show(&row)),
            }
        }
    }
    println!("{read} mails, {} of {} agree ({:.1} %)", share.agreed, share.all, share.percent());
    assert!(read >= 100 && share.percent() >= 98.0, "{read} mails, {} of {}", share.agreed, share.all);
}

fn options() -> Options {
    Options { format: Some("eml".to_owned()), ..Options::default() }
}

pub(crate) fn files_below(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files_below(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}
