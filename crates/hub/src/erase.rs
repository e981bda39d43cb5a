//! Erasing a person: one act, and a certificate that tells nothing about whom it was.

mod others;
mod person;
mod physical;
mod survey;
mod traces;

use std::collections::BTreeSet;

use model::{ConversationId, IdentityId, MemberId, MessageId, Seen};
use serde::Serialize;
use store::erase::{self, Erased, Erasure, rows};
use store::members;
use store::search::Entry;

use crate::doing::Doing;
use crate::index::{self, Faceted};
use crate::{Error, Result};
use person::Person;
pub(crate) use survey::{Survey, survey};
use traces::ERASED;

pub use physical::{CLEAN, LOG, clean, replay, write_logs};

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
    person: Person,
    /// Digests of the things that went.
    things: BTreeSet<Vec<u8>>,
    removed: Removed,
}

/// Erases a member inside the act `doing`, which brings the survey of the member.
pub(crate) async fn member(doing: &mut Doing<'_>, id: MemberId) -> Result<Certificate> {
    let survey = doing.survey.take().unwrap_or_default().of(id)?;
    // A batch that comes in meanwhile would bring the person's rows back.
    store::ingest::lock(doing.conn, doing.seen.workspace).await?;
    let number = erase::last_number(doing.conn, doing.seen.workspace).await? + 1;
    let person = Person::know(doing.conn, &doing.seen, (id, &survey.whom.names)).await?;
    if person.whom != survey.whom {
        return Err(Error::Conflict("this member's handles or names changed meanwhile; ask again".to_owned()));
    }
    let salt = erase::find_salt(doing.conn, doing.seen.workspace).await?.unwrap_or_else(|| {
        let mut salt = vec![0; SALT_BYTES];
        (doing.hub.entropy)(&mut salt);
        salt
    });
    let removed = survey.removed.clone();
    let mut erasing = Erasing { doing, salt, number, person, things: BTreeSet::new(), removed };
    erasing.all(survey).await
}

impl Erasing<'_, '_> {
    async fn all(&mut self, survey: Survey) -> Result<Certificate> {
        self.take_messages().await?;
        self.take_titles().await?;
        self.take_identities().await?;
        self.clean_others(survey).await?;
        let workspace = self.doing.seen.workspace;
        let touched: Vec<ConversationId> = self.person.touched.iter().copied().collect();
        rows::recount(self.doing.conn, workspace, &touched).await?;
        self.certify().await
    }

    fn tombstone(&self, identity: IdentityId) -> IdentityId {
        IdentityId(erase::number(&self.salt, "identity", (self.number, identity.0)))
    }

    async fn take_messages(&mut self) -> Result<()> {
        let workspace = self.doing.seen.workspace;
        for identity in self.person.ids() {
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
        for (id, first) in self.person.begun.clone() {
            let key = format!(
                "erased {}",
                model::ids::encode(erase::number(&self.salt, "conversation", (self.number, id.0)))
            );
            rows::untitle(self.doing.conn, workspace, id, &key).await?;
            self.removed.titles += 1;
            // The title was found with the first message, which may be another's.
            if !self.person.subjects.contains(&format!("message:{first}")) {
                index::refresh(self.doing.conn, &self.doing.seen, first).await?;
            }
        }
        Ok(())
    }

    async fn take_identities(&mut self) -> Result<()> {
        let workspace = self.doing.seen.workspace;
        let Some(first) = self.person.identities.first() else { return Ok(()) };
        let member = MemberId(self.tombstone(first.id).0);
        let identities: Vec<i64> = self.person.identities.iter().map(|identity| identity.id.0).collect();
        let mut members = self.person.members.clone();
        for birth in identities.iter().map(|id| MemberId(*id)) {
            if members.contains(&birth.0) {
                continue;
            }
            match self.heir(birth).await? {
                Some(name) => {
                    let new = MemberId(erase::number(&self.salt, "member", (self.number, birth.0)));
                    rows::rekey_member(self.doing.conn, workspace, (birth, new), &name).await?;
                }
                None => members.push(birth.0),
            }
        }
        let (old, new) = ((members.as_slice(), identities.as_slice()), (member, ERASED));
        self.removed.labels += rows::exchange_member(self.doing.conn, workspace, old, new).await?;
        for (place, identity) in self.person.identities.clone().iter().enumerate() {
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
        let identities = members::all_identities(self.doing.conn, &self.doing.seen, birth).await?;
        let other = identities.into_iter().find(|one| self.person.identities.iter().all(|theirs| theirs.id != one.id));
        if let Some(other) = other {
            return Ok(Some(other.name));
        }
        let merged = members::list_merged(self.doing.conn, &self.doing.seen, birth).await?;
        Ok(merged.into_iter().find(|one| !self.person.members.contains(&one.id.0)).map(|one| one.name))
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
            .person
            .identities
            .iter()
            .map(|identity| erase::handle_digest(&self.salt, &identity.origin, &identity.handle))
            .collect();
        digests.extend(self.things.iter().cloned());
        let (number, entry, at) = (self.number, self.doing.entry, self.doing.now);
        let erasure = Erasure { number, entry, at, salt: &self.salt, certificate: &text };
        erase::add(self.doing.conn, workspace, erasure, &digests).await?;
        physical::ask(self.doing, &self.person.months).await?;
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
