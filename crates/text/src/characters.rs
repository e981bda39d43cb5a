//! What single characters are and what they look like without case, accents and width.

use std::sync::LazyLock;

use unicode_normalization::char::{canonical_combining_class, decompose_compatible};

/// What a character does to a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A letter or a digit, or a mark that a script cannot be read without.
    Word,
    /// A character of a script that writes without spaces between words, or in long compounds.
    Dense,
    /// Nothing to see: zero-width characters, direction marks, soft hyphens, accents set by themselves.
    Silent,
    /// Everything else ends a word.
    Break,
}

/// The class of a character.
pub fn class(character: char) -> Class {
    let code = character as u32;
    if code < 0x80 {
        return if character.is_ascii_alphanumeric() { Class::Word } else { Class::Break };
    }
    match code {
        0xad | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x2064 | 0x2066..=0x206f | 0xfeff | 0x61c => Class::Silent,
        0x180b..=0x180f | 0xfe00..=0xfe0f | 0xe0000..=0xe0fff => Class::Silent,
        // Accents of Latin, Greek and Cyrillic, Hebrew points, Arabic vowel signs and the stretched line.
        0x300..=0x36f | 0x483..=0x489 | 0x591..=0x5c7 | 0x610..=0x61a | 0x640 | 0x64b..=0x65f | 0x670 => Class::Silent,
        0x6d6..=0x6ed
        | 0x8d3..=0x8ff
        | 0x1ab0..=0x1aff
        | 0x1dc0..=0x1dff
        | 0x20d0..=0x20ff
        | 0x3099
        | 0x309a
        | 0xff9e
        | 0xff9f
        | 0xfe20..=0xfe2f => Class::Silent,
        _ if is_dense(code) => Class::Dense,
        // Marks of the Indic scripts (the virama among them) that `is_alphanumeric` leaves out.
        0x900..=0xdff | 0x1780..=0x17d3 if canonical_combining_class(character) != 0 => Class::Word,
        _ if character.is_alphanumeric() => Class::Word,
        _ => Class::Break,
    }
}

fn is_dense(code: u32) -> bool {
    matches!(code,
        0xe01..=0xe3a | 0xe40..=0xe4e | 0xe81..=0xeae | 0xeb0..=0xece   // Thai, Lao
        | 0x1000..=0x1049 | 0x1780..=0x17d3                            // Burmese, Khmer
        | 0x1100..=0x11ff | 0x3005..=0x3007 | 0x3041..=0x309f | 0x30a1..=0x30fa | 0x30fc..=0x30ff
        | 0x3105..=0x312f | 0x3131..=0x318e | 0x31a0..=0x31bf | 0x31f0..=0x31ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff
        | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xff66..=0xff9f | 0x20000..=0x323af)
}

/// Calls `push` with the plain form of a character: lower case, without accents, of ordinary width. `Ł` gives `l`, `ß`
/// gives `ss`, `ﬁ` gives `fi`, `Ａ` gives `a`. Letters of their own that decompose by accident of encoding (й, ї, が)
/// stay whole. Only for characters of class `Word` and `Dense`.
#[inline]
pub fn plain(character: char, push: &mut impl FnMut(char)) {
    let code = character as u32;
    if code < 0x80 {
        return push(character.to_ascii_lowercase());
    }
    if code < TABLE_END {
        let folded = TABLE[(code - 0x80) as usize];
        return match folded {
            Folded::One(plain) => push(plain),
            Folded::Two(first, second) => {
                push(first);
                push(second);
            }
        };
    }
    plain_slow(character, push);
}

/// The alphabets of Europe and the Near East, worked out once.
static TABLE: LazyLock<Vec<Folded>> = LazyLock::new(|| (0x80..TABLE_END).map(fold_to_table).collect());
const TABLE_END: u32 = 0x530;

#[derive(Clone, Copy)]
enum Folded {
    One(char),
    Two(char, char),
}

fn fold_to_table(code: u32) -> Folded {
    let character = char::from_u32(code).unwrap_or(' ');
    let mut plain = Vec::new();
    plain_slow(character, &mut |folded| plain.push(folded));
    match plain[..] {
        [one] => Folded::One(one),
        [first, second, ..] => Folded::Two(first, second),
        [] => Folded::One(character),
    }
}

fn plain_slow(character: char, push: &mut impl FnMut(char)) {
    if let Some(plain) = letter_of_its_own(character) {
        return plain.chars().for_each(push);
    }
    for lower in character.to_lowercase() {
        match lower as u32 {
            // Syllables that decompose into parts nobody types, and letters whose mark makes another letter.
            0x900..=0x109f | 0x3041..=0x30ff | 0xac00..=0xd7a3 | 0x439 | 0x457 | 0x45e => push(lower),
            _ => decompose_compatible(lower, |part| {
                if class(part) == Class::Word || class(part) == Class::Dense {
                    part.to_lowercase().for_each(|part| match letter_of_its_own(part) {
                        Some(plain) => plain.chars().for_each(&mut *push),
                        None => push(part),
                    });
                }
            }),
        }
    }
}

/// Letters without a decomposition that people nevertheless type as plain ones.
fn letter_of_its_own(character: char) -> Option<&'static str> {
    Some(match character {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' | 'ǽ' | 'Ǽ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' | 'ǿ' | 'Ǿ' => "o",
        'đ' | 'Đ' | 'ð' | 'Ð' | 'ɖ' | 'Ɖ' => "d",
        'þ' | 'Þ' => "th",
        'ł' | 'Ł' => "l",
        'ħ' | 'Ħ' => "h",
        'ı' | 'İ' => "i",
        'ŧ' | 'Ŧ' => "t",
        'ŋ' | 'Ŋ' => "n",
        'ə' | 'Ə' | 'ǝ' => "e",
        'ɓ' | 'Ɓ' => "b",
        'ɗ' | 'Ɗ' => "d",
        'ƙ' | 'Ƙ' => "k",
        'й' | 'Й' => "й",
        'ї' | 'Ї' => "ї",
        'ў' | 'Ў' => "ў",
        'ς' => "σ",
        'ي' | 'ى' | 'ی' => "ي",
        'ك' | 'ک' => "ك",
        'ة' => "ه",
        'أ' | 'إ' | 'آ' | 'ٱ' => "ا",
        _ => return None,
    })
}
