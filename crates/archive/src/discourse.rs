//! Discourse: topics and posts as its API gives them.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use model::{Author, Incoming, Reaction};
use serde::Deserialize;
use serde_json::Value;

use crate::discourse_person;
use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::html_posts;
use crate::json;
use crate::origins;
use crate::record::{Place, Reason, Row, Rows};
use crate::scalar::lenient;
use crate::source::{File, Source};
use crate::walk::{self, Names, Patterns, Piece, Walk};

pub(crate) const FORMAT: Format = Format {
    name: "discourse",
    title: "Discourse topics and posts (API JSON)",
    losses: &[Loss::EditHistory, Loss::Profiles, Loss::WhoReacted, Loss::FileBytes, Loss::SystemMessages],
    mapped: Mapped::Known,
    detect,
    open,
};

const POSTS: &[&[&str]] =
    &[&["post_stream", "posts", "*"], &["latest_posts", "*"], &["posts", "*"], &["topics", "*"], &["*"]];
/// The numbers of all posts of a topic, of which the API gives twenty at a time.
const STREAM: &[&str] = &["post_stream", "stream"];
/// What stands around the posts: titles, and the people of `discourse export:topics`.
const AROUND: &[&[&str]] = &[
    &["users", "*"],
    &["categories", "*"],
    &["post_stream", "posts", "*"],
    &["latest_posts", "*"],
    &["posts", "*"],
    &["topics", "*"],
    &["*"],
];
/// How many tables are looked at for posts: a person's archive has a dozen of others beside them.
const TABLES_PROBED_MAX: usize = 20;
/// A post of type 3 tells that a topic was closed, moved or pinned.
pub(crate) const SMALL_ACTION: &str = "3";
/// A post of type 4 is seen by the staff alone.
pub(crate) const WHISPER: &str = "4";
/// The channel of topics between some people only.
pub(crate) const PRIVATE: &str = "private messages";

fn detect(probe: &Probe) -> Confidence {
    let mut tables = probe.source().files().iter().filter(|file| file.has_ending("csv")).take(TABLES_PROBED_MAX);
    if tables.any(|file| discourse_person::is_archive(&probe.text(file))) {
        return Confidence::Sure;
    }
    let files = probe.source().files().iter().filter(|file| file.has_ending("json"));
    files.take(8).map(|file| holds_posts(&probe.text(file))).max().unwrap_or(Confidence::No)
}

fn holds_posts(head: &str) -> Confidence {
    let has = |name: &str| head.contains(&format!("\"{name}\""));
    let post = has("post_number") && has("topic_id") && (has("cooked") || has("raw"));
    let exported = has("topics") && has("posts") && has("post_number") && has("raw");
    match (has("post_stream") || has("latest_posts"), post) {
        (true, true) => Confidence::Sure,
        (false, true) => Confidence::Likely,
        _ if exported => Confidence::Likely,
        _ => Confidence::No,
    }
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let mut damaged = Names::default();
    let categories = categories(source, &mut damaged);
    let mut files: Vec<File> =
        source.files().iter().filter(|file| file.has_ending("json") && !is_site(file)).cloned().collect();
    let tables = discourse_person::files(source);
    if !tables.is_empty() {
        let has_posts = |head: String| holds_posts(&head) > Confidence::No;
        files.retain(|file| walk::head(source, file).is_some_and(has_posts));
    }
    let told = || {
        let told = origins::told(source, &files, |head| patterns(head, POSTS), &[avatars_host, links_host]);
        told.or_else(|| tables.iter().find_map(|file| discourse_person::host(source, file)))
    };
    let named = || origins::of(FORMAT.name, told().or_else(|| origins::named(source.stem()).map(str::to_owned)));
    let origin = options.origin.clone().unwrap_or_else(named);
    let mut forum = Forum { origin, stem: source.stem().to_owned(), categories, ..Forum::default() };
    learn_around(source, &files, &mut forum);
    forum.held = forum.ids.values().copied().collect();
    forum.held.sort_unstable();
    let forum = Arc::new(forum);
    files.extend(tables);
    Ok(damaged.before(each_file(source, files, move |source, file| {
        if file.has_ending("csv") {
            return discourse_person::rows(source, file, forum.origin.clone());
        }
        let forum = Arc::clone(&forum);
        let (head, text) = walk::open_with_head(source, file)?;
        walk::rows_of(text, file, patterns(&head, POSTS), move |piece, place| {
            if piece.is(STREAM) {
                return forum.missing(&piece.raw, &place).into_iter().collect();
            }
            if !is_post(&piece) {
                return Vec::new();
            }
            if piece.is(&["topics", "*"]) {
                return forum.topic_rows(&piece.raw, &place);
            }
            vec![forum.row(piece.raw, &place)]
        })
    })))
}

