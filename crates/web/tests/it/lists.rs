//! Lists that go on: each page leads to what is older, the last one nowhere, and nothing is shown twice.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use model::MemberId;
use model::ids::identity_id;

use crate::cast::{Cast, Visitor};

const ALL: usize = 51;

#[tokio::test]
async fn what_somebody_wrote_goes_on_until_the_first_of_it() {
    let (cast, ada) = talkative().await;
    let member = MemberId(identity_id(cast.workspace, "file:talk", "Una").0);
    walk(&cast, &ada, format!("/w/{}/members/{member}", cast.workspace)).await;
}

#[tokio::test]
async fn what_a_search_found_goes_on_until_the_last_hit() {
    let (cast, ada) = talkative().await;
    walk(&cast, &ada, format!("/w/{}/search?q=periwinkle", cast.workspace)).await;
}

/// A workspace in which Una wrote in fifty-one topics.
async fn talkative() -> (Cast, Visitor) {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    let row = |number: usize| {
        format!(
            "{{\"id\":\"{number}\",\"author\":\"Una\",\"time\":{},\"conversation\":\"topic {number:02}.\",\"text\":\"a periwinkle\"}}",
            1_794_000_000 + number * 1_000
        )
    };
    let rows: Vec<String> = (0..ALL).map(row).collect();
    let plan = cast.hand_in(&ada, ("talk.jsonl", &rows.join("\n"))).await;
    let act = format!("/w/{}/acts/import.run", cast.workspace);
    let file = plan.header("location").rsplit('/').next().unwrap().to_owned();
    let begun = cast.post(&ada, &act, &[("file", &file), ("format", "jsonl"), ("map", ""), ("zone", "")]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
    cast.work().await;
    (cast, ada)
}

/// Goes from page to page by the link that says so: two full ones and the rest.
async fn walk(cast: &Cast, ada: &Visitor, first: String) {
    let (mut shown, mut address) = (Vec::new(), first);
    loop {
        let page = cast.get(ada, &address).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        let topics: BTreeSet<usize> = (0..ALL).filter(|at| page.text.contains(&format!("topic {at:02}."))).collect();
        shown.push(topics);
        let Some(end) = page.text.find(">Older<") else { break };
        let link = &page.text[page.text[..end].rfind("href=\"").unwrap() + "href=\"".len()..end];
        address = link.split('"').next().unwrap().replace("&#38;", "&");
    }
    let expected = [26..51, 1..26, 0..1].map(|range| range.collect::<BTreeSet<_>>());
    assert_eq!(shown, expected);
}
