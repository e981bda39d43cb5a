//! Erasing a person from outside: a word planted in all of one person's traces is found nowhere after.

use std::path::Path;

use serde_json::{Value as Json, json};
use store::erase::Stage;
use store::{Db, testing};

use crate::desk::{Desk, desk, runtime};
use crate::said;

/// The person's handle, and a word that stands in everything that is theirs.
const TOKEN: &str = "zqx7731vwk";

const CHAT: &str = r#"
{"id":"TOKEN-1","stream":"help","topic":"TOKEN needs help","author":"TOKEN","ts":1709282000,"text":"My name is TOKEN and the export fails, see https://example.org/TOKEN"}
{"id":"m-2-000","stream":"help","topic":"TOKEN needs help","author":"grace","ts":1709282600,"text":"> My name is TOKEN and the export fails, see https://example.org/TOKEN\nWhich version do you have, @TOKEN?"}
{"id":"m-3-000","stream":"help","topic":"TOKEN needs help","author":"TOKEN","ts":1709283000,"text":"TOKEN here: 2.4.1"}
{"id":"m-4-000","stream":"help","topic":"dark mode","author":"mary","ts":1709290000,"text":"It would be great to have a dark mode, TOKEN said so too"}
{"id":"m-5-000","stream":"help","topic":"dark mode","author":"TOKEN","ts":1709290100,"text":"+1 from TOKEN"}
{"id":"m-6-000","stream":"help","topic":"dark mode","author":"joan","ts":1709290200,"text":"TOKEN wrote:\n> plus one from somebody\n> else\nI agree"}
{"id":"m-7-000","stream":"help","topic":"dark mode","author":"joan","ts":1709290300,"text":"A message of somebody else that stays as it is"}
"#;

const MAIL: &str = "From x Fri Mar  1 08:00:00 2024
From: Zoe TOKEN <TOKEN@example.org>
To: list@example.org
Subject: Crash of TOKEN
Message-ID: <TOKEN.1@example.org>
Date: Fri, 1 Mar 2024 08:00:00 +0000
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8

It crashes for TOKEN.
TOKEN
--b
Content-Type: text/plain; name=TOKEN.log
Content-Disposition: attachment; filename=TOKEN.log

the log of TOKEN
--b--

From x Fri Mar  1 09:00:00 2024
From: Grace <grace@example.org>
To: Zoe TOKEN <TOKEN@example.org>
Subject: Re: Crash of TOKEN
Message-ID: <2@example.org>
In-Reply-To: <TOKEN.1@example.org>
References: <TOKEN.1@example.org>
Date: Fri, 1 Mar 2024 09:00:00 +0000

Zoe TOKEN wrote:
> It crashes for TOKEN.

Thank you, it is fixed now.

From x Fri Mar  1 10:00:00 2024
From: Mary <mary@example.org>
Subject: Lunch
Message-ID: <3@example.org>
Date: Fri, 1 Mar 2024 10:00:00 +0000

A mail that has nothing to do with it.

";

const CARD: &str = "BEGIN:VCARD\nVERSION:3.0\nFN:Zoe TOKEN\nEMAIL:TOKEN@example.org\nNOTE:TOKEN likes tea\nEND:VCARD\n";

const MAP: &str = "text=text,author=author,time=ts,conversation=topic,channel=stream,id=id";

fn planted(text: &str) -> String {
    text.trim_start().replace("TOKEN", TOKEN)
}

fn import(desk: &Desk, (name, text): (&str, &str)) -> Json {
    let file = desk.file(name, &planted(text));
    let mut arguments = vec!["import", "run", &file, "--workspace", "aurora", "--json"];
    if text == CHAT {
        arguments.extend(["--map", MAP]);
    }
    desk.json(&arguments)
}

fn act(desk: &Desk, name: &str, input: &Json) {
    desk.json(&["act", name, &input.to_string(), "--workspace", "aurora"]);
}

/// Whatever the store says of a workspace, asked once.
fn ask<T>(desk: &Desk, work: impl AsyncFnOnce(&Db) -> T) -> T {
    runtime().block_on(async {
        let db = Db::open(&desk.scratch.place).await.unwrap();
        let answer = work(&db).await;
        db.close().await;
        answer
    })
}

fn places(desk: &Desk) -> Vec<String> {
    ask(desk, async |db| testing::find_word(db, TOKEN).await.unwrap())
}

