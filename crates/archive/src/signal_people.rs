//! Who is who in an export of Signal, whose numbers hold only in one file.

use std::collections::HashMap;

use model::Author;
use serde_json::Value;

use crate::base64;
use crate::generic;
use crate::json;

/// People, groups and what else has a chat, by their numbers in the file.
#[derive(Default)]
pub(crate) struct People {
    own: Option<String>,
    all: HashMap<String, Person>,
    /// Names by what tells people apart everywhere.
    names: HashMap<String, String>,
}

struct Person {
    /// What other exports call them, too.
    handle: String,
    name: Option<String>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Contact,
    Own,
    Group,
    Program,
}

/// The account whose export it is: nothing in it tells its number.
const OWN: &str = "self";

impl People {
    pub(crate) fn learn_own(&mut self, account: &Value) {
        self.own = full(account, ["givenName", "familyName"]).or_else(|| json::text(account, "username"));
    }

    pub(crate) fn learn(&mut self, recipient: &Value) {
        let Some(id) = json::text(recipient, "id") else { return };
        let person = |handle: String, name, kind| Person { handle, name, kind };
        let found = if let Some(contact) = json::at(recipient, "contact") {
            let handle = handle(contact).unwrap_or_else(|| format!("recipient {id}"));
            self.names.extend(name(contact).map(|name| (handle.clone(), name)));
            person(handle, name(contact), Kind::Contact)
        } else if recipient.get("self").is_some() {
            person(OWN.to_owned(), self.own.clone(), Kind::Own)
        } else if let Some(group) = json::at(recipient, "group") {
            let title = json::text(group, "snapshot.title.title");
            // Whoever knows the key of a group can read it: of that only a fingerprint is kept as a name.
            let key = json::text(group, "masterKey").map(|key| generic::digest(&[&key]));
            person(key.or_else(|| title.clone()).unwrap_or_else(|| format!("recipient {id}")), title, Kind::Group)
        } else if recipient.get("releaseNotes").is_some() {
            person("signal".to_owned(), Some("Signal".to_owned()), Kind::Program)
        } else {
            let name = json::first(recipient, &["distributionList.distributionList.name", "callLink.name"]);
            person(format!("recipient {id}"), name, Kind::Group)
        };
        self.all.insert(id, found);
    }

    pub(crate) fn author(&self, id: &str) -> Author {
        match self.all.get(id) {
            Some(person) => {
                Author { handle: person.handle.clone(), name: person.name.clone(), bot: person.kind == Kind::Program }
            }
            None if id.is_empty() => Author::default(),
            None => Author { handle: format!("recipient {id}"), ..Author::default() },
        }
    }

    /// What tells a chat from others, and what it is called.
    pub(crate) fn place(&self, id: &str) -> (String, String) {
        match self.all.get(id) {
            Some(person) if person.kind == Kind::Own => (OWN.to_owned(), "Note to Self".to_owned()),
            Some(person) => (person.handle.clone(), person.name.clone().unwrap_or_else(|| person.handle.clone())),
            None => (id.to_owned(), id.to_owned()),
        }
    }

    /// The name of somebody who is mentioned.
    pub(crate) fn mentioned(&self, aci: &str) -> Option<&str> {
        self.names.get(&account(aci)).map(String::as_str)
    }
}

/// What tells people apart in every export: the number of their account, else of their telephone.
fn handle(contact: &Value) -> Option<String> {
    let account_of = |field: &str| json::text(contact, field).map(|bytes| account(&bytes));
    let telephone = || json::text(contact, "e164").map(|number| format!("+{}", number.trim_start_matches('+')));
    account_of("aci").or_else(telephone).or_else(|| account_of("pni")).or_else(|| json::text(contact, "username"))
}

/// The sixteen bytes of an account's number, written as everywhere: `6f1c…-…`.
fn account(bytes: &str) -> String {
    let Some(decoded) = base64::decode(bytes).filter(|decoded| decoded.len() == 16) else { return bytes.to_owned() };
    let digits: String = decoded.iter().map(|byte| format!("{byte:02x}")).collect();
    [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
}

/// What the account's owner calls somebody, else what they call themselves.
fn name(contact: &Value) -> Option<String> {
    let nickname = json::at(contact, "nickname").and_then(|nickname| full(nickname, ["given", "family"]));
    nickname
        .or_else(|| full(contact, ["systemGivenName", "systemFamilyName"]))
        .or_else(|| full(contact, ["profileGivenName", "profileFamilyName"]))
        .or_else(|| json::text(contact, "username"))
}

fn full(person: &Value, parts: [&str; 2]) -> Option<String> {
    let parts: Vec<String> = parts.iter().filter_map(|part| json::text(person, part)).collect();
    Some(parts.join(" ")).filter(|name| !name.trim().is_empty())
}
