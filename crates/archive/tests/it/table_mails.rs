//! Tables whose cells are whole mails, as collections of mails are passed on.

use archive::Options;

use crate::read::{file, mapped, rows, show, source};

fn check(name: &str, text: &str, expected: &[&str]) {
    let shown: Vec<String> = rows(&file(name, text.as_bytes()), &Options::default()).iter().map(show).collect();
    assert_eq!(shown, expected, "{name}");
}

const MAILS: &str = "\"file\",\"message\"
\"ada/_sent_mail/1.\",\"Message-ID: <1.3@thyme.example>
Date: Mon, 4 Mar 2024 09:00:00 -0700 (PDT)
From: ada@acme.example
To: bob@acme.example
Subject: The plan
Mime-Version: 1.0
Content-Type: text/plain; charset=iso-8859-1

He said \"\"grün\"\", then:

From bob@acme.example Mon Mar  4 12:00:00 2024
Subject: quoted
\"
\"bob/inbox/1.\",\"Message-ID: <2.3@thyme.example>
Date: Mon, 4 Mar 2024 19:00:00 +0000
From: Bob <bob@acme.example>
Subject: RE: The plan
In-Reply-To: <1.3@thyme.example>

agreed
\"
\"bob/inbox/2.\",\"no mail at all\"
";

#[test]
fn cells_that_are_whole_mails_are_read_as_mails() {
    let expected = [
        "emails | 1.3@thyme.example | The plan | 1.3@thyme.example > - | ada@acme.example | 2024-03-04T16:00:00Z | \
         \"He said \\\"grün\\\", then:\\n\\nFrom bob@acme.example Mon Mar  4 12:00:00 2024\\nSubject: quoted\"",
        "emails | 1.3@thyme.example | RE: The plan | 2.3@thyme.example > 1.3@thyme.example | bob@acme.example (Bob) | \
         2024-03-04T19:00:00Z | \"agreed\"",
        "emails | (digest) | - | - > - | (unknown) | - | \"no mail at all\" !no_time !no_author",
    ];
    check("emails.csv", MAILS, &expected);
    let windows = MAILS.replace('\n', "\r\n");
    check("emails.csv", &windows, &expected);
    let found = rows(&file("emails.csv", MAILS.as_bytes()), &Options::default());
    let record = found[1].as_ref().unwrap();
    assert_eq!(record.message.origin, "mail", "the same mail may come from a mailbox too");
    assert!(record.message.source.starts_with(b"\"bob/inbox/1.\",\"Message-ID"));
}

#[test]
fn a_table_of_mails_is_no_mail_whatever_else_lies_there() {
    let mail = b"From: ada@acme.example\nDate: Mon, 4 Mar 2024 09:00:00 +0000\nSubject: one\n\nhello\n";
    let found = rows(&source("export", &[("emails.csv", MAILS.as_bytes()), ("inbox/1", mail)]), &Options::default());
    assert_eq!(found.iter().flatten().count(), 1, "{found:?}");
}

#[test]
fn a_map_may_name_the_column_of_mails_and_their_channel() {
    let found = rows(&file("emails.csv", MAILS.as_bytes()), &mapped("text=message,channel=file"));
    let channels: Vec<&str> = found.iter().flatten().map(|record| record.message.channel.as_str()).collect();
    assert_eq!(channels, ["ada/_sent_mail/1.", "bob/inbox/1.", "bob/inbox/2."]);
}

#[test]
fn letters_of_a_table_are_those_of_its_charset() {
    let head = "id,raw\n1,\"From bob@acme.example Mon Mar  4 12:00:00 2024\nReceived: by acme.example\nFrom: Jörg <bob@acme.example>\n\
                Date: Mon, 4 Mar 2024 19:00:00 +0000\nSubject: Grüße\nMessage-ID: <1@acme.example>\nContent-Type: text/plain;\n";
    let expected = "raw | 1@acme.example | Grüße | 1@acme.example > - | bob@acme.example (Jörg) | 2024-03-04T19:00:00Z | \"für dich\"";
    let plain = format!("{head} charset=\"\"KOI8-R\"\"; format=fixed\n\nfür dich\"\n");
    check("raw.csv", &plain, &[expected]);
    let packed = format!("{head}\tcharset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nf=FCr dich\"\n");
    check("raw.csv", &packed, &[expected]);
}

#[test]
fn what_people_pass_on_in_a_text_is_no_mail() {
    let text = "id,author,text\n1,ada,\"From: bob@acme.example\nDate: Monday\nSubject: help\n\nwhat he says\"\n";
    check(
        "tickets.csv",
        text,
        &["tickets | 1 | - | 1 > - | ada | - | \
           \"From: bob@acme.example\\nDate: Monday\\nSubject: help\\n\\nwhat he says\" !no_time"],
    );
}
