//! Logs of chat relays from programs set to many languages: days that are read, and days that are said to be lost.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use archive::{Clock, Entry, Memory, Options, ReadSeek, Source, Tree};

use crate::read::{file, gz, rows, show, source, tar};

/// The moment and the words of each message, and why other rows are none.
pub(crate) fn told(name: &str, log: &str) -> Vec<String> {
    told_with(name, log, &Options::default())
}

pub(crate) fn told_with(name: &str, log: &str, options: &Options) -> Vec<String> {
    let brief = |row: &archive::Row| match row {
        Ok(record) => {
            let sent = record.message.sent.map_or("-".to_owned(), |sent| sent.to_string());
            format!("{sent} {}: {}", record.message.author.handle, record.message.text)
        }
        Err(_) => show(row),
    };
    rows(&file(name, log.as_bytes()), options).iter().map(brief).collect()
}

#[test]
fn days_are_read_in_the_language_of_the_machine() {
    for date in [
        "mar. déc. 26 15:52:09 2006",
        "mar dic 26 15:52:09 2006",
        "mié dic 26 15:52:09 2006",
        "di dec 26 15:52:09 2006",
        "tis dec 26 15:52:09 2006",
        "tir des 26 15:52:09 2006",
        "ti joulu 26 15:52:09 2006",
        "Ter Dez 26 15:52:09 2006",
        "wto gru 26 15:52:09 2006",
        "Út pro 26 15:52:09 2006",
        "k dec 26 15:52:09 2006",
        "Sal Ara 26 15:52:09 2006",
        "Вт дек 26 15:52:09 2006",
        "火 12月 26 15:52:09 2006",
        "xyz Dec 26 15:52:09 2006",
    ] {
        let changed = date.replace("26 15:52:09 ", "27 ");
        let log = format!("--- Log opened {date}\n15:53 < ada> one\n--- Day changed {changed}\n00:01 < ada> two\n");
        assert_eq!(
            told("acme.log", &log),
            [
                "skip 1 system: a day begins",
                "2006-12-26T15:53:00Z ada: one",
                "skip 3 system: a day begins",
                "2006-12-27T00:01:00Z ada: two",
            ],
            "{date}"
        );
    }
}

#[test]
fn a_day_that_cannot_be_read_is_no_other_day() {
    let log = "--- Log opened Mon Dec 25 10:00:00 2006\n10:01 <ada> one\n--- Day changed dyd Foobar 26 2006\n\
        00:01 <ada> two\n00:02 <bo> three\n--- Day changed Wed Dec 27 2006\n00:03 <bo> four\n";
    let lost = "skip 3 system: a day begins whose date cannot be read";
    let expected = [
        "skip 1 system: a day begins",
        "2006-12-25T10:01:00Z ada: one",
        lost,
        "- ada: two",
        "- bo: three",
        "skip 6 system: a day begins",
        "2006-12-27T00:03:00Z bo: four",
    ];
    assert_eq!(told("acme.log", log), expected);
    // Eggdrop writes the day behind a clock.
    let log = "[00:00] --- Mon Dec 25 2006\n[10:01] <ada> one\n[00:00] --- dyd Foobar 26 2006\n[10:02] <ada> two\n";
    assert_eq!(told("acme.log", log)[1..], ["2006-12-25T10:01:00Z ada: one", lost, "- ada: two"]);
    // The file's own name may still tell the day that a log was opened.
    let log = "--- Log opened dyd Foobar 26 10:00:00 2006\n10:01 <ada> one\n";
    assert_eq!(told("acme-2006-12-26.log", log)[1], "2006-12-26T10:01:00Z ada: one");
}

