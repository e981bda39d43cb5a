//! What a mail's header and parts say: dates, authors, texts, threads.

use archive::Options;

use crate::read::{file, rows, show, source};

fn shown(mbox: &str) -> Vec<String> {
    rows(&file("m.mbox", mbox.as_bytes()), &Options::default()).iter().map(show).collect()
}

/// The part of each row between bars that has this number.
fn column(mbox: &str, number: usize) -> Vec<String> {
    let part = |row: &String| row.split(" | ").nth(number).unwrap_or(row).to_owned();
    shown(mbox).iter().map(part).collect()
}

const CONVERSATION: usize = 1;
const TITLE: usize = 2;
const IDS: usize = 3;
const AUTHOR: usize = 4;
const TIME: usize = 5;
const TEXT: usize = 6;

/// An mbox of mails that differ in one thing.
fn mbox<'a>(mails: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mails = mails.into_iter().enumerate();
    let mail = |(number, (head, text)): (usize, (&str, &str))| {
        let others = [("From", "Ada <ada@example.org>"), ("Date", "Mon, 4 Mar 2024 12:00:00 GMT"), ("Message-ID", "")];
        let others = others.iter().filter(|(name, _)| !format!("\n{head}").contains(&format!("\n{name}:")));
        let others = others.map(|(name, value)| match *name {
            "Message-ID" => format!("Message-ID: <m{}@x>\n", number + 1),
            _ => format!("{name}: {value}\n"),
        });
        let others: String = others.collect();
        format!("From ada@example.org Tue Mar  5 12:00:00 2024\n{others}{head}\n\n{text}\n\n")
    };
    mails.map(mail).collect()
}

fn heads(heads: &[&str]) -> String {
    mbox(heads.iter().map(|head| (*head, "hi")))
}

#[test]
fn a_short_zone_swallows_no_line_below_it() {
    let dates = ["Z", "UT", "A", "(CET) Z", "PM"].map(|zone| {
        format!("Date: Mon, 4 Mar 2024 12:00:00 {zone}\nFrom: Ada <ada@example.org>\nSubject: under {zone}\nReceived: by x; Mon, 4 Mar 2024 12:00:00 Z\nReply-To: b@x")
    });
    let all = mbox(dates.iter().map(|head| (head.as_str(), "hi")));
    assert_eq!(column(&all, AUTHOR), ["ada@example.org (Ada)"; 5]);
    assert_eq!(column(&all, TITLE), ["under Z", "under UT", "under A", "under (CET) Z", "under PM"]);
    assert_eq!(column(&all, TIME), ["2024-03-04T12:00:00Z"; 5]);
}

#[test]
fn dates_of_other_programs_are_read_or_told_to_be_none() {
    for (written, expected) in [
        ("Mon Mar 4 12:00:00 2024 +0100", "2024-03-04T11:00:00Z"),
        ("Mon Mar  4 12:00:00 2024 CET", "2024-03-04T11:00:00Z"),
        ("Mon, 4 Mar 2024 12:00:00 +100", "2024-03-04T11:00:00Z"),
        ("Mon, 4 Mar 2024 10.05.33 +0100", "2024-03-04T09:05:33Z"),
        ("Mon, 4 Mar 2024 12:00:00 AEDT", "2024-03-04T01:00:00Z"),
        ("Mon, 4 Mar 2024 12:00:00 MET", "2024-03-04T11:00:00Z"),
        ("Fri, 5 Jul 2024 12:00:00 BST", "2024-07-05T11:00:00Z"),
        ("Wed, 13 Mar 2024 10:05:33 NZDT", "2024-03-12T21:05:33Z"),
    ] {
        let found = shown(&heads(&[&format!("Date: {written}")]));
        assert!(found[0].contains(&format!("| {expected} |")) && !found[0].contains('!'), "{written}: {found:?}");
    }
    // What no zone tells is warned of.
    for zone in ["IST", "Eastern Daylight Time"] {
        let found = shown(&heads(&[&format!("Date: Mon, 4 Mar 2024 12:00:00 {zone}")]));
        assert!(found[0].contains("| 2024-03-04T12:00:00Z |") && found[0].ends_with("!zone"), "{found:?}");
    }
    // Digits that are no clock are not taken for one.
    let found = shown(&heads(&["Date: Wed, 13 Mar 2024 100533 +0100"]));
    assert!(found[0].contains("| 2024-03-05T12:00:00Z |") && found[0].ends_with("!zone"), "{found:?}");
}

