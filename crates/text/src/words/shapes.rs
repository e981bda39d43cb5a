//! Recognises URLs, addresses, versions, code, emoji and emoticons by their shape, each with a bounded look ahead.

use super::{Kind, Shape};
use crate::characters::{self, Class};

/// No recogniser looks further ahead than this before it has made up its mind, so the whole walk is linear.
const LOOK_AHEAD_BYTES: usize = 256;

/// A longer run of letters and joining signs that has no shape is not looked at again from each of its words.
const RUN_BYTES_LONG: usize = 64;

/// What begins with an ASCII letter or digit and is more than a word; else for how many bytes nothing will.
pub(super) fn at_word(rest: &str) -> Result<Shape, usize> {
    let near = clip(rest, LOOK_AHEAD_BYTES);
    let laugh = || near.get(..2).filter(|s| matches!(*s, "xD" | "XD") && ends_at(near, 2)).map(|_| emoticon_of(2));
    let shape = url(rest, near)
        .or_else(|| email(near))
        .or_else(|| keycap(near))
        .or_else(|| version(near))
        .or_else(|| number(near))
        .or_else(|| code_word(near))
        .or_else(|| bare_host(rest, near))
        .or_else(laugh);
    shape.ok_or_else(|| {
        let run = near.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"._/:\\-@,(".contains(b)).count();
        if run > RUN_BYTES_LONG { run } else { 0 }
    })
}

/// What begins with ASCII punctuation and is more than a mark.
pub(super) fn at_punctuation(rest: &str) -> Option<Shape> {
    let near = clip(rest, LOOK_AHEAD_BYTES);
    match rest.as_bytes()[0] {
        b'@' => handle(near),
        b'#' => keycap(near).or_else(|| hashtag(near)),
        b'`' | b'~' => code_quoted(rest, near),
        b'*' => keycap(near),
        b'-' => flag(near),
        b':' | b';' | b'=' | b'<' | b'^' => emoticon(near),
        _ => None,
    }
}

/// At most `bytes` bytes of `text`, cut between characters.
fn clip(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

fn whole(kind: Kind, bytes: usize) -> Shape {
    Shape { kind, bytes, from: 0, to: bytes }
}

fn emoticon_of(bytes: usize) -> Shape {
    whole(Kind::Emoticon, bytes)
}

/// Nothing that could continue a word follows.
fn ends_at(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_none_or(|next| characters::class(next) == Class::Break && next != '_')
}

fn is_url_end(byte: u8) -> bool {
    byte <= b' ' || matches!(byte, b'<' | b'>' | b'"' | b'`' | b'|' | b'{' | b'}' | b'\\' | b'^')
}

/// `https://…` and `www.…`. Only here a piece may be longer than the look ahead: it is consumed at once.
fn url(rest: &str, near: &str) -> Option<Shape> {
    let scheme = near.bytes().take(10).take_while(u8::is_ascii_alphabetic).count();
    let host = if scheme > 1 && near[scheme..].starts_with("://") {
        scheme + 3
    } else if near.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www.")) {
        0
    } else {
        return None;
    };
    let found = url_from(rest, host);
    (found.to > found.from).then_some(found)
}

fn url_from(rest: &str, host: usize) -> Shape {
    let all = rest.bytes().position(is_url_end).unwrap_or(rest.len());
    let bytes = without_closing(&rest[..all]).len().max(host);
    let www = if rest[host..bytes].get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www.")) { 4 } else { 0 };
    let from = host + www;
    let stop = |c: char| {
        matches!(c, '/' | '?' | '#' | ':' | '@')
            || characters::class(c) == Class::Break && c.is_ascii() && c != '.' && c != '-' && c != '_'
    };
    let to = rest[from..bytes].find(stop).map_or(bytes, |length| from + length);
    Shape { kind: Kind::Url, bytes, from, to }
}

/// Punctuation after a URL belongs to the sentence, a closing bracket only if it was opened within.
fn without_closing(url: &str) -> &str {
    let mut kept = url;
    while let Some(last) = kept.chars().next_back() {
        let goes = match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '’' | '”' | '»' | '。' | '，' | '）' => true,
            ')' => !kept.contains('('),
            ']' => !kept.contains('['),
            _ => false,
        };
        if !goes {
            break;
        }
        kept = &kept[..kept.len() - last.len_utf8()];
    }
    kept
}

