//! A whole workspace coming back from its export: every row as it was, into a workspace that is empty.

use std::collections::{HashMap, HashSet, VecDeque};

use archive::whole::{self, Counts, Piece};
use model::{ConversationId, EntryId, IdentityId, JobId, KeyOrder, Keys, MessageId, RunId, Seen, Time, WorkspaceId};
use serde_json::{Map, Value as Json};
use store::leave::messages::{self, Kept};
use store::leave::{self, Noun, above, settle};
use store::runs::{Run, State};
use store::search::Entry;
use store::{Conn, counts, jobs, runs};
use tokio::sync::mpsc;

use super::lines;
use crate::ahead::{self, Ahead, Sender};
use crate::import::Sheet;
use crate::index::{self, Faceted};
use crate::{Error, Hub, Result, erase};

/// The format of the run by which a workspace came. It tells of this copy, so it has no journal entry
/// and does not leave again: `docs/decisions/0009-an-export-comes-back-whole.md`.
const FORMAT: &str = "tribune";
const BATCH_PIECES: usize = 128;
const BATCH_BYTES: usize = 2 << 20;
/// So many of an export's messages are looked for before it comes in.
const FIRST_MESSAGES: usize = 100;
/// Batches of one transaction, as long as nobody else wants to write: as in an import.
const BATCHES_TOGETHER: usize = 16;
/// Conversations and identities that are recounted in one transaction.
const RECOUNTED: i64 = 100;

/// A piece as it is written.
enum Load {
    Line {
        noun: String,
        line: Map<String, Json>,
    },
    /// With the words by which the index finds it.
    Message {
        kept: Box<Kept>,
        words: String,
    },
    Media {
        digest: String,
        bytes: Vec<u8>,
    },
}

impl Load {
    fn is_above(&self) -> bool {
        matches!(self, Load::Line { noun, .. } if noun == whole::WORKSPACE || noun == whole::STAFF)
    }
}

type Loads = Result<Vec<Load>>;

/// Whether an export would come back whole here: into an empty workspace, or where that was begun.
pub(crate) async fn applies(hub: &Hub, seen: &Seen, fingerprint: &[u8]) -> Result<bool> {
    let mut conn = hub.db.read().await?;
    let begun = runs::find_unfinished(&mut conn, seen.workspace, fingerprint).await?;
    Ok(begun.is_some_and(|run| run.is_restore()) || above::is_empty(&mut conn, seen.workspace).await?)
}

/// Brings an export back. Cut off, it goes on where it stopped.
pub(crate) async fn run(
    hub: &Hub,
    seen: &Seen,
    (source, fingerprint, clock): (&archive::Source, Vec<u8>, fn() -> Time),
    progress: &mut (dyn FnMut(&Sheet) + Send),
) -> Result<Sheet> {
    let expected = whole::counts(source).map_err(unfit)?;
    refuse_a_second(hub, seen, source, &fingerprint).await?;
    let run = begin(hub, seen, (source.name(), fingerprint), clock()).await?;
    let sheet = Sheet {
        run: run.id,
        format: FORMAT.to_owned(),
        read: run.imported,
        imported: run.imported,
        resumed_after: run.position,
        ..Sheet::default()
    };
    let (send, batches) = ahead::channel();
    let (source, skip) = (source.clone(), run.position as usize);
    let reading = std::thread::spawn(move || read_all(&source, (skip, &expected), &send));
    let mut restoring = Restoring { hub, workspace: seen.workspace, run, sheet, staff: HashMap::new() };
    let written = restoring.take_all(batches, progress).await;
    let stopped = |_| Error::Broken("the reading thread stopped; the run can be resumed".to_owned());
    let read = reading.join().map_err(stopped);
    written?;
    read?;
    restoring.settle(clock).await
}

async fn begin(hub: &Hub, seen: &Seen, (name, fingerprint): (&str, Vec<u8>), now: Time) -> Result<Run> {
    let mut conn = hub.db.write().await?;
    if let Some(run) = runs::find_unfinished(&mut conn, seen.workspace, &fingerprint).await? {
        return Ok(run);
    }
    let run = Run {
        id: RunId(hub.mint.next(now)),
        entry: EntryId(0),
        format: FORMAT.to_owned(),
        file: name.to_owned(),
        fingerprint,
        options: "{}".to_owned(),
        state: State::Running,
        position: 0,
        imported: 0,
        already: 0,
        skipped: "{}".to_owned(),
        warnings: "{}".to_owned(),
        started_at: now,
        finished_at: None,
        failure: None,
    };
    runs::add(&mut conn, seen.workspace, &run).await?;
    conn.commit().await?;
    Ok(run)
}

