//! Which room may use which: the manifests, the map in ARCHITECTURE.md and this list agree.

use std::collections::{BTreeMap, BTreeSet};

use super::Findings;
use crate::manifest::Manifest;
use crate::tree::Tree;

/// The arrows of the design. `server` wires everything and is not listed.
const ARROWS: [(&str, &[&str]); 9] = [
    ("model", &[]),
    ("text", &[]),
    ("archive", &["model"]),
    ("channels", &["model"]),
    ("federation", &["model"]),
    ("paper", &["model"]),
    ("store", &["model"]),
    ("world", &["model"]),
    ("hub", &["model", "text", "archive", "paper", "store", "channels", "federation"]),
];
const WEB: [&str; 4] = ["model", "paper", "store", "hub"];

pub(super) fn arrows(tree: &Tree, found: &mut Findings) {
    let rooms: BTreeSet<&str> = tree.manifests.iter().filter_map(Manifest::room).collect();
    for manifest in &tree.manifests {
        let Some(room) = manifest.room() else { continue };
        forbidden(manifest, room, &rooms, found);
    }
    if let Some(map) = tree.document("ARCHITECTURE.md") {
        let drawn = drawn_arrows(&map.text);
        for manifest in &tree.manifests {
            let Some(room) = manifest.room().filter(|room| *room != "server") else { continue };
            let built: BTreeSet<&str> = manifest
                .dependencies
                .iter()
                .filter(|d| !d.dev)
                .map(|d| d.name.as_str())
                .filter(|d| rooms.contains(d))
                .collect();
            if drawn.get(room) != Some(&built) {
                let built: Vec<&str> = built.into_iter().collect();
                let what = format!("the map does not say that {room} uses [{}]", built.join(" "));
                found.report_at(&map.path, 1, (what, "draw the arrows as Cargo.toml has them"));
            }
        }
    }
}

fn forbidden(manifest: &Manifest, room: &str, rooms: &BTreeSet<&str>, found: &mut Findings) {
    let known = ARROWS.iter().find(|(name, _)| *name == room).map(|(_, allowed)| *allowed);
    let allowed = if room == "web" { Some(&WEB[..]) } else { known };
    let ours = |name: &str| {
        rooms.contains(name) || name == "server" || name == "web" || ARROWS.iter().any(|(known, _)| *known == name)
    };
    for dependency in manifest.dependencies.iter().filter(|dependency| ours(&dependency.name)) {
        let name = dependency.name.as_str();
        let fits = match (dependency.dev, allowed) {
            // A room that is used anyway may be asked for what it has for tests.
            (true, Some(allowed)) => name == "world" || allowed.contains(&name),
            (true, None) => name == "world" || room == "server",
            (false, Some(allowed)) => allowed.contains(&name),
            (false, None) => room == "server",
        };
        if !fits {
            let what = format!("{room} → {name} is not an arrow of the design");
            found.report_at(&manifest.path, dependency.line, (what, "move the code to a room that may use it"));
        }
    }
}

/// The block under `## Arrows`: lines like `hub, web → model store`.
fn drawn_arrows(map: &str) -> BTreeMap<&str, BTreeSet<&str>> {
    let section = map.split("\n## Arrows").nth(1).unwrap_or("");
    let block = section.split("```").nth(1).unwrap_or("");
    let mut drawn = BTreeMap::new();
    for line in block.lines() {
        let Some((rooms, uses)) = line.split_once('→') else { continue };
        let uses: BTreeSet<&str> = uses.split_whitespace().filter(|word| *word != "nothing").collect();
        for room in rooms.split(',') {
            drawn.insert(room.trim(), uses.clone());
        }
    }
    drawn
}

/// Every crate obeys the workspace's lints.
pub(super) fn lints(tree: &Tree, found: &mut Findings) {
    for manifest in tree.manifests.iter().filter(|manifest| manifest.text.contains("[package]")) {
        if !manifest.text.contains("[lints]\nworkspace = true") && !has_own_workspace(&manifest.path) {
            let remedy = "add `[lints]` with `workspace = true`";
            found.report_at(&manifest.path, 1, ("the crate sets no lints".to_owned(), remedy));
        }
    }
}

/// `browser/` and what stands under `tools/` are workspaces of their own, so that a test run stays light.
fn has_own_workspace(path: &str) -> bool {
    path.starts_with("browser/") || path.starts_with("tools/")
}
