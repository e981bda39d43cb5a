//! What was said in a help desk: words or HTML, with the pictures that were put into it.

use model::Attachment;

use crate::desk_names::Markup;
use crate::html::{self, attribute, tag_end, tag_name};
use crate::media;

/// How many pictures of a message are kept.
const PICTURES_MAX: usize = 50;

/// The words of a message, and its pictures.
pub(crate) fn read(body: String, markup: Markup) -> (String, Vec<Attachment>) {
    let is_html = match markup {
        Markup::Always => has_tag(&body),
        Markup::Sometimes => ["</", "<br", "<p>"].iter().any(|sign| body.contains(sign)),
    };
    match (is_html, markup) {
        (true, _) => (html::to_text(&body), pictures(&body)),
        // What has no tag may have entities all the same; its lines are its own.
        (false, Markup::Always) => (html::entities(&body), Vec::new()),
        (false, Markup::Sometimes) => (body, Vec::new()),
    }
}

/// Whether a tag stands anywhere, and not only an address: `<ada@example.org>`.
fn has_tag(body: &str) -> bool {
    body.match_indices('<').any(|(at, _)| {
        let name = body[at + 1..].trim_start_matches('/');
        let behind = name.trim_start_matches(|letter: char| letter.is_ascii_alphanumeric());
        behind.len() < name.len() && behind.starts_with([' ', '>', '/', '\n'])
    })
}

fn pictures(html: &str) -> Vec<Attachment> {
    let mut found: Vec<Attachment> = Vec::new();
    let mut rest = html;
    // Behind each tag: one that never ends would be read again for each sign that seems to begin another.
    while let Some(start) = memchr::memchr(b'<', rest.as_bytes()).filter(|_| found.len() < PICTURES_MAX) {
        let end = start + tag_end(&rest[start..]);
        let tag = &rest[start + 1..end.max(start + 1)];
        if tag_name(tag) == "img" {
            let kept = picture(tag);
            found.extend(kept.filter(|kept| found.iter().all(|known| known.url != kept.url)));
        }
        rest = rest.get(end + 1..).unwrap_or("");
    }
    found
}

fn picture(tag: &str) -> Option<Attachment> {
    let url = attribute(tag, "src").filter(|url| url.starts_with("https://") || url.starts_with("http://"))?;
    // Mails count their readers so.
    let is_sign = ["width", "height"].iter().any(|side| matches!(attribute(tag, side).as_deref(), Some("0" | "1")));
    let name = url.split(['?', '#']).next()?.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("picture");
    let (name, media_type) = (name.to_owned(), media::of_name(name).to_owned());
    (!is_sign).then_some(Attachment { name, media_type, bytes: None, url: Some(url) })
}
