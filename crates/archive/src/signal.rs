//! Signal: the chats that its own program exports as `main.jsonl`, and those that signal-export copies from it.

use std::collections::HashMap;
use std::sync::Arc;

use model::{Incoming, Time};
use serde_json::Value;

use crate::flow::Flow;
use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::json;
use crate::lines::Lines;
use crate::record::{Place, Reason, Record, Row, Rows, Warnings};
use crate::signal_copies;
use crate::signal_files::Files;
use crate::signal_people::{Chat, People};
use crate::signal_words::{self, Said};
use crate::source::{File, Source};
use crate::walk::{self, VALUE_BYTES_MAX};

pub(crate) const FORMAT: Format = Format {
    name: "signal",
    title: "Signal export (main.jsonl), or the folders of signal-export",
    losses: &[
        Loss::EditHistory,
        Loss::WhoReacted,
        Loss::Polls,
        Loss::Membership,
        Loss::SystemMessages,
        Loss::Formatting,
        Loss::Profiles,
    ],
    mapped: Mapped::Known,
    detect,
    open,
};

fn detect(probe: &Probe) -> Confidence {
    const FILES_MAX: usize = 5;
    let files = || probe.source().files().iter().filter(|file| is_named(file));
    let called_so = files().filter(|file| matches!(file.name(), "main.jsonl" | "data.json" | "chat.md"));
    let found = files().take(FILES_MAX).chain(called_so.take(FILES_MAX)).any(|file| is_chat(file, &probe.text(file)));
    if found { Confidence::Sure } else { Confidence::No }
}

fn is_named(file: &File) -> bool {
    file.has_ending("jsonl") || file.has_ending("json") || signal_copies::is_text(file)
}

fn is_chat(file: &File, head: &str) -> bool {
    is_export(head) || signal_copies::is_chat(file, head)
}

/// Whether a file begins like an export of Signal, a line for each thing.
fn is_export(head: &str) -> bool {
    let has = |name: &str| head.contains(&format!("\"{name}\""));
    head.trim_start().starts_with('{')
        && (json::own_names(head).contains(&"backupTimeMs") || has("chatItem") && has("dateSent") && has("chatId"))
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let named: Vec<File> = source.files().iter().filter(|file| is_named(file)).cloned().collect();
    let begins = |file: &File| walk::head(source, file).is_some_and(|head| is_chat(file, &head));
    let mut files: Vec<File> = named.iter().filter(|file| begins(file)).cloned().collect();
    if files.is_empty() {
        files = named;
    }
    let files = signal_copies::without_doubles(files);
    let stored = Arc::new(Files::of(source));
    let options = options.clone();
    Ok(each_file(source, files, move |source, file| {
        if signal_copies::is_text(file) {
            return signal_copies::texts(source, file, &options);
        }
        let (head, text) = walk::open_with_head(source, file)?;
        let lines = Lines::new(text, Arc::clone(&file.path)).with_bytes_max(VALUE_BYTES_MAX);
        if signal_copies::is_chat(file, &head) {
            return Ok(signal_copies::lines(lines, source, file, &options));
        }
        let mut export = Export {
            origin: options.origin.clone().unwrap_or_else(|| ORIGIN.to_owned()),
            source: source.clone(),
            stored: Arc::clone(&stored),
            people: People::default(),
            chats: HashMap::new(),
            flow: Flow::default(),
            edited: HashMap::new(),
        };
        Ok(Box::new(lines.rows_of_each(move |line, place| export.rows(line, &place))))
    }))
}

pub(crate) const ORIGIN: &str = "signal";
/// Signal itself lets nobody edit a message so often.
const VERSIONS_MAX: usize = 100;

struct Export {
    origin: String,
    source: Source,
    stored: Arc<Files>,
    people: People,
    /// With whom each chat is, by its number in this file.
    chats: HashMap<String, String>,
    flow: Flow,
    /// Messages that were edited, by the numbers of their later versions: an answer may name any.
    edited: HashMap<String, String>,
}

