//! Several conversations at once: one toast, an entry each, one undo, and a plain word about those that refused.

use axum::http::StatusCode;
use hub::ACTS;
use model::{Capability, Role};

use crate::cast::{Answer, Cast, Visitor};

/// Asks for an act on several conversations, as the inbox's form does.
async fn each(cast: &Cast, visitor: &Visitor, act: &str, (topics, more): (&[&str], &[(&str, &str)])) -> Answer {
    let ids: Vec<String> = topics.iter().map(|topic| cast.conversation(topic).to_string()).collect();
    let mut fields: Vec<(&str, &str)> = ids.iter().map(|id| ("conversation", id.as_str())).collect();
    fields.extend_from_slice(more);
    cast.post(visitor, &format!("/w/{}/each/{act}", cast.workspace), &fields).await
}

/// The toast's cookie of an answer, and the inbox as whoever carries it sees it.
async fn told(cast: &Cast, visitor: &Visitor, answer: &Answer) -> (String, Answer) {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let toast = answer.header("set-cookie").split(';').next().unwrap().to_owned();
    let carrying = Visitor { cookie: format!("{}; {toast}", visitor.cookie), ..visitor.clone() };
    let page = cast.get(&carrying, &format!("/w/{}/inbox?view=all", cast.workspace)).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    (toast, page)
}

async fn state(cast: &Cast, topic: &str) -> String {
    let reader = cast.token("read").await;
    let found = cast.get(&reader, &format!("/api/v1/conversations/{}", cast.conversation(topic))).await.json();
    found["state"].as_str().unwrap_or("none").to_owned()
}

/// The page from its toast on; nothing where there is none.
fn toast(page: &Answer) -> &str {
    let (_, region) = page.text.split_once("id=\"toasts\"").unwrap();
    region
        .split_once("<div class=\"toast")
        .filter(|(before, _)| !before.contains("</div>"))
        .map_or("", |(_, rest)| rest)
}

/// The toast's sentence.
fn sentence(page: &Answer) -> &str {
    toast(page).split("<span>").nth(1).unwrap().split("</span>").next().unwrap()
}

