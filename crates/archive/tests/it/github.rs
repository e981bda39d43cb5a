//! Issues of GitHub as its tools save them, beyond the shapes of the API.

use archive::Options;

use crate::read::{rows, show, source};

fn check(files: &[(&str, &str)], expected: &[&str]) {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let shown: Vec<String> = rows(&source("export", &files), &Options::default()).iter().map(show).collect();
    assert_eq!(shown, expected);
}

const ISSUE: &str = r#""url":"https://api.github.com/repos/o/r/issues/1","html_url":"https://github.com/o/r/issues/1","number":1,"title":"Crash","user":{"login":"ada"},"body":"It does","created_at":"2024-03-01T10:00:00Z""#;

fn said(number: u32, body: &str, rest: &str) -> String {
    format!(
        r#"{{"id":{number},"html_url":"https://github.com/o/r/issues/1#issuecomment-{number}","user":{{"login":"bo"}},"body":"{body}","created_at":"2024-03-02T10:00:00Z"{rest}}}"#
    )
}

const FIRST: &str =
    "o/r | o/r#1 | Crash | https://github.com/o/r/issues/1 > - | ada | 2024-03-01T10:00:00Z | \"It does\"";

fn row(number: u32, body: &str) -> String {
    format!(
        "o/r | o/r#1 | Crash | https://github.com/o/r/issues/1#issuecomment-{number} > https://github.com/o/r/issues/1 | bo | 2024-03-02T10:00:00Z | \"{body}\""
    )
}

