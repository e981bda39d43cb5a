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

#[test]
fn members_who_never_speak_say_nothing_where_the_program_tells_of_them() {
    let opening = "Club: ‹Messages and calls are end-to-end encrypted.";
    check(
        "WhatsApp Chat - Club.txt",
        &chat(&[
            opening,
            "~\u{202f}Kaz: ‹~\u{202f}Kaz was added",
            "~\u{a0}Mia Lund: ‹~ Mia Lund left",
            "~\u{202f}~Ida~: ‹~ ~Ida~ joined using this link",
            "+49 170 5550100: ‹\u{202a}+49 170 5550100\u{202c} was added",
            "~\u{202f}Jo: ‹Chai removeu ~\u{202f}Jo",
            "Tati M: ‹Roberta S removeu Tati M",
            "+49 170 5550101: ‹~\u{202f}Rita adicionou +49 170 5550101. Toque para mudar.",
            "ליאור כהן: ‹מאיה לוי הסיר/ה את ליאור כהן",
            "~ فؤاد: ‹لقد أضفت ~ فؤاد",
            "李四: ‹张三将李四移出",
            "Bo: hello",
        ]),
        &[
            "skip 1 system",
            "skip 2 system",
            "skip 3 system",
            "skip 4 system",
            "skip 5 system",
            "skip 6 system",
            "skip 7 system",
            "skip 8 system",
            "skip 9 system",
            "skip 10 system",
            "skip 11 system",
            "Bo: \"hello\"",
        ],
    );
    // A short name is no part of another word, and whoever speaks of themselves has no mark.
    check(
        "WhatsApp Chat - Club.txt",
        &chat(&[
            opening,
            "Al: ‹Ein Halt wurde gezeigt",
            "Bo Berg: Bo Berg was added",
            "Cy: ‹Cy.vcf • ‹contact card omitted",
        ]),
        &[
            "skip 1 system",
            "Al: \"Ein Halt wurde gezeigt\"",
            "Bo Berg: \"Bo Berg was added\"",
            "Cy: \"Cy.vcf •\" file=(left out of the export):text/vcard:-:- !file_left_out",
        ],
    );
}

#[test]
fn a_pasted_line_with_the_clock_of_another_phone_begins_no_message() {
    let lines = |half: &str, pasted: &str| {
        let said = |minute: usize| format!("13/02/2024, 9:{minute:02}{half} - Ada: hi\n");
        let begun: String = (10..22).map(said).collect();
        format!("{begun}13/02/2024, 9:22{half} - Bo: Look\n{pasted}\n13/02/2024, 9:23{half} - Ada: yes\n")
    };
    for (half, pasted) in [
        ("\u{202f}pm", "13/02/2024, 9:10 - not a head"),
        (" PM", "13/02/2024, 9:10 - Cy: lunch?"),
        ("", "13/02/2024, 9:10 pm - Cy: lunch?"),
    ] {
        let looked = format!("Bo: {:?}", format!("Look\n{pasted}"));
        let mut expected = vec!["Ada: \"hi\""; 12];
        expected.extend([looked.as_str(), "Ada: \"yes\""]);
        check("WhatsApp Chat with Team.txt", &lines(half, pasted), &expected);
    }
    // Two exports that somebody put into one file are two phones'.
    let both = "13/02/2024, 9:10 pm - Ada: a\n13/02/2024, 9:11 pm - Ada: b\n14/02/2024, 9:10 - Bo: c\n";
    check("WhatsApp Chat with Team.txt", both, &["Ada: \"a\"", "Ada: \"b\"", "Bo: \"c\""]);
}

#[test]
fn keyboards_mark_words_from_right_to_left_and_names_stand_in_them() {
    let rtl = |line: &str| line.replace('›', "\u{200f}");
    check(
        "WhatsApp Chat - Club.txt",
        &rtl(&chat(&[
            "Club: ‹Messages and calls are end-to-end encrypted.",
            "גל: ›שלום, כאן גל מהמשרד",
            "דני: ›זה דני מהמשרד",
            "Al: ‹Also a word in some sentence",
            "~\u{202f}رامي: ›انضم ~\u{a0}رامي",
            "\u{202a}+966 55 000 0002\u{202c}: ›انضم \u{202a}+966 55 000 0002\u{202c}",
        ])),
        &[
            "skip 1 system",
            "גל: \"שלום, כאן גל מהמשרד\"",
            "דני: \"זה דני מהמשרד\"",
            "Al: \"Also a word in some sentence\"",
            "skip 5 system",
            "skip 6 system",
        ],
    );
}
