//! Bringing an archive in: streamed, in batches that each leave everything in step, resumable after
//! a kill, idempotent, and balanced on a sheet.

pub mod later;
pub mod plan;
pub mod prepare;
mod undo;

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use archive::{Options, Rows, Source};
use model::ids::Key;
use model::{Capability, EntryId, JobId, Month, RunId, Seen, Time};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use store::erase::Tombstones;
use store::journal::NewEntry;
use store::leave::above;
use store::runs::{Run, State};
use store::{Conn, ingest, jobs, journal, known, runs, things};
use tokio::sync::mpsc;

use crate::ahead::{self, Ahead};
use crate::examples::Examples;
use crate::leave::restore;
use crate::{Error, Hub, Result, access};
pub use later::Choices;
use prepare::{Batch, Pace};
pub(crate) use undo::Later;
pub use undo::{undo, undo_with_later};

/// The act's name in the journal.
pub const RUN: &str = "import.run";
/// The name under which taking a run back stands in the journal.
pub const UNDO: &str = "import.undo";
const INGEST: &str = "ingest";
/// Why a row of somebody who was erased is left out.
pub const ERASED: &str = "erased";
/// The warning of messages that are known as others, sent at another time.
pub const ANOTHER_TIME: &str = "another_time";
/// The warning of messages that have the id of others.
pub const SAME_ID: &str = "same_id";
/// Batches of one transaction, as long as nobody else wants to write: rows and pages that several of them touch,
/// and the search index's segments, are then written once.
const BATCHES_TOGETHER: usize = 16;
/// The same where nobody can be seen to wait.
const BATCHES_BLINDLY: usize = 8;
/// How long after somebody waited to write batches go in one by one, so that the next one waits less.
const HURRY_SECONDS: i64 = 30;
/// Conversations of an archive whose last message is older than this arrive closed.
const OPEN_DAYS: i64 = 90;

/// What somebody wants to bring in.
pub struct Import {
    pub source: Source,
    pub options: Options,
}

/// The reconciliation sheet: `read = imported + already + Σ skipped`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sheet {
    pub run: RunId,
    pub format: String,
    pub read: i64,
    pub imported: i64,
    pub already: i64,
    pub skipped: BTreeMap<String, i64>,
    /// Imported, but with something that could not be understood.
    pub warnings: BTreeMap<String, i64>,
    /// Rows that an earlier, cut-off run had dealt with.
    pub resumed_after: i64,
}

impl Sheet {
    /// Whether every row that was read is accounted for.
    pub fn balances(&self) -> bool {
        self.read == self.imported + self.already + self.skipped.values().sum::<i64>()
    }
}

/// Rows that come in, and how their run is known.
pub struct Arrival {
    /// The kind of the channels that the rows tell of.
    pub format: &'static str,
    /// How people know the source.
    pub name: String,
    /// JSON, for the run's record.
    pub options: String,
    /// Equal for the same source read with the same options, so that a cut-off run goes on.
    pub fingerprint: Vec<u8>,
    pub rows: Rows,
}

/// Brings an archive in. `progress` hears after each batch how far the sheet has come.
pub async fn run(
    hub: &Hub,
    seen: &Seen,
    (import, clock): (Import, fn() -> Time),
    progress: &mut (dyn FnMut(&Sheet) + Send),
) -> Result<Sheet> {
    access::require(seen, Capability::Import)?;
    let fingerprint = fingerprint(&import)?;
    let whole = import.options.origin.is_none() && archive::whole::is_whole(&import.source);
    if whole && restore::applies(hub, seen, &fingerprint).await? {
        return restore::run(hub, seen, (&import.source, fingerprint, clock), progress).await;
    }
    let (format, rows) =
        archive::open(&import.source, &import.options).map_err(|error| Error::Conflict(error.to_string()))?;
    let (format, name) = (format.name, import.source.name().to_owned());
    let (options, fingerprint) = (options_json(&import.options), by_these_readers(&fingerprint));
    let arrival = Arrival { format, name, options, fingerprint, rows };
    bring(hub, seen, (arrival, clock), progress).await
}

