//! SQL stands in `store` only, and names its workspace.

use super::Findings;
use crate::source::{Literal, Source};
use crate::tree::Tree;

/// No other room sees the database.
pub(super) fn place(tree: &Tree, found: &mut Findings) {
    let remedy = "move the query into a function of store";
    for manifest in tree.manifests.iter().filter(|manifest| manifest.room().is_some_and(|room| room != "store")) {
        for dependency in manifest.dependencies.iter().filter(|dependency| is_driver(&dependency.name)) {
            let what = format!("`{}` outside store", dependency.name);
            found.report_at(&manifest.path, dependency.line, (what, remedy));
        }
    }
    for source in tree.sources.iter().filter(|source| source.path.starts_with("crates/")) {
        if source.path.starts_with("crates/store/") {
            continue;
        }
        for (line, code) in source.production().filter(|(_, code)| code.contains("sqlx::")) {
            found.report(source, line, (format!("`{}` outside store", code.trim()), remedy));
        }
        for literal in source.literals.iter().filter(|literal| !source.is_test(literal.line)) {
            if statement(&literal.text).is_some() {
                found.report(source, literal.line, ("a query outside store".to_owned(), remedy));
            }
        }
    }
}

/// What a query of one workspace forgets, it would show to another.
pub(super) fn workspace(tree: &Tree, found: &mut Findings) {
    for source in tree.sources.iter().filter(|source| source.room() == Some("store")) {
        if source.path == "crates/store/src/global.rs" {
            continue;
        }
        for literal in source.literals.iter().filter(|literal| !source.is_test(literal.line)) {
            let Some(verb) = forgetful(source, literal) else { continue };
            let what = format!("this {verb} names no workspace_id");
            let remedy = "name it, or move a query across workspaces to store/src/global.rs";
            found.report(source, literal.line, (what, remedy));
        }
    }
}

/// The verb of a query, or the `where` of its second half, that names no workspace. A macro holds a
/// query's first half; what is selected from a query in braces was checked where that was written.
fn forgetful(source: &Source, literal: &Literal) -> Option<&'static str> {
    let second_half = literal.text.trim_start().starts_with("where ").then_some("where");
    let verb = statement(&literal.text).or(second_half)?;
    let opened_by = source.code[..literal.line].iter().rev().find(|code| code.starts_with(|c: char| c.is_alphabetic()));
    let first_half = opened_by.is_some_and(|code| code.starts_with("macro_rules!")) && !literal.text.contains("where");
    let of_a_query = literal.text.contains("from ({");
    (!literal.text.contains("workspace_id") && !first_half && !of_a_query).then_some(verb)
}

fn is_driver(name: &str) -> bool {
    ["sqlx", "rusqlite", "libsqlite3-sys", "tokio-postgres", "postgres", "diesel", "sea-orm"].contains(&name)
}

/// The verb of a text that is a query; prose that begins with the same word is none.
fn statement(text: &str) -> Option<&'static str> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let first = words.first()?;
    let lower = |word: &str| word.chars().all(|letter| !letter.is_uppercase());
    let same_case = |verb: &str| *first == verb || *first == verb.to_uppercase();
    let has = |word: &str| words.iter().any(|other| other.eq_ignore_ascii_case(word) && lower(other) == lower(first));
    let second = |word: &str| words.get(1).is_some_and(|second| second.eq_ignore_ascii_case(word));
    match () {
        () if same_case("select") && has("from") && !text.trim_end().ends_with('.') => Some("select"),
        () if same_case("insert") && second("into") => Some("insert"),
        () if same_case("update") && has("set") && text.contains('=') => Some("update"),
        () if same_case("delete") && second("from") => Some("delete"),
        () if same_case("with") && has("as") && has("select") && text.contains('(') => Some("with"),
        () => None,
    }
}
