//! What the programs that keep logs of chat relays say themselves, each with signs and stamps of its own.

use archive::Options;

use crate::irc::{told, told_with};
use crate::read::{file, rows, show};

#[test]
fn where_a_program_marks_its_own_lines_all_deeds_are_people_s() {
    let deeds = ["is now known as the king", "was kicked by a horse", "has kicked the bucket", "has quit (really)"];
    let irssi: String = deeds.iter().map(|deed| format!("03:00  * ada {deed}\n")).collect();
    let irssi = format!("--- Log opened Mon Mar 04 02:57:34 2024\n{irssi}03:01  * Topic for today\n");
    let znc: String = deeds.iter().map(|deed| format!("[03:00:00] * ada {deed}\n")).collect();
    let znc = format!(
        "[02:59:00] *** Joins: ada (ada@host.example)\n{znc}[03:01:00] * Topic for today\n[03:02:00] <ada> hi\n"
    );
    let said = deeds.map(|deed| format!("2024-03-04T03:00:00Z ada: /me {deed}"));
    let last = "2024-03-04T03:01:00Z Topic: /me for today".to_owned();
    for (name, log) in [("#acme.log", &irssi), ("#acme/2024-03-04.log", &znc)] {
        let found = told(name, log);
        assert_eq!(found[1..5], said, "{name}");
        assert_eq!(found[5], last, "{name}");
    }
    // Without its marks nobody knows which program that was; and what has an address is the program's.
    let lone: String = deeds.iter().map(|deed| format!("[03:00:00] * ada {deed}\n")).collect();
    assert!(
        told("#acme/2024-03-04.log", &format!("{lone}[03:01:00] <ada> hi\n"))[..4]
            .iter()
            .all(|row| row.starts_with("skip"))
    );
    let addressed = "[02:59:00] *** Joins: ada (a@host)\n[03:00:00] * bo (b@host) has joined #acme\n";
    assert_eq!(told("#acme/2024-03-04.log", &format!("{addressed}[03:01:00] <ada> hi\n"))[1], "skip 2 system");
}

#[test]
fn logs_of_limnoria_have_two_spaces_behind_the_time() {
    let log = "2024-03-04T12:00:00  *** ada has joined #acme\n2024-03-04T12:00:01  <ada> hello\n\
        2024-03-04T12:00:02  * ada is now known as the king\n2024-03-04T12:00:03  -ada- notice\n";
    let expected = [
        "skip 1 system",
        "2024-03-04T12:00:01Z ada: hello",
        "2024-03-04T12:00:02Z ada: /me is now known as the king",
        "2024-03-04T12:00:03Z ada: notice",
    ];
    assert_eq!(told("libera/#acme/#acme.2024-03-04.log", log), expected);
}

#[test]
fn what_hexchat_tells_of_its_own_doings_is_nobody_s() {
    let told_by_program = [
        "Notify: bo is offline (Libera)",
        "Ping reply from bo: 0.12 second(s)",
        "Reconnecting in 10 seconds...",
        "Cycling to next server in Libera...",
        "Loaded log from Sun Mar  3 2024",
        "No ping reply for 60 seconds, disconnecting.",
        "Authenticating via SASL as ada (PLAIN)",
        "bo added to notify list.",
        "bo sets quiet on *!*@host.example",
    ];
    let lines: String = told_by_program.iter().map(|line| format!("Mar 04 12:00:02 *\t{line}\n")).collect();
    let log = format!(
        "**** BEGIN LOGGING AT Mon Mar 04 12:00:00 2024\n\n[bo has address bo@host.example]\n{lines}\
         Mar 04 12:00:03 *\tbo pets the cat\nMar 04 12:00:04 <bo>\tyo\n"
    );
    let found = told("Libera-#acme.log", &log);
    assert!(found[..11].iter().all(|row| row.contains("system")), "{found:?}");
    assert_eq!(found[11..], ["2024-03-04T12:00:03Z bo: /me pets the cat", "2024-03-04T12:00:04Z bo: yo"]);
}

