//! WhatsApp's chats from phones of many languages: whose line is whose, what is a file, what a chat is called.

use archive::{Clock, Options};

use crate::read::{file, rows, show, source};

/// The rows of one chat, without what they share.
pub(crate) fn check(name: &str, text: &str, expected: &[&str]) {
    let text = text.replace('‹', "\u{200e}");
    let found: Vec<String> = rows(&file(name, text.as_bytes()), &Options::default()).iter().map(brief).collect();
    assert_eq!(found, expected, "{name}: {text}");
}

/// `Ada: "hello"`, with whatever is not as usual behind it.
fn brief(row: &archive::Row) -> String {
    let shown = show(row);
    let mut cells = shown.splitn(7, " | ");
    let author = cells.nth(4).map(str::to_owned);
    match (author, cells.nth(1)) {
        (Some(author), Some(said)) => format!("{author}: {said}"),
        _ => shown.split(": ").next().unwrap_or("").to_owned(),
    }
}

/// The chat of an iPhone; a line that begins with `‹` is marked before its date.
pub(crate) fn chat(lines: &[&str]) -> String {
    let lines = lines.iter().enumerate();
    lines
        .map(|(at, line)| {
            let (mark, line) = line.strip_prefix('‹').map_or(("", *line), |line| ("‹", line));
            format!("{mark}[13.03.2024, 10:{at:02}:00] {line}\n")
        })
        .collect()
}

pub(crate) const LEFT: &str = "\"\" file=(left out of the export)";

#[test]
fn a_place_is_an_hour_further_ahead_in_summer() {
    let text = "[15.01.2024, 12:00:00] Ada: winter\n[15.07.2024, 12:00:00] Bo: summer\n";
    let sent = |zone: &str| -> Vec<String> {
        let options = Options { clock: Clock::parse(zone).unwrap(), ..Options::default() };
        let found = rows(&file("WhatsApp Chat with Bo.txt", text.as_bytes()), &options);
        found.into_iter().map(|row| row.unwrap().message.sent.unwrap().to_string()).collect()
    };
    assert_eq!(sent("Europe/Berlin"), ["2024-01-15T11:00:00Z", "2024-07-15T10:00:00Z"]);
    assert_eq!(sent("60"), ["2024-01-15T11:00:00Z", "2024-07-15T11:00:00Z"]);
    assert_eq!(sent(""), ["2024-01-15T12:00:00Z", "2024-07-15T12:00:00Z"]);
}

#[test]
fn photos_of_the_other_in_a_chat_of_two_are_messages_in_any_language() {
    // Danish and Hebrew are listed, Faroese and Basque are not.
    for (notice, photo, kept) in [
        ("Beskeder og opkald er end-to-end-krypterede.", "billede udeladt", "(left out of the export):image/jpeg"),
        ("ההודעות והשיחות מוצפנות מקצה לקצה.", "תמונה הושמטה", "(left out of the export):image/jpeg"),
        (
            "Boð og samtalur eru bronglað frá enda til annan.",
            "mynd slept burtur",
            "mynd slept burtur:application/octet-stream",
        ),
        (
            "Mezuak muturretik muturrera enkriptatuta daude",
            "irudia kendu da",
            "irudia kendu da:application/octet-stream",
        ),
    ] {
        let lines = [
            format!("Lone: ‹{notice}"),
            format!("‹Lone: ‹{photo}"),
            "Lone: hej".to_owned(),
            format!("‹Bo: ‹{photo}"),
            "Lone: ‹Nummarið varð broytt.".to_owned(),
        ];
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let file = format!("\"\" file={kept}:-:- !file_left_out");
        check(
            "_chat.txt",
            &chat(&lines),
            &["skip 1 system", &format!("Lone: {file}"), "Lone: \"hej\"", &format!("Bo: {file}"), "skip 5 system"],
        );
    }
}

