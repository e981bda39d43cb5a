//! Discourse's own backup: `dump.sql`, as PostgreSQL writes it, usually in a tar.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use model::{Author, Incoming, Reaction};

use crate::dates::{self, Order};
use crate::decode;
use crate::discourse::{PRIVATE, SMALL_ACTION, WHISPER};
use crate::discourse_uploads::Uploads;
use crate::flow;
use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::json;
use crate::lines::Lines;
use crate::origins;
use crate::record::{Place, Reason, Record, Row, Rows, Skip};
use crate::source::{File, Source};

pub(crate) const FORMAT: Format = Format {
    name: "discourse_backup",
    title: "Discourse backup (SQL dump)",
    losses: &[Loss::EditHistory, Loss::Profiles, Loss::WhoReacted, Loss::FileBytes, Loss::SystemMessages],
    mapped: Mapped::Known,
    detect,
    open,
};

const LINE_BYTES_MAX: usize = 8 << 20;

fn detect(probe: &Probe) -> Confidence {
    let found = probe.source().files().iter().any(|file| {
        is_dump(file) && {
            let head = probe.text(file);
            head.contains("PostgreSQL database dump")
        }
    });
    if found { Confidence::Sure } else { Confidence::No }
}

fn is_dump(file: &File) -> bool {
    file.has_ending("sql")
}

/// One line of a `COPY` block, by its table and the names of its columns.
struct Line<'a> {
    table: &'a str,
    columns: &'a [String],
    cells: Vec<String>,
    raw: Vec<u8>,
    place: Place,
}

impl Line<'_> {
    fn get(&self, name: &str) -> Option<String> {
        let at = self.columns.iter().position(|column| column == name)?;
        let cell = self.cells.get(at).filter(|cell| *cell != "\\N")?;
        Some(unescape(cell))
    }
}

/// Reads the `COPY` blocks of a dump.
struct Dump {
    lines: Lines,
    table: String,
    columns: Vec<String>,
}

impl Dump {
    fn open(source: &Source, file: &File) -> io::Result<Dump> {
        let lines = Lines::open(source, file)?.with_bytes_max(LINE_BYTES_MAX);
        Ok(Dump { lines, table: String::new(), columns: Vec::new() })
    }

    fn next_line(&mut self) -> Option<Result<Line<'_>, Skip>> {
        loop {
            let raw = match self.lines.next_line()? {
                Ok(line) => line.to_vec(),
                Err(skip) => return Some(Err(skip)),
            };
            if self.table.is_empty() {
                if raw.starts_with(b"COPY ") {
                    self.begin(&decode::line(&raw).0);
                }
                continue;
            }
            if raw == b"\\." {
                self.table.clear();
                continue;
            }
            let place = self.lines.place();
            let cells = decode::line(&raw).0.split('\t').map(str::to_owned).collect();
            return Some(Ok(Line { table: &self.table, columns: &self.columns, cells, raw, place }));
        }
    }

    /// `COPY public.posts (id, user_id, …) FROM stdin;`
    fn begin(&mut self, line: &str) {
        let Some((name, columns)) = line.strip_prefix("COPY ").and_then(|line| line.split_once(" (")) else { return };
        self.table = name.trim_start_matches("public.").to_owned();
        let columns = columns.split(')').next().unwrap_or("");
        self.columns = columns.split(',').map(|column| column.trim().trim_matches('"').to_owned()).collect();
    }
}

/// `\n`, `\t`, `\\` as PostgreSQL writes them.
fn unescape(cell: &str) -> String {
    if !cell.contains('\\') {
        return cell.to_owned();
    }
    let mut out = String::with_capacity(cell.len());
    let mut letters = cell.chars();
    while let Some(letter) = letters.next() {
        match (letter, if letter == '\\' { letters.next() } else { None }) {
            ('\\', Some('n')) => out.push('\n'),
            ('\\', Some('t')) => out.push('\t'),
            ('\\', Some('r')) => out.push('\r'),
            ('\\', Some(other)) => out.push(other),
            (letter, _) => out.push(letter),
        }
    }
    out
}

