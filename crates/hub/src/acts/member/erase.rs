//! Erases a person: what they wrote, under whatever handle, and what tells of them. Nothing undoes it.

use model::Capability;

use crate::acts::{Act, Undo};
use crate::doing::Doing;
use crate::input::{Field, FieldKind, Input};
use crate::{Error, Result, erase};

pub(in crate::acts) const NAME: &str = "member.erase";

pub(in crate::acts) const ACT: Act = Act {
    name: NAME,
    about: "Erase a person: everything that they wrote and that tells of them. This cannot be undone.",
    needs: Capability::Administer,
    fields: &[
        Field::needed("member", FieldKind::Member, "The member, with all handles."),
        Field::needed("confirm", FieldKind::Flag, "True: nothing of it comes back."),
    ],
    undo: Undo::Never,
    run: |doing, input| Box::pin(run(doing, input)),
};

async fn run(doing: &mut Doing<'_>, input: &Input) -> Result<()> {
    if !input.flag("confirm") {
        return Err(Error::invalid("confirm", "erasing cannot be undone; say true when it is meant"));
    }
    erase::begin(doing, input.member("member")?).await
}
