//! Answers of Slack that tools put into the message which they answer; Slack itself tells there only who answered when.

use serde::Deserialize;
use serde_json::Value;

use crate::json;
use crate::scalar::{Scalar, lenient};

/// What tools call the list of answers.
#[derive(Deserialize)]
struct Nested {
    #[serde(default)]
    ts: Scalar,
    #[serde(default, deserialize_with = "lenient")]
    slackdump_thread_replies: Vec<Value>,
    #[serde(default, deserialize_with = "lenient")]
    thread_replies: Vec<Value>,
    #[serde(default, deserialize_with = "lenient")]
    replies: Vec<Value>,
    #[serde(default, rename = "$replies", deserialize_with = "lenient")]
    marked_replies: Vec<Value>,
    #[serde(default, deserialize_with = "lenient")]
    thread: Vec<Value>,
}

/// The answers that stand in a message. The message itself, with which a list of them may begin, is none.
pub(crate) fn answers(raw: &[u8]) -> Vec<Value> {
    let has = |word: &[u8]| memchr::memmem::find(raw, word).is_some();
    if !has(b"replies\"") && !has(b"\"thread\"") {
        return Vec::new();
    }
    // What is no message is told of when its row is read.
    let Ok(nested) = serde_json::from_slice::<Nested>(raw) else { return Vec::new() };
    let others = [nested.thread_replies, nested.replies, nested.marked_replies, nested.thread];
    let told = others.into_iter().flatten().filter(is_message);
    let mut found: Vec<Value> = nested.slackdump_thread_replies.into_iter().chain(told).collect();
    found.retain(|answer| json::text(answer, "ts").is_none_or(|ts| ts != nested.ts.as_str()));
    found
}

/// Whether an item is a message and not only who answered and when.
fn is_message(answer: &Value) -> bool {
    let is_called = answer.get("type").and_then(Value::as_str) == Some("message");
    is_called || answer.get("text").is_some_and(Value::is_string)
}
