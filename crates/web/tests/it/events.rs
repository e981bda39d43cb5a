//! Live news: a count of what happened since a page was made, until the server stops.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use futures_util::StreamExt;
use tower::ServiceExt;

use crate::cast::Cast;

#[tokio::test]
async fn news_comes_as_a_count_and_ends_with_the_server() {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    let id = cast.conversation("Export").to_string();
    cast.post(&ada, &format!("/w/{}/acts/conversation.close", cast.workspace), &[("conversation", &id)]).await;
    let request = Request::builder()
        .uri(format!("/w/{}/events?since=0", cast.workspace))
        .header(header::COOKIE, &ada.cookie)
        .body(Body::empty())
        .unwrap();
    let answer = cast.router.clone().oneshot(request).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let mut stream = answer.into_body().into_data_stream();
    let first = stream.next().await.unwrap().unwrap();
    let first = String::from_utf8(first.to_vec()).unwrap();
    assert!(first.contains("event: news") && first.contains("\"count\":1"), "{first}");
    cast.stop.send(true).unwrap();
    assert!(stream.next().await.is_none(), "the stream outlives the server");
}
