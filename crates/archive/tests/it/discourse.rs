//! Forums of Discourse: topics of the API and backups.

use archive::Options;

use crate::read::{rows, show, source};

fn shown(files: &[(&str, &[u8])]) -> Vec<String> {
    rows(&source("acme", files), &Options::default()).iter().map(show).collect()
}

/// A backup with these lines of its tables behind the topic `12` in `Help`.
fn dump(tables: &str) -> String {
    format!(
        "--\n-- PostgreSQL database dump\n--\n\nCOPY public.categories (id, name) FROM stdin;\n4\tHelp\n\\.\n\n\
         COPY public.topics (id, title, category_id) FROM stdin;\n12\tHello\t4\n\\.\n\n{tables}\n\\.\n"
    )
}

#[test]
fn a_post_that_its_author_took_back_is_deleted_in_a_backup_as_in_the_api() {
    let backup = dump(
        "COPY public.posts (id, user_id, topic_id, post_number, raw, created_at, user_deleted) FROM stdin;\n\
         100\t1\t12\t1\thi\t2024-03-01 12:00:00\tf\n101\t1\t12\t2\t(post deleted by author)\t2024-03-01 12:01:00\tt",
    );
    assert_eq!(
        shown(&[("dump.sql", backup.as_bytes())]),
        [
            "Help | 12 | Hello | 100 > - | 1 | 2024-03-01T12:00:00Z | \"hi\"",
            "Help | 12 | Hello | 101 > 100 | 1 | 2024-03-01T12:01:00Z | \"(post deleted by author)\" deleted",
        ]
    );
}

#[test]
fn files_in_posts_of_a_backup_are_attached() {
    let sha1 = "bda2c513e1da04f7b4e99230851ea2aafeb8cc4e";
    let posts = [
        r"![shot|690x388](upload://r3AYqESanERjladb4vBB7VsMBm6.png) and ![again](upload://r3AYqESanERjladb4vBB7VsMBm6.png)",
        r"[plan.pdf|attachment](upload://1.pdf) (12 KB)",
        r#"<img src="/uploads/default/original/1X/old.gif" width="10"> (/uploads of it)"#,
        r"![lost](upload://zzz.jpg) upload://ZZZZZZZZZZZZZZZZZZZZZZZZZZZ.jpg upload:// ![no](upload://é-.jpg)",
    ];
    let lines = posts.iter().enumerate().map(|(at, raw)| format!("{at}\t1\t12\t{at}\t{raw}\t2024-03-01 12:00:00\n"));
    let backup = dump(&format!(
        "COPY public.uploads (id, original_filename, url, sha1, extension) FROM stdin;\n\
         1\tshot 1.png\t/uploads/default/original/1X/{sha1}.png\t{sha1}\tpng\n\
         2\tplan.pdf\t//bucket.example/original/1X/1.pdf\t{:040}\tpdf\n\\.\n\n\
         COPY public.posts (id, user_id, topic_id, post_number, raw, created_at) FROM stdin;\n{}",
        1,
        lines.collect::<String>().trim_end()
    ));
    let picture = format!("uploads/default/original/1X/{sha1}.png");
    let found = shown(&[
        ("dump.sql", backup.as_bytes()),
        (&picture, b"pixels"),
        ("uploads/default/original/1X/old.gif", b"moves"),
    ]);
    let behind: Vec<&str> =
        found.iter().map(|row| row.rsplit_once("Z | ").unwrap().1.split_once(" file=").unwrap().1).collect();
    assert_eq!(
        behind,
        [
            "shot 1.png:image/png:6:-",
            "plan.pdf:application/pdf:-:https://bucket.example/original/1X/1.pdf",
            "old.gif:image/gif:5:-",
            "zzz.jpg:image/jpeg:-:- !file_left_out",
        ]
    );
}

