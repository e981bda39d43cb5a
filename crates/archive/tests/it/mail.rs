//! Mail: mbox, Mailman's archives, Maildir, single mails; threads, charsets, files.

use archive::Options;

use crate::read::{file, rows, show, source};

fn check(name: &str, content: &[u8], expected: &[&str]) {
    let shown: Vec<String> = rows(&file(name, content), &Options::default()).iter().map(show).collect();
    assert_eq!(shown, expected, "{name}");
}

const MBOX: &str = "From ada@example.org Mon Mar  4 12:00:00 2024
From: Ada Lovelace <Ada@Example.org>
Date: Mon, 4 Mar 2024 12:00:00 +0100
Subject: =?utf-8?q?It_crashes_=C3=A9?=
Message-ID: <1@example.org>
List-Id: Users <users.example.org>

Hello,

>From here it looks bad.
From what I see it is new.
>>From there too.

From grace@example.org Mon Mar  4 13:00:00 2024
From: grace@example.org
Date: Mon, 04 Mar 2024 13:00:00 GMT
Subject: Re: [users] It crashes
Message-ID: <2@example.org>
In-Reply-To: <1@example.org>
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/html; charset=iso-8859-1

<p>Gr\u{fc}n</p><blockquote>It crashes</blockquote>
--b
Content-Type: text/x-log; name=\"crash.log\"
Content-Disposition: attachment; filename=\"crash.log\"

boom
--b--

From mary@example.org Mon Mar  4 14:00:00 2024
From: mary@example.org
Date: Mon, 04 Mar 2024 14:00:00 GMT
Subject: Re: Re: It crashes
Message-ID: <3@example.org>
References: <1@example.org>
 <2@example.org>

Me too.

From joan@example.org Mon Mar  4 15:00:00 2024
From: joan@example.org
Date: sometime
Subject: Hello

No id.
";

#[test]
fn an_mbox_gives_authors_times_threads_texts_and_files() {
    let latin: Vec<u8> = MBOX.chars().map(|letter| letter as u32 as u8).collect();
    check(
        "users.mbox",
        &latin,
        &[
            "users.example.org | 1@example.org | It crashes é | 1@example.org > - | ada@example.org (Ada Lovelace) | 2024-03-04T11:00:00Z | \"Hello,\\n\\nFrom here it looks bad.\\nFrom what I see it is new.\\n>From there too.\"",
            "users | 1@example.org | Re: [users] It crashes | 2@example.org > 1@example.org | grace@example.org | 2024-03-04T13:00:00Z | \"Grün\\n\\n> It crashes\" file=crash.log:text/x-log:4:-",
            "users | 1@example.org | Re: Re: It crashes | 3@example.org > 2@example.org | mary@example.org | 2024-03-04T14:00:00Z | \"Me too.\"",
            "users | (digest) | Hello | - > - | joan@example.org | 2024-03-04T15:00:00Z | \"No id.\" !zone",
        ],
    );
}

#[test]
fn threads_without_references_follow_subject_and_time() {
    let mail = |id: &str, date: &str, subject: &str| {
        format!(
            "From x Mon Mar  4 12:00:00 2024\nFrom: ada at example.org (Ada L)\nDate: {date}\nSubject: {subject}\nMessage-ID: <{id}>\n\nhi\n\n"
        )
    };
    let month = [
        mail("c", "Wed, 6 Mar 2024 12:00:00 +0000", "AW: [list] the  Plan"),
        mail("a", "Mon, 4 Mar 2024 12:00:00 +0000", "[list] The plan"),
        mail("b", "Tue, 5 Mar 2024 12:00:00 +0000", "Re: [list] The plan"),
        mail("d", "Wed, 6 Nov 2024 12:00:00 +0000", "Re: the plan"),
    ];
    let shown: Vec<String> =
        rows(&file("2024-March.txt", month.concat().as_bytes()), &Options::default()).iter().map(show).collect();
    let threads: Vec<&str> = shown.iter().map(|line| line.split(" | ").nth(1).unwrap()).collect();
    assert_eq!(threads, ["c", "a", "a", "d"], "{shown:#?}");
    assert!(shown[0].contains("| ada@example.org (Ada L) |"), "{}", shown[0]);
}

#[test]
fn what_mailman_scrubbed_is_a_file_with_an_address() {
    check(
        "list.mbox",
        b"From ada at example.org  Mon Mar  4 12:00:00 2024\nFrom: ada at example.org (Ada)\nDate: Mon, 4 Mar 2024 12:00:00 +0000\nMessage-ID: <1@x>\n\nSee this.\n-------------- next part --------------\nA non-text attachment was scrubbed...\nName: shot.png\nType: image/png\nSize: 1234 bytes\nDesc: not available\nURL: <http://lists.example.org/a/shot.png>\n",
        &["list | 1@x | - | 1@x > - | ada@example.org (Ada) | 2024-03-04T12:00:00Z | \"See this.\" file=shot.png:image/png:-:http://lists.example.org/a/shot.png"],
    );
}

