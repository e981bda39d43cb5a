//! Products: the names that are found in messages, each with how many messages say it, and a person's word on the list.

use askama::Template;
use axum::extract::State;
use store::products::Product;

use super::inbox::COUNT_MAX;
use super::{Room, Shell};
use crate::access::{Can, Read};
use crate::answer::{Page, html};
use crate::fault::Fault;
use crate::{App, paths, shown};

struct Line {
    key: String,
    name: String,
    spellings: String,
    /// Messages that search finds, and where they are listed.
    messages: String,
    rows: String,
}

#[derive(Template)]
#[template(path = "products.html")]
struct View {
    s: Shell,
    lines: Vec<Line>,
    topics: String,
}

pub(crate) async fn list(who: Can<Read>, State(app): State<App>) -> Page {
    let mut conn = app.hub.db.read().await?;
    let s = Shell::load(&app, &mut conn, (&who, Room::Topics)).await?;
    let products = store::products::list(&mut conn, &who.seen).await?;
    let mut lines = Vec::with_capacity(products.len());
    for product in &products {
        let query = hub::named::query(product);
        let found = hub::search::list_page(&mut conn, &who.seen, (&query, None), 1).await?;
        let count = i64::try_from(found.count).map_err(|error| Fault::from(hub::Error::Broken(error.to_string())))?;
        lines.push(line(&s, product, (count, &query)));
    }
    html(&View { topics: paths::topics(who.workspace.id), lines, s })
}

fn line(s: &Shell, product: &Product, (count, query): (i64, &str)) -> Line {
    Line {
        key: product.key.clone(),
        name: product.name.clone(),
        spellings: product.spellings.join(", "),
        messages: shown::capped(count, COUNT_MAX, s.language()),
        rows: paths::with(&format!("{}/search", s.base), &[("q", query)]),
    }
}
