//! What a person may say of a text or message instead of what was read: the fields, and what they become.

use model::Kind;
use serde_json::Value as Json;
use store::readings::Said;

use crate::Result;
use crate::input::{Field, FieldKind, Input};

pub(super) const KIND: Field = Field::optional("kind", FieldKind::Kind, "What it is for.");
pub(super) const SENTIMENT: Field =
    Field::optional("sentiment", FieldKind::Score, "From -1, very unhappy, to 1, very happy.");
pub(super) const LANGUAGE: Field = Field::optional("language", FieldKind::Language, "Its language's code.");
pub(super) const TOXICITY: Field = Field::optional("toxicity", FieldKind::YesNo, "Whether a moderator should see it.");
pub(super) const SPAM: Field = Field::optional("spam", FieldKind::YesNo, "Whether it is advertising.");
pub(super) const URGENCY: Field = Field::optional("urgency", FieldKind::YesNo, "Whether it is urgent.");
pub(super) const ASKS_REPLY: Field = Field::optional("asks_reply", FieldKind::YesNo, "Whether it awaits an answer.");

/// Scores are in 1/10,000.
const ALL: f64 = 10_000.0;

/// What the input says.
pub(super) fn read(input: &Input) -> Result<Said> {
    let score = |name: &str| input.find_yes_no(name).map(|yes| if yes { ALL as i64 } else { 0 });
    Ok(Said {
        kind: input.find_kind("kind")?.map(|kind: Kind| kind as i64),
        sentiment: input.find_score("sentiment").map(|score| (score * ALL).round() as i64),
        language: input.find_text("language").map(str::to_owned),
        toxicity: score("toxicity"),
        spam: score("spam"),
        urgency: score("urgency"),
        asks_reply: input.find_yes_no("asks_reply"),
    })
}

/// The same as columns of a row.
pub(super) fn columns(said: &Said) -> Vec<(&'static str, Json)> {
    let number = |number: Option<i64>| number.map_or(Json::Null, Json::from);
    vec![
        ("kind", number(said.kind)),
        ("sentiment", number(said.sentiment)),
        ("language", said.language.as_deref().map_or(Json::Null, Json::from)),
        ("toxicity", number(said.toxicity)),
        ("spam", number(said.spam)),
        ("urgency", number(said.urgency)),
        ("asks_reply", number(said.asks_reply.map(i64::from))),
    ]
}
