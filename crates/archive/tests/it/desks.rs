//! Help desks: who said what, in the shapes that their APIs and exports leave.

use archive::Options;

use crate::read::{rows, show, source};

fn check(files: &[(&str, &str)], expected: &[&str]) {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let shown: Vec<String> = rows(&source("export", &files), &Options::default()).iter().map(show).collect();
    assert_eq!(shown, expected);
}

/// A conversation of Intercom with these parts.
fn intercom(parts: &str) -> String {
    format!(
        r#"{{"type":"conversation","id":"1","created_at":1539897198,"source":{{"id":"2","delivered_as":"customer_initiated","body":"<p>Hi</p>","author":{{"type":"lead","id":"c1"}}}},
        "contacts":{{"contacts":[{{"type":"contact","id":"c1","email":"ada@example.org"}}]}},"conversation_parts":{{"conversation_parts":[{parts}]}}}}"#
    )
}

#[test]
fn pictures_in_what_was_said_are_files_and_entities_are_signs() {
    let parts = intercom(
        r#"{"id":"3","part_type":"comment","body":"<p><img src=\"https://dl.example/pic.png?e=1\"></p>","created_at":1539897298,"author":{"type":"user","id":"c1"}},
        {"id":"4","part_type":"comment","body":"<p>Terms &amp; more<img src=\"https://dl.example/seen.gif\" width=\"1\" height=\"1\"><img src=\"cid:1\"></p>","created_at":1539897299,"author":{"type":"user","id":"c1"}}"#,
    );
    check(
        &[("one.json", &parts)],
        &[
            r#"customer_initiated | 1 | - | 1/2 > - | ada@example.org | 2018-10-18T21:13:18Z | "Hi""#,
            r#"customer_initiated | 1 | - | 1/3 > 1/2 | ada@example.org | 2018-10-18T21:14:58Z | "" file=pic.png:image/png:-:https://dl.example/pic.png?e=1"#,
            r#"customer_initiated | 1 | - | 1/4 > 1/2 | ada@example.org | 2018-10-18T21:14:59Z | "Terms & more""#,
        ],
    );
    let threads = |body: &str| {
        format!(
            r#"{{"_embedded":{{"conversations":[{{"id":10,"mailboxId":85,"_embedded":{{"threads":[{{"id":14,"type":"customer","body":"{body}","createdBy":{{"id":2,"type":"customer","email":"ada@example.org"}},"createdAt":"2024-03-10T22:46:22Z"}}]}}}}]}}}}"#
        )
    };
    let row = |said: &str| format!("85 | 10 | - | 10/14 > - | ada@example.org | 2024-03-10T22:46:22Z | {said}");
    for (body, said) in [
        (
            r#"<img src=\"https://h.example/in/shot.png\">"#,
            r#""" file=shot.png:image/png:-:https://h.example/in/shot.png"#,
        ),
        (r"Write <ada@example.org>", r#""Write <ada@example.org>""#),
        (r"Terms &amp; conditions, it&#39;s\nunclear if 1 < 2", r#""Terms & conditions, it's\nunclear if 1 < 2""#),
    ] {
        check(&[("a.json", &threads(body))], &[&row(said)]);
    }
}

#[test]
fn who_is_a_number_in_one_message_is_the_same_as_in_another() {
    let parts = intercom(
        r#"{"id":"3","part_type":"comment","body":"a","created_at":1539897298,"author":{"type":"admin","id":"8","name":"Grace","email":"grace@example.org"}},
        {"id":"4","part_type":"comment","body":"b","created_at":1539897299,"author":{"type":"admin","id":"8"}},
        {"id":"5","part_type":"comment","body":"c","created_at":1539897300,"author":{"type":"user","id":"8"}}"#,
    );
    check(
        &[("one.json", &parts)],
        &[
            r#"customer_initiated | 1 | - | 1/2 > - | ada@example.org | 2018-10-18T21:13:18Z | "Hi""#,
            r#"customer_initiated | 1 | - | 1/3 > 1/2 | grace@example.org (Grace) | 2018-10-18T21:14:58Z | "a""#,
            r#"customer_initiated | 1 | - | 1/4 > 1/2 | grace@example.org (Grace) | 2018-10-18T21:14:59Z | "b""#,
            r#"customer_initiated | 1 | - | 1/5 > 1/2 | 8 | 2018-10-18T21:15:00Z | "c""#,
        ],
    );
    let helpscout = r#"{"_embedded":{"conversations":[{"id":10,"mailboxId":85,"primaryCustomer":{"id":23,"first":"Ada","last":"Lee","email":"ada@example.org"},"_embedded":{"threads":[
        {"id":14,"type":"customer","body":"a","createdBy":{"id":23,"type":"customer"},"createdAt":"2024-03-10T22:46:22Z"},
        {"id":15,"type":"message","body":"b","createdBy":{"id":23,"type":"user"},"createdAt":"2024-03-10T22:47:22Z"}]}}]}}"#;
    check(
        &[("a.json", helpscout)],
        &[
            r#"85 | 10 | - | 10/14 > - | ada@example.org (Ada Lee) | 2024-03-10T22:46:22Z | "a""#,
            r#"85 | 10 | - | 10/15 > 10/14 | 23 | 2024-03-10T22:47:22Z | "b""#,
        ],
    );
}