/// `example.com/x`: a name with a well-known ending, without a scheme.
fn bare_host(rest: &str, near: &str) -> Option<Shape> {
    let host = near.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')).count();
    let name = near[..host].trim_end_matches(['.', '-']);
    let (_, ending) = name.rsplit_once('.')?;
    let known =
        ["com", "org", "net", "io", "dev", "app", "ai", "gg", "tv", "social", "de", "fr", "eu", "co", "ly", "uk"];
    let known = known.contains(&ending);
    if !known || name.starts_with(|c: char| c.is_ascii_digit()) || !ends_at(near, name.len()) {
        return None;
    }
    let found = url_from(rest, 0);
    Some(if near.as_bytes().get(name.len()) == Some(&b'/') { found } else { whole(Kind::Url, name.len()) })
}

fn email(near: &str) -> Option<Shape> {
    let local = near.bytes().take(64).take_while(|b| b.is_ascii_alphanumeric() || b"._%+-".contains(b)).count();
    if near.as_bytes().get(local) != Some(&b'@') {
        return None;
    }
    let host = near[local + 1..].bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')).count();
    let host = near[local + 1..local + 1 + host].trim_end_matches(['.', '-']);
    let (_, ending) = host.rsplit_once('.')?;
    (ending.len() >= 2).then(|| whole(Kind::Email, local + 1 + host.len()))
}

/// `v2`, `v1.0`, `1.2.3`, each perhaps with `-rc.1` or `+build`.
fn version(near: &str) -> Option<Shape> {
    let bytes = near.as_bytes();
    let letter = usize::from(matches!(bytes[0], b'v' | b'V'));
    let mut end = letter;
    let mut parts = 0;
    loop {
        let digits = bytes[end..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 || digits > 6 {
            break;
        }
        end += digits;
        parts += 1;
        let more = matches!(bytes.get(end), Some(b'.')) && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if !more {
            break;
        }
        end += 1;
    }
    if parts + 2 * letter < 3 {
        return None;
    }
    if let Some(sign @ (b'-' | b'+')) = bytes.get(end) {
        let tail = bytes[end + 1..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'.').count();
        let tail = near[end + 1..end + 1 + tail].trim_end_matches('.');
        if *sign == b'+'
            || ["rc", "alpha", "beta", "pre", "dev", "snapshot"]
                .iter()
                .any(|stage| tail.get(..stage.len()).is_some_and(|start| start.eq_ignore_ascii_case(stage)))
        {
            end += 1 + tail.len();
        }
    }
    let end = if near[end..].starts_with(".x") { end + 2 } else { end };
    ends_at(near, end).then(|| whole(Kind::Version, end))
}

/// Digits with separators between them.
fn number(near: &str) -> Option<Shape> {
    let bytes = near.as_bytes();
    if !bytes[0].is_ascii_digit() {
        return None;
    }
    let mut end = 0;
    while bytes.get(end).is_some_and(u8::is_ascii_digit) {
        end += bytes[end..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let joined = matches!(bytes.get(end), Some(b'.' | b',' | b':' | b'-' | b'/'));
        if !joined || !bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
            break;
        }
        end += 1;
    }
    ends_at(near, end).then(|| whole(Kind::Number, end))
}

/// A path, a file name, or an identifier with `_`, `::` or `()`.
fn code_word(near: &str) -> Option<Shape> {
    let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'/' | b':' | b'\\' | b'-');
    let run = near.bytes().take_while(|b| part(b)).count();
    let called = near[run..].starts_with("()");
    let name = near[..run].trim_end_matches(['.', ':', '-', '/']);
    let bytes = name.as_bytes();
    let inner = |wanted: &str| name.find(wanted).is_some_and(|at| at > 0 && at + wanted.len() < name.len());
    let drive = bytes.len() > 3 && bytes[1] == b':' && bytes[2] == b'\\';
    let file = name.rsplit_once('.').is_some_and(|(stem, ending)| !stem.is_empty() && is_file_ending(ending));
    if called && name.len() == run && !name.contains(':') | name.contains("::") {
        return Some(whole(Kind::Code, run + 2));
    }
    let code = drive || file || inner("::") || inner("_") && !inner("/") || inner("\\") || (inner("/") && inner("_"));
    (code && ends_at(near, name.len())).then(|| whole(Kind::Code, name.len()))
}

