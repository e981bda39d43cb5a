//! Language and theme: how one person likes their pages; no act, nobody else is touched.

use axum::Form;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use paper::Language;
use serde::Deserialize;

use crate::answer::see_other;
use crate::cookies::{self, YEAR_SECONDS};
use crate::fault::Fault;
use crate::{App, access, paths};

#[derive(Deserialize)]
pub(crate) struct Wanted {
    language: Option<String>,
    theme: Option<String>,
    #[serde(default)]
    r#return: String,
}

/// Works before anybody is signed in, so it asks only that the form comes from our page.
pub(crate) async fn set(
    State(app): State<App>,
    headers: HeaderMap,
    Form(wanted): Form<Wanted>,
) -> Result<Response, Fault> {
    if !access::is_ours(&headers) {
        return Err(Fault::Expired);
    }
    let mut response = see_other(paths::local(&wanted.r#return).unwrap_or("/"));
    if let Some(language) = wanted.language.as_deref().and_then(Language::from_code) {
        let cookie = cookies::set(&app, (cookies::LANGUAGE, language.code()), YEAR_SECONDS);
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    if let Some(theme @ ("light" | "dark" | "system")) = wanted.theme.as_deref() {
        let age = if theme == "system" { 0 } else { YEAR_SECONDS };
        response.headers_mut().append(header::SET_COOKIE, cookies::set(&app, (cookies::THEME, theme), age));
    }
    Ok(response)
}