/// Files below a folder whose names or bytes hold the word.
fn files_with(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(&path));
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let named = path.file_name().unwrap().to_string_lossy().contains(TOKEN);
        if named || bytes.windows(TOKEN.len()).any(|part| part.eq_ignore_ascii_case(TOKEN.as_bytes())) {
            found.push(path.display().to_string());
        }
    }
    found
}

fn conversation(desk: &Desk, title: &str) -> String {
    ask(desk, async |db| {
        let mut conn = db.read().await.unwrap();
        let seen = hub::access::operator(model::WorkspaceId(1));
        let all = store::conversations::list(&mut conn, &seen, &Default::default(), 50).await.unwrap();
        all.iter().find(|one| one.title == title).unwrap().id.to_string()
    })
}

/// Plants the word wherever one person may leave traces, and gives the person's member.
fn plant(desk: &Desk) -> String {
    import(desk, ("chat.jsonl", CHAT));
    import(desk, (&format!("{TOKEN}.mbox"), MAIL));
    import(desk, ("contacts.vcf", CARD));
    let (members, messages) = ask(desk, async |db| {
        let mut conn = db.read().await.unwrap();
        let seen = hub::access::operator(model::WorkspaceId(1));
        let people = store::members::list_by_name(&mut conn, &seen, "", 50).await.unwrap();
        let theirs = people.iter().filter(|one| one.handle.contains(TOKEN)).map(|one| one.member.to_string());
        let found = hub::search::find(&mut conn, &seen, (TOKEN, None), 50).await.unwrap();
        (theirs.collect::<Vec<_>>(), found.messages.iter().map(|one| one.id.to_string()).collect::<Vec<_>>())
    });
    let (help, dark) = (conversation(desk, &planted("TOKEN needs help")), conversation(desk, "dark mode"));
    for other in &members[1..] {
        act(desk, "member.merge", &json!({ "member": other, "into": members[0] }));
    }
    act(desk, "conversation.note", &json!({ "conversation": help, "body": planted("call TOKEN back") }));
    act(desk, "conversation.note", &json!({ "conversation": dark, "body": planted("as TOKEN said") }));
    act(desk, "conversation.label", &json!({ "conversation": help, "label": planted("vip TOKEN") }));
    act(desk, "conversation.label", &json!({ "conversation": dark, "label": TOKEN }));
    act(desk, "conversation.label", &json!({ "conversation": dark, "label": "design" }));
    act(desk, "conversation.close", &json!({ "conversation": help }));
    act(desk, "message.correct", &json!({ "message": messages[0], "kind": "praise" }));
    let report = ["report", "--workspace", "aurora", "--month", "2024-03", "--format", "json"];
    assert_eq!(desk.run(&report, b"").status.code(), Some(0));
    ask(desk, async |db| {
        let mut conn = db.write().await.unwrap();
        let (seen, now) = (hub::access::operator(model::WorkspaceId(1)), model::Time::from_seconds(1_709_300_000));
        let answered = store::idempotency::Answered { request_digest: vec![1], answer: planted("{\"x\":\"TOKEN\"}") };
        store::idempotency::add(&mut conn, &seen, &planted("key TOKEN"), &answered, now).await.unwrap();
        let job = (seen.workspace, model::JobId(7));
        store::jobs::add_later(&mut conn, job, ("topics.month", TOKEN), now.plus_seconds(1 << 40)).await.unwrap();
        conn.commit().await.unwrap();
    });
    members[0].clone()
}

