//! An act's input: its fields are declared once, and forms, API, command line and docs follow.

use model::{
    AlertId, ConversationId, EntryId, ExampleId, FileId, IdentityId, Kind, MemberId, MessageId, RunId, Time, TopicId,
};
use serde_json::{Map, Value as Json};

use crate::{Error, Result};

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    Conversation,
    Member,
    Message,
    /// Several messages.
    Messages,
    Identity,
    Entry,
    /// A file that waits to be imported.
    File,
    /// An import run.
    Run,
    Topic,
    Alert,
    Example,
    /// A colleague's e-mail address.
    Staff,
    /// A moment, RFC 3339.
    Time,
    Kind,
    /// A number from −1 to 1.
    Score,
    /// A language's code.
    Language,
    Flag,
    /// Yes, no, or nothing said.
    YesNo,
    /// Words of at most so many characters.
    Text(usize),
}

/// One field of an act's input.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub name: &'static str,
    pub kind: FieldKind,
    pub required: bool,
    /// One sentence for docs.
    pub about: &'static str,
}

impl Field {
    pub const fn needed(name: &'static str, kind: FieldKind, about: &'static str) -> Field {
        Field { name, kind, required: true, about }
    }

    pub const fn optional(name: &'static str, kind: FieldKind, about: &'static str) -> Field {
        Field { name, kind, required: false, about }
    }
}

/// How many messages one act may name.
pub const MESSAGES_MAX: usize = 500;

/// An input that fits its fields.
#[derive(Clone, Debug)]
pub struct Input(Map<String, Json>);

impl Input {
    /// Checks `json` against `fields`: every needed field there, none unknown, each of its kind.
    pub fn parse(fields: &[Field], json: &Json) -> Result<Input> {
        let Json::Object(given) = json else {
            return Err(Error::invalid("", "the input is a JSON object like {\"conversation\":\"…\"}"));
        };
        for name in given.keys() {
            if !fields.iter().any(|field| field.name == name) {
                let known: Vec<&str> = fields.iter().map(|field| field.name).collect();
                return Err(Error::invalid(name, format!("unknown field; the fields are {}", known.join(", "))));
            }
        }
        for field in fields {
            match given.get(field.name) {
                None | Some(Json::Null) if field.required => return Err(Error::invalid(field.name, "is missing")),
                None | Some(Json::Null) => {}
                Some(value) => check(field, value).map_err(|message| Error::invalid(field.name, message))?,
            }
        }
        Ok(Input(given.clone()))
    }

    pub fn json(&self) -> Json {
        Json::Object(self.0.clone())
    }

    fn word(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Json::as_str).map(str::trim).filter(|word| !word.is_empty())
    }

    fn needed(&self, name: &str) -> Result<&str> {
        self.word(name).ok_or_else(|| Error::invalid(name, "is missing"))
    }

    pub fn conversation(&self, name: &str) -> Result<ConversationId> {
        id(name, self.needed(name)?).map(ConversationId)
    }

    pub fn member(&self, name: &str) -> Result<MemberId> {
        id(name, self.needed(name)?).map(MemberId)
    }

    pub fn message(&self, name: &str) -> Result<MessageId> {
        id(name, self.needed(name)?).map(MessageId)
    }

    pub fn identity(&self, name: &str) -> Result<IdentityId> {
        id(name, self.needed(name)?).map(IdentityId)
    }

    pub fn entry(&self, name: &str) -> Result<EntryId> {
        id(name, self.needed(name)?).map(EntryId)
    }

    pub fn file(&self, name: &str) -> Result<FileId> {
        id(name, self.needed(name)?).map(FileId)
    }

    pub fn run(&self, name: &str) -> Result<RunId> {
        id(name, self.needed(name)?).map(RunId)
    }

    pub fn alert(&self, name: &str) -> Result<AlertId> {
        id(name, self.needed(name)?).map(AlertId)
    }

    pub fn example(&self, name: &str) -> Result<ExampleId> {
        id(name, self.needed(name)?).map(ExampleId)
    }

    pub fn topic(&self, name: &str) -> Result<TopicId> {
        id(name, self.needed(name)?).map(TopicId)
    }

    pub fn messages(&self, name: &str) -> Result<Vec<MessageId>> {
        listed(&self.0[name]).iter().map(|word| id(name, word).map(MessageId)).collect()
    }

    pub fn text(&self, name: &str) -> Result<&str> {
        self.needed(name)
    }

    pub fn find_text(&self, name: &str) -> Option<&str> {
        self.word(name)
    }

    pub fn time(&self, name: &str) -> Result<Time> {
        let word = self.needed(name)?;
        word.parse().map_err(|error: model::time::NotATime| Error::invalid(name, error.to_string()))
    }

    pub fn find_kind(&self, name: &str) -> Result<Option<Kind>> {
        let parse = |word: &str| word.parse().map_err(|e: model::kind::NotAKind| Error::invalid(name, e.to_string()));
        self.word(name).map(parse).transpose()
    }

    pub fn find_score(&self, name: &str) -> Option<f64> {
        number(self.0.get(name)?)
    }

    /// What was said of a field that may be left open.
    pub fn find_yes_no(&self, name: &str) -> Option<bool> {
        let value = self.0.get(name)?;
        value.as_bool().or_else(|| value.as_str().and_then(yes_no))
    }

    pub fn flag(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(is_true)
    }
}

