//! Microsoft Teams: chats and channels as Microsoft Graph gives them, page by page, or as scripts put them together.

use std::sync::Arc;

use model::{Attachment, Author, Incoming, Time};
use serde_json::Value;

use crate::dates::{self, Order};
use crate::flow;
use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::json;
use crate::media;
use crate::record::{Place, Reason, Record, Row, Rows, Warnings};
use crate::source::{File, Source, without_copy};
use crate::teams_known::{Known, folder};
use crate::teams_words::{self, Picture};
use crate::walk::{self, Names, Patterns};

pub(crate) const FORMAT: Format = Format {
    name: "teams",
    title: "Microsoft Teams (JSON of Microsoft Graph)",
    losses: &[Loss::WhoReacted, Loss::FileBytes, Loss::Membership, Loss::SystemMessages, Loss::Formatting],
    mapped: Mapped::Known,
    detect,
    open,
};

fn detect(probe: &Probe) -> Confidence {
    /// Lists of chats and people may lie before the messages.
    const FILES_MAX: usize = 20;
    let mut json = probe.source().files().iter().filter(|file| is_named(file));
    let is_page = |file: &&File| file.stem().starts_with("messages") || file.stem().starts_with("msg_");
    let found = json.clone().take(FILES_MAX).chain(json.find(is_page)).any(|file| is_export(&probe.text(file)));
    if found { Confidence::Sure } else { Confidence::No }
}

pub(crate) fn is_named(file: &File) -> bool {
    ["json", "jsonl", "ndjson"].iter().any(|ending| file.has_ending(ending))
}

/// Whether a file begins like messages: names are those of Graph, or in capitals those of its module for PowerShell.
pub(crate) fn is_export(head: &str) -> bool {
    let head = head.to_ascii_lowercase();
    let has = |name: &str| head.contains(&format!("\"{name}\""));
    let of_message = has("replytoid") || has("channelidentity") || has("chatid") || has("etag");
    // Pages of mails have the same address at their top.
    let of_mails = || ["internetmessageid", "receiveddatetime", "emailaddress"].iter().any(|name| has(name));
    let of_chats = || ["chats(", "chats/", "channels(", "channels/"].iter().any(|list| head.contains(list));
    let of_page = || head.contains("//graph.microsoft.com/") && head.contains("/messages") && of_chats() && !of_mails();
    has("createddatetime") && has("body") && (has("messagetype") && of_message || of_page())
}

/// How the messages of a file lie in one another.
#[derive(Clone, Copy)]
pub(crate) enum Layout {
    /// One message, or one a line.
    Alone,
    List,
    /// A page of the API, or a tree of teams and channels.
    Page,
    Pages,
}

impl Layout {
    pub(crate) fn of(head: &str) -> Layout {
        let head = head.trim_start();
        let names: Vec<String> =
            json::own_names(head.strip_prefix('[').unwrap_or(head)).into_iter().map(str::to_ascii_lowercase).collect();
        let has = |name: &str| names.iter().any(|known| known == name);
        let is_message = has("messagetype") || has("createddatetime") && has("body");
        let is_item = has("id") && ["messages", "channels", "chats", "value"].iter().all(|list| !has(list));
        match (head.starts_with('['), is_message || is_item) {
            (true, false) if has("value") => Layout::Pages,
            (true, _) => Layout::List,
            (false, true) => Layout::Alone,
            (false, false) => Layout::Page,
        }
    }

    pub(crate) fn patterns(self) -> Patterns {
        match self {
            Layout::Alone => &[],
            Layout::List => &[&["*"]],
            Layout::Pages => &[&["*", "value", "*"]],
            Layout::Page => &[
                &["value", "*"],
                &["messages", "*"],
                &["replies", "*"],
                &["chats", "*", "messages", "*"],
                &["channels", "*", "messages", "*"],
                &["teams", "*", "channels", "*", "messages", "*"],
            ],
        }
    }
}

/// The chat or channel of a page, as its address tells it.
#[derive(Clone, Default)]
pub(crate) struct Page(Option<Spot>);

/// A chat, or a channel, which has threads.
#[derive(Clone)]
struct Spot {
    id: String,
    has_threads: bool,
}

