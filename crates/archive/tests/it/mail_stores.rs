//! Where mails are kept: separators, folders of mails, what stands before the first one, channels.

use archive::Options;

use crate::read::{file, rows, show, source};

fn shown(name: &str, files: &[(&str, &[u8])]) -> Vec<String> {
    rows(&source(name, files), &Options::default()).iter().map(show).collect()
}

/// A mail of a person, called by its id.
fn mail(id: &str, text: &str) -> String {
    format!(
        "From: Ada <ada@example.org>\nDate: Mon, 4 Mar 2024 12:00:00 GMT\nSubject: s{id}\nMessage-ID: <{id}@x>\n\n{text}\n\n"
    )
}

/// Such a mail as it is shown.
fn told(channel: &str, id: &str, text: &str) -> String {
    format!("{channel} | {id}@x | s{id} | {id}@x > - | ada@example.org (Ada) | 2024-03-04T12:00:00Z | {text:?}")
}

const SEPARATOR: &str = "From ada@example.org Mon Mar  4 12:00:00 2024\n";

#[test]
fn a_number_parts_the_mails_of_an_archive_of_usenet() {
    let mbox = format!(
        "From 6027616436443015462\nX-Google-Thread: 1,2\n{}From -3831648075992104022\nX-Google-Thread: 1,2\n{}",
        mail("1", "one\n\nFrom 1996\nonwards"),
        mail("2", "two")
    );
    let expected = [told("group", "1", "one\n\nFrom 1996\nonwards"), told("group", "2", "two")];
    assert_eq!(shown("group.mbox", &[("group.mbox", mbox.as_bytes())]), expected);
}

#[test]
fn a_sentence_with_a_clock_and_a_year_cuts_no_mail() {
    let text = "From the beginning of time 12:00 in 2024 it was so\n\nFrom 10:30 to 11:00 in 2024\nNote: lunch";
    let mbox = format!("{SEPARATOR}{}{SEPARATOR}{}", mail("1", text), mail("2", "two"));
    assert_eq!(shown("a.mbox", &[("a.mbox", mbox.as_bytes())]), [told("a", "1", text), told("a", "2", "two")]);
}

#[test]
fn a_header_with_blanks_before_its_colons_follows_a_separator() {
    let blank = |id: &str| mail(id, "hi").replacen("From:", "From :", 1).replacen("Date:", "Date \t:", 1);
    let sender = "From ada@example.org  2024-03-04 12:00:00\n";
    let text = "hi\n\nFrom ada@example.org I heard that\nFrom : here\nDate for two : none";
    let mbox = format!("{SEPARATOR}{}{SEPARATOR}{}{sender}{}", blank("1"), blank("2"), mail("3", text));
    let said = |id: &str, text: &str| told("a", id, text);
    assert_eq!(shown("a.mbox", &[("a.mbox", mbox.as_bytes())]), [said("1", "hi"), said("2", "hi"), said("3", text)]);
}

#[test]
fn a_mail_before_the_first_separator_is_kept() {
    let whole = [told("a", "1", "one\nFrom here on\n"), told("a", "2", "two"), told("a", "3", "three")];
    let whole = whole.map(|row| row.replace("\\n\"", "\""));
    let mbox =
        format!("{}{SEPARATOR}{}{SEPARATOR}{}", mail("1", "one\nFrom here on"), mail("2", "two"), mail("3", "three"));
    assert_eq!(shown("a.mbox", &[("a.mbox", format!("{SEPARATOR}{mbox}").as_bytes())]), whole);
    let options = Options { format: Some("mbox".to_owned()), ..Options::default() };
    for before in ["", "\n\r\n", "\u{feff}", "\u{feff}\n"] {
        let found = rows(&file("a.mbox", format!("{before}{mbox}").as_bytes()), &options);
        assert_eq!(found.iter().map(show).collect::<Vec<_>>(), whole, "{before:?}");
    }
    for name in ["a.mbox", "a"] {
        assert_eq!(shown(name, &[(name, mbox.as_bytes())]), whole);
    }
    let alone = shown("a.eml", &[("a.eml", mbox.as_bytes())]);
    assert_eq!(alone.len(), 1, "{alone:?}");
    let marked = format!("\u{feff}{SEPARATOR}{mbox}");
    assert_eq!(shown("a.mbox", &[("a.mbox", marked.as_bytes())]), whole);
    let words = format!("Exported in spring\n\n{SEPARATOR}{}", mail("2", "two"));
    let found = rows(&file("a.mbox", words.as_bytes()), &options);
    let expected = ["skip 1 malformed: no mail: none of its headers is known".to_owned(), told("a", "2", "two")];
    assert_eq!(found.iter().map(show).collect::<Vec<_>>(), expected);
}

