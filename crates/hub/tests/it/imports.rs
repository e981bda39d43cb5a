//! Archives come in once, balanced, and go out again without a trace.

use serde_json::json;

use crate::{CHAT, bench, chat, now};

#[tokio::test]
async fn every_row_is_on_the_sheet_and_a_second_run_brings_nothing() {
    let bench = bench().await;
    let broken = format!("{CHAT}not json\n{{\"no\":\"text\"}}\n");
    let sheet = bench.import(&broken).await;
    assert_eq!((sheet.read, sheet.imported, sheet.already), (14, 12, 0));
    assert_eq!(sheet.skipped.values().sum::<i64>(), 2);
    assert!(sheet.balances());
    let state = bench.state().await;
    let again = bench.import(&broken).await;
    assert_eq!((again.imported, again.already), (0, 12));
    assert_eq!(bench.state().await, state, "importing again changes nothing");
}

#[tokio::test]
async fn messages_known_by_their_number_but_of_another_time_are_told_of() {
    let bench = bench().await;
    bench.import(CHAT).await;
    let others = CHAT.replace("\"ts\":1709", "\"ts\":1609");
    let sheet = bench.import(&others).await;
    assert_eq!((sheet.imported, sheet.already, sheet.warnings["another_time"]), (0, 12, 10));
    let an_hour_off = CHAT.replace("\"ts\":17092", "\"ts\":17093");
    assert!(!bench.import(&an_hour_off).await.warnings.contains_key("another_time"), "a zone is no other server");
    // Nor does it matter whether one file brings both.
    let both = crate::bench().await.import(&format!("{}{}", CHAT.trim_start(), others.trim_start())).await;
    assert_eq!((both.imported, both.already, both.warnings["another_time"]), (12, 12, 10));
}

#[tokio::test]
async fn undoing_a_run_leaves_the_former_state() {
    let bench = bench().await;
    let empty = bench.state().await;
    let (first, second) = CHAT.trim().split_at(CHAT.trim().find("{\"id\":7").unwrap());
    bench.import(first).await;
    let half = bench.state().await;
    let sheet = bench.import(second).await;
    assert_ne!(bench.state().await, half);
    hub::import::undo(&bench.hub, &bench.seen, (sheet.run, now), &mut |_| {}).await.unwrap();
    assert_eq!(bench.state().await, half, "the older import stays whole");
    assert!(bench.search("password").await.is_empty());
    let twice = hub::import::undo(&bench.hub, &bench.seen, (sheet.run, now), &mut |_| {}).await;
    assert!(twice.unwrap_err().to_string().contains("undone already"));
    assert_ne!(empty, half);
}

/// A conversation of long ago, and news in it.
const OLD: &str = r#"{"id":1,"stream":"help","topic":"install","author":"ada","ts":1409282000,"text":"It crashes"}"#;
const NEWS: &str = r#"{"id":2,"stream":"help","topic":"install","author":"ada","ts":1710900000,"text":"Again"}"#;

#[tokio::test]
async fn what_news_opened_is_closed_again_when_they_go_unless_somebody_decided_since() {
    let bench = bench().await;
    bench.import(OLD).await;
    let before = bench.state().await;
    let state = async || {
        let mut conn = bench.hub.db.read().await.unwrap();
        let all = store::conversations::list(&mut conn, &bench.seen, &Default::default(), 5).await.unwrap();
        all[0].state
    };
    assert_eq!(state().await, store::conversations::State::Closed);
    let sheet = bench.import(NEWS).await;
    assert_eq!(state().await, store::conversations::State::Open);
    hub::import::undo(&bench.hub, &bench.seen, (sheet.run, now), &mut |_| {}).await.unwrap();
    assert_eq!(bench.state().await, before);
    bench.import(NEWS).await;
    let conversation = bench.conversation("install").await;
    bench.act("conversation.close", serde_json::json!({ "conversation": conversation })).await.unwrap();
    let sheet = bench.import(&NEWS.replace("\"id\":2", "\"id\":3")).await;
    assert_eq!(state().await, store::conversations::State::Open);
    hub::import::undo(&bench.hub, &bench.seen, (sheet.run, now), &mut |_| {}).await.unwrap();
    let left = state().await;
    assert_eq!(left, store::conversations::State::Closed, "what is left is news too, but somebody dealt with it");
    let sheet = bench.import(&NEWS.replace("\"id\":2", "\"id\":4")).await;
    for act in ["conversation.close", "conversation.reopen"] {
        bench.act(act, serde_json::json!({ "conversation": conversation })).await.unwrap();
    }
    hub::import::undo(&bench.hub, &bench.seen, (sheet.run, now), &mut |_| {}).await.unwrap();
    assert_eq!(state().await, store::conversations::State::Open, "somebody has it on the desk");
}