#[test]
fn what_a_separator_says_of_the_time_counts_only_where_a_machine_said_it() {
    let mail = "Message-ID: <1@x>\nFrom: Ada <ada@example.org>\n\nhi\n";
    for (date, expected, warning) in [
        ("Wed Mar 23 01:57:00 +0000 2016", "2016-03-23T01:57:00Z", ""),
        ("Wed Mar 23 01:57:00 2016", "2016-03-23T01:57:00Z", " !zone"),
        ("Thu Jan  1 00:00:00 1970", "-", " !no_time"),
        ("Mon Sep 17 00:00:00 2001", "-", " !no_time"),
    ] {
        let found = shown(&format!("From mboxrd@z {date}\n{mail}"));
        assert_eq!(found, [format!("m | 1@x | - | 1@x > - | ada@example.org (Ada) | {expected} | \"hi\"{warning}")]);
    }
}

#[test]
fn authors_behind_a_list_are_never_the_list() {
    let list = "List-Id: <dev.groups.example>\nReply-To: dev@groups.example";
    let found = column(
        &heads(&[
            &format!("From: \"Ada Lee via groups.example\" <ada=x.org@groups.example>\n{list}"),
            &format!("From: \"'Bo' via Dev\" <dev@groups.example>\nX-Original-Sender: bo@y.org\n{list}"),
            "From: \"'Cy' via Dev\" <post@groups.example>\nList-Post: <mailto:dev@groups.example>\nReply-To: dev@groups.example\nCc: Cy <x@z>",
            &format!("From: Di via Dev <dev@groups.example>\n{list}"),
        ]),
        AUTHOR,
    );
    assert_eq!(found, ["ada@x.org (Ada Lee)", "bo@y.org (Bo)", "x@z (Cy)", "dev@groups.example (Di via Dev)"]);
}

#[test]
fn authors_written_in_other_ways_have_their_address() {
    for (from, expected) in [
        ("Doe, Jane <Jane@x.org>", "jane@x.org (Doe, Jane)"),
        ("Jane Doe [mailto:jane@x.org]", "jane@x.org (Jane Doe)"),
        ("=?utf-8?Q?Ad=C3=A4_Lee_=3Cada=40x=2Eorg=3E?=", "ada@x.org (Adä Lee)"),
        ("=?utf-8?B?QWRhIDxhZGFAeC5vcmc+?=", "ada@x.org (Ada)"),
        ("=?utf-8?Q?Ad=C3=A4_=3Cada=40x=2Eorg=3E?= <bo@x.org>", "bo@x.org (Adä <ada@x.org>)"),
        ("<@relay.org:ada@x.org>", "ada@x.org"),
        ("Ada <@a.org,@b.org:ada@x.org>", "ada@x.org (Ada)"),
        ("Jane (jane@x.org)", "jane@x.org (Jane)"),
        ("Jane Doe <jane AT x DOT org>", "jane@x.org (Jane Doe)"),
        ("Jane Doe <jane_at_x.org>", "jane@x.org (Jane Doe)"),
        ("Jane Doe jane@x.org", "jane@x.org (Jane Doe)"),
        ("=?utf-8?q?Zo=C3=AB?= zoe@x.org", "zoe@x.org (Zoë)"),
        ("\"Jane Doe\" <\"Jane Doe\" <jane@x.org>>", "jane@x.org (Jane Doe)"),
        ("\"Doe, Jane\" <jane@x.org>", "jane@x.org (Doe, Jane)"),
        ("jane@[10.0.0.1]", "jane@[10.0.0.1]"),
        ("jane@x.org (Jane)", "jane@x.org (Jane)"),
        ("Jane @ Home <jane@x.org>", "jane@x.org (Jane @ Home)"),
        ("MAILER-DAEMON (Mail System)", "mailer-daemon (Mail System)"),
        ("decvax!jane", "decvax!jane (decvax!jane)"),
        ("jane@x.org Jane Doe", "jane@x.org"),
        ("\"Jane \\\"J\\\" Doe\" jane@x.org", "jane@x.org (Jane \"J\" Doe)"),
    ] {
        assert_eq!(column(&heads(&[&format!("From: {from}")]), AUTHOR), [expected], "{from}");
    }
}

