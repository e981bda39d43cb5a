//! Who is erased: members, handles, and all that tells of them, known before anything goes.

use std::collections::{BTreeMap, BTreeSet};

use model::{ConversationId, IdentityId, MemberId, MessageId, Month, Seen};
use store::Conn;
use store::erase::rows;
use store::members::{self, Identity};
use store::search::{Range, Term};

use super::traces::{self, Common, ERASED, Traces};
use crate::{Error, Result, index};

/// A plain word that at least so many messages hold is nobody's name alone.
const COMMON_MESSAGES: i64 = 500;

/// Whom an erasure is of, and how their names are looked for. Cleaning takes messages out of the index, so that a
/// common name counted again may be rare: what was found first holds to the end.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Whom {
    pub(super) members: Vec<i64>,
    pub(super) identities: Vec<IdentityId>,
    pub(super) names: BTreeMap<String, Common>,
}

impl Whom {
    /// Whether these are still the members, handles and names of a member.
    pub(super) async fn is_still(&self, conn: &mut Conn, seen: &Seen, id: MemberId) -> Result<bool> {
        Ok(Person::begin(conn, seen, (id, &self.names)).await?.whom == *self)
    }
}

/// One person with everything that is theirs.
pub(super) struct Person {
    pub(super) whom: Whom,
    /// The numbers of their members and handles.
    pub(super) members: Vec<i64>,
    pub(super) identities: Vec<Identity>,
    pub(super) traces: Traces,
    /// Conversations in which they wrote, and those of them that they began.
    pub(super) touched: BTreeSet<ConversationId>,
    pub(super) begun: Vec<(ConversationId, MessageId)>,
    /// Everything of theirs, as the journal names it.
    pub(super) subjects: BTreeSet<String>,
    pub(super) months: BTreeSet<Month>,
}

impl Person {
    /// Gathers what is known of a member; refused where that member is not there or was erased. Names that were
    /// looked at before stay as common as they were.
    pub(super) async fn know(
        conn: &mut Conn,
        seen: &Seen,
        whom: (MemberId, &BTreeMap<String, Common>),
    ) -> Result<Person> {
        let mut person = Person::begin(conn, seen, whom).await?;
        person.know_texts(conn, seen).await?;
        Ok(person)
    }

    async fn begin(conn: &mut Conn, seen: &Seen, (id, known): (MemberId, &BTreeMap<String, Common>)) -> Result<Person> {
        let found = members::find(conn, seen, id).await?.ok_or_else(|| Error::NotFound("member".to_owned()))?;
        let root = found.merged_into.unwrap_or(id);
        let identities = members::all_identities(conn, seen, root).await?;
        if identities.is_empty() || identities.iter().all(|identity| identity.name == ERASED) {
            return Err(Error::Conflict("this member was erased already".to_owned()));
        }
        let mut members = vec![root.0];
        members.extend(members::list_merged(conn, seen, root).await?.iter().map(|member| member.id.0));
        let whom = Whom {
            members: members.clone(),
            identities: identities.iter().map(|identity| identity.id).collect(),
            names: BTreeMap::new(),
        };
        let mut person = Person {
            whom,
            members,
            identities,
            traces: Traces::default(),
            touched: BTreeSet::new(),
            begun: Vec::new(),
            subjects: BTreeSet::new(),
            months: BTreeSet::new(),
        };
        person.know_names(conn, seen, known).await?;
        Ok(person)
    }

    pub(super) fn ids(&self) -> Vec<IdentityId> {
        self.identities.iter().map(|identity| identity.id).collect()
    }

    pub(super) fn has_begun(&self, conversation: ConversationId) -> bool {
        self.begun.iter().any(|(id, _)| *id == conversation)
    }

    /// Words for people without the person; `None` where they do not tell of the person.
    pub(super) fn cleaned(&self, words: &str) -> Option<String> {
        let named = self.traces.touch(words);
        named.then(|| self.traces.without_names(words).unwrap_or_else(|| ERASED.to_owned()))
    }

    async fn know_names(&mut self, conn: &mut Conn, seen: &Seen, known: &BTreeMap<String, Common>) -> Result<()> {
        let mut names: BTreeSet<String> = BTreeSet::new();
        for identity in &self.identities {
            names.extend([identity.name.clone(), identity.handle.clone()]);
            self.subjects.insert(format!("identity:{}", identity.id));
            // The member that the handle was born with, whosever it is now.
            self.subjects.insert(format!("member:{}", MemberId(identity.id.0)));
        }
        for id in &self.members {
            self.subjects.insert(format!("member:{}", MemberId(*id)));
            names.extend(members::find(conn, seen, MemberId(*id)).await?.map(|member| member.name));
        }
        for name in names {
            let common = match known.get(&name) {
                Some(common) => *common,
                None => is_common(conn, seen, &name).await?,
            };
            self.traces.add_name(&name, common);
            self.whom.names.insert(name, common);
        }
        Ok(())
    }

    /// What they wrote, and where, before it is gone.
    async fn know_texts(&mut self, conn: &mut Conn, seen: &Seen) -> Result<()> {
        for identity in self.ids() {
            let mut after = MessageId(-1);
            loop {
                let page = rows::list(conn, seen.workspace, (identity, after)).await?;
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
        self.begun = rows::begun(conn, seen.workspace, (&touched, &theirs)).await?;
        for (id, _) in &self.begun {
            self.subjects.insert(format!("conversation:{id}"));
        }
        Ok(())
    }
}

/// Whether so many messages hold a word that it cannot be one person's name alone.
async fn is_common(conn: &mut Conn, seen: &Seen, name: &str) -> Result<Common> {
    let Some(term) = term(name).filter(|_| traces::is_telling(name)) else { return Ok(Common::Yes) };
    if !is_plain(name) {
        return Ok(Common::No); // with a space, a sign or a digit it can be nobody else's
    }
    let common = hold(conn, seen, (&term, COMMON_MESSAGES)).await?;
    Ok(if common { Common::Yes } else { Common::No })
}

/// Whether names that are common stay so when `cleaned` messages are read again without the person.
pub(super) async fn stay_common(conn: &mut Conn, seen: &Seen, (whom, cleaned): (&Whom, usize)) -> Result<bool> {
    let limit = COMMON_MESSAGES.saturating_add(i64::try_from(cleaned).unwrap_or(i64::MAX));
    let common = whom.names.iter().filter(|(_, common)| **common == Common::Yes).map(|(name, _)| name);
    for name in common.filter(|name| traces::is_telling(name) && is_plain(name)) {
        if let Some(term) = term(name)
            && !hold(conn, seen, (&term, limit)).await?
        {
            return Ok(false);
        }
    }
    Ok(true)
}

fn is_plain(name: &str) -> bool {
    name.chars().all(char::is_alphabetic)
}

/// A name as the index knows it; `None` where it holds no word.
fn term(name: &str) -> Option<Term> {
    let words = index::words("", name);
    let terms: Vec<Term> =
        words.split(' ').filter(|word| !word.is_empty()).map(|word| Term::Word(word.to_owned())).collect();
    (!terms.is_empty()).then_some(Term::All(terms))
}

/// Whether at least `limit` messages hold a term.
async fn hold(conn: &mut Conn, seen: &Seen, (term, limit): (&Term, i64)) -> Result<bool> {
    let range = Range { from: MessageId(0), before: MessageId(i64::MAX) };
    let found = store::search::list_newest(conn, seen.workspace, (term, range), limit).await?;
    Ok(found.len() as i64 >= limit)
}