#[tokio::test]
async fn the_same_archive_comes_back_with_the_same_ids() {
    let bench = bench().await;
    let sheet = bench.import(CHAT).await;
    let ids = || async {
        let mut conn = bench.hub.db.read().await.unwrap();
        let all = hub::search::find(&mut conn, &bench.seen, ("", None), 100).await.unwrap();
        all.messages.iter().map(|message| (message.id, message.conversation, message.identity)).collect::<Vec<_>>()
    };
    let before = ids().await;
    hub::import::undo(&bench.hub, &bench.seen, (sheet.run, now), &mut |_| {}).await.unwrap();
    bench.import(CHAT).await;
    assert_eq!(ids().await, before);
    assert_eq!(before.len(), 12);
}

#[tokio::test]
async fn a_run_that_later_acts_built_on_is_not_undone_behind_their_back() {
    let bench = bench().await;
    let sheet = bench.import(CHAT).await;
    let conversation = bench.conversation("install").await;
    let done = bench.act("conversation.close", serde_json::json!({ "conversation": conversation })).await.unwrap();
    let refused = hub::import::undo(&bench.hub, &bench.seen, (sheet.run, now), &mut |_| {}).await.unwrap_err();
    assert!(refused.to_string().contains(&done.entry.to_string()), "{refused}");
    bench.act("journal.undo", serde_json::json!({ "entry": done.entry })).await.unwrap();
    hub::import::undo(&bench.hub, &bench.seen, (sheet.run, now), &mut |_| {}).await.unwrap();
}

#[tokio::test]
async fn an_archive_without_a_row_has_failed() {
    let bench = bench().await;
    let empty = hub::import::run(&bench.hub, &bench.seen, (chat("empty.jsonl", "\n"), now), &mut |_| {}).await;
    assert!(empty.is_err());
    let mut conn = bench.hub.db.read().await.unwrap();
    assert!(store::runs::list(&mut conn, &bench.seen).await.unwrap().is_empty(), "a failed import leaves no run");
}

fn things(file: &str, text: &str) -> hub::import::Import {
    let tree = archive::Memory::file(file, text.as_bytes().to_vec());
    let source = archive::Source::new(file, std::sync::Arc::new(tree)).unwrap();
    hub::import::Import { source, options: archive::Options::default() }
}

const PEOPLE: &str = "BEGIN:VCARD\nVERSION:3.0\nFN:Ada L\nEMAIL:ada@example.org\nEND:VCARD\n\
    BEGIN:VCARD\nVERSION:3.0\nFN:Grace\nEMAIL:grace@example.org\nEND:VCARD\nBEGIN:VCARD\nEND:VCARD\n";
const LIST: &str =
    "uuid,email,name,attributes,status,created_at,updated_at\n1,ada@example.org,Ada,{},enabled,2024-01-02T10:00:00Z,\n";

