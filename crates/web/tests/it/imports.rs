//! Imports by the front door: hand in, plan, run, sheet, undo; and what is refused on the way.

use axum::http::{Method, StatusCode};
use model::{EntryId, RunId};
use serde_json::json;

use crate::cast::{Cast, Visitor, now};

const CHAT: &str = r#"{"id":1,"room":"help","author":"lin","ts":1790000000,"text":"The badge printer jams on every second badge"}
{"id":2,"room":"help","author":"mei","ts":1790000600,"text":"Same here, since the update"}
{"id":3,"room":"general","author":"lin","ts":1790001000,"text":"<b>Bonjour</b> & welcome"}
no json at all
"#;

/// A file that waits and a run of another that has not begun.
pub(crate) async fn begun(cast: &Cast, ada: &Visitor) -> (String, String) {
    let mut files = Vec::new();
    for name in ["one.jsonl", "two.jsonl"] {
        let answer = cast.hand_in(ada, (name, CHAT)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        files.push(answer.header("location").rsplit('/').next().unwrap().to_owned());
    }
    let run = start(cast, ada, &files[1]).await;
    (files.remove(0), run.rsplit('/').next().unwrap().to_owned())
}

/// Confirms a plan; the address of its run.
async fn start(cast: &Cast, ada: &Visitor, file: &str) -> String {
    let act = format!("/w/{}/acts/import.run", cast.workspace);
    let answer = cast.post(ada, &act, &[("file", file), ("format", "jsonl"), ("map", ""), ("zone", "")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.header("location").to_owned()
}

fn waiting(cast: &Cast) -> Vec<String> {
    let entries = std::fs::read_dir(cast.folder.path()).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[tokio::test]
async fn a_file_comes_in_by_forms_alone_and_goes_again() {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    let handed = cast.hand_in(&ada, ("C:\\export\\chat.jsonl", CHAT)).await;
    let address = handed.header("location").to_owned();
    let plan = cast.get(&ada, &address).await;
    for part in
        ["chat.jsonl", "3 messages in 4 rows", "not what this format allows", "value=\"ts\"", "<option value=\"room\">"]
    {
        assert!(plan.text.contains(part), "{part}\n{}", plan.text);
    }
    assert!(
        plan.text.contains("&lt;b&gt;Bonjour&lt;/b&gt;") || plan.text.contains("&#60;b&#62;Bonjour"),
        "{}",
        plan.text
    );
    let other = cast.get(&ada, &format!("{address}?format=jsonl&text=author&author=room&time=ts")).await;
    assert!(
        other.text.contains("as you chose") && other.text.contains("name=\"map\" value=\"text=author,"),
        "{}",
        other.text
    );
    let run = start(&cast, &ada, address.rsplit('/').next().unwrap()).await;
    let page = cast.get(&ada, &run).await;
    assert!(page.text.contains("Waiting to begin") && page.text.contains("http-equiv=\"refresh\""), "{}", page.text);
    cast.work().await;
    let page = cast.get(&ada, &run).await;
    for part in ["It balances", ">Done<", "Undo the import", "ada"] {
        assert!(page.text.contains(part), "{part}\n{}", page.text);
    }
    assert!(!page.text.contains("http-equiv"));
    assert_eq!(waiting(&cast), Vec::<String>::new(), "the file went with its run");
    let found = cast.get(&ada, &format!("/w/{}/search?q=badge", cast.workspace)).await;
    assert!(found.text.contains("badge printer jams"), "{}", found.text);
    let undo = format!("/w/{}/acts/import.undo", cast.workspace);
    let id = run.rsplit('/').next().unwrap();
    cast.post(&ada, &undo, &[("run", id), ("return", &run)]).await;
    assert!(cast.get(&ada, &run).await.text.contains(">Undoing<"));
    cast.work().await;
    let list = cast.get(&ada, &format!("/w/{}/imports", cast.workspace)).await;
    assert!(list.text.contains("Taken back") && list.text.contains("chat.jsonl"), "{}", list.text);
    let found = cast.get(&ada, &format!("/w/{}/search?q=badge", cast.workspace)).await;
    assert!(!found.text.contains("badge printer jams"));
    let journal = cast.get(&ada, &format!("/w/{}/journal", cast.workspace)).await;
    assert!(journal.text.contains(&format!("href=\"{run}\"")), "{}", journal.text);
}

#[tokio::test]
async fn the_journal_undoes_an_import_too_even_while_it_runs() {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    let file = cast.hand_in(&ada, ("chat.jsonl", CHAT)).await.header("location").to_owned();
    let token = cast.token("read,write").await;
    let path = "/api/v1/acts/import.run";
    let input = json!({ "file": file.rsplit('/').next().unwrap() }).to_string();
    let done = cast.ask(Method::POST, &token, (path, &[], input.clone())).await.json();
    let twice = cast.ask(Method::POST, &token, (path, &[], input)).await;
    assert_eq!(twice.status, StatusCode::CONFLICT, "{}", twice.text);
    let undo = json!({ "entry": done["undo"] }).to_string();
    let grace = cast.sign_in("grace").await;
    let entry = done["undo"].as_str().unwrap();
    let refused = cast.post(&grace, &format!("/w/{}/acts/journal.undo", cast.workspace), &[("entry", entry)]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.text);
    let undone = cast.ask(Method::POST, &token, ("/api/v1/acts/journal.undo", &[], undo)).await;
    assert_eq!(undone.status, StatusCode::OK, "{}", undone.text);
    cast.work().await;
    let run = done["subjects"][0].as_str().unwrap().strip_prefix("run:").unwrap().to_owned();
    assert_eq!(cast.get(&token, &format!("/api/v1/runs/{run}")).await.json()["state"], "undone");
    assert_eq!(waiting(&cast), Vec::<String>::new());
}

#[tokio::test]
async fn what_cannot_be_read_is_said_in_one_sentence() {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    let nonsense = "\u{1}\u{2}nothing that anybody ever exported";
    let address = cast.hand_in(&ada, ("photo.bin", nonsense)).await.header("location").to_owned();
    let plan = cast.get(&ada, &address).await;
    assert_eq!(plan.status, StatusCode::OK);
    assert!(plan.text.contains("photo.bin is none of the known formats"), "{}", plan.text);
    let forced = cast.get(&ada, &format!("{address}?format=nonsense")).await;
    assert!(forced.text.contains("there is no format"), "{}", forced.text);
    let run = start(&cast, &ada, address.rsplit('/').next().unwrap()).await;
    cast.work().await;
    let page = cast.get(&ada, &run).await;
    assert!(page.text.contains(">Failed<") && page.text.contains("role=\"alert\""), "{}", page.text);
    assert_eq!(waiting(&cast), Vec::<String>::new());
    let empty = cast.hand_in(&ada, ("empty.csv", "")).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", empty.text);
    assert_eq!(waiting(&cast), Vec::<String>::new(), "what was refused leaves nothing");
}

#[tokio::test]
async fn only_who_may_import_hands_files_in_and_from_our_page_alone() {
    let cast = Cast::new().await;
    let (ada, mary) = (cast.sign_in("ada").await, cast.sign_in("mary").await);
    let refused = cast.hand_in(&mary, ("chat.jsonl", CHAT)).await;
    assert!(refused.status == StatusCode::FORBIDDEN && refused.text.contains("import"), "{}", refused.text);
    let forged = Visitor { csrf: "wrong".to_owned(), ..ada };
    assert_eq!(cast.hand_in(&forged, ("chat.jsonl", CHAT)).await.status, StatusCode::FORBIDDEN);
    let reader = cast.token("read").await;
    let files = "/api/v1/files?name=chat.jsonl";
    assert_eq!(cast.ask(Method::POST, &reader, (files, &[], CHAT.to_owned())).await.status, StatusCode::FORBIDDEN);
    assert_eq!(waiting(&cast), Vec::<String>::new());
    let writer = cast.token("read,write").await;
    let sent = cast.ask(Method::POST, &writer, (files, &[], CHAT.to_owned())).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text);
    assert_eq!(sent.json()["bytes"], CHAT.len());
    let eve = cast.sign_in("eve").await;
    let id = sent.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(
        cast.get(&eve, &format!("/w/{}/imports/files/{id}", cast.elsewhere)).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_run_that_others_built_on_is_undone_with_them_from_its_page() {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    let (_, run) = begun(&cast, &ada).await;
    cast.work().await;
    let base = format!("/w/{}/acts", cast.workspace);
    let id = {
        let mut conn = cast.hub.db.read().await.unwrap();
        let seen = hub::access::operator(cast.workspace);
        let found = hub::search::find(&mut conn, &seen, ("second badge", None), 10).await.unwrap();
        found.messages[0].conversation.to_string()
    };
    cast.post(&ada, &format!("{base}/conversation.close"), &[("conversation", &id)]).await;
    let refused = cast.post(&ada, &format!("{base}/import.undo"), &[("run", &run)]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let entry = refused.text.split("name=\"entry\" value=\"").nth(1).expect("a form that undoes them too");
    let entry = entry.split('"').next().unwrap().to_owned();
    let undone = cast.post(&ada, &format!("{base}/journal.undo"), &[("entry", &entry), ("with_later", "true")]).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.text);
    cast.work().await;
    let page = cast.get(&ada, &format!("/w/{}/imports/{run}", cast.workspace)).await;
    assert!(page.text.contains("Taken back") && !page.text.contains("import.undo"), "{}", page.text);
}

#[tokio::test]
async fn a_workspace_that_came_whole_shows_no_sheet_and_no_undoing() {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    let (_, run) = begun(&cast, &ada).await;
    cast.work().await;
    let whole = {
        let mut conn = cast.hub.db.write().await.unwrap();
        let workspace = cast.workspace;
        let known = store::runs::find(&mut conn, workspace, run.parse().unwrap()).await.unwrap().unwrap();
        let whole = store::runs::Run {
            id: RunId(known.id.0 + 1),
            entry: EntryId(0),
            position: 4_321,
            imported: 12,
            already: 0,
            skipped: "{}".to_owned(),
            ..known
        };
        store::runs::add(&mut conn, workspace, &whole).await.unwrap();
        conn.commit().await.unwrap();
        whole
    };
    let page = cast.get(&ada, &format!("/w/{}/imports/{}", cast.workspace, whole.id)).await;
    assert!(page.status == StatusCode::OK && !page.text.contains("does not balance"), "{}", page.text);
    assert!(!page.text.contains("import.undo"), "{}", page.text);
    let reader = cast.token("read").await;
    let told = cast.ask(Method::GET, &reader, (&format!("/api/v1/runs/{}", whole.id), &[], String::new())).await;
    assert_eq!((&told.json()["read"], &told.json()["imported"]), (&json!(12), &json!(12)), "{}", told.text);
}

#[tokio::test]
async fn another_start_goes_on_with_an_import_that_was_cut_off() {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    let (_, run) = begun(&cast, &ada).await;
    {
        let mut conn = cast.hub.db.write().await.unwrap();
        let lease = (now(), now().plus_seconds(60));
        store::jobs::claim(&mut conn, store::jobs::Lane::Long, lease).await.unwrap().unwrap();
        conn.commit().await.unwrap();
    }
    assert!(!hub::workers::work_one(&cast.hub, now).await.unwrap(), "whoever holds the lease has it alone");
    assert!(hub::workers::work_one(&cast.hub, || now().plus_seconds(61)).await.unwrap());
    let page = cast.get(&ada, &format!("/w/{}/imports/{run}", cast.workspace)).await;
    assert!(page.text.contains("It balances"), "{}", page.text);
}

/// Another version's readers counted other rows, so their place says nothing.
#[tokio::test]
async fn an_import_that_another_version_began_begins_anew() {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    let (_, run) = begun(&cast, &ada).await;
    let id: RunId = run.parse().unwrap();
    let mut conn = cast.hub.db.write().await.unwrap();
    let mut known = store::runs::find(&mut conn, cast.workspace, id).await.unwrap().unwrap();
    let options = known.options.replace("\"readers\":\"", "\"readers\":\"0.0.1 ");
    assert_ne!(options, known.options);
    store::runs::begin_anew(&mut conn, cast.workspace, (id, &options)).await.unwrap();
    known.position = 3;
    known.imported = 3;
    store::runs::save(&mut conn, cast.workspace, &known).await.unwrap();
    conn.commit().await.unwrap();
    cast.work().await;
    let mut conn = cast.hub.db.read().await.unwrap();
    let done = store::runs::find(&mut conn, cast.workspace, id).await.unwrap().unwrap();
    assert_eq!((done.position, done.imported), (4, 3), "three rows that it never saw were passed over");
    let page = cast.get(&ada, &format!("/w/{}/imports/{run}", cast.workspace)).await;
    assert!(page.text.contains("It balances"), "{}", page.text);
    let found = cast.get(&ada, &format!("/w/{}/search?q=badge", cast.workspace)).await;
    assert!(found.text.contains("badge printer jams"), "{}", found.text);
}

#[tokio::test]
async fn a_plan_names_what_is_wrong_with_a_choice() {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    let (file, _) = begun(&cast, &ada).await;
    let act = format!("/w/{}/acts/import.run", cast.workspace);
    for (field, value) in
        [("map", "text"), ("zone", "noon"), ("zone", "9999"), ("zone", "Europe/Berln"), ("format", "wax")]
    {
        let answer = cast.post(&ada, &act, &[("file", &file), (field, value)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}={value}: {}", answer.text);
        assert!(answer.text.contains(field), "{}", answer.text);
    }
}

/// A tar of files without owners or times.
fn tar(files: &[(&str, &str)]) -> String {
    let mut tar = String::new();
    for (path, text) in files {
        let field = |text: &str, width: usize| format!("{text:\0<width$}");
        let head = |sum: &str| {
            let (name, size) = (field(path, 100), format!("{:011o}\0", text.len()));
            let numbers = format!("0000644\0{}{size}{}", "0000000\0".repeat(2), "00000000000\0");
            field(&format!("{name}{numbers}{sum}0{}ustar\0{}", field("", 100), "00"), 512)
        };
        let sum: u32 = head("        ").bytes().map(u32::from).sum();
        tar.push_str(&head(&format!("{sum:06o}\0 ")));
        tar.push_str(&field(text, text.len().next_multiple_of(512)));
    }
    tar + &"\0".repeat(1024)
}

#[tokio::test]
async fn the_export_of_a_whole_workspace_is_known_and_the_page_says_how_it_comes_back() {
    let cast = Cast::new().await;
    let ada = cast.sign_in("ada").await;
    let message = r#"{"tribune":1,"type":"message","origin":"a","id":"1","author":{"handle":"lin"},"text":"hello"}"#;
    let workspace = r#"{"tribune":1,"type":"workspace","created":"2024-03-01T00:00:00Z","number":1}"#;
    let messages = ("messages/000001.jsonl", format!("{message}\n"));
    let workspace = ("workspace/000001.jsonl", format!("{workspace}\n"));
    let told = "tribune import run FILE --workspace NAME";
    for (files, is_whole) in [(vec![&messages, &workspace], true), (vec![&messages], false)] {
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let handed = cast.hand_in(&ada, ("export.tar", &tar(&files))).await;
        let plan = cast.get(&ada, handed.header("location")).await;
        assert!(plan.text.contains("Tribune&#39;s own export") || plan.text.contains("own export"), "{}", plan.text);
        assert_eq!(plan.text.contains(told), is_whole, "{}", plan.text);
    }
}
