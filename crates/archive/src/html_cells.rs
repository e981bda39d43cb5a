//! HTML in the cells of a table: which texts are some, their words and pictures.

use model::Attachment;

use crate::desk_bodies;
use crate::html;

/// Elements that a text in HTML begins with; people who write of HTML begin with words, or with other elements.
const BLOCKS: [&str; 17] = [
    "p",
    "div",
    "span",
    "html",
    "body",
    "table",
    "ul",
    "ol",
    "blockquote",
    "section",
    "article",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
];

const BREAK_BYTES_MAX: usize = 8;

/// The words and pictures of a text that is HTML, or has nothing of it but ends of lines; any other stays as it is.
pub(crate) fn read(text: String) -> (String, Vec<Attachment>) {
    if !text.contains('<') {
        return (text, Vec::new());
    }
    if is_html(text.trim()) {
        let (words, pictures) = (html::to_text(&text), desk_bodies::pictures(&text));
        let is_empty = words.trim().is_empty() && pictures.is_empty();
        return if is_empty { (text, pictures) } else { (words, pictures) };
    }
    let parts = lines(&text);
    // Between backticks somebody writes of such an end.
    let are_words = text.contains('`')
        || matches!(*parts, [_] | [])
        || matches!(*parts, [before, behind] if is_word(before, behind));
    (if are_words { text } else { html::entities(&parts.join("\n")) }, Vec::new())
}

/// Whether an end of a line stands where a word does, in the midst of a sentence about it.
fn is_word(before: &str, behind: &str) -> bool {
    let is_sentence = before.trim_end().ends_with(['.', '!', '?', ':', ';', ',']);
    !is_sentence && before.ends_with(' ') && behind.starts_with([' ', '.', '!', '?', ':', ';', ','])
}

fn is_html(text: &str) -> bool {
    let Some(tag) = text.strip_prefix('<').filter(|_| text.ends_with('>')) else { return false };
    let name = html::tag_name(tag);
    let is_tag = tag.get(name.len()..).is_some_and(|rest| rest.starts_with(['>', ' ', '\n']));
    let ends = || memchr::memmem::find(text.to_ascii_lowercase().as_bytes(), format!("</{name}>").as_bytes()).is_some();
    is_tag && BLOCKS.contains(&name.as_str()) && ends()
}

/// What stands between `<br>`, `<br/>` and `<br />`.
fn lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(found) = memchr::memchr(b'<', &text.as_bytes()[at..]) {
        let start = at + found;
        at = start + 1;
        // None is longer, so that nothing is searched again and again.
        let near = text.as_bytes().iter().skip(at).take(BREAK_BYTES_MAX);
        let tag: Vec<u8> = near.take_while(|byte| **byte != b'>').map(u8::to_ascii_lowercase).collect();
        if let Some(b"" | b"/") = tag.strip_prefix(b"br").map(<[u8]>::trim_ascii)
            && text.as_bytes().get(at + tag.len()) == Some(&b'>')
        {
            lines.push(&text[from..start]);
            from = at + tag.len() + 1;
            at = from;
        }
    }
    lines.push(&text[from..]);
    lines
}
