//! Lists of GitLab's API: issues, merge requests and epics, and the notes on them, whose items do not say where they lie.

use serde_json::Value;

use crate::json;
use crate::origins;
use crate::walk::Patterns;

/// What notes are on, and the sign that GitLab writes before its number.
const KINDS: [(&str, char); 5] =
    [("Issue", '#'), ("MergeRequest", '!'), ("Epic", '&'), ("Snippet", '$'), ("Commit", '@')];

/// Whether a document comes from the API: an export calls the words of a note otherwise, and has no addresses.
pub(crate) fn is_list(head: &str) -> bool {
    let has = |names: &[&str]| names.iter().all(|name| head.contains(&format!("\"{name}\"")));
    has(&["noteable_type", "noteable_id", "body", "system"])
        || has(&["iid", "web_url", "author", "title", "description"]) && (has(&["project_id"]) || has(&["group_id"]))
}

/// Lists that a tool put beside each other.
const BESIDE: &[&[&str]] = &[
    &["issues", "*"],
    &["merge_requests", "*"],
    &["epics", "*"],
    &["notes", "*"],
    &["comments", "*"],
    &["discussions", "*"],
    &["*"],
];

/// Where the items of a document are: in a list, in pages of a list, in several lists, or it is one itself.
pub(crate) fn patterns(head: &str) -> Patterns {
    let names = json::own_names(head);
    let holds_items = BESIDE.iter().any(|path| path.len() > 1 && names.contains(&path[0]));
    if holds_items && !names.contains(&"id") && !names.contains(&"iid") {
        return BESIDE;
    }
    let mut signs = head.trim_start().chars().filter(|sign| !sign.is_whitespace());
    match (signs.next(), signs.next()) {
        (Some('['), Some('[')) => &[&["*", "*"]],
        (Some('['), _) => &[&["*"]],
        _ => &[],
    }
}

/// The notes of an item that is one, or a discussion of several.
pub(crate) fn notes(item: &Value) -> Option<Vec<&Value>> {
    let is_note = |item: &Value| json::at(item, "noteable_type").is_some();
    let inside = json::list(item, "notes");
    match (is_note(item), inside.iter().any(is_note)) {
        (true, _) => Some(vec![item]),
        (false, true) => Some(inside.iter().collect()),
        (false, false) => None,
    }
}

/// The lists of notes inside an issue, and inside the discussions there.
pub(crate) fn notes_inside(item: &Value) -> Vec<&[Value]> {
    let discussions = json::list(item, "discussions").iter().map(|discussion| json::list(discussion, "notes"));
    let alone = NOTES.iter().flat_map(|name| json::list(item, name)).map(std::slice::from_ref);
    alone.chain(discussions).collect()
}

/// Whether that is the name of a list in an issue that is read.
pub(crate) fn is_read(name: &str) -> bool {
    NOTES.contains(&name) || name == "discussions"
}

const NOTES: [&str; 2] = ["notes", "comments"];

/// What a note is on. Numbers that count in each project are no help: a note may lie far from its project.
pub(crate) fn key_of_note(note: &Value) -> Option<String> {
    let kind = json::text(note, "noteable_type")?;
    let id = json::first(note, if kind == "Commit" { &["commit_id"] } else { &["noteable_id"] })?;
    let mark = KINDS.iter().find(|(known, _)| *known == kind).map(|(_, mark)| *mark);
    Some(mark.map_or_else(|| format!("{kind}/{id}"), |mark| format!("{mark}{id}")))
}

/// An issue, merge request or epic, under the same name as its notes know it by.
pub(crate) fn key(item: &Value) -> Option<String> {
    json::at(item, "iid").and(json::at(item, "title"))?;
    let has = |name: &str| item.get(name).is_some();
    let mark = if has("target_branch") {
        '!'
    } else if has("group_id") && !has("project_id") {
        '&'
    } else {
        '#'
    };
    Some(format!("{mark}{}", json::text(item, "id")?))
}

/// The sign and the number that such a name consists of.
pub(crate) fn number(key: &str) -> Option<(char, u64)> {
    let mut signs = key.chars();
    Some((signs.next()?, signs.as_str().parse().ok()?))
}

/// The server that an item comes from.
pub(crate) fn server(item: &Value) -> Option<String> {
    let note = || notes(item)?.into_iter().find_map(|note| json::text(note, "author.web_url"));
    origins::host(&json::first(item, &["web_url", "author.web_url"]).or_else(note)?)
}

/// The number of a project, and its path: `acme/widget` of `https://gitlab.example/acme/widget/-/issues/6`.
pub(crate) fn project(item: &Value) -> Option<(String, String)> {
    let url = json::text(item, "web_url")?;
    let (_, path) = url.split_once("://")?.1.split_once('/')?;
    let end = ["/-/", "/issues/", "/merge_requests/"].iter().filter_map(|part| path.find(part)).min()?;
    Some((json::text(item, "project_id")?, path[..end].to_owned()))
}
