//! Lays the files of a new act or format and enters it in its one list; what it does is left to write.

use std::fs;
use std::path::Path;

use crate::tree;

const ACT: &str = r#"//! Says in one sentence what NOUN.VERB decides.

use model::Capability;

use crate::Error;
use crate::acts::{Act, Undo};

pub(in crate::acts) const ACT: Act = Act {
    name: "NOUN.VERB",
    about: "Say in one sentence what this decides.",
    needs: Capability::Answer,
    fields: &[],
    undo: Undo::Restores,
    run: |_doing, _input| Box::pin(async move { Err(Error::Conflict("NOUN.VERB decides nothing yet".to_owned())) }),
};
"#;

const FORMAT: &str = r#"//! Says in one sentence what an archive of NAME is.

use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe};
use crate::record::Rows;
use crate::source::Source;

pub(crate) const FORMAT: Format = Format {
    name: "NAME",
    title: "NAME",
    losses: &[Loss::OtherFields],
    mapped: Mapped::Known,
    detect,
    open,
};

fn detect(probe: &Probe) -> Confidence {
    let named = probe.first().is_some_and(|file| file.has_ending("NAME"));
    if named { Confidence::Likely } else { Confidence::No }
}

fn open(source: &Source, _options: &Options) -> Result<Rows, Error> {
    Err(Error::Unknown(source.name().to_owned()))
}
"#;

const PAGE: &str = r#"//! Says in one sentence what the page NOUN shows.

use askama::Template;
use axum::extract::State;

use super::{Room, Shell};
use crate::App;
use crate::access::{Can, Read};
use crate::answer::{Page, html};

#[derive(Template)]
#[template(path = "NOUN.html")]
struct View {
    s: Shell,
}

pub(crate) async fn show(who: Can<Read>, State(app): State<App>) -> Page {
    let mut conn = app.hub.db.read().await?;
    let s = Shell::load(&app, &mut conn, (&who, Room::Today)).await?;
    html(&View { s })
}
"#;

const TEMPLATE: &str = r#"{% extends "layout.html" %}
{% block title %}{{ s.workspace }}{% endblock %}
{% block content %}
<div class="page">
<header class="page-head"><h1>{{ s.workspace }}</h1></header>
</div>
{% endblock %}
"#;

/// `new KIND NAME` in this repository.
pub(crate) fn run(kind: &str, name: &str) -> Result<(), String> {
    for path in make(&tree::root(), kind, name)? {
        println!("{path}");
    }
    println!("then `cargo fmt --all` and the recipe in CONTRIBUTING.md");
    Ok(())
}

/// Makes a new thing in the checkout at `root`, and says which files that touched.
pub(crate) fn make(root: &Path, kind: &str, name: &str) -> Result<Vec<String>, String> {
    let fits = |word: &str| !word.is_empty() && word.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_');
    match (kind, name.split_once('.')) {
        ("act", Some((noun, verb))) if fits(noun) && fits(verb) => act(root, noun, verb),
        ("format", None) if fits(name) => format(root, name),
        ("page", None) if fits(name) => page(root, name),
        ("act", _) => Err("an act is called noun.verb, in lower case".to_owned()),
        ("format" | "page", _) => Err(format!("a {kind} is called by one word in lower case")),
        _ => Err(format!("nothing is made for `{kind}`; there is: act NOUN.VERB, format NAME, page NOUN")),
    }
}

fn act(root: &Path, noun: &str, verb: &str) -> Result<Vec<String>, String> {
    let acts = "crates/hub/src/acts";
    let (list, group, file) = (format!("{acts}.rs"), format!("{acts}/{noun}.rs"), format!("{acts}/{noun}/{verb}.rs"));
    create(root, &file, &ACT.replace("NOUN", noun).replace("VERB", verb))?;
    let new_noun = !root.join(&group).exists();
    if new_noun {
        create(root, &group, &format!("//! Acts on what is called {noun}.\n\npub(super) mod {verb};\n"))?;
        insert(root, &list, &format!("mod {noun};"), "mod ")?;
    } else {
        insert(root, &group, &format!("pub(super) mod {verb};"), "pub(super) mod ")?;
    }
    insert(root, &list, &format!("    {noun}::{verb}::ACT,"), "    ")?;
    Ok(vec![file, group, list])
}

fn format(root: &Path, name: &str) -> Result<Vec<String>, String> {
    let (file, room, list) =
        (format!("crates/archive/src/{name}.rs"), "crates/archive/src/lib.rs", "crates/archive/src/format.rs");
    create(root, &file, &FORMAT.replace("NAME", name))?;
    insert(root, room, &format!("mod {name};"), "mod ")?;
    let text = read(root, list)?;
    // The most particular formats stand first; the two that take any fields stay last.
    let at = text.find("    jsonl::FORMAT,").ok_or("format.rs has no jsonl::FORMAT to stand before")?;
    let text = format!("{}    {name}::FORMAT,\n{}", &text[..at], &text[at..]);
    write(root, list, &text.replacen("use crate::{", &format!("use crate::{{{name}, "), 1))?;
    Ok(vec![file, room.to_owned(), list.to_owned()])
}

fn page(root: &Path, noun: &str) -> Result<Vec<String>, String> {
    let (file, template) = (format!("crates/web/src/pages/{noun}.rs"), format!("crates/web/templates/{noun}.html"));
    let (list, routes) = ("crates/web/src/pages.rs", "crates/web/src/routes.rs");
    create(root, &file, &PAGE.replace("NOUN", noun))?;
    create(root, &template, TEMPLATE)?;
    insert(root, list, &format!("pub(crate) mod {noun};"), "pub(crate) mod ")?;
    insert(
        root,
        routes,
        &format!("        .route(\"/w/{{workspace}}/{noun}\", get({noun}::show))"),
        "        .route(\"/w/",
    )?;
    let text = read(root, routes)?;
    write(root, routes, &text.replacen("use crate::pages::{", &format!("use crate::pages::{{{noun}, "), 1))?;
    Ok(vec![file, template, list.to_owned(), routes.to_owned()])
}