#[test]
fn a_word_in_all_of_a_persons_traces_is_found_nowhere_after() {
    let desk = desk();
    let member = plant(&desk);
    let before = places(&desk);
    assert!(before.len() >= 40, "only {} places: {before:#?}", before.len());
    let report = |desk: &Desk| {
        let output = desk.run(&["report", "--workspace", "aurora", "--month", "2024-03", "--format", "json"], b"");
        let report: Json = serde_json::from_slice(&output.stdout).unwrap();
        report["metrics"][0]["value"].clone()
    };
    let counted = report(&desk);
    let asked = desk.run(&["erase", "--workspace", "aurora", "--member", &member], b"");
    assert_eq!(asked.status.code(), Some(1), "{}", said(&asked));
    assert!(said(&asked).contains("--yes"), "{}", said(&asked));
    assert_eq!(places(&desk), before, "without --yes nothing goes");

    let certificate = desk.json(&["erase", "--workspace", "aurora", "--member", &member, "--yes", "--json"]);
    assert_eq!((&certificate["certificate"], &certificate["removed"]["messages"]), (&1.into(), &4.into()));
    assert_eq!(places(&desk), Vec::<String>::new());
    if let store::Place::Folder(folder) = &desk.scratch.place {
        assert_eq!(files_with(folder), Vec::<String>::new());
    }
    let out = desk.files.path().join("after").display().to_string();
    assert_eq!(desk.run(&["export", "--workspace", "aurora", "--out", &out], b"").status.code(), Some(0));
    assert_eq!(files_with(Path::new(&out)), Vec::<String>::new());
    assert_eq!(report(&desk), counted, "past totals stay");
    let verified = desk.run(&["journal", "verify"], b"");
    assert!(verified.status.success() && said(&verified).contains("0 broken"), "{}", said(&verified));
    let rebuilt = desk.run(&["counts", "rebuild"], b"");
    assert!(said(&rebuilt).contains("equal what was kept"), "{}", said(&rebuilt));

    for (name, text, expected) in [("chat.jsonl", CHAT, [0, 4, 3]), ("again.mbox", MAIL, [0, 2, 1])] {
        let sheet = import(&desk, (name, text));
        let erased = sheet["skipped"].as_array().unwrap().iter().find(|one| one["reason"] == "erased").unwrap();
        let found = [&sheet["imported"], &sheet["already"], &erased["count"]].map(|count| count.as_i64().unwrap());
        assert_eq!(found, expected, "{sheet}");
    }
    assert_eq!(places(&desk), Vec::<String>::new(), "archives do not bring it back");
}

#[test]
fn what_others_said_stays_and_nobody_is_erased_twice() {
    let desk = desk();
    plant(&desk);
    let identity = ask(&desk, async |db| {
        let mut conn = db.read().await.unwrap();
        let seen = hub::access::operator(model::WorkspaceId(1));
        let people = store::members::list_by_name(&mut conn, &seen, "", 50).await.unwrap();
        people.iter().find(|one| one.handle == TOKEN).map(|one| format!("{}@{}", one.handle, one.origin)).unwrap()
    });
    let erase = ["erase", "--workspace", "aurora", "--identity", &identity, "--yes"];
    let page = desk.run(&erase, b"");
    assert!(said(&page).starts_with("CERTIFICATE OF ERASURE No. 1\n"), "{}", said(&page));
    assert!(!said(&page).contains(TOKEN));
    let printed = desk.run(&["erase", "--workspace", "aurora", "--certificate", "1"], b"");
    assert_eq!(said(&printed), said(&page));
    let again = desk.run(&erase, b"");
    assert!(again.status.code() == Some(1) && said(&again).contains("there is no such handle"), "{}", said(&again));
    let texts: Vec<String> = ask(&desk, async |db| {
        let mut conn = db.read().await.unwrap();
        let seen = hub::access::operator(model::WorkspaceId(1));
        let span = (model::MessageId(0), model::MessageId(i64::MAX));
        let all = store::messages::list_newest(&mut conn, &seen, span, 50).await.unwrap();
        let all = store::messages::list_by_ids(&mut conn, &seen, &all).await.unwrap();
        all.into_iter().rev().map(|message| message.text).filter(|text| !text.is_empty()).collect()
    });
    assert_eq!(
        texts,
        [
            "> [erased]\nWhich version do you have, @[erased]?",
            "[erased] wrote:\n> [erased]\n\nThank you, it is fixed now.",
            "A mail that has nothing to do with it.",
            "It would be great to have a dark mode, [erased] said so too",
            "[erased] wrote:\n> [erased]\nI agree",
            "A message of somebody else that stays as it is",
        ]
    );
    let labels = desk.run(&["export", "--workspace", "aurora"], b"");
    assert!(String::from_utf8_lossy(&labels.stdout).contains("\"name\":\"design\""));
}

