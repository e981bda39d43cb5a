//! Vectors: what a text means as numbers, and the word pieces that it is cut into.

use text::vectors::{Vectors, cosine, distance};

#[test]
fn texts_that_mean_the_same_are_nearer_than_others() {
    let vectors = Vectors::built_in();
    let cases = [
        ("the app crashes when I open it", "it keeps crashing at start", "what a lovely song"),
        ("how do I reset my password?", "I forgot my login", "the weather is nice in Rome"),
        ("My card was stolen", "somebody took my credit card", "please add a dark mode"),
    ];
    for (text, same, other) in cases {
        let [text, same, other] = [text, same, other].map(|text| vectors.embed(text));
        assert!(cosine(&text, &same) > cosine(&text, &other) + 0.2);
        let [a, b, c] = [text, same, other].map(|vector| vectors.code(&vector));
        assert!(distance(&a, &b) + 15 < distance(&a, &c));
    }
}

#[test]
fn a_vector_has_length_one_or_is_all_zeros() {
    let vectors = Vectors::built_in();
    for (text, length) in [("Ça marche à Łódź", 1.0), ("¿qué? 🎉 日本", 1.0), ("", 0.0), (" \t\u{0} ", 0.0)]
    {
        let vector = vectors.embed(text);
        assert!((cosine(&vector, &vector) - length).abs() < 1e-5, "{text}");
    }
}

#[test]
fn case_and_accents_do_not_matter() {
    let vectors = Vectors::built_in();
    assert_eq!(vectors.embed("CAFÉ Noël"), vectors.embed("cafe noel"));
    assert_eq!(vectors.embed("cafe\u{301}"), vectors.embed("café"));
    assert_ne!(vectors.embed("cafe"), vectors.embed("cafes"));
}

#[test]
fn a_broken_table_is_refused() {
    let table = include_bytes!("../../src/vectors/table.bin");
    assert!(Vectors::from_bytes(table).is_some());
    assert!(Vectors::from_bytes(&table[..table.len() / 2]).is_none());
    assert!(Vectors::from_bytes(b"TRV2").is_none());
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(Vectors::built_in().pieces(text), expected, "{text}");
}

#[test]
fn words_fall_into_the_longest_known_pieces() {
    check("I can't log-in!", &["i", "can", "'", "t", "log", "-", "in", "!"]);
    check("Unbelievably crashy", &["un", "##bel", "##ie", "##va", "##bly", "crash", "##y"]);
    check("naïve Œuvre 日本", &["naive", "œ", "##u", "##vre", "日", "本"]);
    check("v2.17 €5", &["v", "##2", ".", "17", "€", "5"]);
}

#[test]
fn a_word_without_end_costs_no_time() {
    check(&"x".repeat(1 << 20), &[]);
}
