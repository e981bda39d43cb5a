//! What the machine said of each message. Scores are in 1/10,000.

use std::fmt;

use model::{ExampleId, MessageId, Time, WorkspaceId};

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

impl NewReading {
    /// The example whose words the message shares, where a person's word on it stands in this reading.
    pub fn of_example(&self) -> Option<OfExample> {
        OfExample::parse(&self.evidence)
    }
}

/// That a reading is what a person said of the same words: which example, when, and which parts. It stands before the
/// other evidence, as `example+kind+spam:ID-MICROSECONDS`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfExample {
    pub id: ExampleId,
    pub at: Time,
    /// `kind+spam`.
    parts: String,
}

/// What the evidence of such a reading begins with.
const EXAMPLE: &str = "example+";

impl OfExample {
    pub fn new(id: ExampleId, at: Time, parts: &[&str]) -> OfExample {
        OfExample { id, at, parts: parts.join("+") }
    }

    /// Whether the person said this part: `kind`, `sentiment`…
    pub fn has(&self, part: &str) -> bool {
        self.parts.split('+').any(|known| known == part)
    }

    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.parts.split('+')
    }

    /// What evidence says of it; `None` for most readings.
    pub(crate) fn parse(evidence: &str) -> Option<OfExample> {
        let written = evidence.strip_prefix(EXAMPLE)?.split(' ').next()?;
        let (parts, of) = written.split_once(':')?;
        let (id, at) = of.split_once('-')?;
        let number = |word: &str| word.parse().ok(); // tidy(swallow): a later program may write otherwise
        Some(OfExample { id: ExampleId(number(id)?), at: Time(number(at)?), parts: parts.to_owned() })
    }
}

impl fmt::Display for OfExample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{EXAMPLE}{}:{}-{}", self.parts, self.id.0, self.at.micros())
    }
}

/// What a person says of a text or message; of the parts that are `None` they said nothing. Scores are in 1/10,000.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    pub kind: Option<i64>,
    pub sentiment: Option<i64>,
    pub language: Option<String>,
    pub toxicity: Option<i64>,
    pub spam: Option<i64>,
    pub urgency: Option<i64>,
    pub asks_reply: Option<bool>,
}

impl Said {
    /// Whether the person said anything.
    pub fn is_nothing(&self) -> bool {
        *self == Said::default()
    }

    /// What is said here, and where nothing is, what was said before.
    #[must_use]
    pub fn or(self, before: &Said) -> Said {
        Said {
            kind: self.kind.or(before.kind),
            sentiment: self.sentiment.or(before.sentiment),
            language: self.language.or_else(|| before.language.clone()),
            toxicity: self.toxicity.or(before.toxicity),
            spam: self.spam.or(before.spam),
            urgency: self.urgency.or(before.urgency),
            asks_reply: self.asks_reply.or(before.asks_reply),
        }
    }

    /// The parts that the person said.
    pub fn parts(&self) -> Vec<&'static str> {
        let all = [
            ("kind", self.kind.is_some()),
            ("sentiment", self.sentiment.is_some()),
            ("language", self.language.is_some()),
            ("toxicity", self.toxicity.is_some()),
            ("spam", self.spam.is_some()),
            ("urgency", self.urgency.is_some()),
            ("asks_reply", self.asks_reply.is_some()),
        ];
        all.into_iter().filter(|(_, is_said)| *is_said).map(|(part, _)| part).collect()
    }

    /// Reads the columns `kind, sentiment, language, toxicity, spam, urgency, asks_reply` from `at` on.
    pub(crate) fn from_row(row: &Row, at: usize) -> Result<Said> {
        Ok(Said {
            kind: row.get(at)?,
            sentiment: row.get(at + 1)?,
            language: row.get(at + 2)?,
            toxicity: row.get(at + 3)?,
            spam: row.get(at + 4)?,
            urgency: row.get(at + 5)?,
            asks_reply: row.get::<Option<i64>>(at + 6)?.map(|flag| flag != 0),
        })
    }
}

/// A reading with what a person said instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    pub machine: NewReading,
    pub said: Said,
}

impl Reading {
    /// The kind that counts: a person's word before the machine's.
    pub fn kind(&self) -> i64 {
        self.said.kind.unwrap_or(self.machine.kind)
    }

    /// Whether the machine's kind is only its best guess, and no person has said better.
    pub fn is_unsure(&self) -> bool {
        self.machine.kinds.starts_with('?') && self.said.kind.is_none()
    }

    pub fn sentiment(&self) -> i64 {
        self.said.sentiment.unwrap_or(self.machine.sentiment)
    }

    pub fn language(&self) -> &str {
        self.said.language.as_deref().unwrap_or(&self.machine.language)
    }

    pub fn toxicity(&self) -> i64 {
        self.said.toxicity.unwrap_or(self.machine.toxicity)
    }

    pub fn spam(&self) -> i64 {
        self.said.spam.unwrap_or(self.machine.spam)
    }

    pub fn urgency(&self) -> i64 {
        self.said.urgency.unwrap_or(self.machine.urgency)
    }

    pub fn asks_reply(&self) -> bool {
        self.said.asks_reply.unwrap_or(self.machine.asks_reply)
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

/// Reads the columns `model … evidence, correction.kind … .asks_reply` from `at` on.
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
        said: Said::from_row(row, at + 12)?,
    })
}
