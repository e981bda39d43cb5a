//! The journal: every decision, by whom, on what, and how to take it back; and whether the chain holds.

use askama::Template;
use axum::extract::{Query, State};
use model::{EntryId, WorkspaceId};
use paper::Words;
use serde::Deserialize;
use store::journal::{self, Entry, Verified};

use super::{Room, Shell};
use crate::access::{Can, Read};
use crate::answer::{Page, html};
use crate::{App, paths, shown, toast};

/// Entries of one page.
const ENTRIES_MAX: usize = 60;
/// What ingest writes for each batch.
const INGEST: &str = "ingest";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// Only entries about this thing: `conversation:ID`.
    about: String,
    before: String,
    /// Walk the whole chain and say whether it holds.
    check: String,
}

struct Line {
    id: EntryId,
    seq: String,
    when: String,
    who: String,
    what: String,
    subjects: Vec<(String, Option<String>)>,
    undone_by: Option<String>,
    undoes: Option<String>,
    may_undo: bool,
    /// Entries that this line stands for: batches of one import are one line.
    many: usize,
    act: String,
}

struct Checked {
    sealed: String,
    waiting: String,
    broken: Vec<String>,
}

#[derive(Template)]
#[template(path = "journal.html")]
struct View {
    s: Shell,
    lines: Vec<Line>,
    about: String,
    older: Option<String>,
    check: String,
    all: String,
    checked: Option<Checked>,
}

pub(crate) async fn show(who: Can<Read>, State(app): State<App>, Query(asked): Query<Asked>) -> Page {
    let mut conn = app.hub.db.read().await?;
    let s = Shell::load(&app, &mut conn, (&who, Room::Journal)).await?;
    let before = asked.before.parse().unwrap_or(EntryId(i64::MAX));
    let limit = ENTRIES_MAX as i64 + 1;
    let mut entries = if asked.about.is_empty() {
        journal::list(&mut conn, &who.seen, before, limit).await?
    } else {
        journal::list_about(&mut conn, &who.seen, (&asked.about, before), limit).await?
    };
    let home = paths::journal(who.workspace.id);
    let mut older = None;
    if entries.len() > ENTRIES_MAX {
        entries.truncate(ENTRIES_MAX);
        let last = entries.last().map(|entry| entry.id.to_string());
        older = last.map(|last| paths::with(&home, &[("about", &asked.about), ("before", &last)]));
    }
    let checked = if asked.check.is_empty() {
        None
    } else {
        Some(write_check(&s, &journal::verify(&mut conn, who.workspace.id).await?))
    };
    let lines = gather(entries.iter().map(|entry| line(&s, entry, (&app, who.workspace.id))).collect());
    let check = paths::with(&home, &[("check", "1")]);
    html(&View { s, lines, about: asked.about, older, check, all: home, checked })
}

fn write_check(s: &Shell, verified: &Verified) -> Checked {
    let (words, language) = (&s.w.journal, s.language());
    Checked {
        sealed: (words.sealed)(&language.count(verified.sealed.unsigned_abs())),
        waiting: (words.waiting)(&language.count(verified.unsealed.unsigned_abs())),
        broken: verified.broken.iter().map(|place| (words.broken_at)(place)).collect(),
    }
}

fn line(s: &Shell, entry: &Entry, (app, workspace): (&App, WorkspaceId)) -> Line {
    let known = hub::ACTS.iter().find(|act| act.name == entry.act);
    let can_undo = known.is_some_and(|act| act.undo == hub::acts::Undo::Restores);
    Line {
        id: entry.id,
        seq: entry.seq.map_or_else(String::new, |seq| s.language().count(seq.unsigned_abs())),
        when: shown::time_ago(entry.at, app.now(), s.language()),
        who: actor(entry, s.w),
        what: what(entry, s.w),
        subjects: entry.subjects.iter().map(|subject| (subject.clone(), address(workspace, subject))).collect(),
        undone_by: entry.undone_by.map(|by| (s.w.journal.undone_by)(&by.to_string())),
        undoes: entry.undoes.map(|undone| (s.w.journal.undoes)(&undone.to_string())),
        many: 1,
        act: entry.act.clone(),
        may_undo: can_undo
            && entry.undone_by.is_none()
            && s.may_answer
            && (entry.act != hub::import::RUN || s.may_import),
    }
}

/// Batches of the same import in a row become one line, so that they do not hide the decisions.
fn gather(lines: Vec<Line>) -> Vec<Line> {
    let mut gathered: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines {
        match gathered.last_mut() {
            Some(last) if line.act == INGEST && last.act == INGEST && last.subjects == line.subjects => {
                last.many += 1;
                last.seq = format!("{}–{}", line.seq, last.seq.rsplit('–').next().unwrap_or_default());
            }
            _ => gathered.push(line),
        }
    }
    gathered
}

/// Who decided.
pub(crate) fn actor(entry: &Entry, w: &'static Words) -> String {
    match entry.actor.as_str() {
        "staff" if !entry.actor_name.is_empty() => entry.actor_name.clone(),
        "operator" => w.journal.operator.to_owned(),
        "import" => w.journal.import.to_owned(),
        _ => w.journal.system.to_owned(),
    }
}

fn what(entry: &Entry, w: &'static Words) -> String {
    match entry.act.as_str() {
        hub::import::RUN => w.journal.import_run.to_owned(),
        hub::import::UNDO => w.journal.import_undo.to_owned(),
        hub::erase::BEGUN => w.journal.erasure_begun.to_owned(),
        hub::erase::DONE => w.journal.erasure_done.to_owned(),
        hub::leave::EXPORT => w.journal.export.to_owned(),
        INGEST => w.journal.ingest.to_owned(),
        act => toast::named(act, w).map_or_else(|| act.to_owned(), |known| known.done.to_owned()),
    }
}

/// Where a subject is to be seen, when it has a page.
fn address(workspace: WorkspaceId, subject: &str) -> Option<String> {
    let (noun, id) = subject.split_once(':')?;
    match noun {
        "conversation" => Some(paths::conversation(workspace, id.parse().ok()?)), // tidy(swallow): what has no page gets no link
        "topic" => Some(paths::topic(workspace, id.parse().ok()?)), // tidy(swallow): what has no page gets no link
        "example" => Some(paths::bench(workspace)),
        "product" => Some(paths::products(workspace)),
        "run" => Some(paths::run(workspace, id.parse().ok()?)), // tidy(swallow): what has no page gets no link
        "member" => Some(paths::member(workspace, id.parse().ok()?)), // tidy(swallow): what has no page gets no link
        _ => None,
    }
}
