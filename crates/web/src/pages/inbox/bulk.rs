//! What can be done with everything that is selected in the list.

use model::{ConversationId, Time};
use store::Conn;
use store::global::Staff;

use super::{Asked, View, pane, views};
use crate::access::{Can, Read};
use crate::fault::Fault;
use crate::pages::Shell;
use crate::{App, paths};

/// The choices of the form; the boxes stand beside the rows.
pub(crate) struct Bulk {
    /// Where the form leads back to, and what selects nothing.
    pub(crate) here: String,
    /// The same page with everything selected.
    pub(crate) all: String,
    pub(crate) may_close: bool,
    pub(crate) may_reopen: bool,
    /// The address that assigns all to whoever looks.
    pub(crate) to_me: String,
    /// Addresses and names.
    pub(crate) staff: Vec<(String, String)>,
    pub(crate) labels: Vec<String>,
    pub(crate) snoozes: Vec<(Time, &'static str, String)>,
}

pub(super) async fn load(
    app: &App,
    conn: &mut Conn,
    (who, s): (&Can<Read>, &Shell),
    (asked, view, open, staff): (&Asked, View, Option<ConversationId>, Vec<Staff>),
) -> Result<Bulk, Fault> {
    let labels = views::names(app, conn, (who, s.since)).await?;
    let here = match open {
        Some(open) => asked.conversation(who.workspace.id, open, &[]),
        None => asked.list(who.workspace.id, &[]),
    };
    // Where every row is open, or every row closed, one button would do nothing.
    let is_mixed = asked.is_search() || !asked.started.is_empty() || view == View::All;
    Ok(Bulk {
        here,
        all: asked.list(who.workspace.id, &[("pick", "all")]),
        may_close: is_mixed || view != View::Closed,
        may_reopen: is_mixed || matches!(view, View::Closed | View::Snoozed),
        to_me: paths::with(&s.each("conversation.assign"), &[("staff", &who.visitor.signed.email)]),
        staff: staff.into_iter().map(|one| (one.email, one.name)).collect(),
        labels: labels.into_iter().map(|(name, _)| name).collect(),
        snoozes: pane::snoozes(s.w, app.now()),
    })
}
