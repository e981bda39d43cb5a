//! Lemmy: posts, comments and private messages as its API gives them, and the export of an account.

use std::sync::Arc;

use model::{Author, Incoming, Reaction, Thing, ThingKind};
use serde_json::Value;

use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::json;
use crate::origins;
use crate::properties::facts;
use crate::record::{Place, Reason, Row, Rows};
use crate::source::{File, Source};
use crate::walk;

pub(crate) const FORMAT: Format = Format {
    name: "lemmy",
    title: "Lemmy posts and comments (API JSON), account export",
    losses: &[Loss::EditHistory, Loss::Profiles, Loss::WhoReacted, Loss::FileBytes],
    mapped: Mapped::Known,
    detect,
    open,
};

/// Lists of the API; of an account's export, what somebody follows, kept and shut out.
const ITEMS: &[&[&str]] = &[
    &["posts", "*"],
    &["comments", "*"],
    &["private_messages", "*"],
    // What all lists are called since 1.0.
    &["items", "*"],
    &["followed_communities", "*"],
    &["saved_posts", "*"],
    &["saved_comments", "*"],
    &["blocked_communities", "*"],
    &["blocked_users", "*"],
    &["blocked_instances", "*"],
    &["*"],
];

fn detect(probe: &Probe) -> Confidence {
    let share = |file: &File| {
        let head = probe.text(file);
        let has = |name: &str| head.contains(&format!("\"{name}\""));
        let said = has("creator") && (has("post") || has("comment") || has("private_message")) && has("ap_id");
        match (has("followed_communities") && has("settings"), said && (has("published") || has("published_at"))) {
            (true, _) | (_, true) => Confidence::Sure,
            _ => Confidence::No,
        }
    };
    let files = probe.source().files().iter().filter(|file| file.has_ending("json"));
    files.take(5).map(share).max().unwrap_or(Confidence::No)
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let files: Vec<File> = source.files().iter().filter(|file| file.has_ending("json")).cloned().collect();
    let told = || {
        let server = origins::told(source, &files, |_| ITEMS, &[server]);
        origins::of(FORMAT.name, server.or_else(|| origins::named(source.stem()).map(str::to_owned)))
    };
    let origin: Arc<str> = options.origin.clone().unwrap_or_else(told).into();
    Ok(each_file(source, files, move |source, file| {
        let origin = Arc::clone(&origin);
        walk::rows(source, file, ITEMS, move |piece, place| {
            let list = piece.path.first().map_or("", String::as_str);
            let is_item = piece.path.last().is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
            match (list, is_item) {
                ("followed_communities", true) => vec![community(piece.text(), &origin, piece.raw, &place)],
                (_, true) if list.starts_with("saved_") || list.starts_with("blocked_") => {
                    vec![json::skip(Reason::Unsupported, list, &place)]
                }
                // One post or comment alone stands in a view of its own.
                (_, true) | ("post_view" | "comment_view", false) => vec![said(piece.raw, &origin, &place)],
                _ => Vec::new(),
            }
        })
    }))
}

/// The server that gave an item: it calls local what began on itself; all else came to it from another one.
fn server(item: &Value) -> Option<String> {
    let parts = ["community", "creator", "post", "comment", "private_message"];
    let own = parts.iter().filter_map(|part| item.get(part)).find(|part| json::is_true(part, "local"))?;
    origins::host(&json::first(own, &["ap_id", "actor_id"])?)
}

/// A community that somebody follows is a feed.
fn community(url: Option<String>, origin: &str, raw: Vec<u8>, place: &Place) -> Row {
    let found = url.as_deref().and_then(|url| url.split_once("://")?.1.split_once("/c/"));
    let Some((host, name)) = found else { return json::skip(Reason::Malformed, "no community's address", place) };
    let address = format!("https://{host}/feeds/c/{name}.xml");
    let known = facts([("address", vec![address.clone()]), ("page", url.iter().cloned().collect())]);
    let message = Incoming {
        origin: origin.to_owned(),
        conversation: address.clone(),
        title: Some(format!("!{name}@{host}")),
        native_id: Some(address),
        source: raw,
        thing: Some(Box::new(Thing { kind: ThingKind::Feed, facts: known })),
        ..Incoming::default()
    };
    json::row(message, place)
}

fn said(raw: Vec<u8>, origin: &str, place: &Place) -> Row {
    let view = json::parse(&raw, place)?;
    let kind = ["comment", "private_message", "post"].into_iter().find(|kind| view[kind].is_object());
    let Some(kind) = kind.filter(|kind| json::at(&view[kind], "id").is_some()) else {
        return json::skip(Reason::Unsupported, "neither post nor comment nor message", place);
    };
    let own = &view[kind];
    let id = |path: &str| json::text(own, path).unwrap_or_default();
    let post = if kind == "comment" { id("post_id") } else { id("id") };
    let (conversation, reply_to) = match kind {
        "comment" => (format!("post/{post}"), Some(answered(own, &post))),
        "private_message" => {
            let mut two = [id("creator_id"), id("recipient_id")];
            two.sort();
            (format!("direct/{}/{}", two[0], two[1]), None)
        }
        _ => (format!("post/{post}"), None),
    };
    let upvotes = json::at(&view, "counts.upvotes")
        .or_else(|| json::at(own, "upvotes"))
        .and_then(Value::as_u64)
        .filter(|count| *count > 0);
    let is_true = |path: &str| json::is_true(own, path);
    let message = Incoming {
        origin: origin.to_owned(),
        channel: json::first(&view, &["community.title", "community.name"])
            .unwrap_or_else(|| if kind == "private_message" { "direct messages" } else { "posts" }.to_owned()),
        native_id: Some(format!("{kind}/{}", id("id"))),
        conversation,
        title: json::first(&view, &["post.name"]).filter(|_| kind != "private_message"),
        reply_to,
        author: author(&view["creator"]),
        sent: json::time(own, &["published", "published_at"]),
        text: [json::text(own, "url").filter(|_| kind == "post"), json::first(own, &["body", "content"])]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("\n\n"),
        edited: json::time(own, &["updated", "updated_at"]),
        deleted: is_true("deleted") || is_true("removed"),
        reactions: upvotes.map(|count| Reaction { name: "upvote".to_owned(), count }).into_iter().collect(),
        source: raw,
        ..Incoming::default()
    };
    json::row(message, place)
}

/// The way from the post to a comment: `0.12.34` is comment 34, which answers 12.
fn answered(comment: &Value, post: &str) -> String {
    let path = json::text(comment, "path").unwrap_or_default();
    let parent = path.split('.').rev().nth(1).filter(|parent| *parent != "0");
    parent.map_or_else(|| format!("post/{post}"), |parent| format!("comment/{parent}"))
}

/// `https://lemmy.example/u/ada` is ada@lemmy.example.
fn author(creator: &Value) -> Author {
    let actor = json::first(creator, &["actor_id", "ap_id"]).unwrap_or_default();
    let host = actor.split_once("://").and_then(|(_, rest)| rest.split('/').next()).unwrap_or("");
    let name = json::text(creator, "name").unwrap_or_default();
    Author {
        handle: if host.is_empty() || name.is_empty() { name } else { format!("{name}@{host}") },
        name: json::text(creator, "display_name"),
        bot: json::is_true(creator, "bot_account"),
    }
}
