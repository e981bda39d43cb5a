//! Issue trackers and help desks in the shapes that their tools leave behind.

use std::collections::BTreeSet;

use archive::Options;

use crate::read::{file, rows, show, source};

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

#[test]
fn an_export_of_discourse_categories_names_them_and_who_is_only_a_number() {
    let export = r#"{"groups":[],"categories":[{"id":8,"name":"Help","user_id":1,"slug":"help"}],
        "users":[{"id":1,"email":"ada@example.org","username":"ada","name":"Ada Lee"}],
        "topics":[{"id":7,"title":"Welcome","created_at":"2017-10-26T17:15:04.590Z","category_id":8,"archetype":"regular","posts":[
            {"id":10,"user_id":-1,"post_number":1,"raw":"Read this","created_at":"2017-10-26T17:15:04.720Z","reply_to_post_number":null},
            {"id":11,"user_id":1,"post_number":2,"raw":"I did","created_at":"2017-10-26T17:16:00.000Z","reply_to_post_number":1},
            {"id":12,"user_id":9,"post_number":3,"raw":"Me too","created_at":"2017-10-26T17:17:00.000Z","reply_to_post_number":null}]}]}"#;
    check(
        &[("category-export.json", export)],
        &[
            "Help | 7 | Welcome | 10 > - | system | 2017-10-26T17:15:04.720Z | \"Read this\" bot",
            "Help | 7 | Welcome | 11 > 10 | ada (Ada Lee) | 2017-10-26T17:16:00Z | \"I did\"",
            "Help | 7 | Welcome | 12 > 10 | 9 | 2017-10-26T17:17:00Z | \"Me too\"",
        ],
    );
}

#[test]
fn people_that_zendesk_tells_beside_the_tickets_are_named() {
    let page = r#"{"tickets":[{"id":5,"subject":"Help","description":"It broke","requester_id":1,"created_at":"2024-01-01T10:00:00Z","via":{"channel":"email"},
        "comments":[{"id":50,"type":"Comment","author_id":1,"body":"It broke","created_at":"2024-01-01T10:00:00Z"},
        {"id":51,"author_id":2,"plain_body":"Fixed","body":"Fixed","public":false,"created_at":"2024-01-01T11:00:00Z"},
        {"id":52,"author_id":2,"plain_body":"Fixed","body":"Fixed","public":true,"created_at":"2024-01-01T12:00:00Z"}]}],
        "users":[{"id":1,"name":"Ada Lee","email":"ada@example.org"},{"id":2,"name":"Bo"}],"next_page":null,"count":1}"#;
    check(
        &[("tickets.json", page)],
        &[
            "email | 5 | Help | 5/50 > - | ada@example.org (Ada Lee) | 2024-01-01T10:00:00Z | \"It broke\"",
            "skip 1 unsupported: a note among the staff, not public",
            "email | 5 | Help | 5/52 > 5/50 | 2 (Bo) | 2024-01-01T12:00:00Z | \"Fixed\"",
        ],
    );
}

/// The origins of what a source brings that is called so.
fn origins(name: &str, path: &str, text: &str) -> Vec<String> {
    let found = rows(&source(name, &[(path, text.as_bytes())]), &Options::default());
    let origins: BTreeSet<String> = found.into_iter().map(|row| row.unwrap().message.origin).collect();
    origins.into_iter().collect()
}

