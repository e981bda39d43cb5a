//! Puts a label on a conversation.

use model::{Capability, ConversationId};
use store::labels;
use store::touch::{Place, Table};

use crate::Result;
use crate::acts::{Act, Undo};
use crate::doing::Doing;
use crate::input::{Field, FieldKind, Input};

pub(super) const LABEL_CHARS_MAX: usize = 60;

pub(in crate::acts) const ACT: Act = Act {
    name: "conversation.label",
    about: "Put a label on a conversation.",
    needs: Capability::Answer,
    fields: &[
        Field::needed("conversation", FieldKind::Conversation, "The conversation."),
        Field::needed("label", FieldKind::Text(LABEL_CHARS_MAX), "The label's name."),
    ],
    undo: Undo::Restores,
    run: |doing, input| Box::pin(run(doing, input)),
};

async fn run(doing: &mut Doing<'_>, input: &Input) -> Result<()> {
    let id = input.conversation("conversation")?;
    super::load(doing, id).await?;
    let columns = [("by_id", doing.by().into()), ("at", doing.now.micros().into())];
    doing.create(&place(id, input.text("label")?), &columns).await?;
    Ok(())
}

/// Where a conversation's label is.
pub(super) fn place(id: ConversationId, name: &str) -> Place {
    Place { table: Table::Label, key: vec!["conversation".into(), id.0.into(), labels::as_kept(name).into()] }
}
