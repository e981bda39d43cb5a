//! Rocket.Chat: who speaks.

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
        ]
    );
}
