//! Looking into JSON whose shape differs from one version of a program to the next.

use model::{Incoming, Reaction, Time};
use serde_json::Value;

use crate::dates::{self, Order};
use crate::jsonl::refuse;
use crate::record::{Place, Record, Row, Skip, Warnings};

/// The value at `a.b.c`.
pub(crate) fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(value, |value, part| value.get(part)).filter(|value| !value.is_null())
}

/// The text at a path; a number as its digits. Empty texts count as none.
pub(crate) fn text(value: &Value, path: &str) -> Option<String> {
    match at(value, path)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The text at the first path that has one.
pub(crate) fn first(value: &Value, paths: &[&str]) -> Option<String> {
    paths.iter().find_map(|path| text(value, path))
}

/// The moment at the first path that has one: RFC 3339, an epoch, or MongoDB's `{"$date": …}`.
pub(crate) fn time(value: &Value, paths: &[&str]) -> Option<Time> {
    paths.iter().find_map(|path| {
        let found = at(value, path)?;
        let found = found.get("$date").unwrap_or(found);
        let written = match found.get("$numberLong").unwrap_or(found) {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        dates::parse(&written, Order::YearFirst, 0)
    })
}

/// What a document says once and each of its messages repeats: a long name would make all of them long.
pub(crate) fn short(text: &str) -> String {
    const LETTERS_MAX: usize = 1_000;
    text.chars().take(LETTERS_MAX).collect()
}

/// The items of the list at a path; of anything else, none.
pub(crate) fn list<'a>(value: &'a Value, path: &str) -> &'a [Value] {
    at(value, path).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

pub(crate) fn is_true(value: &Value, path: &str) -> bool {
    at(value, path).is_some_and(|found| found == &Value::Bool(true))
}

/// Reads one item, or tells why it is none.
pub(crate) fn parse(raw: &[u8], place: &Place) -> Result<Value, Skip> {
    match serde_json::from_slice(raw) {
        Ok(value @ Value::Object(_)) => Ok(value),
        Ok(_) => {
            Err(Skip { place: place.clone(), reason: crate::Reason::Malformed, detail: "not an object".to_owned() })
        }
        Err(error) => Err(refuse(place.clone(), &error)),
    }
}

/// A finished message without warnings.
pub(crate) fn row(message: Incoming, place: &Place) -> Row {
    Ok(Record::new(message, place.clone(), Warnings::default()))
}

/// A row that brings no message.
pub(crate) fn skip(reason: crate::Reason, detail: &str, place: &Place) -> Row {
    Err(Skip { place: place.clone(), reason, detail: detail.chars().take(80).collect() })
}

/// Counts reactions that stand one by one.
pub(crate) fn count(signs: impl Iterator<Item = String>) -> Vec<Reaction> {
    let mut counts: Vec<Reaction> = Vec::new();
    for name in signs {
        match counts.iter_mut().find(|known| known.name == name) {
            Some(known) => known.count += 1,
            None => counts.push(Reaction { name, count: 1 }),
        }
    }
    counts
}

/// The names in the outermost object of a document, as far as its beginning goes.
pub(crate) fn own_names(head: &str) -> Vec<&str> {
    let (mut depth, mut names, mut rest) = (0_usize, Vec::new(), head);
    while let Some(at) = rest.find(['"', '{', '[', '}', ']']) {
        let sign = rest.as_bytes()[at];
        rest = &rest[at + 1..];
        match sign {
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth < 2 => break,
            b'}' | b']' => depth -= 1,
            _ => {
                let Some(end) = string_end(rest) else { break };
                let (name, after) = (&rest[..end], &rest[end + 1..]);
                names.extend(Some(name).filter(|_| depth == 1 && after.trim_start().starts_with(':')));
                rest = after;
            }
        }
    }
    names
}

/// Where a string ends whose quotation mark was passed.
fn string_end(rest: &str) -> Option<usize> {
    let mut escaped = false;
    rest.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    })
}
