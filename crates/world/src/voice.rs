//! How a person writes: small letters, slips, emoji, drawn-out words.

use crate::random::Random;

/// The habits of one writer; each is a probability or a choice for good.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Voice {
    /// Never reaches for the shift key.
    lower: bool,
    /// Slips per word.
    slips: f64,
    emoji: f64,
    elongates: f64,
    /// Ends with more than one mark.
    shouts: f64,
    /// Writes long messages.
    pub wordy: f64,
    /// Greets and signs.
    pub polite: f64,
}

const EMOJI_GOOD: [&str; 12] = ["😍", "🎉", "🙌", "❤️", "🔥", "😊", "🎶", "👏", "✨", "🥹", "🎹", "💙"];
const EMOJI_BAD: [&str; 8] = ["😕", "😭", "🙄", "😤", "😬", "💀", "😩", "🫠"];
const EMOJI_CALM: [&str; 8] = ["🤔", "🙂", "👀", "😅", "🙏", "👍", "🎛️", "☕"];

impl Voice {
    pub(crate) fn of(random: &mut Random) -> Voice {
        let young = random.unit();
        Voice {
            lower: random.chance(0.14),
            slips: if random.chance(0.25) { 0.01 + 0.015 * random.unit() } else { 0.001 },
            emoji: if young > 0.6 { 0.35 } else { 0.05 },
            elongates: if young > 0.8 { 0.12 } else { 0.01 },
            shouts: if random.chance(0.12) { 0.4 } else { 0.03 },
            wordy: random.unit(),
            polite: random.unit(),
        }
    }

    /// The same voice with more to say.
    pub(crate) const fn wordy(self) -> Voice {
        Voice { wordy: 1.0, ..self }
    }

    /// Staff write with care.
    pub(crate) const fn of_staff() -> Voice {
        Voice { lower: false, slips: 0.0005, emoji: 0.06, elongates: 0.0, shouts: 0.0, wordy: 0.6, polite: 0.9 }
    }

    /// Rewrites `text` as this person would have typed it in a place where people type fast, or with
    /// care when they do not.
    pub(crate) fn speak(&self, text: &mut String, (fast, sentiment): (bool, i8), random: &mut Random) {
        if (self.lower && fast) || random.chance(if fast { 0.12 } else { 0.0 }) {
            make_lower(text);
        }
        let slips = if fast { self.slips * 1.5 } else { self.slips };
        if slips * (text.len() as f64) / 6.0 > random.unit() {
            slip(text, random);
        }
        if random.chance(self.elongates) {
            elongate(text);
        }
        if fast && text.ends_with('.') && random.chance(0.55) {
            text.pop();
        }
        if sentiment.abs() == 2 && !text.ends_with('?') && random.chance(self.shouts) {
            while text.ends_with('.') {
                text.pop();
            }
            text.push_str(if random.chance(0.5) { "!!" } else { "!!!" });
        }
        if fast && random.chance(self.emoji) {
            text.push(' ');
            let emoji: &[&str] = match sentiment {
                1.. => &EMOJI_GOOD,
                0 => &EMOJI_CALM,
                _ => &EMOJI_BAD,
            };
            text.push_str(emoji[random.below(emoji.len())]);
        }
    }
}

/// Small letters, except in addresses and code, which would break.
fn make_lower(text: &mut String) {
    if !text.contains("://") && !text.contains('`') {
        *text = text.to_lowercase();
    }
}

/// Two letters of one word change places. None is lost, which makes other words.
fn slip(text: &mut String, random: &mut Random) {
    let from = random.below(text.len());
    let bytes = text.as_bytes();
    let word = (from..bytes.len().saturating_sub(4))
        .find(|at| bytes[*at..*at + 4].iter().all(u8::is_ascii_lowercase) && bytes[at + 1] != bytes[at + 2]);
    let Some(at) = word else { return };
    let word_from = text[..at].rfind(char::is_whitespace).map_or(0, |space| space + 1);
    let word = text[word_from..].split(char::is_whitespace).next().unwrap_or("");
    if word.contains(['@', '#', '`', '/']) {
        return;
    }
    let swapped = [bytes[at + 2], bytes[at + 1]].map(char::from);
    text.replace_range(at + 1..at + 3, &swapped.iter().collect::<String>());
}

/// "so" becomes "sooo", "love" "loooove", as people do.
fn elongate(text: &mut String) {
    let words = [
        (" so ", " sooo "),
        ("love", "loooove"),
        ("really", "reaaally"),
        (" trop ", " troooop "),
        ("please", "pleeease"),
        ("super", "suuuper"),
    ];
    for (word, long) in words {
        if let Some(at) = text.find(word) {
            text.replace_range(at..at + word.len(), long);
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_keep_words_and_letters_whole() {
        for seed in 0..500 {
            let mut random = Random::new(seed);
            let mut text = "Détour par la mémoire: https://a.example/clock 😀 really slow".to_owned();
            let sorted = |text: &str| {
                let mut letters: Vec<char> = text.chars().collect();
                letters.sort_unstable();
                letters
            };
            let before = sorted(&text);
            slip(&mut text, &mut random);
            assert_eq!(sorted(&text), before, "{text}");
            assert!(text.contains("https://a.example/clock"), "{text}");
        }
    }

    #[test]
    fn addresses_keep_their_letters() {
        let mut text = "See https://Tidewick.example/Manual".to_owned();
        make_lower(&mut text);
        assert_eq!(text, "See https://Tidewick.example/Manual");
    }
}