fn is_file_ending(ending: &str) -> bool {
    #[rustfmt::skip]
    let known = [
        "c", "cc", "cfg", "conf", "cpp", "cs", "css", "csv", "dll", "exe", "go", "h", "hpp", "htm", "html", "ini", "java",
        "jpeg", "jpg", "js", "json", "jsx", "kt", "lean", "lock", "log", "lua", "md", "mp3", "mp4", "pdf", "php", "png", "ps1",
        "py", "rb", "rs", "scss", "sh", "so", "sql", "svg", "swift", "tar", "toml", "ts", "tsx", "txt", "vue", "xml", "yaml",
        "yml", "zip",
    ];
    known.binary_search(&ending).is_ok()
}

/// `--all`, `-rf` after nothing that would make it a hyphen.
fn flag(near: &str) -> Option<Shape> {
    let name = near.strip_prefix("--")?;
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        return None;
    }
    let length = name.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')).count();
    (length > 1).then(|| whole(Kind::Code, 2 + length))
}

/// Code between backticks, or a fenced block up to its end or the end of the text.
fn code_quoted(rest: &str, near: &str) -> Option<Shape> {
    for fence in ["```", "~~~"] {
        if rest.starts_with(fence) {
            let line = near[3..].find('\n').map_or(3, |end| 3 + end + 1);
            let info = near[3..line].trim();
            let from = if info.contains([' ', '`']) { 3 } else { line };
            let to = rest[from..].find(fence).map_or(rest.len(), |end| from + end);
            let bytes = (to + 3).min(rest.len());
            return Some(Shape { kind: Kind::Code, bytes, from, to });
        }
    }
    let inner = near.strip_prefix('`')?;
    let length = inner.find(['`', '\n'])?;
    (length > 0 && inner[length..].starts_with('`')).then(|| Shape {
        kind: Kind::Code,
        bytes: length + 2,
        from: 1,
        to: 1 + length,
    })
}

fn handle(near: &str) -> Option<Shape> {
    let name = |text: &str| text.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
    let mut end = 1 + name(&near[1..]);
    if end == 1 {
        let letters = near[1..].find(|c| characters::class(c) != Class::Word).unwrap_or(near.len() - 1);
        return (letters > 0).then(|| Shape { kind: Kind::Handle, bytes: 1 + letters, from: 1, to: 1 + letters });
    }
    while let Some(sign @ (b'.' | b'-' | b'@')) = near.as_bytes().get(end) {
        let more = name(&near[end + 1..]);
        if more == 0 || (*sign == b'@' && near[1..end].contains('@')) {
            break;
        }
        end += 1 + more;
    }
    Some(Shape { kind: Kind::Handle, bytes: end, from: 1, to: end })
}

fn hashtag(near: &str) -> Option<Shape> {
    let in_tag = |c: char| c == '_' || matches!(characters::class(c), Class::Word | Class::Dense | Class::Silent);
    let length = near[1..].find(|c| !in_tag(c)).unwrap_or(near.len() - 1);
    if length == 0 {
        return None;
    }
    if near[1..=length].bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(whole(Kind::Number, 1 + length));
    }
    Some(Shape { kind: Kind::Hashtag, bytes: 1 + length, from: 1, to: 1 + length })
}

/// Digit, star or hash in a box.
fn keycap(near: &str) -> Option<Shape> {
    let rest = &near[1..];
    let rest = rest.strip_prefix('\u{fe0f}').unwrap_or(rest);
    let rest = rest.strip_prefix('\u{20e3}')?;
    let bytes = near.len() - rest.len();
    Some(whole(Kind::Emoji, bytes))
}