#[test]
fn xchat_tells_the_day_in_any_language() {
    for (head, first, second) in [
        ("INIZIO DEL LOG", "feb 26", "giu 03"),
        ("НАЧАТА ЗАПИСЬ ЖУРНАЛА", "фев 26", "июн 03"),
        ("BEGIN LOGGING AT", " 2月 26", " 6月 03"),
        ("BEGIN LOGGING AT", "Feb 26", "Jun 03"),
    ] {
        let log = format!(
            "**** {head} Sun Feb 26 19:52:46 2012\n\n{first} 19:53:01 <ada>\tone\n{second} 10:00:00 <bo>\ttwo\n\n\
             **** FINE Sun Jun 03 19:52:52 2012\n"
        );
        let found = told("acme.log", &log);
        assert_eq!(found[1..3], ["2012-02-26T19:53:01Z ada: one", "2012-06-03T10:00:00Z bo: two"], "{head}");
        assert!(found[3].starts_with("skip 6 system"), "{head}: {}", found[3]);
    }
}

#[test]
fn colours_hide_no_log() {
    let log = "Session Start: Tue Feb 07 22:10:15 2017\nSession Ident: #x\n\u{3}03[22:10] * Now talking in #x\n\
        \u{3}01[22:11] <ada> one\n\u{3}01[22:12] <bo> two\n";
    let expected = [
        "skip 1 system: a day begins",
        "skip 2 system",
        "skip 3 system",
        "2017-02-07T22:11:00Z ada: one",
        "2017-02-07T22:12:00Z bo: two",
    ];
    assert_eq!(told("x.log", log), expected);
}

#[test]
fn lists_of_who_is_there_and_narrow_stamps_are_known() {
    let log = "--- Log opened Mon Sep 30 00:00:44 2019\n17:12 [Users #acme]\n17:12 [@ada] [ bo] \n\
        17:12:05< bo> 1 < 2\n17:12:06<@ada> yes [sic]\n17:13 <ada>  \n";
    let expected = [
        "skip 1 system: a day begins",
        "skip 2 system",
        "skip 3 system",
        "2019-09-30T17:12:05Z bo: 1 < 2",
        "2019-09-30T17:12:06Z ada: yes [sic]",
        "skip 6 no_text",
    ];
    assert_eq!(told("acme.log", log), expected);
}

#[test]
fn names_of_files_tell_days_and_channels_and_nothing_more() {
    let log = "[08:00] <ada> one\n[08:01] <bo> two\n".as_bytes();
    let first = |name: &str, files: &[&str]| {
        let files: Vec<(&str, &[u8])> = files.iter().map(|path| (*path, log)).collect();
        let found = rows(&source(name, &files), &Options::default());
        let message = found.into_iter().next().unwrap().unwrap().message;
        let sent = message.sent.map_or("-".to_owned(), |sent| sent.to_string());
        format!("{} {} {sent}", message.origin, message.channel)
    };
    for (name, files, expected) in [
        ("acme.log.02212026", vec!["acme.log.02212026"], "irc acme 2026-02-21T08:00:00Z"),
        ("acme.log.02032026", vec!["acme.log.02032026"], "irc acme -"),
        ("logs", vec!["acme.log.02032026", "acme.log.02212026"], "irc:logs acme 2026-02-03T08:00:00Z"),
        ("2001-01-01.log", vec!["2001-01-01.log"], "irc irc 2001-01-01T08:00:00Z"),
        ("acme (1).log", vec!["acme (1).log"], "irc acme -"),
        ("acme.log", vec!["acme.log"], "irc acme -"),
    ] {
        assert_eq!(first(name, &files), expected, "{files:?}");
    }
}

#[test]
fn logs_of_dircproxy_know_the_year_from_their_name() {
    let log = "[15 Jan 00:53] *** You disconnected\n\
        [15 Jan 12:22] <ada!n=ada@host.example> +It's snowing!\n\
        [15 Jan 12:23] * bo wanders away...\n\
        [15 Jan 12:24] --> cy (n=cy@host.example) joined the channel\n\
        [15 Jan 19:05] <bo!n=bo@other/example> ada: Hey!\n";
    let expected = |day: &str| {
        let time = |clock: &str| if day.is_empty() { "-".to_owned() } else { format!("{day}T{clock}:00Z") };
        [
            "skip 1 system".to_owned(),
            format!("{} ada: +It's snowing!", time("12:22")),
            format!("{} bo: /me wanders away...", time("12:23")),
            "skip 4 system".to_owned(),
            format!("{} bo: ada: Hey!", time("19:05")),
        ]
    };
    assert_eq!(told("2009-01-15-acme.log", log), expected("2009-01-15"));
    assert_eq!(told("acme.log", log), expected(""));
}