#[test]
fn a_persons_own_posts_belong_to_their_topics() {
    let columns = "topic_title,categories,is_pm,post_raw,post_cooked,like_count,reply_count,url,created_at\n";
    let archive = format!(
        "{columns}Psst,-,Ja,psst,<p>psst</p>,0,0,https://forum.example/t/psst/13/1,2024-03-01 11:00:00 UTC\n\
         Hello,General|Help,Nein,\"my **post**\n2\",<p>my <a class=\"attachment\" href=\"//x.example/uploads/a.pdf\">a.pdf</a></p>,3,1,https://forum.example/f/t/hello/12/3,2024-03-01T12:00:00.000Z\n\
         Gone,-,Nein,once,<p>once</p>,0,0,https://forum.example/t/gone/14/2,2024-03-01 13:00:00 UTC\n"
    );
    let files: [(&str, &[u8]); 3] = [
        ("user_archive-bo-2-240101-120000-7/user_archive.csv", archive.as_bytes()),
        ("user_archive-bo-2-240101-120000-7/visits.csv", b"visited_at,posts_read\n2024-01-01,3\n"),
        ("user_archive-bo-2-240101-120000-7/preferences.json", b"{\n \"id\": 1\n}"),
    ];
    assert_eq!(
        shown(&files),
        [
            "private messages | 13 | Psst | 13/1 > - | bo-2 | 2024-03-01T11:00:00Z | \"psst\"",
            "Help | 12 | Hello | 12/3 > - | bo-2 | 2024-03-01T12:00:00Z | \"my **post**\\n2\" file=a.pdf:application/pdf:-:https://x.example/uploads/a.pdf heart×3",
            "acme | 14 | Gone | 14/2 > - | bo-2 | 2024-03-01T13:00:00Z | \"once\"",
        ]
    );
    let (format, found) = archive::open(&source("acme", &files), &Options::default()).unwrap();
    let origins: Vec<String> = found.map(|row| row.unwrap().message.origin).collect();
    assert_eq!((format.name, origins[0].as_str()), ("discourse", "discourse:forum.example"));
    let lone = format!(
        "{columns}Crash on save,Help,No,\"It **crashes**\",<p>x</p>,1,0,https://forum.example/t/12/1,2024-03-01 12:00:00 UTC\n"
    );
    let row = |author: &str| {
        format!("Help | 12 | Crash on save | 12/1 > - | {author} | 2024-03-01T12:00:00Z | \"It **crashes**\" heart×1")
    };
    assert_eq!(shown(&[("user_archive.csv", lone.as_bytes())]), [row("(unknown)") + " !no_author"]);
    assert_eq!(shown(&[("user-archive-ada-240101-120000 (1).csv", lone.as_bytes())]), [row("ada")]);
    assert_eq!(shown(&[("user_archive-7.csv", lone.as_bytes())]), [row("7")]);
}

/// A page of a topic: some posts, and the list of all that it has.
fn page(posts: &[u64], stream: &str) -> String {
    let post = |id: &u64| {
        format!(
            r#"{{"id":{id},"username":"ada","created_at":"2024-03-01T12:00:00Z","cooked":"<p>x</p>","post_number":{id},"topic_id":12}}"#
        )
    };
    let posts: Vec<String> = posts.iter().map(post).collect();
    format!(r#"{{"post_stream":{{"posts":[{}],"stream":{stream}}},"id":12,"title":"Hello"}}"#, posts.join(","))
}

#[test]
fn posts_that_a_topic_lists_but_no_file_holds_are_told_once() {
    let row =
        |id: u64, answered: &str| format!("acme | 12 | Hello | {id} > {answered} | ada | 2024-03-01T12:00:00Z | \"x\"");
    let (first, second) = (page(&[1, 2], "[1,2,3,4,5]"), page(&[3], "[1,2,3,4,5]"));
    let missing = "skip 3 unsupported: the topic lists 5 posts, 2 of them are in no file that was read";
    assert_eq!(
        shown(&[("1.json", first.as_bytes()), ("2.json", second.as_bytes())]),
        [row(1, "-"), row(2, "1"), missing.to_owned(), row(3, "1")]
    );
    let rest = page(&[4, 5], "null");
    let found = shown(&[("1.json", first.as_bytes()), ("2.json", second.as_bytes()), ("3.json", rest.as_bytes())]);
    assert_eq!(found, [row(1, "-"), row(2, "1"), row(3, "1"), row(4, "1"), row(5, "1")]);
}
