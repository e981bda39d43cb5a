//! Takes a product off the list.

use model::Capability;

use super::add::{NAME_CHARS_MAX, place};
use crate::Result;
use crate::acts::{Act, Undo};
use crate::doing::Doing;
use crate::input::{Field, FieldKind, Input};

pub(in crate::acts) const ACT: Act = Act {
    name: "product.remove",
    about: "Take a product off the list; messages no longer show that they name it.",
    needs: Capability::Answer,
    fields: &[Field::needed("product", FieldKind::Text(NAME_CHARS_MAX), "Its name.")],
    undo: Undo::Restores,
    run: |doing, input| Box::pin(run(doing, input)),
};

async fn run(doing: &mut Doing<'_>, input: &Input) -> Result<()> {
    let place = place(doing, input.text("product")?);
    let before = doing.load("product", &place).await?;
    doing.remove(&place, &before).await
}
