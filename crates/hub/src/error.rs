//! Why an act or a view was not done, in words for whoever asked.

use model::{Capability, EntryId};

/// Why something was not done. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Not there, or not for these eyes: outside nobody can tell which.
    #[error("there is no such {0} here")]
    NotFound(String),
    #[error("this needs the capability `{0}`; ask an owner of the workspace for it")]
    Forbidden(Capability),
    /// The input breaks a rule; the field names it, empty when it is the whole.
    #[error("{}{message}", if field.is_empty() { String::new() } else { format!("`{field}`: ") })]
    Invalid { field: String, message: String },
    /// The state of things stands against it.
    #[error("{0}")]
    Conflict(String),
    /// Later acts built on what was to be undone.
    #[error("later acts changed the same things: {}; undo them first, or ask to undo them too (with_later)", list(.0))]
    Later(Vec<EntryId>),
    /// More bytes than a file may have.
    #[error("a file has at most {0} bytes here")]
    TooBig(u64),
    /// Not here or not now: a worker gives its job back and somebody tries again soon.
    #[error("{0}")]
    NotYet(String),
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The program or its surroundings failed; the text is for the log.
    #[error("{0}")]
    Broken(String),
}

/// Entries that an error names.
const LISTED: usize = 20;

pub type Result<T> = std::result::Result<T, Error>;

fn list(entries: &[EntryId]) -> String {
    let mut words: Vec<String> = entries.iter().take(LISTED).map(EntryId::to_string).collect();
    if entries.len() > LISTED {
        words.push(format!("{} and more", entries.len() - LISTED));
    }
    words.join(", ")
}

impl Error {
    pub(crate) fn invalid(field: &str, message: impl Into<String>) -> Error {
        Error::Invalid { field: field.to_owned(), message: message.into() }
    }
}
