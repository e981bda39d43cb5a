//! GitLab's project export and lists of its API: issues and merge requests with their notes.

use std::collections::HashMap;
use std::sync::Arc;

use model::{Author, Incoming};
use serde_json::Value;

use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::generic;
use crate::gitlab_api;
use crate::json;
use crate::left;
use crate::lines::Lines;
use crate::origins;
use crate::record::{Place, Reason, Record, Row, Rows};
use crate::source::{File, Source};
use crate::walk::{self, Walk};

pub(crate) const FORMAT: Format = Format {
    name: "gitlab",
    title: "GitLab project export, issues and notes of the API",
    losses: &[Loss::States, Loss::EditHistory, Loss::FileBytes, Loss::WhoReacted, Loss::SystemMessages],
    mapped: Mapped::Known,
    detect,
    open,
};

const ITEMS: &[&[&str]] = &[&["issues", "*"], &["merge_requests", "*"]];
const LINE_BYTES_MAX: usize = 16 << 20;

fn detect(probe: &Probe) -> Confidence {
    let source = probe.source();
    let lines = source.files().iter().any(is_talk);
    let whole = source.find("project.json").is_some_and(|file| {
        let head = probe.text(file);
        head.contains("\"issues\"") || head.contains("\"visibility_level\"") || head.contains("\"merge_requests\"")
    });
    let mut lists = source.files().iter().filter(|file| is_json(file)).take(8);
    if lines || whole || lists.any(|file| gitlab_api::is_list(&probe.text(file))) {
        Confidence::Sure
    } else {
        Confidence::No
    }
}

fn is_json(file: &File) -> bool {
    ["json", "jsonl", "ndjson"].iter().any(|ending| file.has_ending(ending))
}

fn is_talk(file: &File) -> bool {
    TALK.iter().any(|(name, _)| file.name() == *name)
}

/// The files that hold what people said, and the sign that GitLab writes before the numbers in each.
const TALK: [(&str, char); 5] = [
    ("issues.ndjson", '#'),
    ("merge_requests.ndjson", '!'),
    ("epics.ndjson", '&'),
    ("snippets.ndjson", '$'),
    ("commit_notes.ndjson", '@'),
];

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let is_export = |file: &File| is_talk(file) || file.name() == "project.json";
    if !source.files().iter().any(is_export) {
        return Ok(open_lists(source, options));
    }
    let people = people(source)?;
    let stem = origins::after_date(source.stem()).to_owned();
    let origin = options.origin.clone().unwrap_or_else(|| format!("gitlab:{stem}"));
    let project = Arc::new(Project { origin, name: stem, people, paths: HashMap::new(), projects: HashMap::new() });
    let files: Vec<File> = source.files().iter().filter(|file| is_export(file)).cloned().collect();
    let any_lines = files.iter().any(is_talk);
    let files = files.into_iter().filter(|file| is_talk(file) || !any_lines).collect();
    Ok(each_file(source, files, move |source, file| {
        let project = Arc::clone(&project);
        if is_talk(file) {
            let mark = TALK.iter().find(|(name, _)| file.name() == *name).map_or('#', |(_, mark)| *mark);
            let lines = Lines::open(source, file)?.with_bytes_max(LINE_BYTES_MAX);
            return Ok(Box::new(lines.rows_of_each(move |line, place| project.rows(&line, mark, &place))));
        }
        walk::rows(source, file, ITEMS, move |piece, place| {
            let mark = if piece.path.first().is_some_and(|list| list == "issues") { '#' } else { '!' };
            if piece.path.len() == 2 { project.rows(&piece.raw, mark, &place) } else { Vec::new() }
        })
    }))
}

/// The names of members by their numbers: in a list of their own, or before GitLab 12 in the one file that holds all.
fn people(source: &Source) -> Result<HashMap<String, String>, Error> {
    const MEMBERS: &[&[&str]] = &[&["project_members", "*"], &["issues", "*"], &["merge_requests", "*"]];
    let mut people = HashMap::new();
    // A member who cannot be read keeps the number as a name.
    let mut learn = |raw: &[u8]| {
        let Ok(member) = serde_json::from_slice::<Value>(raw) else { return };
        people.extend(json::text(&member, "user.id").zip(json::text(&member, "user.username")));
    };
    for file in source.files() {
        if matches!(file.name(), "project_members.ndjson" | "members.ndjson") {
            let mut lines = Lines::open(source, file).map_err(|error| Error::unreadable(file, error))?;
            while let Some(line) = lines.next_line() {
                line.into_iter().for_each(&mut learn);
            }
        } else if file.name() == "project.json" {
            let text = source.open_text(file).map_err(|error| Error::unreadable(file, error))?;
            let mut walk = Walk::new(text, MEMBERS);
            while let Some(Ok(piece)) = walk.next_piece() {
                if piece.is(MEMBERS[0]) {
                    learn(&piece.raw);
                }
            }
        }
    }
    Ok(people)
}

