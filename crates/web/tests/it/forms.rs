//! The forms of the pages and the list of acts: each form fits its act, and each act has a form.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use hub::ACTS;

use crate::cast::Cast;

/// The acts' forms of a page: the act's name and the names of its fields.
fn forms(page: &str) -> Vec<(String, BTreeSet<String>)> {
    let pieces = page.split("<form ").skip(1).map(|piece| piece.split("</form>").next().unwrap_or_default());
    let of = |form: &str| {
        let act = form.split("/acts/").nth(1)?.split('"').next()?.to_owned();
        let names = form.split(" name=\"").skip(1).filter_map(|rest| rest.split('"').next());
        Some((act, names.map(str::to_owned).collect()))
    };
    pieces.filter_map(of).collect()
}

#[tokio::test]
async fn each_form_fits_its_act_and_each_act_has_a_form() {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    let (id, message) = (cast.conversation("Export"), cast.message("Export"));
    let base = format!("/w/{}", cast.workspace);
    for (act, fields) in [
        ("conversation.close", vec![("conversation", cast.conversation("Merci").to_string())]),
        ("conversation.label", vec![("conversation", id.to_string()), ("label", "vip".to_owned())]),
        ("conversation.assign", vec![("conversation", id.to_string()), ("staff", "grace@example.org".to_owned())]),
        ("member.merge", vec![("member", cast.member("Ken").to_string()), ("into", cast.member("Linus").to_string())]),
    ] {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let done = cast.post(&ada, &format!("{base}/acts/{act}"), &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{act}: {}", done.text);
    }
    let (file, run) = crate::imports::begun(&cast, &ada).await;
    crate::topics::some(&cast).await;
    crate::alerts::one(&cast).await;
    cast.post(&ada, &format!("{base}/acts/topic.pin"), &[("topic", "2")]).await;
    cast.post(&ada, &format!("{base}/acts/alert.watch"), &[("series", "complaint")]).await;
    cast.post(&ada, &format!("{base}/acts/product.add"), &[("name", "Export")]).await;
    cast.post(&ada, &format!("{base}/acts/example.add"), &[("text", "so"), ("kind", "bug")]).await;
    let pages = [
        format!("{base}/today"),
        format!("{base}/products"),
        format!("{base}/bench"),
        format!("{base}/topics/1"),
        format!("{base}/topics/2"),
        format!("{base}/imports/files/{file}"),
        format!("{base}/imports/{run}"),
        format!("{base}/inbox/{id}?correct={message}&split=1&merge=dark"),
        format!("{base}/inbox/{}", cast.conversation("Merci")),
        format!("{base}/members/{}?find=Bar", cast.member("Linus")),
        format!("{base}/journal"),
    ];
    let mut asked = BTreeSet::new();
    let bench = format!("{base}/bench");
    for path in pages {
        let is_pasted = path == bench;
        let page =
            if is_pasted { cast.post(&ada, &path, &[("text", "words")]).await } else { cast.get(&ada, &path).await };
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text);
        for (name, mut fields) in forms(&page.text) {
            let act = ACTS.iter().find(|act| act.name == name).unwrap_or_else(|| panic!("{path}: no act `{name}`"));
            assert!(fields.remove("csrf"), "{path}: the form of {name} proves nothing");
            fields.remove("return");
            // The boxes of the messages that shall leave stand outside the form, beside each message.
            if name == "conversation.split" {
                assert!(page.text.contains("name=\"messages\"") && page.text.contains("form=\"split\""));
                fields.insert("messages".to_owned());
            }
            for field in act.fields.iter().filter(|field| field.required) {
                assert!(fields.contains(field.name), "{path}: the form of {name} lacks `{}`", field.name);
            }
            for field in &fields {
                assert!(act.fields.iter().any(|known| known.name == field), "{path}: {name} knows no `{field}`");
            }
            asked.insert(name);
        }
    }
    let all: BTreeSet<String> = ACTS.iter().map(|act| act.name.to_owned()).collect();
    assert_eq!(asked, all, "acts without a form, or forms without an act");
}

#[tokio::test]
async fn later_acts_are_named_and_undone_with_the_first_when_asked() {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    let base = format!("/w/{}/acts", cast.workspace);
    let id = cast.conversation("Export").to_string();
    let closed = cast.post(&ada, &format!("{base}/conversation.close"), &[("conversation", &id)]).await;
    let entry = closed.header("set-cookie").split(['~', ';']).nth(1).unwrap().to_owned();
    cast.post(&ada, &format!("{base}/conversation.reopen"), &[("conversation", &id)]).await;
    let refused = cast.post(&ada, &format!("{base}/journal.undo"), &[("entry", &entry)]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let (act, fields) = forms(&refused.text).pop().unwrap();
    assert!(act == "journal.undo" && fields.contains("with_later"), "{}", refused.text);
    let undone = cast.post(&ada, &format!("{base}/journal.undo"), &[("entry", &entry), ("with_later", "true")]).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.text);
}

#[tokio::test]
async fn what_cannot_be_is_said_in_words() {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    let id = cast.conversation("Export").to_string();
    let base = format!("/w/{}/acts", cast.workspace);
    type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], StatusCode);
    let cases: [Case<'_>; 4] = [
        ("conversation.snooze", &[("until", "2020-01-01")], StatusCode::UNPROCESSABLE_ENTITY),
        ("conversation.merge", &[("into", "zz")], StatusCode::NOT_FOUND),
        ("conversation.nonsense", &[], StatusCode::NOT_FOUND),
        ("conversation.close", &[("extra", "1")], StatusCode::UNPROCESSABLE_ENTITY),
    ];
    for (act, fields, status) in cases {
        let mut all = vec![("conversation", id.as_str())];
        all.extend_from_slice(fields);
        let answer = cast.post(&ada, &format!("{base}/{act}"), &all).await;
        assert_eq!(answer.status, status, "{act}: {}", answer.text);
        assert!(answer.text.contains("data-fault"), "{act}");
    }
}
