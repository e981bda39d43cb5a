//! What WhatsApp's program says in the languages of phones: in the place of messages, of files left out, of edits.

use crate::whatsapp::{LEFT, chat, check};

#[test]
fn what_the_program_says_in_the_place_of_messages_is_nobody_s() {
    let stood_in = [
        "Waiting for this message. This may take a while.",
        "Warte auf diese Nachricht. Dies kann etwas dauern.",
        "Aguardando mensagem. Essa ação pode levar alguns instantes.",
        "Ожидание сообщения. Это может занять некоторое время.",
        "This message can’t be displayed here. Please open WhatsApp on your phone to view the message.",
        "You received a view once photo. For added privacy, you can only open it on your phone.",
        "Live location shared",
    ];
    let android: String = stood_in.iter().map(|text| format!("13/03/2024, 10:00 - Ada: {text}\n")).collect();
    let skipped: Vec<String> = (1..=stood_in.len()).map(|row| format!("skip {row} system")).collect();
    let mut expected: Vec<&str> = skipped.iter().map(String::as_str).collect();
    check("WhatsApp Chat with Team.txt", &android, &expected);
    let lines: Vec<String> = stood_in.iter().map(|text| format!("‹Ada: ‹{text}")).collect();
    let lines = lines.iter().map(String::as_str).chain(["Ada: ‹Your security code with Bo changed.", "Ada: null"]);
    expected.extend(["skip 8 system", "Ada: \"null\""]);
    check("_chat.txt", &chat(&lines.collect::<Vec<_>>()), &expected);
}

#[test]
fn null_is_what_android_says_of_what_it_has_no_words_for() {
    check(
        "WhatsApp Chat with Team.txt",
        "13/03/2024, 10:00 - Ada: null\n13/03/2024, 10:01 - Ada: null and void\n13/03/2024, 10:02 - Ada: null\nso\n\
         13/03/2024, 10:03 - Ada: Null\n",
        &["skip 1 system", "Ada: \"null and void\"", "Ada: \"null\\nso\"", "Ada: \"Null\""],
    );
}

#[test]
fn files_left_out_are_known_by_their_marks_in_french_hindi_and_czech() {
    let left = |name: &str, media_type: &str| format!("{name}: {LEFT}:{media_type}:-:- !file_left_out");
    for (notice, lines) in [
        (
            "Les messages et les appels sont chiffrés de bout en bout.",
            [
                ("Fiche contact manquante", "text/vcard"),
                ("vidéo manquante", "video/mp4"),
                ("sticker omis", "image/webp"),
            ],
        ),
        (
            "मैसेजेस और कॉल्स एंड-टू-एंड एन्क्रिप्टेड हैं.",
            [("फ़ोटो हटाई गई", "image/jpeg"), ("वीडियो छोड़ा गया", "video/mp4"), ("स्टिकर छोड़ा गया", "image/webp")],
        ),
        (
            "Zprávy a hovory jsou opatřeny koncovým šifrováním.",
            [
                ("Vizitka vynechána", "text/vcard"),
                ("nálepka vynechána", "image/webp"),
                ("zvukový soubor vynechán", "audio/ogg"),
            ],
        ),
    ] {
        // Older phones mark no line before its date.
        for mark in ["", "‹"] {
            let begun = [format!("Bo: ‹{notice}"), "Ada: hello".to_owned()];
            let files = lines.iter().map(|(words, _)| format!("{mark}Ada: ‹{words}"));
            let all: Vec<String> = begun.into_iter().chain(files).collect();
            let files = lines.iter().map(|(_, media_type)| left("Ada", media_type));
            let expected = ["skip 1 system".to_owned(), "Ada: \"hello\"".to_owned()].into_iter().chain(files);
            let expected: Vec<String> = expected.collect();
            check(
                "_chat.txt",
                &chat(&all.iter().map(String::as_str).collect::<Vec<_>>()),
                &expected.iter().map(String::as_str).collect::<Vec<_>>(),
            );
        }
    }
}

