//! Logs of chat relays in the trees of many programs: of which network and channel each is.

use archive::Options;

use crate::read::{rows, source};

const LOG: &str = "12:00:05 <ada> hi\n12:00:06 <bo> yo\n";

/// Origin and channel of each log of a folder called `tree`.
fn placed(paths: &[&str]) -> Vec<String> {
    let files: Vec<(&str, &[u8])> = paths.iter().map(|path| (*path, LOG.as_bytes())).collect();
    let found = rows(&source("tree", &files), &Options::default());
    let messages = found.into_iter().map(|row| row.unwrap().message);
    messages.step_by(2).map(|message| format!("{} {}", message.origin, message.channel)).collect()
}

#[test]
fn folders_of_days_are_no_networks() {
    for (paths, expected) in [
        (["2004/11/15/#acme.txt", "2004/11/16/#acme.txt"], "irc:tree #acme"),
        (["2004/11/15/%23acme.txt", "2004/11/16/%23acme.txt"], "irc:tree #acme"),
        (["11/15/#acme.txt", "11/16/#acme.txt"], "irc:tree #acme"),
        (["logs/2024-03-04/#acme.log", "logs/2024-03-05/#acme.log"], "irc:logs #acme"),
        (["logs/2024/03/04/#acme.txt", "logs/2024/03/05/#acme.txt"], "irc:logs #acme"),
        (["libera/2024-03/#acme.04.log", "libera/2024-04/#acme.04.log"], "irc:libera #acme"),
        (["libera/#acme/March/#acme.2024-03-04.log", "libera/#acme/April/#acme.2024-04-04.log"], "irc:libera #acme"),
        (["acme/2024/03/04.log", "acme/2024/04/04.log"], "irc:tree acme"),
    ] {
        assert_eq!(placed(&paths), [expected, expected], "{paths:?}");
    }
}

#[test]
fn the_trees_of_programs_keep_networks_apart() {
    for (paths, expected) in [
        // ZNC: of one network, of a person, of all.
        (
            [
                "users/ada/networks/libera/moddata/log/#acme/2024-03-04.log",
                "users/ada/networks/libera/moddata/log/bo/2024-03-04.log",
                "users/ada/networks/oftc/moddata/log/bo/2024-03-04.log",
            ],
            ["irc:libera #acme", "irc:libera bo", "irc:oftc bo"],
        ),
        (
            [
                "moddata/log/libera/#acme/2024-03-04.log",
                "moddata/log/libera/bo/2024-03-04.log",
                "moddata/log/oftc/bo/2024-03-04.log",
            ],
            ["irc:libera #acme", "irc:libera bo", "irc:oftc bo"],
        ),
        (
            [
                "moddata/log/ada/libera/#acme/2024-03-04.log",
                "moddata/log/ada/libera/bo/2024-03-04.log",
                "moddata/log/ada/oftc/bo/2024-03-04.log",
            ],
            ["irc:libera #acme", "irc:libera bo", "irc:oftc bo"],
        ),
        // Limnoria.
        (
            [
                "ChannelLogger/libera/#acme/#acme.2024-03-04.log",
                "ChannelLogger/oftc/#acme/#acme.2024-03-04.log",
                "ChannelLogger/oftc/#beta/#beta.2024-03-04.log",
            ],
            ["irc:libera #acme", "irc:oftc #acme", "irc:oftc #beta"],
        ),
        // irssi, and others whose private logs lie beside those of channels.
        (
            ["irclogs/libera/#acme.log", "irclogs/libera/bo.log", "irclogs/oftc/bo.log"],
            ["irc:libera #acme", "irc:libera bo", "irc:oftc bo"],
        ),
        (
            ["libera/#acme.log", "libera/bo.2024-03-04.log", "notes/bo.log"],
            ["irc:libera #acme", "irc:libera bo", "irc:tree bo"],
        ),
        // ii, and KVIrc.
        (
            ["irc.libera.example/#acme/out", "irc.libera.example/bo/out", "irc.oftc.example/#acme/out"],
            ["irc:irc.libera.example #acme", "irc:irc.libera.example bo", "irc:irc.oftc.example #acme"],
        ),
        (
            [
                "channel_#acme.libera_2024.03.04.log",
                "channel_#acme.oftc_2024.03.04.log",
                "query_bo.oftc_2024.03.04.log",
            ],
            ["irc:libera #acme", "irc:oftc #acme", "irc:oftc bo"],
        ),
        // WeeChat.
        (
            ["irc.libera.#acme.weechatlog", "irc.libera.bo.weechatlog", "irc.server.oftc.weechatlog"],
            ["irc:libera #acme", "irc:libera bo", "irc:oftc oftc"],
        ),
    ] {
        assert_eq!(placed(&paths), expected, "{paths:?}");
    }
}

