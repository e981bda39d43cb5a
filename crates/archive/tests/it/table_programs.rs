//! Tables as programs write them: what each calls its columns, and what it writes in them.

use archive::Options;

use crate::read::{file, mapped, rows, show, source};

fn rows_of(name: &str, content: &str) -> Vec<String> {
    rows(&file(name, content.as_bytes()), &Options::default()).iter().map(show).collect()
}

fn check(name: &str, content: &str, options: &Options, expected: &[&str]) {
    let shown: Vec<String> = rows(&file(name, content.as_bytes()), options).iter().map(show).collect();
    assert_eq!(shown, expected);
}

fn guessed(name: &str, content: &str, expected: &[&str]) {
    check(name, content, &Options::default(), expected);
}

#[test]
fn a_word_for_no_parent_is_no_message() {
    guessed(
        "talk.jsonl",
        "{\"id\":\"a\",\"parent\":\"root\",\"text\":\"one\",\"author\":\"ada\"}\n\
         {\"id\":\"b\",\"parent\":\"a\",\"text\":\"two\",\"author\":\"bob\"}\n\
         {\"id\":\"c\",\"parent\":\"root\",\"text\":\"three\",\"author\":\"cy\"}\n",
        &[
            r#"talk | a | - | a > - | ada | - | "one" !no_time"#,
            r#"talk | a | - | b > a | bob | - | "two" !no_time"#,
            r#"talk | c | - | c > - | cy | - | "three" !no_time"#,
        ],
    );
    for none in ["0", "0.0", "-1", "None", "nan", "NULL", ""] {
        guessed(
            "talk.csv",
            &format!("comment_id,parent_id,user,comment\n10,{none},ada,one\n11,10,bob,two\n12,{none},cy,three\n"),
            &[
                r#"talk | 10 | - | 10 > - | ada | - | "one" !no_time"#,
                r#"talk | 10 | - | 11 > 10 | bob | - | "two" !no_time"#,
                r#"talk | 12 | - | 12 > - | cy | - | "three" !no_time"#,
            ],
        );
    }
    guessed(
        "talk.csv",
        "conversation_id,id,reply_to,user,text\n7,1,None,ada,one\n7,2,1,bob,two\n",
        &[
            r#"talk | talk / 7 | - | 1 > - | ada | - | "one" !no_time"#,
            r#"talk | talk / 7 | - | 2 > 1 | bob | - | "two" !no_time"#,
        ],
    );
}

#[test]
fn a_list_that_counts_from_nought_has_a_message_nought() {
    let rows = ["0,-1,ada,one", "1,0,bob,two", "2,1,cy,three"];
    let shown = [
        r#"talk | 0 | - | 0 > - | ada | - | "one" !no_time"#,
        r#"talk | 0 | - | 1 > 0 | bob | - | "two" !no_time"#,
        r#"talk | 0 | - | 2 > 1 | cy | - | "three" !no_time"#,
    ];
    for order in [[0, 1, 2], [2, 1, 0]] {
        let lines = order.map(|number| rows[number]).join("\n");
        guessed("talk.csv", &format!("id,parent,user,text\n{lines}\n"), &order.map(|number| shown[number]));
    }
}

#[test]
fn a_message_nought_of_one_file_begins_nothing_in_another() {
    let talk = "id,author,channel,time,parent_id,text\n1,ada,c,2024-03-01,0,one\n2,bob,c,2024-03-01,1,two\n3,cy,c,2024-03-02,0,three\n";
    let beside = "id,author,channel,time,parent_id,text\n0,eve,c,2023-03-01,,welcome\n4,eve,c,2023-03-01,0,hello\n";
    let of_lines = |table: &str| {
        let mut lines = table.lines().map(|line| line.split(',').collect::<Vec<_>>());
        let header = lines.next().unwrap();
        let object = |cells: Vec<&str>| {
            let fields = header.iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
            format!("{{{}}}\n", fields.map(|(name, cell)| format!("{name:?}:{cell:?}")).collect::<Vec<_>>().join(","))
        };
        lines.map(object).collect::<String>()
    };
    let talks = |files: &[(&str, &str)]| -> Vec<String> {
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
        let found = rows(&source("acme", &files), &Options::default());
        let talk = |row: &archive::Row| row.as_ref().map_or_else(|_| show(row), |row| row.message.conversation.clone());
        found.iter().map(talk).collect()
    };
    let expected = ["1", "1", "3", "0", "0"];
    assert_eq!(talks(&[("a.csv", talk), ("b.csv", beside)]), expected);
    assert_eq!(talks(&[("a.jsonl", &of_lines(talk)), ("b.jsonl", &of_lines(beside))]), expected);
}