#[tokio::test]
async fn things_are_kept_once_a_changed_one_beside_the_old_and_go_with_their_run() {
    let bench = bench().await;
    let empty = bench.state().await;
    let run = async |import| hub::import::run(&bench.hub, &bench.seen, (import, now), &mut |_| {}).await.unwrap();
    let people = run(things("people.vcf", PEOPLE)).await;
    assert_eq!((people.read, people.imported, people.skipped["no_text"]), (3, 2, 1));
    assert!(people.balances());
    let again = run(things("people.vcf", PEOPLE)).await;
    assert_eq!((again.imported, again.already), (0, 2));
    let first = run(things("subscribers.csv", LIST)).await;
    let left = run(things("subscribers.csv", &LIST.replace("enabled", "blocklisted"))).await;
    assert_eq!((first.imported, left.imported, left.already), (1, 1, 0), "who leaves is not taken for known");
    let (kept, members) = {
        let mut conn = bench.hub.db.read().await.unwrap();
        let kept = store::things::list(&mut conn, bench.seen.workspace, (0, 10)).await.unwrap();
        (kept, store::members::list(&mut conn, &bench.seen, model::MemberId(0), 10).await.unwrap())
    };
    assert_eq!(kept.len(), 4);
    let mut names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Ada L", "Grace"], "contacts are people, subscribers not yet");
    assert!(kept.iter().any(|thing| String::from_utf8_lossy(&thing.source).contains("FN:Grace")));
    for run in [left.run, first.run, again.run, people.run] {
        hub::import::undo(&bench.hub, &bench.seen, (run, now), &mut |_| {}).await.unwrap();
    }
    assert_eq!(bench.state().await, empty, "nothing of them stays");
}

#[tokio::test]
async fn counts_kept_equal_counts_rebuilt() {
    let bench = bench().await;
    bench.import(CHAT).await;
    let kept = bench.state().await;
    let mut conn = bench.hub.db.write().await.unwrap();
    store::counts::rebuild(&mut conn, bench.seen.workspace).await.unwrap();
    conn.commit().await.unwrap();
    assert_eq!(bench.state().await, kept);
}

/// The texts of a workspace as they leave, in their order.
async fn texts(bench: &crate::Bench) -> Vec<String> {
    let mut text = Vec::new();
    let mut take = |path: &str, bytes: &[u8]| {
        if path.starts_with("messages/") {
            text.extend_from_slice(bytes);
        }
        Ok(())
    };
    hub::leave::export(&bench.hub, &bench.seen, &mut take, crate::NOW).await.unwrap();
    let lines = String::from_utf8(text).unwrap();
    let text =
        |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["text"].as_str().unwrap().to_owned();
    lines.lines().map(text).collect()
}

/// A chat that knows minutes only.
fn minutes(lines: std::ops::Range<usize>) -> String {
    lines.map(|line| format!("[2024-03-04 12:{:02}] <ada> line {line:04}\n", line / 1500)).collect()
}

#[tokio::test]
async fn messages_of_one_minute_keep_their_order() {
    let bench = bench().await;
    let expected: Vec<String> = (0..2000).map(|line| format!("line {line:04}")).collect();
    let run = async |text: &str| {
        let import = things("#help.log", text);
        hub::import::run(&bench.hub, &bench.seen, (import, now), &mut |_| {}).await.unwrap()
    };
    let half = run(&minutes(0..400)).await;
    assert_eq!(half.imported, 400);
    let later = run(&minutes(0..1000)).await;
    assert_eq!((later.imported, later.already), (600, 400));
    assert_eq!(texts(&bench).await, expected[..1000]);
    let state = bench.state().await;
    let again = run(&minutes(0..1000)).await;
    assert_eq!((again.imported, bench.state().await), (0, state));
    for run in [later.run, half.run] {
        hub::import::undo(&bench.hub, &bench.seen, (run, now), &mut |_| {}).await.unwrap();
    }
    // As many as are kept in a row, and then a minute that begins anew.
    let whole = minutes(476..2000);
    run(&whole).await;
    assert_eq!(texts(&bench).await, expected[476..]);
}

