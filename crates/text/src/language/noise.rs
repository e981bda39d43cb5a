//! What looks like words and is in no language: identifiers, versions, keyboard mash, and cries that every language shares.

/// Cries and chat words that people write whatever their language is; none is a labelled word of the learned sets.
const SHARED: [&str; 27] = [
    "ok", "okay", "lol", "lmao", "rofl", "omg", "wtf", "wow", "hm", "hmm", "mm", "xd", "oh", "ah", "aha", "ha", "ho",
    "uh", "um", "ugh", "huh", "gg", "yay", "meh", "eh", "pff", "zzz",
];

/// Laughter is one of these over and over.
const LAUGHS: [&str; 6] = ["ha", "he", "hi", "ja", "je", "xa"];

const KEYBOARD_ROWS: [&str; 6] = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "poiuytrewq", "lkjhgfdsa", "mnbvcxz"];

/// Fewer keys side by side make words: "were", "tre".
const KEYS_MIN: usize = 4;

/// German and English have one word that lies in a row of keys.
const KEYBOARD_WORD: &str = "wert";

/// A longer text says more than this.
const NOISE_BYTES_MAX: usize = 48;

/// A name of the machine's: ASCII with a digit or an underscore in it.
pub(super) fn is_identifier(piece: &str) -> bool {
    piece.is_ascii() && piece.bytes().any(|byte| byte.is_ascii_digit() || byte == b'_')
}

/// Whether a text has words and each of them is noise.
pub(crate) fn is_noise(text: &str) -> bool {
    if text.len() > NOISE_BYTES_MAX {
        return false;
    }
    let mut words = text.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some() && words.all(|word| is_noise_word(&word.to_lowercase()))
}

fn is_noise_word(word: &str) -> bool {
    let one_letter = word.len() > 2 && word.bytes().all(|byte| byte == word.as_bytes()[0]);
    let laugh = LAUGHS.iter().any(|laugh| word.len() > 3 && word.trim_end_matches('h').replace(laugh, "").is_empty());
    let keys = word.len() >= KEYS_MIN && word != KEYBOARD_WORD && KEYBOARD_ROWS.iter().any(|row| row.contains(word));
    one_letter || laugh || keys || SHARED.contains(&word)
}
