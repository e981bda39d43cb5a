//! Pins a topic: it stands on top, and neither drifts nor gives way.

use model::Capability;

use crate::Result;
use crate::acts::{Act, Undo};
use crate::doing::Doing;
use crate::input::{Field, FieldKind, Input};

pub(in crate::acts) const ACT: Act = Act {
    name: "topic.pin",
    about: "Pin a topic: it stands on top, and neither drifts nor gives way.",
    needs: Capability::Answer,
    fields: &[Field::needed("topic", FieldKind::Topic, "The topic.")],
    undo: Undo::Restores,
    run: |doing, input| Box::pin(run(doing, input)),
};

async fn run(doing: &mut Doing<'_>, input: &Input) -> Result<()> {
    let id = input.topic("topic")?;
    let before = super::load(doing, id).await?;
    doing.set(&super::place(id), &before, &[("pinned", 1.into())]).await
}
