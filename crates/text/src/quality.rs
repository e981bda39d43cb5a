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
}

/// From which confidence on a message is said to be of a kind.
pub fn threshold(kind: Kind) -> f32 {
    crate::kinds::THRESHOLDS[kind as usize]
}

/// The status of a part for messages in a language (ISO 639-1). Toxicity has been measured on one set only, badly;
/// it stays `Rules` until a measure says otherwise.
pub fn status(part: Part, language: &str) -> Status {
    match (part, language) {
        (Part::Kind(Kind::Bug | Kind::Idea | Kind::Question | Kind::Spam), "en") => Status::Measured,
        (Part::Sentiment | Part::Spam, "en") => Status::Measured,
        (_, "en" | "fr") => Status::Rules,
        _ => Status::Absent,
    }
}
