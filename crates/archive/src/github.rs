//! GitHub: archives of issues and pull requests, answers of its API and `gh`, and the migration archive.

use std::collections::HashMap;
use std::sync::Arc;

use model::{Author, Incoming};
use serde_json::Value;

use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::generic;
use crate::github_items::{
    PARTS, address, answered, answers, author, comment_id, gathered, holds_parts, in_review, is_comment, is_read,
    other_kind, reactions, told_once,
};
use crate::github_sent::Sent;
use crate::json;
use crate::left;
use crate::record::{Place, Reason, Record, Row, Rows};
use crate::source::{File, Source};
use crate::walk::{self, Names};

pub(crate) const FORMAT: Format = Format {
    name: "github",
    title: "GitHub issues and pull requests (archive, API, gh, migration)",
    losses: &[Loss::States, Loss::EditHistory, Loss::Profiles, Loss::FileBytes, Loss::WhoReacted],
    mapped: Mapped::Known,
    detect,
    open,
};

/// An archive has `issues` and `pulls` with all that was said inside; the API and the migration
/// archive have bare lists.
const ITEMS: &[&[&str]] = &[
    &["issues", "*"],
    &["pulls", "*"],
    &["pull_requests", "*"],
    &["comments", "*"],
    &["issue_comments", "*"],
    &["review_comments", "*"],
    &["*"],
];
/// Pages one after the other in one list: `gh api --paginate --slurp`.
const PAGES: &[&[&str]] = &[&["*", "*"]];
/// One object alone, or one a line: a single issue, an answer of GraphQL.
const DOCUMENTS: &[&[&str]] = &[];

/// Where the items of a file are.
fn patterns(head: &str) -> &'static [&'static [&'static str]] {
    let mut signs = head.trim_start().chars().filter(|sign| !sign.is_whitespace());
    match (signs.next(), signs.next()) {
        (Some('['), Some('[')) => PAGES,
        (Some('{'), _) if is_document(&json::own_names(head)) => DOCUMENTS,
        _ => ITEMS,
    }
}

/// Whether an object is an issue itself, an answer of GraphQL or a page of a search: what may hold its lists behind all
/// else, such as an archive's labels, is no document.
fn is_document(names: &[&str]) -> bool {
    let has = |signs: &[&str]| names.iter().any(|name| signs.contains(name));
    let item = ["number", "title", "body", "author", "comments", "reviews"];
    let asked = ["data", "items", "nodes", "search", "node", "repository", "organization", "user", "viewer"];
    let inside = ["issue", "pullRequest", "discussion"];
    let event = ["actor", "payload"].iter().all(|name| names.contains(name));
    event || (has(&item) || has(&asked) || has(&inside)) && !has(&["issues", "pulls", "repo"])
}

fn detect(probe: &Probe) -> Confidence {
    let share = |file: &File| {
        let head = probe.text(file);
        let has = |name: &str| head.contains(&format!("\"{name}\""));
        let times = has("createdAt") || has("created_at");
        let archive = has("issues") && has("number") && has("repo");
        let listed = times
            && has("body")
            && head.contains("github.com/")
            && (has("user") || has("author"))
            && (has("number") || has("issue_url") || has("html_url") || head.contains("#issuecomment-"))
            // Lines of anything may speak of GitHub.
            && (file.has_ending("json") || ["\"https://github.com/", "\"https://api.github.com/repos/"].iter().any(|url| head.contains(url)));
        let events =
            ["actor", "repo", "payload"].into_iter().all(has) && head.contains("https://api.github.com/repos/");
        let kinds = ["issue", "pull_request", "commit_comment"];
        let mut written = kinds.iter().flat_map(|kind| [format!("\"type\":\"{kind}"), format!("\"type\": \"{kind}")]);
        let migrated = written.any(|sign| head.contains(&sign));
        match (archive && times, listed, migrated && head.contains("\"repository\"")) {
            (true, ..) | (.., true) => Confidence::Sure,
            (_, true, _) => Confidence::Likely,
            _ if events => Confidence::Likely,
            _ => Confidence::No,
        }
    };
    let files = || probe.source().files().iter().filter(|file| is_talk(file));
    // A backup of an account has much beside its issues.
    let named = files().filter(|file| ["/issues/", "/pulls/"].iter().any(|folder| file.path.contains(folder)));
    named.take(4).chain(files().take(8)).map(share).max().unwrap_or(Confidence::No)
}