/// Puts `line` in its place among the lines of the same kind: those with the same beginning and ending.
fn insert(root: &Path, path: &str, line: &str, beginning: &str) -> Result<(), String> {
    let text = read(root, path)?;
    let ending = line.rsplit(|letter: char| letter.is_alphanumeric()).next().unwrap_or("");
    let ending = if line.ends_with("::ACT,") { "::ACT," } else { ending };
    let mut lines: Vec<&str> = text.lines().collect();
    let is_kin = |other: &&str| other.starts_with(beginning) && other.ends_with(ending);
    if lines.contains(&line) {
        return Err(format!("{path} has `{}` already", line.trim()));
    }
    let before = lines.iter().position(|other| is_kin(other) && *other > line);
    let after_last = lines.iter().rposition(is_kin).map(|last| last + 1);
    let at = before.or(after_last).ok_or_else(|| format!("{path} has no list for `{}`", line.trim()))?;
    lines.insert(at, line);
    write(root, path, &(lines.join("\n") + "\n"))
}

fn create(root: &Path, path: &str, text: &str) -> Result<(), String> {
    let full = root.join(path);
    if full.exists() {
        return Err(format!("{path} is there already"));
    }
    let folder = full.parent().ok_or("a file has a folder")?;
    fs::create_dir_all(folder).map_err(|reason| format!("cannot make {}: {reason}", folder.display()))?;
    write(root, path, text)
}

fn read(root: &Path, path: &str) -> Result<String, String> {
    fs::read_to_string(root.join(path)).map_err(|reason| format!("cannot read {path}: {reason}"))
}

fn write(root: &Path, path: &str, text: &str) -> Result<(), String> {
    fs::write(root.join(path), text).map_err(|reason| format!("cannot write {path}: {reason}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own with these files; the target folder is the one place that tests may fill.
    fn repository(name: &str, files: &[(&str, &str)]) -> std::path::PathBuf {
        let own = std::env::current_exe().expect("a test knows its program");
        let root = own.parent().expect("a program lies in a folder").join(format!("new-{name}"));
        if root.exists() {
            fs::remove_dir_all(&root).expect("the folder of the last run goes");
        }
        for (path, text) in files {
            create(&root, path, text).expect("a fresh folder takes files");
        }
        root
    }

    #[test]
    fn an_act_is_entered_in_its_lists_in_order() {
        let list =
            "mod conversation;\nmod member;\n\nACTS = &[\n    conversation::close::ACT,\n    member::merge::ACT,\n];\n";
        let group = "//! Acts.\n\npub(super) mod close;\n";
        let root =
            repository("act", &[("crates/hub/src/acts.rs", list), ("crates/hub/src/acts/conversation.rs", group)]);
        act(&root, "conversation", "pin").expect("a new act is made");
        act(&root, "idea", "vote").expect("an act on a new noun is made");
        let read = |path: &str| read(&root, path).expect("it was written");
        assert!(
            read("crates/hub/src/acts.rs")
                .contains("close::ACT,\n    conversation::pin::ACT,\n    idea::vote::ACT,\n    member")
        );
        assert!(read("crates/hub/src/acts.rs").starts_with("mod conversation;\nmod idea;\nmod member;\n"));
        assert!(read("crates/hub/src/acts/conversation.rs").ends_with("mod close;\npub(super) mod pin;\n"));
        assert!(read("crates/hub/src/acts/idea/vote.rs").contains("\"idea.vote\""));
        assert!(act(&root, "conversation", "pin").is_err(), "what is there is not written over");
    }

    #[test]
    fn a_page_has_its_route_in_order() {
        let routes = "use crate::pages::{today};\n        .route(\"/w/{workspace}/inbox\", get(inbox::list))\n        \
                      .route(\"/w/{workspace}/today\", get(today::show))\n";
        let root = repository(
            "page",
            &[("crates/web/src/routes.rs", routes), ("crates/web/src/pages.rs", "pub(crate) mod today;\n")],
        );
        page(&root, "ideas").expect("a new page is made");
        let read = |path: &str| read(&root, path).expect("it was written");
        let routes = read("crates/web/src/routes.rs");
        assert!(
            routes.starts_with("use crate::pages::{ideas, today};\n        .route(\"/w/{workspace}/ideas\""),
            "{routes}"
        );
        assert_eq!(read("crates/web/src/pages.rs"), "pub(crate) mod ideas;\npub(crate) mod today;\n");
    }

    #[test]
    fn a_format_stands_before_those_that_take_anything() {
        let list = "use crate::{csv, jsonl};\n\nFORMATS = &[\n    slack::FORMAT,\n    jsonl::FORMAT,\n];\n";
        let root = repository(
            "format",
            &[("crates/archive/src/format.rs", list), ("crates/archive/src/lib.rs", "mod csv;\nmod slack;\n")],
        );
        format(&root, "irc").expect("a new format is made");
        let read = |path: &str| read(&root, path).expect("it was written");
        assert!(read("crates/archive/src/format.rs").contains("slack::FORMAT,\n    irc::FORMAT,\n    jsonl"));
        assert_eq!(read("crates/archive/src/lib.rs"), "mod csv;\nmod irc;\nmod slack;\n");
    }
}
