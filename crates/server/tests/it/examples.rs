//! `tribune examples` gives what people said as rows that `tribune train` learns from.

use serde_json::{Value as Json, json};

use crate::desk::{archive, desk};
use crate::{said, tribune};

#[test]
fn what_people_said_is_what_a_model_learns_from() {
    let desk = desk();
    desk.import(&desk.file("chat.jsonl", &archive(20)));
    let act = |name: &str, input: Json| desk.json(&["act", name, &input.to_string(), "--workspace", "aurora"]);
    let texts = ["the app crashes", "it freezes again", "please add folders", "a dark mode would be nice"];
    for (nth, text) in texts.iter().enumerate() {
        for place in ["here", "today", "at work"] {
            let kind = if nth < 2 { "bug" } else { "idea" };
            act("example.add", json!({ "text": format!("{text} {place}"), "title": "so", "kind": kind, "spam": "no" }));
        }
    }
    act("example.add", json!({ "text": "only its mood", "sentiment": 0.8 }));
    let lines = |label: &str| -> Vec<Json> {
        let output = desk.run(&["examples", "--workspace", "aurora", "--label", label], b"");
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    assert_eq!(lines("sentiment")[0]["label"], "positive");
    assert_eq!(lines("spam").iter().filter(|row| row["label"] == "no").count(), 12);
    assert!(lines("language").is_empty());
    let kinds = lines("kind");
    assert_eq!(kinds.len(), 12, "{kinds:?}");
    assert_eq!(kinds[11]["label"], "bug", "the newest first");
    let rows: String = kinds.iter().map(|row| format!("{row}\n")).collect();
    let (data, model) = (desk.file("examples.jsonl", &rows), desk.file("model", ""));
    let output = tribune(&["train", "--data", &data, "--out", &model], b"");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
}
