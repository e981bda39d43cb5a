//! Help desks: conversations with their messages inside, each desk under its own names.

use std::collections::HashMap;
use std::sync::Arc;

use model::{Attachment, Author, Incoming};
use serde_json::Value;

use crate::desk_beside::{self, Beside};
use crate::desk_besides;
use crate::desk_bodies;
use crate::desk_lists;
use crate::desk_names::{
    CHATWOOT_NAMES, Desk, FRESHDESK_NAMES, HELPSCOUT_NAMES, INTERCOM_NAMES, Ids, Opens, ZENDESK_NAMES,
};
use crate::desk_people::{self, Named};
use crate::desk_wrappers;
use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::generic;
use crate::html;
use crate::json;
use crate::left;
use crate::media;
use crate::origins;
use crate::record::{Place, Reason, Row, Rows};
use crate::source::{File, Source, without_copy};
use crate::walk::{self, Names, Patterns, Walk};

const LOSSES: &[Loss] = &[Loss::States, Loss::Profiles, Loss::FileBytes, Loss::Formatting, Loss::SystemMessages];

pub(crate) const CHATWOOT: Format = Format {
    name: CHATWOOT_NAMES.word,
    title: "Chatwoot conversations (JSON)",
    losses: LOSSES,
    mapped: Mapped::Known,
    detect: |probe| detect(probe, &CHATWOOT_NAMES),
    open: |source, options| open(source, options, &CHATWOOT_NAMES),
};

pub(crate) const FRESHDESK: Format = Format {
    name: FRESHDESK_NAMES.word,
    title: "Freshdesk tickets (JSON)",
    losses: LOSSES,
    mapped: Mapped::Known,
    detect: |probe| detect(probe, &FRESHDESK_NAMES),
    open: |source, options| open(source, options, &FRESHDESK_NAMES),
};

pub(crate) const ZENDESK: Format = Format {
    name: ZENDESK_NAMES.word,
    title: "Zendesk tickets (JSON)",
    losses: LOSSES,
    mapped: Mapped::Known,
    detect: |probe| detect(probe, &ZENDESK_NAMES),
    open: |source, options| open(source, options, &ZENDESK_NAMES),
};

pub(crate) const INTERCOM: Format = Format {
    name: INTERCOM_NAMES.word,
    title: "Intercom conversations (JSON)",
    losses: LOSSES,
    mapped: Mapped::Known,
    detect: |probe| detect(probe, &INTERCOM_NAMES),
    open: |source, options| open(source, options, &INTERCOM_NAMES),
};

pub(crate) const HELPSCOUT: Format = Format {
    name: HELPSCOUT_NAMES.word,
    title: "Help Scout and FreeScout conversations (JSON)",
    losses: LOSSES,
    mapped: Mapped::Known,
    detect: |probe| detect(probe, &HELPSCOUT_NAMES),
    open: |source, options| open(source, options, &HELPSCOUT_NAMES),
};

/// Where desks say when a message was written.
const CREATED: &[&str] = &["created_at", "createdAt", "created"];

fn detect(probe: &Probe, desk: &Desk) -> Confidence {
    let share = |file: &File| {
        let head = probe.text(file);
        desk.signs.iter().any(|signs| signs.iter().all(|sign| head.contains(sign)))
    };
    let files = probe
        .source()
        .files()
        .iter()
        .filter(|file| file.has_ending("json") || file.has_ending("jsonl") || file.has_ending("ndjson"));
    if files.take(8).any(share) { Confidence::Sure } else { Confidence::No }
}

