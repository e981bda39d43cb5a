//! Mattermost's bulk export: one JSONL file, with the attached files beside it.

use std::collections::HashMap;
use std::io;

use model::{Attachment, Author, Incoming};
use serde::Deserialize;
use serde_json::Value;

use crate::flow;
use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::json;
use crate::lines::Lines;
use crate::mattermost_moments::{Moments, Posts};
use crate::mattermost_places::{Places, channel_of_direct, channel_of_post, members};
use crate::media;
use crate::record::{NOBODY, Place, Reason, Row, Rows, Warning};
use crate::slack_words::{Card, Named};
use crate::source::{File, Source};
use crate::walk;

pub(crate) const FORMAT: Format = Format {
    name: "mattermost",
    title: "Mattermost bulk export",
    losses: &[Loss::Profiles, Loss::Membership, Loss::WhoReacted, Loss::SystemMessages],
    mapped: Mapped::Known,
    detect,
    open,
};

/// A post may hold a long thread in one line.
const LINE_BYTES_MAX: usize = 16 << 20;

fn detect(probe: &Probe) -> Confidence {
    let found = probe
        .source()
        .files()
        .iter()
        .filter(|file| file.has_ending("jsonl") || file.has_ending("json"))
        .take(5)
        .any(|file| is_export(&probe.text(file)));
    if found { Confidence::Sure } else { Confidence::No }
}

/// Whether a file's first line tells the version of the export.
fn is_export(head: &str) -> bool {
    let line = head.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let found: Value = serde_json::from_str(line).unwrap_or(Value::Null);
    json::text(&found, "type").as_deref() == Some("version") && json::at(&found, "version").is_some()
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let files = walk::chosen(source, |file| file.has_ending("jsonl") || file.has_ending("json"), is_export);
    let origin = options.origin.clone().unwrap_or_else(|| "mattermost".to_owned());
    Ok(each_file(source, files, move |source, file| {
        let (places, moments) = look_through(source, file)?;
        let lines = Lines::open(source, file)?.with_bytes_max(LINE_BYTES_MAX);
        let folder = file.path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let mut export =
            Export { origin: origin.clone(), source: source.clone(), folder, names: HashMap::new(), places, moments };
        Ok(Box::new(lines.rows_of_each(move |line, place| export.rows(&line, &place))))
    }))
}

/// Reads a file for what its posts are told by.
fn look_through(source: &Source, file: &File) -> io::Result<(Places, Moments)> {
    let (mut places, mut posts) = (Places::default(), Posts::default());
    let mut lines = Lines::open(source, file)?.with_bytes_max(LINE_BYTES_MAX);
    while let Some(line) = lines.next_line() {
        // tidy(swallow): what is no line of an export is told of when it is read
        let found: Value = line.ok().and_then(|line| serde_json::from_slice(line).ok()).unwrap_or_default();
        match json::text(&found, "type").as_deref() {
            Some("team") => places.add_team(&found["team"]),
            Some("channel") => places.add_channel(&found["channel"]),
            Some("post") => {
                places.add_post(&found["post"]);
                posts.add(&found["post"], &channel_of_post(&found["post"]));
            }
            Some("direct_post") => posts.add(&found["direct_post"], &channel_of_direct(&found["direct_post"])),
            _ => {}
        }
    }
    Ok((places, posts.moments()))
}

struct Export {
    origin: String,
    source: Source,
    folder: String,
    /// What people call themselves, by username.
    names: HashMap<String, (String, bool)>,
    places: Places,
    moments: Moments,
}

/// Where a post stands.
struct Thread {
    channel: String,
    key: String,
    root: Option<String>,
}

impl Export {
    fn rows(&mut self, line: &[u8], place: &Place) -> Vec<Row> {
        let found = match json::parse(line, place) {
            Ok(found) => found,
            Err(skip) => return vec![Err(skip)],
        };
        match json::text(&found, "type").as_deref() {
            Some("user" | "bot") => self.add_person(&found),
            Some("post") => return self.post(&found["post"], Self::channel_of_post, line, place),
            Some("direct_post") => return self.post(&found["direct_post"], Self::channel_of_direct, line, place),
            Some(
                "version" | "team" | "channel" | "scheme" | "role" | "emoji" | "direct_channel" | "info" | "attachment",
            ) => {}
            other => return vec![json::skip(Reason::Unsupported, other.unwrap_or("no type"), place)],
        }
        Vec::new()
    }

    fn add_person(&mut self, found: &Value) {
        let bot = json::text(found, "type").as_deref() == Some("bot");
        let person = &found[if bot { "bot" } else { "user" }];
        let full = [json::text(person, "first_name"), json::text(person, "last_name")]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ");
        let name =
            Some(full).filter(|name| !name.is_empty()).or_else(|| json::first(person, &["display_name", "nickname"]));
        if let Some(username) = json::text(person, "username") {
            self.names.insert(username, (name.unwrap_or_default(), bot));
        }
    }