#[derive(Default)]
struct Topic {
    title: Option<String>,
    category: Option<String>,
    /// Between some people only.
    private: bool,
    deleted: bool,
}

/// What the other tables say; ids of first posts and of posts by topic and number, for answers.
#[derive(Default)]
struct Forum {
    origin: String,
    stem: String,
    people: HashMap<String, (String, Option<String>)>,
    categories: HashMap<String, String>,
    topics: HashMap<String, Topic>,
    posts: HashMap<(u64, u64), u64>,
    /// Names of rooms of the chat, and of its threads.
    rooms: HashMap<String, Option<String>>,
    threads: HashMap<String, Option<String>>,
    uploads: Uploads,
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let files: Vec<File> = source.files().iter().filter(|file| is_dump(file)).cloned().collect();
    let named = || origins::of("discourse", origins::named(source.stem()).map(str::to_owned));
    let origin = options.origin.clone().unwrap_or_else(named);
    let mut forum = Forum { origin, stem: source.stem().to_owned(), uploads: Uploads::of(source), ..Forum::default() };
    for file in &files {
        let mut dump = Dump::open(source, file).map_err(|error| Error::unreadable(file, error))?;
        while let Some(line) = dump.next_line() {
            // The second pass tells what cannot be read.
            let Ok(line) = line else { continue };
            forum.learn(&line);
        }
    }
    let forum = Arc::new(forum);
    Ok(each_file(source, files, move |source, file| {
        let forum = Arc::clone(&forum);
        let mut dump = Dump::open(source, file)?;
        let mut row = 0;
        Ok(Box::new(std::iter::from_fn(move || {
            loop {
                match dump.next_line()? {
                    Err(skip) => return Some(Err(skip)),
                    Ok(line) if !matches!(line.table, "posts" | "chat_messages") => {}
                    Ok(line) => {
                        row += 1;
                        let place = Place { row, path: Arc::clone(&line.place.path) };
                        let is_post = line.table == "posts";
                        return Some(if is_post { forum.row(&line, &place) } else { forum.chat_row(&line, &place) });
                    }
                }
            }
        })))
    }))
}

impl Forum {
    fn learn(&mut self, line: &Line) {
        let Some(id) = line.get("id") else { return };
        let number = |name: &str| line.get(name).and_then(|number| number.parse::<u64>().ok());
        match line.table {
            "users" => drop(self.people.insert(id, (line.get("username").unwrap_or_default(), line.get("name")))),
            "categories" => drop(self.categories.insert(id, line.get("name").unwrap_or_default())),
            "topics" => drop(self.topics.insert(
                id,
                Topic {
                    title: line.get("title").filter(|title| !title.is_empty()),
                    category: line.get("category_id"),
                    private: line.get("archetype").as_deref() == Some("private_message"),
                    deleted: line.get("deleted_at").is_some(),
                },
            )),
            "chat_channels" => drop(self.rooms.insert(id, line.get("name").or_else(|| line.get("slug")))),
            "chat_threads" => drop(self.threads.insert(id, line.get("title"))),
            "uploads" => {
                if let (Some(sha1), Some(url)) = (line.get("sha1"), line.get("url")) {
                    self.uploads.learn(&sha1, url, line.get("original_filename"));
                }
            }
            "posts" => {
                if let (Some(id), Some(topic), Some(at)) = (number("id"), number("topic_id"), number("post_number")) {
                    self.posts.insert((topic, at), id);
                }
            }
            _ => {}
        }
    }