#[test]
fn what_the_program_says_of_a_group_is_no_file() {
    check(
        "_chat.txt",
        &chat(&[
            "Acme: ‹Boð og samtalur eru bronglað.",
            "Ada: hello",
            "Grace: hi",
            "Acme: ‹Ada setti Grace afturat",
            "Max: ‹setti Grace afturat",
            "Max: ‹You created this group",
            "Max: ‹Grace's mynd",
            "‹Grace: ‹mynd slept burtur",
            "Acme: ‹Heitið varð broytt",
        ]),
        &[
            "skip 1 system",
            "Ada: \"hello\"",
            "Grace: \"hi\"",
            "skip 4 system",
            "skip 5 system",
            "skip 6 system",
            "skip 7 system",
            "Grace: \"\" file=mynd slept burtur:application/octet-stream:-:- !file_left_out",
            "skip 9 system",
        ],
    );
    // Newer phones also mark the lines of files before their dates: what has no such mark is no file.
    let marked = "‹[13.03.2024, 10:00:00] Ada: ‹mynd slept burtur\n[13.03.2024, 10:01:00] Ada: ‹Tú fórt avstað\n";
    let file = "Ada: \"\" file=mynd slept burtur:application/octet-stream:-:- !file_left_out";
    check(
        "_chat.txt",
        &format!("[13.03.2024, 09:00:00] Ada: hey\n{marked}"),
        &["Ada: \"hey\"", file, "Ada: \"Tú fórt avstað\""],
    );
}

#[test]
fn what_people_pasted_with_a_mark_of_direction_is_theirs() {
    let pasted = [
        "Bob comes tomorrow",
        "call me later",
        "our group meets at 8",
        "see you tomorrow then",
        "Ada and I are here.",
        "Ada, 5 min",
    ];
    let expected: Vec<String> = ["\"hi\"", "\"yo\""].into_iter().map(str::to_owned).collect();
    let said = pasted.iter().map(|text| format!("{text:?}"));
    let names = ["Bob", "Ada"].iter().chain(std::iter::repeat_n(&"Ada", pasted.len()));
    let expected: Vec<String> =
        names.zip(expected.into_iter().chain(said)).map(|(name, said)| format!("{name}: {said}")).collect();
    let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    let lines: Vec<String> = ["Bob: hi".to_owned(), "Ada: yo".to_owned()]
        .into_iter()
        .chain(pasted.iter().map(|text| format!("Ada: ‹{text}")))
        .collect();
    // An Android phone, whose program marks nothing, and an iPhone's chat whose beginning is cut off.
    let android: String = lines.iter().map(|line| format!("13/03/2024, 10:00 - {line}\n")).collect();
    check("WhatsApp Chat with Ada.txt", &android, &expected);
    check("_chat.txt", &chat(&lines.iter().map(String::as_str).collect::<Vec<_>>()), &expected);
    // A long text of an iPhone that names somebody, and few words that may be a file's in no language we know.
    let long = format!("{} and Bob comes too", "so it goes on and on ".repeat(6).trim());
    check(
        "_chat.txt",
        &chat(&[
            "Acme: ‹Messages and calls are end-to-end encrypted.",
            "Bob: hi",
            &format!("Ada: ‹{long}"),
            "Ada: ‹see you then",
        ]),
        &["skip 1 system", "Bob: \"hi\"", &format!("Ada: {long:?}"), "Ada: \"see you then\""],
    );
}

#[test]
fn files_left_out_are_known_by_phones_that_mark_nothing() {
    for (line, media_type) in [
        ("<Файл пропущен>", "application/octet-stream"),
        ("<pliki pominięto>", "application/octet-stream"),
        ("<ไฟล์สื่อถูกลบ>", "application/octet-stream"),
        ("< Média vynechána >", "application/octet-stream"),
        ("bild utelämnad", "image/jpeg"),
        ("зображення пропущено", "image/jpeg"),
        ("图像已省略", "image/jpeg"),
        ("Çıkartma dahil edilmedi", "image/webp"),
    ] {
        check(
            "_chat.txt",
            &chat(&[&format!("Ada: {line}")]),
            &[&format!("Ada: {LEFT}:{media_type}:-:- !file_left_out")],
        );
    }
    for talk in ["I promise video", "<evil grin>", "compromised photo", "<b>"] {
        check("_chat.txt", &chat(&[&format!("Ada: {talk}")]), &[&format!("Ada: {talk:?}")]);
    }
}

#[test]
fn calls_are_told_by_the_program_and_talk_of_calls_is_not() {
    check(
        "_chat.txt",
        &chat(&[
            "Алиса: ‹Сообщения и звонки защищены сквозным шифрованием.",
            "Алиса: привет",
            "Максим: Это сообщение удалено",
            "Максим: ‹Пропущенный аудиозвонок",
            "Максим: ‹Аудиозвонок, ‹1 ч 5 мин",
            "Алиса: ‹Myndasamtala, ‹12 min",
            "Максим: Пропущенный видеозвонок",
            "Алиса: вижу пропущенный звонок от вас, наберу",
            "Максим: ‹изображение отсутствует",
        ]),
        &[
            "skip 1 system",
            "Алиса: \"привет\"",
            "Максим: \"Это сообщение удалено\" deleted",
            "skip 4 system",
            "skip 5 system",
            "skip 6 system",
            "skip 7 system",
            "Алиса: \"вижу пропущенный звонок от вас, наберу\"",
            "Максим: \"\" file=(left out of the export):image/jpeg:-:- !file_left_out",
        ],
    );
}

