//! An erasure under way: steps that hold the lock for a moment each, and go on after a kill where they stopped.

use std::time::Instant;

use model::{EntryId, MemberId, Seen, Time, WorkspaceId};
use serde_json::{Value as Json, json};
use store::erase::{self, Erasure, Stage, rows, traces};
use store::jobs::{self, Job};
use store::journal::NewEntry;
use store::topic_book::{self, Learned};
use store::{Conn, ingest, members};
use text::topics::TopicBook;

use super::person::Person;
use super::tasks::Task;
use super::traces::Traces;
use super::{Certificate, Known, Others, REMAINS, physical, tombstones};
use crate::{Done, Error, Hub, Result, acts};

/// The job that goes on with an erasure.
pub const PERSON: &str = "erase.person";
/// What the journal says when an erasure ends.
pub const ERASED: &str = "member.erased";
/// Whoever goes on with an erasure has it for so long; then a worker takes it over.
const LEASE_SECONDS: i64 = 900;
/// Rows of one step. A step ends sooner where others wait.
const STEP: usize = 50;
/// Messages of the person that are emptied together.
const EMPTIED: usize = 10;

/// What is told of an erasure before its certificate stands.
pub(super) fn under_way(number: i64) -> Json {
    json!({ "under_way": number })
}

/// Takes over an erasure: whoever went on with it until now stops.
pub(super) async fn take_job(
    conn: &mut Conn,
    (hub, workspace): (&Hub, WorkspaceId),
    (number, now): (i64, Time),
) -> Result<Job> {
    let (until, input) = (now.plus_seconds(LEASE_SECONDS), number.to_string());
    jobs::add_later(conn, (workspace, physical::job(hub, now)), (PERSON, &input), until).await?;
    let job = jobs::find(conn, workspace, (PERSON, &input)).await?;
    let job = job.ok_or_else(|| Error::Broken(format!("the job of erasure {number} is gone")))?;
    jobs::renew(conn, &job, until).await?;
    Ok(job)
}

/// The erasure under way.
pub(super) struct Erasing<'a> {
    pub(super) hub: &'a Hub,
    pub(super) seen: Seen,
    /// When it was gone on with.
    pub(super) now: Time,
    begun: Instant,
    pub(super) erasure: Erasure,
    pub(super) known: Known,
    pub(super) person: Person,
    /// The right to go on; without one everything is only counted.
    job: Option<Job>,
}

impl<'a> Erasing<'a> {
    pub(super) fn new(
        (hub, seen): (&'a Hub, Seen),
        (erasure, known): (Erasure, Known),
        (job, now): (Option<Job>, Time),
    ) -> Erasing<'a> {
        Erasing { hub, seen, now, begun: Instant::now(), erasure, known, person: Person::default(), job }
    }

    /// Goes on to the certificate.
    pub(super) async fn run(mut self) -> Result<Certificate> {
        loop {
            self.know().await?;
            if self.known.others == Others::Tell {
                let tasks = self.survey().await?;
                self.do_all(tasks).await?;
                self.known.others = Others::DoNotTell;
            }
            self.do_all(self.own_tasks()).await?;
            if let Some(certificate) = self.finish().await? {
                return Ok(certificate);
            }
        }
    }

    async fn know(&mut self) -> Result<()> {
        let erased = tombstones(&self.erasure.salt, self.erasure.number, &self.known.whom.identities);
        let mut conn = self.hub.db.read().await?;
        self.person = Person::know(&mut conn, &self.seen, (&self.known.whom, &erased)).await?;
        Ok(())
    }

    fn own_tasks(&self) -> Vec<Task> {
        let by_handle = self.person.own.chunk_by(|one, next| one.0 == next.0);
        let parts = by_handle.flat_map(|of| of.chunks(EMPTIED));
        let own = parts.map(|part| Task::Own(part[0].0, part.iter().map(|(_, id)| *id).collect()));
        own.chain(self.person.touched.iter().map(|id| Task::Recount(*id))).collect()
    }

