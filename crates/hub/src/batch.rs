//! One act for each of several things: every one with its own journal entry, and an account of those that refused.

use model::{Seen, Time};
use serde_json::{Map, Value as Json};

use crate::input::{Field, FieldKind};
use crate::{Act, Asked, Done, Error, Hub, Result, access, acts};

/// How many things one batch may name: a page of the inbox, and a little more.
pub const THINGS_MAX: usize = 50;

/// What is asked for each thing.
#[derive(Clone, Copy)]
pub struct Each<'a> {
    pub act: &'a str,
    /// The things, as the act's first field names one of them.
    pub things: &'a [String],
    /// The other fields, the same for all.
    pub shared: &'a Map<String, Json>,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Batch {
    pub done: Vec<Done>,
    /// Those that refused, by the name that they were asked for with.
    pub refused: Vec<(String, Error)>,
}

/// The field of an act that a batch fills with one thing after the other; only conversations and entries come in
/// numbers.
pub fn field_of(act: &Act) -> Option<&'static Field> {
    act.fields.first().filter(|field| matches!(field.kind, FieldKind::Conversation | FieldKind::Entry))
}

/// Does the act for one thing after the other, each in a transaction of its own. What would refuse them all is told
/// before anything is done.
pub(crate) async fn act_each(hub: &Hub, seen: &Seen, each: Each<'_>, now: Time) -> Result<Batch> {
    let act = acts::find(each.act)?;
    access::require(seen, act.needs)?;
    let field = field_of(act).ok_or_else(|| Error::NotFound(format!("act `{}` for several things", act.name)))?;
    check(field, each.things)?;
    let mut batch = Batch::default();
    for (at, thing) in each.things.iter().enumerate() {
        let mut input = each.shared.clone();
        input.insert(field.name.to_owned(), thing.as_str().into());
        match acts::act(hub, seen, Asked::new(act.name, &Json::Object(input)), now).await {
            Ok(done) => batch.done.push(done),
            Err(error) if is_about_one(&error) => batch.refused.push((thing.clone(), error)),
            Err(error) if batch.done.is_empty() => return Err(error),
            Err(error) => {
                // What is done stays done and is told; the rest is left alone.
                tracing::error!(act = act.name, failure = %error, "a batch ended early");
                let left = each.things.iter().skip(at).cloned();
                batch.refused.extend(left.map(|thing| (thing, Error::NotYet("was not reached".to_owned()))));
                break;
            }
        }
    }
    Ok(batch)
}

fn check(field: &Field, things: &[String]) -> Result<()> {
    if things.is_empty() || things.len() > THINGS_MAX {
        return Err(Error::invalid(field.name, format!("names 1 to {THINGS_MAX} at once, not {}", things.len())));
    }
    let decoded = things.iter().try_for_each(|thing| model::ids::decode(thing).map(drop));
    decoded.map_err(|error| Error::invalid(field.name, error.to_string()))
}

/// Whether an error is about this thing alone, so that the others may still be done.
fn is_about_one(error: &Error) -> bool {
    matches!(error, Error::NotFound(_) | Error::Conflict(_) | Error::Later(_) | Error::Store(store::Error::Changed(_)))
}
