//! Erases a person: what they wrote, under whatever handle, and what tells of them. Nothing undoes it.

use model::{Capability, MemberId, Seen, Time};

use crate::acts::{Act, DryRun, Undo};
use crate::doing::Doing;
use crate::input::{Field, FieldKind, Input};
use crate::{Error, Hub, Result, erase};

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

/// Looks where others tell of the member, before the act takes the lock.
pub(in crate::acts) async fn survey(
    hub: &Hub,
    seen: &Seen,
    (input, dry_run, now): (&Input, DryRun, Time),
) -> Result<erase::Survey> {
    erase::survey(hub, seen, (confirmed(input)?, dry_run, now)).await
}

fn confirmed(input: &Input) -> Result<MemberId> {
    if !input.flag("confirm") {
        return Err(Error::invalid("confirm", "erasing cannot be undone; say true when it is meant"));
    }
    input.member("member")
}

async fn run(doing: &mut Doing<'_>, input: &Input) -> Result<()> {
    let member = confirmed(input)?;
    let certificate = erase::member(doing, member).await?;
    // The journal learns of the certificate, never of the number that the person had.
    doing.journaled = Some(serde_json::json!({ "certificate": certificate.certificate }));
    doing.told = serde_json::to_value(certificate).map_err(|error| Error::Broken(error.to_string()))?;
    Ok(())
}
