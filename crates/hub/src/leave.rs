//! Leaving with everything, and coming back: a whole workspace as lines and files that return as they
//! were.

mod lines;
pub mod restore;

use std::collections::BTreeMap;
use std::io;

use archive::whole;
use model::{Capability, EntryId, KeyOrder, MessageId, Seen, Time, WorkspaceId};
use serde_json::{Map, Value as Json, json};
use store::Conn;
use store::journal::NewEntry;
use store::leave::messages::{Around, Kept};
use store::leave::{self, NOUNS, Noun, above, messages};
use tokio::sync::mpsc;

use crate::{Error, Hub, Result, access, journal};

/// The act's name in the journal.
pub const EXPORT: &str = "workspace.export";
/// Pages of messages that wait for their turn to be written.
const PAGES_AHEAD: usize = 1;
/// A noun's lines are cut into files of about this size, so that a pack needs little memory.
const PART_BYTES: usize = 4 << 20;
const VERSION: u32 = 1;

type MessagePage = Vec<(Kept, Around)>;

/// Takes one file of an export: its path and its bytes.
pub type Take<'a> = dyn FnMut(&str, &[u8]) -> io::Result<()> + Send + 'a;

/// How much left, by noun.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Left {
    pub lines: BTreeMap<&'static str, u64>,
}

/// Writes everything of a workspace, as it stands at one moment: the same state gives the same files
/// in the same order. The journal learns of it before anything leaves, and after that moment: so an export tells
/// of those before it and not of itself, and gives the same bytes where it came back.
pub async fn export(hub: &Hub, seen: &Seen, take: &mut Take<'_>, now: Time) -> Result<Left> {
    access::require(seen, Capability::Administer)?;
    journal::seal(hub, seen.workspace, now).await?;
    let mut conn = hub.db.snapshot().await?;
    leave::read_in_pages(&mut conn).await?;
    above::born(&mut conn, seen.workspace).await?; // the first look decides which moment it is
    note(hub, seen, now).await?;
    let mut leaving = Leaving { seen, take, left: Left::default() };
    leaving.above(&mut conn).await?;
    for noun in NOUNS {
        leaving.noun(&mut conn, noun).await?;
    }
    leaving.media(&mut conn).await?;
    leaving.messages(conn).await?;
    leaving.end()?;
    Ok(leaving.left)
}

async fn note(hub: &Hub, seen: &Seen, at: Time) -> Result<()> {
    let mut salt = [0; 16];
    (hub.entropy)(&mut salt);
    let subjects = [format!("workspace:{}", seen.workspace)];
    let (id, payload) = (EntryId(hub.mint.next(at)), json!({ "input": {} }).to_string());
    let entry =
        NewEntry { id, at, actor: seen.actor, act: EXPORT, subjects: &subjects, payload: &payload, salt, undoes: None };
    let mut conn = hub.db.write().await?;
    store::journal::add(&mut conn, seen.workspace, entry).await?;
    conn.commit().await?;
    hub.sealing.notify_one();
    Ok(())
}

struct Leaving<'a, 'b> {
    seen: &'a Seen,
    take: &'a mut Take<'b>,
    left: Left,
}

/// Lines of one noun that wait for their file to be full.
struct Part {
    noun: &'static str,
    number: usize,
    bytes: Vec<u8>,
}

impl Part {
    fn new(noun: &'static str) -> Part {
        Part { noun, number: 1, bytes: Vec::new() }
    }
}

impl Leaving<'_, '_> {
    fn put(&mut self, path: &str, bytes: &[u8]) -> Result<()> {
        (self.take)(path, bytes).map_err(|error| Error::Conflict(format!("cannot write {path}: {error}")))
    }

    fn add(&mut self, part: &mut Part, line: &[u8]) -> Result<()> {
        part.bytes.extend_from_slice(line);
        *self.left.lines.entry(part.noun).or_default() += 1;
        if part.bytes.len() >= PART_BYTES { self.close(part) } else { Ok(()) }
    }

