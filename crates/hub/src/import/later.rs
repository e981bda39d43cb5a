//! Imports that pages and programs asked for: a file of the spool, brought in and taken back by a worker.

use archive::{Clock, Map, Options};
use model::access::Capabilities;
use model::{Actor, Capability, EntryId, FileId, JobId, RunId, Seen, StaffId, Time};
use serde_json::Value as Json;
use store::runs::{Run, State};
use store::{Conn, global, jobs, journal, runs};

use super::undo::Later;
use super::{RUN, Sheet, UNDO, Writing, prepare_and_write};
use crate::spool::Spooled;
use crate::{Error, Hub, Result, access};

/// What a person may say about a file before it is brought in; empty means "find out".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    pub format: String,
    /// `text=body,author=user`.
    pub map: String,
    pub origin: String,
    /// The clock that wrote times without a zone: its name or its minutes ahead of UTC.
    pub zone: String,
}

/// In an undoing's job: acts that built on the run go first.
const LATER: &str = "later";
/// So long a run waits for the machine that has its file, where several machines share a database.
const FILE_WAIT_SECONDS: i64 = 6 * 3600;

impl Choices {
    /// The options of the archive room; refused with the field that is wrong.
    pub(crate) fn options(&self) -> Result<Options> {
        if !self.format.is_empty() && !archive::FORMATS.iter().any(|known| known.name == self.format) {
            return Err(Error::invalid("format", format!("there is no format `{}`", self.format)));
        }
        let clock = Clock::parse(&self.zone).ok_or_else(|| {
            Error::invalid("zone", "is a name such as Europe/Berlin, or a number of minutes from -840 to 840")
        })?;
        let map = Map::parse(&self.map)
            .map_err(|error| Error::invalid("map", error.to_string().trim_start_matches("--map: ")))?;
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Ok(Options { format: some(&self.format), map, origin: some(&self.origin), clock })
    }

    fn json(&self, file: FileId) -> String {
        let Choices { format, map, origin, zone } = self;
        let readers = super::readers();
        serde_json::json!({
            "file": file, "format": format, "map": map, "origin": origin, "zone": zone, "readers": readers
        })
        .to_string()
    }

    fn read(options: &str) -> Result<(FileId, Choices)> {
        let json: Json = serde_json::from_str(options).map_err(|error| Error::Broken(error.to_string()))?;
        let word = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
        let broken = |_| Error::Broken("a run names no file".to_owned());
        // A number of minutes in runs that an older version began.
        let zone = json["zone"].as_i64().map_or_else(|| word("zone"), |minutes| minutes.to_string());
        let choices = Choices { format: word("format"), map: word("map"), origin: word("origin"), zone };
        Ok((word("file").parse().map_err(broken)?, choices))
    }
}

/// The file that a run of a worker reads; `None` for runs of the command line.
pub fn file_of(run: &Run) -> Option<FileId> {
    Choices::read(&run.options).ok().map(|(file, _)| file) // tidy(swallow): other runs write other options
}

/// Enters a run that a worker brings in; `entry` is the act that asked for it.
pub(crate) async fn ask(
    (conn, hub): (&mut Conn, &Hub),
    seen: &Seen,
    (file, choices): (&Spooled, &Choices),
    (entry, now): (EntryId, Time),
) -> Result<RunId> {
    choices.options()?;
    let fingerprint = format!("file {}", file.id).into_bytes();
    if runs::find_unfinished(conn, seen.workspace, &fingerprint).await?.is_some() {
        return Err(Error::Conflict(format!("{} is being imported already", file.name)));
    }
    let run = Run {
        id: RunId(hub.mint.next(now)),
        entry,
        format: choices.format.clone(),
        file: file.name.clone(),
        fingerprint,
        options: choices.json(file.id),
        state: State::Running,
        position: 0,
        imported: 0,
        already: 0,
        skipped: "{}".to_owned(),
        warnings: "{}".to_owned(),
        started_at: now,
        finished_at: None,
        failure: None,
    };
    runs::add(conn, seen.workspace, &run).await?;
    let job = JobId(hub.mint.next(now));
    jobs::add_later(conn, (seen.workspace, job), (RUN, &run.id.to_string()), now).await?;
    Ok(run.id)
}

