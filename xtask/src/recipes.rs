//! Walks the recipes of CONTRIBUTING.md in a copy of the tree: a toy act, a toy page and a toy format, from the command
//! that lays their files to the tests that the recipe names.

mod toys;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::{new, tidy, tree};
use toys::{Insert, TOYS, Toy};

/// `recipes`: the tree is left as it is; copy and builds lie in the target folder.
pub(crate) fn run() -> Result<(), String> {
    let start = Instant::now();
    let own = std::env::current_exe().map_err(|reason| format!("cannot find the target folder: {reason}"))?;
    let target = own.ancestors().nth(2).ok_or("cannot find the target folder")?;
    let (stage, kept) = (target.join("recipes/stage"), target.join("recipes/tree"));
    // Builds of its own: cargo gives the rooms of both trees the same names, and takes the toys' for the tree's.
    let builds = target.join("recipes/target");
    if stage.exists() {
        fs::remove_dir_all(&stage).map_err(|reason| format!("cannot empty {}: {reason}", stage.display()))?;
    }
    copy(&tree::root(), &stage)?;
    let recipes = read(&stage, "CONTRIBUTING.md")?;
    for toy in TOYS {
        walk(&stage, toy, paragraph(&recipes, toy.heading)?)?;
    }
    cargo(&stage, &builds, &["fmt", "--all"])?;
    tidy::run_in(&stage)?;
    // What did not change keeps its time, so that only a change is built again.
    copy(&stage, &kept)?;
    test(&kept, &builds)?;
    println!("recipes: {} toys made, tidy and tested in {:.0} s", TOYS.len(), start.elapsed().as_secs_f64());
    Ok(())
}

/// The paragraph of a recipe.
fn paragraph<'a>(recipes: &'a str, heading: &str) -> Result<&'a str, String> {
    let found = recipes.split("\n\n").find(|part| part.starts_with(heading));
    found.ok_or_else(|| format!("CONTRIBUTING.md has no recipe `{heading}`"))
}

/// One recipe, word by word: what it must say is said, what it says is done.
fn walk(root: &Path, toy: &Toy, recipe: &str) -> Result<(), String> {
    let says = |words: &str| match recipe.split_whitespace().collect::<Vec<_>>().join(" ").contains(words) {
        true => Ok(()),
        false => Err(format!("the recipe `{}` of CONTRIBUTING.md does not say `{words}`", toy.heading)),
    };
    says(&format!("cargo xtask new {}", toy.kind))?;
    says(&format!("cargo test -p {}", toy.package))?;
    let made: BTreeSet<String> = new::make(root, toy.kind, toy.name)?.into_iter().collect();
    let promised: BTreeSet<String> = toy.made.iter().map(|path| (*path).to_owned()).collect();
    if made != promised {
        return Err(format!("new {} {} touches {made:?}; promised is {promised:?}", toy.kind, toy.name));
    }
    for (path, text) in toy.written {
        says(&written_as(path, toy))?;
        let path = root.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|reason| format!("cannot make {}: {reason}", folder.display()))?;
        }
        fs::write(&path, text).map_err(|reason| format!("cannot write {}: {reason}", path.display()))?;
    }
    for insert in toy.inserted {
        says(insert.said)?;
        enter(root, insert)?;
    }
    println!("recipes: {} {}", toy.kind, toy.name);
    Ok(())
}

/// The folder in which a toy's file lies, as the recipe names it.
fn written_as(path: &str, toy: &Toy) -> String {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    folder.strip_suffix(toy.name).unwrap_or(folder).trim_end_matches('/').to_owned()
}

/// Puts lines before the first line that holds the insert's mark.
fn enter(root: &Path, insert: &Insert) -> Result<(), String> {
    let text = read(root, insert.path)?;
    let mut lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().position(|line| line.contains(insert.before));
    let at = at.ok_or_else(|| format!("{} has no line with `{}`", insert.path, insert.before))?;
    lines.insert(at, insert.line);
    let path = root.join(insert.path);
    fs::write(&path, lines.join("\n") + "\n").map_err(|reason| format!("cannot write {}: {reason}", path.display()))
}

/// Runs the tests that watch for drift; each of them must be there.
fn test(root: &Path, target: &Path) -> Result<(), String> {
    let mut arguments = vec!["test", "--locked", "--lib", "--test", "it"];
    arguments.extend(TOYS.iter().flat_map(|toy| ["-p", toy.package]));
    arguments.push("--");
    let watched: Vec<&str> = TOYS.iter().flat_map(|toy| toy.watched).copied().collect();
    arguments.extend(&watched);
    let told = cargo(root, target, &arguments)?;
    let passed =
        |name: &&&str| told.lines().any(|line| line.starts_with("test ") && line.ends_with(&format!("{name} ... ok")));
    match watched.iter().find(|name| !passed(name)) {
        None => Ok(()),
        Some(name) => Err(format!("no test `{name}` ran; say in xtask/src/recipes/toys.rs how it is called now")),
    }
}

/// Copies what belongs to the repository; what is the same there already is not touched, what is gone here goes there.
fn copy(from: &Path, to: &Path) -> Result<(), String> {
    let mut stale: BTreeSet<PathBuf> = files(to).unwrap_or_default();
    let wanted = files(from).map_err(|reason| format!("cannot read {}: {reason}", from.display()))?;
    for path in wanted {
        stale.remove(&path);
        let failed = |reason: std::io::Error| format!("cannot copy {}: {reason}", path.display());
        let bytes = fs::read(from.join(&path)).map_err(failed)?;
        let copied = to.join(&path);
        if fs::read(&copied).is_ok_and(|known| known == bytes) {
            continue;
        }
        if let Some(folder) = copied.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        fs::write(&copied, bytes).map_err(failed)?;
    }
    for path in stale {
        fs::remove_file(to.join(&path)).map_err(|reason| format!("cannot remove {}: {reason}", path.display()))?;
    }
    Ok(())
}

const SKIPPED: [&str; 4] = [".git", "target", "node_modules", "tribune-data"];

/// All files below a folder, by their paths inside it.
fn files(root: &Path) -> std::io::Result<BTreeSet<PathBuf>> {
    let (mut found, mut folders) = (BTreeSet::new(), vec![root.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let (path, kind) = (entry.path(), entry.file_type()?);
            if SKIPPED.iter().any(|name| entry.file_name() == *name) {
                continue;
            }
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() {
                found.extend(path.strip_prefix(root).map(Path::to_owned));
            }
        }
    }
    Ok(found)
}

fn read(root: &Path, path: &str) -> Result<String, String> {
    fs::read_to_string(root.join(path)).map_err(|reason| format!("cannot read {path}: {reason}"))
}

/// Runs cargo and gives what it printed.
fn cargo(root: &Path, target: &Path, arguments: &[&str]) -> Result<String, String> {
    let mut command = Command::new("cargo");
    command.args(arguments).env("CARGO_TARGET_DIR", target).current_dir(root).stderr(Stdio::inherit());
    let output = command.output().map_err(|reason| format!("cannot run cargo: {reason}"))?;
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    match output.status.success() {
        true => Ok(told),
        false => Err(format!("{told}\ncargo {} ended with {}", arguments.join(" "), output.status)),
    }
}