    /// Does tasks in as many transactions as others have the patience for.
    async fn do_all(&mut self, tasks: Vec<Task>) -> Result<()> {
        let mut tasks = tasks.iter().peekable();
        while tasks.peek().is_some() {
            let (mut conn, mut weight) = (self.step().await?, 0);
            while let Some(task) = tasks.next_if(|task| weight == 0 || weight + task.weight() <= STEP) {
                self.do_one(&mut conn, task).await?;
                weight += task.weight();
                if conn.is_wanted() {
                    break;
                }
            }
            self.keep(conn).await?;
        }
        Ok(())
    }

    /// The time by now: an erasure may last longer than its lease.
    fn moment(&self) -> Time {
        self.now.plus_seconds(self.begun.elapsed().as_secs() as i64)
    }

    /// A transaction in which nothing else comes in, unless another program goes on with this erasure.
    async fn step(&self) -> Result<Conn> {
        let mut conn = self.hub.db.write().await?;
        ingest::lock(&mut conn, self.seen.workspace).await?;
        if let Some(job) = &self.job
            && !jobs::renew(&mut conn, job, self.moment().plus_seconds(LEASE_SECONDS)).await?
        {
            let number = self.erasure.number;
            return Err(Error::Conflict(format!(
                "another program goes on with this erasure; ask for certificate {number} when it is done"
            )));
        }
        Ok(conn)
    }

    /// Makes a step lasting, with what went so far; where it is only counted nothing stays.
    async fn keep(&self, mut conn: Conn) -> Result<()> {
        if self.job.is_none() {
            return Ok(());
        }
        let stage = Stage::UnderWay(self.known.text()?);
        erase::set_stage(&mut conn, self.seen.workspace, (self.erasure.number, &stage)).await?;
        Ok(conn.commit().await?)
    }

    /// The last step; `None` where something of the person came in after all.
    async fn finish(&mut self) -> Result<Option<Certificate>> {
        let workspace = self.seen.workspace;
        let mut conn = self.step().await?;
        let identities: Vec<i64> = self.known.whom.identities.iter().map(|identity| identity.0).collect();
        if self.job.is_some() && rows::have_any(&mut conn, workspace, &identities).await? {
            return Ok(None);
        }
        self.take_members(&mut conn, &identities).await?;
        for month in self.person.months.clone() {
            self.take_topics(&mut conn, month).await?;
        }
        self.clean_book(&mut conn).await?;
        self.clean_late_payloads(&mut conn).await?;
        let begun = acts::answer(&self.done(under_way(self.erasure.number)))?;
        self.known.removed.answers += traces::drop_answers(&mut conn, workspace, &begun).await?;
        let certificate = self.certificate(&mut conn).await?;
        let Some(job) = self.job.clone() else { return Ok(Some(certificate)) };
        let told = serde_json::to_value(&certificate).map_err(|error| Error::Broken(error.to_string()))?;
        let stage = Stage::Done(told.to_string());
        erase::set_stage(&mut conn, workspace, (self.erasure.number, &stage)).await?;
        traces::set_answers(&mut conn, workspace, (&begun, &acts::answer(&self.done(told))?)).await?;
        self.tell(&mut conn).await?;
        physical::ask(&mut conn, (self.hub, workspace), self.now).await?;
        jobs::finish(&mut conn, &job).await?;
        conn.commit().await?;
        self.hub.sealing.notify_one();
        Ok(Some(certificate))
    }

    /// The tombstone stands alone from now on.
    async fn take_members(&mut self, conn: &mut Conn, identities: &[i64]) -> Result<()> {
        let workspace = self.seen.workspace;
        let mut gone = self.known.whom.members.clone();
        for birth in identities.iter().map(|id| MemberId(*id)) {
            if gone.contains(&birth.0) {
                continue;
            }
            match self.heir(conn, birth).await? {
                Some(name) => {
                    let new = MemberId(erase::number(&self.erasure.salt, "member", (self.erasure.number, birth.0)));
                    rows::rekey_member(conn, workspace, (birth, new), &name).await?;
                }
                None => gone.push(birth.0),
            }
        }
        let removed = &mut self.known.removed;
        removed.labels += rows::drop_members(conn, workspace, (&gone, identities), self.known.stand_in).await?;
        removed.handles = identities.len() as u64;
        Ok(())
    }

