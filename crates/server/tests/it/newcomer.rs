//! What somebody gives the text commands who has not read how they work: one clear line for each, and no panic.

use std::process::Output;

use super::tribune;

/// Bad rows by what is wrong with them; none holds a good one.
fn bad_rows() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("every byte", (0..=255).collect()),
        ("zeros", vec![0; 4096]),
        ("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0".to_vec()),
        ("a line of 10 MB", [b"{\"text\":\"".to_vec(), vec![b'x'; 10 << 20], b"\"}\n".to_vec()].concat()),
        ("10 MB without a line", vec![b'x'; 10 << 20]),
        ("plain text", b"the app crashes\nplease help\n".to_vec()),
        ("half a row", b"{\"id\":1,\"text\":\"it cra".to_vec()),
        ("no text", b"{\"id\":1}\n{\"id\":2,\"body\":\"x\"}\n".to_vec()),
        ("text that is none", b"{\"text\":5}\n{\"text\":null}\n{\"text\":[\"a\"]}\n".to_vec()),
        ("a list", b"[{\"text\":\"a\"},{\"text\":\"b\"}]\n".to_vec()),
        ("an indented document", b"[\n  {\n    \"text\": \"a\"\n  }\n]\n".to_vec()),
        ("half a pair of surrogates", b"{\"text\":\"\\ud83d\"}\n".to_vec()),
        ("a deep row", [b"{\"text\":".to_vec(), vec![b'['; 100_000], b"\n".to_vec()].concat()),
        ("UTF-16", "{\"text\":\"a\"}\n".encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("Latin-1", b"{\"text\":\"caf\xe9\"}\n".to_vec()),
    ]
}

/// Says what is wrong with how a command ended, if anything is.
fn complaint(output: &Output, code: i32) -> Option<String> {
    let (said, printed) = (String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout));
    let wrong = if said.contains("panicked") {
        "it panicked"
    } else if output.status.code() != Some(code) {
        "another exit code"
    } else if said.lines().any(|line| line.chars().count() > 300 || line.contains(char::is_control)) {
        "a long or strange line"
    } else if code != 0 && said.trim().is_empty() {
        "it says nothing"
    } else if code != 0 && !printed.is_empty() {
        "it prints data"
    } else {
        return None;
    };
    let shown = |text: &str| text.chars().take(300).collect::<String>();
    Some(format!("{wrong}: {:?}, {}, {}", output.status.code(), shown(&printed), shown(&said)))
}

/// A model that knows bugs from ideas.
fn model(folder: &std::path::Path) -> String {
    let (rows, model) = (folder.join("rows.jsonl"), folder.join("model"));
    let row = |n: usize| {
        let (text, label) = if n.is_multiple_of(2) { ("it crashed", "bug") } else { ("please add folders", "idea") };
        format!("{{\"text\":\"{text} {n}\",\"label\":\"{label}\"}}\n")
    };
    std::fs::write(&rows, (0..8).map(row).collect::<String>()).unwrap();
    let (rows, model) = (rows.to_str().unwrap().to_owned(), model.to_str().unwrap().to_owned());
    assert_eq!(tribune(&["train", "--data", &rows, "--out", &model], b"").status.code(), Some(0));
    model
}

