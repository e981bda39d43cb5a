//! What a post of Mattermost is known by, as its export has no ids.

use serde_json::Value;

use crate::generic;
use crate::json;
use crate::lines::Lines;
use crate::source::{File, Source};

/// A post may hold a long thread in one line.
pub(crate) const LINE_BYTES_MAX: usize = 16 << 20;

/// Posts whose moments are compared, each 16 bytes. Beyond them every post is known by its words.
const POSTS_MAX: usize = 1 << 24;

/// When somebody wrote several posts in one channel, as hashes in order.
pub(crate) struct Moments {
    shared: Vec<u64>,
    too_many: bool,
}

impl Moments {
    /// Looks through all files of a source first, as another export may have the posts of a moment in another order.
    pub(crate) fn of(source: &Source, files: &[File]) -> Moments {
        let mut posts: Vec<(u64, u64)> = Vec::new();
        for file in files {
            // What cannot be opened is told of when it is read.
            let Ok(lines) = Lines::open(source, file) else { continue };
            let mut lines = lines.with_bytes_max(LINE_BYTES_MAX);
            while let Some(line) = lines.next_line() {
                let Ok(line) = line else { continue };
                // tidy(swallow): what is no post is told of when it is read
                add_posts(&serde_json::from_slice(line).unwrap_or_default(), &mut posts);
                if posts.len() >= POSTS_MAX {
                    sort(&mut posts);
                    if posts.len() > POSTS_MAX / 2 {
                        return Moments { shared: Vec::new(), too_many: true };
                    }
                }
            }
        }
        sort(&mut posts);
        let mut shared: Vec<u64> =
            posts.array_windows().filter(|[(one, _), (other, _)]| one == other).map(|[(one, _), _]| *one).collect();
        shared.dedup();
        Moments { shared, too_many: false }
    }

    /// A post is known by its place, author and time, as its words may be edited. Where several share these, each is
    /// known by its words too: edited, it comes in once more, but never does one pass for another.
    pub(crate) fn identity(&self, post: &Value, channel: &str) -> String {
        let (user, time) = (text(post, "user"), text(post, "create_at"));
        let is_alone = !self.too_many && self.shared.binary_search(&hash(&[channel, &user, &time])).is_err();
        if is_alone {
            return generic::digest(&[channel, &user, &time]);
        }
        let [message, props, files] = words(post);
        generic::digest(&[channel, &user, &time, &message, &props, &files])
    }
}

/// The posts of a line, and the answers inside them: the moment and the words.
fn add_posts(line: &Value, posts: &mut Vec<(u64, u64)>) {
    let (post, channel) = match json::text(line, "type").as_deref() {
        Some("post") => (&line["post"], channel_of_post(&line["post"])),
        Some("direct_post") => (&line["direct_post"], channel_of_direct(&line["direct_post"])),
        _ => return,
    };
    for post in std::iter::once(post).chain(json::list(post, "replies")) {
        let moment = hash(&[&channel, &text(post, "user"), &text(post, "create_at")]);
        posts.push((moment, hash(&words(post).each_ref().map(String::as_str))));
    }
}

/// In order, and what stands twice word for word once, such as in two exports of one folder.
fn sort(posts: &mut Vec<(u64, u64)>) {
    posts.sort_unstable();
    posts.dedup();
}

/// What tells a post's channel from others.
pub(crate) fn channel_of_post(post: &Value) -> String {
    format!("{}/{}", text(post, "team"), text(post, "channel"))
}

pub(crate) fn channel_of_direct(post: &Value) -> String {
    format!("direct/{}", members(post))
}

/// Between whom a direct message was.
pub(crate) fn members(post: &Value) -> String {
    let mut members: Vec<&str> = json::list(post, "channel_members").iter().filter_map(Value::as_str).collect();
    members.sort_unstable();
    members.dedup();
    members.join(", ")
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