    /// Whose the member is now that a handle was born with and has left: somebody else's name, or nobody's.
    async fn heir(&self, conn: &mut Conn, birth: MemberId) -> Result<Option<String>> {
        let identities = members::all_identities(conn, &self.seen, birth).await?;
        let other = identities.into_iter().find(|one| !self.known.whom.identities.contains(&one.id));
        if let Some(other) = other {
            return Ok(Some(other.name));
        }
        let merged = members::list_merged(conn, &self.seen, birth).await?;
        Ok(merged.into_iter().find(|one| !self.known.holds(one.id)).map(|one| one.name))
    }

    /// What the topics learned holds words as well.
    async fn clean_book(&self, conn: &mut Conn) -> Result<()> {
        let workspace = self.seen.workspace;
        let Some((bytes, version)) = topic_book::find_book(conn, workspace).await? else { return Ok(()) };
        let broken = |error: text::topics::Broken| Error::Broken(format!("the book of topics: {error}"));
        let mut book = TopicBook::load(&bytes).map_err(broken)?;
        book.forget_texts();
        book.forget_words(|word| self.person.traces.touch(word));
        // Written even when no word told of the person: who sorts their messages just now begins anew.
        let (found, joined) = (Vec::new(), Vec::new());
        let learned = Learned { book: book.save(), version: Some(version), found, joined };
        Ok(topic_book::learn(conn, workspace, learned).await?)
    }

    /// What was decided about the person while the erasure was under way.
    async fn clean_late_payloads(&mut self, conn: &mut Conn) -> Result<()> {
        let mut after = self.erasure.entry;
        loop {
            let page = traces::list_payloads(conn, self.seen.workspace, after).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.entry;
            let told: Vec<EntryId> = page.iter().filter(|one| self.is_about(one)).map(|one| one.entry).collect();
            for entry in told {
                self.do_one(conn, &Task::Payload(entry)).await?;
            }
        }
    }

    /// Whether an entry is about the person or names the person.
    pub(super) fn is_about(&self, one: &traces::Payload) -> bool {
        one.subjects.split(' ').any(|subject| self.person.subjects.contains(subject))
            || self.person.traces.touch(&one.payload)
            || one.subjects.contains("example:") && self.tells_in_words(&one.payload)
    }

    /// Whether a piece of what an example's entry keeps is theirs: it holds whole texts, between the signs of JSON.
    fn tells_in_words(&self, payload: &str) -> bool {
        fn tells(traces: &Traces, json: &Json) -> bool {
            match json {
                Json::String(text) => traces.touch(text),
                Json::Array(all) => all.iter().any(|one| tells(traces, one)),
                Json::Object(all) => all.values().any(|one| tells(traces, one)),
                _ => false,
            }
        }
        serde_json::from_str(payload).is_ok_and(|json| tells(&self.person.traces, &json))
    }

    async fn certificate(&self, conn: &mut Conn) -> Result<Certificate> {
        Ok(Certificate {
            certificate: self.erasure.number,
            workspace: store::global::workspace_load(conn, self.seen.workspace).await?.name,
            at: self.erasure.at,
            by: self.known.by.clone(),
            entry: self.erasure.entry,
            removed: self.known.removed.clone(),
            remains: REMAINS.to_owned(),
        })
    }

    /// What is answered to whoever asked for the erasure.
    fn done(&self, told: Json) -> Done {
        acts::erased((self.erasure.entry, self.known.stand_in), told)
    }

    async fn tell(&self, conn: &mut Conn) -> Result<()> {
        let mut salt = [0; 16];
        (self.hub.entropy)(&mut salt);
        let subjects = [format!("member:{}", self.known.stand_in)];
        let payload = json!({ "input": { "certificate": self.erasure.number } }).to_string();
        let entry = NewEntry {
            id: EntryId(self.hub.mint.next(self.now)),
            at: self.now,
            actor: self.seen.actor,
            act: ERASED,
            subjects: &subjects,
            payload: &payload,
            salt,
            undoes: None,
        };
        Ok(store::journal::add(conn, self.seen.workspace, entry).await?)
    }
}