#[test]
fn a_second_download_under_another_name_has_the_same_origin() {
    let zendesk = r#"{"tickets":[{"url":"https://acme.zendesk.com/api/v2/tickets/5.json","id":5,"subject":"Help","description":"It broke","requester_id":1,"created_at":"2024-01-01T10:00:00Z"}]}"#;
    let intercom = r#"{"conversations":[{"id":"1","created_at":1730466000,"conversation_parts":{"conversation_parts":[{"id":"1","part_type":"comment","body":"Hi","created_at":1730466100,"author":{"type":"admin","id":"9"}}]}}]}"#;
    let chatwoot = r#"{"payload":[{"id":6,"inbox_id":2,"messages":[{"id":71,"content":"hello","inbox_id":2,"message_type":0,"created_at":1730466000,"sender":{"id":4,"name":"Ada"}}]}]}"#;
    let helpscout = r#"{"_embedded":{"conversations":[{"id":10,"subject":"Help","_embedded":{"threads":[{"id":14,"type":"customer","body":"hello","createdBy":{"id":12,"email":"ada@example.org"},"createdAt":"2024-03-10T22:46:22Z"}]}}]}}"#;
    let discourse = r#"{"post_stream":{"posts":[{"id":1,"username":"ada","created_at":"2024-03-01T10:00:00.000Z","cooked":"<p>hello</p>","post_number":1,"topic_id":9}]},"id":9,"title":"Links"}"#;
    let zulip = r#"{"messages":[{"id":1,"sender_id":7,"content":"<p>hello</p>","timestamp":1700000000,"subject":"s","sender_full_name":"Bot","sender_email":"b@x","sender_realm_str":"zulipinternal","display_recipient":"general"},
        {"id":2,"sender_id":1,"content":"<p>hello</p>","timestamp":1700000000,"subject":"s","sender_full_name":"Ada","sender_email":"a@x","sender_realm_str":"acme","display_recipient":"general"}]}"#;
    let lemmy = r#"{"comments":[{"comment":{"id":34,"creator_id":5,"post_id":7,"content":"hello","published":"2024-03-01T14:00:00Z","ap_id":"https://other.example/comment/9","local":false,"path":"0.34"},"creator":{"id":5,"name":"bo","actor_id":"https://other.example/u/bo","local":false},"post":{"id":7,"name":"It crashes"},"community":{"name":"widget","actor_id":"https://lemmy.example/c/widget","local":true}}]}"#;
    let dump = "--\n-- PostgreSQL database dump\n--\n\nCOPY public.posts (id, user_id, topic_id, post_number, raw, created_at, post_type) FROM stdin;\n1\t5\t9\t1\thello\t2024-03-01 12:00:00\t1\n\\.\n";
    let issues = r#"{"id":1,"iid":1,"title":"Crash","description":"It does","author_id":5,"created_at":"2024-03-01T12:00:00Z","notes":[]}"#;
    let slack = r#"{"ok":true,"messages":[{"bot_id":"B1","subtype":"bot_message","text":"x","ts":"1486969200.000136","type":"message"}]}"#;
    for (text, names, origin) in [
        (zendesk, ["tickets.json", "tickets (1).json"], "zendesk:acme.zendesk.com"),
        (intercom, ["may.json", "june.json"], "intercom"),
        (chatwoot, ["conversations.json", "conversations (1).json"], "chatwoot"),
        (helpscout, ["may.json", "june.json"], "helpscout"),
        (discourse, ["9.json", "10.json"], "discourse"),
        (zulip, ["may.json", "june.json"], "zulip:acme"),
        (lemmy, ["may.json", "june.json"], "lemmy:lemmy.example"),
        (slack, ["history.json", "history (1).json"], "slack"),
    ] {
        for name in names {
            assert_eq!(origins(name, name, text), [origin], "{name}");
        }
    }
    let post = "<posts>\n  <row Id=\"1\" PostTypeId=\"1\" CreationDate=\"2024-03-01T10:00:00\" OwnerUserId=\"5\" Title=\"Why?\" Body=\"x\" />\n</posts>\n";
    for (inside, text, names, origin) in [
        (
            "dump.sql",
            dump,
            ["acme-2025-10-01-033000-v20250901.tar.gz", "acme-2025-11-01-033000-v20251002.tar.gz"],
            "discourse:acme",
        ),
        ("dump.sql", dump, ["forum", "forum (1).tar.gz"], "discourse:forum"),
        (
            "tree/project/issues.ndjson",
            issues,
            ["2024-03-01_12-00-000_acme_widget_export.tar.gz", "acme_widget (1).zip"],
            "gitlab:acme_widget",
        ),
        (
            "Posts.xml",
            post,
            ["cooking.stackexchange.com", "cooking.stackexchange.com (1).zip"],
            "stackexchange:cooking.stackexchange.com",
        ),
        ("Posts.xml", post, ["cooking", "cooking (1).zip"], "stackexchange:cooking"),
    ] {
        for name in names {
            assert_eq!(origins(name, inside, text), [origin], "{name}");
        }
    }
    let id = |name: &str| rows(&file(name, slack.as_bytes()), &Options::default()).remove(0).unwrap().message.native_id;
    assert_eq!(id("history.json"), id("history (1).json"));
    let told = Options { origin: Some("mine".to_owned()), ..Options::default() };
    assert_eq!(rows(&file("a.json", zendesk.as_bytes()), &told).remove(0).unwrap().message.origin, "mine");
}

