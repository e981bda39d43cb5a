//! Who is who in an export of Signal, whose numbers hold only in one file.

use std::collections::{HashMap, HashSet};

use model::Author;
use serde_json::Value;

use crate::base64;
use crate::generic;
use crate::json;

/// People, groups and what else has a chat, by their numbers in the file.
#[derive(Default)]
pub(crate) struct People {
    /// When the export was made, which tells its numbers from those of others.
    moment: String,
    own: Own,
    all: HashMap<String, Person>,
    /// Names by what tells people apart everywhere.
    names: HashMap<String, String>,
    /// Who is in groups, and in how many, until messages come.
    members: HashMap<String, u32>,
}

/// The account whose export it is.
#[derive(Default)]
struct Own {
    /// Known as soon as messages come.
    handle: Option<String>,
    name: Option<String>,
    username: Option<String>,
    /// A fingerprint of the key to its profile.
    key: Option<String>,
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

/// Where messages stand.
pub(crate) struct Chat {
    /// What ids begin with: nothing of the own account, as no two exports need tell the same of it.
    pub(crate) key: String,
    /// What tells its conversations from those that others have with the same person.
    pub(crate) talk: String,
    pub(crate) name: String,
}

/// What an account is called of which nothing is told.
const OWN: &str = "self";
/// Who is in more groups than anybody has finds no account in them.
const MEMBERS_MAX: usize = 100_000;
/// A stranger in one group may be somebody whose contact is gone, in a group that the account has left.
const GROUPS_MIN: u32 = 2;

impl People {
    pub(crate) fn learn_moment(&mut self, moment: &str) {
        self.moment = json::short(moment);
    }

    pub(crate) fn learn_own(&mut self, account: &Value) {
        let username = short(account, &["username"]);
        let name = full(account, ["givenName", "familyName"]).or_else(|| username.clone());
        let key = json::text(account, "profileKey").map(|key| generic::digest(&[&key]));
        self.own = Own { name, username, key, ..Own::default() };
    }

    pub(crate) fn learn(&mut self, recipient: &Value) {
        let Some(id) = json::text(recipient, "id") else { return };
        let person = |handle: String, name, kind| Person { handle, name, kind };
        let found = if let Some(contact) = json::at(recipient, "contact") {
            let handle = handle(contact).unwrap_or_else(|| self.here("recipient", &id));
            self.names.extend(name(contact).map(|name| (handle.clone(), name)));
            person(handle, name(contact), Kind::Contact)
        } else if recipient.get("self").is_some() {
            person(OWN.to_owned(), None, Kind::Own)
        } else if let Some(group) = json::at(recipient, "group") {
            let title = short(group, &["snapshot.title.title"]);
            self.learn_members(group);
            // Whoever knows the key of a group can read it: of that only a fingerprint is kept as a name.
            let key = json::text(group, "masterKey").map(|key| generic::digest(&[&key]));
            person(key.or_else(|| title.clone()).unwrap_or_else(|| self.here("recipient", &id)), title, Kind::Group)
        } else if recipient.get("releaseNotes").is_some() {
            person("signal".to_owned(), Some("Signal".to_owned()), Kind::Program)
        } else {
            let name = short(recipient, &["distributionList.distributionList.name", "callLink.name"]);
            person(self.here("recipient", &id), name, Kind::Group)
        };
        self.all.insert(id, found);
    }

    fn learn_members(&mut self, group: &Value) {
        if self.members.len() > MEMBERS_MAX {
            return;
        }
        let members: HashSet<String> =
            json::list(group, "snapshot.members").iter().filter_map(|member| json::text(member, "userId")).collect();
        for member in &members {
            *self.members.entry(account(member)).or_default() += 1;
        }
    }

    /// Finds out what the own account is called, before the first message: all people are told by then. Groups hold its
    /// number, by which others call it too, and everybody else in them is a contact.
    pub(crate) fn settle(&mut self) {
        if self.own.handle.is_some() {
            return;
        }
        let members = std::mem::take(&mut self.members);
        // A key changes less often than the name of a user, which many get late.
        let told = self.stranger(members).or_else(|| self.own.key.clone()).or_else(|| self.own.username.clone());
        let named = || self.own.name.as_ref().map(|name| format!("{OWN} {name}"));
        self.own.handle = Some(told.or_else(named).unwrap_or_else(|| OWN.to_owned()));
    }

