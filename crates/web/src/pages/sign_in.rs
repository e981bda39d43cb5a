//! The sign-in page, and signing out.

use std::net::SocketAddr;

use askama::Template;
use axum::Form;
use axum::extract::{ConnectInfo, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{RequestExt, extract::FromRequestParts};
use paper::Words;
use serde::Deserialize;

use crate::access::{self, Visitor, is_ours, same};
use crate::answer::{Page, html, see_other};
use crate::fault::Fault;
use crate::pace::{SIGN_IN_ADDRESS, SIGN_IN_NETWORK};
use crate::{App, Mode, assets, cookies, paths};

#[derive(Deserialize)]
pub(crate) struct Came {
    #[serde(default)]
    next: String,
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct View {
    w: &'static Words,
    theme: &'static str,
    assets: assets::Assets,
    next: String,
    email: String,
    here: String,
    warning: Option<String>,
}

impl View {
    fn of(headers: &HeaderMap, next: &str) -> View {
        let next = paths::local(next).unwrap_or("/").to_owned();
        let here = paths::with("/sign-in", &[("next", &next)]);
        let w = access::language(headers).words();
        let (theme, assets) = (access::theme(headers), assets::names());
        View { w, theme, assets, next, email: String::new(), here, warning: None }
    }
}

pub(crate) async fn show(State(app): State<App>, Query(came): Query<Came>, request: Request) -> Page {
    let (mut parts, _) = request.into_parts();
    let view = View::of(&parts.headers, &came.next);
    if app.mode != Mode::Serve || Visitor::from_request_parts(&mut parts, &app).await.is_ok() {
        return Ok(see_other(&view.next));
    }
    html(&view)
}

#[derive(Deserialize)]
pub(crate) struct Credentials {
    email: String,
    password: String,
    #[serde(default)]
    next: String,
}

pub(crate) async fn enter(State(app): State<App>, request: Request) -> Page {
    let (headers, peer) = (request.headers().clone(), peer(&request));
    let Form(sent): Form<Credentials> =
        request.extract().await.map_err(|_| Fault::invalid("", "send `email` and `password`"))?;
    if !is_ours(&headers) {
        return Err(Fault::Expired);
    }
    let mut view = View::of(&headers, &sent.next);
    view.email = sent.email.clone();
    let paced = app.paces.step(&SIGN_IN_NETWORK, &peer, app.now());
    let paced = paced.and_then(|()| app.paces.step(&SIGN_IN_ADDRESS, &sent.email.trim().to_lowercase(), app.now()));
    if let Err(Fault::TooFast { wait_seconds, pace }) = paced {
        view.warning = Some((view.w.signin.too_many)(&view.w.language.duration(wait_seconds)));
        let mut response = (StatusCode::TOO_MANY_REQUESTS, html(&view)?).into_response();
        response.headers_mut().insert(header::RETRY_AFTER, wait_seconds.into());
        tracing::warn!(limit = pace, "a limit was reached at the sign-in page");
        return Ok(response);
    }
    match hub::access::sign_in(&app.hub, &sent.email, &sent.password, app.now()).await? {
        Some(secret) => {
            let mut response = see_other(&view.next);
            let cookie = cookies::set(&app, (cookies::SESSION, &secret), hub::access::SESSION_SECONDS);
            response.headers_mut().append(header::SET_COOKIE, cookie);
            Ok(response)
        }
        None => {
            view.warning = Some(view.w.signin.wrong.to_owned());
            Ok((StatusCode::UNAUTHORIZED, html(&view)?).into_response())
        }
    }
}

fn peer(request: &Request) -> String {
    let known = request.extensions().get::<ConnectInfo<SocketAddr>>();
    known.map_or_else(String::new, |peer| peer.ip().to_string())
}

#[derive(Deserialize)]
pub(crate) struct Leaving {
    csrf: String,
}

pub(crate) async fn leave(
    visitor: Visitor,
    State(app): State<App>,
    headers: HeaderMap,
    Form(sent): Form<Leaving>,
) -> Result<Response, Fault> {
    if !is_ours(&headers) || !same(&sent.csrf, &visitor.signed.csrf) {
        return Err(Fault::Expired);
    }
    hub::access::sign_out(&app.hub, &visitor.secret).await?;
    let mut response = see_other("/sign-in");
    response.headers_mut().append(header::SET_COOKIE, cookies::set(&app, (cookies::SESSION, ""), 0));
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\""));
    Ok(response)
}
