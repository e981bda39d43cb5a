//! Erasing a person: an act that begins it, steps that do it, and a certificate that tells nothing about whom it was.

mod others;
mod person;
mod physical;
mod steps;
mod survey;
mod tasks;
pub mod traces;

use std::collections::BTreeSet;

use model::{IdentityId, MemberId, Seen, Time, WorkspaceId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::erase::{self, Erased, Erasure, Stage, rows};
use store::jobs::Job;
use store::{Conn, ingest};

use crate::acts::DryRun;
use crate::doing::Doing;
use crate::{Error, Hub, Result};
use person::Whom;
use traces::ERASED;

pub use crate::acts::ERASE as BEGUN;
pub use physical::{CLEAN, LOG, clean, replay, write_logs};
pub use steps::{ERASED as DONE, PERSON};

const SALT_BYTES: usize = 16;

/// What an erasure removed, in counts. Nothing in it tells who it was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Removed {
    pub handles: u64,
    pub messages: u64,
    pub source_records: u64,
    pub files: u64,
    pub titles: u64,
    /// Messages of others from which a quote or a name was taken out.
    pub others_cleaned: u64,
    pub notes: u64,
    /// Texts that somebody had pasted to say how they are to be read.
    pub examples: u64,
    pub labels: u64,
    pub journal_payloads: u64,
    pub topics: u64,
    pub things: u64,
    /// Names of files, channels and the like in which the person's name stood.
    pub names: u64,
    pub answers: u64,
}

/// The proof of an erasure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    pub certificate: i64,
    pub workspace: String,
    pub at: Time,
    /// Who decided: a colleague's address, or `operator`.
    pub by: String,
    pub entry: model::EntryId,
    pub removed: Removed,
    pub remains: String,
}

const REMAINS: &str = "Counts of past days and the shape of conversations, without name, text or file. \
    Backups and exports made before stay as they are; restoring a backup erases again.";

/// What is known of an erasure while it is under way. It names the person, and goes when the erasure ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    whom: Whom,
    /// The member that will stand for the person's.
    stand_in: MemberId,
    by: String,
    others: Others,
    removed: Removed,
}

/// Whether others still tell of the person. Until they do not, the person's own words stay: what others say is
/// found by them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Others {
    Tell,
    DoNotTell,
}

/// An erasure that an act began or goes on with.
pub(crate) struct Begun {
    erasure: Erasure,
    known: Known,
    job: Job,
    pub(crate) is_new: bool,
}

/// Begins to erase a member inside the act `doing`, or takes over where that was begun. From now on nothing of theirs
/// comes in; what is there goes in steps after the act.
pub(crate) async fn begin(doing: &mut Doing<'_>, id: MemberId) -> Result<()> {
    let workspace = doing.seen.workspace;
    // A batch that comes in meanwhile would bring the person's rows back.
    ingest::lock(doing.conn, workspace).await?;
    let (erasure, known, is_new) = match find_under_way(doing.conn, workspace, id).await? {
        Some((erasure, known)) => (erasure, known, false),
        None => {
            let (erasure, known) = begin_new(doing, id).await?;
            (erasure, known, true)
        }
    };
    doing.entry = erasure.entry;
    doing.about("member", known.stand_in.0);
    // The journal learns of the certificate, never of the number that the person had.
    doing.journaled = Some(json!({ "certificate": erasure.number }));
    doing.told = steps::under_way(erasure.number);
    let job = steps::take_job(doing.conn, (doing.hub, workspace), (erasure.number, doing.now)).await?;
    doing.erasing = Some(Begun { erasure, known, job, is_new });
    Ok(())
}

async fn begin_new(doing: &mut Doing<'_>, id: MemberId) -> Result<(Erasure, Known)> {
    let workspace = doing.seen.workspace;
    let (whom, identities) = Whom::find(doing.conn, &doing.seen, id).await?;
    let number = erase::last_number(doing.conn, workspace).await? + 1;
    let salt = erase::find_salt(doing.conn, workspace).await?.unwrap_or_else(|| {
        let mut salt = vec![0; SALT_BYTES];
        (doing.hub.entropy)(&mut salt);
        salt
    });
    let erased = tombstones(&salt, number, &whom.identities);
    let stand_in = MemberId(erased.first().map_or(0, |first| first.tombstone.0));
    rows::add_member(doing.conn, workspace, (stand_in, whom.member), ERASED).await?;
    for (place, of) in erased.iter().enumerate() {
        let handle = handle(number, place);
        rows::stand_in(doing.conn, workspace, (*of, stand_in), (&handle, ERASED)).await?;
    }
    let by = who_decided(doing).await?;
    let known = Known { whom, stand_in, by, others: Others::Tell, removed: Removed::default() };
    let stage = Stage::UnderWay(known.text()?);
    let digest = |one: &store::members::Identity| erase::handle_digest(&salt, &one.origin, &one.handle);
    let digests: Vec<Vec<u8>> = identities.iter().map(digest).collect();
    let erasure = Erasure { number, entry: doing.entry, at: doing.now, salt, stage };
    erase::add(doing.conn, workspace, &erasure, &digests).await?;
    Ok((erasure, known))
}

async fn who_decided(doing: &mut Doing<'_>) -> Result<String> {
    Ok(match doing.seen.actor {
        model::Actor::Staff(id) => {
            let staff = store::global::staff_find_by_id(doing.conn, id).await?;
            staff.map_or_else(|| "a colleague".to_owned(), |staff| staff.email)
        }
        actor => store::journal::actor_words(actor).0.to_owned(),
    })
}

