//! The report's numbers are those that a plain count of the archive gives.

use hub::report::Waits;
use model::Month;
use paper::report::Number;
use serde_json::json;

use crate::{Bench, CHAT, bench};

async fn number(bench: &Bench, name: &str) -> Option<f64> {
    let month = Month { year: 2024, month: 3 };
    let report = hub::report::make(&bench.hub, &bench.seen, month).await.unwrap();
    let metric = report.metrics.iter().find(|metric| metric.measure.name() == name).unwrap();
    metric.value.map(Number::as_f64)
}

#[tokio::test]
async fn numbers_equal_a_count_by_hand() {
    let bench = bench().await;
    bench.import(CHAT).await;
    for (name, expected) in [
        ("messages", Some(10.0)),
        // `hello` began in January, `dark mode`, `install` and `thanks` in March.
        ("conversations", Some(3.0)),
        ("active_members", Some(5.0)),
        ("new_members", Some(4.0)),
        ("returning_members", Some(1.0)),
        ("lost_members", Some(0.0)),
        ("unanswered_share", Some(0.0)),
        // Waits of 600, 0 and 60 seconds.
        ("time_to_first_response_median_s", Some(60.0)),
        ("time_to_first_response_p90_s", Some(600.0)),
        // ada 3, mary 3 of 10.
        ("absence_factor", Some(2.0)),
        // grace, ada and katherine.
        ("helpers", Some(3.0)),
        ("messages.channel.help", Some(6.0)),
        ("messages.channel.general", Some(4.0)),
        // 2024-03-01 08:33 … 11:06 (help), 13:33, 2024-03-02 17:20 ×3, 2024-03-03 21:06.
        ("busiest_hour_utc", Some(8.0)),
    ] {
        assert_eq!(number(&bench, name).await, expected, "{name}");
    }
}

/// Archives come in any order: what came in last may have been said first.
#[tokio::test]
async fn who_wrote_before_is_no_new_member_whatever_came_in_first() {
    let line = |id: u32, ts: u32| {
        format!(
            "{{\"id\":{id},\"stream\":\"help\",\"topic\":\"t{id}\",\"author\":\"ada\",\"ts\":{ts},\"text\":\"hello\"}}\n"
        )
    };
    let (january, march, april) = (line(1, 1_704_200_000), line(2, 1_709_300_000), line(3, 1_712_000_000));
    for (order, expected) in [
        ([&april, &march, &january], [Some(0.0), Some(1.0), Some(0.0)]),
        ([&march, &january, &april], [Some(1.0), Some(0.0), Some(0.0)]),
        ([&january, &april, &march], [Some(0.0), Some(0.0), Some(0.0)]),
    ] {
        let bench = bench().await;
        for (text, expected) in order.into_iter().zip(expected) {
            bench.import(text).await;
            assert_eq!(number(&bench, "new_members").await, expected, "{order:?}");
        }
    }
}

#[tokio::test]
async fn an_author_is_the_member_behind_the_handle() {
    let bench = bench().await;
    bench.import(CHAT).await;
    let mut conn = bench.hub.db.read().await.unwrap();
    let people = store::members::list_by_name(&mut conn, &bench.seen, "", 100).await.unwrap();
    drop(conn);
    let id = |name: &str| people.iter().find(|one| one.name == name).unwrap().id.to_string();
    let merge = json!({ "member": id("grace"), "into": id("ada") });
    let done = bench.act("member.merge", merge).await.unwrap();
    assert_eq!(number(&bench, "active_members").await, Some(4.0));
    assert_eq!(number(&bench, "helpers").await, Some(2.0), "grace answered herself");
    assert!(number(&bench, "unanswered_share").await.unwrap() > 0.3, "nobody else wrote in `install`");
    bench.act("journal.undo", json!({ "entry": done.entry })).await.unwrap();
    assert_eq!(number(&bench, "helpers").await, Some(3.0));
}

#[tokio::test]
async fn a_month_without_data_says_null_not_zero() {
    let bench = bench().await;
    let month = Month { year: 2001, month: 1 };
    let report = hub::report::make(&bench.hub, &bench.seen, month).await.unwrap();
    let of = |name: &str| report.metrics.iter().find(|metric| metric.measure.name() == name).unwrap().value;
    assert_eq!(of("time_to_first_response_median_s"), None);
    assert_eq!(of("busiest_hour_utc"), None);
    assert_eq!(of("unanswered_share"), None);
    assert_eq!(of("messages"), Some(Number::Whole(0)));
}

#[tokio::test]
async fn topics_are_found_once_messages_are_in() {
    let bench = bench().await;
    let mut text = String::new();
    let themes =
        ["the export to csv fails with an error", "please add a dark mode theme", "how do I reset my password"];
    for id in 0..90 {
        let (theme, day) = (themes[id % 3], 1_709_251_200 + id * 3_600);
        let row = json!({ "id": id, "stream": "help", "topic": format!("t{id}"), "author": format!("p{}", id % 9), "ts": day,
            "text": format!("{theme}, case {id}") });
        text.push_str(&format!("{row}\n"));
    }
    bench.import(&text).await;
    while hub::workers::work_one(&bench.hub, crate::now).await.unwrap() {}
    let report = hub::report::make(&bench.hub, &bench.seen, Month { year: 2024, month: 3 }).await.unwrap();
    assert!(report.topics.len() >= 3, "{:?}", report.topics);
    assert!(report.topics.iter().take(3).all(|topic| topic.messages >= 20), "{:?}", report.topics);
}

#[test]
fn the_median_of_an_even_count_is_the_mean_of_the_middle_two() {
    let median = |waits: &[i64]| Waits::of(waits.to_vec()).median();
    assert_eq!(median(&[]), None);
    assert_eq!(median(&[30]), Some(30.0));
    assert_eq!(median(&[20, 10]), Some(15.0));
    assert_eq!(median(&[90, 10, 20]), Some(20.0));
}

#[test]
fn the_nearest_rank_is_the_first_that_nine_tenths_do_not_exceed() {
    let p90 = |count: i64| Waits::of((1..=count).collect()).p90();
    assert_eq!([0, 1, 2, 10, 11, 100].map(p90), [None, Some(1.0), Some(2.0), Some(9.0), Some(10.0), Some(90.0)]);
}

#[test]
fn classes_split_at_their_limits() {
    let waits = Waits::of([0, 299, 300, 3_599, 3_600].map(|seconds| seconds * 1_000_000).to_vec());
    assert_eq!(waits.classes(&[300, 3_600]), [2, 2, 1]);
}
