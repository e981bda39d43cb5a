//! Where others tell of the person: found by reading everything once while others go on working, so that the
//! erasure itself holds the lock for what goes and not for what is read.

use std::collections::BTreeMap;

use model::{EntryId, JobId, MemberId, MessageId, Seen, Time};
use store::erase::traces::{self, TableSize, Told, WORDED};
use store::{Conn, jobs};

use super::person::{Person, Whom, stay_common};
use super::{CLEAN, Removed, others};
use crate::acts::DryRun;
use crate::{Error, Hub, Result};

/// Messages of others that are cleaned in one transaction. More than the act should hold the lock for are
/// cleaned before it; cut off between, the same erasure asked for again does the rest.
const STEP: usize = 100;
const LEFT_TO_THE_ACT: usize = 300;
/// When bytes of what was cleaned ahead leave the files where the act never comes; the act itself asks sooner.
const CLEAN_SECONDS: i64 = 600;

/// The rows of others that tell of a person, by their numbers. Whatever comes in after they were looked at is
/// as if it came in after the erasure.
#[derive(Default)]
pub(crate) struct Survey {
    member: MemberId,
    pub(super) whom: Whom,
    pub(super) messages: Vec<MessageId>,
    /// The place of the table in the list, and the row's key.
    pub(super) words: Vec<(usize, Vec<i64>)>,
    pub(super) things: Vec<i64>,
    pub(super) payloads: Vec<EntryId>,
    /// What went, or would go, before the act.
    pub(super) removed: Removed,
}

impl Survey {
    /// This survey where it is of `member`; refused where it is of somebody else.
    pub(super) fn of(self, member: MemberId) -> Result<Survey> {
        if self.member == member { Ok(self) } else { Err(Error::Broken("an erasure without its survey".to_owned())) }
    }

    /// Whether the member has the handles and names still that were looked for.
    pub(crate) async fn is_still(&self, conn: &mut Conn, seen: &Seen) -> Result<bool> {
        self.whom.is_still(conn, seen, self.member).await
    }

    /// The member looked at anew, since another merge came between; what went ahead stays counted.
    pub(crate) async fn again(self, hub: &Hub, seen: &Seen, (dry_run, now): (DryRun, Time)) -> Result<Survey> {
        let begun = Survey { member: self.member, removed: self.removed, ..Survey::default() };
        begun.look(hub, seen, (dry_run, now)).await
    }

    async fn look(mut self, hub: &Hub, seen: &Seen, (dry_run, now): (DryRun, Time)) -> Result<Survey> {
        let mut conn = hub.db.read().await?;
        let person = Person::know(&mut conn, seen, (self.member, &BTreeMap::new())).await?;
        self.whom = person.whom.clone();
        self.look_at_messages(&mut conn, seen, &person).await?;
        self.look_at_words(&mut conn, seen, &person).await?;
        self.look_at_things(&mut conn, seen, &person).await?;
        self.look_at_payloads(&mut conn, seen, &person).await?;
        // Asked again after a kill, a name must be as common as it was before anything was cleaned.
        let ahead = self.messages.len().saturating_sub(LEFT_TO_THE_ACT);
        let goes_ahead = dry_run == DryRun::No && stay_common(&mut conn, seen, (&self.whom, ahead + STEP)).await?;
        drop(conn);
        if goes_ahead {
            self.clean_ahead(hub, seen, (&person, now)).await?;
        }
        Ok(self)
    }

    /// Cleans until what is left fits into the act, or until the person is another one: then nothing more goes.
    async fn clean_ahead(&mut self, hub: &Hub, seen: &Seen, (person, now): (&Person, Time)) -> Result<()> {
        while self.messages.len() > LEFT_TO_THE_ACT {
            let mut conn = hub.db.write().await?;
            if !self.is_still(&mut conn, seen).await? {
                return Ok(());
            }
            let job = JobId(hub.mint.next(now));
            jobs::add_later(&mut conn, (seen.workspace, job), (CLEAN, ""), now.plus_seconds(CLEAN_SECONDS)).await?;
            for id in self.messages.split_off(self.messages.len() - STEP) {
                others::clean_message(&mut conn, seen, (person, id), &mut self.removed).await?;
            }
            conn.commit().await?;
        }
        Ok(())
    }
}

/// Looks for all that tells of a member, and cleans ahead what is too much for one transaction.
pub(crate) async fn survey(hub: &Hub, seen: &Seen, (member, dry_run, now): (MemberId, DryRun, Time)) -> Result<Survey> {
    Survey { member, ..Survey::default() }.look(hub, seen, (dry_run, now)).await
}

impl Survey {
    async fn look_at_messages(&mut self, conn: &mut Conn, seen: &Seen, person: &Person) -> Result<()> {
        let mut after = MessageId(-1);
        loop {
            let page = traces::list_messages(conn, seen.workspace, after).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.id;
            for told in page {
                let is_own = || person.subjects.contains(&format!("message:{}", told.id));
                if is_told(person, &told)? && !is_own() {
                    self.messages.push(told.id);
                }
            }
        }
    }

    async fn look_at_words(&mut self, conn: &mut Conn, seen: &Seen, person: &Person) -> Result<()> {
        for (place, of) in WORDED.iter().enumerate().filter(|(_, of)| of.size == TableSize::Large) {
            let mut after: Option<Vec<i64>> = None;
            loop {
                let page = traces::list_words(conn, seen.workspace, (of, after.as_deref())).await?;
                let Some(last) = page.last() else { break };
                after = Some(last.key.clone());
                let told =
                    page.into_iter().filter(|row| row.words.iter().flatten().any(|word| person.traces.touch(word)));
                self.words.extend(told.map(|row| (place, row.key)));
            }
        }
        Ok(())
    }

    async fn look_at_things(&mut self, conn: &mut Conn, seen: &Seen, person: &Person) -> Result<()> {
        let mut after = i64::MIN;
        loop {
            let page = traces::list_things(conn, seen.workspace, after).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.id;
            for thing in page {
                if others::is_theirs(person, &thing) || person.traces.touch(&thing.words()?) {
                    self.things.push(thing.id);
                }
            }
        }
    }

    /// Inputs and before-images of what was decided about the person or names the person.
    async fn look_at_payloads(&mut self, conn: &mut Conn, seen: &Seen, person: &Person) -> Result<()> {
        let mut after = EntryId(-1);
        loop {
            let page = traces::list_payloads(conn, seen.workspace, after).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.entry;
            let told = page.into_iter().filter(|one| {
                one.subjects.split(' ').any(|subject| person.subjects.contains(subject))
                    || person.traces.touch(&one.payload)
            });
            self.payloads.extend(told.map(|one| one.entry));
        }
    }
}

/// Whether a message's text, answer or source tells of the person.
fn is_told(person: &Person, told: &Told) -> Result<bool> {
    let traces = &person.traces;
    if traces.cleaned(told.conversation, &told.text).is_some()
        || told.reply_to.as_deref().is_some_and(|id| traces.is_id(id))
    {
        return Ok(true);
    }
    let Some(packed) = &told.source else { return Ok(false) };
    Ok(traces.touch(&String::from_utf8_lossy(&packed.unpack()?)))
}
