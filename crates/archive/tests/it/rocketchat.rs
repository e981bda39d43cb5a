//! Rocket.Chat: who speaks, and what cards say.

use archive::Options;

use crate::read::{file, rows, show};

/// Reads messages of one minute; of each stands the author, and behind the time all the rest.
fn said(messages: &[&str]) -> Vec<String> {
    let lines = messages.iter().enumerate().map(|(at, rest)| {
        format!("{{\"_id\":\"m{at}\",\"rid\":\"GENERAL\",\"ts\":\"2024-03-15T15:41:41Z\",{rest}}}\n")
    });
    let text: String = lines.collect();
    let found = rows(&file("rocketchat_message.json", text.as_bytes()), &Options::default());
    let shown = found.iter().map(show);
    shown
        .map(|row| {
            row.rsplit_once(" > - | ").map_or(row.clone(), |(_, rest)| rest.replace(" | 2024-03-15T15:41:41Z", ""))
        })
        .collect()
}

const ADA: &str = "\"u\":{\"_id\":\"u1\",\"username\":\"ada\",\"name\":\"Ada L\"}";
const CAT: &str = "\"u\":{\"_id\":\"rocket.cat\",\"username\":\"rocket.cat\",\"name\":\"Rocket.Cat\"}";

#[test]
fn programs_of_rocketchat_are_told_from_whom_they_belong_to_and_from_each_other() {
    let rows = [
        format!("\"msg\":\"disk full\",{ADA},\"bot\":{{\"i\":\"x\"}},\"alias\":\"Watchdog\""),
        format!("\"msg\":\"by hand\",{ADA},\"bot\":false"),
        format!("\"msg\":\"pushed\",{CAT},\"bot\":{{\"i\":\"x\"}},\"alias\":\"Forge\""),
        format!("\"msg\":\"built\",{CAT},\"bot\":{{\"i\":\"y\"}},\"alias\":\"Builder\""),
        format!("\"msg\":\"moved\",{ADA},\"alias\":\"Ada L\""),
        "\"msg\":\"a visitor\",\"u\":{\"_id\":\"v\",\"username\":\"guest-3\"},\"alias\":\"Guest Three\",\"token\":\"t\"".to_owned(),
        "\"msg\":\"hi\",\"u\":{\"_id\":\"b\",\"username\":\"hubot\"},\"bot\":{\"i\":\"js.SDK\"}".to_owned(),
        "\"msg\":\"before version 3\",\"u\":{\"_id\":\"u1\",\"username\":\"ada\"},\"alias\":\"Ada L\"".to_owned(),
    ];
    assert_eq!(
        said(&rows.iter().map(String::as_str).collect::<Vec<_>>()),
        [
            "ada/Watchdog (Watchdog) | \"disk full\" bot",
            "ada (Ada L) | \"by hand\"",
            "rocket.cat/Forge (Forge) | \"pushed\" bot",
            "rocket.cat/Builder (Builder) | \"built\" bot",
            "ada (Ada L) | \"moved\"",
            "guest-3 (Guest Three) | \"a visitor\"",
            "hubot | \"hi\" bot",
            "ada (Ada L) | \"before version 3\"",
        ]
    );
}

#[test]
fn cards_of_rocketchat_are_words_and_files_are_files() {
    let card = |msg: &str, card: &str| format!("\"msg\":\"{msg}\",{ADA},\"attachments\":[{card}]");
    let rows = [
        card(
            "",
            r#"{"title":"Problem: CPU","title_link":"https://z.example/1","fields":[{"title":"Host","value":"db-1"},{"title":"Load","value":9}]}"#,
        ),
        card("", r#"{"title":"only a title"}"#),
        card(
            "hook",
            r#"{"author_name":"bo","title":"Push","title_link":"https://e.example/c","text":"to main","fields":[{"title":"Branch","value":"main"}]}"#,
        ),
        card(
            "",
            r#"{"title":"shot.png","title_link":"/file-upload/f1/shot.png","title_link_download":true,"image_url":"/file-upload/f2/shot.png","image_type":"image/png","type":"file","description":"the caption"}"#,
        ),
        card(
            "",
            r#"{"title":"notes.txt","title_link":"https://chat.example/file-upload/f3/notes.txt","title_link_download":true}"#,
        ),
        card("", r#"{"title":"Load","text":"of today","image_url":"https://e.example/load.png"}"#),
        card(
            "agreed",
            r#"{"author_name":"bo","text":"plain","message_link":"https://chat.example/channel/general?msg=a1"}"#,
        ),
        format!("\"msg\":\"\",{ADA}"),
        card("", "{\"color\":\"red\"}"),
    ];
    let found = said(&rows.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(
        found,
        [
            "ada (Ada L) | \"Problem: CPU <https://z.example/1>\\nHost: db-1\\nLoad: 9\"",
            "ada (Ada L) | \"only a title\"",
            "ada (Ada L) | \"hook\\nbo\\nPush <https://e.example/c>\\nto main\\nBranch: main\"",
            "ada (Ada L) | \"the caption\" file=shot.png:image/png:-:/file-upload/f1/shot.png !file_left_out",
            "ada (Ada L) | \"\" file=notes.txt:text/plain:-:https://chat.example/file-upload/f3/notes.txt",
            "ada (Ada L) | \"Load\\nof today\" file=load.png:image/png:-:https://e.example/load.png",
            "GENERAL | GENERAL / m6 | - | m6 > a1 | ada (Ada L) | 2024-03-15T15:41:41Z | \"> plain\\nagreed\"",
            "skip 8 no_text",
            "skip 9 no_text",
        ]
    );
}

#[test]
fn polls_and_places_of_rocketchat_are_words() {
    let poll = format!(
        r#""msg":"",{CAT},"blocks":[
            {{"type":"section","text":{{"type":"plain_text","text":"Lunch at Q&A?"}},"accessory":{{"type":"overflow","options":[{{"text":{{"type":"plain_text","text":"Finish poll"}}}}]}}}},
            {{"type":"divider"}},
            {{"type":"section","text":{{"type":"plain_text","text":"Pizza"}},"accessory":{{"type":"button","text":{{"type":"plain_text","text":"Vote"}}}}}},
            {{"type":"context","elements":[{{"type":"mrkdwn","text":"50% < 3 (1)"}}]}}]"#
    );
    let rows = [
        poll.replace('\n', ""),
        poll.replace('\n', "").replace("\"msg\":\"\"", "\"msg\":\"a poll\""),
        format!("\"msg\":\"\",{ADA},\"location\":{{\"type\":\"Point\",\"coordinates\":[13.4,52.5]}}"),
        format!("\"msg\":\"\",{ADA},\"location\":{{\"type\":\"Point\",\"coordinates\":[]}}"),
        format!("\"msg\":\"\",{ADA},\"blocks\":[{{\"type\":\"video_conf\",\"callId\":\"x\"}}]"),
    ];
    assert_eq!(
        said(&rows.iter().map(String::as_str).collect::<Vec<_>>()),
        [
            "rocket.cat (Rocket.Cat) | \"Lunch at Q&A?\\nPizza\\n50% < 3 (1)\" bot",
            "rocket.cat (Rocket.Cat) | \"a poll\" bot",
            "ada (Ada L) | \"52.5, 13.4\"",
            "skip 4 no_text",
            "skip 5 no_text",
        ]
    );
}
