//! Where others tell of the person: found by reading everything once while others go on working.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::{ConversationId, EntryId, ExampleId, MessageId, Month, NoteId};
use store::erase::traces::{self, TableSize, Told, WORDED, Worded};
use store::{Conn, examples};

use super::others::is_theirs;
use super::steps::Erasing;
use super::tasks::Task;
use crate::{Error, Result};

/// What a survey found so far.
#[derive(Default)]
struct Found {
    tasks: Vec<Task>,
    /// Messages whose text changes, so that what was read in them goes with it.
    rewritten: BTreeSet<i64>,
    /// Entries whose payload goes with the note that they wrote.
    noted: BTreeSet<EntryId>,
}

impl Erasing<'_> {
    /// Looks for all that tells of the person beside their own messages. Whatever comes in after it was looked at is
    /// as if it came in after the erasure.
    pub(super) async fn survey(&self) -> Result<Vec<Task>> {
        let mut conn = self.hub.db.read().await?;
        let titles = self.person.begun.iter().map(|(id, first)| Task::Title(*id, *first));
        let mut found = Found { tasks: titles.collect(), ..Found::default() };
        self.look_at_messages(&mut conn, &mut found).await?;
        for of in WORDED {
            match of.size {
                TableSize::Large => self.look_at_words(&mut conn, (of, &mut found)).await?,
                TableSize::Small => found.tasks.push(Task::Table(of)),
            }
        }
        self.look_at_notes(&mut conn, &mut found).await?;
        self.look_at_examples(&mut conn, &mut found).await?;
        self.look_at_labels(&mut conn, &mut found).await?;
        self.look_at_things(&mut conn, &mut found).await?;
        self.look_at_topics(&mut conn, &mut found).await?;
        self.look_at_payloads(&mut conn, &mut found).await?;
        Ok(found.tasks)
    }

    async fn look_at_messages(&self, conn: &mut Conn, found: &mut Found) -> Result<()> {
        let mut after = MessageId(-1);
        loop {
            let page = traces::list_messages(conn, self.seen.workspace, after).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.id;
            for told in page {
                let changes = self.person.traces.cleaned(told.conversation, &told.text).is_some();
                if !(changes || self.tells_beside(&told)?) || self.person.wrote(told.id) {
                    continue;
                }
                if changes {
                    found.rewritten.insert(told.id.0);
                }
                found.tasks.push(Task::Message(told.id));
            }
        }
    }

    /// Whether a message's answer or source tells of the person.
    fn tells_beside(&self, told: &Told) -> Result<bool> {
        let traces = &self.person.traces;
        if told.reply_to.as_deref().is_some_and(|id| traces.is_id(id)) {
            return Ok(true);
        }
        let Some(packed) = &told.source else { return Ok(false) };
        Ok(traces.touch(&String::from_utf8_lossy(&packed.unpack()?)))
    }

    async fn look_at_words(&self, conn: &mut Conn, (of, found): (&'static Worded, &mut Found)) -> Result<()> {
        let mut after: Option<Vec<i64>> = None;
        loop {
            let page = traces::list_words(conn, self.seen.workspace, (of, after.as_deref())).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(last.key.clone());
            for row in page {
                let told = row.words.iter().flatten().any(|word| self.person.traces.touch(word));
                if told && !self.goes_anyway(of, &row.key, found) {
                    found.tasks.push(Task::Words(of, row.key));
                }
            }
        }
    }

    /// Whether a row goes with a message or a title.
    fn goes_anyway(&self, of: &Worded, key: &[i64], found: &Found) -> bool {
        let Some(id) = key.first() else { return false };
        match of.table {
            "conversation" => self.person.has_begun(ConversationId(*id)),
            "attachment" | "reaction" => self.person.wrote(MessageId(*id)),
            "reading" => self.person.wrote(MessageId(*id)) || found.rewritten.contains(id),
            _ => false,
        }
    }

    async fn look_at_notes(&self, conn: &mut Conn, found: &mut Found) -> Result<()> {
        let mut after = NoteId(-1);
        loop {
            let page = traces::list_notes(conn, self.seen.workspace, after).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.id;
            for note in page.iter().filter(|note| self.cleaned_note(note).is_some()) {
                found.tasks.push(Task::Note(note.id));
                found.noted.insert(note.entry);
            }
        }
    }

    /// Texts that name the person or hold a line of theirs: what people said of one holds of no other, so it goes whole.
    async fn look_at_examples(&self, conn: &mut Conn, found: &mut Found) -> Result<()> {
        let mut after = ExampleId(-1);
        loop {
            let page = examples::list_words(conn, self.seen.workspace, after).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.id;
            let told = page.iter().filter(|one| self.person.traces.touch(&one.words));
            found.tasks.extend(told.map(|one| Task::Example(one.id)));
        }
    }

    /// Labels that name the person, and those that stand nowhere but on what the person began.
    async fn look_at_labels(&self, conn: &mut Conn, found: &mut Found) -> Result<()> {
        let mut all = traces::list_labels(conn, self.seen.workspace).await?;
        let whom = &self.known.whom;
        all.retain(|(subject, id, _)| match subject.as_str() {
            // These go with what they stand on.
            "member" => !whom.members.contains(id),
            "identity" => whom.identities.iter().all(|identity| identity.0 != *id),
            _ => true,
        });
        let theirs = |subject: &str, id: i64| subject == "conversation" && self.person.has_begun(ConversationId(id));
        let mut elsewhere: HashMap<&str, usize> = HashMap::new();
        for (subject, id, name) in &all {
            *elsewhere.entry(name).or_default() += usize::from(!theirs(subject, *id));
        }
        let goes = |(subject, id, name): &&(String, i64, String)| {
            self.person.traces.touch(name) || theirs(subject, *id) && elsewhere.get(name.as_str()) == Some(&0)
        };
        let gone = all.iter().filter(goes).cloned();
        found.tasks.extend(gone.map(|(subject, id, name)| Task::Label(subject, id, name)));
        Ok(())
    }

    async fn look_at_things(&self, conn: &mut Conn, found: &mut Found) -> Result<()> {
        let mut after = i64::MIN;
        loop {
            let page = traces::list_things(conn, self.seen.workspace, after).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.id;
            for thing in page {
                if is_theirs(&self.person, &thing) || self.person.traces.touch(&thing.words()?) {
                    found.tasks.push(Task::Thing(thing.id));
                }
            }
        }
    }

    /// Topics that name the person. Those of months in which the person wrote go at the end.
    async fn look_at_topics(&self, conn: &mut Conn, found: &mut Found) -> Result<()> {
        let mut months: BTreeMap<String, bool> = BTreeMap::new();
        for (month, words) in traces::list_topics(conn, self.seen.workspace).await? {
            *months.entry(month).or_default() |= self.person.traces.touch(&words);
        }
        for (month, _) in months.into_iter().filter(|(_, named)| *named) {
            let month: Month = month.parse().map_err(|_| Error::Broken(format!("month {month}")))?;
            if !self.person.months.contains(&month) {
                found.tasks.push(Task::Topics(month));
            }
        }
        Ok(())
    }

    /// Inputs and before-images of what was decided about the person or names the person.
    async fn look_at_payloads(&self, conn: &mut Conn, found: &mut Found) -> Result<()> {
        let mut after = EntryId(-1);
        loop {
            let page = traces::list_payloads(conn, self.seen.workspace, after).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.entry;
            let told = page.iter().filter(|one| self.is_about(one) && !found.noted.contains(&one.entry));
            found.tasks.extend(told.map(|one| Task::Payload(one.entry)));
        }
    }
}
