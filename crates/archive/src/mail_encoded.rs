//! Encoded words of a header (RFC 2047) that programs cut inside a letter.

use crate::base64;

/// A header whose encoded words are made one with those of the same charset behind them, each with whole base64.
pub(crate) fn joined(head: &str) -> String {
    let mut out = String::with_capacity(head.len());
    let mut open: Option<Word> = None;
    let mut rest = head;
    while let Some((before, word, behind)) = next_word(rest) {
        let follows =
            open.as_mut().filter(|open| before.trim().is_empty() && open.charset.eq_ignore_ascii_case(word.charset));
        match follows {
            Some(open) => open.bytes.extend(word.bytes),
            None => {
                close(&mut out, open.replace(word));
                out.push_str(before);
            }
        }
        rest = behind;
    }
    close(&mut out, open);
    out.push_str(rest);
    out
}

/// Whether a field has an encoded word whose base64 does not end as it should.
pub(crate) fn is_cut(field: &str) -> bool {
    let mut words = field.match_indices("=?").filter_map(|(start, _)| split(&field[start + 2..]));
    words.any(|(_, encoding, packed, _)| encoding.eq_ignore_ascii_case("b") && packed.len() % 4 != 0)
}

struct Word<'a> {
    charset: &'a str,
    bytes: Vec<u8>,
}

fn close(out: &mut String, word: Option<Word>) {
    if let Some(Word { charset, bytes }) = word {
        out.push_str(&format!("=?{charset}?B?{}?=", base64::encode(&bytes)));
    }
}

/// The next encoded word, with what stands before and behind it.
fn next_word(text: &str) -> Option<(&str, Word<'_>, &str)> {
    text.match_indices("=?").find_map(|(start, _)| {
        let (charset, encoding, packed, behind) = split(&text[start + 2..])?;
        let bytes = match encoding {
            "b" | "B" => base64::decode(packed)?,
            _ => quoted(packed),
        };
        Some((&text[..start], Word { charset, bytes }, behind))
    })
}

/// The parts of an encoded word whose `=?` is taken off, and what is behind it. None of them has a question mark, so
/// that nothing is searched far.
fn split(text: &str) -> Option<(&str, &str, &str, &str)> {
    let (charset, rest) = text.split_once('?')?;
    let (encoding, rest) = rest.split_once('?')?;
    let (packed, rest) = rest.split_once('?')?;
    let behind = rest.strip_prefix('=')?;
    let is_word = !charset.is_empty() && !charset.contains(char::is_whitespace);
    (is_word && matches!(encoding, "b" | "B" | "q" | "Q")).then_some((charset, encoding, packed, behind))
}

fn quoted(packed: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(packed.len());
    let mut rest = packed.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let hex = behind.get(..2).filter(|_| *first == b'=').and_then(|hex| str::from_utf8(hex).ok()); // tidy(swallow): no number stands for itself
        let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()); // tidy(swallow): the same
        bytes.push(byte.unwrap_or(if *first == b'_' { b' ' } else { *first }));
        rest = if byte.is_some() { &behind[2..] } else { behind };
    }
    bytes
}
