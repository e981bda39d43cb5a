//! `tribune words` shows what the text engine sees.

use super::tribune;

#[test]
fn a_row_is_taken_apart() {
    let output = tribune(&["words"], r#"{"id":"a","text":"Café @ada!"}"#.as_bytes());
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "{\"id\":\"a\",\"search\":[\"cafe\",\"ada\"],\"words\":[{\"kind\":\"word\",\"text\":\"café\"},\
         {\"kind\":\"handle\",\"text\":\"ada\"},{\"kind\":\"mark\",\"text\":\"!\"}],\"folded\":\"cafe ada\"}\n"
    );
}

#[test]
fn own_words_are_shown_where_something_was_set_apart() {
    let output = tribune(&["words"], br#"{"text":"> theirs\nmine"}"#);
    let line: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(line["own"], "mine");
}
