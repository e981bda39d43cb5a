//! Search tokens: what people would search for, short, and their own tokens.

use proptest::prelude::*;
use text::characters::{self, Class};
use text::tokens::{TOKEN_BYTES_MAX, search_tokens};

fn tokens(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    search_tokens(text, &mut |token| found.push(token.to_owned()));
    found
}

#[test]
fn a_text_becomes_the_words_that_people_would_search_for() {
    for (text, wanted) in [
        ("", ""),
        ("Hello, World!", "hello world"),
        ("Crème brûlée à l’Étang", "creme brulee a l etang"),
        ("I don't think Ada's app won't; we're fine", "i dont think ada app wont we fine"),
        ("п'ять об’єкт", "пять обєкт"),
        ("@ada_l #SaveTheBees foo-bar v2.1.3", "ada l savethebees foo bar v2 1 3"),
        ("see https://www.Example.org/a-page/x%20y?utm=1#z now", "see example org a page x y now"),
        ("(http://a.io)b", "a io b"),
        ("http://例え.jp/パス", "例え jp パス"),
        ("東京都に住む", "東京 京都 都に に住 住む"),
        ("私 x 한국어", "私 x 한국 국어"),
        ("ไทย", "ไท ทย"),
        ("हिन्दी में", "हिन्दी में"),
        ("pass\u{200b}word co\u{ad}op", "password coop"),
        ("e\u{301}te\u{301}", "ete"),
        ("كِتَاب", "كتاب"),
        ("🎉🎉 ok 👍🏽", "ok"),
        ("it's 5'", "it 5"),
        ("don’", "don"),
        ("http://", ""),
        ("a'", "a"),
    ] {
        assert_eq!(tokens(text).join(" "), wanted, "{text}");
    }
}

#[test]
fn a_long_token_is_cut_between_characters() {
    assert_eq!(tokens(&"é".repeat(100)), ["e".repeat(TOKEN_BYTES_MAX)]);
    assert_eq!(tokens(&"я".repeat(100)), ["я".repeat(TOKEN_BYTES_MAX / 2)]);
}

proptest! {
    #[test]
    fn tokens_hold_no_separator_and_stay_short(text in "\\PC{0,80}|[a-z'’:/?#%@ .\u{4e00}\u{e01}\u{301}\u{ac00}A]{0,80}") {
        search_tokens(&text, &mut |token| {
            assert!(!token.is_empty() && token.len() <= TOKEN_BYTES_MAX);
            assert!(!token.bytes().any(|byte| byte < 0x80 && !byte.is_ascii_lowercase() && !byte.is_ascii_digit()));
        });
    }

    #[test]
    fn tokens_are_their_own_tokens(text in "[a-zA-Zé'’:/?#%@ .\u{4e00}\u{e01}\u{301}\u{ac00}Aßя]{0,40}") {
        for token in tokens(&text) {
            if token.chars().all(|character| characters::class(character) == Class::Word) {
                prop_assert_eq!(tokens(&token), vec![token]);
            }
        }
    }
}
