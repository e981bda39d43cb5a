//! The main job from outside: an archive in, worked, undone, and the report out.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value as Json;
use store::testing::{Scratch, scratch};
use store::{Db, digest};
use tempfile::TempDir;

use crate::{said, tribune};

const MAP: &str = "text=text,author=author,time=ts,conversation=topic,channel=stream,id=id";

/// A data folder or database with the workspace `aurora`, and a folder for files.
pub(crate) struct Desk {
    pub(crate) scratch: Scratch,
    pub(crate) files: TempDir,
}

pub(crate) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
}

pub(crate) fn desk() -> Desk {
    let desk = Desk::bare();
    assert_eq!(desk.run(&["workspace", "add", "aurora"], b"").status.code(), Some(0));
    desk
}

impl Desk {
    /// An empty instance, without a workspace.
    pub(crate) fn bare() -> Desk {
        Desk { scratch: runtime().block_on(scratch()).unwrap(), files: tempfile::tempdir().unwrap() }
    }

    fn place(&self) -> Vec<String> {
        match &self.scratch.place {
            store::Place::Folder(folder) => vec!["--data".to_owned(), folder.display().to_string()],
            store::Place::Url(url) => vec!["--database".to_owned(), url.clone()],
        }
    }

    pub(crate) fn run(&self, arguments: &[&str], input: &[u8]) -> std::process::Output {
        let place = self.place();
        let all: Vec<&str> = arguments.iter().copied().chain(place.iter().map(String::as_str)).collect();
        tribune(&all, input)
    }

    pub(crate) fn json(&self, arguments: &[&str]) -> Json {
        let output = self.run(arguments, b"");
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        serde_json::from_slice(output.stdout.split(|byte| *byte == b'\n').next().unwrap()).unwrap()
    }