#[test]
fn a_log_that_names_no_channel_says_so() {
    let log = "12:00 <ada> hi\n12:01 <bo> ho\n12:02 <ada> ha\n";
    let warned = |source: &archive::Source, options: &Options| {
        let plan = archive::plan(source, options).unwrap();
        plan.warnings.get(&archive::Warning::NoChannel).copied().unwrap_or(0)
    };
    let lone = file("2024-03-04.log", log.as_bytes());
    assert_eq!(warned(&lone, &Options::default()), 3);
    let own = Options { origin: Some("irc:libera".to_owned()), ..Options::default() };
    assert_eq!(warned(&lone, &own), 0);
    for path in ["acme/2024-03-04.log", "#acme.log", "acme.2024-03-04.log"] {
        assert_eq!(warned(&source("logs", &[(path, log.as_bytes())]), &Options::default()), 0, "{path}");
    }
}

#[test]
fn logs_with_whole_dates_in_brackets_are_no_chats_of_whatsapp() {
    let cloud = "[2021-01-01 12:00:00] <ada> hello\n[2021-01-01 12:00:05] → Joined channel grace (g@host)\n\
        [2021-01-01 12:00:06] — ada waves\n[2021-01-01 12:00:07] <grace> ada: fine, see: this\n\
        [2021-01-01 12:00:08] ⇐ mary quit\n";
    let expected = [
        "2021-01-01T12:00:00Z ada: hello",
        "skip 2 system",
        "2021-01-01T12:00:06Z ada: /me waves",
        "2021-01-01T12:00:07Z grace: ada: fine, see: this",
        "skip 5 system",
    ];
    assert_eq!(told("#acme.txt", cloud), expected);
    let textual = "[2024-03-04T12:00:00+0100] <ada> hi\n[2024-03-04T12:00:05+0100] • ada waves\n\
        [2024-03-04T12:00:06+0100] grace (g@host) joined the channel.\n[2024-03-04T12:00:07+0100] <grace> yo\n";
    let expected = [
        "2024-03-04T11:00:00Z ada: hi",
        "2024-03-04T11:00:05Z ada: /me waves",
        "skip 3 system",
        "2024-03-04T11:00:07Z grace: yo",
    ];
    assert_eq!(told("#acme-2024-03-04.txt", textual), expected);
    let lounge = "[2021-03-01T10:29:59.215Z] *** ada (~ada@host) joined\n[2021-03-01T11:00:00.000Z] *** bo (~bo@host) joined\n\
        [2021-03-01T11:59:42.847Z] *** ada changed nick to ada_\n[2021-03-01T13:25:17.928Z] <ada_> bo: hi\n";
    let expected = ["skip 1 system", "skip 2 system", "skip 3 system", "2021-03-01T13:25:17.928Z ada_: bo: hi"];
    assert_eq!(told("#test.txt", lounge), expected);
}

#[test]
fn quits_that_mirc_tells_of_are_no_messages() {
    let log = "Session Start: Mon Mar 04 11:00:00 2024\n[11:45] * bo (~bo@host.example) Quit (Ping timeout: 256 seconds)\n\
        [11:46] <ada> bye\n[11:47] * ada Quit smoking (really)\n";
    let found = told("#lisp.log", log);
    let expected = [
        "skip 1 system: a day begins",
        "skip 2 system",
        "2024-03-04T11:46:00Z ada: bye",
        "2024-03-04T11:47:00Z ada: /me Quit smoking (really)",
    ];
    assert_eq!(found, expected);
}

