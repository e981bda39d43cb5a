//! What people said of texts, looked up for messages of the same words while they are read.

use std::collections::HashMap;

use model::{Kind, Seen, WorkspaceId};
use sha2::{Digest, Sha256};
use store::Conn;
use store::examples::{self, Example, Known};
use store::readings::{NewReading, OfExample, Said};

use crate::Result;

/// Bytes of a digest: enough that no two texts share one.
const DIGEST_BYTES: usize = 16;
const SURE: i64 = 10_000;

/// The examples of a workspace by their words.
#[derive(Debug, Default)]
pub struct Examples(HashMap<String, Known>);

impl Examples {
    /// As they stand now.
    pub(crate) async fn load(conn: &mut Conn, workspace: WorkspaceId) -> Result<Examples> {
        let known = examples::list_known(conn, workspace).await?;
        Ok(Examples(known.into_iter().map(|one| (one.digest.clone(), one)).collect()))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Puts what a person said of the same words in the place of what was read of `text`.
    pub(crate) fn apply(&self, text: &str, reading: &mut NewReading) {
        let Some(known) = digest(text).and_then(|digest| self.0.get(&digest)) else { return };
        let Said { kind, sentiment, language, toxicity, spam, urgency, asks_reply } = &known.said;
        if let Some(kind) = kind {
            reading.kind = *kind;
            reading.kinds = format!("{}:{SURE}", Kind::from_number(*kind).unwrap_or(Kind::Other));
            reading.evidence.clear();
        }
        if let Some(language) = language {
            reading.language.clone_from(language);
            reading.language_confidence = SURE;
        }
        reading.sentiment = sentiment.unwrap_or(reading.sentiment);
        reading.toxicity = toxicity.unwrap_or(reading.toxicity);
        reading.spam = spam.unwrap_or(reading.spam);
        reading.urgency = urgency.unwrap_or(reading.urgency);
        reading.asks_reply = asks_reply.unwrap_or(reading.asks_reply);
        let of = OfExample::new(known.id, known.at, &known.said.parts());
        reading.evidence = format!("{of} {}", reading.evidence).trim_end().to_owned();
    }
}

/// What a person said of the same words as those of `text`.
pub async fn find(conn: &mut Conn, seen: &Seen, text: &str) -> Result<Option<Example>> {
    let Some(digest) = digest(text) else { return Ok(None) };
    Ok(examples::find_by_digest(conn, seen, &digest).await?)
}

/// What tells a text by its own words, whatever their case, accents, spaces and disguise; `None` where all of it is
/// somebody else's, code or a log.
pub fn digest(text: &str) -> Option<String> {
    let own = text::own::own_words(text);
    let folded = text::fold::folded(&own.text);
    if folded.is_empty() {
        return None;
    }
    let digest = Sha256::digest(folded.as_bytes());
    Some(digest.iter().take(DIGEST_BYTES).map(|byte| format!("{byte:02x}")).collect())
}
