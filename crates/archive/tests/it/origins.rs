//! Which server an archive comes from: two of them must not be taken for one.

use std::collections::BTreeSet;

use archive::Options;

use crate::read::{rows, source};

const CHATWOOT: &str = r#"{"payload":[{"id":6,"account_id":1,"inbox_id":2,"messages":[{"id":71,"content":"hello","inbox_id":2,"message_type":0,"created_at":1730466000,"sender":{"id":4,"name":"Ada"}}]}]}"#;
const FRESHDESK: &str = r#"[{"id":20,"subject":"Help","description_text":"I cannot","requester_id":1,"created_at":"2024-03-12T10:00:00Z"}]"#;
const ZENDESK: &str = r#"{"tickets":[{"id":5,"subject":"Help","description":"It broke","requester_id":1,"created_at":"2024-01-01T10:00:00Z"}]}"#;
const DISCOURSE: &str = r#"{"post_stream":{"posts":[{"id":1,"username":"ada","avatar_template":"/letter_avatar_proxy/v4/letter/a/{size}.png","created_at":"2024-03-01T10:00:00.000Z","cooked":"<p>hello</p>","post_number":1,"topic_id":9}]},"id":9,"title":"Links"}"#;
const ZULIP: &str = r#"{"messages":[{"id":2,"sender_id":1,"avatar_url":"https://secure.gravatar.com/avatar/x","content":"<p>hello</p>","timestamp":1700000000,"subject":"s","sender_full_name":"Ada","sender_email":"a@x","sender_realm_str":"","display_recipient":"general"}]}"#;
const LEMMY: &str = r#"{"comments":[{"comment":{"id":34,"creator_id":5,"post_id":7,"content":"hello","published":"2024-03-01T14:00:00Z","ap_id":"https://other.example/comment/9","local":false,"path":"0.34"},"creator":{"id":5,"name":"bo","actor_id":"https://other.example/u/bo","local":false},"post":{"id":7,"name":"It crashes"},"community":{"name":"widget","actor_id":"https://other.example/c/widget","local":false}}]}"#;
const POSTS: &str = "<posts>\n  <row Id=\"1\" PostTypeId=\"1\" CreationDate=\"2024-03-01T10:00:00\" OwnerUserId=\"5\" Title=\"Why?\" Body=\"x\" />\n</posts>\n";
const DUMP: &str = "--\n-- PostgreSQL database dump\n--\n\nCOPY public.posts (id, user_id, topic_id, post_number, raw, created_at, post_type) FROM stdin;\n1\t5\t9\t1\thello\t2024-03-01 12:00:00\t1\n\\.\n";
const INTERCOM: &str = r#"{"conversations":[{"id":"1","created_at":1730466000,"conversation_parts":{"conversation_parts":[{"id":"1","part_type":"comment","body":"Hi","created_at":1730466100,"author":{"type":"admin","id":"9"}}]}}]}"#;

/// Checks the origin of what a source brings that is called so and has these files.
#[track_caller]
fn check(name: &str, files: &[(&str, &str)], expected: &str) {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    let found = rows(&source(name, &files), &Options::default());
    let origins: BTreeSet<String> = found.into_iter().map(|row| row.unwrap().message.origin).collect();
    assert_eq!(origins.into_iter().collect::<Vec<_>>(), [expected], "{name}");
}