#[test]
fn the_whole_log_tells_which_number_of_a_date_is_the_day() {
    for (first, second, sent) in [
        ("04/03/24", "25/03/24", ["2024-03-04T12:00:00Z", "2024-03-25T12:00:00Z"]),
        ("03/04/24", "03/25/24", ["2024-03-04T12:00:00Z", "2024-03-25T12:00:00Z"]),
        ("24/03/04", "24/03/25", ["2024-03-04T12:00:00Z", "2024-03-25T12:00:00Z"]),
        ("04/03/2024", "25/03/2024", ["2024-03-04T12:00:00Z", "2024-03-25T12:00:00Z"]),
        ("4.3.2024", "25.3.2024", ["2024-03-04T12:00:00Z", "2024-03-25T12:00:00Z"]),
        ("2024/03/04", "2024/03/25", ["2024-03-04T12:00:00Z", "2024-03-25T12:00:00Z"]),
        // Nobody can tell.
        ("04/03/24", "05/03/24", ["-", "-"]),
        ("25/03/24", "25/03/24", ["-", "-"]),
    ] {
        let log = format!("[{first} 12:00:00] <ada> hi\n[{second} 12:00:00] <bo> yo\n");
        let expected = [format!("{} ada: hi", sent[0]), format!("{} bo: yo", sent[1])];
        assert_eq!(told("#acme.log", &log), expected, "{first}");
    }
}

#[test]
fn the_day_of_its_path_tells_which_number_of_a_date_is_the_day() {
    for (path, date, sent) in [
        ("#acme.2024-03-04.log", "04/03/24", "2024-03-04"),
        ("#acme.2024-03-04.log", "03/04/24", "2024-03-04"),
        ("#acme.2024-03-04.log", "24/03/04", "2024-03-04"),
        ("#acme/20240325.log", "25/03/24", "2024-03-25"),
        ("#acme.2024-03-03.log", "03/03/24", "2024-03-03"),
        // No order gives that day.
        ("#acme.2024-03-05.log", "04/03/24", "-"),
    ] {
        let log = format!("[{date} 12:00:00] <ada> hi\n");
        let time = if sent == "-" { "" } else { "T12:00:00Z" };
        assert_eq!(told(path, &log), [format!("{sent}{time} ada: hi")], "{path} {date}");
    }
    let night = "[03/03/24 23:59:00] <ada> hi\n[04/03/24 00:01:00] <bo> yo\n";
    assert_eq!(told("#acme.2024-03-03.log", night), ["2024-03-03T23:59:00Z ada: hi", "2024-03-04T00:01:00Z bo: yo"]);
}

/// A tree that counts how often its files are opened.
struct Counting {
    tree: Memory,
    opened: Arc<AtomicUsize>,
}

impl Tree for Counting {
    fn list(&self) -> io::Result<Vec<Entry>> {
        self.tree.list()
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn ReadSeek>> {
        self.opened.fetch_add(1, Ordering::Relaxed);
        self.tree.open(path)
    }
}

#[test]
fn a_tar_of_many_logs_is_unpacked_once() {
    let opened = Arc::new(AtomicUsize::new(0));
    let plain = "12:00 <ada> hi\n12:01 <bo> yo\n".repeat(20);
    let dated = "[04/03/24 12:00:00] <ada> hi\n[25/03/24 12:00:00] <bo> yo\n".repeat(20);
    for log in [plain, dated] {
        let names: Vec<String> = (0..200).map(|day| format!("#acme/{day:03}.log")).collect();
        let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), log.as_bytes())).collect();
        let tree = Memory::file("logs.tar.gz", gz(&tar(&members)));
        let tree = Arc::new(Counting { tree, opened: Arc::clone(&opened) });
        let logs = Source::new("logs.tar.gz", tree).unwrap();
        let (_, all) = archive::open(&logs, &Options::default()).unwrap();
        opened.store(0, Ordering::Relaxed);
        assert_eq!(all.filter(Result::is_ok).count(), 200 * 40);
        assert!(opened.load(Ordering::Relaxed) <= 1, "{} times", opened.load(Ordering::Relaxed));
    }
}

#[test]
fn a_date_far_behind_a_log_s_beginning_tells_too() {
    let log = "[04/03/24 12:00:00] <ada> hi\n".repeat(60_000) + "[25/03/24 12:00:00] <bo> yo\n";
    let found = told("#acme.log", &log);
    assert_eq!(found.len(), 60_001);
    assert_eq!(found[0], "2024-03-04T12:00:00Z ada: hi");
    assert_eq!(found[60_000], "2024-03-25T12:00:00Z bo: yo");
}

