//! What is unusual stands on Today until somebody puts it aside.

use axum::http::StatusCode;
use model::AlertId;
use store::alerts::{self, Alert};

use crate::cast::{Cast, now};

/// An alert about the cast's bugs.
pub(crate) async fn one(cast: &Cast) {
    let alert = Alert {
        id: AlertId(7),
        series: format!("kind:{}", model::Kind::Bug as i64),
        at: now().plus_seconds(-7_200),
        direction: "up".to_owned(),
        messages: 24,
        voices: 17,
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
        "24 messages by 17 people in four hours, where 5.2 people are usual",
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
    assert!(!cast.get(&grace, &today).await.text.contains("17 people"));
    let entry = done.header("set-cookie").split(['~', ';']).nth(1).unwrap().to_owned();
    cast.post(&grace, &format!("/w/{}/acts/journal.undo", cast.workspace), &[("entry", &entry)]).await;
    assert!(cast.get(&grace, &today).await.text.contains("17 people"));
    let mary = cast.sign_in("mary").await;
    assert!(!cast.get(&mary, &today).await.text.contains("alert.dismiss"), "who may not answer has no button");
}
