//! What is unusual stands on Today until somebody puts it aside.

use axum::http::StatusCode;
use model::AlertId;
use store::alerts::{self, Alert};

use crate::cast::{Cast, Visitor, now};

/// An alert about the cast's bugs.
pub(crate) async fn one(cast: &Cast) {
    let alert = Alert {
        id: AlertId(7),
        series: format!("kind:{}", model::Kind::Bug as i64),
        at: now().plus_seconds(-7_200),
        direction: "up".to_owned(),
        messages: 24,
        voices: 18,
        expected: 520,
        score: 9_000,
        phrases: "export <crashes>\nafter update\t4".to_owned(),
        first: cast.message("Export"),
        top: vec![cast.message("Dark mode")],
    };
    let mut conn = cast.hub.db.write().await.unwrap();
    alerts::add(&mut conn, cast.workspace, &alert).await.unwrap();
    alerts::add(&mut conn, cast.workspace, &Alert { id: AlertId(8), ..alert }).await.unwrap();
    conn.commit().await.unwrap();
}

#[tokio::test]
async fn what_is_unusual_stands_on_today_until_somebody_puts_it_aside() {
    let cast = Cast::new().await;
    one(&cast).await;
    let grace = cast.sign_in("grace").await;
    let today = format!("/w/{}/today", cast.workspace);
    let page = cast.get(&grace, &today).await;
    for part in [
        "24 messages in four hours, by 4.5 people an hour, where 1.3 are usual",
        "after update</span> 4 people",
        "The export crashes",
        "dark mode",
    ] {
        assert!(page.text.contains(part), "{part}\n{}", page.text);
    }
    assert!(!page.text.contains("<crashes>"));
    assert_eq!(page.text.matches("acts/alert.dismiss").count(), 1, "an hour of a series is told once");
    let dismiss = format!("/w/{}/acts/alert.dismiss", cast.workspace);
    let done = cast.post(&grace, &dismiss, &[("alert", "7"), ("return", &today)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert!(!cast.get(&grace, &today).await.text.contains("4.5 people an hour"));
    let entry = done.header("set-cookie").split(['~', ';']).nth(1).unwrap().to_owned();
    cast.post(&grace, &format!("/w/{}/acts/journal.undo", cast.workspace), &[("entry", &entry)]).await;
    assert!(cast.get(&grace, &today).await.text.contains("4.5 people an hour"));
    let mary = cast.sign_in("mary").await;
    assert!(!cast.get(&mary, &today).await.text.contains("alert.dismiss"), "who may not answer has no button");
}

#[tokio::test]
async fn silence_is_told_in_people_an_hour_in_both_languages() {
    let cast = Cast::new().await;
    let alert = Alert {
        id: AlertId(9),
        series: format!("kind:{}", model::Kind::Question as i64),
        at: now().plus_seconds(-7_200),
        direction: "down".to_owned(),
        messages: 3,
        voices: 2,
        expected: 4_000,
        score: 9_000,
        phrases: String::new(),
        first: model::MessageId(0),
        top: Vec::new(),
    };
    let mut conn = cast.hub.db.write().await.unwrap();
    alerts::add(&mut conn, cast.workspace, &alert).await.unwrap();
    conn.commit().await.unwrap();
    let grace = cast.sign_in("grace").await;
    let today = format!("/w/{}/today", cast.workspace);
    for (language, sentence) in [
        ("en", "only 3 messages in four hours, by 0.5 people an hour, where 10.0 are usual"),
        ("fr", "seulement 3 messages en quatre heures ; personnes par heure : 0,5, contre 10,0 d’habitude"),
    ] {
        let visitor = Visitor { cookie: format!("{}; tribune_language={language}", grace.cookie), ..grace.clone() };
        let page = cast.get(&visitor, &today).await;
        let text = page.text.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(text.contains(sentence), "{sentence}\n{}", page.text);
    }
}
