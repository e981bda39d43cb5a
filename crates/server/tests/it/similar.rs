//! `tribune similar` in its three forms.

use super::{said, tribune};

#[test]
fn a_row_ranks_all_its_own_candidates() {
    let rows = r#"{"id":"q","text":"reset my password","candidates":[{"id":7,"text":"dark mode"},{"id":"b","text":"password reset"},{"text":"invoices"}]}
{"text":"x","candidates":[]}"#;
    let output = tribune(&["similar", "--top", "1"], rows.as_bytes());
    let lines = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((lines[0]["id"].as_str(), lines[0]["ranked"][0].as_str()), (Some("q"), Some("b")));
    assert_eq!(lines[0]["ranked"].as_array().unwrap().len(), 3);
    assert!(lines[0]["scores"][0].as_f64() > lines[0]["scores"][1].as_f64());
    assert_eq!(lines[1].to_string(), r#"{"id":2,"ranked":[],"scores":[]}"#);
}

#[test]
fn rows_of_another_file_are_ranked_up_to_the_top() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("answers.jsonl");
    let known: String =
        (0..30).map(|n| format!("{{\"id\":\"a{n}\",\"text\":\"article {n} about topic{n}\"}}\n")).collect();
    std::fs::write(&path, known).unwrap();
    let path = path.to_str().unwrap();
    let output = tribune(&["similar", "--to", path, "--top", "3"], b"{\"id\":1,\"text\":\"tell me of topic17\"}\n");
    let line: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((line["ranked"][0].as_str(), line["ranked"].as_array().unwrap().len()), (Some("a17"), 3));
    let default = tribune(&["similar", "--to", path], b"{\"id\":1,\"text\":\"tell me of topic17\"}\n");
    let line: serde_json::Value = serde_json::from_slice(&default.stdout).unwrap();
    assert_eq!(line["scores"].as_array().unwrap().len(), 10);
    assert_eq!(tribune(&["similar", "--to", "/does/not/exist"], b"").status.code(), Some(1));
}

#[test]
fn without_either_near_duplicates_of_the_file_are_named_but_never_the_row_itself() {
    let rows = "{\"id\":\"a\",\"text\":\"win free coins at coins.example today\"}\n\
                {\"id\":\"b\",\"text\":\"how do I reset my password\"}\n\
                {\"id\":\"c\",\"text\":\"WIN free coins at coins.example today!!\"}\n";
    assert_eq!(
        said(&tribune(&["similar"], rows.as_bytes())),
        "{\"id\":\"a\",\"ranked\":[\"c\"],\"scores\":[1.0]}\n{\"id\":\"b\",\"ranked\":[],\"scores\":[]}\n\
         {\"id\":\"c\",\"ranked\":[\"a\"],\"scores\":[1.0]}\nexit 0"
    );
    assert_eq!(said(&tribune(&["similar"], b"")), "exit 0");
}