#[test]
fn files_are_known_where_a_language_names_them_outside_brackets() {
    let file = "file=IMG-20240313-WA0001.jpg:image/jpeg:-:- !file_left_out";
    for line in ["‹فایل پیوست شد IMG-20240313-WA0001.jpg", "IMG-20240313-WA0001.jpg இணைக்கப்பட்டது"]
    {
        check("_chat.txt", &chat(&[&format!("Ada: {line}")]), &[&format!("Ada: \"\" {file}")]);
    }
    let talk = "look at IMG-20240313-WA0001.jpg";
    check("_chat.txt", &chat(&[&format!("Ada: {talk}")]), &[&format!("Ada: {talk:?}")]);
}

#[test]
fn a_line_without_words_is_told_on_the_sheet() {
    check("_chat.txt", &chat(&["Luke:", "Luke: ", "Luke: x"]), &["skip 1 no_text", "skip 2 no_text", "Luke: \"x\""]);
}

/// What chats are called whose files have these names.
fn called(names: &[&str], text: &str) -> Vec<String> {
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, text.as_bytes())).collect();
    let found = rows(&source("chats", &files), &Options::default());
    let mut channels: Vec<String> = found.into_iter().map(|row| row.unwrap().message.channel).collect();
    channels.dedup();
    channels
}

const TALK: &str = "13/03/2024, 10:00 - Ada: hi\n13/03/2024, 10:01 - Bo: yo\n14/03/2024, 10:00 - Ada: so\n";

#[test]
fn chats_are_called_by_their_names_in_every_language() {
    for name in [
        "WhatsApp Chat with Acme.txt",
        "WhatsApp Chat with Acme (1).txt",
        "WhatsApp Chat - Acme (12).txt",
        "Discussion WhatsApp avec Acme.txt",
        "Чат WhatsApp с Acme.txt",
        "WhatsApp-chatt med Acme.txt",
        "WhatsApp-keskustelu henkilön Acme kanssa.txt",
        "Acme ile WhatsApp Sohbeti.txt",
        "AcmeとのWhatsAppチャット.txt",
        "Acme님과의 WhatsApp 대화.txt",
        "WhatsApp 与 Acme 的对话.txt",
        "Συνομιλία WhatsApp με Acme.txt",
        "Czat WhatsApp z Acme.txt",
        "دردشة واتساب مع Acme.txt",
    ] {
        assert_eq!(called(&[name], TALK), ["Acme"], "{name}");
    }
    // A language that nobody listed: one of those who speak stands in the file's name.
    assert_eq!(called(&["WhatsApp prat við Bo.txt"], TALK), ["Bo"]);
    assert_eq!(called(&["WhatsApp Chat with Acme (2024).txt"], TALK), ["Acme (2024)"]);
}

#[test]
fn a_chat_beside_named_ones_is_read_and_what_was_sent_is_not() {
    let mut names = ["WhatsApp Chat with Acme.txt", "spjall.txt", "00000012-notes.txt", "DOC-20240313-WA0001.txt"];
    names.sort_unstable();
    assert_eq!(called(&names, TALK), ["Acme", "spjall"]);
}

