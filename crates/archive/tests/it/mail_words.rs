//! What a mail's header and parts say: dates, authors, texts, threads.

use archive::Options;

use crate::read::{file, rows, show};

fn shown(mbox: &str) -> Vec<String> {
    rows(&file("m.mbox", mbox.as_bytes()), &Options::default()).iter().map(show).collect()
}

/// The part of each row between bars that has this number.
fn column(mbox: &str, number: usize) -> Vec<String> {
    let part = |row: &String| row.split(" | ").nth(number).unwrap_or(row).to_owned();
    shown(mbox).iter().map(part).collect()
}

const TITLE: usize = 2;
const AUTHOR: usize = 4;
const TIME: usize = 5;

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
