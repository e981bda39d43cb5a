//! The stream contract, shown on `tribune words`: any row command keeps it, since all go through `lines`.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};

use super::{said, tribune};

fn ids(output: &[u8]) -> Vec<String> {
    let id = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        value["id"].to_string()
    };
    std::str::from_utf8(output).unwrap().lines().map(id).collect()
}

#[test]
fn ids_come_back_unchanged_and_missing_ones_are_line_numbers() {
    let rows = "\u{feff}{\"id\":\"a\\u00e9\",\"text\":\"x\"}\r\n\n{\"text\":\"x\"}\n{\"id\":12345678901234567890123,\"text\":\"\"}\n\
                {\"id\":null,\"text\":\"x\"}\n{\"text\":\"x\",\"id\":1.50}";
    let output = tribune(&["words", "-"], rows.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    let lines = String::from_utf8(output.stdout).unwrap();
    let raw: Vec<_> = lines.lines().map(|line| &line[6..line.find(",\"search").unwrap()]).collect();
    assert_eq!(raw, ["\"a\\u00e9\"", "3", "12345678901234567890123", "5", "1.50"]);
}

#[test]
fn refused_rows_are_named_counted_and_left_out() {
    let rows = b"{\"text\":\"x\"}\n{\"id\":1}\nnonsense\n{\"id\":[],\"text\":\"\"}\n{\"id\":5,\"text\":\"\xff\"}\n{\"text\":\"x\"}\n";
    let output = tribune(&["words"], rows);
    assert_eq!(ids(&output.stdout), ["1", "6"]);
    assert_eq!(output.status.code(), Some(0));
    let refusals = String::from_utf8(output.stderr).unwrap();
    let starts: Vec<_> = refusals.lines().map(|line| line.split(':').next().unwrap()).collect();
    assert_eq!(starts, ["line 2", "line 3", "line 4", "line 5", "refused"]);
    assert!(refusals.contains("missing field `text`") && refusals.ends_with("refused: 4\n"), "{refusals}");
}

#[test]
fn exit_code_says_whether_anything_was_good() {
    let quiet = |input: &str, arguments: &[&str]| tribune(arguments, input.as_bytes()).status.code();
    assert_eq!(said(&tribune(&["words"], b"")), "exit 0");
    assert_eq!(said(&tribune(&["words"], b"\n\r\n")), "exit 0");
    assert_eq!(quiet("nonsense\n", &["words"]), Some(1));
    assert_eq!(quiet("", &["words", "/does/not/exist"]), Some(1));
    assert_eq!(quiet("", &["words", "--nonsense"]), Some(2));
    assert_eq!(quiet("", &["nonsense"]), Some(2));
}

#[test]
fn strict_stops_at_the_first_bad_row() {
    let output = tribune(&["words", "--strict"], b"{\"text\":\"x\"}\nbad\n{\"text\":\"x\"}\nworse\n");
    assert_eq!(ids(&output.stdout), ["1"]);
    assert_eq!(output.status.code(), Some(1));
    let refusals = String::from_utf8(output.stderr).unwrap();
    assert!(refusals.starts_with("line 2: ") && !refusals.contains("line 4"), "{refusals}");
}

#[test]
fn a_line_may_be_one_mebibyte_and_no_longer() {
    let row = |bytes: usize| format!("{{\"text\":\"{}\"}}\n", " ".repeat(bytes - 11));
    let mebibyte = 1 << 20;
    let rows = format!("{}{}{}{}", row(mebibyte), row(mebibyte + 1), row(5 * mebibyte), row(12));
    let output = tribune(&["words"], rows.as_bytes());
    assert_eq!(ids(&output.stdout), ["1", "4"]);
    let refusals = String::from_utf8(output.stderr).unwrap();
    assert_eq!(refusals, "line 2: longer than 1 MiB\nline 3: longer than 1 MiB\nrefused: 2\n");
}

#[test]
fn order_holds_over_many_batches_and_packed_files_are_unpacked() {
    let rows: String = (0..50_000).map(|n| format!("{{\"id\":{n},\"text\":\"some words of row {n}\"}}\n")).collect();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.jsonl.gz");
    let file = std::fs::File::create(&path).unwrap();
    let mut packed = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
    packed.write_all(rows.as_bytes()).unwrap();
    packed.finish().unwrap();
    let output = tribune(&["words", path.to_str().unwrap()], b"");
    let wanted: Vec<_> = (0..50_000).map(|n| n.to_string()).collect();
    assert_eq!(ids(&output.stdout), wanted);
}

#[test]
fn answers_arrive_while_the_input_pauses() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tribune"))
        .arg("words")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    for n in 0..3 {
        stdin.write_all(format!("{{\"id\":{n},\"text\":\"x\"}}\n").as_bytes()).unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        assert_eq!(ids(line.as_bytes()), [n.to_string()]);
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_reader_who_leaves_early_is_no_error() {
    let rows = "{\"text\":\"many words that fill the pipe quickly\"}\n".repeat(100_000);
    let mut child = Command::new(env!("CARGO_BIN_EXE_tribune"))
        .arg("words")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(rows.as_bytes()).is_ok());
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut [0; 100]).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
}