impl Export {
    fn rows(&mut self, line: Vec<u8>, place: &Place) -> Vec<Row> {
        /// What tells nothing of messages.
        const BESIDE: [&str; 7] =
            ["version", "backupTimeMs", "stickerPack", "adHocCall", "notificationProfile", "chatFolder", "callLink"];
        let found = match json::parse(&line, place) {
            Ok(found) => found,
            Err(skip) => return vec![Err(skip)],
        };
        if let Some(item) = found.get("chatItem") {
            return vec![self.row(item, line, place)];
        }
        if let Some(moment) = json::text(&found, "backupTimeMs") {
            self.people.learn_moment(&moment);
        }
        if let Some(account) = found.get("account") {
            self.people.learn_own(account);
        } else if let Some(recipient) = found.get("recipient") {
            self.people.learn(recipient);
        } else if let Some(chat) = found.get("chat") {
            self.chats.extend(json::text(chat, "id").zip(json::text(chat, "recipientId")));
        } else if !BESIDE.iter().any(|name| found.get(name).is_some()) {
            let kind = found.as_object().and_then(|fields| fields.keys().next()).map_or("", String::as_str);
            return vec![json::skip(Reason::Unsupported, kind, place)];
        }
        Vec::new()
    }

    fn row(&mut self, item: &Value, raw: Vec<u8>, place: &Place) -> Row {
        self.people.settle();
        let Said { kind, text, deleted, pointers } = signal_words::said(item, &self.people);
        if signal_words::is_event(kind) {
            return json::skip(Reason::System, &signal_words::event(item, kind), place);
        }
        let Some(moment) = json::text(item, "dateSent").filter(|_| signal_words::is_known(kind)) else {
            return json::skip(Reason::Unsupported, kind, place);
        };
        let number = json::text(item, "chatId").unwrap_or_default();
        let chat = self.people.chat(self.chats.get(&number).map(String::as_str), &number);
        let speaker = json::text(item, "authorId").unwrap_or_default();
        // The number of an edited message is that of its last version.
        let first = json::list(item, "revisions").first().and_then(|first| json::text(first, "dateSent"));
        let native_id = self.identity(&chat, &speaker, first.as_ref().unwrap_or(&moment));
        if first.is_some() {
            let versions = json::list(item, "revisions").iter().filter_map(|one| json::text(one, "dateSent"));
            let versions = versions.skip(1).take(VERSIONS_MAX).chain([moment.clone()]);
            self.edited.extend(versions.map(|sent| (format!("{}/{sent}", chat.key), native_id.clone())));
        }
        let answered = self.answered(item, kind, &chat);
        let sent = time(first.as_ref().unwrap_or(&moment));
        let conversation = self.flow.place(&chat.talk, Some(&native_id), answered.as_deref(), sent);
        let (longer, attachments) = self.stored.take(&self.source, &pointers);
        let text = longer.filter(|longer| longer.starts_with(text.as_str())).unwrap_or(text);
        if text.trim().is_empty() && attachments.is_empty() && !deleted {
            return json::skip(Reason::NoText, kind, place);
        }
        let message = Incoming {
            origin: self.origin.clone(),
            channel: chat.name,
            native_id: Some(native_id),
            conversation,
            reply_to: answered,
            author: self.people.author(&speaker),
            sent,
            text,
            edited: first.and_then(|_| time(&moment)),
            deleted,
            attachments,
            reactions: json::count(signal_words::reactions(item, kind).filter_map(|sign| json::text(sign, "emoji"))),
            source: raw,
            ..Incoming::default()
        };
        Ok(Record::new(message, place.clone(), Warnings::default()))
    }

    /// A message is known by its chat and moment. Who speaks is left out, as only other people's exports tell the number
    /// of the own account, unless two spoke at once.
    fn identity(&self, chat: &Chat, speaker: &str, moment: &str) -> String {
        let id = format!("{}/{moment}", chat.key);
        if self.flow.has(&chat.talk, &id) { format!("{id}/{}", self.people.speaker(speaker)) } else { id }
    }

    /// The message that a message quotes, by the moment when it was sent.
    fn answered(&self, item: &Value, kind: &str, chat: &Chat) -> Option<String> {
        let sent = json::text(item.get(kind)?, "quote.targetSentTimestamp")?;
        let id = format!("{}/{sent}", chat.key);
        Some(self.edited.get(&id).cloned().unwrap_or(id))
    }
}

fn time(moment: &str) -> Option<Time> {
    moment.parse().ok().map(Time::from_millis) // tidy(swallow): a moment that is no number is told as `no_time`
}