    fn close(&mut self, part: &mut Part) -> Result<()> {
        if !part.bytes.is_empty() {
            self.put(&whole::part_path(part.noun, part.number), &part.bytes)?;
            part.bytes.clear();
            part.number += 1;
        }
        Ok(())
    }

    /// What stands above a workspace. Its name is not in it: whoever brings it back gives it one.
    async fn above(&mut self, conn: &mut Conn) -> Result<()> {
        let (created, keys) = above::born(conn, self.seen.workspace).await?;
        let mut line = json!({ "created": created, "number": keys.workspace.0 });
        if keys.order != KeyOrder::Hash {
            line["keys"] = keys.order.number().into();
        }
        let mut part = Part::new(whole::WORKSPACE);
        self.add(&mut part, &written(whole::WORKSPACE, line)?)?;
        self.close(&mut part)?;
        let mut part = Part::new(whole::STAFF);
        for line in above::list_staff(conn, self.seen.workspace).await? {
            self.add(&mut part, &written(whole::STAFF, line.into())?)?;
        }
        self.close(&mut part)
    }

    /// Written last: an export without it was cut off.
    fn end(&mut self) -> Result<()> {
        let line = written(whole::END, json!({ "lines": self.left.lines }))?;
        self.put(&whole::part_path(whole::END, 1), &line)
    }

    async fn noun(&mut self, conn: &mut Conn, noun: &'static Noun) -> Result<()> {
        let mut part = Part::new(noun.name);
        let mut after = None;
        loop {
            let page = leave::list(conn, self.seen.workspace, (noun, after)).await?;
            for line in page.lines {
                self.add(&mut part, &written(noun.name, line.into())?)?;
            }
            after = page.next;
            if after.is_none() {
                return self.close(&mut part);
            }
        }
    }

    async fn media(&mut self, conn: &mut Conn) -> Result<()> {
        let mut after = Vec::new();
        while let Some((digest, bytes)) = messages::find_blob(conn, self.seen.workspace, &after).await? {
            self.put(&whole::media_path(&leave::hex(&digest)), &bytes)?;
            *self.left.lines.entry(whole::MEDIA).or_default() += 1;
            after = digest;
        }
        Ok(())
    }

    /// While one page is written the next is read.
    async fn messages(&mut self, conn: Conn) -> Result<()> {
        let mut part = Part::new(whole::MESSAGES);
        let (send, mut pages) = mpsc::channel(PAGES_AHEAD);
        let reading = tokio::spawn(read_messages(conn, self.seen.workspace, send));
        while let Some(page) = pages.recv().await {
            for (kept, around) in page {
                let (line, source) = lines::written(kept, around)?;
                if let Some((path, bytes)) = source {
                    self.put(&path, &bytes)?;
                }
                self.add(&mut part, &line)?;
            }
        }
        reading.await.map_err(|error| Error::Broken(format!("reading messages stopped: {error}")))??;
        self.close(&mut part)
    }
}

/// Sends all messages in their order, page by page, until they or the interest end.
async fn read_messages(mut conn: Conn, workspace: WorkspaceId, send: mpsc::Sender<MessagePage>) -> Result<()> {
    let mut after = MessageId(-1);
    loop {
        let page = messages::list(&mut conn, workspace, after).await?;
        let Some((last, _)) = page.last() else { return Ok(()) };
        after = last.id;
        if send.send(page).await.is_err() {
            return Ok(()); // the writer gave up and says why itself
        }
    }
}

/// A line of a noun: its version and type first, so that a reader knows it by its beginning.
fn written(noun: &str, line: Json) -> Result<Vec<u8>> {
    let mut whole = Map::new();
    whole.insert("tribune".to_owned(), VERSION.into());
    whole.insert("type".to_owned(), noun.into());
    if let Json::Object(line) = line {
        whole.extend(line);
    }
    let mut bytes = serde_json::to_vec(&whole).map_err(|error| Error::Broken(error.to_string()))?;
    bytes.push(b'\n');
    Ok(bytes)
}
