//! Lists of the inbox: which index serves them, and how far they go for a label that very many carry.

use model::WorkspaceId;
use store::conversations::{Filter, State};
use store::testing::inbox::{self, Far};
use store::testing::scratch;
use store::{Db, values};

const ADD_LABELS: &str = "
    insert into label (workspace_id, subject, subject_id, name, by_id, at, version)
    values {rows}";

#[tokio::test]
async fn a_label_is_begun_with_or_asked_for_along_the_order() {
    let scratch = scratch().await.unwrap();
    let db = Db::open(&scratch.place).await.unwrap();
    if matches!(db, Db::Postgres(_)) {
        return;
    }
    let mut conn = db.write().await.unwrap();
    let workspace = WorkspaceId(1);
    conn.run_many(ADD_LABELS, 7, values![workspace, "conversation", 1i64, "vip", 0i64, 0i64, 0i64]).await.unwrap();
    let label = Some("vip".to_owned());
    let filters = [
        (Filter { label: label.clone(), ..Filter::default() }, "conversation_by_last"),
        (Filter { label: label.clone(), states: vec![State::Open], ..Filter::default() }, "conversation_by_state"),
        (Filter { label, states: vec![State::Open], unanswered: true, ..Filter::default() }, "conversation_unanswered"),
    ];
    let [few, many] = [1, 0].map(|label_rows| Far { label_rows, looked_through: 4 });
    for (filter, index) in &filters {
        let begun = inbox::plan(&mut conn, workspace, (filter, few), 41).await.unwrap();
        assert!(begun[0].contains("label") && begun[0].contains("label_by_name"), "{begun:?}");
        assert!(
            begun[1].contains("SEARCH conversation") && begun[1].contains("(workspace_id=? AND id=?)"),
            "{begun:?}"
        );
        let along = inbox::plan(&mut conn, workspace, (filter, many), 41).await.unwrap();
        assert!(along[0].contains(index), "{along:?}");
        assert!(!along.iter().any(|step| step.contains("TEMP B-TREE")), "{along:?}");
    }
}

const ADD: &str = "
    insert into conversation (workspace_id, id, channel_id, origin, key, title, state, last_at, version)
    values {rows}";

#[tokio::test]
async fn a_label_of_very_many_is_found_page_by_page_and_counted_so_far() {
    let scratch = scratch().await.unwrap();
    let db = Db::open(&scratch.place).await.unwrap();
    let mut conn = db.write().await.unwrap();
    let (workspace, mut rows, mut labelled) = (WorkspaceId(1), Vec::new(), Vec::new());
    for id in 1..=12i64 {
        rows.extend(values![workspace, id, 1i64, "forum", id.to_string(), "", 0i64, id * 10, 0i64]);
        // The latest six are without it, of the older ones all but the fourth carry it.
        if id <= 6 && id != 4 {
            labelled.extend(values![workspace, "conversation", id, "vip", 0i64, 0i64, 0i64]);
        }
    }
    conn.run_many(ADD, 9, rows).await.unwrap();
    conn.run_many(ADD_LABELS, 7, labelled).await.unwrap();
    let label = Some("vip".to_owned());
    for (far, pages, counted) in [
        (Far { label_rows: 5, looked_through: 4 }, vec![vec![6, 5], vec![3, 2], vec![1]], (5, true)),
        (Far { label_rows: 4, looked_through: 4 }, vec![vec![], vec![6, 5], vec![3, 2], vec![1]], (0, false)),
        (Far { label_rows: 4, looked_through: 9 }, vec![vec![6, 5], vec![3, 2], vec![1]], (2, false)),
        (Far { label_rows: 4, looked_through: 20 }, vec![vec![6, 5], vec![3, 2], vec![1]], (5, true)),
    ] {
        let mut filter = Filter { label: label.clone(), states: vec![State::Open], ..Filter::default() };
        let how_many = inbox::count(&mut conn, workspace, (&filter, far), 100).await.unwrap();
        assert_eq!((how_many.count, how_many.is_all), counted);
        let mut found: Vec<Vec<i64>> = Vec::new();
        loop {
            let page = inbox::page(&mut conn, workspace, (&filter, far), 2).await.unwrap();
            found.push(page.0.iter().map(|(_, id)| id.0).collect());
            filter.after = page.1;
            if filter.after.is_none() {
                break;
            }
        }
        assert_eq!(found, pages);
    }
}
