//! Erasing while something else comes in, and erasing that was cut off.

use std::time::Duration;

use hub::{Asked, Error};
use model::ids::identity_id;
use model::{IdentityId, MemberId, MessageId, Time};
use serde_json::{Value as Json, json};
use store::erase::Stage;
use store::messages;
use store::search::Entry;
use store::touch::{self, Place, Table};

use crate::{Bench, CHAT, NOW, bench};

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_waits_for_the_batch_that_comes_in() {
    let bench = bench().await;
    bench.import(CHAT).await;
    let ada = {
        let mut conn = bench.hub.db.read().await.unwrap();
        store::erase::find_handle(&mut conn, bench.seen.workspace, ("ada", "file:chat")).await.unwrap().unwrap()
    };
    let mut coming = bench.hub.db.write().await.unwrap();
    store::ingest::lock(&mut coming, bench.seen.workspace).await.unwrap();
    let input = json!({ "member": ada, "confirm": true });
    let erase = bench.hub.act(&bench.seen, Asked::new("member.erase", &input), NOW);
    tokio::pin!(erase);
    assert!(tokio::time::timeout(Duration::from_secs(2), &mut erase).await.is_err(), "it did not wait");
    coming.commit().await.unwrap();
    assert_eq!(erase.await.unwrap().told["removed"]["messages"], 4);
}

/// Rows of a chat, one a line.
fn rows(all: impl Iterator<Item = (String, String)>) -> String {
    let row = |(number, (author, text)): (usize, (String, String))| {
        json!({ "id": number, "stream": "help", "topic": "t", "author": author, "ts": 1_709_282_000 + number, "text": text })
            .to_string()
            + "\n"
    };
    all.enumerate().map(row).collect()
}

async fn member(bench: &Bench, handle: &str) -> MemberId {
    let mut conn = bench.hub.db.read().await.unwrap();
    store::erase::find_handle(&mut conn, bench.seen.workspace, (handle, "file:chat")).await.unwrap().unwrap()
}

#[tokio::test]
async fn somebody_with_very_many_handles_goes_with_all_of_them() {
    let bench = bench().await;
    let handles: Vec<String> = (0..1_101).map(|number| format!("handle{number:04}")).collect();
    bench.import(&rows(handles.iter().map(|handle| (handle.clone(), "a few words".to_owned())))).await;
    let root = member(&bench, &handles[0]).await;
    let mut conn = bench.hub.db.write().await.unwrap();
    for handle in &handles[1..] {
        let found = store::erase::find_handle(&mut conn, bench.seen.workspace, (handle, "file:chat")).await.unwrap();
        let place = Place { table: Table::Member, key: vec![found.unwrap().0.into()] };
        let before = touch::find(&mut conn, bench.seen.workspace.0, &place).await.unwrap().unwrap();
        let mut after = before.clone();
        after.columns.insert("merged_into".to_owned(), root.0.into());
        touch::write(&mut conn, bench.seen.workspace.0, &place, (Some(&before), Some(&after))).await.unwrap();
    }
    conn.commit().await.unwrap();
    let all: Vec<IdentityId> =
        handles.iter().map(|handle| identity_id(bench.seen.workspace, "file:chat", handle)).collect();
    let mut conn = bench.hub.db.read().await.unwrap();
    let end = MessageId(i64::MAX);
    let newest = messages::list_by_identities(&mut conn, &bench.seen, (&all, end), 50).await.unwrap();
    assert_eq!(newest.first().map(|message| message.author.as_str()), handles.last().map(String::as_str));
    assert_eq!(newest.len(), 50);
    drop(conn);
    let done = bench.act("member.erase", json!({ "member": root, "confirm": true })).await.unwrap();
    assert_eq!(done.told["removed"]["handles"], handles.len());
    assert_eq!(done.told["removed"]["messages"], handles.len());
}

