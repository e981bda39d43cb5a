//! Whatever was done can be undone in reverse, and the former state comes back.

use hub::{Asked, Error, access};
use model::{EntryId, Role, Seen};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value as Json, json};

use crate::{Bench, CHAT, NOW, bench};

/// One step of a random history: which act, on which things, by whom. Numbers pick from what is there.
#[derive(Clone, Copy, Debug)]
struct Step {
    act: u8,
    first: usize,
    second: usize,
    who: usize,
}

fn step() -> impl Strategy<Value = Step> {
    (0u8..15, 0usize..64, 0usize..64, 0usize..2).prop_map(|(act, first, second, who)| Step { act, first, second, who })
}

async fn things(bench: &Bench) -> (Vec<String>, Vec<String>, Vec<String>) {
    let mut conn = bench.hub.db.read().await.unwrap();
    let all = store::conversations::list(&mut conn, &bench.seen, &Default::default(), 500).await.unwrap();
    let mut conversations: Vec<String> = all.iter().map(|one| one.id.to_string()).collect();
    conversations.sort();
    let found = hub::search::find(&mut conn, &bench.seen, ("", None), 100).await.unwrap();
    let messages = found.messages.iter().map(|message| message.id.to_string()).collect();
    let people = store::members::list_by_name(&mut conn, &bench.seen, "", 100).await.unwrap();
    (conversations, messages, people.iter().map(|identity| identity.id.to_string()).collect())
}

fn input(
    step: Step,
    (conversations, messages, people): &(Vec<String>, Vec<String>, Vec<String>),
) -> (&'static str, Json) {
    let conversation = &conversations[step.first % conversations.len()];
    let other = &conversations[step.second % conversations.len()];
    let message = &messages[step.second % messages.len()];
    let (person, friend) = (&people[step.first % people.len()], &people[step.second % people.len()]);
    let kinds = ["bug", "idea", "praise", "other"];
    match step.act {
        0 => ("conversation.close", json!({ "conversation": conversation })),
        1 => ("conversation.reopen", json!({ "conversation": conversation })),
        2 => ("conversation.label", json!({ "conversation": conversation, "label": kinds[step.second % 4] })),
        3 => ("conversation.unlabel", json!({ "conversation": conversation, "label": kinds[step.second % 4] })),
        4 => ("conversation.note", json!({ "conversation": conversation, "body": "remember" })),
        5 => ("conversation.assign", json!({ "conversation": conversation, "staff": "ada@example.org" })),
        6 => ("conversation.snooze", json!({ "conversation": conversation, "until": "2030-01-01" })),
        7 => ("conversation.merge", json!({ "conversation": conversation, "into": other })),
        8 => ("conversation.split", json!({ "conversation": conversation, "messages": [message] })),
        9 => ("message.correct", json!({ "message": message, "kind": kinds[step.first % 4] })),
        10 => ("product.add", json!({ "name": kinds[step.first % 4], "spellings": kinds[step.second % 4] })),
        11 => ("product.remove", json!({ "product": kinds[step.first % 4] })),
        12 => ("example.add", json!({ "text": kinds[step.first % 4], "kind": kinds[step.second % 4] })),
        13 => {
            ("message.correct", json!({ "message": message, "urgency": step.first.is_multiple_of(2), "spam": "yes" }))
        }
        _ if step.first.is_multiple_of(3) => ("member.split", json!({ "identity": person })),
        _ => ("member.merge", json!({ "member": person, "into": friend })),
    }
}

async fn staff(bench: &Bench) -> [Seen; 2] {
    let mut seen = Vec::new();
    for (email, name) in [("ada@example.org", "Ada"), ("grace@example.org", "Grace")] {
        let new = access::NewStaff { email, name, password: "correct horse", language: "en", role: Role::Agent };
        access::staff_add(&bench.hub, bench.seen.workspace, new, NOW).await.unwrap();
        seen.push(access::staff_seen(&bench.hub, bench.seen.workspace, email).await.unwrap());
    }
    [seen[0], seen[1]]
}

