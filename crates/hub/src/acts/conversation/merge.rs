//! Joins two conversations about one thing: a pointer, no message moves.

use model::{Capability, ConversationId};

use crate::acts::{Act, Undo};
use crate::doing::{self, Doing};
use crate::input::{Field, FieldKind, Input};
use crate::{Error, Result};

pub(in crate::acts) const ACT: Act = Act {
    name: "conversation.merge",
    about: "Join a conversation to another; every message keeps its place and can go back.",
    needs: Capability::Merge,
    fields: &[
        Field::needed("conversation", FieldKind::Conversation, "The conversation that joins the other."),
        Field::needed("into", FieldKind::Conversation, "The conversation that stays."),
    ],
    undo: Undo::Restores,
    run: |doing, input| Box::pin(run(doing, input)),
};

async fn run(doing: &mut Doing<'_>, input: &Input) -> Result<()> {
    let (id, into) = (input.conversation("conversation")?, input.conversation("into")?);
    if id == into {
        return Err(Error::invalid("into", "is the same conversation; choose another"));
    }
    super::load(doing, into).await?;
    let before = super::load(doing, id).await?;
    for joined in store::conversations::list_merged(doing.conn, &doing.seen, id).await? {
        point(doing, joined, into).await?;
    }
    doing.set(&doing::conversation(id), &before, &[("merged_into", into.0.into())]).await?;
    doing.recount(into);
    doing.recount(id);
    Ok(())
}

/// What had joined the one that joins now follows it, so that pointers never chain.
async fn point(doing: &mut Doing<'_>, joined: ConversationId, into: ConversationId) -> Result<()> {
    let place = doing::conversation(joined);
    let before = doing.load("conversation", &place).await?;
    doing.about("conversation", joined.0);
    doing.set(&place, &before, &[("merged_into", into.0.into())]).await
}