fn open(source: &Source, options: &Options, desk: &'static Desk) -> Result<Rows, Error> {
    let files: Vec<File> = source
        .files()
        .iter()
        .filter(|file| file.has_ending("json") || file.has_ending("jsonl") || file.has_ending("ndjson"))
        .cloned()
        .collect();
    let mut names = Names::default();
    let mut lists = Vec::new();
    let people = Arc::new(people(source, desk, &mut names, &mut lists));
    let files: Vec<File> = files.into_iter().filter(|file| !is_people(file)).collect();
    let told = || {
        let server = origins::told(source, &files, |head| patterns(head, desk), desk.servers);
        let named = || origins::named(source.stem()).filter(|_| desk.ids == Ids::Counted).map(str::to_owned);
        origins::of(desk.word, server.or_else(named))
    };
    let origin: Arc<str> = options.origin.clone().unwrap_or_else(told).into();
    let mut beside = Beside::find(source, (&files, &lists), desk);
    beside.tickets.extend(desk_lists::abouts(source, &files, desk));
    let beside = Arc::new(beside);
    Ok(names.before(each_file(source, files, move |source, file| {
        let mut reader = Reader {
            desk,
            customer: None,
            origin: Arc::clone(&origin),
            stem: without_copy(source.stem()).to_owned(),
            file: beside.files.get(&file.path).cloned().unwrap_or_else(|| without_copy(file.stem()).to_owned()),
            beside: Arc::clone(&beside),
            people: Arc::clone(&people),
        };
        let (head, text) = walk::open_with_head(source, file)?;
        let patterns = patterns(&head, desk);
        let lines = patterns.is_empty();
        walk::rows_of(text, file, patterns, move |piece, place| {
            if piece.is(&["meta"]) {
                reader.customer = customer_told(&piece.raw);
            }
            let number = piece.path.last().is_none_or(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
            if number && (lines || !piece.path.is_empty()) {
                reader.rows(&piece.raw, &place)
            } else if desk_lists::is_beside(&piece) {
                let (conversations, mut rows) = desk_lists::placed(&piece, desk, &place);
                let said = conversations.into_iter().flat_map(|item| reader.rows_of(item, &place));
                rows.extend(said);
                rows
            } else {
                Vec::new()
            }
        })
    })))
}

/// Where the conversations of a file are: one object a line, and one object alone, are conversations themselves.
pub(crate) fn patterns(head: &str, desk: &Desk) -> Patterns {
    if is_conversation(head, desk) { &[] } else { desk.items }
}

/// The list of people that Zendesk's API and exports give beside the tickets.
fn is_people(file: &File) -> bool {
    matches!(file.stem(), "users" | "organizations" | "groups" | "contacts" | "agents" | "customers")
}

/// The tickets and comments before the people are passed one by one: all at once they are too long.
const PEOPLE: &[&[&str]] = &[&["users", "*"], &["tickets", "*"], &["comments", "*"], &["_embedded", "threads", "*"]];

/// Addresses and names by number.
type People = HashMap<String, (Option<String>, Option<String>)>;

/// Address and name of everybody whom the messages only name by a number. On the way, `lists` takes the files that hold
/// messages of one conversation without saying of which.
fn people(source: &Source, desk: &Desk, names: &mut Names, lists: &mut Vec<File>) -> People {
    let mut people = HashMap::new();
    if desk.people.is_empty() && desk.apart.is_none() {
        return people;
    }
    let mut take = |user: &Value| {
        if let Some(id) = json::text(user, "id") {
            // Freshdesk's agents have their address inside.
            let told = |name: &str| {
                let told = json::text(user, name).or_else(|| json::text(user, &format!("contact.{name}")));
                told.and_then(generic::repeatable)
            };
            people.insert(id, (told("email"), told("name")));
        }
    };
    let is_table = |file: &File| file.has_ending("csv") || file.has_ending("tsv");
    for file in source.files().iter().filter(|file| desk.people.contains(&file.stem()) && !is_table(file)) {
        names.each(source, file, |user| match json::list(&user, "users") {
            [] => take(&user),
            users => users.iter().for_each(&mut take),
        });
    }
    // The API gives them beside the tickets of each page if it is asked to.
    for file in source.files().iter().filter(|file| file.has_ending("json") && !is_people(file)) {
        // What cannot be read is told of when the tickets are.
        let Ok((head, text)) = walk::open_with_head(source, file) else { continue };
        let is_list = desk.apart.as_ref().is_some_and(|apart| desk_beside::is_list(&head, apart));
        // To look first saves work, but a tar would be unpacked from its beginning for the second opening.
        let holds_people = || walk::holds(source, file, b"\"users\"").is_ok_and(|holds| holds);
        if !is_list && (desk.people.is_empty() || !file.is_tarred() && !holds_people()) {
            continue;
        }
        let mut says = false;
        let mut walk = Walk::new(text, PEOPLE);
        while let Some(Ok(piece)) = walk.next_piece() {
            let parse = || serde_json::from_slice::<Value>(&piece.raw);
            if let (true, Ok(user)) = (piece.is(PEOPLE[0]), parse()) {
                take(&user);
            } else if is_list && !says && (piece.is(PEOPLE[2]) || piece.is(PEOPLE[3])) {
                says = parse().is_ok_and(|comment| says_something(&comment, desk));
            }
        }
        lists.extend(says.then(|| file.clone()));
    }
    people
}

/// Whether the document itself is a conversation: its own names come before any list.
fn is_conversation(head: &str, desk: &Desk) -> bool {
    let head = head.trim_start();
    let first_list = head.find('[').unwrap_or(head.len());
    let before = |name: &str| head[..first_list].contains(&format!("\"{name}\""));
    // The API gives the messages of one conversation without the conversation.
    let said = desk.messages.iter().filter_map(|path| path.rsplit('.').next()).any(before);
    let names = json::own_names(head);
    let has = |name: &str| before(name) || names.contains(&name);
    let wrapped = desk.items.iter().any(|path| path.len() > 1 && has(path[path.len() - 2]));
    head.starts_with('{') && (has("id") || said) && !wrapped
}

/// Where a conversation describes people, whom its messages may only name by number. Chatwoot's `meta` is not among them:
/// it tells the address of an agent only where he is assigned, who would be somebody else in every other conversation.
const DESCRIBED: [&str; 10] = [
    "requester",
    "submitter",
    "assignee",
    "users",
    "collaborator",
    "user",
    "teammates.teammates",
    "contacts.contacts",
    "primaryCustomer",
    "source.author",
];

/// Whom a list of Chatwoot's messages is about.
fn customer_told(meta: &[u8]) -> Option<Value> {
    let meta: Value = serde_json::from_slice(meta).ok()?; // tidy(swallow): an answer then has no author
    desk_besides::customer(&meta)
}

struct Reader {
    desk: &'static Desk,
    /// Who talks to the desk in a file of one conversation that tells it.
    customer: Option<Value>,
    origin: Arc<str>,
    stem: String,
    /// The file's own name, where nothing else names the conversation.
    file: String,
    beside: Arc<Beside>,
    people: Arc<People>,
}

/// What a conversation tells of itself.
pub(crate) struct About {
    title: Option<String>,
    channel: Option<String>,
    /// It was thrown away.
    deleted: bool,
    /// Its own words are among its messages once more.
    pub(crate) again: bool,
}

/// Where desks say what a conversation is about.
const TITLES: &[&str] =
    &["subject", "title", "source.subject", "additional_attributes.mail_subject", "content_attributes.email.subject"];

impl About {
    pub(crate) fn of(item: &Value, desk: &Desk) -> About {
        let title = json::first(item, TITLES).map(|title| html::to_text(&title));
        let is_state = |name: &&str| json::text(item, name).as_deref() == Some("deleted");
        About {
            title: title.filter(|title| !title.is_empty()),
            channel: json::first(item, desk.channels),
            deleted: json::is_true(item, "deleted") || ["status", "state"].iter().any(is_state),
            again: true,
        }
    }
}

struct Thread {
    id: String,
    title: Option<String>,
    channel: String,
    first: Option<String>,
    /// The whole conversation was thrown away.
    deleted: bool,
    people: Named,
}

impl Reader {
    /// The messages of one conversation, or one message that stands alone.
    fn rows(&self, raw: &[u8], place: &Place) -> Vec<Row> {
        match json::parse(raw, place) {
            Ok(item) => self.rows_of(desk_wrappers::unwrapped(item), place),
            Err(skip) => vec![Err(skip)],
        }
    }

    fn rows_of(&self, item: Value, place: &Place) -> Vec<Row> {
        let is_audit = is_audit(&item);
        let (reason, why_silent) = silence(&item);
        let item = if is_audit { of_audit(item) } else { item };
        let (mut messages, list) = desk_lists::inside(&item, self.desk);
        messages.extend(desk_besides::newest(&item, &messages));
        // Help Scout and FreeScout give the newest first.
        messages.sort_by_key(|said| json::time(said, CREATED));
        let id = json::first(&item, &["conversation_id", "ticket_id", "display_id", "id", "number"]);
        let alone = id.is_some() && messages.is_empty() && !is_audit;
        let id = id.and_then(generic::repeatable).unwrap_or_else(|| self.file.clone());
        let beside = self.beside.tickets.get(&id);
        if alone && beside.is_some_and(|about| about.again) {
            return vec![json::skip(Reason::Unsupported, "its words stand in a file beside", place)];
        }
        let About { title, channel, deleted, .. } = About::of(&item, self.desk);
        let title = title.or_else(|| beside?.title.clone());
        let channel = channel.or_else(|| beside?.channel.clone()).and_then(generic::repeatable);
        let channel = channel.unwrap_or_else(|| self.stem.clone());
        let mut thread = Thread {
            id,
            title,
            channel,
            first: None,
            deleted: deleted || beside.is_some_and(|about| about.deleted),
            people: Named::default(),
        };
        for path in DESCRIBED {
            json::at(&item, path).into_iter().for_each(|found| thread.people.learn(found, path, self.desk));
        }
        // Some messages say only the number of somebody whom another one names.
        for said in &messages {
            for path in self.desk.authors {
                json::at(said, path).into_iter().for_each(|found| thread.people.learn(found, path, self.desk));
            }
        }
        let mut rows = Vec::new();
        let opening = self.desk.opening.iter().find_map(|path| json::at(&item, path));
        if let Some(opening) = opening.filter(|_| self.desk.opens == Opens::Alone || messages.is_empty()) {
            let mut said = if opening.is_object() { opening.clone() } else { self.own_words(&item) };
            if let (Value::Object(said), Some(created)) = (&mut said, item.get("created_at")) {
                said.entry("created_at").or_insert_with(|| created.clone());
            }
            rows.push(self.row(&said, &mut thread, place));
        }
        let customer = desk_besides::customer(&item);
        let customer = customer.as_ref().or(self.customer.as_ref());
        let remark = desk_besides::remark(&item, &messages);
        for said in messages {
            rows.push(self.row(said, &mut thread, place));
            let feedback = desk_besides::feedback(said, customer);
            rows.extend(feedback.map(|said| self.row(&said, &mut thread, place)));
        }
        rows.extend(remark.map(|said| self.row(&said, &mut thread, place)));
        let left = left::rows(&item, |name| list == Some(name), place);
        let alone = rows.is_empty() && says_something(&item, self.desk);
        let rows = match (rows.is_empty(), alone) {
            (_, true) => {
                let feedback = desk_besides::feedback(&item, customer);
                let said = std::iter::once(self.row(&item, &mut thread, place));
                said.chain(feedback.map(|said| self.row(&said, &mut thread, place))).collect()
            }
            (true, false) => vec![json::skip(reason, why_silent, place)],
            (false, false) => rows,
        };
        rows.into_iter().chain(left).collect()
    }

    /// A conversation without its messages, where its own words are one of them.
    fn own_words(&self, item: &Value) -> Value {
        let mut own = item.clone();
        if let (Value::Object(fields), Opens::Alone) = (&mut own, &self.desk.opens) {
            self.desk.messages.iter().for_each(|list| drop(fields.remove(*list)));
            fields.insert("id".to_owned(), "description".into());
        }
        own
    }

    fn row(&self, said: &Value, thread: &mut Thread, place: &Place) -> Row {
        let said = said.get("note").filter(|note| note.is_object()).unwrap_or(said);
        let kind = json::first(said, self.desk.kinds).unwrap_or_default();
        let body = json::first(said, self.desk.bodies).unwrap_or_default();
        let mut attachments: Vec<Attachment> =
            self.desk.attachments.iter().flat_map(|path| json::list(said, path)).filter_map(attachment).collect();
        if self.desk.system.contains(&kind.as_str())
            && (body.is_empty() || matches!(kind.as_str(), "2" | "activity" | "lineitem" | "lineItem"))
        {
            return json::skip(Reason::System, &kind, place);
        }
        if is_note(said, &kind) {
            return json::skip(Reason::Unsupported, "a note among the staff, not public", place);
        }
        if json::text(said, "state").as_deref() == Some("draft") {
            return json::skip(Reason::Unsupported, "a draft, never sent", place);
        }
        let deleted = json::is_true(said, "content_attributes.deleted") || json::is_true(said, "redacted");
        if body.is_empty() && attachments.is_empty() && !deleted {
            return json::skip(Reason::NoText, &kind, place);
        }
        let id = json::text(said, "id").map(|id| format!("{}/{id}", thread.id));
        let (text, pictures) = desk_bodies::read(body, self.desk.markup);
        let is_new = |picture: &Attachment| attachments.iter().all(|known| known.url != picture.url);
        let pictures: Vec<Attachment> = pictures.into_iter().filter(is_new).collect();
        attachments.extend(pictures);
        let answered = json::text(said, "content_attributes.in_reply_to");
        // One that is very long stands with the first message only.
        let title = thread.title.take();
        thread.title = title.clone().and_then(generic::repeatable);
        let message = Incoming {
            origin: self.origin.to_string(),
            channel: thread.channel.clone(),
            conversation: thread.id.clone(),
            title,
            reply_to: answered.map(|id| format!("{}/{id}", thread.id)).or_else(|| thread.first.clone()),
            author: self.author(said, &kind, thread),
            sent: json::time(said, CREATED),
            text,
            edited: json::time(said, &["editedAt", "edited_at"]),
            deleted: deleted || thread.deleted,
            attachments,
            native_id: id.clone(),
            source: said.to_string().into_bytes(),
            ..Incoming::default()
        };
        thread.first = thread.first.take().or(id.and_then(generic::repeatable));
        json::row(message, place)
    }

    fn author(&self, said: &Value, kind: &str, thread: &Thread) -> Author {
        let found = self.desk.authors.iter().find_map(|path| Some((json::at(said, path)?, *path)));
        let Some((found, path)) = found.filter(|(found, _)| found.is_object()) else {
            return self.numbered(said, kind, thread);
        };
        let id = json::text(found, "id").unwrap_or_default();
        let (email, name) = thread.people.find(&id, desk_people::kind(found, path, self.desk).as_deref());
        let name = desk_people::name(found).or(name);
        let handle = json::text(found, "email")
            .or(email)
            .or_else(|| json::first(found, &["identifier", "phone_number", "id"]))
            .or_else(|| name.clone())
            .unwrap_or_default();
        let bot =
            json::text(found, "type").is_some_and(|kind| kind.contains("bot")) || json::is_true(found, "from_ai_agent");
        Author { handle, name, bot }
    }

    /// Who is only a number in a message, or nobody: the desk itself.
    fn numbered(&self, said: &Value, kind: &str, thread: &Thread) -> Author {
        let id = self.desk.authors.iter().find_map(|path| json::text(said, path)).unwrap_or_default();
        if id.is_empty() && self.desk.own.contains(&kind) {
            return Author { handle: self.desk.word.to_owned(), name: None, bot: true };
        }
        let (near, far) = (thread.people.find(&id, None), self.people.get(&id).cloned().unwrap_or_default());
        // Zendesk gives its own rules this number.
        Author { bot: id == "-1", handle: near.0.or(far.0).unwrap_or(id), name: near.1.or(far.1) }
    }
}

/// Whether an item tells of one change of a ticket, as Zendesk does.
fn is_audit(item: &Value) -> bool {
    let is_list = |name: &&str| json::at(item, name).is_some_and(Value::is_array);
    json::at(item, "ticket_id").is_some() && EVENTS.iter().any(is_list)
}

/// Where the events of an audit are, and where the incremental export has them.
const EVENTS: [&str; 2] = ["events", "child_events"];

fn events(audit: &Value) -> impl Iterator<Item = &Value> {
    EVENTS.iter().flat_map(|name| json::list(audit, name))
}

fn is_comment(event: &Value) -> bool {
    let kind = json::first(event, &["type", "event_type"]);
    matches!(kind.as_deref(), Some("Comment" | "VoiceComment"))
}

/// Whether an event tells what was said, and not only that it was.
fn has_words(event: &Value) -> bool {
    json::at(event, "type").is_some() || json::first(event, &["body", "html_body", "plain_body"]).is_some()
}

/// Why nothing is said in a conversation, or an audit, that holds no messages.
fn silence(item: &Value) -> (Reason, &'static str) {
    if !is_audit(item) {
        (Reason::NoText, "a conversation without messages in this file")
    } else if events(item).any(|event| is_comment(event) && !has_words(event)) {
        (Reason::Unsupported, "comments without their words: export with include=comment_events")
    } else {
        (Reason::System, "a change of a ticket")
    }
}

/// An audit as a conversation of what was said in it; what else it tells, the program did.
fn of_audit(mut item: Value) -> Value {
    let mut events: Vec<Value> = events(&item).cloned().collect();
    let is = |event: &Value, name: &str, word: &str| json::text(event, name).as_deref() == Some(word);
    let subject = events.iter().find(|event| is(event, "type", "Create") && is(event, "field_name", "subject"));
    let subject = subject.map_or(Value::Null, |event| event["value"].clone());
    events.retain(|event| is_comment(event) && has_words(event));
    for event in events.iter_mut().filter_map(Value::as_object_mut) {
        let author = item.get("author_id").or_else(|| item.get("updater_id"));
        for (name, told) in [("created_at", item.get("created_at")), ("author_id", author)] {
            event.entry(name).or_insert_with(|| told.cloned().unwrap_or_default());
        }
    }
    let (ticket, via) = (item["ticket_id"].take(), item["via"].take());
    serde_json::json!({"ticket_id": ticket, "subject": subject, "via": via, "comments": events})
}

/// Whether only the staff saw a message: Zendesk says what is public, Chatwoot and Freshdesk what is private, Intercom
/// and Help Scout call it a note.
fn is_note(said: &Value, kind: &str) -> bool {
    let hidden = ["public", "is_public"].iter().any(|name| json::at(said, name) == Some(&Value::Bool(false)));
    hidden || json::is_true(said, "private") || kind.starts_with("note")
}

fn says_something(said: &Value, desk: &Desk) -> bool {
    let holds_files = desk.attachments.iter().any(|path| !json::list(said, path).is_empty());
    holds_files || json::first(said, desk.bodies).is_some()
}

fn attachment(file: &Value) -> Option<Attachment> {
    let url = json::first(
        file,
        &["data_url", "content_url", "mapped_content_url", "attachment_url", "url", "fileUrl", "_links.web.href"],
    );
    let named = json::first(file, &["file_name", "filename", "fileName", "name"]);
    let name = named.or_else(|| url.as_ref().map(|url| url.rsplit('/').next().unwrap_or("file").to_owned()))?;
    let media_type = json::first(file, &["content_type", "mimeType", "mime_type"])
        .unwrap_or_else(|| media::of_name(&name).to_owned());
    Some(Attachment { name, media_type, bytes: None, url })
}