/// Elsewhere the search finds what somebody wrote.
#[tokio::test]
async fn messages_that_the_search_lost_are_erased() {
    let bench = bench().await;
    bench
        .import(&rows(
            [("ada", "xyzzy one"), ("ada", "xyzzy two")].map(|(by, text)| (by.into(), text.into())).into_iter(),
        ))
        .await;
    let ada = member(&bench, "ada").await;
    let mut conn = bench.hub.db.write().await.unwrap();
    let lost = hub::search::find(&mut conn, &bench.seen, ("two", None), 1).await.unwrap();
    let message_id = lost.messages[0].id.0;
    let entry = Entry { message_id, words: "two".to_owned(), facets: store::search::EVERYTHING.to_owned() };
    store::search::replace(&mut conn, bench.seen.workspace, &entry).await.unwrap();
    conn.commit().await.unwrap();
    let done = bench.act("member.erase", json!({ "member": ada, "confirm": true })).await.unwrap();
    assert_eq!(done.told["removed"]["messages"], 2);
}

#[tokio::test]
async fn very_many_who_name_somebody_are_cleaned_and_counted_once() {
    let bench = bench().await;
    let others = (0..700).map(|number| (format!("other{number}"), "thanks @ada_lovelace".to_owned()));
    bench.import(&rows(std::iter::once(("ada_lovelace".to_owned(), "hello".to_owned())).chain(others))).await;
    let input = json!({ "member": member(&bench, "ada_lovelace").await, "confirm": true });
    let asked = Asked { dry_run: hub::acts::DryRun::Yes, ..Asked::new("member.erase", &input) };
    let before = bench.state().await;
    let planned = bench.hub.act(&bench.seen, asked, NOW).await.unwrap();
    assert_eq!(bench.state().await, before, "only said what would go");
    let done = bench.act("member.erase", input).await.unwrap();
    assert_eq!(done.told["removed"]["others_cleaned"], 700);
    assert_eq!(done.told["removed"], planned.told["removed"]);
    assert_eq!(bench.search("lovelace").await, Vec::<String>::new());
}

/// 505 messages hold the name, and 400 of them call it: cleaning those ahead would make it a rare one.
#[tokio::test]
async fn a_common_name_stays_common_while_it_is_cleaned() {
    let bench = bench().await;
    let called = |number| match number {
        0..20 => "early thanks @Sebastian from a town called sebastian".to_owned(),
        _ => "thanks @Sebastian".to_owned(),
    };
    let calls = (0..400).map(|number| (format!("caller{number}"), called(number)));
    let says = (0..105).map(|number| (format!("sayer{number}"), "sebastian is a town".to_owned()));
    let own = std::iter::once(("Sebastian".to_owned(), "hello".to_owned()));
    bench.import(&rows(own.chain(calls).chain(says))).await;
    let input = json!({ "member": member(&bench, "Sebastian").await, "confirm": true });
    let done = bench.act("member.erase", input).await.unwrap();
    assert_eq!(done.told["removed"]["others_cleaned"], 400);
    let (named, all) = (bench.search("early sebastian").await, bench.search("early").await);
    assert_eq!((all.len(), &named), (20, &all), "what others said of a town stays");
}