#[test]
fn phones_with_calendars_of_their_own_are_read() {
    let times = |lines: &[String]| -> Vec<String> {
        let text = lines.join("\n");
        let found = rows(&file("acme.txt", text.as_bytes()), &Options::default());
        let time = |row: &archive::Row| match row {
            Ok(record) => record.message.sent.map_or("-".to_owned(), |sent| sent.to_string()),
            Err(_) => show(row),
        };
        found.iter().map(time).collect()
    };
    for (form, first, second) in [
        ("[3/DAY/2565 BE, 14:56:01]", "2022-03-27T14:56:01Z", "2022-03-28T14:56:01Z"),
        ("[3/DAY/R4, 14:56:01]", "2022-03-27T14:56:01Z", "2022-03-28T14:56:01Z"),
        ("[平成31/3/DAY 14:56:01]", "2019-03-27T14:56:01Z", "2019-03-28T14:56:01Z"),
        ("\u{200f}[۱۴۰۱/۱/DAY،\u{200f} ۱۴:۵۶:۰۱]", "2022-04-16T14:56:01Z", "2022-04-17T14:56:01Z"),
        ("27.03.22, 8:DAY abends -", "2022-03-27T20:27:00Z", "2022-03-27T20:28:00Z"),
        ("27.03.22, 12:DAY nachts -", "2022-03-27T00:27:00Z", "2022-03-27T00:28:00Z"),
        // The months of the Lunar Hijri calendar begin by what is seen in the sky.
        ("[١٤٤٥/٩/DAY، ٢:٠٥:٠٠ م]", "-", "-"),
    ] {
        let line = |day: &str, said: &str| format!("{} {said}", form.replace("DAY", day));
        let lines = [line("27", "Ada: hello"), line("28", "Bo: two\nlines"), line("28", "Ada: three")];
        assert_eq!(times(&lines), [first, second, second], "{form}");
    }
}

#[test]
fn a_number_that_could_be_a_year_begins_no_message() {
    check(
        "WhatsApp Chat with Bo.txt",
        "13/03/2024, 10:00 - Ada: we were many\n1450 came, at 12:30 - see: the list\n13/03/2024, 10:01 - Bo: oh\n",
        &["Ada: \"we were many\\n1450 came, at 12:30 - see: the list\"", "Bo: \"oh\""],
    );
}

#[test]
fn what_the_program_says_in_other_languages_is_no_message_of_a_person() {
    let with =
        |rest: &[&str]| chat(&[&["Elin: ‹Повідомлення й дзвінки захищено наскрізним шифруванням."], rest].concat());
    check(
        "WhatsApp Chat - Elin.txt",
        &with(&[
            "Elin: hej",
            "Elin: ‹Це повідомлення було видалено.",
            "Bo: ‹Ви видалили це повідомлення.",
            "‹Bo: ‹зображення відсутнє",
            "‹Bo: ‹Наклейку не додано",
            "‹Bo: Plan.pdf • ‹2 сторінки ‹документ пропущено",
            "Elin: ‹Код безпеки з контактом Elin змінився. Торкніться, щоб дізнатися більше.",
        ]),
        &[
            "skip 1 system",
            "Elin: \"hej\"",
            "Elin: \"Це повідомлення було видалено.\" deleted",
            "Bo: \"Ви видалили це повідомлення.\" deleted",
            "Bo: \"\" file=(left out of the export):image/jpeg:-:- !file_left_out",
            "Bo: \"\" file=(left out of the export):image/webp:-:- !file_left_out",
            "Bo: \"Plan.pdf • 2 сторінки\" file=(left out of the export):application/octet-stream:-:- !file_left_out",
            "skip 8 system",
        ],
    );
}

#[test]
fn phones_set_to_arabic_mark_from_right_to_left() {
    let text = "[\u{200f}1\u{200f}/9\u{200f}/2026، 8:00:00 ص] شركة تجربة: \u{200f}الرسائل والمكالمات مشفرة تمامًا بين الطرفين.\n\
        \u{200f}[\u{200f}21\u{200f}/9\u{200f}/2026، 9:47:45 م] \u{202a}+966 55 000 0001\u{202c}: *عرض 102*\nسطر ثان\n\
        [\u{200f}21\u{200f}/9\u{200f}/2026، 9:48:01 م] \u{202a}+966 55 000 0001\u{202c}: \u{200f}لم يتم إدراج الصورة\n\
        [\u{200f}21\u{200f}/9\u{200f}/2026، 10:30:00 م] \u{202a}+966 55 000 0002\u{202c}: \u{200f}انضم \u{202a}+966 55 000 0002\u{202c} باستخدام رابط المجموعة\n\
        [\u{200f}22\u{200f}/9\u{200f}/2026، 12:05:00 ص] شركة تجربة: خطة.pdf • \u{200f}22 صفحة \u{200f}لم يتم إدراج المستند\n\
        [\u{200f}22\u{200f}/9\u{200f}/2026، 1:00:00 م] ~ وسيط: \u{200f}أهلا بكم في المجموعة\n";
    let found = rows(&file("_chat.txt", text.as_bytes()), &Options::default());
    let shown: Vec<String> = found.iter().map(brief).collect();
    assert_eq!(
        shown,
        [
            "skip 1 system",
            "+966 55 000 0001: \"*عرض 102*\\nسطر ثان\"",
            "+966 55 000 0001: \"\" file=(left out of the export):image/jpeg:-:- !file_left_out",
            "skip 5 system",
            "شركة تجربة: \"خطة.pdf • 22 صفحة\" file=(left out of the export):application/octet-stream:-:- !file_left_out",
            "وسيط: \"أهلا بكم في المجموعة\"",
        ]
    );
    assert_eq!(found[1].as_ref().unwrap().message.channel, "شركة تجربة");
}