/// Lists of the API, of one project or several.
fn open_lists(source: &Source, options: &Options) -> Rows {
    const GENERIC: [&str; 5] = ["issues", "merge_requests", "epics", "notes", "discussions"];
    let files: Vec<File> = source.files().iter().filter(|file| is_json(file)).cloned().collect();
    let told = || {
        let server = origins::told(source, &files, gitlab_api::patterns, &[gitlab_api::server]);
        let named = || origins::named(source.stem()).filter(|name| !GENERIC.contains(name)).map(str::to_owned);
        origins::of(FORMAT.name, server.or_else(named))
    };
    let (mut paths, mut projects) = (HashMap::new(), HashMap::new());
    for file in &files {
        // What cannot be read is told of when the messages are.
        let Ok((head, text)) = walk::open_with_head(source, file) else { continue };
        let mut walk = Walk::new(text, gitlab_api::patterns(&head));
        while let Some(Ok(piece)) = walk.next_piece() {
            let Ok(item) = serde_json::from_slice(&piece.raw) else { continue };
            let found = gitlab_api::project(&item);
            projects.extend(found.as_ref().and_then(|(id, _)| {
                let key = gitlab_api::key(&item)?;
                Some((gitlab_api::number(&key)?, id.parse::<u64>().ok()?))
            }));
            paths.extend(found);
        }
    }
    let origin = options.origin.clone().unwrap_or_else(told);
    let project = Arc::new(Project { origin, name: source.stem().to_owned(), people: HashMap::new(), paths, projects });
    each_file(source, files, move |source, file| {
        let project = Arc::clone(&project);
        let (head, text) = walk::open_with_head(source, file)?;
        walk::rows_of(text, file, gitlab_api::patterns(&head), move |piece, place| {
            let name = piece.path.last().map_or("", String::as_str);
            if name.bytes().all(|byte| byte.is_ascii_digit()) {
                project.rows_of_list(&piece.raw, &place)
            } else {
                left::rows_of_list(name, &piece.raw, &place)
            }
        })
    })
}

/// The note that each discussion begins with.
fn first_notes(notes: &[Value]) -> HashMap<String, String> {
    let mut first = HashMap::new();
    for note in notes.iter().filter(|note| !json::is_true(note, "system")) {
        let id = json::text(note, "id").and_then(generic::repeatable);
        if let Some((discussion, id)) = json::text(note, "discussion_id").zip(id) {
            first.entry(discussion).or_insert(id);
        }
    }
    first
}

/// The note that one discussion begins with.
fn first_note<'a>(notes: impl IntoIterator<Item = &'a Value>) -> Option<String> {
    let first = notes.into_iter().find(|note| !json::is_true(note, "system"));
    first.and_then(|note| json::text(note, "id")).and_then(generic::repeatable)
}

/// A note that answers the first one of its discussion, unless it is that itself.
fn below(mut record: Record, first: Option<&str>) -> Record {
    let first = first.map(|id| format!("note/{id}")).filter(|id| record.message.native_id.as_ref() != Some(id));
    if first.is_some() {
        record.message.reply_to = first;
    }
    record
}

/// The rows of an item and of what is said below it, unless only the staff may see it.
fn public(rows: Vec<Row>, item: &Value, place: &Place) -> Vec<Row> {
    if !json::is_true(item, "confidential") {
        return rows;
    }
    let hide =
        |row: Row| row.and_then(|_| json::skip(Reason::Unsupported, "of a confidential issue, not public", place));
    rows.into_iter().map(hide).collect()
}

struct Project {
    origin: String,
    name: String,
    people: HashMap<String, String>,
    /// Paths of projects by number, where a list holds those of several.
    paths: HashMap<String, String>,
    /// The project of each issue and merge request there: their notes often tell none.
    projects: HashMap<(char, u64), u64>,
}

