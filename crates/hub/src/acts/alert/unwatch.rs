//! Lets a series raise alerts only by readings that are measured.

use model::Capability;

use super::watch::{SERIES_CHARS_MAX, place};
use crate::Result;
use crate::acts::{Act, Undo};
use crate::doing::Doing;
use crate::input::{Field, FieldKind, Input};

pub(in crate::acts) const ACT: Act = Act {
    name: "alert.unwatch",
    about: "Let a series raise alerts only by readings that are measured.",
    needs: Capability::Answer,
    fields: &[Field::needed("series", FieldKind::Text(SERIES_CHARS_MAX), "The word of a kind, or mood.")],
    undo: Undo::Restores,
    run: |doing, input| Box::pin(run(doing, input)),
};

async fn run(doing: &mut Doing<'_>, input: &Input) -> Result<()> {
    let place = place(doing, input)?;
    match doing.find(&place).await? {
        Some(before) => doing.remove(&place, &before).await,
        None => Ok(()),
    }
}
