//! The inbox narrowed to a label: from the rail and from a chip, with the other views, and for programs.

use axum::http::StatusCode;

use crate::cast::{Cast, Visitor};

async fn label(cast: &Cast, visitor: &Visitor, (topic, name): (&str, &str)) {
    let id = cast.conversation(topic).to_string();
    let path = format!("/w/{}/acts/conversation.label", cast.workspace);
    let done = cast.post(visitor, &path, &[("conversation", &id), ("label", name)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
}

/// Export and Dark mode are `vip`, Dark mode is `spring` too and closed.
async fn labelled() -> (Cast, Visitor) {
    let cast = Cast::new().await;
    let grace = cast.sign_in("grace").await;
    for (topic, name) in [("Export", "VIP"), ("Dark mode", " vip "), ("Dark mode", "Spring  sale")] {
        label(&cast, &grace, (topic, name)).await;
    }
    let id = cast.conversation("Dark mode").to_string();
    cast.post(&grace, &format!("/w/{}/acts/conversation.close", cast.workspace), &[("conversation", &id)]).await;
    (cast, grace)
}

/// The part of the page between two texts.
fn between<'a>(page: &'a str, (from, to): (&str, &str)) -> &'a str {
    page.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map_or("", |(part, _)| part)
}

#[tokio::test]
async fn the_list_is_narrowed_to_a_label_and_to_a_view_at_once() {
    let (cast, grace) = labelled().await;
    let cases: [(&str, &[&str], &str); 6] = [
        ("label=vip", &["Export", "Dark mode"], "2"),
        ("label=+VIP", &["Export", "Dark mode"], "2"),
        ("view=open&label=vip", &["Export"], "1"),
        ("view=closed&label=spring+sale", &["Dark mode"], "1"),
        ("view=bugs&label=vip", &["Export"], "1"),
        ("view=mine&label=vip", &[], "0"),
    ];
    for (query, shown, count) in cases {
        let page = cast.get(&grace, &format!("/w/{}/inbox?{query}", cast.workspace)).await;
        let rows = between(&page.text, ("id=\"rows\"", "id=\"pane\""));
        for topic in ["Export", "Dark mode", "Merci"] {
            assert_eq!(rows.contains(topic), shown.contains(&topic), "{query}: {topic}\n{rows}");
        }
        let title = between(&page.text, ("class=\"list-title\"", "</div>"));
        assert!(title.contains(&format!("<span class=\"quiet\">{count}</span>")), "{query}: {title}");
        assert_eq!(rows.contains("carries the label"), shown.is_empty(), "{query}");
    }
}

#[tokio::test]
async fn the_rail_lists_labels_with_their_numbers_and_views_keep_the_label() {
    let (cast, grace) = labelled().await;
    let base = format!("/w/{}/inbox", cast.workspace);
    let page = cast.get(&grace, &base).await;
    let labels = between(&page.text, ("aria-label=\"Labels\"", "</nav>"));
    let vip = labels
        .find(&format!("{base}?view=all&#38;label=vip"))
        .or(labels.find(&format!("{base}?view=all&amp;label=vip")));
    let spring = labels.find("label=spring+sale");
    assert!(vip.unwrap() < spring.unwrap(), "the most used is first: {labels}");
    assert!(labels.contains("vip</span> <span class=\"count\">2</span>"), "{labels}");
    let page = cast.get(&grace, &format!("{base}?view=open&label=vip")).await;
    let views = between(&page.text, ("aria-label=\"Views\"", "</nav>"));
    assert_eq!(views.matches("label=vip").count(), 11, "{views}");
    assert!(views.matches("<span class=\"count\"></span>").count() == 11, "numbers of whole views would lie: {views}");
    assert_eq!(views.matches("aria-current=\"page\"").count(), 1);
    let title = between(&page.text, ("class=\"list-title\"", "</div>"));
    assert!(title.contains(&format!("href=\"{base}?view=open\"")), "the way back: {title}");
    let id = cast.conversation("Dark mode");
    let page = cast.get(&grace, &format!("{base}/{id}")).await;
    let chips = between(&page.text, ("class=\"facts-line\"", "class=\"tools\""));
    assert!(chips.contains("label=vip\"") && chips.contains("label=spring+sale\""), "{chips}");
}

#[tokio::test]
async fn a_label_of_a_merged_conversation_is_not_counted() {
    let (cast, _) = labelled().await;
    let ada = cast.sign_in("ada").await;
    let (id, into) = (cast.conversation("Dark mode").to_string(), cast.conversation("Merci").to_string());
    let merge = format!("/w/{}/acts/conversation.merge", cast.workspace);
    cast.post(&ada, &merge, &[("conversation", &id), ("into", &into)]).await;
    let token = cast.token("read").await;
    let labels = cast.get(&token, "/api/v1/labels").await.json();
    let row = |name: &str, count: i64| serde_json::json!({ "name": name, "conversations": count, "more": false });
    assert_eq!(labels["rows"], serde_json::json!([row("vip", 1), row("spring sale", 0)]));
}

#[tokio::test]
async fn a_search_is_not_narrowed_and_does_not_say_so() {
    let (cast, grace) = labelled().await;
    let page = cast.get(&grace, &format!("/w/{}/search?q=merci&label=vip", cast.workspace)).await;
    assert!(page.text.contains("Merci beaucoup") && !page.text.contains("label=vip&"), "{}", page.text);
    let title = between(&page.text, ("class=\"list-title\"", "</div>"));
    assert!(!title.contains("vip"), "{title}");
}

#[tokio::test]
async fn programs_list_the_conversations_of_a_label_page_by_page() {
    let (cast, _) = labelled().await;
    let token = cast.token("read").await;
    let first = cast.get(&token, "/api/v1/conversations?label=VIP&limit=1").await.json();
    let second = cast
        .get(&token, &format!("/api/v1/conversations?label=vip&limit=1&after={}", first["next"].as_str().unwrap()))
        .await
        .json();
    let titles: Vec<&str> = [&first, &second].iter().map(|page| page["rows"][0]["title"].as_str().unwrap()).collect();
    assert_eq!((titles, &second["next"]), (vec!["Dark mode", "Export"], &serde_json::Value::Null));
    let open = cast.get(&token, "/api/v1/conversations?label=vip&state=open").await.json();
    assert_eq!(open["rows"].as_array().unwrap().len(), 1);
    let none = cast.get(&token, "/api/v1/conversations?label=nobody").await.json();
    assert_eq!(none["rows"], serde_json::json!([]));
}
