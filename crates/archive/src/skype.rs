//! Skype: `messages.json` of the export of an account, with the folder `media` beside it.

use std::collections::{HashMap, HashSet};

use model::{Attachment, Author, Incoming, Reaction, Time};
use serde_json::Value;

use crate::dates::{self, Order};
use crate::flow;
use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::html;
use crate::json;
use crate::media;
use crate::record::{Place, Reason, Row, Rows};
use crate::skype_words::{Shared, Words};
use crate::source::{File, Source};
use crate::threads::{Roots, Threads};
use crate::walk::{self, Piece, Walk};

pub(crate) const FORMAT: Format = Format {
    name: "skype",
    title: "Skype export (JSON)",
    losses: &[Loss::FileBytes, Loss::Formatting, Loss::Membership, Loss::Polls, Loss::SystemMessages, Loss::WhoReacted],
    mapped: Mapped::Known,
    detect,
    open,
};

/// How many files that are called as Skype's are looked at: a package of Discord has one for each channel.
const NAMED_LOOKED_AT_MAX: usize = 20;

const MESSAGES: &[&[&str]] = &[&["conversations", "*", "MessageList", "*"]];

fn detect(probe: &Probe) -> Confidence {
    let mut json = probe.source().files().iter().filter(|file| file.has_ending("json"));
    let export = |file: &File| is_export(&probe.text(file));
    // The pictures of an export have a file each that tells of them.
    let named = json.clone().filter(|file| file.name() == "messages.json").take(NAMED_LOOKED_AT_MAX);
    let found = json.by_ref().take(5).chain(named).any(export);
    if found { Confidence::Sure } else { Confidence::No }
}

fn is_export(head: &str) -> bool {
    let own = json::own_names(head);
    let has = |name: &str| own.contains(&name);
    let told = head.contains("\"MessageList\"") || has("userId") && has("exportDate");
    head.trim_start().starts_with('{') && has("conversations") && told
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let files = walk::chosen(source, |file| file.has_ending("json"), is_export);
    let origin = options.origin.clone().unwrap_or_else(|| FORMAT.name.to_owned());
    // In a tar, to open a file once more is to unpack again all that lies before it.
    let mut aheads = files.iter().map(|file| Ahead::of(source, file)).collect::<Vec<_>>().into_iter();
    Ok(each_file(source, files, move |source, file| {
        let ahead = aheads.next().ok_or_else(|| std::io::Error::other("an export that was not looked through"))??;
        let folder = file.path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let export = Export { origin: origin.clone(), source: source.clone(), folder, ahead };
        walk::rows(source, file, MESSAGES, move |piece, place| {
            if piece.is(MESSAGES[0]) { vec![export.row(&piece, &place)] } else { Vec::new() }
        })
    }))
}

/// What is said beside the messages: before them, or behind where a program has sorted the names.
#[derive(Default)]
struct About {
    /// Whose account it is.
    owner: String,
    /// The conversations with messages, by their number in the list.
    chats: HashMap<String, Chat>,
    number: String,
    /// The conversation of that number, as far as it was read.
    chat: Chat,
}

#[derive(Default)]
struct Chat {
    id: String,
    name: String,
    topic: String,
    has_messages: bool,
}

impl About {
    fn take(&mut self, piece: &Piece) {
        if piece.is(&["userId"]) {
            self.owner = json::short(&piece.text().unwrap_or_default());
        }
        let [list, number, ..] = piece.path.as_slice() else { return };
        if list != "conversations" {
            return;
        }
        if self.number != *number {
            self.keep();
            self.number.clone_from(number);
        }
        self.chat.take(piece);
    }

    fn keep(&mut self) {
        let (number, chat) = (std::mem::take(&mut self.number), std::mem::take(&mut self.chat));
        if chat.has_messages {
            self.chats.insert(number, chat);
        }
    }
}

impl Chat {
    fn take(&mut self, piece: &Piece) {
        let said = || json::short(&piece.text().unwrap_or_default());
        match piece.path.get(2).map_or("", String::as_str) {
            "id" => self.id = said(),
            "displayName" => self.name = said(),
            "threadProperties" => {
                let about: Value = serde_json::from_slice(&piece.raw).unwrap_or_default(); // tidy(swallow): it has no topic then
                self.topic = json::short(&json::text(&about, "topic").unwrap_or_default());
            }
            "MessageList" => self.has_messages = true,
            _ => {}
        }
    }
}

/// What is told of a message elsewhere in the file, in which the newest message stands first. A message is called by the
/// number of its conversation in the list and its own id.
#[derive(Default)]
struct Ahead {
    about: About,
    /// The last edit of each message whose edits are rows of their own.
    edits: HashMap<String, Edit>,
    /// Messages that have such edits and are there themselves.
    originals: HashSet<String>,
    /// The message that began what others quote.
    roots: Roots,
}

