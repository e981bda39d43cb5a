//! Issue trackers and help desks in the shapes that their tools leave behind.

use archive::Options;

use crate::read::{rows, show, source};

fn check(files: &[(&str, &str)], expected: &[&str]) {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let shown: Vec<String> = rows(&source("export", &files), &Options::default()).iter().map(show).collect();
    assert_eq!(shown, expected);
}

#[test]
fn a_migration_archive_tells_titles_before_comments_and_names_of_people() {
    let comments = r#"[{"type":"issue_comment","url":"https://github.com/o/r/issues/1#issuecomment-5","issue":"https://github.com/o/r/issues/1","user":"https://github.com/bob","body":"Me too","created_at":"2015-01-02T00:00:00Z","repository":"x"},
        {"type":"issue_comment","url":"https://github.com/o/r/issues/1#issuecomment-6","issue":"https://github.com/o/r/issues/1","user":"https://github.com/apps/dependabot","body":"Bump","created_at":"2015-01-03T00:00:00Z"}]"#;
    let issues = r#"[{"type":"issue","url":"https://github.com/o/r/issues/1","repository":"https://github.com/o/r","user":"https://github.com/ann","title":"Crash","body":"It does","created_at":"2015-01-01T00:00:00Z"}]"#;
    let users = r#"[{"type":"user","url":"https://github.com/ann","login":"ann","name":"Ann Lee"},{"type":"user","login":"bob","name":null}]"#;
    check(
        &[("issue_comments_000001.json", comments), ("issues_000001.json", issues), ("users_000001.json", users)],
        &[
            "o/r | o/r#1 | Crash | https://github.com/o/r/issues/1 > - | ann (Ann Lee) | 2015-01-01T00:00:00Z | \"It does\"",
            "o/r | o/r#1 | - | https://github.com/o/r/issues/1#issuecomment-5 > https://github.com/o/r/issues/1 | bob | 2015-01-02T00:00:00Z | \"Me too\"",
            "o/r | o/r#1 | - | https://github.com/o/r/issues/1#issuecomment-6 > https://github.com/o/r/issues/1 | dependabot[bot] | 2015-01-03T00:00:00Z | \"Bump\" bot",
        ],
    );
}

#[test]
fn a_list_that_was_asked_for_without_authors_names_nobody() {
    let issues = r#"[{"body":"It does","createdAt":"2024-03-01T10:00:00Z","number":7,"title":"Crash","comments":[
        {"id":"IC_1","author":{"login":"bob"},"body":"Thanks","createdAt":"2024-03-01T11:00:00Z","url":"https://github.com/o/r/issues/7#issuecomment-1"},
        {"id":"IC_2","author":{"login":"app/dependabot"},"body":"Bump","createdAt":"2024-03-01T12:00:00Z","url":"https://github.com/o/r/issues/7#issuecomment-2"},
        {"id":"IC_3","author":{"login":""},"body":"Gone","createdAt":"2024-03-01T13:00:00Z","url":"https://github.com/o/r/issues/7#issuecomment-3"}]}]"#;
    check(
        &[("issues.json", issues)],
        &[
            "o/r | o/r#7 | Crash | https://github.com/o/r/issues/7 > - | (unknown) | 2024-03-01T10:00:00Z | \"It does\" !no_author",
            "o/r | o/r#7 | Crash | https://github.com/o/r/issues/7#issuecomment-1 > https://github.com/o/r/issues/7 | bob | 2024-03-01T11:00:00Z | \"Thanks\"",
            "o/r | o/r#7 | Crash | https://github.com/o/r/issues/7#issuecomment-2 > https://github.com/o/r/issues/7 | dependabot[bot] | 2024-03-01T12:00:00Z | \"Bump\" bot",
            "o/r | o/r#7 | Crash | https://github.com/o/r/issues/7#issuecomment-3 > https://github.com/o/r/issues/7 | ghost | 2024-03-01T13:00:00Z | \"Gone\"",
        ],
    );
}

#[test]
fn help_scouts_older_lists_and_people_named_elsewhere_are_read() {
    let listed = r#"[{"id":29,"number":3,"mailbox":{"id":1,"name":"Post"},"threadCount":1,"subject":"Help","createdAt":"2012-07-23T12:34:12Z",
        "threads":[{"id":88,"createdAt":"2012-07-23T12:34:12Z","createdBy":{"id":4,"firstName":"Ada","lastName":"Lee","email":"ada@example.org"},"type":"message","state":"published","body":"I need it."}]}]"#;
    check(
        &[("list.json", listed)],
        &["Post | 29 | Help | 29/88 > - | ada@example.org (Ada Lee) | 2012-07-23T12:34:12Z | \"I need it.\""],
    );
    let talk = r#"{"type":"conversation","id":"13","created_at":1596634805,"assignee":{"type":"admin","id":"33","name":"Grace"},
        "conversation_message":{"id":"60","body":"Hi","author":{"type":"admin","id":"33"}},
        "conversation_parts":{"conversation_parts":[{"id":"61","part_type":"comment","body":"Hm","created_at":1596635049,"author":{"type":"admin","id":"34"}},
            {"id":"62","part_type":"comment","body":"Yes","created_at":1596635050,"author":{"type":"admin","id":"34","name":"Mary"}}]}}"#;
    check(
        &[("one.json", talk)],
        &[
            "export | 13 | - | 13/60 > - | 33 (Grace) | 2020-08-05T13:40:05Z | \"Hi\"",
            "export | 13 | - | 13/61 > 13/60 | 34 (Mary) | 2020-08-05T13:44:09Z | \"Hm\"",
            "export | 13 | - | 13/62 > 13/60 | 34 (Mary) | 2020-08-05T13:44:10Z | \"Yes\"",
        ],
    );
}