#[test]
fn erasing_a_handle_that_was_split_off_leaves_the_member_it_left() {
    let desk = desk();
    import(&desk, ("chat.jsonl", CHAT));
    let people = || {
        ask(&desk, async |db| {
            let mut conn = db.read().await.unwrap();
            let seen = hub::access::operator(model::WorkspaceId(1));
            let all = store::members::list_by_name(&mut conn, &seen, "", 50).await.unwrap();
            let mut known = Vec::new();
            for one in all {
                let member = store::members::find(&mut conn, &seen, one.member).await.unwrap();
                known.push((one.handle, one.id, one.member, member.map(|member| member.name)));
            }
            known
        })
    };
    let find = |handle: &str| people().into_iter().find(|one| one.0 == handle).unwrap();
    let (theirs, grace) = (find(TOKEN), find("grace"));
    // Both are one member by a link, born with the handle that then leaves.
    ask(&desk, async |db| {
        let mut conn = db.write().await.unwrap();
        let seen = hub::access::operator(model::WorkspaceId(1));
        let link = store::touch::Place { table: store::touch::Table::MemberLink, key: vec![grace.1.0.into()] };
        let before = store::touch::find(&mut conn, seen.workspace.0, &link).await.unwrap().unwrap();
        let mut after = before.clone();
        after.columns.insert("member_id".to_owned(), theirs.1.0.into());
        store::touch::write(&mut conn, seen.workspace.0, &link, (Some(&before), Some(&after))).await.unwrap();
        conn.commit().await.unwrap();
    });
    act(&desk, "member.split", &json!({ "identity": theirs.1 }));
    assert_ne!(find(TOKEN).2, find("grace").2);
    let identity = planted("TOKEN@file:chat");
    let certificate = desk.json(&["erase", "--workspace", "aurora", "--identity", &identity, "--yes", "--json"]);
    assert_eq!(certificate["removed"]["handles"], 1);
    assert_eq!(find("grace").3.as_deref(), Some("grace"), "the other's member is there, under its own name");
    assert_eq!(places(&desk), Vec::<String>::new());
    let line = r#"{"id":99,"stream":"help","topic":"new","author":"TOKEN","ts":2051222400,"text":"back again"}"#;
    assert_eq!(import(&desk, ("chat.jsonl", &planted(line)))["imported"], 1);
    assert_ne!(find(TOKEN).2, find("grace").2, "who writes again is a member of their own");
}

#[test]
fn contacts_that_went_with_a_person_do_not_come_back() {
    let desk = desk();
    import(&desk, ("chat.jsonl", CHAT));
    let other = "BEGIN:VCARD\nVERSION:3.0\nFN:Joan\nEMAIL:joan@example.org\nEND:VCARD\n";
    let card = format!("BEGIN:VCARD\nVERSION:3.0\nFN:Zoe\nEMAIL:zoe@example.org\nNOTE:also TOKEN\nEND:VCARD\n{other}");
    assert_eq!(import(&desk, ("contacts.vcf", &card))["imported"], 2);
    let identity = planted("TOKEN@file:chat");
    let certificate = desk.json(&["erase", "--workspace", "aurora", "--identity", &identity, "--yes", "--json"]);
    assert_eq!(certificate["removed"]["things"], 1);
    let sheet = import(&desk, ("contacts.vcf", &card));
    assert_eq!((&sheet["imported"], &sheet["already"]), (&0.into(), &1.into()), "{sheet}");
    assert_eq!(places(&desk), Vec::<String>::new());
}

#[test]
fn a_backup_folder_that_is_gone_keeps_no_byte_in_the_files() {
    let desk = desk();
    plant(&desk);
    let backups = desk.files.path().join("backups");
    std::fs::create_dir(&backups).unwrap();
    desk.run(&["erase", "--log-to", &backups.display().to_string()], b"");
    std::fs::remove_dir_all(&backups).unwrap();
    let erase = desk.run(&["erase", "--workspace", "aurora", "--identity", &planted("TOKEN@file:chat"), "--yes"], b"");
    assert!(said(&erase).contains("cannot write tribune.erasures"), "{}", said(&erase));
    if let store::Place::Folder(folder) = &desk.scratch.place {
        assert_eq!(files_with(folder), Vec::<String>::new());
    }
}

