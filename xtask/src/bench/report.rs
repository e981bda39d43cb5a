//! `bench report`: the report of a month with a million messages, asked of a restarted process as its first
//! request, and from the command line; and what memory a desk holds, idle and at work.

use std::time::Instant;

use super::desk::{Desk, WORKSPACE, filled};
use super::program::Program;

const MESSAGES: usize = 1_000_000;
const RUNS: usize = 5;

pub(super) fn run() -> Result<(), String> {
    let program = Program::build()?;
    let empty = program.folder("idle")?;
    program.say(&["workspace", "--data", &empty, "add", WORKSPACE])?;
    let idle = Desk::open(&program, &empty)?;
    println!("idle, an empty workspace: {:.0} MiB, ready after {:.0} ms", idle.memory_mib(), idle.start_seconds * 1e3);
    drop(idle);
    let data = filled(&program, MESSAGES)?;
    let month = month_of(&program, &data)?;
    let mut page = Vec::new();
    for _ in 0..RUNS {
        let desk = Desk::open(&program, &data)?;
        // Signing in reads a password, not the community.
        let mut client = desk.client(&desk.sign_in()?);
        let home = client.get("/")?.header("location").to_owned();
        let workspace = home.split('/').nth(2).ok_or("the home page leads nowhere")?.to_owned();
        let start = Instant::now();
        let answer = client.get(&format!("/w/{workspace}/report/{month}"))?;
        if answer.status != 200 {
            return Err(format!("the report answers {}", answer.status));
        }
        page.push(start.elapsed().as_secs_f64());
        println!("report of {month}: {:.0} ms, then {:.0} MiB resident", page[page.len() - 1] * 1e3, desk.memory_mib());
    }
    let report = ["report", "--data", &data, "--workspace", WORKSPACE, "--month", &month, "--format", "json"];
    let (_, cost) = program.measured(&report)?;
    println!("tribune report: {:.0} ms as a whole process", cost.seconds * 1e3);
    println!("first {:.0} ms, median of {RUNS} {:.0} ms", page[0] * 1e3, super::desk::percentile(&mut page, 50.0));
    Ok(())
}

/// The month with most messages: the fill ends today, so it may lie over two.
fn month_of(program: &Program, data: &str) -> Result<String, String> {
    let desk = Desk::open(program, data)?;
    let mut client = desk.client(&desk.sign_in()?);
    let months = client.get("/api/v1/reports")?.strings("id");
    let mut best = (0.0, String::new());
    for month in months.into_iter().take(2) {
        let answer = client.get(&format!("/api/v1/reports/{month}"))?.text();
        let metric = answer.split("\"name\":\"messages\"").nth(1).unwrap_or_default();
        let count = super::ingest::number(metric, "value").unwrap_or(0.0);
        if count > best.0 {
            best = (count, month);
        }
    }
    println!("the fullest month is {} with {} messages", best.1, best.0);
    Ok(best.1)
}
