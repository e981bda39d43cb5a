//! A message as a line of an export, and back.

use archive::{Beneath, Beside, whole};
use model::{
    Attachment, Author, ChannelId, ConversationId, EntryId, IdentityId, Incoming, Kind, MessageId, RunId, Time,
};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use store::leave::messages::{Around, File, Kept};
use store::readings::NewReading;
use store::sources::Packed;

use crate::{Error, Result};

/// What only the database knows of a message: the part `kept` of its line.
#[derive(Serialize, Deserialize)]
struct Told {
    message: MessageId,
    conversation: ConversationId,
    channel: ChannelId,
    identity: IdentityId,
    key: String,
    arrived: Time,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    outbound: bool,
    run: RunId,
    version: EntryId,
    reading: Read,
}

#[derive(Serialize, Deserialize)]
struct Read {
    model: String,
    language: String,
    language_confidence: i64,
    sentiment: i64,
    kind: String,
    kinds: String,
    urgency: i64,
    toxicity: i64,
    spam: i64,
    asks_reply: bool,
    keywords: Vec<String>,
    evidence: String,
}

/// A source record beside the lines: its path and its bytes.
type Large = (String, Vec<u8>);

/// Writes a message as a line, and the file beside it that holds a source record too large for one.
pub(super) fn written(kept: Kept, around: Around) -> Result<(Vec<u8>, Option<Large>)> {
    let reading = kept.reading;
    let kind = Kind::from_number(reading.kind).ok_or_else(|| Error::Broken(format!("kind {}", reading.kind)))?;
    let told = Told {
        message: kept.id,
        conversation: kept.conversation,
        channel: kept.channel,
        identity: kept.identity,
        key: kept.key,
        arrived: kept.arrived_at,
        outbound: kept.outbound,
        run: kept.run,
        version: EntryId(kept.version),
        reading: Read {
            model: reading.model,
            language: reading.language,
            language_confidence: reading.language_confidence,
            sentiment: reading.sentiment,
            kind: kind.word().to_owned(),
            kinds: reading.kinds,
            urgency: reading.urgency,
            toxicity: reading.toxicity,
            spam: reading.spam,
            asks_reply: reading.asks_reply,
            keywords: reading.keywords.split('\n').filter(|word| !word.is_empty()).map(str::to_owned).collect(),
            evidence: reading.evidence,
        },
    };
    let record = kept.source.map(|packed| packed.unpack()).transpose()?;
    let path = record.as_ref().and_then(|record| archive::source_path(record, &kept.id.to_string()));
    let source = match (&record, &path) {
        (None, _) => Beneath::Nowhere,
        (Some(_), None) => Beneath::Inside,
        (Some(_), Some(path)) => Beneath::At(path.clone()),
    };
    let media = kept.files.iter().map(|file| (file.digest.as_deref().map(whole::media_path), file.size_bytes));
    let beside = Beside { media: media.collect(), source, kept: told };
    let name = Some(around.name).filter(|name| *name != around.handle);
    let message = Incoming {
        origin: around.origin,
        channel: around.channel,
        native_id: kept.native_id,
        conversation: around.conversation,
        title: Some(around.title).filter(|title| !title.is_empty()),
        reply_to: kept.reply_to,
        author: Author { handle: around.handle, name, bot: around.bot },
        sent: kept.sent_at,
        text: kept.text,
        edited: kept.edited_at,
        deleted: kept.deleted,
        attachments: kept.files.into_iter().map(attachment).collect(),
        reactions: kept.reactions,
        source: record.unwrap_or_default(),
        thing: None,
    };
    let line = archive::export_beside(&message, beside);
    Ok((line, path.map(|path| (path, message.source))))
}

fn attachment(file: File) -> Attachment {
    Attachment { name: file.name, media_type: file.media_type, bytes: None, url: file.url }
}

/// The message of a line as its row was.
pub(super) fn kept(message: Incoming, beside: Beside) -> Result<Kept> {
    let unfit = |what: String| Error::Conflict(format!("`kept` of a message's line: {what}; the export was changed"));
    let told: Told = serde_json::from_value(Json::Object(beside.kept)).map_err(|error| unfit(error.to_string()))?;
    let reading = told.reading;
    let kind: Kind = reading.kind.parse().map_err(|error: model::kind::NotAKind| unfit(error.to_string()))?;
    let files = message.attachments.into_iter().zip(beside.media).map(|(file, (path, size_bytes))| File {
        name: file.name,
        media_type: file.media_type,
        size_bytes,
        digest: path.as_deref().and_then(whole::media_digest).map(str::to_owned),
        url: file.url,
    });
    Ok(Kept {
        id: told.message,
        conversation: told.conversation,
        channel: told.channel,
        identity: told.identity,
        key: told.key,
        native_id: message.native_id,
        reply_to: message.reply_to,
        sent_at: message.sent,
        arrived_at: told.arrived,
        outbound: told.outbound,
        deleted: message.deleted,
        edited_at: message.edited,
        text: message.text,
        run: told.run,
        version: told.version.0,
        reading: NewReading {
            model: reading.model,
            language: reading.language,
            language_confidence: reading.language_confidence,
            sentiment: reading.sentiment,
            kind: kind as i64,
            kinds: reading.kinds,
            urgency: reading.urgency,
            toxicity: reading.toxicity,
            spam: reading.spam,
            asks_reply: reading.asks_reply,
            keywords: reading.keywords.join("\n"),
            evidence: reading.evidence,
        },
        files: files.collect(),
        reactions: message.reactions,
        source: (beside.source != Beneath::Nowhere).then(|| Packed::new(message.source)),
    })
}
