//! Mattermost's bulk export: what stays the same from one export to the next, and its channels.

use archive::Options;

use crate::read::{rows, show, source};

fn export(lines: &[&str]) -> Vec<String> {
    exports(&[lines])
}

/// Several exports in one folder.
fn exports(files: &[&[&str]]) -> Vec<String> {
    let text = |lines: &&[&str]| format!("{{\"type\":\"version\",\"version\":1}}\n{}\n", lines.join("\n"));
    let files: Vec<(String, String)> =
        files.iter().enumerate().map(|(number, lines)| (format!("export-{number}.jsonl"), text(lines))).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    rows(&source("exports", &files), &Options::default()).iter().map(show).collect()
}

fn post(user: &str, message: &str, at: u32, more: &str) -> String {
    format!(
        "{{\"type\":\"post\",\"post\":{{\"team\":\"acme\",\"channel\":\"help\",\"user\":\"{user}\",\"message\":\"{message}\",\"create_at\":16279961820{at:02}{more}}}}}"
    )
}

/// Conversation, id and what is answered.
fn identities(rows: &[String]) -> Vec<String> {
    let identity = |row: &String| row.split(" | ").skip(1).step_by(2).take(2).collect::<Vec<_>>().join(" | ");
    rows.iter().map(identity).collect()
}

#[test]
fn a_post_of_mattermost_stays_itself_when_it_is_edited() {
    let reply = |message: &str, at: u32| {
        format!("{{\"user\":\"bo\",\"message\":\"{message}\",\"create_at\":16279961820{at:02}}}")
    };
    let first = export(&[&post("ada", "two", 2, &format!(",\"replies\":[{}]", reply("r", 3)))]);
    let edited = format!(",\"edit_at\":1627996189000,\"replies\":[{},{}]", reply("r", 3), reply("s", 4));
    let later = export(&[&post("ada", "two, corrected", 2, &edited)]);
    assert_eq!(identities(&later)[..2], identities(&first));
    assert_eq!(later.len(), 3);
}

#[test]
fn posts_of_mattermost_of_one_moment_are_told_apart() {
    let twice = [post("ada", "x", 2, ""), post("ada", "y", 2, ""), post("ada", "x", 2, ""), post("bo", "x", 2, "")];
    let found = identities(&export(&twice.each_ref().map(String::as_str)));
    // What stands twice word for word is one message.
    assert_eq!(found[0], found[2]);
    assert!(found[0] != found[1] && found[0] != found[3] && found[1] != found[3], "{found:?}");
}

#[test]
fn a_post_of_mattermost_stays_itself_in_whatever_order_and_company() {
    let (x, y) = (post("ada", "x", 2, ""), post("ada", "y", 2, ""));
    let (both, turned) = (identities(&export(&[&x, &y])), identities(&export(&[&y, &x])));
    assert!(both[0] == turned[1] && both[1] == turned[0] && both[0] != both[1], "{both:?} {turned:?}");
    for alone in [&x, &y] {
        // When its sibling is deleted, a post does not come in again.
        let alone = identities(&export(&[alone]));
        assert!(both.contains(&alone[0]), "{both:?} {alone:?}");
    }
    assert_eq!(identities(&exports(&[&[&x, &y], &[&y]]))[..2], both);
}

#[test]
fn a_post_of_mattermost_that_was_edited_between_two_exports_of_a_folder_is_one() {
    let (old, edited) = (post("ada", "helo", 2, ""), post("ada", "hello", 2, ",\"edit_at\":1627996189000"));
    let alone = identities(&export(&[&edited]));
    assert_eq!(identities(&exports(&[&[&old], &[&edited]])), [alone.clone(), alone].concat());
}

#[test]
fn channels_of_one_name_in_two_teams_of_mattermost_are_told_apart() {
    let team = |name: &str, shown: &str| {
        format!("{{\"type\":\"team\",\"team\":{{\"name\":\"{name}\",\"display_name\":\"{shown}\"}}}}")
    };
    let channel = |team: &str, name: &str, shown: &str| {
        format!(
            "{{\"type\":\"channel\",\"channel\":{{\"team\":\"{team}\",\"name\":\"{name}\",\"display_name\":\"{shown}\"}}}}"
        )
    };
    let said = |team: &str, channel: &str, at: u32| {
        post("ada", "x", at, "").replace("\"acme\"", &format!("{team:?}")).replace("\"help\"", &format!("{channel:?}"))
    };
    let lines = [
        team("red", "Red"),
        team("blue", "Blue team"),
        channel("blue", "town-square", "Town Square"),
        channel("red", "town-square", "Town Square"),
        channel("blue", "ideas", "Ideas"),
        channel("blue", "ideas-2", "Ideas"),
        said("blue", "town-square", 9),
        said("red", "town-square", 2),
        said("red", "town-square", 10),
        said("blue", "ideas", 3),
        said("blue", "ideas-2", 2),
        said("green", "town-square", 1),
    ];
    let found = export(&lines.each_ref().map(String::as_str));
    let channels: Vec<&str> = found.iter().map(|row| row.split(" | ").next().unwrap_or("")).collect();
    // The first keeps its name, as it had it when it was the only one.
    assert_eq!(channels, ["Town Square (Blue team)", "Town Square", "Town Square", "Ideas", "Ideas", "town-square"]);
    let conversations: Vec<&str> =
        found.iter().filter_map(|row| row.split([' ', '|']).find(|part| part.contains('/'))).collect();
    let red = "red/town-square";
    assert_eq!(conversations, ["blue/town-square", red, red, "blue/ideas", "blue/ideas-2", "green/town-square"]);
    let alone = export(&[&lines[0], &lines[3], &lines[7]].map(String::as_str));
    assert_eq!(alone, found[1..2].iter().map(|row| row.replace(" 8 ", " 4 ")).collect::<Vec<_>>());
}