#[test]
fn an_address_that_is_another_s_is_not_the_author_s() {
    for (from, expected) in [
        ("ada, grace@example.org", "ada (ada)"),
        ("\"grace@example.org\" <ada>", "ada (grace@example.org)"),
        ("grace@example.org <ada>", "ada (grace@example.org)"),
    ] {
        assert_eq!(column(&heads(&[&format!("From: {from}")]), AUTHOR), [expected], "{from}");
    }
}

#[test]
fn authors_packed_as_ietf_does_have_their_address() {
    let from = "From: Ada via Users <ada=40example.org@dmarc.ietf.org>";
    let answers = |address: &str| format!("{from}\nReply-To: Ada <{address}>");
    let heads = heads(&[from, &answers("ada@example.org"), &answers("ada@home.example"), &answers("users@ietf.org")]);
    let expected = ["ada@example.org", "ada@example.org", "ada@home.example", "ada@example.org"];
    assert_eq!(column(&heads, AUTHOR), expected.map(|address| format!("{address} (Ada)")));
}

#[test]
fn a_blank_text_beside_html_is_not_what_the_mail_says() {
    let head = "Content-Type: multipart/alternative; boundary=b";
    let body = "--b\nContent-Type: text/plain\n\n \n--b\nContent-Type: text/html\n\n<p>Hello</p>\n--b--";
    assert_eq!(column(&mbox([(head, body)]), TEXT), ["\"Hello\""]);
}

#[test]
fn what_a_mail_answers_is_an_id_and_no_address() {
    for (head, expected) in [
        ("In-Reply-To: Message from Bob <bob@x.org> of \"Mon, 4 Mar 2024\" <i1@x>", "i1@x"),
        ("In-Reply-To: <i1@x> from Bob <bob@x.org>", "i1@x"),
        ("In-Reply-To: <i1@x> <i2@x>", "i1@x"),
        ("In-Reply-To: 2024.i1@x", "2024.i1@x"),
        ("References: i0@x i1@x", "i1@x"),
        ("In-Reply-To: bob@x.org's message of \"Mon, 4 Mar 2024 12:00:00\"", "-"),
        ("In-Reply-To: bob@x.org", "-"),
        ("In-Reply-To: bob99@x.org", "-"),
        ("In-Reply-To: 12345678@x.org", "-"),
        ("In-Reply-To: yesterday", "-"),
    ] {
        assert_eq!(column(&heads(&[head]), IDS), [format!("m1@x > {expected}")], "{head}");
    }
}

#[test]
fn mails_without_id_share_no_conversation_by_chance() {
    let chat = |thread: u32, year: u32, who: &str, text: &str| {
        format!(
            "From {thread}@xxx Wed Mar 23 01:57:00 +0000 {year}\nX-GM-THRID: {thread}\nX-Gmail-Labels: Chat\nFrom: {who}@x.org\n\n{text}\n\n"
        )
    };
    let chats = [
        chat(7, 2016, "ada", "no wifi"),
        chat(7, 2016, "bo", "ok"),
        chat(8, 2017, "ada", "another chat"),
        chat(8, 2017, "bo", "ok"),
    ]
    .concat();
    let keys = |mbox: &str| -> Vec<String> {
        let found = rows(&file("m.mbox", mbox.as_bytes()), &Options::default());
        found.into_iter().map(|row| row.unwrap().message.conversation).collect()
    };
    let found = keys(&chats);
    assert!(found[0] == found[1] && found[2] == found[3] && found[0] != found[2], "{found:?}");
    let cron = |text: &str| {
        format!(
            "From root@x Mon Mar  4 12:00:00 2024\nFrom: root@x\nDate: Mon, 4 Mar 2024 12:00:00 GMT\nSubject: Cron\n\n{text}\n\n"
        )
    };
    let alone = keys(&cron("one"));
    // A newer archive has other mails before them: they are called the same.
    let newer = keys(&[chat(7, 2018, "bo", "still none"), chats.clone(), cron("two"), cron("one")].concat());
    assert_eq!((&newer[1..5], &newer[6]), (found.as_slice(), &alone[0]));
    assert_eq!(newer[0], found[0]);
    // Of a mail whose key nobody else has, it stays as it was.
    assert_eq!(alone, ["b0102cc924129af3ba51612bcc82b197"]);
}

