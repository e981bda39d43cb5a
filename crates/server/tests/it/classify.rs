//! `tribune train` and `tribune classify`: what was learned is said, with its worth, and the same every time.

use std::path::Path;

use serde_json::{Value, json};

use crate::{said, tribune};

const BUGS: [&str; 6] = [
    "the app crashes when I open a photo",
    "it freezes after the update and shows an error",
    "the sync is broken since yesterday",
    "crash on start, error 42",
    "the export fails with an error message",
    "search does not work, it crashes",
];
const WISHES: [&str; 6] = [
    "please add a dark mode",
    "it would be nice to have folders",
    "could you add an export to PDF please",
    "I wish there was a widget",
    "please support two accounts",
    "adding shortcuts would be great",
];

/// Writes labelled rows, each twice with a word of its own, and returns the file's name.
fn data(folder: &Path, label: impl Fn(&str) -> Value) -> String {
    let mut lines = String::new();
    for (texts, name) in [(BUGS, "bug"), (WISHES, "wish")] {
        for text in texts.iter().flat_map(|text| [format!("{text} today"), format!("hello, {text}")]) {
            lines += &format!("{}\n", json!({"text": text, "title": name, "label": label(name), "repo": "unused"}));
        }
    }
    let path = folder.join("data.jsonl");
    std::fs::write(&path, lines).unwrap();
    path.to_str().unwrap().to_owned()
}

fn parsed(bytes: &[u8]) -> Vec<Value> {
    String::from_utf8(bytes.to_vec()).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn what_was_learned_is_said_of_new_messages() {
    let folder = tempfile::tempdir().unwrap();
    let model = folder.path().join("model");
    let model = model.to_str().unwrap();
    let trained = tribune(&["train", "--data", &data(folder.path(), |name| json!(name)), "--out", model], b"");
    let quality = &parsed(&trained.stdout)[0];
    assert_eq!((&quality["labels"], &quality["rows"], &quality["folds"]), (&json!(2), &json!(24), &json!(5)));
    assert!(quality["macro_f1"].as_f64().unwrap() > 0.9, "{quality}");
    assert!(quality["ece"].as_f64().unwrap() < 0.5, "{quality}");
    let input = concat!(
        "{\"id\":\"a\",\"text\":\"the app crashes with an error\",\"title\":\"bug\"}\n",
        "{\"text\":\"please add folders\"}\n",
    );
    let answers = parsed(&tribune(&["classify", "--model", model], input.as_bytes()).stdout);
    assert_eq!((&answers[0]["id"], &answers[0]["label"]), (&json!("a"), &json!("bug")));
    assert_eq!((&answers[1]["id"], &answers[1]["label"]), (&json!(2), &json!("wish")));
    assert!(answers[1]["confidence"].as_f64().unwrap() > 0.5);
    let evidence = answers[1]["evidence"].as_array().unwrap();
    assert!(evidence.iter().any(|phrase| phrase.as_str().unwrap().contains("please")), "{evidence:?}");
}

#[test]
fn the_same_rows_give_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let data = data(folder.path(), |name| json!(name));
    let train = |name: &str| {
        let out = folder.path().join(name);
        tribune(&["train", "--data", &data, "--out", out.to_str().unwrap()], b"");
        std::fs::read(out).unwrap()
    };
    assert_eq!(train("one"), train("two"));
}

#[test]
fn a_message_may_have_several_labels() {
    let folder = tempfile::tempdir().unwrap();
    let model = folder.path().join("model");
    let model = model.to_str().unwrap();
    let data = data(folder.path(), |name| if name == "bug" { json!(["bug", "urgent"]) } else { json!([name]) });
    tribune(&["train", "--data", &data, "--out", model], b"");
    let answers = parsed(
        &tribune(&["classify", "--model", model], b"{\"text\":\"it crashes with an error\",\"title\":\"bug\"}\n")
            .stdout,
    );
    assert_eq!(answers[0]["labels"], json!(["bug", "urgent"]));
}

#[test]
fn a_row_may_have_none_of_the_labels() {
    let folder = tempfile::tempdir().unwrap();
    let model = folder.path().join("model");
    let model = model.to_str().unwrap();
    let data = data(folder.path(), |name| if name == "bug" { json!(["bug"]) } else { json!([]) });
    let more = data.replace("data.jsonl", "more.jsonl");
    let urgent = "{\"text\":\"urgent, call me now\",\"label\":[\"urgent\"]}\n".repeat(3);
    std::fs::write(&more, std::fs::read_to_string(&data).unwrap() + &urgent).unwrap();
    let trained = tribune(&["train", "--data", &more, "--out", model], b"");
    assert_eq!(parsed(&trained.stdout)[0]["rows"], json!(27), "{}", said(&trained));
    let asked = b"{\"text\":\"zzz qqq\"}\n{\"text\":\"it crashes with an error today\",\"title\":\"bug\"}\n";
    let answers = parsed(&tribune(&["classify", "--model", model], asked).stdout);
    assert_eq!((&answers[0]["labels"], &answers[0]["unsure"]), (&json!([]), &json!(true)));
    assert_eq!(answers[1]["labels"], json!(["bug"]));
}

#[test]
fn what_cannot_be_learned_from_or_read_is_refused_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let check = |rows: &str, expected: &str| {
        std::fs::write(path("rows"), rows).unwrap();
        let run = tribune(&["train", "--data", &path("rows"), "--out", &path("model")], b"");
        assert_eq!(said(&run), expected);
        assert!(!std::fs::exists(path("model")).unwrap());
    };
    let one = "{\"text\":\"a\",\"label\":\"x\"}\n";
    check("", "exit 0");
    check("{\"text\":\"a\"}\n", "line 1: missing field `label` (column 12)\nrefused: 1\nexit 1");
    check(
        one,
        "learning from 1 rows\ntribune: there is nothing to tell apart: give at least two labels with two rows each\nexit 1",
    );
    std::fs::write(path("rows"), "no model").unwrap();
    let run = tribune(&["classify", "--model", &path("rows")], one.as_bytes());
    let expected = format!(
        "tribune: cannot read the model {}: this is no model file, or it is cut short; make one with `tribune train`\nexit 1",
        path("rows")
    );
    assert_eq!(said(&run), expected);
}