    fn row(&self, line: &Line, place: &Place) -> Row {
        let (Some(id), Some(topic), Some(raw)) = (line.get("id"), line.get("topic_id"), line.get("raw")) else {
            return json::skip(Reason::Malformed, "a post without id, topic or text", place);
        };
        match line.get("post_type").as_deref() {
            Some(SMALL_ACTION) => {
                return json::skip(Reason::System, &line.get("action_code").unwrap_or_default(), place);
            }
            Some(WHISPER) => return json::skip(Reason::Unsupported, "a whisper among the staff, not public", place),
            _ => {}
        }
        let known = self.topics.get(&topic);
        let category = known.and_then(|topic| topic.category.as_ref());
        let named = category.and_then(|category| self.categories.get(category));
        let private = known.is_some_and(|topic| topic.private);
        let channel = if private { PRIVATE } else { named.unwrap_or(&self.stem) };
        let is_true = |name: &str| line.get(name).as_deref() == Some("t");
        let taken_away = line.get("deleted_at").is_some() || is_true("user_deleted") || is_true("hidden");
        let number = line.get("post_number").unwrap_or_default();
        let answered = line.get("reply_to_post_number").or_else(|| Some("1".to_owned()).filter(|_| number != "1"));
        let key = answered.and_then(|answered| Some((topic.parse().ok()?, answered.parse().ok()?))); // tidy(swallow): what is no number answers nothing
        let time = |name: &str| line.get(name).and_then(|written| dates::parse(&written, Order::YearFirst, 0));
        let likes = line.get("like_count").and_then(|count| count.parse().ok()).filter(|count| *count > 0); // tidy(swallow): no number is no like
        let edited = line.get("version").is_some_and(|version| version != "1");
        let (attachments, warnings) = self.uploads.of_post(&raw);
        let message = Incoming {
            origin: self.origin.clone(),
            channel: channel.to_owned(),
            native_id: Some(id),
            reply_to: key.and_then(|key| self.posts.get(&key)).map(u64::to_string),
            conversation: topic,
            title: known.and_then(|topic| topic.title.clone()),
            author: self.author(line),
            sent: time("created_at"),
            text: raw,
            attachments,
            edited: time("last_version_at").filter(|_| edited),
            deleted: taken_away || known.is_some_and(|topic| topic.deleted),
            reactions: likes.map(|count| Reaction { name: "heart".to_owned(), count }).into_iter().collect(),
            source: line.raw.clone(),
            ..Incoming::default()
        };
        Ok(Record::new(message, place.clone(), warnings))
    }

    fn author(&self, line: &Line) -> Author {
        let user = line.get("user_id").unwrap_or_default();
        let (handle, name) = self.people.get(&user).cloned().unwrap_or_else(|| (user.clone(), None));
        Author { name: name.filter(|name| *name != handle && !name.is_empty()), handle, bot: user.starts_with('-') }
    }

    /// A line of the chat that stands beside the forum.
    fn chat_row(&self, line: &Line, place: &Place) -> Row {
        let (Some(id), Some(room), Some(text)) = (line.get("id"), line.get("chat_channel_id"), line.get("message"))
        else {
            return json::skip(Reason::Malformed, "a chat message without id, channel or text", place);
        };
        let time = |name: &str| line.get(name).and_then(|written| dates::parse(&written, Order::YearFirst, 0));
        let sent = time("created_at");
        let name = self.rooms.get(&room).cloned().flatten();
        let key = format!("chat/{room}");
        let thread = line.get("thread_id");
        let message = Incoming {
            origin: self.origin.clone(),
            channel: name.unwrap_or_else(|| key.clone()),
            native_id: Some(format!("chat/{id}")),
            conversation: match &thread {
                Some(thread) => format!("{key}\u{1f}{thread}"),
                None => flow::on_day(&key, sent),
            },
            title: thread.and_then(|thread| self.threads.get(&thread).cloned().flatten()),
            reply_to: line.get("in_reply_to_id").map(|id| format!("chat/{id}")),
            author: self.author(line),
            sent,
            deleted: line.get("deleted_at").is_some(),
            text,
            source: line.raw.clone(),
            ..Incoming::default()
        };
        json::row(message, place)
    }
}
