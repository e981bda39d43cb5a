//! `tribune import`: any archive in; says what it would do, does it, takes it back.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, bail};
use archive::{Clock, Map, Options};
use hub::access;
use hub::import::{self, Sheet};
use model::RunId;
use store::global;

use crate::files;
use crate::place::{self, Place};
use crate::surroundings::now;

/// Brings an archive in: `plan` says what it would do, `run` does it, `undo` takes it back.
#[derive(clap::Args)]
pub(crate) struct Import {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(clap::Subcommand)]
enum Verb {
    /// Say what an import would do, from a sample; changes nothing
    Plan {
        #[command(flatten)]
        from: From,
        #[arg(long)]
        workspace: Option<String>,
        #[arg(long)]
        json: bool,
    },
    /// Bring a file or folder in
    Run {
        #[command(flatten)]
        from: From,
        #[arg(long)]
        workspace: String,
        /// Print the sheet as one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Take an import run back
    Undo {
        /// The run, as `run` printed it
        run: RunId,
        #[arg(long)]
        workspace: Option<String>,
        #[arg(long)]
        json: bool,
    },
}

#[derive(clap::Args)]
struct From {
    /// A file or folder
    file: PathBuf,
    /// The format [default: found out]
    #[arg(long)]
    format: Option<String>,
    /// Which field is which: text=body,author=user,time=ts,…
    #[arg(long, value_name = "OURS=THEIRS,…", default_value = "")]
    map: String,
    /// Where the messages have their identity [default: the format's own]
    #[arg(long)]
    origin: Option<String>,
    /// The clock that wrote times without a zone: a name such as Europe/Berlin, or minutes ahead of UTC
    #[arg(long, value_name = "NAME|MINUTES", default_value = "0", allow_hyphen_values = true, value_parser = clock)]
    zone: Clock,
}

fn clock(written: &str) -> Result<Clock, &'static str> {
    Clock::parse(written).ok_or("it is neither a zone's name, such as Europe/Berlin, nor minutes from -840 to 840")
}

impl From {
    fn open(&self) -> anyhow::Result<import::Import> {
        let options = Options {
            format: self.format.clone(),
            map: Map::parse(&self.map)?,
            origin: self.origin.clone(),
            clock: self.zone.clone(),
        };
        Ok(import::Import { source: files::open(&self.file)?, options })
    }
}

impl Import {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self.verb {
            Verb::Plan { from, workspace: _, json } => plan(&from, json),
            Verb::Run { from, workspace, json } => self.place.with_hub(|hub| async move {
                let workspace = place::workspace(&hub, &workspace).await?;
                run(&hub, workspace, (from.open()?, json)).await
            }),
            Verb::Undo { run, workspace: _, json } => {
                self.place.with_hub(|hub| async move { undo(&hub, run, json).await })
            }
        }
    }
}

async fn run(
    hub: &hub::Hub,
    workspace: model::WorkspaceId,
    (import, json): (import::Import, bool),
) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    let mut progress = Progress::default();
    let seen = access::operator(workspace);
    let sheet = import::run(hub, &seen, (import, now), &mut |sheet| progress.show(sheet.read, "rows")).await?;
    progress.end();
    let seconds = started.elapsed().as_secs_f64();
    if json {
        let list = |counts: &BTreeMap<String, i64>| {
            let rows = counts.iter().map(|(reason, count)| serde_json::json!({ "reason": reason, "count": count }));
            rows.collect::<Vec<_>>()
        };
        println!(
            "{}",
            serde_json::json!({ "run": sheet.run, "read": sheet.read, "imported": sheet.imported, "already": sheet.already,
                "skipped": list(&sheet.skipped), "seconds": (seconds * 10_000.0).round() / 10_000.0, "format": sheet.format,
                "warnings": list(&sheet.warnings), "resumed_after": sheet.resumed_after })
        );
    } else {
        print_sheet(&sheet, seconds);
    }
    if sheet.imported + sheet.already == 0 {
        bail!("nothing of {} rows could be imported; see the reasons above", sheet.read);
    }
    Ok(ExitCode::SUCCESS)
}

