//! The six pages in both languages and themes, small enough and with their landmarks.

use axum::http::StatusCode;

use crate::cast::{Cast, Visitor};

#[tokio::test]
async fn every_page_renders_in_both_languages_with_its_landmarks() {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    let base = format!("/w/{}", cast.workspace);
    let (file, run) = crate::imports::begun(&cast, &ada).await;
    crate::topics::some(&cast).await;
    let pages = [
        format!("{base}/imports"),
        format!("{base}/imports/files/{file}"),
        format!("{base}/imports/{run}"),
        format!("{base}/topics"),
        format!("{base}/topics/1"),
        format!("{base}/products"),
        format!("{base}/bench"),
        format!("{base}/bench?message={}", cast.message("Export")),
        format!("{base}/today"),
        format!("{base}/inbox"),
        format!("{base}/inbox/{}", cast.conversation("Export")),
        format!("{base}/members"),
        format!("{base}/members?month=2026-11&show=new"),
        format!("{base}/members/{}", cast.member("Linus")),
        format!("{base}/report/2026-11"),
        format!("{base}/journal?check=1"),
    ];
    for (code, word) in [("en", "Today"), ("fr", "Aujourd")] {
        let visitor =
            Visitor { cookie: format!("{}; tribune_language={code}; tribune_theme=dark", ada.cookie), ..ada.clone() };
        for path in &pages {
            let page = cast.get(&visitor, path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text);
            assert!(page.text.contains(&format!("<html lang=\"{code}\" data-theme=\"dark\">")), "{path}");
            assert!(page.text.contains(word), "{path}");
            for part in ["<main id=\"main\"", "<nav ", "class=\"skip\"", "<h1", "role=\"status\""] {
                assert!(page.text.contains(part), "{path} lacks {part}");
            }
            assert!(page.text.len() < 100_000, "{path}: {} bytes", page.text.len());
        }
    }
}

#[tokio::test]
async fn a_colon_stands_as_each_language_wants_it() {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    for (code, words) in [("en", "First seen: "), ("fr", "Premier message\u{a0}: ")] {
        let visitor = Visitor { cookie: format!("{}; tribune_language={code}", ada.cookie), ..ada.clone() };
        let page = cast.get(&visitor, &format!("/w/{}/members/{}", cast.workspace, cast.member("Linus"))).await;
        assert!(page.text.contains(words), "{code}: {}", page.text);
    }
}

#[tokio::test]
async fn every_field_has_a_name_that_can_be_heard() {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    let (id, message) = (cast.conversation("Export"), cast.message("Export"));
    let page = cast.get(&ada, &format!("/w/{}/inbox/{id}?correct={message}&split=1", cast.workspace)).await;
    for (tag, rest) in ["<input ", "<select ", "<textarea "]
        .iter()
        .flat_map(|tag| page.text.match_indices(tag).map(|(at, _)| (*tag, &page.text[at..])).collect::<Vec<_>>())
    {
        let field = rest.split('>').next().unwrap();
        let before = &page.text[..page.text.len() - rest.len()];
        let is_labelled = before.rfind("<label").is_some_and(|label| !before[label..].contains("</label>"));
        let is_named = field.contains("type=\"hidden\"") || field.contains("aria-label=") || is_labelled;
        assert!(is_named, "{tag}{field}");
    }
}

#[tokio::test]
async fn language_and_theme_are_kept_by_a_form_without_script() {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    let here = format!("/w/{}/today", cast.workspace);
    let answer = cast.post(&ada, "/preferences", &[("language", "fr"), ("return", &here)]).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, here.as_str()));
    assert!(answer.header("set-cookie").starts_with("tribune_language=fr;"));
    let nonsense = cast.post(&ada, "/preferences", &[("theme", "pink"), ("return", "https://evil.example")]).await;
    assert_eq!((nonsense.header("set-cookie"), nonsense.header("location")), ("", "/"));
}

#[tokio::test]
async fn the_report_leaves_as_a_file_in_three_forms() {
    let cast = Cast::new().await;
    let mary = cast.sign_in("mary").await;
    for (format, kind) in [("html", "text/html"), ("md", "text/markdown"), ("json", "application/json")] {
        let file = cast.get(&mary, &format!("/w/{}/report/2026-11?format={format}", cast.workspace)).await;
        assert_eq!(file.status, StatusCode::OK);
        assert!(
            file.header("content-type").starts_with(kind)
                && file.header("content-disposition").starts_with("attachment")
        );
        assert!(file.text.contains("Lumen"));
    }
    assert_eq!(cast.get(&mary, &format!("/w/{}/report/2026-13", cast.workspace)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn assets_may_be_kept_for_ever() {
    let cast = Cast::new().await;
    let page = cast.get(&Visitor::default(), "/sign-in").await;
    let style = page.text.split("href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let answer = cast.get(&Visitor::default(), &style).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.header("cache-control").contains("immutable"));
}
