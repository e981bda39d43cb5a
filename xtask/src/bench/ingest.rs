//! `bench ingest`: the real archive into a fresh SQLite folder, through the whole pipeline, and again.

use std::path::PathBuf;

use super::program::Program;
use super::score::beside;

const ARCHIVE: &str = "data/lean_zulip/dev_new_members.jsonl.gz";
pub(super) const MAP: &str = "text=text,author=author,time=ts,conversation=topic,channel=stream,id=id";
pub(super) const WORKSPACE: &str = "lean";

/// The real archive, which lies beside the checkout.
pub(super) fn archive() -> Result<PathBuf, String> {
    let path = beside(ARCHIVE);
    if path.exists() { Ok(path) } else { Err(format!("{} is missing beside the checkout", path.display())) }
}

pub(super) fn run() -> Result<(), String> {
    let program = Program::build()?;
    let (archive, data) = (archive()?.to_string_lossy().into_owned(), program.folder("ingest")?);
    program.say(&["workspace", "--data", &data, "add", WORKSPACE])?;
    let import = ["import", "--data", &data, "run", &archive, "--workspace", WORKSPACE, "--map", MAP, "--json"];
    let report = [
        "report",
        "--data",
        &data,
        "--workspace",
        WORKSPACE,
        "--month",
        "2024-03",
        "--format",
        "json",
        "--out",
        "/dev/null",
    ];
    for (name, arguments) in [("first", &import[..]), ("again", &import[..]), ("report, first request", &report[..])] {
        let (said, cost) = program.measured(arguments)?;
        let memory = cost.memory_mib.map_or("unknown".to_owned(), |mib| format!("{mib:.0} MiB"));
        match number(&said, "read") {
            Some(read) => {
                let imported = number(&said, "imported").unwrap_or(0.0);
                println!(
                    "{name}: {read} read, {imported} imported, {:.0} a second, at most {memory}",
                    read / cost.seconds
                );
            }
            None => println!("{name}: {:.2} s, at most {memory}", cost.seconds),
        }
    }
    Ok(())
}

/// The number after `"name":`.
pub(super) fn number(said: &str, name: &str) -> Option<f64> {
    let rest = said.split_once(&format!("\"{name}\":"))?.1.trim_start();
    let end = rest.find(|letter: char| !(letter.is_ascii_digit() || letter == '.')).unwrap_or(rest.len());
    // tidy(swallow): what is no number is no figure
    rest[..end].parse().ok()
}
