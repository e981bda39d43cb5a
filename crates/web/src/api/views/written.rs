//! Rows as JSON: the names that programs rely on, so they may grow but never change.

use hub::named::{Named, Naming};
use hub::topics::Trend;
use hub::trust;
use model::{Kind, Time};
use serde_json::{Map, Value as Json, json};
use store::channels::Channel;
use store::conversations::Conversation;
use store::examples::Example;
use store::jobs::Waiting;
use store::journal::Entry;
use store::members::{Identity, Member};
use store::messages::Message;
use store::notes::Note;
use store::products::Product;
use store::readings::Reading;
use store::runs::Run;

/// Scores are stored in 1/10,000.
fn score(stored: i64) -> f64 {
    stored as f64 / 10_000.0
}

fn kind(number: i64) -> &'static str {
    Kind::from_number(number).unwrap_or(Kind::Other).word()
}

fn moment(at: Option<Time>) -> Json {
    at.map_or(Json::Null, |at| at.to_string().into())
}

pub(super) fn channel(of: &Channel) -> Json {
    json!({ "id": of.id, "kind": of.kind, "origin": of.origin, "name": of.name })
}

pub(super) fn conversation(of: &Conversation) -> Json {
    let known = trust::of_conversation(of);
    json!({
        "id": of.id,
        "channel": { "id": of.channel, "name": of.channel_name },
        "origin": of.origin,
        "title": of.title,
        "state": of.state.word(),
        "assignee": of.assignee,
        "snoozed_until": moment(of.snoozed_until),
        "started_at": moment(of.started_at),
        "started_by": of.started_by,
        "first_other_at": moment(of.first_other_at),
        "last_at": of.last_at,
        "last_message": of.last_message,
        "messages": of.messages,
        "kind": kind(of.kind),
        "urgency": score(of.urgency),
        "language": of.language,
        "unsure": of.is_unsure(),
        "status": {
            "kind": known.kind.word(),
            "urgency": known.urgency.word(),
            "language": known.language.word(),
        },
        "merged_into": of.merged_into,
    })
}

pub(super) fn message(of: &Message, naming: &Naming<'_>) -> Json {
    let reading = &of.reading;
    let example = reading.machine.of_example();
    let example = example.map(|one| json!({ "id": one.id, "at": one.at, "parts": one.parts().collect::<Vec<_>>() }));
    json!({
        "id": of.id,
        "conversation": of.conversation,
        "channel": { "id": of.channel, "name": of.channel_name },
        "author": { "identity": of.identity, "member": of.member, "name": of.author },
        "native_id": of.native_id,
        "reply_to": of.reply_to,
        "sent_at": moment(of.sent_at),
        "edited_at": moment(of.edited_at),
        "deleted": of.deleted,
        "outbound": of.outbound,
        "text": of.text,
        "reading": {
            "kind": kind(reading.kind()),
            "kinds": reading.machine.kinds,
            "sentiment": score(reading.sentiment()),
            "language": reading.language(),
            "urgency": score(reading.urgency()),
            "toxicity": score(reading.toxicity()),
            "spam": score(reading.spam()),
            "asks_reply": reading.asks_reply(),
            "keywords": reading.machine.keywords.lines().collect::<Vec<_>>(),
            "evidence": reading.machine.evidence,
            "model": reading.machine.model,
            "corrected": !reading.said.is_nothing(),
            "example": example,
            "unsure": reading.is_unsure(),
            "entities": naming.of(of).iter().map(named).collect::<Vec<_>>(),
            "status": status(reading),
        },
    })
}

/// A message for somebody else's eyes: without what says who wrote it, and without what in its text reaches a person.
pub(super) fn scrubbed(of: &Message, naming: &Naming<'_>) -> Json {
    let mut json = message(&hub::named::scrubbed(of), naming);
    json["scrubbed"] = true.into();
    json
}