#[test]
fn one_ticket_of_freshdesk_and_its_bare_answers_are_read() {
    let ticket = r#"{"cc_emails":["x@example.org"],"fwd_emails":[],"id":20,"subject":"Login \"now\"","description_text":"I cannot","requester_id":1,"created_at":"2024-03-12T10:00:00Z",
        "conversations":[{"body":"<div>try</div>","body_text":"try","id":3,"incoming":false,"private":false,"user_id":2,"created_at":"2024-03-12T11:00:00Z"}]}"#;
    check(
        &[("20.json", ticket)],
        &[
            "export | 20 | Login \"now\" | 20/description > - | 1 | 2024-03-12T10:00:00Z | \"I cannot\"",
            "export | 20 | Login \"now\" | 20/3 > 20/description | 2 | 2024-03-12T11:00:00Z | \"try\"",
        ],
    );
    let answers = r#"[{"body":"<div>try</div>","body_text":"try","id":3,"incoming":false,"private":false,"user_id":2,"ticket_id":20,"created_at":"2024-03-12T11:00:00Z"}]"#;
    check(&[("answers.json", answers)], &["export | 20 | - | 20/3 > - | 2 | 2024-03-12T11:00:00Z | \"try\""]);
}

#[test]
fn notes_among_the_staff_are_no_answers() {
    let note = "skip 1 unsupported: a note among the staff, not public";
    let intercom = r#"[{"id":"1","created_at":1730466000,"conversation_parts":{"conversation_parts":[{"id":"1","part_type":"note","body":"psst","created_at":1730466100,"author":{"id":"9"}}]}}]"#;
    let helpscout = r#"[{"id":10,"subject":"Help","_embedded":{"threads":[{"id":14,"type":"note","body":"psst","createdBy":{"id":12},"createdAt":"2024-03-10T22:46:22Z"}]}}]"#;
    let chatwoot = r#"{"payload":[{"id":6,"inbox_id":2,"messages":[{"id":71,"content":"psst","private":true,"inbox_id":2,"message_type":1,"created_at":1730466000,"sender":{"id":4}}]}]}"#;
    let freshdesk = r#"[{"body_text":"psst","id":3,"incoming":false,"private":true,"user_id":2,"ticket_id":20,"created_at":"2024-03-12T11:00:00Z"}]"#;
    for text in [intercom, helpscout, chatwoot, freshdesk] {
        check(&[("a.json", text)], &[note]);
    }
}

#[test]
fn what_is_not_public_in_a_forum_is_kept_apart() {
    let dump = "--\n-- PostgreSQL database dump\n--\n
COPY public.posts (id, user_id, topic_id, post_number, raw, created_at, deleted_at, post_type, hidden) FROM stdin;
100\t5\t12\t1\tpublic\t2024-03-01 12:00:00\t\\N\t1\tf
101\t5\t13\t1\tsecret\t2024-03-01 12:00:00\t\\N\t1\tf
102\t5\t12\t2\tpsst\t2024-03-01 12:00:00\t\\N\t4\tf
103\t5\t15\t1\tgone\t2024-03-01 12:00:00\t\\N\t1\tf
104\t5\t12\t3\tspam\t2024-03-01 12:00:00\t\\N\t1\tt
\\.
COPY public.topics (id, title, category_id, archetype, deleted_at) FROM stdin;
12\tCrash\t4\tregular\t\\N
13\tTalk\t\\N\tprivate_message\t\\N
15\tOld\t4\tregular\t2024-04-01 00:00:00
\\.
COPY public.categories (id, name) FROM stdin;
4\tHelp
\\.
";
    let said = |channel: &str, rest: &str| format!("{channel} | {rest}").replace('@', "5 | 2024-03-01T12:00:00Z |");
    check(
        &[("dump.sql", dump)],
        &[
            &said("Help", "12 | Crash | 100 > - | @ \"public\""),
            &said("private messages", "13 | Talk | 101 > - | @ \"secret\""),
            "skip 3 unsupported: a whisper among the staff, not public",
            &said("Help", "15 | Old | 103 > - | @ \"gone\" deleted"),
            &said("Help", "12 | Crash | 104 > 100 | @ \"spam\" deleted"),
        ],
    );
    let post = |id: u32, kind: u32, rest: &str| {
        format!(
            "{{\"id\":{id},\"username\":\"ada\",\"created_at\":\"2024-03-01T12:00:00Z\",\"cooked\":\"x\",\"post_number\":{id},\"post_type\":{kind},\"topic_id\":13{rest}}}"
        )
    };
    let topic = format!(
        "{{\"post_stream\":{{\"posts\":[{},{},{}]}},\"id\":13,\"title\":\"Talk\",\"archetype\":\"private_message\",\"category_id\":null}}",
        post(1, 1, ""),
        post(2, 4, ""),
        post(3, 1, ",\"hidden\":true")
    );
    check(
        &[("13.json", &topic)],
        &[
            "private messages | 13 | Talk | 1 > - | ada | 2024-03-01T12:00:00Z | \"x\"",
            "skip 2 unsupported: a whisper among the staff, not public",
            "private messages | 13 | Talk | 3 > 1 | ada | 2024-03-01T12:00:00Z | \"x\" deleted",
        ],
    );
}