/// Message ids are unique in a database: two copies of a workspace cannot stand in one, which is said before
/// anything is written.
async fn refuse_a_second(hub: &Hub, seen: &Seen, source: &archive::Source, fingerprint: &[u8]) -> Result<()> {
    let mut conn = hub.db.read().await?;
    if runs::find_unfinished(&mut conn, seen.workspace, fingerprint).await?.is_some() {
        return Ok(());
    }
    let first = whole::first_messages(source, FIRST_MESSAGES).map_err(unfit)?;
    let mut ids = Vec::with_capacity(first.len());
    for (message, beside) in first {
        ids.push(lines::kept(message, beside)?.id);
    }
    if messages::has_any(&mut conn, &ids).await? {
        let what = "this export's messages are in this database already, in another workspace; bring it back elsewhere";
        return Err(Error::Conflict(what.to_owned()));
    }
    Ok(())
}

/// Reads all pieces and sends them in batches, until they or the interest end. The workspace and its
/// staff come again after a cut: what follows needs to know them.
fn read_all(source: &archive::Source, (skip, expected): (usize, &Counts), send: &Sender<Loads>) {
    let (mut batch, mut bytes, mut opened) = (Vec::new(), 0, HashSet::new());
    let mut found = Counts::new();
    for (index, piece) in whole::pieces(source).enumerate() {
        let loaded = piece.map_err(unfit).and_then(|piece| {
            *found.entry(piece.noun().to_owned()).or_default() += 1;
            let opens = opens(&piece, &mut opened);
            if index < skip && !is_above(&piece) {
                return Ok(None);
            }
            bytes += size(&piece);
            load(piece, opens).map(Some)
        });
        match loaded {
            Ok(Some(load)) => batch.push(load),
            Ok(None) => continue,
            Err(error) => {
                drop(send.send(Err(error), 0)); // closed: the writer gave up and says why itself
                return;
            }
        }
        if (batch.len() >= BATCH_PIECES || bytes >= BATCH_BYTES)
            && send.send(Ok(std::mem::take(&mut batch)), std::mem::take(&mut bytes)).is_err()
        {
            return; // the writer gave up and says why itself
        }
    }
    let last = whole::compare(expected, &found).map_err(unfit).map(|()| batch);
    drop(send.send(last, bytes)); // closed: as above
}

fn unfit(error: std::io::Error) -> Error {
    Error::Conflict(error.to_string())
}

fn load(piece: Piece, opens: bool) -> Result<Load> {
    Ok(match piece {
        Piece::Line { noun, line } => Load::Line { noun, line },
        Piece::Media { digest, bytes } => Load::Media { digest, bytes },
        Piece::Message { message, beside } => {
            let title = message.title.as_deref().filter(|_| opens).unwrap_or("");
            let words = index::words(title, &message.text);
            Load::Message { kept: Box::new(lines::kept(*message, beside)?), words }
        }
    })
}

/// Whether a message is the first of its conversation and answers none: the title is then found with it.
fn opens(piece: &Piece, opened: &mut HashSet<String>) -> bool {
    let Piece::Message { message, beside } = piece else { return false };
    let conversation = beside.kept.get("conversation").and_then(Json::as_str).unwrap_or("");
    opened.insert(conversation.to_owned()) && message.reply_to.is_none()
}

fn is_above(piece: &Piece) -> bool {
    matches!(piece, Piece::Line { noun, .. } if noun == whole::WORKSPACE || noun == whole::STAFF)
}

fn size(piece: &Piece) -> usize {
    match piece {
        Piece::Line { line, .. } => line.values().filter_map(Json::as_str).map(str::len).sum(),
        Piece::Message { message, .. } => message.text.len() + message.source.len(),
        Piece::Media { bytes, .. } => bytes.len(),
    }
}