#[test]
fn maildir_and_single_mails_are_read_as_one_mailbox() {
    let first = b"From: ada@example.org\nDate: Mon, 4 Mar 2024 12:00:00 +0000\nSubject: Hi\nMessage-ID: <1@x>\n\nHi";
    let second = b"From: grace@example.org\nDate: Mon, 4 Mar 2024 13:00:00 +0000\nIn-Reply-To: <1@x>\nMessage-ID: <2@x>\n\nHello";
    let expected = [
        "Lists | 1@x | - | 2@x > 1@x | grace@example.org | 2024-03-04T13:00:00Z | \"Hello\"",
        "mail | 1@x | Hi | 1@x > - | ada@example.org | 2024-03-04T12:00:00Z | \"Hi\"",
    ];
    let maildir = source("mail", &[("cur/1.host:2,S", first), (".Lists/new/2.host", second), ("dovecot.index", b"\0")]);
    assert_eq!(rows(&maildir, &Options::default()).iter().map(show).collect::<Vec<_>>(), expected);
    check("hi.eml", first, &["hi | 1@x | Hi | 1@x > - | ada@example.org | 2024-03-04T12:00:00Z | \"Hi\""]);
}

#[test]
fn lists_that_stand_in_for_the_author_are_seen_through() {
    check(
        "users@lists.example.org-2024-03.mbox",
        b"From users-bounces@lists.example.org Mon Mar  4 12:00:00 2024\nFrom: Ada L via Users <users@lists.example.org>\nReply-To: Ada L <Ada@example.org>\nDate: Mon, 4 Mar 2024 12:00:00 +0000\nMessage-ID: <1@x>\n\nhi\n\nFrom users-bounces@lists.example.org Mon Mar  4 12:00:00 2024\nFrom: \"'Grace' via Users\" <users@lists.example.org>\nX-Original-From: Grace <grace@example.org>\nDate: Mon, 4 Mar 2024 13:00:00 +0000\nMessage-ID: <2@x>\n\nhi\n",
        &[
            "users@lists.example.org | 1@x | - | 1@x > - | ada@example.org (Ada L) | 2024-03-04T12:00:00Z | \"hi\"",
            "users@lists.example.org | 2@x | - | 2@x > - | grace@example.org (Grace) | 2024-03-04T13:00:00Z | \"hi\"",
        ],
    );
}

#[test]
fn separators_of_other_programs_part_mails_and_sentences_do_not() {
    let mail = |id: &str, text: &str| {
        format!("From: ada@example.org\nDate: Mon, 4 Mar 2024 12:00:00 GMT\nMessage-ID: <{id}@x>\n\n{text}\n")
    };
    let mbox = [
        format!("From - Mon Mar  4 12:00:00 2024\nX-Mozilla-Status: 0001\n{}", mail("1", "one")),
        // No blank line before it.
        format!("From ada@example.org Mon Mar  4 12:00:00 2024\n{}\n", mail("2", "two")),
        // A date that no other program writes.
        format!(
            "From ada@example.org 2024-03-04T12:00:00Z\n{}\n",
            mail("3", "three\n\nFrom ada@example.org I heard\nnothing")
        ),
        format!("From MAILER-DAEMON\n{}", mail("4", "four\n\nFrom - or to\nSubject of it")),
    ]
    .concat();
    let shown: Vec<String> = rows(&file("all.mbox", mbox.as_bytes()), &Options::default()).iter().map(show).collect();
    let texts: Vec<&str> = shown.iter().filter_map(|row| row.rsplit(" | ").next()).collect();
    assert_eq!(
        texts,
        [
            "\"one\"",
            "\"two\"",
            "\"three\\n\\nFrom ada@example.org I heard\\nnothing\"",
            "\"four\\n\\nFrom - or to\\nSubject of it\""
        ]
    );
    let apple = format!("{}\n{}<?xml version=\"1.0\"?><plist></plist>\n", mail("5", "five").len(), mail("5", "five"));
    let shown: Vec<String> = rows(&file("5.emlx", apple.as_bytes()), &Options::default()).iter().map(show).collect();
    assert!(shown.len() == 1 && shown[0].ends_with("| \"five\""), "{shown:?}");
    let endless = format!("{}\n{}", usize::MAX, mail("6", "six"));
    let shown: Vec<String> = rows(&file("6.emlx", endless.as_bytes()), &Options::default()).iter().map(show).collect();
    assert!(shown.len() == 1 && shown[0].ends_with("| \"six\""), "{shown:?}");
}

fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect()
}

#[test]
fn letters_of_no_known_charset_are_read_as_windows_1252_and_warned_of() {
    let mail = |id: &str, head: &str, body: &str| {
        format!(
            "From x@example.org Mon Mar  4 12:00:00 2024\nDate: Mon, 4 Mar 2024 12:00:00 GMT\nMessage-ID: <{id}@x>\n{head}\n\n{body}\n\n"
        )
    };
    let mixed = [
        latin(&mail("1", "From: ada at example.org (Zoë Müller)\nSubject: Grüße", "Schöne Grüße\naus Köln")),
        latin(&mail(
            "2",
            "From: Zoë <z@example.org>\nSubject: a\nContent-Type: text/plain; charset=unknown-8bit",
            "Köln",
        )),
        latin(&mail("3", "From: z@example.org\nContent-Transfer-Encoding: quoted-printable", "K=F6ln")),
        latin(&mail(
            "4",
            "From: z@example.org\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64",
            "PHA+S/ZsbjwvcD4=",
        )),
        mail("5", "From: Zoë <z@example.org>\nSubject: Grüße", "Köln\u{fffd}").into_bytes(),
        // A line of each.
        [mail("6", "From: z@example.org", "Köln").trim_end().as_bytes(), b"\nK\xf6ln\n\n"].concat(),
        latin(&mail("7", "From: z@example.org\nContent-Type: text/plain; charset=iso-8859-2", "\u{b3}")),
    ]
    .concat();
    check(
        "list.mbox",
        &mixed,
        &[
            "list | 1@x | Grüße | 1@x > - | ada@example.org (Zoë Müller) | 2024-03-04T12:00:00Z | \"Schöne Grüße\\naus Köln\" !encoding",
            "list | 2@x | a | 2@x > - | z@example.org (Zoë) | 2024-03-04T12:00:00Z | \"Köln\" !encoding",
            "list | 3@x | - | 3@x > - | z@example.org | 2024-03-04T12:00:00Z | \"Köln\" !encoding",
            "list | 4@x | - | 4@x > - | z@example.org | 2024-03-04T12:00:00Z | \"Köln\" !encoding",
            "list | 5@x | Grüße | 5@x > - | z@example.org (Zoë) | 2024-03-04T12:00:00Z | \"Köln\u{fffd}\"",
            "list | 6@x | - | 6@x > - | z@example.org | 2024-03-04T12:00:00Z | \"Köln\\nKöln\" !encoding",
            "list | 7@x | - | 7@x > - | z@example.org | 2024-03-04T12:00:00Z | \"ł\"",
        ],
    );
}

#[test]
fn separators_that_say_nothing_part_mails_and_what_they_say_counts_where_the_mail_is_silent() {
    let mail = |id: &str, text: &str| format!("Message-ID: <{id}@x>\nFrom: ada@example.org\n\n{text}\n");
    let mbox = [
        format!("From - \n{}", mail("1", "one")),
        format!("From - \n{}", mail("2", "two")),
        format!("From \n{}", mail("3", "three\nFrom \nhere")),
        format!("From \n{}", mail("4", "four\n")),
        "From ada@example.org Mon Mar  4 12:00:00 2024\n>From: Ada <ada@example.org>\nDate: in spring\n\n>From: here\n"
            .to_owned(),
    ]
    .concat();
    check(
        "odd.mbox",
        mbox.as_bytes(),
        &[
            "odd | 1@x | - | 1@x > - | ada@example.org | - | \"one\" !no_time",
            "odd | 2@x | - | 2@x > - | ada@example.org | - | \"two\" !no_time",
            "odd | 3@x | - | 3@x > - | ada@example.org | - | \"three\\nFrom \\nhere\" !no_time",
            "odd | 4@x | - | 4@x > - | ada@example.org | - | \"four\" !no_time",
            "odd | (digest) | - | - > - | ada@example.org (Ada) | 2024-03-04T12:00:00Z | \">From: here\" !zone",
        ],
    );
}

