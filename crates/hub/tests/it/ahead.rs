//! Work that waits to be written is bounded by its bytes, and so is each batch of it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use archive::{Place, Record, Warnings};
use hub::ahead::channel;
use hub::examples::Examples;
use hub::import::prepare::{self, Pace};
use model::ids::{KeyOrder, Keys};
use model::{Incoming, Thing, ThingKind, WorkspaceId};

#[test]
fn what_is_ahead_is_bounded_by_its_bytes() {
    let (send, mut receive) = channel();
    let sent = Arc::new(AtomicUsize::new(0));
    let count = sent.clone();
    let sending = std::thread::spawn(move || {
        for number in 0..20 {
            send.send(number, 3 << 20).unwrap();
            count.fetch_add(1, Ordering::SeqCst);
        }
        send.send(20, 1 << 30)
    });
    for number in 0..=20 {
        let ahead = receive.blocking_recv().unwrap();
        assert_eq!(ahead.item, number);
        // Two of three MiB have room; the third is counted when one of those taken was given back.
        assert!(sent.load(Ordering::SeqCst) <= number + 2, "{number}");
    }
    sending.join().unwrap().unwrap();
}

#[test]
fn whoever_sends_hears_that_nobody_takes() {
    let (send, receive) = channel();
    send.send(0, 8 << 20).unwrap();
    drop(receive);
    assert!(send.send(1, 8 << 20).is_err());
}

#[test]
fn all_that_a_row_brings_counts_towards_its_batch() {
    let record = |number: usize| {
        let thing = Thing { kind: ThingKind::Feed, facts: BTreeMap::new() };
        let message = Incoming {
            channel: "x".repeat(1 << 20),
            native_id: Some(number.to_string()),
            thing: (number < 6).then(|| Box::new(thing)),
            ..Incoming::default()
        };
        let place = Place { path: "a".into(), row: 1 };
        Ok(Record { message, place, warnings: Warnings::default() })
    };
    let pace = Pace {
        keys: Keys { workspace: WorkspaceId(1), order: KeyOrder::LATEST },
        kind: "opml",
        skip: 0,
        reader: Arc::new(text::Reader::new()),
        examples: Examples::default(),
    };
    let (send, mut receive) = channel();
    let reading = std::thread::spawn(move || prepare::all(Box::new((0..12).map(record)), &pace, &send));
    let rows: Vec<i64> = std::iter::from_fn(|| receive.blocking_recv()).map(|batch| batch.item.rows).collect();
    reading.join().unwrap();
    assert_eq!(rows, [2; 6]);
}
