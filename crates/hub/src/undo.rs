//! Undoing: an act is taken back only while every row that it changed is as it left it.

use std::collections::BTreeSet;

use model::{EntryId, MemberId, RunId};
use serde_json::Value as Json;
use store::touch::{Record, Table};
use store::{journal, runs};

use crate::acts::{self, Undo};
use crate::doing::{Doing, Effects, Touched};
use crate::import::Later;
use crate::{Error, Result, access, erase, import, leave};

/// How many later acts one undo takes along.
const LATER_MAX: usize = runs::LATER_LISTED;
/// How many entries about one thing are looked through for later changes.
const LISTED_MAX: i64 = 500;

/// What an entry did, and so how it is taken back.
enum Deed {
    /// A worker takes it back, batch by batch; here that is only asked for.
    Import(RunId),
    Act(Effects),
}

/// Undoes one entry inside the act `doing`, after the later ones when `with_later` says so.
pub(crate) async fn entry(doing: &mut Doing<'_>, id: EntryId, with_later: bool) -> Result<()> {
    // Before any row is held: an import holds this and asks for rows.
    store::ingest::lock(doing.conn, doing.seen.workspace).await?;
    let mut waiting = vec![id];
    let (mut taken, mut root) = (0, None);
    while let Some(next) = waiting.last().copied() {
        let deed = load(doing, next).await?;
        let later = match &deed {
            Deed::Import(run) => later_than_import(doing, *run).await?,
            Deed::Act(effects) => later_than(doing, next, effects).await?,
        };
        if let Deed::Import(run) = &deed
            && next == id
        {
            root = Some(*run);
        }
        if later.is_empty() {
            waiting.pop();
            match deed {
                Deed::Import(run) => ask_import(doing, (run, Later::Refuses)).await?,
                Deed::Act(effects) => restore(doing, next, effects).await?,
            }
            taken += 1;
            continue;
        }
        if !with_later {
            return Err(Error::Later(later.into_iter().collect()));
        }
        let stuck = later.iter().any(|entry| waiting.contains(entry));
        if stuck || waiting.len() + taken >= LATER_MAX || later.len() >= LATER_MAX {
            // More than one act should hold the lock for: a worker takes the rest back, one by one.
            if let Some(run) = root.filter(|_| !stuck) {
                return ask_import(doing, (run, Later::GoesFirst)).await;
            }
            return Err(Error::Conflict(format!("entry {id} has more than {LATER_MAX} acts built on it")));
        }
        waiting.extend(later.iter().next_back());
    }
    Ok(())
}

/// Acts that changed what an import brought.
async fn later_than_import(doing: &mut Doing<'_>, run: RunId) -> Result<BTreeSet<EntryId>> {
    Ok(runs::list_later_acts(doing.conn, doing.seen.workspace, run).await?.into_iter().collect())
}

async fn ask_import(doing: &mut Doing<'_>, (run, later): (RunId, Later)) -> Result<()> {
    import::later::ask_undo((doing.conn, doing.hub), &doing.seen, (run, later), (doing.entry, doing.now)).await?;
    doing.about("run", run.0);
    Ok(())
}

/// What an entry left behind, if it may still be undone.
async fn load(doing: &mut Doing<'_>, id: EntryId) -> Result<Deed> {
    let found = journal::find(doing.conn, &doing.seen, id).await?;
    let entry = found.ok_or_else(|| Error::NotFound("journal entry".to_owned()))?;
    if let Some(by) = entry.undone_by {
        return Err(Error::Conflict(format!("entry {id} was undone by {by} already")));
    }
    if entry.act == import::RUN {
        let run = entry.subjects.iter().find_map(|subject| subject.strip_prefix("run:"));
        let run = run.and_then(|run| run.parse().ok()); // tidy(swallow): refused on the next line
        return Ok(Deed::Import(run.ok_or_else(|| Error::Broken(format!("entry {id} names no run")))?));
    }
    if entry.act == leave::EXPORT {
        return Err(Error::Conflict(format!("`{}` cannot be taken back: what left has left", entry.act)));
    }
    let act = acts::find(&entry.act).map_err(|_| {
        Error::Conflict(format!("`{}` is not undone like this; an import run is undone by `import undo`", entry.act))
    })?;
    access::require(&doing.seen, act.needs)?;
    if act.undo == Undo::Never {
        return Err(Error::Conflict(format!("`{}` cannot be taken back", entry.act)));
    }
    Ok(Deed::Act(load_effects(doing, id).await?))
}

async fn load_effects(doing: &mut Doing<'_>, id: EntryId) -> Result<Effects> {
    let payload = journal::find_payload(doing.conn, doing.seen.workspace, id).await?;
    let payload = payload.ok_or_else(|| Error::Conflict(format!("what entry {id} did was erased")))?;
    let json: Json = serde_json::from_str(&payload).map_err(|error| Error::Broken(error.to_string()))?;
    serde_json::from_value(json["effects"].clone()).map_err(|error| Error::Broken(error.to_string()))
}