#[tokio::test]
async fn messages_that_had_to_move_stay_in_their_order() {
    let bench = bench().await;
    let text: String = (0..3)
        .map(|line| format!("{{\"id\":\"m{line}\",\"stream\":\"help\",\"topic\":\"a\",\"author\":\"ada\",\"ts\":1709282000,\"text\":\"{line}\"}}\n"))
        .collect();
    bench.import(&text).await;
    // Longer by one that comes before all others: all of them wish for ids that are taken or follow such.
    let longer = text.replace("\"id\":\"m", "\"id\":\"n").replace("\"text\":\"", "\"text\":\"later ");
    bench.import(&format!("{}{longer}", text.lines().next().unwrap().to_owned() + "\n")).await;
    let kept: Vec<String> = texts(&bench).await.into_iter().filter(|text| text.starts_with("later")).collect();
    assert_eq!(kept, ["later 0", "later 1", "later 2"]);
}

/// Titles of conversations and names of members, by their order there.
async fn told(bench: &crate::Bench) -> (Vec<String>, Vec<String>) {
    let mut conn = bench.hub.db.read().await.unwrap();
    let conversations = store::conversations::list(&mut conn, &bench.seen, &Default::default(), 100).await.unwrap();
    let members = store::members::list(&mut conn, &bench.seen, model::MemberId(0), 100).await.unwrap();
    let mut titles: Vec<String> = conversations.into_iter().map(|one| one.title).collect();
    let mut names: Vec<String> = members.into_iter().map(|one| one.name).collect();
    titles.sort();
    names.sort();
    (titles, names)
}

/// A line of Tribune's own, in the conversation `a`.
fn line(id: u32, (handle, name): (&str, Option<&str>), title: Option<&str>) -> String {
    let author = serde_json::json!({ "handle": handle, "name": name });
    let time = format!("2024-03-04T12:00:{id:02}Z");
    let line = serde_json::json!({ "tribune": 1, "type": "message", "origin": "x", "id": id.to_string(), "conversation": "a",
        "title": title, "author": author, "time": time, "text": format!("text {id}") });
    format!("{line}\n")
}

#[tokio::test]
async fn titles_and_names_that_are_told_later_are_kept_and_go_with_the_run_that_told_them() {
    let bench = bench().await;
    let run = async |text: &str| {
        hub::import::run(&bench.hub, &bench.seen, (things("own.jsonl", text), now), &mut |_| {}).await.unwrap()
    };
    let (nameless, named) = (("ada", None), ("ada", Some("Ada Lovelace")));
    run(&line(1, nameless, None)).await;
    let before = bench.state().await;
    assert_eq!(told(&bench).await, (vec![String::new()], vec!["ada".to_owned()]));
    // In one batch the later of two tells it.
    let second = run(&(line(2, nameless, None) + &line(3, named, Some("Crash")))).await;
    let known = (vec!["Crash".to_owned()], vec!["Ada Lovelace".to_owned()]);
    assert_eq!(told(&bench).await, known);
    // What an answer is called is no title: erasing who began the conversation would leave it.
    let answer = |id: u32| line(id, nameless, Some("Mine")).replace("\"id\"", "\"reply_to\":\"1\",\"id\"");
    let other = |text: String| text.replace("\"conversation\":\"a\"", "\"conversation\":\"b\"");
    let answered = run(&other(line(6, nameless, None) + &answer(7))).await;
    let later = run(&other(answer(8))).await;
    assert_eq!(told(&bench).await.0, ["", "Crash"]);
    for gone in [later.run, answered.run] {
        hub::import::undo(&bench.hub, &bench.seen, (gone, now), &mut |_| {}).await.unwrap();
    }
    let found = {
        let mut conn = bench.hub.db.read().await.unwrap();
        store::members::list_by_name(&mut conn, &bench.seen, "ada lovel", 10).await.unwrap()
    };
    assert_eq!(found.len(), 1, "and the name is looked up");
    let between = bench.state().await;
    let third = run(&line(4, ("ada", Some("Countess")), Some("Other"))).await;
    assert_eq!(told(&bench).await, known, "what is known is not told anew");
    let undo = async |run| hub::import::undo(&bench.hub, &bench.seen, (run, now), &mut |_| {}).await.unwrap();
    undo(third.run).await;
    assert_eq!(bench.state().await, between);
    undo(second.run).await;
    assert_eq!(bench.state().await, before);
    // A card names somebody who wrote without a name.
    let mails = run(&line(5, ("ada@example.org", None), None).replace("\"x\"", "\"mail\"")).await;
    let unnamed = bench.state().await;
    let card =
        hub::import::run(&bench.hub, &bench.seen, (things("people.vcf", PEOPLE), now), &mut |_| {}).await.unwrap();
    assert_eq!(told(&bench).await.1, ["Ada L", "Grace", "ada"]);
    undo(card.run).await;
    assert_eq!(bench.state().await, unnamed);
    undo(mails.run).await;
    assert_eq!(bench.state().await, before);
}

