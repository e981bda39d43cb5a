//! How a Rust file looks: its first sentence, its size, its name, and what it leaves undone.

use super::Findings;
use crate::tree::Tree;

const FILE_LINES_MAX: usize = 600;
const FUNCTION_LINES_MAX: usize = 70;
const PARAMETERS_MAX: usize = 5;

pub(super) fn module_sentence(tree: &Tree, found: &mut Findings) {
    for source in &tree.sources {
        let first = source.text.lines().next().unwrap_or("");
        let mut opening = source.text.lines().map_while(|line| line.strip_prefix("//!"));
        let sentence = opening.find(|line| line.trim_end().ends_with(['.', '!', '?', ':']) || line.contains(". "));
        if !first.starts_with("//! ") || sentence.is_none() {
            let remedy = "open it with `//! ` and a sentence that says what the file is for";
            found.report_at(&source.path, 1, ("the file does not say what it is for".to_owned(), remedy));
        }
    }
}

pub(super) fn file_size(tree: &Tree, found: &mut Findings) {
    for source in &tree.sources {
        let lines = source.text.lines().count();
        if lines > FILE_LINES_MAX {
            let what = format!("{lines} lines, {FILE_LINES_MAX} are allowed");
            let remedy = "find the second thing in the file and give it its own";
            found.report(source, 1, (what, remedy));
        }
    }
}

pub(super) fn function_size(tree: &Tree, found: &mut Findings) {
    for source in &tree.sources {
        for function in source.functions().iter().filter(|function| function.lines > FUNCTION_LINES_MAX) {
            let what = format!("`{}` has {} lines, {FUNCTION_LINES_MAX} are allowed", function.name, function.lines);
            let remedy = "name its steps and take them out";
            found.report(source, function.line, (what, remedy));
        }
    }
}

pub(super) fn parameters(tree: &Tree, found: &mut Findings) {
    for source in &tree.sources {
        for function in source.functions().iter().filter(|function| function.parameters > PARAMETERS_MAX) {
            let what = format!("`{}` takes {} parameters", function.name, function.parameters);
            found.report(source, function.line, (what, "give them names in a struct"));
        }
    }
}

pub(super) fn names(tree: &Tree, found: &mut Findings) {
    let vague = ["util", "utils", "helper", "helpers", "common", "manager", "service", "misc"];
    for source in &tree.sources {
        let mut parts = source.path.trim_end_matches(".rs").split('/');
        let last = source.path.rsplit('/').next().unwrap_or("");
        if last == "mod.rs" {
            let remedy = "name it after its folder and put it beside the folder";
            found.report_at(&source.path, 1, ("`mod.rs` hides its name".to_owned(), remedy));
        }
        if let Some(part) = parts.find(|part| part.split(['_', '-']).any(|word| vague.contains(&word))) {
            let remedy = "put each thing with its noun";
            found.report_at(&source.path, 1, (format!("`{part}` says nothing"), remedy));
        }
    }
}

pub(super) fn todo(tree: &Tree, found: &mut Findings) {
    for source in &tree.sources {
        for (line, comment) in source.unfinished() {
            let numbered =
                comment.split('#').skip(1).any(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()));
            if !numbered {
                let remedy = "name its issue as #N, or do it, or drop it";
                found.report(source, line, ("work left without an issue".to_owned(), remedy));
            }
        }
    }
}

/// A test that never runs, or one that waits for luck.
pub(super) fn skipped_tests(tree: &Tree, found: &mut Findings) {
    tests_not_compiled(tree, found);
    for source in tree.sources.iter().filter(|source| !source.path.starts_with("browser/")) {
        for (at, code) in source.code.iter().enumerate() {
            let line = at + 1;
            if code.contains("#[ignore") || code.contains("#[should_panic") {
                let remedy = "make it run and compare a value, or delete it";
                found.report(source, line, ("a test that proves nothing".to_owned(), remedy));
            }
            if source.is_test(line) && (code.contains("thread::sleep") || code.contains("time::sleep")) {
                let remedy = "wait for the thing itself, with a limit";
                found.report(source, line, ("a test that sleeps".to_owned(), remedy));
            }
            if code.contains("#[allow(") || code.contains("#![allow(") {
                let remedy = "write `#[expect(lint, reason = \"…\")]`";
                found.report(source, line, ("a lint silenced without a reason".to_owned(), remedy));
            }
        }
    }
}

fn tests_not_compiled(tree: &Tree, found: &mut Findings) {
    let untested = |room: &str| tree.manifests.iter().any(|known| known.untested && known.room() == Some(room));
    for source in tree.sources.iter().filter(|source| source.room().is_some_and(untested)) {
        for (at, code) in source.code.iter().enumerate() {
            if code.contains("#[cfg(test)]") || code.contains("#[test]") {
                let what = "a test that is never compiled: Cargo.toml says `test = false`".to_owned();
                found.report(source, at + 1, (what, "ask by the front door, in tests/it"));
            }
        }
    }
}
