//! The archive of a Mastodon account (and of others that speak ActivityPub): `outbox.json`.

use std::sync::Arc;

use model::{Attachment, Author, Incoming};
use serde_json::Value;

use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::html;
use crate::json;
use crate::media;
use crate::record::{Place, Reason, Row, Rows};
use crate::source::{File, Source};
use crate::threads::{Roots, Threads};
use crate::walk::{self, Names, Piece, Walk};

pub(crate) const FORMAT: Format = Format {
    name: "mastodon",
    title: "Mastodon account archive (ActivityPub outbox)",
    losses: &[Loss::Polls, Loss::Formatting, Loss::Profiles],
    mapped: Mapped::Known,
    detect,
    open,
};

/// What programs make of an outbox is a list of activities alone.
const ACTIVITIES: &[&[&str]] = &[&["orderedItems", "*"], &["*"]];

fn detect(probe: &Probe) -> Confidence {
    let is_outbox = |file: &File| {
        let head = probe.text(file);
        let activities = ["\"actor\"", "\"published\"", "\"object\"", "/activity\""];
        head.contains("\"OrderedCollection\"") && head.contains("\"orderedItems\"")
            || head.trim_start().starts_with('[') && activities.iter().all(|field| head.contains(field))
    };
    let found = probe.source().files().iter().filter(|file| file.name() == "outbox.json").any(is_outbox)
        || probe.first().is_some_and(|file| probe.source().files().len() == 1 && is_outbox(file));
    if found { Confidence::Sure } else { Confidence::No }
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let mut names = Names::default();
    let actor: Value = source.find("actor.json").and_then(|file| names.document(source, file)).unwrap_or(Value::Null);
    let name = json::text(&actor, "name");
    let username = json::text(&actor, "preferredUsername");
    let bot = json::text(&actor, "type").is_some_and(|kind| matches!(kind.as_str(), "Service" | "Application"));
    let files: Vec<File> = source
        .files()
        .iter()
        .filter(|file| file.name() == "outbox.json" || source.files().len() == 1)
        .cloned()
        .collect();
    let origin = options.origin.clone();
    Ok(names.before(each_file(source, files, move |source, file| {
        let mut threads = Threads::default();
        let mut walk = Walk::new(source.open_text(file)?, ACTIVITIES);
        while let Some(Ok(piece)) = walk.next_piece() {
            let Ok(activity) = serde_json::from_slice::<Value>(&piece.raw) else { continue };
            if let (Some(id), Some(parent)) =
                (json::text(&activity, "object.id"), json::text(&activity, "object.inReplyTo"))
            {
                threads.add(&id, &parent);
            }
        }
        let folder = file.path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let outbox = Arc::new(Outbox {
            origin: origin.clone(),
            name: name.clone(),
            username: username.clone(),
            bot,
            threads: threads.roots(),
            source: source.clone(),
            folder,
        });
        walk::rows(source, file, ACTIVITIES, move |piece, place| {
            if is_activity(&piece) { vec![outbox.row(piece.raw, &place)] } else { Vec::new() }
        })
    })))
}

fn is_activity(piece: &Piece) -> bool {
    let alone = || piece.path.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    piece.is(ACTIVITIES[0]) || piece.is(ACTIVITIES[1]) && alone()
}

/// To whom something went, as far as it says so.
fn addressed(said: &Value) -> impl Iterator<Item = &str> {
    let told = ["to", "cc", "audience"].into_iter().filter_map(|name| json::at(said, name));
    told.flat_map(|to| to.as_array().map_or(std::slice::from_ref(to), Vec::as_slice)).filter_map(Value::as_str)
}

fn is_addressed(said: &Value) -> bool {
    addressed(said).next().is_some()
}

/// Whether something went to people by name, and neither to everybody nor to all who follow.
fn is_to_people(said: &Value) -> bool {
    let is_open =
        |to: &str| to == "Public" || ["#Public", "as:Public", "/followers"].iter().any(|end| to.ends_with(end));
    is_addressed(said) && !addressed(said).any(is_open)
}

struct Outbox {
    origin: Option<String>,
    name: Option<String>,
    username: Option<String>,
    bot: bool,
    threads: Roots,
    source: Source,
    folder: String,
}

impl Outbox {
    fn row(&self, raw: Vec<u8>, place: &Place) -> Row {
        let activity = json::parse(&raw, place)?;
        let kind = json::text(&activity, "type").unwrap_or_default();
        if kind != "Create" || json::at(&activity, "object").is_none_or(Value::is_string) {
            return json::skip(Reason::Unsupported, &kind, place);
        }
        let note = &activity["object"];
        let id = json::text(note, "id");
        let reply_to = json::text(note, "inReplyTo");
        let actor = json::first(note, &["attributedTo", "actor"])
            .or_else(|| json::text(&activity, "actor"))
            .unwrap_or_default();
        let host = actor.split_once("://").and_then(|(_, rest)| rest.split('/').next()).unwrap_or("").to_owned();
        let username = self
            .username
            .clone()
            .unwrap_or_else(|| actor.rsplit('/').next().unwrap_or("").trim_start_matches('@').to_owned());
        let root = self.threads.root(id.as_deref().unwrap_or(""), reply_to.as_deref());
        let mut parts =
            [json::text(note, "summary"), json::text(note, "content").map(|content| html::to_text(&content))];
        let mut text = parts.iter_mut().filter_map(Option::take).collect::<Vec<_>>().join("\n\n");
        for option in ["oneOf", "anyOf"].iter().flat_map(|list| json::list(note, list)) {
            text.push_str(&format!("\n- {}", json::text(option, "name").unwrap_or_default()));
        }
        let is_direct = is_to_people(note) || !is_addressed(note) && is_to_people(&activity);
        let message = Incoming {
            origin: self.origin.clone().unwrap_or_else(|| format!("mastodon:{host}")),
            channel: if is_direct { "direct messages".to_owned() } else { format!("@{username}@{host}") },
            native_id: id,
            conversation: root,
            reply_to,
            author: Author { handle: format!("{username}@{host}"), name: self.name.clone(), bot: self.bot },
            sent: json::time(note, &["published"]).or_else(|| json::time(&activity, &["published"])),
            text,
            edited: json::time(note, &["updated"]),
            attachments: json::list(note, "attachment").iter().filter_map(|file| self.attachment(file)).collect(),
            source: raw,
            ..Incoming::default()
        };
        json::row(message, place)
    }

    fn attachment(&self, file: &Value) -> Option<Attachment> {
        // Pleroma gives a list of links.
        let link = json::list(file, "url").first().or_else(|| json::at(file, "url"))?;
        let url = link.as_str().map(str::to_owned).or_else(|| json::text(link, "href"))?;
        let name = url.rsplit('/').next().unwrap_or("file").to_owned();
        let media_type = json::text(file, "mediaType").or_else(|| json::text(link, "mediaType"));
        let media_type = media_type.unwrap_or_else(|| media::of_name(&name).to_owned());
        // Some servers write the name of their store before the path that the archive has.
        let inside = url.find("media_attachments/").map_or(url.trim_start_matches('/'), |at| &url[at..]);
        let path = format!("{}{inside}", self.folder);
        let bytes = media::load(&self.source, &path);
        Some(Attachment { name, media_type, url: bytes.is_none().then_some(url), bytes })
    }
}
