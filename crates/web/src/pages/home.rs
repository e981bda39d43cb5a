//! The front door: leads to the first workspace's Today.

use axum::extract::State;

use crate::access::{Can, Read, Visitor};
use crate::answer::{Page, see_other};
use crate::fault::Fault;
use crate::{App, paths};

pub(crate) async fn show(visitor: Visitor, State(_): State<App>) -> Page {
    let first = visitor.signed.workspaces.first().ok_or_else(|| Fault::not_found("workspace"))?;
    Ok(see_other(&paths::today(first.0.id)))
}

pub(crate) async fn workspace(who: Can<Read>) -> Page {
    Ok(see_other(&paths::today(who.workspace.id)))
}