fn print_sheet(sheet: &Sheet, seconds: f64) {
    println!("run       {}", sheet.run);
    println!("format    {}", sheet.format);
    println!("read      {}", sheet.read);
    println!("imported  {}", sheet.imported);
    println!("already   {}", sheet.already);
    for (reason, count) in &sheet.skipped {
        println!("skipped   {count}  {reason}");
    }
    for (warning, count) in &sheet.warnings {
        println!("warning   {count}  {warning}");
    }
    println!("balanced  {}", if sheet.balances() { "yes" } else { "NO" });
    println!("seconds   {seconds:.1}");
    println!("take it back with: tribune import undo {}", sheet.run);
}

async fn undo(hub: &hub::Hub, id: RunId, json: bool) -> anyhow::Result<ExitCode> {
    let workspace = {
        let mut conn = hub.db.read().await?;
        global::workspace_of_run(&mut conn, id).await?
    };
    let workspace = workspace.with_context(|| format!("there is no import run {id}"))?;
    let entry = {
        let mut conn = hub.db.read().await?;
        store::runs::find(&mut conn, workspace, id).await?.context("the run is gone")?.entry
    };
    let mut progress = Progress::default();
    let taken = import::undo(hub, &access::operator(workspace), (id, now), &mut |taken| {
        progress.show(taken, "messages taken back")
    })
    .await
    .map_err(|error| super::undo::told(error, entry))?;
    progress.end();
    if json {
        println!("{}", serde_json::json!({ "run": id, "undone": taken }));
    } else {
        println!("took back {taken} messages of run {id}");
    }
    Ok(ExitCode::SUCCESS)
}

fn plan(from: &From, json: bool) -> anyhow::Result<ExitCode> {
    let import = from.open()?;
    let plan = archive::plan(&import.source, &import.options)?;
    let map: BTreeMap<&str, &str> = plan.map.iter().map(|(field, name)| (field.word(), name)).collect();
    let skipped: BTreeMap<&str, u64> = plan.skipped.iter().map(|(reason, count)| (reason.word(), *count)).collect();
    let warnings: BTreeMap<&str, u64> = plan.warnings.iter().map(|(one, count)| (one.word(), *count)).collect();
    let whole = plan.reach == archive::Reach::Whole;
    let losses: Vec<&str> = plan.format.losses.iter().map(|loss| loss.sentence()).collect();
    if json {
        println!(
            "{}",
            serde_json::json!({ "format": plan.format.name, "files": plan.files, "bytes": plan.bytes, "map": map,
                "rows": plan.rows, "messages": plan.messages, "whole": whole, "skipped": skipped, "warnings": warnings,
                "channels": plan.channels, "first": plan.first, "last": plan.last, "lost": losses })
        );
        return Ok(ExitCode::SUCCESS);
    }
    println!("format    {}: {}", plan.format.name, plan.format.title);
    println!("files     {} ({} bytes)", plan.files, plan.bytes);
    map.iter().for_each(|(ours, theirs)| println!("field     {ours} = {theirs}"));
    println!("rows      {}{}", plan.rows, if whole { "" } else { " looked at; there are more" });
    println!("messages  {}", plan.messages);
    skipped.iter().for_each(|(reason, count)| println!("skip      {count}  {reason}"));
    warnings.iter().for_each(|(warning, count)| println!("warning   {count}  {warning}"));
    if let (Some(first), Some(last)) = (plan.first, plan.last) {
        println!("time      {first} to {last}");
    }
    plan.channels.iter().take(20).for_each(|(name, count)| println!("channel   {count}  {name}"));
    losses.iter().for_each(|loss| println!("lost      {loss}"));
    for record in &plan.samples {
        let text: String = record.message.text.chars().take(80).collect();
        println!("sample    {}: {}", record.message.author.handle, text.replace('\n', " "));
    }
    plan.refused.iter().for_each(|skip| println!("refused   {skip}"));
    Ok(ExitCode::SUCCESS)
}

/// How often a line tells how far it is, where no terminal shows a running number.
const PLAIN_LINE_EVERY: i64 = 50_000;

#[derive(Default)]
struct Progress {
    told: i64,
    shown: bool,
}

impl Progress {
    fn show(&mut self, count: i64, what: &str) {
        if std::io::stderr().is_terminal() {
            eprint!("\r{count} {what}");
            self.shown = true;
        } else if count - self.told >= PLAIN_LINE_EVERY {
            eprintln!("{count} {what}");
            self.told = count;
        }
    }

    fn end(&self) {
        if self.shown {
            eprintln!();
        }
    }
}