#[test]
fn what_gmail_says_of_threads_joins_mails() {
    let found = column(
        &heads(&[
            "X-GM-THRID: 5\nSubject: Hello",
            "X-GM-THRID: 5\nSubject: Another word",
            "X-GM-THRID: 5\nSubject: Third\nIn-Reply-To: <lost9@x>",
            "X-GM-THRID: 6\nSubject: Re: Hello",
        ]),
        CONVERSATION,
    );
    assert_eq!(found, ["m1@x", "m1@x", "m1@x", "m4@x"]);
}

#[test]
fn subjects_are_compared_as_people_see_them() {
    let found = column(
        &heads(&[
            "Subject: =?utf-8?b?R3LDvMOfZQ==?=",
            "Subject: Re: =?utf-8?q?Gr=C3=BC=C3=9Fe?=",
            "Subject: =?iso-8859-1?q?AW:_Gr=FC=DFe?=",
        ]),
        CONVERSATION,
    );
    assert_eq!(found, ["m1@x"; 3]);
}

#[test]
fn answers_are_known_in_more_languages() {
    let subjects = [
        "The plan",
        "Antwort: The plan",
        "回复: The plan",
        "答复：The plan",
        "回覆：The plan",
        "转发: The plan",
        "返信: The plan",
        "Ответ: The plan",
        "HA: The plan",
        "НА: The plan",
        "R: The plan",
        "Ynt: The plan",
        "Vá: The plan",
        "Odp.: The plan",
        "BLS: The plan",
        "Re: The plan (was: The goal)",
        "(fwd) The plan",
        "The plan (fwd)",
        "Re : The plan",
    ]
    .map(|subject| format!("Subject: {subject}"));
    let all = mbox(subjects.iter().map(|head| (head.as_str(), "hi")));
    assert_eq!(column(&all, CONVERSATION), ["m1@x"; 19]);
    assert_eq!(
        column(&heads(&["Subject: Plan", "Subject: Rust: Plan", "Subject: Plan (was it?)"]), CONVERSATION),
        ["m1@x", "m2@x", "m3@x"]
    );
}

#[test]
fn what_old_archivers_scrubbed_is_a_file_and_no_text() {
    let notice = |address: &str| {
        format!(
            "A non-text attachment was scrubbed...\nName: a b.png\nType: image/png\nSize: 1 bytes\nDesc: x\n{address}\n"
        )
    };
    let mark = "-------------- next part --------------";
    let file = |name: &str, kind: &str| format!(" file={name}:{kind}:-:http://l.example/a/{name}");
    for (text, expected) in [
        (
            format!("One.\n{mark}\n{}", notice("Url : http://l.example/a/a.png")),
            "\"One.\" file=a b.png:image/png:-:http://l.example/a/a.png".to_owned(),
        ),
        (
            format!("Skipped content of type x{mark}\n{}and more\n", notice("Url: http://l.example/a/a.png")),
            "\"Skipped content of type x\\n\\nand more\" file=a b.png:image/png:-:http://l.example/a/a.png".to_owned(),
        ),
        (
            "An HTML attachment was scrubbed...\nURL: <http://l.example/a/a.html>\n".to_owned(),
            format!("\"\"{}", file("a.html", "text/html")),
        ),
        (
            format!("> One.\n> {mark}\n> An HTML attachment was scrubbed...\n> URL: <http://x/1>\nYes"),
            format!("\"> One.\\n> {mark}\\n> An HTML attachment was scrubbed...\\n> URL: <http://x/1>\\nYes\""),
        ),
        (
            format!(
                "{mark}\nAn embedded message was scrubbed...\nFrom: Bob <bob@x.org>\nSubject: Fwd\nSize: 3\nUrl: http://l.example/a/a.mht\n"
            ),
            format!("\"\"{}", file("a.mht", "message/rfc822")),
        ),
        (format!("One.\n{mark}\ndiff\n"), "\"One.\\n\\ndiff\"".to_owned()),
        ("My tooth was scrubbed...\nURL: none".to_owned(), "\"My tooth was scrubbed...\\nURL: none\"".to_owned()),
    ] {
        assert_eq!(column(&mbox([("X-A: b", text.as_str())]), TEXT), [expected], "{text}");
    }
}

