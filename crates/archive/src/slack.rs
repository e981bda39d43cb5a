//! Slack's export: a zip or folder with `users.json`, `channels.json` and a file a channel and day.

use std::collections::HashMap;
use std::sync::Arc;

use model::{Attachment, Author, Incoming, Reaction, Time};
use serde::Deserialize;

use crate::dates::{self, Order};
use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::html;
use crate::jsonl::refuse;
use crate::media;
use crate::record::{Place, Reason, Record, Row, Rows, Skip, Warning, Warnings};
use crate::scalar::lenient;
use crate::source::{File, Source};
use crate::walk::{self, Names};

pub(crate) const FORMAT: Format = Format {
    name: "slack",
    title: "Slack export",
    losses: &[
        Loss::Profiles,
        Loss::Membership,
        Loss::FileBytes,
        Loss::WhoReacted,
        Loss::SystemMessages,
        Loss::Formatting,
    ],
    mapped: Mapped::Known,
    detect,
    open,
};

const ITEMS: &[&[&str]] = &[&["*"]];
/// The lists of channels: public, private, of several people, of two.
const LISTS: [&str; 4] = ["channels.json", "groups.json", "mpims.json", "dms.json"];

fn detect(probe: &Probe) -> Confidence {
    let source = probe.source();
    let days = source.files().iter().any(is_day);
    let lists = LISTS.iter().any(|list| source.find(list).is_some());
    match (days, lists, source.find("users.json").is_some()) {
        (true, true, _) | (true, _, true) => Confidence::Sure,
        (false, true, true) => Confidence::Likely,
        _ => Confidence::No,
    }
}

/// `general/2024-03-01.json`.
fn is_day(file: &File) -> bool {
    let name = file.name();
    let day = name
        .strip_suffix(".json")
        .unwrap_or("")
        .split_once('_')
        .map_or(name.strip_suffix(".json").unwrap_or(""), |(day, _)| day);
    file.path.contains('/') && day.len() == 10 && day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

#[derive(Deserialize)]
struct User {
    id: String,
    #[serde(default)]
    team_id: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    real_name: Option<String>,
    #[serde(default)]
    is_bot: bool,
    #[serde(default, deserialize_with = "lenient")]
    profile: Profile,
}

#[derive(Default, Deserialize)]
struct Profile {
    #[serde(default)]
    real_name: Option<String>,
    #[serde(default)]
    display_name: Option<String>,
    #[serde(default)]
    name: Option<String>,
}

#[derive(Deserialize)]
struct Room {
    id: String,
    #[serde(default)]
    name: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    members: Vec<String>,
}

#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    subtype: Option<String>,
    #[serde(default)]
    user: Option<String>,
    #[serde(default)]
    username: Option<String>,
    #[serde(default)]
    bot_id: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    bot_profile: Profile,
    #[serde(default, deserialize_with = "lenient")]
    user_profile: Profile,
    #[serde(default)]
    text: Option<String>,
    ts: Option<String>,
    #[serde(default)]
    thread_ts: Option<String>,
    #[serde(default)]
    deleted_ts: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    edited: Option<Edited>,
    #[serde(default, deserialize_with = "lenient")]
    files: Vec<SlackFile>,
    #[serde(default, deserialize_with = "lenient")]
    file: Option<SlackFile>,
    #[serde(default, deserialize_with = "lenient")]
    attachments: Vec<Card>,
    #[serde(default)]
    blocks: serde_json::Value,
    #[serde(default, deserialize_with = "lenient")]
    reactions: Vec<Sign>,
    /// The new version, in a row that tells of an edit.
    #[serde(default, deserialize_with = "lenient")]
    message: Option<Box<Change>>,
    #[serde(default, deserialize_with = "lenient")]
    previous_message: Option<Box<Change>>,
}

#[derive(Clone, Deserialize)]
struct Change {
    ts: String,
    #[serde(default)]
    text: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    edited: Option<Edited>,
}

#[derive(Clone, Deserialize)]
struct Edited {
    ts: String,
}

#[derive(Deserialize)]
struct SlackFile {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    mimetype: Option<String>,
    #[serde(default)]
    mode: Option<String>,
    #[serde(default)]
    url_private_download: Option<String>,
    #[serde(default)]
    url_private: Option<String>,
    #[serde(default)]
    permalink: Option<String>,
}

/// What a program or a link shows below a message.
#[derive(Deserialize)]
struct Card {
    #[serde(default)]
    pretext: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    fallback: Option<String>,
    /// Set where the card only unfolds a link that stands in the text.
    #[serde(default)]
    from_url: Option<String>,
}

