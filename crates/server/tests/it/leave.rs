//! Leaving with everything: what an export holds comes back, and leaves again with the same bytes.

use std::path::Path;

use serde_json::{Value as Json, json};
use store::Db;

use crate::desk::{Desk, archive, desk, runtime};
use crate::said;

/// A tracker's and a mail's worth of things that a plain chat does not have: no ids, bytes that are no
/// text, files, a bot, no time.
fn odd(desk: &Desk) -> String {
    let folder = desk.files.path().join("odd");
    std::fs::create_dir_all(&folder).unwrap();
    let mail = "From ada@example.org Fri Mar  1 08:00:00 2024\nFrom: Ada <ada@example.org>\nTo: list@example.org\nSubject: Caf\u{e9} crashes\nMessage-ID: <1@example.org>\nDate: Fri, 1 Mar 2024 08:00:00 +0000\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\nIt crashes, see the log.\n--b\nContent-Type: application/octet-stream; name=log.bin\nContent-Disposition: attachment; filename=log.bin\nContent-Transfer-Encoding: base64\n\n/wABAgMEBQ==\n--b--\n\nFrom grace@example.org Fri Mar  1 09:00:00 2024\nFrom: Grace <grace@example.org>\nSubject: Re: Caf\u{e9} crashes\nMessage-ID: <2@example.org>\nIn-Reply-To: <1@example.org>\nDate: not a date\nX-Odd: \u{ff}\n\nThank you, this is great!\n\n";
    let bytes: Vec<u8> = mail.chars().map(|letter| letter as u8).collect();
    let path = folder.join("list.mbox");
    std::fs::write(&path, bytes).unwrap();
    path.display().to_string()
}

/// Messages on which people left signs.
fn signed(desk: &Desk) -> String {
    let line = |id: u32, signs: Json| {
        json!({ "tribune": 1, "type": "message", "origin": "forum", "id": id.to_string(), "author": { "handle": "ada" },
            "time": format!("2024-03-05T10:00:{id:02}Z"), "text": "Who comes along?", "reactions": signs })
        .to_string()
            + "\n"
    };
    let some = json!([{ "name": "tada", "count": 12 }, { "name": "caf\u{e9}", "count": u64::MAX }, { "name": "tada", "count": 1 }]);
    desk.file("signed.jsonl", &(line(1, some) + &line(2, json!([]))))
}

/// A workspace with two imports, a colleague, and a decision of every sort.
fn lively() -> Desk {
    let desk = desk();
    desk.import(&desk.file("chat.jsonl", &archive(300)));
    desk.json(&["import", "run", &odd(&desk), "--workspace", "aurora", "--json"]);
    let add = ["user", "add", "ada@example.org", "--workspace", "aurora", "--role", "agent", "--password-stdin"];
    assert_eq!(desk.run(&add, b"correct horse battery").status.code(), Some(0));
    let (conversations, messages, people) = things(&desk);
    let (first, second) = (&conversations[0], &conversations[1]);
    for (act, input) in [
        ("conversation.label", json!({ "conversation": first, "label": "caf\u{e9}" })),
        ("conversation.note", json!({ "conversation": first, "body": "call her back" })),
        ("conversation.assign", json!({ "conversation": first, "staff": "ada@example.org" })),
        ("conversation.snooze", json!({ "conversation": second, "until": "2035-01-01" })),
        ("conversation.merge", json!({ "conversation": conversations[2], "into": conversations[3] })),
        ("message.correct", json!({ "message": messages[0], "kind": "praise", "language": "fr" })),
        (
            "example.add",
            json!({ "text": "the caf\u{e9} is closed", "kind": "complaint", "spam": false, "language": "en" }),
        ),
        ("message.correct", json!({ "message": messages[1], "urgency": true, "asks_reply": "no" })),
        ("product.add", json!({ "name": "Night View", "spellings": "nightview, dark mode" })),
        ("member.merge", json!({ "member": people[0], "into": people[1] })),
    ] {
        desk.json(&["act", act, &input.to_string(), "--workspace", "aurora", "--as", "ada@example.org"]);
    }
    desk.run(&["report", "--workspace", "aurora", "--month", "2024-03", "--format", "json"], b"");
    desk
}