#[test]
fn utf_8_that_is_called_ascii_is_utf_8() {
    let head = "Content-Type: text/plain; charset=us-ascii";
    assert_eq!(column(&mbox([(head, "Grüße €")]), TEXT), ["\"Grüße €\""]);
    let packed = format!("{head}\nContent-Transfer-Encoding: quoted-printable");
    assert_eq!(column(&mbox([(packed.as_str(), "Gr=C3=BC=C3=9Fe")]), TEXT), ["\"Grüße\""]);
    assert_eq!(column(&mbox([(packed.as_str(), "It=92s")]), TEXT), ["\"It’s\""]);
}

#[test]
fn broken_quoted_printable_keeps_its_letters() {
    for (charset, warning) in [("; charset=iso-8859-1", ""), ("", " !encoding")] {
        let head = format!("Content-Type: text/plain{charset}\nContent-Transfer-Encoding: quoted-printable");
        let (before, behind) = (mbox([(head.as_str(), "Gr")]), b"\xf6\xdfe == 5\n");
        let mail = [before.trim_end().as_bytes(), behind].concat();
        let found = rows(&file("m.mbox", &mail), &Options::default());
        assert!(show(&found[0]).ends_with(&format!("| \"Größe == 5\"{warning}")), "{}", show(&found[0]));
    }
}

#[test]
fn a_footer_below_base64_leaves_it_readable() {
    let head = "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: base64";
    let body = "R3L83\n2UgYXVzIEv2bG4=\n____________\nUsers mailing list";
    assert_eq!(column(&mbox([(head, body)]), TEXT), ["\"Grüße aus Köln\\n\\n____________\\nUsers mailing list\""]);
    let html = "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64";
    assert_eq!(column(&mbox([(html, "PHA+SMOpPC9wPg==\n_____\nUsers")]), TEXT), ["\"Hé\\n\\n_____ Users\""]);
}

#[test]
fn a_mail_whose_parts_are_damaged_still_says_something() {
    let mixed = "Content-Type: multipart/mixed; boundary=b";
    for (head, body, expected) in [
        (mixed, "--b\nContent-Type: text/plain\n\nonly words", "\"only words\" file=part-1:text/plain:12:-"),
        (mixed, "--b\nContent-Type: text/html\n\n<p>only words</p>", "\"only words\" file=part-1:text/html:19:-"),
        (mixed, "words without any boundary", "\"words without any boundary\" file=part-1:multipart/mixed:28:-"),
        (
            "Content-Type: multipart/mixed",
            "words of no boundary",
            "\"words of no boundary\" file=part-1:multipart/mixed:22:-",
        ),
        ("Content-Type: text", "words of elm", "\"words of elm\""),
        ("Content-Type: text/enriched", "<bold>rich</bold> <<words\n\nhere", "\"rich <words\\nhere\""),
        (mixed, "--b\nContent-Type: text/csv\n\na,b", "\"\" file=part-1:text/csv:5:-"),
        (
            mixed,
            "--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\na\n--b--",
            "\"\" file=a.txt:text/plain:1:-",
        ),
    ] {
        assert_eq!(column(&mbox([(head, body)]), TEXT), [expected], "{head} {body}");
    }
}

