//! Every SQL text of the room is one that the database takes.

use store::testing::scratch;
use store::{Conn, Db};

/// `const NAME: &str = "…";` texts of the sources, with what `concat!` and macros put together.
fn texts() -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for folder in ["src", "src/conversations", "src/erase", "src/leave", "src/search"] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "rs") {
                let source = std::fs::read_to_string(&path).unwrap();
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                collect(&name, &source, &mut texts);
            }
        }
    }
    texts
}

fn collect(file: &str, source: &str, texts: &mut Vec<(String, String)>) {
    let columns = source.split_once("_columns {").and_then(|(_, rest)| quoted(rest));
    for part in source.split("const ").skip(1) {
        let Some((name, rest)) = part.split_once(": &str =") else { continue };
        let Some((body, _)) = rest.split_once("\";\n").or_else(|| rest.split_once(";\n")) else { continue };
        let body = format!("{body}\"");
        let Some(mut sql) = quoted(&body) else { continue };
        if body.contains("_columns!()") {
            sql = format!("{} {sql}", columns.clone().unwrap());
        }
        let first = sql.split_whitespace().next().unwrap_or("");
        if ["select", "insert", "update", "delete"].contains(&first) {
            texts.push((format!("{file} {name}"), sql));
        }
    }
}

fn quoted(text: &str) -> Option<String> {
    let (_, rest) = text.split_once('"')?;
    Some(rest.split_once('"')?.0.to_owned())
}

/// What stands for `{rows}`, `{list}`, `{locking}` and `{lane}` when a statement runs.
fn expanded(sql: &str, conn: &Conn) -> String {
    let width = sql.split_once('(').map_or(1, |(_, rest)| rest.split(')').next().unwrap().split(',').count());
    let width = if sql.contains("as added (message_id, tokens)") { 2 } else { width };
    let places: Vec<String> = (1..=width).map(|place| format!("${place}")).collect();
    let last = (1..20).rev().find(|place| sql.contains(&format!("${place}"))).unwrap_or(0);
    let locking = if matches!(conn, Conn::Postgres(_)) { "for update skip locked" } else { "" };
    store::testing::whole(sql)
        .replace("{rows}", &format!("({})", places.join(", ")))
        .replace("{list}", &format!("${}", last + 1))
        .replace("{locking}", locking)
        .replace("{lane}", "and kind in ('erase.person', 'import.run', 'import.undo')")
}

#[tokio::test]
async fn every_text_is_one_that_the_database_takes() {
    let scratch = scratch().await.unwrap();
    let db = Db::open(&scratch.place).await.unwrap();
    let mut conn = db.read().await.unwrap();
    let sqlite = matches!(conn, Conn::Sqlite(_));
    let mut checked = 0;
    for (name, sql) in texts() {
        let other = if sqlite { "postgres.rs" } else { "sqlite.rs" };
        let elsewhere = if sqlite { "POSTGRES_" } else { "SQLITE_" };
        if name.starts_with(other) || name.contains(elsewhere) || (sqlite && sql.contains("advisory")) {
            continue;
        }
        let sql = expanded(&sql, &conn);
        let taken = store::testing::prepare(&mut conn, &sql).await;
        assert!(taken.is_ok(), "{name}: {}\n{sql}", taken.unwrap_err());
        checked += 1;
    }
    assert!(checked > 120, "only {checked} texts were found");
}

#[tokio::test]
async fn a_run_is_taken_back_without_a_look_at_others() {
    let scratch = scratch().await.unwrap();
    let db = Db::open(&scratch.place).await.unwrap();
    if matches!(db, Db::Postgres(_)) {
        return;
    }
    let (_, sql) = texts().into_iter().find(|(name, _)| name == "runs.rs BROUGHT").unwrap();
    let mut conn = db.read().await.unwrap();
    let plan = store::testing::plan(&mut conn, &sql, store::values![1i64, 1i64, 400i64]).await.unwrap();
    assert!(plan[0].contains("message_by_run (workspace_id=? AND run_id=?)"), "{plan:?}");
    assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{plan:?}");
}