#[test]
fn a_list_of_intercom_opens_each_conversation() {
    let one = r#"{"type":"conversation","id":"1","created_at":1539897198,"title":"Billing","source":{"type":"conversation","id":"2","delivered_as":"customer_initiated","body":"<p>Hi</p>","author":{"type":"lead","id":"c1"}}}"#;
    let list = format!(r#"{{"type":"conversation.list","pages":{{"page":1}},"conversations":[{one}]}}"#);
    for text in [&*list, one] {
        check(&[("a.json", text)], &[r#"conversation | 1 | Billing | 1/2 > - | c1 | 2018-10-18T21:13:18Z | "Hi""#]);
    }
}

#[test]
fn what_a_desk_says_by_itself_is_said_by_a_program() {
    let chatwoot = r#"{"payload":[{"id":6,"inbox_id":2,"messages":[
        {"id":71,"content":"Give us a way to reach you.","inbox_id":2,"message_type":3,"created_at":1730466000},
        {"id":72,"content":"ok","inbox_id":2,"message_type":0,"created_at":1730466001,"sender":{"id":4,"name":"Ada","type":"contact"}},
        {"id":73,"content":"hello","inbox_id":2,"message_type":1,"created_at":1730466002,"sender":{"id":4,"name":"Bo","type":"user"}}]}]}"#;
    check(
        &[("a.json", chatwoot)],
        &[
            r#"2 | 6 | - | 6/71 > - | chatwoot | 2024-11-01T13:00:00Z | "Give us a way to reach you." bot"#,
            r#"2 | 6 | - | 6/72 > 6/71 | 4 (Ada) | 2024-11-01T13:00:01Z | "ok""#,
            r#"2 | 6 | - | 6/73 > 6/71 | 4 (Bo) | 2024-11-01T13:00:02Z | "hello""#,
        ],
    );
    let zendesk = r#"{"tickets":[{"id":5,"subject":"Help","comments":[{"id":54,"author_id":-1,"plain_body":"We got it","created_at":"2024-01-01T14:00:00Z"}],"requester_id":1}]}"#;
    check(&[("a.json", zendesk)], &[r#"export | 5 | Help | 5/54 > - | -1 | 2024-01-01T14:00:00Z | "We got it" bot"#]);
}

#[test]
fn a_ticket_that_was_thrown_away_shows_it() {
    let freshdesk = r#"[{"id":21,"subject":"Buy","deleted":true,"description_text":"now","requester_id":43,"created_at":"2024-03-12T10:00:00Z","conversations":[
        {"id":3,"body_text":"no","private":false,"user_id":44,"created_at":"2024-03-12T11:00:00Z"}]}]"#;
    check(
        &[("a.json", freshdesk)],
        &[
            r#"export | 21 | Buy | 21/description > - | 43 | 2024-03-12T10:00:00Z | "now" deleted"#,
            r#"export | 21 | Buy | 21/3 > 21/description | 44 | 2024-03-12T11:00:00Z | "no" deleted"#,
        ],
    );
}

