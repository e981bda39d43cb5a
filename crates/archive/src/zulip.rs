//! Zulip's export: `realm.json`, `messages-000001.json` and their like, usually in a tar.

use std::collections::HashMap;
use std::sync::Arc;

use model::{Attachment, Author, Incoming, Reaction};
use serde_json::Value;

use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::html_posts;
use crate::json;
use crate::media;
use crate::origins;
use crate::record::{Place, Reason, Row, Rows};
use crate::source::{File, Source};
use crate::walk::{self, Names, Walk};
use crate::zulip_topics::{self, Spot, Streams};

pub(crate) const FORMAT: Format = Format {
    name: "zulip",
    title: "Zulip export",
    losses: &[Loss::EditHistory, Loss::Profiles, Loss::Membership, Loss::WhoReacted],
    mapped: Mapped::Known,
    detect,
    open,
};

const MESSAGES: &[&[&str]] = &[&["zerver_message", "*"], &["zerver_usermessage", "*"]];
const API_MESSAGES: &[&[&str]] = &[&["messages", "*"], &["*"]];
const REALM: &[&[&str]] = &[
    &["zerver_realm", "*"],
    &["zerver_userprofile", "*"],
    &["zerver_userprofile_crossrealm", "*"],
    &["zerver_userprofile_mirrordummy", "*"],
    &["zerver_stream", "*"],
    &["zerver_recipient", "*"],
    &["zerver_reaction", "*"],
    &["zerver_attachment", "*"],
];

fn detect(probe: &Probe) -> Confidence {
    let source = probe.source();
    let messages = source.files().iter().any(is_messages);
    match (source.find("realm.json").is_some(), messages) {
        (true, true) => Confidence::Sure,
        _ => {
            let mut json = source.files().iter().filter(|file| file.has_ending("json")).take(8);
            let tells = |head: String| tells_messages(&head) || zulip_topics::lists_bare_messages(&head);
            if json.any(|file| tells(probe.text(file))) { Confidence::Likely } else { Confidence::No }
        }
    }
}

fn is_messages(file: &File) -> bool {
    let sent = file.path.starts_with("uploads/") || file.path.contains("/uploads/");
    file.name().starts_with("messages-") && file.has_ending("json") && !sent
}

/// Whether a file begins with messages as Zulip's API gives them: scripts and public archives keep them so.
fn tells_messages(head: &str) -> bool {
    ["\"display_recipient\"", "\"sender_full_name\"", "\"timestamp\"", "\"content\""]
        .iter()
        .all(|sign| head.contains(sign))
}

/// Where a recipient number leads.
enum Recipient {
    Person,
    Stream(String),
    Group,
}

#[derive(Default)]
struct Realm {
    origin: String,
    people: HashMap<i64, (String, String, bool)>,
    streams: HashMap<i64, String>,
    recipients: HashMap<i64, (i64, i64)>,
    reactions: HashMap<i64, Vec<(String, u64)>>,
    files: HashMap<i64, Vec<(String, String)>>,
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    // Zulip calls each export by chance.
    let stem = origins::named(source.stem()).filter(|name| !name.starts_with("zulip-export"));
    let named = origins::of(FORMAT.name, stem.map(str::to_owned));
    let mut realm = Realm { origin: named, ..Realm::default() };
    let mut names = Names::default();
    for name in ["realm.json", "attachment.json"] {
        let Some(file) = source.find(name) else { continue };
        let text = source.open_text(file).map_err(|error| Error::unreadable(file, error))?;
        let mut walk = Walk::new(text, REALM);
        while let Some(piece) = walk.next_piece() {
            let place = || Place { path: Arc::clone(&file.path), row: 1 };
            match piece {
                Ok(piece) => {
                    if let (Some(table), Ok(value)) = (piece.path.first(), serde_json::from_slice(&piece.raw)) {
                        realm.add(table, &value);
                    }
                }
                Err(fault) => names.tell(file, 1, &fault.into_skip(place()).to_reason()),
            }
        }
    }
    let files: Vec<File> = source.files().iter().filter(|file| is_messages(file)).cloned().collect();
    if files.is_empty() {
        let streams = Streams::read(source, &mut names);
        return Ok(names.before(open_api(source, (realm, streams), options)));
    }
    if let Some(origin) = &options.origin {
        realm.origin.clone_from(origin);
    }
    let realm = Arc::new(realm);
    Ok(names.before(each_file(source, files, move |source, file| {
        let realm = Arc::clone(&realm);
        let folder = file.path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let all = source.clone();
        walk::rows(source, file, MESSAGES, move |piece, place| {
            let is_message = piece.is(&["zerver_message", "*"]);
            if is_message { vec![realm.row(piece.raw, &all, &folder, &place)] } else { Vec::new() }
        })
    })))
}

