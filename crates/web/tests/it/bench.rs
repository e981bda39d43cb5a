//! The test bench: a pasted text is read and forgotten, a message can be corrected where it is read.

use axum::http::StatusCode;

use crate::cast::Cast;

#[tokio::test]
async fn a_pasted_text_is_read_with_its_evidence_and_not_kept() {
    let cast = Cast::new().await;
    let mary = cast.sign_in("mary").await;
    let path = format!("/w/{}/bench", cast.workspace);
    let text = "The app crashes every time when I open the settings. <img src=x> Write to me: lin@example.org";
    let page = cast.post(&mary, &path, &[("title", "Crash"), ("text", text)]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert!(page.text.contains("<tr class=\"decided\"><th scope=\"row\">Bug</th>"), "{}", page.text);
    for part in ["<mark>", "measured", "rules", "nothing of it is stored", "lin@example.org", "50%"] {
        assert!(page.text.contains(part), "{part}\n{}", page.text);
    }
    assert!(!page.text.contains("<img") && !page.text.contains("message.correct"));
    let swahili = cast
        .post(&mary, &path, &[("text", "Programu hii inafanya kazi vizuri sana, asante sana kwa msaada wenu")])
        .await;
    assert!(swahili.text.contains("trust-absent"), "{}", swahili.text);
    let empty = cast.post(&mary, &path, &[("text", "  ")]).await;
    assert!(empty.status == StatusCode::OK && !empty.text.contains("class=\"things stack bench\""));
}

#[tokio::test]
async fn a_message_is_corrected_on_the_bench() {
    let cast = Cast::new().await;
    let (grace, mary, eve) = (cast.sign_in("grace").await, cast.sign_in("mary").await, cast.sign_in("eve").await);
    let id = cast.message("Dark mode");
    let path = format!("/w/{}/bench?message={id}", cast.workspace);
    let inbox = cast.get(&grace, &format!("/w/{}/inbox/{}", cast.workspace, cast.conversation("Dark mode"))).await;
    assert!(inbox.text.contains(&format!("href=\"{path}\"")), "the conversation leads to the bench");
    let page = cast.get(&grace, &path).await;
    assert!(page.text.contains("Idea 93%") && page.text.contains("message.correct"), "{}", page.text);
    assert!(!cast.get(&mary, &path).await.text.contains("message.correct"), "who may not correct has no form");
    let act = format!("/w/{}/acts/message.correct", cast.workspace);
    let done = cast.post(&grace, &act, &[("message", &id.to_string()), ("kind", "bug"), ("return", &path)]).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, path.as_str()));
    let page = cast.get(&grace, &path).await;
    assert!(page.text.contains("Corrected by a person"), "{}", page.text);
    let elsewhere = format!("/w/{}/bench?message={id}", cast.elsewhere);
    assert_eq!(cast.get(&eve, &elsewhere).await.status, StatusCode::NOT_FOUND);
    for nonsense in ["%20zz!", "1"] {
        let path = format!("/w/{}/bench?message={nonsense}", cast.workspace);
        assert_eq!(cast.get(&grace, &path).await.status, StatusCode::NOT_FOUND, "{nonsense}");
    }
}