#[test]
fn a_comma_in_words_without_marks_loses_no_words() {
    let good = r#"surplus | (digest) | - | - > - | cy | - | "ok, good" !no_time"#;
    guessed(
        "surplus.csv",
        "author,text\nada,well, that is bad,so\nbob,fine,\ncy,\"ok, good\"\n",
        &[
            r#"surplus | (digest) | - | - > - | ada | - | "well, that is bad,so" !no_time !cells"#,
            r#"surplus | (digest) | - | - > - | bob | - | "fine" !no_time"#,
            good,
        ],
    );
    // Where the words stand in the midst, nobody knows which comma is theirs.
    guessed(
        "surplus.csv",
        "text,author\nwell, that is bad,ada\n\"ok, good\",cy\n",
        &[r#"surplus | (digest) | - | - > - |  that is bad | - | "well" !no_time !cells"#, good],
    );
}

#[test]
fn a_whole_column_of_dates_with_hyphens_tells_day_from_month() {
    let shown = |day: &str| format!(r#"talk | (digest) | - | - > - | ada | {day} | "hello""#);
    let told = |first: &str, second: &str, days: [&str; 2]| {
        let rows = format!("author,text,date\nada,hello,{first}\nada,hello,{second}\n");
        let days = days.map(shown);
        guessed("talk.csv", &rows, &[&days[0], &days[1]]);
    };
    told("04-03-2024 10:00", "25-03-2024 10:00", ["2024-03-04T10:00:00Z", "2024-03-25T10:00:00Z"]);
    told("04-03-2024", "14-03-2024", ["2024-03-04T00:00:00Z", "2024-03-14T00:00:00Z"]);
    told("03-04-2024", "03-25-2024", ["2024-03-04T00:00:00Z", "2024-03-25T00:00:00Z"]);
    told("20240304", "20240304T100000Z", ["2024-03-04T00:00:00Z", "2024-03-04T10:00:00Z"]);
    let unclear = r#"talk | (digest) | - | - > - | ada | - | "hello" !no_time"#;
    // Which of them is the year, a short one does not tell.
    let days = ["2025-03-24T00:00:00Z"].map(shown);
    guessed("talk.csv", "author,text,date\nada,hello,04-03-24\nada,hello,2025-03-24\n", &[unclear, &days[0]]);
}

#[test]
fn what_chatwoots_table_keeps_among_the_staff_is_not_public() {
    guessed(
        "desk.csv",
        "id,content,inbox_id,conversation_id,message_type,created_at,updated_at,private,sender_type,sender_id\n\
         70,hello,2,7,0,2024-03-04 10:00:00.123,2024-03-04 10:00:00,f,Contact,5\n\
         71,he pays late,2,7,1,2024-03-04 10:01:00,2024-03-05 10:01:00,t,User,1\n\
         72,Conversation was resolved,2,7,2,2024-03-04 10:02:00,2024-03-04 10:02:00,false,,\n\
         73,bye,2,7,1,2024-03-04 10:03:00,2024-03-05 10:03:00,false,User,1\n",
        &[
            r#"desk | desk / 7 | - | 70 > - | 5 | 2024-03-04T10:00:00.123Z | "hello""#,
            "skip 3 unsupported: a note among the staff, not public",
            "skip 4 system",
            r#"desk | desk / 7 | - | 73 > - | 1 | 2024-03-04T10:03:00Z | "bye""#,
        ],
    );
}

#[test]
fn notes_of_chatwoot_stay_private_however_its_columns_are_spelt() {
    let note = |row: u32| format!("skip {row} unsupported: a note among the staff, not public");
    let hello = |name: &str| format!(r#"{name} | {name} / 7 | - | 2 > - | ada | 2024-03-01T10:00:00Z | "hello""#);
    for header in [
        "id,Conversation ID,Message Type,Private,content,author,time",
        "id,conversationId,messageType,private,content,author,time",
        "id,conversation_id,account_id,private,text,author,time",
        "id,conversation_id,subject,private,content,author,time",
    ] {
        let row = |id: u32, private: &str, said: &str| format!("{id},7,,{private},{said},ada,2024-03-01 10:00:00\n");
        for yes in ["true", "Y", "on", "wahr"] {
            let rows = [row(1, yes, "he pays late"), row(2, "f", "hello")].concat();
            let shown = rows_of("desk.csv", &format!("{header}\n{rows}"));
            assert_eq!(shown[0], note(2), "{header}");
            assert!(shown.len() == 2 && shown[1].ends_with("\"hello\""), "{shown:?}");
        }
    }
    let line = |id: u32, private: bool, said: &str| {
        format!(
            "{{\"id\":{id},\"conversation_id\":7,\"message_type\":1,\"private\":{private},\"content\":\"{said}\",\"author\":\"ada\",\"time\":\"2024-03-01 10:00:00\"}}\n"
        )
    };
    let lines = [line(1, true, "he pays late"), line(2, false, "hello")].concat();
    assert_eq!(rows_of("desk.jsonl", &lines), [note(1), hello("desk")]);
}

#[test]
fn a_table_of_others_is_not_taken_for_chatwoots() {
    guessed(
        "talk.csv",
        "id,conversation_id,private,message_type,author,time,text\n\
         1,1,true,text,ada,2024-03-01 10:00:00,between us\n\
         2,1,false,2,bob,2024-03-01 11:00:00,a picture\n\
         3,1,true,7,ada,2024-03-01 12:00:00,a place\n",
        &[
            r#"talk | talk / 1 | - | 1 > - | ada | 2024-03-01T10:00:00Z | "between us""#,
            r#"talk | talk / 1 | - | 2 > - | bob | 2024-03-01T11:00:00Z | "a picture""#,
            r#"talk | talk / 1 | - | 3 > - | ada | 2024-03-01T12:00:00Z | "a place""#,
        ],
    );
    guessed(
        "talk.csv",
        "id,conversation_id,private,message_type,author,time,text\n\
         1,1,true,private_note,ada,2024-03-01 10:00:00,between us\n\
         2,1,false,reply,bob,2024-03-01 11:00:00,hello\n",
        &[
            "skip 2 unsupported: a note among the staff, not public",
            r#"talk | talk / 1 | - | 2 > - | bob | 2024-03-01T11:00:00Z | "hello""#,
        ],
    );
    // Where it may be Chatwoot's, what is private stays so.
    guessed(
        "desk.csv",
        "id,conversation_id,private,message_type,author,time,text\n\
         1,1,t,1,ada,2024-03-01 10:00:00,he pays late\n\
         2,1,true,outgoing,ada,2024-03-01 10:00:00,he pays late\n\
         3,1,true,,ada,2024-03-01 10:00:00,he pays late\n\
         4,1,false,activity,,2024-03-01 11:00:00,Conversation was resolved\n\
         5,1,1.0,1.0,ada,2024-03-01 10:00:00,he pays late\n",
        &[
            "skip 2 unsupported: a note among the staff, not public",
            "skip 3 unsupported: a note among the staff, not public",
            "skip 4 unsupported: a note among the staff, not public",
            "skip 5 system",
            "skip 6 unsupported: a note among the staff, not public",
        ],
    );
    // One that surely is keeps them whatever kind they are of.
    guessed(
        "desk.csv",
        "id,conversation_id,inbox_id,private,message_type,author,time,text\n\
         1,1,2,t,9,ada,2024-03-01 10:00:00,he pays late\n",
        &["skip 2 unsupported: a note among the staff, not public"],
    );
}

#[test]
fn columns_of_forums_are_known_together() {
    for (table, expected) in [
        (
            "pid,tid,replyto,fid,subject,uid,username,dateline,message\n2,3,1,2,RE: Sub,6,bob,1700000100,again",
            r#"a | a / 3 | RE: Sub | 2 > 1 | bob | 2023-11-14T22:15:00Z | "again""#,
        ),
        (
            "ID_MSG,ID_TOPIC,ID_BOARD,posterTime,ID_MEMBER,subject,posterName,modifiedTime,body\n2,3,2,1700000100,6,Re: Sub,bob,1700000200,again",
            r#"a | a / 3 | Re: Sub | 2 > - | bob | 2023-11-14T22:15:00Z | "again" edited=2023-11-14T22:16:40Z"#,
        ),
        (
            "id_msg,id_topic,id_board,poster_time,id_member,subject,poster_name,modified_time,body\n2,3,2,1700000100,6,Re: Sub,bob,0,again",
            r#"a | a / 3 | Re: Sub | 2 > - | bob | 2023-11-14T22:15:00Z | "again""#,
        ),
        (
            "cid,pid,nid,uid,subject,created,changed,thread,name,comment_body\n2,1,5,4,Re,1700000100,1700000100,01.00/,bob,again",
            r#"a | a / 5 | Re | 2 > 1 | bob | 2023-11-14T22:15:00Z | "again""#,
        ),
        (
            "CommentID,DiscussionID,InsertUserID,Body,Format,DateInserted,DateUpdated\n2,3,6,again,Html,2023-11-14 22:15:00,",
            r#"a | a / 3 | - | 2 > - | 6 | 2023-11-14T22:15:00Z | "again""#,
        ),
        (
            "Id,ForumTopicId,PostUserId,PostDate,ReplyToForumMessageId,Message\n2,3,6,11/14/2023 22:15:00,1,again",
            r#"a | a / 3 | - | 2 > 1 | 6 | 2023-11-14T22:15:00Z | "again""#,
        ),
        (
            "postid,threadid,parentid,username,userid,title,dateline,pagetext\n2,3,1,bob,6,Re,1700000100,again",
            r#"a | a / 3 | Re | 2 > 1 | bob | 2023-11-14T22:15:00Z | "again""#,
        ),
        (
            "tweet_id,airline,name,text,tweet_created\n2,Acme,bob,again,2023-11-14 22:15:00 +0000",
            r#"a | 2 | - | 2 > - | bob | 2023-11-14T22:15:00Z | "again""#,
        ),
    ] {
        guessed("a.csv", &format!("{table}\n"), &[expected]);
    }
    for (line, expected) in [
        (
            r#"{"_key":"post:2","pid":2,"tid":3,"uid":6,"content":"again","timestamp":1700000100000,"toPid":1}"#,
            r#"a | a / 3 | - | 2 > 1 | 6 | 2023-11-14T22:15:00Z | "again""#,
        ),
        (
            r#"{"by":"bob","id":2,"parent":1,"text":"again","time":1700000100,"type":"comment"}"#,
            r#"a | 1 | - | 2 > 1 | bob | 2023-11-14T22:15:00Z | "again""#,
        ),
        (
            r#"{"cid":"U2","text":"again","time":"1 year ago","time_parsed":1700000100.0,"author":"@bob","channel":"UCb"}"#,
            r#"a | U2 | - | U2 > - | UCb (@bob) | 2023-11-14T22:15:00Z | "again""#,
        ),
        (
            r#"{"id":2,"user":{"id":6,"login":"bob"},"body":"again","created_at":"2023-11-14T22:15:00Z"}"#,
            r#"a | 2 | - | 2 > - | 6 (bob) | 2023-11-14T22:15:00Z | "again""#,
        ),
    ] {
        guessed("a.jsonl", line, &[expected]);
    }
}

#[test]
fn what_touches_a_row_is_no_edit() {
    let table = "id,user,text,created_at,updated_at\n1,ada,hello,2024-03-04T10:00:00Z,2024-05-04T10:00:00Z\n";
    let plain = r#"a | 1 | - | 1 > - | ada | 2024-03-04T10:00:00Z | "hello""#;
    guessed("a.csv", table, &[plain]);
    // Whoever knows better says so.
    let map = mapped("id=id,author=user,text=text,time=created_at,edited=updated_at");
    check("a.csv", table, &map, &[&format!("{plain} edited=2024-05-04T10:00:00Z")]);
    for edited in ["2024-03-04T10:00:00.5Z", "2024-03-04T09:00:00Z"] {
        let table = format!("id,user,text,created_at,edited_at\n1,ada,hello,2024-03-04T10:00:00Z,{edited}\n");
        guessed("a.csv", &table, &[plain]);
    }
}
