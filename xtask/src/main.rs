//! The project's own tools: run them as `cargo xtask NAME`.

mod bench;
mod ci;
mod licences;
mod manifest;
mod metrics;
mod new;
mod recipes;
mod recount;
mod source;
mod tidy;
mod tree;

use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask TASK
  tidy      the rules of the house, one line per finding; `tidy FOLDER` looks at another checkout
  metrics   how the code measures; red fails unless a decision says why
  new       `new act NOUN.VERB`, `new format NAME`, `new page NOUN`: files and list entries of a new thing
  recipes   the recipes of CONTRIBUTING.md, walked in a copy of the tree
  recount   `recount REPORT.json ARCHIVE.jsonl.gz FROM TO`: a month's numbers against a count of our own
  licences  what the dependencies carry, against deny.toml
  bench     ingest: the real archive in, again, and a report; kill: 30 kills in the middle;
            beside: acts while an archive comes in; pages and report: with 1,000,000 messages;
            text: quality and speed on the real sets beside the checkout; `text quality`, `text speed`: that part
  ci        tidy, licences, metrics, format, lints and tests";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["bench", name] => bench::run(name, ""),
        ["bench", name, part] => bench::run(name, part),
        ["ci"] => ci::run(),
        ["licences"] => licences::run(),
        ["metrics"] => metrics::run(),
        ["new", kind, name] => new::run(kind, name),
        ["recipes"] => recipes::run(),
        ["recount", report, archive, from, to] => recount::run(report, archive, (from, to)),
        ["tidy"] => tidy::run(),
        ["tidy", root] => tidy::run_in(Path::new(root)),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}
