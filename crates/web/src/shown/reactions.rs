//! Signs that people left on a message, as quiet chips.

use model::Reaction;
use paper::Language;

/// Chips under one message; the rest is a number.
const SIGNS_MAX: usize = 12;
/// Characters of a name that a chip shows.
const NAME_CHARS_MAX: usize = 24;

/// The names that networks give to the signs which people use most.
const NAMED: [(&str, &str); 31] = [
    ("+1", "👍"),
    ("-1", "👎"),
    ("100", "💯"),
    ("clap", "👏"),
    ("confused", "😕"),
    ("cry", "😢"),
    ("eyes", "👀"),
    ("fire", "🔥"),
    ("grinning", "😀"),
    ("heart", "❤️"),
    ("hooray", "🎉"),
    ("joy", "😂"),
    ("laugh", "😄"),
    ("laughing", "😆"),
    ("muscle", "💪"),
    ("ok_hand", "👌"),
    ("open_mouth", "😮"),
    ("party_popper", "🎉"),
    ("pray", "🙏"),
    ("raised_hands", "🙌"),
    ("rocket", "🚀"),
    ("smile", "😄"),
    ("sob", "😭"),
    ("sparkles", "✨"),
    ("tada", "🎉"),
    ("thinking_face", "🤔"),
    ("thumbs_down", "👎"),
    ("thumbs_up", "👍"),
    ("thumbsup", "👍"),
    ("wave", "👋"),
    ("white_check_mark", "✅"),
];

/// One chip: the sign, its name at its source, and how many left it.
pub(crate) struct Sign {
    pub(crate) shown: String,
    pub(crate) name: String,
    pub(crate) count: String,
}

/// The chips of a message, and how many more signs it has.
pub(crate) fn seen<'a>(left: impl Iterator<Item = &'a Reaction>, language: Language) -> (Vec<Sign>, usize) {
    let mut left = left.fuse();
    let signs = left.by_ref().take(SIGNS_MAX).map(|sign| one(sign, language)).collect();
    (signs, left.count())
}

fn one(sign: &Reaction, language: Language) -> Sign {
    // Slack names the tone of the skin behind the sign.
    let plain = sign.name.trim_matches(':').split("::").next().unwrap_or_default();
    let known = NAMED.iter().find(|(name, _)| *name == plain).map(|(_, shown)| (*shown).to_owned());
    let shown = known.unwrap_or_else(|| {
        let short: String = sign.name.chars().take(NAME_CHARS_MAX).collect();
        if short.len() < sign.name.len() { short + "…" } else { short }
    });
    let name = sign.name.chars().take(NAME_CHARS_MAX * 4).collect();
    Sign { shown, name, count: language.count(sign.count) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_stand_as_people_know_them() {
        let left = [("+1", 3), ("thumbsup::skin-tone-2", 1), (":tada:", 1200), ("🦀", 2), ("our_logo", 1)];
        let left = left.map(|(name, count)| Reaction { name: name.to_owned(), count });
        let (signs, more) = seen(left.iter(), Language::English);
        let shown: Vec<String> = signs.iter().map(|sign| format!("{} {}", sign.shown, sign.count)).collect();
        assert_eq!(shown, ["👍 3", "👍 1", "🎉 1,200", "🦀 2", "our_logo 1"]);
        assert_eq!((signs[1].name.as_str(), more), ("thumbsup::skin-tone-2", 0));
    }

    #[test]
    fn a_message_with_many_signs_shows_some_and_counts_the_rest() {
        let left: Vec<Reaction> = (0..20).map(|n| Reaction { name: "x".repeat(n + 20), count: 1 }).collect();
        let (signs, more) = seen(left.iter(), Language::English);
        assert_eq!((signs.len(), more), (SIGNS_MAX, 8));
        assert!(signs.iter().all(|sign| sign.shown.chars().count() <= NAME_CHARS_MAX + 1));
    }
}
