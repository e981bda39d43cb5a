//! People in the community: which identities are theirs, and what is known of them.

use model::{IdentityId, MemberId, Seen, Time};

use crate::{Conn, Result, Row, values};

/// A member, before merges are followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub id: MemberId,
    pub name: String,
    pub merged_into: Option<MemberId>,
    pub version: i64,
}

/// A handle at an origin that belongs to a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub id: IdentityId,
    pub member: MemberId,
    pub origin: String,
    pub handle: String,
    pub name: String,
    pub bot: bool,
    pub first_at: Option<Time>,
    pub last_at: Option<Time>,
    pub messages: i64,
}

const FIND: &str = "
    select id, name, merged_into, version from member where workspace_id = $1 and id = $2 limit 1";

/// One member, if there is one.
pub async fn find(conn: &mut Conn, seen: &Seen, id: MemberId) -> Result<Option<Member>> {
    conn.find(FIND, values![seen.workspace, id]).await?.as_ref().map(read_member).transpose()
}

const IDENTITIES: &str = "
    select identity.id, member_link.member_id, identity.origin, identity.handle, identity.name, identity.bot,
        identity.first_at, identity.last_at, identity.messages
    from member_link
    join identity
        on identity.workspace_id = member_link.workspace_id and identity.id = member_link.identity_id
    where member_link.workspace_id = $1
        and member_link.member_id in (
            select member.id
            from member
            where member.workspace_id = $1 and (member.id = $2 or member.merged_into = $2)
        )
    order by identity.messages desc, identity.id
    limit 500";

const ALL_IDENTITIES: &str = "
    select identity.id, member_link.member_id, identity.origin, identity.handle, identity.name, identity.bot,
        identity.first_at, identity.last_at, identity.messages
    from member_link
    join identity
        on identity.workspace_id = member_link.workspace_id and identity.id = member_link.identity_id
    where member_link.workspace_id = $1
        and member_link.member_id in (
            select cast($2 as bigint)
            union all
            select member.id
            from member
            where member.workspace_id = $1 and member.merged_into = $2
        )
        and identity.id > $3
    order by identity.id
    limit 500";

/// The identities of a member and of those merged into it, all of them, by their ids: for whoever must miss none.
pub async fn all_identities(conn: &mut Conn, seen: &Seen, id: MemberId) -> Result<Vec<Identity>> {
    let mut all: Vec<Identity> = Vec::new();
    loop {
        let after = all.last().map_or(IdentityId(-1), |last| last.id);
        let rows = conn.rows(ALL_IDENTITIES, values![seen.workspace, id, after]).await?;
        if rows.is_empty() {
            return Ok(all);
        }
        all.extend(rows.iter().map(read_identity).collect::<Result<Vec<_>>>()?);
    }
}

/// The identities of a member and of those merged into it that wrote most: a page of them.
pub async fn list_identities(conn: &mut Conn, seen: &Seen, id: MemberId) -> Result<Vec<Identity>> {
    conn.rows(IDENTITIES, values![seen.workspace, id]).await?.iter().map(read_identity).collect()
}

const MERGED: &str = "
    select id, name, merged_into, version
    from member
    where workspace_id = $1 and merged_into is not null
    order by id
    limit 100000";
const MOVED: &str = "
    select identity_id, member_id
    from member_link
    where workspace_id = $1 and identity_id <> member_id
    order by identity_id
    limit 100000";

/// Which member each identity is, where that is not the member of the same number.
#[derive(Clone, Debug, Default)]
pub struct Links {
    moved: std::collections::HashMap<i64, i64>,
    merged: std::collections::HashMap<i64, i64>,
}

impl Links {
    /// The member that an identity is today.
    pub fn member(&self, identity: i64) -> i64 {
        let member = self.moved.get(&identity).copied().unwrap_or(identity);
        self.merged.get(&member).copied().unwrap_or(member)
    }

