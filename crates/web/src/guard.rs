//! What surrounds every request: times it, writes faults out in the asker's language, sets headers.

use std::time::Instant;

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use paper::{Language, Words};

use crate::fault::Fault;
use crate::{App, access, answer, assets, cookies, paths, routes};

/// Everything comes from us; nothing inline, nothing framed.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), browsing-topics=()"),
];

/// What an answer needs to know of its request.
struct Asked {
    method: Method,
    path: String,
    here: String,
    headers: HeaderMap,
}

pub(crate) async fn surround(State(app): State<App>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let asked = Asked {
        method: request.method().clone(),
        path: request.uri().path().to_owned(),
        here: request.uri().path_and_query().map_or_else(String::new, ToString::to_string),
        headers: request.headers().clone(),
    };
    let mut response = next.run(request).await;
    if let Some(fault) = fault_of(&response) {
        response = write_fault(&asked, fault);
    }
    told(&app, &asked, &mut response);
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
    app.metrics.answered(response.status().as_u16(), began.elapsed());
    response
}

/// A fault of ours, or one of axum's own refusals; a page has said what there is to say.
fn fault_of(response: &Response) -> Option<Fault> {
    if let Some(fault) = response.extensions().get::<Fault>() {
        return Some(fault.clone());
    }
    if is_page(response) {
        return None;
    }
    match response.status() {
        StatusCode::NOT_FOUND => Some(Fault::not_found("page")),
        StatusCode::PAYLOAD_TOO_LARGE => Some(Fault::TooBig { bytes_max: routes::FORM_BYTES_MAX as u64 }),
        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::BAD_REQUEST => {
            Some(Fault::invalid("", "the request cannot be read; check its address and fields"))
        }
        status if status.is_client_error() => Some(Fault::Other(status)),
        _ => None,
    }
}

/// A toast is told by the first page after it.
fn told(app: &App, asked: &Asked, response: &mut Response) {
    if is_page(response) && response.status().is_success() && cookies::find(&asked.headers, cookies::TOAST).is_some() {
        response.headers_mut().append(header::SET_COOKIE, cookies::set(app, (cookies::TOAST, ""), 0));
    }
}

fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

fn write_fault(asked: &Asked, fault: Fault) -> Response {
    let is_program = asked.path.starts_with("/api/v1") || asked.path == "/metrics" || asked.path == "/readyz";
    let mut response = if is_program {
        let kind = HeaderValue::from_static("application/problem+json");
        (fault.status(), [(header::CONTENT_TYPE, kind)], fault.json().to_string()).into_response()
    } else if matches!(fault, Fault::SignedOut) && !asked.path.ends_with("/events") {
        let next = if asked.method == Method::GET { asked.here.as_str() } else { "" };
        return answer::see_other(&paths::with("/sign-in", &[("next", next)]));
    } else {
        page(asked, &fault)
    };
    if let Fault::TooFast { wait_seconds, .. } = fault {
        response.headers_mut().insert(header::RETRY_AFTER, wait_seconds.into());
    }
    if matches!(fault, Fault::SignedOut) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

#[derive(Template)]
#[template(path = "fault.html")]
struct FaultPage {
    w: &'static Words,
    theme: &'static str,
    assets: assets::Assets,
    title: &'static str,
    text: String,
    back: String,
    /// Offered when later acts stand in the way: the entry to undo with them, and where to ask.
    with_later: Option<(String, String)>,
    csrf: String,
}

fn page(asked: &Asked, fault: &Fault) -> Response {
    let language = access::language(&asked.headers);
    let w = language.words();
    let (title, text) = say(fault, language);
    let (with_later, csrf) = match fault {
        Fault::Later { asked: Some((entry, csrf)), .. } => {
            (Some((asked.path.clone(), entry.to_string())), csrf.clone())
        }
        _ => (None, String::new()),
    };
    let theme = access::theme(&asked.headers);
    let (assets, back) = (assets::names(), back_of(&asked.headers));
    let page = FaultPage { w, theme, assets, title, text, back, with_later, csrf };
    match page.render() {
        Ok(text) => (fault.status(), Html(text)).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

/// The page from which the request came, when it is one of ours.
fn back_of(headers: &HeaderMap) -> String {
    let word = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()); // tidy(swallow): other bytes name no page
    let came = word(header::REFERER).and_then(|came| came.split_once("://")).map(|(_, rest)| rest);
    let path = came.zip(word(header::HOST)).and_then(|(came, host)| came.strip_prefix(host));
    path.and_then(paths::local).unwrap_or("/").to_owned()
}

fn say(fault: &Fault, language: Language) -> (&'static str, String) {
    let words = &language.words().faults;
    match fault {
        Fault::NotFound(_) => (words.not_found_title, words.not_found.to_owned()),
        Fault::Forbidden(capability) => (words.forbidden_title, (words.forbidden)(capability.word())),
        Fault::SignedOut | Fault::Expired => (words.expired_title, words.expired.to_owned()),
        Fault::Invalid { .. } => (words.invalid_title, (words.invalid)(&fault.detail())),
        Fault::Conflict(what) => (words.conflict_title, format!("{} ({what})", words.conflict)),
        Fault::Later { entries, .. } => {
            let list: Vec<String> = entries.iter().map(ToString::to_string).collect();
            (words.conflict_title, (language.words().acts.undo_refused)(&list.join(", ")))
        }
        Fault::TooFast { wait_seconds, .. } => {
            (words.too_fast_title, (words.too_fast)(&language.duration(*wait_seconds)))
        }
        Fault::TooBig { bytes_max } => {
            (words.too_big_title, (words.too_big)(&crate::shown::bytes(*bytes_max, language)))
        }
        Fault::Broken(number) => (words.broken_title, (words.broken)(number)),
        Fault::Other(_) => (words.invalid_title, (words.invalid)(&fault.detail())),
    }
}
