//! A folded form of a text that sees through spelling meant to slip past word lists.

use crate::characters::{self, Class};

/// A text as a word list should see it, words separated by one space, in lower case without accents:
///
/// - look-alikes from other scripts (`раypаl`), mathematical, circled, small-capital and flag letters become Latin ones, but
///   only in words that hold some Latin or dressed-up letter, so Russian and Greek stay what they are;
/// - `1d10t`, `$h!t`, `@ss` lose their digits and signs where letters surround or follow them (`covid19`, `h264` do not);
/// - `f u c k`, `f.u.c.k`, `f-u-c-k` become one word (three single letters or more, one and the same separator);
/// - runs of three equal letters or more become one (`fuuuuck`);
/// - zero-width characters vanish; what stands after a right-to-left override is read backwards.
///
/// It is an addition to the words as written, not a replacement: `5ish` and `U.S.A.` are folded as well.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let turned;
    let text = if text.contains(TURN) {
        turned = unturn(text);
        &turned
    } else {
        text
    };
    let mut spelled = Spelled::default();
    for piece in text.split(|c: char| c.is_whitespace()) {
        match piece {
            // "k i l l   t h e m": more than one space ends a word that was spelled out.
            "" => spelled.end(&mut out),
            piece => fold_piece(piece, &mut out, &mut spelled),
        }
    }
    spelled.end(&mut out);
    out
}

/// The text with its costumes taken off and all else as it stands, or nothing if it wears none: look-alikes beside Latin
/// letters, mathematical, circled, wide and small-capital letters, characters that nobody sees, right-to-left overrides.
pub fn undressed(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let turned = text.contains(TURN).then(|| unturn(text));
    let readable = turned.as_deref().unwrap_or(text);
    let mut plain = String::with_capacity(readable.len());
    for piece in readable.split_inclusive(char::is_whitespace) {
        let mixed = piece.bytes().any(|byte| byte.is_ascii_alphabetic());
        piece.chars().for_each(|character| undress(character, mixed, &mut plain));
    }
    (plain != text).then_some(plain)
}

fn undress(character: char, mixed: bool, plain: &mut String) {
    let code = character as u32;
    match code {
        0..0xa0 | 0x200d | 0x300..=0x36f | 0xfe0f => plain.push(character),
        // A flag stays a flag.
        0x1f1e6..=0x1f1ff => plain.push(character),
        0x249c..=0x24e9 | 0x1d400..=0x1d7ff | 0xff01..=0xff5e => {
            unicode_normalization::char::decompose_compatible(character, |part| plain.push(part));
        }
        0x250..=0x2af | 0x1d00..=0x1d7f | 0xa730..=0xa7ff | 0x1f130..=0x1f189 => {
            plain.push(dressed_letter(character).unwrap_or(character));
        }
        0x370..=0x58f if mixed => plain.push(look_alike(character).unwrap_or(character)),
        _ if characters::class(character) == Class::Silent => {}
        _ => plain.push(character),
    }
}

/// Of a longer word only the start is folded. In characters.
const WORD_CHARACTERS_MAX: usize = 256;

/// Right-to-left override.
const TURN: char = '\u{202e}';

/// Reverses what stands after each right-to-left override, up to its end mark or the line's end.
fn unturn(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut parts = line.split(TURN);
        out.push_str(parts.next().unwrap_or(""));
        for part in parts {
            let end = part.find(['\u{202c}', '\n']).unwrap_or(part.len());
            out.extend(part[..end].chars().rev());
            out.push_str(&part[end..]);
        }
    }
    out
}

