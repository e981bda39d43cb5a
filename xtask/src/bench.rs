//! Measures the built program from outside, the way a user meets it.

mod answers;
mod beside;
mod desk;
mod gold;
mod http;
mod ingest;
mod kill;
mod measures;
mod pages;
mod program;
mod reading_speed;
mod report;
mod score;
mod tasks;
mod text;

/// Runs one benchmark by name; `text` can be asked for a part of it.
pub(crate) fn run(name: &str, part: &str) -> Result<(), String> {
    if !part.is_empty() && name != "text" {
        return Err(format!("bench {name} has no parts"));
    }
    match name {
        "beside" => beside::run(),
        "ingest" => ingest::run(),
        "kill" => kill::run(),
        "pages" => pages::run(),
        "report" => report::run(),
        "text" => text::run(part),
        _ => Err(format!("no benchmark is called `{name}`; there are: beside, ingest, kill, pages, report, text")),
    }
}
