//! Words: the pieces that people write, in order, with their capitals and stretching.

use proptest::prelude::*;
use text::words::{Caps, Kind, WORD_BYTES_MAX, words};

fn shown(text: &str) -> String {
    let mut shown = Vec::new();
    words(text, &mut |word| {
        let kind = if word.kind == Kind::Word { String::new() } else { format!("{}:", word.kind.name()) };
        shown.push(format!("{kind}{}", word.text.replace('\n', "¶")));
    });
    shown.join(" ")
}

#[test]
fn a_message_falls_into_the_pieces_people_write() {
    for (text, wanted) in [
        ("Hello World!", "hello world mark:!"),
        ("It’s sooooo GREAT?!?", "it's soo great mark:?!"),
        ("don't, can't: we'll", "don't mark:, can't mark:: we'll"),
        ("l'eau d’été", "l eau d été"),
        ("п'ять", "п'ять"),
        ("see https://www.Example.org/a?b=1, ok", "see url:example.org mark:, ok"),
        ("(www.a.co.uk/x) foo.com github.io/x", "url:a.co.uk url:foo.com url:github.io"),
        ("mail ada.l@Example.org.", "mail email:ada.l@example.org mark:."),
        ("@Ada_L @ada@mastodon.social: hi", "handle:ada_l handle:ada@mastodon.social mark:: hi"),
        ("#SaveTheBees #42 #été", "hashtag:savethebees number:#42 hashtag:été"),
        (
            "1,000.5 and 12:30 on 2026-11-21, 50% $3",
            "number:1,000.5 and number:12:30 on number:2026-11-21 mark:, number:50 mark:% mark:$ number:3",
        ),
        (
            "v2 1.2.3 v2.0-rc.1 2.5 version 3.",
            "version:v2 version:1.2.3 version:v2.0-rc.1 number:2.5 version number:3 mark:.",
        ),
        ("run `cargo test` --all in src/main.rs", "run code:cargo test code:--all in code:src/main.rs"),
        (
            "```\nlet x = 1;\n```\nfoo_bar a::b f() main.py",
            "code:let x = 1; mark:¶ code:foo_bar code:a::b code:f() code:main.py",
        ),
        ("👍🏽 👨‍👩‍👧 🇫🇷 ❤️ 1️⃣", "emoji:👍 emoji:👨‍👩‍👧 emoji:🇫🇷 emoji:❤ emoji:1⃣"),
        (
            ":) :-( ;-) <3 :D xD :'( ^^ :/",
            "emoticon::) emoticon::( emoticon:;) emoticon:<3 emoticon::D emoticon::D emoticon::'( emoticon:^^ emoticon::/",
        ),
        ("東京都 我", "dense:東京 dense:京都 dense:我"),
        ("wait... what… ok.", "wait mark:… what mark:… ok mark:."),
        ("pass\u{200b}word", "password"),
        ("yes/no and/or well-known e.g. a.b", "yes no and or well known e mark:. g mark:. a mark:. b"),
        ("end.Next one", "end mark:. next one"),
        ("C:\\Users\\ada\\x.txt ok", "code:c:\\users\\ada\\x.txt ok"),
    ] {
        assert_eq!(shown(text), wanted, "{text}");
    }
}

#[test]
fn capitals_and_stretching_are_told_apart() {
    let mut seen = Vec::new();
    words("hi Bob WHAT iPhone I yesss", &mut |word| seen.push((word.caps, word.stretched)));
    use Caps::{Lower, Mixed, Shout, Title};
    assert_eq!(seen, [(Lower, false), (Title, false), (Shout, false), (Mixed, false), (Title, false), (Lower, true)]);
}

proptest! {
    #[test]
    fn pieces_come_in_order_and_lie_in_the_text(text in "\\PC{0,80}|[a-zA-Z0-9`~'’:/@#._ \\n\\\\<>()!?é東\u{200d}\u{fe0f}👍🇫🇷1⃣]{0,80}") {
        let mut end = 0;
        words(&text, &mut |word| {
            assert!(word.at + word.raw.len() <= text.len());
            assert_eq!(&text[word.at..word.at + word.raw.len()], word.raw);
            assert!(word.at >= end || word.kind == Kind::Dense);
            assert!(!word.raw.is_empty() && word.text.len() <= WORD_BYTES_MAX + 4);
            end = word.at + word.raw.len();
        });
    }
}