#[test]
fn lines_pasted_from_an_iphone_stay_where_they_were_pasted() {
    check(
        "WhatsApp Chat with Team.txt",
        "25/03/2024, 08:00 - Ada: look\n[12/03/2023, 14:05:00] Boss: late\n[14:06, 12/3/2023] Boss: yes\n\
         25/03/2024, 08:01 - Grace: oh\n",
        &["Ada: \"look\\n[12/03/2023, 14:05:00] Boss: late\\n[14:06, 12/3/2023] Boss: yes\"", "Grace: \"oh\""],
    );
    check(
        "_chat.txt",
        "[25/03/2024, 08:00:00] Ada: look\n12/03/2023, 14:05 - Boss: late\n[25/03/2024, 08:01:00] Grace: oh\n",
        &["Ada: \"look\\n12/03/2023, 14:05 - Boss: late\"", "Grace: \"oh\""],
    );
}

#[test]
fn a_mark_that_nobody_sees_hides_no_date() {
    for mark in ["\u{feff}", "\u{200e}", "\u{200f}", "\u{202a}", "\u{202b}", "\u{202c}\u{202a}"] {
        check(
            "_chat.txt",
            &format!("[13/03/2024, 14:05:33] Ada: hi\n{mark}[13/03/2024, 14:06:00] Bo: yo\n"),
            &["Ada: \"hi\"", "Bo: \"yo\""],
        );
    }
}

#[test]
fn lines_that_begin_with_a_weekday_stay_where_dates_begin_with_numbers() {
    check(
        "WhatsApp Chat with Team.txt",
        "13/03/2024, 14:05 - Ada: dates:\nMon, 18/03/2024, 18:00 - Training: bring shoes\n\
         Mar 19, 2024, 2:05 PM - Match: away\n13/03/2024, 14:06 - Bo: oh\n",
        &[
            "Ada: \"dates:\\nMon, 18/03/2024, 18:00 - Training: bring shoes\\nMar 19, 2024, 2:05 PM - Match: away\"",
            "Bo: \"oh\"",
        ],
    );
    check(
        "WhatsApp Chat with Team.txt",
        "Mon, 18/03/2024, 14:05 - Ada: dates:\n19/03/2024, 18:00 - Training: bring shoes\nMon, 18/03/2024, 14:06 - Bo: oh\n",
        &["Ada: \"dates:\\n19/03/2024, 18:00 - Training: bring shoes\"", "Bo: \"oh\""],
    );
}

#[test]
fn one_chat_that_cannot_be_read_refuses_none_beside_it() {
    let lost = "25 xyz 2024 2:05 - Ada: first\n";
    let files: [(&str, &[u8]); 2] =
        [("WhatsApp Chat with Acme.txt", lost.as_bytes()), ("WhatsApp Chat with Bo.txt", TALK.as_bytes())];
    let shown: Vec<String> = rows(&source("chats", &files), &Options::default()).iter().map(brief).collect();
    assert_eq!(shown, ["skip 1 malformed", "Ada: \"hi\"", "Bo: \"yo\"", "Ada: \"so\""]);
    let Err(error) = archive::open(&file("WhatsApp Chat with Acme.txt", lost.as_bytes()), &Options::default()) else {
        panic!("it was read")
    };
    assert_eq!(
        error.to_string(),
        "cannot read WhatsApp Chat with Acme.txt: line 1 begins with no date of WhatsApp's that is known: \
         `25 xyz 2024 2:05 - Ada: first`; set the phone to English and export the chat again, or tell us of the form"
    );
}

