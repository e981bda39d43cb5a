//! The views of the inbox and the labels beside them, with how much is in each.

use model::{EntryId, Kind, StaffId};
use paper::Words;
use store::conversations::{Assigned, Filter, State as At};
use store::{Conn, labels};

use super::{Asked, COUNT_MAX};
use crate::access::{Can, Read};
use crate::fault::Fault;
use crate::pages::{Shell, ViewLink};
use crate::{App, paths, shown};

/// Labels of the rail that are shown at once; the others are one step away.
const LABELS_SHOWN: usize = 6;
/// Labels that the rail and the fields for labels offer.
const LABELS_MAX: usize = 50;

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
    pub(super) fn words(self, w: &'static Words) -> (&'static str, &'static str) {
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

    /// An unknown word is the first view; with a search or a label, all.
    pub(super) fn of(asked: &Asked, w: &'static Words) -> View {
        let is_narrow = asked.is_search() || !asked.started.is_empty() || !asked.label.is_empty();
        let default = if is_narrow { View::All } else { View::Open };
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

/// Writes views and labels into the rail and says how much is in the view that is shown.
pub(super) async fn rail(
    app: &App,
    conn: &mut Conn,
    (who, shell): (&Can<Read>, &mut Shell),
    (asked, here): (&Asked, View),
) -> Result<i64, Fault> {
    let inbox = paths::inbox(who.workspace.id);
    let counts = count(app, conn, (who, shell.since)).await?;
    let mut shown = 0;
    for (view, count) in View::ALL.into_iter().zip(counts) {
        if view == here {
            shown = count;
        }
        let (word, title) = view.words(shell.w);
        shell.views.push(ViewLink {
            address: paths::with(&inbox, &[("view", word), ("label", &asked.label)]),
            title: title.to_owned(),
            // Beside a label the numbers of the whole views would open other rows than they count.
            count: if asked.label.is_empty() {
                shown::capped(count, COUNT_MAX, shell.language())
            } else {
                String::new()
            },
            is_here: view == here && asked.is_plain(),
        });
    }
    let all = View::All.words(shell.w).0;
    for (name, count) in names(app, conn, (who, shell.since)).await? {
        shell.labels.push(ViewLink {
            address: paths::with(&inbox, &[("view", all), ("label", &name)]),
            count: shown::capped(count, COUNT_MAX, shell.language()),
            is_here: name == asked.label,
            title: name,
        });
    }
    // The one that is shown is never hidden among the others.
    if let Some(at) = shell.labels.iter().position(|label| label.is_here).filter(|at| *at >= LABELS_SHOWN) {
        let label = shell.labels.remove(at);
        shell.labels.insert(LABELS_SHOWN - 1, label);
    }
    shell.more_labels = shell.labels.split_off(LABELS_SHOWN.min(shell.labels.len()));
    Ok(shown)
}

/// How much is in each view, for the person who looks.
async fn count(app: &App, conn: &mut Conn, (who, at): (&Can<Read>, EntryId)) -> Result<Vec<i64>, Fault> {
    let (of, moment) = ((who.workspace.id, who.visitor.signed.staff), (at, app.now()));
    if let Some(known) = app.view_counts.find(&of, moment) {
        return Ok(known);
    }
    let _counting = app.view_counts.counting.lock().await;
    if let Some(known) = app.view_counts.find(&of, moment) {
        return Ok(known);
    }
    let mut counts = Vec::with_capacity(View::ALL.len());
    for view in View::ALL {
        let counted = store::conversations::count(conn, &who.seen, &view.filter(of.1), COUNT_MAX + 1).await?;
        counts.push(counted.count);
    }
    app.view_counts.keep(of, moment, counts.clone());
    Ok(counts)
}

/// The labels in use, those on most conversations first.
pub(super) async fn names(
    app: &App,
    conn: &mut Conn,
    (who, at): (&Can<Read>, EntryId),
) -> Result<Vec<(String, i64)>, Fault> {
    let (of, moment) = (who.workspace.id, (at, app.now()));
    if let Some(known) = app.label_counts.find(&of, moment) {
        return Ok(known);
    }
    let _counting = app.label_counts.counting.lock().await;
    if let Some(known) = app.label_counts.find(&of, moment) {
        return Ok(known);
    }
    let mut names = labels::list_names(conn, &who.seen, COUNT_MAX + 1).await?;
    names.truncate(LABELS_MAX);
    app.label_counts.keep(of, moment, names.clone());
    Ok(names)
}