/// The files of a migration archive that hold what people said; of anything else, all JSON.
fn is_talk(file: &File) -> bool {
    const OTHERS: [&str; 16] = [
        "users_",
        "teams_",
        "organizations_",
        "repositories_",
        "milestones_",
        "issue_events_",
        "attachments_",
        "projects_",
        "protected_branches_",
        "releases_",
        "bots_",
        "labels_",
        "schema",
        "repository_files_",
        "discussion_categories_",
        "pull_request_review_threads_",
    ];
    let sent = file.path.starts_with("attachments/") || file.path.contains("/attachments/");
    let json = ["json", "jsonl", "ndjson"].iter().any(|ending| file.has_ending(ending));
    json && !sent && !OTHERS.iter().any(|other| file.name().starts_with(other))
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let mut files: Vec<File> = source.files().iter().filter(|file| is_talk(file)).cloned().collect();
    // What opens a conversation comes before its comments, which do not know its title.
    files.sort_by_key(|file| {
        !["issues", "pull_requests", "pulls", "discussions"].iter().any(|name| is_list(file, name))
    });
    let origin = options.origin.clone();
    let stem: Arc<str> = source.stem().into();
    let mut broken = Names::default();
    let people = Arc::new(people(source, &mut broken));
    let sent = Arc::new(Sent::read(source, &mut broken));
    Ok(broken.before(each_file(source, files, move |source, file| {
        let origin = origin.clone();
        let (stem, people, sent) = (Arc::clone(&stem), Arc::clone(&people), Arc::clone(&sent));
        let mut reader = Reader { repository: None, origin, stem, people, sent };
        let (head, text) = walk::open_with_head(source, file)?;
        walk::rows_of(text, file, patterns(&head), move |piece, place| {
            let name = piece.path.last().map_or("", String::as_str);
            if !name.bytes().all(|byte| byte.is_ascii_digit()) {
                if name == "repo" {
                    reader.repository = piece.text();
                }
                return if piece.path.len() == 1 { reader.rows_beside(name, &piece.raw, &place) } else { Vec::new() };
            }
            match json::parse(&piece.raw, &place) {
                Ok(item) => reader.rows_inside(item, piece.raw, &place),
                Err(skip) => vec![Err(skip)],
            }
        })
    })))
}

/// `issues.json`, `issues_000001.json`.
pub(crate) fn is_list(file: &File, name: &str) -> bool {
    let rest = file.stem().strip_prefix(name);
    rest.is_some_and(|rest| rest.trim_start_matches('_').bytes().all(|byte| byte.is_ascii_digit()))
}

/// The names of people by their accounts, which the migration archive tells in lists of their own.
fn people(source: &Source, broken: &mut Names) -> HashMap<String, String> {
    let mut people = HashMap::new();
    for file in source.files().iter().filter(|file| file.has_ending("json") && is_list(file, "users")) {
        broken.each(source, file, |user| {
            people.extend(json::text(&user, "login").zip(json::text(&user, "name")));
        });
    }
    people
}

struct Reader {
    repository: Option<String>,
    origin: Option<String>,
    stem: Arc<str>,
    people: Arc<HashMap<String, String>>,
    sent: Arc<Sent>,
}

/// What one utterance has besides its own fields.
#[derive(Clone)]
struct Thread {
    repository: String,
    key: String,
    title: Option<String>,
    root: Root,
}

