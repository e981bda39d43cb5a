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

/// Thirty people complain in one hour, in words that the machine takes for a complaint.
fn complaints(text: &str) -> String {
    (0..30).map(|nth| line(START + 1_800 + nth * 20, &format!("kim{nth}"), text)).collect()
}

fn series(found: &[Alert]) -> Vec<&str> {
    found.iter().map(|alert| alert.series.as_str()).filter(|series| !series.starts_with("channel:")).collect()
}

#[tokio::test]
async fn what_nobody_measured_raises_no_alert_unless_a_person_allows_it() {
    let bench = bench().await;
    bench.import(&calm()).await;
    bench.import(&complaints("Your support is a disgrace and I am very disappointed with this service")).await;
    let complaint = format!("kind:{}", model::Kind::Complaint as i64);
    let before = open(&bench).await;
    assert!(before.iter().any(|alert| alert.series.starts_with("channel:")), "{before:?}");
    assert!(!series(&before).contains(&complaint.as_str()), "{before:?}");
    let done = bench.act("alert.watch", json!({ "series": "complaint" })).await.unwrap();
    let allowed = open(&bench).await;
    let raised = allowed.iter().find(|alert| alert.series == complaint).unwrap_or_else(|| panic!("{allowed:?}"));
    assert!(raised.voices == 30 && raised.messages == 30, "{raised:?}");
    bench.act("journal.undo", json!({ "entry": done.entry })).await.unwrap();
    let mut conn = bench.hub.db.read().await.unwrap();
    assert!(alerts::list_watched(&mut conn, bench.seen.workspace).await.unwrap().is_empty());
    let refused = bench.act("alert.watch", json!({ "series": "channel:1" })).await.unwrap_err().to_string();
    assert!(refused.contains("complaint") && refused.contains("mood"), "{refused}");
}

#[tokio::test]
async fn three_loud_accounts_are_no_crowd_and_a_cross_post_is_one_voice() {
    let bench = bench().await;
    bench.import(&calm()).await;
    let loud: String = (0..90)
        .map(|nth| {
            let text = format!("The export crashes again in place {nth}, it fails");
            line(START + 1_800 + nth * 15, &format!("loud{}", nth % 3), &text)
        })
        .collect();
    bench.import(&loud).await;
    let found = open(&bench).await;
    assert!(found.iter().all(|alert| alert.series == "mood"), "{found:?}");
    // One text, by thirty accounts within minutes, each in a place of its own: the channel of each is quiet, and
    // the kind hears it once.
    let text = "After the newest update the export crashes with an error as soon as the second page is reached, please repair it";
    let posted: String = (0..30)
        .map(|nth| {
            let at = START + DAY + 1_800 + nth * 10;
            let id = format!("x{nth}");
            let author = format!("echo{nth}");
            json!({ "id": id, "stream": id, "topic": id, "author": author, "ts": at, "text": text }).to_string() + "\n"
        })
        .collect();
    bench.import(&posted).await;
    let found = open(&bench).await;
    assert_eq!(series(&found).iter().filter(|one| one.starts_with("kind:")).count(), 0, "{found:?}");
    bench.import(&burst()).await;
    assert!(!open(&bench).await.is_empty(), "sixty people are a crowd");
}

/// Every account of the burst is one person's.
async fn merge_the_burst(bench: &Bench) {
    let people = {
        let mut conn = bench.hub.db.read().await.unwrap();
        store::members::list_by_name(&mut conn, &bench.seen, "mei", 100).await.unwrap()
    };
    assert_eq!(people.len(), 60);
    for person in &people[1..] {
        let merge = json!({ "member": person.id.to_string(), "into": people[0].id.to_string() });
        bench.act("member.merge", merge).await.unwrap();
    }
}

#[tokio::test]
async fn sixty_accounts_that_were_merged_into_one_member_are_no_crowd() {
    let bench = bench().await;
    bench.import(&calm()).await;
    bench.import(&burst()).await;
    merge_the_burst(&bench).await;
    let found = open(&bench).await;
    assert!(found.iter().all(|alert| alert.series == "mood"), "{found:?}");
}

#[tokio::test]
async fn what_is_not_read_in_a_language_never_counts() {
    let bench = bench().await;
    bench.import(&calm()).await;
    for series in hub::alerts::watchable() {
        bench.act("alert.watch", json!({ "series": series })).await.unwrap();
    }
    let spanish = "Esto es una vergüenza, el programa es horrible y se cuelga siempre, odio este servicio terrible";
    bench.import(&complaints(spanish)).await;
    let found = open(&bench).await;
    assert_eq!(series(&found), Vec::<&str>::new(), "{found:?}");
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