#[tokio::test]
async fn a_title_that_the_first_line_of_a_new_conversation_lacks_is_its_own_runs() {
    let bench = bench().await;
    let text = line(1, ("ada", None), None) + &line(2, ("ada", Some("Ada")), Some("Crash"));
    let import = things("own.jsonl", &text);
    hub::import::run(&bench.hub, &bench.seen, (import, now), &mut |_| {}).await.unwrap();
    assert_eq!(told(&bench).await, (vec!["Crash".to_owned()], vec!["Ada".to_owned()]));
}

const TITLED: &str = r#"
{"id":21,"stream":"help","topic":"Zanzibar keyboards","author":"ada","ts":1709282000,"text":"It stopped yesterday"}
{"id":22,"stream":"help","topic":"Zanzibar keyboards","author":"grace","ts":1709282600,"text":"Same here"}
"#;

#[tokio::test]
async fn a_title_is_read_and_found_with_the_message_that_opened_the_conversation() {
    let bench = bench().await;
    bench.import(TITLED).await;
    assert_eq!(bench.search("zanzibar").await, ["21"]);
    let message = {
        let mut conn = bench.hub.db.read().await.unwrap();
        hub::search::find(&mut conn, &bench.seen, ("zanzibar", None), 1).await.unwrap().messages[0].id
    };
    bench.act("message.correct", serde_json::json!({ "message": message, "kind": "press" })).await.unwrap();
    assert_eq!(bench.search("zanzibar kind:press").await, ["21"], "a correction keeps the title's words");
}

const MBOX: &str = "From ada@example.org Fri May  3 10:00:00 2024\nMessage-ID: <1@example.org>\nFrom: Ada <ada@example.org>\n\
    Date: Fri, 3 May 2024 10:00:00 +0000\nSubject: Re: opening\n\nThank you, that is lovely.\n\n\
    On 2 May 2024, Grace wrote:\nThe app crashes when I open the settings, it is a bug\nand the error comes back each time.\n\
    -- \nAda\n";

#[tokio::test]
async fn a_mail_is_read_by_its_authors_own_words() {
    let bench = bench().await;
    let sheet = hub::import::run(&bench.hub, &bench.seen, (things("box.mbox", MBOX), now), &mut |_| {}).await.unwrap();
    assert_eq!(sheet.imported, 1);
    let mut conn = bench.hub.db.read().await.unwrap();
    let found = hub::search::find(&mut conn, &bench.seen, ("lovely", None), 1).await.unwrap();
    let message = &found.messages[0];
    assert_eq!(message.reading.kind(), model::Kind::Praise as i64, "{:?}", message.reading.machine.kinds);
    assert!(message.text.contains("crashes"), "the whole mail is kept");
}

