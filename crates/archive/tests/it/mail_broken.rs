//! Mails whose structure is broken: parts that nothing closes, headers that nothing ends.

use archive::Options;

use crate::read::{file, rows};

const HEAD: &str = "From: Ada <ada@example.org>\nDate: Mon, 4 Mar 2024 12:00:00 GMT\nMessage-ID: <1@x>\n";

/// The text of a mail, and its files by name and size.
fn said(mail: &str) -> (String, Vec<(String, usize)>) {
    let mut found = rows(&file("a.eml", mail.as_bytes()), &Options::default());
    assert_eq!(found.len(), 1, "{mail}");
    let message = found.remove(0).unwrap().message;
    let files = message.attachments.into_iter().map(|file| (file.name, file.bytes.map_or(0, |bytes| bytes.len())));
    (message.text, files.collect())
}

fn check(mail: &str, text: &str, files: &[&str]) {
    for mail in [mail.to_owned(), mail.replace('\n', "\r\n")] {
        let (found, named) = said(&mail);
        let names: Vec<&str> = named.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!((found.as_str(), names.as_slice()), (text, files), "{mail}");
    }
}

/// A mail of several parts.
fn parts(parts: &[&str]) -> String {
    let parts: String = parts.iter().map(|part| format!("--out\n{part}\n")).collect();
    format!("{HEAD}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"out\"\n\n{parts}--out--\n")
}

const TEXT: &str = "Content-Type: text/plain\n\nSee below.";
const LOG: &str = "Content-Type: text/x-log; name=a.log\nContent-Disposition: attachment; filename=a.log\n\nboom";
const AFTER: &str = "Content-Type: text/plain\n\nMy answer.";
/// The beginning of a mail of several parts, as a machine cuts what it sends back.
const CUT: &str = "Content-Type: message/rfc822\n\nFrom: bo@example.org\nSubject: broken\nContent-Type: multipart/mixed; boundary=in\n\n--in\nContent-Type: text/plain\n\ninner";

#[test]
fn what_stands_behind_a_part_that_nothing_closes_is_kept() {
    check(&parts(&[TEXT, CUT, LOG, AFTER]), "See below.\n\nMy answer.", &["broken.eml", "a.log"]);
    let inner = format!("{CUT}\n--in--");
    check(&parts(&[TEXT, &inner, LOG, AFTER]), "See below.\n\nMy answer.", &["broken.eml", "a.log"]);
    let alternative = "Content-Type: multipart/alternative; boundary=in\n\n--in\nContent-Type: text/plain\n\nSee below.\n--in\nContent-Type: text/html\n\n<p>See below.</p>";
    check(&parts(&[alternative, LOG, AFTER]), "See below.\n\nMy answer.", &["a.log"]);
    let digest = |part: &str| {
        format!(
            "Content-Type: multipart/digest; boundary=dig\n\n--dig\n\n{part}\n--dig\n\nFrom: cy@example.org\nSubject: two\n\ntwo\n--dig--"
        )
    };
    let (_, first) = CUT.split_once("\n\n").unwrap();
    check(&parts(&[TEXT, &digest(first), AFTER]), "See below.\n\nMy answer.", &["broken.eml", "two.eml"]);
}

#[test]
fn a_mail_that_is_cut_off_stays_as_it_is() {
    let cut = parts(&[TEXT, CUT, LOG]);
    let (text, files) = said(cut.strip_suffix("--out--\n").unwrap());
    assert_eq!((text.as_str(), files.len()), ("See below.", 1), "{files:?}");
}

#[test]
fn text_that_no_blank_line_parts_from_the_header_is_kept() {
    check(
        &format!("{HEAD}Subject: x\nHello there, it crashes\nas I said: often\n"),
        "Hello there, it crashes\nas I said: often",
        &[],
    );
    check(&parts(&["Content-Type: text/plain\nHello\n", LOG]), "Hello", &["a.log"]);
    // A field whose second line is not set in, and a mail that says nothing.
    check(&format!("{HEAD}X-Report: one\ntwo and three\nTo: bo@example.org\n\n"), "", &[]);
    check(&format!("{HEAD}X-Report: one\ntwo and three\n\nHello"), "Hello", &[]);
}

#[test]
fn boundaries_that_are_like_others_close_nothing() {
    let quoted = "Content-Type: multipart/mixed; boundary=in\n\n--in\nContent-Type: text/plain\n\nSee\n--outer\n-- out\nbelow\n--in--";
    check(&parts(&[quoted, AFTER]), "See\n--outer\n-- out\nbelow\n\nMy answer.", &[]);
    let quoted = quoted.replace("-- out", "--out");
    check(&parts(&[&quoted, AFTER]), "See\n--outer\n--out\nbelow\n\nMy answer.", &[]);
    let same = "Content-Type: multipart/mixed; boundary=out-in\n\n--out-in\nContent-Type: text/plain\n\nSee below.\n--out-in--";
    check(&parts(&[same, AFTER]), "See below.\n\nMy answer.", &[]);
}

#[test]
fn a_broken_mail_of_any_size_is_read_in_its_time() {
    let lines = "no field here\n".repeat(200_000);
    said(&format!("{HEAD}{lines}\nHello"));
    // Each part opens one more that nothing closes, and ends all of the parts before.
    let inner = "--out\nContent-Type: multipart/mixed; boundary=in\n\n--in\n\nhi\n".repeat(20_000);
    said(&format!("{HEAD}Content-Type: multipart/mixed; boundary=out\n\n{inner}--out--\n"));
    let deep: String =
        (0..5_000).map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n")).collect();
    said(&format!("{HEAD}{deep}\nhi\n--b0--\n"));
}
