//! What a message is for: the ten kinds.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a message is for. The discriminant is what the database stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[repr(i64)]
pub enum Kind {
    Bug = 0,
    Idea = 1,
    Question = 2,
    Praise = 3,
    Complaint = 4,
    /// Something that a user made with or about the product.
    Ugc = 5,
    Press = 6,
    Legal = 7,
    Spam = 8,
    Other = 9,
}

/// Why a string is not a kind.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not a kind; the kinds are bug, idea, question, praise, complaint, ugc, press, legal, spam and other")]
pub struct NotAKind(pub String);

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

    /// The word that stands for the kind in JSON, addresses and queries.
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

    /// The kind that the database stored as `number`.
    pub fn from_number(number: i64) -> Option<Kind> {
        Kind::ALL.get(usize::try_from(number).ok()?).copied()
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Kind {
    type Err = NotAKind;

    fn from_str(written: &str) -> Result<Kind, NotAKind> {
        let found = Kind::ALL.into_iter().find(|kind| kind.word().eq_ignore_ascii_case(written));
        found.ok_or_else(|| NotAKind(written.chars().take(40).collect()))
    }
}