    /// Every identity that takes part in a link: those moved, those whose member joined another, and
    /// those whose member others joined.
    pub fn identities(&self) -> Vec<i64> {
        let mut all: Vec<i64> = self.moved.iter().chain(&self.merged).flat_map(|(from, to)| [*from, *to]).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Whether every identity is a member of its own.
    pub fn is_empty(&self) -> bool {
        self.moved.is_empty() && self.merged.is_empty()
    }
}

/// All links that a workspace's people made.
pub async fn load_links(conn: &mut Conn, seen: &Seen) -> Result<Links> {
    let mut links = Links::default();
    for row in conn.rows(MOVED, values![seen.workspace]).await? {
        links.moved.insert(row.get(0)?, row.get(1)?);
    }
    for row in conn.rows(MERGED, values![seen.workspace]).await? {
        let member = read_member(&row)?;
        links.merged.extend(member.merged_into.map(|into| (member.id.0, into.0)));
    }
    Ok(links)
}

const MERGED_OF: &str = "
    select id, name, merged_into, version
    from member
    where workspace_id = $1 and merged_into is not null and id in ({list})";

/// The member that each of these identities is today, in their order.
pub async fn today(conn: &mut Conn, seen: &Seen, identities: &[Identity]) -> Result<Vec<MemberId>> {
    let list = identities.iter().map(|one| one.member.into()).collect();
    let mut merged = std::collections::HashMap::new();
    for row in conn.rows_in(MERGED_OF, values![seen.workspace], list).await? {
        let member = read_member(&row)?;
        merged.extend(member.merged_into.map(|into| (member.id, into)));
    }
    Ok(identities.iter().map(|one| merged.get(&one.member).copied().unwrap_or(one.member)).collect())
}

const MERGED_INTO: &str = "
    select id, name, merged_into, version
    from member
    where workspace_id = $1 and merged_into = $2 and id > $3
    order by id
    limit 1000";

/// All members merged into `id`.
pub async fn list_merged(conn: &mut Conn, seen: &Seen, id: MemberId) -> Result<Vec<Member>> {
    let mut all: Vec<Member> = Vec::new();
    loop {
        let after = all.last().map_or(MemberId(-1), |last| last.id);
        let rows = conn.rows(MERGED_INTO, values![seen.workspace, id, after]).await?;
        if rows.is_empty() {
            return Ok(all);
        }
        all.extend(rows.iter().map(read_member).collect::<Result<Vec<_>>>()?);
    }
}

const RECENT: &str = "
    select identity.id, coalesce(member_link.member_id, identity.id), identity.origin, identity.handle,
        identity.name, identity.bot, identity.first_at, identity.last_at, identity.messages
    from identity
    left join member_link
        on member_link.workspace_id = identity.workspace_id and member_link.identity_id = identity.id
    where identity.workspace_id = $1 and identity.folded >= $2 and identity.folded < $3
    order by identity.folded, identity.id
    limit $4";

/// Identities whose folded name starts with `folded`, by name.
pub async fn list_by_name(conn: &mut Conn, seen: &Seen, folded: &str, limit: i64) -> Result<Vec<Identity>> {
    let end = format!("{folded}\u{10ffff}");
    conn.rows(RECENT, values![seen.workspace, folded, end, limit]).await?.iter().map(read_identity).collect()
}

const NEWCOMERS: &str = "
    select identity.id, coalesce(member_link.member_id, identity.id), identity.origin, identity.handle,
        identity.name, identity.bot, identity.first_at, identity.last_at, identity.messages
    from identity
    left join member_link
        on member_link.workspace_id = identity.workspace_id and member_link.identity_id = identity.id
    where identity.workspace_id = $1 and identity.first_at >= $2
    order by identity.first_at desc, identity.id desc
    limit $3";

/// Identities whose first message came at `since` or later, the latest first.
pub async fn list_newcomers(conn: &mut Conn, seen: &Seen, since: Time, limit: i64) -> Result<Vec<Identity>> {
    conn.rows(NEWCOMERS, values![seen.workspace, since, limit]).await?.iter().map(read_identity).collect()
}

const BY_IDS: &str = "select id, name, merged_into, version from member where workspace_id = $1 and id in ({list})";

/// Members in the order of `ids`; unknown ones are left out.
pub async fn list_by_ids(conn: &mut Conn, seen: &Seen, ids: &[MemberId]) -> Result<Vec<Member>> {
    let list = ids.iter().map(|id| (*id).into()).collect();
    let rows = conn.rows_in(BY_IDS, values![seen.workspace], list).await?;
    let mut found = rows.iter().map(read_member).collect::<Result<Vec<_>>>()?;
    found.sort_by_key(|member| ids.iter().position(|id| *id == member.id));
    Ok(found)
}

const LIST: &str = "
    select id, name, merged_into, version
    from member
    where workspace_id = $1 and id > $2
    order by id
    limit $3";

/// Members after `after`, in the order of their ids.
pub async fn list(conn: &mut Conn, seen: &Seen, after: MemberId, limit: i64) -> Result<Vec<Member>> {
    conn.rows(LIST, values![seen.workspace, after, limit]).await?.iter().map(read_member).collect()
}

fn read_member(row: &Row) -> Result<Member> {
    Ok(Member {
        id: MemberId(row.get(0)?),
        name: row.get(1)?,
        merged_into: row.get::<Option<i64>>(2)?.map(MemberId),
        version: row.get(3)?,
    })
}

fn read_identity(row: &Row) -> Result<Identity> {
    Ok(Identity {
        id: IdentityId(row.get(0)?),
        member: MemberId(row.get(1)?),
        origin: row.get(2)?,
        handle: row.get(3)?,
        name: row.get(4)?,
        bot: row.get(5)?,
        first_at: row.get::<Option<i64>>(6)?.map(Time),
        last_at: row.get::<Option<i64>>(7)?.map(Time),
        messages: row.get(8)?,
    })
}
