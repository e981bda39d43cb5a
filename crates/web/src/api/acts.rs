//! `POST /api/v1/acts/{noun}.{verb}`: one door for every act of the list.

use axum::body::Bytes;
use axum::extract::{FromRequest, Path, Query, Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use hub::Asked;
use hub::acts::DryRun;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::App;
use crate::access::Caller;
use crate::fault::{Fault, broken};
use crate::routes::FORM_BYTES_MAX;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct How {
    /// Present and not `false`: only say what would be done.
    dry_run: Option<String>,
}

/// What a program sends: the input, and the key under which it may ask again.
pub(crate) struct Sent {
    input: Json,
    key: Option<String>,
}

impl FromRequest<App> for Sent {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Sent, Fault> {
        let key = match request.headers().get("idempotency-key").map(HeaderValue::to_str) {
            Some(Ok(key)) => Some(key.to_owned()),
            Some(Err(_)) => return Err(Fault::invalid("Idempotency-Key", "holds letters that are not ASCII")),
            None => None,
        };
        let body = Bytes::from_request(request, app).await;
        let body = body.map_err(|_| Fault::TooBig { bytes_max: FORM_BYTES_MAX as u64 })?;
        Ok(Sent { input: parse(&body)?, key })
    }
}

/// Does the act and answers what was done. The same Idempotency-Key again gets the same answer.
pub(crate) async fn run(
    caller: Caller,
    State(app): State<App>,
    Path(act): Path<String>,
    Query(how): Query<How>,
    sent: Sent,
) -> Result<Response, Fault> {
    let dry_run = if how.dry_run.as_deref().is_some_and(|word| word != "false") { DryRun::Yes } else { DryRun::No };
    let asked = Asked { act: &act, input: &sent.input, dry_run, idempotency_key: sent.key.as_deref() };
    let done = app.hub.act(&caller.seen, asked, app.now()).await?;
    if dry_run == DryRun::No {
        app.metrics.acted();
    }
    let answer = serde_json::to_string(&done).map_err(|error| broken(&error.to_string()))?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], answer).into_response())
}

/// The body as JSON; none at all is an empty object.
fn parse(body: &[u8]) -> Result<Json, Fault> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(json!({}));
    }
    serde_json::from_slice(body).map_err(|error| Fault::invalid("", format!("the body is not JSON: {error}")))
}
