//! Words that say what a message or a topic is about, by the front door, also where words have no spaces between them.

use text::topics::{Settings, discover};
use text::{Input, Reader};

fn keywords(text: &str) -> Vec<String> {
    let input = Input { text, ..Input::default() };
    Reader::new().read(&input).keywords.iter().map(|span| span.words(&input).to_owned()).collect()
}

#[test]
fn keywords_are_words_and_never_single_signs() {
    let cases: [(&str, &[&str]); 5] = [
        ("アプリが起動しません", &["アプリ", "起動"]),
        ("ログインができない。パスワードを忘れました", &["ログイン", "パスワード"]),
        ("我的应用程序无法打开", &["应用程序", "打开"]),
        ("앱이 실행되지 않아요 비밀번호를 잊었어요", &["비밀번호"]),
        ("Où est mon bouton ? Le menu au bureau se ferme", &["bouton", "bureau", "menu"]),
    ];
    for (text, wanted) in cases {
        let found = keywords(text);
        assert!(wanted.iter().all(|word| found.iter().any(|keyword| keyword == word)), "{text}: {found:?}");
        let empty = ["où", "Où", "mon", "au", "se", "le"];
        assert!(
            found.iter().all(|word| word.chars().count() > 1 && !empty.contains(&word.as_str())),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn a_keyword_holds_nothing_that_nobody_sees() {
    assert!(keywords("The id\u{200b}iot settings").iter().all(|word| word.is_ascii()));
}

#[test]
fn topics_are_named_by_words_in_every_script() {
    let japanese = [
        "ログインができません",
        "ログイン画面が表示されない",
        "ログインの表示がおかしい",
        "ログインを直してください",
        "請求書はどこですか",
        "請求書をもう一度送ってください",
        "請求書の住所が違う",
        "請求書がまだ届きません",
    ];
    let french = [
        "Où est ma facture ?",
        "La facture de mars n'est pas arrivée",
        "Je n'ai pas reçu ma facture",
        "Comment payer la facture ?",
        "Le mot de passe ne marche pas",
        "Mon mot de passe est refusé",
        "Où changer mon mot de passe ?",
        "J'ai oublié le mot de passe",
    ];
    let empty = ["de", "se", "mon", "ma", "au", "où", "ou", "qu", "est", "je", "la", "le", "pas", "ne", "de se"];
    for (texts, wanted) in [(japanese, ["ログイン", "請求書"]), (french, ["facture", "passe"])] {
        let sorted = discover(&texts, Settings { count: Some(2), seed: 0 });
        let words: Vec<String> = sorted.iter().flat_map(|topic| topic.keywords.clone()).collect();
        for word in wanted {
            assert!(words.iter().any(|found| found.contains(word)), "{word}: {words:?}");
        }
        assert!(words.iter().all(|word| word.chars().count() > 1 && !empty.contains(&word.as_str())), "{words:?}");
    }
}
