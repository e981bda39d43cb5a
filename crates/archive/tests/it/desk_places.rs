//! Which conversation of a help desk a message belongs to, and what it answers there.

use archive::Options;

use crate::read::{rows, show, source};

fn check(files: &[(&str, &str)], expected: &[&str]) {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let shown: Vec<String> = rows(&source("export", &files), &Options::default()).iter().map(show).collect();
    assert_eq!(shown, expected);
}

/// A list of Help Scout's threads, which does not say whose.
fn threads(id: u32, body: &str) -> String {
    format!(
        r#"{{"_embedded":{{"threads":[{{"id":{id},"type":"customer","state":"published","body":"{body}","createdBy":{{"id":4,"type":"customer","email":"ada@example.org"}},"createdAt":"2024-03-10T22:46:22Z","_embedded":{{"attachments":[]}}}}]}},"page":{{"size":25}}}}"#
    )
}

#[test]
fn threads_of_help_scout_belong_to_the_conversation_of_their_file() {
    let conversation = |id: u32| {
        format!(
            r#"{{"id":{id},"number":1,"threads":1,"type":"email","subject":"Help {id}","mailboxId":85,"createdAt":"2024-03-10T22:46:22Z"}}"#
        )
    };
    let list = format!(r#"{{"_embedded":{{"conversations":[{},{}]}}}}"#, conversation(10), conversation(11));
    let row = |id: u32, thread: u32| {
        format!("85 | {id} | Help {id} | {id}/{thread} > - | ada@example.org | 2024-03-10T22:46:22Z | \"in {id}\"")
    };
    let beside = |row: u32| format!("skip {row} unsupported: its words stand in a file beside");
    for (ten, eleven) in [
        ("conversations/10/threads.json", "conversations/11/threads.json"),
        ("conversation_10_page_1.json", "conversation_11_page_1.json"),
        ("threads_10.json", "threads_11.json"),
        ("10_threads.json", "11_threads.json"),
    ] {
        check(
            &[(ten, &threads(1, "in 10")), (eleven, &threads(2, "in 11")), ("z.json", &list)],
            &[&row(10, 1), &row(11, 2), &beside(1), &beside(2)],
        );
    }
    // Without the list, files of one name are those of several conversations all the same.
    let alone = |id: u32, thread: u32| {
        row(id, thread).replace(&format!("85 | {id} | Help {id}"), &format!("export | {id} | -"))
    };
    check(
        &[("10/threads.json", &threads(1, "in 10")), ("11/threads.json", &threads(2, "in 11"))],
        &[&alone(10, 1), &alone(11, 2)],
    );
    check(
        &[("10/threads.json", &threads(1, "in 10"))],
        &[&alone(10, 1).replace("10 |", "threads |").replace("10/", "threads/")],
    );
}

#[test]
fn one_conversation_of_help_scouts_first_api_is_read() {
    let whole = r#"{"item":{"id":29,"number":3,"mailbox":{"id":1,"name":"Post"},"threadCount":1,"subject":"Help","createdAt":"2012-07-23T12:34:12Z",
        "threads":[{"id":88,"createdAt":"2012-07-23T12:34:12Z","createdBy":{"id":4,"firstName":"Ada","lastName":"Lee","email":"ada@example.org"},"type":"message","state":"published","body":"I need it."}]}}"#;
    check(
        &[("29.json", whole)],
        &["Post | 29 | Help | 29/88 > - | ada@example.org (Ada Lee) | 2012-07-23T12:34:12Z | \"I need it.\""],
    );
}