#[test]
fn tickets_of_zendesk_come_in_every_wrapping() {
    let ticket = r#"{"url":"https://acme.zendesk.com/api/v2/tickets/6.json","id":6,"subject":"Fire","raw_subject":"Fire","description":"It burns","created_at":"2024-01-01T10:00:00Z","requester":{"id":9,"name":"Cy","email":"cy@example.org"},"tags":["a"],"comments":[]}"#;
    let row = r#"export | 6 | Fire | 6/6 > - | cy@example.org (Cy) | 2024-01-01T10:00:00Z | "It burns""#;
    for text in [ticket.to_owned(), format!("{{\"ticket\":{ticket}}}"), format!("{{\"tickets\":[{ticket}]}}")] {
        check(&[("a.json", &text)], &[row]);
        let told = rows(&source("export", &[("a.json", text.as_bytes())]), &Options::default()).remove(0).unwrap();
        assert_eq!(told.message.origin, "zendesk:acme.zendesk.com");
    }
    let audits = r#"{"audits":[{"id":900,"ticket_id":5,"created_at":"2024-01-01T10:00:00Z","author_id":1,"events":[
        {"id":50,"type":"Comment","author_id":1,"body":"It broke","plain_body":"It broke","public":true,"audit_id":900},
        {"id":51,"type":"Create","value":"Help","field_name":"subject"},{"id":52,"type":"Notification","subject":"Got it","body":"We got it"}],"via":{"channel":"email"}},
        {"id":901,"ticket_id":5,"created_at":"2024-01-01T11:00:00Z","author_id":2,"events":[{"id":53,"type":"Change","value":"open","field_name":"status"}]}],"count":2}"#;
    check(
        &[("audits.json", audits)],
        &[
            r#"email | 5 | Help | 5/50 > - | 1 | 2024-01-01T10:00:00Z | "It broke""#,
            "skip 2 system: a change of a ticket",
        ],
    );
}

