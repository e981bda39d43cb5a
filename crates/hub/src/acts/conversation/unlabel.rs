//! Takes a label off a conversation.

use model::Capability;

use super::label::{LABEL_CHARS_MAX, place};
use crate::Result;
use crate::acts::{Act, Undo};
use crate::doing::Doing;
use crate::input::{Field, FieldKind, Input};

pub(in crate::acts) const ACT: Act = Act {
    name: "conversation.unlabel",
    about: "Take a label off a conversation.",
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
    let place = place(id, input.text("label")?);
    match doing.find(&place).await? {
        Some(before) => doing.remove(&place, &before).await,
        None => Ok(()),
    }
}