#[test]
fn logs_of_konversation_are_read_as_the_machine_s_language_writes_them() {
    for (day, clock, sent) in [
        ("Thursday, January 1, 2015", "12:01:00 PM CET", "2015-01-01T11:01:00Z"),
        ("Thursday, January 1, 2015", "1:30:01\u{202f}PM CET", "2015-01-01T12:30:01Z"),
        ("Thursday, 1 January 2015", "12:01:00 GMT", "2015-01-01T12:01:00Z"),
        ("Donnerstag, 1. Januar 2015", "12:01:00 MEZ", "2015-01-01T11:01:00Z"),
        ("jeudi 1 janvier 2015", "12:01:00 CET", "2015-01-01T11:01:00Z"),
        ("giovedì 1 gennaio 2015", "12:01:00 CET", "2015-01-01T11:01:00Z"),
        ("donderdag 1 januari 2015", "12:01:00 CET", "2015-01-01T11:01:00Z"),
        ("maandag 5 januari 2015", "12:01:00", "2015-01-05T12:01:00Z"),
        // Nobody knows how far that zone is away.
        ("Thursday, January 1, 2015", "12:01:00 PM XYZT", "2015-01-01T12:01:00Z"),
        ("Thursday 01 January 2015", "12:01:00", "2015-01-01T12:01:00Z"),
    ] {
        let log = format!(
            "[{day}] [{clock}] <ada>\thello\n[{day}] [{clock}] Betreten\tbo (b@host) hat den Kanal betreten.\n"
        );
        assert_eq!(told("libera_#acme.log", &log), [format!("{sent} ada: hello"), "skip 2 system".to_owned()], "{day}");
        let first = rows(&file("libera_#acme.log", log.as_bytes()), &Options::default()).remove(0);
        assert_eq!(show(&first).ends_with("!zone"), clock.ends_with("XYZT"), "{clock}");
    }
}

#[test]
fn konversation_tells_of_itself_and_of_the_day() {
    let day = "[Monday 29 March 2010]";
    let log = format!(
        "\n{day} [18:37:34] Part\tbo has left this channel.\n\n*** Logfile started\n*** on Mon Mar 29 19:06:08 2010\n\n\
         {day} [19:06:08] Topic\tThe channel topic is \"Welcome!\".\n{day} [19:06:14] Mode\tChannel modes: topic protection\n\
         {day} [19:06:14] Created\tThis channel was created on 2010-02-05 10:44.\n{day} [19:07:00] <ada>\thi\n"
    );
    let found = told("libera_#acme.log", &log);
    assert!(found[..6].iter().all(|row| row.contains("system")), "{found:?}");
    assert_eq!(found[6..], ["2010-03-29T19:07:00Z ada: hi"]);
    // Older ones write no day before the clock.
    let log = "*** Logfile started\n*** on Mon Mar 29 18:06:08 2010\n\n[18:07:04] <ada>\thi\n[00:01:00] <bo>\tho\n";
    assert_eq!(told("#acme.log", log)[2..], ["2010-03-29T18:07:04Z ada: hi", "2010-03-30T00:01:00Z bo: ho"]);
}

#[test]
fn what_chatzilla_and_eggdrop_tell_is_known() {
    let log = "[2012-01-01 12:00:00] -->|\tYOU (ada) have joined #acme\n[2012-01-01 12:00:01] <ada>\thello\n\
        [2012-01-01 12:00:02] *\tada waves\n[2012-01-01 12:00:03] |<--\tbo has left libera (Quit: x)\n\
        [2012-01-01 12:00:04] =-=\tMode #acme +o bo by ada\n[2012-01-01 12:00:05] =-=\tbo is now known as bob\n\
        [2012-01-01 12:00:06] [INFO]\tChannel view for #acme opened.\n[2012-01-01 12:00:07] ===\t#acme no such\n";
    let expected = [
        "skip 1 system",
        "2012-01-01T12:00:01Z ada: hello",
        "2012-01-01T12:00:02Z ada: /me waves",
        "skip 4 system",
        "skip 5 system",
        "skip 6 system",
        "skip 7 system",
        "skip 8 system",
    ];
    assert_eq!(told("#acme.2012-01-01.log", log), expected);
    let log = "[00:00] --- Thu Jan  1 2015\n[12:00] <ada> hi\n[12:09] @#acme (+nt) : [m/3 o/1 h/0 v/0 n/2 b/0]\n";
    assert_eq!(told("acme.log.01Jan2015", log)[2], "skip 3 system");
}