#[test]
fn what_textual_tells_of_people_is_known() {
    let log = "[2021-04-22T07:36:50+0200] grace (g@host.example) joined the channel\n\
        [2021-04-22T10:01:04+0200] <grace> any objections?\n\
        [2021-04-23T01:48:02+0200] ada changed the topic to Bananas!\n\
        [2021-04-23T01:50:42+0200] ada kicked grace from the channel (out)\n\
        [2021-04-23T01:51:42+0200] ChanServ sets mode +o ada\n\
        [2021-04-23T01:52:00+0200] \u{2022} ada: kicked bo from the channel of her heart\n";
    let expected = [
        "skip 1 system",
        "2021-04-22T08:01:04Z grace: any objections?",
        "skip 3 system",
        "skip 4 system",
        "skip 5 system",
        "2021-04-22T23:52:00Z ada: /me kicked bo from the channel of her heart",
    ];
    assert_eq!(told("#acme/2021-04-22.txt", log), expected);
}

#[test]
fn quiet_days_hide_no_log() {
    let quiet = "[12:00:00] *** Joins: ada (a@host.example)\n".as_bytes();
    let names: Vec<String> = (1..=9).map(|day| format!("#acme/2024-03-0{day}.log")).collect();
    let mut days: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), quiet)).collect();
    days[8].1 = b"[12:00:00] <ada> anybody here?\n";
    let found = rows(&source("logs", &days), &Options::default());
    assert_eq!(found.iter().filter(|row| row.is_ok()).count(), 1);
}

#[test]
fn zones_in_stamps_are_part_of_the_time() {
    let log = "--- Log opened Wed Mar 15 17:41:27 2017\n2017-03-15 17:41 -0500<ada> (but I think)\n\
        2017-03-15 17:41 -0500<@grace> see - this\n2017-03-15 17:42 -0500 * ada nods\n\
        2017-03-15 17:43 -0500-!- bo [~b@host.example] has joined #acme\n2017-03-15 17:44 +0100<ada> <b> it\n";
    let expected = [
        "skip 1 system: a day begins",
        "2017-03-15T22:41:00Z ada: (but I think)",
        "2017-03-15T22:41:00Z grace: see - this",
        "2017-03-15T22:42:00Z ada: /me nods",
        "skip 5 system",
        "2017-03-15T16:44:00Z ada: <b> it",
    ];
    assert_eq!(told("#acme.log", log), expected);
    // The zone that a person gives is for stamps without one.
    let log = b"[2024-03-04T12:00:00+0100] <ada> hi\n[2024-03-04T12:00:00] <ada> ho\n";
    let options = Options { clock: Clock::ahead(7200), ..Options::default() };
    let found = rows(&file("#acme.log", log), &options);
    let sent: Vec<String> = found.iter().map(|row| row.as_ref().unwrap().message.sent.unwrap().to_string()).collect();
    assert_eq!(sent, ["2024-03-04T11:00:00Z", "2024-03-04T10:00:00Z"]);
}

#[test]
fn clocks_of_twelve_hours_are_read() {
    let log = "Session Start: Mon Mar 04 11:00:00 2024\n[12:01am] <ada> night\n[11:59am] <ada> before noon\n\
        [12:05pm] <bo> after noon\n[3:45pm] * ada waves\n[03:46:10 PM] <ada> x\n03:47 PM <bo> y\n[13:00am] <bo> z\n";
    let expected = [
        "skip 1 system: a day begins",
        "2024-03-04T00:01:00Z ada: night",
        "2024-03-04T11:59:00Z ada: before noon",
        "2024-03-04T12:05:00Z bo: after noon",
        "2024-03-04T15:45:00Z ada: /me waves",
        "2024-03-04T15:46:10Z ada: x",
        "2024-03-04T15:47:00Z bo: y",
        "skip 8 malformed: a line of no known log",
    ];
    assert_eq!(told("#acme.log", log), expected);
}

