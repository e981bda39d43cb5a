//! The rules of the house: each check reads the tree and says, line by line, what to change.

mod arrows;
mod documents;
mod files;
mod rooms;
mod sql;
mod swallow;
mod templates;
#[cfg(test)]
mod tests;

use std::fmt;
use std::path::Path;

use crate::source::Source;
use crate::tree::{self, Tree};

/// One place that breaks a rule.
#[derive(Debug)]
struct Finding {
    path: String,
    line: usize,
    check: &'static str,
    /// What is there.
    what: String,
    /// What to do about it.
    remedy: &'static str,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}; {} [{}]", self.path, self.line, self.what, self.remedy, self.check)
    }
}

/// A named rule. A reason that excuses a line is written `// tidy(name): why`.
struct Check {
    name: &'static str,
    run: fn(&Tree, &mut Findings),
}

const CHECKS: [Check; 23] = [
    Check { name: "arrows", run: arrows::arrows },
    Check { name: "clock", run: rooms::clock },
    Check { name: "decisions", run: documents::decisions },
    Check { name: "desk", run: rooms::desk },
    Check { name: "environment", run: rooms::environment },
    Check { name: "file-names", run: files::names },
    Check { name: "file-size", run: files::file_size },
    Check { name: "function-size", run: files::function_size },
    Check { name: "links", run: documents::links },
    Check { name: "lints", run: arrows::lints },
    Check { name: "machine", run: documents::machine },
    Check { name: "map", run: documents::map },
    Check { name: "module-sentence", run: files::module_sentence },
    Check { name: "parameters", run: files::parameters },
    Check { name: "pure", run: rooms::pure },
    Check { name: "random", run: rooms::random },
    Check { name: "seen", run: rooms::seen },
    Check { name: "skipped-tests", run: files::skipped_tests },
    Check { name: "sql", run: sql::place },
    Check { name: "swallow", run: swallow::swallow },
    Check { name: "templates", run: templates::templates },
    Check { name: "todo", run: files::todo },
    Check { name: "workspace", run: sql::workspace },
];

/// What the checks found, without what an author excused.
struct Findings {
    check: &'static str,
    list: Vec<Finding>,
}

impl Findings {
    /// Reports a line of a Rust file unless its author stated a reason there.
    fn report(&mut self, source: &Source, line: usize, finding: (String, &'static str)) {
        if !source.excuses(self.check, line) {
            self.report_at(&source.path, line, finding);
        }
    }

    fn report_at(&mut self, path: &str, line: usize, (what, remedy): (String, &'static str)) {
        self.list.push(Finding { path: path.to_owned(), line, check: self.check, what, remedy });
    }
}

/// Every finding in the tree, by path and line.
fn findings(tree: &Tree) -> Vec<Finding> {
    let mut found = Findings { check: "", list: Vec::new() };
    for check in &CHECKS {
        found.check = check.name;
        (check.run)(tree, &mut found);
    }
    found.list.sort_by(|a, b| (&a.path, a.line, a.check).cmp(&(&b.path, b.line, b.check)));
    found.list
}

/// Checks the repository and prints each finding.
pub(crate) fn run() -> Result<(), String> {
    run_in(&tree::root())
}

/// Checks the checkout at `root`.
pub(crate) fn run_in(root: &Path) -> Result<(), String> {
    let tree = Tree::read(root).map_err(|reason| format!("cannot read the repository: {reason}"))?;
    let found = findings(&tree);
    for finding in &found {
        println!("{finding}");
    }
    match found.len() {
        0 => {
            println!("tidy: {} checks over {} files, nothing to change", CHECKS.len(), tree.sources.len());
            Ok(())
        }
        count => Err(format!("tidy: {count} to change; each line says what to do")),
    }
}