fn open_api(source: &Source, (mut realm, streams): (Realm, Streams), options: &Options) -> Rows {
    let json = source.files().iter().filter(|file| file.has_ending("json"));
    // What lies beside the messages is a list of streams.
    let tells = |head: &str| tells_messages(head) || zulip_topics::lists_bare_messages(head);
    let files: Vec<File> =
        json.filter(|file| walk::head(source, file).is_none_or(|head| tells(&head))).cloned().collect();
    // The archive's tool has called a topic or stream that comes alone.
    let is_part = |file: &File| {
        !file.path.contains('/')
            && walk::head(source, file).is_some_and(|head| zulip_topics::lists_bare_messages(&head))
    };
    let told = || {
        let realm = origins::told(source, &files, |_| API_MESSAGES, &[realm_of, avatars_host]);
        let named = origins::named(source.stem()).filter(|_| !files.first().is_some_and(is_part));
        origins::of(FORMAT.name, realm.or_else(|| named.map(str::to_owned)))
    };
    realm.origin = options.origin.clone().unwrap_or_else(told);
    let (realm, streams) = (Arc::new(realm), Arc::new(streams));
    each_file(source, files, move |source, file| {
        let realm = Arc::clone(&realm);
        let spot = streams.spot(source, file);
        walk::rows(source, file, API_MESSAGES, move |piece, place| {
            let is_item = piece.path.last().is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
            if is_item { vec![realm.api_row(piece.raw, &spot, &place)] } else { Vec::new() }
        })
    })
}

/// The organization of whoever wrote a message; Zulip's own programs belong to one of their own.
fn realm_of(message: &Value) -> Option<String> {
    json::text(message, "sender_realm_str").filter(|realm| realm != "zulipinternal")
}

/// The host of a picture that lies on the server itself.
fn avatars_host(message: &Value) -> Option<String> {
    origins::host(&json::text(message, "avatar_url").filter(|url| url.contains("/user_avatars/"))?)
}

/// The longest name of a person, or of a channel with its topic, in Zulip's marks.
const NAME_BYTES_MAX: usize = 500;

fn number(value: &Value, path: &str) -> Option<i64> {
    json::at(value, path).and_then(Value::as_i64)
}

