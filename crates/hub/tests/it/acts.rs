//! Acts do what they say, refuse what they must, and leave a chain that verifies.

use hub::acts::DryRun;
use hub::{Asked, Error};
use serde_json::json;
use store::search::{EVERYTHING, Range, Term, list_newest};

use crate::{CHAT, NOW, bench, stranger};

#[tokio::test]
async fn search_understands_its_language() {
    let bench = bench().await;
    bench.import(CHAT).await;
    for (query, expected) in [
        ("crashes", vec!["1"]),
        ("CRASHES settings", vec!["1"]),
        ("\"dark mode\"", vec!["4"]),
        ("\"mode dark\"", vec![]),
        ("password OR dark", vec!["9", "4"]),
        ("in:help NOT from:grace", vec!["5", "4", "3", "1"]),
        ("in:help -from:grace", vec!["5", "4", "3", "1"]),
        ("cra*", vec!["1"]),
        ("has:link", vec!["8"]),
        ("from:mary after:2024-03-02", vec!["12", "7"]),
        ("before:2024-03-01", vec!["10"]),
        ("in:nowhere", vec![]),
        ("tres contente", vec!["6"]),
    ] {
        assert_eq!(bench.search(query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn a_correction_wins_moves_the_counts_and_is_found() {
    let bench = bench().await;
    bench.import(CHAT).await;
    let before = bench.state().await;
    let mut conn = bench.hub.db.read().await.unwrap();
    let hits = hub::search::find(&mut conn, &bench.seen, ("crashes", None), 10).await.unwrap();
    let id = hits.messages[0].id;
    drop(conn);
    let done = bench.act("message.correct", json!({ "message": id, "kind": "press", "sentiment": 0.5 })).await.unwrap();
    assert_eq!(bench.search("kind:press").await, ["1"]);
    let mut conn = bench.hub.db.write().await.unwrap();
    let kept = bench.state().await;
    store::counts::rebuild(&mut conn, bench.seen.workspace).await.unwrap();
    conn.commit().await.unwrap();
    assert_eq!(bench.state().await, kept, "the corrected counts are those of a rebuild");
    bench.act("journal.undo", json!({ "entry": done.entry })).await.unwrap();
    assert_eq!(bench.state().await, before);
    assert!(bench.search("kind:press").await.is_empty());
}

#[tokio::test]
async fn every_part_of_a_reading_is_corrected_by_itself() {
    let bench = bench().await;
    bench.import(CHAT).await;
    let load = async || {
        let mut conn = bench.hub.db.read().await.unwrap();
        let found = hub::search::find(&mut conn, &bench.seen, ("crashes", None), 10).await.unwrap();
        let message = found.messages.into_iter().next().unwrap();
        let of = store::conversations::find(&mut conn, &bench.seen, message.conversation).await.unwrap().unwrap();
        (message, of.urgency)
    };
    let (before, urgency) = load().await;
    let correct = async |part: &str, value: serde_json::Value| {
        bench.act("message.correct", json!({ "message": before.id, part: value })).await.unwrap()
    };
    let first = correct("urgency", json!(true)).await;
    correct("toxicity", json!("yes")).await;
    correct("spam", json!("no")).await;
    correct("asks_reply", json!(!before.reading.asks_reply())).await;
    let (said, then) = load().await;
    assert_eq!((said.reading.urgency(), said.reading.toxicity(), said.reading.spam()), (10_000, 10_000, 0));
    assert_eq!(said.reading.asks_reply(), !before.reading.asks_reply());
    assert_eq!(said.reading.kind(), before.reading.kind(), "what nobody said stays as read");
    assert!(urgency < 10_000 && then == 10_000, "the conversation is as urgent as its most urgent message");
    let known = hub::trust::of(&said.reading);
    let words = [known.urgency, known.toxicity, known.spam, known.asks_reply, known.kind].map(hub::trust::Trust::word);
    assert_eq!(words, ["person", "person", "person", "person", "measured"]);
    bench.act("journal.undo", json!({ "entry": first.entry, "with_later": true })).await.unwrap();
    let (after, back) = load().await;
    assert_eq!((after.reading, back), (before.reading.clone(), urgency));
}

#[tokio::test]
async fn wrong_input_gets_one_clear_sentence() {
    let bench = bench().await;
    bench.import(CHAT).await;
    let conversation = bench.conversation("install").await;
    for (act, input, expected) in [
        ("conversation.close", json!({}), "`conversation`: is missing"),
        ("conversation.close", json!({ "conversation": "!" }), "is not an id"),
        ("conversation.close", json!({ "conversation": "abc", "why": "x" }), "`why`: unknown field"),
        ("conversation.close", json!({ "conversation": "abc" }), "there is no such conversation here"),
        ("conversation.close", json!([1]), "the input is a JSON object"),
        ("conversation.fly", json!({}), "there is no such act `conversation.fly` here"),
        ("conversation.snooze", json!({ "conversation": conversation, "until": "2001-01-01" }), "is in the past"),
        (
            "conversation.assign",
            json!({ "conversation": conversation, "staff": "x@example.org" }),
            "nobody with the address",
        ),
        (
            "conversation.merge",
            json!({ "conversation": conversation, "into": conversation }),
            "is the same conversation",
        ),
        ("conversation.note", json!({ "conversation": conversation, "body": "x".repeat(10_001) }), "at most 10000"),
    ] {
        let refused = bench.act(act, input).await.unwrap_err().to_string();
        assert!(refused.contains(expected), "{act}: {refused}");
    }
}

#[tokio::test]
async fn a_dry_run_and_a_repeated_key_change_nothing_twice() {
    let bench = bench().await;
    bench.import(CHAT).await;
    let before = bench.state().await;
    let input = json!({ "conversation": bench.conversation("install").await, "body": "Call her back" });
    let asked = Asked { dry_run: DryRun::Yes, ..Asked::new("conversation.note", &input) };
    assert!(bench.hub.act(&bench.seen, asked, NOW).await.unwrap().dry_run);
    assert_eq!(bench.state().await, before);
    let keyed = Asked { idempotency_key: Some("k1"), ..Asked::new("conversation.note", &input) };
    let first = bench.hub.act(&bench.seen, keyed, NOW).await.unwrap();
    let second = bench.hub.act(&bench.seen, keyed, NOW).await.unwrap();
    assert_eq!(first.entry, second.entry);
    let other = json!({ "conversation": input["conversation"], "body": "Another" });
    let reused = Asked { idempotency_key: Some("k1"), ..Asked::new("conversation.note", &other) };
    assert!(matches!(bench.hub.act(&bench.seen, reused, NOW).await, Err(Error::Conflict(_))));
    assert_eq!(store::testing::count_rows(&bench.hub.db, "note").await.unwrap(), 1);
}

#[tokio::test]
async fn another_workspace_sees_nothing() {
    let bench = bench().await;
    bench.import(CHAT).await;
    let conversation = bench.conversation("install").await;
    let outside = hub::access::operator(stranger());
    let input = json!({ "conversation": conversation });
    let refused = bench.hub.act(&outside, Asked::new("conversation.close", &input), NOW).await;
    assert!(matches!(refused, Err(Error::NotFound(_))));
    let mut conn = bench.hub.db.read().await.unwrap();
    assert!(hub::search::find(&mut conn, &outside, ("crashes", None), 10).await.unwrap().messages.is_empty());
    let word = |word: &str| Term::Word(word.to_owned());
    let range = Range { from: model::MessageId(0), before: model::MessageId(i64::MAX) };
    for term in [
        word("crashes"),
        Term::Prefix("cra".to_owned()),
        Term::Phrase(vec!["dark".to_owned(), "mode".to_owned()]),
        Term::Facet(EVERYTHING.to_owned()),
        Term::Except(Box::new(Term::Facet(EVERYTHING.to_owned())), Box::new(word("crashes"))),
    ] {
        let mut ids = Vec::new();
        for workspace in [bench.seen.workspace, outside.workspace] {
            ids.push(list_newest(&mut conn, workspace, (&term, range), 10).await.unwrap());
        }
        assert!(!ids[0].is_empty() && ids[1].is_empty(), "{term:?}: {ids:?}");
    }
    assert!(store::conversations::list(&mut conn, &outside, &Default::default(), 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn concurrent_acts_all_land_and_the_chain_verifies() {
    let bench = bench().await;
    bench.import(CHAT).await;
    let conversation = bench.conversation("install").await;
    let mut tasks = Vec::new();
    for number in 0..40 {
        let (hub, seen, conversation) = (bench.hub.clone(), bench.seen, conversation.clone());
        tasks.push(tokio::spawn(async move {
            let input = json!({ "conversation": conversation, "label": format!("label {number}") });
            hub.act(&seen, Asked::new("conversation.label", &input), NOW).await.unwrap();
            hub::journal::seal(&hub, seen.workspace, NOW).await.unwrap();
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    hub::journal::seal(&bench.hub, bench.seen.workspace, NOW).await.unwrap();
    let mut conn = bench.hub.db.read().await.unwrap();
    let found = store::journal::verify(&mut conn, bench.seen.workspace).await.unwrap();
    assert_eq!((found.unsealed, found.broken.len()), (0, 0), "{:?}", found.broken);
    assert!(found.sealed >= 41);
    assert_eq!(store::testing::count_rows(&bench.hub.db, "label").await.unwrap(), 40);
}

#[tokio::test]
async fn a_changed_journal_is_found_out() {
    let bench = bench().await;
    bench.import(CHAT).await;
    let conversation = bench.conversation("install").await;
    for label in ["one", "two", "three"] {
        bench.act("conversation.label", json!({ "conversation": conversation, "label": label })).await.unwrap();
    }
    hub::journal::seal(&bench.hub, bench.seen.workspace, NOW).await.unwrap();
    for tamper in [
        "update journal set act = 'conversation.close' where seq = 3",
        "update journal_payload set payload = '{}' where entry_id = (select id from journal where seq = 4)",
        "delete from journal where seq = 2",
    ] {
        let mut conn = bench.hub.db.write().await.unwrap();
        assert_eq!(conn.run(tamper, vec![]).await.unwrap(), 1);
        let found = store::journal::verify(&mut conn, bench.seen.workspace).await.unwrap();
        assert!(!found.broken.is_empty(), "{tamper}");
        // The transaction is dropped, so the next change meets a whole chain.
    }
}