#[tokio::test]
async fn times_that_cannot_be_counted_are_none_and_the_rest_counts_the_same_when_rebuilt() {
    let bench = bench().await;
    let times = ["-009998-03-01T00:00:00Z", "1969-12-31T23:00:00Z", "1970-01-01T00:00:00Z", "9998-12-31T23:00:00Z"];
    let line =
        |time| format!("{{\"tribune\":1,\"type\":\"message\",\"origin\":\"a\",\"text\":\"hi\",\"time\":\"{time}\"}}\n");
    let own = times.map(line).concat();
    let sheet = hub::import::run(&bench.hub, &bench.seen, (things("own.jsonl", &own), now), &mut |_| {}).await.unwrap();
    assert_eq!((sheet.imported, sheet.warnings["no_time"]), (4, 2));
    let kept = bench.state().await;
    let mut conn = bench.hub.db.write().await.unwrap();
    store::counts::rebuild(&mut conn, bench.seen.workspace).await.unwrap();
    conn.commit().await.unwrap();
    assert_eq!(bench.state().await, kept);
}

#[tokio::test]
async fn whoever_reads_many_texts_gets_their_beginnings() {
    let bench = bench().await;
    let long =
        format!("{{\"tribune\":1,\"type\":\"message\",\"text\":\"{}\",\"time\":\"2024-01-01\"}}\n", "é".repeat(5_000));
    hub::import::run(&bench.hub, &bench.seen, (things("own.jsonl", &long), now), &mut |_| {}).await.unwrap();
    let all = (model::MessageId(0), model::MessageId(i64::MAX));
    let mut conn = bench.hub.db.read().await.unwrap();
    let texts = store::messages::list_texts(&mut conn, &bench.seen, all, 10).await.unwrap();
    let fresh = store::topic_book::list_fresh(&mut conn, bench.seen.workspace, all, 10).await.unwrap();
    let said = store::alerts::list_said(&mut conn, bench.seen.workspace, all, 10).await.unwrap();
    let beginning = "é".repeat(2_000);
    assert!(texts[0].text == beginning && fresh[0].1 == beginning && said[0].text == beginning);
}

#[tokio::test]
async fn a_message_of_very_many_words_comes_in_and_is_found_by_its_first_ones() {
    let bench = bench().await;
    let words: Vec<String> = (0..120_000).map(|number| format!("w{number}")).collect();
    let long = format!(
        r#"{{"id":13,"stream":"help","topic":"log","author":"ada","ts":1709500000,"text":"{} https://example.org"}}"#,
        words.join(" ")
    );
    let sheet = bench.import(&format!("{CHAT}{long}\n")).await;
    assert_eq!((sheet.imported, sheet.balances()), (13, true));
    for query in ["w0", "\"w0 w1 w2\"", "w50000", "w7 in:help from:ada has:link"] {
        assert_eq!(bench.search(query).await, ["13"], "{query}");
    }
    // Where the words end is the same on both databases.
    let mut conn = bench.hub.db.read().await.unwrap();
    let (mut first, mut behind) = (0, words.len());
    while behind - first > 1 {
        let middle = first.midpoint(behind);
        let found = hub::search::list_page(&mut conn, &bench.seen, (&words[middle], None), 1).await.unwrap().count;
        if found == 1 { first = middle } else { behind = middle }
    }
    assert_eq!(first, 60_733, "the last word that is found");
    assert_eq!(bench.search("password").await, ["9"]);
}

/// A line of Tribune's own with the signs that were left on it.
fn signed(id: u32, author: &str, signs: &serde_json::Value) -> String {
    let line = serde_json::json!({ "tribune": 1, "type": "message", "origin": "x", "id": id.to_string(),
        "conversation": "a", "author": { "handle": author }, "time": format!("2024-03-04T12:00:{id:02}Z"),
        "text": format!("text {id}"), "reactions": signs });
    format!("{line}\n")
}

/// Each message's signs, oldest message first.
async fn signs(bench: &crate::Bench) -> Vec<String> {
    let mut conn = bench.hub.db.read().await.unwrap();
    let mut found = hub::search::find(&mut conn, &bench.seen, ("", None), 100).await.unwrap().messages;
    found.sort_by_key(|message| message.id);
    let ids: Vec<model::MessageId> = found.iter().map(|message| message.id).collect();
    let all = store::reactions::list(&mut conn, bench.seen.workspace, &ids).await.unwrap();
    let of = |id: &model::MessageId| {
        let left = all.iter().filter(|(on, _)| on == id).map(|(_, sign)| format!("{}×{}", sign.name, sign.count));
        left.collect::<Vec<_>>().join(" ")
    };
    ids.iter().map(of).collect()
}