/// Enters the undoing of a run; `entry` is the act that asked for it.
pub(crate) async fn ask_undo(
    (conn, hub): (&mut Conn, &Hub),
    seen: &Seen,
    (id, later): (RunId, Later),
    (entry, now): (EntryId, Time),
) -> Result<()> {
    access::require(seen, Capability::Import)?;
    super::undo::begin(conn, seen.workspace, (id, later)).await?;
    let job = JobId(hub.mint.next(now));
    let input = match later {
        Later::Refuses => format!("{id} {entry}"),
        Later::GoesFirst => format!("{id} {entry} {LATER} {}", access::words(seen)),
    };
    Ok(jobs::add_later(conn, (seen.workspace, job), (UNDO, &input), now).await?)
}

/// Brings a run's file in, from where an earlier attempt stopped. What is wrong with the file ends
/// the run and is told on its page; what is wrong with us is tried again.
pub(crate) async fn bring_in(hub: &Hub, seen: &Seen, id: RunId, clock: fn() -> Time) -> Result<()> {
    let run = {
        let mut conn = hub.db.read().await?;
        runs::find(&mut conn, seen.workspace, id).await?
    };
    let Some(mut run) = run else { return Ok(()) };
    let (file, choices) = Choices::read(&run.options)?;
    if run.state == State::Running {
        let options = choices.json(file);
        if run.position > 0 && run.options != options {
            let mut conn = hub.db.write().await?;
            runs::begin_anew(&mut conn, seen.workspace, (id, &options)).await?;
            let anew = runs::find(&mut conn, seen.workspace, id).await?;
            conn.commit().await?;
            run = anew.unwrap_or(run);
        }
        match read_in(hub, seen, (run, file, &choices), clock).await {
            Ok(_) => {}
            Err(Error::Conflict(why) | Error::NotFound(why)) => fail(hub, seen, (id, why), clock()).await?,
            Err(Error::Invalid { field, message }) => {
                fail(hub, seen, (id, format!("{field}: {message}")), clock()).await?;
            }
            // Taken back, or gone on with elsewhere: then it is not ours to finish.
            Err(Error::Store(store::Error::Changed(_))) if !is_running(hub, seen, id).await? => {}
            Err(other) => return Err(other),
        }
    }
    hub.spool()?.remove((seen.workspace, file))
}

async fn read_in(
    hub: &Hub,
    seen: &Seen,
    (mut run, file, choices): (Run, FileId, &Choices),
    clock: fn() -> Time,
) -> Result<Sheet> {
    let waits = hub.db.kind() == "postgres" && clock() < run.started_at.plus_seconds(FILE_WAIT_SECONDS);
    let gone = || match waits {
        true => Error::NotYet(format!("the file {} is not on this machine; another may have it", run.file)),
        false => Error::Conflict(format!("the file {} is not on this machine any more; hand it in again", run.file)),
    };
    let spooled = hub.spool()?.find((seen.workspace, file))?.ok_or_else(gone)?;
    let source = hub.spool()?.source(&spooled)?;
    let options = choices.options()?;
    let opened = tokio::task::spawn_blocking(move || archive::open(&source, &options)).await;
    let opened = opened.map_err(|error| Error::Broken(format!("opening a file stopped: {error}")))?;
    let (format, rows) = opened.map_err(|error| Error::Conflict(error.to_string()))?;
    run.format = format.name.to_owned();
    let writing = Writing::new(hub, seen, (clock, run, true));
    prepare_and_write(writing, (format.name, rows), &mut |_| {}).await
}

async fn is_running(hub: &Hub, seen: &Seen, id: RunId) -> Result<bool> {
    let mut conn = hub.db.read().await?;
    Ok(runs::find(&mut conn, seen.workspace, id).await?.is_some_and(|run| run.state == State::Running))
}

