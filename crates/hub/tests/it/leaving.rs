//! Leaving with everything: in little memory, and known to the journal.

use std::sync::Arc;

use archive::{Memory, Options, Source};
use hub::import::Import;
use model::MessageId;
use serde_json::json;
use store::leave::messages;

use crate::{CHAT, bench, now};

/// Text that packing makes no smaller than half.
fn noise(bytes: usize, seed: u64) -> String {
    let mut state = seed;
    let letters = std::iter::repeat_with(|| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'a' + (state >> 60) as u8)
    });
    letters.take(bytes).collect()
}

#[tokio::test]
async fn a_page_of_messages_is_bounded_by_bytes_as_well_as_rows() {
    let bench = bench().await;
    let line = |number: usize, bytes: usize| {
        let source = noise(bytes, number as u64);
        json!({ "tribune": 1, "type": "message", "origin": "a", "id": number.to_string(), "text": "hi",
            "time": format!("2024-03-01T00:00:{number:02}Z"), "source": source })
        .to_string()
            + "\n"
    };
    let sizes = [10, 1 << 20, 1 << 20, 1 << 20, 1 << 20, 1 << 20, 10, 6 << 20, 10, 10];
    let text: String = sizes.iter().enumerate().map(|(number, bytes)| line(number, *bytes)).collect();
    let source = Source::new("own.jsonl", Arc::new(Memory::file("own.jsonl", text.into_bytes()))).unwrap();
    let import = Import { source, options: Options::default() };
    let sheet = hub::import::run(&bench.hub, &bench.seen, (import, now), &mut |_| {}).await.unwrap();
    assert_eq!(sheet.imported, sizes.len() as i64);
    let mut conn = bench.hub.db.read().await.unwrap();
    let (mut pages, mut after) = (Vec::new(), MessageId(-1));
    loop {
        let page = messages::list(&mut conn, bench.seen.workspace, after).await.unwrap();
        let Some((last, _)) = page.last() else { break };
        after = last.id;
        pages.push(page.len());
    }
    assert_eq!(pages, [4, 3, 1, 2], "pages of 4 MiB, and what is larger alone");
}

#[tokio::test]
async fn an_export_is_in_the_journal_and_in_the_next_export_but_not_in_itself() {
    let bench = bench().await;
    bench.import(CHAT).await;
    let mut counts = Vec::new();
    for _ in 0..2 {
        let mut text = Vec::new();
        let mut take = |path: &str, bytes: &[u8]| {
            if path.starts_with("journal/") {
                text.extend_from_slice(bytes);
            }
            Ok(())
        };
        hub::leave::export(&bench.hub, &bench.seen, &mut take, crate::NOW).await.unwrap();
        counts.push(String::from_utf8(text).unwrap().matches(hub::leave::EXPORT).count());
    }
    assert_eq!(counts, [0, 1]);
    let mut conn = bench.hub.db.read().await.unwrap();
    let subject = format!("workspace:{}", bench.seen.workspace);
    let about = (subject.as_str(), model::EntryId(i64::MAX));
    let all = store::journal::list_about(&mut conn, &bench.seen, about, 10).await.unwrap();
    assert_eq!(all.len(), 2);
    drop(conn);
    let refused = bench.act("journal.undo", json!({ "entry": all[0].id })).await.unwrap_err();
    assert!(refused.to_string().contains("cannot be taken back"), "{refused}");
}
