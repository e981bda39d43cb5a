//! `tribune language` names languages and the parts of a mixed text.

use super::tribune;

#[test]
fn rows_are_named_and_mixed_ones_taken_apart() {
    let rows = "{\"id\":1,\"text\":\"Pourquoi ça ne marche pas ?\"}\n{\"id\":2,\"text\":\"🎉\"}\n\
                {\"id\":3,\"text\":\"The release is ready for testing. La nouvelle version est prête pour les tests.\"}\n";
    let output = tribune(&["language"], rows.as_bytes());
    let lines: Vec<serde_json::Value> =
        output.stdout.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
    assert_eq!(lines[0]["language"]["code"], "fr");
    assert_eq!(lines[1].to_string(), r#"{"id":2,"language":{"code":"und","confidence":0.0}}"#);
    assert_eq!(lines[2]["parts"][0]["text"], "The release is ready for testing.");
    assert_eq!(lines[2]["parts"][1]["code"], "fr");
}
