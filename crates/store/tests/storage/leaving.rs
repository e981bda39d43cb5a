//! Nothing is forgotten when a workspace leaves: every table and column has its place in the lists.

use std::collections::{BTreeMap, BTreeSet};

use store::leave::{NEVER, NOUNS, TOGETHER};
use store::testing::{columns, scratch};
use store::{Db, leave::Noun};

fn known(noun: &Noun) -> BTreeSet<String> {
    let columns = noun.columns.iter().map(|column| column.column);
    let derived = noun.derived.iter().map(|(name, _)| *name);
    columns.chain(derived).chain(["workspace_id"]).map(str::to_owned).collect()
}

#[tokio::test]
async fn every_table_and_column_leaves_or_has_its_reason_to_stay() {
    let scratch = scratch().await.unwrap();
    let db = Db::open(&scratch.place).await.unwrap();
    let mut tables: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (table, column) in columns(&db).await.unwrap() {
        // The index keeps tables of its own under its name.
        if table == "message_search" || !table.starts_with("message_search") {
            tables.entry(table).or_default().insert(column);
        }
    }
    assert!(tables.len() > 20, "{tables:?}");
    for (table, columns) in &tables {
        let stays = NEVER.iter().any(|(name, _)| name == table) || TOGETHER.contains(&table.as_str());
        match NOUNS.iter().find(|noun| noun.table == table) {
            Some(noun) => assert_eq!(&known(noun), columns, "{table} in store/src/leave/nouns.rs"),
            None => assert!(stays, "{table} stands in no list of store/src/leave/nouns.rs"),
        }
    }
}

#[test]
fn the_page_on_the_format_names_every_noun_and_field() {
    let page = include_str!("../../../../docs/operators/export-format.md");
    for noun in NOUNS {
        let row = page.lines().find(|line| line.starts_with(&format!("| `{}` |", noun.name)));
        let row = row.unwrap_or_else(|| panic!("no row for {}", noun.name));
        for column in noun.columns {
            assert!(row.contains(&format!("`{}`", column.field)), "{}: {}", noun.name, column.field);
        }
    }
}