#[test]
fn two_servers_that_tell_nothing_of_themselves_are_kept_apart_by_their_files() {
    for (word, text) in [
        ("chatwoot", CHATWOOT),
        ("freshdesk", FRESHDESK),
        ("zendesk", ZENDESK),
        ("discourse", DISCOURSE),
        ("zulip", ZULIP),
        ("lemmy", LEMMY),
    ] {
        for name in
            ["acme.json", "acme (1).json", "acme-2025-10-01-0330.json", "2025_10_01_acme.json", "acme-20251001.json"]
        {
            check(name, &[("a.json", text)], &format!("{word}:acme"));
        }
        check("widget-2.json", &[("a.json", text)], &format!("{word}:widget-2"));
        for name in
            ["9.json", "1-posts-2.json", "export", "messages.json", "conversations (1).json", "tickets-2025-10-01"]
        {
            check(name, &[("a.json", text)], word);
        }
    }
    check("cooking (1).7z", &[("Posts.xml", POSTS)], "stackexchange:cooking");
    check("forum (1)", &[("dump.sql", DUMP)], "discourse:forum");
    check("acme.json", &[("a.json", INTERCOM)], "intercom");
    let realm = r#"{"zerver_realm":[{"id":2,"string_id":""}],"zerver_userprofile":[{"id":10,"full_name":"Ada","email":"ada@example.org"}]}"#;
    let messages = r#"{"zerver_message":[{"id":1,"sender":10,"recipient":20,"subject":"x","content":"hi","date_sent":1709553600}]}"#;
    let export = [("messages-000001.json", messages), ("realm.json", realm)];
    check("acme.tar.gz", &export, "zulip:acme");
    let told = realm.replace("\"\"", "\"widget\"");
    check("acme.tar.gz", &[export[0], ("realm.json", &told)], "zulip:widget");
    // Zulip's own names of exports are thrown by dice.
    for name in ["zulip-export-x7sd8f2a.tar.gz", "zulip-export-k3j2h1ab.tar.gz"] {
        check(name, &export, "zulip");
        let named = realm.replace("\"\"", "\"\",\"uuid\":\"0f-1\",\"name\":\"Acme\"");
        check(name, &[export[0], ("realm.json", &named)], "zulip:0f-1");
    }
    for name in ["cooking-2025-07-01.zip", "cooking-2025-10-01.zip"] {
        check(name, &[("Posts.xml", POSTS)], "stackexchange:cooking");
    }
}

#[test]
fn a_server_is_known_by_the_addresses_that_it_gives() {
    let avatar = DISCOURSE.replace("/letter_avatar_proxy/v4/letter/a", "/user_avatar/forum.acme.example/ada");
    check("9.json", &[("9.json", &avatar)], "discourse:forum.acme.example");
    let cdn = DISCOURSE.replace("/letter_avatar_proxy", "https://cdn.example/user_avatar/forum.acme.example/ada");
    check("9.json", &[("9.json", &cdn)], "discourse:forum.acme.example");
    let linked = DISCOURSE.replace(
        "\"post_number\"",
        "\"link_counts\":[{\"url\":\"https://x.example/t/5\",\"internal\":false},{\"url\":\"https://forum.acme.example/t/a/5\",\"internal\":true}],\"post_number\"",
    );
    check("9.json", &[("9.json", &linked)], "discourse:forum.acme.example");
    let drawn = ZULIP.replace("secure.gravatar.com/avatar", "chat.acme.example/user_avatars/2");
    check("a.json", &[("a.json", &drawn)], "zulip:chat.acme.example");
    let quoted = ZULIP.replace("<p>hello</p>", "<a href='https://chat.other.example/user_uploads/2/a.png'>a</a>");
    check("a.json", &[("a.json", &quoted)], "zulip:a");
    let file = CHATWOOT.replace(
        "\"content\"",
        "\"attachments\":[{\"data_url\":\"https://desk.acme.example/rails/active_storage/blobs/x/a.png\"}],\"content\"",
    );
    check("a.json", &[("a.json", &file)], "chatwoot:desk.acme.example/1");
    let ticket = FRESHDESK.replace("\"id\":20", "\"id\":20,\"url\":\"https://acme.freshdesk.com/a/tickets/20\"");
    check("a.json", &[("a.json", &ticket)], "freshdesk:acme.freshdesk.com");
}

#[test]
fn the_server_is_found_wherever_among_the_files_it_is_told() {
    let told = ZENDESK.replace("\"id\":5", "\"id\":6,\"url\":\"https://acme.zendesk.com/api/v2/tickets/6.json\"");
    let one = r#"{"id":7,"url":"https://acme.zendesk.com/api/v2/tickets/7.json","subject":"Help","description":"It broke","requester_id":1,"created_at":"2024-01-01T10:00:00Z"}"#;
    for last in [told.as_str(), one] {
        let names: Vec<String> = (10..20).map(|number| format!("{number}.json")).collect();
        let mut files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), ZENDESK)).collect();
        files.push(("99.json", last));
        check("acme", &files, "zendesk:acme.zendesk.com");
    }
    let silent = LEMMY.strip_prefix("{\"comments\":[").unwrap().strip_suffix("]}").unwrap();
    let local = silent.replace("other.example/c/widget\",\"local\":false", "lemmy.example/c/widget\",\"local\":true");
    let many = format!("{{\"comments\":[{},{local}]}}", vec![silent; 300].join(","));
    check("a.json", &[("a.json", &many)], "lemmy:lemmy.example");
}