/// Brings rows in, whoever read them.
pub async fn bring(
    hub: &Hub,
    seen: &Seen,
    (arrival, clock): (Arrival, fn() -> Time),
    progress: &mut (dyn FnMut(&Sheet) + Send),
) -> Result<Sheet> {
    access::require(seen, Capability::Import)?;
    let now = clock();
    let known = {
        let mut conn = hub.db.read().await?;
        runs::find_unfinished(&mut conn, seen.workspace, &arrival.fingerprint).await?
    };
    let resumed = known.is_some();
    let Arrival { format, name, options, fingerprint, rows } = arrival;
    let run = known.unwrap_or_else(|| Run {
        id: RunId(hub.mint.next(now)),
        entry: EntryId(hub.mint.next(now)),
        format: format.to_owned(),
        file: name,
        fingerprint,
        options,
        state: State::Running,
        position: 0,
        imported: 0,
        already: 0,
        skipped: "{}".to_owned(),
        warnings: "{}".to_owned(),
        started_at: now,
        finished_at: None,
        failure: None,
    });
    let writing = Writing::new(hub, seen, (clock, run, resumed));
    prepare_and_write(writing, (format, rows), progress).await
}

/// One thread reads, and what it has read is written here.
async fn prepare_and_write(
    mut writing: Writing<'_>,
    (format, rows): (&'static str, Rows),
    progress: &mut (dyn FnMut(&Sheet) + Send),
) -> Result<Sheet> {
    let (hub, position) = (writing.hub, writing.run.position);
    let (send, batches) = ahead::channel();
    let workspace = writing.seen.workspace;
    let mut conn = hub.db.read().await?;
    let (_, keys) = above::born(&mut conn, workspace).await?;
    let examples = Examples::load(&mut conn, workspace).await?;
    drop(conn);
    let pace = Pace { keys, kind: format, skip: position as u64, reader: hub.reader.clone(), examples };
    let reading = std::thread::Builder::new().name("reading".to_owned());
    let reading = reading.spawn(move || prepare::all(rows, &pace, &send));
    let reading = reading.map_err(|error| Error::Broken(format!("cannot start the reading thread: {error}")))?;
    writing.resume()?;
    let written = writing.take_all(batches, progress).await;
    let stopped = |_| Error::Broken("the reading thread stopped; the run can be resumed".to_owned());
    let read = reading.join().map_err(stopped);
    written?;
    read?;
    writing.finish().await
}

/// The database's side of an import.
struct Writing<'a> {
    hub: &'a Hub,
    seen: &'a Seen,
    clock: fn() -> Time,
    run: Run,
    /// Whether the run's row and its journal entry are there.
    begun: bool,
    sheet: Sheet,
    tombstones: Tombstones,
    /// Until then batches are written one by one, since somebody else wanted to write not long before.
    hurried_until: Time,
}

