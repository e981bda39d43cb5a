//! What the machine said of each message. Scores are in 1/10,000.

use model::{MessageId, WorkspaceId};

use crate::{Result, Row, Value, values};

/// A reading on its way in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewReading {
    pub model: String,
    pub language: String,
    pub language_confidence: i64,
    pub sentiment: i64,
    /// The best kind's number.
    pub kind: i64,
    /// `bug:9300 idea:5200`, best first; `?` in front when the machine is unsure.
    pub kinds: String,
    pub urgency: i64,
    pub toxicity: i64,
    pub spam: i64,
    pub asks_reply: bool,
    /// Separated by a line feed.
    pub keywords: String,
    /// Byte offsets into the text, as `bug:12-25 idea:40-48`.
    pub evidence: String,
}

/// A reading with what a person corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    pub machine: NewReading,
    pub corrected_kind: Option<i64>,
    pub corrected_sentiment: Option<i64>,
    pub corrected_language: Option<String>,
}

impl Reading {
    /// The kind that counts: a person's word before the machine's.
    pub fn kind(&self) -> i64 {
        self.corrected_kind.unwrap_or(self.machine.kind)
    }

    /// Whether the machine's kind is only its best guess, and no person has said better.
    pub fn is_unsure(&self) -> bool {
        self.machine.kinds.starts_with('?') && self.corrected_kind.is_none()
    }

    pub fn sentiment(&self) -> i64 {
        self.corrected_sentiment.unwrap_or(self.machine.sentiment)
    }

    pub fn language(&self) -> &str {
        self.corrected_language.as_deref().unwrap_or(&self.machine.language)
    }
}

pub(crate) const WIDTH: usize = 14;
pub(crate) const ADD: &str = "
    insert into reading (
        message_id, workspace_id, model, language, language_confidence, sentiment, kind, kinds,
        urgency, toxicity, spam, asks_reply, keywords, evidence
    )
    values {rows}";

pub(crate) fn push(rows: &mut Vec<Value>, workspace: WorkspaceId, id: MessageId, reading: NewReading) {
    rows.extend(values![
        id,
        workspace,
        reading.model,
        reading.language,
        reading.language_confidence,
        reading.sentiment,
        reading.kind,
        reading.kinds,
        reading.urgency,
        reading.toxicity,
        reading.spam,
        reading.asks_reply,
        reading.keywords,
        reading.evidence,
    ]);
}

/// Reads the columns `model … evidence, correction.kind, .sentiment, .language` from `at` on.
pub(crate) fn from_row(row: &Row, at: usize) -> Result<Reading> {
    Ok(Reading {
        machine: NewReading {
            model: row.get(at)?,
            language: row.get(at + 1)?,
            language_confidence: row.get(at + 2)?,
            sentiment: row.get(at + 3)?,
            kind: row.get(at + 4)?,
            kinds: row.get(at + 5)?,
            urgency: row.get(at + 6)?,
            toxicity: row.get(at + 7)?,
            spam: row.get(at + 8)?,
            asks_reply: row.get(at + 9)?,
            keywords: row.get(at + 10)?,
            evidence: row.get(at + 11)?,
        },
        corrected_kind: row.get(at + 12)?,
        corrected_sentiment: row.get(at + 13)?,
        corrected_language: row.get(at + 14)?,
    })
}
