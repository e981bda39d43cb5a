//! Answers: pages from templates, JSON with an ETag, redirects after a form.

use askama::Template;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use crate::fault::Fault;

/// What a handler of pages answers.
pub(crate) type Page = Result<Response, Fault>;

/// A page from its template.
pub(crate) fn html(template: &impl Template) -> Page {
    Ok(Html(template.render()?).into_response())
}

/// After a form: look at `path`.
pub(crate) fn see_other(path: &str) -> Response {
    let place = HeaderValue::from_str(path).unwrap_or_else(|_| HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, place)]).into_response()
}

/// JSON with an ETag; 304 when the caller has it already.
pub(crate) fn json(headers: &HeaderMap, value: &Json) -> Page {
    let body = value.to_string();
    let digest = Sha256::digest(body.as_bytes());
    let tag: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    let tag = HeaderValue::from_str(&format!("\"{tag}\"")).expect("hex is a fine header");
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok()); // tidy(swallow): other bytes match no tag
    let mut tags = known.flat_map(|list| list.split(',')).map(|one| one.trim().trim_start_matches("W/"));
    if tags.any(|one| one == "*" || one.as_bytes() == tag.as_bytes()) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    let kind = HeaderValue::from_static("application/json");
    Ok(([(header::CONTENT_TYPE, kind), (header::ETAG, tag)], body).into_response())
}
