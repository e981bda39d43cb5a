//! Tables of forums as phpMyAdmin exports them to JSON.

use archive::{Options, Source};

use crate::read::{file, mapped, rows, show, source};

fn shown(source: &Source, options: &Options) -> Vec<String> {
    rows(source, options).iter().map(show).collect()
}

/// An export as phpMyAdmin writes it.
fn export(tables: &[(&str, &str)]) -> String {
    let head = r#"{"type":"header","version":"5.2.1","comment":"Export to JSON plugin for PHPMyAdmin"}"#;
    let mut items = vec![head.to_owned(), r#"{"type":"database","name":"forum"}"#.to_owned()];
    let table = |(name, rows): &(&str, &str)| {
        format!("{{\"type\":\"table\",\"name\":\"{name}\",\"database\":\"forum\",\"data\":\n[\n{rows}\n]\n}}\n")
    };
    items.extend(tables.iter().map(table));
    format!("[\n{}]\n", items.join(",\n"))
}

const PHPBB: [(&str, &str); 4] = [
    ("phpbb_forums", r#"{"forum_id":"2","parent_id":"0","forum_name":"Help","forum_desc":"Ask here"}"#),
    (
        "phpbb_posts",
        r#"{"post_id":"9","topic_id":"3","forum_id":"2","poster_id":"57","post_time":"1709294400","post_username":"","post_subject":"It crashes","post_text":"<t>On save<\/t>","post_visibility":"1"},
{"post_id":"10","topic_id":"3","forum_id":"2","poster_id":"58","post_time":"1709298000","post_username":"","post_subject":"Re: It crashes","post_text":"<t>Gone<\/t>","post_visibility":"2"}"#,
    ),
    ("phpbb_privmsgs", r#"{"msg_id":"1","author_id":"57","message_time":"1709294400","message_text":"between us"}"#),
    ("phpbb_users", r#"{"user_id":"57","username":"ada"},{"user_id":"58","username":"grace"}"#),
];
const PHPBB_SHOWN: [&str; 3] = [
    r#"Help | Help / 3 | It crashes | 9 > - | 57 (ada) | 2024-03-01T12:00:00Z | "On save""#,
    r#"Help | Help / 3 | Re: It crashes | 10 > - | 58 (grace) | 2024-03-01T13:00:00Z | "Gone" deleted"#,
    "skip 4 unsupported: its table `phpbb_privmsgs` holds what is private; export it as CSV to have it read",
];

#[test]
fn the_tables_of_a_phpbb_are_read_together() {
    let whole = file("forum.json", export(&PHPBB).as_bytes());
    assert_eq!(shown(&whole, &Options::default()), PHPBB_SHOWN);
    // A file a table reads the same.
    let files: Vec<(String, String)> =
        PHPBB.iter().map(|table| (format!("{}.json", table.0), export(std::slice::from_ref(table)))).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let shown = shown(&source("forum", &files), &Options::default());
    assert_eq!(shown[..2], PHPBB_SHOWN[..2]);
    assert_eq!(shown.len(), 3);
}

#[test]
fn posts_of_a_mybb_are_read_whatever_tables_stand_before_them() {
    let tables = [
        (
            "mybb_announcements",
            r#"{"aid":"1","fid":"2","uid":"5","subject":"New","message":"Welcome","startdate":"1700000000"}"#,
        ),
        (
            "mybb_posts",
            r#"{"pid":"1","tid":"3","replyto":"0","fid":"2","subject":"Sub","uid":"5","username":"Ada","dateline":"1700000000","message":"hi","visible":"1"},
{"pid":"2","tid":"3","replyto":"1","fid":"2","subject":"RE: Sub","uid":"6","username":"Bo","dateline":"1700000100","message":null,"visible":"1"}"#,
        ),
        (
            "mybb_privatemessages",
            r#"{"pmid":"1","uid":"5","subject":"Sub","message":"between us","dateline":"1700000000"}"#,
        ),
        ("mybb_empty", ""),
        ("mybb_settings", r#"{"sid":"1","name":"bbname","value":"Forum"}"#),
    ];
    let found = shown(&file("forum.json", export(&tables).as_bytes()), &Options::default());
    assert_eq!(
        found,
        [
            r#"mybb_announcements | (digest) | New | - > - | (unknown) | - | "Welcome" !no_time !no_author"#,
            r#"mybb_posts | mybb_posts / 3 | Sub | 1 > 0 | Ada | 2023-11-14T22:13:20Z | "hi""#,
            r#"mybb_posts | mybb_posts / 3 | RE: Sub | 2 > 1 | Bo | 2023-11-14T22:15:00Z | """#,
            "skip 4 unsupported: its table `mybb_privatemessages` holds what is private; export it as CSV to have it read",
            "skip 5 no_text",
        ]
    );
    let plan = archive::plan(&file("forum.json", export(&tables).as_bytes()), &Options::default()).unwrap();
    assert_eq!(shown(&file("forum.json", export(&tables).as_bytes()), &mapped(&plan.map.to_string())), found);
}

#[test]
fn what_lies_beside_an_export_is_told() {
    let posts = export(&PHPBB[1..2]);
    let beside = r#"[{"author":"cy","text":"elsewhere"}]"#;
    let both = source("forum", &[("a.json", posts.as_bytes()), ("b.json", beside.as_bytes())]);
    let found = shown(&both, &Options::default());
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(found[2], "skip 1 unsupported: no export of phpMyAdmin; import it by itself");
}

#[test]
fn an_export_that_is_cut_short_brings_what_is_whole() {
    let whole = export(&PHPBB);
    let cut = &whole[..whole.find("Gone").unwrap()];
    let found = shown(&file("forum.json", cut.as_bytes()), &Options::default());
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].contains("On save") && found[1].starts_with("skip 3 broken"), "{found:?}");
}

#[test]
fn tables_of_private_words_are_told_and_give_no_map() {
    let private =
        ["xf_conversation_message", "bp_messages_messages", "core_message_posts", "pm_message", "mybb_adminlog"];
    for name in private {
        let said = r#"{"id":"1","user_id":"5","message":"between us","date":"2024-03-01 12:00:00"}"#;
        let posts = r#"{"pid":"2","uid":"6","username":"Ada","dateline":"1709294400","message":"hi"}"#;
        let shown =
            shown(&file("forum.json", export(&[(name, said), ("x_posts", posts)]).as_bytes()), &Options::default());
        let why = format!("unsupported: its table `{name}` holds what is private; export it as CSV to have it read");
        assert!(shown.iter().any(|row| row.ends_with(&why)), "{shown:?}");
        assert!(shown.iter().any(|row| row.contains("\"hi\"")) && !shown.iter().any(|row| row.contains("between us")));
    }
}

#[test]
fn only_tables_of_public_names_are_read() {
    let row = |said: &str| {
        format!(r#"{{"id":"1","user_id":"5","username":"Ada","message":"{said}","date":"2024-03-01 12:00:00"}}"#)
    };
    let shown_of = |name: &str| {
        let tables = [(name, row("asked")), ("x_posts", row("hi").replace("\"1\"", "\"2\""))];
        let tables = tables.each_ref().map(|(name, rows)| (*name, rows.as_str()));
        shown(&file("forum.json", export(&tables).as_bytes()), &Options::default())
    };
    let private = [
        "GDN_ConversationMessage",
        "GDN_UserNote",
        "vb_usernote",
        "mdl_messages",
        "mdl_message",
        "jos_messages",
        "smf_instant_messages",
        "e107_private_msg",
        "phpbb_reports",
        "xf_report_comment",
        "forum_privatemessage",
        "privatemsg",
        "site_direct_messages",
        "direct_messages",
        "user_inbox",
        "user_messages",
        "wp_dm",
        "forum_mail",
        "forum-mail",
        "DirectMessages",
        "ibf_message_text",
        "ibf_message_topics",
        "private_posts",
        "draft_posts",
        "pm_messages",
        "ucf_staff_notes",
        "x_unheard_of",
    ];
    for name in private {
        let shown = shown_of(name);
        let is_told = |row: &String| row.starts_with("skip") && row.contains(&format!("its table `{name}` "));
        assert!(shown.iter().any(is_told) && !shown.iter().any(|row| row.contains("asked")), "{name}: {shown:?}");
        assert!(shown.iter().any(|row| row.contains("\"hi\"")), "{name}: {shown:?}");
    }
    let public = [
        "GDN_Comment",
        "GDN_Discussion",
        "PHPBB_POSTS",
        "phpBB_posts",
        "phpbb_posts_text",
        "smf_messages",
        "posts",
        "mdl_forum_posts",
        "jos_kunena_messages",
        "jos_kunena_messages_text",
        "pm_posts",
        "wp_comments",
        "pm_forum_posts",
        "chat_messages",
        "messages",
        "MyForum-Posts",
    ];
    for name in public {
        let shown = shown_of(name);
        assert!(shown.iter().any(|row| row.contains("\"asked\"")), "{name}: {shown:?}");
    }
}

#[test]
fn messages_with_a_receiver_are_not_public() {
    for receiver in ["user_id_to", "useridto", "ToUserID", "recipient_id"] {
        let row = format!(r#"{{"id":"1","user_id":"5","{receiver}":"6","message":"between us","date":"2024-03-01"}}"#);
        let posts = r#"{"id":"2","user_id":"5","message":"hi","date":"2024-03-01"}"#;
        let tables = export(&[("abc_messages", row.as_str()), ("abc_posts", posts)]);
        let shown = shown(&file("forum.json", tables.as_bytes()), &Options::default());
        assert_eq!(shown.len(), 2, "{shown:?}");
        let why = "its table `abc_messages` is not known to be public; export it as CSV to have it read";
        assert_eq!(shown[0], format!("skip 1 unsupported: {why}"));
    }
}

#[test]
fn an_export_without_public_tables_says_how_it_is_read() {
    let row = r#"{"id":"1","author":"ada","created_at":"2024-03-01 12:00:00","text":"It crashes"}"#;
    let said = match archive::open(&file("forum.json", export(&[("feedback", row)]).as_bytes()), &Options::default()) {
        Err(error) => error.to_string(),
        Ok(_) => "it is read".to_owned(),
    };
    let why = "forum.json: none of its tables is known to hold public texts; export the one that does as CSV";
    assert_eq!(said, why);
}
