//! The one list of acts, and how each is done: checked, journaled beside its change, undoable.

mod alert;
mod conversation;
mod example;
mod import;
mod journal;
mod judged;
mod member;
mod message;
mod product;
mod topic;

use std::future::Future;
use std::pin::Pin;

use model::{Capability, EntryId, Seen, Time};
use serde::Serialize;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use store::Conn;
use store::idempotency::{self, Answered};
use store::journal::NewEntry;

use crate::doing::Doing;
use crate::input::{Field, Input};
use crate::{Error, Hub, Result, access, erase};

type Run = for<'a, 'b> fn(&'a mut Doing<'b>, &'a Input) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>>;

/// One decision that people, rules and programs can take.
pub struct Act {
    /// `noun.verb`, as in addresses and on the command line.
    pub name: &'static str,
    /// One sentence for docs and forms.
    pub about: &'static str,
    pub needs: Capability,
    pub fields: &'static [Field],
    pub undo: Undo,
    run: Run,
}

/// Whether an act can be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undo {
    /// `journal.undo` puts every row back that the act changed.
    Restores,
    /// Said before: this cannot be taken back.
    Never,
}

/// Every act, by name.
pub const ACTS: &[Act] = &[
    alert::dismiss::ACT,
    alert::unwatch::ACT,
    alert::watch::ACT,
    conversation::assign::ACT,
    conversation::close::ACT,
    conversation::label::ACT,
    conversation::merge::ACT,
    conversation::note::ACT,
    conversation::reopen::ACT,
    conversation::snooze::ACT,
    conversation::split::ACT,
    conversation::unlabel::ACT,
    example::add::ACT,
    example::remove::ACT,
    import::run::ACT,
    import::undo::ACT,
    journal::undo::ACT,
    member::erase::ACT,
    member::merge::ACT,
    member::split::ACT,
    message::correct::ACT,
    product::add::ACT,
    product::remove::ACT,
    topic::merge::ACT,
    topic::pin::ACT,
    topic::rename::ACT,
    topic::unpin::ACT,
];

/// The act that begins to erase a person.
pub const ERASE: &str = member::erase::NAME;

/// An act by its name.
pub fn find(name: &str) -> Result<&'static Act> {
    ACTS.iter().find(|act| act.name == name).ok_or_else(|| Error::NotFound(format!("act `{name}`")))
}

/// What somebody asks for.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    pub act: &'a str,
    pub input: &'a Json,
    /// Only say what would be done.
    pub dry_run: DryRun,
    /// The same key again gets the same answer, and nothing is done twice.
    pub idempotency_key: Option<&'a str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DryRun {
    No,
    Yes,
}

impl<'a> Asked<'a> {
    pub fn new(act: &'a str, input: &'a Json) -> Asked<'a> {
        Asked { act, input, dry_run: DryRun::No, idempotency_key: None }
    }
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Done {
    pub act: String,
    /// The journal entry.
    pub entry: EntryId,
    /// Its place in the chain; `None` until sealed.
    pub seq: Option<i64>,
    pub subjects: Vec<String>,
    /// The entry to undo; `None` when it cannot be taken back.
    pub undo: Option<EntryId>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub dry_run: bool,
    /// What there is to tell besides: the certificate of an erasure.
    #[serde(skip_serializing_if = "Json::is_null")]
    pub told: Json,
}

const IDEMPOTENCY_KEY_CHARS_MAX: usize = 200;

/// Does an act: one transaction with its journal entry. An erasure goes on after it, step by step.
pub(crate) async fn act(hub: &Hub, seen: &Seen, asked: Asked<'_>, now: Time) -> Result<Done> {
    let act = find(asked.act)?;
    access::require(seen, act.needs)?;
    let input = Input::parse(act.fields, asked.input)?;
    let request = request_digest(act, &input);
    check_key(asked.idempotency_key)?;
    let mut conn = hub.db.write().await?;
    if let Some(answered) = find_answer(&mut conn, seen, asked).await? {
        return repeat(hub, conn, (seen, &answered, now), &request).await;
    }
    let mut doing = Doing::begin(&mut conn, hub, *seen, now);
    (act.run)(&mut doing, &input).await?;
    doing.settle().await?;
    let done = done(act, &doing, asked.dry_run);
    let erasing = doing.erasing.take();
    if asked.dry_run == DryRun::Yes {
        drop(conn);
        return after(hub, (seen, asked.dry_run, now), done, erasing).await;
    }
    if erasing.as_ref().is_none_or(|erasing| erasing.is_new) {
        write_entry(hub, &mut doing, (act, &input)).await?;
    }
    if let Some(key) = asked.idempotency_key {
        let answered = Answered { request_digest: request, answer: answer(&done)? };
        idempotency::add(&mut conn, seen, key, &answered, now).await?;
    }
    conn.commit().await?;
    hub.sealing.notify_one();
    hub.importing.notify_one();
    after(hub, (seen, asked.dry_run, now), done, erasing).await
}

