//! The desk for programs: acts with keys, views page by page, problems, and a description that fits.

use axum::http::{Method, StatusCode};
use hub::ACTS;
use hub::views::{One, VIEWS};
use serde_json::{Value as Json, json};

use crate::cast::{Answer, Cast, Visitor};

async fn act(cast: &Cast, visitor: &Visitor, (path, headers, input): (&str, &[(&str, &str)], Json)) -> Answer {
    cast.ask(Method::POST, visitor, (&format!("/api/v1/acts/{path}"), headers, input.to_string())).await
}

#[tokio::test]
async fn an_act_with_a_key_is_done_once() {
    let cast = Cast::new().await;
    let token = cast.token("read,write").await;
    let id = cast.conversation("Export");
    let note = json!({ "conversation": id, "body": "Ask Linus for the log." });
    let key = [("idempotency-key", "note-1")];
    let first = act(&cast, &token, ("conversation.note", &key, note.clone())).await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.text);
    let done = first.json();
    assert_eq!((&done["act"], &done["seq"]), (&json!("conversation.note"), &Json::Null));
    assert_eq!(done["undo"], done["entry"]);
    let again = act(&cast, &token, ("conversation.note", &key, note)).await.json();
    assert_eq!(again["entry"], done["entry"]);
    let other = json!({ "conversation": id, "body": "Something else." });
    assert_eq!(act(&cast, &token, ("conversation.note", &key, other)).await.status, StatusCode::CONFLICT);
    let seen = cast.get(&token, &format!("/api/v1/conversations/{id}")).await.json();
    assert_eq!(seen["notes"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_dry_run_says_what_would_be_and_changes_nothing() {
    let cast = Cast::new().await;
    let token = cast.token("read,write").await;
    let id = cast.conversation("Export");
    let said = act(&cast, &token, ("conversation.close?dry_run=true", &[], json!({ "conversation": id }))).await.json();
    assert_eq!(said["dry_run"], true);
    assert_eq!(said["subjects"], json!([format!("conversation:{id}")]));
    assert_eq!(cast.get(&token, &format!("/api/v1/conversations/{id}")).await.json()["state"], "open");
    assert_eq!(cast.get(&token, "/api/v1/journal").await.json()["rows"], json!([]));
}

#[tokio::test]
async fn every_view_of_the_list_answers_and_pages_follow_each_other() {
    let cast = Cast::new().await;
    let token = cast.token("read").await;
    for view in VIEWS {
        let answer = cast.get(&token, &format!("/api/v1/{}", view.name)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}: {}", view.name, answer.text);
        assert!(answer.json()["rows"].is_array(), "{}", view.name);
        let missing = cast.get(&token, &format!("/api/v1/{}/zzzz", view.name)).await;
        assert_eq!(missing.status, StatusCode::NOT_FOUND, "{}", view.name);
        let nobody = cast.get(&Visitor::default(), &format!("/api/v1/{}", view.name)).await;
        assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
        assert_eq!(nobody.header("content-type"), "application/problem+json");
    }
    for name in ["conversations", "members", "messages"] {
        let all = cast.get(&token, &format!("/api/v1/{name}")).await.json()["rows"].as_array().unwrap().clone();
        let (mut paged, mut after) = (Vec::new(), String::new());
        loop {
            let page = cast.get(&token, &format!("/api/v1/{name}?limit=2&after={after}")).await.json();
            paged.extend(page["rows"].as_array().unwrap().clone());
            match page["next"].as_str() {
                Some(next) => after = next.to_owned(),
                None => break,
            }
        }
        assert_eq!(paged, all, "{name}");
    }
}

#[tokio::test]
async fn messages_tell_the_signs_that_people_left_wherever_they_are() {
    let cast = Cast::new().await;
    let token = cast.token("read").await;
    let (conversation, message) = (cast.conversation("Export"), cast.message("Export"));
    let left = json!([{ "name": "+1", "count": 3 }, { "name": "<b>crab</b>", "count": 1200 }]);
    let one = cast.get(&token, &format!("/api/v1/messages/{message}")).await.json();
    let said = cast.get(&token, &format!("/api/v1/conversations/{conversation}")).await.json();
    let found = cast.get(&token, "/api/v1/messages?q=export").await.json();
    let of = |rows: &serde_json::Value| -> Vec<serde_json::Value> {
        let rows = rows.as_array().unwrap().iter();
        rows.filter(|row| row["id"] == json!(message)).map(|row| row["reactions"].clone()).collect()
    };
    assert_eq!(one["reactions"], left);
    assert_eq!(of(&said["latest_messages"]), std::slice::from_ref(&left));
    assert_eq!(of(&found["rows"]), [left]);
    let other = cast.get(&token, &format!("/api/v1/messages/{}", cast.message("Dark mode"))).await.json();
    assert_eq!(other["reactions"], json!([]));
}

#[tokio::test]
async fn what_did_not_change_is_not_sent_again() {
    let cast = Cast::new().await;
    let token = cast.token("read,write").await;
    let first = cast.get(&token, "/api/v1/conversations").await;
    let tag = first.header("etag").to_owned();
    let known = [("if-none-match", tag.as_str())];
    let again = cast.ask(Method::GET, &token, ("/api/v1/conversations", &known, String::new())).await;
    assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
    act(&cast, &token, ("conversation.close", &[], json!({ "conversation": cast.conversation("Export") }))).await;
    let changed = cast.ask(Method::GET, &token, ("/api/v1/conversations", &known, String::new())).await;
    assert_eq!(changed.status, StatusCode::OK);
}

#[tokio::test]
async fn problems_say_what_to_do() {
    let cast = Cast::new().await;
    let token = cast.token("read,write").await;
    let cases = [
        (act(&cast, &token, ("conversation.close", &[], json!({}))).await, 422, "invalid"),
        (act(&cast, &token, ("conversation.close", &[], json!({ "conversation": "zz" }))).await, 404, "not-found"),
        (act(&cast, &token, ("nothing.does", &[], json!({}))).await, 404, "not-found"),
        (
            cast.ask(Method::POST, &token, ("/api/v1/acts/conversation.close", &[], "{".to_owned())).await,
            422,
            "invalid",
        ),
        (cast.get(&token, "/api/v1/conversations?limit=9999").await, 422, "invalid"),
        (cast.get(&token, "/api/v1/conversations?limit=many").await, 422, "invalid"),
        (cast.get(&token, "/api/v1/messages?q=kind:nonsense").await, 422, "invalid"),
        (cast.get(&token, "/api/v1/nothing").await, 404, "not-found"),
        (cast.ask(Method::DELETE, &token, ("/api/v1/messages", &[], String::new())).await, 405, "refused"),
    ];
    for (answer, status, name) in cases {
        let problem = answer.json();
        assert_eq!((answer.status.as_u16(), &problem["status"]), (status, &json!(status)), "{}", answer.text);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(problem["type"], format!("/api#{name}"));
        assert!(problem["detail"].as_str().is_some_and(|detail| detail.len() > 5), "{problem}");
    }
}

#[tokio::test]
async fn too_much_at_once_is_refused_with_the_limit() {
    let cast = Cast::new().await;
    let token = cast.token("read,write").await;
    let huge = format!("{{\"conversation\":\"{}\"}}", "x".repeat(300 << 10));
    let answer = cast.ask(Method::POST, &token, ("/api/v1/acts/conversation.close", &[], huge)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer.json()["type"], "/api#too-big");
}

#[tokio::test]
async fn the_description_lists_exactly_the_acts_and_views() {
    let cast = Cast::new().await;
    let described = cast.get(&Visitor::default(), "/api/v1/openapi.json").await.json();
    assert_eq!(described["openapi"], "3.1.0");
    let mut expected: Vec<String> = ACTS.iter().map(|act| format!("/api/v1/acts/{}", act.name)).collect();
    for view in VIEWS {
        expected.push(format!("/api/v1/{}", view.name));
        if view.one == One::ById {
            expected.push(format!("/api/v1/{}/{{id}}", view.name));
        }
    }
    expected.sort();
    let mut paths: Vec<String> = described["paths"].as_object().unwrap().keys().cloned().collect();
    paths.sort();
    assert_eq!(paths, expected);
    for act in ACTS {
        let schema = &described["paths"][format!("/api/v1/acts/{}", act.name)]["post"]["requestBody"]["content"]["application/json"]
            ["schema"];
        let mut fields: Vec<&str> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        fields.sort_unstable();
        let mut known: Vec<&str> = act.fields.iter().map(|field| field.name).collect();
        known.sort_unstable();
        assert_eq!(fields, known, "{}", act.name);
    }
    let page = cast.get(&Visitor::default(), "/api").await;
    for act in ACTS {
        assert!(page.text.contains(&format!("/api/v1/acts/{}", act.name)), "the page lacks {}", act.name);
    }
}