#[test]
fn issues_of_github_are_read_in_every_shape_that_its_tools_leave() {
    let one = r#"{"url":"https://api.github.com/repos/o/r/issues/7","html_url":"https://github.com/o/r/issues/7","number":7,"title":"Login","user":{"login":"ada"},"body":"It breaks","created_at":"2024-03-01T10:00:00Z","comments":1}"#;
    let comment = r#"{"html_url":"https://github.com/o/r/issues/7#issuecomment-1","issue_url":"https://api.github.com/repos/o/r/issues/7","id":11,"user":{"login":"bo"},"body":"same","created_at":"2024-03-02T10:00:00Z"}"#;
    let first =
        "o/r | o/r#7 | Login | https://github.com/o/r/issues/7 > - | ada | 2024-03-01T10:00:00Z | \"It breaks\"";
    let second = "o/r | o/r#7 | - | https://github.com/o/r/issues/7#issuecomment-1 > https://github.com/o/r/issues/7 | bo | 2024-03-02T10:00:00Z | \"same\"";
    check(&[("one.json", one)], &[first]);
    for name in ["lines.json", "lines.jsonl", "lines.ndjson"] {
        check(&[(name, &format!("{one}\n{comment}\n"))], &[first, second]);
    }
    check(&[("slurp.json", &format!("[[{one}],[{comment}]]"))], &[first, second]);
    let below = second.replace("#7 | - |", "#7 | Login |");
    let viewed = r#""author":{"login":"ada"},"body":"It breaks","createdAt":"2024-03-01T10:00:00Z","number":7,"title":"Login","url":"https://github.com/o/r/issues/7","reactionGroups":[{"content":"THUMBS_UP","users":{"totalCount":2}},{"content":"EYES","users":{"totalCount":0}}]"#;
    let said = r#"{"author":{"login":"bo"},"body":"same","createdAt":"2024-03-02T10:00:00Z","url":"https://github.com/o/r/issues/7#issuecomment-1"}"#;
    let liked = format!("{first} +1×2");
    check(&[("view.json", &format!("{{{viewed},\"comments\":[{said}]}}"))], &[&liked, &below]);
    let nodes = format!("{{{viewed},\"comments\":{{\"nodes\":[{said}],\"pageInfo\":{{}}}}}}");
    let graph = format!("{{\"data\":{{\"repository\":{{\"issues\":{{\"nodes\":[{nodes}]}}}}}}}}");
    check(&[("graphql.json", &graph)], &[&liked, &below]);
    check(&[("pages.json", &format!("[{graph}]"))], &[&liked, &below]);
    let inside = graph.strip_prefix("{\"data\":").unwrap().strip_suffix('}').unwrap();
    check(&[("jq.json", inside)], &[&liked, &below]);
    let discussion = r#"{"data":{"repository":{"discussion":{"number":9,"title":"Ideas","url":"https://github.com/o/r/discussions/9","body":"one","createdAt":"2024-03-01T10:00:00Z","author":{"login":"ada"},
        "comments":{"nodes":[{"id":"DC_1","body":"two","createdAt":"2024-03-01T11:00:00Z","author":null,"replies":{"nodes":[{"id":"DC_2","body":"three","createdAt":"2024-03-01T12:00:00Z","author":{"login":"bo"}}]}}]}}}}}"#;
    let root = "https://github.com/o/r/issues/9";
    check(
        &[("discussion.json", discussion)],
        &[
            &format!("o/r | o/r#9 | Ideas | {root} > - | ada | 2024-03-01T10:00:00Z | \"one\""),
            &format!("o/r | o/r#9 | Ideas | DC_1 > {root} | ghost | 2024-03-01T11:00:00Z | \"two\""),
            "o/r | o/r#9 | Ideas | DC_2 > DC_1 | bo | 2024-03-01T12:00:00Z | \"three\"",
        ],
    );
}