#[test]
fn a_file_of_a_single_mail_is_one_whatever_it_says() {
    let files = [
        ("box/a.eml", format!("{SEPARATOR}{}", mail("1", "one"))),
        ("box/b.eml", mail("2", &format!("two\nFrom here on\n\n{SEPARATOR}Subject: quoted\n\nFrom - \nTo: z"))),
        ("box/c.eml", format!("\u{feff}\r\n\n{}", mail("3", "three"))),
    ];
    let files: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    let two = format!("two\nFrom here on\n\n{SEPARATOR}Subject: quoted\n\nFrom - \nTo: z");
    assert_eq!(shown("box", &files), [told("box", "1", "one"), told("box", "2", &two), told("box", "3", "three")]);
    let wide: Vec<u8> =
        std::iter::once(0xfeff).chain(mail("4", "four").encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(shown("4.eml", &[("4.eml", &wide)]), [told("4", "4", "four")]);
    // Beside a mailbox, too.
    let mbox = format!("{SEPARATOR}{}", mail("5", "five"));
    let expected = [told("all", "5", "five"), told("all", "2", &two)];
    let mut found = shown("all", &[("all/all.mbox", mbox.as_bytes()), ("all/b.eml", files[1].1)]);
    found.sort_by_key(|row| row.contains("| s2 |"));
    assert_eq!(found, expected);
}

#[test]
fn folders_of_mails_without_endings_are_read() {
    let (one, two, three) = (mail("1", "one"), mail("2", "two"), mail("3", "three"));
    let (one, two, three) = (one.as_bytes(), two.as_bytes(), three.as_bytes());
    let enron =
        [("maildir/lee-a/_sent_mail/1.", one), ("maildir/lee-a/_sent_mail/2.", two), ("maildir/lee-a/inbox/1.", three)];
    assert_eq!(
        shown("maildir", &enron),
        [told("_sent_mail", "1", "one"), told("_sent_mail", "2", "two"), told("inbox", "3", "three")]
    );
    let mh = [("inbox/.mh_sequences", b"cur: 2\nunseen: 1-2\n".as_slice()), ("inbox/1", one), ("inbox/2", two)];
    assert_eq!(shown("inbox", &mh), [told("inbox", "1", "one"), told("inbox", "2", "two")]);
    let news = b"From: ada@example.org (Ada)\nSubject: gods\n\nnone\n";
    let news = [("news/alt.talk/49960", news.as_slice()), ("news/alt.talk/51060", news), ("news/sci.space/1", news)];
    let found = shown("news", &news);
    assert!(found.len() == 3 && found[0].starts_with("alt.talk | (digest) | gods |"), "{found:#?}");
    assert!(
        archive::open(&source("notes", &[("1", b"To: do\n\nmilk".as_slice()), ("2", one)]), &Options::default())
            .is_err()
    );
}

#[test]
fn mails_without_an_ending_come_in_beside_those_with_one() {
    let mails: Vec<String> = (1..=6).map(|number| mail(&number.to_string(), "hi")).collect();
    let said = |number: usize, channel: &str| told(channel, &number.to_string(), "hi");
    let notmuch = [
        ("02:2,", mails[0].as_bytes()),
        ("bar/17:2,", mails[1].as_bytes()),
        ("bar/cur/30:2,", mails[2].as_bytes()),
        ("bar/tmp/31", mails[3].as_bytes()),
        ("bar/dovecot-uidlist", b"3 V1709553600 N31\n30 :30\n"),
        ("tmp/32", mails[4].as_bytes()),
    ];
    let arriving = "skip 1 unsupported: not read: 1 file of `tmp` in a Maildir, which a program had not delivered";
    let expected = [arriving.to_owned(), said(1, "all"), said(2, "bar"), said(3, "bar"), said(5, "tmp")];
    assert_eq!(shown("all", &notmuch), expected);
    let handled = [
        ("inbox/.mh_sequences", b"cur: 2\n".as_slice()),
        ("inbox/1", mails[0].as_bytes()),
        ("inbox/notes.txt", b"To: do\n\nmilk"),
        ("inbox/shot.png", b"\x89PNG\r\n\x1a\n"),
        ("saved.eml", mails[1].as_bytes()),
    ];
    assert_eq!(shown("all", &handled), [said(1, "inbox"), said(2, "all")]);
}

#[test]
fn a_maildir_beside_a_mailbox_is_read_as_one() {
    let mails: Vec<String> = (1..=5).map(|number| mail(&number.to_string(), "hi")).collect();
    let mbox = format!("{SEPARATOR}{}", mails[0]);
    let marked = format!("From - Mon Mar  4 12:00:00 2024\nX-Mozilla-Status: 0001\n{}", mails[3]);
    let home = [
        ("Mail/.Lists.dev/new/1700000001.M1P1.host", mails[1].as_bytes()),
        ("Mail/Deleted/cur/1700000002.M2P1.host:2,ST", mails[2].as_bytes()),
        ("Mail/Inbox/cur/1700000003.M3P1.host:2,S", marked.as_bytes()),
        ("Mail/Inbox/tmp/1700000004.M4P1.host", mails[4].as_bytes()),
        ("Mail/sent.mbox", mbox.as_bytes()),
    ];
    let said = |number: usize, channel: &str| told(channel, &number.to_string(), "hi");
    let deleted = format!("{} deleted", said(3, "Deleted"));
    let arriving = "skip 1 unsupported: not read: 1 file of `tmp` in a Maildir, which a program had not delivered";
    let expected = [arriving.to_owned(), said(1, "sent"), said(2, "Lists.dev"), deleted, said(4, "Inbox")];
    assert_eq!(shown("home", &home), expected);
    // Thunderbird writes a separator into each mail.
    assert_eq!(shown("home", &home[2..3]), [said(4, "Inbox")]);
}

#[test]
fn mailboxes_in_folders_that_are_called_like_those_of_a_maildir_are_read() {
    let mbox = |number: usize| {
        let (first, second) = (mail(&number.to_string(), "hi"), mail(&(number + 1).to_string(), "hi"));
        format!("{SEPARATOR}{first}{SEPARATOR}{second}")
    };
    let (new, old) = (mbox(1), mbox(3));
    let files = [("new/2024.mbox", new.as_bytes()), ("tmp/2023.mbox", old.as_bytes())];
    let said = |number: usize, channel: &str| told(channel, &number.to_string(), "hi");
    assert_eq!(shown("all", &files), [said(1, "new"), said(2, "new"), said(3, "tmp"), said(4, "tmp")]);
}

#[test]
fn a_mailbox_in_a_folder_of_attachments_is_read_where_no_archiver_put_it() {
    let (all, saved) = (format!("{SEPARATOR}{}", mail("1", "hi")), format!("{SEPARATOR}{}", mail("2", "hi")));
    let files = [("all.mbox", all.as_bytes()), ("attachments/20240304/inbox/saved.mbox", saved.as_bytes())];
    assert_eq!(shown("all", &files), [told("all", "1", "hi"), told("saved", "2", "hi")]);
}

/// What Google's Takeout lays beside mails.
const BESIDE: [(&str, &[u8]); 5] = [
    (
        "Takeout/Calendar/ada.ics",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:x\r\nDTSTART:20240101\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    ),
    ("Takeout/Contacts/All.vcf", b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada\r\nEMAIL:ada@example.org\r\nEND:VCARD\r\n"),
    ("Takeout/Groups/users@groups.example/members.csv", b"Email,Nickname,Date joined\nada@example.org,Ada,2024\n"),
    ("Takeout/Tasks/Tasks.json", b"{\n  \"kind\": \"tasks#taskLists\",\n  \"items\": []\n}\n"),
    (
        "Takeout/YouTube/feeds.opml",
        b"<opml version=\"1.0\"><body><outline text=\"a\" xmlUrl=\"http://a.example/\"/></body></opml>",
    ),
];

const BESIDE_TOLD: &str = "skip 1 unsupported: not read: Takeout/Calendar/ada.ics (icalendar), \
    Takeout/Contacts/All.vcf (vcard), Takeout/Groups/users@groups.example/members.csv (csv), \
    Takeout/Tasks/Tasks.json (json), Takeout/YouTube/feeds.opml (opml); each format is an import of its own";

#[test]
fn mails_come_before_the_things_that_lie_beside_them() {
    let mbox = format!("{SEPARATOR}{}", mail("1", "hi"));
    let mut files = BESIDE.to_vec();
    files.push(("Takeout/Groups/users@groups.example/topics.mbox", mbox.as_bytes()));
    let expected = [BESIDE_TOLD.to_owned(), told("users@groups.example", "1", "hi")];
    assert_eq!(shown("Takeout", &files), expected);
    // Far behind other files, too.
    let photos: Vec<String> = (0..100).map(|number| format!("Takeout/Drive/{number}.txt")).collect();
    files.extend(photos.iter().map(|path| (path.as_str(), b"notes\n".as_slice())));
    assert_eq!(shown("Takeout", &files), expected);
    let one = mail("2", "hi");
    let mut files = BESIDE.to_vec();
    files.push(("Takeout/saved.eml", one.as_bytes()));
    assert_eq!(shown("Takeout", &files), [BESIDE_TOLD.to_owned(), told("Takeout", "2", "hi")]);
}

#[test]
fn a_mailbox_that_is_damaged_is_told_of_beside_others() {
    let mbox = format!("{SEPARATOR}{}", mail("1", "hi"));
    let late = format!("Exported in spring\n\n{SEPARATOR}{}", mail("2", "two"));
    let files = [("a.mbox", mbox.as_bytes()), ("b.mbox", b"lost\n".as_slice()), ("c", late.as_bytes()), ("d", b"lost")];
    let expected = [
        told("a", "1", "hi"),
        "skip 1 malformed: no mail: it has no header".to_owned(),
        "skip 1 malformed: no mail: none of its headers is known".to_owned(),
        told("c", "2", "two"),
    ];
    assert_eq!(shown("all", &files), expected);
    let options = Options { format: Some("mbox".to_owned()), ..Options::default() };
    let found = rows(&source("all", &[("c", b"lost\n".as_slice()), ("d", b"lost")]), &options);
    assert_eq!(found.len(), 2, "what is called mailboxes and holds none is told of");
}

#[test]
fn parts_of_a_list_are_one_channel_and_groups_are_several() {
    let mbox = |id: &str| format!("{SEPARATOR}{}", mail(id, "hi"));
    let channels = |files: &[(&str, &[u8])]| -> Vec<String> {
        shown("all", files).iter().map(|row| row.split(" | ").next().unwrap().to_owned()).collect()
    };
    let (one, two) = (mbox("1"), mbox("2"));
    let groups = [
        ("Takeout/Groups/alpha@groups.example/topics.mbox", one.as_bytes()),
        ("Takeout/Groups/beta@groups.example/topics.mbox", two.as_bytes()),
        ("other/topics.mbox", two.as_bytes()),
    ];
    assert_eq!(channels(&groups), ["alpha@groups.example", "beta@groups.example", "topics"]);
    let parts = ["users/2012q3.txt", "users/Week-of-Mon-20120709.txt", "users/2012-July.txt", "users/quarterly.txt"];
    let parts = parts.map(|path| (path, one.as_bytes()));
    assert_eq!(channels(&parts), ["users", "users", "users", "quarterly"]);
}

#[test]
fn mails_marked_as_deleted_are_told_so() {
    let ada = mail("1", "hi");
    let labels = |labels: &str| format!("{SEPARATOR}X-GM-THRID: 5\nX-Gmail-Labels: {labels}\n{ada}");
    let apple = |flags: u64| {
        let marks = format!(
            "<?xml version=\"1.0\"?>\n<plist><dict><key>flags</key>\n\t<integer>{flags}</integer></dict></plist>\n"
        );
        format!("{}\n{ada}{marks}", ada.len())
    };
    for (path, text, expected) in [
        ("box/cur/1.host:2,ST", ada.clone(), true),
        ("box/cur/1.host:2,S", ada.clone(), false),
        ("box/cur/T.host:2,", ada.clone(), false),
        ("box/cur/1.host;2,FT", ada.clone(), true),
        ("box/Messages/1.emlx", apple(8_590_195_715), true),
        ("box/Messages/1.emlx", apple(8_590_195_713), false),
        ("all.mbox", labels("Trash,Unread"), true),
        ("all.mbox", labels("Inbox,\"Trash or not\""), false),
        (
            "all.mbox",
            format!(
                "{SEPARATOR}{}X-Gmail-Labels: Trash\n\nhi",
                ada.trim_end().trim_end_matches("hi").trim_end_matches('\n').to_owned() + "\n"
            ),
            false,
        ),
    ] {
        let found = shown("box", &[(path, text.as_bytes())]);
        assert_eq!(found.len(), 1, "{path} {text}");
        assert_eq!(found[0].ends_with(" deleted"), expected, "{path} {text} {found:?}");
    }
}

#[test]
fn folders_are_called_as_people_call_them() {
    let mail = mail("1", "hi");
    let mail = mail.as_bytes();
    let emlx = format!("{}\n", mail.len()).into_bytes();
    let emlx = [&emlx, mail].concat();
    for (path, bytes, expected) in [
        ("Mail/V10/1A/INBOX.mbox/2B/Data/0/3/Messages/123.emlx", emlx.as_slice(), "INBOX"),
        ("Mail/V10/1A/Sent Messages.mbox/2B/Data/Messages/7.emlx", &emlx, "Sent Messages"),
        ("box/.Lists.R&AOk-sum&AOk-s/cur/1", mail, "Lists.Résumés"),
        ("box/.R&D/cur/1", mail, "R&D"),
        ("box/.Q&-A/cur/1", mail, "Q&A"),
        ("box/.Lists/cur/1", mail, "Lists"),
    ] {
        let found = shown("box", &[(path, bytes), ("other/other/cur/2", mail)]);
        assert!(found.iter().any(|row| row.starts_with(&format!("{expected} | "))), "{path}: {found:?}");
    }
}

#[test]
fn articles_of_a_news_spool_are_in_their_group() {
    let article = |id: &str, groups: &str| format!("Newsgroups: {groups}\n{}", mail(id, "hi"));
    let (one, two, three) =
        (article("1", "comp.lang.misc, comp.lang.c"), article("2", "rec.misc"), article("3", "comp.lang.misc"));
    let spool = [
        ("news/comp/lang/c/.overview", b"1\tx\n".as_slice()),
        ("news/comp/lang/c/101", one.as_bytes()),
        ("news/rec/misc/7", two.as_bytes()),
        ("saved/misc/8", three.as_bytes()),
    ];
    assert_eq!(
        shown("all", &spool),
        [told("comp.lang.c", "1", "hi"), told("rec.misc", "2", "hi"), told("misc", "3", "hi")]
    );
    let mbox = format!("{SEPARATOR}{one}");
    assert_eq!(shown("x", &[("comp.lang.c.mbox", mbox.as_bytes())]), [told("comp.lang.c", "1", "hi")]);
}

#[test]
fn a_tree_of_public_inbox_is_one_channel() {
    let (one, two) = (mail("1", "hi"), mail("2", "hi"));
    let (first, second) = (format!("ab/{}", "0123456789".repeat(4)), format!("list/0c/{}", "0123456789".repeat(4)));
    let tree = [(&first[..41], one.as_bytes()), (&second[..46], two.as_bytes())];
    assert_eq!(shown("users", &tree), [told("users", "1", "hi"), told("list", "2", "hi")]);
}

#[test]
fn files_that_apple_mail_keeps_beside_a_mail_are_its_own() {
    let head = "From: Ada <ada@example.org>\nDate: Mon, 4 Mar 2024 12:00:00 GMT\nMessage-ID: <1@x>\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nsee\n--b\n";
    let text = format!(
        "{head}Content-Type: application/pdf; name=a.pdf\nContent-Disposition: attachment; filename=a.pdf\nX-Apple-Content-Length: 9\n\n--b--\n"
    );
    let whole = format!("{}\n{text}", text.len());
    let base = "V10/INBOX.mbox/2B/Data/3";
    let partial = format!("{base}/Messages/124.partial.emlx");
    let beside = format!("{base}/Attachments/124/2/a.pdf");
    let other = format!("{base}/Attachments/1245/2/a.pdf");
    let files: [(&str, &[u8]); 3] = [(&partial, whole.as_bytes()), (&beside, b"%PDF"), (&other, b"%PDF-other")];
    let found = shown("V10", &files);
    assert!(found.len() == 1 && found[0].ends_with("\"see\" file=a.pdf:application/pdf:4:-"), "{found:#?}");
    let found = shown("V10", &files[..1]);
    assert!(found.len() == 1 && found[0].ends_with("file=a.pdf:application/pdf:-:- !file_left_out"), "{found:#?}");
}

#[test]
fn files_that_mailman_took_out_of_mails_are_theirs() {
    let notice = |path: &str| {
        format!(
            "-------------- next part --------------\nA non-text attachment was scrubbed...\nName: a.diff\nType: text/x-patch\nURL: <http://lists.example.org/pipermail/{path}>\n"
        )
    };
    let (one, two) = ("attachments/20240304/0a1b2c3d/attachment.bin", "attachments/20240304/0a1b2c3d/attachment.eml");
    let text = ["dev/", "dev/", "other/"].iter().zip([one, two, "attachments/20240304/ff/attachment.bin"]);
    let text: String = text.map(|(list, path)| notice(&format!("{list}{path}"))).collect();
    let month = format!("{SEPARATOR}{}", mail("1", &text));
    let passed_on = mail("2", "inner");
    let paths = [one, two, "database/2024-March-article", "pipermail.pck"].map(|path| format!("private/dev/{path}"));
    let files = [
        ("private/dev/2024-March.txt", month.as_bytes()),
        (&paths[0], b"--- a\n"),
        (&paths[1], passed_on.as_bytes()),
        (&paths[2], b"{1:\0lost"),
        (&paths[3], b"\x80\x02lost"),
    ];
    let address = "http://lists.example.org/pipermail";
    let expected = format!(
        "{} file=a.diff:text/x-patch:6:{address}/dev/{one} file=a.diff:text/x-patch:{}:{address}/dev/{two} file=a.diff:text/x-patch:-:{address}/other/attachments/20240304/ff/attachment.bin",
        told("dev", "1", ""),
        passed_on.len(),
    );
    assert_eq!(shown("archives", &files), [expected]);
    // A person's own folder of that name.
    let saved = [("all.mbox", month.as_bytes()), ("attachments/20240304/2.eml", passed_on.as_bytes())];
    assert_eq!(shown("all", &saved)[1], told("20240304", "2", "inner"));
}

#[test]
fn a_patch_in_a_mail_is_no_second_mail() {
    let commit = "0123456789abcdef0123456789abcdef01234567";
    let text =
        format!("see below\n\nFrom {commit} Mon Sep 17 00:00:00 2001\nFrom: Bob <bob@example.org>\nSubject: patch\n");
    for path in ["patch.txt", "Maildir/cur/1:2,ST"] {
        assert_eq!(shown("patch", &[(path, mail("1", &text).as_bytes())]).len(), 1, "{path}");
    }
}

#[test]
fn mailboxes_that_are_called_as_single_mails_are_read_whole() {
    let two =
        |first: &str, second: &str| format!("{SEPARATOR}{}{SEPARATOR}{}", mail(first, "one"), mail(second, "two"));
    let (a, b) = (two("1", "2"), two("3", "4"));
    let found =
        shown("mails", &[("a.eml", a.as_bytes()), ("b.eml", b.as_bytes()), ("c.eml", mail("5", "x").as_bytes())]);
    assert_eq!(found.len(), 5, "{found:#?}");
}

#[test]
fn what_is_no_mail_but_was_meant_as_one_hears_what_to_do() {
    let page = "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\">\n<HTML><BODY>\n<!--beginarticle-->\n<PRE>hi</PRE>";
    let index = "<!DOCTYPE HTML>\n<HTML><HEAD><title>The Dev July 2012 Archive by date</title></HEAD></HTML>";
    let files = [("dev/2012-July/000001.html", page.as_bytes()), ("dev/2012-July/date.html", index.as_bytes())];
    let error = archive::open(&source("dev", &files), &Options::default()).map(|_| ()).unwrap_err().to_string();
    assert!(error.contains("take the list's .txt or .txt.gz"), "{error}");
    let outlook: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0";
    let one = mail("1", "hi");
    let found = shown("all", &[("a.eml", one.as_bytes()), ("b.eml", outlook)]);
    assert_eq!(found, [told("all", "1", "hi"), "skip 1 malformed: an Outlook file (.msg); save it as .eml".to_owned()]);
}

#[test]
fn years_and_talks_are_no_mails() {
    let text = "table:\n\nFrom 1990\nTo: 2005";
    assert_eq!(
        shown("a.mbox", &[("a.mbox", format!("{SEPARATOR}{}", mail("1", text)).as_bytes())]),
        [told("a", "1", text)]
    );
    let talk: &[u8] = b"From: ada\nTo: bo\nFrom: bo\nFrom: cy\n\nhello\n";
    assert!(archive::open(&source("talks", &[("1", talk), ("2", talk)]), &Options::default()).is_err());
}