#[test]
fn comments_beside_the_tickets_belong_to_them() {
    let comments = |ticket: u32| {
        format!(
            r#"{{"comments":[{{"id":{ticket}0,"type":"Comment","author_id":1,"body":"It broke","plain_body":"It broke","public":true,"audit_id":900,"created_at":"2024-01-01T10:00:00Z"}},
            {{"id":{ticket}1,"type":"Comment","author_id":2,"body":"Fixed","plain_body":"Fixed","public":true,"audit_id":901,"created_at":"2024-01-01T11:00:00Z"}}],"count":2}}"#
        )
    };
    let ticket = |number: u32| {
        format!(
            r#"{{"url":"https://acme.zendesk.com/api/v2/tickets/{number}.json","id":{number},"subject":"Help {number}","description":"It broke","requester_id":1,"created_at":"2024-01-01T10:00:00Z","via":{{"channel":"web"}}}}"#
        )
    };
    let tickets = format!(r#"{{"tickets":[{},{}],"count":2}}"#, ticket(5), ticket(6));
    let five = comments(5);
    for file in ["5.json", "ticket_5_comments.json", "comments/5.json", "comments-5 (1).json", "a/5/comments.json"] {
        check(
            &[(file, &five), ("tickets.json", &tickets)],
            &[
                r#"web | 5 | Help 5 | 5/50 > - | 1 | 2024-01-01T10:00:00Z | "It broke""#,
                r#"web | 5 | Help 5 | 5/51 > 5/50 | 2 | 2024-01-01T11:00:00Z | "Fixed""#,
                "skip 1 unsupported: its words stand in a file beside",
                r#"web | 6 | Help 6 | 6/6 > - | 1 | 2024-01-01T10:00:00Z | "It broke""#,
            ],
        );
    }
    // Without the tickets, and of tickets that are not there, the file is the conversation.
    let nine = comments(9);
    check(
        &[("ticket_9_comments.json", &nine), ("tickets.json", &format!(r#"{{"tickets":[{}]}}"#, ticket(6)))],
        &[
            r#"export | ticket_9_comments | - | ticket_9_comments/90 > - | 1 | 2024-01-01T10:00:00Z | "It broke""#,
            r#"export | ticket_9_comments | - | ticket_9_comments/91 > ticket_9_comments/90 | 2 | 2024-01-01T11:00:00Z | "Fixed""#,
            r#"web | 6 | Help 6 | 6/6 > - | 1 | 2024-01-01T10:00:00Z | "It broke""#,
        ],
    );
}

#[test]
fn what_lies_beside_a_wrapped_ticket_belongs_to_it() {
    let ticket = r#"{"id":5,"subject":"Login","raw_subject":"Login","requester_id":7,"description":"A","created_at":"2024-01-01T10:00:00Z"}"#;
    let whole = format!(
        r#"{{"ticket":{ticket},"comments":[{{"id":1,"author_id":7,"body":"A","created_at":"2024-01-01T10:00:00Z"}},{{"id":2,"author_id":8,"body":"B","created_at":"2024-01-01T11:00:00Z"}}],"users":[{{"id":7,"name":"Ada","email":"ada@example.org"}}]}}"#
    );
    for name in ["ticket_5.json", "tickets.jsonl"] {
        check(
            &[(name, &whole)],
            &[
                r#"export | 5 | Login | 5/1 > - | ada@example.org (Ada) | 2024-01-01T10:00:00Z | "A""#,
                r#"export | 5 | Login | 5/2 > 5/1 | 8 | 2024-01-01T11:00:00Z | "B""#,
            ],
        );
    }
}

#[test]
fn agents_of_chatwoot_are_not_the_customers_of_their_numbers() {
    let conversation = |id: u32, assignee: &str| {
        format!(
            r#"{{"id":{id},"inbox_id":2,"meta":{{"channel":"Web","sender":{{"id":1,"name":"Ada","email":"ada@example.org"}},"assignee":{assignee}}},"messages":[
            {{"id":{id}1,"content":"hello","inbox_id":2,"message_type":1,"created_at":1730466001,"sender":{{"id":1,"name":"Grace","type":"user"}}}},
            {{"id":{id}2,"content":"hi","inbox_id":2,"message_type":0,"created_at":1730466002,"sender":{{"id":1,"name":"Ada","email":"ada@example.org","type":"contact"}}}},
            {{"id":{id}3,"content":"beep","inbox_id":2,"message_type":1,"created_at":1730466003,"sender":{{"id":1,"name":"Helper","type":"agent_bot"}}}}]}}"#
        )
    };
    let grace = r#"{"id":1,"name":"Grace","email":"grace@example.org"}"#;
    let mary = r#"{"id":3,"name":"Mary","email":"mary@example.org"}"#;
    let list = format!(r#"{{"payload":[{},{}]}}"#, conversation(6, grace), conversation(7, mary));
    let shown = |id: u32| {
        [
            format!(r#"2 | {id} | - | {id}/{id}1 > - | 1 (Grace) | 2024-11-01T13:00:01Z | "hello""#),
            format!(r#"2 | {id} | - | {id}/{id}2 > {id}/{id}1 | ada@example.org (Ada) | 2024-11-01T13:00:02Z | "hi""#),
            format!(r#"2 | {id} | - | {id}/{id}3 > {id}/{id}1 | 1 (Helper) | 2024-11-01T13:00:03Z | "beep" bot"#),
        ]
    };
    let expected = [shown(6), shown(7)].concat();
    check(&[("a.json", &list)], &expected.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn whom_help_scout_assigns_is_no_customer() {
    let helpscout = r#"{"_embedded":{"conversations":[{"id":10,"mailboxId":85,"assignee":{"id":23,"first":"Bo","last":"Ray","email":"bo@example.org"},"_embedded":{"threads":[
        {"id":14,"type":"customer","body":"a","createdBy":{"id":23,"type":"customer"},"createdAt":"2024-03-10T22:46:22Z"},
        {"id":15,"type":"message","body":"b","createdBy":{"id":23,"type":"user"},"createdAt":"2024-03-10T22:47:22Z"}]}}]}}"#;
    check(
        &[("a.json", helpscout)],
        &[
            r#"85 | 10 | - | 10/14 > - | 23 | 2024-03-10T22:46:22Z | "a""#,
            r#"85 | 10 | - | 10/15 > 10/14 | bo@example.org (Bo Ray) | 2024-03-10T22:47:22Z | "b""#,
        ],
    );
}

#[test]
fn signs_that_only_look_like_tags_are_words() {
    for (body, said) in [
        ("Use Vec<String> here", "Use Vec<String> here"),
        ("if a <b then stop", "if a <b then stop"),
        ("x <y and z> w", "x <y and z> w"),
        ("one<br>two", "one\\ntwo"),
        ("<P>one</P>", "one"),
        ("<custom>one</custom> two", "one two"),
        ("a <b>bold</b> word", "a bold word"),
        ("an <img src=x /> here", "an here"),
    ] {
        let part = intercom(&format!(
            r#"{{"id":"3","part_type":"comment","body":"{body}","created_at":1539897298,"author":{{"type":"user","id":"c1"}}}}"#
        ));
        check(
            &[("one.json", &part)],
            &[
                r#"customer_initiated | 1 | - | 1/2 > - | ada@example.org | 2018-10-18T21:13:18Z | "Hi""#,
                &format!(
                    r#"customer_initiated | 1 | - | 1/3 > 1/2 | ada@example.org | 2018-10-18T21:14:58Z | "{said}""#
                ),
            ],
        );
    }
}

