//! Why a request was not answered as asked, as a page for people and as problem+json for programs.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::{Capability, EntryId};
use serde_json::{Value as Json, json};

/// What went wrong. The outer layer writes it out, since it knows who asked and in which language.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// Nobody is signed in.
    SignedOut,
    NotFound(String),
    Forbidden(Capability),
    /// The form did not come from our page, or its session is over.
    Expired,
    Invalid {
        field: String,
        message: String,
    },
    Conflict(String),
    Later {
        entries: Vec<EntryId>,
        /// The entry whose undoing was asked for, and the csrf token of who asked.
        asked: Option<(EntryId, String)>,
    },
    TooFast {
        pace: &'static str,
        wait_seconds: i64,
    },
    TooBig {
        bytes_max: u64,
    },
    /// Ours; the text is in the log, the number tells which line.
    Broken(String),
    Other(StatusCode),
}

impl Fault {
    pub(crate) fn invalid(field: &str, message: impl Into<String>) -> Fault {
        Fault::Invalid { field: field.to_owned(), message: message.into() }
    }

    pub(crate) fn not_found(what: &str) -> Fault {
        Fault::NotFound(what.to_owned())
    }

    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Fault::SignedOut => StatusCode::UNAUTHORIZED,
            Fault::NotFound(_) => StatusCode::NOT_FOUND,
            Fault::Forbidden(_) | Fault::Expired => StatusCode::FORBIDDEN,
            Fault::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Fault::Conflict(_) | Fault::Later { .. } => StatusCode::CONFLICT,
            Fault::TooFast { .. } => StatusCode::TOO_MANY_REQUESTS,
            Fault::TooBig { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Fault::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Fault::Other(status) => *status,
        }
    }

    /// The last part of the problem's type, which programs compare.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Fault::SignedOut => "signed-out",
            Fault::NotFound(_) => "not-found",
            Fault::Forbidden(_) => "forbidden",
            Fault::Expired => "expired",
            Fault::Invalid { .. } => "invalid",
            Fault::Conflict(_) => "conflict",
            Fault::Later { .. } => "later-acts",
            Fault::TooFast { .. } => "too-fast",
            Fault::TooBig { .. } => "too-big",
            Fault::Broken(_) => "broken",
            Fault::Other(_) => "refused",
        }
    }

    /// One sentence in English for programs: what failed, which one, what to do.
    pub(crate) fn detail(&self) -> String {
        match self {
            Fault::SignedOut => "send a token as `Authorization: Bearer tribune_…`, or sign in".to_owned(),
            Fault::NotFound(what) => format!("there is no such {what} here"),
            Fault::Forbidden(capability) => {
                format!("this needs the capability `{capability}`; ask an owner of the workspace for it")
            }
            Fault::Expired => {
                "the request does not prove that it comes from our page; reload the page and send it again".to_owned()
            }
            Fault::Invalid { field, message } if field.is_empty() => message.clone(),
            Fault::Invalid { field, message } => format!("`{field}`: {message}"),
            Fault::Conflict(what) => what.clone(),
            Fault::Later { entries, .. } => {
                let list: Vec<String> = entries.iter().map(EntryId::to_string).collect();
                format!("later acts changed the same things: {}; undo them first, or send with_later", list.join(", "))
            }
            Fault::TooFast { pace, wait_seconds } => {
                format!("the limit `{pace}` is reached; try again in {wait_seconds} s")
            }
            Fault::TooBig { bytes_max } => format!("a body has at most {bytes_max} bytes here"),
            Fault::Broken(number) => format!("this is our fault and stands in the log as {number}"),
            Fault::Other(status) => status.canonical_reason().unwrap_or("refused").to_lowercase(),
        }
    }

    /// The problem of RFC 9457.
    pub(crate) fn json(&self) -> Json {
        let status = self.status();
        let mut problem = json!({
            "type": format!("/api#{}", self.name()),
            "title": status.canonical_reason().unwrap_or("Refused"),
            "status": status.as_u16(),
            "detail": self.detail(),
        });
        match self {
            Fault::Forbidden(capability) => problem["capability"] = capability.word().into(),
            Fault::Invalid { field, .. } if !field.is_empty() => problem["field"] = field.as_str().into(),
            Fault::Later { entries, .. } => problem["entries"] = json!(entries),
            Fault::TooFast { pace, wait_seconds } => {
                problem["limit"] = (*pace).into();
                problem["retry_after"] = (*wait_seconds).into();
            }
            _ => {}
        }
        problem
    }
}

impl From<hub::Error> for Fault {
    fn from(error: hub::Error) -> Fault {
        match error {
            hub::Error::NotFound(what) => Fault::NotFound(what),
            hub::Error::Forbidden(capability) => Fault::Forbidden(capability),
            hub::Error::Invalid { field, message } => Fault::Invalid { field, message },
            hub::Error::Conflict(what) | hub::Error::NotYet(what) => Fault::Conflict(what),
            hub::Error::Later(entries) => Fault::Later { entries, asked: None },
            hub::Error::TooBig(bytes_max) => Fault::TooBig { bytes_max },
            hub::Error::Store(error) => Fault::from(error),
            hub::Error::Broken(what) => broken(&what),
        }
    }
}

impl From<store::Error> for Fault {
    fn from(error: store::Error) -> Fault {
        match error {
            store::Error::Changed(what) => {
                Fault::Conflict(format!("{what} was changed meanwhile; look again and repeat"))
            }
            other => broken(&other.to_string()),
        }
    }
}

impl From<askama::Error> for Fault {
    fn from(error: askama::Error) -> Fault {
        broken(&error.to_string())
    }
}

/// Logs what broke, with a number that whoever sees the page can name.
pub(crate) fn broken(what: &str) -> Fault {
    static NUMBER: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(1);
    let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let number = format!("{}-{number}", std::process::id());
    tracing::error!(number, failure = what, "a request failed");
    Fault::Broken(number)
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = (self.status(), self.detail()).into_response();
        if let Fault::TooFast { wait_seconds, .. } = &self {
            response.headers_mut().insert(header::RETRY_AFTER, (*wait_seconds).into());
        }
        response.extensions_mut().insert(self);
        response
    }
}
