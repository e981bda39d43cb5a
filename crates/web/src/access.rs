//! Who is asking: a visitor with a session, or a program with a token; and what a page needs of them.

use std::marker::PhantomData;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use hub::access::{self, SignedIn};
use model::{Capability, Seen, WorkspaceId};
use paper::Language;
use store::global::Workspace;

use crate::fault::{Fault, broken};
use crate::pace::API_REQUESTS;
use crate::{App, Mode, cookies};

/// What a handler needs; a type, so that a handler without it does not compile.
pub(crate) trait Needs {
    const CAPABILITY: Capability;
}

/// See messages, conversations, members, reports and the journal.
pub(crate) struct Read;

impl Needs for Read {
    const CAPABILITY: Capability = Capability::Read;
}

/// Bring archives in and take them back.
pub(crate) struct Import;

impl Needs for Import {
    const CAPABILITY: Capability = Capability::Import;
}

/// A signed-in person and how they like their pages.
pub(crate) struct Visitor {
    pub(crate) signed: SignedIn,
    pub(crate) secret: String,
    pub(crate) language: Language,
    pub(crate) theme: &'static str,
    /// The address that was asked for, with its query.
    pub(crate) here: String,
    /// What was just done, as the cookie tells it.
    pub(crate) toast: String,
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Visitor, Fault> {
        let (secret, signed) = find_session(&parts.headers, app).await?.ok_or(Fault::SignedOut)?;
        let chosen = cookies::find(&parts.headers, cookies::LANGUAGE).and_then(Language::from_code);
        let known = || Language::from_code(&signed.language);
        let language = chosen.or_else(known).unwrap_or_else(|| accepted(&parts.headers));
        Ok(Visitor {
            secret,
            language,
            theme: theme(&parts.headers),
            here: parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
            toast: cookies::find(&parts.headers, cookies::TOAST).unwrap_or_default().to_owned(),
            signed,
        })
    }
}

/// The language for somebody who may not be signed in.
pub(crate) fn language(headers: &HeaderMap) -> Language {
    cookies::find(headers, cookies::LANGUAGE).and_then(Language::from_code).unwrap_or_else(|| accepted(headers))
}

fn accepted(headers: &HeaderMap) -> Language {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()); // tidy(swallow): an unreadable header asks for nothing
    asked.map_or(Language::English, Language::from_accept)
}

/// The theme that the person chose; nothing means as the system.
pub(crate) fn theme(headers: &HeaderMap) -> &'static str {
    match cookies::find(headers, cookies::THEME) {
        Some("light") => "light",
        Some("dark") => "dark",
        _ => "",
    }
}

async fn find_session(headers: &HeaderMap, app: &App) -> Result<Option<(String, SignedIn)>, Fault> {
    if let Some(secret) = cookies::find(headers, cookies::SESSION)
        && let Some(signed) = access::session_find(&app.hub, secret, app.now()).await?
    {
        return Ok(Some((secret.to_owned(), signed)));
    }
    let Mode::Demo(staff) = app.mode else { return Ok(None) };
    let mut shared = app.demo_session.lock().await;
    if let Some(secret) = shared.as_deref()
        && let Some(signed) = access::session_find(&app.hub, secret, app.now()).await?
    {
        return Ok(Some((secret.to_owned(), signed)));
    }
    let secret = access::session_open(&app.hub, staff, app.now()).await?;
    let signed = access::session_find(&app.hub, &secret, app.now()).await?;
    *shared = Some(secret.clone());
    Ok(signed.map(|signed| (secret, signed)))
}

/// A visitor of the workspace in the address who has what the handler needs.
pub(crate) struct Can<N> {
    pub(crate) visitor: Visitor,
    pub(crate) seen: Seen,
    pub(crate) workspace: Workspace,
    needs: PhantomData<N>,
}

impl<N: Needs> FromRequestParts<App> for Can<N> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Can<N>, Fault> {
        let visitor = Visitor::from_request_parts(parts, app).await?;
        let id = workspace_of(parts, app).await?;
        let seen = visitor.signed.seen(id)?;
        access::require(&seen, N::CAPABILITY)?;
        let known = visitor.signed.workspaces.iter().find(|(workspace, _)| workspace.id == id);
        let workspace = known.map(|(workspace, _)| workspace.clone()).ok_or_else(|| Fault::not_found("workspace"))?;
        Ok(Can { visitor, seen, workspace, needs: PhantomData })
    }
}