/// A ticket of Zendesk, and a list of comments that says nothing of whose it is.
fn ticket(number: u32) -> String {
    format!(
        r#"{{"tickets":[{{"id":{number},"subject":"Help","description":"It broke","requester_id":1,"created_at":"2024-01-01T10:00:00Z","via":{{"channel":"web"}}}}]}}"#
    )
}

const LIST: &str = r#"{"comments":[{"id":50,"author_id":1,"body":"It broke","plain_body":"It broke","public":true,"audit_id":900,"created_at":"2024-01-01T10:00:00Z"}],"count":1}"#;

#[test]
fn a_ticket_keeps_its_words_where_no_other_file_says_them() {
    let own = r#"web | 5 | Help | 5/5 > - | 1 | 2024-01-01T10:00:00Z | "It broke""#;
    let empty = r#"{"comments":[],"count":0}"#;
    let refused = "skip 1 no_text: a conversation without messages in this file";
    check(&[("5_comments.json", empty), ("tickets.json", &ticket(5))], &[refused, own]);
    // What the staff noted first stands in the ticket as if it were public.
    let note = LIST.replace("\"public\":true", "\"public\":false");
    check(
        &[("5_comments.json", &note), ("tickets.json", &ticket(5))],
        &[
            "skip 1 unsupported: a note among the staff, not public",
            "skip 1 unsupported: its words stand in a file beside",
        ],
    );
    let tickets = ticket(5);
    let files = [("5_comments.json", &LIST.as_bytes()[..40]), ("tickets.json", tickets.as_bytes())];
    let shown: Vec<String> = rows(&source("export", &files), &Options::default()).iter().map(show).collect();
    assert_eq!(shown.last().map(String::as_str), Some(own));
}

#[test]
fn a_date_or_count_in_a_files_name_is_no_ticket() {
    for (name, number) in [
        ("2024-05-01_comments.json", 2024),
        ("page-2-of-9.json", 2),
        ("2024-05/comments.json", 5),
        ("export_3_of_5.json", 5),
    ] {
        let stem = name.rsplit('/').next().and_then(|name| name.strip_suffix(".json")).unwrap();
        check(
            &[(name, LIST), ("tickets.json", &ticket(number))],
            &[
                &format!(r#"export | {stem} | - | {stem}/50 > - | 1 | 2024-01-01T10:00:00Z | "It broke""#),
                &format!(r#"web | {number} | Help | {number}/{number} > - | 1 | 2024-01-01T10:00:00Z | "It broke""#),
            ],
        );
    }
    for name in ["2024_ticket_5_page_1.json", "2024-05-01/ticket-5.json", "1 of 9, 5_comments.json"] {
        check(
            &[(name, LIST), ("tickets.json", &ticket(5))],
            &[
                r#"web | 5 | Help | 5/50 > - | 1 | 2024-01-01T10:00:00Z | "It broke""#,
                "skip 1 unsupported: its words stand in a file beside",
            ],
        );
    }
}

#[test]
fn a_very_long_title_stands_with_the_first_message_only() {
    let title = "x".repeat(500_000);
    let comments: Vec<String> = (0..400)
        .map(|id| format!(r#"{{"id":{id},"author_id":1,"body":"a","created_at":"2024-01-01T10:00:00Z"}}"#))
        .collect();
    let ticket = format!(
        r#"{{"tickets":[{{"id":5,"requester_id":1,"subject":"{title}","via":{{"channel":"{title}"}},"requester":{{"id":1,"name":"{title}"}},"comments":[{}]}}]}}"#,
        comments.join(",")
    );
    let found = rows(&source("export", &[("a.json", ticket.as_bytes())]), &Options::default());
    let messages: Vec<_> = found.into_iter().map(|row| row.unwrap().message).collect();
    assert_eq!((messages.len(), messages[0].title.as_ref()), (400, Some(&title)));
    let bytes = |message: &model::Incoming| {
        let optional = [&message.title, &message.author.name, &message.native_id, &message.reply_to];
        optional.into_iter().flatten().chain([&message.channel, &message.conversation]).map(String::len).sum::<usize>()
    };
    let all: usize = messages.iter().map(bytes).sum();
    assert!(all < 1 << 20, "{all} bytes");
}
