//! How each reading is known stands wherever it is shown: on pages, in rows and in the API.

use serde_json::json;

use crate::cast::Cast;

/// The Spanish report of the demo that was shown as an idea; a complaint; and what may be of any kind: whatever the
/// models learn, one of these stays a guess.
const SAID: [(&str, &str); 6] = [
    ("Pantalla", "El heron se cuelga al guardar, otra vez, y es urgente porque perdemos clientes"),
    ("Support", "Your support is a disgrace and I am very disappointed with this service"),
    ("Monday", "check out the docs at https://docs.x.org"),
    ("Reading", "check out the docs at https://docs.y.org"),
    ("Blue", "the blue one is in the shop window"),
    ("Plan", "I tried the other plan last week"),
];

async fn cast() -> Cast {
    cast_with(&SAID).await
}

/// One minute after the other; what stands under one topic is said by one person in one conversation.
async fn cast_with(said: &[(&str, &str)]) -> Cast {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    let lines: String = (0..)
        .zip(said)
        .map(|(nth, (topic, text))| {
            let (id, ts) = (format!("{topic}{nth}"), 1_794_990_600 + nth * 60);
            let line = json!({ "id": id, "stream": "help", "topic": topic, "author": topic, "ts": ts, "text": text });
            line.to_string() + "\n"
        })
        .collect();
    let handed = cast.hand_in(&ada, ("chat.jsonl", &lines)).await;
    let file = handed.header("location").rsplit('/').next().unwrap().to_owned();
    let run = format!("/w/{}/acts/import.run", cast.workspace);
    let map = "text=text,author=author,time=ts,conversation=topic,channel=stream,id=id";
    cast.post(&ada, &run, &[("file", &file), ("format", "jsonl"), ("map", map), ("zone", "")]).await;
    cast.work().await;
    cast
}

/// The status of one message's parts, and whether its kind is a guess.
async fn status(cast: &Cast, text: &str) -> (serde_json::Value, bool) {
    let token = cast.token("read").await;
    let word = text.split(' ').next_back().unwrap();
    let rows = cast.get(&token, &format!("/api/v1/messages?q={word}")).await.json();
    let found = rows["rows"].as_array().unwrap().iter().find(|row| row["text"] == text);
    let reading = &found.unwrap_or_else(|| panic!("{text}: {rows}"))["reading"];
    (reading["status"].clone(), reading["unsure"] == true)
}

#[tokio::test]
async fn the_api_says_how_each_part_is_known() {
    let cast = cast().await;
    let (spanish, _) = status(&cast, SAID[0].1).await;
    for part in ["kind", "sentiment", "urgency", "toxicity", "spam", "asks_reply"] {
        assert_eq!(spanish[part], "absent", "{part} {spanish}");
    }
    assert_eq!((&spanish["language"], &spanish["keywords"]), (&json!("measured"), &json!("rules")));
    let (english, is_unsure) = status(&cast, SAID[1].1).await;
    assert_eq!((&english["kind"], &english["kinds"]["complaint"]), (&json!("rules"), &json!("rules")), "{english}");
    assert_eq!((&english["sentiment"], is_unsure), (&json!("measured"), false));
    let token = cast.token("read,write").await;
    let rows = cast.get(&token, "/api/v1/conversations").await.json();
    let of = |title: &str| {
        let rows = rows["rows"].as_array().unwrap();
        rows.iter().find(|row| row["title"] == title).unwrap().clone()
    };
    assert_eq!(of("Pantalla")["status"], json!({ "kind": "absent", "urgency": "absent", "language": "measured" }));
    assert_eq!(of("Support")["unsure"], false);
    assert!(guess(&cast).await.is_some(), "a best guess says that it is one");
    let rows = cast.get(&token, "/api/v1/messages?limit=100").await.json();
    let readings = || rows["rows"].as_array().unwrap().iter().map(|row| &row["reading"]);
    assert!(readings().any(|reading| reading["unsure"] == true), "{rows}");
    for reading in readings() {
        let named = reading["kinds"].as_str().unwrap().split_whitespace().filter(|word| word.contains(':')).count();
        assert_eq!(reading["status"]["kinds"].as_object().unwrap().len(), named, "{reading}");
    }
}

