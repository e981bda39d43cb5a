//! The repository is tidy, and each check goes red on what it forbids.

use super::*;

/// A file that breaks a rule, and the same thing done right.
struct Case {
    check: &'static str,
    path: &'static str,
    bad: &'static str,
    good: &'static str,
}

const CASES: &[Case] = &[
    Case {
        check: "arrows",
        path: "crates/web/Cargo.toml",
        bad: "[package]\n[dependencies]\ntext.workspace = true\n",
        good: "[package]\n[dependencies]\nstore.workspace = true\n",
    },
    Case {
        check: "arrows",
        path: "crates/store/Cargo.toml",
        bad: "[package]\n[dev-dependencies]\nhub.workspace = true\n",
        good: "[package]\n[dev-dependencies]\nworld.workspace = true\n",
    },
    Case {
        check: "clock",
        path: "crates/hub/src/a.rs",
        bad: "let now = SystemTime::now();",
        good: "let now = clock.now(); // SystemTime::now()",
    },
    Case {
        check: "decisions",
        path: "docs/decisions/0001-a.md",
        bad: "# 2. A\n## Situation\n## Choice\n## Price\n## Revisit when\n",
        good: "# 1. A\n## Situation\n## Choice\n## Price\n## Revisit when\n",
    },
    Case { check: "decisions", path: "docs/decisions/0001-a.md", bad: "# 1. A\n## Choice\n", good: DECISION },
    Case {
        check: "desk",
        path: "crates/hub/src/a.rs",
        bad: "let line = tokio::net::TcpStream::connect(address).await?;",
        good: "let line = desk.dial(host, port).await?;",
    },
    Case {
        check: "desk",
        path: "crates/channels/src/irc.rs",
        bad: "reqwest::Client::new()",
        good: "desk.http(request)",
    },
    Case {
        check: "environment",
        path: "crates/hub/src/a.rs",
        bad: "let home = std::env::var(\"HOME\");",
        good: "let home = env!(\"CARGO_PKG_VERSION\");",
    },
    Case { check: "file-names", path: "crates/a/src/b/mod.rs", bad: "", good: "" },
    Case { check: "file-names", path: "crates/a/src/string_utils.rs", bad: "", good: "" },
    Case { check: "links", path: "README.md", bad: "[a](docs/none.md)", good: "[a](README.md) [b](https://a.b/c)" },
    Case {
        check: "lints",
        path: "crates/store/Cargo.toml",
        bad: "[package]\nname = \"a\"\n",
        good: "[package]\nname = \"a\"\n[lints]\nworkspace = true\n",
    },
    Case { check: "machine", path: "docs/a.md", bad: "see /roo\u{74}/a", good: "see ~/a, https://a.b/home/c" },
    Case { check: "map", path: "crates/attic/Cargo.toml", bad: "[package]", good: "" },
    Case {
        check: "module-sentence",
        path: "crates/a/src/b.rs",
        bad: "use a;\n",
        good: "//! What it is for.\nuse a;\n",
    },
    Case {
        check: "parameters",
        path: "crates/a/src/b.rs",
        bad: "fn f(a: u8, b: u8, c: u8, d: u8, e: u8, f: u8) {}",
        good: "fn f(&self, a: u8, b: u8, c: u8, d: u8, e: u8) {}",
    },
    Case { check: "pure", path: "crates/text/src/a.rs", bad: "let a = std::fs::read(path)?;", good: "let a = bytes;" },
    Case { check: "pure", path: "crates/paper/src/a.rs", bad: "pub async fn a() {}", good: "pub fn a() {}" },
    Case {
        check: "random",
        path: "crates/hub/src/a.rs",
        bad: "getrandom::fill(&mut salt)?;",
        good: "let salt = given;",
    },
    Case {
        check: "seen",
        path: "crates/web/src/a.rs",
        bad: "Seen::build(workspace, actor, all)",
        good: "access::seen(who)",
    },
    Case { check: "skipped-tests", path: "crates/a/src/b.rs", bad: "#[ignore]\nfn a() {}", good: "fn a() {}" },
    Case { check: "skipped-tests", path: "crates/a/tests/b.rs", bad: "thread::sleep(second);", good: "ready.wait();" },
    Case {
        check: "skipped-tests",
        path: "crates/a/src/b.rs",
        bad: "#[allow(dead_code)]",
        good: "#[expect(dead_code)]",
    },
    Case {
        check: "sql",
        path: "crates/hub/src/a.rs",
        bad: "\"select id from message\"",
        good: "\"Select one from the list.\"",
    },
    Case { check: "sql", path: "crates/hub/src/a.rs", bad: "use sqlx::Row;", good: "use store::Row;" },
    Case {
        check: "sql",
        path: "crates/hub/Cargo.toml",
        bad: "[dependencies]\nsqlx = \"1\"\n",
        good: "[dependencies]\n",
    },
    Case { check: "swallow", path: "crates/hub/src/a.rs", bad: "let _ = file.flush();", good: "file.flush()?;" },
    Case {
        check: "swallow",
        path: "crates/hub/src/a.rs",
        bad: "let a = text.trim().parse::<u32>().ok();",
        good: "let a = u32::try_from(b).ok();",
    },
    Case {
        check: "swallow",
        path: "crates/hub/src/a.rs",
        bad: "let a = conn\n    .fetch_one(SQL)\n    .await\n    .unwrap_or_default();",
        good: "let a = counts\n    .get(key)\n    .copied()\n    .unwrap_or_default();",
    },
    Case {
        check: "swallow",
        path: "crates/text/src/a.rs",
        bad: "let a = serde_json::from_str(b).ok();",
        good: "let a = b.parse::<u32>().ok();",
    },
    Case {
        check: "swallow",
        path: "crates/store/src/a.rs",
        bad: "let _ = tell.send(());",
        good: "// tidy(swallow): nobody waits any more when the receiver is gone\nlet _ = tell.send(());",
    },
    Case { check: "templates", path: "crates/web/templates/a.html", bad: "<p>Hello</p>", good: "<p>{{ w.hello }}</p>" },
    Case { check: "todo", path: "crates/a/src/b.rs", bad: "// TODO: later", good: "// TODO #12: later" },
    Case {
        check: "workspace",
        path: "crates/store/src/a.rs",
        bad: "\"\n    select id\n    from message\n    where id = $1\"",
        good: "\"\n    select id\n    from message\n    where workspace_id = $1 and id = $2\"",
    },
    Case {
        check: "workspace",
        path: "crates/store/src/a.rs",
        bad: "const A: &str = concat!(columns!(), \"where id = $1\");",
        good: "macro_rules! columns {\n    () => {\n        \"select id from run\"\n    };\n}\nconst A: &str = concat!(columns!(), \"where workspace_id = $1\");",
    },
    Case { check: "workspace", path: "crates/store/src/a.rs", bad: "\"delete from job\"", good: "\"pragma optimize\"" },
];