/// What an utterance answers.
#[derive(Clone)]
enum Root {
    /// It begins the conversation.
    Itself,
    /// An issue or pull request by its address, or a comment by its id.
    Said(String),
    /// What is no message: a commit.
    Elsewhere,
}

impl Thread {
    /// The same for what answers a comment.
    fn below(&self, comment: &Value) -> Thread {
        let id = comment_id(comment).and_then(generic::repeatable);
        let root = id.map_or_else(|| self.root.clone(), Root::Said);
        Thread { root, ..self.clone() }
    }
}

impl Reader {
    /// The rows of an item, or of those that an answer of GraphQL or a page of a search holds.
    fn rows_inside(&self, mut item: Value, raw: Vec<u8>, place: &Place) -> Vec<Row> {
        if let Some(said) = said_in_event(&item) {
            let rows = said.into_iter().flat_map(|said| self.rows(said, said.to_string().into_bytes(), place));
            let rows: Vec<Row> = rows.collect();
            let none = || vec![json::skip(Reason::Unsupported, "an event in which nobody said anything", place)];
            return if rows.is_empty() { none() } else { rows };
        }
        if is_item(&item) && !has_nodes(&item) {
            return self.rows(&item, raw, place);
        }
        take_nodes(&mut item);
        let mut found = Vec::new();
        items(&item, &mut found);
        if found.is_empty() {
            return vec![json::skip(Reason::Unsupported, "neither an issue nor a comment", place)];
        }
        found.into_iter().flat_map(|item| self.rows(item, item.to_string().into_bytes(), place)).collect()
    }

    /// The comments in a list of any name beside the issues; what else was said there is told.
    fn rows_beside(&self, name: &str, raw: &[u8], place: &Place) -> Vec<Row> {
        let list = Some(raw).filter(|raw| raw.starts_with(b"[")).and_then(|raw| serde_json::from_slice(raw).ok()); // tidy(swallow): it holds no rows then
        let list: Vec<Value> = list.unwrap_or_default();
        let (comments, others): (Vec<Value>, Vec<Value>) = list.into_iter().partition(is_comment);
        let rows = comments.iter().flat_map(|said| self.rows(said, said.to_string().into_bytes(), place));
        rows.chain(left::rows(&serde_json::json!({name: others}), |_| false, place)).collect()
    }

