//! Says what a message is where the machine read it wrongly; a person's word wins.

use model::Capability;
use store::counts::HourKey;
use store::messages::Message;
use store::touch::{Place, Table};

use crate::acts::{Act, Undo, judged};
use crate::doing::Doing;
use crate::input::{Field, FieldKind, Input};
use crate::{Error, Result};

pub(in crate::acts) const ACT: Act = Act {
    name: "message.correct",
    about: "Say what a message is where the machine read it wrongly.",
    needs: Capability::Correct,
    fields: &[
        Field::needed("message", FieldKind::Message, "The message."),
        judged::KIND,
        judged::SENTIMENT,
        judged::LANGUAGE,
        judged::TOXICITY,
        judged::SPAM,
        judged::URGENCY,
        judged::ASKS_REPLY,
    ],
    undo: Undo::Restores,
    run: |doing, input| Box::pin(run(doing, input)),
};

async fn run(doing: &mut Doing<'_>, input: &Input) -> Result<()> {
    let id = input.message("message")?;
    let found = store::messages::find(doing.conn, &doing.seen, id).await?;
    let message = found.ok_or_else(|| Error::NotFound("message".to_owned()))?;
    let said = judged::read(input)?;
    if said.is_nothing() {
        return Err(Error::invalid("kind", "nothing to correct; give a kind, a sentiment or another part"));
    }
    let said = said.or(&message.reading.said);
    doing.about("message", id.0);
    doing.about("conversation", message.conversation.0);
    let mut columns = judged::columns(&said);
    columns.extend([("by_id", doing.by().into()), ("at", doing.now.micros().into())]);
    let place = Place { table: Table::Correction, key: vec![id.0.into()] };
    match doing.find(&place).await? {
        Some(before) => doing.set(&place, &before, &columns).await?,
        None => drop(doing.create(&place, &columns).await?),
    }
    let machine = &message.reading.machine;
    let then = Counted {
        kind: said.kind.unwrap_or(machine.kind),
        sentiment: said.sentiment.unwrap_or(machine.sentiment),
        language: said.language.unwrap_or_else(|| machine.language.clone()),
    };
    move_counts(doing, &message, then);
    doing.reindex(id);
    recount_root(doing, &message).await
}

/// How a message counts.
struct Counted {
    kind: i64,
    sentiment: i64,
    language: String,
}

fn move_counts(doing: &mut Doing<'_>, message: &Message, then: Counted) {
    let Some(sent_at) = message.sent_at else { return };
    let key = |kind: i64, language: &str| HourKey {
        hour: sent_at.hour(),
        channel_id: message.channel.0,
        kind,
        language: language.to_owned(),
        model: message.reading.machine.model.clone(),
    };
    let before = (key(message.reading.kind(), message.reading.language()), message.reading.sentiment());
    doing.count_moved(before, (key(then.kind, &then.language), then.sentiment));
}

/// The kind and language of a conversation are those of its first message.
async fn recount_root(doing: &mut Doing<'_>, message: &Message) -> Result<()> {
    let conversation = store::conversations::find(doing.conn, &doing.seen, message.conversation).await?;
    doing.recount(message.conversation);
    if let Some(root) = conversation.and_then(|conversation| conversation.merged_into) {
        doing.recount(root);
    }
    Ok(())
}
