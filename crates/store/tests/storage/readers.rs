//! Which connection answers.

use store::testing::scratch;
use store::{Conn, Db};

async fn kept(conn: &mut Conn) -> i64 {
    conn.number("pragma cache_size", Vec::new()).await.unwrap()
}

#[tokio::test]
async fn a_question_goes_to_the_first_connection_that_is_free() {
    let scratch = scratch().await.unwrap();
    let db = Db::open(&scratch.place).await.unwrap();
    let mut first = db.read().await.unwrap();
    let mut second = db.read().await.unwrap();
    if db.folder().is_none() {
        return; // its connections share what they read
    }
    let most = kept(&mut first).await;
    let less = kept(&mut second).await;
    assert!(most < less && less < 0, "in KiB, as a negative number: {most}, {less}");
    let mut rest = Vec::new();
    for _ in 0..4 {
        rest.push(db.read().await.unwrap());
        assert!(kept(rest.last_mut().unwrap()).await > less);
    }
    drop((second, rest));
    // A connection comes back a moment after it was let go.
    while kept(&mut db.read().await.unwrap()).await != less {
        tokio::task::yield_now().await;
    }
    let mut copy = db.snapshot().await.unwrap();
    assert!(kept(&mut copy).await > less, "who reads long leaves the first ones to others");
}
