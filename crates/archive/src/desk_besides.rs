//! What was said in a help desk's conversation elsewhere than in its list of messages.

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::generic;
use crate::json;

/// The newest message of a list of conversations, of which Chatwoot gives no others.
pub(crate) fn newest<'a>(item: &'a Value, messages: &[&Value]) -> Option<&'a Value> {
    let newest = json::at(item, "last_non_activity_message")?;
    let id = json::text(newest, "id")?;
    messages.iter().all(|said| json::text(said, "id").as_ref() != Some(&id)).then_some(newest)
}

/// What a customer wrote who rated a conversation of Intercom, in which others have said `messages`.
pub(crate) fn remark(item: &Value, messages: &[&Value]) -> Option<Value> {
    let rating = json::at(item, "conversation_rating")?;
    let remark = json::text(rating, "remark")?;
    let told = ["contact", "customer"].iter().find_map(|name| json::at(rating, name));
    // Ratings of some versions name nobody: they are the customer's.
    let author = told.or_else(|| {
        let found = ["contacts.contacts", "contacts", "user"].iter().find_map(|path| json::at(item, path))?;
        match found.as_array().map(Vec::as_slice) {
            None => Some(found),
            Some([customer]) => Some(customer),
            Some(several) => only_speaker(several, item, messages),
        }
    });
    Some(json!({"id": "rating", "body": remark, "created_at": rating["created_at"], "author": author}))
}

/// The one of several people who has said something; none of two.
fn only_speaker<'a>(people: &'a [Value], item: &Value, messages: &[&Value]) -> Option<&'a Value> {
    let speakers = messages.iter().filter_map(|said| json::text(said, "author.id"));
    let speakers: HashSet<String> = speakers.chain(json::text(item, "source.author.id")).collect();
    let mut spoke = people.iter().filter(|person| json::text(person, "id").is_some_and(|id| speakers.contains(&id)));
    spoke.next().filter(|_| spoke.next().is_none())
}

/// What a customer wrote who answered a survey of Chatwoot, in the message that asked.
pub(crate) fn feedback(said: &Value, customer: Option<&Value>) -> Option<Value> {
    let answer = json::text(said, "content_attributes.submitted_values.csat_survey_response.feedback_message")?;
    let id = json::text(said, "id").map(|id| format!("{id}-feedback"));
    Some(json!({"id": id, "content": answer, "created_at": said["created_at"], "sender": customer}))
}

/// The customer of a conversation of Chatwoot, or of a list of its messages: who it is, as far as that may be repeated.
pub(crate) fn customer(item: &Value) -> Option<Value> {
    const KEPT: [&str; 5] = ["id", "email", "name", "identifier", "phone_number"];
    let paths = ["meta.sender", "contact.payload", "contact"];
    let found = paths.iter().find_map(|path| json::at(item, path))?;
    let person = found.as_array().map_or(Some(found), |list| list.first())?;
    let told =
        KEPT.into_iter().filter_map(|name| Some((name, json::text(person, name).and_then(generic::repeatable)?)));
    Some(told.map(|(name, told)| (name.to_owned(), Value::from(told))).collect())
}