impl<'a> Writing<'a> {
    fn new(hub: &'a Hub, seen: &'a Seen, (clock, run, begun): (fn() -> Time, Run, bool)) -> Writing<'a> {
        let (sheet, tombstones) = (Sheet::default(), Tombstones::default());
        Writing { hub, seen, clock, run, begun, sheet, tombstones, hurried_until: Time(i64::MIN) }
    }

    fn resume(&mut self) -> Result<()> {
        self.sheet.run = self.run.id;
        self.sheet.format = self.run.format.clone();
        if self.begun {
            let counts = |text: &str| serde_json::from_str(text).map_err(|error| Error::Broken(error.to_string()));
            self.sheet.skipped = counts(&self.run.skipped)?;
            self.sheet.warnings = counts(&self.run.warnings)?;
            self.sheet.read = self.run.position;
            self.sheet.imported = self.run.imported;
            self.sheet.already = self.run.already;
            self.sheet.resumed_after = self.run.position;
        }
        Ok(())
    }

    async fn take_all(
        &mut self,
        mut batches: mpsc::Receiver<Ahead<Batch>>,
        progress: &mut (dyn FnMut(&Sheet) + Send),
    ) -> Result<()> {
        // PostgreSQL does not tell who waits for the lock that a transaction holds.
        let together = if self.hub.db.folder().is_some() { BATCHES_TOGETHER } else { BATCHES_BLINDLY };
        let mut waiting = VecDeque::with_capacity(together);
        while ahead::fill(&mut batches, &mut waiting, together).await {
            self.take(&mut waiting).await?;
            progress(&self.sheet);
        }
        Ok(())
    }

    /// One transaction: messages of as many batches as others have the patience for, the run's sheet, its
    /// place in the journal.
    async fn take(&mut self, waiting: &mut VecDeque<Ahead<Batch>>) -> Result<()> {
        let now = (self.clock)();
        let mut conn = self.hub.db.write().await?;
        self.begin(&mut conn, now).await?;
        let (before, mut months) = (self.sheet.imported, BTreeSet::new());
        self.look_around(&conn, now);
        while let Some(mut batch) = waiting.pop_front() {
            if now >= self.hurried_until {
                waiting.drain(..).for_each(|next| batch.item.take_in(next.item));
            }
            months.extend(self.write(&mut conn, batch.item, now).await?);
            if self.look_around(&conn, now) {
                break;
            }
        }
        self.save(&mut conn, State::Running, None).await?;
        let imported = self.sheet.imported - before;
        if imported > 0 {
            self.tell(&mut conn, (now, imported)).await?;
        }
        for month in months {
            let id = JobId(self.hub.mint.next(now));
            let (kind, input) = (crate::workers::TOPICS, month.to_string());
            jobs::add_later(&mut conn, (self.seen.workspace, id), (kind, &input), now).await?;
        }
        Ok(conn.commit().await?)
    }

    /// Whether somebody else waits to write.
    fn look_around(&mut self, conn: &Conn, now: Time) -> bool {
        let wanted = conn.is_wanted();
        if wanted {
            self.hurried_until = now.plus_seconds(HURRY_SECONDS);
        }
        wanted
    }

    /// Writes a batch and says whose months have news.
    async fn write(&mut self, conn: &mut Conn, mut batch: Batch, now: Time) -> Result<BTreeSet<Month>> {
        let workspace = self.seen.workspace;
        ingest::lock(conn, workspace).await?; // an erasure under way ends first
        let known = known::find(conn, (workspace, self.run.id), &mut batch.messages).await?;
        self.leave_out_erased(conn, &mut batch).await?;
        let months = months(&batch);
        let outcome = ingest::write(
            conn,
            ingest::Batch {
                workspace,
                run: self.run.id,
                now,
                open_since: now.plus_seconds(-OPEN_DAYS * 24 * 3600),
                channels: batch.channels,
                identities: batch.identities,
                messages: batch.messages,
            },
            known,
        )
        .await?;
        let kept = things::add(conn, (self.seen.workspace, self.run.id, now), batch.things).await?;
        for (warning, count) in [(ANOTHER_TIME, outcome.of_another_time), (SAME_ID, outcome.namesakes)] {
            if count > 0 {
                *batch.warnings.entry(warning).or_default() += count;
            }
        }
        self.count(&batch.skipped, &batch.warnings);
        self.sheet.read += batch.rows;
        self.sheet.imported += outcome.imported + kept.imported;
        self.sheet.already += outcome.already + kept.already;
        Ok(if outcome.imported > 0 { months } else { BTreeSet::new() })
    }

    /// Nobody who was erased comes back by an archive; what a person writes afterwards is new.
    async fn leave_out_erased(&mut self, conn: &mut Conn, batch: &mut Batch) -> Result<()> {
        let workspace = self.seen.workspace;
        self.tombstones.refresh(conn, workspace).await?;
        if self.tombstones.is_empty() {
            return Ok(());
        }
        let mut erased: HashMap<i64, Time> = HashMap::new();
        for known in &batch.identities {
            erased.extend(self.tombstones.find(&known.origin, &known.handle).map(|at| (known.id.0, at)));
        }
        let keys: Vec<Key> = batch.messages.iter().map(|message| message.key).collect();
        let gone = self.tombstones.erased_keys(conn, workspace, &keys).await?;
        let before = batch.messages.len() + batch.things.len();
        batch.messages.retain(|message| {
            let at = erased.get(&message.identity.0);
            let by_erased = at.is_some_and(|at| message.sent_at.is_none_or(|sent| sent <= *at));
            !by_erased && !gone.contains(&message.key)
        });
        batch.things.retain(|thing| !self.tombstones.has_thing((thing.id, &thing.origin, &thing.handle)));
        let left_out = before - batch.messages.len() - batch.things.len();
        if left_out > 0 {
            *batch.skipped.entry(ERASED).or_default() += left_out as i64;
        }
        Ok(())
    }

    fn count(&mut self, skipped: &BTreeMap<&'static str, i64>, warnings: &BTreeMap<&'static str, i64>) {
        for (reason, count) in skipped {
            *self.sheet.skipped.entry((*reason).to_owned()).or_default() += count;
        }
        for (warning, count) in warnings {
            *self.sheet.warnings.entry((*warning).to_owned()).or_default() += count;
        }
    }

    /// The run's row and its act, with the first batch.
    async fn begin(&mut self, conn: &mut Conn, now: Time) -> Result<()> {
        if self.begun {
            return Ok(());
        }
        runs::add(conn, self.seen.workspace, &self.run).await?;
        let payload = json!({ "input": { "file": self.run.file, "format": self.run.format } }).to_string();
        self.entry(conn, (self.run.entry, RUN), &payload, now).await?;
        self.begun = true;
        Ok(())
    }

    async fn tell(&mut self, conn: &mut Conn, (now, imported): (Time, i64)) -> Result<()> {
        let payload = json!({ "run": self.run.id, "position": self.sheet.read, "imported": imported }).to_string();
        self.entry(conn, (EntryId(self.hub.mint.next(now)), INGEST), &payload, now).await
    }

    async fn entry(&self, conn: &mut Conn, (id, act): (EntryId, &str), payload: &str, now: Time) -> Result<()> {
        let actor = if act == RUN { self.seen.actor } else { model::Actor::Import };
        entry(self.hub, conn, (self.seen, actor), (id, act, self.run.id, None), (payload, now)).await
    }

    async fn save(&mut self, conn: &mut Conn, state: State, finished_at: Option<Time>) -> Result<()> {
        let text = |counts| serde_json::to_string(counts).map_err(|error| Error::Broken(error.to_string()));
        let from = self.run.position;
        self.run.state = state;
        self.run.position = self.sheet.read;
        self.run.imported = self.sheet.imported;
        self.run.already = self.sheet.already;
        self.run.skipped = text(&self.sheet.skipped)?;
        self.run.warnings = text(&self.sheet.warnings)?;
        self.run.finished_at = finished_at;
        Ok(runs::advance(conn, self.seen.workspace, &self.run, from).await?)
    }

    async fn finish(mut self) -> Result<Sheet> {
        if self.sheet.read == 0 {
            return Err(Error::Conflict(format!(
                "{} holds no row to import; check the file, --format and --map",
                self.run.file
            )));
        }
        let now = (self.clock)();
        let mut conn = self.hub.db.write().await?;
        self.save(&mut conn, State::Done, Some(now)).await?;
        if self.sheet.imported > 0 {
            let id = JobId(self.hub.mint.next(now));
            jobs::add_later(&mut conn, (self.seen.workspace, id), (crate::alerts::WATCH, ""), now).await?;
        }
        conn.commit().await?;
        self.hub.sealing.notify_one();
        Ok(self.sheet)
    }
}

