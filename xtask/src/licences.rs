//! Every package in the lock file carries a licence that `deny.toml` allows, and none is one that it bans.
//!
//! `cargo deny` says more, but takes minutes to build; this asks the same questions of `cargo metadata`.

use std::process::Command;

use crate::tree::{self, Tree};

pub(crate) fn run() -> Result<(), String> {
    let tree = Tree::read(&tree::root()).map_err(|reason| format!("cannot read the repository: {reason}"))?;
    let deny = tree.document("deny.toml").ok_or("deny.toml is missing")?;
    let allowed = allowed(&deny.text);
    let arguments = ["metadata", "--format-version", "1", "--locked", "--all-features"];
    let output = Command::new("cargo").args(arguments).current_dir(tree::root()).output();
    let output = output.map_err(|reason| format!("cannot run cargo metadata: {reason}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let metadata = String::from_utf8_lossy(&output.stdout);
    let packages = packages(&metadata);
    let mut refused: Vec<String> = packages
        .iter()
        .filter(|(_, licence)| !fits(licence, &allowed))
        .map(|(name, licence)| format!("{name} is under `{licence}`, which deny.toml does not allow"))
        .collect();
    let banned = banned(&deny.text).into_iter().filter(|banned| packages.iter().any(|(name, _)| name == banned));
    refused.extend(banned.map(|name| format!("{name} is in the tree, and deny.toml bans it")));
    if packages.len() < 10 {
        return Err("cargo metadata named too few packages to believe it".to_owned());
    }
    if refused.is_empty() {
        println!("licences: {} packages, all allowed by deny.toml", packages.len());
        return Ok(());
    }
    Err(refused.join("\n"))
}

/// The words of `allow = […]` under `[licenses]`.
fn allowed(deny: &str) -> Vec<&str> {
    let section = deny.split("\n[licenses]").nth(1).unwrap_or("");
    let list = section.split_once("allow = [").and_then(|(_, rest)| rest.split_once(']')).map_or("", |(list, _)| list);
    list.split('"').skip(1).step_by(2).collect()
}

/// The crates of `deny = […]` under `[bans]`.
fn banned(deny: &str) -> Vec<&str> {
    let section = deny.split("\n[bans]").nth(1).unwrap_or("");
    let list = section.split_once("deny = [").and_then(|(_, rest)| rest.split_once(']')).map_or("", |(list, _)| list);
    list.split("crate = \"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Name and licence of each package: in the output of `cargo metadata` a package begins with its name
/// and its version, a dependency with its name and its source.
fn packages(metadata: &str) -> Vec<(&str, &str)> {
    let package = |part: &'_ str| part.split_once('"').is_some_and(|(_, rest)| rest.starts_with(",\"version\":"));
    let parts = metadata.split("{\"name\":\"").skip(1);
    let mut found: Vec<(&str, &str)> = Vec::new();
    for part in parts {
        if package(part) {
            found.push((part.split('"').next().unwrap_or(""), "no licence"));
        }
        let licence = part.split_once(",\"license\":\"").and_then(|(_, rest)| rest.split('"').next());
        if let (Some(licence), Some(last)) = (licence, found.last_mut()) {
            last.1 = licence;
        }
    }
    found
}

/// Whether an SPDX expression can be met by allowed licences: `OR` needs one side, `AND` both.
fn fits(expression: &str, allowed: &[&str]) -> bool {
    let expression = expression.trim().replace('/', " OR ");
    let spaced = expression.replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    either(&words, allowed)
}

fn either(words: &[&str], allowed: &[&str]) -> bool {
    split_at_top(words, "OR").into_iter().any(|side| {
        split_at_top(side, "AND").into_iter().all(|part| match part {
            ["(", inside @ .., ")"] => either(inside, allowed),
            licence => allowed.contains(&licence.join(" ").as_str()),
        })
    })
}

fn split_at_top<'a, 'b>(words: &'a [&'b str], at: &str) -> Vec<&'a [&'b str]> {
    let mut depth = 0;
    words
        .split(|word| {
            depth += i32::from(*word == "(") - i32::from(*word == ")");
            depth == 0 && *word == at
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_met_or_not() {
        let allowed = ["MIT", "Apache-2.0 WITH LLVM-exception", "Unicode-3.0"];
        let met = [
            "MIT",
            "MIT OR GPL-3.0",
            "GPL-2.0/MIT",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception",
        ];
        for expression in met {
            assert!(fits(expression, &allowed), "{expression}");
        }
        for expression in ["GPL-3.0", "MIT AND GPL-3.0", "no licence", "", "(GPL-3.0 OR LGPL-3.0) AND MIT"] {
            assert!(!fits(expression, &allowed), "{expression}");
        }
    }

    #[test]
    fn the_list_is_that_of_deny_toml() {
        assert_eq!(allowed("[a]\n\n[licenses]\n# b\nallow = [\n    \"MIT\",\n    \"ISC\",\n]\n"), ["MIT", "ISC"]);
    }

    #[test]
    fn the_bans_are_those_of_deny_toml() {
        let deny = "[a]\n\n[bans]\nx = 1\ndeny = [{ crate = \"ring\" }, { crate = \"icu\", reason = \"b\" }]\n";
        assert_eq!(banned(deny), ["ring", "icu"]);
    }

    #[test]
    fn packages_are_found_in_metadata() {
        let metadata = concat!(
            r#"{"packages":[{"name":"a","version":"1","license":"MIT","dependencies":[{"name":"b","source":"c"}]},"#,
            r#"{"name":"d","version":"2","license":null,"dependencies":[]}]}"#,
        );
        assert_eq!(packages(metadata), [("a", "MIT"), ("d", "no licence")]);
    }
}