impl Realm {
    fn add(&mut self, table: &str, value: &Value) {
        let Some(id) = number(value, "id") else { return };
        match table {
            "zerver_realm" => {
                // The first organization of a server of one's own has no short name.
                if let Some(name) = json::first(value, &["string_id", "uuid", "name"]) {
                    self.origin = format!("zulip:{name}");
                }
            }
            "zerver_stream" => {
                self.streams.insert(id, json::text(value, "name").unwrap_or_default());
            }
            "zerver_recipient" => {
                self.recipients.insert(id, (number(value, "type").unwrap_or(0), number(value, "type_id").unwrap_or(0)));
            }
            "zerver_reaction" => {
                let (message, name) =
                    (number(value, "message").unwrap_or(0), json::text(value, "emoji_name").unwrap_or_default());
                let signs = self.reactions.entry(message).or_default();
                match signs.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, count)) => *count += 1,
                    None => signs.push((name, 1)),
                }
            }
            "zerver_attachment" => {
                let file = (
                    json::text(value, "file_name").unwrap_or_default(),
                    json::text(value, "path_id").unwrap_or_default(),
                );
                for message in json::list(value, "messages").iter().filter_map(Value::as_i64) {
                    self.files.entry(message).or_default().push(file.clone());
                }
            }
            _ => {
                let handle = json::first(value, &["delivery_email", "email"]).unwrap_or_else(|| id.to_string());
                let name = json::text(value, "full_name").unwrap_or_default();
                // The people of all realms are Zulip's own programs.
                let bot = json::is_true(value, "is_bot") || table == "zerver_userprofile_crossrealm";
                self.people.insert(id, (handle, name, bot));
            }
        }
    }

    /// A message of the API says itself who wrote it and where; of a bare one that is told by `spot`.
    fn api_row(&self, raw: Vec<u8>, spot: &Spot, place: &Place) -> Row {
        let found = json::parse(&raw, place)?;
        let Some(id) = number(&found, "id") else { return json::skip(Reason::Malformed, "has no id", place) };
        let bare = json::at(&found, "display_recipient").is_none() && json::at(&found, "sender_id").is_none();
        let spot = Some(spot).filter(|_| bare);
        let topic = json::first(&found, &["subject", "topic"]).or_else(|| spot.map(|spot| spot.topic.clone()));
        let topic = topic.unwrap_or_default();
        let mut people: Vec<(i64, String)> = json::list(&found, "display_recipient")
            .iter()
            .map(|person| (number(person, "id").unwrap_or(0), json::text(person, "full_name").unwrap_or_default()))
            .collect();
        people.sort();
        let ids: Vec<String> = people.iter().map(|(id, _)| id.to_string()).collect();
        let stream = json::text(&found, "display_recipient").or_else(|| spot.map(|spot| spot.stream.clone()));
        let (channel, conversation, title) = match stream {
            Some(stream) => {
                let key = zulip_topics::key(&stream, &topic);
                (stream, key, Some(topic).filter(|topic| !topic.is_empty()))
            }
            None => ("direct messages".to_owned(), format!("direct:{}", ids.join(":")), None),
        };
        let name = json::text(&found, "sender_full_name");
        let handle = json::first(&found, &["sender_email", "sender_id"]).or_else(|| name.clone()).unwrap_or_default();
        let content = json::text(&found, "content").unwrap_or_default();
        let is_html = json::text(&found, "content_type").is_none_or(|kind| kind == "text/html");
        let shown = is_html.then(|| html_posts::read(&content));
        let (text, attachments) =
            shown.map_or_else(|| (with_names(&content), Vec::new()), |post| (post.text, post.files));
        let message = Incoming {
            origin: self.origin.clone(),
            channel,
            native_id: Some(id.to_string()),
            conversation,
            title,
            author: Author {
                bot: handle.ends_with("-bot@zulip.com"),
                name: name.filter(|name| *name != handle),
                handle,
            },
            sent: json::time(&found, &["timestamp"]),
            text,
            attachments,
            edited: json::time(&found, &["last_edit_timestamp"]),
            reactions: json::count(
                json::list(&found, "reactions").iter().filter_map(|sign| json::text(sign, "emoji_name")),
            ),
            source: raw,
            ..Incoming::default()
        };
        unless_empty(message, place)
    }

    fn row(&self, raw: Vec<u8>, source: &Source, folder: &str, place: &Place) -> Row {
        let found = json::parse(&raw, place)?;
        let (Some(id), Some(sender)) = (number(&found, "id"), number(&found, "sender")) else {
            return json::skip(Reason::Malformed, "has no id or sender", place);
        };
        let topic = json::first(&found, &["subject", "topic_name"]).unwrap_or_default();
        let (kind, target) = self.recipients.get(&number(&found, "recipient").unwrap_or(0)).copied().unwrap_or((0, 0));
        let to = match kind {
            2 => Recipient::Stream(self.streams.get(&target).cloned().unwrap_or_else(|| target.to_string())),
            3 => Recipient::Group,
            _ => Recipient::Person,
        };
        let (channel, conversation, title) = match to {
            Recipient::Stream(stream) => {
                let key = zulip_topics::key(&stream, &topic);
                (stream, key, Some(topic).filter(|topic| !topic.is_empty()))
            }
            Recipient::Group => ("direct messages".to_owned(), format!("group:{target}"), None),
            Recipient::Person => {
                let pair = (sender.min(target), sender.max(target));
                ("direct messages".to_owned(), format!("direct:{}:{}", pair.0, pair.1), None)
            }
        };
        let (handle, name, bot) =
            self.people.get(&sender).cloned().unwrap_or_else(|| (sender.to_string(), String::new(), false));
        let reactions = self.reactions.get(&id).into_iter().flatten();
        let message = Incoming {
            origin: self.origin.clone(),
            channel,
            native_id: Some(id.to_string()),
            conversation,
            title,
            author: Author { handle, name: Some(name).filter(|name| !name.is_empty()), bot },
            sent: json::time(&found, &["date_sent", "pub_date"]),
            text: with_names(&json::text(&found, "content").unwrap_or_default()),
            edited: json::time(&found, &["last_edit_time"]),
            attachments: self
                .files
                .get(&id)
                .into_iter()
                .flatten()
                .map(|file| attachment(file, source, folder))
                .collect(),
            reactions: reactions.map(|(name, count)| Reaction { name: name.clone(), count: *count }).collect(),
            source: raw,
            ..Incoming::default()
        };
        unless_empty(message, place)
    }
}

fn unless_empty(message: Incoming, place: &Place) -> Row {
    let says_nothing = message.text.trim().is_empty() && message.attachments.is_empty();
    if says_nothing { json::skip(Reason::NoText, "", place) } else { json::row(message, place) }
}

/// Names for Zulip's marks: `@**Bo Li|11**` is `@Bo Li`, `#**general>login**` is `#general>login`.
fn with_names(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr2(b'@', b'#', rest.as_bytes()) {
        let (before, mark) = rest.split_at(at + 1);
        out.push_str(before);
        rest = mark;
        if let Some((name, behind)) = marked(rest).filter(|_| before.ends_with('@') || rest.starts_with("**")) {
            out.push_str(name);
            rest = behind;
        }
    }
    out.push_str(rest);
    out
}

/// What stands in `**Bo Li|11**`, `_**Bo Li**` (who is not told) or `*helpers*`, and what is behind it.
fn marked(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_prefix('_').unwrap_or(text);
    let stars = if text.starts_with("**") { "**" } else { "*" };
    let (inside, behind) = text.strip_prefix(stars)?.split_once(stars)?;
    let number = inside.rsplit_once('|').filter(|(_, id)| id.bytes().all(|byte| byte.is_ascii_digit()));
    let name = number.map_or(inside, |(name, _)| name);
    let is_name = !name.is_empty() && name.trim() == name && name.len() <= NAME_BYTES_MAX && !name.contains('\n');
    is_name.then_some((name, behind))
}

fn attachment((name, path): &(String, String), source: &Source, folder: &str) -> Attachment {
    let bytes = media::load(source, &format!("{folder}uploads/{path}"));
    let url = bytes.is_none().then(|| format!("/user_uploads/{path}"));
    Attachment { name: name.clone(), media_type: media::of_name(name).to_owned(), bytes, url }
}
