//! Says that two members are the same person: a pointer, no message moves.

use std::collections::BTreeSet;

use model::{Capability, MemberId};

use crate::acts::{Act, Undo};
use crate::doing::{self, Doing};
use crate::input::{Field, FieldKind, Input};
use crate::{Error, Result};

pub(in crate::acts) const ACT: Act = Act {
    name: "member.merge",
    about: "Say that two members are the same person.",
    needs: Capability::Merge,
    fields: &[
        Field::needed("member", FieldKind::Member, "The member that joins the other."),
        Field::needed("into", FieldKind::Member, "The member that stays."),
    ],
    undo: Undo::Restores,
    run: |doing, input| Box::pin(run(doing, input)),
};

async fn run(doing: &mut Doing<'_>, input: &Input) -> Result<()> {
    let (id, into) = (input.member("member")?, input.member("into")?);
    if id == into {
        return Err(Error::invalid("into", "is the same member; choose another"));
    }
    crate::erase::keep_apart(doing, &BTreeSet::from([id, into])).await?;
    for one in [into, id] {
        let record = doing.load("member", &doing::member(one)).await?;
        if let Some(target) = record.int("merged_into") {
            let target = MemberId(target);
            return Err(Error::Conflict(format!("member {one} was merged into {target}; choose that one")));
        }
    }
    for joined in store::members::list_merged(doing.conn, &doing.seen, id).await? {
        point(doing, joined.id, into).await?;
    }
    doing.about("member", into.0);
    point(doing, id, into).await
}

async fn point(doing: &mut Doing<'_>, id: MemberId, into: MemberId) -> Result<()> {
    let place = doing::member(id);
    let before = doing.load("member", &place).await?;
    doing.about("member", id.0);
    doing.set(&place, &before, &[("merged_into", into.0.into())]).await
}
