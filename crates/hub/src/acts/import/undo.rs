//! Takes an import back: everything that it brought goes, in batches.

use model::Capability;

use crate::Result;
use crate::acts::{Act, Undo};
use crate::doing::Doing;
use crate::import::{Later, UNDO, later};
use crate::input::{Field, FieldKind, Input};

pub(in crate::acts) const ACT: Act = Act {
    name: UNDO,
    about: "Take an import back; a worker removes everything that it brought.",
    needs: Capability::Import,
    fields: &[Field::needed("run", FieldKind::Run, "The import run.")],
    undo: Undo::Never,
    run: |doing, input| Box::pin(run(doing, input)),
};

async fn run(doing: &mut Doing<'_>, input: &Input) -> Result<()> {
    let id = input.run("run")?;
    let moment = (doing.entry, doing.now);
    later::ask_undo((doing.conn, doing.hub), &doing.seen, (id, Later::Refuses), moment).await?;
    doing.about("run", id.0);
    Ok(())
}