/// What is left to do when an act is done.
async fn after(
    hub: &Hub,
    (seen, dry_run, now): (&Seen, DryRun, Time),
    mut done: Done,
    erasing: Option<erase::Begun>,
) -> Result<Done> {
    if let Some(begun) = erasing {
        let certificate = erase::go_on(hub, seen, begun, (dry_run, now)).await?;
        done.told = serde_json::to_value(certificate).map_err(|error| Error::Broken(error.to_string()))?;
    }
    Ok(done)
}

/// What is answered to whoever asked for an erasure.
pub(crate) fn erased((entry, stand_in): (EntryId, model::MemberId), told: Json) -> Done {
    Done {
        act: member::erase::NAME.to_owned(),
        entry,
        seq: None,
        subjects: vec![format!("member:{stand_in}")],
        undo: None,
        dry_run: false,
        told,
    }
}

fn check_key(key: Option<&str>) -> Result<()> {
    if key.is_some_and(|key| key.is_empty() || key.chars().count() > IDEMPOTENCY_KEY_CHARS_MAX) {
        return Err(Error::invalid("Idempotency-Key", format!("has 1 to {IDEMPOTENCY_KEY_CHARS_MAX} characters")));
    }
    Ok(())
}

async fn find_answer(conn: &mut Conn, seen: &Seen, asked: Asked<'_>) -> Result<Option<Answered>> {
    let Some(key) = asked.idempotency_key else { return Ok(None) };
    Ok(idempotency::find(conn, seen, key).await?)
}

fn done(act: &Act, doing: &Doing<'_>, dry_run: DryRun) -> Done {
    Done {
        act: act.name.to_owned(),
        entry: doing.entry,
        seq: None,
        subjects: doing.subjects.iter().cloned().collect(),
        undo: (act.undo == Undo::Restores).then_some(doing.entry),
        dry_run: dry_run == DryRun::Yes,
        told: doing.told.clone(),
    }
}

async fn write_entry(hub: &Hub, doing: &mut Doing<'_>, (act, input): (&Act, &Input)) -> Result<()> {
    let input_kept = doing.journaled.clone().unwrap_or_else(|| input.json());
    let payload = json!({ "input": input_kept, "effects": doing.effects });
    let mut salt = [0; 16];
    (hub.entropy)(&mut salt);
    let subjects: Vec<String> = doing.subjects.iter().cloned().collect();
    let undoes = if act.name == journal::undo::NAME { Some(input.entry("entry")?) } else { None };
    let entry = NewEntry {
        id: doing.entry,
        at: doing.now,
        actor: doing.seen.actor,
        act: act.name,
        subjects: &subjects,
        payload: &payload.to_string(),
        salt,
        undoes,
    };
    store::journal::add(doing.conn, doing.seen.workspace, entry).await?;
    Ok(())
}

fn request_digest(act: &Act, input: &Input) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(act.name.as_bytes());
    hash.update([0]);
    hash.update(input.json().to_string().as_bytes());
    hash.finalize().to_vec()
}

/// What is remembered of an answer.
pub(crate) fn answer(done: &Done) -> Result<String> {
    let json = json!({ "act": done.act, "entry": done.entry, "subjects": done.subjects, "undo": done.undo,
        "told": done.told });
    serde_json::to_string(&json).map_err(|error| Error::Broken(error.to_string()))
}

/// The same answer again; an erasure that was cut off goes on.
async fn repeat(
    hub: &Hub,
    mut conn: Conn,
    (seen, answered, now): (&Seen, &Answered, Time),
    request: &[u8],
) -> Result<Done> {
    if answered.request_digest != request {
        return Err(Error::Conflict("this Idempotency-Key was used for another request; take a new one".to_owned()));
    }
    let done = remembered(answered)?;
    let Some(number) = done.told["under_way"].as_i64() else { return Ok(done) };
    let erasing = erase::take_over(&mut conn, (hub, seen), (number, now)).await?;
    conn.commit().await?;
    after(hub, (seen, DryRun::No, now), done, erasing).await
}

fn remembered(answered: &Answered) -> Result<Done> {
    let broken = |what: &str| Error::Broken(format!("a remembered answer has no {what}"));
    let json: Json = serde_json::from_str(&answered.answer).map_err(|error| Error::Broken(error.to_string()))?;
    let entry = |name: &str| json[name].as_str().and_then(|word| word.parse().ok()); // tidy(swallow): null means none
    Ok(Done {
        act: json["act"].as_str().ok_or_else(|| broken("act"))?.to_owned(),
        entry: entry("entry").ok_or_else(|| broken("entry"))?,
        seq: None,
        subjects: json["subjects"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Json::as_str)
            .map(str::to_owned)
            .collect(),
        undo: entry("undo"),
        dry_run: false,
        told: json["told"].clone(),
    })
}
