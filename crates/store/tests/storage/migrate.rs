//! Bringing a database with rows up to date.

use store::testing::scratch;
use store::{Db, migrate, values};

const ADD: &str = "
    insert into conversation (workspace_id, id, channel_id, origin, key, title, state, version)
    values {rows}";
const COUNTED: &str = "select count(*) from sqlite_stat1 where tbl = 'conversation'";

#[tokio::test]
async fn a_table_that_is_made_anew_is_counted_as_the_others_are() {
    let scratch = scratch().await.unwrap();
    let db = Db::open(&scratch.place).await.unwrap();
    if matches!(db, Db::Postgres(_)) {
        return; // it counts by itself
    }
    let mut conn = db.write().await.unwrap();
    let rows = (1..=100i64).flat_map(|id| values![1i64, id, 1i64, "forum", id.to_string(), "", 0i64, 0i64]);
    conn.run_many(ADD, 8, rows.collect()).await.unwrap();
    conn.run("analyze", values![]).await.unwrap();
    conn.run("delete from migration where name = 'conversation_rows'", values![]).await.unwrap();
    conn.commit().await.unwrap();

    assert_eq!(migrate::run(&db).await.unwrap().applied, ["conversation_rows"]);
    let mut conn = db.read().await.unwrap();
    assert_eq!(conn.number("select count(*) from conversation", values![]).await.unwrap(), 100);
    assert!(conn.number(COUNTED, values![]).await.unwrap() > 0, "the planner knows nothing of conversations");
}