    fn rows(&self, item: &Value, raw: Vec<u8>, place: &Place) -> Vec<Row> {
        let gathered = gathered(item);
        let item = gathered.as_ref().unwrap_or(item);
        // `gh` gives the fields that were asked for; a comment knows its address always.
        let below = || PARTS.iter().find_map(|part| json::list(item, part).iter().find_map(url_inside));
        let url = json::first(item, &["html_url", "url", "issue_url"]).or_else(below).unwrap_or_default();
        let untitled = json::at(item, "title").is_none();
        // A comment names the issue that it belongs to, if only by the beginning of its own address.
        let about = json::first(item, &["issue_url", "issue", "pull_request", "pull_request_url", "discussion"]);
        let told = || json::first(item, &["html_url", "url"])?.split_once('#').map(|(issue, _)| issue.to_owned());
        let about = about.or_else(|| told().filter(|_| json::at(item, "commit_id").is_none())).filter(|_| untitled);
        let place_url = about.clone().unwrap_or_else(|| url.clone());
        let (repository, number) = address(&place_url);
        let repository = repository.or_else(|| self.repository.clone()).unwrap_or_else(|| self.stem.to_string());
        let number = json::text(item, "number").filter(|_| about.is_none()).or(number).unwrap_or_default();
        if let Some(commit) = json::text(item, "commit_id").filter(|_| about.is_none()) {
            let thread =
                Thread { key: format!("{repository}@{commit}"), title: None, root: Root::Elsewhere, repository };
            return vec![self.row(item, &thread, raw, place)];
        }
        if let Some(kind) = other_kind(item).filter(|_| about.is_none()) {
            return vec![json::skip(Reason::Unsupported, kind, place)];
        }
        let title = json::text(item, "title");
        // Without a number nothing but the title tells issues apart.
        let apart = if number.is_empty() { title.as_deref().unwrap_or("") } else { number.as_str() };
        let mut thread = Thread { key: format!("{repository}#{apart}"), title, root: Root::Itself, repository };
        let answered = if number.is_empty() {
            Root::Elsewhere
        } else {
            Root::Said(format!("https://github.com/{}/issues/{number}", thread.repository))
        };
        if about.is_some() {
            thread.root = answered;
            let answers = answers(item).iter().chain(json::list(item, "comments"));
            let below = thread.below(item);
            let answers = answers.map(|answer| self.row(answer, &below, answer.to_string().into_bytes(), place));
            return [self.row(item, &thread, raw, place)].into_iter().chain(answers).collect();
        }
        // What was said below an issue is kept as records of its own.
        let mut own = item.clone();
        for part in PARTS {
            if json::at(item, part).is_some_and(Value::is_array) {
                own[part] = Value::Null;
            }
        }
        let inside = own != *item;
        let raw = if inside { own.to_string().into_bytes() } else { raw };
        // Whoever asked for the comments alone has no words of the issue, which may lie beside them.
        let silent = untitled && json::text(item, "body").is_none() && holds_parts(item);
        let mut rows = vec![if silent {
            json::skip(Reason::NoText, "an issue without title and words", place)
        } else {
            self.row(&own, &thread, raw, place)
        }];
        thread.root = answered;
        rows.extend(self.below(item, &thread, place));
        rows.extend(left::rows(item, is_read, place));
        rows
    }

    /// What was said below an issue.
    fn below(&self, item: &Value, thread: &Thread, place: &Place) -> Vec<Row> {
        let mut rows = Vec::new();
        for comment in json::list(item, "comments") {
            rows.push(self.row(comment, thread, comment.to_string().into_bytes(), place));
            let answers = answers(comment);
            let below = answers.first().map(|_| thread.below(comment));
            for (answer, thread) in answers.iter().zip(below.iter().cycle()) {
                rows.push(self.row(answer, thread, answer.to_string().into_bytes(), place));
            }
        }
        for lines in json::list(item, "reviewThreads") {
            let comments = json::list(lines, "comments");
            let below = comments.first().map(|first| thread.below(first));
            for (at, comment) in comments.iter().enumerate() {
                let thread = below.as_ref().filter(|_| at > 0).unwrap_or(thread);
                rows.push(self.row(comment, thread, comment.to_string().into_bytes(), place));
            }
        }
        for review in json::list(item, "reviews") {
            let mut verdict = review.clone();
            if let Value::Object(fields) = &mut verdict {
                fields.insert("comments".to_owned(), Value::Null);
            }
            rows.push(self.row(&verdict, thread, verdict.to_string().into_bytes(), place));
            let told = told_once(review);
            for comment in json::list(review, "comments") {
                let whole = in_review(comment, &told);
                rows.push(self.row(&whole, thread, comment.to_string().into_bytes(), place));
            }
        }
        rows
    }

