//! `bench kill`: imports and undos killed in the middle, gone on with, and compared with one that nobody disturbed.

use std::fs;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use super::ingest::{MAP, WORKSPACE, archive, number};
use super::program::Program;

const KILLS: usize = 30;
/// A share of the archive, so that thirty imports take minutes.
const MESSAGES: usize = 40_000;
const MONTH: &str = "2019-06";

pub(super) fn run() -> Result<(), String> {
    let program = Program::build()?;
    let part = part_of_the_archive(&program)?;
    let import = |data: &str| import_of(data, &part);
    let quiet = prepared(&program, "quiet")?;
    let start = Instant::now();
    program.say(&strs(&import(&quiet)))?;
    let whole = start.elapsed();
    let expected = report(&program, &quiet)?;
    let (mut kills, mut tries) = (0, 0);
    while kills < KILLS {
        tries += 1;
        if tries > KILLS * 4 {
            return Err(format!("only {kills} of {tries} kills came while 5 to 95 % was committed"));
        }
        let data = prepared(&program, "killed")?;
        // A sequence without a pattern: the golden ratio spreads the moments evenly.
        let share = 0.08 + 0.84 * ((tries as f64 * 0.618_034) % 1.0);
        kill_after(&program, &import(&data), whole.mul_f64(share))?;
        let said = program.say(&strs(&import(&data)))?;
        let committed = number(&said, "resumed_after").unwrap_or(0.0) / MESSAGES as f64;
        let imported = number(&said, "imported").unwrap_or(0.0);
        if !(0.05..=0.95).contains(&committed) {
            continue;
        }
        kills += 1;
        if report(&program, &data)? != expected {
            return Err(format!("after a kill at {:.0} % the report differs", committed * 100.0));
        }
        println!(
            "kill {kills}: {:.0} % were committed; gone on to {imported}; the report is the same",
            committed * 100.0
        );
        if kills % 5 == 0 {
            undo_with_a_kill(&program, (&data, &said), whole.mul_f64(share / 2.0), &import(&data))?;
            if report(&program, &data)? != expected {
                return Err("after a killed undo and a new import the report differs".to_owned());
            }
        }
    }
    println!("{kills} kills of imports and {} of undos: 0 lost, 0 doubled, the same report each time", kills / 5);
    Ok(())
}

fn undo_with_a_kill(
    program: &Program,
    (data, said): (&str, &str),
    after: Duration,
    import: &[String],
) -> Result<(), String> {
    let run =
        said.split_once("\"run\":\"").and_then(|(_, rest)| rest.split('"').next()).ok_or("the sheet names no run")?;
    let undo: Vec<String> = ["import", "--data", data, "undo", run, "--json"].map(str::to_owned).to_vec();
    kill_after(program, &undo, after)?;
    let undone = Command::new(&program.binary).args(&undo).output().map_err(|reason| reason.to_string())?;
    let told = String::from_utf8_lossy(&undone.stdout).into_owned();
    let again = program.say(&strs(import))?;
    let imported = number(&again, "imported").unwrap_or(0.0);
    println!("undo killed, gone on with ({}): a new import brings {imported}", told.trim());
    if imported as usize == MESSAGES { Ok(()) } else { Err(format!("{imported} of {MESSAGES} came after the undo")) }
}

fn part_of_the_archive(program: &Program) -> Result<String, String> {
    let unpacked = Command::new("gzip").arg("-dc").arg(archive()?).output();
    let unpacked = unpacked.map_err(|reason| format!("cannot run gzip: {reason}"))?;
    let text = String::from_utf8_lossy(&unpacked.stdout);
    let part: String = text.split_inclusive('\n').take(MESSAGES).collect();
    let path = program.scratch.join("part.jsonl");
    fs::write(&path, part).map_err(|reason| format!("cannot write {}: {reason}", path.display()))?;
    Ok(path.to_string_lossy().into_owned())
}

fn prepared(program: &Program, name: &str) -> Result<String, String> {
    let data = program.folder(name)?;
    program.say(&["workspace", "--data", &data, "add", WORKSPACE])?;
    Ok(data)
}

fn import_of(data: &str, part: &str) -> Vec<String> {
    let words = ["import", "--data", data, "run", part, "--workspace", WORKSPACE, "--map", MAP, "--json"];
    words.map(str::to_owned).to_vec()
}

fn report(program: &Program, data: &str) -> Result<String, String> {
    program.say(&["report", "--data", data, "--workspace", WORKSPACE, "--month", MONTH, "--format", "json"])
}

/// Starts the program and ends it as a power cut would; one that is done before is left alone.
fn kill_after(program: &Program, arguments: &[String], after: Duration) -> Result<(), String> {
    let mut child = program.start(&strs(arguments))?;
    thread::sleep(after);
    match child.try_wait() {
        Ok(Some(_)) => Ok(()),
        _ => child.kill().and_then(|()| child.wait().map(drop)).map_err(|reason| format!("cannot kill: {reason}")),
    }
}

fn strs(words: &[String]) -> Vec<&str> {
    words.iter().map(String::as_str).collect()
}
