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

#[test]
fn each_table_of_other_columns_is_guessed_by_itself() {
    let comments = ("a_comments.csv", "id,author,created_at,comment\n1,ada,2024-03-04T12:00:00Z,first\n");
    let posts = ("b_posts.csv", "id,user,date,title,body\n1,bob,2024-03-05T12:00:00Z,A title,second\n");
    let german = ("c.csv", "nr;autor;datum;nachricht\n3;cy;2024-03-06 12:00;dritte\n");
    let first = r#"export | 1 | - | 1 > - | ada | 2024-03-04T12:00:00Z | "first""#;
    let all = [
        first,
        r#"export | b_posts/1 | A title | b_posts/1 > - | bob | 2024-03-05T12:00:00Z | "second""#,
        r#"export | (digest) | - | - > - | cy | 2024-03-06T12:00:00Z | "dritte""#,
    ];
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
