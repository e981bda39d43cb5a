//! Own words of a chat line, forum post or issue: quotations, code, logs and markup set apart. For mails see [`crate::trim`].

mod line;

use std::borrow::Cow;
use std::ops::Range;

/// What was set apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Apart {
    /// `> …`, `[quote]…[/quote]`, `<blockquote>`, a block fenced as `quote`, and the line that says whose words they are.
    Quote,
    /// A fenced or an indented block. Code within a sentence stays: the sentence needs it.
    Code,
    /// Three lines or more of a log or of a stack trace.
    Log,
    /// Comments and tags of HTML.
    Markup,
}

impl Apart {
    /// The kind as a word.
    pub fn name(self) -> &'static str {
        match self {
            Apart::Quote => "quote",
            Apart::Code => "code",
            Apart::Log => "log",
            Apart::Markup => "markup",
        }
    }
}

/// The own words of a message and where the rest stood.
#[derive(Clone, Debug, PartialEq)]
pub struct Own<'a> {
    /// The text itself where nothing was set apart.
    pub text: Cow<'a, str>,
    /// Bytes of the original, in order, without overlap.
    pub apart: Vec<(Range<usize>, Apart)>,
}

/// The own words of a message. Costs a look at each byte when there is nothing to set apart.
pub fn own_words(text: &str) -> Own<'_> {
    let mut apart = blocks(text);
    if text.contains('<') {
        between(text, &mut apart, markup_between);
    }
    if apart.is_empty() {
        return Own { text: Cow::Borrowed(text), apart };
    }
    let mut own = String::with_capacity(text.len());
    let mut from = 0;
    for (range, kind) in &apart {
        own.push_str(&text[from..range.start]);
        // A tag may part two words; a block leaves its line end.
        if *kind == Apart::Markup {
            own.push(' ');
        }
        from = range.end;
    }
    own.push_str(&text[from..]);
    Own { text: Cow::Owned(own.trim().to_owned()), apart }
}

/// A longer tag is none. In bytes.
const TAG_BYTES_MAX: usize = 300;

/// Quotations, code and logs, which are not what the author says.
pub(crate) fn blocks(text: &str) -> Vec<(Range<usize>, Apart)> {
    let mut apart = Vec::new();
    if text.contains('\n') || text.trim_start().starts_with(['>', '&', '`', '[', '@']) {
        line::set_apart(text, &mut apart);
    }
    if text.contains("</") {
        between(text, &mut apart, quotations_between);
    }
    apart
}

type Find = fn(&str, Range<usize>, &mut Vec<(Range<usize>, Apart)>);

/// Finds more outside of what is already set apart.
fn between(text: &str, apart: &mut Vec<(Range<usize>, Apart)>, find: Find) {
    let blocks = std::mem::take(apart);
    let mut from = 0;
    for (range, kind) in blocks {
        find(text, from..range.start, apart);
        from = range.end;
        apart.push((range, kind));
    }
    find(text, from..text.len(), apart);
}

/// `<blockquote>…</blockquote>`, one within another or not; one that is never closed is a tag.
fn quotations_between(text: &str, within: Range<usize>, apart: &mut Vec<(Range<usize>, Apart)>) {
    const NAME: &str = "blockquote";
    let (mut depth, mut start, mut end) = (0usize, 0, 0);
    for (at, _) in text[within.clone()].match_indices('<') {
        let at = within.start + at;
        let rest = &text[at + 1..within.end];
        let closes = rest.starts_with('/');
        let name = rest[usize::from(closes)..].get(..NAME.len());
        if !name.is_some_and(|name| name.eq_ignore_ascii_case(NAME)) {
            continue;
        }
        let Some(length) = tag(&text[at..within.end]) else { continue };
        match (closes, depth) {
            (false, _) => {
                if depth == 0 {
                    start = at;
                }
                depth += 1;
            }
            (true, 0) => {}
            (true, _) => {
                depth -= 1;
                end = at + length;
            }
        }
        if closes && depth == 0 && end > start {
            apart.push((start..end, Apart::Quote));
            (start, end) = (within.end, 0);
        }
    }
    // Opened more often than closed: what was closed last ends it all.
    if depth > 0 && end > start {
        apart.push((start..end, Apart::Quote));
    }
}

/// Comments and tags outside of inline code.
fn markup_between(text: &str, within: Range<usize>, apart: &mut Vec<(Range<usize>, Apart)>) {
    let mut at = within.start;
    // Once no comment ends any more, none needs to be looked for.
    let mut comments_end = true;
    while let Some(found) = text[at..within.end].find(['<', '`']) {
        let start = at + found;
        let rest = &text[start..within.end];
        let comment = if comments_end { rest.strip_prefix("<!--") } else { None };
        let length = match comment.map(|inner| inner.find("-->")) {
            Some(Some(end)) => Some(end + "<!---->".len()),
            Some(None) => {
                comments_end = false;
                None
            }
            None if rest.starts_with('`') => {
                let line = &rest[1..rest.floor_char_boundary(TAG_BYTES_MAX)];
                at =
                    start + line.find(['`', '\n']).filter(|end| line[*end..].starts_with('`')).map_or(1, |end| end + 2);
                continue;
            }
            None => tag(rest),
        };
        at = start + length.unwrap_or(1);
        if length.is_some() {
            apart.push((start..at, Apart::Markup));
        }
    }
}

/// The length of the HTML tag at the start of `rest`.
fn tag(rest: &str) -> Option<usize> {
    const TAGS: &[&str] = &[
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "center",
        "code",
        "dd",
        "del",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "picture",
        "pre",
        "s",
        "small",
        "source",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "tt",
        "u",
        "ul",
        "video",
    ];
    if !matches!(rest.as_bytes().get(1), Some(b'/' | b'a'..=b'z' | b'A'..=b'Z')) {
        return None;
    }
    let near = &rest[..rest.floor_char_boundary(TAG_BYTES_MAX)];
    let name = near[1..].strip_prefix('/').unwrap_or(&near[1..]);
    let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let known = TAGS.binary_search(&name[..length].to_ascii_lowercase().as_str()).is_ok();
    if !known || !name[length..].starts_with(['>', ' ', '/', '\n']) {
        return None;
    }
    let end = near[1..].find(['<', '>'])?;
    near[1 + end..].starts_with('>').then_some(end + 2)
}
