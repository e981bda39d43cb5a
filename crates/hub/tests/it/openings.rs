//! How the first message of a conversation was read stands in the conversation's row.

use model::ConversationId;
use serde_json::json;
use store::aggregates::Opening;
use store::{migrate, values};

use crate::{Bench, bench};

const SAID: &str = "The new tariffs are quite something";

fn line(id: i64, topic: &str, text: &str) -> String {
    json!({ "id": id, "stream": "help", "topic": topic, "author": "ida", "ts": 1_709_600_000 + id, "text": text })
        .to_string()
        + "\n"
}

async fn opening(bench: &Bench, native: &str) -> (ConversationId, Opening) {
    let mut conn = bench.hub.db.read().await.unwrap();
    let all = hub::search::find(&mut conn, &bench.seen, ("", None), 100).await.unwrap().messages;
    let of = all.into_iter().find(|message| message.native_id.as_deref() == Some(native)).unwrap();
    let found = store::conversations::find(&mut conn, &bench.seen, of.conversation).await.unwrap().unwrap();
    let listed = store::conversations::list_by_hits(&mut conn, &bench.seen, &[of.id]).await.unwrap();
    assert_eq!(listed[0].opening, found.opening);
    (found.id, found.opening)
}

#[tokio::test]
async fn a_conversation_knows_how_its_first_message_was_read() {
    let bench = bench().await;
    bench.act("example.add", json!({ "text": SAID, "kind": "complaint", "language": "en" })).await.unwrap();
    bench.act("example.add", json!({ "text": "Ist das so?", "language": "de" })).await.unwrap();
    let crash = "The app crashes when I open the settings after the update";
    bench
        .import(
            &(line(1, "tariffs", SAID)
                + &line(2, "so", "Ist das so?")
                + &line(3, "crash", crash)
                + &line(4, "crash", SAID)
                + &line(5, "odd", "I wonder about the settings page")),
        )
        .await;
    let by_person = |(_, opening): (ConversationId, Opening)| (opening.kind_by_person, opening.language_by_person);
    assert_eq!(by_person(opening(&bench, "1").await), (true, true));
    assert_eq!(by_person(opening(&bench, "2").await), (false, true));
    assert_eq!(by_person(opening(&bench, "4").await), (false, false), "of the first message");
    let (_, read) = opening(&bench, "3").await;
    assert!(read.language_confidence > 5_000 && !read.is_unsure, "{read:?}");
    let (odd, before) = opening(&bench, "5").await;
    assert!(before.is_unsure, "{before:?}");

    let mut conn = bench.hub.db.read().await.unwrap();
    let message = hub::search::find(&mut conn, &bench.seen, ("wonder", None), 1).await.unwrap().messages.remove(0);
    drop(conn);
    let said = json!({ "message": message.id, "kind": "praise", "language": "fr" });
    let done = bench.act("message.correct", said).await.unwrap();
    assert_eq!(by_person(opening(&bench, "5").await), (true, true));
    let state = bench.state().await;

    // The same from a database of the program before.
    let mut conn = bench.hub.db.write().await.unwrap();
    conn.run("alter table conversation drop column language_confidence", values![]).await.unwrap();
    conn.run("alter table conversation drop column opening_signs", values![]).await.unwrap();
    conn.run("delete from migration where name = 'opening'", values![]).await.unwrap();
    conn.commit().await.unwrap();
    assert_eq!(migrate::run(&bench.hub.db).await.unwrap().applied, ["opening"]);
    assert_eq!(bench.state().await, state);

    bench.act("journal.undo", json!({ "entry": done.entry })).await.unwrap();
    assert_eq!(opening(&bench, "5").await, (odd, before));
}