fn things(desk: &Desk) -> (Vec<String>, Vec<String>, Vec<String>) {
    runtime().block_on(async {
        let db = Db::open(&desk.scratch.place).await.unwrap();
        let mut conn = db.read().await.unwrap();
        let seen = hub::access::operator(model::WorkspaceId(1));
        let all = store::conversations::list(&mut conn, &seen, &Default::default(), 20).await.unwrap();
        let found = hub::search::find(&mut conn, &seen, ("error", None), 20).await.unwrap();
        let people = store::members::list_by_name(&mut conn, &seen, "", 20).await.unwrap();
        drop(conn);
        db.close().await;
        (
            all.iter().map(|one| one.id.to_string()).collect(),
            found.messages.iter().map(|one| one.id.to_string()).collect(),
            people.iter().map(|one| one.id.to_string()).collect(),
        )
    })
}

fn export(desk: &Desk, workspace: &str, name: &str) -> String {
    let path = desk.files.path().join(name).display().to_string();
    let output = desk.run(&["export", "--workspace", workspace, "--out", &path], b"");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    path
}

/// An instance of its own, with what `path` holds in the workspace `name`, after as many others.
fn restored(path: &str, (others, name): (usize, &str)) -> (Desk, Json) {
    let desk = Desk::bare();
    for other in 0..others {
        assert_eq!(desk.run(&["workspace", "add", &format!("other{other}")], b"").status.code(), Some(0));
    }
    assert_eq!(desk.run(&["workspace", "add", name], b"").status.code(), Some(0));
    let sheet = desk.json(&["import", "run", path, "--workspace", name, "--json"]);
    (desk, sheet)
}

fn same_bytes(one: &str, other: &str) {
    let (one, other) = (std::fs::read(one).unwrap(), std::fs::read(other).unwrap());
    assert!(one == other, "{} and {} bytes differ", one.len(), other.len());
}

/// What earlier orders of keys left of `hash-keys.jsonl`: `hash-keys.zip` version 0.1.0, before keys followed time,
/// `near-keys.zip` a version whose places were a day and a half.
#[test]
fn what_an_older_version_left_keeps_its_keys() {
    let fixture = |name: &str| format!("{}/tests/it/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    for left in ["hash-keys.zip", "near-keys.zip"] {
        let (desk, sheet) = restored(&fixture(left), (0, "aurora"));
        assert_eq!(sheet["imported"], 12, "{left}");
        same_bytes(&fixture(left), &export(&desk, "aurora", "again.zip"));
        // An origin is the file's name.
        let archive = desk.file("before.jsonl", &std::fs::read_to_string(fixture("hash-keys.jsonl")).unwrap());
        let sheet = desk.import(&archive);
        assert_eq!((&sheet["imported"], &sheet["already"]), (&0.into(), &12.into()), "{left}");
    }
}

#[test]
fn an_export_of_keys_that_nobody_knows_is_refused() {
    let desk = desk();
    desk.import(&desk.file("chat.jsonl", &archive(3)));
    let folder = export(&desk, "aurora", "left");
    let path = Path::new(&folder).join("workspace/000001.jsonl");
    let line = std::fs::read_to_string(&path).unwrap();
    assert!(line.contains("\"keys\":2"), "{line}");
    std::fs::write(&path, line.replace("\"keys\":2", "\"keys\":7")).unwrap();
    let copy = Desk::bare();
    copy.run(&["workspace", "add", "aurora"], b"");
    let output = copy.run(&["import", "run", &folder, "--workspace", "aurora"], b"");
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("made by a newer Tribune"), "{}", said(&output));
}

#[test]
fn an_export_comes_back_whole_and_leaves_with_the_same_bytes() {
    let desk = lively();
    let first = export(&desk, "aurora", "first.zip");
    let (copy, sheet) = restored(&first, (0, "aurora"));
    assert_eq!((&sheet["read"], &sheet["imported"], &sheet["format"]), (&302.into(), &302.into(), &"tribune".into()));
    same_bytes(&first, &export(&copy, "aurora", "second.zip"));
    assert_eq!(copy.state(), desk.state());
    let verified = copy.run(&["journal", "verify"], b"");
    assert_eq!(verified.status.code(), Some(0), "{}", said(&verified));
    let rebuilt = copy.run(&["counts", "rebuild"], b"");
    assert!(said(&rebuilt).contains("equal what was kept"), "{}", said(&rebuilt));
    let report = ["report", "--workspace", "aurora", "--month", "2024-03", "--format", "json"];
    assert_eq!(said(&copy.run(&report, b"")), said(&desk.run(&report, b"")));
}

