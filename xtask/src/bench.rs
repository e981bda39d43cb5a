//! Measures the built program from outside, the way a user meets it.

mod gold;
mod program;
mod score;
mod tasks;
mod text;

/// Runs one benchmark by name.
pub(crate) fn run(name: &str) -> Result<(), String> {
    match name {
        "text" => text::run(),
        _ => Err(format!("no benchmark is called `{name}`; there is: text")),
    }
}