#[test]
fn stamps_of_weechat_are_what_people_set_them_to() {
    let log = "2024-10-27T02:10:00+0200\tada\tone\n2024-10-27T02:50:00+01:00\tada\ttwo\n\
        2024-10-27T00:10:00.123456Z\tada\tthree\n1730000000\tbo\tfour\n2024 Oct 27 02:10:00\tada\tfive\n\
        1730000001\t-->\tcy (c@host) has joined #acme\n1730000002\t *\tbo waves\n";
    let expected = [
        "2024-10-27T00:10:00Z ada: one",
        "2024-10-27T01:50:00Z ada: two",
        "2024-10-27T00:10:00.123456Z ada: three",
        "2024-10-27T03:33:20Z bo: four",
        "2024-10-27T01:10:00Z ada: five",
        "skip 6 system",
        "2024-10-27T03:33:22Z bo: /me waves",
    ];
    let options = Options { clock: archive::Clock::ahead(3600), ..Options::default() };
    assert_eq!(told_with("irc.libera.#acme.weechatlog", log, &options), expected);
    let log = "02:10:00\tada\thi\n02:11:00\t-->\tbo (b@host) has joined #acme\n02:12\tbo\tho\n";
    assert_eq!(
        told("irc.libera.#acme.2024-10-27.weechatlog", log),
        ["2024-10-27T02:10:00Z ada: hi", "skip 2 system", "2024-10-27T02:12:00Z bo: ho"]
    );
    // Elsewhere such a table is no log.
    let table = file("prices.tsv", b"1730000000\tACME\t12\n1730000001\tACME\t13\n");
    assert!(archive::open(&table, &Options::default()).is_err());
}

#[test]
fn what_the_agents_of_w3c_tell_is_nobody_s_words() {
    let log = "15:00:10 <RRSAgent> RRSAgent has joined #css\n15:00:13 <Zakim> RRSAgent, make logs Public\n\
        15:01:05 <ada> ada has joined #css\n15:02:00 <ada> scribe: ada\n\
        15:03:00 <bo> bo has changed the topic to: agenda\n15:04:00 <bo> ada has joined #css again\n\
        15:05:00 <ada> ada has left #css\n";
    let expected = [
        "skip 1 system",
        "2021-05-05T15:00:13Z Zakim: RRSAgent, make logs Public",
        "skip 3 system",
        "2021-05-05T15:02:00Z ada: scribe: ada",
        "skip 5 system",
        "2021-05-05T15:04:00Z bo: ada has joined #css again",
        "skip 7 system",
    ];
    assert_eq!(told("2021/05/05-css-irc.txt", log), expected);
}

#[test]
fn colours_and_escapes_of_terminals_are_no_words() {
    let log = "[12:00:02] <ada> \u{3}04,05red\u{3} \u{4}ff0000hex\u{4} \u{4}00ff00,0000ffboth \u{1b}[1;31mansi\u{1b}[0m\n\
        [12:00:03] <ada> \u{4}face \u{1b}[\n[12:00:04] <\u{1b}[32mbo\u{1b}[0m> yo\n";
    let expected = [
        "2024-03-04T12:00:02Z ada: red hex both ansi",
        "2024-03-04T12:00:03Z ada: face \u{1b}[",
        "2024-03-04T12:00:04Z bo: yo",
    ];
    assert_eq!(told("#acme/2024-03-04.log", log), expected);
}

#[test]
fn logs_of_bip_point_to_who_spoke() {
    let log = "2015-01-01 12:00:00 -!- ada!~a@host has joined #acme\n2015-01-01 12:00:01 < bo!~b@host: hello <b>: x\n\
        2015-01-01 12:00:02 > ada: I say\n2015-01-01 12:00:03 < * bo!~b@host waves\n\
        2015-01-01 12:00:04 > * ada nods\n2015-01-01 12:00:05 -!- bo!~b@host has quit [x]\n\
        2015-01-01 12:00:06 < cy> hm: x\n2015-01-01 12:00:07 < 5 of them\n";
    let expected = [
        "skip 1 system",
        "2015-01-01T12:00:01Z bo: hello <b>: x",
        "2015-01-01T12:00:02Z ada: I say",
        "2015-01-01T12:00:03Z bo: /me waves",
        "2015-01-01T12:00:04Z ada: /me nods",
        "skip 6 system",
        "2015-01-01T12:00:06Z cy: hm: x",
        "skip 8 malformed: a line of no known log",
    ];
    assert_eq!(told("libera/2015-01/#acme.01.log", log), expected);
}

#[test]
fn older_logs_of_bip_begin_with_the_day() {
    let log = "04-03-2024 00:04:49 -!- cy!~cy@host.example has quit [Quit: Leaving]\n\
        04-03-2024 11:41:28 < bo!~bo@host.example: hello: you\n04-03-2024 12:26:44 > ada: haha\n\
        04-03-2024 12:27:44 > * ada waves\n";
    let expected = [
        "skip 1 system",
        "2024-03-04T11:41:28Z bo: hello: you",
        "2024-03-04T12:26:44Z ada: haha",
        "2024-03-04T12:27:44Z ada: /me waves",
    ];
    assert_eq!(told("libera/#acme.log", log), expected);
}
