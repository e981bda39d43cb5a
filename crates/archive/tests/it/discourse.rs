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