#[derive(Deserialize)]
struct Sign {
    name: String,
    #[serde(default)]
    count: Option<u64>,
    #[serde(default, deserialize_with = "lenient")]
    users: Vec<String>,
}

/// What is known of the workspace before its messages are read.
struct Workspace {
    origin: String,
    users: HashMap<String, (Option<String>, bool)>,
    /// Folder to id and name.
    rooms: HashMap<String, (String, String)>,
    /// Messages that other rows edit or delete, by channel and time.
    changes: HashMap<String, Fate>,
    /// Tools that download the files put them beside the messages; Slack itself never does.
    files_included: bool,
}

/// Where the bytes of files are, if the archive has them.
struct Files<'a> {
    source: &'a Source,
    folder: &'a str,
    included: bool,
}

impl Files<'_> {
    /// `__uploads/F1/name.png` at the top, or `attachments/F1-name.png` beside the messages.
    fn load(&self, file: &SlackFile, found: &mut Attachment, warnings: &mut Warnings) {
        let Some(id) = file.id.as_deref().filter(|_| self.included) else { return };
        let name = &found.name;
        let places = [format!("__uploads/{id}/{name}"), format!("{}/attachments/{id}-{name}", self.folder)];
        found.bytes = places.iter().find_map(|place| media::load(self.source, place));
        if found.bytes.is_none() && file.mode.as_deref() != Some("tombstone") {
            warnings.add(Warning::FileLeftOut);
        }
    }
}

enum Fate {
    Edited(Change),
    Deleted,
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let mut names = Names::default();
    let mut workspace = read_workspace(source, options, &mut names);
    let days: Vec<File> = source.files().iter().filter(|file| is_day(file)).cloned().collect();
    for file in &days {
        find_changes(source, file, &mut workspace);
    }
    let workspace = Arc::new(workspace);
    Ok(names.before(each_file(source, days, move |source, file| {
        let workspace = Arc::clone(&workspace);
        let room = workspace.room(file);
        let source_of_files = source.clone();
        let folder = file.path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
        walk::rows(source, file, ITEMS, move |piece, place| {
            let files = Files { source: &source_of_files, folder: &folder, included: workspace.files_included };
            vec![workspace.row(piece.raw, &room, &files, place)]
        })
    })))
}

fn read_workspace(source: &Source, options: &Options, names: &mut Names) -> Workspace {
    let mut team = None;
    let mut users: HashMap<String, (Option<String>, bool)> = HashMap::new();
    let mut take_user = |user: serde_json::Value| {
        // Somebody who is not described as expected keeps the id for a name.
        let Ok(user) = User::deserialize(user) else { return };
        team = team.take().or(user.team_id);
        let profile = user.profile;
        let name = pick([profile.real_name, user.real_name, profile.display_name, user.name]);
        users.insert(user.id, (name, user.is_bot));
    };
    // Users of other organizations stand in a list of their own.
    for file in ["users.json", "org_users.json"].into_iter().filter_map(|list| source.find(list)) {
        names.each(source, file, &mut take_user);
    }
    let mut rooms = HashMap::new();
    for file in LISTS.into_iter().filter_map(|list| source.find(list)) {
        names.each(source, file, |room| {
            // A room that is not described as expected keeps its folder's name.
            let Ok(room) = Room::deserialize(room) else { return };
            let members = room
                .members
                .iter()
                .map(|id| users.get(id).and_then(|(name, _)| name.clone()).unwrap_or_else(|| id.clone()));
            let name = room.name.clone().unwrap_or_else(|| members.collect::<Vec<_>>().join(", "));
            rooms.insert(room.name.unwrap_or_else(|| room.id.clone()), (room.id, name));
        });
    }
    let origin =
        options.origin.clone().unwrap_or_else(|| format!("slack:{}", team.as_deref().unwrap_or(source.stem())));
    let included = |file: &File| file.path.contains("__uploads/") || file.path.contains("/attachments/");
    let files_included = source.files().iter().any(included);
    Workspace { origin, users, rooms, changes: HashMap::new(), files_included }
}

/// The first that is not empty.
fn pick<const N: usize>(names: [Option<String>; N]) -> Option<String> {
    names.into_iter().flatten().find(|name| !name.trim().is_empty())
}

