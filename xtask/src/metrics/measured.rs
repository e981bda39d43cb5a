//! Counts the tree: lines, functions, repeats, documentation, and the graph of rooms.

use std::collections::{BTreeMap, HashMap};

use crate::manifest::Manifest;
use crate::source::Source;
use crate::tree::Tree;

const WINDOW_LINES: usize = 8;

/// What was counted; production code only, but for `test_lines`.
#[derive(Default)]
pub(crate) struct Measured {
    pub(crate) code_lines: usize,
    pub(crate) test_lines: usize,
    pub(crate) file_lines: Vec<usize>,
    pub(crate) function_lines: Vec<usize>,
    pub(crate) parameters: Vec<usize>,
    /// Levels of four spaces, one entry per line of code.
    pub(crate) indents: Vec<usize>,
    pub(crate) compared_lines: usize,
    /// Lines inside a window of eight that stands twice or more.
    pub(crate) repeated_lines: usize,
    pub(crate) documented_files: usize,
    pub(crate) public_functions: usize,
    pub(crate) documented_functions: usize,
    pub(crate) panics: usize,
    pub(crate) todos: usize,
    pub(crate) macros: usize,
    /// Rooms, without `server`.
    pub(crate) crates: usize,
    pub(crate) edges: usize,
    /// The longest chain of rooms, `server` included.
    pub(crate) depth: usize,
    pub(crate) locked_packages: usize,
}

impl Measured {
    pub(crate) fn of(tree: &Tree) -> Measured {
        let mut measured = Measured::default();
        for source in &tree.sources {
            measured.add_file(source);
        }
        measured.add_repeats(&tree.sources);
        measured.add_graph(&tree.manifests);
        let lock = tree.document("Cargo.lock").map_or("", |lock| lock.text.as_str());
        measured.locked_packages = lock.lines().filter(|line| *line == "[[package]]").count();
        measured
    }

    fn add_file(&mut self, source: &Source) {
        let production: Vec<(usize, &str)> = source.production().collect();
        self.test_lines += source.code.len() - production.len();
        if production.iter().all(|(_, code)| code.trim().is_empty()) {
            return;
        }
        self.file_lines.push(production.len());
        self.documented_files += usize::from(source.text.starts_with("//!"));
        for (_, code) in &production {
            if !code.trim().is_empty() {
                self.code_lines += 1;
                self.indents.push((code.len() - code.trim_start_matches(' ').len()) / 4);
            }
            let panics = [".unwrap()", ".expect(", "panic!(", "unreachable!(", "todo!(", "unimplemented!("];
            self.panics += panics.iter().map(|word| code.matches(word).count()).sum::<usize>();
            self.macros += code.matches("macro_rules!").count();
        }
        self.todos += source.unfinished().filter(|(line, _)| !source.is_test(*line)).count();
        let written: Vec<&str> = source.text.lines().collect();
        for (line, code) in &production {
            if is_public_function(code) {
                self.public_functions += 1;
                self.documented_functions += usize::from(is_documented(&written, line - 1));
            }
        }
        for function in source.functions().iter().filter(|function| !source.is_test(function.line)) {
            self.function_lines.push(function.lines);
            self.parameters.push(function.parameters);
        }
    }

    fn add_repeats(&mut self, sources: &[Source]) {
        let files: Vec<Vec<String>> = sources.iter().map(comparable).collect();
        let mut seen: HashMap<&[String], usize> = HashMap::new();
        for window in files.iter().flat_map(|lines| lines.windows(WINDOW_LINES)) {
            *seen.entry(window).or_default() += 1;
        }
        for lines in &files {
            let mut repeated = vec![false; lines.len()];
            for (at, window) in lines.windows(WINDOW_LINES).enumerate() {
                if seen[window] > 1 {
                    repeated[at..at + WINDOW_LINES].fill(true);
                }
            }
            self.compared_lines += lines.len();
            self.repeated_lines += repeated.iter().filter(|line| **line).count();
        }
    }