#[tokio::test]
async fn an_erasure_with_a_wrong_key_changes_nothing() {
    let bench = bench().await;
    let others = (0..700).map(|number| (format!("other{number}"), "thanks @ada_lovelace".to_owned()));
    bench.import(&rows(std::iter::once(("ada_lovelace".to_owned(), "hello".to_owned())).chain(others))).await;
    let before = bench.state().await;
    let input = json!({ "member": member(&bench, "ada_lovelace").await, "confirm": true });
    let asked = Asked { idempotency_key: Some(""), ..Asked::new("member.erase", &input) };
    bench.hub.act(&bench.seen, asked, NOW).await.unwrap_err();
    assert_eq!(bench.state().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_merged_while_the_archive_is_read_goes_with_all_traces() {
    let bench = bench().await;
    let two = ["ada_lovelace", "grace_hopper"].map(|name| (name.to_owned(), "hello".to_owned()));
    let others = (0..3).map(|number| (format!("other{number}"), "thanks @grace_hopper".to_owned()));
    bench.import(&rows(two.into_iter().chain(others))).await;
    let (ada, grace) = (member(&bench, "ada_lovelace").await, member(&bench, "grace_hopper").await);
    let mut merging = bench.hub.db.write().await.unwrap();
    store::ingest::lock(&mut merging, bench.seen.workspace).await.unwrap();
    let input = json!({ "member": ada, "confirm": true });
    let erase = bench.hub.act(&bench.seen, Asked::new("member.erase", &input), NOW);
    tokio::pin!(erase);
    assert!(tokio::time::timeout(Duration::from_secs(2), &mut erase).await.is_err(), "it did not wait");
    let place = Place { table: Table::Member, key: vec![grace.0.into()] };
    let before = touch::find(&mut merging, bench.seen.workspace.0, &place).await.unwrap().unwrap();
    let mut after = before.clone();
    after.columns.insert("merged_into".to_owned(), ada.0.into());
    touch::write(&mut merging, bench.seen.workspace.0, &place, (Some(&before), Some(&after))).await.unwrap();
    merging.commit().await.unwrap();
    let done = erase.await.unwrap();
    assert_eq!((&done.told["removed"]["handles"], &done.told["removed"]["others_cleaned"]), (&json!(2), &json!(3)));
}

/// Ada wrote 150 messages, and 150 others name her.
async fn crowd(bench: &Bench) -> MemberId {
    let own = (0..150).map(|number| ("ada_lovelace".to_owned(), format!("a thought of her own, number {number}")));
    let others = (0..150).map(|number| (format!("other{number}"), "thanks @ada_lovelace".to_owned()));
    bench.import(&rows(own.chain(others))).await;
    while hub::workers::work_one(&bench.hub, crate::now).await.unwrap() {}
    member(bench, "ada_lovelace").await
}

/// What went of the erasure that is under way.
async fn gone(bench: &Bench) -> Option<Json> {
    let mut conn = bench.hub.db.read().await.unwrap();
    let under_way = store::erase::list_under_way(&mut conn, bench.seen.workspace).await.unwrap();
    let Stage::UnderWay(known) = &under_way.first()?.stage else { unreachable!("only what is under way is listed") };
    Some(serde_json::from_str::<Json>(known).unwrap()["removed"].clone())
}

/// Lets an act run until something of `what` went, and drops it there, as a kill would.
async fn cut(bench: &Bench, asked: Asked<'_>, what: &str) {
    let erase = bench.hub.act(&bench.seen, asked, NOW);
    let begun = async {
        while gone(bench).await.is_none_or(|gone| gone[what] == 0) {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        biased;
        () = begun => {}
        done = erase => panic!("it ended before it could be cut off: {done:?}"),
    }
    assert!(gone(bench).await.is_some(), "it ended before it could be cut off");
}

/// When a worker takes over what nobody goes on with.
fn an_hour_later() -> Time {
    NOW.plus_seconds(3600)
}

#[tokio::test]
async fn an_erasure_that_was_cut_off_goes_on_and_its_certificate_counts_both_parts() {
    for (what, by_worker) in [("others_cleaned", true), ("messages", true), ("messages", false)] {
        let bench = bench().await;
        let input = json!({ "member": crowd(&bench).await, "confirm": true });
        let asked = Asked::new("member.erase", &input);
        let dry_run = Asked { dry_run: hub::acts::DryRun::Yes, ..asked };
        let planned = bench.hub.act(&bench.seen, dry_run, NOW).await.unwrap().told["removed"].clone();
        assert_eq!((&planned["messages"], &planned["others_cleaned"]), (&json!(150), &json!(150)));
        cut(&bench, asked, what).await;
        let counted = bench.state().await;
        let mut conn = bench.hub.db.write().await.unwrap();
        store::counts::rebuild(&mut conn, bench.seen.workspace).await.unwrap();
        conn.commit().await.unwrap();
        assert_eq!(bench.state().await, counted, "each step leaves true counts");
        if by_worker {
            while hub::workers::work_one(&bench.hub, an_hour_later).await.unwrap() {}
        } else {
            bench.act("member.erase", input).await.unwrap();
        }
        assert_eq!(gone(&bench).await, None);
        let certificate = hub::erase::certificate(&bench.hub, &bench.seen, 1).await.unwrap();
        assert_eq!(serde_json::from_str::<Json>(&certificate).unwrap()["removed"], planned, "cut off at {what}");
        assert_eq!(bench.search("lovelace").await, Vec::<String>::new());
        let mut conn = bench.hub.db.read().await.unwrap();
        let about = store::journal::list(&mut conn, &bench.seen, model::EntryId(i64::MAX), 10).await.unwrap();
        let of_it: Vec<&str> =
            about.iter().map(|entry| entry.act.as_str()).filter(|act| act.contains("erase")).collect();
        assert_eq!(of_it, [hub::erase::DONE, hub::erase::BEGUN]);
    }
}

#[tokio::test]
async fn nothing_of_a_person_comes_in_and_nobody_joins_them_while_they_are_erased() {
    let bench = bench().await;
    let ada = crowd(&bench).await;
    let input = json!({ "member": ada, "confirm": true });
    cut(&bench, Asked::new("member.erase", &input), "messages").await;
    let news = rows(
        [("ada_lovelace", "a new thought"), ("grace", "another's")]
            .iter()
            .map(|(who, text)| ((*who).to_owned(), format!("{text} in a new place"))),
    );
    // Sent long after the erasure: such a message comes in once the erasure has ended.
    let news = news.replace("1709282", "1809282").replace("\"id\":", "\"id\":7777");
    let sheet = bench.import(&news).await;
    assert_eq!((sheet.imported, sheet.skipped["erased"]), (1, 1), "{sheet:?}");
    let other = member(&bench, "other1").await;
    for (member, into) in [(ada, other), (other, ada)] {
        let refused = bench.act("member.merge", json!({ "member": member, "into": into })).await.unwrap_err();
        assert!(refused.to_string().contains("is being erased"), "{refused}");
    }
    let refused = hub::erase::certificate(&bench.hub, &bench.seen, 1).await.unwrap_err();
    assert!(refused.to_string().contains("still under way"), "{refused}");
    bench.act("member.erase", input).await.unwrap();
    assert_eq!(bench.import(&news).await.imported, 1, "what they write afterwards is new");
}

#[tokio::test]
async fn a_key_that_another_request_used_is_refused_before_anything_goes() {
    let bench = bench().await;
    let input = json!({ "member": crowd(&bench).await, "confirm": true });
    let other = json!({ "member": member(&bench, "other1").await, "confirm": true });
    let keyed = |input| Asked { idempotency_key: Some("k1"), ..Asked::new("member.erase", input) };
    cut(&bench, keyed(&input), "others_cleaned").await;
    let before = bench.state().await;
    let refused = bench.hub.act(&bench.seen, keyed(&other), NOW).await.unwrap_err();
    assert!(matches!(&refused, Error::Conflict(why) if why.contains("another request")), "{refused}");
    assert_eq!(bench.state().await, before, "nothing went for a request that was refused");
    let done = bench.hub.act(&bench.seen, keyed(&input), NOW).await.unwrap();
    assert_eq!(done.told["removed"]["messages"], 150);
    assert_eq!(bench.hub.act(&bench.seen, keyed(&input), NOW).await.unwrap(), done, "the same answer again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merge_waits_for_an_erasure_that_begins() {
    let acts = ["member.merge", "member.split", "journal.undo"].map(|name| tokio::spawn(wait_for_an_erasure(name)));
    for act in acts {
        act.await.unwrap();
    }
}

/// Merges two members, or takes that back, while an erasure begins.
async fn wait_for_an_erasure(name: &str) {
    let bench = bench().await;
    bench.import(CHAT).await;
    let merge = json!({ "member": member(&bench, "grace").await, "into": member(&bench, "ada").await });
    let split = json!({ "identity": member(&bench, "grace").await });
    let merged = bench.act("member.merge", merge.clone()).await.unwrap();
    let undo = json!({ "entry": merged.entry });
    let input = match name {
        "member.merge" => {
            bench.act("journal.undo", undo).await.unwrap();
            merge
        }
        "member.split" => split,
        _ => undo,
    };
    // As an erasure does when it looks who the member is.
    let mut beginning = bench.hub.db.write().await.unwrap();
    store::ingest::lock(&mut beginning, bench.seen.workspace).await.unwrap();
    let act = bench.hub.act(&bench.seen, Asked::new(name, &input), NOW);
    tokio::pin!(act);
    assert!(tokio::time::timeout(Duration::from_secs(1), &mut act).await.is_err(), "{name} did not wait");
    drop(beginning);
    act.await.unwrap();
}

/// An undo of the run that brought somebody takes the messages away while the erasure of that person is under way.
#[tokio::test]
async fn a_run_that_is_undone_under_an_erasure_leaves_it_to_end() {
    for what in ["others_cleaned", "messages"] {
        let bench = bench().await;
        let input = json!({ "member": crowd(&bench).await, "confirm": true });
        let run = {
            let mut conn = bench.hub.db.read().await.unwrap();
            store::runs::list(&mut conn, &bench.seen).await.unwrap()[0].id
        };
        let more = (0..50).map(|number| ("ada_lovelace".to_owned(), format!("a later thought, number {number}")));
        bench.import(&rows(more).replace("\"id\":", "\"id\":5555")).await;
        cut(&bench, Asked::new("member.erase", &input), what).await;
        hub::import::undo(&bench.hub, &bench.seen, (run, crate::now), &mut |_| {}).await.unwrap();
        let done = bench.act("member.erase", input).await.unwrap();
        assert_eq!(gone(&bench).await, None, "it ended");
        assert_eq!(done.told["removed"]["handles"], 1, "cut off at {what}: {}", done.told);
        let counted = bench.state().await;
        let mut conn = bench.hub.db.write().await.unwrap();
        store::counts::rebuild(&mut conn, bench.seen.workspace).await.unwrap();
        conn.commit().await.unwrap();
        assert_eq!(bench.state().await, counted, "true counts after both");
        let mut conn = bench.hub.db.read().await.unwrap();
        let tombstones = store::members::list(&mut conn, &bench.seen, MemberId(0), 500).await.unwrap();
        drop(conn);
        let names: Vec<&str> = tombstones.iter().map(|member| member.name.as_str()).collect();
        assert_eq!(names, ["[erased]"], "what the other run brought stays with a tombstone");
        let again = bench.import(&rows(std::iter::once(("ada_lovelace".to_owned(), "hello".to_owned())))).await;
        assert_eq!((again.imported, again.skipped.get("erased")), (0, Some(&1)), "they do not come back");
    }
}

/// Killed after the certificate stood and before the files were clean, a worker cleans them.
#[tokio::test]
async fn a_worker_cleans_the_files_after_an_erasure_whose_program_was_killed() {
    let bench = bench().await;
    let input = json!({ "member": crowd(&bench).await, "confirm": true });
    cut(&bench, Asked::new("member.erase", &input), "messages").await;
    let cleaning = async || {
        let mut conn = bench.hub.db.read().await.unwrap();
        store::jobs::find(&mut conn, bench.seen.workspace, (hub::erase::CLEAN, "")).await.unwrap().is_some()
    };
    assert!(!cleaning().await, "nothing is clean before all is gone");
    bench.act("member.erase", input).await.unwrap();
    assert!(cleaning().await, "nobody would clean the files");
    while hub::workers::work_one(&bench.hub, an_hour_later).await.unwrap() {}
    assert!(!cleaning().await);
    if let Some(folder) = bench.hub.db.folder() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            let held = bytes.windows(12).any(|part| part.eq_ignore_ascii_case(b"ada_lovelace"));
            assert!(!held, "{} holds the name", path.display());
        }
        assert!(folder.join(hub::erase::LOG).exists(), "the log beside backups knows");
    }
}