#[test]
fn reactions_leave_and_come_back_with_the_same_bytes() {
    let desk = desk();
    desk.json(&["import", "run", &signed(&desk), "--workspace", "aurora", "--json"]);
    let first = export(&desk, "aurora", "first.tar");
    let told = "\"reactions\":[{\"name\":\"tada\",\"count\":12},{\"name\":\"caf\u{e9}\",\"count\":9223372036854775807},\
        {\"name\":\"tada\",\"count\":1}]";
    assert!(std::fs::read(&first).unwrap().windows(told.len()).any(|part| part == told.as_bytes()));
    let (copy, _) = restored(&first, (0, "aurora"));
    same_bytes(&first, &export(&copy, "aurora", "second.tar"));
    assert_eq!(copy.state(), desk.state());
}

#[test]
fn an_export_comes_back_under_another_name_and_number() {
    let desk = lively();
    let tar = export(&desk, "aurora", "first.tar");
    let (copy, _) = restored(&tar, (2, "borealis"));
    let second = export(&copy, "borealis", "second.zip");
    let (other, _) = restored(&second, (1, "aurora"));
    same_bytes(&tar, &export(&other, "aurora", "third.tar"));
    // The archive that it once came from still finds its messages.
    let file = desk.file("chat.jsonl", &archive(300));
    let map = "text=text,author=author,time=ts,conversation=topic,channel=stream,id=id";
    let again = copy.json(&["import", "run", &file, "--workspace", "borealis", "--map", map, "--json"]);
    assert_eq!((&again["imported"], &again["already"]), (&0.into(), &300.into()));
}

#[test]
fn an_export_goes_from_one_database_to_the_other_and_back() {
    let desk = lively();
    let first = export(&desk, "aurora", "first.zip");
    let folder = desk.files.path().join("sqlite").display().to_string();
    let second = desk.files.path().join("second.zip").display().to_string();
    for arguments in [
        vec!["workspace", "add", "aurora", "--data", &folder],
        vec!["import", "run", &first, "--workspace", "aurora", "--data", &folder],
        vec!["export", "--workspace", "aurora", "--out", &second, "--data", &folder],
    ] {
        let output = crate::tribune(&arguments, b"");
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    }
    same_bytes(&first, &second);
    let (back, _) = restored(&second, (0, "aurora"));
    same_bytes(&first, &export(&back, "aurora", "third.zip"));
}

#[test]
fn a_killed_return_goes_on_and_leaves_with_the_same_bytes() {
    let (desk, total) = (desk(), 6_000);
    desk.import(&desk.file("chat.jsonl", &archive(total)));
    let first = export(&desk, "aurora", "first.zip");
    let copy = crate::desk::desk();
    let run = ["import", "run", &first, "--workspace", "aurora", "--json"];
    copy.kill_midway(&run, total);
    let sheet = copy.json(&run);
    assert_eq!((&sheet["read"], &sheet["imported"]), (&total.into(), &total.into()));
    assert!(sheet["resumed_after"].as_i64().unwrap() > 0, "{sheet}");
    same_bytes(&first, &export(&copy, "aurora", "second.zip"));
    assert_eq!(copy.state(), desk.state());
}

#[test]
fn an_export_into_a_workspace_that_is_in_use_brings_its_messages_once() {
    let desk = lively();
    let folder = export(&desk, "aurora", "first");
    let sheet = desk.json(&["import", "run", &folder, "--workspace", "aurora", "--json"]);
    assert_eq!((&sheet["read"], &sheet["imported"], &sheet["already"]), (&302.into(), &0.into(), &302.into()));
    let copy = crate::desk::desk();
    copy.import(&copy.file("chat.jsonl", &archive(10)));
    let sheet = copy.json(&["import", "run", &folder, "--workspace", "aurora", "--json"]);
    assert_eq!((&sheet["imported"], &sheet["already"]), (&292.into(), &10.into()));
}

#[test]
fn what_an_export_cannot_do_is_said_in_one_line() {
    let desk = desk();
    let full = desk.files.path().display().to_string();
    desk.file("there.txt", "x");
    for (arguments, expected) in [
        (vec!["export", "--workspace", "nowhere", "--out", "x.zip"], "there is no workspace `nowhere`"),
        (vec!["export", "--workspace", "aurora", "--out", &full], "is not empty"),
    ] {
        let output = desk.run(&arguments, b"");
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert!(said(&output).contains(expected), "{}", said(&output));
    }
    assert!(!Path::new("x.zip").exists());
}

