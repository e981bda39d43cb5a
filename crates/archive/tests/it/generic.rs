//! JSONL and CSV of any fields.

use std::collections::BTreeSet;
use std::sync::Arc;

use archive::{Memory, Options, Source};

use crate::read::{file, gz, mapped, rows, shared, show, source, tar, zip};

fn check(name: &str, content: &str, map: &str, expected: &[&str]) {
    let options = if map.is_empty() { Options::default() } else { mapped(map) };
    let shown: Vec<String> = rows(&file(name, content.as_bytes()), &options).iter().map(show).collect();
    assert_eq!(shown, expected, "{name} {map}");
}

const ADA: &str =
    r#"{"id": 7, "stream": "help", "topic": "crash", "author": "ada", "ts": 1519660926, "text": "It crashes."}"#;
const ADA_SHOWN: &str = r#"help | help / crash | crash | 7 > - | ada | 2018-02-26T16:02:06Z | "It crashes.""#;
const ZULIP_MAP: &str = "text=text,author=author,time=ts,conversation=topic,channel=stream,id=id";

#[test]
fn a_mapped_jsonl_keeps_every_field() {
    check("a.jsonl", ADA, ZULIP_MAP, &[ADA_SHOWN]);
    check("a.jsonl", &format!("\u{feff}{ADA}\r\n\r\n"), ZULIP_MAP, &[ADA_SHOWN]);
    check(
        "a.jsonl",
        r#"{"body":"Hi","user":{"name":"grace","tags":[1,{"a":2}]},"at":"2024-03-01T00:00:00Z","nested":{"deep":[[[]]]}}"#,
        "text=body,author=user.name,time=at",
        &[r#"a | (digest) | - | - > - | grace | 2024-03-01T00:00:00Z | "Hi""#],
    );
}

#[test]
fn without_a_map_well_known_names_are_guessed() {
    check("a.jsonl", ADA, "", &[ADA_SHOWN]);
    let plan = archive::plan(&file("a.jsonl", ADA.as_bytes()), &Options::default()).unwrap();
    assert_eq!(plan.map.to_string(), "text=text,author=author,time=ts,conversation=topic,channel=stream,id=id");
    assert_eq!((plan.rows, plan.messages, plan.samples.len()), (1, 1, 1));
}

#[test]
fn several_fields_of_theirs_make_one_of_ours() {
    let line = r#"{"title":"Slow","body":"Very.","date":"2004-11-15","time":"12:18","author":"ada","id":1}"#;
    check(
        "a.jsonl",
        line,
        "text=title+body,author=author,time=date+time,id=id",
        &[r#"a | 1 | - | 1 > - | ada | 2004-11-15T12:18:00Z | "Slow\n\nVery.""#],
    );
    check(
        "a.csv",
        "id,author,time,date,text\n1,ada,12:18,2004-11-15,hi\n",
        "",
        &[r#"a | 1 | - | 1 > - | ada | 2004-11-15T12:18:00Z | "hi""#],
    );
}

#[test]
fn a_list_of_objects_reads_like_lines() {
    let list = format!("[\n  {ADA},\n  {{\"id\": 8, \"x\": 1}}\n]");
    check("a.json", &list, ZULIP_MAP, &[ADA_SHOWN, "skip 2 no_text"]);
    check("a.json", &format!("[{ADA}]"), "", &[ADA_SHOWN]);
}

#[test]
fn a_map_wins_over_what_a_file_looks_like() {
    let line = r#"{"_id":"m1","rid":"r","msg":"hi","ts":"2024-03-01T12:00:00Z","u":{"_id":"u","username":"ada"}}"#;
    assert_eq!(archive::choose(&file("a.jsonl", line.as_bytes()), &Options::default()).unwrap().0.name, "rocketchat");
    check(
        "a.jsonl",
        line,
        "text=msg,author=u.username,time=ts,channel=rid,id=_id",
        &[r#"r | m1 | - | m1 > - | ada | 2024-03-01T12:00:00Z | "hi""#],
    );
}

#[test]
fn a_forum_table_is_guessed_as_phpbb_writes_it() {
    let table = "post_id,topic_id,forum_id,poster_id,post_time,post_username,post_subject,post_text\n\
                 9,3,2,57,1709294400,,Re: Crash,It crashes\n";
    check(
        "phpbb_posts.csv",
        table,
        "",
        &[r#"2 | 2 / 3 | Re: Crash | 9 > - | 57 | 2024-03-01T12:00:00Z | "It crashes""#],
    );
}

#[test]
fn a_plan_looks_at_a_sample_and_says_so() {
    let line = format!("{ADA}\n");
    let plan = archive::plan(&file("a.jsonl", line.repeat(5_000).as_bytes()), &Options::default()).unwrap();
    assert_eq!((plan.rows, plan.reach, plan.samples.len()), (archive::SAMPLE_ROWS, archive::Reach::Sample, 5));
    let folder: Vec<(String, Arc<[u8]>)> =
        (0..3_000).map(|at| (format!("in/{at:04}.jsonl"), line.as_bytes().into())).collect();
    let source = Source::new("folder", Arc::new(Memory(folder))).unwrap();
    let plan = archive::plan(&source, &Options::default()).unwrap();
    assert_eq!((plan.files, plan.rows, plan.reach), (3_000, 2_000, archive::Reach::Sample));
}

#[test]
fn an_empty_text_is_a_message_and_a_missing_one_is_not() {
    check(
        "a.jsonl",
        "{\"text\":\"\",\"id\":1,\"author\":\"ada\",\"time\":1519660926}\n{\"id\":2}\nnot json\n[1]\n",
        "",
        &[
            r#"a | 1 | - | 1 > - | ada | 2018-02-26T16:02:06Z | """#,
            "skip 2 no_text",
            "skip 3 malformed: expected ident at line 1 column 2",
            "skip 4 malformed: invalid type: sequence, expected an object at line 1 column 0",
        ],
    );
}

#[test]
fn a_date_that_nobody_understands_is_none_with_a_warning() {
    check(
        "a.jsonl",
        r#"{"text":"x","id":"1","author":"ada","time":"next tuesday"}"#,
        "",
        &[r#"a | 1 | - | 1 > - | ada | - | "x" !no_time"#],
    );
}

#[test]
fn csv_cells_may_hold_quotes_newlines_and_separators() {
    check(
        "reviews.csv",
        "id,user,date,text\r\n1,ada,2024-03-01,\"She said \"\"no\"\",\nthen left\"\r\n2,grace,2024-03-02,plain \"inside\" cell\r\n",
        "",
        &[
            "reviews | 1 | - | 1 > - | ada | 2024-03-01T00:00:00Z | \"She said \\\"no\\\",\\nthen left\"",
            r#"reviews | 2 | - | 2 > - | grace | 2024-03-02T00:00:00Z | "plain \"inside\" cell""#,
        ],
    );
    check(
        "a.csv",
        "auteur;texte;quand\nada;bonjour;01/02/2024 10:00\nada;encore;13/02/2024 10:00\n",
        "text=texte,author=auteur,time=quand",
        &[
            r#"a | (digest) | - | - > - | ada | 2024-02-01T10:00:00Z | "bonjour""#,
            r#"a | (digest) | - | - > - | ada | 2024-02-13T10:00:00Z | "encore""#,
        ],
    );
    check(
        "a.csv",
        "id,text\n1,\"never closed\n2,x\n",
        "",
        &[
            r#"a | 1 | - | 1 > - | (unknown) | - | "\"never closed" !no_time !no_author"#,
            r#"a | 2 | - | 2 > - | (unknown) | - | "x" !no_time !no_author"#,
        ],
    );
}

#[test]
fn replies_alone_make_conversations() {
    check(
        "tweets.csv",
        ",index,tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id\n\
         0,541,849,115887,True,Tue Oct 31 23:36:20 +0000 2017,third,,848.0\n\
         1,542,848,Help,False,Tue Oct 31 22:36:20 +0000 2017,second,849,847.0\n\
         2,543,847,115887,True,Tue Oct 31 21:36:20 +0000 2017,first,848,\n",
        "",
        &[
            r#"tweets | 847 | - | 849 > 848 | 115887 | 2017-10-31T23:36:20Z | "third""#,
            r#"tweets | 847 | - | 848 > 847 | Help | 2017-10-31T22:36:20Z | "second""#,
            r#"tweets | 847 | - | 847 > - | 115887 | 2017-10-31T21:36:20Z | "first""#,
        ],
    );
}

#[test]
fn gz_zip_and_folders_read_like_plain_files() {
    let second = ADA.replace("\"id\": 7", "\"id\": 8");
    let second_shown = ADA_SHOWN.replace("7 >", "8 >");
    let packed = gz(ADA.as_bytes());
    let sources = [
        file("a.jsonl.gz", &[packed.clone(), gz(format!("\n{second}").as_bytes())].concat()),
        file(
            "a.zip",
            &zip(&[("a.jsonl", ADA.as_bytes()), ("b.jsonl", second.as_bytes()), ("__MACOSX/._a.jsonl", b"x")]),
        ),
        file("a.zip", &zip(&[("in/a.jsonl.gz", &packed), ("in/b.jsonl", second.as_bytes())])),
        file(
            "a.tar.gz",
            &gz(&tar(&[("a.jsonl", ADA.as_bytes()), (&format!("{}.jsonl", "b/".repeat(70)), second.as_bytes())])),
        ),
        file("a.tar", &tar(&[("./b.jsonl", second.as_bytes()), ("./a.jsonl.gz", &packed)])),
        source("folder", &[("b.jsonl", second.as_bytes()), ("a.jsonl.gz", &packed), (".DS_Store", b"x")]),
    ];
    for source in sources {
        let shown: Vec<String> = rows(&source, &Options::default()).iter().map(show).collect();
        assert_eq!(shown, [ADA_SHOWN, &second_shown], "{}", source.name());
    }
}

#[test]
fn other_encodings_become_utf_8() {
    let line = r#"{"text":"Grüße 🎉","id":1,"author":"ada","time":1519660926}"#;
    let shown = r#"a | 1 | - | 1 > - | ada | 2018-02-26T16:02:06Z | "Grüße 🎉""#;
    let little: Vec<u8> = [0xfeff].into_iter().chain(line.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = line.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [little, big] {
        assert_eq!(rows(&file("a.jsonl", &bytes), &Options::default()).iter().map(show).collect::<Vec<_>>(), [shown]);
    }
    let latin = b"{\"text\":\"Gr\xfc\xdfe \x80 \\u0000\",\"id\":1,\"author\":\"ada\",\"time\":1519660926}";
    assert_eq!(
        rows(&file("a.jsonl", latin), &Options::default()).iter().map(show).collect::<Vec<_>>(),
        ["a | 1 | - | 1 > - | ada | 2018-02-26T16:02:06Z | \"Grüße € \u{fffd}\" !encoding !nul"]
    );
}

#[test]
fn a_wrong_map_is_refused_in_one_line() {
    for (map, part) in [
        ("texts=body", "names no field of ours"),
        ("text", "has no `=`"),
        ("text=a,text=b", "twice"),
        ("text=", "theirs"),
    ] {
        let error = archive::Map::parse(map).unwrap_err().to_string();
        assert!(error.contains(part) && error.contains("reply_to"), "{error}");
    }
    let Err(error) = archive::open(&file("a.jsonl", b"{\"foo\":1}"), &Options::default()) else { panic!() };
    assert_eq!(error.to_string(), "a.jsonl: no field is called like a text; say which with --map text=…");
}

/// The real archive: every row is a message, also those whose text is empty.
#[test]
fn the_real_archive_is_read_whole() {
    let Some(path) = shared("data/lean_zulip/dev_new_members.jsonl.gz") else { return };
    let bytes = std::fs::read(path).unwrap();
    let source =
        Source::new("dev_new_members.jsonl.gz", Arc::new(Memory::file("dev_new_members.jsonl.gz", bytes))).unwrap();
    let (_, rows) = archive::open(&source, &mapped(ZULIP_MAP)).unwrap();
    let (mut messages, mut empty, mut origins) = (0, 0, BTreeSet::new());
    for row in rows {
        let message = row.unwrap().message;
        messages += 1;
        empty += u32::from(message.text.is_empty());
        assert!(message.sent.is_some() && message.native_id.is_some());
        origins.insert(message.origin);
    }
    assert_eq!((messages, empty), (190_245, 7));
    assert_eq!(origins.into_iter().collect::<Vec<_>>(), ["file:dev_new_members"]);
}

/// Every issue, pull request, comment and review of the archive is a message or has a reason.
#[test]
fn the_real_issues_archive_is_read_whole() {
    let Some(path) = shared("data/issues_json/draft-ietf-masque-connect-udp.json") else { return };
    let bytes = std::fs::read(path).unwrap();
    let whole: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let list = |value: &serde_json::Value, name: &str| value[name].as_array().cloned().unwrap_or_default();
    let mut said = 0;
    let mut silent = 0;
    for item in list(&whole, "issues").into_iter().chain(list(&whole, "pulls")) {
        said += 1 + list(&item, "comments").len();
        for review in list(&item, "reviews") {
            said += list(&review, "comments").len();
            if review["body"] == "" { silent += 1 } else { said += 1 }
        }
    }
    let rows = rows(&file("issues.json", &bytes), &Options::default());
    let read = rows.iter().filter(|row| row.is_ok()).count();
    assert_eq!((read, rows.len() - read), (said, silent));
    assert!(said > 200, "{said}");
}

#[test]
fn people_are_told_apart_where_only_their_names_stand() {
    let table = "timestamp,sender_name,text\n2024-03-12 14:05:00,Ada,one\n2024-03-12 14:06:00,Grace,two\n";
    let expected = [
        r#"a | (digest) | - | - > - | Ada | 2024-03-12T14:05:00Z | "one""#,
        r#"a | (digest) | - | - > - | Grace | 2024-03-12T14:06:00Z | "two""#,
    ];
    check("a.csv", table, "", &expected);
    check("a.csv", table, "text=text,name=sender_name,time=timestamp", &expected);
    check(
        "a.jsonl",
        r#"{"display_name":"Ada","text":"one","time":"2024-03-12T14:05:00Z"}"#,
        "",
        &[r#"a | (digest) | - | - > - | Ada | 2024-03-12T14:05:00Z | "one""#],
    );
}

#[test]
fn a_date_and_a_time_in_columns_of_their_own_are_one_moment() {
    for header in ["Date,Time,Author,Message", "date,time,author,text"] {
        check(
            "a.csv",
            &format!("{header}\n12/03/2024,14:05,ada,hello\n13/03/2024,09:00,grace,hi\n"),
            "",
            &[
                r#"a | (digest) | - | - > - | ada | 2024-03-12T14:05:00Z | "hello""#,
                r#"a | (digest) | - | - > - | grace | 2024-03-13T09:00:00Z | "hi""#,
            ],
        );
    }
    check(
        "a.csv",
        "d,t,a,x\n12/03/2024,14:05,ada,hello\n13/03/2024,09:00,grace,hi\n",
        "text=x,author=a,time=t+d",
        &[
            r#"a | (digest) | - | - > - | ada | 2024-03-12T14:05:00Z | "hello""#,
            r#"a | (digest) | - | - > - | grace | 2024-03-13T09:00:00Z | "hi""#,
        ],
    );
    // A day may be written as its midnight.
    for day in [
        "2024-03-12T00:00:00",
        "2024-03-12 00:00:00",
        "2024-03-12T00:00:00Z",
        "2024-03-12T00:00:00.000Z",
        "2024-03-12 00:00:00.0000000",
        "2024-03-12 00:00:00+00",
        "2024-03-12T00:00:00+00:00",
        "2024-03-12 00:00:00 UTC",
    ] {
        let row = r#"a | (digest) | - | - > - | ada | 2024-03-12T14:05:00Z | "hello""#;
        check("a.csv", &format!("date,time,author,text\n{day},14:05,ada,hello\n"), "", &[row]);
    }
}

#[test]
fn tickets_of_one_subject_are_conversations_of_their_own() {
    check(
        "tickets.csv",
        "Ticket ID,Subject,Requester,Created at,Description\n1,Login,Ada,2024-03-12 14:05,cannot log in\n2,Login,Grace,2024-03-13 09:00,password lost\n",
        "",
        &[
            r#"tickets | tickets / 1 | Login | - > - | Ada | 2024-03-12T14:05:00Z | "cannot log in""#,
            r#"tickets | tickets / 2 | Login | - > - | Grace | 2024-03-13T09:00:00Z | "password lost""#,
        ],
    );
    check(
        "a.csv",
        "topic_id,topic,author,text,time\n7,Crash,ada,it crashes,2024-03-12T14:05:00Z\n",
        "",
        &[r#"a | a / 7 | Crash | - > - | ada | 2024-03-12T14:05:00Z | "it crashes""#],
    );
}

#[test]
fn a_file_that_was_downloaded_twice_says_nothing_twice() {
    let told = |name: &str| {
        let row = rows(&file(name, b"id,author,text\n1,ada,hello\n"), &Options::default()).remove(0).unwrap();
        (row.message.origin, row.message.channel)
    };
    assert_eq!(told("reviews (1).csv"), ("file:reviews".to_owned(), "reviews".to_owned()));
    assert_eq!(told("reviews (1).csv"), told("reviews.csv"));
    assert_eq!(told("reviews (2024).csv").0, "file:reviews (2024)");
}

#[test]
fn columns_of_well_known_exports_are_guessed() {
    for (table, expected) in [
        (
            "Post Creation Time,User Id,User Email,User Type,User Name,Post Id,Parent Post Id,Post Message,Post Type\n\
             2024-03-12T14:05:00Z,u1,a@x.org,user,ada,p2,p1,hello,message",
            r#"a | p1 | - | p2 > p1 | ada | 2024-03-12T14:05:00Z | "hello""#,
        ),
        (
            "Post Creation Time,Channel Name,User Id,Username,Post Id,Edited By Post Id,Replied to Post Id,Post Message,Post Type\n\
             1710252300000,help,u1,ada,p2,,p1,hello,message",
            r#"help | p1 | - | p2 > p1 | ada | 2024-03-12T14:05:00Z | "hello""#,
        ),
        (
            "id,create_at,user_id,root_id,message\np2,1710252300000,u1,p1,hello",
            r#"a | p1 | - | p2 > p1 | u1 | 2024-03-12T14:05:00Z | "hello""#,
        ),
        (
            "comment_ID,comment_post_ID,comment_author,comment_date,comment_date_gmt,comment_content,comment_parent,user_id\n\
             7,3,Ada,2024-03-12 15:05:00,2024-03-12 14:05:00,hello,0,0",
            r#"a | a / 3 | - | 7 > - | Ada | 2024-03-12T14:05:00Z | "hello""#,
        ),
        (
            "Reviewer Name,Review Title,Review Content,Review Stars,Review Created (UTC)\nAda,Good,hello,5,2024-03-12 14:05:00",
            r#"a | (digest) | Good | - > - | Ada | 2024-03-12T14:05:00Z | "hello""#,
        ),
        (
            "comment_id,author_display_name,text_original,published_at\n7,Ada,hello,2024-03-12T14:05:00Z",
            r#"a | 7 | - | 7 > - | Ada | 2024-03-12T14:05:00Z | "hello""#,
        ),
        (
            "Tweet Id,Text,Created At,Author Username\n7,hello,2024-03-12T14:05:00Z,ada",
            r#"a | 7 | - | 7 > - | ada | 2024-03-12T14:05:00Z | "hello""#,
        ),
        (
            "Ticket #,Started at,Customer Name,Customer Email,Subject,Message\n3,2024-03-12 14:05,Ada,a@x.org,Login,hello",
            r#"a | a / 3 | Login | - > - | a@x.org (Ada) | 2024-03-12T14:05:00Z | "hello""#,
        ),
        (
            "Review Submit Date and Time,Review Text\n2024-03-12T14:05:00Z,hello",
            r#"a | (digest) | - | - > - | (unknown) | 2024-03-12T14:05:00Z | "hello" !no_author"#,
        ),
        (
            "post_id,thread_id,thread_title,username,post_date,message\n7,3,Login,ada,1710252300,hello",
            r#"a | a / 3 | Login | 7 > - | ada | 2024-03-12T14:05:00Z | "hello""#,
        ),
        (
            "Datum;Uhrzeit;Absender;Betreff;Nachricht\n12.03.2024;14:05;Ada;Login;hello",
            r#"a | a / Login | Login | - > - | Ada | 2024-03-12T14:05:00Z | "hello""#,
        ),
        (
            "Date;Heure;Expéditeur;Objet;Message\n12/03/2024;14:05;Ada;Login;hello\n13/03/2024;14:05;Ada;Login;two",
            r#"a | a / Login | Login | - > - | Ada | 2024-03-12T14:05:00Z | "hello""#,
        ),
        (
            "Fecha,Hora,Remitente,Asunto,Mensaje\n12/03/2024,14:05,Ada,Login,hello\n13/03/2024,14:05,Ada,Login,two",
            r#"a | a / Login | Login | - > - | Ada | 2024-03-12T14:05:00Z | "hello""#,
        ),
    ] {
        assert_eq!(show(&rows(&file("a.csv", table.as_bytes()), &Options::default())[0]), expected, "{table}");
    }
}

#[test]
fn json_of_programs_that_nobody_reads_here_is_called_by_name() {
    for (name, text, whose) in [
        ("board.json", "{\"id\":\"b\",\"actions\":[{\"type\":\"commentCard\",\"memberCreator\":{}}]}", "Trello"),
        ("issues.json", "{\"issues\":[{\"key\":\"A-1\",\"fields\":{\"summary\":\"x\",\"reporter\":{}}}]}", "Jira"),
        ("listing.json", "{\"kind\":\"Listing\",\"data\":{\"children\":[]}}", "Reddit"),
        ("chat.json", "{\"ada\":[{\"From\":\"ada\",\"Media Type\":\"TEXT\",\"IsSender\":true}]}", "Snapchat"),
    ] {
        let source = file(name, text.as_bytes());
        let Err(error) = archive::open(&source, &Options::default()) else { panic!("{name} of {whose} was read") };
        let told = error.to_string();
        assert!(told.contains(whose) && told.contains("JSONL") && !told.contains("--map"), "{whose}: {told}");
    }
    // What can be guessed is read, whoever wrote it.
    let plain = file("a.json", b"[{\"sender_name\":\"Ada\",\"timestamp_ms\":1709560000000,\"text\":\"x\"}]");
    assert_eq!(rows(&plain, &Options::default()).len(), 1);
}

#[test]
fn pieces_of_slackdump_say_how_they_become_an_export() {
    let pieces = b"{\"t\":3,\"ts\":1,\"id\":\"C1\",\"ci\":{\"id\":\"C1\",\"name\":\"help\"}}\n\
        {\"t\":0,\"ts\":1,\"id\":\"C1\",\"n\":1,\"m\":[{\"type\":\"message\",\"text\":\"hi\",\"ts\":\"1577836800.000100\"}]}\n";
    let source = source("slackdump", &[("C1.json", pieces), ("channels.json", b"{\"t\":6,\"ch\":[]}")]);
    let Err(error) = archive::open(&source, &Options::default()) else { panic!("pieces were read") };
    let told = "C1.json is slackdump's archive of pieces; make an export of it with `slackdump convert`";
    assert_eq!(error.to_string(), told);
}

#[test]
fn words_in_a_list_that_nobody_reads_are_told() {
    let root = r#""id":1,"author":"ada","text":"Ask","created_at":"2024-03-01T00:00:00Z""#;
    let row = r#"a | 1 | - | 1 > - | ada | 2024-03-01T00:00:00Z | "Ask""#;
    for (more, told) in [
        (r#""children":[{"author":"bo","text":"Re"},{"author":"cy","text":"Re"},{"id":4}]"#, "`children` of 2"),
        (r#""comments":{"data":[ {"created_time":1709550000,"message":"Re"}]}"#, "`comments.data` of 1"),
    ] {
        let told = format!("skip 1 unsupported: its list {told} texts is not read");
        check("a.jsonl", &format!("{{{root},{more}}}"), "", &[row, &told]);
        check("a.json", &format!("[{{{root},{more}}}]"), "", &[row, &told]);
    }
    // Marks, files and signs are nobody's words.
    for more in [
        r#""hashtags":[{"text":"ada","indices":[1,2]}]"#,
        r#""reactions":[{"content":"+1","user":{"login":"bo"}}]"#,
        r#""all_awardings":[{"name":"Gold","description":"x","created_at":1}],"media":[{"url":"https://x.example/"}]"#,
    ] {
        check("a.jsonl", &format!("{{{root},{more}}}"), "", &[row]);
    }
}

#[test]
fn who_is_a_number_has_the_name_of_the_account() {
    let line =
        |user: &str| format!(r#"{{"id":1,"user":{{"id":5,{user}}},"body":"hi","created_at":"2024-03-01T00:00:00Z"}}"#);
    for (user, name) in [(r#""login":"ada""#, "ada"), (r#""login":"ada","full_name":"Ada Lee""#, "Ada Lee")] {
        check(
            "a.jsonl",
            &line(user),
            "",
            &[&format!("a | 1 | - | 1 > - | 5 ({name}) | 2024-03-01T00:00:00Z | \"hi\"")],
        );
    }
}
