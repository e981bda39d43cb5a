//! Puts a conversation away until a moment.

use model::Capability;
use store::conversations::State;

use crate::acts::{Act, Undo};
use crate::doing::Doing;
use crate::input::{Field, FieldKind, Input};
use crate::{Error, Result};

pub(in crate::acts) const ACT: Act = Act {
    name: "conversation.snooze",
    about: "Put a conversation away; it opens again at the given time, or when somebody writes.",
    needs: Capability::Answer,
    fields: &[
        Field::needed("conversation", FieldKind::Conversation, "The conversation."),
        Field::needed("until", FieldKind::Time, "When it comes back, like 2026-11-21T09:30:00Z."),
    ],
    undo: Undo::Restores,
    run: |doing, input| Box::pin(run(doing, input)),
};

async fn run(doing: &mut Doing<'_>, input: &Input) -> Result<()> {
    let until = input.time("until")?;
    if until <= doing.now {
        return Err(Error::invalid("until", "is in the past; choose a later time"));
    }
    let snoozed = (State::Snoozed, until.micros().into());
    super::set_state(doing, input.conversation("conversation")?, snoozed).await
}
