//! Language: what a text is written in, part by part, and when nothing says.

use proptest::prelude::*;
use text::language::model::Model;
use text::language::{TABLES, UNKNOWN, identify, parts};

#[test]
fn a_sentence_names_its_language() {
    for (text, code) in [
        ("The quick brown fox jumps over the lazy dog", "en"),
        ("Bonjour à tous, merci pour votre aide", "fr"),
        ("Ich habe das gestern schon gesagt", "de"),
        ("¿Dónde está la biblioteca?", "es"),
        ("Não consigo entrar na minha conta", "pt"),
        ("Dlaczego to nie działa?", "pl"),
        ("Почему это не работает?", "ru"),
        ("Чому це не працює, підкажіть", "uk"),
        ("アプリが開きません", "ja"),
        ("应用程序打不开了", "zh"),
        ("앱이 열리지 않아요", "ko"),
        ("التطبيق لا يعمل", "ar"),
        ("برنامه باز نمی‌شود", "fa"),
        ("ऐप नहीं खुल रहा है", "hi"),
        ("แอปเปิดไม่ได้", "th"),
        ("Tại sao ứng dụng không mở được", "vi"),
        ("Uygulama neden açılmıyor", "tr"),
        ("ಅಪ್ಲಿಕೇಶನ್ ತೆರೆಯುತ್ತಿಲ್ಲ", "kn"),
        // Decomposed, as some systems write it.
        (
            "Ta\u{323}i sao u\u{31b}\u{301}ng du\u{323}ng kho\u{302}ng mo\u{31b}\u{309} d\u{111}u\u{31b}o\u{31b}\u{323}c",
            "vi",
        ),
        ("Why does `la fonction principale` fail? See https://exemple.fr/la-page-de-la-documentation", "en"),
    ] {
        assert_eq!(identify(text).code, code, "{text}");
    }
}

#[test]
fn nothing_to_read_is_no_language() {
    for text in [
        "",
        "  \n",
        "🎉👍🏽",
        "42 + 7 = 49",
        "https://example.org/page",
        "@ada",
        "`let x = 1;`",
        "```\ncode here\n```",
        "ada@example.org",
        "v2.3",
        "ERR_42",
        "foo_bar 10.0.0.1",
        "lol",
        "OK",
        "ok lol!!",
        "hahaha",
        "zzz",
        "asdf qwer",
        "xd :)",
    ] {
        assert_eq!(identify(text), UNKNOWN, "{text}");
    }
}

#[test]
fn a_word_of_one_language_names_it() {
    for (text, code) in [
        ("merci", "fr"),
        ("danke", "de"),
        ("gracias", "es"),
        ("hello", "en"),
        ("ok merci", "fr"),
        ("lol danke schön", "de"),
        ("upgrade to v2.3 failed with ERR_42", "en"),
        ("спасибо", "ru"),
    ] {
        assert_eq!(identify(text).code, code, "{text}");
    }
}

#[test]
fn a_sentence_is_surer_than_a_word_of_two_languages() {
    assert!(identify("This is certainly an English sentence").confidence > 0.95);
    assert!(identify("tag").confidence < 0.9);
}

#[test]
fn a_damaged_model_is_refused() {
    let good = include_bytes!("../../models/language.bin");
    assert!(Model::parse(good).is_some_and(|model| model.tables.len() == TABLES && model.write() == good));
    assert!(Model::parse(&good[..good.len() - 1]).is_none());
    assert!(Model::parse(b"nonsense").is_none() && Model::parse(b"TRLANG1\0\x01\x40").is_none());
}

#[test]
fn a_text_in_two_languages_falls_into_two_parts() {
    for (text, wanted) in [
        ("", ""),
        ("One language only. And again the same one here.", "en"),
        ("The release is ready for testing. La nouvelle version est prête pour les tests !", "en fr"),
        ("Bonjour à toutes et à tous. Hello to everybody in the room. Merci beaucoup pour votre aide.", "fr en fr"),
        ("Please read this carefully. これは日本語の文章です。", "en ja"),
        ("Все готово к выпуску. Everything is ready for the release.", "ru en"),
        ("We ate at the café. Ciao!", "en"),
    ] {
        let codes: Vec<_> = parts(text).iter().map(|part| part.language.code).collect();
        assert_eq!(codes.join(" "), wanted, "{text}");
        let joined: String = parts(text).iter().map(|part| &text[part.at.clone()]).collect();
        assert!(joined == text || wanted.is_empty());
    }
}

proptest! {
    #[test]
    fn any_text_has_an_answer(text in "\\PC{0,100}|[a-z`@:/. \n\u{300}\u{4e00}\u{3042}я]{0,200}") {
        let found = identify(&text);
        prop_assert!((0.0..=1.0).contains(&found.confidence) && (2..=3).contains(&found.code.len()));
        parts(&text);
    }
}
