//! Files in WhatsApp's chats: captions before and behind them, and people's own words that sound like them.

use archive::Options;

use crate::read::{file, rows, show, source};

const LEFT: &str = "file=(left out of the export)";

/// Author, text and files of each row, a mark of direction written as `‹`.
fn told(name: &str, text: &str) -> Vec<String> {
    let text = text.replace('‹', "\u{200e}");
    rows(&file(name, text.as_bytes()), &Options::default()).iter().map(brief).collect()
}

fn brief(row: &archive::Row) -> String {
    let shown = show(row);
    let cells: Vec<&str> = shown.splitn(7, " | ").collect();
    if let [.., author, _, said] = cells[..] { format!("{author}: {said}") } else { shown }
}

/// What people write that has the words of a file left out.
const TALK: [&str; 10] = [
    "I omitted the photo",
    "احذف الصورة لو سمحت",
    "사진은 생략할게요",
    "图片就省略了吧",
    "foto oculta",
    "le document est absent",
    "audio absent today",
    "Bild war ausgelassen",
    "пропустил видео",
    "image omitted",
];

fn said_by_ada(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| format!("Ada: {text:?}")).collect()
}

#[test]
fn short_sentences_of_people_are_no_files_on_android() {
    let chat: String = TALK.iter().map(|text| format!("25/03/2024, 08:00 - Ada: {text}\n")).collect();
    assert_eq!(told("WhatsApp Chat with Team.txt", &chat), said_by_ada(&TALK));
}

#[test]
fn short_sentences_of_people_are_no_files_where_the_phone_marks_files() {
    let chat: String = TALK.iter().map(|text| format!("[25/03/2024, 08:00:00] Ada: {text}\n")).collect();
    let photo = format!("Ada: \"\" {LEFT}:image/jpeg:-:- !file_left_out");
    let notice = "[25/03/2024, 07:00:00] Team: ‹Messages and calls are end-to-end encrypted.\n";
    let found = told("_chat.txt", &format!("{notice}[25/03/2024, 07:01:00] Ada: ‹image omitted\n{chat}"));
    assert_eq!(found[2..], said_by_ada(&TALK));
    assert_eq!(found[1], photo);
    // The beginning is cut off: another file tells that this phone marks them.
    let found = told("_chat.txt", &format!("[25/03/2024, 07:01:00] Ada: ‹image omitted\n{chat}"));
    assert_eq!((found[0].as_str(), &found[1..]), (photo.as_str(), &said_by_ada(&TALK)[..]));
}

#[test]
fn phones_of_before_2018_leave_files_out_too() {
    let found =
        told("WhatsApp Chat with Team.txt", "13.06.17 21:25:15: Ada: ‹Bild weggelassen\n13.06.17 21:25:16: Ada: a\n");
    assert_eq!(found, [format!("Ada: \"\" {LEFT}:image/jpeg:-:- !file_left_out"), "Ada: \"a\"".to_owned()]);
}