#[test]
fn comments_are_read_wherever_a_tool_put_them() {
    let (one, two) = (said(11, "Same", ""), said(12, "Me too", ""));
    let both = [FIRST, &row(11, "Same"), &row(12, "Me too")];
    for fields in [
        format!(r#""comments":2,"comment_data":[{one},{two}],"event_data":[{{"event":"closed"}}]"#),
        format!(r#""comments":2,"comments_data":[{one},{two}]"#),
        format!(r#""comments":2,"comment_regular_data":[{one}],"review_data":[{two}]"#),
        format!(
            r#""comments":2,"timeline":[{},{{"event":"closed","actor":{{"login":"ada"}}}},{}]"#,
            said(11, "Same", r#","event":"commented""#),
            said(12, "Me too", r#","event":"reviewed","state":"commented""#)
        ),
        // What stands in the issue's own lists is not taken from its timeline once more.
        format!(
            r#""comments":[{one},{two}],"timeline":[{}],"latestReviews":[{two}]"#,
            said(11, "Same", r#","event":"commented""#)
        ),
    ] {
        check(&[("issues/1.json", &format!("{{{ISSUE},{fields}}}"))], &both);
        check(&[("issues.json", &format!("[{{{ISSUE},{fields}}}]"))], &both);
    }
    let answered = format!(r#""comment_data":[{}]"#, said(11, "Same", &format!(r#","reply_data":[{two}]"#)));
    let below = row(12, "Me too")
        .replace("> https://github.com/o/r/issues/1", "> https://github.com/o/r/issues/1#issuecomment-11");
    check(&[("discussions/1.json", &format!("{{{ISSUE},{answered}}}"))], &[FIRST, &row(11, "Same"), &below]);
    let beside = format!(r#"{{"issue":{{{ISSUE},"comments":2}},"comments":[{one},{two}]}}"#);
    check(&[("1.json", &beside)], &both);
    check(&[("all.json", &format!("[{beside}]"))], &both);
}

#[test]
fn what_lies_beside_issues_and_is_none_is_no_message() {
    let issue = format!("{{{ISSUE}}}");
    let release = r#"{"html_url":"https://github.com/o/r/releases/tag/v1","tag_name":"v1","author":{"login":"ada"},"body":"New","created_at":"2024-03-01T10:00:00Z"}"#;
    let milestone = r#"{"html_url":"https://github.com/o/r/milestone/1","number":1,"title":"May","description":"Plans","creator":{"login":"ada"},"created_at":"2024-03-01T10:00:00Z"}"#;
    let person = r#"[{"login":"zed","html_url":"https://github.com/zed","type":"User"}]"#;
    check(
        &[
            ("account/followers.json", person),
            ("repositories/r/issues/1.json", &issue),
            ("repositories/r/milestones/1.json", milestone),
            ("repositories/r/releases/v1.json", release),
        ],
        &[
            "skip 1 unsupported: neither an issue nor a comment",
            FIRST,
            "skip 1 unsupported: a milestone or another plan",
            "skip 1 unsupported: a release",
        ],
    );
}

#[test]
fn a_comment_answers_the_comment_that_it_names() {
    let said = |number: u32, rest: &str| {
        format!(
            r#"{{"type":"pull_request_review_comment","url":"https://github.com/o/r/pull/8/files#r{number}","pull_request":"https://github.com/o/r/pull/8","user":"https://github.com/bo","body":"said","repository":"x","created_at":"2024-03-02T10:00:00Z"{rest}}}"#
        )
    };
    let row = |id: &str, answers: &str| {
        format!(
            "o/r | o/r#8 | - | https://github.com/o/r/{id} > https://github.com/o/r/{answers} | bo | 2024-03-02T10:00:00Z | \"said\""
        )
    };
    let migrated = [
        said(1, r#","in_reply_to":null"#),
        said(2, r#","in_reply_to":"https://github.com/o/r/pull/8/files#r1""#),
        said(3, r#","parent_comment":"https://github.com/o/r/pull/8/files#r2""#),
    ];
    check(
        &[("pull_request_review_comments_000001.json", &format!("[{}]", migrated.join(",")))],
        &[
            &row("pull/8/files#r1", "issues/8"),
            &row("pull/8/files#r2", "pull/8/files#r1"),
            &row("pull/8/files#r3", "pull/8/files#r2"),
        ],
    );
    let told = |number: u32, rest: &str| {
        format!(
            r#"{{"url":"https://api.github.com/repos/o/r/pulls/comments/{number}","html_url":"https://github.com/o/r/pull/8#discussion_r{number}","pull_request_url":"https://api.github.com/repos/o/r/pulls/8","id":{number},"commit_id":"6d","user":{{"login":"bo"}},"body":"said","created_at":"2024-03-02T10:00:00Z"{rest}}}"#
        )
    };
    check(
        &[("comments.json", &format!("[{},{}]", told(10, ""), told(11, r#","in_reply_to_id":10"#)))],
        &[&row("pull/8#discussion_r10", "issues/8"), &row("pull/8#discussion_r11", "pull/8#discussion_r10")],
    );
    let asked = |number: u32| {
        format!(
            r#"{{"author":{{"login":"bo"}},"body":"said","createdAt":"2024-03-02T10:00:00Z","url":"https://github.com/o/r/pull/8#discussion_r{number}"}}"#
        )
    };
    let threads = format!(
        r#"[{{"number":8,"title":"Mend","author":{{"login":"ada"}},"body":"It","createdAt":"2024-03-01T10:00:00Z","url":"https://github.com/o/r/pull/8","reviewThreads":[{{"comments":[{},{}]}}]}}]"#,
        asked(10),
        asked(11)
    );
    let titled = |row: String| row.replace("#8 | -", "#8 | Mend");
    check(
        &[("pulls.json", &threads)],
        &[
            "o/r | o/r#8 | Mend | https://github.com/o/r/issues/8 > - | ada | 2024-03-01T10:00:00Z | \"It\"",
            &titled(row("pull/8#discussion_r10", "issues/8")),
            &titled(row("pull/8#discussion_r11", "pull/8#discussion_r10")),
        ],
    );
}

#[test]
fn files_of_a_migration_archive_are_attached_to_what_they_were_sent_with() {
    let issues = r#"[{"type":"issue","url":"https://github.com/o/r/issues/1","repository":"https://github.com/o/r","user":"https://github.com/ann","title":"Crash","body":"It does","created_at":"2015-01-01T00:00:00Z"}]"#;
    let comments = r#"[{"type":"issue_comment","url":"https://github.com/o/r/issues/1#issuecomment-5","issue":"https://github.com/o/r/issues/1","user":"https://github.com/bob","body":"Me too","created_at":"2015-01-02T00:00:00Z"}]"#;
    let sent = |with: &str, name: &str| {
        format!(
            r#"{{"type":"attachment","url":"https://github.com/user-attachments/assets/{name}",{with},"user":"https://github.com/bob","asset_name":"{name}","asset_content_type":"image/png","asset_url":"tarball://root/attachments/ab/{name}"}}"#
        )
    };
    let list = [
        sent(
            r#""issue_comment":"https://github.com/o/r/issues/1#issuecomment-5","issue":"https://github.com/o/r/issues/1""#,
            "shot.png",
        ),
        sent(r#""issue":"https://github.com/o/r/issues/1""#, "gone.png"),
    ];
    let threads = r#"[{"type":"pull_request_review_thread","pull_request":"https://github.com/o/r/pull/8","created_at":"2015-01-02T00:00:00Z"}]"#;
    check(
        &[
            ("attachments/ab/shot.png", "bytes"),
            ("attachments_000001.json", &format!("[{}]", list.join(","))),
            ("discussion_categories_000001.json", r#"[{"type":"discussion_category","name":"News"}]"#),
            ("issue_comments_000001.json", comments),
            ("issues_000001.json", issues),
            ("pull_request_review_threads_000001.json", threads),
        ],
        &[
            "o/r | o/r#1 | Crash | https://github.com/o/r/issues/1 > - | ann | 2015-01-01T00:00:00Z | \"It does\" file=gone.png:image/png:-:https://github.com/user-attachments/assets/gone.png",
            "o/r | o/r#1 | - | https://github.com/o/r/issues/1#issuecomment-5 > https://github.com/o/r/issues/1 | bob | 2015-01-02T00:00:00Z | \"Me too\" file=shot.png:image/png:5:-",
        ],
    );
}

#[test]
fn files_beyond_those_that_are_kept_are_warned_of() {
    let issues = r#"[{"type":"issue","url":"https://github.com/o/r/issues/1","repository":"https://github.com/o/r","user":"https://github.com/ann","title":"Crash","body":"It does","created_at":"2015-01-01T00:00:00Z"}]"#;
    let sent = |number: usize| {
        format!(
            r#"{{"type":"attachment","url":"https://github.com/user-attachments/assets/{number}","issue":"https://github.com/o/r/issues/1","asset_name":"{number}.png"}}"#
        )
    };
    for (number, is_warned) in [(20, false), (21, true)] {
        let list: Vec<String> = (0..number).map(sent).collect();
        let files =
            [("attachments_000001.json", format!("[{}]", list.join(","))), ("issues_000001.json", issues.to_owned())];
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
        let found = rows(&source("export", &files), &Options::default()).remove(0).unwrap();
        assert_eq!((found.message.attachments.len(), found.warnings.iter().count() == 1), (20, is_warned));
    }
}

#[test]
fn a_comment_in_a_review_is_by_whoever_reviewed() {
    let archive = r#"{"magic":"E!vIA5L86J2I","repo":"o/r","issues":[],"pulls":[{"number":2,"title":"Mend","author":"ada","body":"It","createdAt":"2024-03-01T10:00:00Z","url":"https://github.com/o/r/pull/2","comments":[],
        "reviews":[{"id":"R1","author":"bo","body":"","state":"COMMENTED","createdAt":"2024-03-02T10:00:00Z","comments":[{"originalPosition":3,"body":"a comma"}]}]}]}"#;
    check(
        &[("archive.json", archive)],
        &[
            "o/r | o/r#2 | Mend | https://github.com/o/r/issues/2 > - | ada | 2024-03-01T10:00:00Z | \"It\"",
            "skip 1 system: COMMENTED",
            "o/r | o/r#2 | Mend | - > https://github.com/o/r/issues/2 | bo | 2024-03-02T10:00:00Z | \"a comma\"",
        ],
    );
}

#[test]
fn reviews_and_comments_that_are_none_are_told() {
    let archive = r#"{"repo":"o/r","issues":[],"pulls":[{"number":2,"title":"Mend","author":"ada","body":"It","createdAt":"2024-03-01T10:00:00Z","url":"https://github.com/o/r/pull/2","comments":["x",1],
        "reviews":["y",{"author":"bo","comments":[7,[],null]}]}]}"#;
    let nothing = "skip 1 system: a review without words";
    check(
        &[("archive.json", archive)],
        &[
            "o/r | o/r#2 | Mend | https://github.com/o/r/issues/2 > - | ada | 2024-03-01T10:00:00Z | \"It\"",
            nothing,
            nothing,
            nothing,
            nothing,
            nothing,
            nothing,
            nothing,
        ],
    );
}

#[test]
fn no_list_of_an_issue_vanishes() {
    let issue = format!("{{{ISSUE}}}");
    let comment = said(11, "Same", "");
    let both = [FIRST, &row(11, "Same")];
    for fields in [
        format!(r#""events":[{{"event":"closed","actor":{{"login":"ada"}}}},{comment}]"#),
        format!(r#""discussion":[{comment}]"#),
        format!(r#""timeline":[{comment}]"#),
    ] {
        check(&[("issues.json", &format!("[{{{ISSUE},{fields}}}]"))], &both);
    }
    // What only the timeline has comes in beside comments; what both have comes in once.
    let timeline = format!(
        r#""comments":[{comment}],"timelineItems":[{},{}]"#,
        said(11, "Same", r#","__typename":"IssueComment""#),
        said(12, "Me too", r#","__typename":"IssueComment""#)
    );
    check(&[("issues.json", &format!("[{{{ISSUE},{timeline}}}]"))], &[FIRST, &row(11, "Same"), &row(12, "Me too")]);
    let unknown = format!(r#"[{{{ISSUE},"drafts":[{{"body":"Not sent","author":{{"login":"ada"}}}}]}}]"#);
    check(&[("issues.json", &unknown)], &[FIRST, "skip 1 unsupported: its list `drafts` of 1 texts is not read"]);
    let untitled = row(11, "Same").replace("| Crash |", "| - |");
    for list in ["comments", "issue_comments", "answers"] {
        let beside = format!(r#"{{"issues":[{issue}],"{list}":[{comment}]}}"#);
        check(&[("all.json", &beside)], &[FIRST, &untitled]);
    }
    let releases = format!(r#"{{"issues":[{issue}],"releases":[{{"body":"New","author":{{"login":"ada"}}}}]}}"#);
    check(&[("all.json", &releases)], &[FIRST, "skip 2 unsupported: its list `releases` of 1 texts is not read"]);
}

#[test]
fn edges_of_graphql_are_read_like_nodes() {
    let comment = said(11, "Same", "");
    let asked = format!(
        r#"{{"data":{{"repository":{{"issues":{{"edges":[{{"node":{{{ISSUE},"comments":{{"edges":[{{"cursor":"x","node":{comment}}}]}}}}}}]}}}}}}}}"#
    );
    check(&[("a.json", &asked)], &[FIRST, &row(11, "Same")]);
    let alone = format!(r#"[{{{ISSUE},"comments":{{"edges":[{{"node":{comment}}}]}}}}]"#);
    check(&[("a.json", &alone)], &[FIRST, &row(11, "Same")]);
}
