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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reaches_a_person_goes_and_the_rest_stays() {
        let cases = [
            ("write to ada@example.org or call +44 20 7946 0018, see", "write to [email] or call [phone], see"),
            ("call (555) 010-4477 or 020 7946 0018", "call [phone] or [phone]"),
            ("card 4111 1111 1111 1111 was charged twice", "card [card] was charged twice"),
            ("pay to GB82 WEST 1234 5698 7654 32 THANKS", "pay to [iban] THANKS"),
            ("DE89370400440532013000.", "[iban]."),
            ("since 2026-11-22 10:30 on v1.2.3 at 192.168.10.20", "since 2026-11-22 10:30 on v1.2.3 at 192.168.10.20"),
            ("from 203.0.113.7:8080, [2001:db8:85a3::8a2e:370:7334].", "from [ip]:8080, [[ip]]."),
            (
                "a::b, 10:30:00, firmware 9.8.7.6, v1.2.3.4, 1.2.3.4.5",
                "a::b, 10:30:00, firmware 9.8.7.6, v1.2.3.4, 1.2.3.4.5",
            ),
            ("router 10.0.0.1, 127.0.0.1, ::1, 100.64.0.9", "router 10.0.0.1, 127.0.0.1, ::1, 100.64.0.9"),
            ("on 22.11.2026 we sold 1500000 of 12 500", "on 22.11.2026 we sold 1500000 of 12 500"),
            ("é+33612345678é", "é[phone]é"),
            ("at 2026-11-02 15:04, born 12/03/1980, on 12/03/80", "at 2026-11-02 15:04, born 12/03/1980, on 12/03/80"),
            ("order no. 123456789012 and commande 0612345678", "order no. 123456789012 and commande 0612345678"),
            ("call 0612345678 or 5550104477", "call [phone] or [phone]"),
            ("a card with 1111 1111 1111 in it", "a card with [card] in it"),
            ("write to ada [at] mail.example [dot] org. Thanks", "write to [email]. Thanks"),
            ("bob(at)mail.example or ｂｏｂ＠ｍａｉｌ．ｅｘａｍｐｌｅ", "[email] or [email]"),
            ("meet (at) noon. Then [at] home", "meet (at) noon. Then [at] home"),
            ("(", "("),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(scrub(text), expected);
        }
    }

    #[test]
    fn telephones_behind_words_for_numbers_go_and_numbers_of_orders_stay() {
        for (before, number) in [
            ("my phone number", "5551234567"),
            ("my number is in the mail: number", "5551234567"),
            ("mobile no", "0612345678"),
            ("Mobile No.:", "0612345678"),
            ("mon numéro", "0612345678"),
            ("mon n°", "0612345678"),
            ("nº", "0612345678"),
            ("my phone #", "5551234567"),
            ("call, in any case", "0612345678"),
            ("my WhatsApp ID", "447911123456"),
            ("whatsapp", "447911123456"),
            ("whatsapp", "491512345678901"),
            ("by phone, order no", "0612345678"),
            ("order 12 and number", "0612345678"),
        ] {
            assert_eq!(scrub(&format!("{before} {number}, thanks")), format!("{before} [phone], thanks"));
        }
        for (before, number) in [
            ("order", "5551234567"),
            ("Order No.", "0612345678"),
            ("order #", "0612345678"),
            ("#", "5551234567"),
            ("I will call about order", "0612345678"),
            ("invoice id number", "447911123456"),
            ("ticket no", "447911123456"),
            ("commande n°", "0612345678"),
            ("facture nº", "0612345678"),
            ("numéro de dossier", "0612345678"),
            ("tracking number:", "447911123456"),
            ("call +44 20 7946 0018 # [phone] #", "5551234567"),
        ] {
            let once = scrub(&format!("{before} {number}, thanks"));
            assert!(once.ends_with(&format!("{number}, thanks")), "{once}");
            assert_eq!(scrub(&once), once);
        }
    }

    #[test]
    fn the_last_address_of_a_long_text_goes_too() {
        let text = format!("{}ada@example.org", "bob@example.org 12 ".repeat(20_000));
        assert!(!scrub(&text).contains('@'));
    }
}