/// Where the posts of a file are; one that is a post itself has them nowhere inside.
fn patterns(head: &str, lists: Patterns) -> Patterns {
    let is_alone = json::own_names(head).iter().any(|name| matches!(*name, "raw" | "cooked"));
    if is_alone { &[] } else { lists }
}

fn is_post(piece: &Piece) -> bool {
    piece.path.last().is_none_or(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
        && piece.path.first().is_none_or(|first| first != "post_stream" || piece.path.len() == 3)
}

/// People by number, where posts name no others.
type People = HashMap<String, (String, Option<String>)>;

/// Titles and categories of the topics, which stand behind the posts and in one part of several; names of
/// categories that stand there too; who has which number, and which post.
fn learn_around(source: &Source, files: &[File], forum: &mut Forum) {
    for file in files {
        // What cannot be read is told of when the posts are.
        let Ok((head, text)) = walk::open_with_head(source, file) else { continue };
        let mut topic = Topic::default();
        let mut id = None;
        let mut walk = Walk::new(text, patterns(&head, AROUND));
        while let Some(Ok(piece)) = walk.next_piece() {
            if piece.is(AROUND[0]) {
                forum.people.extend(person(&piece.raw));
                continue;
            }
            if piece.is(AROUND[1]) {
                forum.categories.extend(category(&piece.raw));
                continue;
            }
            if is_post(&piece) {
                forum.learn_numbers(&piece.raw);
                continue;
            }
            match piece.path.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
                ["id"] => id = piece.text().and_then(|id| id.parse::<u64>().ok()), // tidy(swallow): such a topic has no name
                ["title"] => topic.title = piece.text(),
                ["category_id"] => topic.category = piece.text(),
                ["archetype"] => topic.private = piece.text().as_deref() == Some("private_message"),
                ["deleted_at"] => topic.deleted = piece.text().is_some(),
                _ => {}
            }
        }
        if let Some(id) = id.filter(|_| topic.title.is_some()) {
            forum.topics.insert(id, topic);
        }
    }
}

fn person(raw: &[u8]) -> Option<(String, (String, Option<String>))> {
    let user: Value = serde_json::from_slice(raw).ok()?; // tidy(swallow): such a person keeps the number
    Some((json::text(&user, "id")?, (json::text(&user, "username")?, json::text(&user, "name"))))
}

fn category(raw: &[u8]) -> Option<(String, String)> {
    let category: Value = serde_json::from_slice(raw).ok()?; // tidy(swallow): such a category keeps the number
    Some((json::text(&category, "id")?, json::text(&category, "name")?))
}

/// The forum's own host, which stands in the addresses of people's pictures: `/user_avatar/<host>/ada/…`.
fn avatars_host(post: &Value) -> Option<String> {
    let of_post = |post: &Value| {
        let avatar = json::text(post, "avatar_template")?;
        let (_, rest) = avatar.split_once("/user_avatar/")?;
        rest.split('/').next().filter(|host| host.contains('.')).map(str::to_ascii_lowercase)
    };
    of_post(post).or_else(|| json::list(post, "posts").iter().find_map(of_post))
}

/// The host of a link to another topic, which the forum itself calls its own.
fn links_host(post: &Value) -> Option<String> {
    let own = json::list(post, "link_counts").iter().filter(|link| json::is_true(link, "internal"));
    let urls = own.filter_map(|link| json::text(link, "url"));
    urls.filter(|url| url.contains("/t/")).find_map(|url| origins::host(&url))
}

