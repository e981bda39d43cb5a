//! Characters: what folding takes from a letter, and that it breaks none.

use text::characters::{Class, class, plain};

#[test]
fn letters_lose_case_accents_and_width_but_not_their_identity() {
    for (given, wanted) in [
        ("ÀÉîõü", "aeiou"),
        ("ŁódźŻ", "lodzz"),
        ("ßÆØđ", "ssaeod"),
        ("ﬁＡｂ", "fiab"),
        ("ёйїЩ", "ейїщ"),
        ("άΣς", "ασσ"),
        ("İı", "ii"),
        ("がパ한", "がパ한"),
        ("ｶﾞ", "カ"),
        ("Việt", "viet"),
        ("٣", "٣"),
        // A ligature of Arabic falls into the same letters as the two that it is made of.
        ("ﳿ", "حي"),
    ] {
        let mut letters = String::new();
        for character in given.chars().filter(|c| matches!(class(*c), Class::Word | Class::Dense)) {
            plain(character, &mut |part| letters.push(part));
        }
        assert_eq!(letters, wanted, "{given}");
    }
}

#[test]
fn no_character_breaks_the_folding() {
    for character in (0..0x11_0000).filter_map(char::from_u32) {
        if matches!(class(character), Class::Word | Class::Dense) {
            plain(character, &mut |part| {
                assert!(!part.is_ascii_uppercase(), "{character:?} gave {part:?}");
                let mut again = String::new();
                if matches!(class(part), Class::Word | Class::Dense) {
                    plain(part, &mut |same| again.push(same));
                    assert_eq!(again, part.to_string(), "{character:?} gave {part:?}, which is not plain");
                }
            });
        }
    }
}
