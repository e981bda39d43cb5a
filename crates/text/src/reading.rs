//! What the text engine says of one message: labels with confidence, evidence and how each was measured.

mod json;

pub use crate::entities::{Entity, EntityKind};
pub use crate::quality::Status;
use crate::quality::{Part, status_of, threshold};
pub use crate::toxicity::{Category, CategoryReading};
pub use json::Show;

/// The version of the models and rules behind every reading.
pub const MODEL: &str = "2026.11";

/// What a message is for. The order is that of `model::Kind`, whose number the database stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Bug,
    Idea,
    Question,
    Praise,
    Complaint,
    /// Something that a user made with or about the product.
    Ugc,
    Press,
    Legal,
    Spam,
    Other,
}

impl Kind {
    pub const ALL: [Kind; 10] = [
        Kind::Bug,
        Kind::Idea,
        Kind::Question,
        Kind::Praise,
        Kind::Complaint,
        Kind::Ugc,
        Kind::Press,
        Kind::Legal,
        Kind::Spam,
        Kind::Other,
    ];

    /// The word that stands for the kind in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Bug => "bug",
            Kind::Idea => "idea",
            Kind::Question => "question",
            Kind::Praise => "praise",
            Kind::Complaint => "complaint",
            Kind::Ugc => "ugc",
            Kind::Press => "press",
            Kind::Legal => "legal",
            Kind::Spam => "spam",
            Kind::Other => "other",
        }
    }
}

/// Which part of the message a span points into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    Title,
    Text,
}

/// A piece of the message as byte offsets, so that evidence copies no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    pub place: Place,
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// The words that the span points at; empty if the message is not the one that was read.
    pub fn words<'a>(&self, input: &crate::Input<'a>) -> &'a str {
        let whole = match self.place {
            Place::Title => input.title.unwrap_or_default(),
            Place::Text => input.text,
        };
        whole.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LanguageReading {
    /// ISO 639-1, else 639-3, else `und`.
    pub code: &'static str,
    /// 0…1.
    pub confidence: f32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SentimentLabel {
    Negative,
    Neutral,
    Positive,
}

impl SentimentLabel {
    /// The word that stands for the label in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            SentimentLabel::Negative => "negative",
            SentimentLabel::Neutral => "neutral",
            SentimentLabel::Positive => "positive",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SentimentReading {
    /// -1…1.
    pub score: f32,
    pub label: SentimentLabel,
    pub status: Status,
}

/// One kind that the message may be of.
#[derive(Clone, Debug, PartialEq)]
pub struct KindReading {
    pub label: Kind,
    /// 0…1.
    pub confidence: f32,
    /// Where the message shows it, strongest first; empty if no single piece does.
    pub evidence: Vec<Span>,
    pub status: Status,
}

impl KindReading {
    /// Whether a rule may act on this kind without a person having allowed it: it was measured, and it is decided.
    pub fn may_trigger(&self) -> bool {
        self.status == Status::Measured && self.confidence >= threshold(self.label)
    }
}

/// A score with the decision at 0.5.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// 0…1.
    pub score: f32,
    pub status: Status,
}

impl Score {
    /// Whether the score reaches the decision threshold.
    pub fn is_yes(&self) -> bool {
        self.score >= 0.5
    }

    /// Whether a rule may act on this score without a person having allowed it.
    pub fn may_trigger(&self) -> bool {
        self.is_yes() && self.status == Status::Measured
    }
}

/// Everything that is read from one message.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub language: LanguageReading,
    pub sentiment: SentimentReading,
    /// The kinds at or above their thresholds, best first; if there is none, the best alone, and `unsure` is set.
    pub kinds: Vec<KindReading>,
    /// No kind reached its threshold.
    pub unsure: bool,
    /// The confidence of each kind, in the order of `Kind::ALL`.
    pub confidences: [f32; 10],
    pub urgency: Score,
    /// Hate, threats and the like that a moderator should see; see `toxicity::Category` for plain insults.
    pub toxicity: Score,
    /// The categories at or above 0.5, strongest first.
    pub categories: Vec<CategoryReading>,
    pub spam: Score,
    pub asks_reply: bool,
    /// Whether the message shows something that its author made, for which rights may be asked.
    pub rights: Score,
    /// At most five pieces of the message that say what it is about.
    pub keywords: Vec<Span>,
    pub entities: Vec<Entity>,
    pub model: &'static str,
}

impl Reading {
    /// How a part of this reading came to be trusted, or not.
    pub fn status(&self, part: Part) -> Status {
        status_of(part, self.language.code, self.language.confidence)
    }
}