    fn channel_of_post(&self, post: &Value) -> (String, String) {
        (self.places.name_of_channel(post), channel_of_post(post))
    }

    fn channel_of_direct(&self, post: &Value) -> (String, String) {
        (members(post), channel_of_direct(post))
    }

    /// A post and the replies that stand inside it.
    fn post(
        &self,
        post: &Value,
        place_of: fn(&Self, &Value) -> (String, String),
        line: &[u8],
        place: &Place,
    ) -> Vec<Row> {
        let (mut channel, key) = place_of(self, post);
        let id = self.moments.identity(post, &key);
        // Some versions lose between whom a direct message was: each then stands for itself.
        let lost = key == "direct/";
        if lost {
            channel = format!("{}, {NOBODY}", json::text(post, "user").unwrap_or_default());
        }
        let mut thread = Thread { channel, key: format!("{key}\u{1f}{id}"), root: None };
        if key.starts_with("direct/") && !lost && json::list(post, "replies").is_empty() {
            thread.key = flow::on_day(&key, json::time(post, &["create_at"]));
        }
        let mut rows = vec![self.row(post, &thread, id.clone(), line.to_vec(), place)];
        thread.root = Some(id);
        for reply in json::list(post, "replies") {
            let id = self.moments.identity(reply, &key);
            rows.push(self.row(reply, &thread, id, reply.to_string().into_bytes(), place));
        }
        for record in rows.iter_mut().flatten().filter(|_| lost) {
            record.warnings.add(Warning::NoMembers);
        }
        rows
    }

    fn row(&self, post: &Value, thread: &Thread, id: String, raw: Vec<u8>, place: &Place) -> Row {
        let kind = json::text(post, "type").unwrap_or_default();
        if kind.starts_with("system_") {
            return json::skip(Reason::System, &kind, place);
        }
        let cards: Vec<Card> = json::list(post, "props.attachments").iter().map(card).collect();
        let text = Named::default().with_cards(json::text(post, "message").unwrap_or_default(), &cards);
        let attachments: Vec<Attachment> =
            json::list(post, "attachments").iter().filter_map(|file| self.attachment(file)).collect();
        let deleted = json::time(post, &["delete_at"]).is_some();
        if text.is_empty() && attachments.is_empty() && !deleted {
            return json::skip(Reason::NoText, &kind, place);
        }
        let message = Incoming {
            origin: self.origin.clone(),
            channel: thread.channel.clone(),
            native_id: Some(id),
            conversation: thread.key.clone(),
            reply_to: thread.root.clone(),
            author: self.author(post),
            sent: json::time(post, &["create_at"]),
            text,
            edited: json::time(post, &["edit_at"]),
            deleted,
            attachments,
            reactions: json::count(
                json::list(post, "reactions").iter().filter_map(|sign| json::text(sign, "emoji_name")),
            ),
            source: raw,
            ..Incoming::default()
        };
        json::row(message, place)
    }

    /// Who speaks. A webhook posts as whoever made it, mostly under a name of its own.
    fn author(&self, post: &Value) -> Author {
        let handle = json::text(post, "user").unwrap_or_default();
        let known = self.names.get(&handle);
        let is = |sign: &str| json::text(post, sign).as_deref() == Some("true") || json::is_true(post, sign);
        let (by_webhook, by_bot) = (is("props.from_webhook"), is("props.from_bot"));
        let is_person = |handle: &str| self.names.get(handle).is_some_and(|(_, bot)| !bot);
        match json::text(post, "props.override_username").filter(|_| by_webhook || by_bot) {
            Some(shown) if !is_person(&shown) => return Author { handle: shown, name: None, bot: true },
            Some(shown) => return Author { handle: format!("{handle}/{shown}"), name: Some(shown), bot: true },
            None => {}
        }
        if by_webhook && !by_bot && is_person(&handle) {
            let shown = json::text(post, "props.webhook_display_name");
            let handle = format!("{handle}/{}", shown.as_deref().unwrap_or("webhook"));
            return Author { handle, name: shown, bot: true };
        }
        let name = known.map(|(name, _)| name.clone()).filter(|name| !name.is_empty());
        Author { handle, name, bot: by_webhook || by_bot || known.is_some_and(|(_, bot)| *bot) }
    }

    fn attachment(&self, file: &Value) -> Option<Attachment> {
        let path = json::text(file, "path")?;
        let name = path.rsplit('/').next().unwrap_or(&path).to_owned();
        let places = [format!("{}data/{path}", self.folder), format!("{}{path}", self.folder)];
        let bytes = places.iter().find_map(|place| media::load(&self.source, place));
        Some(Attachment { media_type: media::of_name(&name).to_owned(), name, bytes, url: None })
    }
}

fn card(value: &Value) -> Card {
    // A card in a shape that nobody expects says nothing.
    Card::deserialize(value).unwrap_or_else(|_| Card::default())
}
