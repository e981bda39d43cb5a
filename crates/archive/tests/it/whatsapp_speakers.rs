//! Names with a colon in chats of WhatsApp.

use crate::whatsapp::{chat, check};

/// A chat of an Android phone.
fn android(lines: &[&str]) -> String {
    lines.iter().map(|line| format!("13/03/2024, 10:00 - {line}\n")).collect()
}

#[test]
fn a_chat_that_is_called_by_a_name_with_a_colon_tells_it() {
    check(
        "WhatsApp Chat with Dr Home.txt",
        &android(&[
            "Me: yo",
            "Dr: Home: hello",
            "Dr: Home turned on disappearing messages: all of them",
            "Dr: Home: fourth: with colon",
            "Dr: Home:",
            "Dr: Homestead: not Dr",
        ]),
        &[
            "Me: \"yo\"",
            "Dr: Home: \"hello\"",
            "skip 3 system",
            "Dr: Home: \"fourth: with colon\"",
            "skip 5 no_text",
            "Dr: \"Homestead: not Dr\"",
        ],
    );
    check(
        "WhatsApp Chat - Dr Home.txt",
        &chat(&[
            "Dr: Home: ‹Messages and calls are end-to-end encrypted.",
            "Dr: Home: hi",
            "Dr: Home: ‹Some sentence of it.",
        ]),
        &["skip 1 system", "Dr: Home: \"hi\"", "skip 3 system"],
    );
}

#[test]
fn what_somebody_always_says_first_is_no_name() {
    for (name, lines) in [
        ("WhatsApp Chat with Ops.txt", ["Monitor: Alert: disk", "Monitor: Alert: disk"]),
        ("WhatsApp Chat with Dr Home.txt", ["Dr: Home: the best place", "Dr: back at work"]),
        ("WhatsApp Chat with Dr Home.txt", ["Dr: back at work", "Dr: Home: the best place"]),
    ] {
        let expected = lines.map(|line| line.split_once(": ").map(|(who, said)| format!("{who}: {said:?}")).unwrap());
        check(name, &android(&lines), &expected.iter().map(String::as_str).collect::<Vec<_>>());
    }
}

#[test]
fn whom_the_program_tells_of_is_not_who_speaks() {
    check(
        "WhatsApp Chat with Team.txt",
        &android(&["Ada: hi", "Ada added Bo: the builder", "You removed Bo: the builder", "Cy added value: yes"]),
        &["Ada: \"hi\"", "skip 2 system", "skip 3 system", "Cy added value: \"yes\""],
    );
}