const DECISION: &str = "# 1. A\n## Situation\n## Choice\n## Price\n## Revisit when\n";

fn found_by(check: &str, path: &str, text: &str) -> Vec<Finding> {
    let rooms = ["store", "text"].map(|room| (format!("crates/{room}/Cargo.toml"), "[package]\n".to_owned()));
    let map = ("ARCHITECTURE.md".to_owned(), "`store` `text` `web` `hub`".to_owned());
    let own = (path.to_owned(), text.to_owned());
    let others = rooms.into_iter().chain([map]).filter(|(other, _)| other != path);
    let found = findings(&Tree::of(others.chain([own])));
    found.into_iter().filter(|finding| finding.check == check && (finding.path == path || check == "map")).collect()
}

#[test]
fn every_check_goes_red_on_what_it_forbids() {
    for case in CASES {
        assert!(!found_by(case.check, case.path, case.bad).is_empty(), "{} lets pass: {}", case.check, case.bad);
    }
    check_long_files();
    for check in &CHECKS {
        let long = check.name.ends_with("-size");
        assert!(long || CASES.iter().any(|case| case.check == check.name), "{} has no case", check.name);
    }
}

#[test]
fn what_is_done_right_passes() {
    for case in CASES.iter().filter(|case| !case.good.is_empty()) {
        let found = found_by(case.check, case.path, case.good);
        assert!(found.is_empty(), "{} forbids: {}: {found:?}", case.check, case.good);
    }
}

fn check_long_files() {
    let lines = |count: usize| "    let a = 1;\n".repeat(count);
    let function = |count: usize| format!("//! A.\nfn a() {{\n{}}}\n", lines(count));
    assert_eq!(found_by("function-size", "crates/a/src/b.rs", &function(68)).len(), 0);
    assert_eq!(found_by("function-size", "crates/a/src/b.rs", &function(69)).len(), 1);
    assert_eq!(found_by("file-size", "crates/a/src/b.rs", &lines(600)).len(), 0);
    assert_eq!(found_by("file-size", "crates/a/src/b.rs", &lines(601)).len(), 1);
}

#[test]
fn tests_may_do_what_production_may_not() {
    let text = "//! A.\nfn a() {}\n\n#[cfg(test)]\nmod tests {\n    fn b() { let a = x.parse::<u32>().ok(); }\n}\n";
    assert!(found_by("swallow", "crates/hub/src/a.rs", text).is_empty());
}

#[test]
fn a_room_that_is_not_compiled_for_tests_has_none_under_src() {
    let test = "//! A.\n#[cfg(test)]\nmod tests {}\n";
    for (section, path, count) in [
        ("[lib]\ntest = false\n", "crates/a/src/b.rs", 1),
        ("[[bin]]\nname = \"a\"\ntest = false\n", "crates/a/src/b/c.rs", 1),
        ("[lib]\ndoctest = false\n", "crates/a/src/b.rs", 0),
        ("[[example]]\ntest = false\n", "crates/a/src/b.rs", 0),
        ("[lib]\ntest = false\n", "crates/a/tests/b.rs", 0),
        ("[lib]\ntest = false\n", "crates/b/src/a.rs", 0),
    ] {
        let files = [("crates/a/Cargo.toml", section), (path, test)];
        let tree = Tree::of(files.map(|(path, text)| (path.to_owned(), text.to_owned())));
        let found = findings(&tree);
        let found: Vec<&Finding> = found.iter().filter(|finding| finding.check == "skipped-tests").collect();
        assert_eq!(found.len(), count, "{section} {path}: {found:?}");
    }
}

#[test]
fn the_repository_is_tidy() {
    let tree = Tree::read(&tree::root()).expect("the repository is readable");
    let found = findings(&tree);
    let lines: Vec<String> = found.iter().map(Finding::to_string).collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
    assert!(tree.sources.len() > 10 && tree.manifests.len() > 5, "the walk lost files");
}
