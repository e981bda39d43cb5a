//! The inbox: views and search as a list, beside it the open conversation.

mod bulk;
mod list;
mod pane;
mod views;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use model::{ConversationId, WorkspaceId};
use serde::Deserialize;
use store::labels;

use super::{Room, Shell};
use crate::access::{Can, Read};
use crate::answer::{Page, html};
use crate::fault::Fault;
use crate::{App, paths};
use list::List;
use pane::Pane;
pub(crate) use views::View;

/// Conversations are counted no further.
pub(crate) const COUNT_MAX: i64 = 1_000;

/// What the list shows and what is open. Everything is text, so that no address is refused for its form.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    view: String,
    q: String,
    label: String,
    /// A month: conversations that started in it.
    started: String,
    /// With `started`: those where nobody else ever wrote.
    unanswered: String,
    after: String,
    /// The conversation's messages before this one.
    before: String,
    /// The message that a search found.
    at: String,
    /// The message whose reading is being corrected.
    correct: String,
    /// Choosing the conversation to join: words to find it by, or `1` for those that resemble it.
    merge: String,
    /// Choosing messages to split off.
    split: String,
    /// The message that is shown to its end.
    full: String,
    /// `all` selects the whole page of the list.
    pick: String,
}

impl Asked {
    /// A label as it is kept. A search looks everywhere: it is not narrowed to a label.
    fn tidied(mut self) -> Asked {
        self.label = if self.is_search() { String::new() } else { labels::as_kept(&self.label) };
        self
    }

    fn is_search(&self) -> bool {
        !self.q.trim().is_empty()
    }

    /// Whether nothing but the view and a label makes the list.
    fn is_plain(&self) -> bool {
        self.list_pairs().iter().all(|(name, value)| ["view", "label", "after"].contains(name) || value.is_empty())
    }

    /// What makes the list: links to its conversations carry it along.
    fn list_pairs(&self) -> [(&'static str, &str); 6] {
        [
            ("view", &self.view),
            ("q", &self.q),
            ("label", &self.label),
            ("started", &self.started),
            ("unanswered", &self.unanswered),
            ("after", &self.after),
        ]
    }

    fn conversation(&self, workspace: WorkspaceId, id: ConversationId, more: &[(&str, &str)]) -> String {
        paths::with(&paths::conversation(workspace, id), &self.pairs(more))
    }

    fn list(&self, workspace: WorkspaceId, more: &[(&str, &str)]) -> String {
        paths::with(&paths::inbox(workspace), &self.pairs(more))
    }

    /// What makes the list, with `more` beside it or in its place.
    fn pairs<'a>(&'a self, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let kept = self.list_pairs().into_iter().filter(|(name, _)| more.iter().all(|(other, _)| other != name));
        kept.chain(more.iter().copied()).collect()
    }
}

#[derive(Template)]
#[template(path = "inbox/inbox.html")]
struct Inbox {
    s: Shell,
    title: String,
    list: List,
    pane: Pane,
}

/// The list with nothing open.
pub(crate) async fn list(who: Can<Read>, State(app): State<App>, Query(asked): Query<Asked>) -> Page {
    show(&who, &app, (asked, None)).await
}

/// The same list, where the report's numbers lead.
pub(crate) async fn search(who: Can<Read>, State(app): State<App>, Query(asked): Query<Asked>) -> Page {
    show(&who, &app, (asked, None)).await
}

/// A conversation beside its list; for the script, which has the list already, the conversation alone.
pub(crate) async fn open(
    who: Can<Read>,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Page {
    let id = id.parse().map_err(|_| Fault::not_found("conversation"))?;
    let wants_pane = headers.get("tribune-fragment").is_some_and(|part| part.as_bytes() == b"pane");
    if !wants_pane {
        return show(&who, &app, (asked, Some(id))).await;
    }
    let asked = asked.tidied();
    let mut conn = app.hub.db.read().await?;
    let shell = Shell::load(&app, &mut conn, (&who, Room::Inbox)).await?;
    let mut response = html(&pane::load(&app, &mut conn, (&who, shell), (&asked, Some(id))).await?)?;
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("tribune-fragment"));
    Ok(response)
}

async fn show(who: &Can<Read>, app: &App, (asked, id): (Asked, Option<ConversationId>)) -> Page {
    let asked = asked.tidied();
    let mut conn = app.hub.db.read().await?;
    let mut shell = Shell::load(app, &mut conn, (who, Room::Inbox)).await?;
    let view = View::of(&asked, shell.w);
    let count = views::rail(app, &mut conn, (who, &mut shell), (&asked, view)).await?;
    let viewed = list::Viewed { view, count };
    let list = list::load(app, &mut conn, (who, &shell), (&asked, viewed, id)).await?;
    let pane = pane::load(app, &mut conn, (who, shell.clone()), (&asked, id)).await?;
    let title = pane.open.as_ref().map_or_else(|| list.title.clone(), |open| open.title.clone());
    html(&Inbox { s: shell, title, list, pane })
}
