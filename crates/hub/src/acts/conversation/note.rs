//! Leaves a note for colleagues on a conversation.

use model::Capability;
use store::touch::{Place, Table};

use crate::Result;
use crate::acts::{Act, Undo};
use crate::doing::Doing;
use crate::input::{Field, FieldKind, Input};

const NOTE_CHARS_MAX: usize = 10_000;

pub(in crate::acts) const ACT: Act = Act {
    name: "conversation.note",
    about: "Leave a note for colleagues; members never see it.",
    needs: Capability::Answer,
    fields: &[
        Field::needed("conversation", FieldKind::Conversation, "The conversation."),
        Field::needed("body", FieldKind::Text(NOTE_CHARS_MAX), "What to tell colleagues."),
    ],
    undo: Undo::Restores,
    run: |doing, input| Box::pin(run(doing, input)),
};

async fn run(doing: &mut Doing<'_>, input: &Input) -> Result<()> {
    let id = input.conversation("conversation")?;
    super::load(doing, id).await?;
    let note = doing.mint.next(doing.now);
    doing.about("note", note);
    let columns = [
        ("conversation_id", id.0.into()),
        ("by_id", doing.by().into()),
        ("at", doing.now.micros().into()),
        ("body", input.text("body")?.into()),
    ];
    doing.create(&Place { table: Table::Note, key: vec![note.into()] }, &columns).await?;
    Ok(())
}