#[test]
fn what_the_program_reads_itself_can_still_be_read_after_an_erasure() {
    let desk = desk();
    // People whose handles are also words of the program's own: a place's, a field's.
    let row = |id: u8, author: &str| {
        format!(
            "{{\"id\":\"id-{id}\",\"stream\":\"s\",\"topic\":\"t\",\"author\":\"{author}\",\"ts\":1709282000,\"text\":\"some words\"}}\n"
        )
    };
    let text = row(1, "file:chat") + &row(2, "grace") + &row(3, "conversation");
    desk.import(&desk.file("chat.jsonl", &text));
    for handle in ["file:chat", "conversation"] {
        desk.json(&["erase", "--workspace", "aurora", "--identity", &format!("{handle}@file:chat"), "--yes", "--json"]);
    }
    let (options, origins) = ask(&desk, async |db| {
        let mut conn = db.read().await.unwrap();
        let seen = hub::access::operator(model::WorkspaceId(1));
        let runs = store::runs::list(&mut conn, &seen).await.unwrap();
        let people = store::members::list_by_name(&mut conn, &seen, "", 50).await.unwrap();
        (runs[0].options.clone(), people.into_iter().map(|one| one.origin).collect::<Vec<_>>())
    });
    assert_eq!(serde_json::from_str::<Json>(&options).unwrap()["map"]["conversation"], "topic", "{options}");
    assert_eq!(origins, ["file:chat"; 3], "the place keeps its name");
    let again = desk.import(&desk.file("chat.jsonl", &text));
    assert_eq!((&again["imported"], &again["already"]), (&0.into(), &1.into()), "{again}");
}

/// What went so far of an erasure that is under way.
async fn gone(db: &Db) -> Option<Json> {
    let mut conn = db.read().await.unwrap();
    let under_way = store::erase::list_under_way(&mut conn, model::WorkspaceId(1)).await.unwrap();
    let Stage::UnderWay(known) = &under_way.first()?.stage else { unreachable!("only what is under way is listed") };
    Some(serde_json::from_str::<Json>(known).unwrap()["removed"].clone())
}

/// Starts the command and kills it once some of `what` went.
fn kill_midway(desk: &Desk, arguments: &[&str], what: &str) {
    ask(desk, async |db| {
        let mut child = desk.begin(arguments);
        let begun = std::time::Instant::now();
        let few = |gone: Json| gone[what].as_u64().unwrap() < 100;
        while gone(db).await.is_none_or(few) {
            assert!(child.try_wait().unwrap().is_none(), "it ended before it could be killed");
            assert!(begun.elapsed().as_secs() < 120, "it never took any {what}");
        }
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(gone(db).await.is_some(), "it ended before it could be killed");
    });
}

#[test]
fn a_killed_erasure_goes_on_and_its_certificate_is_whole() {
    let desk = desk();
    let row = |id: usize| {
        let (author, text) = match id % 2 {
            0 => (TOKEN.to_owned(), format!("thought {id} of {TOKEN} about the export")),
            _ => (format!("person{}", id % 97), format!("as @{TOKEN} says, number {id}")),
        };
        let (topic, ts) = (format!("topic {}", id / 20), 1_709_251_200 + id);
        let row = json!({ "id": format!("id-{id}"), "stream": "s", "topic": topic, "author": author, "ts": ts, "text": text });
        format!("{row}\n")
    };
    desk.import(&desk.file("chat.jsonl", &(0..2_400).map(row).collect::<String>()));
    let identity = planted("TOKEN@file:chat");
    let erase = ["erase", "--workspace", "aurora", "--identity", &identity, "--yes", "--json"];
    let planned: Json = serde_json::from_slice(&desk.run(&[&erase[..5], &["--json"]].concat(), b"").stdout).unwrap();
    assert_eq!(planned["removed"]["messages"], 1_200);
    kill_midway(&desk, &erase, "others_cleaned");
    kill_midway(&desk, &erase, "messages");
    let rebuilt = desk.run(&["counts", "rebuild"], b"");
    assert!(said(&rebuilt).contains("equal what was kept"), "{}", said(&rebuilt));
    let certificate = desk.json(&erase);
    assert_eq!(certificate["removed"], planned["removed"], "both parts are counted");
    assert_eq!(places(&desk), Vec::<String>::new());
    if let store::Place::Folder(folder) = &desk.scratch.place {
        assert_eq!(files_with(folder), Vec::<String>::new());
    }
    let rebuilt = desk.run(&["counts", "rebuild"], b"");
    assert!(said(&rebuilt).contains("equal what was kept"), "{}", said(&rebuilt));
    let verified = desk.run(&["journal", "verify"], b"");
    assert!(verified.status.success() && said(&verified).contains("0 broken"), "{}", said(&verified));
}
