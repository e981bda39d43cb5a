//! Puts a product on the list, so that it is found by name in messages.

use model::Capability;
use store::products::{self, PRODUCTS_MAX};
use store::touch::{Place, Table};
use text::Products;

use crate::acts::{Act, Undo};
use crate::doing::Doing;
use crate::input::{Field, FieldKind, Input};
use crate::{Error, Result};

pub(super) const NAME_CHARS_MAX: usize = 80;
/// All other spellings together, and how many they are.
const SPELLINGS_CHARS_MAX: usize = 1_000;
const SPELLINGS_MAX: usize = 20;

pub(in crate::acts) const ACT: Act = Act {
    name: "product.add",
    about: "Put a product on the list, so that it is found by name in messages; one that is there gets these spellings.",
    needs: Capability::Answer,
    fields: &[
        Field::needed("name", FieldKind::Text(NAME_CHARS_MAX), "Its name."),
        Field::optional(
            "spellings",
            FieldKind::Text(SPELLINGS_CHARS_MAX),
            "What else people write for it, between commas.",
        ),
    ],
    undo: Undo::Restores,
    run: |doing, input| Box::pin(run(doing, input)),
};

async fn run(doing: &mut Doing<'_>, input: &Input) -> Result<()> {
    let name = one_line(input.text("name")?);
    if Products::new([name.as_str()]).is_empty() {
        return Err(Error::invalid("name", "has at least one letter or digit"));
    }
    let columns = [
        ("name", name.as_str().into()),
        ("spellings", spellings(input, &name)?.into()),
        ("by_id", doing.by().into()),
        ("at", doing.now.micros().into()),
    ];
    let place = place(doing, &name);
    match doing.find(&place).await? {
        Some(before) => doing.set(&place, &before, &columns).await,
        None => {
            if products::list(doing.conn, &doing.seen).await?.len() >= PRODUCTS_MAX {
                let full = format!("the list holds {PRODUCTS_MAX} products already; remove one first");
                return Err(Error::Conflict(full));
            }
            doing.create(&place, &columns).await.map(drop)
        }
    }
}

/// One a line, as they are kept: each once, and not the name again.
fn spellings(input: &Input, name: &str) -> Result<String> {
    let mut kept: Vec<String> = Vec::new();
    for spelling in input.find_text("spellings").unwrap_or_default().split([',', '\n']).map(one_line) {
        let is_known = |known: &str| products::as_key(known) == products::as_key(&spelling);
        if spelling.is_empty() || is_known(name) || kept.iter().any(|known| is_known(known)) {
            continue;
        }
        if Products::new([spelling.as_str()]).is_empty() {
            return Err(Error::invalid("spellings", format!("`{spelling}` has neither letter nor digit")));
        }
        kept.push(spelling);
    }
    if kept.len() > SPELLINGS_MAX {
        return Err(Error::invalid("spellings", format!("are at most {SPELLINGS_MAX}, between commas")));
    }
    Ok(kept.join("\n"))
}

fn one_line(written: &str) -> String {
    written.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where a product stands; noted as what the act is about.
pub(super) fn place(doing: &mut Doing<'_>, name: &str) -> Place {
    let key = products::as_key(name);
    doing.subjects.insert(format!("product:{key}"));
    Place { table: Table::Product, key: vec![key.into()] }
}
