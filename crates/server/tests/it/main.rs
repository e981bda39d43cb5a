//! The commands from outside: standard input in, standard output, standard error and exit code out.

#![expect(clippy::unwrap_used, reason = "a broken test stops where it broke")]

mod bad_input;
mod classify;
mod configuration;
mod desk;
mod erase;
mod examples;
mod language;
mod leave;
mod newcomer;
mod read;
mod similar;
mod spikes;
mod streams;
mod topics;
mod trim;
mod words;

use std::io::Write;
use std::process::{Command, Output, Stdio};

/// Runs `tribune` with these arguments and this standard input.
fn tribune(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tribune"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // A program that stops early closes its input; that is its right.
    let writer = std::thread::spawn(move || stdin.write_all(&input).is_ok());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

/// What a run printed and how it ended, in one text to compare.
fn said(output: &Output) -> String {
    let part = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    format!("{}{}exit {}", part(&output.stdout), part(&output.stderr), output.status.code().unwrap_or(-1))
}
