//! Opens a conversation again.

use model::Capability;
use serde_json::Value as Json;
use store::conversations::State;

use crate::acts::{Act, Undo};
use crate::input::{Field, FieldKind};

pub(in crate::acts) const ACT: Act = Act {
    name: "conversation.reopen",
    about: "Open a conversation again.",
    needs: Capability::Answer,
    fields: &[Field::needed("conversation", FieldKind::Conversation, "The conversation.")],
    undo: Undo::Restores,
    run: |doing, input| {
        Box::pin(async move {
            super::set_state(doing, input.conversation("conversation")?, (State::Open, Json::Null)).await
        })
    },
};