#[test]
fn a_backup_becomes_a_folder_again_without_whom_was_erased_since() {
    let desk = lively();
    let backups = desk.files.path().join("backups");
    std::fs::create_dir(&backups).unwrap();
    let file = backups.join("monday.db").display().to_string();
    let made = desk.run(&["backup", "--out", &file], b"");
    if matches!(desk.scratch.place, store::Place::Url(_)) {
        assert!(made.status.code() == Some(1) && said(&made).contains("pg_dump"), "{}", said(&made));
        return;
    }
    assert_eq!(made.status.code(), Some(0), "{}", said(&made));
    let whole = restore(&desk, &file, "whole");
    assert_eq!(state(&whole), desk.state());

    let person = ["erase", "--workspace", "aurora", "--identity", "person7@file:chat", "--yes", "--json"];
    let erased = desk.json(&person);
    assert!(erased["removed"]["messages"].as_i64().unwrap() > 0, "{erased}");
    let after = restore(&desk, &file, "after");
    assert_eq!(state(&after).len(), desk.state().len());
    let again = crate::tribune(&[&person[..5], &["--data", &after]].concat(), b"");
    assert!(said(&again).contains("there is no such handle"), "{}", said(&again));

    for (arguments, expected) in [
        (vec!["backup", "--out", &file], "is there already"),
        (vec!["restore", &file], "is not empty"),
        (vec!["restore", &desk.file("no.db", "no backup")], "is not a backup of ours"),
    ] {
        let output = desk.run(&arguments, b"");
        assert!(output.status.code() == Some(1) && said(&output).contains(expected), "{}", said(&output));
    }
}

fn restore(desk: &Desk, file: &str, name: &str) -> String {
    let folder = desk.files.path().join(name).display().to_string();
    let output = crate::tribune(&["restore", file, "--data", &folder], b"");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("0 broken"), "{}", said(&output));
    folder
}

fn state(folder: &str) -> Vec<(String, String)> {
    runtime().block_on(async {
        let db = Db::open(&store::Place::Folder(folder.into())).await.unwrap();
        let state = store::digest::of_workspace(&db, 1).await.unwrap();
        db.close().await;
        state
    })
}

/// Backups lie in files; a PostgreSQL server keeps its own.
fn backup(desk: &Desk, name: &str) -> Option<String> {
    if matches!(desk.scratch.place, store::Place::Url(_)) {
        return None;
    }
    let folder = desk.files.path().join("backups");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join(name).display().to_string();
    let made = desk.run(&["backup", "--out", &file], b"");
    assert_eq!(made.status.code(), Some(0), "{}", said(&made));
    Some(file)
}

fn erase(place: &[&str], person: &str) -> std::process::Output {
    let identity = format!("{person}@file:chat");
    crate::tribune(
        &[&["erase", "--workspace", "aurora", "--identity", &identity, "--yes", "--json"], place].concat(),
        b"",
    )
}

fn is_there(folder: &str, person: &str) -> bool {
    let identity = format!("{person}@file:chat");
    let asked = crate::tribune(&["erase", "--workspace", "aurora", "--identity", &identity, "--data", folder], b"");
    said(&asked).contains("nothing was erased yet")
}

/// Imports rows of one person again, as the chat they are from.
fn say(folder: &str, files: &Path, (person, at): (&str, i64)) -> Json {
    let file = files.join("chat.jsonl");
    let row = json!({ "id": format!("new-{person}-{at}"), "stream": "room 1", "topic": "topic 1", "author": person,
        "ts": at, "text": format!("{person} writes again") });
    std::fs::write(&file, format!("{row}\n")).unwrap();
    let map = "text=text,author=author,time=ts,conversation=topic,channel=stream,id=id";
    let file = file.display().to_string();
    let arguments = ["import", "run", &file, "--workspace", "aurora", "--map", map, "--json", "--data", folder];
    let output = crate::tribune(&arguments, b"");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", said(&output)))
}

const PAST: i64 = 1_709_251_260;
const FUTURE: i64 = 4_000_000_000;

#[test]
fn a_restored_folder_knows_where_its_backup_lies() {
    let desk = lively();
    let Some(file) = backup(&desk, "monday.db") else { return };
    let first = restore(&desk, &file, "first");
    let erased = erase(&["--data", &first], "person7");
    assert_eq!(erased.status.code(), Some(0), "{}", said(&erased));
    let second = restore(&desk, &file, "second");
    assert!(!is_there(&second, "person7"), "the log beside the backup did not learn of the erasure");
    assert!(is_there(&second, "person8"));
}

