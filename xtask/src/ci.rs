//! Everything that a change must pass, one step after the other; it stops at the first that fails.

use std::process::Command;
use std::time::Instant;

use crate::{licences, metrics, tidy, tree};

const CARGO_STEPS: [(&str, &[&str]); 3] = [
    ("format", &["fmt", "--all", "--check"]),
    ("lints", &["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]),
    ("tests", &["test", "--workspace"]),
];

pub(crate) fn run() -> Result<(), String> {
    step("tidy", tidy::run)?;
    step("licences", licences::run)?;
    step("metrics", metrics::run)?;
    for (name, arguments) in CARGO_STEPS {
        step(name, || cargo(arguments))?;
    }
    Ok(())
}

fn step(name: &str, run: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
    println!("== {name}");
    let start = Instant::now();
    run().map_err(|reason| format!("{name} failed: {reason}"))?;
    println!("== {name}: {:.0} s", start.elapsed().as_secs_f64());
    Ok(())
}

fn cargo(arguments: &[&str]) -> Result<(), String> {
    let status = Command::new("cargo").args(arguments).current_dir(tree::root()).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("cargo {} ended with {status}", arguments.join(" "))),
        Err(reason) => Err(format!("cannot run cargo: {reason}")),
    }
}
