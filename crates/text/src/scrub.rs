//! Personal data taken out of a text: e-mail and machine addresses, telephone, card and bank account numbers, by rules.

mod addresses;
mod mails;
pub(crate) mod numbers;

use crate::words::{self, Kind};
use numbers::Number;

const IBAN_CHARACTERS: std::ops::RangeInclusive<usize> = 15..=34;
/// A run of digits, signs and blanks is read no further.
const RUN_BYTES_MAX: usize = 48;

/// The text with `[email]`, `[card]`, `[iban]`, `[ip]` and `[phone]` in place of what reaches or identifies a person,
/// for exports and prompts.
/// Names, postal addresses and handles stay: no rule finds them well.
pub fn scrub(text: &str) -> String {
    let mut found: Vec<(usize, usize, &str)> = Vec::new();
    words::words(text, &mut |word| {
        if word.kind == Kind::Email {
            found.push((word.at, word.at + word.raw.len(), "[email]"));
        }
    });
    mails::hidden(text, &mut |start, end| found.push((start, end, "[email]")));
    addresses::addresses(text, &mut |start, end| found.push((start, end, "[ip]")));
    numbers(text, &mut found);
    found.sort_unstable_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)));
    let mut scrubbed = String::with_capacity(text.len());
    let mut from = 0;
    for (start, end, name) in found {
        if start >= from {
            scrubbed.push_str(&text[from..start]);
            scrubbed.push_str(name);
            from = end;
        }
    }
    scrubbed.push_str(&text[from..]);
    scrubbed
}

/// Accounts, cards and telephone numbers, each byte looked at by one of them.
fn numbers(text: &str, found: &mut Vec<(usize, usize, &'static str)>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let free = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
        let number = if !free {
            None
        } else if bytes[at].is_ascii_uppercase() {
            iban(bytes, at).map(|end| (end, "[iban]"))
        } else if bytes[at].is_ascii_digit() || matches!(bytes[at], b'+' | b'(') {
            let end = run_end(bytes, at, |byte| byte.is_ascii_digit());
            let name = match numbers::named(&text[at..end], &text[..at]) {
                Some(Number::Phone) => "[phone]",
                Some(Number::Card) => "[card]",
                Some(Number::Date) | None => "",
            };
            Some((end.max(at + 1), name))
        } else {
            None
        };
        match number {
            Some((end, name)) => {
                if !name.is_empty() {
                    found.push((at, end, name));
                }
                at = end;
            }
            None => at += 1,
        }
    }
}

/// Where a run of `belongs`, with single signs between, ends: right behind its last such byte.
fn run_end(bytes: &[u8], start: usize, belongs: impl Fn(u8) -> bool) -> usize {
    let mut end = start;
    for (at, byte) in bytes.iter().enumerate().skip(start).take(RUN_BYTES_MAX) {
        if belongs(*byte) {
            end = at + 1;
        } else if !matches!(byte, b' ' | b'-' | b'.' | b'(' | b')' | b'/' | b'+') || at - end > 1 {
            break;
        }
    }
    end
}

/// Where an account number that starts at `start` ends, if its check (ISO 13616, mod 97) holds.
fn iban(bytes: &[u8], start: usize) -> Option<usize> {
    let head = bytes.get(start..start + 4)?;
    if !(head[1].is_ascii_uppercase() && head[2].is_ascii_digit() && head[3].is_ascii_digit()) {
        return None;
    }
    let limit = run_end(bytes, start, |byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let mut kept: Vec<(u8, usize)> = Vec::new();
    for (at, byte) in bytes.iter().enumerate().take(limit).skip(start) {
        if byte.is_ascii_alphanumeric() {
            kept.push((*byte, at + 1));
        }
    }
    // A word in capitals may follow: the longest beginning up to the end of a group that passes the check is the number.
    let ends_group = |length: &usize| bytes.get(kept[length - 1].1).is_none_or(|next| !next.is_ascii_alphanumeric());
    let mut lengths = IBAN_CHARACTERS.rev().filter(|length| *length <= kept.len()).filter(ends_group);
    lengths.find(|length| mod_97(&kept[..*length])).map(|length| kept[length - 1].1)
}

fn mod_97(number: &[(u8, usize)]) -> bool {
    let turned = number[4..].iter().chain(&number[..4]);
    let value = turned.fold(0u32, |rest, (byte, _)| {
        if byte.is_ascii_digit() {
            (rest * 10 + u32::from(byte - b'0')) % 97
        } else {
            (rest * 100 + u32::from(byte - b'A') + 10) % 97
        }
    });
    value == 1
}
