//! The inbox: lists, the open conversation, its acts by forms alone, and undo from the toast.

use axum::http::StatusCode;

use crate::cast::{Cast, Visitor};

#[tokio::test]
async fn the_list_shows_open_conversations_newest_first() {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    let page = cast.get(&ada, &format!("/w/{}/inbox", cast.workspace)).await;
    assert_eq!(page.status, StatusCode::OK);
    let places: Vec<usize> =
        ["Dennis", "Merci", "Dark mode", "Export"].iter().map(|word| page.text.find(word).unwrap()).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(page.text.len() < 100_000, "{} bytes", page.text.len());
}

#[tokio::test]
async fn a_conversation_shows_its_words_its_reading_and_why() {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    let page = cast.get(&ada, &format!("/w/{}/inbox/{}", cast.workspace, cast.conversation("Export"))).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    for part in ["The export <mark>crashes</mark> after", "Bug 93%", "said-before", "read by model test.1", "urgent"] {
        assert!(page.text.contains(part), "{part}\n{}", page.text);
    }
}

#[tokio::test]
async fn a_message_shows_what_people_left_on_it() {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    let page = cast.get(&ada, &format!("/w/{}/inbox/{}", cast.workspace, cast.conversation("Export"))).await;
    assert_eq!(page.text.matches("class=\"signs-left\"").count(), 1, "only where there is something");
    for part in ["aria-label=\"Reactions\"", "title=\"+1\">👍 <span class=\"count\">3</span>", ">1,200</span>"] {
        assert!(page.text.contains(part), "{part}\n{}", page.text);
    }
    assert!(page.text.contains("crab") && !page.text.contains("<b>crab"), "{}", page.text);
}

#[tokio::test]
async fn advertising_needs_nobody_until_somebody_takes_it() {
    let cast = Cast::new().await;
    let grace = cast.sign_in("grace").await;
    let today = format!("/w/{}/today", cast.workspace);
    let page = cast.get(&grace, &today).await;
    assert!(page.text.contains("Dark mode") && !page.text.contains("Hostile"), "{}", page.text);
    take(&cast, &grace).await;
    assert!(cast.get(&grace, &today).await.text.contains("Hostile"));
}

/// Gives the hostile conversation to Grace.
async fn take(cast: &Cast, grace: &Visitor) {
    let id = cast.conversation("Hostile <b>title</b>").to_string();
    let assign = format!("/w/{}/acts/conversation.assign", cast.workspace);
    let done = cast.post(grace, &assign, &[("conversation", &id), ("staff", "grace@example.org")]).await;
    assert!(done.status.is_redirection(), "{}", done.text);
}

#[tokio::test]
async fn hostile_html_is_inert() {
    let cast = Cast::new().await;
    let grace = cast.sign_in("grace").await;
    take(&cast, &grace).await;
    let id = cast.conversation("Hostile <b>title</b>");
    for path in [format!("/w/{}/inbox/{id}", cast.workspace), format!("/w/{}/today", cast.workspace)] {
        let page = cast.get(&grace, &path).await;
        assert!(
            page.text.contains("Hostile &#60;b&#62;title") || page.text.contains("Hostile &lt;b&gt;title"),
            "{path}"
        );
        assert!(
            !page.text.contains("<script>") && !page.text.contains("<img") && !page.text.contains("<b>title"),
            "{path}"
        );
        assert!(page.header("content-security-policy").contains("default-src 'none'"));
    }
}

#[tokio::test]
async fn closing_by_form_alone_is_told_once_and_undone_from_the_toast() {
    let cast = Cast::new().await;
    let grace = cast.sign_in("grace").await;
    let id = cast.conversation("Export").to_string();
    let here = format!("/w/{}/inbox/{id}", cast.workspace);
    let act = format!("/w/{}/acts/conversation.close", cast.workspace);
    let done = cast.post(&grace, &act, &[("conversation", &id), ("return", &here)]).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, here.as_str()), "{}", done.text);
    let toast = done.header("set-cookie").split(';').next().unwrap().to_owned();
    let told = Visitor { cookie: format!("{}; {toast}", grace.cookie), ..grace.clone() };
    let page = cast.get(&told, &here).await;
    assert!(page.text.contains("<span>Closed</span>") && page.text.contains("conversation.reopen"), "{}", page.text);
    assert!(page.header("set-cookie").contains("Max-Age=0"));
    let entry = toast.split('~').nth(1).unwrap();
    let undo = format!("/w/{}/acts/journal.undo", cast.workspace);
    let undone = cast.post(&grace, &undo, &[("entry", entry), ("return", &here)]).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.text);
    let page = cast.get(&grace, &here).await;
    assert!(page.text.contains("conversation.close") && !page.text.contains("conversation.reopen"));
    let again = cast.post(&grace, &undo, &[("entry", entry)]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_search_finds_messages_and_says_what_it_cannot_read() {
    let cast = Cast::new().await;
    let mary = cast.sign_in("mary").await;
    let page = cast.get(&mary, &format!("/w/{}/search?q=crashes", cast.workspace)).await;
    assert!(page.text.contains("Export") && !page.text.contains("Dark mode"), "{}", page.text);
    let page = cast.get(&mary, &format!("/w/{}/search?q=kind:nonsense", cast.workspace)).await;
    assert!(page.status == StatusCode::OK && page.text.contains("This search cannot be read"));
    let page = cast.get(&mary, &format!("/w/{}/search?q=%3Cscript%3E", cast.workspace)).await;
    assert!(!page.text.contains("<script>"));
}
