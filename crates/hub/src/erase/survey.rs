//! Where others tell of the person: found by reading everything once while others go on working, so that the
//! erasure itself holds the lock for what goes and not for what is read.

use model::{EntryId, MemberId, MessageId, Seen};
use store::Conn;
use store::erase::traces::{self, TableSize, Told, WORDED};

use super::person::Person;
use super::{Removed, others};
use crate::acts::DryRun;
use crate::{Error, Hub, Result};

/// Messages of others that are cleaned in one transaction. More than the act should hold the lock for are
/// cleaned before it; cut off between, the same erasure asked for again does the rest.
const STEP: usize = 100;
const LEFT_TO_THE_ACT: usize = 300;

/// The rows of others that tell of a person, by their numbers. Whatever comes in after they were looked at is
/// as if it came in after the erasure.
#[derive(Default)]
pub(crate) struct Survey {
    member: MemberId,
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
}

/// Looks for all that tells of a member, and cleans ahead what is too much for one transaction.
pub(crate) async fn survey(hub: &Hub, seen: &Seen, (member, dry_run): (MemberId, DryRun)) -> Result<Survey> {
    let mut conn = hub.db.read().await?;
    let person = Person::know(&mut conn, seen, member).await?;
    let mut survey = Survey { member, ..Survey::default() };
    survey.look_at_messages(&mut conn, seen, &person).await?;
    survey.look_at_words(&mut conn, seen, &person).await?;
    survey.look_at_things(&mut conn, seen, &person).await?;
    survey.look_at_payloads(&mut conn, seen, &person).await?;
    drop(conn);
    while dry_run == DryRun::No && survey.messages.len() > LEFT_TO_THE_ACT {
        let step = survey.messages.split_off(survey.messages.len() - STEP);
        let mut conn = hub.db.write().await?;
        for id in step {
            others::clean_message(&mut conn, seen, (&person, id), &mut survey.removed).await?;
        }
        conn.commit().await?;
    }
    Ok(survey)
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