#[test]
fn a_caption_of_several_lines_keeps_its_file() {
    let chat = "[25/03/2024, 08:00:00] Ada: hi\n\
        [25/03/2024, 08:01:00] Ada: caption one\ntwo\n‹<attached: 00000003-PHOTO.jpg>\n\
        ‹[25/03/2024, 08:02:00] Ada: Sommerurlaub\n‹image omitted\n\
        [25/03/2024, 08:03:00] Ada: line one\nline two ‹image omitted\n\
        [25/03/2024, 08:04:00] Ada: a\nb ‹<This message was edited>\n"
        .replace('‹', "\u{200e}");
    let chat = source("WhatsApp Chat - Team", &[("_chat.txt", chat.as_bytes()), ("00000003-PHOTO.jpg", b"bytes")]);
    let found: Vec<String> = rows(&chat, &Options::default()).iter().map(brief).collect();
    assert_eq!(
        found,
        [
            "Ada: \"hi\"",
            "Ada: \"caption one\\ntwo\" file=00000003-PHOTO.jpg:image/jpeg:5:-",
            &format!("Ada: \"Sommerurlaub\" {LEFT}:image/jpeg:-:- !file_left_out"),
            &format!("Ada: \"line one\\nline two\" {LEFT}:image/jpeg:-:- !file_left_out"),
            "Ada: \"a\\nb\" edited=2024-03-25T08:04:00Z",
        ]
    );
    let android = "25/03/2024, 08:00 - Ada: Nur kurz sichtbar\n<View once video omitted>\n\
        25/03/2024, 08:01 - Ada: <Media omitted>\nbelow\n25/03/2024, 08:02 - Ada: see\n<b>\n";
    assert_eq!(
        told("WhatsApp Chat with Team.txt", android),
        [
            &format!("Ada: \"Nur kurz sichtbar\" {LEFT}:video/mp4:-:- !file_left_out"),
            &format!("Ada: \"below\" {LEFT}:application/octet-stream:-:- !file_left_out"),
            "Ada: \"see\\n<b>\"",
        ]
    );
}

#[test]
fn a_file_whose_name_says_edited_is_a_file() {
    assert_eq!(
        told("_chat.txt", "[25/03/2024, 08:00:00] Ada: ‹<attached: 00000003-edited.jpg>\n"),
        ["Ada: \"\" file=00000003-edited.jpg:image/jpeg:-:- !file_left_out"]
    );
}

#[test]
fn files_left_out_by_android_are_known_in_more_languages() {
    for line in [
        "<αρχείο παραλήφθηκε>",
        "<datoteke izpuščene>",
        "<கோப்புகள் விடப்பட்டன>",
        "<మీడియా విస్మరించబడింది>",
        "<ບໍ່ລວມມີເດຍ>",
        "<મિડિયા છોડી મૂકાયું>",
        "<Product message omitted>",
    ] {
        assert_eq!(
            told("WhatsApp Chat with Team.txt", &format!("25/03/2024, 08:00 - Ada: {line}\n")),
            [format!("Ada: \"\" {LEFT}:application/octet-stream:-:- !file_left_out")]
        );
    }
}

/// What people write that ends as the name of a file and words in brackets do.
const BRACKETS: [&str; 10] = [
    "It costs 3.50 (cheap!)",
    "Treffen um 18.30 (Bahnhof)",
    "www.example.org (unsere Seite)",
    "https://acme.example/a.pdf (new)",
    "Node.js (v20)",
    "main.rs (line 20)",
    "see the plan.pdf (v2)",
    "note.txt (look)",
    "<Link: https://acme.example/a.html>",
    "<ada: hi. there>",
];

#[test]
fn words_in_brackets_behind_something_with_a_dot_are_no_file() {
    let android: String = BRACKETS.iter().map(|text| format!("25/03/2024, 08:00 - Ada: {text}\nmore\n")).collect();
    let expected: Vec<String> = BRACKETS.iter().map(|text| format!("Ada: {:?}", format!("{text}\nmore"))).collect();
    assert_eq!(told("WhatsApp Chat with Team.txt", &android), expected);
    let iphone: String = BRACKETS.iter().map(|text| format!("[25/03/2024, 08:00:00] Ada: {text}\n")).collect();
    assert_eq!(told("_chat.txt", &iphone), said_by_ada(&BRACKETS));
    let other = iphone + "[25/03/2024, 08:01:00] Ada: plan.pdf (file attached)\n";
    let file = "Ada: \"\" file=plan.pdf:application/pdf:-:- !file_left_out";
    assert_eq!(told("_chat.txt", &other)[BRACKETS.len()..], [file]);
}

