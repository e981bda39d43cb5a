//! The schema as it stands, in one file for each database, equal to the sum of the migrations.
//! `BLESS=1 cargo test -p tribune-store schema` writes the file anew.

use std::path::Path;

use store::Db;
use store::testing::{schema, scratch};

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "the snapshot is written on demand")]
async fn the_snapshot_is_the_sum_of_the_migrations() {
    let scratch = scratch().await.unwrap();
    let db = Db::open(&scratch.place).await.unwrap();
    let found = schema(&db).await.unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schema/{}.sql", db.kind()));
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &found).unwrap();
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    for (line, (found, known)) in found.lines().zip(known.lines()).enumerate() {
        assert_eq!(found, known, "line {} of {}: run with BLESS=1 if meant", line + 1, path.display());
    }
    assert_eq!(found.lines().count(), known.lines().count(), "{}: run with BLESS=1 if meant", path.display());
}
