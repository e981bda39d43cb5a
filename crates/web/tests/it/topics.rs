//! Topics: found by a job, listed by trend, named, pinned and merged by people for good.

use axum::http::StatusCode;
use model::TopicId;
use serde_json::json;
use store::topic_book::{self, Learned, NONE, Topic};

use crate::cast::{Cast, Visitor};

/// Two topics over the cast's messages.
pub(crate) async fn some(cast: &Cast) {
    let topic = |id: i64, name: &str, example| Topic {
        id: TopicId(id),
        name: name.to_owned(),
        is_named: false,
        is_pinned: false,
        merged_into: None,
        keywords: "crash\nupdate".to_owned(),
        example,
    };
    let (export, dark) = (cast.message("Export"), cast.message("Dark mode"));
    let learned = Learned {
        book: Vec::new(),
        version: None,
        found: vec![topic(1, "export crash", export), topic(2, "dark mode", dark)],
        joined: vec![(export, TopicId(1)), (dark, TopicId(2)), (cast.message("Merci"), NONE)],
    };
    let mut conn = cast.hub.db.write().await.unwrap();
    if topic_book::find_book(&mut conn, cast.workspace).await.unwrap().is_none() {
        topic_book::learn(&mut conn, cast.workspace, learned).await.unwrap();
        conn.commit().await.unwrap();
    }
}

async fn act(cast: &Cast, visitor: &Visitor, (name, fields): (&str, &[(&str, &str)])) -> String {
    let done = cast.post(visitor, &format!("/w/{}/acts/{name}", cast.workspace), fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{name}: {}", done.text);
    done.header("set-cookie").split(['~', ';']).nth(1).unwrap().to_owned()
}

#[tokio::test]
async fn a_person_names_pins_and_merges_topics_and_takes_it_back() {
    let cast = Cast::new().await;
    some(&cast).await;
    let grace = cast.sign_in("grace").await;
    let base = format!("/w/{}/topics", cast.workspace);
    let list = cast.get(&grace, &base).await;
    assert!(list.text.contains("export crash") && list.text.contains("The export crashes"), "{}", list.text);
    act(&cast, &grace, ("topic.rename", &[("topic", "1"), ("name", "  Export  to CSV ")])).await;
    act(&cast, &grace, ("topic.pin", &[("topic", "2")])).await;
    let list = cast.get(&grace, &base).await;
    assert!(list.text.contains("Export to CSV") && list.text.contains("pinned"), "{}", list.text);
    assert!(
        list.text.find("dark mode").unwrap() < list.text.find("Export to CSV").unwrap(),
        "what is pinned stands on top"
    );
    let entry = act(&cast, &grace, ("topic.merge", &[("topic", "1"), ("into", "2")])).await;
    assert!(!cast.get(&grace, &base).await.text.contains("Export to CSV"));
    let whole = cast.get(&grace, &format!("{base}/2")).await;
    assert!(whole.text.contains("The export crashes") && whole.text.contains("dark mode"), "{}", whole.text);
    assert!(cast.get(&grace, &format!("{base}/1")).await.text.contains("part of another"));
    let circle =
        cast.post(&grace, &format!("/w/{}/acts/topic.merge", cast.workspace), &[("topic", "2"), ("into", "1")]).await;
    assert_eq!(circle.status, StatusCode::CONFLICT, "{}", circle.text);
    act(&cast, &grace, ("journal.undo", &[("entry", &entry)])).await;
    let list = cast.get(&grace, &base).await;
    assert!(list.text.contains("Export to CSV") && list.text.contains("dark mode"), "{}", list.text);
    assert_eq!(cast.get(&grace, &format!("{base}/9")).await.status, StatusCode::NOT_FOUND);
    let token = cast.token("read").await;
    let rows = cast.get(&token, "/api/v1/topics").await.json();
    assert_eq!(rows["rows"][1]["name"], "Export to CSV");
    assert_eq!(cast.get(&token, "/api/v1/topics/1").await.json()["latest_messages"], json!([cast.message("Export")]));
}