#[test]
fn what_irssi_tells_of_private_talks_is_read() {
    let log = "--- Log opened Mon Mar 04 12:00:00 2024\n12:01 [ada(~ada@host.example)] hi (you)] there\n\
        12:02 [msg(ada)] hello\n12:03 [a[b(b@host.example)] ho\n12:04 [@ada] [ bo(x)] \n12:05 [Users (ada@x) #acme]\n";
    assert_eq!(
        told("irclogs/libera/ada.log", log)[1..],
        [
            "2024-03-04T12:01:00Z ada: hi (you)] there",
            "skip 3 system",
            "2024-03-04T12:03:00Z a[b: ho",
            "skip 5 system",
            "skip 6 system",
        ]
    );
}

#[test]
fn private_words_in_the_log_of_a_channel_stay_private() {
    let log = "--- Log opened Mon Mar 04 12:00:00 2024\n12:00 <ada> hi\n12:01 [bo(~bo@host.example)] psst\n\
        12:02 <bo> [ada(x@y)] relayed\n12:03 *bo*\tpsst\n";
    let expected = [
        "skip 1 system: a day begins",
        "2024-03-04T12:00:00Z ada: hi",
        "skip 3 system",
        "2024-03-04T12:02:00Z bo: [ada(x@y)] relayed",
        "skip 5 system",
    ];
    for name in ["#acme.log", "irclogs/libera/#acme.log", "&acme.log", "+acme.log", "!ABCDEacme.log"] {
        assert_eq!(told(name, log), expected, "{name}");
    }
}

#[test]
fn notices_for_the_owner_of_a_log_stay_private() {
    let irssi = "--- Log opened Mon Mar 04 12:00:00 2024\n12:01 -bo(~bo@host.example)- psst\n\
        12:02 -bo:#acme- hello all\n12:03 -bo:@#acme- hello operators\n12:04 -bo- of a program that does not tell\n";
    let expected = [
        "skip 1 system: a day begins",
        "skip 2 system",
        "2024-03-04T12:02:00Z bo: hello all",
        "2024-03-04T12:03:00Z bo: hello operators",
        "2024-03-04T12:04:00Z bo: of a program that does not tell",
    ];
    assert_eq!(told("#acme.log", irssi), expected);
    assert_eq!(told("irclogs/libera/bo.log", irssi)[1], "2024-03-04T12:01:00Z bo: psst");

    let hexchat = "**** BEGIN LOGGING AT Mon Mar 04 12:00:00 2024\n\nMar 04 12:00:01 -NickServ-\tyour word is x\n\
        Mar 04 12:00:02 -bo/#acme-\thello all\n";
    let expected = ["skip 1 system: a day begins", "skip 3 system", "2024-03-04T12:00:02Z bo: hello all"];
    assert_eq!(told("Libera-#acme.log", hexchat), expected);
}

#[test]
fn notices_and_private_lines_of_hexchat_are_read() {
    let log = "**** BEGIN LOGGING AT Mon Mar 04 12:00:00 2024\n\nMar 04 12:00:01 <ada>\thello\n\
        Mar 04 12:00:02 -ChanServ-\t[#acme] welcome - you\nMar 04 12:00:03 >bo<\tpsst\n\
        Mar 04 12:00:04 -ada/Wallops-\tx\nMar 04 12:00:05 *bo*\ty\nMar 04 12:00:06 ->bo<-\tz\n\
        Mar 04 12:00:07 -a-b- plain - notice\n";
    let expected = [
        "skip 1 system: a day begins",
        "2024-03-04T12:00:01Z ada: hello",
        "2024-03-04T12:00:02Z ChanServ: [#acme] welcome - you",
        "skip 5 system",
        "2024-03-04T12:00:04Z ada: x",
        "2024-03-04T12:00:05Z bo: y",
        "skip 8 system",
        "2024-03-04T12:00:07Z a-b: plain - notice",
    ];
    assert_eq!(told("Libera-bo.log", log), expected);
}

