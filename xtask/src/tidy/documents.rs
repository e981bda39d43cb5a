//! The papers beside the code: short, linked, and true of any machine.

use super::Findings;
use crate::manifest::Manifest;
use crate::tree::{Document, Tree};

const MAP_LINES_MAX: usize = 150;
const DECISION_LINES_MAX: usize = 40;
const DECISION_PARTS: [&str; 4] = ["## Situation", "## Choice", "## Price", "## Revisit when"];

/// A decision is one page in four parts under a numbered title.
pub(super) fn decisions(tree: &Tree, found: &mut Findings) {
    for page in markdown(tree).filter(|page| page.path.starts_with("docs/decisions/")) {
        let lines = page.text.lines().count();
        if lines > DECISION_LINES_MAX {
            let what = format!("{lines} lines, {DECISION_LINES_MAX} are allowed");
            found.report_at(&page.path, 1, (what, "say it shorter"));
        }
        let number = page.path.trim_start_matches("docs/decisions/").split('-').next().unwrap_or("");
        let title = format!("# {}. ", number.trim_start_matches('0'));
        if number.len() != 4 || !page.text.starts_with(&title) {
            let what = format!("the first line is not `{title}…`");
            found.report_at(&page.path, 1, (what, "number the file and its title alike"));
        }
        for part in DECISION_PARTS.iter().filter(|part| !page.text.contains(*part)) {
            found.report_at(&page.path, 1, (format!("no `{part}`"), "give all four parts"));
        }
    }
}

/// A link to a file of ours leads somewhere.
pub(super) fn links(tree: &Tree, found: &mut Findings) {
    for page in markdown(tree) {
        for (at, line) in page.text.lines().enumerate() {
            for target in line.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                let target = target.split('#').next().unwrap_or("");
                if !target.is_empty() && !target.contains(':') && !exists(tree, &beside(&page.path, target)) {
                    let what = format!("the link to {target} leads nowhere");
                    found.report_at(&page.path, at + 1, (what, "mend or drop it"));
                }
            }
        }
    }
}

/// ARCHITECTURE.md stays a map: short, and it names every room.
pub(super) fn map(tree: &Tree, found: &mut Findings) {
    let Some(map) = tree.document("ARCHITECTURE.md") else {
        return found.report_at("ARCHITECTURE.md", 1, ("no map".to_owned(), "write one"));
    };
    let lines = map.text.lines().count();
    if lines > MAP_LINES_MAX {
        let what = format!("{lines} lines, {MAP_LINES_MAX} are allowed");
        found.report_at(&map.path, 1, (what, "move details to the module that they are about"));
    }
    for room in tree.manifests.iter().filter_map(Manifest::room) {
        if !map.text.contains(&format!("`{room}`")) {
            found.report_at(&map.path, 1, (format!("the map does not name `{room}`"), "add the room"));
        }
    }
}

/// Nothing in the repository knows the machine that it was written on.
pub(super) fn machine(tree: &Tree, found: &mut Findings) {
    let homes = ["/ho\u{6d}e/", "/roo\u{74}/", "/wor\u{6b}/", "/User\u{73}/"];
    let sources = tree.sources.iter().map(|source| (&source.path, &source.text));
    let documents = tree.documents.iter().map(|document| (&document.path, &document.text));
    for (path, text) in sources.chain(documents) {
        for (at, line) in text.lines().enumerate() {
            if homes.iter().any(|home| starts_a_path(line, home)) {
                let what = "a path of one machine".to_owned();
                found.report_at(path, at + 1, (what, "name it from the root of the repository"));
            }
        }
    }
}

fn starts_a_path(line: &str, home: &str) -> bool {
    line.match_indices(home).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|letter| " \"'`(=:,".contains(letter))
    })
}

fn markdown(tree: &Tree) -> impl Iterator<Item = &Document> {
    tree.documents.iter().filter(|document| document.path.ends_with(".md"))
}

/// The path of `target` as a page at `path` means it.
fn beside(path: &str, target: &str) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            name => parts.push(name),
        }
    }
    parts.join("/")
}

fn exists(tree: &Tree, path: &str) -> bool {
    let folder = format!("{path}/");
    let is_there = |known: &str| known == path || known.starts_with(&folder);
    let plain = ["LICENSE-APACHE", "LICENSE-MIT"].contains(&path);
    plain
        || tree.documents.iter().any(|document| is_there(&document.path))
        || tree.sources.iter().any(|source| is_there(&source.path))
        || tree.manifests.iter().any(|manifest| is_there(&manifest.path))
}
