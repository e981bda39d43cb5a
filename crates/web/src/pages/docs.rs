//! The page that tells programs how to use the desk, from the same lists as the API itself.

use askama::Template;
use axum::http::HeaderMap;
use hub::views::{One, VIEWS, View};
use hub::{ACTS, Act};
use paper::Words;

use crate::answer::{Page, html};
use crate::{access, assets};

#[derive(Template)]
#[template(path = "docs.html")]
struct DocsPage {
    w: &'static Words,
    theme: &'static str,
    assets: assets::Assets,
    acts: &'static [Act],
    views: &'static [View],
}

impl DocsPage {
    fn act_line(&self, act: &Act) -> String {
        format!("POST /api/v1/acts/{}", act.name)
    }

    fn view_line(&self, view: &View) -> String {
        format!("GET /api/v1/{}{}", view.name, if view.one == One::ById { "[/{id}]" } else { "" })
    }
}

/// Open to everybody: it tells nothing about anybody.
pub(crate) async fn show(headers: HeaderMap) -> Page {
    let (w, theme) = (access::language(&headers).words(), access::theme(&headers));
    html(&DocsPage { w, theme, assets: assets::names(), acts: ACTS, views: VIEWS })
}