#[test]
fn what_servers_and_programs_say_is_nobody_s() {
    let log = "--- Log opened Mon Mar 04 12:00:00 2024\n12:01 <ada> hi\n12:06 !irc.libera.example *** Looking up\n\
        12:06 >>> cy [~c@host.example] requested CTCP VERSION from bo\n12:07 <bo> yo\n12:08 !bot help\n";
    let expected = [
        "skip 1 system: a day begins",
        "2024-03-04T12:01:00Z ada: hi",
        "skip 3 system",
        "skip 4 system",
        "2024-03-04T12:07:00Z bo: yo",
        "skip 6 malformed: a line of no known log",
    ];
    assert_eq!(told("#acme.log", log), expected);
    let log = "[00:00] --- Mon Mar  4 2024\n[10:11] bo (b@host.example) returned to #acme.\n[10:12] <bo> back\n\
        [10:13] * You were kicked by ada (bye)\n[10:14] * You set mode: +m\n[10:15] * You wave\n";
    let expected = [
        "skip 1 system: a day begins",
        "skip 2 system",
        "2024-03-04T10:12:00Z bo: back",
        "skip 4 system",
        "skip 5 system",
        "2024-03-04T10:15:00Z You: /me wave",
    ];
    assert_eq!(told("#acme.log", log), expected);
}

#[test]
fn what_the_lounge_tells_by_its_type_is_no_deed() {
    let log = "[2016-07-11 03:47:27] * ada join\n[2016-07-11 03:47:28] * (ada@host.example) mode +o ada\n\
        [2016-07-11 03:47:33] <bo> a good rest\n[2016-07-11 03:48:40] * bo action quit smoking\n\
        [2016-07-11 03:48:50] * cy (cy@host.example) join\n[2016-07-11 03:48:55] * cy nick to cyd\n\
        [2016-07-11 03:49:00] * bo quit Ping timeout\n[2016-07-11 03:49:33] <ada> bye\n";
    let expected = [
        "skip 1 system",
        "skip 2 system",
        "2016-07-11T03:47:33Z bo: a good rest",
        "2016-07-11T03:48:40Z bo: /me quit smoking",
        "skip 5 system",
        "skip 6 system",
        "skip 7 system",
        "2016-07-11T03:49:33Z ada: bye",
    ];
    assert_eq!(told("#acme.log", log), expected);
    let other = "[2016-07-11 03:47:27] * ada join the party\n[2016-07-11 03:47:28] * ada quit smoking\n";
    assert!(told("#acme.log", other).iter().all(|line| line.contains(" ada: /me ")));
}

#[test]
fn logs_of_ii_count_seconds() {
    let log = "1709553600 -!- ada(~a@host.example) has joined #acme\n1709553605 <ada> hi\n\
        1709553615 <bo> \u{1}ACTION waves\u{1}\n1709553620 <bo> ACTION waves\n170955 <bo> hm\n";
    let expected = [
        "skip 1 system",
        "2024-03-04T12:00:05Z ada: hi",
        "2024-03-04T12:00:15Z bo: /me waves",
        "2024-03-04T12:00:20Z bo: ACTION waves",
        "skip 5 malformed: a line of no known log",
    ];
    assert_eq!(told("#acme", log), expected);
}

#[test]
fn logs_of_ircii_bitchx_and_kvirc_tell_their_day() {
    let log = "IRC log started Sun Dec 31 11:00:00 2023\n[11:26] <ada> hi\n[31 Dec/11:27] <bo> yo\n\
        IRC log ended Sun Dec 31 13:00:00 2023\n";
    let expected =
        ["skip 1 system: a day begins", "2023-12-31T11:26:00Z ada: hi", "2023-12-31T11:27:00Z bo: yo", "skip 4 system"];
    assert_eq!(told("#acme.log", log), expected);
    let log = "### Log session started at Thu Aug 23 17:25:36 2001 ###\n\
        [17:25:36] ada [a@host.example] has joined #acme\n[17:25:47] <ada> hi\n\
        [17:25:50] ada [a@host.example] has quit IRC\n### Log session terminated at Thu Aug 23 22:56:51 2001 ###\n";
    let expected = [
        "skip 1 system: a day begins",
        "skip 2 system",
        "2001-08-23T17:25:47Z ada: hi",
        "skip 4 system",
        "skip 5 system",
    ];
    assert_eq!(told("channel_#acme.libera_2001.08.23.log", log), expected);
}
