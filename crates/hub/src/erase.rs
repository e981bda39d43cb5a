//! Erasing a person: one act, and a certificate that tells nothing about whom it was.

mod others;
mod physical;
mod traces;

use std::collections::BTreeSet;

use model::{ConversationId, IdentityId, MemberId, MessageId, Month, Seen};
use serde::Serialize;
use store::erase::{self, Erased, Erasure, rows};
use store::members::{self, Identity};
use store::search::{Entry, Range, Term};

use crate::doing::Doing;
use crate::index::{self, Faceted};
use crate::{Error, Result};
use traces::{Common, ERASED, Traces};

pub use physical::{CLEAN, LOG, clean, replay, write_logs};

/// A plain word that at least so many messages hold is nobody's name alone.
const COMMON_MESSAGES: i64 = 500;
const SALT_BYTES: usize = 16;

/// What an erasure removed, in counts. Nothing in it tells who it was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Removed {
    pub handles: u64,
    pub messages: u64,
    pub source_records: u64,
    pub files: u64,
    pub titles: u64,
    /// Messages of others from which a quote or a name was taken out.
    pub others_cleaned: u64,
    pub notes: u64,
    pub labels: u64,
    pub journal_payloads: u64,
    pub topics: u64,
    pub things: u64,
    /// Names of files, channels and the like in which the person's name stood.
    pub names: u64,
    pub answers: u64,
}

/// The proof of an erasure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Certificate {
    pub certificate: i64,
    pub workspace: String,
    pub at: model::Time,
    /// Who decided: a colleague's address, or `operator`.
    pub by: String,
    pub entry: model::EntryId,
    pub removed: Removed,
    pub remains: &'static str,
}

const REMAINS: &str = "Counts of past days and the shape of conversations, without name, text or file. \
    Backups and exports made before stay as they are; restoring a backup erases again.";

/// The erasure under way.
struct Erasing<'a, 'b> {
    doing: &'a mut Doing<'b>,
    salt: Vec<u8>,
    number: i64,
    /// The numbers of the person's members and handles.
    members: Vec<i64>,
    identities: Vec<Identity>,
    traces: Traces,
    /// Conversations in which they wrote, and those of them that they began.
    touched: BTreeSet<ConversationId>,
    begun: Vec<(ConversationId, MessageId)>,
    /// Everything of theirs, as the journal names it.
    subjects: BTreeSet<String>,
    months: BTreeSet<Month>,
    /// Digests of the things that went.
    things: BTreeSet<Vec<u8>>,
    removed: Removed,
}

/// Erases a member inside the act `doing`.
pub(crate) async fn member(doing: &mut Doing<'_>, id: MemberId) -> Result<Certificate> {
    // A batch that comes in meanwhile would bring the person's rows back.
    store::ingest::lock(doing.conn, doing.seen.workspace).await?;
    let number = erase::last_number(doing.conn, doing.seen.workspace).await? + 1;
    let found = members::find(doing.conn, &doing.seen, id).await?;
    let found = found.ok_or_else(|| Error::NotFound("member".to_owned()))?;
    let root = found.merged_into.unwrap_or(id);
    let identities = members::list_identities(doing.conn, &doing.seen, root).await?;
    if identities.is_empty() || identities.iter().all(|identity| identity.name == ERASED) {
        return Err(Error::Conflict("this member was erased already".to_owned()));
    }
    let mut members = vec![root.0];
    members.extend(members::list_merged(doing.conn, &doing.seen, root).await?.iter().map(|member| member.id.0));
    let salt = erase::find_salt(doing.conn, doing.seen.workspace).await?.unwrap_or_else(|| {
        let mut salt = vec![0; SALT_BYTES];
        (doing.hub.entropy)(&mut salt);
        salt
    });
    let mut erasing = Erasing {
        doing,
        salt,
        number,
        members,
        identities,
        traces: Traces::default(),
        touched: BTreeSet::new(),
        begun: Vec::new(),
        subjects: BTreeSet::new(),
        months: BTreeSet::new(),
        things: BTreeSet::new(),
        removed: Removed::default(),
    };
    erasing.all().await
}

impl Erasing<'_, '_> {
    async fn all(&mut self) -> Result<Certificate> {
        self.know_names().await?;
        self.know_texts().await?;
        self.take_messages().await?;
        self.take_titles().await?;
        self.take_identities().await?;
        self.clean_others().await?;
        let workspace = self.doing.seen.workspace;
        let touched: Vec<ConversationId> = self.touched.iter().copied().collect();
        rows::recount(self.doing.conn, workspace, &touched).await?;
        self.certify().await
    }