/// The numbers that stand for a person's handles.
fn tombstones(salt: &[u8], number: i64, identities: &[IdentityId]) -> Vec<Erased> {
    let tombstone = |identity: &IdentityId| IdentityId(erase::number(salt, "identity", (number, identity.0)));
    identities.iter().map(|identity| Erased { identity: *identity, tombstone: tombstone(identity) }).collect()
}

/// What stands in the place of a handle.
fn handle(number: i64, place: usize) -> String {
    format!("erased {number}.{}", place + 1)
}

impl Known {
    fn read(text: &str) -> Result<Known> {
        serde_json::from_str(text).map_err(|error| Error::Broken(format!("what is known of an erasure: {error}")))
    }

    fn text(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|error| Error::Broken(error.to_string()))
    }

    fn holds(&self, member: MemberId) -> bool {
        self.stand_in == member || self.whom.members.contains(&member.0)
    }
}

/// The erasure of a member that is under way, if one is.
async fn find_under_way(conn: &mut Conn, workspace: WorkspaceId, member: MemberId) -> Result<Option<(Erasure, Known)>> {
    for erasure in erase::list_under_way(conn, workspace).await? {
        let Stage::UnderWay(text) = &erasure.stage else { continue };
        let known = Known::read(text)?;
        if known.holds(member) {
            return Ok(Some((erasure, known)));
        }
    }
    Ok(None)
}

/// Keeps members as they are while one of them is being erased; an erasure that begins waits for this act.
pub(crate) async fn keep_apart(doing: &mut Doing<'_>, members: &BTreeSet<MemberId>) -> Result<()> {
    if members.is_empty() {
        return Ok(());
    }
    ingest::lock(doing.conn, doing.seen.workspace).await?;
    for member in members {
        if find_under_way(doing.conn, doing.seen.workspace, *member).await?.is_some() {
            return Err(Error::Conflict(format!("member {member} is being erased; choose another")));
        }
    }
    Ok(())
}

/// Goes on with what an act began, to the certificate; or counts what would go.
pub(crate) async fn go_on(hub: &Hub, seen: &Seen, begun: Begun, (dry_run, now): (DryRun, Time)) -> Result<Certificate> {
    let Begun { erasure, known, job, .. } = begun;
    steps::Erasing::new((hub, *seen), (erasure, known), (Some(job).filter(|_| dry_run == DryRun::No), now)).run().await
}

/// Goes on with an erasure that was told to be under way.
pub(crate) async fn take_over(
    conn: &mut Conn,
    (hub, seen): (&Hub, &Seen),
    (number, now): (i64, Time),
) -> Result<Option<Begun>> {
    // A step that another program is in ends first, so that what it counted is read.
    store::ingest::lock(conn, seen.workspace).await?;
    let Some(erasure) = erase::find(conn, seen.workspace, number).await? else { return Ok(None) };
    let Stage::UnderWay(text) = &erasure.stage else { return Ok(None) };
    let known = Known::read(text)?;
    let job = steps::take_job(conn, (hub, seen.workspace), (number, now)).await?;
    Ok(Some(Begun { erasure, known, job, is_new: false }))
}

/// Goes on with an erasure that nobody goes on with.
pub(crate) async fn work(hub: &Hub, seen: &Seen, (job, now): (&Job, Time)) -> Result<()> {
    let number = job.input.parse().map_err(|_| Error::Broken(format!("no erasure is called `{}`", job.input)))?;
    let found = erase::find(&mut hub.db.read().await?, seen.workspace, number).await?;
    let Some(erasure) = found else { return Ok(()) };
    let Stage::UnderWay(text) = &erasure.stage else { return Ok(()) };
    let known = Known::read(text)?;
    steps::Erasing::new((hub, *seen), (erasure, known), (Some(job.clone()), now)).run().await?;
    Ok(())
}

/// Asks workers to go on with all that is under way in a workspace.
pub(crate) async fn ask_again(conn: &mut Conn, (hub, workspace): (&Hub, WorkspaceId), now: Time) -> Result<()> {
    for erasure in erase::list_under_way(conn, workspace).await? {
        let job = (workspace, physical::job(hub, now));
        store::jobs::add_later(conn, job, (PERSON, &erasure.number.to_string()), now).await?;
    }
    Ok(())
}

/// The member behind `HANDLE@ORIGIN`; a handle may hold an `@` itself.
pub async fn find(hub: &Hub, seen: &Seen, written: &str) -> Result<MemberId> {
    let mut conn = hub.db.read().await?;
    for (at, _) in written.match_indices('@').collect::<Vec<_>>().into_iter().rev() {
        let handle = (&written[..at], &written[at + 1..]);
        if let Some(member) = erase::find_handle(&mut conn, seen.workspace, handle).await? {
            return Ok(member);
        }
    }
    Err(Error::NotFound(format!("handle `{written}`; write it as HANDLE@ORIGIN, like ada@slack:T01")))
}

/// The certificate with a number, as JSON.
pub async fn certificate(hub: &Hub, seen: &Seen, number: i64) -> Result<String> {
    crate::access::require(seen, model::Capability::Administer)?;
    let mut conn = hub.db.read().await?;
    match erase::find(&mut conn, seen.workspace, number).await?.map(|found| found.stage) {
        Some(Stage::Done(certificate)) => Ok(certificate),
        Some(Stage::UnderWay(_)) => {
            Err(Error::Conflict(format!("erasure {number} is still under way; ask for it again to go on with it")))
        }
        None => Err(Error::NotFound(format!("certificate {number}"))),
    }
}
