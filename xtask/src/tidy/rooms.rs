//! What each room may not do: read the clock, the environment, the network, or mint a `Seen`.

use super::Findings;
use crate::source::Source;
use crate::tree::Tree;

pub(super) const PURE: [&str; 6] = ["archive", "federation", "model", "paper", "text", "world"];

const OUTSIDE: [&str; 16] = [
    "std::fs",
    "std::net",
    "std::process",
    "std::env",
    "fs::read",
    "fs::write",
    "File::open",
    "File::create",
    "io::stdin",
    "io::stdout",
    "io::stderr",
    "tokio::",
    "async fn",
    ".await",
    "println!",
    "Instant::now",
];

/// Rooms that compute only: what goes in are arguments, what comes out are values.
pub(super) fn pure(tree: &Tree, found: &mut Findings) {
    let remedy = "take it as an argument; this room does no I/O and waits for nothing";
    for source in production(tree, |room| PURE.contains(&room)) {
        for (line, word) in uses(source, &OUTSIDE) {
            found.report(source, line, (format!("`{word}` in a pure room"), remedy));
        }
    }
}

/// The clock is read in `server` and handed down.
pub(super) fn clock(tree: &Tree, found: &mut Findings) {
    let words = ["SystemTime::now", "Utc::now", "Local::now", "Timestamp::now", "Zoned::now"];
    for source in production(tree, |room| room != "server") {
        for (line, word) in uses(source, &words) {
            let remedy = "take the time as an argument; the one clock is in server";
            found.report(source, line, (format!("`{word}` reads the wall clock"), remedy));
        }
    }
}

/// So is randomness: a test can then repeat what happened.
pub(super) fn random(tree: &Tree, found: &mut Findings) {
    let words = ["getrandom::", "rand::", "OsRng", "thread_rng", "RandomState::new"];
    for source in production(tree, |room| room != "server") {
        for (line, word) in uses(source, &words) {
            let remedy = "take the random bytes as an argument; server draws them";
            found.report(source, line, (format!("`{word}` draws randomness"), remedy));
        }
    }
}

/// Only `server` reads the environment.
pub(super) fn environment(tree: &Tree, found: &mut Findings) {
    let words = ["env::var", "env::args", "env::current_dir", "env::set_var", "env::temp_dir", "option_env!"];
    for source in production(tree, |room| room != "server") {
        for (line, word) in uses(source, &words) {
            let remedy = "take it as an argument; only server reads the environment";
            found.report(source, line, (format!("`{word}` reads the environment"), remedy));
        }
    }
}

/// Nothing goes to the network but through `desk`, which checks where it goes.
pub(super) fn desk(tree: &Tree, found: &mut Findings) {
    let words =
        ["TcpStream::connect", "UnixStream::connect", "UdpSocket::bind", "lookup_host", "to_socket_addrs", "reqwest::"];
    for source in production(tree, |_| true).filter(|source| !source.path.starts_with("crates/channels/src/desk")) {
        for (line, word) in uses(source, &words) {
            let remedy = "go through the desk, which checks the address and keeps the limits";
            found.report(source, line, (format!("`{word}` goes to the network"), remedy));
        }
    }
}

/// What a request may see is decided in one file.
pub(super) fn seen(tree: &Tree, found: &mut Findings) {
    let homes = ["crates/hub/src/access.rs", "crates/model/src/access.rs"];
    for source in production(tree, |_| true).filter(|source| !homes.contains(&source.path.as_str())) {
        for (line, word) in uses(source, &["Seen::build"]) {
            let remedy = "ask hub::access for it, so that who may see what stays in one place";
            found.report(source, line, (format!("`{word}` decides access here"), remedy));
        }
    }
}

/// The files of the rooms that `of` picks, without whole-file tests.
fn production<'a>(tree: &'a Tree, of: impl Fn(&str) -> bool + 'a) -> impl Iterator<Item = &'a Source> {
    tree.sources.iter().filter(move |source| source.room().is_some_and(&of))
}

/// Production lines where one of the words stands as a word of its own.
fn uses<'a>(source: &'a Source, words: &'a [&'a str]) -> impl Iterator<Item = (usize, &'a str)> {
    let stands = |code: &str, word: &str| {
        code.match_indices(word).any(|(at, _)| {
            let before = code[..at].chars().next_back();
            word.starts_with('.') || !before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
        })
    };
    source.production().filter_map(move |(line, code)| {
        let word = words.iter().find(|word| stands(code, word))?;
        Some((line, *word))
    })
}