    async fn know_names(&mut self) -> Result<()> {
        let mut names: BTreeSet<String> = BTreeSet::new();
        for identity in &self.identities {
            names.extend([identity.name.clone(), identity.handle.clone()]);
            self.subjects.insert(format!("identity:{}", identity.id));
        }
        for id in self.members.clone() {
            self.subjects.insert(format!("member:{}", MemberId(id)));
            if let Some(member) = members::find(self.doing.conn, &self.doing.seen, MemberId(id)).await? {
                names.insert(member.name);
            }
        }
        for name in names {
            let common = self.is_common(&name).await?;
            self.traces.add_name(&name, common);
        }
        Ok(())
    }

    /// Whether so many messages hold a word that it cannot be one person's name alone.
    async fn is_common(&mut self, name: &str) -> Result<Common> {
        let words = index::words("", name);
        let terms: Vec<Term> =
            words.split(' ').filter(|word| !word.is_empty()).map(|word| Term::Word(word.to_owned())).collect();
        if terms.is_empty() || !traces::is_telling(name) {
            return Ok(Common::Yes);
        }
        if !name.chars().all(char::is_alphabetic) {
            return Ok(Common::No); // with a space, a sign or a digit it can be nobody else's
        }
        let range = Range { from: MessageId(0), before: MessageId(i64::MAX) };
        let question = (&Term::All(terms), range);
        let workspace = self.doing.seen.workspace;
        let found = store::search::list_newest(self.doing.conn, workspace, question, COMMON_MESSAGES).await?;
        Ok(if found.len() as i64 >= COMMON_MESSAGES { Common::Yes } else { Common::No })
    }

    /// What they wrote, and where, before it is gone.
    async fn know_texts(&mut self) -> Result<()> {
        let workspace = self.doing.seen.workspace;
        for identity in self.ids() {
            let mut after = MessageId(-1);
            loop {
                let page = rows::list(self.doing.conn, workspace, (identity, after)).await?;
                let Some(last) = page.last() else { break };
                after = last.id;
                for message in page {
                    self.subjects.insert(format!("message:{}", message.id));
                    self.traces.add_text(message.conversation, &message.text);
                    if let Some(id) = &message.native_id {
                        self.traces.add_id(id);
                    }
                    self.months.extend(message.sent_at.map(model::Time::month));
                    self.touched.insert(message.conversation);
                }
            }
        }
        let theirs: Vec<i64> = self.identities.iter().map(|identity| identity.id.0).collect();
        let touched: Vec<ConversationId> = self.touched.iter().copied().collect();
        self.begun = rows::begun(self.doing.conn, workspace, (&touched, &theirs)).await?;
        for (id, _) in &self.begun {
            self.subjects.insert(format!("conversation:{id}"));
        }
        Ok(())
    }

    fn ids(&self) -> Vec<IdentityId> {
        self.identities.iter().map(|identity| identity.id).collect()
    }

    fn tombstone(&self, identity: IdentityId) -> IdentityId {
        IdentityId(erase::number(&self.salt, "identity", (self.number, identity.0)))
    }

    async fn take_messages(&mut self) -> Result<()> {
        let workspace = self.doing.seen.workspace;
        for identity in self.ids() {
            let tombstone = self.tombstone(identity);
            loop {
                // Each page leaves the list, since its messages change hands.
                let page = rows::list(self.doing.conn, workspace, (identity, MessageId(-1))).await?;
                if page.is_empty() {
                    break;
                }
                let entries: Vec<Entry> = page.iter().map(|message| self.emptied(message, tombstone)).collect();
                let whom = (self.salt.as_slice(), tombstone);
                let gone = rows::empty(self.doing.conn, workspace, whom, (&page, &entries)).await?;
                self.removed.messages += page.len() as u64;
                self.removed.source_records += gone.sources;
                self.removed.files += gone.files;
            }
        }
        Ok(())
    }

    /// What the index holds of an erased message: that it was, not what it said.
    fn emptied(&self, message: &rows::Written, tombstone: IdentityId) -> Entry {
        let facets = index::facets(&Faceted {
            channel: model::ChannelId(message.channel),
            identity: tombstone,
            kind: message.kind,
            language: &message.language,
            text: "",
            has_file: false,
        });
        Entry { message_id: message.id.0, words: String::new(), facets }
    }