#[test]
fn an_answer_knows_what_it_answers_in_whatever_order_the_parts_lie() {
    let post = |number: u32, answers: &str| {
        format!(
            "{{\"id\":{number}00,\"username\":\"ada\",\"created_at\":\"2024-03-01T12:00:00Z\",\"cooked\":\"x\",\"post_number\":{number},\"reply_to_post_number\":{answers},\"topic_id\":13}}"
        )
    };
    let topic = |posts: &str| format!("{{\"post_stream\":{{\"posts\":[{posts}]}},\"id\":13,\"title\":\"Talk\"}}");
    let row = |number: u32, answers: &str| {
        format!("export | 13 | Talk | {number}00 > {answers} | ada | 2024-03-01T12:00:00Z | \"x\"")
    };
    check(
        &[
            ("13-posts-2.json", &topic(&[post(3, "2"), post(4, "null")].join(","))),
            ("13.json", &topic(&[post(1, "null"), post(2, "null")].join(","))),
        ],
        &[&row(3, "200"), &row(4, "100"), &row(1, "-"), &row(2, "100")],
    );
}

#[test]
fn tickets_of_freshdesks_first_api_are_read() {
    let tickets = r#"[{"helpdesk_ticket":{"id":1,"display_id":7,"subject":"Login","description":"I cannot","created_at":"2024-03-12T10:00:00+01:00","requester_id":55,
        "notes":[{"note":{"id":3,"body":"psst","created_at":"2024-03-12T12:00:00+01:00","user_id":66,"private":true}},{"note":{"id":2,"body":"try","created_at":"2024-03-12T11:00:00+01:00","user_id":66,"private":false}}]}}]"#;
    check(
        &[("tickets.json", tickets)],
        &[
            "export | 7 | Login | 7/description > - | 55 | 2024-03-12T09:00:00Z | \"I cannot\"",
            "skip 1 unsupported: a note among the staff, not public",
            "export | 7 | Login | 7/2 > 7/description | 66 | 2024-03-12T10:00:00Z | \"try\"",
        ],
    );
}

#[test]
fn comments_of_github_without_their_issue_are_all_kept() {
    let said = |number: u32, place: &str| {
        format!(
            "{{\"author\":{{\"login\":\"bo\"}},\"body\":\"said {number}\",\"createdAt\":\"2024-03-02T10:00:00Z\",\"url\":\"https://github.com/o/r/{place}{number}\"}}"
        )
    };
    let row = |number: u32, place: &str| {
        format!(
            "o/r | o/r#7 | - | https://github.com/o/r/{place}{number} > https://github.com/o/r/issues/7 | bo | 2024-03-02T10:00:00Z | \"said {number}\""
        )
    };
    let options = Options { format: Some("github".to_owned()), ..Options::default() };
    let check = |text: &str, expected: &[&str]| {
        let shown: Vec<String> = rows(&file("a.json", text.as_bytes()), &options).iter().map(show).collect();
        assert_eq!(shown, expected);
    };
    let silent = "skip 1 no_text: an issue without title and words";
    let place = "issues/7#issuecomment-";
    let two = [said(1, place), said(2, place)].join(",");
    let nodes = format!("{{\"data\":{{\"node\":{{\"comments\":{{\"nodes\":[{two}]}}}}}}}}");
    check(&nodes, &[silent, &row(1, place), &row(2, place)]);
    check(&format!("[{two}]"), &[&row(1, place), &row(2, place)]);
    let listed = format!("[{{\"author\":{{\"login\":\"ada\"}},\"comments\":[{two}]}}]");
    check(&listed, &[silent, &row(1, place), &row(2, place)]);
    let place = "pull/7#discussion_r";
    let (one, two) = (said(1, place), said(2, place));
    for number in ["", "\"number\":7,"] {
        let threads = format!(
            "{{\"data\":{{\"repository\":{{\"pullRequest\":{{{number}\"reviewThreads\":{{\"nodes\":[{{\"comments\":{{\"nodes\":[{one}]}}}},{{\"comments\":{{\"nodes\":[{two}]}}}}]}}}}}}}}}}"
        );
        check(&threads, &[silent, &row(1, place), &row(2, place)]);
    }
}