/// Who has no name in an export of topics: the program itself, or somebody by number.
fn numbered(post: &Value) -> Option<String> {
    json::text(post, "user_id").map(|id| if id == "-1" { "system".to_owned() } else { id })
}

fn is_site(file: &File) -> bool {
    matches!(file.name(), "categories.json" | "site.json" | "users.json" | "about.json" | "tags.json")
}

/// Names of categories from what lies beside the topics.
fn categories(source: &Source, damaged: &mut Names) -> HashMap<String, String> {
    let mut names = HashMap::new();
    for file in ["categories.json", "site.json"].iter().filter_map(|name| source.find(name)) {
        let found: Value = damaged.document(source, file).unwrap_or(Value::Null);
        for list in ["categories", "category_list.categories"] {
            let list = json::list(&found, list).iter();
            names
                .extend(list.filter_map(|category| Some((json::text(category, "id")?, json::text(category, "name")?))));
        }
    }
    names
}

#[derive(Clone, Default)]
struct Topic {
    title: Option<String>,
    category: Option<String>,
    private: bool,
    deleted: bool,
}

#[derive(Default)]
struct Forum {
    origin: String,
    stem: String,
    categories: HashMap<String, String>,
    topics: HashMap<u64, Topic>,
    people: People,
    /// Ids of posts by topic and number: a long topic is fetched in parts, in whose order an answer may come before
    /// what it answers.
    ids: HashMap<(u64, u64), u64>,
    /// The same ids in order.
    held: Vec<u64>,
    /// The first posts of topics of which was told that others are missing: each page of a topic lists all.
    told: Mutex<HashSet<u64>>,
}

/// What places a post among others.
#[derive(Deserialize)]
struct Numbers {
    id: u64,
    #[serde(default)]
    topic_id: u64,
    #[serde(default)]
    post_number: u64,
    /// Of a topic with its posts inside.
    #[serde(default, deserialize_with = "lenient")]
    posts: Vec<Numbers>,
}

impl Forum {
    fn learn_numbers(&mut self, raw: &[u8]) {
        let Ok(found) = serde_json::from_slice::<Numbers>(raw) else { return };
        if found.topic_id > 0 {
            self.ids.insert((found.topic_id, found.post_number), found.id);
        }
        self.ids.extend(found.posts.iter().map(|post| ((found.id, post.post_number), post.id)));
    }

    /// How many posts of a topic no file holds, where that was not told yet.
    fn missing(&self, stream: &[u8], place: &Place) -> Option<Row> {
        let listed: Vec<u64> = serde_json::from_slice(stream).ok()?; // tidy(swallow): what lists nothing lacks nothing
        let missing = listed.iter().filter(|id| self.held.binary_search(id).is_err()).count();
        let first = *listed.first().filter(|_| missing > 0)?;
        // Nobody else holds it: the files are read one after the other.
        let is_new = self.told.lock().unwrap_or_else(PoisonError::into_inner).insert(first);
        let detail = format!("the topic lists {} posts, {missing} of them are in no file that was read", listed.len());
        is_new.then(|| json::skip(Reason::Unsupported, &detail, place))
    }

    /// A topic of `discourse export:topics`, with its posts inside.
    fn topic_rows(&self, raw: &[u8], place: &Place) -> Vec<Row> {
        let topic = match json::parse(raw, place) {
            Ok(topic) => topic,
            Err(skip) => return vec![Err(skip)],
        };
        let posts = json::list(&topic, "posts").iter().map(|post| {
            let mut post = post.clone();
            for (theirs, ours) in [
                ("id", "topic_id"),
                ("title", "topic_title"),
                ("category_id", "category_id"),
                ("archetype", "archetype"),
            ] {
                post[ours] = topic[theirs].clone();
            }
            let known = json::text(&post, "user_id").and_then(|id| self.people.get(&id));
            if let Some((handle, name)) = known.filter(|_| json::at(&post, "username").is_none()) {
                (post["username"], post["name"]) = (handle.as_str().into(), name.as_deref().into());
            }
            self.row(post.to_string().into_bytes(), place)
        });
        let rows: Vec<Row> = posts.collect();
        if rows.is_empty() { vec![json::skip(Reason::NoText, "a topic without posts", place)] } else { rows }
    }