#[test]
fn messages_of_chatwoot_have_one_inbox_a_subject_and_what_they_answer() {
    let message = |id: u32, rest: &str| {
        format!(
            r#"{{"id":{id},"content":"said","inbox_id":2,"conversation_id":6,"message_type":0,"created_at":173046600{id},"private":false,"sender":{{"id":4,"name":"Ada","type":"contact"}}{rest}}}"#
        )
    };
    let row = |id: u32, title: &str, answers: &str| {
        format!("2 | 6 | {title} | 6/{id} > {answers} | 4 (Ada) | 2024-11-01T13:00:0{id}Z | \"said\"")
    };
    let list = format!(
        r#"{{"data":{{"payload":[{{"id":6,"inbox_id":2,"meta":{{"channel":"Channel::Email","sender":{{"id":4,"name":"Ada"}}}},"additional_attributes":{{"mail_subject":"Order 12"}},"messages":[{}],"last_non_activity_message":{}}}]}}}}"#,
        message(1, ""),
        message(3, r#","content_attributes":{"in_reply_to":2}"#)
    );
    let beside = format!(
        r#"{{"meta":{{"labels":[]}},"payload":[{},{}]}}"#,
        message(1, r#","content_attributes":{"email":{"subject":"Order 12"}}"#),
        message(2, r#","content_attributes":{"in_reply_to":1}"#)
    );
    check(
        &[("conversations.json", &list), ("messages_6.json", &beside)],
        &[&row(1, "Order 12", "-"), &row(3, "Order 12", "6/2"), &row(1, "Order 12", "-"), &row(2, "-", "6/1")],
    );
    // The message that is told last is among the others.
    let told = list.replace("\"id\":3,", "\"id\":1,");
    check(&[("conversations.json", &told)], &[&row(1, "Order 12", "-")]);
}

#[test]
fn what_customers_say_when_they_rate_a_talk_is_said_by_them() {
    let survey = r#"{"id":2,"content":"Please rate us","inbox_id":2,"conversation_id":6,"message_type":3,"content_type":"input_csat","created_at":1730466002,"content_attributes":{"submitted_values":{"csat_survey_response":{"rating":5,"feedback_message":"Great"}}}}"#;
    let list = format!(
        r#"{{"payload":[{{"id":6,"inbox_id":2,"meta":{{"sender":{{"id":4,"name":"Ada","email":"ada@example.org"}}}},"messages":[{survey}]}}]}}"#
    );
    check(
        &[("a.json", &list)],
        &[
            r#"2 | 6 | - | 6/2 > - | chatwoot | 2024-11-01T13:00:02Z | "Please rate us" bot"#,
            r#"2 | 6 | - | 6/2-feedback > 6/2 | ada@example.org (Ada) | 2024-11-01T13:00:02Z | "Great""#,
        ],
    );
    let messages = format!(
        r#"{{"meta":{{"contact":{{"payload":[{{"id":4,"name":"Ada","email":"ada@example.org"}}]}}}},"payload":[{survey}]}}"#
    );
    check(
        &[("messages.json", &messages)],
        &[
            r#"2 | 6 | - | 6/2 > - | chatwoot | 2024-11-01T13:00:02Z | "Please rate us" bot"#,
            r#"2 | 6 | - | 6/2-feedback > 6/2 | ada@example.org (Ada) | 2024-11-01T13:00:02Z | "Great""#,
        ],
    );
    let intercom = r#"{"type":"conversation","id":"5","created_at":1709553600,"source":{"type":"email","id":"1","delivered_as":"customer_initiated","body":"<p>Hi</p>","author":{"type":"user","id":"u1","name":"Ada","email":"ada@example.org"}},
        "conversation_rating":{"rating":5,"remark":"Thanks & bye","created_at":1709560000,"contact":{"type":"contact","id":"u1"},"teammate":{"type":"teammate","id":8}},"conversation_parts":{"conversation_parts":[]}}"#;
    let nobody = intercom.replace(
        r#","contact":{"type":"contact","id":"u1"},"teammate":{"type":"teammate","id":8}}"#,
        r#"},"contacts":{"type":"contact.list","contacts":[{"type":"contact","id":"u1"}]}"#,
    );
    // Of several the one who spoke.
    let several = nobody.replace(r#""contacts":[{"#, r#""contacts":[{"type":"contact","id":"u0"},{"#);
    for conversation in [intercom, &nobody, &several] {
        check(
            &[("5.json", conversation)],
            &[
                r#"email | 5 | - | 5/1 > - | ada@example.org (Ada) | 2024-03-04T12:00:00Z | "Hi""#,
                r#"email | 5 | - | 5/rating > 5/1 | ada@example.org (Ada) | 2024-03-04T13:46:40Z | "Thanks & bye""#,
            ],
        );
    }
}

#[test]
fn a_ticket_that_its_state_calls_deleted_shows_it() {
    let comment = r#"[{"id":50,"author_id":1,"body":"It broke","plain_body":"It broke","audit_id":900,"public":true,"created_at":"2024-01-01T10:00:00Z"}]"#;
    let ticket = |rest: &str| {
        format!(
            r#"{{"id":5,"subject":"Help","description":"It broke","requester_id":1,"created_at":"2024-01-01T10:00:00Z","status":"deleted"{rest}}}"#
        )
    };
    let row = r#"export | 5 | Help | 5/50 > - | 1 | 2024-01-01T10:00:00Z | "It broke" deleted"#;
    check(&[("a.json", &ticket(&format!(r#","comments":{comment}"#)))], &[row]);
    check(
        &[("5_comments.json", &format!(r#"{{"comments":{comment}}}"#)), ("a.json", &ticket(""))],
        &[row, "skip 1 unsupported: its words stand in a file beside"],
    );
    let helpscout = format!(
        r#"{{"_embedded":{{"conversations":[{{"id":10,"subject":"Help","state":"deleted",{}]}}}}"#,
        threads(1, "x").strip_prefix('{').unwrap()
    );
    check(
        &[("a.json", &helpscout)],
        &[r#"export | 10 | Help | 10/1 > - | ada@example.org | 2024-03-10T22:46:22Z | "x" deleted"#],
    );
}

#[test]
fn events_of_zendesks_tickets_are_read_as_audits() {
    let events = r#"{"ticket_events":[
        {"id":900,"ticket_id":5,"timestamp":1704103200,"updater_id":1,"via":"Web form","event_type":"Audit","created_at":"2024-01-01T10:00:00Z","child_events":[
            {"id":50,"via":"Web form","type":"Comment","event_type":"Comment","public":true,"author_id":1,"body":"It broke","plain_body":"It broke","attachments":[]},
            {"id":51,"via":"Web form","status":"open","event_type":"Change","previous_value":"new"}]},
        {"id":901,"ticket_id":5,"updater_id":2,"event_type":"Audit","created_at":"2024-01-01T11:00:00Z","child_events":[{"id":52,"event_type":"Change","status":"solved"}]}],
        "next_page":"https://acme.zendesk.com/api/v2/incremental/ticket_events.json?start_time=1","count":2,"end_of_stream":true}"#;
    check(
        &[("ticket_events.json", events)],
        &[
            r#"export | 5 | - | 5/50 > - | 1 | 2024-01-01T10:00:00Z | "It broke""#,
            "skip 2 system: a change of a ticket",
        ],
    );
    // Without `include=comment_events` the API tells only that somebody said something.
    let bare = r#"{"ticket_events":[
        {"id":902,"ticket_id":5,"updater_id":1,"event_type":"Audit","created_at":"2024-01-01T10:00:00Z","child_events":[{"id":53,"comment_present":true,"comment_public":true,"event_type":"Comment"}]},
        {"id":903,"ticket_id":5,"updater_id":1,"event_type":"Audit","created_at":"2024-01-01T11:00:00Z","child_events":[{"id":54,"event_type":"Comment","body":"It works"}]}],
        "count":2}"#;
    check(
        &[("ticket_events.json", bare)],
        &[
            "skip 1 unsupported: comments without their words: export with include=comment_events",
            r#"export | 5 | - | 5/54 > - | 1 | 2024-01-01T11:00:00Z | "It works""#,
        ],
    );
}

const TICKET: &str = r#""url":"https://acme.zendesk.com/api/v2/tickets/5.json","id":5,"subject":"Help","description":"It broke","requester_id":1,"created_at":"2024-01-01T10:00:00Z","via":{"channel":"email"}"#;

fn comment(id: u32, body: &str) -> String {
    format!(
        r#"{{"id":{id},"type":"Comment","author_id":2,"plain_body":"{body}","public":true,"created_at":"2024-01-0{id}T10:00:00Z","ticket_id":5}}"#
    )
}

fn said(id: u32, first: &str, body: &str) -> String {
    format!("email | 5 | Help | 5/{id} > {first} | 2 | 2024-01-0{id}T10:00:00Z | \"{body}\"")
}

#[test]
fn comments_in_a_list_beside_the_tickets_belong_to_them() {
    let ticket = format!("{{{TICKET}}}");
    let (one, two) = (comment(1, "It broke"), comment(2, "Fixed"));
    let rows = [said(1, "-", "It broke"), said(2, "5/1", "Fixed")];
    let again = "skip 1 unsupported: its words stand in a file beside";
    check(
        &[("all.json", &format!(r#"{{"tickets":[{ticket}],"comments":[{one},{two}],"users":[]}}"#))],
        &[again, &rows[0], &rows[1]],
    );
    check(
        &[("all.json", &format!(r#"{{"comments":[{two},{one}],"tickets":[{ticket}]}}"#))],
        &[&rows[0], &rows[1], &again.replace('1', "2")],
    );
    // A ticket whose own words are not among them keeps them.
    let own = "email | 5 | Help | 5/5 > - | 1 | 2024-01-01T10:00:00Z | \"It broke\"";
    check(
        &[("all.json", &format!(r#"{{"tickets":[{ticket}],"ticket_comments":[{two}]}}"#))],
        &[own, &said(2, "-", "Fixed")],
    );
    // Nobody knows of which ticket these are.
    let lost = comment(2, "Fixed").replace(r#","ticket_id":5"#, "");
    check(
        &[("all.json", &format!(r#"{{"tickets":[{ticket}],"comments":[{lost}]}}"#))],
        &[own, "skip 2 unsupported: its list `comments` of 1 texts is not read"],
    );
}

#[test]
fn comments_are_read_under_whatever_name_they_lie_in_a_ticket() {
    let (one, two) = (comment(1, "It broke"), comment(2, "Fixed"));
    let rows = [said(1, "-", "It broke"), said(2, "5/1", "Fixed")];
    for lists in [
        format!(r#""ticket_comments":[{one},{two}]"#),
        format!(r#""conversations":[{one},{two}]"#),
        format!(r#""comments":{{"comments":[{one},{two}],"count":2}}"#),
    ] {
        check(&[("all.json", &format!("[{{{TICKET},{lists}}}]"))], &[&rows[0], &rows[1]]);
    }
    let notes = format!(r#"[{{{TICKET},"comments":[{one}],"internal_notes":[{two}]}}]"#);
    check(&[("all.json", &notes)], &[&rows[0], "skip 1 unsupported: its list `internal_notes` of 1 texts is not read"]);
}

#[test]
fn a_conversation_with_its_messages_beside_it_is_one() {
    let message = |id: u32, of: u32| {
        format!(
            r#"{{"id":{id},"content":"m{id}","inbox_id":2,"conversation_id":{of},"message_type":0,"created_at":17304660{id},"sender":{{"id":4,"name":"Ada","type":"contact"}}}}"#
        )
    };
    let row = |id: u32, of: u32, first: &str| {
        format!("2 | {of} | - | {of}/{id} > {first} | 4 (Ada) | 2024-11-01T13:00:{:02}Z | \"m{id}\"", id)
    };
    let pair = |of: u32, one: u32, two: u32| {
        let (one, two) = (message(one, of), message(two, of));
        format!(
            r#"{{"conversation":{{"id":{of},"inbox_id":2,"status":"open","messages":[{two}]}},"messages":[{one},{two}]}}"#
        )
    };
    let seven = [row(10, 7, "-"), row(11, 7, "7/10")];
    check(&[("a.json", &pair(7, 10, 11))], &[&seven[0], &seven[1]]);
    check(
        &[("a.json", &format!("[{},{}]", pair(7, 10, 11), pair(8, 12, 13)))],
        &[&seven[0], &seven[1], &row(12, 8, "-"), &row(13, 8, "8/12")],
    );
    let helpscout = r#"[{"conversation":{"id":10,"threads":1,"subject":"Help","mailboxId":85},"threads":[{"id":14,"type":"customer","body":"hello","createdBy":{"id":12,"email":"ada@example.org"},"createdAt":"2024-03-10T22:46:22Z"}],"_embedded":{}}]"#;
    check(
        &[("a.json", helpscout)],
        &["85 | 10 | Help | 10/14 > - | ada@example.org | 2024-03-10T22:46:22Z | \"hello\""],
    );
}

#[test]
fn conversations_beside_freshdesks_tickets_belong_to_them() {
    let ticket =
        r#"{"id":21,"subject":"Buy","description_text":"now","requester_id":43,"created_at":"2024-03-12T10:00:00Z"}"#;
    let answer = r#"{"id":50,"body_text":"ok","incoming":false,"private":false,"user_id":8,"created_at":"2024-03-12T11:00:00Z","ticket_id":21}"#;
    check(
        &[("all.json", &format!(r#"{{"tickets":[{ticket}],"conversations":[{answer}]}}"#))],
        &[
            "export | 21 | Buy | 21/description > - | 43 | 2024-03-12T10:00:00Z | \"now\"",
            "export | 21 | Buy | 21/50 > - | 8 | 2024-03-12T11:00:00Z | \"ok\"",
        ],
    );
}

#[test]
fn lists_that_are_private_by_their_name_are_told_and_not_read() {
    const PRIVATE: [&str; 12] = [
        "internal_notes",
        "drafts",
        "draft_replies",
        "draftReplies",
        "suspended_tickets",
        "staff_messages",
        "private",
        "privateComments",
        "agent_only_threads",
        "hidden_comments",
        "notes",
        "side_conversations",
    ];
    let (one, two) = (comment(1, "It broke"), comment(2, "A pain"));
    for name in PRIVATE {
        let left = format!("skip 1 unsupported: its list `{name}` of 1 texts is not read");
        let inside = format!(r#"[{{{TICKET},"comments":[{one}],"{name}":[{two}]}}]"#);
        check(&[("all.json", &inside)], &[&said(1, "-", "It broke"), &left]);
        let only = format!(r#"[{{{TICKET},"{name}":[{two}]}}]"#);
        let own = "email | 5 | Help | 5/5 > - | 1 | 2024-01-01T10:00:00Z | \"It broke\"";
        check(&[("all.json", &only)], &[own, &left]);
        // Not even as the words that would leave out the ticket's own.
        let beside = format!(r#"{{"tickets":[{{{TICKET}}}],"{name}":[{}]}}"#, two.replace("A pain", "It broke"));
        check(&[("all.json", &beside)], &[own, &left.replace("skip 1", "skip 2")]);
    }
}

#[test]
fn messages_are_read_under_the_names_of_a_desk() {
    let (one, two) = (comment(1, "It broke"), comment(2, "Fixed"));
    let rows = [said(1, "-", "It broke"), said(2, "5/1", "Fixed")];
    let again = "skip 1 unsupported: its words stand in a file beside";
    for name in ["replies", "ticketComments", "ticket_threads", "Public Comments", "zendesk_messages", "answers"] {
        check(&[("all.json", &format!(r#"[{{{TICKET},"{name}":[{one},{two}]}}]"#))], &[&rows[0], &rows[1]]);
        let beside = format!(r#"{{"tickets":[{{{TICKET}}}],"{name}":[{one},{two}]}}"#);
        check(&[("all.json", &beside)], &[again, &rows[0], &rows[1]]);
    }
}

#[test]
fn messages_in_an_object_beside_their_conversation_are_not_lost() {
    let message = |id: u32| {
        format!(
            r#"{{"id":{id},"content":"m{id}","inbox_id":2,"conversation_id":7,"message_type":0,"created_at":17304660{id},"sender":{{"id":4,"name":"Ada","type":"contact"}}}}"#
        )
    };
    let row =
        |id: u32, first: &str| format!("2 | 7 | - | 7/{id} > {first} | 4 (Ada) | 2024-11-01T13:00:{id}Z | \"m{id}\"");
    let (one, two) = (message(10), message(11));
    let rows = [row(10, "-"), row(11, "7/10")];
    for list in ["payload", "messages"] {
        let chatwoot = format!(
            r#"{{"conversation":{{"id":7,"inbox_id":2,"messages":[{two}]}},"messages":{{"meta":{{"labels":[]}},"{list}":[{one},{two}]}}}}"#
        );
        check(&[("a.json", &chatwoot)], &[&rows[0], &rows[1]]);
    }
    // What is no list of messages by its name is told at least.
    let unknown =
        format!(r#"{{"conversation":{{"id":7,"inbox_id":2,"messages":[{one}]}},"messages":{{"internal":[{two}]}}}}"#);
    let left = "skip 1 unsupported: its list `messages (beside).internal` of 1 texts is not read";
    check(&[("a.json", &unknown)], &[&rows[0], left]);
    let threads = threads(14, "hello");
    let inside = threads.strip_prefix('{').unwrap();
    let helpscout = format!(
        r#"{{"conversation":{{"id":10,"threads":1,"subject":"Help","mailboxId":85,"_embedded":{{"threads":[]}}}},{inside}"#
    );
    check(
        &[("a.json", &helpscout)],
        &["85 | 10 | Help | 10/14 > - | ada@example.org | 2024-03-10T22:46:22Z | \"hello\""],
    );
    let part = |id: u32| {
        format!(
            r#"{{"type":"conversation_part","id":"{id}","part_type":"comment","body":"p{id}","created_at":17304660{id},"author":{{"type":"admin","id":"8","name":"Grace"}}}}"#
        )
    };
    let parts =
        |list: &str| format!(r#"{{"type":"conversation_part.list","conversation_parts":[{list}],"total_count":2}}"#);
    let intercom = |own: &str, beside: &str| {
        format!(
            r#"{{"conversation":{{"type":"conversation","id":"9","conversation_parts":{}}},"conversation_parts":{beside}}}"#,
            parts(own)
        )
    };
    let row = |id: u32, first: &str| {
        format!("export | 9 | - | 9/{id} > {first} | 8 (Grace) | 2024-11-01T13:00:{id}Z | \"p{id}\"")
    };
    let (one, two) = (part(10), part(11));
    let rows = [row(10, "-"), row(11, "9/10")];
    for conversation in [
        intercom("", &parts(&format!("{one},{two}"))),
        intercom(&two, &parts(&one)),
        intercom(&two, &format!("[{one}]")),
    ] {
        check(&[("a.json", &conversation)], &[&rows[0], &rows[1]]);
    }
}
