//! Names, quotes and ids of a person go, and what others say stays.

use hub::erase::traces::{Common, Traces};
use model::ConversationId;

fn traces() -> Traces {
    let mut traces = Traces::default();
    traces.add_name("mark", Common::No);
    traces.add_name("Mark O'Neill", Common::No);
    traces.add_name("mark_77", Common::No);
    traces.add_name("management", Common::Yes);
    traces.add_name("İnci_5", Common::No);
    traces.add_id("<77.x@example.org>");
    traces.add_id("4711");
    traces.add_text(ConversationId(1), "The export is slow\n> what ada said\nyes");
    traces
}

#[test]
fn names_and_quotes_go_and_the_rest_stays() {
    let cases = [
        ("mark it as read", None),
        ("@mark please look", Some("@[erased] please look")),
        ("thanks MARK_77!", Some("thanks [erased]!")),
        ("thanks mark_778", None),
        ("Mark O'Neill is right", Some("[erased] is right")),
        ("@mark o'neill, look", Some("@[erased], look")),
        ("danke İNCI_5", Some("danke [erased]")),
        ("our management", None),
        ("@management", Some("@[erased]")),
        ("> the EXPORT  is slow\nIndeed", Some("> [erased]\nIndeed")),
        ("> yes\nno", Some("> [erased]\nno")),
        ("> what ada said\nno", None),
        ("mark wrote:\n> rewrapped by\n> a program\nI see", Some("[erased] wrote:\n> [erased]\nI see")),
        ("```quote\nyes\n```\nok", Some("> [erased]\nok")),
        ("[quote=\"x\"]The export is slow[/quote]\nok", Some("> [erased]\nok")),
        ("[quote=\"x\"]The export is slow[/quote] Indeed\nok", Some("> [erased]\nIndeed\nok")),
        ("[quote=x]yes\nmore[/quote]\nok", Some("> [erased]\nok")),
        ("[quote=x]no[/quote]\nfine\n[quote=y]no[/quote]", None),
        ("yes", None),
    ];
    for (text, expected) in cases {
        assert_eq!(traces().cleaned(ConversationId(1), text).as_deref(), expected, "{text}");
    }
    assert_eq!(traces().cleaned(ConversationId(2), "> yes\nno"), None, "short lines count at home only");
}

#[test]
fn a_longer_name_that_does_not_stand_leaves_room_for_a_shorter() {
    let mut traces = Traces::default();
    for (name, common) in [
        ("ada", Common::Yes),
        ("ada_l", Common::No),
        ("ada_l-1", Common::No),
        ("ada_l-9", Common::Yes),
        ("xi_1", Common::No),
    ] {
        traces.add_name(name, common);
    }
    traces.add_name("Ada_L", Common::Yes);
    let cases = [
        ("ada_l-1 is here", Some("[erased] is here")),
        ("ada_l-12 too", Some("[erased]-12 too")),
        ("ada_l-9 too", Some("[erased]-9 too")),
        ("ada_lx", None),
        ("xi_1\u{307}", Some("[erased]\u{307}")),
        ("ada", None),
        ("@ada", Some("@[erased]")),
    ];
    for (text, expected) in cases {
        assert_eq!(traces.without_names(text).as_deref(), expected, "{text}");
    }
    let mut dotted = Traces::default();
    dotted.add_name("x_yi", Common::No);
    assert_eq!(dotted.without_names("x_yİ"), None, "no name ends within a letter");
}

#[test]
fn ids_and_long_lines_are_touched() {
    let mut traces = traces();
    traces.add_id("77.x@example.org");
    traces.add_text(ConversationId(1), "a line that is long enough to be theirs");
    assert!(traces.touch("References: <1@a> <77.x@example.org>"));
    assert!(traces.touch("A line that is long enough to be theirs"));
    assert!(!traces.touch("4711 yes"));
}