#[test]
fn phones_of_more_languages_are_read() {
    for (form, hour) in [
        ("[25.03.24 г., 14:05:33 ч.]", 14),
        ("25.03.24 г., 14:05 ч. -", 14),
        ("2024-03-25 2:05 nm. -", 14),
        ("2024-03-25 2:05 vm. -", 2),
        ("25.3.24, 2:05 e pasdites -", 14),
        ("[25.3.24, 2:05:33 PD]", 2),
        ("[2024-03-25 14 h 05 min 33 s]", 14),
        ("25. 03. 2024. u 14:05 -", 14),
        ("25.3.24 во 14:05 -", 14),
        ("၂၅-၀၃-၂၄ ၁၄:၀၅ -", 14),
        ("Mon, 25/03/2024, 14:05 -", 14),
        ("Mar 25, 2024, 2:05 PM -", 14),
    ] {
        let chat = format!("{form} Ada: first – words\n{form} Bo: x - y\n");
        let found = rows(&file("WhatsApp Chat with Acme.txt", chat.as_bytes()), &Options::default());
        let shown: Vec<String> = found.iter().map(brief).collect();
        assert_eq!(shown, ["Ada: \"first – words\"", "Bo: \"x - y\""], "{form}");
        let sent = found[0].as_ref().unwrap().message.sent.map(|sent| sent.to_string());
        assert!(sent.is_some_and(|sent| sent.starts_with(&format!("2024-03-25T{hour:02}:05"))), "{form}");
    }
}

#[test]
fn renamings_between_corner_brackets_are_told_by_the_program() {
    check(
        "WhatsApp Chat with Acme.txt",
        "2024/3/25 下午2:06 - Ada: hi\n2024/3/25 下午2:07 - Ada將群組名稱從「A: 1」更改為「B: 2」\n\
         2024/3/25 下午2:08 - Adaさんがグループの件名を『A: 1』から『B: 2』に変更しました\n",
        &["Ada: \"hi\"", "skip 2 system", "skip 3 system"],
    );
}

#[test]
fn names_of_the_mentioned_stand_without_invisible_marks() {
    check("_chat.txt", &chat(&["Ada: thanks @\u{2068}Bo Li\u{2069} !"]), &["Ada: \"thanks @Bo Li !\""]);
}

#[test]
fn days_of_one_month_tell_which_number_is_the_day() {
    let first_and_last = |dates: &[&str], clock: &str| -> Vec<String> {
        let chat: String = dates.iter().map(|date| format!("{date}, {clock} - Ada: hi\n")).collect();
        let found = rows(&file("WhatsApp Chat with Bo.txt", chat.as_bytes()), &Options::default());
        let day =
            |row: &archive::Row| row.as_ref().unwrap().message.sent.map_or("-".to_owned(), |sent| sent.to_string());
        [found.first(), found.last()].into_iter().flatten().map(day).collect()
    };
    let march = ["2024-03-04T14:05:00Z", "2024-03-09T14:05:00Z"];
    let lively = |dates: [&'static str; 5]| dates.iter().flat_map(|date| [*date; 10]).collect::<Vec<_>>();
    let days = ["3/4/2024", "3/5/2024", "3/7/2024", "3/8/2024", "3/9/2024"];
    assert_eq!(first_and_last(&lively(days), "2:05 PM"), march);
    let days = ["4/3/2024", "5/3/2024", "7/3/2024", "8/3/2024", "9/3/2024"];
    assert_eq!(first_and_last(&lively(days), "2:05 PM"), march);
    // Something may be said on the same day of each month.
    assert_eq!(first_and_last(&days, "2:05 PM"), ["-", "-"]);
    // Two days could be of two months.
    assert_eq!(first_and_last(&["3/4/2024", "3/9/2024"], "2:05 PM"), ["-", "-"]);
}

#[test]
fn what_is_said_on_the_first_of_each_month_is_not_said_in_january() {
    let sent = |dates: [&str; 6], clock: &str| -> Vec<String> {
        let chat: String = dates.iter().map(|date| format!("{date}, {clock} - Rent: due\n")).collect();
        let found = rows(&file("WhatsApp Chat with Bo.txt", chat.as_bytes()), &Options::default());
        found.iter().map(|row| row.as_ref().unwrap().message.sent.unwrap().to_string()[..10].to_owned()).collect()
    };
    let firsts = ["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01", "2024-05-01", "2024-06-01"];
    assert_eq!(sent(["1/1/24", "1/2/24", "1/3/24", "1/4/24", "1/5/24", "1/6/24"], "14:05"), firsts);
    let fifths = ["2024-01-05", "2024-02-05", "2024-03-05", "2024-04-05", "2024-05-05", "2024-06-05"];
    assert_eq!(sent(["1/5/24", "2/5/24", "3/5/24", "4/5/24", "5/5/24", "6/5/24"], "2:05 PM"), fifths);
}
