//! Keeps a text with what a person says of it, so that messages of the same words are read so from then on.

use model::{Capability, ExampleId};
use serde_json::Value as Json;
use store::examples::{self, EXAMPLES_MAX};
use store::touch::{Place, Table};

use crate::acts::{Act, Undo, judged};
use crate::doing::Doing;
use crate::input::{Field, FieldKind, Input};
use crate::{Error, Result};

pub(super) const TEXT_CHARS_MAX: usize = 20_000;
const TITLE_CHARS_MAX: usize = 300;

pub(in crate::acts) const ACT: Act = Act {
    name: "example.add",
    about: "Keep a text with what you say of it: messages of the same words are read so from then on.",
    needs: Capability::Correct,
    fields: &[
        Field::needed("text", FieldKind::Text(TEXT_CHARS_MAX), "The text."),
        Field::optional(
            "title",
            FieldKind::Text(TITLE_CHARS_MAX),
            "Its title, to learn from; the text alone is compared.",
        ),
        judged::KIND,
        judged::SENTIMENT,
        judged::LANGUAGE,
        judged::TOXICITY,
        judged::SPAM,
        judged::URGENCY,
        judged::ASKS_REPLY,
    ],
    undo: Undo::Restores,
    run: |doing, input| Box::pin(run(doing, input)),
};

async fn run(doing: &mut Doing<'_>, input: &Input) -> Result<()> {
    let text = input.text("text")?;
    let said = judged::read(input)?;
    if said.is_nothing() {
        return Err(Error::invalid("kind", "nothing said of the text; give a kind, a sentiment or another part"));
    }
    let digest = crate::examples::digest(text)
        .ok_or_else(|| Error::invalid("text", "has no words of its own: all of it is quoted, code or a log"))?;
    let mut columns = vec![
        ("digest", Json::from(digest.as_str())),
        ("title", input.find_text("title").unwrap_or_default().into()),
        ("text", text.into()),
        ("by_id", doing.by().into()),
        ("at", doing.now.micros().into()),
    ];
    columns.extend(judged::columns(&said));
    let known = examples::find_by_digest(doing.conn, &doing.seen, &digest).await?;
    let id = known.map_or_else(|| ExampleId(doing.mint.next(doing.now)), |known| known.id);
    doing.about("example", id.0);
    let place = place(id);
    match doing.find(&place).await? {
        Some(before) => doing.set(&place, &before, &columns).await,
        None => {
            if examples::count(doing.conn, doing.seen.workspace).await? >= EXAMPLES_MAX as i64 {
                let full = format!("there are {EXAMPLES_MAX} examples already; remove one first");
                return Err(Error::Conflict(full));
            }
            doing.create(&place, &columns).await.map(drop)
        }
    }
}

/// Where an example stands.
pub(super) fn place(id: ExampleId) -> Place {
    Place { table: Table::Example, key: vec![id.0.into()] }
}
