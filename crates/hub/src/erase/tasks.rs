//! The small tasks of an erasure: each may be done twice, and counts only what it finds.

use model::{ConversationId, EntryId, ExampleId, MessageId, Month, NoteId};
use store::erase::traces::{self, Worded};
use store::erase::{self, Erased, rows};
use store::search::Entry;
use store::{Conn, examples, jobs};

use super::others::is_theirs;
use super::steps::Erasing;
use super::traces::ERASED;
use super::{handle, physical};
use crate::index::{self, Faceted};
use crate::{Result, workers};

/// Something that goes, or that no longer tells of the person.
pub(super) enum Task {
    /// The title of a conversation that they began, found with its first message.
    Title(ConversationId, MessageId),
    /// A message of somebody else.
    Message(MessageId),
    /// A row of words.
    Words(&'static Worded, Vec<i64>),
    /// A short table of words.
    Table(&'static Worded),
    Note(NoteId),
    Example(ExampleId),
    Label(String, i64, String),
    Thing(i64),
    /// Topics of a month in which they did not write.
    Topics(Month),
    Payload(EntryId),
    /// Messages of their own.
    Own(Erased, Vec<MessageId>),
    Recount(ConversationId),
}

impl Task {
    /// How much of a step it is: about so many rows.
    pub(super) fn weight(&self) -> usize {
        match self {
            Task::Own(_, ids) => ids.len(),
            _ => 1,
        }
    }
}

impl Erasing<'_> {
    pub(super) async fn do_one(&mut self, conn: &mut Conn, task: &Task) -> Result<()> {
        match task {
            Task::Title(id, first) => self.take_title(conn, (*id, *first)).await,
            Task::Message(id) => self.clean_message(conn, *id).await,
            Task::Words(of, key) => match traces::find_words(conn, self.seen.workspace, (of, key)).await? {
                Some(row) => self.clean_row(conn, (of, row)).await,
                None => Ok(()),
            },
            Task::Table(of) => self.clean_table(conn, of).await,
            Task::Note(id) => self.clean_note(conn, *id).await,
            Task::Example(id) => {
                self.known.removed.examples += examples::forget(conn, self.seen.workspace, *id).await?;
                Ok(())
            }
            Task::Label(subject, id, name) => {
                let label = (subject.as_str(), *id, name.as_str());
                self.known.removed.labels += traces::drop_label(conn, self.seen.workspace, label).await?;
                Ok(())
            }
            Task::Thing(id) => self.take_thing(conn, *id).await,
            Task::Topics(month) => self.take_topics(conn, *month).await,
            Task::Payload(entry) => {
                self.known.removed.journal_payloads += traces::drop_payload(conn, self.seen.workspace, *entry).await?;
                Ok(())
            }
            Task::Own(of, ids) => self.take_messages(conn, (*of, ids)).await,
            Task::Recount(id) => Ok(rows::recount(conn, self.seen.workspace, *id).await?),
        }
    }

    async fn take_title(&mut self, conn: &mut Conn, (id, first): (ConversationId, MessageId)) -> Result<()> {
        let new = erase::number(&self.erasure.salt, "conversation", (self.erasure.number, id.0));
        let key = format!("erased {}", model::ids::encode(new));
        if rows::untitle(conn, self.seen.workspace, id, &key).await? > 0 {
            self.known.removed.titles += 1;
            index::refresh(conn, &self.seen, first).await?;
        }
        Ok(())
    }

    async fn take_messages(&mut self, conn: &mut Conn, (of, ids): (Erased, &[MessageId])) -> Result<()> {
        let workspace = self.seen.workspace;
        let messages = rows::list_these(conn, workspace, (of.identity, ids)).await?;
        if messages.is_empty() {
            return Ok(());
        }
        let place = self.known.whom.identities.iter().position(|identity| *identity == of.identity).unwrap_or(0);
        let named = (handle(self.erasure.number, place), ERASED);
        // It is there unless its import was undone meanwhile.
        rows::stand_in(conn, workspace, (of, self.known.stand_in), (&named.0, named.1)).await?;
        let entries: Vec<Entry> = messages.iter().map(|message| emptied(of, message)).collect();
        let whom = (self.erasure.salt.as_slice(), of.tombstone);
        let gone = rows::empty(conn, workspace, whom, (&messages, &entries)).await?;
        rows::hand_over(conn, workspace, of, &messages).await?;
        self.known.removed.messages += messages.len() as u64;
        self.known.removed.source_records += gone.sources;
        self.known.removed.files += gone.files;
        Ok(())
    }

    async fn take_thing(&mut self, conn: &mut Conn, id: i64) -> Result<()> {
        let (workspace, salt) = (self.seen.workspace, &self.erasure.salt);
        let Some(thing) = traces::find_thing(conn, workspace, id).await? else { return Ok(()) };
        traces::drop_thing(conn, workspace, thing.id).await?;
        let mut digests = vec![erase::thing_digest(salt, thing.id)];
        if is_theirs(&self.person, &thing) {
            digests.push(erase::thing_handle_digest(salt, &thing.origin, &thing.handle));
        }
        erase::add_digests(conn, workspace, (self.erasure.number, &digests)).await?;
        self.known.removed.things += 1;
        Ok(())
    }

    /// Forgets the topics of a month; a worker finds them anew from what is left.
    pub(super) async fn take_topics(&mut self, conn: &mut Conn, month: Month) -> Result<()> {
        self.known.removed.topics += traces::drop_topics(conn, self.seen.workspace, month).await?;
        let job = (self.seen.workspace, physical::job(self.hub, self.now));
        Ok(jobs::add_later(conn, job, (workers::TOPICS, &month.to_string()), self.now).await?)
    }
}

/// What the index holds of an erased message: that it was, not what it said.
fn emptied(of: Erased, message: &rows::Written) -> Entry {
    let facets = index::facets(&Faceted {
        channel: model::ChannelId(message.channel),
        identity: of.tombstone,
        kind: message.kind,
        language: &message.language,
        text: "",
        has_file: false,
    });
    Entry { message_id: message.id.0, words: String::new(), facets }
}
