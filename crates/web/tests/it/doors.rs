//! Every route of the program and every act, by everybody: generated from the routes and the lists.

use axum::http::{Method, StatusCode};
use hub::ACTS;
use hub::input::FieldKind;
use model::{Capability, Role};
use serde_json::{Map, Value as Json};

use crate::cast::{Answer, Cast, Visitor};

const ROUTES: &str = include_str!("../../src/routes.rs");

/// The routes as `routes.rs` writes them.
fn routes() -> Vec<&'static str> {
    ROUTES.lines().filter_map(|line| line.trim().strip_prefix(".route(\"")?.split('"').next()).collect()
}

/// An address of the route with things that are there.
async fn address(cast: &Cast, route: &str) -> String {
    let conversation = cast.conversation("Export").to_string();
    let ada = cast.sign_in("ada").await;
    let (file, run) = crate::imports::begun(cast, &ada).await;
    crate::topics::some(cast).await;
    let (member, workspace) = (cast.member("Linus").to_string(), cast.workspace.to_string());
    let values = [
        ("{workspace}", workspace.as_str()),
        ("{conversation}", &conversation),
        ("{member}", &member),
        ("{file}", &file),
        ("{run}", &run),
        ("{topic}", "1"),
        ("{month}", "2026-11"),
        ("{act}", "conversation.close"),
        ("{view}", "conversations"),
        ("{id}", &conversation),
        ("{name}", "none.css"),
    ];
    let address = values.iter().fold(route.to_owned(), |route, (name, value)| route.replace(name, value));
    assert!(!address.contains('{'), "{route}: say here what stands for its parameter");
    address
}

/// The everybody of these tests, by name, with their role in the workspace.
async fn everybody(cast: &Cast) -> Vec<(&'static str, Visitor, Option<Role>)> {
    vec![
        ("ada", cast.sign_in("ada").await, Some(Role::Owner)),
        ("grace", cast.sign_in("grace").await, Some(Role::Agent)),
        ("mary", cast.sign_in("mary").await, Some(Role::Analyst)),
        ("eve", cast.sign_in("eve").await, None),
        ("nobody", Visitor::default(), None),
        ("forger", Visitor { cookie: "tribune_session=0000".to_owned(), ..Visitor::default() }, None),
        ("token", cast.token("read,write").await, None),
    ]
}

#[tokio::test]
async fn every_page_of_a_workspace_opens_to_its_staff_alone() {
    let cast = Cast::new().await;
    let pages: Vec<&str> =
        routes().into_iter().filter(|route| route.starts_with("/w/") && !route.ends_with("/{act}")).collect();
    assert!(pages.len() >= 10, "{pages:?}");
    cast.stop.send(true).unwrap();
    for (name, visitor, role) in everybody(&cast).await {
        for route in &pages {
            let answer = cast.get(&visitor, &address(&cast, route).await).await;
            let needs = if route.contains("/imports") { Capability::Import } else { Capability::Read };
            let is_fine = match (role, name) {
                (Some(role), _) if !role.capabilities().has(needs) => {
                    answer.status == StatusCode::FORBIDDEN && answer.text.contains(needs.word())
                }
                (Some(_), _) => answer.status == StatusCode::OK || leads_inside(&cast, &answer),
                (None, "eve") => answer.status == StatusCode::NOT_FOUND,
                (None, _) if route.ends_with("/events") => answer.status == StatusCode::UNAUTHORIZED,
                (None, _) => {
                    answer.status == StatusCode::SEE_OTHER && answer.header("location").starts_with("/sign-in?next=")
                }
            };
            assert!(is_fine, "{name} at {route}: {} {}", answer.status, answer.text);
            assert!(role.is_some() || !answer.text.contains("Lumen"), "{name} at {route} learns of the workspace");
        }
    }
}

fn leads_inside(cast: &Cast, answer: &Answer) -> bool {
    answer.status == StatusCode::SEE_OTHER && answer.header("location").starts_with(&format!("/w/{}/", cast.workspace))
}