/// As `tribune read` writes it.
fn named(of: &Named) -> Json {
    let mut json = json!({ "kind": of.kind, "text": of.words });
    if let Some(product) = &of.product {
        json["name"] = product.as_str().into();
    }
    json
}

/// How each part of a reading is known; of `kinds`, those that it names.
fn status(reading: &Reading) -> Json {
    let known = trust::of(reading);
    let named = reading.machine.kinds.split([' ', ':']).filter_map(|word| word.parse::<Kind>().ok()); // tidy(swallow): scores stand between the kinds
    let kinds: Map<String, Json> =
        named.map(|kind| (kind.word().to_owned(), known.kinds[kind as usize].word().into())).collect();
    json!({
        "kind": known.kind.word(),
        "kinds": kinds,
        "sentiment": known.sentiment.word(),
        "language": known.language.word(),
        "urgency": known.urgency.word(),
        "toxicity": known.toxicity.word(),
        "spam": known.spam.word(),
        "asks_reply": known.asks_reply.word(),
        "keywords": known.keywords.word(),
    })
}

pub(super) fn member(of: &Member) -> Json {
    json!({ "id": of.id, "name": of.name, "merged_into": of.merged_into })
}

pub(super) fn identity(of: &Identity) -> Json {
    json!({
        "id": of.id,
        "member": of.member,
        "origin": of.origin,
        "handle": of.handle,
        "name": of.name,
        "bot": of.bot,
        "first_at": moment(of.first_at),
        "last_at": moment(of.last_at),
        "messages": of.messages,
    })
}

pub(super) fn note(of: &Note) -> Json {
    json!({ "id": of.id, "conversation": of.conversation, "by": of.by, "by_name": of.by_name, "at": of.at, "body": of.body })
}

pub(super) fn entry(of: &Entry) -> Json {
    json!({
        "id": of.id,
        "seq": of.seq,
        "at": of.at,
        "actor": of.actor,
        "actor_name": of.actor_name,
        "act": of.act,
        "subjects": of.subjects,
        "undoes": of.undoes,
        "undone_by": of.undone_by,
    })
}

pub(super) fn job(of: &Waiting) -> Json {
    json!({
        "id": of.id,
        "kind": of.kind,
        "input": of.input,
        "due_at": of.due_at,
        "attempts": of.attempts,
        "failure": of.failure,
    })
}

pub(super) fn product(of: &Product) -> Json {
    json!({
        "id": of.key,
        "name": of.name,
        "spellings": of.spellings,
        "by": of.by,
        "by_name": of.by_name,
        "at": of.at,
        "query": hub::named::query(of),
    })
}

pub(super) fn example(of: &Example) -> Json {
    let said = &of.said;
    json!({
        "id": of.id,
        "title": of.title,
        "text": of.text,
        "kind": said.kind.map(kind),
        "sentiment": said.sentiment.map(score),
        "language": said.language,
        "toxicity": said.toxicity.map(|score| score > 0),
        "spam": said.spam.map(|score| score > 0),
        "urgency": said.urgency.map(|score| score > 0),
        "asks_reply": said.asks_reply,
        "by": of.by,
        "by_name": of.by_name,
        "at": of.at,
    })
}

pub(super) fn run(of: &Run) -> Json {
    json!({
        "id": of.id,
        "entry": of.entry,
        "format": of.format,
        "file": of.file,
        "state": of.state.word(),
        "failure": of.failure,
        "read": if of.is_restore() { of.imported } else { of.position },
        "imported": of.imported,
        "already": of.already,
        "started_at": of.started_at,
        "finished_at": moment(of.finished_at),
    })
}

pub(super) fn topic(of: &Trend) -> Json {
    json!({
        "id": of.topic.id,
        "name": of.topic.name,
        "named_by_person": of.topic.is_named,
        "pinned": of.topic.is_pinned,
        "keywords": of.topic.keywords.lines().collect::<Vec<_>>(),
        "example": of.topic.example,
        "messages_7_days": of.this,
        "messages_7_days_before": of.before,
        "days": of.days,
    })
}
