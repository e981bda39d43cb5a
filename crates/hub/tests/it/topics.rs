//! Topics keep their numbers while messages arrive, and what people decided about them stays.

use std::collections::HashMap;

use model::{MessageId, TopicId};
use serde_json::json;
use store::topic_book::{self, Learned};

use crate::{Bench, NOW, bench, now};

const THEMES: [(&str, [&str; 6]); 3] = [
    (
        "printer",
        [
            "The badge printer jams again",
            "Printer out of badges, it jams",
            "Our badge printer prints blank badges",
            "Badge printer paper jam at the desk",
            "The printer eats every second badge",
            "How do I clear a jam in the badge printer",
        ],
    ),
    (
        "invoice",
        [
            "My invoice shows the wrong tax",
            "The invoice lacks our tax number",
            "Wrong tax on the March invoice",
            "Please correct the tax on my invoice",
            "Invoice total and tax do not match",
            "Can the invoice show the tax apart",
        ],
    ),
    (
        "login",
        [
            "I cannot log in with my password",
            "Login fails, password refused",
            "Password reset mail for login never comes",
            "Login says my password is wrong",
            "Cannot log in since the password change",
            "The login page forgets my password",
        ],
    ),
];

/// `rounds` × 18 messages about three things, from the second `start` on.
fn talk(start: i64, rounds: i64) -> String {
    let mut lines = String::new();
    for round in 0..rounds {
        for (at, (theme, texts)) in THEMES.iter().enumerate() {
            for (nth, text) in texts.iter().enumerate() {
                let time = start + round * 3_600 + (at * 6 + nth) as i64 * 60;
                let message = json!({ "id": format!("{time}"), "stream": theme, "topic": format!("{theme} {round}"),
                    "author": format!("lin{round}"), "ts": time, "text": format!("{text} ({})", ["today", "again", "since Monday"][(round % 3) as usize]) });
                lines.push_str(&message.to_string());
                lines.push('\n');
            }
        }
    }
    lines
}

async fn work(bench: &Bench) {
    while hub::workers::work_one(&bench.hub, now).await.unwrap() {}
}

/// Where each message belongs.
async fn joined(bench: &Bench) -> HashMap<MessageId, TopicId> {
    let mut conn = bench.hub.db.read().await.unwrap();
    let mut found = HashMap::new();
    for topic in topic_book::list(&mut conn, bench.seen.workspace).await.unwrap() {
        for one in
            topic_book::list_messages(&mut conn, &bench.seen, (topic.id, MessageId(i64::MAX)), 10_000).await.unwrap()
        {
            found.insert(one.message, topic.id);
        }
    }
    found
}

#[tokio::test]
async fn a_topic_keeps_its_number_and_its_name_as_messages_arrive() {
    let bench = bench().await;
    bench.import(&talk(1_709_300_000, 2)).await;
    work(&bench).await;
    assert!(joined(&bench).await.is_empty(), "a few messages do not tell what is common");
    let first = bench.import(&talk(1_709_400_000, 20)).await;
    work(&bench).await;
    let before = joined(&bench).await;
    assert!(before.len() > 250, "{} of 396 messages found a topic", before.len());
    let trends = {
        let mut conn = bench.hub.db.read().await.unwrap();
        hub::topics::list(&mut conn, &bench.seen, NOW).await.unwrap().0
    };
    assert_eq!(trends.iter().map(|trend| trend.this + trend.before).sum::<i64>(), before.len() as i64);
    let id = trends[0].topic.id;
    bench.act("topic.rename", json!({ "topic": id, "name": "Ours" })).await.unwrap();
    bench.import(&talk(1_710_000_000, 10)).await;
    work(&bench).await;
    let after = joined(&bench).await;
    assert!(after.len() > before.len() + 120);
    assert!(before.iter().all(|(message, topic)| after.get(message) == Some(topic)), "a message changed its topic");
    let mut conn = bench.hub.db.read().await.unwrap();
    let all = topic_book::list(&mut conn, bench.seen.workspace).await.unwrap();
    assert!(all.iter().any(|topic| topic.id == id && topic.name == "Ours" && topic.is_named));
    drop(conn);
    hub::import::undo(&bench.hub, &bench.seen, (first.run, now), &mut |_| {}).await.unwrap();
    work(&bench).await;
    let left = joined(&bench).await;
    assert!(left.len() < after.len() && left.iter().all(|(message, topic)| after.get(message) == Some(topic)));
    let mut conn = bench.hub.db.read().await.unwrap();
    let days = topic_book::list_days(&mut conn, &bench.seen, (0, i64::MAX)).await.unwrap();
    assert_eq!(days.iter().map(|(_, _, count)| count).sum::<i64>(), left.len() as i64, "what went is not counted");
    let month = "2024-03".parse().unwrap();
    assert!(
        !store::topics::list(&mut conn, &bench.seen, month).await.unwrap().is_empty(),
        "the month's topics came back"
    );
}

