//! `bench beside`: people act at a served desk while the real archive comes into the same SQLite file.

use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::desk::{Desk, WORKSPACE as BRAND, filled, percentile};
use super::ingest::{MAP, WORKSPACE, archive};
use super::program::Program;

const MESSAGES: usize = 10_000;
const EVERY: Duration = Duration::from_millis(50);

/// A copy of a folder that is kept for other benches: this one writes into it.
fn copied(program: &Program, kept: &str) -> Result<String, String> {
    let folder = program.folder("beside")?;
    let copy = || -> std::io::Result<()> {
        std::fs::create_dir_all(&folder)?;
        for file in std::fs::read_dir(kept)? {
            let file = file?;
            std::fs::copy(file.path(), std::path::Path::new(&folder).join(file.file_name()))?;
        }
        Ok(())
    };
    copy().map_err(|reason| format!("cannot copy {kept}: {reason}"))?;
    Ok(folder)
}

pub(super) fn run() -> Result<(), String> {
    let program = Program::build()?;
    let data = copied(&program, &filled(&program, MESSAGES)?)?;
    let lean = format!("{WORKSPACE}-{}", std::process::id());
    program.say(&["workspace", "--data", &data, "add", &lean])?;
    let token = program.say(&["token", "--data", &data, "add", "--workspace", BRAND, "--scopes", "read,write"])?;
    let desk = Desk::open(&program, &data)?;
    let mut client = desk.client(&format!("authorization: Bearer {}\r\n", token.trim()));
    let conversations = client.get("/api/v1/messages?limit=100")?.strings("conversation");
    if conversations.is_empty() {
        return Err("no conversations to act on".to_owned());
    }
    let archive = archive()?.to_string_lossy().into_owned();
    let errors = program.scratch.join("import-errors.txt");
    let stderr = std::fs::File::create(&errors).map_err(|reason| format!("cannot keep what it says: {reason}"))?;
    let mut import = Command::new(&program.binary)
        .args(["import", "--data", &data, "run", &archive, "--workspace", &lean, "--map", MAP, "--json"])
        .stdout(Stdio::null())
        .stderr(stderr)
        .spawn()
        .map_err(|reason| format!("cannot start tribune: {reason}"))?;
    let (mut seconds, start) = (Vec::new(), Instant::now());
    let success = loop {
        let moment = start + EVERY * seconds.len() as u32;
        thread::sleep(moment.saturating_duration_since(Instant::now()));
        let conversation = &conversations[seconds.len() % conversations.len()];
        let body = format!("{{\"conversation\":\"{conversation}\",\"label\":\"bench {}\"}}", seconds.len());
        let answer = client.post("/api/v1/acts/conversation.label", ("application/json", &body))?;
        if answer.status != 200 {
            return Err(format!("act {} answers {}: {}", seconds.len(), answer.status, answer.text()));
        }
        seconds.push(moment.elapsed().as_secs_f64());
        if let Some(status) = import.try_wait().map_err(|reason| format!("cannot wait: {reason}"))? {
            break status.success();
        }
    };
    let said = std::fs::read_to_string(&errors).map_err(|reason| format!("cannot read what it said: {reason}"))?;
    if !success || said.contains("locked") {
        return Err(format!("the import said: {said}"));
    }
    println!(
        "{} acts in {:.0} s beside an import: p50 {:.1} ms, p99 {:.1} ms, longest {:.1} ms, none refused",
        seconds.len(),
        start.elapsed().as_secs_f64(),
        percentile(&mut seconds, 50.0),
        percentile(&mut seconds, 99.0),
        percentile(&mut seconds, 100.0)
    );
    Ok(())
}