/// Folds one run of non-space: words at its breaks, letters spelled out with separators joined.
fn fold_piece(piece: &str, out: &mut String, spelled: &mut Spelled) {
    let mut word: Vec<char> = Vec::new();
    let mut dressed = false;
    for character in piece.chars() {
        let full = word.len() >= WORD_CHARACTERS_MAX;
        if full && characters::class(character) != Class::Break {
            continue;
        }
        if let Some(letter) = dressed_letter(character) {
            dressed = true;
            word.push(letter);
            continue;
        }
        match characters::class(character) {
            Class::Word | Class::Dense => characters::plain(character, &mut |plain| word.push(plain)),
            Class::Silent => {}
            Class::Break if sign_letter(character).is_some() || character == '*' => word.push(character),
            Class::Break => {
                close_word(&mut word, dressed, out, spelled);
                dressed = false;
                spelled.separator(character, out);
            }
        }
    }
    close_word(&mut word, dressed, out, spelled);
    spelled.separator(' ', out);
}

fn close_word(word: &mut Vec<char>, dressed: bool, out: &mut String, spelled: &mut Spelled) {
    let core = trimmed(word);
    if dressed || core.iter().any(char::is_ascii_alphabetic) {
        for letter in core.iter_mut() {
            *letter = look_alike(*letter).unwrap_or(*letter);
        }
    }
    unleet(core);
    let mut squeezed: Vec<char> = Vec::with_capacity(core.len());
    for group in core.chunk_by(|first, second| first == second) {
        let kept = if group.len() > 2 && group[0].is_alphabetic() { 1 } else { group.len() };
        squeezed.extend(&group[..kept]);
    }
    if !squeezed.is_empty() {
        spelled.word(&squeezed, out);
    }
    word.clear();
}

/// Without signs at the end, which are punctuation there, and without those at the start save for `$h!t` and `@ss`: a
/// longer word after `@` is somebody's name.
fn trimmed(word: &mut [char]) -> &mut [char] {
    let mut last = word.iter().rposition(|c| characters::class(*c) != Class::Break).map_or(0, |at| at + 1);
    // `boob$`, but not `US$`.
    if last > 2 && word.get(last) == Some(&'$') && word[..last].iter().all(|c| c.is_alphabetic()) {
        word[last] = 's';
        last += 1;
    }
    let start = word[..last].iter().position(|c| c.is_alphanumeric() || matches!(c, '@' | '$')).unwrap_or(last);
    let name = word[start..last].first() == Some(&'@') && last - start > 3;
    &mut word[start + usize::from(name)..last]
}

/// Puts letters for digits and signs where letters stand around them.
fn unleet(word: &mut [char]) {
    let is_letter = |c: &char| c.is_alphabetic();
    let letters = word.iter().filter(|c| is_letter(c)).count();
    if letters == 0 || letters == word.len() {
        return;
    }
    let Some(last) = word.iter().rposition(is_letter) else { return };
    let first = word.iter().position(is_letter).unwrap_or(last);
    // `4ever` and `@ss`, but not `2d` or `3mm`.
    let from = if first <= 1 && letters >= 2 { 0 } else { first };
    // A number within a word (`h264`, `web3js`) is a number.
    let longest = word[from..last].split(|c| !c.is_ascii_digit()).map(<[char]>::len).max().unwrap_or(0);
    if longest > 2 {
        return;
    }
    let mut changed = false;
    for character in &mut word[from..last] {
        if let Some(letter) = leet_letter(*character) {
            *character = letter;
            changed = true;
        }
    }
    if changed {
        for character in &mut word[last + 1..] {
            *character = leet_letter(*character).unwrap_or(*character);
        }
    }
}

fn leet_letter(character: char) -> Option<char> {
    Some(match character {
        '0' => 'o',
        '1' => 'i',
        '2' => 'z',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '6' | '9' => 'g',
        '7' => 't',
        '8' => 'b',
        _ => return sign_letter(character),
    })
}

/// Signs that stand for a letter within a word.
fn sign_letter(character: char) -> Option<char> {
    Some(match character {
        '@' => 'a',
        '$' => 's',
        '!' | '¡' => 'i',
        '|' => 'l',
        '€' => 'e',
        '+' => 't',
        _ => return None,
    })
}

