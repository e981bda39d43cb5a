//! Folding: spelling tricks and costumes come off, and no text breaks it.

use proptest::prelude::*;
use text::fold::{folded, undressed};

#[test]
fn spelling_tricks_fold_into_the_word_meant() {
    for (text, wanted) in [
        ("You 1d10t, $h!t @ss!", "you idiot shit ass"),
        ("f u c k this, f.u.c.k f-u-c-k you", "fuck this fuck fuck you"),
        ("nude$ cost 5 US$", "nudes cost 5 us"),
        ("I am a fan", "i am a fan"),
        ("I k.i.l.l you", "i kill you"),
        ("k i l l   t h e m", "kill them"),
        ("fuuuuuck sooo good", "fuck so good"),
        ("раypаl fr\u{200b}ee", "paypal free"),
        ("привет мир", "привет мир"),
        ("𝓯𝓻𝓮𝓮 Ⓕⓡⓔⓔ ＦＲＥＥ ꜰʀᴇᴇ 🇫🇷🇪🇪", "free free free free free"),
        ("covid19 h264 v2 1984 4ever", "covid19 h264 v2 1984 aever"),
        ("\u{202e}toidi\u{202c} you", "idiot you"),
        ("f**k sh*t", "f**k sh*t"),
        ("Crème BRÛLÉE", "creme brulee"),
        ("hello!!! wow!", "hello wow"),
        ("", ""),
    ] {
        assert_eq!(folded(text), wanted, "{text}");
    }
}

#[test]
fn a_turned_text_is_undressed_whatever_closes_it() {
    for (text, wanted) in [
        ("\u{202e}toidi", Some("idiot")),
        ("\u{202e}toidi\u{202c} you", Some("idiot you")),
        ("\u{202e}toidi\nyou", Some("idiot\nyou")),
        ("\u{202e}", Some("")),
        ("façade", None),
        ("idiot", None),
    ] {
        assert_eq!(undressed(text).as_deref(), wanted, "{text:?}");
    }
}

proptest! {
    #[test]
    fn folding_never_fails_and_leaves_no_edge_spaces(text in "\\PC{0,60}|[a-c0-9@$!|*. \u{202e}\u{202c}\nа-в🇫🇷]{0,60}") {
        let folded = folded(&text);
        prop_assert_eq!(folded.trim(), &folded);
        prop_assert!(!folded.contains("  "));
    }
}
