//! Whom a help desk's conversation names: who stands in it whole may stand elsewhere in it as a number alone.

use std::collections::HashMap;

use serde_json::Value;

use crate::desk_names::Desk;
use crate::generic;
use crate::json;

/// How many kinds of people one number may stand for.
const KINDS_MAX: usize = 8;

/// Addresses and names by number. Customers and staff are counted apart in some desks, so a number alone is not enough
/// where both sides say what they are.
#[derive(Default)]
pub(crate) struct Named(HashMap<String, Vec<Person>>);

#[derive(Default)]
struct Person {
    kind: Option<String>,
    email: Option<String>,
    name: Option<String>,
}

impl Named {
    /// Notes what stands at a path of a conversation or message: a person, or a list of some.
    pub(crate) fn learn(&mut self, found: &Value, path: &str, desk: &Desk) {
        if let Value::Array(list) = found {
            list.iter().for_each(|one| self.learn(one, path, desk));
        }
        let Some(id) = json::text(found, "id") else { return };
        let kind = kind(found, path, desk);
        let known = self.0.entry(id).or_default();
        let at = known.iter().position(|person| person.kind == kind).unwrap_or_else(|| {
            known.push(Person { kind, ..Person::default() });
            known.len() - 1
        });
        if let Some(person) = known.get_mut(at) {
            person.email = person.email.take().or_else(|| json::text(found, "email")).and_then(generic::repeatable);
            person.name = person.name.take().or_else(|| name(found)).and_then(generic::repeatable);
        }
        known.truncate(KINDS_MAX);
    }

    /// Address and name of whoever has this number and, as far as both say so, is of this kind.
    pub(crate) fn find(&self, id: &str, kind: Option<&str>) -> (Option<String>, Option<String>) {
        let same = |person: &&Person| kind.is_none() || person.kind.is_none() || person.kind.as_deref() == kind;
        let known = || self.0.get(id).into_iter().flatten().filter(same);
        (known().find_map(|person| person.email.clone()), known().find_map(|person| person.name.clone()))
    }
}

/// Which kind of people somebody belongs to, where that is told.
pub(crate) fn kind(person: &Value, path: &str, desk: &Desk) -> Option<String> {
    match json::text(person, "type") {
        Some(kind) if desk.customers.contains(&kind.as_str()) => Some("customer".to_owned()),
        None if matches!(path, "customer" | "primaryCustomer") => Some("customer".to_owned()),
        None if path == "assignee" => Some("user".to_owned()),
        told => told,
    }
}

/// The name that people see, whole or in parts.
pub(crate) fn name(person: &Value) -> Option<String> {
    let full = |first: &str, last: &str| {
        let parts = [json::text(person, first), json::text(person, last)];
        Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" ")).filter(|name| !name.is_empty())
    };
    json::first(person, &["name", "available_name"])
        .or_else(|| full("first", "last"))
        .or_else(|| full("firstName", "lastName"))
}