#[test]
fn a_restore_that_fails_leaves_no_database_and_can_begin_again() {
    let desk = lively();
    let Some(file) = backup(&desk, "monday.db") else { return };
    let log = desk.file("broken.erasures", "no line of ours\n");
    let folder = desk.files.path().join("half").display().to_string();
    let output = crate::tribune(&["restore", &file, "--erasures", &log, "--data", &folder], b"");
    assert!(said(&output).contains("no erasure"), "{}", said(&output));
    assert!(!Path::new(&folder).join("tribune.db").exists());
    assert_eq!(state(&restore(&desk, &file, "half")), desk.state());
    assert!(!Path::new(&folder).join("restoring").exists());
}

#[test]
fn a_restore_keeps_out_who_was_erased_after_the_backup_and_is_not_in_it() {
    let desk = lively();
    let Some(file) = backup(&desk, "monday.db") else { return };
    let store::Place::Folder(data) = &desk.scratch.place else { return };
    let data = data.display().to_string();
    say(&data, desk.files.path(), ("newcomer", PAST));
    let erased = erase(&["--data", &data], "newcomer");
    assert_eq!(erased.status.code(), Some(0), "{}", said(&erased));
    let after = restore(&desk, &file, "after");
    let sheet = say(&after, desk.files.path(), ("newcomer", PAST));
    assert_eq!((&sheet["imported"], &sheet["skipped"][0]["reason"]), (&0.into(), &"erased".into()), "{sheet}");
}

#[test]
fn who_writes_after_an_erasure_stays_and_can_be_erased_again() {
    let desk = lively();
    let (identity, files) = ("person7@file:chat", desk.files.path());
    let person = ["erase", "--workspace", "aurora", "--identity", identity, "--yes", "--json"];
    for number in 1..=3 {
        let certificate = desk.json(&person);
        assert_eq!(certificate["certificate"], number);
        let row = json!({ "id": format!("again-{number}"), "stream": "room 1", "topic": "topic 1", "author": "person7",
            "ts": FUTURE + number, "text": "I write again" });
        let sheet = desk.import(&desk.file("chat.jsonl", &format!("{row}\n")));
        assert_eq!(sheet["imported"], 1, "{sheet}");
    }
    let Some(file) = backup(&desk, "tuesday.db") else { return };
    let after = restore(&desk, &file, "after");
    assert!(is_there(&after, "person7"), "restoring erased who wrote after the erasure");
    let erased = erase(&["--data", &after], "person7");
    assert_eq!(erased.status.code(), Some(0), "{}", said(&erased));
    let again = restore(&desk, &file, "again");
    assert!(!is_there(&again, "person7"));
    assert_eq!(say(&again, files, ("person8", FUTURE))["imported"], 1);
}

#[test]
fn half_an_export_is_no_export() {
    let desk = lively();
    let folder = export(&desk, "aurora", "half");
    let path = Path::new(&folder);
    let refused = |expected: &str| {
        let copy = crate::desk::desk();
        let output = copy.run(&["import", "run", &folder, "--workspace", "aurora", "--json"], b"");
        assert!(output.status.code() == Some(1) && said(&output).contains(expected), "{}", said(&output));
        copy.state()
    };
    let notes = path.join("notes/000001.jsonl");
    let text = std::fs::read(&notes).unwrap();
    std::fs::remove_file(&notes).unwrap();
    refused("it has 0 of 1 notes");
    std::fs::write(&notes, text).unwrap();
    std::fs::remove_dir_all(path.join("end")).unwrap();
    assert_eq!(refused("the export is not whole"), crate::desk::desk().state(), "nothing of it came in");
}

#[test]
fn a_second_copy_in_one_database_is_refused_before_it_begins() {
    let desk = lively();
    let first = export(&desk, "aurora", "first.zip");
    assert_eq!(desk.run(&["workspace", "add", "copy"], b"").status.code(), Some(0));
    let output = desk.run(&["import", "run", &first, "--workspace", "copy", "--json"], b"");
    assert!(said(&output).contains("in this database already"), "{}", said(&output));
    let state = runtime().block_on(async {
        let db = Db::open(&desk.scratch.place).await.unwrap();
        let runs = store::testing::count_rows(&db, "run").await.unwrap();
        db.close().await;
        runs
    });
    assert_eq!(state, 2, "only the two imports that were there");
}
