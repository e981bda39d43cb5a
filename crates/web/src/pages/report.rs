//! The monthly report as a page, and as files to send, print or read by program.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use model::Month;
use paper::report::Rendering;
use serde::Deserialize;

use super::{Room, Shell};
use crate::access::{Can, Read};
use crate::answer::{Page, html, see_other};
use crate::fault::Fault;
use crate::{App, paths};

/// Months that the page offers besides the one that is shown.
const MONTHS_MAX: usize = 24;
/// The file brings its own style; it runs nothing and loads nothing.
const FILE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// `html`, `md` or `json`: a file instead of the page.
    format: String,
    month: String,
}

#[derive(Template)]
#[template(path = "report.html")]
struct View {
    s: Shell,
    title: String,
    base: String,
    months: Vec<(String, String, bool)>,
    address: String,
    body: String,
}

/// The last month that is over.
pub(crate) async fn latest(who: Can<Read>, State(app): State<App>, Query(asked): Query<Asked>) -> Page {
    let month = asked.month.parse().unwrap_or_else(|_| app.now().month().previous());
    Ok(see_other(&paths::report(who.workspace.id, month)))
}

pub(crate) async fn show(
    who: Can<Read>,
    State(app): State<App>,
    Path((_, month)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Page {
    let month: Month = month.parse().map_err(|_| Fault::not_found("month"))?;
    let language = who.visitor.language;
    let report = hub::report::make(&app.hub, &who.seen, month).await?;
    let outside = Rendering { language, base: &app.public_url };
    match asked.format.as_str() {
        "html" => return Ok(file((month, "html", "text/html"), paper::report::html(&report, outside))),
        "md" => return Ok(file((month, "md", "text/markdown"), paper::report::markdown(&report, outside))),
        "json" => return Ok(file((month, "json", "application/json"), paper::report::json(&report, language))),
        _ => {}
    }
    let mut conn = app.hub.db.read().await?;
    let s = Shell::load(&app, &mut conn, (&who, Room::Report)).await?;
    html(&View {
        title: (s.w.report.of_month)(&who.workspace.name, &language.month(month)),
        base: format!("{}/report", s.base),
        months: months(&s, month, app.now().month()),
        address: paths::report(who.workspace.id, month),
        body: paper::report::body(&report, Rendering { language, base: "" }),
        s,
    })
}

/// The latest months, newest first, and the one that is shown.
fn months(s: &Shell, shown: Month, latest: Month) -> Vec<(String, String, bool)> {
    let mut months: Vec<Month> =
        std::iter::successors(Some(latest), |month| Some(month.previous())).take(MONTHS_MAX).collect();
    if !months.contains(&shown) {
        months.push(shown);
        months.extend([shown.next(), shown.previous()]);
        months.sort_unstable_by(|a, b| b.cmp(a));
        months.dedup();
    }
    months.into_iter().map(|month| (month.to_string(), s.language().month(month), month == shown)).collect()
}

fn file((month, ending, kind): (Month, &str, &str), content: String) -> Response {
    let name = format!("attachment; filename=\"report-{month}.{ending}\"");
    let text = |value: &str| HeaderValue::from_str(value).expect("names of files are plain words");
    let headers: [(HeaderName, HeaderValue); 3] = [
        (header::CONTENT_TYPE, text(&format!("{kind}; charset=utf-8"))),
        (header::CONTENT_DISPOSITION, text(&name)),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(FILE_POLICY)),
    ];
    (headers, content).into_response()
}