#[test]
fn issues_of_github_that_tell_no_number_are_all_kept() {
    let issue = |title: &str, comments: &str| {
        format!(
            "{{\"author\":{{\"login\":\"ada\"}},\"body\":\"x\",\"comments\":[{comments}],\"createdAt\":\"2024-03-01T10:00:00Z\",\"title\":\"{title}\"}}"
        )
    };
    let said = r#"{"author":{"login":"bo"},"body":"same","createdAt":"2024-03-02T10:00:00Z","url":"https://github.com/o/r/issues/7#issuecomment-1"}"#;
    check(
        &[("list.json", &format!("[{},{},{}]", issue("A", said), issue("B", ""), issue("C", "")))],
        &[
            "o/r | o/r#7 | A | https://github.com/o/r/issues/7 > - | ada | 2024-03-01T10:00:00Z | \"x\"",
            "o/r | o/r#7 | A | https://github.com/o/r/issues/7#issuecomment-1 > https://github.com/o/r/issues/7 | bo | 2024-03-02T10:00:00Z | \"same\"",
            "export | export#B | B | - > - | ada | 2024-03-01T10:00:00Z | \"x\"",
            "export | export#C | C | - > - | ada | 2024-03-01T10:00:00Z | \"x\"",
        ],
    );
}

#[test]
fn sites_of_stack_exchange_side_by_side_stay_apart() {
    let posts = |word: &str| {
        format!(
            "<posts>\n  <row Id=\"1\" PostTypeId=\"1\" CreationDate=\"2024-03-01T10:00:00\" OwnerUserId=\"8\" Title=\"{word}?\" Body=\"{word}\" />\n\
             <row Id=\"2\" PostTypeId=\"2\" ParentId=\"1\" CreationDate=\"2024-03-01T10:00:00\" OwnerUserId=\"-1\" Body=\"so\" />\n</posts>\n"
        )
    };
    let users = |name: &str| format!("<users>\n  <row Id=\"8\" DisplayName=\"{name}\" />\n</users>\n");
    let told = |files: &[(&str, &str)], origin: Option<&str>| -> Vec<String> {
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
        let options = Options { origin: origin.map(str::to_owned), ..Options::default() };
        let rows = rows(&source("dumps", &files), &options);
        rows.iter().map(|row| format!("{} {}", row.as_ref().unwrap().message.origin, show(row))).collect()
    };
    let cooking = [posts("cook"), users("Ada")];
    let gaming = [posts("play"), users("Zed")];
    let both = [
        ("cooking.stackexchange.com/Posts.xml", &*cooking[0]),
        ("cooking.stackexchange.com/Users.xml", &*cooking[1]),
        ("gaming/Posts.xml", &*gaming[0]),
        ("gaming/Users.xml", &*gaming[1]),
    ];
    let row = |origin: &str, site: &str, word: &str, name: &str| {
        let place = format!("{origin} {site} | post/1 | {word}? |");
        [
            format!("{place} post/1 > - | 8 ({name}) | 2024-03-01T10:00:00Z | \"{word}\""),
            format!("{place} post/2 > post/1 | -1 | 2024-03-01T10:00:00Z | \"so\" bot"),
        ]
    };
    let site = "cooking.stackexchange.com";
    let apart = |before: &str| {
        [row(&format!("{before}{site}"), site, "cook", "Ada"), row(&format!("{before}gaming"), "gaming", "play", "Zed")]
            .concat()
    };
    assert_eq!(told(&both, None), apart("stackexchange:"));
    assert_eq!(told(&both, Some("mine")), apart("mine/"));
    assert_eq!(told(&both[..2], None), row(&format!("stackexchange:{site}"), site, "cook", "Ada"));
    // A community is no .com.
    let community = [("acme.community/Posts.xml", &*cooking[0]), ("acme.community/Users.xml", &*cooking[1])];
    assert_eq!(told(&community, None), row("stackexchange:dumps", "dumps", "cook", "Ada"));
    // The largest site comes a file an archive.
    let parts = [("a.com-Posts/Posts.xml", &*cooking[0]), ("a.com-Users/Users.xml", &*cooking[1])];
    assert_eq!(told(&parts, None), row("stackexchange:a.com", "a.com", "cook", "Ada"));
}

