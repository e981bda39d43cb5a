//! Erasing while something else comes in.

use std::time::Duration;

use hub::Asked;
use serde_json::json;

use crate::{CHAT, NOW, bench};

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
