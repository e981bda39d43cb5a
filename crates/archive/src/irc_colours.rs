//! Colours and other signs of how the words of IRC look.

use std::iter::Peekable;
use std::str::Chars;

/// Digits of a colour such as `ff0000`.
const HEX_DIGITS: usize = 6;
/// The most signs in an escape of a terminal.
const ESCAPE_LETTERS_MAX: usize = 20;

/// Takes colours, of mIRC and of terminals, and other control characters away.
pub(crate) fn without_colours(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\u{3}' => {
                for _ in 0..2 {
                    letters.next_if(char::is_ascii_digit);
                }
                let mut ahead = letters.clone();
                if ahead.next() == Some(',') && ahead.next().is_some_and(|next| next.is_ascii_digit()) {
                    letters.next();
                    for _ in 0..2 {
                        letters.next_if(char::is_ascii_digit);
                    }
                }
            }
            '\u{4}' => {
                skip_hex_colour(&mut letters);
                if letters.peek() == Some(&',') {
                    let mut ahead = letters.clone();
                    ahead.next();
                    if skip_hex_colour(&mut ahead) {
                        letters = ahead;
                    }
                }
            }
            '\u{1b}' if skip_escape(&mut letters) => {}
            '\u{2}' | '\u{f}' | '\u{11}' | '\u{16}' | '\u{1d}' | '\u{1e}' | '\u{1f}' => {}
            _ => out.push(letter),
        }
    }
    out
}

fn skip_hex_colour(letters: &mut Peekable<Chars<'_>>) -> bool {
    let is_colour = letters.clone().take(HEX_DIGITS).filter(char::is_ascii_hexdigit).count() == HEX_DIGITS;
    if is_colour {
        letters.nth(HEX_DIGITS - 1);
    }
    is_colour
}

/// `[1;31m` behind the sign for escape.
fn skip_escape(letters: &mut Peekable<Chars<'_>>) -> bool {
    let mut ahead = letters.clone();
    let opens = ahead.next() == Some('[');
    let end = ahead.take(ESCAPE_LETTERS_MAX).position(|letter| !letter.is_ascii_digit() && !";:?".contains(letter));
    let Some(end) = end.filter(|_| opens) else { return false };
    let ends_well = letters.clone().nth(end + 1).is_some_and(|letter| ('@'..='~').contains(&letter));
    if ends_well {
        letters.nth(end + 1);
    }
    ends_well
}