async fn fail(hub: &Hub, seen: &Seen, (id, why): (RunId, String), now: Time) -> Result<()> {
    let mut conn = hub.db.write().await?;
    let Some(mut run) = runs::find(&mut conn, seen.workspace, id).await? else { return Ok(()) };
    if run.state != State::Running {
        return Ok(());
    }
    run.state = State::Failed;
    run.failure = Some(why);
    run.finished_at = Some(now);
    runs::save(&mut conn, seen.workspace, &run).await?;
    Ok(conn.commit().await?)
}

/// Says on a run's page why the job that failed for the last time got no further. A run half taken back stays
/// so until somebody asks again.
pub(crate) async fn give_up(hub: &Hub, job: &jobs::Job, (why, now): (String, Time)) -> Result<()> {
    let seen = access::system(job.workspace);
    let run = job.input.split(' ').next().unwrap_or_default();
    let run = run.parse().map_err(|error: model::ids::NotAnId| Error::Broken(error.to_string()))?;
    if job.kind == UNDO { stop(hub, &seen, (run, why)).await } else { fail(hub, &seen, (run, why), now).await }
}

async fn stop(hub: &Hub, seen: &Seen, (id, why): (RunId, String)) -> Result<()> {
    let mut conn = hub.db.write().await?;
    let run = runs::find(&mut conn, seen.workspace, id).await?;
    let Some(mut run) = run.filter(|run| run.state == State::Undoing) else { return Ok(()) };
    run.failure = Some(why);
    runs::save(&mut conn, seen.workspace, &run).await?;
    Ok(conn.commit().await?)
}

/// What an undoing's job says: `RUN ENTRY`, and `later CAPABILITIES` of whoever asked where later acts go first.
fn undo_asked(input: &str) -> Result<(RunId, EntryId, Option<&str>)> {
    let broken = || Error::Broken(format!("the job `{input}` names no run"));
    let mut words = input.split(' ');
    let mut word = || words.next().ok_or_else(broken);
    let (run, entry) = (word()?.parse().map_err(|_| broken())?, word()?.parse().map_err(|_| broken())?);
    let later = words.next().filter(|word| *word == LATER).map(|_| words.next().unwrap_or_default());
    Ok((run, entry, later))
}

/// Who asked for an undoing, with what they might do when they asked; of a colleague, with what is left of it.
async fn asker(hub: &Hub, seen: &Seen, (entry, may): (EntryId, &str)) -> Result<Seen> {
    let mut conn = hub.db.read().await?;
    let entry = journal::find(&mut conn, seen, entry).await?;
    let entry = entry.ok_or_else(|| Error::Broken("an undoing that no entry asked for".to_owned()))?;
    let actor = match entry.actor.as_str() {
        "staff" => Actor::Staff(StaffId(entry.actor_id)),
        "operator" => Actor::Operator,
        _ => Actor::System,
    };
    let left = match actor {
        Actor::Staff(staff) => {
            let role = global::role_find(&mut conn, seen.workspace, staff).await?;
            role.map_or(Capabilities::NONE, model::Role::capabilities)
        }
        _ => Capabilities::of(&Capability::ALL),
    };
    Ok(access::asker(seen.workspace, actor, (may, left)))
}

/// Takes a run back as an act asked. Acts that built on it meanwhile stop it, and its page says so.
pub(crate) async fn take_back(hub: &Hub, seen: &Seen, input: &str, clock: fn() -> Time) -> Result<()> {
    let (run, entry, later) = undo_asked(input)?;
    if let Some(may) = later {
        let asker = asker(hub, seen, (entry, may)).await?;
        match super::undo::take_later_back(hub, &asker, run, clock).await {
            Err(refused @ (Error::Forbidden(_) | Error::Later(_))) => {
                return stop(hub, seen, (run, refused.to_string())).await;
            }
            done => done?,
        }
    }
    let refused = super::undo::refuse_later(&mut hub.db.read().await?, seen.workspace, run).await;
    if let Err(refused @ Error::Later(_)) = refused {
        return stop(hub, seen, (run, refused.to_string())).await;
    }
    refused?;
    super::undo::go_on(hub, seen, (run, Some(entry), clock), &mut |_| {}).await?;
    Ok(())
}