#[tokio::test]
async fn one_misdated_message_hides_nothing_and_undoing_leaves_no_topic() {
    let bench = bench().await;
    let ahead = json!({ "id": "ahead", "stream": "printer", "topic": "later", "author": "lin", "ts": 2_050_000_000,
        "text": "The badge printer jams again (today)" });
    let sheet = bench.import(&format!("{}{ahead}\n", talk(1_709_400_000, 20))).await;
    work(&bench).await;
    let mut conn = bench.hub.db.read().await.unwrap();
    let (trends, end) = hub::topics::list(&mut conn, &bench.seen, NOW).await.unwrap();
    assert!(end <= NOW.day() + 1, "the page ends at day {end}");
    assert!(trends.iter().map(|trend| trend.this).sum::<i64>() > 100, "{trends:?}");
    drop(conn);
    let kept = trends[0].topic.id;
    bench.act("topic.rename", json!({ "topic": kept, "name": "Ours" })).await.unwrap();
    hub::import::undo(&bench.hub, &bench.seen, (sheet.run, now), &mut |_| {}).await.unwrap();
    work(&bench).await;
    let mut conn = bench.hub.db.read().await.unwrap();
    assert_eq!(topic_book::find_last_day(&mut conn, &bench.seen, i64::MAX).await.unwrap(), -1);
    let (trends, _) = hub::topics::list(&mut conn, &bench.seen, NOW).await.unwrap();
    let names: Vec<&str> = trends.iter().map(|trend| trend.topic.name.as_str()).collect();
    assert_eq!(names, ["Ours"], "what a person named stays, the rest went with its messages");
}

#[tokio::test]
async fn what_was_sorted_while_messages_went_is_refused_and_they_are_not_counted() {
    let bench = bench().await;
    let sheet = bench.import(&talk(1_709_400_000, 20)).await;
    work(&bench).await;
    let workspace = bench.seen.workspace;
    let joined: Vec<(MessageId, TopicId)> = joined(&bench).await.into_iter().collect();
    let book = async |bench: &Bench| {
        let mut conn = bench.hub.db.read().await.unwrap();
        topic_book::find_book(&mut conn, workspace).await.unwrap().unwrap()
    };
    let (bytes, stale) = book(&bench).await;
    hub::import::undo(&bench.hub, &bench.seen, (sheet.run, now), &mut |_| {}).await.unwrap();
    let (_, fresh) = book(&bench).await;
    let learned =
        |version| Learned { book: bytes.clone(), version: Some(version), found: Vec::new(), joined: joined.clone() };
    let mut conn = bench.hub.db.write().await.unwrap();
    let refused = topic_book::learn(&mut conn, workspace, learned(stale)).await.unwrap_err();
    assert!(matches!(refused, store::Error::Changed(_)), "{refused}");
    drop(conn);
    let mut conn = bench.hub.db.write().await.unwrap();
    topic_book::learn(&mut conn, workspace, learned(fresh)).await.unwrap();
    let days = topic_book::list_days(&mut conn, &bench.seen, (0, i64::MAX)).await.unwrap();
    assert_eq!(days, [], "messages that are gone count nowhere");
}