/// Entries that changed the same rows after `id` and were not undone.
async fn later_than(doing: &mut Doing<'_>, id: EntryId, effects: &Effects) -> Result<BTreeSet<EntryId>> {
    let mut later = BTreeSet::new();
    for touched in &effects.touched {
        let now = doing.find(&touched.place).await?.map(|record| record.version);
        if now != touched.left {
            let found = match now {
                Some(version) if version != 0 => vec![EntryId(version)],
                _ => later_changing(doing, id, touched).await?,
            };
            if found.is_empty() {
                return Err(Error::Conflict(format!("what entry {id} changed is gone; there is nothing to put back")));
            }
            later.extend(found);
        } else if touched.before.is_none() && matches!(touched.place.table, Table::Conversation | Table::Member) {
            // Whatever was done with a thing that this act created must go before the thing does.
            later.extend(list_later(doing, id, touched).await?);
        }
    }
    later.remove(&id);
    Ok(later)
}

/// Later entries about the thing that a row is or belongs to.
async fn list_later(doing: &mut Doing<'_>, id: EntryId, touched: &Touched) -> Result<Vec<EntryId>> {
    let (noun, place) = match touched.place.table {
        Table::Alert => ("alert", 0),
        Table::Conversation => ("conversation", 0),
        Table::Member => ("member", 0),
        Table::MemberLink => ("identity", 0),
        Table::Message | Table::Correction => ("message", 0),
        Table::Note => ("note", 0),
        Table::Product => ("product", 0),
        Table::Topic => ("topic", 0),
        Table::Example => ("example", 0),
        Table::Label => ("conversation", 1),
        Table::WatchedSeries => ("series", 0),
    };
    let subject = match touched.place.key.get(place) {
        Some(Json::String(word)) => format!("{noun}:{word}"),
        key => format!("{noun}:{}", model::ids::encode(key.and_then(Json::as_i64).unwrap_or(0))),
    };
    let about = journal::list_about(doing.conn, &doing.seen, (&subject, EntryId(i64::MAX)), LISTED_MAX).await?;
    let newer = about.into_iter().filter(|entry| entry.id > id && entry.undone_by.is_none() && entry.undoes.is_none());
    Ok(newer.map(|entry| entry.id).collect())
}

/// Of the later entries about a thing those that changed this very row.
async fn later_changing(doing: &mut Doing<'_>, id: EntryId, touched: &Touched) -> Result<Vec<EntryId>> {
    let mut changing = Vec::new();
    for entry in list_later(doing, id, touched).await? {
        let effects = load_effects(doing, entry).await?;
        if effects.touched.iter().any(|other| other.place == touched.place) {
            changing.push(entry);
        }
    }
    Ok(changing)
}

/// Puts every row back, last change first, and takes over what follows from them.
async fn restore(doing: &mut Doing<'_>, id: EntryId, effects: Effects) -> Result<()> {
    for touched in effects.touched.iter().rev() {
        let now = doing.find(&touched.place).await?;
        let before = touched.before.as_ref().map(|before| put_back(before, now.as_ref(), touched));
        erase::keep_apart(doing, &members_of(touched, [now.as_ref(), before.as_ref()])).await?;
        doing.write(&touched.place, (now.as_ref(), before.as_ref())).await?;
    }
    doing.effects.recount.extend(effects.recount);
    doing.effects.reindex.extend(effects.reindex);
    let taken_back = effects.counted.into_iter().map(|(key, count, sum)| (key, -count, -sum));
    doing.effects.counted.extend(taken_back);
    let entry = journal::find(doing.conn, &doing.seen, id).await?;
    doing.subjects.extend(entry.iter().flat_map(|entry| entry.subjects.iter().cloned()));
    mark(doing, id, (effects.undone, effects.redone)).await
}

/// The members whose merging or splitting a row is about.
fn members_of(touched: &Touched, records: [Option<&Record>; 2]) -> BTreeSet<MemberId> {
    let column = match touched.place.table {
        Table::Member => "merged_into",
        Table::MemberLink => "member_id",
        _ => return BTreeSet::new(),
    };
    let own = touched.place.key.first().and_then(Json::as_i64);
    let others = records.into_iter().flatten().filter_map(|record| record.int(column));
    own.into_iter().chain(others).map(MemberId).collect()
}

/// Notes in the journal what stands and what is undone now.
async fn mark(doing: &mut Doing<'_>, id: EntryId, marks: (Vec<i64>, Vec<(i64, i64)>)) -> Result<()> {
    let workspace = doing.seen.workspace;
    journal::mark_undone(doing.conn, workspace, id, doing.entry).await?;
    doing.effects.undone.push(id.0);
    for undone in marks.0 {
        journal::mark_redone(doing.conn, workspace, EntryId(undone)).await?;
        doing.effects.redone.push((undone, id.0));
    }
    for (redone, by) in marks.1 {
        journal::mark_undone(doing.conn, workspace, EntryId(redone), EntryId(by)).await?;
        doing.effects.undone.push(redone);
    }
    Ok(())
}

/// The row as it was. Of a row that stayed only what the act changed goes back, since news may have
/// opened a conversation meanwhile.
fn put_back(before: &Record, now: Option<&Record>, touched: &Touched) -> Record {
    let Some(now) = now else { return before.clone() };
    let mut row = now.clone();
    row.version = before.version;
    for (name, value) in &before.columns {
        if touched.changed.contains(name) {
            row.columns.insert(name.clone(), value.clone());
        }
    }
    row
}