async fn history(steps: Vec<Step>) {
    let bench = bench().await;
    bench.import(CHAT).await;
    let staff = staff(&bench).await;
    let before = bench.state().await;
    let mut entries = Vec::new();
    for step in steps {
        let (act, input) = input(step, &things(&bench).await);
        match bench.hub.act(&staff[step.who], Asked::new(act, &input), NOW).await {
            Ok(done) => entries.push(done.entry),
            Err(Error::Conflict(_) | Error::Invalid { .. } | Error::NotFound(_)) => {}
            Err(other) => panic!("{act} {input}: {other}"),
        }
    }
    let done = bench.state().await;
    let mut undone: Vec<EntryId> = Vec::new();
    for entry in entries.iter().rev() {
        undone.push(bench.act("journal.undo", json!({ "entry": entry })).await.unwrap().entry);
    }
    assert_eq!(bench.state().await, before, "undoing all in reverse gives the former state");
    for entry in undone.iter().rev() {
        bench.act("journal.undo", json!({ "entry": entry })).await.unwrap();
    }
    assert_eq!(bench.state().await, done, "undoing the undoing gives it all back");
    hub::journal::seal(&bench.hub, bench.seen.workspace, NOW).await.unwrap();
    let mut conn = bench.hub.db.read().await.unwrap();
    let found = store::journal::verify(&mut conn, bench.seen.workspace).await.unwrap();
    assert!(found.broken.is_empty() && found.unsealed == 0, "{found:?}");
}

#[test]
fn random_acts_by_several_people_undone_in_reverse_leave_the_former_state() {
    let config = Config { cases: 12, failure_persistence: None, max_shrink_iters: 60, ..Config::default() };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    TestRunner::new_with_rng(config, rng)
        .run(&proptest::collection::vec(step(), 1..24), |steps| {
            runtime.block_on(history(steps));
            Ok(())
        })
        .unwrap();
}

/// Times that lie together, or in no order of ids: none, before 1970, of one millisecond, of its neighbours; and two that
/// open a conversation.
const TIMES: [&str; 10] = [
    "null",
    "\"1969-12-31T23:59:59Z\"",
    "\"1970-01-01T00:00:00Z\"",
    "\"2014-03-01T10:00:00.000999Z\"",
    "\"2014-03-01T10:00:00.001Z\"",
    "\"2014-03-01T10:00:00.001001Z\"",
    "\"2014-03-01T10:00:00.001999Z\"",
    "\"2014-03-01T10:00:00.002Z\"",
    "\"2024-03-01T10:00:01Z\"",
    "\"2024-03-02T10:00:00Z\"",
];

type Rows = Vec<(usize, usize)>;

/// People at some of the times; or so many at one millisecond that only a look at all of them tells who came last.
fn two_archives() -> impl Strategy<Value = (Rows, Rows)> {
    let few = || prop::collection::vec((0usize..4, 0usize..TIMES.len()), 1..40);
    let moment = || prop_oneof![60 => Just(4usize), 1 => Just(6)];
    let many = move || prop::collection::vec((0usize..2, moment()), 400..500);
    let after_the_first = |rows: Rows| [(0, 3), (1, 3)].into_iter().chain(rows).collect::<Rows>();
    prop_oneof![2 => (few(), few()), 1 => (many().prop_map(after_the_first), many())]
}

fn archive(rows: &[(usize, usize)], first_id: usize) -> String {
    let row = |(at, (who, time)): (usize, &(usize, usize))| {
        let (id, time) = (first_id + at, TIMES[*time]);
        format!(
            "{{\"id\":{id},\"stream\":\"help\",\"topic\":\"t{who}\",\"author\":\"p{who}\",\"ts\":{time},\"text\":\"hello\"}}\n"
        )
    };
    rows.iter().enumerate().map(row).collect()
}

#[test]
fn the_later_of_two_imports_that_overlap_goes_without_a_trace() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let config = Config { cases: 12, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]));
    let cases = runner.run(&two_archives(), |(kept, gone)| {
        runtime.block_on(async {
            let bench = bench().await;
            bench.import(&archive(&kept, 1)).await;
            let before = bench.state().await;
            let sheet = bench.import(&archive(&gone, 1_000)).await;
            hub::import::undo(&bench.hub, &bench.seen, (sheet.run, crate::now), &mut |_| {}).await.unwrap();
            assert_eq!(bench.state().await, before);
        });
        Ok(())
    });
    cases.unwrap();
}

