//! Discourse: topics and posts as its API gives them.

use std::collections::HashMap;
use std::sync::Arc;

use model::{Author, Incoming, Reaction};
use serde_json::Value;

use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::html;
use crate::json;
use crate::record::{Place, Reason, Row, Rows};
use crate::source::{File, Source};
use crate::walk::{self, Names, Walk};

pub(crate) const FORMAT: Format = Format {
    name: "discourse",
    title: "Discourse topics and posts (API JSON)",
    losses: &[Loss::EditHistory, Loss::Profiles, Loss::WhoReacted, Loss::FileBytes, Loss::SystemMessages],
    mapped: Mapped::Known,
    detect,
    open,
};

const POSTS: &[&[&str]] = &[&["post_stream", "posts", "*"], &["latest_posts", "*"], &["posts", "*"], &["*"]];
/// A post of type 3 tells that a topic was closed, moved or pinned.
const SMALL_ACTION: &str = "3";

fn detect(probe: &Probe) -> Confidence {
    let share = |file: &File| {
        let head = probe.text(file);
        let has = |name: &str| head.contains(&format!("\"{name}\""));
        let post = has("post_number") && has("topic_id") && (has("cooked") || has("raw"));
        match (has("post_stream") || has("latest_posts"), post) {
            (true, true) => Confidence::Sure,
            (false, true) => Confidence::Likely,
            _ => Confidence::No,
        }
    };
    let files = probe.source().files().iter().filter(|file| file.has_ending("json"));
    files.take(8).map(share).max().unwrap_or(Confidence::No)
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let mut damaged = Names::default();
    let categories = Arc::new(categories(source, &mut damaged));
    let origin = options.origin.clone().unwrap_or_else(|| format!("discourse:{}", source.stem()));
    let files: Vec<File> =
        source.files().iter().filter(|file| file.has_ending("json") && !is_site(file)).cloned().collect();
    Ok(damaged.before(each_file(source, files, move |source, file| {
        let mut topic = Topic {
            origin: origin.clone(),
            categories: Arc::clone(&categories),
            stem: source.stem().to_owned(),
            ..Topic::default()
        };
        // The title stands behind the posts.
        let mut walk = Walk::new(source.open_text(file)?, POSTS);
        while let Some(Ok(piece)) = walk.next_piece() {
            match piece.path.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
                ["title"] => topic.title = piece.text(),
                ["category_id"] => topic.category = piece.text(),
                _ => {}
            }
        }
        walk::rows(source, file, POSTS, move |piece, place| {
            let is_post = piece.path.last().is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
                && piece.path.first().is_some_and(|first| first != "post_stream" || piece.path.len() == 3);
            if is_post { vec![topic.row(piece.raw, &place)] } else { Vec::new() }
        })
    })))
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

#[derive(Default)]
struct Topic {
    origin: String,
    stem: String,
    title: Option<String>,
    category: Option<String>,
    categories: Arc<HashMap<String, String>>,
    /// Ids by topic and number, for answers.
    ids: HashMap<(String, String), String>,
}

impl Topic {
    fn row(&mut self, raw: Vec<u8>, place: &Place) -> Row {
        let post = json::parse(&raw, place)?;
        let (Some(id), Some(topic)) = (json::text(&post, "id"), json::text(&post, "topic_id")) else {
            return json::skip(Reason::Unsupported, "no post: it has no id or topic", place);
        };
        let number = json::text(&post, "post_number").unwrap_or_default();
        self.ids.insert((topic.clone(), number.clone()), id.clone());
        if json::text(&post, "post_type").as_deref() == Some(SMALL_ACTION) {
            return json::skip(Reason::System, &json::text(&post, "action_code").unwrap_or_default(), place);
        }
        let category = json::text(&post, "category_id").or_else(|| self.category.clone());
        let named = category.as_ref().and_then(|id| self.categories.get(id).cloned());
        let channel = json::text(&post, "category_slug")
            .or(named)
            .or(category.map(|id| format!("category {id}")))
            .unwrap_or_else(|| self.stem.clone());
        let answered =
            json::text(&post, "reply_to_post_number").or_else(|| Some("1".to_owned()).filter(|_| number != "1"));
        let handle = json::text(&post, "username").unwrap_or_default();
        let sent = json::time(&post, &["created_at"]);
        let cooked = || json::text(&post, "cooked").map(|cooked| html::to_text(&cooked));
        let edits = json::text(&post, "version").is_some_and(|version| version != "1");
        let message = Incoming {
            origin: self.origin.clone(),
            channel,
            native_id: Some(id),
            reply_to: answered.and_then(|number| self.ids.get(&(topic.clone(), number)).cloned()),
            conversation: topic,
            title: json::first(&post, &["topic_title"]).or_else(|| self.title.clone()),
            author: Author {
                name: json::text(&post, "name").filter(|name| *name != handle),
                bot: json::text(&post, "user_id").is_some_and(|id| id.starts_with('-')),
                handle,
            },
            sent,
            text: json::text(&post, "raw").or_else(cooked).unwrap_or_default(),
            edited: json::time(&post, &["updated_at"]).filter(|_| edits),
            deleted: json::at(&post, "deleted_at").is_some() || json::is_true(&post, "user_deleted"),
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