async fn workspace_of(parts: &mut Parts, app: &App) -> Result<WorkspaceId, Fault> {
    let params = RawPathParams::from_request_parts(parts, app).await.map_err(|error| broken(&error.to_string()))?;
    let written = params.iter().find(|(name, _)| *name == "workspace").map(|(_, value)| value.to_owned());
    let unknown = || Fault::not_found("workspace");
    written.ok_or_else(unknown)?.parse().map_err(|_| unknown())
}

/// A program or a signed-in browser at the API. Which capability is needed stands in the list of
/// acts or views, so handlers ask for it with [`Caller::require`] or through the hub.
pub(crate) struct Caller {
    pub(crate) seen: Seen,
}

impl Caller {
    pub(crate) fn require(&self, capability: Capability) -> Result<(), Fault> {
        Ok(access::require(&self.seen, capability)?)
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Caller, Fault> {
        let (who, seen) = match bearer(&parts.headers) {
            Some(token) => {
                let seen = access::token_find(&app.hub, token).await?.ok_or(Fault::SignedOut)?;
                (token.to_owned(), seen)
            }
            None => session_caller(parts, app).await?,
        };
        app.paces.step(&API_REQUESTS, &who, app.now())?;
        Ok(Caller { seen })
    }
}

/// The token that a program sent.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let sent = headers.get(header::AUTHORIZATION)?.to_str().ok()?; // tidy(swallow): a header of other bytes is no token
    let (scheme, token) = sent.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// A browser's scripts may use the API too: with the session, from our own pages, and to change
/// something with the session's csrf token in a header.
async fn session_caller(parts: &mut Parts, app: &App) -> Result<(String, Seen), Fault> {
    let visitor = Visitor::from_request_parts(parts, app).await?;
    if parts.method != Method::GET && parts.method != Method::HEAD {
        let sent = parts.headers.get("x-csrf-token").and_then(|value| value.to_str().ok()); // tidy(swallow): other bytes are no token
        if !is_ours(&parts.headers) || !same(sent.unwrap_or_default(), &visitor.signed.csrf) {
            return Err(Fault::Expired);
        }
    }
    let id = match query_of(parts, "workspace") {
        Some(written) => written.parse().map_err(|_| Fault::not_found("workspace"))?,
        None => visitor.signed.workspaces.first().ok_or_else(|| Fault::not_found("workspace"))?.0.id,
    };
    Ok((visitor.secret.clone(), visitor.signed.seen(id)?))
}

fn query_of<'a>(parts: &'a Parts, name: &str) -> Option<&'a str> {
    let pairs = parts.uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
    pairs.into_iter().find(|(known, _)| *known == name).map(|(_, value)| value)
}

/// Whether a request that changes something comes from one of our own pages.
pub(crate) fn is_ours(headers: &HeaderMap) -> bool {
    let word = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()); // tidy(swallow): other bytes name no site
    if let Some(site) = word("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    match (word("origin"), word("host")) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, origin)| origin == host),
        (Some(_), None) => false,
        (None, _) => true,
    }
}

/// Compares two secrets in a time that tells nothing of where they differ.
pub(crate) fn same(one: &str, other: &str) -> bool {
    let differ = one.bytes().zip(other.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b));
    !one.is_empty() && one.len() == other.len() && differ == 0
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_our_own_pages_may_change_something() {
        let cases: [(&[(&'static str, &'static str)], bool); 7] = [
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "cross-site"), ("origin", "http://a"), ("host", "a")], false),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("origin", "http://a:80"), ("host", "a:80")], true),
            (&[("origin", "http://evil"), ("host", "a")], false),
            (&[("origin", "null"), ("host", "a")], false),
            (&[("host", "a")], true),
        ];
        for (sent, ours) in cases {
            let mut headers = HeaderMap::new();
            for (name, value) in sent {
                headers.insert(*name, HeaderValue::from_static(value));
            }
            assert_eq!(is_ours(&headers), ours, "{sent:?}");
        }
    }

    #[test]
    fn secrets_are_the_same_or_not() {
        assert!(same("abc", "abc"));
        assert!(!same("abc", "abd") && !same("abc", "ab") && !same("", ""));
    }
}
