//! Measures the built program from outside, the way a user meets it.

mod beside;
mod coverage;
mod desk;
mod gold;
mod http;
mod ingest;
mod kill;
mod pages;
mod program;
mod report;
mod score;
mod tasks;
mod text;

/// Runs one benchmark by name.
pub(crate) fn run(name: &str) -> Result<(), String> {
    match name {
        "beside" => beside::run(),
        "ingest" => ingest::run(),
        "kill" => kill::run(),
        "pages" => pages::run(),
        "report" => report::run(),
        "text" => text::run(),
        _ => Err(format!("no benchmark is called `{name}`; there are: beside, ingest, kill, pages, report, text")),
    }
}
