//! What WhatsApp's program says in the languages of phones: in the place of messages.

use crate::whatsapp::{chat, check};

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