#[test]
fn notes_among_the_members_of_a_project_are_no_answers() {
    let note = |id: u32, rest: &str| {
        format!(
            r#"{{"id":{id},"note":"n{id}","author_id":5,"created_at":"2024-03-01T12:00:00Z","system":false{rest}}}"#
        )
    };
    let notes = [note(1, ",\"internal\":true"), note(2, ",\"confidential\":true"), note(3, ",\"internal\":false")];
    let issue = format!(
        r#"{{"id":9,"iid":1,"title":"Crash","description":"It does","author_id":5,"created_at":"2024-03-01T12:00:00Z","notes":[{}]}}"#,
        notes.join(",")
    );
    let staff = "skip 1 unsupported: a note among the staff, not public";
    check(
        &[("tree/project/issues.ndjson", &issue)],
        &[
            "export | #1 | Crash | #1 > - | 5 | 2024-03-01T12:00:00Z | \"It does\"",
            staff,
            staff,
            "export | #1 | - | note/3 > #1 | 5 | 2024-03-01T12:00:00Z | \"n3\"",
        ],
    );
}

#[test]
fn posts_of_discourse_that_lie_one_a_file_are_read() {
    let post = |number: u32| {
        format!(
            r#"{{"id":{number}0,"username":"ada","avatar_template":"/user_avatar/forum.example/ada/1.png","created_at":"2024-03-01T10:00:00.000Z","cooked":"<p>said</p>","raw":"said","post_number":{number},"topic_id":9,"topic_slug":"rich"}}"#
        )
    };
    let row = |number: u32, answers: &str| {
        format!("export | 9 | - | {number}0 > {answers} | ada | 2024-03-01T10:00:00Z | \"said\"")
    };
    check(&[("posts/1.json", &post(1)), ("posts/2.json", &post(2))], &[&row(1, "-"), &row(2, "10")]);
    assert_eq!(origins("export", "posts/1.json", &post(1)), ["discourse:forum.example"]);
    let list = r#"{"users":[{"id":1,"username":"ada"}],"topic_list":{"topics":[{"id":9,"title":"Rich","posts_count":8,"created_at":"2024-03-01T10:01:00.000Z"}]}}"#;
    let Err(error) = archive::open(&file("latest.json", list.as_bytes()), &Options::default()) else { panic!() };
    let told = "latest.json is a list of Discourse's topics without their posts; get each of them as /t/ID.json";
    assert_eq!(error.to_string(), told);
}

#[test]
fn how_many_voted_is_not_what_a_post_says() {
    let post = r#"{"post_stream":{"posts":[{"id":1,"username":"ada","created_at":"2024-03-01T10:00:00Z","cooked":"<p>Vote</p><div class=\"poll\"><ul><li>Yes</li></ul><div class=\"poll-info\"><span>0</span><span>voters</span></div></div>","post_number":1,"topic_id":9}]},"id":9,"title":"Poll"}"#;
    check(&[("9.json", post)], &["export | 9 | Poll | 1 > - | ada | 2024-03-01T10:00:00Z | \"Vote\\n\\n- Yes\""]);
}