#[tokio::test]
async fn reactions_come_with_their_messages_and_go_with_their_run() {
    let bench = bench().await;
    let run = async |text: &str| {
        hub::import::run(&bench.hub, &bench.seen, (things("own.jsonl", text), now), &mut |_| {}).await.unwrap()
    };
    let none = serde_json::json!([]);
    run(&signed(1, "ada", &none)).await;
    let before = bench.state().await;
    // A sign that everybody took back is none; the largest count that a source may tell stays one.
    let left = serde_json::json!([{ "name": "tada", "count": 2 }, { "name": "heart", "count": 0 },
        { "name": "+1", "count": u64::MAX }, { "name": " ", "count": 3 }]);
    let second = run(&(signed(2, "bo", &left) + &signed(3, "bo", &none))).await;
    assert_eq!(signs(&bench).await, ["", "tada×2 +1×9223372036854775807", ""]);
    run(&signed(2, "bo", &serde_json::json!([{ "name": "tada", "count": 9 }]))).await;
    assert_eq!(signs(&bench).await[1], "tada×2 +1×9223372036854775807", "a message that is there stays as it is");
    hub::import::undo(&bench.hub, &bench.seen, (second.run, now), &mut |_| {}).await.unwrap();
    assert_eq!((bench.state().await, signs(&bench).await), (before, vec![String::new()]));
}

#[tokio::test]
async fn reactions_go_with_who_is_erased_and_with_what_they_are_called_by() {
    let bench = bench().await;
    let sign = |name: &str| serde_json::json!([{ "name": name, "count": 2 }, { "name": "tada", "count": 1 }]);
    let text = signed(1, "ada_lovelace", &sign("heart")) + &signed(2, "bo", &sign(":ada_lovelace:"));
    hub::import::run(&bench.hub, &bench.seen, (things("own.jsonl", &text), now), &mut |_| {}).await.unwrap();
    let member = {
        let mut conn = bench.hub.db.read().await.unwrap();
        store::erase::find_handle(&mut conn, bench.seen.workspace, ("ada_lovelace", "x")).await.unwrap().unwrap()
    };
    bench.act("member.erase", serde_json::json!({ "member": member, "confirm": true })).await.unwrap();
    let left = signs(&bench).await;
    assert_eq!(left[0], "", "what others left on an erased message");
    assert!(left[1].contains("×2 tada×1") && !left[1].contains("lovelace"), "{left:?}");
}

/// As mail programs do that give a mail the id of the one before, and tables that count within each channel.
#[tokio::test]
async fn messages_that_share_a_number_are_all_kept_and_edits_are_none() {
    let row = |author: &str, at: i64, topic: &str, text: &str| {
        let stamp = 1_709_200_000 + at;
        json!({ "id": "1", "author": author, "stream": "help", "ts": stamp, "topic": topic, "text": text }).to_string()
    };
    let first = row("ada", 0, "prices", "What does it cost?");
    let others = [
        row("grace", 60, "prices", "Another question: is it open?"),
        row("ada", 120, "prices", "The same Ada, two minutes later."),
        row("ada", 3_600, "colours", "Elsewhere, after an hour."),
        row("joan", 0, "sizes", "Somebody else, elsewhere, at the same moment."),
        row("dennis", 0, "prices", "And here."),
        row("mary", 240, "shapes", "What does it cost?"),
    ];
    let same = [
        row("ada", 0, "prices", "What does it cost today?"),
        row("ada", 0, "moved", "What does it cost, please?"),
        row("[deleted]", 0, "prices", "[deleted]"),
        row("ada", 7_000, "prices", "What does it cost?"),
        row("grace", 60, "prices", "Another question, edited."),
    ];
    let bench = bench().await;
    let all = [first.clone(), others.join("\n"), same.join("\n"), others[0].clone()].join("\n");
    let sheet = bench.import(&all).await;
    assert_eq!((sheet.read, sheet.imported, sheet.already), (13, 7, 6), "{sheet:?}");
    assert_eq!(sheet.warnings["same_id"], 6);
    let state = bench.state().await;
    let again = bench.import(&all).await;
    assert_eq!((again.imported, again.already, again.warnings.get("same_id")), (0, 13, None));
    assert_eq!(bench.state().await, state);
}

