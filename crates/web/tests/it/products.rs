//! The list of products: kept by people, found in messages when they are shown, and told to programs.

use axum::http::{Method, StatusCode};
use serde_json::{Value as Json, json};

use crate::cast::{Cast, Visitor};

async fn act(cast: &Cast, visitor: &Visitor, (name, fields): (&str, &[(&str, &str)])) -> String {
    let done = cast.post(visitor, &format!("/w/{}/acts/{name}", cast.workspace), fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{name}: {}", done.text);
    done.header("set-cookie").split(['~', ';']).nth(1).unwrap().to_owned()
}

async fn products(cast: &Cast) -> Json {
    let token = cast.token("read").await;
    cast.get(&token, "/api/v1/products").await.json()["rows"].clone()
}

#[tokio::test]
async fn a_product_listed_today_is_shown_in_messages_that_came_before() {
    let cast = Cast::new().await;
    let (grace, mary) = (cast.sign_in("grace").await, cast.sign_in("mary").await);
    let list = format!("/w/{}/products", cast.workspace);
    let conversation = format!("/w/{}/inbox/{}", cast.workspace, cast.conversation("Dark mode"));
    let message = format!("/api/v1/messages/{}", cast.message("Dark mode"));
    let token = cast.token("read").await;
    let empty = cast.get(&grace, &list).await;
    assert!(empty.text.contains("No product yet") && empty.text.contains("product.add"), "{}", empty.text);
    assert!(!cast.get(&mary, &list).await.text.contains("product.add"), "who may not has no form");
    assert!(!cast.get(&grace, &conversation).await.text.contains("tag product"));
    assert_eq!(cast.get(&token, &message).await.json()["reading"]["entities"], json!([]));
    let added = [("name", " Night  View "), ("spellings", "dark-mode, NightView,, night view, Dark Mode")];
    let entry = act(&cast, &grace, ("product.add", &added)).await;
    let page = cast.get(&grace, &list).await;
    assert!(page.text.contains("Night View") && page.text.contains("dark-mode, NightView"), "{}", page.text);
    let search = format!("/w/{}/search?q=%22Night+View%22+OR+%22dark-mode%22+OR+%22NightView%22", cast.workspace);
    assert!(page.text.contains(&format!("href=\"{search}\"")), "the number opens its rows: {}", page.text);
    assert!(cast.get(&grace, &search).await.text.contains("It would be great"));
    let shown = cast.get(&grace, &conversation).await;
    assert!(shown.text.contains("<span class=\"tag product\" dir=\"auto\">Night View</span>"), "{}", shown.text);
    let entities = cast.get(&token, &message).await.json()["reading"]["entities"].clone();
    assert_eq!(entities, json!([{ "kind": "product", "text": "dark mode", "name": "Night View" }]));
    let listed = cast.get(&token, "/api/v1/messages?q=dark").await.json();
    assert_eq!(listed["rows"][0]["reading"]["entities"], entities, "{listed}");
    let bench = format!("/w/{}/bench", cast.workspace);
    let pasted = cast.post(&grace, &bench, &[("text", "Is NIGHTVIEW still there?")]).await;
    assert!(pasted.text.contains("NIGHTVIEW (Night View)"), "{}", pasted.text);
    let rows = products(&cast).await;
    assert_eq!((&rows[0]["id"], &rows[0]["by_name"]), (&json!("night-view"), &json!("grace")), "{rows}");
    act(&cast, &grace, ("journal.undo", &[("entry", &entry)])).await;
    assert!(!cast.get(&grace, &conversation).await.text.contains("tag product"), "taken back, it is not shown");
}

#[tokio::test]
async fn spellings_are_changed_and_a_product_goes_and_comes_back() {
    let cast = Cast::new().await;
    let grace = cast.sign_in("grace").await;
    act(&cast, &grace, ("product.add", &[("name", "C++")])).await;
    let changed = act(&cast, &grace, ("product.add", &[("name", "c++"), ("spellings", "cpp")])).await;
    assert_eq!(products(&cast).await[0]["spellings"], json!(["cpp"]));
    let removed = act(&cast, &grace, ("product.remove", &[("product", "C++")])).await;
    assert_eq!(products(&cast).await, json!([]));
    act(&cast, &grace, ("journal.undo", &[("entry", &removed)])).await;
    act(&cast, &grace, ("journal.undo", &[("entry", &changed)])).await;
    let rows = products(&cast).await;
    assert_eq!((&rows[0]["name"], &rows[0]["spellings"]), (&json!("C++"), &json!([])), "{rows}");
    let path = format!("/w/{}/acts", cast.workspace);
    let many: Vec<String> = (0..21).map(|nth| format!("name {nth}")).collect();
    for (name, fields, said) in [
        ("product.add", vec![("name", "!!")], "letter or digit"),
        ("product.add", vec![("name", "A"), ("spellings", "a1, ++")], "neither letter nor digit"),
        ("product.add", vec![("name", "A"), ("spellings", &many.join(","))], "at most 20"),
    ] {
        let refused = cast.post(&grace, &format!("{path}/{name}"), &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
        assert!(refused.text.contains(said), "{said}: {}", refused.text);
    }
    let gone = cast.post(&grace, &format!("{path}/product.remove"), &[("product", "Nobody")]).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND, "{}", gone.text);
}

#[tokio::test]
async fn a_list_is_of_one_workspace_and_ends_at_its_limit() {
    let cast = Cast::new().await;
    let token = cast.token("read,write").await;
    for nth in 0..=store::products::PRODUCTS_MAX {
        let body = json!({ "name": format!("Model {nth}") }).to_string();
        let answer = cast.ask(Method::POST, &token, ("/api/v1/acts/product.add", &[], body)).await;
        let is_full = nth == store::products::PRODUCTS_MAX;
        let expected = if is_full { StatusCode::CONFLICT } else { StatusCode::OK };
        assert_eq!(answer.status, expected, "{nth}: {}", answer.text);
        assert!(!is_full || answer.text.contains("remove one first"), "{}", answer.text);
    }
    let eve = cast.sign_in("eve").await;
    let elsewhere = cast.get(&eve, &format!("/w/{}/products", cast.elsewhere)).await;
    assert!(elsewhere.text.contains("No product yet"), "{}", elsewhere.text);
    let ada = cast.sign_in("ada").await;
    let whole = cast.get(&ada, &format!("/w/{}/products", cast.workspace)).await;
    assert!(whole.status == StatusCode::OK && whole.text.contains("Model 199"), "{}", whole.text.len());
}

#[tokio::test]
async fn what_a_message_names_is_shown_beside_why_it_was_read_so() {
    let cast = Cast::new().await;
    let mary = cast.sign_in("mary").await;
    let page = cast.get(&mary, &format!("/w/{}/inbox/{}", cast.workspace, cast.conversation("Export"))).await;
    let shown = "<dt>Address</dt><dd class=\"anywhere\" dir=\"auto\">https://forum.example/t/7</dd>";
    assert!(page.text.contains(shown), "{}", page.text);
    let token = cast.token("read").await;
    let one = cast.get(&token, &format!("/api/v1/conversations/{}", cast.conversation("Export"))).await.json();
    let named = &one["latest_messages"][0]["reading"]["entities"];
    assert_eq!(*named, json!([{ "kind": "url", "text": "https://forum.example/t/7" }]), "{one}");
}

#[tokio::test]
async fn a_scrubbed_copy_tells_neither_who_wrote_nor_how_to_reach_anybody() {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    let text = "Mail ada@example.org or call +44 20 7946 0018 from 203.0.113.9, card 4111 1111 1111 1111.";
    let line =
        json!({ "id": "<m1@mail.example>", "author": "Ada Byron", "time": "2026-11-01T10:00:00Z", "text": text });
    let planned = cast.hand_in(&ada, ("chat.jsonl", &line.to_string())).await;
    let file = planned.header("location").rsplit('/').next().unwrap().to_owned();
    let run = cast.post(&ada, &format!("/w/{}/acts/import.run", cast.workspace), &[("file", &file)]).await;
    assert_eq!(run.status, StatusCode::SEE_OTHER, "{}", run.text);
    cast.work().await;
    let token = cast.token("read").await;
    let whole = cast.get(&token, "/api/v1/messages?q=card").await.json()["rows"][0].clone();
    assert_eq!((&whole["text"], &whole["author"]["name"]), (&json!(text), &json!("Ada Byron")), "{whole}");
    let kinds: Vec<&str> =
        whole["reading"]["entities"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["email", "phone"]);
    let listed = cast.get(&token, "/api/v1/messages?q=card&scrub=true").await.json()["rows"][0].clone();
    let one = cast.get(&token, &format!("/api/v1/messages/{}?scrub=true", whole["id"].as_str().unwrap())).await;
    assert_eq!(one.json(), listed);
    assert_eq!(listed["text"], "Mail [email] or call [phone] from [ip], card [card].");
    assert_eq!((&listed["scrubbed"], &listed["author"]["name"]), (&json!(true), &json!("")));
    assert_eq!(listed["author"]["member"], whole["author"]["member"], "people stay told apart");
    for secret in ["ada@", "7946", "203.0", "4111", "Byron", "mail.example"] {
        assert!(!one.text.contains(secret), "{secret}: {}", one.text);
    }
    for (path, said) in [
        ("/api/v1/messages?scrub=yes", "true or false"),
        ("/api/v1/members?scrub=true", "only for messages"),
        (&format!("/api/v1/conversations/{}?scrub=true", cast.conversation("Export")), "only for messages"),
    ] {
        let refused = cast.get(&token, path).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {}", refused.text);
        assert!(refused.text.contains(said), "{}", refused.text);
    }
}