struct Restoring<'a> {
    hub: &'a Hub,
    workspace: WorkspaceId,
    run: Run,
    sheet: Sheet,
    /// The numbers that colleagues of the export have here.
    staff: HashMap<String, String>,
}

impl Restoring<'_> {
    async fn take_all(
        &mut self,
        mut batches: mpsc::Receiver<Ahead<Loads>>,
        progress: &mut (dyn FnMut(&Sheet) + Send),
    ) -> Result<()> {
        let mut waiting = VecDeque::with_capacity(BATCHES_TOGETHER);
        while ahead::fill(&mut batches, &mut waiting, BATCHES_TOGETHER).await {
            self.take(&mut waiting).await?;
            progress(&self.sheet);
        }
        Ok(())
    }

    /// One transaction: the pieces of as many batches as others have the patience for, and how far the run came.
    async fn take(&mut self, waiting: &mut VecDeque<Ahead<Loads>>) -> Result<()> {
        let (resumed, before) = (self.run.position > 0, self.run.position);
        let mut conn = self.hub.db.write().await?;
        while let Some(batch) = waiting.pop_front() {
            let batch = match batch.item {
                Ok(batch) => batch,
                // What came before the fault is kept; the fault comes again, alone.
                Err(_) if self.run.position > before => {
                    waiting.push_front(batch);
                    break;
                }
                Err(error) => return Err(error),
            };
            self.run.position += batch.iter().filter(|load| !(resumed && load.is_above())).count() as i64;
            self.write(&mut conn, batch).await?;
            if conn.is_wanted() {
                break;
            }
        }
        self.run.imported = self.sheet.imported;
        runs::save(&mut conn, self.workspace, &self.run).await?;
        Ok(conn.commit().await?)
    }

    async fn write(&mut self, conn: &mut Conn, batch: Vec<Load>) -> Result<()> {
        let mut groups: Vec<(String, Vec<Map<String, Json>>)> = Vec::new();
        let (mut all, mut found) = (Vec::new(), Vec::new());
        for load in batch {
            match load {
                Load::Line { noun, line } => match groups.last_mut() {
                    Some((last, lines)) if *last == noun => lines.push(line),
                    _ => groups.push((noun, vec![line])),
                },
                Load::Message { kept, words } => {
                    all.push(*kept);
                    found.push(words);
                }
                Load::Media { digest, bytes } => self.add_media(conn, &digest, &bytes).await?,
            }
        }
        for (noun, lines) in groups {
            self.add_lines(conn, &noun, lines).await?;
        }
        self.add_messages(conn, all, found).await
    }

    async fn add_media(&self, conn: &mut Conn, digest: &str, bytes: &[u8]) -> Result<()> {
        use sha2::Digest;
        let known = sha2::Sha256::digest(bytes).to_vec();
        if leave::hex(&known) != digest {
            return Err(Error::Conflict(format!("media/{digest} does not hold what its name says; it was changed")));
        }
        Ok(messages::add_blob(conn, self.workspace, &known, bytes).await?)
    }

    async fn add_lines(&mut self, conn: &mut Conn, name: &str, mut lines: Vec<Map<String, Json>>) -> Result<()> {
        match name {
            whole::WORKSPACE => return self.set_born(conn, &lines).await,
            whole::STAFF => {
                self.staff = above::add_staff(conn, self.workspace, &lines).await?;
                return Ok(());
            }
            _ => {}
        }
        let newer = || Error::Conflict(format!("`{name}` is written by a newer Tribune; bring it back with that"));
        let noun = Noun::find(name).ok_or_else(newer)?;
        for line in &mut lines {
            self.fit(noun, line);
        }
        leave::add(conn, self.workspace, (noun, &lines)).await?;
        if noun.name == "journal" {
            settle::subjects(conn, self.workspace, &lines).await?;
        }
        Ok(())
    }

    async fn set_born(&self, conn: &mut Conn, lines: &[Map<String, Json>]) -> Result<()> {
        let unfit = |field: &str| Error::Conflict(format!("`{field}` of the workspace's line; the export was changed"));
        let line = lines.first().ok_or_else(|| unfit("created"))?;
        let created = line.get("created").and_then(Json::as_str).ok_or_else(|| unfit("created"))?;
        let created: Time = created.parse().map_err(|_| unfit("created"))?;
        let number = line.get("number").and_then(Json::as_i64).ok_or_else(|| unfit("number"))?;
        let order = line.get("keys").map_or(Some(0), Json::as_i64).and_then(KeyOrder::of);
        let order = order.ok_or_else(|| {
            Error::Conflict("the export's keys are made by a newer Tribune; bring it back with that".to_owned())
        })?;
        let keys = Keys { workspace: WorkspaceId(number), order };
        Ok(above::set_born(conn, self.workspace, (created, keys)).await?)
    }

    /// Colleagues by their numbers here, and what is derived from the line alone.
    fn fit(&self, noun: &Noun, line: &mut Map<String, Json>) {
        for field in ["assignee", "by"] {
            let here = line.get(field).and_then(Json::as_str).and_then(|number| self.staff.get(number));
            if let Some(here) = here.cloned() {
                line.insert(field.to_owned(), here.into());
            }
        }
        if noun.name == "identities" {
            let word = |field: &str| line.get(field).and_then(Json::as_str).unwrap_or("");
            let folded = index::folded(word("name"), word("handle"));
            line.insert("folded".to_owned(), folded.into());
        }
    }

    async fn add_messages(&mut self, conn: &mut Conn, kept: Vec<Kept>, words: Vec<String>) -> Result<()> {
        let ids: Vec<MessageId> = kept.iter().map(|message| message.id).collect();
        let corrected = settle::corrected(conn, self.workspace, &ids).await?;
        let entries: Vec<Entry> = kept
            .iter()
            .zip(words)
            .map(|(message, words)| {
                let (kind, language) = corrected.get(&message.id.0).cloned().unwrap_or_default();
                let facets = index::facets(&Faceted {
                    channel: message.channel,
                    identity: message.identity,
                    kind: kind.unwrap_or(message.reading.kind),
                    language: &language.unwrap_or_else(|| message.reading.language.clone()),
                    text: &message.text,
                    has_file: !message.files.is_empty(),
                });
                Entry { message_id: message.id.0, words, facets }
            })
            .collect();
        let count = kept.len() as i64;
        messages::add(conn, self.workspace, kept, &entries).await?;
        self.sheet.read += count;
        self.sheet.imported += count;
        Ok(())
    }

    /// What follows from the rows, in steps that may each run twice.
    async fn settle(mut self, clock: fn() -> Time) -> Result<Sheet> {
        let (hub, workspace) = (self.hub, self.workspace);
        let mut conn = hub.db.write().await?;
        counts::rebuild(&mut conn, workspace).await?;
        conn.commit().await?;
        let mut after = Some(ConversationId(-1));
        while let Some(from) = after {
            let mut conn = hub.db.write().await?;
            after = settle::conversations(&mut conn, workspace, from, RECOUNTED).await?;
            conn.commit().await?;
        }
        let mut after = Some(IdentityId(-1));
        while let Some(from) = after {
            let mut conn = hub.db.write().await?;
            after = settle::identities(&mut conn, workspace, from, RECOUNTED).await?;
            conn.commit().await?;
        }
        let now = clock();
        let mut conn = hub.db.write().await?;
        self.ask_for_topics(&mut conn, now).await?;
        erase::ask_again(&mut conn, (hub, workspace), now).await?;
        self.run.state = State::Done;
        self.run.finished_at = Some(now);
        runs::save(&mut conn, workspace, &self.run).await?;
        conn.commit().await?;
        hub.sealing.notify_one();
        Ok(self.sheet)
    }

    /// Months whose topics had not been found where the workspace came from.
    async fn ask_for_topics(&self, conn: &mut Conn, now: Time) -> Result<()> {
        let (days, known) = settle::days_and_topics(conn, self.workspace).await?;
        let mut months: Vec<String> =
            days.into_iter().map(|day| Time::from_seconds(day * 24 * 3600).month().to_string()).collect();
        months.dedup();
        for month in months.into_iter().filter(|month| !known.contains(month)) {
            let id = JobId(self.hub.mint.next(now));
            jobs::add_later(conn, (self.workspace, id), (crate::workers::TOPICS, &month), now).await?;
        }
        Ok(())
    }
}