struct Edit {
    id: String,
    content: String,
    at: Option<Time>,
}

impl Ahead {
    fn of(source: &Source, file: &File) -> std::io::Result<Ahead> {
        let mut threads = Threads::default();
        let (mut ahead, mut about) = (Ahead::default(), About::default());
        each_message((source, file), &mut about, &["skypeeditedid", "messageid="], |number, found| {
            let Some(id) = json::text(found, "id") else { return };
            let key = |id: &str| format!("{number}/{id}");
            if let Some(target) = edited_id(found) {
                let edit = Edit { id, content: content(found), at: sent(found) };
                let newer = ahead.edits.get(&key(&target)).is_none_or(|known| known.at < edit.at);
                ahead.edits.extend(newer.then(|| (key(&target), edit)));
                return;
            }
            if let Some(answered) = Words::of(&kind(found), &content(found)).answers {
                threads.add(&key(&id), &key(&answered));
            }
        })?;
        if !ahead.edits.is_empty() {
            let mut originals = HashSet::new();
            each_message((source, file), &mut About::default(), &[""], |number, found| {
                let key = json::text(found, "id").map(|id| format!("{number}/{id}"));
                let known = key.filter(|key| ahead.edits.contains_key(key) && edited_id(found).is_none());
                originals.extend(known);
            })?;
            ahead.originals = originals;
        }
        ahead.roots = threads.roots();
        ahead.about = about;
        Ok(ahead)
    }
}

/// Gives the messages of a file in which one of these words stands, with the number of their conversation.
fn each_message(
    (source, file): (&Source, &File),
    about: &mut About,
    words: &[&str],
    mut take: impl FnMut(&str, &Value),
) -> std::io::Result<()> {
    let mut walk = Walk::new(source.open_text(file)?, MESSAGES);
    // What is broken is told of when the messages are read.
    while let Some(Ok(piece)) = walk.next_piece() {
        about.take(&piece);
        let holds = |word: &&str| memchr::memmem::find(&piece.raw, word.as_bytes()).is_some();
        if !piece.is(MESSAGES[0]) || !words.iter().any(holds) {
            continue;
        }
        if let Ok(found) = serde_json::from_slice::<Value>(&piece.raw) {
            take(number_of(&piece), &found);
        }
    }
    about.keep();
    Ok(())
}

/// Which conversation of the list a message belongs to.
fn number_of(piece: &Piece) -> &str {
    piece.path.get(1).map_or("", String::as_str)
}

fn kind(found: &Value) -> String {
    json::text(found, "messagetype").unwrap_or_default()
}

fn content(found: &Value) -> String {
    json::text(found, "content").unwrap_or_default()
}

/// The id of the message that a row changes, if it is another one.
fn edited_id(found: &Value) -> Option<String> {
    json::text(found, "skypeeditedid").filter(|target| json::text(found, "id").as_ref() != Some(target))
}

/// When a message came; its id is the same moment in milliseconds.
fn sent(found: &Value) -> Option<Time> {
    json::time(found, &["originalarrivaltime", "id"])
}

struct Export {
    origin: String,
    source: Source,
    folder: String,
    ahead: Ahead,
}

impl Export {
    fn row(&self, piece: &Piece, place: &Place) -> Row {
        let found = json::parse(&piece.raw, place)?;
        let (number, about) = (number_of(piece), self.ahead.about.chats.get(number_of(piece)));
        let told = json::text(&found, "conversationid").or_else(|| Some(about?.id.clone()));
        let chat = told.unwrap_or_default();
        let kind = kind(&found);
        if let Some(reason) = is_none(&kind, &chat) {
            return json::skip(reason, &kind, place);
        }
        let own_id = json::text(&found, "id");
        let target = edited_id(&found);
        let id = target.clone().or_else(|| own_id.clone());
        let key = id.as_ref().map(|id| format!("{number}/{id}"));
        let edit = key.as_ref().and_then(|key| self.ahead.edits.get(key));
        // An edit whose message is not there brings that message.
        let is_original = target.is_none();
        let told_elsewhere = key.as_ref().is_some_and(|key| self.ahead.originals.contains(key))
            || edit.is_some_and(|edit| Some(&edit.id) != own_id.as_ref());
        if !is_original && told_elsewhere {
            return json::skip(Reason::Folded, "an edit", place);
        }
        let said = edit.map_or_else(|| content(&found), |edit| edit.content.clone());
        let words = Words::of(&kind, &said);
        let deleted = json::text(&found, "properties.deletetime").is_some();
        let attachments: Vec<Attachment> = words.files.iter().map(|file| self.file(file)).collect();
        if words.text.is_empty() && attachments.is_empty() && !deleted {
            return json::skip(Reason::NoText, &kind, place);
        }
        let moment = || target.as_deref().and_then(|id| dates::parse(id, Order::Unknown, 0));
        let sent = moment().or_else(|| sent(&found));
        let talk = self.talk(&chat);
        let answered = words.answers.as_ref().map(|answered| format!("{number}/{answered}"));
        let began = key.as_deref().and_then(|key| self.ahead.roots.find(key)).or(answered.as_deref());
        let began = began.and_then(|key| dates::parse(key.rsplit('/').next()?, Order::Unknown, 0));
        let message = Incoming {
            origin: self.origin.clone(),
            channel: channel(about, &chat),
            native_id: id.map(|id| format!("{talk}/{id}")),
            conversation: flow::on_day(&talk, began.or(sent)),
            reply_to: words.answers.map(|answered| format!("{talk}/{answered}")),
            author: author(&found),
            sent,
            text: words.text,
            edited: edit.map_or_else(|| json::time(&found, &["properties.edittime"]), |edit| edit.at).or(words.edited),
            deleted,
            attachments,
            reactions: reactions(&found),
            source: piece.raw.clone(),
            ..Incoming::default()
        };
        json::row(message, place)
    }