#[test]
fn words_of_a_header_that_are_cut_inside_a_letter_are_whole() {
    for (subject, expected) in [
        ("=?utf-8?b?R3LDvMOfZSBhdXMgS8M=?= =?utf-8?b?tmxu?= =?utf-8?q?_am_Rhein?=", "Grüße aus Köln am Rhein"),
        ("=?utf-8?q?K=C3?=\n =?UTF-8?Q?=B6ln?= und mehr", "Köln und mehr"),
        ("=?utf-8?b?R3LDvMOfZQ?=", "Grüße"),
        ("=?utf-8?q?a?= =?iso-8859-1?q?=E9?= b", "aé b"),
    ] {
        let head = format!("Subject: {subject}\nFrom: =?utf-8?q?Zo=C3?= =?utf-8?q?=AB?= <z@x.org>");
        let all = heads(&[&head]);
        assert_eq!(column(&all, TITLE), [expected], "{subject}");
        assert_eq!(column(&all, AUTHOR), ["z@x.org (Zoë)"], "{subject}");
    }
}

#[test]
fn letters_without_a_charset_are_read_as_the_mail_names_elsewhere() {
    let subject = [b"Subject: ".as_slice(), b"\xf0\xd2\xc9\xd7\xc5\xd4"].concat();
    let body = [b"\n\nxy".as_slice()].concat();
    let mail = |kind: &str, body: &[u8]| {
        let head =
            b"From z Mon Mar  4 12:00:00 2024\nFrom: z@x.org\nDate: Mon, 4 Mar 2024 12:00:00 GMT\nMessage-ID: <1@x>\n";
        let found = rows(&file("m.mbox", &[head, kind.as_bytes(), b"\n", body].concat()), &Options::default());
        show(&found[0]).split(" | ").skip(2).map(str::to_owned).collect::<Vec<_>>()
    };
    let found = mail("Content-Type: text/plain; charset=koi8-r", &[subject, body].concat());
    assert_eq!((found[0].as_str(), found[4].as_str()), ("Привет", "\"xy\" !encoding"));
    let html = b"\n<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=koi8-r\"></head>\xf0\xd2\xc9\xd7\xc5\xd4</html>";
    assert_eq!(mail("Content-Type: text/html", html)[4], "\"Привет\"");
}

#[test]
fn mails_encrypted_in_their_text_are_told_so() {
    let sealed = "-----BEGIN PGP MESSAGE-----\nVersion: 1\n\nhQEM\n=abcd\n-----END PGP MESSAGE-----";
    let found = shown(&mbox([("X-A: b", sealed), ("X-A: b", "See:\n-----BEGIN PGP MESSAGE-----")]));
    assert_eq!(found[0], "skip 1 encrypted: only the encrypted text is in the mail");
    assert!(found[1].contains("See:"), "{found:?}");
}

#[test]
fn words_and_files_beside_what_is_encrypted_are_kept() {
    let sealed = "-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----";
    let scrubbed = "-------------- next part --------------\nA non-text attachment was scrubbed...\nName: a.png\nType: image/png\nURL: <http://l.example/a.png>";
    let found = shown(&mbox([
        ("X-A: b", format!("{sealed}\nThe second half:\n{sealed}").as_str()),
        ("X-A: b", format!("{sealed}\n{scrubbed}").as_str()),
    ]));
    assert!(found[0].contains("The second half:"), "{found:?}");
    assert!(found[1].contains("file=a.png:image/png"), "{found:?}");
}

#[test]
fn what_a_program_keeps_for_itself_in_a_mailbox_is_no_mail() {
    let own = "From: Mail System Internal Data <MAILER-DAEMON@x>\nSubject: DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA\nX-IMAP: 1709550000 0000000011";
    let found = shown(&mbox([(own, "This text is part of the internal format"), ("X-A: b", "hi")]));
    assert_eq!(found[0], "skip 1 system");
    assert!(found[1].contains("\"hi\""), "{found:?}");
}

#[test]
fn a_body_of_another_kind_of_text_is_what_the_mail_says() {
    let patch = "Content-Type: multipart/mixed; boundary=b";
    let named = "--b\nContent-Type: text/x-patch; name=a.diff\n\n--- a\n--b--";
    let found = mbox([
        ("Content-Type: text/markdown; charset=utf-8", "Hello *you*"),
        ("Content-Type: text/x-patch\nContent-Disposition: inline", "--- a\n+++ b"),
        ("Content-Type: text/x-diff\nContent-Disposition: attachment", "--- a"),
        ("Content-Type: text/calendar", "BEGIN:VCALENDAR"),
        (patch, named),
    ]);
    let expected = [
        "\"Hello *you*\"",
        "\"--- a\\n+++ b\"",
        "\"\" file=part-1:text/x-diff:7:-",
        "\"\" file=part-1:text/calendar:17:-",
        "\"\" file=a.diff:text/x-patch:5:-",
    ];
    assert_eq!(column(&found, TEXT), expected);
}

