//! Splits Rust text into code, comments, strings and letters, left to right.

use std::ops::Range;

/// A stretch of the file; together the stretches are the file.
pub(crate) enum Token {
    Code(Range<usize>),
    /// A string literal of any form.
    Text {
        whole: Range<usize>,
        inside: Range<usize>,
    },
    /// A character literal.
    Letter(Range<usize>),
    Comment(Range<usize>),
}

impl Token {
    pub(crate) fn range(&self) -> Range<usize> {
        match self {
            Token::Text { whole, .. } => whole.clone(),
            Token::Code(range) | Token::Letter(range) | Token::Comment(range) => range.clone(),
        }
    }
}

pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let bytes = text.as_bytes();
    let (mut found, mut code_from, mut at) = (Vec::new(), 0, 0);
    while at < bytes.len() {
        let Some(token) = token_at(text, at) else {
            at += 1;
            continue;
        };
        let range = token.range();
        if code_from < range.start {
            found.push(Token::Code(code_from..range.start));
        }
        (at, code_from) = (range.end, range.end);
        found.push(token);
    }
    if code_from < bytes.len() {
        found.push(Token::Code(code_from..bytes.len()));
    }
    found
}

fn token_at(text: &str, at: usize) -> Option<Token> {
    let bytes = text.as_bytes();
    match bytes[at] {
        b'/' if bytes[at..].starts_with(b"//") => Some(Token::Comment(at..line_end(bytes, at))),
        b'/' if bytes[at..].starts_with(b"/*") => Some(Token::Comment(at..comment_end(bytes, at))),
        b'"' => Some(plain_text(bytes, at)),
        b'r' if at == 0 || !is_name(bytes[at - 1]) || is_prefix(bytes, at - 1) => raw_text(bytes, at),
        b'\'' => letter_end(text, at).map(|end| Token::Letter(at..end)),
        _ => None,
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether the byte is the `b` or `c` of `br"…"`, not the end of a name.
fn is_prefix(bytes: &[u8], at: usize) -> bool {
    matches!(bytes[at], b'b' | b'c') && (at == 0 || !is_name(bytes[at - 1]))
}

fn line_end(bytes: &[u8], from: usize) -> usize {
    bytes[from..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |length| from + length)
}

fn comment_end(bytes: &[u8], from: usize) -> usize {
    let (mut depth, mut at) = (0, from);
    while at < bytes.len() {
        if bytes[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if bytes[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    bytes.len()
}

fn plain_text(bytes: &[u8], from: usize) -> Token {
    let mut at = from + 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    let inside_end = at.min(bytes.len());
    Token::Text { whole: from..(at + 1).min(bytes.len()), inside: from + 1..inside_end }
}

fn raw_text(bytes: &[u8], from: usize) -> Option<Token> {
    let hashes = bytes[from + 1..].iter().take_while(|byte| **byte == b'#').count();
    let opens = from + 1 + hashes;
    if bytes.get(opens) != Some(&b'"') {
        return None;
    }
    let mut closing = vec![b'"'];
    closing.resize(hashes + 1, b'#');
    let rest = &bytes[opens + 1..];
    let length = rest.windows(closing.len()).position(|window| window == closing).unwrap_or(rest.len());
    let end = (opens + 1 + length + closing.len()).min(bytes.len());
    Some(Token::Text { whole: from..end, inside: opens + 1..opens + 1 + length })
}

/// The end of a character literal; nothing when the quote begins a lifetime.
fn letter_end(text: &str, from: usize) -> Option<usize> {
    let mut letters = text[from + 1..].char_indices().map(|(at, letter)| (from + 1 + at, letter));
    match letters.next()? {
        (_, '\'' | '\n') => None,
        (_, '\\') => letters.skip(1).take(12).find(|(_, letter)| *letter == '\'').map(|(at, _)| at + 1),
        _ => letters.next().filter(|(_, letter)| *letter == '\'').map(|(at, _)| at + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes each token as its kind's letter and its text.
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = tokens(text)
            .iter()
            .map(|token| {
                let kind = match token {
                    Token::Code(_) => 'c',
                    Token::Text { .. } => 't',
                    Token::Letter(_) => 'l',
                    Token::Comment(_) => '/',
                };
                format!("{kind}{}", &text[token.range()])
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn every_literal_and_comment_is_told_from_code() {
        check("a // b\nc", &["ca ", "/// b", "c\nc"]);
        check("a /* b /* c */ d */ e", &["ca ", "//* b /* c */ d */", "c e"]);
        check(r#"x("a\"b") + 1"#, &["cx(", r#"t"a\"b""#, "c) + 1"]);
        check("r#\"a\"b\"# r#type br\"x\" var", &["tr#\"a\"b\"#", "c r#type b", "tr\"x\"", "c var"]);
        check(
            "<'a>('x', '\\'', '\\u{1F600}', 'é')",
            &["c<'a>(", "l'x'", "c, ", "l'\\''", "c, ", "l'\\u{1F600}'", "c, ", "l'é'", "c)"],
        );
    }

    #[test]
    fn an_open_literal_ends_with_the_file() {
        check("a \"b", &["ca ", "t\"b"]);
        check("a /* b", &["ca ", "//* b"]);
        check("'", &["c'"]);
    }
}
