//! Measures the built program from outside, the way a user meets it.

mod gold;
mod ingest;
mod kill;
mod program;
mod score;
mod tasks;
mod text;

/// Runs one benchmark by name.
pub(crate) fn run(name: &str) -> Result<(), String> {
    match name {
        "ingest" => ingest::run(),
        "kill" => kill::run(),
        "text" => text::run(),
        _ => Err(format!("no benchmark is called `{name}`; there are: ingest, kill, text")),
    }
}
