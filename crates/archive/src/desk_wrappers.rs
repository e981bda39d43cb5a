//! Tickets of help desks that stand in an object of their own, with what a tool put beside them there.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::json;

/// Objects that hold one ticket: Freshdesk's first API, Zendesk's, Help Scout's first one; what tools put beside messages.
const WRAPPERS: [&str; 4] = ["helpdesk_ticket", "ticket", "item", "conversation"];

/// A ticket with all that stands in it or beside it.
pub(crate) fn unwrapped(item: Value) -> Value {
    WRAPPERS.iter().fold(item, |item, name| without_wrapper(item, name))
}

/// Freshdesk's first API put each ticket, and each note, into an object of its own.
fn without_wrapper(mut item: Value, name: &str) -> Value {
    let alone = item.get("id").is_none();
    let Some(inside) = item.get_mut(name).filter(|inside| alone && inside.is_object()) else { return item };
    let mut ticket = inside.take();
    // Whoever saves a ticket whole puts its comments and people beside it.
    if let (Value::Object(ticket), Value::Object(beside)) = (&mut ticket, item) {
        let others = beside.into_iter().filter(|(other, _)| other != name);
        others.for_each(|(other, value)| add(ticket, other, value));
    }
    ticket
}

/// Adds to what a ticket tells what stands beside it, perhaps under the same name.
fn add(ticket: &mut Map<String, Value>, name: String, beside: Value) {
    match (ticket.get_mut(&name), beside) {
        (None, beside) => drop(ticket.insert(name, beside)),
        (Some(Value::Object(told)), Value::Object(beside)) => {
            beside.into_iter().for_each(|(inner, value)| add(told, inner, value));
        }
        // A conversation alone tells its newest message, or how many it has.
        (Some(told), beside) => match list_in(beside, &name) {
            Ok(list) => *told = with_all(list_in(told.take(), &name).unwrap_or_default(), list),
            // Under a name of its own it is told among what is not read.
            Err(left) if left.is_object() => drop(ticket.insert(format!("{name} (beside)"), left)),
            Err(_) => {}
        },
    }
}

/// The list of this name, or the one that a whole answer of the API holds; anything else as it is.
fn list_in(mut value: Value, name: &str) -> Result<Vec<Value>, Value> {
    let is_list = |path: &&str| value.get(*path).is_some_and(Value::is_array);
    let found = [name, "payload"].into_iter().find(is_list);
    match found.map_or(Value::Null, |path| value[path].take()) {
        Value::Array(list) => Ok(list),
        _ => match value {
            Value::Array(list) => Ok(list),
            other => Err(other),
        },
    }
}

/// A list and what another one has besides.
fn with_all(told: Vec<Value>, mut list: Vec<Value>) -> Value {
    let known: HashSet<String> = list.iter().filter_map(|said| json::text(said, "id")).collect();
    list.extend(told.into_iter().filter(|said| json::text(said, "id").is_none_or(|id| !known.contains(&id))));
    list.into()
}