/// Letters in costume that no decomposition undresses.
fn dressed_letter(character: char) -> Option<char> {
    let code = character as u32;
    if code < 0x250 {
        return None;
    }
    let from = |first: u32| char::from_u32(u32::from(b'a') + code - first);
    match code {
        0x1f1e6..=0x1f1ff => from(0x1f1e6),
        0x1f130..=0x1f149 => from(0x1f130),
        0x1f150..=0x1f169 => from(0x1f150),
        0x1f170..=0x1f189 => from(0x1f170),
        0x24b6..=0x24cf => from(0x24b6),
        0x24d0..=0x24e9 => from(0x24d0),
        0x1d400..=0x1d7cb | 0xff21..=0xff5a | 0x249c..=0x24b5 => {
            let mut letter = None;
            unicode_normalization::char::decompose_compatible(character, |part| {
                if letter.is_none() && part.is_ascii_alphabetic() {
                    letter = Some(part.to_ascii_lowercase());
                }
            });
            letter
        }
        _ => "ᴀaʙbᴄcᴅdᴇeꜰfɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpʀrꜱsᴛtᴜuᴠvᴡwʏyᴢzɐaɔcǝeɟfɥhɯmɹrʇtʌvʎy"
            .char_indices()
            .step_by(2)
            .find(|(_, small)| *small == character)
            .and_then(|(at, small)| {
                "ᴀaʙbᴄcᴅdᴇeꜰfɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpʀrꜱsᴛtᴜuᴠvᴡwʏyᴢzɐaɔcǝeɟfɥhɯmɹrʇtʌvʎy"[at + small.len_utf8()..]
                    .chars()
                    .next()
            }),
    }
}

/// Cyrillic, Greek and other letters that look like a Latin one.
fn look_alike(character: char) -> Option<char> {
    Some(match character {
        'а' | 'α' | 'ɑ' => 'a',
        'в' | 'β' | 'ь' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'є' | 'ε' => 'e',
        'ѓ' | 'г' => 'r',
        'һ' | 'н' | 'η' => 'h',
        'і' | 'ї' | 'ι' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'ӏ' => 'l',
        'м' | 'μ' => 'm',
        'п' => 'n',
        'о' | 'ο' | 'σ' | 'օ' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'υ' | 'ц' | 'и' => 'u',
        'ѵ' | 'ν' => 'v',
        'ԝ' | 'ш' | 'ω' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' | 'ў' => 'y',
        'з' | 'ζ' => 'z',
        _ => return None,
    })
}

/// Joins letters that were spelled out with one separator between them.
#[derive(Default)]
struct Spelled {
    letters: Vec<char>,
    separator: Option<char>,
    /// What stands between the last word and the next.
    pending: Option<char>,
}

impl Spelled {
    fn separator(&mut self, character: char, out: &mut String) {
        match self.pending {
            None => self.pending = Some(character),
            // Two separators in a row end the spelling, save for the space after the last letter of `f.u.c.k`.
            Some(before) if before != character => self.end(out),
            Some(_) => self.end(out),
        }
    }

    fn word(&mut self, word: &[char], out: &mut String) {
        let between = self.pending.take();
        let single = word.len() == 1 && word[0].is_alphabetic();
        let continues = single && !self.letters.is_empty() && (self.separator.is_none() || self.separator == between);
        if single && !continues && self.letters.len() == 2 && self.separator == Some(' ') {
            // "I k.i.l.l": the one before the last stood for itself.
            self.letters.drain(..1).for_each(|letter| push_word(&[letter], out));
            self.separator = between;
        } else if !continues {
            self.end(out);
        }
        if single {
            if continues {
                self.separator = between;
            }
            self.letters.push(word[0]);
        } else {
            push_word(word, out);
        }
    }

    fn end(&mut self, out: &mut String) {
        let letters = std::mem::take(&mut self.letters);
        self.separator = None;
        self.pending = None;
        if letters.len() >= 3 {
            push_word(&letters, out);
        } else {
            letters.iter().for_each(|letter| push_word(&[*letter], out));
        }
    }
}

fn push_word(word: &[char], out: &mut String) {
    if !out.is_empty() {
        out.push(' ');
    }
    out.extend(word);
}