#[tokio::test]
async fn an_act_that_others_built_on_is_refused_by_name_and_undone_with_them() {
    let bench = bench().await;
    bench.import(CHAT).await;
    let before = bench.state().await;
    let conversation = bench.conversation("install").await;
    let close = bench.act("conversation.close", json!({ "conversation": conversation })).await.unwrap();
    let label = bench.act("conversation.label", json!({ "conversation": conversation, "label": "vip" })).await.unwrap();
    let reopen = bench.act("conversation.reopen", json!({ "conversation": conversation })).await.unwrap();
    let refused = bench.act("journal.undo", json!({ "entry": close.entry })).await.unwrap_err();
    assert!(matches!(&refused, Error::Later(later) if *later == [reopen.entry]), "{refused}");
    bench.act("journal.undo", json!({ "entry": close.entry, "with_later": true })).await.unwrap();
    bench.act("journal.undo", json!({ "entry": label.entry })).await.unwrap();
    assert_eq!(bench.state().await, before);
    let twice = bench.act("journal.undo", json!({ "entry": close.entry })).await.unwrap_err();
    assert!(twice.to_string().contains("was undone by"), "{twice}");
}

#[tokio::test]
async fn an_import_goes_with_the_acts_that_built_on_it() {
    for by_worker in [true, false] {
        let bench = bench().await;
        let before = bench.state().await;
        let sheet = bench.import(CHAT).await;
        let conversation = bench.conversation("install").await;
        bench.act("conversation.close", json!({ "conversation": conversation })).await.unwrap();
        bench.act("conversation.label", json!({ "conversation": conversation, "label": "vip" })).await.unwrap();
        bench.act("conversation.reopen", json!({ "conversation": conversation })).await.unwrap();
        let run = {
            let mut conn = bench.hub.db.read().await.unwrap();
            store::runs::find(&mut conn, bench.seen.workspace, sheet.run).await.unwrap().unwrap()
        };
        let refused = bench.act("journal.undo", json!({ "entry": run.entry })).await.unwrap_err();
        assert!(matches!(&refused, Error::Later(later) if later.len() == 2), "{refused}");
        if by_worker {
            bench.act("journal.undo", json!({ "entry": run.entry, "with_later": true })).await.unwrap();
        } else {
            let asked = (sheet.run, crate::now as fn() -> model::Time);
            let taken = hub::import::undo_with_later(&bench.hub, &bench.seen, asked, &mut |_| {}).await.unwrap();
            assert_eq!(taken, sheet.imported);
        }
        while hub::workers::work_one(&bench.hub, crate::now).await.unwrap() {}
        assert_eq!(bench.state().await, before);
        let twice = json!({ "entry": run.entry, "with_later": true });
        let twice = bench.act("journal.undo", twice).await.unwrap_err();
        assert!(twice.to_string().contains("was undone"), "{twice}");
    }
}

/// More acts than one undo takes along: some on one conversation after the other, some on many.
#[tokio::test]
async fn an_import_goes_with_any_number_of_later_acts() {
    for by_worker in [true, false] {
        let bench = bench().await;
        let before = bench.state().await;
        let sheet = bench.import(CHAT).await;
        let conversation = bench.conversation("install").await;
        for number in 0..110 {
            for act in ["conversation.close", "conversation.reopen"] {
                bench.act(act, json!({ "conversation": conversation })).await.unwrap();
            }
            let label = json!({ "conversation": conversation, "label": format!("number {number}") });
            bench.act("conversation.label", label).await.unwrap();
        }
        let run = {
            let mut conn = bench.hub.db.read().await.unwrap();
            store::runs::find(&mut conn, bench.seen.workspace, sheet.run).await.unwrap().unwrap()
        };
        if by_worker {
            bench.act("journal.undo", json!({ "entry": run.entry, "with_later": true })).await.unwrap();
            while hub::workers::work_one(&bench.hub, crate::now).await.unwrap() {}
        } else {
            let asked = (sheet.run, crate::now as fn() -> model::Time);
            let taken = hub::import::undo_with_later(&bench.hub, &bench.seen, asked, &mut |_| {}).await.unwrap();
            assert_eq!(taken, sheet.imported);
        }
        assert_eq!(bench.state().await, before);
    }
}

#[tokio::test]
async fn an_undoing_that_an_act_stops_says_so_and_goes_on_when_asked_again() {
    let bench = bench().await;
    let before = bench.state().await;
    let sheet = bench.import(CHAT).await;
    let find = async || {
        let mut conn = bench.hub.db.read().await.unwrap();
        store::runs::find(&mut conn, bench.seen.workspace, sheet.run).await.unwrap().unwrap()
    };
    let work = async || while hub::workers::work_one(&bench.hub, crate::now).await.unwrap() {};
    bench.act("import.undo", json!({ "run": sheet.run })).await.unwrap();
    let conversation = bench.conversation("install").await;
    let close = bench.act("conversation.close", json!({ "conversation": conversation })).await.unwrap();
    work().await;
    let run = find().await;
    assert_eq!(run.state, store::runs::State::Undoing);
    assert!(run.failure.unwrap().contains(&close.entry.to_string()));
    bench.act("journal.undo", json!({ "entry": close.entry })).await.unwrap();
    bench.act("import.undo", json!({ "run": sheet.run })).await.unwrap();
    assert_eq!(find().await.failure, None);
    work().await;
    assert_eq!((find().await.state, find().await.failure), (store::runs::State::Undone, None));
    assert_eq!(bench.state().await, before);
}