#[test]
fn a_file_that_the_archive_or_its_words_tell_of_is_one_in_any_language() {
    let chat = "25/03/2024, 08:00 - Ada: plan.pdf (lêer aangeheg)\n25/03/2024, 08:01 - Ada: README (file attached)\n\
        25/03/2024, 08:02 - Ada: DOC-20240325-WA0001. (file attached)\n\
        25/03/2024, 08:03 - Ada: AUD-20240325-WA0002. (archivo adjunto)\n25/03/2024, 08:04 - Ada: shout (aloud)\n\
        25/03/2024, 08:05 - Ada: Rechnung (1).v2.pages (Datei angehängt)\nsee\n";
    let files: [(&str, &[u8]); 4] = [
        ("WhatsApp Chat with Team.txt", chat.as_bytes()),
        ("plan.pdf", b"bytes"),
        ("README", b"bytes"),
        ("DOC-20240325-WA0001", b"bytes"),
    ];
    let found: Vec<String> = rows(&source("chat", &files), &Options::default()).iter().map(brief).collect();
    assert_eq!(
        found,
        [
            "Ada: \"\" file=plan.pdf:application/pdf:5:-",
            "Ada: \"\" file=README:application/octet-stream:5:-",
            "Ada: \"\" file=DOC-20240325-WA0001.:application/octet-stream:5:-",
            "Ada: \"\" file=AUD-20240325-WA0002.:application/octet-stream:-:- !file_left_out",
            "Ada: \"shout (aloud)\"",
            "Ada: \"see\" file=Rechnung (1).v2.pages:application/octet-stream:-:- !file_left_out",
        ]
    );
    // The words behind the name that a phone gave are those behind all others.
    let chat = "25/03/2024, 08:00 - Ada: IMG-20240325-WA0001.jpg (lêer aangeheg)\n\
        25/03/2024, 08:01 - Ada: plan.pdf (lêer aangeheg)\n25/03/2024, 08:02 - Ada: plan.pdf (oud)\n";
    let lost = "application/pdf:-:- !file_left_out";
    assert_eq!(
        told("WhatsApp Chat with Team.txt", chat)[1..],
        [format!("Ada: \"\" file=plan.pdf:{lost}"), "Ada: \"plan.pdf (oud)\"".to_owned()]
    );
}

#[test]
fn a_numbered_file_behind_words_is_one_without_marks_too() {
    let file = |name: &str, kind: &str| format!("file={name}:{kind}:-:- !file_left_out");
    let photo = file("00000034-PHOTO-2024-03-25-08-00-00.jpg", "image/jpeg");
    let iphone = "[25/03/2024, 08:00:00] Ada: This is it <attached: 00000034-PHOTO-2024-03-25-08-00-00.jpg>\n\
        [25/03/2024, 08:01:00] Ada: one\ntwo <المُرفق: 00000034-PHOTO-2024-03-25-08-00-00.jpg>\n\
        [25/03/2024, 08:02:00] Ada: Plan of it.txt <attached: 00000046-Plan of it.txt>\n\
        [25/03/2024, 08:03:00] Ada: see <link: plan.jpg>\n[25/03/2024, 08:04:00] Ada: see <no: 00000034-plan> it\n\
        [25/03/2024, 08:05:00] Ada: <a: 00000001-b.jpg> two <a: 00000002-c.jpg>\n";
    assert_eq!(
        told("_chat.txt", iphone),
        [
            format!("Ada: \"This is it\" {photo}"),
            format!("Ada: \"one\\ntwo\" {photo}"),
            format!("Ada: \"Plan of it.txt\" {}", file("00000046-Plan of it.txt", "text/plain")),
            "Ada: \"see <link: plan.jpg>\"".to_owned(),
            "Ada: \"see <no: 00000034-plan> it\"".to_owned(),
            format!("Ada: \"<a: 00000001-b.jpg> two\" {}", file("00000002-c.jpg", "image/jpeg")),
        ]
    );
    // Android writes no such thing.
    let android = "25/03/2024, 08:00 - Ada: This is it <attached: 00000034-PHOTO.jpg>\n";
    assert_eq!(told("WhatsApp Chat with Team.txt", android), ["Ada: \"This is it <attached: 00000034-PHOTO.jpg>\""]);
}
