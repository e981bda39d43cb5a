//! Several kinds in one message by the front door: each is read, none hides another, and one stays one.

use text::{Input, Kind, Reader};

use Kind::{Bug, Complaint, Idea, Legal, Praise, Question, Ugc};

const SEVERAL: [(&str, &[Kind]); 11] = [
    ("The app crashes since the update. Please add a dark mode. How do I get my invoice?", &[Bug, Idea, Question]),
    ("The app crashes and my lawyer will sue", &[Bug, Legal]),
    ("Great tool, I made this video with it https://video.example/1, but saving is broken", &[Ugc, Bug]),
    ("Love the new editor, thank you! Could you add tabs?", &[Praise, Idea]),
    ("The export fails with error 500. How can I get my data out?", &[Bug, Question]),
    ("Where is the invoice? And it would be great to have an export to PDF.", &[Question, Idea]),
    ("Terrible service, I am so angry. The login page throws an error.", &[Complaint, Bug]),
    ("Thanks for the fast reply!\n\nHow do I change my password?", &[Question]),
    ("Saving freezes the whole app, and please add an undo button", &[Bug, Idea]),
    ("Worst update ever, I want my money back. Please bring back the old search.", &[Complaint, Idea]),
    ("Amazing work, everybody! But the search crashes when I type an umlaut.", &[Praise, Bug]),
];

fn kinds(text: &str) -> Vec<Kind> {
    Reader::new().read(&Input { text, ..Input::default() }).kinds.iter().map(|kind| kind.label).collect()
}

#[test]
fn each_of_several_kinds_is_read() {
    let mut missed = Vec::new();
    for (text, said) in SEVERAL {
        let found = kinds(text);
        if said.iter().any(|kind| !found.contains(kind)) {
            missed.push((text, found, said));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

const ONE: [(&str, Kind); 10] = [
    ("The app crashes every time I open it. I am on Android 14.", Bug),
    ("How do I change my address? I looked in the settings. Thank you.", Question),
    ("Please add a dark mode. It would be easier on the eyes.", Idea),
    ("Thank you so much for the help! You are wonderful.", Praise),
    ("I waited three weeks and nobody answered. What a joke.", Complaint),
    ("My lawyer will contact you. This is a formal notice.", Legal),
    ("I made a quilt from your pattern. Photos: https://img.example/quilt", Ugc),
    ("How can I merge two accounts? I could not find it in the docs.", Question),
    ("The window freezes after a minute. The log says nothing.", Bug),
    ("Would love an option to hide the sidebar. Other tools have it.", Idea),
];

#[test]
fn a_message_of_one_kind_gains_no_second() {
    let wrong: Vec<_> = ONE
        .iter()
        .map(|(text, kind)| (text, kinds(text), kind))
        .filter(|(_, found, kind)| found != &[**kind])
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