#[test]
fn a_quoted_separator_cuts_no_mail() {
    let text = "From - Wed Mar 13 10:00:00 2024
Message-ID: <1@x>
Date: Wed, 13 Mar 2024 10:00:00 +0000
From: Ada <ada@example.org>
Subject: look

Hello,

From bob@example.org Tue Mar 12 14:06:00 2024
he wrote this: what now?

From bob@example.org Tue Mar 12 14:06:00 2024
> or this

From - Wed Mar 13 10:05:00 2024
DKIM-Signature: v=1
Message-ID: <2@x>
Date: Wed, 13 Mar 2024 10:05:00 +0000
From: Bob <bob@example.org>
Subject: next

ok

From carol@example.org Wed Mar 13 10:06:00 2024
>From carol@example.org Wed Mar 13 10:06:00 2024 remote from x
Message-ID: <3@x>
Date: Wed, 13 Mar 2024 10:06:00 +0000
From: Carol <carol@example.org>
Subject: last

ok
";
    let first = "\"Hello,\\n\\nFrom bob@example.org Tue Mar 12 14:06:00 2024\\nhe wrote this: what now?\\n\\n\
        From bob@example.org Tue Mar 12 14:06:00 2024\\n> or this\"";
    check(
        "Inbox",
        text.as_bytes(),
        &[
            &format!("Inbox | 1@x | look | 1@x > - | ada@example.org (Ada) | 2024-03-13T10:00:00Z | {first}"),
            "Inbox | 2@x | next | 2@x > - | bob@example.org (Bob) | 2024-03-13T10:05:00Z | \"ok\"",
            "Inbox | 3@x | last | 3@x > - | carol@example.org (Carol) | 2024-03-13T10:06:00Z | \"ok\"",
        ],
    );
}

#[test]
fn a_mail_of_a_stranger_never_stands_in_the_one_before() {
    let mail = |id: &str| format!("Message-ID: <{id}@x>\nFrom: {id}@example.org\n\nsaid by {id}\n\n");
    let separator = "From bo@x Mon Mar  4 10:00:00 2024\n";
    let mbox = format!(
        "{separator}{}{separator}DKIM-Signature:v=1;a=rsa-sha256\n{}{separator}\nsaid by nobody known\n\n{separator}{}",
        mail("ada"),
        mail("bo"),
        mail("cy")
    );
    check(
        "Inbox",
        mbox.as_bytes(),
        &[
            "Inbox | ada@x | - | ada@x > - | ada@example.org | 2024-03-04T10:00:00Z | \"said by ada\" !zone",
            "Inbox | bo@x | - | bo@x > - | bo@example.org | 2024-03-04T10:00:00Z | \"said by bo\" !zone",
            "skip 3 malformed: no mail: none of its headers is known",
            "Inbox | cy@x | - | cy@x > - | cy@example.org | 2024-03-04T10:00:00Z | \"said by cy\" !zone",
        ],
    );
}

#[test]
fn mails_that_arrived_were_hidden_deleted_or_encrypted_are_told_so() {
    let mail = |head: &str, body: &str| format!("Message-ID: <1@x>\nSubject: s\n{head}\n\n{body}\n");
    let ada = "From: Ada <ada@example.org>\nDate: Wed, 13 Mar 2024 10:00:00 +0000";
    let marked = |marks: &str| {
        format!("X-Account-Key: account1\nX-Mozilla-Status: {marks}\nX-Mozilla-Keys: \n{}", mail(ada, "x"))
    };
    let usual = "export | 1@x | s | 1@x > - | ada@example.org (Ada) | 2024-03-13T10:00:00Z |";
    let hops = "From: Ada <ada@example.org>\nReceived: from b (b [1.2.3.4])\n by a.example with SMTP id 7;\n Wed, 13 Mar 2024 11:00:00 +0100 (CET)\n\
        Received: from c by b; Wed, 13 Mar 2024 09:00:00 +0000";
    let html = "\nContent-Type: text/html\n";
    let hidden = "<div style=\"color:red; DISPLAY: none !important\">pre<div>head</div>er</div><p>Hello</p><span style=\"display:none\">never closed";
    for (text, expected) in [
        (mail(hops, "x"), format!("{usual} \"x\"")),
        (mail(&ada.replace("<ada@example.org>", "<ada at example.org>"), "x"), format!("{usual} \"x\"")),
        (marked("0009"), format!("{usual} \"x\" deleted")),
        (marked("0001"), format!("{usual} \"x\"")),
        // What a sender wrote stands behind what the machines on the way did.
        (mail(&format!("{ada}\nX-Mozilla-Status: 0009"), "x"), format!("{usual} \"x\"")),
        (format!("Received: from b by a\n{}", marked("0009")), format!("{usual} \"x\"")),
        (
            mail(
                &format!(
                    "{ada}\nContent-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b"
                ),
                "--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----\n--b--",
            ),
            "skip 1 encrypted: only the encrypted text is in the mail".to_owned(),
        ),
        (mail(&format!("{ada}{}", html.trim_end()), hidden), format!("{usual} \"Hello\\n\\nnever closed\"")),
    ] {
        let found = rows(&source("export", &[("1.eml", text.as_bytes())]), &Options::default());
        assert_eq!(found.iter().map(show).collect::<Vec<_>>(), [expected], "{text}");
    }
}
