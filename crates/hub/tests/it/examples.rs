//! What a person says of a text holds for messages of the same words that come in afterwards.

use model::{ExampleId, Kind};
use serde_json::{Value as Json, json};
use store::messages::Message;

use crate::{Bench, CHAT, bench};

const SAID: &str = "The new tariffs are quite something";

fn line(id: i64, text: &str) -> String {
    json!({ "id": id, "stream": "help", "topic": "tariffs", "author": "ida", "ts": 1_709_600_000 + id, "text": text })
        .to_string()
        + "\n"
}

async fn message(bench: &Bench, native: &str) -> Message {
    let mut conn = bench.hub.db.read().await.unwrap();
    let all = hub::search::find(&mut conn, &bench.seen, ("", None), 100).await.unwrap().messages;
    all.into_iter().find(|message| message.native_id.as_deref() == Some(native)).unwrap()
}

async fn examples(bench: &Bench) -> Vec<store::examples::Example> {
    let mut conn = bench.hub.db.read().await.unwrap();
    store::examples::list(&mut conn, &bench.seen, ExampleId(i64::MAX), 10).await.unwrap()
}

#[tokio::test]
async fn messages_of_the_same_words_are_read_as_a_person_said() {
    let bench = bench().await;
    bench.import(&line(100, SAID)).await;
    let before = message(&bench, "100").await;
    assert!(before.reading.machine.of_example().is_none());
    let input = json!({ "text": SAID, "kind": "complaint", "sentiment": -0.6, "spam": false, "urgency": true });
    let done = bench.act("example.add", input).await.unwrap();
    bench
        .import(&(line(101, "the NEW tariffs\u{a0}are quite  something\n> they are?") + &line(102, "The new tariffs")))
        .await;
    let read = message(&bench, "101").await;
    assert_eq!(read.reading.kind(), Kind::Complaint as i64);
    assert_eq!((read.reading.sentiment(), read.reading.urgency(), read.reading.spam()), (-6_000, 10_000, 0));
    let example = read.reading.machine.of_example().unwrap();
    assert_eq!((example.id, example.at), (examples(&bench).await[0].id, crate::NOW));
    let known = hub::trust::of(&read.reading);
    let words =
        [known.kind, known.sentiment, known.urgency, known.toxicity, known.language].map(hub::trust::Trust::word);
    assert_eq!(words, ["person", "person", "person", "rules", "measured"]);
    assert_eq!(bench.search("kind:complaint tariffs").await, ["101"]);
    assert_eq!(message(&bench, "100").await.reading, before.reading, "what was read before stays");
    assert!(message(&bench, "102").await.reading.machine.of_example().is_none(), "other words are read by the machine");
    bench.act("journal.undo", json!({ "entry": done.entry })).await.unwrap();
    bench.import(&line(103, SAID)).await;
    assert!(message(&bench, "103").await.reading.machine.of_example().is_none(), "taken back, it holds no more");
    assert_eq!(bench.search("kind:complaint tariffs").await, ["101"], "what was read by it stays");
}

#[tokio::test]
async fn an_example_is_kept_once_changed_removed_and_brought_back() {
    let bench = bench().await;
    bench.import(CHAT).await;
    let before = bench.state().await;
    let first = bench.act("example.add", json!({ "text": SAID, "kind": "idea" })).await.unwrap();
    let again = bench.act("example.add", json!({ "text": SAID.to_uppercase(), "toxicity": "no" })).await.unwrap();
    let all = examples(&bench).await;
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!((all[0].said.kind, all[0].said.toxicity), (None, Some(0)), "the later word replaces the earlier");
    let refused = bench.act("journal.undo", json!({ "entry": first.entry })).await.unwrap_err();
    assert!(matches!(&refused, hub::Error::Later(later) if *later == [again.entry]), "{refused}");
    let removed = bench.act("example.remove", json!({ "example": all[0].id })).await.unwrap();
    assert!(examples(&bench).await.is_empty());
    bench.act("journal.undo", json!({ "entry": removed.entry })).await.unwrap();
    assert_eq!(examples(&bench).await, all);
    for done in [again, first] {
        bench.act("journal.undo", json!({ "entry": done.entry })).await.unwrap();
    }
    assert_eq!(bench.state().await, before);
    for (input, said) in [
        (json!({ "text": SAID }), "nothing said of the text"),
        (json!({ "text": "> only theirs", "kind": "bug" }), "no words of its own"),
        (json!({ "text": SAID, "spam": "perhaps" }), "is yes or no"),
        (json!({ "text": "x".repeat(20_001), "kind": "bug" }), "at most 20000 characters"),
    ] {
        let refused = bench.act("example.add", input).await.unwrap_err().to_string();
        assert!(refused.contains(said), "{refused}");
    }
}

#[tokio::test]
async fn an_erased_persons_words_leave_the_examples_and_the_journal() {
    let bench = bench().await;
    bench.import(CHAT).await;
    let ada = {
        let mut conn = bench.hub.db.read().await.unwrap();
        store::erase::find_handle(&mut conn, bench.seen.workspace, ("ada", "file:chat")).await.unwrap().unwrap()
    };
    let hers = "The app crashes when I open the settings after the update";
    for text in [hers, "Thank you @ada for all of it", SAID] {
        bench.act("example.add", json!({ "text": text, "kind": "bug" })).await.unwrap();
    }
    // One that is gone already stays in the journal with all its words.
    let again =
        bench.act("example.add", json!({ "text": format!("{hers}\nfor us, too"), "kind": "bug" })).await.unwrap();
    bench.act("journal.undo", json!({ "entry": again.entry })).await.unwrap();
    let done = bench.act("member.erase", json!({ "member": ada, "confirm": true })).await.unwrap();
    assert_eq!(done.told["removed"]["examples"], 2, "{}", done.told);
    let left: Vec<String> = examples(&bench).await.into_iter().map(|one| one.text).collect();
    assert_eq!(left, [SAID]);
    let mut told: Vec<Json> = Vec::new();
    let mut take = |path: &str, bytes: &[u8]| {
        let lines = String::from_utf8_lossy(bytes).into_owned();
        told.extend(lines.lines().filter(|line| line.contains("crashes")).map(|line| json!([path, line])));
        Ok(())
    };
    hub::leave::export(&bench.hub, &bench.seen, &mut take, crate::NOW).await.unwrap();
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn the_same_own_words_are_one_text() {
    let same = hub::examples::digest("It is broken AGAIN!\n> as you said").unwrap();
    for text in ["It is  broken again!", "it is brok\u{e9}n again!\n", "> what?\nIt is broken again!"] {
        assert_eq!(hub::examples::digest(text).as_ref(), Some(&same), "{text}");
    }
    assert_ne!(hub::examples::digest("It is broken").unwrap(), same);
    assert_eq!(hub::examples::digest("> only theirs\n"), None);
    assert_eq!(hub::examples::digest(" \n"), None);
}