impl Project {
    /// An item of the API: an issue or merge request, a note, or a discussion of several notes.
    fn rows_of_list(&self, raw: &[u8], place: &Place) -> Vec<Row> {
        let item = match json::parse(raw, place) {
            Ok(item) => item,
            Err(skip) => return vec![Err(skip)],
        };
        let key = gitlab_api::key(&item);
        if let Some(notes) = gitlab_api::notes(&item).filter(|_| key.is_none()) {
            let row = |note: &Value| match gitlab_api::key_of_note(note) {
                Some(key) => self.note(note, "body", &key, place),
                None => json::skip(Reason::Unsupported, "a note on nothing", place),
            };
            let first = first_note(notes.iter().copied());
            let answering = |note: &Value| row(note).map(|record| below(record, first.as_deref()));
            return notes.into_iter().map(answering).collect();
        }
        let Some(key) = key else {
            return vec![json::skip(Reason::Unsupported, "neither an issue nor a note", place)];
        };
        let mut rows = vec![self.row(&item, "description", &key, json::text(&item, "title"), place)];
        for notes in gitlab_api::notes_inside(&item) {
            let first = first_note(notes);
            let row = |note: &Value| self.note(note, "body", &key, place).map(|record| below(record, first.as_deref()));
            rows.extend(notes.iter().map(row));
        }
        rows.extend(left::rows(&item, gitlab_api::is_read, place));
        public(rows, &item, place)
    }

    /// An issue or merge request, and its notes.
    fn rows(&self, raw: &[u8], mark: char, place: &Place) -> Vec<Row> {
        let item = match json::parse(raw, place) {
            Ok(item) => item,
            Err(skip) => return vec![Err(skip)],
        };
        // A note on a commit stands alone.
        if let Some(commit) = json::text(&item, "commit_id").filter(|_| mark == '@') {
            return vec![self.note(&item, "note", &format!("@{commit}"), place)];
        }
        let key = format!("{mark}{}", json::first(&item, &["iid", "id"]).unwrap_or_default());
        let mut own = item.clone();
        own["notes"] = Value::Null;
        let mut rows = vec![self.row(&own, "description", &key, json::text(&item, "title"), place)];
        let notes = json::list(&item, "notes");
        let first = first_notes(notes);
        for note in notes {
            let first = json::text(note, "discussion_id").and_then(|discussion| first.get(&discussion));
            let row = self.note(note, "note", &key, place);
            rows.push(row.map(|record| below(record, first.map(String::as_str))));
        }
        for note in json::list(&item, "designs").iter().flat_map(|design| json::list(design, "notes")) {
            rows.push(self.note(note, "note", &key, place));
        }
        public(rows, &item, place)
    }

    fn note(&self, note: &Value, field: &str, key: &str, place: &Place) -> Row {
        if !note.is_object() {
            return json::skip(Reason::Malformed, "a note that is none", place);
        }
        if json::is_true(note, "system") {
            return json::skip(Reason::System, &json::text(note, field).unwrap_or_default(), place);
        }
        // They were called confidential first.
        if json::is_true(note, "internal") || json::is_true(note, "confidential") {
            return json::skip(Reason::Unsupported, "a note among the staff, not public", place);
        }
        self.row(note, field, key, None, place)
    }

    fn row(&self, said: &Value, field: &str, key: &str, title: Option<String>, place: &Place) -> Row {
        let id = json::text(said, "author_id").unwrap_or_default();
        let told = json::text(said, "author.username");
        let name = json::text(said, "author.name");
        let handle = told
            .or_else(|| self.people.get(&id).cloned())
            .or_else(|| Some(id).filter(|id| !id.is_empty()))
            .or_else(|| name.clone());
        let is_root = title.is_some();
        let sent = json::time(said, &["created_at"]);
        let message = Incoming {
            origin: self.origin.clone(),
            channel: self.channel(said, key),
            native_id: if is_root {
                Some(key.to_owned())
            } else {
                json::text(said, "id").map(|id| format!("note/{id}"))
            },
            conversation: key.to_owned(),
            reply_to: (!is_root && !key.starts_with('@')).then(|| key.to_owned()),
            title,
            author: Author { handle: handle.unwrap_or_default(), name, bot: false },
            sent,
            text: json::text(said, field).unwrap_or_default(),
            edited: json::time(said, &["last_edited_at"]),
            reactions: json::count(json::list(said, "award_emoji").iter().filter_map(|sign| json::text(sign, "name"))),
            source: said.to_string().into_bytes(),
            ..Incoming::default()
        };
        json::row(message, place)
    }

    fn channel(&self, said: &Value, key: &str) -> String {
        let project = || self.projects.get(&gitlab_api::number(key)?).map(u64::to_string);
        let path = json::text(said, "project_id").or_else(project).and_then(|id| self.paths.get(&id).cloned());
        path.unwrap_or_else(|| self.name.clone())
    }
}
