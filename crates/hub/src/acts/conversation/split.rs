//! Moves messages of a conversation to a new one of their own.

use model::{Capability, ConversationId};
use serde_json::Value as Json;
use store::conversations::State;

use crate::acts::{Act, Undo};
use crate::doing::{self, Doing};
use crate::input::{Field, FieldKind, Input};
use crate::{Error, Result};

const TITLE_CHARS_MAX: usize = 200;

pub(in crate::acts) const ACT: Act = Act {
    name: "conversation.split",
    about: "Move messages of a conversation to a new one of their own.",
    needs: Capability::Merge,
    fields: &[
        Field::needed("conversation", FieldKind::Conversation, "The conversation that they leave."),
        Field::needed("messages", FieldKind::Messages, "The messages that move."),
        Field::optional("title", FieldKind::Text(TITLE_CHARS_MAX), "The new conversation's title."),
    ],
    undo: Undo::Restores,
    run: |doing, input| Box::pin(run(doing, input)),
};

async fn run(doing: &mut Doing<'_>, input: &Input) -> Result<()> {
    let id = input.conversation("conversation")?;
    let from = super::load(doing, id).await?;
    let messages = input.messages("messages")?;
    let new = ConversationId(doing.mint.next(doing.now));
    let title = input.find_text("title").unwrap_or_else(|| from.text("title")).to_owned();
    let columns = [
        ("channel_id", from.columns["channel_id"].clone()),
        ("origin", from.columns["origin"].clone()),
        ("key", format!("split {new}").into()),
        ("title", title.into()),
        ("state", State::Open.number().into()),
        ("assignee_id", Json::Null),
    ];
    doing.about("conversation", new.0);
    doing.create(&doing::conversation(new), &columns).await?;
    for message in messages {
        let place = doing::message(message);
        let before = doing.load("message", &place).await?;
        if before.int("conversation_id") != Some(id.0) {
            return Err(Error::invalid("messages", format!("message {message} is not in conversation {id}")));
        }
        doing.about("message", message.0);
        doing.set(&place, &before, &[("conversation_id", new.0.into())]).await?;
    }
    doing.recount(id);
    doing.recount(new);
    Ok(())
}