#[test]
fn places_that_were_told_before_stay() {
    for (paths, expected) in [
        (["libera/#acme/2024-03-04.log", "oftc/#acme.log"], ["irc:libera #acme", "irc:oftc #acme"]),
        (["logs/#acme.log", "logs/#beta/2024-03-04.log"], ["irc:logs #acme", "irc:logs #beta"]),
        (["backup/logs/#acme.log", "log/#beta.log"], ["irc:logs #acme", "irc:log #beta"]),
        (["2600/#acme.log", "acme/2024-03-04.log"], ["irc:2600 #acme", "irc:tree acme"]),
        (["acme/20240304.log", "beta_20240304.log"], ["irc:tree acme", "irc:tree beta"]),
        (["irclogs/acme/acme.2024-03-04.log", "mayfly/#acme.log"], ["irc:tree acme", "irc:mayfly #acme"]),
        (["channel_#acme.log", "query_bo.log"], ["irc:channel #acme", "irc:tree query_bo"]),
        (["#acme.log", "bo.log"], ["irc:tree #acme", "irc:tree bo"]),
        (["libera/#acme/2024-03-04.log", "libera/jan/2024-03-04.log"], ["irc:libera #acme", "irc:libera jan"]),
        (["may/2024-03-04.log", "may/2024-03-05.log"], ["irc:tree may", "irc:tree may"]),
        (["libera_#acme_20240304.log", "oftc_bo_20240304.log"], ["irc:libera #acme", "irc:tree oftc_bo"]),
    ] {
        assert_eq!(placed(&paths), expected, "{paths:?}");
    }
}

#[test]
fn names_with_two_endings_are_of_one_channel() {
    for (paths, expected) in [
        (
            ["acme/acme_weekly.2024-03-04-18.00.log.txt", "acme/acme_weekly.2024-03-11-18.00.log.txt"],
            "irc:tree acme_weekly",
        ),
        (["#acme.2024-03-04-18.00.log.txt", "#acme.2024-03-11-18.00.log.txt"], "irc:tree #acme"),
        (["#acme.log", "#acme.log.04Mar2024"], "irc:tree #acme"),
    ] {
        assert_eq!(placed(&paths), [expected, expected], "{paths:?}");
    }
}

#[test]
fn logs_of_w3c_are_called_by_day_and_channel() {
    let paths = ["2021/05/05-css-irc.txt", "2021/05/12-css-irc.txt", "2021/05/12-irc.txt"];
    assert_eq!(placed(&paths), ["irc:tree css", "irc:tree css", "irc:tree -irc"]);
}

#[test]
fn sessions_of_mirc_tell_where_a_name_has_its_network() {
    let log = |ident: &str| {
        format!("Session Start: Mon Mar 04 12:00:00 2024\nSession Ident: {ident}\n[12:00] <ada> hi\n[12:01] <bo> yo\n")
    };
    let check = |files: &[(&str, &str)], expected: &[&str]| {
        let files: Vec<(&str, String)> = files.iter().map(|(path, ident)| (*path, log(ident))).collect();
        let files: Vec<(&str, &[u8])> = files.iter().map(|(path, log)| (*path, log.as_bytes())).collect();
        let found = rows(&source("tree", &files), &Options::default());
        let messages = found.into_iter().filter_map(Result::ok).map(|row| row.message);
        let messages = messages.filter(|said| said.text == "hi");
        let found: Vec<String> = messages.map(|said| format!("{} {}", said.origin, said.channel)).collect();
        assert_eq!(found, expected);
    };
    check(
        &[
            ("logs/#acme.Libera.20240304.log", "#acme"),
            ("logs/#beta.dev.log", "#beta.dev"),
            ("logs/#gamma.old.log", "#gamma.old"),
            ("logs/bo.Libera.log", "bo (Libera, ada) (~bo@host.example)"),
        ],
        &["irc:Libera #acme", "irc:logs #beta.dev", "irc:logs #gamma.old", "irc:Libera bo"],
    );
    // What somebody put aside is of no network.
    check(
        &[
            ("logs/#acme.Bak2.log", "#acme"),
            ("logs/#acme.old.log", "#acme"),
            ("logs/bo.mine.log", "bo (Libera, ada) (~bo@host.example)"),
        ],
        &["irc:logs #acme.Bak2", "irc:logs #acme.old", "irc:logs bo.mine"],
    );
}