/// An input that fits the act's fields.
fn input(cast: &Cast, act: &hub::Act) -> Map<String, Json> {
    let fields = act.fields.iter().filter(|field| field.required || field.name == "kind");
    fields
        .map(|field| {
            let value = match (field.kind, field.name) {
                (FieldKind::Conversation, "into") => cast.conversation("Dark mode").to_string(),
                (FieldKind::Conversation, _) => cast.conversation("Export").to_string(),
                (FieldKind::Example, _) => "1".to_owned(),
                (FieldKind::Alert, _) => "7".to_owned(),
                (FieldKind::Topic, "into") => "2".to_owned(),
                (FieldKind::Topic, _) => "1".to_owned(),
                (FieldKind::Member, "into") => cast.member("Ken").to_string(),
                (FieldKind::Member, _) => cast.member("Linus").to_string(),
                (FieldKind::Message | FieldKind::Messages, _) => cast.message("Export").to_string(),
                (FieldKind::Identity, _) => cast.member("Linus").to_string(),
                (FieldKind::Time, _) => "2026-12-24".to_owned(),
                (FieldKind::Kind, _) => "idea".to_owned(),
                (FieldKind::Entry | FieldKind::File | FieldKind::Run, _) => "1".to_owned(),
                _ => "words".to_owned(),
            };
            (field.name.to_owned(), Json::from(value))
        })
        .collect()
}

#[tokio::test]
async fn every_act_asks_for_its_capability_at_both_doors() {
    for act in ACTS {
        let cast = Cast::new().await;
        let input = input(&cast, act);
        let pairs: Vec<(&str, &str)> =
            input.iter().map(|(name, value)| (name.as_str(), value.as_str().unwrap())).collect();
        for (name, visitor, role) in everybody(&cast).await {
            let form = cast.post(&visitor, &format!("/w/{}/acts/{}", cast.workspace, act.name), &pairs).await;
            let api = ask_api(&cast, &visitor, (act.name, &Json::Object(input.clone()))).await;
            if name == "token" && act.needs == Capability::Administer {
                assert_eq!(api.status, StatusCode::FORBIDDEN, "no token administers: {}", act.name);
                continue;
            }
            let may = role.is_some_and(|role| role.capabilities().has(act.needs));
            let expected = match (role, name) {
                (Some(_), _) if may => None,
                (Some(_), _) => Some((StatusCode::FORBIDDEN, StatusCode::FORBIDDEN)),
                (None, "eve") => Some((StatusCode::NOT_FOUND, StatusCode::NOT_FOUND)),
                (None, "token") => None,
                (None, _) => Some((StatusCode::SEE_OTHER, StatusCode::UNAUTHORIZED)),
            };
            match expected {
                Some(statuses) => assert_eq!((form.status, api.status), statuses, "{name} {}: {}", act.name, api.text),
                None => assert_ne!(api.status, StatusCode::FORBIDDEN, "{name} {}: {}", act.name, api.text),
            }
            if expected.is_some_and(|(_, api)| api == StatusCode::FORBIDDEN) {
                assert!(form.text.contains(act.needs.word()), "the page names the capability");
                assert_eq!(api.json()["capability"], act.needs.word());
            }
        }
    }
}

async fn ask_api(cast: &Cast, visitor: &Visitor, (act, input): (&str, &Json)) -> Answer {
    let headers = [
        ("content-type", "application/json"),
        ("x-csrf-token", visitor.csrf.as_str()),
        ("sec-fetch-site", "same-origin"),
    ];
    let path = format!("/api/v1/acts/{act}?workspace={}", cast.workspace);
    cast.ask(Method::POST, visitor, (&path, &headers, input.to_string())).await
}

#[tokio::test]
async fn a_token_that_may_read_changes_nothing() {
    let cast = Cast::new().await;
    let reader = cast.token("read").await;
    assert_eq!(cast.get(&reader, "/api/v1/conversations").await.status, StatusCode::OK);
    for act in ACTS {
        let answer = ask_api(&cast, &reader, (act.name, &Json::Object(input(&cast, act)))).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", act.name);
    }
}