#[tokio::test]
async fn several_are_closed_with_an_entry_each_and_one_undo_takes_all_back() {
    let cast = Cast::new().await;
    let grace = cast.sign_in("grace").await;
    let topics = ["Export", "Dark mode", "Merci"];
    let done = each(&cast, &grace, "conversation.close", (&topics, &[("until", "ignored"), ("label", "")])).await;
    let (_, page) = told(&cast, &grace, &done).await;
    assert_eq!(sentence(&page), "3 conversations closed");
    for topic in topics {
        assert_eq!(state(&cast, topic).await, "closed");
        let about = format!("/api/v1/journal?about=conversation:{}", cast.conversation(topic));
        let entries = cast.get(&cast.token("read").await, &about).await.json();
        assert_eq!(entries["rows"].as_array().unwrap().len(), 1, "{topic}");
    }
    let form = toast(&page).split("</form>").next().unwrap();
    assert!(form.contains("/each/journal.undo"), "{form}");
    let entries = form.split("name=\"entry\" value=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    let fields: Vec<(&str, &str)> = entries.map(|entry| ("entry", entry)).collect();
    assert_eq!(fields.len(), 3);
    let undone = cast.post(&grace, &format!("/w/{}/each/journal.undo", cast.workspace), &fields).await;
    let (_, page) = told(&cast, &grace, &undone).await;
    assert_eq!(sentence(&page), "3 conversations as before");
    for topic in topics {
        assert_eq!(state(&cast, topic).await, "open");
    }
}

#[tokio::test]
async fn those_that_refuse_are_named_with_the_reason_and_stay_selected() {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    let (merged, into) = (cast.conversation("Export").to_string(), cast.conversation("Dark mode").to_string());
    let merge = format!("/w/{}/acts/conversation.merge", cast.workspace);
    cast.post(&ada, &merge, &[("conversation", &merged), ("into", &into)]).await;
    let topics = ["Merci", "Export", "never said"];
    let done = each(&cast, &ada, "conversation.label", (&topics, &[("label", "Vip ")])).await;
    let (toast, page) = told(&cast, &ada, &done).await;
    assert_eq!(
        sentence(&page),
        "1 of 3 conversations labelled; not “Export” (merged into another conversation: work there); \
         not “Without a title” (no longer there)"
    );
    assert!(page.text.contains("class=\"toast fault\""));
    let french = Visitor { cookie: format!("{}; {toast}; tribune_language=fr", ada.cookie), ..ada.clone() };
    let page = cast.get(&french, &format!("/w/{}/today", cast.workspace)).await;
    assert!(sentence(&page).starts_with("1 conversation étiquetée sur 3 ; pas « Export » (fusion"), "{}", page.text);
    let refused = format!("/w/{}/inbox?label=vip", cast.workspace);
    assert!(cast.get(&ada, &refused).await.text.contains("Merci"));
}

#[tokio::test]
async fn what_was_changed_since_is_not_undone_and_stays_selected() {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    let done = each(&cast, &ada, "conversation.close", (&["Export", "Merci"], &[])).await;
    let (toast, _) = told(&cast, &ada, &done).await;
    each(&cast, &ada, "conversation.reopen", (&["Export"], &[])).await;
    let entries: Vec<&str> = toast.split('~').nth(1).unwrap().split('.').collect();
    let fields: Vec<(&str, &str)> = entries.iter().map(|entry| ("entry", *entry)).collect();
    let undone = cast.post(&ada, &format!("/w/{}/each/journal.undo", cast.workspace), &fields).await;
    let (_, page) = told(&cast, &ada, &undone).await;
    assert_eq!(sentence(&page), "1 of 2 conversations as before; not “Export” (changed again since: undo that first)");
    let regionof = |topic: &str| format!("value=\"{}\" form=\"bulk\"", cast.conversation(topic));
    let is_checked = |topic: &str| {
        let rest = page.text.split_once(&regionof(topic)).unwrap().1;
        rest.split('>').next().unwrap().ends_with("checked")
    };
    assert!(is_checked("Export") && !is_checked("Merci"), "{}", page.text);
}

#[tokio::test]
async fn a_batch_has_a_limit_and_says_what_it_cannot_do() {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    let many: Vec<String> = (0..51).map(|number| format!("topic {number}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    type Case<'a> = (&'a str, &'a [&'a str], &'a [(&'a str, &'a str)], StatusCode, &'a str);
    let cases: [Case<'_>; 6] = [
        ("conversation.close", &many, &[], StatusCode::UNPROCESSABLE_ENTITY, "names 1 to 50 at once, not 51"),
        ("conversation.close", &[], &[], StatusCode::UNPROCESSABLE_ENTITY, "names 1 to 50 at once, not 0"),
        (
            "conversation.snooze",
            &["Export"],
            &[("until", "2020-01-01")],
            StatusCode::UNPROCESSABLE_ENTITY,
            "in the past",
        ),
        ("conversation.label", &["Export"], &[], StatusCode::UNPROCESSABLE_ENTITY, "`label`: is missing"),
        ("conversation.nonsense", &["Export"], &[], StatusCode::NOT_FOUND, "data-fault"),
        ("conversation.merge", &["Export"], &[], StatusCode::NOT_FOUND, "data-fault"),
    ];
    for (act, topics, more, status, said) in cases {
        let answer = each(&cast, &ada, act, (topics, more)).await;
        assert_eq!(answer.status, status, "{act}: {}", answer.text);
        assert!(
            answer.text.contains(said) || answer.text.replace("&#39;", "'").contains(said),
            "{act}: {}",
            answer.text
        );
    }
    assert_eq!(cast.get(&cast.token("read").await, "/api/v1/journal").await.json()["rows"], serde_json::json!([]));
}

#[tokio::test]
async fn the_address_of_a_button_wins_over_the_fields_beside_it() {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    let base = format!("/w/{}/each", cast.workspace);
    let id = cast.conversation("Export").to_string();
    let fields = [("conversation", id.as_str()), ("staff", "ada@example.org"), ("until", "2020-01-01")];
    for (button, key, value) in [
        ("conversation.assign?staff=grace%40example.org", "assignee", "grace"),
        ("conversation.snooze?until=2026-12-24T08:00:00Z", "snoozed_until", "2026-12-24"),
        ("conversation.assign?staff=", "assignee", "null"),
    ] {
        let done = cast.post(&ada, &format!("{base}/{button}"), &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{button}: {}", done.text);
        let found = cast.get(&cast.token("read").await, &format!("/api/v1/conversations/{id}")).await.json();
        let is_grace = found["assignee"].is_string() || found["assignee"].is_number();
        match value {
            "grace" => assert!(is_grace, "{found}"),
            "null" => assert!(found[key].is_null(), "{found}"),
            value => assert!(found[key].as_str().unwrap().starts_with(value), "{found}"),
        }
    }
}

#[tokio::test]
async fn a_whole_page_is_selected_without_a_script_and_only_by_those_who_may_act() {
    let cast = Cast::new().await;
    let (ada, mary) = (cast.sign_in("ada").await, cast.sign_in("mary").await);
    let inbox = format!("/w/{}/inbox?view=open&pick=all", cast.workspace);
    let page = cast.get(&ada, &inbox).await;
    let boxes: Vec<&str> =
        page.text.split("form=\"bulk\"").skip(1).map(|rest| rest.split('>').next().unwrap()).collect();
    assert!(boxes.len() == 5 && boxes.iter().all(|one| one.ends_with("checked")), "{boxes:?}");
    let form = page.text.split_once("id=\"bulk\"").unwrap().1.split("</form>").next().unwrap();
    // Enter in a field must not close everything: the form's first button does nothing.
    assert!(form.find("<button disabled hidden>").unwrap() < form.find("name=\"csrf\"").unwrap());
    assert!(form.contains(&format!("value=\"/w/{}/inbox?view=open\"", cast.workspace)), "{form}");
    let page = cast.get(&mary, &inbox).await;
    assert!(!page.text.contains("form=\"bulk\"") && !page.text.contains("id=\"bulk\""));
}

#[tokio::test]
async fn every_act_on_several_asks_for_its_capability() {
    let cast = Cast::new().await;
    let people =
        [("ada", Some(Role::Owner)), ("grace", Some(Role::Agent)), ("mary", Some(Role::Analyst)), ("eve", None)];
    for (name, role) in people {
        let visitor = cast.sign_in(name).await;
        for act in ACTS.iter().filter(|act| act.name.starts_with("conversation.")) {
            let shared = [("label", "x"), ("until", "2026-12-24"), ("staff", "grace@example.org")];
            let answer = each(&cast, &visitor, act.name, (&["Export"], &shared)).await;
            let may = role.is_some_and(|role| role.capabilities().has(act.needs));
            let is_known = !["conversation.merge", "conversation.note", "conversation.split"].contains(&act.name);
            let expected = match (role, is_known) {
                (None, _) | (_, false) => StatusCode::NOT_FOUND,
                (Some(_), true) if may => StatusCode::SEE_OTHER,
                (Some(_), true) => StatusCode::FORBIDDEN,
            };
            assert_eq!(answer.status, expected, "{name} {}: {}", act.name, answer.text);
            assert!(expected != StatusCode::FORBIDDEN || answer.text.contains(Capability::Answer.word()));
        }
    }
    let nobody = each(&cast, &Visitor::default(), "conversation.close", (&["Export"], &[])).await;
    assert!(nobody.header("location").starts_with("/sign-in"));
    let ada = Visitor { csrf: "wrong".to_owned(), ..cast.sign_in("ada").await };
    assert_eq!(each(&cast, &ada, "conversation.close", (&["Export"], &[])).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_forged_toast_says_nothing() {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    let long = "zz.".repeat(400);
    for (forged, says) in [
        ("<script>~1".to_owned(), false),
        ("conversation.merge~1~2~3".to_owned(), false),
        ("conversation.close~%%~many~".to_owned(), false),
        ("conversation.close~%%".to_owned(), true),
        (format!("conversation.close~{long}~3~{long}"), true),
    ] {
        let visitor = Visitor { cookie: format!("{}; tribune_toast={forged}", ada.cookie), ..ada.clone() };
        let page = cast.get(&visitor, &format!("/w/{}/today", cast.workspace)).await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(!toast(&page).is_empty(), says, "{forged}");
        assert!(page.text.matches("name=\"entry\"").count() <= 50, "{forged}");
    }
}
