//! Gives a topic a person's name; no machine writes over it.

use model::Capability;

use crate::Result;
use crate::acts::{Act, Undo};
use crate::doing::Doing;
use crate::input::{Field, FieldKind, Input};

const NAME_CHARS_MAX: usize = 80;

pub(in crate::acts) const ACT: Act = Act {
    name: "topic.rename",
    about: "Give a topic a name of your own; it stays.",
    needs: Capability::Answer,
    fields: &[
        Field::needed("topic", FieldKind::Topic, "The topic."),
        Field::needed("name", FieldKind::Text(NAME_CHARS_MAX), "Its name."),
    ],
    undo: Undo::Restores,
    run: |doing, input| Box::pin(run(doing, input)),
};

async fn run(doing: &mut Doing<'_>, input: &Input) -> Result<()> {
    let id = input.topic("topic")?;
    let before = super::load(doing, id).await?;
    let name = input.text("name")?.split_whitespace().collect::<Vec<_>>().join(" ");
    doing.set(&super::place(id), &before, &[("name", name.into()), ("named", 1.into())]).await
}