/// Notes the edits and deletions that are rows of their own; others are told in the message.
fn find_changes(source: &Source, file: &File, workspace: &mut Workspace) {
    let Ok(text) = source.open_text(file) else { return };
    let (id, _) = workspace.room(file);
    let mut walk = walk::Walk::new(text, ITEMS);
    while let Some(Ok(piece)) = walk.next_piece() {
        let tells = [&b"message_changed"[..], b"message_deleted"]
            .iter()
            .any(|word| memchr::memmem::find(&piece.raw, word).is_some());
        if !tells {
            continue;
        }
        let Ok(found) = serde_json::from_slice::<Message>(&piece.raw) else { continue };
        match (
            found.subtype.as_deref(),
            found.message,
            found.deleted_ts.or(found.previous_message.map(|before| before.ts)),
        ) {
            (Some("message_changed"), Some(change), _) => {
                workspace.changes.insert(format!("{id}/{}", change.ts), Fate::Edited(*change));
            }
            (Some("message_deleted"), _, Some(ts)) => {
                workspace.changes.insert(format!("{id}/{ts}"), Fate::Deleted);
            }
            _ => {}
        }
    }
}

impl Workspace {
    fn room(&self, file: &File) -> (String, String) {
        let folder = file.path.rsplit('/').nth(1).unwrap_or("");
        self.rooms.get(folder).cloned().unwrap_or_else(|| (folder.to_owned(), folder.to_owned()))
    }

    fn row(&self, raw: Vec<u8>, (room_id, room): &(String, String), files: &Files, place: Place) -> Row {
        let found: Message = match serde_json::from_slice(&raw) {
            Ok(found) => found,
            Err(error) => return Err(refuse(place, &error)),
        };
        let skip = |reason, detail: &str| Skip { place: place.clone(), reason, detail: detail.to_owned() };
        let subtype = found.subtype.as_deref().unwrap_or("");
        match subtype {
            "message_changed" | "message_deleted" | "message_replied" => return Err(skip(Reason::Folded, "")),
            "ekm_access_denied" => return Err(skip(Reason::Encrypted, "Slack gave no text: the key was withdrawn")),
            _ if is_system(subtype) => return Err(skip(Reason::System, subtype)),
            _ => {}
        }
        let Some(ts) = found.ts.clone() else { return Err(skip(Reason::Malformed, "has no ts")) };
        let id = format!("{room_id}/{ts}");
        let thread = found.thread_ts.clone().unwrap_or_else(|| ts.clone());
        let mut warnings = Warnings::default();
        let load = |file: &SlackFile| {
            let mut found = attachment(file);
            files.load(file, &mut found, &mut warnings);
            found
        };
        let attachments = found.files.iter().chain(&found.file).map(load).collect();
        let mut message = Incoming {
            origin: self.origin.clone(),
            channel: room.clone(),
            conversation: format!("{room_id}/{thread}"),
            reply_to: (thread != ts).then(|| format!("{room_id}/{thread}")),
            author: self.author(&found),
            sent: dates::parse(&ts, Order::Unknown, 0),
            text: self.text(&found),
            edited: found.edited.as_ref().and_then(|edited| time(&edited.ts)),
            deleted: subtype == "tombstone",
            attachments,
            reactions: found.reactions.iter().map(reaction).collect(),
            native_id: Some(id),
            source: raw,
            ..Incoming::default()
        };
        self.apply_change(&mut message);
        if message.text.trim().is_empty() && message.attachments.is_empty() && !message.deleted {
            return Err(Skip { place, reason: Reason::NoText, detail: subtype.to_owned() });
        }
        Ok(Record::new(message, place, warnings))
    }

    fn apply_change(&self, message: &mut Incoming) {
        match message.native_id.as_ref().and_then(|id| self.changes.get(id)) {
            Some(Fate::Edited(change)) => {
                message.text = self.plain(change.text.as_deref().unwrap_or(""));
                message.edited = change.edited.as_ref().and_then(|edited| time(&edited.ts)).or(message.edited);
            }
            Some(Fate::Deleted) => message.deleted = true,
            None => {}
        }
    }

    fn author(&self, found: &Message) -> Author {
        let known = found.user.as_ref().and_then(|id| self.users.get(id));
        let profile = &found.user_profile;
        let told = pick([profile.real_name.clone(), profile.display_name.clone(), profile.name.clone()]);
        let name = known
            .and_then(|(name, _)| name.clone())
            .or(told)
            .or_else(|| found.username.clone())
            .or_else(|| found.bot_profile.name.clone());
        let handle =
            found.user.clone().or_else(|| found.bot_id.clone()).or_else(|| found.username.clone()).unwrap_or_default();
        let bot = found.bot_id.is_some()
            || found.subtype.as_deref() == Some("bot_message")
            || known.is_some_and(|(_, bot)| *bot);
        Author { handle, name, bot }
    }