/// The emoticon at the start of `near`, if what follows does not continue it.
fn emoticon(near: &str) -> Option<Shape> {
    let bytes = near.as_bytes();
    if bytes[0] == b'<' {
        let heart = if near.starts_with("</3") { 3 } else { 2 };
        return (near.starts_with("<3") || heart == 3)
            .then(|| emoticon_of(heart))
            .filter(|found| ends_at(near, found.bytes));
    }
    if bytes[0] == b'^' {
        let length = if near.starts_with("^_^") { 3 } else { 2 };
        return (near.starts_with("^^") || length == 3).then(|| emoticon_of(length));
    }
    let mut at = 1;
    at += usize::from(bytes.get(at) == Some(&b'\''));
    at += usize::from(matches!(bytes.get(at), Some(b'-' | b'o' | b'^')));
    match bytes.get(at)? {
        b')' | b'(' | b']' | b'[' | b'|' | b'*' | b'>' | b'<' => Some(emoticon_of(at + 1)),
        b'/' | b'\\' if bytes.get(at + 1) != Some(&b'/') && ends_at(near, at + 1) => Some(emoticon_of(at + 1)),
        b'D' | b'P' | b'p' | b'O' | b'o' | b'S' | b'3' | b'c' if bytes[0] != b'=' && ends_at(near, at + 1) => {
            Some(emoticon_of(at + 1))
        }
        _ => None,
    }
}

/// One form for each mood, given an emoticon in lower case.
pub(super) fn plain_emoticon(written: &str) -> &'static str {
    if written.starts_with("<3") {
        return "<3";
    }
    if written.starts_with("</3") {
        return "</3";
    }
    if written.starts_with('^') {
        return "^^";
    }
    let wink = written.starts_with(';');
    let crying = written.contains('\'');
    match written.bytes().next_back() {
        Some(b')' | b']' | b'>' | b'3' | b'*') if wink => ";)",
        Some(b')' | b']' | b'>') if crying => ":')",
        Some(b'*') => ":*",
        Some(b')' | b']' | b'>' | b'3') => ":)",
        Some(b'd') => ":D",
        Some(b'p') => ":P",
        Some(b'(' | b'[' | b'<' | b'c') if crying => ":'(",
        Some(b'(' | b'[' | b'<' | b'c') => ":(",
        Some(b'o') => ":O",
        _ => ":/",
    }
}

/// Length of the emoji at the start of `text`: pairs of flag letters and sequences joined with U+200D are one.
pub(super) fn emoji(text: &str) -> Option<usize> {
    let mut characters = text.char_indices().peekable();
    let (_, first) = characters.next()?;
    if ('\u{1f1e6}'..='\u{1f1ff}').contains(&first) {
        let second = characters.next().filter(|(_, c)| ('\u{1f1e6}'..='\u{1f1ff}').contains(c));
        return Some(if second.is_some() { 8 } else { 4 });
    }
    if !is_emoji(first) {
        return None;
    }
    let mut end = first.len_utf8();
    let mut joined = false;
    for (at, character) in characters {
        let continues = is_emoji_dress(character) || character == '\u{200d}' || (joined && is_emoji(character));
        if !continues || at >= LOOK_AHEAD_BYTES {
            break;
        }
        joined = character == '\u{200d}';
        end = at + character.len_utf8();
    }
    Some(end - if joined { '\u{200d}'.len_utf8() } else { 0 })
}

fn is_emoji(character: char) -> bool {
    matches!(character as u32,
        0x1f300..=0x1faff | 0x2600..=0x27bf | 0x2b05..=0x2b07 | 0x2b1b | 0x2b1c | 0x2b50 | 0x2b55 | 0x231a | 0x231b
        | 0x23e9..=0x23fa | 0x203c | 0x2049 | 0x1f004 | 0x1f0cf | 0x1f18e | 0x1f191..=0x1f19a)
}

/// Skin tones, variation selectors and tags: they dress an emoji and do not change what it says.
pub(super) fn is_emoji_dress(character: char) -> bool {
    matches!(character as u32, 0x1f3fb..=0x1f3ff | 0xfe0e | 0xfe0f | 0xe0020..=0xe007f)
}

/// After `word` and an apostrophe: the letters of an English ending, 0 when the word simply goes on (Cyrillic), `None` when
/// it ends here (French elision, closing quotation mark).
pub(super) fn joined_ending(word: &str, rest: &str) -> Option<usize> {
    let letters = rest.bytes().take(4).take_while(u8::is_ascii_alphabetic).count();
    let ending = rest[..letters].to_ascii_lowercase();
    let english = matches!(&ending[..], "s" | "t" | "d" | "m" | "ll" | "re" | "ve") && ends_at(rest, letters);
    if english {
        return Some(letters);
    }
    let cyrillic = |c: char| ('\u{400}'..='\u{52f}').contains(&c);
    (word.ends_with(cyrillic) && rest.starts_with(cyrillic)).then_some(0)
}
