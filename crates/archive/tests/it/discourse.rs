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
