//! Forums and social servers in the shapes that their programs leave behind.

use archive::Options;

use crate::read::{file, mapped, rows, show, source};

fn check(files: &[(&str, &str)], expected: &[&str]) {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let shown: Vec<String> = rows(&source("export", &files), &Options::default()).iter().map(show).collect();
    assert_eq!(shown, expected);
}

#[test]
fn pictures_in_an_archive_of_pleroma_are_files() {
    let note = |id: u32, attachment: &str| {
        format!(
            r#"{{"id":"https://pl.example/activities/{id}","type":"Create","actor":"https://pl.example/users/ada","published":"2023-03-04T12:00:00Z","to":["https://www.w3.org/ns/activitystreams#Public"],"object":{{"id":"https://pl.example/objects/{id}","type":"Note","content":"x","published":"2023-03-04T12:00:00Z","attachment":[{attachment}]}}}}"#
        )
    };
    let link = r#"{"type":"Link","href":"https://pl.example/media/a.png","mediaType":"image/png"}"#;
    let several = note(1, &format!(r#"{{"type":"Document","name":"","url":[{link}]}}"#));
    let one = note(2, &format!(r#"{{"type":"Document","url":{link}}}"#));
    let outbox = format!(r#"{{"type":"OrderedCollection","orderedItems":[{several},{one}]}}"#);
    let row = |id: u32| {
        let id = format!("https://pl.example/objects/{id}");
        format!(
            "@ada@pl.example | {id} | - | {id} > - | ada@pl.example | 2023-03-04T12:00:00Z | \"x\" file=a.png:image/png:-:https://pl.example/media/a.png"
        )
    };
    check(&[("outbox.json", &outbox)], &[&row(1), &row(2)]);
}

#[test]
fn what_an_account_says_to_named_people_stands_apart() {
    let note = |id: u32, to: &str| {
        format!(
            r#"{{"id":"https://m.example/users/ada/statuses/{id}/activity","type":"Create","actor":"https://m.example/users/ada","published":"2024-03-01T10:00:00Z","object":{{"id":"https://m.example/users/ada/statuses/{id}","type":"Note","content":"x",{to}}}}}"#
        )
    };
    let notes = [
        note(1, r#""to":["https://www.w3.org/ns/activitystreams#Public"],"cc":["https://m.example/users/bo"]"#),
        note(2, r#""to":["https://m.example/users/ada/followers"],"cc":[]"#),
        note(3, r#""to":["https://m.example/users/ada/followers"],"cc":["as:Public"]"#),
        note(4, r#""to":["https://m.example/users/bo"],"cc":[]"#),
        note(5, r#""to":"https://m.example/users/bo""#),
        note(6, r#""to":[],"cc":[]"#),
    ];
    let row = |id: u32, channel: &str| {
        let id = format!("https://m.example/users/ada/statuses/{id}");
        format!("{channel} | {id} | - | {id} > - | ada@m.example | 2024-03-01T10:00:00Z | \"x\"")
    };
    let own = "@ada@m.example";
    check(
        &[("outbox.json", &format!(r#"{{"type":"OrderedCollection","orderedItems":[{}]}}"#, notes.join(",")))],
        &[
            &row(1, own),
            &row(2, own),
            &row(3, own),
            &row(4, "direct messages"),
            &row(5, "direct messages"),
            &row(6, own),
        ],
    );
}

#[test]
fn lemmys_first_whole_version_is_read() {
    let creator = r#""creator":{"id":1,"name":"ada","published_at":"2023-06-09T12:00:00Z","ap_id":"https://lemmy.example/u/ada","local":true,"bot_account":false}"#;
    let place =
        r#""community":{"id":2,"name":"main","title":"Main","ap_id":"https://lemmy.example/c/main","local":true}"#;
    let post = r#""post":{"id":10,"name":"Title","body":"Some words","creator_id":1,"community_id":2,"published_at":"2023-06-10T12:00:00Z","updated_at":"2023-06-10T13:00:00Z","ap_id":"https://lemmy.example/post/10","local":true,"upvotes":4}"#;
    let comment = r#""comment":{"id":101,"creator_id":1,"post_id":10,"content":"first","published_at":"2023-06-10T13:00:00Z","ap_id":"https://lemmy.example/comment/101","local":true,"path":"0.101","upvotes":2}"#;
    let first = "Main | post/10 | Title | post/10 > - | ada@lemmy.example | 2023-06-10T12:00:00Z | \"Some words\" edited=2023-06-10T13:00:00Z upvote×4";
    let second = "Main | post/10 | Title | comment/101 > post/10 | ada@lemmy.example | 2023-06-10T13:00:00Z | \"first\" upvote×2";
    check(
        &[
            ("comments.json", &format!(r#"{{"items":[{{{comment},{creator},{post},{place}}}],"next_page":null}}"#)),
            ("post.json", &format!(r#"{{"post_view":{{{post},{creator},{place},"tags":[]}}}}"#)),
        ],
        &[second, first],
    );
}

#[test]
fn pictures_and_nominations_of_stack_exchange_are_kept() {
    let posts = "<posts>\n  <row Id=\"1\" PostTypeId=\"1\" CreationDate=\"2024-03-01T10:00:00\" OwnerUserId=\"8\" Title=\"Why?\" Body=\"&lt;p&gt;See &lt;img src=&quot;https://i.example/r.jpg&quot; alt=&quot;enter image description here&quot;&gt; and &lt;img src=&quot;https://i.example/s.jpg&quot; alt=&quot;the error&quot;&gt;&lt;/p&gt;\" />\n\
        <row Id=\"6\" PostTypeId=\"6\" CreationDate=\"2024-03-01T10:00:00\" OwnerUserId=\"8\" Body=\"&lt;p&gt;I stand for it&lt;/p&gt;\" />\n</posts>\n";
    check(
        &[("Posts.xml", posts)],
        &[
            "export | post/1 | Why? | post/1 > - | 8 | 2024-03-01T10:00:00Z | \"See and the error\" file=r.jpg:image/jpeg:-:https://i.example/r.jpg file=s.jpg:image/jpeg:-:https://i.example/s.jpg",
            "export | post/6 | - | post/6 > - | 8 | 2024-03-01T10:00:00Z | \"I stand for it\"",
        ],
    );
}

#[test]
fn tweets_of_an_archive_of_x_say_how_they_come_in() {
    let list = r#"[{"tweet": {"id_str": "2", "full_text": "hello", "created_at": "Wed Mar 03 10:10:12 +0000 2021", "in_reply_to_status_id_str": "1"}}]"#;
    let script = format!("window.YTD.tweets.part0 = {list}");
    let files: [(&str, &[u8]); 2] = [("Your archive.html", b"<!DOCTYPE html>"), ("data/tweets.js", script.as_bytes())];
    let refused = archive::open(&source("x", &files), &Options::default());
    let why = refused.map(|_| ()).unwrap_err().to_string();
    assert!(why.starts_with("data/tweets.js is a part of an archive of X (Twitter); take away"), "{why}");
    let (_, map) = why.split_once("--map ").unwrap();
    let found: Vec<String> = rows(&file("tweets.json", list.as_bytes()), &mapped(map)).iter().map(show).collect();
    assert_eq!(found, ["tweets | 1 | - | 2 > 1 | (unknown) | 2021-03-03T10:10:12Z | \"hello\" !no_author"]);
}
