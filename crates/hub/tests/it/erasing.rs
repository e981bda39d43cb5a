//! Erasing while something else comes in.

use std::time::Duration;

use hub::Asked;
use serde_json::json;
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

async fn member(bench: &Bench, handle: &str) -> model::MemberId {
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
    let done = bench.act("member.erase", json!({ "member": root, "confirm": true })).await.unwrap();
    assert_eq!(done.told["removed"]["handles"], handles.len());
    assert_eq!(done.told["removed"]["messages"], handles.len());
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