#[test]
fn files_are_called_as_their_mail_calls_them() {
    for (told, expected) in [
        (r#"Content-Disposition: inline; filename="C:\TEMP\nail9.png""#, "nail9.png"),
        (r#"Content-Disposition: inline; filename="c:\\temp\\a b.png""#, "a b.png"),
        (
            "Content-Disposition: attachment; filename=\"=?utf-8?Q?Gr=C3=BC?=\n      =?utf-8?Q?n_und?=\n\t=?utf-8?Q?_gut=2Epdf?=\"",
            "Grün und gut.pdf",
        ),
        ("Content-Disposition: attachment; filename=\"two  blanks.pdf\"", "two  blanks.pdf"),
        ("Content-Disposition: attachment; filename=\"=?utf-8?Q?Q:_=C3=9Cber.pdf?=\"", "Q: Über.pdf"),
        (r#"Content-Disposition: attachment; filename="C:\Temp\=?utf-8?Q?=C3=9Cber.pdf?=""#, "Über.pdf"),
        ("Content-Disposition: attachment; filename=a:b.pdf", "a:b.pdf"),
    ] {
        let head = format!("Content-Type: application/pdf\n{told}\nContent-Transfer-Encoding: base64");
        let found = column(&mbox([(head.as_str(), "JVBERg==")]), TEXT);
        assert_eq!(found, [format!("\"\" file={expected}:application/pdf:4:-")], "{told}");
    }
}

#[test]
fn a_byte_order_mark_in_a_body_is_no_word() {
    let packed = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64";
    let blank = "Content-Type: multipart/alternative; boundary=b";
    let html =
        "--b\nContent-Type: text/plain; charset=utf-8\n\n\u{feff}\n--b\nContent-Type: text/html\n\n<p>Hi</p>\n--b--";
    assert_eq!(column(&mbox([(packed, "77u/SGVsbG8NCg=="), (blank, html)]), TEXT), ["\"Hello\"", "\"Hi\""]);
}

#[test]
fn chinese_that_is_utf_8_by_another_name_is_read_as_it_is() {
    for charset in ["gb2312", "GBK", "big5"] {
        let head = format!("Content-Type: text/plain; charset={charset}");
        assert_eq!(column(&mbox([(head.as_str(), "你好，我们公司")]), TEXT), ["\"你好，我们公司\""], "{charset}");
    }
}

#[test]
fn signs_of_html_have_their_letters() {
    let head = "Content-Type: text/html";
    let body = "a &hearts; &Omega; &le; &harr; &copy 2024 AT&T x?a=1&copy=2 &nosuch; &Scaron;";
    assert_eq!(column(&mbox([(head, body)]), TEXT), ["\"a ♥ Ω ≤ ↔ © 2024 AT&T x?a=1&copy=2 &nosuch; Š\""]);
}

#[test]
fn a_folder_with_an_and_in_its_name_keeps_its_letters() {
    let mail = mbox([("X-A: b", "hi")]);
    let (_, mail) = mail.split_once('\n').unwrap();
    for (folder, expected) in [
        (".AT&TEAM-x", "AT&TEAM-x"),
        (".R&ABC-x", "R&ABC-x"),
        (".R&AAA-x", "R&AAA-x"),
        (".Caf&AOk-", "Café"),
        (".R&-D", "R&D"),
        (".&2D3eAA-", "😀"),
    ] {
        let path = format!("{folder}/cur/1");
        let found = rows(&source("mail", &[(path.as_str(), mail.as_bytes())]), &Options::default());
        assert!(show(&found[0]).starts_with(&format!("{expected} | ")), "{folder}: {}", show(&found[0]));
    }
}
