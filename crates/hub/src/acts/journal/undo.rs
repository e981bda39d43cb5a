//! Takes an act back: every row as it was before, unless a later act built on it.

use model::Capability;

use crate::Result;
use crate::acts::{Act, Undo};
use crate::doing::Doing;
use crate::input::{Field, FieldKind, Input};

pub(in crate::acts) const NAME: &str = "journal.undo";

pub(in crate::acts) const ACT: Act = Act {
    name: NAME,
    about: "Take an act back, unless later acts built on it.",
    needs: Capability::Answer,
    fields: &[
        Field::needed("entry", FieldKind::Entry, "The journal entry of the act."),
        Field::optional("with_later", FieldKind::Flag, "Take back first what later acts built on it."),
    ],
    undo: Undo::Restores,
    run: |doing, input| Box::pin(run(doing, input)),
};

async fn run(doing: &mut Doing<'_>, input: &Input) -> Result<()> {
    crate::undo::entry(doing, input.entry("entry")?, input.flag("with_later")).await
}
