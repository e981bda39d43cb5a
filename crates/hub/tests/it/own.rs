//! A mail's own words point back into it.

use hub::own::Own;

/// A mail, its author's words, and the byte at which they begin.
const MAILS: [(&str, &str, usize); 3] = [
    (
        "Hello Ada,\r\n\r\nthe app crashes.\r\n\r\nOn 3 May 2024, Ada wrote:\r\n> it works\r\n> for me\r\n",
        "Hello Ada,\n\nthe app crashes.",
        0,
    ),
    ("On 3 May 2024, Ada wrote:\n> it crashes\n\nit crashes\n", "it crashes", 40),
    ("All mine.", "All mine.", 0),
];

#[test]
fn own_words_point_back_into_the_mail() {
    for (mail, words, begin) in MAILS {
        let own = Own::of(mail).unwrap();
        assert_eq!((own.words.as_str(), own.place(0)), (words, begin));
        for word in words.split_whitespace() {
            let at = own.place(own.words.find(word).unwrap());
            assert_eq!(&mail[at..at + word.len()], word);
        }
    }
    assert!(Own::of("> only theirs\n").is_none());
}