#[test]
fn events_of_github_tell_what_was_said_in_them() {
    let event = |kind: &str, payload: &str| {
        format!(
            r#"{{"id":"1","type":"{kind}","actor":{{"id":1,"login":"ada","url":"https://api.github.com/users/ada"}},"repo":{{"id":3,"name":"o/r","url":"https://api.github.com/repos/o/r"}},"payload":{payload},"public":true,"created_at":"2024-03-01T10:00:00Z"}}"#
        )
    };
    let issue = r#""issue":{"html_url":"https://github.com/o/r/issues/1","number":1,"title":"Bug","user":{"login":"bo"},"body":"It breaks","created_at":"2024-02-01T10:00:00Z"}"#;
    let comment = r#""comment":{"html_url":"https://github.com/o/r/issues/1#issuecomment-5","issue_url":"https://api.github.com/repos/o/r/issues/1","id":5,"user":{"login":"cy"},"body":"Same","created_at":"2024-03-01T10:00:00Z"}"#;
    let lines = [
        event("PushEvent", r#"{"commits":[{"message":"fix it"}]}"#),
        event("ForkEvent", r#"{"forkee":{"html_url":"https://github.com/ada/r","name":"r"}}"#),
        event("IssueCommentEvent", &format!(r#"{{"action":"created",{issue},{comment}}}"#)),
        event("IssueCommentEvent", &format!(r#"{{"action":"deleted",{comment}}}"#)),
    ];
    let nothing = |row: u32| format!("skip {row} unsupported: an event in which nobody said anything");
    check(
        &[("2024-03-01-10.json", &lines.join("\n"))],
        &[
            &nothing(1),
            &nothing(2),
            "o/r | o/r#1 | Bug | https://github.com/o/r/issues/1 > - | bo | 2024-02-01T10:00:00Z | \"It breaks\"",
            "o/r | o/r#1 | - | https://github.com/o/r/issues/1#issuecomment-5 > https://github.com/o/r/issues/1 | cy | 2024-03-01T10:00:00Z | \"Same\"",
            &nothing(4),
        ],
    );
}

#[test]
fn an_account_of_mastodon_that_is_a_program_says_so() {
    let outbox = r#"{"type":"OrderedCollection","orderedItems":[{"id":"https://m.example/users/beep/statuses/1/activity","type":"Create","actor":"https://m.example/users/beep","published":"2024-03-01T10:00:00Z","object":{"id":"https://m.example/users/beep/statuses/1","type":"Note","content":"<p>beep</p>"}}]}"#;
    for (kind, bot) in [("Service", " bot"), ("Person", "")] {
        let actor = format!(r#"{{"type":"{kind}","preferredUsername":"beep"}}"#);
        let id = "https://m.example/users/beep/statuses/1";
        check(
            &[("actor.json", &actor), ("outbox.json", outbox)],
            &[&format!(
                "@beep@m.example | {id} | - | {id} > - | beep@m.example | 2024-03-01T10:00:00Z | \"beep\"{bot}"
            )],
        );
    }
}

#[test]
fn issues_and_notes_of_gitlabs_api_belong_together() {
    let by = |name: &str| {
        format!(
            r#""author":{{"id":18,"username":"{name}","name":"Ada Lee","web_url":"https://gitlab.example/{name}"}}"#
        )
    };
    let issue = format!(
        r#"{{"id":76,"iid":6,"project_id":8,"title":"Crash","description":"It does","state":"opened","created_at":"2024-03-01T10:00:00Z","updated_at":"2024-03-01T10:00:00Z",{},"web_url":"https://gitlab.example/acme/widget/-/issues/6"}}"#,
        by("ada")
    );
    let note = |id: u32, body: &str, rest: &str| {
        format!(
            r#"{{"id":{id},"body":"{body}",{},"created_at":"2024-03-01T11:00:00Z","noteable_id":76,"noteable_type":"Issue","noteable_iid":6,"project_id":8{rest}}}"#,
            by("bo")
        )
    };
    let notes = [
        note(301, "closed", ",\"system\":true"),
        note(302, "psst", ",\"system\":false,\"internal\":true"),
        note(303, "Same", ",\"system\":false"),
    ];
    let issues_row = r##"acme/widget | #76 | Crash | #76 > - | ada (Ada Lee) | 2024-03-01T10:00:00Z | "It does""##;
    let rows = [
        issues_row,
        "skip 1 system: closed",
        "skip 2 unsupported: a note among the staff, not public",
        r##"acme/widget | #76 | - | note/303 > #76 | bo (Ada Lee) | 2024-03-01T11:00:00Z | "Same""##,
    ];
    let (issues, list) = (format!("[{issue}]"), format!("[{}]", notes.join(",")));
    check(&[("issues.json", &issues), ("notes.json", &list)], &rows);
    assert_eq!(origins("export", "issues.json", &issues), ["gitlab:gitlab.example"]);
    let discussion = format!(r#"[{{"id":"6a9c","individual_note":false,"notes":[{}]}}]"#, notes[2]);
    check(&[("discussions.json", &discussion)], &[&rows[3].replace("acme/widget", "export")]);
    for text in [&issue, &format!("[[{issue}],[]]"), &format!("{issue}\n")] {
        check(&[("a.json", text)], &[issues_row]);
    }
    let request = issue.replace("\"state\"", "\"target_branch\":\"main\",\"state\"");
    check(&[("a.json", &request)], &[&issues_row.replace('#', "!")]);
}
