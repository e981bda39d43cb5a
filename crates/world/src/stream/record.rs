//! A message as its place would export it, with what is true of it.

use model::{Attachment, Incoming, Kind, Reaction, Time};

use super::Conversation;
use super::speakers::Writer;
use crate::Truth;
use crate::phrase::Topic;
use crate::places::Place;
use crate::plan::Turn;
use crate::random::{Random, mix};
use crate::render::cut;

/// The message of a turn; the conversation remembers what the next one needs.
pub(super) fn incoming(
    (turn, topic): (Turn, &Topic),
    going: &mut Conversation,
    (writer, at, text): (Writer, Time, String),
    random: &mut Random,
) -> Incoming {
    let native = native_id(going, &writer, at, random.next());
    if turn == Turn::Open {
        going.root.clone_from(&native);
        going.key = key(going);
    }
    let mut incoming = Incoming {
        origin: going.place.origin().to_owned(),
        channel: going.channel.to_owned(),
        native_id: Some(native.clone()),
        conversation: going.key.clone(),
        title: going.title.clone(),
        reply_to: reply_to(turn, going, random),
        author: writer.author,
        sent: Some(at),
        edited: random.chance(0.015).then(|| at.plus_seconds(30 + random.below(4_000) as i64)),
        deleted: false,
        attachments: attachments((turn, topic), going.place, random),
        reactions: reactions((turn, topic.kind), going.place, random),
        source: Vec::new(),
        thing: None,
        text,
    };
    incoming.source = source(&incoming);
    going.last = native;
    going.last_name = writer.called;
    if matches!(going.place, Place::Mail | Place::Forum) {
        going.last_text.clear();
        going.last_text.push_str(own_words(&incoming.text));
    }
    incoming
}

/// What is true of the message of a turn.
pub(super) fn truth(
    (turn, topic): (Turn, &Topic),
    going: &Conversation,
    writer: &Writer,
    language: &'static str,
) -> Truth {
    let opens = turn == Turn::Open;
    Truth {
        kind: turn.kind(topic.kind),
        topic: topic.name,
        sentiment: turn.sentiment(topic.kind),
        language,
        person: writer.person,
        staff: writer.staff.is_some(),
        incident: going.incident,
        spam: topic.kind == Kind::Spam && opens,
        toxic: turn == Turn::Rude || (topic.name == "insult" && opens),
        answers: matches!(turn, Turn::Answer | Turn::Staff),
        opens,
    }
}

fn reply_to(turn: Turn, going: &Conversation, random: &mut Random) -> Option<String> {
    match going.place {
        _ if turn == Turn::Open => None,
        Place::Mail | Place::Social => Some(going.last.clone()),
        Place::Chat | Place::Review => Some(going.root.clone()),
        Place::Forum if random.chance(0.4) => Some(going.last.clone()),
        Place::Forum | Place::Tracker => None,
    }
}

fn native_id(going: &Conversation, writer: &Writer, at: Time, coin: u64) -> String {
    match going.place {
        Place::Forum => format!("post-{}-{}", going.number, at.seconds() % 10_000_000),
        Place::Chat => format!("{}.{:06}", at.seconds(), (coin >> 8) % 1_000_000),
        Place::Mail => {
            let host = writer.author.handle.rsplit('@').next().unwrap_or("mail.example");
            format!("<{:x}.{}@{host}>", coin >> 16, going.number)
        }
        Place::Social => format!("{}", at.millis() << 16 | (coin as i64 & 0xffff)),
        Place::Review => format!("review-{}-{}", going.number, coin % 1_000),
        Place::Tracker => format!("{}-{}", going.number, at.seconds()),
    }
}

fn key(going: &Conversation) -> String {
    match going.place {
        Place::Forum => format!("topic-{}", going.number),
        Place::Chat => format!("{}/{}", going.channel, going.root),
        Place::Tracker => format!("{}#{}", going.channel, going.number),
        Place::Mail | Place::Social | Place::Review => going.root.clone(),
    }
}

