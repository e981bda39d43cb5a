//! Posts of forums and chats that come as HTML: the author's words, and the files that were put into them.

use model::Attachment;

use crate::html::{self, attribute, tag_end, tag_name};
use crate::media;

/// How many files of a post are kept.
const FILES_MAX: usize = 200;

/// Classes of elements that hold what others say below a link, or a program below a picture.
const OF_OTHERS: [&str; 6] =
    ["onebox", "message_embed", "message_inline_image", "message_inline_ref", "meta", "poll-info"];
/// Classes of pictures that are no file of the author's.
const SIGNS: [&str; 5] = ["emoji", "avatar", "site-icon", "thumbnail", "onebox-avatar"];

/// What a post says, and its files.
pub(crate) struct Post {
    pub(crate) text: String,
    pub(crate) files: Vec<Attachment>,
}

/// Reads a post as Discourse and Zulip show it.
pub(crate) fn read(html: &str) -> Post {
    let mut reader = Reader::default();
    reader.run(html);
    Post { text: html::to_text(&reader.kept), files: reader.files }
}

#[derive(Default)]
struct Reader {
    /// The HTML without what others say.
    kept: String,
    files: Vec<Attachment>,
    /// An element that never ends was met: all further ones are kept too, so that nothing is searched twice.
    endless: bool,
}

impl Reader {
    fn run(&mut self, html: &str) {
        let mut rest = html;
        while let Some(start) = memchr::memchr(b'<', rest.as_bytes()) {
            self.kept.push_str(&rest[..start]);
            rest = &rest[start..];
            let end = (tag_end(rest) + 1).min(rest.len());
            let tag = &rest[1..end];
            let name = tag_name(tag);
            let whole = self.left_out(tag, &name).then(|| self.element(rest, end, &name)).flatten();
            let Some(whole) = whole else {
                let is_file = self.take_file(tag, &name, &rest[end..]);
                if !(is_file && name == "img") {
                    self.kept.push_str(&rest[..end]);
                }
                rest = &rest[end..];
                continue;
            };
            self.leave_out(tag, &name, whole);
            rest = &rest[whole.len()..];
        }
        self.kept.push_str(rest);
    }

    /// Whether an element's words are not the author's.
    fn left_out(&self, tag: &str, name: &str) -> bool {
        let of_others = matches!(name, "aside" | "div") && OF_OTHERS.iter().any(|class| has_class(tag, class));
        // Beside a formula as it was written stands how it looks, twice.
        let is_drawn = name == "mrow" || name == "span" && has_class(tag, "katex-html");
        !self.endless && (of_others || is_drawn || name == "a" && has_class(tag, "lightbox"))
    }

    /// An element with all that is inside; none where it never ends.
    fn element<'a>(&mut self, rest: &'a str, from: usize, name: &str) -> Option<&'a str> {
        let end = html::element_end(rest, from, name);
        self.endless |= end.is_none();
        end.map(|end| &rest[..end])
    }

    /// Of what is left out, files are kept, and of what is shown below a link its address.
    fn leave_out(&mut self, tag: &str, name: &str, whole: &str) {
        if has_class(tag, "onebox") {
            let inside = |name| whole.split('<').find_map(|tag| attribute(tag, name));
            let address = inside("data-onebox-src").or_else(|| inside("href")).unwrap_or_default();
            self.kept.push_str(&format!("<p>{}</p>", address.replace('&', "&amp;").replace('<', "&lt;")));
            return;
        }
        if has_class(tag, "meta") || has_class(tag, "message_embed") {
            return;
        }
        let before = self.files.len();
        // Behind each tag: many signs that open none before one that ends them would be read again for each.
        let mut inside = whole;
        while let Some(start) = memchr::memchr(b'<', inside.as_bytes()) {
            let end = (start + tag_end(&inside[start..]) + 1).min(inside.len());
            let tag = &inside[start + 1..end];
            inside = &inside[end..];
            if tag_name(tag) == "a" && self.take_file(tag, "a", inside) {
                break;
            }
        }
        // A picture that is no upload is a link as any other.
        if name == "a" && self.files.len() == before {
            self.kept.push_str(&attribute(tag, "href").unwrap_or_default().replace('<', "&lt;"));
        }
    }

    /// Keeps the file that a tag shows or links to; tells whether it is one.
    fn take_file(&mut self, tag: &str, name: &str, behind: &str) -> bool {
        let address = match name {
            "a" if !tag.starts_with('/') => attribute(tag, "href"),
            "img" if !SIGNS.iter().any(|class| has_class(tag, class)) => attribute(tag, "src"),
            "div" => attribute(tag, "data-video-src"),
            _ => None,
        };
        let is_link = has_class(tag, "attachment") || has_class(tag, "lightbox");
        let Some(url) = address.filter(|url| is_link && !url.is_empty() || is_upload(url)) else { return false };
        let url = url.strip_prefix("//").map(|rest| format!("https://{rest}")).unwrap_or(url);
        if self.files.len() < FILES_MAX && self.files.iter().all(|file| file.url.as_ref() != Some(&url)) {
            let last = url.rsplit('/').next().unwrap_or("file").to_owned();
            let said = Some(behind).filter(|_| name == "a").and_then(|behind| behind.split('<').next());
            let told = [attribute(tag, "title"), attribute(tag, "alt"), said.map(html::entities)];
            let told = told.into_iter().flatten().map(|told| told.trim().to_owned()).find(|told| !told.is_empty());
            let media_type = media::of_name(&last).to_owned();
            self.files.push(Attachment { name: told.unwrap_or(last), media_type, bytes: None, url: Some(url) });
        }
        true
    }
}

/// Whether an address is that of a file which somebody put into a post.
fn is_upload(url: &str) -> bool {
    let own = ["/user_uploads/", "/uploads/", "/secure-uploads/", "/secure-media-uploads/"];
    url.starts_with(own[0]) || own[1..].iter().any(|part| url.contains(part))
}

fn has_class(tag: &str, class: &str) -> bool {
    tag.contains(class) && attribute(tag, "class").is_some_and(|all| all.split_whitespace().any(|one| one == class))
}