    fn row(&self, raw: Vec<u8>, place: &Place) -> Row {
        let post = json::parse(&raw, place)?;
        let (Some(id), Some(topic)) = (json::text(&post, "id"), json::text(&post, "topic_id")) else {
            return json::skip(Reason::Unsupported, "no post: it has no id or topic", place);
        };
        let whole = |path: &str| json::at(&post, path).and_then(Value::as_u64);
        let (number, of_topic) = (whole("post_number"), whole("topic_id"));
        let known = of_topic.and_then(|topic| self.topics.get(&topic)).cloned().unwrap_or_default();
        match json::text(&post, "post_type").as_deref() {
            Some(SMALL_ACTION) => {
                return json::skip(Reason::System, &json::text(&post, "action_code").unwrap_or_default(), place);
            }
            Some(WHISPER) => return json::skip(Reason::Unsupported, "a whisper among the staff, not public", place),
            _ => {}
        }
        let private = known.private || json::text(&post, "archetype").as_deref() == Some("private_message");
        let category = json::text(&post, "category_id").or(known.category);
        let named = category.as_ref().and_then(|id| self.categories.get(id).cloned());
        let channel = Some(PRIVATE.to_owned())
            .filter(|_| private)
            .or_else(|| json::text(&post, "category_slug"))
            .or(named)
            .or(category.map(|id| format!("category {id}")))
            .unwrap_or_else(|| self.stem.clone());
        let answered = whole("reply_to_post_number").or(Some(1).filter(|_| number != Some(1)));
        let reply_to = of_topic.zip(answered).and_then(|key| self.ids.get(&key)).map(u64::to_string);
        let handle = json::text(&post, "username").or_else(|| numbered(&post)).unwrap_or_default();
        let sent = json::time(&post, &["created_at"]);
        let cooked = json::text(&post, "cooked").map(|cooked| html_posts::read(&cooked));
        let (cooked, attachments) = cooked.map(|post| (post.text, post.files)).unwrap_or_default();
        let edits = json::text(&post, "version").is_some_and(|version| version != "1");
        let message = Incoming {
            origin: self.origin.clone(),
            channel,
            native_id: Some(id),
            reply_to,
            conversation: topic,
            title: json::first(&post, &["topic_title"]).or(known.title),
            author: Author {
                name: json::text(&post, "name").filter(|name| *name != handle),
                bot: json::text(&post, "user_id").is_some_and(|id| id.starts_with('-')),
                handle,
            },
            sent,
            text: json::text(&post, "raw").unwrap_or(cooked),
            attachments,
            edited: json::time(&post, &["updated_at"]).filter(|_| edits),
            deleted: json::at(&post, "deleted_at").is_some()
                || json::is_true(&post, "user_deleted")
                || json::is_true(&post, "hidden")
                || known.deleted,
            reactions: reactions(&post),
            source: raw,
            ..Incoming::default()
        };
        json::row(message, place)
    }
}

/// The plugin's reactions, else the likes (action 2).
fn reactions(post: &Value) -> Vec<Reaction> {
    let count = |value: &Value| value.get("count").and_then(Value::as_u64).filter(|count| *count > 0);
    let signs = json::list(post, "reactions").iter();
    let signs: Vec<Reaction> =
        signs.filter_map(|sign| Some(Reaction { name: json::text(sign, "id")?, count: count(sign)? })).collect();
    if !signs.is_empty() {
        return signs;
    }
    let likes =
        json::list(post, "actions_summary").iter().find(|action| json::text(action, "id").as_deref() == Some("2"));
    likes.and_then(count).map(|count| Reaction { name: "heart".to_owned(), count }).into_iter().collect()
}
