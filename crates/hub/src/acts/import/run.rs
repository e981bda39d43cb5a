//! Brings a file in that was handed in before.

use model::Capability;

use crate::acts::{Act, Undo};
use crate::doing::Doing;
use crate::import::{Choices, RUN, later};
use crate::input::{Field, FieldKind, Input};
use crate::{Error, Result};

pub(in crate::acts) const ACT: Act = Act {
    name: RUN,
    about: "Bring a file in that was sent to /api/v1/files; a worker does it, and the run tells how far it is.",
    needs: Capability::Import,
    fields: &[
        Field::needed("file", FieldKind::File, "The file."),
        Field::optional("format", FieldKind::Text(40), "Its format; found out when left out."),
        Field::optional("map", FieldKind::Text(1_000), "Which field is which: text=body,author=user."),
        Field::optional("origin", FieldKind::Text(200), "Where the messages have their identity."),
        Field::optional(
            "zone",
            FieldKind::Text(60),
            "The clock that wrote no zone: Europe/Berlin, or minutes ahead of UTC.",
        ),
    ],
    undo: Undo::Restores,
    run: |doing, input| Box::pin(run(doing, input)),
};

async fn run(doing: &mut Doing<'_>, input: &Input) -> Result<()> {
    let id = input.file("file")?;
    let file = doing.hub.spool()?.find((doing.seen.workspace, id))?;
    let file = file.ok_or_else(|| Error::NotFound("file".to_owned()))?;
    let word = |name: &str| input.find_text(name).unwrap_or_default().to_owned();
    let choices = Choices { format: word("format"), map: word("map"), origin: word("origin"), zone: word("zone") };
    let moment = (doing.entry, doing.now);
    let run = later::ask((doing.conn, doing.hub), &doing.seen, (&file, &choices), moment).await?;
    doing.about("run", run.0);
    Ok(())
}
