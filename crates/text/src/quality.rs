//! How well each reading part is known to work, per label and language: the table behind the docs and `may_trigger`.

use crate::reading::Kind;

/// How a label came to be trusted, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Measured on texts that people labelled; the figure is in `docs/benchmarks/text.md`.
    Measured,
    /// Rules or texts written for this project; nobody has measured it.
    Rules,
    /// Not read in this language.
    Absent,
}

impl Status {
    /// The word that stands for the status in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Status::Measured => "measured",
            Status::Rules => "rules",
            Status::Absent => "absent",
        }
    }
}

/// What a status is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    Sentiment,
    Kind(Kind),
    Urgency,
    Toxicity,
    Spam,
    AsksReply,
    Rights,
    Language,
    Keywords,
    Entities,
}

/// Below this confidence the language may be another one, so what was measured in it counts as not measured.
pub const LANGUAGE_SURE_MIN: f32 = 0.5;

/// Languages that the sets hold, by which telling languages apart is measured; others their script alone names.
const LANGUAGES: [&str; 54] = [
    "ar", "az", "be", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "gu", "he",
    "hi", "hr", "hu", "hy", "is", "it", "ja", "ka", "ko", "lt", "lv", "mr", "ms", "nl", "no", "pa", "pl", "pt", "ro",
    "ru", "sk", "sl", "sq", "sr", "sv", "ta", "te", "th", "tl", "tr", "uk", "ur", "vi", "yo", "zh",
];

/// The languages in which a part is measured.
pub fn languages_measured(part: Part) -> impl Iterator<Item = &'static str> {
    LANGUAGES.into_iter().filter(move |code| status(part, code) == Status::Measured)
}

/// From which confidence on a message is said to be of a kind.
pub fn threshold(kind: Kind) -> f32 {
    crate::kinds::THRESHOLDS[kind as usize]
}

/// The status of a part for a message of a language, as far as the language itself is sure.
pub fn status_of(part: Part, language: &str, language_confidence: f32) -> Status {
    match status(part, language) {
        Status::Measured if part != Part::Language && language_confidence < LANGUAGE_SURE_MIN => Status::Rules,
        status => status,
    }
}

/// The status of a part for messages in a language (ISO 639-1). Toxicity has been measured on one set only, badly;
/// it stays `Rules` until a measure says otherwise.
pub fn status(part: Part, language: &str) -> Status {
    match (part, language) {
        (Part::Language, "und") => Status::Absent,
        (Part::Language, code) if LANGUAGES.contains(&code) => Status::Measured,
        (Part::Language, _) => Status::Rules,
        (Part::Keywords | Part::Entities, _) => Status::Rules,
        (Part::Kind(Kind::Bug | Kind::Idea | Kind::Question | Kind::Spam), "en") => Status::Measured,
        (Part::Sentiment | Part::Spam, "en") => Status::Measured,
        (_, "en" | "fr") => Status::Rules,
        _ => Status::Absent,
    }
}
