//! Tables as programs leave them: several of them side by side, and each writer's own way with cells.

use archive::Options;

use crate::read::{mapped, rows, show, source};

fn check(files: &[(&str, &str)], options: &Options, expected: &[&str]) {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let shown: Vec<String> = rows(&source("export", &files), options).iter().map(show).collect();
    assert_eq!(shown, expected);
}

fn guessed(files: &[(&str, &str)], expected: &[&str]) {
    check(files, &Options::default(), expected);
}

/// What is said of a row whose number would be another table's.
const COUNTED: &str = "skip 2 unsupported: its number may be another table's; import the table by itself";

#[test]
fn each_table_of_other_columns_is_guessed_by_itself() {
    let comments = ("a_comments.csv", "id,author,created_at,comment\n1,ada,2024-03-04T12:00:00Z,first\n");
    let posts = ("b_posts.csv", "id,user,date,title,body\n1,bob,2024-03-05T12:00:00Z,A title,second\n");
    let german = ("c.csv", "nr;autor;datum;nachricht\n3;cy;2024-03-06 12:00;dritte\n");
    let first = r#"export | 1 | - | 1 > - | ada | 2024-03-04T12:00:00Z | "first""#;
    let all = [first, COUNTED, r#"export | (digest) | - | - > - | cy | 2024-03-06T12:00:00Z | "dritte""#];
    let files = [comments, posts, german];
    guessed(&files, &all);
    // The plan's page sends back the guess that it showed.
    check(&files, &mapped("text=comment,author=author,time=created_at,id=id"), &all);
    check(
        &files,
        &mapped("text=comment,author=author,id=id"),
        &[r#"export | 1 | - | 1 > - | ada | - | "first" !no_time"#, "skip 2 no_text", "skip 2 no_text"],
    );
}

#[test]
fn a_table_of_some_columns_more_keeps_its_ids() {
    guessed(
        &[
            ("comments.csv", "id,date,parent,body\n5,2024-03-12,4,mine\n"),
            ("messages.csv", "id,date,from,subject,thread_id,body\n6,2024-03-13,bob,hey,2,hello\n"),
        ],
        &[
            r#"export | 4 | - | 5 > 4 | (unknown) | 2024-03-12T00:00:00Z | "mine" !no_author"#,
            r#"export | export / 2 | hey | 6 > - | bob | 2024-03-13T00:00:00Z | "hello""#,
        ],
    );
}

#[test]
fn lists_of_people_and_things_beside_a_table_say_nothing() {
    guessed(
        &[
            ("a.csv", "id,author,text\n1,ada,hello\n"),
            ("categories.csv", "id,name,description,created_at\n1,Help,All that helps,2024-03-01\n"),
            ("votes.csv", "id,direction\n1,up\n"),
        ],
        &[r#"export | 1 | - | 1 > - | ada | - | "hello" !no_time"#, "skip 2 no_text", "skip 2 no_text"],
    );
    let post = "post_id,topic_id,forum_id,poster_id,post_time,post_username,post_subject,post_text\n\
                9,3,2,57,1709294400,,Crash,It crashes\n";
    guessed(
        &[
            ("phpbb_posts.csv", post),
            (
                "phpbb_privmsgs.csv",
                "msg_id,author_id,message_time,message_subject,message_text\n1,57,1709294400,Psst,secret\n",
            ),
        ],
        &[r#"2 | 2 / 3 | Crash | 9 > - | 57 | 2024-03-01T12:00:00Z | "It crashes""#, "skip 2 no_text"],
    );
}

#[test]
fn posts_of_phpbb_tell_guests_edits_files_and_what_is_not_shown() {
    let posts = "post_id,topic_id,forum_id,poster_id,post_time,post_username,post_subject,post_text,post_edit_time,post_visibility\n\
        1,3,2,1,1709294400,Gil,Crash,<t>a</t>,0,1\n\
        2,3,2,1,1709294400,Hal,Crash,<t>b</t>,1709294500,1\n\
        3,3,2,1,1709294400,,Crash,<t>c</t>,0,2\n\
        4,3,2,57,1709294400,,Crash,<t>d</t>,0,0\n\
        5,3,2,57,1709294400,,Crash,\"<r><URL url=\"\"https://x.example\"\"><s>[url=https://x.example]</s>docs<e>[/url]</e></URL> <ATTACHMENT filename=\"\"a &amp; b.log\"\" index=\"\"0\"\"><s>[attachment=0]</s>a &amp; b.log<e>[/attachment]</e></ATTACHMENT></r>\",0,1\n\
        6,3,2,57,1709294400,,Crash,[attachment=0:3uxqmu2x]<!-- ia0 -->old.log<!-- ia0 -->[/attachment:3uxqmu2x],0,1\n";
    let row = |id: u32, author: &str, rest: &str| {
        format!("2 | 2 / 3 | Crash | {id} > - | {author} | 2024-03-01T12:00:00Z | {rest}")
    };
    guessed(
        &[("phpbb_posts.csv", posts)],
        &[
            &row(1, "1/Gil (Gil)", "\"a\""),
            &row(2, "1/Hal (Hal)", "\"b\" edited=2024-03-01T12:01:40Z"),
            &row(3, "1", "\"c\" deleted"),
            &row(4, "57", "\"d\" deleted"),
            &row(5, "57", "\"docs <https://x.example> a & b.log\" file=a & b.log:text/plain:-:- !file_left_out"),
            &row(6, "57", "\"[attachment=0]old.log[/attachment]\" file=old.log:text/plain:-:- !file_left_out"),
        ],
    );
}

#[test]
fn marks_behind_a_backslash_belong_to_the_cell() {
    guessed(
        &[(
            "phpbb_posts.csv",
            "\"post_id\",\"topic_id\",\"forum_id\",\"poster_id\",\"post_time\",\"post_username\",\"post_subject\",\"post_text\"\n\
             \"1\",\"5\",\"2\",\"2\",\"1709553600\",\"\",\"Hello\",\"He said \\\"no\\\", then left\"\n\
             \"2\",\"5\",\"2\",\"2\",\"1709553700\",NULL,\"Re: Hello\",\"back\\\\slash \\\"x\\\"\\\n\\over two lines\\\\\"\n\
             \"3\",\"5\",\"2\",\"3\",\"1709553800\",\\N,\"Re: Hello\",\"plain\"\n",
        )],
        &[
            r#"2 | 2 / 5 | Hello | 1 > - | 2 | 2024-03-04T12:00:00Z | "He said \"no\", then left""#,
            r#"2 | 2 / 5 | Re: Hello | 2 > - | 2 | 2024-03-04T12:01:40Z | "back\\slash \"x\"\n\\over two lines\\""#,
            r#"2 | 2 / 5 | Re: Hello | 3 > - | 3 | 2024-03-04T12:03:20Z | "plain""#,
        ],
    );
    // Where marks are written twice, a backslash is a letter.
    guessed(
        &[("a.csv", "id,author,text\n1,ada,\"in C:\\dir\\\"\n2,bob,\"{\\\"\"a\\\"\": 1}\"\n")],
        &[
            r#"export | 1 | - | 1 > - | ada | - | "in C:\\dir\\" !no_time"#,
            r#"export | 2 | - | 2 > - | bob | - | "{\\\"a\\\": 1}" !no_time"#,
        ],
    );
}

#[test]
fn a_mark_behind_a_backslash_may_come_late() {
    let filler: String = (1..=2_000).map(|id| format!("\"{id}\",\"ada\",\"{}\"\n", "word ".repeat(10))).collect();
    let late = "\"5001\",\"bob\",\"one\nsaid \\\"no\\\", then\nleft\"\n\"5002\",\"cy\",\"back\\\\slash\"\n";
    let table = format!("\"id\",\"author\",\"text\"\n{filler}{late}");
    let found: Vec<String> = rows(&source("export", &[("a.csv", table.as_bytes())]), &Options::default())
        .iter()
        .skip(2_000)
        .map(show)
        .collect();
    assert_eq!(
        found,
        [
            r#"export | 5001 | - | 5001 > - | bob | - | "one\nsaid \"no\", then\nleft" !no_time"#,
            r#"export | 5002 | - | 5002 > - | cy | - | "back\\slash" !no_time"#,
        ]
    );
}

#[test]
fn what_databases_write_for_nothing_is_nothing() {
    guessed(
        &[("a.csv", "id,parent_id,author,title,text\n1,NULL,ada,NULL,NULL\n2,NULL,NULL,\\N,two\n3,2,bob,\\N,\\N\n")],
        &[
            r#"export | 1 | - | 1 > - | ada | - | "NULL" !no_time"#,
            r#"export | 2 | - | 2 > - | (unknown) | - | "two" !no_time !no_author"#,
            "skip 4 no_text",
        ],
    );
}

#[test]
fn a_first_line_may_name_the_separator_and_a_header_go_over_lines() {
    let row = r#"export | 1 | - | 1 > - | Ada | 2024-03-13T14:05:00Z | "Hallo; Welt, du""#;
    for told in ["sep=;", "SEP=;", "\"sep=;\""] {
        guessed(
            &[(
                "a.csv",
                &format!("\u{feff}{told}\r\nid;author;date;text\r\n1;Ada;13.03.2024 14:05;\"Hallo; Welt, du\"\r\n"),
            )],
            &[row],
        );
    }
    guessed(
        &[("a.csv", "sep=;\r\n\"text\r\n(yours)\";text;author\r\n\"one\r\ntwo\";hi;Ada\r\n")],
        &[r#"export | (digest) | - | - > - | Ada | - | "hi" !no_time"#],
    );
    let form = "\"id\",\"author\",\"Your\nmessage\",\"date\"\n1,Ada,\"hello, you\",2024-03-13\n";
    check(
        &[("a.csv", form)],
        &mapped("text=Your message,author=author,time=date,id=id"),
        &[r#"export | 1 | - | 1 > - | Ada | 2024-03-13T00:00:00Z | "hello, you""#],
    );
    // A mark that is never closed makes no header of all that follows.
    guessed(
        &[("a.csv", "id,text,\"x\n1,one,\n2,two,\n")],
        &[
            r#"export | 1 | - | 1 > - | (unknown) | - | "one" !no_time !no_author"#,
            r#"export | 2 | - | 2 > - | (unknown) | - | "two" !no_time !no_author"#,
        ],
    );
}

#[test]
fn an_issue_of_jira_is_one_row_with_all_its_comments() {
    let server = "Summary,Issue key,Issue id,Parent id,Project name,Assignee,Reporter,Creator,Created,Updated,Description,Comment,Comment,Comment\n\
        Login broken,ACME-7,10007,10001,Acme App,bo,ada,cy,12/Mar/24 2:05 PM,13/Mar/24 9:00 AM,\"It \"\"fails\"\"\",12/Mar/24 3:00 PM;bo;Which browser; and when?,\"13/Mar/24 9:00 AM;ada;Firefox,\ntoday\",\n\
        Nothing said,ACME-8,10008,,Acme App,,bo,bo,14/Mar/24 2:05 PM,14/Mar/24 2:05 PM,,,,\n";
    guessed(
        &[("jira.csv", server)],
        &[
            r#"Acme App | Acme App / ACME-7 | Login broken | ACME-7 > - | ada | 2024-03-12T14:05:00Z | "It \"fails\"""#,
            r#"Acme App | Acme App / ACME-7 | Login broken | - > ACME-7 | bo | 2024-03-12T15:00:00Z | "Which browser; and when?""#,
            r#"Acme App | Acme App / ACME-7 | Login broken | - > ACME-7 | ada | 2024-03-13T09:00:00Z | "Firefox,\ntoday""#,
            r#"Acme App | Acme App / ACME-8 | Nothing said | ACME-8 > - | bo | 2024-03-14T14:05:00Z | """#,
        ],
    );
    let cloud = "Issue key,Summary,Reporter,Reporter Id,Assignee,Assignee Id,Created,Comment\n\
        ACME-9,Slow,Ada Lee,5570:a1,Bo,5570:b2,12/Mar/24 2:05 PM,12/Mar/24 3:00 PM;5570:b2;Where?\n\
        ACME-10,Fast,Ada Lee,5570:a1,,,12/Mar/24 2:05 PM,no date; no name; all words\n";
    guessed(
        &[("jira.csv", cloud)],
        &[
            r#"export | export / ACME-9 | Slow | ACME-9 > - | 5570:a1 (Ada Lee) | 2024-03-12T14:05:00Z | "Slow""#,
            r#"export | export / ACME-9 | Slow | - > ACME-9 | 5570:b2 (Bo) | 2024-03-12T15:00:00Z | "Where?""#,
            r#"export | export / ACME-10 | Fast | ACME-10 > - | 5570:a1 (Ada Lee) | 2024-03-12T14:05:00Z | "Fast""#,
            r#"export | export / ACME-10 | Fast | - > ACME-10 | (unknown) | - | "no date; no name; all words" !no_time !no_author"#,
        ],
    );
}

#[test]
fn what_an_issue_is_called_does_not_fill_the_memory_with_its_comments() {
    let long = "x".repeat(100_000);
    let header = format!("Issue key,Summary,Reporter,Reporter Id,Project name{}\n", ",Comment".repeat(1_000));
    let comments = ",12/Mar/24 3:00 PM;1;x".repeat(1_000);
    let table = format!("{header}ACME-1,{long},{long},1,{long}{comments}\n");
    let found = rows(&source("export", &[("a.csv", table.as_bytes())]), &Options::default());
    let messages: Vec<_> = found.into_iter().map(|row| row.unwrap().message).collect();
    assert_eq!((messages.len(), messages[0].title.as_ref()), (1_001, Some(&long)));
    let bytes = |message: &model::Incoming| {
        let optional = [&message.title, &message.author.name, &message.native_id, &message.reply_to];
        optional.into_iter().flatten().chain([&message.channel, &message.conversation]).map(String::len).sum::<usize>()
    };
    let all: usize = messages.iter().map(bytes).sum();
    assert!(all < 1 << 20, "{all} bytes");
}

#[test]
fn names_that_mean_something_else_beside_others_are_not_taken() {
    guessed(
        &[(
            "tweets.csv",
            "tweet_id,in_reply_to_status_id,timestamp,source,text\n2,1,2017-10-11 22:18:59 +0000,\"<a href=\"\"http://x\"\">x</a>\",so\n",
        )],
        &[r#"export | 1 | - | 2 > 1 | (unknown) | 2017-10-11T22:18:59Z | "so" !no_author"#],
    );
    guessed(&[("a.csv", "id,source,user,text\n2,web,ada,so\n")], &[r#"web | 2 | - | 2 > - | ada | - | "so" !no_time"#]);
}

#[test]
fn comments_of_reddit_hang_below_their_post() {
    let post = r#"{"author":"ada","title":"A question","selftext":"What?","created_utc":1709550000,"id":"1abx","name":"t3_1abx","subreddit":"rust"}"#;
    guessed(
        &[("RS.jsonl", post)],
        &[r#"rust | rust / 1abx | A question | 1abx > - | ada | 2024-03-04T11:00:00Z | "What?""#],
    );
    let comments = concat!(
        r#"{"author":"bob","body":"top","created_utc":1709553600,"id":"k1","link_id":"t3_1abx","parent_id":"t3_1abx","subreddit":"rust","name":"t1_k1"}"#,
        "\n",
        r#"{"author":"ada","body":"answer","created_utc":"1709553700","id":"k2","link_id":"t3_1abx","parent_id":"t1_k1","subreddit":"rust"}"#,
    );
    guessed(
        &[("RC.jsonl", comments)],
        &[
            r#"rust | rust / 1abx | - | k1 > 1abx | bob | 2024-03-04T12:00:00Z | "top""#,
            r#"rust | rust / 1abx | - | k2 > k1 | ada | 2024-03-04T12:01:40Z | "answer""#,
        ],
    );
    // Whoever names the long ids keeps them.
    check(
        &[("a.jsonl", r#"{"text":"x","author":"ada","id":"t1_k2","parent":"t1_k1"}"#)],
        &Options::default(),
        &[r#"export | t1_k1 | - | t1_k2 > t1_k1 | ada | - | "x" !no_time"#],
    );
}

#[test]
fn more_programs_and_languages_call_their_columns_so() {
    for (table, expected) in [
        (
            "日時,投稿者,件名,本文\n2024/03/12 14:05,田中,ログイン,できません",
            r#"export | (digest) | ログイン | - > - | 田中 | 2024-03-12T14:05:00Z | "できません""#,
        ),
        (
            "Identifiant;Date de création;Auteur;Titre;Avis\n1;25/04/2024 14:05;Zoé;Bien;Pas mal",
            r#"export | (digest) | Bien | - > - | Zoé | 2024-04-25T14:05:00Z | "Pas mal""#,
        ),
        (
            "ID;Fecha de creación;Nombre;Comentarios\n1;25/04/2024 14:05;Ana;Muy bien",
            r#"export | 1 | - | 1 > - | (unknown) | 2024-04-25T14:05:00Z | "Muy bien" !no_author"#,
        ),
        (
            "Id,ParentId,CreatedDate,TextBody,HtmlBody,Subject,FromName,FromAddress\n02s1,5003,2024-03-12T14:06:00.000Z,hello,<p>hello</p>,Login,Ada,ada@example.org",
            r#"export | export / Login | Login | 02s1 > 5003 | ada@example.org (Ada) | 2024-03-12T14:06:00Z | "hello""#,
        ),
        (
            "Id,Origin,SuppliedName,SuppliedEmail,Description,CreatedDate,CreatedById\n5003,Email,Ada,ada@example.org,I cannot,2024-03-12T14:05:00.000Z,0053t",
            r#"export | 5003 | - | 5003 > - | ada@example.org (Ada) | 2024-03-12T14:05:00Z | "I cannot""#,
        ),
        (
            "Id,ParentId,CommentBody,CreatedById,CreatedDate\n00a1,5003,a comment,0053t,2024-03-12T14:06:00.000Z",
            r#"export | 5003 | - | 00a1 > 5003 | 0053t | 2024-03-12T14:06:00Z | "a comment""#,
        ),
        (
            "Ticket ID,Ticket name,Create date,Ticket description\n123,Cannot log in,2024-03-12 14:05,no",
            r#"export | export / 123 | Cannot log in | - > - | (unknown) | 2024-03-12T14:05:00Z | "no" !no_author"#,
        ),
        (
            "Card ID,Card Name,Card Description,Last Activity Date\n65e,Fix login,Users cannot,2024-03-12T14:05:00.000Z",
            r#"export | 65e | Fix login | 65e > - | (unknown) | - | "Users cannot" !no_time !no_author"#,
        ),
        (
            "Id,Subject,Requester,Requested,Description\n35,On fire,Ada,2024-03-12 14:05,It burns",
            r#"export | export / On fire | On fire | 35 > - | Ada | 2024-03-12T14:05:00Z | "It burns""#,
        ),
        (
            "Created Time,Creator,Message\n2024-03-12 14:05,Ada,hello",
            r#"export | (digest) | - | - > - | Ada | 2024-03-12T14:05:00Z | "hello""#,
        ),
    ] {
        guessed(&[("a.csv", &format!("{table}\n"))], &[expected]);
    }
}

#[test]
fn values_that_mongodb_writes_as_objects_are_values() {
    let lines = concat!(
        r#"{"_id":{"$oid":"65e5"},"createdAt":{"$date":"2024-03-12T14:05:00Z"},"user":{"_id":7,"username":"ada"},"message":"one"}"#,
        "\n",
        r#"{"_id":{"$oid":"65e6"},"createdAt":{"$date":{"$numberLong":"1710252300000"}},"user":{"_id":8,"username":"bo"},"message":"two"}"#,
    );
    guessed(
        &[("a.jsonl", lines)],
        &[
            r#"export | 65e5 | - | 65e5 > - | 7 (ada) | 2024-03-12T14:05:00Z | "one""#,
            r#"export | 65e6 | - | 65e6 > - | 8 (bo) | 2024-03-12T14:05:00Z | "two""#,
        ],
    );
}

#[test]
fn each_list_of_other_names_is_guessed_by_itself() {
    let comment = r#"{"author":"bob","body":"top","created_utc":1709553600,"id":"k1","link_id":"t3_1abx","parent_id":"t3_1abx","subreddit":"rust"}"#;
    let post = r#"{"author":"ada","title":"A question","selftext":"What?","created_utc":1709550000,"id":"1abx","subreddit":"rust"}"#;
    let people = r#"{"id":1,"name":"Ada","description":"writes"}"#;
    let votes = r#"{"id":1,"up":true}"#;
    let all = [
        "skip 1 no_text",
        r#"rust | rust / 1abx | - | k1 > 1abx | bob | 2024-03-04T12:00:00Z | "top""#,
        r#"rust | rust / 1abx | A question | 1abx > - | ada | 2024-03-04T11:00:00Z | "What?""#,
        "skip 1 no_text",
    ];
    let list = format!("[{post}]");
    for files in [
        [("A.jsonl", votes), ("RC.jsonl", comment), ("RS.jsonl", post), ("people.jsonl", people)],
        [("A.json", votes), ("RC.json", comment), ("RS.json", &list), ("people.json", people)],
    ] {
        guessed(&files, &all);
    }
    // Ids that count are told apart; what is rare in a file may come late.
    guessed(
        &[
            ("a.jsonl", r#"{"id":1,"parent_id":2,"author":"ada","text":"one"}"#),
            ("b.jsonl", r#"{"id":1,"parent_id":2,"author":"bob","message":"two"}"#),
            (
                "c.jsonl",
                "{\"id\":3,\"text\":\"three\"}\n{\"id\":4,\"parent_id\":3,\"author\":\"cy\",\"text\":\"four\"}\n",
            ),
        ],
        &[
            r#"export | 2 | - | 1 > 2 | ada | - | "one" !no_time"#,
            &COUNTED.replace("skip 2", "skip 1"),
            r#"export | 3 | - | 3 > - | (unknown) | - | "three" !no_time !no_author"#,
            r#"export | 3 | - | 4 > 3 | cy | - | "four" !no_time"#,
        ],
    );
}

#[test]
fn what_lies_in_a_folder_changes_no_ids_and_no_answers() {
    let table = |text: &str| format!("id,{text},user,parent_id\n5,one,ada,\n6,two,bob,5\n");
    let shown = [
        r#"export | 5 | - | 5 > - | ada | - | "one" !no_time"#,
        r#"export | 5 | - | 6 > 5 | bob | - | "two" !no_time"#,
    ];
    let skips = [COUNTED, &COUNTED.replace("skip 2", "skip 3")];
    for (first, then) in [("body", "question"), ("question", "body")] {
        let (first, then) = (table(first), table(then));
        guessed(&[("a.csv", &first)], &shown);
        for further in ["b.csv", "b-2024-05.csv"] {
            guessed(&[("a.csv", &first), (further, &then)], &[shown, skips].concat());
        }
    }
    // Ids that do not count are one thing's alone; what they answer by a number may be anything.
    guessed(
        &[("a.csv", &table("body")), ("b.csv", "id,question,user,parent_id\nq1,what,cy,\nq2,why,cy,q1\nq3,how,cy,5\n")],
        &[
            shown[0],
            shown[1],
            r#"export | q1 | - | q1 > - | cy | - | "what" !no_time"#,
            r#"export | q1 | - | q2 > q1 | cy | - | "why" !no_time"#,
            r#"export | q3 | - | q3 > - | cy | - | "how" !no_time"#,
        ],
    );
}

#[test]
fn a_conversation_is_the_same_with_another_file_beside() {
    let named = "{\"id\":\"1\",\"author\":\"ada\",\"text\":\"a\",\"topic\":\"x\"}\n{\"id\":\"2\",\"author\":\"bo\",\"text\":\"b\",\"reply_to\":\"1\"}\n";
    let other = "{\"id\":\"k1\",\"author\":\"cy\",\"message\":\"c\",\"reply_to\":\"k0\"}\n";
    let own = [
        r#"export | export / x | x | 1 > - | ada | - | "a" !no_time"#,
        r#"export | 2 | - | 2 > 1 | bo | - | "b" !no_time"#,
    ];
    guessed(&[("a.jsonl", named)], &own);
    let beside = r#"export | k0 | - | k1 > k0 | cy | - | "c" !no_time"#;
    guessed(&[("a.jsonl", named), ("b.jsonl", other)], &[own[0], own[1], beside]);
}

#[test]
fn votes_and_numbers_beside_a_table_say_nothing() {
    let posts = "id,author,body\np1,ada,hello\n";
    let row = r#"export | p1 | - | p1 > - | ada | - | "hello" !no_time"#;
    let id = "01890a5d-ac96-774b-bcce-b302099a8057";
    for (name, said) in [("message", "5"), ("comment", "p1"), ("question", id), ("review", "3.5"), ("message", "-1")] {
        let table = format!("id,{name},user\nr1,{said},bo\nr2,{said},cy\n");
        guessed(&[("a.csv", posts), ("b.csv", &table)], &[row, "skip 2 no_text", "skip 3 no_text"]);
        let line = format!("{{\"id\":\"r1\",\"{name}\":\"{said}\",\"user\":\"bo\"}}\n");
        let first = "{\"id\":\"p1\",\"author\":\"ada\",\"body\":\"hello\"}\n";
        guessed(&[("a.jsonl", first), ("b.jsonl", &line)], &[row, "skip 1 no_text"]);
    }
    // One who speaks in numbers speaks where others use words.
    guessed(
        &[("a.csv", posts), ("b.csv", "id,message,user\nr1,5,bo\nr2,how many?,cy\n")],
        &[
            row,
            r#"export | r1 | - | r1 > - | bo | - | "5" !no_time"#,
            r#"export | r2 | - | r2 > - | cy | - | "how many?" !no_time"#,
        ],
    );
}

#[test]
fn a_table_in_shift_jis_is_read_as_japanese() {
    let shown = |bytes: &[u8]| -> Vec<String> {
        rows(&source("export", &[("a.csv", bytes)]), &Options::default()).iter().map(show).collect()
    };
    // 日時,投稿者,本文 / 2024/03/12 14:05,田中,ログインできません
    let table = b"\x93\xfa\x8e\x9e,\x93\x8a\x8de\x8e\xd2,\x96{\x95\xb6\r\n2024/03/12 14:05,\x93c\x92\x86,\"\x83\x8d\x83O\x83C\x83\x93\x82\xc5\x82\xab\x82\xdc\x82\xb9\x82\xf1\"\r\n";
    assert_eq!(shown(table), [r#"export | (digest) | - | - > - | 田中 | 2024-03-12T14:05:00Z | "ログインできません""#]);
    let latin = b"id,author,text\n1,Zo\xe9,\xe9v\xe9nement \x83 fini\n";
    assert_eq!(shown(latin), ["export | 1 | - | 1 > - | Zoé | - | \"événement ƒ fini\" !no_time !encoding"]);
}

#[test]
fn telegrams_messages_in_a_table_of_pandas_answer_each_other() {
    guessed(
        &[(
            "acme.csv",
            "message_id,date,sender_id,sender_name,text,reply_to_msg_id,views\n\
             5,2024-03-04 10:10:12+00:00,54,Ada,hello,,3\n7,2024-03-04 10:11:12+00:00,55,Bo,\"answer, ok\",5.0,\n",
        )],
        &[
            r#"export | 5 | - | 5 > - | 54 (Ada) | 2024-03-04T10:10:12Z | "hello""#,
            r#"export | 5 | - | 7 > 5 | 55 (Bo) | 2024-03-04T10:11:12Z | "answer, ok""#,
        ],
    );
}