#[test]
fn rows_that_are_none_are_refused_and_nothing_panics() {
    let folder = tempfile::tempdir().unwrap();
    let model = model(folder.path());
    let good = folder.path().join("good.jsonl");
    std::fs::write(&good, "{\"text\":\"how do I reset my password\"}\n").unwrap();
    let commands: [&[&str]; 8] = [
        &["read"],
        &["words"],
        &["language"],
        &["classify", "--model", &model],
        &["topics"],
        &["similar"],
        &["similar", "--to", good.to_str().unwrap()],
        &["spikes"],
    ];
    let mut wrong = Vec::new();
    for command in commands {
        for (what, rows) in bad_rows() {
            wrong.extend(complaint(&tribune(command, &rows), 1).map(|why| format!("{command:?}, {what}: {why}")));
        }
        for (what, rows) in [("nothing", &b""[..]), ("blank lines", b"\n\r\n\n"), ("a mark", b"\xef\xbb\xbf")] {
            let output = tribune(command, rows);
            let silent = output.stdout.is_empty() && output.stderr.is_empty() && output.status.code() == Some(0);
            wrong.extend((!silent).then(|| format!("{command:?}, {what}: {output:?}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn any_mail_is_trimmed() {
    for (what, mail) in bad_rows() {
        let output = tribune(&["trim"], &mail);
        assert_eq!(complaint(&output, 0), None, "{what}");
        assert!(output.stdout.ends_with(b"\n") && output.stderr.is_empty(), "{what}");
    }
    assert_eq!(tribune(&["trim"], b"").stdout, b"");
    assert_eq!(complaint(&tribune(&["trim"], &vec![b'x'; (64 << 20) + 1]), 1), None);
}

#[test]
fn what_cannot_be_learned_from_is_said_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let out = path("model");
    let train = |rows: &[u8], out: &str| {
        std::fs::write(path("rows"), rows).unwrap();
        tribune(&["train", "--data", &path("rows"), "--out", out], b"")
    };
    for (what, rows) in bad_rows() {
        assert_eq!(complaint(&train(&rows, &out), 1), None, "{what}");
    }
    let label = |label: &str| format!("{{\"text\":\"it crashed\",\"label\":{label}}}\n");
    let expect = |labels: &[&str], says: &str| {
        let rows: String = labels.iter().map(|one| label(one)).collect();
        let output = train(rows.as_bytes(), &out);
        assert_eq!(complaint(&output, 1), None, "{labels:?}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(says), "{labels:?}: {said}");
    };
    expect(&["\"bug\""], "give at least two labels with two rows each");
    expect(&["\"bug\"", "\"bug\"", "\"bug\""], "give at least two labels with two rows each");
    expect(&["\"bug\"", "\"idea\""], "give at least two labels with two rows each");
    for wrong in ["5", "null", "true", "{\"a\":1}", "[1]", "[[\"a\"]]"] {
        expect(&[wrong], "expected a string");
    }
    // A row may say that none of the labels holds.
    expect(&["\"bug\"", "[]"], "give at least two labels with two rows each");
    for empty in ["\"\"", "\"  \"", "[\"bug\",\"\"]"] {
        expect(&[empty], "line 1: an empty label");
    }
    let rows: String = ["\"a\"", "\"b\""].repeat(3).iter().map(|one| label(one)).collect();
    for (out, says) in [(path("no/such/folder/model"), "cannot write"), (path(""), "cannot write")] {
        let output = train(rows.as_bytes(), &out);
        assert_eq!(complaint(&output, 1), None, "{out}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(says) && !said.contains("learning"), "after minutes of learning it is too late: {said}");
    }
    assert!(!std::fs::exists(&out).unwrap());
    let run = tribune(&["train", "--data", &path("gone"), "--out", &out], b"");
    assert_eq!(complaint(&run, 1), None);
}

#[test]
fn what_is_no_model_is_refused_before_a_row_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let model = model(folder.path());
    let whole = std::fs::read(&model).unwrap();
    let bad = folder.path().join("bad");
    let cut = whole[..whole.len() / 2].to_vec();
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 4;
    let files =
        [(b"".to_vec(), "no model file"), (vec![0; 4096], "no model file"), (cut, "cut short"), (flipped, "damaged")];
    for (bytes, says) in files {
        std::fs::write(&bad, bytes).unwrap();
        let output = tribune(&["classify", "--model", bad.to_str().unwrap()], b"{\"text\":\"it crashed\"}\n");
        assert_eq!(complaint(&output, 1), None, "{says}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(says) && said.lines().count() == 1, "{said}");
    }
    for model in [folder.path().to_str().unwrap(), "/no/such/model"] {
        assert_eq!(complaint(&tribune(&["classify", "--model", model], b""), 1), None, "{model}");
    }
}

#[test]
fn wrong_usage_is_said_with_exit_code_two() {
    let usages: [&[&str]; 10] = [
        &["read", "--no-such-option"],
        &["read", "one", "two"],
        &["train"],
        &["train", "--data", "x"],
        &["classify"],
        &["topics", "--count", "many"],
        &["topics", "--count", "-1"],
        &["similar", "--top", "-3"],
        &["trim", "mail.txt"],
        &["spikes", "--count", "3"],
    ];
    for usage in usages {
        let output = tribune(usage, b"");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{usage:?}: {said}");
        assert!(said.starts_with("error: "), "{usage:?}: {said}");
    }
}
