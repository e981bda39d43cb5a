//! Lets a series raise alerts though nobody measured how well its readings are read.

use model::Capability;
use store::touch::{Place, Table};

use crate::acts::{Act, Undo};
use crate::doing::Doing;
use crate::input::{Field, FieldKind, Input};
use crate::{Error, Result, alerts};

pub(super) const SERIES_CHARS_MAX: usize = 20;

pub(in crate::acts) const ACT: Act = Act {
    name: "alert.watch",
    about: "Let a series raise alerts though nobody measured how well its readings are read.",
    needs: Capability::Answer,
    fields: &[Field::needed("series", FieldKind::Text(SERIES_CHARS_MAX), "The word of a kind, or mood.")],
    undo: Undo::Restores,
    run: |doing, input| Box::pin(run(doing, input)),
};

async fn run(doing: &mut Doing<'_>, input: &Input) -> Result<()> {
    let place = place(doing, input)?;
    let columns = [("by_id", doing.by().into()), ("at", doing.now.micros().into())];
    doing.create(&place, &columns).await?;
    alerts::watch_later(doing.conn, (doing.hub, doing.seen.workspace), doing.now).await
}

/// Where a series stands that may raise alerts; noted as what the act is about.
pub(super) fn place(doing: &mut Doing<'_>, input: &Input) -> Result<Place> {
    let series = input.text("series")?;
    if !alerts::watchable().any(|word| word == series) {
        let known: Vec<&str> = alerts::watchable().collect();
        return Err(Error::invalid("series", format!("is one of {}", known.join(", "))));
    }
    doing.subjects.insert(format!("series:{series}"));
    Ok(Place { table: Table::WatchedSeries, key: vec![series.into()] })
}