#[tokio::test]
async fn later_archives_bring_the_other_messages_of_a_number() {
    let row = |author: &str, at: i64, text: &str| {
        json!({ "id": "1", "author": author, "ts": 1_709_200_000 + at, "text": text }).to_string()
    };
    let bench = bench().await;
    let (ada, bob) = (row("ada", 0, "the first"), row("bob", 86_500, "another"));
    assert_eq!(bench.import(&ada).await.imported, 1);
    let both = bench.import(&[ada.clone(), bob.clone()].join("\n")).await;
    assert_eq!((both.imported, both.already, both.warnings["same_id"]), (1, 1, 1));
    // In another zone, or edited: the same messages.
    let told_again = [row("ada", 7_200, "the first"), row("ada", 0, "edited"), row("bob", 86_500, "edited")].join("\n");
    assert_eq!(bench.import(&told_again).await.already, 3);
    // Days and hours alone, of one author under one number: no edits.
    assert_eq!(bench.import(&row("ada", 3_600, "an hour later")).await.imported, 1);
    // A month later, by the same author: no edit.
    assert_eq!(bench.import(&row("ada", 2_600_001, "the next")).await.imported, 1);
    // Without the first one, the others are known all the same.
    let runs = {
        let mut conn = bench.hub.db.read().await.unwrap();
        store::runs::list(&mut conn, &bench.seen).await.unwrap()
    };
    let first = runs.iter().min_by_key(|run| run.id.0).unwrap().id;
    hub::import::undo(&bench.hub, &bench.seen, (first, now), &mut |_| {}).await.unwrap();
    let again = bench.import(&bob).await;
    assert_eq!((again.imported, again.already), (0, 1));
}

/// A backup tells microseconds and marked words, an API milliseconds or seconds and plain ones; a list's copy has its own name.
#[tokio::test]
async fn another_archive_may_cut_times_and_write_a_message_its_own_way() {
    let row = |author: &str, time: &str, text: &str| {
        json!({ "id": "1", "topic": "crashes", "author": author, "ts": time, "text": text }).to_string()
    };
    let bench = bench().await;
    let full = row("ada", "2024-03-01T12:00:33.123456Z", "It **crashes**");
    assert_eq!(bench.import(&full).await.imported, 1);
    for time in ["2024-03-01T12:00:33.123Z", "2024-03-01T12:00:33Z", "2024-03-01T12:00:00Z"] {
        let sheet = bench.import(&row("ada", time, "It crashes")).await;
        assert_eq!((sheet.imported, sheet.already), (0, 1), "{time}");
    }
    let copy = row("ada via help", "2024-03-01T12:00:33.123456Z", "It **crashes** -- the list's footer");
    let sheet = bench.import(&copy).await;
    assert_eq!((sheet.imported, sheet.already), (0, 1), "{sheet:?}");
    for time in ["2024-03-01T12:00:32Z", "2024-03-01T12:01:34Z", "2024-03-01T12:01:00Z"] {
        assert_eq!(bench.import(&row("ada", time, &format!("at {time}"))).await.imported, 1, "{time}");
    }
    // In one archive a second is a second.
    let seconds = [row("bo", "2024-03-02T12:00:00Z", "one"), row("bo", "2024-03-02T12:00:00.5Z", "two")].join("\n");
    assert_eq!(bench.import(&seconds).await.imported, 2);
}
