//! Project exports of GitLab: who says what below an issue, and whom it answers.

use archive::Options;

use crate::read::{rows, show, source};

fn check(files: &[(&str, &str)], expected: &[&str]) {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let shown: Vec<String> = rows(&source("export", &files), &Options::default()).iter().map(show).collect();
    assert_eq!(shown, expected);
}

fn note(id: u32, rest: &str) -> String {
    format!(r#"{{"id":{id},"note":"n{id}","author_id":5,"created_at":"2024-03-01T12:00:00Z","system":false{rest}}}"#)
}

fn issue(rest: &str) -> String {
    format!(
        r#"{{"id":9,"iid":1,"title":"Crash","description":"It does","author_id":5,"created_at":"2024-03-01T12:00:00Z",{rest}}}"#
    )
}

const ISSUE: &str = "export | #1 | Crash | #1 > - | 5 | 2024-03-01T12:00:00Z | \"It does\"";

fn row(id: u32, answers: &str) -> String {
    format!("export | #1 | - | note/{id} > {answers} | 5 | 2024-03-01T12:00:00Z | \"n{id}\"")
}

#[test]
fn notes_on_designs_belong_to_their_issue() {
    let designs = format!(r#""notes":[],"designs":[{{"id":3,"filename":"a.png","notes":[{}]}}]"#, note(8, ""));
    check(&[("tree/project/issues.ndjson", &issue(&designs))], &[ISSUE, &row(8, "#1")]);
}

#[test]
fn a_note_answers_the_first_one_of_its_discussion() {
    let (one, two) = (r#","discussion_id":"d1""#, r#","discussion_id":"d2""#);
    let notes = [note(3, ""), note(4, one), note(5, two), note(6, one), note(7, one)];
    let notes = format!(r#""notes":[{}]"#, notes.join(","));
    check(
        &[("tree/project/issues.ndjson", &issue(&notes))],
        &[ISSUE, &row(3, "#1"), &row(4, "#1"), &row(5, "#1"), &row(6, "note/4"), &row(7, "note/4")],
    );
    let said = |id: u32| {
        format!(
            r#"{{"id":{id},"body":"n{id}","author":{{"id":5,"username":"5"}},"created_at":"2024-03-01T12:00:00Z","system":false,"noteable_id":1,"noteable_type":"Issue"}}"#
        )
    };
    let list = format!(
        r#"[{{"id":"d1","individual_note":false,"notes":[{},{}]}},{{"id":"d2","individual_note":true,"notes":[{}]}}]"#,
        said(4),
        said(6),
        said(5)
    );
    check(&[("discussions.json", &list)], &[&row(4, "#1"), &row(6, "note/4"), &row(5, "#1")]);
}

#[test]
fn notes_that_are_no_objects_say_nothing() {
    let notes = r#""notes":["x",[1]],"designs":[{"notes":[7]},"y"]"#;
    let skip = "skip 1 malformed: a note that is none";
    check(&[("tree/project/issues.ndjson", &issue(notes))], &[ISSUE, skip, skip, skip]);
}

#[test]
fn members_are_named_in_every_kind_of_export() {
    let named = ISSUE.replace("| 5 |", "| ada |");
    let member = r#"{"id":36,"user_id":5,"user":{"id":5,"username":"ada"}}"#;
    let old =
        format!(r#"{{"visibility_level":10,"issues":[{}],"project_members":[{member}]}}"#, issue(r#""notes":[]"#));
    check(&[("project.json", &old)], &[&named]);
    check(
        &[("tree/groups/7/epics.ndjson", &issue(r#""notes":[]"#)), ("tree/groups/7/members.ndjson", member)],
        &[&named.replace("#1", "&1")],
    );
}

#[test]
fn notes_beside_and_inside_issues_of_the_api_come_in() {
    let item = |rest: &str| {
        format!(
            r#"{{"id":9,"iid":1,"project_id":8,"title":"Crash","description":"It does","author":{{"id":5,"username":"5"}},"created_at":"2024-03-01T12:00:00Z","web_url":"https://g.example/a/w/-/issues/1"{rest}}}"#
        )
    };
    let said = |id: u32, on: &str| {
        format!(
            r#"{{"id":{id},"body":"n{id}","author":{{"id":5,"username":"5"}},"created_at":"2024-03-01T12:00:00Z","system":false{on}}}"#
        )
    };
    let on = r#","noteable_id":9,"noteable_type":"Issue","project_id":8"#;
    let issue = ISSUE.replace("#1", "#9").replace("export", "a/w");
    let row = |id: u32, answers: &str| row(id, answers).replace("#1", "#9").replace("export", "a/w");
    let (three, four) = (said(3, on), said(4, on));
    for (first, second) in [("issues", "notes"), ("merge_requests", "comments")] {
        let beside = format!(r#"{{"{first}":[{}],"{second}":[{three}],"total":2}}"#, item(""));
        check(&[("all.json", &beside)], &[&issue, &row(3, "#9")]);
    }
    for name in ["notes", "comments"] {
        let inside = format!("[{}]", item(&format!(r#","{name}":[{three},{}]"#, said(4, ""))));
        check(&[("all.json", &inside)], &[&issue, &row(3, "#9"), &row(4, "#9")]);
    }
    let threads = format!("[{}]", item(&format!(r#","discussions":[{{"id":"d","notes":[{three},{four}]}}]"#)));
    check(&[("all.json", &threads)], &[&issue, &row(3, "#9"), &row(4, "note/3")]);
    let unknown = format!("[{}]", item(&format!(r#","mail":[{three}]"#)));
    check(&[("all.json", &unknown)], &[&issue, "skip 1 unsupported: its list `mail` of 1 texts is not read"]);
    let beside = format!(r#"{{"issues":[{}],"mail":[{}]}}"#, item(""), said(3, ""));
    check(&[("all.json", &beside)], &[&issue, "skip 2 unsupported: its list `mail` of 1 texts is not read"]);
}

#[test]
fn notes_that_name_no_project_stand_in_their_issues() {
    let item = |id: u32, path: &str, rest: &str| {
        format!(
            r#"{{"id":{id},"iid":1,"project_id":{id}0,"title":"Crash","description":"It does","author":{{"id":5,"username":"5"}},"created_at":"2024-03-01T12:00:00Z","web_url":"https://g.example/{path}/-/issues/1"{rest}}}"#
        )
    };
    let said = |id: u32, on: u32| {
        format!(
            r#"{{"id":{id},"body":"n{id}","author":{{"id":5,"username":"5"}},"created_at":"2024-03-01T12:00:00Z","system":false,"noteable_id":{on},"noteable_type":"Issue"}}"#
        )
    };
    let issue = |id: u32, path: &str| ISSUE.replace("#1", &format!("#{id}")).replace("export", path);
    let row = |id: u32, on: &str, path: &str| row(id, on).replace("#1", on).replace("export", path);
    let (one, two) = (said(3, 8), said(4, 9));
    let inside = format!(
        "[{},{}]",
        item(8, "a/b", &format!(r#","notes":[{one}]"#)),
        item(9, "c/d", &format!(r#","discussions":[{{"id":"d","notes":[{two}]}}]"#))
    );
    check(&[("all.json", &inside)], &[&issue(8, "a/b"), &row(3, "#8", "a/b"), &issue(9, "c/d"), &row(4, "#9", "c/d")]);
    let beside = format!(r#"{{"notes":[{two},{one}],"issues":[{},{}]}}"#, item(8, "a/b", ""), item(9, "c/d", ""));
    check(&[("all.json", &beside)], &[&row(4, "#9", "c/d"), &row(3, "#8", "a/b"), &issue(8, "a/b"), &issue(9, "c/d")]);
}

#[test]
fn what_is_said_on_a_confidential_issue_is_not_public() {
    let skip = "skip 1 unsupported: of a confidential issue, not public";
    let rest = format!(r#""confidential":true,"notes":[{}]"#, note(3, ""));
    check(&[("tree/project/issues.ndjson", &issue(&rest))], &[skip, skip]);
    let rest = r#""confidential":false,"notes":[]"#;
    check(&[("tree/project/issues.ndjson", &issue(rest))], &[ISSUE]);
    let list = r#"[{"id":9,"iid":1,"project_id":8,"title":"Crash","description":"It does","author":{"id":5,"username":"5"},"created_at":"2024-03-01T12:00:00Z","web_url":"https://g.example/a/w/-/issues/1","confidential":true,"notes":[{"id":3,"body":"n3","author":{"id":5,"username":"5"},"created_at":"2024-03-01T12:00:00Z","system":false}]}]"#;
    check(&[("all.json", list)], &[skip, skip]);
}
