//! Source records come out of the database as their source gave them.

use model::{MessageId, WorkspaceId};
use store::sources::{self, Packed};
use store::testing::scratch;
use store::{Db, Error, values};

#[test]
fn a_record_comes_out_as_it_went_in() {
    for record in
        [Vec::new(), b"short".to_vec(), b"again and again ".repeat(100), (0..=255).cycle().take(5000).collect()]
    {
        assert_eq!(Packed::new(record.clone()).unpack().unwrap(), record);
    }
}

const ADD: &str = "insert into message_source (workspace_id, message_id, record) values ($1, $2, $3)";

#[tokio::test]
async fn a_record_that_was_damaged_is_told_of() {
    let scratch = scratch().await.unwrap();
    let db = Db::open(&scratch.place).await.unwrap();
    let mut conn = db.write().await.unwrap();
    let workspace = WorkspaceId(1);
    // Without a packing, with one that nobody knows, and cut off behind that of LZ4.
    for (id, bytes) in (1..).zip([&[][..], &[9], &[1, 1]]) {
        conn.run(ADD, values![workspace, MessageId(id), bytes]).await.unwrap();
        let found = sources::find(&mut conn, workspace, MessageId(id)).await;
        assert!(matches!(found, Err(Error::Damaged(_))), "{bytes:?}: {found:?}");
    }
}
