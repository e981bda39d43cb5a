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

/// Whether a tag stands anywhere, and not only an address or a type: `<ada@example.org>`, `Vec<String>`.
fn has_tag(body: &str) -> bool {
    body.match_indices('<').any(|(at, _)| {
        let tag = &body[at + 1..];
        let whole = tag.find(['<', '>']).filter(|end| tag[*end..].starts_with('>')).map(|end| &tag[..end]);
        whole.is_some_and(|tag| {
            let name = tag_name(tag);
            let behind = &tag.trim_start_matches('/')[name.len()..];
            // What ends something is a tag, whoever made it up.
            let is_known = tag.starts_with('/') || TAGS.contains(&name.as_str());
            !name.is_empty() && is_known && (behind.is_empty() || behind.starts_with([' ', '/', '\n', '\t', '\r']))
        })
    })
}

/// What people and programs write messages with.
const TAGS: [&str; 68] = [
    "a",
    "abbr",
    "article",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "meta",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "script",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "tt",
    "u",
    "ul",
    "video",
];

/// The pictures in HTML, each once.
pub(crate) fn pictures(html: &str) -> Vec<Attachment> {
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