    fn add_graph(&mut self, manifests: &[Manifest]) {
        let rooms: BTreeMap<&str, Vec<&str>> =
            manifests.iter().filter_map(|manifest| Some((manifest.room()?, used(manifest)))).collect();
        let inside = |name: &&str| rooms.contains_key(*name);
        self.crates = rooms.keys().filter(|room| **room != "server").count();
        let products = rooms.iter().filter(|(room, _)| **room != "server");
        self.edges = products.map(|(_, uses)| uses.iter().filter(|name| inside(name)).count()).sum();
        self.depth = rooms.keys().map(|room| chain(&rooms, room)).max().unwrap_or(0);
    }
}

fn used(manifest: &Manifest) -> Vec<&str> {
    manifest.dependencies.iter().filter(|used| !used.dev).map(|used| used.name.as_str()).collect()
}

/// Rooms on the longest way down from `room`; Cargo forbids circles.
fn chain(rooms: &BTreeMap<&str, Vec<&str>>, room: &str) -> usize {
    let Some(uses) = rooms.get(room) else { return 0 };
    1 + uses.iter().map(|used| chain(rooms, used)).max().unwrap_or(0)
}

fn comparable(source: &Source) -> Vec<String> {
    let squeezed = source
        .production()
        .map(|(_, code)| code.split_whitespace().collect::<Vec<_>>().join(" ").replace("\" \"", "\"\""));
    let passed_over = |line: &String| ["use ", "#[", "pub mod", "mod "].iter().any(|start| line.starts_with(start));
    squeezed.filter(|line| line.len() > 3 && !passed_over(line)).collect()
}

fn is_public_function(code: &str) -> bool {
    let Some(rest) = code.trim_start().strip_prefix("pub ") else { return false };
    ["fn ", "async fn ", "const fn "].iter().any(|start| rest.starts_with(start))
}

/// Whether a doc line stands above the function at `at`, over its attributes.
fn is_documented(written: &[&str], at: usize) -> bool {
    let above = written[..at].iter().rev().map(|line| line.trim());
    let mut attached = above.take_while(|line| !line.is_empty() && !line.ends_with(['}', ';', '{']));
    attached.any(|line| line.starts_with("///"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> Tree {
        Tree::of(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())))
    }

    #[test]
    fn lines_are_told_apart() {
        let text =
            "//! A.\n\n/// B.\npub fn b(c: u8) {\n    c.unwrap()\n}\n\npub fn d() {}\n\n#[cfg(test)]\nmod tests {\n}\n";
        let measured = Measured::of(&tree(&[("crates/a/src/lib.rs", text)]));
        assert_eq!((measured.code_lines, measured.test_lines, measured.panics), (4, 4, 1));
        assert_eq!((measured.public_functions, measured.documented_functions), (2, 1));
        assert_eq!(measured.function_lines, [3, 1]);
    }

    #[test]
    fn what_stands_twice_is_counted() {
        let lines: String = (0..9).map(|n| format!("    line({n});\n")).collect();
        let two = tree(&[("crates/a/src/b.rs", lines.as_str()), ("crates/a/src/c.rs", lines.as_str())]);
        assert_eq!(Measured::of(&two).repeated_lines, 18);
        assert_eq!(Measured::of(&tree(&[("crates/a/src/b.rs", lines.as_str())])).repeated_lines, 0);
    }

    #[test]
    fn the_graph_is_the_manifests() {
        let graph = tree(&[
            ("crates/model/Cargo.toml", "[dependencies]\nserde = \"1\"\n"),
            ("crates/store/Cargo.toml", "[dependencies]\nmodel.workspace = true\n[dev-dependencies]\nworld = \"1\"\n"),
            ("crates/server/Cargo.toml", "[dependencies]\nstore.workspace = true\nmodel.workspace = true\n"),
        ]);
        let measured = Measured::of(&graph);
        assert_eq!((measured.crates, measured.edges, measured.depth), (2, 1, 3));
    }
}
