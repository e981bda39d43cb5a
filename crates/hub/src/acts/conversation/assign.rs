//! Gives a conversation to a colleague, or to nobody.

use model::Capability;
use serde_json::Value as Json;
use store::global;

use crate::acts::{Act, Undo};
use crate::doing::{self, Doing};
use crate::input::{Field, FieldKind, Input};
use crate::{Error, Result};

pub(in crate::acts) const ACT: Act = Act {
    name: "conversation.assign",
    about: "Give a conversation to a colleague, or to nobody.",
    needs: Capability::Answer,
    fields: &[
        Field::needed("conversation", FieldKind::Conversation, "The conversation."),
        Field::optional("staff", FieldKind::Staff, "The colleague's e-mail address; left out, nobody."),
    ],
    undo: Undo::Restores,
    run: |doing, input| Box::pin(run(doing, input)),
};

async fn run(doing: &mut Doing<'_>, input: &Input) -> Result<()> {
    let id = input.conversation("conversation")?;
    let before = super::load(doing, id).await?;
    let assignee = match input.find_text("staff") {
        Some(email) => Json::from(find_colleague(doing, email).await?),
        None => Json::Null,
    };
    doing.set(&doing::conversation(id), &before, &[("assignee_id", assignee)]).await
}

async fn find_colleague(doing: &mut Doing<'_>, email: &str) -> Result<i64> {
    let unknown = || Error::invalid("staff", format!("nobody with the address {email} works in this workspace"));
    let staff = global::staff_find(doing.conn, &email.to_lowercase()).await?.ok_or_else(unknown)?;
    let role = global::role_find(doing.conn, doing.seen.workspace, staff.id).await?;
    role.map(|_| staff.id.0).ok_or_else(unknown)
}