fn id(name: &str, word: &str) -> Result<i64> {
    model::ids::decode(word).map_err(|error| Error::invalid(name, error.to_string()))
}

/// Several ids: a list, or words between commas or spaces as forms send them.
fn listed(value: &Json) -> Vec<&str> {
    match value {
        Json::Array(list) => list.iter().filter_map(Json::as_str).collect(),
        Json::String(words) => words.split([',', ' ']).filter(|word| !word.is_empty()).collect(),
        _ => Vec::new(),
    }
}

fn number(value: &Json) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.trim().parse().ok()) // tidy(swallow): `check` has refused the rest
}

fn yes_no(word: &str) -> Option<bool> {
    match word {
        "yes" | "true" => Some(true),
        "no" | "false" => Some(false),
        _ => None,
    }
}

fn is_true(value: &Json) -> bool {
    value.as_bool().unwrap_or_else(|| value.as_str().is_some_and(|word| word == "true" || word == "on"))
}

fn check(field: &Field, value: &Json) -> std::result::Result<(), String> {
    let word = value.as_str();
    match field.kind {
        FieldKind::Flag => match value {
            Json::Bool(_) => Ok(()),
            Json::String(word) if ["true", "false", "on", ""].contains(&word.as_str()) => Ok(()),
            _ => Err("is true or false".to_owned()),
        },
        FieldKind::YesNo => match value {
            Json::Bool(_) => Ok(()),
            Json::String(word) if word.is_empty() || yes_no(word).is_some() => Ok(()),
            _ => Err("is yes or no".to_owned()),
        },
        FieldKind::Score => match number(value) {
            Some(number) if (-1.0..=1.0).contains(&number) => Ok(()),
            _ if word == Some("") && !field.required => Ok(()),
            _ => Err("is a number from -1 to 1".to_owned()),
        },
        FieldKind::Messages => check_messages(value),
        _ => {
            let word = word.ok_or("is a string")?.trim();
            if word.is_empty() {
                return if field.required { Err("is missing".to_owned()) } else { Ok(()) };
            }
            check_word(field.kind, word)
        }
    }
}

fn check_messages(value: &Json) -> std::result::Result<(), String> {
    let words = listed(value);
    if words.is_empty() || words.len() > MESSAGES_MAX {
        return Err(format!("names 1 to {MESSAGES_MAX} messages"));
    }
    words.iter().try_for_each(|word| model::ids::decode(word).map(drop)).map_err(|error| error.to_string())
}

fn check_word(kind: FieldKind, word: &str) -> std::result::Result<(), String> {
    match kind {
        FieldKind::Time => word.parse::<Time>().map(drop).map_err(|error| error.to_string()),
        FieldKind::Kind => word.parse::<Kind>().map(drop).map_err(|error| error.to_string()),
        FieldKind::Language if word.len() > 3 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) => {
            Err("is a language's code, like en or fr".to_owned())
        }
        FieldKind::Staff if !word.contains('@') => Err("is a colleague's e-mail address".to_owned()),
        FieldKind::Text(most) if word.chars().count() > most => Err(format!("has at most {most} characters")),
        FieldKind::Text(_) | FieldKind::Staff | FieldKind::Language => Ok(()),
        _ => model::ids::decode(word).map(drop).map_err(|error| error.to_string()),
    }
}
