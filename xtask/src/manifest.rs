//! A Cargo.toml, as far as the checks need it: its name and the names that it depends on.

/// One dependency as the manifest names it, and the line where it stands.
pub(crate) struct Dependency {
    pub(crate) name: String,
    pub(crate) line: usize,
    pub(crate) dev: bool,
}

pub(crate) struct Manifest {
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) dependencies: Vec<Dependency>,
    /// What lies under `src` is not compiled for tests: `test = false` stands below `[lib]` or `[[bin]]`.
    pub(crate) untested: bool,
}

impl Manifest {
    pub(crate) fn new(path: &str, text: &str) -> Manifest {
        let mut section = String::new();
        let mut dependencies = Vec::new();
        let mut untested = false;
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            if let Some(name) = line.strip_prefix('[') {
                section = name.trim_end_matches(']').to_owned();
                continue;
            }
            untested |= ["lib", "[bin"].contains(&section.as_str()) && line == "test = false";
            let ours = section.rsplit('.').next().is_some_and(|last| last.ends_with("dependencies"));
            let name: String =
                line.chars().take_while(|letter| letter.is_alphanumeric() || "-_".contains(*letter)).collect();
            if ours && section != "workspace.dependencies" && !name.is_empty() {
                dependencies.push(Dependency { name, line: at + 1, dev: section.contains("dev-dependencies") });
            }
        }
        Manifest { path: path.to_owned(), text: text.to_owned(), dependencies, untested }
    }

    /// The room that the manifest belongs to: `store` for `crates/store/Cargo.toml`.
    pub(crate) fn room(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependencies_are_told_by_section() {
        let text =
            "[package]\nname = \"a\"\n[dependencies]\nmodel.workspace = true\n# no\n[dev-dependencies]\nworld = {}\n";
        let manifest = Manifest::new("crates/a/Cargo.toml", text);
        let found: Vec<_> =
            manifest.dependencies.iter().map(|found| (found.name.as_str(), found.dev, found.line)).collect();
        assert_eq!(found, [("model", false, 4), ("world", true, 7)]);
        assert_eq!(manifest.room(), Some("a"));
    }
}
