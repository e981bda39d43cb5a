//! Takes an identity away from a member that is another person after all.

use std::collections::BTreeSet;

use model::{Capability, IdentityId, MemberId};
use serde_json::Value as Json;
use store::touch::{Place, Table};

use crate::acts::{Act, Undo};
use crate::doing::{self, Doing};
use crate::input::{Field, FieldKind, Input};
use crate::{Error, Result};

pub(in crate::acts) const ACT: Act = Act {
    name: "member.split",
    about: "Say that a handle belongs to a member of its own.",
    needs: Capability::Merge,
    fields: &[Field::needed("identity", FieldKind::Identity, "The handle that leaves its member.")],
    undo: Undo::Restores,
    run: |doing, input| Box::pin(run(doing, input)),
};

async fn run(doing: &mut Doing<'_>, input: &Input) -> Result<()> {
    let identity = input.identity("identity")?;
    let link = Place { table: Table::MemberLink, key: vec![identity.0.into()] };
    store::ingest::lock(doing.conn, doing.seen.workspace).await?; // whose handle it is shall not change meanwhile
    let linked = doing.load("identity", &link).await?;
    let member = MemberId(linked.int("member_id").unwrap_or(identity.0));
    crate::erase::keep_apart(doing, &BTreeSet::from([member])).await?;
    let before = doing.load("member", &doing::member(member)).await?;
    doing.about("member", member.0);
    doing.about("identity", identity.0);
    if member.0 == identity.0 && before.int("merged_into").is_some() {
        // Its own member had joined another: leaving is ending that.
        return doing.set(&doing::member(member), &before, &[("merged_into", Json::Null)]).await;
    }
    if !shares_member(doing, member, identity).await? {
        return Err(Error::Conflict("this handle is the member's only one; there is nothing to split".to_owned()));
    }
    let new = MemberId(doing.mint.next(doing.now));
    doing.about("member", new.0);
    doing.create(&doing::member(new), &[("name", before.text("name").into())]).await?;
    doing.set(&link, &linked, &[("member_id", new.0.into())]).await
}

async fn shares_member(doing: &mut Doing<'_>, member: MemberId, identity: IdentityId) -> Result<bool> {
    let identities = store::members::list_identities(doing.conn, &doing.seen, member).await?;
    Ok(identities.iter().any(|other| other.id != identity))
}