    /// The member of groups who is no contact: the one who is in most of them.
    fn stranger(&self, members: HashMap<String, u32>) -> Option<String> {
        if members.len() > MEMBERS_MAX {
            return None;
        }
        let contacts: HashSet<&str> = self.all.values().map(|person| person.handle.as_str()).collect();
        let strangers = || members.iter().filter(|(member, _)| !contacts.contains(member.as_str()));
        let most = strangers().map(|(_, groups)| *groups).max().filter(|groups| *groups >= GROUPS_MIN)?;
        let mut found = strangers().filter(|(_, groups)| **groups == most);
        found.next().filter(|_| found.next().is_none()).map(|(member, _)| member.clone())
    }

    pub(crate) fn author(&self, id: &str) -> Author {
        match self.all.get(id) {
            Some(person) if person.kind == Kind::Own => {
                Author { handle: self.own_handle().to_owned(), name: self.own.name.clone(), bot: false }
            }
            Some(person) => {
                Author { handle: person.handle.clone(), name: person.name.clone(), bot: person.kind == Kind::Program }
            }
            None if id.is_empty() => Author::default(),
            None => Author { handle: self.here("recipient", id), ..Author::default() },
        }
    }

    pub(crate) fn chat(&self, with: Option<&str>, number: &str) -> Chat {
        let chat = |key: String, name: String| Chat { talk: key.clone(), key, name };
        let Some(with) = with else { return chat(self.here("chat", number), format!("chat {number}")) };
        match self.all.get(with) {
            Some(person) if person.kind == Kind::Own => {
                let talk = format!("{OWN}/{}", self.own_handle());
                Chat { talk, ..chat(OWN.to_owned(), "Note to Self".to_owned()) }
            }
            Some(person) => {
                let found = chat(person.handle.clone(), person.name.clone().unwrap_or_else(|| person.handle.clone()));
                let talk = format!("{} {}", person.handle, self.own_handle());
                if person.kind == Kind::Contact { Chat { talk, ..found } } else { found }
            }
            None => chat(self.here("recipient", with), json::short(with)),
        }
    }

    /// What tells speakers of one chat apart, and is the same in every export of an account.
    pub(crate) fn speaker(&self, id: &str) -> String {
        match self.all.get(id) {
            Some(person) => person.handle.clone(),
            None => self.here("recipient", id),
        }
    }

    fn own_handle(&self) -> &str {
        self.own.handle.as_deref().unwrap_or(OWN)
    }

    /// A number of this file, which is another one's in other files.
    fn here(&self, what: &str, number: &str) -> String {
        format!("{what} {} {}", json::short(number), self.moment).trim_end().to_owned()
    }

    /// The name of somebody who is mentioned.
    pub(crate) fn mentioned(&self, aci: &str) -> Option<&str> {
        self.names.get(&account(aci)).map(String::as_str)
    }
}

/// What tells people apart in every export: the number of their account, else of their telephone.
fn handle(contact: &Value) -> Option<String> {
    let account_of = |field: &str| json::text(contact, field).map(|bytes| account(&bytes));
    let telephone = || short(contact, &["e164"]).map(|number| format!("+{}", number.trim_start_matches('+')));
    account_of("aci").or_else(telephone).or_else(|| account_of("pni")).or_else(|| short(contact, &["username"]))
}

/// The sixteen bytes of an account's number, written as everywhere: `6f1c…-…`.
fn account(bytes: &str) -> String {
    let Some(decoded) = base64::decode(bytes).filter(|decoded| decoded.len() == 16) else { return json::short(bytes) };
    let digits: String = decoded.iter().map(|byte| format!("{byte:02x}")).collect();
    [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
}

/// What the account's owner calls somebody, else what they call themselves.
fn name(contact: &Value) -> Option<String> {
    let nickname = json::at(contact, "nickname").and_then(|nickname| full(nickname, ["given", "family"]));
    nickname
        .or_else(|| full(contact, ["systemGivenName", "systemFamilyName"]))
        .or_else(|| full(contact, ["profileGivenName", "profileFamilyName"]))
        .or_else(|| short(contact, &["username"]))
}

/// The first of these texts that is told, in each message again.
fn short(value: &Value, paths: &[&str]) -> Option<String> {
    json::first(value, paths).map(|text| json::short(&text))
}

fn full(person: &Value, parts: [&str; 2]) -> Option<String> {
    let parts: Vec<String> = parts.iter().filter_map(|part| short(person, &[part])).collect();
    Some(parts.join(" ")).filter(|name| !name.trim().is_empty())
}