    pub(crate) fn file(&self, name: &str, text: &str) -> String {
        let path = self.files.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    pub(crate) fn import(&self, file: &str) -> Json {
        self.json(&["import", "run", file, "--workspace", "aurora", "--map", MAP, "--json"])
    }

    pub(crate) fn state(&self) -> Vec<(String, String)> {
        runtime().block_on(async {
            let db = Db::open(&self.scratch.place).await.unwrap();
            let state = digest::of_workspace(&db, 1).await.unwrap();
            db.close().await;
            state
        })
    }

    fn count(&self) -> i64 {
        runtime().block_on(async {
            let db = Db::open(&self.scratch.place).await.unwrap();
            let count = store::testing::count_rows(&db, "message").await.unwrap();
            db.close().await;
            count
        })
    }

    /// Starts the command and does not wait for it.
    pub(crate) fn begin(&self, arguments: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_tribune"))
            .args(arguments)
            .args(self.place())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// Starts the command and kills it once between 5 and 95 % of `total` messages are there.
    pub(crate) fn kill_midway(&self, arguments: &[&str], total: i64) {
        let runtime = runtime();
        // One connection for all looks: opening one takes longer than a batch does.
        let db = runtime.block_on(Db::open(&self.scratch.place)).unwrap();
        let count = || runtime.block_on(store::testing::count_rows(&db, "message")).unwrap();
        let (begun, start) = (Instant::now(), count());
        let mut child = self.begin(arguments);
        let (low, high) = (total / 20, total - total / 20);
        loop {
            let now = count();
            if (now - start).abs() >= 400 && (low..=high).contains(&now) {
                break;
            }
            let ended = child.try_wait().unwrap();
            assert!(ended.is_none(), "it ended with {now} of {total} before it could be killed");
            assert!(begun.elapsed() < Duration::from_secs(120), "it never came between 5 and 95 %");
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let left = count();
        assert!((low..=high).contains(&left), "killed with {left} of {total}");
        runtime.block_on(db.close());
    }
}

/// As many messages as asked, of 97 people in conversations of about twenty, one minute apart.
pub(crate) fn archive(count: i64) -> String {
    let mut text = String::new();
    for id in 1..=count {
        let row = serde_json::json!({ "id": id, "stream": format!("room {}", id % 3), "topic": format!("topic {}", id / 20),
            "author": format!("person{}", id * 7 % 97), "ts": 1_709_251_200 + id * 60,
            "text": format!("Message number {id}: the export fails with error {} since the update, please help", id % 500) });
        text.push_str(&row.to_string());
        text.push('\n');
    }
    text
}

#[test]
fn an_archive_comes_in_is_worked_reported_and_goes_again() {
    let desk = desk();
    let empty = desk.state();
    let file = desk.file("chat.jsonl", &archive(300));
    let sheet = desk.import(&file);
    assert_eq!((&sheet["read"], &sheet["imported"], &sheet["already"]), (&300.into(), &300.into(), &0.into()));
    let again = desk.import(&file);
    assert_eq!((&again["imported"], &again["already"]), (&0.into(), &300.into()));
    let report = desk.run(&["report", "--workspace", "aurora", "--month", "2024-03", "--format", "json"], b"");
    let report: Json = serde_json::from_slice(&report.stdout).unwrap();
    assert_eq!(report["metrics"][0]["value"], 300);
    for format in ["html", "md"] {
        let text = desk.run(&["report", "--workspace", "aurora", "--month", "2024-03", "--format", format], b"");
        assert!(text.stdout.len() > 1000, "{}", said(&text));
    }
    let run = sheet["run"].as_str().unwrap();
    let undone = desk.json(&["import", "undo", run, "--json"]);
    assert_eq!(undone["undone"], 300);
    assert_eq!(desk.state(), empty);
    assert_eq!(desk.run(&["journal", "verify"], b"").status.code(), Some(0));
}

#[test]
fn an_act_is_done_and_undone_by_its_entry() {
    let desk = desk();
    desk.import(&desk.file("chat.jsonl", &archive(60)));
    let before = desk.state();
    let entries = desk.run(&["journal", "list", "--workspace", "aurora", "--json"], b"");
    assert!(String::from_utf8_lossy(&entries.stdout).contains("import.run"));
    let conversation = runtime().block_on(async {
        let db = Db::open(&desk.scratch.place).await.unwrap();
        let mut conn = db.read().await.unwrap();
        let seen = hub::access::operator(model::WorkspaceId(1));
        store::conversations::list(&mut conn, &seen, &Default::default(), 1).await.unwrap()[0].id
    });
    let input = format!("{{\"conversation\":\"{conversation}\",\"label\":\"vip\"}}");
    let done = desk.json(&["act", "conversation.label", &input, "--workspace", "aurora"]);
    assert_eq!(done["act"], "conversation.label");
    assert!(done["seq"].is_i64(), "{done}");
    assert_ne!(desk.state(), before);
    desk.json(&["undo", done["undo"].as_str().unwrap()]);
    assert_eq!(desk.state(), before);
}

#[test]
fn a_killed_import_loses_nothing_and_doubles_nothing() {
    let total = 20_000;
    let desk = desk();
    let empty = desk.state();
    let file = desk.file("chat.jsonl", &archive(total));
    let run = ["import", "run", &file, "--workspace", "aurora", "--map", MAP, "--json"];
    desk.kill_midway(&run, total);
    let half = desk.count();
    let sheet = desk.import(&file);
    assert_eq!(sheet["read"], total);
    assert_eq!(sheet["imported"], total, "{half} were there when it was killed");
    assert!(sheet["resumed_after"].as_i64().unwrap() > 0);
    assert_eq!(desk.count(), total);
    let rebuilt = desk.run(&["counts", "rebuild"], b"");
    assert!(String::from_utf8_lossy(&rebuilt.stdout).contains("equal what was kept"), "{}", said(&rebuilt));
    let id = sheet["run"].as_str().unwrap();
    desk.kill_midway(&["import", "undo", id], total);
    desk.json(&["import", "undo", id, "--json"]);
    assert_eq!(desk.state(), empty);
}

#[test]
fn what_goes_wrong_is_said_in_one_line() {
    let desk = desk();
    let file = desk.file("chat.jsonl", &archive(3));
    let empty = desk.file("empty.jsonl", "");
    for (arguments, expected) in [
        (vec!["import", "run", &file, "--workspace", "nowhere"], "there is no workspace `nowhere`"),
        (vec!["import", "run", "/no/such/file", "--workspace", "aurora"], "cannot read /no/such/file"),
        (vec!["import", "run", &empty, "--workspace", "aurora"], "empty"),
        (vec!["import", "undo", "zzz"], "there is no import run zzz"),
        (vec!["undo", "zzz"], "there is no journal entry zzz"),
        (vec!["act", "conversation.fly", "--workspace", "aurora"], "there is no such act"),
        (vec!["act", "conversation.close", "{", "--workspace", "aurora"], "the input is not JSON"),
        (vec!["workspace", "add", "aurora"], "there is a workspace `aurora` already"),
    ] {
        let output = desk.run(&arguments, b"");
        let words = said(&output);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {words}");
        assert!(words.contains(expected), "{arguments:?}: {words}");
        assert_eq!(String::from_utf8_lossy(&output.stderr).trim().lines().count(), 1, "{words}");
    }
    assert_eq!(desk.run(&["report", "--workspace", "aurora", "--month", "March"], b"").status.code(), Some(2));
    let output = desk.run(&["import", "plan", &file, "--workspace", "aurora", "--zone", "Europe/Berln"], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("it is neither a zone's name, such as Europe/Berlin"), "{}", said(&output));
}