    fn row(&self, said: &Value, thread: &Thread, raw: Vec<u8>, place: &Place) -> Row {
        let body = json::text(said, "body").map(|body| body.replace("\r\n", "\n")).unwrap_or_default();
        let is_root = matches!(thread.root, Root::Itself);
        let verdict = json::text(said, "state").filter(|_| json::at(said, "title").is_none());
        if body.is_empty() && !is_root {
            return json::skip(Reason::System, &verdict.unwrap_or_else(|| "a review without words".to_owned()), place);
        }
        let sent = json::time(said, &["createdAt", "created_at", "submitted_at", "submittedAt"]);
        let (handle, bot) = author(said);
        let id = if is_root {
            let number = thread.key.strip_prefix(&thread.repository).and_then(|rest| rest.strip_prefix('#'));
            let number = number.filter(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()));
            number.map(|number| format!("https://github.com/{}/issues/{number}", thread.repository))
        } else {
            comment_id(said)
        };
        let (attachments, warnings) = self.sent.with(said);
        let message = Incoming {
            origin: self.origin.clone().unwrap_or_else(|| format!("github.com/{}", thread.repository)),
            channel: thread.repository.clone(),
            native_id: id,
            conversation: thread.key.clone(),
            title: thread.title.clone(),
            reply_to: match &thread.root {
                Root::Itself => None,
                Root::Said(root) => answered(said).or_else(|| Some(root.clone())),
                Root::Elsewhere => answered(said),
            },
            author: Author {
                name: json::first(said, &["user.name", "author.name"]).or_else(|| self.people.get(&handle).cloned()),
                bot: bot || handle.ends_with("[bot]") || json::text(said, "user.type").as_deref() == Some("Bot"),
                handle,
            },
            sent,
            text: body,
            // An issue is also updated when it is labelled or closed, which is no edit.
            edited: json::time(said, &["updatedAt", "updated_at"]).filter(|edited| !is_root && Some(*edited) != sent),
            reactions: reactions(said),
            attachments,
            source: raw,
            ..Incoming::default()
        };
        Ok(Record::new(message, place.clone(), warnings))
    }
}

fn is_item(value: &Value) -> bool {
    ["body", "title", "number", "html_url"].iter().any(|name| value.get(name).is_some()) || holds_parts(value)
}

/// What an event of GH Archive is about, where people said it: an issue stands in each event of its comments again.
fn said_in_event(item: &Value) -> Option<Vec<&Value>> {
    json::text(item, "type").filter(|kind| kind.ends_with("Event"))?;
    let told = json::at(item, "payload")?;
    let gone = json::text(told, "action").is_some_and(|action| action == "deleted");
    let titled = ["issue", "pull_request", "discussion"].iter().filter_map(|part| json::at(told, part));
    let titled = titled.filter(|item| json::text(item, "title").is_some());
    let said = ["comment", "review"].iter().filter_map(|part| json::at(told, part)).filter(|_| !gone);
    Some(titled.chain(said.filter(|said| json::text(said, "body").is_some())).collect())
}

/// The address of the first comment of a list, or of those in a list inside.
fn url_inside(said: &Value) -> Option<String> {
    json::text(said, "url").or_else(|| json::list(said, "comments").iter().find_map(|said| json::text(said, "url")))
}

fn has_nodes(value: &Value) -> bool {
    value
        .as_object()
        .is_some_and(|fields| fields.values().any(|field| field.get("nodes").or_else(|| field.get("edges")).is_some()))
}

/// Puts lists where GraphQL has objects with `nodes`, or `edges` of which each holds a node, however deep.
fn take_nodes(value: &mut Value) {
    if let Some(nodes) = value.get_mut("nodes").filter(|nodes| nodes.is_array()) {
        *value = nodes.take();
    } else if let Some(Value::Array(edges)) = value.get_mut("edges").filter(|edges| edges.is_array()).map(Value::take) {
        let node = |mut edge: Value| edge.get_mut("node").map(Value::take);
        *value = edges.into_iter().filter_map(node).collect();
    }
    match value {
        Value::Array(list) => list.iter_mut().for_each(take_nodes),
        Value::Object(fields) => fields.values_mut().for_each(take_nodes),
        _ => {}
    }
}

/// The outermost items inside a value.
fn items<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(_) if is_item(value) => found.push(value),
        Value::Object(fields) => fields.values().for_each(|field| items(field, found)),
        Value::Array(list) => list.iter().for_each(|item| items(item, found)),
        _ => {}
    }
}
