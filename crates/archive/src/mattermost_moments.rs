//! What a post of Mattermost is known by, as its export has no ids.

use serde_json::Value;

use crate::generic;
use crate::json;

/// Posts whose moments are compared, each 16 bytes. Beyond them every post is known by its words.
const POSTS_MAX: usize = 1 << 24;

/// When somebody wrote several posts in one channel: hashes of these moments in order, with that of the words of one post.
pub(crate) struct Moments {
    shared: Vec<(u64, u64)>,
    too_many: bool,
}

/// The posts of a file, as hashes of moment and words.
#[derive(Default)]
pub(crate) struct Posts {
    found: Vec<(u64, u64)>,
    too_many: bool,
}

impl Posts {
    /// Adds the posts of a line, and the answers inside them.
    pub(crate) fn add(&mut self, post: &Value, channel: &str) {
        if self.too_many {
            return;
        }
        for post in std::iter::once(post).chain(json::list(post, "replies")) {
            self.found.push((moment(post, channel), hash_of_words(post)));
        }
        if self.found.len() >= POSTS_MAX {
            sort(&mut self.found);
            self.too_many = self.found.len() > POSTS_MAX / 2;
        }
    }

    /// The moments of one file: in another, other words of a moment are those of a post that was edited.
    pub(crate) fn moments(mut self) -> Moments {
        if self.too_many {
            return Moments { shared: Vec::new(), too_many: true };
        }
        sort(&mut self.found);
        let several = self.found.array_windows().filter(|[(one, _), (other, _)]| one == other);
        let mut shared: Vec<(u64, u64)> = several.map(|[first, _]| *first).collect();
        shared.dedup_by_key(|(moment, _)| *moment);
        Moments { shared, too_many: false }
    }
}

impl Moments {
    /// A post is known by its place, author and time, as its words may be edited. Where several share these, all but one
    /// are known by their words too; that one whichever is left, so that none comes in again when the others are deleted.
    pub(crate) fn identity(&self, post: &Value, channel: &str) -> String {
        let (user, time) = (text(post, "user"), text(post, "create_at"));
        let moment = moment(post, channel);
        let shared = self.shared.binary_search_by_key(&moment, |(moment, _)| *moment).ok(); // tidy(swallow): not shared
        let first = shared.and_then(|at| self.shared.get(at)).map(|(_, words)| *words);
        if !self.too_many && first.is_none_or(|first| first == hash_of_words(post)) {
            return generic::digest(&[channel, &user, &time]);
        }
        let [message, props, files] = words(post);
        generic::digest(&[channel, &user, &time, &message, &props, &files])
    }
}

fn moment(post: &Value, channel: &str) -> u64 {
    hash(&[channel, &text(post, "user"), &text(post, "create_at")])
}

fn hash_of_words(post: &Value) -> u64 {
    hash(&words(post).each_ref().map(String::as_str))
}

/// In order, and what stands twice word for word once.
fn sort(posts: &mut Vec<(u64, u64)>) {
    posts.sort_unstable();
    posts.dedup();
}

fn text(post: &Value, field: &str) -> String {
    json::text(post, field).unwrap_or_default()
}

fn words(post: &Value) -> [String; 3] {
    [text(post, "message"), post["props"].to_string(), post["attachments"].to_string()]
}

fn hash(parts: &[&str]) -> u64 {
    let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes()).collect();
    let [a, b, c, d, e, f, g, h, ..] = model::Key::of(&parts).0;
    u64::from_be_bytes([a, b, c, d, e, f, g, h])
}
