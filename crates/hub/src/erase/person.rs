//! Who is erased: members, handles, and all that tells of them, known before anything goes.

use std::collections::{BTreeMap, BTreeSet};

use model::{ConversationId, IdentityId, MemberId, MessageId, Month, Seen};
use serde::{Deserialize, Serialize};
use store::Conn;
use store::erase::{Erased, rows};
use store::members::{self, Identity};
use store::search::{Range, Term};

use super::traces::{self, Common, ERASED, Traces};
use crate::{Error, Result, index};

/// A plain word that at least so many messages hold is nobody's name alone.
const COMMON_MESSAGES: i64 = 500;

/// Whom an erasure is of, and how their names are looked for: found when it begins, and holding to its end. Cleaning
/// takes messages out of the index, so that a common name counted again may be rare.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Whom {
    pub(super) member: MemberId,
    /// The numbers of the member and of those merged into it.
    pub(super) members: Vec<i64>,
    pub(super) identities: Vec<IdentityId>,
    pub(super) names: BTreeMap<String, Common>,
}

impl Whom {
    /// A member as it stands; refused where it is not there or was erased.
    pub(super) async fn find(conn: &mut Conn, seen: &Seen, id: MemberId) -> Result<(Whom, Vec<Identity>)> {
        let found = members::find(conn, seen, id).await?.ok_or_else(|| Error::NotFound("member".to_owned()))?;
        let member = found.merged_into.unwrap_or(id);
        let identities = members::all_identities(conn, seen, member).await?;
        if identities.is_empty() || identities.iter().all(|identity| identity.name == ERASED) {
            return Err(Error::Conflict("this member was erased already".to_owned()));
        }
        let mut all = vec![member.0];
        all.extend(members::list_merged(conn, seen, member).await?.iter().map(|merged| merged.id.0));
        let ids = identities.iter().map(|identity| identity.id).collect();
        let mut whom = Whom { member, members: all, identities: ids, names: BTreeMap::new() };
        whom.find_names(conn, seen, &identities).await?;
        Ok((whom, identities))
    }

    async fn find_names(&mut self, conn: &mut Conn, seen: &Seen, identities: &[Identity]) -> Result<()> {
        let mut names: BTreeSet<String> = BTreeSet::new();
        for identity in identities {
            names.extend([identity.name.clone(), identity.handle.clone()]);
        }
        for id in &self.members {
            names.extend(members::find(conn, seen, MemberId(*id)).await?.map(|member| member.name));
        }
        for name in names {
            let common = is_common(conn, seen, &name).await?;
            self.names.insert(name, common);
        }
        Ok(())
    }
}

/// One person with everything that is theirs.
#[derive(Default)]
pub(super) struct Person {
    pub(super) identities: Vec<Identity>,
    pub(super) traces: Traces,
    /// Conversations in which they wrote, and those of them that they began.
    pub(super) touched: BTreeSet<ConversationId>,
    pub(super) begun: Vec<(ConversationId, MessageId)>,
    /// Everything of theirs, as the journal names it.
    pub(super) subjects: BTreeSet<String>,
    pub(super) months: BTreeSet<Month>,
    /// Messages that still have their handles.
    pub(super) own: Vec<(Erased, MessageId)>,
}

impl Person {
    /// Gathers what is known of a person, also of one who is half erased.
    pub(super) async fn know(conn: &mut Conn, seen: &Seen, (whom, erased): (&Whom, &[Erased])) -> Result<Person> {
        let mut identities = members::all_identities(conn, seen, whom.member).await?;
        identities.retain(|identity| whom.identities.contains(&identity.id));
        let mut person = Person { identities, ..Person::default() };
        for (name, common) in &whom.names {
            person.traces.add_name(name, *common);
        }
        // A handle's number is also that of the member that it was born with, whosever it is now.
        let members = whom.members.iter().copied().chain(whom.identities.iter().map(|identity| identity.0));
        person.subjects.extend(members.map(|id| format!("member:{}", MemberId(id))));
        person.subjects.extend(whom.identities.iter().map(|identity| format!("identity:{identity}")));
        person.know_texts(conn, seen, erased).await?;
        Ok(person)
    }

    pub(super) fn has_begun(&self, conversation: ConversationId) -> bool {
        self.begun.iter().any(|(id, _)| *id == conversation)
    }

    pub(super) fn wrote(&self, message: MessageId) -> bool {
        self.subjects.contains(&format!("message:{message}"))
    }

    /// Words for people without the person; `None` where they do not tell of the person.
    pub(super) fn cleaned(&self, words: &str) -> Option<String> {
        let named = self.traces.touch(words);
        named.then(|| self.traces.without_names(words).unwrap_or_else(|| ERASED.to_owned()))
    }

    /// What they wrote, and where; of what is emptied already only where.
    async fn know_texts(&mut self, conn: &mut Conn, seen: &Seen, erased: &[Erased]) -> Result<()> {
        let theirs: Vec<i64> = erased.iter().flat_map(|of| [of.identity.0, of.tombstone.0]).collect();
        let written = rows::list_all(conn, seen.workspace, &theirs).await?;
        for of in erased {
            for handle in [of.identity, of.tombstone] {
                let mut left = written.get(&handle).map_or(&[][..], Vec::as_slice);
                while !left.is_empty() {
                    let (page, rest) = left.split_at(rows::page(conn, seen.workspace, left).await?);
                    for message in rows::list_these(conn, seen.workspace, (handle, page)).await? {
                        self.know_message(*of, &message);
                    }
                    left = rest;
                }
            }
        }
        let touched: Vec<ConversationId> = self.touched.iter().copied().collect();
        self.begun = rows::begun(conn, seen.workspace, (&touched, &theirs)).await?;
        for (id, _) in &self.begun {
            self.subjects.insert(format!("conversation:{id}"));
        }
        Ok(())
    }

    fn know_message(&mut self, of: Erased, message: &rows::Written) {
        self.subjects.insert(format!("message:{}", message.id));
        self.traces.add_text(message.conversation, &message.text);
        if let Some(id) = &message.native_id {
            self.traces.add_id(id);
        }
        self.months.extend(message.sent_at.map(model::Time::month));
        self.touched.insert(message.conversation);
        if message.identity == of.identity {
            self.own.push((of, message.id));
        }
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