/// Each opened in words that are not read, or in none, and urgent only then.
const URGENT_LATER: [(&str, &str); 6] = [
    ("Greeted", "hola"),
    ("Greeted", "URGENT: production is down, please help us immediately!"),
    ("Linked", "https://status.x.org/incidents/42"),
    ("Linked", "URGENT: production is down, please help us immediately!"),
    ("Calm", "hola"),
    ("Calm", "I like the colour of the new badge"),
];

#[tokio::test]
async fn what_becomes_urgent_shows_it_in_whatever_language_it_began() {
    let cast = cast_with(&URGENT_LATER).await;
    let grace = cast.sign_in("grace").await;
    let token = cast.token("read").await;
    let rows = cast.get(&token, "/api/v1/conversations").await.json();
    let page = cast.get(&grace, &format!("/w/{}/inbox?view=all", cast.workspace)).await;
    let today = cast.get(&grace, &format!("/w/{}/today", cast.workspace)).await;
    for (title, is_urgent) in [("Greeted", true), ("Linked", true), ("Calm", false)] {
        let found = rows["rows"].as_array().unwrap().iter().find(|row| row["title"] == title).unwrap();
        assert_eq!(found["status"]["urgency"], if is_urgent { "rules" } else { "absent" }, "{found}");
        let at = page.text.find(&format!("<b>{title}</b>")).unwrap();
        let row = page.text[at..].split("</li>").next().unwrap();
        assert_eq!(row.contains("tag alarm"), is_urgent, "{row}");
        let wanted = today.text.split("</li>").find(|want| want.contains(title)).unwrap_or_default();
        assert_eq!(wanted.contains("urgent, and nobody has answered"), is_urgent, "{title}\n{}", today.text);
    }
}

/// The title of a conversation whose kind is only guessed.
async fn guess(cast: &Cast) -> Option<String> {
    let token = cast.token("read").await;
    let rows = cast.get(&token, "/api/v1/conversations").await.json();
    let is_guess = |row: &&serde_json::Value| row["unsure"] == true && row["kind"] != "other";
    let found = rows["rows"].as_array().unwrap().iter().find(is_guess)?;
    Some(found["title"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn pages_show_no_kind_that_is_not_read_in_the_language_until_a_person_says_it() {
    let cast = cast().await;
    let grace = cast.sign_in("grace").await;
    let row = |page: &str, title: &str| {
        let at = page.find(&format!("<b>{title}</b>")).unwrap_or_else(|| panic!("{title}\n{page}"));
        page[at..].split("</li>").next().unwrap().to_owned()
    };
    let inbox = format!("/w/{}/inbox?view=all", cast.workspace);
    let page = cast.get(&grace, &inbox).await;
    let spanish = row(&page.text, "Pantalla");
    assert!(!spanish.contains("known-") && !spanish.contains("tag alarm"), "{spanish}");
    let complaint = row(&page.text, "Support");
    assert!(complaint.contains("known-rules") && complaint.contains("Complaint"), "{complaint}");
    let guess = row(&page.text, &guess(&cast).await.unwrap());
    assert!(guess.contains("?<"), "{guess}");
    assert!(row(&page.text, "Dark mode").contains("known-measured"), "{}", row(&page.text, "Dark mode"));
    let today = cast.get(&grace, &format!("/w/{}/today", cast.workspace)).await;
    assert!(today.text.contains("known-rules") && !today.text.contains("known-absent"), "{}", today.text);
    let pane = cast.get(&grace, &row_address(&page.text, "Pantalla")).await;
    assert!(pane.text.contains("Kind: ?") && pane.text.contains("trust-absent"), "{}", pane.text);
    let id = pane.text.split("/bench?message=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let act = format!("/w/{}/acts/message.correct", cast.workspace);
    cast.post(&grace, &act, &[("message", &id), ("kind", "bug"), ("return", &inbox)]).await;
    let said = row(&cast.get(&grace, &inbox).await.text, "Pantalla");
    assert!(said.contains("known-person") && said.contains("Bug"), "{said}");
}

fn row_address(page: &str, title: &str) -> String {
    let before = page.split(&format!("<b>{title}</b>")).next().unwrap();
    before.rsplit("<a href=\"").next().unwrap().split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&")
}
