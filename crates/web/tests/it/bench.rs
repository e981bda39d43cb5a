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

#[tokio::test]
async fn a_pasted_text_is_kept_as_an_example_shown_and_taken_back() {
    let cast = Cast::new().await;
    let (grace, mary, eve) = (cast.sign_in("grace").await, cast.sign_in("mary").await, cast.sign_in("eve").await);
    let bench = format!("/w/{}/bench", cast.workspace);
    let text = "Nice.\n\"Truly\" <b>nice</b>";
    let pasted = cast.post(&grace, &bench, &[("title", "Hm"), ("text", text)]).await;
    assert!(pasted.text.contains("example.add") && pasted.text.contains("name=\"asks_reply\""), "{}", pasted.text);
    assert!(!cast.post(&mary, &bench, &[("text", text)]).await.text.contains("example.add"), "who may not has no form");
    let said = [
        ("title", "Hm"),
        ("text", text),
        ("kind", "complaint"),
        ("sentiment", "-0.6"),
        ("spam", "no"),
        ("urgency", ""),
        ("return", bench.as_str()),
    ];
    let done = cast.post(&grace, &format!("/w/{}/acts/example.add", cast.workspace), &said).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, bench.as_str()), "{}", done.text);
    let entry = done.header("set-cookie").split(['~', ';']).nth(1).unwrap().to_owned();
    let list = cast.get(&mary, &bench).await;
    assert!(list.text.contains("<b>Complaint, negative, Spam: no</b>"), "{}", list.text);
    assert!(list.text.contains("grace, 18 ") && !list.text.contains("example.remove"), "{}", list.text);
    let again = cast.post(&grace, &bench, &[("text", "NICE.\n\"truly\" <b>nice</b>")]).await;
    assert!(again.text.contains("Of these words grace said on 18 "), "{}", again.text);
    let token = cast.token("read").await;
    let rows = cast.get(&token, "/api/v1/examples").await.json()["rows"].clone();
    assert_eq!(
        (&rows[0]["text"], &rows[0]["kind"], &rows[0]["spam"]),
        (&text.into(), &"complaint".into(), &false.into())
    );
    assert_eq!((&rows[0]["urgency"], &rows[0]["by_name"]), (&serde_json::Value::Null, &"grace".into()), "{rows}");
    let elsewhere = cast.get(&eve, &format!("/w/{}/bench", cast.elsewhere)).await;
    assert!(elsewhere.text.contains("No example yet"), "{}", elsewhere.text);
    let undone = cast.post(&grace, &format!("/w/{}/acts/journal.undo", cast.workspace), &[("entry", &entry)]).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.text);
    assert!(cast.get(&grace, &bench).await.text.contains("No example yet"));
}

#[tokio::test]
async fn a_message_that_was_read_by_an_example_says_so() {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    let act = format!("/w/{}/acts/example.add", cast.workspace);
    let text = "The new tariffs are quite something";
    cast.post(&ada, &act, &[("text", text), ("kind", "complaint"), ("toxicity", "no")]).await;
    let line = serde_json::json!({ "id": "1", "author": "Ida", "conversation": "Tariffs", "time": "2026-11-18T09:00:00Z", "text": text });
    let planned = cast.hand_in(&ada, ("chat.jsonl", &line.to_string())).await;
    let file = planned.header("location").rsplit('/').next().unwrap().to_owned();
    cast.post(&ada, &format!("/w/{}/acts/import.run", cast.workspace), &[("file", &file)]).await;
    cast.work().await;
    let token = cast.token("read").await;
    let found = cast.get(&token, "/api/v1/messages?q=tariffs").await.json()["rows"][0].clone();
    let reading = &found["reading"];
    assert_eq!((&reading["kind"], &reading["status"]["kind"]), (&"complaint".into(), &"person".into()), "{reading}");
    assert_eq!(reading["example"]["parts"], serde_json::json!(["kind", "toxicity"]));
    let scrubbed = cast.get(&token, "/api/v1/messages?q=tariffs&scrub=true").await.json()["rows"][0].clone();
    assert_eq!(scrubbed["reading"]["status"], reading["status"]);
    let path = format!("/w/{}/inbox/{}", cast.workspace, found["conversation"].as_str().unwrap());
    let page = cast.get(&ada, &path).await;
    assert!(page.text.contains("A person said so of the same words on 18 "), "{}", page.text);
    let inbox = cast.get(&ada, &format!("/w/{}/inbox?view=all", cast.workspace)).await;
    assert!(inbox.text.contains("known-person"), "the row knows it, too: {}", inbox.text);
}