    /// A talk of two is called by the other one in each one's export; both make the same key. Programs and notes
    /// are called alike for everybody.
    fn talk(&self, chat: &str) -> String {
        let owner = self.ahead.about.owner.as_str();
        if owner.is_empty() || owner == chat || chat.starts_with("19:") {
            return chat.to_owned();
        }
        let (first, second) = if owner < chat { (owner, chat) } else { (chat, owner) };
        format!("{first} {second}")
    }

    /// `media/0-weu-d1-abc.1.png`, beside which a JSON of the same name tells of it.
    fn file(&self, shared: &Shared) -> Attachment {
        let begins = format!("{}media/{}.", self.folder, shared.id);
        let files = self.source.files();
        let at = files.partition_point(|file| *file.path < *begins);
        let mut beside = files[at..].iter().take_while(|file| file.path.starts_with(&begins));
        let found = beside.find(|file| !shared.id.is_empty() && !file.has_ending("json"));
        let name = shared.name.clone().or_else(|| Some(found?.name().to_owned())).unwrap_or_else(|| shared.id.clone());
        let bytes = found.and_then(|file| media::load(&self.source, &file.path));
        let url = shared.url.clone().filter(|_| bytes.is_none());
        Attachment { media_type: media::of_name(&name).to_owned(), name, bytes, url }
    }
}

/// What a conversation is called.
fn channel(about: Option<&Chat>, id: &str) -> String {
    let told = about.and_then(|chat| [&chat.topic, &chat.name].into_iter().find(|name| !name.trim().is_empty()));
    told.map_or_else(|| person(id).to_owned(), |name| html::entities(name))
}

/// Why a row of this kind is no message.
fn is_none(kind: &str, chat: &str) -> Option<Reason> {
    const TOLD: [&str; 7] = ["ThreadActivity/", "Event/", "Control/", "Signal/", "InviteFree", "Notice", "PopCard"];
    if chat == "48:calllogs" || TOLD.iter().any(|beginning| kind.starts_with(beginning)) {
        return Some(Reason::System);
    }
    if kind.starts_with("EndToEndEncryption/") {
        return Some(Reason::Encrypted);
    }
    let is_said = matches!(kind, "" | "Text" | "RichText") || kind.starts_with("RichText/");
    (!is_said).then_some(Reason::Unsupported)
}

/// `ada` of `8:ada`, also at the end of an address; other numbers are those of telephones and programs.
fn person(id: &str) -> &str {
    let id = id.rsplit('/').next().unwrap_or(id);
    id.strip_prefix("8:").unwrap_or(id)
}

fn author(found: &Value) -> Author {
    let from = json::text(found, "from").unwrap_or_default();
    let name = json::first(found, &["displayName", "imdisplayname"]).map(|name| html::entities(&name));
    let handle = Some(person(&from)).filter(|handle| !handle.is_empty()).or(name.as_deref()).unwrap_or_default();
    let (handle, bot) = (handle.to_owned(), handle.starts_with("28:"));
    Author { name: name.filter(|name| *name != handle), handle, bot }
}

/// A list of signs with those who left them, which some exports write as a text.
fn reactions(found: &Value) -> Vec<Reaction> {
    let told = json::at(found, "properties.emotions").cloned().unwrap_or_default();
    let written = told.as_str().and_then(|text| serde_json::from_str(text).ok()); // tidy(swallow): nobody has reacted then
    let signs: Value = written.unwrap_or(told);
    let sign = |sign: &Value| {
        let count = json::list(sign, "users").len() as u64;
        json::text(sign, "key").filter(|_| count > 0).map(|name| Reaction { name, count })
    };
    signs.as_array().map_or(&[][..], Vec::as_slice).iter().filter_map(sign).collect()
}
