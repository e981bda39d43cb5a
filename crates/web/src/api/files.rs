//! `POST /api/v1/files`: a file comes in, and an act names it afterwards.

use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Query, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt};
use hub::spool::Spooled;
use model::{Capability, Seen};
use serde::Deserialize;
use serde_json::json;

use crate::App;
use crate::access::Caller;
use crate::fault::Fault;

/// The field of a form that holds the file.
pub(crate) const FIELD: &str = "file";
const CSRF_BYTES_MAX: usize = 200;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Named {
    /// What the file is called, where the body is the file itself.
    name: String,
}

/// Takes a file in: the body itself with `?name=`, or the field `file` of a form.
pub(crate) async fn receive(
    caller: Caller,
    State(app): State<App>,
    Query(named): Query<Named>,
    request: Request,
) -> Result<Response, Fault> {
    caller.require(Capability::Import)?;
    let kind = request.headers().get(header::CONTENT_TYPE);
    let is_form = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"));
    let spooled = if is_form {
        let form = Multipart::from_request(request, &app).await.map_err(|refused| unreadable(&refused.body_text()))?;
        take_form(&app, &caller.seen, form, |_| true).await?
    } else {
        let stream = request.into_body().into_data_stream();
        take(&app, &caller.seen, (&named.name, stream)).await?
    };
    let answer = json!({ "id": spooled.id, "name": spooled.name, "bytes": spooled.bytes }).to_string();
    let kind = HeaderValue::from_static("application/json");
    Ok((StatusCode::CREATED, [(header::CONTENT_TYPE, kind)], answer).into_response())
}

/// Takes the file of a form. The form proves with `csrf`, which stands before the file, whose it is.
pub(crate) async fn take_form(
    app: &App,
    seen: &Seen,
    mut form: Multipart,
    is_ours: impl Fn(&str) -> bool,
) -> Result<Spooled, Fault> {
    let mut csrf = String::new();
    while let Some(mut field) = form.next_field().await.map_err(|error| broken_off(&error))? {
        match field.name() {
            Some("csrf") => {
                while let Some(piece) = field.chunk().await.map_err(|error| broken_off(&error))? {
                    if csrf.len() + piece.len() > CSRF_BYTES_MAX {
                        return Err(Fault::Expired);
                    }
                    csrf.push_str(&String::from_utf8_lossy(&piece));
                }
            }
            Some(FIELD) => {
                if !is_ours(&csrf) {
                    return Err(Fault::Expired);
                }
                let name = field.file_name().unwrap_or_default().to_owned();
                return take(app, seen, (&name, field)).await;
            }
            _ => {}
        }
    }
    Err(Fault::invalid(FIELD, "is missing; choose a file"))
}

async fn take<B, E>(
    app: &App,
    seen: &Seen,
    (name, mut stream): (&str, impl Stream<Item = Result<B, E>> + Unpin),
) -> Result<Spooled, Fault>
where
    B: AsRef<[u8]>,
    E: std::fmt::Display,
{
    let mut upload = app.hub.upload(seen, name, app.now()).await?;
    while let Some(piece) = stream.next().await {
        let piece = piece.map_err(|error| unreadable(&error.to_string()))?;
        upload.write(piece.as_ref()).await?;
    }
    Ok(upload.finish().await?)
}

fn broken_off(error: &MultipartError) -> Fault {
    unreadable(&error.body_text())
}

fn unreadable(why: &str) -> Fault {
    Fault::invalid(FIELD, format!("did not arrive whole ({why}); send it again"))
}