#[tokio::test]
async fn an_undoing_that_failed_for_good_says_why_and_can_be_asked_for_again() {
    let bench = bench().await;
    let before = bench.state().await;
    let sheet = bench.import(CHAT).await;
    bench.act("import.undo", json!({ "run": sheet.run })).await.unwrap();
    let workspace = bench.seen.workspace;
    let broken = format!("{} nobody", sheet.run);
    let mut conn = bench.hub.db.write().await.unwrap();
    store::jobs::forget(&mut conn, workspace, (hub::import::UNDO, &sheet.run.to_string())).await.unwrap();
    let id = model::JobId(1);
    store::jobs::add_later(&mut conn, (workspace, id), (hub::import::UNDO, &broken), crate::NOW).await.unwrap();
    conn.commit().await.unwrap();
    for attempt in 0..store::jobs::ATTEMPTS_MAX {
        LATER.store(attempt, std::sync::atomic::Ordering::Relaxed);
        while hub::workers::work_one(&bench.hub, later).await.unwrap() {}
    }
    let find = async || {
        let mut conn = bench.hub.db.read().await.unwrap();
        store::runs::find(&mut conn, workspace, sheet.run).await.unwrap().unwrap()
    };
    assert!(find().await.failure.is_some_and(|why| why.contains("names no run")));
    bench.act("import.undo", json!({ "run": sheet.run })).await.unwrap();
    while hub::workers::work_one(&bench.hub, later).await.unwrap() {}
    assert_eq!(find().await.state, store::runs::State::Undone);
    assert_eq!(bench.state().await, before);
    let mut conn = bench.hub.db.read().await.unwrap();
    let waiting = store::jobs::list(&mut conn, &bench.seen).await.unwrap();
    assert!(waiting.iter().all(|job| job.kind != hub::import::UNDO), "{waiting:?}");
}

static LATER: std::sync::atomic::AtomicI64 = std::sync::atomic::AtomicI64::new(0);

/// A day later with each attempt.
fn later() -> model::Time {
    crate::NOW.plus_seconds(LATER.load(std::sync::atomic::Ordering::Relaxed) * 24 * 3600)
}

#[tokio::test]
async fn what_a_split_made_goes_only_after_what_was_done_with_it() {
    let bench = bench().await;
    bench.import(CHAT).await;
    let before = bench.state().await;
    let conversation = bench.conversation("install").await;
    let mut conn = bench.hub.db.read().await.unwrap();
    let hits = hub::search::find(&mut conn, &bench.seen, ("password", None), 10).await.unwrap();
    let message = hits.messages[0].id;
    drop(conn);
    let input = json!({ "conversation": conversation, "messages": [message], "title": "Password" });
    let split = bench.act("conversation.split", input).await.unwrap();
    let made = bench.conversation("Password").await;
    let note = bench.act("conversation.note", json!({ "conversation": made, "body": "new" })).await.unwrap();
    let refused = bench.act("journal.undo", json!({ "entry": split.entry })).await.unwrap_err();
    assert!(matches!(&refused, Error::Later(later) if *later == [note.entry]), "{refused}");
    bench.act("journal.undo", json!({ "entry": split.entry, "with_later": true })).await.unwrap();
    assert_eq!(bench.state().await, before);
}