#[test]
fn a_marked_tail_behind_the_name_of_a_file_needs_no_list_of_words() {
    let file = "file=(left out of the export):application/octet-stream:-:- !file_left_out";
    check(
        "_chat.txt",
        &chat(&[
            "Acme: ‹Boð og samtalur eru bronglað.",
            "Ada: hello",
            "Ada: Some file.txt ‹skjal slept burtur",
            "Ada: Plan.pdf • ‹3 síður ‹skjal slept burtur",
            "Ada: look at 3.5 ‹and more of it",
            "Ada: acme.example ‹is a page",
        ]),
        &[
            "skip 1 system",
            "Ada: \"hello\"",
            &format!("Ada: \"Some file.txt\" {file}"),
            &format!("Ada: \"Plan.pdf • 3 síður\" {file}"),
            "Ada: \"look at 3.5 and more of it\"",
            "Ada: \"acme.example is a page\"",
        ],
    );
}

#[test]
fn edits_are_known_in_many_languages() {
    for mark in [
        "Це повідомлення змінено",
        "此消息已编辑",
        "此訊息已編輯",
        "このメッセージは編集されました",
        "이 메시지는 수정되었습니다",
        "Tato zpráva byla upravena",
        "Táto správa bola upravená",
        "Ezt az üzenetet szerkesztették",
        "Acest mesaj a fost editat",
        "Αυτό το μήνυμα τροποποιήθηκε",
        "Tätä viestiä muokattiin",
        "Tin nhắn này đã được chỉnh sửa",
        "ข้อความนี้ถูกแก้ไข",
        "यह मैसेज एडिट किया गया",
        "Ova je poruka uređena",
        "این پیام ویرایش شد",
        "S'ha editat el missatge",
        "Това съобщение бе редактирано",
    ] {
        let text = format!("13/03/2024, 10:00 - Ada: words <{mark}>\n");
        check("WhatsApp Chat with Bo.txt", &text, &["Ada: \"words\" edited=2024-03-13T10:00:00Z"]);
    }
    for talk in ["words <see this>", "words <meditation>", "words <b>", "<p>words</p>"] {
        let text = format!("13/03/2024, 10:00 - Ada: {talk}\n");
        check("WhatsApp Chat with Bo.txt", &text, &[&format!("Ada: {talk:?}")]);
    }
}

#[test]
fn iphones_mark_edits_in_any_language() {
    check(
        "_chat.txt",
        &chat(&[
            "Lone: ‹Boð og samtalur eru bronglað.",
            "Ada: words ‹<Hetta boð varð broytt>",
            "Ada: two\nlines ‹<Hetta boð varð broytt.>",
            "Ada: a photo ‹<attached: 00000003-PHOTO.jpg>",
            "Ada: ‹<Hetta boð varð broytt>",
            "Ada: words <not marked>",
        ]),
        &[
            "skip 1 system",
            "Ada: \"words\" edited=2024-03-13T10:01:00Z",
            "Ada: \"two\\nlines\" edited=2024-03-13T10:02:00Z",
            "Ada: \"a photo\" file=00000003-PHOTO.jpg:image/jpeg:-:- !file_left_out",
            "Ada: \"<Hetta boð varð broytt>\"",
            "Ada: \"words <not marked>\"",
        ],
    );
}

#[test]
fn whom_one_blocked_said_nothing_of_it() {
    check(
        "_chat.txt",
        &chat(&[
            "Ana: ‹Messages and calls are end-to-end encrypted.",
            "Ana: hi",
            "Ana: ‹You blocked this contact",
            "Ana: ‹You unblocked this contact. Tap to block.",
            "Ana: ‹Du hast diesen Kontakt blockiert.",
            "Ana: You blocked this contact",
        ]),
        &[
            "skip 1 system",
            "Ana: \"hi\"",
            "skip 3 system",
            "skip 4 system",
            "skip 5 system",
            "Ana: \"You blocked this contact\"",
        ],
    );
}