/// One journal entry about a run.
async fn entry(
    hub: &Hub,
    conn: &mut Conn,
    (seen, actor): (&Seen, model::Actor),
    (id, act, run, undoes): (EntryId, &str, RunId, Option<EntryId>),
    (payload, at): (&str, Time),
) -> Result<()> {
    let mut salt = [0; 16];
    (hub.entropy)(&mut salt);
    let subjects = [format!("run:{run}")];
    let entry = NewEntry { id, at, actor, act, subjects: &subjects, payload, salt, undoes };
    Ok(journal::add(conn, seen.workspace, entry).await?)
}

fn months(batch: &Batch) -> BTreeSet<Month> {
    batch.messages.iter().filter_map(|message| message.sent_at).map(Time::month).collect()
}

fn options_json(options: &Options) -> String {
    let map: BTreeMap<&str, &str> = options.map.iter().map(|(field, name)| (field.word(), name)).collect();
    json!({ "map": map, "origin": options.origin, "format": options.format }).to_string()
}

/// How much of each end of a file the fingerprint reads.
const FINGERPRINT_BYTES: u64 = 1 << 20;
const FINGERPRINT_FILES: usize = 50;

/// To be raised with each change of the rows that a reader gives or of their order. A place among other rows is none among
/// these: a run that was cut off then begins anew, and what it brought in is known by its keys.
const READERS: u32 = 7;

/// Who reads: this version's readers.
fn readers() -> String {
    format!("{} {READERS}", env!("CARGO_PKG_VERSION"))
}

fn by_these_readers(source: &[u8]) -> Vec<u8> {
    Sha256::new().chain_update(source).chain_update(readers()).finalize().to_vec()
}

/// Tells whether a cut-off run was over these very files with these options.
fn fingerprint(import: &Import) -> Result<Vec<u8>> {
    let unreadable = |error: std::io::Error| Error::Conflict(format!("cannot read {}: {error}", import.source.name()));
    let mut hash = Sha256::new();
    hash.update(options_json(&import.options));
    for file in import.source.files() {
        hash.update(file.path.as_bytes());
        hash.update(file.bytes.to_be_bytes());
    }
    for file in import.source.files().iter().take(FINGERPRINT_FILES) {
        let mut head = Vec::new();
        let bytes = import.source.open_bytes(file).map_err(unreadable)?;
        std::io::Read::read_to_end(&mut std::io::Read::take(bytes, FINGERPRINT_BYTES), &mut head)
            .map_err(unreadable)?;
        hash.update(&head);
    }
    Ok(hash.finalize().to_vec())
}