    /// The text, with what cards of programs say below it.
    fn text(&self, found: &Message) -> String {
        let mut text = self.plain(found.text.as_deref().unwrap_or(""));
        if text.is_empty() && found.attachments.is_empty() {
            let mut said = Vec::new();
            collect_words(&found.blocks, &mut said);
            text = self.plain(&said.join("\n"));
        }
        for card in found.attachments.iter().filter(|card| card.from_url.is_none()) {
            let said = [&card.pretext, &card.title, &card.text].into_iter().flatten().map(|said| self.plain(said));
            let mut said = said.filter(|said| !said.trim().is_empty()).collect::<Vec<_>>().join("\n");
            if said.is_empty() {
                said = self.plain(card.fallback.as_deref().unwrap_or(""));
            }
            if !said.is_empty() && !text.contains(&said) {
                text = if text.is_empty() { said } else { format!("{text}\n{said}") };
            }
        }
        text
    }

    /// Names in the place of `<@U1>`, `<#C1|general>`, `<https://…|label>`, `<!here>`.
    fn plain(&self, raw: &str) -> String {
        let mut out = String::with_capacity(raw.len());
        let mut rest = raw;
        while let Some((before, after)) = rest.split_once('<') {
            out.push_str(before);
            let Some((inside, behind)) = after.split_once('>') else {
                out.push('<');
                rest = after;
                continue;
            };
            let (target, label) =
                inside.split_once('|').map_or((inside, None), |(target, label)| (target, Some(label)));
            out.push_str(&self.reference(target, label));
            rest = behind;
        }
        out.push_str(rest);
        html::entities(&out)
    }

    fn reference(&self, target: &str, label: Option<&str>) -> String {
        if let Some(user) = target.strip_prefix('@') {
            let name = self.users.get(user).and_then(|(name, _)| name.as_deref());
            return format!("@{}", name.or(label).unwrap_or(user));
        }
        if let Some(room) = target.strip_prefix('#') {
            let name = self.rooms.values().find(|(id, _)| id == room).map(|(_, name)| name.as_str());
            return format!("#{}", label.filter(|label| !label.is_empty()).or(name).unwrap_or(room));
        }
        if let Some(command) = target.strip_prefix('!') {
            let word = command.split('^').next().unwrap_or(command);
            return label.map_or_else(|| format!("@{word}"), str::to_owned);
        }
        match label.filter(|label| *label != target && !target.ends_with(label)) {
            Some(label) => format!("{label} &lt;{target}&gt;"),
            None => target.strip_prefix("mailto:").unwrap_or(target).to_owned(),
        }
    }
}

/// The words of blocks, which programs send in the place of a text.
fn collect_words(block: &serde_json::Value, said: &mut Vec<String>) {
    match block {
        serde_json::Value::Array(list) => list.iter().for_each(|block| collect_words(block, said)),
        serde_json::Value::Object(fields) => match fields.get("text") {
            Some(serde_json::Value::String(text)) => said.push(text.clone()),
            _ => fields.values().for_each(|field| collect_words(field, said)),
        },
        _ => {}
    }
}

fn time(ts: &str) -> Option<Time> {
    dates::parse(ts, Order::Unknown, 0)
}

/// What Slack itself says in a channel.
fn is_system(subtype: &str) -> bool {
    let by_prefix = [
        "channel_",
        "group_",
        "pinned_",
        "unpinned_",
        "reminder_",
        "bot_add",
        "bot_remove",
        "sh_room_",
        "bot_enable",
        "bot_disable",
    ];
    let others = [
        "huddle_thread",
        "app_conversation_join",
        "assistant_app_thread",
        "conversation_join",
        "tabbed_canvas_updated",
        "joiner_notification",
        "joiner_notification_for_inviter",
    ];
    by_prefix.iter().any(|prefix| subtype.starts_with(prefix)) || others.contains(&subtype)
}

fn attachment(file: &SlackFile) -> Attachment {
    let deleted = file.mode.as_deref() == Some("tombstone");
    let url = file.url_private_download.clone().or_else(|| file.url_private.clone()).or_else(|| file.permalink.clone());
    Attachment {
        name: pick([file.name.clone(), file.title.clone()])
            .unwrap_or_else(|| if deleted { "(deleted)".to_owned() } else { "file".to_owned() }),
        media_type: file.mimetype.clone().unwrap_or_else(|| "application/octet-stream".to_owned()),
        bytes: None,
        url,
    }
}

fn reaction(sign: &Sign) -> Reaction {
    Reaction { name: sign.name.clone(), count: sign.count.unwrap_or(sign.users.len() as u64) }
}
