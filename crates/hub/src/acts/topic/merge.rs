//! Says that two topics are one: messages of the first, past and future, count in the second.

use std::collections::HashMap;

use model::{Capability, TopicId};

use crate::acts::{Act, Undo};
use crate::doing::Doing;
use crate::input::{Field, FieldKind, Input};
use crate::{Error, Result};

pub(in crate::acts) const ACT: Act = Act {
    name: "topic.merge",
    about: "Say that two topics are one; messages of the first, past and future, count in the second.",
    needs: Capability::Merge,
    fields: &[
        Field::needed("topic", FieldKind::Topic, "The topic that goes."),
        Field::needed("into", FieldKind::Topic, "The topic that stays."),
    ],
    undo: Undo::Restores,
    run: |doing, input| Box::pin(run(doing, input)),
};

async fn run(doing: &mut Doing<'_>, input: &Input) -> Result<()> {
    let (id, into) = (input.topic("topic")?, input.topic("into")?);
    let before = super::load(doing, id).await?;
    super::load(doing, into).await?;
    let all = store::topic_book::list(doing.conn, doing.seen.workspace).await?;
    let merged: HashMap<TopicId, TopicId> =
        all.iter().filter_map(|topic| Some((topic.id, topic.merged_into?))).collect();
    let into = crate::topics::root(&merged, into);
    if merged.contains_key(&id) {
        return Err(Error::Conflict("this topic was merged already; undo that first".to_owned()));
    }
    if into == id {
        return Err(Error::Conflict("these two are one topic already".to_owned()));
    }
    doing.set(&super::place(id), &before, &[("merged_into", into.0.into())]).await
}