impl Page {
    /// `…#teams('1a')/channels('19%3Aabc%40thread.tacv2')/messages`.
    pub(crate) fn of(context: &str) -> Page {
        let inside = |list: &str| {
            let (_, behind) = context.rsplit_once(&format!("{list}('"))?;
            behind.split_once('\'').map(|(id, _)| json::short(&unescaped(id)))
        };
        let channel = inside("channels").map(|id| Spot { id, has_threads: true });
        Page(channel.or_else(|| inside("chats").map(|id| Spot { id, has_threads: false })))
    }

    fn spot(&self, found: &Value) -> Option<Spot> {
        let channel = json::text(found, "channelIdentity.channelId").map(|id| Spot { id, has_threads: true });
        let chat = || json::text(found, "chatId").map(|id| Spot { id, has_threads: false });
        let linked = || {
            let url = json::text(found, "webUrl")?;
            let id = unescaped(url.split_once("/l/message/")?.1.split('/').next()?);
            Some(Spot { has_threads: id.ends_with("@thread.tacv2") || id.ends_with("@thread.skype"), id })
        };
        channel.or_else(chat).or_else(|| self.0.clone()).or_else(linked)
    }
}

/// `19:abc` of `19%3Aabc`.
fn unescaped(id: &str) -> String {
    let mut bytes = Vec::with_capacity(id.len());
    let mut rest = id.as_bytes();
    while let Some((byte, behind)) = rest.split_first() {
        let code = Some(byte).filter(|byte| **byte == b'%').and_then(|_| str::from_utf8(behind.get(..2)?).ok()); // tidy(swallow): no code stands as it is
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(letter) => {
                bytes.push(letter);
                rest = &behind[2..];
            }
            None => {
                bytes.push(*byte);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The ids of a message of a chat and of the one that it quotes.
pub(crate) fn quote(found: &Value, page: &Page) -> Option<(String, String)> {
    let spot = page.spot(found).filter(|spot| !spot.has_threads)?;
    let (id, quoted) = (json::text(found, "id")?, teams_words::quoted(found)?);
    Some((format!("{}/{id}", spot.id), format!("{}/{quoted}", spot.id)))
}

/// What PowerShell wrote with capital letters, as Graph names it.
pub(crate) fn in_small_letters(found: Value) -> Value {
    let is_of_powershell = ["CreatedDateTime", "DisplayName", "Topic"].iter().any(|name| found.get(name).is_some());
    if is_of_powershell { small(found) } else { found }
}

fn small(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(small).collect(),
        Value::Object(fields) => {
            let first = |name: String| -> String {
                let mut letters = name.chars();
                letters.next().map(|letter| letter.to_ascii_lowercase()).into_iter().chain(letters).collect()
            };
            fields.into_iter().map(|(name, value)| (first(name), small(value))).collect()
        }
        value => value,
    }
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let mut told = Names::default();
    let (known, files) = Known::of(source, &mut told);
    let known = Arc::new(known);
    let origin = options.origin.clone().unwrap_or_else(|| "teams".to_owned());
    Ok(told.before(each_file(source, files, move |source, file| {
        let (head, text) = walk::open_with_head(source, file)?;
        let reader = Reader {
            origin: origin.clone(),
            known: Arc::clone(&known),
            source: source.clone(),
            folder: folder(file),
            named: named(file).filter(|_| is_of_one(&head)),
            stem: json::short(file.stem()),
        };
        let mut page = Page::default();
        walk::rows_of(text, file, Layout::of(&head).patterns(), move |piece, place| {
            let last = piece.path.last().map_or("", String::as_str);
            if last == "@odata.context" {
                page = Page::of(&piece.text().unwrap_or_default());
            }
            let is_item = last.bytes().all(|byte| byte.is_ascii_digit());
            if is_item { reader.rows(piece.raw, &page, &place) } else { Vec::new() }
        })
    })))
}

/// What a file or its folder is called, unless a program called it so: `help` of `messages_help.json`.
fn named(file: &File) -> Option<String> {
    const BY_PROGRAMS: [&str; 7] = ["", "message", "msg", "page", "value", "data", "export"];
    let is_own = |name: &&str| {
        let letters = name.trim_matches(|letter: char| letter.is_ascii_digit() || "-_. ".contains(letter));
        !BY_PROGRAMS.contains(&letters.to_ascii_lowercase().as_str())
    };
    let stem = without_copy(file.stem());
    let behind = stem.strip_prefix("messages").or_else(|| stem.strip_prefix("replies")).unwrap_or(stem);
    let name = Some(behind.trim_start_matches(['-', '_', ' '])).filter(is_own);
    name.or_else(|| file.path.rsplit('/').nth(1).filter(is_own)).map(json::short)
}

/// Whether all messages at the beginning of a file are of one chat or channel.
fn is_of_one(head: &str) -> bool {
    let ids = ["hatId\"", "hannelId\""].into_iter().flat_map(|name| head.split(name).skip(1));
    let mut ids = ids.filter_map(|behind| behind.trim_start_matches([':', ' ']).strip_prefix('"')?.split('"').next());
    let first = ids.next();
    ids.all(|id| Some(id) == first)
}

struct Reader {
    origin: String,
    known: Arc<Known>,
    source: Source,
    folder: String,
    /// What the file calls the place of its messages.
    named: Option<String>,
    stem: String,
}

impl Reader {
    /// A message, and behind it the answers that were asked for with it.
    fn rows(&self, raw: Vec<u8>, page: &Page, place: &Place) -> Vec<Row> {
        let found = match json::parse(&raw, place) {
            Ok(found) => in_small_letters(found),
            Err(skip) => return vec![Err(skip)],
        };
        let mut rows = vec![self.row(&found, raw, page, place)];
        for answer in json::list(&found, "replies") {
            let mut answer = answer.clone();
            if let (None, Some(fields)) = (json::text(&answer, "replyToId"), answer.as_object_mut()) {
                fields.insert("replyToId".to_owned(), found.get("id").cloned().unwrap_or_default());
            }
            let raw = answer.to_string().into_bytes();
            rows.push(self.row(&answer, raw, page, place));
        }
        rows
    }

    fn row(&self, found: &Value, raw: Vec<u8>, page: &Page, place: &Place) -> Row {
        if let Some(event) = event(found) {
            return json::skip(Reason::System, &event, place);
        }
        if json::at(found, "body").is_none() {
            return json::skip(Reason::Unsupported, "no message", place);
        }
        let unknown = || Spot { id: self.named.clone().unwrap_or_else(|| self.stem.clone()), has_threads: false };
        let spot = page.spot(found).unwrap_or_else(unknown);
        let (id, root, quoted) = (json::text(found, "id"), json::text(found, "replyToId"), teams_words::quoted(found));
        // An answer's number is unique only in its thread.
        let native = |id: &String| match root.as_ref().filter(|root| *root != id) {
            Some(root) => format!("{}/{root}/{id}", spot.id),
            None => format!("{}/{id}", spot.id),
        };
        let native_id = id.as_ref().map(native);
        let answered = quoted.as_ref().or(root.as_ref()).map(native);
        let sent = time(found, "createdDateTime");
        let conversation = match root.as_ref().or(id.as_ref()).filter(|_| spot.has_threads || root.is_some()) {
            Some(root) => format!("{}/{root}", spot.id),
            None => flow::on_day(&spot.id, self.begun(native_id.as_deref(), answered.is_some()).or(sent)),
        };
        let said = teams_words::said(found);
        let mut attachments = teams_words::files(found);
        attachments.extend(said.pictures.iter().map(|picture| self.picture(picture, id.as_deref())));
        let (title, deleted) = (json::text(found, "subject"), json::text(found, "deletedDateTime").is_some());
        if said.text.trim().is_empty() && attachments.is_empty() && title.is_none() && !deleted {
            let kind = json::list(found, "attachments").first().and_then(|file| json::text(file, "contentType"));
            return json::skip(Reason::NoText, &kind.unwrap_or_default(), place);
        }
        let message = Incoming {
            origin: self.origin.clone(),
            channel: self.channel(found, &spot),
            native_id,
            conversation,
            title: title.filter(|_| root.is_none()),
            reply_to: answered,
            author: self.author(found),
            sent,
            text: said.text,
            edited: time(found, "lastEditedDateTime"),
            deleted,
            attachments,
            reactions: json::count(json::list(found, "reactions").iter().filter_map(sign)),
            source: raw,
            ..Incoming::default()
        };
        Ok(Record::new(message, place.clone(), Warnings::default()))
    }

    /// When the first of those messages was sent that a quoting one follows: its number tells.
    fn begun(&self, native_id: Option<&str>, quotes: bool) -> Option<Time> {
        let root = self.known.roots.find(native_id.filter(|_| quotes)?)?;
        let number = root.rsplit('/').next().filter(|number| number.len() == 13)?;
        number.parse().ok().map(Time::from_millis) // tidy(swallow): what is no number tells no time
    }

    fn channel(&self, found: &Value, spot: &Spot) -> String {
        let team = json::text(found, "channelIdentity.teamId");
        let team = team.as_deref().and_then(|team| self.known.name(team));
        let name = self.known.name(&spot.id).map(str::to_owned).or_else(|| self.named.clone());
        match (team, name) {
            (Some(team), Some(name)) => format!("{team} / {name}"),
            (_, name) => name.unwrap_or_else(|| spot.id.clone()),
        }
    }

    fn author(&self, found: &Value) -> Author {
        const KINDS: [&str; 4] = ["user", "application", "device", "conversation"];
        let from = json::at(found, "from");
        let told = |kind: &'static str| {
            let who = json::at(from?, kind)?;
            let (id, name) = (json::text(who, "id"), json::text(who, "displayName"));
            Some((kind, who, id.clone().or_else(|| name.clone())?, name))
        };
        let Some((kind, who, id, name)) = KINDS.into_iter().find_map(told) else { return Author::default() };
        let name = name.or_else(|| self.known.name(&id).map(str::to_owned));
        // All connectors share an account.
        let is_shared = json::text(who, "applicationIdentityType").is_some_and(|kind| kind == "office365Connector");
        let own = name.as_ref().filter(|_| is_shared).map(|name| format!("{id}/{name}"));
        Author { handle: own.unwrap_or(id), name, bot: kind == "application" }
    }

    /// A picture, with its bytes where a program put them beside the messages: by a list, or called by both numbers.
    fn picture(&self, picture: &Picture, id: Option<&str>) -> Attachment {
        let hosted = picture.url.rsplit('/').nth(1).filter(|_| picture.url.contains("/hostedContents/"));
        let called = hosted.zip(id).map(|(hosted, id)| format!("{}hosted_content_{id}_{hosted}", self.folder));
        let listed = self.known.name(&picture.url).map(str::to_owned);
        let bytes = listed.or(called).and_then(|path| media::load(&self.source, &path));
        let media_type = if picture.name.contains('.') { media::of_name(&picture.name) } else { "image/png" };
        let (name, url) = (picture.name.clone(), Some(picture.url.clone()));
        Attachment { name, media_type: media_type.to_owned(), bytes, url }
    }
}

/// What happened, in a message that nobody wrote: `membersAdded`.
fn event(found: &Value) -> Option<String> {
    let kind = json::text(found, "messageType").unwrap_or_else(|| "message".to_owned());
    let body = json::text(found, "body.content").unwrap_or_default();
    let is_event = body.trim_start().starts_with("<systemEventMessage");
    // What Graph calls unknown is an event, unless somebody says something.
    let is_said = json::at(found, "from").is_some() && !body.trim().is_empty() && kind == "unknownFutureValue";
    if !is_event && (kind == "message" || is_said) {
        return None;
    }
    let detail = json::at(found, "eventDetail").and_then(|detail| detail.get("@odata.type")).and_then(Value::as_str);
    let detail =
        detail.and_then(|kind| kind.rsplit('.').next()).map(|kind| kind.trim_end_matches("EventMessageDetail"));
    Some(detail.map_or(kind, str::to_owned))
}

/// PowerShell also writes `/Date(1709553600000)/`.
fn time(found: &Value, field: &str) -> Option<Time> {
    let written = json::text(found, field)?;
    let moment = written.strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/"));
    dates::parse(moment.unwrap_or(&written), Order::YearFirst, 0)
}

/// A reaction: as its sign, or by the name that older programs gave it.
fn sign(reaction: &Value) -> Option<String> {
    const NAMED: [(&str, &str); 6] =
        [("like", "👍"), ("heart", "❤️"), ("laugh", "😆"), ("surprised", "😮"), ("sad", "😢"), ("angry", "😡")];
    let kind = json::text(reaction, "reactionType")?;
    if kind == "custom" {
        return json::text(reaction, "displayName").or(Some(kind));
    }
    let sign = NAMED.iter().find(|(name, _)| *name == kind).map(|(_, sign)| (*sign).to_owned());
    Some(sign.unwrap_or(kind))
}