/// A worker takes very many later acts back under the name of whoever asked, while they still may.
#[tokio::test]
async fn later_acts_go_in_the_name_of_whoever_asked() {
    for role in [Role::Owner, Role::Analyst] {
        let bench = bench().await;
        let sheet = bench.import(CHAT).await;
        let conversation = bench.conversation("install").await;
        for _ in 0..110 {
            for act in ["conversation.close", "conversation.reopen"] {
                bench.act(act, json!({ "conversation": conversation })).await.unwrap();
            }
        }
        let find = async || {
            let mut conn = bench.hub.db.read().await.unwrap();
            store::runs::find(&mut conn, bench.seen.workspace, sheet.run).await.unwrap().unwrap()
        };
        let colleague = async |role| {
            let (email, name, password) = ("ada@example.org", "Ada", "correct horse");
            let new = access::NewStaff { email, name, password, language: "en", role };
            access::staff_add(&bench.hub, bench.seen.workspace, new, NOW).await.unwrap();
            access::staff_seen(&bench.hub, bench.seen.workspace, email).await.unwrap()
        };
        let ada = colleague(Role::Owner).await;
        let input = json!({ "entry": find().await.entry, "with_later": true });
        bench.hub.act(&ada, Asked::new("journal.undo", &input), NOW).await.unwrap();
        colleague(role).await;
        while hub::workers::work_one(&bench.hub, crate::now).await.unwrap() {}
        let mut conn = bench.hub.db.read().await.unwrap();
        let about = (format!("conversation:{conversation}"), EntryId(i64::MAX));
        let about = store::journal::list_about(&mut conn, &bench.seen, (&about.0, about.1), 500).await.unwrap();
        drop(conn);
        let undoing: Vec<&str> =
            about.iter().filter(|entry| entry.act == "journal.undo").map(|entry| entry.actor.as_str()).collect();
        assert!(undoing.iter().all(|actor| *actor == "staff"), "{undoing:?}");
        let (state, failure) = (find().await.state, find().await.failure);
        match role {
            Role::Owner => assert_eq!((undoing.is_empty(), state, failure), (false, store::runs::State::Undone, None)),
            _ => {
                // Only what the asking act itself took along.
                assert_eq!((undoing.len(), state), (1, store::runs::State::Undoing));
                assert!(failure.unwrap().contains("answer"));
            }
        }
    }
}

/// `import undo` on the command line and a worker of `serve`.
#[tokio::test(flavor = "multi_thread")]
async fn two_programs_take_the_same_run_back_at_once() {
    let bench = bench().await;
    let before = bench.state().await;
    let row = |id: i64| {
        let (author, ts) = (format!("person{}", id % 7), 1_709_282_000 + id);
        json!({ "id": id, "stream": "help", "topic": id / 20, "author": author, "ts": ts, "text": "a few words" })
            .to_string()
            + "\n"
    };
    let sheet = bench.import(&(0..1_500).map(row).collect::<String>()).await;
    bench.act("import.undo", json!({ "run": sheet.run })).await.unwrap();
    let mut taken = Vec::new();
    let mut progress = |count| taken.push(count);
    let asked = (sheet.run, crate::now as fn() -> model::Time);
    let by_command = hub::import::undo(&bench.hub, &bench.seen, asked, &mut progress);
    let by_worker = async { while hub::workers::work_one(&bench.hub, crate::now).await.unwrap() {} };
    let (done, ()) = tokio::join!(by_command, by_worker);
    let was_done = |error: &Error| error.to_string().contains("was undone already");
    assert!(done.as_ref().map_or_else(was_done, |_| true), "{done:?}");
    let mut conn = bench.hub.db.read().await.unwrap();
    let run = store::runs::find(&mut conn, bench.seen.workspace, sheet.run).await.unwrap().unwrap();
    assert_eq!((run.state, run.failure), (store::runs::State::Undone, None));
    let waiting = store::jobs::list(&mut conn, &bench.seen).await.unwrap();
    assert!(waiting.iter().all(|job| job.kind != hub::import::UNDO), "{waiting:?}");
    drop(conn);
    assert_eq!(bench.state().await, before);
}

/// Only an import that was asked for itself is handed to a worker.
#[tokio::test]
async fn an_act_with_more_later_acts_than_one_undo_takes_is_refused_and_asks_no_worker() {
    let bench = bench().await;
    bench.import(CHAT).await;
    let conversation = bench.conversation("install").await;
    let close = bench.act("conversation.close", json!({ "conversation": conversation })).await.unwrap();
    for _ in 0..store::runs::LATER_LISTED / 2 + 10 {
        for act in ["conversation.reopen", "conversation.close"] {
            bench.act(act, json!({ "conversation": conversation })).await.unwrap();
        }
    }
    let before = bench.state().await;
    let refused = bench.act("journal.undo", json!({ "entry": close.entry, "with_later": true })).await.unwrap_err();
    assert!(refused.to_string().contains("acts built on it"), "{refused}");
    assert_eq!(bench.state().await, before);
    let mut conn = bench.hub.db.read().await.unwrap();
    let waiting = store::jobs::list(&mut conn, &bench.seen).await.unwrap();
    assert!(waiting.iter().all(|job| job.kind != hub::import::UNDO), "{waiting:?}");
}
