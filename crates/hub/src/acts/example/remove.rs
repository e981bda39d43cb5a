//! Forgets an example; messages that were read by it stay as they are.

use model::Capability;

use super::add::place;
use crate::Result;
use crate::acts::{Act, Undo};
use crate::doing::Doing;
use crate::input::{Field, FieldKind, Input};

pub(in crate::acts) const ACT: Act = Act {
    name: "example.remove",
    about: "Forget an example; messages that were read by it stay as they are.",
    needs: Capability::Correct,
    fields: &[Field::needed("example", FieldKind::Example, "The example.")],
    undo: Undo::Restores,
    run: |doing, input| Box::pin(run(doing, input)),
};

async fn run(doing: &mut Doing<'_>, input: &Input) -> Result<()> {
    let id = input.example("example")?;
    let place = place(id);
    let before = doing.load("example", &place).await?;
    doing.about("example", id.0);
    doing.remove(&place, &before).await
}
