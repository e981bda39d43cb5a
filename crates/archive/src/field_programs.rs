//! What some programs call the columns of their tables, where a name alone says nothing.

use crate::fields::Field;

/// Names, written plain, that only the table of one program has together, and what others beside them mean.
type Program = (&'static [&'static str], &'static [(Field, &'static str)]);

const PROGRAMS: [Program; 9] = [
    // MyBB
    (
        &["pid", "tid", "dateline", "message"],
        &[(Field::Id, "pid"), (Field::Conversation, "tid"), (Field::Time, "dateline")],
    ),
    // SMF
    (
        &["idmsg", "idtopic", "postertime"],
        &[
            (Field::Id, "idmsg"),
            (Field::Conversation, "idtopic"),
            (Field::Time, "postertime"),
            (Field::Edited, "modifiedtime"),
        ],
    ),
    // Drupal: `thread` only sorts the comments of a page.
    (
        &["cid", "pid", "nid", "thread"],
        &[(Field::Id, "cid"), (Field::ReplyTo, "pid"), (Field::Conversation, "nid"), (Field::Title, "subject")],
    ),
    // NodeBB
    (
        &["pid", "tid", "uid", "content"],
        &[(Field::Id, "pid"), (Field::Conversation, "tid"), (Field::Author, "uid"), (Field::ReplyTo, "topid")],
    ),
    // Vanilla
    (&["insertuserid", "dateinserted"], &[(Field::Author, "insertuserid"), (Field::Time, "dateinserted")]),
    // Kaggle
    (
        &["forumtopicid", "postuserid", "postdate"],
        &[
            (Field::Conversation, "forumtopicid"),
            (Field::Author, "postuserid"),
            (Field::ReplyTo, "replytoforummessageid"),
        ],
    ),
    // vBulletin
    (&["postid", "threadid", "pagetext"], &[(Field::Text, "pagetext"), (Field::Time, "dateline")]),
    // Hacker News
    (&["by", "id", "time", "type"], &[(Field::Author, "by")]),
    // youtube-comment-downloader, whose `channel` is the author's
    (
        &["cid", "timeparsed", "channel", "author"],
        &[(Field::Id, "cid"), (Field::Time, "timeparsed"), (Field::Author, "channel"), (Field::Name, "author")],
    ),
];

/// What columns of these names mean in the table of a program that is known by them.
pub(crate) fn meant(all: &[String]) -> impl Iterator<Item = (Field, &'static str)> {
    let has = |name: &&str| all.iter().any(|known| known == name);
    let found = PROGRAMS.iter().find(|(signs, _)| signs.iter().all(has));
    found.map_or(&[][..], |(_, meant)| *meant).iter().copied()
}
