//! `tribune topics` numbers every row and writes its table.

use super::{said, tribune};

fn rows() -> String {
    let subjects =
        ["the invoice of order {n} is missing", "my app crashes with camera {n}", "password reset mail {n} never came"];
    let row =
        |n: usize| format!("{{\"id\":\"m{n}\",\"text\":\"{}\"}}\n", subjects[n % 3].replace("{n}", &n.to_string()));
    (0..60).map(row).collect()
}

fn topics(output: &[u8]) -> Vec<i64> {
    let topic = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        value["topic"].as_i64().unwrap()
    };
    std::str::from_utf8(output).unwrap().lines().map(topic).collect()
}

#[test]
fn each_row_gets_its_topic_and_the_table_names_them() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("topics.jsonl");
    let output = tribune(&["topics", "--count", "3", "--table", table.to_str().unwrap()], rows().as_bytes());
    let numbers = topics(&output.stdout);
    assert_eq!(numbers.len(), 60);
    assert!((0..3).all(|subject| (0..60).skip(subject).step_by(3).all(|row| numbers[row] == numbers[subject])));
    let lines = std::fs::read_to_string(table).unwrap();
    let table: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(table.len(), 3);
    for row in &table {
        assert_eq!(row["messages"], 20);
        assert!(
            !row["name"].as_str().unwrap().is_empty() && row["typical"].as_str().unwrap().starts_with('m'),
            "{row}"
        );
    }
    assert!(lines.contains("invoice") && lines.contains("password") && lines.contains("camera"), "{lines}");
}

#[test]
fn the_same_rows_give_the_same_topics_and_little_gives_little() {
    let once = tribune(&["topics"], rows().as_bytes());
    assert_eq!(once.stdout, tribune(&["topics"], rows().as_bytes()).stdout);
    assert!(topics(&once.stdout).iter().all(|topic| *topic >= -1));
    assert_eq!(said(&tribune(&["topics"], b"")), "exit 0");
    assert_eq!(said(&tribune(&["topics"], b"{\"id\":7,\"text\":\"alone\"}\n")), "{\"id\":7,\"topic\":-1}\nexit 0");
    assert_eq!(
        said(&tribune(&["topics", "--count", "5"], b"{\"id\":7,\"text\":\"alone\"}\n")),
        "{\"id\":7,\"topic\":0}\nexit 0"
    );
    assert_eq!(tribune(&["topics", "--count", "0"], b"").status.code(), Some(2));
}

#[test]
fn the_table_is_a_file_and_not_the_output() {
    let run = tribune(&["topics", "--table", "-"], rows().as_bytes());
    assert_eq!(said(&run), "tribune: --table needs a file: standard output says which topic each message has\nexit 1");
    assert!(run.stdout.is_empty());
}
