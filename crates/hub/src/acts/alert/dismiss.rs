//! Puts an alert aside: somebody has seen it.

use model::Capability;
use store::touch::{Place, Table};

use crate::Result;
use crate::acts::{Act, Undo};
use crate::doing::Doing;
use crate::input::{Field, FieldKind, Input};

pub(in crate::acts) const ACT: Act = Act {
    name: "alert.dismiss",
    about: "Put an alert aside: somebody has seen it.",
    needs: Capability::Answer,
    fields: &[Field::needed("alert", FieldKind::Alert, "The alert.")],
    undo: Undo::Restores,
    run: |doing, input| Box::pin(run(doing, input)),
};

async fn run(doing: &mut Doing<'_>, input: &Input) -> Result<()> {
    let id = input.alert("alert")?;
    let place = Place { table: Table::Alert, key: vec![id.0.into()] };
    let before = doing.load("alert", &place).await?;
    doing.about("alert", id.0);
    doing.set(&place, &before, &[("dismissed", 1.into())]).await
}