    async fn take_titles(&mut self) -> Result<()> {
        let workspace = self.doing.seen.workspace;
        for (id, first) in self.begun.clone() {
            let key = format!(
                "erased {}",
                model::ids::encode(erase::number(&self.salt, "conversation", (self.number, id.0)))
            );
            rows::untitle(self.doing.conn, workspace, id, &key).await?;
            self.removed.titles += 1;
            // The title was found with the first message, which may be another's.
            if !self.subjects.contains(&format!("message:{first}")) {
                index::refresh(self.doing.conn, &self.doing.seen, first).await?;
            }
        }
        Ok(())
    }

    async fn take_identities(&mut self) -> Result<()> {
        let workspace = self.doing.seen.workspace;
        let Some(first) = self.identities.first() else { return Ok(()) };
        let member = MemberId(self.tombstone(first.id).0);
        let identities: Vec<i64> = self.identities.iter().map(|identity| identity.id.0).collect();
        let mut members = self.members.clone();
        for birth in identities.iter().map(|id| MemberId(*id)) {
            if members.contains(&birth.0) {
                continue;
            }
            match self.heir(birth).await? {
                Some(name) => rows::rename_member(self.doing.conn, workspace, (birth, &name)).await?,
                None => members.push(birth.0),
            }
            self.subjects.insert(format!("member:{birth}"));
        }
        let (old, new) = ((members.as_slice(), identities.as_slice()), (member, ERASED));
        self.removed.labels += rows::exchange_member(self.doing.conn, workspace, old, new).await?;
        for (place, identity) in self.identities.clone().iter().enumerate() {
            let erased = Erased { identity: identity.id, tombstone: self.tombstone(identity.id) };
            let handle = format!("erased {}.{}", self.number, place + 1);
            rows::exchange(self.doing.conn, workspace, (&erased, member), (&handle, ERASED)).await?;
            self.removed.handles += 1;
        }
        self.doing.about("member", member.0);
        Ok(())
    }

    /// Whose the member is now that a handle was born with and has left: somebody else's name, or nobody's.
    async fn heir(&mut self, birth: MemberId) -> Result<Option<String>> {
        let identities = members::list_identities(self.doing.conn, &self.doing.seen, birth).await?;
        let other = identities.into_iter().find(|one| self.identities.iter().all(|theirs| theirs.id != one.id));
        if let Some(other) = other {
            return Ok(Some(other.name));
        }
        let merged = members::list_merged(self.doing.conn, &self.doing.seen, birth).await?;
        Ok(merged.into_iter().find(|one| !self.members.contains(&one.id.0)).map(|one| one.name))
    }

    async fn certify(&mut self) -> Result<Certificate> {
        let workspace = self.doing.seen.workspace;
        let name = store::global::workspace_load(self.doing.conn, workspace).await?.name;
        let by = match self.doing.seen.actor {
            model::Actor::Staff(id) => {
                let staff = store::global::staff_find_by_id(self.doing.conn, id).await?;
                staff.map_or_else(|| "a colleague".to_owned(), |staff| staff.email)
            }
            actor => store::journal::actor_words(actor).0.to_owned(),
        };
        let certificate = Certificate {
            certificate: self.number,
            workspace: name,
            at: self.doing.now,
            by,
            entry: self.doing.entry,
            removed: self.removed.clone(),
            remains: REMAINS,
        };
        let text = serde_json::to_string(&certificate).map_err(|error| Error::Broken(error.to_string()))?;
        let mut digests: Vec<Vec<u8>> = self
            .identities
            .iter()
            .map(|identity| erase::handle_digest(&self.salt, &identity.origin, &identity.handle))
            .collect();
        digests.extend(self.things.iter().cloned());
        let (number, entry, at) = (self.number, self.doing.entry, self.doing.now);
        let erasure = Erasure { number, entry, at, salt: &self.salt, certificate: &text };
        erase::add(self.doing.conn, workspace, erasure, &digests).await?;
        physical::ask(self.doing, &self.months).await?;
        Ok(certificate)
    }
}

/// The member behind `HANDLE@ORIGIN`; a handle may hold an `@` itself.
pub async fn find(hub: &crate::Hub, seen: &Seen, written: &str) -> Result<MemberId> {
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
pub async fn certificate(hub: &crate::Hub, seen: &Seen, number: i64) -> Result<String> {
    crate::access::require(seen, model::Capability::Administer)?;
    let mut conn = hub.db.read().await?;
    let found = erase::find_certificate(&mut conn, seen.workspace, number).await?;
    found.ok_or_else(|| Error::NotFound(format!("certificate {number}")))
}
