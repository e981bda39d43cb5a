//! A burst becomes an alert, once, with what it is about; taken back, it is gone.

use model::Time;
use serde_json::json;
use store::alerts::{self, Alert};

use crate::{Bench, bench, now};

const DAY: i64 = 86_400;
/// Monday, 4 March 2024.
const START: i64 = 1_709_510_400;

fn line(at: i64, author: &str, text: &str) -> String {
    let id = format!("{at}{author}");
    json!({ "id": id, "stream": "help", "topic": format!("{at}"), "author": author, "ts": at, "text": text })
        .to_string()
        + "\n"
}

const SMALL_TALK: [&str; 8] = [
    "How do I change the colour of a badge?",
    "Thanks, that helped me a lot yesterday",
    "Is there a guide for new volunteers somewhere?",
    "My order has not arrived yet, what can I do",
    "Which size of paper does the small printer take",
    "We had a lovely evening at the meeting in Lyon",
    "Can somebody explain the difference between both plans",
    "I would like to invite a friend to the workshop",
];

/// Two calm messages at each hour of the day, for three weeks.
fn calm() -> String {
    let hours = (0..20 * 24).flat_map(|hour| [(hour, 5), (hour, 35)]);
    hours
        .map(|(hour, minute)| {
            line(
                START - 20 * DAY + hour * 3_600 + minute * 60,
                &format!("lin{}", hour % 23),
                SMALL_TALK[(hour % 8) as usize],
            )
        })
        .collect()
}

/// Sixty people in one hour.
fn burst() -> String {
    (0..60)
        .map(|nth| {
            line(
                START + 1_800 + nth * 20,
                &format!("mei{nth}"),
                "The gateway timeout error is back, gateway timeout on every page",
            )
        })
        .collect()
}

async fn open(bench: &Bench) -> Vec<Alert> {
    while hub::workers::work_one(&bench.hub, now).await.unwrap() {}
    let mut conn = bench.hub.db.read().await.unwrap();
    alerts::list_open(&mut conn, &bench.seen, Time::from_seconds(0), 50).await.unwrap()
}

#[tokio::test]
async fn a_burst_is_told_once_with_its_phrases_and_voices() {
    let bench = bench().await;
    bench.import(&calm()).await;
    assert!(open(&bench).await.is_empty(), "calm weeks raise nothing");
    let run = bench.import(&burst()).await.run;
    let found = open(&bench).await;
    let channel = found.iter().find(|alert| alert.series.starts_with("channel:")).expect("the channel spiked");
    assert_eq!(channel.direction, "up");
    assert!(channel.voices >= 60 && channel.messages >= 60 && channel.expected < 2_000, "{channel:?}");
    assert!(channel.phrases.lines().any(|phrase| phrase.contains("gateway")), "{channel:?}");
    assert!(channel.first.0 > 0 && !channel.top.is_empty());
    bench.import(&line(START + 4_000, "ola", "And one more")).await;
    let again = open(&bench).await;
    assert!(found.iter().all(|alert| again.contains(alert)) && again.len() == found.len(), "{again:?}");
    hub::import::undo(&bench.hub, &bench.seen, (run, now), &mut |_| {}).await.unwrap();
    assert!(open(&bench).await.is_empty(), "what is gone is no news");
}