#[tokio::test]
async fn a_form_of_another_site_changes_nothing() {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    let id = cast.conversation("Export").to_string();
    let path = format!("/w/{}/acts/conversation.close", cast.workspace);
    let body = format!("conversation={id}&csrf={}", ada.csrf);
    let kind = ("content-type", "application/x-www-form-urlencoded");
    let cases: [(&[(&str, &str)], String); 4] = [
        (&[kind, ("sec-fetch-site", "cross-site")], body.clone()),
        (&[kind, ("origin", "https://evil.example"), ("host", "desk.example")], body.clone()),
        (&[kind, ("sec-fetch-site", "same-origin")], format!("conversation={id}&csrf=wrong")),
        (&[kind, ("sec-fetch-site", "same-origin")], format!("conversation={id}")),
    ];
    for (headers, body) in cases {
        let answer = cast.ask(Method::POST, &ada, (&path, headers, body)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?}");
    }
    let without = Visitor { csrf: String::new(), ..ada };
    let answer = ask_api(&cast, &without, ("conversation.close", &serde_json::json!({ "conversation": id }))).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_guard_it() {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    for path in ["/sign-in", "/api", "/healthz", "/nowhere", "/api/v1/nowhere", "/assets/none.css"] {
        let answer = cast.get(&ada, path).await;
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    }
    let page = cast.get(&ada, &format!("/w/{}/today", cast.workspace)).await;
    for forbidden in [" style=", " onclick=", "<style", "javascript:", "http://", "https://"] {
        assert!(!page.text.contains(forbidden), "{forbidden}");
    }
}

#[tokio::test]
async fn signing_in_is_slowed_down_and_leads_back() {
    let cast = Cast::new().await;
    let nobody = Visitor::default();
    let next = format!("/w/{}/journal", cast.workspace);
    let right = [("email", "ada@example.org"), ("password", crate::cast::PASSWORD), ("next", next.as_str())];
    let entered = cast.post(&nobody, "/sign-in", &right).await;
    assert_eq!((entered.status, entered.header("location")), (StatusCode::SEE_OTHER, next.as_str()));
    let cookie = entered.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    let wrong = [("email", "grace@example.org"), ("password", "wrong wrong wrong")];
    for attempt in 0..9 {
        let answer = cast.post(&nobody, "/sign-in", &wrong).await;
        let expected = if attempt < 8 { StatusCode::UNAUTHORIZED } else { StatusCode::TOO_MANY_REQUESTS };
        assert_eq!(answer.status, expected, "attempt {attempt}");
        let said = if attempt < 8 { "do not go together" } else { "Too many attempts" };
        assert!(answer.text.contains(said) && answer.text.contains("name=\"password\""), "{}", answer.text);
    }
    let elsewhere = [("email", "mary@example.org"), ("password", crate::cast::PASSWORD), ("next", "//evil.example/")];
    assert_eq!(cast.post(&nobody, "/sign-in", &elsewhere).await.header("location"), "/");
}

#[tokio::test]
async fn metrics_are_for_programs_with_a_token() {
    let cast = Cast::new().await;
    assert_eq!(cast.get(&Visitor::default(), "/metrics").await.status, StatusCode::UNAUTHORIZED);
    let metrics = cast.get(&cast.token("read").await, "/metrics").await;
    assert!(metrics.status == StatusCode::OK && metrics.text.contains("tribune_http_answers_total{class=\"4xx\"} 1"));
    assert_eq!(cast.get(&Visitor::default(), "/healthz").await.text, "ok\n");
    assert_eq!(cast.get(&Visitor::default(), "/readyz").await.status, StatusCode::OK);
    cast.stop.send(true).unwrap();
    assert_eq!(cast.get(&Visitor::default(), "/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn a_demo_needs_no_account_and_says_that_it_is_one() {
    let cast = Cast::demo().await;
    let page = cast.get(&Visitor::default(), &format!("/w/{}/today", cast.workspace)).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("This is a demonstration") && !page.text.contains("Sign out"));
    let elsewhere = cast.get(&Visitor::default(), &format!("/w/{}/today", cast.elsewhere)).await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
}
