//! Every URL of the program.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};

use crate::fault::Fault;
use crate::pages::{
    acts, bench, docs, each, home, imports, inbox, journal, member, members, preferences, products, report, sign_in,
    today, topics,
};
use crate::{App, api, assets, events, guard, health};

/// Bytes of a form or of an act's JSON.
pub(crate) const FORM_BYTES_MAX: usize = 256 << 10;

/// The whole program over HTTP.
pub fn router(app: App) -> Router {
    Router::new()
        .route("/", get(home::show))
        .route("/api", get(docs::show))
        .route("/api/v1/acts/{act}", post(api::acts::run))
        .route("/api/v1/files", post(api::files::receive).layer(DefaultBodyLimit::disable()))
        .route("/api/v1/openapi.json", get(api::openapi::show))
        .route("/api/v1/{view}", get(api::views::list))
        .route("/api/v1/{view}/{id}", get(api::views::find))
        .route("/assets/{name}", get(assets::show))
        .route("/healthz", get(health::alive))
        .route("/metrics", get(health::metrics))
        .route("/preferences", post(preferences::set))
        .route("/readyz", get(health::ready))
        .route("/sign-in", get(sign_in::show).post(sign_in::enter))
        .route("/sign-out", post(sign_in::leave))
        .route("/w/{workspace}", get(home::workspace))
        .route("/w/{workspace}/acts/{act}", post(acts::run))
        .route("/w/{workspace}/bench", get(bench::show).post(bench::read))
        .route("/w/{workspace}/each/{act}", post(each::run))
        .route("/w/{workspace}/events", get(events::show))
        .route(
            "/w/{workspace}/imports",
            get(imports::list).merge(post(imports::upload).layer(DefaultBodyLimit::disable())),
        )
        .route("/w/{workspace}/imports/files/{file}", get(imports::plan))
        .route("/w/{workspace}/imports/{run}", get(imports::show))
        .route("/w/{workspace}/imports/{run}/progress", get(imports::progress))
        .route("/w/{workspace}/inbox", get(inbox::list))
        .route("/w/{workspace}/inbox/{conversation}", get(inbox::open))
        .route("/w/{workspace}/journal", get(journal::show))
        .route("/w/{workspace}/members", get(members::show))
        .route("/w/{workspace}/members/{member}", get(member::show))
        .route("/w/{workspace}/products", get(products::list))
        .route("/w/{workspace}/report", get(report::latest))
        .route("/w/{workspace}/report/{month}", get(report::show))
        .route("/w/{workspace}/search", get(inbox::search))
        .route("/w/{workspace}/today", get(today::show))
        .route("/w/{workspace}/topics", get(topics::list))
        .route("/w/{workspace}/topics/{topic}", get(topics::show))
        .fallback(|| async { Fault::not_found("page") })
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(middleware::from_fn_with_state(app.clone(), guard::surround))
        .with_state(app)
}
