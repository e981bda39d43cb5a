//! The inbox: views and search as a list, beside it the open conversation.

mod list;
mod pane;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use model::{ConversationId, EntryId, Kind, StaffId, WorkspaceId};
use paper::Words;
use serde::Deserialize;
use store::Conn;
use store::conversations::{Assigned, Filter, State as At};

use super::{Room, Shell, ViewLink};
use crate::access::{Can, Read};
use crate::answer::{Page, html};
use crate::fault::Fault;
use crate::{App, paths, shown};
use list::List;
pub(crate) use pane::LANGUAGES;
use pane::Pane;

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
}

impl Asked {
    /// Whether nothing but the view makes the list.
    fn is_plain(&self) -> bool {
        self.list_pairs().iter().all(|(name, value)| *name == "view" || value.is_empty())
    }

    /// What makes the list: links to its conversations carry it along.
    fn list_pairs(&self) -> [(&'static str, &str); 5] {
        [
            ("view", &self.view),
            ("q", &self.q),
            ("label", &self.label),
            ("started", &self.started),
            ("unanswered", &self.unanswered),
        ]
    }

    fn conversation(&self, workspace: WorkspaceId, id: ConversationId, more: &[(&str, &str)]) -> String {
        let pairs: Vec<(&str, &str)> = self.list_pairs().iter().chain(more).copied().collect();
        paths::with(&paths::conversation(workspace, id), &pairs)
    }

    fn list(&self, workspace: WorkspaceId, more: &[(&str, &str)]) -> String {
        let pairs: Vec<(&str, &str)> = self.list_pairs().iter().chain(more).copied().collect();
        paths::with(&paths::inbox(workspace), &pairs)
    }
}

/// The views of the inbox, in the order of the rail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    Open,
    Mine,
    Unassigned,
    Unanswered,
    Urgent,
    Bugs,
    Ideas,
    Questions,
    Snoozed,
    Closed,
    All,
}

impl View {
    const ALL: [View; 11] = [
        View::Open,
        View::Mine,
        View::Unassigned,
        View::Unanswered,
        View::Urgent,
        View::Bugs,
        View::Ideas,
        View::Questions,
        View::Snoozed,
        View::Closed,
        View::All,
    ];

    /// The word in addresses, and the title.
    fn words(self, w: &'static Words) -> (&'static str, &'static str) {
        let words = &w.inbox;
        match self {
            View::Open => ("open", words.view_open),
            View::Mine => ("mine", words.view_mine),
            View::Unassigned => ("unassigned", words.view_unassigned),
            View::Unanswered => ("unanswered", words.view_unanswered),
            View::Urgent => ("urgent", words.view_urgent),
            View::Bugs => ("bugs", words.view_bugs),
            View::Ideas => ("ideas", words.view_ideas),
            View::Questions => ("questions", words.view_questions),
            View::Snoozed => ("snoozed", words.view_snoozed),
            View::Closed => ("closed", words.view_closed),
            View::All => ("all", words.view_all),
        }
    }

    /// An unknown word is the first view; with a search, all.
    fn of(asked: &Asked, w: &'static Words) -> View {
        let default = if asked.q.is_empty() && asked.started.is_empty() { View::Open } else { View::All };
        View::ALL.into_iter().find(|view| view.words(w).0 == asked.view).unwrap_or(default)
    }

    pub(crate) fn filter(self, me: StaffId) -> Filter {
        let open = Filter { states: vec![At::Open], ..Filter::default() };
        let of_kind = |kind: Kind| Filter { kind: Some(kind as i64), ..open.clone() };
        match self {
            View::Open => open,
            View::Mine => Filter { assignee: Assigned::To(me), states: vec![At::Open, At::Waiting], ..open },
            View::Unassigned => Filter { assignee: Assigned::Nobody, ..open },
            View::Unanswered => Filter { unanswered: true, ..open },
            View::Urgent => Filter { urgent: true, ..open },
            View::Bugs => of_kind(Kind::Bug),
            View::Ideas => of_kind(Kind::Idea),
            View::Questions => of_kind(Kind::Question),
            View::Snoozed => Filter { states: vec![At::Snoozed], ..open },
            View::Closed => Filter { states: vec![At::Closed], ..open },
            View::All => Filter::default(),
        }
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
    let mut conn = app.hub.db.read().await?;
    let shell = Shell::load(&app, &mut conn, (&who, Room::Inbox)).await?;
    let mut response = html(&pane::load(&app, &mut conn, (&who, shell), (&asked, Some(id))).await?)?;
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("tribune-fragment"));
    Ok(response)
}

async fn show(who: &Can<Read>, app: &App, (asked, id): (Asked, Option<ConversationId>)) -> Page {
    let mut conn = app.hub.db.read().await?;
    let mut shell = Shell::load(app, &mut conn, (who, Room::Inbox)).await?;
    let view = View::of(&asked, shell.w);
    let counts = count_views(app, &mut conn, (who, shell.since)).await?;
    let mut viewed = list::Viewed { view, count: 0 };
    for (one, count) in View::ALL.into_iter().zip(counts) {
        if one == view {
            viewed.count = count;
        }
        let (word, title) = one.words(shell.w);
        shell.views.push(ViewLink {
            address: paths::with(&paths::inbox(who.workspace.id), &[("view", word)]),
            title,
            count: shown::capped(count, COUNT_MAX, shell.language()),
            is_here: one == view && asked.is_plain(),
        });
    }
    let list = list::load(app, &mut conn, (who, shell.w), (&asked, viewed, id)).await?;
    let pane = pane::load(app, &mut conn, (who, shell.clone()), (&asked, id)).await?;
    let title = pane.open.as_ref().map_or_else(|| list.title.clone(), |open| open.title.clone());
    html(&Inbox { s: shell, title, list, pane })
}

/// How much is in each view, for the person who looks.
async fn count_views(app: &App, conn: &mut Conn, (who, at): (&Can<Read>, EntryId)) -> Result<Vec<i64>, Fault> {
    let (of, moment) = ((who.workspace.id, who.visitor.signed.staff), (at, app.now()));
    if let Some(known) = app.counts.find(of, moment) {
        return Ok(known);
    }
    let _counting = app.counts.counting.lock().await;
    if let Some(known) = app.counts.find(of, moment) {
        return Ok(known);
    }
    let mut counts = Vec::with_capacity(View::ALL.len());
    for view in View::ALL {
        counts.push(store::conversations::count(conn, &who.seen, &view.filter(of.1), COUNT_MAX + 1).await?);
    }
    app.counts.keep(of, moment, &counts);
    Ok(counts)
}