/// A message without the quotation at its end and its signature.
fn own_words(text: &str) -> &str {
    let end = text.find("\n\n> ").or_else(|| text.find("\n> ")).unwrap_or(text.len());
    cut(text[..end].split("\n-- ").next().unwrap_or(text), 600)
}

fn attachments((turn, topic): (Turn, &Topic), place: Place, random: &mut Random) -> Vec<Attachment> {
    let probability = match (turn, topic.kind) {
        (Turn::Open, Kind::Ugc) => 0.6,
        (Turn::Open | Turn::Detail, Kind::Bug) => 0.15,
        (Turn::Open, Kind::Press) => 0.2,
        _ => 0.0,
    };
    if place == Place::Review || !random.chance(probability) {
        return Vec::new();
    }
    let files: &[(&str, &str)] = match topic.kind {
        Kind::Ugc => &[
            ("take", "audio/mpeg"),
            ("session", "video/mp4"),
            ("setup", "image/jpeg"),
            ("patch", "application/octet-stream"),
        ],
        Kind::Bug => &[("screen", "image/png"), ("log", "text/plain"), ("clip", "video/mp4")],
        _ => &[("request", "application/pdf")],
    };
    let (name, media_type) = *random.pick(files);
    let ending = match media_type {
        "text/plain" => "txt",
        "image/jpeg" => "jpg",
        "audio/mpeg" => "mp3",
        "application/octet-stream" => "wren",
        other => other.rsplit('/').next().unwrap_or("bin"),
    };
    let number = random.below(9_000) + 1_000;
    let name = format!("{name}-{number}.{ending}");
    let url = Some(format!("https://files.tidewick.example/{:x}/{name}", mix(number as u64) >> 40));
    vec![Attachment { name, media_type: media_type.to_owned(), bytes: None, url }]
}

fn reactions((turn, kind): (Turn, Kind), place: Place, random: &mut Random) -> Vec<Reaction> {
    let reaction = |name: &str, count: usize| vec![Reaction { name: name.to_owned(), count: count as u64 }];
    match (place, turn, kind) {
        (Place::Mail, ..) => Vec::new(),
        (Place::Review, Turn::Open, Kind::Praise) => reaction("stars", 4 + random.below(2)),
        (Place::Review, Turn::Open, Kind::Bug | Kind::Complaint) => reaction("stars", 1 + random.below(2)),
        (Place::Review, Turn::Open, _) => reaction("stars", 3 + random.below(2)),
        (_, Turn::Open, Kind::Idea) if random.chance(0.7) => reaction("+1", 1 + random.poisson(5.0)),
        (_, Turn::Open, Kind::Ugc | Kind::Praise) if random.chance(0.6) => reaction("heart", 1 + random.poisson(3.0)),
        (_, Turn::Answer | Turn::Staff, _) if random.chance(0.3) => reaction("+1", 1 + random.poisson(1.0)),
        _ => Vec::new(),
    }
}

/// The record as an export of the place would hold it.
fn source(incoming: &Incoming) -> Vec<u8> {
    let mut record = String::with_capacity(incoming.text.len() + 240);
    let fields = [
        ("{\"id\":\"", incoming.native_id.as_deref().unwrap_or("")),
        ("\",\"channel\":\"", incoming.channel.as_str()),
        ("\",\"thread\":\"", incoming.conversation.as_str()),
        ("\",\"author\":\"", incoming.author.handle.as_str()),
        ("\",\"text\":\"", incoming.text.as_str()),
    ];
    for (head, value) in fields {
        record.push_str(head);
        for letter in value.chars() {
            match letter {
                '"' => record.push_str("\\\""),
                '\\' => record.push_str("\\\\"),
                '\n' => record.push_str("\\n"),
                letter => record.push(letter),
            }
        }
    }
    record.push_str("\",\"sent\":\"");
    if let Some(sent) = incoming.sent {
        record.push_str(&sent.to_string());
    }
    record.push_str("\"}");
    record.into_bytes()
}
